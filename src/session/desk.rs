//! Code replacements and the delegation list: read by a job, then used from now on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Session;
use crate::jobs::Dialog;
use crate::library::desk::{Changes, DeskError, DeskFile, DeskKind};
use crate::model::arrange::n_photos;
use crate::model::caption::check::Finding;
use crate::model::caption::suggest::Suggestions;
use crate::model::caption::write::CaptionEdit;
use crate::model::problem::{Problem, ProblemKind};

/// The dialog that asks for such a file.
pub(super) const fn dialog(kind: DeskKind) -> Dialog {
    match kind {
        DeskKind::Codes => Dialog::Codes,
        DeskKind::People => Dialog::People,
    }
}

/// Whether a file that is opened holds code replacements, by its name.
pub(super) fn is_codes(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extension.eq_ignore_ascii_case("txt") && path.is_file()
}

impl Session {
    pub(super) fn read_desk(&mut self, paths: Vec<PathBuf>, kind: DeskKind) {
        for path in paths {
            self.jobs.read_desk(path, kind);
        }
    }

    /// Uses what was read, and tells what a person should look at.
    pub(super) fn take_desk(&mut self, path: &Path, read: Result<DeskFile, DeskError>) {
        let mut note = |message: String| {
            self.note_problem(Problem::new(ProblemKind::Desk, path.to_owned(), message));
        };
        let (change, news) = match read {
            Err(error) => {
                return note(format!("It could not be read: {}. Nothing of it is used.", error.fault));
            }
            Ok(DeskFile::Codes(codes, odd)) => {
                for odd in odd {
                    note(format!("line {}: {}", odd.line, odd.words));
                }
                let news = format!("{} codes are in use: type =code= in any field", codes.len());
                (CaptionEdit::SetCodes(Arc::new(codes)), news)
            }
            Ok(DeskFile::People(people)) => {
                let news = format!("{} persons are on the delegation list", people.len());
                (CaptionEdit::SetPeople(Arc::new(people)), news)
            }
        };
        let edit = change.to_edit(&self.collection);
        self.revise(edit);
        self.news = Some(news);
    }

    /// Waits for a word before anything of a table is taken over.
    pub(super) fn offer_captions(&mut self, path: PathBuf, changes: Result<Changes, DeskError>) {
        match changes {
            Ok(changes) => self.table = Some((path, changes)),
            Err(error) => {
                let message = format!("It could not be read: {}. Nothing of it is used.", error.fault);
                self.note_problem(Problem::new(ProblemKind::Desk, path, message));
            }
        }
    }

    pub(super) fn captions_saved(&mut self, path: &Path, saved: Result<usize, DeskError>) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match saved {
            Ok(n) => self.news = Some(format!("Captions of {} are in {name}", n_photos(n))),
            Err(error) => {
                let message =
                    format!("The captions could not be written: {}. Choose another folder.", error.fault);
                self.note_problem(Problem::new(ProblemKind::Export, path.to_owned(), message));
            }
        }
    }

    /// Does what the table says.
    pub(super) fn take_captions(&mut self) {
        if let Some((_, changes)) = self.table.take() {
            let edit = CaptionEdit::Take(changes.hits).to_edit(&self.collection);
            self.revise(edit);
        }
    }

    /// A table of captions that was opened, and what it would change.
    pub const fn table(&self) -> Option<&(PathBuf, Changes)> {
        self.table.as_ref()
    }

    /// How texts may go on, as it was gathered last: see [`super::Command::GatherSuggestions`].
    pub const fn suggestions(&self) -> &Suggestions {
        &self.suggestions
    }

    /// What the last check of captions found, and its ticket.
    pub fn findings(&self) -> (u64, &Arc<Vec<Finding>>) {
        (self.findings.0, &self.findings.1)
    }

    /// Something that was done and that the person has not asked for in words: to be shown once.
    pub const fn take_news(&mut self) -> Option<String> {
        self.news.take()
    }
}
