//! How far the clocks of a zone were from UTC at a time, by the tables that lie in the program.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// What a zone's clocks were set to at a time on their own faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneOffset {
    /// One answer.
    Sure(Offset),
    /// The hour came twice, as clocks were set back: the first answer and the second.
    Twice(Offset, Offset),
    /// The hour never came, as clocks were set forward: the offsets before and after.
    Never(Offset, Offset),
}

impl ZoneOffset {
    /// The offset to use: the only one, the one of the two that equals `known`, or the first.
    pub fn near(self, known: Option<Offset>) -> Offset {
        match self {
            Self::Sure(only) => only,
            Self::Twice(_, second) | Self::Never(_, second) if known == Some(second) => second,
            Self::Twice(first, _) | Self::Never(first, _) => first,
        }
    }
}

/// What the clocks of `zone`, an IANA name such as `Asia/Shanghai`, were set to when they showed `civil`; `None` where the
/// name is not known.
pub fn offset_in_zone(zone: &str, civil: DateTime) -> Option<ZoneOffset> {
    Some(match TimeZone::get(zone).ok()?.to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { offset } => ZoneOffset::Sure(offset),
        AmbiguousOffset::Fold { before, after } => ZoneOffset::Twice(before, after),
        AmbiguousOffset::Gap { before, after } => ZoneOffset::Never(before, after),
    })
}

/// What the clocks of `zone` were set to at an instant, which is given as civil time in UTC.
pub fn offset_at_instant(zone: &str, utc: DateTime) -> Option<Offset> {
    let timestamp = Offset::UTC.to_timestamp(utc).ok()?;
    Some(TimeZone::get(zone).ok()?.to_offset(timestamp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::offset;

    #[test]
    fn zones_at_their_turns() {
        let seoul = |y, m, d| offset_in_zone("Asia/Seoul", date(y, m, d).at(12, 0, 0, 0));
        assert_eq!(seoul(2026, 1, 5), Some(ZoneOffset::Sure(offset(9))));
        // The summer of the Olympic games.
        assert_eq!(seoul(1988, 7, 1), Some(ZoneOffset::Sure(offset(10))));
        let paris = |d, h| offset_in_zone("Europe/Paris", d).map(|o| (o, o.near(Some(offset(h)))));
        let turned_back = date(2025, 10, 26).at(2, 30, 0, 0);
        assert_eq!(paris(turned_back, 1), Some((ZoneOffset::Twice(offset(2), offset(1)), offset(1))));
        assert_eq!(paris(turned_back, 9).unwrap().1, offset(2));
        let set_forward = date(2026, 3, 29).at(2, 30, 0, 0);
        assert_eq!(paris(set_forward, 2), Some((ZoneOffset::Never(offset(1), offset(2)), offset(2))));
        assert_eq!(offset_in_zone("Mars/Olympus", turned_back), None);
        assert_eq!(offset_at_instant("Asia/Kathmandu", turned_back), Offset::from_seconds(20_700).ok());
    }
}
