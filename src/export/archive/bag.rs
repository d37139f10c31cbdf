//! The form of a bag, and whether one is still what its manifests say.
//!
//! Source: RFC 8493 "The BagIt File Packaging Format (V1.0)": 2.1.1 bagit.txt, 2.1.3 payload manifests and how paths are written in
//! them, 2.2.1 tag manifests, 2.2.2 bag-info.txt and Payload-Oxum, 2.2.3 fetch.txt, 3 complete and valid bags, 5.2.1 paths that lead out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;
use serde::Serialize;
use walkdir::WalkDir;

use super::copy::{Ended, hash_of};
use crate::export::files::Written;

/// The file by which a bag is known.
pub const BAGIT: &str = "bagit.txt";
/// What is said of a bag.
pub const BAG_INFO: &str = "bag-info.txt";
/// The hashes of the payload.
pub const MANIFEST: &str = "manifest-sha256.txt";
/// The hashes of the other files.
pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
/// The content of [`BAGIT`].
pub const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// No tag file that we read has more bytes.
const MOST_TAG_BYTES: u64 = 256 << 20;

/// What is not as the bag says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// The file within the bag, with `/`.
    pub path: String,
    /// The stable word for JSON: `changed`, `missing`, `extra`, `unreadable`, `oxum`, `form`.
    pub kind: &'static str,
    /// What is wrong, to follow the path.
    pub message: String,
}

/// What checking a bag found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BagReport {
    /// All that is not as it should be, by path.
    pub differences: Vec<Difference>,
    /// Files of the payload that are there.
    pub n_files: usize,
    /// Bytes of those.
    pub n_bytes: u64,
}

impl BagReport {
    /// Whether the bag is complete and valid.
    pub fn is_valid(&self) -> bool {
        self.differences.is_empty()
    }

    /// The report as one JSON document, schema `attache.bag/1`.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "schema": "attache.bag/1",
            "valid": self.is_valid(),
            "differences": self.differences,
            "stats": { "n_files": self.n_files, "n_bytes": self.n_bytes },
        })
    }
}

impl fmt::Display for BagReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Difference { path, kind, message } in &self.differences {
            writeln!(f, "{path} {message} ({kind})")?;
        }
        let what = "This is an archive package (bagit.txt is there), not an album: it was checked against its manifests, not for leaks.";
        writeln!(f, "{what}")?;
        let (n, bytes) = (self.n_files, self.n_bytes);
        match self.differences.len() {
            0 => writeln!(f, "{n} files, {bytes} bytes: every one is what the manifests say"),
            1 => writeln!(f, "{n} files, {bytes} bytes, 1 difference"),
            many => writeln!(f, "{n} files, {bytes} bytes, {many} differences"),
        }
    }
}

/// A path as manifests write it: line feeds, carriage returns and percent signs encoded, and nothing else (RFC 8493, 2.1.3).
pub fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

/// What [`encoded`] wrote.
fn decoded(path: &str) -> String {
    let mut out = path.to_owned();
    for (code, c) in [("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r"), ("%25", "%")] {
        out = out.replace(code, c);
    }
    out
}

/// A manifest of these files.
pub fn manifest_text(files: &[Written]) -> String {
    let mut lines: Vec<String> =
        files.iter().map(|file| format!("{}  {}\n", file.sha256, encoded(&file.path))).collect();
    lines.sort_by(|a, b| a.get(66..).cmp(&b.get(66..)));
    lines.concat()
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The path of a file within a folder, with `/`; `None` where its name is no text.
pub(super) fn path_within(folder: &Path, file: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        file.strip_prefix(folder).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// Whether a folder says of itself that it is a bag.
pub fn is_bag(folder: &Path) -> bool {
    folder.join(BAGIT).is_file()
}

/// Reads every file of a bag and compares it with the manifests.
///
/// # Errors
/// When the folder itself cannot be read; what is wrong within it is in the report.
pub fn check(folder: &Path) -> io::Result<BagReport> {
    let mut checking = Checking { folder, report: BagReport::default(), files: BTreeMap::new() };
    checking.list()?;
    checking.declaration();
    let payload = checking.manifest(MANIFEST, true);
    let tags = checking.manifest(TAG_MANIFEST, false);
    if let Some(payload) = &payload {
        checking.compare(payload);
        let extra: Vec<String> = checking
            .files
            .keys()
            .filter(|path| path.starts_with("data/") && !payload.contains_key(*path))
            .cloned()
            .collect();
        for path in extra {
            checking.differs(&path, "extra", "is in the folder and not in the manifest");
        }
    }
    if let Some(tags) = &tags {
        checking.compare(tags);
    }
    let of_payload = checking.files.iter().filter(|(path, _)| path.starts_with("data/"));
    let (n, bytes) = of_payload.fold((0, 0_u64), |(n, sum), (_, bytes)| (n + 1, sum.saturating_add(*bytes)));
    (checking.report.n_files, checking.report.n_bytes) = (n, bytes);
    checking.oxum();
    checking.report.differences.sort();
    checking.report.differences.dedup();
    Ok(checking.report)
}

struct Checking<'a> {
    folder: &'a Path,
    report: BagReport,
    /// Files that are there, with their lengths.
    files: BTreeMap<String, u64>,
}

impl Checking<'_> {
    fn differs(&mut self, path: &str, kind: &'static str, message: impl Into<String>) {
        let difference = Difference { path: path.to_owned(), kind, message: message.into() };
        self.report.differences.push(difference);
    }

    fn list(&mut self) -> io::Result<()> {
        for entry in WalkDir::new(self.folder).min_depth(1).follow_links(false) {
            let entry = entry.map_err(io::Error::from)?;
            if entry.file_type().is_dir() {
                continue;
            }
            match path_within(self.folder, entry.path()) {
                Some(path) if entry.file_type().is_file() => {
                    let bytes = entry.metadata().map_err(io::Error::from)?.len();
                    self.files.insert(path, bytes);
                }
                _ => {
                    let shown = entry.path().strip_prefix(self.folder).unwrap_or(entry.path());
                    self.differs(
                        &shown.to_string_lossy(),
                        "form",
                        "is a link, a device, or has a name that is not text",
                    );
                }
            }
        }
        Ok(())
    }

    /// A tag file as text.
    fn text(&mut self, name: &str) -> Option<String> {
        let bytes = *self.files.get(name)?;
        if bytes > MOST_TAG_BYTES {
            self.differs(name, "form", "is larger than any such file");
            return None;
        }
        match fs::read(self.folder.join(name)).map(String::from_utf8) {
            Ok(Ok(text)) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Ok(Err(_)) => {
                self.differs(name, "form", "is not in UTF-8");
                None
            }
            Err(error) => {
                self.differs(name, "unreadable", format!("could not be read: {error}"));
                None
            }
        }
    }

    fn declaration(&mut self) {
        let text = self.text(BAGIT).unwrap_or_default();
        let says = |label: &str| {
            text.lines().find_map(|line| Some(line.strip_prefix(label)?.strip_prefix(':')?.trim().to_owned()))
        };
        if !says("BagIt-Version").is_some_and(|version| ["1.0", "0.97"].contains(&version.as_str())) {
            self.differs(BAGIT, "form", "does not name a version of BagIt that is known here (1.0, 0.97)");
        }
        if !says("Tag-File-Character-Encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("UTF-8")) {
            self.differs(BAGIT, "form", "does not say that its texts are in UTF-8");
        }
        if self.files.contains_key("fetch.txt") {
            self.differs(
                "fetch.txt",
                "form",
                "names files that are to be fetched from elsewhere; nothing is fetched",
            );
        }
    }

    /// What a manifest lists: hashes by path. `None` where there is none.
    fn manifest(&mut self, name: &str, is_needed: bool) -> Option<BTreeMap<String, String>> {
        if !self.files.contains_key(name) {
            if is_needed {
                self.differs(name, "missing", "is not there: nothing says what the files should be");
            }
            return None;
        }
        let text = self.text(name)?;
        let mut out = BTreeMap::new();
        for (line, n) in text.split(['\n', '\r']).filter(|line| !line.is_empty()).zip(1_usize..) {
            let entry = line.split_once([' ', '\t']).map(|(hash, path)| {
                (
                    hash.to_ascii_lowercase(),
                    decoded(path.trim_start_matches([' ', '\t', '*']).trim_start_matches("./")),
                )
            });
            let Some((hash, path)) = entry.filter(|(hash, path)| hash.len() == 64 && is_inside(path)) else {
                self.differs(name, "form", format!("cannot be understood in entry {n}"));
                continue;
            };
            if path.starts_with("data/") != is_needed {
                self.differs(name, "form", format!("lists a file in entry {n} that does not belong to it"));
            } else if out.insert(path.clone(), hash).is_some() {
                self.differs(name, "form", format!("lists {path} twice"));
            }
        }
        Some(out)
    }

    /// Hashes what is listed.
    fn compare(&mut self, listed: &BTreeMap<String, String>) {
        let (folder, files) = (self.folder, &self.files);
        let found: Vec<Difference> = listed
            .par_iter()
            .filter_map(|(path, hash)| {
                let (kind, message) = if files.contains_key(path) {
                    fault_of(&folder.join(path), hash)?
                } else {
                    ("missing", "is in the manifest and not in the folder".to_owned())
                };
                Some(Difference { path: path.clone(), kind, message })
            })
            .collect();
        self.report.differences.extend(found);
    }

    fn oxum(&mut self) {
        let text = self.text(BAG_INFO).unwrap_or_default();
        let said: BTreeSet<&str> =
            text.lines().filter_map(|line| line.strip_prefix("Payload-Oxum:")).map(str::trim).collect();
        let is = format!("{}.{}", self.report.n_bytes, self.report.n_files);
        for said in said.into_iter().filter(|said| *said != is).map(str::to_owned).collect::<Vec<_>>() {
            self.differs(
                BAG_INFO,
                "oxum",
                format!("says {said} (bytes.files) of the payload, which is {is}"),
            );
        }
    }
}

/// Whether a listed path stays within the bag (RFC 8493, 5.2.1).
fn is_inside(path: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.is_empty()
        && path.split('/').all(is_name)
        && Path::new(path).is_relative()
        && !path.starts_with('~')
}

fn fault_of(path: &Path, hash: &str) -> Option<(&'static str, String)> {
    let hashed = fs::File::open(path)
        .map_err(Ended::Failed)
        .and_then(|mut file| hash_of(&mut file, &mut io::sink(), &AtomicBool::new(false)));
    match hashed {
        Ok((is, _)) if is == hash => None,
        Ok(_) => Some(("changed", "is not what the manifest says: its bytes have changed".to_owned())),
        Err(Ended::Failed(error)) => Some(("unreadable", format!("could not be read: {error}"))),
        Err(Ended::Cancelled) => Some(("unreadable", "was not read".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_standard_asks_for_is_encoded() {
        let odd = "data/만찬 50%\r\n%0A~é.jpg";
        assert_eq!(encoded(odd), "data/만찬 50%25%0D%0A%250A~é.jpg");
        assert_eq!(decoded(&encoded(odd)), odd);
    }

    #[test]
    fn nothing_leads_out_of_a_bag() {
        for path in ["/etc/passwd", "../x", "data/../../x", "data//x", "~x", "", "data/./x"] {
            assert!(!is_inside(path), "{path}");
        }
        assert!(is_inside("data/..x/만찬"));
    }
}
