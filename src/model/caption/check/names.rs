//! Persons in captions: known, with the title of the day, and as many from left to right as are shown.

use jiff::civil::{Date, DateTime};

use super::super::super::notes::Field;
use super::super::super::text::LangTag;
use super::super::super::time::CaptureTime;
use super::super::people::Person;
use super::super::phrase::FROM_LEFT;
use super::super::variables::Known;
use super::{Case, FindingKind};

/// The persons shown are on the delegation list, where there is one.
pub(super) fn check_persons(case: &mut Case<'_>) {
    if case.desk.people.is_empty() {
        return;
    }
    let persons = case.collection.notes().photo_list(case.photo, Field::Persons);
    for name in persons.iter().filter(|name| case.people.find(name).is_none()) {
        let words = format!("\"{name}\" is not on the delegation list");
        case.find(FindingKind::PersonUnknown, Field::Persons, None, words);
    }
}

/// The day on which titles have to hold.
fn day_of_titles(case: &Case<'_>) -> Option<Date> {
    case.collection.captured(case.photo).and_then(CaptureTime::for_order).map(DateTime::date)
}

/// Titles and the row from left to right in one text.
pub(super) fn check_text(case: &mut Case<'_>, field: Field, lang: &LangTag, text: &str) {
    let day = day_of_titles(case);
    for person in case.desk.people.iter() {
        let name = person.name_in(lang);
        if name.is_empty() || !text.contains(name) {
            continue;
        }
        let right = person.styled(lang, day);
        // What is right may hold what was right: "Vice President Han" within it is no "President Han".
        let rest = text.replace(&right, "");
        for title in &person.titles {
            let once = Person { titles: vec![title.clone()], ..person.clone() }.styled(lang, None);
            if once != right && once != name && rest.contains(&once) {
                let words = match day {
                    Some(day) => format!("\"{once}\" does not hold on {day}: \"{right}\""),
                    None => format!("\"{once}\" is not the last title: \"{right}\""),
                };
                case.find(FindingKind::TitleOutOfDate, field, Some(lang), words);
            }
        }
    }
    row(case, field, lang, text);
}

/// What a draft leaves out, as the delegation list or the programme does not have it in its language.
pub(super) fn check_draft(case: &mut Case<'_>, field: Field, lang: &LangTag, text: &str) {
    let day = day_of_titles(case);
    for person in case.desk.people.iter() {
        let name = person.name_in(lang);
        let Some(title) = person.title_on(day).filter(|_| !name.is_empty() && text.contains(name)) else {
            continue;
        };
        if title.text.in_language(lang).is_none()
            && let Some((other, word)) = title.text.best(lang)
        {
            let words = format!(
                "The title of {name} is missing in {lang} (in {other}: {word}); the draft leaves it out"
            );
            case.find(FindingKind::TitleMissing, field, Some(lang), words);
        }
    }
    let index = case.people;
    let item = Known::of(case.collection, index, case.photo.id, 1).and_then(|known| known.item());
    if let Some(item) = item
        && item.title.in_language(lang).is_none()
        && let Some((other, title)) = item.title.best(lang).filter(|(tag, _)| **tag != LangTag::und())
    {
        let words = format!(
            "The item of the programme has no title in {lang} (in {other}: {title}); the draft leaves it out"
        );
        case.find(FindingKind::TitleMissing, field, Some(lang), words);
    }
}

/// A text that names persons from left to right names each that is shown.
fn row(case: &mut Case<'_>, field: Field, lang: &LangTag, text: &str) {
    let lower = text.to_lowercase();
    let Some((_, after)) = FROM_LEFT.iter().find_map(|words| lower.split_once(words)) else { return };
    let persons = case.collection.notes().photo_list(case.photo, Field::Persons);
    if persons.is_empty() {
        let words = "It names persons from left to right, and no persons are entered for this photo";
        case.find(FindingKind::RowDiffers, field, Some(lang), words);
        return;
    }
    let is_named = |name: &String| {
        let person = case.people.find(name);
        let in_lang = person.map(|person| person.name_in(lang).to_lowercase());
        after.contains(&name.to_lowercase())
            || in_lang.is_some_and(|name| !name.is_empty() && after.contains(&name))
    };
    let lacking: Vec<&str> = persons.iter().filter(|name| !is_named(name)).map(String::as_str).collect();
    if !lacking.is_empty() {
        let words = format!(
            "{} of {} persons stand in the row; not in it: {}",
            persons.len() - lacking.len(),
            persons.len(),
            lacking.join(", ")
        );
        case.find(FindingKind::RowDiffers, field, Some(lang), words);
    }
    let also = case.desk.people.iter().filter(|person| {
        let name = person.name_in(lang).to_lowercase();
        let is_shown = persons.iter().any(|shown| case.people.find(shown) == Some(person));
        !name.is_empty() && !is_shown && after.contains(&name)
    });
    let also: Vec<&str> = also.map(|person| person.name_in(lang)).collect();
    if !also.is_empty() {
        let words = format!("In the row and not among the persons shown: {}", also.join(", "));
        case.find(FindingKind::RowDiffers, field, Some(lang), words);
    }
}
