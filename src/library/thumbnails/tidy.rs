//! Keeping the cache within its size.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use super::{NEW_PREFIX, VERSION, folder_of};

/// A file that another program writes is finished or given up by then.
const WRITING: Duration = Duration::from_secs(3_600);

/// Deletes what older versions of the program kept and what was left half-written, and, if there is more than `max_bytes`, what
/// was not used for longest. Gives the bytes that are kept then; `None` when it was stopped.
pub(super) fn tidy(folder: &Path, max_bytes: u64, cancel: &AtomicBool) -> Option<u64> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        // Newer ones belong to a newer program, which may be running.
        if version_of(&entry.file_name()).is_some_and(|version| version < VERSION) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let now = SystemTime::now();
    let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    let files = walkdir::WalkDir::new(folder.join(folder_of(VERSION))).max_depth(3);
    for entry in files.into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let Ok(is) = entry.metadata() else { continue };
        let modified = is.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let is_old = now.duration_since(modified).is_ok_and(|ago| ago > WRITING);
        if is_old && entry.file_name().to_string_lossy().starts_with(NEW_PREFIX) {
            let _ = fs::remove_file(entry.path());
            continue;
        }
        kept.push((modified, is.len(), entry.into_path()));
    }
    let mut total: u64 = kept.iter().map(|(_, bytes, _)| bytes).sum();
    if total <= max_bytes {
        return Some(total);
    }
    // Down to four fifths, so that it is not done again for every new thumbnail.
    let enough = max_bytes / 5 * 4;
    kept.sort();
    for (_, bytes, path) in kept {
        if total <= enough {
            break;
        }
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        if fs::remove_file(path).is_ok() {
            total = total.saturating_sub(bytes);
        }
    }
    Some(total)
}

/// The version whose folder has this name.
fn version_of(name: &OsStr) -> Option<u8> {
    let version = name.to_str()?.strip_prefix('v')?.parse().ok()?;
    (name.to_str()? == folder_of(version)).then_some(version)
}
