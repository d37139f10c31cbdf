//! The sections of one visit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use super::super::notes::{Field, Notes, Subject, Value};
use super::super::photo::PhotoId;
use super::super::place::Place;
use super::super::programme::place::Placed;
use super::super::programme::{Programme, ProgrammeItem};
use super::super::text::LangText;
use super::super::wording;
use super::gathered::{Pace, parts};
use super::{
    Boundary, Groupable, Placement, Section, SectionId, Visit, VisitId, break_at, day_of, free_name,
    join_target,
};

/// A day without items that has fewer photos than so many is one section: parts help where nobody can see a day at once.
const WHOLE_DAY: usize = 60;

/// The section that comes next for photos in no item: of a day, and after an item of it.
#[derive(Clone, PartialEq)]
struct Running<'a> {
    day: Option<Date>,
    after: Option<&'a ProgrammeItem>,
    /// Where a person began one.
    by_person: Option<SectionId>,
}

impl Running<'_> {
    /// The identity of the whole of it; its parts have theirs with their time behind it.
    fn base(&self) -> String {
        let day = free_name(self.day, |_| false);
        match self.after {
            Some(item) => format!("{day}-after-{}", item.section()),
            None => day,
        }
    }
}

/// The section that time finds for a photo.
enum Found {
    /// An item, or where a person began one.
    Section(SectionId),
    /// One of the parts of this run.
    Gathered(usize),
}

/// Photos in no item that follow the same item on the same day.
struct Run<'a> {
    of: Running<'a>,
    /// Where in the visit each is, and its time.
    photos: Vec<(usize, Option<DateTime>)>,
}

/// What of a gathered section goes into its title: the item before it, and its time where it is not the first after that.
struct Gathered<'a> {
    after: Option<&'a ProgrammeItem>,
    begins: Option<DateTime>,
}

/// Sections of a visit whose photos are in order, undated ones last.
pub(super) fn build_visit(
    id: VisitId,
    photos: &[&Groupable<'_>],
    (stretches, begins): (Vec<(VisitId, PhotoId)>, Boundary),
    notes: &Notes,
    placed: &HashMap<PhotoId, (usize, Placed)>,
    spoken: &Spoken,
) -> Visit {
    let programmes = notes.programmes();
    let (found, gathered) = find(photos, notes, placed, spoken.get(&id));
    let mut sections: Vec<Section> = Vec::new();
    let mut at: HashMap<SectionId, usize> = HashMap::new();
    // The first photo of each that time put there itself.
    let mut own: Vec<Option<DateTime>> = Vec::new();
    for (photo, found) in photos.iter().zip(found) {
        let placed = notes.placement(photo.id).and_then(|p| p.section.clone());
        let by_day = placed.is_none();
        let section_id = placed.unwrap_or_else(|| {
            join_target(Subject::Section(id.clone(), found.clone()), notes)
                .map_or_else(|| found.clone(), SectionId::new)
        });
        let n = *at.entry(section_id.clone()).or_insert_with(|| {
            sections.push(Section {
                id: section_id,
                title: LangText::default(),
                item: None,
                start: None,
                end: None,
                photos: Vec::new(),
                parts: Vec::new(),
            });
            own.push(None);
            sections.len() - 1
        });
        if let Some(own) = own.get_mut(n).filter(|_| by_day) {
            *own = own.or(photo.civil);
        }
        if let Some(section) = sections.get_mut(n) {
            if by_day && section.parts.last().is_none_or(|(part, _)| *part != found) {
                section.parts.push((found, photo.id));
            }
            section.photos.push(photo.id);
            section.start = section.start.or(photo.civil);
            section.end = photo.civil.or(section.end);
        }
    }
    let programme = most_frequent_programme(photos, placed);
    let of_visit = programme.and_then(|n| programmes.get(n));
    let items: HashMap<SectionId, &ProgrammeItem> =
        of_visit.iter().flat_map(|p| p.items.iter()).map(|item| (item.section(), item)).collect();
    for section in &mut sections {
        name(section, items.get(&section.id).copied(), gathered.get(&section.id));
    }
    // A picture that a person puts into it does not move a section to where that picture was taken.
    let mut in_order: Vec<(Option<DateTime>, Section)> =
        own.into_iter().zip(sections).map(|(own, section)| (own.or(section.start), section)).collect();
    in_order.sort_by_key(|(begins, _)| (begins.is_none(), *begins));
    let sections: Vec<Section> = in_order.into_iter().map(|(_, section)| section).collect();
    let days = || photos.iter().filter_map(|p| p.civil.map(day_of));
    let (from, to) = (days().min(), days().max());
    let place = most_frequent_place(photos);
    let title = match of_visit.map(|programme| &programme.name) {
        Some(name) if !name.is_empty() => name.clone(),
        _ => wording::visit_title(place.as_ref(), from, to),
    };
    let unphotographed = of_visit.map(|programme| unphotographed(programme, &sections)).unwrap_or_default();
    Visit { id, title, from, to, place, begins, sections, stretches, programme, unphotographed }
}

/// The section of each photo by time and by a person's breaks, and what the gathered ones are called by.
fn find<'a>(
    photos: &[&Groupable<'_>],
    notes: &'a Notes,
    placed: &HashMap<PhotoId, (usize, Placed)>,
    spoken: Option<&BTreeSet<SectionId>>,
) -> (Vec<SectionId>, HashMap<SectionId, Gathered<'a>>) {
    let item_of = |photo: PhotoId| {
        let (programme, placed) = placed.get(&photo)?;
        notes.programmes().get(*programme)?.items.get(placed.item)
    };
    let mut runs: Vec<Run<'a>> = Vec::new();
    let mut run_at: HashMap<String, usize> = HashMap::new();
    let mut running: Option<Running<'a>> = None;
    // What the rest of an item is called from where a person split it.
    let mut split: HashMap<SectionId, SectionId> = HashMap::new();
    let mut out: Vec<Found> = Vec::with_capacity(photos.len());
    for (n, photo) in photos.iter().enumerate() {
        let day = photo.civil.map(day_of);
        let broken = break_at(photo.id, Field::SectionBreak, notes).map(|name| SectionId::new(&name));
        if let Some(item) = item_of(photo.id) {
            running = Some(Running { day, after: Some(item), by_person: None });
            let section = item.section();
            if let Some(name) = broken {
                split.insert(section.clone(), name);
            }
            out.push(Found::Section(split.get(&section).cloned().unwrap_or(section)));
            continue;
        }
        // Photos without a time come last; they go with the visit's last day unless a person placed them.
        let mut now = match running.take() {
            Some(running) if day.is_none() || running.day == day => running,
            _ => Running { day, after: None, by_person: None },
        };
        now.by_person = broken.or(now.by_person);
        out.push(match &now.by_person {
            Some(section) => Found::Section(section.clone()),
            None => {
                let run = *run_at.entry(now.base()).or_insert_with(|| {
                    runs.push(Run { of: now.clone(), photos: Vec::new() });
                    runs.len() - 1
                });
                if let Some(run) = runs.get_mut(run) {
                    run.photos.push((n, photo.civil));
                }
                Found::Gathered(run)
            }
        });
        running = Some(now);
    }
    let pace = Pace::of(photos.iter().map(|photo| photo.civil));
    let mut gathered = HashMap::new();
    let mut sections_of: HashMap<usize, SectionId> = HashMap::new();
    for run in &runs {
        let is_short_day = run.of.after.is_none() && run.photos.len() < WHOLE_DAY;
        let parts = if is_short_day { vec![0; run.photos.len()] } else { parts(&run.photos, &pace) };
        let names = name_parts(run, &parts, spoken);
        for ((n, time), part) in run.photos.iter().zip(&parts) {
            let Some(section) = names.get(*part) else { continue };
            sections_of.insert(*n, section.clone());
            let begins = time.filter(|_| *part > 0);
            gathered.entry(section.clone()).or_insert(Gathered { after: run.of.after, begins });
        }
    }
    let found = out.into_iter().enumerate().map(|(n, found)| match found {
        Found::Section(section) => section,
        Found::Gathered(run) => sections_of
            .remove(&n)
            .unwrap_or_else(|| SectionId::new(&runs.get(run).map(|run| run.of.base()).unwrap_or_default())),
    });
    (found.collect(), gathered)
}

/// The identities of the parts of a run. One that a person spoke of stays with the part in which its time lies; the others
/// are named by their first photo's. The first part of a day without an item before it is the day.
fn name_parts(run: &Run<'_>, parts: &[usize], spoken: Option<&BTreeSet<SectionId>>) -> Vec<SectionId> {
    let base = run.of.base();
    let times = |part: usize| {
        let of_part = run.photos.iter().zip(parts).filter(move |(_, of)| **of == part);
        of_part.filter_map(|((_, time), _)| time.map(clock))
    };
    let prefix = format!("{base}-");
    let known: Vec<&str> = spoken
        .into_iter()
        .flatten()
        .filter_map(|section| section.as_str().strip_prefix(&prefix))
        .filter(|time| time.len() == 4 && time.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let n_parts = parts.last().map_or(0, |last| last + 1);
    (0..n_parts)
        .map(|part| {
            if part == 0 && run.of.after.is_none() {
                return SectionId::new(&base);
            }
            let (first, last) = (times(part).next(), times(part).next_back());
            // A day ends at four, so that its last hours have the smallest numbers.
            let place = |time: &str| (time < "0400", time.to_owned());
            let is_in = |time: &str| match (&first, &last) {
                (Some(first), Some(last)) => place(first) <= place(time) && place(time) <= place(last),
                _ => false,
            };
            let name = known.iter().find(|time| is_in(time)).map(|time| (*time).to_owned()).or(first);
            SectionId::new(&name.map_or_else(|| base.clone(), |time| format!("{prefix}{time}")))
        })
        .collect()
}

fn clock(time: DateTime) -> String {
    format!("{:02}{:02}", time.hour(), time.minute())
}

/// The sections of each visit that people speak of, whether or not they are there today.
pub(super) type Spoken = HashMap<VisitId, BTreeSet<SectionId>>;

/// Collects [`Spoken`].
pub(super) fn spoken(notes: &Notes) -> Spoken {
    let mut out = Spoken::new();
    for (key, value) in notes.iter() {
        let said = match (key.subject, value) {
            (Subject::Section(visit, section), Value::Text(target)) if key.field == Field::JoinedTo => {
                out.entry(visit.clone()).or_default().insert(SectionId::new(target));
                Some((visit, section))
            }
            (Subject::Section(visit, section), _) => Some((visit, section)),
            (_, Value::Placement(Placement { visit: Some(visit), section: Some(section) })) => {
                Some((visit.clone(), section.clone()))
            }
            _ => None,
        };
        if let Some((visit, section)) = said {
            out.entry(visit).or_default().insert(section);
        }
    }
    out
}

/// Gives a section the words and times of its item, or of the day and the item before it.
fn name(section: &mut Section, item: Option<&ProgrammeItem>, gathered: Option<&Gathered<'_>>) {
    section.title = match (item, gathered.and_then(|gathered| gathered.after)) {
        (Some(item), _) if !item.title.is_empty() => item.title.clone(),
        (None, Some(item)) => wording::after(&item.title),
        _ => wording::section_title(&section.id, section.start),
    };
    if let (None, Some(begins)) = (item, gathered.and_then(|gathered| gathered.begins)) {
        section.title = wording::from_time(&section.title, begins);
    }
    if let Some(item) = item {
        section.item = Some(Arc::clone(&item.uid));
        (section.start, section.end) = (Some(item.start.civil), Some(item.end.civil));
    }
}

fn unphotographed(programme: &Programme, sections: &[Section]) -> Vec<Arc<str>> {
    let there: BTreeSet<&str> = sections.iter().filter_map(|section| section.item.as_deref()).collect();
    let items = programme.items.iter().filter(|item| item.gathers() && !there.contains(&*item.uid));
    items.map(|item| Arc::clone(&item.uid)).collect()
}

/// The programme that most photos of a visit are placed by.
fn most_frequent_programme(
    photos: &[&Groupable<'_>],
    placed: &HashMap<PhotoId, (usize, Placed)>,
) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (programme, _) in photos.iter().filter_map(|photo| placed.get(&photo.id)) {
        *counts.entry(*programme).or_default() += 1;
    }
    counts.into_iter().min_by_key(|(n, count)| (std::cmp::Reverse(*count), *n)).map(|(n, _)| n)
}

/// The country with most photos, and in it the town with most; among equals the first by name.
fn most_frequent_place(photos: &[&Groupable<'_>]) -> Option<Place> {
    let mut towns: BTreeMap<&Place, usize> = BTreeMap::new();
    let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
    for place in photos.iter().filter_map(|p| p.place) {
        *towns.entry(place).or_default() += 1;
        *countries.entry(place.country.as_str()).or_default() += 1;
    }
    let country = countries.iter().min_by_key(|(name, count)| (std::cmp::Reverse(**count), **name))?.0;
    towns
        .iter()
        .filter(|(place, _)| place.country == *country)
        .min_by_key(|(place, count)| (std::cmp::Reverse(**count), **place))
        .map(|(place, _)| (*place).clone())
}
