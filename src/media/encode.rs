//! Pictures into files.

use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

use super::picture::Picture;

/// Why a picture could not be encoded.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// JPEG holds 65,535 pixels on a side (ITU-T T.81, B.2.2).
    #[error("a picture of {width_px} x {height_px} px does not fit into a JPEG; make it smaller")]
    TooLarge {
        /// Its width.
        width_px: u32,
        /// Its height.
        height_px: u32,
    },
    /// The encoder refused.
    #[error("the JPEG encoder failed: {0}")]
    Encoder(#[from] turbojpeg::Error),
}

/// A baseline JPEG of a picture at a quality of 1 to 100, colour at half resolution (4:2:0), with no metadata whatever.
/// What is transparent is laid over white.
///
/// # Errors
/// [`EncodeError`] for a side over 65,535 px or when the encoder fails.
pub fn encode_jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>, EncodeError> {
    if picture.long_edge_px() > 65_535 {
        return Err(EncodeError::TooLarge { width_px: picture.width_px, height_px: picture.height_px });
    }
    let opaque;
    let rgba = if picture.has_transparency() {
        opaque = over_white(&picture.rgba);
        &opaque
    } else {
        &picture.rgba
    };
    let mut compressor = Compressor::new()?;
    compressor.set_quality(i32::from(quality.clamp(1, 100)))?;
    compressor.set_subsamp(Subsamp::Sub2x2)?;
    // A few per cent smaller for a few milliseconds; the bytes are read more often than they are written.
    compressor.set_optimize(true)?;
    let image = Image {
        pixels: rgba.as_slice(),
        width: picture.width_px as usize,
        pitch: picture.width_px as usize * 4,
        height: picture.height_px as usize,
        format: PixelFormat::RGBA,
    };
    Ok(compressor.compress_to_vec(image)?)
}

fn over_white(rgba: &[u8]) -> Vec<u8> {
    let blend = |colour: u8, alpha: u8| {
        let sum = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
        u8::try_from((sum + 127) / 255).unwrap_or(255)
    };
    let pixels = rgba.as_chunks::<4>().0.iter();
    pixels.flat_map(|&[r, g, b, a]| [blend(r, a), blend(g, a), blend(b, a), 255]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparency_becomes_white_and_nothing_but_the_picture_is_written() {
        let picture = Picture::new(16, 16, [200, 0, 0, 0].repeat(256)).unwrap();
        let jpeg = encode_jpeg(&picture, 90).unwrap();
        let back = turbojpeg::decompress(&jpeg, PixelFormat::RGB).unwrap();
        assert!(back.pixels.iter().all(|level| *level > 250));
        // Quantisation tables follow the JFIF header at once: no EXIF, no comment, no profile.
        assert_eq!(&jpeg[..4], b"\xff\xd8\xff\xe0");
        assert_eq!(&jpeg[20..22], b"\xff\xdb");
    }

    #[test]
    fn too_wide_is_an_error() {
        let picture = Picture::new(65_536, 1, vec![0; 65_536 * 4]).unwrap();
        assert!(matches!(encode_jpeg(&picture, 80), Err(EncodeError::TooLarge { .. })));
    }
}
