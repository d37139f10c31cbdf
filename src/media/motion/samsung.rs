//! Samsung's trailer behind a JPEG (ExifTool, "Samsung Trailer Tags" and `Samsung.pm`): blocks of data, then a directory `SEFH` of
//! them, its length, and `SEFT` at the very end. All numbers are little-endian.

use crate::media::bytes::Endian;
use crate::media::source::Source;

/// The block that holds the video, `MotionPhoto_Data`.
const MOTION_PHOTO: u16 = 0x0A30;
/// The block that holds the moment of taking in milliseconds since 1970 UTC, as text, `Image_UTC_Data`.
const IMAGE_UTC: u16 = 0x0A01;
/// The block that front cameras write, `Front_Cam_Selfie_Info`.
const FRONT_CAMERA: u16 = 0x0910;
/// Type, name of a block and its directory entry are this long.
const ENTRY_BYTES: usize = 12;
/// Signature, version, number of entries.
const HEADER_BYTES: usize = 12;
/// Real directories have a dozen entries.
const MAX_ENTRIES: usize = 1024;
/// How far from the end of the file the directory may end: some programs put something behind it.
const MAX_BEHIND: usize = 64 * 1024;

/// What the trailer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trailer {
    /// Where its first block begins: what is before it is the picture.
    pub(super) at: u64,
    /// Where the video begins. Most photos of these phones have a trailer without one.
    pub(super) video_at: Option<u64>,
}

/// What the trailer says of the moment and of the camera.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::media) struct SamsungMarks {
    /// When it was taken, in milliseconds since 1970 UTC.
    pub(in crate::media) taken_ms: Option<i64>,
    /// Whether the front camera wrote of itself.
    pub(in crate::media) is_front: bool,
}

/// The trailer of a file, if it has one.
pub(super) fn trailer(source: &Source) -> Option<Trailer> {
    let (directory_at, blocks) = blocks(source)?;
    let mut trailer = Trailer { at: directory_at, video_at: None };
    for block in blocks {
        trailer.at = trailer.at.min(block.at);
        if block.kind == MOTION_PHOTO {
            trailer.video_at = trailer.video_at.or_else(|| in_block(source, block.at));
        }
    }
    Some(trailer)
}

/// What the trailer of a file says of the moment and of the camera.
pub(in crate::media) fn samsung_marks(source: &Source) -> SamsungMarks {
    let mut marks = SamsungMarks::default();
    for block in blocks(source).map(|(_, blocks)| blocks).unwrap_or_default() {
        match block.kind {
            IMAGE_UTC => marks.taken_ms = marks.taken_ms.or_else(|| utc_in_block(source, &block)),
            FRONT_CAMERA => marks.is_front = true,
            _ => {}
        }
    }
    marks
}

/// An entry of the directory.
struct Block {
    kind: u16,
    at: u64,
    bytes: u32,
}

/// Where the directory begins, and its entries.
fn blocks(source: &Source) -> Option<(u64, Vec<Block>)> {
    let (directory_at, directory) = directory(source)?;
    let le = Endian::Little;
    let n_entries = usize::try_from(le.u32(&directory, 8)?).ok()?.min(MAX_ENTRIES);
    let mut blocks = Vec::new();
    for entry in directory.get(HEADER_BYTES..)?.chunks_exact(ENTRY_BYTES).take(n_entries) {
        // Two unused bytes, the type, how far before the directory the block begins, its length.
        let Some(at) = directory_at.checked_sub(le.u32(entry, 4)?.into()) else { continue };
        blocks.push(Block { kind: le.u16(entry, 2)?, at, bytes: le.u32(entry, 8)? });
    }
    Some((directory_at, blocks))
}

/// The number in a block of [`IMAGE_UTC`]: head and name as in [`in_block`], then thirteen digits.
fn utc_in_block(source: &Source, block: &Block) -> Option<i64> {
    let bytes = source.at(block.at, usize::try_from(block.bytes.min(64)).ok()?);
    let name_len = usize::try_from(Endian::Little.u32(&bytes, 4)?).ok()?;
    let digits = bytes.get(8_usize.checked_add(name_len)?..)?;
    let text = std::str::from_utf8(digits).ok()?.trim_matches(|c: char| c == '\0' || c.is_whitespace());
    (text.len() == 13).then(|| text.parse().ok()).flatten()
}

/// Where the directory begins, and its bytes.
fn directory(source: &Source) -> Option<(u64, Vec<u8>)> {
    let window_at = source.len().saturating_sub(MAX_BEHIND as u64);
    let window = source.at(window_at, MAX_BEHIND);
    let end = window.windows(4).rposition(|part| part == b"SEFT")?;
    let len_at = end.checked_sub(4)?;
    let len = usize::try_from(Endian::Little.u32(&window, len_at)?).ok()?;
    let at = len_at.checked_sub(len)?;
    let directory = window.get(at..len_at)?;
    directory.starts_with(b"SEFH").then(|| (window_at + at as u64, directory.to_vec()))
}

/// Where the video begins that a block holds or points to: two unused bytes, the type, the length of the name, the name, the data.
fn in_block(source: &Source, block_at: u64) -> Option<u64> {
    let head = source.at(block_at, 8);
    if Endian::Little.u16(&head, 2)? != MOTION_PHOTO {
        return None;
    }
    let data_at = block_at.checked_add(8)?.checked_add(Endian::Little.u32(&head, 4)?.into())?;
    let data = source.at(data_at, 12);
    match *data.first_chunk()? {
        // As newer phones write it, above all into HEIC: where the video is and how long, big-endian.
        [b'm', b'p', b'v', b'0'..=b'9'] => Endian::Big.u32(&data, 4).map(u64::from),
        _ => Some(data_at),
    }
}
