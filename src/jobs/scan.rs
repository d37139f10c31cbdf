//! The thread that looks through folders, one scan after the other.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, unbounded};

use crate::library::scan::{self, ScanEvent};

use super::save::{Save, SaveSender};
use super::{Cancels, Event, JobId, Outbox, lock, spawn};

/// Photos that are shown from the library alone: more than a large screen holds.
const FIRST_LOOK: u32 = 500;

struct Asked {
    job: JobId,
    roots: Vec<PathBuf>,
    cancel: Arc<AtomicBool>,
}

/// Dropping it waits for the scan that runs; cancel it first.
pub(super) struct Scanner {
    asked: Option<Sender<Asked>>,
    thread: Option<JoinHandle<()>>,
}

impl Scanner {
    pub(super) fn start(
        writer: SaveSender,
        pace: Arc<dyn Fn() + Send + Sync>,
        cancels: Cancels,
        outbox: Outbox,
    ) -> Self {
        let (asked, waiting) = unbounded::<Asked>();
        let thread = spawn("scan", move || {
            for asked in waiting {
                run(&asked, &writer, &*pace, &cancels, &outbox);
            }
        });
        Self { asked: Some(asked), thread }
    }

    pub(super) fn scan(&self, job: JobId, roots: Vec<PathBuf>, cancel: Arc<AtomicBool>) {
        if let Some(asked) = &self.asked {
            // The thread only ends after this sender.
            let _ = asked.send(Asked { job, roots, cancel });
        }
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.asked = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(asked: &Asked, writer: &SaveSender, pace: &(dyn Fn() + Sync), cancels: &Cancels, outbox: &Outbox) {
    let Asked { job, roots, cancel } = asked;
    let job = *job;
    let roots: Vec<PathBuf> = roots.iter().map(|root| scan::absolute(root)).collect();
    // Photos are seen at once; reading all that the library knows of a hundred thousand takes a while.
    let photos = scan::first_look(&writer.first_under(&roots, FIRST_LOOK));
    if !photos.is_empty() {
        outbox.send(Event::Photos { job, photos });
    }
    let known = writer.known_under(&roots);
    let request = scan::Scan { roots: &roots, known: &known, cancel, pace };
    let mut report = |event| match event {
        ScanEvent::Progress { n_found, n_done, walked } => {
            outbox.send(Event::ScanProgress { job, n_found, n_done, walked });
        }
        ScanEvent::Photos(photos) => outbox.send(Event::Photos { job, photos }),
        ScanEvent::Problem(problem) => outbox.send(Event::Problem(problem)),
        ScanEvent::Read(files) => writer.send(Save::Files(files)),
        ScanEvent::Gone(paths) => {
            writer.send(Save::Gone(paths.clone()));
            outbox.send(Event::Gone { job, paths });
        }
    };
    let stats = scan::scan(&request, &mut report);
    lock(cancels).remove(&job);
    outbox.send(Event::ScanDone { job, stats });
}
