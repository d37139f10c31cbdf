//! Time for codecs that cannot be stopped.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, bounded};

use super::decoder::{Fault, max_time};
use crate::media::budget::{Budget, Share};

/// How often it is looked at whether anybody still waits.
const LOOK: Duration = Duration::from_millis(20);

/// Decoding needs more stack than threads have by default: trees of blocks go deep.
const STACK_BYTES: usize = 8 << 20;

/// Threads that are still at work although nobody waits for them. Whoever scrolls fast through pictures that cannot be stopped
/// would otherwise start them by the hundred.
static OUTLIVING: AtomicUsize = AtomicUsize::new(0);

/// How long new work waits for these to become fewer than there are cores. Not for good: one may never end.
const PATIENCE: Duration = Duration::from_secs(2);

/// How far the thread of a decode is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Life {
    #[default]
    Working,
    Ended,
    /// Nobody waits for it.
    Outliving,
}

/// A decode's turn: its memory and its time, which does not run while it waits for memory.
#[derive(Default)]
pub(super) struct Turn {
    cancel: AtomicBool,
    held: Mutex<Held>,
    life: Mutex<Life>,
}

#[derive(Default)]
struct Held {
    share: Option<Share<'static>>,
    until: Option<Instant>,
    /// Nobody waits any more: nothing is to be held.
    is_over: bool,
}

impl Turn {
    /// Set when the work is to stop.
    pub(super) const fn cancel(&self) -> &AtomicBool {
        &self.cancel
    }

    /// Waits until so much memory is free; then the time runs.
    ///
    /// # Errors
    /// [`Fault::Cancelled`] when nobody waits any more.
    pub(super) fn begin(&self, cost_bytes: u64, n_pixels: u64) -> Result<(), Fault> {
        let share = Budget::of_machine().take(cost_bytes, &self.cancel).ok_or(Fault::Cancelled)?;
        let mut held = lock(&self.held);
        if held.is_over {
            return Err(Fault::Cancelled);
        }
        held.share = Some(share);
        held.until = Some(Instant::now() + max_time(n_pixels));
        Ok(())
    }

    fn is_late(&self) -> bool {
        lock(&self.held).until.is_some_and(|until| Instant::now() >= until)
    }

    /// Its thread is done.
    fn thread_ended(&self) {
        let before = std::mem::replace(&mut *lock(&self.life), Life::Ended);
        if before == Life::Outliving {
            OUTLIVING.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Gives everything back: also for work that never ends.
    fn end(&self) {
        self.cancel.store(true, Ordering::Relaxed);
        let mut life = lock(&self.life);
        if *life == Life::Working {
            *life = Life::Outliving;
            OUTLIVING.fetch_add(1, Ordering::Relaxed);
        }
        drop(life);
        *lock(&self.held) = Held { is_over: true, ..Held::default() };
    }
}

/// Runs work on a thread of its own and waits for it as long as somebody wants it and there is time. A thread that is given up
/// ends when its work does; what it made is dropped.
///
/// # Errors
/// The fault of the work; `Cancelled` or `TimedOut` when it was given up; `Damaged` when it panicked.
pub(super) fn watched<T: Send + 'static>(
    cancel: &AtomicBool,
    work: impl FnOnce(&Turn) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let patience = Instant::now() + PATIENCE;
    while OUTLIVING.load(Ordering::Relaxed) >= cores && Instant::now() < patience {
        if cancel.load(Ordering::Relaxed) {
            return Err(Fault::Cancelled);
        }
        std::thread::sleep(LOOK);
    }
    let turn = Arc::new(Turn::default());
    let (sender, receiver) = bounded(1);
    let inner = Arc::clone(&turn);
    let run = move || {
        let attempt = AssertUnwindSafe(|| work(&inner));
        let outcome = catch_unwind(attempt).unwrap_or_else(|_| Err(gave_up()));
        inner.thread_ended();
        // Nobody listens when it was given up.
        let _ = sender.send(outcome);
    };
    let started = std::thread::Builder::new().name("decode".to_owned()).stack_size(STACK_BYTES).spawn(run);
    if let Err(error) = started {
        return Err(Fault::Damaged(format!("no thread could be started for it: {error}")));
    }
    let outcome = loop {
        match receiver.recv_timeout(LOOK) {
            Ok(outcome) => break outcome,
            Err(RecvTimeoutError::Disconnected) => break Err(gave_up()),
            Err(RecvTimeoutError::Timeout) if cancel.load(Ordering::Relaxed) => break Err(Fault::Cancelled),
            Err(RecvTimeoutError::Timeout) if turn.is_late() => break Err(Fault::TimedOut),
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    turn.end();
    outcome
}

/// A lock that a panicked thread held is still good: each change under it is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The fault of a decoder that panicked: a damaged file must not take the others' pictures with it.
pub(super) fn gave_up() -> Fault {
    Fault::Damaged("the decoder gave up".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_what_the_work_gives_and_catches_its_panic() {
        let cancel = AtomicBool::new(false);
        assert_eq!(watched(&cancel, |_| Ok(7)).unwrap(), 7);
        let panicked = watched(&cancel, |_| -> Result<(), Fault> { panic!("a fault in a decoder") });
        assert!(matches!(panicked, Err(Fault::Damaged(_))));
    }

    #[test]
    fn does_not_wait_for_what_nobody_wants() {
        let (hold, held) = bounded::<()>(0);
        let outcome = watched(&AtomicBool::new(true), move |_| {
            let _ = held.recv();
            Ok(())
        });
        assert!(matches!(outcome, Err(Fault::Cancelled)));
        drop(hold);
    }

    #[test]
    fn work_that_outlives_its_asker_is_not_joined_by_more_and_more() {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let (hold, held) = bounded::<()>(0);
        for _ in 0..cores {
            let held = held.clone();
            let _ = watched(&AtomicBool::new(true), move |_| Ok(held.recv()));
        }
        let (told, begun) = bounded(1);
        let next = watched(&AtomicBool::new(true), move |_| Ok(told.send(())));
        assert!(matches!(next, Err(Fault::Cancelled)));
        assert!(begun.try_recv().is_err(), "it was begun all the same");
        drop(hold);
        assert_eq!(watched(&AtomicBool::new(false), |_| Ok(7)).unwrap(), 7);
    }
}
