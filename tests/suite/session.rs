//! The running program without a screen, on real files: what the window does, done by commands.

use std::path::Path;
use std::time::{Duration, Instant};

use attache::model::notes::{Field, Flag, Subject};
use attache::model::photo::PhotoId;
use attache::model::text::LangTag;
use attache::model::visit::Visit;
use attache::session::{Command, Revision, SaveState, Session};

use crate::support::env::TestEnv;
use crate::support::photo_maker::TestPhoto;

fn korean() -> LangTag {
    LangTag::parse("ko").unwrap()
}

/// A folder of three photos of one day and one of another visit.
fn photos(env: &TestEnv) -> std::path::PathBuf {
    let folder = env.photos();
    for (n, taken) in
        ["2026-01-05 09:00:00", "2026-01-05 10:00:00", "2026-01-05 11:00:00", "2026-02-01 08:00:00"]
            .iter()
            .enumerate()
    {
        let photo = TestPhoto::new().size(64, 48).seed(n as u32).taken(taken, Some("+08:00"));
        photo.write(folder.join(format!("IMG_{n}.jpg")));
    }
    folder
}

fn session(env: &TestEnv) -> Session {
    Session::open(Some(&env.library()), || {}).unwrap()
}

fn open(session: &mut Session, path: &Path) {
    session.command(Command::Open(vec![path.to_owned()])).unwrap();
    settle(session);
}

/// Waits until nothing is being read any more.
fn settle(session: &mut Session) {
    let begun = Instant::now();
    while session.scan().is_some() || session.poll(Duration::from_millis(20)) {
        assert!(begun.elapsed() < Duration::from_secs(60), "the scan does not end");
        session.poll(Duration::from_millis(20));
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn in_order(session: &Session) -> Vec<PhotoId> {
    session.collection().grouping().visits.iter().flat_map(Visit::photos).collect()
}

fn caption(photos: &[PhotoId], text: &str) -> Command {
    Command::Revise(Revision::SetText {
        subjects: photos.iter().map(|id| Subject::Photo(*id)).collect(),
        field: Field::Caption,
        lang: Some(korean()),
        text: text.to_owned(),
    })
}

fn caption_of(session: &Session, photo: PhotoId) -> Option<String> {
    let photo = session.collection().photo(photo)?;
    session.collection().notes().photo_texts(photo, Field::Caption).get(&korean()).map(str::to_owned)
}

#[test]
fn captions_are_kept_undone_by_name_and_follow_the_file() {
    let env = TestEnv::new();
    let folder = photos(&env);
    let ids = {
        let mut session = session(&env);
        open(&mut session, &folder);
        let ids = in_order(&session);
        assert_eq!(ids.len(), 4);
        assert_eq!(session.collection().grouping().visits.len(), 2);
        // Typed letter by letter: one step.
        for text in ["환", "환영", "환영식"] {
            session.command(caption(&ids[..2], text)).unwrap();
        }
        assert_eq!(session.undo_name(), Some("caption of 2 photos"));
        session.command(Command::EndTyping).unwrap();
        session.command(caption(&ids[2..3], "회담")).unwrap();
        session.command(Command::Undo).unwrap();
        assert_eq!(caption_of(&session, ids[2]), None);
        assert_eq!(session.redo_name(), Some("caption of 1 photo"));
        session.command(Command::Redo).unwrap();
        session
            .command(Command::Revise(Revision::SetFlag { photos: vec![ids[3]], flag: Flag::Reject }))
            .unwrap();
        session.command(Command::Revise(Revision::SplitVisit(ids[1]))).unwrap();
        session.flush();
        session.poll(Duration::from_secs(1));
        assert_eq!(session.save_state(), &SaveState::Saved);
        ids
    };
    // The folder is renamed between two sittings.
    let moved = env.path("moved");
    std::fs::rename(&folder, &moved).unwrap();
    let mut session = session(&env);
    open(&mut session, &moved);
    assert_eq!(in_order(&session), ids);
    assert_eq!(caption_of(&session, ids[0]).as_deref(), Some("환영식"));
    assert_eq!(caption_of(&session, ids[2]).as_deref(), Some("회담"));
    let flag = session.collection().notes().flag(session.collection().photo(ids[3]).unwrap());
    assert_eq!(flag, Flag::Reject);
    let names: Vec<&str> =
        session.collection().grouping().visits.iter().map(|visit| visit.id.as_str()).collect();
    assert_eq!(names, ["2026-01-05", "2026-01-05-2", "2026-02-01"]);
    session.flush();
    session.poll(Duration::from_secs(1));
    assert_eq!(session.recent().first(), Some(&moved));
}

#[test]
fn rescans_show_what_changed_on_the_disk() {
    let env = TestEnv::new();
    let folder = photos(&env);
    let mut session = session(&env);
    open(&mut session, &folder);
    let ids = in_order(&session);
    std::fs::remove_file(folder.join("IMG_1.jpg")).unwrap();
    let other = TestPhoto::new().size(64, 48).seed(77).taken("2026-01-05 12:00:00", Some("+08:00"));
    other.write(folder.join("IMG_2.jpg"));
    std::fs::write(folder.join("empty.jpg"), b"").unwrap();
    session.command(Command::Rescan).unwrap();
    settle(&mut session);
    let now = in_order(&session);
    assert_eq!(now.len(), 3, "{:?}", session.problems());
    assert_eq!((now[0], now[2]), (ids[0], ids[3]));
    assert!(!ids.contains(&now[1]), "a file with other bytes is another photo");
    let faulty: Vec<String> = session
        .problems()
        .iter()
        .filter_map(|p| Some(p.path.as_ref()?.file_name()?.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(faulty, ["empty.jpg"]);
    session.command(Command::Close(folder)).unwrap();
    assert_eq!(session.collection().photos().len(), 0);
    assert!(session.problems().is_empty());
}

#[test]
fn a_second_window_is_told_that_the_library_is_open() {
    let env = TestEnv::new();
    let first = session(&env);
    let refused = Session::open(Some(&env.library()), || {}).err().map(|error| error.to_string());
    assert!(refused.is_some_and(|words| words.contains("open")));
    drop(first);
    assert!(Session::open(Some(&env.library()), || {}).is_ok());
}

#[test]
fn what_cannot_be_done_is_refused_in_words() {
    let mut session = Session::in_memory(|| {}).unwrap();
    assert!(session.command(Command::Undo).is_err());
    assert!(session.command(Command::Rescan).is_err());
    let split = Command::Revise(Revision::SplitVisit(PhotoId([0; 32])));
    let words = session.command(split).unwrap_err().to_string();
    assert!(words.contains("Nothing to split"), "{words}");
}

#[test]
fn how_the_window_is_liked_is_kept_and_is_no_part_of_undo() {
    let env = TestEnv::new();
    let mut first = session(&env);
    first.keep_setting("thumbnail", 240);
    first.keep_setting("thumbnail", 250);
    assert!(first.command(Command::Undo).is_err());
    drop(first);
    assert_eq!(session(&env).settings().get("thumbnail"), Some(&250));
}

/// Waits until sidecars are written, and for what follows.
fn written(session: &mut Session) -> String {
    let begun = Instant::now();
    let words = loop {
        session.poll(Duration::from_millis(20));
        if let Some(words) = session.take_written() {
            break words;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "the writing does not end");
        std::thread::sleep(Duration::from_millis(2));
    };
    settle(session);
    words
}

#[test]
fn sidecars_are_written_on_command_and_never_over_what_another_program_wrote() {
    let env = TestEnv::new();
    let folder = photos(&env);
    let mut session = session(&env);
    open(&mut session, &folder);
    let ids = in_order(&session);
    let write = || Command::WriteSidecars(ids.clone(), korean());
    assert!(session.command(write()).is_err(), "nothing was said");
    session.command(caption(&ids[..2], "환영식")).unwrap();
    session.command(write()).unwrap();
    assert_eq!(written(&mut session), "2 sidecars written");
    let sidecar = folder.join("IMG_0.jpg.xmp");
    assert!(std::fs::read_to_string(&sidecar).unwrap().contains("환영식"));
    assert!(!folder.join("IMG_2.jpg.xmp").exists());
    assert!(session.command(write()).is_err(), "the files say it all now");
    // Again, and another program was quicker at one of them.
    session.command(caption(&ids[..2], "환송")).unwrap();
    let theirs = std::fs::read_to_string(&sidecar).unwrap().replace("환영식", "Theirs");
    std::fs::write(&sidecar, &theirs).unwrap();
    session.command(write()).unwrap();
    assert_eq!(written(&mut session), "1 sidecar written; 1 not, see Problems");
    assert_eq!(std::fs::read_to_string(&sidecar).unwrap(), theirs);
    assert!(session.problems().iter().any(|problem| problem.message.contains("changed the sidecar")));
    // What it wrote is known now, and kept beside what the person says: that may be written.
    session.command(write()).unwrap();
    assert_eq!(written(&mut session), "1 sidecar written");
    assert!(std::fs::read_to_string(&sidecar).unwrap().contains("환송"));
}

/// Polls until something holds.
fn await_that(session: &mut Session, what: &str, holds: impl Fn(&Session) -> bool) {
    let begun = Instant::now();
    let rests = |session: &Session| session.sidecars().is_none() && session.scan().is_none();
    while !(holds(session) && rests(session)) {
        session.poll(Duration::from_millis(20));
        assert!(begun.elapsed() < Duration::from_secs(60), "waited in vain for: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
    settle(session);
}

#[test]
fn sidecars_in_step_follow_each_change_and_its_undo_and_never_overwrite_another_program() {
    let env = TestEnv::new();
    let folder = photos(&env);
    let mut first = session(&env);
    open(&mut first, &folder);
    let ids = in_order(&first);
    first.rest_before_sidecars(Duration::from_millis(30));
    let sidecar = folder.join("IMG_0.jpg.xmp");
    let says = |words: &str| std::fs::read_to_string(&sidecar).unwrap_or_default().contains(words);
    first.command(caption(&ids[..1], "하나")).unwrap();
    assert!(!first.keeps_in_step() && first.in_step_due().is_none(), "off unless it is asked for");
    first.command(Command::KeepInStep(true)).unwrap();
    first.command(caption(&ids[..1], "환영식")).unwrap();
    await_that(&mut first, "the sidecar", |_| says("환영식"));
    first.command(Command::EndTyping).unwrap();
    first.command(caption(&ids[..1], "환송")).unwrap();
    await_that(&mut first, "the change", |_| says("환송"));
    first.command(Command::Undo).unwrap();
    await_that(&mut first, "the undoing", |_| says("환영식"));
    // Another program was quicker: its words stay, and that is said once.
    let theirs = std::fs::read_to_string(&sidecar).unwrap().replace("환영식", "Theirs");
    std::fs::write(&sidecar, &theirs).unwrap();
    let told = |session: &Session| {
        session.problems().iter().filter(|problem| problem.message.contains("changed the sidecar")).count()
    };
    first.command(caption(&ids[..1], "셋")).unwrap();
    await_that(&mut first, "the refusal", |session| told(session) == 1);
    assert_eq!(first.take_written().as_deref(), Some("1 sidecar was not kept in step, see Problems"));
    first.command(caption(&ids[..2], "넷")).unwrap();
    let other = folder.join("IMG_1.jpg.xmp");
    await_that(&mut first, "the other one", |_| other.exists());
    assert_eq!((told(&first), first.take_written()), (1, None), "said once");
    assert_eq!(std::fs::read_to_string(&sidecar).unwrap(), theirs);
    // What is said last is written as the window closes, and the setting stays.
    first.rest_before_sidecars(Duration::from_secs(600));
    first.command(caption(&ids[1..2], "마지막")).unwrap();
    drop(first);
    assert!(std::fs::read_to_string(&other).unwrap().contains("마지막"));
    assert!(session(&env).keeps_in_step());
}

#[cfg(unix)]
#[test]
fn a_card_that_cannot_be_written_is_told_of_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = TestEnv::new();
    let folder = photos(&env);
    let mut session = session(&env);
    open(&mut session, &folder);
    let ids = in_order(&session);
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    let may_write_anywhere = std::fs::write(folder.join("probe"), "x").is_ok();
    if may_write_anywhere {
        println!("left out: this account may write into any folder");
        std::fs::remove_file(folder.join("probe")).unwrap();
    } else {
        session.rest_before_sidecars(Duration::from_millis(10));
        session.command(Command::KeepInStep(true)).unwrap();
        session.command(caption(&ids, "환영식")).unwrap();
        await_that(&mut session, "the refusal", |session| !session.problems().is_empty());
        session.command(caption(&ids, "환송")).unwrap();
        await_that(&mut session, "the second try", |session| {
            session.in_step_due().is_none() && session.sidecars().is_none()
        });
        assert_eq!(session.problems().len(), 1);
        assert!(session.keeps_in_step());
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}
