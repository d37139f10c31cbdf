//! WebP: RIFF chunks (RFC 9649, section 2).

use super::{Blocks, exif_from_tiff_header};
use crate::media::bytes::Endian;
use crate::media::credentials;
use crate::media::limits::{MAX_ICC_BYTES, MAX_PARTS, MAX_XMP_BYTES};
use crate::media::source::Source;

/// The greatest EXIF block that is read: what a JPEG segment can hold sixteen times over.
const MAX_EXIF_BYTES: usize = 1024 * 1024;

pub(super) fn walk(source: &Source) -> Blocks {
    let mut blocks = Blocks::default();
    let mut at = 12_u64;
    for _ in 0..MAX_PARTS {
        let header = source.at(at, 8);
        let (Some(kind), Some(len)) = (header.get(..4), Endian::Little.u32(&header, 4)) else { break };
        let body = |max: usize| source.at(at + 8, usize::try_from(len).unwrap_or(usize::MAX).min(max));
        match kind {
            b"VP8X" => size(&mut blocks, canvas_size(&body(10))),
            b"VP8 " => size(&mut blocks, lossy_size(&body(10))),
            b"VP8L" => size(&mut blocks, lossless_size(&body(5))),
            b"EXIF" if blocks.exif.is_none() => blocks.exif = exif_from_tiff_header(&body(MAX_EXIF_BYTES)),
            b"XMP " if blocks.xmp.is_none() => blocks.xmp = Some(body(MAX_XMP_BYTES).into_owned()),
            b"C2PA" => blocks.c2pa = Some(body(credentials::MAX_BYTES).into_owned()),
            b"ICCP" => blocks.icc = Some(body(MAX_ICC_BYTES).into_owned()),
            _ => {}
        }
        // Chunks are padded to an even length.
        at += 8 + u64::from(len) + u64::from(len % 2);
    }
    blocks
}

/// Of a file that ends within its picture the bytes with more behind them, all 0, and lengths that say so. `n_added` tells how many, by how many
/// of the picture there are and how many are missing. `None` for any other file.
pub(in crate::media) fn lengthened(
    bytes: &[u8],
    n_added: impl Fn(usize, usize) -> Option<usize>,
) -> Option<Vec<u8>> {
    let mut at = 12_usize;
    for _ in 0..MAX_PARTS {
        let kind = bytes.get(at..at + 4)?;
        let len = usize::try_from(Endian::Little.u32(bytes, at + 4)?).ok()?;
        let begin = at.checked_add(8)?;
        let end = begin.checked_add(len)?;
        if end <= bytes.len() {
            at = end.checked_add(len % 2)?;
            continue;
        }
        if !matches!(kind, b"VP8 " | b"VP8L") {
            return None;
        }
        let n_added = n_added(bytes.len() - begin, end - bytes.len())?;
        let mut longer = bytes.to_vec();
        longer.resize(bytes.len().checked_add(n_added)?.next_multiple_of(2), 0);
        for (place, from) in [(4, 8), (at + 4, begin)] {
            let len = u32::try_from(longer.len() - from).ok()?;
            longer.get_mut(place..place + 4)?.copy_from_slice(&len.to_le_bytes());
        }
        return Some(longer);
    }
    None
}

fn size(blocks: &mut Blocks, found: Option<(u32, u32)>) {
    if let (0, Some((width, height))) = (blocks.width_px, found) {
        (blocks.width_px, blocks.height_px) = (width, height);
    }
}

/// Canvas width and height minus one in 24 bits each (2.7.1.2).
fn canvas_size(body: &[u8]) -> Option<(u32, u32)> {
    let three = |at: usize| -> Option<u32> {
        let [a, b, c] = *body.get(at..)?.first_chunk()?;
        Some(u32::from_le_bytes([a, b, c, 0]) + 1)
    };
    Some((three(4)?, three(7)?))
}

/// A VP8 key frame: start code, then 14 bits of width and of height (RFC 6386, 9.1).
fn lossy_size(body: &[u8]) -> Option<(u32, u32)> {
    if body.get(3..6)? != b"\x9d\x01\x2a" {
        return None;
    }
    let side = |at| Endian::Little.u16(body, at).map(|n| u32::from(n & 0x3fff));
    Some((side(6)?, side(8)?))
}

/// A lossless stream: signature, then 14 bits of width and of height minus one (RFC 9649, 3.4).
fn lossless_size(body: &[u8]) -> Option<(u32, u32)> {
    let (0x2f, bits) = (*body.first()?, Endian::Little.u32(body, 1)?) else { return None };
    Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
}
