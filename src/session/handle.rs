//! What jobs report, taken in.

use std::time::{Duration, Instant};

use super::state::{FullPicture, LoadedPicture, SaveState, ScanState};
use super::{Session, exporting};
use crate::jobs::{Dialog, Event, JobId};
use crate::model::photo::Photo;

/// Photos that were found and are not shown yet. Each showing groups everything anew, which takes the longer the more there
/// is; so they are gathered until that has been paid back.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    photos: Vec<Photo>,
    last_shown: Option<Instant>,
    /// How long the last showing took.
    cost: Duration,
}

impl Incoming {
    /// The shortest time between two showings: photos should be seen to come.
    const PAUSE: Duration = Duration::from_millis(80);
    /// Showing may take one part in so many of the time.
    const SHARE: u32 = 10;

    fn is_due(&self) -> bool {
        let pause = Self::PAUSE.max(self.cost * Self::SHARE);
        !self.photos.is_empty() && self.last_shown.is_none_or(|at| at.elapsed() >= pause)
    }
}

impl Session {
    /// Handles what jobs report, for at most about `budget`. Tells whether anything changed that is shown, or there is more to
    /// handle: then draw again soon.
    pub fn poll(&mut self, budget: Duration) -> bool {
        let begun = Instant::now();
        let mut changed = false;
        while let Some(event) = self.jobs.try_event() {
            self.handle(event);
            changed = true;
            if begun.elapsed() >= budget {
                break;
            }
        }
        if self.incoming.is_due() {
            self.show_incoming();
        }
        changed || !self.incoming.photos.is_empty()
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::ScanProgress { n_found, n_done, walked, .. } => {
                let state = self.scan.get_or_insert_with(ScanState::default);
                state.report(n_found, n_done, walked);
            }
            Event::Photos { photos, .. } => self.incoming.photos.extend(photos),
            Event::Gone { paths, .. } => {
                self.show_incoming();
                self.remove_gone(paths);
            }
            Event::ScanDone { job, .. } => self.end_scan(job),
            Event::Problem(problem) => self.note_problem(problem),
            Event::Picture { photo, wanted, provisional, picture } => {
                let picture = picture.map_err(|problem| self.note_problem(problem)).ok();
                self.pictures.push(LoadedPicture { photo, wanted, provisional, dropped: false, picture });
            }
            Event::FullPicture { photo, picture } => {
                let pyramid = picture.map_err(|problem| self.note_problem(problem)).ok();
                self.full = Some(FullPicture { photo, pyramid });
            }
            Event::PictureDropped { photo, wanted } => {
                let dropped =
                    LoadedPicture { photo, wanted, provisional: false, dropped: true, picture: None };
                self.pictures.push(dropped);
            }
            Event::ExportProgress { progress, .. } => self.report_export(progress),
            Event::ExportDone { end, .. } => {
                self.export_job = None;
                self.end_export(end);
            }
            Event::Saved { edit } => {
                if self.last_sent.is_none_or(|last| edit >= last) {
                    self.save = SaveState::Saved;
                }
            }
            Event::Remembered { folder } => self.put_first_in_recent(folder),
            Event::SaveFailed { message } => self.save = SaveState::Failed(message),
            Event::Picked { dialog: Dialog::Folders, paths } => self.open_paths(&paths),
            Event::Picked { dialog: Dialog::ExportTarget, paths } => {
                self.picked = paths.into_iter().next().map(|folder| exporting::album_folder(&folder));
            }
        }
    }

    fn end_scan(&mut self, job: JobId) {
        self.scans.retain(|running| *running != job);
        self.show_incoming();
        if self.scans.is_empty() {
            self.scan = None;
        }
        self.jobs.save_stretches(self.collection.grouping().stretch_of.clone());
    }

    fn show_incoming(&mut self) {
        if self.incoming.photos.is_empty() {
            return;
        }
        let begun = Instant::now();
        let mut photos = std::mem::take(&mut self.incoming.photos);
        self.recall_problems(&mut photos);
        self.collection.insert(photos);
        self.changes += 1;
        self.incoming.cost = begun.elapsed();
        self.incoming.last_shown = Some(Instant::now());
    }
}
