//! Times and shifts as people type them.

use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};

use super::correction::MAX_SHIFT_SECS;

/// What is said to a person whose text is no shift.
pub const SHIFT_HINT: &str = "Say by how much, with units: +1 h, −90 s, +7:30, −1 day 2 h.";

/// What is said to a person whose text is no time of day.
pub const TIME_HINT: &str = "Say what the clock shows: 14:05 or 14:05:10.";

/// The seconds that a text adds to a clock: `+1 h`, `-90s`, `7h30`, `+7:30`, `-0:01:30`, `1 day 2 h`. Without a sign it adds.
///
/// # Errors
/// [`SHIFT_HINT`] where it is no such text, or is more than a clock can be off.
pub fn read_shift(text: &str) -> Result<i64, &'static str> {
    let text = text.trim().to_lowercase();
    let (sign, rest) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let secs = if rest.contains(':') { by_colons(rest) } else { by_units(rest) }.ok_or(SHIFT_HINT)?;
    if secs > MAX_SHIFT_SECS { Err(SHIFT_HINT) } else { Ok(sign * secs) }
}

/// `7:30`, `0:01:30`: hours, minutes, seconds.
fn by_colons(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let number = |n: usize| -> Option<i64> {
        let part = parts.get(n).copied().unwrap_or("0").trim();
        let is_number = !part.is_empty() && part.len() <= 6 && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    };
    let (hours, minutes, seconds) = (number(0)?, number(1)?, number(2)?);
    let fits = matches!(parts.len(), 2 | 3) && minutes < 60 && seconds < 60;
    fits.then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// `1 day 2 h`, `90s`, `7h30`: numbers with units; a number without one is of the next smaller unit than the one before it.
fn by_units(text: &str) -> Option<i64> {
    const UNITS: [(&str, i64); 14] = [
        ("days", 86_400),
        ("day", 86_400),
        ("d", 86_400),
        ("hours", 3_600),
        ("hour", 3_600),
        ("h", 3_600),
        ("minutes", 60),
        ("minute", 60),
        ("min", 60),
        ("m", 60),
        ("seconds", 1),
        ("second", 1),
        ("sec", 1),
        ("s", 1),
    ];
    let mut rest = text.trim();
    let mut sum = None;
    let mut last = None;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: i64 = rest.get(..digits).filter(|text| (1..=9).contains(&text.len()))?.parse().ok()?;
        rest = rest.get(digits..)?.trim_start();
        let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_alphabetic()).len();
        let unit = match (rest.get(..letters)?, last) {
            ("", Some(3_600)) => 60,
            ("", Some(60)) => 1,
            (word, _) => UNITS.iter().find(|(name, _)| *name == word)?.1,
        };
        // From the largest to the smallest, each once.
        if last.is_some_and(|last| unit >= last) {
            return None;
        }
        last = Some(unit);
        rest = rest.get(letters..)?.trim_start();
        sum = Some(sum.unwrap_or(0) + number * unit);
    }
    sum
}

/// The time at which a clock showed `text`, `14:05` or `14:05:10`, on the day that puts it nearest to `near`.
///
/// # Errors
/// [`TIME_HINT`] where it is no time of day.
pub fn read_shown(text: &str, near: DateTime) -> Result<DateTime, &'static str> {
    let parts: Vec<&str> = text.trim().split([':', '.', '\u{ff1a}']).map(str::trim).collect();
    let number = |part: &str| -> Result<i8, &'static str> {
        let is_number = matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
        if is_number { part.parse().map_err(|_| TIME_HINT) } else { Err(TIME_HINT) }
    };
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (number(hour)?, number(minute)?, 0),
        [hour, minute, second] => (number(hour)?, number(minute)?, number(second)?),
        _ => return Err(TIME_HINT),
    };
    let time = Time::new(hour, minute, second, 0).map_err(|_| TIME_HINT)?;
    let day = SignedDuration::from_hours(24);
    let today = near.date().to_datetime(time);
    [Some(today), today.checked_sub(day).ok(), today.checked_add(day).ok()]
        .into_iter()
        .flatten()
        .min_by_key(|shown| shown.duration_since(near).abs())
        .ok_or(TIME_HINT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn shifts_as_people_type_them() {
        for (text, secs) in [
            ("+1 h", 3_600),
            ("1h", 3_600),
            ("-90 s", -90),
            ("\u{2212}90s", -90),
            ("+7:30", 27_000),
            ("-0:01:30", -90),
            ("7h30", 27_000),
            ("7 h 30 min", 27_000),
            ("-1 day 2 hours", -93_600),
            ("2 min 5", 125),
            ("0 s", 0),
        ] {
            assert_eq!(read_shift(text), Ok(secs), "{text}");
        }
        for text in [
            "",
            "+",
            "1",
            "soon",
            "1:75",
            "1 h 2 h",
            "5 min 1 h",
            "1:2:3:4",
            "99999999999 s",
            "40000 days",
            "1.5 h",
        ] {
            assert_eq!(read_shift(text), Err(SHIFT_HINT), "{text}");
        }
    }

    #[test]
    fn the_clock_in_a_picture_is_of_the_nearest_day() {
        let near = date(2026, 1, 5).at(23, 50, 0, 0);
        assert_eq!(read_shown("14:05:10", near), Ok(date(2026, 1, 5).at(14, 5, 10, 0)));
        assert_eq!(read_shown("0:10", near), Ok(date(2026, 1, 6).at(0, 10, 0, 0)));
        for text in ["24:00", "14", "14:60", "14:05:61", "noon", "1:2:3:4", ""] {
            assert_eq!(read_shown(text, near), Err(TIME_HINT), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_said_can_be_typed(secs in -9_000_000_i64..9_000_000) {
            prop_assert_eq!(read_shift(&super::super::words::shift(secs)), Ok(secs));
        }
    }
}
