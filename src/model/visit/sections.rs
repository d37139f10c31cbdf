//! The sections of one visit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::super::notes::{Field, Notes, Subject};
use super::super::photo::PhotoId;
use super::super::place::Place;
use super::super::programme::place::Placed;
use super::super::programme::{Programme, ProgrammeItem};
use super::super::text::LangText;
use super::super::wording;
use super::{
    Boundary, Groupable, Section, SectionId, Visit, VisitId, break_at, day_of, free_name, join_target,
};

/// The section that comes next for photos in no item: of a day, and after an item of it.
#[derive(Clone, PartialEq)]
struct Running<'a> {
    day: Option<Date>,
    after: Option<&'a ProgrammeItem>,
    section: SectionId,
}

impl<'a> Running<'a> {
    fn of(day: Option<Date>, after: Option<&'a ProgrammeItem>) -> Self {
        let base = free_name(day, |_| false);
        let section = match after {
            Some(item) => SectionId::new(&format!("{base}-after-{}", item.section())),
            None => SectionId::new(&base),
        };
        Self { day, after, section }
    }
}

/// Sections of a visit whose photos are in order, undated ones last.
pub(super) fn build_visit(
    id: VisitId,
    photos: &[&Groupable<'_>],
    (stretches, begins): (Vec<(VisitId, PhotoId)>, Boundary),
    notes: &Notes,
    placed: &HashMap<PhotoId, (usize, Placed)>,
) -> Visit {
    let programmes = notes.programmes();
    let item_of = |photo: PhotoId| {
        let (programme, placed) = placed.get(&photo)?;
        programmes.get(*programme)?.items.get(placed.item)
    };
    let mut sections: Vec<Section> = Vec::new();
    let mut at: HashMap<SectionId, usize> = HashMap::new();
    let mut after: HashMap<SectionId, &ProgrammeItem> = HashMap::new();
    let mut running: Option<Running<'_>> = None;
    for photo in photos {
        let day = photo.civil.map(day_of);
        let of_item = item_of(photo.id);
        // Photos without a time come last; they go with the visit's last day unless a person placed them.
        let found = match (break_at(photo.id, Field::SectionBreak, notes), of_item, &running) {
            (Some(name), ..) => SectionId::new(&name),
            (None, Some(item), _) => item.section(),
            (None, None, Some(running)) if day.is_none() || running.day == day => running.section.clone(),
            (None, None, _) => Running::of(day, None).section,
        };
        if let Some(item) = of_item {
            running = Some(Running::of(day, Some(item)));
        } else if day.is_some() || running.is_none() {
            let item =
                running.as_ref().filter(|running| running.day == day).and_then(|running| running.after);
            after.extend(item.map(|item| (found.clone(), item)));
            running = Some(Running { day, after: item, section: found.clone() });
        }
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
            sections.len() - 1
        });
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
        name(section, items.get(&section.id).copied(), after.get(&section.id).copied());
    }
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

/// Gives a section the words and times of its item, or of the day and the item before it.
fn name(section: &mut Section, item: Option<&ProgrammeItem>, after: Option<&ProgrammeItem>) {
    section.title = match (item, after) {
        (Some(item), _) if !item.title.is_empty() => item.title.clone(),
        (None, Some(item)) => wording::after(&item.title),
        _ => wording::section_title(&section.id, section.start),
    };
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
