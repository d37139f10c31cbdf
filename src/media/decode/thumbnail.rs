//! The small picture that a camera puts into its file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use exif::{In, Tag};

use super::decoder::{Decoder as _, Outside, Work};
use super::finish;
use super::heif::HeifDecoder;
use super::jpeg::JpegDecoder;
use super::open::outside;
use super::raw::RawDecoder;
use crate::media::colour::Colour;
use crate::media::container::raw::read_structure;
use crate::media::container::{Blocks, walk};
use crate::media::exif::read_exif;
use crate::media::picture::Picture;
use crate::media::sniff::sniff;
use crate::media::source::Source;
use crate::model::photo::Format;

/// Pixels of a thumbnail at most.
const MAX_PIXELS: u64 = 4_000_000;

/// How far width to height may be from the picture's: cameras round, but black bars are more.
const MAX_ASPECT_DIFFERENCE: f64 = 0.02;

/// The thumbnail in a file's EXIF (first IFD behind the main one), the thumbnail item of a HEIF file, or the smallest preview of a raw file; upright and in sRGB. `None` when there is none, when it is
/// damaged, or when it shows another part of the scene than the picture: bars, or a crop that came later.
pub fn embedded_thumbnail(path: &Path) -> Option<Picture> {
    let cancel = &AtomicBool::new(false);
    let source = Source::open(path).ok()?;
    let format = sniff(source.head())?;
    if format == Format::Raw {
        return smallest_preview(&source, &Work::new(cancel, MAX_PIXELS));
    }
    let blocks = walk(&source, format);
    if matches!(format, Format::Heic | Format::Avif) {
        // A decoder that panics has no thumbnail.
        let attempt = AssertUnwindSafe(|| item_thumbnail(&source, blocks, &Work::new(cancel, MAX_PIXELS)));
        return catch_unwind(attempt).ok().flatten();
    }
    let block = blocks.exif?;
    let orientation = read_exif(block.clone()).orientation.unwrap_or_default();
    let jpeg = thumbnail_bytes(block)?;
    let colour = blocks.icc.map_or(Colour::Srgb, Colour::Icc);
    let mut decoder = JpegDecoder::open(jpeg.into(), Outside { orientation, colour }).ok()?;
    let probe = decoder.probe().clone();
    let aspect = f64::from(probe.width_px) / f64::from(probe.height_px);
    let wanted = f64::from(blocks.width_px) / f64::from(blocks.height_px);
    let agrees = (aspect / wanted - 1.0).abs() <= MAX_ASPECT_DIFFERENCE;
    if !agrees || probe.n_pixels() > MAX_PIXELS {
        return None;
    }
    let work = Work::new(cancel, MAX_PIXELS);
    let decoded = decoder.decode(None, &work).ok()?;
    finish(decoded, &probe, None, &work).ok()
}

/// Of a raw file the smallest picture that shows what the largest shows, read alone.
fn smallest_preview(source: &Source, work: &Work<'_>) -> Option<Picture> {
    let mut decoder = RawDecoder::of(source, read_structure(source)).ok()?;
    let smallest_px = decoder.smallest_px().filter(|px| *px < decoder.probe().long_edge_px())?;
    let decoded = decoder.decode(Some(smallest_px), work).ok()?;
    let probe = decoder.probe();
    finish(decoded, probe, None, work)
        .ok()
        .filter(|picture| u64::from(picture.width_px) * u64::from(picture.height_px) <= MAX_PIXELS)
}

/// The thumbnail item of a HEIF file.
fn item_thumbnail(source: &Source, blocks: Blocks, work: &Work<'_>) -> Option<Picture> {
    let (decoded, probe) = HeifDecoder::open(source, outside(blocks)).ok()?.thumbnail(MAX_PIXELS, work)?;
    finish(decoded, &probe, None, work).ok()
}

fn thumbnail_bytes(block: Vec<u8>) -> Option<Vec<u8>> {
    let read = exif::Reader::new().continue_on_error(true).read_raw(block);
    let exif = read.or_else(|error| error.distill_partial_result(|_| {})).ok()?;
    let uint = |tag| usize::try_from(exif.get_field(tag, In::THUMBNAIL)?.value.get_uint(0)?).ok();
    let at = uint(Tag::JPEGInterchangeFormat)?;
    let len = uint(Tag::JPEGInterchangeFormatLength)?;
    let bytes = exif.buf().get(at..at.checked_add(len)?)?;
    bytes.starts_with(b"\xff\xd8").then(|| bytes.to_vec())
}
