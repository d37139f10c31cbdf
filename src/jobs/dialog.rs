//! The system's own file dialogs, on a thread: they wait for the person.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Dialog, Event, Outbox, spawn};

/// Opens a dialog unless one is open.
pub(super) fn ask(dialog: Dialog, start_in: Option<PathBuf>, open: &Arc<AtomicBool>, outbox: Outbox) {
    if open.swap(true, Ordering::AcqRel) {
        return;
    }
    let is_open = Arc::clone(open);
    let thread = spawn("dialog", move || {
        let mut window = rfd::FileDialog::new();
        if let Some(folder) = start_in {
            window = window.set_directory(folder);
        }
        let paths = match dialog {
            Dialog::Folders => window.set_title("Open folders").pick_folders(),
            Dialog::Codes => {
                let window = window
                    .set_title("Code replacements")
                    .add_filter("Text with tabs", &["txt", "tsv", "csv"]);
                window.pick_file().map(|file| vec![file])
            }
            Dialog::Captions => {
                let window = window.set_title("Take over captions").add_filter("Tables", &["csv", "tsv"]);
                window.pick_file().map(|file| vec![file])
            }
            Dialog::CaptionsTarget => {
                let window = window.set_title("Export captions").add_filter("Table", &["csv"]);
                window.set_file_name("captions.csv").save_file().map(|file| vec![file])
            }
            Dialog::People => {
                let window = window.set_title("Delegation list").add_filter("Tables", &["csv", "tsv", "txt"]);
                window.pick_file().map(|file| vec![file])
            }
            Dialog::ExportTarget => {
                window.set_title("Export the album into").pick_folder().map(|folder| vec![folder])
            }
            Dialog::Theme => {
                window.set_title("The folder of a theme").pick_folder().map(|folder| vec![folder])
            }
        };
        is_open.store(false, Ordering::Release);
        outbox.send(Event::Picked { dialog, paths: paths.unwrap_or_default() });
    });
    if thread.is_none() {
        open.store(false, Ordering::Release);
    }
}
