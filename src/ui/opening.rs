//! The library is opened on a thread of its own, and its first photos are looked for, while the system makes the window: either takes a
//! third of a second.

use std::io;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, OnceLock};

use egui::Context;

use super::run::Start;
use crate::session::{Command, Revision, Session, StoreError, library_path};

/// A session that is being opened.
pub struct Opening {
    answer: Receiver<Result<Session, StoreError>>,
    /// The window, once there is one to be woken.
    window: Arc<OnceLock<Context>>,
    start: Start,
}

impl Opening {
    /// Begins to open the library that `start` names and what it says is to be shown; with `keeps_nothing` without a library.
    pub fn begin(start: &Start, keeps_nothing: bool) -> Self {
        let (send, answer) = channel();
        let window = Arc::<OnceLock<Context>>::default();
        let waker = {
            let window = Arc::clone(&window);
            move || window.get().into_iter().for_each(Context::request_repaint)
        };
        let (asked, of_thread) = (start.clone(), Arc::clone(&window));
        let work = move || {
            let mut session = open(&asked, keeps_nothing, waker.clone());
            if let Some(began) = asked.began {
                tracing::info!("library opened after {} ms", began.elapsed().as_millis());
            }
            if let Ok(session) = &mut session {
                // So that the first frame shows them.
                session.await_photos(&|| of_thread.get().is_some());
            }
            // Nobody listens any more when the window was closed meanwhile.
            let _ = send.send(session);
            waker();
        };
        if let Err(error) = std::thread::Builder::new().name("open".to_owned()).spawn(work) {
            tracing::error!(%error, "could not start a thread to open the library");
        }
        Self { answer, window, start: start.clone() }
    }

    /// From now on this window is woken when something is ready.
    pub fn wakes(&self, window: &Context) {
        // Set once: a session has one window.
        let _ = self.window.set(window.clone());
    }

    /// The session, or why there is none; `None` while that is not known.
    pub fn take(&self) -> Option<Result<Session, StoreError>> {
        match self.answer.try_recv() {
            Ok(session) => Some(session),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                let path = library_path(self.start.library.as_deref()).unwrap_or_default();
                let source = io::Error::other("it failed in a way that was not foreseen; please report it");
                Some(Err(StoreError::Io { tried: "open", path, source }))
            }
        }
    }
}

fn open(
    start: &Start,
    keeps_nothing: bool,
    waker: impl Fn() + Send + Sync + 'static,
) -> Result<Session, StoreError> {
    let mut session = if keeps_nothing {
        Session::in_memory(waker)?
    } else {
        Session::open(start.library.as_deref(), waker)?
    };
    if let Some(hours) = start.gap_hours {
        // Refused only when it is so already.
        let _ = session.command(Command::Revise(Revision::SetGapHours(hours)));
    }
    if !start.paths.is_empty() {
        session.hold_scans(true);
        let _ = session.command(Command::Open(start.paths.clone()));
    }
    Ok(session)
}
