//! Values of one field that contradict each other in a photo's files, and the choice between them.

use attache::model::made;
use attache::model::notes::{Field, Notes};
use attache::model::said::{OtherText, TextSource, TextSources};
use attache::model::text::{LangTag, LangText};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::ui::{Window, click, click_photo, empty_session, press, window_of};

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
