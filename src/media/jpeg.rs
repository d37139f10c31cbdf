//! JPEG pixels, by libjpeg-turbo.

use turbojpeg::{Colorspace, Decompressor, Image, PixelFormat, ScalingFactor};

use super::limits::Limits;
use super::picture::Picture;

/// Why a JPEG gave no picture.
#[derive(Debug)]
pub(super) enum JpegFault {
    /// Its header asks for more than the limits allow: width and height.
    TooLarge(usize, usize),
    /// Nothing could be decoded, in the decoder's words.
    Damaged(String),
}

/// Progressive scans that are decoded: encoders write about ten, attacks thousands.
const MAX_SCANS: u32 = 200;

/// Decodes a JPEG, as stored, scaled down to no less than `at_least_px` on its longer side. A picture that is cut short gives
/// what there is of it, the rest in grey.
pub(super) fn decode_jpeg(
    bytes: &[u8],
    at_least_px: Option<u32>,
    limits: &Limits,
) -> Result<Picture, JpegFault> {
    let damaged = |error: turbojpeg::Error| JpegFault::Damaged(error.to_string());
    let mut decompressor = Decompressor::new().map_err(damaged)?;
    let header = decompressor.read_header(bytes).map_err(damaged)?;
    let factor = at_least_px
        .filter(|_| !header.is_lossless)
        .map_or(ScalingFactor::ONE, |px| smallest_factor(header.width.max(header.height), px as usize));
    let scaled = header.scaled(factor);
    let n_pixels = scaled.width as u64 * scaled.height as u64;
    if header.width as u64 * header.height as u64 > limits.max_pixels
        || n_pixels * 4 > limits.max_decoded_bytes
    {
        return Err(JpegFault::TooLarge(header.width, header.height));
    }
    decompressor.set_scan_limit(MAX_SCANS).map_err(damaged)?;
    decompressor.set_scaling_factor(factor).map_err(damaged)?;
    let is_cmyk = matches!(header.colorspace, Colorspace::CMYK | Colorspace::YCCK);
    let mut image = Image {
        pixels: vec![0_u8; scaled.width * scaled.height * 4],
        width: scaled.width,
        pitch: scaled.width * 4,
        height: scaled.height,
        format: if is_cmyk { PixelFormat::CMYK } else { PixelFormat::RGBA },
    };
    let outcome = decompressor.decompress(bytes, image.as_deref_mut());
    if is_cmyk {
        outcome.map_err(damaged)?;
        cmyk_to_rgba(&mut image.pixels);
    } else if let Err(error) = outcome {
        // Warnings are errors here too. Rows that were decoded are opaque; those never reached are still clear.
        let missing = |pixel: &&mut [u8; 4]| pixel[3] == 0;
        let pixels = image.pixels.as_chunks_mut::<4>().0;
        if pixels.first().is_none_or(|first| first[3] == 0) {
            return Err(damaged(error));
        }
        pixels.iter_mut().filter(missing).for_each(|pixel| *pixel = [128, 128, 128, 255]);
    }
    let (width_px, height_px) = (scaled.width as u32, scaled.height as u32);
    Picture::new(width_px, height_px, image.pixels)
        .ok_or_else(|| JpegFault::Damaged("it has no pixels".to_owned()))
}

/// The smallest eighth that leaves the longer side at no less than `at_least`.
fn smallest_factor(long_edge: usize, at_least: usize) -> ScalingFactor {
    (1..8)
        .map(|eighths| ScalingFactor::new(eighths, 8))
        .find(|factor| factor.scale(long_edge) >= at_least)
        .unwrap_or(ScalingFactor::ONE)
}

/// Ink to light without a profile. JPEG holds ink upside down (255 is none), as Adobe's programs write it.
fn cmyk_to_rgba(pixels: &mut [u8]) {
    let through = |ink: u8, black: u8| u8::try_from(u32::from(ink) * u32::from(black) / 255).unwrap_or(255);
    for pixel in pixels.as_chunks_mut::<4>().0 {
        let [c, m, y, k] = *pixel;
        *pixel = [through(c, k), through(m, k), through(y, k), 255];
    }
}
