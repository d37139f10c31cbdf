//! Leaks planted into a clean album, one at a time: each is found, and nothing is where there is none.
//!
//! A plant changes one file in one way; the manifest tells the truth about what it then is. [`plants`] has them by container.

mod pages;
mod pictures;
mod plants;

use std::path::Path;

use attache::export::audit::{
    audit_folder,
    report::{Finding, FindingKind},
};

use attache::export::ExportSettings;
use attache::model::notes::Field;

use self::plants::{Clean, Files, write_album};
use super::export::{Album, files, tag};
use crate::support::photo_maker::TestPhoto;

/// The kinds found in a folder, each with its path.
fn found(folder: &Path) -> Vec<(FindingKind, String)> {
    audit_folder(folder).unwrap().findings.into_iter().map(|f| (f.kind, f.path)).collect()
}

fn first(files: &Files, ending: &str) -> String {
    files.keys().find(|path| path.ends_with(ending)).unwrap().clone()
}

#[test]
fn every_planted_leak_is_found() {
    let clean = Clean::new();
    let plants = [pictures::plants(&clean), pages::plants(&clean)].concat();
    let mut faults = Vec::new();
    for plant in &plants {
        let found = clean.with(plant);
        if !found.contains(&(plant.kind, plant.path.clone())) {
            faults.push(format!(
                "{} in {}: not found as {:?}, but {found:?}",
                plant.name, plant.path, plant.kind
            ));
        }
        let elsewhere: Vec<_> = found.iter().filter(|(_, path)| *path != plant.path).collect();
        // A manifest that cannot be believed makes strangers of all files.
        if !elsewhere.is_empty() && plant.path != "manifest.json" {
            faults.push(format!("{} in {}: found elsewhere: {elsewhere:?}", plant.name, plant.path));
        }
    }
    println!("{} leaks planted", plants.len());
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), plants.len(), faults.join("\n"));
    let mut names: Vec<_> = plants.iter().map(|plant| (&plant.path, plant.name)).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), plants.len(), "every plant has a name of its own");
    for ending in
        [".jpg", ".webp", ".png", ".html", ".css", ".js", "manifest.json", "feed.xml", "sitemap.xml"]
    {
        let n = plants.iter().filter(|plant| plant.path.ends_with(ending)).count();
        assert!(n > 0, "nothing is planted in {ending}");
        println!("{n} leaks planted in {ending}");
    }
    assert!(plants.len() >= 60, "{}", plants.len());
}

/// Photos with everything that photos have to hide, and captions in three languages: nothing of it is in the album, and of what is there
/// nothing is taken for a leak.
#[test]
fn a_thousand_clean_pictures_raise_no_alarm() {
    let names: Vec<String> = (0..1000).map(|n| format!("IMG_{n:04}.jpg")).collect();
    let mut album = Album::of(names.iter().zip(0_u32..).map(|(name, n)| {
        let when = format!("2026-01-{:02} {:02}:{:02}:{:02}", 4 + n / 400, 8 + n / 60 % 7, n % 60, n % 59);
        let photo = TestPhoto::new().seed(n).size(9 + n % 7, 8).taken(&when, Some("+08:00"));
        (name.as_str(), photo.gps(39.9 + f64::from(n) / 1e5, 116.4).serial("0123456789").artist("Kim Min-ji"))
    }));
    for (n, name) in names.iter().enumerate().step_by(10) {
        album.say(
            name,
            Field::Caption,
            "en",
            &format!("Talks no. {n} at 18:30, 5.5 °C outside; see page {n}/1000."),
        );
        album.say(name, Field::Caption, "ko", "북위가 아니라 남산에서, 30분 동안 기온은 영하 5도였다.");
        album.say(name, Field::AltText, "zh-Hans", "北京国宴，室温22度，历时30分。");
    }
    let settings = ExportSettings { languages: vec![tag("en")], ..album.settings() };
    album.export_with(&settings).unwrap();
    let report = audit_folder(&album.out()).unwrap();
    assert_eq!(report.findings.iter().take(10).collect::<Vec<_>>(), Vec::<&Finding>::new());
    assert!(report.n_files > 2000, "{}", report.n_files);
}

#[test]
fn files_that_are_not_as_listed_are_found() {
    use FindingKind::{Changed, NotInManifest, OriginalName, UnknownType};
    let album = Album::small();
    album.export().unwrap();
    let out = album.out();
    assert_eq!(found(&out), [], "clean");

    let picture = first(&files(&out), ".jpg");
    std::fs::copy(out.join(&picture), out.join("media/IMG_0042.jpg")).unwrap();
    let added = "media/IMG_0042.jpg".to_owned();
    assert_eq!(found(&out), [(OriginalName, added.clone()), (NotInManifest, added)]);
    std::fs::remove_file(out.join("media/IMG_0042.jpg")).unwrap();

    let before = std::fs::read(out.join("index.html")).unwrap();
    let changed = String::from_utf8(before.clone()).unwrap().replace("photo", "phota");
    std::fs::write(out.join("index.html"), changed).unwrap();
    assert_eq!(found(&out), [(Changed, "index.html".to_owned())]);
    std::fs::write(out.join("index.html"), before).unwrap();

    std::fs::rename(out.join(&picture), album.folder.path().join("aside")).unwrap();
    assert!(found(&out).contains(&(Changed, picture.clone())));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(album.folder.path().join("aside"), out.join(&picture)).unwrap();
        assert!(found(&out).contains(&(UnknownType, picture)));
    }
    std::fs::remove_file(out.join("manifest.json")).unwrap();
    assert!(found(&out).contains(&(NotInManifest, "manifest.json".to_owned())));
    assert!(audit_folder(&out.join("nowhere")).is_err());
}

#[test]
fn damaged_files_never_stop_the_audit() {
    let album = Album::small();
    album.export().unwrap();
    let clean = files(&album.out());
    let folder = tempfile::tempdir().unwrap();
    let mut planted = clean.clone();
    for (path, data) in &clean {
        // Cut at every sixteenth and with a byte flipped there, under names beside the sound ones.
        let (stem, ending) = path.rsplit_once('.').unwrap();
        if stem.contains('/') && ending != "json" && planted.len() < clean.len() + 160 {
            for n in 0..16 {
                let at = data.len() * n / 16;
                planted.insert(format!("{stem}-cut{n}.{ending}"), data[..at].to_vec());
                let mut flipped = data.clone();
                flipped[at] ^= 0xFF;
                planted.insert(format!("{stem}-flip{n}.{ending}"), flipped);
            }
        }
    }
    write_album(folder.path(), &planted);
    let report = audit_folder(folder.path()).unwrap();
    assert_eq!(report.n_files, planted.len());
    assert!(!report.is_clean());
}
