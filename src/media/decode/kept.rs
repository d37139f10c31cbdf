//! Pictures that this program wrote itself, from memory.

use turbojpeg::{Decompressor, Image, PixelFormat};

use crate::media::picture::Picture;

/// None of our own small pictures comes near this many pixels.
const MOST_PIXELS: u64 = 64 << 20;

/// Decodes a JPEG that [`crate::media::encode_jpeg`] made, from memory: no limits, colours or orientation are to be looked at. `None` when it cannot
/// be decoded, or has another size than it should: then nothing is allocated.
pub fn decode_kept_jpeg(jpeg: &[u8], width_px: u32, height_px: u32) -> Option<Picture> {
    let mut decompressor = Decompressor::new().ok()?;
    let header = decompressor.read_header(jpeg).ok()?;
    let (width, height) = (usize::try_from(width_px).ok()?, usize::try_from(height_px).ok()?);
    if (header.width, header.height) != (width, height) {
        return None;
    }
    let pitch = width.checked_mul(4)?;
    let mut rgba = vec![0; pitch.checked_mul(height)?];
    let image = Image { pixels: rgba.as_mut_slice(), width, pitch, height, format: PixelFormat::RGBA };
    decompressor.decompress(jpeg, image).ok()?;
    Picture::new(width_px, height_px, rgba)
}

/// The same at an eighth of its size, for what only needs its colours.
pub fn decode_kept_small(jpeg: &[u8]) -> Option<Picture> {
    let mut decompressor = Decompressor::new().ok()?;
    let header = decompressor.read_header(jpeg).ok()?;
    let (width, height) = (u32::try_from(header.width).ok()?, u32::try_from(header.height).ok()?);
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    decompressor.set_scaling_factor(turbojpeg::ScalingFactor::ONE_EIGHTH).ok()?;
    let scaled = header.scaled(turbojpeg::ScalingFactor::ONE_EIGHTH);
    let pitch = scaled.width.checked_mul(4)?;
    let mut rgba = vec![0; pitch.checked_mul(scaled.height)?];
    let image = Image {
        pixels: rgba.as_mut_slice(),
        width: scaled.width,
        pitch,
        height: scaled.height,
        format: PixelFormat::RGBA,
    };
    decompressor.decompress(jpeg, image).ok()?;
    Picture::new(u32::try_from(scaled.width).ok()?, u32::try_from(scaled.height).ok()?, rgba)
}
