//! CRW of Canon: a heap whose directory stands at its end, heaps inside it (Canon, "CIFF Specification" 1.0, revision 4; tags as
//! documented by ExifTool's CanonRaw.pm). It has no EXIF: maker, model and time are written as one.

use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::{MAX_PREVIEWS, Named, Span};
use crate::media::bytes::Endian;
use crate::media::container::compact::{Taken, write};
use crate::media::source::Source;
use crate::model::orientation::Orientation;

/// Heaps inside each other at most: real files have three.
const MAX_DEPTH: usize = 6;
/// Entries that are looked at in one file.
const MAX_ENTRIES: usize = 2048;
/// The greatest text.
const MAX_TEXT_BYTES: usize = 256;

pub(super) fn walk(source: &Source) -> Option<Named> {
    let header = source.at(0, 14);
    if *header.get(6..14)? != *b"HEAPCCDR" {
        return None;
    }
    let endian = if header.starts_with(b"II") { Endian::Little } else { Endian::Big };
    let start = Endian::u32(endian, &header, 2)?.into();
    let mut walk = Walk {
        source,
        endian,
        named: Named::default(),
        main: Vec::new(),
        exif: Vec::new(),
        n_left: MAX_ENTRIES,
    };
    if walk.heap(start..source.len(), 0).is_none() {
        // The directory is the last thing in the file.
        walk.named.end = u64::MAX;
    }
    let (main, exif) = (Taken::of_texts(walk.main), Taken::of_texts(walk.exif));
    walk.named.blocks.exif = Some(write(endian, main, Some(exif), None));
    Some(walk.named)
}

struct Walk<'a> {
    source: &'a Source,
    endian: Endian,
    named: Named,
    main: Vec<(u16, Vec<u8>)>,
    exif: Vec<(u16, Vec<u8>)>,
    n_left: usize,
}

impl Walk<'_> {
    fn heap(&mut self, heap: Range<u64>, depth: usize) -> Option<()> {
        let u32_at = |at| Some(u64::from(self.endian.u32(&self.source.at(at, 4), 0)?));
        let directory = heap.start.checked_add(u32_at(heap.end.checked_sub(4)?)?)?;
        let count = self.endian.u16(&self.source.at(directory, 2), 0)?;
        let table = self.source.at(directory + 2, usize::from(count) * 10);
        for row in table.chunks_exact(10) {
            self.n_left = self.n_left.checked_sub(1)?;
            let (tag, len) = (self.endian.u16(row, 0)?, self.endian.u32(row, 2)?);
            let at = heap.start.checked_add(self.endian.u32(row, 6)?.into())?;
            let span = Span { at, len: len.into() };
            // The highest bits tell where the value is; here only those in the heap matter.
            if tag & 0xC000 != 0 {
                if tag & 0x3FFF == 0x180E {
                    self.time(len);
                }
            } else if matches!(tag & 0x3800, 0x2800 | 0x3000) {
                if depth < MAX_DEPTH && span.end() <= heap.end {
                    self.heap(at..span.end(), depth + 1);
                }
            } else {
                self.value(tag & 0x3FFF, span);
            }
        }
        Some(())
    }

    fn value(&mut self, tag: u16, span: Span) {
        let bytes = |max: u64| self.source.at(span.at, usize::try_from(span.len.min(max)).unwrap_or(0));
        match tag {
            // JpgFromRaw, ThumbnailImage.
            0x2007 | 0x2008 if self.named.jpegs.len() < MAX_PREVIEWS => {
                self.named.end = self.named.end.max(span.end());
                self.named.jpegs.push(span);
            }
            // Maker, NUL, model.
            0x080A => {
                let text = bytes(MAX_TEXT_BYTES as u64);
                let mut parts = text.split(|b| *b == 0);
                for tag in [0x010F, 0x0110] {
                    let part = parts.next().filter(|part| !part.is_empty());
                    self.main.extend(part.map(|part| (tag, part.to_vec())));
                }
            }
            0x180E => {
                if let Some(seconds) = self.endian.u32(&bytes(4), 0) {
                    self.time(seconds);
                }
            }
            // Width, height, aspect of a pixel, degrees to turn it clockwise.
            0x1810 => {
                let bytes = bytes(16);
                let number = |at| self.endian.u32(&bytes, at);
                self.named.blocks.width_px = number(0).unwrap_or(0);
                self.named.blocks.height_px = number(4).unwrap_or(0);
                self.named.blocks.orientation = match number(12) {
                    Some(90) => Some(Orientation::Rotate90),
                    Some(180) => Some(Orientation::Rotate180),
                    Some(270) => Some(Orientation::Rotate270),
                    _ => None,
                };
            }
            _ => {}
        }
    }

    /// The camera's clock, counted as if it were UTC.
    fn time(&mut self, seconds: u32) {
        if let Ok(time) = Timestamp::from_second(seconds.into()) {
            let civil = Offset::UTC.to_datetime(time);
            let text = civil.strftime("%Y:%m:%d %H:%M:%S").to_string();
            if self.exif.is_empty() {
                self.exif.push((0x9003, text.into_bytes()));
            }
        }
    }
}
