//! What taking a programme over would do: it is tried on a copy of the collection, so that it is told exactly.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::arrange;
use super::super::collection::Collection;
use super::super::photo::PhotoId;
use super::Programme;
use super::changes::{ProgrammeChanges, with_uids_of};

/// A programme as it would be taken over, and what that would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effect {
    /// The programme; an item that is there already has the uid that it has there.
    pub programme: Programme,
    /// What changes where it takes the place of an older reading.
    pub changes: Option<ProgrammeChanges>,
    /// Photos in each of its items, by uid; items without any are left out.
    pub photos: HashMap<Arc<str>, usize>,
    /// Photos in any of its items.
    pub n_placed: usize,
    /// Photos that would leave an item for another, or for none.
    pub n_moved: usize,
    /// Photos that a person put into a section, and that stay there.
    pub n_kept: usize,
}

/// Tries a programme on a copy of the collection.
pub fn effect(collection: &Collection, programme: &Programme) -> Effect {
    let old = collection.notes().programmes().iter().find(|known| known.is_of(programme));
    let programme = old.map_or_else(|| programme.clone(), |old| with_uids_of(old, programme));
    let changes = old.map(|old| ProgrammeChanges::between(old, &programme));
    let mut after = collection.clone();
    after.apply(&arrange::set_programme(collection, &programme));
    let is_of_it: std::collections::HashSet<&str> = programme.items.iter().map(|item| &*item.uid).collect();
    let mut out = Effect { programme: programme.clone(), changes, ..Effect::default() };
    let item_of = |collection: &Collection, photo: PhotoId| {
        collection.whereabouts(photo).and_then(|(_, section)| section.item.clone())
    };
    for photo in collection.order().all() {
        let (was, is) = (item_of(collection, *photo), item_of(&after, *photo));
        out.n_moved += usize::from(was.is_some() && was != is);
        let Some(uid) = is.filter(|uid| is_of_it.contains(&**uid)) else { continue };
        out.n_placed += 1;
        let said = collection.notes().placement(*photo);
        out.n_kept += usize::from(said.is_some_and(|placement| placement.section.is_some()));
        *out.photos.entry(uid).or_default() += 1;
    }
    out
}
