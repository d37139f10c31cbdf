//! Files into pictures.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader};

use super::colour::to_srgb;
use super::container::walk;
use super::exif::read_exif;
use super::jpeg::{JpegFault, decode_jpeg};
use super::limits::Limits;
use super::orient::upright;
use super::picture::Picture;
use super::resize::{fitted, shrunk_to};
use super::sniff::sniff;
use super::source::{Source, unreadable};
use crate::model::photo::Format;
use crate::model::problem::{Problem, ProblemKind};

/// Decodes the picture of a file: upright, in sRGB.
///
/// With `at_least_px` the longer side is exactly that long, or shorter where the picture is; the decoder then saves what work it can.
/// Without it the picture has its full size. `cancel` is looked at between the steps; what was cancelled is a Problem of kind
/// `TimedOut`.
///
/// # Errors
/// A [`Problem`]: `Vanished`, `Unreadable`, `Empty`, `NotAPicture`, `FormatNotRead`, `TooLarge` before anything is allocated,
/// `Damaged`, `TimedOut`.
pub fn decode(
    path: &Path,
    at_least_px: Option<u32>,
    limits: &Limits,
    cancel: &AtomicBool,
) -> Result<Picture, Problem> {
    let go_on = || match cancel.load(Ordering::Relaxed) {
        false => Ok(()),
        true => Err(Problem::new(ProblemKind::TimedOut, path, "Decoding the picture was cancelled.")),
    };
    go_on()?;
    let bytes = read_whole(path, limits)?;
    go_on()?;
    let format = format_of(path, &bytes)?;
    let source = Source::from_bytes(bytes);
    let blocks = walk(&source, format);
    let orientation = blocks.exif.map(read_exif).and_then(|exif| exif.orientation).unwrap_or_default();
    // A decoder that panics on a damaged file must not take the others' pictures with it.
    let attempt = || pixels(source.head(), format, at_least_px, blocks.icc.as_deref(), limits);
    let decoded = catch_unwind(AssertUnwindSafe(attempt))
        .unwrap_or_else(|_| Err(Fault::Damaged("the decoder gave up".to_owned())));
    let Decoded { mut picture, stored, icc } = decoded.map_err(|fault| fault.into_problem(path, format))?;
    go_on()?;
    // What comes after costs by the pixel, so it comes after this.
    if let Some(px) = at_least_px {
        picture = shrunk_to(picture, fitted(stored, px));
        go_on()?;
    }
    if let Some(icc) = blocks.icc.or(icc) {
        to_srgb(&mut picture, &icc);
        go_on()?;
    }
    Ok(upright(picture, orientation))
}

/// The format of a picture that this version reads.
pub(super) fn format_of(path: &Path, head: &[u8]) -> Result<Format, Problem> {
    match sniff(head) {
        Some(format) if format.is_read() => Ok(format),
        Some(format) => {
            let message = format!("{} is not read yet. Convert it to JPEG to include it.", format.name());
            Err(Problem::new(ProblemKind::FormatNotRead, path, message))
        }
        None => {
            let message = "By its bytes this is no picture, whatever its name says. Open it in the program that made it.";
            Err(Problem::new(ProblemKind::NotAPicture, path, message))
        }
    }
}

fn read_whole(path: &Path, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_file() {
        return Err(Problem::new(ProblemKind::Unreadable, path, "This is not a file."));
    }
    if metadata.len() == 0 {
        return Err(Problem::new(
            ProblemKind::Empty,
            path,
            "The file has no bytes. Copy it again from where it came.",
        ));
    }
    if metadata.len() > limits.max_bytes {
        let message = format!(
            "The file of {} MB is larger than the {} MB that are read.",
            metadata.len() >> 20,
            limits.max_bytes >> 20
        );
        return Err(Problem::new(ProblemKind::TooLarge, path, message));
    }
    std::fs::read(path).map_err(|error| unreadable(path, &error))
}

enum Fault {
    TooLarge(u64, u64),
    Damaged(String),
}

impl Fault {
    fn into_problem(self, path: &Path, format: Format) -> Problem {
        match self {
            Self::TooLarge(width, height) => {
                let message =
                    format!("The picture of {width} x {height} px is larger than is read. Make it smaller.");
                Problem::new(ProblemKind::TooLarge, path, message)
            }
            Self::Damaged(why) => {
                let format = format.name();
                let message =
                    format!("The {format} could not be decoded: {why}. Copy it again from where it came.");
                Problem::new(ProblemKind::Damaged, path, message)
            }
        }
    }
}

struct Decoded {
    picture: Picture,
    /// Width and height in full, of which the picture may be a scaled copy.
    stored: (u32, u32),
    /// The profile, where only the decoder finds it.
    icc: Option<Vec<u8>>,
}

/// The pixels as they are stored.
fn pixels(
    bytes: &[u8],
    format: Format,
    at_least_px: Option<u32>,
    icc: Option<&[u8]>,
    limits: &Limits,
) -> Result<Decoded, Fault> {
    let format = match format {
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
        Format::Tiff => ImageFormat::Tiff,
        _ => {
            let (picture, stored) =
                decode_jpeg(bytes, at_least_px, icc, limits).map_err(|fault| match fault {
                    JpegFault::TooLarge(width, height) => Fault::TooLarge(width as u64, height as u64),
                    JpegFault::Damaged(why) => Fault::Damaged(why),
                })?;
            return Ok(Decoded { picture, stored, icc: None });
        }
    };
    let damaged = |error: image::ImageError| Fault::Damaged(error.to_string());
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut image_limits = image::Limits::no_limits();
    image_limits.max_alloc = Some(limits.max_decoded_bytes);
    reader.limits(image_limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let n_pixels = u64::from(width) * u64::from(height);
    if n_pixels > limits.max_pixels
        || n_pixels.saturating_mul(4).max(decoder.total_bytes()) > limits.max_decoded_bytes
    {
        return Err(Fault::TooLarge(width.into(), height.into()));
    }
    let icc = decoder.icc_profile().ok().flatten();
    let rgba = DynamicImage::from_decoder(decoder).map_err(damaged)?.into_rgba8();
    let picture = Picture::new(rgba.width(), rgba.height(), rgba.into_raw())
        .ok_or_else(|| Fault::Damaged("it has no pixels".to_owned()))?;
    Ok(Decoded { picture, stored: (width, height), icc })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(
        name: &str,
        bytes: &[u8],
        at_least_px: Option<u32>,
        limits: &Limits,
    ) -> Result<Picture, Problem> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        decode(&path, at_least_px, limits, &AtomicBool::new(false))
    }

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn sixteen_bits_grey_and_alpha_become_eight_bits_of_rgba() {
        let grey = image::ImageBuffer::from_pixel(9, 4, image::LumaA([0x8080_u16, 0x4040]));
        let deep = image::ImageBuffer::from_pixel(9, 4, image::Rgb([0xffff_u16, 0x8080, 0]));
        for (image, want) in
            [(DynamicImage::from(grey), [128, 128, 128, 64]), (DynamicImage::from(deep), [255, 128, 0, 255])]
        {
            let picture =
                decoded("a.png", &encoded(&image, ImageFormat::Png), None, &Limits::default()).unwrap();
            assert_eq!((picture.width_px, picture.height_px), (9, 4));
            assert!(picture.rgba.chunks(4).all(|pixel| pixel == want));
        }
        let flat = DynamicImage::from(image::ImageBuffer::from_pixel(9, 4, image::Rgb([10_u8, 20, 30])));
        for format in [ImageFormat::Tiff, ImageFormat::WebP] {
            let picture = decoded("a", &encoded(&flat, format), None, &Limits::default()).unwrap();
            assert_eq!(picture.rgba[..4], [10, 20, 30, 255]);
        }
    }

    #[test]
    fn the_wanted_edge_is_met_exactly_and_never_enlarged() {
        let picture = Picture::new(400, 300, [90, 60, 30, 255].repeat(400 * 300)).unwrap();
        let jpeg = super::super::encode_jpeg(&picture, 90).unwrap();
        for (wanted, size) in [
            (None, (400, 300)),
            (Some(399), (399, 299)),
            (Some(200), (200, 150)),
            (Some(37), (37, 28)),
            (Some(900), (400, 300)),
        ] {
            let picture = decoded("a.jpg", &jpeg, wanted, &Limits::default()).unwrap();
            assert_eq!((picture.width_px, picture.height_px), size, "{wanted:?}");
        }
    }

    #[test]
    fn inks_become_light() {
        let cmyk = turbojpeg::Image {
            pixels: [255, 0, 255, 255].repeat(64),
            width: 8,
            pitch: 32,
            height: 8,
            format: turbojpeg::PixelFormat::CMYK,
        };
        let jpeg = turbojpeg::compress(cmyk.as_deref(), 95, turbojpeg::Subsamp::None).unwrap();
        let picture = decoded("a.jpg", &jpeg, None, &Limits::default()).unwrap();
        let [r, g, b, a] = picture.rgba[..4] else { panic!("four bytes") };
        assert!(r > 245 && g < 10 && b > 245 && a == 255, "{:?}", &picture.rgba[..4]);
    }

    #[test]
    fn limits_hold_before_decoding() {
        let picture = Picture::new(400, 300, vec![255; 400 * 300 * 4]).unwrap();
        let jpeg = super::super::encode_jpeg(&picture, 90).unwrap();
        let kind = |limits: Limits| decoded("a.jpg", &jpeg, None, &limits).err().map(|problem| problem.kind);
        let limits = Limits::default();
        assert_eq!(kind(Limits { max_pixels: 400 * 300, ..limits }), None);
        for limits in [
            Limits { max_pixels: 400 * 300 - 1, ..limits },
            Limits { max_bytes: 100, ..limits },
            Limits { max_decoded_bytes: 400 * 300 * 4 - 1, ..limits },
        ] {
            assert_eq!(kind(limits), Some(ProblemKind::TooLarge));
        }
    }
}
