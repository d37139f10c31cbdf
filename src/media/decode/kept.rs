//! Pictures that this program wrote itself, from memory.

use turbojpeg::{Decompressor, Image, PixelFormat};

use crate::media::picture::Picture;

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
