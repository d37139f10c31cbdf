//! The clock desk in the window, worked by the names that screen readers know and by keyboard alone.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use attache::model::clock::correction::ClockCorrection;
use attache::model::clock::words;
use attache::model::device::{DeviceFacts, DeviceId};
use attache::model::made;
use attache::model::photo::Photo;
use attache::model::time::{OffsetSource, TimeClaim, TimeSource};
use attache::session::{Command, Revision, Session};
use attache::ui::app::App;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use jiff::tz::{Offset, offset};

use super::support::env::{TestEnv, sample};
use super::support::photo_maker::TestPhoto;
use super::ui::{Window, builder, frame};

/// Twelve photos of a phone whose clock is right, and twelve of a camera that is an hour ahead by GPS.
fn photos() -> Vec<Photo> {
    (0..24)
        .map(|n| {
            let wrong = n % 2 == 1;
            let (make, model) = if wrong { ("SONY", "ILCE-9M3") } else { ("Google", "Pixel 9") };
            let device =
                DeviceFacts { make: Some(make.into()), model: Some(model.into()), ..Default::default() };
            let mut photo = Photo { device, zone: Some("Asia/Shanghai".into()), ..made::photo(n) };
            if let Some(captured) = &mut photo.captured {
                let right = captured.best.civil;
                let utc = right.checked_sub(SignedDuration::from_hours(8)).unwrap();
                captured.best.civil = right.checked_add(SignedDuration::from_hours(wrong.into())).unwrap();
                (captured.best.offset, captured.best.offset_source) =
                    (Some(offset(8)), Some(OffsetSource::ExifOffset));
                captured.others.push(TimeClaim {
                    source: TimeSource::Gps,
                    civil: utc,
                    offset: Some(Offset::UTC),
                    offset_source: Some(OffsetSource::Utc),
                    uncertainty_secs: 1,
                });
            }
            photo
        })
        .collect()
}

fn window() -> Window {
    let mut session = Session::in_memory(|| {}).unwrap();
    session.insert(photos());
    let mut window = builder([1400.0, 860.0]).build_ui_state(frame, App::new(session, None));
    window.run_steps(3);
    window
}

fn sony() -> DeviceId {
    photos()[1].device.id().unwrap()
}

fn standing(window: &Window) -> Vec<ClockCorrection> {
    window.state().session.collection().notes().corrections(&sony()).to_vec()
}

/// When the first photo of the camera was taken, as it stands.
fn first_time(window: &Window) -> DateTime {
    let collection = window.state().session.collection();
    collection.captured(collection.photo(made::id(1)).unwrap()).unwrap().civil()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

#[test]
fn a_wrong_clock_is_pointed_out_and_set_right_with_two_clicks() {
    let mut window = window();
    let before = first_time(&window);
    window.get_by_label("Unfold Devices").click();
    window.run_steps(3);
    window.get_by_label_contains("Serial number: not known, its clock seems 1 h ahead");
    window.get_by_label("1 clock seems wrong").click();
    window.run_steps(3);
    window.get_by_label("Clock of Sony ILCE-9M3, 10 photos, seems 1 h ahead");
    window.get_by_label("Accept the correction of Sony ILCE-9M3").click();
    window.run_steps(3);
    assert_eq!(before.duration_since(first_time(&window)), SignedDuration::from_hours(1));
    assert!(window.query_by_label("1 clock seems wrong").is_none(), "nothing is wrong any more");
    window.get_by_label("Clock of Sony ILCE-9M3, 10 photos · set \u{2212}1 h");
    // It is undone by its name, and done again.
    assert_eq!(window.state().session.undo_name(), Some("clock of Sony ILCE-9M3"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!((first_time(&window), standing(&window)), (before, Vec::new()));
    window.get_by_label("Clock of Sony ILCE-9M3, 10 photos, seems 1 h ahead");
}

#[test]
fn a_lane_is_pulled_and_lets_go_at_a_quarter_of_an_hour() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::T);
    let before = first_time(&window);
    let lane = window.get_by_label_contains("Clock of Sony").rect();
    let from = lane.center();
    // A quarter of an hour is some 38 points; a little beside it is let go.
    window.drag_at(from);
    window.run_steps(2);
    for step in 1..=6 {
        window.hover_at(from - egui::vec2(6.0 * step as f32, 0.0));
        window.run_steps(1);
    }
    window.drop_at(from - egui::vec2(36.0, 0.0));
    window.run_steps(3);
    let moved = first_time(&window).duration_since(before).as_secs();
    assert!(moved < 0 && moved % 900 == 0, "moved by {moved} s");
    assert_eq!(standing(&window)[0].shift_secs, moved);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(first_time(&window), before);
}

#[test]
fn a_correction_is_typed_and_what_is_no_time_is_refused_with_words() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::T);
    let before = first_time(&window);
    let field = "Correction of Sony ILCE-9M3";
    for (typed, shift) in [("-0:59:58", -3_598), ("+7:30", 27_000)] {
        window.get_by_label(field).focus();
        window.run_steps(2);
        press(&mut window, Modifiers::COMMAND, Key::A);
        window.get_by_label(field).type_text(typed);
        window.run_steps(2);
        press(&mut window, Modifiers::NONE, Key::Enter);
        assert_eq!(first_time(&window).duration_since(before).as_secs(), shift, "{typed}");
    }
    window.get_by_label(field).focus();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label(field).type_text("an hour or so");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label_contains("Say by how much");
    assert_eq!(standing(&window)[0].shift_secs, 27_000, "nothing moved");
}

#[test]
fn the_desk_is_worked_by_keyboard_alone() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::T);
    let before = first_time(&window);
    for n in 0.. {
        assert!(n < 80, "Tab never came to the lane");
        press(&mut window, Modifiers::NONE, Key::Tab);
        if window
            .query_all_by(|node| {
                node.is_focused() && node.label().is_some_and(|l| l.starts_with("Clock of Sony"))
            })
            .count()
            == 1
        {
            break;
        }
    }
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(first_time(&window).duration_since(before).as_secs(), -60);
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(first_time(&window).duration_since(before).as_secs(), 3_540);
    // Back to what the clock showed, then what is proposed.
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(first_time(&window), before);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(first_time(&window).duration_since(before).as_secs(), -3_600);
    press(&mut window, Modifiers::NONE, Key::T);
    assert!(window.query_by_label_contains("Clock of Sony").is_none(), "closed again");
}

#[test]
fn what_is_dismissed_is_not_said_again() {
    let mut window = window();
    press(&mut window, Modifiers::NONE, Key::T);
    window.get_by_label("Dismiss what is proposed for Sony ILCE-9M3").click();
    window.run_steps(3);
    assert!(window.state().session.collection().proposals().is_empty());
    window.get_by_label("Clock of Sony ILCE-9M3, 10 photos");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().session.collection().proposals().len(), 1);
}

#[test]
fn two_cameras_that_saw_the_same_scenes_show_which_clock_is_wrong() {
    let mut session = Session::in_memory(|| {}).unwrap();
    session.command(Command::Open(vec![sample()])).unwrap();
    let begun = Instant::now();
    while session.collection().proposals().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "no clock was found wrong");
        session.poll(Duration::from_millis(20));
        std::thread::sleep(Duration::from_millis(5));
    }
    // The delegation's camera stayed on the time of home, an hour behind its host's; nothing in its files says so.
    let collection = session.collection();
    let [one] = collection.proposals() else { panic!("{:?}", collection.proposals()) };
    assert_eq!(collection.device_name(&one.device), "Sony ILCE-9M3");
    assert_eq!((one.correction.shift_secs, one.is_sure, one.n_photos), (3_600, true, 13));
    let words = words::evidence(&one.evidence[0], collection);
    assert!(words.starts_with("3 scenes that Canon EOS R5m2 saw as well"), "{words}");
    // Once it is accepted, every photo lies in the time that its maker meant.
    let accept = Revision::CorrectClock { device: one.device.clone(), correction: one.correction.clone() };
    session.command(Command::Revise(accept)).unwrap();
    assert!(session.collection().proposals().is_empty());
    let truth = std::fs::read_to_string(sample().join("TRUTH.tsv")).unwrap();
    let mut n_compared = 0;
    for row in truth.lines().skip(1).filter(|row| row.starts_with("camera-delegation/")) {
        let fields: Vec<&str> = row.split('\t').collect();
        let collection = session.collection();
        let photo =
            collection.at_path(&sample().join(fields[0])).and_then(|id| collection.photo(id)).unwrap();
        let time = collection.captured(photo).unwrap();
        let utc = time.civil().checked_sub(SignedDuration::from_hours(13)).unwrap();
        assert_eq!(format!("{utc}Z"), fields[2], "{row}");
        // An offset that nobody can know for sure is left out, or is the right one.
        assert!(time.best.offset.is_none_or(|of| of == offset(13)), "{row}: {time:?}");
        n_compared += 1;
    }
    assert_eq!(n_compared, 13);
}

#[test]
fn a_device_tells_of_its_clock_and_leads_to_the_desk() {
    let mut window = window();
    window.get_by_label("Unfold Devices").click();
    window.run_steps(3);
    window.get_by_label_contains("Sony ILCE-9M3, 12 photos").click();
    window.run_steps(3);
    window.get_by_label("Seems 1 h ahead");
    window.get_by_label("Show its clock").click();
    window.run_steps(3);
    window.get_by_label("Clock of Sony ILCE-9M3, 10 photos, seems 1 h ahead");
    let before = first_time(&window);
    press(&mut window, Modifiers::NONE, Key::T);
    window.get_by_label("Set it right").click();
    window.run_steps(3);
    assert_eq!(before.duration_since(first_time(&window)), SignedDuration::from_hours(1));
    window.get_by_label("Set right by a person");
    assert!(window.query_by_label_contains("its clock seems").is_none());
}

/// Every file of a folder with its bytes.
fn bytes_of(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn opened(env: &TestEnv) -> Session {
    let mut session = Session::open(Some(&env.library()), || {}).unwrap();
    session.command(Command::Open(vec![env.photos()])).unwrap();
    let begun = Instant::now();
    while session.scan().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the folder is not read");
        session.poll(Duration::from_millis(20));
        std::thread::sleep(Duration::from_millis(2));
    }
    session
}

#[test]
fn a_correction_is_kept_follows_new_photos_and_changes_no_file() {
    let env = TestEnv::new();
    let write = |n: u32, taken: &str| {
        let photo = TestPhoto::new().size(32, 24).seed(n).taken(taken, None).device("Canon", "Canon EOS R5");
        photo.serial("0123").write(env.photos().join(format!("IMG_{n:04}.JPG")));
    };
    write(1, "2026-01-05 09:00:00");
    write(2, "2026-01-05 10:00:00");
    let before = bytes_of(&env.photos());
    let device = {
        let mut session = opened(&env);
        let device = session.collection().devices()[0].id.clone();
        let correction = ClockCorrection {
            from: Some(date(2026, 1, 5).at(0, 0, 0, 0)),
            to: Some(date(2026, 1, 6).at(0, 0, 0, 0)),
            shift_secs: 5_400,
            offset: Some(offset(8)),
        };
        let revision = Revision::CorrectClock { device: device.clone(), correction };
        session.command(Command::Revise(revision)).unwrap();
        session.flush();
        device
    };
    assert_eq!(bytes_of(&env.photos()), before, "no original is touched, and nothing is put beside it");
    // A card is read in later: within the stretch it follows, beyond it does not.
    write(3, "2026-01-05 20:00:00");
    write(4, "2026-01-06 08:00:00");
    let mut session = opened(&env);
    let times = |session: &Session| -> Vec<String> {
        let collection = session.collection();
        let mut photos: Vec<_> = collection.photos().collect();
        photos.sort_by(|a, b| a.original.path.cmp(&b.original.path));
        photos.iter().map(|photo| collection.captured(photo).unwrap().civil().to_string()).collect()
    };
    let want = ["2026-01-05T10:30:00", "2026-01-05T11:30:00", "2026-01-05T21:30:00", "2026-01-06T08:00:00"];
    assert_eq!(times(&session), want);
    session.command(Command::Rescan).unwrap();
    while session.scan().is_some() {
        session.poll(Duration::from_millis(20));
    }
    assert_eq!(times(&session), want, "kept through a rescan");
    session.command(Command::Revise(Revision::UncorrectClock(device))).unwrap();
    assert_eq!(times(&session)[0], "2026-01-05T09:00:00");
    // A picture of a clock: of a device that is not known it is refused with the reason.
    let unknown = TestPhoto::new().size(32, 24).seed(9).taken("2026-01-05 12:00:00", None);
    unknown.write(env.photos().join("unknown.jpg"));
    drop(session);
    let mut session = opened(&env);
    let photo = session.collection().at_path(&env.photos().join("unknown.jpg")).unwrap();
    let shown = Some(date(2026, 1, 5).at(12, 5, 10, 0));
    let refused = session.command(Command::Revise(Revision::SetShownTime { photo, shown })).unwrap_err();
    assert!(refused.0.contains("does not say which device"), "{refused}");
}
