//! An album in a real browser: `tests/browser/check.mjs` looks at it with Chromium, axe-core and html-validate.
//!
//! Needs node, chromium and `npm ci` in `tests/browser`; `./x test` installs all three. Where one is missing this test fails,
//! unless `ATTACHE_SKIP_BROWSER=1` says that it is to be left out.

use std::path::Path;
use std::process::Command;

use attache::export::ExportSettings;
use attache::export::settings::ThemeChoice;
use attache::model::notes::{Field, Key, Subject, Value};

use super::export::{Album, tag};
use crate::support::photo_maker::TestPhoto;

/// An album with what pages find hard: all shapes, long and right-to-left words, markup, words in one language only.
fn hard_album() -> Album {
    let shapes =
        [(600, 400), (400, 600), (900, 240), (300, 300), (320, 240), (150, 600), (800, 500), (120, 90)];
    let names: Vec<String> = (0..shapes.len()).map(|n| format!("photo {n}.jpg")).collect();
    let photos = names.iter().zip(shapes).enumerate().map(|(n, (name, (width, height)))| {
        let when = format!("2026-01-0{} 1{}:30:00", 4 + n / 3, n);
        let photo = TestPhoto::new().seed(n as u32).size(width, height).taken(&when, Some("+08:00"));
        (name.as_str(), photo.gps(39.9042, 116.4074).orientation(if n == 4 { 6 } else { 1 }))
    });
    let mut album = Album::of(photos);
    let long_word = "Staatsbesuchsempfangsvorbereitungskomitee".repeat(4);
    for (name, field, lang, text) in [
        ("photo 0.jpg", Field::Headline, "en", "The presidents open the talks"),
        ("photo 0.jpg", Field::Headline, "ko", "양국 대통령이 회담을 시작하다"),
        ("photo 0.jpg", Field::Caption, "ko", "왼쪽부터 외교부 장관, 대통령, 대사.\n둘째 줄."),
        ("photo 1.jpg", Field::Caption, "ar", "يبدأ الرئيسان المحادثات في القاعة الكبرى"),
        ("photo 1.jpg", Field::Headline, "und", "국빈 만찬"),
        ("photo 2.jpg", Field::Headline, "en", "<b onclick=\"x()\">Bold</b> & <script>alert(1)</script>"),
        ("photo 2.jpg", Field::Caption, "de", &long_word),
        ("photo 3.jpg", Field::Caption, "en", &"A very long caption that goes on and on. ".repeat(240)),
        ("photo 4.jpg", Field::AltText, "zh-Hans", "两国元首握手"),
    ] {
        album.say(name, field, lang, text);
    }
    let visit = album.collection.grouping().visits[0].id.clone();
    for (field, lang, text) in [
        (Field::Title, "en", "State visit to the Republic of Altania"),
        (Field::Title, "ko", "알타니아 공화국 국빈 방문"),
        (Field::Caption, "en", "Four days in the capital.\nWith the whole delegation."),
    ] {
        let key = Key { subject: Subject::Visit(visit.clone()), field, lang: Some(tag(lang)) };
        album.put(key, Value::Text(text.to_owned()));
    }
    album
}

#[test]
fn a_browser_finds_no_fault() {
    if std::env::var_os("ATTACHE_SKIP_BROWSER").is_some_and(|value| value == "1") {
        println!("LEFT OUT: the browser test, because ATTACHE_SKIP_BROWSER=1");
        return;
    }
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(
        scripts.join("node_modules/playwright-core").is_dir()
            && scripts.join("node_modules/axe-core").is_dir()
            && scripts.join("node_modules/html-validate").is_dir(),
        "tests/browser has no node_modules: run `npm ci` there, or leave this test out with ATTACHE_SKIP_BROWSER=1"
    );
    let mut album = hard_album();
    let visit = album.collection.grouping().visits[0].id.clone();
    for (field, text) in
        [(Field::Host, "The President of Altania"), (Field::Guest, "The President of the Republic")]
    {
        let key = Key { subject: Subject::Visit(visit.clone()), field, lang: Some(tag("en")) };
        album.put(key, Value::Text(text.to_owned()));
    }
    let base = attache::export::html::address::base_url("https://example.org/visits").unwrap();
    let own = album.folder.path().join("ministry");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("theme.css"), OWN_THEME).unwrap();
    for (theme, languages, base_url) in [
        (ThemeChoice::Gazette, &["en", "ko", "zh-Hans", "ar"][..], None),
        (ThemeChoice::Evening, &["en", "ar"], Some(base)),
        (ThemeChoice::Folder(own), &["en"], None),
    ] {
        let (languages, code) = (languages.iter().map(|language| tag(language)).collect(), theme.code());
        let report =
            album.export_with(&ExportSettings { theme, languages, base_url, ..album.settings() }).unwrap();
        assert_eq!(report.problems, []);
        let run = |script: &str, more: &[&std::ffi::OsStr]| {
            let output =
                Command::new("node").arg(scripts.join(script)).arg(&report.target).args(more).output();
            let output =
                output.expect("node runs; install it, or leave this test out with ATTACHE_SKIP_BROWSER=1");
            let said = String::from_utf8_lossy(&output.stdout);
            println!("{said}");
            assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        };
        run("check.mjs", &[]);
        run("compare.mjs", &[scripts.join("references").as_os_str(), code.as_ref()]);
    }
}

/// A person's own colours and letters, with the contrast that WCAG 2.2 asks for.
const OWN_THEME: &str = "
:root {
  color-scheme: light; --paper: #f4efe4; --stage: #e6dfcf; --ink: #1c2a39; --quiet: #46525f; --line: #b9ad94; --accent: #7a1f2b;
  --display: Georgia, serif; --sans: system-ui, sans-serif;
}
";
