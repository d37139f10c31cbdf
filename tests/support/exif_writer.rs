//! Writes an EXIF block (a TIFF structure) with exactly the fields that a test or a sample wants.
//!
//! Exif 2.32 (JEITA CP-3451E) section 4.6 for the layout, TIFF 6.0 section 2 for entries. Entries are written in order of
//! their tags, values of up to four bytes in the entry itself, longer ones behind their directory.

use std::collections::BTreeMap;

/// A directory of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ifd {
    /// The picture itself (IFD0).
    Image,
    /// How it was taken (0x8769).
    Exif,
    /// Where (0x8825).
    Gps,
    /// Interoperability (0xA005).
    Interop,
}

/// A value with its TIFF type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// BYTE.
    Byte(Vec<u8>),
    /// ASCII; the closing NUL is added. Cameras put UTF-8 here as well, and so may a test.
    Ascii(String),
    /// SHORT.
    Short(Vec<u16>),
    /// LONG.
    Long(Vec<u32>),
    /// RATIONAL: numerator, denominator.
    Rational(Vec<(u32, u32)>),
    /// SRATIONAL: numerator, denominator.
    SRational(Vec<(i32, i32)>),
    /// UNDEFINED.
    Undefined(Vec<u8>),
}

impl Value {
    /// ASCII of this text.
    pub fn text(text: &str) -> Self {
        Self::Ascii(text.to_owned())
    }

    /// One SHORT.
    pub fn short(value: u16) -> Self {
        Self::Short(vec![value])
    }

    /// One LONG.
    pub fn long(value: u32) -> Self {
        Self::Long(vec![value])
    }

    /// One RATIONAL.
    pub fn ratio(numerator: u32, denominator: u32) -> Self {
        Self::Rational(vec![(numerator, denominator)])
    }
}

/// An EXIF block in the making.
#[derive(Clone, Debug, Default)]
pub struct Exif {
    /// `MM` when true, `II` otherwise.
    pub big_endian: bool,
    /// The JPEG of IFD1.
    pub thumbnail: Option<Vec<u8>>,
    fields: BTreeMap<(Ifd, u16), Value>,
}

impl Exif {
    /// Sets a field, in place of one that was there.
    pub fn set(&mut self, ifd: Ifd, tag: u16, value: Value) {
        self.fields.insert((ifd, tag), value);
    }

    /// Takes a field out.
    pub fn remove(&mut self, ifd: Ifd, tag: u16) {
        self.fields.remove(&(ifd, tag));
    }

    /// Whether there is anything to write.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.thumbnail.is_none()
    }

    /// UserComment (0x9286) in UTF-16, behind the code `UNICODE`, in the byte order of the block.
    pub fn set_user_comment(&mut self, text: &str) {
        let mut bytes = b"UNICODE\0".to_vec();
        for unit in text.encode_utf16() {
            bytes.extend(if self.big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() });
        }
        self.set(Ifd::Exif, 0x9286, Value::Undefined(bytes));
    }

    /// Position in degrees, north and east positive, to a ten-thousandth of a second of arc.
    pub fn set_position(&mut self, lat: f64, lon: f64) {
        let dms = |degrees: f64| {
            let parts = (degrees.abs() * 3600.0 * 10_000.0).round() as u64;
            let (seconds, minutes) = (parts % 600_000, parts / 600_000);
            Value::Rational(vec![
                ((minutes / 60) as u32, 1),
                ((minutes % 60) as u32, 1),
                (seconds as u32, 10_000),
            ])
        };
        self.set(Ifd::Gps, 0x0000, Value::Byte(vec![2, 3, 0, 0]));
        self.set(Ifd::Gps, 0x0001, Value::text(if lat < 0.0 { "S" } else { "N" }));
        self.set(Ifd::Gps, 0x0002, dms(lat));
        self.set(Ifd::Gps, 0x0003, Value::text(if lon < 0.0 { "W" } else { "E" }));
        self.set(Ifd::Gps, 0x0004, dms(lon));
    }

    /// GPSDateStamp and GPSTimeStamp, which are UTC: `2026-01-05 10:30:12`.
    pub fn set_gps_time(&mut self, utc: &str) {
        let (date, time) = utc.split_once(' ').expect("a date and a time");
        let time = time.split(':').map(|part| (part.parse().expect("a number"), 1)).collect();
        self.set(Ifd::Gps, 0x0007, Value::Rational(time));
        self.set(Ifd::Gps, 0x001D, Value::Ascii(date.replace('-', ":")));
    }

    /// The TIFF structure, without the `Exif\0\0` that a JPEG wants before it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Out { bytes: Vec::new(), big_endian: self.big_endian };
        out.bytes.extend(if self.big_endian { b"MM" } else { b"II" });
        out.u16(42);
        out.u32(8);

        let of = |ifd: Ifd| -> BTreeMap<u16, Value> {
            let fields = self.fields.iter().filter(|((in_ifd, _), _)| *in_ifd == ifd);
            fields.map(|((_, tag), value)| (*tag, value.clone())).collect()
        };
        let (mut image, mut exif, gps, interop) =
            (of(Ifd::Image), of(Ifd::Exif), of(Ifd::Gps), of(Ifd::Interop));
        // The directories stand one behind the other, so that their places follow from their sizes.
        if !interop.is_empty() {
            exif.insert(0xA005, Value::long(0));
        }
        if !exif.is_empty() {
            image.insert(0x8769, Value::long(0));
        }
        if !gps.is_empty() {
            image.insert(0x8825, Value::long(0));
        }
        let at_exif = 8 + size_of_ifd(&image);
        let at_gps = at_exif + size_of_ifd(&exif);
        let at_interop = at_gps + size_of_ifd(&gps);
        let at_ifd1 = at_interop + size_of_ifd(&interop);
        if !interop.is_empty() {
            exif.insert(0xA005, Value::long(at_interop));
        }
        if !exif.is_empty() {
            image.insert(0x8769, Value::long(at_exif));
        }
        if !gps.is_empty() {
            image.insert(0x8825, Value::long(at_gps));
        }
        out.ifd(&image, if self.thumbnail.is_some() { at_ifd1 } else { 0 });
        out.ifd(&exif, 0);
        out.ifd(&gps, 0);
        out.ifd(&interop, 0);
        if let Some(jpeg) = &self.thumbnail {
            let mut ifd1 = BTreeMap::from([
                (0x0103, Value::short(6)),
                (0x0201, Value::long(0)),
                (0x0202, Value::long(jpeg.len() as u32)),
            ]);
            // The thumbnail of a camera is stored as its picture is, and says so.
            if let Some(turned) = image.get(&0x0112) {
                ifd1.insert(0x0112, turned.clone());
            }
            ifd1.insert(0x0201, Value::long(at_ifd1 + size_of_ifd(&ifd1)));
            out.ifd(&ifd1, 0);
            out.bytes.extend(jpeg);
        }
        out.bytes
    }
}

/// Bytes of a directory with the values behind it; nothing for an empty one.
fn size_of_ifd(fields: &BTreeMap<u16, Value>) -> u32 {
    if fields.is_empty() {
        return 0;
    }
    let behind: usize = fields.values().map(size_of_value).filter(|size| *size > 4).map(even).sum();
    (2 + 12 * fields.len() + 4 + behind) as u32
}

fn size_of_value(value: &Value) -> usize {
    match value {
        Value::Byte(v) | Value::Undefined(v) => v.len(),
        Value::Ascii(v) => v.len() + 1,
        Value::Short(v) => 2 * v.len(),
        Value::Long(v) => 4 * v.len(),
        Value::Rational(v) => 8 * v.len(),
        Value::SRational(v) => 8 * v.len(),
    }
}

/// Values begin at an even place (TIFF 6.0, "Value Offset").
const fn even(size: usize) -> usize {
    size + size % 2
}

struct Out {
    bytes: Vec<u8>,
    big_endian: bool,
}

impl Out {
    fn u16(&mut self, value: u16) {
        self.bytes.extend(if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() });
    }

    fn u32(&mut self, value: u32) {
        self.bytes.extend(if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() });
    }

    fn ifd(&mut self, fields: &BTreeMap<u16, Value>, next: u32) {
        if fields.is_empty() {
            return;
        }
        let mut behind = Self { bytes: Vec::new(), big_endian: self.big_endian };
        let begin = self.bytes.len() + 2 + 12 * fields.len() + 4;
        self.u16(fields.len() as u16);
        for (tag, value) in fields {
            let (kind, count) = match value {
                Value::Byte(v) => (1, v.len()),
                Value::Ascii(v) => (2, v.len() + 1),
                Value::Short(v) => (3, v.len()),
                Value::Long(v) => (4, v.len()),
                Value::Rational(v) => (5, v.len()),
                Value::Undefined(v) => (7, v.len()),
                Value::SRational(v) => (10, v.len()),
            };
            self.u16(*tag);
            self.u16(kind);
            self.u32(count as u32);
            if size_of_value(value) <= 4 {
                let end = self.bytes.len() + 4;
                self.value(value);
                self.bytes.resize(end, 0);
            } else {
                self.u32((begin + behind.bytes.len()) as u32);
                behind.value(value);
                behind.bytes.resize(even(behind.bytes.len()), 0);
            }
        }
        self.u32(next);
        self.bytes.extend(behind.bytes);
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Byte(v) | Value::Undefined(v) => self.bytes.extend(v),
            Value::Ascii(v) => {
                self.bytes.extend(v.as_bytes());
                self.bytes.push(0);
            }
            Value::Short(v) => v.iter().for_each(|n| self.u16(*n)),
            Value::Long(v) => v.iter().for_each(|n| self.u32(*n)),
            Value::Rational(v) => v.iter().for_each(|(n, d)| {
                self.u32(*n);
                self.u32(*d);
            }),
            Value::SRational(v) => v.iter().for_each(|(n, d)| {
                self.u32(*n as u32);
                self.u32(*d as u32);
            }),
        }
    }
}
