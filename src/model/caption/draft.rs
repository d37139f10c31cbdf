//! A first caption from what is known: programme item, place, date and persons, in each language that we have sentences for. It is
//! marked as a draft until a person has accepted it or written on.

use super::super::arrange::n_photos;
use super::super::collection::Collection;
use super::super::edit::Edit;
use super::super::notes::{Field, Key, Notes, Subject, Value};
use super::super::photo::PhotoId;
use super::super::text::{ChineseForm, LangTag};
use super::people::People;
use super::variables::Known;

/// The languages that we have sentences for.
pub const LANGUAGES: [&str; 11] =
    ["en", "ko", "zh-Hans", "zh-Hant", "ja", "ar", "fr", "de", "es", "pt", "ru"];

/// A caption of what is known of a photo in a language; `None` where too little is known or we have no sentences of the language.
///
/// Without an item or persons there is nothing to say: a caption of date and place alone describes no picture.
pub fn draft(known: &Known<'_>, lang: &LangTag) -> Option<String> {
    let value = |name: &str| known.value(name, lang);
    let (item, persons) = (value("item").or_else(|| value("event")), value("persons:left"));
    if item.is_none() && persons.is_none() {
        return None;
    }
    let (place, date) = (value("place"), value("date"));
    let out = match lang.language() {
        "en" => {
            let mut out = match (persons, item) {
                (Some(persons), Some(item)) => format!("{persons} at {item}"),
                (Some(only), None) | (None, Some(only)) => only,
                (None, None) => return None,
            };
            if let Some(place) = place {
                out += &format!(" in {place}");
            }
            if let Some(date) = date {
                out += &format!(" on {date}");
            }
            out + "."
        }
        "ko" => {
            let when_where: Vec<String> = [date, place].into_iter().flatten().collect();
            let when_where = when_where.join(" ");
            let held = match (when_where.as_str(), item) {
                ("", None) => None,
                ("", Some(item)) => Some(item),
                (_, Some(item)) => Some(format!("{when_where}에서 열린 {item}")),
                (_, None) => Some(when_where),
            };
            sentences([held, persons], ". ", ".")
        }
        "zh" => {
            let is_traditional = lang.chinese_form() == Some(ChineseForm::Traditional);
            let held_words = if is_traditional { "舉行" } else { "举行" };
            let held = match (place, item) {
                (Some(place), Some(item)) => Some(format!("{item}在{place}{held_words}")),
                (only, None) | (None, only) => only,
            };
            let held: Vec<String> = [date, held].into_iter().flatten().collect();
            sentences([(!held.is_empty()).then(|| held.join("，")), persons], "。", "。")
        }
        "ja" => {
            let held = match (place, item) {
                (Some(place), Some(item)) => Some(format!("{place}で行われた{item}")),
                (only, None) | (None, only) => only,
            };
            let held: Vec<String> = [date, held].into_iter().flatten().collect();
            sentences([(!held.is_empty()).then(|| held.join("、")), persons], "。", "。")
        }
        "ar" => {
            let mut out = match (persons, item) {
                (Some(persons), Some(item)) => format!("{persons} خلال {item}"),
                (Some(only), None) | (None, Some(only)) => only,
                (None, None) => return None,
            };
            if let Some(place) = place {
                out += &format!(" في {place}");
            }
            if let Some(date) = date {
                out += &format!("، {date}");
            }
            out + "."
        }
        // What, where, when and who one after the other needs no grammar of us.
        "fr" | "de" | "es" | "pt" | "ru" => {
            let held: Vec<String> = [item, place, date].into_iter().flatten().collect();
            let out = sentences([(!held.is_empty()).then(|| held.join(", ")), persons], ". ", ".");
            // A Russian date ends with the dot of "г.".
            out.replace("г..", "г.")
        }
        _ => return None,
    };
    Some(out)
}

fn sentences(parts: [Option<String>; 2], between: &str, end: &str) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(between) + end
}

/// Drafts captions for photos in these languages where there is none: one edit. Nothing that is written is touched.
pub fn draft_captions(
    collection: &Collection,
    photos: &[PhotoId],
    langs: &[LangTag],
    people: &People,
) -> Edit {
    let index = people.index();
    let mut wanted = Vec::new();
    let mut n_drafted = 0;
    for (n, id) in photos.iter().enumerate() {
        let Some(known) = Known::of(collection, &index, *id, n + 1) else { continue };
        let Some(photo) = collection.photo(*id) else { continue };
        let there = collection.notes().photo_texts(photo, Field::Caption);
        let before = wanted.len();
        for lang in langs.iter().filter(|lang| there.get(lang).is_none()) {
            let Some(text) = draft(&known, lang) else { continue };
            let subject = Subject::Photo(*id);
            let key = |field| Key { subject: subject.clone(), field, lang: Some(lang.clone()) };
            wanted.push((key(Field::Caption), Some(Value::Text(text))));
            let drafts = marked(collection.notes(), &subject, lang, Field::Caption, true);
            wanted.push((key(Field::Drafts), drafts));
        }
        n_drafted += usize::from(wanted.len() > before);
    }
    Edit::against(collection.notes(), format!("drafted captions of {}", n_photos(n_drafted)), wanted)
}

/// Accepts every draft of these photos in a language: they are captions like any other.
pub fn accept_drafts(collection: &Collection, photos: &[PhotoId], lang: &LangTag) -> Edit {
    let key =
        |id: &PhotoId| Key { subject: Subject::Photo(*id), field: Field::Drafts, lang: Some(lang.clone()) };
    let name = format!("acceptance of drafts of {}", n_photos(photos.len()));
    Edit::against(collection.notes(), name, photos.iter().map(|id| (key(id), None)))
}

/// Whether a text of a photo is a draft.
pub fn is_draft(notes: &Notes, photo: PhotoId, field: Field, lang: &LangTag) -> bool {
    let key = Key { subject: Subject::Photo(photo), field: Field::Drafts, lang: Some(lang.clone()) };
    matches!(notes.get(&key), Some(Value::List(list)) if list.iter().any(|code| code == field.code()))
}

/// The list of drafts of a subject with this field in it, or without it. `None` when it becomes empty.
pub fn marked(notes: &Notes, subject: &Subject, lang: &LangTag, field: Field, draft: bool) -> Option<Value> {
    let key = Key { subject: subject.clone(), field: Field::Drafts, lang: Some(lang.clone()) };
    let mut list = match notes.get(&key) {
        Some(Value::List(list)) => list.clone(),
        _ => Vec::new(),
    };
    list.retain(|code| code != field.code());
    if draft {
        list.push(field.code().to_owned());
    }
    (!list.is_empty()).then_some(Value::List(list))
}

#[cfg(test)]
mod tests {
    use super::super::people::made;
    use super::*;
    use crate::model::made as photos;

    #[test]
    fn drafts_of_further_languages_stand_in_their_own_words() {
        let mut collection = photos::collection(1);
        let subject = Subject::Photo(photos::id(0));
        let event = |lang: &str, text: &str| {
            let key = Key { subject: subject.clone(), field: Field::Event, lang: LangTag::parse(lang).ok() };
            (key, Some(Value::Text(text.to_owned())))
        };
        let persons = Key { subject: subject.clone(), field: Field::Persons, lang: None };
        let wanted = [
            event("ja", "首脳会談"),
            event("ar", "المحادثات"),
            event("zh-Hant", "會談"),
            event("fr", "Entretiens"),
            event("ru", "Переговоры"),
            (persons, Some(Value::List(vec!["Tam".into(), "Orsa".into()]))),
        ];
        collection.apply(&Edit::against(collection.notes(), "x", wanted));
        let people = People::default();
        let index = people.index();
        let known = Known::of(&collection, &index, photos::id(0), 1).unwrap();
        let got = |lang: &str| draft(&known, &LangTag::parse(lang).unwrap()).unwrap();
        assert_eq!(got("ja"), "2026年1月5日、中国・Beijingで行われた首脳会談。左からTam、Orsa。");
        assert_eq!(got("ar"), "من اليسار: Tam وOrsa خلال المحادثات في Beijing، الصين، 5 يناير 2026.");
        assert_eq!(got("zh-Hant"), "2026年1月5日，會談在中國Beijing舉行。左起：Tam、Orsa。");
        assert_eq!(
            got("fr"),
            "Entretiens, Beijing, Chine, 5 janvier 2026. De gauche à droite : Tam et Orsa."
        );
        assert_eq!(got("ru"), "Переговоры, Beijing, Китай, 5 января 2026 г. Слева направо: Tam и Orsa.");
        assert_eq!(draft(&known, &LangTag::parse("sv").unwrap()), None);
    }

    #[test]
    fn drafts_say_who_what_where_and_when_and_touch_nothing_that_is_written() {
        let mut collection = photos::collection(3);
        let say = |collection: &mut Collection, n: usize, field, lang: Option<&str>, value| {
            let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
            let key = Key { subject: Subject::Photo(photos::id(n)), field, lang };
            collection.apply(&Edit::against(collection.notes(), "x", [(key, Some(value))]));
        };
        let both = Value::List(vec!["한별".into(), "Mira Orsa".into()]);
        say(&mut collection, 0, Field::Persons, None, both);
        for (lang, event) in [("en", "the talks"), ("ko", "회담"), ("zh-Hans", "会谈")] {
            say(&mut collection, 0, Field::Event, Some(lang), Value::Text(event.into()));
        }
        say(&mut collection, 0, Field::Caption, Some("zh-Hans"), Value::Text("有了".into()));
        let langs = ["en", "ko", "zh-Hans", "sv"].map(|lang| LangTag::parse(lang).unwrap());
        let chosen = [photos::id(0), photos::id(1)];
        let edit = draft_captions(&collection, &chosen, &langs, &made());
        assert_eq!(edit.name, "drafted captions of 1 photo");
        collection.apply(&edit);
        let texts = |collection: &Collection| {
            let photo = collection.photo(photos::id(0)).unwrap();
            let texts = collection.notes().photo_texts(photo, Field::Caption);
            langs.clone().map(|lang| texts.get(&lang).map(str::to_owned).unwrap_or_default())
        };
        let [en, ko, zh, sv] = texts(&collection);
        assert_eq!(
            en,
            "From left: President Han Byeol and Queen Mira Orsa at the talks in Beijing, China on Jan. 5, 2026."
        );
        assert_eq!(ko, "2026년 1월 5일 중국 Beijing에서 열린 회담. 왼쪽부터 한별 대통령, 미라 오르사 여왕.");
        assert_eq!((zh.as_str(), sv.as_str()), ("有了", ""));
        let draft =
            |collection: &Collection, lang| is_draft(collection.notes(), photos::id(0), Field::Caption, lang);
        assert!(draft(&collection, &langs[0]) && !draft(&collection, &langs[2]));
        collection.apply(&accept_drafts(&collection, &chosen, &langs[0]));
        assert!(!draft(&collection, &langs[0]) && draft(&collection, &langs[1]));
        say(&mut collection, 0, Field::Caption, Some("zh-Hans"), Value::Text(String::new()));
        let edit = draft_captions(&collection, &chosen, &langs, &made());
        collection.apply(&edit);
        let [.., zh, _] = texts(&collection);
        assert_eq!(zh, "2026年1月5日，会谈在中国Beijing举行。左起：总统韩星、女王米拉·奥尔萨。");
    }
}
