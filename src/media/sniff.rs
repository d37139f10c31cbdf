//! What a file is, by its bytes. Names never decide.

use super::bytes::Endian;
use crate::model::photo::Format;

/// The format of a file by its first bytes (some KiB; for raw in TIFF clothes the first IFD must lie in them).
/// `None` for what is no photo: videos, sidecars, text, anything unknown.
pub fn sniff(head: &[u8]) -> Option<Format> {
    let is = |magic: &[u8]| head.starts_with(magic);
    if is(b"\xff\xd8\xff") {
        Some(Format::Jpeg)
    } else if is(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if is(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some(Format::WebP)
    } else if is(b"II*\0") || is(b"MM\0*") {
        Some(tiff_or_raw(head))
    } else if is(b"FUJIFILMCCD-RAW")
        || is(b"IIRO")
        || is(b"IIRS")
        || is(b"MMOR")
        || is(b"IIU\0")
        || is_crw(head)
    {
        Some(Format::Raw)
    } else if is(b"GIF87a") || is(b"GIF89a") {
        Some(Format::Gif)
    } else if is(b"\xff\x0a") || is(b"\0\0\0\x0cJXL \r\n\x87\n") {
        Some(Format::Jxl)
    } else if head.get(4..8) == Some(b"ftyp") {
        iso_media(head)
    } else if is(b"BM") && is_bmp(head) {
        Some(Format::Bmp)
    } else if !is_something_else(head) && start_of_jpeg(head).is_some() {
        Some(Format::Jpeg)
    } else {
        None
    }
}

/// Bytes before a JPEG that are passed over: what a broken transfer or a card reader puts there.
const MAX_BEFORE_JPEG: usize = 4096;

/// Segments that must follow each other before bytes somewhere in a file are taken for a JPEG.
const MIN_SEGMENTS: usize = 3;

/// Where the JPEG of a file begins that has other bytes in front; only for files that are nothing else.
pub(super) fn start_of_jpeg(head: &[u8]) -> Option<usize> {
    if head.starts_with(b"\xff\xd8\xff") {
        return Some(0);
    }
    let starts = head.windows(3).take(MAX_BEFORE_JPEG).enumerate();
    let mut starts = starts.filter(|(_, bytes)| *bytes == b"\xff\xd8\xff").map(|(at, _)| at);
    starts.find(|at| {
        let mut segment = at + 2;
        (0..MIN_SEGMENTS).all(|_| {
            // Tables, frames, application data, comments: all with a length.
            let marker = head.get(segment..segment.saturating_add(2));
            let is_segment = matches!(marker, Some([0xff, 0xc0..=0xcf | 0xdb..=0xef | 0xfe]));
            let len = Endian::Big.u16(head, segment.saturating_add(2)).filter(|len| is_segment && *len >= 2);
            segment = segment.saturating_add(2 + usize::from(len.unwrap_or(0)));
            len.is_some()
        })
    })
}

/// Files that may carry a JPEG near their beginning and are no pictures: the cover of a piece of music, a document, a program, an archive.
fn is_something_else(head: &[u8]) -> bool {
    let magics: [&[u8]; 18] = [
        b"ID3",
        b"fLaC",
        b"OggS",
        b"RIFF",
        b"FORM",
        b"%PDF",
        b"%!PS",
        b"PK",
        b"MZ",
        b"\x7fELF",
        b"\xd0\xcf\x11\xe0",
        b"\x1f\x8b",
        b"Rar!",
        b"7z",
        b"\x1aE\xdf\xa3",
        b"<",
        b"SQLite",
        b"8BPS",
    ];
    magics.iter().any(|magic| head.starts_with(magic))
}

/// A Canon CIFF file (CRW): byte order, length of the header, then `HEAPCCDR`.
fn is_crw(head: &[u8]) -> bool {
    matches!(head.get(..2), Some(b"II" | b"MM")) && head.get(6..14) == Some(b"HEAPCCDR")
}

/// BM is only two letters: the size of the information header must be one that exists.
fn is_bmp(head: &[u8]) -> bool {
    matches!(Endian::Little.u32(head, 14), Some(12 | 16 | 40 | 52 | 56 | 64 | 108 | 124))
}

/// Files of ISO/IEC 14496-12 by their brands: HEIF (ISO/IEC 23008-12), AVIF, Canon CR3; everything else is a video.
fn iso_media(head: &[u8]) -> Option<Format> {
    let len = usize::try_from(Endian::Big.u32(head, 0)?).ok()?.clamp(16, 512);
    let major = head.get(8..12)?;
    let listed = head.get(16..len.min(head.len())).unwrap_or_default();
    let mut compatible = listed.chunks_exact(4);
    match major {
        b"crx " => Some(Format::Raw),
        b"avif" | b"avis" => Some(Format::Avif),
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => Some(Format::Heic),
        // "Some picture": which one the compatible brands tell.
        b"mif1" | b"msf1" | b"miaf" | b"1pic" => {
            let avif = compatible.any(|brand| matches!(brand, b"avif" | b"avis"));
            Some(if avif { Format::Avif } else { Format::Heic })
        }
        _ => None,
    }
}

/// Tells raw from pictures among TIFF files by tags of the first IFD and by the maker.
fn tiff_or_raw(head: &[u8]) -> Format {
    let endian = if head.starts_with(b"II") { Endian::Little } else { Endian::Big };
    // Canon CR2: "CR" and the major version behind the header.
    if head.get(8..10) == Some(b"CR") {
        return Format::Raw;
    }
    first_ifd_is_raw(head, endian).map_or(Format::Tiff, |raw| if raw { Format::Raw } else { Format::Tiff })
}

fn first_ifd_is_raw(head: &[u8], endian: Endian) -> Option<bool> {
    let ifd = usize::try_from(endian.u32(head, 4)?).ok()?;
    let count = usize::from(endian.u16(head, ifd)?);
    let (mut has_sub_ifds, mut raw_maker, mut compression, mut photometric, mut reduced) =
        (false, false, 1, 2, false);
    for n in 0..count.min(256) {
        let entry = ifd.checked_add(2 + n * 12)?;
        let Some(tag) = endian.u16(head, entry) else {
            // The file is cut short inside its first directory: a preview in front was the preview of raw data.
            return Some(reduced);
        };
        let long = || endian.u32(head, entry + 8);
        let short = || endian.u16(head, entry + 8);
        match tag {
            // DNGVersion (DNG 1.7.1.0, chapter 4).
            0xC612 => return Some(true),
            // NewSubfileType: the first IFD of raw files is a preview.
            0x00FE => reduced = long().is_some_and(|kind| kind & 1 == 1),
            0x0103 => compression = short().unwrap_or(compression),
            0x0106 => photometric = short().unwrap_or(photometric),
            0x014A => has_sub_ifds = true,
            // Make: the makers of raw files that are TIFF otherwise.
            0x010F => {
                let at = long().and_then(|at| usize::try_from(at).ok());
                let make = at.and_then(|at| head.get(at..)).unwrap_or_default();
                let make = make.get(..5).unwrap_or(make).to_ascii_uppercase();
                raw_maker = [
                    &b"NIKON"[..],
                    b"SONY",
                    b"PENTA",
                    b"RICOH",
                    b"SAMSU",
                    b"HASSE",
                    b"EPSON",
                    b"KODAK",
                    b"PHASE",
                ]
                .iter()
                .any(|name| make.starts_with(name));
            }
            _ => {}
        }
    }
    // Mosaic (32803) and linear raw (34892) photometry; raw compressions of Nikon, Sony and Pentax. A maker's file whose
    // picture lies in a sub-IFD behind a preview is raw; a scan or an export of the same maker has its picture in front.
    let raw_data = matches!(photometric, 32803 | 34892) || matches!(compression, 32767 | 34713 | 65535);
    Some(raw_data || (raw_maker && has_sub_ifds && (reduced || matches!(compression, 6 | 7))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magic_numbers() {
        let bmp = [b"BM".as_slice(), &[0; 12], &[40, 0, 0, 0]].concat();
        for (head, want) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], Some(Format::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some(Format::Png)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(Format::WebP)),
            (b"RIFF\x10\0\0\0AVI LIST", None),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"II*\0\x08\0\0\0\0\0", Some(Format::Tiff)),
            (b"MM\0*\0\0\0\x08\0\0", Some(Format::Tiff)),
            (b"II*\0\x10\0\0\0CR\x02\0", Some(Format::Raw)),
            (b"FUJIFILMCCD-RAW 0201", Some(Format::Raw)),
            (b"IIRO\x08\0\0\0", Some(Format::Raw)),
            (b"IIU\0\x08\0\0\0", Some(Format::Raw)),
            (b"II\x1a\0\0\0HEAPCCDR", Some(Format::Raw)),
            (b"GIF89a", Some(Format::Gif)),
            (b"\xff\x0a\x00", Some(Format::Jxl)),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Some(Format::Heic)),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Some(Format::Avif)),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Some(Format::Heic)),
            (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", Some(Format::Raw)),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", None),
            (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", None),
            (&bmp, Some(Format::Bmp)),
            (b"BMW is a maker of cars, not of pictures", None),
            (b"<?xpacket begin", None),
            (b"\r\n\xff\xd8\xff\xe0\0\x04ab\xff\xdb\0\x02\xff\xc4\0\x02\xff\xda", Some(Format::Jpeg)),
            (b"\r\n\xff\xd8\xff\xe0\0\x04ab\xff\xdb\0\x02 no more", None),
            (b"ID3\x03APIC\xff\xd8\xff\xe0\0\x04ab\xff\xdb\0\x02\xff\xc4\0\x02\xff\xda", None),
            (b"\xff\xd8", None),
            (b"", None),
        ] {
            assert_eq!(sniff(head), want, "{:?}", String::from_utf8_lossy(head));
        }
    }

    /// A little-endian TIFF with one IFD of short or long entries.
    fn tiff(entries: &[(u16, u32)], make: &[u8]) -> Vec<u8> {
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        out.extend((entries.len() as u16).to_le_bytes());
        let make_at = 10 + entries.len() as u32 * 12 + 4;
        for (tag, value) in entries {
            let value = if *tag == 0x010F { make_at } else { *value };
            out.extend(tag.to_le_bytes());
            out.extend(4_u16.to_le_bytes());
            out.extend(1_u32.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        out.extend([0; 4]);
        out.extend(make);
        out
    }

    #[test]
    fn raw_in_the_clothes_of_tiff() {
        let nikon = b"NIKON CORPORATION\0";
        assert_eq!(sniff(&tiff(&[(0xC612, 0)], b"")), Some(Format::Raw));
        assert_eq!(sniff(&tiff(&[(0xFE, 1), (0x10F, 0), (0x14A, 0)], nikon)), Some(Format::Raw));
        assert_eq!(sniff(&tiff(&[(0xFE, 0), (0x10F, 0), (0x14A, 0)], nikon)), Some(Format::Tiff));
        assert_eq!(sniff(&tiff(&[(0xFE, 0), (0x10F, 0)], nikon)), Some(Format::Tiff));
        assert_eq!(sniff(&tiff(&[(0x106, 32803)], b"")), Some(Format::Raw));
        assert_eq!(sniff(&tiff(&[(0x106, 2)], b"")), Some(Format::Tiff));
    }
}
