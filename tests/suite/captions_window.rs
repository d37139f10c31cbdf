//! Captioning in the window: codes as they are typed, templates, drafts, the check, and how many keys it takes.

use std::sync::Arc;

use attache::library::desk::save_captions;
use attache::model::caption::codes::Codes;
use attache::model::caption::people::{People, Person, Title};
use attache::model::caption::template::{Entry, Mode, Template};
use attache::model::caption::write::CaptionEdit;
use attache::model::made;
use attache::model::notes::{Field, Subject};
use attache::model::text::{LangTag, LangText};
use attache::session::{Command, Revision};
use attache::ui::app::App;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::support::env::TestEnv;
use super::ui::{
    Window, click, click_photo, empty_session, has_graphics, options, press, type_into, until, window_of,
};

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn tag(text: &str) -> LangTag {
    LangTag::parse(text).unwrap()
}

fn texts(pairs: &[(&str, &str)]) -> LangText {
    let mut out = LangText::default();
    for (lang, text) in pairs {
        out.set(tag(lang), *text);
    }
    out
}

/// A delegation of two, made up.
fn people() -> People {
    let person = |code: &str, rank, name, title| Person {
        code: Some(code.to_owned()),
        rank: Some(rank),
        name: texts(name),
        titles: vec![Title { text: texts(title), from: None, to: None }],
    };
    People::new([
        person(
            "han",
            1,
            &[("en", "Han Byeol"), ("ko", "한별"), ("zh-Hans", "韩星")],
            &[("en", "President"), ("ko", "대통령"), ("zh-Hans", "总统")],
        ),
        person(
            "orsa",
            2,
            &[("en", "Mira Orsa"), ("ko", "미라 오르사"), ("zh-Hans", "米拉·奥尔萨")],
            &[("en", "Queen"), ("ko", "여왕"), ("zh-Hans", "女王")],
        ),
    ])
}

fn revise(window: &mut Window, change: CaptionEdit) {
    let command = Command::Revise(Revision::Caption(change));
    window.state_mut().session.command(command).unwrap();
    window.run_steps(2);
}

/// A window on so many made-up photos of one day, with codes and a delegation list.
pub fn desk(n: usize) -> Window {
    let mut session = empty_session();
    session.insert((0..n).map(made::photo).collect());
    let mut window = window_of(session);
    window.run_steps(3);
    let (codes, _) = Codes::parse("code\ten\tko\tzh-Hans\npool\tState Pool\t국가 공동취재단\t国家摄影组\n");
    revise(&mut window, CaptionEdit::SetCodes(Arc::new(codes)));
    revise(&mut window, CaptionEdit::SetPeople(Arc::new(people())));
    window
}

fn text(window: &Window, n: usize, field: Field, lang: &str) -> String {
    let collection = window.state().session.collection();
    let texts = collection.notes().photo_texts(collection.photo(made::id(n)).unwrap(), field);
    texts.get(&tag(lang)).unwrap_or_default().to_owned()
}

#[test]
fn a_code_becomes_its_text_in_the_language_of_the_field_as_it_is_typed() {
    let mut window = desk(3);
    click_photo(&mut window, 1, Modifiers::NONE);
    type_into(&mut window, "Caption (en)", "Photo: =pool");
    assert_eq!(text(&window, 1, Field::Caption, "en"), "Photo: =pool");
    type_into(&mut window, "Caption (en)", "=, and =han= waves");
    assert_eq!(text(&window, 1, Field::Caption, "en"), "Photo: State Pool, and President Han Byeol waves");
    press(&mut window, CTRL, Key::L);
    type_into(&mut window, "Caption (ko)", "\\han\\, =none= ");
    assert_eq!(text(&window, 1, Field::Caption, "ko"), "한별 대통령, =none= ");
    window.get_by_label_contains("=none= looks like a code");
    click(&mut window, "Undo caption of 1 photo");
    assert_eq!(text(&window, 1, Field::Caption, "ko"), "");
}

/// Keys, counted as a person presses them: a chord is one, each letter is one.
struct Hand<'a> {
    window: &'a mut Window,
    n_presses: usize,
}

impl Hand<'_> {
    fn press(&mut self, modifiers: Modifiers, key: Key) {
        press(self.window, modifiers, key);
        self.n_presses += 1;
    }

    fn types(&mut self, words: &str) {
        self.window.input_mut().events.push(egui::Event::Text(words.to_owned()));
        self.window.run_steps(3);
        self.n_presses += words.chars().count();
    }
}

#[test]
fn ten_photos_are_captioned_in_three_languages_by_keyboard_alone() {
    // One of them is undated: ten are left.
    let mut window = desk(11);
    let entry = |lang: &str, text: &str| Entry {
        field: Field::Caption,
        lang: Some(tag(lang)),
        text: text.to_owned(),
        mode: Mode::Replace,
        is_on: true,
    };
    let entries = vec![
        entry("en", "{persons:left} in {place} on {date}. (=pool=)"),
        entry("ko", "{date} {place}. {persons:left}. (=pool=)"),
        entry("zh-Hans", "{date}，{place}。{persons:left}。（=pool=）"),
    ];
    // As the office has set it up.
    revise(&mut window, CaptionEdit::SaveTemplate(Template { name: "Pool".into(), entries }));
    let mut hand = Hand { window: &mut window, n_presses: 0 };
    // From the first photo on: who is in it, by code.
    hand.press(Modifiers::NONE, Key::ArrowRight);
    hand.press(Modifiers::NONE, Key::C);
    hand.press(Modifiers::NONE, Key::Tab);
    hand.press(Modifiers::NONE, Key::Tab);
    for n in 0..10 {
        hand.types(if n % 2 == 0 { "han;orsa" } else { "orsa;han" });
        if n < 9 {
            hand.press(CTRL, Key::Enter);
        }
    }
    hand.press(Modifiers::NONE, Key::Escape);
    hand.press(CTRL, Key::A);
    // And all captions at once.
    hand.press(Modifiers::NONE, Key::M);
    if has_graphics() {
        hand.window.snapshot_options("template", &options());
    }
    hand.press(CTRL, Key::Enter);
    let n_presses = hand.n_presses;
    let first =
        "From left: President Han Byeol and Queen Mira Orsa in Beijing, China on Jan. 5, 2026. (State Pool)";
    assert_eq!(text(&window, 0, Field::Caption, "en"), first);
    assert_eq!(
        text(&window, 1, Field::Caption, "ko"),
        "2026년 1월 5일 중국 Beijing. 왼쪽부터 미라 오르사 여왕, 한별 대통령. (국가 공동취재단)"
    );
    assert_eq!(
        text(&window, 8, Field::Caption, "zh-Hans"),
        "2026年1月5日，中国Beijing。左起：总统韩星、女王米拉·奥尔萨。（国家摄影组）"
    );
    println!("{n_presses} key presses for 10 photos in three languages: {:.1} each", n_presses as f64 / 10.0);
    assert!(n_presses <= 100, "{n_presses}");
    press(&mut window, CTRL, Key::Z);
    assert_eq!(text(&window, 0, Field::Caption, "en"), "");
}

#[test]
fn drafts_are_marked_until_they_are_accepted_or_written_on() {
    let mut window = desk(3);
    click_photo(&mut window, 0, Modifiers::NONE);
    type_into(&mut window, "Persons, left to right", "han; orsa");
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::D);
    let drafted = "From left: President Han Byeol and Queen Mira Orsa in Beijing, China on Jan. 5, 2026.";
    assert_eq!(text(&window, 0, Field::Caption, "en"), drafted);
    window.get_by_label("Draft");
    click(&mut window, "Accept");
    assert!(window.query_by_label("Draft").is_none());
    press(&mut window, CTRL, Key::L);
    window.get_by_label("Draft");
    type_into(&mut window, "Caption (ko)", "!");
    assert!(window.query_by_label("Draft").is_none());
}

#[test]
fn the_check_leads_to_the_field() {
    let mut window = desk(4);
    let subjects = vec![Subject::Photo(made::id(2))];
    let text = "회담 (이름 확인)".to_owned();
    let wrong = Revision::SetText { subjects, field: Field::Caption, lang: Some(tag("en")), text };
    window.state_mut().session.command(Command::Revise(wrong)).unwrap();
    press(&mut window, Modifiers::NONE, Key::K);
    until(&mut window, "the check", |window| window.query_by_label("Left over 1").is_some());
    window.get_by_label_contains("findings in 4 of 4 photos");
    click(&mut window, "Left over 1");
    let row = "\"이름 확인\" is still in the text, IMG_0002.JPG, Caption, English";
    window.get_by_label(row);
    if has_graphics() {
        window.snapshot_options("check", &options());
    }
    click(&mut window, row);
    window.run_steps(5);
    assert!(window.get_by_label("Caption (en)").is_focused());
    assert_eq!(super::ui::chosen(&window), [made::id(2)]);
}

#[test]
fn placeholders_are_told_before_an_export_and_asked_about_once() {
    let mut window = desk(4);
    for (n, caption) in [(0, "Talks with (name to come)"), (1, "Talks")] {
        let subjects = vec![Subject::Photo(made::id(n))];
        let said = Revision::SetText {
            subjects,
            field: Field::Caption,
            lang: Some(tag("en")),
            text: caption.to_owned(),
        };
        window.state_mut().session.command(Command::Revise(said)).unwrap();
    }
    press(&mut window, CTRL, Key::E);
    window.state_mut().state.export.languages = vec![tag("en"), tag("ko")];
    window.state_mut().state.export.target = Some("/dev/null".into());
    let told = "4 photos: 1 placeholder, 2 without English, 4 without 한국어, 4 without alt text";
    until(&mut window, "the check", |window| window.query_by_label(told).is_some());
    assert!(window.query_by_label("Make the album").is_none());
    click(&mut window, "Make the album with 1 placeholder…");
    window.get_by_label("IMG_0000.JPG: \"name to come\" is still in the text");
    assert_eq!(window.state().session.export(), &attache::session::ExportState::Idle);
    click(&mut window, "Export anyway");
    until(&mut window, "the attempt", |window| window.query_by_label_contains("was not made").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, CTRL, Key::E);
    until(&mut window, "the check", |window| window.query_by_label("Show findings").is_some());
    click(&mut window, "Make the album with 1 placeholder…");
    click(&mut window, "Show them");
    until(&mut window, "the list", |window| window.query_by_label("Left over 1").is_some());
    assert!(window.query_by_label("No alt text 8").is_some());
}

/// Puts the keyboard into a field, and waits until what may be offered there is known.
fn begin(window: &mut Window, field: &str) {
    window.get_by_label(field).focus();
    window.run_steps(3);
    until(window, "what may be offered", |window| !window.state().session.suggestions().is_empty());
}

#[test]
fn what_is_typed_goes_on_with_what_is_known_and_only_when_it_is_asked_to() {
    let mut window = desk(12);
    let subjects = vec![Subject::Photo(made::id(3))];
    let earlier = Revision::SetText {
        subjects,
        field: Field::Caption,
        lang: Some(tag("en")),
        text: "Hands are shaken in the hall".to_owned(),
    };
    window.state_mut().session.command(Command::Revise(earlier)).unwrap();
    click_photo(&mut window, 0, Modifiers::NONE);
    begin(&mut window, "Caption (en)");
    type_into(&mut window, "Caption (en)", "The host, h");
    assert!(window.query_by_label_contains("Suggestion: ").is_none(), "one letter is too little");
    type_into(&mut window, "Caption (en)", "an");
    window.get_by_label("Suggestion: President Han Byeol");
    // Enter is a line break as long as nothing is marked.
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(text(&window, 0, Field::Caption, "en"), "The host, han\n");
    press(&mut window, Modifiers::NONE, Key::Backspace);
    window.get_by_label("Suggestion: President Han Byeol");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label_contains("Suggestion: ").is_none());
    assert!(window.get_by_label("Caption (en)").is_focused(), "Esc closes the list alone");
    type_into(&mut window, "Caption (en)", " ");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert_eq!(text(&window, 0, Field::Caption, "en"), "The host, President Han Byeol");
    assert!(window.get_by_label("Caption (en)").is_focused(), "Tab took it and stayed");
    type_into(&mut window, "Caption (en)", ".");
    assert_eq!(text(&window, 0, Field::Caption, "en"), "The host, President Han Byeol.");
    // Ctrl+Enter goes on to the next photo, list or not; what was written stands first there.
    type_into(&mut window, "Caption (en)", " Mir");
    window.get_by_label("Suggestion: Queen Mira Orsa");
    press(&mut window, CTRL, Key::Enter);
    assert_eq!(super::ui::chosen(&window), [made::id(1)]);
    type_into(&mut window, "Caption (en)", "The ho");
    let offered = "Suggestion: The host, President Han Byeol. Mir";
    window.get_by_label(offered).click();
    window.run_steps(4);
    assert_eq!(text(&window, 1, Field::Caption, "en"), "The host, President Han Byeol. Mir");
    press(&mut window, Modifiers::NONE, Key::Escape);
    click(&mut window, "Undo caption of 1 photo");
    assert_eq!(text(&window, 1, Field::Caption, "en"), "");
}

#[test]
fn templates_and_visits_are_written_with_the_same_list() {
    let mut window = desk(12);
    let visit = window.state().session.collection().grouping().visits[0].id.clone();
    window.state_mut().state.heading = Some(Subject::Visit(visit.clone()));
    window.run_steps(3);
    begin(&mut window, "Title (en)");
    type_into(&mut window, "Title (en)", "Visit of Mira O");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let title = |window: &Window| {
        let notes = window.state().session.collection().notes();
        notes.texts(&Subject::Visit(visit.clone()), Field::Title).get(&tag("en")).map(str::to_owned)
    };
    assert_eq!(title(&window).as_deref(), Some("Visit of Queen Mira Orsa"));
    window.state_mut().state.heading = None;
    click_photo(&mut window, 0, Modifiers::NONE);
    press(&mut window, Modifiers::NONE, Key::M);
    let field = "Template for Caption, English";
    begin(&mut window, field);
    type_into(&mut window, field, " {cit");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Tab);
    type_into(&mut window, field, ": =pool= with Han");
    window.get_by_label("Suggestion: President Han Byeol");
    if has_graphics() {
        window.snapshot_options("template_suggestions", &options());
    }
    window.get_by_label("Suggestion: President Han Byeol").click();
    window.run_steps(4);
    type_into(&mut window, field, " Mir");
    window.get_by_label("Suggestion: Queen Mira Orsa");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label_contains("Suggestion: ").is_none());
    assert!(window.get_by_label(field).is_focused(), "Esc closes the list alone");
    press(&mut window, CTRL, Key::Enter);
    let caption = text(&window, 0, Field::Caption, "en");
    assert!(caption.ends_with("Beijing: State Pool with President Han Byeol Mir"), "{caption}");
}

#[test]
fn more_fields_tell_the_date_created_and_columns_are_remembered() {
    let mut window = desk(3);
    click_photo(&mut window, 1, Modifiers::NONE);
    let when = "Monday, 5 January 2026, 09:10:00";
    assert_eq!(window.query_all_by_label(when).count(), 1);
    click(&mut window, "More fields");
    assert_eq!(window.query_all_by_label(when).count(), 2, "among the fields, too");
    press(&mut window, Modifiers::NONE, Key::F6);
    window.run_steps(3);
    assert_eq!(window.state().session.settings().get("side_by_side"), Some(&1));
    press(&mut window, Modifiers::NONE, Key::F6);
    window.run_steps(3);
    assert_eq!(window.state().session.settings().get("side_by_side"), Some(&0));
}

#[test]
fn names_in_the_list_of_persons_are_completed_one_by_one_and_an_input_method_is_left_alone() {
    let mut window = desk(3);
    click_photo(&mut window, 0, Modifiers::NONE);
    begin(&mut window, "Persons, left to right");
    type_into(&mut window, "Persons, left to right", "mir");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    type_into(&mut window, "Persons, left to right", "; ha");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let persons = |window: &Window| {
        let collection = window.state().session.collection();
        collection.notes().photo_list(collection.photo(made::id(0)).unwrap(), Field::Persons).to_vec()
    };
    assert_eq!(persons(&window), ["Mira Orsa", "Han Byeol"]);
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, CTRL, Key::L);
    begin(&mut window, "Caption (ko)");
    let ime = |window: &mut Window, event: egui::ImeEvent| {
        window.input_mut().events.push(egui::Event::Ime(event));
        window.run_steps(2);
    };
    let preedit = |text: &str| egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None };
    ime(&mut window, preedit("하"));
    window.get_by_label("Suggestion: 한별 대통령");
    // Its keys are not the list's while a syllable is in hand.
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert_ne!(text(&window, 0, Field::Caption, "ko"), "한별 대통령");
    begin(&mut window, "Caption (ko)");
    ime(&mut window, preedit("한"));
    ime(&mut window, egui::ImeEvent::Commit("한".to_owned()));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(text(&window, 0, Field::Caption, "ko").ends_with("한별 대통령"));
}

#[test]
fn captions_are_copied_pasted_and_replaced_and_each_is_undone_by_name() {
    let mut window = desk(6);
    click_photo(&mut window, 0, Modifiers::NONE);
    type_into(&mut window, "Caption (en)", "Talks in the hall");
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, CTRL_SHIFT, Key::C);
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, CTRL_SHIFT, Key::V);
    assert_eq!(text(&window, 2, Field::Caption, "en"), "Talks in the hall");
    press(&mut window, CTRL, Key::H);
    type_into(&mut window, "Find", "talks");
    type_into(&mut window, "Replace with", "Lunch");
    if has_graphics() {
        window.snapshot_options("replace", &options());
    }
    click(&mut window, "Replace in 3 texts");
    assert_eq!(text(&window, 1, Field::Caption, "en"), "Lunch in the hall");
    click(&mut window, "Undo replacement of \"talks\" in 3 photos");
    click(&mut window, "Undo captions pasted into 3 photos");
    assert_eq!(text(&window, 1, Field::Caption, "en"), "");
    assert_eq!(text(&window, 0, Field::Caption, "en"), "Talks in the hall");
}

#[test]
fn codes_and_delegation_lists_are_used_when_they_are_dropped() {
    let env = TestEnv::new();
    let mut session = empty_session();
    session.insert((0..2).map(made::photo).collect());
    let mut window = window_of(session);
    let list = env.path("delegation.csv");
    std::fs::write(&list, "code,rank,name,이름,title,직함\nkim,1,Kim Haneul,김하늘,Envoy,특사\n").unwrap();
    let codes = env.path("codes.txt");
    std::fs::write(&codes, "// office\npool\tState Pool\nodd line\n").unwrap();
    super::programme_window::drop_file(&mut window, list);
    until(&mut window, "the list", |window| !window.state().session.collection().notes().people().is_empty());
    super::programme_window::drop_file(&mut window, codes);
    until(&mut window, "the codes", |window| !window.state().session.collection().notes().codes().is_empty());
    let app: &App = window.state();
    let problem = app.session.problems().iter().map(ToString::to_string).collect::<String>();
    assert!(problem.contains("line 3"), "{problem}");
    click_photo(&mut window, 0, Modifiers::NONE);
    type_into(&mut window, "Caption (en)", "=kim=, =pool=");
    assert_eq!(text(&window, 0, Field::Caption, "en"), "Envoy Kim Haneul, State Pool");
}

#[test]
fn the_history_of_a_photo_tells_each_change_and_goes_back() {
    let mut window = desk(2);
    click_photo(&mut window, 0, Modifiers::NONE);
    type_into(&mut window, "Caption (en)", "The first words");
    press(&mut window, Modifiers::NONE, Key::Escape);
    type_into(&mut window, "Caption (en)", " and more");
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::H);
    until(&mut window, "the journal", |window| window.query_all_by_label("Go back").count() > 1);
    window.get_by_label_contains("from The first words to The first words and more");
    window.get_by_label_contains("from as the file says to The first words");
    window.query_all_by_label("Go back").next().unwrap().click();
    window.run_steps(4);
    assert_eq!(text(&window, 0, Field::Caption, "en"), "The first words");
}

#[test]
fn languages_stand_side_by_side_and_ctrl_l_goes_from_one_to_the_next() {
    let mut window = desk(4);
    click_photo(&mut window, 1, Modifiers::NONE);
    press(&mut window, Modifiers::NONE, Key::F6);
    type_into(&mut window, "Caption (en)", "=han= is met at the airport.");
    press(&mut window, CTRL, Key::L);
    assert!(window.get_by_label("Caption (ko)").is_focused());
    type_into(&mut window, "Caption (ko)", "공항에서 영접을 받는 =han=");
    type_into(&mut window, "Caption (zh-Hans)", "Airport");
    assert_eq!(text(&window, 1, Field::Caption, "en"), "President Han Byeol is met at the airport.");
    assert_eq!(text(&window, 1, Field::Caption, "ko"), "공항에서 영접을 받는 한별 대통령");
    window.get_by_label_contains("does not look like zh-Hans");
    press(&mut window, CTRL, Key::Enter);
    assert!(window.get_by_label("Caption (zh-Hans)").is_focused(), "the next photo, the same field");
    press(&mut window, CTRL_SHIFT, Key::Enter);
    assert_eq!(super::ui::chosen(&window), [made::id(1)], "back to it alone");
    if has_graphics() {
        window.snapshot_options("side_by_side", &options());
    }
    press(&mut window, Modifiers::NONE, Key::F6);
    assert!(
        window.query_by_label("Caption (en)").is_none(),
        "one language again, the one that was written in"
    );
    window.get_by_label("Caption (zh-Hans)");
}

#[test]
fn a_table_of_captions_is_seen_before_it_is_taken_over() {
    let env = TestEnv::new();
    let mut window = desk(3);
    let langs = ["en", "ko"].map(tag);
    let all = [0, 1, 2].map(made::id);
    let path = env.path("captions.csv");
    save_captions(&path, window.state().session.collection(), &all, &langs).unwrap();
    let written = std::fs::read_to_string(&path).unwrap();
    let id = made::id(1).hex();
    let table = format!("fingerprint,caption ko,credit,mood\n{id},국빈 만찬,State Pool,calm\n");
    assert!(written.contains(&id));
    std::fs::write(&path, table).unwrap();
    super::programme_window::drop_file(&mut window, path);
    until(&mut window, "what it would change", |window| window.query_by_label("Change 2 texts").is_some());
    window.get_by_label_contains("Columns that are not known: mood");
    assert_eq!(text(&window, 1, Field::Caption, "ko"), "");
    click(&mut window, "Change 2 texts");
    assert_eq!(text(&window, 1, Field::Caption, "ko"), "국빈 만찬");
    click(&mut window, "Undo captions of 1 photo from a table");
    assert_eq!(text(&window, 1, Field::Caption, "ko"), "");
}
