//! Devices, kinds and times of photos in the window, worked by the names that screen readers know and by keyboard alone.

use attache::model::collection::Collection;
use attache::model::made;
use attache::model::photo::{Photo, PhotoKind};
use attache::session::Session;
use attache::ui::app::App;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

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
