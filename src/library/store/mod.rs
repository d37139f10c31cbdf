//! The library: one SQLite file with what people said (for good) and what files said (so that they need not be read again).
//!
//! One program at a time has it open for writing, by a lock file beside it; others may read. Everything is saved in transactions,
//! so a crash at any moment leaves the last saved state. What people say is kept twice: as it stands, and as a journal of
//! edits with who, when, old and new.
//!
//! Format: SQLite 3 (<https://www.sqlite.org/fileformat2.html>), WAL mode, `application_id` "Atac", `user_version` the layout.

mod edits;
mod error;
mod files;
mod journal;
mod open;
pub mod saved;
mod saved_captions;
mod saved_hidden;
mod saved_programme;
mod saved_texts;
mod schema;
mod settings;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::model::edit::EditId;
use crate::model::notes::Notes;
use crate::model::photo::PhotoId;
use crate::model::time::sidecar::LibraryId;
use crate::model::visit::VisitId;

pub use edits::EditMeta;
pub use error::StoreError;
pub use journal::Recorded;
pub use open::Check;

/// An open library. Dropping it closes it properly.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// Held while it is open for writing.
    lock: Option<File>,
    read_only: bool,
    /// The check after a run that did not close it has not passed yet, or did not pass.
    is_unchecked: bool,
}

/// What people said and what else the window needs from the start. Files are asked for by folder: [`Store::known_under`].
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// All that people said.
    pub notes: Notes,
    /// The stretch that each photo was in last time, for [`crate::model::collection::Collection::new`].
    pub stretch_of: HashMap<PhotoId, VisitId>,
    /// Small numbers that were kept by name.
    pub settings: BTreeMap<String, i64>,
    /// Folders that were opened, the last one first.
    pub recent: Vec<PathBuf>,
    /// An identity for the next edit that none in the journal has; count up from it.
    pub next_edit: EditId,
}

/// Where the library is: `wanted`, else what ATTACHE_LIBRARY names, else in the user's data folder.
///
/// # Errors
/// [`StoreError::NoDataFolder`] when nothing names one.
pub fn library_path(wanted: Option<&Path>) -> Result<PathBuf, StoreError> {
    let path = match (wanted, std::env::var_os("ATTACHE_LIBRARY")) {
        (Some(path), _) => path.to_owned(),
        (None, Some(path)) if !path.is_empty() => PathBuf::from(path),
        (None, _) => {
            dirs::data_dir().ok_or(StoreError::NoDataFolder)?.join("attache").join("library.attache")
        }
    };
    std::path::absolute(&path).map_err(|source| StoreError::of_io(source, "find", &path))
}

impl Store {
    /// The library file; `:memory:` for one that is not kept.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether nothing can be saved to it.
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Everything but the files.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn load(&self) -> Result<Stored, StoreError> {
        let mut stored = Stored {
            notes: self.load_notes()?,
            next_edit: self.next_edit()?,
            stretch_of: HashMap::new(),
            settings: self.load_settings()?,
            recent: Vec::new(),
        };
        self.rows("SELECT value FROM mark WHERE name = 'identity'", [], |row| {
            stored.notes.set_library(Some(LibraryId(row.get(0)?)));
            Ok(())
        })?;
        // Photos of a stretch share its name.
        let mut names: HashMap<String, VisitId> = HashMap::new();
        self.rows("SELECT id, stretch FROM photo WHERE stretch IS NOT NULL", [], |row| {
            let (id, name) = (row.get_ref(0)?.as_blob()?, row.get_ref(1)?.as_str()?);
            let visit = match names.get(name) {
                Some(visit) => visit.clone(),
                None => names.entry(name.to_owned()).or_insert(VisitId::new(name)).clone(),
            };
            if let Ok(id) = id.try_into() {
                stored.stretch_of.insert(PhotoId(id), visit);
            }
            Ok(())
        })?;
        self.rows("SELECT path FROM recent_folder ORDER BY seq DESC", [], |row| {
            stored.recent.push(files::path_of(row.get_ref(0)?.as_blob()?));
            Ok(())
        })?;
        Ok(stored)
    }

    /// Runs a query and gives every row to `each`.
    fn rows(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        mut each: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let run = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                each(row)?;
            }
            Ok(())
        };
        run().map_err(|source| StoreError::of(source, "read", &self.path))
    }

    /// Runs `work` in one transaction: all of it is saved or nothing.
    fn saving(
        &self,
        tried: &'static str,
        work: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        if self.is_unchecked {
            return Err(StoreError::Unchecked { path: self.path.clone() });
        }
        let run = || {
            let transaction = self.connection.unchecked_transaction()?;
            work(&transaction)?;
            transaction.commit()
        };
        run().map_err(|source| StoreError::of(source, tried, &self.path))
    }
}
