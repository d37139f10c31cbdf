//! What an audit found, as words and as JSON.

use std::fmt;

use serde::Serialize;

use super::carried::Audience;

/// What kind of leak it is. [`FindingKind::code`] is part of the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// A picture file carries more than its picture: EXIF, XMP, IPTC, a colour profile, a comment.
    Metadata,
    /// Bytes that belong to no picture: after its end, a second picture, filling.
    HiddenData,
    /// Words that look like a position on the globe.
    Position,
    /// A time that is finer than an album tells.
    FineTime,
    /// A link or source that leads out of the folder.
    OutsideUrl,
    /// A link or source that leads nowhere.
    DanglingUrl,
    /// A script, a style or an event handler within a page, or a script that we did not write.
    ActiveContent,
    /// A path of a machine.
    MachinePath,
    /// The name of an original file.
    OriginalName,
    /// The name of the person whose account this is.
    UserName,
    /// A page without our Content-Security-Policy, or with a weaker one.
    WeakPolicy,
    /// A file that the manifest does not list, or a manifest that is not there.
    NotInManifest,
    /// A file that is not what the manifest says it is, or is gone.
    Changed,
    /// A file of a kind that an album does not have.
    UnknownType,
    /// Something that this auditor does not know to be harmless.
    NotUnderstood,
}

impl FindingKind {
    /// Every kind, in the order of their declaration.
    pub const ALL: [Self; 15] = [
        Self::Metadata,
        Self::HiddenData,
        Self::Position,
        Self::FineTime,
        Self::OutsideUrl,
        Self::DanglingUrl,
        Self::ActiveContent,
        Self::MachinePath,
        Self::OriginalName,
        Self::UserName,
        Self::WeakPolicy,
        Self::NotInManifest,
        Self::Changed,
        Self::UnknownType,
        Self::NotUnderstood,
    ];

    /// The stable word for JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::HiddenData => "hidden-data",
            Self::Position => "position",
            Self::FineTime => "fine-time",
            Self::OutsideUrl => "outside-url",
            Self::DanglingUrl => "dangling-url",
            Self::ActiveContent => "active-content",
            Self::MachinePath => "machine-path",
            Self::OriginalName => "original-name",
            Self::UserName => "user-name",
            Self::WeakPolicy => "weak-policy",
            Self::NotInManifest => "not-in-manifest",
            Self::Changed => "changed",
            Self::UnknownType => "unknown-type",
            Self::NotUnderstood => "not-understood",
        }
    }
}

/// A leak within one file, before it is known which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// What kind.
    pub kind: FindingKind,
    /// What is there, to follow a subject: "holds an EXIF block".
    pub reason: String,
}

impl Leak {
    /// A leak of this kind.
    pub fn new(kind: FindingKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }

    /// The same, once it is known in which file.
    pub fn at(self, path: &str) -> Finding {
        Finding { path: path.to_owned(), kind: self.kind, message: self.reason }
    }
}

/// One thing that must not be published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file within the album, with `/`.
    pub path: String,
    /// What kind.
    pub kind: FindingKind,
    /// What is there.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.path, self.message, self.kind.code())
    }
}

/// What an audit of a folder found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// Everything that must not be published, by path.
    pub findings: Vec<Finding>,
    /// How many files were read.
    pub n_files: usize,
    /// Of which kinds they are.
    pub looked: Looked,
    /// For whom the album is, which decides what its pictures may carry.
    pub audience: Audience,
    /// What its manifest calls it.
    pub title: Option<String>,
    /// Where it is going to stand, with a slash at its end.
    pub base_url: Option<String>,
    /// SHA-256 of the manifest in hexadecimal digits.
    pub manifest_sha256: Option<String>,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Pages.
    pub n_pages: usize,
    /// Pictures.
    pub n_pictures: usize,
    /// Style sheets and scripts.
    pub n_styles: usize,
    /// Manifest, feed, map, and what is none of an album.
    pub n_others: usize,
    /// Length of all of them together.
    pub n_bytes: u64,
}

impl Looked {
    /// Counts files by the endings of their names.
    pub fn of<'a>(paths: impl Iterator<Item = &'a str>, n_bytes: u64) -> Self {
        let mut out = Self { n_bytes, ..Self::default() };
        for path in paths {
            *match path.rsplit_once('.').map(|(_, ending)| ending) {
                Some("html") => &mut out.n_pages,
                Some("jpg" | "webp" | "png") => &mut out.n_pictures,
                Some("css" | "js") => &mut out.n_styles,
                _ => &mut out.n_others,
            } += 1;
        }
        out
    }
}

impl AuditReport {
    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// The report as one JSON document, schema `attache.audit/1`.
    pub fn to_json(&self) -> serde_json::Value {
        let findings: Vec<SavedFinding<'_>> = self
            .findings
            .iter()
            .map(|f| SavedFinding { path: &f.path, kind: f.kind.code(), message: &f.message })
            .collect();
        serde_json::json!({
            "schema": "attache.audit/1",
            "clean": self.is_clean(),
            "findings": findings,
            "profile": match self.audience { Audience::Public => "public", Audience::Press => "press" },
            "manifest_sha256": self.manifest_sha256,
            "stats": {
                "n_files": self.n_files,
                "n_pages": self.looked.n_pages,
                "n_pictures": self.looked.n_pictures,
                "n_styles": self.looked.n_styles,
                "n_others": self.looked.n_others,
                "n_bytes": self.looked.n_bytes,
            },
        })
    }
}

/// [`Finding`] as it stands in JSON.
#[derive(Serialize)]
struct SavedFinding<'a> {
    path: &'a str,
    kind: &'a str,
    message: &'a str,
}

impl fmt::Display for AuditReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let files = if self.n_files == 1 { "1 file".to_owned() } else { format!("{} files", self.n_files) };
        match self.findings.len() {
            0 => write!(f, "{files} read, no leak found."),
            1 => write!(f, "{files} read, 1 leak found."),
            n => write!(f, "{files} read, {n} leaks found."),
        }
    }
}
