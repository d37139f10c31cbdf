//! What the sidecars beside a photo say, laid over what its file says.

use std::panic::catch_unwind;
use std::path::Path;

use crate::library::known::{FileRecord, KnownFile, KnownFiles, Was};
use crate::media::texts::sidecar::read_sidecar;
use crate::model::photo::Photo;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::said::SidecarMark;
use crate::model::sidecar::{Sidecar, lay_over};

use super::read::unchanged;
use super::walk::ListedFile;

/// What a sidecar says: remembered, or read now; then with what to remember.
///
/// # Errors
/// Why it could not be read.
pub(super) fn of(known: &KnownFiles, file: &ListedFile) -> Result<(Sidecar, Option<FileRecord>), Problem> {
    if let Some(Was::Sidecar(sidecar)) = unchanged(known, file).map(|known| &known.was) {
        return Ok(((**sidecar).clone(), None));
    }
    // A fault in the reader must cost one sidecar, not the scan.
    let read = catch_unwind(|| read_sidecar(&file.path)).unwrap_or_else(|_| {
        let message = "Reading it failed in a way that was not foreseen. It is left out; please report it with the file.";
        Err(Problem::new(ProblemKind::MetadataDamaged, &file.path, message))
    });
    let sidecar = read?;
    let was = Was::Sidecar(Box::new(sidecar.clone()));
    let new = KnownFile { bytes: file.bytes, modified_ns: file.modified_ns, format: None, was };
    Ok((sidecar, Some(FileRecord { path: file.path.clone(), file: new })))
}

/// Lays the sidecars of a photo over it, the one that is closest to its name last. Gives what to remember of them.
pub(super) fn lay(photo: &mut Photo, sidecars: &[ListedFile], known: &KnownFiles) -> Vec<FileRecord> {
    let own_name = photo.original.path.file_name().unwrap_or_default().to_os_string();
    let mut files: Vec<&ListedFile> = sidecars.iter().collect();
    files.sort_by_key(|file| {
        let stem = file.path.file_stem().unwrap_or_default();
        let is_of_a_twin = Path::new(stem).extension().is_some() && !stem.eq_ignore_ascii_case(&own_name);
        (stem.eq_ignore_ascii_case(&own_name), !is_of_a_twin, file.path.clone())
    });
    let mut records = Vec::new();
    for file in files {
        match of(known, file) {
            Ok((sidecar, record)) => {
                records.extend(record);
                if let Some(why) = &sidecar.fault {
                    let message = format!(
                        "A part of the sidecar could not be read ({why}); what stands before it was."
                    );
                    photo.problems.push(Problem::new(ProblemKind::MetadataDamaged, &file.path, message));
                }
                let name = file.path.file_name().unwrap_or_default().to_string_lossy();
                let mark =
                    SidecarMark { name: name.into(), bytes: file.bytes, modified_ns: file.modified_ns };
                lay_over(&mut photo.embedded, &sidecar, mark);
            }
            Err(problem) => photo.problems.push(problem),
        }
    }
    records
}
