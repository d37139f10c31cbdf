//! Which offsets from UTC there are, and how one is read from two clocks.

use jiff::civil::DateTime;
use jiff::tz::Offset;

/// What two clocks may be apart beside their offset, in seconds: a camera's clock drifts, and a receiver's fix is some seconds old.
pub const MAX_REST_SECS: i64 = 120;

/// Every offset, in minutes east of UTC, that clocks anywhere have kept since 1990 (IANA time zone database). A quarter of an hour that
/// is not among them is an old fix or a wrong clock.
const IN_USE: [i32; 45] = [
    -720, -660, -600, -570, -540, -510, -480, -420, -360, -300, -270, -240, -210, -180, -150, -120, -60, 0,
    60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 510, 525, 540, 570, 585, 600, 630, 660,
    690, 720, 765, 780, 825, 840,
];

/// Whether clocks anywhere keep it.
pub fn is_in_use(offset: Offset) -> bool {
    offset.seconds() % 60 == 0 && IN_USE.contains(&(offset.seconds() / 60))
}

/// The offset of a clock that showed `local` at the moment `utc`: the nearest quarter of an hour, if it is no more than
/// [`MAX_REST_SECS`] away and clocks anywhere keep it.
pub fn snap(local: DateTime, utc: DateTime) -> Option<Offset> {
    let secs = local.duration_since(utc).as_secs();
    let snapped = (secs + 450).div_euclid(900) * 900;
    let offset = Offset::from_seconds(i32::try_from(snapped).ok()?).ok()?;
    ((secs - snapped).abs() <= MAX_REST_SECS && is_in_use(offset)).then_some(offset)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;

    #[test]
    fn the_table_is_what_the_zone_database_says() {
        let since: Timestamp = "1990-01-01T00:00:00Z".parse().unwrap();
        let until: Timestamp = "2027-01-01T00:00:00Z".parse().unwrap();
        let mut found = BTreeSet::new();
        for name in jiff::tz::db().available() {
            let name = name.to_string();
            if name.starts_with("Etc/") {
                continue;
            }
            let zone = jiff::tz::TimeZone::get(&name).unwrap();
            found.insert(zone.to_offset(since).seconds());
            for turn in zone.following(since).take_while(|turn| turn.timestamp() < until) {
                found.insert(turn.offset().seconds());
            }
        }
        let quarters: BTreeSet<i32> =
            found.into_iter().filter(|secs| secs % 900 == 0).map(|secs| secs / 60).collect();
        assert_eq!(quarters, IN_USE.into_iter().collect());
    }

    #[test]
    fn clocks_snap_to_offsets_that_exist() {
        let utc = date(2026, 1, 5).at(10, 30, 0, 0);
        let minutes = |local| snap(local, utc).map(|offset| offset.seconds() / 60);
        for (local, want) in [
            (date(2026, 1, 5).at(18, 30, 0, 0), Some(480)),
            (date(2026, 1, 5).at(18, 31, 30, 0), Some(480)),
            (date(2026, 1, 5).at(18, 28, 0, 0), Some(480)),
            (date(2026, 1, 5).at(18, 32, 1, 0), None),
            (date(2026, 1, 5).at(16, 15, 2, 0), Some(345)),
            // +08:15 is kept nowhere.
            (date(2026, 1, 5).at(18, 45, 0, 0), None),
            (date(2026, 1, 5).at(7, 0, 0, 0), Some(-210)),
            (date(2026, 1, 6).at(0, 30, 0, 0), Some(840)),
            (date(2026, 1, 6).at(1, 30, 0, 0), None),
            (date(2026, 1, 4).at(21, 30, 0, 0), None),
            (date(2006, 1, 4).at(21, 30, 0, 0), None),
        ] {
            assert_eq!(minutes(local), want, "{local}");
        }
    }
}
