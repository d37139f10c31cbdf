//! A small TIFF structure of the values that an EXIF reader wants, where a file scatters them over megabytes or over several boxes.

use super::ifd::{Entry, Ifds};
use crate::media::bytes::Endian;

/// Values that are longer are picture data, previews or maker notes, none of which is needed here.
const MAX_VALUE_BYTES: usize = 64 * 1024;
/// All values of a directory together.
const MAX_DIRECTORY_BYTES: usize = 512 * 1024;

/// Pointers to the EXIF and the GPS directory.
pub(super) const EXIF_POINTER: u16 = 0x8769;
pub(super) const GPS_POINTER: u16 = 0x8825;

/// A directory with its values taken out of the file.
#[derive(Default)]
pub(super) struct Taken(Vec<(Entry, Vec<u8>)>);

impl Taken {
    /// A directory of texts, by their tags.
    pub(super) fn of_texts(texts: Vec<(u16, Vec<u8>)>) -> Self {
        let entry = |(tag, mut text): (u16, Vec<u8>)| {
            text.push(0);
            let count = u32::try_from(text.len()).unwrap_or(u32::MAX);
            let mut value = [0; 4];
            value.iter_mut().zip(&text).for_each(|(to, from)| *to = *from);
            (Entry { tag, kind: 2, count, value }, text)
        };
        Self(texts.into_iter().map(entry).collect())
    }
}

/// Takes the values of a directory that say something of a photo.
pub(super) fn take(ifds: &Ifds<'_>, entries: &[Entry]) -> Taken {
    let mut n_bytes = 0;
    let mut taken = Vec::new();
    for entry in entries {
        // XMP, IPTC, ICC and Photoshop blocks are read on their own, strips, tiles, previews and maker notes not at all; other
        // directories are taken one by one, Interoperability says nothing that is needed.
        if matches!(
            entry.tag,
            700 | 33723 | 34675 | 34377 | 273 | 279 | 324 | 325 | 0x014A | 0x0201 | 0x0202 | 0x927C | 0xC634
        ) || matches!(entry.tag, EXIF_POINTER | GPS_POINTER | 0xA005)
        {
            continue;
        }
        if let Some(value) = ifds.value(entry, MAX_VALUE_BYTES)
            && n_bytes + value.len() <= MAX_DIRECTORY_BYTES
        {
            n_bytes += value.len();
            taken.push((*entry, value));
        }
    }
    Taken(taken)
}

/// Takes a directory and the EXIF and GPS directories that it points to, and writes them as one block.
pub(super) fn compact(ifds: &Ifds<'_>, entries: &[Entry]) -> Vec<u8> {
    let main = take(ifds, entries);
    let inner = |tag| {
        let at = ifds.uint(entries.iter().find(|entry| entry.tag == tag)?)?;
        let directory = ifds.peek(at)?;
        Some(take(ifds, &directory.entries))
    };
    let (exif, gps) = (inner(EXIF_POINTER), inner(GPS_POINTER));
    write(ifds.endian, main, exif, gps)
}

/// Writes directories as one block, from the TIFF header on.
pub(super) fn write(endian: Endian, main: Taken, exif: Option<Taken>, gps: Option<Taken>) -> Vec<u8> {
    let mut out = match endian {
        Endian::Little => b"II*\0".to_vec(),
        Endian::Big => b"MM\0*".to_vec(),
    };
    out.extend(endian.bytes_u32(8));
    let mut rows = main.0;
    // Filled with the places of their directories below.
    let inner: Vec<(u16, Taken)> = [(EXIF_POINTER, exif), (GPS_POINTER, gps)]
        .into_iter()
        .filter_map(|(tag, taken)| Some((tag, taken?)))
        .collect();
    rows.extend(
        inner.iter().map(|(tag, _)| (Entry { tag: *tag, kind: 4, count: 1, value: [0; 4] }, vec![0; 4])),
    );
    let first_pointer = rows.len() - inner.len();
    let table_at = write_directory(&mut out, endian, rows);
    for (n, (_, taken)) in inner.into_iter().enumerate() {
        let here = endian.bytes_u32(u32::try_from(out.len()).unwrap_or(u32::MAX));
        let value_at = table_at + (first_pointer + n) * 12 + 8;
        if let Some(place) = out.get_mut(value_at..value_at + 4) {
            place.copy_from_slice(&here);
        }
        write_directory(&mut out, endian, taken.0);
    }
    out
}

/// Where its table lies.
fn write_directory(out: &mut Vec<u8>, endian: Endian, mut rows: Vec<(Entry, Vec<u8>)>) -> usize {
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    rows.truncate(count.into());
    out.extend(endian.bytes_u16(count));
    let table_at = out.len();
    let mut data_at = table_at + rows.len() * 12 + 4;
    let mut data: Vec<u8> = Vec::new();
    for (entry, value) in rows {
        out.extend(endian.bytes_u16(entry.tag));
        out.extend(endian.bytes_u16(entry.kind));
        out.extend(endian.bytes_u32(entry.count));
        if value.len() <= 4 {
            out.extend(entry.value);
        } else {
            // Everything is far below four gigabytes.
            out.extend(endian.bytes_u32(u32::try_from(data_at).unwrap_or(u32::MAX)));
            data_at += value.len();
            data.extend(value);
        }
    }
    out.extend([0; 4]);
    out.extend(data);
    table_at
}
