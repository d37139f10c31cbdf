//! Folders, recursively, each once.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::problem::{Problem, ProblemKind};

/// A file as the folder lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedFile {
    /// Absolute path.
    pub(super) path: PathBuf,
    /// Length in bytes.
    pub(super) bytes: u64,
    /// Last write, in nanoseconds since 1970-01-01 UTC.
    pub(super) modified_ns: Option<i64>,
}

/// What the walk meets.
pub(super) enum Walked {
    /// The files of one folder, by name.
    Files {
        /// All of them: companions are found among their neighbours.
        files: Vec<ListedFile>,
        /// Only these were asked for; `None` means all.
        only: Option<HashSet<PathBuf>>,
    },
    /// A root that is a folder and could be listed.
    Root(PathBuf),
    /// What could not be listed.
    Problem(Problem),
}

/// Folders that systems put beside people's pictures; their copies and thumbnails are not photos.
const SYSTEM_FOLDERS: [&str; 4] = ["@eaDir", "__MACOSX", "$RECYCLE.BIN", "System Volume Information"];

/// Walks roots that are folders, and the folders of roots that are files.
///
/// Links are followed where they lead out of what is walked anyway; a folder is listed once, whatever leads to it, so
/// links cannot loop. Hidden files and folders (a name that begins with a dot) are skipped unless they are roots themselves.
pub(super) fn walk(roots: &[PathBuf], cancel: &AtomicBool, each: &mut dyn FnMut(Walked)) {
    let mut walk = Walk { home: Vec::new(), visited: HashSet::new(), cancel, each };
    let mut folders = Vec::new();
    let mut single: BTreeMap<PathBuf, HashSet<PathBuf>> = BTreeMap::new();
    for root in roots {
        match root.metadata() {
            Ok(is) if is.is_dir() => folders.push(root),
            Ok(_) => {
                let folder = root.parent().unwrap_or(root).to_owned();
                single.entry(folder).or_default().insert(root.clone());
            }
            Err(error) => walk.problem(root, "open", &error),
        }
    }
    walk.home = folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    for root in folders {
        if walk.folder_tree(root) {
            (walk.each)(Walked::Root(root.clone()));
        }
    }
    for (folder, only) in single {
        walk.single_files(&folder, only);
    }
}

struct Walk<'a> {
    /// The roots by their real paths.
    home: Vec<PathBuf>,
    /// Folders listed, by their real paths.
    visited: HashSet<PathBuf>,
    cancel: &'a AtomicBool,
    each: &'a mut dyn FnMut(Walked),
}

impl Walk<'_> {
    /// Lists a folder and everything under it; tells whether the folder itself could be listed.
    fn folder_tree(&mut self, root: &Path) -> bool {
        let mut waiting = vec![root.to_owned()];
        let mut listed_root = false;
        while let Some(folder) = waiting.pop() {
            if self.cancel.load(Ordering::Relaxed) {
                return listed_root;
            }
            match folder.canonicalize() {
                Ok(real) => {
                    if !self.visited.insert(real) {
                        continue;
                    }
                }
                Err(error) => {
                    self.problem(&folder, "open", &error);
                    continue;
                }
            }
            let Some((files, mut folders)) = self.list(&folder, None) else { continue };
            listed_root |= folder == root;
            if !files.is_empty() {
                (self.each)(Walked::Files { files, only: None });
            }
            folders.sort_by(|a, b| b.cmp(a));
            waiting.append(&mut folders);
        }
        listed_root
    }

    /// Single files, with their neighbours. Those under a folder that was listed have been met there.
    fn single_files(&mut self, folder: &Path, mut only: HashSet<PathBuf>) {
        if folder.canonicalize().is_ok_and(|real| self.visited.contains(&real)) {
            only.retain(|path| is_hidden(path.file_name().unwrap_or_default()));
        }
        if only.is_empty() {
            return;
        }
        let files = match self.list(folder, Some(&only)) {
            Some((files, _)) => files,
            // A folder that may be entered but not listed: the files alone.
            None => only.iter().filter_map(|path| listed(path, &path.metadata().ok()?)).collect(),
        };
        (self.each)(Walked::Files { files, only: Some(only) });
    }

    /// Files by name, and folders, of a folder; `None` after a Problem. Hidden ones only if they are asked for.
    fn list(
        &mut self,
        folder: &Path,
        asked: Option<&HashSet<PathBuf>>,
    ) -> Option<(Vec<ListedFile>, Vec<PathBuf>)> {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.problem(folder, "list", &error);
                return None;
            }
        };
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // The rest of the folder cannot be had either; what was listed is used.
                    self.problem(folder, "list all of", &error);
                    break;
                }
            };
            let path = entry.path();
            if is_hidden(&entry.file_name()) && !asked.is_some_and(|asked| asked.contains(&path)) {
                continue;
            }
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_symlink() && asked.is_none() && self.is_met_elsewhere(folder, &path) {
                continue;
            }
            let is = if kind.is_symlink() { path.metadata() } else { entry.metadata() };
            match is {
                Ok(is) if is.is_dir() => folders.push(path),
                // Pipes, sockets and devices are no files: opening one could wait forever.
                Ok(is) => files.extend(listed(&path, &is)),
                Err(error) if super::companions::is_named_picture(&path) => {
                    self.problem(&path, "look at", &error);
                }
                Err(_) => {}
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Some((files, folders))
    }

    /// Whether what a link leads to is walked without it, or would lead the walk up and out of its root.
    fn is_met_elsewhere(&self, folder: &Path, link: &Path) -> bool {
        let Ok(target) = link.canonicalize() else { return false };
        let inside = self.home.iter().filter_map(|home| target.strip_prefix(home).ok());
        let is_inside = inside.into_iter().any(|rest| !rest.iter().any(is_hidden));
        is_inside || folder.canonicalize().is_ok_and(|here| here.starts_with(&target))
    }

    fn problem(&mut self, path: &Path, tried: &str, error: &io::Error) {
        let (kind, advice) = match error.kind() {
            io::ErrorKind::NotFound => {
                (ProblemKind::Vanished, "check that it is still there and the disk is connected")
            }
            io::ErrorKind::PermissionDenied => (ProblemKind::Unreadable, "allow your user to read it"),
            _ => (ProblemKind::Unreadable, "check the disk and the permissions"),
        };
        let message =
            format!("Could not {tried} it: {error}. Everything else was read; {advice}, then open it again.");
        (self.each)(Walked::Problem(Problem::new(kind, path, message)));
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.') || SYSTEM_FOLDERS.iter().any(|system| name == *system)
}

fn listed(path: &Path, is: &std::fs::Metadata) -> Option<ListedFile> {
    is.is_file().then(|| ListedFile { path: path.to_owned(), bytes: is.len(), modified_ns: modified_ns(is) })
}

/// When a file was last written, in nanoseconds since 1970-01-01 UTC.
pub(in crate::library) fn modified_ns(is: &std::fs::Metadata) -> Option<i64> {
    let modified = is.modified().ok()?;
    match modified.duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|ns| -ns),
    }
}
