//! Times of day as people write them into tables.

use jiff::tz::Offset;

use crate::library::programme::zones::parse_offset;

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Minutes since midnight, 0 to 1440.
    pub minutes: u16,
    /// The distance from UTC that stands behind it.
    pub offset: Option<Offset>,
}

/// What a cell for times says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Nothing, or that it is not known yet.
    None,
    /// The whole day.
    AllDay,
    /// A time, and the one it lasts until.
    From(Clock, Option<Clock>),
}

/// Half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// Words for parts of a time, and the signs that they are read as: `a` and `p` for the halves of the day, `n` for noon.
const SIGNS: &[(&str, &str)] = &[
    ("a.m.", "a"),
    ("p.m.", "p"),
    ("am", "a"),
    ("pm", "p"),
    ("오전", "a"),
    ("새벽", "a"),
    ("오후", "p"),
    ("저녁", "p"),
    ("밤", "p"),
    ("上午", "a"),
    ("午前", "a"),
    ("早上", "a"),
    ("凌晨", "a"),
    ("下午", "p"),
    ("午後", "p"),
    ("午后", "p"),
    ("晚上", "p"),
    ("傍晚", "p"),
    ("夜", "p"),
    ("正午", "12:00"),
    ("정오", "12:00"),
    ("中午", ""),
    ("noon", "12:00"),
    ("midnight", "24:00"),
    ("uhr", ""),
    ("hrs", ""),
    ("시간", ""),
    ("시", ":"),
    ("时", ":"),
    ("時", ":"),
    ("點", ":"),
    ("点", ":"),
    ("분", ""),
    ("分", ""),
    ("반", "30"),
    ("半", "30"),
    ("부터", "-"),
    ("까지", ""),
    ("から", "-"),
    ("まで", ""),
    ("至", "-"),
    ("到", "-"),
    ("until", "-"),
    ("bis", "-"),
    ("to", "-"),
    ("à", "-"),
    ("–", "-"),
    ("—", "-"),
    ("−", "-"),
    ("~", "-"),
    ("〜", "-"),
    ("～", "-"),
    ("from", ""),
    ("von", ""),
    ("de", ""),
    ("ca.", ""),
    ("h", ":"),
];

const ALL_DAY: &str =
    " all day;all-day;allday;종일;하루 종일;全天;全日;終日;ganztägig;ganztags;toute la journée;todo el día; ";
const UNKNOWN: &str = ";-;–;—;tbd;tbc;tba;n/a;미정;추후;待定;未定;offen;à préciser;";

/// The time or times of a cell; `Err` for what is none. `text` is plain ([`super::headings::plain`]).
pub(super) fn times(text: &str) -> Result<Times, ()> {
    let lower = text.trim().to_lowercase();
    if lower.is_empty() || UNKNOWN.contains(&format!(";{lower};")) {
        return Ok(Times::None);
    }
    if ALL_DAY.trim().split(';').any(|word| word == lower) {
        return Ok(Times::AllDay);
    }
    if lower.len() > 100 {
        return Err(());
    }
    // ISO 8601 with its offset: T09:00:00+08:00.
    let lower = lower.trim_start_matches('t').to_owned();
    let (lower, offset) = behind(&lower);
    let signs = SIGNS.iter().fold(lower.to_owned(), |text, (word, sign)| text.replace(word, sign));
    let mut parts = signs.split('-').map(|part| part.replace(' ', "")).filter(|part| !part.is_empty());
    let first = clock(&parts.next().ok_or(())?)?;
    let second = parts.next().map(|part| clock(&part)).transpose()?;
    if parts.next().is_some() {
        return Err(());
    }
    let made = |minutes| Clock { minutes, offset };
    let Some(second) = second else { return Ok(Times::From(made(resolved(first.0, first.1)), None)) };
    let (start, end) = range(first, second);
    Ok(Times::From(made(start), Some(made(end))))
}

/// The text without the distance from UTC at its end, and that distance.
fn behind(text: &str) -> (&str, Option<Offset>) {
    if let Some(rest) = text.strip_suffix('z') {
        return (rest, Some(Offset::UTC));
    }
    // Only behind seconds, as ISO 8601 has it: "09:00-10:00" is a range.
    let at = text.char_indices().skip(8).find(|(_, c)| matches!(c, '+' | '-')).map(|(at, _)| at);
    let found = at.and_then(|at| Some((text.get(..at)?, parse_offset(text.get(at..)?.trim())?)));
    match found {
        Some((rest, offset)) if rest.matches(':').count() == 2 && !rest.contains('-') => (rest, Some(offset)),
        _ => (text, None),
    }
}

/// Minutes as written, and the half of the day that is named.
fn clock(text: &str) -> Result<(u16, Option<Half>), ()> {
    let half = match (text.contains('a'), text.contains('p')) {
        (true, false) => Some(Half::Am),
        (false, true) => Some(Half::Pm),
        (false, false) => None,
        (true, true) => return Err(()),
    };
    let text = text.trim_matches(['a', 'p']).trim_end_matches(['.', ':']);
    let number = |text: &str| -> Result<u16, ()> {
        let sound = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if sound { text.parse().map_err(|_| ()) } else { Err(()) }
    };
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some((hours, minutes)) => {
            let (minutes, seconds) = minutes.split_once([':', '.']).unwrap_or((minutes, "0"));
            // Fractions of a second, as programs write them, say nothing here.
            if number(seconds.split(['.', ',']).next().unwrap_or(seconds))? > 59 {
                return Err(());
            }
            (number(hours)?, number(minutes)?)
        }
        None if text.len() == 4 => (number(text.get(..2).ok_or(())?)?, number(text.get(2..).ok_or(())?)?),
        None => (number(text)?, 0),
    };
    let sound = minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0));
    if sound { Ok((hours * 60 + minutes, half)) } else { Err(()) }
}

/// Minutes since midnight in that half of the day. Hours of 13 and more need no half: 오후 15:00 is 15:00.
fn resolved(minutes: u16, half: Option<Half>) -> u16 {
    match half {
        Some(Half::Am) if (720..780).contains(&minutes) => minutes - 720,
        Some(Half::Pm) if minutes < 720 => minutes + 720,
        _ => minutes,
    }
}

/// A range in which one side may name the half of the day for both: `9:00–11:30 AM`, `오후 2:00~3:30`, `11:00–1:00 PM`.
fn range(first: (u16, Option<Half>), second: (u16, Option<Half>)) -> (u16, u16) {
    match (first.1, second.1) {
        (Some(half), None) => {
            let start = resolved(first.0, Some(half));
            let end = resolved(second.0, Some(half));
            (start, if end < start { resolved(second.0, Some(Half::Pm)) } else { end })
        }
        (None, Some(half)) => {
            let end = resolved(second.0, Some(half));
            let start = resolved(first.0, Some(half));
            (if start > end { resolved(first.0, Some(Half::Am)) } else { start }, end)
        }
        _ => (resolved(first.0, first.1), resolved(second.0, second.1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(u16, Option<u16>), ()> {
        match times(&super::super::headings::plain(text))? {
            Times::From(start, end) => Ok((start.minutes, end.map(|end| end.minutes))),
            _ => Err(()),
        }
    }

    #[test]
    fn times_of_many_countries() {
        for text in [
            "9:30",
            "09:30",
            "9.30",
            "9h30",
            "9 h 30",
            "09:30:00",
            "0930",
            "오전 9:30",
            "오전 9시 30분",
            "9시 반",
            "上午9:30",
            "上午9点30分",
            "上午９：３０",
            "9:30 AM",
            "9:30 a.m.",
            "9.30 Uhr",
            "午前9時30分",
            "9点半",
            "09h30",
            "9:30AM",
            "09:30:00.000",
        ] {
            assert_eq!(read(text), Ok((570, None)), "{text}");
        }
        for (text, want) in [
            ("9", 540),
            ("9h", 540),
            ("9시", 540),
            ("9 Uhr", 540),
            ("9 am", 540),
            ("12:30 AM", 30),
            ("12 pm", 720),
            ("오후 12:10", 730),
            ("下午3时", 900),
            ("晚上8:00", 1200),
            ("저녁 7시", 1140),
            ("noon", 720),
            ("24:00", 1440),
            ("오후 15:00", 900),
            ("中午12:00", 720),
        ] {
            assert_eq!(read(text), Ok((want, None)), "{text}");
        }
        for bad in
            ["25:00", "9:60", "soon", "9:00-10:00-11:00", "9:30:99", "", "--", "9:1:2:3", "am pm 9", "١٢"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ranges_and_what_is_no_time() {
        for (text, want) in [
            ("09:00-09:40", (540, 580)),
            ("09:00–09:40", (540, 580)),
            ("9:00 ~ 9:40", (540, 580)),
            ("9:00 to 11:30 AM", (540, 690)),
            ("11:00–1:00 PM", (660, 780)),
            ("오후 2:00~3:30", (840, 930)),
            ("오전 11:00~1:00", (660, 780)),
            ("9h00 à 9h40", (540, 580)),
            ("von 9 bis 10 Uhr", (540, 600)),
            ("上午9:00至9:40", (540, 580)),
            ("9시부터 10시까지", (540, 600)),
            ("22:00-00:30", (1320, 30)),
            ("오전 9:00 ~ 오후 1:00", (540, 780)),
        ] {
            assert_eq!(read(text), Ok((want.0, Some(want.1))), "{text}");
        }
        assert_eq!(times("all day"), Ok(Times::AllDay));
        assert_eq!(times("종일"), Ok(Times::AllDay));
        assert_eq!(times("TBC"), Ok(Times::None));
        let east = Offset::constant(8);
        assert_eq!(
            times("T09:00:00+08:00"),
            Ok(Times::From(Clock { minutes: 540, offset: Some(east) }, None))
        );
        assert_eq!(times("09:00Z"), Ok(Times::From(Clock { minutes: 540, offset: Some(Offset::UTC) }, None)));
    }
}
