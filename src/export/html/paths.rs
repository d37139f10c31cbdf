//! Where pages lie within an album, and how they reach each other. Paths use `/` on every system.

/// A page of an album.
#[derive(Clone, Copy, Debug)]
pub enum Page<'a> {
    /// The cover of the album.
    Cover,
    /// A visit, by its folder.
    Visit(&'a str),
    /// A photo, by its visit's folder and its page name.
    Photo(&'a str, &'a str),
}

impl Page<'_> {
    /// The path within the album. The first language has no folder of its own.
    pub fn path(self, language_folder: Option<&str>) -> String {
        let within = match self {
            Self::Cover => "index.html".to_owned(),
            Self::Visit(folder) => format!("{folder}/index.html"),
            Self::Photo(folder, page) => format!("{folder}/{page}.html"),
        };
        match language_folder {
            Some(language) => format!("{language}/{within}"),
            None => within,
        }
    }
}

/// The relative address of `to` on the page at `from`; both are paths within the album.
pub fn relative(from: &str, to: &str) -> String {
    let from_folders: Vec<&str> = from.split('/').collect();
    let n_folders = from_folders.len().saturating_sub(1);
    let to_parts: Vec<&str> = to.split('/').collect();
    let shared = from_folders
        .iter()
        .take(n_folders)
        .zip(to_parts.iter().take(to_parts.len().saturating_sub(1)))
        .take_while(|(a, b)| a == b)
        .count();
    let mut out = "../".repeat(n_folders - shared);
    out.push_str(&to_parts.get(shared..).unwrap_or_default().join("/"));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_and_as_short_as_can_be() {
        for (from, to, want) in [
            ("index.html", "media/a.jpg", "media/a.jpg"),
            ("v/a.html", "v/b.html", "b.html"),
            ("v/a.html", "index.html", "../index.html"),
            ("ko/v/a.html", "v/a.html", "../../v/a.html"),
            ("v/a.html", "ko/v/a.html", "../ko/v/a.html"),
            ("ko/v/a.html", "ko/index.html", "../index.html"),
        ] {
            assert_eq!(relative(from, to), want);
        }
    }

    #[test]
    fn the_first_language_is_at_the_root() {
        assert_eq!(Page::Photo("2026-01-04", "ab").path(None), "2026-01-04/ab.html");
        assert_eq!(Page::Visit("2026-01-04").path(Some("ko")), "ko/2026-01-04/index.html");
    }
}
