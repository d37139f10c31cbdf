//! An album as it goes out: a folder, one zip file, or one page for mail.
//!
//! The album is made and audited as a folder in every case; a zip file and a page are made of that folder, audited by readers of their
//! own, and put into place.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::audit::Known;
use super::kept::Kept;
use super::plan::Plan;
use super::single::Single;
use super::zipped::{self, ZippedError};
use super::{ExportError, ExportReport, Progress, Stage, run, run_keeping};

/// The most bytes that one page for mail has if nobody says otherwise: what mail servers take.
pub const MOST_PAGE_BYTES: u64 = 25_000_000;

/// As what an album goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A folder, for a web server.
    #[default]
    Folder,
    /// One zip file of that folder.
    Zip,
    /// One page with the pictures in it, for mail.
    Page,
}

impl Form {
    /// By the ending of the target's name, unless a folder of that name is there.
    pub fn of(target: &Path) -> Self {
        let ends = |with: &str| target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(with));
        match target.is_dir() {
            false if ends("zip") => Self::Zip,
            false if ends("html") => Self::Page,
            _ => Self::Folder,
        }
    }

    /// What a target is called in a folder that a person chose.
    pub const fn usual_name(self) -> &'static str {
        match self {
            Self::Folder => "album",
            Self::Zip => "album.zip",
            Self::Page => "album.html",
        }
    }
}

/// How long the one page will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// Its length.
    pub n_bytes: u64,
    /// Photos in it.
    pub n_photos: usize,
}

/// Why nothing went out. What stood at the target still does.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The album could not be made.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The file could not be made of it.
    #[error(transparent)]
    Zipped(#[from] ZippedError),
    /// The page is longer than is wanted.
    #[error(
        "the page would have {:.1} MB, which is more than {:.0} MB; nothing was written. Take fewer photos, a zip file instead of the page, or allow more",
        *.n_bytes as f64 / 1e6,
        *.most_bytes as f64 / 1e6
    )]
    TooLong {
        /// How long it would be.
        n_bytes: u64,
        /// How long it may be.
        most_bytes: u64,
    },
}

impl DeliveryError {
    /// Whether a person stopped it.
    pub const fn is_cancelled(&self) -> bool {
        matches!(self, Self::Export(ExportError::Cancelled) | Self::Zipped(ZippedError::Cancelled))
    }
}

/// Makes the album of a plan and puts it at the plan's target in the form that was chosen; gives what is there, with `target` and `n_bytes` of it.
/// `told` hears how long one page will be before it is written. Slow; meant for a thread that nobody waits for.
///
/// # Errors
/// [`DeliveryError`]; then nothing of it is left on the disk.
pub fn deliver(
    mut plan: Plan,
    told: &dyn Fn(PageSize),
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &AtomicBool,
) -> Result<ExportReport, DeliveryError> {
    let (form, most_bytes) = (plan.settings.form, plan.settings.most_page_bytes);
    if form == Form::Folder {
        return Ok(run(&plan, progress, cancel)?);
    }
    let target = plan.settings.target.clone();
    let workshop = zipped::workshop(&target)?;
    plan.settings.target = workshop.album();
    let kept = if form == Form::Zip { Kept::of_zip(&target) } else { Kept::default() };
    let report = run_keeping(&plan, kept, progress, cancel)?;
    let mut known = Known::default().with_account();
    plan.photos().for_each(|photo| known.add_original(&photo.original));
    if form == Form::Zip {
        let packed = |n_done, n_total| progress(Progress { stage: Stage::Pack, n_done, n_total });
        let n_bytes = zipped::pack(&report.target, &target, &known, &packed, cancel)?;
        return Ok(ExportReport { target, n_bytes, ..report });
    }
    progress(Progress { stage: Stage::Pack, n_done: 0, n_total: 1 });
    let page = Single::of(&plan, &report.target, &report.renditions)?;
    let n_bytes = page.n_bytes();
    told(PageSize { n_bytes, n_photos: page.n_photos });
    if n_bytes > most_bytes {
        return Err(DeliveryError::TooLong { n_bytes, most_bytes });
    }
    let n_bytes = page.publish(&plan, &known, &target)?;
    Ok(ExportReport { target, n_bytes, n_files: 1, ..report })
}

/// What a browser opens of a finished album.
pub fn index_of(form: Form, target: &Path) -> PathBuf {
    match form {
        Form::Folder => target.join("index.html"),
        Form::Zip | Form::Page => target.to_owned(),
    }
}
