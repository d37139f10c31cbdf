//! What exported pictures carry of their texts, by profile: as exiftool reads it, and as the audit lets it pass.

use std::collections::BTreeMap;
use std::path::Path;

use attache::export::audit::carried::{Audience, iptc_leaks, xmp_leaks};
use attache::export::audit::{Known, jpeg};
use attache::export::{ExportSettings, Profile, plan};
use attache::media;
use attache::model::edit::Edit;
use attache::model::notes::{Field, Key, Subject, Value};

use super::export::{Album, files};
use crate::support::exiftool;
use crate::support::photo_maker::TestPhoto;

const HARD: &str = "한중 会谈 لقاء 👩🏽‍🚀 e\u{301} <b> & \"q\"";

/// An album of one photo with everything said of it.
fn album() -> Album {
    let photo =
        TestPhoto::new().seed(1).size(600, 400).taken("2026-01-05 18:30:12", Some("+08:00")).gps(39.9, 116.4);
    let mut album = Album::of([("IMG_0001.jpg", photo)]);
    for field in [
        Field::Headline,
        Field::Caption,
        Field::AltText,
        Field::ExtendedDescription,
        Field::Event,
        Field::Title,
    ] {
        for lang in ["en", "ko", "zh-Hans", "fr"] {
            album.say("IMG_0001.jpg", field, lang, &format!("{} {lang} {HARD}", field.code()));
        }
    }
    let subject = Subject::Photo(album.id("IMG_0001.jpg"));
    let lines = [
        (Field::Creator, "김민준; A. Kim"),
        (Field::Credit, "청와대 제공"),
        (Field::Copyright, "© Office"),
        (Field::Source, "Pool 풀"),
        (Field::Instructions, "No crop 자르지 마시오"),
        (Field::SourceType, "digitalCapture"),
        (Field::CreatedCity, "北京"),
        (Field::CreatedCountryCode, "CN"),
        (Field::ShownSublocation, "Great Hall of the People"),
        (Field::ShownCity, "Beijing"),
        (Field::ShownRegion, "Beijing Shi"),
        (Field::ShownCountry, "China"),
        (Field::ShownCountryCode, "CHN"),
    ];
    let list = |words: &[&str]| Value::List(words.iter().map(|word| (*word).to_owned()).collect());
    let lists = [(Field::Keywords, list(&["회담", "talks"])), (Field::Persons, list(&["김", "李"]))];
    let said: Vec<(Field, Value)> =
        lines.into_iter().map(|(field, text)| (field, Value::Text(text.to_owned()))).chain(lists).collect();
    for (field, value) in said {
        album.put(Key { subject: subject.clone(), field, lang: None }, value);
    }
    album
}

fn settings(album: &Album, profile: Profile) -> ExportSettings {
    ExportSettings { profile, ..album.settings() }
}

fn pictures(files: &BTreeMap<String, Vec<u8>>) -> Vec<&String> {
    files.keys().filter(|path| path.starts_with("media/")).collect()
}

#[test]
fn exiftool_reads_what_press_pictures_carry() {
    let album = album();
    let report = album.export_with(&settings(&album, Profile::Press)).unwrap();
    assert_eq!(report.problems, []);
    if !exiftool::is_there() {
        return;
    }
    let out = files(&album.out());
    assert_eq!(pictures(&out).len(), 2);
    for picture in pictures(&out) {
        let read = exiftool::read(&album.out().join(picture), ["-struct", "-charset", "iptc=UTF8"]);
        let text = |field: &str, lang: &str| format!("{field} {lang} {HARD}");
        for (tag, want) in [
            ("XMP-dc:Title", text("title", "en")),
            ("XMP-photoshop:Headline", text("headline", "en")),
            ("XMP-attache:Headline-ko", text("headline", "ko")),
            ("XMP-dc:Description", text("caption", "en")),
            ("XMP-dc:Description-ko", text("caption", "ko")),
            ("XMP-dc:Description-zh-hans", text("caption", "zh-Hans")),
            ("XMP-iptcCore:AltTextAccessibility-ko", text("alt", "ko")),
            ("XMP-iptcCore:ExtDescrAccessibility", text("extended", "en")),
            ("XMP-iptcExt:Event", text("event", "en")),
            ("XMP-dc:Creator", "김민준; A. Kim".into()),
            ("XMP-photoshop:Credit", "청와대 제공".into()),
            ("XMP-dc:Rights", "© Office".into()),
            ("XMP-photoshop:Source", "Pool 풀".into()),
            ("XMP-photoshop:Instructions", "No crop 자르지 마시오".into()),
            ("XMP-dc:Subject", "회담; talks".into()),
            ("XMP-iptcExt:PersonInImage", "김; 李".into()),
            ("XMP-photoshop:City", "Beijing".into()),
            ("XMP-iptcCore:CountryCode", "CHN".into()),
            ("XMP-photoshop:DateCreated", "2026:01:05 18:30:12+08:00".into()),
            ("IPTC:ObjectName", text("title", "en").chars().take(64).collect()),
            ("IPTC:Headline", text("headline", "en")),
            ("IPTC:Caption-Abstract", text("caption", "en")),
            ("IPTC:By-line", "김민준; A. Kim".into()),
            ("IPTC:Credit", "청와대 제공".into()),
            ("IPTC:CopyrightNotice", "© Office".into()),
            ("IPTC:Source", "Pool 풀".into()),
            ("IPTC:SpecialInstructions", "No crop 자르지 마시오".into()),
            ("IPTC:Keywords", "회담; talks".into()),
            ("IPTC:Sub-location", "Great Hall of the People".into()),
            ("IPTC:City", "Beijing".into()),
            ("IPTC:Province-State", "Beijing Shi".into()),
            ("IPTC:Country-PrimaryLocationName", "China".into()),
            ("IPTC:Country-PrimaryLocationCode", "CHN".into()),
            ("IPTC:DateCreated", "2026:01:05".into()),
            ("IPTC:TimeCreated", "18:30:12+08:00".into()),
        ] {
            assert_eq!(exiftool::text(&read, tag), Some(want), "{tag} of {read:#?}");
        }
        assert_eq!(read["XMP-iptcExt:LocationCreated"][0]["City"], "北京");
        assert_eq!(read["XMP-iptcExt:LocationShown"][0]["CountryName"], "China");
        assert_eq!(
            exiftool::text(&read, "XMP-iptcExt:DigitalSourceType").as_deref(),
            Some("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture")
        );
        let other: Vec<&String> = read
            .keys()
            .filter(|tag| tag.contains("-fr") || tag.contains("GPS") || tag.contains("Warning"))
            .collect();
        assert_eq!(other, Vec::<&String>::new());
    }
}

#[test]
fn public_pictures_carry_four_fields() {
    let album = album();
    album.export_with(&settings(&album, Profile::Public)).unwrap();
    let out = files(&album.out());
    let picture = album.out().join(pictures(&out)[0]);
    let read = media::read_photo(&picture).unwrap().embedded;
    assert_eq!(read.creator, ["김민준", "A. Kim"]);
    assert_eq!((read.credit.as_deref(), read.copyright.as_deref()), (Some("청와대 제공"), Some("© Office")));
    assert_eq!(read.alt.iter().count(), 3);
    let rest = (read.caption.is_empty(), read.keywords.len(), read.persons.len(), read.created, read.shown);
    assert_eq!(rest, (true, 0, 0, None, None));
    if exiftool::is_there() {
        let read = exiftool::read(&picture, ["-XMP:all", "-IPTC:all"]);
        let tags: Vec<&str> =
            read.keys().map(String::as_str).filter(|tag| !tag.ends_with("Version")).collect();
        assert_eq!(
            tags,
            [
                "IPTC:By-line",
                "IPTC:CodedCharacterSet",
                "IPTC:CopyrightNotice",
                "IPTC:Credit",
                "SourceFile",
                "XMP-dc:Creator",
                "XMP-dc:Rights",
                "XMP-iptcCore:AltTextAccessibility",
                "XMP-iptcCore:AltTextAccessibility-en",
                "XMP-iptcCore:AltTextAccessibility-ko",
                "XMP-iptcCore:AltTextAccessibility-zh-hans",
                "XMP-photoshop:Credit",
            ]
            .into_iter()
            .collect::<Vec<_>>()
        );
    }
}

#[test]
fn what_iim_cannot_hold_is_cut_and_said_and_the_same_bytes_come_again() {
    let mut album = album();
    let credit = Key { subject: Subject::Photo(album.id("IMG_0001.jpg")), field: Field::Credit, lang: None };
    album.put(credit, Value::Text("대한민국 대통령실 공동취재단 제공".to_owned()));
    let settings = settings(&album, Profile::Press);
    let report = album.export_with(&settings).unwrap();
    let said: Vec<&str> = report.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(
        said.len() == 1 && said[0].contains("credit of this photo is longer than the 32 bytes"),
        "{said:?}"
    );
    let out = files(&album.out());
    let read = media::read_photo(&album.out().join(pictures(&out)[0])).unwrap();
    assert_eq!(read.embedded.credit.as_deref(), Some("대한민국 대통령실 공동취재단 제공"));
    assert_eq!(read.embedded.disagreements(), []);
    album.export_with(&settings).unwrap();
    assert_eq!(files(&album.out()), out);
    // Another text gives another name: what a browser kept is not shown in its place.
    album.say("IMG_0001.jpg", Field::Caption, "en", "else");
    let names = |album: &Album| {
        plan(&album.collection, &settings).photos().map(|photo| photo.segments.clone()).collect::<Vec<_>>()
    };
    let before = names(&album);
    let edit = Edit::against(album.collection.notes(), "test", []);
    album.collection.apply(&edit);
    assert_eq!(names(&album), before);
}

#[test]
fn texts_that_are_too_long_leave_the_pictures_and_are_told() {
    let mut album = album();
    album.say("IMG_0001.jpg", Field::ExtendedDescription, "ko", &"길다 ".repeat(12_000));
    let report = album.export_with(&settings(&album, Profile::Press)).unwrap();
    assert!(
        report.problems.iter().any(|problem| problem.message.contains("ExtDescrAccessibility was left out")),
        "{:?}",
        report.problems
    );
}

#[test]
fn places_stay_at_home_where_they_are_not_to_be_told() {
    let album = album();
    let settings = ExportSettings { places: false, ..settings(&album, Profile::Press) };
    album.export_with(&settings).unwrap();
    let out = files(&album.out());
    let read = media::read_photo(&album.out().join(pictures(&out)[0])).unwrap().embedded;
    assert_eq!((read.created, read.shown, read.caption.is_empty()), (None, None, false));
}

/// The picture with another packet.
fn with_packet(change: impl Fn(&str) -> String) -> Vec<u8> {
    let album = album();
    let segments =
        plan(&album.collection, &settings(&album, Profile::Press)).photos().next().unwrap().segments.clone();
    let (begin, len) = (4 + 29, usize::from(u16::from_be_bytes([segments[2], segments[3]])) - 2 - 29);
    change(std::str::from_utf8(&segments[begin..begin + len]).unwrap()).into_bytes()
}

#[test]
fn the_audit_knows_what_each_profile_may_carry() {
    let known = Known::default();
    let clean = with_packet(str::to_owned);
    assert_eq!(xmp_leaks(&clean, Audience::Press, &known), []);
    assert_eq!(xmp_leaks(&clean, Audience::Public, &known).len(), 1);
    let plants: [(&str, &str); 12] = [
        ("<rdf:RDF", "<!-- Kim --><rdf:RDF"),
        ("<x:xmpmeta", "<x:xmpmeta x:xmptk=\"Attache of Kim\""),
        ("<dc:title>", "<photoshop:History>made by Kim</photoshop:History><dc:title>"),
        ("<dc:title>", "<dc:title xml:lang=\"en\">"),
        ("xmlns:dc=", "xmlns:kim=\"http://purl.org/dc/elements/1.1/\" xmlns:dc="),
        ("rdf:about=\"\"", "rdf:about=\"uuid:1\""),
        ("<dc:title>", "words<dc:title>"),
        ("<dc:title>", "<dc:title>words"),
        ("<Iptc4xmpExt:City>", "<Iptc4xmpExt:LocationId>x</Iptc4xmpExt:LocationId><Iptc4xmpExt:City>"),
        ("end=\"r\"?>", "end=\"r\"?>\n\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>"),
        ("Great Hall", "/home/kim/Pictures/IMG_0042.HEIC"),
        ("<dc:title>", "<dc:title>&kim;"),
    ];
    for (at, plant) in plants {
        let planted = with_packet(|packet| {
            assert!(packet.contains(at), "{at}");
            packet.replacen(at, plant, 1)
        });
        assert!(!xmp_leaks(&planted, Audience::Press, &known).is_empty(), "{plant} passed");
    }
    let album = album();
    let plan = plan(&album.collection, &settings(&album, Profile::Press));
    let segments = &plan.photos().next().unwrap().segments;
    let at = segments.windows(13).position(|window| window == b"Photoshop 3.0").unwrap();
    let block = &segments[at..];
    assert_eq!(iptc_leaks(block, Audience::Press, &known), []);
    assert_eq!(iptc_leaks(block, Audience::Public, &known).len(), 1);
    for plant in [[block, b"8BIM\x04\x25\0\0\0\0\0\0"].concat(), block[..block.len() - 3].to_vec(), {
        let mut block = block.to_vec();
        let caption = block.windows(3).position(|window| window == b"\x1c\x02\x78").unwrap();
        block[caption + 2] = 122;
        block
    }] {
        assert!(!iptc_leaks(&plant, Audience::Press, &known).is_empty());
    }
    let twice = [&[0xFF, 0xD8][..], segments, segments, &[0xFF, 0xD9]].concat();
    assert_eq!(jpeg::leaks(&twice, Audience::Press, &known).len(), 2);
    assert!(Path::new(&album.out()).parent().is_some());
}
