//! Devices, kinds and times of photos in the window, worked by the names that screen readers know and by keyboard alone.

use std::time::{Duration, Instant};

use attache::model::collection::Collection;
use attache::model::device::{DeviceFacts, DeviceId, Role};
use attache::model::made;
use attache::model::notes::{Field, Subject};
use attache::model::photo::{Photo, PhotoKind};
use attache::session::{Command, Revision, Session};
use attache::ui::app::App;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::support::env::TestEnv;
use super::support::photo_maker::TestPhoto;
use super::ui::{Window, builder, frame};

fn window_of(photos: Vec<Photo>) -> Window {
    let mut session = Session::in_memory(|| {}).unwrap();
    session.insert(photos);
    let mut window = builder([1400.0, 1100.0]).build_ui_state(frame, App::new(session, None));
    window.run_steps(3);
    window
}

fn collection(window: &Window) -> &Collection {
    window.state().session.collection()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_steps(3);
}

fn click_photo(window: &mut Window, n: usize, modifiers: Modifiers) {
    window.get_by_label_contains(&format!("IMG_{n:04}.JPG, ")).click_modifiers(modifiers);
    window.run_steps(3);
}

/// Goes on with the Tab key until what has the keyboard has a name that begins so.
fn tab_to(window: &mut Window, label: &str) {
    for n in 0.. {
        assert!(n < 120, "Tab never came to {label}");
        press(window, Modifiers::NONE, Key::Tab);
        let there = window.query_all_by(|node| {
            node.is_focused() && node.label().is_some_and(|found| found.starts_with(label))
        });
        if there.count() == 1 {
            return;
        }
    }
}

fn kind(window: &Window, n: usize) -> PhotoKind {
    let collection = collection(window);
    collection.notes().kind(collection.photo(made::id(n)).unwrap())
}

#[test]
fn a_kind_is_told_chosen_for_several_photos_and_taken_back() {
    let front = |n| Photo {
        kind: PhotoKind::Selfie,
        kind_evidence: vec!["the lens is \"iPhone 15 front camera\"".into()],
        ..made::photo(n)
    };
    let mut window = window_of(vec![front(0), made::photo(1), made::photo(2)]);
    click_photo(&mut window, 0, Modifiers::NONE);
    window.get_by_label("The lens is \"iPhone 15 front camera\"");
    click_photo(&mut window, 1, Modifiers::COMMAND);
    click(&mut window, "Kind: These photos differ");
    click(&mut window, "Screenshot");
    assert_eq!((kind(&window, 0), kind(&window, 1)), (PhotoKind::Screenshot, PhotoKind::Screenshot));
    assert_eq!(window.query_all_by_label_contains(", screenshot,").count(), 2, "screen readers hear it");
    assert_eq!(window.state().session.undo_name(), Some("kind of 2 photos"));
    // Only what is asked for is shown.
    click(&mut window, "Filter");
    click(&mut window, "Only screenshots");
    assert_eq!(window.state().state.sheet.shown.order.len(), 2);
    click(&mut window, "Show all");
    press(&mut window, Modifiers::NONE, Key::Escape);
    click_photo(&mut window, 0, Modifiers::NONE);
    window.get_by_label_contains("The file says selfie");
    click(&mut window, "Kind: Screenshot");
    click(&mut window, "As the file says");
    assert_eq!((kind(&window, 0), kind(&window, 1)), (PhotoKind::Selfie, PhotoKind::Screenshot));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!((kind(&window, 0), kind(&window, 1)), (PhotoKind::Selfie, PhotoKind::Unknown));
}

#[test]
fn a_kind_is_chosen_by_keyboard_and_in_the_menu_of_photos() {
    let mut window = window_of((0..3).map(made::photo).collect());
    click_photo(&mut window, 1, Modifiers::NONE);
    tab_to(&mut window, "Kind: ");
    press(&mut window, Modifiers::NONE, Key::Enter);
    tab_to(&mut window, "Event photo");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(kind(&window, 1), PhotoKind::Event);
    window.get_by_label_contains("IMG_0002.JPG, ").click_secondary();
    window.run_steps(3);
    window.get_by_label("Kind").hover();
    window.run_steps(3);
    window.get_by_label("Kind").click();
    window.run_steps(3);
    window.get_by_label("Document").click();
    window.run_steps(3);
    assert_eq!(kind(&window, 2), PhotoKind::Document);
}

/// Photos of a phone that calls itself by its model code and by its name, by turns, and of a camera with a serial number.
fn of_three() -> Vec<Photo> {
    (0..30)
        .map(|n| {
            let (make, model, serial) = match n % 3 {
                0 => ("Xiaomi", "23113RKC6C", None),
                1 => ("Xiaomi", "Redmi K70", None),
                _ => ("Canon", "Canon EOS R5", Some("082024001337".to_owned())),
            };
            let device = DeviceFacts {
                make: Some(make.into()),
                model: Some(model.into()),
                serial,
                ..Default::default()
            };
            Photo { device, ..made::photo(n) }
        })
        .collect()
}

fn device(window: &Window, name: &str) -> DeviceId {
    let found = collection(window).devices().iter().find(|d| d.facts.model.as_deref() == Some(name));
    found.unwrap().id.clone()
}

fn open_device(window: &mut Window, row: &str) {
    click(window, "Unfold Devices");
    window.get_by_label_contains(row).click();
    window.run_steps(3);
}

fn type_into(window: &mut Window, field: &str, words: &str) {
    window.get_by_label(field).focus();
    window.run_steps(2);
    window.get_by_label(field).type_text(words);
    window.run_steps(3);
}

#[test]
fn a_device_is_named_and_gives_its_photos_their_byline() {
    let mut window = window_of(of_three());
    open_device(&mut window, "Canon EOS R5 · …1337, ");
    assert_eq!(window.state().state.sheet.shown.order.len(), 10);
    window.get_by_label("Serial number: 082024001337");
    type_into(&mut window, "Name", "공보실 카메라");
    window.get_by_label_contains("공보실 카메라, 10 photos, Make: Canon");
    assert_eq!(window.state().session.undo_name(), Some("name of Canon EOS R5"));
    type_into(&mut window, "Owner", "Daro Venn");
    type_into(&mut window, "Byline of its photos", "Ilse Maren");
    click(&mut window, "Role: Not known");
    click(&mut window, "Official photographers");
    let camera = device(&window, "Canon EOS R5");
    let photo = collection(&window).photo(made::id(2)).unwrap();
    assert_eq!(collection(&window).notes().photo_line(photo, Field::Creator).as_deref(), Some("Ilse Maren"));
    assert_eq!(collection(&window).notes().role(&camera), Role::Official);
    // It is found by the name that a person gave it, and by its owner.
    for words in ["공보실", "venn"] {
        press(&mut window, Modifiers::COMMAND, Key::F);
        press(&mut window, Modifiers::COMMAND, Key::A);
        window.get_by_label("Search").type_text(words);
        window.run_steps(4);
        assert_eq!(window.state().state.sheet.shown.order.len(), 10, "{words}");
    }
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::Delete);
    press(&mut window, Modifiers::NONE, Key::Tab);
    // A photo names it, and leads back to it.
    click_photo(&mut window, 5, Modifiers::NONE);
    window.get_by_label("Show this device");
    assert_eq!(window.state().session.undo_name(), Some("role of 공보실 카메라"));
    for _ in 0..4 {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(collection(&window).device_name(&camera), "Canon EOS R5");
    click(&mut window, "Show this device");
    window.get_by_label("Role: Not known");
    window.get_by_label("Name");
}

#[test]
fn a_byline_that_is_cleared_leaves_what_the_file_says() {
    let mut photos = of_three();
    photos[2].embedded.creator = vec!["The file".into()];
    let mut window = window_of(photos);
    open_device(&mut window, "Canon EOS R5 · …1337, ");
    let line = |window: &Window| {
        let photo = collection(window).photo(made::id(2)).unwrap();
        collection(window).notes().photo_line(photo, Field::Creator)
    };
    type_into(&mut window, "Byline of its photos", "x");
    assert_eq!(line(&window).as_deref(), Some("x"));
    press(&mut window, Modifiers::NONE, Key::Backspace);
    assert_eq!(line(&window).as_deref(), Some("The file"));
}

#[test]
fn two_names_of_one_body_are_offered_joined_separated_and_refused() {
    let mut window = window_of(of_three());
    open_device(&mut window, "Xiaomi 23113RKC6C, ");
    let (code, name) = (device(&window, "23113RKC6C"), device(&window, "Redmi K70"));
    window.get_by_label("Probably the same body as Xiaomi Redmi K70");
    window.get_by_label_contains("Their photos take turns, ");
    click(&mut window, "Join with Xiaomi Redmi K70");
    assert_eq!(collection(&window).devices().len(), 2);
    // The inspector goes along to the one that stays.
    assert_eq!(window.state().state.heading, Some(Subject::Device(name.clone())));
    assert_eq!(window.state().state.sheet.shown.order.len(), 20);
    // Both are found by the name that stays.
    window.state_mut().state.filter.search = "redmi".into();
    window.run_steps(3);
    assert_eq!(window.state().state.sheet.shown.order.len(), 20);
    window.state_mut().state.filter.search.clear();
    window.run_steps(3);
    click(&mut window, "Separate Xiaomi 23113RKC6C");
    assert_eq!(collection(&window).devices().len(), 3);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(collection(&window).devices().len(), 2);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(collection(&window).devices().len(), 3);
    // By keyboard: they are two, and it is not offered again.
    tab_to(&mut window, "Xiaomi 23113RKC6C is another body");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(collection(&window).notes().refuses_join(&code, &name));
    assert!(window.query_by_label_contains("Probably the same body").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    window.get_by_label_contains("Probably the same body");
}

fn taken(window: &Window, n: usize) -> String {
    let collection = collection(window);
    collection.captured(collection.photo(made::id(n)).unwrap()).unwrap().civil().to_string()
}

#[test]
fn photos_of_other_devices_at_the_same_moment_stand_beside_a_selfie() {
    let mut photos = of_three();
    photos[0].kind = PhotoKind::Selfie;
    photos[6].kind = PhotoKind::Selfie;
    // The camera took the selfie being taken, twelve seconds after it.
    let at = photos[0].captured.as_ref().unwrap().best.civil;
    photos[2].captured.as_mut().unwrap().best.civil =
        at.checked_add(jiff::SignedDuration::from_secs(12)).unwrap();
    let mut window = window_of(photos);
    click_photo(&mut window, 6, Modifiers::NONE);
    window.get_by_label("No other device took a photo within a minute of this one");
    click_photo(&mut window, 4, Modifiers::NONE);
    assert!(window.query_by_label_contains("At the same moment").is_none(), "neither selfie nor company");
    // Also where only the phone's photos are shown, and by keyboard.
    open_device(&mut window, "Xiaomi 23113RKC6C, ");
    click_photo(&mut window, 0, Modifiers::NONE);
    let beside = "At the same moment: IMG_0002.JPG, 12 s later, Canon EOS R5";
    tab_to(&mut window, beside);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let state = &window.state().state;
    assert_eq!(state.selection.lead(), Some(made::id(2)));
    assert!(state.sheet.shown.order.position(made::id(2)).is_some(), "what hid it made way");
    window.get_by_label("At the same moment: IMG_0000.JPG, 12 s before, Xiaomi 23113RKC6C").click();
    window.run_steps(3);
    assert_eq!(window.state().state.selection.lead(), Some(made::id(0)));
}

#[test]
fn the_time_of_photos_is_typed_refused_with_reasons_and_taken_back() {
    let mut window = window_of(of_three());
    click_photo(&mut window, 0, Modifiers::NONE);
    click_photo(&mut window, 1, Modifiers::COMMAND);
    press(&mut window, Modifiers::COMMAND, Key::T);
    window.get_by_label_contains("All 2 photos get this one time");
    for (typed, why) in [
        ("2026-02-30 10:00", "The calendar has no such day"),
        ("2026-01-05 24:00", "A day has the hours"),
        ("soon", "Write numbers only"),
    ] {
        press(&mut window, Modifiers::COMMAND, Key::A);
        window.get_by_label("Date and time").type_text(typed);
        window.run_steps(2);
        press(&mut window, Modifiers::NONE, Key::Enter);
        window.get_by_label_contains(why);
        window.get_by_label("Date and time").focus();
        window.run_steps(2);
    }
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label("Date and time").type_text("2026-01-05 08:20:30");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Tab);
    window.get_by_label("Offset from UTC").type_text("+25:00");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label_contains("No clock on Earth");
    window.get_by_label("Offset from UTC").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label("Offset from UTC").type_text("+9");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.state().state.overlay.is_none());
    assert_eq!([taken(&window, 0), taken(&window, 1)], ["2026-01-05T08:20:30", "2026-01-05T08:20:30"]);
    assert_eq!(window.state().session.undo_name(), Some("time of 2 photos"));
    click_photo(&mut window, 0, Modifiers::NONE);
    window.get_by_label("Monday, 5 January 2026, 08:20:30 UTC+09:00");
    // The menu leads to the same, and back to the file.
    window.get_by_label_contains("IMG_0000.JPG, ").click_secondary();
    window.run_steps(3);
    click(&mut window, "Set time…");
    click(&mut window, "As the file says");
    assert_eq!([taken(&window, 0), taken(&window, 1)], ["2026-01-05T09:00:00", "2026-01-05T08:20:30"]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!([taken(&window, 0), taken(&window, 1)], ["2026-01-05T09:00:00", "2026-01-05T09:10:00"]);
}

#[test]
fn a_clock_in_a_picture_opens_the_desk_with_what_follows_from_it() {
    let mut window = window_of(of_three());
    click_photo(&mut window, 2, Modifiers::NONE);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.get_by_label_contains("Read the clock that is seen in IMG_0002.JPG. The camera says 09:20:00");
    window.get_by_label("Time that the clock shows").type_text("half past ten");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label_contains("Say what the clock shows");
    window.get_by_label("Time that the clock shows").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label("Time that the clock shows").type_text("10:20:00");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.state().state.clocks.open && window.state().state.overlay.is_none());
    assert_eq!(taken(&window, 2), "2026-01-05T09:20:00", "nothing moves before it is accepted");
    window.get_by_label("Clock of Canon EOS R5, 9 photos, seems 1 h behind");
    click(&mut window, "Accept the correction of Canon EOS R5");
    assert_eq!([taken(&window, 2), taken(&window, 5)], ["2026-01-05T10:20:00", "2026-01-05T10:50:00"]);
}

#[test]
fn a_photo_of_no_known_device_sets_no_clock_and_says_why() {
    let mut photos = of_three();
    photos[0].device = DeviceFacts::default();
    let mut window = window_of(photos);
    click_photo(&mut window, 0, Modifiers::NONE);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.get_by_label_contains("This file does not say which device took it");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().state.overlay.is_none());
}

#[test]
fn what_is_said_of_a_device_is_there_in_the_next_visit() {
    let env = TestEnv::new();
    let write = |folder: &str, n: u32, taken: &str, model: &str, serial: &str| {
        let photo = TestPhoto::new().size(32, 24).seed(n).taken(taken, None).device("Xiaomi", model);
        let photo = if serial.is_empty() { photo } else { photo.serial(serial) };
        std::fs::create_dir_all(env.photos().join(folder)).unwrap();
        photo.write(env.photos().join(folder).join(format!("IMG_{n:04}.JPG")));
    };
    let opened = |folder: &str| {
        let mut session = Session::open(Some(&env.library()), || {}).unwrap();
        session.command(Command::Open(vec![env.photos().join(folder)])).unwrap();
        let begun = Instant::now();
        while session.scan().is_some() {
            assert!(begun.elapsed() < Duration::from_secs(20), "the folder is not read");
            session.poll(Duration::from_millis(20));
        }
        session
    };
    for (n, model) in ["23113RKC6C", "Redmi K70"].into_iter().cycle().take(6).enumerate() {
        let serial = if model == "Redmi K70" { "K70-1337" } else { "" };
        write("first", n as u32, &format!("2026-01-05 09:{n:02}:00"), model, serial);
    }
    // The next visit: the same phone, and another of its model.
    write("second", 10, "2026-03-01 09:00:00", "Redmi K70", "K70-1337");
    write("second", 11, "2026-03-01 09:01:00", "Redmi K70", "K70-7777");
    write("second", 12, "2026-03-01 09:02:00", "23113RKC6C", "");
    let id_of = |session: &Session, serial: Option<&str>| {
        let devices = session.collection().devices();
        devices.iter().find(|device| device.facts.serial.as_deref() == serial).unwrap().id.clone()
    };
    let (phone, code) = {
        let mut session = opened("first");
        let (phone, code) = (id_of(&session, Some("K70-1337")), id_of(&session, None));
        let say = |field, text: &str| {
            let subjects = vec![Subject::Device(phone.clone())];
            Command::Revise(Revision::SetText { subjects, field, lang: None, text: text.to_owned() })
        };
        session.command(say(Field::DeviceName, "선물 받은 전화기")).unwrap();
        session.command(Command::EndTyping).unwrap();
        session.command(say(Field::Role, Role::Gift.code())).unwrap();
        let refusal = Revision::RefuseJoin { device: code.clone(), other: phone.clone() };
        session.command(Command::Revise(refusal)).unwrap();
        session.flush();
        (phone, code)
    };
    let session = opened("second");
    let collection = session.collection();
    assert_eq!(collection.device_name(&phone), "선물 받은 전화기");
    assert_eq!(collection.notes().role(&phone), Role::Gift);
    assert_eq!(collection.device_name(&id_of(&session, Some("K70-7777"))), "Xiaomi Redmi K70");
    assert!(collection.notes().refuses_join(&phone, &code), "a refusal is remembered, too");
    assert_eq!(collection.notes().role(&code), Role::Unknown);
}
