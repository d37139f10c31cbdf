//! The edits by which a person arranges visits: move, split, merge, name. Pure: from the collection as it stands to an [`Edit`].

use std::collections::BTreeSet;

use super::collection::Collection;
use super::edit::Edit;
use super::notes::{Field, Key, Subject, Value};
use super::photo::PhotoId;
use super::programme::Programme;
use super::programme::changes::with_uids_of;
use super::programme::reconsider::time_says;
use super::time::CaptureTime;
use super::visit::{Placement, SectionId, VisitId, day_of, free_name, named_visits};

/// "1 photo", "12 photos".
pub fn n_photos(n: usize) -> String {
    if n == 1 { "1 photo".to_owned() } else { format!("{n} photos") }
}

fn fact(subject: Subject, field: Field) -> Key {
    Key { subject, field, lang: None }
}

fn place(photo: PhotoId, visit: Option<VisitId>, section: Option<SectionId>) -> (Key, Option<Value>) {
    (fact(Subject::Photo(photo), Field::Placement), Some(Value::Placement(Placement { visit, section })))
}

/// Where a person puts a photo, and what time says against it as things stand: only when time says otherwise later is the person asked
/// again.
fn placed(
    collection: &Collection,
    photo: PhotoId,
    visit: Option<&VisitId>,
    section: Option<&SectionId>,
) -> [(Key, Option<Value>); 2] {
    [place(photo, visit.cloned(), section.cloned()), against(collection, photo)]
}

fn against(collection: &Collection, photo: PhotoId) -> (Key, Option<Value>) {
    let said = time_says(collection, photo).map_or_else(String::new, |section| section.as_str().to_owned());
    (fact(Subject::Photo(photo), Field::PlacedAgainst), Some(Value::Text(said)))
}

/// Leaves photos where a person put them, whatever time says now.
pub fn keep_places(collection: &Collection, photos: &[PhotoId]) -> Edit {
    let name = format!("keeping of {} in place", n_photos(photos.len()));
    Edit::against(collection.notes(), name, photos.iter().map(|photo| against(collection, *photo)))
}

/// Puts photos into a visit, and into one of its sections if that is named.
pub fn move_photos(
    collection: &Collection,
    photos: &[PhotoId],
    visit: &VisitId,
    section: Option<&SectionId>,
) -> Edit {
    let name = format!("move of {}", n_photos(photos.len()));
    let wanted = photos.iter().flat_map(|p| placed(collection, *p, Some(visit), section));
    Edit::against(collection.notes(), name, wanted)
}

/// Puts photos into a visit of their own, and tells its identity.
pub fn move_to_new_visit(collection: &Collection, photos: &[PhotoId]) -> (Edit, VisitId) {
    let id = new_visit_id(collection, photos.first().copied());
    let name = format!("new visit of {}", n_photos(photos.len()));
    let wanted = photos.iter().flat_map(|p| placed(collection, *p, Some(&id), None));
    (Edit::against(collection.notes(), name, wanted), id)
}

/// Puts photos among the undated.
pub fn move_to_undated(collection: &Collection, photos: &[PhotoId]) -> Edit {
    let name = format!("move of {} to Undated", n_photos(photos.len()));
    let wanted = photos.iter().flat_map(|p| placed(collection, *p, None, None));
    Edit::against(collection.notes(), name, wanted)
}

/// Takes back what a person said of where these photos belong.
pub fn put_back(collection: &Collection, photos: &[PhotoId]) -> Edit {
    let name = format!("return of {} by date", n_photos(photos.len()));
    let fields = [Field::Placement, Field::PlacedAgainst];
    let wanted = photos
        .iter()
        .flat_map(|photo| fields.into_iter().map(|field| (fact(Subject::Photo(*photo), field), None)));
    Edit::against(collection.notes(), name, wanted)
}

/// Begins a new visit at this photo: it and all that follow it in its visit. No changes when it is the first.
pub fn split_visit(collection: &Collection, at: PhotoId) -> Edit {
    let name = "split of visit";
    let wanted = collection.whereabouts(at).map_or_else(Vec::new, |(visit, _)| {
        let order: Vec<PhotoId> = visit.photos().collect();
        let id = new_visit_id(collection, Some(at));
        let split = Split {
            collection,
            order: &order,
            parts: visit
                .stretches
                .iter()
                .map(|(part, first)| (Subject::Visit(part.clone()), *first))
                .collect(),
            break_field: Field::VisitBreak,
            new_id: id.as_str(),
            is_placed: &|photo| collection.notes().placement(photo).is_some(),
            place: &|photo| place(photo, Some(id.clone()), None),
        };
        split.at(at)
    });
    Edit::against(collection.notes(), name, wanted)
}

/// Begins a new section at this photo: it and all that follow it in its section. No changes when it is the first.
pub fn split_section(collection: &Collection, at: PhotoId) -> Edit {
    let name = "split of section";
    let wanted = collection.whereabouts(at).map_or_else(Vec::new, |(visit, section)| {
        let day = collection.photo(at).and_then(|p| collection.captured(p)).map(|c| day_of(c.civil()));
        let spoken: BTreeSet<SectionId> = named_sections(collection, &visit.id);
        let id = SectionId::new(&free_name(day, |name| spoken.contains(&SectionId::new(name))));
        let placed_here =
            |photo: PhotoId| collection.notes().placement(photo).is_some_and(|p| p.section.is_some());
        let split = Split {
            collection,
            order: &section.photos,
            parts: section
                .parts
                .iter()
                .map(|(part, first)| (Subject::Section(visit.id.clone(), part.clone()), *first))
                .collect(),
            break_field: Field::SectionBreak,
            new_id: id.as_str(),
            is_placed: &placed_here,
            place: &|photo| place(photo, Some(visit.id.clone()), Some(id.clone())),
        };
        split.at(at)
    });
    Edit::against(collection.notes(), name, wanted)
}

/// What splitting a visit and splitting a section have in common.
struct Split<'a> {
    collection: &'a Collection,
    /// The photos of what is split, in order.
    order: &'a [PhotoId],
    /// What time made it of, and the first photo of each.
    parts: Vec<(Subject, PhotoId)>,
    break_field: Field,
    new_id: &'a str,
    is_placed: &'a dyn Fn(PhotoId) -> bool,
    place: &'a dyn Fn(PhotoId) -> (Key, Option<Value>),
}

impl Split<'_> {
    fn at(&self, at: PhotoId) -> Vec<(Key, Option<Value>)> {
        let Some(n) = self.order.iter().position(|p| *p == at).filter(|n| *n > 0) else {
            return Vec::new();
        };
        let later: &[PhotoId] = self.order.get(n..).unwrap_or_default();
        let is_later: BTreeSet<PhotoId> = later.iter().copied().collect();
        let dated = |photo: &PhotoId| {
            let captured = self.collection.photo(*photo).and_then(|p| self.collection.captured(p));
            captured.is_some_and(CaptureTime::dates_photo)
        };
        let to_new = || Some(Value::Text(self.new_id.to_owned()));
        let mut wanted = Vec::new();
        // A break can only stand where time put a photo; parts that begin later go along whole.
        if let Some(first) = later.iter().find(|p| dated(p) && !(self.is_placed)(**p))
            && !self.parts.iter().any(|(_, begins)| begins == first)
        {
            wanted.push((fact(Subject::Photo(*first), self.break_field), to_new()));
        }
        for (part, begins) in &self.parts {
            if is_later.contains(begins) {
                wanted.push((fact(part.clone(), Field::JoinedTo), to_new()));
            }
        }
        wanted.extend(later.iter().filter(|p| (self.is_placed)(**p) || !dated(p)).map(|p| (self.place)(*p)));
        wanted
    }
}

/// Has the items of a programme be the sections of its visit, in place of an older reading of it.
pub fn set_programme(collection: &Collection, programme: &Programme) -> Edit {
    let old = collection.notes().programmes().iter().find(|known| known.is_of(programme));
    // Items without an identity of their own keep the one they had, and with it their photos.
    let programme = &old.map_or_else(|| programme.clone(), |old| with_uids_of(old, programme));
    let n_items = programme.items.len();
    let name = format!("programme of {n_items} {}", if n_items == 1 { "item" } else { "items" });
    let others = collection.notes().programmes().iter().filter(|known| !known.is_of(programme));
    let all = others.cloned().chain([programme.clone()]).collect();
    let value = Some(Value::Programmes(all));
    Edit::against(collection.notes(), name, [(fact(Subject::Library, Field::Programmes), value)])
}

/// Makes one visit of several: the first of `visits` takes in the others.
pub fn merge_visits(collection: &Collection, visits: &[VisitId]) -> Edit {
    let mut wanted = Vec::new();
    if let Some((into, others)) = visits.split_first() {
        for visit in others.iter().filter(|v| *v != into).filter_map(|id| collection.visit(id)) {
            for (stretch, _) in &visit.stretches {
                let target = Some(Value::Text(into.as_str().to_owned()));
                wanted.push((fact(Subject::Visit(stretch.clone()), Field::JoinedTo), target));
            }
            for photo in visit.photos() {
                if let Some(placement) = collection.notes().placement(photo) {
                    wanted.push(place(photo, Some(into.clone()), placement.section.clone()));
                }
            }
        }
    }
    Edit::against(collection.notes(), format!("merge of {} visits", visits.len()), wanted)
}

/// Makes one section of several of a visit: the first of `sections` takes in the others.
pub fn merge_sections(collection: &Collection, visit: &VisitId, sections: &[SectionId]) -> Edit {
    let mut wanted = Vec::new();
    if let Some((into, others)) = sections.split_first() {
        let others = others.iter().filter(|s| *s != into);
        for section in others.filter_map(|id| collection.section(visit, id)) {
            for (part, _) in &section.parts {
                let subject = Subject::Section(visit.clone(), part.clone());
                let target = Some(Value::Text(into.as_str().to_owned()));
                wanted.push((fact(subject, Field::JoinedTo), target));
            }
            for photo in &section.photos {
                if collection.notes().placement(*photo).is_some_and(|p| p.section.is_some()) {
                    wanted.push(place(*photo, Some(visit.clone()), Some(into.clone())));
                }
            }
        }
    }
    Edit::against(collection.notes(), format!("merge of {} sections", sections.len()), wanted)
}

/// An identity for a visit that begins at this photo, which nothing goes by yet.
fn new_visit_id(collection: &Collection, at: Option<PhotoId>) -> VisitId {
    let mut taken: BTreeSet<VisitId> = named_visits(collection.notes()).collect();
    taken.extend(collection.grouping().visits.iter().map(|v| v.id.clone()));
    taken.extend(collection.grouping().stretch_of.values().cloned());
    let captured = at.and_then(|id| collection.photo(id)).and_then(|p| collection.captured(p));
    let day = captured.filter(|c| c.dates_photo()).map(|c| day_of(c.civil()));
    VisitId::new(&free_name(day, |name| taken.contains(&VisitId::new(name))))
}

/// Every section of a visit that is there or that people speak of.
fn named_sections(collection: &Collection, visit: &VisitId) -> BTreeSet<SectionId> {
    let there = collection.visit(visit).into_iter().flat_map(|v| &v.sections);
    let there = there.flat_map(|s| s.parts.iter().map(|(part, _)| part).chain([&s.id])).cloned();
    let spoken = collection.notes().iter().flat_map(|(key, value)| {
        let by_value = match (key.field, value) {
            (Field::Placement, Value::Placement(placement)) => placement.section.clone(),
            (Field::SectionBreak, Value::Text(id)) => Some(SectionId::new(id)),
            _ => None,
        };
        let by_subject = match key.subject {
            Subject::Section(_, id) => Some(id),
            _ => None,
        };
        [by_value, by_subject].into_iter().flatten().collect::<Vec<_>>()
    });
    there.chain(spoken).collect()
}
