//! Sidecars, from the command to their end.

use super::state::SidecarState;
use super::{Refusal, Session};
use crate::jobs::SidecarsEnd;
use crate::library::sidecar;
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;

impl Session {
    /// How far the writing of sidecars is, while it runs.
    pub const fn sidecars(&self) -> Option<SidecarState> {
        self.sidecars
    }

    /// What became of the sidecars, in words for a person, once.
    pub const fn take_written(&mut self) -> Option<String> {
        self.written.take()
    }

    pub(super) fn write_sidecars(&mut self, photos: &[PhotoId], first: &LangTag) -> Result<(), Refusal> {
        if self.sidecars.is_some() {
            return Err(Refusal("Sidecars are being written: wait for the end, or cancel it."));
        }
        let notes = self.collection.notes();
        let photos = photos.iter().filter_map(|photo| self.collection.photo(*photo));
        let jobs: Vec<sidecar::Job> = photos.filter_map(|photo| sidecar::plan(photo, notes, first)).collect();
        if jobs.is_empty() {
            return Err(Refusal(
                "There is nothing to write: the files of these photos say all that the library says.",
            ));
        }
        let n_total = jobs.len();
        self.sidecars = Some(SidecarState { job: self.jobs.sidecars(jobs), n_done: 0, n_total });
        Ok(())
    }

    pub(super) fn cancel_sidecars(&self) {
        if let Some(state) = self.sidecars {
            self.jobs.cancel(state.job);
        }
    }

    pub(super) const fn report_sidecars(&mut self, n_done: usize, n_total: usize) {
        if let Some(state) = &mut self.sidecars {
            (state.n_done, state.n_total) = (n_done, n_total);
        }
    }

    pub(super) fn end_sidecars(&mut self, end: SidecarsEnd) {
        self.sidecars = None;
        let SidecarsEnd { n_written, problems, cancelled, .. } = end;
        let mut words = match n_written {
            1 => "1 sidecar written".to_owned(),
            n => format!("{n} sidecars written"),
        };
        if cancelled {
            words.push_str(", then stopped");
        }
        if !problems.is_empty() {
            words.push_str(&format!("; {} not, see Problems", problems.len()));
        }
        self.written = Some(words);
        if n_written > 0 {
            // What they say now has to be known before they are written again. Refused only when nothing is open any more.
            let _ = self.rescan();
        }
        // After that, as looking again begins with an empty list.
        problems.into_iter().for_each(|problem| self.note_problem(problem));
    }
}
