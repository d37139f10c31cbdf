use jiff::civil::date;

use super::super::people::made;
use super::super::write::{CaptionEdit, set_text};
use super::*;
use crate::model::edit::Edit;
use crate::model::made as photos;
use crate::model::notes::{Key, Subject, Value};
use crate::model::photo::PhotoId;
use crate::model::programme::{ItemTime, Programme, ProgrammeItem};
use crate::model::text::LangText;

fn tag(text: &str) -> LangTag {
    LangTag::parse(text).unwrap()
}

fn write(collection: &mut Collection, n: usize, field: Field, lang: Option<&str>, text: &str) {
    let (lang, subject) = (lang.map(tag), [Subject::Photo(photos::id(n))]);
    let edit = set_text(collection, "x".into(), &subject, (field, lang.as_ref()), text);
    collection.apply(&edit);
}

fn list(collection: &mut Collection, n: usize, field: Field, list: &[&str]) {
    let list = list.iter().map(|item| (*item).to_owned()).collect();
    let photos: Vec<PhotoId> = vec![photos::id(n)];
    let edit = CaptionEdit::SetList { photos, field, list }.to_edit(collection);
    collection.apply(&edit);
}

/// Photos of two visits with a delegation, a programme and some captions.
fn desk() -> Collection {
    let mut collection = photos::collection(160);
    let edit = CaptionEdit::SetPeople(Arc::new(made())).to_edit(&collection);
    collection.apply(&edit);
    let begin = date(2026, 1, 5).at(9, 0, 0, 0);
    let texts = |pairs: &[(&str, &str)]| {
        let mut out = LangText::default();
        pairs.iter().for_each(|(lang, text)| out.set(tag(lang), *text));
        out
    };
    let item = ProgrammeItem {
        uid: "1".into(),
        start: ItemTime { civil: begin, offset: None },
        end: ItemTime { civil: begin.with().hour(12).build().unwrap(), offset: None },
        is_all_day: false,
        is_cancelled: false,
        title: texts(&[("en", "Expanded talks"), ("ko", "확대 회담")]),
        place: texts(&[("en", "Great Hall of the People"), ("ko", "인민대회당"), ("zh-Hans", "人民大会堂")]),
        position: None,
        persons: vec!["Tam Oru".into()],
    };
    let programme = Programme::new(LangText::default(), [item]);
    let key = Key { subject: Subject::Library, field: Field::Programmes, lang: None };
    let edit = Edit::against(collection.notes(), "x", [(key, Some(Value::Programmes(vec![programme])))]);
    collection.apply(&edit);
    write(&mut collection, 0, Field::Caption, Some("en"), "Handshake before the talks");
    write(&mut collection, 1, Field::Caption, Some("en"), "Handshake for the cameras");
    write(&mut collection, 2, Field::Caption, Some("en"), "Handshake for the cameras");
    for n in 90..98 {
        write(&mut collection, n, Field::Caption, Some("en"), "Handover of the gifts");
    }
    write(&mut collection, 3, Field::Caption, Some("ko"), "한별 대통령이 악수하고 있다");
    list(&mut collection, 3, Field::Persons, &["Han Byeol", "Élodie Marchand"]);
    list(&mut collection, 3, Field::Keywords, &["state visit", "talks"]);
    write(&mut collection, 4, Field::Credit, None, "Haneul Press Pool");
    collection
}

/// What is offered at the end of a text in the photo with this number.
fn offered(
    collection: &Collection,
    n: usize,
    field: Field,
    lang: Option<&str>,
    text: &str,
) -> Vec<(String, usize)> {
    let suggestions = Suggestions::of(collection);
    let lang = lang.map(tag);
    let visit = collection.whereabouts(photos::id(n)).map(|(visit, _)| visit.id.clone());
    let typed = Typed {
        field,
        lang: lang.as_ref(),
        text,
        cursor: text.chars().count(),
        visit: visit.as_ref(),
        day: Some(date(2026, 1, 5)),
        is_template: false,
    };
    suggestions.offers(&typed, &[]).into_iter().map(|offer| (offer.text, offer.from)).collect()
}

fn texts(found: Vec<(String, usize)>) -> Vec<String> {
    found.into_iter().map(|(text, _)| text).collect()
}

#[test]
fn persons_stand_with_the_title_of_the_day_wherever_their_name_begins() {
    let collection = desk();
    for typed in ["han b", "Welcome, Han B", "the PRESIDENT ha", "byeol"] {
        let found = offered(&collection, 5, Field::Caption, Some("en"), typed);
        assert!(texts(found.clone()).contains(&"President Han Byeol".to_owned()), "{typed}: {found:?}");
    }
    let found = offered(&collection, 5, Field::Caption, Some("en"), "Here the president ha");
    assert_eq!(
        found[0],
        ("President Han Byeol".to_owned(), 9),
        "the title that is typed is replaced with it"
    );
    let found = offered(&collection, 5, Field::Caption, Some("en"), "with elodie");
    assert_eq!(texts(found), ["Élodie Marchand"], "who is on no list, and without an accent");
    for typed in ["하", "한ㅂ", "ㅎㅂ", "오늘 한벼"] {
        let found = offered(&collection, 5, Field::Caption, Some("ko"), typed);
        assert!(texts(found.clone()).contains(&"한별 대통령".to_owned()), "{typed}: {found:?}");
    }
    let found = offered(&collection, 5, Field::Caption, Some("zh-Hans"), "左起：韩");
    assert_eq!(found, [("总统韩星".to_owned(), 3)]);
}

#[test]
fn nothing_is_offered_for_too_little_or_within_a_word() {
    let collection = desk();
    for (typed, lang) in [("h", "en"), ("", "en"), ("ㅎ", "ko"), ("the h", "en"), ("Handshake ", "fr")] {
        assert_eq!(offered(&collection, 5, Field::Caption, Some(lang), typed), [], "{typed}");
    }
    let suggestions = Suggestions::of(&collection);
    let en = LangTag::en();
    let typed = Typed {
        field: Field::Caption,
        lang: Some(&en),
        text: "handing",
        cursor: 3,
        visit: None,
        day: None,
        is_template: false,
    };
    assert_eq!(suggestions.offers(&typed, &[]), []);
    let typed = Typed { text: "Han Byeol", cursor: 99, ..typed };
    assert!(suggestions.offers(&typed, &[]).iter().all(|offer| offer.text != "Han Byeol"));
}

#[test]
fn what_this_visit_has_comes_first_then_what_is_frequent_and_late() {
    let collection = desk();
    let here = texts(offered(&collection, 5, Field::Caption, Some("en"), "hand"));
    let want = ["Handshake for the cameras", "Handshake before the talks", "Handover of the gifts"];
    assert_eq!(here, want);
    let there = texts(offered(&collection, 95, Field::Caption, Some("en"), "hand"));
    assert_eq!(there[0], "Handover of the gifts");
    let suggestions = Suggestions::of(&collection);
    let (en, recent) = (LangTag::en(), |text: &str| Recent {
        field: Field::Caption,
        lang: Some(LangTag::en()),
        text: text.to_owned(),
    });
    let typed = Typed {
        field: Field::Caption,
        lang: Some(&en),
        text: "Hand",
        cursor: 4,
        visit: None,
        day: None,
        is_template: false,
    };
    let found = suggestions.offers(&typed, &[recent("Hands up"), recent("Hand in hand"), recent("No")]);
    assert_eq!(found[0].text, "Hand in hand", "the last that was written");
    assert_eq!(found[1].text, "Hands up");
    let headline = offered(&collection, 5, Field::Headline, Some("en"), "hand");
    assert_eq!(headline, [], "each field has its own");
}

#[test]
fn places_and_items_speak_the_language_of_the_field() {
    let collection = desk();
    let first =
        |lang: &str, typed: &str| offered(&collection, 5, Field::Caption, Some(lang), typed).remove(0);
    assert_eq!(first("en", "at the great h"), ("Great Hall of the People".to_owned(), 7));
    assert_eq!(first("zh-Hans", "5日在人民"), ("人民大会堂".to_owned(), 3));
    assert_eq!(first("ko", "오늘 인민"), ("인민대회당".to_owned(), 3));
    assert_eq!(first("en", "After exp"), ("Expanded talks".to_owned(), 6));
    assert_eq!(first("en", "in beij"), ("Beijing".to_owned(), 3));
    assert_eq!(first("ko", "중"), ("중국".to_owned(), 0));
    assert_eq!(texts(offered(&collection, 5, Field::ShownCity, None, "bei")), ["Beijing"]);
    assert_eq!(texts(offered(&collection, 5, Field::Credit, None, "hane")), ["Haneul Press Pool"]);
    assert_eq!(offered(&collection, 5, Field::Creator, None, "hane"), []);
}

#[test]
fn one_item_of_a_list_is_completed() {
    let collection = desk();
    let offers = |typed: &str| offered(&collection, 5, Field::Persons, None, typed);
    assert_eq!(offers("Mira Orsa; ha"), [("Han Byeol".to_owned(), 11)]);
    assert_eq!(offers("Mira Orsa; han"), [], "a code needs no more");
    assert_eq!(offers("한"), [("한별".to_owned(), 0)]);
    assert_eq!(
        texts(offers("or")),
        ["Tam Oru", "Mira Orsa"].map(str::to_owned),
        "of the programme of this visit first"
    );
    let keywords = offered(&collection, 5, Field::Keywords, None, "x; st");
    assert_eq!(keywords, [("state visit".to_owned(), 3)]);
    let offer = Offer { text: "Han Byeol".into(), from: 11, kind: OfferKind::Person };
    assert_eq!(offer.taken("Mira Orsa; ha; Tam", 13), ("Mira Orsa; Han Byeol; Tam".to_owned(), 20));
}

#[test]
fn at_most_six_are_offered_and_earlier_texts_leave_room() {
    let mut collection = desk();
    for n in 6..20 {
        write(&mut collection, n, Field::Caption, Some("en"), &format!("Hanging lantern {n}"));
    }
    let found = texts(offered(&collection, 5, Field::Caption, Some("en"), "han"));
    assert_eq!(found.len(), MOST_OFFERS);
    assert!(found.contains(&"President Han Byeol".to_owned()), "{found:?}");
}

#[test]
fn in_a_template_an_open_brace_offers_variables() {
    let suggestions = Suggestions::default();
    let offered = |text: &str, is_template| {
        let (lang, cursor) = (LangTag::en(), text.chars().count());
        let typed = Typed {
            field: Field::Caption,
            lang: Some(&lang),
            text,
            cursor,
            visit: None,
            day: None,
            is_template,
        };
        let offers = suggestions.offers(&typed, &[]);
        offers.iter().map(|offer| offer.taken(text, cursor).0).collect::<Vec<_>>()
    };
    assert_eq!(offered("At {it", true), ["At {item}", "At {item.place}"]);
    assert_eq!(offered("{date} in {Pl", true), ["{date} in {place}"]);
    assert_eq!(offered("{", true).len(), MOST_OFFERS);
    assert_eq!(offered("{date} it", true), [] as [&str; 0]);
    assert_eq!(offered("{persons:left it", true), [] as [&str; 0]);
    assert_eq!(offered("At {it", false), [] as [&str; 0], "only templates are filled");
}
