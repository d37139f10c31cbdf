//! Which photos may go out: what was chosen, what is cleared, and until when nothing may.

use jiff::Timestamp;

use super::settings::ExportSettings;
use crate::model::clearance::{Behind, Embargo, Needs, Tally};
use crate::model::collection::Collection;
use crate::model::notes::Flag;
use crate::model::photo::{Photo, PhotoId};
use crate::model::visit::{Visit, VisitId};

/// What decides over the photos of one visit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate<'a> {
    settings: &'a ExportSettings,
    visit: Option<&'a VisitId>,
    needs: Needs,
}

/// What becomes of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It goes out; until then not to everyone.
    Goes(Option<Embargo>),
    /// It was chosen, and may not go.
    Stays(Behind),
    /// It was not chosen.
    NotChosen,
}

impl<'a> Gate<'a> {
    /// For the photos of a visit, or for those that nothing dates.
    pub(super) fn of(
        collection: &Collection,
        settings: &'a ExportSettings,
        visit: Option<&'a Visit>,
    ) -> Self {
        let id = visit.map(|visit| &visit.id);
        let notes = collection.notes();
        let used = match visit {
            Some(visit) => notes.needs(id, visit.photos()),
            None => notes.needs(None, collection.grouping().undated.iter().copied()),
        };
        Self { settings, visit: id, needs: settings.needs.and(used) }
    }

    /// What becomes of this photo.
    pub(super) fn fate(&self, collection: &Collection, photo: &Photo) -> Fate {
        let notes = collection.notes();
        let flag = notes.flag(photo);
        if flag == Flag::Reject || (self.settings.only_picks && flag != Flag::Pick) {
            return Fate::NotChosen;
        }
        let clearance = notes.clearance(photo.id, self.visit);
        match self.needs.behind(&clearance) {
            Some(behind) => Fate::Stays(behind),
            None => Fate::Goes(clearance.embargo.filter(|embargo| holds(*embargo, self.settings.as_of))),
        }
    }
}

/// Whether an embargo holds at this moment; where no moment is given every one does.
pub(super) fn holds(embargo: Embargo, as_of: Option<Timestamp>) -> bool {
    as_of.is_none_or(|now| now < embargo.until())
}

/// What an export would take, without planning it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Photos that go out, in the order of the album.
    pub photos: Vec<PhotoId>,
    /// Those that were chosen and stay behind.
    pub behind: Tally,
    /// Until when what goes out may not be public.
    pub embargo: Option<Embargo>,
}

/// What an export with these settings would take. Quick enough for a window: it looks at marks and rulings only.
pub fn outlook(collection: &Collection, settings: &ExportSettings) -> Outlook {
    let mut out = Outlook::default();
    let mut look = |gate: Gate<'_>, photos: &mut dyn Iterator<Item = PhotoId>| {
        for photo in photos.filter_map(|id| collection.photo(id)) {
            match gate.fate(collection, photo) {
                Fate::Goes(embargo) => {
                    out.photos.push(photo.id);
                    out.embargo = Embargo::later(out.embargo, embargo);
                }
                Fate::Stays(behind) => *out.behind.entry(behind).or_default() += 1,
                Fate::NotChosen => {}
            }
        }
    };
    let chosen = |id: &VisitId| settings.visits.as_ref().is_none_or(|chosen| chosen.contains(id));
    for visit in collection.grouping().visits.iter().filter(|visit| chosen(&visit.id)) {
        look(Gate::of(collection, settings, Some(visit)), &mut visit.photos());
    }
    if settings.undated {
        look(Gate::of(collection, settings, None), &mut collection.grouping().undated.iter().copied());
    }
    out
}
