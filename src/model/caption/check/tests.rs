use super::super::people::made;
use super::*;
use crate::model::edit::Edit;
use crate::model::made as photos;
use crate::model::notes::{Key, Subject, Value};

fn say(collection: &mut Collection, field: Field, lang: Option<&str>, value: Value) {
    let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
    let key = Key { subject: Subject::Photo(photos::id(0)), field, lang };
    collection.apply(&Edit::against(collection.notes(), "x", [(key, Some(value))]));
}

/// The kinds found on a photo of 5 January 2026 in Beijing with this English caption, besides what is missing.
fn kinds(caption: &str, persons: &[&str]) -> Vec<FindingKind> {
    let mut collection = photos::collection(1);
    say(&mut collection, Field::Caption, Some("en"), Value::Text(caption.to_owned()));
    let persons = persons.iter().map(|name| (*name).to_owned()).collect();
    say(&mut collection, Field::Persons, None, Value::List(persons));
    let (codes, _) = Codes::parse("pool\tHaneul Press Pool\n");
    let langs = [LangTag::en()];
    let people = made();
    let desk = Desk { langs: &langs, codes: &codes, people: &people };
    let found = check(&collection, &[photos::id(0)], &desk);
    found.iter().map(|finding| finding.kind).filter(|kind| *kind != FindingKind::AltMissing).collect()
}

#[test]
fn a_sound_caption_has_no_findings() {
    let sound =
        "From left: President Han Byeol and Queen Mira Orsa at talks in Beijing, China on Jan. 5, 2026.";
    assert_eq!(kinds(sound, &["Han Byeol", "Mira Orsa"]), []);
}

#[test]
fn each_fault_is_found() {
    use FindingKind as K;
    for (caption, persons, want) in [
        ("President (name to come) speaks", &[][..], K::LeftOver),
        ("The talks at {item}", &[], K::LeftOver),
        ("=han2= speaks", &[], K::LeftOver),
        ("Prime Minister Han Byeol speaks", &[], K::TitleOutOfDate),
        ("한별 대통령", &[], K::WrongScript),
        ("Talks in Beijing on Jan. 6, 2026", &[], K::Contradiction),
        ("A dinner in France", &[], K::Contradiction),
        ("From left: President Han Byeol and a guest", &["Han Byeol", "Mira Orsa"], K::RowDiffers),
        ("From left: President Han Byeol and Queen Mira Orsa", &["Han Byeol"], K::RowDiffers),
        ("From left: two guests", &[], K::RowDiffers),
        ("Talks", &["Tam Nobody"], K::PersonUnknown),
    ] {
        assert_eq!(kinds(caption, persons), [want], "{caption}");
    }
    assert_eq!(kinds(&"a ".repeat(1_001), &[]), [K::TooLong]);
}

#[test]
fn what_only_looks_like_a_fault_is_none() {
    for caption in [
        "China and France sign a treaty",
        "After talks on Jan. 5, ahead of the summit on Jan. 7, 2026",
        "Room temperature a=b=c",
        "Guests in front of the {sculpture of braces}",
    ] {
        assert_eq!(kinds(caption, &[]), [], "{caption}");
    }
}

#[test]
fn what_is_missing_is_told_in_each_language_and_rejected_photos_are_passed_over() {
    let mut collection = photos::collection(2);
    let langs = [LangTag::en(), LangTag::parse("ko").unwrap()];
    let (codes, people) = (Codes::default(), People::default());
    let desk = Desk { langs: &langs, codes: &codes, people: &people };
    let both = [photos::id(0), photos::id(1)];
    assert_eq!(check(&collection, &both, &desk).len(), 8);
    say(&mut collection, Field::Flag, None, Value::Flag(Flag::Reject));
    let left = check(&collection, &both, &desk);
    assert!(left.iter().all(|finding| finding.photo == photos::id(1)));
    assert_eq!(left[0].words, "No caption in en");
    assert_eq!(left[3].kind, FindingKind::AltMissing);
}
