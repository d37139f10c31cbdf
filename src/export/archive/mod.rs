//! An archive package: originals as they are, what is known of them beside them, and a proof that nothing changed since.
//!
//! It is a folder in the form of BagIt 1.0 (RFC 8493), which archives take in without asking and which a person can read without any
//! program of ours. [`bag`] knows that form, writes it and checks it; [`plan()`] says what goes where, a pure function; [`run`] does it.
//!
//! Nothing is scrubbed or made smaller here, and nothing stays behind because it is not cleared: an archive is for keeping, not for
//! publishing. [`withheld`] counts what was not to be published, so that whoever packs it knows.

pub mod bag;
mod copy;
pub mod withheld;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use self::copy::{CopyError, copy_verified, write_verified};
use self::withheld::Withheld;
use super::files::Written;
use crate::library::desk::sheet::write_captions;
use crate::media::texts::write::{document, properties};
use crate::model::collection::Collection;
use crate::model::photo::{Photo, PhotoId};
use crate::model::text::LangTag;
use crate::model::visit::VisitId;

/// What a person chooses for an archive package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveSettings {
    /// The folder of the package: a new or an empty one.
    pub target: PathBuf,
    /// Folders and files that were given: the package never goes into one of them.
    pub roots: Vec<PathBuf>,
    /// Which visits; `None` for everything, the undated too.
    pub visits: Option<Vec<VisitId>>,
    /// Who hands it over, for `bag-info.txt`.
    pub organization: Option<String>,
    /// The moment at which embargoes are looked at; without one every embargo holds.
    pub as_of: Option<Timestamp>,
}

/// A file that is to be copied as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The original.
    pub source: PathBuf,
    /// Its path within the package, with `/`.
    pub path: String,
}

/// What goes where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivePlan {
    /// What was chosen.
    pub settings: ArchiveSettings,
    /// Photos in their order.
    pub photos: Vec<PhotoId>,
    /// Originals, companions and sidecars.
    pub files: Vec<Planned>,
    /// What of it was not to be published.
    pub withheld: Withheld,
    /// Files made of what the library says, but for the description of visits: paths and content.
    made: Vec<(String, Vec<u8>)>,
    /// The day of the newest photo.
    day: Date,
    titles: Vec<String>,
}

impl ArchivePlan {
    /// Where each original goes, by its path on this machine as text.
    pub fn places(&self) -> HashMap<String, String> {
        let place = |file: &Planned| (file.source.to_string_lossy().into_owned(), file.path.clone());
        self.files.iter().map(place).collect()
    }
}

/// What was archived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveReport {
    /// The folder of the package.
    pub target: PathBuf,
    /// Photos in it.
    pub n_photos: usize,
    /// Files in `data`.
    pub n_files: usize,
    /// Bytes of those.
    pub n_bytes: u64,
    /// Files that an earlier, interrupted run had copied, and that were found to be the same.
    pub n_taken_over: usize,
    /// What of it was not to be published.
    pub withheld: Withheld,
}

/// Why there is no package.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// No photo was chosen.
    #[error("there is no photo to archive: none of the open photos belongs to what was chosen")]
    Nothing,
    /// Something stands there.
    #[error(
        "{0} is there already; an archive package is never written over. Choose a folder that is new or empty"
    )]
    Standing(PathBuf),
    /// It would lie among the originals.
    #[error(
        "{target} lies inside {root}, which holds originals; nothing was written. Choose a folder outside of it"
    )]
    Inside {
        /// Where it was to go.
        target: PathBuf,
        /// The folder of originals.
        root: PathBuf,
    },
    /// Another run is at work on it.
    #[error("another run is making this archive just now ({0}); wait until it is done")]
    Busy(PathBuf),
    /// A file could not be copied.
    #[error("{0}. Nothing stands at the target; run it again, and what is copied already is taken over")]
    Copy(#[from] CopyError),
    /// The system refuses.
    #[error(
        "{path} could not be {what}: {source}. Check that the disk has space and that you may write there, and run it again"
    )]
    Io {
        /// Where.
        path: PathBuf,
        /// What was tried: "opened", "written".
        what: &'static str,
        /// What happened.
        source: io::Error,
    },
    /// The person stopped it.
    #[error("stopped; nothing stands at the target. Run it again, and what is copied already is taken over")]
    Cancelled,
}

/// What goes where. Touches no file.
pub fn plan(collection: &Collection, settings: &ArchiveSettings) -> ArchivePlan {
    let grouping = collection.grouping();
    let is_chosen = |id: &VisitId| settings.visits.as_ref().is_none_or(|chosen| chosen.contains(id));
    let visits: Vec<_> = grouping.visits.iter().filter(|visit| is_chosen(&visit.id)).collect();
    let mut folders: Vec<(String, Vec<PhotoId>)> =
        visits.iter().map(|visit| (plain_name(visit.id.as_str()), visit.photos().collect())).collect();
    if settings.visits.is_none() && !grouping.undated.is_empty() {
        folders.push(("undated".to_owned(), grouping.undated.clone()));
    }
    let mut withheld = Withheld::default();
    for visit in &visits {
        withheld.count(collection, Some(&visit.id), &visit.photos().collect::<Vec<_>>(), settings.as_of);
    }
    if settings.visits.is_none() {
        withheld.count(collection, None, &grouping.undated, settings.as_of);
    }
    let (mut files, mut made, mut photos) = (Vec::new(), Vec::new(), Vec::new());
    let mut places = Places::default();
    let mut langs = BTreeSet::from([LangTag::en()]);
    let (first, notes) = (LangTag::en(), collection.notes());
    for (folder, ids) in folders {
        let folder = places.folder(&folder);
        let mut here: Vec<&Photo> =
            ids.iter().filter_map(|id| collection.photo(*id)).map(AsRef::as_ref).collect();
        photos.extend(here.iter().map(|photo| photo.id));
        // Names that would collide are told apart in the order of paths, whatever the order of the photos.
        here.sort_by(|a, b| a.original.path.cmp(&b.original.path));
        for photo in here {
            let original = &photo.original.path;
            let within = places.file(&folder, original);
            for source in std::iter::once(original).chain(&photo.companions) {
                if places.taken.insert(source.clone()) {
                    let within =
                        if source == original { within.clone() } else { places.file(&folder, source) };
                    files.push(Planned { source: source.clone(), path: format!("data/originals/{within}") });
                }
            }
            let texts = notes.standing_texts(photo);
            for of in
                [&texts.title, &texts.headline, &texts.caption, &texts.alt, &texts.extended, &texts.event]
            {
                langs.extend(of.iter().map(|(lang, _)| lang.clone()));
            }
            let said: Vec<_> = properties(&texts, &first, None)
                .into_iter()
                .filter_map(|(name, content)| Some((name, content?)))
                .collect();
            if !said.is_empty() {
                made.push((format!("data/sidecars/{within}.xmp"), document(&said).into_bytes()));
            }
        }
    }
    let langs: Vec<LangTag> = langs.into_iter().collect();
    made.push(("data/captions.csv".to_owned(), write_captions(collection, &photos, &langs)));
    let title = |visit: &&crate::model::visit::Visit| {
        let title = collection.visit_title(visit);
        title.best(&first).map(|(_, text)| super::texts::clean_line(text))
    };
    let titles = visits.iter().filter_map(title).collect();
    let day = newest_day(collection, &photos);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    ArchivePlan { settings: settings.clone(), photos, files, withheld, made, day, titles }
}

/// The day of the newest photo; where none is dated, of the newest file.
fn newest_day(collection: &Collection, photos: &[PhotoId]) -> Date {
    let all: Vec<_> = photos.iter().filter_map(|id| collection.photo(*id)).collect();
    let taken = all.iter().filter_map(|photo| Some(collection.captured(photo)?.civil().date())).max();
    let changed = || {
        let ns = all.iter().filter_map(|photo| photo.original.modified_ns).max()?;
        let stamp = Timestamp::from_nanosecond(i128::from(ns)).ok()?;
        Some(stamp.to_zoned(TimeZone::UTC).date())
    };
    taken.or_else(changed).unwrap_or(Date::constant(1970, 1, 1))
}

/// Names within the package: each is given once, also to a system that does not tell small letters from capital ones.
#[derive(Debug, Default)]
struct Places {
    given: HashSet<String>,
    /// The name of each folder of originals within a visit's folder.
    folders: BTreeMap<(String, PathBuf), String>,
    taken: HashSet<PathBuf>,
}

impl Places {
    fn folder(&mut self, name: &str) -> String {
        self.give("", name)
    }

    /// The path of a file within the folder of a visit: in a folder named like its own.
    fn file(&mut self, visit: &str, source: &Path) -> String {
        let parent = source.parent().unwrap_or(Path::new("")).to_owned();
        let key = (visit.to_owned(), parent);
        let folder = match self.folders.get(&key) {
            Some(folder) => folder.clone(),
            None => {
                let name = key.1.file_name().map_or_else(|| "files".into(), |name| name.to_string_lossy());
                let folder = self.give(&format!("{visit}/"), &name);
                self.folders.insert(key, folder.clone());
                folder
            }
        };
        let name = source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.give(&format!("{folder}/"), &name)
    }

    fn give(&mut self, before: &str, name: &str) -> String {
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
            _ => (name, String::new()),
        };
        let mut path = format!("{before}{name}");
        let mut n = 2_usize;
        while !self.given.insert(path.to_lowercase()) {
            path = format!("{before}{stem}-{n}{ending}");
            n = n.saturating_add(1);
        }
        path
    }
}

/// A name that every file system takes.
fn plain_name(text: &str) -> String {
    let name: String =
        text.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' }).collect();
    if name.is_empty() { "visit".to_owned() } else { name }
}

/// Copies, writes, checks and renames. `visits`: the description of visits, for `data/visits.json`. `progress` is told how many files
/// of how many are there, from several threads. What was copied stays beside the target when it is stopped, and the next run goes on.
///
/// # Errors
/// [`ArchiveError`]; then nothing stands at the target.
pub fn run(
    plan: &ArchivePlan,
    visits: Vec<u8>,
    progress: &(dyn Fn(usize, usize) + Sync),
    cancel: &AtomicBool,
) -> Result<ArchiveReport, ArchiveError> {
    if plan.photos.is_empty() {
        return Err(ArchiveError::Nothing);
    }
    let target = target_of(&plan.settings)?;
    let draft = Unfinished::open(&target)?;
    let mut made = plan.made.clone();
    made.push(("data/visits.json".to_owned(), visits));
    let wanted: HashSet<&str> = plan
        .files
        .iter()
        .map(|file| file.path.as_str())
        .chain(made.iter().map(|(path, _)| path.as_str()))
        .collect();
    draft.keep_only(&wanted)?;

    let n_total = plan.files.len() + made.len();
    let (n_done, n_taken_over) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let done = || progress(n_done.fetch_add(1, Ordering::Relaxed) + 1, n_total);
    let copied: Result<Vec<Written>, ArchiveError> = plan
        .files
        .par_iter()
        .map(|file| {
            let copied = copy_verified(&file.source, &draft.folder, &file.path, cancel)?;
            n_taken_over.fetch_add(usize::from(copied.was_there), Ordering::Relaxed);
            done();
            Ok(copied.file)
        })
        .collect();
    let mut payload = match copied {
        Err(_) if cancel.load(Ordering::Relaxed) => return Err(ArchiveError::Cancelled),
        copied => copied?,
    };
    for (path, data) in &made {
        payload.push(write_verified(&draft.folder, path, data)?);
        done();
    }
    payload.sort();
    let n_bytes = payload.iter().map(|file| file.bytes).sum();
    for (path, text) in words::tag_files(plan, &payload) {
        write_verified(&draft.folder, &path, text.as_bytes())?;
    }
    if cancel.load(Ordering::Relaxed) {
        return Err(ArchiveError::Cancelled);
    }
    draft.publish(&target)?;
    Ok(ArchiveReport {
        target,
        n_photos: plan.photos.len(),
        n_files: payload.len(),
        n_bytes,
        n_taken_over: n_taken_over.into_inner(),
        withheld: plan.withheld.clone(),
    })
}

fn io_error(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> ArchiveError {
    let path = path.to_owned();
    move |source| ArchiveError::Io { path, what, source }
}

/// The target as an absolute path with the links on its way followed, if a package may go there.
fn target_of(settings: &ArchiveSettings) -> Result<PathBuf, ArchiveError> {
    let given = &settings.target;
    let absolute = std::path::absolute(given).map_err(io_error(given, "found"))?;
    // What exists of it decides where it really is.
    let there = absolute.ancestors().find_map(|path| Some((path, fs::canonicalize(path).ok()?)));
    let target = match there {
        Some((path, real)) => match absolute.strip_prefix(path) {
            Ok(rest) if rest.as_os_str().is_empty() => real,
            Ok(rest) => real.join(rest),
            Err(_) => absolute.clone(),
        },
        None => absolute.clone(),
    };
    for root in &settings.roots {
        let real = fs::canonicalize(root).unwrap_or_else(|_| root.clone());
        if real.is_dir() && target.starts_with(&real) {
            return Err(ArchiveError::Inside { target, root: root.clone() });
        }
    }
    match fs::symlink_metadata(&target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(io_error(&target, "opened")(error)),
        Ok(metadata) if !metadata.is_dir() => return Err(ArchiveError::Standing(target)),
        Ok(_) => {
            if fs::read_dir(&target).map_err(io_error(&target, "opened"))?.next().is_some() {
                return Err(ArchiveError::Standing(target));
            }
        }
    }
    if target.file_name().is_none() { Err(ArchiveError::Standing(target)) } else { Ok(target) }
}

/// The folder beside the target in which a package grows, and stays when it is interrupted.
#[derive(Debug)]
struct Unfinished {
    folder: PathBuf,
    mark: PathBuf,
    /// Locked, so that two runs do not write the same files.
    lock: fs::File,
}

impl Unfinished {
    fn open(target: &Path) -> Result<Self, ArchiveError> {
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = target.with_file_name(format!("{name}.unfinished"));
        let mark = target.with_file_name(format!("{name}.unfinished.txt"));
        if folder.exists() && !mark.exists() {
            // Not begun by us, or finished and never renamed: nobody can tell which.
            return Err(ArchiveError::Standing(folder));
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(io_error(parent, "made"))?;
        }
        let opened = fs::File::options().create(true).append(true).open(&mark);
        let lock = opened.map_err(io_error(&mark, "written"))?;
        match lock.try_lock() {
            Err(fs::TryLockError::WouldBlock) => return Err(ArchiveError::Busy(folder)),
            // Some network file systems have no locks; then nobody but the person watches over it.
            Err(fs::TryLockError::Error(_)) | Ok(()) => {}
        }
        fs::write(&mark, words::UNFINISHED).map_err(io_error(&mark, "written"))?;
        fs::create_dir_all(&folder).map_err(io_error(&folder, "made"))?;
        Ok(Self { folder, mark, lock })
    }

    /// Takes away what an earlier run left and this one does not want: half-written files, files of photos that are gone.
    fn keep_only(&self, wanted: &HashSet<&str>) -> Result<(), ArchiveError> {
        for entry in walkdir::WalkDir::new(&self.folder).min_depth(1).contents_first(true).follow_links(false)
        {
            let entry = entry.map_err(|error| io_error(&self.folder, "read")(error.into()))?;
            let path = bag::path_within(&self.folder, entry.path());
            if entry.file_type().is_dir() {
                // Fails, as it should, while anything is in it.
                let _ = fs::remove_dir(entry.path());
            } else if !(entry.file_type().is_file()
                && path.is_some_and(|path| wanted.contains(path.as_str())))
            {
                fs::remove_file(entry.path()).map_err(io_error(entry.path(), "deleted"))?;
            }
        }
        Ok(())
    }

    fn publish(self, target: &Path) -> Result<(), ArchiveError> {
        if target.is_dir() {
            fs::remove_dir(target).map_err(io_error(target, "replaced"))?;
        }
        fs::rename(&self.folder, target).map_err(io_error(target, "renamed into place"))?;
        if let Some(Ok(parent)) = target.parent().map(fs::File::open) {
            // Makes the rename last through a power cut, where the system can.
            let _ = parent.sync_all();
        }
        drop(self.lock);
        if let Err(error) = fs::remove_file(&self.mark) {
            tracing::warn!(%error, at = %self.mark.display(), "the mark of an unfinished archive could not be deleted");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_collide() {
        let mut places = Places::default();
        let mut place = |source: &str| places.file("2026-01-04", Path::new(source));
        assert_eq!(place("/card/a/DCIM/IMG_1.jpg"), "2026-01-04/DCIM/IMG_1.jpg");
        assert_eq!(place("/card/b/dcim/IMG_1.jpg"), "2026-01-04/dcim-2/IMG_1.jpg");
        assert_eq!(place("/card/a/DCIM/img_1.JPG"), "2026-01-04/DCIM/img_1-2.JPG");
        assert_eq!(place("/card/b/dcim/만찬 50%.jpg"), "2026-01-04/dcim-2/만찬 50%.jpg");
        assert_eq!(place("/IMG_1.jpg"), "2026-01-04/files/IMG_1.jpg");
        assert_eq!(plain_name("../x/한국"), "---x-한국");
    }
}
