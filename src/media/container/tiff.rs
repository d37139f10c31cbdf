//! TIFF (TIFF 6.0, section 2): its directories are the EXIF, scattered over a file that may be very large.

use std::collections::HashSet;

use super::Blocks;
use crate::media::bytes::Endian;
use crate::media::limits::{MAX_ICC_BYTES, MAX_IPTC_BYTES, MAX_XMP_BYTES};
use crate::media::source::Source;

/// Values that are longer are picture data, previews or maker notes, none of which is needed here.
const MAX_VALUE_BYTES: usize = 64 * 1024;
/// All values together.
const MAX_EXIF_BYTES: usize = 512 * 1024;

pub(super) fn walk(source: &Source) -> Blocks {
    let mut blocks = Blocks::default();
    let Some(endian) = Endian::of_tiff(source.head()) else { return blocks };
    let Some(first) = Endian::u32(endian, source.head(), 4) else { return blocks };
    let mut walk = Walk { source, endian, seen: HashSet::new(), n_bytes: 0 };
    let Some(entries) = walk.directory(first) else {
        blocks.fault = Some("The TIFF directory lies outside the file.".to_owned());
        return blocks;
    };
    for entry in &entries {
        match entry.tag {
            0x0100 => blocks.width_px = entry.uint(endian).unwrap_or(0),
            0x0101 => blocks.height_px = entry.uint(endian).unwrap_or(0),
            700 => blocks.xmp = walk.value(entry, MAX_XMP_BYTES),
            33723 => blocks.iptc = walk.value(entry, MAX_IPTC_BYTES),
            34675 => blocks.icc = walk.value(entry, MAX_ICC_BYTES),
            _ => {}
        }
    }
    blocks.exif = Some(walk.compact(entries));
    blocks
}

/// One entry of a directory.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    /// The value itself when it fits, else where it lies.
    value: [u8; 4],
}

impl Entry {
    /// Length of the value in bytes (TIFF 6.0, section 2, "Types"; EXIF 3.0 adds 129, UTF-8).
    fn n_bytes(&self) -> Option<usize> {
        let unit = match self.kind {
            1 | 2 | 6 | 7 | 129 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        usize::try_from(self.count).ok()?.checked_mul(unit)
    }

    fn uint(&self, endian: Endian) -> Option<u32> {
        match self.kind {
            3 => endian.u16(&self.value, 0).map(u32::from),
            4 => endian.u32(&self.value, 0),
            _ => None,
        }
    }
}

struct Walk<'a> {
    source: &'a Source,
    endian: Endian,
    seen: HashSet<u32>,
    n_bytes: usize,
}

impl Walk<'_> {
    /// The entries of a directory, once.
    fn directory(&mut self, at: u32) -> Option<Vec<Entry>> {
        if !self.seen.insert(at) {
            return None;
        }
        let count = usize::from(self.endian.u16(&self.source.at(at.into(), 2), 0)?);
        let table = self.source.at(u64::from(at) + 2, count * 12);
        let entry = |bytes: &[u8]| -> Option<Entry> {
            Some(Entry {
                tag: self.endian.u16(bytes, 0)?,
                kind: self.endian.u16(bytes, 2)?,
                count: self.endian.u32(bytes, 4)?,
                value: *bytes.get(8..)?.first_chunk()?,
            })
        };
        let entries: Vec<Entry> = table.chunks_exact(12).filter_map(entry).collect();
        (!entries.is_empty()).then_some(entries)
    }

    fn value(&self, entry: &Entry, max: usize) -> Option<Vec<u8>> {
        let len = entry.n_bytes().filter(|len| *len <= max)?;
        if len <= 4 {
            return entry.value.get(..len).map(<[u8]>::to_vec);
        }
        let at = self.endian.u32(&entry.value, 0)?;
        let bytes = self.source.at(at.into(), len).into_owned();
        (bytes.len() == len).then_some(bytes)
    }

    /// A small TIFF with the same small values, its EXIF and GPS directories among them: what an EXIF reader wants.
    fn compact(&mut self, entries: Vec<Entry>) -> Vec<u8> {
        let mut out = match self.endian {
            Endian::Little => b"II*\0".to_vec(),
            Endian::Big => b"MM\0*".to_vec(),
        };
        out.extend(self.endian.bytes_u32(8));
        self.write_directory(&mut out, entries, 0);
        out
    }

    fn write_directory(&mut self, out: &mut Vec<u8>, entries: Vec<Entry>, depth: u32) {
        enum Content {
            Value(Entry, Vec<u8>),
            Directory(Entry, Vec<Entry>),
        }
        let mut contents = Vec::new();
        for entry in entries {
            match entry.tag {
                // XMP, IPTC, ICC and Photoshop blocks are read on their own, strips and tiles not at all.
                700 | 33723 | 34675 | 34377 | 273 | 279 | 324 | 325 => {}
                // EXIF and GPS directories; Interoperability says nothing that is needed.
                0x8769 | 0x8825 if depth == 0 => {
                    if let Some(inner) = self.endian.u32(&entry.value, 0).and_then(|at| self.directory(at)) {
                        contents.push(Content::Directory(entry, inner));
                    }
                }
                0x8769 | 0x8825 | 0xA005 | 0x927C => {}
                _ => {
                    if let Some(value) = self.value(&entry, MAX_VALUE_BYTES)
                        && self.n_bytes + value.len() <= MAX_EXIF_BYTES
                    {
                        self.n_bytes += value.len();
                        contents.push(Content::Value(entry, value));
                    }
                }
            }
        }
        let count = u16::try_from(contents.len()).unwrap_or(u16::MAX);
        contents.truncate(count.into());
        out.extend(self.endian.bytes_u16(count));
        let table_at = out.len();
        out.resize(table_at + contents.len() * 12 + 4, 0);
        for (n, content) in contents.into_iter().enumerate() {
            // Everything is below MAX_EXIF_BYTES and a few tables.
            let here = u32::try_from(out.len()).unwrap_or(u32::MAX);
            let (entry, value) = match content {
                Content::Value(entry, value) if value.len() <= 4 => (Entry { ..entry }, entry.value),
                Content::Value(entry, value) => {
                    out.extend(value);
                    (entry, self.endian.bytes_u32(here))
                }
                Content::Directory(entry, inner) => {
                    self.write_directory(out, inner, depth + 1);
                    (Entry { kind: 4, count: 1, ..entry }, self.endian.bytes_u32(here))
                }
            };
            let mut row = Vec::with_capacity(12);
            row.extend(self.endian.bytes_u16(entry.tag));
            row.extend(self.endian.bytes_u16(entry.kind));
            row.extend(self.endian.bytes_u32(entry.count));
            row.extend(value);
            if let Some(place) = out.get_mut(table_at + n * 12..table_at + n * 12 + 12) {
                place.copy_from_slice(&row);
            }
        }
    }
}
