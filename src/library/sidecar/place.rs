//! How a new sidecar is named: as the folder's others are.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::library::scan::is_named_picture;

/// Names of a folder that are looked at.
const MAX_NAMES: usize = 200_000;

/// How folders name their sidecars.
#[derive(Debug, Default)]
pub struct Habits {
    folders: HashMap<PathBuf, Folder>,
}

#[derive(Debug, Default)]
struct Folder {
    /// Sidecars named `a.jpg.xmp`, as darktable names them.
    n_whole: usize,
    /// Sidecars named `a.xmp`, as Lightroom names them.
    n_short: usize,
    /// How many pictures have a name, without its ending and in lower case.
    n_pictures: HashMap<OsString, usize>,
}

impl Folder {
    fn of(folder: &Path) -> Self {
        let mut out = Self::default();
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().take(MAX_NAMES) {
            let path = PathBuf::from(entry.file_name());
            if is_xmp(&path) {
                let stem = PathBuf::from(path.file_stem().unwrap_or_default());
                if is_named_picture(&stem) { out.n_whole += 1 } else { out.n_short += 1 }
            } else if is_named_picture(&path) {
                *out.n_pictures.entry(stem_of(&path)).or_default() += 1;
            }
        }
        out
    }
}

impl Habits {
    /// Where the sidecar of a photo goes that has none.
    pub(super) fn place_of(&mut self, original: &Path) -> PathBuf {
        let folder = original.parent().unwrap_or(Path::new(".")).to_owned();
        let folder = self.folders.entry(folder).or_insert_with_key(|folder| Folder::of(folder));
        let is_alone = folder.n_pictures.get(&stem_of(original)).is_none_or(|n| *n < 2);
        let short = original.with_extension("xmp");
        // A short name is for one picture only, and never for one that is there already and is not this one's.
        if folder.n_short > folder.n_whole && is_alone && short.symlink_metadata().is_err() {
            return short;
        }
        let mut name = original.file_name().unwrap_or_default().to_os_string();
        name.push(".xmp");
        original.with_file_name(name)
    }
}

fn is_xmp(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xmp"))
}

fn stem_of(path: &Path) -> OsString {
    path.file_stem().unwrap_or_default().to_ascii_lowercase()
}
