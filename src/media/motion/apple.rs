//! The identifier that a Live Photo's picture and its video share: in the picture's maker note, tag 0x0011 (ExifTool, "Apple Tags",
//! ContentIdentifier).

use crate::media::bytes::{Endian, some_text, text_of};

/// How Apple's maker notes begin; a version and the order of the bytes follow, then a directory like those of TIFF.
const SIGNATURE: &[u8] = b"Apple iOS\0";
const DIRECTORY_AT: usize = 14;
const CONTENT_IDENTIFIER: u16 = 0x0011;
/// Which camera of the phone: 6 is the front camera (ExifTool, "Apple Tags", CameraType).
const CAMERA_TYPE: u16 = 0x002E;
const FRONT: u32 = 6;
/// Whether it is the camera in front (ExifTool, "Apple Tags", FrontFacingCamera).
const FRONT_FACING: u16 = 0x0045;
/// A whole number of four bytes.
const SLONG: u16 = 9;
/// Text.
const ASCII: u16 = 2;
/// Real notes have some forty entries.
const MAX_ENTRIES: usize = 1024;
/// The longest identifier; it is a UUID.
const MAX_ID_BYTES: usize = 256;

/// The identifier in a maker note. Offsets count from the beginning of the note.
pub(in crate::media) fn content_id(note: &[u8]) -> Option<String> {
    let (endian, entry) = entry(note, CONTENT_IDENTIFIER, ASCII)?;
    let len = usize::try_from(endian.u32(entry, 4)?).ok().filter(|len| (5..=MAX_ID_BYTES).contains(len))?;
    let at = usize::try_from(endian.u32(entry, 8)?).ok()?;
    some_text(text_of(note.get(at..at.checked_add(len)?)?))
}

/// Whether a maker note says that the front camera took the picture.
pub(in crate::media) fn is_front(note: &[u8]) -> bool {
    let number = |tag| {
        let (endian, entry) = entry(note, tag, SLONG)?;
        endian.u32(entry, 8)
    };
    number(CAMERA_TYPE) == Some(FRONT) || number(FRONT_FACING) == Some(1)
}

/// The first entry of this tag and type in a maker note, and the order of its bytes.
fn entry(note: &[u8], tag: u16, kind: u16) -> Option<(Endian, &[u8])> {
    if !note.starts_with(SIGNATURE) {
        return None;
    }
    let endian = if note.get(12..14)? == b"II" { Endian::Little } else { Endian::Big };
    let n_entries = usize::from(endian.u16(note, DIRECTORY_AT)?).min(MAX_ENTRIES);
    let mut entries = note.get(DIRECTORY_AT + 2..)?.chunks_exact(12).take(n_entries);
    let found =
        entries.find(|entry| endian.u16(entry, 0) == Some(tag) && endian.u16(entry, 2) == Some(kind))?;
    Some((endian, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(tag: u16, kind: u16, value: u32) -> Vec<u8> {
        let mut out = b"Apple iOS\0\0\x01MM\0\x01".to_vec();
        out.extend(tag.to_be_bytes());
        out.extend(kind.to_be_bytes());
        out.extend(1_u32.to_be_bytes());
        out.extend(value.to_be_bytes());
        out
    }

    #[test]
    fn the_front_camera_is_told() {
        assert!(is_front(&note(CAMERA_TYPE, SLONG, FRONT)));
        assert!(is_front(&note(FRONT_FACING, SLONG, 1)));
        assert!(!is_front(&note(CAMERA_TYPE, SLONG, 1)));
        assert!(!is_front(&note(FRONT_FACING, SLONG, 0)));
        assert!(!is_front(&note(FRONT_FACING, ASCII, 1)));
        assert!(!is_front(b"Apple iOS\0"));
    }
}
