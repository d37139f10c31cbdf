//! An AV1 picture whose end is missing: see `decode::cut`.

use super::yuv::{Plane, Yuv};
use crate::media::decode::cut::{FILLERS, n_added, sound};
use crate::media::decode::decoder::{Fault, MIN_SHARE};
use crate::media::limits::MAX_PARTS;

/// What is there of a picture, as one that is lower, and how much that is; `None` when it is less than a quarter.
pub(super) fn decoded(
    mut bytes: Vec<u8>,
    n_missing: usize,
    decode: &dyn Fn(Vec<u8>) -> Result<Yuv, Fault>,
) -> Option<(Yuv, f64)> {
    let n_added = n_added(bytes.len(), n_missing)?;
    lengthen_last(&mut bytes, n_added)?;
    let n_there = bytes.len();
    let mut made = FILLERS.into_iter().filter_map(|filler| {
        bytes.truncate(n_there);
        bytes.resize(n_there + n_added, filler);
        decode(bytes.clone()).ok()
    });
    let one = made.next()?;
    let height = one.height_px as usize;
    // One alone tells nothing.
    let n_rows = made.map(|other| n_alike_of(&one, &other)).min()?;
    let (n_sound, share) = sound(n_rows, height);
    let height_px = u32::try_from(n_sound).ok()?;
    (share >= MIN_SHARE).then_some((Yuv { height_px, ..one }, share))
}

/// How many rows from the top are the same in all planes.
fn n_alike_of(one: &Yuv, other: &Yuv) -> usize {
    let chroma = one.chroma.iter().zip(&other.chroma).flat_map(|(one, other)| {
        let planes = one.planes.iter().zip(&other.planes);
        planes.map(|(plane, other)| n_alike(plane, other) * one.sub_y)
    });
    chroma.fold(n_alike(&one.y, &other.y), usize::min)
}

/// How many rows from the top are the same.
fn n_alike(one: &Plane, other: &Plane) -> usize {
    let mut rows = (vec![0.0; one.width], vec![0.0; one.width]);
    let is_alike = |y: &usize| {
        one.row(*y, &mut rows.0);
        other.row(*y, &mut rows.1);
        rows.0 == rows.1
    };
    (0..one.height.min(other.height)).take_while(is_alike).count()
}

/// Makes the unit (OBU) that the end cuts say that it is as long as if `n_added` bytes came. AV1 Bitstream and Decoding Process, 5.3 and 4.10.5 (leb128).
fn lengthen_last(bytes: &mut Vec<u8>, n_added: usize) -> Option<()> {
    let mut at = 0_usize;
    for _ in 0..MAX_PARTS {
        let header = *bytes.get(at)?;
        // obu_has_size_field; without it a unit goes on to the end.
        if header & 2 == 0 {
            return Some(());
        }
        let size_at = at.checked_add(if header & 4 == 0 { 1 } else { 2 })?;
        let (mut size, mut n_size_bytes) = (0_usize, 0);
        loop {
            let byte = *bytes.get(size_at + n_size_bytes)?;
            size |= usize::from(byte & 0x7f) << (7 * n_size_bytes);
            n_size_bytes += 1;
            if byte & 0x80 == 0 {
                break;
            }
            if n_size_bytes == 8 {
                return None;
            }
        }
        let begin = size_at + n_size_bytes;
        let end = begin.checked_add(size)?;
        if end > bytes.len() {
            let said = (bytes.len() + n_added).checked_sub(begin)?;
            let leb128 = (0..8).map(|n| (said >> (7 * n) & 0x7f) as u8 | if n < 7 { 0x80 } else { 0 });
            bytes.splice(size_at..begin, leb128);
            return Some(());
        }
        at = end;
    }
    None
}
