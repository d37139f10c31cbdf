//! What text can show of the rules of the house (see `lib.rs`).

use std::path::{Path, PathBuf};

const FLOORS: [&str; 7] = ["model", "media", "library", "export", "jobs", "session", "ui"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under `src`, with its path from there and its text.
fn sources() -> Vec<(String, String)> {
    let mut open = vec![root().join("src")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The text without comments and without the tests at its end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn floor_of(file: &str) -> Option<usize> {
    let room = file.split('/').next().unwrap_or(file).trim_end_matches(".rs");
    FLOORS.iter().position(|floor| *floor == room)
}

/// `text` names the module `crate::name` itself or a path into it.
fn names_module(text: &str, name: &str) -> bool {
    text.match_indices(&format!("crate::{name}")).any(|(at, found)| {
        let next = text[at + found.len()..].chars().next().unwrap_or(' ');
        !(next.is_alphanumeric() || next == '_')
    })
}

#[test]
fn no_floor_looks_up() {
    let mut faults = Vec::new();
    for (file, text) in sources() {
        let Some(floor) = floor_of(&file) else { continue };
        let text = code(&text);
        for (above, name) in FLOORS.iter().enumerate().skip(floor + 1) {
            if names_module(&text, name) {
                faults.push(format!("{file} (floor {floor}) uses {name} (floor {above})"));
            }
        }
        if names_module(&text, "cli") {
            faults.push(format!("{file} uses cli"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_ui_names_egui() {
    for (file, text) in sources() {
        let draws = file.starts_with("ui/") || file == "ui.rs" || file.starts_with("cli");
        assert!(draws || !code(&text).contains("egui"), "{file} names egui");
        assert!(!file.starts_with("cli") || !code(&text).contains("egui::"), "{file} draws");
    }
}

#[test]
fn nothing_slow_under_ui() {
    for (file, text) in sources().into_iter().filter(|(file, _)| file.starts_with("ui/")) {
        for word in ["std::fs", "File::open", "crate::media::", "crate::library::", "thread::sleep"] {
            assert!(!code(&text).contains(word), "{file} uses {word}: that is work for a job");
        }
    }
}

#[test]
fn the_model_is_pure() {
    for (file, text) in sources().into_iter().filter(|(file, _)| file.starts_with("model/")) {
        for word in
            ["std::fs", "std::io", "SystemTime", "Instant::now", "Zoned::now", "thread::", "Serialize"]
        {
            assert!(!code(&text).contains(word), "{file} uses {word}");
        }
    }
}

#[test]
fn rooms_are_small() {
    for (file, text) in sources() {
        let lines = code(&text).lines().filter(|line| !line.trim().is_empty()).count();
        let excused = text.lines().take(40).any(|line| line.contains("Longer than 500 lines because"));
        assert!(lines <= 500 || excused, "{file} has {lines} lines of code: split it, or say why at its top");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut in_dependencies = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
        } else if in_dependencies && line.contains(" = ") {
            let reason = line.rsplit_once('#').map_or("", |(_, reason)| reason).trim();
            assert!(reason.len() > 8, "no reason given: {line}");
        }
    }
}

/// `fuzz/` is a workspace of its own, which the tests do not build.
#[test]
fn the_fuzz_targets_have_what_their_floors_use() {
    let names = |path: &str| -> Vec<String> {
        let manifest = std::fs::read_to_string(root().join(path)).unwrap();
        let table = manifest.split("[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
        table.lines().filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_"))).collect()
    };
    let fuzz = names("fuzz/Cargo.toml");
    let is_renamed = |name: &String| name == "kamadak_exif";
    for name in names("Cargo.toml").into_iter().filter(|name| !fuzz.contains(name) && !is_renamed(name)) {
        for (file, text) in sources() {
            let is_theirs = ["src/media/", "src/model/", "src/library/thumbnails/entry.rs"]
                .iter()
                .any(|floor| file.replace('\\', "/").contains(floor));
            let is_used = code(&text).lines().any(|line| {
                line.match_indices(&format!("{name}::")).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                })
            });
            assert!(!(is_theirs && is_used), "{file} uses {name}, which fuzz/Cargo.toml does not have");
        }
    }
}

#[test]
fn nothing_can_open_a_connection() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for client in ["reqwest", "ureq", "hyper", "curl", "isahc", "attohttpc", "rustls", "native-tls"] {
        assert!(!lock.contains(&format!("name = \"{client}\"")), "{client} is a network client");
    }
    for (file, text) in sources() {
        for word in ["std::net", "TcpStream", "UdpSocket"] {
            assert!(!code(&text).contains(word), "{file} uses {word}");
        }
    }
}
