//! The thread that works on whole collections: grouping everything takes longer than a frame has time for.

use std::thread::JoinHandle;

use crossbeam_channel::{Sender, unbounded};

use super::spawn;

type Work = Box<dyn FnOnce() + Send>;

/// Dropping it waits for what it was given.
pub(super) struct Arranger {
    work: Option<Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Arranger {
    pub(super) fn start() -> Self {
        let (work, waiting) = unbounded::<Work>();
        let thread = spawn("arrange", move || waiting.into_iter().for_each(|work| work()));
        Self { work: Some(work), thread }
    }

    /// Runs work after what was given before; at once where there is no thread for it.
    pub(super) fn run(&self, work: impl FnOnce() + Send + 'static) {
        if let Some(sender) = &self.work
            && let Err(unsent) = sender.send(Box::new(work))
        {
            unsent.into_inner()();
        }
    }
}

impl Drop for Arranger {
    fn drop(&mut self) {
        self.work = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
