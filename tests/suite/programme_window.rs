//! Programmes in the window: the preview before anything is taken over.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use attache::model::made;
use attache::model::notes::{Field, Subject};
use attache::model::photo::PhotoId;
use attache::model::programme::section_of;
use attache::model::text::LangTag;
use attache::session::{Command, Revision, Session};
use attache::ui::actions::Action;
use attache::ui::app::App;
use attache::ui::ask::Ask;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::support::env::{TestEnv, sample};
use super::ui::{
    Dropped, Window, builder, click, empty_session, frame, has_graphics, options, press, until, window_of,
};

/// A table of one day, and what is in it.
pub const TABLE: &str = "\u{feff}날짜,시작,종료,제목(국문),Title (en),장소,비고
2026-01-05,09:00,10:00,공식 환영식,Official welcome,청와대,-
2026-01-05,10:00,11:30,정상회담,Summit talks,Great Hall,-
2026-01-05,12:00,13:30,오찬,Luncheon,,-
2026-01-05,18:00,20:00,국빈 만찬,State banquet,,-
";

/// A session with so many made-up photos of 5 January 2026, from nine o'clock, every ten minutes.
pub fn day(n: usize) -> Session {
    let mut session = empty_session();
    session.insert((0..n).map(made::photo).collect());
    session
}

pub fn write(env: &TestEnv, name: &str, text: &str) -> PathBuf {
    let path = env.path(name);
    std::fs::write(&path, text).unwrap();
    path
}

pub fn drop_file(window: &mut Window, path: PathBuf) {
    window.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    window.step();
}

/// Drops a programme on the window and waits until what it would do is known.
pub fn offer(window: &mut Window, path: PathBuf) {
    drop_file(window, path);
    until(window, "the programme", |window| {
        let offer = window.state().session.offer();
        offer.is_some_and(|offer| offer.effect.is_some() || offer.reading.is_err())
    });
}

pub fn n_programmes(window: &Window) -> usize {
    window.state().session.collection().notes().programmes().len()
}

pub fn section_id(window: &Window, n: usize) -> String {
    let collection = window.state().session.collection();
    collection.whereabouts(made::id(n)).unwrap().1.id.as_str().to_owned()
}

#[test]
fn a_programme_is_shown_before_it_is_used_and_can_be_left() {
    let env = TestEnv::new();
    let table = write(&env, "visit.csv", TABLE);
    let mut window = window_of(day(30));
    window.run_steps(3);
    offer(&mut window, table.clone());
    window.get_by_label("Programme");
    window.get_by_label_contains("visit.csv");
    window.get_by_label_contains("비고 → not used");
    window.get_by_label_contains("제목(국문) → title (ko)");
    window.get_by_label("Monday, 5 January 2026, 4 items");
    window.get_by_label_contains("09:00–10:00, Official welcome, 공식 환영식, 청와대, ");
    window.get_by_label_contains("18:00–20:00, State banquet, 국빈 만찬, No picture");
    window.get_by_label_contains("one item has no picture");
    window.check_accessibility();
    assert_eq!(n_programmes(&window), 0);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Use this programme").is_none());
    assert_eq!((n_programmes(&window), window.state().session.undo_name()), (0, None));

    // A field that had the keyboard does not keep it.
    press(&mut window, Modifiers::COMMAND, Key::F);
    offer(&mut window, table.clone());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(n_programmes(&window), 1);
    press(&mut window, Modifiers::COMMAND, Key::Z);

    offer(&mut window, table.clone());
    click(&mut window, "Cancel");
    assert_eq!(n_programmes(&window), 0);
    assert!(window.query_by_label("Programme").is_none());

    offer(&mut window, table);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(n_programmes(&window), 1);
    window.get_by_label("Section Official welcome");
    window.get_by_label("Done: programme of 4 items");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_programmes(&window), 0);
}

#[test]
fn a_programme_that_cannot_be_read_says_where_and_what_to_do() {
    let env = TestEnv::new();
    let broken = TABLE.replace("12:00,13:30", "13:30,12:00");
    let mut window = window_of(day(12));
    window.run_steps(3);
    offer(&mut window, write(&env, "broken.csv", &broken));
    window.get_by_label("This programme cannot be used");
    window.get_by_label("broken.csv");
    let why = window.get_by_label_contains("line 4").value().unwrap_or_default();
    assert!(why.contains("ends") && why.contains("correct one of them"), "{why}");
    assert_eq!(n_programmes(&window), 0);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.query_by_label("This programme cannot be used").is_none());
    let problems = window.state().session.problems().iter();
    let kept = problems.filter(|problem| problem.kind == attache::model::problem::ProblemKind::Programme);
    assert_eq!(kept.count(), 1, "it can be looked up again");
}

#[test]
fn a_programme_read_again_shows_what_changed_and_keeps_what_people_did() {
    let env = TestEnv::new();
    let mut window = window_of(day(30));
    window.run_steps(3);
    offer(&mut window, write(&env, "visit.csv", TABLE));
    press(&mut window, Modifiers::NONE, Key::Enter);
    let uid = |window: &Window, title: &str| {
        let programme = &window.state().session.collection().notes().programmes()[0];
        let item = programme.items.iter().find(|item| item.title.get(&LangTag::en()) == Some(title));
        item.unwrap().uid.clone()
    };
    let banquet = section_of(&uid(&window, "State banquet"));
    let talks = section_of(&uid(&window, "Summit talks"));
    // A person names the talks, captions a photo, and puts the photo of 10:20 into the banquet.
    let visit = window.state().session.collection().grouping().visits[0].id.clone();
    let revise = |window: &mut Window, revision| {
        window.state_mut().session.command(Command::Revise(revision)).unwrap();
        window.run_steps(2);
    };
    let text = |subject: Subject, field, text: &str| Revision::SetText {
        subjects: vec![subject],
        field,
        lang: Some(LangTag::en()),
        text: text.to_owned(),
    };
    let named = Subject::Section(visit.clone(), talks.clone());
    revise(&mut window, text(named, Field::Title, "The talks"));
    revise(&mut window, text(Subject::Photo(made::id(7)), Field::Caption, "At the table"));
    let photos: Vec<PhotoId> = vec![made::id(8)];
    revise(
        &mut window,
        Revision::MovePhotos { photos, visit: visit.clone(), section: Some(banquet.clone()) },
    );

    let changed = TABLE
        .replace("10:00,11:30", "11:00,12:00")
        .replace("Luncheon", "Working luncheon")
        .replace("2026-01-05,18:00", "2026-01-05,15:00,16:00,휴식,Rest,,-\n2026-01-05,18:00");
    offer(&mut window, write(&env, "visit-2.csv", &changed));
    window.get_by_label("Programme, read again");
    window.get_by_label_contains("1 new, 1 moved in time, 1 renamed, 2 as before");
    window.get_by_label_contains("Moved, was 10:00–11:30");
    window.get_by_label_contains("Renamed, was “Luncheon”");
    window.get_by_label_contains("15:00–16:00, Rest, 휴식, New");
    assert!(window.query_by_label_contains("Official welcome, 공식 환영식").is_none(), "it has not changed");
    click(&mut window, "Show all items");
    window.get_by_label_contains("Official welcome, 공식 환영식");
    window.get_by_label_contains("The photo that you put into an item yourself stays there");
    let moved = window.state().session.offer().unwrap().effect.as_ref().unwrap().n_moved;
    assert!(moved > 0);
    window.get_by_label_contains(&format!("{moved} photos would leave their items"));
    click(&mut window, "Use the new programme");
    assert_eq!(n_programmes(&window), 1);
    assert_eq!(section_of(&uid(&window, "Summit talks")), talks, "it is the same item");
    let collection = window.state().session.collection();
    assert_eq!(section_id(&window, 8), banquet.as_str());
    let title = collection.section_title(&visit, collection.section(&visit, &talks).unwrap());
    assert_eq!(title.get(&LangTag::en()), Some("The talks"));
    let caption = collection.notes().texts(&Subject::Photo(made::id(7)), Field::Caption);
    assert_eq!(caption.get(&LangTag::en()), Some("At the table"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    let item = window.state().session.collection().notes().programmes()[0].items[1].clone();
    assert_eq!(item.start.civil.hour(), 10, "undo brings the old programme back");
    assert_eq!(section_id(&window, 8), banquet.as_str());
}

#[test]
fn a_programme_of_a_thousand_items_draws_only_what_is_seen() {
    let env = TestEnv::new();
    let mut table = "date,start,end,title,place\n".to_owned();
    for n in 0..1_000 {
        let (day, minute) = (1 + n / 250, n % 250 * 4);
        let time = |minute: usize| format!("{:02}:{:02}", 6 + minute / 60, minute % 60);
        table += &format!("2026-02-{day:02},{},{},Item {n},Hall\n", time(minute), time(minute + 4));
    }
    let mut window = window_of(day(12));
    window.run_steps(3);
    offer(&mut window, write(&env, "long.csv", &table));
    let n_rows = window.query_all_by_label_contains("Item ").count();
    assert!((4..40).contains(&n_rows), "{n_rows} rows are drawn");
    assert!(window.query_by_label_contains("Item 999").is_none());
    let frame = window.get_by_label_contains("Item 3,").rect().center();
    window.hover_at(frame);
    window.input_mut().events.push(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Page,
        delta: egui::vec2(0.0, -900.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    window.run_steps(60);
    window.get_by_label_contains("Item 999");
}

#[test]
fn the_preview_looks_as_it_should() {
    if !has_graphics() {
        return;
    }
    let mut session = empty_session();
    session.command(Command::Open(vec![sample()])).unwrap();
    let begun = Instant::now();
    while session.scan().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the sample is not read");
        session.poll(Duration::from_millis(10));
    }
    let mut window = builder([1000.0, 680.0]).wgpu().build_ui_state(frame, App::new(session, None));
    window.run_steps(3);
    offer(&mut window, sample().join("programme.ics"));
    until(&mut window, "thumbnails", |window| !window.state().textures.awaits_pictures());
    window.run_steps(4);
    window.snapshot_options("programme", &options());
    let ctx = window.ctx.clone();
    press(&mut window, Modifiers::NONE, Key::Enter);
    let text = std::fs::read_to_string(sample().join("programme.ics")).unwrap();
    let env = TestEnv::new();
    let changed = text
        .replace("20260313T093000", "20260313T100000")
        .replace("SUMMARY;LANGUAGE=en:Departure from Tavo", "SUMMARY;LANGUAGE=en:Farewell at Tavo");
    window.state_mut().carry_out(&ctx, Ask::Do(Action::Appearance));
    offer(&mut window, write(&env, "programme.ics", &changed));
    until(&mut window, "thumbnails", |window| !window.state().textures.awaits_pictures());
    window.run_steps(4);
    window.snapshot_options("programme_again", &options());
}
