//! What photos look like, found out in quiet moments, so that the clocks of devices can be compared by what they saw.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, unbounded};

use crate::media::{self, Picture};
use crate::model::clock::pairs::Look;
use crate::model::photo::PhotoId;

use super::{Event, Outbox, spawn};

/// How often what was found is told: each telling has everything worked out anew.
const PAUSE: Duration = Duration::from_secs(5);

/// Gives a small picture of a photo, by the cheapest way there is.
pub(super) type Small = Arc<dyn Fn(PhotoId, &PathBuf, &AtomicBool) -> Option<Picture> + Send + Sync>;

/// Dropping it stops what runs and waits for it.
pub(super) struct Looker {
    work: Option<Sender<Vec<(PhotoId, PathBuf)>>>,
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Looker {
    /// `pace` waits while pictures are made that somebody looks at.
    pub(super) fn start(small: Small, pace: Arc<dyn Fn() + Send + Sync>, outbox: Outbox) -> Self {
        let (work, asked) = unbounded::<Vec<(PhotoId, PathBuf)>>();
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        let thread = spawn("looks", move || {
            for photos in asked {
                look_at(&photos, &small, &*pace, &stop, &outbox);
                if stop.load(Ordering::Relaxed) {
                    return;
                }
            }
        });
        Self { work: Some(work), cancel, thread }
    }

    /// Finds out what these photos look like, after those that were asked for before.
    pub(super) fn find(&self, photos: Vec<(PhotoId, PathBuf)>) {
        if let Some(work) = self.work.as_ref().filter(|_| !photos.is_empty()) {
            // Nobody is there to hear it when the thread could not be started: then clocks are compared by other means.
            let _ = work.send(photos);
        }
    }
}

fn look_at(
    photos: &[(PhotoId, PathBuf)],
    small: &Small,
    pace: &(dyn Fn() + Send + Sync),
    stop: &AtomicBool,
    outbox: &Outbox,
) {
    let mut found: Vec<(PhotoId, Look)> = Vec::new();
    let mut told = Instant::now();
    for (photo, path) in photos {
        pace();
        if stop.load(Ordering::Relaxed) {
            return;
        }
        // A fault in a decoder costs one photo; whoever looks at that photo is told of it.
        let picture = catch_unwind(AssertUnwindSafe(|| small(*photo, path, stop))).ok().flatten();
        found.extend(picture.map(|picture| (*photo, media::look_of(&picture))));
        if told.elapsed() >= PAUSE && !found.is_empty() {
            outbox.send(Event::Looks { looks: std::mem::take(&mut found) });
            told = Instant::now();
        }
    }
    if !found.is_empty() {
        outbox.send(Event::Looks { looks: found });
    }
}

impl Drop for Looker {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
        self.work = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
