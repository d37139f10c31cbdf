//! Whole JPEGs anywhere in a file: for raw files whose structure is cut off, damaged or unknown.

use super::Span;
use super::frame::frame_at;
use crate::media::bytes::Endian;
use crate::media::source::Source;

/// Bytes that are looked at: the previews of larger files are named by their structure.
const MAX_SCAN_BYTES: u64 = 256 * 1024 * 1024;
/// Bytes that are read at a time.
const WINDOW_BYTES: usize = 1024 * 1024;
/// JPEGs that are found at most.
const MAX_FOUND: usize = 16;
/// Beginnings that are looked into: noise has a few that look like one.
const MAX_TRIED: usize = 512;
/// Smaller ones are no pictures.
const MIN_BYTES: u64 = 512;

/// The JPEGs that begin with a sound header; those whose end is not found reach beyond the end of the file.
pub(super) fn jpegs(source: &Source) -> Vec<Span> {
    let len = source.len().min(MAX_SCAN_BYTES);
    let (mut found, mut at, mut n_tried) = (Vec::new(), 0, 0);
    while at < len {
        let Ok(window) = source.range(at, WINDOW_BYTES) else { break };
        // Of the windows' border two bytes are in both.
        let next = at + (window.len() as u64).saturating_sub(2).max(1);
        let begins = |pair: &[u8]| pair == b"\xff\xd8\xff";
        let starts =
            window.windows(3).enumerate().filter(|(_, bytes)| begins(bytes)).map(|(n, _)| at + n as u64);
        let mut behind = at;
        for start in starts {
            if start < behind {
                continue;
            }
            if found.len() == MAX_FOUND || n_tried == MAX_TRIED {
                return found;
            }
            n_tried += 1;
            let to_end = Span { at: start, len: source.len() - start };
            if frame_at(source, to_end).is_some() {
                let end = end_of(source, start, len).unwrap_or(source.len().saturating_add(1));
                behind = end;
                found.extend((end - start >= MIN_BYTES).then_some(Span { len: end - start, ..to_end }));
            }
        }
        at = next.max(behind);
    }
    found
}

/// Behind the EOI marker of the JPEG that begins there: segments are stepped over, in scans every marker is looked at.
fn end_of(source: &Source, start: u64, len: u64) -> Option<u64> {
    let mut at = start + 2;
    let mut is_scan = false;
    while at < len {
        let window = source.range(at, WINDOW_BYTES).ok()?;
        let mut n = 0;
        while let Some(pair) = window.get(n..n + 2) {
            let marker = match *pair {
                [0xff, marker] => marker,
                _ if is_scan => {
                    n += 1;
                    continue;
                }
                _ => return None,
            };
            match marker {
                0xd9 => return Some(at + n as u64 + 2),
                // Stuffed bytes, fill bytes, restart markers.
                0x00 | 0xff | 0xd0..=0xd7 => n += if marker == 0xff { 1 } else { 2 },
                _ => {
                    let Some(size) = Endian::Big.u16(&window, n + 2) else { break };
                    is_scan = marker == 0xda || (is_scan && size < 2);
                    n += 2 + usize::from(size);
                }
            }
        }
        at += n.max(1) as u64;
    }
    None
}
