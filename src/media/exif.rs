//! What EXIF says: device, times, orientation, position, texts (CIPA DC-008-2023).

use exif::{Context, Exif, In, Tag, Value};
use jiff::civil::DateTime;

use super::bytes::{Endian, some_text, text_of, tidy};
use super::maker::{MakerFacts, Note, read_note};
use crate::model::device::{DeviceFacts, serial_fault};
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
    /// What Windows writes beside the standard's tags: XPTitle, XPComment, XPKeywords.
    pub(super) xp_title: Option<String>,
    pub(super) xp_comment: Option<String>,
    pub(super) xp_keywords: Option<String>,
    /// Width and height as stored, in pixels: what a container that is damaged does not say.
    pub(super) size_px: Option<(u32, u32)>,
    /// ColorSpace or the Interoperability index names Adobe RGB.
    pub(super) is_adobe_rgb: bool,
    /// The vendor's own JSON of Xiaomi phones (tag 0x9999).
    pub(super) xiaomi: Option<String>,
    /// What Apple's maker note calls the video of a Live Photo.
    pub(super) content_id: Option<String>,
    /// Whether Apple's maker note says that the front camera took the picture.
    pub(super) is_front: bool,
    /// FileSource (0xA300): 1 a film scanner, 2 a print scanner, 3 a digital camera.
    pub(super) file_source: Option<u32>,
    /// What was read and not used, and why.
    pub(super) remarks: Vec<String>,
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
        let maker = self.maker();
        let mut remarks = Vec::new();
        let device = self.device(&maker, &mut remarks);
        remarks.extend(self.gps_remarks());
        ExifFacts {
            device,
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
            xp_title: self.xp_text(0x9C9B),
            xp_comment: self.xp_text(0x9C9C),
            xp_keywords: self.xp_text(0x9C9E),
            size_px: self.size_px(),
            is_adobe_rgb: self.is_adobe_rgb(),
            xiaomi: self.text(Tag(Context::Exif, 0x9999)),
            content_id: maker.content_id,
            is_front: maker.is_front,
            file_source: self.uint(Tag(Context::Exif, 0xA300)),
            remarks,
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

    /// Up to three numbers of any type: the standard has fractions, some writers whole numbers, or a text such as "39.9" or "39,54,15".
    fn fractions(&self, tag: Tag) -> Option<Vec<f64>> {
        let fractions: Vec<f64> = match self.value(tag)? {
            Value::Rational(v) => v.iter().map(exif::Rational::to_f64).collect(),
            Value::SRational(v) => v.iter().map(exif::SRational::to_f64).collect(),
            Value::Float(v) => v.iter().map(|n| f64::from(*n)).collect(),
            Value::Double(v) => v.clone(),
            Value::Byte(v) => v.iter().copied().map(f64::from).collect(),
            Value::Short(v) => v.iter().copied().map(f64::from).collect(),
            Value::Long(v) => v.iter().copied().map(f64::from).collect(),
            Value::SLong(v) => v.iter().copied().map(f64::from).collect(),
            Value::Ascii(v) => {
                let text = text_of(v.first()?);
                let parts = text.split([',', ';', ':', ' ']).filter(|part| !part.is_empty());
                parts.map(|part| part.parse().ok()).collect::<Option<_>>()?
            }
            _ => return None,
        };
        Some(fractions)
    }

    fn size_px(&self) -> Option<(u32, u32)> {
        let size = |width, height| {
            let sides = (self.uint(width)?, self.uint(height)?);
            (sides.0 > 0 && sides.1 > 0).then_some(sides)
        };
        size(Tag::ImageWidth, Tag::ImageLength).or_else(|| size(Tag::PixelXDimension, Tag::PixelYDimension))
    }

    /// "R03" of DCF 2.0 (4.8.1.1), or a ColorSpace of 2, which the standard does not have and Adobe's own programs write.
    fn is_adobe_rgb(&self) -> bool {
        self.uint(Tag::ColorSpace) == Some(2)
            || self.text(Tag::InteroperabilityIndex).is_some_and(|index| index == "R03")
    }

    fn degrees(&self, value: Tag, reference: Tag, negative: char) -> Option<f64> {
        let parts = self.fractions(value)?;
        let degrees = parts.first().copied().filter(|d| d.is_finite())?;
        // Minutes and seconds that are not there, or 0/0, count as none.
        let part = |n: usize| parts.get(n).copied().filter(|p| p.is_finite()).unwrap_or(0.0);
        let sum = degrees + part(1) / 60.0 + part(2) / 3600.0;
        let reference = self.text_or_letters(reference)?;
        Some(if reference.to_ascii_uppercase().starts_with(negative) { -sum } else { sum })
    }

    /// A text, also where its letters are stored as numbers.
    fn text_or_letters(&self, tag: Tag) -> Option<String> {
        self.text(tag).or_else(|| self.uint(tag).and_then(char::from_u32).map(String::from))
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

    fn maker(&self) -> MakerFacts {
        let Some(Value::Undefined(bytes, _) | Value::Byte(bytes)) = self.value(Tag::MakerNote) else {
            return MakerFacts::default();
        };
        let endian = if self.0.little_endian() { Endian::Little } else { Endian::Big };
        read_note(self.text(Tag::Make).as_deref(), &Note { bytes, block: self.0.buf(), endian })
    }

    fn device(&self, maker: &MakerFacts, remarks: &mut Vec<String>) -> DeviceFacts {
        let mut sound = |serial: Option<String>| {
            let serial = serial?;
            let Some(why) = serial_fault(&serial) else { return Some(serial) };
            remarks.push(format!("The serial number {why}; it was not used."));
            None
        };
        let serial = sound(self.text(Tag::BodySerialNumber)).or_else(|| sound(maker.serial.clone()));
        let model = self.text(Tag::Model);
        // DNG 1.7, UniqueCameraModel (0xC614): the name that does not change with the country.
        let unique = self.text(Tag(Context::Tiff, 0xC614));
        DeviceFacts {
            make: self.text(Tag::Make),
            also_named: unique
                .filter(|unique| model.as_ref().is_some_and(|model| !model.eq_ignore_ascii_case(unique))),
            model,
            lens: self.text(Tag::LensModel),
            serial,
            software: self.text(Tag::Software),
            owner: self.text(Tag(Context::Exif, 0xA430)).or_else(|| maker.owner.clone()),
        }
    }

    /// What of the GPS directory says too little.
    fn gps_remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.text(Tag::GPSDateStamp).is_none()
            && let Some([hour, minute, second]) =
                self.fractions(Tag::GPSTimeStamp).and_then(|parts| parts.first_chunk::<3>().copied())
        {
            remarks.push(format!(
                "GPS gives a time of day ({hour:02}:{minute:02}:{second:02.0} UTC) without a date; it was not used."
            ));
        }
        let lat = self.degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, 'S');
        let lon = self.degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, 'W');
        match (lat, lon) {
            (Some(0.0), Some(0.0)) => remarks
                .push("The position 0, 0 is what devices write without a fix; it was not used.".to_owned()),
            (Some(lat), Some(lon)) if Position::new(lat, lon).is_none() => {
                remarks
                    .push(format!("The position {lat:.4}, {lon:.4} is not on the globe; it was not used."));
            }
            _ => {}
        }
        remarks
    }

    /// A text of Windows: UTF-16, always little-endian.
    fn xp_text(&self, tag: u16) -> Option<String> {
        some_text(utf16(&self.bytes(Tag(Context::Tiff, tag))?, true))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A little-endian block: one directory, and behind it a GPS directory when it has entries. Type, count and value as bytes.
    fn block(entries: &[(u16, u16, u32, &[u8])], gps: &[(u16, u16, u32, &[u8])]) -> Vec<u8> {
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        let pointer_at = write(&mut out, entries, !gps.is_empty());
        if !gps.is_empty() {
            let here = (out.len() as u32).to_le_bytes();
            out[pointer_at..pointer_at + 4].copy_from_slice(&here);
            write(&mut out, gps, false);
        }
        out
    }

    fn write(out: &mut Vec<u8>, entries: &[(u16, u16, u32, &[u8])], with_gps: bool) -> usize {
        let n = entries.len() + usize::from(with_gps);
        out.extend((n as u16).to_le_bytes());
        let mut data_at = out.len() + n * 12 + 4;
        let mut data: Vec<u8> = Vec::new();
        for (tag, kind, count, value) in entries {
            out.extend(tag.to_le_bytes());
            out.extend(kind.to_le_bytes());
            out.extend(count.to_le_bytes());
            if value.len() <= 4 {
                out.extend(value.iter().chain([0; 4].iter()).take(4));
            } else {
                out.extend((data_at as u32).to_le_bytes());
                data_at += value.len();
                data.extend(*value);
            }
        }
        let pointer_at = out.len() + 8;
        if with_gps {
            out.extend(b"\x25\x88\x04\0\x01\0\0\0\0\0\0\0");
        }
        out.extend([0; 4]);
        out.extend(data);
        pointer_at
    }

    fn rationals(values: &[(u32, u32)]) -> Vec<u8> {
        values.iter().flat_map(|(n, d)| [n.to_le_bytes(), d.to_le_bytes()].concat()).collect()
    }

    #[test]
    fn orientation_of_any_type() {
        for (kind, value) in [
            (3, &[6, 0][..]),
            (4, &[6, 0, 0, 0]),
            (1, &[6]),
            (8, &[6, 0]),
            (9, &[6, 0, 0, 0]),
            (2, b"6\0"),
            (7, &[6]),
        ] {
            let facts = read_exif(block(&[(0x0112, kind, 1, value)], &[]));
            assert_eq!(facts.orientation, Some(Orientation::Rotate90), "type {kind}");
        }
        assert_eq!(read_exif(block(&[(0x0112, 3, 1, &[0, 0])], &[])).orientation, None);
        assert_eq!(read_exif(block(&[(0x0112, 3, 1, &[9, 0])], &[])).orientation, None);
    }

    #[test]
    fn texts_in_the_encodings_that_occur() {
        let facts = read_exif(block(
            &[
                (0x010E, 2, 7, "환영\0".as_bytes()),
                (0x010F, 2, 6, b" ABC \0"),
                (0x0110, 129, 7, "한국\0".as_bytes()),
                (0x0131, 129, 3, b"v1\0"),
                (0x013B, 2, 5, b"Ren\xe9\0"),
                (0x8298, 2, 9, b"Kim\0Lee\0\0"),
                (0x9C9B, 1, 6, b"T\0i\0\0\0"),
            ],
            &[],
        ));
        assert_eq!(facts.description.as_deref(), Some("환영"));
        assert_eq!(facts.device.make.as_deref(), Some("ABC"));
        assert_eq!(facts.device.model.as_deref(), Some("한국"));
        assert_eq!(facts.device.software.as_deref(), Some("v1"));
        assert_eq!(facts.artist.as_deref(), Some("René"));
        assert_eq!(facts.copyright.as_deref(), Some("Kim; Lee"));
        assert_eq!(facts.xp_title.as_deref(), Some("Ti"));
        assert_eq!(facts.fault, None);
    }

    #[test]
    fn positions_and_their_time() {
        let lat = rationals(&[(39, 1), (54, 1), (1512, 100)]);
        let lon = rationals(&[(116, 1), (244, 10), (0, 0)]);
        let time = rationals(&[(10, 1), (30, 1), (12_345, 1000)]);
        let facts = read_exif(block(
            &[(0x010F, 2, 2, b"A\0")],
            &[
                (1, 2, 2, b"S\0"),
                (2, 5, 3, &lat),
                (3, 2, 2, b"E\0"),
                (4, 5, 3, &lon),
                (7, 5, 3, &time),
                (29, 2, 11, b"2026:01:05\0"),
            ],
        ));
        let position = facts.position.unwrap();
        assert!(
            (position.lat + 39.9042).abs() < 1e-9 && (position.lon - 116.406_666_666).abs() < 1e-6,
            "{position:?}"
        );
        assert_eq!(facts.gps_time.unwrap().to_string(), "2026-01-05T10:30:12.345");
    }

    #[test]
    fn positions_of_odd_types() {
        let numbers = |values: &[u32]| values.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
        let position = |reference: (u16, &[u8]), lat: (u16, u32, &[u8]), lon: (u16, u32, &[u8])| {
            let gps = [
                (1, reference.0, 1, reference.1),
                (2, lat.0, lat.1, lat.2),
                (3, 2, 2, &b"W\0"[..]),
                (4, lon.0, lon.1, lon.2),
            ];
            read_exif(block(&[(0x010F, 2, 2, b"A\0")], &gps)).position.map(|at| (at.lat, at.lon))
        };
        let longs = (numbers(&[39, 30, 36]), numbers(&[116, 45, 0]));
        assert_eq!(position((2, b"N\0"), (4, 3, &longs.0), (4, 3, &longs.1)), Some((39.51, -116.75)));
        assert_eq!(position((7, b"S"), (2, 9, b"39,30,36\0"), (2, 7, b"116.75\0")), Some((-39.51, -116.75)));
        assert_eq!(position((3, b"S\0"), (9, 3, &longs.0), (9, 3, &longs.1)), Some((-39.51, -116.75)));
        let (lat, lon) = (39.5_f64.to_le_bytes(), 116.75_f64.to_le_bytes());
        assert_eq!(position((2, b"N\0"), (12, 1, &lat), (12, 1, &lon)), Some((39.5, -116.75)));
        assert_eq!(position((2, b"N\0"), (2, 6, b"north\0"), (4, 3, &longs.1)), None);
    }

    #[test]
    fn half_a_position_is_none() {
        let lat = rationals(&[(39, 0), (54, 1), (0, 1)]);
        let lon = rationals(&[(116, 1)]);
        let facts =
            read_exif(block(&[], &[(1, 2, 2, b"N\0"), (2, 5, 3, &lat), (3, 2, 2, b"E\0"), (4, 5, 1, &lon)]));
        assert_eq!(facts.position, None);
        let no_reference = read_exif(block(&[], &[(2, 5, 1, &lon), (4, 5, 1, &lon)]));
        assert_eq!(no_reference.position, None);
    }
}
