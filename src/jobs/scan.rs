//! The thread that looks through folders, one scan after the other.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};

use crate::library::scan::{self, ScanEvent};

use super::save::{Save, SaveSender};
use super::{Cancels, Event, JobId, Outbox, lock, spawn};

/// How long a scan waits, at most, until those have been painted: there may be nobody who looks.
const MAX_HOLD: Duration = Duration::from_secs(2);

/// Photos that are shown from the library alone: more than a large screen holds.
const FIRST_LOOK: u32 = 500;

/// Holds scans back after their first look.
#[derive(Default)]
pub(super) struct Hold {
    is_held: Mutex<bool>,
    changed: Condvar,
}

impl Hold {
    pub(super) fn set(&self, is_held: bool) {
        *lock(&self.is_held) = is_held;
        self.changed.notify_all();
    }

    fn wait(&self) {
        let held = lock(&self.is_held);
        let waited = self.changed.wait_timeout_while(held, MAX_HOLD, |held| *held);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

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
        hold: Arc<Hold>,
        cancels: Cancels,
        outbox: Outbox,
    ) -> Self {
        let (asked, waiting) = unbounded::<Asked>();
        let thread = spawn("scan", move || {
            for asked in waiting {
                run(&asked, &writer, (&*pace, &*hold), &cancels, &outbox);
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

fn run(
    asked: &Asked,
    writer: &SaveSender,
    (pace, hold): (&(dyn Fn() + Sync), &Hold),
    cancels: &Cancels,
    outbox: &Outbox,
) {
    let Asked { job, roots, cancel } = asked;
    let job = *job;
    let roots: Vec<PathBuf> = roots.iter().map(|root| scan::absolute(root)).collect();
    // Photos are seen at once; reading all that the library knows of a hundred thousand takes a while.
    let photos = scan::first_look(&writer.first_under(&roots, FIRST_LOOK));
    if !photos.is_empty() {
        outbox.send(Event::Photos { job, photos });
        hold.wait();
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
