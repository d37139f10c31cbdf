//! Export as a library call: what is written, what is refused, and that nothing half-written stays.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use attache::export::{self, ExportError, ExportReport, ExportSettings, Profile, Stage, plan};
use attache::media;
use attache::model::collection::Collection;
use attache::model::edit::Edit;
use attache::model::notes::{Field, Flag, Key, Notes, Subject, Value};
use attache::model::photo::PhotoId;
use attache::model::problem::ProblemKind;
use attache::model::text::LangTag;

use crate::support::photo_maker::TestPhoto;

pub fn tag(text: &str) -> LangTag {
    LangTag::parse(text).unwrap()
}

/// Photos on disk and what people say of them.
pub struct Album {
    pub folder: tempfile::TempDir,
    pub collection: Collection,
}

impl Album {
    /// These photos, each under its name.
    pub fn of<'a>(photos: impl IntoIterator<Item = (&'a str, TestPhoto)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut read = Vec::new();
        for (name, photo) in photos {
            let path = folder.path().join("originals").join(name);
            photo.write(&path);
            read.push(media::read_photo(&path).unwrap());
        }
        let mut collection = Collection::new(Notes::default(), HashMap::new());
        collection.insert(read);
        Self { folder, collection }
    }

    /// Six photos of two visits in several shapes, so small that each gives one picture.
    pub fn small() -> Self {
        Self::of_sizes([(90, 60), (60, 90), (64, 48), (140, 30), (30, 30), (260, 130)])
    }

    /// The same visits with photos of these sizes. The third is stored lying and shown upright.
    fn of_sizes(sizes: [(u32, u32); 6]) -> Self {
        let times = [
            "2026-01-04 09:00:12",
            "2026-01-04 10:30:00",
            "2026-01-05 18:30:00",
            "2026-01-05 19:00:00",
            "2026-02-10 11:00:00",
            "2026-02-10 11:05:00",
        ];
        let names: Vec<String> = (1..=6).map(|n| format!("IMG_000{n}.jpg")).collect();
        Self::of(names.iter().zip(sizes).zip(times).zip(1..).map(|(((name, (width, height)), when), n)| {
            let photo = TestPhoto::new().seed(n).size(width, height).taken(when, Some("+08:00"));
            (name.as_str(), photo.orientation(if n == 3 { 6 } else { 1 }))
        }))
    }

    /// The photo in this file.
    pub fn id(&self, name: &str) -> PhotoId {
        self.collection.photos().find(|photo| photo.file_name() == name).unwrap().id
    }

    /// Writes a text about a photo, as a person would.
    pub fn say(&mut self, name: &str, field: Field, lang: &str, text: &str) {
        let key = Key { subject: Subject::Photo(self.id(name)), field, lang: Some(tag(lang)) };
        self.put(key, Value::Text(text.to_owned()));
    }

    pub fn flag(&mut self, name: &str, flag: Flag) {
        let key = Key { subject: Subject::Photo(self.id(name)), field: Field::Flag, lang: None };
        self.put(key, Value::Flag(flag));
    }

    pub fn put(&mut self, key: Key, value: Value) {
        let edit = Edit::against(self.collection.notes(), "test", [(key, Some(value))]);
        self.collection.apply(&edit);
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("album")
    }

    pub fn settings(&self) -> ExportSettings {
        let languages = vec![tag("en"), tag("ko"), tag("zh-Hans")];
        ExportSettings { languages, ..ExportSettings::to(self.out()) }
    }

    pub fn export(&self) -> Result<ExportReport, ExportError> {
        self.export_with(&self.settings())
    }

    pub fn export_with(&self, settings: &ExportSettings) -> Result<ExportReport, ExportError> {
        export::run(&plan(&self.collection, settings), &|_| {}, &AtomicBool::new(false))
    }
}

/// Every file of a folder: path within it, and content.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (path, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

/// The page of the only photo whose page says this.
fn page_with(files: &BTreeMap<String, Vec<u8>>, words: &str) -> String {
    let is_photo_page = |path: &&String| path.starts_with("2026-") && !path.ends_with("index.html");
    let found: Vec<String> = files
        .keys()
        .filter(is_photo_page)
        .map(|path| text(files, path))
        .filter(|p| p.contains(words))
        .collect();
    assert_eq!(found.len(), 1, "pages with {words}");
    found[0].clone()
}

/// Nothing but the originals is left beside the album.
fn assert_nothing_left(album: &Album) {
    let names: Vec<String> = std::fs::read_dir(album.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["originals"]);
}

#[test]
fn an_album_has_every_page_in_every_language() {
    let album = Album::small();
    let report = album.export().unwrap();
    assert_eq!((report.n_photos, report.n_visits), (6, 2));
    assert_eq!(report.problems, []);
    let files = files(&album.out());
    assert_eq!(report.n_files, files.len());
    assert_eq!(report.n_bytes, files.values().map(|data| data.len() as u64).sum::<u64>());
    let count = |ending: &str| files.keys().filter(|path| path.ends_with(ending)).count();
    assert_eq!(count(".html"), 3 * (1 + 2 + 6));
    for page in ["index.html", "2026-01-04/index.html", "2026-02-10/index.html", "ko/index.html"] {
        assert!(files.contains_key(page), "{page}");
    }
    assert_eq!(count(".jpg"), 6);
    assert!(text(&files, "ko/2026-01-04/index.html").contains("사진 4장"));
    assert!(text(&files, "zh-Hans/index.html").contains("2 次访问"));
    assert!(text(&files, "index.html").contains("hreflang=\"zh-Hans\" href=\"zh-Hans/index.html\""));
}

#[test]
fn pictures_are_upright_bare_and_never_enlarged() {
    let sizes = [(900, 600), (600, 900), (640, 480), (1400, 300), (300, 300), (2600, 1300)];
    let album = Album::of_sizes(sizes);
    album.export().unwrap();
    let mut sizes: Vec<(u32, u32)> = files(&album.out())
        .iter()
        .filter(|(path, _)| path.ends_with(".jpg"))
        .map(|(_, data)| {
            assert_eq!(&data[..4], [0xFF, 0xD8, 0xFF, 0xE0], "JFIF and nothing else");
            let header = turbojpeg::read_header(data).unwrap();
            (header.width as u32, header.height as u32)
        })
        .collect();
    sizes.sort_unstable();
    let mut want = vec![
        (512, 341),
        (900, 600),
        (341, 512),
        (600, 900),
        (384, 512),
        (480, 640),
        (512, 110),
        (1280, 274),
        (1400, 300),
        (300, 300),
        (512, 256),
        (1280, 640),
        (2048, 1024),
    ];
    want.sort_unstable();
    assert_eq!(sizes, want);
}

#[test]
fn peoples_words_are_escaped_and_kept() {
    let mut album = Album::small();
    let attack = "<script>alert('x')</script>\" onload=\"y & z";
    album.say("IMG_0001.jpg", Field::Headline, "en", attack);
    album.say("IMG_0001.jpg", Field::Caption, "en", &format!("{attack} ]]> --> </title> {{{{ 7 * 7 }}}}"));
    album.say("IMG_0002.jpg", Field::Caption, "ar", "مرحبا بالعالم");
    album.say("IMG_0003.jpg", Field::Caption, "en", &"all work and no play ".repeat(500));
    album.say(
        "IMG_0004.jpg",
        Field::Caption,
        "en",
        "bell\u{7} null\u{0} escape\u{1b}[31m \u{fffe}end\nsecond line",
    );
    album.say("IMG_0005.jpg", Field::Caption, "en", "See https://example.org/news?id=1 for more.");
    album.export().unwrap();
    let files = files(&album.out());
    let page = page_with(&files, "alert(");
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y &amp; z"));
    assert!(page.contains("{{ 7 * 7 }}"));
    assert_eq!(page.matches("<script").count(), 2, "only our own, and what search engines are told");
    assert!(page.contains("\"name\":\"\\u003cscript\\u003e"), "{page}");
    let page = page_with(&files, "مرحبا");
    assert!(
        page.contains("<div class=\"caption\" lang=\"ar\">")
            && page.contains("<p dir=\"auto\">مرحبا بالعالم</p>")
    );
    let page = page_with(&files, "all work and no play all work");
    let (_, body) = page.split_once("<body").unwrap();
    assert_eq!(
        body.matches("all work").count(),
        500 + 14,
        "whole in the caption, shortened in alt text and title"
    );
    let page = page_with(&files, "second line");
    assert!(
        page.contains("<p dir=\"auto\">bell null escape[31m end</p>")
            && page.contains("<p dir=\"auto\">second line</p>")
    );
    assert!(page_with(&files, "example.org").contains("https://example.org/news?id=1"));
}

#[test]
fn each_language_shows_its_own_words() {
    let mut album = Album::small();
    album.say("IMG_0001.jpg", Field::Headline, "en", "The talks begin");
    album.say("IMG_0001.jpg", Field::Headline, "ko", "회담이 시작되다");
    album.export().unwrap();
    let files = files(&album.out());
    let page = |language: &str| {
        let of_language = |path: &&String| path.starts_with(language) && !path.ends_with("index.html");
        let pages: Vec<String> = files.keys().filter(of_language).map(|path| text(&files, path)).collect();
        pages.into_iter().find(|page| page.contains("The talks begin") || page.contains("회담이")).unwrap()
    };
    assert!(page("2026").contains("<span dir=\"auto\">The talks begin</span>"));
    assert!(page("ko/2026").contains("<span dir=\"auto\">회담이 시작되다</span>"));
    assert!(page("zh-Hans/2026").contains("<span dir=\"auto\" lang=\"en\">The talks begin</span>"));
}

#[test]
fn rejected_photos_never_and_picks_alone_when_asked() {
    let mut album = Album::small();
    album.flag("IMG_0002.jpg", Flag::Reject);
    album.flag("IMG_0003.jpg", Flag::Pick);
    let n = |settings: &ExportSettings| plan(&album.collection, settings).n_photos();
    assert_eq!(n(&album.settings()), 5);
    let picks = ExportSettings { only_picks: true, ..album.settings() };
    assert_eq!(n(&picks), 1);
    let one = ExportSettings {
        visits: Some(vec![album.collection.grouping().visits[1].id.clone()]),
        ..album.settings()
    };
    assert_eq!(n(&one), 2);
}

#[test]
fn the_press_gets_creator_credit_and_copyright() {
    let photo = TestPhoto::new()
        .taken("2026-01-04 09:00:00", None)
        .artist("Kim Jiyoung")
        .copyright("Blue House 2026");
    let album = Album::of([("a.jpg", photo)]);
    album.export().unwrap();
    // Pictures carry it in either profile; pages print it for the press only.
    let pages: Vec<String> =
        files(&album.out()).into_keys().filter(|path| !path.starts_with("media/")).collect();
    let out = files(&album.out());
    assert!(!pages.iter().any(|page| String::from_utf8_lossy(&out[page]).contains("Kim Jiyoung")));
    album.export_with(&ExportSettings { profile: Profile::Press, ..album.settings() }).unwrap();
    let page = page_with(&files(&album.out()), "Kim Jiyoung");
    assert!(page.contains("<dd><span dir=\"auto\">Blue House 2026</span></dd>"));
}

#[test]
fn the_same_photos_and_settings_give_the_same_bytes() {
    let mut album = Album::small();
    album.say("IMG_0001.jpg", Field::Caption, "ko", "만찬");
    album.export().unwrap();
    let first = files(&album.out());
    let again = ExportSettings { target: album.folder.path().join("again"), ..album.settings() };
    album.export_with(&again).unwrap();
    assert_eq!(files(&again.target), first);
}

#[test]
fn an_older_album_is_replaced_and_anything_else_is_refused() {
    let mut album = Album::small();
    album.export().unwrap();
    let before = files(&album.out());
    album.flag("IMG_0006.jpg", Flag::Reject);
    album.export().unwrap();
    let after = files(&album.out());
    assert!(after.len() < before.len());
    assert_eq!(
        std::fs::read_dir(album.folder.path()).unwrap().count(),
        2,
        "originals and album, nothing beside"
    );

    // A stranger's file in it.
    std::fs::write(album.out().join("media/notes.txt"), "mine").unwrap();
    let error = album.export().unwrap_err().to_string();
    assert!(error.contains("media/notes.txt"), "{error}");
    std::fs::remove_file(album.out().join("media/notes.txt")).unwrap();

    // A page changed by hand.
    std::fs::write(album.out().join("index.html"), "mine").unwrap();
    let error = album.export().unwrap_err().to_string();
    assert!(error.contains("index.html") && error.contains("by hand"), "{error}");
    assert_eq!(files(&album.out())["index.html"], b"mine");

    // Another folder, another program's manifest, a file, an album without its manifest.
    for (name, content) in
        [("a.txt", "x"), ("manifest.json", "{\"schema\":\"other/1\"}"), ("manifest.json", "{")]
    {
        let target = tempfile::tempdir_in(album.folder.path()).unwrap();
        std::fs::write(target.path().join(name), content).unwrap();
        let settings = ExportSettings { target: target.path().to_owned(), ..album.settings() };
        let error = album.export_with(&settings).unwrap_err();
        assert!(error.to_string().contains("is not an album that Attaché made"), "{error}");
        assert_eq!(files(target.path())[name], content.as_bytes());
    }
    let target = album.folder.path().join("file");
    std::fs::write(&target, "x").unwrap();
    assert!(album.export_with(&ExportSettings { target, ..album.settings() }).is_err());

    // An empty folder will do.
    let target = album.folder.path().join("empty");
    std::fs::create_dir(&target).unwrap();
    album.export_with(&ExportSettings { target, ..album.settings() }).unwrap();
}

#[test]
fn a_target_that_cannot_be_written_leaves_nothing() {
    let album = Album::small();
    let file = album.folder.path().join("originals/IMG_0001.jpg");
    let before = std::fs::read(&file).unwrap();
    let error = album.export_with(&ExportSettings { target: file.join("deep/album"), ..album.settings() });
    assert!(matches!(error, Err(ExportError::Target(_))), "{error:?}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_nothing_left(&album);
}

#[test]
fn a_photo_that_cannot_be_decoded_leaves_the_album_before_its_pages() {
    let album = Album::small();
    let damaged = album.folder.path().join("originals/IMG_0002.jpg");
    let planned = plan(&album.collection, &album.settings());
    std::fs::write(&damaged, b"no longer a picture").unwrap();
    let report = export::run(&planned, &|_| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(report.n_photos, 5);
    assert_eq!(report.problems.len(), 1);
    assert_eq!(report.problems[0].path.as_deref(), Some(damaged.as_path()));
    // The album was audited: every "next" leads somewhere.
    let files = files(&album.out());
    assert_eq!(files.keys().filter(|path| path.starts_with("2026-01-04/")).count(), 1 + 3);
}

#[test]
fn an_incomplete_photo_is_in_the_album_and_among_the_problems() {
    let album = Album::small();
    let planned = plan(&album.collection, &album.settings());
    let cut = album.folder.path().join("originals/IMG_0002.jpg");
    let sound = std::fs::read(&cut).unwrap();
    std::fs::write(&cut, &sound[..sound.len() * 3 / 4]).unwrap();
    let report = export::run(&planned, &|_| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(report.n_photos, 6);
    let told: Vec<_> =
        report.problems.iter().map(|problem| (problem.kind, problem.path.as_deref())).collect();
    assert_eq!(told, [(ProblemKind::Incomplete, Some(cut.as_path()))]);
}

#[test]
fn cancel_leaves_nothing_at_any_stage() {
    let album = Album::small();
    let planned = plan(&album.collection, &album.settings());
    for stage in [Stage::Images, Stage::Pages, Stage::Audit] {
        let cancel = AtomicBool::new(false);
        let n_told = AtomicUsize::new(0);
        let progress = |progress: export::Progress| {
            if progress.stage == stage {
                n_told.fetch_add(1, Ordering::Relaxed);
                cancel.store(true, Ordering::Relaxed);
            }
        };
        let result = export::run(&planned, &progress, &cancel);
        assert!(matches!(result, Err(ExportError::Cancelled)), "{stage:?}: {result:?}");
        assert!(n_told.load(Ordering::Relaxed) > 0);
        assert_nothing_left(&album);
    }
}

#[test]
fn the_cover_that_a_person_chose_stands_for_the_visit() {
    let mut album = Album::small();
    let sources = |album: &Album| -> Vec<String> {
        album.export().unwrap();
        let index = text(&files(&album.out()), "index.html");
        index.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let first = sources(&album);
    let visit = album.collection.grouping().visits.first().unwrap().clone();
    let chosen = visit.photos().last().unwrap();
    let key = Key { subject: Subject::Visit(visit.id.clone()), field: Field::Cover, lang: None };
    album.put(key, Value::Text(chosen.hex()));
    let second = sources(&album);
    assert_ne!(first, second, "another picture is the card of the visit");
}

#[test]
fn a_caption_that_names_a_file_is_refused_with_the_photo() {
    let mut album = Album::small();
    album.say("IMG_0003.jpg", Field::Caption, "en", "scan of /home/kim/secret/IMG_0003.jpg");
    let error = album.export().unwrap_err();
    let ExportError::Leaks(leaks) = &error else { panic!("{error}") };
    assert!(
        leaks.iter().any(|leak| leak.photo.as_ref().is_some_and(|photo| photo.ends_with("IMG_0003.jpg")))
    );
    assert!(error.to_string().contains("/home/kim"), "{error}");
    assert_nothing_left(&album);
}

#[test]
fn a_machines_words_in_a_file_are_left_out() {
    let photo = TestPhoto::new().taken("2026-01-04 09:00:00", None).description("D:\\EXPORT\\DJI_0012.JPG");
    let album = Album::of([("a.jpg", photo)]);
    let report = album.export().unwrap();
    assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
    assert!(!files(&album.out()).values().any(|data| String::from_utf8_lossy(data).contains("DJI_")));
}
