//! Texts of photos written where other programs look: XMP sidecars beside the Originals, which are never touched.
//!
//! - [`plan`]: which photos have something to write, and into which file
//! - [`write()`]: one sidecar, all or nothing; never over what another program wrote since it was read
//! - [`edit`]: what changes in the text of a sidecar, and nothing else
//!
//! Nothing here is called unless a person asked for it.

pub mod edit;
mod place;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::media::texts::sidecar::{read_bytes, sidecar_of};
use crate::media::texts::write::{Content, Name, document, properties};
use crate::model::clock::said_time;
use crate::model::notes::Notes;
use crate::model::photo::{Embedded, Photo};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::said::SidecarMark;
use crate::model::text::LangTag;
use crate::model::time::TimeClaim;
use crate::model::time::sidecar::SidecarDate;
use crate::model::time::stamp::write_stamp;

pub use place::Habits;

/// How a [`Problem`] begins that says that a folder or disk could not be written.
pub const NOT_WRITTEN: &str = "The sidecar could not be written";

/// What is to be written for one photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The photo's own file.
    pub original: PathBuf,
    /// The sidecar as it was read; `None` where there was none.
    pub was: Option<SidecarMark>,
    /// Every text as it stands.
    texts: Embedded,
    /// Properties that the files do not say as they stand.
    changed: Vec<Name>,
    first: LangTag,
}

/// A sidecar that was written, or would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which.
    pub path: PathBuf,
    /// Of which photo.
    pub original: PathBuf,
    /// Whether there was none before.
    pub is_new: bool,
    /// Properties that changed in it, by their names in XMP. None: it says everything already, and was not written.
    pub changed: Vec<&'static str>,
    /// Properties that were left as they are, as they hold more than we could write again.
    pub kept: Vec<&'static str>,
}

/// What is to be written for a photo: `None` where its files say everything that the library says. `first`: the language that
/// stands for all others where a program asks for one. Asks no file.
pub fn plan(photo: &Photo, notes: &Notes, first: &LangTag) -> Option<Job> {
    let texts = Embedded { taken: taken(photo, notes), ..notes.standing_texts(photo) };
    let (now, then) = (properties(&texts, first, None), properties(&photo.embedded, first, None));
    let changed: Vec<Name> =
        now.iter().zip(&then).filter(|(now, then)| now != then).map(|((name, _), _)| *name).collect();
    // The one that was laid over the others: what it says counts.
    let was = photo.embedded.sidecars().last().cloned();
    let original = photo.original.path.clone();
    (!changed.is_empty()).then(|| Job { original, was, texts, changed, first: first.clone() })
}

/// The date that the sidecar is to say: a person's correction, and nothing where there is none. A camera's own time is in its file.
fn taken(photo: &Photo, notes: &Notes) -> Option<Box<SidecarDate>> {
    let says = photo.embedded.taken.as_deref();
    let Some(claim) = said_time(photo, notes) else {
        // A correction that was taken back goes; that of another library is not ours to judge.
        let ours = says.filter(|says| {
            let library = notes.library();
            says.correction.as_ref().is_some_and(|it| library.is_some() && it.library == library)
        });
        let left = ours.map(SidecarDate::before).or_else(|| says.cloned());
        return left.filter(|left| !left.is_empty()).map(Box::new);
    };
    let is_of_file = |filed: &TimeClaim| (filed.civil, filed.offset) == (claim.civil, claim.offset);
    if says.is_none() && photo.captured.as_ref().is_some_and(|captured| is_of_file(&captured.best)) {
        return None;
    }
    let date = write_stamp(&claim);
    let is_there = says.is_some_and(|says| {
        says.is_of(notes.library())
            && [&says.created, &says.original].into_iter().all(|of| of.as_ref() == Some(&date))
    });
    let says = says.cloned().unwrap_or_default();
    Some(Box::new(if is_there { says } else { says.corrected(&date, notes.library()) }))
}

/// Writes a sidecar; with `dry` only tells what would change in it.
///
/// # Errors
/// A [`Problem`] of the sidecar when it cannot be written, is damaged, or is not the one that was read; then it is as it was.
pub fn write(job: &Job, habits: &mut Habits, dry: bool) -> Result<Done, Problem> {
    let path = match &job.was {
        Some(mark) => job.original.with_file_name(&*mark.name),
        None => habits.place_of(&job.original),
    };
    Target { job, path }.write(dry)
}

/// A job and where it goes.
struct Target<'a> {
    job: &'a Job,
    path: PathBuf,
}

impl Target<'_> {
    fn write(&self, dry: bool) -> Result<Done, Problem> {
        let job = self.job;
        let done = |changed, kept| Done {
            path: self.path.clone(),
            original: job.original.clone(),
            is_new: job.was.is_none(),
            changed,
            kept,
        };
        self.check_state()?;
        let wanted = properties(&job.texts, &job.first, None);
        if job.was.is_none() {
            let all: Vec<(Name, Content)> =
                wanted.into_iter().filter_map(|(name, content)| Some((name, content?))).collect();
            if !dry && !all.is_empty() {
                self.save(document(&all).as_bytes(), None)?;
            }
            return Ok(done(all.iter().map(|(name, _)| name.local).collect(), Vec::new()));
        }
        let bytes = read_bytes(&self.path)?;
        let text = str::from_utf8(&bytes).map_err(|_| self.damaged("is not in UTF-8"))?;
        let sidecar = sidecar_of(&bytes);
        if let Some(fault) = &sidecar.fault {
            return Err(self.damaged(&format!("is damaged ({fault})")));
        }
        let says = properties(&sidecar.texts, &job.first, None);
        let changes: Vec<(Name, Option<Content>)> = wanted
            .into_iter()
            .zip(says)
            .filter(|((name, wanted), (_, says))| job.changed.contains(name) && wanted != says)
            .map(|(wanted, _)| wanted)
            .collect();
        if changes.is_empty() {
            return Ok(done(Vec::new(), Vec::new()));
        }
        let edited = edit::edit_all(text, &changes).map_err(|why| self.damaged(&why))?;
        if sidecar_of(edited.text.as_bytes()).fault.is_some() {
            return Err(self.damaged("could not be changed without risk"));
        }
        if !dry && edited.text != text {
            self.save(edited.text.as_bytes(), Some(&bytes))?;
        }
        let changed =
            changes.iter().map(|(name, _)| name.local).filter(|local| !edited.kept.contains(local)).collect();
        Ok(done(changed, edited.kept))
    }

    fn damaged(&self, why: &str) -> Problem {
        self.problem(format!(
            "The sidecar {why}; it was left as it is, so that nothing in it is lost. Repair it, or move it away and write again."
        ))
    }

    fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(ProblemKind::Sidecar, &self.path, message)
    }

    /// Whether what is there is what was read.
    fn check_state(&self) -> Result<(), Problem> {
        let was_read = "since its folder was read; it was left as it is. Read the folder again, look at what it says, and write again.";
        match (fs::metadata(&self.path), &self.job.was) {
            (Ok(_), None) => Err(self.problem(format!("Another program made the sidecar {was_read}"))),
            (Ok(is), Some(was)) => {
                let same =
                    is.len() == was.bytes && modified_ns(&is) == was.modified_ns && was.modified_ns.is_some();
                if same {
                    Ok(())
                } else {
                    Err(self.problem(format!("Another program changed the sidecar {was_read}")))
                }
            }
            (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            (Err(error), Some(_)) if error.kind() == io::ErrorKind::NotFound => Err(self.problem(
                "The sidecar is gone since its folder was read. Read the folder again, and write again.",
            )),
            (Err(error), _) => Err(self.failed(&error)),
        }
    }

    /// Writes beside it and renames. `old`: what it held when it was read for this.
    fn save(&self, bytes: &[u8], old: Option<&[u8]>) -> Result<(), Problem> {
        // A link stays one: what it leads to is written.
        let target = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let folder = target.parent().unwrap_or(Path::new("."));
        let failed = |error: io::Error| self.failed(&error);
        let mut file = tempfile::Builder::new()
            .prefix(".attache-")
            .suffix(".tmp")
            .tempfile_in(folder)
            .map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        let like = if old.is_some() { &target } else { &self.job.original };
        if let Ok(metadata) = fs::metadata(like) {
            // Some file systems have no permissions to set; the sidecar is written all the same.
            let _ = fs::set_permissions(file.path(), permissions(&metadata));
        }
        self.check_state()?;
        if let Some(old) = old
            && read_bytes(&self.path)? != old
        {
            return Err(self.problem(
                "Another program changed the sidecar just now; it was left as it is. Write again.",
            ));
        }
        let renamed = match old {
            Some(_) => file.persist(&target),
            // Should one have come to be by now, it is not replaced.
            None => file.persist_noclobber(&target).or_else(|error| {
                // Some network and card file systems cannot rename so; they were asked a moment ago whether it is there.
                let is_there =
                    error.error.kind() == io::ErrorKind::AlreadyExists || target.symlink_metadata().is_ok();
                if is_there { Err(error) } else { error.file.persist(&target) }
            }),
        };
        renamed.map_err(|error| failed(error.error))?;
        if let Ok(folder) = fs::File::open(folder) {
            // Makes the rename last through a power cut, where the system can.
            let _ = folder.sync_all();
        }
        Ok(())
    }

    fn failed(&self, error: &io::Error) -> Problem {
        let what_to_do = match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "The folder may not be written. Ask for the right to write there, or copy the photos to a place where you may."
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "The disk is full. Make room on it, and write again."
            }
            _ => "Check the disk or card it is on, and write again.",
        };
        self.problem(format!("{NOT_WRITTEN}: {error}. Nothing was changed. {what_to_do}"))
    }
}

/// Those of the file, without the right to run it, which no sidecar needs.
fn permissions(of: &fs::Metadata) -> fs::Permissions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::Permissions::from_mode(of.permissions().mode() & 0o666 | 0o200)
    }
    #[cfg(not(unix))]
    {
        of.permissions()
    }
}

fn modified_ns(metadata: &fs::Metadata) -> Option<i64> {
    super::scan::modified_ns(metadata)
}
