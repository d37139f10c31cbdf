//! What files say in EXIF, IPTC-IIM and XMP, as exiftool writes and reads it; and what `inspect` tells of it.

use std::path::{Path, PathBuf};

use attache::media::read_photo;
use attache::model::notes::{Field, Notes};
use attache::model::photo::Photo;
use attache::model::said::TextSource;
use attache::model::text::LangTag;
use serde_json::{Map, Value};

use crate::support::env::{TestEnv, real_photos};
use crate::support::exiftool;
use crate::support::photo_maker::TestPhoto;

/// Texts that programs lose: Korean, Chinese, Arabic, emoji of several code points, combining marks, XML's own characters.
const HARD: &str = "한중 정상회담 — 会谈 لقاء القمة 👩🏽‍🚀 e\u{301}a\u{308} <b> & \"q\" 'a'";

/// Real files in which we differ from exiftool, each with its reason.
const ELSE_THAN_EXIFTOOL: &[(&str, &str)] = &[
    ("P1010006.JPG", "OLYMPUS DIGITAL CAMERA: the camera fills the field, it describes nothing"),
    ("r_olympus.jpg", "OLYMPUS DIGITAL CAMERA"),
    ("sample.arw", "SONY DSC"),
    ("Ricoh DC-3Z (low res).jpg", "Latin-1, which exiftool reads as UTF-8 and writes with a question mark"),
];

fn photo(env: &TestEnv) -> PathBuf {
    let path = env.photos().join("a.jpg");
    TestPhoto::new().seed(1).taken("2026-01-05 18:30:12", None).write(&path);
    path
}

fn line(photo: &Photo, field: Field) -> String {
    let nobody = Notes::default();
    match field {
        _ if field.has_languages() => nobody
            .photo_texts(photo, field)
            .best(&LangTag::und())
            .map(|(_, text)| text.to_owned())
            .unwrap_or_default(),
        _ if field.is_list() => nobody.photo_list(photo, field).join("; "),
        _ => nobody.photo_line(photo, field).unwrap_or_default(),
    }
}

#[test]
fn every_field_that_exiftool_writes_in_xmp_is_read() {
    if !exiftool::is_there() {
        return;
    }
    let env = TestEnv::new();
    let path = photo(&env);
    let fields = [
        (Field::Title, "XMP-dc:Title"),
        (Field::Headline, "XMP-photoshop:Headline"),
        (Field::Caption, "XMP-dc:Description"),
        (Field::AltText, "XMP-iptcCore:AltTextAccessibility"),
        (Field::ExtendedDescription, "XMP-iptcCore:ExtDescrAccessibility"),
        (Field::Event, "XMP-iptcExt:Event"),
        (Field::Creator, "XMP-dc:Creator"),
        (Field::Credit, "XMP-photoshop:Credit"),
        (Field::Copyright, "XMP-dc:Rights"),
        (Field::Source, "XMP-photoshop:Source"),
        (Field::Instructions, "XMP-photoshop:Instructions"),
        (Field::Keywords, "XMP-dc:Subject"),
        (Field::Persons, "XMP-iptcExt:PersonInImage"),
        (Field::CreatedSublocation, "XMP-iptcExt:LocationCreatedSublocation"),
        (Field::CreatedCity, "XMP-iptcExt:LocationCreatedCity"),
        (Field::CreatedRegion, "XMP-iptcExt:LocationCreatedProvinceState"),
        (Field::CreatedCountry, "XMP-iptcExt:LocationCreatedCountryName"),
        (Field::CreatedCountryCode, "XMP-iptcExt:LocationCreatedCountryCode"),
        (Field::ShownSublocation, "XMP-iptcExt:LocationShownSublocation"),
        (Field::ShownCity, "XMP-iptcExt:LocationShownCity"),
        (Field::ShownRegion, "XMP-iptcExt:LocationShownProvinceState"),
        (Field::ShownCountry, "XMP-iptcExt:LocationShownCountryName"),
        (Field::ShownCountryCode, "XMP-iptcExt:LocationShownCountryCode"),
    ];
    let value = |tag: &str| format!("{tag} {HARD}");
    let mut args: Vec<String> = fields.iter().map(|(_, tag)| format!("-{tag}={}", value(tag))).collect();
    args.push("-XMP-dc:Description-ko=설명".to_owned());
    args.push("-XMP-dc:Description-zh-Hans=说明".to_owned());
    args.push(
        "-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
            .to_owned(),
    );
    args.push("-XMP-xmp:Rating=4".to_owned());
    exiftool::write(&path, &args);
    let photo = read_photo(&path).unwrap();
    for (field, tag) in fields {
        assert_eq!(line(&photo, field), value(tag));
    }
    let tag = |lang| LangTag::parse(lang).unwrap();
    assert_eq!(photo.embedded.caption.get(&tag("ko")), Some("설명"));
    assert_eq!(photo.embedded.caption.get(&tag("zh-Hans")), Some("说明"));
    assert_eq!(photo.embedded.source_type.as_deref(), Some("digitalCapture"));
    assert_eq!(photo.embedded.rating, Some(4));
    assert_eq!(photo.embedded.sources, None);
}

#[test]
fn every_field_that_exiftool_writes_in_iim_is_read() {
    if !exiftool::is_there() {
        return;
    }
    let env = TestEnv::new();
    let fields = [
        (Field::Title, "ObjectName"),
        (Field::Headline, "Headline"),
        (Field::Caption, "Caption-Abstract"),
        (Field::Creator, "By-line"),
        (Field::Credit, "Credit"),
        (Field::Copyright, "CopyrightNotice"),
        (Field::Source, "Source"),
        (Field::Instructions, "SpecialInstructions"),
        (Field::Keywords, "Keywords"),
        (Field::ShownSublocation, "Sub-location"),
        (Field::ShownCity, "City"),
        (Field::ShownRegion, "Province-State"),
        (Field::ShownCountry, "Country-PrimaryLocationName"),
        (Field::ShownCountryCode, "Country-PrimaryLocationCode"),
    ];
    let short =
        |field| if field == Field::ShownCountryCode { "KOR" } else { "회담 会谈 👩🏽 e\u{301}" };
    let path = photo(&env);
    exiftool::write(&path, fields.map(|(field, tag)| format!("-IPTC:{tag}={}", short(field))));
    let photo = read_photo(&path).unwrap();
    for (field, _) in fields {
        assert_eq!(line(&photo, field), short(field));
        let lang = field.has_languages().then(LangTag::und);
        assert_eq!(photo.embedded.source_of(field, lang.as_ref()), TextSource::Iim);
    }
}

/// exiftool's composite of the Metadata Working Group, of every real photo that has texts, and of contradicting ones of our own.
#[test]
fn texts_are_taken_in_the_order_of_the_working_group() {
    if !exiftool::is_there() {
        return;
    }
    let env = TestEnv::new();
    let mut files: Vec<PathBuf> = Vec::new();
    for n in 0..6 {
        let path = env.photos().join(format!("{n}.jpg"));
        TestPhoto::new().seed(n).write(&path);
        let mut args = vec!["-XMP-dc:Description=in XMP", "-XMP-dc:Creator=X", "-XMP-photoshop:City=Xian"];
        if n % 2 == 1 {
            args.extend([
                "-IPTC:Caption-Abstract=in IIM",
                "-IPTC:By-line=I",
                "-IPTC:City=Incheon",
                "-IPTC:Keywords=i",
            ]);
        }
        if n == 2 || n == 3 {
            args.extend(["-EXIF:ImageDescription=in EXIF", "-EXIF:Artist=E"]);
        }
        if n == 5 {
            args.push("-Photoshop:IPTCDigest=00112233445566778899aabbccddeeff");
        } else if n == 1 {
            args.push("-Photoshop:IPTCDigest=new");
        }
        exiftool::write(&path, &args);
        files.push(path);
    }
    match real_photos() {
        Some(folder) => files
            .extend(walkdir::WalkDir::new(folder).into_iter().flatten().map(walkdir::DirEntry::into_path)),
        None => println!("left out: no real photos beside the checkout"),
    }
    files.retain(|file| file.is_file() && read_photo(file).is_ok());
    let tags = ["Description", "Creator", "Copyright", "Keywords", "City", "State", "Country", "Location"];
    let args = ["-use", "MWG"].map(str::to_owned).into_iter().chain(tags.map(|tag| format!("-MWG:{tag}")));
    let all = exiftool::read_all(&files, args);
    assert_eq!(all.len(), files.len());
    let n_values: usize = files.iter().zip(&all).map(|(file, read)| same_as_working_group(file, read)).sum();
    println!("{n_values} values as the Metadata Working Group takes them");
    assert!(n_values >= 20);
}

fn same_as_working_group(file: &Path, read: &Map<String, Value>) -> usize {
    let photo = read_photo(file).unwrap();
    let mut n_values = 0;
    let fields = [
        (Field::Caption, "Description"),
        (Field::Creator, "Creator"),
        (Field::Copyright, "Copyright"),
        (Field::Keywords, "Keywords"),
        (Field::ShownCity, "City"),
        (Field::ShownRegion, "State"),
        (Field::ShownCountry, "Country"),
        (Field::ShownSublocation, "Location"),
    ];
    for (field, tag) in fields {
        let Some(wanted) = exiftool::text(read, &format!("MWG:{tag}")) else { continue };
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let ours = line(&photo, field);
        if plain(&wanted).is_empty() {
            continue;
        }
        n_values += 1;
        let in_language =
            |text: &str| photo.embedded.caption.iter().any(|(_, said)| plain(said) == plain(text));
        if plain(&ours) != plain(&wanted) && !in_language(&wanted) {
            let what = format!("{}: {tag}: ours {ours:?}, exiftool {wanted:?}", file.display());
            let name = file.file_name().unwrap().to_string_lossy();
            assert!(ELSE_THAN_EXIFTOOL.iter().any(|(of, _)| *of == name), "{what}");
            println!("{what}");
        }
    }
    n_values
}

#[test]
fn inspect_tells_where_texts_are_from_and_what_disagrees() {
    let env = TestEnv::new();
    let path = env.photos().join("a.jpg");
    let mut photo = TestPhoto::new()
        .seed(1)
        .artist("A. Kim")
        .caption("x-default", "In XMP")
        .caption("ko", "설명")
        .iptc(120, "In IIM")
        .iptc(90, "Seoul");
    photo.xmp.as_mut().unwrap().credit = Some("Office".to_owned());
    photo.write(&path);
    let json = env.json(["inspect", path.to_str().unwrap()]);
    let photo = &json["photos"][0];
    let from: Vec<String> = photo["text_sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|source| format!("{}/{}: {}", source["field"].as_str().unwrap(), source["lang"], source["from"]))
        .collect();
    assert_eq!(
        from,
        [
            "caption/\"ko\": \"XMP dc:description\"",
            "caption/\"und\": \"XMP dc:description\"",
            "creator/null: \"EXIF Artist\"",
            "credit/null: \"XMP photoshop:Credit\"",
            "shown-city/null: \"IIM 2:90\"",
        ]
    );
    assert_eq!(photo["text_conflicts"][0]["text"], "In IIM");
    assert_eq!(photo["text_conflicts"][0]["from"], "IIM 2:120");
    assert_eq!(photo["location_shown"]["city"], "Seoul");
    let output = env.attache().args(["inspect", path.to_str().unwrap()]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for line in [
        "Caption      설명  (ko, XMP dc:description)",
        "Creator      A. Kim  (EXIF Artist)",
        "Shows        Seoul  (IIM 2:90)",
        "Says else    caption: In IIM  (IIM 2:120)",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

/// XMP of 10 MB, as a PNG may have it: what fits is read, the rest is told of, and reading ends.
#[test]
fn oversized_xmp_is_read_as_far_as_it_goes() {
    let env = TestEnv::new();
    let path = env.photos().join("a.png");
    let packet = format!(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
         <rdf:Description xmlns:p='http://ns.adobe.com/photoshop/1.0/' p:Credit='Office'><p:Source>{}</p:Source>\
         </rdf:Description></rdf:RDF></x:xmpmeta>",
        "long ".repeat(2_000_000)
    );
    let body = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), packet.as_bytes()].concat();
    let mut png = TestPhoto::new().seed(1).png();
    let mut chunk = (body.len() as u32).to_be_bytes().to_vec();
    chunk.extend(b"iTXt");
    chunk.extend(&body);
    // The reader looks at names; the checksum is of no concern to it.
    chunk.extend([0; 4]);
    png.splice(33..33, chunk);
    std::fs::write(&path, png).unwrap();
    let photo = read_photo(&path).unwrap();
    assert_eq!(photo.embedded.credit.as_deref(), Some("Office"));
    assert_eq!(photo.embedded.source, None);
}
