//! Reading an official programme: a calendar (.ics) or a table of text (.csv, .tsv), told by what it says and not by its name.
//!
//! - [`ics`]: calendars of RFC 5545
//! - [`table`]: tables with headings in the languages of foreign offices
//! - [`zones`]: names of zones, also those of Windows
//! - [`encoding`]: UTF-8, UTF-16, and what offices in Seoul, Beijing, Taipei, Tokyo and Europe write
//! - [`error`]: why a programme could not be read
//!
//! A programme is read as a whole or not at all. What was read but is doubtful comes as [`Remark`]s, to be shown before anything
//! is taken over.

pub mod error;
pub mod ics;
pub mod table;
mod windows_zones;
pub mod zones;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use jiff::SignedDuration;

pub use crate::media::encoding;
use crate::model::programme::{ItemTime, Programme, ProgrammeItem};
pub use error::{Fault, ProgrammeError};

/// The longest file that is read, in bytes. A calendar of 10,000 items has about five million.
pub const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// The most items that a programme has.
pub const MOST_ITEMS: usize = 20_000;
/// The most remarks that a person is shown.
const MOST_REMARKS: usize = 200;
/// How long an item without an end is taken to last when no other follows on its day.
pub const WITHOUT_END: SignedDuration = SignedDuration::from_mins(30);

/// A programme as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The programme.
    pub programme: Programme,
    /// What kind of file it was and in which encoding, for the preview: "calendar, UTF-8".
    pub form: String,
    /// Of a table, what its headings were taken for, from left to right.
    pub columns: Vec<Column>,
    /// What a person should look at, by line.
    pub remarks: Vec<Remark>,
}

/// A heading of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// As it is written.
    pub heading: String,
    /// What it was taken for: "title (ko)"; `None` where the column is not used.
    pub taken_for: Option<String>,
}

/// Something that was read but is doubtful, and how it was understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The first line of the file that it is about, from 1; 0 where it is about the whole file.
    pub line: usize,
    /// What is doubtful, how it was understood, and what to do if that is wrong.
    pub message: String,
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => f.write_str(&self.message),
            line => write!(f, "line {line}: {}", self.message),
        }
    }
}

/// Reads the programme in a file. The file is only opened for reading.
///
/// # Errors
/// [`ProgrammeError`] where the file cannot be read or any part of it cannot be understood: nothing is taken over then.
pub fn read_programme(path: &Path) -> Result<Reading, ProgrammeError> {
    let fail = |fault| ProgrammeError { path: path.to_owned(), fault };
    let bytes = bytes_of(path).map_err(fail)?;
    parse_programme(&bytes).map_err(fail)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Fault> {
    let is = path.metadata()?;
    if !is.is_file() {
        return Err(Fault::NotAFile);
    }
    if is.len() > MOST_BYTES {
        return Err(Fault::TooLarge { bytes: is.len(), limit: MOST_BYTES });
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::TooLarge { bytes: bytes.len() as u64, limit: MOST_BYTES });
    }
    Ok(bytes)
}

/// Reads the programme in these bytes.
///
/// # Errors
/// [`Fault`] where any part of it cannot be understood.
pub fn parse_programme(bytes: &[u8]) -> Result<Reading, Fault> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head = match encoding::is_utf16(head) {
        // Text of single bytes is told by its beginning whatever follows; UTF-16 has to be decoded first.
        true => encoding::decode(head.get(..head.len() & !1).unwrap_or_default())
            .map_or_else(String::new, |decoded| decoded.text),
        false => String::from_utf8_lossy(head).into_owned(),
    };
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    if head.is_empty() {
        return Err(Fault::Empty);
    }
    if let Some(found) = something_else(head, bytes) {
        return Err(Fault::NotAProgramme { found });
    }
    let is_calendar = head.lines().any(|line| {
        let line = line.trim().to_ascii_uppercase();
        matches!(line.as_str(), "BEGIN:VCALENDAR" | "BEGIN:VEVENT")
    });
    let mut reading = if is_calendar { ics::read(bytes)? } else { table::read(bytes)? };
    reading.remarks.sort();
    let more = reading.remarks.len().saturating_sub(MOST_REMARKS);
    if more > 0 {
        reading.remarks.truncate(MOST_REMARKS);
        reading.remarks.push(Remark { line: 0, message: format!("{more} more remarks are not shown.") });
    }
    Ok(reading)
}

/// What a file is that people take for a programme, by its first bytes.
fn something_else(head: &str, bytes: &[u8]) -> Option<&'static str> {
    let lower = head.get(..head.len().min(15)).unwrap_or_default().to_ascii_lowercase();
    match bytes {
        [b'P', b'K', 3, 4, ..] => return Some("a document of Excel, Word or a packed folder"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Some("a document of an older Excel or Word, or a mail"),
        [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] => return Some("a picture"),
        _ => {}
    }
    [
        ("%pdf", "a PDF"),
        ("{\\rtf", "a document of rich text"),
        ("<!doctype", "a page of the web"),
        ("<html", "a page of the web"),
        ("<?xml", "XML"),
        ("begin:vcard", "an address card"),
    ]
    .into_iter()
    .find_map(|(start, what)| lower.starts_with(start).then_some(what))
}

/// An item on its way into a programme.
#[derive(Debug)]
struct Draft {
    /// Where it stands in the file.
    line: usize,
    /// The item; its end is its start where the file says none.
    item: ProgrammeItem,
    /// Whether the file says when it ends.
    has_end: bool,
}

/// How many things are doubtful in one way, and the first line that is.
fn tally(seen: &mut Option<(usize, usize)>, line: usize) {
    let (first, count) = seen.get_or_insert((line, 0));
    *first = (*first).min(line);
    *count += 1;
}

/// The items with an end each: that of an item which says none is where the next of its day begins, or half an hour after its
/// start.
fn with_ends(mut drafts: Vec<Draft>, remarks: &mut Vec<Remark>) -> Vec<ProgrammeItem> {
    drafts.sort_by_key(|draft| (draft.item.start.civil, draft.line));
    let mut endless = None;
    // The beginnings from the last to the first: the next later one of each is then at hand.
    let (mut at, mut next): (Option<ItemTime>, Option<ItemTime>) = (None, None);
    for draft in drafts.iter_mut().rev() {
        let item = &mut draft.item;
        if item.gathers() && at.as_ref().is_none_or(|at| at.civil != item.start.civil) {
            next = at.replace(item.start.clone());
        }
        if draft.has_end {
            continue;
        }
        tally(&mut endless, draft.line);
        let follows = next.as_ref().filter(|next| {
            next.civil.date() == item.start.civil.date()
                && next.civil > item.start.civil
                && next.offset == item.start.offset
        });
        item.end = match follows {
            Some(next) => next.clone(),
            None => ItemTime {
                civil: item.start.civil.checked_add(WITHOUT_END).unwrap_or(item.start.civil),
                offset: item.start.offset,
            },
        };
    }
    if let Some((line, count)) = endless {
        let message = format!(
            "{} when the next of the day begins, or after 30 minutes; say when each ends if that is wrong.",
            items(
                count,
                "does not say when it ends and is taken to end",
                "do not say when they end and are taken to end"
            )
        );
        remarks.push(Remark { line, message });
    }
    drafts.into_iter().map(|draft| draft.item).collect()
}

/// "1 item does", "3 items do".
fn items(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 item {one}"),
        count => format!("{count} items {many}"),
    }
}

/// The remark on an encoding that was told by plausibility alone.
fn encoding_remark(decoded: &encoding::Decoded) -> Option<Remark> {
    decoded.is_guess.then(|| Remark {
        line: 0,
        message: format!(
            "The file does not say how its text is encoded and was read as {}. If the words are wrong, save it as UTF-8.",
            decoded.name
        ),
    })
}

#[cfg(test)]
mod tests;
