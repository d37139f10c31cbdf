//! How far things are: what the window shows of work in the background.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::jobs::JobId;
use crate::jobs::Wanted;
use crate::media::{Picture, Pyramid};
use crate::model::photo::PhotoId;

/// How far the looking through folders is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanState {
    began: Instant,
    /// Pictures found so far.
    pub n_found: usize,
    /// Of those, read or known from before.
    pub n_done: usize,
    /// Whether all folders have been walked, so that `n_found` is final.
    pub walked: bool,
    /// How long it may still take, when that can be told.
    pub remaining: Option<Duration>,
}

impl Default for ScanState {
    fn default() -> Self {
        Self { began: Instant::now(), n_found: 0, n_done: 0, walked: false, remaining: None }
    }
}

impl ScanState {
    pub(super) fn report(&mut self, n_found: usize, n_done: usize, walked: bool) {
        (self.n_found, self.n_done, self.walked) = (n_found, n_done, walked);
        self.remaining = if walked { remaining(self.began.elapsed(), n_done, n_found) } else { None };
    }
}

/// How long the rest will take if it goes on as it went; `None` while it is too early to tell.
pub(super) fn remaining(elapsed: Duration, n_done: usize, n_total: usize) -> Option<Duration> {
    if n_done == 0 || n_done > n_total || elapsed < Duration::from_secs(1) {
        return None;
    }
    Some(elapsed.mul_f64((n_total - n_done) as f64 / n_done as f64))
}

/// Whether what was typed is in the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// All of it.
    Saved,
    /// On its way.
    Saving,
    /// It could not be stored; the words for the person say why and what to do. What was typed is still on the screen.
    Failed(String),
}

/// How far the writing of sidecars is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SidecarState {
    /// Which job.
    pub(super) job: JobId,
    /// Photos done of `n_total`.
    pub n_done: usize,
    /// Photos in all.
    pub n_total: usize,
}

/// How far an export is, or how it ended.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportState {
    /// None was asked for.
    Idle,
    /// At work.
    Running {
        /// What is being done: "Making pictures".
        step: String,
        /// Parts done of `n_total`.
        n_done: usize,
        /// Parts in all.
        n_total: usize,
        /// How long it may still take, when that can be told.
        remaining: Option<Duration>,
    },
    /// The album stands.
    Done {
        /// Its first page.
        index: PathBuf,
        /// Photos in it.
        n_photos: usize,
        /// Photos that had to stay out; the Problems list says why.
        n_left_out: usize,
        /// The audit as a page for people, where there is a place for it.
        audit: Option<PathBuf>,
    },
    /// A person stopped it; nothing was left behind.
    Cancelled,
    /// It could not be done; words for the person.
    Failed(String),
}

/// The full picture of the photo that is looked at closely.
#[derive(Clone, Debug)]
pub struct FullPicture {
    /// Of which photo.
    pub photo: PhotoId,
    /// In levels and tiles; `None` when it cannot be made (the Problems list says why).
    pub pyramid: Option<Arc<Pyramid>>,
}

/// A picture that arrived, or the end of waiting for it.
#[derive(Clone, Debug)]
pub struct LoadedPicture {
    /// Of which photo.
    pub photo: PhotoId,
    /// What was asked for.
    pub wanted: Wanted,
    /// Whether a better one is on its way.
    pub provisional: bool,
    /// Whether it was dropped because too much that is newer was asked for: ask again when it is needed.
    pub dropped: bool,
    /// The picture; `None` when it was dropped or cannot be made (the Problems list says why).
    pub picture: Option<Picture>,
}
