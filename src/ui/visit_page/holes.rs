//! Items of the programme that have no picture, in their place among the sections that have some. Pure.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::collection::Collection;
use crate::model::notes::{Field, Key, Subject};
use crate::model::programme::ProgrammeItem;
use crate::model::visit::{Section, SectionId, Visit, VisitId};

/// An item of a visit's programme without a picture.
#[derive(Clone, Copy, Debug)]
pub struct Hole<'a> {
    /// The item.
    pub item: &'a ProgrammeItem,
}

impl Hole<'_> {
    /// The section that its photos will be in.
    pub fn section(&self) -> SectionId {
        self.item.section()
    }
}

/// A part of a visit.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A section, which has photos.
    Section(&'a Section),
    /// An item that has none.
    Hole(Hole<'a>),
}

/// Items of a visit without a picture, by their start.
pub fn holes<'a>(collection: &'a Collection, visit: &Visit) -> Vec<Hole<'a>> {
    let programme = visit.programme.and_then(|n| collection.notes().programmes().get(n));
    let Some(programme) = programme.filter(|_| !visit.unphotographed.is_empty()) else { return Vec::new() };
    let by_uid: HashMap<&str, &ProgrammeItem> =
        programme.items.iter().map(|item| (&*item.uid, item)).collect();
    // An item that a person merged into another has its photos there.
    let is_merged = |item: &ProgrammeItem| {
        let subject = Subject::Section(visit.id.clone(), item.section());
        collection.notes().get(&Key { subject, field: Field::JoinedTo, lang: None }).is_some()
    };
    let items = visit.unphotographed.iter().filter_map(|uid| by_uid.get(&**uid));
    let mut holes: Vec<Hole<'a>> = items.filter(|item| !is_merged(item)).map(|item| Hole { item }).collect();
    holes.sort_by_key(|hole| hole.item.start.civil);
    holes
}

/// Sections and holes of a visit in the order of time; a hole stands before the first section that begins later.
pub fn parts<'a>(collection: &'a Collection, visit: &'a Visit) -> Vec<Part<'a>> {
    let mut holes = holes(collection, visit).into_iter().peekable();
    let mut parts = Vec::with_capacity(visit.sections.len() + holes.len());
    for section in &visit.sections {
        while let Some(hole) =
            holes.next_if(|hole| section.start.is_none_or(|start| hole.item.start.civil < start))
        {
            parts.push(Part::Hole(hole));
        }
        parts.push(Part::Section(section));
    }
    parts.extend(holes.map(Part::Hole));
    parts
}

/// The item of a visit's programme with this uid.
pub fn item_of<'a>(collection: &'a Collection, visit: &VisitId, uid: &Arc<str>) -> Option<&'a ProgrammeItem> {
    collection.notes().programmes().get(collection.visit(visit)?.programme?)?.item(uid)
}
