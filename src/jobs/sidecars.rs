//! Writing sidecars, one after the other: what is slow there is the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Outbox;
use super::event::{Event, SidecarsEnd};
use crate::library::sidecar::{Done, Habits, Job, write};
use crate::model::problem::{Problem, ProblemKind};

/// How often the window is told how far it is.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// Writes all, or until cancelled.
pub(super) fn write_all(jobs: &[Job], outbox: &Outbox, cancel: &AtomicBool) -> SidecarsEnd {
    let mut end = SidecarsEnd::default();
    let mut habits = Habits::default();
    let mut told = Instant::now();
    for (n_done, job) in jobs.iter().enumerate() {
        if cancel.load(Ordering::Relaxed) {
            end.cancelled = true;
            break;
        }
        if told.elapsed() >= TELL_EVERY {
            outbox.send(Event::SidecarsProgress { n_done, n_total: jobs.len() });
            told = Instant::now();
        }
        // A fault in the writer must cost one sidecar, not the others.
        let written =
            catch_unwind(AssertUnwindSafe(|| write(job, &mut habits, false))).unwrap_or_else(|_| {
                let message = "Writing its sidecar failed in a way that was not foreseen; please report it.";
                Err(Problem::new(ProblemKind::Sidecar, &job.original, message))
            });
        match written {
            Ok(done) if done.changed.is_empty() && done.kept.is_empty() => end.n_unchanged += 1,
            Ok(done) => {
                end.kept.extend(kept(&done));
                if done.changed.is_empty() {
                    end.n_unchanged += 1;
                } else {
                    end.n_written += 1;
                    end.originals.push(done.original);
                }
            }
            Err(problem) => end.problems.push(problem),
        }
    }
    end
}

/// What was left as it was, in words for a person.
fn kept(done: &Done) -> Option<Problem> {
    let names = done.kept.join(", ");
    let message = format!(
        "{names}: left as they were in the sidecar, as another program keeps more in them than could be written again. \
         What the library says there is in the library only."
    );
    (!done.kept.is_empty()).then(|| Problem::new(ProblemKind::Sidecar, &done.path, message))
}
