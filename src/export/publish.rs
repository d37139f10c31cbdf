//! Into place: an album is made beside its target and renamed at the end, so that nothing half-written ever stands there.
//!
//! What stands at the target already is never deleted unless it is an album of ours, and of that only what its manifest lists
//! and what nobody has changed since.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::files::{MANIFEST, SCHEMA, SavedManifest, Written, sha256};
use super::kept::Kept;

/// Why an album cannot go where it is to go. Nothing was written there.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// Something else stands there.
    #[error(
        "{0} is there already and is not an album that Attaché made; nothing was written. Choose a folder that is new or empty"
    )]
    NotOurs(PathBuf),
    /// It is ours, and somebody put something into it.
    #[error(
        "{folder} holds an older album and also {stranger}, which does not belong to it; nothing was written. \
         Move that file away, or choose another folder"
    )]
    Stranger {
        /// The folder.
        folder: PathBuf,
        /// The path within it.
        stranger: String,
    },
    /// It is ours, and somebody changed one of its files.
    #[error(
        "{folder} holds an older album in which {file} was changed by hand; nothing was written. \
         Move the folder away to keep the change, or choose another folder"
    )]
    ChangedByHand {
        /// The folder.
        folder: PathBuf,
        /// The path within it.
        file: String,
    },
    /// Somebody else is at it.
    #[error(
        "another export to {0} is running; nothing was written. Wait for it to end, or choose another folder"
    )]
    Busy(PathBuf),
    /// The system refuses.
    #[error("{path} cannot be {what}: {source}; nothing was written there. {hint}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What was tried: "opened", "written".
        what: &'static str,
        /// What happened.
        source: io::Error,
        /// What to do.
        hint: &'static str,
    },
}

/// What to do where the system says no.
const HINT: &str = "Check that the disk has space and that you may write there, or choose another folder";

/// What stands at the target.
#[derive(Debug)]
enum Standing {
    Nothing,
    EmptyFolder,
    /// An album of ours with these files, manifest included.
    OurAlbum(BTreeSet<String>),
}

/// A folder beside the target, in which the album grows. Dropped without [`Draft::publish`], it is deleted.
///
/// Its name is made of the target's, so that the next export to the same place finds what a crash left: whole pictures are taken over,
/// and an older album that was put aside goes back. A lock keeps a second export to the same place away for as long as this one lives.
#[derive(Debug)]
pub struct Draft {
    folder: Folder,
    /// What a crash left.
    abandoned: Option<Folder>,
    /// After the folders: the lock is the last to go but for the folders that hold it.
    _lock: Lock,
    parents: MadeFolders,
    target: PathBuf,
}

/// A folder of ours that goes with all that is in it.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    is_ours: bool,
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_ours
            && let Err(error) = fs::remove_dir_all(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, path = %self.path.display(), "an unfinished album could not be removed");
        }
    }
}

/// The file whose lock says that an export to this target is running. The system lets go of it when the program ends, however it ends.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    _file: fs::File,
}

impl Lock {
    fn take(path: PathBuf, target: &Path) -> Result<Self, TargetError> {
        let opened = fs::File::options().write(true).create(true).truncate(false).open(&path);
        let file = opened.map_err(|e| io_error(&path, "written", e))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(TargetError::Busy(target.to_owned())),
            // Some network disks know no locks: then two exports at once are for the person to avoid.
            Err(fs::TryLockError::Error(error)) => {
                tracing::warn!(%error, "this disk knows no locks");
                Ok(Self { path, _file: file })
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// A hidden folder beside a file that is to be, in which its album is made first. Goes with all that is in it when it is dropped.
///
/// It has the same name for the same target: what a crash left in it is taken over by the next export there, and goes with it.
#[derive(Debug)]
pub struct Workshop {
    folder: Folder,
    _lock: Lock,
}

impl Workshop {
    /// Begins one.
    ///
    /// # Errors
    /// [`TargetError`] when another export to this target is running, or nothing can be written beside it.
    pub fn begin(target: &Path) -> Result<Self, TargetError> {
        let target = resolve(target)?;
        let beside = Beside::of(&target);
        let lock = Lock::take(beside.pack_lock, &target)?;
        if !beside.pack.is_dir() {
            private_folder(&beside.pack).map_err(|e| io_error(&beside.pack, "made", e))?;
        }
        Ok(Self { folder: Folder { path: beside.pack, is_ours: true }, _lock: lock })
    }

    /// Where the album is to be made.
    pub fn album(&self) -> PathBuf {
        self.folder.path.join("album")
    }
}

/// The names of what lies beside a target while it is made: hidden, and the same for the same target.
struct Beside {
    draft: PathBuf,
    abandoned: PathBuf,
    lock: PathBuf,
    aside: PathBuf,
    pack: PathBuf,
    pack_lock: PathBuf,
}

impl Beside {
    fn of(target: &Path) -> Self {
        let hash = blake3::hash(target.as_os_str().as_encoded_bytes()).to_hex();
        let hash = hash.get(..16).unwrap_or_default();
        let parent = target.parent().unwrap_or(Path::new("/"));
        let name = |what: &str, end: &str| parent.join(format!(".attache-{what}-{hash}{end}"));
        Self {
            draft: name("export", ""),
            abandoned: name("export", ".abandoned"),
            lock: name("export", ".lock"),
            aside: name("replaced", ""),
            pack: name("pack", ""),
            pack_lock: name("pack", ".lock"),
        }
    }

    /// What a crash between two renames left: the older album goes back to its place, or, where the new one stands, away.
    fn recover(&self, target: &Path) -> Result<(), TargetError> {
        let album = self.aside.join("album");
        if !album.is_dir() {
            let _ = fs::remove_dir(&self.aside);
            return Ok(());
        }
        if target.symlink_metadata().is_err() {
            fs::rename(&album, target).map_err(|e| io_error(target, "put back into place", e))?;
        } else if let Ok(Standing::OurAlbum(files)) = standing(&album) {
            delete_album(&album, &files);
        }
        let _ = fs::remove_dir(&self.aside);
        Ok(())
    }
}

impl Draft {
    /// Begins an album for this target, if it may go there at all.
    ///
    /// # Errors
    /// [`TargetError`] when something else stands there, another export to it is running or the system refuses.
    pub fn begin(target: &Path) -> Result<Self, TargetError> {
        let target = resolve(target)?;
        standing(&target)?;
        let parent = target.parent().unwrap_or(Path::new("/"));
        let parents = MadeFolders::to(parent).map_err(|e| io_error(parent, "made", e))?;
        let beside = Beside::of(&target);
        let lock = Lock::take(beside.lock.clone(), &target)?;
        beside.recover(&target)?;
        let written = |e| io_error(parent, "written", e);
        if beside.draft.symlink_metadata().is_ok() {
            // Of two crashes in a row the later one left more.
            drop(Folder { path: beside.abandoned.clone(), is_ours: true });
            fs::rename(&beside.draft, &beside.abandoned).map_err(written)?;
        }
        let abandoned =
            beside.abandoned.is_dir().then(|| Folder { path: beside.abandoned.clone(), is_ours: true });
        private_folder(&beside.draft).map_err(written)?;
        let folder = Folder { path: beside.draft, is_ours: true };
        Ok(Self { folder, abandoned, _lock: lock, parents, target })
    }

    /// The pictures that need not be made again: of the album that stands at the target, and of what a crash left.
    pub fn kept(&self) -> Kept {
        Kept::of(&self.target, self.abandoned.as_ref().map(|folder| folder.path.as_path()))
    }

    /// Where the album grows.
    pub fn folder(&self) -> &Path {
        &self.folder.path
    }

    /// Makes sure that all of it is on the disk, and renames it into place. An older album of ours is put aside first, and
    /// deleted when the new one stands.
    ///
    /// # Errors
    /// [`TargetError`] when by now something else stands there or the system refuses; then what stood there still stands.
    pub fn publish(mut self, files: &[Written]) -> Result<PathBuf, TargetError> {
        sync(self.folder(), files)?;
        let target = self.target.clone();
        let old = match standing(&target)? {
            Standing::Nothing => None,
            Standing::EmptyFolder => {
                fs::remove_dir(&target).map_err(|e| io_error(&target, "replaced", e))?;
                None
            }
            Standing::OurAlbum(files) => Some((put_aside(&target)?, files)),
        };
        if let Err(error) = fs::rename(self.folder(), &target) {
            if let Some((aside, _)) = &old {
                // Back to where it was; if even that fails, it is whole under the name beside it.
                if let Err(back) = fs::rename(aside.path.join("album"), &target) {
                    tracing::error!(%back, at = %aside.path.display(), "the older album could not be put back");
                    return Err(io_error(
                        &aside.path,
                        "put back into place; the older album is whole in it",
                        back,
                    ));
                }
            }
            return Err(io_error(&target, "renamed into place", error));
        }
        make_readable(&target);
        // The folder was renamed away: nothing is left to delete.
        self.folder.is_ours = false;
        self.parents.0.clear();
        if let Some(parent) = target.parent() {
            sync_folder(parent);
        }
        if let Some((aside, files)) = old {
            delete_album(&aside.path.join("album"), &files);
        }
        Ok(target)
    }
}

/// Folders that were made for the target, outermost first. Dropped, those that are empty go again.
#[derive(Debug)]
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    fn to(folder: &Path) -> io::Result<Self> {
        let missing: Vec<PathBuf> =
            folder.ancestors().take_while(|path| !path.exists()).map(Path::to_owned).collect();
        let made = Self(missing.into_iter().rev().collect());
        fs::create_dir_all(folder)?;
        Ok(made)
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn io_error(path: &Path, what: &'static str, source: io::Error) -> TargetError {
    TargetError::Io { path: path.to_owned(), what, source, hint: HINT }
}

/// The target as an absolute path, with links followed where it exists.
fn resolve(target: &Path) -> Result<PathBuf, TargetError> {
    match fs::canonicalize(target) {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link to nowhere is there, although what it points to is not.
            if target.symlink_metadata().is_ok() {
                return Err(TargetError::NotOurs(target.to_owned()));
            }
            let absolute = std::path::absolute(target).map_err(|e| io_error(target, "found", e))?;
            if absolute.file_name().is_none() {
                return Err(TargetError::NotOurs(absolute));
            }
            Ok(absolute)
        }
        Err(error) => Err(io_error(target, "opened", error)),
    }
}

/// What stands at the target.
fn standing(target: &Path) -> Result<Standing, TargetError> {
    let opened = |e| io_error(target, "opened", e);
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(opened(error)),
        Ok(metadata) if !metadata.is_dir() => return Err(TargetError::NotOurs(target.to_owned())),
        Ok(_) => {}
    }
    if fs::read_dir(target).map_err(opened)?.next().is_none() {
        return Ok(Standing::EmptyFolder);
    }
    let not_ours = || TargetError::NotOurs(target.to_owned());
    let text = fs::read_to_string(target.join(MANIFEST)).map_err(|_| not_ours())?;
    let manifest: SavedManifest = serde_json::from_str(&text).map_err(|_| not_ours())?;
    if manifest.schema != SCHEMA {
        return Err(not_ours());
    }
    let listed: BTreeMap<String, Written> = manifest.files.into_iter().map(|f| (f.path.clone(), f)).collect();
    let mut files = BTreeSet::from([MANIFEST.to_owned()]);
    for entry in WalkDir::new(target).min_depth(1).follow_links(false) {
        let entry = entry.map_err(|e| io_error(target, "read", e.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(target).unwrap_or(entry.path());
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let path = parts.join("/");
        if path == MANIFEST {
            continue;
        }
        let Some(known) = listed.get(&path).filter(|_| entry.file_type().is_file()) else {
            return Err(TargetError::Stranger { folder: target.to_owned(), stranger: path });
        };
        if is_changed(entry.path(), known).map_err(|e| io_error(entry.path(), "read", e))? {
            return Err(TargetError::ChangedByHand { folder: target.to_owned(), file: path });
        }
        files.insert(path);
    }
    Ok(Standing::OurAlbum(files))
}

/// Whether a file is not what the manifest says. Pictures are known by their length alone: nobody edits them by hand at the same
/// length, and reading gigabytes only to delete them would take longer than the export.
fn is_changed(path: &Path, known: &Written) -> io::Result<bool> {
    if fs::metadata(path)?.len() != known.bytes {
        return Ok(true);
    }
    let is_picture = known.path.starts_with("media/");
    Ok(!is_picture && sha256(&fs::read(path)?) != known.sha256)
}

/// Moves the older album into a folder beside it, whose name the next export knows should this one end here.
fn put_aside(target: &Path) -> Result<Aside, TargetError> {
    let path = Beside::of(target).aside;
    fs::create_dir(&path).map_err(|e| io_error(&path, "written", e))?;
    if let Err(error) = fs::rename(target, path.join("album")) {
        let _ = fs::remove_dir(&path);
        return Err(io_error(target, "replaced", error));
    }
    Ok(Aside { path })
}

/// The folder that holds an older album. Removed at the end only if it has become empty.
#[derive(Debug)]
struct Aside {
    path: PathBuf,
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Fails, as it should, while anything is in it.
        let _ = fs::remove_dir(&self.path);
    }
}

/// Deletes the listed files, and then the folders that are empty. What is not listed stays.
fn delete_album(album: &Path, files: &BTreeSet<String>) {
    for file in files {
        if let Err(error) = fs::remove_file(album.join(file)) {
            tracing::warn!(%error, file, "a file of the replaced album could not be deleted");
        }
    }
    let folders = WalkDir::new(album).contents_first(true).follow_links(false);
    for entry in folders.into_iter().flatten().filter(|entry| entry.file_type().is_dir()) {
        let _ = fs::remove_dir(entry.path());
    }
}

/// Waits until every file is on the disk.
fn sync(folder: &Path, files: &[Written]) -> Result<(), TargetError> {
    files.par_iter().map(|file| file.path.as_str()).chain([MANIFEST]).try_for_each(|path| {
        let path = folder.join(path);
        // Windows flushes only what was opened for writing.
        let opened = fs::File::options().write(true).open(&path);
        opened.and_then(|file| file.sync_all()).map_err(|e| io_error(&path, "written to the disk", e))
    })
}

/// Makes a rename last through a power cut, where the system can.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// A folder for its owner alone: nobody else reads an album that is not audited yet.
fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A temporary folder is its owner's alone; an album is to be read by a web server.
fn make_readable(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if let Err(error) = fs::set_permissions(folder, fs::Permissions::from_mode(0o755)) {
            tracing::warn!(%error, "the album's folder could not be made readable for others");
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_exports_to_one_place_do_not_meet() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("album");
        let draft = Draft::begin(&target).expect("nothing stands there");
        assert!(matches!(Draft::begin(&target), Err(TargetError::Busy(_))));
        Draft::begin(&folder.path().join("another")).expect("another place is another matter");
        drop(draft);
        drop(Draft::begin(&target).expect("the first is over"));
        assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 0, "something is left beside");
    }

    #[test]
    fn an_album_that_was_put_aside_when_the_program_ended_goes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("album");
        let aside = Beside::of(&target).aside;
        fs::create_dir_all(aside.join("album")).expect("it can be made");
        let settings = super::super::ExportSettings::to(&target);
        let manifest = SavedManifest::new(&settings, Vec::new()).to_text().expect("it has a form");
        fs::write(aside.join("album").join(MANIFEST), &manifest).expect("it can be written");
        drop(Draft::begin(&target).expect("it may go there"));
        assert_eq!(fs::read_to_string(target.join(MANIFEST)).expect("it is back"), manifest);
        assert!(!aside.exists());
    }
}
