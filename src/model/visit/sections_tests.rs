//! Sections along a programme and between its items.

use jiff::SignedDuration;
use jiff::civil::date;

use super::*;
use crate::model::arrange;
use crate::model::collection::Collection;
use crate::model::edit::{Change, Edit};
use crate::model::made;
use crate::model::notes::Key;
use crate::model::photo::Photo;
use crate::model::programme::{ItemTime, ProgrammeItem};
use crate::model::text::LangTag;

fn at(minutes: i64) -> DateTime {
    date(2026, 1, 5).at(0, 0, 0, 0).checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

fn photo(n: usize, minutes: i64) -> Photo {
    let mut photo = made::photo(0);
    photo.id = made::id(n);
    photo.original.path = format!("/p/{n:05}.jpg").into();
    photo.captured.as_mut().unwrap().best.civil = at(minutes);
    photo
}

fn tag(text: &str) -> LangTag {
    LangTag::parse(text).unwrap()
}

/// Talks from ten to half past eleven, a banquet at six.
fn with_programme(minutes: impl IntoIterator<Item = i64>) -> Collection {
    let item = |uid: &str, title: [&str; 3], from: i64, to: i64| {
        let mut titles = LangText::default();
        for (lang, title) in ["en", "ko", "zh-Hans"].into_iter().zip(title) {
            titles.set(tag(lang), title);
        }
        let time = |minutes| ItemTime { civil: at(minutes), offset: None };
        ProgrammeItem {
            uid: uid.into(),
            start: time(from),
            end: time(to),
            is_all_day: false,
            is_cancelled: false,
            title: titles,
            place: LangText::default(),
            position: None,
            persons: Vec::new(),
        }
    };
    let talks = item("talks", ["Talks", "회담", "会谈"], 600, 690);
    let banquet = item("banquet", ["Banquet", "만찬", "宴会"], 1_080, 1_200);
    let mut collection = Collection::default();
    let programme = Programme::new(LangText::default(), [talks, banquet]);
    collection.apply(&arrange::set_programme(&Collection::default(), &programme));
    collection.insert(minutes.into_iter().enumerate().map(|(n, minutes)| photo(n, minutes)));
    collection
}

/// The sections of the only visit: identity without the item's, English title and number of photos.
fn drawn(collection: &Collection) -> Vec<(String, String, usize)> {
    let [visit] = &*collection.grouping().visits else {
        panic!("{} visits", collection.grouping().visits.len())
    };
    let section = |section: &Section| {
        let title = collection.section_title(&visit.id, section).get(&tag("en")).unwrap().to_owned();
        let id = section.id.as_str();
        let short = if id.starts_with("item-") { "item" } else { id.rsplit('-').next().unwrap() };
        (short.to_owned(), title, section.photos.len())
    };
    visit.sections.iter().map(section).collect()
}

/// Five photos a minute apart.
fn five(from: i64) -> impl Iterator<Item = i64> {
    from..from + 5
}

#[test]
fn what_was_taken_between_items_is_gathered_in_parts_with_names() {
    let got = with_programme(five(610).chain(five(750)).chain(five(940)).chain(five(1_090)));
    let wanted =
        [("item", "Talks"), ("1230", "After Talks"), ("1540", "After Talks, 15:40"), ("item", "Banquet")];
    let wanted: Vec<_> = wanted.iter().map(|(id, title)| (id.to_string(), title.to_string(), 5)).collect();
    assert_eq!(drawn(&got), wanted);
    let why = |n: usize| got.why_placed(made::id(n)).unwrap();
    assert_eq!(why(5), "between Talks (ended 11:30) and Banquet (18:00)");
    assert_eq!(why(15), "inside 18:00\u{2013}20:00 Banquet; 10 min after its start");
    let title = &got.grouping().visits[0].sections[2].title;
    assert_eq!(
        (title.get(&tag("ko")), title.get(&tag("zh-Hans"))),
        (Some("회담 이후 15:40"), Some("会谈之后 15:40"))
    );
}

#[test]
fn a_part_that_somebody_named_keeps_its_name_when_other_photos_come() {
    let mut got = with_programme(five(610).chain(five(940)));
    assert_eq!(drawn(&got)[1], ("1540".to_owned(), "After Talks".to_owned(), 5));
    let visit = got.grouping().visits[0].clone();
    let subject = Subject::Section(visit.id, visit.sections[1].id.clone());
    let key = Key { subject, field: Field::Title, lang: Some(LangTag::en()) };
    let change = Change { key, old: None, new: Some(Value::Text("In the garden".to_owned())) };
    got.apply(&Edit { name: "title".to_owned(), changes: vec![change] });
    // Another camera comes: it was at a lunch before, and began earlier in the garden.
    got.insert(five(750).chain(five(930)).enumerate().map(|(n, minutes)| photo(100 + n, minutes)));
    let wanted = [
        ("item".to_owned(), "Talks".to_owned(), 5),
        ("1230".to_owned(), "After Talks".to_owned(), 5),
        ("1540".to_owned(), "In the garden".to_owned(), 10),
    ];
    assert_eq!(drawn(&got), wanted);
}

#[test]
fn a_full_day_without_items_is_in_parts_and_a_short_one_is_not() {
    let day = |n: i64| (0..n).chain(200..200 + n).chain(500..500 + n);
    let mut got = Collection::default();
    got.insert(day(10).enumerate().map(|(n, minutes)| photo(n, 540 + minutes)));
    assert_eq!(drawn(&got), [("05".to_owned(), "Monday, 5 January 2026".to_owned(), 30)]);
    got.insert(day(25).enumerate().map(|(n, minutes)| photo(100 + n, 540 + minutes)));
    let titles: Vec<_> = drawn(&got).into_iter().map(|(id, title, _)| (id, title)).collect();
    let wanted = [
        ("05", "Monday, 5 January 2026"),
        ("1220", "Monday, 5 January 2026, 12:20"),
        ("1720", "Monday, 5 January 2026, 17:20"),
    ];
    assert_eq!(titles, wanted.map(|(id, title)| (id.to_owned(), title.to_owned())));
}

#[test]
fn an_item_that_a_person_splits_is_split_for_the_rest_of_it() {
    let mut got = with_programme(five(610).chain(five(640)));
    let edit = arrange::split_section(&got, made::id(5));
    got.apply(&edit);
    let sizes: Vec<usize> = drawn(&got).into_iter().map(|(_, _, n)| n).collect();
    assert_eq!(sizes, [5, 5]);
    // Photos that come later find their side.
    got.insert([photo(50, 612), photo(51, 642)]);
    let sizes: Vec<usize> = drawn(&got).into_iter().map(|(_, _, n)| n).collect();
    assert_eq!(sizes, [6, 6]);
}
