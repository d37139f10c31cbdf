//! What the makers' own notes say of the body (ExifTool, "Canon Tags", "Nikon Tags" and "Apple Tags").

use super::bytes::{Endian, some_text, text_of};
use super::motion::apple;

/// What a maker note says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MakerFacts {
    /// The number of the body.
    pub(super) serial: Option<String>,
    /// Whom the camera's menu names as its owner.
    pub(super) owner: Option<String>,
    /// Whether the phone's front camera took the picture.
    pub(super) is_front: bool,
    /// What Apple calls the video of a Live Photo.
    pub(super) content_id: Option<String>,
}

/// Where a maker note lies: its bytes, the EXIF block that they are in, and the order of that.
pub(super) struct Note<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) block: &'a [u8],
    pub(super) endian: Endian,
}

const ASCII: u16 = 2;
const LONG: u16 = 4;
/// Real notes have some hundred entries.
const MAX_ENTRIES: usize = 1024;
/// Names and numbers are short.
const MAX_TEXT_BYTES: usize = 256;

/// Reads the note of a maker; what is not known of it stays empty.
pub(super) fn read_note(make: Option<&str>, note: &Note<'_>) -> MakerFacts {
    let make = make.unwrap_or_default().to_lowercase();
    if make.starts_with("canon") {
        canon(note)
    } else if note.bytes.starts_with(b"Nikon\0\x02") {
        MakerFacts { serial: nikon_serial(note.bytes), ..Default::default() }
    } else {
        let (is_front, content_id) = (apple::is_front(note.bytes), apple::content_id(note.bytes));
        MakerFacts { is_front, content_id, ..Default::default() }
    }
}

/// A directory at the very beginning; offsets count from the beginning of the EXIF block.
fn canon(note: &Note<'_>) -> MakerFacts {
    let directory = Directory { bytes: note.bytes, at: 0, endian: note.endian };
    let serial = directory.entry(0x000C, LONG).and_then(|entry| note.endian.u32(entry, 8));
    MakerFacts {
        // As it stands on the body, and as BodySerialNumber has it in newer cameras: ten digits.
        serial: serial.map(|serial| format!("{serial:010}")),
        owner: directory.text(0x0009, note.block),
        ..Default::default()
    }
}

/// A TIFF header of its own behind ten bytes, from which offsets count.
fn nikon_serial(note: &[u8]) -> Option<String> {
    let tiff = note.get(10..)?;
    let endian = if tiff.starts_with(b"II") { Endian::Little } else { Endian::Big };
    let at = usize::try_from(endian.u32(tiff, 4)?).ok()?;
    Directory { bytes: tiff, at, endian }.text(0x001D, tiff)
}

struct Directory<'a> {
    bytes: &'a [u8],
    at: usize,
    endian: Endian,
}

impl<'a> Directory<'a> {
    /// The first entry of this tag and type: twelve bytes.
    fn entry(&self, tag: u16, kind: u16) -> Option<&'a [u8]> {
        let n_entries = usize::from(self.endian.u16(self.bytes, self.at)?).min(MAX_ENTRIES);
        let mut entries = self.bytes.get(self.at.checked_add(2)?..)?.chunks_exact(12).take(n_entries);
        entries
            .find(|entry| self.endian.u16(entry, 0) == Some(tag) && self.endian.u16(entry, 2) == Some(kind))
    }

    /// A text, whose offset counts from the beginning of `base`.
    fn text(&self, tag: u16, base: &[u8]) -> Option<String> {
        let entry = self.entry(tag, ASCII)?;
        let len = usize::try_from(self.endian.u32(entry, 4)?).ok().filter(|len| *len <= MAX_TEXT_BYTES)?;
        let text = if len <= 4 {
            entry.get(8..8_usize.checked_add(len)?)?
        } else {
            let at = usize::try_from(self.endian.u32(entry, 8)?).ok()?;
            base.get(at..at.checked_add(len)?)?
        };
        some_text(text_of(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(tag: u16, kind: u16, n: u32, value: u32) -> Vec<u8> {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &n.to_le_bytes(), &value.to_le_bytes()].concat()
    }

    #[test]
    fn canon_and_nikon_name_the_body() {
        let canon =
            [&2_u16.to_le_bytes()[..], &entry(0x0009, ASCII, 6, 100), &entry(0x000C, LONG, 1, 730_267_814)]
                .concat();
        let block = [&[0; 100][..], b"Jihye\0"].concat();
        let note = Note { bytes: &canon, block: &block, endian: Endian::Little };
        let facts = read_note(Some("Canon"), &note);
        assert_eq!(facts.serial.as_deref(), Some("0730267814"));
        assert_eq!(facts.owner.as_deref(), Some("Jihye"));
        let header = b"Nikon\0\x02\x10\0\0II*\0\x08\0\0\0";
        let nikon = [&header[..], &1_u16.to_le_bytes(), &entry(0x001D, ASCII, 8, 22), b"6019366\0"].concat();
        let note = Note { bytes: &nikon, block: &[], endian: Endian::Big };
        assert_eq!(read_note(Some("NIKON CORPORATION"), &note).serial.as_deref(), Some("6019366"));
        for len in 0..nikon.len() {
            let note = Note { bytes: &nikon[..len], block: &[], endian: Endian::Big };
            assert_eq!(read_note(Some("NIKON"), &note), MakerFacts::default());
        }
    }
}
