//! Directories of TIFF structures (TIFF 6.0, section 2), read where they lie in a file: each once, and not too many.

use std::collections::HashSet;

use crate::media::bytes::Endian;
use crate::media::source::Source;

/// Directories that are looked at in one file: real raw files have up to thirty, maker notes included.
const MAX_DIRECTORIES: usize = 64;

/// One entry of a directory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) tag: u16,
    pub(super) kind: u16,
    pub(super) count: u32,
    /// The value itself when it fits, else where it lies.
    pub(super) value: [u8; 4],
}

impl Entry {
    /// Length of the value in bytes (TIFF 6.0, section 2, "Types"; EXIF 3.0 adds 129, UTF-8).
    pub(super) fn n_bytes(&self) -> Option<usize> {
        let unit = match self.kind {
            1 | 2 | 6 | 7 | 129 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        usize::try_from(self.count).ok()?.checked_mul(unit)
    }
}

/// A directory, and where the next of its chain lies; 0 for none.
#[derive(Debug)]
pub(super) struct Directory {
    pub(super) entries: Vec<Entry>,
    pub(super) next: u32,
    /// Whether the file ends inside of it.
    pub(super) is_cut: bool,
}

impl Directory {
    /// The first entry of a tag.
    pub(super) fn entry(&self, tag: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }
}

/// The directories of one TIFF structure in a file.
pub(super) struct Ifds<'a> {
    pub(super) source: &'a Source,
    pub(super) endian: Endian,
    /// Where in the file its offsets count from.
    pub(super) base: u64,
    seen: HashSet<u32>,
}

impl<'a> Ifds<'a> {
    /// The structure that begins there, and where its first directory lies. Raw files of Olympus and Panasonic have magic numbers of
    /// their own in place of 42.
    pub(super) fn open(source: &'a Source, base: u64) -> Option<(Self, u32)> {
        let header = source.at(base, 8);
        let endian = match header.get(..4)? {
            b"II*\0" | b"IIRO" | b"IIRS" | b"IIU\0" => Endian::Little,
            b"MM\0*" | b"MMOR" => Endian::Big,
            _ => return None,
        };
        Some((Self::of(source, endian, base), endian.u32(&header, 4)?))
    }

    /// Directories without a header of their own.
    pub(super) fn of(source: &'a Source, endian: Endian, base: u64) -> Self {
        Self { source, endian, base, seen: HashSet::new() }
    }

    /// The entries of a directory, once: for chains and trees of directories, which may be loops.
    pub(super) fn directory(&mut self, at: u32) -> Option<Directory> {
        let is_new = self.seen.len() < MAX_DIRECTORIES && self.seen.insert(at);
        if is_new { self.peek(at) } else { None }
    }

    /// The directory that an entry of another one points to.
    pub(super) fn pointer(&self, at: u32, tag: u16) -> Option<u32> {
        let directory = self.peek(at)?;
        self.endian.u32(&directory.entry(tag)?.value, 0)
    }

    /// The entries of a directory. One that the file's end cuts off has those that are there.
    pub(super) fn peek(&self, at: u32) -> Option<Directory> {
        let start = self.base.checked_add(at.into())?;
        let count = usize::from(self.endian.u16(&self.source.at(start, 2), 0)?);
        let table = self.source.at(start + 2, count * 12 + 4);
        let entry = |bytes: &[u8]| -> Option<Entry> {
            Some(Entry {
                tag: self.endian.u16(bytes, 0)?,
                kind: self.endian.u16(bytes, 2)?,
                count: self.endian.u32(bytes, 4)?,
                value: *bytes.get(8..)?.first_chunk()?,
            })
        };
        let entries: Vec<Entry> = table.chunks_exact(12).take(count).filter_map(entry).collect();
        let next = self.endian.u32(&table, count * 12).unwrap_or(0);
        let is_cut = entries.len() < count;
        (!entries.is_empty()).then_some(Directory { entries, next, is_cut })
    }

    /// The bytes of a value, unless they are too many or not all there.
    pub(super) fn value(&self, entry: &Entry, max: usize) -> Option<Vec<u8>> {
        let len = entry.n_bytes().filter(|len| *len <= max)?;
        if len <= 4 {
            return entry.value.get(..len).map(<[u8]>::to_vec);
        }
        let bytes = self.source.at(self.place(entry)?, len).into_owned();
        (bytes.len() == len).then_some(bytes)
    }

    /// Where in the file the value of an entry lies, or what it points to.
    pub(super) fn place(&self, entry: &Entry) -> Option<u64> {
        self.base.checked_add(self.endian.u32(&entry.value, 0)?.into())
    }

    /// The first whole number of a value.
    pub(super) fn uint(&self, entry: &Entry) -> Option<u32> {
        self.uints(entry, 1).first().copied()
    }

    /// Whole numbers of a value, so many at most; none where it has another type or is not there.
    pub(super) fn uints(&self, entry: &Entry, max: u32) -> Vec<u32> {
        // What lies in the entry itself is told by the true count.
        let in_entry = entry.n_bytes().is_some_and(|len| len <= 4);
        let entry = if in_entry { *entry } else { Entry { count: entry.count.min(max), ..*entry } };
        let unit = match entry.kind {
            1 | 7 => 1,
            3 => 2,
            4 | 13 => 4,
            _ => return Vec::new(),
        };
        let bytes = if in_entry {
            entry.value.get(..entry.n_bytes().unwrap_or(0)).map(<[u8]>::to_vec)
        } else {
            self.place(&entry).zip(entry.n_bytes()).map(|(at, len)| self.source.at(at, len).into_owned())
        };
        let bytes = bytes.unwrap_or_default();
        let number = |bytes: &[u8]| match unit {
            1 => bytes.first().map(|n| u32::from(*n)),
            2 => self.endian.u16(bytes, 0).map(u32::from),
            _ => self.endian.u32(bytes, 0),
        };
        bytes.chunks_exact(unit).take(max as usize).filter_map(number).collect()
    }
}
