//! What is not cleared stays behind, and what is under embargo is not for everyone.

use attache::export::{ExportError, ExportSettings, Profile, clearing, plan};
use attache::model::clearance::{Behind, Needs, Party, Ruling};
use attache::model::made;
use attache::model::notes::{Flag, Key, Subject, Value};
use attache::model::visit::VisitId;
use attache::ui::actions::Action;
use attache::ui::ask::Ask;
use egui::{Key as KeyOf, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::export::{Album, files};
use crate::programme_window::day;
use crate::support::photo_maker::TestPhoto;
use crate::ui::{Window, click_photo, press, type_into, until, window_of};

/// Photos of one morning, ten minutes apart.
fn album_of(names: &[&str]) -> Album {
    Album::of(names.iter().zip(0_u32..).map(|(name, n)| {
        let when = format!("2026-01-05 09:{n}0:00");
        (*name, TestPhoto::new().seed(n).size(80, 60).taken(&when, Some("+08:00")))
    }))
}

fn rule(album: &mut Album, subject: Subject, party: Party, ruling: Ruling) {
    let key = Key { subject, field: party.field(), lang: None };
    album.put(key, Value::Text(ruling.code().to_owned()));
}

fn embargo(album: &mut Album, subject: Subject, hour: i8) {
    let key = Key { subject, field: attache::model::notes::Field::Embargo, lang: None };
    let civil = jiff::civil::date(2026, 1, 5).at(hour, 0, 0, 0);
    album.put(key, Value::Time { civil, offset: Some(jiff::tz::offset(8)) });
}

fn visit(album: &Album) -> VisitId {
    album.collection.grouping().visits[0].id.clone()
}

#[test]
fn only_what_is_cleared_goes_out_and_the_rest_is_counted() {
    let mut album = album_of(&["a.jpg", "b.jpg", "c.jpg", "d.jpg"]);
    let (a, b) = (album.id("a.jpg"), album.id("b.jpg"));
    rule(&mut album, Subject::Photo(a), Party::Us, Ruling::Cleared);
    rule(&mut album, Subject::Photo(b), Party::Host, Ruling::Held);
    album.flag("d.jpg", Flag::Reject);
    let outlook = clearing::outlook(&album.collection, &album.settings());
    let report = album.export().unwrap();
    assert_eq!(report.n_photos, 1);
    // The hold is told before the clearance that is missing, and a rejected photo was not chosen.
    let told = [(Behind::Held(Party::Host), 1), (Behind::NotCleared(Party::Us), 1)];
    assert_eq!(report.behind, told.into_iter().collect());
    assert_eq!((outlook.photos.len(), outlook.behind), (report.n_photos, report.behind));
}

#[test]
fn a_clearance_that_is_asked_for_is_needed_where_nobody_cleared_anything() {
    let mut album = album_of(&["a.jpg", "b.jpg"]);
    let asked = ExportSettings { needs: Needs { us: false, host: true }, ..album.settings() };
    let error = album.export_with(&asked).unwrap_err().to_string();
    assert!(error.contains("2 not cleared by the host"), "{error}");
    let subject = Subject::Visit(visit(&album));
    rule(&mut album, subject, Party::Host, Ruling::Cleared);
    assert_eq!(album.export_with(&asked).unwrap().n_photos, 2);
}

#[test]
fn an_embargo_refuses_the_public_album_until_its_time() {
    let mut album = album_of(&["a.jpg", "b.jpg"]);
    let a = album.id("a.jpg");
    embargo(&mut album, Subject::Photo(a), 18);
    let before: jiff::Timestamp = "2026-01-05T09:59:59Z".parse().unwrap();
    let after: jiff::Timestamp = "2026-01-05T10:00:00Z".parse().unwrap();
    let at = |album: &Album, as_of, profile| ExportSettings { as_of, profile, ..album.settings() };
    for as_of in [None, Some(before)] {
        let error = album.export_with(&at(&album, as_of, Profile::Public)).unwrap_err();
        assert!(matches!(error, ExportError::Embargoed(_)), "{error}");
        assert!(error.to_string().contains("2026-01-05 18:00 +08:00"), "{error}");
        assert!(!album.out().exists(), "nothing is left of a refused album");
    }
    // For the press it is made, and says so; once it is over nothing speaks of it.
    album.export_with(&at(&album, Some(before), Profile::Press)).unwrap();
    let says = |album: &Album| {
        let pages = files(&album.out()).into_iter().filter(|(path, _)| path.ends_with(".html"));
        pages
            .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
            .filter(|page| page.contains("class=\"embargo\""))
            .count()
    };
    assert!(says(&album) > 0);
    album.export_with(&at(&album, Some(after), Profile::Public)).unwrap();
    assert_eq!(says(&album), 0);
    // What is left out asks for nothing.
    album.flag("a.jpg", Flag::Reject);
    assert_eq!(plan(&album.collection, &at(&album, None, Profile::Public)).embargo(), None);
}

/// The keys clear, the inspector says so, and the export tells what stays behind.
#[test]
fn the_window_clears_by_key_and_tells_before_the_export_what_stays() {
    let mut window = window_of(day(4));
    window.run_steps(3);
    click_photo(&mut window, 1, Modifiers::NONE);
    press(&mut window, Modifiers::NONE, KeyOf::A);
    press(&mut window, Modifiers::SHIFT, KeyOf::A);
    click_photo(&mut window, 2, Modifiers::NONE);
    press(&mut window, Modifiers::NONE, KeyOf::Y);
    let holds = |window: &Window, n: usize| {
        let collection = window.state().session.collection();
        collection.notes().clearance(made::id(n), None)
    };
    assert_eq!(holds(&window, 1).by(Party::Us), Some(Ruling::Cleared));
    assert_eq!(holds(&window, 1).by(Party::Host), Some(Ruling::Cleared));
    assert_eq!(holds(&window, 2).by(Party::Us), Some(Ruling::Held));
    window.get_by_label("Clearance by us: By us: held back");
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Do(Action::Export));
    until(&mut window, "the outlook", |window| {
        window.query_by_label_contains("1 held by us, 2 not cleared by us").is_some()
    });
    window.state_mut().carry_out(&ctx, Ask::Overlay(None));
    window.run_steps(2);
    // An embargo of the photo that is cleared: only the press may have it. Undo takes it back by name.
    click_photo(&mut window, 1, Modifiers::NONE);
    window.state_mut().carry_out(&ctx, Ask::Do(Action::Embargo));
    window.run_steps(3);
    type_into(&mut window, "Embargo until", "2099-01-05 18:00 +08:00");
    press(&mut window, Modifiers::NONE, KeyOf::Enter);
    assert!(holds(&window, 1).embargo.is_some());
    window.get_by_label_contains("Under embargo until 2099-01-05 18:00 +08:00");
    assert_eq!(window.state().session.undo_name(), Some("embargo of 1 photo"));
    window.state_mut().carry_out(&ctx, Ask::Do(Action::Export));
    until(&mut window, "the refusal", |window| {
        window.query_by_label_contains("only an album for the press can be made").is_some()
    });
}
