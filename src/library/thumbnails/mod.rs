//! Small pictures kept in the cache folder, so that a contact sheet is there at once the second time.
//!
//! Everything here can be made again: an entry that cannot be read is made anew, and where nothing can be written the
//! program goes on without. Entries are files named by photo and size, each with a checksum of its own (see [`entry`]); the version
//! in the path changes when they would be made differently. Several windows may share the folder.
//! A hit of 256 px takes 0.1 ms of processor time once the system has the file in memory (`cargo bench --bench rooms`).

#[doc(hidden)] // for the fuzz target
pub mod entry;
mod tidy;

#[cfg(test)]
mod tests;

use std::fs::{self, File, FileTimes};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use crate::media::{self, Picture};
use crate::model::photo::PhotoId;
use crate::model::problem::{Problem, ProblemKind};
use entry::{Entry, VERSION};

/// JPEG quality of what is kept: differences to the original are not seen at this size.
const QUALITY: u8 = 85;

/// What the cache may hold by default.
pub const DEFAULT_MAX_BYTES: u64 = 2 << 30;

/// An entry counts as used today if it was used within this time: reading need not write each time.
const USE_GRAIN: Duration = Duration::from_secs(24 * 3_600);

/// How the names of entries begin that are being written.
const NEW_PREFIX: &str = ".new-";

/// The thumbnails on the disk. May be used from many threads and by several windows at once.
#[derive(Debug)]
pub struct ThumbnailCache {
    /// `None` when nothing is kept.
    folder: Option<PathBuf>,
    max_bytes: u64,
    /// Bytes that are kept, as far as this program knows: as counted when it was last tidied, and what it wrote since.
    kept_bytes: AtomicU64,
    failed: AtomicBool,
}

impl ThumbnailCache {
    /// In the folder that ATTACHE_CACHE names, or the user's cache folder; nothing is kept where there is neither.
    pub fn of_user() -> Self {
        let folder = match std::env::var_os("ATTACHE_CACHE") {
            Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
            _ => dirs::cache_dir().map(|folder| folder.join("attache")),
        };
        folder.map_or_else(Self::none, |folder| Self::new(&folder, DEFAULT_MAX_BYTES))
    }

    /// In this folder, which is made when it is first needed.
    pub fn new(cache: &Path, max_bytes: u64) -> Self {
        Self { folder: Some(cache.join("thumbnails")), max_bytes, ..Self::none() }
    }

    /// One that keeps nothing.
    pub const fn none() -> Self {
        Self { folder: None, max_bytes: 0, kept_bytes: AtomicU64::new(0), failed: AtomicBool::new(false) }
    }

    fn path(&self, photo: PhotoId, edge_px: u32) -> Option<PathBuf> {
        let hex = photo.hex();
        let mut path = self.folder.as_ref()?.join(folder_of(VERSION));
        // Two levels: no folder gets more than some hundred files.
        path.push(edge_px.to_string());
        path.push(hex.get(..2)?);
        path.push(hex);
        Some(path)
    }

    /// The thumbnail that was kept; `None` when there is none or it cannot be read.
    pub fn load(&self, photo: PhotoId, edge_px: u32) -> Option<Picture> {
        let path = self.path(photo, edge_px)?;
        let file = File::open(&path).ok()?;
        let used = file.metadata().ok()?.modified().ok();
        match read(&file, edge_px) {
            Ok(picture) => {
                mark_used(&path, used);
                Some(picture)
            }
            Err(reason) => {
                tracing::debug!(path = %path.display(), reason, "a kept thumbnail is damaged; it is made again");
                let _ = fs::remove_file(&path);
                None
            }
        }
    }

    /// Keeps a thumbnail. The first time that this fails it tells why; after that the cache is left alone.
    pub fn save(&self, photo: PhotoId, edge_px: u32, thumbnail: &Picture) -> Option<Problem> {
        let path = self.path(photo, edge_px)?;
        if self.failed.load(Ordering::Relaxed) {
            return None;
        }
        let bytes = entry_of(thumbnail)?;
        let folder = path.parent()?;
        let written = write(folder, &path, &bytes).or_else(|error| match error.kind() {
            // Another window tidied the folder away in between.
            io::ErrorKind::NotFound => write(folder, &path, &bytes),
            _ => Err(error),
        });
        let Err(error) = written else {
            self.kept_bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            return None;
        };
        if self.failed.swap(true, Ordering::Relaxed) {
            return None;
        }
        let message = format!(
            "Thumbnails could not be kept in this cache folder: {error}. They are made anew each time; make space or allow \
             writing there, or name another folder with ATTACHE_CACHE."
        );
        Some(Problem::new(ProblemKind::Library, folder, message))
    }

    /// Whether there is too much in it, as far as this program knows.
    pub fn is_over(&self) -> bool {
        self.kept_bytes.load(Ordering::Relaxed) > self.max_bytes
    }

    /// Deletes what older versions of the program kept, and, if there is too much, what was not used for longest. To be called in
    /// the background, once at the start and whenever [`ThumbnailCache::is_over`].
    pub fn tidy(&self, cancel: &AtomicBool) {
        let Some(folder) = &self.folder else { return };
        // What is written meanwhile is counted twice at worst: then it is tidied a little early.
        let before = self.kept_bytes.load(Ordering::Relaxed);
        if let Some(kept) = tidy::tidy(folder, self.max_bytes, cancel) {
            let since = self.kept_bytes.load(Ordering::Relaxed).saturating_sub(before);
            self.kept_bytes.store(kept.saturating_add(since), Ordering::Relaxed);
        }
    }
}

/// The folder of a version: those of others can be told from it and deleted.
fn folder_of(version: u8) -> String {
    format!("v{version}")
}

fn read(file: &File, edge_px: u32) -> Result<Picture, String> {
    let mut bytes = Vec::with_capacity(32 << 10);
    // One byte more tells a file that is too long.
    file.take(entry::MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let entry = entry::parse(&bytes).map_err(|error| error.to_string())?;
    let (width_px, height_px) = (u32::from(entry.width_px), u32::from(entry.height_px));
    if width_px.max(height_px) > edge_px {
        return Err("it is larger than its name says".to_owned());
    }
    let picture = media::decode_kept_jpeg(entry.jpeg, width_px, height_px)
        .ok_or_else(|| "its picture cannot be decoded".to_owned())?;
    Ok(Picture { incomplete: entry.incomplete, ..picture })
}

/// A picture as an entry; `None`, and a word in the log, when that cannot be.
fn entry_of(picture: &Picture) -> Option<Vec<u8>> {
    let jpeg = media::encode_jpeg(picture, QUALITY)
        .inspect_err(|error| tracing::debug!(%error, "a thumbnail could not be encoded; it is not kept"))
        .ok()?;
    entry::write(&Entry {
        width_px: u16::try_from(picture.width_px).ok()?,
        height_px: u16::try_from(picture.height_px).ok()?,
        incomplete: picture.incomplete,
        jpeg: &jpeg,
    })
}

/// Beside it, then renamed: nobody ever sees half a thumbnail.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(NEW_PREFIX).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

fn mark_used(path: &Path, used: Option<SystemTime>) {
    let now = SystemTime::now();
    if used.is_none_or(|used| now.duration_since(used).is_ok_and(|ago| ago < USE_GRAIN)) {
        return;
    }
    // Where this fails the entry only looks older than it is.
    let _ = File::options()
        .append(true)
        .open(path)
        .and_then(|file| file.set_times(FileTimes::new().set_modified(now)));
}
