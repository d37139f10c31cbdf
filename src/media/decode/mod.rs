//! Files into pictures.
//!
//! - `decoder`: what every decoder is; `open`: which one serves a file
//! - `jpeg`, `raster`, `heif`, `jxl`, `raw`: the decoders
//! - `cut`: what is left of a picture whose end is missing
//! - `watch`: time for those that cannot be stopped
//! - [`embedded_thumbnail`]: the small picture inside a file; [`decode_kept_jpeg`]: one that we wrote
//! - [`Renderer`]: smaller JPEGs of a file
//! - [`decode`]: limits and memory, then pixels, size, colour, turning

mod cut;
mod decoder;
mod heif;
mod jpeg;
mod jpeg_header;
mod jxl;
mod kept;
mod open;
mod raster;
mod raw;
mod renditions;
mod thumbnail;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use decoder::{Decoded, Fault, Probe, Work};
pub use kept::{decode_kept_jpeg, decode_kept_small};
use open::open;
pub use renditions::{Renderer, Rendition, edges_of};
pub use thumbnail::embedded_thumbnail;
use watch::{gave_up, watched};

use super::budget::{Budget, Share};
use super::colour::to_srgb;
use super::limits::Limits;
use super::orient::upright;
use super::picture::{Picture, Pixels};
use super::resize::{fitted, shrunk_to};
use super::sniff::sniff;
use super::source::Source;
use crate::model::photo::Format;
use crate::model::problem::{Problem, ProblemKind};

/// Decodes the picture of a file: upright, in sRGB.
///
/// With `at_least_px` the longer side is exactly that long, or shorter where the picture is; the decoder then saves what work it can.
/// Without it the picture has its full size. Waits while other pictures need the memory. `cancel` is looked at all the time; what was
/// cancelled is a Problem of kind `TimedOut`, and so is what takes longer than 20 s and a second for each 5 megapixels over 50.
///
/// Of a damaged file of which at least a quarter can be shown, that is shown: [`Picture::incomplete`].
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
    let (source, format) = checked(path, limits)?;
    let limits = *limits;
    let outcome = if format == Format::Jpeg {
        // Its time is bounded by its limits: the thread can be saved.
        let begin = |cost, _n_pixels| share_of(cost, cancel);
        let attempt = || picture_of(&source, format, at_least_px, &limits, cancel, &begin);
        catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|_| Err(gave_up()))
    } else {
        watched(cancel, move |turn| {
            let begin = |cost, n_pixels| turn.begin(cost, n_pixels);
            picture_of(&source, format, at_least_px, &limits, turn.cancel(), &begin)
        })
    };
    outcome.map_err(|fault| fault.into_problem(path, format))
}

/// Opens a file and says what it is, if that is read and not too long.
fn checked(path: &Path, limits: &Limits) -> Result<(Source, Format), Problem> {
    let source = Source::open(path)?;
    let format = format_of(path, source.head())?;
    if source.len() > limits.max_bytes {
        let message = format!(
            "The file of {} MB is larger than the {} MB that are read.",
            source.len() >> 20,
            limits.max_bytes >> 20
        );
        return Err(Problem::new(ProblemKind::TooLarge, path, message));
    }
    Ok((source, format))
}

/// Waits for so much memory.
fn share_of(bytes: u64, cancel: &AtomicBool) -> Result<Share<'static>, Fault> {
    Budget::of_machine().take(bytes, cancel).ok_or(Fault::Cancelled)
}

/// The picture of an open file, for the fuzz targets: on this thread, without a watch.
pub(super) fn decode_source(
    source: &Source,
    format: Format,
    at_least_px: Option<u32>,
    limits: &Limits,
    cancel: &AtomicBool,
) -> Option<Picture> {
    picture_of(source, format, at_least_px, limits, cancel, &|_, _| Ok(())).ok()
}

/// `begin` waits for the memory that is needed; what it gives is held until the pixels are there.
fn picture_of<S>(
    source: &Source,
    format: Format,
    at_least_px: Option<u32>,
    limits: &Limits,
    cancel: &AtomicBool,
    begin: &dyn Fn(u64, u64) -> Result<S, Fault>,
) -> Result<Picture, Fault> {
    let mut decoder = open(source, format, limits)?;
    let probe = decoder.probe().clone();
    let cost = decoder.cost_bytes(at_least_px);
    if probe.n_pixels() > limits.max_pixels || cost > limits.max_decoded_bytes {
        return Err(Fault::TooLarge(probe.width_px.into(), probe.height_px.into()));
    }
    let _share = begin(cost, probe.n_pixels())?;
    let work = Work::new(cancel, probe.n_pixels());
    work.go_on()?;
    let decoded = decoder.decode(at_least_px, &work)?;
    drop(decoder);
    work.go_on()?;
    finish(decoded, &probe, at_least_px, &work)
}

/// Size, colour, turning: in this order, as each costs by the pixel.
fn finish(
    Decoded { pixels, is_whole, colour }: Decoded,
    probe: &Probe,
    at_least_px: Option<u32>,
    work: &Work<'_>,
) -> Result<Picture, Fault> {
    let pixels: Pixels = match at_least_px {
        Some(px) => shrunk_to(pixels, fitted((probe.width_px, probe.height_px), px)),
        None => pixels,
    };
    work.go_on()?;
    let picture = to_srgb(pixels, colour.as_ref().unwrap_or(&probe.colour));
    work.go_on()?;
    Ok(Picture { incomplete: !is_whole, ..upright(picture, probe.orientation) })
}

/// The format of a picture.
pub(super) fn format_of(path: &Path, head: &[u8]) -> Result<Format, Problem> {
    sniff(head).ok_or_else(|| {
        let message =
            "By its bytes this is no picture, whatever its name says. Open it in the program that made it.";
        Problem::new(ProblemKind::NotAPicture, path, message)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat};

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
    fn a_jpeg_with_bytes_in_front_is_decoded() {
        let picture = Picture::new(40, 30, [90, 60, 30, 255].repeat(40 * 30)).unwrap();
        let jpeg = super::super::encode_jpeg(&picture, 90).unwrap();
        let bytes = [b"\r\nsome bytes of a broken transfer".as_slice(), &jpeg].concat();
        let picture = decoded("a.jpg", &bytes, None, &Limits::default()).unwrap();
        assert_eq!((picture.width_px, picture.height_px), (40, 30));
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
