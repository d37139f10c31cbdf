//! JPEG pixels, by libjpeg-turbo.

use std::borrow::Cow;

use turbojpeg::{Colorspace, DecompressHeader, Decompressor, Image, PixelFormat, ScalingFactor};

use super::decoder::{Decoded, Decoder, Fault, MIN_SHARE, Outside, Probe, Work};
use crate::media::colour::{Colour, inks_to_srgb};
use crate::media::picture::{Picture, Pixels};

/// Progressive scans that are decoded: encoders write about ten, attacks thousands.
const MAX_SCANS: u32 = 200;

/// One opened JPEG.
pub(super) struct JpegDecoder<'a> {
    bytes: Cow<'a, [u8]>,
    header: DecompressHeader,
    decompressor: Decompressor,
    /// The profile of inks, which are turned to light here; pictures of light have it in the probe.
    ink_profile: Option<Vec<u8>>,
    probe: Probe,
}

impl<'a> JpegDecoder<'a> {
    /// Reads the header. `colour` is what the numbers mean if they are light.
    pub(super) fn open(bytes: Cow<'a, [u8]>, outside: Outside) -> Result<Self, Fault> {
        let mut decompressor = Decompressor::new().map_err(damaged)?;
        let header = decompressor.read_header(&bytes).map_err(damaged)?;
        let is_cmyk = is_cmyk(&header);
        let (ink_profile, colour) = match outside.colour {
            Colour::Icc(icc) if is_cmyk => (Some(icc), Colour::Srgb),
            _ if is_cmyk => (None, Colour::Srgb),
            colour => (None, colour),
        };
        let side = |px: usize| u32::try_from(px).unwrap_or(u32::MAX);
        let probe = Probe {
            width_px: side(header.width),
            height_px: side(header.height),
            orientation: outside.orientation,
            colour,
        };
        Ok(Self { bytes, header, decompressor, ink_profile, probe })
    }

    fn factor(&self, at_least_px: Option<u32>) -> ScalingFactor {
        at_least_px.filter(|_| !self.header.is_lossless).map_or(ScalingFactor::ONE, |px| {
            cheapest_factor(self.header.width.max(self.header.height), px as usize)
        })
    }
}

impl Decoder for JpegDecoder<'_> {
    fn probe(&self) -> &Probe {
        &self.probe
    }

    /// Four bytes for each pixel that is made, and six for each stored one of a progressive picture: its decoder keeps them all.
    fn cost_bytes(&self, at_least_px: Option<u32>) -> u64 {
        let scaled = self.header.scaled(self.factor(at_least_px));
        let kept = if self.header.is_progressive { self.probe.n_pixels() * 6 } else { 0 };
        scaled.width as u64 * scaled.height as u64 * 4 + kept
    }

    fn decode(&mut self, at_least_px: Option<u32>, _work: &Work<'_>) -> Result<Decoded, Fault> {
        let factor = self.factor(at_least_px);
        let scaled = self.header.scaled(factor);
        self.decompressor.set_scan_limit(MAX_SCANS).map_err(damaged)?;
        self.decompressor.set_scaling_factor(factor).map_err(damaged)?;
        let is_cmyk = is_cmyk(&self.header);
        let mut image = Image {
            pixels: vec![0_u8; scaled.width * scaled.height * 4],
            width: scaled.width,
            pitch: scaled.width * 4,
            height: scaled.height,
            format: if is_cmyk { PixelFormat::CMYK } else { PixelFormat::RGBA },
        };
        let outcome = self.decompressor.decompress(&self.bytes, image.as_deref_mut());
        let mut is_whole = true;
        if is_cmyk {
            outcome.map_err(damaged)?;
            inks_to_srgb(&mut image.pixels, self.ink_profile.as_deref());
        } else if let Err(error) = outcome {
            // Warnings are errors here too. Rows that were decoded are opaque; those never reached are still clear.
            let pixels = image.pixels.as_chunks_mut::<4>().0;
            let n_missing = pixels.iter().filter(|pixel| pixel[3] == 0).count();
            if n_missing as f64 > pixels.len() as f64 * (1.0 - MIN_SHARE) {
                return Err(damaged(error));
            }
            pixels.iter_mut().filter(|pixel| pixel[3] == 0).for_each(|pixel| *pixel = [128, 128, 128, 255]);
            is_whole = n_missing == 0;
        }
        let picture = Picture::new(scaled.width as u32, scaled.height as u32, image.pixels)
            .ok_or_else(|| Fault::Damaged("it has no pixels".to_owned()))?;
        Ok(Decoded { pixels: Pixels::Eight(picture), is_whole })
    }
}

fn is_cmyk(header: &DecompressHeader) -> bool {
    matches!(header.colorspace, Colorspace::CMYK | Colorspace::YCCK)
}

// By value, as `map_err` gives it.
#[allow(clippy::needless_pass_by_value)]
fn damaged(error: turbojpeg::Error) -> Fault {
    Fault::Damaged(error.to_string())
}

/// The factor that costs least of those that leave the longer side at no less than `at_least`. The decoder knows all eighths; three
/// and seven cost it more than the next larger, which it has in SIMD.
fn cheapest_factor(long_edge: usize, at_least: usize) -> ScalingFactor {
    [1, 2, 4, 5, 6]
        .map(|eighths| ScalingFactor::new(eighths, 8))
        .into_iter()
        .find(|factor| factor.scale(long_edge) >= at_least)
        .unwrap_or(ScalingFactor::ONE)
}
