//! A person's own theme: a folder whose files stand in the place of gazette's.
//!
//! Known names are `base.html`, `parts.html`, `cover.html`, `visit.html`, `photo.html`, `album.css` (the layout), `theme.css` (colours and
//! letters) and `icon.png`. Other `.html` files are templates that those may take in; pictures (`.jpg`, `.png`, `.webp`) are published in
//! `assets/`, under the same relative paths. Words about the theme (`.md`, `.txt`, a licence) stay where they are. Anything else is refused by
//! name: scripts because nobody can tell by reading what one may do, so an album has ours or none.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use walkdir::WalkDir;

use super::{GAZETTE, LAYOUT, Theme, ThemeError, ThemeFile};

/// More files than this are no theme but a folder chosen by mistake.
const MOST_FILES: usize = 200;
/// All files together, in bytes.
const MOST_BYTES: u64 = 16 << 20;
/// A template, style sheet or script, in bytes.
const MOST_TEXT_BYTES: u64 = 1 << 20;

/// Reads a theme's folder.
///
/// # Errors
/// [`ThemeError`], with the file and what to do.
pub fn read(folder: &Path) -> Result<Theme, ThemeError> {
    let fail = |path: &Path, reason: &str| ThemeError { path: path.to_owned(), reason: reason.to_owned() };
    if !folder.is_dir() {
        let reason = "there is no such folder; give gazette, evening, or the folder of a theme of your own";
        return Err(fail(folder, reason));
    }
    let mut theme = Theme::built_in("own", GAZETTE);
    let (mut layout, mut colours) = (LAYOUT.to_owned(), GAZETTE.to_owned());
    let (mut n_files, mut n_bytes, mut n_ours) = (0, 0, 0);
    let visible = |name: &std::ffi::OsStr| !name.to_string_lossy().starts_with('.');
    let walk = WalkDir::new(folder).min_depth(1).max_depth(4).follow_links(false).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| visible(entry.file_name())) {
        let entry = entry.map_err(|error| fail(folder, &format!("it could not be read ({error})")))?;
        let path = entry.path();
        if entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() {
            return Err(fail(path, "it is a link or a device; put the file itself there"));
        }
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind).to_ascii_lowercase();
        if ["md", "txt"].contains(&kind.as_str()) || name.to_ascii_uppercase().starts_with("LICEN") {
            continue;
        }
        n_files += 1;
        if n_files > MOST_FILES {
            return Err(fail(
                folder,
                &format!("it has more than {MOST_FILES} files; is it the right folder?"),
            ));
        }
        let text = || text_of(path);
        let is_known = match (name.as_str(), kind.as_str()) {
            ("album.css", _) => text().map(|text| layout = text),
            ("theme.css", _) => text().map(|text| colours = text),
            (_, "js") => Err("an album has our script or none, as nobody can tell by reading what a script may do; take it out".to_owned()),
            ("icon.png", _) => bytes_of(path, MOST_TEXT_BYTES).map(|data| theme.icon = data),
            (_, "html") => text().map(|text| {
                theme.templates.retain(|(known, _)| *known != name);
                theme.templates.push((name.clone(), text));
            }),
            (_, "jpg" | "png" | "webp") if is_plain(&name) => bytes_of(path, MOST_BYTES)
                .map(|data| theme.files.push(ThemeFile { path: format!("assets/{name}"), data })),
            (_, "jpg" | "png" | "webp") => {
                Err("its name may have letters a to z, digits, - and _ only, as it becomes an address".to_owned())
            }
            _ => Err("a theme holds .html, album.css, theme.css, icon.png, .jpg, .png and .webp; take this file out"
                .to_owned()),
        };
        is_known.map_err(|reason| fail(path, &reason))?;
        n_ours += usize::from(["html", "css"].contains(&kind.as_str()));
        n_bytes += entry.metadata().map_or(0, |data| data.len());
        if n_bytes > MOST_BYTES {
            return Err(fail(
                folder,
                &format!("it holds more than {} MB; is it the right folder?", MOST_BYTES >> 20),
            ));
        }
    }
    if n_ours == 0 {
        return Err(fail(
            folder,
            "it has neither templates (.html) nor a theme.css; is it the right folder?",
        ));
    }
    theme.style = format!("{layout}\n{colours}");
    Ok(theme)
}

/// Whether a relative path is one that needs no escaping in an address.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
        && !name.contains("..")
}

fn text_of(path: &Path) -> Result<String, String> {
    String::from_utf8(bytes_of(path, MOST_TEXT_BYTES)?)
        .map_err(|_| "it is not UTF-8; save it as UTF-8".to_owned())
}

fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let mut data = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut data));
    match read {
        Ok(_) if data.len() as u64 > most => {
            Err(format!("it is larger than {} MB; make it smaller", most >> 20))
        }
        Ok(_) => Ok(data),
        Err(error) => Err(format!("it could not be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, data) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, data).unwrap();
        }
        folder
    }

    #[test]
    fn files_of_the_folder_stand_in_the_place_of_ours() {
        let own = folder(&[
            ("theme.css", b"body { color: #123456; }"),
            ("cover.html", b"mine"),
            ("pictures/a.png", b"x"),
            ("README.md", b"words"),
            (".DS_Store", b"x"),
        ]);
        let theme = read(own.path()).unwrap();
        assert!(
            theme.style.starts_with(LAYOUT)
                && theme.style.contains("#123456")
                && !theme.style.contains(GAZETTE)
        );
        let cover = theme.templates.iter().find(|(name, _)| name == "cover.html").unwrap();
        assert_eq!((cover.1.as_str(), theme.templates.len()), ("mine", 5));
        assert_eq!(theme.files, [ThemeFile { path: "assets/pictures/a.png".into(), data: b"x".to_vec() }]);
        assert_eq!(theme.script, super::super::SCRIPT);
    }

    #[test]
    fn what_is_no_theme_is_refused_by_name() {
        let huge = vec![b' '; 2 << 20];
        for (files, word) in [
            (vec![("photo.raw", &b"x"[..])], "photo.raw"),
            (vec![("album.js", &b"x"[..])], "our script"),
            (vec![("theme.css", &b"\xff\xfe"[..])], "UTF-8"),
            (vec![("theme.css", &huge[..])], "larger"),
            (vec![("a b.png", &b"x"[..])], "address"),
            (vec![("a.jpg", &b"x"[..])], "right folder"),
        ] {
            let error = read(folder(&files).path()).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
        assert!(read(Path::new("/nowhere/at/all")).unwrap_err().to_string().contains("gazette"));
    }
}
