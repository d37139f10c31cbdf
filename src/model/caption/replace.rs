//! Find and replace in captions: what would change is told before it is done.

use super::super::arrange::n_photos;
use super::super::collection::Collection;
use super::super::edit::Edit;
use super::super::notes::{Field, Key, Subject, Value};
use super::super::photo::PhotoId;
use super::super::text::LangTag;

/// What to look for, what to put in its place, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words to look for; nothing is found with none.
    pub find: String,
    /// What stands in their place.
    pub with: String,
    /// Capitals count.
    pub match_case: bool,
    /// In which language; in all when `None`.
    pub lang: Option<LangTag>,
    /// In which fields; in every text of a photo when empty.
    pub fields: Vec<Field>,
}

/// One text that has the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which photo.
    pub photo: PhotoId,
    /// Which field.
    pub field: Field,
    /// In which language.
    pub lang: Option<LangTag>,
    /// The text as it is.
    pub before: String,
    /// The text as it would be.
    pub after: String,
}

/// The texts of photos that would change, in the order of the photos.
pub fn hits(collection: &Collection, photos: &[PhotoId], search: &Search) -> Vec<Hit> {
    let mut out = Vec::new();
    if search.find.is_empty() {
        return out;
    }
    let is_wanted = |field: Field| {
        !field.is_list() && (search.fields.contains(&field) || (search.fields.is_empty() && field.is_text()))
    };
    for photo in photos.iter().filter_map(|id| collection.photo(*id)) {
        let mut look = |field: Field, lang: Option<&LangTag>, before: &str| {
            let after = replaced(before, search);
            if let Some(after) = after.filter(|after| *after != before) {
                let (lang, before) = (lang.cloned(), before.to_owned());
                out.push(Hit { photo: photo.id, field, lang, before, after });
            }
        };
        for field in Field::ALL.iter().copied().filter(|field| is_wanted(*field)) {
            if field.has_languages() {
                for (lang, text) in collection.notes().photo_texts(photo, field).iter() {
                    if search.lang.as_ref().is_none_or(|wanted| wanted == lang) {
                        look(field, Some(lang), text);
                    }
                }
            } else if search.lang.is_none()
                && let Some(line) = collection.notes().photo_line(photo, field)
            {
                look(field, None, &line);
            }
        }
    }
    out
}

/// Replaces the words in every text that has them: one edit.
pub fn replace(collection: &Collection, photos: &[PhotoId], search: &Search) -> Edit {
    let hits = hits(collection, photos, search);
    let mut touched: Vec<PhotoId> = hits.iter().map(|hit| hit.photo).collect();
    touched.dedup();
    let name = format!("replacement of \"{}\" in {}", search.find, n_photos(touched.len()));
    let wanted = hits.into_iter().map(|hit| {
        let key = Key { subject: Subject::Photo(hit.photo), field: hit.field, lang: hit.lang };
        (key, Some(Value::Text(hit.after)))
    });
    Edit::against(collection.notes(), name, wanted)
}

/// The text with the words replaced; `None` where they are not in it.
fn replaced(text: &str, search: &Search) -> Option<String> {
    if search.match_case {
        return text.contains(&search.find).then(|| text.replace(&search.find, &search.with));
    }
    let wanted: Vec<char> = search.find.chars().flat_map(char::to_lowercase).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(first) = rest.chars().next() {
        match matched(rest, &wanted) {
            Some(len) => {
                out += &search.with;
                rest = rest.get(len..).unwrap_or_default();
                found = true;
            }
            None => {
                out.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    found.then_some(out)
}

/// How many bytes at the beginning of a text are these letters, capitals aside.
fn matched(text: &str, wanted: &[char]) -> Option<usize> {
    let mut wanted = wanted.iter();
    let mut len = 0;
    for c in text.chars() {
        if wanted.as_slice().is_empty() {
            break;
        }
        for lower in c.to_lowercase() {
            if wanted.next() != Some(&lower) {
                return None;
            }
        }
        len += c.len_utf8();
    }
    wanted.as_slice().is_empty().then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made as photos;

    #[test]
    fn words_are_replaced_where_they_are_asked_for() {
        let mut collection = photos::collection(3);
        let say = |n: usize, field, lang: &str, text: &str| {
            let lang = LangTag::parse(lang).ok();
            (Key { subject: Subject::Photo(photos::id(n)), field, lang }, Some(Value::Text(text.to_owned())))
        };
        let wanted = [
            say(0, Field::Caption, "en", "Talks and TALKS"),
            say(0, Field::Headline, "en", "talks"),
            say(1, Field::Caption, "ko", "회담 talks"),
            say(2, Field::Caption, "en", "dinner"),
        ];
        collection.apply(&Edit::against(collection.notes(), "x", wanted));
        let all = [0, 1, 2].map(photos::id);
        let mut search = Search { find: "talks".into(), with: "a meeting".into(), ..Search::default() };
        let found = hits(&collection, &all, &search);
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].after, "a meeting and a meeting");
        search.match_case = true;
        assert_eq!(hits(&collection, &all, &search).len(), 2);
        search.lang = LangTag::parse("ko").ok();
        let edit = replace(&collection, &all, &search);
        assert_eq!((edit.name.as_str(), edit.changes.len()), ("replacement of \"talks\" in 1 photo", 1));
        search.find.clear();
        assert_eq!(hits(&collection, &all, &search), []);
        let search = Search { find: "İ".into(), with: "i".into(), ..Search::default() };
        assert_eq!(replaced("İstanbul", &search).as_deref(), Some("istanbul"));
        assert_eq!(replaced("", &search), None);
    }
}
