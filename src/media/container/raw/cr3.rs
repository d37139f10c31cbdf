//! CR3 of Canon: boxes of ISO/IEC 14496-12 with Canon's own inside (as documented by Laurent Clévy, "Canon CR3").
//!
//! EXIF lies in pieces: CMT1 is the main directory, CMT2 the EXIF one, CMT4 the GPS one, each a TIFF structure of its own. Pictures for
//! showing are THMB, PRVW, and the samples of the tracks, of which the first is a whole JPEG.

use super::{MAX_PREVIEWS, Named, Span};
use crate::media::bytes::Endian;
use crate::media::container::Blocks;
use crate::media::container::boxes::{BoxAt, Boxes};
use crate::media::container::compact::{Taken, take, write};
use crate::media::container::ifd::Ifds;
use crate::media::limits::MAX_XMP_BYTES;
use crate::media::source::Source;

/// Names of `uuid` boxes: Canon's metadata, Canon's preview, XMP (XMP specification part 3, 1.2.7).
const CANON: [u8; 16] = *b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48";
const PREVIEW: [u8; 16] = *b"\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16";
const XMP: [u8; 16] = *b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";

/// Boxes of one level that are looked at: real files have a dozen.
const MAX_BOXES: usize = 256;

pub(super) fn walk(source: &Source) -> Option<Named> {
    if *source.at(4, 8) != *b"ftypcrx " {
        return None;
    }
    let mut walk = Walk { source, named: Named::default(), exif: [const { None }; 3] };
    for part in Boxes::of(source).take(MAX_BOXES) {
        if part.is_cut {
            walk.named.end = u64::MAX;
        }
        match &part.kind {
            b"moov" => walk.movie(&part),
            b"uuid" => walk.named_box(&part),
            _ => {}
        }
    }
    Some(walk.into_named())
}

struct Walk<'a> {
    source: &'a Source,
    named: Named,
    /// CMT1, CMT2, CMT4.
    exif: [Option<(Endian, Taken)>; 3],
}

impl Walk<'_> {
    fn movie(&mut self, movie: &BoxAt) {
        for part in Boxes::within(self.source, movie.body.clone()).take(MAX_BOXES) {
            match &part.kind {
                b"uuid" => self.named_box(&part),
                b"trak" if self.named.jpegs.len() < MAX_PREVIEWS => {
                    let sample = sample(self.source, &part);
                    self.named.end = sample.map_or(0, Span::end).max(self.named.end);
                    self.named.jpegs.extend(sample);
                }
                _ => {}
            }
        }
    }

    fn named_box(&mut self, part: &BoxAt) {
        let name = part.read(self.source, 16);
        let start = part.body.start + 16;
        if *name == CANON {
            for inner in Boxes::within(self.source, start..part.body.end).take(MAX_BOXES) {
                match &inner.kind {
                    b"CMT1" => self.directory(0, &inner),
                    b"CMT2" => self.directory(1, &inner),
                    b"CMT4" => self.directory(2, &inner),
                    b"THMB" => self.picture(&inner),
                    _ => {}
                }
            }
        } else if *name == PREVIEW {
            // Eight bytes of unknown meaning come first.
            Boxes::within(self.source, start + 8..part.body.end)
                .take(MAX_BOXES)
                .filter(|inner| inner.kind == *b"PRVW")
                .for_each(|inner| self.picture(&inner));
        } else if *name == XMP {
            let len = usize::try_from(part.len().saturating_sub(16)).unwrap_or(usize::MAX).min(MAX_XMP_BYTES);
            self.named.blocks.xmp = Some(self.source.at(start, len).into_owned());
        }
    }

    fn directory(&mut self, n: usize, part: &BoxAt) {
        let Some((ifds, first)) = Ifds::open(self.source, part.body.start) else { return };
        let Some(directory) = ifds.peek(first) else { return };
        if n == 0 {
            let side = |tag| directory.entry(tag).and_then(|entry| ifds.uint(entry)).unwrap_or(0);
            (self.named.blocks.width_px, self.named.blocks.height_px) = (side(0x0100), side(0x0101));
        }
        if let Some(place) = self.exif.get_mut(n) {
            *place = Some((ifds.endian, take(&ifds, &directory.entries)));
        }
    }

    /// Version, width, height, length in an order that differs, then the JPEG.
    fn picture(&mut self, part: &BoxAt) {
        let start = part.read(self.source, 32);
        if let Some(n) = start.windows(3).position(|bytes| bytes == b"\xff\xd8\xff") {
            let at = part.body.start + n as u64;
            // Of one that is cut the true length is not known here; that it is more than there is suffices.
            let len = part.body.end - at + u64::from(part.is_cut || part.body.end > self.source.len());
            self.named.jpegs.push(Span { at, len });
        }
    }

    fn into_named(self) -> Named {
        let [main, exif, gps] = self.exif;
        let block = main.map(|(endian, main)| {
            let same = |taken: Option<(Endian, Taken)>| taken.filter(|one| one.0 == endian).map(|one| one.1);
            write(endian, main, same(exif), same(gps))
        });
        Named { blocks: Blocks { exif: block, ..self.named.blocks }, ..self.named }
    }
}

/// The only sample of a track: its length in `stsz`, its place in `co64` or `stco` (ISO/IEC 14496-12, 8.7.3 and 8.7.5).
fn sample(source: &Source, track: &BoxAt) -> Option<Span> {
    let mut table = track.clone();
    for kind in [b"mdia", b"minf", b"stbl"] {
        table = Boxes::within(source, table.body).take(MAX_BOXES).find(|part| part.kind == *kind)?;
    }
    let (mut at, mut len) = (None, None);
    for part in Boxes::within(source, table.body).take(MAX_BOXES) {
        let body = part.read(source, 16);
        match &part.kind {
            // The size of all samples, or 0 and a list of sizes.
            b"stsz" => {
                len =
                    Endian::Big.u32(&body, 4).filter(|size| *size > 0).or_else(|| Endian::Big.u32(&body, 12));
            }
            b"co64" => at = body.get(8..16).and_then(|bytes| bytes.try_into().ok()).map(u64::from_be_bytes),
            b"stco" => at = Endian::Big.u32(&body, 8).map(u64::from),
            _ => {}
        }
    }
    Some(Span { at: at?, len: len?.into() })
}
