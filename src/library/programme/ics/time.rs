//! Dates, times and durations of a calendar: RFC 5545, 3.3.4 to 3.3.6.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span};

use super::lines::Property;
use crate::library::programme::error::{Fault, quote};

/// A date or time as a calendar says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A whole day.
    Day(Date),
    /// On the clocks of a zone, or of wherever one is where none is named (form 1 and form 3).
    Local(DateTime, Option<String>),
    /// In UTC (form 2).
    Utc(DateTime),
}

impl When {
    /// The date and time as they are written; a day begins at midnight.
    pub fn written(&self) -> DateTime {
        match self {
            Self::Day(day) => day.to_datetime(Time::midnight()),
            Self::Local(civil, _) | Self::Utc(civil) => *civil,
        }
    }
}

/// The first and last year that an item of a visit can lie in: others are slips, and rules from there never end.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

const WANTED: &str = "20260105T090000, 20260105T010000Z or 20260105";

/// The date or time of a property.
///
/// # Errors
/// [`Fault::Value`] for what is none, or lies outside of [`YEARS`].
pub fn when(property: &Property) -> Result<When, Fault> {
    when_of(&property.value, property)
}

/// The dates and times of a property that holds a list: EXDATE, RDATE. Of a period its beginning.
///
/// # Errors
/// As [`when`].
pub fn whens(property: &Property) -> Result<Vec<When>, Fault> {
    let values = property.value.split(',').map(|value| value.split('/').next().unwrap_or(value));
    values.filter(|value| !value.trim().is_empty()).map(|value| when_of(value, property)).collect()
}

fn when_of(text: &str, property: &Property) -> Result<When, Fault> {
    parse(text.trim(), property.param("TZID"))
        .filter(|when| YEARS.contains(&when.written().year()))
        .ok_or_else(|| Fault::Value {
            line: property.line,
            field: property.name.clone(),
            found: quote(text),
            wanted: WANTED,
        })
}

/// A date or time in any year: zones begin theirs in 1601. The basic form of ISO 8601, and its extended form, which some write.
pub fn parse(text: &str, zone: Option<&str>) -> Option<When> {
    if text.len() > 30 || !text.is_ascii() {
        return None;
    }
    let compact: String = text.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let number = |from: usize, to: usize| -> Option<i16> {
        let digits = compact.get(from..to)?;
        if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
    };
    let small = |from: usize, to: usize| -> Option<i8> { i8::try_from(number(from, to)?).ok() };
    let date = Date::new(number(0, 4)?, small(4, 6)?, small(6, 8)?).ok()?;
    let rest = compact.get(8..)?;
    if rest.is_empty() {
        return Some(When::Day(date));
    }
    if !rest.starts_with(['T', 't', ' ']) {
        return None;
    }
    let (is_utc, end) = match compact.strip_suffix(['Z', 'z']) {
        Some(local) => (true, local.len()),
        None => (false, compact.len()),
    };
    let second = match end {
        13 => 0,
        // A leap second (RFC 5545, 3.3.12) is the last second here.
        15 => small(13, 15)?.min(59),
        _ => return None,
    };
    let time = Time::new(small(9, 11)?, small(11, 13)?, second, 0).ok()?;
    let civil = date.to_datetime(time);
    Some(match zone.filter(|zone| !zone.trim().is_empty()) {
        _ if is_utc => When::Utc(civil),
        zone => When::Local(civil, zone.map(str::to_owned)),
    })
}

/// The time after `start` by the duration of a property.
///
/// # Errors
/// [`Fault::Value`] for what is no duration. One below zero gives a time before `start`.
pub fn after(start: DateTime, property: &Property) -> Result<DateTime, Fault> {
    let text = property.value.trim();
    let fault = || Fault::Value {
        line: property.line,
        field: property.name.clone(),
        found: quote(text),
        wanted: "PT1H30M or P1D",
    };
    let unsigned = text.trim_start_matches(['+', '-']);
    if !unsigned.starts_with(['P', 'p']) || unsigned.len() + 1 < text.len() || text.len() > 40 {
        return Err(fault());
    }
    let span: Span = text.parse().map_err(|_| fault())?;
    start.checked_add(span).map_err(|_| fault())
}

/// A civil time moved by seconds; the time itself at the ends of the calendar.
pub fn moved(civil: DateTime, seconds: i64) -> DateTime {
    civil.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(civil)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn property(value: &str) -> Property {
        Property { line: 7, name: "DTSTART".into(), params: Vec::new(), value: value.into() }
    }

    #[test]
    fn the_three_forms_and_days() {
        let nine = date(2026, 1, 5).at(9, 0, 0, 0);
        for (text, zone, want) in [
            ("20260105", None, Some(When::Day(date(2026, 1, 5)))),
            ("20260105T090000", None, Some(When::Local(nine, None))),
            ("20260105T0900", Some("Asia/Seoul"), Some(When::Local(nine, Some("Asia/Seoul".into())))),
            ("20260105T090000Z", Some("Asia/Seoul"), Some(When::Utc(nine))),
            ("2026-01-05T09:00:00Z", None, Some(When::Utc(nine))),
            ("20261305", None, None),
            ("20260105T250000", None, None),
            ("2026010５", None, None),
            ("20260105T", None, None),
            ("20260105X090000", None, None),
            ("", None, None),
            ("+2260105", None, None),
        ] {
            assert_eq!(parse(text, zone), want, "{text}");
        }
        let fault = when(&property("16010101T000000")).unwrap_err().to_string();
        assert!(
            fault.contains("line 7") && fault.contains("DTSTART") && fault.contains("20260105"),
            "{fault}"
        );
    }

    #[test]
    fn durations() {
        let nine = date(2026, 1, 5).at(9, 0, 0, 0);
        let at = |text: &str| after(nine, &property(text)).ok();
        assert_eq!(at("PT1H30M"), Some(date(2026, 1, 5).at(10, 30, 0, 0)));
        assert_eq!(at("P1DT2H"), Some(date(2026, 1, 6).at(11, 0, 0, 0)));
        assert_eq!(at("P2W"), Some(date(2026, 1, 19).at(9, 0, 0, 0)));
        assert_eq!(at("-PT5M"), Some(date(2026, 1, 5).at(8, 55, 0, 0)));
        for bad in ["", "1 hour", "PT", "P99999999999999D", "--PT5M", "P1D2H"] {
            assert_eq!(at(bad), None, "{bad}");
        }
    }
}
