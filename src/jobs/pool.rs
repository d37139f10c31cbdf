//! The threads that make pictures. What comes first is told by `queue`.
//!
//! There is a worker for each core, and one more that stands ready for the large view: it begins at once also while all others are
//! at slow thumbnails or wait for memory.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, bounded};

use crate::library::thumbnails::ThumbnailCache;
use crate::media::Picture;
use crate::model::photo::PhotoId;
use crate::model::problem::{Problem, ProblemKind};

use super::looks::Small;
use super::pictures::{self, Quick};
use super::queue::{Queue, Round, Task, Turn, Worker};
use super::{Event, Outbox, Wanted, lock, spawn};

/// How long a scan waits at most, for each file, while pictures are made that somebody looks at.
const MAX_PACE: Duration = Duration::from_millis(30);

struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
    cache: ThumbnailCache,
    /// Asks for the cache to be tidied.
    tidy: Sender<()>,
    /// Photos that were found to be incomplete, and told of.
    incomplete: Mutex<HashSet<PhotoId>>,
    outbox: Outbox,
}

/// Dropping it stops what runs and waits for it.
pub(super) struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    closing: Arc<AtomicBool>,
}

impl Pool {
    pub(super) fn start(cache: ThumbnailCache, outbox: Outbox) -> Self {
        let n_workers = std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 16));
        let (tidy, tidy_asked) = bounded(1);
        let shared = Arc::new(Shared {
            queue: Mutex::new(Queue::new(n_workers)),
            changed: Condvar::new(),
            cache,
            tidy,
            incomplete: Mutex::default(),
            outbox,
        });
        let start = |name: &str, worker| {
            let shared = Arc::clone(&shared);
            spawn(name, move || work(&shared, worker))
        };
        let mut threads: Vec<JoinHandle<()>> =
            (0..n_workers).filter_map(|_| start("picture", Worker::Any)).collect();
        threads.extend(start("large", Worker::Reserved));
        let closing = Arc::new(AtomicBool::new(false));
        let (tidied, stop) = (Arc::clone(&shared), Arc::clone(&closing));
        threads.extend(spawn("tidy", move || {
            // Once when the program starts, then whenever there is too much.
            while !stop.load(Ordering::Relaxed) {
                tidied.cache.tidy(&stop);
                if tidy_asked.recv().is_err() {
                    return;
                }
            }
        }));
        Self { shared, threads, closing }
    }

    /// Lets a scan wait a moment while pictures are made that somebody looks at.
    pub(super) fn pace(&self) -> Arc<dyn Fn() + Send + Sync> {
        let shared = Arc::clone(&self.shared);
        Arc::new(move || {
            let queue = lock(&shared.queue);
            let is_busy = |queue: &mut Queue| queue.is_urgent() && !queue.closed;
            let waited = shared.changed.wait_timeout_while(queue, MAX_PACE, is_busy);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        })
    }

    /// Small pictures by the cheapest way: from the cache, from the file, or else made and kept.
    pub(super) fn small(&self) -> Small {
        const EDGE_PX: u32 = 256;
        let shared = Arc::clone(&self.shared);
        Arc::new(move |photo, path, cancel| {
            match pictures::quick_thumbnail(&shared.cache, photo, path, EDGE_PX) {
                Quick::Final(picture) | Quick::Provisional(picture) => Some(picture),
                Quick::Nothing => {
                    pictures::make_thumbnail(&shared.cache, photo, path, EDGE_PX, cancel).0.ok()
                }
            }
        })
    }

    pub(super) fn want(&self, photo: PhotoId, path: &Path, wanted: Wanted) {
        if matches!(wanted, Wanted::Large { .. }) {
            tracing::debug!("large picture asked for");
        }
        let task = Task { photo, path: path.to_owned(), wanted };
        let dropped = lock(&self.shared.queue).add(task);
        for Task { photo, wanted, .. } in dropped {
            self.shared.outbox.send(Event::PictureDropped { photo, wanted });
        }
        self.shared.changed.notify_all();
    }

    pub(super) fn retain_thumbnails(&self, needed: &dyn Fn(PhotoId) -> bool) {
        lock(&self.shared.queue).retain_thumbnails(needed);
    }

    pub(super) fn retain_large(&self, needed: &dyn Fn(PhotoId) -> bool) {
        lock(&self.shared.queue).retain_large(needed);
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        lock(&self.shared.queue).close();
        self.shared.changed.notify_all();
        // Full when it has been asked already: either way it looks whether the program ends.
        let _ = self.shared.tidy.try_send(());
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// One thread of the pool.
fn work(shared: &Shared, worker: Worker) {
    let mut queue = lock(&shared.queue);
    loop {
        if queue.closed {
            return;
        }
        let Some(turn) = queue.take(worker) else {
            queue = shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        drop(queue);
        // A fault in a decoder must cost one picture, not the thread.
        let outcome = catch_unwind(AssertUnwindSafe(|| make(shared, &turn)));
        let outcome = outcome.unwrap_or_else(|_| Outcome {
            picture: Some(Err(Problem::new(
                ProblemKind::Damaged,
                &turn.task.path,
                "Decoding it failed in a way that was not foreseen. It is shown without a picture; please report it with the file.",
            ))),
            ..Outcome::default()
        });
        let wanted = lock(&shared.queue).end(turn.ticket, outcome.make_later);
        report(shared, turn.task, wanted, outcome);
        shared.changed.notify_all();
        queue = lock(&shared.queue);
    }
}

fn report(shared: &Shared, task: Task, wanted: Option<Wanted>, outcome: Outcome) {
    let Outcome { picture, make_later, not_kept } = outcome;
    if let Some(problem) = not_kept {
        shared.outbox.send(Event::Problem(problem));
    }
    if matches!(&picture, Some(Ok(picture)) if picture.incomplete)
        && lock(&shared.incomplete).insert(task.photo)
    {
        shared.outbox.send(Event::Problem(Problem::incomplete(task.path)));
    }
    if let (Some(wanted), Some(picture)) = (wanted, picture) {
        let is_for_later = matches!(wanted, Wanted::Ahead { .. } | Wanted::Neighbour { .. });
        let event = Event::Picture { photo: task.photo, wanted, provisional: make_later, picture };
        // A frame for what nobody sees would stand in the way of the one that shows the large picture.
        if is_for_later && lock(&shared.queue).is_large_awaited() {
            shared.outbox.send_quietly(event);
        } else {
            shared.outbox.send(event);
        }
    }
    if shared.cache.is_over() {
        // Full when it has been asked already.
        let _ = shared.tidy.try_send(());
    }
}

#[derive(Default)]
struct Outcome {
    picture: Option<Result<Picture, Problem>>,
    /// The Original is still to be decoded.
    make_later: bool,
    not_kept: Option<Problem>,
}

fn make(shared: &Shared, turn: &Turn) -> Outcome {
    let Task { photo, path, wanted } = &turn.task;
    match (wanted, turn.round) {
        (Wanted::Thumbnail { edge_px } | Wanted::Ahead { edge_px }, Round::Quick) => {
            let (picture, make_later) = match pictures::quick_thumbnail(&shared.cache, *photo, path, *edge_px)
            {
                Quick::Final(picture) => (Some(Ok(picture)), false),
                Quick::Provisional(picture) => (Some(Ok(picture)), true),
                Quick::Nothing => (None, true),
            };
            Outcome { picture, make_later, not_kept: None }
        }
        (Wanted::Thumbnail { edge_px } | Wanted::Ahead { edge_px }, Round::Make) => {
            let (picture, not_kept) =
                pictures::make_thumbnail(&shared.cache, *photo, path, *edge_px, &turn.cancel);
            Outcome { picture: Some(picture), make_later: false, not_kept }
        }
        (Wanted::Large { edge_px } | Wanted::Neighbour { edge_px }, _) => {
            let began = Instant::now();
            let picture = Some(pictures::make_large(path, *edge_px, &turn.cancel));
            tracing::debug!("large picture made in {:.1} ms", began.elapsed().as_secs_f64() * 1_000.0);
            Outcome { picture, ..Outcome::default() }
        }
    }
}
