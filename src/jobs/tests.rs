//! Jobs from end to end, on real files in temporary folders.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::media::{Picture, encode_jpeg};
use crate::model::edit::Change;
use crate::model::notes::{Field, Key, Subject, Value};
use crate::model::photo::Photo;
use crate::model::visit::VisitId;

struct Desk {
    folder: TempDir,
    jobs: Jobs,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let cache = ThumbnailCache::new(&folder.path().join("cache"), 1 << 30);
        let store = Store::open(&folder.path().join("library")).unwrap();
        let jobs = Jobs::new((store, None), cache, || {});
        std::fs::create_dir(folder.path().join("photos")).unwrap();
        Self { folder, jobs }
    }

    fn photos(&self) -> PathBuf {
        self.folder.path().join("photos")
    }

    /// Writes a picture of one colour; its shade makes it a photo of its own.
    fn add_photo(&self, name: &str, shade: u8) -> PathBuf {
        let pixels = [shade, 80, 160, 255].repeat(800 * 600);
        let jpeg = encode_jpeg(&Picture::new(800, 600, pixels).unwrap(), 90).unwrap();
        let path = self.photos().join(name);
        std::fs::write(&path, jpeg).unwrap();
        path
    }

    /// Events until one that `last` accepts, that one included.
    fn until(&self, last: impl Fn(&Event) -> bool) -> Vec<Event> {
        let mut events = Vec::new();
        loop {
            let event = self.jobs.events().recv_timeout(Duration::from_secs(20)).unwrap();
            let is_last = last(&event);
            events.push(event);
            if is_last {
                return events;
            }
        }
    }

    fn scan(&self) -> (Vec<Photo>, crate::library::scan::ScanStats) {
        let asked = self.jobs.scan(&[self.photos()]);
        // What the library knows is told at once, and again when its folder is listed.
        let mut found = BTreeMap::new();
        for event in self.until(|event| matches!(event, Event::ScanDone { .. })) {
            match event {
                Event::Photos { job, photos } if job == asked => {
                    found.extend(photos.into_iter().map(|photo| (photo.id, photo)));
                }
                Event::ScanDone { stats, .. } => return (found.into_values().collect(), stats),
                _ => {}
            }
        }
        panic!("a scan without an end");
    }
}

fn edit(text: &str) -> Edit {
    let key = Key { subject: Subject::Library, field: Field::Caption, lang: None };
    Edit {
        name: "caption".to_owned(),
        changes: vec![Change { key, old: None, new: Some(Value::Text(text.to_owned())) }],
    }
}

#[test]
fn a_second_scan_opens_nothing_and_finds_the_same() {
    let desk = Desk::new();
    for n in 0..20 {
        desk.add_photo(&format!("{n}.jpg"), n * 10);
    }
    std::fs::write(desk.photos().join("damaged.jpg"), "no picture").unwrap();
    let (first, stats) = desk.scan();
    assert_eq!((first.len(), stats.n_opened, stats.n_failed), (20, 21, 1));
    let (second, stats) = desk.scan();
    assert_eq!((stats.n_opened, stats.n_failed), (0, 1));
    assert_eq!(first, second);
}

#[test]
fn thumbnails_come_from_the_original_then_from_the_cache() {
    let desk = Desk::new();
    let path = desk.add_photo("a.jpg", 200);
    let id = PhotoId([1; 32]);
    let wanted = Wanted::Thumbnail { edge_px: 200 };
    let thumbnail = || {
        desk.jobs.want_picture(id, &path, wanted);
        let events = desk.until(|event| matches!(event, Event::Picture { provisional: false, .. }));
        match events.last() {
            Some(Event::Picture { picture: Ok(picture), .. }) => picture.clone(),
            other => panic!("{other:?}"),
        }
    };
    let made = thumbnail();
    assert_eq!((made.width_px, made.height_px), (200, 150));
    // The Original may be out of reach by now.
    std::fs::remove_file(&path).unwrap();
    assert_eq!(thumbnail().width_px, 200);
}

#[test]
fn a_picture_that_cannot_be_made_is_a_problem() {
    let desk = Desk::new();
    let path = desk.photos().join("gone.jpg");
    desk.jobs.want_picture(PhotoId([1; 32]), &path, Wanted::Large { edge_px: 2_000 });
    let events = desk.until(|event| matches!(event, Event::Picture { .. }));
    assert!(matches!(events.last(), Some(Event::Picture { picture: Err(_), .. })), "{events:?}");
}

#[test]
fn what_is_saved_is_there_after_closing() {
    let desk = Desk::new();
    desk.jobs.save_edit(EditId(1), edit("T"), EditMeta::now());
    desk.jobs.save_edit(EditId(1), edit("Talks"), EditMeta::now());
    let stretch_of = HashMap::from([(PhotoId([1; 32]), VisitId::new("2026-01-04"))]);
    desk.jobs.save_stretches(Arc::new(Grouping { stretch_of, ..Grouping::default() }));
    let opened = desk.photos();
    desk.jobs.remember_folder(opened.clone());
    desk.jobs.remember_folder(opened.join("no folder.jpg"));
    desk.until(|event| matches!(event, Event::Saved { edit: EditId(1) }));
    let Desk { folder, jobs } = desk;
    drop(jobs);
    let stored = Store::open(&folder.path().join("library")).unwrap().load().unwrap();
    let key = Key { subject: Subject::Library, field: Field::Caption, lang: None };
    assert_eq!(stored.notes.get(&key), Some(&Value::Text("Talks".to_owned())));
    assert_eq!(stored.stretch_of.len(), 1);
    assert_eq!(stored.recent, [opened]);
}

#[test]
fn an_export_reports_and_can_be_cancelled() {
    let desk = Desk::new();
    let job = desk.jobs.export(|progress, cancel| {
        progress(ExportProgress { step: "Waiting".to_owned(), n_done: 0, n_total: 1 });
        while !cancel.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(1));
        }
        ExportEnd::Cancelled
    });
    desk.until(|event| matches!(event, Event::ExportProgress { .. }));
    desk.jobs.cancel(job);
    let events = desk.until(|event| matches!(event, Event::ExportDone { .. }));
    assert!(
        matches!(events.last(), Some(Event::ExportDone { job: j, end: ExportEnd::Cancelled }) if *j == job)
    );
    let job = desk.jobs.export(|_, _| panic!("unforeseen"));
    let events = desk.until(|event| matches!(event, Event::ExportDone { .. }));
    assert!(
        matches!(events.last(), Some(Event::ExportDone { job: j, end: ExportEnd::Failed(_) }) if *j == job)
    );
}
