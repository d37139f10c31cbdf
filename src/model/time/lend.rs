//! Offsets for times that are written without one: from a clock that shows UTC beside it, and from the zone of the position.

use std::sync::Arc;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::offset::snap;
use super::zone::{ZoneOffset, offset_at_instant, offset_in_zone};
use super::{OffsetSource, TimeClaim, TimeSource};

/// A time that is only known to the minute can still be told from UTC; one known to the day cannot.
const MAX_UNCERTAINTY_SECS: u32 = 60;

/// Gives each claim that shows a clock on a wall the best offset that the other claims and the position speak for. A best claim that is in
/// UTC is brought to the clocks of the position.
pub(super) fn lend_offsets(claims: &mut [TimeClaim], zones: &[Arc<str>]) {
    let utc_of = |source| {
        let of_it = claims.iter().filter(move |claim| claim.source == source);
        of_it.filter(|claim| is_exact_utc(claim)).map(|claim| claim.civil).collect::<Vec<_>>()
    };
    // The trailer and the name are written by the clock that wrote the EXIF: they tell its offset even where it is wrong.
    let own = [utc_of(TimeSource::Maker), utc_of(TimeSource::FileName)].concat();
    let gps = utc_of(TimeSource::Gps);
    for claim in claims.iter_mut().filter(|claim| is_local(claim)) {
        let of = |others: &[DateTime], source| {
            others.iter().find_map(|utc| Some((snap(claim.civil, *utc)?, source, 0)))
        };
        let found = of(&own, OffsetSource::OwnUtc)
            .or_else(|| of(&gps, OffsetSource::GpsTime))
            .or_else(|| by_zone(zones, claim.civil));
        if let Some((offset, source, uncertainty_secs)) = found {
            claim.offset = Some(offset);
            claim.offset_source = Some(source);
            claim.uncertainty_secs = claim.uncertainty_secs.max(uncertainty_secs);
        }
    }
    if let Some(best) = claims.first_mut()
        && is_exact_utc(best)
        && let Some(offset) = at_instant(zones, best.civil)
        && let Ok(civil) = best.civil.checked_add(SignedDuration::from_secs(i64::from(offset.seconds())))
    {
        *best = TimeClaim {
            civil,
            offset: Some(offset),
            offset_source: Some(OffsetSource::Zone),
            ..best.clone()
        };
    }
}

/// A time in UTC, of the moment itself: not of a day, and not of a file.
fn is_exact_utc(claim: &TimeClaim) -> bool {
    claim.offset_source == Some(OffsetSource::Utc)
        && claim.uncertainty_secs <= MAX_UNCERTAINTY_SECS
        && matches!(claim.source, TimeSource::Gps | TimeSource::Maker | TimeSource::FileName)
}

/// A time of a clock on a wall, at the moment of taking.
const fn is_local(claim: &TimeClaim) -> bool {
    use TimeSource as S;
    claim.offset.is_none()
        && claim.uncertainty_secs <= MAX_UNCERTAINTY_SECS
        && matches!(claim.source, S::ExifOriginal | S::ExifCreateDate | S::Xmp | S::Iptc | S::FileName)
}

/// What the clocks of all these zones were set to when they showed `civil`, with what that leaves open, in seconds. `None` where the zones
/// disagree.
fn by_zone(zones: &[Arc<str>], civil: DateTime) -> Option<(Offset, OffsetSource, u32)> {
    let mut found = zones.iter().map(|zone| offset_in_zone(zone, civil));
    let first = found.next()??;
    if found.any(|other| other != Some(first)) {
        return None;
    }
    let open = match first {
        ZoneOffset::Sure(_) => 0,
        ZoneOffset::Twice(a, b) | ZoneOffset::Never(a, b) => a.seconds().abs_diff(b.seconds()),
    };
    Some((first.near(None), OffsetSource::Zone, open))
}

/// The one zone of a position, where there is one: of several the first, if their clocks agreed at that time.
pub fn one_zone(zones: &[Arc<str>], civil: Option<DateTime>) -> Option<Arc<str>> {
    let agree = zones.len() == 1 || civil.is_some_and(|civil| by_zone(zones, civil).is_some());
    zones.first().filter(|_| agree).cloned()
}

fn at_instant(zones: &[Arc<str>], utc: DateTime) -> Option<Offset> {
    let mut found = zones.iter().map(|zone| offset_at_instant(zone, utc));
    let first = found.next()??;
    found.all(|other| other == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::offset;

    fn claim(source: TimeSource, civil: DateTime, is_utc: bool) -> TimeClaim {
        TimeClaim {
            source,
            civil,
            offset: is_utc.then_some(Offset::UTC),
            offset_source: is_utc.then_some(OffsetSource::Utc),
            uncertainty_secs: 1,
        }
    }

    fn lent(civil: DateTime, utc: &[(TimeSource, DateTime)], zones: &[&str]) -> TimeClaim {
        let mut claims = vec![claim(TimeSource::ExifOriginal, civil, false)];
        claims.extend(utc.iter().map(|(source, utc)| claim(*source, *utc, true)));
        let zones: Vec<Arc<str>> = zones.iter().map(|zone| Arc::from(*zone)).collect();
        lend_offsets(&mut claims, &zones);
        claims.swap_remove(0)
    }

    #[test]
    fn offsets_best_first() {
        let civil = date(2026, 1, 6).at(2, 30, 12, 0);
        let utc = date(2026, 1, 5).at(18, 30, 10, 0);
        let (gps, name) = (TimeSource::Gps, TimeSource::FileName);
        let got = |utc: &[_], zones: &[_]| {
            let best = lent(civil, utc, zones);
            best.offset.map(|offset| (offset.seconds() / 3600, best.offset_source.unwrap()))
        };
        let seoul = date(2026, 1, 5).at(17, 30, 12, 0);
        assert_eq!(got(&[(name, utc), (gps, seoul)], &["Asia/Seoul"]), Some((8, OffsetSource::OwnUtc)));
        assert_eq!(got(&[(gps, utc)], &["Asia/Seoul"]), Some((8, OffsetSource::GpsTime)));
        // A fix that is 47 minutes old, and one of another day.
        for old in [date(2026, 1, 5).at(17, 43, 0, 0), date(2026, 1, 3).at(18, 30, 12, 0)] {
            assert_eq!(got(&[(gps, old)], &["Asia/Shanghai"]), Some((8, OffsetSource::Zone)));
            assert_eq!(got(&[(gps, old)], &[]), None);
        }
        assert_eq!(got(&[], &["Asia/Shanghai", "Asia/Urumqi"]), None);
        assert_eq!(got(&[], &["Asia/Shanghai", "Asia/Macau"]), Some((8, OffsetSource::Zone)));
        assert_eq!(got(&[], &[]), None);
        let several = [Arc::from("Asia/Shanghai"), Arc::from("Asia/Urumqi")];
        assert_eq!(one_zone(&several, Some(civil)), None);
        assert_eq!(one_zone(&several[..1], None).as_deref(), Some("Asia/Shanghai"));
    }

    #[test]
    fn the_hour_that_comes_twice_stays_open_without_gps() {
        let civil = date(2025, 10, 26).at(2, 30, 0, 0);
        let alone = lent(civil, &[], &["Europe/Paris"]);
        assert_eq!((alone.offset, alone.uncertainty_secs), (Some(offset(2)), 3600));
        let gps = lent(civil, &[(TimeSource::Gps, date(2025, 10, 26).at(1, 30, 4, 0))], &["Europe/Paris"]);
        assert_eq!((gps.offset, gps.uncertainty_secs), (Some(offset(1)), 1));
        let never = lent(date(2026, 3, 29).at(2, 30, 0, 0), &[], &["Europe/Paris"]);
        assert_eq!((never.offset, never.uncertainty_secs), (Some(offset(1)), 3600));
    }

    #[test]
    fn utc_alone_is_brought_to_the_clocks_of_the_place() {
        let mut claims = vec![claim(TimeSource::Gps, date(2026, 1, 5).at(18, 30, 10, 0), true)];
        lend_offsets(&mut claims, &[Arc::from("Asia/Seoul")]);
        assert_eq!(claims[0].civil, date(2026, 1, 6).at(3, 30, 10, 0));
        assert_eq!((claims[0].offset, claims[0].offset_source), (Some(offset(9)), Some(OffsetSource::Zone)));
    }
}
