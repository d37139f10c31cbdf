//! Raw files that are TIFF (TIFF 6.0; TIFF/EP, ISO 12234-2; DNG 1.7.1.0): CR2, NEF, NRW, ARW, DNG, PEF, SRW and others, and ORF and RW2,
//! whose header differs by its magic number only.

use super::{Form, MAX_PREVIEWS, Named, Preview, Span, maker_note};
use crate::media::container::compact::EXIF_POINTER;
use crate::media::container::ifd::{Directory, Ifds};
use crate::media::container::tiff::blocks_of;
use crate::media::source::Source;
use crate::model::orientation::Orientation;

/// Strips of an uncompressed preview at most.
const MAX_STRIPS: u32 = 8192;

/// Directories of sub-IFDs that one directory may name.
const MAX_SUB_IFDS: u32 = 16;

pub(super) fn walk(source: &Source) -> Option<Named> {
    let (mut ifds, first) = Ifds::open(source, 0)?;
    let mut named = Named::default();
    let Some(main) = ifds.directory(first) else {
        named.blocks.fault = Some("its directory lies outside of it".to_owned());
        named.end = u64::MAX;
        return Some(named);
    };
    named.blocks = blocks_of(&ifds, &main);
    let exif = main.entry(EXIF_POINTER).and_then(|entry| ifds.peek(ifds.uint(entry)?));
    if let Some(note) = exif.as_ref().and_then(|exif| exif.entry(0x927C)) {
        named.jpegs.extend(maker_note::preview(&ifds, note));
    }
    let mut size = Sizes::default();
    size.main(&ifds, &main, exif.as_ref());
    let is_turned = main.entry(0x0112).is_some();
    let mut directories = vec![main];
    while let Some(directory) = directories.pop() {
        size.look_at(&ifds, &directory);
        look_at(&ifds, &directory, &mut named);
        let subs = directory.entry(0x014A).map(|entry| ifds.uints(entry, MAX_SUB_IFDS)).unwrap_or_default();
        let next = Some(directory.next).filter(|at| *at != 0);
        directories.extend(subs.into_iter().chain(next).filter_map(|at| ifds.directory(at)));
    }
    (named.blocks.width_px, named.blocks.height_px) = size.of_raw();
    if !is_turned {
        named.blocks.orientation = named.jpegs.iter().find_map(|span| orientation_in(source, *span));
    }
    Some(named)
}

/// How large the raw picture is, as stored. Several directories have sizes; which is the raw picture's is told by its photometry, and
/// where that says nothing by the EXIF: CR2 has no size beside its raw data.
#[derive(Default)]
struct Sizes {
    sensor: Option<(u32, u32)>,
    raw: (u32, u32),
    exif: Option<(u32, u32)>,
    largest: (u32, u32),
}

impl Sizes {
    fn main(&mut self, ifds: &Ifds<'_>, main: &Directory, exif: Option<&Directory>) {
        let uint = |directory: &Directory, tag| ifds.uint(directory.entry(tag)?);
        self.exif = exif.and_then(|exif| Some((uint(exif, 0xA002)?, uint(exif, 0xA003)?)));
        // Panasonic: borders of the picture on the sensor: top, left, bottom, right.
        let border = |tag| uint(main, tag);
        let is_panasonic = main.entry(0x0001).is_some();
        self.sensor = is_panasonic
            .then(|| Some((border(7)?.checked_sub(border(5)?)?, border(6)?.checked_sub(border(4)?)?)))
            .flatten();
    }

    fn look_at(&mut self, ifds: &Ifds<'_>, directory: &Directory) {
        let uint = |tag| directory.entry(tag).and_then(|entry| ifds.uint(entry));
        let (Some(width), Some(height)) = (uint(0x0100), uint(0x0101)) else { return };
        let larger = |a: (u32, u32), b: (u32, u32)| {
            if u64::from(a.0) * u64::from(a.1) >= u64::from(b.0) * u64::from(b.1) { a } else { b }
        };
        if is_raw_data(ifds, directory) {
            self.raw = larger(self.raw, (width, height));
        }
        let is_reduced = uint(0x00FE).is_some_and(|kind| kind & 1 == 1);
        if !is_reduced {
            self.largest = larger(self.largest, (width, height));
        }
    }

    fn of_raw(&self) -> (u32, u32) {
        let is_some = |size: &(u32, u32)| size.0 > 0 && size.1 > 0;
        let in_order = [self.sensor, Some(self.raw), self.exif, Some(self.largest)];
        in_order.into_iter().flatten().find(is_some).unwrap_or_default()
    }
}

/// Mosaic (32803) and linear raw (34892) photometry (DNG 1.7.1.0, chapter 4).
fn is_raw_data(ifds: &Ifds<'_>, directory: &Directory) -> bool {
    let photometry = directory.entry(0x0106).and_then(|entry| ifds.uint(entry));
    matches!(photometry, Some(32803 | 34892))
}

/// Notes what may be a preview, and where the data of the directory end.
fn look_at(ifds: &Ifds<'_>, directory: &Directory, named: &mut Named) {
    if directory.is_cut {
        named.end = u64::MAX;
    }
    let uint = |tag| directory.entry(tag).and_then(|entry| ifds.uint(entry));
    let uints = |tag| directory.entry(tag).map(|entry| ifds.uints(entry, MAX_STRIPS)).unwrap_or_default();
    let span = |at: u32, len: u32| Span { at: ifds.base.saturating_add(at.into()), len: len.into() };
    let strips: Vec<Span> =
        uints(0x0111).into_iter().zip(uints(0x0117)).map(|(at, len)| span(at, len)).collect();
    let mut jpegs = Vec::new();
    if let (Some(at), Some(len)) = (uint(0x0201), uint(0x0202)) {
        jpegs.push(span(at, len));
    }
    // JPEG in one strip (TIFF Technical Note 2); old-style too, as cameras write it.
    if let ([strip], Some(6 | 7), false) = (&strips[..], uint(0x0103), is_raw_data(ifds, directory)) {
        jpegs.push(*strip);
    }
    // Panasonic's JpgFromRaw: the value is the file.
    if let Some(entry) = directory.entry(0x002E)
        && let (7, Some(at)) = (entry.kind, ifds.place(entry))
    {
        let jpeg = Span { at, len: entry.count.into() };
        jpegs.extend([Some(jpeg), thumbnail_in(ifds.source, jpeg)].into_iter().flatten());
    }
    let ends = jpegs.iter().chain(&strips).map(|span| span.end());
    named.end = ends.max().unwrap_or(0).max(named.end);
    named.jpegs.extend(jpegs);
    if named.plain.len() < MAX_PREVIEWS
        && let Some(form) = plain(ifds, directory, strips)
        && let (Some(width_px), Some(height_px)) = (uint(0x0100), uint(0x0101))
    {
        let preview = Preview { width_px, height_px, form };
        named.plain.extend(is_all_there(&preview, ifds.source).then_some(preview));
    }
}

/// The small picture in the EXIF of a JPEG that begins with it, as cameras' do.
pub(super) fn thumbnail_in(source: &Source, jpeg: Span) -> Option<Span> {
    let (ifds, main) = exif_of(source, jpeg)?;
    let second = ifds.peek(main.next)?;
    let uint = |tag| ifds.uint(second.entry(tag)?);
    Some(Span { at: ifds.base.checked_add(uint(0x0201)?.into())?, len: uint(0x0202)?.into() })
}

/// How the EXIF of a JPEG says that it is turned.
fn orientation_in(source: &Source, jpeg: Span) -> Option<Orientation> {
    let (ifds, main) = exif_of(source, jpeg)?;
    Orientation::from_exif(ifds.uint(main.entry(0x0112)?)?)
}

fn exif_of(source: &Source, jpeg: Span) -> Option<(Ifds<'_>, Directory)> {
    let start = source.at(jpeg.at, 12);
    if start.get(2..4)? != b"\xff\xe1" || start.get(6..12)? != b"Exif\0\0" {
        return None;
    }
    let (ifds, first) = Ifds::open(source, jpeg.at.checked_add(12)?)?;
    let main = ifds.peek(first)?;
    Some((ifds, main))
}

/// Strips of red, green and blue without compression.
fn plain(ifds: &Ifds<'_>, directory: &Directory, strips: Vec<Span>) -> Option<Form> {
    let is = |tag: u16, wanted: &[u32]| {
        directory.entry(tag).is_some_and(|entry| ifds.uints(entry, wanted.len() as u32) == wanted)
    };
    let is_rgb = is(0x0103, &[1]) && is(0x0106, &[2]) && is(0x0115, &[3]) && is(0x0102, &[8, 8, 8]);
    let is_chunky = directory.entry(0x011C).is_none() || is(0x011C, &[1]);
    (is_rgb && is_chunky && !strips.is_empty()).then_some(Form::Rgb(strips))
}

/// Whether an uncompressed picture has the bytes that its size needs, and the file has them.
fn is_all_there(preview: &Preview, source: &Source) -> bool {
    let Form::Rgb(strips) = &preview.form else { return false };
    let n_bytes: u64 = strips.iter().fold(0, |sum, span| sum.saturating_add(span.len));
    let wanted = u64::from(preview.width_px) * u64::from(preview.height_px);
    wanted > 0 && wanted.checked_mul(3) == Some(n_bytes) && preview.end() <= source.len()
}
