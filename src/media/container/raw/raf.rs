//! RAF of Fujifilm: a header that says where a whole JPEG, a table of sizes and the raw data lie (as documented by ExifTool's FujiFilm.pm).

use super::tiff::thumbnail_in;
use super::{Named, Span};
use crate::media::bytes::Endian;
use crate::media::container::jpeg;
use crate::media::source::Source;

/// Records of the table that are looked at: real ones have a dozen.
const MAX_RECORDS: u32 = 256;

pub(super) fn walk(source: &Source) -> Option<Named> {
    let header = source.at(0, 108);
    if !header.starts_with(b"FUJIFILMCCD-RAW") {
        return None;
    }
    let span = |at: usize| -> Option<Span> {
        Some(Span { at: Endian::Big.u32(&header, at)?.into(), len: Endian::Big.u32(&header, at + 4)?.into() })
    };
    let (Some(preview), Some(table), data) = (span(84), span(92), span(100)) else {
        return Some(Named::default());
    };
    // The EXIF of the JPEG is the file's.
    let mut blocks = jpeg::walk_at(source, preview.at);
    if let Some((width, height)) = size(source, table) {
        (blocks.width_px, blocks.height_px) = (width, height);
    }
    let jpegs = [Some(preview), thumbnail_in(source, preview)].into_iter().flatten().collect();
    let end = data.map_or(0, Span::end).max(preview.end());
    Some(Named { blocks, jpegs, end, ..Named::default() })
}

/// RawImageCroppedSize (0x0111), else RawImageFullSize (0x0100): height, then width.
fn size(source: &Source, table: Span) -> Option<(u32, u32)> {
    let n_records = Endian::Big.u32(&source.at(table.at, 4), 0)?.min(MAX_RECORDS);
    let (mut at, mut full, mut cropped) = (table.at + 4, None, None);
    for _ in 0..n_records {
        let record = source.at(at, 8);
        let (Some(tag), Some(len)) = (Endian::Big.u16(&record, 0), Endian::Big.u16(&record, 2)) else {
            break;
        };
        let value = Endian::Big.u16(&record, 6).zip(Endian::Big.u16(&record, 4));
        match tag {
            0x0100 => full = value,
            0x0111 => cropped = value,
            _ => {}
        }
        at += 4 + u64::from(len);
    }
    let (width, height) = cropped.or(full)?;
    Some((width.into(), height.into())).filter(|size| size.0 > 0 && size.1 > 0)
}
