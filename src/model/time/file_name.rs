//! The times that phones, messengers and screens write into file names.
//!
//! A name is taken for a time only where its whole shape is known; digits that merely could be a date are not one. What names say (a test goes
//! through this table; where no other source is named, the shape is that of names in public repositories and of the photos this was tried on):
//!
//! | name | says | clock | exact to | who writes it, and where that is from |
//! |---|---|---|---|---|
//! | `PXL_20260105_183012345.jpg` | 2026-01-05T18:30:12.345 | UTC | moment | Google's camera on Pixel phones; real files whose EXIF has the offset |
//! | `IMG_20260105_183012.jpg` | 2026-01-05T18:30:12 | wall | moment | Android's camera, Xiaomi, Huawei; real files |
//! | `IMG_20260105_183012_00_001.jpg` | 2026-01-05T18:30:12 | wall | moment | Insta360 (insta.pk360.de, "file types") |
//! | `IMG_20260105_183012_345.jpg` | 2026-01-05T18:30:12 | wall | day | Telegram on a phone, when it is saved ("filename fingerprinting" of s0md3v/dump); some cameras write milliseconds so |
//! | `IMG20260105183012.jpg` | 2026-01-05T18:30:12 | wall | moment | OPPO, OnePlus, realme |
//! | `MVIMG_20260105_183012.jpg` | 2026-01-05T18:30:12 | wall | moment | Google's motion photos before Pixel 5 |
//! | `20260105_183012.jpg` | 2026-01-05T18:30:12 | wall | moment | Samsung; real files |
//! | `WP_20260105_18_30_12_Pro.jpg` | 2026-01-05T18:30:12 | wall | moment | Windows phones |
//! | `DJI_20260105183012_0001_D.JPG` | 2026-01-05T18:30:12 | wall | moment | DJI since the Mavic 3 |
//! | `Screenshot_20260105-183012.png` | 2026-01-05T18:30:12 | wall | moment | Android |
//! | `Screenshot_2026-01-05-18-30-12-345_com.tencent.mm.jpg` | 2026-01-05T18:30:12.345 | wall | moment | Xiaomi |
//! | `Screenshot 2026-01-05 at 6.30.12 PM.png` | 2026-01-05T18:30:12 | wall | moment | macOS in English |
//! | `스크린샷 2026-01-05 오후 6.30.12.png` | 2026-01-05T18:30:12 | wall | moment | macOS in Korean |
//! | `截屏2026-01-05 下午6.30.12.png` | 2026-01-05T18:30:12 | wall | moment | macOS in Chinese |
//! | `Screenshot from 2026-01-05 18-30-12.png` | 2026-01-05T18:30:12 | wall | moment | GNOME |
//! | `2026-01-05 18.30.12-2.jpg` | 2026-01-05T18:30:12 | wall | moment | Dropbox camera uploads |
//! | `KakaoTalk_20260105_183012345.jpg` | 2026-01-05T18:30:12.345 | wall | day | KakaoTalk, when it is saved |
//! | `KakaoTalk_Photo_2026-01-05-18-30-12 001.jpeg` | 2026-01-05T18:30:12 | wall | day | KakaoTalk on macOS, when it is saved |
//! | `IMG-20260105-WA0007.jpg` | 2026-01-05T00:00:00 | wall | day | WhatsApp on Android, the day of sending; the last digits count the day's |
//! | `WhatsApp Image 2026-01-05 at 18.30.12.jpeg` | 2026-01-05T18:30:12 | wall | day | WhatsApp in a browser, when it is saved |
//! | `photo_2026-01-05_18-30-12.jpg` | 2026-01-05T18:30:12 | wall | day | Telegram on a computer, when it was sent |
//! | `signal-2026-01-05-183012.jpeg` | 2026-01-05T18:30:12 | wall | day | Signal, when it was sent |
//! | `signal-2026-01-05-18-30-12-345.jpg` | 2026-01-05T18:30:12.345 | wall | day | Signal, newer |
//! | `viber_image_2026-01-05_18-30-12-345.jpg` | 2026-01-05T18:30:12.345 | wall | day | Viber, when it was sent |
//! | `LINE_ALBUM_Dinner_260105_3.jpg` | 2026-01-05T00:00:00 | wall | day | LINE's albums, the day of saving |
//! | `mmexport1767637812345.jpg` | 2026-01-05T18:30:12.345 | UTC | day | WeChat, when it is saved, in milliseconds since 1970 |
//! | `微信图片_20260105183012.jpg` | 2026-01-05T18:30:12 | wall | day | WeChat on a computer, when it is saved |
//! | `WeChat Image_20260105183012.jpg` | 2026-01-05T18:30:12 | wall | day | the same in English |
//! | `wx_camera_1767637812345.jpg` | 2026-01-05T18:30:12.345 | UTC | day | WeChat's own camera |
//! | `FB_IMG_1767637812345.jpg` | 2026-01-05T18:30:12.345 | UTC | day | Facebook, when it is saved |
//! | `GOPR1785.JPG` | | | | GoPro: a counter, no time |
//! | `DSC_0001.JPG` | | | | cameras: a counter (DCF 2.0, 3.2.4) |
//! | `IMG_1234.HEIC` | | | | Apple: a counter |
//! | `received_241244736947430.jpeg` | | | | Messenger: a number, no time |
//! | `Scan_20260105.jpg` | | | | Windows Scan: the day of scanning, which is not when the picture was taken |
//! | `1767637812345.jpg` | | | | thirteen digits that could be a moment and could be anything |

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

/// What those write as the beginning of a name, in lower case, that name a picture by when it was sent or saved.
const SAVED_PREFIXES: [&str; 7] =
    ["kakaotalk", "whatsapp", "photo_", "signal-", "viber_image_", "微信图片_", "wechat image_"];

/// Behind these date and time are one row of fourteen digits, in lower case.
const JOINED_PREFIXES: [&str; 4] = ["img", "dji_", "微信图片_", "wechat image_"];

/// What comes right before a date although it ends with a letter: the pictures of screens on macOS in Chinese.
const SCREEN_PREFIXES: [&str; 2] = ["截屏", "屏幕快照"];

/// What the name of a file says of when its picture was taken: see the table above.
pub fn claim_of_name(name: &str) -> Option<TimeClaim> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    from_epoch(stem)
        .or_else(|| from_whatsapp(stem))
        .or_else(|| from_line_album(stem))
        .or_else(|| from_clock(stem))
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

/// `LINE_ALBUM_Dinner_260105_3`: what the album is called, the day, a counter.
fn from_line_album(stem: &str) -> Option<TimeClaim> {
    let rest = strip_prefix(stem, "LINE_ALBUM_")?;
    let (rest, counter) = rest.rsplit_once('_')?;
    let (_, day) = rest.rsplit_once('_')?;
    let mut cursor = Cursor(day.as_bytes());
    let (year, month, day) = (cursor.number(2)?, cursor.number(2)?, cursor.number(2)?);
    let is_counter = !counter.is_empty() && counter.bytes().all(|b| b.is_ascii_digit());
    let date = civil_date(2000 + year, month, day)?;
    (is_counter && cursor.0.is_empty()).then(|| claim(date.at(0, 0, 0, 0), None, DAY_SECS))
}

/// Everything that writes a date and a time of day.
fn from_clock(stem: &str) -> Option<TimeClaim> {
    let start = stem.find(|c: char| c.is_ascii_digit())?;
    let (prefix, digits) = stem.split_at(start);
    // `DSC20260105`, `P1260105`: a counter stuck to letters that is no known way to write a date.
    let lower = prefix.to_lowercase();
    let joined = JOINED_PREFIXES.contains(&lower.as_str());
    let may_stick = joined || SCREEN_PREFIXES.contains(&prefix);
    if prefix.ends_with(char::is_alphabetic) && !may_stick {
        return None;
    }
    let mut cursor = Cursor(digits.as_bytes());
    let (date, time) = if prefix.eq_ignore_ascii_case("WP_") {
        spaced(&mut cursor)?
    } else {
        compact(&mut cursor, joined).or_else(|| {
            cursor = Cursor(digits.as_bytes());
            hyphened(&mut cursor)
        })?
    };
    if !is_tail(cursor.0) {
        return None;
    }
    let civil = date.to_datetime(time);
    let utc = prefix.eq_ignore_ascii_case("PXL_").then_some(Offset::UTC);
    let saved = SAVED_PREFIXES.iter().any(|word| lower.starts_with(word))
        || lower == "img_"
            && matches!(cursor.0, [b'_', a, b, c] if [a, b, c].iter().all(|d| d.is_ascii_digit()));
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

/// `20260105_18_30_12`.
fn spaced(cursor: &mut Cursor<'_>) -> Option<(Date, jiff::civil::Time)> {
    let date = compact_date(cursor)?;
    let mut part = || {
        cursor.one_of(b"_")?;
        cursor.number(2)
    };
    let (hour, minute, second) = (part()?, part()?, part()?);
    Some((date, civil_time(hour, minute, second, 0)?))
}

/// Before or after noon, written before the hour.
const NOONS: [(&str, bool); 4] = [("오전 ", false), ("오후 ", true), ("上午", false), ("下午", true)];

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
    let noon = NOONS.iter().find_map(|(word, after)| {
        cursor.0 = cursor.0.strip_prefix(word.as_bytes())?;
        Some(*after)
    });
    let hour = cursor.number(2).or_else(|| cursor.number(1))?;
    let separator = cursor.one_of(b"-.:_ ");
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
    let noon = noon.or_else(|| match rest.get(..2) {
        Some("PM") => Some(true),
        Some("AM") => Some(false),
        _ => None,
    });
    let hour = match (noon, hour) {
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 12) => 0,
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
            ("photo_2026-01-05_18-30-12.jpg", local, None, 86_400),
            ("signal-2026-01-05-183012.jpeg", local, None, 86_400),
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
    fn the_table_is_true() {
        let rows: Vec<Vec<&str>> = include_str!("file_name.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("//! | `"))
            .map(|row| row.split('|').map(|cell| cell.trim().trim_end_matches('`')).collect())
            .collect();
        assert!(rows.len() > 30, "{}", rows.len());
        for row in rows {
            let (name, says) = (row[0], row[1]);
            let Some(claim) = claim_of_name(name) else {
                assert_eq!(says, "", "{name}");
                continue;
            };
            assert_eq!(claim.civil.to_string(), says, "{name}");
            assert_eq!(if claim.offset == Some(Offset::UTC) { "UTC" } else { "wall" }, row[2], "{name}");
            assert_eq!(if claim.uncertainty_secs < 60 { "moment" } else { "day" }, row[3], "{name}");
        }
    }

    #[test]
    fn names_that_only_look_like_times() {
        for name in [
            "IMG_1234.jpg",
            "DJI_0999.JPG",
            "DJI_20261305183012_0001_D.JPG",
            "DJI_202601051830_001.JPG",
            "XYZ_20260105183012_0001.JPG",
            "WP_20260105_001.jpg",
            "WP_20260105_18_61_12_Pro.jpg",
            "LINE_ALBUM_Dinner_261305_3.jpg",
            "LINE_ALBUM_Dinner_260105.jpg",
            "LINE_ALBUM_20260105_x.jpg",
            "GX010123.JPG",
            "Snapchat-339090659.jpg",
            "截图2026-01-05 下午6.30.12.png",
            "viber_image_2026-01-05.jpg",
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
