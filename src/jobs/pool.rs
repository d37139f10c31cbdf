//! The threads that make pictures, and the order in which they do.
//!
//! The large view comes first: while it is open nothing else is seen. Then thumbnails, the last asked first, in two rounds:
//! what is quick (cache, thumbnail in the file) for all of them, then decoding. Neighbours of the large view come last.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::library::thumbnails::ThumbnailCache;
use crate::model::photo::PhotoId;
use crate::model::problem::{Problem, ProblemKind};

use super::pictures::{self, Quick};
use super::{Event, Outbox, Wanted, lock, spawn};

/// Thumbnails that may wait: several screens full. The oldest are dropped beyond that.
const MAX_THUMBNAILS: usize = 512;

/// Neighbours that may wait.
const MAX_NEIGHBOURS: usize = 8;

/// A picture that takes longer is given up.
const MAX_TIME: Duration = Duration::from_secs(30);

/// How long a scan waits at most, for each file, while pictures are made that somebody looks at.
const MAX_PACE: Duration = Duration::from_millis(30);

/// One picture to be made.
#[derive(Clone, Debug)]
struct Task {
    photo: PhotoId,
    path: PathBuf,
    wanted: Wanted,
}

/// One picture being made.
struct Running {
    ticket: u64,
    task: Task,
    cancel: Arc<AtomicBool>,
    started: Instant,
    /// Given up by who asked: not reported.
    forgotten: bool,
}

#[derive(Default)]
struct Queue {
    large: Option<Task>,
    /// Thumbnails to be looked for where it is quick; the last one is the newest.
    quick: VecDeque<Task>,
    /// Thumbnails to be made from Originals; the last one is the newest.
    slow: VecDeque<Task>,
    neighbours: VecDeque<Task>,
    running: Vec<Running>,
    next_ticket: u64,
    closed: bool,
}

enum Round {
    Quick,
    Make,
}

struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
    cache: ThumbnailCache,
    outbox: Outbox,
}

/// Dropping it stops what runs and waits for it.
pub(super) struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    /// Closes the watch when dropped.
    watch: Option<Sender<()>>,
    closing: Arc<AtomicBool>,
}

impl Pool {
    pub(super) fn start(cache: ThumbnailCache, outbox: Outbox) -> Self {
        let shared = Arc::new(Shared { queue: Mutex::default(), changed: Condvar::new(), cache, outbox });
        let n_threads = std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 16));
        let mut threads: Vec<JoinHandle<()>> = (0..n_threads)
            .filter_map(|_| {
                let shared = Arc::clone(&shared);
                spawn("picture", move || work(&shared))
            })
            .collect();
        let (watch, closed) = bounded(0);
        let (watched, closing) = (Arc::clone(&shared), Arc::new(AtomicBool::new(false)));
        threads.extend(spawn("watch", move || give_up_slow(&watched, &closed)));
        let (tidied, stop) = (Arc::clone(&shared), Arc::clone(&closing));
        threads.extend(spawn("tidy", move || tidied.cache.tidy(&stop)));
        Self { shared, threads, watch: Some(watch), closing }
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

    pub(super) fn want(&self, photo: PhotoId, path: &Path, wanted: Wanted) {
        let task = Task { photo, path: path.to_owned(), wanted };
        let dropped = lock(&self.shared.queue).add(task);
        for Task { photo, wanted, .. } in dropped {
            self.shared.outbox.send(Event::PictureDropped { photo, wanted });
        }
        self.shared.changed.notify_all();
    }

    pub(super) fn retain_thumbnails(&self, needed: &dyn Fn(PhotoId) -> bool) {
        let mut queue = lock(&self.shared.queue);
        queue.quick.retain(|task| needed(task.photo));
        queue.slow.retain(|task| needed(task.photo));
    }

    pub(super) fn retain_large(&self, needed: &dyn Fn(PhotoId) -> bool) {
        let mut queue = lock(&self.shared.queue);
        queue.neighbours.retain(|task| needed(task.photo));
        if queue.large.as_ref().is_some_and(|task| !needed(task.photo)) {
            queue.large = None;
        }
        for running in &mut queue.running {
            if !matches!(running.task.wanted, Wanted::Thumbnail { .. }) && !needed(running.task.photo) {
                running.forgotten = true;
                running.cancel.store(true, Ordering::Relaxed);
            }
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        self.watch = None;
        {
            let mut queue = lock(&self.shared.queue);
            queue.closed = true;
            for running in &queue.running {
                running.cancel.store(true, Ordering::Relaxed);
            }
        }
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Queue {
    /// Whether pictures wait or are made that somebody looks at.
    fn is_urgent(&self) -> bool {
        let seen = |r: &Running| !matches!(r.task.wanted, Wanted::Neighbour { .. });
        self.large.is_some()
            || !self.quick.is_empty()
            || !self.slow.is_empty()
            || self.running.iter().any(seen)
    }

    /// Puts a task where it belongs; gives back what is dropped for it.
    fn add(&mut self, task: Task) -> Vec<Task> {
        let same = |other: &Task| other.photo == task.photo && other.wanted == task.wanted;
        let edge = |wanted| match wanted {
            Wanted::Large { edge_px } | Wanted::Neighbour { edge_px } => Some(edge_px),
            Wanted::Thumbnail { .. } => None,
        };
        // A neighbour that is on its way and is now looked at only becomes more important.
        let on_its_way = self.running.iter_mut().find(|running| {
            !running.forgotten
                && (same(&running.task)
                    || (running.task.photo == task.photo
                        && edge(task.wanted).is_some()
                        && edge(running.task.wanted) == edge(task.wanted)))
        });
        if let Some(running) = on_its_way {
            if matches!(task.wanted, Wanted::Large { .. }) {
                running.task.wanted = task.wanted;
            }
            return Vec::new();
        }
        match task.wanted {
            Wanted::Large { .. } => {
                self.neighbours
                    .retain(|other| other.photo != task.photo || edge(other.wanted) != edge(task.wanted));
                // Only the newest is looked at.
                self.large
                    .replace(task)
                    .into_iter()
                    .filter(|old| {
                        self.large
                            .as_ref()
                            .is_none_or(|new| old.photo != new.photo || old.wanted != new.wanted)
                    })
                    .collect()
            }
            Wanted::Neighbour { .. } => {
                if self.neighbours.iter().any(same) {
                    return Vec::new();
                }
                self.neighbours.push_back(task);
                let excess = self.neighbours.len().saturating_sub(MAX_NEIGHBOURS);
                self.neighbours.drain(..excess).collect()
            }
            Wanted::Thumbnail { .. } => {
                if let Some(at) = self.slow.iter().position(same) {
                    let known = self.slow.remove(at);
                    self.slow.extend(known);
                    return Vec::new();
                }
                self.quick.retain(|other| !same(other));
                self.quick.push_back(task);
                let excess = (self.quick.len() + self.slow.len()).saturating_sub(MAX_THUMBNAILS);
                let from_slow = excess.min(self.slow.len());
                let mut dropped: Vec<Task> = self.slow.drain(..from_slow).collect();
                dropped.extend(self.quick.drain(..excess - from_slow));
                dropped
            }
        }
    }

    /// The next task, which is then running. Neighbours one at a time: they are large and nobody waits for them.
    fn take(&mut self) -> Option<(u64, Task, Round, Arc<AtomicBool>)> {
        let (task, round) = if let Some(task) = self.large.take() {
            (task, Round::Make)
        } else if let Some(task) = self.quick.pop_back() {
            (task, Round::Quick)
        } else if let Some(task) = self.slow.pop_back() {
            (task, Round::Make)
        } else if self.running.iter().any(|r| matches!(r.task.wanted, Wanted::Neighbour { .. })) {
            return None;
        } else {
            (self.neighbours.pop_front()?, Round::Make)
        };
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        let cancel = Arc::new(AtomicBool::new(false));
        self.running.push(Running {
            ticket,
            task: task.clone(),
            cancel: Arc::clone(&cancel),
            started: Instant::now(),
            forgotten: false,
        });
        Some((ticket, task, round, cancel))
    }

    /// Ends a task; tells what it is wanted for by now, unless nobody wants it any more.
    fn end(&mut self, ticket: u64) -> Option<Wanted> {
        let at = self.running.iter().position(|running| running.ticket == ticket)?;
        let running = self.running.swap_remove(at);
        (!running.forgotten).then_some(running.task.wanted)
    }
}

/// One thread of the pool.
fn work(shared: &Shared) {
    let mut queue = lock(&shared.queue);
    loop {
        if queue.closed {
            return;
        }
        let Some((ticket, task, round, cancel)) = queue.take() else {
            queue = shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        drop(queue);
        // A fault in a decoder must cost one picture, not the thread.
        let outcome = catch_unwind(AssertUnwindSafe(|| make(shared, &task, &round, &cancel)));
        let outcome = outcome.unwrap_or_else(|_| Outcome {
            picture: Some(Err(Problem::new(
                ProblemKind::Damaged,
                &task.path,
                "Decoding it failed in a way that was not foreseen. It is shown without a picture; please report it with the file.",
            ))),
            ..Outcome::default()
        });
        queue = lock(&shared.queue);
        let wanted = queue.end(ticket);
        if outcome.make_later && wanted.is_some() {
            queue.slow.push_back(task.clone());
        }
        drop(queue);
        if let Some(problem) = outcome.not_kept {
            shared.outbox.send(Event::Problem(problem));
        }
        if let (Some(wanted), Some(picture)) = (wanted, outcome.picture) {
            let provisional = outcome.make_later;
            shared.outbox.send(Event::Picture { photo: task.photo, wanted, provisional, picture });
        }
        shared.changed.notify_all();
        queue = lock(&shared.queue);
    }
}

#[derive(Default)]
struct Outcome {
    picture: Option<Result<crate::media::Picture, Problem>>,
    /// The Original is still to be decoded.
    make_later: bool,
    not_kept: Option<Problem>,
}

fn make(shared: &Shared, task: &Task, round: &Round, cancel: &AtomicBool) -> Outcome {
    let Task { photo, path, wanted } = task;
    match (wanted, round) {
        (Wanted::Thumbnail { edge_px }, Round::Quick) => {
            let (picture, make_later) = match pictures::quick_thumbnail(&shared.cache, *photo, path, *edge_px)
            {
                Quick::Final(picture) => (Some(Ok(picture)), false),
                Quick::Provisional(picture) => (Some(Ok(picture)), true),
                Quick::Nothing => (None, true),
            };
            Outcome { picture, make_later, not_kept: None }
        }
        (Wanted::Thumbnail { edge_px }, Round::Make) => {
            let (picture, not_kept) = pictures::make_thumbnail(&shared.cache, *photo, path, *edge_px, cancel);
            Outcome { picture: Some(picture), make_later: false, not_kept }
        }
        (Wanted::Large { edge_px } | Wanted::Neighbour { edge_px }, _) => {
            Outcome { picture: Some(pictures::make_large(path, *edge_px, cancel)), ..Outcome::default() }
        }
    }
}

/// Gives up pictures that take too long, until the pool closes.
fn give_up_slow(shared: &Shared, closed: &Receiver<()>) {
    while let Err(crossbeam_channel::RecvTimeoutError::Timeout) = closed.recv_timeout(Duration::from_secs(1))
    {
        for running in lock(&shared.queue).running.iter().filter(|r| r.started.elapsed() > MAX_TIME) {
            running.cancel.store(true, Ordering::Relaxed);
        }
    }
}
