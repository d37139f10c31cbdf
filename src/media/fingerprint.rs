//! The name of a photo, from its bytes.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::source::Source;
use crate::model::photo::PhotoId;

/// How much of the beginning and of the end counts.
pub(super) const SPAN_BYTES: u64 = 64 * 1024;

/// The fingerprint of an open file of `len` bytes: BLAKE3 of the length (8 bytes, little-endian), the first 64 KiB and the last
/// 64 KiB. Where the two meet or overlap, every byte counts once.
///
/// # Errors
/// When the file cannot be read, or is shorter than `len`.
pub fn fingerprint(file: &mut File, len: u64) -> io::Result<PhotoId> {
    let mut hasher = begin(len);
    let mut bytes = vec![0; usize::try_from(len.min(SPAN_BYTES)).unwrap_or(0)];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut bytes)?;
    hasher.update(&bytes);
    let tail_at = len.saturating_sub(SPAN_BYTES).max(SPAN_BYTES);
    if tail_at < len {
        bytes.resize(usize::try_from(len - tail_at).unwrap_or(0), 0);
        file.seek(SeekFrom::Start(tail_at))?;
        file.read_exact(&mut bytes)?;
        hasher.update(&bytes);
    }
    Ok(PhotoId(hasher.finalize().into()))
}

/// The same from the ends of a file that are in memory.
pub(super) fn fingerprint_of(source: &Source) -> PhotoId {
    let mut hasher = begin(source.len());
    let span = usize::try_from(SPAN_BYTES).unwrap_or(usize::MAX);
    let (first, rest) = source.head().split_at_checked(span).unwrap_or((source.head(), &[]));
    hasher.update(first);
    // The tail begins where the head ends at the earliest; what it lacks of the last 64 KiB is the end of the head.
    let lacking = span.saturating_sub(source.tail().len()).min(rest.len());
    hasher.update(rest.get(rest.len() - lacking..).unwrap_or_default());
    hasher.update(source.tail());
    PhotoId(hasher.finalize().into())
}

fn begin(len: u64) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&len.to_le_bytes());
    hasher
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_agree_at_every_length_around_the_seams() {
        let dir = tempfile::tempdir().unwrap();
        let kib = 1024;
        for len in [
            1,
            63 * kib,
            64 * kib,
            64 * kib + 1,
            127 * kib,
            128 * kib,
            128 * kib + 1,
            191 * kib,
            192 * kib,
            300 * kib,
        ] {
            let bytes: Vec<u8> = (0..len).map(|n| (n * 31 % 253) as u8).collect();
            let path = dir.path().join(len.to_string());
            std::fs::write(&path, &bytes).unwrap();
            let of_file = fingerprint(&mut File::open(&path).unwrap(), len as u64).unwrap();
            assert_eq!(of_file, fingerprint_of(&Source::open(&path).unwrap()), "{len}");
            // The definition, said once more and plainly.
            let mut all = (len as u64).to_le_bytes().to_vec();
            if len <= 128 * kib {
                all.extend(&bytes);
            } else {
                all.extend(&bytes[..64 * kib]);
                all.extend(&bytes[len - 64 * kib..]);
            }
            assert_eq!(of_file.0, *blake3::hash(&all).as_bytes(), "{len}");
        }
    }

    #[test]
    fn a_file_that_became_shorter_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, [1; 100]).unwrap();
        assert!(fingerprint(&mut File::open(&path).unwrap(), 101).is_err());
    }
}
