//! Smaller pictures of files: one decode for all sizes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::decoder::{Fault, Probe};
use super::open::open;
use super::watch::gave_up;
use super::{checked, decode, share_of};
use crate::media::colour::{Colour, to_srgb};
use crate::media::encode::{EncodeError, Encoding, encode_jpeg, encode_planes, encode_webp};
use crate::media::limits::Limits;
use crate::media::picture::{Picture, Pixels};
use crate::media::planes::{Planes, StoredPlanes, Tools};
use crate::media::resize::{fitted, resize};
use crate::media::source::Source;
use crate::model::photo::Format;
use crate::model::problem::{Problem, ProblemKind};

/// A picture as a file: upright, in sRGB, without metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// Its longer side in pixels.
    pub edge_px: u32,
    /// Its width in pixels.
    pub width_px: u32,
    /// Its height in pixels.
    pub height_px: u32,
    /// The whole file as JPEG.
    pub jpeg: Vec<u8>,
    /// The whole file as WebP, where that is wanted, shorter, and so for all smaller ones.
    pub webp: Option<Vec<u8>>,
    /// Whether a part of the picture is missing because its file is damaged.
    pub incomplete: bool,
}

/// Makes renditions; one for each thread that does, as it keeps what it can use again.
#[derive(Debug, Default)]
pub struct Renderer {
    tools: Tools,
}

/// Why a rendition could not be made.
enum Failure {
    Fault(Fault),
    Encode(EncodeError),
}

impl Renderer {
    /// A file, or one of each kind, for each of these edges, given and told smallest first. An edge that is longer than the
    /// picture's is taken as the picture's, once. Limits, memory, `cancel` and Problems are those of [`decode`], the memory for all
    /// of the work.
    ///
    /// # Errors
    /// Those of [`decode`], and a Problem of kind `Export` when a picture cannot be encoded.
    pub fn renditions(
        &mut self,
        path: &Path,
        edges_px: &[u32],
        encoding: Encoding,
        limits: &Limits,
        cancel: &AtomicBool,
    ) -> Result<Vec<Rendition>, Problem> {
        let Some(largest_px) = edges_px.last().copied() else { return Ok(Vec::new()) };
        let (source, format) = checked(path, limits)?;
        let told = |failure| match failure {
            Failure::Fault(fault) => fault.into_problem(path, format),
            Failure::Encode(error) => {
                let message = format!("The picture could not be encoded: {error}.");
                Problem::new(ProblemKind::Export, path, message)
            }
        };
        if format == Format::Jpeg {
            let attempt = || self.of_planes(&source, edges_px, largest_px, encoding, limits, cancel);
            let made = catch_unwind(AssertUnwindSafe(attempt));
            if let Some(renditions) = made.unwrap_or_else(|_| Err(gave_up().into())).map_err(told)? {
                return Ok(renditions);
            }
        }
        drop(source);
        let picture = decode(path, Some(largest_px), limits, cancel)?;
        let n_bytes = picture.rgba.len() as u64;
        let _share = share_of(n_bytes * 2, cancel).map_err(|fault| fault.into_problem(path, format))?;
        of_picture(picture, edges_px, encoding).map_err(|error| told(Failure::Encode(error)))
    }

    /// `None` where the file has no sound planes.
    fn of_planes(
        &mut self,
        source: &Source,
        edges_px: &[u32],
        largest_px: u32,
        encoding: Encoding,
        limits: &Limits,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<Rendition>>, Failure> {
        let mut decoder = open(source, Format::Jpeg, limits)?;
        let probe = decoder.probe().clone();
        let cost = decoder.cost_bytes(Some(largest_px));
        if probe.n_pixels() > limits.max_pixels || cost > limits.max_decoded_bytes {
            return Err(Fault::TooLarge(probe.width_px.into(), probe.height_px.into()).into());
        }
        let _share = share_of(cost, cancel)?;
        // Its limits bound its time, as they do in `decode`.
        let go_on = || if cancel.load(Ordering::Relaxed) { Err(Fault::Cancelled) } else { Ok(()) };
        go_on()?;
        let Some(stored) = decoder.decode_planes(Some(largest_px), &mut self.tools.spare) else {
            return Ok(None);
        };
        drop(decoder);
        go_on()?;
        let Some(mut planes) = self.largest(stored, &probe, largest_px) else { return Ok(None) };
        if !is_srgb(&probe.colour) {
            let Some(picture) = planes.into_picture() else { return Ok(None) };
            let picture = to_srgb(Pixels::Eight(picture), &probe.colour);
            return Ok(Some(of_picture(picture, edges_px, encoding)?));
        }
        let (mut out, mut lights) = (Vec::new(), Vec::new());
        for edge_px in edges_of(edges_px, planes.long_edge_px()).into_iter().rev() {
            go_on()?;
            if planes.long_edge_px() > edge_px {
                let Some(smaller) = planes.shrunk(edge_px, &mut self.tools) else { return Ok(None) };
                self.tools.give(std::mem::replace(&mut planes, smaller));
            }
            let (width_px, height_px) = planes.size();
            let jpeg = encode_planes(&planes, encoding.jpeg_quality, &mut self.tools.spare)?;
            // The encoder of WebP takes light, and makes planes of its own range of that.
            lights.extend(if encoding.webp { planes.clone().into_picture() } else { None });
            out.push(Rendition { edge_px, width_px, height_px, jpeg, webp: None, incomplete: false });
        }
        self.tools.give(planes);
        out.reverse();
        add_webp(&mut out, lights.into_iter().rev(), encoding)?;
        Ok(Some(out))
    }

    fn largest(&mut self, stored: StoredPlanes, probe: &Probe, edge_px: u32) -> Option<Planes> {
        let planes = stored.shrunk_to(fitted((probe.width_px, probe.height_px), edge_px), &mut self.tools)?;
        self.tools.spare.give(stored.levels);
        Some(planes.upright(probe.orientation))
    }
}

/// Each size from the next larger.
fn of_picture(
    mut picture: Picture,
    edges_px: &[u32],
    encoding: Encoding,
) -> Result<Vec<Rendition>, EncodeError> {
    let (mut out, mut lights) = (Vec::new(), Vec::new());
    for edge_px in edges_of(edges_px, picture.long_edge_px()).into_iter().rev() {
        if picture.long_edge_px() > edge_px {
            picture = resize(&picture, edge_px);
        }
        let Picture { width_px, height_px, incomplete, .. } = picture;
        let jpeg = encode_jpeg(&picture, encoding.jpeg_quality)?;
        lights.extend(encoding.webp.then(|| picture.clone()));
        out.push(Rendition { edge_px, width_px, height_px, jpeg, webp: None, incomplete });
    }
    out.reverse();
    add_webp(&mut out, lights.into_iter().rev(), encoding)?;
    Ok(out)
}

/// The same pictures as WebP, smallest first, up to one that is no shorter than its JPEG: grain that costs bytes in the small ones costs
/// them in the large ones too, and those take the time.
fn add_webp(
    made: &mut [Rendition],
    lights: impl Iterator<Item = Picture>,
    encoding: Encoding,
) -> Result<(), EncodeError> {
    for (made, light) in made.iter_mut().zip(lights) {
        made.webp = encode_webp(light, encoding.jpeg_quality)?.filter(|webp| webp.len() < made.jpeg.len());
        if made.webp.is_none() {
            break;
        }
    }
    Ok(())
}

/// The edges that a picture gets of those that are wanted, in pixels: none longer than its own, none twice.
pub fn edges_of(edges_px: &[u32], long_edge_px: u32) -> Vec<u32> {
    let mut edges: Vec<u32> = edges_px.iter().map(|edge| long_edge_px.min(*edge).max(1)).collect();
    edges.dedup();
    edges
}

/// Whether these colours are sRGB's, whatever says so: many phones write a profile that is.
fn is_srgb(colour: &Colour) -> bool {
    if *colour == Colour::Srgb {
        return true;
    }
    let probes = Picture::new(4, 1, PROBES.to_vec());
    probes.is_some_and(|picture| to_srgb(Pixels::Eight(picture), colour).rgba == PROBES)
}

/// Pixels that any other colour space changes: three strong ones, and a grey for the curve.
const PROBES: [u8; 16] = [220, 30, 30, 255, 30, 220, 30, 255, 30, 30, 220, 255, 90, 90, 90, 255];

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<EncodeError> for Failure {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

#[cfg(test)]
mod tests {
    use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

    use super::*;
    use crate::media::orient::upright;
    use crate::media::resize::shrunk_to;
    use crate::model::orientation::Orientation;

    /// Soft colours and edges of brightness, none so strong that light and planes clip differently.
    fn rgb(width: usize, height: usize) -> Vec<u8> {
        let wave = |n: usize, period: f64| (120.0 + 60.0 * (n as f64 / period).sin()) as u8;
        let pixel = |x: usize, y: usize| {
            let box_edge = if (x / 90 + y / 70).is_multiple_of(2) { 40 } else { 0 };
            [wave(x, 41.0), wave(y, 54.0), wave(x + 2 * y, 95.0)].map(|level| level.saturating_sub(box_edge))
        };
        (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect()
    }

    fn jpeg(width: usize, height: usize, subsamp: Subsamp) -> Vec<u8> {
        let mut compressor = Compressor::new().unwrap();
        compressor.set_quality(97).unwrap();
        compressor.set_subsamp(subsamp).unwrap();
        let pixels = rgb(width, height);
        let image = Image { pixels: &*pixels, width, pitch: width * 3, height, format: PixelFormat::RGB };
        compressor.compress_to_vec(image).unwrap()
    }

    /// An EXIF block of nothing but an orientation, behind SOI.
    fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        [&jpeg[..2], &exif, &jpeg[2..]].concat()
    }

    fn with_icc(jpeg: &[u8], icc: &[u8]) -> Vec<u8> {
        let n = (icc.len() + 16) as u16;
        [&jpeg[..2], b"\xff\xe2", &n.to_be_bytes(), b"ICC_PROFILE\0\x01\x01", icc, &jpeg[2..]].concat()
    }

    fn made(bytes: &[u8], edges_px: &[u32]) -> Vec<Rendition> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jpg");
        std::fs::write(&path, bytes).unwrap();
        let never = AtomicBool::new(false);
        Renderer::default()
            .renditions(&path, edges_px, Encoding::jpeg(95), &Limits::default(), &never)
            .unwrap()
    }

    fn decoded(jpeg: &[u8]) -> Picture {
        let image = turbojpeg::decompress(jpeg, PixelFormat::RGBA).unwrap();
        Picture::new(image.width as u32, image.height as u32, image.pixels).unwrap()
    }

    /// What the long way gives: all pixels, turned, shrunk by Lanczos from the whole.
    fn wanted(bytes: &[u8], edge_px: u32, orientation: u8) -> Picture {
        let picture = upright(decoded(bytes), Orientation::from_exif(orientation.into()).unwrap());
        let size = fitted((picture.width_px, picture.height_px), edge_px);
        match shrunk_to(Pixels::Eight(picture), size) {
            Pixels::Eight(picture) => picture,
            Pixels::Sixteen(_) => panic!("eight bits"),
        }
    }

    /// Mean difference of the levels, and the greatest of a mean over a strip along each side.
    fn difference(a: &Picture, jpeg: &[u8]) -> (f64, f64) {
        // Both with the losses of the same encoder.
        let a = decoded(&encode_jpeg(a, 95).unwrap());
        let b = turbojpeg::decompress(jpeg, PixelFormat::RGBA).unwrap();
        assert_eq!((a.width_px as usize, a.height_px as usize), (b.width, b.height));
        let apart = |x: usize, y: usize| -> f64 {
            let at = (y * b.width + x) * 4;
            let sum: u32 =
                a.rgba[at..at + 3].iter().zip(&b.pixels[at..]).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
            f64::from(sum) / 3.0
        };
        let (w, h) = (b.width, b.height);
        let mean = |points: &mut dyn Iterator<Item = (usize, usize)>| {
            let (sum, n) = points.fold((0.0, 0.0), |(sum, n), (x, y)| (sum + apart(x, y), n + 1.0));
            sum / n
        };
        let all = mean(&mut (0..h).flat_map(|y| (0..w).map(move |x| (x, y))));
        let sides = [
            mean(&mut (0..h).map(|y| (0, y))),
            mean(&mut (0..h).map(|y| (w - 1, y))),
            mean(&mut (0..w).map(|x| (x, 0))),
            mean(&mut (0..w).map(|x| (x, h - 1))),
        ];
        (all, sides.into_iter().fold(0.0, f64::max))
    }

    fn same(bytes: &[u8], stored: &[u8], edges_px: &[u32], orientation: u8, what: &str) {
        for rendition in made(bytes, edges_px) {
            let (all, side) = difference(&wanted(stored, rendition.edge_px, orientation), &rendition.jpeg);
            assert!(
                all < 1.6 && side < 6.0,
                "{what}, {} px: {all:.2}, at a side {side:.2}",
                rendition.edge_px
            );
        }
    }

    #[test]
    fn the_short_way_gives_what_the_long_one_does() {
        for subsamp in [Subsamp::None, Subsamp::Sub2x1, Subsamp::Sub2x2, Subsamp::Sub1x2, Subsamp::Gray] {
            // Whole, a half and a quarter, sizes that are odd, not of whole blocks, and their own.
            for (width, height, edges) in
                [(320, 240, [150, 250]), (323, 241, [75, 161]), (235, 167, [117, 235])]
            {
                let stored = jpeg(width, height, subsamp);
                same(&stored, &stored, &edges, 1, &format!("{width} x {height} {subsamp:?}"));
            }
        }
    }

    #[test]
    fn turned_in_all_eight_ways() {
        let stored = jpeg(323, 241, Subsamp::Sub2x2);
        for orientation in 1..=8 {
            same(&turned(&stored, orientation), &stored, &[161], orientation, &format!("{orientation}"));
        }
    }

    #[test]
    fn other_colours_become_srgb() {
        let stored = jpeg(320, 240, Subsamp::Sub2x2);
        let srgb = with_icc(&stored, &moxcms::ColorProfile::new_srgb().encode().unwrap());
        assert_eq!(made(&srgb, &[150]), made(&stored, &[150]), "a profile of sRGB changes nothing");
        let p3 = with_icc(&stored, &moxcms::ColorProfile::new_display_p3().encode().unwrap());
        let profile = Colour::Icc(moxcms::ColorProfile::new_display_p3().encode().unwrap());
        let want = to_srgb(Pixels::Eight(wanted(&stored, 150, 1)), &profile);
        let (all, side) = difference(&want, &made(&p3, &[150])[0].jpeg);
        assert!(all < 1.6 && side < 6.0, "{all} {side}");
        assert!(
            difference(&want, &made(&stored, &[150])[0].jpeg).0 > 3.0,
            "the profile does change the picture"
        );
    }

    #[test]
    fn never_enlarged_and_no_size_twice() {
        let stored = jpeg(640, 480, Subsamp::Sub2x2);
        let sizes = |edges: &[u32]| -> Vec<_> {
            made(&stored, edges).iter().map(|r| (r.edge_px, r.width_px, r.height_px)).collect()
        };
        assert_eq!(sizes(&[512, 1280, 2048]), [(512, 512, 384), (640, 640, 480)]);
        assert_eq!(sizes(&[1280, 2048]), [(640, 640, 480)]);
        assert_eq!(sizes(&[]), []);
    }

    #[test]
    fn a_webp_looks_as_its_jpeg_does_and_is_shorter() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jpg");
        std::fs::write(&path, turned(&jpeg(900, 600, Subsamp::Sub2x2), 6)).unwrap();
        let never = AtomicBool::new(false);
        let encoding = Encoding { jpeg_quality: 82, webp: true };
        let made = Renderer::default().renditions(&path, &[256, 640], encoding, &Limits::default(), &never);
        for made in made.unwrap() {
            let webp = made.webp.unwrap();
            assert!(webp.len() < made.jpeg.len());
            let (webp, jpeg) = (image::load_from_memory(&webp).unwrap().to_rgb8(), decoded(&made.jpeg));
            assert_eq!(webp.dimensions(), (made.width_px, made.height_px));
            let levels = jpeg.rgba.chunks_exact(4).flat_map(|pixel| &pixel[..3]);
            let apart: u64 = webp.iter().zip(levels).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            let mean = apart as f64 / webp.len() as f64;
            assert!(mean < 6.0, "{mean} levels apart");
        }
    }

    #[test]
    fn what_has_no_planes_goes_the_long_way() {
        let image = image::RgbImage::from_raw(640, 480, rgb(640, 480)).unwrap();
        let mut png = std::io::Cursor::new(Vec::new());
        image.write_to(&mut png, image::ImageFormat::Png).unwrap();
        same(&png.into_inner(), &jpeg(640, 480, Subsamp::None), &[96, 300], 1, "PNG");
        let mut compressor = Compressor::new().unwrap();
        compressor.set_quality(97).unwrap();
        compressor.set_colorspace(turbojpeg::Colorspace::RGB).unwrap();
        let pixels = rgb(640, 480);
        let image =
            Image { pixels: &*pixels, width: 640, pitch: 1920, height: 480, format: PixelFormat::RGB };
        let stored = compressor.compress_to_vec(image).unwrap();
        same(&stored, &stored, &[96, 300], 1, "a JPEG of red, green and blue");
    }
}
