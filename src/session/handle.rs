//! What jobs report, taken in.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Session;
use super::state::{FullPicture, LoadedPicture, SaveState, ScanState};
use crate::jobs::{Dialog, Event, JobId};
use crate::library::desk::DeskKind;
use crate::model::clock::pairs::Look;
use crate::model::collection::Collection;
use crate::model::photo::{Photo, PhotoId};
use crate::model::problem::Problem;

/// What scans found and is not shown yet. Showing it groups everything anew, which takes the longer the more there is: a job does
/// it, one at a time, and what comes meanwhile is gathered.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    /// In the order in which it was found.
    steps: Vec<Step>,
    /// When the job began; `None` while there is none.
    pub(super) arranging: Option<Instant>,
    /// The job puts photos where people said.
    regroups: bool,
    /// Faults that showed on photos while the job is at work.
    pub(super) faults: Vec<(PhotoId, Problem)>,
    /// Scans that have ended with what the job does.
    ending: Vec<JobId>,
    last_shown: Option<Instant>,
    /// How long the last showing took.
    cost: Duration,
}

/// A change that a scan found.
#[derive(Debug)]
enum Step {
    Photos(Vec<Photo>),
    Gone(HashSet<PathBuf>),
    /// What photos look like, found out since.
    Looks(Vec<(PhotoId, Look)>),
    /// What people said puts photos elsewhere.
    Regroup,
}

impl Incoming {
    /// The shortest time between two showings: photos should be seen to come.
    const PAUSE: Duration = Duration::from_millis(80);
    /// Showing may take one part in so many of the time: the machine has a scan to do.
    const SHARE: u32 = 4;

    fn is_due(&self) -> bool {
        let pause = Self::PAUSE.max(self.cost * Self::SHARE);
        let rested = self.last_shown.is_none_or(|at| at.elapsed() >= pause);
        self.arranging.is_none()
            && !self.steps.is_empty()
            && (rested || !self.ending.is_empty() || self.awaits_regrouping())
    }

    fn awaits_regrouping(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Regroup))
    }

    fn add(&mut self, photos: Vec<Photo>) {
        match self.steps.last_mut() {
            Some(Step::Photos(waiting)) => waiting.extend(photos),
            _ => self.steps.push(Step::Photos(photos)),
        }
    }
}

impl Session {
    /// Handles what jobs report, for at most about `budget`. Tells whether anything changed that is shown, or there is more to
    /// handle: then draw again soon.
    pub fn poll(&mut self, budget: Duration) -> bool {
        let begun = Instant::now();
        let mut changed = false;
        while let Some(event) = self.held.pop_front().or_else(|| self.jobs.try_event()) {
            self.handle(event);
            changed = true;
            if begun.elapsed() >= budget {
                break;
            }
        }
        self.arrange_incoming();
        self.weigh_offer();
        self.write_in_step();
        // The end of the job will wake whoever waits.
        changed || (self.incoming.arranging.is_none() && !self.incoming.steps.is_empty())
    }

    /// Waits until photos are there, nothing is being read, or it is enough: for a thread that has time before there is a window.
    pub fn await_photos(&mut self, enough: &dyn Fn() -> bool) {
        while self.scan.is_some() && self.collection.photos().len() == 0 && !enough() {
            if let Ok(event) = self.jobs.events().recv_timeout(Duration::from_millis(5)) {
                self.held.push_back(event);
            }
            self.poll(Duration::from_millis(5));
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::ScanProgress { n_found, n_done, walked, .. } => {
                let state = self.scan.get_or_insert_with(ScanState::default);
                state.report(n_found, n_done, walked);
            }
            Event::Photos { photos, .. } => self.incoming.add(photos),
            Event::Gone { paths, .. } => {
                self.incoming.steps.push(Step::Gone(paths.into_iter().collect()));
            }
            Event::Desk { path, read } => self.take_desk(&path, read),
            Event::Captions { path, changes } => self.offer_captions(path, changes),
            Event::CaptionsSaved { path, saved } => self.captions_saved(&path, saved),
            Event::Checked { ticket, findings } => self.findings = (ticket, Arc::new(findings)),
            Event::Suggestions(suggestions) => self.suggestions = *suggestions,
            Event::History { subject, changes } => self.told = Some((subject, changes)),
            Event::Programme { path, reading } => self.offer_programme(path, reading),
            Event::Weighed { path, effect } => self.take_effect(&path, *effect),
            Event::Looks { looks } => self.incoming.steps.push(Step::Looks(looks)),
            Event::Arranged { collection } => self.show(collection),
            Event::ScanDone { job, .. } => {
                self.incoming.ending.push(job);
                if self.incoming.arranging.is_none() && self.incoming.steps.is_empty() {
                    self.end_scans();
                }
            }
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
            Event::SidecarsProgress { n_done, n_total } => self.report_sidecars(n_done, n_total),
            Event::SidecarsDone(end) => self.end_sidecars(end),
            Event::Saved { edit } => {
                if self.last_sent.is_none_or(|last| edit >= last) {
                    self.save = SaveState::Saved;
                }
            }
            Event::Remembered { folder } => self.put_first_in_recent(folder),
            Event::Unsound(error) => self.unsound = Some(error),
            Event::SaveFailed { message } => self.save = SaveState::Failed(message),
            Event::Picked { dialog: Dialog::Folders, paths } => self.open_paths(&paths),
            Event::Picked { dialog: Dialog::Codes, paths } => self.read_desk(paths, DeskKind::Codes),
            Event::Picked { dialog: Dialog::People, paths } => self.read_desk(paths, DeskKind::People),
            Event::Picked { dialog: Dialog::Captions, paths } => {
                for path in paths {
                    self.jobs.read_captions(path, self.collection.clone());
                }
            }
            Event::Picked { dialog: Dialog::CaptionsTarget, paths } => {
                if let (Some(path), Some((photos, langs))) = (paths.into_iter().next(), self.to_save.take()) {
                    self.jobs.save_captions(path, self.collection.clone(), photos, langs);
                }
            }
            Event::Picked { dialog: Dialog::Theme, paths } => self.picked_theme = paths.into_iter().next(),
            Event::Picked { dialog: Dialog::ExportTarget, paths } => {
                self.picked = paths.into_iter().next();
            }
        }
    }

    fn end_scans(&mut self) {
        let ended = std::mem::take(&mut self.incoming.ending);
        if ended.is_empty() {
            return;
        }
        self.scans.retain(|running| !ended.contains(running));
        if self.scans.is_empty() {
            self.scan = None;
            // What could not be looked at once will not be the next time.
            let mut unseen = self.collection.to_compare();
            unseen.retain(|(photo, _)| self.looked_at.insert(*photo));
            self.jobs.find_looks(unseen);
        }
        self.jobs.save_stretches(Arc::clone(self.collection.grouping()));
    }

    fn arrange_incoming(&mut self) {
        if !self.incoming.is_due() {
            return;
        }
        self.incoming.arranging = Some(Instant::now());
        let mut steps = std::mem::take(&mut self.incoming.steps);
        for step in &mut steps {
            if let Step::Photos(photos) = step {
                self.recall_problems(photos);
            }
        }
        self.incoming.regroups = steps.iter().any(|step| matches!(step, Step::Regroup));
        self.jobs.arrange(self.collection.clone(), move |collection| {
            for step in steps {
                match step {
                    Step::Photos(photos) => collection.insert(photos),
                    Step::Gone(paths) => collection.remove_paths(|path| paths.contains(path)),
                    Step::Looks(looks) => collection.add_looks(looks),
                    Step::Regroup => collection.regroup(),
                }
            }
        });
    }

    /// Has everything grouped anew by a job, as soon as the one before it has ended.
    pub(super) fn regroup_soon(&mut self) {
        if !self.incoming.awaits_regrouping() {
            self.incoming.steps.push(Step::Regroup);
        }
        self.arrange_incoming();
    }

    /// Waits until photos are where a person's last moves put them.
    pub(super) fn finish_regrouping(&mut self) {
        while self.incoming.awaits_regrouping() || self.incoming.regroups {
            self.finish_arranging();
            if self.incoming.arranging.is_some() {
                return;
            }
            self.arrange_incoming();
        }
    }

    /// Shows what a job arranged.
    fn show(&mut self, arranged: Collection) {
        let mut arranged = arranged.with_notes_of(&self.collection);
        for (id, problem) in self.incoming.faults.drain(..) {
            arranged.add_problem(id, &problem);
        }
        self.incoming.regroups = false;
        let old = std::mem::replace(&mut self.collection, arranged);
        self.jobs.discard(old);
        self.changes += 1;
        let now = Instant::now();
        self.incoming.cost =
            self.incoming.arranging.take().map_or(Duration::ZERO, |began| now.duration_since(began));
        self.incoming.last_shown = Some(now);
        if self.incoming.steps.is_empty() {
            self.end_scans();
        }
    }

    /// Waits for the job that arranges what was found: what comes now must be done to what it gives.
    pub(super) fn finish_arranging(&mut self) {
        while self.incoming.arranging.is_some() {
            match self.jobs.events().recv() {
                Ok(Event::Arranged { collection }) => self.show(collection),
                Ok(other) => self.held.push_back(other),
                // Cannot be: jobs hold a sender as long as they live.
                Err(_) => return,
            }
        }
    }
}
