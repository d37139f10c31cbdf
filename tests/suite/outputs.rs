//! An album as one file: zip, and one page for mail.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use attache::export::audit::zip::audit_zip;
use attache::export::audit::{Known, page_leaks};

use crate::support::env::TestEnv;
use crate::support::photo_maker::TestPhoto;

fn photos(env: &TestEnv) {
    for n in 1..=3_u32 {
        let when = format!("2026-01-0{n} 09:00:00");
        let photo = TestPhoto::new().seed(n).size(660, 440).taken(&when, Some("+08:00"));
        photo.caption("x-default", "Talks <b> & \"tea\"").write(env.photos().join(format!("IMG_{n}.jpg")));
    }
}

fn export(env: &TestEnv, out: &Path, more: &[&str]) -> assert_cmd::assert::Assert {
    env.attache().arg("export").arg(env.photos()).arg("--out").arg(out).args(more).assert()
}

#[test]
fn a_zip_file_is_the_album_and_tells_nothing_else() {
    let env = TestEnv::new();
    photos(&env);
    let (zip, again) = (env.path("album.zip"), env.path("again.zip"));
    export(&env, &zip, &["--lang", "en,ko"]).code(0);
    export(&env, &again, &["--lang", "en,ko"]).code(0);
    let bytes = fs::read(&zip).unwrap();
    assert!(bytes == fs::read(&again).unwrap(), "the same bytes");
    env.attache().arg("audit").arg(&zip).assert().code(0);
    let known = Known::default();
    assert_eq!(audit_zip(&zip, &known).unwrap().findings, []);

    let folder = env.path("album");
    export(&env, &folder, &["--lang", "en,ko"]).code(0);
    let mut read = zip::ZipArchive::new(fs::File::open(&zip).unwrap()).unwrap();
    let names: Vec<String> = read.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.len() > 10 && names.is_sorted(), "{names:?}");
    for name in &names {
        let mut data = Vec::new();
        std::io::copy(&mut read.by_name(name).unwrap(), &mut data).unwrap();
        assert!(data == fs::read(folder.join(name)).unwrap(), "{name}");
    }
    // Every byte that is none of the album's is found: before, between (here: a time, an attribute), after.
    let judged = |bytes: Vec<u8>| {
        let path = env.path("judged.zip");
        fs::write(&path, bytes).unwrap();
        !audit_zip(&path, &known).unwrap().is_clean()
    };
    let with = |at: usize, value: u8| {
        let mut other = bytes.clone();
        other[at] = value;
        other
    };
    let central = bytes.windows(4).rposition(|part| part == b"PK\x01\x02").unwrap();
    assert!(judged([b"hidden".as_slice(), &bytes].concat()), "before");
    assert!(judged([&bytes, b"hidden".as_slice()].concat()), "after");
    assert!(judged(with(10, 7)), "the time at the file");
    assert!(judged(with(central + 5, 3)), "the system");
    assert!(judged(with(central + 12, 7)), "the time in the list");
    assert!(judged(with(central + 38, 1)), "the rights");
    assert!(judged(with(200, bytes[200] ^ 1)), "the content");

    // One of ours is replaced, and nothing else.
    export(&env, &zip, &[]).code(0);
    let strange = env.path("strange.zip");
    fs::write(&strange, "mine").unwrap();
    export(&env, &strange, &[]).code(3);
    assert_eq!(fs::read(&strange).unwrap(), b"mine");
    let left: Vec<_> = fs::read_dir(env.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".attache")), "{left:?}");
}

/// The files of a zip file, each by its name.
fn entries(zip: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut read = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    (0..read.len())
        .map(|n| {
            let mut file = read.by_index(n).unwrap();
            let mut data = Vec::new();
            std::io::copy(&mut file, &mut data).unwrap();
            (file.name().unwrap().into_owned(), data)
        })
        .collect()
}

fn packed(zip: &Path, entries: &BTreeMap<String, Vec<u8>>) {
    let mut out = zip::ZipWriter::new(fs::File::create(zip).unwrap());
    for (name, data) in entries {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(data).unwrap();
    }
    out.finish().unwrap();
}

/// Pictures that changed places in the zip file tell where those of the next one come from: out of it where its manifest says so,
/// else out of the originals.
#[test]
fn a_zip_file_that_stands_gives_its_pictures_to_the_next_where_they_are_what_it_says() {
    let env = TestEnv::new();
    photos(&env);
    let (zip, scratch) = (env.path("album.zip"), env.path("scratch.zip"));
    export(&env, &zip, &[]).code(0);
    let before = entries(&zip);
    let is_picture = |path: &&String| path.starts_with("media/");
    let paths: Vec<&String> = before.keys().filter(is_picture).collect();
    let names: Vec<&str> = paths.iter().map(|path| path.as_str()).collect();
    // Two sizes of each of three photos; those of one size give their places to each other.
    let size = |path: &str| path.rsplit_once('-').unwrap().1.to_owned();
    let next = |path: &str| {
        let same: Vec<&&str> = names.iter().filter(|name| size(name) == size(path)).collect();
        assert_eq!(same.len(), 3, "{names:?}");
        let at = same.iter().position(|name| **name == path).unwrap();
        (*same[(at + 1) % 3]).to_owned()
    };
    let turned: BTreeMap<String, Vec<u8>> = before
        .iter()
        .map(|(path, data)| {
            let from = if is_picture(&path) { &before[&next(path)] } else { data };
            (path.clone(), from.clone())
        })
        .collect();
    assert_ne!(turned, before);

    // The manifest still says what they were: none of them is taken.
    packed(&zip, &turned);
    export(&env, &zip, &["--title", "Another"]).code(0);
    export(&env, &scratch, &["--title", "Another"]).code(0);
    assert!(fs::read(&zip).unwrap() == fs::read(&scratch).unwrap(), "the same bytes as from scratch");

    // The manifest says what they are: nothing is decoded again.
    let mut said: serde_json::Value = serde_json::from_slice(&before["manifest.json"]).unwrap();
    for file in said["files"].as_array_mut().unwrap() {
        let path = file["path"].as_str().unwrap().to_owned();
        let data = &turned[&path];
        file["sha256"] = attache::export::files::sha256(data).into();
        file["bytes"] = data.len().into();
    }
    let mut turned = turned;
    turned.insert("manifest.json".to_owned(), serde_json::to_vec(&said).unwrap());
    packed(&zip, &turned);
    export(&env, &zip, &["--title", "Another"]).code(0);
    let after = entries(&zip);
    assert_ne!(after["index.html"], before["index.html"]);
    for name in names {
        assert!(after[name] == turned[name], "{name} was made again");
    }
}

#[test]
fn one_page_has_everything_in_it_and_no_more_than_is_allowed() {
    let env = TestEnv::new();
    photos(&env);
    let page = env.path("visit.html");
    let told = export(&env, &page, &["--title", "State visit"]).code(0);
    assert!(String::from_utf8_lossy(&told.get_output().stderr).contains("MB with 3 photos"));
    let text = fs::read_to_string(&page).unwrap();
    assert_eq!(text.matches("<img ").count(), 3);
    assert_eq!(text.matches("src=\"data:image/jpeg;base64,").count(), 3);
    assert!(
        text.contains("<p lang=\"\" dir=\"auto\">Talks &lt;b&gt; &amp; &quot;tea&quot;</p>")
            && text.contains("State visit")
    );
    assert!(!text.contains("<script") && !text.contains("://"), "nothing leads out of it");
    let leaks = |text: &str| page_leaks(text.as_bytes(), Default::default(), &Known::default());
    assert_eq!(leaks(&text), []);
    let loud = text.replacen("base64,/9j/", "base64,/9j/4QAIRXhpZgAA", 1);
    assert!(loud != text && !leaks(&loud).is_empty(), "a picture with EXIF in it is found");

    export(&env, &page, &["--max-mb", "0"]).code(3);
    assert_eq!(fs::read_to_string(&page).unwrap(), text, "what stood there still stands");
    export(&env, &page, &["--title", "State visit"]).code(0);
    assert_eq!(fs::read_to_string(&page).unwrap(), text, "ours is replaced, with the same bytes");
    let strange = env.path("notes.html");
    fs::write(&strange, "<p>mine").unwrap();
    export(&env, &strange, &[]).code(3);
}

#[test]
fn what_a_crash_left_of_a_zip_file_goes_with_the_next_and_two_at_once_are_refused() {
    let env = TestEnv::new();
    photos(&env);
    let zip = env.path("out/album.zip");
    fs::create_dir_all(zip.parent().unwrap()).unwrap();
    let folder = {
        let workshop = attache::export::publish::Workshop::begin(&zip).unwrap();
        let told = export(&env, &zip, &[]).code(3);
        assert!(String::from_utf8_lossy(&told.get_output().stderr).contains("another export to"));
        workshop.album().parent().unwrap().to_owned()
    };
    assert!(!folder.exists(), "it goes when it is done with");
    // As after a power cut while the album was packed: the album stands in the workshop.
    export(&env, &folder.join("album"), &[]).code(0);
    export(&env, &zip, &[]).code(0);
    let left: Vec<_> =
        fs::read_dir(zip.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["album.zip"]);
}

#[test]
fn one_page_has_all_languages_below_each_picture_once() {
    let env = TestEnv::new();
    let photo = TestPhoto::new().size(660, 440).taken("2026-01-05 09:00:00", Some("+08:00"));
    photo.caption("en", "Talks").caption("ko", "회담").write(env.photos().join("IMG_1.jpg"));
    let photo = TestPhoto::new().seed(2).size(660, 440).taken("2026-01-05 10:00:00", Some("+08:00"));
    photo.caption("ko", "만찬\n둘째 줄").write(env.photos().join("IMG_2.jpg"));
    let page = env.path("visit.html");
    export(&env, &page, &["--lang", "en,ko"]).code(0);
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.contains("<html lang=\"en\" dir=\"ltr\">"));
    for said in [
        "<p dir=\"auto\">Talks</p>",
        "<p lang=\"ko\" dir=\"auto\">회담</p>",
        "<p lang=\"ko\" dir=\"auto\">만찬</p>",
        "<p lang=\"ko\" dir=\"auto\">둘째 줄</p>",
        "5 January 2026, 09:00</p>",
        "<p class=\"soft\" lang=\"ko\" dir=\"auto\">2026년 1월 5일 09:00</p>",
    ] {
        assert_eq!(text.matches(said).count(), 1, "{said}");
    }
    assert_eq!(text.matches("<img ").count(), 2, "a picture is there once");
    export(&env, &page, &["--lang", "ar,en"]).code(0);
    assert!(fs::read_to_string(&page).unwrap().contains("<html lang=\"ar\" dir=\"rtl\">"));
}

#[test]
fn the_press_may_keep_the_largest_picture_with_its_texts_and_the_public_may_not() {
    let env = TestEnv::new();
    photos(&env);
    let (press, public) = (env.path("press"), env.path("public"));
    export(&env, &press, &["--profile", "press"]).code(0);
    export(&env, &public, &[]).code(0);
    let photo_page = |album: &Path| {
        let pages = walkdir::WalkDir::new(album).into_iter().flatten();
        let mut pages = pages.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "html"));
        let page = pages.find(|entry| entry.depth() == 2 && entry.file_name() != "index.html");
        fs::read_to_string(page.unwrap().path()).unwrap()
    };
    let page = photo_page(&press);
    let (_, link) = page.split_once("class=\"download\" href=\"../").expect("a download");
    let (path, rest) = link.split_once('"').unwrap();
    let picture = fs::read(press.join(path)).unwrap();
    let (_, told) = rest.split_once("dir=\"ltr\">").unwrap();
    assert!(told.starts_with(&format!("660 × 440, {} kB<", picture.len().div_ceil(1000))), "{told}");
    assert!(picture.windows(5).any(|part| part == b"Talks"), "it carries its caption");
    assert!(!photo_page(&public).contains("class=\"download\""));
}
