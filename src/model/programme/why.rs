//! Why a photo is in an item or in none, for a person, in English.

use jiff::civil::DateTime;

use super::super::clock::words::length;
use super::super::text::LangTag;
use super::place::{Placed, When};
use super::{ItemTime, Programme, ProgrammeItem};

/// No more items than so many are looked through for the one that ended last.
const MAX_BACK: usize = 200;

/// An item that is further away than this in seconds says nothing of a photo.
const MAX_AWAY_SECS: i64 = 24 * 3_600;

/// Why a photo is in its item: "inside 10:00–11:30 Talks; 4 min before its end".
pub fn placed(placed: &Placed, programme: &Programme, lang: &LangTag) -> Option<String> {
    let named = |item: &ProgrammeItem| item_words(item, lang);
    let item = programme.items.get(placed.item)?;
    let mut out = match placed.when {
        When::Inside { since_secs, until_secs } if until_secs < since_secs => {
            format!("inside {}; {} before its end", named(item), length(until_secs))
        }
        When::Inside { since_secs, .. } => {
            format!("inside {}; {} after its start", named(item), length(since_secs))
        }
        When::Before(secs) => format!("{} before {}", length(secs), named(item)),
        When::After(secs) => format!("{} after the end of {}", length(secs), named(item)),
    };
    if placed.by_pause {
        out.push_str(match placed.when {
            When::After(_) => "; nobody paused before, so it was still going on",
            When::Before(_) | When::Inside { .. } => "; the pause before it says that it had begun",
        });
    }
    for rival in placed.rivals.iter().filter_map(|rival| programme.items.get(*rival)) {
        out.push_str(&format!("; it could be {} as well", named(rival)));
    }
    Some(out)
}

/// "10:00–11:30 Talks".
fn item_words(item: &ProgrammeItem, lang: &LangTag) -> String {
    let title = item.title.best(lang).map(|(_, text)| text.to_owned()).unwrap_or_default();
    let clock = |time: DateTime| format!("{:02}:{:02}", time.hour(), time.minute());
    format!("{}\u{2013}{} {title}", clock(item.start.civil), clock(item.end.civil))
}

/// Between which items a photo lies that is in none: "between Talks (ended 11:30) and Banquet (18:00)".
pub fn between(
    programme: &Programme,
    civil: DateTime,
    utc: Option<DateTime>,
    lang: &LangTag,
) -> Option<String> {
    // Instants where both are known, else walls.
    let secs_after = |time: &ItemTime| {
        let (item, photo) = time.utc().zip(utc).unwrap_or((time.civil, civil));
        photo.duration_since(item).as_secs()
    };
    let named = |item: &ProgrammeItem, word: &str, time: &ItemTime| {
        let title = item.title.best(lang).map(|(_, text)| text.to_owned()).unwrap_or_default();
        let (at, day) = (time.civil.time(), time.civil.date());
        let on = if day == civil.date() { String::new() } else { format!(" on {day}") };
        format!("{title} ({word}{:02}:{:02}{on})", at.hour(), at.minute())
    };
    let items: Vec<&ProgrammeItem> = programme.items.iter().filter(|item| item.gathers()).collect();
    // Items of several zones are in the order of their walls, near enough to begin looking.
    let near = items.partition_point(|item| secs_after(&item.start) >= 0);
    let near_by = |secs: i64| (0..=MAX_AWAY_SECS).contains(&secs);
    let before = items.get(near.saturating_sub(MAX_BACK)..near)?;
    if let Some(on) = before.iter().find(|item| secs_after(&item.end) <= 0) {
        return Some(format!("at the time of {}, by a time that is not sure enough", item_words(on, lang)));
    }
    let ended = before
        .iter()
        .map(|item| (secs_after(&item.end), item))
        .filter(|(secs, _)| near_by(*secs))
        .min_by_key(|(secs, _)| *secs);
    let ended = ended.map(|(_, item)| named(item, "ended ", &item.end));
    let next = items.get(near).filter(|item| near_by(-secs_after(&item.start)));
    let next = next.map(|item| named(item, "", &item.start));
    match (ended, next) {
        (Some(ended), Some(next)) => Some(format!("between {ended} and {next}")),
        (Some(ended), None) => Some(format!("after {ended}")),
        (None, Some(next)) => Some(format!("before {next}")),
        (None, None) => None,
    }
}
