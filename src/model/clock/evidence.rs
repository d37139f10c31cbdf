//! What says that a device's clock is wrong, and by how much.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::super::device::DeviceId;
use super::super::notes::Notes;
use super::super::photo::PhotoId;
use super::super::time::{OffsetSource, TimeSource};
use super::lane::{Lane, Tick};

/// One reason to think so.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// A better clock wrote its time into the same files.
    Reference {
        /// GPS, or the maker's own data.
        source: TimeSource,
        /// In how many photos.
        n_photos: usize,
        /// How far they differ among themselves, in seconds.
        spread_secs: i64,
    },
    /// The clock is right, but shows the time of elsewhere.
    HomeTime {
        /// The offset that the clock is set to.
        set_to: Offset,
        /// The offset of the places where the photos were taken.
        place: Offset,
        /// In how many photos.
        n_photos: usize,
    },
    /// A person read a clock that is in the picture.
    ShownClock {
        /// The picture.
        photo: PhotoId,
        /// What the clock in it shows.
        shown: DateTime,
    },
    /// Another device saw the same scenes at other times.
    Pairs {
        /// That device.
        with: DeviceId,
        /// How many pairs agree.
        n_pairs: usize,
        /// How far they differ among themselves, in seconds.
        spread_secs: i64,
        /// The pair that looks most alike: of this device, of the other.
        example: (PhotoId, PhotoId),
    },
}

/// Successive photos of a lane whose clock is off by the same time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// Seconds to add to the times that hold now.
    pub(super) delta_secs: i64,
    /// First and last tick that say so.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) spread_secs: i64,
    pub(super) n_photos: usize,
    source: TimeSource,
    home: Option<(Offset, Offset)>,
    /// The offset to set, where the file's own is that of elsewhere.
    pub(super) offset: Option<Offset>,
}

/// What is no more apart than this says the same: position fixes lag by some seconds.
const SAME_SECS: i64 = 15;

/// A fix that is old makes the clock seem ahead, but not by more than this.
const STALE_SECS: i64 = 2 * 3_600;

impl Run {
    pub(super) fn evidence(&self) -> Evidence {
        let Self { n_photos, spread_secs, source, .. } = *self;
        match self.home {
            Some((set_to, place)) => Evidence::HomeTime { set_to, place, n_photos },
            None => Evidence::Reference { source, n_photos, spread_secs },
        }
    }

    /// Whether an old position fix cannot be all there is to it.
    pub(super) fn is_sure(&self) -> bool {
        self.n_photos > 1 || self.delta_secs > 0 || is_quarter(self.delta_secs)
    }
}

/// Whether a clock that is off by this was set to the time of another zone: a multiple of a quarter of an hour.
fn is_quarter(secs: i64) -> bool {
    let rest = secs.rem_euclid(900);
    secs.abs() >= 890 && rest.min(900 - rest) <= 10
}

/// What the better clocks in a lane's files say, in runs of photos that agree.
pub(super) fn reference_runs(lane: &Lane) -> Vec<Run> {
    let mut runs: Vec<(Run, Vec<i64>)> = Vec::new();
    let said =
        lane.ticks.iter().enumerate().filter_map(|(n, tick)| Some((n, tick, tick.reference.as_ref()?)));
    for (n, tick, reference) in said {
        let delta = reference.wall.duration_since(tick.civil).as_secs();
        let own = tick
            .offset
            .filter(|(_, source)| matches!(source, OffsetSource::ExifOffset | OffsetSource::Embedded));
        let home = own.filter(|_| reference.is_home_time).map(|(own, _)| (own, reference.offset));
        let offset = own.filter(|(own, _)| *own != reference.offset).map(|_| reference.offset);
        match runs.last_mut() {
            Some((run, deltas))
                if deltas.last().is_some_and(|last| (last - delta).abs() <= SAME_SECS)
                    && run.home == home
                    && run.offset == offset =>
            {
                (run.last, run.n_photos) = (n, run.n_photos + 1);
                deltas.push(delta);
            }
            _ => {
                let run = Run {
                    delta_secs: delta,
                    first: n,
                    last: n,
                    spread_secs: 0,
                    n_photos: 1,
                    source: reference.source,
                    home,
                    offset,
                };
                runs.push((run, vec![delta]));
            }
        }
    }
    without_stale(&mut runs);
    runs.into_iter()
        .map(|(mut run, mut deltas)| {
            deltas.sort_unstable();
            run.delta_secs = deltas.get(deltas.len() / 2).copied().unwrap_or(run.delta_secs);
            run.spread_secs = deltas.last().zip(deltas.first()).map_or(0, |(last, first)| last - first);
            run
        })
        .collect()
}

/// Takes out photos whose position fix was old: alone, seemingly ahead, between others that agree.
fn without_stale(runs: &mut Vec<(Run, Vec<i64>)>) {
    let mut n = 0;
    while n < runs.len() {
        let around = (n.checked_sub(1).and_then(|before| runs.get(before)), runs.get(n + 1));
        let expected = match around {
            (Some((a, x)), Some((b, y))) => {
                let same = (median(x) - median(y)).abs() <= 2 * SAME_SECS
                    && a.home == b.home
                    && a.offset == b.offset;
                same.then(|| median(x))
            }
            // At an end, what is said there by one photo against several.
            (Some((a, x)), None) | (None, Some((a, x))) => (a.n_photos > 1).then(|| median(x)),
            (None, None) => None,
        };
        let is_stale = runs.get(n).zip(expected).is_some_and(|((run, deltas), expected)| {
            let behind = expected - median(deltas);
            run.n_photos <= 2 && !is_quarter(behind) && (0..STALE_SECS).contains(&behind)
        });
        if !is_stale {
            n += 1;
            continue;
        }
        runs.remove(n);
        // What it stood between is one run now.
        if let Some(before) = n.checked_sub(1)
            && let (Some((a, x)), Some((b, y))) = (runs.get(before), runs.get(n))
            && (median(x) - median(y)).abs() <= 2 * SAME_SECS
            && a.home == b.home
            && a.offset == b.offset
        {
            let (later, more) = runs.remove(n);
            if let Some((run, deltas)) = runs.get_mut(before) {
                (run.last, run.n_photos) = (later.last, run.n_photos + later.n_photos);
                deltas.extend(more);
            }
            n = before;
        }
    }
}

fn median(deltas: &[i64]) -> i64 {
    let mut sorted = deltas.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

/// The clocks that a person read in pictures of this lane: the tick, and what the clock shows.
pub(super) fn shown_clocks<'a>(lane: &'a Lane, notes: &Notes) -> Vec<(usize, &'a Tick, DateTime)> {
    let ticks = lane.ticks.iter().enumerate();
    ticks.filter_map(|(n, tick)| Some((n, tick, notes.shown_time(tick.photo)?))).collect()
}
