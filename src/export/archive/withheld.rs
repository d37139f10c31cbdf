//! What of an archive package was not to be published: it is in it all the same, and whoever packs it is told.

use jiff::Timestamp;

use crate::export::clearing::holds;
use crate::model::clearance::{Behind, Embargo, Tally, tally_words};
use crate::model::collection::Collection;
use crate::model::photo::PhotoId;
use crate::model::visit::VisitId;

/// Photos of a package that an album of this moment would not show to everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Those that are held back or not cleared.
    pub behind: Tally,
    /// Those under an embargo that is not over, be they cleared or not.
    pub n_embargoed: usize,
    /// The latest of these embargoes.
    pub until: Option<Embargo>,
}

impl Withheld {
    /// Counts the photos of a visit, or those that nothing dates.
    pub(super) fn count(
        &mut self,
        collection: &Collection,
        visit: Option<&VisitId>,
        photos: &[PhotoId],
        as_of: Option<Timestamp>,
    ) {
        let notes = collection.notes();
        let needs = notes.needs(visit, photos.iter().copied());
        for photo in photos.iter().filter(|photo| collection.photo(**photo).is_some()) {
            let clearance = notes.clearance(*photo, visit);
            if let Some(behind) = needs.behind(&clearance) {
                *self.behind.entry(behind).or_default() += 1;
            }
            if let Some(embargo) = clearance.embargo.filter(|embargo| holds(*embargo, as_of)) {
                self.n_embargoed += 1;
                self.until = Embargo::later(self.until, Some(embargo));
            }
        }
    }

    /// Photos that somebody holds back.
    pub fn n_held(&self) -> usize {
        self.n_of(|behind| matches!(behind, Behind::Held(_)))
    }

    /// Photos that somebody has to clear and did not.
    pub fn n_not_cleared(&self) -> usize {
        self.n_of(|behind| matches!(behind, Behind::NotCleared(_)))
    }

    fn n_of(&self, is_asked: impl Fn(&Behind) -> bool) -> usize {
        self.behind.iter().filter(|(behind, _)| is_asked(behind)).map(|(_, n)| n).sum()
    }

    /// "3 held by the host, 9 not cleared by us, 2 under embargo until 2026-01-05 18:00 +08:00"; nothing where everything may go out.
    pub fn words(&self) -> Option<String> {
        let behind = Some(tally_words(&self.behind)).filter(|words| !words.is_empty());
        let embargo = self.until.map(|until| format!("{} under embargo until {until}", self.n_embargoed));
        let parts: Vec<String> = behind.into_iter().chain(embargo).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
