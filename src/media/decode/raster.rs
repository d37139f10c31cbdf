//! PNG, TIFF, WebP, GIF and BMP, by the decoders of the `image` crate.

use std::borrow::Cow;
use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::decoder::{Decoded, Decoder, Fault, Outside, Probe, Work};
use crate::media::colour::Colour;
use crate::media::limits::Limits;
use crate::media::picture::{DeepPicture, Picture, Pixels};

/// One opened file. Of an animation its first frame counts.
pub(super) struct RasterDecoder<'a> {
    /// Taken by the one decode that it serves.
    decoder: Option<Box<dyn ImageDecoder + 'a>>,
    n_bytes: u64,
    probe: Probe,
}

impl<'a> RasterDecoder<'a> {
    /// Reads the header.
    pub(super) fn open(
        bytes: Cow<'a, [u8]>,
        format: ImageFormat,
        outside: Outside,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut image_limits = image::Limits::no_limits();
        image_limits.max_alloc = Some(limits.max_decoded_bytes);
        reader.limits(image_limits);
        let mut decoder: Box<dyn ImageDecoder + 'a> = Box::new(reader.into_decoder().map_err(damaged)?);
        let (width_px, height_px) = decoder.dimensions();
        let colour = match outside.colour {
            Colour::Srgb => decoder.icc_profile().ok().flatten().map_or(Colour::Srgb, Colour::Icc),
            colour => colour,
        };
        let probe = Probe { width_px, height_px, orientation: outside.orientation, colour };
        Ok(Self { n_bytes: decoder.total_bytes(), decoder: Some(decoder), probe })
    }
}

impl Decoder for RasterDecoder<'_> {
    fn probe(&self) -> &Probe {
        &self.probe
    }

    fn cost_bytes(&self, _at_least_px: Option<u32>) -> u64 {
        let n = self.probe.n_pixels();
        // What the decoder gives, and what it is turned into where that is something else.
        if self.n_bytes == n * 4 { n * 4 } else { self.n_bytes + n * 4 }
    }

    fn decode(&mut self, _at_least_px: Option<u32>, _work: &Work<'_>) -> Result<Decoded, Fault> {
        let no_pixels = || Fault::Damaged("it has no pixels".to_owned());
        let decoder = self.decoder.take().ok_or_else(no_pixels)?;
        let image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
        let is_deep = matches!(
            image,
            DynamicImage::ImageLuma16(_)
                | DynamicImage::ImageLumaA16(_)
                | DynamicImage::ImageRgb16(_)
                | DynamicImage::ImageRgba16(_)
                | DynamicImage::ImageRgb32F(_)
                | DynamicImage::ImageRgba32F(_)
        );
        let (width, height) = (image.width(), image.height());
        let pixels = if is_deep {
            DeepPicture::new(width, height, image.into_rgba16().into_raw()).map(Pixels::Sixteen)
        } else {
            Picture::new(width, height, image.into_rgba8().into_raw()).map(Pixels::Eight)
        };
        Ok(Decoded { pixels: pixels.ok_or_else(no_pixels)?, is_whole: true })
    }
}

// By value, as `map_err` gives it.
#[allow(clippy::needless_pass_by_value)]
fn damaged(error: image::ImageError) -> Fault {
    Fault::Damaged(error.to_string())
}
