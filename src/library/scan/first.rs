//! The first screen of what the library knows, before any folder is listed.

use std::fs::Metadata;

use super::walk::modified_ns;
use crate::library::known::KnownFiles;
use crate::model::photo::Photo;

/// The photos of remembered files that are still there as they were, by path, without their companions: the scan that follows
/// tells all of them again.
pub fn first_look(known: &KnownFiles) -> Vec<Photo> {
    let mut files: Vec<_> = known.iter().collect();
    files.sort_by_key(|(path, _)| *path);
    files
        .into_iter()
        .filter(|(path, file)| {
            let unchanged = |is: Metadata| is.is_file() && file.is_unchanged(is.len(), modified_ns(&is));
            path.metadata().is_ok_and(unchanged)
        })
        .filter_map(|(path, file)| file.photo(path))
        .collect()
}
