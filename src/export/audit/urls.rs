//! Where addresses in an album may lead: to a file of the album, by a relative path, and nowhere else.

use std::collections::BTreeSet;

use super::report::{FindingKind, Leak};

/// The files of an album, by their paths within it.
#[derive(Clone, Debug, Default)]
pub struct Folder(pub BTreeSet<String>);

impl Folder {
    /// Whether an address on the page at `from` leads to a file of the album.
    ///
    /// # Errors
    /// The leak that it is, when it leads elsewhere.
    pub fn check(&self, from: &str, address: &str) -> Result<(), Leak> {
        let shown: String = address.chars().filter(|c| !c.is_control()).take(80).collect();
        let outside =
            |why: &str| Err(Leak::new(FindingKind::OutsideUrl, format!("has an address {why}: \"{shown}\"")));
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !fragment.chars().all(plain) {
            return outside("with an odd fragment");
        }
        if path.is_empty() {
            let sound = !fragment.is_empty();
            return if sound { Ok(()) } else { outside("that is empty") };
        }
        if !path.chars().all(|c| plain(c) || c == '/') {
            return outside("that is not a plain relative path");
        }
        if path.starts_with('/') || path.contains("//") {
            return outside("that does not begin at the page");
        }
        let Some(target) = resolved(from, path) else {
            return outside("that leads out of the album");
        };
        if self.0.contains(&target) {
            Ok(())
        } else {
            Err(Leak::new(
                FindingKind::DanglingUrl,
                format!("has an address that leads nowhere: \"{shown}\""),
            ))
        }
    }
}

/// The path within the album that a relative path on a page means; `None` when it climbs out.
fn resolved(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_album_are_reached() {
        let folder = Folder(["ko/v/a.html", "media/x.jpg", "index.html"].map(str::to_owned).into());
        for good in ["../../media/x.jpg", "a.html", "a.html#s1", "#s1", "../../index.html", "./a.html"] {
            assert_eq!(folder.check("ko/v/b.html", good), Ok(()), "{good}");
        }
        for (bad, kind) in [
            ("https://example.org/x.jpg", FindingKind::OutsideUrl),
            ("//example.org/x.jpg", FindingKind::OutsideUrl),
            ("/index.html", FindingKind::OutsideUrl),
            ("../../../index.html", FindingKind::OutsideUrl),
            ("javascript:alert(1)", FindingKind::OutsideUrl),
            ("data:,x", FindingKind::OutsideUrl),
            ("a%2ehtml", FindingKind::OutsideUrl),
            ("..\\x", FindingKind::OutsideUrl),
            ("", FindingKind::OutsideUrl),
            ("gone.html", FindingKind::DanglingUrl),
        ] {
            assert_eq!(folder.check("ko/v/b.html", bad).unwrap_err().kind, kind, "{bad}");
        }
    }
}
