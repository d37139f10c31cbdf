//! Offsets for photos that have none, from the item of the programme that was on.
//!
//! A clock on the wall that shows the time of an item is, where nothing better tells, a clock at that item. That is weaker
//! than all that the device itself knows: where its photos before and after have an offset and none of them is that of the item, the photo stays without. And
//! nothing is built upon it: it lends no other photo its offset.

use std::collections::{HashMap, HashSet};

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::super::programme::Programme;
use super::super::programme::place::MAX_UNCERTAINTY_SECS;
use super::super::time::OffsetSource;
use super::Settled;
use super::carry::{BRIDGE, UNSURE_SECS};
use super::lane::OpenLane;

/// The items of all programmes whose offset is known, by their walls.
struct Walls {
    /// Start, end and offset; by start.
    spans: Vec<(DateTime, DateTime, Offset)>,
    /// The latest end of all spans up to each.
    latest: Vec<DateTime>,
}

impl Walls {
    fn of(programmes: &[Programme]) -> Self {
        let items = programmes.iter().flat_map(|programme| programme.items.iter());
        let mut spans: Vec<(DateTime, DateTime, Offset)> = items
            .filter(|item| item.gathers())
            // On board the wall is whatever one likes.
            .filter(|item| item.start.offset == item.end.offset)
            .filter_map(|item| Some((item.start.civil, item.end.civil, item.start.offset?)))
            .collect();
        spans.sort_unstable();
        let mut latest: Vec<DateTime> = Vec::with_capacity(spans.len());
        for (_, end, _) in &spans {
            latest.push(latest.last().map_or(*end, |last| *last.max(end)));
        }
        Self { spans, latest }
    }

    /// The one offset of all items that were on when their walls showed this.
    fn at(&self, wall: DateTime) -> Option<Offset> {
        let n = self.spans.partition_point(|(start, ..)| *start <= wall);
        let mut answer = None;
        for at in (0..n).rev() {
            if *self.latest.get(at)? < wall {
                break;
            }
            let (_, end, offset) = self.spans.get(at)?;
            if *end < wall {
                continue;
            }
            if answer.is_some_and(|answer| answer != *offset) {
                return None;
            }
            answer = Some(*offset);
        }
        answer
    }
}

/// Gives photos without an offset that of the item that was on by their clock.
pub(super) fn lend_by_programme(
    settled: &mut [Settled<'_>],
    lanes: &mut [OpenLane],
    programmes: &[Programme],
) {
    let walls = Walls::of(programmes);
    if walls.spans.is_empty() {
        return;
    }
    let offsets: HashMap<usize, Offset> = settled
        .iter()
        .enumerate()
        .filter(|(_, photo)| photo.dates())
        .filter_map(|(n, photo)| {
            let claim = photo.best.as_ref()?;
            let open = claim.offset.is_none() && claim.uncertainty_secs <= MAX_UNCERTAINTY_SECS;
            Some((n, open.then(|| walls.at(claim.civil)).flatten()?))
        })
        .collect();
    let mut contradicted: HashSet<usize> = HashSet::new();
    for OpenLane { lane, of } in lanes.iter_mut() {
        let knows: Vec<Option<(DateTime, Offset)>> =
            lane.ticks.iter().map(|tick| Some((tick.civil, tick.offset?.0))).collect();
        let before = nearest(knows.iter());
        let mut after = nearest(knows.iter().rev());
        after.reverse();
        for (((tick, n), before), after) in lane.ticks.iter_mut().zip(of).zip(before).zip(after) {
            let Some(offset) = offsets.get(n) else { continue };
            let near = |side: &(DateTime, Offset)| side.0.duration_since(tick.civil).abs() <= BRIDGE;
            let mut sides = [before, after].into_iter().flatten().filter(near).peekable();
            if sides.peek().is_some() && sides.all(|(_, known)| known != *offset) {
                contradicted.insert(*n);
            } else {
                tick.offset = Some((*offset, OffsetSource::Programme));
            }
        }
    }
    for (n, offset) in offsets.into_iter().filter(|(n, _)| !contradicted.contains(n)) {
        let Some(photo) = settled.get_mut(n) else { continue };
        photo.give_offset(offset, OffsetSource::Programme);
        if let Some(claim) = &mut photo.best {
            claim.uncertainty_secs = claim.uncertainty_secs.max(UNSURE_SECS);
        }
    }
}

/// For each of a walk the last one before it that knows its offset.
fn nearest<'a>(
    walk: impl Iterator<Item = &'a Option<(DateTime, Offset)>>,
) -> Vec<Option<(DateTime, Offset)>> {
    let mut last = None;
    walk.map(|known| {
        let before = last;
        last = known.or(last);
        before
    })
    .collect()
}
