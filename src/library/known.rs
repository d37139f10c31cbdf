//! What the library remembers of files: enough to show them again without opening them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::model::motion::Movie;
use crate::model::photo::{Format, Original, Photo, PhotoId};
use crate::model::problem::Problem;
use crate::model::sidecar::Sidecar;

use super::store::saved::SavedPhoto;

/// What a file was found to be when it was last read.
#[derive(Clone, Debug, PartialEq)]
pub enum Was {
    /// A photo, with what the file says.
    Photo(PhotoId, SavedPhoto),
    /// A picture that could not be read, or no picture although its name says so.
    NotRead(Problem),
    /// A video that belongs to a photo, with what it says of itself.
    Movie(Movie),
    /// A sidecar of a photo, with what it says.
    Sidecar(Box<Sidecar>),
    /// Nothing to show by itself: not a picture, or the raw twin of one.
    Other,
}

/// One file as it was when it was last read.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownFile {
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was last written, in nanoseconds since 1970-01-01 UTC; `None` where the file system does not say.
    pub modified_ns: Option<i64>,
    /// What its bytes say it is; `None` when it is no picture or was not asked.
    pub format: Option<Format>,
    /// What it was found to be.
    pub was: Was,
}

impl KnownFile {
    /// Whether a file with this length and time is still the one that was read. Where there is no time nothing is sure.
    pub fn is_unchanged(&self, bytes: u64, modified_ns: Option<i64>) -> bool {
        self.bytes == bytes && modified_ns.is_some() && self.modified_ns == modified_ns
    }

    /// The photo as it was read, without its companions. `None` when it was no photo, or when what was
    /// saved cannot be understood; then the file is to be read again.
    pub fn photo(&self, path: &Path) -> Option<Photo> {
        let Was::Photo(id, saved) = &self.was else { return None };
        let original = Original { path: path.to_owned(), bytes: self.bytes, modified_ns: self.modified_ns };
        saved.restore(*id, original)
    }
}

/// A file to be remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRecord {
    /// Where it is: an absolute path.
    pub path: PathBuf,
    /// What is known of it.
    pub file: KnownFile,
}

/// All files that are remembered, by absolute path.
pub type KnownFiles = HashMap<PathBuf, KnownFile>;
