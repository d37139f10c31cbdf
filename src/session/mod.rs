//! Floor 5: the running program without a screen.
//!
//! Commands come in ([`Session::command`]), Edits are applied at once, stored by a job, and can be undone; Events of jobs are
//! handled when the frame has time for them ([`Session::poll`]). What is to be shown is read from [`Session::collection`] and
//! the other accessors. The window is one user of it; tests are another.

pub mod command;
pub mod history;
pub mod state;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use command::{Command, Refusal, Revision};
pub use state::{ExportState, LoadedPicture, SaveState, ScanState, Wanted};

use crate::model::collection::Collection;
use crate::model::edit::{Edit, EditId};
use crate::model::photo::{Photo, PhotoId};
use crate::model::problem::Problem;
use history::History;

/// The running program without a screen.
pub struct Session {
    collection: Collection,
    history: History,
    next_edit: EditId,
    changes: u64,
    roots: Vec<PathBuf>,
    recent: Vec<PathBuf>,
    problems: Vec<Problem>,
    save: SaveState,
    scan: Option<ScanState>,
    export: ExportState,
    pictures: Vec<LoadedPicture>,
    picked: Option<PathBuf>,
}

impl Session {
    /// A session whose library is kept in memory only: for tests and for looking without keeping.
    pub fn in_memory() -> Self {
        Self {
            collection: Collection::default(),
            history: History::default(),
            next_edit: EditId(1),
            changes: 0,
            roots: Vec::new(),
            recent: Vec::new(),
            problems: Vec::new(),
            save: SaveState::Saved,
            scan: None,
            export: ExportState::Idle,
            pictures: Vec::new(),
            picked: None,
        }
    }

    /// Does what a person asks.
    ///
    /// # Errors
    /// A [`Refusal`] with words for the person when there is nothing to do.
    pub fn command(&mut self, command: Command) -> Result<(), Refusal> {
        match command {
            Command::Open(paths) => self.open_paths(paths),
            Command::Close(root) => self.close(&root),
            Command::Rescan => {}
            Command::Revise(revision) => {
                let edit = revision.to_edit(&self.collection)?;
                self.revise(edit);
            }
            Command::EndTyping => self.history.end_typing(),
            Command::Undo => {
                let edit = self.history.undo().ok_or(Refusal("There is nothing to undo."))?;
                self.apply(&edit);
                self.store(edit);
            }
            Command::Redo => {
                let id = self.fresh_edit();
                let edit = self.history.redo(id).ok_or(Refusal("There is nothing to redo."))?;
                self.apply(&edit);
                self.store(edit);
            }
            Command::ClearProblems => self.problems.clear(),
        }
        Ok(())
    }

    fn revise(&mut self, edit: Edit) {
        if edit.is_empty() {
            return;
        }
        self.apply(&edit);
        let id = self.fresh_edit();
        let (_id, _step) = self.history.record(id, edit);
    }

    fn apply(&mut self, edit: &Edit) {
        self.collection.apply(edit);
        self.changes += 1;
    }

    fn store(&mut self, _edit: Edit) {}

    fn fresh_edit(&mut self) -> EditId {
        let id = self.next_edit;
        self.next_edit = EditId(id.0 + 1);
        id
    }

    fn open_paths(&mut self, paths: Vec<PathBuf>) {
        self.roots.extend(paths);
    }

    /// Shows photos that were read, at once.
    pub fn insert(&mut self, photos: Vec<Photo>) {
        self.collection.insert(photos);
        self.changes += 1;
    }

    fn close(&mut self, root: &Path) {
        self.roots.retain(|open| open != root);
        self.collection.remove_paths(|path| path.starts_with(root));
        self.changes += 1;
    }

    /// Handles what jobs report, for at most `budget`. Tells whether anything changed that is shown, and whether there is
    /// more to handle.
    pub fn poll(&mut self, _budget: Duration) -> bool {
        false
    }

    /// Photos, notes and grouping.
    pub const fn collection(&self) -> &Collection {
        &self.collection
    }

    /// Grows with every change of the collection: what was laid out for another number is out of date.
    pub const fn changes(&self) -> u64 {
        self.changes
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
        &self.problems
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

    /// Asks for a picture. Asking again for one that is on its way costs nothing.
    pub fn want(&mut self, _photo: PhotoId, _wanted: Wanted) {}

    /// Forgets thumbnails that were asked for and are not needed any more.
    pub fn retain_thumbnails(&mut self, _needed: &dyn Fn(PhotoId) -> bool) {}

    /// Pictures that arrived since last time.
    pub fn take_pictures(&mut self) -> Vec<LoadedPicture> {
        std::mem::take(&mut self.pictures)
    }

    /// Lets the person pick folders to open in the system's own dialog; they open when picked.
    pub fn pick_folders(&mut self) {}

    /// Lets the person pick the folder that an album is exported into: see [`Session::take_picked_target`].
    pub fn pick_export_target(&mut self) {}

    /// The folder that was picked for an export, once.
    pub fn take_picked_target(&mut self) -> Option<PathBuf> {
        self.picked.take()
    }

    /// Stops reading folders; what was read stays.
    pub fn cancel_scan(&mut self) {}

    /// Stops the export; nothing half-written stays.
    pub fn cancel_export(&mut self) {}
}
