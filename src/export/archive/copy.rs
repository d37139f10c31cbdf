//! One file into the package, byte for byte: copied, read back, compared.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest as _, Sha256};

use super::bag::hex;
use crate::export::files::Written;

/// Bytes that are read at once.
const PIECE: usize = 1 << 20;

/// Why a file is not in the package.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The original cannot be read.
    #[error("{0} could not be read: {1}")]
    Read(PathBuf, #[source] io::Error),
    /// The copy cannot be written.
    #[error("{0} could not be written: {1}")]
    Write(PathBuf, #[source] io::Error),
    /// What was read back is not what was written.
    #[error("{0} is not what was written to it a moment ago: the disk cannot be trusted")]
    Different(PathBuf),
    /// The original changed meanwhile.
    #[error("{0} changed while it was copied")]
    Changed(PathBuf),
    /// The person stopped it.
    #[error("stopped")]
    Cancelled,
}

/// A file that is in the package now.
#[derive(Debug)]
pub(super) struct Copied {
    pub(super) file: Written,
    /// Whether it was there before, whole.
    pub(super) was_there: bool,
}

/// Copies an original into the package with its time of modification, unless it is there already with the same bytes.
pub(super) fn copy_verified(
    source: &Path,
    package: &Path,
    path: &str,
    cancel: &AtomicBool,
) -> Result<Copied, CopyError> {
    let unread = |error| CopyError::Read(source.to_owned(), error);
    let target = package.join(path);
    let unwritten = |error| CopyError::Write(target.clone(), error);
    let mut original = File::open(source).map_err(unread)?;
    let before = original.metadata().map_err(unread)?;
    let written = |sha256: String, bytes| Written { path: path.to_owned(), bytes, sha256 };

    if fs::metadata(&target).is_ok_and(|there| there.is_file() && there.len() == before.len()) {
        let (wanted, bytes) = hash_of(&mut original, &mut io::sink(), cancel).map_err(|e| e.or(unread))?;
        if read_back(&target, cancel)? == (wanted.clone(), bytes) {
            keep_time(&target, &before).map_err(unwritten)?;
            return Ok(Copied { file: written(wanted, bytes), was_there: true });
        }
        original = File::open(source).map_err(unread)?;
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(unwritten)?;
    }
    let part = part_of(&target);
    let mut copy = File::create(&part).map_err(unwritten)?;
    let mut sink = Sink { file: &mut copy, failed: false };
    let hashed = hash_of(&mut original, &mut sink, cancel);
    let sink_failed = sink.failed;
    let (sha256, bytes) = hashed.map_err(|e| if sink_failed { e.or(unwritten) } else { e.or(unread) })?;
    copy.sync_all().map_err(unwritten)?;
    drop(copy);
    let after = fs::metadata(source).map_err(unread)?;
    if bytes != before.len() || after.len() != before.len() || after.modified().ok() != before.modified().ok()
    {
        let _ = fs::remove_file(&part);
        return Err(CopyError::Changed(source.to_owned()));
    }
    keep_time(&part, &before).map_err(unwritten)?;
    if read_back(&part, cancel)? != (sha256.clone(), bytes) {
        let _ = fs::remove_file(&part);
        return Err(CopyError::Different(target));
    }
    fs::rename(&part, &target).map_err(unwritten)?;
    Ok(Copied { file: written(sha256, bytes), was_there: false })
}

/// Writes a file that we made, and reads it back.
pub(super) fn write_verified(package: &Path, path: &str, data: &[u8]) -> Result<Written, CopyError> {
    let target = package.join(path);
    let failed = |error| CopyError::Write(target.clone(), error);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let part = part_of(&target);
    let mut file = File::create(&part).map_err(failed)?;
    file.write_all(data).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    drop(file);
    let written = Written {
        path: path.to_owned(),
        bytes: data.len() as u64,
        sha256: crate::export::files::sha256(data),
    };
    if read_back(&part, &AtomicBool::new(false))? != (written.sha256.clone(), written.bytes) {
        return Err(CopyError::Different(target));
    }
    fs::rename(&part, &target).map_err(failed)?;
    Ok(written)
}

/// The name under which a file is written until it is whole.
fn part_of(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    name.push(".attache-part");
    target.with_file_name(name)
}

fn keep_time(path: &Path, of: &fs::Metadata) -> io::Result<()> {
    let Ok(modified) = of.modified() else { return Ok(()) };
    File::options().write(true).open(path)?.set_modified(modified)
}

/// SHA-256 and length of what stands on the disk.
fn read_back(path: &Path, cancel: &AtomicBool) -> Result<(String, u64), CopyError> {
    let unread = |error| CopyError::Read(path.to_owned(), error);
    let mut file = File::open(path).map_err(unread)?;
    hash_of(&mut file, &mut io::sink(), cancel).map_err(|e| e.or(unread))
}

/// Why reading on ended.
pub(super) enum Ended {
    Cancelled,
    Failed(io::Error),
}

impl Ended {
    fn or(self, failed: impl FnOnce(io::Error) -> CopyError) -> CopyError {
        match self {
            Self::Cancelled => CopyError::Cancelled,
            Self::Failed(error) => failed(error),
        }
    }
}

/// A file that remembers whether writing was what failed.
struct Sink<'a> {
    file: &'a mut File,
    failed: bool,
}

impl Write for Sink<'_> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.file.write(data);
        self.failed = written.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Reads to the end, writes all of it on, and gives its SHA-256 and length.
pub(super) fn hash_of(
    from: &mut impl Read,
    to: &mut impl Write,
    cancel: &AtomicBool,
) -> Result<(String, u64), Ended> {
    let mut hash = Sha256::new();
    let mut piece = vec![0_u8; PIECE];
    let mut n_bytes = 0_u64;
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Err(Ended::Cancelled);
        }
        let n = match from.read(&mut piece) {
            Ok(0) => return Ok((hex(&hash.finalize()), n_bytes)),
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Ended::Failed(error)),
        };
        let read = piece.get(..n).unwrap_or_default();
        hash.update(read);
        to.write_all(read).map_err(Ended::Failed)?;
        n_bytes = n_bytes.saturating_add(n as u64);
    }
}
