//! JPEG pixels, by libjpeg-turbo.

use std::borrow::Cow;

use turbojpeg::{Colorspace, DecompressHeader, Decompressor, Image, PixelFormat, ScalingFactor, YuvImage};

use super::decoder::{Decoded, Decoder, Fault, MIN_SHARE, Outside, Probe, Work};
use super::jpeg_header::without_garbage;
use crate::media::colour::{Colour, inks_to_srgb};
use crate::media::limits::MAX_PARTS;
use crate::media::picture::{Picture, Pixels};
use crate::media::planes::StoredPlanes;
use crate::media::resize::fitted;
use crate::media::spare::Spare;

/// Scans of a file that are decoded: encoders write about ten, attacks thousands. A scan of a pixel takes 2 ns, of the worst ones 5, so
/// that no picture takes much over 20 s, whose thread nobody watches.
fn max_scans(n_pixels: u64) -> u32 {
    const PIXEL_SCANS: u64 = 4_000_000_000;
    u32::try_from(PIXEL_SCANS / n_pixels.max(1)).unwrap_or(u32::MAX).clamp(20, 200)
}

/// Up to this edge a picture counts as a thumbnail: quality costs little there.
const MAX_THUMBNAIL_PX: usize = 512;

/// So many pixels are shrunk more quickly as light than as planes, when there are more than [`FAR`] times as many in a row as are wanted.
const FEW_PIXELS: usize = 6_000_000;
const FAR: f64 = 1.5;

/// One opened JPEG.
pub(super) struct JpegDecoder<'a> {
    bytes: Cow<'a, [u8]>,
    header: DecompressHeader,
    decompressor: Decompressor,
    /// The profile of inks, which are turned to light here; pictures of light have it in the probe.
    ink_profile: Option<Vec<u8>>,
    probe: Probe,
}

impl<'a> JpegDecoder<'a> {
    /// Reads the header. `colour` is what the numbers mean if they are light.
    pub(super) fn open(bytes: Cow<'a, [u8]>, outside: Outside) -> Result<Self, Fault> {
        if let Some(bits @ 9..) = precision(&bytes) {
            let why = format!(
                "its pixels have {bits} bits a colour, where JPEG on every other device has 8; save it as a 16-bit TIFF or an ordinary JPEG"
            );
            return Err(Fault::NotShown(why));
        }
        let mut decompressor = Decompressor::new().map_err(damaged)?;
        let mut bytes = bytes;
        let header = match decompressor.read_header(&bytes) {
            Ok(header) => header,
            Err(error) => {
                bytes = without_garbage(&bytes).ok_or_else(|| damaged(error))?;
                decompressor.read_header(&bytes).map_err(damaged)?
            }
        };
        let is_cmyk = is_cmyk(&header);
        let (ink_profile, colour) = match outside.colour {
            Colour::Icc(icc) if is_cmyk => (Some(icc), Colour::Srgb),
            _ if is_cmyk => (None, Colour::Srgb),
            colour => (None, colour),
        };
        let side = |px: usize| u32::try_from(px).unwrap_or(u32::MAX);
        let probe = Probe {
            width_px: side(header.width),
            height_px: side(header.height),
            orientation: outside.orientation,
            colour,
        };
        Ok(Self { bytes, header, decompressor, ink_profile, probe })
    }

    fn factor(&self, at_least_px: Option<u32>) -> ScalingFactor {
        at_least_px.filter(|_| !self.header.is_lossless).map_or(ScalingFactor::ONE, |px| {
            cheapest_factor(self.header.width.max(self.header.height), scaled_to(px))
        })
    }

    /// The picture at exactly that edge, from planes, as only as many pixels are turned to light as are shown: 12 megapixels to 1440 px take
    /// 0.93 of the processor time of the other way, to 2048 px 0.91; to 1024 px, from twice as many, 1.08. `None` where that saves nothing or
    /// the planes are not sound.
    fn by_planes(&mut self, px: u32) -> Option<Picture> {
        let size = fitted((self.probe.width_px, self.probe.height_px), px);
        let scaled = self.header.scaled(self.factor(Some(px)));
        let is_smaller = size.0 < u32::try_from(scaled.width).ok()?;
        let is_far = scaled.width as f64 > f64::from(size.0) * FAR;
        let is_quick = is_far && scaled.width * scaled.height <= FEW_PIXELS;
        if !is_smaller || is_quick || px as usize <= MAX_THUMBNAIL_PX {
            return None;
        }
        self.decode_planes(Some(px), &mut Spare::default())?.picture(size)
    }
}

impl Decoder for JpegDecoder<'_> {
    fn probe(&self) -> &Probe {
        &self.probe
    }

    /// Four bytes for each pixel that is decoded, eight for each of what is made of them, and six for each stored one of a progressive
    /// picture: its decoder keeps them all.
    fn cost_bytes(&self, at_least_px: Option<u32>) -> u64 {
        let scaled = self.header.scaled(self.factor(at_least_px));
        let kept = if self.header.is_progressive { self.probe.n_pixels() * 6 } else { 0 };
        let made = at_least_px.map_or(0, |px| {
            let (width, height) = fitted((self.probe.width_px, self.probe.height_px), px);
            u64::from(width) * u64::from(height) * 8
        });
        scaled.width as u64 * scaled.height as u64 * 4 + made + kept
    }

    fn decode(&mut self, at_least_px: Option<u32>, _work: &Work<'_>) -> Result<Decoded, Fault> {
        if let Some(picture) = at_least_px.and_then(|px| self.by_planes(px)) {
            return Ok(Decoded::new(Pixels::Eight(picture), true));
        }
        let factor = self.factor(at_least_px);
        let scaled = self.header.scaled(factor);
        self.decompressor.set_scan_limit(max_scans(self.probe.n_pixels())).map_err(damaged)?;
        self.decompressor.set_scaling_factor(factor).map_err(damaged)?;
        // Where the picture is made smaller anyhow, colour needs no smooth enlarging.
        self.decompressor.set_fast_upsample(at_least_px.is_some()).map_err(damaged)?;
        let is_cmyk = is_cmyk(&self.header);
        let mut image = Image {
            pixels: vec![0_u8; scaled.width * scaled.height * 4],
            width: scaled.width,
            pitch: scaled.width * 4,
            height: scaled.height,
            format: if is_cmyk { PixelFormat::CMYK } else { PixelFormat::RGBA },
        };
        let outcome = self.decompressor.decompress(&self.bytes, image.as_deref_mut());
        let is_whole = match outcome {
            Ok(()) => true,
            Err(error) => {
                let lost = Lost::of(&self.bytes, &error.to_string());
                let share = lost.share_left(image.pixels.as_chunks::<4>().0, scaled.width, is_cmyk);
                if share < MIN_SHARE {
                    return Err(damaged(error));
                }
                if !is_cmyk {
                    let clear = image.pixels.as_chunks_mut::<4>().0.iter_mut().filter(|pixel| pixel[3] == 0);
                    clear.for_each(|pixel| *pixel = GREY);
                }
                lost == Lost::Nothing && share == 1.0
            }
        };
        if is_cmyk {
            inks_to_srgb(&mut image.pixels, self.ink_profile.as_deref());
        }
        let picture = Picture::new(scaled.width as u32, scaled.height as u32, image.pixels)
            .ok_or_else(|| Fault::Damaged("it has no pixels".to_owned()))?;
        Ok(Decoded::new(Pixels::Eight(picture), is_whole))
    }

    fn decode_planes(&mut self, at_least_px: Option<u32>, spare: &mut Spare) -> Option<StoredPlanes> {
        let subsamp = self.header.subsamp;
        let is_light = matches!(self.header.colorspace, Colorspace::YCbCr | Colorspace::Gray);
        if !is_light || self.header.is_lossless || !StoredPlanes::serves(subsamp) {
            return None;
        }
        let factor = self.factor(at_least_px);
        let DecompressHeader { width, height, .. } = self.header.scaled(factor);
        let mut levels = spare.take(StoredPlanes::n_bytes(width, height, subsamp)?);
        self.decompressor.set_scan_limit(max_scans(self.probe.n_pixels())).ok()?;
        self.decompressor.set_scaling_factor(factor).ok()?;
        let image = YuvImage { pixels: levels.as_mut_slice(), width, align: 1, height, subsamp };
        if let Err(error) = self.decompressor.decompress_to_yuv(&self.bytes, image)
            && Lost::of(&self.bytes, &error.to_string()) != Lost::Nothing
        {
            return None;
        }
        let part = factor.num() as f64 / factor.denom() as f64;
        let shown = (self.header.width as f64 * part, self.header.height as f64 * part);
        Some(StoredPlanes { width, height, shown, subsamp, levels })
    }
}

/// What a complaint of the decoder means. It decodes on after what it calls a warning and says only the first; that every file of some
/// cameras has bytes too many before a marker is no fault of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lost {
    /// All pixels are as they were written.
    Nothing,
    /// Some are wrong.
    Some,
    /// The data end before the picture does.
    End,
}

impl Lost {
    fn of(bytes: &[u8], complaint: &str) -> Self {
        const HARMLESS: [&str; 5] = [
            "extraneous bytes before marker",
            "Unknown Adobe color transform",
            "unknown JFIF revision",
            "Invalid SOS parameters for sequential JPEG",
            "Corrupt JPEG data: bad ICC marker",
        ];
        if !has_end(bytes) || complaint.contains("Premature end") || complaint.contains("premature end") {
            Self::End
        } else if HARMLESS.iter().any(|harmless| complaint.contains(harmless)) {
            Self::Nothing
        } else {
            Self::Some
        }
    }

    /// How much of the picture there is. Rows that a decoder which gave up never reached are still clear; blocks for which there are no
    /// data are grey, and they are the last ones.
    fn share_left(self, pixels: &[[u8; 4]], width: usize, is_cmyk: bool) -> f64 {
        let n_rows = pixels.len() / width.max(1);
        let is_lost = |pixel: &[u8; 4]| match is_cmyk {
            true => *pixel == [0; 4] || matches!(pixel, [127 | 128, 127 | 128, 127 | 128, 128]),
            false => pixel[3] == 0 || (self == Self::End && *pixel == GREY),
        };
        let n_lost =
            pixels.chunks_exact(width.max(1)).rev().take_while(|row| row.iter().all(is_lost)).count();
        1.0 - n_lost as f64 / n_rows.max(1) as f64
    }
}

/// What is shown where there are no data: what the decoder makes of none.
const GREY: [u8; 4] = [128, 128, 128, 255];

/// Whether an end-of-image marker follows the last thing that begins a scan (ITU-T T.81, B.1.1.3). Within a scan the byte 0xFF is followed by 0.
fn has_end(bytes: &[u8]) -> bool {
    let last = |marker: u8| bytes.windows(2).rposition(|pair| pair == [0xff, marker]);
    last(0xd9) > last(0xda)
}

/// Bits of a level as the frame says (B.2.2); `None` where no frame is found: the decoder will know.
fn precision(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    for _ in 0..MAX_PARTS {
        let [0xff, marker, high, low, rest @ ..] = bytes.get(at..)? else { return None };
        match marker {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xd9 | 0xda => return None,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => return rest.first().copied(),
            _ => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
        }
    }
    None
}

/// The edge that the codec scales to for a wanted one. Its own scaling cuts each block of 8 x 8 pixels off from the others: in fine
/// patterns a thumbnail made by it alone is up to 11 of 255 levels away from one made with all pixels, on average. With nearly
/// twice the pixels it is less than 3, and 12 megapixels still come to 256 px by the eighth.
fn scaled_to(px: u32) -> usize {
    let px = px as usize;
    if px <= MAX_THUMBNAIL_PX { px * 15 / 8 } else { px }
}

fn is_cmyk(header: &DecompressHeader) -> bool {
    matches!(header.colorspace, Colorspace::CMYK | Colorspace::YCCK)
}

// By value, as `map_err` gives it.
#[allow(clippy::needless_pass_by_value)]
fn damaged(error: turbojpeg::Error) -> Fault {
    Fault::Damaged(error.to_string())
}

/// The smallest factor that leaves the longer side at no less than `at_least`, of those that the decoder has in SIMD. It knows all
/// eighths, but five and six take longer than all eight (64 and 72 ms of a 12-megapixel photo against 47), and five loses detail:
/// fine grain is like itself to a structural similarity of 0.977 only.
fn cheapest_factor(long_edge: usize, at_least: usize) -> ScalingFactor {
    [ScalingFactor::ONE_EIGHTH, ScalingFactor::ONE_QUARTER, ScalingFactor::ONE_HALF]
        .into_iter()
        .find(|factor| factor.scale(long_edge) >= at_least)
        .unwrap_or(ScalingFactor::ONE)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use turbojpeg::{Compressor, Subsamp};

    use super::*;

    /// Stripes across and along, all of them far from grey.
    fn image(format: PixelFormat) -> Image<Vec<u8>> {
        let (width, height, n) = (320, 240, format.size());
        let level = |i: usize| {
            let (x, y) = (i / n % width, i / n / width);
            if (x / 20 + y / 20).is_multiple_of(2) { 230 } else { 40 + (i % n) as u8 * 20 }
        };
        Image {
            pixels: (0..width * height * n).map(level).collect(),
            width,
            pitch: width * n,
            height,
            format,
        }
    }

    fn jpeg(format: PixelFormat, set: impl Fn(&mut Compressor)) -> Vec<u8> {
        let mut compressor = Compressor::new().unwrap();
        compressor.set_quality(90).unwrap();
        compressor.set_subsamp(Subsamp::Sub2x2).unwrap();
        set(&mut compressor);
        compressor.compress_to_vec(image(format).as_deref()).unwrap()
    }

    fn opened(bytes: &[u8]) -> Result<(Picture, bool), Fault> {
        let mut decoder = JpegDecoder::open(Cow::Borrowed(bytes), Outside::default())?;
        let decoded = decoder.decode(None, &Work::new(&AtomicBool::new(false), 0))?;
        match decoded.pixels {
            Pixels::Eight(picture) => Ok((picture, decoded.is_whole)),
            Pixels::Sixteen(_) => panic!("eight bits"),
        }
    }

    fn apart(a: &Picture, b: &Picture, rows: std::ops::Range<usize>) -> f64 {
        let part = |picture: &Picture| picture.rgba[rows.start * 1280..rows.end * 1280].to_vec();
        let sum: u64 = part(a).iter().zip(part(b)).map(|(a, b)| u64::from(a.abs_diff(b))).sum();
        sum as f64 / (rows.len() * 1280) as f64
    }

    #[test]
    fn every_kind_of_jpeg_is_read() {
        let (plain, _) = opened(&jpeg(PixelFormat::RGB, |_| {})).unwrap();
        let set: [(&str, fn(&mut Compressor)); 5] = [
            ("progressive", |c| c.set_progressive(true).unwrap()),
            ("arithmetic", |c| c.set_arithmetic(true).unwrap()),
            ("lossless", |c| c.set_lossless(true).unwrap()),
            ("red, green and blue", |c| c.set_colorspace(Colorspace::RGB).unwrap()),
            ("4:1:1", |c| c.set_subsamp(Subsamp::Sub4x1).unwrap()),
        ];
        for (what, set) in set {
            let (picture, is_whole) = opened(&jpeg(PixelFormat::RGB, set)).unwrap();
            assert!(is_whole && apart(&plain, &picture, 0..240) < 8.0, "{what}");
        }
        let (grey, is_whole) =
            opened(&jpeg(PixelFormat::GRAY, |c| c.set_subsamp(Subsamp::Gray).unwrap())).unwrap();
        assert!(is_whole && grey.rgba.as_chunks::<4>().0.iter().all(|[r, g, b, _]| r == g && g == b));
        let inks = jpeg(PixelFormat::CMYK, |c| c.set_colorspace(Colorspace::CMYK).unwrap());
        let ycck = jpeg(PixelFormat::CMYK, |c| c.set_colorspace(Colorspace::YCCK).unwrap());
        let ((inks, first), (ycck, second)) = (opened(&inks).unwrap(), opened(&ycck).unwrap());
        assert!(first && second && apart(&inks, &ycck, 0..240) < 6.0, "CMYK and YCCK are the same inks");
        assert!(inks.rgba[..4] != [230; 4]);
    }

    #[test]
    fn more_than_eight_bits_are_refused_in_words() {
        let mut deep = jpeg(PixelFormat::RGB, |_| {});
        let frame = deep.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        deep[frame + 4] = 12;
        let Err(Fault::NotShown(why)) = opened(&deep) else { panic!("12 bits") };
        assert!(why.contains("12 bits"), "{why}");
    }

    #[test]
    fn bytes_too_many_are_no_fault() {
        let plain = jpeg(PixelFormat::RGB, |_| {});
        let (want, _) = opened(&plain).unwrap();
        let after = [&plain[..], b"a second picture or the mark of a telephone"].concat();
        let (end, before) = plain.split_at(plain.len() - 2);
        let between = [end, &[0x41; 7], before].concat();
        for bytes in [after, between] {
            let (picture, is_whole) = opened(&bytes).unwrap();
            assert!(is_whole && picture == want);
        }
    }

    #[test]
    fn what_is_cut_is_incomplete_and_its_rest_grey() {
        for (what, format, set) in [
            ("baseline", PixelFormat::RGB, (|_| {}) as fn(&mut Compressor)),
            ("inks", PixelFormat::CMYK, |c| c.set_colorspace(Colorspace::YCCK).unwrap()),
        ] {
            let bytes = jpeg(format, set);
            let (want, _) = opened(&bytes).unwrap();
            let (picture, is_whole) = opened(&bytes[..bytes.len() * 2 / 3]).unwrap();
            assert!(!is_whole, "{what}");
            assert!(apart(&want, &picture, 0..96) < 3.0, "{what}: the beginning is there");
            let last = *picture.rgba.as_chunks::<4>().0.last().unwrap();
            assert!(last[3] == 255 && last[0] == last[1] && last[1] == last[2], "{what}: {last:?}");
            let head = bytes.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
            let little = &bytes[..head + (bytes.len() - head) / 12];
            assert!(matches!(opened(little), Err(Fault::Damaged(_))), "{what}: a twelfth is too little");
        }
        // An arithmetic decoder makes something of nothing: it is shown as it comes.
        let bytes = jpeg(PixelFormat::RGB, |c| c.set_arithmetic(true).unwrap());
        assert!(!opened(&bytes[..bytes.len() * 2 / 3]).unwrap().1);
        // What comes in rounds is there in all its parts, if coarse.
        let bytes = jpeg(PixelFormat::RGB, |c| c.set_progressive(true).unwrap());
        let (want, _) = opened(&bytes).unwrap();
        let (picture, is_whole) = opened(&bytes[..bytes.len() * 2 / 3]).unwrap();
        assert!(!is_whole && apart(&want, &picture, 0..240) < 30.0);
    }

    #[test]
    fn wrong_pixels_are_incomplete_and_too_many_rounds_refused() {
        let mut bytes = jpeg(PixelFormat::RGB, |_| {});
        let head = bytes.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
        let middle = head + (bytes.len() - head) * 3 / 4;
        bytes[middle..middle + 4].copy_from_slice(&[0xff, 0xd3, 0xff, 0xd4]);
        assert!(!opened(&bytes).unwrap().1);

        let bytes = jpeg(PixelFormat::RGB, |c| c.set_progressive(true).unwrap());
        let last = bytes.windows(2).rposition(|pair| pair == [0xff, 0xda]).unwrap();
        let (scan, end) = bytes[last..].split_at(bytes.len() - last - 2);
        let rounds = [&bytes[..last], &scan.repeat(300), end].concat();
        assert!(matches!(opened(&rounds), Err(Fault::Damaged(_))));
        assert_eq!((max_scans(1), max_scans(100_000_000), max_scans(350_000_000)), (200, 40, 20));
    }
}
