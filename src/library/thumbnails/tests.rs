//! The cache in temporary folders.

use super::*;

fn picture(shade: u8) -> Picture {
    Picture::new(64, 48, [shade, shade, shade, 255].repeat(64 * 48)).unwrap()
}

fn id(n: u8) -> PhotoId {
    PhotoId([n; 32])
}

#[test]
fn what_was_kept_comes_back_per_size() {
    let folder = tempfile::tempdir().unwrap();
    let cache = ThumbnailCache::new(folder.path(), u64::MAX);
    assert!(cache.load(id(1), 256).is_none());
    assert!(cache.save(id(1), 256, &picture(200)).is_none());
    let kept = cache.load(id(1), 256).unwrap();
    assert_eq!((kept.width_px, kept.height_px), (64, 48));
    assert!(kept.rgba[0].abs_diff(200) < 4, "{}", kept.rgba[0]);
    assert!(cache.load(id(1), 512).is_none());
    assert!(ThumbnailCache::none().save(id(1), 256, &picture(1)).is_none());
}

#[test]
fn a_damaged_entry_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = ThumbnailCache::new(folder.path(), u64::MAX);
    let path = cache.path(id(1), 256).unwrap();
    cache.save(id(1), 256, &picture(200));
    let sound = fs::read(&path).unwrap();
    // One byte in the middle of the picture: it would decode, and show something else.
    let mut flipped = sound.clone();
    flipped[sound.len() - 20] ^= 1;
    let too_large = entry_of(&Picture::new(300, 2, vec![255; 2400]).unwrap()).unwrap();
    let no_jpeg =
        entry::write(&Entry { width_px: 64, height_px: 48, incomplete: false, jpeg: b"JPEG" }).unwrap();
    for damaged in [b"no picture".to_vec(), Vec::new(), sound[..99].to_vec(), flipped, too_large, no_jpeg] {
        fs::write(&path, damaged).unwrap();
        assert!(cache.load(id(1), 256).is_none());
        assert!(!path.exists());
        cache.save(id(1), 256, &picture(200));
        assert!(cache.load(id(1), 256).is_some());
    }
}

#[test]
fn it_stays_known_that_a_part_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let cache = ThumbnailCache::new(folder.path(), u64::MAX);
    cache.save(id(1), 256, &Picture { incomplete: true, ..picture(200) });
    assert!(cache.load(id(1), 256).unwrap().incomplete);
    cache.save(id(1), 256, &picture(200));
    assert!(!cache.load(id(1), 256).unwrap().incomplete);
}

#[test]
fn windows_share_it_and_never_see_half_an_entry() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|windows| {
        for shade in [40, 200] {
            let folder = folder.path();
            windows.spawn(move || {
                let cache = ThumbnailCache::new(folder, u64::MAX);
                for _ in 0..40 {
                    assert!(cache.save(id(1), 256, &picture(shade)).is_none());
                    let shown = cache.load(id(1), 256).unwrap().rgba[0];
                    assert!(shown.abs_diff(40) < 4 || shown.abs_diff(200) < 4, "{shown}");
                }
            });
        }
    });
    let files = walkdir::WalkDir::new(folder.path()).into_iter().flatten();
    assert_eq!(files.filter(|entry| entry.file_type().is_file()).count(), 1);
}

#[test]
fn it_knows_when_it_is_over_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let one = entry_of(&picture(9)).unwrap().len() as u64;
    let cache = ThumbnailCache::new(folder.path(), one * 5);
    for n in 0..5 {
        cache.save(id(n), 256, &picture(9));
        assert!(!cache.is_over());
    }
    cache.save(id(5), 256, &picture(9));
    assert!(cache.is_over());
    cache.tidy(&AtomicBool::new(false));
    assert!(!cache.is_over());
    assert_eq!((0..6).filter(|n| cache.load(id(*n), 256).is_some()).count(), 4);
    // Another window finds out when it starts.
    let other = ThumbnailCache::new(folder.path(), one * 3);
    assert!(!other.is_over());
    other.tidy(&AtomicBool::new(false));
    assert_eq!((0..6).filter(|n| cache.load(id(*n), 256).is_some()).count(), 2);
}

/// Where a full disk can be had without being root: a limit on what a program may write into one file.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_of_once() {
    const CHILD: &str = "ATTACHE_TEST_FULL_DISK";
    if let Some(folder) = std::env::var_os(CHILD) {
        let cache = ThumbnailCache::new(Path::new(&folder), u64::MAX);
        let problem = cache.save(id(1), 256, &picture(1)).unwrap();
        assert!(problem.message.contains("make space"), "{problem}");
        assert!(cache.save(id(2), 256, &picture(1)).is_none());
        assert!(cache.load(id(1), 256).is_none());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let status = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ && ulimit -f 0 && exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().unwrap())
        .arg("library::thumbnails::tests::a_full_disk_is_told_of_once")
        .env(CHILD, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&status.stdout);
    assert!(status.status.success() && said.contains("1 passed"), "{said}");
    // Nothing half-written stays.
    let files = walkdir::WalkDir::new(folder.path()).into_iter().flatten();
    assert_eq!(files.filter(|entry| entry.file_type().is_file()).count(), 0);
}

/// Root may write anywhere: then somebody else has to try.
#[cfg(unix)]
#[test]
#[allow(clippy::print_stdout)]
fn a_folder_that_may_only_be_read_is_told_of_once_and_still_read() {
    use std::os::unix::fs::PermissionsExt as _;

    const CHILD: &str = "ATTACHE_TEST_READ_ONLY";
    let look = |folder: &Path| {
        let cache = ThumbnailCache::new(folder, u64::MAX);
        assert!(cache.load(id(1), 256).is_some(), "what was kept before is there");
        let problem = cache.save(id(2), 256, &picture(1)).unwrap();
        assert!(problem.message.contains("allow writing"), "{problem}");
        assert!(cache.save(id(3), 256, &picture(1)).is_none());
        assert!(cache.load(id(2), 256).is_none());
    };
    if let Some(folder) = std::env::var_os(CHILD) {
        return look(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    ThumbnailCache::new(folder.path(), u64::MAX).save(id(1), 256, &picture(200));
    let set = |mode: u32| {
        for entry in walkdir::WalkDir::new(folder.path()).into_iter().flatten() {
            if entry.file_type().is_dir() {
                fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
            } else {
                fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o444)).unwrap();
            }
        }
    };
    set(0o555);
    let is_root = fs::write(folder.path().join("probe"), "").is_ok();
    if is_root {
        let name =
            "library::thumbnails::tests::a_folder_that_may_only_be_read_is_told_of_once_and_still_read";
        let child = std::process::Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env(CHILD, folder.path())
            .output();
        let said = child.map(|child| String::from_utf8_lossy(&child.stdout).into_owned()).unwrap_or_default();
        if said.contains("running 1 test") {
            assert!(said.contains("1 passed"), "{said}");
        } else {
            println!("left out: root may write anywhere, and nobody else can be had to run this test");
        }
    } else {
        look(folder.path());
    }
    set(0o755);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_of_once() {
    let folder = tempfile::tempdir().unwrap();
    // A file where the folder should be: not even root can write there.
    let blocked = folder.path().join("cache");
    fs::write(&blocked, "").unwrap();
    let cache = ThumbnailCache::new(&blocked, u64::MAX);
    let problem = cache.save(id(1), 256, &picture(1)).unwrap();
    assert!(problem.message.contains("ATTACHE_CACHE"), "{problem}");
    assert!(cache.save(id(2), 256, &picture(1)).is_none());
}

#[test]
fn what_was_not_used_for_longest_goes_first() {
    let folder = tempfile::tempdir().unwrap();
    let cache = ThumbnailCache::new(folder.path(), u64::MAX);
    let long_ago = SystemTime::now() - Duration::from_secs(90 * 24 * 3_600);
    for n in 0..10 {
        cache.save(id(n), 256, &picture(n * 20));
        let file = File::options().append(true).open(cache.path(id(n), 256).unwrap()).unwrap();
        file.set_modified(long_ago + Duration::from_secs(u64::from(n))).unwrap();
    }
    // Looking at the oldest makes it the newest.
    cache.load(id(0), 256).unwrap();
    let one = cache.path(id(1), 256).unwrap().metadata().unwrap().len();
    for version in ["thumbnails/v0/256", "thumbnails/v255", "thumbnails/v01"] {
        fs::create_dir_all(folder.path().join(version)).unwrap();
    }
    let small = ThumbnailCache::new(folder.path(), one * 6);
    small.tidy(&AtomicBool::new(false));
    let left: Vec<u8> = (0..10).filter(|n| cache.load(id(*n), 256).is_some()).collect();
    assert!(left.contains(&0) && left.contains(&9) && !left.contains(&1), "{left:?}");
    assert!((2..=6).contains(&left.len()), "{left:?}");
    // What a newer program keeps is left to it.
    let left = ["v0", "v255", "v01"].map(|version| folder.path().join("thumbnails").join(version).exists());
    assert_eq!(left, [false, true, true]);
}
