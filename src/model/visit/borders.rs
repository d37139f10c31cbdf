//! What photos tell of borders that were crossed between them.
//!
//! Two things tell where a photo was taken: the *country* of its position, and, where there is none, the *offset* that its own file
//! gives. A country is sure, but near a border people cross it for lunch. An offset is what a clock was set to: a camera that was
//! left on the time of home says nothing of where it is, and one that is set right on the second day did not travel. So devices are
//! asked one by one, whether they themselves went over, and against each other: each that has a word on both sides of a gap has a
//! vote. Photos of a body that is on one side only, forwarded ones among them, have none, and cannot tear a visit apart.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::tz::Offset;

use super::super::device::DeviceId;
use super::super::programme::place::{MAX_UNCERTAINTY_SECS, metres};
use super::super::time::zone::offset_at_instant;
use super::{Boundary, Groupable, day_of};

const HOUR_SECS: i64 = 3_600;

/// How far on either side of a gap photos speak for that side.
const AROUND_SECS: i64 = 24 * HOUR_SECS;

/// How far the nearest photo that knows where it was taken may be to speak for its side, when it is asked what holds a visit together.
const REACH_SECS: i64 = super::SAME_OFFSET_HOURS * HOUR_SECS;

/// No flight between two countries takes less, from the last photo at one end to the first at the other. That is less than carried
/// offsets ask for, as a position is surer.
const MIN_TRAVEL_SECS: i64 = 90 * 60;

/// The same for clocks alone: people set them in the air, and photograph out of the window.
const MIN_CLOCK_SECS: i64 = 150 * 60;

/// Countries that are nearer to each other than this are visited from one hotel.
const NEAR_METRES: f64 = 100_000.0;

/// A pause that is long enough to sleep: the same day never has one.
pub(super) const NIGHT_SECS: i64 = 8 * HOUR_SECS;

/// Who crosses a near border for a visit of its own does not come back within this time.
const RETURN_SECS: i64 = 72 * HOUR_SECS;

/// Nothing that carries a camera is faster, in metres a second: a position that would need more is wrong.
const MAX_SPEED: f64 = 320.0;

/// Home is the country in which photos were taken on the most days, if they are at least so many.
const HOME_DAYS: usize = 30;

/// No more photos than so many are asked on either side of a gap.
const MAX_ASKED: usize = 10_000;

/// Zones that stand for all whose clocks are set forward and back at one time: a change that one of them made is no travel.
const TURNING_ZONES: [&str; 17] = [
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "America/St_Johns",
    "America/Halifax",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Santiago",
    "America/Havana",
    "Australia/Adelaide",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// What photos in order tell of where they were taken.
pub(super) struct Borders<'a> {
    dated: &'a [&'a Groupable<'a>],
    /// Devices that receive GPS: phones, which set their clocks themselves.
    set_themselves: HashSet<Option<&'a DeviceId>>,
    /// Where people are when they are not on a visit.
    home: Option<&'a str>,
}

/// What the photos before or after a gap tell.
#[derive(Default)]
struct Side<'a> {
    /// Of each device the photo nearest to the gap with a country, and the nearest with an offset.
    devices: BTreeMap<Option<&'a DeviceId>, Nearest>,
    countries: BTreeSet<&'a str>,
    offsets: BTreeSet<Offset>,
    /// The photo nearest to the gap that has a country.
    nearest: Option<usize>,
}

#[derive(Clone, Copy, Default)]
struct Nearest {
    with_country: Option<usize>,
    with_offset: Option<usize>,
}

impl<'a> Borders<'a> {
    pub(super) fn of(dated: &'a [&'a Groupable<'a>]) -> Self {
        let with_position = dated.iter().filter(|photo| photo.position.is_some() && photo.device.is_some());
        let set_themselves = with_position.map(|photo| photo.device).collect();
        let mut days: BTreeMap<&str, HashSet<jiff::civil::Date>> = BTreeMap::new();
        for photo in dated {
            if let (Some(country), Some(civil)) = (country_of(photo), photo.civil) {
                days.entry(country).or_default().insert(day_of(civil));
            }
        }
        let most = days.iter().max_by_key(|(_, days)| days.len());
        let home = most.filter(|(_, days)| days.len() >= HOME_DAYS).map(|(country, _)| *country);
        Self { dated, set_themselves, home }
    }

    /// Where borders were crossed: the photo with which the other side begins, and which border.
    pub(super) fn crossed(&self) -> BTreeMap<usize, Boundary> {
        let mut candidates: BTreeSet<usize> = self.transitions();
        candidates.extend((1..self.dated.len()).filter(|n| self.apart(n - 1, *n) >= NIGHT_SECS));
        candidates.into_iter().filter_map(|n| Some((n, self.border(n)?))).collect()
    }

    /// Whether the photos on both sides of a long gap belong together by what they tell.
    pub(super) fn holds(&self, n: usize) -> bool {
        let gap = self.apart(n.saturating_sub(1), n);
        let (before, after) = (self.side(n, false, true), self.side(n, true, true));
        if !before.countries.is_empty() && !after.countries.is_empty() {
            let shared = || before.countries.intersection(&after.countries);
            let away = shared().any(|country| Some(*country) != self.home);
            return away && gap <= super::SAME_COUNTRY_HOURS * HOUR_SECS;
        }
        gap <= super::SAME_OFFSET_HOURS * HOUR_SECS && !before.offsets.is_disjoint(&after.offsets)
    }

    /// How far apart two photos are, in seconds: by instants where both are known.
    pub(super) fn apart(&self, a: usize, b: usize) -> i64 {
        let (Some(a), Some(b)) = (self.dated.get(a), self.dated.get(b)) else { return 0 };
        let (from, to) = match (a.utc, b.utc) {
            (Some(from), Some(to)) => (Some(from), Some(to)),
            _ => (a.civil, b.civil),
        };
        from.zip(to).map_or(0, |(from, to)| to.duration_since(from).as_secs().abs())
    }

    /// Where some device went over to another country or offset: of all gaps on the way the longest. What takes less time than any
    /// border does is not asked for: bodies that cannot be told apart seem to go to and fro with every photo.
    fn transitions(&self) -> BTreeSet<usize> {
        let mut out = BTreeSet::new();
        let mut last: HashMap<Option<&DeviceId>, Nearest> = HashMap::new();
        for (n, photo) in self.dated.iter().enumerate() {
            let known = last.entry(photo.device).or_default();
            if let Some(country) = country_of(photo) {
                let before = known.with_country.replace(n);
                let was = before.and_then(|before| country_of(self.dated.get(before)?));
                let went = |m: &usize| was != Some(country) && self.apart(*m, n) >= MIN_TRAVEL_SECS;
                out.extend(before.filter(went).and_then(|m| self.longest_gap(m, n)));
            }
            if let Some(offset) = offset_of(photo) {
                let before = known.with_offset.replace(n);
                let was = before.and_then(|before| offset_of(self.dated.get(before)?));
                let went = |m: &usize| was != Some(offset) && self.apart(*m, n) >= MIN_CLOCK_SECS;
                out.extend(before.filter(went).and_then(|m| self.longest_gap(m, n)));
            }
        }
        out
    }

    fn longest_gap(&self, from: usize, to: usize) -> Option<usize> {
        let near = to.saturating_sub(from) <= MAX_ASKED;
        let gaps = (from + 1..=to).filter(|_| near).map(|n| (self.apart(n - 1, n), n));
        gaps.reduce(|best, gap| if gap.0 > best.0 { gap } else { best }).map(|(_, n)| n)
    }

    /// What the photos before or after the gap before photo `n` tell: within [`AROUND_SECS`], and if nothing there tells
    /// anything and `reaching` is asked for, the nearest within [`REACH_SECS`] of each photo on the way.
    fn side(&self, n: usize, is_after: bool, reaching: bool) -> Side<'a> {
        let mut side = Side::default();
        let Some(edge) = (if is_after { Some(n) } else { n.checked_sub(1) }) else { return side };
        let mut here = edge;
        for _ in 0..MAX_ASKED {
            let Some(photo) = self.dated.get(here) else { break };
            let far = self.apart(edge, here) > AROUND_SECS;
            let found = !(side.countries.is_empty() && side.offsets.is_empty());
            if far && (found || !reaching) {
                break;
            }
            let nearest = side.devices.entry(photo.device).or_default();
            if let Some(country) = country_of(photo) {
                side.countries.insert(country);
                side.nearest.get_or_insert(here);
                nearest.with_country.get_or_insert(here);
            }
            if let Some(offset) = offset_of(photo) {
                side.offsets.insert(offset);
                nearest.with_offset.get_or_insert(here);
            }
            let Some(next) = (if is_after { here.checked_add(1) } else { here.checked_sub(1) }) else {
                break;
            };
            if self.apart(here, next) > REACH_SECS {
                break;
            }
            here = next;
        }
        side
    }

    /// The border that was crossed in the gap before photo `n`, by the votes of the devices that are on both sides.
    fn border(&self, n: usize) -> Option<Boundary> {
        let (before, after) = (self.side(n, false, false), self.side(n, true, false));
        let (mut went, mut stayed) = (0, 0);
        let mut border: Option<Boundary> = None;
        for (device, a) in &before.devices {
            let Some(b) = after.devices.get(device) else { continue };
            if let (Some(a), Some(b)) = (a.with_country, b.with_country) {
                match self.country_border(a, b, n) {
                    Some(found) => {
                        went += 2;
                        border =
                            border.filter(|known| matches!(known, Boundary::Country { .. })).or(Some(found));
                    }
                    None => stayed += 2,
                }
            } else if let (Some(a), Some(b)) = (a.with_offset, b.with_offset) {
                match self.clock_border(a, b) {
                    Some(found) => {
                        went += if self.set_themselves.contains(device) { 2 } else { 1 };
                        border = border.or(Some(found));
                    }
                    None => stayed += 1,
                }
            }
        }
        if went > 0 || stayed > 0 {
            return border.filter(|_| went > stayed);
        }
        // No device is on both sides: then countries have to differ altogether, and the night to lie between.
        let (a, b) = (before.nearest?, after.nearest?);
        let apart = before.countries.is_disjoint(&after.countries);
        (apart && self.apart(n.checked_sub(1)?, n) >= NIGHT_SECS)
            .then(|| self.country_border(a, b, n))
            .flatten()
    }

    /// The border between the countries of two photos around the gap before photo `n`, if there is one that divides visits.
    fn country_border(&self, a: usize, b: usize, n: usize) -> Option<Boundary> {
        let (here, there) = (self.dated.get(a)?, self.dated.get(b)?);
        let (from, to) = (country_of(here)?, country_of(there)?);
        let secs = self.apart(a, b);
        if from == to || secs < MIN_TRAVEL_SECS {
            return None;
        }
        if let (Some(here), Some(there)) = (here.position, there.position) {
            let away = metres(here, there);
            if away > MAX_SPEED * secs as f64 {
                return None;
            }
            let slept = || self.apart(n.saturating_sub(1), n) >= NIGHT_SECS;
            let comes_back = || self.is_seen(to, n, false) || self.is_seen(from, n, true);
            if away < NEAR_METRES && (!slept() || comes_back()) {
                return None;
            }
        }
        Some(Boundary::Country { from: from.into(), to: to.into() })
    }

    /// Whether a country is seen within [`RETURN_SECS`] on one side of the gap before photo `n`.
    fn is_seen(&self, country: &str, n: usize, is_after: bool) -> bool {
        let is_near = |edge: usize, here: &usize| self.apart(edge, *here) <= RETURN_SECS;
        let is_there =
            |here: usize| self.dated.get(here).and_then(|photo| country_of(photo)) == Some(country);
        if is_after {
            let around = (n..self.dated.len()).take(MAX_ASKED);
            return around.take_while(|here| is_near(n, here)).any(is_there);
        }
        let edge = n.saturating_sub(1);
        let around = (0..n).rev().take(MAX_ASKED);
        around.take_while(|here| is_near(edge, here)).any(is_there)
    }

    /// The border that a clock crossed between two photos of one device.
    fn clock_border(&self, a: usize, b: usize) -> Option<Boundary> {
        let (here, there) = (self.dated.get(a)?, self.dated.get(b)?);
        let (from, to) = (offset_of(here)?, offset_of(there)?);
        if from == to || self.apart(a, b) < MIN_CLOCK_SECS {
            return None;
        }
        let turned = |zone: &str| {
            let at = |photo: &Groupable<'_>| offset_at_instant(zone, photo.utc?);
            at(here) == Some(from) && at(there) == Some(to)
        };
        let is_summer_time = TURNING_ZONES.iter().any(|zone| turned(zone));
        (!is_summer_time).then_some(Boundary::Offset { from, to })
    }
}

/// The country of a photo whose time is sure enough to say when somebody was there.
fn country_of<'a>(photo: &Groupable<'a>) -> Option<&'a str> {
    let sure = photo.uncertainty_secs <= MAX_UNCERTAINTY_SECS;
    photo.place.filter(|place| sure && !place.country.is_empty()).map(|place| place.country.as_str())
}

fn offset_of(photo: &Groupable<'_>) -> Option<Offset> {
    photo.own_offset.filter(|_| photo.uncertainty_secs <= MAX_UNCERTAINTY_SECS)
}
