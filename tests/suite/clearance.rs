//! What is not cleared stays behind, and what is under embargo is not for everyone.

use std::sync::atomic::AtomicBool;

use attache::export::archive::{self, ArchiveSettings, bag};
use attache::export::audit::Known;
use attache::export::audit::carried::{Audience, iptc_leaks, xmp_leaks};
use attache::export::{ExportError, ExportSettings, Profile, clearing, plan};
use attache::media::texts::{write, write_iim};
use attache::model::clearance::{Behind, Needs, Party, Ruling};
use attache::model::made;
use attache::model::notes::{Field, Flag, Key, Subject, Value};
use attache::model::photo::Embedded;
use attache::model::visit::VisitId;
use attache::ui::actions::Action;
use attache::ui::ask::Ask;
use egui::{Key as KeyOf, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::export::{Album, files, tag};
use crate::programme_window::day;
use crate::support::exiftool;
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
    let key = Key { subject, field: Field::Embargo, lang: None };
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

/// An archive keeps everything; who packs it is told what was not to be published, and the package how much was held back.
#[test]
fn an_archive_takes_everything_and_counts_what_was_not_to_be_published() {
    let mut album = album_of(&["a.jpg", "b.jpg", "c.jpg"]);
    let settings = |as_of: &str, name: &str| ArchiveSettings {
        target: album.folder.path().join(name),
        roots: Vec::new(),
        visits: None,
        organization: None,
        as_of: Some(as_of.parse().unwrap()),
    };
    let (before, after) =
        (settings("2026-01-05T09:59:59Z", "package"), settings("2026-01-05T10:00:00Z", "later"));
    let free = archive::plan(&album.collection, &before);
    assert_eq!((free.withheld.words(), free.photos.len()), (None, 3));
    let [a, b] = ["a.jpg", "b.jpg"].map(|name| album.id(name));
    rule(&mut album, Subject::Photo(a), Party::Us, Ruling::Cleared);
    rule(&mut album, Subject::Photo(b), Party::Host, Ruling::Held);
    let whole = Subject::Visit(visit(&album));
    embargo(&mut album, whole, 18);
    let packed = |settings: &ArchiveSettings| {
        let plan = archive::plan(&album.collection, settings);
        let none = AtomicBool::new(false);
        let report = archive::run(&plan, b"{}".to_vec(), &|_, _| {}, &none).unwrap();
        assert_eq!((report.n_photos, report.withheld.n_held(), report.withheld.n_not_cleared()), (3, 1, 1));
        (report.withheld.words().unwrap(), files(&report.target))
    };
    let (words, package) = packed(&before);
    assert_eq!(
        words,
        "1 held by the host, 1 not cleared by us, 3 under embargo until 2026-01-05 18:00 +08:00"
    );
    let info = String::from_utf8(package["bag-info.txt"].clone()).unwrap();
    let told = "\nExternal-Description: 3 photographs with companions, sidecars and captions";
    assert!(info.contains(told), "{info}");
    assert!(info.contains(". Held back from publishing when this was packed: 1\n"), "{info}");
    let table = String::from_utf8(package["data/captions.csv"].clone()).unwrap();
    assert!(table.contains(",2026-01-05 18:00 +08:00,"), "{table}");
    // An embargo ends on a day of its own; the package does not change by that.
    let (words, later) = packed(&after);
    assert_eq!(words, "1 held by the host, 1 not cleared by us");
    assert_eq!(later, package);
    assert!(bag::check(&before.target).unwrap().is_valid());
}

/// Said where agencies look: the release date and time of IPTC-IIM, and the instructions in both forms.
#[test]
fn press_pictures_say_their_own_embargo_before_the_instructions() {
    let mut album = album_of(&["a.jpg", "b.jpg"]);
    let (a, b) = (album.id("a.jpg"), album.id("b.jpg"));
    embargo(&mut album, Subject::Photo(a), 18);
    for photo in [a, b] {
        let key = Key { subject: Subject::Photo(photo), field: Field::Instructions, lang: None };
        album.put(key, Value::Text("No crop".into()));
    }
    let settings =
        ExportSettings { profile: Profile::Press, languages: vec![tag("ko"), tag("en")], ..album.settings() };
    let report = album.export_with(&settings).unwrap();
    assert_eq!(report.problems, []);
    let picture = |photo| album.out().join(&report.renditions[&photo].last().unwrap().path);
    let says = "2026년 1월 5일 18:00 (UTC+08:00)까지 엠바고. 그 전에는 공개할 수 없습니다. No crop";
    let read = |photo| attache::media::read_photo(&picture(photo)).unwrap().embedded.instructions;
    assert_eq!((read(a).as_deref(), read(b).as_deref()), (Some(says), Some("No crop")));
    // Once it is over nothing of it is carried.
    let after = ExportSettings { as_of: Some("2026-01-05T10:00:00Z".parse().unwrap()), ..settings.clone() };
    let carries = |settings, part: &[u8]| {
        let planned = plan(&album.collection, settings);
        planned.photos().any(|photo| photo.segments.windows(part.len()).any(|window| window == part))
    };
    let release_date = b"\x1c\x02\x1e\0\x0820260105";
    assert!(!carries(&after, release_date) && !carries(&after, "엠바고".as_bytes()));
    assert!(carries(&settings, release_date));
    if exiftool::is_there() {
        let read = exiftool::read_all(&[picture(a), picture(b)], ["-charset", "iptc=UTF8"]);
        for (tag, of_a, of_b) in [
            ("IPTC:ReleaseDate", Some("2026:01:05"), None),
            ("IPTC:ReleaseTime", Some("18:00:00+08:00"), None),
            ("IPTC:SpecialInstructions", Some(says), Some("No crop")),
            ("XMP-photoshop:Instructions", Some(says), Some("No crop")),
            ("ExifTool:Warning", None, None),
        ] {
            let text = |n: usize| exiftool::text(&read[n], tag);
            assert_eq!((text(0).as_deref(), text(1).as_deref()), (of_a, of_b), "{tag}");
        }
    }
}

#[test]
fn an_embargo_goes_with_the_picture_when_the_instructions_are_too_long() {
    let mut album = album_of(&["a.jpg"]);
    let subject = Subject::Photo(album.id("a.jpg"));
    embargo(&mut album, subject.clone(), 18);
    let key = Key { subject, field: Field::Instructions, lang: None };
    album.put(key, Value::Text("Do not crop. ".repeat(6_000)));
    let settings = ExportSettings { profile: Profile::Press, ..album.settings() };
    let report = album.export_with(&settings).unwrap();
    let told = |words: &str| report.problems.iter().any(|problem| problem.message.contains(words));
    assert!(told("Instructions was left out") && told("256 bytes"), "{:?}", report.problems);
    let picture = album.out().join(&report.renditions.values().next().unwrap()[0].path);
    // In XMP, where the words that were left out have been, and not only in IPTC-IIM, which has their beginning.
    let words = b"<photoshop:Instructions>Under embargo until 5 January 2026, 18:00 (UTC+08:00).";
    let bytes = std::fs::read(&picture).unwrap();
    assert!(bytes.windows(words.len()).any(|window| window == words));
}

/// The release date is for the press, in the form of the standard, and its neighbours are for nobody.
#[test]
fn the_audit_lets_an_embargo_pass_for_the_press_alone() {
    let known = Known::default();
    let block = |date: Option<&str>, time: Option<&str>| {
        let texts = Embedded { credit: Some("Office".into()), ..Embedded::default() };
        write_iim::app13(&write_iim::iim(&texts, &tag("en"), (None, None), (date, time)).bytes)
    };
    for (date, time, number) in
        [(Some("20260105"), None, "2:30"), (None, Some("180000+0800"), "2:35"), (None, None, "nothing")]
    {
        assert_eq!(iptc_leaks(&block(date, time), Audience::Press, &known), []);
        let public = iptc_leaks(&block(date, time), Audience::Public, &known);
        assert_eq!(public.len(), usize::from(number != "nothing"), "{public:?}");
        assert!(public.iter().all(|leak| leak.reason.contains(number)), "{public:?}");
    }
    for odd in [block(Some("Mr. Kim!"), None), block(None, Some("18:00 Seoul")), block(None, Some("180000"))]
    {
        assert_eq!(iptc_leaks(&odd, Audience::Press, &known).len(), 1);
    }
    // 2:37, the date of expiry, is none that we write.
    let mut expiry = block(Some("20260105"), None);
    let at = expiry.windows(3).position(|window| window == b"\x1c\x02\x1e").unwrap();
    expiry[at + 2] = 37;
    assert_eq!(iptc_leaks(&expiry, Audience::Press, &known).len(), 1);
    let texts = Embedded { instructions: Some("Under embargo".into()), ..Embedded::default() };
    let properties = write::properties(&texts, &tag("en"), None).into_iter();
    let packet =
        write::packet(&properties.filter_map(|(name, content)| Some((name, content?))).collect::<Vec<_>>());
    assert_eq!(xmp_leaks(packet.as_bytes(), Audience::Press, &known), []);
    assert_eq!(xmp_leaks(packet.as_bytes(), Audience::Public, &known).len(), 1);
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
