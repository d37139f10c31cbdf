//! Small pictures kept in the cache folder, so that a contact sheet is there at once the second time.
//!
//! Everything here can be made again: an entry that cannot be read is made anew, and where nothing can be written the
//! program goes on without. Entries are JPEG files named by photo and size; the version in the path changes when they
//! would be made differently.

use std::fs::{self, File, FileTimes};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use crate::media::{self, Limits, Picture};
use crate::model::photo::PhotoId;
use crate::model::problem::{Problem, ProblemKind};

/// Goes up when thumbnails are made differently; the folders of other versions are deleted.
const VERSION: &str = "v1";

/// JPEG quality of what is kept: differences to the original are not seen at this size.
const QUALITY: u8 = 85;

/// What the cache may hold by default.
pub const DEFAULT_MAX_BYTES: u64 = 2 << 30;

/// An entry counts as used today if it was used within this time: reading need not write each time.
const USE_GRAIN: Duration = Duration::from_secs(24 * 3_600);

/// The thumbnails on the disk. May be used from many threads and by several windows at once.
#[derive(Debug)]
pub struct ThumbnailCache {
    /// `None` when nothing is kept.
    folder: Option<PathBuf>,
    max_bytes: u64,
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
        Self { folder: Some(cache.join("thumbnails")), max_bytes, failed: AtomicBool::new(false) }
    }

    /// One that keeps nothing.
    pub const fn none() -> Self {
        Self { folder: None, max_bytes: 0, failed: AtomicBool::new(false) }
    }

    fn path(&self, photo: PhotoId, edge_px: u32) -> Option<PathBuf> {
        let hex = photo.hex();
        // Two levels: no folder gets more than some hundred files.
        Some(
            self.folder
                .as_ref()?
                .join(VERSION)
                .join(edge_px.to_string())
                .join(hex.get(..2)?)
                .join(format!("{hex}.jpg")),
        )
    }

    /// The thumbnail that was kept; `None` when there is none or it cannot be read.
    pub fn load(&self, photo: PhotoId, edge_px: u32) -> Option<Picture> {
        let path = self.path(photo, edge_px)?;
        let used = path.metadata().ok()?.modified().ok();
        match media::decode(&path, None, &Limits::default(), &AtomicBool::new(false)) {
            Ok(picture) => {
                self.mark_used(&path, used);
                Some(picture)
            }
            Err(problem) => {
                tracing::debug!(%problem, "a kept thumbnail is damaged; it is made again");
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
        let jpeg = match media::encode_jpeg(thumbnail, QUALITY) {
            Ok(jpeg) => jpeg,
            Err(error) => {
                tracing::debug!(%error, "a thumbnail could not be encoded; it is not kept");
                return None;
            }
        };
        let folder = path.parent()?;
        let written = fs::create_dir_all(folder).and_then(|()| {
            // Beside it, then renamed: nobody ever sees half a thumbnail.
            let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
            file.write_all(&jpeg)?;
            file.persist(&path)?;
            Ok(())
        });
        let error = written.err()?;
        if self.failed.swap(true, Ordering::Relaxed) {
            return None;
        }
        let message = format!(
            "Thumbnails could not be kept in this cache folder: {error}. They are made anew each time; make space or allow \
             writing there, or name another folder with ATTACHE_CACHE."
        );
        Some(Problem::new(ProblemKind::Library, folder, message))
    }

    fn mark_used(&self, path: &Path, used: Option<SystemTime>) {
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

    /// Deletes what other versions of the program kept, and, if there is too much, what was not used for longest.
    /// To be called in the background, now and then.
    pub fn tidy(&self, cancel: &AtomicBool) {
        let Some(folder) = &self.folder else { return };
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let is_version = name
                .to_str()
                .and_then(|name| name.strip_prefix('v'))
                .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
            if is_version && name != VERSION {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        let files = walkdir::WalkDir::new(folder.join(VERSION)).max_depth(3);
        for entry in files.into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            let Ok(is) = entry.metadata() else { continue };
            kept.push((is.modified().unwrap_or(SystemTime::UNIX_EPOCH), is.len(), entry.into_path()));
        }
        let mut total: u64 = kept.iter().map(|(_, bytes, _)| bytes).sum();
        if total <= self.max_bytes {
            return;
        }
        // Down to four fifths, so that it is not done again for every new thumbnail.
        let enough = self.max_bytes / 5 * 4;
        kept.sort();
        for (_, bytes, path) in kept {
            if total <= enough || cancel.load(Ordering::Relaxed) {
                return;
            }
            if fs::remove_file(path).is_ok() {
                total = total.saturating_sub(bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(shade: u8) -> Picture {
        Picture::new(64, 48, [shade, shade, shade, 255].repeat(64 * 48)).unwrap()
    }

    fn id(n: u8) -> PhotoId {
        PhotoId([n; 32])
    }

    #[test]
    fn what_was_kept_comes_back_per_size() {
        let folder = tempfile::tempdir().unwrap();
        let cache = ThumbnailCache::new(folder.path(), u64::MAX);
        assert!(cache.load(id(1), 256).is_none());
        assert!(cache.save(id(1), 256, &picture(200)).is_none());
        let kept = cache.load(id(1), 256).unwrap();
        assert_eq!((kept.width_px, kept.height_px), (64, 48));
        assert!(kept.rgba[0].abs_diff(200) < 4, "{}", kept.rgba[0]);
        assert!(cache.load(id(1), 512).is_none());
        assert!(ThumbnailCache::none().save(id(1), 256, &picture(1)).is_none());
    }

    #[test]
    fn a_damaged_entry_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = ThumbnailCache::new(folder.path(), u64::MAX);
        cache.save(id(1), 256, &picture(200));
        let path = cache.path(id(1), 256).unwrap();
        fs::write(&path, "no picture").unwrap();
        assert!(cache.load(id(1), 256).is_none());
        assert!(!path.exists());
        cache.save(id(1), 256, &picture(200));
        assert!(cache.load(id(1), 256).is_some());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        // A file where the folder should be: not even root can write there.
        let blocked = folder.path().join("cache");
        fs::write(&blocked, "").unwrap();
        let cache = ThumbnailCache::new(&blocked, u64::MAX);
        let problem = cache.save(id(1), 256, &picture(1)).unwrap();
        assert!(problem.message.contains("ATTACHE_CACHE"), "{problem}");
        assert!(cache.save(id(2), 256, &picture(1)).is_none());
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let cache = ThumbnailCache::new(folder.path(), u64::MAX);
        let long_ago = SystemTime::now() - Duration::from_secs(90 * 24 * 3_600);
        for n in 0..10 {
            cache.save(id(n), 256, &picture(n * 20));
            let file = File::options().append(true).open(cache.path(id(n), 256).unwrap()).unwrap();
            file.set_modified(long_ago + Duration::from_secs(u64::from(n))).unwrap();
        }
        // Looking at the oldest makes it the newest.
        cache.load(id(0), 256).unwrap();
        let one = cache.path(id(1), 256).unwrap().metadata().unwrap().len();
        fs::create_dir_all(folder.path().join("thumbnails/v0/256")).unwrap();
        let small = ThumbnailCache::new(folder.path(), one * 6);
        small.tidy(&AtomicBool::new(false));
        let left: Vec<u8> = (0..10).filter(|n| cache.load(id(*n), 256).is_some()).collect();
        assert!(left.contains(&0) && left.contains(&9) && !left.contains(&1), "{left:?}");
        assert!((2..=6).contains(&left.len()), "{left:?}");
        assert!(!folder.path().join("thumbnails/v0").exists());
    }
}
