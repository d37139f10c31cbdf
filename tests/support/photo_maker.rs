//! Photos made in code: pixels that differ from photo to photo, and exactly the metadata that is asked for.
//!
//! ```ignore
//! TestPhoto::new().size(64, 48).taken("2026-01-05 18:30:12", Some("+08:00")).device("Canon", "Canon EOS R5").write(&path);
//! ```

use std::path::Path;

use image::ImageEncoder as _;

use super::exif_writer::{Exif, Ifd, Value};
use super::segments::{Iptc, Xmp, exif_app1, segment, with_segments, xmp_app1};

/// A photo in the making. Sizes and pixels are as stored: `orientation` only writes the tag, as a camera does.
#[derive(Clone, Debug, Default)]
pub struct TestPhoto {
    /// The EXIF block, for whatever the methods below do not offer.
    pub exif: Exif,
    /// The XMP packet, when one is wanted.
    pub xmp: Option<Xmp>,
    /// The IPTC-IIM datasets, when they are wanted.
    pub iptc: Option<Iptc>,
    size: (u32, u32),
    seed: u32,
    rgb: Option<Vec<u8>>,
    quality: i32,
    compact: bool,
    trailer: Vec<u8>,
}

impl TestPhoto {
    /// A 64 by 48 JPEG with no metadata at all.
    pub fn new() -> Self {
        Self { size: (64, 48), quality: 85, ..Self::default() }
    }

    /// Width and height as stored, in pixels.
    pub fn size(mut self, width_px: u32, height_px: u32) -> Self {
        self.size = (width_px, height_px);
        self
    }

    /// Makes the pixels differ from those of photos with another seed.
    pub fn seed(mut self, seed: u32) -> Self {
        self.seed = seed;
        self
    }

    /// These pixels, 3 bytes each, row by row.
    pub fn pixels(mut self, width_px: u32, height_px: u32, rgb: Vec<u8>) -> Self {
        assert_eq!(rgb.len(), (width_px * height_px * 3) as usize, "3 bytes a pixel");
        self.size = (width_px, height_px);
        self.rgb = Some(rgb);
        self
    }

    /// JPEG quality, 1 to 100.
    pub fn quality(mut self, quality: i32) -> Self {
        self.quality = quality;
        self
    }

    /// A smaller JPEG for a little more time: progressive, with tables of its own.
    pub fn compact(mut self) -> Self {
        self.compact = true;
        self
    }

    /// DateTimeOriginal, sub-seconds (when the time has a fraction) and OffsetTimeOriginal:
    /// `taken("2026-01-05 18:30:12.345", Some("+08:00"))`.
    pub fn taken(self, civil: &str, offset: Option<&str>) -> Self {
        self.stamp(0x9003, 0x9291, 0x9011, civil, offset)
    }

    /// DateTimeDigitized, in the same way.
    pub fn digitized(self, civil: &str, offset: Option<&str>) -> Self {
        self.stamp(0x9004, 0x9292, 0x9012, civil, offset)
    }

    fn stamp(
        mut self,
        tag: u16,
        fraction_tag: u16,
        offset_tag: u16,
        civil: &str,
        offset: Option<&str>,
    ) -> Self {
        let (civil, fraction) = civil.split_once('.').map_or((civil, None), |(c, f)| (c, Some(f)));
        self.exif.set(Ifd::Exif, tag, Value::Ascii(civil.replace('-', ":")));
        if let Some(fraction) = fraction {
            self.exif.set(Ifd::Exif, fraction_tag, Value::text(fraction));
        }
        if let Some(offset) = offset {
            self.exif.set(Ifd::Exif, offset_tag, Value::text(offset));
        }
        self
    }

    /// Make and Model.
    pub fn device(self, make: &str, model: &str) -> Self {
        self.tag(Ifd::Image, 0x010F, Value::text(make)).tag(Ifd::Image, 0x0110, Value::text(model))
    }

    /// LensModel.
    pub fn lens(self, name: &str) -> Self {
        self.tag(Ifd::Exif, 0xA434, Value::text(name))
    }

    /// BodySerialNumber.
    pub fn serial(self, number: &str) -> Self {
        self.tag(Ifd::Exif, 0xA431, Value::text(number))
    }

    /// Software.
    pub fn software(self, name: &str) -> Self {
        self.tag(Ifd::Image, 0x0131, Value::text(name))
    }

    /// Orientation, 1 to 8: how a viewer has to turn what is stored.
    pub fn orientation(self, value: u16) -> Self {
        self.tag(Ifd::Image, 0x0112, Value::short(value))
    }

    /// Position in degrees, north and east positive.
    pub fn gps(mut self, lat: f64, lon: f64) -> Self {
        self.exif.set_position(lat, lon);
        self
    }

    /// GPS date and time, which are UTC: `2026-01-05 10:30:12`.
    pub fn gps_time(mut self, utc: &str) -> Self {
        self.exif.set_gps_time(utc);
        self
    }

    /// ImageDescription.
    pub fn description(self, text: &str) -> Self {
        self.tag(Ifd::Image, 0x010E, Value::text(text))
    }

    /// Artist.
    pub fn artist(self, name: &str) -> Self {
        self.tag(Ifd::Image, 0x013B, Value::text(name))
    }

    /// Copyright.
    pub fn copyright(self, notice: &str) -> Self {
        self.tag(Ifd::Image, 0x8298, Value::text(notice))
    }

    /// UserComment in UTF-16. Choose the byte order before.
    pub fn user_comment(mut self, text: &str) -> Self {
        self.exif.set_user_comment(text);
        self
    }

    /// Any other field.
    pub fn tag(mut self, ifd: Ifd, tag: u16, value: Value) -> Self {
        self.exif.set(ifd, tag, value);
        self
    }

    /// EXIF in big-endian byte order, as Apple, Canon's raw developers and older Xiaomi phones write it.
    pub fn big_endian(mut self) -> Self {
        self.exif.big_endian = true;
        self
    }

    /// The fields that Xiaomi's camera adds (seen in files of a Mi 9T and a POCO F3): tag 0x9999 in the Exif directory,
    /// JSON text that says which side's camera it was, and tag 0x8895. `sensor` is `front` or `rear`.
    pub fn xiaomi(self, sensor: &str) -> Self {
        let mirror = sensor == "front";
        let json = format!(
            "{{\"mirror\":{mirror},\"sensor_type\":\"{sensor}\",\"Hdr\":\"off\",\"OpMode\":32769,\"AIScene\":0,\
             \"FilterId\":66048,\"ZoomMultiple\":1}}"
        );
        self.tag(Ifd::Exif, 0x9999, Value::Ascii(json)).tag(Ifd::Exif, 0x8895, Value::short(0))
    }

    /// A caption in XMP, added to those that are there. `x-default` is a language too.
    pub fn caption(mut self, language: &str, text: &str) -> Self {
        let xmp = self.xmp.get_or_insert_default();
        xmp.caption.push((language.to_owned(), text.to_owned()));
        self
    }

    /// xmp:Rating.
    pub fn rating(mut self, stars: i8) -> Self {
        self.xmp.get_or_insert_default().rating = Some(stars);
        self
    }

    /// An IPTC-IIM dataset of record 2, such as 120 for the caption.
    pub fn iptc(mut self, dataset: u8, text: &str) -> Self {
        self.iptc.get_or_insert_default().0.push((dataset, text.to_owned()));
        self
    }

    /// An EXIF thumbnail of 160 pixels at most, made of the same pixels.
    pub fn thumbnail(mut self) -> Self {
        let (width, height) = self.size;
        let long = width.max(height);
        let (w, h) = ((width * 160 / long).max(1), (height * 160 / long).max(1));
        let (rgb, mut small) = (self.rgb(), Vec::with_capacity((w * h * 3) as usize));
        for (y, x) in (0..h).flat_map(|y| (0..w).map(move |x| (y, x))) {
            // The mean of the square that falls on the pixel.
            let (xs, ys) = (x * width / w..((x + 1) * width / w).max(x * width / w + 1), y * height / h);
            let ys = ys..((y + 1) * height / h).max(ys + 1);
            let n = xs.len() * ys.len();
            let mut sum = [0_usize; 3];
            for (y, x) in ys.flat_map(|y| xs.clone().map(move |x| (y, x))) {
                let at = ((y * width + x) * 3) as usize;
                sum.iter_mut().zip(&rgb[at..]).for_each(|(sum, value)| *sum += usize::from(*value));
            }
            small.extend(sum.map(|sum| (sum / n) as u8));
        }
        self.exif.thumbnail = Some(encode(&small, w, h, 50, false));
        self
    }

    /// These bytes behind the end of the JPEG, as motion photos have them.
    pub fn trailer(mut self, bytes: &[u8]) -> Self {
        self.trailer = bytes.to_vec();
        self
    }

    /// The pixels: those given, or a sky over hills that depend on the seed.
    fn rgb(&self) -> Vec<u8> {
        if let Some(rgb) = &self.rgb {
            return rgb.clone();
        }
        let (width, height) = self.size;
        let seed = self.seed.wrapping_mul(2_654_435_761);
        let (hue, shift) = ((seed >> 24) as f32, (seed >> 8 & 0xFFFF) as f32 / 9000.0);
        let mut rgb = Vec::with_capacity((width * height * 3) as usize);
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
            let ridge = 0.62 + 0.12 * (u * 5.0 + shift).sin() + 0.05 * (u * 13.0 + shift * 2.0).sin();
            let sky = [110.0 + 100.0 * v, 150.0 + 60.0 * v, 235.0 - hue / 3.0 * v];
            let hill = [40.0 + hue / 4.0, 110.0 - 60.0 * (v - ridge), 70.0 + hue / 8.0];
            rgb.extend(if v < ridge { sky } else { hill }.map(|value| value as u8));
        }
        rgb
    }

    /// The JPEG file.
    pub fn jpeg(&self) -> Vec<u8> {
        let (width, height) = self.size;
        let mut segments = Vec::new();
        if !self.exif.is_empty() {
            segments.push(segment(0xE1, &exif_app1(&self.exif.to_bytes())));
        }
        segments.extend(self.xmp.as_ref().map(|xmp| segment(0xE1, &xmp_app1(&xmp.to_packet()))));
        segments.extend(self.iptc.as_ref().map(|iptc| segment(0xED, &iptc.to_app13())));
        let mut file =
            with_segments(&encode(&self.rgb(), width, height, self.quality, self.compact), &segments);
        file.extend(&self.trailer);
        file
    }

    /// The PNG file: EXIF as `eXIf`, no XMP.
    pub fn png(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut file);
        if !self.exif.is_empty() {
            encoder.set_exif_metadata(self.exif.to_bytes()).expect("PNG takes EXIF");
        }
        encoder
            .write_image(&self.rgb(), self.size.0, self.size.1, image::ColorType::Rgb8.into())
            .expect("a PNG");
        file
    }

    /// The lossless WebP file: EXIF as its chunk, no XMP.
    pub fn webp(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut file);
        if !self.exif.is_empty() {
            encoder.set_exif_metadata(self.exif.to_bytes()).expect("WebP takes EXIF");
        }
        encoder
            .write_image(&self.rgb(), self.size.0, self.size.1, image::ColorType::Rgb8.into())
            .expect("a WebP");
        file
    }

    /// The TIFF file, with pixels only.
    pub fn tiff(&self) -> Vec<u8> {
        let mut file = std::io::Cursor::new(Vec::new());
        let encoder = image::codecs::tiff::TiffEncoder::new(&mut file);
        encoder
            .write_image(&self.rgb(), self.size.0, self.size.1, image::ColorType::Rgb8.into())
            .expect("a TIFF");
        file.into_inner()
    }

    /// Writes the file, in the format that its name says; makes the folders above it.
    pub fn write(&self, path: impl AsRef<Path>) {
        let path = path.as_ref();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        let bytes = match ending.as_str() {
            "png" => self.png(),
            "webp" => self.webp(),
            "tif" | "tiff" => self.tiff(),
            _ => self.jpeg(),
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        std::fs::write(path, bytes).expect("a file");
    }
}

/// A JPEG of these pixels, 4:2:0; `compact` makes it progressive, with tables of its own.
pub fn encode(rgb: &[u8], width_px: u32, height_px: u32, quality: i32, compact: bool) -> Vec<u8> {
    let (width, height) = (width_px as usize, height_px as usize);
    let image = turbojpeg::Image {
        pixels: rgb,
        width,
        pitch: width * 3,
        height,
        format: turbojpeg::PixelFormat::RGB,
    };
    let mut compressor = turbojpeg::Compressor::new().expect("a compressor");
    compressor.set_quality(quality).expect("a quality from 1 to 100");
    compressor.set_subsamp(turbojpeg::Subsamp::Sub2x2).expect("4:2:0");
    compressor.set_progressive(compact).expect("progressive or not");
    compressor.compress_to_vec(image).expect("a JPEG")
}
