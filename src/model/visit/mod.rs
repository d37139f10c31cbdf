//! Photos into visits, visits into sections: a pure function of photos and of what people said.
//!
//! Photos are put in the order of the clock on the wall. A gap longer than the person's limit ends a visit; a programme holds its visit
//! together over any gap, and two programmes part theirs. Inside a visit each item of the programme is a section; what lies in no
//! item is gathered by day, which begins at 04:00, and by the item before it. Over that lie a person's words: *breaks* (a visit or section begins at this photo),
//! *joins* (this visit or section belongs to that one) and *placements* (this photo belongs there). They always win, and
//! survive whatever photos come later. A visit keeps its identity through rescans because the photos remember which
//! visit they were in.

mod sections;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use super::device::DeviceId;
use super::notes::{Field, Notes, Subject, Value};
use super::photo::PhotoId;
use super::place::{Place, Position};
use super::programme::Programme;
use super::programme::place::{Placeable, Placed, place};
use super::text::LangText;

/// Hours without a photo that end a visit, unless a person says otherwise.
pub const DEFAULT_GAP_HOURS: u32 = 36;

/// The hour at which a day of a visit begins: banquets end after midnight.
pub const DAY_BEGINS_HOUR: i64 = 4;

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The identity that this text names.
            pub fn new(text: &str) -> Self {
                Self(Arc::from(text))
            }

            /// The identity as text: letters, digits and hyphens.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identity! {
    /// Names a visit for good: the day of its first photo when it was first seen, `2026-01-04`, with `-2`, `-3` for further ones.
    VisitId
}
identity! {
    /// Names a section within its visit: the day, `2026-01-05`, with `-2`, `-3` for those that a person made.
    SectionId
}

/// Where a person put a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The visit; `None` puts it among the undated.
    pub visit: Option<VisitId>,
    /// The section of that visit; `None` leaves it to the photo's day.
    pub section: Option<SectionId>,
}

/// One visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// Its identity.
    pub id: VisitId,
    /// Its title as found from place and dates, in the languages of [`wording::LANGUAGES`]; a person's title is in the notes.
    pub title: LangText,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Where most of its photos with a position were taken.
    pub place: Option<Place>,
    /// Its parts, in order of time.
    pub sections: Vec<Section>,
    /// The stretches found by gaps and breaks that make it up: identity and first photo, in order of time.
    pub stretches: Vec<(VisitId, PhotoId)>,
    /// Its programme: index into [`Notes::programmes`].
    pub programme: Option<usize>,
    /// Items of its programme that should have gathered photos and have none, by their uid, in order of time.
    pub unphotographed: Vec<Arc<str>>,
}

impl Visit {
    /// All its photos, in order.
    pub fn photos(&self) -> impl Iterator<Item = PhotoId> {
        self.sections.iter().flat_map(|section| section.photos.iter().copied())
    }

    /// How many photos.
    pub fn n_photos(&self) -> usize {
        self.sections.iter().map(|section| section.photos.len()).sum()
    }
}

/// A part of a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its identity within the visit.
    pub id: SectionId,
    /// Its title as found, in the languages of [`wording::LANGUAGES`].
    pub title: LangText,
    /// The item of the programme that it is, by its uid.
    pub item: Option<Arc<str>>,
    /// When the item begins; without one the civil time of its first photo that has one.
    pub start: Option<DateTime>,
    /// When the item ends; without one the civil time of its last photo that has one.
    pub end: Option<DateTime>,
    /// Its photos, in order.
    pub photos: Vec<PhotoId>,
    /// The days and breaks that make it up: identity and first photo, in order of time.
    pub parts: Vec<(SectionId, PhotoId)>,
}

/// Where everything went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouping {
    /// Visits in order of their first photo.
    pub visits: Vec<Visit>,
    /// Photos that nothing dates, by path.
    pub undated: Vec<PhotoId>,
    /// Which stretch each photo was found in, to be given back as [`Groupable::previous`] next time. Stretches that a person's
    /// break names are left out: when the break is taken back, the photos go home.
    pub stretch_of: HashMap<PhotoId, VisitId>,
    /// The item of a programme in which time put a photo: index of the programme, and how.
    pub placed: HashMap<PhotoId, (usize, Placed)>,
}

/// What grouping needs to know of a photo.
#[derive(Clone, Copy, Debug)]
pub struct Groupable<'a> {
    /// Which photo.
    pub id: PhotoId,
    /// Its civil time, if something other than the file's own time dates it.
    pub civil: Option<DateTime>,
    /// The same in UTC, where the offset is known.
    pub utc: Option<DateTime>,
    /// How far off the time may be, in seconds.
    pub uncertainty_secs: u32,
    /// Its path: the order of equal times and of the undated.
    pub path: &'a Path,
    /// The body that took it.
    pub device: Option<&'a DeviceId>,
    /// Where it was taken.
    pub position: Option<Position>,
    /// The nearest named place.
    pub place: Option<&'a Place>,
    /// The stretch it was in last time.
    pub previous: Option<&'a VisitId>,
}

impl<'a> Groupable<'a> {
    fn placeable(&self) -> Option<Placeable<'a>> {
        let Self { id, civil, utc, uncertainty_secs, device, position, .. } = *self;
        Some(Placeable { id, civil: civil?, utc, uncertainty_secs, device, position })
    }
}

/// The day that a time belongs to.
pub fn day_of(civil: DateTime) -> Date {
    civil.checked_sub(DAY_BEGINS_HOUR.hours()).unwrap_or(civil).date()
}

/// Groups photos into visits and sections. The order of `photos` does not matter.
pub fn group_photos(photos: &[Groupable<'_>], notes: &Notes) -> Grouping {
    let by_id: HashMap<PhotoId, &Groupable<'_>> = photos.iter().map(|p| (p.id, p)).collect();
    let mut dated: Vec<&Groupable<'_>> = photos.iter().filter(|p| p.civil.is_some()).collect();
    dated.sort_by(|a, b| (a.civil, a.path).cmp(&(b.civil, b.path)));

    let programmes = notes.programmes();
    let placed = place_all(programmes, &dated);
    let spans: Vec<_> = programmes.iter().map(span_of).collect();
    let mut stretches = find_stretches(&dated, notes, &spans);
    name_stretches(&mut stretches, photos, notes);

    // Which visit each photo belongs to: its stretch, followed through joins, unless a person placed it.
    let mut members: BTreeMap<VisitId, Vec<&Groupable<'_>>> = BTreeMap::new();
    let mut made_of: HashMap<VisitId, Vec<(VisitId, PhotoId)>> = HashMap::new();
    let mut stretch_of = HashMap::with_capacity(photos.len());
    for stretch in &stretches {
        let Some(id) = &stretch.id else { continue };
        let visit = join_target(Subject::Visit(id.clone()), notes).map_or_else(|| id.clone(), VisitId::new);
        if let Some(first) = stretch.photos.first() {
            made_of.entry(visit.clone()).or_default().push((id.clone(), first.id));
        }
        for photo in &stretch.photos {
            if !stretch.is_broken_off {
                stretch_of.insert(photo.id, id.clone());
            }
            let target = match notes.placement(photo.id) {
                Some(placement) => placement.visit.clone(),
                None => Some(visit.clone()),
            };
            if let Some(target) = target {
                members.entry(target).or_default().push(photo);
            }
        }
    }
    let mut undated_photos: Vec<&Groupable<'_>> = Vec::new();
    for photo in photos {
        let placement = notes.placement(photo.id);
        match (photo.civil, placement.and_then(|p| p.visit.as_ref())) {
            (None, Some(visit)) => members.entry(visit.clone()).or_default().push(photo),
            (None, None) => undated_photos.push(photo),
            (Some(_), None) if placement.is_some() => undated_photos.push(photo),
            (Some(_), _) => {}
        }
    }
    undated_photos.sort_by_key(|photo| photo.path);

    let mut visits: Vec<Visit> = members
        .into_iter()
        .map(|(id, mut photos)| {
            photos.sort_by(|a, b| {
                (a.civil.is_none(), a.civil, a.path).cmp(&(b.civil.is_none(), b.civil, b.path))
            });
            let stretches = made_of.remove(&id).unwrap_or_default();
            sections::build_visit(id, &photos, stretches, notes, &placed)
        })
        .collect();
    let start_of = |visit: &Visit| visit.photos().filter_map(|id| by_id.get(&id).and_then(|p| p.civil)).min();
    visits.sort_by_cached_key(|visit| (start_of(visit), visit.id.clone()));
    Grouping { visits, undated: undated_photos.iter().map(|p| p.id).collect(), stretch_of, placed }
}

/// The items of photos, by the first programme that has one for it.
fn place_all(programmes: &[Programme], dated: &[&Groupable<'_>]) -> HashMap<PhotoId, (usize, Placed)> {
    let mut placed = HashMap::new();
    if programmes.is_empty() {
        return placed;
    }
    let photos: Vec<Placeable<'_>> = dated.iter().filter_map(|photo| photo.placeable()).collect();
    for (n, programme) in programmes.iter().enumerate() {
        for (photo, found) in place(programme, &photos) {
            placed.entry(photo).or_insert((n, found));
        }
    }
    placed
}

/// From when to when photos belong to the visit of a programme, whatever lies between them: half a day more than it lasts.
fn span_of(programme: &Programme) -> Option<(DateTime, DateTime)> {
    let items = || programme.items.iter().filter(|item| item.gathers());
    let start = items().map(|item| item.start.civil).min()?;
    let end = items().map(|item| item.end.civil).max()?;
    let around = DAY_BEGINS_HOUR.hours() * 3;
    Some((start.checked_sub(around).unwrap_or(start), end.checked_add(around).unwrap_or(end)))
}

/// Photos between two gaps or breaks.
struct Stretch<'a> {
    photos: Vec<&'a Groupable<'a>>,
    /// Whether a person's break begins it and names it.
    is_broken_off: bool,
    id: Option<VisitId>,
}

/// Cuts the photos, which are in order, at gaps and at a person's breaks.
fn find_stretches<'a>(
    dated: &[&'a Groupable<'a>],
    notes: &Notes,
    spans: &[Option<(DateTime, DateTime)>],
) -> Vec<Stretch<'a>> {
    let programme_at = |civil: Option<DateTime>| {
        let civil = civil?;
        spans.iter().position(|span| span.is_some_and(|(from, to)| from <= civil && civil <= to))
    };
    let gap_secs = i64::from(notes.gap_hours()) * 3_600;
    let mut stretches: Vec<Stretch<'a>> = Vec::new();
    let mut last: Option<DateTime> = None;
    for photo in dated {
        let broken = break_at(photo.id, Field::VisitBreak, notes).map(|id| VisitId::new(&id));
        let apart = match (programme_at(last), programme_at(photo.civil)) {
            (Some(a), Some(b)) => a != b,
            _ => match (last, photo.civil) {
                (Some(a), Some(b)) => b.duration_since(a).as_secs() > gap_secs,
                _ => true,
            },
        };
        match stretches.last_mut() {
            Some(stretch) if !apart && broken.is_none() => stretch.photos.push(photo),
            _ => stretches.push(Stretch { photos: vec![photo], is_broken_off: broken.is_some(), id: broken }),
        }
        last = photo.civil;
    }
    stretches
}

/// Gives every stretch an identity: the one that most of its photos had before, or else a new one from its first day.
fn name_stretches(stretches: &mut [Stretch<'_>], photos: &[Groupable<'_>], notes: &Notes) {
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

/// Every visit that people speak of, whether or not its photos are here today.
pub(crate) fn named_visits(notes: &Notes) -> impl Iterator<Item = VisitId> {
    notes.iter().flat_map(|(key, value)| {
        let spoken = match (&key.subject, key.field, value) {
            (_, Field::Placement, Value::Placement(placement)) => placement.visit.clone(),
            (_, Field::VisitBreak, Value::Text(id)) => Some(VisitId::new(id)),
            (Subject::Visit(_), Field::JoinedTo, Value::Text(id)) => Some(VisitId::new(id)),
            _ => None,
        };
        let subject = match key.subject {
            Subject::Visit(id) | Subject::Section(id, _) => Some(id),
            _ => None,
        };
        [spoken, subject].into_iter().flatten()
    })
}

/// `2026-01-04`, or the first of `2026-01-04-2`, `-3` … that is not taken.
pub(crate) fn free_name(day: Option<Date>, is_taken: impl Fn(&str) -> bool) -> String {
    let base = day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    if !is_taken(&base) {
        return base;
    }
    let mut n = 2_u64;
    loop {
        let name = format!("{base}-{n}");
        if !is_taken(&name) {
            return name;
        }
        n += 1;
    }
}

/// The identity that a person's break at this photo gives, if there is one.
fn break_at(photo: PhotoId, field: Field, notes: &Notes) -> Option<String> {
    let key = super::notes::Key { subject: Subject::Photo(photo), field, lang: None };
    match notes.get(&key) {
        Some(Value::Text(id)) if !id.is_empty() => Some(id.clone()),
        _ => None,
    }
}

/// Where a person's join takes a stretch or a day. One step only: a merge writes the final target on every part, so that
/// a later split can send each part elsewhere.
fn join_target(subject: Subject, notes: &Notes) -> Option<&str> {
    let key = super::notes::Key { subject, field: Field::JoinedTo, lang: None };
    match notes.get(&key) {
        Some(Value::Text(id)) if !id.is_empty() => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
