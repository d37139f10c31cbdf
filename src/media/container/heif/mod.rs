//! HEIF and AVIF: pictures and their metadata are items of one `meta` box (ISO/IEC 23008-12; AV1 Image File Format).
//!
//! - [`Items`]: the items, how they refer to each other, where their bytes lie
//! - `property`: what an item's properties say
//! - [`Still`]: the picture that is meant, down to its tiles
//! - [`walk`]: the metadata of that picture

mod fields;
mod items;
mod property;
mod still;

pub(in crate::media) use items::Items;
pub(in crate::media) use property::{Crop, Nclx, is_alpha};
pub(in crate::media) use still::Still;

use property::Colr;

use super::boxes::{BoxAt, Boxes};
use super::{Blocks, exif_from_tiff_header};
use crate::media::bytes::Endian;
use crate::media::colour::Cicp;
use crate::media::credentials;
use crate::media::limits::MAX_XMP_BYTES;
use crate::media::source::Source;

/// The greatest Exif item that is read: makers put whole pictures into theirs.
const MAX_EXIF_BYTES: usize = 4 * 1024 * 1024;

pub(super) fn walk(source: &Source) -> Blocks {
    let mut blocks = Blocks::default();
    let items = match Items::read(source) {
        Ok(items) => items,
        Err(why) => {
            blocks.fault = Some(why.to_owned());
            return blocks;
        }
    };
    blocks.c2pa = credentials_of(source);
    blocks.marks.gain_map = items.has_gain_map();
    let sources = items.sources(items.primary());
    let describing = |kind: &[u8; 4]| items.describing(kind, &sources);
    blocks.exif = describing(b"Exif").and_then(|id| exif_of(&items.bytes(source, id, MAX_EXIF_BYTES)?));
    blocks.xmp = describing(b"mime").and_then(|id| items.bytes(source, id, MAX_XMP_BYTES));
    match Still::of(&items, source, items.primary()) {
        Ok(still) => {
            (blocks.width_px, blocks.height_px) = (still.turned.crop.width_px, still.turned.crop.height_px);
            blocks.orientation = Some(still.turned.orientation);
            let Colr { icc, nclx } = still.colr;
            let cicp = nclx.and_then(Nclx::unlike_srgb);
            // A profile says more than code points, but not how bright HDR is.
            if icc.is_none() || cicp.is_some_and(Cicp::is_hdr) {
                blocks.cicp = cicp;
            }
            blocks.icc = icc;
        }
        Err(why) => blocks.fault = Some(why.to_owned()),
    }
    blocks
}

/// The type of the box that Content Credentials are in (C2PA 2.1, A.5.1).
const C2PA: &[u8] = b"\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81";

/// Behind its type: version and flags, a purpose that ends with a NUL, where more of it lies in eight bytes, and then the store.
fn credentials_of(source: &Source) -> Option<Vec<u8>> {
    let is_it = |found: &BoxAt| found.kind == *b"uuid" && source.at(found.body.start, 16) == C2PA;
    let found = Boxes::of(source).find(is_it)?;
    let body = found.read(source, credentials::MAX_BYTES);
    let rest = body.get(20..)?;
    let (purpose, rest) = rest.split_at_checked(rest.iter().position(|byte| *byte == 0)?)?;
    (purpose == b"manifest").then(|| rest.get(9..).map(<[u8]>::to_vec)).flatten()
}

/// The TIFF header of an Exif item is where its first four bytes say (ISO/IEC 23008-12, A.2.1), or near.
fn exif_of(payload: &[u8]) -> Option<Vec<u8>> {
    let offset = usize::try_from(Endian::Big.u32(payload, 0)?).ok()?;
    let said = offset.checked_add(4).and_then(|at| payload.get(at..));
    match said {
        Some(block) if matches!(block.get(..4), Some(b"II*\0" | b"MM\0*")) => Some(block.to_vec()),
        _ => exif_from_tiff_header(payload),
    }
}

#[cfg(test)]
mod tests;
