//! Sidecars: read beside a photo, and written without losing what other programs keep in them.

use std::fs;
use std::path::{Path, PathBuf};

use attache::library::sidecar::{Done, Habits, Job, plan};
use attache::library::store::{EditMeta, Store};
use attache::media::read_photo;
use attache::model::notes::{Field, Key, Notes, Subject, Value};
use attache::model::photo::PhotoId;
use attache::model::problem::Problem;
use attache::model::text::LangTag;
use serde_json::Value as Json;

use crate::support::env::TestEnv;
use crate::support::exiftool;
use crate::support::photo_maker::TestPhoto;

/// A sidecar as Lightroom and darktable write it, with things that are none of our business.
const FOREIGN: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:darktable="http://darktable.sf.net/"
    xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmp:Rating="3"
    crs:Exposure2012="+0.35"
    darktable:xmp_version="5">
   <dc:description>
    <rdf:Alt><rdf:li xml:lang="x-default">From the raw converter</rdf:li></rdf:Alt>
   </dc:description>
   <crs:ToneCurvePV2012><rdf:Seq><rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li></rdf:Seq></crs:ToneCurvePV2012>
   <darktable:history><rdf:Seq><rdf:li darktable:num="0" darktable:operation="exposure" darktable:params="0000a0b1"/></rdf:Seq></darktable:history>
   <!-- keep me -->
   <digiKam:TagsList><rdf:Seq><rdf:li>People/김 &amp; Co</rdf:li></rdf:Seq></digiKam:TagsList>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#;

fn photo(env: &TestEnv, name: &str, seed: u32) -> PathBuf {
    let path = env.photos().join(name);
    TestPhoto::new()
        .seed(seed)
        .taken("2026-01-05 18:30:12", Some("+08:00"))
        .caption("x-default", "In the file")
        .write(&path);
    path
}

fn scanned(env: &TestEnv, name: &str) -> Json {
    let json = env.json(["scan", env.photos().to_str().unwrap()]);
    let photos = json["photos"].as_array().unwrap().clone();
    photos.into_iter().find(|photo| Path::new(photo["path"].as_str().unwrap()).ends_with(name)).unwrap()
}

#[test]
fn a_sidecar_goes_before_the_file_and_is_read_again_when_it_changes() {
    let env = TestEnv::new();
    photo(&env, "a.jpg", 1);
    let sidecar = env.photos().join("a.xmp");
    fs::write(&sidecar, FOREIGN).unwrap();
    let read = scanned(&env, "a.jpg");
    assert_eq!(read["caption"]["und"], "From the raw converter");
    assert_eq!(read["rating"], 3);
    assert_eq!(read["text_conflicts"][0]["text"], "In the file");
    assert_eq!(read["text_sources"][0]["file"], "a.xmp");
    // Known now, and not opened again; the same is said of it.
    assert_eq!(scanned(&env, "a.jpg")["caption"], read["caption"]);
    fs::write(&sidecar, FOREIGN.replace("From the raw converter", "Corrected there")).unwrap();
    assert_eq!(scanned(&env, "a.jpg")["caption"]["und"], "Corrected there");
    // The whole name is closer.
    fs::write(env.photos().join("a.jpg.xmp"), FOREIGN.replace("From the raw converter", "Whole name"))
        .unwrap();
    let read = scanned(&env, "a.jpg");
    assert_eq!(read["caption"]["und"], "Whole name");
    assert_eq!(read["text_conflicts"].as_array().unwrap().len(), 2);
    fs::remove_file(&sidecar).unwrap();
    fs::remove_file(env.photos().join("a.jpg.xmp")).unwrap();
    let read = scanned(&env, "a.jpg");
    assert_eq!((&read["caption"]["und"], &read["text_conflicts"]), (&"In the file".into(), &Json::Null));
}

#[test]
fn one_sidecar_is_never_two_pictures() {
    let env = TestEnv::new();
    photo(&env, "a.jpg", 1);
    let png = env.photos().join("a.png");
    fs::write(&png, TestPhoto::new().seed(2).png()).unwrap();
    let sidecar = env.photos().join("a.xmp");
    fs::write(&sidecar, FOREIGN).unwrap();
    for name in ["a.jpg", "a.png"] {
        let read = scanned(&env, name);
        assert_ne!(read["caption"]["und"], "From the raw converter");
        assert!(read["remarks"][0].as_str().unwrap().contains("does not say which of them"), "{read}");
    }
    let says = FOREIGN.replace(
        "xmp:Rating=\"3\"",
        "xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" photoshop:SidecarForExtension=\"PNG\"",
    );
    fs::write(&sidecar, says).unwrap();
    assert_eq!(scanned(&env, "a.png")["caption"]["und"], "From the raw converter");
    assert_eq!(scanned(&env, "a.jpg")["caption"]["und"], "In the file");
}

#[test]
fn a_broken_sidecar_says_so_and_what_stands_before_the_break_counts() {
    let env = TestEnv::new();
    photo(&env, "a.jpg", 1);
    let cut = FOREIGN.find("<crs:Tone").unwrap();
    for (text, caption) in [
        (&FOREIGN[..cut + 8], "From the raw converter"),
        ("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>", "In the file"),
    ] {
        fs::write(env.photos().join("a.xmp"), text).unwrap();
        let read = scanned(&env, "a.jpg");
        assert_eq!(read["caption"]["und"], caption);
        assert_eq!(read["problems"][0]["kind"], "metadata-damaged", "{read}");
    }
    fs::write(env.photos().join("a.xmp"), " ".repeat(17 << 20)).unwrap();
    let read = scanned(&env, "a.jpg");
    assert!(read["problems"][0]["message"].as_str().unwrap().contains("16 MB"));
    assert_eq!(read["caption"]["und"], "In the file");
}

const HARD: &str = "한중 会谈 لقاء 👩🏽‍🚀 e\u{301} <b> & \"q\"\nline";

/// Says everything that can be said of a photo.
fn everything(id: PhotoId) -> Vec<(Key, Value)> {
    let mut out = Vec::new();
    let mut say = |field: Field, lang: Option<&str>, value| {
        let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
        out.push((Key { subject: Subject::Photo(id), field, lang }, value));
    };
    for field in [
        Field::Title,
        Field::Headline,
        Field::Caption,
        Field::AltText,
        Field::ExtendedDescription,
        Field::Event,
    ] {
        for lang in ["en", "ko", "zh-Hans"] {
            say(field, Some(lang), Value::Text(format!("{} {lang} {HARD}", field.code())));
        }
    }
    let lines = [Field::Credit, Field::Copyright, Field::Source, Field::Instructions];
    for field in
        lines.into_iter().chain(Field::ALL.iter().copied().filter(|field| field.location().is_some()))
    {
        say(field, None, Value::Text(format!("{} {HARD}", field.code())));
    }
    say(Field::Creator, None, Value::Text("김민준; A. Kim".into()));
    say(Field::SourceType, None, Value::Text("digitalCapture".into()));
    say(Field::Keywords, None, Value::List(vec!["회담".into(), "b & c".into()]));
    say(Field::Persons, None, Value::List(vec!["김".into(), "李".into()]));
    say(Field::Rating, None, Value::Number(4));
    out
}

/// Puts facts into the library that the program uses.
fn say(env: &TestEnv, facts: Vec<(Key, Value)>) {
    let store = Store::open(&env.library()).unwrap();
    let stored = store.load().unwrap();
    let notes = stored.notes;
    let changes = facts.into_iter().map(|(key, value)| (key, Some(value)));
    let edit = attache::model::edit::Edit::against(&notes, "test", changes);
    let id = stored.next_edit;
    store.save_edit(id, &edit, &EditMeta::now()).unwrap();
}

fn caption(id: PhotoId, lang: &str, text: &str) -> Vec<(Key, Value)> {
    let key =
        Key { subject: Subject::Photo(id), field: Field::Caption, lang: Some(LangTag::parse(lang).unwrap()) };
    vec![(key, Value::Text(text.to_owned()))]
}

fn run(env: &TestEnv, more: &[&str]) -> Json {
    env.json(["sidecars", env.photos().to_str().unwrap()].iter().chain(more))
}

#[test]
fn exiftool_reads_what_a_new_sidecar_says_and_so_do_we() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", 1);
    let before = fs::read(&path).unwrap();
    let id = read_photo(&path).unwrap().id;
    scanned(&env, "a.jpg");
    say(&env, everything(id));
    let dry = run(&env, &["--dry-run"]);
    let sidecar = env.photos().join("a.jpg.xmp");
    assert_eq!((dry["stats"]["n_written"].as_u64(), sidecar.exists()), (Some(1), false));
    let done = run(&env, &[]);
    assert_eq!(done["sidecars"][0]["new"], true);
    assert_eq!(fs::read(&path).unwrap(), before);
    // Without the library it is all still there.
    let read =
        env.json(["inspect", path.to_str().unwrap(), "--library", env.path("none.db").to_str().unwrap()]);
    let photo = &read["photos"][0];
    assert_eq!(photo["headline"]["zh-Hans"], format!("headline zh-Hans {HARD}"));
    assert_eq!(photo["event"]["ko"], format!("event ko {HARD}"));
    assert_eq!(photo["keywords"], serde_json::json!(["회담", "b & c"]));
    assert_eq!((&photo["rating"], &photo["source_type"]), (&4.into(), &"digitalCapture".into()));
    assert_eq!(
        photo["location_created"]["city"].as_str().map(|s| s.split_whitespace().next()),
        Some(Some("created-city"))
    );
    // Nothing more to write.
    assert_eq!(run(&env, &[])["stats"], serde_json::json!({"n_written": 0, "n_unchanged": 0, "n_failed": 0}));
    if !exiftool::is_there() {
        return;
    }
    let read = exiftool::read(&sidecar, ["-struct"]);
    for (tag, want) in [
        // The file's own caption has no language, and stands where only one is asked for.
        ("XMP-dc:Description", "In the file".to_owned()),
        ("XMP-dc:Description-ko", format!("caption ko {HARD}")),
        ("XMP-dc:Title", format!("title en {HARD}")),
        ("XMP-photoshop:Headline", format!("headline en {HARD}")),
        ("XMP-iptcCore:AltTextAccessibility-zh-hans", format!("alt zh-Hans {HARD}")),
        ("XMP-iptcCore:ExtDescrAccessibility-ko", format!("extended ko {HARD}")),
        ("XMP-iptcExt:Event", format!("event en {HARD}")),
        ("XMP-dc:Creator", "김민준; A. Kim".to_owned()),
        ("XMP-photoshop:Credit", format!("credit {HARD}")),
        ("XMP-dc:Rights", format!("copyright {HARD}")),
        ("XMP-photoshop:Source", format!("source {HARD}")),
        ("XMP-photoshop:Instructions", format!("instructions {HARD}")),
        ("XMP-dc:Subject", "회담; b & c".to_owned()),
        ("XMP-iptcExt:PersonInImage", "김; 李".to_owned()),
        ("XMP-photoshop:City", format!("shown-city {HARD}")),
        ("XMP-xmp:Rating", "4".to_owned()),
    ] {
        assert_eq!(exiftool::text(&read, tag), Some(want), "{tag}");
    }
    assert_eq!(read["XMP-iptcExt:LocationCreated"][0]["CountryName"], format!("created-country {HARD}"));
    assert_eq!(read["XMP-iptcExt:LocationShown"][0]["Sublocation"], format!("shown-sublocation {HARD}"));
}

#[test]
fn one_field_changes_and_other_programs_keep_theirs() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", 1);
    let sidecar = env.photos().join("a.xmp");
    fs::write(&sidecar, FOREIGN).unwrap();
    let id = read_photo(&path).unwrap().id;
    scanned(&env, "a.jpg");
    say(&env, caption(id, "und", "Said by a person"));
    let done = run(&env, &[]);
    assert_eq!(done["sidecars"][0]["changed"], serde_json::json!(["description"]), "{done}");
    let text = fs::read_to_string(&sidecar).unwrap();
    for kept in [
        "xmp:Rating=\"3\"",
        "crs:Exposure2012=\"+0.35\"",
        "darktable:params=\"0000a0b1\"",
        "<!-- keep me -->",
        "People/김 &amp; Co",
        "Exiv2",
    ] {
        assert!(text.contains(kept), "{kept} is not in\n{text}");
    }
    assert!(!text.contains("From the raw converter"));
    assert_eq!(scanned(&env, "a.jpg")["caption"]["und"], "Said by a person");
    assert!(!env.photos().join("a.jpg.xmp").exists());
    if exiftool::is_there() {
        let read = exiftool::read(&sidecar, ["-XMP:all"]);
        assert_eq!(exiftool::text(&read, "XMP-dc:Description").as_deref(), Some("Said by a person"));
        assert_eq!(exiftool::text(&read, "XMP-digiKam:TagsList").as_deref(), Some("People/김 & Co"));
        assert_eq!(read.get("ExifTool:Warning"), None);
    }
}

#[test]
fn the_folders_habit_is_followed_where_that_is_safe() {
    let env = TestEnv::new();
    let mut said = Vec::new();
    for (n, name) in ["a.jpg", "b.jpg", "c.jpg"].into_iter().enumerate() {
        let id = read_photo(&photo(&env, name, n as u32 + 1)).unwrap().id;
        if name != "a.jpg" {
            said.extend(caption(id, "en", name));
        }
    }
    fs::write(env.photos().join("a.xmp"), FOREIGN).unwrap();
    fs::write(env.photos().join("c.png"), TestPhoto::new().seed(9).png()).unwrap();
    scanned(&env, "a.jpg");
    say(&env, said);
    run(&env, &[]);
    let mut names: Vec<String> = fs::read_dir(env.photos())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with("xmp"))
        .collect();
    names.sort();
    assert_eq!(names, ["a.xmp", "b.xmp", "c.jpg.xmp"]);
}

#[test]
fn a_broken_sidecar_is_left_as_it_is() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", 1);
    let id = read_photo(&path).unwrap().id;
    let sidecar = env.photos().join("a.jpg.xmp");
    for broken in
        [&FOREIGN[..FOREIGN.len() / 2], "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", "", "not XML at all"]
    {
        fs::write(&sidecar, broken).unwrap();
        scanned(&env, "a.jpg");
        say(&env, caption(id, "en", &format!("Said {}", broken.len())));
        let done = run(&env, &[]);
        assert_eq!(done["problems"][0]["kind"], "sidecar", "{done}");
        assert_eq!(fs::read_to_string(&sidecar).unwrap(), broken);
    }
}

fn job(path: &Path, sidecars: &[&str]) -> Job {
    let mut photo = read_photo(path).unwrap();
    for name in sidecars {
        let file = path.with_file_name(name);
        let metadata = fs::metadata(&file).unwrap();
        let modified = metadata.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
        let mark = attache::model::said::SidecarMark {
            name: (*name).into(),
            bytes: metadata.len(),
            modified_ns: Some(modified.as_nanos() as i64),
        };
        let sidecar = attache::media::texts::sidecar::read_sidecar(&file).unwrap();
        attache::model::sidecar::lay_over(&mut photo.embedded, &sidecar, mark);
    }
    let mut notes = Notes::default();
    for (key, value) in caption(photo.id, "en", "Said") {
        notes.put(key, Some(value));
    }
    plan(&photo, &notes, &LangTag::en()).unwrap()
}

fn write(job: &Job) -> Result<Done, Problem> {
    attache::library::sidecar::write(job, &mut Habits::default(), false)
}

#[test]
fn what_another_program_wrote_in_the_meantime_is_not_overwritten() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", 1);
    let sidecar = env.photos().join("a.jpg.xmp");
    // It came to be.
    let new = job(&path, &[]);
    fs::write(&sidecar, FOREIGN).unwrap();
    assert!(write(&new).unwrap_err().message.contains("made the sidecar"));
    // It changed.
    let changed = job(&path, &["a.jpg.xmp"]);
    fs::write(&sidecar, FOREIGN.replace("+0.35", "+0.4")).unwrap();
    assert!(write(&changed).unwrap_err().message.contains("changed the sidecar"));
    // It is gone.
    let gone = job(&path, &["a.jpg.xmp"]);
    fs::remove_file(&sidecar).unwrap();
    assert!(write(&gone).unwrap_err().message.contains("gone"));
    assert!(!sidecar.exists());
    // Nothing of ours lies around.
    assert_eq!(fs::read_dir(env.photos()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_and_a_folder_that_may_not_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", 1);
    let real = env.path("home/real.xmp");
    fs::write(&real, FOREIGN).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = env.photos().join("a.jpg.xmp");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    write(&job(&path, &["a.jpg.xmp"])).unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&real).unwrap().contains(">Said<"));
    fs::remove_file(&link).unwrap();
    let closed = job(&path, &[]);
    fs::set_permissions(env.photos(), fs::Permissions::from_mode(0o555)).unwrap();
    let may_write_anywhere = fs::write(env.photos().join("probe"), "x").is_ok();
    if may_write_anywhere {
        println!("left out: this account may write into any folder");
        fs::remove_file(env.photos().join("probe")).unwrap();
    } else {
        assert!(write(&closed).unwrap_err().message.contains("may not be written"));
    }
    fs::set_permissions(env.photos(), fs::Permissions::from_mode(0o755)).unwrap();
}

/// A limit on the size of files stands for a full disk: both make writing fail half-way.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_sidecars_as_they_were() {
    let env = TestEnv::new();
    let id = read_photo(&photo(&env, "a.jpg", 1)).unwrap().id;
    let other = read_photo(&photo(&env, "b.jpg", 2)).unwrap().id;
    let sidecar = env.photos().join("b.jpg.xmp");
    fs::write(&sidecar, FOREIGN).unwrap();
    scanned(&env, "a.jpg");
    let long = "긴 글 ".repeat(30_000);
    say(&env, [caption(id, "ko", &long), caption(other, "ko", &long)].concat());
    let output = std::process::Command::new("bash")
        .args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\""])
        .arg(crate::support::env::program())
        .arg("sidecars")
        .arg(env.photos())
        .env_clear()
        .envs(env.variables())
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(told.matches("The sidecar could not be written").count(), 2, "{told}");
    assert_eq!(fs::read_to_string(&sidecar).unwrap(), FOREIGN);
    assert_eq!(fs::read_dir(env.photos()).unwrap().count(), 3);
}

#[test]
fn what_a_person_took_away_stays_away_and_comes_back_when_it_is_said_again() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", 1);
    let id = read_photo(&path).unwrap().id;
    scanned(&env, "a.jpg");
    say(&env, caption(id, "und", ""));
    assert_eq!(run(&env, &[])["stats"]["n_written"], 1);
    let alone = || {
        let json = env.json([
            "scan",
            env.photos().to_str().unwrap(),
            "--library",
            env.path("none.db").to_str().unwrap(),
        ]);
        json["photos"][0]["caption"].clone()
    };
    assert_eq!(alone(), serde_json::json!({}), "from the sidecar alone, although the file says it");
    scanned(&env, "a.jpg");
    assert_eq!(run(&env, &[])["stats"]["n_written"], 0, "nothing more to write");
    say(&env, caption(id, "und", "Said again"));
    run(&env, &[]);
    assert_eq!(alone()["und"], "Said again");
    let text = fs::read_to_string(env.photos().join("a.jpg.xmp")).unwrap();
    assert!(!text.contains("Removed"), "{text}");
}
