//! The page of a visit: its days, what is missing, and what a person does about it.

use std::time::{Duration, Instant};

use attache::model::made;
use attache::model::notes::{Field, Key as NoteKey, Subject, Value};
use attache::model::photo::PhotoId;
use attache::model::text::LangTag;
use attache::model::visit::{SectionId, VisitId};
use attache::session::{Command, Revision};
use attache::ui::actions::Action;
use attache::ui::app::App;
use attache::ui::ask::Ask;
use attache::ui::sheet::data::Scope;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::programme_window::{TABLE, day, offer, section_id, write};
use super::support::env::{TestEnv, sample};
use super::ui::{
    Window, builder, chosen, click, click_photo, empty_session, frame, has_graphics, options, press,
    type_into, until, window_of,
};

/// A window on photos of one day with the programme of the table, its visit chosen.
fn planned(n: usize) -> (TestEnv, Window, VisitId) {
    let env = TestEnv::new();
    let mut window = window_of(day(n));
    window.run_steps(3);
    offer(&mut window, write(&env, "visit.csv", TABLE));
    press(&mut window, Modifiers::NONE, Key::Enter);
    let visit = window.state().session.collection().grouping().visits[0].id.clone();
    show(&mut window, &visit);
    (env, window, visit)
}

fn show(window: &mut Window, visit: &VisitId) {
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Show(Scope::Visit(visit.clone())));
    window.run_steps(4);
}

/// The section of the item with this title.
fn item(window: &Window, title: &str) -> SectionId {
    let programme = &window.state().session.collection().notes().programmes()[0];
    let item = programme.items.iter().find(|item| item.title.get(&LangTag::en()) == Some(title));
    item.unwrap().section()
}

/// Photos in the item with this title.
fn count(window: &Window, title: &str) -> usize {
    let collection = window.state().session.collection();
    let visit = &collection.grouping().visits[0].id;
    collection.section(visit, &item(window, title)).map_or(0, |section| section.photos.len())
}

fn drag(window: &mut Window, from: egui::Pos2, to: egui::Pos2) {
    window.hover_at(from);
    window.run_steps(2);
    window.drag_at(from);
    window.run_steps(2);
    window.hover_at(from + egui::vec2(14.0, 14.0));
    window.run_steps(2);
    window.hover_at(to);
    window.run_steps(2);
    window.drop_at(to);
    window.run_steps(3);
}

/// The sample visit with its programme in use, in a window of this size.
fn sample_window(size: [f32; 2], with_programme: bool) -> Window {
    let mut session = empty_session();
    session.command(Command::Open(vec![sample()])).unwrap();
    if with_programme {
        session.command(Command::Open(vec![sample().join("programme.ics")])).unwrap();
    }
    let begun = Instant::now();
    while session.scan().is_some() || (with_programme && session.offer().is_none()) {
        assert!(begun.elapsed() < Duration::from_secs(60), "the sample is not read");
        session.poll(Duration::from_millis(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    if with_programme {
        session.command(Command::UseProgramme).unwrap();
    }
    let visit = session.collection().grouping().visits[0].id.clone();
    let text = |field, text: &str| Revision::SetText {
        subjects: vec![Subject::Visit(visit.clone())],
        field,
        lang: Some(LangTag::en()),
        text: text.to_owned(),
    };
    if with_programme {
        session.command(Command::Revise(text(Field::Host, "President Ilse Maren"))).unwrap();
        session.command(Command::Revise(text(Field::Guest, "Prime Minister Daro Venn"))).unwrap();
        let cover = session.collection().grouping().visits[0].photos().nth(3).unwrap();
        session
            .command(Command::Revise(attache::ui::visit_page::page_ui::cover_revision(&visit, cover)))
            .unwrap();
    }
    let mut window = builder(size).wgpu().build_ui_state(frame, App::new(session, None));
    window.run_steps(3);
    show(&mut window, &visit);
    until(&mut window, "thumbnails", |window| {
        let app = window.state();
        let seen = app.state.sheet.work.n_cells;
        let first = app.state.sheet.shown.order.photos(0..seen);
        let there = first.iter().all(|photo| app.textures.any_thumbnail(*photo).is_some());
        seen > 0 && there && !app.textures.awaits_pictures()
    });
    window.run_steps(3);
    window
}

#[test]
fn the_page_says_what_is_missing_and_a_click_shows_it() {
    let (_env, mut window, visit) = planned(35);
    // From nine to four, every ten minutes; every tenth is undated.
    let n = count(&window, "Official welcome");
    assert!((6..9).contains(&n));
    window.get_by_label(&format!("Item Official welcome, 09:00–10:00, {n} photos"));
    window.get_by_label("Item State banquet, 18:00–20:00, no picture yet");
    window.get_by_label_contains("5 January 2026  ·  Beijing, China");
    window.check_accessibility();
    let all = window.state().state.sheet.shown.order.len();
    let in_items = ["Official welcome", "Summit talks", "Luncheon"].map(|title| {
        let section = item(&window, title);
        window.state().session.collection().section(&visit, &section).unwrap().photos.len()
    });
    let unplaced = all - in_items.iter().sum::<usize>();
    assert!(unplaced > 0);
    click(&mut window, &format!("{unplaced} pictures without an item"));
    let shown = window.state().state.sheet.shown.order.all().to_vec();
    assert_eq!(shown.len(), unplaced);
    let collection = window.state().session.collection();
    assert!(shown.iter().all(|photo| collection.whereabouts(*photo).unwrap().1.item.is_none()));
    click(&mut window, &format!("{unplaced} pictures without an item"));

    window.state_mut().session.command(Command::Revise(caption(made::id(0), "ko", "환영식"))).unwrap();
    window.run_steps(4);
    click(&mut window, &format!("{} lack a caption in ko", all - 1));
    assert_eq!(window.state().state.sheet.shown.order.len(), all - 1);
    click(&mut window, &format!("{} lack a caption in ko", all - 1));

    // Items without a picture: a row, a thin heading, and a hollow bar.
    window.get_by_label("State banquet, 18:00–20:00, no picture yet");
    click(&mut window, "Item State banquet, 18:00–20:00, no picture yet");
    window.get_by_label("Item without a picture State banquet, 18:00–20:00");
    click(&mut window, "1 item without a picture");
    assert!(window.query_by_label("State banquet, 18:00–20:00, no picture yet").is_none());
    assert!(window.query_by_label_contains("Item without a picture State").is_none());
    click(&mut window, "State banquet, 18:00–20:00, no picture yet".replace("State", "Item State").as_str());
    window.get_by_label("Item without a picture State banquet, 18:00–20:00");
}

#[test]
fn an_item_of_the_timeline_leads_to_its_photos_and_takes_others() {
    let (_env, mut window, visit) = planned(35);
    let luncheon = "Item Luncheon, 12:00–13:30, ";
    window.get_by_label_contains(luncheon).click();
    window.run_steps(3);
    let lunch = Subject::Section(visit.clone(), item(&window, "Luncheon"));
    assert_eq!(window.state().state.heading, Some(lunch));
    let first = window.get_by_label("Section Luncheon").rect();
    assert!(first.top() > window.get_by_label_contains(luncheon).rect().bottom());

    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::GoTo(made::id(0)));
    window.run_steps(4);
    let photo = window.get_by_label_contains("IMG_0000.JPG, ").rect().center();
    let banquet = window.get_by_label("Item State banquet, 18:00–20:00, no picture yet").rect().center();
    drag(&mut window, photo, banquet);
    assert_eq!(section_id(&window, 0), item(&window, "State banquet").as_str());
    window.get_by_label("Item State banquet, 18:00–20:00, 1 photo");
    let sections = &window.state().session.collection().visit(&visit).unwrap().sections;
    assert_eq!(
        sections.last().map(|s| &s.id),
        Some(&item(&window, "State banquet")),
        "it stays in the evening"
    );
    assert_eq!(window.state().session.undo_name(), Some("move of 1 photo"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(section_id(&window, 0), item(&window, "Official welcome").as_str());
    window.get_by_label("Item State banquet, 18:00–20:00, no picture yet");

    // On the thin heading, and on the row at the left.
    for target in
        ["Item without a picture State banquet, 18:00–20:00", "State banquet, 18:00–20:00, no picture yet"]
    {
        let hole = Subject::Section(visit.clone(), item(&window, "State banquet"));
        window.state_mut().carry_out(&ctx, Ask::Reveal(hole));
        window.run_steps(4);
        let seen = |photo: &egui_kittest::Node<'_>| (460.0..740.0).contains(&photo.rect().center().y);
        let photo = window.get_all_by_label_contains(".JPG, ").rfind(seen).unwrap();
        let n: usize = photo.accesskit_node().label().unwrap()[4..8].parse().unwrap();
        // Not in its middle, where the words on the last move still stand.
        let to = window.get_by_label(target).rect().left_center() + egui::vec2(30.0, 0.0);
        let from = photo.rect().center();
        drag(&mut window, from, to);
        assert_eq!(section_id(&window, n), item(&window, "State banquet").as_str(), "{target}");
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
}

#[test]
fn photos_are_said_to_belong_to_an_item_by_typing() {
    let (_env, mut window, _) = planned(35);
    click_photo(&mut window, 0, Modifiers::NONE);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    let photos = chosen(&window);
    assert_eq!(photos.len(), 2);
    press(&mut window, Modifiers::NONE, Key::G);
    window.get_by_label("These photos belong to…");
    window.get_by_label_contains("Belongs to Summit talks, 5 January 2026, 10:00–11:30");
    window.check_accessibility();
    // In any language.
    window.get_by_label("Find an item").type_text("만찬");
    window.run_steps(3);
    assert!(window.query_by_label_contains("Belongs to Summit talks").is_none());
    press(&mut window, Modifiers::NONE, Key::Enter);
    let banquet = item(&window, "State banquet");
    let collection = window.state().session.collection();
    assert!(photos.iter().all(|photo| collection.whereabouts(*photo).unwrap().1.id == banquet));
    assert!(window.query_by_label("These photos belong to…").is_none());
    assert_eq!(window.state().session.undo_name(), Some("move of 2 photos"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    let collection = window.state().session.collection();
    assert!(photos.iter().all(|photo| collection.whereabouts(*photo).unwrap().1.id != banquet));

    // From the menu, with the arrows; Escape leaves all as it is.
    window.get_by_label_contains("IMG_0002.JPG").click_secondary();
    window.run_steps(3);
    click(&mut window, "These belong to…");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_ne!(window.state().session.undo_name(), Some("move of 2 photos"));
    press(&mut window, Modifiers::NONE, Key::G);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(section_id(&window, 2), item(&window, "Summit talks").as_str());
}

#[test]
fn time_asks_about_photos_that_were_moved_and_is_answered() {
    let (env, mut window, visit) = planned(35);
    let banquet = item(&window, "State banquet");
    // A person says: those of 11:00 and 11:10 are of the banquet.
    let photos = vec![made::id(12), made::id(13)];
    let into = Revision::MovePhotos { photos: photos.clone(), visit, section: Some(banquet.clone()) };
    window.state_mut().session.command(Command::Revise(into)).unwrap();
    window.run_steps(4);
    let asked = "2 photos that you moved would lie in “Luncheon” by their time";
    assert!(window.query_by_label_contains("that you moved would lie").is_none());
    // The programme is read again: the luncheon began at eleven.
    let early = TABLE.replace("10:00,11:30", "10:00,10:50").replace("12:00,13:30", "11:00,13:30");
    offer(&mut window, write(&env, "visit-2.csv", &early));
    click(&mut window, "Use the new programme");
    window.run_steps(4);
    window.get_by_label(asked);
    assert!(
        photos.iter().all(|photo| {
            window.state().session.collection().whereabouts(*photo).unwrap().1.id == banquet
        })
    );
    click(&mut window, &format!("Show: {asked}"));
    assert_eq!(chosen(&window), photos);

    click(&mut window, &format!("Let time decide: {asked}"));
    assert_eq!(section_id(&window, 12), item(&window, "Luncheon").as_str());
    assert!(window.query_by_label(asked).is_none());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    assert_eq!(section_id(&window, 12), banquet.as_str());

    click(&mut window, &format!("Keep: {asked}"));
    window.run_steps(3);
    assert!(window.query_by_label(asked).is_none());
    assert_eq!(window.state().session.undo_name(), Some("keeping of 2 photos in place"));
    // Read once more: it is not asked again.
    offer(&mut window, write(&env, "visit-3.csv", &early.replace("Luncheon", "Working luncheon")));
    click(&mut window, "Use the new programme");
    window.run_steps(4);
    assert!(window.query_by_label_contains("that you moved would lie").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    window.run_steps(4);
    window.get_by_label(asked);
}

#[test]
fn title_host_guest_and_cover_are_set_on_the_page() {
    let (_env, mut window, visit) = planned(12);
    type_into(&mut window, "Guest (en)", "Prime Minister Venn");
    type_into(&mut window, "Host (en)", "President Maren");
    let subject = Subject::Visit(visit.clone());
    let said = |window: &Window, field, lang: Option<&str>| {
        let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
        let key = NoteKey { subject: subject.clone(), field, lang };
        window.state().session.collection().notes().get(&key).cloned()
    };
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    assert_eq!(said(&window, Field::Host, Some("en")), text("President Maren"));
    assert_eq!(said(&window, Field::Guest, Some("en")), text("Prime Minister Venn"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().session.undo_name(), Some("host of visit"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(said(&window, Field::Host, Some("en")), None);

    window.get_by_label_contains("IMG_0002.JPG").click_secondary();
    window.run_steps(3);
    click(&mut window, "Use as cover");
    assert_eq!(said(&window, Field::Cover, None), text(&made::id(2).hex()));
    window.get_by_label("Cover of the visit");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    let photo = window.get_by_label_contains("IMG_0003.JPG").rect().center();
    let cover = window.get_by_label("No cover yet").rect().center();
    drag(&mut window, photo, cover);
    assert_eq!(said(&window, Field::Cover, None), text(&made::id(3).hex()));

    press(&mut window, Modifiers::NONE, Key::V);
    assert!(window.query_by_label("Guest (en)").is_none());
    window.get_by_label_contains("Visit page of");
    click(&mut window, "Unfold the visit's page");
    window.get_by_label("Guest (en)");
}

#[test]
fn a_page_of_very_many_photos_is_laid_out_once() {
    let mut session = empty_session();
    session.command(Command::Revise(Revision::SetGapHours(8_760))).unwrap();
    session.insert((0..20_000).map(made::photo).collect());
    let mut window = window_of(session);
    window.run_steps(3);
    let visit = window.state().session.collection().grouping().visits[0].id.clone();
    assert!(window.state().session.collection().visit(&visit).unwrap().n_photos() > 17_000);
    show(&mut window, &visit);
    until(&mut window, "the counts", |window| {
        window.query_by_label_contains("lack a caption in ko").is_some()
    });
    let made = window.state().state.page.n_made;
    for n in 1..20 {
        window.state_mut().state.sheet.scroll_to = Some(f64::from(n) * 900.0);
        window.step();
    }
    assert_eq!(window.state().state.page.n_made, made, "scrolling lays nothing out anew");
    // A caption is counted a part at a time, and what was counted last stays meanwhile.
    window.state_mut().session.command(Command::Revise(caption(made::id(0), "ko", "환영식"))).unwrap();
    window.step();
    assert!(window.query_by_label_contains("lack a caption in ko").is_some());
    let n = window.state().session.collection().visit(&visit).unwrap().n_photos() - 1;
    let label = format!("{},{:03} lack a caption in ko", n / 1_000, n % 1_000);
    until(&mut window, "the new count", |window| window.query_by_label(&label).is_some());
}

fn caption(photo: PhotoId, lang: &str, text: &str) -> Revision {
    let (subjects, lang) = (vec![Subject::Photo(photo)], LangTag::parse(lang).ok());
    Revision::SetText { subjects, field: Field::Caption, lang, text: text.to_owned() }
}

#[test]
fn the_page_looks_as_it_should() {
    if !has_graphics() {
        return;
    }
    let mut window = sample_window([1440.0, 900.0], true);
    window.snapshot_options("visit_page", &options());
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Do(Action::Appearance));
    window.run_steps(4);
    window.snapshot_options("visit_page_light", &options());
    window.state_mut().carry_out(&ctx, Ask::Do(Action::TogglePage));
    window.run_steps(4);
    window.snapshot_options("visit_page_folded", &options());
}

#[test]
fn the_page_looks_as_it_should_in_a_small_window() {
    if has_graphics() {
        sample_window([900.0, 600.0], true).snapshot_options("visit_page_small", &options());
    }
}

#[test]
fn the_page_looks_as_it_should_without_a_programme() {
    if has_graphics() {
        sample_window([1200.0, 760.0], false).snapshot_options("visit_page_days", &options());
    }
}

#[test]
fn sections_split_and_merge_by_keyboard_beside_the_programme() {
    let (_env, mut window, visit) = planned(35);
    let n_sections =
        |window: &Window| window.state().session.collection().visit(&visit).unwrap().sections.len();
    let before = n_sections(&window);
    click_photo(&mut window, 2, Modifiers::NONE);
    press(&mut window, Modifiers::NONE, Key::B);
    assert_eq!(n_sections(&window), before + 1);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    // The talks and the welcome were one event: choose the row by keyboard, then merge.
    let both = count(&window, "Official welcome") + count(&window, "Summit talks");
    window.get_by_label_contains(&format!("Summit talks, {} photos", count(&window, "Summit talks"))).focus();
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::J);
    assert_eq!(n_sections(&window), before - 1);
    assert_eq!(section_id(&window, 6), item(&window, "Official welcome").as_str());
    window.get_by_label(&format!("Item Official welcome, 09:00–10:00, {both} photos"));
    window.get_by_label("1 item without a picture");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_sections(&window), before);
}

#[test]
fn pictures_that_fit_two_items_are_found_and_decided() {
    let env = TestEnv::new();
    let mut window = window_of(day(35));
    window.run_steps(3);
    let both = TABLE.replace("12:00,13:30", "10:00,11:30");
    offer(&mut window, write(&env, "visit.csv", &both));
    press(&mut window, Modifiers::NONE, Key::Enter);
    let visit = window.state().session.collection().grouping().visits[0].id.clone();
    show(&mut window, &visit);
    let fit = |window: &Window| {
        let label = window.query_by_label_contains(" two items")?.accesskit_node().label()?;
        label.split(' ').next()?.parse::<usize>().ok()
    };
    let n = fit(&window).unwrap();
    assert!(n > 3);
    click(&mut window, &format!("{n} pictures fit two items"));
    assert_eq!(window.state().state.sheet.shown.order.len(), n);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::G);
    window.get_by_label("Find an item").type_text("lunch");
    window.run_steps(3);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.run_steps(3);
    assert_eq!(fit(&window), None);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    assert_eq!(fit(&window), Some(n));
}
