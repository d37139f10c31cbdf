//! Looking for a video where none is where the file says, or where the file says nothing.
//!
//! What puts a few bytes behind a photo makes every count from the end wrong; and some messengers (WeChat, for photos of Xiaomi
//! phones) drop the words and send the video. A JPEG that ends as a JPEG does is not searched, but near the places that it names.

use super::movie::{self, First, Found};
use crate::media::source::Source;
use crate::model::motion::MotionScheme;

/// How far before and behind a place that the file names is searched.
const NEAR_BYTES: u64 = 64 * 1024;
/// How much of a file is searched at most, from its end: what is read of one file in all is bounded, and `moov` is still to come.
const MAX_SEARCHED_BYTES: u64 = 12 * 1024 * 1024;
/// How much is read at once.
const CHUNK_BYTES: usize = 1024 * 1024;
/// Videos that are tried: four letters occur by chance in one picture of a thousand.
const MAX_TRIES: usize = 32;
/// How many zeros are looked past.
const FILLED_BYTES: u64 = 64 * 1024;
/// How much of the end is looked at for marks.
const END_BYTES: usize = 512;

/// Whether the last that is before this place is the end of a JPEG; some cameras fill up with zeros behind it.
pub(super) fn ends_as_jpeg(source: &Source, end: u64) -> bool {
    let from = end.saturating_sub(FILLED_BYTES);
    let end = source.at(from, usize::try_from(end - from).unwrap_or(0));
    let filled = end.iter().rev().take_while(|byte| **byte == 0).count();
    end.get(..end.len() - filled).is_some_and(|end| end.ends_with(b"\xff\xd9"))
}

/// The scheme of a video that no metadata names. Huawei and Honor phones end such a file with a mark and the length of the video
/// (OpenHarmony, `moving_photo_file_utils`).
pub(super) fn unsaid_scheme(source: &Source) -> MotionScheme {
    let end = source.at(source.len().saturating_sub(END_BYTES as u64), END_BYTES);
    let marked = end.windows(6).any(|part| matches!(part, [b'L', b'I', b'V', b'E', b'_', b'0'..=b'9']));
    if marked { MotionScheme::Huawei } else { MotionScheme::Unsaid }
}

/// The first video near one of these places, or in the last 12 MiB of the file when there is something behind the picture.
pub(super) fn search(source: &Source, near: &[u64], everywhere: bool) -> Option<(u64, Found)> {
    let mut tries = MAX_TRIES;
    if everywhere {
        return search_in(source, source.len().saturating_sub(MAX_SEARCHED_BYTES), source.len(), &mut tries);
    }
    near.iter().take(4).find_map(|at| {
        let end = at.saturating_add(NEAR_BYTES).min(source.len());
        search_in(source, at.saturating_sub(NEAR_BYTES), end, &mut tries)
    })
}

fn search_in(source: &Source, from: u64, to: u64, tries: &mut usize) -> Option<(u64, Found)> {
    let mut at = from;
    while at < to {
        let len = usize::try_from(to - at).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
        let chunk = source.at(at, len);
        if chunk.len() < 8 {
            return None;
        }
        for found in places_of_ftyp(&chunk) {
            *tries = tries.checked_sub(1)?;
            let start = at + found as u64;
            if let Some(movie) = movie::read(source, start..source.len(), First::FileType) {
                return Some((start, movie));
            }
        }
        // The next chunk begins where a name could have been cut.
        at += chunk.len() as u64 - 7;
        if len < CHUNK_BYTES {
            return None;
        }
    }
    None
}

/// Where boxes `ftyp` may begin: their size is in the four bytes before the name.
fn places_of_ftyp(bytes: &[u8]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = 4;
    // The letters differ, so that the last of four tells how far the name may begin.
    while let Some(last) = bytes.get(at + 3) {
        at += match last {
            b'p' => {
                if bytes.get(at..at + 4) == Some(b"ftyp") {
                    out.push(at - 4);
                }
                4
            }
            b'y' => 1,
            b't' => 2,
            b'f' => 3,
            _ => 4,
        };
    }
    out
}
