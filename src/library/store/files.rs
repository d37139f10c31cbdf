//! What files said: kept so that unchanged files need not be opened again.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row, params};

use crate::library::known::{FileRecord, KnownFile, KnownFiles, Was};
use crate::model::photo::{Format, PhotoId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::visit::VisitId;

use super::saved::{FACTS_VERSION, SavedPhoto, restore_movie, save_movie};
use super::saved_texts::{restore_sidecar, save_sidecar};
use super::{Store, StoreError};

/// How many folders are remembered as opened last.
const RECENT_FOLDERS: i64 = 12;

impl Store {
    /// Every file remembered at or under these absolute paths, if the present reader read it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn known_under(&self, roots: &[PathBuf]) -> Result<KnownFiles, StoreError> {
        self.some_under(roots, None)
    }

    /// The first photos remembered there, by path: at most `max` for each root.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn first_under(&self, roots: &[PathBuf], max: u32) -> Result<KnownFiles, StoreError> {
        self.some_under(roots, Some(max))
    }

    fn some_under(&self, roots: &[PathBuf], max_photos: Option<u32>) -> Result<KnownFiles, StoreError> {
        let mut known = KnownFiles::new();
        for root in roots {
            let (at, mut from) = (bytes_of(root), bytes_of(root));
            if from.last() != Some(&SEPARATOR) {
                from.push(SEPARATOR);
            }
            let mut to = from.clone();
            if let Some(last) = to.last_mut() {
                *last += 1;
            }
            let mut each = |row: &Row<'_>| {
                let path = path_of(row.get_ref(0)?.as_blob()?);
                if let Some(file) = restore(row, &path)? {
                    known.insert(path, file);
                }
                Ok(())
            };
            match max_photos {
                None => self.rows(
                    "SELECT path, bytes, modified_ns, format, photo, facts, problem, message FROM file
                     WHERE (path = ?1 OR (path >= ?2 AND path < ?3)) AND facts_version = ?4",
                    params![at, from, to, FACTS_VERSION],
                    &mut each,
                )?,
                // By the index on paths, so that it looks at no more rows than it gives.
                Some(max) => self.rows(
                    "SELECT path, bytes, modified_ns, format, photo, facts, problem, message FROM file
                     WHERE path >= ?1 AND path < ?2 AND facts_version = ?3 AND photo IS NOT NULL ORDER BY path LIMIT ?4",
                    params![from, to, FACTS_VERSION, max],
                    &mut each,
                )?,
            }
        }
        Ok(known)
    }

    /// Remembers files as they were read.
    ///
    /// # Errors
    /// When the library cannot be written; then none of them is saved.
    pub fn save_files(&self, files: &[FileRecord]) -> Result<(), StoreError> {
        self.saving("save photos to", |connection| {
            files.iter().try_for_each(|record| save_file(connection, record))
        })
    }

    /// Forgets files that are there no more. What people said of their photos stays.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn forget_files(&self, paths: &[PathBuf]) -> Result<(), StoreError> {
        self.saving("save photos to", |connection| {
            let mut forget = connection.prepare_cached("DELETE FROM file WHERE path = ?1")?;
            paths.iter().try_for_each(|path| forget.execute([bytes_of(path)]).map(|_| ()))
        })
    }

    /// Remembers which stretch each photo is in. Photos that are not named keep theirs.
    ///
    /// # Errors
    /// When the library cannot be written; then none of them is saved.
    pub fn save_stretches<'a>(
        &self,
        stretches: impl IntoIterator<Item = (&'a PhotoId, &'a VisitId)>,
    ) -> Result<(), StoreError> {
        self.saving("save visits to", |connection| {
            let mut save = connection.prepare_cached(
                "INSERT INTO photo (id, stretch) VALUES (?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET stretch = excluded.stretch WHERE stretch IS NOT excluded.stretch",
            )?;
            stretches
                .into_iter()
                .try_for_each(|(photo, visit)| save.execute(params![photo.0, visit.as_str()]).map(|_| ()))
        })
    }

    /// Puts a folder first among those opened last.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn remember_folder(&self, folder: &Path) -> Result<(), StoreError> {
        self.saving("save the opened folder to", |connection| {
            connection.execute(
                "INSERT OR REPLACE INTO recent_folder (path, seq)
                 VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM recent_folder))",
                [bytes_of(folder)],
            )?;
            connection.execute(
                "DELETE FROM recent_folder WHERE path NOT IN (SELECT path FROM recent_folder ORDER BY seq DESC LIMIT ?1)",
                [RECENT_FOLDERS],
            )?;
            Ok(())
        })
    }

    /// Takes a folder out of those opened last.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn forget_folder(&self, folder: &Path) -> Result<(), StoreError> {
        self.saving("save the opened folder to", |connection| {
            connection.execute("DELETE FROM recent_folder WHERE path = ?1", [bytes_of(folder)]).map(|_| ())
        })
    }
}

fn save_file(connection: &Connection, record: &FileRecord) -> rusqlite::Result<()> {
    let FileRecord { path, file } = record;
    let text;
    let (photo, facts, problem) = match &file.was {
        Was::Photo(id, saved) => (Some(id.0), Some(saved.as_str()), None),
        Was::Movie(of) => {
            text = save_movie(of);
            (None, text.as_deref(), None)
        }
        Was::Sidecar(of) => {
            text = save_sidecar(of);
            (None, text.as_deref(), None)
        }
        Was::NotRead(problem) => (None, None, Some(problem)),
        Was::Other => (None, None, None),
    };
    if let Some(id) = photo {
        connection.prepare_cached("INSERT OR IGNORE INTO photo (id) VALUES (?1)")?.execute([id])?;
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO file (path, bytes, modified_ns, format, photo, facts_version, facts, problem, message)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            bytes_of(path),
            i64::try_from(file.bytes).unwrap_or(i64::MAX),
            file.modified_ns,
            file.format.map(Format::code),
            photo,
            FACTS_VERSION,
            facts,
            problem.map(|p| p.kind.code()),
            problem.map(|p| p.message.as_str()),
        ])?;
    Ok(())
}

/// The file of a row; `None` when it cannot be understood, so that the file is read again.
fn restore(row: &Row<'_>, path: &Path) -> rusqlite::Result<Option<KnownFile>> {
    let photo: Option<[u8; 32]> = row.get(4)?;
    let was = match (photo, row.get::<_, Option<String>>(5)?, row.get::<_, Option<String>>(6)?) {
        (Some(id), Some(facts), _) => Was::Photo(PhotoId(id), SavedPhoto::from_stored(facts)),
        (None, None, Some(kind)) => match ProblemKind::from_code(&kind) {
            Some(kind) => {
                let message: Option<String> = row.get(7)?;
                Was::NotRead(Problem::new(kind, path, message.unwrap_or_default()))
            }
            None => return Ok(None),
        },
        (None, Some(facts), None) => match (restore_sidecar(&facts), restore_movie(&facts)) {
            (Some(sidecar), _) => Was::Sidecar(Box::new(sidecar)),
            (None, Some(movie)) => Was::Movie(movie),
            (None, None) => return Ok(None),
        },
        (None, None, None) => Was::Other,
        _ => return Ok(None),
    };
    let format: Option<String> = row.get(3)?;
    Ok(Some(KnownFile {
        bytes: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
        modified_ns: row.get(2)?,
        format: format.as_deref().and_then(Format::from_code),
        was,
    }))
}

const SEPARATOR: u8 = std::path::MAIN_SEPARATOR as u8;

/// A path as bytes that sort by folder.
#[cfg(unix)]
fn bytes_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

/// The path that [`bytes_of`] saved.
#[cfg(unix)]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// A path as bytes that sort by folder. A name that is not Unicode is not found again: its file is read each time.
#[cfg(not(unix))]
fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

/// The path that [`bytes_of`] saved.
#[cfg(not(unix))]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
