//! What originals would give away: counted before an export, and gone after it.

use attache::export::audit::audit_folder;
use attache::export::{self, ExportSettings};
use attache::media;
use attache::model::exposure::{Exposure, Secret};
use attache::model::hidden::Thumbnail;
use attache::model::problem::ProblemKind;

use super::export::{Album, files};
use crate::support::credentials_maker::{store, with_credentials};
use crate::support::env::{TestEnv, real_photos};
use crate::support::exif_writer::{Ifd, Value};
use crate::support::exiftool;
use crate::support::movie_maker::TestMovie;
use crate::support::photo_maker::TestPhoto;

fn plain(n: u32) -> TestPhoto {
    TestPhoto::new().seed(n).size(64, 48).taken("2026-01-05 18:30:12", Some("+08:00"))
}

#[test]
fn originals_are_counted_on_the_command_line() {
    let env = TestEnv::new();
    let at = |name: &str| env.photos().join(name);
    plain(1).gps(39.9, 116.4).serial("0042").write(at("a.jpg"));
    plain(2).gps(39.9, 116.4).trailer(&TestMovie::new().bytes()).write(at("b.jpg"));
    plain(3)
        .thumbnail()
        .tag(Ifd::Exif, 0x927C, Value::Undefined(b"Maker\0\0\0note".to_vec()))
        .write(at("c.jpg"));
    std::fs::write(
        at("d.jpg"),
        with_credentials(&plain(4).jpeg(), &store("Model X", "trainedAlgorithmicMedia")),
    )
    .unwrap();
    plain(5).xiaomi("front").write(at("e.jpg"));
    let photos = env.photos();
    let said = env.json(["audit", "--originals", photos.to_str().unwrap()]);
    assert_eq!(said["schema"], "attache.originals/1");
    assert_eq!(said["stats"]["n_photos"], 5);
    assert_eq!(said["stats"]["n_devices_with_serial"], 1);
    let n = |kind: &str| {
        let found = said["found"].as_array().unwrap().iter().find(|found| found["kind"] == kind);
        found.map_or(0, |found| found["photos"].as_array().unwrap().len())
    };
    for (kind, want) in [
        ("position", 2),
        ("video-with-sound", 1),
        ("video-without-sound", 0),
        ("serial-number", 1),
        ("thumbnail", 1),
        ("cropped-thumbnail", 0),
        ("maker-note", 1),
        ("content-credentials", 1),
        ("made-by-model", 1),
        ("vendor-data", 1),
    ] {
        assert_eq!(n(kind), want, "{kind}: {said}");
    }
    let text = env.attache().args(["audit", "--originals"]).arg(&photos).output().unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("2 with position, 1 with hidden video with sound, 1 device with serial number"),
        "{text}"
    );
    assert!(text.contains("b.jpg"), "{text}");

    let inspected = env.attache().arg("inspect").arg(at("d.jpg")).output().unwrap();
    let inspected = String::from_utf8(inspected.stdout).unwrap();
    assert!(inspected.contains("by Model X; present, not verified"), "{inspected}");
    assert!(inspected.contains("made by a generative model"), "{inspected}");
    let json = env.json(["inspect", at("d.jpg").to_str().unwrap()]);
    let found = &json["photos"][0]["hidden"]["content_credentials"];
    assert_eq!((&found["generator"], &found["verified"]), (&"Model X".into(), &false.into()), "{json}");
}

#[test]
fn facts_about_hidden_things_come_from_the_library_the_second_time() {
    let env = TestEnv::new();
    plain(1).thumbnail().trailer(&TestMovie::new().silent().bytes()).write(env.photos().join("a.jpg"));
    let photos = env.photos();
    let ask = || env.json(["audit", "--originals", photos.to_str().unwrap()]);
    let first = ask();
    assert_eq!(first["found"].as_array().unwrap().len(), 2, "{first}");
    assert_eq!(first, ask());
}

#[test]
fn an_export_tells_of_credentials_that_it_drops() {
    let mut album = Album::of([("a.jpg", plain(1)), ("b.jpg", plain(2))]);
    let path = album.folder.path().join("originals/a.jpg");
    std::fs::write(&path, with_credentials(&plain(1).jpeg(), &store("Camera", "digitalCapture"))).unwrap();
    album.collection.remove_paths(|known| known == path);
    album.collection.insert(vec![media::read_photo(&path).unwrap()]);
    let plan = export::plan(&album.collection, &ExportSettings::to(album.out()));
    let told: Vec<_> =
        plan.problems.iter().filter(|problem| problem.kind == ProblemKind::Credentials).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].message.contains("by Camera; present, not verified"), "{}", told[0].message);
    assert!(!told[0].kind.loses_photo());
    album.export().unwrap();
    for (path, data) in files(&album.out()) {
        assert!(!data.windows(4).any(|bytes| bytes == b"c2pa" || bytes == b"jumb"), "{path}");
    }
}

#[test]
fn an_audit_is_a_page_for_people_outside_of_the_album() {
    let env = TestEnv::new();
    plain(1).write(env.photos().join("a.jpg"));
    let (photos, out) = (env.photos(), env.path("album"));
    let path = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    env.json(["export", &path(&photos), "--out", &path(&out), "--title", "국빈 방문"]);
    let page = env.path("audit.html");
    let audit = |lang: &str| {
        let mut command = env.attache();
        command.args(["audit", &path(&out), "--report", &path(&page), "--lang", lang]).assert()
    };
    audit("zh-Hans").success();
    let text = std::fs::read_to_string(&page).unwrap();
    let sha256 = export::files::sha256(&std::fs::read(out.join("manifest.json")).unwrap());
    assert!(text.contains("未发现泄露") && text.contains("국빈 방문") && text.contains(&sha256), "{text}");
    assert!(!text.contains("<script") && !text.contains(env.path("").to_str().unwrap()), "{text}");

    std::fs::write(out.join("notes.txt"), "mine").unwrap();
    audit("ko").code(1);
    let text = std::fs::read_to_string(&page).unwrap();
    assert!(text.contains("공개하지 마십시오") && text.contains("notes.txt"), "{text}");
    let inside = path(&out.join("audit.html"));
    env.attache().args(["audit", &path(&out), "--report", &inside]).assert().code(3);
    assert!(!out.join("audit.html").exists());
    let json = env.json(["audit", &path(&out)]);
    assert_eq!((&json["manifest_sha256"], &json["stats"]["n_others"]), (&sha256.into(), &2.into()), "{json}");
}

#[test]
fn a_cropped_picture_with_its_old_thumbnail_is_told() {
    // The thumbnail of a long picture in a square one.
    let long = plain(1).size(300, 100).thumbnail().jpeg();
    let square = TestPhoto::new().size(100, 100).jpeg();
    let exif_end = 4 + usize::from(u16::from_be_bytes([long[4], long[5]]));
    let cropped = [&square[..2], &long[2..exif_end], &square[20..]].concat();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jpg");
    std::fs::write(&path, cropped).unwrap();
    let photo = media::read_photo(&path).unwrap();
    assert_eq!(photo.hidden.thumbnail, Some(Thumbnail::OtherShape), "{:?}", photo.problems);
    assert_eq!(Exposure::of([&photo]).count(Secret::CroppedThumbnail), 1);
}

/// Every tag that exiftool knows is in the file itself, of the file system, or a number of the picture.
const HARMLESS_GROUPS: [&str; 4] = ["ExifTool", "System", "File", "Composite"];

/// Real photos with everything that phones hide, exported and read by another program: nothing but the picture is left.
#[test]
fn exiftool_finds_nothing_in_an_album() {
    if !exiftool::is_there() {
        println!("left out: exiftool is not there");
        return;
    }
    let Some(photos) = real_photos() else {
        println!("left out: the real photos are not there");
        return;
    };
    // Every twelfth is enough for each run; the whole collection takes minutes.
    let mut paths: Vec<_> = walkdir::WalkDir::new(&photos)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.metadata().is_ok_and(|data| data.is_file() && data.len() < 6_000_000))
        .collect();
    paths.sort();
    let mut album = Album::of([("IMG_0001.jpg", plain(1).gps(39.9, 116.4).serial("0042"))]);
    album.collection.insert(paths.iter().step_by(12).filter_map(|path| media::read_photo(path).ok()));
    let settings = ExportSettings { undated: true, ..ExportSettings::to(album.out()) };
    let report = album.export_with(&settings).unwrap();
    assert!(report.n_photos > 5, "{report:?}");
    assert!(audit_folder(&album.out()).unwrap().is_clean());
    let media = album.out().join("media");
    let pictures: Vec<_> = std::fs::read_dir(&media).unwrap().map(|entry| entry.unwrap().path()).collect();
    let output = std::process::Command::new("exiftool")
        .args(["-json", "-a", "-G1", "-u", "-U", "-ee"])
        .args(&pictures)
        .output()
        .unwrap();
    let read: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read.len(), pictures.len());
    for picture in &read {
        for key in picture.keys().filter(|key| *key != "SourceFile") {
            let group = key.split(':').next().unwrap_or_default();
            // Creator, credit, copyright and alt text, where the original names them.
            let carried = [
                "XMP-dc:Creator",
                "XMP-dc:Rights",
                "XMP-photoshop:Credit",
                "IPTC:",
                "XMP-iptcCore:AltText",
                "Photoshop:",
                "XMP-x:",
                "XMP-rdf:About",
            ];
            let harmless = HARMLESS_GROUPS.contains(&group)
                || group == "JFIF"
                || carried.iter().any(|tag| key.starts_with(tag));
            assert!(harmless, "{key} in {:?}", picture.get("SourceFile"));
        }
    }
    for picture in &pictures {
        let data = std::fs::read(picture).unwrap();
        for sign in [&b"ftyp"[..], b"Exif\0", b"JFIF", b"moov", b"\xFF\xD8\xFF", b"SEFT", b"\x89PNG"] {
            let begins = data.windows(sign.len()).skip(12).any(|bytes| bytes == sign);
            assert!(!begins, "{} in {}", String::from_utf8_lossy(sign), picture.display());
        }
    }
}
