//! PNG: chunks (PNG specification, third edition, sections 5 and 11).

use super::{Blocks, exif_from_tiff_header};
use crate::media::bytes::Endian;
use crate::media::limits::{MAX_PARTS, MAX_XMP_BYTES};
use crate::media::source::Source;

/// The greatest EXIF block that is read.
const MAX_EXIF_BYTES: usize = 1024 * 1024;

const XMP_KEYWORD: &[u8] = b"XML:com.adobe.xmp\0";

pub(super) fn walk(source: &Source) -> Blocks {
    let mut blocks = Blocks::default();
    let mut at = 8_u64;
    for _ in 0..MAX_PARTS {
        let header = source.at(at, 8);
        let (Some(len), Some(kind)) = (Endian::Big.u32(&header, 0), header.get(4..8)) else { break };
        let body = |max: usize| source.at(at + 8, usize::try_from(len).unwrap_or(usize::MAX).min(max));
        match kind {
            b"IHDR" => {
                let body = body(8);
                blocks.width_px = Endian::Big.u32(&body, 0).unwrap_or(0);
                blocks.height_px = Endian::Big.u32(&body, 4).unwrap_or(0);
            }
            b"eXIf" => blocks.exif = exif_from_tiff_header(&body(MAX_EXIF_BYTES)).or(blocks.exif),
            b"iTXt" => blocks.xmp = blocks.xmp.or_else(|| xmp_packet(&body(MAX_XMP_BYTES))),
            b"IEND" => break,
            _ => {}
        }
        // Length, type, data, checksum.
        at += 12 + u64::from(len);
    }
    blocks
}

/// An uncompressed XMP packet of an iTXt chunk (XMP specification part 3, 1.1.5): keyword, two zero bytes for "not compressed",
/// then an empty language tag and an empty translated keyword.
fn xmp_packet(body: &[u8]) -> Option<Vec<u8>> {
    let rest = body.strip_prefix(XMP_KEYWORD)?.strip_prefix(b"\0\0")?;
    let text = rest.splitn(3, |b| *b == 0).nth(2)?;
    Some(text.to_vec())
}
