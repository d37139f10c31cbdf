//! Sidecars kept in step with the library: written by themselves a moment after the last change, where a person has set it so.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Session;
use super::state::SidecarState;
use crate::jobs::{Event, SidecarsEnd};
use crate::library::sidecar::{self, Habits, NOT_WRITTEN};
use crate::model::edit::Edit;
use crate::model::notes::{Field, Subject};
use crate::model::photo::PhotoId;
use crate::model::problem::Problem;
use crate::model::text::LangTag;
use crate::model::wording;

/// For so long nothing has been said before anything is written.
const REST: Duration = Duration::from_secs(2);

/// The name of the setting in the library.
const SETTING: &str = "sidecars_in_step";

/// How long a window that closes waits for what is being written.
const LAST_WAIT: Duration = Duration::from_secs(20);

/// What is to be written by itself.
pub(super) struct InStep {
    /// See [`REST`].
    rest: Duration,
    /// Photos of which something was said since.
    changed: BTreeSet<PhotoId>,
    /// When the last of it was said.
    last: Option<Instant>,
    /// What is being written is written by itself.
    pub(super) is_running: bool,
    /// Folders that could not be written: told once.
    told: HashSet<PathBuf>,
}

impl Default for InStep {
    fn default() -> Self {
        Self { rest: REST, changed: BTreeSet::new(), last: None, is_running: false, told: HashSet::new() }
    }
}

impl Session {
    /// Writes sidecars after another rest than that of two seconds: tests have less patience than people.
    #[doc(hidden)]
    pub const fn rest_before_sidecars(&mut self, rest: Duration) {
        self.in_step.rest = rest;
    }

    /// Whether sidecars are written by themselves after captions change. Off unless a person sets it, for each library.
    pub fn keeps_in_step(&self) -> bool {
        self.settings.get(SETTING) == Some(&1)
    }

    pub(super) fn keep_in_step(&mut self, on: bool) {
        self.keep_setting(SETTING, i64::from(on));
        self.in_step.changed.clear();
        self.in_step.last = None;
        self.in_step.told.clear();
    }

    /// How long until sidecars are written by themselves; `None` while there is nothing to write, or something else has to end first.
    pub fn in_step_due(&self) -> Option<Duration> {
        let is_free = self.sidecars.is_none() && self.scan.is_none();
        let last = self.in_step.last.filter(|_| is_free)?;
        Some(self.in_step.rest.saturating_sub(last.elapsed()))
    }

    /// Takes note of the photos whose sidecars an edit puts out of step.
    pub(super) fn note_out_of_step(&mut self, edit: &Edit) {
        if !self.keeps_in_step() {
            return;
        }
        let mut photos: Vec<PhotoId> = Vec::new();
        for key in edit.changes.iter().map(|change| &change.key).filter(|key| is_written(key.field)) {
            match &key.subject {
                Subject::Photo(photo) => photos.push(*photo),
                // Another body's corrections hold for it from now on.
                Subject::Device(device) if key.field == Field::JoinedTo => {
                    let all = self.collection.photos();
                    let of_it = all.filter(|photo| photo.device.id().as_ref() == Some(device));
                    photos.extend(of_it.map(|photo| photo.id));
                }
                Subject::Device(device) => photos.extend(self.collection.photos_of_device(device)),
                Subject::Library | Subject::Visit(_) | Subject::Section(..) => {}
            }
        }
        if !photos.is_empty() {
            self.in_step.changed.extend(photos);
            self.in_step.last = Some(Instant::now());
        }
    }

    /// Begins to write what is due.
    pub(super) fn write_in_step(&mut self) {
        if self.in_step_due() != Some(Duration::ZERO) {
            return;
        }
        let work = self.take_out_of_step();
        if !work.is_empty() {
            let n_total = work.len();
            self.in_step.is_running = true;
            self.sidecars = Some(SidecarState { job: self.jobs.sidecars(work), n_done: 0, n_total });
        }
    }

    fn take_out_of_step(&mut self) -> Vec<sidecar::Job> {
        self.in_step.last = None;
        let changed = std::mem::take(&mut self.in_step.changed);
        let notes = self.collection.notes();
        let first = wording::LANGUAGES.first().and_then(|lang| LangTag::parse(lang).ok());
        let first = first.unwrap_or_else(LangTag::en);
        let photos = changed.iter().filter_map(|photo| self.collection.photo(*photo));
        photos.filter_map(|photo| sidecar::plan(photo, notes, &first)).collect()
    }

    /// What was written by itself: told of only where something was refused or left, and that once.
    pub(super) fn end_in_step(&mut self, end: SidecarsEnd) {
        self.in_step.is_running = false;
        let SidecarsEnd { originals, problems, kept, .. } = end;
        let new: Vec<Problem> = problems.into_iter().filter(|problem| self.is_untold(problem)).collect();
        if !new.is_empty() {
            let words = match new.len() {
                1 => "1 sidecar was not kept in step".to_owned(),
                n => format!("{n} sidecars were not kept in step"),
            };
            self.written = Some(format!("{words}, see Problems"));
        }
        new.into_iter().chain(kept).for_each(|problem| self.note_problem(problem));
        // What they say now has to be known before they are written again.
        self.start_scan(&originals);
    }

    fn is_untold(&mut self, problem: &Problem) -> bool {
        let folder = problem.path.as_deref().and_then(Path::parent).map(Path::to_owned);
        match folder.filter(|_| problem.message.starts_with(NOT_WRITTEN)) {
            // A card that cannot be written is one fault, not one of each of its photos.
            Some(folder) => self.in_step.told.insert(folder),
            None => !self.problems().contains(problem),
        }
    }

    /// Writes what has not rested long enough yet, as the window closes.
    pub(super) fn write_the_rest(&mut self) {
        let begun = Instant::now();
        while self.in_step.is_running && self.sidecars.is_some() && begun.elapsed() < LAST_WAIT {
            match self.jobs.events().recv_timeout(Duration::from_millis(100)) {
                Ok(Event::SidecarsDone(_)) => self.sidecars = None,
                Ok(_) => {}
                Err(error) if error.is_timeout() => {}
                Err(_) => break,
            }
        }
        let mut habits = Habits::default();
        for job in self.take_out_of_step() {
            if let Err(problem) = sidecar::write(&job, &mut habits, false) {
                tracing::warn!("{problem}");
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.write_the_rest();
    }
}

/// Whether sidecars hold what is said in a field.
const fn is_written(field: Field) -> bool {
    field.is_text()
        || field.location().is_some()
        || matches!(field, Field::Rating | Field::Flag | Field::SourceType | Field::Regions)
        || matches!(field, Field::Taken | Field::ClockCorrections | Field::JoinedTo)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::problem::ProblemKind;

    #[test]
    fn a_folder_that_cannot_be_written_is_told_of_once_and_each_conflict_apart() {
        let mut session = Session::in_memory(|| {}).unwrap();
        let problem = |path: &str, message: &str| {
            Problem::new(ProblemKind::Sidecar, Path::new(path), message.to_owned())
        };
        let mut told = |path: &str, message: &str| {
            let problem = problem(path, message);
            let is_new = session.is_untold(&problem);
            if is_new {
                session.note_problem(problem);
            }
            is_new
        };
        let closed = format!("{NOT_WRITTEN}: read-only");
        assert!(
            told("/card/a.xmp", &closed) && !told("/card/b.xmp", &closed) && told("/other/a.xmp", &closed)
        );
        let changed = "Another program changed the sidecar";
        assert!(
            told("/card/a.xmp", changed) && told("/card/b.xmp", changed) && !told("/card/a.xmp", changed)
        );
    }
}
