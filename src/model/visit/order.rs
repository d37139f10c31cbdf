//! The order of photos by the clock on the wall, also where a flight over the date line takes that clock back.
//!
//! From Seoul to Los Angeles one lands some hours before one took off, by the clocks on the walls; from Tonga to Hawaii most of a day. Then the
//! photos from before and after the flight would lie among each other. Whoever knows the instant is put on its side of the flight;
//! what does not goes with the photo that is nearest on the wall.

use std::collections::HashMap;

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::super::device::DeviceId;
use super::Groupable;

/// A clock that goes back by so much went over the date line: no two neighbours on the same side of it are as far apart.
const OVER_THE_LINE_SECS: i32 = 12 * 3_600;

/// Flights that cross the date line take between so much and so much from photo to photo.
const FLIGHT: (SignedDuration, SignedDuration) =
    (SignedDuration::from_mins(150), SignedDuration::from_hours(48));

/// The photos that have a time, in the order of the wall; those of equal times by path.
pub(super) fn in_order<'a>(photos: &'a [Groupable<'a>]) -> Vec<&'a Groupable<'a>> {
    let mut dated: Vec<&Groupable<'_>> = photos.iter().filter(|photo| photo.civil.is_some()).collect();
    dated.sort_by(|a, b| (a.civil, a.path).cmp(&(b.civil, b.path)));
    let landings = landings(&dated);
    if landings.is_empty() {
        return dated;
    }
    let known: Vec<(DateTime, DateTime)> =
        dated.iter().filter_map(|photo| Some((photo.civil?, photo.utc?))).collect();
    let flights_before = |photo: &Groupable<'_>| {
        let utc = photo.utc.or_else(|| nearest(&known, photo.civil?));
        utc.map_or(0, |utc| landings.partition_point(|landed| *landed <= utc))
    };
    dated.sort_by_cached_key(|photo| flights_before(photo));
    dated
}

/// The instants at which somebody is first seen after a flight that took the clock on the wall back, in order.
fn landings(dated: &[&Groupable<'_>]) -> Vec<DateTime> {
    let mut by_device: HashMap<Option<&DeviceId>, Vec<(DateTime, i32)>> = HashMap::new();
    for photo in dated {
        if let (Some(utc), Some(offset)) = (photo.utc, photo.own_offset) {
            by_device.entry(photo.device).or_default().push((utc, offset.seconds()));
        }
    }
    let mut landings = Vec::new();
    for mut seen in by_device.into_values() {
        seen.sort_unstable();
        for ((from, before), (to, after)) in seen.iter().zip(seen.iter().skip(1)) {
            let took = to.duration_since(*from);
            if before.saturating_sub(*after) > OVER_THE_LINE_SECS && FLIGHT.0 <= took && took <= FLIGHT.1 {
                landings.push(*to);
            }
        }
    }
    landings.sort_unstable();
    // Who took the same flight: the first of them to take a photo tells.
    landings.dedup_by(|later, first| later.duration_since(*first) <= FLIGHT.1);
    landings
}

/// The instant of the photo that is nearest on the wall, of those whose instant is known, which are in order.
fn nearest(known: &[(DateTime, DateTime)], civil: DateTime) -> Option<DateTime> {
    let after = known.partition_point(|(wall, _)| *wall < civil);
    let around = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|n| known.get(n));
    around.min_by_key(|(wall, _)| wall.duration_since(civil).abs()).map(|(_, utc)| *utc)
}
