//! JPEG pixels, by libjpeg-turbo.

use turbojpeg::{Colorspace, Decompressor, Image, PixelFormat, ScalingFactor};

use super::colour::inks_to_srgb;
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

/// Decodes a JPEG, not turned, scaled down to no less than `at_least_px` on its longer side; tells its full size too. A picture
/// that is cut short gives what there is of it, the rest in grey.
///
/// Pictures in inks (CMYK) come back in sRGB, by the profile where there is one; all others in the colours they are stored in.
pub(super) fn decode_jpeg(
    bytes: &[u8],
    at_least_px: Option<u32>,
    icc: Option<&[u8]>,
    limits: &Limits,
) -> Result<(Picture, (u32, u32)), JpegFault> {
    let damaged = |error: turbojpeg::Error| JpegFault::Damaged(error.to_string());
    let mut decompressor = Decompressor::new().map_err(damaged)?;
    let header = decompressor.read_header(bytes).map_err(damaged)?;
    let factor = at_least_px
        .filter(|_| !header.is_lossless)
        .map_or(ScalingFactor::ONE, |px| cheapest_factor(header.width.max(header.height), px as usize));
    let scaled = header.scaled(factor);
    let n_stored = header.width as u64 * header.height as u64;
    let kept = if header.is_progressive { n_stored * 6 } else { 0 };
    let made = scaled.width as u64 * scaled.height as u64 * 4;
    if n_stored > limits.max_pixels || made + kept > limits.max_decoded_bytes {
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
        inks_to_srgb(&mut image.pixels, icc);
    } else if let Err(error) = outcome {
        // Warnings are errors here too. Rows that were decoded are opaque; those never reached are still clear.
        let missing = |pixel: &&mut [u8; 4]| pixel[3] == 0;
        let pixels = image.pixels.as_chunks_mut::<4>().0;
        if pixels.first().is_none_or(|first| first[3] == 0) {
            return Err(damaged(error));
        }
        pixels.iter_mut().filter(missing).for_each(|pixel| *pixel = [128, 128, 128, 255]);
    }
    let picture = Picture::new(scaled.width as u32, scaled.height as u32, image.pixels)
        .ok_or_else(|| JpegFault::Damaged("it has no pixels".to_owned()))?;
    Ok((picture, (header.width as u32, header.height as u32)))
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
