//! What a press desk brings along as files: code replacements and the delegation list. Each is read as a whole or not at all.
//!
//! - [`sheet`]: captions as a table for spreadsheets
//! - [`people`]: the delegation list, a table with headings in the languages of foreign offices

pub mod people;
pub mod sheet;

pub use sheet::Changes;

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use super::programme::encoding;
use crate::model::caption::codes::{Codes, Oddity};
use crate::model::caption::people::People;
use crate::model::collection::Collection;
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;

/// The longest file that is read, in bytes.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// A file that could not be read. Nothing of it is taken over.
#[derive(Debug, thiserror::Error)]
#[error("could not read or write {what} {path}: {fault}", path = path.display())]
pub struct DeskError {
    /// What it was to be.
    pub what: &'static str,
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a file of the desk, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The system refused.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
    /// A folder, or a device.
    #[error("it is not a file; name the table itself")]
    NotAFile,
    /// More bytes than such a file can have.
    #[error("it has more than {} MB; is it another file?", MOST_BYTES / 1_000_000)]
    TooLarge,
    /// No text in any encoding that is known here.
    #[error("it is no text in any encoding that is known here; save it as UTF-8")]
    NoText,
    /// No codes in it.
    #[error("no line has a code, a tab and a replacement; save the table as text with tabs")]
    NoCodes,
    /// No heading for names.
    #[error(
        "no column is headed \"name\"; the first row needs headings such as code, rank, name en, name ko, title en, title ko, from, to"
    )]
    NoNames,
    /// Headings and no persons.
    #[error("there is nobody below the headings")]
    Nobody,
    /// A cell that cannot be understood.
    #[error("line {line} has \"{found}\" as {column}, which is none; write {wanted}")]
    Value {
        /// Where, from 1.
        line: u64,
        /// Which column.
        column: &'static str,
        /// What is there.
        found: String,
        /// How it is written.
        wanted: &'static str,
    },
    /// A table of captions without the column that tells the photos.
    #[error("no column is headed \"fingerprint\"; export the captions and write into that table")]
    NoFingerprints,
    /// A photo in two rows.
    #[error("line {line} is of the photo that line {before} is of; keep one of them")]
    Twice {
        /// The later line.
        line: u64,
        /// The earlier line.
        before: u64,
    },
    /// A row that cannot be read.
    #[error("{0}")]
    Table(#[from] csv::Error),
}

/// What a file of the desk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeskKind {
    /// Code replacements.
    Codes,
    /// The delegation list.
    People,
}

/// A file of the desk as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskFile {
    /// Code replacements, and what is odd in them.
    Codes(Codes, Vec<Oddity>),
    /// The delegation list.
    People(People),
}

/// Reads a file of the desk.
///
/// # Errors
/// [`DeskError`] where it cannot be read or understood.
pub fn read_desk(path: &Path, kind: DeskKind) -> Result<DeskFile, DeskError> {
    Ok(match kind {
        DeskKind::Codes => {
            let (codes, odd) = read_codes(path)?;
            DeskFile::Codes(codes, odd)
        }
        DeskKind::People => DeskFile::People(people::read_people(path)?),
    })
}

/// Whether a table is a delegation list by its headings, and not a programme.
pub fn is_people_list(path: &Path) -> bool {
    text_of(path).is_ok_and(|text| people::is_list(&text))
}

/// Reads what a table of captions would change.
///
/// # Errors
/// [`DeskError`] where it cannot be read or understood.
pub fn read_captions(path: &Path, collection: &Collection) -> Result<Changes, DeskError> {
    let fail = |fault| DeskError { what: "the captions", path: path.to_owned(), fault };
    sheet::read_captions(&text_of(path).map_err(fail)?, collection).map_err(fail)
}

/// Writes captions as a table: beside its place first, then put there as a whole.
///
/// # Errors
/// [`DeskError`] where it cannot be written; what stood there before is still there.
pub fn save_captions(
    path: &Path,
    collection: &Collection,
    photos: &[PhotoId],
    langs: &[LangTag],
) -> Result<(), DeskError> {
    let fail =
        |fault: io::Error| DeskError { what: "the captions", path: path.to_owned(), fault: fault.into() };
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    beside.write_all(&sheet::write_captions(collection, photos, langs)).map_err(fail)?;
    beside.as_file().sync_all().map_err(fail)?;
    beside.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// Whether a table is one of captions by its headings.
pub fn is_captions(path: &Path) -> bool {
    text_of(path).is_ok_and(|text| sheet::is_sheet(&text))
}

/// Reads a file of code replacements, and what is odd in it.
///
/// # Errors
/// [`DeskError`] where it cannot be read or has no codes.
pub fn read_codes(path: &Path) -> Result<(Codes, Vec<Oddity>), DeskError> {
    let fail = |fault| DeskError { what: "the code replacements", path: path.to_owned(), fault };
    let (codes, odd) = Codes::parse(&text_of(path).map_err(fail)?);
    if codes.is_empty() {
        return Err(fail(Fault::NoCodes));
    }
    Ok((codes, odd))
}

/// The text of a small file, in whatever encoding. The file is only opened for reading.
fn text_of(path: &Path) -> Result<String, Fault> {
    if !path.metadata()?.is_file() {
        return Err(Fault::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    encoding::decode(&bytes).map(|decoded| decoded.text).ok_or(Fault::NoText)
}
