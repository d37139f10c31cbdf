//! Floor 4: work off the UI thread.
//!
//! [`Jobs`] owns the threads: a pool that makes pictures, one that looks through folders, one that writes the library. Each job owns
//! what it needs and answers with an [`Event`]; after each one the waker that was given is called. What is most urgent comes first: the large
//! view, thumbnails that are seen (the first asked first), the large view's neighbours, thumbnails ahead of the scrolling, and
//! folders when all that is seen leaves time.
//!
//! Dropping [`Jobs`] stops everything that can be stopped, and waits until what was to be saved is saved.

mod arrange;
mod dialog;
mod event;
mod full;
mod looks;
mod pictures;
mod pool;
mod queue;
mod save;
mod scan;
mod sidecars;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::library::desk::{DeskKind, is_captions, is_people_list, read_captions, read_desk, save_captions};
use crate::library::programme::read_programme;
use crate::library::sidecar;
use crate::library::store::{Check, EditMeta, Store};
use crate::library::thumbnails::ThumbnailCache;
use crate::model::caption::check;
use crate::model::caption::suggest::Suggestions;
use crate::model::collection::Collection;
use crate::model::edit::{Edit, EditId};
use crate::model::notes::Subject;
use crate::model::photo::PhotoId;
use crate::model::programme::Programme;
use crate::model::programme::effect::effect;
use crate::model::text::LangTag;
use crate::model::visit::Grouping;

use arrange::Arranger;
pub use event::{Dialog, Event, ExportEnd, ExportProgress, JobId, SidecarsEnd, Wanted};
use full::FullSize;
use looks::Looker;
use pool::Pool;
use save::{Save, Writer};
use scan::{Hold, Scanner};

/// Sends Events and wakes whoever handles them.
#[derive(Clone)]
struct Outbox {
    events: Sender<Event>,
    waker: Arc<dyn Fn() + Send + Sync>,
}

impl Outbox {
    fn send(&self, event: Event) {
        // Nobody listens any more when the program is closing.
        if self.events.send(event).is_ok() {
            (self.waker)();
        }
    }

    /// Sends what can wait until somebody looks anyway.
    fn send_quietly(&self, event: Event) {
        // Nobody listens any more when the program is closing.
        let _ = self.events.send(event);
    }
}

type Cancels = Arc<Mutex<HashMap<JobId, Arc<AtomicBool>>>>;

/// The work in the background. See the module.
pub struct Jobs {
    events: Receiver<Event>,
    outbox: Outbox,
    next_job: AtomicU64,
    /// Scans and exports that have not ended.
    cancels: Cancels,
    dialog_open: Arc<AtomicBool>,
    exports: Mutex<Vec<JoinHandle<()>>>,
    // Dropped in this order: pictures and scans stop, then the writer saves what came.
    looker: Looker,
    pool: Pool,
    full: FullSize,
    hold: Arc<Hold>,
    scanner: Scanner,
    arranger: Arranger,
    writer: Writer,
}

impl Jobs {
    /// Starts the threads. `waker` is called from them whenever an Event is ready. A check that is still to be made of the library is made
    /// while it is read already; until it has passed nothing is saved.
    pub fn new(
        (store, check): (Store, Option<Check>),
        thumbnails: ThumbnailCache,
        waker: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let (sender, events) = unbounded();
        let outbox = Outbox { events: sender, waker: Arc::new(waker) };
        let cancels = Cancels::default();
        let writer = Writer::start(store, check, outbox.clone());
        let pool = Pool::start(thumbnails, outbox.clone());
        let full = FullSize::start(outbox.clone());
        let looker = Looker::start(pool.small(), pool.pace(), outbox.clone());
        let hold = Arc::<Hold>::default();
        let (pace, cancelling) = (pool.pace(), cancels.clone());
        let scanner = Scanner::start(writer.sender(), pace, hold.clone(), cancelling, outbox.clone());
        Self {
            events,
            outbox,
            next_job: AtomicU64::new(1),
            cancels,
            dialog_open: Arc::default(),
            exports: Mutex::default(),
            looker,
            pool,
            full,
            hold,
            scanner,
            arranger: Arranger::start(),
            writer,
        }
    }

    /// The next Event, if one is ready.
    pub fn try_event(&self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    /// Events as they come: for tests and for programs without a window, which may wait.
    pub const fn events(&self) -> &Receiver<Event> {
        &self.events
    }

    /// Looks through folders and files, after the scans that were asked for before. What the library knows is not read again; what
    /// is read is saved to it.
    pub fn scan(&self, roots: &[PathBuf]) -> JobId {
        let (job, cancel) = self.begin();
        self.scanner.scan(job, roots.to_vec(), cancel);
        job
    }

    /// Holds scans back, for two seconds at most, once they have reported what the library knows to be there first: reading all that it
    /// knows of a hundred thousand photos would take the processor from the window that is to show these.
    pub fn hold_scans(&self, hold: bool) {
        self.hold.set(hold);
    }

    /// Reads a file of the press desk; reports [`Event::Desk`].
    pub fn read_desk(&self, path: PathBuf, kind: DeskKind) {
        let outbox = self.outbox.clone();
        self.arranger.run(move || {
            let read = read_desk(&path, kind);
            outbox.send(Event::Desk { path, read });
        });
    }

    /// Checks the captions of photos in these languages; reports [`Event::Checked`] with the ticket.
    pub fn check(&self, ticket: u64, collection: Collection, photos: Vec<PhotoId>, langs: Vec<LangTag>) {
        let outbox = self.outbox.clone();
        self.arranger.run(move || {
            let (codes, people) = (collection.notes().codes(), collection.notes().people());
            let desk = check::Desk { langs: &langs, codes: &codes, people: &people };
            let findings = check::check(&collection, &photos, &desk);
            outbox.send(Event::Checked { ticket, findings });
        });
    }

    /// Gathers how texts may go on; reports [`Event::Suggestions`].
    pub fn gather(&self, collection: Collection) {
        let outbox = self.outbox.clone();
        self.arranger.run(move || {
            let suggestions = Suggestions::of(&collection);
            outbox.send(Event::Suggestions(Box::new(suggestions)));
        });
    }

    /// Finds what a table of captions would change; reports [`Event::Captions`].
    pub fn read_captions(&self, path: PathBuf, collection: Collection) {
        let outbox = self.outbox.clone();
        self.arranger.run(move || {
            let changes = read_captions(&path, &collection);
            outbox.send(Event::Captions { path, changes });
        });
    }

    /// Writes captions of photos as a table; reports [`Event::CaptionsSaved`].
    pub fn save_captions(
        &self,
        path: PathBuf,
        collection: Collection,
        photos: Vec<PhotoId>,
        langs: Vec<LangTag>,
    ) {
        let outbox = self.outbox.clone();
        self.arranger.run(move || {
            let saved = save_captions(&path, &collection, &photos, &langs).map(|()| photos.len());
            outbox.send(Event::CaptionsSaved { path, saved });
        });
    }

    /// Reads a programme; reports [`Event::Programme`]. A table that is a delegation list by its headings is read as that, and reports
    /// [`Event::Desk`]; one of captions reports [`Event::Captions`].
    pub fn read_table(&self, path: PathBuf, collection: Collection) {
        let outbox = self.outbox.clone();
        self.arranger.run(move || {
            if is_captions(&path) {
                let changes = read_captions(&path, &collection);
                return outbox.send(Event::Captions { path, changes });
            }
            if is_people_list(&path) {
                let read = read_desk(&path, DeskKind::People);
                return outbox.send(Event::Desk { path, read });
            }
            let reading = read_programme(&path);
            outbox.send(Event::Programme { path, reading });
        });
    }

    /// Finds out what taking over a programme would do to the photos that are there; reports [`Event::Weighed`].
    pub fn weigh_programme(&self, path: PathBuf, collection: Collection, programme: Programme) {
        let outbox = self.outbox.clone();
        self.arranger.run(move || {
            let effect = Box::new(effect(&collection, &programme));
            outbox.send(Event::Weighed { path, effect });
        });
    }

    /// Finds out in quiet moments what photos look like; reports [`Event::Looks`].
    pub fn find_looks(&self, photos: Vec<(PhotoId, PathBuf)>) {
        self.looker.find(photos);
    }

    /// Asks for a picture of a photo from its Original. Asking again for what is on its way only makes it more urgent; a thumbnail of
    /// another size takes the place of one that waits.
    pub fn want_picture(&self, photo: PhotoId, path: &Path, wanted: Wanted) {
        self.pool.want(photo, path, wanted);
    }

    /// Makes the full picture of the photo that is looked at closely, once, and calls off that of any other. Answered by
    /// [`Event::FullPicture`].
    pub fn show_full(&self, wanted: Option<(PhotoId, &Path)>) {
        self.full.show(wanted);
    }

    /// Forgets thumbnails that wait or are being made, seen or ahead, and are not needed any more. They are not reported.
    pub fn retain_thumbnails(&self, needed: &dyn Fn(PhotoId) -> bool) {
        self.pool.retain_thumbnails(needed);
    }

    /// Forgets large pictures and neighbours that wait or are being made and are not needed any more. They are not reported.
    pub fn retain_large(&self, needed: &dyn Fn(PhotoId) -> bool) {
        self.pool.retain_large(needed);
    }

    /// Changes a collection off this thread. Answered by [`Event::Arranged`].
    pub fn arrange(&self, mut collection: Collection, change: impl FnOnce(&mut Collection) + Send + 'static) {
        let outbox = self.outbox.clone();
        self.arranger.run(move || {
            let before = collection.clone();
            let run = std::panic::AssertUnwindSafe(|| change(&mut collection));
            if std::panic::catch_unwind(run).is_err() {
                // Better a sheet that lacks photos than a window that waits forever.
                tracing::error!(
                    "arranging the photos failed in a way that was not foreseen; please report it"
                );
                collection = before;
            }
            outbox.send(Event::Arranged { collection });
        });
    }

    /// Drops a collection off this thread: of a large one that takes longer than a frame has time for.
    pub fn discard(&self, collection: Collection) {
        self.arranger.run(move || drop(collection));
    }

    /// Runs an export on a thread of its own. `work` reports how far it is and stops soon when the flag is set.
    pub fn export(
        &self,
        work: impl FnOnce(&(dyn Fn(ExportProgress) + Sync), &AtomicBool) -> ExportEnd + Send + 'static,
    ) -> JobId {
        let (job, cancel) = self.begin();
        let (outbox, cancels) = (self.outbox.clone(), self.cancels.clone());
        let thread = spawn("export", move || {
            let report = |progress| outbox.send(Event::ExportProgress { job, progress });
            let run = std::panic::AssertUnwindSafe(|| work(&report, &cancel));
            let end = std::panic::catch_unwind(run).unwrap_or_else(|_| {
                ExportEnd::Failed("The export failed in a way that was not foreseen; nothing was published. Please report it.".to_owned())
            });
            lock(&cancels).remove(&job);
            outbox.send(Event::ExportDone { job, end });
        });
        lock(&self.exports).extend(thread);
        job
    }

    /// Writes sidecars on a thread of their own, one after the other. Answered by [`Event::SidecarsDone`].
    pub fn sidecars(&self, work: Vec<sidecar::Job>) -> JobId {
        let (job, cancel) = self.begin();
        let (outbox, cancels) = (self.outbox.clone(), self.cancels.clone());
        let thread = spawn("sidecars", move || {
            let end = sidecars::write_all(&work, &outbox, &cancel);
            lock(&cancels).remove(&job);
            outbox.send(Event::SidecarsDone(end));
        });
        lock(&self.exports).extend(thread);
        job
    }

    /// Stops a scan, an export or the writing of sidecars soon; it still reports its end.
    pub fn cancel(&self, job: JobId) {
        if let Some(cancel) = lock(&self.cancels).get(&job) {
            cancel.store(true, Ordering::Relaxed);
        }
    }

    /// Saves an edit; saving again under the same identity replaces it. Answered by [`Event::Saved`] or [`Event::SaveFailed`].
    pub fn save_edit(&self, id: EditId, edit: Edit, meta: EditMeta) {
        self.writer.send(Save::Edit { id, edit, meta });
    }

    /// Tells what was said of a subject, after everything that is being saved; reports [`Event::History`].
    pub fn find_history(&self, subject: Subject) {
        self.writer.send(Save::History(subject));
    }

    /// Remembers which stretch each photo is in, where that changed.
    pub fn save_stretches(&self, grouping: Arc<Grouping>) {
        self.writer.send(Save::Stretches(grouping));
    }

    /// Keeps a small number by its name.
    pub fn save_setting(&self, name: &'static str, value: i64) {
        self.writer.send(Save::Setting { name, value });
    }

    /// Puts what was opened first among the folders opened last, if it is a folder: then answered by [`Event::Remembered`].
    pub fn remember_folder(&self, opened: PathBuf) {
        self.writer.send(Save::Folder(opened));
    }

    /// Waits until everything that was to be saved up to now has been saved, or could not be.
    pub fn flush(&self) {
        self.writer.flush();
    }

    /// Opens a system dialog, unless one is open. Answered by [`Event::Picked`].
    pub fn ask(&self, dialog: Dialog, start_in: Option<PathBuf>) {
        dialog::ask(dialog, start_in, &self.dialog_open, self.outbox.clone());
    }

    fn begin(&self) -> (JobId, Arc<AtomicBool>) {
        let job = JobId(self.next_job.fetch_add(1, Ordering::Relaxed));
        let cancel = Arc::new(AtomicBool::new(false));
        lock(&self.cancels).insert(job, Arc::clone(&cancel));
        (job, cancel)
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.hold.set(false);
        for cancel in lock(&self.cancels).values() {
            cancel.store(true, Ordering::Relaxed);
        }
        // An export that is stopped removes what it wrote; that must be waited for.
        for thread in lock(&self.exports).drain(..) {
            let _ = thread.join();
        }
    }
}

/// A lock that a panicked thread held is still good: what it guards is whole between any two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a named thread; `None`, and a word in the log, when the system has no more.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .inspect_err(|error| tracing::error!(%error, name, "could not start a thread"))
        .ok()
}
