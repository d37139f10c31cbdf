//! Photos in order cut into stretches: the visits before people say anything of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::DateTime;

use super::super::notes::{Field, Notes};
use super::super::programme::Programme;
use super::borders::Borders;
use super::{
    Boundary, DAY_BEGINS_HOUR, DEFAULT_GAP_HOURS, Groupable, SAME_COUNTRY_HOURS, VisitId, break_at, day_of,
    free_name, named_visits,
};

/// A stay between two borders that is shorter than this, and has no more than [`PASSING_PHOTOS`], is a stopover, or the airport
/// at home: it goes with the side that is nearer in time, if that is no further than [`PASSING_GAP_SECS`].
const PASSING_SECS: i64 = 4 * 3_600;

/// See [`PASSING_SECS`].
const PASSING_PHOTOS: usize = 10;

/// The longest way on which a stopover goes along.
const PASSING_GAP_SECS: i64 = 12 * 3_600;

/// Photos between two boundaries.
pub(super) struct Stretch<'a> {
    pub(super) photos: Vec<&'a Groupable<'a>>,
    /// Why it begins.
    pub(super) begins: Boundary,
    pub(super) id: Option<VisitId>,
}

impl Stretch<'_> {
    /// Whether a person's break begins it and names it.
    pub(super) fn is_broken_off(&self) -> bool {
        self.begins == Boundary::Person
    }
}

/// From when to when photos belong to the visit of a programme, whatever lies between them: half a day more than it lasts.
pub(super) fn span_of(programme: &Programme) -> Option<(DateTime, DateTime)> {
    let items = || programme.items.iter().filter(|item| item.gathers());
    let start = items().map(|item| item.start.civil).min()?;
    let end = items().map(|item| item.end.civil).max()?;
    let around = DAY_BEGINS_HOUR.hours() * 3;
    Some((start.checked_sub(around).unwrap_or(start), end.checked_add(around).unwrap_or(end)))
}

/// Cuts the photos, which are in order, where evidence says so and at a person's breaks. All photos of a programme are in one
/// stretch, also where those of another lie among them.
pub(super) fn find_stretches<'a>(
    dated: &'a [&'a Groupable<'a>],
    notes: &Notes,
    parties: &[Option<usize>],
) -> Vec<Stretch<'a>> {
    let mut cuts = cuts(dated, notes, parties);
    let mut stretches: Vec<Stretch<'a>> = Vec::new();
    let mut of_programme: BTreeMap<usize, usize> = BTreeMap::new();
    let mut last: Option<usize> = None;
    for (n, photo) in dated.iter().enumerate() {
        let party = parties.get(n).copied().flatten();
        let broken = break_at(photo.id, Field::VisitBreak, notes).map(|id| VisitId::new(&id));
        let is_others = |stretch: &usize| of_programme.values().any(|of| of == stretch);
        let goes_on = match party.map(|party| of_programme.get(&party).copied()) {
            Some(Some(own)) => Some(own),
            Some(None) => last.filter(|last| !cuts.contains_key(&n) && !is_others(last)),
            None => last.filter(|_| !cuts.contains_key(&n)),
        };
        let at = match goes_on.filter(|_| broken.is_none()) {
            Some(stretch) => stretch,
            None => {
                let begins = match (&broken, cuts.remove(&n)) {
                    (Some(_), _) => Boundary::Person,
                    (None, Some(cut)) => cut,
                    (None, None) if n == 0 => Boundary::Start,
                    (None, None) => Boundary::Programme,
                };
                stretches.push(Stretch { photos: Vec::new(), begins, id: broken });
                stretches.len() - 1
            }
        };
        if let Some(stretch) = stretches.get_mut(at) {
            stretch.photos.push(photo);
        }
        of_programme.extend(party.map(|party| (party, at)));
        last = Some(at);
    }
    stretches
}

/// Before which photos a visit begins by evidence, and why.
fn cuts(dated: &[&Groupable<'_>], notes: &Notes, parties: &[Option<usize>]) -> BTreeMap<usize, Boundary> {
    let borders = Borders::of(dated);
    let mut cuts = borders.crossed();
    // A person's own limit is taken at its word.
    let may_hold = notes.gap_hours() == DEFAULT_GAP_HOURS;
    let gap_secs = i64::from(notes.gap_hours()) * 3_600;
    for n in 1..dated.len() {
        let gap = borders.apart(n - 1, n);
        let is_held = || cuts.contains_key(&n) || (may_hold && borders.holds(n));
        if gap > gap_secs && (gap > SAME_COUNTRY_HOURS * 3_600 || !is_held()) {
            cuts.insert(n, Boundary::Gap(gap));
        }
    }
    for (n, (before, after)) in parties.iter().zip(parties.iter().skip(1)).enumerate() {
        match (before, after) {
            (Some(a), Some(b)) if a == b => drop(cuts.remove(&(n + 1))),
            (Some(_), Some(_)) => drop(cuts.insert(n + 1, Boundary::Programme)),
            _ => {}
        }
    }
    let passed = passed_through(&cuts, dated.len(), &borders);
    cuts.retain(|n, _| !passed.contains(n));
    cuts
}

/// The borders of stopovers that do not divide.
fn passed_through(
    cuts: &BTreeMap<usize, Boundary>,
    n_photos: usize,
    borders: &Borders<'_>,
) -> BTreeSet<usize> {
    let cuts: Vec<(usize, &Boundary)> = cuts.iter().map(|(n, boundary)| (*n, boundary)).collect();
    let border = |at: Option<usize>| cuts.get(at?).filter(|(_, boundary)| boundary.is_border());
    // Whether the stay that begins at this cut ends by going back: a day trip.
    let is_there_and_back =
        |at: Option<usize>| match (border(at), border(at.and_then(|at| at.checked_add(1)))) {
            (Some((_, out)), Some((_, back))) => out.is_undone_by(back),
            _ => false,
        };
    let mut passed = BTreeSet::new();
    for stay in 0..=cuts.len() {
        // The stay between the cut before it, if there is one, and the cut with its own number.
        let before = stay.checked_sub(1);
        let first = before.and_then(|at| cuts.get(at)).map_or(0, |(n, _)| *n);
        let last = cuts.get(stay).map_or(n_photos, |(n, _)| *n).saturating_sub(1);
        let n_of_stay = last.saturating_sub(first).saturating_add(1);
        if n_of_stay > PASSING_PHOTOS || borders.apart(first, last) >= PASSING_SECS {
            continue;
        }
        if is_there_and_back(before) {
            // One photo that is somewhere else, and everyone was here the day before and the day after: it strayed.
            let ends = [first, last.saturating_add(1)];
            if n_of_stay == 1
                && ends.iter().all(|n| borders.apart(n.saturating_sub(1), *n) <= PASSING_GAP_SECS)
            {
                passed.extend(ends);
            }
            continue;
        }
        // What was left for a day trip, or come back to, stays apart from it.
        let is_before_trip = is_there_and_back(Some(stay));
        let is_after_trip = is_there_and_back(before.and_then(|at| at.checked_sub(1)));
        let to_before = border(before).filter(|_| !is_after_trip).map(|(n, _)| *n);
        let to_after = border(Some(stay)).filter(|_| !is_before_trip).map(|(n, _)| *n);
        let ways = [to_before, to_after].into_iter().flatten();
        let nearest = ways.map(|n| (borders.apart(n.saturating_sub(1), n), n)).min();
        passed.extend(nearest.filter(|(gap, _)| *gap <= PASSING_GAP_SECS).map(|(_, n)| n));
    }
    passed
}

/// Gives every stretch an identity: the one that most of its photos had before, or else a new one from its first day.
pub(super) fn name_stretches(stretches: &mut [Stretch<'_>], photos: &[Groupable<'_>], notes: &Notes) {
    let mut taken: BTreeSet<VisitId> = stretches.iter().filter_map(|s| s.id.clone()).collect();
    let mut votes: Vec<(usize, usize, VisitId)> = Vec::new();
    for (n, stretch) in stretches.iter().enumerate().filter(|(_, s)| s.id.is_none()) {
        let mut counts: BTreeMap<&VisitId, usize> = BTreeMap::new();
        for previous in stretch.photos.iter().filter_map(|p| p.previous) {
            *counts.entry(previous).or_default() += 1;
        }
        votes.extend(counts.into_iter().map(|(id, count)| (count, n, id.clone())));
    }
    // Most votes first; among equals the earlier stretch, then the earlier identity.
    votes.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then_with(|| a.2.cmp(&b.2)));
    for (_, n, id) in votes {
        if let Some(stretch) = stretches.get_mut(n)
            && stretch.id.is_none()
            && taken.insert(id.clone())
        {
            stretch.id = Some(id);
        }
    }
    // A new identity is one that nothing else goes by, not even a visit whose photos are not here today.
    taken.extend(photos.iter().filter_map(|p| p.previous.cloned()));
    taken.extend(named_visits(notes));
    for stretch in stretches.iter_mut().filter(|s| s.id.is_none()) {
        let day = stretch.photos.first().and_then(|p| p.civil).map(day_of);
        let id = free_name(day, |name| taken.contains(&VisitId::new(name)));
        taken.insert(VisitId::new(&id));
        stretch.id = Some(VisitId::new(&id));
    }
}
