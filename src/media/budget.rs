//! Memory for decoding, shared by everything that decodes: large pictures wait their turn instead of failing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// How often a wait looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(50);

/// The share of the machine's memory that decoding may take.
const SHARE: u64 = 4;

/// The least budget, for machines that do not tell.
const MIN_BYTES: u64 = 512 << 20;

/// Of the budget, one part in so many may be kept by pictures that are shown.
const KEPT_SHARE: u64 = 2;

/// Bytes that may be taken; whoever needs more than all of them gets all of them, alone. What is kept is not waited for: it
/// stays as long as a person looks at it.
pub(super) struct Budget {
    total: u64,
    used: Mutex<Used>,
    freed: Condvar,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Used {
    taken: u64,
    kept: u64,
}

/// A part of the budget, given back when dropped.
pub(super) struct Share<'a> {
    budget: &'a Budget,
    bytes: u64,
}

/// A part of the budget for as long as something is shown, given back when dropped.
pub(super) struct Kept<'a> {
    budget: &'a Budget,
    bytes: u64,
}

impl Budget {
    /// The one of this program: a quarter of the machine's memory.
    pub(super) fn of_machine() -> &'static Self {
        static BUDGET: OnceLock<Budget> = OnceLock::new();
        BUDGET.get_or_init(|| {
            let memory = sysinfo::MemoryRefreshKind::nothing().with_ram();
            let system =
                sysinfo::System::new_with_specifics(sysinfo::RefreshKind::nothing().with_memory(memory));
            let total = system.map_or(0, |system| system.total_memory());
            Self::new((total / SHARE).max(MIN_BYTES))
        })
    }

    const fn new(total: u64) -> Self {
        Self { total, used: Mutex::new(Used { taken: 0, kept: 0 }), freed: Condvar::new() }
    }

    /// All of it, in bytes.
    pub(super) const fn total(&self) -> u64 {
        self.total
    }

    /// Waits until so much is free, and takes it. `None` when it was cancelled first.
    pub(super) fn take(&self, bytes: u64, cancel: &AtomicBool) -> Option<Share<'_>> {
        let mut used = self.lock();
        loop {
            let all = self.total - used.kept;
            let bytes = bytes.min(all);
            if used.taken + bytes <= all {
                used.taken += bytes;
                return Some(Share { budget: self, bytes });
            }
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            used = self.freed.wait_timeout(used, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Sets memory aside for something that is there already, at once; of more than a half only the half counts, so that
    /// decoding never stands still for it.
    pub(super) fn keep(&self, bytes: u64) -> Kept<'_> {
        let mut used = self.lock();
        let bytes = bytes.min((self.total / KEPT_SHARE).saturating_sub(used.kept));
        used.kept += bytes;
        Kept { budget: self, bytes }
    }

    /// A thread that panicked held nothing half-changed here: each change is one step.
    fn lock(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.budget.lock().taken -= self.bytes;
        self.budget.freed.notify_all();
    }
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        self.budget.lock().kept -= self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn is_never_exceeded_and_the_greedy_go_alone() {
        let (budget, cancel) = (Budget::new(100), AtomicBool::new(false));
        let used = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for bytes in [30_u64, 90, 500, 40, 60, 1] {
                let (budget, used, cancel) = (&budget, &used, &cancel);
                scope.spawn(move || {
                    let share = budget.take(bytes, cancel).unwrap();
                    let now = used.fetch_add(share.bytes as usize, Ordering::SeqCst) + share.bytes as usize;
                    assert!(now <= 100);
                    std::thread::yield_now();
                    used.fetch_sub(share.bytes as usize, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(*budget.lock(), Used::default());
    }

    #[test]
    fn who_waits_can_be_called_off() {
        let budget = Budget::new(10);
        let all = budget.take(10, &AtomicBool::new(false));
        assert!(budget.take(1, &AtomicBool::new(true)).is_none());
        drop(all);
        assert!(budget.take(1, &AtomicBool::new(true)).is_some());
    }
    #[test]
    fn what_is_kept_makes_the_rest_smaller_and_stops_nobody() {
        let (budget, cancel) = (Budget::new(100), AtomicBool::new(true));
        let kept = budget.keep(80);
        assert_eq!(kept.bytes, 50);
        assert_eq!(budget.keep(10).bytes, 0);
        let all = budget.take(1_000, &cancel).unwrap();
        assert_eq!(all.bytes, 50);
        assert!(budget.take(1, &cancel).is_none());
        drop((kept, all));
        assert_eq!(budget.take(1_000, &cancel).map(|share| share.bytes), Some(100));
    }
}
