//! What a file system keeps of a file beside its bytes: extended attributes, in which browsers write where a file came from and
//! desktops tags and comments. They travel with archives and some copies.
//!
//! Source: freedesktop.org, "Guidelines for extended attributes" (`user.xdg.origin.url`); Apple, `xattr(1)`
//! (`com.apple.metadata:kMDItemWhereFroms`).

use std::path::Path;

use super::report::{FindingKind, Leak};

/// What the system gives to every file by itself: labels of SELinux, capabilities and lists of access, and the number that macOS 13 and
/// later give to the program that wrote it.
const OF_THE_SYSTEM: [&str; 6] = [
    "security.selinux",
    "security.capability",
    "security.ima",
    "system.posix_acl_access",
    "system.posix_acl_default",
    "com.apple.provenance",
];

/// Attributes of this file or folder that are not the system's own. None where the file system has no such thing.
pub fn leaks(path: &Path) -> Vec<Leak> {
    let names = xattr::list(path).into_iter().flatten();
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let told = names.filter(|name| !OF_THE_SYSTEM.contains(&name.as_str())).map(|name| {
        let name: String = name.escape_default().collect();
        Leak::new(FindingKind::Metadata, format!("has the extended attribute \"{name}\" beside its bytes"))
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_noted_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jpg");
        std::fs::write(&path, b"x").unwrap();
        assert_eq!(leaks(&path), []);
        if xattr::set(&path, "user.xdg.origin.url", b"https://intranet.example/").is_err() {
            eprintln!("left out: this file system has no extended attributes");
            return;
        }
        let found = leaks(&path);
        assert_eq!(found.len(), 1);
        assert!(found[0].reason.contains("user.xdg.origin.url"), "{found:?}");
    }
}
