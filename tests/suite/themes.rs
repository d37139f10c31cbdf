//! Themes: ours, a person's own, and what pages are with a base URL.

use attache::export::html::address::base_url;
use attache::export::settings::ThemeChoice;
use attache::export::{ExportError, ExportSettings, Profile};
use attache::model::notes::{Field, Key, Subject, Value};
use attache::model::region::{Area, Region};

use super::export::{Album, files, tag};
use crate::support::photo_maker::TestPhoto;

fn text_of(album: &Album, path: &str) -> String {
    String::from_utf8(files(&album.out())[path].clone()).unwrap()
}

fn style_of(album: &Album) -> String {
    let files = files(&album.out());
    let found = files.iter().find(|(path, _)| path.starts_with("assets/album-") && path.ends_with(".css"));
    String::from_utf8(found.unwrap().1.clone()).unwrap()
}

#[test]
fn a_persons_folder_stands_in_for_what_it_has() {
    let album = Album::small();
    let own = album.folder.path().join("theme");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("theme.css"), "body { color: #123456; background: #fff; } /* for the office */")
        .unwrap();
    let settings = ExportSettings { theme: ThemeChoice::Folder(own.clone()), ..album.settings() };
    album.export_with(&settings).unwrap();
    let style = style_of(&album);
    assert!(style.contains("#123456") && style.contains(".rows") && !style.contains("office"));
    assert!(text_of(&album, "manifest.json").contains("\"theme\": \"own\""));

    // What loads from elsewhere is refused by the audit, like anything else.
    std::fs::write(own.join("theme.css"), "body { background: url(https://example.org/x.png); }").unwrap();
    assert!(matches!(album.export_with(&settings), Err(ExportError::Leaks(_))));
    std::fs::write(own.join("theme.css"), "body { color: #123456; }").unwrap();

    let broken =
        "{% extends \"base.html\" %}\n{% block content %}\n<p>{{ title.nothing.here }}</p>\n{% endblock %}\n";
    std::fs::write(own.join("cover.html"), broken).unwrap();
    let error = album.export_with(&settings).unwrap_err().to_string();
    assert!(error.contains("cover.html, line 3") && error.contains("take the file out"), "{error}");
    std::fs::write(own.join("cover.html"), "{% if %}").unwrap();
    let error = album.export_with(&settings).unwrap_err().to_string();
    assert!(error.contains("cover.html, line 1"), "{error}");
}

#[test]
fn a_theme_that_would_never_end_is_told_and_nothing_is_published() {
    let album = Album::small();
    let theme = album.folder.path().join("endless");
    std::fs::create_dir_all(&theme).unwrap();
    let loops = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}";
    std::fs::write(theme.join("photo.html"), loops).unwrap();
    let settings = ExportSettings { theme: ThemeChoice::Folder(theme), ..album.settings() };
    let error = album.export_with(&settings).unwrap_err().to_string();
    assert!(error.contains("template photo.html, line 1 takes too many steps"), "{error}");
    assert!(!album.out().exists());
}

#[test]
fn the_cut_of_a_cover_keeps_the_persons_who_are_marked_on_it() {
    let mut album = Album::small();
    album.export().unwrap();
    assert!(!style_of(&album).contains("object-position: 80%"));
    let cover = text_of(&album, "index.html");
    assert!(cover.contains("<img class=\"crop\" "), "{cover}");
    let mark = Region { name: "Ada".to_owned(), area: Area::of_middle(0.8, 0.6, 0.1, 0.2).unwrap() };
    for name in ["IMG_0001.jpg", "IMG_0002.jpg", "IMG_0003.jpg", "IMG_0004.jpg"] {
        let key = Key { subject: Subject::Photo(album.id(name)), field: Field::Regions, lang: None };
        album.put(key, Value::Regions(vec![mark.clone()]));
    }
    album.export().unwrap();
    assert!(text_of(&album, "index.html").contains("<img class=\"crop at-80-60\" "));
    assert!(style_of(&album).contains(".crop.at-80-60 { object-position: 80% 60%; }"));
}

#[test]
fn both_themes_of_ours_make_whole_albums() {
    let album = Album::small();
    let mut styles = Vec::new();
    for theme in [ThemeChoice::Gazette, ThemeChoice::Evening] {
        album.export_with(&ExportSettings { theme, ..album.settings() }).unwrap();
        styles.push(style_of(&album));
    }
    assert_ne!(styles[0], styles[1]);
    assert_eq!(ThemeChoice::from("evening"), ThemeChoice::Evening);
}

#[test]
fn a_base_url_gives_cards_a_feed_and_a_site_map() {
    let album = Album::small();
    album.export().unwrap();
    let plain = files(&album.out());
    assert!(!plain.keys().any(|path| path.ends_with(".xml")));
    assert!(!text_of(&album, "index.html").contains("og:image"));

    let base = base_url("https://example.org/visits").unwrap();
    let settings = ExportSettings { base_url: Some(base), ..album.settings() };
    album.export_with(&settings).unwrap();
    let cover = text_of(&album, "ko/index.html");
    assert!(cover.contains("<link rel=\"canonical\" href=\"https://example.org/visits/ko/\">"), "{cover}");
    assert!(cover.contains("property=\"og:image\" content=\"https://example.org/visits/media/"));
    let feed = text_of(&album, "ko/feed.xml");
    assert!(
        feed.contains("<updated>2026-02-10T00:00:00Z</updated>") && feed.contains("xml:lang=\"ko\""),
        "{feed}"
    );
    let map = text_of(&album, "sitemap.xml");
    assert_eq!(map.matches("<loc>").count(), 3 * (1 + 2 + 6));
    assert!(map.contains("hreflang=\"zh-Hans\" href=\"https://example.org/visits/zh-Hans/\""));
    let before = files(&album.out());
    album.export_with(&settings).unwrap();
    assert_eq!(before, files(&album.out()), "the same album has the same feed");
}

#[test]
fn search_engines_learn_what_the_profile_allows() {
    let mut album = Album::small();
    let key = |field| Key { subject: Subject::Photo(album.id("IMG_0001.jpg")), field, lang: None };
    let (creator, persons) = (key(Field::Creator), key(Field::Persons));
    album.put(creator, Value::Text("Kim Jiyoung".to_owned()));
    album.put(persons, Value::List(vec!["Ada </script>".to_owned()]));
    let has = |album: &Album, word: &str| {
        files(&album.out())
            .iter()
            .any(|(path, data)| path.ends_with(".html") && String::from_utf8_lossy(data).contains(word))
    };
    album.export().unwrap();
    assert!(has(&album, "\"@type\":\"ImageObject\"") && !has(&album, "Kim Jiyoung"));
    assert!(has(&album, "Ada &lt;/script&gt;"), "whom a person named is told");
    assert!(!has(&album, "license"));
    let licences = ExportSettings {
        license: Some("https://example.org/licence".to_owned()),
        acquire_license: Some("https://example.org/ask".to_owned()),
        ..album.settings()
    };
    album.export_with(&licences).unwrap();
    assert!(has(&album, "\"license\":\"https://example.org/licence\""));
    assert!(has(&album, "\"acquireLicensePage\":\"https://example.org/ask\""));
    album.export_with(&ExportSettings { profile: Profile::Press, ..album.settings() }).unwrap();
    assert!(has(&album, "\"creator\":{\"@type\":\"Person\",\"name\":\"Kim Jiyoung\"}"));
}

#[test]
fn arabic_pages_run_from_right_to_left() {
    let album = Album::small();
    album.export_with(&ExportSettings { languages: vec![tag("ar"), tag("en")], ..album.settings() }).unwrap();
    let page = text_of(&album, "2026-01-04/index.html");
    assert!(
        page.contains("<html lang=\"ar\" dir=\"rtl\"")
            && page.contains("4–5 يناير 2026")
            && page.contains("4 صور"),
        "{page}"
    );
    assert!(text_of(&album, "en/index.html").contains("<html lang=\"en\" dir=\"ltr\""));
}

/// Bytes that a browser loads for a visit of so many photos before their pictures; the photos are large enough for all sizes.
fn bytes_before_pictures(n_photos: usize) -> usize {
    let names: Vec<String> = (0..n_photos).map(|n| format!("photo {n:03}.jpg")).collect();
    let album = Album::of(names.iter().enumerate().map(|(n, name)| {
        let when = format!("2026-01-05 {:02}:{:02}:00", 8 + n / 50, n % 50);
        let photo =
            TestPhoto::new().seed(n as u32).size(2049, 10 + n as u32 % 7).taken(&when, Some("+08:00"));
        (name.as_str(), photo)
    }));
    album.export().unwrap();
    let files = files(&album.out());
    let script = files.iter().find(|(path, _)| path.ends_with(".js")).unwrap();
    assert!(script.1.len() < 10_000, "{}", script.1.len());
    let assets = files.iter().filter(|(path, _)| path.starts_with("assets/"));
    files["2026-01-05/index.html"].len() + assets.map(|(_, data)| data.len()).sum::<usize>()
}

#[test]
fn a_page_of_300_photos_is_light_before_its_pictures() {
    let (few, more) = (bytes_before_pictures(8), bytes_before_pictures(24));
    let with_300 = more + (more - few) * (300 - 24) / (24 - 8);
    println!("{with_300} bytes with 300 photos");
    assert!(with_300 < 300_000, "{with_300}");
}
