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

/// Bytes that may be taken; whoever needs more than all of them gets all of them, alone.
pub(super) struct Budget {
    total: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// A part of the budget, given back when dropped.
pub(super) struct Share<'a> {
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
        Self { total, free: Mutex::new(total), freed: Condvar::new() }
    }

    /// Waits until so much is free, and takes it. `None` when it was cancelled first.
    pub(super) fn take(&self, bytes: u64, cancel: &AtomicBool) -> Option<Share<'_>> {
        let bytes = bytes.min(self.total);
        let mut free = self.lock();
        while *free < bytes {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            free = self.freed.wait_timeout(free, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= bytes;
        Some(Share { budget: self, bytes })
    }

    /// A thread that panicked held nothing half-changed here: each change is one step.
    fn lock(&self) -> MutexGuard<'_, u64> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.budget.lock() += self.bytes;
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
        assert_eq!(*budget.lock(), 100);
    }

    #[test]
    fn who_waits_can_be_called_off() {
        let budget = Budget::new(10);
        let all = budget.take(10, &AtomicBool::new(false));
        assert!(budget.take(1, &AtomicBool::new(true)).is_none());
        drop(all);
        assert!(budget.take(1, &AtomicBool::new(true)).is_some());
    }
}
