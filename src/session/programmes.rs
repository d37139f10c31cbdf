//! Programmes that were read and wait for a person's word.

use std::path::PathBuf;

use super::{Refusal, Session};
use crate::library::programme::{ProgrammeError, Reading};
use crate::model::arrange;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::programme::Programme;
use crate::model::programme::effect::Effect;

/// A programme that was opened: nothing of it is taken over before a person says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Its file.
    pub path: PathBuf,
    /// What it says; or why it cannot be used, where, and what to do.
    pub reading: Result<Reading, String>,
    /// What taking it over would do to the photos that are there; `None` until that is known.
    pub effect: Option<Effect>,
    /// Of which state of the collection the effect is, or is being found out.
    weighed_at: Option<u64>,
}

impl Offer {
    /// The programme as it would be taken over.
    pub fn programme(&self) -> Option<&Programme> {
        let read = self.reading.as_ref().ok().map(|reading| &reading.programme);
        self.effect.as_ref().map(|effect| &effect.programme).or(read)
    }
}

impl Session {
    /// The programme that waits for a person's word, of several the one that was opened first.
    pub fn offer(&self) -> Option<&Offer> {
        self.offers.front()
    }

    /// Changes whenever [`Session::offer`] may give something else.
    pub const fn offer_revision(&self) -> u64 {
        self.offer_revision
    }

    /// Offers a programme that was read.
    pub(super) fn offer_programme(&mut self, path: PathBuf, reading: Result<Reading, ProgrammeError>) {
        let reading = reading.map_err(|error| {
            let why = error.fault.to_string();
            let message = format!("It could not be read: {why}. Nothing of it was taken over.");
            self.note_problem(Problem::new(ProblemKind::Programme, path.clone(), message));
            why
        });
        // Opened again before it was answered: what it says now counts.
        self.offers.retain(|offer| offer.path != path);
        self.offers.push_back(Offer { path, reading, effect: None, weighed_at: None });
        self.offer_revision += 1;
    }

    /// Has it found out what the offered programme would do, unless that is known for the photos that are there.
    pub(super) fn weigh_offer(&mut self) {
        if self.scan.is_some() && self.offers.front().is_none_or(|offer| offer.weighed_at.is_some()) {
            return;
        }
        let now = self.collection.regroupings();
        let Some(offer) = self.offers.front_mut().filter(|offer| offer.weighed_at != Some(now)) else {
            return;
        };
        let Ok(reading) = &offer.reading else { return };
        offer.weighed_at = Some(now);
        self.jobs.weigh_programme(offer.path.clone(), self.collection.clone(), reading.programme.clone());
    }

    pub(super) fn take_effect(&mut self, path: &std::path::Path, effect: Effect) {
        if let Some(offer) = self.offers.iter_mut().find(|offer| offer.path == path) {
            offer.effect = Some(effect);
            self.offer_revision += 1;
        }
    }

    /// Has photos placed by the programme that is offered. What a person should look at in it stays among the Problems.
    pub(super) fn use_programme(&mut self) -> Result<(), Refusal> {
        const NONE: Refusal = Refusal("No programme waits to be used: open or drop its file.");
        let offer = self.offers.pop_front().ok_or(NONE)?;
        self.offer_revision += 1;
        let Ok(reading) = offer.reading else { return Err(NONE) };
        for remark in &reading.remarks {
            let message = remark.to_string();
            self.note_problem(Problem::new(ProblemKind::Programme, offer.path.clone(), message));
        }
        let edit = arrange::set_programme(&self.collection, &reading.programme);
        if edit.is_empty() {
            return Err(Refusal("This programme is in the library just as it is."));
        }
        self.revise(edit);
        Ok(())
    }

    pub(super) fn refuse_programme(&mut self) {
        self.offers.pop_front();
        self.offer_revision += 1;
    }
}
