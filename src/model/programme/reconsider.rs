//! Photos that a person moved and that time would by now put into another item, because a clock was set right or the programme was read
//! again. Nothing moves them: a person is told, and decides.

use std::collections::BTreeMap;

use super::super::collection::Collection;
use super::super::notes::{Field, Key, Subject, Value};
use super::super::photo::PhotoId;
use super::super::visit::{SectionId, Visit, VisitId};

/// Photos that time would put into one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconsidered {
    /// The section of the item that time says.
    pub section: SectionId,
    /// The photos, in the order of the visit.
    pub photos: Vec<PhotoId>,
}

/// The section of the item in which time puts a photo, whatever a person says.
pub fn time_says(collection: &Collection, photo: PhotoId) -> Option<SectionId> {
    let (programme, placed) = collection.grouping().placed.get(&photo)?;
    let item = collection.notes().programmes().get(*programme)?.items.get(placed.item)?;
    Some(item.section())
}

/// The photos of a visit that a person put into a section and that time would put into another, other than it said when the person
/// moved them or was last asked; by that section.
pub fn reconsidered(collection: &Collection, visit: &Visit) -> Vec<Reconsidered> {
    let notes = collection.notes();
    let mut found: BTreeMap<SectionId, Vec<PhotoId>> = BTreeMap::new();
    for photo in visit.photos() {
        let Some(against) = notes.placed_against(photo) else { continue };
        let Some(placed) = notes.placement(photo).and_then(|placement| placement.section.as_ref()) else {
            continue;
        };
        let of_visit = collection.grouping().placed.get(&photo).map(|(programme, _)| *programme);
        if of_visit.is_none() || of_visit != visit.programme {
            continue;
        }
        let Some(said) = time_says(collection, photo) else { continue };
        if said.as_str() != against && joined(collection, &visit.id, &said) != *placed {
            found.entry(said).or_default().push(photo);
        }
    }
    found.into_iter().map(|(section, photos)| Reconsidered { section, photos }).collect()
}

/// The section into which a person merged this one, or itself.
fn joined(collection: &Collection, visit: &VisitId, section: &SectionId) -> SectionId {
    let subject = Subject::Section(visit.clone(), section.clone());
    match collection.notes().get(&Key { subject, field: Field::JoinedTo, lang: None }) {
        Some(Value::Text(into)) if !into.is_empty() => SectionId::new(into),
        _ => section.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::arrange;
    use crate::model::clock::correction::ClockCorrection;
    use crate::model::clock::revise;
    use crate::model::made;
    use crate::model::programme::{ItemTime, Programme, ProgrammeItem, section_of};
    use crate::model::text::{LangTag, LangText};
    use jiff::civil::date;

    /// Welcome from nine, talks from eleven, the end of both as told.
    fn programme(talks_at: i8) -> Programme {
        let item = |uid: &str, from: i8, to: i8| ProgrammeItem {
            uid: uid.into(),
            start: ItemTime { civil: date(2026, 1, 5).at(from, 0, 0, 0), offset: None },
            end: ItemTime { civil: date(2026, 1, 5).at(to, 0, 0, 0), offset: None },
            is_all_day: false,
            is_cancelled: false,
            title: LangText::of(LangTag::en(), uid),
            place: LangText::default(),
            position: None,
            persons: Vec::new(),
        };
        Programme::new(LangText::default(), [item("welcome", 9, talks_at), item("talks", talks_at, 15)])
    }

    fn found(collection: &Collection) -> Vec<Reconsidered> {
        reconsidered(collection, &collection.grouping().visits[0])
    }

    #[test]
    fn a_move_is_asked_about_only_when_time_says_something_new() {
        let mut collection = made::collection(40);
        collection.apply(&arrange::set_programme(&collection, &programme(11)));
        let visit = collection.grouping().visits[0].id.clone();
        let (welcome, talks) = (section_of("welcome"), section_of("talks"));
        // Photo 8 was taken at 10:20, in the welcome. A person says: lunch.
        let lunch = SectionId::new("lunch");
        assert_eq!(time_says(&collection, made::id(8)), Some(welcome.clone()));
        collection.apply(&arrange::move_photos(&collection, &[made::id(8)], &visit, Some(&lunch)));
        assert_eq!(found(&collection), [], "time said so before, and the person knew");

        // The programme is read again: the talks began at ten.
        collection.apply(&arrange::set_programme(&collection, &programme(10)));
        let told = Reconsidered { section: talks, photos: vec![made::id(8)] };
        assert_eq!(found(&collection), std::slice::from_ref(&told));
        assert_eq!(collection.whereabouts(made::id(8)).unwrap().1.id, lunch, "nothing moves by itself");

        let keep = arrange::keep_places(&collection, &[made::id(8)]);
        assert_eq!(keep.name, "keeping of 1 photo in place");
        collection.apply(&keep);
        assert_eq!(found(&collection), []);
        collection.apply(&keep.inverse());
        assert_eq!(found(&collection), [told]);
        collection.apply(&arrange::put_back(&collection, &[made::id(8)]));
        assert_eq!(found(&collection), []);
        assert_eq!(collection.notes().placed_against(made::id(8)), None);

        // What the person says and time comes to say is no news.
        let programme = programme(11);
        let (visit, id) = (visit, made::id(8));
        collection.apply(&arrange::move_photos(&collection, &[id], &visit, Some(&welcome)));
        collection.apply(&arrange::set_programme(&collection, &programme));
        assert_eq!(found(&collection), []);
    }

    #[test]
    fn a_clock_that_is_set_right_asks_too_and_taking_that_back_does_not() {
        let mut collection = made::collection(40);
        collection.apply(&arrange::set_programme(&collection, &programme(11)));
        let visit = collection.grouping().visits[0].id.clone();
        let (id, lunch) = (made::id(8), SectionId::new("lunch"));
        collection.apply(&arrange::move_photos(&collection, &[id], &visit, Some(&lunch)));
        let device = collection.photo(id).unwrap().device.id().unwrap();
        let correction = ClockCorrection { from: None, to: None, shift_secs: 3_600, offset: None };
        let edit = revise::correct_clock(&collection, &device, &correction);
        collection.apply(&edit);
        assert_eq!(found(&collection), [Reconsidered { section: section_of("talks"), photos: vec![id] }]);
        assert_eq!(collection.whereabouts(id).unwrap().1.id, lunch);
        collection.apply(&edit.inverse());
        assert_eq!(found(&collection), []);
    }
}
