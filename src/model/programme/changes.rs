//! What is new in a programme that was read again, in words for a person; and how its items keep their names, so that what people
//! did to their photos stays.
//!
//! Items are the same by their uid. Items of a table without uids have names made from their day and start ([`MADE_UID`]); these
//! are the same by uid and title, else by title and the nearest start, else by uid alone.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::DateTime;

use super::{Programme, ProgrammeItem};
use crate::model::text::{LangTag, LangText};
use crate::model::wording;

/// How uids begin that were made from a row of a table, because it had none.
pub const MADE_UID: &str = "row/";

/// One way in which an item changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It was called off.
    Cancelled,
    /// It was called off and is on again.
    Reinstated,
    /// It begins or ends at another time.
    Moved,
    /// It is called otherwise in some language.
    Renamed,
    /// It is elsewhere, in words or on the globe.
    Relocated,
    /// Others take part.
    Persons,
}

/// An item that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// As it was; `None` where it is new.
    pub old: Option<ProgrammeItem>,
    /// As it is; `None` where it is gone.
    pub new: Option<ProgrammeItem>,
    /// In which ways, at least one.
    pub ways: Vec<Way>,
}

/// What changed from one programme to another, by the start of the items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProgrammeChanges {
    /// The items that changed.
    pub changes: Vec<Change>,
    /// How many did not.
    pub n_same: usize,
}

impl ProgrammeChanges {
    /// What is to be done to `old` to make `new` of it.
    pub fn between(old: &Programme, new: &Programme) -> Self {
        let pairs = pairs(&old.items, &new.items);
        let mut out = Self::default();
        let kept: HashSet<usize> = pairs.iter().filter_map(|pair| *pair).collect();
        for (item, pair) in new.items.iter().zip(&pairs) {
            let before = pair.and_then(|at| old.items.get(at));
            let ways = before.map_or_else(|| vec![Way::Added], |before| ways(before, item));
            if ways.is_empty() {
                out.n_same += 1;
            } else {
                out.changes.push(Change { old: before.cloned(), new: Some(item.clone()), ways });
            }
        }
        let gone = old.items.iter().enumerate().filter(|(at, _)| !kept.contains(at));
        out.changes.extend(gone.map(|(_, item)| Change {
            old: Some(item.clone()),
            new: None,
            ways: vec![Way::Removed],
        }));
        out.changes.sort_by_key(|change| change.item().map(|item| item.start.civil));
        out
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// `new` with the uids that its items have in `old`: their sections, and what people did in them, are then the same.
pub fn with_uids_of(old: &Programme, new: &Programme) -> Programme {
    let pairs = pairs(&old.items, &new.items);
    let adopted =
        |pair: &Option<usize>| pair.and_then(|at| old.items.get(at)).map(|item| Arc::clone(&item.uid));
    let mut taken: HashSet<Arc<str>> = pairs.iter().filter_map(adopted).collect();
    let items = new.items.iter().zip(&pairs).map(|(item, pair)| {
        let mut item = item.clone();
        match adopted(pair) {
            Some(uid) => item.uid = uid,
            // A new row may have the name that another has kept from before it was moved.
            None => {
                while !taken.insert(Arc::clone(&item.uid)) {
                    item.uid = format!("{}+", item.uid).into();
                }
            }
        }
        item
    });
    Programme::new(new.name.clone(), items)
}

/// For each new item the index of the old one that it is.
fn pairs(old: &[ProgrammeItem], new: &[ProgrammeItem]) -> Vec<Option<usize>> {
    let is_made = |item: &ProgrammeItem| item.uid.starts_with(MADE_UID);
    let by_uid: HashMap<&str, usize> = old.iter().enumerate().map(|(at, item)| (&*item.uid, at)).collect();
    let mut free: Vec<bool> = vec![true; old.len()];
    let mut out: Vec<Option<usize>> = vec![None; new.len()];
    let take = |out: &mut Option<usize>, free: &mut [bool], at: usize| {
        if let Some(free) = free.get_mut(at).filter(|free| **free) {
            *free = false;
            *out = Some(at);
        }
    };
    // Names that were given, and made ones whose title is the same.
    for (item, out) in new.iter().zip(&mut out) {
        let Some(at) = by_uid.get(&*item.uid).copied() else { continue };
        let same = old.get(at).is_some_and(|before| share_a_title(&before.title, &item.title));
        if !is_made(item) || same {
            take(out, &mut free, at);
        }
    }
    // Where at least one name is made: the nearest of the same title.
    let mut titled: HashMap<&str, BTreeSet<(DateTime, usize)>> = HashMap::new();
    for (at, item) in old.iter().enumerate().filter(|(at, _)| free.get(*at) == Some(&true)) {
        for (_, text) in item.title.iter() {
            titled.entry(text).or_default().insert((item.start.civil, at));
        }
    }
    for (item, out) in new.iter().zip(&mut out).filter(|(_, out)| out.is_none()) {
        for (_, text) in item.title.iter() {
            let Some(known) = titled.get_mut(text) else { continue };
            let made = is_made(item);
            let fits = |at: usize| made || old.get(at).is_some_and(is_made);
            let start = (item.start.civil, 0);
            let away = |found: &(DateTime, usize)| found.0.duration_since(item.start.civil).abs();
            // One that was taken under another of its titles is still here: then the next.
            while out.is_none() {
                let before = known.range(..start).next_back().copied().filter(|(_, at)| fits(*at));
                let after = known.range(start..).next().copied().filter(|(_, at)| fits(*at));
                let Some(found) = before.into_iter().chain(after).min_by_key(away) else { break };
                known.remove(&found);
                take(out, &mut free, found.1);
            }
        }
    }
    // Of made names the same place in the day: its title was changed.
    for (item, out) in new.iter().zip(&mut out).filter(|(_, out)| out.is_none()) {
        if let Some(at) = by_uid.get(&*item.uid) {
            take(out, &mut free, *at);
        }
    }
    out
}

/// Whether two titles have a text in common, or none at all.
fn share_a_title(one: &LangText, other: &LangText) -> bool {
    one == other || one.iter().any(|(_, text)| other.iter().any(|(_, same)| same == text))
}

fn ways(old: &ProgrammeItem, new: &ProgrammeItem) -> Vec<Way> {
    let mut out = Vec::new();
    match (old.is_cancelled, new.is_cancelled) {
        (false, true) => out.push(Way::Cancelled),
        (true, false) => out.push(Way::Reinstated),
        _ => {}
    }
    if (&old.start, &old.end, old.is_all_day) != (&new.start, &new.end, new.is_all_day) {
        out.push(Way::Moved);
    }
    if old.title != new.title {
        out.push(Way::Renamed);
    }
    if (&old.place, old.position) != (&new.place, new.position) {
        out.push(Way::Relocated);
    }
    if old.persons != new.persons {
        out.push(Way::Persons);
    }
    out
}

impl Change {
    /// The item as it is, or as it was where it is gone.
    pub fn item(&self) -> Option<&ProgrammeItem> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

/// "Talks: moved from 5 January 2026, 10:00–11:30, to 5 January 2026, 11:00–12:30".
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some(old), Some(new)) = (self.old.as_ref().or(self.item()), self.item()) else { return Ok(()) };
        write!(f, "{}: ", shown(&old.title))?;
        for (n, way) in self.ways.iter().enumerate() {
            if n > 0 {
                f.write_str("; ")?;
            }
            match way {
                Way::Added => write!(f, "new, {}", when(new)),
                Way::Removed => write!(f, "no longer in the programme (it was on {})", when(old)),
                Way::Cancelled => f.write_str("called off"),
                Way::Reinstated => f.write_str("on again"),
                Way::Moved => write!(f, "moved from {} to {}", when(old), when(new)),
                Way::Renamed => write!(f, "now called {}", renamed(&old.title, &new.title)),
                Way::Relocated if new.place.is_empty() => f.write_str("its place is no longer said"),
                Way::Relocated if old.place == new.place => f.write_str("its position was corrected"),
                Way::Relocated => write!(f, "now at {}", renamed(&old.place, &new.place)),
                Way::Persons if new.persons.is_empty() => f.write_str("nobody is named any more"),
                Way::Persons => write!(f, "now with {}", new.persons.join(", ")),
            }?;
        }
        Ok(())
    }
}

fn shown(title: &LangText) -> &str {
    title.best(&LangTag::en()).map_or("An item without a title", |(_, text)| text)
}

/// The texts that are new.
fn renamed(old: &LangText, new: &LangText) -> String {
    let fresh: Vec<&str> =
        new.iter().filter(|(tag, text)| old.get(tag) != Some(*text)).map(|(_, text)| text).collect();
    if fresh.is_empty() { shown(new).to_owned() } else { fresh.join(" / ") }
}

/// "5 January 2026, 10:00–11:30", with the distance from UTC where it is known.
fn when(item: &ProgrammeItem) -> String {
    let day = |at: DateTime| wording::date(at.date(), &LangTag::en());
    let (start, end) = (item.start.civil, item.end.civil);
    if item.is_all_day {
        return format!("{}, all day", day(start));
    }
    let clock = |at: DateTime| format!("{:02}:{:02}", at.hour(), at.minute());
    let zone = item.start.offset.map(|offset| format!(" (UTC{offset})")).unwrap_or_default();
    let last = if start.date() == end.date() { clock(end) } else { format!("{}, {}", day(end), clock(end)) };
    format!("{}, {}–{last}{zone}", day(start), clock(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::programme::ItemTime;
    use jiff::civil::date;

    fn item(uid: &str, hour: i8, title: &str) -> ProgrammeItem {
        let at = |hour| ItemTime { civil: date(2026, 1, 5).at(hour, 0, 0, 0), offset: None };
        ProgrammeItem {
            uid: uid.into(),
            start: at(hour),
            end: at(hour + 1),
            is_all_day: false,
            is_cancelled: false,
            title: LangText::of(LangTag::und(), title),
            place: LangText::default(),
            position: None,
            persons: Vec::new(),
        }
    }

    fn programme<const N: usize>(items: [ProgrammeItem; N]) -> Programme {
        Programme::new(LangText::default(), items)
    }

    fn said(old: &Programme, new: &Programme) -> Vec<String> {
        ProgrammeChanges::between(old, new).changes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn changes_in_words() {
        let old = programme([
            item("a", 9, "Welcome"),
            item("b", 10, "Talks"),
            item("c", 12, "Lunch"),
            item("d", 15, "Tour"),
        ]);
        let mut lunch = item("c", 12, "Lunch");
        lunch.is_cancelled = true;
        lunch.place = LangText::of(LangTag::en(), "Garden");
        let new = programme([
            item("a", 9, "Welcome"),
            item("b", 11, "Consultations"),
            lunch,
            item("e", 19, "Banquet"),
        ]);
        assert_eq!(
            said(&old, &new),
            [
                "Talks: moved from 5 January 2026, 10:00–11:00 to 5 January 2026, 11:00–12:00; now called Consultations",
                "Lunch: called off; now at Garden",
                "Tour: no longer in the programme (it was on 5 January 2026, 15:00–16:00)",
                "Banquet: new, 5 January 2026, 19:00–20:00",
            ]
        );
        assert_eq!(ProgrammeChanges::between(&old, &new).n_same, 1);
        assert!(ProgrammeChanges::between(&old, &old).is_empty());
        assert_eq!(with_uids_of(&old, &new), new);
    }

    #[test]
    fn rows_without_uids_are_found_again() {
        let old = programme([
            item("row/T09", 9, "Welcome"),
            item("row/T10", 10, "Talks"),
            item("row/T12", 12, "Lunch"),
        ]);
        // Talks are an hour later, tea takes their time, and lunch has another name.
        let new = programme([
            item("row/T09", 9, "Welcome"),
            item("row/T10", 10, "Tea"),
            item("row/T11", 11, "Talks"),
            item("row/T12", 12, "Working lunch"),
        ]);
        let said = said(&old, &new);
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[0].starts_with("Tea: new") && said[1].starts_with("Talks: moved"), "{said:?}");
        assert_eq!(said[2], "Lunch: now called Working lunch");
        let kept = with_uids_of(&old, &new);
        let uids: Vec<(&str, &str)> = kept.items.iter().map(|i| (&*i.uid, shown(&i.title))).collect();
        assert_eq!(
            uids,
            [("row/T09", "Welcome"), ("row/T10+", "Tea"), ("row/T10", "Talks"), ("row/T12", "Working lunch")]
        );
        // Read once more, nothing is new.
        assert!(ProgrammeChanges::between(&kept, &with_uids_of(&kept, &new)).is_empty());
    }

    #[test]
    fn uids_that_were_given_are_never_guessed() {
        let old = programme([item("a", 9, "Talks")]);
        let new = programme([item("b", 10, "Talks")]);
        assert_eq!(said(&old, &new).len(), 2);
        // From a table to a calendar: the made name gives way to the title.
        let table = programme([item("row/T09", 9, "Talks")]);
        assert_eq!(said(&table, &new).len(), 1);
        assert_eq!(&*with_uids_of(&table, &new).items[0].uid, "row/T09");
    }
}
