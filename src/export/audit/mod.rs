//! Opens every file of an exported album and looks for what must not be published.
//!
//! The readers here are their own: nothing of the code that writes pages and pictures, nothing of [`crate::media`]. They know
//! what a harmless file looks like and report everything else; there is no list of known leaks to be incomplete.
//!
//! - [`jpeg`], [`png`], [`webp`]: segments and chunks; [`carried`]: texts that a picture may carry; `contents`: what a block that may
//!   not be there holds
//! - [`html`] (with `markup`, [`linked_data`], [`inline`]), [`style`], [`feeds`]: pages, style sheets, scripts, feeds
//! - [`urls`], [`words`], `positions`, [`times`]: where addresses lead, and what words give away
//! - [`terms`]: what an album promised of itself, on which it is judged
//! - [`attributes`]: what the file system keeps beside the bytes
//! - [`manifest`]: which files belong to the album, with which bytes
//! - [`report`]: findings as words and as JSON; [`page`](page()): as a page for people
//! - [`zip`]: an album as one file

pub mod attributes;
pub mod carried;
mod contents;
pub mod feeds;
pub mod html;
pub mod inline;
pub mod jpeg;
pub mod linked_data;
pub mod manifest;
mod markup;
pub mod page;
pub mod png;
mod positions;
pub mod report;
mod strict;
pub mod style;
pub mod terms;
pub mod times;
pub mod urls;
pub mod webp;
pub mod words;
pub mod zip;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use self::manifest::Listed;
pub use self::page::page;
pub use self::report::AuditReport;
use self::report::{Finding, FindingKind, Leak, Looked};
use self::terms::Terms;
use self::times::leaks_in_times;
use self::urls::Folder;
pub use self::words::Known;

/// No file of an album comes near this many bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Why a folder could not be audited at all.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// There is no such folder.
    #[error("{0} is not a folder that can be opened; give the folder of an exported album")]
    NotAFolder(PathBuf),
    /// The folder, or a file in it, could not be read.
    #[error("{path} could not be read: {source}; check that you may read it, and run the audit again")]
    Read {
        /// What was read.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// The person stopped it.
    #[error("the audit was cancelled")]
    Cancelled,
}

/// Audits a folder, with what this machine and this account are called as the only knowledge of where it came from.
///
/// # Errors
/// [`AuditError`] when the folder or a file in it cannot be read.
pub fn audit_folder(folder: &Path) -> Result<AuditReport, AuditError> {
    let known = Known::default().with_account();
    audit_folder_knowing(folder, &known, &|_, _| {}, &AtomicBool::new(false))
}

/// Audits a folder knowing the originals. `progress` is told how many files of how many are done.
///
/// # Errors
/// [`AuditError`] when the folder or a file in it cannot be read, and when `cancel` is set.
pub fn audit_folder_knowing(
    folder: &Path,
    known: &Known,
    progress: &(dyn Fn(usize, usize) + Sync),
    cancel: &AtomicBool,
) -> Result<AuditReport, AuditError> {
    if !folder.is_dir() {
        return Err(AuditError::NotAFolder(folder.to_owned()));
    }
    let (files, mut findings) = list(folder)?;
    let names = Folder(files.iter().cloned().collect());
    let listed = if names.0.contains("manifest.json") {
        Some(manifest::read(&read(&folder.join("manifest.json"))?.unwrap_or_default(), known))
    } else {
        findings.push(Finding {
            path: "manifest.json".to_owned(),
            kind: FindingKind::NotInManifest,
            message: "is not there: this is not a whole album".to_owned(),
        });
        None
    };
    let length = |path: &String| std::fs::metadata(folder.join(path)).map_or(0, |data| data.len());
    let n_bytes = files.iter().map(length).sum();
    let n_done = AtomicUsize::new(0);
    let found: Result<Vec<Vec<Finding>>, AuditError> = files
        .par_iter()
        .map(|path| {
            if cancel.load(Ordering::Relaxed) {
                return Err(AuditError::Cancelled);
            }
            let leaks = file_leaks(folder, path, &names, listed.as_ref(), known)?;
            progress(n_done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
            Ok(leaks.into_iter().map(|leak| leak.at(path)).collect())
        })
        .collect();
    findings.extend(found?.into_iter().flatten());
    for path in listed.iter().flat_map(|listed| listed.files.keys()).filter(|path| !names.0.contains(*path)) {
        findings.push(Finding {
            path: path.clone(),
            kind: FindingKind::Changed,
            message: "is in the manifest and not in the folder".to_owned(),
        });
    }
    findings.sort();
    findings.dedup();
    let listed = listed.unwrap_or_default();
    Ok(AuditReport {
        findings,
        n_files: files.len(),
        looked: Looked::of(files.iter().map(String::as_str), n_bytes),
        audience: listed.audience,
        title: listed.title,
        base_url: listed.base_url,
        manifest_sha256: listed.sha256,
    })
}

/// Every file of the folder by its path within it; what is neither file nor folder is a finding.
fn list(folder: &Path) -> Result<(Vec<String>, Vec<Finding>), AuditError> {
    let mut files = Vec::new();
    let mut findings = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).max_depth(16).follow_links(false) {
        let entry = entry.map_err(|error| AuditError::Read {
            path: error.path().unwrap_or(folder).to_owned(),
            source: error.into(),
        })?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let path = parts.join("/");
        let kind = entry.file_type();
        if kind.is_dir() {
            let leaks = attributes::leaks(entry.path()).into_iter();
            findings.extend(leaks.map(|leak| leak.at(&path)));
        }
        if kind.is_file() && relative.to_str().is_some() {
            files.push(path);
        } else if kind.is_dir()
            && std::fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_none())
        {
            let message = "is an empty folder; an album has none".to_owned();
            findings.push(Finding { path, kind: FindingKind::UnknownType, message });
        } else if !kind.is_dir() {
            let message = "is a link, a device or has a name that is not text; an album has none".to_owned();
            findings.push(Finding { path, kind: FindingKind::UnknownType, message });
        }
    }
    files.sort();
    Ok((files, findings))
}

/// The whole file; `None` when it is larger than any file of an album.
fn read(path: &Path) -> Result<Option<Vec<u8>>, AuditError> {
    let failed = |source| AuditError::Read { path: path.to_owned(), source };
    let mut data = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut data).map_err(failed)?;
    Ok((data.len() as u64 <= MAX_BYTES).then_some(data))
}

fn file_leaks(
    folder: &Path,
    path: &str,
    names: &Folder,
    listed: Option<&Listed>,
    known: &Known,
) -> Result<Vec<Leak>, AuditError> {
    let Some(data) = read(&folder.join(path))? else {
        return Ok(vec![Leak::new(FindingKind::NotUnderstood, "is larger than any file of an album")]);
    };
    let mut leaks = attributes::leaks(&folder.join(path));
    if path == "manifest.json" {
        leaks.extend(listed.iter().flat_map(|listed| listed.leaks.iter().cloned()));
        return Ok(leaks);
    }
    if let Some(listed) = listed {
        match listed.files.get(path) {
            None => leaks.push(Leak::new(FindingKind::NotInManifest, "is not in the manifest")),
            Some((bytes, sha256))
                if *bytes != data.len() as u64 || *sha256 != hex(&Sha256::digest(&data)) =>
            {
                leaks.push(Leak::new(
                    FindingKind::Changed,
                    "is not what the manifest says: its bytes have changed",
                ));
            }
            Some(_) => {}
        }
    }
    leaks.extend(name_leaks(path, known));
    let (_, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let terms = Terms {
        folder: names,
        known,
        audience: listed.map(|listed| listed.audience).unwrap_or_default(),
        base_url: listed.and_then(|listed| listed.base_url.as_deref()),
        licences: listed.map(|listed| listed.licences.as_slice()).unwrap_or_default(),
        is_single_file: false,
    };
    leaks.extend(match ending {
        "html" => html::leaks(&data, path, &terms),
        "jpg" => jpeg::leaks(&data, terms.audience, known),
        "png" => png::leaks(&data),
        "webp" => webp::leaks(&data, terms.audience, known),
        "css" => style_leaks(&data, &terms),
        "js" => style::script_leaks(&data),
        // The only names that readers of feeds and search engines look for.
        "xml" if matches!(path.rsplit('/').next(), Some("feed.xml" | "sitemap.xml")) => {
            feeds::leaks(&data, path, &terms)
        }
        _ => vec![Leak::new(FindingKind::UnknownType, "is of a kind that an album does not have")],
    });
    Ok(leaks)
}

/// What the name of a file gives away.
fn name_leaks(path: &str, known: &Known) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    for leak in words::leaks_in_words(&stem.replace('/', " "), known) {
        leaks.push(Leak::new(leak.kind, format!("by its own name {}", leak.reason)));
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !path.split('/').all(|part| part.chars().all(is_plain) && !part.starts_with('.')) {
        leaks.push(Leak::new(FindingKind::UnknownType, "has a name that an album does not give"));
    }
    if known.names_user(path) {
        leaks.push(Leak::new(FindingKind::UserName, "carries the account's name in its own"));
    }
    leaks
}

fn style_leaks(data: &[u8], terms: &Terms<'_>) -> Vec<Leak> {
    match std::str::from_utf8(data) {
        Ok(text) => {
            let mut leaks = words::leaks_in_words(text, terms.known);
            leaks.extend(leaks_in_times(text));
            leaks.extend(style::css_leaks(text, terms));
            leaks
        }
        Err(_) => vec![Leak::new(FindingKind::NotUnderstood, "is not UTF-8")],
    }
}

/// Everything in a page that stands alone, with its pictures and its style in it, that is not for publication.
pub fn page_leaks(page: &[u8], audience: carried::Audience, known: &Known) -> Vec<Leak> {
    let folder = Folder::default();
    let terms =
        Terms { folder: &folder, known, audience, base_url: None, licences: &[], is_single_file: true };
    html::leaks(page, "index.html", &terms)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
