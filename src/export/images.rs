//! The pictures of an album: each Original is decoded once for all its sizes.
//!
//! Threads of its own and a budget of memory: decoding waits until what it may need is free, so that two hundred megapixels
//! and eight cores stay within the same bounds.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::files::{Written, write_file};
use super::html::Rendition;
use super::plan::{Plan, PlannedPhoto, edges_of, media_path};
use super::settings::EDGES_PX;
use crate::media::{self, Limits};
use crate::model::photo::PhotoId;
use crate::model::problem::{Problem, ProblemKind};

/// Bytes that decoding may hold at one time, over all threads.
const BUDGET_BYTES: u64 = 256 << 20;

/// What one thread needs beside the decoded picture: the largest size and its scratch.
const BESIDES_BYTES: u64 = 24 << 20;

/// What became of the photos of a plan.
#[derive(Debug, Default)]
pub struct Images {
    /// Pictures by photo, smallest first.
    pub renditions: HashMap<PhotoId, Vec<Rendition>>,
    /// Every file that was written.
    pub files: Vec<Written>,
    /// Photos that gave no picture, and why.
    pub problems: Vec<(PhotoId, Problem)>,
}

/// Why pictures could not be written at all.
#[derive(Debug, thiserror::Error)]
pub enum ImagesError {
    /// A file could not be written: the disk is full, or the folder went away.
    #[error("{path} could not be written: {source}")]
    Write {
        /// Which file.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
    /// The person stopped it.
    #[error("cancelled")]
    Cancelled,
}

/// Writes the pictures of every photo of the plan into `folder`. `progress` is told how many photos are done.
///
/// # Errors
/// [`ImagesError`] when a file cannot be written or `cancel` is set; a photo that cannot be decoded is no error but one of
/// [`Images::problems`].
pub fn write_images(
    plan: &Plan,
    folder: &Path,
    progress: &(dyn Fn(usize) + Sync),
    cancel: &AtomicBool,
) -> Result<Images, ImagesError> {
    let photos: Vec<&PlannedPhoto> = plan.photos().collect();
    let next = AtomicUsize::new(0);
    let n_done = AtomicUsize::new(0);
    let budget = Budget::new(BUDGET_BYTES);
    let failed = AtomicBool::new(false);
    let found: Mutex<Found> = Mutex::default();
    let n_threads = std::thread::available_parallelism().map_or(2, usize::from).min(photos.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                while let Some(photo) = photos.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if failed.load(Ordering::Relaxed) || cancel.load(Ordering::Relaxed) {
                        return;
                    }
                    let outcome = write_photo(photo, plan.settings.jpeg_quality, folder, &budget, cancel);
                    let mut found = lock(&found);
                    match outcome {
                        Ok(written) => found.written.push((photo.id, written)),
                        Err(PhotoError::Problem(problem)) => found.problems.push((photo.id, problem)),
                        Err(PhotoError::Stop(error)) => {
                            failed.store(true, Ordering::Relaxed);
                            found.error.get_or_insert(error);
                            return;
                        }
                    }
                    drop(found);
                    progress(n_done.fetch_add(1, Ordering::Relaxed) + 1);
                }
            });
        }
    });
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    if cancel.load(Ordering::Relaxed) {
        return Err(ImagesError::Cancelled);
    }
    if let Some(error) = found.error {
        return Err(error);
    }
    let mut images = Images { problems: found.problems, ..Images::default() };
    for (photo, written) in found.written {
        let renditions = written.iter().map(|(rendition, _)| rendition.clone()).collect();
        images.renditions.insert(photo, renditions);
        images.files.extend(written.into_iter().map(|(_, file)| file));
    }
    let order: HashMap<PhotoId, usize> = photos.iter().enumerate().map(|(n, photo)| (photo.id, n)).collect();
    images.problems.sort_by_key(|(photo, _)| order.get(photo).copied());
    Ok(images)
}

/// What threads bring together.
#[derive(Debug, Default)]
struct Found {
    written: Vec<(PhotoId, Vec<(Rendition, Written)>)>,
    problems: Vec<(PhotoId, Problem)>,
    error: Option<ImagesError>,
}

enum PhotoError {
    Problem(Problem),
    Stop(ImagesError),
}

/// Decodes one photo and writes its sizes, each made from the next larger.
fn write_photo(
    photo: &PlannedPhoto,
    quality: u8,
    folder: &Path,
    budget: &Budget,
    cancel: &AtomicBool,
) -> Result<Vec<(Rendition, Written)>, PhotoError> {
    let largest_edge = EDGES_PX.last().copied();
    let _share = budget.take(needed_bytes(photo));
    if cancel.load(Ordering::Relaxed) {
        return Err(PhotoError::Stop(ImagesError::Cancelled));
    }
    let decoded = media::decode(&photo.original, largest_edge, &Limits::default(), cancel);
    // A decode that was cancelled may say so in any way; it is no fault of the photo.
    if cancel.load(Ordering::Relaxed) {
        return Err(PhotoError::Stop(ImagesError::Cancelled));
    }
    let mut picture = decoded.map_err(PhotoError::Problem)?;
    let mut out = Vec::new();
    for edge_px in edges_of(picture.long_edge_px()).into_iter().rev() {
        if picture.long_edge_px() > edge_px {
            picture = media::resize(&picture, edge_px);
        }
        let data = media::encode_jpeg(&picture, quality).map_err(|error| {
            let message = format!("The picture could not be encoded at {edge_px} pixels: {error}.");
            PhotoError::Problem(Problem::new(ProblemKind::Export, &photo.original, message))
        })?;
        let path = media_path(photo.id, edge_px, quality);
        let written = write_file(folder, &path, &data)
            .map_err(|source| PhotoError::Stop(ImagesError::Write { path: folder.join(&path), source }))?;
        let rendition = Rendition { path, width_px: picture.width_px, height_px: picture.height_px };
        out.push((rendition, written));
    }
    out.reverse();
    Ok(out)
}

/// A careful guess of what decoding this photo holds: four bytes a pixel, half as much again for what a progressive JPEG keeps.
fn needed_bytes(photo: &PlannedPhoto) -> u64 {
    let (width, height) = photo.upright_px;
    // A head that says nothing is taken for 24 megapixels.
    let n_pixels = match u64::from(width) * u64::from(height) {
        0 => 24_000_000,
        n => n,
    };
    n_pixels.saturating_mul(6).saturating_add(BESIDES_BYTES)
}

/// Bytes that may be taken; whoever needs more than all of them gets all of them, alone.
struct Budget {
    total: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// A part of the budget, given back when dropped.
struct Share<'a> {
    budget: &'a Budget,
    bytes: u64,
}

impl Budget {
    const fn new(total: u64) -> Self {
        Self { total, free: Mutex::new(total), freed: Condvar::new() }
    }

    fn take(&self, bytes: u64) -> Share<'_> {
        let bytes = bytes.min(self.total);
        let mut free = lock(&self.free);
        while *free < bytes {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Share { budget: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *lock(&self.budget.free) += self.bytes;
        self.budget.freed.notify_all();
    }
}

/// A thread that panicked held nothing half-changed here: each change is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_never_exceeded_and_the_greedy_go_alone() {
        let budget = Budget::new(100);
        let used = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for bytes in [30_u64, 90, 500, 40, 60, 1] {
                let (budget, used) = (&budget, &used);
                scope.spawn(move || {
                    let share = budget.take(bytes);
                    let now = used.fetch_add(share.bytes as usize, Ordering::SeqCst) + share.bytes as usize;
                    assert!(now <= 100);
                    std::thread::yield_now();
                    used.fetch_sub(share.bytes as usize, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(*lock(&budget.free), 100);
    }
}
