//! Pictures into files.

use turbojpeg::{Compressor, Image, PixelFormat, Subsamp, YuvPlanesImage};

use super::picture::Picture;
use super::planes::{Plane, Planes};
use super::spare::Spare;

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
    /// The other encoder refused.
    #[error("the WebP encoder failed: {0}")]
    WebP(String),
}

/// As what pictures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// Quality of the JPEG, 1 to 100.
    pub jpeg_quality: u8,
    /// Whether each is made as WebP too.
    pub webp: bool,
}

impl Encoding {
    /// A JPEG of this quality, 1 to 100, and nothing else.
    pub const fn jpeg(jpeg_quality: u8) -> Self {
        Self { jpeg_quality, webp: false }
    }
}

/// The longest side of a JPEG.
const MAX_EDGE_PX: u32 = 65_535;
/// The longest side of a WebP (RFC 9649, section 2.5).
const MAX_WEBP_EDGE_PX: u32 = 16_383;
/// How much higher the quality of a WebP is than its JPEG's. Structural similarity to the picture, JPEG at 82 and WebP at 84: 0.975 and 0.981
/// at 512 px, 0.986 and 0.973 at 2048 px; more would give away what it saves.
const WEBP_QUALITY_MORE: f32 = 2.0;
/// Of libwebp's methods 0 to 6: half the time of its default for 3 % more bytes.
const WEBP_METHOD: i32 = 2;

/// A baseline JPEG of a picture at a quality of 1 to 100, colour at half resolution (4:2:0), with no metadata whatever.
/// What is transparent is laid over white.
///
/// # Errors
/// [`EncodeError`] for a side over 65,535 px or when the encoder fails.
pub fn encode_jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>, EncodeError> {
    if picture.long_edge_px() > MAX_EDGE_PX {
        return Err(EncodeError::TooLarge { width_px: picture.width_px, height_px: picture.height_px });
    }
    let opaque;
    let rgba = if picture.has_transparency() {
        opaque = picture.clone().over_white().rgba;
        &opaque
    } else {
        &picture.rgba
    };
    let mut compressor = compressor(quality)?;
    let image = Image {
        pixels: rgba.as_slice(),
        width: picture.width_px as usize,
        pitch: picture.width_px as usize * 4,
        height: picture.height_px as usize,
        format: PixelFormat::RGBA,
    };
    Ok(compressor.compress_to_vec(image)?)
}

/// A lossy WebP about as good as a JPEG of this quality ([`WEBP_QUALITY_MORE`]), with no metadata whatever, on one thread. What is transparent is laid over
/// white, as in the JPEG. `None` for a side over 16,383 px.
///
/// # Errors
/// [`EncodeError::WebP`] when the encoder fails.
pub(super) fn encode_webp(picture: Picture, jpeg_quality: u8) -> Result<Option<Vec<u8>>, EncodeError> {
    if picture.long_edge_px() > MAX_WEBP_EDGE_PX {
        return Ok(None);
    }
    let picture = if picture.has_transparency() { picture.over_white() } else { picture };
    let refused = || EncodeError::WebP("its settings were refused".to_owned());
    let mut config = webp::WebPConfig::new().map_err(|()| refused())?;
    config.quality = (f32::from(jpeg_quality) + WEBP_QUALITY_MORE).min(100.0);
    config.method = WEBP_METHOD;
    let encoder = webp::Encoder::from_rgba(&picture.rgba, picture.width_px, picture.height_px);
    let encoded = encoder.encode_advanced(&config);
    Ok(Some(encoded.map_err(|error| EncodeError::WebP(format!("{error:?}")))?.to_vec()))
}

/// Width and height in pixels, as the head of a JPEG says.
pub fn jpeg_size(jpeg: &[u8]) -> Option<(u32, u32)> {
    let head = turbojpeg::read_header(jpeg).ok()?;
    Some((u32::try_from(head.width).ok()?, u32::try_from(head.height).ok()?))
}

/// The same of planes, without turning them to light and back. Nothing in them is transparent.
///
/// # Errors
/// [`EncodeError`] for a side over 65,535 px or when the encoder fails.
pub(super) fn encode_planes(planes: &Planes, quality: u8, spare: &mut Spare) -> Result<Vec<u8>, EncodeError> {
    let Plane { width, height, .. } = planes.luma;
    if planes.long_edge_px() > MAX_EDGE_PX {
        let (width_px, height_px) = planes.size();
        return Err(EncodeError::TooLarge { width_px, height_px });
    }
    let mut compressor = compressor(quality)?;
    let Some([cb, cr]) = &planes.chroma else {
        compressor.set_subsamp(Subsamp::Gray)?;
        let pixels = planes.luma.levels.as_slice();
        let grey = Image { pixels, width, pitch: width, height, format: PixelFormat::GRAY };
        return Ok(compressor.compress_to_vec(grey)?);
    };
    // The encoder wants as much brightness as there is colour.
    let luma = planes.luma.even();
    let image = YuvPlanesImage {
        y_plane: &*luma,
        u_plane: cb.levels.as_slice(),
        v_plane: cr.levels.as_slice(),
        width,
        height,
        y_stride: width.next_multiple_of(2),
        u_stride: cb.width,
        v_stride: cr.width,
        subsamp: Subsamp::Sub2x2,
    };
    // As much as it can come to, of which little is ever touched; a buffer that grows would be copied over and over.
    let mut out = spare.take(compressor.buf_len(width, height)?);
    let n = compressor.compress_yuv_planes_to_slice(&image, &mut out);
    let jpeg = n.map(|n| out.get(..n).unwrap_or_default().to_vec());
    spare.give(out);
    Ok(jpeg?)
}

/// Colour at half resolution, and the tables of ITU-T T.81, annex K.3: tables made for the picture would save 2 % of the bytes at 2048 px
/// and cost 13 ms, which is more than all the rest of encoding.
fn compressor(quality: u8) -> Result<Compressor, EncodeError> {
    let mut compressor = Compressor::new()?;
    compressor.set_quality(i32::from(quality.clamp(1, 100)))?;
    compressor.set_subsamp(Subsamp::Sub2x2)?;
    Ok(compressor)
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
