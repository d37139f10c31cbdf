//! The pictures of an album: each Original is decoded once for all its sizes.
//!
//! Threads of its own; the memory of their work is bounded below, by [`media::Renderer`].

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::carried::with_segments;
use super::files::{Written, write_file};
use super::html::Rendition;
use super::kept::{JOURNAL, Journal, Kept};
use super::names::{Content, incomplete_path, media_path, webp_path};
use super::plan::{Plan, PlannedPhoto};
use super::settings::EDGES_PX;
use super::webp_texts::with_texts;
use crate::media::{self, Encoding, Limits, Renderer};
use crate::model::photo::PhotoId;
use crate::model::problem::Problem;

/// What became of the photos of a plan.
#[derive(Debug, Default)]
pub struct Images {
    /// Pictures by photo, smallest first.
    pub renditions: HashMap<PhotoId, Vec<Rendition>>,
    /// Every file that was written.
    pub files: Vec<Written>,
    /// Photos that gave no picture, or only a part of it, and why.
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

/// Writes the pictures of every photo of the plan into `folder`, or takes those that are kept. `progress` is told how many photos are done.
///
/// # Errors
/// [`ImagesError`] when a file cannot be written or `cancel` is set; a photo that cannot be decoded is no error but one of
/// [`Images::problems`].
pub fn write_images(
    plan: &Plan,
    folder: &Path,
    kept: &Kept,
    progress: &(dyn Fn(usize) + Sync),
    cancel: &AtomicBool,
) -> Result<Images, ImagesError> {
    let photos: Vec<&PlannedPhoto> = plan.photos().collect();
    let next = AtomicUsize::new(0);
    let n_done = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let found: Mutex<Found> = Mutex::default();
    let journal = Mutex::new(Journal::begin(folder));
    let n_threads = std::thread::available_parallelism().map_or(2, usize::from).min(photos.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                let mut renderer = Renderer::default();
                while let Some(photo) = photos.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if failed.load(Ordering::Relaxed) || cancel.load(Ordering::Relaxed) {
                        return;
                    }
                    let encoding =
                        Encoding { jpeg_quality: plan.settings.jpeg_quality, webp: plan.settings.webp };
                    let content = Content::of(photo);
                    let outcome = match kept.take(photo, &content, encoding, folder) {
                        Some(taken) => Ok((taken, false)),
                        None => write_photo(photo, &content, &mut renderer, encoding, folder, cancel),
                    };
                    let mut found = lock(&found);
                    match outcome {
                        Ok((written, incomplete)) => {
                            lock(&journal).note(&written.files);
                            found.written.push((photo.id, written));
                            let problem = incomplete.then(|| Problem::incomplete(&photo.original));
                            found.problems.extend(problem.map(|problem| (photo.id, problem)));
                        }
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
    drop(journal);
    // It has done its work: from here on it would be a stranger in the album.
    let _ = std::fs::remove_file(folder.join(JOURNAL));
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    if cancel.load(Ordering::Relaxed) {
        return Err(ImagesError::Cancelled);
    }
    if let Some(error) = found.error {
        return Err(error);
    }
    let mut images = Images { problems: found.problems, ..Images::default() };
    for (photo, written) in found.written {
        images.renditions.insert(photo, written.renditions);
        images.files.extend(written.files);
    }
    let order: HashMap<PhotoId, usize> = photos.iter().enumerate().map(|(n, photo)| (photo.id, n)).collect();
    images.problems.sort_by_key(|(photo, _)| order.get(photo).copied());
    Ok(images)
}

/// What threads bring together.
#[derive(Debug, Default)]
struct Found {
    written: Vec<(PhotoId, OfPhoto)>,
    problems: Vec<(PhotoId, Problem)>,
    error: Option<ImagesError>,
}

enum PhotoError {
    Problem(Problem),
    Stop(ImagesError),
}

/// The pictures of one photo.
#[derive(Debug, Default)]
pub(super) struct OfPhoto {
    /// Smallest first.
    pub(super) renditions: Vec<Rendition>,
    /// Their files.
    pub(super) files: Vec<Written>,
}

/// Writes one photo in all sizes; tells whether a part of it is missing.
fn write_photo(
    photo: &PlannedPhoto,
    content: &Content,
    renderer: &mut Renderer,
    encoding: Encoding,
    folder: &Path,
    cancel: &AtomicBool,
) -> Result<(OfPhoto, bool), PhotoError> {
    let made = renderer.renditions(&photo.original, &EDGES_PX, encoding, &Limits::default(), cancel);
    // What was cancelled may say so in any way; it is no fault of the photo.
    if cancel.load(Ordering::Relaxed) {
        return Err(PhotoError::Stop(ImagesError::Cancelled));
    }
    let (mut out, mut is_incomplete) = (OfPhoto::default(), false);
    let written = |path: &str, bytes: &[u8]| {
        write_file(folder, path, bytes)
            .map_err(|source| PhotoError::Stop(ImagesError::Write { path: folder.join(path), source }))
    };
    let made = made.map_err(PhotoError::Problem)?;
    let saves = saves_bytes(&made);
    for media::Rendition { edge_px, width_px, height_px, jpeg, webp, incomplete } in made {
        let whole = media_path(content, edge_px, encoding.jpeg_quality, &photo.segments);
        let path = if incomplete { incomplete_path(&whole) } else { whole };
        out.files.push(written(&path, &with_segments(jpeg, &photo.segments))?);
        let webp = match webp.filter(|_| saves) {
            Some(webp) => {
                let path = webp_path(&path);
                let webp = with_texts(webp, (width_px, height_px), &photo.segments);
                out.files.push(written(&path, &webp)?);
                Some(path)
            }
            None => None,
        };
        out.renditions.push(Rendition { path, width_px, height_px, webp });
        is_incomplete |= incomplete;
    }
    Ok((out, is_incomplete))
}

/// Whether all sizes are there as WebP, and are together at least a twentieth shorter: a browser takes all sizes from one kind.
fn saves_bytes(made: &[media::Rendition]) -> bool {
    let jpeg: usize = made.iter().map(|made| made.jpeg.len()).sum();
    let webp: Option<usize> = made.iter().map(|made| made.webp.as_ref().map(Vec::len)).sum();
    webp.is_some_and(|webp| webp <= jpeg / 20 * 19)
}

/// A thread that panicked held nothing half-changed here: each change is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webp_is_kept_where_all_sizes_have_it_and_are_shorter_together() {
        let of = |jpeg: usize, webp: Option<usize>| media::Rendition {
            edge_px: 512,
            width_px: 512,
            height_px: 300,
            jpeg: vec![0; jpeg],
            webp: webp.map(|webp| vec![0; webp]),
            incomplete: false,
        };
        assert!(saves_bytes(&[of(100, Some(110)), of(900, Some(800))]));
        assert!(!saves_bytes(&[of(100, Some(96))]));
        assert!(!saves_bytes(&[of(100, Some(50)), of(900, None)]));
    }
}
