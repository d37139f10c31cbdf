//! Sidecars, from the command to their end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::state::SidecarState;
use super::{Refusal, Session};
use crate::jobs::SidecarsEnd;
use crate::library::sidecar;
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;

/// What writing sidecars would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SidecarPreview {
    /// Files that are not there yet.
    pub n_new: usize,
    /// Files that are there and would change.
    pub n_changed: usize,
    /// Where, with how many in each, by name.
    pub folders: Vec<(PathBuf, usize)>,
}

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
        let jobs = self.sidecar_work(photos, first)?;
        let n_total = jobs.len();
        self.sidecars = Some(SidecarState { job: self.jobs.sidecars(jobs), n_done: 0, n_total });
        Ok(())
    }

    /// What writing the sidecars of these photos would do. Asks no file.
    ///
    /// # Errors
    /// A [`Refusal`] where there is nothing to write.
    pub fn preview_sidecars(&self, photos: &[PhotoId], first: &LangTag) -> Result<SidecarPreview, Refusal> {
        let mut preview = SidecarPreview::default();
        let mut folders: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for job in self.sidecar_work(photos, first)? {
            *(if job.was.is_some() { &mut preview.n_changed } else { &mut preview.n_new }) += 1;
            let folder = job.original.parent().map(Path::to_owned).unwrap_or_default();
            *folders.entry(folder).or_default() += 1;
        }
        preview.folders = folders.into_iter().collect();
        Ok(preview)
    }

    fn sidecar_work(&self, photos: &[PhotoId], first: &LangTag) -> Result<Vec<sidecar::Job>, Refusal> {
        let notes = self.collection.notes();
        let photos = photos.iter().filter_map(|photo| self.collection.photo(*photo));
        let jobs: Vec<sidecar::Job> = photos.filter_map(|photo| sidecar::plan(photo, notes, first)).collect();
        if jobs.is_empty() {
            return Err(Refusal(
                "There is nothing to write: the files of these photos say all that the library says.",
            ));
        }
        Ok(jobs)
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
        if self.in_step.is_running {
            return self.end_in_step(end);
        }
        let SidecarsEnd { n_written, problems, kept, cancelled, .. } = end;
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
        if !kept.is_empty() {
            words.push_str(&format!("; in {} something was left as it was, see Problems", kept.len()));
        }
        self.written = Some(words);
        if n_written > 0 {
            // What they say now has to be known before they are written again. Refused only when nothing is open any more.
            let _ = self.rescan();
        }
        // After that, as looking again begins with an empty list.
        problems.into_iter().chain(kept).for_each(|problem| self.note_problem(problem));
    }
}
