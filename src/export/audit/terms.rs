//! What an album promised of itself: on these terms its files are judged.

use super::carried::Audience;
use super::report::{FindingKind, Leak};
use super::urls::Folder;
use super::words::Known;

/// What there is to know while one file is read.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The files of the album.
    pub folder: &'a Folder,
    /// What is known of the machine and of the originals.
    pub known: &'a Known,
    /// For whom the album is.
    pub audience: Audience,
    /// Where the album is going to stand, with a slash at its end, where its manifest says so: the only addresses from outside.
    pub base_url: Option<&'a str>,
    /// The addresses on the web that its manifest names for what may be done with its pictures.
    pub licences: &'a [String],
    /// Whether the page stands alone, with its pictures and its style in it.
    pub is_single_file: bool,
}

/// Whether an address may lead to where the album is going to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A browser loads it by itself: by a relative path only.
    Loaded,
    /// It is followed by a person or read by a machine: under the base URL, too.
    Followed,
}

impl Terms<'_> {
    /// Whether an address in the file at `from` leads to a file of the album.
    ///
    /// # Errors
    /// The leak that it is, when it leads elsewhere.
    pub fn check(&self, from: &str, address: &str, reach: Reach) -> Result<(), Leak> {
        if self.known.names_user(address) {
            let shown: String = address.chars().filter(|c| !c.is_control()).take(80).collect();
            return Err(Leak::new(
                FindingKind::UserName,
                format!("has an address with the account's name: \"{shown}\""),
            ));
        }
        match self.base_url.filter(|_| reach == Reach::Followed).and_then(|base| address.strip_prefix(base)) {
            // A web server gives the index of a folder.
            Some(path) => {
                let (path, fragment) =
                    path.split_once('#').map_or((path, ""), |(path, fragment)| (path, fragment));
                let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
                let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
                self.folder.check("index.html", &format!("{path}{index}{fragment}"))
            }
            None => self.folder.check(from, address),
        }
    }
}

/// Whether this may be the address of an album: a scheme of the web, a host and a path of plain letters, and nothing that
/// names a person or holds a word for entry (RFC 3986, 3.2.1).
pub fn is_sound_base(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return false;
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    url.len() <= 512
        && url.ends_with('/')
        && !host.is_empty()
        && host.chars().all(|c| is_plain(c) || c == ':')
        && path.chars().all(|c| is_plain(c) || c == '/')
        && !path.contains("//")
        && !path.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_followed_may_be_absolute() {
        let folder = Folder(["index.html", "v/index.html", "v/a.html"].map(str::to_owned).into());
        let known = Known::default();
        let base_url = Some("https://example.org/visit/");
        let terms = Terms {
            folder: &folder,
            known: &known,
            audience: Audience::Public,
            base_url,
            licences: &[],
            is_single_file: false,
        };
        for good in [
            "https://example.org/visit/",
            "https://example.org/visit/v/",
            "https://example.org/visit/v/a.html#x",
        ] {
            assert_eq!(terms.check("v/a.html", good, Reach::Followed), Ok(()), "{good}");
            assert!(terms.check("v/a.html", good, Reach::Loaded).is_err(), "{good}");
        }
        for bad in [
            "https://example.org/",
            "https://example.org/visit/gone.html",
            "https://example.org/visit/../x.html",
            "https://example.org/visit/?x",
            "https://example.org.evil/visit/",
            "http://example.org/visit/",
        ] {
            assert!(terms.check("v/a.html", bad, Reach::Followed).is_err(), "{bad}");
        }
    }

    #[test]
    fn bases_have_no_words_for_entry() {
        assert!(is_sound_base("https://example.org/") && is_sound_base("http://localhost:8000/a/b-c/"));
        for bad in [
            "https://kim@example.org/",
            "https://kim:secret@example.org/",
            "https://example.org/?token=1/",
            "https://example.org",
            "file:///home/kim/",
            "https:///x/",
            "//example.org/",
            "https://example.org/../",
        ] {
            assert!(!is_sound_base(bad), "{bad}");
        }
    }
}
