//! Times that are finer than an album tells: it tells minutes, and a machine that adds seconds tells them of the camera's clock.

use super::report::{FindingKind, Leak};

/// A date with a time to the second or finer, as machines write it (`2026-01-05T18:30:12`, `2026:01:05 18:30:12`), or milliseconds since
/// 1970. People's "18:30:12" alone is a word of theirs.
pub fn leaks_in_times(text: &str) -> Vec<Leak> {
    if text.len() < 13 || text.bytes().filter(u8::is_ascii_digit).count() < 13 {
        return Vec::new();
    }
    match to_the_second(text).or_else(|| epoch(text)) {
        Some(found) => {
            let reason = format!("has a time that is finer than the minute: \"{found}\"");
            vec![Leak::new(FindingKind::FineTime, reason)]
        }
        None => Vec::new(),
    }
}

/// What stands as the value of a time: a year, a month, a day, or a day with a time to the minute. Seconds may be there where the format
/// asks for them (RFC 3339 in feeds) and must be none: `:00`.
pub fn is_to_the_minute(value: &str, with_seconds: bool) -> bool {
    let (day, time) = value.split_once('T').map_or((value, None), |(day, time)| (day, Some(time)));
    let shape =
        |text: &str| text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>();
    if !["0000", "0000-00", "0000-00-00"].contains(&shape(day).as_str()) {
        return false;
    }
    let Some(time) = time else { return true };
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let zone_is_sound = ["", "Z", "+00:00", "-00:00"].contains(&shape(zone).as_str());
    let clock_is_sound =
        shape(clock) == "00:00" || (with_seconds && shape(clock) == "00:00:00" && clock.ends_with(":00"));
    zone_is_sound && clock_is_sound
}

/// A day, a `T` or a blank, and a time with seconds that are not `00`, or with a fraction.
fn to_the_second(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let shape: Vec<u8> = bytes.iter().map(|b| if b.is_ascii_digit() { b'0' } else { *b }).collect();
    (0..shape.len()).find_map(|at| {
        let window = shape.get(at..at + 19)?;
        let [y1, y2, y3, y4, sep1, m1, m2, sep2, d1, d2, gap, clock @ ..] = window else { return None };
        let digits = [y1, y2, y3, y4, m1, m2, d1, d2].iter().all(|b| **b == b'0');
        let separated = sep1 == sep2 && b"-:/.".contains(sep1) && b"T t_".contains(gap);
        let is_clock = matches!(clock, b"00:00:00" | b"00.00.00" | b"00-00-00");
        if !(digits && separated && is_clock) {
            return None;
        }
        let found = text.get(at..at + 19)?;
        let has_fraction = shape.get(at + 19) == Some(&b'.') && shape.get(at + 20) == Some(&b'0');
        (!found.ends_with("00") || has_fraction).then_some(found)
    })
}

/// Thirteen digits that are milliseconds between 2000 and 2100.
fn epoch(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
        word.len() == 13
            && word.parse::<u64>().is_ok_and(|ms| (946_684_800_000..4_102_444_800_000).contains(&ms))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_found() {
        for text in [
            "2026-01-05T18:30:12+08:00",
            "taken 2026:01:05 18:30:12",
            "2026-01-05T18:30:00.123",
            "2026-01-05 18:30:59",
            "20260105 1767609012345",
        ] {
            assert_eq!(leaks_in_times(text).len(), 1, "{text}");
        }
        for text in [
            "2026-01-05T18:30",
            "2026-01-05T18:30:00Z",
            "at 18:30:12",
            "5 January 2026, 18:30",
            "공보 2026-000123456789",
        ] {
            assert_eq!(leaks_in_times(text), [], "{text}");
        }
    }

    #[test]
    fn values_of_times_have_a_minute_at_most() {
        for value in [
            "2026",
            "2026-01",
            "2026-01-05",
            "2026-01-05T18:30",
            "2026-01-05T18:30+08:00",
            "2026-01-05T18:30Z",
        ] {
            assert!(is_to_the_minute(value, false), "{value}");
        }
        assert!(is_to_the_minute("2026-01-05T18:30:00Z", true));
        for value in [
            "2026-01-05T18:30:00Z",
            "2026-01-05T18:30:12",
            "1767609012345",
            "18:30",
            "",
            "2026-01-05T18:30Z x",
        ] {
            assert!(!is_to_the_minute(value, false), "{value}");
        }
        assert!(!is_to_the_minute("2026-01-05T18:30:12Z", true));
    }
}
