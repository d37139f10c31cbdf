//! Names of zones as calendars and tables write them.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::windows_zones::WINDOWS_ZONES;
use crate::model::time::zone::{offset_at_instant, offset_in_zone};

/// A zone that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// A zone of the tz database, by its name there.
    Iana(String),
    /// Always the same distance from UTC.
    Fixed(Offset),
}

impl Zone {
    /// The zone that a name stands for: one of the tz database, one of Windows, one with the path of a calendar program before it
    /// (`/mozilla.org/20050126_1/Asia/Seoul`), or a distance from UTC (`UTC+9`, `+09:00`). `None` for any other.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().trim_matches('"').trim();
        if name.is_empty() || name.len() > 200 {
            return None;
        }
        if matches!(name.to_ascii_uppercase().as_str(), "UTC" | "GMT" | "Z") {
            return Some(Self::Fixed(Offset::UTC));
        }
        if is_iana(name) {
            return Some(Self::Iana(name.to_owned()));
        }
        let lower = name.to_ascii_lowercase();
        if let Ok(at) = WINDOWS_ZONES.binary_search_by(|(windows, _)| (*windows).cmp(lower.as_str())) {
            return WINDOWS_ZONES.get(at).map(|(_, iana)| Self::Iana((*iana).to_owned()));
        }
        let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
        for last in [3, 2] {
            let path = parts.get(parts.len().saturating_sub(last)..).unwrap_or_default().join("/");
            if parts.len() > last && is_iana(&path) {
                return Some(Self::Iana(path));
            }
        }
        let offset = ["utc", "gmt"].iter().find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower);
        parse_offset(offset.trim()).map(Self::Fixed)
    }

    /// What its clocks were set to when they showed `civil`.
    pub fn offset(&self, civil: DateTime) -> Option<Offset> {
        match self {
            Self::Iana(name) => offset_in_zone(name, civil).map(|offset| offset.near(None)),
            Self::Fixed(offset) => Some(*offset),
        }
    }

    /// What its clocks were set to at an instant, given as civil time in UTC.
    pub fn offset_at(&self, utc: DateTime) -> Option<Offset> {
        match self {
            Self::Iana(name) => offset_at_instant(name, utc),
            Self::Fixed(offset) => Some(*offset),
        }
    }
}

/// Whether the tz database has a zone of that name. Words such as `EST` and `CET` are in it too, as zones of their own.
fn is_iana(name: &str) -> bool {
    let noon = DateTime::constant(2026, 1, 1, 12, 0, 0, 0);
    let sound = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b));
    sound && offset_in_zone(name, noon).is_some()
}

/// A distance from UTC: `+09:00`, `+0900`, `-5`, `+5:45`.
pub fn parse_offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, text.get(1..)?),
        '-' => (-1, text.get(1..)?),
        '−' => (-1, text.get('−'.len_utf8()..)?),
        _ => return None,
    };
    let number = |text: &str| (text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<i32>().ok())?;
    let (hours, minutes, seconds) = match (digits.split_once(':'), digits.len()) {
        (Some((hours, minutes)), 4..=5) if minutes.len() == 2 => (number(hours)?, number(minutes)?, 0),
        (None, 1 | 2) => (number(digits)?, 0, 0),
        (None, 4) => (number(digits.get(..2)?)?, number(digits.get(2..)?)?, 0),
        (None, 6) => (number(digits.get(..2)?)?, number(digits.get(2..4)?)?, number(digits.get(4..)?)?),
        _ => return None,
    };
    if hours > 15 || minutes > 59 || seconds > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60 + seconds)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_windows_name_has_its_zone() {
        assert!(WINDOWS_ZONES.is_sorted());
        for (windows, iana) in WINDOWS_ZONES {
            assert!(is_iana(iana), "{windows}: {iana}");
        }
        assert!(WINDOWS_ZONES.len() > 135);
    }

    #[test]
    fn names_of_many_programs() {
        let iana = |name: &str| Some(Zone::Iana(name.to_owned()));
        for (name, want) in [
            ("Asia/Seoul", iana("Asia/Seoul")),
            ("Korea Standard Time", iana("Asia/Seoul")),
            ("china standard time", iana("Asia/Shanghai")),
            ("/mozilla.org/20050126_1/Asia/Seoul", iana("Asia/Seoul")),
            (
                "/freeassociation.sourceforge.net/America/Indiana/Indianapolis",
                iana("America/Indiana/Indianapolis"),
            ),
            ("\"Europe/Paris\"", iana("Europe/Paris")),
            ("UTC", Some(Zone::Fixed(Offset::UTC))),
            ("UTC+9", Some(Zone::Fixed(Offset::constant(9)))),
            ("GMT-0330", Offset::from_seconds(-12_600).ok().map(Zone::Fixed)),
            ("+05:45", Offset::from_seconds(20_700).ok().map(Zone::Fixed)),
            ("Customized Time Zone", None),
            ("../../etc/passwd", None),
            ("Asia/Atlantis", None),
            ("", None),
        ] {
            assert_eq!(Zone::named(name), want, "{name}");
        }
        let summer = date(2026, 7, 1).at(9, 0, 0, 0);
        assert_eq!(Zone::named("Romance Standard Time").unwrap().offset(summer), Some(Offset::constant(2)));
    }

    #[test]
    fn distances_from_utc() {
        for bad in ["", "+", "9", "+9999", "+12:6", "+1:2:3", "+ab", "+16", "-é9"] {
            assert_eq!(parse_offset(bad), None, "{bad}");
        }
        assert_eq!(parse_offset("-023015").map(Offset::seconds), Some(-9015));
    }
}
