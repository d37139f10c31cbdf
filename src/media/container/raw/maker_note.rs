//! Previews that only the maker's own notes name: Nikon's, Olympus's and Pentax's (layouts as documented by ExifTool's tag tables).

use super::Span;
use crate::media::bytes::Endian;
use crate::media::container::ifd::{Entry, Ifds};

/// The preview that a maker note names.
pub(super) fn preview(ifds: &Ifds<'_>, note: &Entry) -> Option<Span> {
    let at = ifds.place(note)?;
    let start = ifds.source.at(at, 16);
    if start.starts_with(b"Nikon\0\x02") {
        // A TIFF structure of its own; PreviewIFD.
        let (inner, first) = Ifds::open(ifds.source, at + 10)?;
        directory_preview(&inner, inner.pointer(first, 0x0011)?, 0x0201, 0x0202)
    } else if start.starts_with(b"OLYMPUS\0") || start.starts_with(b"OM SYSTEM\0") {
        // Offsets count from the note; CameraSettings.
        let header = if start.starts_with(b"OLYMPUS\0") { 12 } else { 16 };
        let inner = Ifds::of(ifds.source, order(start.get(header as usize - 4..)?, ifds.endian), at);
        directory_preview(&inner, inner.pointer(header, 0x2020)?, 0x0101, 0x0102)
    } else if start.starts_with(b"AOC\0") {
        let inner = Ifds::of(ifds.source, order(start.get(4..)?, ifds.endian), ifds.base);
        let first = u32::try_from(at.checked_sub(ifds.base)?.checked_add(6)?).ok()?;
        directory_preview(&inner, first, 0x0004, 0x0003)
    } else {
        None
    }
}

fn order(mark: &[u8], otherwise: Endian) -> Endian {
    match mark.get(..2) {
        Some(b"II") => Endian::Little,
        Some(b"MM") => Endian::Big,
        _ => otherwise,
    }
}

fn directory_preview(ifds: &Ifds<'_>, at: u32, start: u16, len: u16) -> Option<Span> {
    let directory = ifds.peek(at)?;
    let uint = |tag| ifds.uint(directory.entry(tag)?);
    Some(Span { at: ifds.base.checked_add(uint(start)?.into())?, len: uint(len)?.into() })
}
