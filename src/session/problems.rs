//! The Problems list.

use std::collections::HashSet;

use crate::model::problem::Problem;

/// Faults that were met, oldest first, each once.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    /// The same: a folder that went away is a fault of each of its thousands of photos.
    known: HashSet<Problem>,
}

impl Problems {
    pub(super) fn all(&self) -> &[Problem] {
        &self.list
    }

    pub(super) fn add(&mut self, problem: Problem) {
        if self.known.insert(problem.clone()) {
            self.list.push(problem);
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&Problem) -> bool) {
        self.list.retain(&keep);
        self.known.retain(keep);
    }
}
