use super::super::draft;
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

/// What the check says of drafts in every language that we draft in, of a photo of this day and country.
fn findings_of_drafts(
    country: &str,
    town: &str,
    day: jiff::civil::Date,
    persons: usize,
    said: Option<&str>,
) -> Vec<Finding> {
    let mut photo = photos::photo(0);
    photo.captured.as_mut().unwrap().best.civil = day.at(23, 59, 59, 0);
    photo.place = Some(crate::model::place::Place { name: town.into(), country: country.into() });
    let mut collection = Collection::default();
    collection.insert([photo]);
    let names = ["한별", "Mira Orsa"].into_iter().take(persons).map(str::to_owned).collect();
    say(&mut collection, Field::Persons, None, Value::List(names));
    if let Some(code) = said {
        say(&mut collection, Field::ShownCountryCode, None, Value::Text(code.to_owned()));
    }
    let langs = draft::LANGUAGES.map(|lang| LangTag::parse(lang).unwrap());
    let events = [
        "Talks",
        "회담",
        "会谈",
        "會談",
        "会談",
        "المحادثات",
        "Réunion",
        "Treffen",
        "Reunión",
        "Reunião",
        "Переговоры",
    ];
    for (lang, event) in draft::LANGUAGES.iter().zip(events) {
        say(&mut collection, Field::Event, Some(lang), Value::Text(event.to_owned()));
    }
    let people = People::default();
    let edit = draft::draft_captions(&collection, &[photos::id(0)], &langs, &people);
    collection.apply(&edit);
    let (codes, _) = Codes::parse("");
    let desk = Desk { langs: &langs, codes: &codes, people: &people };
    let found = check(&collection, &[photos::id(0)], &desk);
    assert_eq!(found.iter().filter(|finding| finding.kind == FindingKind::Draft).count(), langs.len());
    found
}

#[test]
fn a_draft_of_any_country_contradicts_nothing() {
    for (code, _) in crate::model::wording::country_names("en") {
        let found = findings_of_drafts(code, "", jiff::civil::date(2026, 5, 1), 2, None);
        let odd = found.iter().find(|finding| finding.kind == FindingKind::Contradiction);
        assert_eq!(odd, None, "{code}");
    }
}

#[test]
fn a_title_in_the_other_characters_is_left_out_of_a_draft_and_told_of() {
    let mut collection = photos::collection(1);
    say(&mut collection, Field::Persons, None, Value::List(vec!["Han Byeol".into()]));
    let langs = ["en", "zh-Hans", "zh-Hant", "fr"].map(|lang| LangTag::parse(lang).unwrap());
    let (people, codes) = (made(), Codes::default());
    collection.apply(&draft::draft_captions(&collection, &[photos::id(0)], &langs, &people));
    let photo = collection.photo(photos::id(0)).unwrap();
    let drafts = collection.notes().photo_texts(photo, Field::Caption);
    assert!(drafts.get(&langs[1]).unwrap().contains("总统韩星"));
    assert!(!drafts.get(&langs[2]).unwrap().contains("总统"));
    let desk = Desk { langs: &langs, codes: &codes, people: &people };
    let found = check(&collection, &[photos::id(0)], &desk);
    let told: Vec<(&str, &str)> = found
        .iter()
        .filter(|finding| finding.kind == FindingKind::TitleMissing)
        .map(|finding| (finding.lang.as_ref().unwrap().as_str(), finding.words.as_str()))
        .collect();
    let missing = |lang: &str, name: &str, other: &str| {
        format!("The title of {name} is missing in {lang} (in {other}); the draft leaves it out")
    };
    let want = [
        ("fr", missing("fr", "Han Byeol", "en: President")),
        ("zh-Hant", missing("zh-Hant", "韩星", "zh-Hans: 总统")),
    ];
    assert_eq!(told, want.each_ref().map(|(lang, words)| (*lang, words.as_str())));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn drafts_contradict_nothing(
        days in 0_i32..20_000, persons in 0_usize..3, country in 0_usize..8, town in 0_usize..4, said in 0_usize..9,
    ) {
        const COUNTRIES: [&str; 8] = ["CN", "KR", "FR", "GD", "RE", "MU", "TG", "GB"];
        let day = jiff::civil::date(1990, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let town = ["Beijing", "서울", "Granada", ""].get(town).copied().unwrap();
        let found = findings_of_drafts(COUNTRIES[country], town, day, persons, COUNTRIES.get(said).copied());
        let odd = found.iter().find(|finding| finding.kind == FindingKind::Contradiction);
        proptest::prop_assert_eq!(odd, None);
    }
}

#[test]
fn a_wrong_day_or_country_is_found_in_every_language_of_drafts() {
    let mut collection = photos::collection(1);
    let wrong = [
        ("en", "Talks in France", "Talks on Jan. 6"),
        ("ko", "프랑스에서 열린 회담", "1월 6일 회담"),
        ("zh-Hans", "在法国举行", "1月6日举行"),
        ("zh-Hant", "在法國舉行", "1月6日舉行"),
        ("ja", "フランスで", "1月6日に"),
        ("ar", "في فرنسا", "في 6 يناير"),
        ("fr", "Entretiens en France", "le 6 janvier 2026"),
        ("de", "Gespräche in Frankreich", "am 6. Januar"),
        ("es", "en Francia", "el 6 de enero"),
        ("pt", "na França", "em 6 de janeiro"),
        ("ru", "Франция, переговоры", "6 января 2026 г."),
    ];
    assert_eq!(wrong.map(|(lang, ..)| lang), draft::LANGUAGES);
    let people = People::default();
    let (codes, _) = Codes::parse("");
    for (lang, place, day) in wrong {
        let langs = [LangTag::parse(lang).unwrap()];
        let desk = Desk { langs: &langs, codes: &codes, people: &people };
        for text in [place, day] {
            say(&mut collection, Field::Caption, Some(lang), Value::Text(text.to_owned()));
            let found = check(&collection, &[photos::id(0)], &desk);
            assert!(
                found.iter().any(|finding| finding.kind == FindingKind::Contradiction),
                "{text}: {found:?}"
            );
        }
        say(&mut collection, Field::Caption, Some(lang), Value::Text(String::new()));
    }
}
