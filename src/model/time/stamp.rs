//! Dates and times as files write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// What a written date turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing was written.
    Absent,
    /// Something was written that is no date; why, in words that finish "the date …".
    Nonsense(String),
    /// A time.
    Time(Stamp),
}

/// A time as written, with what it is exact to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time on the wall.
    pub civil: DateTime,
    /// The offset, where it is written with the time.
    pub offset: Option<Offset>,
    /// See [`super::TimeClaim::uncertainty_secs`].
    pub uncertainty_secs: u32,
}

/// Offsets that any place on earth has used in the age of photography, in minutes east of UTC.
const OFFSET_MINUTES: std::ops::RangeInclusive<i32> = -12 * 60..=14 * 60;

/// Reads a date and time of EXIF (CIPA DC-008-2023, 4.6.5.4: `2026:01:05 18:30:12`) or of XMP (ISO 8601 as in the XMP
/// specification part 1, 8.2.1.2: `2026-01-05T18:30:12.345+08:00`), with what writers make of them: other separators,
/// fractions and offsets where there should be none, a date without a time.
pub fn read_stamp(text: &str) -> Reading {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if text.is_empty() {
        return Reading::Absent;
    }
    if !text.contains(|c: char| c.is_ascii_digit() && c != '0') {
        let blank = !text.contains(|c: char| c.is_alphanumeric());
        let why = if blank { "is left blank" } else { "is all zeros" };
        return Reading::Nonsense(if text.contains(char::is_alphabetic) {
            unreadable(text)
        } else {
            why.into()
        });
    }
    match parse(text) {
        Some(Ok(stamp)) => Reading::Time(stamp),
        Some(Err(why)) => Reading::Nonsense(why),
        None => Reading::Nonsense(unreadable(text)),
    }
}

fn unreadable(text: &str) -> String {
    let short: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    format!("\"{short}\" is not a date")
}

/// `None`: not of the shape of a date. `Some(Err)`: of that shape, with impossible numbers.
fn parse(text: &str) -> Option<Result<Stamp, String>> {
    let mut rest = Cursor(text.as_bytes());
    let year = rest.number(4)?;
    rest.one_of(b":-/. ")?;
    let month = rest.number(2)?;
    rest.one_of(b":-/. ")?;
    let day = rest.number(2)?;
    let Some(date) = civil_date(year, month, day) else {
        return Some(Err(format!("{year:04}-{month:02}-{day:02} does not exist")));
    };
    if rest.0.is_empty() {
        return Some(Ok(Stamp { civil: date.at(0, 0, 0, 0), offset: None, uncertainty_secs: 86_400 }));
    }
    rest.one_of(b" T:-")?;
    let (hour, minute) = (rest.number(2)?, rest.after(b":.-", 2)?);
    let second = rest.after(b":.-", 2);
    let fraction = rest.one_of(b".,").map(|_| rest.digits()).filter(|digits| !digits.is_empty());
    let time = civil_time(hour, minute, second.unwrap_or(0), fraction.map_or(0, nanoseconds));
    let Some(time) = time else {
        let second = second.unwrap_or(0);
        return Some(Err(format!("has no such time of day: {hour:02}:{minute:02}:{second:02}")));
    };
    let uncertainty_secs = match (second, fraction) {
        (_, Some(_)) => 0,
        (Some(_), None) => 1,
        (None, None) => 60,
    };
    let offset = std::str::from_utf8(rest.0).ok().and_then(read_offset);
    Some(Ok(Stamp { civil: date.to_datetime(time), offset, uncertainty_secs }))
}

/// Why a written offset is none that a clock could have, in words that finish "the offset …"; `None` where it is one, and for blanks.
pub fn offset_fault(text: &str) -> Option<String> {
    let is_blank = !text.contains(|c: char| c.is_alphanumeric());
    if is_blank || read_offset(text).is_some() {
        return None;
    }
    let short: String = text.chars().filter(|c| !c.is_control()).take(20).collect();
    Some(format!("\"{}\" is none that any place has (-12:00 to +14:00)", short.trim()))
}

/// Reads an offset such as `+08:00` (CIPA DC-008-2023, 4.6.6.2.7), and what writers make of it: `-0330`, `+9`, `Z`, `UTC+8`, `GMT`. `None`
/// for blanks, for what is none, and outside UTC-12 to UTC+14.
pub fn read_offset(text: &str) -> Option<Offset> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let named = ["UTC", "GMT"].iter().find_map(|name| {
        let (head, rest) = text.split_at_checked(name.len())?;
        head.eq_ignore_ascii_case(name).then_some(rest)
    });
    if text.eq_ignore_ascii_case("z") || named == Some("") {
        return Some(Offset::UTC);
    }
    let text = named.unwrap_or(text);
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let mut rest = Cursor(text.as_bytes().get(1..)?);
    let hours = rest.number(2).or_else(|| rest.number(1))?;
    rest.one_of(b":");
    let minutes = if rest.0.is_empty() { 0 } else { rest.number(2)? };
    let total = sign * (i32::from(hours) * 60 + i32::from(minutes));
    if minutes > 59 || !OFFSET_MINUTES.contains(&total) {
        return None;
    }
    Offset::from_seconds(total * 60).ok()
}

/// A time of taking as XMP writes it (ISO 8601 as in the XMP specification part 1, 8.2.1.2), as exactly as it is known: without its offset where
/// nobody knows that, and only its day where no more is known.
pub fn write_stamp(claim: &super::TimeClaim) -> String {
    let civil = claim.civil;
    match claim.uncertainty_secs {
        86_400.. => return civil.date().to_string(),
        60.. => return with_offset(civil.strftime("%Y-%m-%dT%H:%M").to_string(), claim.offset),
        _ => {}
    }
    let mut out = civil.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    if civil.subsec_nanosecond() != 0 {
        let digits = format!("{:09}", civil.subsec_nanosecond());
        out.push('.');
        out.push_str(digits.trim_end_matches('0'));
    }
    with_offset(out, claim.offset)
}

fn with_offset(mut stamp: String, offset: Option<Offset>) -> String {
    if let Some(offset) = offset {
        let minutes = offset.seconds().unsigned_abs() / 60;
        let sign = if offset.seconds() < 0 { '-' } else { '+' };
        stamp.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
    }
    stamp
}

/// Nanoseconds of the digits after the decimal point; more than nine are cut.
pub fn nanoseconds(digits: &str) -> i32 {
    let mut padded: String = digits.chars().take_while(char::is_ascii_digit).take(9).collect();
    while padded.len() < 9 {
        padded.push('0');
    }
    padded.parse().unwrap_or(0)
}

/// A date from its numbers, if there is such a day.
pub(super) fn civil_date(year: u16, month: u16, day: u16) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A time of day from its numbers; a leap second (60) counts as the second before.
pub(super) fn civil_time(hour: u16, minute: u16, second: u16, nanosecond: i32) -> Option<Time> {
    let second = if second == 60 { 59 } else { second };
    let small = |n: u16| i8::try_from(n).ok();
    Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()
}

/// What is left of a text of ASCII digits and separators.
pub(super) struct Cursor<'a>(pub(super) &'a [u8]);

impl<'a> Cursor<'a> {
    /// Exactly `width` digits as a number.
    pub(super) fn number(&mut self, width: usize) -> Option<u16> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        let text = std::str::from_utf8(digits).ok().filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?;
        let number = text.parse().ok()?;
        self.0 = rest;
        Some(number)
    }

    /// One byte out of a set.
    pub(super) fn one_of(&mut self, set: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !set.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    /// A separator out of a set and then a number; neither is taken when one is missing.
    fn after(&mut self, separators: &[u8], width: usize) -> Option<u16> {
        let mut ahead = Cursor(self.0);
        ahead.one_of(separators)?;
        let number = ahead.number(width)?;
        self.0 = ahead.0;
        Some(number)
    }

    /// All digits that come next.
    pub(super) fn digits(&mut self) -> &'a str {
        let n = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(n);
        self.0 = rest;
        std::str::from_utf8(digits).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn time(text: &str) -> Stamp {
        match read_stamp(text) {
            Reading::Time(stamp) => stamp,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn times_as_cameras_and_editors_write_them() {
        let plain = date(2026, 1, 5).at(18, 30, 12, 0);
        for text in
            ["2026:01:05 18:30:12", "2026-01-05T18:30:12", " 2026/01/05 18:30:12\0", "2026:01:05 18.30.12"]
        {
            assert_eq!(time(text), Stamp { civil: plain, offset: None, uncertainty_secs: 1 }, "{text}");
        }
        let full = time("2026-01-05T18:30:12.345+08:00");
        assert_eq!(full.civil, date(2026, 1, 5).at(18, 30, 12, 345_000_000));
        assert_eq!(full.offset, Some(jiff::tz::offset(8)));
        assert_eq!(full.uncertainty_secs, 0);
        assert_eq!(time("2021:03:14 00:00:00+00:00").offset, Some(Offset::UTC));
        assert_eq!(time("2026-01-05T18:30Z").uncertainty_secs, 60);
        assert_eq!(time("2026-01-05").uncertainty_secs, 86_400);
        assert_eq!(time("2016:12:31 23:59:60").civil, date(2016, 12, 31).at(23, 59, 59, 0));
    }

    #[test]
    fn nonsense_is_told_from_absence() {
        assert_eq!(read_stamp("  \0"), Reading::Absent);
        for text in [
            "    :  :     :  :  ",
            "0000:00:00 00:00:00",
            "2026:00:05 18:30:12",
            "2026:13:05 18:30:12",
            "2026:02:30 18:30:12",
            "2026:01:05 25:30:12",
            "2026:01:05 24:00:00",
            "2026:01:05 18:30:61",
            "2026:01:05 18:61:12",
            "yesterday",
            "2026",
            "5 January 2026",
            "\u{ff}\u{ff}\u{ff}\u{ff}:01",
        ] {
            assert!(matches!(read_stamp(text), Reading::Nonsense(_)), "{text}: {:?}", read_stamp(text));
        }
    }

    #[test]
    fn offsets_within_the_earth() {
        for (text, minutes) in [
            ("+08:00", 480),
            ("-03:30", -210),
            ("+0545", 345),
            ("+0800", 480),
            ("+9", 540),
            ("+8", 480),
            ("Z", 0),
            ("utc", 0),
            ("UTC+8", 480),
            ("GMT-03:30", -210),
            (" +14:00\0", 840),
        ] {
            assert_eq!(offset_fault(text), None, "{text}");
            assert_eq!(read_offset(text).map(Offset::seconds), Some(minutes * 60), "{text}");
        }
        for text in ["08:00", "+15:00", "+25:00", "-13:00", "+08:75", "+8h", "UTC8", "UTC+", "CST", "8"] {
            assert_eq!(read_offset(text), None, "{text}");
            assert!(offset_fault(text).is_some_and(|why| why.contains(text)), "{text}");
        }
        for text in ["", "   :  ", "+", "  \0"] {
            assert_eq!((read_offset(text), offset_fault(text)), (None, None), "{text}");
        }
    }
}
