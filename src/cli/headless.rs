//! Reading folders without a window: library, scan and grouping in one go.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::library::known::KnownFiles;
use crate::library::programme::read_programme;
use crate::library::scan::{self, Scan, ScanEvent, ScanStats};
use crate::library::store::{EditMeta, Store, StoreError, library_path};
use crate::model::collection::Collection;
use crate::model::edit::Edit;
use crate::model::notes::{Field, Key, Subject, Value};
use crate::model::photo::Photo;
use crate::model::problem::Problem;
use crate::model::programme::Programme;

use super::{Shared, print};

/// What folders hold, as the library knows it.
pub(super) struct Headless {
    /// Photos, what people said of them, and their grouping.
    pub(super) collection: Collection,
    /// What could not be read, by path.
    pub(super) problems: Vec<Problem>,
    /// Counts.
    pub(super) stats: ScanStats,
    /// From start to end.
    pub(super) elapsed_ms: u64,
}

/// Reads folders and files, and keeps what they say in the library.
///
/// # Errors
/// When none of the paths is there, the programme cannot be read, or the library cannot be used.
pub(super) fn read(paths: &[PathBuf], programme: Option<&Path>, shared: &Shared) -> anyhow::Result<Headless> {
    let started = Instant::now();
    let roots = roots_of(paths)?;
    let programme = programme.map(programme_of).transpose()?;
    let store = open_library(shared)?;
    let stored = store.load()?;
    let known = store.known_under(&roots)?;
    let mut keeper = Keeper { store: &store, told: false };
    let found = gather(&roots, &known, &mut |event| match event {
        ScanEvent::Read(records) => keeper.try_to(|store| store.save_files(&records)),
        ScanEvent::Gone(paths) => keeper.try_to(|store| store.forget_files(&paths)),
        _ => {}
    });
    let mut notes = stored.notes;
    if let Some(hours) = shared.gap_hours {
        let key = Key { subject: Subject::Library, field: Field::GapHours, lang: None };
        notes.put(key, Some(Value::Number(hours)));
    }
    let is_of_library = shared.gap_hours.is_none() && programme.is_none();
    if let Some(programme) = programme {
        let key = Key { subject: Subject::Library, field: Field::Programmes, lang: None };
        let others = notes.programmes().iter().filter(|known| !known.is_of(&programme)).cloned();
        let all = std::iter::once(programme.clone()).chain(others).collect();
        notes.put(key, Some(Value::Programmes(all)));
    }
    let read = Headless::of(found, Collection::new(notes, stored.stretch_of), started);
    // What is for this run alone must not decide what visits are called from now on.
    if is_of_library {
        keeper.try_to(|store| store.save_stretches(&read.collection.grouping().stretch_of));
    }
    Ok(read)
}

/// Looks at files with what the library says of them, and keeps nothing. Nothing is taken as known: the files are asked.
///
/// # Errors
/// When none of the files is there, or there is a library and it cannot be read.
pub(super) fn look(files: &[PathBuf], shared: &Shared) -> anyhow::Result<Headless> {
    let started = Instant::now();
    let roots = roots_of(files)?;
    let path = library_path(shared.library.as_deref())?;
    let store = if path.exists() { Store::open_read_only(&path)? } else { Store::in_memory()? };
    let stored = store.load()?;
    let found = gather(&roots, &KnownFiles::new(), &mut |_| {});
    Ok(Headless::of(found, Collection::new(stored.notes, stored.stretch_of), started))
}

/// Stores an edit, as the window would: in the journal with its way back.
///
/// # Errors
/// When the library cannot be written, or a window has it.
pub(super) fn save_edit(edit: &Edit, shared: &Shared) -> anyhow::Result<()> {
    let store = Store::open(&library_path(shared.library.as_deref())?)?;
    let id = store.load()?.next_edit;
    store.save_edit(id, edit, &EditMeta::now())?;
    Ok(())
}

/// Reads a programme, and tells what a person should look at.
fn programme_of(path: &Path) -> anyhow::Result<Programme> {
    let reading = read_programme(path)?;
    for remark in &reading.remarks {
        print::remark(&format!("Programme {}: {remark}", print::path(path)));
    }
    Ok(reading.programme)
}

/// Absolute paths; an error when not one of them is there.
fn roots_of(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    if let Some(path) = paths.first()
        && paths.iter().all(|path| path.symlink_metadata().is_err())
    {
        anyhow::bail!(
            "could not read {}: there is no such file or folder; check the path",
            print::path(path)
        );
    }
    Ok(paths.iter().map(|path| scan::absolute(path)).collect())
}

/// What a scan found.
struct Found {
    photos: Vec<Photo>,
    problems: Vec<Problem>,
    stats: ScanStats,
}

/// Scans with a progress bar; what the library may want to keep goes to `keep`.
fn gather(roots: &[PathBuf], known: &KnownFiles, keep: &mut dyn FnMut(ScanEvent)) -> Found {
    let (mut photos, mut problems): (Vec<Photo>, Vec<Problem>) = (Vec::new(), Vec::new());
    let bar = progress_bar();
    let mut report = |event| match event {
        ScanEvent::Photos(batch) => photos.extend(batch),
        ScanEvent::Problem(problem) => problems.push(problem),
        ScanEvent::Progress { n_found, n_done, .. } => {
            bar.set_length(n_found as u64);
            bar.set_position(n_done as u64);
        }
        other => keep(other),
    };
    let cancel = AtomicBool::new(false);
    let stats = scan::scan(&Scan { roots, known, cancel: &cancel, pace: &|| {} }, &mut report);
    bar.finish_and_clear();
    problems.sort_by(|a, b| (&a.path, a.kind, &a.message).cmp(&(&b.path, b.kind, &b.message)));
    Found { photos, problems, stats }
}

impl Headless {
    fn of(found: Found, mut collection: Collection, started: Instant) -> Self {
        let Found { mut photos, problems, stats } = found;
        // Several threads read: the order in which they were done must not show.
        photos.sort_by(|a, b| a.original.path.cmp(&b.original.path));
        collection.insert(photos);
        let elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Self { collection, problems, stats, elapsed_ms }
    }
}

/// The library for writing; while a window has it, or where it cannot be written, for reading.
fn open_library(shared: &Shared) -> anyhow::Result<Store> {
    let path = library_path(shared.library.as_deref())?;
    match Store::open(&path) {
        Ok(store) => Ok(store),
        Err(StoreError::InUse { .. }) => {
            print::remark(&format!(
                "The library {} is open in a window; it is read, and what is found now is not kept in it.",
                print::path(&path)
            ));
            Ok(Store::open_read_only(&path)?)
        }
        Err(StoreError::ReadOnly { .. }) => Ok(read_only_library(&path)?),
        Err(error) => Err(error.into()),
    }
}

fn read_only_library(path: &Path) -> Result<Store, StoreError> {
    let shown = print::path(path);
    print::remark(&format!("The library {shown} cannot be written; what is found now is not kept in it."));
    if path.exists() { Store::open_read_only(path) } else { Store::in_memory() }
}

/// Saves what can be saved; the first failure is told, and reading goes on.
struct Keeper<'a> {
    store: &'a Store,
    told: bool,
}

impl Keeper<'_> {
    fn try_to(&mut self, save: impl FnOnce(&Store) -> Result<(), StoreError>) {
        if self.store.is_read_only() || self.told {
            return;
        }
        if let Err(error) = save(self.store) {
            print::remark(&format!("{error}. What is found now is not kept."));
            self.told = true;
        }
    }
}

/// A bar on standard error; hidden where that is no terminal.
fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {pos} of {len}  {wide_bar}  {eta}");
    let bar = ProgressBar::new(0).with_message("Reading");
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
