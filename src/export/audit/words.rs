//! What words for readers give away: paths of machines, names of files, positions.
//!
//! People's words may speak of anything, web addresses too. What they do not speak of is `/home/kim/Pictures`, `IMG_0042.HEIC`
//! and `37.5665, 126.9780`: such words come from a machine.

use std::collections::HashSet;
use std::path::Path;

use super::positions::position;
use super::report::{FindingKind, Leak};

/// What is known of the machine and of the originals: an audit right after an export knows more than one of a strange folder.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Names of original files, and names without ending where they are telling, in lower case.
    names: HashSet<String>,
    /// Folders of the originals, and the person's home.
    folders: Vec<String>,
    /// The name of the person's account, in lower case, unless it is a word that means nothing.
    user: Option<String>,
}

/// Account names that tell nothing of a person.
const PLAIN_ACCOUNTS: [&str; 10] =
    ["root", "user", "admin", "administrator", "guest", "ubuntu", "debian", "runner", "nobody", "owner"];

impl Known {
    /// Adds the person's home folder and account name of this run.
    #[must_use]
    pub fn with_account(mut self) -> Self {
        if let Some(home) = dirs::home_dir() {
            if let Some(user) = home.file_name().map(|name| name.to_string_lossy().to_lowercase())
                && user.len() >= 4
                && !PLAIN_ACCOUNTS.contains(&user.as_str())
            {
                self.user = Some(user);
            }
            self.add_folder(&home);
        }
        self
    }

    /// Adds one original: its name and its folder.
    pub fn add_original(&mut self, path: &Path) {
        if let Some(name) = path.file_name() {
            let name = name.to_string_lossy().to_lowercase();
            if name.chars().count() >= 5 {
                self.names.insert(name);
            }
        }
        if let Some(stem) = path.file_stem() {
            let stem = stem.to_string_lossy().to_lowercase();
            // "beijing.jpg" must not forbid the word; "20260105_183012" is no word.
            let n_digits = stem.chars().filter(char::is_ascii_digit).count();
            if n_digits >= 4 && stem.chars().count() >= 8 && !is_date(&stem) {
                self.names.insert(stem);
            }
        }
        if let Some(folder) = path.parent() {
            self.add_folder(folder);
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let text = folder.to_string_lossy();
        let n_parts = text.split(['/', '\\']).filter(|part| !part.is_empty()).count();
        if folder.is_absolute() && n_parts >= 1 && text.len() >= 5 && !self.folders.iter().any(|f| *f == text)
        {
            self.folders.push(text.into_owned());
        }
    }

    /// Whether a name that we gave (a file, a link, a class) holds the name of the account.
    pub fn names_user(&self, name: &str) -> bool {
        self.user.as_ref().is_some_and(|user| {
            name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|part| part == user)
        })
    }
}

/// `2026-01-05`, `2026_01_05`, `20260105`: a name that is a date says no more than the page does.
fn is_date(stem: &str) -> bool {
    let digits: String = stem.chars().filter(char::is_ascii_digit).collect();
    digits.len() == 8 && stem.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'))
}

/// Everything in these words that is not for readers.
pub fn leaks_in_words(text: &str, known: &Known) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let written_out = percent_decoded(text);
    if let Some(path) = machine_path(text).or_else(|| machine_path(written_out.as_deref()?)) {
        let reason = format!("names a path of a machine: \"{}\"", excerpt(path));
        leaks.push(Leak::new(FindingKind::MachinePath, reason));
    }
    if text.contains(['/', '\\'])
        && let Some(folder) = known.folders.iter().find(|folder| holds_path(text, folder))
    {
        let reason = format!("names a folder of this machine: \"{}\"", excerpt(folder));
        leaks.push(Leak::new(FindingKind::MachinePath, reason));
    }
    if let Some(name) = file_name(text, known) {
        let reason = format!("names an original file: \"{}\"", excerpt(name));
        leaks.push(Leak::new(FindingKind::OriginalName, reason));
    }
    if let Some(position) = position(text) {
        let reason = format!("looks like a position: \"{}\"", excerpt(position));
        leaks.push(Leak::new(FindingKind::Position, reason));
    }
    leaks
}

/// At most 60 characters, for a message.
fn excerpt(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// The words that follow at a byte, up to the next blank.
pub(super) fn word_from(text: &str, at: usize) -> &str {
    text.get(at..).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default()
}

pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at).and_then(|head| head.chars().next_back())
}

/// Whether the text names this folder, and not one whose name only begins the same.
fn holds_path(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(at, _)| {
        let after = text.get(at + folder.len()..).and_then(|rest| rest.chars().next());
        !after.is_some_and(char::is_alphanumeric) && !char_before(text, at).is_some_and(char::is_alphanumeric)
    })
}

/// Folders that stand at the root of people's machines.
const ROOTS: [&str; 12] = [
    "/home/",
    "/users/",
    "/tmp/",
    "/root/",
    "/var/",
    "/mnt/",
    "/media/",
    "/volumes/",
    "/private/",
    "/data/",
    "/storage/",
    "/run/",
];

/// The text with `%2F` and its like resolved (RFC 3986, 2.1), where it hides a slash, a backslash or a colon behind one.
fn percent_decoded(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if !["%2f", "%5c", "%3a"].iter().any(|hidden| lower.contains(hidden)) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = (*byte == b'%').then(|| std::str::from_utf8(after.get(..2)?).ok()).flatten();
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

/// How addresses begin that only a machine or an office has.
const OF_MACHINES: [&str; 5] = ["smb://", "afp://", "nfs://", "content://", "ph://"];

/// How shells write a person's own folder.
const HOMES: [&str; 6] = ["~/", "~\\", "%userprofile%", "%appdata%", "$home/", "${home}"];

/// A path of any machine: `/home/kim`, `C:\Users`, `\\server\share`, `file:///`.
fn machine_path(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    for (at, _) in lower.match_indices("file:") {
        if lower.get(at + 5..).is_some_and(|rest| rest.starts_with(['/', '\\']))
            && !char_before(text, at).is_some_and(char::is_alphanumeric)
        {
            return Some(word_from(text, at));
        }
    }
    let begins = |at: &usize| !char_before(text, *at).is_some_and(char::is_alphanumeric);
    for (word, needs_name) in
        OF_MACHINES.iter().chain(&HOMES).map(|word| (word, !word.starts_with(['%', '$'])))
    {
        let followed = |at: usize| {
            let next = lower.get(at + word.len()..).and_then(|rest| rest.chars().next());
            !needs_name || next.is_some_and(|c| c.is_alphanumeric() || c == '.')
        };
        if let Some((at, _)) = lower.match_indices(*word).find(|(at, _)| begins(at) && followed(*at)) {
            return Some(word_from(text, at));
        }
    }
    for root in ROOTS {
        for (at, _) in lower.match_indices(root) {
            let begins = !char_before(text, at).is_some_and(|c| c.is_alphanumeric() || "./-_~".contains(c));
            let goes_on = lower.get(at + root.len()..).and_then(|rest| rest.chars().next());
            if begins && goes_on.is_some_and(char::is_alphanumeric) {
                return Some(word_from(text, at));
            }
        }
    }
    for (at, _) in text.match_indices(":\\") {
        let mut before = text.get(..at).unwrap_or_default().chars().rev();
        let drive = before.next().is_some_and(|c| c.is_ascii_alphabetic());
        if drive && !before.next().is_some_and(char::is_alphanumeric) {
            return Some(word_from(text, at.saturating_sub(1)));
        }
    }
    for (at, _) in text.match_indices("\\\\") {
        let rest = text.get(at + 2..).unwrap_or_default();
        let server = rest.split('\\').next().unwrap_or_default();
        let sound = !server.is_empty() && server.len() < 64 && !server.contains(char::is_whitespace);
        if sound && rest.len() > server.len() {
            return Some(word_from(text, at));
        }
    }
    None
}

/// Endings of files that cameras and phones write.
const ENDINGS: [&str; 25] = [
    "jpg", "jpeg", "jpe", "heic", "heif", "hif", "avif", "png", "webp", "tif", "tiff", "gif", "bmp", "jxl",
    "dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2", "pef", "mov", "mp4",
];

/// How cameras and phones begin the names of their files, before at least four digits.
const BEGINNINGS: [&str; 16] = [
    "img_",
    "img-",
    "img",
    "mvimg_",
    "pxl_",
    "dsc_",
    "_dsc",
    "dsc",
    "dscf",
    "dscn",
    "_mg_",
    "gopr",
    "dji_",
    "kakaotalk_",
    "mmexport",
    "screenshot_",
];

/// The name of a picture file: a known one, or one that only a camera would give.
fn file_name<'a>(text: &'a str, known: &Known) -> Option<&'a str> {
    let separates = |c: char| "\"'“”‘’()[]{}<>,;:!?|·。，、".contains(c);
    for (word, of_web) in text.split_whitespace().map(|word| (word, word.contains("://"))) {
        // A path's last part is a name of its own; so is what follows a web address' last slash.
        for part in word.split(separates).flat_map(|part| part.split(['/', '\\'])) {
            let part = part.trim_matches(['.', '-']);
            let lower = part.to_lowercase();
            let known = !part.is_empty() && known.names.contains(&lower);
            if known || (!of_web && has_picture_ending(&lower)) || has_camera_beginning(&lower) {
                return Some(part);
            }
        }
    }
    None
}

/// Whether `.jpg` or its like follows a letter or digit and is not itself followed by one.
fn has_picture_ending(lower: &str) -> bool {
    lower.match_indices('.').any(|(at, _)| {
        let rest = lower.get(at + 1..).unwrap_or_default();
        let ending: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        char_before(lower, at).is_some_and(|c| c.is_alphanumeric() || "_-)".contains(c))
            && ENDINGS.contains(&ending.as_str())
    })
}

fn has_camera_beginning(lower: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| {
        lower
            .strip_prefix(beginning)
            .is_some_and(|rest| rest.chars().take_while(char::is_ascii_digit).count() >= 4)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn kinds(text: &str, known: &Known) -> Vec<FindingKind> {
        leaks_in_words(text, known).into_iter().map(|leak| leak.kind).collect()
    }

    #[test]
    fn words_of_machines_are_found() {
        for (text, want) in [
            ("/home/kim/Pictures", FindingKind::MachinePath),
            ("see /Users/kim", FindingKind::MachinePath),
            ("(C:\\Fotos)", FindingKind::MachinePath),
            ("\\\\server\\pool", FindingKind::MachinePath),
            ("FILE:///etc", FindingKind::MachinePath),
            ("IMG_0042", FindingKind::OriginalName),
            ("만찬 사진은 a1.HEIC입니다", FindingKind::OriginalName),
            ("DSC01234", FindingKind::OriginalName),
            ("DCIM\\100MEDIA\\DJI_0012.JPG", FindingKind::OriginalName),
            ("37.5665, 126.9780", FindingKind::Position),
            ("N 37.5665° E 126.9780°", FindingKind::Position),
            ("37° 33′ 59″", FindingKind::Position),
            ("geo:37.5,127.0", FindingKind::Position),
        ] {
            assert_eq!(kinds(text, &Known::default()), [want], "{text}");
        }
    }

    #[test]
    fn words_of_people_are_not() {
        for text in [
            "The press release is at https://example.org/news/2026/01/05.html",
            "See https://example.org/home/photos.jpg for more",
            "and/or either/media/use 24/7, 1.5 million, 3.14159",
            "Temperature 5°C; ratio 16:9; at 18:30; 37° of frost",
            "President Kim: \"a new chapter\"\nTalks, Banquet.",
            "대통령 내외가 만찬에 참석했다.",
            "国宴，2026年1月5日",
            "Meeting no. 12.345",
            "DSC members and IMG agency",
            "Paid 12.500 and 13.750 won",
        ] {
            assert_eq!(kinds(text, &Known::default()), [], "{text}");
        }
    }

    #[test]
    fn what_is_known_of_this_run_is_found_too() {
        let mut known = Known::default();
        known.add_original(&PathBuf::from("/srv/visit/20260105_183012.jpg"));
        known.add_original(&PathBuf::from("/srv/visit/Beijing.jpg"));
        assert_eq!(kinds("20260105_183012", &known), [FindingKind::OriginalName]);
        assert_eq!(kinds("in /srv/visit there", &known), [FindingKind::MachinePath]);
        assert_eq!(kinds("/srv/visitors", &known), []);
        assert_eq!(kinds("Beijing", &known), []);
    }
}
