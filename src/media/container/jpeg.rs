//! JPEG: a list of marker segments up to the first scan (ITU-T T.81, annex B).

use super::{Blocks, exif_from_tiff_header};
use crate::media::bytes::Endian;
use crate::media::credentials;
use crate::media::limits::{MAX_ICC_BYTES, MAX_IPTC_BYTES, MAX_PARTS, MAX_XMP_BYTES};
use crate::media::sniff::start_of_jpeg;
use crate::media::source::Source;

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const XMP_EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";

/// A segment of EXIF that is so long may go on in the next: writers fill it to the last bytes, some to a round number.
const LEAST_FULL_BYTES: usize = 60_000;

/// All segments of EXIF together.
const MAX_EXIF_BYTES: usize = 1024 * 1024;

/// Bytes that are searched for the next marker where a segment is of the wrong length.
const MAX_RESYNC_BYTES: usize = 64 * 1024;

pub(super) fn walk(source: &Source) -> Blocks {
    walk_at(source, start_of_jpeg(source.head()).unwrap_or(0) as u64)
}

/// The metadata of a JPEG that begins somewhere in a file.
pub(super) fn walk_at(source: &Source, start: u64) -> Blocks {
    let mut found = Found::default();
    let mut at = start.saturating_add(2);
    for _ in 0..MAX_PARTS {
        let start = source.at(at, 4);
        let Some((&0xff, rest)) = start.split_first() else {
            match resync(source, at) {
                Some(marker_at) => {
                    at = marker_at;
                    continue;
                }
                None => break,
            }
        };
        match rest.first() {
            // Fill bytes (B.1.1.2).
            Some(0xff) => at += 1,
            // Without a length: TEM, RST, SOI.
            Some(0x01 | 0xd0..=0xd8) => at += 2,
            // SOS, EOI: no more metadata of this picture.
            Some(0xda | 0xd9) | None => break,
            Some(&marker) => {
                let Some(len) = Endian::Big.u16(rest, 1).filter(|len| *len >= 2) else {
                    at += 2;
                    continue;
                };
                let body = |max: usize| source.at(at + 4, usize::from(len - 2).min(max));
                match marker {
                    0xe1 => found.app1(&body(usize::MAX)),
                    0xe2 if source.at(at + 4, ICC.len()) == ICC => found.app2(&body(usize::MAX)),
                    0xe2 => found.marks(&body(32)),
                    0xeb => found.app11(&body(usize::MAX)),
                    // What phones and programs add; Adobe's APP14 belongs to the picture.
                    0xe3..=0xea | 0xef => found.blocks.marks.vendor = true,
                    0xec => found.blocks.marks.vendor |= !body(5).starts_with(b"Ducky"),
                    0xed => found.app13(&body(usize::MAX)),
                    0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => found.frame(&body(6), len),
                    _ => {}
                }
                at += 2 + u64::from(len);
            }
        }
    }
    found.into_blocks()
}

/// The next thing that looks like a segment of metadata, a frame or a scan.
fn resync(source: &Source, at: u64) -> Option<u64> {
    let window = source.at(at, MAX_RESYNC_BYTES);
    let n = window.windows(2).position(|pair| {
        matches!(
            pair,
            [0xff, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xda | 0xdb | 0xe0..=0xef]
        )
    })?;
    // A marker right here was no marker a moment ago.
    Some(at + n as u64)
}

#[derive(Default)]
struct Found {
    blocks: Blocks,
    /// Whether the last segment of EXIF was full.
    exif_goes_on: bool,
    /// Pieces of extended XMP by their place: GUID, full length, offset, bytes.
    extended: Vec<([u8; 32], usize, usize, Vec<u8>)>,
    /// Pieces of the profile by their number.
    icc: Vec<(u8, Vec<u8>)>,
    photoshop: Vec<u8>,
}

impl Found {
    /// Sample precision, number of lines, samples per line, components (B.2.2). The first sound frame is the picture.
    fn frame(&mut self, body: &[u8], len: u16) {
        let [precision, _, _, _, _, n_components, ..] = *body else { return };
        let is_sound = matches!(precision, 2..=16) && len == 8 + 3 * u16::from(n_components);
        if is_sound
            && self.blocks.width_px == 0
            && let (Some(height), Some(width)) = (Endian::Big.u16(body, 1), Endian::Big.u16(body, 3))
        {
            (self.blocks.width_px, self.blocks.height_px) = (width.into(), height.into());
        }
    }

    fn app1(&mut self, body: &[u8]) {
        if let Some(rest) = body.strip_prefix(XMP) {
            if self.blocks.xmp.is_none() {
                self.blocks.xmp = Some(rest.to_vec());
            }
        } else if let Some(rest) = body.strip_prefix(XMP_EXTENSION) {
            self.extended_piece(rest);
        } else if body.starts_with(b"Exif\0") {
            self.exif(body);
        }
    }

    /// An EXIF block that is longer than a segment goes on in the next one: behind `Exif\0\0`, without a TIFF header (as ExifTool and
    /// others write and read it; the standard stops at 64 KiB).
    fn exif(&mut self, body: &[u8]) {
        let piece = body.get(6..).unwrap_or_default();
        let has_header = matches!(piece.get(..4), Some(b"II*\0" | b"MM\0*"));
        match &mut self.blocks.exif {
            None => {
                self.blocks.exif = body.get(5..).and_then(exif_from_tiff_header);
                self.exif_goes_on = body.len() >= LEAST_FULL_BYTES;
            }
            Some(block) if self.exif_goes_on && !has_header && block.len() < MAX_EXIF_BYTES => {
                block.extend_from_slice(piece);
                self.exif_goes_on = body.len() >= LEAST_FULL_BYTES;
            }
            Some(_) => self.exif_goes_on = false,
        }
    }

    fn extended_piece(&mut self, piece: &[u8]) {
        let read = || -> Option<([u8; 32], usize, usize, Vec<u8>)> {
            let guid = *piece.first_chunk()?;
            let full = usize::try_from(Endian::Big.u32(piece, 32)?).ok()?;
            let offset = usize::try_from(Endian::Big.u32(piece, 36)?).ok()?;
            let bytes = piece.get(40..)?.to_vec();
            (full <= MAX_XMP_BYTES && offset.checked_add(bytes.len())? <= full)
                .then_some((guid, full, offset, bytes))
        };
        if let Some(read) = read()
            && self.extended.iter().map(|piece| piece.3.len()).sum::<usize>() < MAX_XMP_BYTES
        {
            self.extended.push(read);
        }
    }

    fn app2(&mut self, body: &[u8]) {
        if let Some([number, _count, bytes @ ..]) = body.strip_prefix(ICC)
            && self.icc.iter().map(|piece| piece.1.len()).sum::<usize>() < MAX_ICC_BYTES
            && !self.icc.iter().any(|piece| piece.0 == *number)
        {
            self.icc.push((*number, bytes.to_vec()));
        }
    }

    /// An index of pictures, or the description of a gain map.
    fn marks(&mut self, body: &[u8]) {
        self.blocks.marks.more_pictures |= body.starts_with(b"MPF\0");
        self.blocks.marks.gain_map |= body.starts_with(b"urn:iso:std:iso:ts:21496:-1");
    }

    /// Boxes in pieces (ISO 19566-5, D.2; C2PA 2.1, A.3.1): `JP`, number of the box, number of the piece; then length and type of the box in
    /// every piece, of which the first ones count.
    fn app11(&mut self, body: &[u8]) {
        let (Some(b"JP"), Some(rest)) = (body.get(..2), body.get(8..)) else {
            self.blocks.marks.vendor = true;
            return;
        };
        let head = if rest.starts_with(&[0, 0, 0, 1]) { 16 } else { 8 };
        let is_first = Endian::Big.u32(body, 4) == Some(1);
        let piece = if is_first { Some(rest) } else { rest.get(head..) };
        let so_far = self.blocks.c2pa.get_or_insert_default();
        if so_far.len() < credentials::MAX_BYTES {
            so_far.extend_from_slice(piece.unwrap_or_default());
        }
    }

    fn app13(&mut self, body: &[u8]) {
        if let Some(rest) = body.strip_prefix(PHOTOSHOP)
            && self.photoshop.len() < MAX_IPTC_BYTES
        {
            self.photoshop.extend_from_slice(rest);
        }
    }

    fn into_blocks(mut self) -> Blocks {
        self.icc.sort_by_key(|piece| piece.0);
        if !self.icc.is_empty() {
            self.blocks.icc = Some(self.icc.into_iter().flat_map(|piece| piece.1).collect());
        }
        self.blocks.iptc = resource(&self.photoshop, IPTC).map(<[u8]>::to_vec);
        self.blocks.iptc_digest =
            resource(&self.photoshop, IPTC_DIGEST).and_then(|data| data.first_chunk().copied());
        self.blocks.xmp_extended = put_together(&self.blocks.xmp, &self.extended);
        self.blocks
    }
}

/// Extended XMP whose digest the main packet names, if all of it is there.
fn put_together(main: &Option<Vec<u8>>, pieces: &[([u8; 32], usize, usize, Vec<u8>)]) -> Option<Vec<u8>> {
    let main = main.as_ref()?;
    let (guid, full, ..) = pieces.iter().find(|piece| main.windows(32).any(|window| window == piece.0))?;
    let mut out = vec![0; *full];
    let mut n_bytes = 0;
    for (_, _, offset, bytes) in pieces.iter().filter(|piece| piece.0 == *guid && piece.1 == *full) {
        out.get_mut(*offset..*offset + bytes.len())?.copy_from_slice(bytes);
        n_bytes += bytes.len();
    }
    (n_bytes >= *full).then_some(out)
}

/// Photoshop's image resource of IPTC-IIM (Adobe Photoshop File Formats, Image Resource IDs).
pub(super) const IPTC: u16 = 0x0404;
/// Photoshop's image resource of the MD5 digest that the IPTC-IIM block had when XMP was written beside it.
pub(super) const IPTC_DIGEST: u16 = 0x0425;

/// One of Photoshop's image resources (Adobe Photoshop File Formats, Image Resource Blocks).
pub(super) fn resource(mut resources: &[u8], wanted: u16) -> Option<&[u8]> {
    while let Some(rest) = resources.strip_prefix(b"8BIM") {
        let id = Endian::Big.u16(rest, 0)?;
        // A Pascal string, padded to an even length together with its length byte.
        let name_len = usize::from(*rest.get(2)?);
        let len_at = 2 + (name_len + 2) / 2 * 2;
        let len = usize::try_from(Endian::Big.u32(rest, len_at)?).ok()?;
        let data = rest.get(len_at + 4..)?;
        if id == wanted {
            return Some(data.get(..len).unwrap_or(data));
        }
        resources = data.get(len.checked_add(len % 2)?..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of these segments, a frame of 7 x 5 and the beginning of a scan.
    fn jpeg(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
        let mut out = b"\xff\xd8".to_vec();
        let frame = (0xc0, b"\x08\0\x05\0\x07\x01\x01\x11\0".to_vec());
        for (marker, body) in segments.iter().chain([&frame]) {
            out.extend([0xff, *marker]);
            out.extend((body.len() as u16 + 2).to_be_bytes());
            out.extend(body);
        }
        out.extend(b"\xff\xda\0\x02");
        out
    }

    fn blocks(bytes: Vec<u8>) -> Blocks {
        walk(&Source::from_bytes(bytes))
    }

    #[test]
    fn pieces_are_put_together_in_their_order() {
        let icc = |number: u8, bytes: &[u8]| (0xe2, [ICC, &[number, 2], bytes].concat());
        assert_eq!(blocks(jpeg(&[icc(2, b"cd"), icc(1, b"ab")])).icc.as_deref(), Some(&b"abcd"[..]));

        let guid = b"0123456789ABCDEF0123456789ABCDEF";
        let main = (0xe1, [XMP, b"<x HasExtendedXMP='", guid, b"'/>"].concat());
        let piece = |guid: &[u8], offset: u8, bytes: &[u8]| {
            (0xe1, [XMP_EXTENSION, guid, &[0, 0, 0, 6, 0, 0, 0, offset], bytes].concat())
        };
        let whole = blocks(jpeg(&[main.clone(), piece(guid, 3, b"def"), piece(guid, 0, b"abc")]));
        assert_eq!(whole.xmp_extended.as_deref(), Some(&b"abcdef"[..]));
        let lacking = blocks(jpeg(&[main.clone(), piece(guid, 3, b"def")]));
        assert_eq!(lacking.xmp_extended, None);
        let stranger = blocks(jpeg(&[main, piece(&[b'x'; 32], 0, b"abcdef")]));
        assert_eq!(stranger.xmp_extended, None);
    }

    #[test]
    fn exif_of_several_segments() {
        let segment = |bytes: &[u8]| (0xe1, [b"Exif\0\0", bytes].concat());
        let first = [&b"II*\0\x08\0\0\0"[..], &[1; 65_000]].concat();
        let goes_on = jpeg(&[segment(&first), segment(&[2; 65_400]), segment(b"end")]);
        let want = [&first[..], &[2; 65_400], b"end"].concat();
        assert_eq!(blocks(goes_on).exif.as_deref(), Some(&want[..]));
        // A second block is another writer's.
        let second = jpeg(&[segment(&first), segment(b"II*\0\x08\0\0\0"), segment(b"end")]);
        assert_eq!(blocks(second).exif.as_deref(), Some(&first[..]));
        let short = jpeg(&[segment(&first[..1000]), segment(b"end")]);
        assert_eq!(blocks(short).exif.as_deref(), Some(&first[..1000]));
    }

    #[test]
    fn bytes_before_the_picture_are_passed_over() {
        let inner = jpeg(&[(0xe1, b"Exif\0\0II*\0\x08\0\0\0".to_vec())]);
        let found = blocks([b"\r\n some header of a server \xff\xd8 \r\n\r\n".as_slice(), &inner].concat());
        assert!(found.exif.is_some());
        assert_eq!((found.width_px, found.height_px), (7, 5));
    }

    #[test]
    fn iptc_among_other_resources() {
        let mut resources = PHOTOSHOP.to_vec();
        resources.extend(b"8BIM\x03\xed\x03abc\0\0\0\x03xyz\0");
        resources.extend(b"8BIM\x04\x04\0\0\0\0\0\x05\x1c\x02\x05\0\0");
        assert_eq!(blocks(jpeg(&[(0xed, resources)])).iptc.as_deref(), Some(&b"\x1c\x02\x05\0\0"[..]));
    }

    #[test]
    fn garbage_between_segments_and_fill_bytes_are_passed_over() {
        let exif = (0xe1, b"Exif\0\0II*\0\x08\0\0\0".to_vec());
        let mut bytes = jpeg(&[exif]);
        bytes.splice(2..2, *b"garbage\0\xff\xff\xff");
        let found = blocks(bytes);
        assert!(found.exif.is_some());
        assert_eq!((found.width_px, found.height_px), (7, 5));
    }

    #[test]
    fn only_metadata_before_the_first_scan_counts() {
        let mut bytes = jpeg(&[]);
        bytes.extend(jpeg(&[(0xe1, b"Exif\0\0II*\0\x08\0\0\0".to_vec())]));
        assert!(blocks(bytes).exif.is_none());
    }
}
