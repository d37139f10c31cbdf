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
use super::resize::resize_owned;
use super::sniff::sniff;
use super::source::{Source, unreadable};
use crate::model::photo::Format;
use crate::model::problem::{Problem, ProblemKind};

/// Decodes the picture of a file: upright, in sRGB.
///
/// With `at_least_px` the longer side is that long, or shorter where the picture is; the decoder then saves what work it can.
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
    let attempt = || pixels(source.head(), format, at_least_px, limits);
    let decoded = catch_unwind(AssertUnwindSafe(attempt))
        .unwrap_or_else(|_| Err(Fault::Damaged("the decoder gave up".to_owned())));
    let (mut picture, own_icc) = decoded.map_err(|fault| fault.into_problem(path, format))?;
    go_on()?;
    if let Some(px) = at_least_px {
        picture = resize_owned(picture, px);
        go_on()?;
    }
    if let Some(icc) = blocks.icc.or(own_icc) {
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

/// The stored pixels, and the profile where only the decoder finds it.
fn pixels(
    bytes: &[u8],
    format: Format,
    at_least_px: Option<u32>,
    limits: &Limits,
) -> Result<(Picture, Option<Vec<u8>>), Fault> {
    let format = match format {
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
        Format::Tiff => ImageFormat::Tiff,
        _ => {
            let picture = decode_jpeg(bytes, at_least_px, limits).map_err(|fault| match fault {
                JpegFault::TooLarge(width, height) => Fault::TooLarge(width as u64, height as u64),
                JpegFault::Damaged(why) => Fault::Damaged(why),
            })?;
            return Ok((picture, None));
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
    Ok((picture, icc))
}
