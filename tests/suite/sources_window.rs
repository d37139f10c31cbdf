//! Files and the library in the window: the choice between values that contradict each other, and the writing of sidecars.

use attache::model::made;
use attache::model::notes::{Field, Notes};
use attache::model::said::{OtherText, TextSource, TextSources};
use attache::model::text::{LangTag, LangText};
use attache::session::Command;
use attache::ui::actions::Action;
use attache::ui::ask::Ask;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::support::env::TestEnv;
use super::support::photo_maker::TestPhoto;
use super::ui::{Window, click, click_photo, empty_session, press, type_into, until, window_of};

fn window() -> Window {
    let mut photo = made::photo(0);
    let other = |field, lang, text: &str, from| OtherText { field, lang, text: text.into(), from };
    photo.embedded.caption = LangText::of(LangTag::und(), "Talks in Seoul");
    photo.embedded.credit = Some("Office".into());
    photo.embedded.keywords = vec!["talks".into()];
    photo.embedded.sources = Some(Box::new(TextSources {
        not_xmp: vec![
            (Field::Caption, Some(LangTag::und()), TextSource::Exif),
            (Field::Credit, None, TextSource::Sidecar("a.xmp".into())),
        ],
        others: vec![
            other(Field::Caption, Some(LangTag::und()), "서울 회담", TextSource::Iim),
            other(Field::Credit, None, "Pool", TextSource::Xmp),
            other(Field::Keywords, None, "tea; garden", TextSource::Windows),
        ],
        sidecars: Vec::new(),
    }));
    let mut session = empty_session();
    session.insert(vec![photo, made::photo(1)]);
    let mut window = window_of(session);
    window.run_steps(3);
    window
}

fn notes(window: &Window) -> &Notes {
    window.state().session.collection().notes()
}

/// Brings something into sight and clicks it.
fn open(window: &mut Window, label: &str) {
    window.get_by_label(label).scroll_to_me();
    window.run_steps(20);
    click(window, label);
}

fn caption(window: &Window, lang: &str) -> String {
    let photo = window.state().session.collection().photo(made::id(0)).unwrap();
    let texts = notes(window).photo_texts(photo, Field::Caption);
    texts.get(&LangTag::parse(lang).unwrap()).unwrap_or_default().to_owned()
}

#[test]
fn a_value_is_taken_by_keys_into_the_language_that_is_worked_in() {
    let mut window = window();
    click_photo(&mut window, 0, Modifiers::NONE);
    click(&mut window, "한국어 (ko)");
    window.get_by_label("Caption: the files say 2 things").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.run_steps(3);
    assert!(window.get_by_label("Take Talks in Seoul, EXIF ImageDescription").is_focused());
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(window.get_by_label("Take 서울 회담, IIM 2:120").is_focused());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(caption(&window, "ko"), "서울 회담");
    assert_eq!(caption(&window, "und"), "Talks in Seoul");
    assert!(window.query_by_label("Take 서울 회담, IIM 2:120").is_none());
}

#[test]
fn a_value_is_taken_by_click_and_taken_back_by_name() {
    let mut window = window();
    click_photo(&mut window, 0, Modifiers::NONE);
    open(&mut window, "Credit line: the files say 2 things");
    window.get_by_label("Take Office, XMP photoshop:Credit in a.xmp");
    click(&mut window, "Take Pool, XMP photoshop:Credit");
    let photo = window.state().session.collection().photo(made::id(0)).cloned().unwrap();
    assert_eq!(notes(&window).photo_line(&photo, Field::Credit).as_deref(), Some("Pool"));
    click(&mut window, "Undo credit of 1 photo");
    assert_eq!(notes(&window).photo_line(&photo, Field::Credit).as_deref(), Some("Office"));
    open(&mut window, "More fields");
    open(&mut window, "Keywords: the files say 2 things");
    click(&mut window, "Take tea; garden, EXIF XPKeywords");
    assert_eq!(notes(&window).photo_list(&photo, Field::Keywords), ["tea", "garden"]);
    // Of several photos nothing is offered.
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(window.query_by_label("Keywords: the files say 2 things").is_none());
}

#[test]
fn it_is_said_how_many_sidecars_are_written_where_before_they_are() {
    let env = TestEnv::new();
    for n in 0..3 {
        TestPhoto::new().size(120, 80).seed(n).write(env.photos().join(format!("IMG_000{n}.JPG")));
    }
    let mut window = window_of(empty_session());
    let ctx = window.ctx.clone();
    let ask = |window: &mut Window, ask: Ask| {
        window.state_mut().carry_out(&ctx, ask);
        window.run_steps(4);
    };
    ask(&mut window, Ask::Command(Command::Open(vec![env.photos()])));
    until(&mut window, "three photos", |window| window.query_all_by_label_contains("IMG_000").count() == 3);
    until(&mut window, "the end of reading", |window| window.state().session.scan().is_none());
    ask(&mut window, Ask::Do(Action::WriteSidecars));
    window.get_by_label_contains("There is nothing to write");
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    type_into(&mut window, "Caption (en)", "The talks 회담");
    press(&mut window, Modifiers::NONE, Key::Escape);
    ask(&mut window, Ask::Do(Action::WriteSidecars));
    window.get_by_label_contains("1 new file beside photos that have no sidecar yet");
    window.get_by_label_contains("1 file in ");
    press(&mut window, Modifiers::NONE, Key::Escape);
    let n_sidecars = || {
        let names = std::fs::read_dir(env.photos()).unwrap().flatten();
        names.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "xmp")).count()
    };
    assert_eq!(n_sidecars(), 0);
    ask(&mut window, Ask::Do(Action::WriteSidecars));
    press(&mut window, Modifiers::NONE, Key::Enter);
    until(&mut window, "the sidecar", |_| n_sidecars() == 1);
    until(&mut window, "the word", |window| window.query_by_label_contains("1 sidecar written").is_some());
    // Another program changes it: that is told with the way to where it is explained.
    until(&mut window, "the end of reading", |window| {
        let session = &window.state().session;
        session.scan().is_none() && session.sidecars().is_none()
    });
    let sidecar = std::fs::read_dir(env.photos())
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "xmp"))
        .unwrap();
    let theirs = std::fs::read_to_string(&sidecar).unwrap().replace("회담", "their own");
    std::fs::write(&sidecar, &theirs).unwrap();
    type_into(&mut window, "Caption (en)", "!");
    press(&mut window, Modifiers::NONE, Key::Escape);
    ask(&mut window, Ask::Do(Action::WriteSidecars));
    click(&mut window, "Write 1 file");
    until(&mut window, "the refusal", |window| window.query_by_label("Show").is_some());
    click(&mut window, "Show");
    window.get_by_label_contains("Another program changed the sidecar");
    assert_eq!(std::fs::read_to_string(&sidecar).unwrap(), theirs);
}
