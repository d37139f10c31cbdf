//! One file: known from before, or opened and read.

use std::fs::File;
use std::io::{self, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::library::known::{FileRecord, KnownFile, KnownFiles, Was};
use crate::library::store::saved::SavedPhoto;
use crate::media;
use crate::model::photo::{Format, Photo};
use crate::model::problem::{Problem, ProblemKind};

use super::Scan;
use super::companions::{Unit, is_named_picture};
use super::walk::ListedFile;

/// How much of a file tells what it is: enough for the first directory of TIFF-like raw files.
const HEAD_BYTES: u64 = 8 * 1024;

/// What the threads of a scan tell the collector.
pub(super) enum Find {
    /// A root that could be listed.
    Listed(PathBuf),
    /// Every folder has been listed.
    Walked,
    /// A folder or file that could not be listed.
    Failed(Problem),
    /// A raw twin, and what to remember of it if that is new.
    Twin(Option<FileRecord>, PathBuf),
    /// A file that was looked at.
    Unit(Box<Looked>),
}

/// A file that was looked at.
pub(super) struct Looked {
    pub(super) path: PathBuf,
    /// Whether it counts as a picture by its name.
    pub(super) named_picture: bool,
    /// Whether it was opened.
    pub(super) opened: bool,
    /// The photo or the fault; `None` for what is no picture and does not say so.
    pub(super) result: Option<Result<Photo, Problem>>,
    /// What the library should remember, if it is new.
    pub(super) record: Option<FileRecord>,
}

/// What a file is: remembered, or by its first bytes. Asked for files that may be twins.
pub(super) fn format_of(known: &KnownFiles, file: &ListedFile) -> Option<Format> {
    match known.get(&file.path) {
        Some(was) if was.is_unchanged(file.bytes, file.modified_ns) && was.format.is_some() => was.format,
        _ => sniff_file(&file.path).ok().flatten(),
    }
}

/// What to remember of a raw twin: what it is, so that it is not opened to be asked again.
pub(super) fn twin(known: &KnownFiles, file: &ListedFile, format: Format) -> Option<FileRecord> {
    let new =
        KnownFile { bytes: file.bytes, modified_ns: file.modified_ns, format: Some(format), was: Was::Other };
    (known.get(&file.path) != Some(&new)).then(|| FileRecord { path: file.path.clone(), file: new })
}

/// Looks at a file and at its companions' names.
pub(super) fn read_unit(request: &Scan<'_>, unit: Unit) -> Find {
    let named_picture = unit.is_named_picture();
    let Unit { main, companions, is_asked_for } = unit;
    let mut looked = match request.known.get(&main.path) {
        Some(known) if known.is_unchanged(main.bytes, main.modified_ns) => recall(known, &main, is_asked_for),
        _ => None,
    }
    .unwrap_or_else(|| {
        (request.pace)();
        look(&main, named_picture)
    });
    looked.named_picture = named_picture;
    if let Some(Ok(photo)) = &mut looked.result {
        photo.companions = companions;
    }
    Find::Unit(Box::new(looked))
}

/// The file as it was read before; `None` when it must be read again.
fn recall(known: &KnownFile, file: &ListedFile, is_asked_for: bool) -> Option<Looked> {
    let result = match &known.was {
        Was::Photo(..) => Some(Ok(known.photo(&file.path)?)),
        Was::NotRead(problem) => Some(Err(problem.clone())),
        // A twin whose picture is gone, or a file that is now asked for by name, has to be looked at.
        Was::Other if known.format.is_some() || is_asked_for => return None,
        Was::Other => None,
    };
    Some(Looked { path: file.path.clone(), named_picture: false, opened: false, result, record: None })
}

/// Opens and reads a file.
fn look(file: &ListedFile, named_picture: bool) -> Looked {
    let path = &file.path;
    let remember = |format, was| {
        let file = KnownFile { bytes: file.bytes, modified_ns: file.modified_ns, format, was };
        Some(FileRecord { path: path.clone(), file })
    };
    let mut looked = Looked { path: path.clone(), named_picture, opened: true, result: None, record: None };
    if file.bytes == 0 {
        looked.opened = false;
        looked.result = named_picture.then(|| Err(empty(path)));
        return looked;
    }
    // A file whose name does not call it a picture is one only if its bytes do.
    if !named_picture {
        match sniff_file(path) {
            Ok(Some(_)) => {}
            Ok(None) => {
                looked.record = remember(None, Was::Other);
                return looked;
            }
            // It may be anything; a file that cannot be opened and does not call itself a picture is not told of.
            Err(_) => return looked,
        }
    }
    // A fault in a decoder must cost one file, not the scan.
    let read = catch_unwind(AssertUnwindSafe(|| media::read_photo(path)));
    let read = read.unwrap_or_else(|_| Err(Problem::new(
        ProblemKind::Damaged,
        path,
        "Reading it failed in a way that was not foreseen. It is left out; please report it with the file.",
    )));
    match read {
        Ok(photo) => {
            if let Some(saved) = SavedPhoto::of(&photo) {
                // The file may have changed since it was listed: what counts is what was read.
                let file = KnownFile {
                    bytes: photo.original.bytes,
                    modified_ns: photo.original.modified_ns,
                    format: Some(photo.format),
                    was: Was::Photo(photo.id, saved),
                };
                looked.record = Some(FileRecord { path: path.clone(), file });
            }
            looked.result = Some(Ok(photo));
        }
        Err(problem) => {
            let problem = if path.symlink_metadata().is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
                vanished(path)
            } else {
                problem
            };
            // What may be different in a moment is tried again next time.
            let lasting = !matches!(
                problem.kind,
                ProblemKind::Unreadable | ProblemKind::Vanished | ProblemKind::TimedOut
            );
            if lasting {
                // That a text is no picture is worth telling only to whoever asked for that very file.
                let told = problem.kind != ProblemKind::NotAPicture || is_named_picture(path);
                let was = if told { Was::NotRead(problem.clone()) } else { Was::Other };
                looked.record = remember(sniff_file(path).ok().flatten(), was);
            }
            looked.result = Some(Err(problem));
        }
    }
    looked
}

fn sniff_file(path: &Path) -> io::Result<Option<Format>> {
    let mut head = Vec::with_capacity(HEAD_BYTES as usize);
    File::open(path)?.take(HEAD_BYTES).read_to_end(&mut head)?;
    Ok(media::sniff(&head))
}

fn empty(path: &Path) -> Problem {
    Problem::new(
        ProblemKind::Empty,
        path,
        "The file has no bytes: it was not copied whole. Copy it again from the camera or phone.",
    )
}

fn vanished(path: &Path) -> Problem {
    Problem::new(
        ProblemKind::Vanished,
        path,
        "The file was there when the folder was listed and gone when it was to be read. If it was moved, open its new folder.",
    )
}
