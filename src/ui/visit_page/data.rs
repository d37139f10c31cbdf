//! The days of a visit with the items of its programme, laid out once for a state of the collection. Pure.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::{Date, DateTime};

use super::tally::minute_of;
use crate::model::collection::Collection;
use crate::model::programme::ProgrammeItem;
use crate::model::programme::reconsider::Reconsidered;
use crate::model::text::{LangTag, LangText};
use crate::model::visit::{Section, SectionId, Visit, day_of};
use crate::ui::ask::n_photos;
use crate::ui::words;

/// Rows of items above each other on a day: what overlaps more than that shares the last.
const MOST_LANES: usize = 3;
/// The shortest stretch of a day that is shown, in minutes.
const LEAST_MINUTES: i64 = 10 * 60;

/// An item on its day.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The section of its photos.
    pub section: SectionId,
    /// What it is called, in the language that is worked in.
    pub title: String,
    /// "09:30–12:00".
    pub time: String,
    /// Where, with whom.
    pub facts: String,
    /// From and to, in minutes since its day began.
    pub minutes: (i64, i64),
    /// Which row, from 0.
    pub lane: usize,
    /// Photos in it.
    pub n_photos: usize,
    /// It was called off.
    pub is_off: bool,
}

impl Bar {
    /// For screen readers: "Item Talks, 09:30–12:00, 3 photos".
    pub fn spoken(&self) -> String {
        let photos = match (self.n_photos, self.is_off) {
            (0, true) => "called off".to_owned(),
            (0, false) => "no picture yet".to_owned(),
            (n, _) => n_photos(n),
        };
        format!("Item {}, {}, {photos}", self.title, self.time)
    }
}

/// One day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayStrip {
    /// Which.
    pub date: Date,
    /// Its items.
    pub bars: Vec<Bar>,
    /// Rows that they take.
    pub n_lanes: usize,
    /// Items that fill it.
    pub all_day: Vec<String>,
}

/// What the page shows beside its counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its days, in order.
    pub days: Vec<DayStrip>,
    /// From and to which minute since their beginning days are shown, in whole hours.
    pub minutes: (i64, i64),
    /// It has a programme.
    pub has_programme: bool,
    /// Items without a picture.
    pub n_holes: usize,
    /// Photos that a person moved and that time would by now put elsewhere, with the title of that section.
    pub reconsidered: Vec<(String, Reconsidered)>,
}

impl Page {
    /// Of a visit. `photographed` are the days and minutes of its first and last photos, by day; `found` are its
    /// [`Reconsidered`] photos.
    pub fn of(
        collection: &Collection,
        visit: &Visit,
        photographed: &BTreeMap<Date, (i64, i64)>,
        found: &[Reconsidered],
        lang: &LangTag,
    ) -> Self {
        let programme = visit.programme.and_then(|n| collection.notes().programmes().get(n));
        let by_item: HashMap<&str, &Section> =
            visit.sections.iter().filter_map(|section| Some((section.item.as_deref()?, section))).collect();
        let mut days: BTreeMap<Date, DayStrip> = BTreeMap::new();
        let strip = |days: &mut BTreeMap<Date, DayStrip>, date: Date| {
            let empty = DayStrip { date, bars: Vec::new(), n_lanes: 0, all_day: Vec::new() };
            days.entry(date).or_insert(empty);
        };
        photographed.keys().for_each(|date| strip(&mut days, *date));
        for item in programme.into_iter().flat_map(|programme| programme.items.iter()) {
            let section = by_item.get(&*item.uid).copied();
            let date = if item.is_all_day { item.start.civil.date() } else { day_of(item.start.civil) };
            strip(&mut days, date);
            let Some(day) = days.get_mut(&date) else { continue };
            if item.is_all_day {
                day.all_day.push(title_of(item, lang));
            } else {
                day.bars.push(bar(collection, visit, item, section, date, lang));
            }
        }
        days.values_mut().for_each(lay);
        let bars = || days.values().flat_map(|day| &day.bars).map(|bar| bar.minutes);
        let minutes = hours(bars().chain(photographed.values().copied()));
        let titled =
            |found: &Reconsidered| (title_of_section(collection, visit, &found.section, lang), found.clone());
        Self {
            days: days.into_values().collect(),
            minutes,
            has_programme: programme.is_some(),
            n_holes: super::holes::holes(collection, visit).len(),
            reconsidered: found.iter().map(titled).collect(),
        }
    }
}

/// When an item on its day is, with a moment's length at least.
fn span(date: Date, start: DateTime, end: DateTime) -> (i64, i64) {
    let from = minute_of(date, start);
    (from, minute_of(date, end).clamp(from + 1, 24 * 60).max(from + 1))
}

fn bar(
    collection: &Collection,
    visit: &Visit,
    item: &ProgrammeItem,
    section: Option<&Section>,
    date: Date,
    lang: &LangTag,
) -> Bar {
    let place = item.place.best(lang).map(|(_, text)| text.to_owned());
    let persons = (!item.persons.is_empty()).then(|| item.persons.join(", "));
    let named = section.map(|section| collection.section_title(&visit.id, section));
    let title = named.as_ref().and_then(|title| title.best(lang)).map(|(_, text)| text.to_owned());
    Bar {
        section: section.map_or_else(|| item.section(), |section| section.id.clone()),
        title: title.unwrap_or_else(|| title_of(item, lang)),
        time: words::item_time(item),
        facts: place.into_iter().chain(persons).collect::<Vec<_>>().join("  ·  "),
        minutes: span(date, item.start.civil, item.end.civil),
        lane: 0,
        n_photos: section.map_or(0, |section| section.photos.len()),
        is_off: item.is_cancelled,
    }
}

/// What an item is called.
pub fn title_of(item: &ProgrammeItem, lang: &LangTag) -> String {
    item.title.best(lang).map_or_else(|| "An item without a title".to_owned(), |(_, text)| text.to_owned())
}

fn title_of_section(collection: &Collection, visit: &Visit, section: &SectionId, lang: &LangTag) -> String {
    if let Some(section) = visit.sections.iter().find(|known| known.id == *section) {
        let title = collection.section_title(&visit.id, section);
        return title.best(lang).map(|(_, text)| text.to_owned()).unwrap_or_default();
    }
    let programme = visit.programme.and_then(|n| collection.notes().programmes().get(n));
    let item = programme.and_then(|programme| programme.items.iter().find(|item| item.section() == *section));
    item.map(|item| title_of(item, lang)).unwrap_or_default()
}

/// Puts items that overlap into rows above each other.
fn lay(day: &mut DayStrip) {
    day.bars.sort_by_key(|bar| bar.minutes);
    let mut ends = [i64::MIN; MOST_LANES];
    for bar in &mut day.bars {
        let free = ends.iter().position(|end| *end <= bar.minutes.0);
        bar.lane = free.unwrap_or(MOST_LANES - 1);
        if let Some(end) = ends.get_mut(bar.lane) {
            *end = (*end).max(bar.minutes.1);
        }
        day.n_lanes = day.n_lanes.max(bar.lane + 1);
    }
}

/// Whole hours around everything, with some air.
fn hours(spans: impl Iterator<Item = (i64, i64)>) -> (i64, i64) {
    let (from, to) = spans.fold((i64::MAX, i64::MIN), |all, one| (all.0.min(one.0), all.1.max(one.1)));
    if from > to {
        return (4 * 60, 18 * 60);
    }
    let (mut from, mut to) = (from.div_euclid(60) * 60, (to + 59).div_euclid(60) * 60);
    while to - from < LEAST_MINUTES {
        (from, to) = (from - 60, to + 60);
    }
    (from.max(0), to.min(24 * 60))
}

/// A section that photos can be said to belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination {
    /// Which.
    pub section: SectionId,
    /// What it is called, in the language that is worked in.
    pub title: String,
    /// In its other languages.
    pub other_titles: String,
    /// "13 March 2026, 09:30–12:00"; empty for a section that is no item.
    pub when: String,
}

/// Every section that photos of a visit can be said to belong to: its items, also those without a picture, and its other sections.
pub fn destinations(collection: &Collection, visit: &Visit, lang: &LangTag) -> Vec<Destination> {
    let programme = visit.programme.and_then(|n| collection.notes().programmes().get(n));
    let items: HashMap<&str, &ProgrammeItem> =
        programme.into_iter().flat_map(|p| p.items.iter()).map(|item| (&*item.uid, item)).collect();
    let mut seen: HashSet<SectionId> = HashSet::new();
    let when = |item: &ProgrammeItem| {
        let date = crate::model::wording::date(item.start.civil.date(), &LangTag::en());
        format!("{date}, {}", words::item_time(item))
    };
    let all = |title: &LangText| title.iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n");
    let mut out = Vec::new();
    for part in super::holes::parts(collection, visit) {
        match part {
            super::holes::Part::Hole(hole) => {
                out.push(Destination {
                    section: hole.section(),
                    title: title_of(hole.item, lang),
                    other_titles: all(&hole.item.title),
                    when: when(hole.item),
                });
            }
            super::holes::Part::Section(section) => {
                let item = section.item.as_deref().and_then(|uid| items.get(uid));
                let title = collection.section_title(&visit.id, section);
                out.push(Destination {
                    section: section.id.clone(),
                    title: title.best(lang).map(|(_, text)| text.to_owned()).unwrap_or_default(),
                    other_titles: all(&title),
                    when: item.map(|item| when(item)).unwrap_or_default(),
                });
            }
        }
    }
    out.retain(|place| seen.insert(place.section.clone()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(from: i64, to: i64) -> Bar {
        Bar {
            section: SectionId::new("a"),
            title: String::new(),
            time: String::new(),
            facts: String::new(),
            minutes: (from, to),
            lane: 0,
            n_photos: 0,
            is_off: false,
        }
    }

    #[test]
    fn items_that_overlap_stand_above_each_other() {
        let spans = [(0, 60), (60, 120), (90, 150), (100, 110), (105, 200), (150, 160)];
        let mut day = DayStrip {
            date: jiff::civil::date(2026, 1, 5),
            bars: spans.iter().map(|(from, to)| bar(*from, *to)).collect(),
            n_lanes: 0,
            all_day: Vec::new(),
        };
        lay(&mut day);
        let lanes: Vec<usize> = day.bars.iter().map(|bar| bar.lane).collect();
        assert_eq!(lanes, [0, 0, 1, 2, 2, 0], "the fourth at once shares the last row");
        assert_eq!(day.n_lanes, 3);
    }

    #[test]
    fn days_are_shown_in_whole_hours_and_never_less_than_ten() {
        assert_eq!(hours([(305, 700), (290, 900)].into_iter()), (240, 900));
        let (from, to) = hours([(600, 610)].into_iter());
        assert!(from <= 600 && to >= 610 && to - from >= LEAST_MINUTES, "{from} {to}");
        assert_eq!(hours(std::iter::empty()), (240, 1_080));
        let (from, to) = hours([(0, 20)].into_iter());
        assert!(from == 0 && to <= 24 * 60);
    }

    #[test]
    fn what_ends_after_the_day_ends_with_it() {
        let date = jiff::civil::date(2026, 1, 5);
        let at = |day: i8, hour: i8| jiff::civil::date(2026, 1, day).at(hour, 0, 0, 0);
        assert_eq!(span(date, at(5, 9), at(5, 10)), (300, 360));
        assert_eq!(span(date, at(5, 22), at(6, 1)), (1_080, 1_260));
        assert_eq!(span(date, at(5, 22), at(9, 1)), (1_080, 1_440));
        assert_eq!(span(date, at(5, 9), at(5, 9)), (300, 301));
    }
}
