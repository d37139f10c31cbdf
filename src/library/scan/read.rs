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
use crate::model::sidecar::Sidecar;

use super::Scan;
use super::companions::{Ask, Unit, is_named_picture, may_be_live_video};
use super::walk::ListedFile;
use super::{movies, sidecars};

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
    /// What the library should remember, if it is new: of the file and of its videos.
    pub(super) records: Vec<FileRecord>,
}

/// The answers of the library and, where it has none, of the files.
pub(super) struct Answers<'a>(pub(super) &'a KnownFiles);

impl Ask for Answers<'_> {
    fn format_of(&mut self, file: &ListedFile) -> Option<Format> {
        let known = unchanged(self.0, file).and_then(|known| known.format);
        known.or_else(|| sniff_file(&file.path).ok().flatten())
    }

    fn id_of_video(&mut self, file: &ListedFile) -> Option<String> {
        movies::of(self.0, file).0?.content_id
    }

    fn sidecar(&mut self, file: &ListedFile) -> Option<Sidecar> {
        sidecars::of(self.0, file).ok().map(|(sidecar, _)| sidecar)
    }

    fn id_of_picture(&mut self, file: &ListedFile) -> Option<String> {
        match unchanged(self.0, file).and_then(|known| known.photo(&file.path)) {
            Some(photo) => movies::content_id(&photo).map(str::to_owned),
            // A fault in a reader must not end the listing; the file is read again as a photo, and told of then.
            None => catch_unwind(|| media::read_content_id(&file.path)).ok()?.ok()?,
        }
    }
}

/// What is remembered of a file, if it is still the one that was read.
pub(super) fn unchanged<'a>(known: &'a KnownFiles, file: &ListedFile) -> Option<&'a KnownFile> {
    known.get(&file.path).filter(|known| known.is_unchanged(file.bytes, file.modified_ns))
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
    let Unit { main, companions, videos, sidecars, remarks, is_asked_for } = unit;
    let recalled = unchanged(request.known, &main).and_then(|known| recall(known, &main, is_asked_for));
    let mut looked = recalled.unwrap_or_else(|| {
        (request.pace)();
        look(&main, named_picture)
    });
    looked.named_picture = named_picture;
    if let Some(Ok(photo)) = &mut looked.result {
        photo.companions = companions;
        looked.records.extend(movies::pair(photo, &videos, request.known));
        looked.records.extend(sidecars::lay(photo, &sidecars, request.known));
        photo.remarks.extend(remarks);
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
        Was::Other | Was::Movie(_) | Was::Sidecar(_) => None,
    };
    Some(Looked { path: file.path.clone(), named_picture: false, opened: false, result, records: Vec::new() })
}

/// Opens and reads a file.
fn look(file: &ListedFile, named_picture: bool) -> Looked {
    let path = &file.path;
    let remember = |format, was| {
        let file = KnownFile { bytes: file.bytes, modified_ns: file.modified_ns, format, was };
        vec![FileRecord { path: path.clone(), file }]
    };
    let mut looked =
        Looked { path: path.clone(), named_picture, opened: true, result: None, records: Vec::new() };
    if file.bytes == 0 {
        looked.opened = false;
        looked.result = named_picture.then(|| Err(empty(path)));
        return looked;
    }
    // A file whose name does not call it a picture is one only if its bytes do.
    if !named_picture {
        match sniff_file(path) {
            Ok(Some(_)) => {}
            Ok(None) if may_be_live_video(path) => {
                // Asked of it each time its folder is listed, as it may be the video of a photo there.
                looked.records =
                    movies::read(file).1.map_or_else(|| remember(None, Was::Other), |new| vec![new]);
                return looked;
            }
            Ok(None) => {
                looked.records = remember(None, Was::Other);
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
                looked.records.push(FileRecord { path: path.clone(), file });
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
                looked.records = remember(sniff_file(path).ok().flatten(), was);
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
