//! How far things are: what the window shows of work in the background.

use std::path::PathBuf;
use std::time::Duration;

use crate::model::photo::PhotoId;

/// How far the looking through folders is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanState {
    /// Pictures found so far.
    pub n_found: usize,
    /// Of those, read or known from before.
    pub n_done: usize,
    /// Whether all folders have been walked, so that `n_found` is final.
    pub walked: bool,
    /// How long it may still take, when that can be told.
    pub remaining: Option<Duration>,
}

/// Whether what was typed is in the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// All of it.
    Saved,
    /// On its way.
    Saving,
    /// It could not be stored; the words for the person say why and what to do. What was typed is still on the screen.
    Failed(String),
}

/// How far an export is, or how it ended.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportState {
    /// None was asked for.
    Idle,
    /// At work.
    Running {
        /// What is being done: "Making pictures".
        step: String,
        /// Parts done of `n_total`.
        n_done: usize,
        /// Parts in all.
        n_total: usize,
        /// How long it may still take, when that can be told.
        remaining: Option<Duration>,
    },
    /// The album stands.
    Done {
        /// Its first page.
        index: PathBuf,
        /// Photos in it.
        n_photos: usize,
        /// Photos that had to stay out; the Problems list says why.
        n_left_out: usize,
    },
    /// A person stopped it; nothing was left behind.
    Cancelled,
    /// It could not be done; words for the person.
    Failed(String),
}

/// Which picture of a photo is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// For the contact sheet: long edge of at least so many pixels.
    Thumbnail {
        /// Long edge in pixels.
        edge_px: u32,
    },
    /// For the large view, now: long edge of at least so many pixels, the full picture when `None`.
    Large {
        /// Long edge in pixels.
        edge_px: Option<u32>,
    },
    /// The same for a neighbour of what is looked at: when there is nothing better to do.
    Neighbour {
        /// Long edge in pixels.
        edge_px: Option<u32>,
    },
}

/// A picture that arrived, or why it did not.
#[derive(Clone, Debug)]
pub struct LoadedPicture {
    /// Of which photo.
    pub photo: PhotoId,
    /// What was asked for.
    pub wanted: Wanted,
    /// Whether a better one is on its way.
    pub provisional: bool,
    /// Width, height in pixels and RGBA bytes; or words for the person.
    pub picture: Result<Pixels, String>,
}

/// Upright sRGB pixels, 8 bits a channel, straight alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Four bytes a pixel, row by row.
    pub rgba: Vec<u8>,
}
