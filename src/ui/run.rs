//! Opens the window.

use std::path::PathBuf;
use std::time::Instant;

use super::mark;
use super::opening::Opening;
use super::theme::{self, size};
use super::window::{Refused, Window};
use crate::session::StoreError;

/// What the window is opened with.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// When the program began: the log tells how long it took until photos were seen.
    pub began: Option<Instant>,
    /// Folders and photos to open.
    pub paths: Vec<PathBuf>,
    /// The library; where it usually is when `None`.
    pub library: Option<PathBuf>,
    /// Hours without a photo that end a visit, for this run; what the library says when `None`.
    pub gap_hours: Option<u32>,
    /// Where the sample visit is, if it came along.
    pub sample: Option<PathBuf>,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The library could not be opened.
    #[error(transparent)]
    Library(#[from] StoreError),
    /// There is no screen, or the graphics card cannot be used.
    #[error(
        "could not open a window: {0}. On a machine without a screen use attache scan and attache export"
    )]
    Window(#[from] eframe::Error),
}

/// Opens the window and stays until it is closed. A library that cannot be opened is told in the window.
///
/// # Errors
/// [`RunError`] when the window could not be opened, or was closed without the library having been.
pub fn run(start: Start) -> Result<(), RunError> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Attaché")
            .with_app_id("attache")
            .with_inner_size(size::WINDOW)
            .with_min_inner_size(size::WINDOW_MIN)
            .with_icon(mark::icon()),
        ..Default::default()
    };
    let opening = Opening::begin(&start, false);
    let refused = Refused::default();
    let told = refused.clone();
    eframe::run_native(
        "Attaché",
        options,
        Box::new(move |creation| {
            if let Some(began) = start.began {
                tracing::info!("window made after {} ms", began.elapsed().as_millis());
            }
            theme::install(&creation.egui_ctx);
            Ok(Box::new(Window::new(&creation.egui_ctx, start, opening, told)))
        }),
    )?;
    refused.take().map_or(Ok(()), |error| Err(RunError::Library(error)))
}
