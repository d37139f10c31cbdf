//! What EXIF says: device, times, orientation, position, texts (CIPA DC-008-2023).

use exif::{Context, Exif, In, Tag, Value};
use jiff::civil::DateTime;

use super::bytes::{Endian, some_text, text_of, tidy};
use crate::model::device::DeviceFacts;
use crate::model::orientation::Orientation;
use crate::model::place::Position;
use crate::model::time::resolve::ExifStamp;
use crate::model::time::stamp::{Reading, read_stamp};

/// What one EXIF block says.
#[derive(Clone, Debug, Default)]
pub(super) struct ExifFacts {
    pub(super) device: DeviceFacts,
    pub(super) original: ExifStamp,
    pub(super) digitized: ExifStamp,
    pub(super) modified: ExifStamp,
    pub(super) gps_time: Option<DateTime>,
    pub(super) orientation: Option<Orientation>,
    pub(super) position: Option<Position>,
    pub(super) description: Option<String>,
    pub(super) artist: Option<String>,
    pub(super) copyright: Option<String>,
    pub(super) comment: Option<String>,
    /// The vendor's own JSON of Xiaomi phones (tag 0x9999).
    pub(super) xiaomi: Option<String>,
    /// What could not be read, in words for a person; the rest was.
    pub(super) fault: Option<String>,
}

/// Reads a block that begins with its TIFF header.
pub(super) fn read_exif(block: Vec<u8>) -> ExifFacts {
    let mut fault = None;
    let read = exif::Reader::new().continue_on_error(true).read_raw(block).or_else(|error| {
        error.distill_partial_result(|errors| {
            fault = errors.first().map(ToString::to_string);
        })
    });
    match read {
        Ok(exif) => Fields(&exif).facts(fault),
        Err(error) => ExifFacts { fault: Some(error.to_string()), ..Default::default() },
    }
}

struct Fields<'a>(&'a Exif);

impl Fields<'_> {
    fn facts(&self, fault: Option<String>) -> ExifFacts {
        ExifFacts {
            device: DeviceFacts {
                make: self.text(Tag::Make),
                model: self.text(Tag::Model),
                lens: self.text(Tag::LensModel),
                serial: self.text(Tag::BodySerialNumber),
                software: self.text(Tag::Software),
            },
            original: self.stamp(Tag::DateTimeOriginal, Tag::SubSecTimeOriginal, Tag::OffsetTimeOriginal),
            digitized: self.stamp(Tag::DateTimeDigitized, Tag::SubSecTimeDigitized, Tag::OffsetTimeDigitized),
            modified: self.stamp(Tag::DateTime, Tag::SubSecTime, Tag::OffsetTime),
            gps_time: self.gps_time(),
            orientation: self.uint(Tag::Orientation).and_then(Orientation::from_exif),
            position: self.position(),
            description: self.text(Tag::ImageDescription),
            artist: self.text(Tag::Artist),
            copyright: self.copyright(),
            comment: self.comment(),
            xiaomi: self.text(Tag(Context::Exif, 0x9999)),
            fault,
        }
    }

    /// The value of a tag in its own directory, or in the other one, where some writers put it.
    fn value(&self, tag: Tag) -> Option<&Value> {
        let other = match tag.context() {
            Context::Tiff => Tag(Context::Exif, tag.number()),
            Context::Exif => Tag(Context::Tiff, tag.number()),
            _ => tag,
        };
        let field = |tag| self.0.get_field(tag, In::PRIMARY);
        field(tag).or_else(|| field(other)).map(|field| &field.value)
    }

    fn bytes(&self, tag: Tag) -> Option<Vec<u8>> {
        match self.value(tag)? {
            Value::Ascii(texts) => Some(texts.join(&0)),
            Value::Byte(bytes) | Value::Undefined(bytes, _) => Some(bytes.clone()),
            // UTF-8, new in EXIF 3.0: the reader gives where the entry's value field is.
            Value::Unknown(129, count, at) => {
                let (count, at) = (usize::try_from(*count).ok()?, usize::try_from(*at).ok()?);
                let endian = if self.0.little_endian() { Endian::Little } else { Endian::Big };
                let at = if count > 4 { usize::try_from(endian.u32(self.0.buf(), at)?).ok()? } else { at };
                self.0.buf().get(at..at.checked_add(count)?).map(<[u8]>::to_vec)
            }
            _ => None,
        }
    }

    fn text(&self, tag: Tag) -> Option<String> {
        some_text(text_of(&self.bytes(tag)?))
    }

    fn stamp(&self, date_time: Tag, subsec: Tag, offset: Tag) -> ExifStamp {
        // Not trimmed to nothing: a date left blank is told from one that is not there.
        let raw = |tag| self.bytes(tag).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        ExifStamp { date_time: raw(date_time), subsec: self.text(subsec), offset: self.text(offset) }
    }

    /// A whole number of any type, as some writers use types that the standard does not.
    fn uint(&self, tag: Tag) -> Option<u32> {
        match self.value(tag)? {
            Value::SByte(v) => v.first().and_then(|n| u32::try_from(*n).ok()),
            Value::SShort(v) => v.first().and_then(|n| u32::try_from(*n).ok()),
            Value::SLong(v) => v.first().and_then(|n| u32::try_from(*n).ok()),
            Value::Undefined(v, _) => v.first().map(|n| u32::from(*n)),
            Value::Rational(v) => v.first().filter(|r| r.denom == 1).map(|r| r.num),
            Value::Ascii(v) => text_of(v.first()?).parse().ok(),
            value => value.get_uint(0),
        }
    }

    /// Three fractions, of either sign type; `None` where one has no denominator.
    fn fractions(&self, tag: Tag) -> Option<Vec<f64>> {
        let fractions: Vec<f64> = match self.value(tag)? {
            Value::Rational(v) => v.iter().map(exif::Rational::to_f64).collect(),
            Value::SRational(v) => v.iter().map(exif::SRational::to_f64).collect(),
            Value::Float(v) => v.iter().map(|n| f64::from(*n)).collect(),
            Value::Double(v) => v.clone(),
            _ => return None,
        };
        Some(fractions)
    }

    fn degrees(&self, value: Tag, reference: Tag, negative: char) -> Option<f64> {
        let parts = self.fractions(value)?;
        let degrees = parts.first().copied().filter(|d| d.is_finite())?;
        // Minutes and seconds that are not there, or 0/0, count as none.
        let part = |n: usize| parts.get(n).copied().filter(|p| p.is_finite()).unwrap_or(0.0);
        let sum = degrees + part(1) / 60.0 + part(2) / 3600.0;
        let reference = self.text(reference)?;
        Some(if reference.to_ascii_uppercase().starts_with(negative) { -sum } else { sum })
    }

    fn position(&self) -> Option<Position> {
        let lat = self.degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, 'S')?;
        let lon = self.degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, 'W')?;
        Position::new(lat, lon)
    }

    /// GPSDateStamp and GPSTimeStamp, both UTC (4.6.6.1.8 and 4.6.6.1.30).
    fn gps_time(&self) -> Option<DateTime> {
        let Reading::Time(date) = read_stamp(&self.text(Tag::GPSDateStamp)?) else { return None };
        let parts = self.fractions(Tag::GPSTimeStamp)?;
        let [hour, minute, second] = *parts.first_chunk::<3>()?;
        let whole = |n: f64, max: f64| (n.is_finite() && (0.0..max).contains(&n)).then_some(n);
        let seconds = whole(hour, 24.0)? * 3600.0 + whole(minute, 60.0)? * 60.0 + whole(second, 61.0)?;
        // Receivers round differently in the last digits: milliseconds are what is meant.
        let millis = (seconds * 1000.0).round() as i64;
        date.civil.date().at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_millis(millis)).ok()
    }

    /// Photographer's and editor's notice, with a NUL between them (4.6.5.4.7).
    fn copyright(&self) -> Option<String> {
        let bytes = self.bytes(Tag::Copyright)?;
        let parts: Vec<String> =
            bytes.split(|b| *b == 0).map(text_of).filter(|part| !part.is_empty()).collect();
        some_text(parts.join("; "))
    }

    /// UserComment: eight bytes name the code, then the text (4.6.6.4.1).
    fn comment(&self) -> Option<String> {
        let bytes = self.bytes(Tag::UserComment)?;
        let (code, text) = bytes.split_at_checked(8)?;
        some_text(match code {
            b"UNICODE\0" => utf16(text, self.0.little_endian()),
            _ => text_of(text),
        })
    }
}

/// UTF-16 in the order of its mark, or of the block.
fn utf16(bytes: &[u8], little_endian: bool) -> String {
    let (bytes, endian) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, Endian::Little),
        [0xfe, 0xff, rest @ ..] => (rest, Endian::Big),
        _ => (bytes, if little_endian { Endian::Little } else { Endian::Big }),
    };
    let units = bytes.chunks_exact(2).filter_map(|pair| endian.u16(pair, 0)).take_while(|unit| *unit != 0);
    tidy(&char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>())
}
