//! PNG, TIFF, WebP, GIF and BMP, by the decoders of the `image` crate.

use std::borrow::Cow;
use std::io::{self, BufRead, Cursor, Read, Seek, SeekFrom};

use image::{ColorType, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader};

use super::cut::{FILLERS, n_added, sound};
use super::decoder::{Decoded, Decoder, Fault, MIN_SHARE, Outside, Probe, Work};
use crate::media::colour::{Colour, inks_to_srgb};
use crate::media::container::tiff::Repair;
use crate::media::container::webp::lengthened;
use crate::media::limits::Limits;
use crate::media::picture::{DeepPicture, Picture, Pixels};

/// What the samples of a picture are before anything was decoded into them: rows that consist of it alone were never reached.
const UNREACHED: u8 = 0xA7;

/// The middle of all levels, for what is missing.
const GREY: u8 = 128;

/// One opened file. Of an animation its first frame counts.
pub(super) struct RasterDecoder<'a> {
    bytes: Cow<'a, [u8]>,
    format: ImageFormat,
    max_bytes: u64,
    /// How many of the bytes are the file's; the others stand in place of what it lacks.
    n_there: usize,
    colour_type: ColorType,
    /// Rows that are decoded.
    n_rows: u32,
    /// What the decoder itself keeps of the picture.
    kept_bytes: u64,
    /// Whether the pixels of coarser pictures come first (PNG, section 8.1).
    is_interlaced: bool,
    /// What the decoder of TIFF leaves to us.
    repair: Repair,
    /// The profile of inks that are decoded as if they were light.
    ink_profile: Option<Vec<u8>>,
    probe: Probe,
}

/// The bytes of a file for as long as somebody waits for its picture: most decoders ask for them piece by piece.
struct Watched<'b> {
    bytes: Cursor<&'b [u8]>,
    work: Option<&'b Work<'b>>,
}

/// Bytes between two looks at whether anybody still waits.
const LOOK_BYTES: usize = 64 * 1024;

impl BufRead for Watched<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if let Some(Err(_)) = self.work.map(Work::go_on) {
            return Err(io::Error::other("nobody waits for it"));
        }
        let rest = self.bytes.fill_buf()?;
        Ok(rest.get(..LOOK_BYTES).unwrap_or(rest))
    }

    fn consume(&mut self, n: usize) {
        self.bytes.consume(n);
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }

    fn read_exact(&mut self, out: &mut [u8]) -> io::Result<()> {
        self.fill_buf()?;
        // All or nothing: of a pixel that is cut nothing is shown.
        self.bytes.read_exact(out)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// A decoder of some bytes, that has read their header.
fn decoder_of<'b>(
    bytes: &'b [u8],
    format: ImageFormat,
    max_bytes: u64,
    work: Option<&'b Work<'b>>,
) -> Result<Box<dyn ImageDecoder + 'b>, Fault> {
    let mut reader = ImageReader::with_format(Watched { bytes: Cursor::new(bytes), work }, format);
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(max_bytes);
    reader.limits(limits);
    Ok(Box::new(reader.into_decoder().map_err(damaged)?))
}

impl<'a> RasterDecoder<'a> {
    /// Reads the header.
    pub(super) fn open(
        mut bytes: Cow<'a, [u8]>,
        format: ImageFormat,
        outside: Outside,
        repair: Repair,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        for (at, with) in &repair.bytes {
            if let Some(place) = bytes.to_mut().get_mut(*at..*at + with.len()) {
                place.copy_from_slice(with);
            }
        }
        let n_there = bytes.len();
        if let Some(longer) = (format == ImageFormat::WebP).then(|| lengthened(&bytes, n_added)).flatten() {
            bytes = Cow::Owned(longer);
        }
        let is_interlaced = format == ImageFormat::Png && bytes.get(28) == Some(&1);
        let mut decoder = decoder_of(&bytes, format, limits.max_decoded_bytes, None)?;
        let (width_px, n_rows) = decoder.dimensions();
        let (colour, ink_profile) = match outside.colour {
            Colour::Icc(icc) if repair.is_inks => (Colour::Srgb, Some(icc)),
            // The decoder turns inks into light by itself: their profile says nothing of that.
            _ if matches!(
                decoder.original_color_type(),
                ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16
            ) =>
            {
                (Colour::Srgb, None)
            }
            Colour::Srgb => (decoder.icc_profile().ok().flatten().map_or(Colour::Srgb, Colour::Icc), None),
            colour => (colour, None),
        };
        if repair.full_height_px.is_some_and(|full| f64::from(n_rows) < f64::from(full) * MIN_SHARE) {
            return Err(Fault::Damaged("the file ends in its first quarter".to_owned()));
        }
        let height_px = repair.full_height_px.unwrap_or(n_rows);
        let probe = Probe { width_px, height_px, orientation: outside.orientation, colour };
        // PNG, GIF and BMP give rows as they come; the others make the whole picture first, and that of a cut file is made twice.
        let makes_all = matches!(format, ImageFormat::Tiff | ImageFormat::WebP);
        let n_kept = if n_there < bytes.len() { 3 } else { u64::from(makes_all) };
        let kept_bytes = decoder.total_bytes().saturating_mul(n_kept);
        let colour_type = decoder.color_type();
        drop(decoder);
        let max_bytes = limits.max_decoded_bytes;
        Ok(Self {
            bytes,
            format,
            max_bytes,
            n_there,
            colour_type,
            n_rows,
            kept_bytes,
            is_interlaced,
            repair,
            ink_profile,
            probe,
        })
    }

    /// Bytes of four channels of a pixel.
    fn pixel_bytes(&self) -> u64 {
        let channels = u64::from(self.colour_type.channel_count().max(1));
        u64::from(self.colour_type.bytes_per_pixel()) / channels * 4
    }
}

impl Decoder for RasterDecoder<'_> {
    fn probe(&self) -> &Probe {
        &self.probe
    }

    fn cost_bytes(&self, _at_least_px: Option<u32>) -> u64 {
        self.probe.n_pixels().saturating_mul(self.pixel_bytes()).saturating_add(self.kept_bytes)
    }

    fn decode(&mut self, _at_least_px: Option<u32>, work: &Work<'_>) -> Result<Decoded, Fault> {
        let no_pixels = || Fault::Damaged("it has no pixels".to_owned());
        let (width, height) = (self.probe.width_px, self.probe.height_px);
        let n = usize::try_from(self.probe.n_pixels()).map_err(|_| no_pixels())?;
        let n_stored = width as usize * self.n_rows as usize;
        let channels = usize::from(self.colour_type.channel_count());
        let (pixels, is_whole) = match self.colour_type {
            ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => {
                let mut rgba = vec![UNREACHED; n * 4];
                let stored = rgba.get_mut(..n_stored * channels).ok_or_else(no_pixels)?;
                let is_whole = self.read(stored, channels, work)?;
                if let Some(icc) = &self.ink_profile {
                    // In JPEG, for which this is made, inks are upside down.
                    stored.iter_mut().for_each(|ink| *ink = 255 - *ink);
                    inks_to_srgb(stored, Some(icc));
                }
                rgba.get_mut(n_stored * channels..n * channels).ok_or_else(no_pixels)?.fill(GREY);
                spread(&mut rgba, channels, u8::MAX);
                if let Some(palette) = &self.repair.palette {
                    // Behind the last row that is there are no numbers of colours.
                    for pixel in rgba.as_chunks_mut::<4>().0.iter_mut().take(n_stored) {
                        if let [number, _, _, _] = *pixel
                            && let Some([r, g, b]) = palette.get(usize::from(number))
                        {
                            *pixel = [*r, *g, *b, 255];
                        }
                    }
                }
                (Picture::new(width, height, rgba).map(Pixels::Eight), is_whole)
            }
            ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16 => {
                let mut rgba = vec![u16::from_ne_bytes([UNREACHED; 2]); n * 4];
                let stored = rgba.get_mut(..n_stored * channels).ok_or_else(no_pixels)?;
                let is_whole = self.read(bytemuck::cast_slice_mut(stored), channels * 2, work)?;
                let missing = rgba.get_mut(n_stored * channels..n * channels).ok_or_else(no_pixels)?;
                missing.fill(u16::from_ne_bytes([GREY; 2]));
                spread(&mut rgba, channels, u16::MAX);
                (DeepPicture::new(width, height, rgba).map(Pixels::Sixteen), is_whole)
            }
            // Numbers of 0 to 1 with a point, of TIFF.
            _ => {
                let mut stored = vec![0_f32; n_stored * channels];
                let decoder = decoder_of(&self.bytes, self.format, self.max_bytes, Some(work))?;
                decoder.read_image_boxed(bytemuck::cast_slice_mut(&mut stored)).map_err(damaged)?;
                let mut rgba = vec![u16::from_ne_bytes([GREY; 2]); n * 4];
                for (to, from) in rgba.iter_mut().zip(&stored) {
                    *to = (from.clamp(0.0, 1.0) * f32::from(u16::MAX)).round() as u16;
                }
                drop(stored);
                spread(&mut rgba, channels, u16::MAX);
                (DeepPicture::new(width, height, rgba).map(Pixels::Sixteen), true)
            }
        };
        let is_whole = is_whole && self.repair.full_height_px.is_none();
        Ok(Decoded::new(pixels.ok_or_else(no_pixels)?, is_whole))
    }
}

impl RasterDecoder<'_> {
    /// Decodes into samples that are all [`UNREACHED`]. Of a damaged file the pixels that were reached count, when they are enough; the
    /// others become grey. Gives whether nothing is missing.
    fn read(&self, stored: &mut [u8], pixel_bytes: usize, work: &Work<'_>) -> Result<bool, Fault> {
        let row_bytes = (self.probe.width_px as usize).saturating_mul(pixel_bytes).max(1);
        if self.n_there < self.bytes.len() {
            return self.read_cut(stored, pixel_bytes, work);
        }
        let decoder = decoder_of(&self.bytes, self.format, self.max_bytes, Some(work))?;
        let outcome = decoder.read_image_boxed(stored);
        work.go_on()?;
        let Err(error) = outcome else { return Ok(true) };
        if self.is_interlaced {
            fill_from_coarser(stored, row_bytes, pixel_bytes);
        }
        let mut n_missing = 0;
        for row in stored.chunks_exact_mut(row_bytes) {
            if row.iter().all(|sample| *sample == UNREACHED) {
                self.make_grey(row, pixel_bytes);
                n_missing += 1;
            } else if let Some(last) = row.iter().rposition(|sample| *sample != UNREACHED) {
                let reached = (last / pixel_bytes.max(1) + 1) * pixel_bytes;
                self.make_grey(row.get_mut(reached..).unwrap_or_default(), pixel_bytes);
            }
        }
        let n_rows = stored.len() / row_bytes;
        let share = 1.0 - f64::from(n_missing) / n_rows.max(1) as f64;
        if share < MIN_SHARE { Err(damaged(error)) } else { Ok(false) }
    }

    /// The rows of a cut file that do not depend on what is missing; the others become grey. Never whole.
    fn read_cut(&self, stored: &mut [u8], pixel_bytes: usize, work: &Work<'_>) -> Result<bool, Fault> {
        let row_bytes = (self.probe.width_px as usize).saturating_mul(pixel_bytes).max(1);
        let mut bytes = self.bytes.to_vec();
        let (mut n_made, mut n_alike) = (0, self.n_rows as usize);
        for filler in FILLERS {
            work.go_on()?;
            bytes.get_mut(self.n_there..).unwrap_or_default().fill(filler);
            let mut made = vec![UNREACHED; stored.len()];
            let decoder = decoder_of(&bytes, self.format, self.max_bytes, Some(work));
            if decoder.and_then(|decoder| decoder.read_image_boxed(&mut made).map_err(damaged)).is_err() {
                continue;
            }
            if n_made == 0 {
                stored.copy_from_slice(&made);
            }
            n_made += 1;
            let rows = stored.chunks_exact(row_bytes).zip(made.chunks_exact(row_bytes));
            n_alike = n_alike.min(rows.take_while(|(one, other)| one == other).count());
        }
        let (n_sound, share) = sound(n_alike, self.n_rows as usize);
        if n_made > 1 && share >= MIN_SHARE {
            self.make_grey(stored.get_mut(n_sound * row_bytes..).unwrap_or_default(), pixel_bytes);
            return Ok(false);
        }
        work.go_on()?;
        Err(Fault::Damaged("too much of it is missing".to_owned()))
    }

    /// Pixels that are missing: grey, and nothing shines through.
    fn make_grey(&self, pixels: &mut [u8], pixel_bytes: usize) {
        pixels.fill(GREY);
        if self.colour_type.has_alpha() {
            let alpha_at = pixel_bytes - pixel_bytes / usize::from(self.colour_type.channel_count());
            for pixel in pixels.chunks_exact_mut(pixel_bytes) {
                pixel.get_mut(alpha_at..).unwrap_or_default().fill(u8::MAX);
            }
        }
    }
}

/// Of an interlaced PNG every eighth pixel comes first, then those between: one that was not reached looks like its neighbour of a
/// coarser picture that was.
fn fill_from_coarser(stored: &mut [u8], row_bytes: usize, pixel_bytes: usize) {
    // From the finest grid to the coarsest, columns first, as the passes come (8.1).
    const GRIDS: [(usize, usize); 6] = [(1, 2), (2, 2), (2, 4), (4, 4), (4, 8), (8, 8)];
    let (width, height) = (row_bytes / pixel_bytes.max(1), stored.len() / row_bytes.max(1));
    for y in 0..height {
        for x in 0..width {
            let at = |x: usize, y: usize| y * row_bytes + x * pixel_bytes;
            let place = at(x, y);
            let is_reached = |at: usize| {
                stored.get(at..at + pixel_bytes).is_some_and(|pixel| pixel.iter().any(|s| *s != UNREACHED))
            };
            if is_reached(place) {
                continue;
            }
            let sources = GRIDS.iter().map(|(columns, rows)| at(x - x % columns, y - y % rows));
            if let Some(from) = sources.into_iter().find(|from| is_reached(*from)) {
                stored.copy_within(from..from + pixel_bytes, place);
            }
        }
    }
}

/// Spreads grey, grey with alpha, or colour, which lie packed at the beginning, over four channels, in place: from the end, as each
/// pixel's new place lies behind its old one.
fn spread<T: Copy>(samples: &mut [T], channels: usize, opaque: T) {
    let n = samples.len() / 4;
    if channels >= 4 {
        return;
    }
    for pixel in (0..n).rev() {
        let Some([first, rest @ ..]) = samples.get(pixel * channels..(pixel + 1) * channels) else { return };
        let rgba = match *rest {
            [] => [*first, *first, *first, opaque],
            [alpha] => [*first, *first, *first, alpha],
            [green, blue, ..] => [*first, green, blue, opaque],
        };
        if let Some(place) = samples.get_mut(pixel * 4..pixel * 4 + 4) {
            place.copy_from_slice(&rgba);
        }
    }
}

// By value, as `map_err` gives it.
#[allow(clippy::needless_pass_by_value)]
fn damaged(error: image::ImageError) -> Fault {
    match error {
        image::ImageError::Unsupported(what) => Fault::NotShown(format!(
            "this kind of it is not read ({what}); open it in the program that made it and save a JPEG of it beside it"
        )),
        error => Fault::Damaged(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use image::DynamicImage;

    use super::*;
    use crate::media::container::tiff::repair;
    use crate::media::source::Source;

    fn decoded(format: ImageFormat, bytes: Vec<u8>) -> Result<(Pixels, bool), Fault> {
        let repair = match format {
            ImageFormat::Tiff => repair(&Source::from_bytes(bytes.clone())),
            _ => Repair::default(),
        };
        let limits = Limits::default();
        let mut decoder = RasterDecoder::open(bytes.into(), format, Outside::default(), repair, &limits)?;
        if decoder.probe().n_pixels() > limits.max_pixels {
            return Err(Fault::TooLarge(0, 0));
        }
        let cancel = AtomicBool::new(false);
        decoder.decode(None, &Work::new(&cancel, 0)).map(|decoded| (decoded.pixels, decoded.is_whole))
    }

    fn eight(format: ImageFormat, bytes: &[u8]) -> (Picture, bool) {
        match decoded(format, bytes.to_vec()).unwrap() {
            (Pixels::Eight(picture), is_whole) => (picture, is_whole),
            (Pixels::Sixteen(_), _) => panic!("8 bits"),
        }
    }

    fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image.into().write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// Every pixel another colour: does not compress, so that a part of the file is a part of the picture.
    fn noise(width: u32, height: u32) -> image::RgbImage {
        let level = |x: u32, y: u32, n: u32| {
            ((x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663) ^ n.wrapping_mul(83_492_791)) >> 7)
                as u8
        };
        image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([level(x, y, 1), level(x, y, 2), level(x, y, 3)])
        })
    }

    /// A little-endian TIFF with its directory in front; `data` begins behind it, at the offset that `entries` is given.
    fn tiff(entries: impl Fn(u32) -> Vec<(u16, u16, Vec<u32>)>, next: u32, data: &[u8]) -> Vec<u8> {
        let n = entries(0).len() as u32;
        let long = |values: &[u32], kind: u16| values.len() * if kind == 3 { 2 } else { 4 };
        let mut values_at = 8 + 2 + n * 12 + 4;
        let data_at = values_at
            + entries(0)
                .iter()
                .map(|(_, kind, values)| long(values, *kind) as u32)
                .filter(|len| *len > 4)
                .sum::<u32>();
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        out.extend((n as u16).to_le_bytes());
        let mut behind = Vec::new();
        for (tag, kind, values) in entries(data_at) {
            out.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
            out.extend((values.len() as u32).to_le_bytes());
            let bytes: Vec<u8> = match kind {
                3 => values.iter().flat_map(|n| (*n as u16).to_le_bytes()).collect(),
                _ => values.iter().flat_map(|n| n.to_le_bytes()).collect(),
            };
            if bytes.len() <= 4 {
                out.extend(bytes.iter().chain([0; 4].iter()).take(4));
            } else {
                out.extend(values_at.to_le_bytes());
                values_at += bytes.len() as u32;
                behind.extend(bytes);
            }
        }
        out.extend(next.to_le_bytes());
        out.extend(behind);
        out.extend(data);
        out
    }

    /// A grey picture 4 wide in strips of 2 rows.
    fn strips(n_strips: u32, photometry: u32) -> impl Fn(u32) -> Vec<(u16, u16, Vec<u32>)> {
        move |at| {
            let mut entries = vec![
                (0x0100, 3, vec![4]),
                (0x0101, 3, vec![n_strips * 2]),
                (0x0102, 3, vec![8]),
                (0x0103, 3, vec![1]),
                (0x0106, 3, vec![photometry]),
                (0x0111, 4, (0..n_strips).map(|n| at + n * 8).collect()),
                (0x0115, 3, vec![1]),
                (0x0116, 3, vec![2]),
                (0x0117, 4, vec![8; n_strips as usize]),
            ];
            if photometry == 3 {
                let map =
                    (0..768).map(|n: u32| if n < 256 { (255 - n) * 257 } else { (n % 256) * 257 }).collect();
                entries.push((0x0140, 3, map));
            }
            entries
        }
    }

    #[test]
    fn rows_that_are_there_are_shown() {
        let picture = noise(64, 64);
        for format in [ImageFormat::Png, ImageFormat::Bmp] {
            let bytes = encoded(picture.clone(), format);
            let (whole, is_whole) = eight(format, &bytes);
            assert!(is_whole);
            let (part, is_whole) = eight(format, &bytes[..bytes.len() * 6 / 10]);
            assert!(!is_whole);
            let pairs = || whole.rgba.as_chunks::<4>().0.iter().zip(part.rgba.as_chunks::<4>().0);
            let n_same = pairs().filter(|(a, b)| a == b).count();
            let n_grey = pairs().filter(|(_, b)| **b == [GREY, GREY, GREY, 255]).count();
            assert!((64 * 35..64 * 40).contains(&n_same), "{format:?}: {n_same}");
            assert!(n_same + n_grey >= 64 * 64, "{format:?}: {n_same} and {n_grey}");
            assert!(decoded(format, bytes[..bytes.len() / 5].to_vec()).is_err());
        }
    }

    #[test]
    fn coarser_pixels_stand_for_those_between() {
        let mut stored = [UNREACHED; 64];
        (stored[0], stored[4]) = (1, 2);
        fill_from_coarser(&mut stored, 8, 1);
        assert!(stored.chunks(8).all(|row| row == [1, 1, 1, 1, 2, 2, 2, 2] || row == [1; 8]), "{stored:?}");
    }

    #[test]
    fn palettes_of_tiff() {
        let numbers: Vec<u8> = (0..8).map(|n| n * 30).collect();
        let (picture, is_whole) = eight(ImageFormat::Tiff, &tiff(strips(1, 3), 0, &numbers));
        assert!(is_whole);
        let want: Vec<u8> = numbers.iter().flat_map(|n| [255 - n, *n, *n, 255]).collect();
        assert_eq!(picture.rgba, want);
    }

    #[test]
    fn tiff_shows_its_whole_strips_and_ends_at_a_loop() {
        let levels: Vec<u8> = (0..64).collect();
        let file = tiff(strips(8, 1), 8, &levels);
        let reds = |picture: &Picture| picture.rgba.iter().copied().step_by(4).collect::<Vec<u8>>();
        let (whole, is_whole) = eight(ImageFormat::Tiff, &file);
        assert_eq!((reds(&whole), is_whole), (levels.clone(), true));
        for (n_missing, n_rows) in [(1, 15), (4, 15), (9, 13), (40, 6), (44, 5)] {
            let (part, is_whole) = eight(ImageFormat::Tiff, &file[..file.len() - n_missing]);
            let want = [&levels[..n_rows * 4], &vec![GREY; 64 - n_rows * 4]].concat();
            assert_eq!((reds(&part), is_whole, part.height_px), (want, false, 16), "{n_missing}");
        }
        assert!(decoded(ImageFormat::Tiff, file[..file.len() - 60].to_vec()).is_err());
    }

    #[test]
    fn sixteen_bits_stay_and_channels_spread() {
        let deep =
            image::ImageBuffer::from_fn(3, 2, |x, y| image::Rgb([x as u16 * 9000, y as u16 * 300, 77]));
        let (pixels, _) =
            decoded(ImageFormat::Png, encoded(DynamicImage::ImageRgb16(deep), ImageFormat::Png)).unwrap();
        let Pixels::Sixteen(deep) = pixels else { panic!("16 bits") };
        assert_eq!(deep.rgba[..8], [0, 0, 77, 65_535, 9000, 0, 77, 65_535]);
        let mut grey_alpha = [1, 10, 2, 20, 0, 0, 0, 0];
        spread(&mut grey_alpha, 2, 255);
        assert_eq!(grey_alpha, [1, 1, 1, 10, 2, 2, 2, 20]);
    }

    #[test]
    fn headers_that_promise_too_much_are_refused_before_anything_is_made() {
        let mut bomb = encoded(noise(8, 8), ImageFormat::Png);
        for side in [20_000_u32, 65_535, 0x7fff_ffff] {
            bomb[16..20].copy_from_slice(&side.to_be_bytes());
            bomb[20..24].copy_from_slice(&side.to_be_bytes());
            // The checksum of the header.
            let crc = !bomb[12..29].iter().fold(u32::MAX, |crc, byte| {
                (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
            });
            bomb[29..33].copy_from_slice(&crc.to_be_bytes());
            assert!(decoded(ImageFormat::Png, bomb.clone()).is_err());
        }
    }
}
