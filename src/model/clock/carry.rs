//! Offsets for photos that have none, from photos around them.
//!
//! A device's offset is a property of a *stretch* of its lane: photos that lie so close together ([`STRETCH_GAP`]) that nobody can have
//! travelled to another zone between two of them, or that lie between two photos of the same offset, no more than
//! [`BRIDGE`] apart. In a stretch in which all that is known agrees, photos without an offset get that one. Where it does not
//! agree, the device travelled: then only what lies close to one side and far from the other is given its offset.
//! Everything else stays without.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::super::time::OffsetSource;
use super::Settled;
use super::lane::{OpenLane, Tick};

/// A gap of more than this ends a stretch: it is long enough to fly to another zone.
pub const STRETCH_GAP: SignedDuration = SignedDuration::from_mins(150);

/// Two photos of the same offset speak for those between them when they are no further apart.
pub const BRIDGE: SignedDuration = SignedDuration::from_hours(12);

/// How far a position speaks beyond itself. Without a fix is how photos are taken on board and just after landing, which is when
/// the offset changes; a file's own offset gets lost for other reasons.
pub const REACH_OF_POSITION: SignedDuration = SignedDuration::from_hours(3);

/// How close to one side a photo between two offsets must lie to belong to it.
const CLOSE: SignedDuration = SignedDuration::from_mins(20);

/// How far from the other side it must be then.
const FAR: SignedDuration = SignedDuration::from_mins(90);

/// How near in time other devices speak for one that knows nothing of its offset.
const BESIDE: SignedDuration = SignedDuration::from_hours(3);

/// How far around none of them may say otherwise.
const UNDISPUTED: SignedDuration = SignedDuration::from_hours(14);

/// What an offset from other devices leaves open: the clock may be set to the time of elsewhere.
pub(super) const UNSURE_SECS: u32 = 3_600;

/// Gives photos the offset of their device's other photos.
pub(super) fn carry_along_lanes(settled: &mut [Settled<'_>], lanes: &mut [OpenLane]) {
    for OpenLane { lane, of } in lanes {
        let found = along(&lane.ticks);
        for ((tick, n), offset) in lane.ticks.iter_mut().zip(of).zip(found) {
            if let (Some(offset), Some(photo)) = (offset, settled.get_mut(*n)) {
                give(tick, photo, offset, OffsetSource::Device);
            }
        }
    }
}

fn give(tick: &mut Tick, photo: &mut Settled<'_>, offset: Offset, source: OffsetSource) {
    photo.give_offset(offset, source);
    tick.offset = Some((offset, source));
    tick.civil = photo.best.as_ref().map_or(tick.civil, |claim| claim.civil);
}

/// Whether a tick needs an offset: it has none, or is UTC without a wall.
fn is_open(tick: &Tick) -> bool {
    tick.offset.is_none_or(|(_, source)| source == OffsetSource::Utc)
}

/// What speaks on one side of a photo: how far off, its offset, and whether it does so alone.
struct Side {
    away: SignedDuration,
    offset: Offset,
    speaks_alone: bool,
}

/// The offset that the lane gives to each of its ticks that has none.
fn along(ticks: &[Tick]) -> Vec<Option<Offset>> {
    let before = anchors(ticks.iter().enumerate());
    let mut after = anchors(ticks.iter().enumerate().rev());
    after.reverse();
    let sides = before.into_iter().zip(after);
    ticks
        .iter()
        .zip(sides)
        .map(|(here, (before, after))| {
            if !is_open(here) {
                return None;
            }
            let side = |anchor: Option<Anchor>| Side::of(here, anchor?, ticks);
            match (side(before), side(after)) {
                (Some(a), Some(b)) if a.offset == b.offset => {
                    let joined = a.speaks_alone || b.speaks_alone || a.away + b.away <= BRIDGE;
                    joined.then_some(a.offset)
                }
                (Some(a), Some(b)) => {
                    let (near, other) = if a.away <= b.away { (a, b) } else { (b, a) };
                    (near.away <= CLOSE && other.away >= FAR).then_some(near.offset)
                }
                (Some(one), None) | (None, Some(one)) => one.speaks_alone.then_some(one.offset),
                (None, None) => None,
            }
        })
        .collect()
}

/// A tick with an offset, and whether there is a gap on the way to it in which one can travel.
#[derive(Clone, Copy)]
struct Anchor {
    tick: usize,
    is_over_gap: bool,
}

/// For each tick of a walk along the lane, the last one before it with an offset that is near enough to say something.
fn anchors<'a>(walk: impl Iterator<Item = (usize, &'a Tick)>) -> Vec<Option<Anchor>> {
    let mut out = Vec::new();
    let mut anchor: Option<Anchor> = None;
    let mut last: Option<DateTime> = None;
    for (n, tick) in walk {
        let gap = last.map_or(SignedDuration::ZERO, |last| tick.clock.duration_since(last).abs());
        last = Some(tick.clock);
        if gap > BRIDGE {
            anchor = None;
        }
        if let Some(anchor) = &mut anchor {
            anchor.is_over_gap |= gap > STRETCH_GAP;
        }
        out.push(anchor);
        if !is_open(tick) {
            anchor = Some(Anchor { tick: n, is_over_gap: false });
        }
    }
    out
}

impl Side {
    fn of(here: &Tick, anchor: Anchor, ticks: &[Tick]) -> Option<Self> {
        let tick = ticks.get(anchor.tick)?;
        let (offset, source) = tick.offset?;
        let away = tick.clock.duration_since(here.clock).abs();
        let by_position = matches!(source, OffsetSource::GpsTime | OffsetSource::Zone);
        let speaks_alone = !anchor.is_over_gap && (!by_position || away <= REACH_OF_POSITION);
        Some(Self { away, offset, speaks_alone })
    }
}

/// Gives photos of devices that know nothing the offset that all others around them have.
pub(super) fn carry_across_lanes(settled: &mut [Settled<'_>], lanes: &mut [OpenLane]) {
    let mut known: Vec<Known> = Vec::new();
    for (lane, open) in lanes.iter().enumerate() {
        let lends =
            |tick: &&Tick| !is_open(tick) && tick.offset.is_none_or(|(_, by)| by != OffsetSource::Programme);
        let ticks = open.lane.ticks.iter().filter(lends);
        known.extend(ticks.filter_map(|tick| Some(Known { at: tick.civil, offset: tick.offset?.0, lane })));
    }
    known.sort_by_key(|known| known.at);
    if known.is_empty() {
        return;
    }
    for (lane_n, OpenLane { lane, of }) in lanes.iter_mut().enumerate() {
        for (tick, n) in lane.ticks.iter_mut().zip(of) {
            // UTC is compared as if it were on the wall: most of a day around is looked at, and one answer is enough.
            if !is_open(tick) {
                continue;
            }
            let Some(offset) = across(&known, tick.civil, lane_n) else { continue };
            let Some(photo) = settled.get_mut(*n) else { continue };
            give(tick, photo, offset, OffsetSource::Visit);
            if let Some(claim) = &mut photo.best {
                claim.uncertainty_secs = claim.uncertainty_secs.max(UNSURE_SECS);
            }
        }
    }
}

/// A photo of some lane whose offset is known.
struct Known {
    at: DateTime,
    offset: Offset,
    lane: usize,
}

/// The one offset that all other lanes had around this time. What many photos say alike is walked through once for each photo
/// that asks, and no further than the first that says otherwise.
fn across(known: &[Known], civil: DateTime, own_lane: usize) -> Option<Offset> {
    let from = civil.checked_sub(UNDISPUTED).ok()?;
    let to = civil.checked_add(UNDISPUTED).ok()?;
    let begin = known.partition_point(|known| known.at < from);
    let around = known.get(begin..)?.iter().take_while(|known| known.at <= to);
    let mut answer = None;
    let mut is_beside = false;
    for other in around.filter(|known| known.lane != own_lane) {
        if answer.is_some_and(|answer| answer != other.offset) {
            return None;
        }
        answer = Some(other.offset);
        is_beside |= other.at.duration_since(civil).abs() <= BESIDE;
    }
    answer.filter(|_| is_beside)
}
