//! Opens the window.

use std::path::PathBuf;

use super::app::App;
use super::theme::{self, size};
use crate::session::{Command, Revision, Session, StoreError};

/// What the window is opened with.
#[derive(Clone, Debug, Default)]
pub struct Start {
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

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`RunError`] when the library or the window cannot be opened.
pub fn run(start: Start) -> Result<(), RunError> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Attaché")
            .with_app_id("attache")
            .with_inner_size(size::WINDOW)
            .with_min_inner_size(size::WINDOW_MIN)
            .with_icon(egui::IconData::default()),
        ..Default::default()
    };
    let mut failed = None;
    let failed_in = &mut failed;
    eframe::run_native(
        "Attaché",
        options,
        Box::new(move |creation| {
            let ctx = creation.egui_ctx.clone();
            let waker = {
                let ctx = ctx.clone();
                move || ctx.request_repaint()
            };
            let mut session = match Session::open(start.library.as_deref(), waker) {
                Ok(session) => session,
                Err(error) => {
                    let words = error.to_string();
                    *failed_in = Some(error);
                    return Err(words.into());
                }
            };
            if let Some(hours) = start.gap_hours {
                // Refused only when it is so already.
                let _ = session.command(Command::Revise(Revision::SetGapHours(hours)));
            }
            if !start.paths.is_empty() {
                let _ = session.command(Command::Open(start.paths));
            }
            theme::install(&ctx);
            Ok(Box::new(App::new(session, start.sample)))
        }),
    )
    .map_err(|error| failed.map_or(RunError::Window(error), RunError::Library))
}
