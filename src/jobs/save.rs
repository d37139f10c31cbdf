//! The thread that writes the library. It alone has the store; edits go before everything else.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use crate::library::known::{FileRecord, KnownFiles};
use crate::library::store::{Check, EditMeta, Store, StoreError};
use crate::model::edit::{Edit, EditId};
use crate::model::notes::Subject;
use crate::model::visit::Grouping;

use super::{Event, Outbox, spawn};

/// How long to wait before edits that could not be saved are tried again.
const TRY_AGAIN: Duration = Duration::from_secs(3);

/// Changes of one subject that are told of; nobody reads further back.
const MOST_HISTORY: usize = 500;

/// What is to be saved, or asked of the library.
pub(super) enum Save {
    Edit {
        id: EditId,
        edit: Edit,
        meta: EditMeta,
    },
    Files(Vec<FileRecord>),
    Gone(Vec<PathBuf>),
    Stretches(Arc<Grouping>),
    Folder(PathBuf),
    Setting {
        name: &'static str,
        value: i64,
    },
    /// The first photos only, when `max` says how many.
    Known {
        roots: Vec<PathBuf>,
        max: Option<u32>,
        answer: Sender<KnownFiles>,
    },
    /// Tells what was said of a subject.
    History(Subject),
    Flush {
        answer: Sender<()>,
    },
    /// What the check of the library found that was not closed last time.
    Checked(Result<(), StoreError>),
}

/// Gives work to the writer.
#[derive(Clone)]
pub(super) struct SaveSender(Sender<Save>);

impl SaveSender {
    pub(super) fn send(&self, save: Save) {
        // The thread ends only after the last sender, unless it could not be started; then the log says so.
        let _ = self.0.send(save);
    }

    /// What the library remembers under these roots; nothing when it cannot say.
    pub(super) fn known_under(&self, roots: &[PathBuf]) -> KnownFiles {
        self.known(roots, None)
    }

    /// The first photos of that, at most `max` for each root.
    pub(super) fn first_under(&self, roots: &[PathBuf], max: u32) -> KnownFiles {
        self.known(roots, Some(max))
    }

    fn known(&self, roots: &[PathBuf], max: Option<u32>) -> KnownFiles {
        let (answer, answered) = bounded(1);
        self.send(Save::Known { roots: roots.to_vec(), max, answer });
        answered.recv().unwrap_or_default()
    }
}

/// Dropping it saves what waits, then closes the library.
pub(super) struct Writer {
    sender: Option<SaveSender>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// With a check that is still to be made of the library: until it has passed the library is read, and nothing is saved.
    pub(super) fn start(store: Store, check: Option<Check>, outbox: Outbox) -> Self {
        let (sender, waiting) = unbounded();
        let trust = if check.is_some() { Trust::Unchecked } else { Trust::Sound };
        if let Some(check) = check {
            // While it holds this sender the writer waits for it, also at the program's end.
            let done = SaveSender(sender.clone());
            let begun = spawn("check", move || done.send(Save::Checked(check.run())));
            if begun.is_none() {
                tracing::error!("the library could not be checked; nothing is saved to it");
            }
        }
        let thread = spawn("save", move || Desk::new(store, trust, outbox).run(&waiting));
        Self { sender: Some(SaveSender(sender)), thread }
    }

    /// Another way to the writer. All of them must be dropped before it.
    pub(super) fn sender(&self) -> SaveSender {
        self.sender.clone().unwrap_or_else(|| SaveSender(unbounded().0))
    }

    pub(super) fn send(&self, save: Save) {
        if let Some(sender) = &self.sender {
            sender.send(save);
        }
    }

    pub(super) fn flush(&self) {
        let (answer, answered) = bounded(1);
        self.send(Save::Flush { answer });
        let _ = answered.recv();
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What is known of the library that the program did not close last time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// It is being checked: it is read, and what is to be saved waits.
    Unchecked,
    /// It can be written.
    Sound,
    /// It is damaged: it stays as it is.
    Unsound,
}

/// The writer's own state.
struct Desk {
    store: Store,
    outbox: Outbox,
    /// Edits in order, those that could not be saved first.
    edits: VecDeque<(EditId, Edit, EditMeta)>,
    others: VecDeque<Save>,
    trust: Trust,
    /// Whether the person has been told that saving fails.
    told: bool,
    /// What is known to be saved of stretches.
    stretches: Arc<Grouping>,
}

impl Desk {
    fn new(store: Store, trust: Trust, outbox: Outbox) -> Self {
        Self {
            store,
            outbox,
            edits: VecDeque::new(),
            others: VecDeque::new(),
            trust,
            told: false,
            stretches: Arc::default(),
        }
    }

    fn run(mut self, waiting: &Receiver<Save>) {
        loop {
            let next = if self.edits.is_empty() || self.trust != Trust::Sound {
                waiting.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                waiting.recv_timeout(TRY_AGAIN)
            };
            match next {
                Ok(save) => self.take(save),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.save_edits(waiting);
            self.save_others(waiting);
        }
        self.save_edits(waiting);
        for (id, ..) in &self.edits {
            tracing::error!(edit = id.0, "an edit could not be saved before the program ended");
        }
    }

    /// Takes everything that waits, then saves all edits in order, as far as that is possible.
    fn save_edits(&mut self, waiting: &Receiver<Save>) {
        while let Ok(save) = waiting.try_recv() {
            self.take(save);
        }
        while let Some((id, edit, meta)) = self.edits.front().filter(|_| self.trust == Trust::Sound) {
            match self.store.save_edit(*id, edit, meta) {
                Ok(()) => {
                    self.told = false;
                    self.outbox.send(Event::Saved { edit: *id });
                    self.edits.pop_front();
                }
                Err(error) => {
                    self.tell(&error, "What you typed is kept and saved as soon as that is possible.");
                    return;
                }
            }
        }
    }

    /// Does what else waits; while the library is not checked only what reads it.
    fn save_others(&mut self, waiting: &Receiver<Save>) {
        let may = |desk: &Self, save: &Save| {
            desk.trust == Trust::Sound || matches!(save, Save::Known { .. } | Save::History(_))
        };
        while let Some(next) = self.others.iter().position(|save| may(self, save)) {
            if let Some(save) = self.others.remove(next) {
                self.save_other(save);
            }
            self.save_edits(waiting);
        }
    }

    fn take(&mut self, save: Save) {
        match save {
            // The window has been told and begins again with another library, or none.
            _ if self.trust == Trust::Unsound => {}
            Save::Edit { id, edit, meta } => match self.edits.back_mut() {
                // Typing was faster than the disk: only the last state needs saving.
                Some(last) if last.0 == id => *last = (id, edit, meta),
                _ => self.edits.push_back((id, edit, meta)),
            },
            Save::Checked(found) => self.take_check(found),
            other => self.others.push_back(other),
        }
    }

    fn take_check(&mut self, found: Result<(), StoreError>) {
        match found {
            Ok(()) => {
                self.trust = Trust::Sound;
                if let Err(error) = self.store.set_checked() {
                    self.tell(&error, "What you type is kept and saved as soon as that is possible.");
                }
            }
            Err(error) => {
                self.trust = Trust::Unsound;
                // Whoever waits for an answer gets none.
                self.others.clear();
                self.outbox.send(Event::Unsound(error));
            }
        }
    }

    fn save_other(&mut self, save: Save) {
        let result = match save {
            // Taken in by `take`.
            Save::Edit { .. } | Save::Checked(_) => Ok(()),
            Save::Files(files) => self.store.save_files(&files),
            Save::Gone(paths) => self.store.forget_files(&paths),
            // Asked here and not where it was opened: a drive that does not answer must not hold up the window.
            Save::Folder(path) if !path.is_dir() => Ok(()),
            Save::Folder(folder) => {
                let result = self.store.remember_folder(&folder);
                if result.is_ok() {
                    self.outbox.send(Event::Remembered { folder });
                }
                result
            }
            Save::Setting { name, value } => self.store.save_setting(name, value),
            Save::Stretches(grouping) => {
                let saved = &self.stretches.stretch_of;
                let changed =
                    grouping.stretch_of.iter().filter(|(photo, visit)| saved.get(photo) != Some(visit));
                let result = self.store.save_stretches(changed);
                if result.is_ok() {
                    self.stretches = grouping;
                }
                result
            }
            Save::Known { roots, max, answer } => {
                let known = match max {
                    Some(max) => self.store.first_under(&roots, max),
                    None => self.store.known_under(&roots),
                };
                // A scan whose asker is gone needs no answer.
                known.map(|known| drop(answer.send(known)))
            }
            Save::History(subject) => self.store.history(&subject, MOST_HISTORY).map(|changes| {
                self.outbox.send(Event::History { subject, changes });
            }),
            Save::Flush { answer } => {
                let _ = answer.send(());
                Ok(())
            }
        };
        match result {
            Ok(()) => self.told &= !self.edits.is_empty(),
            Err(error) => self.tell(&error, "Photos are shown all the same; they are read again next time."),
        }
    }

    /// Says once why saving fails, until it succeeds again.
    fn tell(&mut self, error: &StoreError, consequence: &str) {
        tracing::warn!(%error, "could not save");
        if !self.told {
            self.told = true;
            self.outbox.send(Event::SaveFailed { message: format!("{error}. {consequence}") });
        }
    }
}
