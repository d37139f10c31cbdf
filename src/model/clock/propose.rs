//! From evidence to a correction that a person can accept.

use std::collections::HashMap;

use jiff::civil::DateTime;
use jiff::{SignedDuration, ToSpan as _};

use super::super::device::DeviceId;
use super::super::notes::Notes;
use super::super::photo::PhotoId;
use super::super::time::OffsetSource;
use super::Timeline;
use super::correction::ClockCorrection;
use super::evidence::{Evidence, Run, reference_runs, shown_clocks};
use super::lane::{Lane, PIECE_GAP, Tick};
use super::pairs::{Look, PairShift, Seen, shift_between};

/// What is less than this is no wrong clock: fixes lag, fingers do not press at the same instant.
pub const MIN_SHIFT_SECS: i64 = 30;

/// A correction that evidence speaks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Whose clock.
    pub device: DeviceId,
    /// The correction as it would stand, with what is corrected already.
    pub correction: ClockCorrection,
    /// Seconds by which the times that hold now would move.
    pub delta_secs: i64,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
    /// What speaks against it.
    pub against: Vec<Evidence>,
    /// Whether it is worth telling a person who did not ask.
    pub is_sure: bool,
    /// How many photos it would move.
    pub n_photos: usize,
}

/// Everything that ought to be proposed, by device and time; what a person dismissed is left out. `looks` holds what is known so
/// far of how photos look.
pub fn propose(timeline: &Timeline, notes: &Notes, looks: &HashMap<PhotoId, Look>) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    for lane in timeline.lanes() {
        out.extend(by_reference(lane, notes));
        out.extend(by_shown_clock(lane, notes));
    }
    let by_pairs = by_pairs(timeline.lanes(), notes, looks);
    for proposal in by_pairs {
        match out.iter_mut().find(|other| is_same(other, &proposal)) {
            Some(known) => known.evidence.extend(proposal.evidence),
            None => out.push(proposal),
        }
    }
    out.retain(|proposal| !is_dismissed(proposal, notes));
    out.sort_by(|a, b| (&a.device, a.correction.from).cmp(&(&b.device, b.correction.from)));
    out
}

/// Whether two proposals say the same of the same device.
fn is_same(a: &Proposal, b: &Proposal) -> bool {
    a.device == b.device
        && (a.delta_secs - b.delta_secs).abs() <= 2 * MIN_SHIFT_SECS
        && overlap(&a.correction, &b.correction)
}

fn overlap(a: &ClockCorrection, b: &ClockCorrection) -> bool {
    let before = |end: Option<DateTime>, start: Option<DateTime>| match (end, start) {
        (Some(end), Some(start)) => end <= start,
        _ => false,
    };
    !before(a.to, b.from) && !before(b.to, a.from)
}

fn is_dismissed(proposal: &Proposal, notes: &Notes) -> bool {
    let same = |c: &ClockCorrection| (c.shift_secs - proposal.correction.shift_secs).abs() <= MIN_SHIFT_SECS;
    notes.dismissed(&proposal.device).iter().any(|c| same(c) && overlap(c, &proposal.correction))
}

/// What is to be set right from tick `first` to tick `last` of a lane, reaching as far as the days of the piece on which they are.
struct Stretch<'a> {
    lane: &'a Lane,
    first: usize,
    last: usize,
    /// The ticks beyond which something else is known.
    after: Option<usize>,
    before: Option<usize>,
}

impl Stretch<'_> {
    fn correction(&self, delta_secs: i64, notes: &Notes) -> Option<ClockCorrection> {
        let ticks = &self.lane.ticks;
        let (first, last) = (ticks.get(self.first)?, ticks.get(self.last)?);
        let to_start = ticks.get(..=self.first)?.windows(2).rev().take_while(|pair| is_near(pair)).count();
        let to_end = ticks.get(self.last..)?.windows(2).take_while(|pair| is_near(pair)).count();
        let middle = |a: &Tick, b: &Tick| {
            let half = b.clock.duration_since(a.clock) / 2;
            a.clock.checked_add(half).ok()
        };
        let from = match self.before.filter(|before| *before + to_start >= self.first) {
            Some(before) => middle(ticks.get(before)?, first),
            None => Some(ticks.get(self.first - to_start)?.clock.date().at(0, 0, 0, 0)),
        };
        let to = match self.after.filter(|after| *after <= self.last + to_end) {
            Some(after) => middle(last, ticks.get(after)?),
            None => {
                Some(ticks.get(self.last + to_end)?.clock.date().at(0, 0, 0, 0).checked_add(1.day()).ok()?)
            }
        };
        let standing = notes.corrections(&self.lane.device).iter().find(|c| c.covers(first.clock));
        let shift_secs = standing.map_or(0, |c| c.shift_secs) + delta_secs;
        Some(ClockCorrection { from, to, shift_secs, offset: standing.and_then(|c| c.offset) })
    }

    fn n_photos(&self, correction: &ClockCorrection) -> usize {
        self.lane.ticks.iter().filter(|tick| correction.covers(tick.clock)).count()
    }
}

fn is_near(pair: &[Tick]) -> bool {
    matches!(pair, [a, b] if b.clock.duration_since(a.clock) <= PIECE_GAP)
}

fn by_reference(lane: &Lane, notes: &Notes) -> Vec<Proposal> {
    let runs = reference_runs(lane);
    let mut out = Vec::new();
    for (n, run) in runs.iter().enumerate().filter(|(_, run)| run.delta_secs.abs() >= MIN_SHIFT_SECS) {
        let stretch = Stretch {
            lane,
            first: run.first,
            last: run.last,
            before: n.checked_sub(1).and_then(|before| runs.get(before)).map(|run| run.last),
            after: runs.get(n + 1).map(|run| run.first),
        };
        let Some(mut correction) = stretch.correction(run.delta_secs, notes) else { continue };
        correction.offset = run.offset.or(correction.offset);
        out.push(Proposal {
            device: lane.device.clone(),
            n_photos: stretch.n_photos(&correction),
            correction,
            delta_secs: run.delta_secs,
            evidence: vec![run.evidence()],
            against: Vec::new(),
            is_sure: run.is_sure(),
        });
    }
    out
}

fn by_shown_clock(lane: &Lane, notes: &Notes) -> Vec<Proposal> {
    let shown = shown_clocks(lane, notes);
    if shown.is_empty() {
        return Vec::new();
    }
    let runs = reference_runs(lane);
    let mut out = Vec::new();
    for (n, tick, time) in shown {
        let delta_secs = time.duration_since(tick.civil).as_secs();
        if delta_secs.abs() < 2 {
            continue;
        }
        let stretch = Stretch { lane, first: n, last: n, before: None, after: None };
        let Some(correction) = stretch.correction(delta_secs, notes) else { continue };
        let covers = |run: &&Run| lane.ticks.get(run.first).is_some_and(|tick| correction.covers(tick.clock));
        let contradicts = |run: &&Run| (run.delta_secs - delta_secs).abs() > 2 * MIN_SHIFT_SECS;
        let against = runs.iter().filter(covers).filter(contradicts).map(Run::evidence).collect();
        out.push(Proposal {
            device: lane.device.clone(),
            n_photos: stretch.n_photos(&correction),
            correction,
            delta_secs,
            evidence: vec![Evidence::ShownClock { photo: tick.photo, shown: time }],
            against,
            is_sure: true,
        });
    }
    out
}

/// So many photos at most are compared by what they look like: beyond that nobody waits for it.
const MAX_COMPARED: usize = 50_000;

/// The photos that another device may have seen the scene of as well, of which it is not known yet what they look like: those worth
/// looking at, the newest first.
pub fn to_compare(timeline: &Timeline, looks: &HashMap<PhotoId, Look>) -> Vec<PhotoId> {
    let mut pieces: Vec<(&Lane, &[Tick])> =
        timeline.lanes().iter().flat_map(|lane| lane.pieces().map(move |ticks| (lane, ticks))).collect();
    let start = |ticks: &[Tick]| ticks.iter().map(|tick| tick.civil).min();
    let end = |ticks: &[Tick]| ticks.iter().map(|tick| tick.civil).max();
    pieces.sort_by_key(|(_, ticks)| std::cmp::Reverse(start(ticks)));
    let far = SignedDuration::from_secs(super::pairs::MAX_APART_SECS);
    let mut out = Vec::new();
    for (n, (lane, ticks)) in pieces.iter().enumerate() {
        let meets = |(other, of_other): &&(&Lane, &[Tick])| {
            let apart = |a: Option<DateTime>, b: Option<DateTime>| match (a, b) {
                (Some(end), Some(start)) => start.duration_since(end) > far,
                _ => true,
            };
            other.device != lane.device
                && !apart(end(ticks), start(of_other))
                && !apart(end(of_other), start(ticks))
        };
        // Pieces are in order of their beginnings, so that those that meet lie close together.
        let around = pieces.iter().skip(n.saturating_sub(64)).take(128);
        if around.into_iter().any(|piece| meets(&piece)) {
            let unknown = ticks.iter().map(|tick| tick.photo).filter(|photo| !looks.contains_key(photo));
            out.extend(unknown);
        }
        if out.len() >= MAX_COMPARED {
            out.truncate(MAX_COMPARED);
            break;
        }
    }
    out
}

/// How far a device's clock can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// It was set by hand, at some time.
    ByHand,
    /// It names its own offset, as clocks do that are set by a network.
    NamesOffset,
    /// A better clock or a person agrees.
    Confirmed,
}

fn trust(piece: &[Tick], device: &DeviceId, notes: &Notes) -> Trust {
    let confirmed = |tick: &Tick| {
        let by_clock = tick
            .reference
            .as_ref()
            .is_some_and(|r| r.wall.duration_since(tick.civil).as_secs().abs() < MIN_SHIFT_SECS);
        by_clock || notes.corrections(device).iter().any(|c| c.covers(tick.clock))
    };
    let names =
        |tick: &Tick| matches!(tick.offset, Some((_, OffsetSource::ExifOffset | OffsetSource::OwnUtc)));
    if piece.iter().any(confirmed) {
        Trust::Confirmed
    } else if piece.iter().any(names) {
        Trust::NamesOffset
    } else {
        Trust::ByHand
    }
}

/// The photos of a piece as they can be compared with another device's.
fn seen(piece: &[Tick], looks: &HashMap<PhotoId, Look>) -> Vec<Seen> {
    let mut out: Vec<Seen> = piece
        .iter()
        .filter_map(|tick| Some(Seen { photo: tick.photo, at: tick.civil, look: *looks.get(&tick.photo)? }))
        .collect();
    out.sort_by_key(|seen| seen.at);
    out
}

struct Piece<'a> {
    lane: &'a Lane,
    /// Its first tick in the lane.
    first: usize,
    ticks: &'a [Tick],
    seen: Vec<Seen>,
    trust: Trust,
}

fn by_pairs(lanes: &[Lane], notes: &Notes, looks: &HashMap<PhotoId, Look>) -> Vec<Proposal> {
    if looks.is_empty() {
        return Vec::new();
    }
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for lane in lanes {
        let mut first = 0;
        for ticks in lane.pieces() {
            let seen = seen(ticks, looks);
            if !seen.is_empty() {
                pieces.push(Piece { lane, first, ticks, seen, trust: trust(ticks, &lane.device, notes) });
            }
            first += ticks.len();
        }
    }
    pieces.sort_by_key(|piece| piece.seen.first().map(|seen| seen.at));
    // Which way each piece is told to go, by whom.
    let mut told: Vec<(usize, usize, PairShift)> = Vec::new();
    for (a, one) in pieces.iter().enumerate() {
        for (b, other) in pieces.iter().enumerate().skip(a + 1) {
            if !could_meet(one, other) {
                // They are in order of their beginnings: all that follow begin later still.
                break;
            }
            if one.lane.device == other.lane.device {
                continue;
            }
            if let Some(shift) = shift_between(&one.seen, &other.seen) {
                told.push((a, b, shift));
            }
        }
    }
    let off = |n: usize| {
        told.iter()
            .filter(|(a, b, shift)| (*a == n || *b == n) && shift.shift_secs.abs() >= MIN_SHIFT_SECS)
            .count()
    };
    let mut out = Vec::new();
    for (a, b, shift) in told.iter().filter(|(.., shift)| shift.shift_secs.abs() >= MIN_SHIFT_SECS) {
        let (Some(one), Some(other)) = (pieces.get(*a), pieces.get(*b)) else { continue };
        // The less believed one is wrong; of two alike, the one that disagrees with more.
        let rank_one = (one.trust, std::cmp::Reverse(off(*a)), one.ticks.len());
        let rank_other = (other.trust, std::cmp::Reverse(off(*b)), other.ticks.len());
        let is_one_wrong = rank_one < rank_other;
        let (wrong, right, sign, example) = if is_one_wrong {
            (one, other, 1, shift.example)
        } else {
            (other, one, -1, (shift.example.1, shift.example.0))
        };
        let delta_secs = sign * shift.shift_secs;
        let last = wrong.first + wrong.ticks.len().saturating_sub(1);
        let stretch = Stretch { lane: wrong.lane, first: wrong.first, last, before: None, after: None };
        let Some(correction) = stretch.correction(delta_secs, notes) else { continue };
        out.push(Proposal {
            device: wrong.lane.device.clone(),
            n_photos: stretch.n_photos(&correction),
            correction,
            delta_secs,
            evidence: vec![Evidence::Pairs {
                with: right.lane.device.clone(),
                n_pairs: shift.n_pairs,
                spread_secs: shift.spread_secs,
                example,
            }],
            against: Vec::new(),
            is_sure: wrong.trust < right.trust || off(*a).min(off(*b)) == 1 && off(*a).max(off(*b)) > 1,
        });
    }
    merged(out)
}

/// One proposal of those that say the same.
fn merged(proposals: Vec<Proposal>) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    for proposal in proposals {
        match out.iter_mut().find(|known| is_same(known, &proposal)) {
            Some(known) => {
                known.is_sure |= proposal.is_sure;
                known.evidence.extend(proposal.evidence);
            }
            None => out.push(proposal),
        }
    }
    out
}

/// Whether the later piece begins before the earlier one has ended, give or take the most that clocks differ.
fn could_meet(earlier: &Piece<'_>, later: &Piece<'_>) -> bool {
    let (Some(end), Some(start)) = (earlier.seen.last(), later.seen.first()) else { return false };
    start.at.duration_since(end.at) <= SignedDuration::from_secs(super::pairs::MAX_APART_SECS)
}
