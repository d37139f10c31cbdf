//! When a photo was taken, as people type it.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::super::time::offset::is_in_use;

/// What is said to a person whose text is no date with a time.
pub const TAKEN_HINT: &str = "Write the date and the time: 2026-01-05 18:30 or 2026-01-05 18:30:12.";

/// What is said to a person whose text is no offset.
pub const OFFSET_HINT: &str =
    "Write the offset from UTC with its sign: +08:00. Leave it empty if you do not know it.";

/// Years from which there may be a photo: the first was taken in 1826.
const YEARS: std::ops::RangeInclusive<i16> = 1826..=2099;

/// The time that a text names: year, month, day, hour, minute and perhaps second, in this order, with whatever signs between them that
/// people use for dates.
///
/// # Errors
/// What is wrong with it, in words for the person.
pub fn read_taken(text: &str) -> Result<DateTime, &'static str> {
    const BETWEEN: &str = "-/.:, \u{ff1a}\u{2013}T년월일시분초年月日時时分秒点";
    if text.chars().any(|c| c.is_ascii_alphabetic() && c != 'T') {
        return Err(
            "Write numbers only, and the hour from 0 to 23: 2026-01-05 18:30:12. An offset goes into its own field.",
        );
    }
    if text.chars().any(|c| !c.is_ascii_digit() && !BETWEEN.contains(c)) || text.len() > 60 {
        return Err(TAKEN_HINT);
    }
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, rest) = parts.split_first().ok_or(TAKEN_HINT)?;
    if year.len() != 4 || !matches!(rest.len(), 4 | 5) || rest.iter().any(|part| part.len() > 2) {
        return Err(TAKEN_HINT);
    }
    let number = |n: usize| rest.get(n).map_or(Some(0), |part| part.parse::<i8>().ok()).ok_or(TAKEN_HINT);
    let year: i16 = year.parse().map_err(|_| TAKEN_HINT)?;
    if !YEARS.contains(&year) {
        return Err("No photo is from that year: write one from 1826 to 2099.");
    }
    let date = Date::new(year, number(0)?, number(1)?)
        .map_err(|_| "The calendar has no such day: write year, month and day.")?;
    let (hour, minute, second) = (number(2)?, number(3)?, number(4)?);
    match (hour, minute, second) {
        (24.., ..) => Err("A day has the hours 00 to 23; midnight is 00:00 of the next day."),
        (_, _, 60) => Err("Clocks of cameras have no leap second: write 59."),
        _ => Time::new(hour, minute, second, 0)
            .map(|time| date.to_datetime(time))
            .map_err(|_| "An hour has the minutes 00 to 59, a minute the seconds 00 to 59."),
    }
}

/// The offset that a text names: `+08:00`, `+8`, `-0330`, `UTC+5:45`, `Z`; `None` where it is empty.
///
/// # Errors
/// What is wrong with it, in words for the person.
pub fn read_offset(text: &str) -> Result<Option<Offset>, &'static str> {
    let text = text.trim().to_uppercase();
    let bare = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(&text).trim();
    if text.is_empty() {
        return Ok(None);
    }
    if bare.is_empty() || bare == "Z" {
        return Ok(Some(Offset::UTC));
    }
    let (sign, rest) = match bare.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (-1, rest),
        None => (1, bare.strip_prefix('+').ok_or(OFFSET_HINT)?),
    };
    let (hours, minutes) = match rest.split_once([':', '\u{ff1a}']) {
        Some(parts) => parts,
        None if rest.len() == 4 => rest.split_at_checked(2).ok_or(OFFSET_HINT)?,
        None => (rest, "00"),
    };
    let number = |part: &str, lengths: std::ops::RangeInclusive<usize>| -> Result<i32, &'static str> {
        let fits = lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse().ok()).flatten().ok_or(OFFSET_HINT)
    };
    let secs = sign * (number(hours, 1..=2)? * 3_600 + number(minutes, 2..=2)? * 60);
    let offset = Offset::from_seconds(secs).ok().filter(|offset| is_in_use(*offset));
    offset.map(Some).ok_or("No clock on Earth is set to that offset: they go from \u{2212}12:00 to +14:00.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn times_as_people_type_them() {
        for text in [
            "2026-01-05 18:30:12",
            "2026/1/5 18:30:12",
            "2026.01.05, 18.30.12",
            "2026-01-05T18:30:12",
            " 2026년 1월 5일 18시 30분 12초 ",
            "2026年1月5日 18：30：12",
        ] {
            assert_eq!(read_taken(text), Ok(date(2026, 1, 5).at(18, 30, 12, 0)), "{text}");
        }
        assert_eq!(read_taken("2026-01-05 18:30"), Ok(date(2026, 1, 5).at(18, 30, 0, 0)));
        for (text, why) in [
            ("", "Write the date"),
            ("18:30", "Write the date"),
            ("05-01-2026 18:30", "Write the date"),
            ("2026-01-05", "Write the date"),
            ("2026-01-05 6:30 pm", "Write numbers only"),
            ("2026-01-05 18:30 +08:00", "Write the date"),
            ("2026-02-29 18:30", "The calendar has no such day"),
            ("2026-00-05 18:30", "The calendar has no such day"),
            ("0000-01-05 18:30", "No photo is from that year"),
            ("1601-01-01 00:00", "No photo is from that year"),
            ("2107-01-01 00:00", "No photo is from that year"),
            ("2026-01-05 24:00", "A day has the hours"),
            ("2016-12-31 23:59:60", "Clocks of cameras"),
            ("2026-01-05 18:61", "An hour has"),
        ] {
            assert!(
                read_taken(text).is_err_and(|said| said.starts_with(why)),
                "{text}: {:?}",
                read_taken(text)
            );
        }
    }

    #[test]
    fn offsets_as_people_type_them() {
        let minutes = |text| read_offset(text).map(|offset| offset.map(|offset| offset.seconds() / 60));
        for (text, want) in [
            ("", None),
            ("Z", Some(0)),
            ("utc", Some(0)),
            ("+8", Some(480)),
            ("+08:00", Some(480)),
            ("UTC+5:45", Some(345)),
            ("-0330", Some(-210)),
            ("\u{2212}03:30", Some(-210)),
        ] {
            assert_eq!(minutes(text), Ok(want), "{text}");
        }
        for text in ["+25:00", "+08:15", "-13:00", "8", "+8:0", "+", "Seoul", "+08:00:00", "+１２"] {
            assert!(read_offset(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_answered(text in "\\PC{0,30}") {
            let _ = (read_taken(&text), read_offset(&text));
        }
    }
}
