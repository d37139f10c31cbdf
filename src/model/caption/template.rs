//! Templates: texts for several fields at once, each with its own box to tick, laid over a selection as one step.

use super::super::collection::Collection;
use super::super::edit::Edit;
use super::super::notes::{Field, Key, Subject, Value};
use super::super::photo::{Photo, PhotoId};
use super::super::text::LangTag;
use super::codes::{Codes, expand_with};
use super::people::{People, PeopleIndex};
use super::variables::Known;

/// A template of captions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// What it is called.
    pub name: String,
    /// The fields that it fills.
    pub entries: Vec<Entry>,
}

/// One field of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which field.
    pub field: Field,
    /// In which language; `None` for fields without.
    pub lang: Option<LangTag>,
    /// The text, with codes and variables. In lists, items are parted by semicolons.
    pub text: String,
    /// What becomes of a text that is there.
    pub mode: Mode,
    /// Whether it is applied.
    pub is_on: bool,
}

/// What becomes of a text that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The template's text stands in its place.
    #[default]
    Replace,
    /// The template's text stands behind it.
    Append,
    /// The template's text stands before it.
    Prepend,
    /// It stays, and the template fills only what is empty.
    IfEmpty,
}

impl Mode {
    /// All modes, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Replace, Self::Append, Self::Prepend, Self::IfEmpty];

    /// The stable word for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Append => "append",
            Self::Prepend => "prepend",
            Self::IfEmpty => "if-empty",
        }
    }

    /// The mode that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

/// Turns codes and variables of a text into words for one photo.
#[derive(Clone, Copy, Debug)]
pub struct Expander<'a> {
    /// The codes that were set up.
    pub codes: &'a Codes,
    /// The delegation list, whose codes stand for title and name.
    pub people: &'a PeopleIndex<'a>,
}

impl Expander<'_> {
    /// What a code stands for in a field of this language, on this day.
    fn code(&self, code: &str, lang: Option<&LangTag>, day: Option<jiff::civil::Date>) -> Option<String> {
        let of_person = || {
            let person = self.people.people().by_code(code)?;
            let lang = lang.cloned().unwrap_or_else(LangTag::en);
            Some(person.styled(&lang, day))
        };
        self.codes.replacement(code, lang).map(str::to_owned).or_else(of_person)
    }

    /// A text as it is typed for a photo: codes replaced, variables left. Gives `None` where there is no code in it.
    pub fn codes_in(
        &self,
        text: &str,
        lang: Option<&LangTag>,
        day: Option<jiff::civil::Date>,
    ) -> Option<String> {
        let expanded = expand_with(text, |code| self.code(code, lang, day));
        (expanded.n_replaced > 0).then_some(expanded.text)
    }

    /// A text with codes and variables turned into words for a photo, `seq` being its number in the selection from 1.
    pub fn expand(
        &self,
        text: &str,
        collection: &Collection,
        photo: PhotoId,
        seq: usize,
        lang: Option<&LangTag>,
    ) -> String {
        let known = Known::of(collection, self.people, photo, seq);
        let day = known.as_ref().and_then(Known::taken).map(jiff::civil::DateTime::date);
        let text = expand_with(text, |code| self.code(code, lang, day)).text;
        match (known, lang) {
            (Some(known), Some(lang)) => known.fill(&text, lang).text,
            (Some(known), None) => known.fill(&text, &LangTag::en()).text,
            (None, _) => text,
        }
    }
}

/// Lays a template over photos: one edit. Fields whose box is not ticked are left alone.
pub fn apply(
    template: &Template,
    collection: &Collection,
    photos: &[PhotoId],
    codes: &Codes,
    people: &People,
) -> Edit {
    let index = people.index();
    let expander = Expander { codes, people: &index };
    let mut wanted = Vec::new();
    for (n, id) in photos.iter().enumerate() {
        let Some(photo) = collection.photo(*id) else { continue };
        for entry in template.entries.iter().filter(|entry| entry.is_on) {
            let text = expander.expand(&entry.text, collection, *id, n + 1, entry.lang.as_ref());
            let value = value_of(entry, photo, collection, &text);
            let key = Key { subject: Subject::Photo(*id), field: entry.field, lang: entry.lang.clone() };
            wanted.extend(value.map(|value| (key, Some(value))));
        }
    }
    let n_photos = super::super::arrange::n_photos(photos.len());
    Edit::against(collection.notes(), format!("template \"{}\" on {n_photos}", template.name), wanted)
}

/// What a field becomes; `None` when it stays.
fn value_of(entry: &Entry, photo: &Photo, collection: &Collection, text: &str) -> Option<Value> {
    let notes = collection.notes();
    if entry.field.is_list() {
        let old = notes.photo_list(photo, entry.field);
        let fresh = list_of(text);
        let list = match entry.mode {
            Mode::Replace => fresh,
            Mode::IfEmpty if old.is_empty() => fresh,
            Mode::IfEmpty => return None,
            Mode::Append => together(old, &fresh),
            Mode::Prepend => together(&fresh, old),
        };
        return Some(Value::List(list));
    }
    let old = match &entry.lang {
        Some(lang) => notes.photo_texts(photo, entry.field).get(lang).map(str::to_owned),
        None => notes.photo_line(photo, entry.field),
    };
    let text = match (entry.mode, old) {
        (Mode::IfEmpty, Some(_)) => return None,
        (Mode::Append, Some(old)) => beside(&old, text),
        (Mode::Prepend, Some(old)) => beside(text, &old),
        _ => text.to_owned(),
    };
    Some(Value::Text(text))
}

/// A text of a list as people type it: items parted by semicolons or line ends.
pub fn list_of(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for item in text.split([';', '\n', '；']).map(str::trim).filter(|item| !item.is_empty()) {
        if !out.iter().any(|known| known == item) {
            out.push(item.to_owned());
        }
    }
    out
}

/// A list as people read and type it.
pub fn list_text(list: &[String]) -> String {
    list.join("; ")
}

fn together(a: &[String], b: &[String]) -> Vec<String> {
    let mut out = a.to_vec();
    out.extend(b.iter().filter(|item| !a.contains(item)).cloned());
    out
}

fn beside(a: &str, b: &str) -> String {
    let parts: Vec<&str> =
        [a.trim_end(), b.trim_start()].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::people::made;
    use super::*;
    use crate::model::made as photos;

    fn entry(field: Field, lang: Option<&str>, text: &str, mode: Mode) -> Entry {
        let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
        Entry { field, lang, text: text.to_owned(), mode, is_on: true }
    }

    fn caption(collection: &Collection, n: usize, lang: &str) -> Option<String> {
        let lang = LangTag::parse(lang).unwrap();
        let photo = collection.photo(photos::id(n)).unwrap();
        collection.notes().photo_texts(photo, Field::Caption).get(&lang).map(str::to_owned)
    }

    #[test]
    fn ticked_fields_are_filled_for_each_photo_in_one_step_that_can_be_undone() {
        let mut collection = photos::collection(4);
        let before = collection.notes().clone();
        let (codes, _) = Codes::parse("pool\tHaneul Press Pool\n");
        let template = Template {
            name: "Talks".into(),
            entries: vec![
                entry(Field::Caption, Some("en"), "=han= on {date}, {seq} of a series", Mode::Replace),
                entry(Field::Caption, Some("ko"), "{date} =han=", Mode::Replace),
                entry(Field::Credit, None, "=pool=", Mode::IfEmpty),
                entry(Field::Keywords, None, "visit; talks", Mode::Append),
                Entry { is_on: false, ..entry(Field::Headline, Some("en"), "never", Mode::Replace) },
            ],
        };
        let chosen = [photos::id(2), photos::id(0)];
        let edit = apply(&template, &collection, &chosen, &codes, &made());
        assert_eq!(edit.name, "template \"Talks\" on 2 photos");
        collection.apply(&edit);
        let first = "President Han Byeol on Jan. 5, 2026, 2 of a series";
        assert_eq!(caption(&collection, 0, "en").as_deref(), Some(first));
        assert_eq!(caption(&collection, 2, "ko").as_deref(), Some("2026년 1월 5일 한별 대통령"));
        assert_eq!(caption(&collection, 1, "en"), None);
        let photo = collection.photo(photos::id(0)).unwrap();
        assert_eq!(collection.notes().photo_line(photo, Field::Credit).as_deref(), Some("Haneul Press Pool"));
        assert_eq!(collection.notes().photo_list(photo, Field::Keywords), ["visit", "talks"]);
        assert!(collection.notes().photo_texts(photo, Field::Headline).is_empty());
        collection.apply(&edit.inverse());
        assert_eq!(*collection.notes(), before);
    }

    #[test]
    fn what_is_there_stays_is_added_to_or_goes() {
        let mut collection = photos::collection(1);
        let mut run = |text: &str, mode| {
            let template =
                Template { name: "t".into(), entries: vec![entry(Field::Caption, Some("en"), text, mode)] };
            let edit = apply(&template, &collection, &[photos::id(0)], &Codes::default(), &People::default());
            collection.apply(&edit);
            caption(&collection, 0, "en").unwrap_or_default()
        };
        assert_eq!(run("A.", Mode::IfEmpty), "A.");
        assert_eq!(run("B.", Mode::IfEmpty), "A.");
        assert_eq!(run("B.", Mode::Append), "A. B.");
        assert_eq!(run("C.", Mode::Prepend), "C. A. B.");
        assert_eq!(run("D", Mode::Replace), "D");
        assert_eq!(list_of(" a; b ;a;\n c；"), ["a", "b", "c"]);
    }
}
