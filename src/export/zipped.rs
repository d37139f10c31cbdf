//! An album as one zip file: the same files, in the order of their names, with nothing about who packed them, where and when. The same
//! album makes the same bytes. It is read again by [`audit_zip`], which shares no code with this, before it gets its name.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::Builder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::audit::report::Finding;
use super::audit::zip::audit_zip;
use super::audit::{AuditError, Known};
use super::files::{MANIFEST, SCHEMA, SavedManifest};
use super::html::TemplateError;
use super::publish::{TargetError, Workshop};

/// A plain zip file has fewer files and fewer bytes (APPNOTE.TXT 6.3.10, 4.4.1.4: larger ones are of another form, which not every
/// program opens).
const TOO_MANY_FILES: usize = 0xFFFF;
const TOO_MANY_BYTES: u64 = 0xF000_0000;

/// No manifest is longer.
const MOST_MANIFEST_BYTES: u64 = 64 << 20;

/// Why there is no zip file, or no page. What stood at its place still does.
#[derive(Debug, thiserror::Error)]
pub enum ZippedError {
    /// Something else stands there.
    #[error(
        "{0} is there already and is not an album that Attaché packed; nothing was written. Choose another name"
    )]
    NotOurs(PathBuf),
    /// It cannot be made there.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// It does not fit.
    #[error(
        "the album has {n_files} files and {n_bytes} bytes, which is more than a zip file that every program opens can hold; export a folder, or fewer visits"
    )]
    TooLarge {
        /// Files of the album.
        n_files: usize,
        /// Their bytes.
        n_bytes: u64,
    },
    /// The album is not what it should be.
    #[error("the album could not be read back: {0}; nothing was written")]
    Manifest(String),
    /// The system refuses.
    #[error(
        "{path} could not be written: {source}; nothing was published. Make room on the disk or choose another folder"
    )]
    Write {
        /// Where.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
    /// It could not be read again.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The page could not be made.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// It holds what it should not.
    #[error("nothing was published, because the file would have told too much: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Leaks(Vec<Finding>),
    /// The person stopped it.
    #[error("the export was cancelled; nothing was published")]
    Cancelled,
}

/// The folder in which the album of a file is made first.
///
/// # Errors
/// [`ZippedError`] when something else stands at the target, another export to it is running, or nothing can be written beside it.
pub fn workshop(target: &Path) -> Result<Workshop, ZippedError> {
    may_write(target)?;
    Ok(Workshop::begin(target)?)
}

fn parent_of(target: &Path) -> PathBuf {
    target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

pub(super) fn write_error(path: &Path) -> impl Fn(io::Error) -> ZippedError {
    let path = path.to_owned();
    move |source| ZippedError::Write { path: path.clone(), source }
}

/// Only a zip file or a page of ours is replaced.
fn may_write(target: &Path) -> Result<(), ZippedError> {
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(metadata) if metadata.is_file() && (is_ours(target) || super::single::is_ours(target)) => Ok(()),
        _ => Err(ZippedError::NotOurs(target.to_owned())),
    }
}

/// Whether a zip file holds an album of ours and nothing else.
fn is_ours(path: &Path) -> bool {
    open(path).is_some()
}

/// A zip file that holds the files of an album of ours and nothing else, by its names. Whether they are still what the manifest says is
/// for whoever reads one.
pub(super) fn open(path: &Path) -> Option<(ZipArchive<File>, SavedManifest)> {
    let mut zip = ZipArchive::new(File::open(path).ok()?).ok()?;
    let mut names: Vec<String> =
        zip.file_names().map(|name| Some(name.ok()?.into_owned())).collect::<Option<_>>()?;
    let mut text = String::new();
    zip.by_name(MANIFEST).ok()?.take(MOST_MANIFEST_BYTES).read_to_string(&mut text).ok()?;
    let manifest: SavedManifest = serde_json::from_str(&text).ok()?;
    let mut listed: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    listed.push(MANIFEST);
    names.sort();
    listed.sort_unstable();
    let is_ours = manifest.schema == SCHEMA && names == listed;
    is_ours.then_some((zip, manifest))
}

/// Packs an album that was audited, reads it again, and puts it into place. Gives its length in bytes. `progress` is told how many
/// files of how many are packed.
///
/// # Errors
/// [`ZippedError`]; then nothing was written.
pub fn pack(
    album: &Path,
    target: &Path,
    known: &Known,
    progress: &dyn Fn(usize, usize),
    cancel: &AtomicBool,
) -> Result<u64, ZippedError> {
    let failed = write_error(target);
    let manifest =
        fs::read_to_string(album.join(MANIFEST)).map_err(|e| ZippedError::Manifest(e.to_string()))?;
    let manifest: SavedManifest =
        serde_json::from_str(&manifest).map_err(|e| ZippedError::Manifest(e.to_string()))?;
    let mut paths: Vec<&str> =
        manifest.files.iter().map(|file| file.path.as_str()).chain([MANIFEST]).collect();
    paths.sort_unstable();
    let n_bytes = manifest.files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.bytes));
    if paths.len() >= TOO_MANY_FILES || n_bytes >= TOO_MANY_BYTES {
        return Err(ZippedError::TooLarge { n_files: paths.len(), n_bytes });
    }
    let draft = draft(target)?;
    let mut zip = ZipWriter::new(BufWriter::new(draft.as_file()));
    for (path, n) in paths.iter().zip(1..) {
        if cancel.load(Ordering::Relaxed) {
            return Err(ZippedError::Cancelled);
        }
        let data = fs::read(album.join(path)).map_err(&failed)?;
        let is_packed_already = [".jpg", ".png", ".webp"].iter().any(|ending| path.ends_with(ending));
        let method = if is_packed_already { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Dos)
            .external_attributes(0);
        zip.start_file(*path, options).map_err(|e| failed(e.into()))?;
        zip.write_all(&data).map_err(&failed)?;
        progress(n, paths.len());
    }
    let mut written = zip.finish().map_err(|e| failed(e.into()))?;
    written.flush().map_err(&failed)?;
    drop(written);
    draft.as_file().sync_all().map_err(&failed)?;
    let report = audit_zip(draft.path(), known)?;
    if !report.is_clean() {
        return Err(ZippedError::Leaks(report.findings));
    }
    place(draft, target)
}

/// A file beside the target, in which it grows. Goes when it is dropped.
pub(super) fn draft(target: &Path) -> Result<tempfile::NamedTempFile, ZippedError> {
    Builder::new().prefix(".attache-").tempfile_in(parent_of(target)).map_err(write_error(target))
}

/// Puts a finished file into place, for others to read. Gives its length.
pub(super) fn place(draft: tempfile::NamedTempFile, target: &Path) -> Result<u64, ZippedError> {
    let failed = write_error(target);
    may_write(target)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Some file systems have no permissions to set; the file is written all the same.
        let _ = draft.as_file().set_permissions(fs::Permissions::from_mode(0o644));
    }
    let n_bytes = draft.as_file().metadata().map_err(&failed)?.len();
    draft.persist(target).map_err(|error| failed(error.error))?;
    if let Ok(folder) = File::open(parent_of(target)) {
        // Makes the rename last through a power cut, where the system can.
        let _ = folder.sync_all();
    }
    Ok(n_bytes)
}
