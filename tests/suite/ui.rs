//! The window, worked by the names that screen readers know: without a screen, on collections made up in memory and on real
//! files in a folder of its own.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use attache::export::ExportSettings;
use attache::export::audit::Known;
use attache::export::delivery::Form;
use attache::export::settings::ThemeChoice;
use attache::model::made;
use attache::model::notes::{Field, Flag, Subject};
use attache::model::photo::PhotoId;
use attache::model::text::LangTag;
use attache::session::{Command, ExportState, Session};
use attache::ui::actions::Action;
use attache::ui::app::App;
use attache::ui::ask::Ask;
use attache::ui::opening::Opening;
use attache::ui::theme;
use attache::ui::window::{Refused, Window as WholeWindow};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotOptions};

use super::support::env::{TestEnv, sample};
use super::support::photo_maker::TestPhoto;

pub type Window = Harness<'static, App>;

pub fn builder<State>(size: [f32; 2]) -> egui_kittest::HarnessBuilder<State> {
    Harness::builder().with_size(size).with_max_steps(60).allow_missing_glyphs().with_context_setup(|ctx| {
        ctx.add_font_provider(std::sync::Arc::new(egui_system_font_provider::SystemFontProvider::new()));
        theme::install(ctx);
    })
}

pub fn frame(ui: &mut egui::Ui, app: &mut App) {
    app.take_in(ui.ctx());
    app.frame(ui);
}

pub fn window_of(session: Session) -> Window {
    builder([1280.0, 800.0]).build_ui_state(frame, App::new(session, None))
}

pub fn empty_session() -> Session {
    Session::in_memory(|| {}).unwrap()
}

/// A window on so many made-up photos.
fn window(n_photos: usize) -> Window {
    let mut session = empty_session();
    session.insert((0..n_photos).map(made::photo).collect());
    let mut window = window_of(session);
    window.run_steps(3);
    window
}

/// Draws frames until something holds; fails after ten seconds.
pub fn until<State>(
    window: &mut Harness<'static, State>,
    what: &str,
    holds: impl Fn(&Harness<'static, State>) -> bool,
) {
    let begun = Instant::now();
    while !holds(window) {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited in vain for: {what}");
        window.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    window.run_steps(3);
}

fn text(window: &Window, photo: PhotoId, field: Field, lang: &str) -> String {
    let collection = window.state().session.collection();
    let texts = collection.notes().texts(&Subject::Photo(photo), field);
    texts.get(&LangTag::parse(lang).unwrap()).unwrap_or_default().to_owned()
}

pub fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_steps(3);
}

pub fn click_photo(window: &mut Window, n: usize, modifiers: Modifiers) {
    window.get_by_label_contains(&format!("IMG_{n:04}.JPG")).click_modifiers(modifiers);
    window.run_steps(3);
}

pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

/// Puts the cursor into a field and types.
pub fn type_into(window: &mut Window, field: &str, words: &str) {
    window.get_by_label(field).focus();
    window.run_steps(2);
    window.get_by_label(field).type_text(words);
    window.run_steps(3);
}

pub fn chosen(window: &Window) -> Vec<PhotoId> {
    let state = &window.state().state;
    state.selection.in_order(&state.sheet.shown.order)
}

#[test]
fn an_empty_window_teaches_and_a_folder_opens() {
    let env = TestEnv::new();
    for n in 0..6 {
        let taken = format!("2026-01-05 09:{n:02}:00");
        let photo = TestPhoto::new().size(120, 80).seed(n).taken(&taken, Some("+08:00"));
        photo.write(env.photos().join(format!("IMG_000{n}.JPG")));
    }
    let mut window = window_of(empty_session());
    window.run_steps(3);
    window.get_by_label("Open folder…");
    let open = Ask::Command(Command::Open(vec![env.photos()]));
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, open);
    until(&mut window, "six photos", |window| window.query_all_by_label_contains("IMG_000").count() == 6);
    window.get_by_label("Section Monday, 5 January 2026");
    until(&mut window, "six thumbnails", |window| {
        let textures = &window.state().textures;
        let photos = window.state().session.collection().photos();
        photos.into_iter().all(|photo| textures.any_thumbnail(photo.id).is_some())
    });
    assert!(window.state().session.problems().is_empty());
}

#[test]
fn a_caption_in_korean_is_kept_with_every_key_and_undone_by_name() {
    let mut window = window(12);
    click_photo(&mut window, 2, Modifiers::NONE);
    click(&mut window, "한국어 (ko)");
    type_into(&mut window, "Caption (ko)", "공항 환영식");
    assert_eq!(text(&window, made::id(2), Field::Caption, "ko"), "공항 환영식");
    type_into(&mut window, "Caption (ko)", ", 5 px");
    assert_eq!(text(&window, made::id(2), Field::Caption, "ko"), "공항 환영식, 5 px");
    let photo = window.state().session.collection().photo(made::id(2)).cloned().unwrap();
    let notes = window.state().session.collection().notes();
    assert_eq!(
        (notes.flag(&photo), notes.rating(&photo)),
        (Flag::None, 0),
        "letters are letters while typing"
    );
    assert_eq!(window.query_all_by_label_contains("no caption in en, zh-Hans").count(), 1);

    click(&mut window, "Undo caption of 1 photo");
    assert_eq!(text(&window, made::id(2), Field::Caption, "ko"), "", "typing without a pause is one step");
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(text(&window, made::id(2), Field::Caption, "ko"), "공항 환영식, 5 px");
}

#[test]
fn ctrl_enter_goes_to_the_next_photo_in_the_same_field() {
    let mut window = window(12);
    click_photo(&mut window, 0, Modifiers::NONE);
    press(&mut window, Modifiers::NONE, Key::C);
    window.get_by_label("Caption (en)").type_text("Arrival");
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(chosen(&window), [made::id(1)]);
    window.get_by_label("Caption (en)").type_text("Handshake");
    window.run_steps(2);
    assert_eq!(text(&window, made::id(0), Field::Caption, "en"), "Arrival");
    assert_eq!(text(&window, made::id(1), Field::Caption, "en"), "Handshake");
}

#[test]
fn what_is_typed_right_after_the_key_goes_into_the_field_and_escape_only_leaves_it() {
    let mut window = window(12);
    click_photo(&mut window, 0, Modifiers::NONE);
    // All in one frame, as on a machine that is busy: the letters of shortcuts are letters.
    for letter in ["c", "x", "i", "p"] {
        let key = Key::from_name(&letter.to_uppercase()).unwrap();
        for pressed in [true, false] {
            let modifiers = Modifiers::NONE;
            let event = egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
            window.input_mut().events.push(event);
            if pressed {
                window.input_mut().events.push(egui::Event::Text(letter.to_owned()));
            }
        }
    }
    window.run_steps(3);
    assert_eq!(text(&window, made::id(0), Field::Caption, "en"), "xip");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(chosen(&window), [made::id(0)]);
    press(&mut window, Modifiers::NONE, Key::P);
    let photo = window.state().session.collection().photo(made::id(0)).cloned().unwrap();
    assert_eq!(window.state().session.collection().notes().flag(&photo), Flag::Pick);
}

#[test]
fn several_photos_are_captioned_together_and_show_where_they_differ() {
    let mut window = window(12);
    click_photo(&mut window, 0, Modifiers::NONE);
    type_into(&mut window, "Headline (en)", "Arrival");
    click_photo(&mut window, 3, Modifiers::COMMAND);
    assert_eq!(chosen(&window).len(), 2);
    assert_eq!(window.get_by_label("Headline (en)").value().unwrap_or_default(), "");
    type_into(&mut window, "Headline (en)", "Welcome");
    for n in [0, 3] {
        assert_eq!(text(&window, made::id(n), Field::Headline, "en"), "Welcome");
    }
    click(&mut window, "Undo headline of 2 photos");
    assert_eq!(text(&window, made::id(0), Field::Headline, "en"), "Arrival");
    assert_eq!(text(&window, made::id(3), Field::Headline, "en"), "");
}

#[test]
fn keys_choose_rate_and_mark() {
    let mut window = window(30);
    click_photo(&mut window, 0, Modifiers::NONE);
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(chosen(&window), [0, 1, 2].map(made::id));
    press(&mut window, Modifiers::NONE, Key::Num4);
    press(&mut window, Modifiers::NONE, Key::X);
    let collection = window.state().session.collection();
    for n in 0..3 {
        let photo = collection.photo(made::id(n)).unwrap();
        assert_eq!((collection.notes().rating(photo), collection.notes().flag(photo)), (4, Flag::Reject));
    }
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    let photo = window.state().session.collection().photo(made::id(0)).cloned().unwrap();
    assert_eq!(window.state().session.collection().notes().rating(&photo), 0);
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert_eq!(chosen(&window).len(), 30);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(chosen(&window).is_empty());
    press(&mut window, Modifiers::NONE, Key::End);
    assert_eq!(chosen(&window), [*window.state().state.sheet.shown.order.all().last().unwrap()]);
}

#[test]
fn the_large_view_comes_back_to_the_same_place() {
    let mut window = window(400);
    let place = window.state().state.sheet.layout.row_of(200).unwrap().top - 100.0;
    window.state_mut().state.sheet.scroll_to = Some(place);
    window.run_steps(4);
    let photo = window.state().state.sheet.shown.order.get(200).unwrap();
    let before = window.state().state.sheet.offset;
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Large(photo));
    window.run_steps(3);
    window.get_by_label_contains("Large view of");
    press(&mut window, Modifiers::NONE, Key::Plus);
    press(&mut window, Modifiers::NONE, Key::Num0);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label_contains("Large view of").is_none());
    assert_eq!(window.state().state.sheet.offset, before);
    assert_eq!(chosen(&window), [photo]);
}

#[test]
fn the_wheel_zooms_the_large_view_in_and_out() {
    let mut window = window(12);
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Large(made::id(0)));
    window.run_steps(3);
    let percent = |window: &Window| {
        let label = window.get_by_label_contains(" %").value().unwrap_or_default();
        label.trim_end_matches(" %").parse::<u32>().unwrap()
    };
    let wheel = |window: &mut Window, lines: f32| {
        let middle = window.get_by_label_contains("Large view of").rect().center();
        window.hover_at(middle);
        window.input_mut().events.push(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: egui::vec2(0.0, lines),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        window.run_steps(30);
    };
    let fits = percent(&window);
    wheel(&mut window, 4.0);
    assert!(percent(&window) > fits);
    wheel(&mut window, -30.0);
    assert_eq!(percent(&window), fits, "it is never smaller than it fits");
}

#[derive(Debug)]
pub struct Dropped(pub PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window opens what is dropped by its path".to_owned())
    }
}

#[test]
fn files_dropped_on_the_window_are_opened() {
    let env = TestEnv::new();
    for n in 0..2 {
        TestPhoto::new().seed(n).write(env.photos().join(format!("IMG_000{n}.JPG")));
    }
    let mut window = window_of(empty_session());
    let file = env.photos().join("IMG_0001.JPG");
    window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
    window.step();
    until(&mut window, "the photo", |window| window.query_by_label_contains("IMG_0001.JPG").is_some());
    assert_eq!(window.state().session.collection().photos().len(), 1, "its neighbour stays unopened");
}

#[test]
fn a_visit_is_renamed_in_its_place() {
    let mut window = window(30);
    let visit = window.state().session.collection().grouping().visits[0].id.clone();
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Rename(Subject::Visit(visit.clone())));
    window.run_steps(3);
    window.get_by_label("New title").type_text("State visit to Beijing");
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let collection = window.state().session.collection();
    let title = collection.visit_title(collection.visit(&visit).unwrap());
    assert_eq!(title.get(&LangTag::en()), Some("State visit to Beijing"));
    window.get_by_label("Visit State visit to Beijing");
    click(&mut window, "Undo title of visit");
    assert!(window.query_by_label("Visit State visit to Beijing").is_none());
}

#[test]
fn sections_and_visits_split_move_and_merge() {
    let mut window = window(30);
    let sections = |window: &Window| window.state().session.collection().grouping().visits[0].sections.len();
    let visits = |window: &Window| window.state().session.collection().grouping().visits.len();
    let (n_sections, n_visits) = (sections(&window), visits(&window));
    click_photo(&mut window, 5, Modifiers::NONE);
    press(&mut window, Modifiers::NONE, Key::B);
    assert_eq!(sections(&window), n_sections + 1);
    let second = window.state().session.collection().grouping().visits[0].sections[1].id.clone();
    let visit = window.state().session.collection().grouping().visits[0].id.clone();
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::MergeUp(Subject::Section(visit, second)));
    window.run_steps(3);
    assert_eq!(sections(&window), n_sections);
    window.state_mut().carry_out(&ctx, Ask::Do(Action::NewVisit));
    window.run_steps(3);
    assert_eq!(visits(&window), n_visits + 1);
    for _ in 0..3 {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!((sections(&window), visits(&window)), (n_sections, n_visits));
}

#[test]
fn the_gap_that_ends_a_visit_is_set_in_the_menu_and_undone() {
    let mut window = window(12);
    click(&mut window, "Menu");
    click(&mut window, "A visit ends after a gap of");
    assert_eq!(window.state().session.collection().notes().gap_hours(), 72);
    assert_eq!(window.state().session.undo_name(), Some("gap between visits"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().session.collection().notes().gap_hours(), 36);
}

#[test]
fn photos_are_dragged_onto_a_section() {
    let mut window = window(90);
    let photo = window.get_by_label_contains("IMG_0000.JPG").rect().center();
    let collection = window.state().session.collection();
    let (visit, section) = {
        let visit = &collection.grouping().visits[0];
        (visit.id.clone(), visit.sections[1].id.clone())
    };
    let title = collection.section_title(&visit, collection.section(&visit, &section).unwrap());
    let row = format!("{}, ", title.get(&LangTag::en()).unwrap());
    let target = window.get_all_by_label_contains(&row).next().unwrap().rect().center();
    window.hover_at(photo);
    window.run_steps(2);
    window.drag_at(photo);
    window.run_steps(2);
    window.hover_at(photo + egui::vec2(20.0, 20.0));
    window.run_steps(2);
    window.hover_at(target);
    window.run_steps(2);
    window.drop_at(target);
    window.run_steps(3);
    let collection = window.state().session.collection();
    assert_eq!(collection.whereabouts(made::id(0)).map(|(_, section)| section.id.clone()), Some(section));
    click(&mut window, "Undo");
}

#[test]
fn escape_closes_a_menu_and_leaves_what_is_chosen() {
    let mut window = window(12);
    window.get_by_label_contains("IMG_0003.JPG").click_secondary();
    window.run_steps(3);
    assert!(window.query_by_label_contains("Begin a section here").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label_contains("Begin a section here").is_none());
    assert_eq!(chosen(&window), [made::id(3)]);
}

#[test]
fn search_and_filter_leave_out_what_does_not_match() {
    let mut window = window(30);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.get_by_label("Search").type_text("IMG_0007");
    window.run_steps(4);
    assert_eq!(window.state().state.sheet.shown.order.all(), [made::id(7)]);
    window.get_by_label("Search").type_text("nowhere");
    window.run_steps(4);
    click(&mut window, "Show all again");
    assert_eq!(window.state().state.sheet.shown.order.len(), 30);
}

#[test]
fn choosing_a_device_shows_what_it_took() {
    let mut session = empty_session();
    let photos = (0..30).map(|n| {
        let mut photo = made::photo(n);
        if n % 3 == 0 {
            photo.device.model = Some("Canon EOS R3".into());
            photo.device.serial = Some("082024001337".into());
        }
        photo
    });
    session.insert(photos.collect());
    let mut window = window_of(session);
    window.run_steps(3);
    assert!(window.query_by_label_contains("Canon EOS R3").is_none(), "folded at first");
    window.get_by_label("Devices, 2").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window
        .get_by_label("Canon EOS R5, 20 photos, Make: Canon, Model: Canon EOS R5, Serial number: not known");
    window.get_by_label_contains("Canon EOS R3 · …1337, 10 photos").click();
    window.run_steps(3);
    let shown = window.state().state.sheet.shown.order.all().to_vec();
    assert_eq!(shown.len(), 10);
    assert!((0..30).step_by(3).all(|n| shown.contains(&made::id(n))));
    click(&mut window, "Fold Devices");
    assert!(window.query_by_label_contains("Canon EOS R3 · ").is_none());
    window.get_by_label_contains("All photos, 30").click();
    window.run_steps(3);
    assert_eq!(window.state().state.sheet.shown.order.len(), 30);
}

#[test]
fn a_frame_does_the_same_work_for_a_hundred_thousand_photos() {
    let mut few = window(1_000);
    let mut many = window(100_000);
    for window in [&mut few, &mut many] {
        let laid_out = window.state().state.sheet.work.n_layouts;
        click_photo(window, 0, Modifiers::NONE);
        type_into(window, "Caption (en)", "Arrival");
        window.state_mut().state.sheet.scroll_to = Some(5_000.0);
        window.run_steps(3);
        let work = window.state().state.sheet.work;
        assert_eq!(work.n_layouts, laid_out, "typing and scrolling lay nothing out anew");
        assert!((4..80).contains(&work.n_cells), "{work:?}");
    }
    let (few, many) = (few.state().state.sheet.work, many.state().state.sheet.work);
    assert!(many.n_cells <= few.n_cells * 2 && many.n_rows <= few.n_rows * 2, "{few:?} {many:?}");
}

#[test]
fn an_album_is_exported_and_its_end_is_shown() {
    let env = TestEnv::new();
    let mut session = empty_session();
    for n in 0..3 {
        let taken = format!("2026-01-05 09:{n:02}:00");
        TestPhoto::new().seed(n).taken(&taken, None).write(env.photos().join(format!("IMG_000{n}.JPG")));
    }
    session.command(Command::Open(vec![env.photos()])).unwrap();
    let mut window = window_of(session);
    until(&mut window, "three photos", |window| window.state().session.collection().photos().len() == 3);
    press(&mut window, Modifiers::COMMAND, Key::E);
    window.get_by_label("Album title").type_text("State visit");
    window.get_by_label("Make the album").click();
    window.run_steps(3);
    let state = window.state().session.export().clone();
    assert_eq!(state, ExportState::Idle, "no folder has been chosen");
    window.state_mut().state.export.target = Some(env.path(""));
    until(&mut window, "the check", |window| window.query_by_label("Show findings").is_some());
    click(&mut window, "Make the album");
    until(&mut window, "the album", |window| window.query_by_label("Open in browser").is_some());
    assert!(env.path("album").join("index.html").is_file());
    assert!(env.path("album").join("ko/index.html").is_file());

    // The same as one file, and as one page; one that would be too long is not written.
    click(&mut window, "Export again");
    click(&mut window, "Zip file");
    click(&mut window, "Make the album");
    until(&mut window, "the zip file", |window| window.query_by_label("Show the folder").is_some());
    assert!(
        attache::export::audit::zip::audit_zip(&env.path("album.zip"), &Known::default()).unwrap().is_clean()
    );
    click(&mut window, "Export again");
    click(&mut window, "One page, for mail");
    window.get_by_label_contains("About 1 MB with its pictures in it");
    window.check_accessibility();
    let short = ExportSettings {
        form: Form::Page,
        most_page_bytes: 1000,
        ..ExportSettings::to(env.path("album.html"))
    };
    window.state_mut().session.command(Command::Export(short)).unwrap();
    until(
        &mut window,
        "the refusal",
        |window| matches!(window.state().session.export(), ExportState::Failed(why) if why.contains("the page would have")),
    );
    assert!(!env.path("album.html").exists());
    click(&mut window, "Make the album");
    until(&mut window, "the page", |window| window.query_by_label("Open in browser").is_some());
    assert!(std::fs::read_to_string(env.path("album.html")).unwrap().contains("lang=\"ko\""));
}

#[test]
fn a_theme_of_ones_own_is_chosen_and_what_is_wrong_with_it_is_told() {
    let env = TestEnv::new();
    let mut session = empty_session();
    TestPhoto::new().taken("2026-01-05 09:00:00", None).write(env.photos().join("IMG_1.JPG"));
    session.command(Command::Open(vec![env.photos()])).unwrap();
    let mut window = window_of(session);
    until(&mut window, "a photo", |window| window.state().session.collection().photos().len() == 1);
    let theme = env.path("ministry");
    std::fs::create_dir_all(&theme).unwrap();
    std::fs::write(theme.join("visit.html"), "{% for %}").unwrap();
    press(&mut window, Modifiers::COMMAND, Key::E);
    window.get_by_label("Own folder…");
    window.state_mut().state.export.theme = ThemeChoice::Folder(theme.clone());
    window.state_mut().state.export.target = Some(env.path(""));
    until(&mut window, "the check", |window| window.query_by_label("Show findings").is_some());
    window.get_by_label("Own: ministry");
    click(&mut window, "Make the album");
    until(&mut window, "the fault", |window| window.query_by_label_contains("visit.html, line 1").is_some());
    assert!(!env.path("album").exists());
    std::fs::remove_file(theme.join("visit.html")).unwrap();
    std::fs::write(theme.join("theme.css"), ":root { --accent: #123456; }").unwrap();
    click(&mut window, "Make the album");
    until(&mut window, "the album", |window| window.query_by_label("Open in browser").is_some());
}

/// The window as the program opens it, on this library.
fn whole_window(library: &Path, refused: &Refused) -> Harness<'static, Option<WholeWindow>> {
    let start = attache::ui::Start { library: Some(library.to_owned()), ..Default::default() };
    let refused = refused.clone();
    let frame = move |ui: &mut egui::Ui, window: &mut Option<WholeWindow>| {
        let ctx = ui.ctx().clone();
        let window = window.get_or_insert_with(|| {
            WholeWindow::new(&ctx, start.clone(), Opening::begin(&start, false), Refused::clone(&refused))
        });
        window.take_in(&ctx);
        window.frame(ui);
    };
    let mut window = builder([900.0, 600.0]).build_ui_state(frame, None);
    until_opened(&mut window);
    window
}

fn until_opened(window: &mut Harness<'static, Option<WholeWindow>>) {
    until(window, "the library, or why there is none", |window| {
        window.state().as_ref().is_some_and(|window| !window.is_opening())
    });
}

#[test]
fn a_library_in_use_is_told_and_can_be_tried_again() {
    let env = TestEnv::new();
    let other = Session::open(Some(&env.library()), || {}).unwrap();
    let refused = Refused::default();
    let mut window = whole_window(&env.library(), &refused);
    window.get_by_label("The library could not be opened");
    window.check_accessibility();
    window.get_by_label("Try again").click();
    window.run_steps(1);
    until_opened(&mut window);
    window.get_by_label_contains("is open in another window");
    drop(other);
    window.get_by_label("Try again").click();
    window.run_steps(1);
    until_opened(&mut window);
    window.get_by_label("Open folder…");
    assert!(refused.borrow().is_none());
    assert!(!window.state().as_ref().unwrap().app.as_ref().unwrap().keeps_nothing);
}

#[test]
fn without_a_library_photos_can_be_looked_at_and_the_file_stays_as_it_is() {
    let env = TestEnv::new();
    let words = "This is a letter, and no library.".repeat(99);
    std::fs::write(env.library(), &words).unwrap();
    let refused = Refused::default();
    let mut window = whole_window(&env.library(), &refused);
    window.get_by_label_contains("is not an Attaché library");
    window.get_by_label("Close").click();
    window.run_steps(1);
    assert!(refused.borrow().is_some(), "the command line is told when the window is closed");
    window.get_by_label("Open without keeping anything").click();
    window.run_steps(1);
    until_opened(&mut window);
    let app = window.state_mut().as_mut().unwrap().app.as_mut().unwrap();
    app.session.insert(vec![made::photo(0)]);
    window.run_steps(3);
    window.get_by_label("Nothing is kept");
    assert_eq!(std::fs::read_to_string(env.library()).unwrap(), words);
}

#[test]
fn damage_that_the_check_finds_is_told_although_photos_are_seen_already() {
    let env = TestEnv::new();
    TestPhoto::new()
        .size(64, 48)
        .taken("2026-01-05 12:00:00", Some("+08:00"))
        .write(env.photos().join("a.jpg"));
    let mut session = Session::open(Some(&env.library()), || {}).unwrap();
    session.command(Command::Open(vec![env.photos()])).unwrap();
    while session.scan().is_some() {
        session.poll(Duration::from_millis(10));
    }
    session.flush();
    drop(session);
    damage_as_by_a_crash(&env.library());
    let before = std::fs::read(env.library()).unwrap();
    let refused = Refused::default();
    let mut window = whole_window(&env.library(), &refused);
    until(&mut window, "the damage", |window| window.query_by_label_contains("is damaged").is_some());
    assert!(window.state().as_ref().unwrap().app.is_none());
    window.get_by_label("Try again").click();
    window.run_steps(1);
    until(&mut window, "the damage again", |window| window.query_by_label_contains("is damaged").is_some());
    drop(window);
    assert!(refused.borrow().is_some(), "the command line is told when the window is closed");
    assert!(std::fs::read(env.library()).unwrap() == before, "it is left as it was");
}

/// A library as a crash leaves it, with a page overwritten that only a look through all of it meets.
fn damage_as_by_a_crash(library: &Path) {
    let connection = rusqlite::Connection::open(library).unwrap();
    connection.execute("UPDATE mark SET value = 1 WHERE name = 'open'", []).unwrap();
    let page = "SELECT rootpage FROM sqlite_schema WHERE name = 'journal_subject'";
    let page: u32 = connection.query_row(page, [], |row| row.get(0)).unwrap();
    let page_bytes: u32 = connection.pragma_query_value(None, "page_size", |row| row.get(0)).unwrap();
    let (page, page_bytes) = (page as usize, page_bytes as usize);
    connection.close().unwrap();
    let mut bytes = std::fs::read(library).unwrap();
    bytes[(page - 1) * page_bytes..page * page_bytes].fill(0x5a);
    std::fs::write(library, bytes).unwrap();
}

#[test]
fn the_window_looks_as_it_was_left() {
    let env = TestEnv::new();
    let refused = Refused::default();
    let mut window = whole_window(&env.library(), &refused);
    let act = |window: &mut Harness<'static, Option<WholeWindow>>, action| {
        let ctx = window.ctx.clone();
        window.state_mut().as_mut().unwrap().app.as_mut().unwrap().carry_out(&ctx, Ask::Do(action));
        window.run_steps(2);
    };
    act(&mut window, Action::Appearance);
    act(&mut window, Action::ThumbnailsLarger);
    act(&mut window, Action::ToggleInspector);
    let target = window.state().as_ref().unwrap().app.as_ref().unwrap().state.target;
    drop(window);
    let window = whole_window(&env.library(), &refused);
    let app = window.state().as_ref().unwrap().app.as_ref().unwrap();
    assert_eq!(window.ctx.theme(), egui::Theme::Light);
    assert_eq!((app.state.target, app.state.show_inspector), (target.round(), false));
    assert!(app.state.show_visits);
}

#[test]
fn every_overlay_opens_has_names_and_closes() {
    let mut window = window(20);
    for (action, title) in [
        (Action::Keys, "Keys"),
        (Action::About, "About Attaché"),
        (Action::Problems, "Problems"),
        (Action::Export, "Export album"),
    ] {
        let ctx = window.ctx.clone();
        window.state_mut().carry_out(&ctx, Ask::Do(action));
        window.run_steps(4);
        window.get_by_label("Close");
        window.check_accessibility();
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert!(window.query_by_label("Close").is_none(), "{title} does not close");
    }
}

#[test]
fn the_first_window_looks_as_it_should() {
    if !has_graphics() {
        return;
    }
    let app = App::new(empty_session(), Some(sample()));
    let mut start = builder([1000.0, 680.0]).wgpu().build_ui_state(frame, app);
    start.run_steps(4);
    start.snapshot_options("start", &options());
}

#[test]
fn the_window_looks_as_it_should_on_the_sample_visit() {
    if !has_graphics() {
        return;
    }
    let mut session = empty_session();
    session.command(Command::Open(vec![sample()])).unwrap();
    // All of it is there from the first frame: rows that still move ask for thumbnails of other sizes. That a clock is wrong is
    // found after that.
    let begun = Instant::now();
    while session.scan().is_some() || session.collection().proposals().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the sample is not read");
        session.poll(Duration::from_millis(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut window = builder([1200.0, 760.0]).wgpu().build_ui_state(frame, App::new(session, None));
    let settle = |window: &mut Window| {
        until(window, "thumbnails", |window| {
            let app = window.state();
            let seen = app.state.sheet.work.n_cells;
            let first = app.state.sheet.shown.order.photos(0..seen);
            let there = first.iter().all(|photo| app.textures.any_thumbnail(*photo).is_some());
            // Provisional thumbnails are replaced by the real ones.
            seen > 0 && there && !app.textures.awaits_pictures()
        });
        window.run_steps(3);
    };
    settle(&mut window);
    let first = window.state().state.sheet.shown.order.get(1).unwrap();
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Choose(first, attache::ui::selection::How::Only));
    window.run_steps(4);
    window.mask_file_facts();
    window.snapshot_options("sheet", &options());
    window.state_mut().carry_out(&ctx, Ask::Do(Action::Appearance));
    window.run_steps(4);
    window.snapshot_options("sheet_light", &options());
    window.state_mut().carry_out(&ctx, Ask::Do(Action::Keys));
    window.run_steps(4);
    window.snapshot_options("keys", &options());
}

pub fn options() -> SnapshotOptions {
    // Drivers smooth edges in their own ways, and Korean and Chinese look as the fonts of the machine do.
    SnapshotOptions::new().threshold(2.0).max_failed_pixels(4_000)
}

/// Whether pictures can be drawn, with a graphics card or in software; says so when they cannot.
pub fn has_graphics() -> bool {
    let folders = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"];
    let found =
        folders.iter().any(|folder| std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some()));
    if !found {
        eprintln!("left out: there is no Vulkan driver to draw pictures with");
    }
    found
}

trait MaskFileFacts {
    fn mask_file_facts(&mut self);
}

impl MaskFileFacts for Window {
    /// The folder of the checkout stands in the inspector: it differs from machine to machine.
    fn mask_file_facts(&mut self) {
        let size = self.ctx.content_rect().size();
        self.mask(egui::Rect::from_min_max(
            egui::pos2(size.x - 340.0, 430.0),
            egui::pos2(size.x, size.y - 28.0),
        ));
    }
}

#[test]
fn in_a_low_window_the_export_can_be_started_again_after_it_failed() {
    let mut session = empty_session();
    session.command(Command::Open(vec![sample()])).unwrap();
    session.insert((0..2_400).map(made::photo).collect());
    let mut window = builder([900.0, 600.0]).build_ui_state(frame, App::new(session, None));
    until(&mut window, "the sample", |window| window.state().session.scan().is_none());
    press(&mut window, Modifiers::COMMAND, Key::E);
    window.state_mut().state.export.target = Some(PathBuf::from("/dev/null"));
    until(&mut window, "the check", |window| window.query_by_label("Show findings").is_some());
    window.get_by_label("Make the album").click();
    until(&mut window, "the failure", |window| window.query_by_label_contains("was not made").is_some());
    let whole = window.ctx.content_rect();
    for label in ["Make the album", "Close"] {
        let rect = window.get_by_label(label).rect();
        assert!(whole.contains_rect(rect), "{label} is out of sight: {rect:?}");
    }
}
