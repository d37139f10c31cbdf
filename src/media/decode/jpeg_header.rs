//! Headers of JPEG with bytes between the segments that belong to none: libjpeg-turbo skips them and goes on, but its binding takes
//! the warning for an error and tells nothing of the picture.

use std::borrow::Cow;

use crate::media::limits::MAX_PARTS;

/// The file without bytes between the segments in front of its first scan, as the standard has it (ITU-T T.81, B.1.1.2); `None` where
/// nothing can be left out or no scan is found.
pub(super) fn without_garbage(bytes: &[u8]) -> Option<Cow<'static, [u8]>> {
    let mut out = b"\xff\xd8".to_vec();
    let mut at = 2;
    for _ in 0..MAX_PARTS {
        let start = bytes.get(at..)?;
        match *start.first_chunk()? {
            [0xff, 0xda] => {
                out.extend_from_slice(start);
                return (out.len() < bytes.len()).then_some(Cow::Owned(out));
            }
            [0xff, 0xc0..=0xcf | 0xdb..=0xdf | 0xe0..=0xef | 0xfe] => {
                let len = u16::from_be_bytes(*start.get(2..)?.first_chunk()?);
                let segment = start.get(..2 + usize::from(len.max(2)))?;
                out.extend_from_slice(segment);
                at += segment.len();
            }
            // No marker of a segment: what follows up to the next one is skipped.
            _ => {
                let is_marker = |pair: &[u8]| matches!(pair, [0xff, 0xc0..=0xcf | 0xda..=0xef | 0xfe]);
                at += 1 + start.get(1..)?.windows(2).position(is_marker)?;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_belongs_to_no_segment_goes() {
        let clean = b"\xff\xd8\xff\xe0\0\x04ab\xff\xdb\0\x03c\xff\xda\0\x02data\xff\0\xff\xd9".to_vec();
        assert_eq!(without_garbage(&clean), None);
        for at in [2, 8, 13] {
            let mut dirty = clean.clone();
            dirty.splice(at..at, *b"garbage\0\xff\0\xff\xff");
            assert_eq!(without_garbage(&dirty).as_deref(), Some(&clean[..]), "{at}");
        }
        for len in 0..clean.len() {
            let _ = without_garbage(&clean[..len]);
        }
    }
}
