//! JPEG pixels, by libjpeg-turbo.

use std::borrow::Cow;

use turbojpeg::{Colorspace, DecompressHeader, Decompressor, Image, PixelFormat, ScalingFactor, YuvImage};

use super::decoder::{Decoded, Decoder, Fault, MIN_SHARE, Outside, Probe, Work};
use crate::media::colour::{Colour, inks_to_srgb};
use crate::media::picture::{Picture, Pixels};
use crate::media::planes::StoredPlanes;

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
        // Where the picture is made smaller anyhow, colour needs no smooth enlarging.
        self.decompressor.set_fast_upsample(at_least_px.is_some()).map_err(damaged)?;
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

    fn decode_planes(&mut self, at_least_px: Option<u32>) -> Option<StoredPlanes> {
        let subsamp = self.header.subsamp;
        let is_light = matches!(self.header.colorspace, Colorspace::YCbCr | Colorspace::Gray);
        if !is_light || self.header.is_lossless || !StoredPlanes::serves(subsamp) {
            return None;
        }
        let factor = self.factor(at_least_px);
        let DecompressHeader { width, height, .. } = self.header.scaled(factor);
        let mut levels = vec![0; StoredPlanes::n_bytes(width, height, subsamp)?];
        self.decompressor.set_scan_limit(MAX_SCANS).ok()?;
        self.decompressor.set_scaling_factor(factor).ok()?;
        let image = YuvImage { pixels: levels.as_mut_slice(), width, align: 1, height, subsamp };
        self.decompressor.decompress_to_yuv(&self.bytes, image).ok()?;
        let part = factor.num() as f64 / factor.denom() as f64;
        let shown = (self.header.width as f64 * part, self.header.height as f64 * part);
        Some(StoredPlanes { width, height, shown, subsamp, levels })
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

/// The smallest factor that leaves the longer side at no less than `at_least`, of those that the decoder has in SIMD. It knows all
/// eighths, but five and six take longer than all eight (64 and 72 ms of a 12-megapixel photo against 47), and five loses detail:
/// fine grain is like itself to a structural similarity of 0.977 only.
fn cheapest_factor(long_edge: usize, at_least: usize) -> ScalingFactor {
    [ScalingFactor::ONE_EIGHTH, ScalingFactor::ONE_QUARTER, ScalingFactor::ONE_HALF]
        .into_iter()
        .find(|factor| factor.scale(long_edge) >= at_least)
        .unwrap_or(ScalingFactor::ONE)
}
