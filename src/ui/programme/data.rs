//! What the preview of a programme shows, worked out once for an offer. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::model::programme::changes::{Change, ProgrammeChanges, Way};
use crate::model::programme::effect::Effect;
use crate::model::programme::{Programme, ProgrammeItem};
use crate::model::text::{LangTag, LangText};
use crate::model::wording;
use crate::session::Offer;
use crate::ui::ask::{grouped, n_photos};
use crate::ui::words;

/// Remarks that are shown; who needs more sees to the first ones first.
const MOST_REMARKS: usize = 50;

/// A row of the preview.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// What is doubtful, with its line.
    Remark(String),
    /// A day, and how many items it has.
    Day(String, usize),
    /// An item.
    Item(Box<ItemRow>),
}

/// An item, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemRow {
    /// "09:30–12:00".
    pub time: String,
    /// In the language that is worked in.
    pub title: String,
    /// In its other languages.
    pub others: String,
    /// Where, and with whom.
    pub facts: String,
    /// What changed: "new", "was 10:00–11:30".
    pub change: String,
    /// "12 photos", "No picture"; empty while it is not known, and for items that gather none.
    pub photos: String,
    /// It was called off, or is no longer in the programme.
    pub is_off: bool,
}

impl ItemRow {
    /// In one line for screen readers.
    pub fn spoken(&self) -> String {
        let parts = [&self.title, &self.others, &self.facts, &self.change, &self.photos];
        let parts = parts.into_iter().filter(|part| !part.is_empty()).cloned();
        std::iter::once(self.time.clone()).chain(parts).collect::<Vec<_>>().join(", ")
    }
}

/// All that the preview says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// What the programme calls the visit, in each language; or that it has no name.
    pub name: String,
    /// File, kind, items, days, zones.
    pub facts: Vec<String>,
    /// How the headings of a table were understood; empty for a calendar.
    pub columns: String,
    /// What it does to the photos that are there.
    pub effect: String,
    /// What is new since it was read before.
    pub changes: String,
    /// Remarks, days and items.
    pub rows: Vec<Row>,
}

impl Preview {
    /// Of a programme that could be read. `all` shows also the items that have not changed since it was read before.
    pub fn of(offer: &Offer, n_open: usize, lang: &LangTag, all: bool) -> Self {
        let (Ok(reading), Some(programme)) = (&offer.reading, offer.programme()) else {
            return Self::default();
        };
        let changes = offer.effect.as_ref().and_then(|effect| effect.changes.as_ref());
        let columns = reading.columns.iter().map(|column| {
            let taken_for = column.taken_for.as_deref().unwrap_or("not used");
            format!("{} → {taken_for}", column.heading)
        });
        let mut rows: Vec<Row> = reading
            .remarks
            .iter()
            .take(MOST_REMARKS)
            .map(|r| Row::Remark(words::sentence(&r.to_string())))
            .collect();
        let more = reading.remarks.len().saturating_sub(MOST_REMARKS);
        if more > 0 {
            rows.push(Row::Remark(format!("{more} more remarks will be among the Problems.")));
        }
        let mut items = items(programme, changes);
        if changes.is_some_and(|changes| !changes.is_empty()) && !all {
            items.retain(|(_, change)| change.is_some());
        }
        rows.extend(item_rows(items, offer.effect.as_ref(), lang));
        Self {
            name: name_words(&programme.name, lang),
            facts: facts(programme, &reading.form),
            columns: columns.collect::<Vec<_>>().join("   "),
            effect: offer.effect.as_ref().map_or_else(
                || "Finding out which photos fall into its items…".to_owned(),
                |effect| effect_words(effect, n_open),
            ),
            changes: changes.map(changes_words).unwrap_or_default(),
            rows,
        }
    }
}

fn name_words(name: &LangText, lang: &LangTag) -> String {
    match name.best(lang) {
        Some((tag, text)) => {
            let others = name.iter().filter(|(of, _)| *of != tag).map(|(_, text)| text);
            std::iter::once(text).chain(others).collect::<Vec<_>>().join("  ·  ")
        }
        None => "A programme without a name".to_owned(),
    }
}

fn facts(programme: &Programme, form: &str) -> Vec<String> {
    let n = programme.items.len();
    let days: BTreeSet<Date> = programme.items.iter().map(|item| item.start.civil.date()).collect();
    let mut out =
        vec![words::sentence(form), format!("{} {}", grouped(n), if n == 1 { "item" } else { "items" })];
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        out.push(wording::date_range(*first, *last, &LangTag::en()));
    }
    out.push(zones(programme));
    out
}

/// "UTC+13:00 (12 items), UTC+12:00 (1 item)".
fn zones(programme: &Programme) -> String {
    let mut counts: BTreeMap<Option<Offset>, usize> = BTreeMap::new();
    for item in programme.items.iter().filter(|item| !item.is_all_day) {
        *counts.entry(item.start.offset).or_default() += 1;
    }
    let called =
        |offset: &Option<Offset>| offset.map_or_else(|| "no zone, local time".to_owned(), words::utc_offset);
    if let [(offset, _)] = counts.iter().collect::<Vec<_>>().as_slice() {
        return words::sentence(&called(offset));
    }
    let mut by_count: Vec<_> = counts.iter().collect();
    by_count.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    by_count.into_iter().map(|(offset, n)| format!("{} ({n})", called(offset))).collect::<Vec<_>>().join(", ")
}

fn effect_words(effect: &Effect, n_open: usize) -> String {
    if n_open == 0 {
        return "No photos are open yet: they will fall into its items as they come.".to_owned();
    }
    let gathering = effect.programme.items.iter().filter(|item| item.gathers()).count();
    let empty = gathering.saturating_sub(effect.photos.len());
    let mut out = format!("{} of {} fall into its items", grouped(effect.n_placed), n_photos(n_open));
    match empty {
        0 => out.push_str("; no item is without a picture."),
        1 => out.push_str("; one item has no picture."),
        n => out.push_str(&format!("; {} items have no picture.", grouped(n))),
    }
    out
}

fn changes_words(changes: &ProgrammeChanges) -> String {
    if changes.is_empty() {
        return "It is in the library just as it is: nothing has changed.".to_owned();
    }
    let count = |way: Way| changes.changes.iter().filter(|change| change.ways.contains(&way)).count();
    let mut parts: Vec<String> = [
        (Way::Added, "new"),
        (Way::Removed, "removed"),
        (Way::Moved, "moved in time"),
        (Way::Renamed, "renamed"),
        (Way::Cancelled, "called off"),
        (Way::Reinstated, "on again"),
        (Way::Relocated, "elsewhere"),
        (Way::Persons, "with other persons"),
    ]
    .into_iter()
    .filter_map(|(way, words)| Some(count(way)).filter(|n| *n > 0).map(|n| format!("{n} {words}")))
    .collect();
    parts.push(format!("{} as before", changes.n_same));
    format!("Since it was read before: {}.", parts.join(", "))
}

/// What taking it over would do to photos that have their item by an older reading; `None` where there is no older one.
pub fn moves_words(effect: &Effect) -> Option<String> {
    effect.changes.as_ref()?;
    let moved = match effect.n_moved {
        0 => "No photo would change its item.".to_owned(),
        1 => "1 photo would leave its item.".to_owned(),
        n => format!("{} photos would leave their items.", grouped(n)),
    };
    let kept = match effect.n_kept {
        0 => String::new(),
        1 => " The photo that you put into an item yourself stays there.".to_owned(),
        n => format!(" The {} photos that you put into items yourself stay there.", grouped(n)),
    };
    Some(format!("{moved}{kept} Captions, titles and ratings stay."))
}

/// Every item with how it changed, also those that are gone: by day, and in it those that fill the day first.
fn items<'a>(
    programme: &'a Programme,
    changes: Option<&'a ProgrammeChanges>,
) -> Vec<(&'a ProgrammeItem, Option<&'a Change>)> {
    let changes = || changes.into_iter().flat_map(|changes| &changes.changes);
    let by_uid: HashMap<&str, &Change> =
        changes().filter_map(|change| Some((&*change.new.as_ref()?.uid, change))).collect();
    let gone = changes().filter(|change| change.new.is_none());
    let mut all: Vec<(&ProgrammeItem, Option<&Change>)> =
        programme.items.iter().map(|item| (item, by_uid.get(&*item.uid).copied())).collect();
    all.extend(gone.filter_map(|change| Some((change.old.as_ref()?, Some(change)))));
    all.sort_by_key(|(item, _)| (item.start.civil.date(), !item.is_all_day, item.start.civil));
    all
}

fn item_rows(
    all: Vec<(&ProgrammeItem, Option<&Change>)>,
    effect: Option<&Effect>,
    lang: &LangTag,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(all.len() + 8);
    let mut day: Option<(Date, usize)> = None;
    for (item, change) in all {
        let date = item.start.civil.date();
        match &mut day {
            Some((of, at)) if *of == date => {
                if let Some(Row::Day(_, n)) = rows.get_mut(*at) {
                    *n += 1;
                }
            }
            _ => {
                day = Some((date, rows.len()));
                rows.push(Row::Day(wording::date_with_weekday(date, &LangTag::en()), 1));
            }
        }
        rows.push(Row::Item(Box::new(item_row(item, change, effect, lang))));
    }
    rows
}

fn item_row(
    item: &ProgrammeItem,
    change: Option<&Change>,
    effect: Option<&Effect>,
    lang: &LangTag,
) -> ItemRow {
    let best = item.title.best(lang);
    let others = item.title.iter().filter(|(tag, _)| best.is_none_or(|(of, _)| of != *tag));
    let others: Vec<&str> = others.map(|(_, text)| text).collect();
    let place = item.place.best(lang).map(|(_, text)| text.to_owned());
    let mut facts: Vec<String> = place.into_iter().collect();
    facts.extend((!item.persons.is_empty()).then(|| item.persons.join(", ")));
    let is_gone = change.is_some_and(|change| change.new.is_none());
    let photos = match effect {
        Some(effect) if item.gathers() && !is_gone => match effect.photos.get(&item.uid) {
            Some(n) => n_photos(*n),
            None => "No picture".to_owned(),
        },
        _ => String::new(),
    };
    let mut marks: Vec<String> = change.map(|change| change_marks(change, lang)).unwrap_or_default();
    if item.is_cancelled && !marks.iter().any(|mark| mark == "Called off") {
        marks.insert(0, "Called off".to_owned());
    }
    ItemRow {
        time: words::item_time(item),
        title: best.map_or_else(|| "An item without a title".to_owned(), |(_, text)| text.to_owned()),
        others: others.join("  ·  "),
        facts: facts.join("  ·  "),
        change: marks.join("  ·  "),
        photos,
        is_off: item.is_cancelled || is_gone,
    }
}

fn change_marks(change: &Change, lang: &LangTag) -> Vec<String> {
    let (Some(new), old) = (change.item(), change.old.as_ref()) else { return Vec::new() };
    let text = |of: &LangText| of.best(lang).map(|(_, text)| text.to_owned());
    let was = |of: Option<String>| of.map_or_else(|| "was not said".to_owned(), |of| format!("was “{of}”"));
    change
        .ways
        .iter()
        .map(|way| match (way, old) {
            (Way::Added, _) | (_, None) => "New".to_owned(),
            (Way::Removed, _) => "No longer in the programme".to_owned(),
            (Way::Cancelled, _) => "Called off".to_owned(),
            (Way::Reinstated, _) => "On again".to_owned(),
            (Way::Moved, Some(old)) if old.start.civil.date() == new.start.civil.date() => {
                format!("Moved, was {}", words::item_time(old))
            }
            (Way::Moved, Some(old)) => {
                let date = wording::date(old.start.civil.date(), &LangTag::en());
                format!("Moved, was {date}, {}", words::item_time(old))
            }
            (Way::Renamed, Some(old)) => {
                // The language that is worked in may be the one that did not change.
                let before = text(&old.title).filter(|before| text(&new.title).as_ref() != Some(before));
                before.map_or_else(
                    || "Title changed in another language".to_owned(),
                    |t| format!("Renamed, was “{t}”"),
                )
            }
            (Way::Relocated, Some(old)) => format!("Elsewhere, {}", was(text(&old.place))),
            (Way::Persons, Some(_)) => "Other persons".to_owned(),
        })
        .collect()
}
