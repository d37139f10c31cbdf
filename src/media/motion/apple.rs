//! The identifier that a Live Photo's picture and its video share: in the picture's maker note, tag 0x0011 (ExifTool, "Apple Tags",
//! ContentIdentifier).

use crate::media::bytes::{Endian, some_text, text_of};

/// How Apple's maker notes begin; a version and the order of the bytes follow, then a directory like those of TIFF.
const SIGNATURE: &[u8] = b"Apple iOS\0";
const DIRECTORY_AT: usize = 14;
const CONTENT_IDENTIFIER: u16 = 0x0011;
/// Text.
const ASCII: u16 = 2;
/// Real notes have some forty entries.
const MAX_ENTRIES: usize = 1024;
/// The longest identifier; it is a UUID.
const MAX_ID_BYTES: usize = 256;

/// The identifier in a maker note. Offsets count from the beginning of the note.
pub(in crate::media) fn content_id(note: &[u8]) -> Option<String> {
    if !note.starts_with(SIGNATURE) {
        return None;
    }
    let endian = if note.get(12..14)? == b"II" { Endian::Little } else { Endian::Big };
    let n_entries = usize::from(endian.u16(note, DIRECTORY_AT)?).min(MAX_ENTRIES);
    let entries = note.get(DIRECTORY_AT + 2..)?.chunks_exact(12).take(n_entries);
    let mut identifiers = entries.filter(|entry| {
        endian.u16(entry, 0) == Some(CONTENT_IDENTIFIER) && endian.u16(entry, 2) == Some(ASCII)
    });
    let entry = identifiers.next()?;
    let len = usize::try_from(endian.u32(entry, 4)?).ok().filter(|len| (5..=MAX_ID_BYTES).contains(len))?;
    let at = usize::try_from(endian.u32(entry, 8)?).ok()?;
    some_text(text_of(note.get(at..at.checked_add(len)?)?))
}
