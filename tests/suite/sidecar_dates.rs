//! Corrected times of taking in sidecars: written for other programs, known again as our own word, and taken back without a trace.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use attache::library::store::{EditMeta, Store};
use attache::media::read_photo;
use attache::model::clock::correction::ClockCorrection;
use attache::model::edit::Edit;
use attache::model::notes::{Field, Key, Subject, Value};
use attache::model::photo::PhotoId;
use attache::session::{Command, Revision, Session};
use jiff::civil::{DateTime, date};
use jiff::tz::{Offset, offset};
use serde_json::Value as Json;

use crate::support::env::TestEnv;
use crate::support::exiftool;
use crate::support::photo_maker::TestPhoto;

/// A sidecar as Lightroom writes it: the camera's time is in it.
const FOREIGN: &str = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    photoshop:DateCreated="2026-01-05T18:30:12"
    exif:ExposureTime="1/250"
    crs:Exposure2012="+0.35">
   <exif:DateTimeOriginal>2026-01-05T18:30:12</exif:DateTimeOriginal>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"#;

fn photo(env: &TestEnv, name: &str, zone: Option<&str>) -> PathBuf {
    let path = env.photos().join(name);
    TestPhoto::new().taken("2026-01-05 18:30:12", zone).device("Canon", "EOS R5").serial("042").write(&path);
    path
}

fn scanned(env: &TestEnv, library: Option<&str>) -> Json {
    let library = library.map_or_else(|| env.library(), |name| env.path(name));
    let json = env.json(["scan", env.photos().to_str().unwrap(), "--library", library.to_str().unwrap()]);
    json["photos"][0]["captured"].clone()
}

/// Civil time, offset and source.
fn told(captured: &Json) -> [&str; 3] {
    ["civil", "offset", "source"].map(|key| captured[key].as_str().unwrap_or("-"))
}

/// Puts a fact into a library, or takes it out.
fn say(env: &TestEnv, library: Option<&str>, key: &Key, value: Option<Value>) {
    let store = Store::open(&library.map_or_else(|| env.library(), |name| env.path(name))).unwrap();
    let stored = store.load().unwrap();
    let edit = Edit::against(&stored.notes, "test", [(key.clone(), value)]);
    store.save_edit(stored.next_edit, &edit, &EditMeta::now()).unwrap();
}

fn taken(id: PhotoId) -> Key {
    Key { subject: Subject::Photo(id), field: Field::Taken, lang: None }
}

fn at(civil: DateTime, offset: Option<Offset>) -> Option<Value> {
    Some(Value::Time { civil, offset })
}

fn written(env: &TestEnv) -> Json {
    env.json(["sidecars", env.photos().to_str().unwrap()])["stats"]["n_written"].clone()
}

fn dates(sidecar: &Path) -> Option<[Option<String>; 2]> {
    let read = exiftool::is_there().then(|| exiftool::read(sidecar, ["-XMP:all"]))?;
    assert_eq!(read.get("ExifTool:Warning"), None);
    Some(["XMP-photoshop:DateCreated", "XMP-exif:DateTimeOriginal"].map(|tag| exiftool::text(&read, tag)))
}

#[test]
fn a_corrected_time_is_in_the_sidecar_once_and_goes_with_the_correction() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", None);
    let original = fs::read(&path).unwrap();
    let sidecar = env.photos().join("a.xmp");
    fs::write(&sidecar, FOREIGN).unwrap();
    let key = taken(read_photo(&path).unwrap().id);
    let before = ["2026-01-05T18:30:12", "-", "exif-original"];
    assert_eq!(told(&scanned(&env, None)), before, "it repeats the file");
    assert_eq!(written(&env), 0);
    let corrected = date(2026, 1, 5).at(19, 45, 0, 0);
    say(&env, None, &key, at(corrected, Some(offset(9))));
    assert_eq!(written(&env), 1);
    let both = Some("2026:01:05 19:45:00+09:00".to_owned());
    assert!(dates(&sidecar).is_none_or(|read| read == [both.clone(), both]));
    // Here it is a person's word, elsewhere the sidecar's; the same time, and nothing more to write.
    assert_eq!(told(&scanned(&env, None)), ["2026-01-05T19:45:00", "+09:00", "person"]);
    assert_eq!(told(&scanned(&env, Some("fresh.db"))), ["2026-01-05T19:45:00", "+09:00", "sidecar"]);
    assert_eq!(written(&env), 0);
    // A second correction, then both taken back.
    say(&env, None, &key, at(corrected.with().hour(20).build().unwrap(), None));
    assert_eq!(written(&env), 1);
    assert!(dates(&sidecar).is_none_or(|read| read[0].as_deref() == Some("2026:01:05 20:45:00")));
    assert_eq!(told(&scanned(&env, Some("fresh.db"))), ["2026-01-05T20:45:00", "-", "sidecar"]);
    scanned(&env, None);
    say(&env, None, &key, None);
    assert_eq!(told(&scanned(&env, None)), before, "its own words are nobody else's");
    assert_eq!(written(&env), 1);
    let text = fs::read_to_string(&sidecar).unwrap();
    for kept in ["exif:ExposureTime=\"1/250\"", "crs:Exposure2012=\"+0.35\"", ">2026-01-05T18:30:12<"] {
        assert!(text.contains(kept), "{kept} is not in\n{text}");
    }
    assert!(!text.contains("Corrected") && !text.contains("20:45"), "{text}");
    let camera = Some("2026:01:05 18:30:12".to_owned());
    assert!(dates(&sidecar).is_none_or(|read| read == [camera.clone(), camera]));
    assert_eq!(told(&scanned(&env, Some("fresh.db"))), before);
    assert_eq!(fs::read(&path).unwrap(), original);
}

#[test]
fn a_clock_is_set_right_once_however_many_say_so() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", None);
    let device = read_photo(&path).unwrap().device.id().unwrap();
    let key = Key { subject: Subject::Device(device), field: Field::ClockCorrections, lang: None };
    let correction = ClockCorrection { from: None, to: None, shift_secs: 3_600, offset: None };
    scanned(&env, None);
    say(&env, None, &key, Some(Value::Corrections(vec![correction.clone()])));
    assert_eq!(written(&env), 1);
    let sidecar = env.photos().join("a.jpg.xmp");
    let both = Some("2026:01:05 19:30:12".to_owned());
    assert!(dates(&sidecar).is_none_or(|read| read == [both.clone(), both]), "no offset is known");
    let right = ["2026-01-05T19:30:12", "-"];
    assert_eq!(told(&scanned(&env, None))[..2], right);
    assert_eq!(told(&scanned(&env, Some("fresh.db"))), [right[0], right[1], "sidecar"]);
    // The same clock is set right in the other library, too.
    say(&env, Some("fresh.db"), &key, Some(Value::Corrections(vec![correction])));
    assert_eq!(told(&scanned(&env, Some("fresh.db")))[..2], right);
    // What one library wrote another does not take away.
    say(&env, Some("fresh.db"), &key, None);
    let (photos, other) = (env.photos(), env.path("fresh.db"));
    let args = ["sidecars", photos.to_str().unwrap(), "--library", other.to_str().unwrap()];
    assert_eq!(env.json(args)["stats"]["n_written"], 0);
    say(&env, None, &key, None);
    assert_eq!(written(&env), 1);
    assert!(!fs::read_to_string(&sidecar).unwrap().contains("19:30"));
    assert_eq!(told(&scanned(&env, Some("fresh.db")))[0], "2026-01-05T18:30:12");
}

#[test]
fn a_cameras_own_time_is_not_written_and_another_programs_correction_stays() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", Some("+08:00"));
    let id = read_photo(&path).unwrap().id;
    let caption = Key {
        subject: Subject::Photo(id),
        field: Field::Caption,
        lang: Some(attache::model::text::LangTag::en()),
    };
    scanned(&env, None);
    say(&env, None, &caption, Some(Value::Text("Talks".into())));
    assert_eq!(written(&env), 1);
    let sidecar = env.photos().join("a.jpg.xmp");
    assert!(!fs::read_to_string(&sidecar).unwrap().contains("2026"));
    fs::write(&sidecar, FOREIGN.replace("18:30:12", "17:30:12")).unwrap();
    assert_eq!(told(&scanned(&env, None)), ["2026-01-05T17:30:12", "-", "sidecar"]);
    say(&env, None, &caption, Some(Value::Text("The talks".into())));
    assert_eq!(written(&env), 1);
    assert_eq!(fs::read_to_string(&sidecar).unwrap().matches("17:30:12").count(), 2);
    // A person's word goes before it; when that is taken back, it is there again.
    say(&env, None, &taken(id), at(date(2026, 1, 5).at(18, 0, 0, 0), None));
    assert_eq!(written(&env), 1);
    assert_eq!(told(&scanned(&env, None))[0], "2026-01-05T18:00:00");
    say(&env, None, &taken(id), None);
    assert_eq!(written(&env), 1);
    assert_eq!(told(&scanned(&env, None)), ["2026-01-05T17:30:12", "-", "sidecar"]);
}

/// Waits until something is so.
fn await_that(session: &mut Session, what: &str, is_so: impl Fn(&Session) -> bool) {
    let begun = std::time::Instant::now();
    while !is_so(session) || session.scan().is_some() || session.sidecars().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what} does not come");
        session.poll(Duration::from_millis(20));
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn sidecars_in_step_follow_a_correction_and_its_undo() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", Some("+09:00"));
    let id = read_photo(&path).unwrap().id;
    let mut session = Session::open(Some(&env.library()), || {}).unwrap();
    session.rest_before_sidecars(Duration::from_millis(20));
    session.command(Command::Open(vec![env.photos()])).unwrap();
    await_that(&mut session, "the photo", |session| session.collection().photo(id).is_some());
    session.command(Command::KeepInStep(true)).unwrap();
    let sidecar = env.photos().join("a.jpg.xmp");
    let says = |words: &str| fs::read_to_string(&sidecar).unwrap_or_default().contains(words);
    let taken = Some((date(2026, 1, 5).at(19, 0, 0, 0), Some(offset(9))));
    session.command(Command::Revise(Revision::SetTaken { photos: vec![id], taken })).unwrap();
    await_that(&mut session, "the date", |_| says("2026-01-05T19:00:00+09:00"));
    let known = |session: &Session| {
        let photo = session.collection().photo(id).unwrap();
        !photo.embedded.sidecars().is_empty()
    };
    await_that(&mut session, "the sidecar to be known", known);
    session.command(Command::Undo).unwrap();
    await_that(&mut session, "the undoing", |_| !says("19:00:00"));
    let photo = session.collection().photo(id).unwrap();
    assert_eq!(session.collection().captured(photo).unwrap().civil(), date(2026, 1, 5).at(18, 30, 12, 0));
    session.command(Command::Redo).unwrap();
    await_that(&mut session, "the redoing", |_| says("2026-01-05T19:00:00+09:00"));
}
