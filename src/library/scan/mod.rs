//! Finds photos under folders, and reads those that changed since the library last saw them.
//!
//! One thread lists folders and sorts out which files belong together, several read; what they find is reported on the caller's
//! thread, in batches: the first at once, later ones larger. Nothing here fails as a whole: what cannot be read is a Problem.

mod collect;
mod companions;
mod first;
mod movies;
mod read;
mod sidecars;
mod walk;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::model::photo::Photo;
use crate::model::problem::Problem;

use super::known::{FileRecord, KnownFiles};
use collect::Collector;
use companions::Unit;
pub(super) use companions::is_named_picture;
pub use first::first_look;
use read::Find;
use walk::Walked;
pub(super) use walk::modified_ns;

/// Files that wait to be read: far ahead, so that the total is soon known, but bounded.
const MAX_WAITING: usize = 16_384;

/// What was read and waits to be reported.
const MAX_FOUND: usize = 1_024;

/// What to look through, and how.
#[derive(Clone, Copy)]
pub struct Scan<'a> {
    /// Folders, to be walked with everything under them, and single files. Absolute paths ([`absolute`]).
    pub roots: &'a [PathBuf],
    /// Files that need not be opened if they did not change.
    pub known: &'a KnownFiles,
    /// Set to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called before each file is opened; may wait a moment to let more urgent work go first.
    pub pace: &'a (dyn Fn() + Sync),
}

/// What a scan reports while it runs.
#[derive(Clone, Debug, PartialEq)]
pub enum ScanEvent {
    /// How many picture files are known to be there so far, and how many of them have been looked at.
    Progress {
        /// Files found so far.
        n_found: usize,
        /// Of these, looked at.
        n_done: usize,
        /// Whether every folder has been listed, so that `n_found` is final.
        walked: bool,
    },
    /// Photos, new or known, with their companions.
    Photos(Vec<Photo>),
    /// A file or folder that could not be read.
    Problem(Problem),
    /// Files to be remembered by the library, as they were read just now.
    Read(Vec<FileRecord>),
    /// Files that the library remembers and that are there no more.
    Gone(Vec<PathBuf>),
}

/// How a scan went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScanStats {
    /// Files that are pictures, or that their names call pictures; twins and sidecars are not counted.
    pub n_files: usize,
    /// Files that became photos; copies of one photo count each.
    pub n_photos: usize,
    /// Files that were opened to be read; all others were known and unchanged.
    pub n_opened: usize,
    /// Files and folders that could not be read.
    pub n_failed: usize,
    /// Whether it was stopped before its end.
    pub cancelled: bool,
}

/// A path from the root of the file system, without `.` and doubled separators; links are not followed.
pub fn absolute(path: &std::path::Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // `components` drops what is written twice; a trailing separator would make two paths of one folder.
    path.components().collect()
}

/// Looks through folders and reports on this thread what is there.
pub fn scan(request: &Scan<'_>, report: &mut dyn FnMut(ScanEvent)) -> ScanStats {
    let n_threads = std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 16));
    let n_found = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        let (to_read, waiting) = bounded(MAX_WAITING);
        let (found, finds) = bounded(MAX_FOUND);
        let lister_found = found.clone();
        let counter = &n_found;
        threads.spawn(move || list(request, counter, &to_read, &lister_found));
        for _ in 0..n_threads {
            let (waiting, found) = (waiting.clone(), found.clone());
            threads.spawn(move || read_all(request, &waiting, &found));
        }
        drop((waiting, found));
        Collector::new(request, counter, report).run(&finds)
    })
}

/// Lists folders; gives what is to be read to the readers.
fn list(request: &Scan<'_>, n_found: &AtomicUsize, to_read: &Sender<Unit>, found: &Sender<Find>) {
    let mut each = |walked: Walked| match walked {
        Walked::Problem(problem) => drop(found.send(Find::Failed(problem))),
        Walked::Root(root) => drop(found.send(Find::Listed(root))),
        Walked::Files { files, only } => {
            let grouped = companions::group_files(files, &mut read::Answers(request.known));
            for (twin, format) in grouped.twins {
                let record = read::twin(request.known, &twin, format);
                drop(found.send(Find::Twin(record, twin.path)));
            }
            for mut unit in grouped.units {
                if let Some(only) = &only {
                    if !unit.paths().any(|path| only.contains(path)) {
                        continue;
                    }
                    unit.is_asked_for = true;
                }
                if unit.is_named_picture() {
                    n_found.fetch_add(1, Ordering::Relaxed);
                }
                if to_read.send(unit).is_err() {
                    return;
                }
            }
        }
    };
    walk::walk(request.roots, request.cancel, &mut each);
    drop(found.send(Find::Walked));
}

/// Reads until nothing more comes, or until cancelled.
fn read_all(request: &Scan<'_>, waiting: &Receiver<Unit>, found: &Sender<Find>) {
    for unit in waiting {
        if request.cancel.load(Ordering::Relaxed) {
            // The lister may still be sending; take what it sends so that it does not wait forever.
            continue;
        }
        if found.send(read::read_unit(request, unit)).is_err() {
            return;
        }
    }
}
