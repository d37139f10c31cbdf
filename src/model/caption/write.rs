//! The changes that captioning makes, each as one edit that can be undone.

use std::sync::Arc;

use super::super::arrange::n_photos;
use super::super::collection::Collection;
use super::super::edit::Edit;
use super::super::notes::{Field, Key, Subject, Value};
use super::super::photo::{Photo, PhotoId};
use super::super::text::LangTag;
use super::codes::Codes;
use super::people::People;
use super::replace::{self, Hit, Search};
use super::template::{self, Template, list_of};
use super::{draft, draft::marked};

/// A change of captions, or of what people set up for them.
#[derive(Clone, Debug, PartialEq)]
pub enum CaptionEdit {
    /// Writes a field that holds several short texts.
    SetList {
        /// Of which photos.
        photos: Vec<PhotoId>,
        /// Which field.
        field: Field,
        /// Its texts; empty means "none, whatever the file says".
        list: Vec<String>,
    },
    /// Lays a template over photos, in their order.
    Apply {
        /// Which photos.
        photos: Vec<PhotoId>,
        /// The template.
        template: Template,
    },
    /// Keeps a template, in place of one of its name.
    SaveTemplate(Template),
    /// Forgets the template of this name.
    DeleteTemplate(String),
    /// Drafts captions where there are none.
    Draft {
        /// Of which photos.
        photos: Vec<PhotoId>,
        /// In which languages.
        langs: Vec<LangTag>,
    },
    /// Accepts drafts in a language.
    AcceptDrafts {
        /// Of which photos.
        photos: Vec<PhotoId>,
        /// In which language.
        lang: LangTag,
    },
    /// Writes what was copied from one photo into others.
    Paste {
        /// Into which photos.
        photos: Vec<PhotoId>,
        /// What was copied.
        copied: Copied,
    },
    /// Replaces words in texts.
    Replace {
        /// Of which photos.
        photos: Vec<PhotoId>,
        /// What, by what, and where.
        search: Search,
    },
    /// Takes texts over from a table.
    Take(Vec<Hit>),
    /// Uses these code replacements from now on.
    SetCodes(Arc<Codes>),
    /// Uses this delegation list from now on.
    SetPeople(Arc<People>),
}

/// The texts of one photo, to be written into others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copied(Vec<(Field, Option<LangTag>, Value)>);

impl Copied {
    /// Every text of a photo that describes what it shows; who made it and where stays with each photo.
    pub fn of(collection: &Collection, photo: &Photo) -> Self {
        let notes = collection.notes();
        let mut out = Vec::new();
        for field in Field::ALL.iter().copied().filter(|field| field.describes()) {
            if field.has_languages() {
                let texts = notes.photo_texts(photo, field);
                out.extend(
                    texts
                        .iter()
                        .map(|(lang, text)| (field, Some(lang.clone()), Value::Text(text.to_owned()))),
                );
            } else if field.is_list() {
                let list = notes.photo_list(photo, field);
                out.extend((!list.is_empty()).then(|| (field, None, Value::List(list.to_vec()))));
            } else {
                out.extend(notes.photo_line(photo, field).map(|line| (field, None, Value::Text(line))));
            }
        }
        Self(out)
    }

    /// Whether nothing was written there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many texts.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl CaptionEdit {
    /// The edit that makes this change to the collection as it stands.
    pub fn to_edit(&self, collection: &Collection) -> Edit {
        let notes = collection.notes();
        let of_library = |field, value| {
            let key = Key { subject: Subject::Library, field, lang: None };
            Edit::against(notes, field.words(), [(key, Some(value))])
        };
        match self {
            Self::SetList { photos, field, list } => {
                let name = format!("{} of {}", field.words(), n_photos(photos.len()));
                let value = Value::List(match field {
                    Field::Persons => named(list, &notes.people()),
                    _ => list.clone(),
                });
                Edit::against(
                    notes,
                    name,
                    photos.iter().map(|id| (key(*id, *field, None), Some(value.clone()))),
                )
            }
            Self::Apply { photos, template } => {
                template::apply(template, collection, photos, &notes.codes(), &notes.people())
            }
            Self::SaveTemplate(template) => {
                let mut all = notes.templates().to_vec();
                match all.iter_mut().find(|known| known.name == template.name) {
                    Some(known) => known.clone_from(template),
                    None => all.push(template.clone()),
                }
                of_library(Field::Templates, Value::Templates(all))
            }
            Self::DeleteTemplate(name) => {
                let mut all = notes.templates().to_vec();
                all.retain(|known| known.name != *name);
                of_library(Field::Templates, Value::Templates(all))
            }
            Self::Draft { photos, langs } => {
                draft::draft_captions(collection, photos, langs, &notes.people())
            }
            Self::AcceptDrafts { photos, lang } => draft::accept_drafts(collection, photos, lang),
            Self::Paste { photos, copied } => {
                let name = format!("captions pasted into {}", n_photos(photos.len()));
                let wanted = photos.iter().flat_map(|id| {
                    copied
                        .0
                        .iter()
                        .map(|(field, lang, value)| (key(*id, *field, lang.as_ref()), Some(value.clone())))
                });
                Edit::against(notes, name, wanted)
            }
            Self::Replace { photos, search } => replace::replace(collection, photos, search),
            Self::Take(hits) => {
                let mut touched: Vec<PhotoId> = hits.iter().map(|hit| hit.photo).collect();
                touched.dedup();
                let name = format!("captions of {} from a table", n_photos(touched.len()));
                let wanted = hits.iter().map(|hit| {
                    let value = if hit.field.is_list() {
                        Value::List(list_of(&hit.after))
                    } else {
                        Value::Text(hit.after.clone())
                    };
                    (key(hit.photo, hit.field, hit.lang.as_ref()), Some(value))
                });
                Edit::against(notes, name, wanted)
            }
            Self::SetCodes(codes) => of_library(Field::Codes, Value::Codes(Arc::clone(codes))),
            Self::SetPeople(people) => of_library(Field::People, Value::People(Arc::clone(people))),
        }
    }
}

/// Names in place of the codes of persons; everything else as it is typed.
fn named(list: &[String], people: &People) -> Vec<String> {
    let name = |typed: &String| match people.by_code(typed) {
        Some(person) => person.name_in(&LangTag::en()).to_owned(),
        None => typed.clone(),
    };
    list.iter().map(name).collect()
}

/// Writes a text of photos, visits, sections or devices; what was a draft is one no more.
pub fn set_text(
    collection: &Collection,
    name: String,
    subjects: &[Subject],
    (field, lang): (Field, Option<&LangTag>),
    text: &str,
) -> Edit {
    let notes = collection.notes();
    let wanted = subjects.iter().flat_map(|subject| {
        let of = |field| Key { subject: subject.clone(), field, lang: lang.cloned() };
        // Nothing said of a device leaves its photos what their files say.
        let is_said = !(text.is_empty() && matches!(subject, Subject::Device(_)));
        let said = (of(field), is_said.then(|| Value::Text(text.to_owned())));
        let accepted = lang
            .filter(|_| notes.get(&of(Field::Drafts)).is_some())
            .map(|lang| (of(Field::Drafts), marked(notes, subject, lang, field, false)));
        [Some(said), accepted].into_iter().flatten()
    });
    Edit::against(notes, name, wanted)
}

fn key(photo: PhotoId, field: Field, lang: Option<&LangTag>) -> Key {
    Key { subject: Subject::Photo(photo), field, lang: lang.cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made as photos;

    fn text_of(collection: &Collection, n: usize, field: Field, lang: &str) -> String {
        let photo = collection.photo(photos::id(n)).unwrap();
        let lang = LangTag::parse(lang).unwrap();
        collection.notes().photo_texts(photo, field).get(&lang).unwrap_or_default().to_owned()
    }

    #[test]
    fn what_is_copied_describes_and_is_pasted_in_one_step() {
        let mut collection = photos::collection(4);
        let set = |collection: &mut Collection, n: usize, field, lang: Option<&str>, text: &str| {
            let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
            let subjects = [Subject::Photo(photos::id(n))];
            let edit = set_text(collection, "x".into(), &subjects, (field, lang.as_ref()), text);
            collection.apply(&edit);
        };
        set(&mut collection, 0, Field::Caption, Some("ko"), "만찬");
        set(&mut collection, 0, Field::Creator, None, "A. Kim");
        set(&mut collection, 0, Field::ShownCity, None, "Haneul City");
        let list = vec!["visit".to_owned()];
        let keywords =
            CaptionEdit::SetList { photos: vec![photos::id(0)], field: Field::Keywords, list: list.clone() };
        collection.apply(&keywords.to_edit(&collection));
        let copied = Copied::of(&collection, collection.photo(photos::id(0)).unwrap());
        assert_eq!(copied.len(), 3);
        let chosen = vec![photos::id(2), photos::id(3)];
        let edit = CaptionEdit::Paste { photos: chosen, copied }.to_edit(&collection);
        assert_eq!((edit.name.as_str(), edit.changes.len()), ("captions pasted into 2 photos", 6));
        collection.apply(&edit);
        assert_eq!(text_of(&collection, 3, Field::Caption, "ko"), "만찬");
        let photo = collection.photo(photos::id(2)).unwrap();
        assert_eq!(collection.notes().photo_list(photo, Field::Keywords), list);
        assert_eq!(collection.notes().photo_line(photo, Field::Creator), None);
    }

    #[test]
    fn writing_on_a_draft_accepts_it() {
        let mut collection = photos::collection(1);
        let en = LangTag::en();
        let subject = Subject::Photo(photos::id(0));
        let drafts = Key { subject: subject.clone(), field: Field::Drafts, lang: Some(en.clone()) };
        let list = Value::List(vec!["caption".into(), "headline".into()]);
        collection.apply(&Edit::against(collection.notes(), "x", [(drafts.clone(), Some(list))]));
        let write = |collection: &Collection, field| {
            set_text(collection, "x".into(), std::slice::from_ref(&subject), (field, Some(&en)), "Hers")
        };
        collection.apply(&write(&collection, Field::Caption));
        let left = Value::List(vec!["headline".into()]);
        assert_eq!(collection.notes().get(&drafts), Some(&left));
        collection.apply(&write(&collection, Field::Headline));
        assert_eq!(collection.notes().get(&drafts), None);
    }

    #[test]
    fn templates_are_kept_by_name() {
        let mut collection = photos::collection(0);
        let template = |name: &str| Template { name: name.into(), entries: Vec::new() };
        for name in ["A", "B", "A"] {
            let edit = CaptionEdit::SaveTemplate(template(name)).to_edit(&collection);
            collection.apply(&edit);
        }
        assert_eq!(collection.notes().templates().len(), 2);
        let edit = CaptionEdit::DeleteTemplate("A".into()).to_edit(&collection);
        collection.apply(&edit);
        assert_eq!(collection.notes().templates(), [template("B")]);
    }
}
