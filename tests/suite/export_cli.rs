//! `attache export` and `attache audit` as a person at a terminal meets them.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::env::{TestEnv, program};
use crate::support::photo_maker::TestPhoto;

fn photo(n: u32, when: &str) -> TestPhoto {
    TestPhoto::new().seed(n).size(64, 48).taken(when, Some("+08:00"))
}

/// Photos of noise, which no encoder makes small. They differ in their times.
fn noise(count: u32) -> Vec<TestPhoto> {
    let (width, height) = (2200, 1500);
    let mut state = 2_654_435_761_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    let pixels: Vec<u8> = (0..width * height * 3).map(|_| next()).collect();
    let times = (0..count).map(|n| format!("2026-01-05 18:{n:02}:00"));
    times.map(|when| TestPhoto::new().pixels(width, height, pixels.clone()).taken(&when, None)).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn an_album_is_exported_audited_and_exported_again_among_its_own_photos() {
    let env = TestEnv::new();
    photo(1, "2026-01-04 09:00:00").write(env.photos().join("IMG_1.jpg"));
    photo(2, "2026-01-04 10:00:00").write(env.photos().join("IMG_2.jpg"));
    photo(3, "2026-03-01 10:00:00").write(env.photos().join("IMG_3.jpg"));
    TestPhoto::new().size(60, 60).write(env.photos().join("undated.jpg"));
    let out = env.photos().join("album");
    let photos = env.photos();
    let arguments = |more: &[&str]| {
        let fixed = ["export", photos.to_str().unwrap(), "--out", out.to_str().unwrap(), "--lang", "ko,en"];
        fixed.iter().chain(more).map(ToString::to_string).collect::<Vec<String>>()
    };
    for _ in 0..2 {
        let report = env.json(arguments(&["--title", "연합 방문"]));
        assert_eq!(report["schema"], "attache.export/1");
        assert_eq!(report["stats"]["n_photos"], 3, "its own pictures are no photos: {report}");
        assert_eq!(report["stats"]["n_visits"], 2);
        assert_eq!(report["stats"]["n_undated_left_out"], 1);
        assert!(Path::new(report["index"].as_str().unwrap()).is_file());
    }
    let cover = std::fs::read_to_string(out.join("index.html")).unwrap();
    assert!(cover.contains("<html lang=\"ko\"") && cover.contains("연합 방문"));
    assert!(out.join("en/index.html").is_file());

    let report = env.json(arguments(&["--visit", "2026-03-01", "--undated"]));
    assert_eq!((&report["stats"]["n_photos"], &report["stats"]["n_visits"]), (&2.into(), &2.into()));
    env.attache().args(arguments(&["--lang", "not a language"])).assert().code(2);
    env.attache().args(arguments(&["--visit", "1999-01-01"])).assert().code(3);

    let audit = env.json(["audit", out.to_str().unwrap()]);
    assert_eq!((&audit["schema"], &audit["clean"]), (&"attache.audit/1".into(), &true.into()));
    env.attache().arg("audit").arg(&out).assert().code(0);
    std::fs::write(out.join("more.txt"), "x").unwrap();
    let audit = env.json(["audit", out.to_str().unwrap()]);
    assert_eq!(audit["findings"][0]["path"], "more.txt");
    env.attache().arg("audit").arg(&out).assert().code(1);
    env.attache().arg("audit").arg(env.path("nowhere")).assert().code(3);
    env.attache().args(arguments(&[])).assert().code(3);
    assert_eq!(std::fs::read(out.join("more.txt")).unwrap(), b"x", "a stranger's file is not touched");
}

#[test]
fn a_damaged_photo_is_told_and_the_rest_is_exported() {
    let env = TestEnv::new();
    photo(1, "2026-01-04 09:00:00").write(env.photos().join("good.jpg"));
    let mut data = noise(1)[0].jpeg();
    data.truncate(600);
    std::fs::write(env.photos().join("cut.jpg"), data).unwrap();
    let out = env.path("album");
    let run = env.attache().arg("export").arg(env.photos()).arg("--out").arg(&out).assert().code(1);
    assert!(String::from_utf8_lossy(&run.get_output().stdout).contains("cut.jpg"));
    assert!(out.join("index.html").is_file());
}

/// A limit on the size of files stands for a full disk: both make writing fail half-way.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing() {
    let env = TestEnv::new();
    noise(1)[0].write(env.photos().join("a.jpg"));
    let target = env.path("albums");
    std::fs::create_dir(&target).unwrap();
    let output = Command::new("bash")
        .args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\""])
        .arg(program())
        .arg("export")
        .arg(env.photos())
        .arg("--out")
        .arg(target.join("deep/album"))
        .env_clear()
        .envs(env.variables())
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("could not be written") && told.contains("nothing was published"), "{told}");
    assert_eq!(names(&target), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing() {
    let env = TestEnv::new();
    for (n, photo) in noise(8).iter().enumerate() {
        photo.write(env.photos().join(format!("{n}.jpg")));
    }
    let target = env.path("albums");
    std::fs::create_dir(&target).unwrap();
    let mut child = Command::new(program())
        .arg("export")
        .arg(env.photos())
        .arg("--out")
        .arg(target.join("album"))
        .env_clear()
        .envs(env.variables())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while names(&target).is_empty() && started.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(names(&target)[0].starts_with(".attache-export-"), "caught at work: {:?}", names(&target));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert_eq!(names(&target), Vec::<String>::new());
}

#[test]
fn the_pages_of_an_album_follow_the_programme() {
    let env = TestEnv::new();
    photo(1, "2026-01-05 09:10:00").write(env.photos().join("IMG_1.jpg"));
    photo(2, "2026-01-05 12:30:00").write(env.photos().join("IMG_2.jpg"));
    photo(3, "2026-01-05 18:10:00").write(env.photos().join("IMG_3.jpg"));
    let programme = env.path("programme.csv");
    let table = "date,start,end,title en,title ko\n\
                 2026-01-05,09:00,10:00,Talks,회담\n2026-01-05,18:00,20:00,Banquet,만찬\n";
    std::fs::write(&programme, table).unwrap();
    let out = env.path("album");
    let photos = env.photos();
    let arguments = [
        "export",
        photos.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--programme",
        programme.to_str().unwrap(),
        "--lang",
        "en,ko",
    ];
    let report = env.json(arguments.map(str::to_owned));
    assert_eq!(report["stats"]["n_photos"], 3, "{report}");
    let page = |root: &Path| std::fs::read_to_string(root.join("2026-01-05/index.html")).unwrap();
    let (en, ko) = (page(&out), page(&out.join("ko")));
    for words in ["Talks", "After Talks", "Banquet", "Monday, 5 January 2026"] {
        assert!(en.contains(words), "{words}");
    }
    for words in ["회담", "회담 이후", "만찬"] {
        assert!(ko.contains(words), "{words}");
    }
}
