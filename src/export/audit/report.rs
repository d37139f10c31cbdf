//! What an audit found, as words and as JSON.

use std::fmt;

use serde::Serialize;

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
            "stats": { "n_files": self.n_files },
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
