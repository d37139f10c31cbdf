//! Floor 5: the running program without a screen.
//!
//! Commands come in ([`Session::command`]), Edits are applied at once, stored by a job, and can be undone; Events of jobs are
//! handled when the frame has time for them ([`Session::poll`]). What is to be shown is read from [`Session::collection`] and
//! the other accessors. The window is one user of it; tests are another.

pub mod command;
mod desk;
mod exporting;
mod handle;
pub mod history;
mod in_step;
mod problems;
pub mod programmes;
mod sidecars;
pub mod state;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use crate::export::{ExportSettings, Profile};
pub use crate::jobs::Wanted;
pub use crate::library::desk::{Changes, DeskKind};
pub use crate::library::programme::{Column, Reading, Remark};
pub use crate::library::scan::absolute;
pub use crate::library::store::{Recorded, StoreError, library_path};
pub use crate::media::{Area, Levels, Picture, Pyramid, Tile, TileId};
pub use command::{Command, Refusal, Revision};
pub use programmes::Offer;
pub use sidecars::SidecarPreview;
pub use state::{ExportState, FullPicture, LoadedPicture, SaveState, ScanState, SidecarState};

use crate::jobs::{Dialog, Event, JobId, Jobs};
use crate::library::store::{Check, EditMeta, Store};
use crate::library::thumbnails::ThumbnailCache;
use crate::model::caption::check::Finding;
use crate::model::caption::suggest::Suggestions;
use crate::model::collection::Collection;
use crate::model::edit::{Edit, EditId};
use crate::model::notes::Subject;
use crate::model::photo::{Photo, PhotoId};
use crate::model::problem::Problem;
use crate::model::text::LangTag;
use handle::Incoming;
use history::History;
use in_step::InStep;
use problems::Problems;

/// How many folders used last are offered.
const MAX_RECENT: usize = 8;

/// So many photos are grouped anew within a frame; more of them by a job.
const MAX_AT_ONCE: usize = 2_000;

/// The running program without a screen. Dropping it waits until everything typed is saved.
pub struct Session {
    collection: Collection,
    history: History,
    next_edit: EditId,
    changes: u64,
    roots: Vec<PathBuf>,
    recent: Vec<PathBuf>,
    problems: Problems,
    /// Faults that showed when photos were decoded. What is read of a file does not tell them again, so they are kept.
    decoding: BTreeMap<PhotoId, Vec<Problem>>,
    /// Photos that were looked at to compare clocks by what devices saw.
    looked_at: HashSet<PhotoId>,
    save: SaveState,
    /// The last edit that went to the writer.
    last_sent: Option<EditId>,
    scan: Option<ScanState>,
    /// Scans that have not ended, oldest first.
    scans: Vec<JobId>,
    incoming: Incoming,
    /// Events that wait to be handled, before those that jobs still have.
    held: VecDeque<Event>,
    /// Where audits are kept as pages; nowhere for a library that is not kept.
    audits: Option<PathBuf>,
    export: ExportState,
    export_job: Option<(JobId, std::time::Instant)>,
    sidecars: Option<SidecarState>,
    written: Option<String>,
    in_step: InStep,
    pictures: Vec<LoadedPicture>,
    full: Option<FullPicture>,
    picked: Option<PathBuf>,
    picked_theme: Option<PathBuf>,
    unsound: Option<StoreError>,
    news: Option<String>,
    /// What the last check of captions found, and its ticket.
    findings: (u64, Arc<Vec<Finding>>),
    suggestions: Suggestions,
    /// What a table of captions would change, and waits for a word.
    table: Option<(PathBuf, Changes)>,
    /// What goes into the table whose place is being asked for.
    to_save: Option<(Vec<PhotoId>, Vec<LangTag>)>,
    told: Option<(Subject, Vec<Recorded>)>,
    settings: BTreeMap<String, i64>,
    offers: VecDeque<Offer>,
    offer_revision: u64,
    jobs: Jobs,
}

impl Session {
    /// Opens the library at `library`, or where it usually is. `waker` is called from other threads when there is something for
    /// [`Session::poll`].
    ///
    /// # Errors
    /// [`StoreError`] with words for the person: in use by another window, newer, damaged, not a library. Damage may also show
    /// later: [`Session::take_unsound`].
    pub fn open(
        library: Option<&Path>,
        waker: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let (store, check) = Store::open_at_once(&library_path(library)?)?;
        Self::with_store((store, check), ThumbnailCache::of_user(), waker)
    }

    /// A session whose library is kept in memory only: for tests and for looking without keeping.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory(waker: impl Fn() + Send + Sync + 'static) -> Result<Self, StoreError> {
        Self::with_store((Store::in_memory()?, None), ThumbnailCache::none(), waker)
    }

    fn with_store(
        (store, check): (Store, Option<Check>),
        thumbnails: ThumbnailCache,
        waker: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let stored = store.load()?;
        let audits =
            store.path().parent().filter(|folder| folder.is_absolute()).map(|folder| folder.join("audits"));
        Ok(Self {
            collection: Collection::new(stored.notes, stored.stretch_of),
            history: History::default(),
            next_edit: stored.next_edit,
            changes: 0,
            roots: Vec::new(),
            recent: stored.recent,
            problems: Problems::default(),
            decoding: BTreeMap::new(),
            looked_at: HashSet::new(),
            save: SaveState::Saved,
            last_sent: None,
            scan: None,
            scans: Vec::new(),
            incoming: Incoming::default(),
            held: VecDeque::new(),
            audits,
            export: ExportState::Idle,
            export_job: None,
            sidecars: None,
            written: None,
            in_step: InStep::default(),
            pictures: Vec::new(),
            full: None,
            picked: None,
            picked_theme: None,
            unsound: None,
            news: None,
            findings: (0, Arc::default()),
            suggestions: Suggestions::default(),
            table: None,
            to_save: None,
            told: None,
            settings: stored.settings,
            offers: VecDeque::new(),
            offer_revision: 0,
            jobs: Jobs::new((store, check), thumbnails, waker),
        })
    }

    /// Does what a person asks.
    ///
    /// # Errors
    /// A [`Refusal`] with words for the person when there is nothing to do.
    pub fn command(&mut self, command: Command) -> Result<(), Refusal> {
        match command {
            Command::Open(paths) => self.open_paths(&paths),
            Command::Close(root) => self.close(&root),
            Command::Rescan => self.rescan()?,
            Command::CancelScan => self.scans.iter().for_each(|job| self.jobs.cancel(*job)),
            Command::PickFolders => self.jobs.ask(Dialog::Folders, self.recent.first().cloned()),
            Command::PickExportTarget => self.jobs.ask(Dialog::ExportTarget, None),
            Command::PickTheme => self.jobs.ask(Dialog::Theme, None),
            Command::PickDesk(kind) => self.jobs.ask(desk::dialog(kind), None),
            Command::PickCaptions => self.jobs.ask(Dialog::Captions, None),
            Command::PickCaptionsTarget { photos, langs } => {
                self.to_save = Some((photos, langs));
                self.jobs.ask(Dialog::CaptionsTarget, None);
            }
            Command::TakeCaptions => self.take_captions(),
            Command::RefuseCaptions => self.table = None,
            Command::CheckCaptions { ticket, photos, langs } => {
                self.jobs.check(ticket, self.collection.clone(), photos, langs);
            }
            Command::GatherSuggestions => self.jobs.gather(self.collection.clone()),
            Command::FindHistory(subject) => {
                self.told = None;
                self.jobs.find_history(subject);
            }
            Command::Revise(revision) => {
                if revision.goes_by_grouping() {
                    self.finish_regrouping();
                }
                let edit = revision.to_edit(&self.collection)?;
                self.revise(edit);
            }
            Command::EndTyping => self.history.end_typing(),
            Command::Undo => {
                let edit = self.history.undo().ok_or(Refusal("There is nothing to undo."))?;
                let id = self.fresh_edit();
                self.apply(&edit);
                self.store(id, edit);
            }
            Command::Redo => {
                let id = self.fresh_edit();
                let edit = self.history.redo(id).ok_or(Refusal("There is nothing to redo."))?;
                self.apply(&edit);
                self.store(id, edit);
            }
            Command::Export(settings) => {
                self.finish_regrouping();
                self.start_export(&settings)?;
            }
            Command::CancelExport => {
                if let Some((job, _)) = self.export_job {
                    self.jobs.cancel(job);
                }
            }
            Command::WriteSidecars(photos, first) => self.write_sidecars(&photos, &first)?,
            Command::CancelSidecars => self.cancel_sidecars(),
            Command::KeepInStep(on) => self.keep_in_step(on),
            Command::ClearProblems => self.problems.clear(),
            Command::UseProgramme => self.use_programme()?,
            Command::RefuseProgramme => self.refuse_programme(),
        }
        Ok(())
    }

    fn revise(&mut self, edit: Edit) {
        if edit.is_empty() {
            return;
        }
        self.apply(&edit);
        let fresh = self.fresh_edit();
        let (id, step) = self.history.record(fresh, edit);
        let step = step.clone();
        self.store(id, step);
    }

    fn apply(&mut self, edit: &Edit) {
        self.note_out_of_step(edit);
        let regroups = edit.changes.iter().any(|change| change.key.field.regroups());
        if regroups && self.collection.photos().len() > MAX_AT_ONCE {
            self.collection.note(edit);
            self.regroup_soon();
        } else {
            if regroups {
                self.finish_arranging();
            }
            self.collection.apply(edit);
        }
        self.changes += 1;
    }

    fn store(&mut self, id: EditId, edit: Edit) {
        self.save = SaveState::Saving;
        self.last_sent = Some(id);
        self.jobs.save_edit(id, edit, EditMeta::now());
    }

    fn fresh_edit(&mut self) -> EditId {
        let id = self.next_edit;
        self.next_edit = EditId(id.0 + 1);
        id
    }

    fn open_paths(&mut self, paths: &[PathBuf]) {
        let mut to_scan = Vec::new();
        for path in paths.iter().map(|path| absolute(path)) {
            if is_programme(&path) {
                self.jobs.read_table(path, self.collection.clone());
                continue;
            }
            if desk::is_codes(&path) {
                self.jobs.read_desk(path, DeskKind::Codes);
                continue;
            }
            self.jobs.remember_folder(path.clone());
            if !self.roots.contains(&path) {
                self.roots.push(path.clone());
            }
            to_scan.push(path);
        }
        self.start_scan(&to_scan);
    }

    fn put_first_in_recent(&mut self, folder: PathBuf) {
        self.recent.retain(|known| *known != folder);
        self.recent.insert(0, folder);
        self.recent.truncate(MAX_RECENT);
    }

    fn rescan(&mut self) -> Result<(), Refusal> {
        if self.roots.is_empty() {
            return Err(Refusal("Nothing is open to be looked through again."));
        }
        self.problems.clear();
        let roots = self.roots.clone();
        self.start_scan(&roots);
        Ok(())
    }

    fn start_scan(&mut self, roots: &[PathBuf]) {
        if roots.is_empty() {
            return;
        }
        self.scans.push(self.jobs.scan(roots));
        self.scan.get_or_insert_with(ScanState::default);
    }

    fn close(&mut self, root: &Path) {
        self.finish_arranging();
        self.roots.retain(|open| open != root);
        let roots = &self.roots;
        self.collection
            .remove_paths(|path| path.starts_with(root) && !roots.iter().any(|open| path.starts_with(open)));
        self.problems.retain(|problem| !problem.path.as_deref().is_some_and(|p| p.starts_with(root)));
        self.changes += 1;
    }

    /// Shows photos that were read, at once.
    pub fn insert(&mut self, photos: Vec<Photo>) {
        self.finish_arranging();
        self.collection.insert(photos);
        self.changes += 1;
    }

    /// While the first photos of a library are yet to be seen, scans wait with all others, for two seconds at most.
    pub fn hold_scans(&self, hold: bool) {
        self.jobs.hold_scans(hold);
    }

    /// Small numbers that are kept in the library by name: how the person likes the window. No part of undo.
    pub const fn settings(&self) -> &BTreeMap<String, i64> {
        &self.settings
    }

    /// Keeps one of them.
    pub fn keep_setting(&mut self, name: &'static str, value: i64) {
        self.settings.insert(name.to_owned(), value);
        self.jobs.save_setting(name, value);
    }

    /// Waits until everything typed up to now is saved, or could not be.
    pub fn flush(&self) {
        self.jobs.flush();
    }

    /// Photos, notes and grouping.
    pub const fn collection(&self) -> &Collection {
        &self.collection
    }

    /// Grows with every change of the collection: what was laid out for another number is out of date.
    pub const fn changes(&self) -> u64 {
        self.changes
    }

    /// What was said of a subject, the newest first, once it has been found.
    pub fn history_of(&self, subject: &Subject) -> Option<&[Recorded]> {
        self.told.as_ref().filter(|(of, _)| of == subject).map(|(_, changes)| changes.as_slice())
    }

    /// What Undo would take back: "caption of 12 photos".
    pub fn undo_name(&self) -> Option<&str> {
        self.history.undo_name()
    }

    /// What Redo would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.history.redo_name()
    }

    /// Folders and files that are open.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Folders used last, newest first.
    pub fn recent(&self) -> &[PathBuf] {
        &self.recent
    }

    /// Faults that were met, oldest first.
    pub fn problems(&self) -> &[Problem] {
        self.problems.all()
    }

    /// How far the looking through folders is; `None` when nothing is being read.
    pub const fn scan(&self) -> Option<&ScanState> {
        self.scan.as_ref()
    }

    /// How far the export is, or how it ended.
    pub const fn export(&self) -> &ExportState {
        &self.export
    }

    /// Whether everything that was typed is in the library.
    pub const fn save_state(&self) -> &SaveState {
        &self.save
    }

    /// Asks for a picture. Asking again for one that is on its way costs little and makes it more urgent.
    pub fn want(&mut self, photo: PhotoId, wanted: Wanted) {
        if let Some(known) = self.collection.photo(photo) {
            self.jobs.want_picture(photo, &known.original.path, wanted);
        }
    }

    /// Forgets thumbnails that were asked for and are not needed any more.
    pub fn retain_thumbnails(&mut self, needed: &dyn Fn(PhotoId) -> bool) {
        self.jobs.retain_thumbnails(needed);
    }

    /// Forgets large pictures and neighbours that were asked for and are not needed any more.
    pub fn retain_large(&mut self, needed: &dyn Fn(PhotoId) -> bool) {
        self.jobs.retain_large(needed);
    }

    /// Has the full picture made of the photo that is looked at closely, and calls off that of any other. Asking again costs
    /// nothing.
    pub fn show_full(&mut self, photo: Option<PhotoId>) {
        let known = photo.and_then(|photo| self.collection.photo(photo));
        self.jobs.show_full(known.map(|known| (known.id, known.original.path.as_path())));
    }

    /// The full picture that arrived since last time.
    pub fn take_full(&mut self) -> Option<FullPicture> {
        self.full.take()
    }

    /// Pictures that arrived since last time.
    pub fn take_pictures(&mut self) -> Vec<LoadedPicture> {
        std::mem::take(&mut self.pictures)
    }

    /// Why nothing can be saved: the library was not closed last time and its check, which is made while photos are shown already,
    /// found it damaged. Told once; then there is nothing to do but to end this session.
    pub const fn take_unsound(&mut self) -> Option<StoreError> {
        self.unsound.take()
    }

    /// The folder that was picked for an export, once.
    pub fn take_picked_target(&mut self) -> Option<PathBuf> {
        self.picked.take()
    }

    /// The folder of a theme that was picked, once.
    pub fn take_picked_theme(&mut self) -> Option<PathBuf> {
        self.picked_theme.take()
    }

    /// Opens a finished album in the person's browser, a folder in what the system shows folders with, off this thread.
    pub fn open_in_browser(&self, index: PathBuf) {
        std::thread::spawn(move || {
            let opened = if index.is_dir() { opener::open(&index) } else { opener::open_browser(&index) };
            if let Err(error) = opened {
                tracing::warn!("could not open {}: {error}", index.display());
            }
        });
    }

    /// Adds a fault to the list, unless the same is there, and to the photo that it shows on.
    fn note_problem(&mut self, problem: Problem) {
        let photo = problem.path.as_deref().filter(|_| problem.kind.is_of_picture());
        if let Some(id) = photo.and_then(|path| self.collection.at_path(path)) {
            if self.incoming.arranging.is_some() {
                // The job shares the photos: to change one now would copy them all.
                self.incoming.faults.push((id, problem.clone()));
            } else {
                self.changes += u64::from(self.collection.add_problem(id, &problem));
            }
            let known = self.decoding.entry(id).or_default();
            if !known.contains(&problem) {
                known.push(problem.clone());
            }
        }
        self.problems.add(problem);
    }

    /// Gives photos that were read again the faults that had shown when they were decoded.
    fn recall_problems(&mut self, photos: &mut [Photo]) {
        for photo in photos {
            for problem in self.decoding.get(&photo.id).cloned().unwrap_or_default() {
                // The file may be elsewhere by now.
                let problem = Problem { path: Some(photo.original.path.clone()), ..problem };
                if !photo.problems.contains(&problem) {
                    photo.problems.push(problem.clone());
                }
                self.problems.add(problem);
            }
        }
    }
}

/// Whether a file that is opened is a programme, by its name: what it is then has to be told by its bytes.
fn is_programme(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["ics", "csv", "tsv"].iter().any(|known| extension.eq_ignore_ascii_case(known)) && path.is_file()
}
