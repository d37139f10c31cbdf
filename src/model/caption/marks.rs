//! Marks of persons on photos: put, moved, named and taken away, each as one edit that can be undone.

use super::super::collection::Collection;
use super::super::edit::Edit;
use super::super::notes::{Field, Key, Subject, Value};
use super::super::photo::{Photo, PhotoId};
use super::super::region::{Area, Region};
use super::super::text::LangTag;
use super::people::{PeopleIndex, key_of};

/// A change of the marks of a photo. Marks count from 0 in the order of [`super::super::notes::Notes::photo_regions`].
#[derive(Clone, Debug, PartialEq)]
pub enum MarkEdit {
    /// Marks a person, who is among the persons shown from then on.
    Add {
        /// On which photo.
        photo: PhotoId,
        /// Who and where.
        region: Region,
    },
    /// Puts a mark elsewhere, or makes it larger or smaller.
    Place {
        /// On which photo.
        photo: PhotoId,
        /// Which mark.
        at: usize,
        /// Where it is from now on.
        area: Area,
    },
    /// Says that a mark is somebody else: who stood among the persons shown by that mark alone makes way.
    Name {
        /// On which photo.
        photo: PhotoId,
        /// Which mark.
        at: usize,
        /// Who it is.
        name: String,
    },
    /// Takes a mark away; the person stays among the persons shown.
    Remove {
        /// On which photo.
        photo: PhotoId,
        /// Which mark.
        at: usize,
    },
    /// Puts the persons shown into the order in which they are marked from left to right; those without a mark stand behind them, and who
    /// is only marked is shown from then on.
    Order(Vec<PhotoId>),
}

impl MarkEdit {
    /// The edit that makes this change to the collection as it stands; an empty one where there is nothing to change.
    pub fn to_edit(&self, collection: &Collection) -> Edit {
        let notes = collection.notes();
        let people = notes.people();
        let index = people.index();
        if let Self::Order(photos) = self {
            let name = format!("order of persons in {}", super::super::arrange::n_photos(photos.len()));
            let ordered = photos.iter().filter_map(|id| collection.photo(*id)).map(|photo| {
                let persons =
                    by_marks(notes.photo_list(photo, Field::Persons), &notes.photo_regions(photo), &index);
                (key(photo.id, Field::Persons), Some(Value::List(persons)))
            });
            // A list that is in order already is not said anew.
            let unlike = |(key, value): &(Key, Option<Value>)| match (&key.subject, value) {
                (Subject::Photo(id), Some(Value::List(list))) => collection
                    .photo(*id)
                    .is_some_and(|photo| notes.photo_list(photo, Field::Persons) != list.as_slice()),
                _ => false,
            };
            return Edit::against(notes, name, ordered.filter(unlike));
        }
        let nothing = || Edit::against(notes, String::new(), []);
        let Some(photo) = self.photo().and_then(|id| collection.photo(id)) else { return nothing() };
        let mut regions = notes.photo_regions(photo);
        let mut persons = notes.photo_list(photo, Field::Persons).to_vec();
        let changed = match self {
            Self::Add { region, .. } => {
                let name = known_as(&region.name, &index);
                include(&mut persons, &name, &index);
                regions.push(Region { name: name.clone(), area: region.area });
                Some(name)
            }
            Self::Place { at, area, .. } => regions.get_mut(*at).map(|region| {
                region.area = *area;
                region.name.clone()
            }),
            Self::Name { at, name, .. } => {
                let name = known_as(name, &index);
                let before = regions.get(*at).map(|region| region.name.clone()).unwrap_or_default();
                let elsewhere = regions
                    .iter()
                    .enumerate()
                    .any(|(n, region)| n != *at && is_one(&region.name, &before, &index));
                match persons.iter_mut().find(|person| !elsewhere && is_one(person, &before, &index)) {
                    Some(person) if !before.is_empty() => person.clone_from(&name),
                    _ => {}
                }
                include(&mut persons, &name, &index);
                once(&mut persons, &index);
                regions.get_mut(*at).map(|region| {
                    region.name.clone_from(&name);
                    name
                })
            }
            Self::Remove { at, .. } => (*at < regions.len()).then(|| regions.remove(*at).name),
            Self::Order(_) => None,
        };
        let Some(name) = changed else { return nothing() };
        let name = if name.is_empty() { "mark".to_owned() } else { format!("mark of {name}") };
        let mut wanted = vec![(key(photo.id, Field::Regions), Some(Value::Regions(regions)))];
        if persons != notes.photo_list(photo, Field::Persons) {
            wanted.push((key(photo.id, Field::Persons), Some(Value::List(persons))));
        }
        Edit::against(notes, name, wanted)
    }

    const fn photo(&self) -> Option<PhotoId> {
        match self {
            Self::Add { photo, .. }
            | Self::Place { photo, .. }
            | Self::Name { photo, .. }
            | Self::Remove { photo, .. } => Some(*photo),
            Self::Order(_) => None,
        }
    }
}

/// Who may be meant on a photo, best first: those shown and not marked yet, the delegation list, then everyone who is shown anywhere.
/// Only names that hold every word of `typed`, in any of a person's languages.
pub fn suggestions(collection: &Collection, photo: &Photo, typed: &str, most: usize) -> Vec<String> {
    let notes = collection.notes();
    let people = notes.people();
    let index = people.index();
    let marked: Vec<Region> = notes.photo_regions(photo);
    let is_marked = |name: &str| marked.iter().any(|region| is_one(&region.name, name, &index));
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let fits = |name: &str| {
        let mut all = name.to_lowercase();
        if let Some(person) = index.find(name) {
            let names = person.name.iter().map(|(_, name)| name).chain(person.code.as_deref());
            names.for_each(|name| all = format!("{all}\n{}", name.to_lowercase()));
        }
        words.iter().all(|word| all.contains(word))
    };
    let en = LangTag::en();
    let shown = notes.photo_list(photo, Field::Persons).iter().cloned();
    let delegation = people.iter().map(|person| person.name_in(&en).to_owned());
    let mut out: Vec<String> = Vec::new();
    let mut add = |name: String| {
        let is_new =
            !name.is_empty() && !is_marked(&name) && !out.iter().any(|known| is_one(known, &name, &index));
        if out.len() < most && is_new && fits(&name) {
            out.push(name);
        }
        out.len() < most
    };
    if !shown.chain(delegation).all(&mut add) {
        return out;
    }
    let mut everyone = collection.photos().flat_map(|photo| notes.photo_list(photo, Field::Persons).to_vec());
    // It ends as soon as there are enough.
    let _ = everyone.all(&mut add);
    out
}

/// The persons by their marks from left to right, with those whom only a mark names; those without one behind them, as they stood.
pub fn by_marks(persons: &[String], regions: &[Region], people: &PeopleIndex<'_>) -> Vec<String> {
    let place = |name: &String| {
        let marks = regions.iter().filter(|region| is_one(&region.name, name, people));
        marks.map(|region| region.area.x).min().unwrap_or(u32::MAX)
    };
    let mut out = persons.to_vec();
    regions.iter().for_each(|region| include(&mut out, &region.name, people));
    out.sort_by_key(place);
    out
}

/// Whether two names are of one person: the same word, or two names of one person of the delegation list.
pub fn is_one(a: &str, b: &str, people: &PeopleIndex<'_>) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    key_of(a) == key_of(b)
        || matches!((people.find(a), people.find(b)), (Some(a), Some(b)) if std::ptr::eq(a, b))
}

/// Adds a person who is not among them.
fn include(persons: &mut Vec<String>, name: &str, people: &PeopleIndex<'_>) {
    if !name.is_empty() && !persons.iter().any(|person| is_one(person, name, people)) {
        persons.push(name.to_owned());
    }
}

/// Leaves out who stands there twice.
fn once(persons: &mut Vec<String>, people: &PeopleIndex<'_>) {
    let mut kept: Vec<String> = Vec::with_capacity(persons.len());
    for person in persons.drain(..) {
        include(&mut kept, &person, people);
    }
    *persons = kept;
}

/// The name in place of a person's code; everything else as it is typed.
fn known_as(typed: &str, people: &PeopleIndex<'_>) -> String {
    let typed = typed.trim();
    let coded = people.people().by_code(typed).map(|person| person.name_in(&LangTag::en()).to_owned());
    coded.unwrap_or_else(|| typed.to_owned())
}

fn key(photo: PhotoId, field: Field) -> Key {
    Key { subject: Subject::Photo(photo), field, lang: None }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::people::made;
    use super::super::write::CaptionEdit;
    use super::*;
    use crate::model::made as photos;

    fn at(x: u32) -> Area {
        Area { x, y: 400_000, w: 100_000, h: 100_000 }
    }

    fn region(name: &str, x: u32) -> Region {
        Region { name: name.to_owned(), area: at(x) }
    }

    struct Desk(Collection);

    impl Desk {
        fn new() -> Self {
            let mut collection = photos::collection(3);
            let people = CaptionEdit::SetPeople(Arc::new(made()));
            collection.apply(&people.to_edit(&collection));
            Self(collection)
        }

        fn does(&mut self, edit: &MarkEdit) -> Edit {
            let edit = edit.to_edit(&self.0);
            self.0.apply(&edit);
            edit
        }

        fn add(&mut self, name: &str, x: u32) -> Edit {
            self.does(&MarkEdit::Add { photo: photos::id(0), region: region(name, x) })
        }

        fn persons(&self) -> Vec<String> {
            self.0.notes().photo_list(self.photo(), Field::Persons).to_vec()
        }

        fn regions(&self) -> Vec<Region> {
            self.0.notes().photo_regions(self.photo())
        }

        fn photo(&self) -> &Photo {
            self.0.photo(photos::id(0)).unwrap()
        }
    }

    #[test]
    fn a_marked_person_is_shown_and_one_step_takes_both_back() {
        let mut desk = Desk::new();
        let edit = desk.add("han", 700_000);
        assert_eq!((edit.name.as_str(), edit.changes.len()), ("mark of Han Byeol", 2));
        desk.add("미라 오르사", 200_000);
        desk.add("Guide", 500_000);
        assert_eq!(desk.persons(), ["Han Byeol", "미라 오르사", "Guide"]);
        let order = desk.does(&MarkEdit::Order(vec![photos::id(0), photos::id(1)]));
        assert_eq!(desk.persons(), ["미라 오르사", "Guide", "Han Byeol"]);
        assert_eq!(order.changes.len(), 1);
        assert!(desk.does(&MarkEdit::Order(vec![photos::id(0)])).is_empty());
        let people = made();
        let marked = [region("B", 500_000), region("A", 300_000), region("", 100_000)];
        assert_eq!(by_marks(&["C".into(), "B".into()], &marked, &people.index()), ["A", "B", "C"]);
        desk.0.apply(&edit.inverse());
        assert_eq!(desk.persons(), Vec::<String>::new());
    }

    #[test]
    fn marks_are_moved_renamed_and_removed() {
        let mut desk = Desk::new();
        desk.add("Han Byeol", 200_000);
        desk.does(&MarkEdit::Place { photo: photos::id(0), at: 0, area: at(300_000) });
        assert_eq!(desk.regions(), [region("Han Byeol", 300_000)]);
        let name = |name: &str| MarkEdit::Name { photo: photos::id(0), at: 0, name: name.into() };
        desk.does(&name("Guide"));
        assert_eq!((desk.persons(), desk.regions()), (vec!["Guide".into()], vec![region("Guide", 300_000)]));
        desk.add("한별", 800_000);
        desk.does(&name("Han Byeol"));
        assert_eq!(desk.persons(), ["Han Byeol"], "nobody stands there twice");
        desk.does(&MarkEdit::Remove { photo: photos::id(0), at: 0 });
        assert_eq!((desk.persons(), desk.regions().len()), (vec!["Han Byeol".to_owned()], 1));
        assert!(desk.does(&MarkEdit::Remove { photo: photos::id(0), at: 7 }).is_empty());
    }

    #[test]
    fn suggestions_begin_with_who_is_shown_and_leave_out_who_is_marked() {
        let mut desk = Desk::new();
        let list = |photo, names: &[&str]| CaptionEdit::SetList {
            photos: vec![photos::id(photo)],
            field: Field::Persons,
            list: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        for edit in [list(0, &["Mira Orsa", "Guide"]), list(1, &["Driver", "Guide"])] {
            desk.0.apply(&edit.to_edit(&desk.0));
        }
        let offered = |desk: &Desk, typed: &str| suggestions(&desk.0, desk.photo(), typed, 9);
        assert_eq!(offered(&desk, ""), ["Mira Orsa", "Guide", "Han Byeol", "Driver"]);
        assert_eq!(offered(&desk, "한별"), ["Han Byeol"], "found by any of their names");
        desk.add("Guide", 100_000);
        assert_eq!(offered(&desk, ""), ["Mira Orsa", "Han Byeol", "Driver"]);
        assert_eq!(suggestions(&desk.0, desk.photo(), "", 1), ["Mira Orsa"]);
    }
}
