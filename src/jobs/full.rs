//! The full picture of the one photo that is looked at closely.
//!
//! It is made on a thread of its own, one at a time: a full picture may take a gigabyte. Only the newest wish counts; what is
//! being made for an older one is called off.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::media::{self, Limits, Pyramid};
use crate::model::photo::PhotoId;
use crate::model::problem::{Problem, ProblemKind};

use super::{Event, Outbox, lock, spawn};

#[derive(Default)]
struct Slot {
    /// The photo that is looked at.
    photo: Option<PhotoId>,
    /// Its file, until it is begun with.
    next: Option<PathBuf>,
    /// Set when what is being made is not needed any more.
    cancel: Arc<AtomicBool>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    slot: Mutex<Slot>,
    changed: Condvar,
}

/// Dropping it stops what runs and waits for it.
pub(super) struct FullSize {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl FullSize {
    pub(super) fn start(outbox: Outbox) -> Self {
        let shared = Arc::new(Shared::default());
        let worker = Arc::clone(&shared);
        let thread = spawn("full size", move || work(&worker, &outbox));
        Self { shared, thread }
    }

    /// Makes the full picture of this photo, once, and nothing else from now on; nothing at all when `None`.
    pub(super) fn show(&self, wanted: Option<(PhotoId, &Path)>) {
        let mut slot = lock(&self.shared.slot);
        if slot.photo == wanted.map(|(photo, _)| photo) {
            return;
        }
        slot.cancel.store(true, Ordering::Relaxed);
        slot.cancel = Arc::default();
        slot.photo = wanted.map(|(photo, _)| photo);
        slot.next = wanted.map(|(_, path)| path.to_owned());
        self.shared.changed.notify_all();
    }
}

impl Drop for FullSize {
    fn drop(&mut self) {
        {
            let mut slot = lock(&self.shared.slot);
            slot.closed = true;
            slot.cancel.store(true, Ordering::Relaxed);
        }
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work(shared: &Shared, outbox: &Outbox) {
    loop {
        let mut slot = lock(&shared.slot);
        let (photo, path, cancel) = loop {
            if slot.closed {
                return;
            }
            if let (Some(photo), Some(path)) = (slot.photo, slot.next.take()) {
                break (photo, path, Arc::clone(&slot.cancel));
            }
            slot = shared.changed.wait(slot).unwrap_or_else(PoisonError::into_inner);
        };
        drop(slot);
        // A fault in a decoder must cost one picture, not the thread.
        let attempt = catch_unwind(AssertUnwindSafe(|| make(&path, &cancel)));
        let picture = attempt.unwrap_or_else(|_| {
            let message =
                "Decoding it in full failed in a way that was not foreseen. Please report it with the file.";
            Some(Err(Problem::new(ProblemKind::Damaged, &path, message)))
        });
        if let (Some(picture), false) = (picture, cancel.load(Ordering::Relaxed)) {
            outbox.send(Event::FullPicture { photo, picture });
        }
    }
}

/// `None` when it was called off.
fn make(path: &Path, cancel: &AtomicBool) -> Option<Result<Arc<Pyramid>, Problem>> {
    match media::decode(path, None, &Limits::default(), cancel) {
        Ok(picture) => Pyramid::of(picture, cancel).map(|pyramid| Ok(Arc::new(pyramid))),
        Err(problem) => Some(Err(problem)),
    }
}
