//! Archive packages: originals byte for byte, and proof of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use attache::export::archive::bag;
use serde_json::Value as Json;

use crate::support::env::TestEnv;
use crate::support::photo_maker::TestPhoto;

fn photo(env: &TestEnv, path: &str, seed: u32, when: Option<&str>) -> PathBuf {
    let path = env.photos().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut photo = TestPhoto::new().seed(seed).size(64, 48).caption("x-default", "회담 <talks>");
    if let Some(when) = when {
        photo = photo.taken(when, Some("+08:00"));
    }
    photo.write(&path);
    path
}

/// Every file of a folder by its path within it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut open = vec![folder.to_owned()];
    let mut out = BTreeMap::new();
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let within = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                out.insert(within, fs::read(&path).unwrap());
            }
        }
    }
    out
}

fn archive(env: &TestEnv, out: &Path, more: &[&str]) -> Json {
    let photos = env.photos();
    let fixed = ["archive", photos.to_str().unwrap(), "--out", out.to_str().unwrap()];
    env.json(fixed.iter().chain(more))
}

/// A visit from two cards whose folders and names are the same, with companions, and an undated photo.
fn two_cards(env: &TestEnv) -> Vec<(PathBuf, &'static str)> {
    let a = photo(env, "a/DCIM/IMG_1.jpg", 1, Some("2026-01-04 09:00:00"));
    let b = photo(env, "b/DCIM/IMG_1.jpg", 2, Some("2026-01-04 10:00:00"));
    let odd = photo(env, "b/DCIM/만찬 50%\n.jpg", 3, Some("2026-01-05 10:00:00"));
    let undated = photo(env, "c/scan.jpg", 4, None);
    let aae = a.with_extension("aae");
    fs::write(&aae, "adjustments").unwrap();
    for (path, n) in [(&a, 1_u64), (&b, 2), (&odd, 3), (&undated, 4), (&aae, 5)] {
        let time = UNIX_EPOCH + Duration::new(1_500_000_000 + n, 250_000_000);
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }
    vec![
        (a, "2026-01-04/DCIM/IMG_1.jpg"),
        (b, "2026-01-04/DCIM-2/IMG_1.jpg"),
        (odd, "2026-01-04/DCIM-2/만찬 50%\n.jpg"),
        (aae, "2026-01-04/DCIM/IMG_1.aae"),
        (undated, "undated/c/scan.jpg"),
    ]
}

#[test]
fn originals_are_kept_byte_for_byte_and_the_same_photos_make_the_same_bytes() {
    let env = TestEnv::new();
    let originals = two_cards(&env);
    let out = env.path("kept/package");
    let report = archive(&env, &out, &["--organization", "Press office\nof the palace"]);
    assert_eq!((&report["schema"], &report["stats"]["n_photos"]), (&"attache.archive/1".into(), &4.into()));
    for (source, place) in &originals {
        let kept = out.join("data/originals").join(place);
        assert_eq!(fs::read(&kept).unwrap(), fs::read(source).unwrap(), "{place}");
        let time = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
        assert_eq!(time(&kept), time(source), "{place}");
    }
    let package = files(&out);
    let n_originals = package.keys().filter(|path| path.starts_with("data/originals/")).count();
    assert_eq!(n_originals, originals.len());
    let text = |path: &str| String::from_utf8(package[path].clone()).unwrap();
    assert_eq!(text("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    let info = text("bag-info.txt");
    assert!(
        info.contains("Source-Organization: Press office of the palace\nBagging-Date: 2026-01-05\n"),
        "{info}"
    );
    let manifest = text("manifest-sha256.txt");
    assert!(manifest.contains("  data/originals/2026-01-04/DCIM-2/만찬 50%25%0A.jpg\n"), "{manifest}");
    assert!(text("data/sidecars/2026-01-04/DCIM/IMG_1.jpg.xmp").contains("회담 &lt;talks&gt;"));
    assert!(text("data/captions.csv").contains("회담 <talks>"));
    let machine = env.photos().to_string_lossy().into_owned();
    for path in package.keys().filter(|path| !path.starts_with("data/originals/")) {
        assert!(!text(path).contains(&machine), "{path} names a path of the machine");
    }
    let visits: Json = serde_json::from_str(&text("data/visits.json")).unwrap();
    assert_eq!(visits["photos"].as_array().unwrap().len(), 4);
    assert_eq!(visits["undated"][0], "data/originals/undated/c/scan.jpg");
    assert!(package.contains_key(visits["photos"][0]["path"].as_str().unwrap()));

    env.attache().arg("audit").arg(&out).assert().code(0);
    let second = env.path("again");
    archive(&env, &second, &["--organization", "Press office\nof the palace"]);
    assert!(files(&second) == package, "the same bytes");
    assert_eq!(fs::read_dir(env.path("kept")).unwrap().count(), 1, "nothing is left beside it");

    let one = env.path("one");
    let report = archive(&env, &one, &["--visit", "2026-01-04"]);
    assert_eq!(report["stats"]["n_photos"], 3);
    assert!(!one.join("data/originals/undated").exists());
}

#[test]
fn every_difference_is_found() {
    let env = TestEnv::new();
    two_cards(&env);
    let out = env.path("package");
    archive(&env, &out, &[]);
    assert!(bag::check(&out).unwrap().is_valid());
    let changed = out.join("data/originals/2026-01-04/DCIM/IMG_1.jpg");
    let gone = out.join("data/originals/2026-01-04/DCIM-2/만찬 50%\n.jpg");
    let mut bytes = fs::read(&changed).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&changed, bytes).unwrap();
    fs::rename(&gone, out.join("data/new.jpg")).unwrap();
    fs::write(out.join("README.txt"), "nothing").unwrap();
    let report = env.json(["audit", out.to_str().unwrap()]);
    assert_eq!((&report["schema"], &report["valid"]), (&"attache.bag/1".into(), &false.into()));
    let found: Vec<(&str, &str)> = report["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["kind"].as_str().unwrap(), it["path"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("changed", "README.txt"),
            ("extra", "data/new.jpg"),
            ("missing", "data/originals/2026-01-04/DCIM-2/만찬 50%\n.jpg"),
            ("changed", "data/originals/2026-01-04/DCIM/IMG_1.jpg"),
        ]
    );
    env.attache().arg("audit").arg(&out).assert().code(1);
    // The oxum alone tells that the payload grew, where the manifest was changed with it; a manifest that leads out is none.
    let grown = env.path("grown");
    archive(&env, &grown, &[]);
    let manifest = grown.join("manifest-sha256.txt");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(grown.join("data/more"), "").unwrap();
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    fs::write(&manifest, format!("{text}{empty}  data/more\n{empty}  ../outside\n")).unwrap();
    let kinds: Vec<&str> = bag::check(&grown).unwrap().differences.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, ["oxum", "changed", "form"]);
}

#[test]
fn nothing_is_written_among_originals_or_over_anything() {
    let env = TestEnv::new();
    two_cards(&env);
    let before = files(&env.photos());
    let refused = |out: &Path| {
        let photos = env.photos();
        let args = ["archive", photos.to_str().unwrap(), "--out", out.to_str().unwrap()];
        env.attache().args(args).assert().code(3);
    };
    refused(&env.photos());
    refused(&env.photos().join("deep/er/package"));
    let full = env.path("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("a"), "a").unwrap();
    refused(&full);
    // A folder that has the name of an unfinished one, and that no run of ours began.
    fs::create_dir(env.path("new.unfinished")).unwrap();
    refused(&env.path("new"));
    assert_eq!(files(&env.photos()), before);
    assert_eq!(files(&full).len(), 1);
}

#[test]
fn a_run_after_a_crash_takes_what_is_whole_and_nothing_else() {
    let env = TestEnv::new();
    let originals = two_cards(&env);
    let whole = env.path("whole");
    archive(&env, &whole, &[]);
    let draft = env.path("package.unfinished");
    let place = |n: usize| draft.join("data/originals").join(originals[n].1);
    for folder in ["DCIM", "DCIM-2"] {
        fs::create_dir_all(draft.join("data/originals/2026-01-04").join(folder)).unwrap();
    }
    fs::write(env.path("package.unfinished.txt"), "begun").unwrap();
    fs::copy(&originals[0].0, place(0)).unwrap();
    // As long as it should be, and not the same; half-written; of a photo that is gone since.
    fs::write(place(1), vec![0; fs::metadata(&originals[1].0).unwrap().len() as usize]).unwrap();
    fs::write(draft.join("data/originals/2026-01-04/DCIM/IMG_1.aae.attache-part"), "ad").unwrap();
    fs::write(draft.join("data/gone.jpg"), "gone").unwrap();
    let report = archive(&env, &env.path("package"), &[]);
    assert_eq!(report["stats"]["n_taken_over"], 1);
    assert!(files(&env.path("package")) == files(&whole));
    assert!(!draft.exists() && !env.path("package.unfinished.txt").exists());
}
