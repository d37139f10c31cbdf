//! The bytes of one Original, read no further than they are asked for.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::{File, Metadata};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::SystemTime;

use super::fingerprint::SPAN_BYTES;
use super::limits::{MAX_METADATA_READ_BYTES, MAX_METADATA_READS};
use crate::model::problem::{Problem, ProblemKind};

/// How much of the beginning is read at once: it holds all metadata of nearly every photo.
const HEAD_BYTES: u64 = 128 * 1024;

/// One open file: its first bytes, its last bytes, and what lies between them on demand, up to a limit.
pub(super) struct Source {
    file: Option<File>,
    len: u64,
    modified_ns: Option<i64>,
    head: Vec<u8>,
    /// The last [`SPAN_BYTES`], where the head does not hold them.
    tail: Vec<u8>,
    bytes_left: Cell<u64>,
    reads_left: Cell<u32>,
}

impl Source {
    /// Opens a file for reading and reads its beginning and its end.
    ///
    /// # Errors
    /// A [`Problem`]: `Vanished`, `Unreadable`, or `Empty` for a file without bytes.
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        // Asked before it is opened: opening a pipe would wait for its writer.
        let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if !metadata.is_file() {
            return Err(Problem::new(ProblemKind::Unreadable, path, "This is not a file; it was left out."));
        }
        if metadata.len() == 0 {
            let message = "The file has no bytes. It may not have been copied to the end; copy it again.";
            return Err(Problem::new(ProblemKind::Empty, path, message));
        }
        Self::read_ends(path, &metadata).map_err(|error| unreadable(path, &error))
    }

    fn read_ends(path: &Path, metadata: &Metadata) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let len = metadata.len();
        let mut head = vec![0; usize::try_from(len.min(HEAD_BYTES)).unwrap_or(0)];
        file.read_exact(&mut head)?;
        let mut tail = Vec::new();
        let tail_at = len.saturating_sub(SPAN_BYTES).max(HEAD_BYTES);
        if tail_at < len {
            tail.resize(usize::try_from(len - tail_at).unwrap_or(0), 0);
            file.seek(SeekFrom::Start(tail_at))?;
            file.read_exact(&mut tail)?;
        }
        Ok(Self {
            file: Some(file),
            len,
            modified_ns: metadata.modified().ok().and_then(nanoseconds),
            head,
            tail,
            bytes_left: Cell::new(MAX_METADATA_READ_BYTES),
            reads_left: Cell::new(MAX_METADATA_READS),
        })
    }

    /// A whole file that is in memory already.
    pub(super) fn from_bytes(bytes: Vec<u8>) -> Self {
        Self {
            file: None,
            len: bytes.len() as u64,
            modified_ns: None,
            head: bytes,
            tail: Vec::new(),
            bytes_left: Cell::new(0),
            reads_left: Cell::new(0),
        }
    }

    /// Length of the file in bytes.
    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    /// When its content last changed, in nanoseconds since 1970 UTC.
    pub(super) const fn modified_ns(&self) -> Option<i64> {
        self.modified_ns
    }

    /// The first bytes: 128 KiB, or the whole of a shorter file.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// The bytes that the fingerprint needs beside the head: the last 64 KiB as far as they are not in the head.
    pub(super) fn tail(&self) -> &[u8] {
        &self.tail
    }

    /// All bytes of the file, read now where they are not in memory already.
    ///
    /// # Errors
    /// When the file cannot be read, or has become shorter.
    pub(super) fn whole(&self) -> io::Result<Cow<'_, [u8]>> {
        let Some(mut file) = self.file.as_ref().filter(|_| self.head.len() as u64 != self.len) else {
            return Ok(Cow::Borrowed(&self.head));
        };
        let mut bytes = vec![0; usize::try_from(self.len).map_err(io::Error::other)?];
        let (head, rest) = bytes.split_at_mut(self.head.len());
        head.copy_from_slice(&self.head);
        file.seek(SeekFrom::Start(self.head.len() as u64))?;
        file.read_exact(rest)?;
        Ok(Cow::Owned(bytes))
    }

    /// `len` bytes from `offset`; fewer where the file ends, none where it cannot be read or enough was read already.
    pub(super) fn at(&self, offset: u64, len: usize) -> Cow<'_, [u8]> {
        let len = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX).min(len);
        let within = |bytes: &[u8], start: u64| -> Option<std::ops::Range<usize>> {
            let from = usize::try_from(offset.checked_sub(start)?).ok()?;
            let to = from.checked_add(len)?;
            (to <= bytes.len()).then_some(from..to)
        };
        if let Some(part) = within(&self.head, 0).and_then(|range| self.head.get(range)) {
            return Cow::Borrowed(part);
        }
        let tail_at = self.len - self.tail.len() as u64;
        if let Some(part) = within(&self.tail, tail_at).and_then(|range| self.tail.get(range)) {
            return Cow::Borrowed(part);
        }
        Cow::Owned(self.read(offset, len).unwrap_or_default())
    }

    /// `len` bytes from `offset` for pixels, fewer where the file ends: not counted among what is read of metadata, and bounded by the
    /// caller.
    ///
    /// # Errors
    /// When the file cannot be read, or has become shorter.
    pub(super) fn range(&self, offset: u64, len: usize) -> io::Result<Cow<'_, [u8]>> {
        let len = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX).min(len);
        let held = usize::try_from(offset).ok().and_then(|from| self.head.get(from..from.checked_add(len)?));
        if let Some(part) = held {
            return Ok(Cow::Borrowed(part));
        }
        let Some(mut file) = self.file.as_ref() else { return Err(io::ErrorKind::UnexpectedEof.into()) };
        let mut bytes = vec![0; len];
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }

    fn read(&self, offset: u64, len: usize) -> Option<Vec<u8>> {
        let mut file = self.file.as_ref()?;
        self.reads_left.set(self.reads_left.get().checked_sub(1)?);
        self.bytes_left.set(self.bytes_left.get().checked_sub(len as u64)?);
        let mut bytes = vec![0; len];
        file.seek(SeekFrom::Start(offset)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

fn nanoseconds(time: SystemTime) -> Option<i64> {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|ns| -ns),
    }
}

/// The Problem of a file that the system does not let us read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let (kind, message) = match error.kind() {
        io::ErrorKind::NotFound => (
            ProblemKind::Vanished,
            "The file was gone when it was read. If it was moved, open its new folder.".to_owned(),
        ),
        io::ErrorKind::PermissionDenied => (
            ProblemKind::Unreadable,
            "The file may not be read by you. Ask for the right to read it, or copy it.".to_owned(),
        ),
        io::ErrorKind::UnexpectedEof => (
            ProblemKind::Vanished,
            "The file became shorter while it was read. Wait until it is copied, then scan again.".to_owned(),
        ),
        _ => (
            ProblemKind::Unreadable,
            format!("The file could not be read: {error}. Check the disk or card it is on."),
        ),
    };
    Problem::new(kind, path, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(len: usize) -> Vec<u8> {
        (0..len).map(|n| (n % 251) as u8).collect()
    }

    #[test]
    fn gives_bytes_of_head_middle_and_tail_and_stops_at_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        let bytes = pattern(400_000);
        std::fs::write(&path, &bytes).unwrap();
        let source = Source::open(&path).unwrap();
        for (offset, len) in [(0, 10), (131_000, 200), (200_000, 5_000), (399_990, 10), (335_000, 65_000)] {
            assert_eq!(&*source.at(offset as u64, len), &bytes[offset..offset + len]);
        }
        assert_eq!(&*source.at(399_995, 100), &bytes[399_995..]);
        assert!(source.at(400_000, 1).is_empty());
        assert!(source.at(u64::MAX, usize::MAX).is_empty());
    }

    #[test]
    fn reading_is_bounded() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, pattern(300_000)).unwrap();
        let source = Source::open(&path).unwrap();
        let n = (0..MAX_METADATA_READS * 2).filter(|_| !source.at(150_000, 16).is_empty()).count();
        assert_eq!(n, MAX_METADATA_READS as usize);
    }

    #[test]
    fn faults_name_what_happened() {
        let dir = tempfile::tempdir().unwrap();
        let kind = |path: &Path| Source::open(path).err().map(|p| p.kind);
        assert_eq!(kind(&dir.path().join("gone.jpg")), Some(ProblemKind::Vanished));
        assert_eq!(kind(dir.path()), Some(ProblemKind::Unreadable));
        let empty = dir.path().join("empty.jpg");
        std::fs::write(&empty, b"").unwrap();
        assert_eq!(kind(&empty), Some(ProblemKind::Empty));
    }
}
