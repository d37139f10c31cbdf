//! Which picture is made next. No thread, no clock: see `pool` for those.
//!
//! 1. The large view: while it is open nothing else is seen. As long as it is being made no other decoding begins, so that it
//!    gets the memory and the processor that it needs.
//! 2. Thumbnails that are seen, in the order in which they were asked for, in two rounds: what is quick (cache, thumbnail in
//!    the file) for all of them, then decoding.
//! 3. Neighbours of the large view, one at a time: they are large.
//! 4. Thumbnails ahead of the scrolling, in two rounds as well, never by all workers at a time.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::photo::PhotoId;

use super::Wanted;

/// Thumbnails that are seen and may wait: more than a large screen holds. The oldest are dropped beyond that.
const MAX_SEEN: usize = 4_096;

/// Thumbnails ahead of the scrolling that may wait.
const MAX_AHEAD: usize = 1_024;

/// Neighbours that may wait.
const MAX_NEIGHBOURS: usize = 8;

/// One picture to be made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Task {
    pub(super) photo: PhotoId,
    pub(super) path: PathBuf,
    pub(super) wanted: Wanted,
}

/// One picture being made.
struct Running {
    ticket: u64,
    task: Task,
    cancel: Arc<AtomicBool>,
    /// Given up by who asked: not reported.
    forgotten: bool,
}

/// How much work a turn may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    /// Look where it is quick.
    Quick,
    /// Decode the Original.
    Make,
}

/// Who asks for work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worker {
    /// Does everything.
    Any,
    /// Stands ready for the large view and does nothing else: it begins at once, whatever the others are at.
    Reserved,
}

/// Work that was handed out.
pub(super) struct Turn {
    pub(super) ticket: u64,
    pub(super) task: Task,
    pub(super) round: Round,
    pub(super) cancel: Arc<AtomicBool>,
}

/// Thumbnails of one urgency.
#[derive(Default)]
struct Line {
    /// To be looked for where it is quick.
    quick: VecDeque<Task>,
    /// To be made from Originals.
    slow: VecDeque<Task>,
}

impl Line {
    fn len(&self) -> usize {
        self.quick.len() + self.slow.len()
    }

    fn retain(&mut self, keep: impl Fn(&Task) -> bool) {
        self.quick.retain(&keep);
        self.slow.retain(&keep);
    }

    fn holds(&self, task: &Task) -> bool {
        self.quick.contains(task) || self.slow.contains(task)
    }

    /// The oldest beyond `max`.
    fn excess(&mut self, max: usize) -> Vec<Task> {
        let excess = self.len().saturating_sub(max);
        let from_slow = excess.min(self.slow.len());
        let mut dropped: Vec<Task> = self.slow.drain(..from_slow).collect();
        dropped.extend(self.quick.drain(..excess - from_slow));
        dropped
    }
}

/// Everything that waits or is being made.
#[derive(Default)]
pub(super) struct Queue {
    large: Option<Task>,
    seen: Line,
    neighbours: VecDeque<Task>,
    ahead: Line,
    running: Vec<Running>,
    next_ticket: u64,
    /// How many workers may be at thumbnails ahead at one time.
    max_ahead: usize,
    /// The program ends: no more work is handed out.
    pub(super) closed: bool,
}

const fn is_thumbnail(wanted: Wanted) -> bool {
    matches!(wanted, Wanted::Thumbnail { .. } | Wanted::Ahead { .. })
}

/// Whether both mean the same picture, however urgent.
fn same_picture(a: &Task, b: &Task) -> bool {
    let size = |wanted| match wanted {
        Wanted::Thumbnail { edge_px } | Wanted::Ahead { edge_px } => (true, edge_px),
        Wanted::Large { edge_px } | Wanted::Neighbour { edge_px } => (false, edge_px),
    };
    a.photo == b.photo && size(a.wanted) == size(b.wanted)
}

impl Queue {
    /// For so many workers that do everything.
    pub(super) fn new(n_workers: usize) -> Self {
        Self { max_ahead: n_workers.saturating_sub(1).max(1), ..Self::default() }
    }

    /// Whether pictures wait or are made that somebody looks at.
    pub(super) fn is_urgent(&self) -> bool {
        let looked_at = |r: &Running| {
            !r.forgotten && matches!(r.task.wanted, Wanted::Large { .. } | Wanted::Thumbnail { .. })
        };
        self.large.is_some() || self.seen.len() > 0 || self.running.iter().any(looked_at)
    }

    /// Whether the large view waits for its picture.
    pub(super) fn is_large_awaited(&self) -> bool {
        self.large.is_some() || self.n_running(|wanted| matches!(wanted, Wanted::Large { .. })) > 0
    }

    /// Puts a task where it belongs; gives back what is dropped for it.
    pub(super) fn add(&mut self, task: Task) -> Vec<Task> {
        let on_its_way =
            self.running.iter_mut().find(|running| !running.forgotten && same_picture(&running.task, &task));
        if let Some(running) = on_its_way {
            // What is on its way and is now looked at only becomes more important.
            if matches!(task.wanted, Wanted::Large { .. } | Wanted::Thumbnail { .. }) {
                running.task.wanted = task.wanted;
            }
            return Vec::new();
        }
        match task.wanted {
            Wanted::Large { .. } => {
                self.neighbours.retain(|other| !same_picture(other, &task));
                // Only the newest is looked at.
                let old = self.large.replace(task);
                old.into_iter().filter(|old| self.large.as_ref() != Some(old)).collect()
            }
            Wanted::Neighbour { .. } => {
                let waits = |other: &Task| same_picture(other, &task);
                if self.neighbours.iter().chain(&self.large).any(waits) {
                    return Vec::new();
                }
                self.neighbours.push_back(task);
                let excess = self.neighbours.len().saturating_sub(MAX_NEIGHBOURS);
                self.neighbours.drain(..excess).collect()
            }
            Wanted::Thumbnail { .. } => {
                add_thumbnail(&mut self.seen, &mut self.ahead, task);
                self.seen.excess(MAX_SEEN)
            }
            Wanted::Ahead { .. } => {
                add_thumbnail(&mut self.ahead, &mut self.seen, task);
                self.ahead.excess(MAX_AHEAD)
            }
        }
    }

    /// Forgets thumbnails that are not needed, also those that are being made.
    pub(super) fn retain_thumbnails(&mut self, needed: &dyn Fn(PhotoId) -> bool) {
        self.seen.retain(|task| needed(task.photo));
        self.ahead.retain(|task| needed(task.photo));
        self.forget(&|task| is_thumbnail(task.wanted) && !needed(task.photo));
    }

    /// Forgets large pictures and neighbours that are not needed, also those that are being made.
    pub(super) fn retain_large(&mut self, needed: &dyn Fn(PhotoId) -> bool) {
        self.neighbours.retain(|task| needed(task.photo));
        self.large.take_if(|task| !needed(task.photo));
        self.forget(&|task| !is_thumbnail(task.wanted) && !needed(task.photo));
    }

    /// No more work, and an end to what runs.
    pub(super) fn close(&mut self) {
        self.closed = true;
        self.forget(&|_| true);
    }

    fn forget(&mut self, which: &dyn Fn(&Task) -> bool) {
        for running in self.running.iter_mut().filter(|running| which(&running.task)) {
            running.forgotten = true;
            running.cancel.store(true, Ordering::Relaxed);
        }
    }

    fn n_running(&self, which: fn(Wanted) -> bool) -> usize {
        self.running.iter().filter(|running| !running.forgotten && which(running.task.wanted)).count()
    }

    /// The next task, which is then running.
    pub(super) fn take(&mut self, worker: Worker) -> Option<Turn> {
        let (task, round) = self.next(worker)?;
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        let cancel = Arc::new(AtomicBool::new(false));
        let running = Running { ticket, task: task.clone(), cancel: Arc::clone(&cancel), forgotten: false };
        self.running.push(running);
        Some(Turn { ticket, task, round, cancel })
    }

    fn next(&mut self, worker: Worker) -> Option<(Task, Round)> {
        let quick = |task| (task, Round::Quick);
        let make = |task| (task, Round::Make);
        if let Some(task) = self.large.take() {
            return Some(make(task));
        }
        if worker == Worker::Reserved {
            return None;
        }
        if let Some(task) = self.seen.quick.pop_front() {
            return Some(quick(task));
        }
        if self.n_running(|wanted| matches!(wanted, Wanted::Large { .. })) > 0 {
            return None;
        }
        if let Some(task) = self.seen.slow.pop_front() {
            return Some(make(task));
        }
        if self.n_running(|wanted| matches!(wanted, Wanted::Neighbour { .. })) == 0
            && let Some(task) = self.neighbours.pop_front()
        {
            return Some(make(task));
        }
        if self.n_running(|wanted| matches!(wanted, Wanted::Ahead { .. })) >= self.max_ahead {
            return None;
        }
        self.ahead.quick.pop_front().map(quick).or_else(|| self.ahead.slow.pop_front().map(make))
    }

    /// Ends a task; tells what it is wanted for by now, unless nobody wants it any more. With `make_later` it waits for its second
    /// round.
    pub(super) fn end(&mut self, ticket: u64, make_later: bool) -> Option<Wanted> {
        let at = self.running.iter().position(|running| running.ticket == ticket)?;
        let Running { task, forgotten, .. } = self.running.swap_remove(at);
        if forgotten {
            return None;
        }
        let wanted = task.wanted;
        if make_later {
            let line = if matches!(wanted, Wanted::Ahead { .. }) { &mut self.ahead } else { &mut self.seen };
            line.slow.push_back(task);
        }
        Some(wanted)
    }
}

/// Puts a thumbnail into its line: it leaves the other one and keeps its round. What waits of the same photo in another size
/// is not needed any more.
fn add_thumbnail(line: &mut Line, other: &mut Line, task: Task) {
    if line.holds(&task) {
        return;
    }
    let is_slow = line.slow.iter().chain(&other.slow).any(|waiting| same_picture(waiting, &task));
    line.retain(|waiting| waiting.photo != task.photo);
    other.retain(|waiting| waiting.photo != task.photo);
    if is_slow { line.slow.push_back(task) } else { line.quick.push_back(task) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(n: u8, wanted: Wanted) -> Task {
        Task { photo: PhotoId([n; 32]), path: PathBuf::from("a.jpg"), wanted }
    }

    const SEEN: Wanted = Wanted::Thumbnail { edge_px: 256 };
    const AHEAD: Wanted = Wanted::Ahead { edge_px: 256 };
    const LARGE: Wanted = Wanted::Large { edge_px: 2_000 };
    const NEIGHBOUR: Wanted = Wanted::Neighbour { edge_px: 2_000 };

    /// Lets one worker do everything that waits, and tells in which order: photo and round.
    fn order(queue: &mut Queue) -> Vec<(u8, Round)> {
        let mut order = Vec::new();
        while let Some(turn) = queue.take(Worker::Any) {
            order.push((turn.task.photo.0[0], turn.round));
            queue.end(turn.ticket, turn.round == Round::Quick);
        }
        order
    }

    #[test]
    fn what_is_seen_comes_first_and_in_its_order() {
        let mut queue = Queue::new(2);
        for (n, wanted) in
            [(9, AHEAD), (8, AHEAD), (7, NEIGHBOUR), (1, SEEN), (2, SEEN), (3, SEEN), (5, LARGE)]
        {
            assert_eq!(queue.add(task(n, wanted)), []);
        }
        use Round::{Make, Quick};
        let want = [
            (5, Make),
            (1, Quick),
            (2, Quick),
            (3, Quick),
            (1, Make),
            (2, Make),
            (3, Make),
            (7, Make),
            (9, Quick),
            (8, Quick),
            (9, Make),
            (8, Make),
        ];
        assert_eq!(order(&mut queue), want);
        assert!(!queue.is_urgent());
    }

    #[test]
    fn what_comes_into_sight_overtakes_and_keeps_its_round() {
        let mut queue = Queue::new(2);
        queue.add(task(1, AHEAD));
        queue.add(task(2, AHEAD));
        let first = queue.take(Worker::Any).unwrap();
        assert!(!queue.is_urgent());
        // Photo 1 has had its quick round, photo 2 has not.
        assert_eq!(queue.end(first.ticket, true), Some(AHEAD));
        queue.add(task(1, SEEN));
        queue.add(task(2, SEEN));
        assert!(queue.is_urgent());
        assert_eq!(order(&mut queue), [(2, Round::Quick), (1, Round::Make), (2, Round::Make)]);
        // While it is being made it becomes more urgent too, and is then reported as what it is wanted for by now.
        queue.add(task(3, AHEAD));
        let turn = queue.take(Worker::Any).unwrap();
        queue.add(task(3, SEEN));
        assert_eq!(queue.end(turn.ticket, false), Some(SEEN));
        assert!(queue.take(Worker::Any).is_none());
    }

    #[test]
    fn the_large_view_finds_a_worker_and_then_nothing_else_is_decoded() {
        let mut queue = Queue::new(2);
        for n in 0..4 {
            queue.add(task(n, SEEN));
        }
        let busy: Vec<Turn> = (0..2).filter_map(|_| queue.take(Worker::Any)).collect();
        assert!(queue.take(Worker::Reserved).is_none(), "it stands ready");
        queue.add(task(5, LARGE));
        let large = queue.take(Worker::Reserved).unwrap();
        assert_eq!(large.task, task(5, LARGE));
        for turn in busy {
            queue.end(turn.ticket, true);
        }
        let quick = |queue: &mut Queue| queue.take(Worker::Any).map(|turn| turn.round);
        assert_eq!(
            [quick(&mut queue), quick(&mut queue), quick(&mut queue)],
            [Some(Round::Quick), Some(Round::Quick), None]
        );
        // Nobody looks at it any more: decoding goes on although its worker may still be at it.
        queue.retain_large(&|_| false);
        assert!(large.cancel.load(Ordering::Relaxed));
        assert_eq!(quick(&mut queue), Some(Round::Make));
        assert_eq!(queue.end(large.ticket, false), None);
    }

    #[test]
    fn a_cell_that_left_the_screen_costs_nothing() {
        let mut queue = Queue::new(2);
        queue.add(task(1, SEEN));
        queue.add(task(2, SEEN));
        queue.add(task(3, AHEAD));
        let turn = queue.take(Worker::Any).unwrap();
        queue.retain_thumbnails(&|photo| photo.0[0] == 2);
        assert!(turn.cancel.load(Ordering::Relaxed));
        // Asked for again it is made anew: the one that was called off gives nothing.
        queue.add(task(1, SEEN));
        assert_eq!(queue.end(turn.ticket, true), None);
        assert_eq!(order(&mut queue).len(), 4);
    }

    #[test]
    fn prefetching_leaves_a_worker_free_and_queues_are_bounded() {
        let mut queue = Queue::new(3);
        let dropped: usize = (0..MAX_AHEAD + 5)
            .map(|n| {
                let mut id = [0; 32];
                id[..8].copy_from_slice(&n.to_be_bytes());
                let task = Task { photo: PhotoId(id), ..task(0, AHEAD) };
                queue.add(task).len()
            })
            .sum();
        assert_eq!(dropped, 5);
        let running: Vec<Turn> = (0..3).filter_map(|_| queue.take(Worker::Any)).collect();
        assert_eq!(running.len(), 2);
        queue.add(task(200, SEEN));
        assert!(queue.take(Worker::Any).is_some());
    }

    #[test]
    fn another_size_takes_the_place_of_the_one_that_waits() {
        let mut queue = Queue::new(2);
        queue.add(task(1, SEEN));
        let larger = Wanted::Thumbnail { edge_px: 512 };
        queue.add(task(1, larger));
        queue.add(task(1, larger));
        assert_eq!(queue.take(Worker::Any).unwrap().task.wanted, larger);
        assert!(queue.take(Worker::Any).is_none());
    }

    #[test]
    fn a_neighbour_that_is_looked_at_is_not_made_twice() {
        let mut queue = Queue::new(2);
        queue.add(task(1, NEIGHBOUR));
        queue.add(task(2, NEIGHBOUR));
        let turn = queue.take(Worker::Any).unwrap();
        assert!(queue.take(Worker::Any).is_none(), "one at a time");
        queue.add(task(1, LARGE));
        assert!(queue.take(Worker::Reserved).is_none());
        assert_eq!(queue.end(turn.ticket, false), Some(LARGE));
        queue.add(task(2, LARGE));
        assert_eq!(order(&mut queue), [(2, Round::Make)]);
        // Only the newest is looked at.
        queue.add(task(3, LARGE));
        assert_eq!(queue.add(task(4, LARGE)), [task(3, LARGE)]);
    }
}
