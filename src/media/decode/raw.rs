//! Camera raw, by the picture that the camera put into the file for showing: raw data are not developed.

use std::borrow::Cow;

use super::decoder::{Decoded, Decoder, Fault, Outside, Probe, Work};
use super::jpeg::JpegDecoder;
use super::open::outside;
use crate::media::colour::Colour;
use crate::media::container::raw::{Form, Preview, Raw, Span, jpeg_blocks, read_raw};
use crate::media::picture::{Picture, Pixels};
use crate::media::source::Source;

/// A preview is not larger than this: that of a camera of 100 megapixels has 40 MB.
const MAX_PREVIEW_BYTES: u64 = 256 * 1024 * 1024;

/// How far width to height of a smaller preview may be from that of the largest: cameras round, but black bars are more.
const MAX_ASPECT_DIFFERENCE: f64 = 0.015;

/// One opened raw file.
pub(super) struct RawDecoder<'a> {
    source: &'a Source,
    /// Those that show the same part of the scene, largest first; at least one.
    previews: Vec<Preview>,
    probe: Probe,
}

impl<'a> RawDecoder<'a> {
    /// Finds the previews, by looking at all of the file where its structure names no good one.
    pub(super) fn open(source: &'a Source) -> Result<Self, Fault> {
        Self::of(source, read_raw(source))
    }

    /// Of what is known of the file.
    pub(super) fn of(source: &'a Source, raw: Raw) -> Result<Self, Fault> {
        let Raw { blocks, mut previews, is_cut } = raw;
        previews.retain(|preview| n_bytes(preview) <= MAX_PREVIEW_BYTES);
        let Some(largest) = previews.first().cloned() else {
            return Err(if is_cut {
                Fault::Damaged("it ends before the picture that the camera puts into it".to_owned())
            } else {
                let why = "it holds no picture that can be shown, and raw data are not developed here; save a JPEG of it beside it \
                           with the camera maker's program or with darktable";
                Fault::NotShown(why.to_owned())
            });
        };
        previews.retain(|preview| shows_the_same(preview, &largest));
        let Outside { orientation, colour } = outside(blocks);
        // A preview's own profile goes before what the raw file says of its pictures.
        let own = match &largest.form {
            Form::Jpeg(span) => outside(jpeg_blocks(source, *span)).colour,
            Form::Rgb(_) => Colour::Srgb,
        };
        let colour = if own == Colour::Srgb { colour } else { own };
        let probe = Probe { width_px: largest.width_px, height_px: largest.height_px, orientation, colour };
        Ok(Self { source, previews, probe })
    }

    /// The longer side of the smallest preview, in pixels.
    pub(super) fn smallest_px(&self) -> Option<u32> {
        self.previews.last().map(Preview::long_edge_px)
    }

    /// The smallest that is large enough, else the largest.
    fn fitting(&self, at_least_px: Option<u32>) -> &[Preview] {
        let n =
            at_least_px.and_then(|px| self.previews.iter().rposition(|preview| preview.long_edge_px() >= px));
        self.previews.get(n.unwrap_or(0)..).unwrap_or_default()
    }
}

impl Decoder for RawDecoder<'_> {
    fn probe(&self) -> &Probe {
        &self.probe
    }

    fn cost_bytes(&self, at_least_px: Option<u32>) -> u64 {
        self.fitting(at_least_px).first().map_or(0, |preview| {
            // The file's bytes, the pixels, and what a progressive JPEG would keep.
            n_bytes(preview) + u64::from(preview.width_px) * u64::from(preview.height_px) * 10
        })
    }

    fn decode(&mut self, at_least_px: Option<u32>, work: &Work<'_>) -> Result<Decoded, Fault> {
        let preview = self
            .fitting(at_least_px)
            .first()
            .ok_or_else(|| Fault::Damaged("it has no preview".to_owned()))?;
        match &preview.form {
            Form::Jpeg(span) => {
                let bytes = read(self.source, *span)?;
                JpegDecoder::open(bytes, Outside::default())?.decode(at_least_px, work)
            }
            Form::Rgb(strips) => plain(self.source, preview, strips),
        }
    }
}

fn read(source: &Source, span: Span) -> Result<Cow<'_, [u8]>, Fault> {
    let len = usize::try_from(span.len.min(MAX_PREVIEW_BYTES)).unwrap_or(usize::MAX);
    source
        .range(span.at, len)
        .map_err(|error| Fault::Damaged(format!("its preview could not be read: {error}")))
}

/// A picture of strips of red, green, blue.
fn plain(source: &Source, preview: &Preview, strips: &[Span]) -> Result<Decoded, Fault> {
    let mut rgba = Vec::with_capacity(preview.width_px as usize * preview.height_px as usize * 4);
    for strip in strips {
        rgba.extend(read(source, *strip)?.as_chunks::<3>().0.iter().flat_map(|[r, g, b]| [*r, *g, *b, 255]));
    }
    let picture = Picture::new(preview.width_px, preview.height_px, rgba);
    let picture = picture.ok_or_else(|| Fault::Damaged("its preview has no pixels".to_owned()))?;
    Ok(Decoded::new(Pixels::Eight(picture), true))
}

/// The greatest part of the file that is held at one time.
fn n_bytes(preview: &Preview) -> u64 {
    match &preview.form {
        Form::Jpeg(span) => span.len,
        Form::Rgb(strips) => strips.iter().map(|span| span.len).max().unwrap_or(0),
    }
}

/// Whether two previews show the same part of the scene, by their aspect ratios.
pub(super) fn shows_the_same(a: &Preview, b: &Preview) -> bool {
    let aspect = |preview: &Preview| f64::from(preview.width_px) / f64::from(preview.height_px.max(1));
    (aspect(a) / aspect(b) - 1.0).abs() <= MAX_ASPECT_DIFFERENCE
}
