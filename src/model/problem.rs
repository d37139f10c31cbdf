//! A fault as a value: what was tried, on which file, what happened, what to do.

use std::fmt;
use std::path::PathBuf;

/// What kind of fault it is. [`ProblemKind::code`] is part of the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The file or folder could not be opened or read.
    Unreadable,
    /// The file was there when the folder was listed and gone when it was read.
    Vanished,
    /// The file has no bytes.
    Empty,
    /// The picture is cut short or its bytes make no sense.
    Damaged,
    /// A part of the picture is missing; what is there is shown.
    Incomplete,
    /// A picture of a format that this version does not read.
    FormatNotRead,
    /// Not a picture at all, by what its bytes say, although its name says so.
    NotAPicture,
    /// Larger than the limits for pixels or bytes allow.
    TooLarge,
    /// Some of the metadata could not be read; the rest was.
    MetadataDamaged,
    /// A date that cannot be one: zeros, blanks, month 13, the future.
    DateNonsense,
    /// The thumbnail or preview could not be made in time.
    TimedOut,
    /// The library could not be opened, read or written.
    Library,
    /// Something could not be written during an export.
    Export,
    /// A programme that could not be read, or a part of it that a person should look at.
    Programme,
    /// Code replacements or a delegation list that could not be read, or a line of them that a person should look at.
    Desk,
    /// A sidecar that was not written.
    Sidecar,
    /// Content Credentials that an album's pictures do not carry.
    Credentials,
}

impl ProblemKind {
    /// Every kind, in the order of their declaration.
    pub const ALL: [Self; 17] = [
        Self::Unreadable,
        Self::Vanished,
        Self::Empty,
        Self::Damaged,
        Self::Incomplete,
        Self::FormatNotRead,
        Self::NotAPicture,
        Self::TooLarge,
        Self::MetadataDamaged,
        Self::DateNonsense,
        Self::TimedOut,
        Self::Library,
        Self::Export,
        Self::Programme,
        Self::Desk,
        Self::Sidecar,
        Self::Credentials,
    ];

    /// The stable word for JSON and for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Vanished => "vanished",
            Self::Empty => "empty",
            Self::Damaged => "damaged",
            Self::Incomplete => "incomplete",
            Self::FormatNotRead => "format-not-read",
            Self::NotAPicture => "not-a-picture",
            Self::TooLarge => "too-large",
            Self::MetadataDamaged => "metadata-damaged",
            Self::DateNonsense => "date-nonsense",
            Self::TimedOut => "timed-out",
            Self::Library => "library",
            Self::Export => "export",
            Self::Programme => "programme",
            Self::Desk => "desk",
            Self::Sidecar => "sidecar",
            Self::Credentials => "content-credentials",
        }
    }

    /// The kind that a stored word names, if it is one of ours.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it lies in the picture's own bytes and shows only when they are decoded: it is there again each time.
    pub const fn is_of_picture(self) -> bool {
        matches!(self, Self::Damaged | Self::Incomplete | Self::TooLarge | Self::TimedOut)
    }

    /// Whether the picture itself is missing from what the person sees, rather than a detail of it.
    pub const fn loses_photo(self) -> bool {
        !matches!(
            self,
            Self::MetadataDamaged
                | Self::DateNonsense
                | Self::Programme
                | Self::Desk
                | Self::Sidecar
                | Self::Credentials
        )
    }
}

/// One fault. Collected, shown in the Problems list, never thrown away silently.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What kind of fault.
    pub kind: ProblemKind,
    /// The file or folder it is about, if there is one.
    pub path: Option<PathBuf>,
    /// What was tried, what happened and what to do, in one or two sentences, without the path.
    pub message: String,
}

impl Problem {
    /// A fault of a file or folder.
    pub fn new(kind: ProblemKind, path: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self { kind, path: Some(path.into()), message: message.into() }
    }

    /// A picture of which only a part could be decoded.
    pub fn incomplete(path: impl Into<PathBuf>) -> Self {
        let message = "Only a part of this picture could be decoded: the file is cut short or damaged, and what is missing is grey. \
                       Copy the file again from its card or phone, or ask for it again.";
        Self::new(ProblemKind::Incomplete, path, message)
    }

    /// A fault that belongs to no file.
    pub fn general(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { kind, path: None, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_come_back() {
        for kind in ProblemKind::ALL {
            assert_eq!(ProblemKind::from_code(kind.code()), Some(kind));
        }
    }
}
