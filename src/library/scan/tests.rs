//! Walking and reading real folders.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use tempfile::TempDir;

use super::*;
use crate::media::{Picture, encode_jpeg};
use crate::model::problem::ProblemKind;

/// Bytes of a small JPEG; the number makes it a photo of its own.
fn jpeg(number: u8) -> Vec<u8> {
    let picture = Picture::new(16, 12, [number, 90, 30, 255].repeat(16 * 12)).unwrap();
    let mut bytes = encode_jpeg(&picture, 80).unwrap();
    bytes.push(number);
    bytes
}

/// A folder of files, and what scans of it gave.
struct Card {
    folder: TempDir,
    known: KnownFiles,
}

#[derive(Default)]
struct Got {
    photos: Vec<Photo>,
    problems: Vec<Problem>,
    gone: Vec<PathBuf>,
    stats: ScanStats,
}

impl Got {
    /// File names of photos, each with its companions, by path.
    fn names(&self) -> Vec<String> {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let mut photos: Vec<&Photo> = self.photos.iter().collect();
        photos.sort_by(|a, b| a.original.path.cmp(&b.original.path));
        let all = photos.iter().map(|photo| {
            let mut parts = vec![name(&photo.original.path)];
            parts.extend(photo.companions.iter().map(|path| name(path)));
            parts.join("+")
        });
        all.collect()
    }

    fn kinds(&self) -> Vec<ProblemKind> {
        let mut kinds: Vec<ProblemKind> = self.problems.iter().map(|problem| problem.kind).collect();
        kinds.sort();
        kinds
    }
}

impl Card {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), known: KnownFiles::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn add(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn scan(&mut self) -> Got {
        let root = self.folder.path().to_owned();
        self.scan_roots(&[root])
    }

    /// Scans, and remembers what was read as the library does.
    fn scan_roots(&mut self, roots: &[PathBuf]) -> Got {
        let mut got = Got::default();
        let mut records = Vec::new();
        let cancel = AtomicBool::new(false);
        let request = Scan { roots, known: &self.known, cancel: &cancel, pace: &|| {} };
        let stats = scan(&request, &mut |event| match event {
            ScanEvent::Photos(photos) => got.photos.extend(photos),
            ScanEvent::Problem(problem) => got.problems.push(problem),
            ScanEvent::Read(read) => records.extend(read),
            ScanEvent::Gone(gone) => got.gone.extend(gone),
            ScanEvent::Progress { .. } => {}
        });
        got.stats = stats;
        self.known.extend(records.into_iter().map(|record| (record.path, record.file)));
        for path in &got.gone {
            self.known.remove(path);
        }
        got
    }
}

#[test]
fn pictures_are_told_by_their_bytes() {
    let mut card = Card::new();
    card.add("a.jpg", &jpeg(1));
    card.add("deep/er/b.dat", &jpeg(2));
    card.add("no-ending", &jpeg(3));
    card.add("png.jpg", b"\x89PNG\r\n\x1a\n cut short");
    card.add("notes.txt", b"not a picture");
    card.add("text.jpg", b"not a picture");
    card.add("empty.jpg", b"");
    card.add("empty.txt", b"");
    let got = card.scan();
    let names = got.names();
    for name in ["a.jpg", "b.dat", "no-ending"] {
        assert!(names.iter().any(|n| n == name), "{name} in {names:?}");
    }
    assert!(got.kinds().contains(&ProblemKind::Empty) && got.kinds().contains(&ProblemKind::NotAPicture));
    assert!(got.problems.iter().all(|p| !p.path.as_ref().unwrap().ends_with("notes.txt")));
    assert!(got.problems.iter().all(|p| !p.path.as_ref().unwrap().ends_with("empty.txt")));
}

#[test]
fn what_did_not_change_is_not_opened() {
    let mut card = Card::new();
    let first = card.add("a.jpg", &jpeg(1));
    card.add("b.jpg", &jpeg(2));
    card.add("notes.txt", b"not a picture");
    card.add("broken.jpg", b"not a picture");
    card.add("c.jpg", &jpeg(4));
    card.add("c.nef", b"IIRO raw as far as its head says");
    let before = card.scan();
    assert_eq!(before.stats.n_opened, 5);
    let photo = before.photos.iter().find(|photo| photo.original.path == first).unwrap().clone();

    // Other bytes under the same length and time: only who opens the file can see the difference.
    let time = first.metadata().unwrap().modified().unwrap();
    let mut other = jpeg(1);
    *other.last_mut().unwrap() ^= 1;
    fs::write(&first, other).unwrap();
    fs::File::options().append(true).open(&first).unwrap().set_modified(time).unwrap();
    let again = card.scan();
    assert_eq!((again.stats.n_opened, again.stats.n_failed), (0, 1), "{:?}", again.problems);
    assert_eq!(again.names(), before.names());
    assert_eq!(again.photos.iter().find(|photo| photo.original.path == first), Some(&photo));

    // Written again: opened again.
    fs::write(&first, jpeg(9)).unwrap();
    let changed = card.scan();
    assert_eq!(changed.stats.n_opened, 1);
    assert_ne!(changed.photos.iter().find(|p| p.original.path == first).unwrap().id, photo.id);
}

#[test]
fn moved_files_are_the_same_photos_and_the_old_paths_are_gone() {
    let mut card = Card::new();
    let old = card.add("day 1/a.jpg", &jpeg(1));
    let id = card.scan().photos[0].id;
    fs::create_dir(card.path("day 2")).unwrap();
    fs::rename(&old, card.path("day 2/renamed.jpg")).unwrap();
    let got = card.scan();
    assert_eq!(got.photos.iter().map(|photo| photo.id).collect::<Vec<_>>(), [id]);
    assert_eq!(got.gone, [old]);
    assert!(card.scan().gone.is_empty(), "told once");
}

#[test]
fn a_card_that_is_not_in_its_slot_has_lost_nothing() {
    let mut card = Card::new();
    card.add("card/a.jpg", &jpeg(1));
    let root = card.path("card");
    card.scan_roots(std::slice::from_ref(&root));
    fs::rename(&root, card.path("elsewhere")).unwrap();
    let got = card.scan_roots(&[root]);
    assert_eq!(got.kinds(), [ProblemKind::Vanished]);
    assert!(got.gone.is_empty());
}

#[test]
fn companions_belong_to_their_photo() {
    let mut card = Card::new();
    card.add("a.jpg", &jpeg(1));
    card.add("a.NEF", b"IIRO raw as far as its head says");
    card.add("a.xmp", b"<x/>");
    card.add("live.jpg", &jpeg(2));
    card.add("live.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ");
    card.add("other/a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ");
    card.add("raw.nef", b"IIRO raw as far as its head says");
    let got = card.scan();
    assert_eq!(got.names(), ["a.jpg+a.NEF+a.xmp", "live.jpg+live.mov", "raw.nef"]);
    assert_eq!(card.scan().names(), got.names());
    // The picture is gone: the raw stands for itself.
    fs::remove_file(card.path("a.jpg")).unwrap();
    assert_eq!(card.scan().names(), ["a.NEF+a.xmp", "live.jpg+live.mov", "raw.nef"]);
}

#[test]
fn hidden_files_and_folders_are_left_out_unless_asked_for() {
    let mut card = Card::new();
    card.add("a.jpg", &jpeg(1));
    card.add(".hidden.jpg", &jpeg(2));
    card.add(".thumbnails/b.jpg", &jpeg(3));
    card.add("@eaDir/c.jpg", &jpeg(4));
    assert_eq!(card.scan().names(), ["a.jpg"]);
    let asked = [card.path(".thumbnails"), card.path(".hidden.jpg")];
    assert_eq!(card.scan_roots(&asked).names(), [".hidden.jpg", "b.jpg"]);
}

#[test]
fn single_files_bring_their_companions_and_nothing_else() {
    let mut card = Card::new();
    let asked = card.add("a.jpg", &jpeg(1));
    card.add("a.mov", b"video");
    card.add("b.jpg", &jpeg(2));
    assert_eq!(card.scan_roots(std::slice::from_ref(&asked)).names(), ["a.jpg+a.mov"]);
    let notes = card.add("notes.txt", b"not a picture");
    assert_eq!(card.scan_roots(&[notes]).kinds(), [ProblemKind::NotAPicture]);
    // A file within a folder that is walked anyway comes once.
    assert_eq!(card.scan_roots(&[card.folder.path().to_owned(), asked]).photos.len(), 2);
    assert!(card.scan().problems.is_empty(), "nobody asked for the text this time");
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_in_circles() {
    use std::os::unix::fs::symlink;
    let mut card = Card::new();
    card.add("inside/a.jpg", &jpeg(1));
    card.add("inside/deep/b.jpg", &jpeg(2));
    card.add("outside/c.jpg", &jpeg(3));
    symlink(card.path("inside"), card.path("inside/deep/loop")).unwrap();
    symlink("..", card.path("inside/up")).unwrap();
    symlink(card.path("inside/deep"), card.path("inside/again")).unwrap();
    symlink(card.path("outside"), card.path("inside/out")).unwrap();
    symlink(card.path("inside"), card.path("outside/back")).unwrap();
    symlink(card.path("inside/a.jpg"), card.path("inside/same.jpg")).unwrap();
    symlink(card.path("nowhere"), card.path("inside/nowhere.jpg")).unwrap();
    let got = card.scan_roots(&[card.path("inside")]);
    assert_eq!(got.names(), ["a.jpg", "b.jpg", "c.jpg"]);
    assert_eq!(got.kinds(), [ProblemKind::Vanished], "the link to nothing");
}

#[cfg(unix)]
#[test]
fn names_need_not_be_unicode_nor_printable() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let mut card = Card::new();
    for (n, name) in
        [&b"\xff\xfe.jpg"[..], b"a\nb\x1b[31m.jpg", "\u{202e}gpj.만찬.jpg".as_bytes()].iter().enumerate()
    {
        fs::write(card.folder.path().join(OsStr::from_bytes(name)), jpeg(n as u8)).unwrap();
    }
    assert_eq!(card.scan().photos.len(), 3);
    assert_eq!(card.scan().stats.n_opened, 0);
}

#[cfg(unix)]
#[test]
fn pipes_are_not_opened() {
    let mut card = Card::new();
    card.add("a.jpg", &jpeg(1));
    let made = std::process::Command::new("mkfifo").arg(card.path("pipe.jpg")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(card.scan().names(), ["a.jpg"]);
    }
}

#[test]
fn a_file_that_vanishes_while_it_is_read_is_told() {
    let card = Card::new();
    let listed = walk::ListedFile { path: card.path("gone.jpg"), bytes: 9, modified_ns: Some(1) };
    let unit = Unit {
        main: listed,
        companions: Vec::new(),
        videos: Vec::new(),
        sidecars: Vec::new(),
        remarks: Vec::new(),
        is_asked_for: false,
    };
    let cancel = AtomicBool::new(false);
    let request = Scan { roots: &[], known: &card.known, cancel: &cancel, pace: &|| {} };
    let Find::Unit(looked) = read::read_unit(&request, unit) else { panic!("a unit is looked at") };
    let problem = looked.result.unwrap().unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Vanished);
    assert!(looked.records.is_empty(), "it may be back next time");
}

#[test]
fn a_cancelled_scan_stops_and_forgets_nothing() {
    let mut card = Card::new();
    for n in 0..200 {
        card.add(&format!("{n}.jpg"), &jpeg(n));
    }
    card.scan();
    fs::remove_file(card.path("7.jpg")).unwrap();
    let root = [card.folder.path().to_owned()];
    let cancel = AtomicBool::new(false);
    let known = KnownFiles::new();
    let request = Scan {
        roots: &root,
        known: &known,
        cancel: &cancel,
        pace: &|| cancel.store(true, Ordering::Relaxed),
    };
    let mut n_photos = 0;
    let stats = scan(&request, &mut |event| match event {
        ScanEvent::Photos(photos) => n_photos += photos.len(),
        ScanEvent::Gone(_) => panic!("nothing is gone for certain"),
        _ => {}
    });
    assert!(stats.cancelled);
    assert!(n_photos < 100, "{n_photos}");
}

#[test]
fn the_first_photos_come_at_once_and_then_in_batches() {
    let card = Card::new();
    for n in 0..=255 {
        card.add(&format!("{n}.jpg"), &jpeg(n));
    }
    let root = [card.folder.path().to_owned()];
    let (known, cancel) = (KnownFiles::new(), AtomicBool::new(false));
    let slow = || std::thread::sleep(std::time::Duration::from_millis(2));
    let request = Scan { roots: &root, known: &known, cancel: &cancel, pace: &slow };
    let started = Instant::now();
    let (mut batches, mut ids, mut last) = (Vec::new(), HashSet::new(), (0, 0, false));
    scan(&request, &mut |event| match event {
        ScanEvent::Photos(photos) => {
            batches.push(started.elapsed());
            ids.extend(photos.iter().map(|photo| photo.id));
        }
        ScanEvent::Progress { n_found, n_done, walked } => last = (n_found, n_done, walked),
        _ => {}
    });
    // In milliseconds it would depend on the machine.
    assert!(batches[0] < started.elapsed() / 3, "{batches:?}");
    assert!((2..60).contains(&batches.len()), "{batches:?}");
    assert_eq!((ids.len(), last), (256, (256, 256, true)));
}
