//! Captions on the command line: the check with its exit codes, and tables out and in.

use std::path::PathBuf;

use attache::library::store::Store;
use serde_json::Value as Json;

use super::support::env::TestEnv;
use super::support::photo_maker::TestPhoto;

fn photo(env: &TestEnv, name: &str, seed: u32, caption: &str) -> PathBuf {
    let path = env.photos().join(name);
    TestPhoto::new()
        .seed(seed)
        .taken("2026-01-05 18:30:12", Some("+08:00"))
        .caption("en", caption)
        .write(&path);
    path
}

fn kinds(document: &Json, n: usize) -> Vec<String> {
    let findings = document["photos"][n]["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_check_tells_what_must_not_go_out_by_its_exit_code() {
    let env = TestEnv::new();
    photo(&env, "a.jpg", 1, "Talks with (name to come)");
    photo(&env, "b.jpg", 2, "Talks, =pool=");
    let photos = env.photos().to_str().unwrap().to_owned();
    env.attache().args(["check", &photos]).assert().code(1);
    let document = env.json(["check", &photos, "--lang", "en,ko"]);
    assert_eq!(document["schema"], "attache.check/1");
    assert_eq!(document["languages"], serde_json::json!(["en", "ko"]));
    assert_eq!(document["stats"]["n_photos"], 2);
    assert_eq!(document["stats"]["n_blocking"], 2);
    assert_eq!(document["stats"]["by_kind"]["caption-missing"], 2);
    assert_eq!(kinds(&document, 0)[0], "left-over");
    assert_eq!(document["photos"][0]["findings"][0]["blocks"], true);
    assert_eq!(document["photos"][0]["findings"][0]["field"], "caption");
    // The office's codes make the second one sound; the first is not asked about.
    let codes = env.path("codes.txt");
    std::fs::write(&codes, "pool\tState Pool\n").unwrap();
    let only_b = env.photos().join("b.jpg");
    let args = ["check", only_b.to_str().unwrap(), "--codes", codes.to_str().unwrap()];
    let output = env.attache().args(args).assert().code(0).get_output().stdout.clone();
    let told = String::from_utf8(output).unwrap();
    assert!(told.contains("No alt text in en") && told.contains("nothing that must not go out"), "{told}");
    let missing = env.path("none.csv");
    env.attache().args(["check", &photos, "--delegation", missing.to_str().unwrap()]).assert().code(3);
}

#[test]
fn without_being_told_the_check_looks_for_the_languages_in_use() {
    let env = TestEnv::new();
    let photos = env.photos().to_str().unwrap().to_owned();
    let checked = |args: &[&str]| env.json([&["check", &photos], args].concat())["languages"].clone();
    TestPhoto::new().caption("x-default", "Dinner").write(env.photos().join("a.jpg"));
    assert_eq!(checked(&[]), serde_json::json!(["en"]), "no language is named");
    TestPhoto::new()
        .seed(2)
        .caption("zh-Hans", "晚宴")
        .caption("ar", "عشاء")
        .write(env.photos().join("b.jpg"));
    TestPhoto::new().seed(3).caption("ko", "만찬").write(env.photos().join("c.jpg"));
    assert_eq!(checked(&[]), serde_json::json!(["ko", "zh-Hans", "ar"]));
    assert_eq!(checked(&["--lang", "fr,en"]), serde_json::json!(["fr", "en"]));
    let output = env.attache().args(["check", &photos]).assert().code(0).get_output().stdout.clone();
    let told = String::from_utf8(output).unwrap();
    assert!(told.contains("No caption in ko") && told.contains("checked in ko, zh-Hans, ar"), "{told}");
}

#[test]
fn the_check_knows_the_delegation_of_a_file() {
    let env = TestEnv::new();
    photo(&env, "a.jpg", 1, "Prime Minister Tam Oru at dinner");
    let list = env.path("delegation.csv");
    std::fs::write(
        &list,
        "name,title,from,to\nTam Oru,Prime Minister,,2025-06-03\nTam Oru,President,2025-06-04,\n",
    )
    .unwrap();
    let photos = env.photos().to_str().unwrap().to_owned();
    let document = env.json(["check", &photos, "--delegation", list.to_str().unwrap()]);
    assert_eq!(kinds(&document, 0), ["title-out-of-date", "alt-missing"]);
    env.attache().args(["check", &photos]).assert().code(0);
}

#[test]
fn captions_go_out_as_a_table_and_come_back_with_a_word_of_what_changes() {
    let env = TestEnv::new();
    let path = photo(&env, "a.jpg", 1, "Dinner");
    photo(&env, "b.jpg", 2, "Lunch");
    let photos = env.photos().to_str().unwrap().to_owned();
    let table = env.path("captions.csv");
    let out = ["captions", &photos, "--out", table.to_str().unwrap()];
    env.attache().args(out).assert().code(0);
    let written = std::fs::read_to_string(&table).unwrap();
    assert!(written.starts_with('\u{feff}') && written.contains("caption en") && written.contains("Lunch"));
    std::fs::write(&table, written.replace("Dinner", "State banquet")).unwrap();
    let from = ["captions", &photos, "--from", table.to_str().unwrap()];
    let dry: Vec<&str> = from.into_iter().chain(["--dry-run"]).collect();
    let document = env.json(&dry);
    assert_eq!((&document["schema"], &document["dry_run"]), (&"attache.captions/1".into(), &true.into()));
    let change = &document["changes"][0];
    assert_eq!((&change["before"], &change["after"]), (&"Dinner".into(), &"State banquet".into()));
    assert_eq!(change["path"], path.to_str().unwrap());
    assert_eq!(document["stats"]["n_changes"], 1);
    let caption = |env: &TestEnv| env.json(["scan", &photos])["photos"][0]["caption"]["en"].clone();
    assert_eq!(caption(&env), "Dinner", "nothing was taken over");
    env.attache().args(from).assert().code(0);
    assert_eq!(caption(&env), "State banquet");
    let document = env.json(from);
    assert_eq!(document["stats"]["n_changes"], 0, "again changes nothing");
    let store = Store::open(&env.library()).unwrap();
    assert_eq!(store.n_edits().unwrap(), 1, "one edit in the journal, with its way back");
    // While a window has the library nothing can be taken over, and that is said.
    std::fs::write(&table, written.replace("Lunch", "Breakfast")).unwrap();
    let refused = env.attache().args(from).assert().code(3).get_output().stderr.clone();
    let words = String::from_utf8_lossy(&refused).into_owned();
    assert!(words.contains("nothing of the table was taken over"), "{words}");
    drop(store);
    env.attache().args(["captions", &photos]).assert().code(2);
}
