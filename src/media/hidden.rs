//! What lies beside the picture: told, not read further.
//!
//! Sources: EXIF 3.0 (CIPA DC-008), 4.6.3 and 4.7 (thumbnails); DCF 2.0, 3.3.2.1 (their size); ExifTool, "EXIF tags" (tags of Xiaomi);
//! Adobe's and Apple's gain maps by what XMP says of them.

use super::bytes::Endian;
use super::container::Blocks;
use super::credentials;
use crate::model::hidden::{Hidden, Thumbnail};

/// Entries of a directory that are looked at.
const MAX_ENTRIES: usize = 512;

/// What XMP says where there is a gain map.
const GAIN_MAPS: [&[u8]; 3] = [b"hdrgm:Version", b"HDRGainMapVersion", b"\"GainMap\""];

/// The size that thumbnails have whatever the shape of their picture, with black bars (DCF 2.0, 3.3.2.1).
const DCF_SIZE: (u32, u32) = (160, 120);

/// How much the shapes may differ, as a share: thumbnails are rounded to whole blocks.
const SAME_SHAPE: f64 = 0.08;

/// What a file hides, as far as its blocks tell.
pub(super) fn find_hidden(blocks: &Blocks) -> Hidden {
    let in_exif = blocks.exif.as_deref().and_then(in_exif).unwrap_or_default();
    let holds =
        |words: &[u8]| blocks.xmp.as_deref().is_some_and(|xmp| xmp.windows(words.len()).any(|w| w == words));
    let picture = (blocks.width_px, blocks.height_px);
    Hidden {
        maker_note: blocks.marks.maker_note || in_exif.maker_note,
        vendor: blocks.marks.vendor || in_exif.vendor,
        thumbnail: in_exif.thumbnail.map(|size| {
            if is_of_shape(size, picture) { Thumbnail::SameShape } else { Thumbnail::OtherShape }
        }),
        gain_map: blocks.marks.gain_map || GAIN_MAPS.iter().any(|words| holds(words)),
        more_pictures: blocks.marks.more_pictures,
        credentials: blocks.c2pa.as_deref().and_then(credentials::read).map(Box::new),
    }
}

/// Whether a thumbnail is of the shape of its picture, lying or standing: some programs turn one of them only.
fn is_of_shape(thumbnail: (u32, u32), picture: (u32, u32)) -> bool {
    let shape = |(a, b): (u32, u32)| f64::from(a.max(b)) / f64::from(a.min(b).max(1));
    let is_known = |(a, b): (u32, u32)| a > 0 && b > 0;
    thumbnail == DCF_SIZE
        || (thumbnail.1, thumbnail.0) == DCF_SIZE
        || !is_known(thumbnail)
        || !is_known(picture)
        || (shape(thumbnail) / shape(picture) - 1.0).abs() <= SAME_SHAPE
}

#[derive(Default)]
struct InExif {
    maker_note: bool,
    vendor: bool,
    /// Width and height; 0 where its header says nothing.
    thumbnail: Option<(u32, u32)>,
}

fn in_exif(block: &[u8]) -> Option<InExif> {
    let endian = match block.get(..2)? {
        b"II" => Endian::Little,
        b"MM" => Endian::Big,
        _ => return None,
    };
    let mut out = InExif::default();
    let main = usize::try_from(endian.u32(block, 4)?).ok()?;
    let entries = |at: usize| {
        let n = usize::from(endian.u16(block, at).unwrap_or(0)).min(MAX_ENTRIES);
        let table = block.get(at.saturating_add(2)..).unwrap_or_default();
        table.chunks_exact(12).take(n).filter_map(move |entry| {
            Some((endian.u16(entry, 0)?, usize::try_from(endian.u32(entry, 8)?).ok()?))
        })
    };
    let mut mark = |tag: u16| match tag {
        0x927C => out.maker_note = true,
        0x8890..=0x8895 | 0x9999 => out.vendor = true,
        _ => {}
    };
    let mut exif = None;
    for (tag, value) in entries(main) {
        mark(tag);
        if tag == 0x8769 {
            exif = Some(value);
        }
    }
    exif.into_iter().flat_map(entries).for_each(|(tag, _)| mark(tag));
    let n = usize::from(endian.u16(block, main)?);
    let next = endian.u32(block, main.checked_add(2 + 12 * n)?).and_then(|at| usize::try_from(at).ok());
    if let Some(next) = next.filter(|next| *next > 0) {
        let find = |wanted: u16| entries(next).find(|(tag, _)| *tag == wanted).map(|(_, value)| value);
        // JPEGInterchangeFormat: where it begins.
        out.thumbnail = find(0x0201)
            .and_then(|at| block.get(at..))
            .filter(|jpeg| jpeg.starts_with(&[0xFF, 0xD8]))
            .map(size_of_jpeg);
    }
    Some(out)
}

/// The size in the first frame of a JPEG (ITU-T T.81, B.2.2); 0 where there is none.
fn size_of_jpeg(jpeg: &[u8]) -> (u32, u32) {
    let mut at = 2_usize;
    while let (Some(0xFF), Some(marker)) = (jpeg.get(at), jpeg.get(at + 1)) {
        let Some(length) = Endian::Big.u16(jpeg, at + 2) else { break };
        if matches!(marker, 0xC0..=0xC3) {
            let side = |at| Endian::Big.u16(jpeg, at).map_or(0, u32::from);
            return (side(at + 7), side(at + 5));
        }
        at += 2 + usize::from(length);
    }
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::super::container::walk;
    use super::super::source::Source;
    use super::credentials::tests::store;
    use super::*;
    use crate::model::photo::Format;

    fn chunk(name: &[u8; 4], body: &[u8], length: [u8; 4], is_first: bool) -> Vec<u8> {
        if is_first {
            [&name[..], &length, body].concat()
        } else {
            [&length[..], name, body, &[0; 4]].concat()
        }
    }

    /// A file of this format with this store where the format has its place for it.
    fn file(format: Format, store: &[u8]) -> Vec<u8> {
        let n = store.len() as u32;
        match format {
            Format::Jpeg => {
                // In two segments, the second of which repeats length and type of the box.
                let (first, second) = store.split_at(n as usize / 2);
                let segment = |number: u32, head: &[u8], body: &[u8]| {
                    let body = [b"JP\0\x01", &number.to_be_bytes()[..], head, body].concat();
                    [&[0xFF, 0xEB][..], &(body.len() as u16 + 2).to_be_bytes(), &body].concat()
                };
                [&[0xFF, 0xD8][..], &segment(1, &[], first), &segment(2, &store[..8], second), &[0xFF, 0xD9]]
                    .concat()
            }
            Format::Png => {
                [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"caBX", store, n.to_be_bytes(), false)].concat()
            }
            Format::WebP => {
                let chunk = chunk(b"C2PA", store, n.to_le_bytes(), true);
                [&b"RIFF"[..], &(chunk.len() as u32 + 4).to_le_bytes(), b"WEBP", &chunk].concat()
            }
            Format::Tiff => {
                let entry = [&0xCD41_u16.to_le_bytes()[..], &[7, 0], &n.to_le_bytes(), &26_u32.to_le_bytes()]
                    .concat();
                [&b"II*\0\x08\0\0\0\x01\0"[..], &entry, &[0; 4], store].concat()
            }
            Format::Heic | Format::Avif => {
                let uuid = b"\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81";
                let boxed = |kind: &[u8; 4], body: &[u8]| {
                    [&(body.len() as u32 + 8).to_be_bytes()[..], kind, body].concat()
                };
                let body = [&uuid[..], &[0; 4], b"manifest\0", &[0; 8], store].concat();
                // Only a file with items is walked through.
                let meta = boxed(b"meta", &[&[0; 4][..], &boxed(b"pitm", &[0; 6])].concat());
                [boxed(b"ftyp", b"heicmif1"), meta, boxed(b"uuid", &body)].concat()
            }
            Format::Jxl => [&b"\0\0\0\x0cJXL \r\n\x87\n"[..], store].concat(),
            Format::Gif | Format::Bmp | Format::Raw => Vec::new(),
        }
    }

    #[test]
    fn credentials_are_found_in_every_container() {
        let store = store("Camera", "digitalCapture");
        for format in Format::ALL {
            let bytes = file(format, &store);
            if bytes.is_empty() {
                continue;
            }
            let found = find_hidden(&walk(&Source::from_bytes(bytes), format)).credentials;
            let found = found.unwrap_or_else(|| panic!("{format:?}"));
            assert_eq!(found.generator.as_deref(), Some("Camera 1.2"), "{format:?}");
            assert_eq!(found.source.as_deref(), Some("digitalCapture"), "{format:?}");
        }
    }

    #[test]
    fn shapes_are_told_apart() {
        for (thumbnail, picture, same) in [
            ((160, 120), (6000, 4000), true),
            ((512, 384), (4032, 3024), true),
            ((384, 512), (4032, 3024), true),
            ((512, 384), (2000, 2000), false),
            ((160, 107), (3000, 1000), false),
            ((0, 0), (3000, 1000), true),
        ] {
            assert_eq!(is_of_shape(thumbnail, picture), same, "{thumbnail:?} of {picture:?}");
        }
    }
}
