//! What jobs are asked for and what they report.

use std::path::PathBuf;
use std::sync::Arc;

use crate::library::desk::{Changes, DeskError, DeskFile};
use crate::library::programme::{ProgrammeError, Reading};
use crate::library::scan::ScanStats;
use crate::library::store::{Recorded, StoreError};
use crate::media::{Picture, Pyramid};
use crate::model::caption::check::Finding;
use crate::model::caption::suggest::Suggestions;
use crate::model::clock::pairs::Look;
use crate::model::collection::Collection;
use crate::model::edit::EditId;
use crate::model::notes::Subject;
use crate::model::photo::{Photo, PhotoId};
use crate::model::problem::Problem;
use crate::model::programme::effect::Effect;

/// Names a job that was started, so that it can be cancelled and its Events told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub u64);

/// Which picture of a photo is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// For the contact sheet: with this long edge, or smaller where the photo is.
    Thumbnail {
        /// Long edge in pixels.
        edge_px: u32,
    },
    /// The same for a photo that is not seen yet and probably soon will be: the next screen in the direction of scrolling. After
    /// everything that is seen; asked for as a [`Wanted::Thumbnail`] later it only becomes more urgent.
    Ahead {
        /// Long edge in pixels.
        edge_px: u32,
    },
    /// For the large view, now: long edge of so many pixels, or smaller where the photo is.
    Large {
        /// Long edge in pixels.
        edge_px: u32,
    },
    /// The same for a neighbour of what is looked at: when there is nothing better to do.
    Neighbour {
        /// Long edge in pixels.
        edge_px: u32,
    },
}

/// What a system dialog asks the person for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialog {
    /// Folders to open.
    Folders,
    /// The folder that an album is exported into.
    ExportTarget,
    /// The folder of a theme.
    Theme,
    /// A file of code replacements.
    Codes,
    /// A delegation list.
    People,
    /// A table of captions to take over.
    Captions,
    /// Where a table of captions goes.
    CaptionsTarget,
}

/// How far an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportProgress {
    /// What is being done: "Making pictures".
    pub step: String,
    /// Parts done of `n_total`.
    pub n_done: usize,
    /// Parts in all.
    pub n_total: usize,
}

/// How an export ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportEnd {
    /// The album stands.
    Done {
        /// Its first page.
        index: PathBuf,
        /// Photos in it.
        n_photos: usize,
        /// Why photos had to stay out.
        problems: Vec<Problem>,
        /// The audit as a page for people, outside of the album, where there is a place for it.
        audit: Option<PathBuf>,
    },
    /// A person stopped it; nothing was left behind.
    Cancelled,
    /// It could not be done; words for the person.
    Failed(String),
}

/// How writing sidecars ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SidecarsEnd {
    /// Sidecars that were written.
    pub n_written: usize,
    /// The photos of those.
    pub originals: Vec<PathBuf>,
    /// What was left as it was in sidecars that were written, and why.
    pub kept: Vec<Problem>,
    /// Sidecars that said everything already.
    pub n_unchanged: usize,
    /// Sidecars that were not written, and why.
    pub problems: Vec<Problem>,
    /// Whether it was stopped before its end.
    pub cancelled: bool,
}

/// What a job reports. Closed: whoever handles Events handles all of them.
#[derive(Debug)]
pub enum Event {
    /// How far the looking through folders is.
    ScanProgress {
        /// Which scan.
        job: JobId,
        /// Picture files found so far.
        n_found: usize,
        /// Of these, read or known from before.
        n_done: usize,
        /// Whether all folders have been listed, so that `n_found` is final.
        walked: bool,
    },
    /// Photos that were found, new or known.
    Photos {
        /// Which scan.
        job: JobId,
        /// The photos, with their companions.
        photos: Vec<Photo>,
    },
    /// Files that the library remembered and that are there no more.
    Gone {
        /// Which scan.
        job: JobId,
        /// Their paths.
        paths: Vec<PathBuf>,
    },
    /// A scan has ended.
    ScanDone {
        /// Which scan.
        job: JobId,
        /// How it went.
        stats: ScanStats,
    },
    /// A collection that was changed off the window's thread.
    Arranged {
        /// The changed collection.
        collection: Collection,
    },
    /// What photos look like, of those that were asked for.
    Looks {
        /// Each with its look; those that could not be seen are left out.
        looks: Vec<(PhotoId, Look)>,
    },
    /// A programme that was asked for, or why it could not be read.
    Programme {
        /// Its file.
        path: PathBuf,
        /// What it says.
        reading: Result<Reading, ProgrammeError>,
    },
    /// What taking over a programme would do.
    Weighed {
        /// Its file.
        path: PathBuf,
        /// What it would do.
        effect: Box<Effect>,
    },
    /// A file of the press desk that was asked for, or why it could not be read.
    Desk {
        /// The file.
        path: PathBuf,
        /// What it says.
        read: Result<DeskFile, DeskError>,
    },
    /// What a table of captions would change, or why it could not be read.
    Captions {
        /// Its file.
        path: PathBuf,
        /// The changes.
        changes: Result<Changes, DeskError>,
    },
    /// A table of captions that was to be written.
    CaptionsSaved {
        /// Its file.
        path: PathBuf,
        /// How many photos are in it, or why it could not be written.
        saved: Result<usize, DeskError>,
    },
    /// What the check of captions found.
    Checked {
        /// Which check: see [`super::Jobs::check`].
        ticket: u64,
        /// The findings, in the order of the photos.
        findings: Vec<Finding>,
    },
    /// How texts may go on.
    Suggestions(Box<Suggestions>),
    /// What was said of a subject, the newest first.
    History {
        /// Of what.
        subject: Subject,
        /// The changes.
        changes: Vec<Recorded>,
    },
    /// A fault to be shown in the Problems list.
    Problem(Problem),
    /// A picture that was asked for, or why there is none.
    Picture {
        /// Of which photo.
        photo: PhotoId,
        /// What it was asked for.
        wanted: Wanted,
        /// Whether a better one is on its way.
        provisional: bool,
        /// Upright, in sRGB.
        picture: Result<Picture, Problem>,
    },
    /// The full picture of the photo that is looked at closely, or why there is none.
    FullPicture {
        /// Of which photo.
        photo: PhotoId,
        /// Upright, in sRGB, in levels and tiles.
        picture: Result<Arc<Pyramid>, Problem>,
    },
    /// A picture that was asked for and will not be made, because there was too much that is newer. Ask again when it is needed.
    PictureDropped {
        /// Of which photo.
        photo: PhotoId,
        /// What it was asked for.
        wanted: Wanted,
    },
    /// How far an export is.
    ExportProgress {
        /// Which export.
        job: JobId,
        /// How far.
        progress: ExportProgress,
    },
    /// An export has ended.
    ExportDone {
        /// Which export.
        job: JobId,
        /// How.
        end: ExportEnd,
    },
    /// How many sidecars of how many are written.
    SidecarsProgress {
        /// Parts done of `n_total`.
        n_done: usize,
        /// Parts in all.
        n_total: usize,
    },
    /// Sidecars are written, or the person stopped it.
    SidecarsDone(SidecarsEnd),
    /// An edit is in the library, on the disk.
    Saved {
        /// Which edit.
        edit: EditId,
    },
    /// Something could not be saved. Edits are kept and tried again until they are saved.
    SaveFailed {
        /// Words for the person: why, and what to do.
        message: String,
    },
    /// The library was not closed last time, and its check, which is made while photos are shown already, found that it is damaged or
    /// could not be made. Nothing is saved to it.
    Unsound(StoreError),
    /// A folder that was opened is now the first among those opened last.
    Remembered {
        /// Which folder.
        folder: PathBuf,
    },
    /// A system dialog was answered.
    Picked {
        /// Which dialog.
        dialog: Dialog,
        /// What was picked; nothing when it was closed.
        paths: Vec<PathBuf>,
    },
}
