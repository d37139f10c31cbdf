//! The same album again: what did not change is not made again, and an export that dies harms nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use attache::export::ExportSettings;
use attache::model::notes::Field;

use crate::export::{Album, files};
use crate::support::env::{TestEnv, program};
use crate::support::photo_maker::TestPhoto;

/// What tells one making of a file from the next.
#[cfg(unix)]
fn made(path: &Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(path).unwrap())
}

fn pictures(album: &Path) -> Vec<std::path::PathBuf> {
    let mut all: Vec<_> =
        std::fs::read_dir(album.join("media")).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

#[cfg(unix)]
#[test]
fn one_caption_changed_makes_no_picture_again_and_the_bytes_are_those_from_scratch() {
    let mut album = Album::small();
    album.export().unwrap();
    let before: Vec<u64> = pictures(&album.out()).iter().map(|path| made(path)).collect();
    // Headlines are on pages only: the pictures of the public profile do not carry them.
    album.say("IMG_0001.jpg", Field::Headline, "en", "At the gate");
    album.export().unwrap();
    let after: Vec<u64> = pictures(&album.out()).iter().map(|path| made(path)).collect();
    assert_eq!(before, after);
    let scratch = ExportSettings { target: album.folder.path().join("scratch"), ..album.settings() };
    album.export_with(&scratch).unwrap();
    assert_eq!(files(&album.out()), files(&scratch.target));
    // An alternative text travels in the pictures of its photo: those are made again, and only those.
    album.say("IMG_0001.jpg", Field::AltText, "en", "Two people shake hands at a gate");
    album.export().unwrap();
    let kept = pictures(&album.out()).iter().filter(|path| after.contains(&made(path))).count();
    assert_eq!(kept, after.len() - 1);
}

#[cfg(unix)]
#[test]
fn pictures_as_webp_stand_beside_the_others_carry_their_texts_and_are_kept() {
    let mut album = Album::small();
    album.say("IMG_0001.jpg", Field::AltText, "en", "Two people shake hands at a gate");
    let settings = ExportSettings { webp: true, ..album.settings() };
    album.export_with(&settings).unwrap();
    let is_webp = |path: &std::path::PathBuf| path.extension().is_some_and(|ending| ending == "webp");
    let webp: Vec<_> = pictures(&album.out()).into_iter().filter(is_webp).collect();
    assert_eq!(webp.len() * 2, pictures(&album.out()).len());
    let weight = |path: &Path| std::fs::metadata(path).unwrap().len();
    let jpeg: u64 = webp.iter().map(|path| weight(&path.with_extension("jpg"))).sum();
    assert!(webp.iter().map(|path| weight(path)).sum::<u64>() < jpeg);
    let says = |path: &Path| std::fs::read(path).unwrap().windows(16).any(|part| part == b"Two people shake");
    assert_eq!(webp.iter().filter(|path| says(path)).count(), 1);
    assert!(webp.iter().all(|path| image::open(path).is_ok()), "others can read them");
    let page = std::fs::read_to_string(album.out().join("index.html")).unwrap();
    assert!(page.contains("<source type=\"image/webp\" srcset=\"media/"), "{page}");

    let before: Vec<u64> = pictures(&album.out()).iter().map(|path| made(path)).collect();
    album.say("IMG_0001.jpg", Field::Headline, "en", "At the gate");
    album.export_with(&settings).unwrap();
    assert_eq!(before, pictures(&album.out()).iter().map(|path| made(path)).collect::<Vec<u64>>());
    let scratch = ExportSettings { target: album.folder.path().join("scratch"), ..settings };
    album.export_with(&scratch).unwrap();
    assert_eq!(files(&album.out()), files(&scratch.target));
    album.export().unwrap();
    assert!(!pictures(&album.out()).iter().any(is_webp));
}

#[test]
fn a_picture_that_was_changed_where_it_stands_is_made_again() {
    let album = Album::small();
    album.export().unwrap();
    let whole = files(&album.out());
    let picture = pictures(&album.out()).remove(0);
    let mut bytes = std::fs::read(&picture).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&picture, bytes).unwrap();
    album.export().unwrap();
    assert_eq!(files(&album.out()), whole);
}

#[test]
fn what_was_noted_beside_a_picture_is_found_and_does_not_come_along() {
    let album = Album::small();
    album.export().unwrap();
    let whole = files(&album.out());
    let picture = pictures(&album.out()).remove(0);
    if xattr::set(&picture, "user.xdg.origin.url", b"https://intranet.example/").is_err() {
        eprintln!("left out: this file system has no extended attributes");
        return;
    }
    let report = attache::export::audit::audit_folder(&album.out()).unwrap();
    assert!(report.to_string().contains("user.xdg.origin.url"), "{report}");
    album.export().unwrap();
    assert_eq!(files(&album.out()), whole);
    assert!(attache::export::audit::audit_folder(&album.out()).unwrap().is_clean());
}

/// What was blacked out in the middle of a file of unchanged length has the identity of what it covers; the old picture must not come back.
#[test]
fn what_was_blacked_out_in_the_original_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("originals/scan.tif");
    std::fs::create_dir_all(original.parent().unwrap()).unwrap();
    image::RgbImage::from_fn(400, 300, |x, y| image::Rgb([x as u8, y as u8, 90])).save(&original).unwrap();
    let export = |name: &str| {
        let photo = attache::media::read_photo(&original).unwrap();
        let (id, out) = (photo.id, folder.path().join(name));
        let mut collection = attache::model::collection::Collection::default();
        collection.insert([photo]);
        let settings = ExportSettings { undated: true, ..ExportSettings::to(&out) };
        let plan = attache::export::plan(&collection, &settings);
        attache::export::run(&plan, &|_| {}, &std::sync::atomic::AtomicBool::new(false)).unwrap();
        (id, out)
    };
    let (before, _) = export("album");
    let mut bytes = std::fs::read(&original).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle - 60_000..middle + 60_000].fill(0);
    std::fs::write(&original, bytes).unwrap();
    let (after, album) = export("album");
    assert_eq!(before, after, "the identity does not see it, or this test shows nothing");
    assert_eq!(files(&album), files(&export("scratch").1));
}

/// Names that lie beside the album.
fn beside(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// The whole of a folder of albums, drafts included.
fn has(folder: &Path, what: impl Fn(&str) -> bool) -> bool {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
    entries
        .map(|entry| entry.path().to_string_lossy().into_owned())
        .any(|path| path.contains(".attache-export-") && what(&path))
}

#[cfg(unix)]
#[test]
fn a_program_that_is_killed_leaves_the_old_album_and_the_next_one_goes_on() {
    let env = TestEnv::new();
    for n in 0..4 {
        TestPhoto::new()
            .seed(n)
            .size(640, 420)
            .taken("2026-01-05 09:00:00", Some("+08:00"))
            .write(env.photos().join(format!("{n}.jpg")));
    }
    let albums = env.path("albums");
    let target = albums.join("album");
    let export = || {
        let mut command = Command::new(program());
        command.arg("export").arg(env.photos()).arg("--out").arg(&target).env_clear().envs(env.variables());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    assert!(export().status().unwrap().success());
    let whole = files(&target);
    // Each time another photo is there, so that there is something to do; each time the program is killed somewhere else.
    let moments: [&dyn Fn(&str) -> bool; 3] =
        [&|path| path.contains("/media/"), &|path| path.ends_with(".html"), &|path| {
            path.ends_with("manifest.json")
        }];
    for (n, moment) in moments.iter().enumerate() {
        TestPhoto::new()
            .seed(90 + n as u32)
            .size(640, 420)
            .taken("2026-01-05 10:00:00", Some("+08:00"))
            .write(env.photos().join(format!("new-{n}.jpg")));
        let mut child = export().spawn().unwrap();
        let begun = Instant::now();
        while !has(&albums, moment) && child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not begin");
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // Either the old one stands whole, or the new one was quicker.
        let stands = files(&target);
        assert!(stands == whole || stands.len() > whole.len(), "what stood at the target is broken");
    }
    assert!(export().status().unwrap().success());
    assert_eq!(beside(&albums), ["album"], "something is left beside");
    let scratch = env.path("scratch");
    let mut fresh = Command::new(program());
    fresh.arg("export").arg(env.photos()).arg("--out").arg(&scratch).env_clear().envs(env.variables());
    assert!(fresh.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success());
    assert_eq!(files(&target), files(&scratch));
}
