//! Gathers what the readers find into batches, and counts.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};

use crate::library::known::FileRecord;
use crate::model::photo::Photo;
use crate::model::problem::Problem;

use super::read::{Find, Looked};
use super::{Scan, ScanEvent, ScanStats};

/// The first batch is reported after this time, each later one after twice the last, up to [`LAST_BATCH`].
const FIRST_BATCH: Duration = Duration::from_millis(25);

/// Larger batches mean fewer regroupings of what is shown.
const LAST_BATCH: Duration = Duration::from_millis(400);

/// A batch never holds more photos than this.
const MAX_BATCH: usize = 2_000;

/// Stands on the thread that called the scan.
pub(super) struct Collector<'a> {
    request: &'a Scan<'a>,
    /// Counted up by the lister.
    n_found: &'a AtomicUsize,
    report: &'a mut dyn FnMut(ScanEvent),
    stats: ScanStats,
    n_done: usize,
    walked: bool,
    photos: Vec<Photo>,
    records: Vec<FileRecord>,
    listed: Vec<PathBuf>,
    /// Remembered files that are still there.
    seen: HashSet<PathBuf>,
    told: (usize, usize, bool),
    interval: Duration,
    next_report: Instant,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        request: &'a Scan<'a>,
        n_found: &'a AtomicUsize,
        report: &'a mut dyn FnMut(ScanEvent),
    ) -> Self {
        Self {
            request,
            n_found,
            report,
            stats: ScanStats::default(),
            n_done: 0,
            walked: false,
            photos: Vec::new(),
            records: Vec::new(),
            listed: Vec::new(),
            seen: HashSet::new(),
            told: (0, 0, false),
            interval: FIRST_BATCH,
            next_report: Instant::now() + FIRST_BATCH,
        }
    }

    /// Takes what is found until all threads have ended.
    pub(super) fn run(mut self, finds: &Receiver<Find>) -> ScanStats {
        loop {
            match finds.recv_deadline(self.next_report) {
                Ok(find) => self.take(find),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if self.photos.len() >= MAX_BATCH || Instant::now() >= self.next_report {
                self.flush();
            }
        }
        self.flush();
        self.stats.cancelled = self.request.cancel.load(Ordering::Relaxed);
        if !self.stats.cancelled {
            self.tell_gone();
        }
        self.stats
    }

    fn take(&mut self, find: Find) {
        match find {
            Find::Listed(root) => self.listed.push(root),
            Find::Walked => self.walked = true,
            Find::Failed(problem) => self.fail(problem),
            Find::Twin(record, path) => {
                self.see(path);
                self.records.extend(record);
            }
            Find::Unit(looked) => self.take_unit(*looked),
        }
    }

    fn take_unit(&mut self, looked: Looked) {
        let Looked { path, named_picture, opened, result, records } = looked;
        self.see(path);
        self.n_done += usize::from(named_picture);
        self.stats.n_files += usize::from(named_picture || result.is_some());
        self.stats.n_opened += usize::from(opened);
        self.records.extend(records);
        match result {
            Some(Ok(photo)) => {
                for companion in &photo.companions {
                    self.see(companion.clone());
                }
                self.stats.n_photos += 1;
                self.photos.push(photo);
            }
            Some(Err(problem)) => self.fail(problem),
            None => {}
        }
    }

    fn fail(&mut self, problem: Problem) {
        self.stats.n_failed += 1;
        (self.report)(ScanEvent::Problem(problem));
    }

    fn see(&mut self, path: PathBuf) {
        if self.request.known.contains_key(&path) {
            self.seen.insert(path);
        }
    }

    fn flush(&mut self) {
        if !self.photos.is_empty() {
            (self.report)(ScanEvent::Photos(std::mem::take(&mut self.photos)));
            self.interval = (self.interval * 2).min(LAST_BATCH);
        }
        if !self.records.is_empty() {
            (self.report)(ScanEvent::Read(std::mem::take(&mut self.records)));
        }
        let now = (self.n_found.load(Ordering::Relaxed), self.n_done, self.walked);
        if now != self.told {
            self.told = now;
            (self.report)(ScanEvent::Progress { n_found: now.0, n_done: now.1, walked: now.2 });
        }
        self.next_report = Instant::now() + self.interval;
    }

    /// Remembered files that are there no more, under roots that could be listed: a card that is not in its slot has lost
    /// nothing.
    fn tell_gone(&mut self) {
        let under = |path: &PathBuf| self.listed.iter().any(|root| path.starts_with(root));
        let gone: Vec<PathBuf> = self
            .request
            .known
            .keys()
            .filter(|path| !self.seen.contains(*path) && under(path))
            .filter(|path| path.symlink_metadata().is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound))
            .cloned()
            .collect();
        if !gone.is_empty() {
            (self.report)(ScanEvent::Gone(gone));
        }
    }
}
