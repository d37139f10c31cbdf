//! Why the library could not be opened, read or written.

use std::io;
use std::path::PathBuf;

/// A failure of the library. The library file is never deleted or replaced because of one.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another window has it open for writing.
    #[error(
        "the library {path} is open in another window; close that window first, or work with another library (--library FILE)"
    )]
    InUse {
        /// The library file.
        path: PathBuf,
    },
    /// A newer version of the program wrote it.
    #[error(
        "the library {path} was written by a newer Attaché (version {found} of its layout; this program knows up to {known}); \
         update Attaché, or work with another library (--library FILE)"
    )]
    Newer {
        /// The library file.
        path: PathBuf,
        /// The layout that the file has.
        found: i64,
        /// The newest layout that this program knows.
        known: i64,
    },
    /// The file is something else.
    #[error("{path} is not an Attaché library, and was left as it is; name another file (--library FILE)")]
    NotALibrary {
        /// The file.
        path: PathBuf,
    },
    /// Its bytes contradict each other.
    #[error(
        "the library {path} is damaged ({detail}); it was left as it is: put a copy of it from a backup back in its place, \
         or move it away to begin a new one"
    )]
    Damaged {
        /// The library file.
        path: PathBuf,
        /// Where and how, in SQLite's words.
        detail: String,
    },
    /// It was not closed by the program last time and has not been looked through since.
    #[error("the library {path} is still being checked; wait until that is done")]
    Unchecked {
        /// The library file.
        path: PathBuf,
    },
    /// Neither the file nor its folder may be written.
    #[error(
        "the library {path} cannot be written; allow writing to the file and its folder, or work with another library (--library FILE)"
    )]
    ReadOnly {
        /// The library file.
        path: PathBuf,
    },
    /// No space is left.
    #[error("the disk that holds the library {path} is full; make space, then it will be saved")]
    DiskFull {
        /// The library file.
        path: PathBuf,
    },
    /// The system names no folder for a user's data.
    #[error(
        "this system names no folder for a user's data; say where the library is (--library FILE or ATTACHE_LIBRARY)"
    )]
    NoDataFolder,
    /// The system refused.
    #[error("could not {tried} the library {path}: {source}")]
    Io {
        /// What was tried: "open", "create the folder of".
        tried: &'static str,
        /// The library file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite refused.
    #[error("could not {tried} the library {path}: {source}")]
    Sqlite {
        /// What was tried: "read", "save an edit to".
        tried: &'static str,
        /// The library file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The error of a statement, told apart by its cause.
    pub(super) fn of(source: rusqlite::Error, tried: &'static str, path: &std::path::Path) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(Code::DatabaseCorrupt) => Self::Damaged { path, detail: source.to_string() },
            Some(Code::NotADatabase) => Self::NotALibrary { path },
            Some(Code::ReadOnly | Code::PermissionDenied) => Self::ReadOnly { path },
            Some(Code::DiskFull) => Self::DiskFull { path },
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::InUse { path },
            _ => Self::Sqlite { tried, path, source },
        }
    }

    /// The error of a file operation, told apart by its cause.
    pub(super) fn of_io(source: io::Error, tried: &'static str, path: &std::path::Path) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Io { tried, path, source },
        }
    }
}
