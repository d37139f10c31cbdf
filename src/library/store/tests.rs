//! The library file: what is saved comes back, and what is wrong with a file is told and left as it is.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use jiff::tz::offset;
use tempfile::TempDir;

use super::saved::SavedPhoto;
use super::*;
use crate::library::known::{FileRecord, KnownFile, Was};
use crate::model::caption::codes::Codes;
use crate::model::caption::people::{People, Person, Title};
use crate::model::caption::template::{Entry, Mode, Template};
use crate::model::clock::correction::ClockCorrection;
use crate::model::device::DeviceFacts;
use crate::model::device::DeviceId;
use crate::model::edit::{Edit, EditId};
use crate::model::hidden::{Credentials, Hidden, Thumbnail};
use crate::model::motion::{Motion, MotionClaim, MotionPlace, MotionScheme};
use crate::model::notes::{Field, Flag, Key, Subject, Value};
use crate::model::orientation::Orientation;
use crate::model::photo::{Embedded, Format, Original, Photo, PhotoKind};
use crate::model::place::{Location, LocationPart, Place, Position};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::programme::{ItemTime, Programme, ProgrammeItem};
use crate::model::region::{Area, Region, StoredRegions};
use crate::model::said::{OtherText, TextSource, TextSources};
use crate::model::text::{LangTag, LangText};
use crate::model::time::sidecar::{LibraryId, SidecarDate};
use crate::model::time::{CaptureTime, OffsetSource, TimeClaim, TimeSource};
use crate::model::visit::{Placement, SectionId};

fn place() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("deep/library.attache");
    (folder, path)
}

fn caption(photo: u8, lang: &str, text: &str) -> (Key, Option<Value>) {
    let subject = Subject::Photo(PhotoId([photo; 32]));
    let key = Key { subject, field: Field::Caption, lang: Some(LangTag::parse(lang).unwrap()) };
    (key, Some(Value::Text(text.to_owned())))
}

fn meta() -> EditMeta {
    EditMeta { who: "press".to_owned(), at: "2026-01-05T10:00:00Z".parse().unwrap() }
}

fn full_photo(path: &Path) -> Photo {
    let claim = |source, offset: Option<i8>| TimeClaim {
        source,
        civil: date(2026, 1, 5).at(18, 30, 12, 345_000_000),
        offset: offset.map(jiff::tz::offset),
        offset_source: offset.map(|_| OffsetSource::ExifOffset),
        uncertainty_secs: 1,
    };
    let text = |t: &str| LangText::of(LangTag::parse("ko").unwrap(), t);
    let some = |t: &str| Some(t.to_owned());
    Photo {
        id: PhotoId([7; 32]),
        original: Original {
            path: path.to_owned(),
            bytes: 4_000_000,
            modified_ns: Some(1_767_000_000_123_456_789),
        },
        copies: Vec::new(),
        companions: Vec::new(),
        format: Format::Jpeg,
        width_px: 4000,
        height_px: 3000,
        orientation: Orientation::Rotate90,
        captured: Some(CaptureTime {
            best: claim(TimeSource::ExifOriginal, Some(8)),
            others: vec![claim(TimeSource::FileTime, None)],
        }),
        device: DeviceFacts {
            make: some("Xiaomi"),
            model: some("24117RK2CG"),
            lens: some("front"),
            serial: some("1"),
            software: some("x"),
            owner: some("Kim"),
            also_named: some("Redmi K70"),
        },
        position: Position::new(51.503446829996484, 151.21038078999715),
        place: Some(Place { name: "Beijing".into(), country: "CN".into() }),
        zone: Some("Asia/Shanghai".into()),
        embedded: Embedded {
            title: text("제목"),
            headline: text("머리"),
            caption: text("설명\0 \"<script>\" \u{202e}"),
            alt: text("대체"),
            creator: vec!["A".into(), "B".into()],
            credit: some("Pool"),
            copyright: some("(c)"),
            keywords: vec!["visit".into()],
            persons: vec!["X".into()],
            extended: text("긴 설명"),
            event: text("만찬"),
            source: some("S"),
            instructions: some("No crop"),
            source_type: some("digitalCapture"),
            created: Some(Box::new(location([(LocationPart::City, "Beijing")]))),
            shown: Some(Box::new(location([
                (LocationPart::Sublocation, "Hall"),
                (LocationPart::CountryCode, "CN"),
            ]))),
            rating: Some(-1),
            regions: Some(Box::new(marks())),
            taken: Some(Box::new(
                SidecarDate { created: some("2026-01-05"), ..SidecarDate::default() }
                    .corrected("2026-01-06T08:00:00+09:00", Some(LibraryId(-3))),
            )),
            removed: vec![(Field::Caption, Some(LangTag::en())), (Field::Credit, None)],
            sources: Some(Box::new(TextSources {
                not_xmp: vec![(Field::Caption, Some(LangTag::und()), TextSource::Iim)],
                others: vec![OtherText {
                    field: Field::Credit,
                    lang: None,
                    text: "Office".into(),
                    from: TextSource::Sidecar("a.xmp".into()),
                }],
                sidecars: Vec::new(),
            })),
        },
        motion: Some(Motion {
            place: MotionPlace::Embedded { offset: 3_000_000, bytes: 1_000_000, is_where_said: true },
            scheme: MotionScheme::Samsung,
            duration: Some(std::time::Duration::from_millis(2_083)),
            sound: Some(true),
        }),
        hidden: Hidden {
            maker_note: true,
            vendor: true,
            thumbnail: Some(Thumbnail::OtherShape),
            gain_map: true,
            more_pictures: true,
            credentials: Some(Box::new(Credentials {
                generator: Some("Editor 1.0".into()),
                signer: Some("Office".into()),
                source: Some("digitalCapture".into()),
                actions: vec!["created".into(), "cropped".into()],
            })),
        },
        motion_claim: Some(MotionClaim::Live("0CF96D2C-2E30-4E70-9D85-1D2B8F1E0D1B".into())),
        kind: PhotoKind::Selfie,
        kind_evidence: vec!["front lens".into()],
        remarks: vec!["position 0, 0".into()],
        problems: vec![Problem::new(ProblemKind::DateNonsense, path, "month 13")],
    }
}

fn marks() -> StoredRegions {
    let area = Area { x: 333_333, y: 500_000, w: 81_001, h: 1 };
    let list = vec![Region { name: "김하늘 \"\"".into(), area }, Region { name: String::new(), area }];
    StoredRegions { applied_px: Some((4000, 3000)), list }
}

fn location<const N: usize>(parts: [(LocationPart, &str); N]) -> Location {
    let mut out = Location::default();
    for (part, text) in parts {
        out.set(part, text);
    }
    out
}

fn codes() -> Codes {
    Codes::parse("code\ten\tko\nkim\tPresident Kim\t김 대통령\n").0
}

fn people() -> People {
    let text = |text: &str| LangText::of(LangTag::en(), text);
    let title = Title { text: text("대통령"), from: Some(date(2025, 6, 4)), to: None };
    People::new([Person {
        code: Some("kim".into()),
        rank: Some(1),
        name: text("김하늘"),
        titles: vec![title],
    }])
}

fn template() -> Template {
    let entry = Entry {
        field: Field::Caption,
        lang: Some(LangTag::en()),
        text: "{item} =kim=".into(),
        mode: Mode::Append,
        is_on: false,
    };
    Template { name: "Talks".into(), entries: vec![entry] }
}

fn record(photo: &Photo) -> FileRecord {
    let file = KnownFile {
        bytes: photo.original.bytes,
        modified_ns: photo.original.modified_ns,
        format: Some(photo.format),
        was: Was::Photo(photo.id, SavedPhoto::of(photo).unwrap()),
    };
    FileRecord { path: photo.original.path.clone(), file }
}

fn programme() -> Programme {
    let time = |hour| ItemTime { civil: date(2026, 1, 5).at(hour, 30, 0, 0), offset: Some(offset(8)) };
    let mut title = LangText::default();
    title.set(LangTag::parse("ko").unwrap(), "만찬");
    let item = ProgrammeItem {
        uid: "banquet@example".into(),
        start: time(19),
        end: ItemTime { offset: None, ..time(22) },
        is_all_day: false,
        is_cancelled: true,
        title: title.clone(),
        place: title.clone(),
        position: Position::new(39.9, 116.4),
        persons: vec!["Daro Venn".into()],
    };
    Programme::new(title, [item])
}

#[test]
fn everything_said_comes_back() {
    let (_folder, path) = place();
    let visit = VisitId::new("2026-01-04");
    let section = SectionId::new("2026-01-05-2");
    let fact = |subject, field, value| (Key { subject, field, lang: None }, Some(value));
    let photo = || Subject::Photo(PhotoId([1; 32]));
    let placement = Placement { visit: Some(visit.clone()), section: Some(section.clone()) };
    let noon = date(2026, 1, 5).at(12, 0, 0, 0);
    let device = Subject::Device(DeviceId::from_stored("sony-ilce-9m3-0731"));
    let correction =
        ClockCorrection { from: Some(noon), to: None, shift_secs: -3_600, offset: Some(offset(-3)) };
    let mut notes = Notes::default();
    let edit = Edit::against(
        &notes,
        "everything",
        [
            caption(1, "ko", "만찬\0\u{7}"),
            caption(1, "zh-Hans", &"晚".repeat(10_000)),
            fact(photo(), Field::Persons, Value::List(vec!["왕이".into(), "B. Li".into()])),
            fact(photo(), Field::Rating, Value::Number(4)),
            fact(photo(), Field::Flag, Value::Flag(Flag::Reject)),
            fact(photo(), Field::Placement, Value::Placement(placement)),
            fact(Subject::Visit(visit.clone()), Field::JoinedTo, Value::Text("2026-01-01".into())),
            fact(Subject::Section(visit.clone(), section), Field::JoinedTo, Value::Text("x".into())),
            fact(Subject::Library, Field::GapHours, Value::Number(12)),
            fact(Subject::Library, Field::Programmes, Value::Programmes(vec![programme()])),
            fact(Subject::Library, Field::Codes, Value::Codes(codes().into())),
            fact(Subject::Library, Field::People, Value::People(people().into())),
            fact(Subject::Library, Field::Templates, Value::Templates(vec![template()])),
            fact(Subject::Photo(PhotoId([7; 32])), Field::Regions, Value::Regions(marks().list)),
            fact(photo(), Field::Taken, Value::Time { civil: noon, offset: Some(offset(8)) }),
            fact(photo(), Field::ShownTime, Value::Time { civil: noon, offset: None }),
            fact(device.clone(), Field::ClockCorrections, Value::Corrections(vec![correction])),
            fact(device, Field::Role, Value::Text("gift".into())),
        ],
    );
    edit.apply(&mut notes);
    {
        let store = Store::open(&path).unwrap();
        store.save_edit(EditId(1), &edit, &meta()).unwrap();
        store.save_stretches([(&PhotoId([1; 32]), &visit)]).unwrap();
        store.remember_folder(Path::new("/a")).unwrap();
        store.remember_folder(Path::new("/b")).unwrap();
        store.remember_folder(Path::new("/a")).unwrap();
    }
    let stored = Store::open(&path).unwrap().load().unwrap();
    assert_eq!(stored.notes, notes);
    assert_eq!(stored.stretch_of.get(&PhotoId([1; 32])), Some(&visit));
    assert_eq!(stored.recent, [PathBuf::from("/a"), PathBuf::from("/b")]);
    assert_eq!(stored.next_edit, EditId(2));
}

#[test]
fn typing_on_replaces_its_edit_and_taking_back_leaves_no_trace() {
    let store = Store::in_memory().unwrap();
    let empty = Notes::default();
    let typed = |text: &str| Edit::against(&empty, "caption of 1 photo", [caption(1, "en", text)]);
    for text in ["T", "Ta", "Talks"] {
        store.save_edit(EditId(3), &typed(text), &meta()).unwrap();
    }
    assert_eq!(store.n_edits().unwrap(), 1);
    let (key, value) = caption(1, "en", "Talks");
    assert_eq!(store.load().unwrap().notes.get(&key), value.as_ref());
    // The person typed back what was there.
    store.save_edit(EditId(3), &Edit { name: String::new(), changes: Vec::new() }, &meta()).unwrap();
    assert_eq!(store.n_edits().unwrap(), 0);
    assert_eq!(store.load().unwrap().notes, empty);
    // Undo is an edit of its own.
    store.save_edit(EditId(4), &typed("Talks"), &meta()).unwrap();
    store.save_edit(EditId(5), &typed("Talks").inverse(), &meta()).unwrap();
    assert_eq!(store.load().unwrap().notes, empty);
    assert_eq!(store.n_edits().unwrap(), 2);
}

#[test]
fn facts_of_a_photo_come_back_whole() {
    let store = Store::in_memory().unwrap();
    let photo = full_photo(Path::new("/visit/day 1/a.jpg"));
    store.save_files(&[record(&photo)]).unwrap();
    let known = store.known_under(&["/visit".into()]).unwrap();
    let file = &known[Path::new("/visit/day 1/a.jpg")];
    assert!(file.is_unchanged(photo.original.bytes, photo.original.modified_ns));
    assert!(!file.is_unchanged(photo.original.bytes, Some(1)));
    assert!(!file.is_unchanged(photo.original.bytes, None));
    assert_eq!(file.photo(&photo.original.path), Some(photo));
}

#[test]
fn files_are_known_by_folder_and_forgotten_by_name() {
    let store = Store::in_memory().unwrap();
    let file = |path: &str, was| FileRecord {
        path: path.into(),
        file: KnownFile { bytes: 1, modified_ns: Some(2), format: None, was },
    };
    let problem = Problem::new(ProblemKind::Damaged, "/v/b.jpg", "cut short");
    store
        .save_files(&[
            file("/v/a.txt", Was::Other),
            file("/v/b.jpg", Was::NotRead(problem.clone())),
            file("/v2/c.txt", Was::Other),
            file("/v-/d.txt", Was::Other),
            file("/w", Was::Other),
        ])
        .unwrap();
    let mut under_v: Vec<PathBuf> = store.known_under(&["/v".into()]).unwrap().into_keys().collect();
    under_v.sort();
    assert_eq!(under_v, [PathBuf::from("/v/a.txt"), PathBuf::from("/v/b.jpg")]);
    assert_eq!(store.known_under(&["/".into()]).unwrap().len(), 5);
    assert_eq!(store.known_under(&["/w".into()]).unwrap().len(), 1);
    assert_eq!(store.known_under(&["/v".into()]).unwrap()[Path::new("/v/b.jpg")].was, Was::NotRead(problem));
    store.forget_files(&["/v/a.txt".into()]).unwrap();
    assert_eq!(store.known_under(&["/v".into()]).unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_unicode_are_kept() {
    use std::os::unix::ffi::OsStrExt as _;
    let path = Path::new(std::ffi::OsStr::from_bytes(b"/v/\xff\xfe\x01.jpg"));
    let store = Store::in_memory().unwrap();
    store.save_files(&[record(&full_photo(path))]).unwrap();
    assert!(store.known_under(&["/v".into()]).unwrap().contains_key(path));
}

#[test]
fn one_writer_and_any_reader() {
    let (_folder, path) = place();
    let first = Store::open(&path).unwrap();
    let (key, value) = caption(1, "en", "seen by the reader");
    let edit = Edit::against(&Notes::default(), "caption", [(key.clone(), value.clone())]);
    first.save_edit(EditId(1), &edit, &meta()).unwrap();
    let refused = Store::open(&path).unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains("another window"), "{refused}");
    let reader = Store::open_read_only(&path).unwrap();
    assert_eq!(reader.load().unwrap().notes.get(&key), value.as_ref());
    assert!(matches!(reader.save_edit(EditId(2), &edit, &meta()), Err(StoreError::ReadOnly { .. })));
    drop(first);
    Store::open(&path).unwrap();
}

#[test]
fn a_newer_layout_is_refused_and_left_alone() {
    let (_folder, path) = place();
    drop(Store::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&path).unwrap();
    let refused = Store::open(&path).unwrap_err();
    assert!(matches!(refused, StoreError::Newer { found: 99, .. }), "{refused}");
    assert!(refused.to_string().contains("update Attaché"), "{refused}");
    assert!(matches!(Store::open_read_only(&path), Err(StoreError::Newer { .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn files_that_are_no_library_are_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(&text, "not a library at all").unwrap();
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    for path in [&text, &other, &folder.path().to_owned()] {
        let refused = Store::open(path).unwrap_err();
        assert!(matches!(refused, StoreError::NotALibrary { .. }), "{path:?}: {refused}");
    }
    assert_eq!(fs::read_to_string(&text).unwrap(), "not a library at all");
    // An empty file is a library yet to be made.
    let empty = folder.path().join("empty");
    fs::write(&empty, "").unwrap();
    Store::open(&empty).unwrap();
}

#[test]
fn damage_is_found_after_a_crash_and_told() {
    let (_folder, path) = place();
    {
        let store = Store::open(&path).unwrap();
        for n in 0..200 {
            let photo = full_photo(&PathBuf::from(format!("/v/{n}.jpg")));
            store.save_files(&[record(&photo)]).unwrap();
        }
    }
    // As a crash leaves it, with some pages overwritten.
    Connection::open(&path).unwrap().execute("UPDATE mark SET value = 1 WHERE name = 'open'", []).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let from = bytes.len() / 2;
    bytes[from..from + 20_000].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    let refused = Store::open(&path).unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused}");
    assert!(refused.to_string().contains("put a copy of it from a backup back"), "{refused}");
    assert!(path.exists(), "it is never deleted");
    assert!(matches!(Store::open(&path), Err(StoreError::Damaged { .. })), "every start tells of it");
    assert!(fs::read(&path).unwrap() == bytes, "and leaves it as it is");
}

#[test]
fn what_was_not_closed_is_read_at_once_and_written_only_after_its_check() {
    let (_folder, path) = place();
    let (key, value) = caption(1, "en", "typed before the crash");
    let edit = Edit::against(&Notes::default(), "caption", [(key.clone(), value.clone())]);
    {
        let store = Store::open(&path).unwrap();
        store.save_edit(EditId(1), &edit, &meta()).unwrap();
    }
    let mark = |open: bool| {
        let open = i64::from(open);
        Connection::open(&path)
            .unwrap()
            .execute("UPDATE mark SET value = ?1 WHERE name = 'open'", [open])
            .unwrap()
    };
    mark(true);
    let (mut store, check) = Store::open_at_once(&path).unwrap();
    assert_eq!(store.load().unwrap().notes.get(&key), value.as_ref());
    let refused = store.save_edit(EditId(2), &edit, &meta());
    assert!(matches!(refused, Err(StoreError::Unchecked { .. })), "{refused:?}");
    check.unwrap().run().unwrap();
    store.set_checked().unwrap();
    store.save_edit(EditId(2), &edit, &meta()).unwrap();
    drop(store);
    assert!(Store::open_at_once(&path).unwrap().1.is_none(), "closed as it should be");
    // A run that ended before its check did.
    mark(true);
    drop(Store::open_at_once(&path).unwrap());
    assert!(Store::open_at_once(&path).unwrap().1.is_some(), "still to be checked");
}

#[test]
fn a_crash_leaves_the_last_saved_state() {
    let (folder, path) = place();
    let store = Store::open(&path).unwrap();
    let (key, value) = caption(1, "en", "typed a moment ago");
    let edit = Edit::against(&Notes::default(), "caption", [(key.clone(), value.clone())]);
    store.save_edit(EditId(1), &edit, &meta()).unwrap();
    // What is on the disk at this very moment, as it would be found after the program was killed.
    let after = folder.path().join("after");
    fs::create_dir(&after).unwrap();
    for entry in fs::read_dir(path.parent().unwrap()).unwrap().flatten() {
        fs::copy(entry.path(), after.join(entry.file_name())).unwrap();
    }
    drop(store);
    let stored = Store::open(&after.join("library.attache")).unwrap().load().unwrap();
    assert_eq!(stored.notes.get(&key), value.as_ref());
}
