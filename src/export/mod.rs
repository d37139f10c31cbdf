//! Floor 3: from photos to an album that anyone may see.
//!
//! In reading order:
//!
//! - [`settings`]: what a person chooses
//! - [`clearing`]: which photos may go out
//! - [`plan()`]: which pages and pictures, a pure function
//! - [`texts`], [`phrases`]: people's words made fit for print, and the words of the pages themselves
//! - [`carried`]: the texts that a picture itself carries, by profile
//! - [`names`]: what pictures are called
//! - [`kept`]: pictures that an earlier export made, and that are still what it wrote
//! - [`images`]: every Original decoded once, three sizes, no metadata but those texts
//! - [`html`], [`theme`]: pages from templates
//! - [`audit`]: reads all of it again and looks for leaks
//! - [`publish`]: into place, all or nothing
//!
//! [`run`] does all of that in this order. [`zipped`] packs what it made into one file, [`single`] makes one page of it; [`archive`] is another way out: originals as they are, for keeping.

pub mod archive;
pub mod audit;
pub mod carried;
pub mod clearing;
pub mod delivery;
pub mod files;
pub mod html;
pub mod images;
pub mod kept;
pub mod names;
pub mod phrases;
pub mod plan;
pub mod publish;
pub mod settings;
pub mod single;
pub mod texts;
pub mod theme;
mod webp_texts;
pub mod zipped;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use self::audit::report::Finding;
use self::audit::{AuditError, AuditReport, Known};
use self::files::{MANIFEST, SavedManifest, Written, write_file};
use self::html::{AssetFile, DownloadFile, Rendition, Site, TemplateError, tints};
use self::images::{Images, ImagesError};
use self::kept::Kept;
pub use self::plan::{Plan, plan};
use self::publish::{Draft, TargetError};
pub use self::settings::{ExportSettings, Profile};
use self::theme::{Theme, ThemeError};
use crate::model::clearance::{Embargo, Tally, tally_words};
use crate::model::photo::PhotoId;
use crate::model::problem::Problem;

/// What an export is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Decoding photos and writing their pictures; counted in photos.
    Images,
    /// Writing pages; counted in pages.
    Pages,
    /// Reading everything again; counted in files.
    Audit,
    /// Making sure that it is on the disk, and moving it into place.
    Publish,
    /// Packing it into one file; counted in files.
    Pack,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// How many are done.
    pub n_done: usize,
    /// Of how many.
    pub n_total: usize,
}

/// What was exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportReport {
    /// The folder of the album; `index.html` in it is the cover.
    pub target: PathBuf,
    /// Photos in it.
    pub n_photos: usize,
    /// Visits in it.
    pub n_visits: usize,
    /// Files in it.
    pub n_files: usize,
    /// Bytes of all files.
    pub n_bytes: u64,
    /// Photos that were chosen and stay behind, because they are not cleared.
    pub behind: Tally,
    /// Photos that nothing dates and that were left out.
    pub n_undated_left_out: usize,
    /// Photos and words that were left out, and why.
    pub problems: Vec<Problem>,
    /// The pictures of each photo that is in it, smallest first.
    pub renditions: HashMap<PhotoId, Vec<Rendition>>,
    /// What the audit looked at.
    pub audit: AuditReport,
}

/// A leak, and the photo it comes from where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeakFound {
    /// What was found, in which file of the album.
    pub finding: Finding,
    /// The original of the photo that the file shows.
    pub photo: Option<PathBuf>,
}

/// Why there is no album. Nothing half-written stands at the target, and what stood there still does.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No photo was chosen.
    #[error("there is no photo to export: {0}")]
    Nothing(String),
    /// The album cannot go there.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// It is for everyone, and an embargo is not over.
    #[error(
        "nothing was published: these photos are under embargo until {0}. Until then only an album for the press can be made (--profile press)"
    )]
    Embargoed(Embargo),
    /// A file could not be written.
    #[error(
        "{path} could not be written: {source}; nothing was published. Make room on the disk or choose another folder"
    )]
    Write {
        /// Which file.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// The theme cannot be used.
    #[error(transparent)]
    Theme(#[from] ThemeError),
    /// A page could not be made.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The audit could not be made.
    #[error(transparent)]
    Audit(AuditError),
    /// The audit found leaks.
    #[error("{}", leaks_in_words(.0))]
    Leaks(Vec<LeakFound>),
    /// The person stopped it.
    #[error("the export was cancelled; nothing was published")]
    Cancelled,
}

fn leaks_in_words(leaks: &[LeakFound]) -> String {
    let mut out = "nothing was published, because the album would have told too much:".to_owned();
    for leak in leaks.iter().take(5) {
        let photo = leak.photo.as_deref().map(|photo| format!("{}: ", photo.display())).unwrap_or_default();
        out.push_str(&format!("\n  {photo}{} {}", leak.finding.path, leak.finding.message));
    }
    if leaks.len() > 5 {
        out.push_str(&format!("\n  and {} more", leaks.len() - 5));
    }
    out.push_str("\nChange the caption or leave the photo out, and export again");
    out
}

/// Makes the album of a plan and puts it into place. Slow; meant for a thread that nobody waits for.
///
/// `progress` is called from several threads, for each stage with growing numbers that may arrive out of order.
///
/// # Errors
/// [`ExportError`]; then nothing of this export is left on the disk. Photos that could not be read are no error: they are
/// missing in the album and named in the report.
pub fn run(
    plan: &Plan,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &AtomicBool,
) -> Result<ExportReport, ExportError> {
    run_keeping(plan, Kept::default(), progress, cancel)
}

/// The same; takes pictures also from `kept` where the album at the target has none.
///
/// # Errors
/// As [`run`].
pub fn run_keeping(
    plan: &Plan,
    kept: Kept,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &AtomicBool,
) -> Result<ExportReport, ExportError> {
    let tell = |stage, n_done, n_total| progress(Progress { stage, n_done, n_total });
    let n_planned = plan.n_photos();
    if n_planned == 0 {
        let why = if plan.n_undated_left_out > 0 {
            "nothing says when these photos were taken; ask for the undated ones too".to_owned()
        } else if !plan.behind.is_empty() {
            format!("all of the photos stay behind: {}", tally_words(&plan.behind))
        } else {
            "none of the open photos belongs to what was chosen".to_owned()
        };
        return Err(ExportError::Nothing(why));
    }
    if let (Profile::Public, Some(embargo)) = (plan.settings.profile, plan.embargo()) {
        return Err(ExportError::Embargoed(embargo));
    }
    let theme = Theme::of(&plan.settings.theme)?;
    let draft = Draft::begin(&plan.settings.target)?;
    let folder = draft.folder();
    tell(Stage::Images, 0, n_planned);
    let kept = draft.kept().or(kept);
    let images = images::write_images(plan, folder, &kept, &|n| tell(Stage::Images, n, n_planned), cancel)?;
    // A file that is open cannot be replaced everywhere.
    drop(kept);
    let Images { renditions, files: mut written, problems: failed } = images;

    // A photo without pictures leaves the album before its pages are written: its neighbours become each other's.
    let shown = |photo: &PhotoId| renditions.contains_key(photo);
    let gone: HashSet<_> = failed.iter().map(|(photo, _)| *photo).filter(|photo| !shown(photo)).collect();
    let plan = plan.without(&gone);
    let mut problems = plan.problems.clone();
    problems.extend(failed.into_iter().map(|(_, problem)| problem));
    if plan.n_photos() == 0 {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        return Err(ExportError::Nothing(format!("none of the {n_planned} could be read. {first}")));
    }

    let tints = tints::read(folder, &renditions);
    let site = Site::new(&plan, &renditions, &tints, &theme)?;
    let site = match plan.settings.profile {
        Profile::Public => site,
        Profile::Press => site.with_downloads(downloads(&renditions, &written)),
    };
    written.extend(write_pages(&site, folder, &|n, of| tell(Stage::Pages, n, of), cancel)?);
    let n_bytes: u64 = written.iter().map(|file| file.bytes).sum();
    let manifest = SavedManifest::new(&plan.settings, written);
    let text = manifest.to_text().map_err(|error| write_error(folder, MANIFEST, error.into()))?;
    write_file(folder, MANIFEST, text.as_bytes()).map_err(|error| write_error(folder, MANIFEST, error))?;

    let mut known = Known::default().with_account();
    plan.photos().for_each(|photo| known.add_original(&photo.original));
    let report = audit::audit_folder_knowing(folder, &known, &|n, of| tell(Stage::Audit, n, of), cancel);
    let report = report.map_err(|error| match error {
        AuditError::Cancelled => ExportError::Cancelled,
        error => ExportError::Audit(error),
    })?;
    if !report.is_clean() {
        return Err(ExportError::Leaks(with_photos(report.findings, &plan, &renditions)));
    }
    if cancel.load(Ordering::Relaxed) {
        return Err(ExportError::Cancelled);
    }
    tell(Stage::Publish, 0, 1);
    let target = draft.publish(&manifest.files)?;
    tell(Stage::Publish, 1, 1);
    Ok(ExportReport {
        target,
        n_photos: plan.n_photos(),
        n_visits: plan.visits.len(),
        n_files: manifest.files.len() + 1,
        n_bytes: n_bytes + text.len() as u64,
        behind: plan.behind.clone(),
        n_undated_left_out: plan.n_undated_left_out,
        problems,
        renditions,
        audit: report,
    })
}

/// What the press may keep of each photo: its largest picture, which carries all its texts.
fn downloads(
    renditions: &HashMap<PhotoId, Vec<Rendition>>,
    written: &[Written],
) -> HashMap<PhotoId, DownloadFile> {
    let lengths: HashMap<&str, u64> = written.iter().map(|file| (file.path.as_str(), file.bytes)).collect();
    let largest = renditions.iter().filter_map(|(photo, renditions)| Some((*photo, renditions.last()?)));
    let file = |(photo, Rendition { path, width_px, height_px, .. }): (PhotoId, &Rendition)| {
        let bytes = *lengths.get(path.as_str())?;
        let (path, width_px, height_px) = (path.clone(), *width_px, *height_px);
        Some((photo, DownloadFile { path, bytes, width_px, height_px }))
    };
    largest.filter_map(file).collect()
}

fn write_error(folder: &Path, path: &str, source: std::io::Error) -> ExportError {
    ExportError::Write { path: folder.join(path), source }
}

/// Writes the theme's files and every page.
fn write_pages(
    site: &Site<'_>,
    folder: &Path,
    progress: &(dyn Fn(usize, usize) + Sync),
    cancel: &AtomicBool,
) -> Result<Vec<Written>, ExportError> {
    let write = |path: &str, data: &[u8]| {
        write_file(folder, path, data).map_err(|error| write_error(folder, path, error))
    };
    let mut written = Vec::new();
    for AssetFile { path, data } in site.assets() {
        written.push(write(&path, &data)?);
    }
    let jobs = site.jobs();
    let n_done = AtomicUsize::new(0);
    let pages: Result<Vec<Option<Written>>, ExportError> = jobs
        .par_iter()
        .map(|job| {
            if cancel.load(Ordering::Relaxed) {
                return Err(ExportError::Cancelled);
            }
            let page = site.page(*job)?.map(|page| write(&page.path, page.text.as_bytes())).transpose()?;
            progress(n_done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
            Ok(page)
        })
        .collect();
    written.extend(pages?.into_iter().flatten());
    Ok(written)
}

/// Each finding with the photo that the file shows.
fn with_photos(
    findings: Vec<Finding>,
    plan: &Plan,
    renditions: &HashMap<PhotoId, Vec<Rendition>>,
) -> Vec<LeakFound> {
    let mut originals: HashMap<&str, &Path> = HashMap::new();
    for photo in plan.photos() {
        originals.insert(&photo.page, &photo.original);
        for rendition in renditions.get(&photo.id).into_iter().flatten() {
            originals.insert(&rendition.path, &photo.original);
        }
    }
    findings
        .into_iter()
        .map(|finding| {
            let page = finding.path.rsplit('/').next().and_then(|name| name.strip_suffix(".html"));
            let photo =
                page.and_then(|page| originals.get(page)).or_else(|| originals.get(finding.path.as_str()));
            LeakFound { photo: photo.map(|path| path.to_path_buf()), finding }
        })
        .collect()
}

impl From<ImagesError> for ExportError {
    fn from(error: ImagesError) -> Self {
        match error {
            ImagesError::Write { path, source } => Self::Write { path, source },
            ImagesError::Cancelled => Self::Cancelled,
        }
    }
}
