//! The times that phones, messengers and screens write into file names.
//!
//! A name is taken for a time only where its whole shape is known; digits that merely could be a date are not one.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::stamp::{Cursor, civil_date, civil_time, nanoseconds};
use super::{OffsetSource, TimeClaim, TimeSource};

/// A day in seconds: what a name is exact to that tells a day only, or when a messenger saved the picture.
const DAY_SECS: u32 = 86_400;

/// Messengers that name a file by the moment at which they saved it, in milliseconds since 1970 UTC:
/// WeChat (`mmexport`, `wx_camera_`) and Facebook (`FB_IMG_`).
const EPOCH_PREFIXES: [&str; 3] = ["mmexport", "wx_camera_", "FB_IMG_"];

/// What the name of a file says of when its picture was taken.
///
/// Known shapes: Pixel `PXL_20260105_093012345` (UTC); `IMG_20260105_183012`, Oppo `IMG20260105183012`, Samsung `20260105_183012`, KakaoTalk
/// `KakaoTalk_20260105_183012345`, `Screenshot_20260105-183012` (all local); dates with hyphens as in
/// `Screenshot_2026-01-05-18-30-12-345`, `2026-01-05 18.30.12`, `photo_2026-01-05_18-30-12`,
/// `Screenshot 2026-01-05 at 18.30.12`; WhatsApp `IMG-20260105-WA0001` (a day); WeChat `mmexport1767609012345`.
pub fn claim_of_name(name: &str) -> Option<TimeClaim> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    from_epoch(stem).or_else(|| from_whatsapp(stem)).or_else(|| from_clock(stem))
}

fn claim(civil: DateTime, offset: Option<Offset>, uncertainty_secs: u32) -> TimeClaim {
    let offset_source = offset.map(|_| OffsetSource::Utc);
    TimeClaim { source: TimeSource::FileName, civil, offset, offset_source, uncertainty_secs }
}

/// `mmexport1767609012345`, perhaps with ` (1)` or `_1` behind it.
fn from_epoch(stem: &str) -> Option<TimeClaim> {
    let rest = EPOCH_PREFIXES.iter().find_map(|prefix| strip_prefix(stem, prefix))?;
    let mut cursor = Cursor(rest.as_bytes());
    let digits = cursor.digits();
    if digits.len() != 13 || !is_tail(cursor.0) {
        return None;
    }
    let timestamp = Timestamp::from_millisecond(digits.parse().ok()?).ok()?;
    let civil = Offset::UTC.to_datetime(timestamp);
    sane(civil.date()).then(|| claim(civil, Some(Offset::UTC), DAY_SECS))
}

/// `IMG-20260105-WA0001`: the day on which it was sent.
fn from_whatsapp(stem: &str) -> Option<TimeClaim> {
    let mut cursor = Cursor(strip_prefix(stem, "IMG-")?.as_bytes());
    let date = compact_date(&mut cursor)?;
    let rest = std::str::from_utf8(cursor.0).ok().and_then(|rest| strip_prefix(rest, "-WA"))?;
    let mut cursor = Cursor(rest.as_bytes());
    (cursor.digits().len() == 4 && is_tail(cursor.0)).then(|| claim(date.at(0, 0, 0, 0), None, DAY_SECS))
}

/// Everything that writes a date and a time of day.
fn from_clock(stem: &str) -> Option<TimeClaim> {
    let start = stem.find(|c: char| c.is_ascii_digit())?;
    let (prefix, digits) = stem.split_at(start);
    // `DSC20260105`, `P1260105`: a counter stuck to letters that is no known way to write a date.
    let joined = prefix.eq_ignore_ascii_case("IMG");
    if prefix.ends_with(char::is_alphabetic) && !joined {
        return None;
    }
    let mut cursor = Cursor(digits.as_bytes());
    let (date, time) = compact(&mut cursor, joined).or_else(|| {
        cursor = Cursor(digits.as_bytes());
        hyphened(&mut cursor)
    })?;
    if !is_tail(cursor.0) {
        return None;
    }
    let civil = date.to_datetime(time);
    let utc = prefix.eq_ignore_ascii_case("PXL_").then_some(Offset::UTC);
    let saved = strip_prefix(prefix, "KakaoTalk").is_some() || strip_prefix(prefix, "WhatsApp").is_some();
    let uncertainty_secs = match (saved, time.subsec_nanosecond()) {
        (true, _) => DAY_SECS,
        (false, 0) => 1,
        (false, _) => 0,
    };
    Some(claim(civil, utc, uncertainty_secs))
}

/// `20260105_183012`, `20260105-183012`, with three more digits for milliseconds; where `joined`, also `20260105183012`.
fn compact(cursor: &mut Cursor<'_>, joined: bool) -> Option<(Date, jiff::civil::Time)> {
    let date = compact_date(cursor)?;
    if cursor.one_of(b"_-").is_none() && !joined {
        return None;
    }
    let (hour, minute, second) = (cursor.number(2)?, cursor.number(2)?, cursor.number(2)?);
    let fraction = cursor.digits();
    if !matches!(fraction.len(), 0 | 3) {
        return None;
    }
    Some((date, civil_time(hour, minute, second, nanoseconds(fraction))?))
}

/// `2026-01-05-18-30-12-345`, `2026-01-05 18.30.12`, `2026-01-05_18-30-12`, `2026-01-05 at 18.30.12`, `2026-01-05-183012`.
fn hyphened(cursor: &mut Cursor<'_>) -> Option<(Date, jiff::civil::Time)> {
    let year = cursor.number(4)?;
    cursor.one_of(b"-")?;
    let month = cursor.number(2)?;
    cursor.one_of(b"-")?;
    let day = cursor.number(2)?;
    let date = civil_date(year, month, day).filter(|date| sane(*date))?;
    match cursor.0.strip_prefix(b" at ") {
        Some(rest) => cursor.0 = rest,
        None => {
            cursor.one_of(b" _-T")?;
        }
    }
    let hour = cursor.number(2)?;
    let separator = cursor.one_of(b"-.:_");
    let minute = cursor.number(2)?;
    if let Some(separator) = separator {
        cursor.one_of(&[separator])?;
    }
    let second = cursor.number(2)?;
    let ahead = cursor.0;
    let fraction = cursor.one_of(b"-.").map_or("", |_| cursor.digits());
    let millis = if fraction.len() == 3 {
        fraction
    } else {
        cursor.0 = ahead;
        ""
    };
    // "6.30.12 PM": macOS in a land of twelve hours, with a plain or a narrow space.
    let rest = std::str::from_utf8(cursor.0).unwrap_or_default().trim_start();
    let hour = match (rest.get(..2), hour) {
        (Some("PM"), 1..=11) => hour + 12,
        (Some("AM"), 12) => 0,
        _ => hour,
    };
    Some((date, civil_time(hour, minute, second, nanoseconds(millis))?))
}

fn compact_date(cursor: &mut Cursor<'_>) -> Option<Date> {
    let (year, month, day) = (cursor.number(4)?, cursor.number(2)?, cursor.number(2)?);
    civil_date(year, month, day).filter(|date| sane(*date))
}

/// Digital cameras and phones are no older than this, and their names no younger than a century.
fn sane(date: Date) -> bool {
    (1990..2100).contains(&date.year())
}

/// Whether what follows the time leaves it a time: nothing, or something that is no digit.
fn is_tail(rest: &[u8]) -> bool {
    rest.first().is_none_or(|b| !b.is_ascii_digit())
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_that_are_times() {
        let local = date(2026, 1, 5).at(18, 30, 12, 0);
        let millis = date(2026, 1, 5).at(18, 30, 12, 345_000_000);
        let utc = Some(Offset::UTC);
        for (name, civil, offset, uncertainty) in [
            ("PXL_20260105_183012345.jpg", millis, utc, 0),
            ("PXL_20260105_183012345.PORTRAIT.jpg", millis, utc, 0),
            ("PXL_20260105_183012345~2.jpg", millis, utc, 0),
            ("IMG_20260105_183012.jpg", local, None, 1),
            ("IMG_20260105_183012_01.jpg", local, None, 1),
            ("IMG20260105183012.jpg", local, None, 1),
            ("MVIMG_20260105_183012.jpg", local, None, 1),
            ("20260105_183012.jpg", local, None, 1),
            ("20260105_183012(0).jpg", local, None, 1),
            ("KakaoTalk_20260105_183012345.jpg", millis, None, 86_400),
            ("KakaoTalk_20260105_183012345_03.jpg", millis, None, 86_400),
            ("KakaoTalk_Photo_2026-01-05-18-30-12 001.jpeg", local, None, 86_400),
            ("Screenshot_20260105-183012.png", local, None, 1),
            ("Screenshot_20260105_183012_Maps.jpg", local, None, 1),
            ("Screenshot_2026-01-05-18-30-12-345_com.tencent.mm.jpg", millis, None, 0),
            ("Screenshot 2026-01-05 at 18.30.12.png", local, None, 1),
            ("Screenshot 2026-01-05 at 06.30.12 PM.png", local, None, 1),
            ("Screenshot from 2026-01-05 18-30-12.png", local, None, 1),
            ("WhatsApp Image 2026-01-05 at 18.30.12.jpeg", local, None, 86_400),
            ("photo_2026-01-05_18-30-12.jpg", local, None, 1),
            ("signal-2026-01-05-183012.jpeg", local, None, 1),
            ("2026-01-05 18.30.12.jpg", local, None, 1),
            ("IMG-20260105-WA0007.jpg", date(2026, 1, 5).at(0, 0, 0, 0), None, 86_400),
            ("IMG-20260105-WA0007(1).jpg", date(2026, 1, 5).at(0, 0, 0, 0), None, 86_400),
            ("mmexport1767637812345.jpg", millis, utc, 86_400),
            ("mmexport1767637812345(1).jpg", millis, utc, 86_400),
        ] {
            let got = claim_of_name(name).unwrap_or_else(|| panic!("{name} is a time"));
            assert_eq!((got.civil, got.offset, got.uncertainty_secs), (civil, offset, uncertainty), "{name}");
            assert_eq!(got.offset_source.is_some(), got.offset.is_some(), "{name}");
        }
    }

    #[test]
    fn names_that_only_look_like_times() {
        for name in [
            "IMG_1234.jpg",
            "DSC_0001.JPG",
            "DSC20260105.jpg",
            "20260105.jpg",
            "20261305_183012.jpg",
            "20260230_183012.jpg",
            "20260105_253012.jpg",
            "20260105_186012.jpg",
            "20260105_18301.jpg",
            "20260105_18301234.jpg",
            "20260105_1830123456789_n.jpg",
            "18991231_183012.jpg",
            "P1260105.JPG",
            "10203040_506070.jpg",
            "IMG-20260105-WA.jpg",
            "IMG-20261305-WA0001.jpg",
            "mmexport176763781234.jpg",
            "mmexport17676378123456.jpg",
            "2026-01-05 dinner.jpg",
            "2026-01-05-18-30.jpg",
            "order-2026-01-05_99-30-12.pdf.jpg",
            "사진.jpg",
            "",
            ".jpg",
        ] {
            assert_eq!(claim_of_name(name), None, "{name}");
        }
    }
}
