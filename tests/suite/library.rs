//! What is kept between runs: photos that need not be read again, words that follow their photos, and a library that
//! is in use, newer, damaged or out of reach.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use attache::library::store::{EditMeta, Store};
use attache::model::edit::{Edit, EditId};
use attache::model::notes::{Field, Key, Notes, Subject, Value};
use attache::model::photo::PhotoId;
use attache::model::text::LangTag;
use serde_json::Value as Json;

use crate::support::env::{TestEnv, program};
use crate::support::photo_maker::TestPhoto;

fn photo(seed: u32, taken: &str) -> TestPhoto {
    TestPhoto::new().seed(seed).taken(taken, Some("+08:00"))
}

/// A person's caption of a photo.
fn caption(photo: &Json, text: &str) -> Edit {
    let id = PhotoId::from_hex(photo["id"].as_str().unwrap()).unwrap();
    let key =
        Key { subject: Subject::Photo(id), field: Field::Caption, lang: Some(LangTag::parse("ko").unwrap()) };
    Edit::against(&Notes::default(), "caption of 1 photo", [(key, Some(Value::Text(text.to_owned())))])
}

fn scan(env: &TestEnv) -> Json {
    env.json(["scan".into(), env.photos()])
}

#[test]
fn captions_follow_files_that_were_moved_and_renamed() {
    let env = TestEnv::new();
    photo(1, "2026-01-05 18:30:12").write(env.photos().join("IMG_1.jpg"));
    let before = scan(&env);
    {
        let store = Store::open(&env.library()).unwrap();
        store.save_edit(EditId(1), &caption(&before["photos"][0], "만찬"), &EditMeta::now()).unwrap();
    }
    fs::create_dir(env.photos().join("sorted")).unwrap();
    fs::rename(env.photos().join("IMG_1.jpg"), env.photos().join("sorted/banquet.jpg")).unwrap();
    let after = scan(&env);
    assert_eq!(after["photos"].as_array().unwrap().len(), 1);
    assert_eq!(after["photos"][0]["caption"]["ko"], "만찬");
    assert_eq!(after["photos"][0]["id"], before["photos"][0]["id"]);
    assert!(after["photos"][0]["path"].as_str().unwrap().ends_with("sorted/banquet.jpg"));
    assert_eq!(after["visits"][0]["id"], before["visits"][0]["id"]);
}

#[test]
fn known_files_are_not_opened_again() {
    let env = TestEnv::new();
    let path = env.photos().join("a.jpg");
    photo(1, "2026-01-05 18:30:12").write(&path);
    let before = scan(&env);
    // Other content under the same length and time: whoever opens the file sees another picture.
    let (bytes, time) = (fs::read(&path).unwrap(), path.metadata().unwrap().modified().unwrap());
    fs::write(&path, vec![0; bytes.len()]).unwrap();
    File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(scan(&env)["photos"], before["photos"]);
}

#[test]
fn visits_keep_their_identity_when_photos_come_and_go() {
    let env = TestEnv::new();
    photo(1, "2026-01-05 10:00:00").write(env.photos().join("b.jpg"));
    let first = scan(&env)["visits"][0]["id"].clone();
    assert_eq!(first, "2026-01-05");
    photo(2, "2026-01-04 10:00:00").write(env.photos().join("a.jpg"));
    let later = scan(&env);
    assert_eq!((&later["visits"][0]["id"], later["visits"].as_array().unwrap().len()), (&first, 1));
    fs::remove_file(env.photos().join("b.jpg")).unwrap();
    assert_eq!(scan(&env)["visits"][0]["id"], first);
}

#[test]
fn a_library_that_a_window_has_is_read() {
    let env = TestEnv::new();
    photo(1, "2026-01-05 18:30:12").write(env.photos().join("a.jpg"));
    let before = scan(&env);
    let window = Store::open(&env.library()).unwrap();
    window.save_edit(EditId(1), &caption(&before["photos"][0], "열려 있음"), &EditMeta::now()).unwrap();
    let output = env.attache().arg("scan").arg(env.photos()).arg("--json").output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("is open in a window"), "{stderr}");
    assert_eq!(output.status.code(), Some(0));
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["photos"][0]["caption"]["ko"], "열려 있음");
}

/// Runs a scan that cannot be done and gives what it says.
fn refused(env: &TestEnv) -> String {
    let output = env.attache().arg("scan").arg(env.photos()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn libraries_that_cannot_be_used_are_named_and_left_as_they_are() {
    let env = TestEnv::new();
    photo(1, "2026-01-05 18:30:12").write(env.photos().join("a.jpg"));
    let library = env.library();
    let name = library.display().to_string();

    fs::write(&library, "a letter, not a library").unwrap();
    let said = refused(&env);
    assert!(said.contains(&name) && said.contains("not an Attaché library"), "{said}");
    assert_eq!(fs::read_to_string(&library).unwrap(), "a letter, not a library");

    fs::remove_file(&library).unwrap();
    scan(&env);
    let mut newer = fs::read(&library).unwrap();
    // SQLite file format 1.3.15: the user version, big-endian, at offset 60.
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&library, &newer).unwrap();
    let said = refused(&env);
    assert!(said.contains(&name) && said.contains("newer") && said.contains("update"), "{said}");
    assert_eq!(fs::read(&library).unwrap(), newer);

    // Its first page is there, the rest is noise.
    let mut damaged = newer;
    damaged[60..64].copy_from_slice(&1_u32.to_be_bytes());
    damaged[4096..].fill(0x77);
    fs::write(&library, &damaged).unwrap();
    let said = refused(&env);
    assert!(said.contains(&name) && said.contains("damaged") && said.contains("backup"), "{said}");
}

/// Not a test by itself: the program that is killed below.
#[test]
fn saves_an_edit_and_waits_to_be_killed() {
    let Some(library) = std::env::var_os("ATTACHE_TEST_KILL") else { return };
    let store = Store::open(Path::new(&library)).unwrap();
    let key = Key { subject: Subject::Library, field: Field::Caption, lang: Some(LangTag::en()) };
    let text = Value::Text("typed a second before".to_owned());
    let edit = Edit::against(&Notes::default(), "caption", [(key, Some(text))]);
    store.save_edit(EditId(1), &edit, &EditMeta::now()).unwrap();
    println!("saved");
    std::thread::sleep(std::time::Duration::from_secs(60));
}

#[test]
fn what_was_saved_survives_a_kill() {
    let env = TestEnv::new();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "library::saves_an_edit_and_waits_to_be_killed", "--nocapture"])
        .env("ATTACHE_TEST_KILL", env.library())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("saved")), "it saved");
    child.kill().unwrap();
    child.wait().unwrap();
    let stored = Store::open(&env.library()).unwrap().load().unwrap();
    let texts = stored.notes.texts(&Subject::Library, Field::Caption);
    assert_eq!(texts.get(&LangTag::en()), Some("typed a second before"));
}

/// The program as somebody whom permissions bind: tests may be run by root, who may do everything.
#[cfg(unix)]
fn as_nobody(env: &TestEnv) -> Command {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let open = |path: PathBuf| fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    open(env.path(""));
    let mut command = Command::new(program());
    command.env_clear().envs(env.variables()).current_dir(env.path(""));
    if env.path("").metadata().unwrap().uid() == 0 {
        for folder in ["home", "config", "data", "cache", "state", "run", "photos"] {
            open(env.path(folder));
        }
        command.uid(65_534).gid(65_534);
    }
    command
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_a_problem_and_the_rest_goes_on() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = TestEnv::new();
    photo(1, "2026-01-05 18:30:12").write(env.photos().join("a.jpg"));
    let closed = env.photos().join("closed");
    fs::create_dir(&closed).unwrap();
    photo(2, "2026-01-05 18:31:12").write(closed.join("b.jpg"));
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let output = as_nobody(&env).arg("scan").arg(env.photos()).arg("--json").output();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    let Ok(output) = output else {
        println!("left out: the program cannot be run as another user here");
        return;
    };
    let json: Json = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json["photos"].as_array().unwrap().len(), 1);
    assert_eq!(json["problems"][0]["kind"], "unreadable");
    assert_eq!(json["problems"][0]["path"], closed.to_str().unwrap());
}

#[cfg(unix)]
#[test]
fn a_library_that_may_not_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = TestEnv::new();
    photo(1, "2026-01-05 18:30:12").write(env.photos().join("a.jpg"));
    scan(&env);
    let mut command = as_nobody(&env);
    fs::set_permissions(env.path("data"), fs::Permissions::from_mode(0o555)).unwrap();
    for entry in fs::read_dir(env.path("data")).unwrap().flatten() {
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o444)).unwrap();
    }
    let output = command.arg("scan").arg(env.photos()).arg("--json").output();
    fs::set_permissions(env.path("data"), fs::Permissions::from_mode(0o755)).unwrap();
    let Ok(output) = output else {
        println!("left out: the program cannot be run as another user here");
        return;
    };
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("cannot be written"), "{stderr}");
    let json: Json =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {stderr}"));
    assert_eq!(json["photos"].as_array().unwrap().len(), 1);
}
