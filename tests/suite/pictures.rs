//! The pictures of the README, made from the sample visit as it is today:
//! `./x pictures` (it runs `cargo nextest run --run-ignored only pictures`).

use std::path::Path;
use std::process::Command as Process;
use std::time::Duration;

use attache::model::notes::{Field, Flag, Subject};
use attache::model::photo::PhotoId;
use attache::model::text::LangTag;
use attache::session::{Command, ExportSettings, ExportState, Revision, Session};
use attache::ui::app::App;
use attache::ui::ask::Ask;
use attache::ui::selection::How;
use egui_kittest::kittest::Queryable as _;

use super::support::env::sample;
use super::ui::{builder, frame, until};

/// What a press officer would have done by the first evening.
fn captioned(folder: &Path) -> Session {
    let mut session = Session::in_memory(|| {}).unwrap();
    session.command(Command::Open(vec![folder.to_owned()])).unwrap();
    while session.scan().is_some() {
        session.poll(Duration::from_millis(20));
    }
    let visit = &session.collection().grouping().visits[0];
    let (id, first) = (visit.id.clone(), visit.sections[0].id.clone());
    let photos: Vec<PhotoId> = visit.photos().collect();
    let mut write = |subject: Subject, field, words: [(&str, &str); 3]| {
        for (lang, text) in words {
            let (subjects, lang) = (vec![subject.clone()], LangTag::parse(lang).ok());
            let revision = Revision::SetText { subjects, field, lang, text: text.to_owned() };
            session.command(Command::Revise(revision)).unwrap();
        }
    };
    write(
        Subject::Visit(id.clone()),
        Field::Title,
        [
            ("en", "State visit of Kasoria to Merrowin"),
            ("ko", "카소리아 총리 메로윈 국빈 방문"),
            ("zh-Hans", "卡索里亚总理对梅罗温进行国事访问"),
        ],
    );
    write(
        Subject::Section(id, first),
        Field::Title,
        [("en", "Arrival and welcome"), ("ko", "도착과 환영"), ("zh-Hans", "抵达与欢迎仪式")],
    );
    write(
        Subject::Photo(photos[3]),
        Field::Headline,
        [("en", "A handshake for the press"), ("ko", "취재진 앞의 악수"), ("zh-Hans", "在记者面前握手")],
    );
    write(
        Subject::Photo(photos[3]),
        Field::Caption,
        [
            (
                "en",
                "Prime Minister Daro Venn of Kasoria and President Ilse Maren of Merrowin before the talks.",
            ),
            ("ko", "회담에 앞서 악수하는 다로 벤 카소리아 총리와 일세 마렌 메로윈 대통령."),
            ("zh-Hans", "卡索里亚总理达罗·文与梅罗温总统伊尔丝·马伦在会谈前握手。"),
        ],
    );
    for (n, stars) in [(0, 4), (3, 5), (5, 3), (6, 4)] {
        let rate = Revision::SetRating { photos: vec![photos[n]], stars };
        session.command(Command::Revise(rate)).unwrap();
    }
    for (n, flag) in [(3, Flag::Pick), (7, Flag::Reject)] {
        let mark = Revision::SetFlag { photos: vec![photos[n]], flag };
        session.command(Command::Revise(mark)).unwrap();
    }
    session
}

#[test]
#[ignore = "writes the README's pictures: ./x pictures"]
fn pictures_of_the_readme() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/readme");
    std::fs::create_dir_all(&out).unwrap();
    // The inspector shows where a photo is; that should be nobody's own folder.
    let desk = std::env::temp_dir().join("visit");
    for folder in
        std::fs::read_dir(sample()).unwrap().map(|entry| entry.unwrap().path()).filter(|p| p.is_dir())
    {
        let copy = desk.join(folder.file_name().unwrap());
        std::fs::create_dir_all(&copy).unwrap();
        for photo in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            std::fs::copy(&photo, copy.join(photo.file_name().unwrap())).unwrap();
        }
    }
    let session = captioned(&desk);
    let album = tempfile::tempdir().unwrap();
    let settings = ExportSettings {
        languages: ["en", "ko", "zh-Hans"].iter().map(|l| LangTag::parse(l).unwrap()).collect(),
        ..ExportSettings::to(album.path().join("album"))
    };
    let mut window = builder([1440.0, 900.0]).wgpu().build_ui_state(frame, App::new(session, None));
    let chosen = window.state().session.collection().grouping().visits[0].photos().nth(3).unwrap();
    window.run_steps(4);
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Choose(chosen, How::Only));
    until(&mut window, "thumbnails", |window| {
        let app = window.state();
        let seen = app.state.sheet.work.n_cells;
        let first = app.state.sheet.shown.order.photos(0..seen);
        seen > 0 && first.iter().all(|photo| app.textures.any_thumbnail(*photo).is_some())
    });
    std::thread::sleep(Duration::from_millis(800));
    window.run_steps(6);
    window.render().unwrap().save(out.join("window.png")).unwrap();

    // The camera whose clock is an hour behind is found by what it saw, in quiet moments.
    until(&mut window, "a clock that seems wrong", |window| {
        window.state().session.collection().proposals().iter().any(|proposal| proposal.is_sure)
    });
    let wrong = window.state().session.collection().proposals()[0].device.clone();
    window.state_mut().carry_out(&ctx, Ask::Heading(Subject::Device(wrong)));
    window.state_mut().carry_out(&ctx, Ask::Desk);
    window.get_by_label("Unfold Devices").click();
    window.run_steps(6);
    window.hover_at(egui::pos2(900.0, 300.0));
    window.run_steps(6);
    window.render().unwrap().save(out.join("clocks.png")).unwrap();

    let session = &mut window.state_mut().session;
    session.command(Command::Export(settings)).unwrap();
    loop {
        session.poll(Duration::from_millis(20));
        match session.export() {
            ExportState::Running { .. } => std::thread::sleep(Duration::from_millis(20)),
            ExportState::Done { .. } => break,
            other => panic!("{other:?}"),
        }
    }
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let script = ["shots.mjs".as_ref(), album.path().join("album").as_os_str(), album.path().as_os_str()]
        .map(std::ffi::OsStr::to_owned);
    assert!(Process::new("node").args(script).current_dir(browser).status().unwrap().success());
    for (shot, name) in [("visit-en-light-800.png", "album.png"), ("photo-ko-dark-1440.png", "photo.png")] {
        std::fs::copy(album.path().join(shot), out.join(name)).unwrap();
    }
}

#[test]
#[ignore = "writes a picture of the README: ./x pictures"]
fn picture_of_a_visits_page() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/readme");
    let mut session = Session::in_memory(|| {}).unwrap();
    session.command(Command::Open(vec![sample(), sample().join("programme.ics")])).unwrap();
    while session.scan().is_some() || session.offer().is_none() {
        session.poll(Duration::from_millis(20));
    }
    session.command(Command::UseProgramme).unwrap();
    let visit = session.collection().grouping().visits[0].id.clone();
    let cover = session.collection().grouping().visits[0].photos().nth(3).unwrap();
    let revise = |session: &mut Session, subject: Subject, field, lang: Option<&str>, text: &str| {
        let (subjects, lang) = (vec![subject], lang.and_then(|lang| LangTag::parse(lang).ok()));
        let revision = Revision::SetText { subjects, field, lang, text: text.to_owned() };
        session.command(Command::Revise(revision)).unwrap();
    };
    let of_visit = || Subject::Visit(visit.clone());
    revise(&mut session, of_visit(), Field::Host, Some("en"), "President Ilse Maren");
    revise(&mut session, of_visit(), Field::Guest, Some("en"), "Prime Minister Daro Venn");
    revise(&mut session, of_visit(), Field::Cover, None, &cover.hex());
    let mut window = builder([1440.0, 900.0]).wgpu().build_ui_state(frame, App::new(session, None));
    window.run_steps(3);
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Show(attache::ui::sheet::data::Scope::Visit(visit)));
    window.run_steps(4);
    until(&mut window, "thumbnails", |window| {
        let app = window.state();
        app.state.sheet.work.n_cells > 0 && !app.textures.awaits_pictures()
    });
    std::thread::sleep(Duration::from_millis(800));
    window.run_steps(6);
    window.render().unwrap().save(out.join("visit.png")).unwrap();
}
