//! Samsung's trailer behind a JPEG (ExifTool, "Samsung Trailer Tags" and `Samsung.pm`): blocks of data, then a directory `SEFH` of
//! them, its length, and `SEFT` at the very end. All numbers are little-endian.

use crate::media::bytes::Endian;
use crate::media::source::Source;

/// The block that holds the video, `MotionPhoto_Data`.
const MOTION_PHOTO: u16 = 0x0A30;
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

/// The trailer of a file, if it has one.
pub(super) fn trailer(source: &Source) -> Option<Trailer> {
    let (directory_at, directory) = directory(source)?;
    let le = Endian::Little;
    let n_entries = usize::try_from(le.u32(&directory, 8)?).ok()?.min(MAX_ENTRIES);
    let mut trailer = Trailer { at: directory_at, video_at: None };
    for entry in directory.get(HEADER_BYTES..)?.chunks_exact(ENTRY_BYTES).take(n_entries) {
        // Two unused bytes, the type, how far before the directory the block begins, its length.
        let Some(block_at) = directory_at.checked_sub(le.u32(entry, 4)?.into()) else { continue };
        trailer.at = trailer.at.min(block_at);
        if le.u16(entry, 2)? == MOTION_PHOTO {
            trailer.video_at = trailer.video_at.or_else(|| in_block(source, block_at));
        }
    }
    Some(trailer)
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
