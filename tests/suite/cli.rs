//! The command line as other programs rely on it: JSON, exit codes, and what a terminal gets to see.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value as Json;

use crate::support::env::TestEnv;
use crate::support::photo_maker::TestPhoto;

/// A small visit: two devices, a raw twin, a copy, an undated photo, a file that is no picture.
fn visit(env: &TestEnv) {
    let photos = env.photos();
    fs::create_dir(photos.join("camera")).unwrap();
    TestPhoto::new()
        .seed(1)
        .size(80, 60)
        .taken("2026-01-05 18:30:12.345", Some("+08:00"))
        .device("Canon", "Canon EOS R5")
        .lens("RF24-70mm F2.8 L IS USM")
        .serial("012345678901")
        .orientation(6)
        .gps(39.9042, 116.4074)
        .artist("Kim Min-jun")
        .copyright("Office of the President")
        .description("The banquet 만찬 \u{1b}[31m<b>")
        .write(photos.join("camera/A1.jpg"));
    fs::write(photos.join("camera/A1.CR2"), b"II*\0\x10\0\0\0CR\x02\0 as far as its head says").unwrap();
    fs::write(photos.join("camera/A1.xmp"), "<x/>").unwrap();
    TestPhoto::new()
        .seed(2)
        .taken("2026-01-06 09:00:00", None)
        .device("Xiaomi", "24117RK2CG")
        .write(photos.join("IMG_2.jpg"));
    fs::copy(photos.join("IMG_2.jpg"), photos.join("copy of IMG_2.jpg")).unwrap();
    fs::write(photos.join("nothing.png"), TestPhoto::new().seed(3).png()).unwrap();
    fs::write(photos.join("letter.jpg"), "Dear guests").unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_700_000);
    for folder in [photos.clone(), photos.join("camera")] {
        for entry in fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            File::options().append(true).open(entry.path()).unwrap().set_modified(time).unwrap();
        }
    }
}

/// JSON with what differs from run to run, or with the encoder of the test photos, taken out.
fn steady(env: &TestEnv, mut json: Json) -> Json {
    fn walk(json: &mut Json, root: &str) {
        match json {
            Json::Object(fields) => {
                for (name, value) in fields {
                    match name.as_str() {
                        "elapsed_ms" | "bytes" => *value = Json::from(0),
                        "id" if value.as_str().is_some_and(|id| id.len() == 64) => {
                            *value = "[fingerprint]".into();
                        }
                        _ => walk(value, root),
                    }
                }
            }
            Json::Array(items) => items.iter_mut().for_each(|item| walk(item, root)),
            Json::String(text) => *text = text.replace(root, "[photos]"),
            _ => {}
        }
    }
    walk(&mut json, env.photos().to_str().unwrap());
    json
}

fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings
}

#[test]
fn scan_prints_the_contract() {
    let env = TestEnv::new();
    visit(&env);
    let first = steady(&env, env.json(["scan".into(), env.photos()]));
    snapshots().bind(|| insta::assert_json_snapshot!("scan", first));
    assert_eq!(
        steady(&env, env.json(["scan".into(), env.photos()])),
        first,
        "from the library it is the same"
    );
}

#[test]
fn inspect_tells_what_is_known_and_how() {
    let env = TestEnv::new();
    visit(&env);
    let file = env.photos().join("camera/A1.jpg");
    let output = env.attache().arg("inspect").arg(&file).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let text = text.replace(env.photos().to_str().unwrap(), "[photos]");
    let steady: Vec<&str> =
        text.lines().filter(|line| !line.contains("Fingerprint") && !line.contains("bytes")).collect();
    snapshots().bind(|| insta::assert_snapshot!("inspect", steady.join("\n")));
    let json = env.json(["inspect".into(), file]);
    assert_eq!(json["schema"], "attache.inspect/1");
    assert_eq!(json["photos"][0]["companions"].as_array().unwrap().len(), 2);
    assert!(!env.library().exists(), "looking keeps nothing");
}

#[test]
fn exit_codes_are_the_contract() {
    let env = TestEnv::new();
    TestPhoto::new().taken("2026-01-05 18:30:12", None).write(env.photos().join("a.jpg"));
    let code = |args: &[&str]| env.attache().args(args).output().unwrap().status.code();
    assert_eq!(code(&["scan", "photos"]), Some(0));
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&["--version"]), Some(0));
    assert_eq!(code(&["scan"]), Some(2));
    assert_eq!(code(&["scan", "photos", "--no-such-thing"]), Some(2));
    assert_eq!(code(&["scan", "photos", "--gap-hours", "0"]), Some(2));
    assert_eq!(code(&["scan", "nowhere"]), Some(3));
    assert_eq!(code(&["inspect", "nowhere.jpg"]), Some(3));
    fs::write(env.photos().join("letter.jpg"), "Dear guests").unwrap();
    assert_eq!(code(&["scan", "photos"]), Some(1));
    assert_eq!(code(&["scan", "photos", "--json"]), Some(1));
    // Part of what was asked for is not there: the rest is done.
    fs::remove_file(env.photos().join("letter.jpg")).unwrap();
    assert_eq!(code(&["scan", "photos", "nowhere"]), Some(1));
}

#[test]
fn nothing_in_files_steers_the_terminal() {
    let env = TestEnv::new();
    visit(&env);
    for args in [["scan", "photos"], ["inspect", "photos/camera/A1.jpg"]] {
        let output = env.attache().args(args).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    }
}

#[test]
fn remarks_go_to_standard_error() {
    let env = TestEnv::new();
    visit(&env);
    let item = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Nowhere/Else:20260105T090000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n";
    fs::write(env.path("visit.ics"), format!("BEGIN:VCALENDAR\r\n{item}END:VCALENDAR\r\n")).unwrap();
    let output =
        env.attache().args(["scan", "photos", "--programme", "visit.ics", "--json"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("visit.ics") && stderr.contains("Nowhere/Else"), "{stderr}");
    serde_json::from_slice::<Json>(&output.stdout).expect("one document and nothing else");
}

#[test]
fn a_gap_for_one_run_is_not_kept() {
    let env = TestEnv::new();
    visit(&env);
    let n_visits = |json: Json| json["visits"].as_array().unwrap().len();
    assert_eq!(n_visits(env.json(["scan", "photos"])), 1);
    assert_eq!(n_visits(env.json(["scan", "photos", "--gap-hours", "6"])), 2);
    assert_eq!(n_visits(env.json(["--gap-hours", "6", "scan", "photos"])), 2);
    assert_eq!(n_visits(env.json(["scan", "photos"])), 1);
}

#[test]
fn the_library_is_where_it_is_said_to_be() {
    let env = TestEnv::new();
    visit(&env);
    let elsewhere = env.path("elsewhere/my.attache");
    env.json(["scan".into(), env.photos(), "--library".into(), elsewhere.clone()]);
    assert!(elsewhere.exists() && !env.library().exists());
    let mut command = env.attache();
    command.env_remove("ATTACHE_LIBRARY").arg("scan").arg(env.photos()).output().unwrap();
    assert!(env.path("data/attache/library.attache").exists());
}
