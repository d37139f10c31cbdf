//! Why a programme could not be read.

use std::io;
use std::path::PathBuf;

/// A programme that could not be read. Nothing of it is taken over.
#[derive(Debug, thiserror::Error)]
#[error("could not read the programme {path}: {fault}", path = path.display())]
pub struct ProgrammeError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a programme, where, and what to do. Lines are counted from 1, as editors count them.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The system refused.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
    /// A folder, or a device.
    #[error("it is not a file; name the calendar (.ics) or table (.csv) itself")]
    NotAFile,
    /// More bytes than a programme can have.
    #[error("it has {bytes} bytes, and a programme has at most {limit}; is it another file?")]
    TooLarge {
        /// Its length.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// No bytes, or nothing but blanks.
    #[error("it is empty; save the calendar or table again")]
    Empty,
    /// By its bytes something else.
    #[error(
        "it is {found}, neither a calendar (.ics) nor a table of text (.csv); save the programme as one of these"
    )]
    NotAProgramme {
        /// What it seems to be.
        found: &'static str,
    },
    /// Its bytes are no text in any encoding that is known here.
    #[error(
        "line {line} is no text in UTF-8, UTF-16, CP949, GB18030, Big5, Shift_JIS or Windows-1252; save it as UTF-8"
    )]
    Encoding {
        /// The first line that is no UTF-8.
        line: usize,
    },
    /// A line of a calendar that is neither a property nor goes on from the line before.
    #[error(
        "line {line}, \"{found}\", is neither a property nor goes on from the line before, which it would do with a blank at its \
         beginning (RFC 5545, 3.1); a mail program may have broken the lines: ask for the calendar as an attachment"
    )]
    Folding {
        /// Where.
        line: usize,
        /// Its beginning.
        found: String,
    },
    /// BEGIN and END do not match.
    #[error("line {line} has {found} where {wanted} is due; the calendar is damaged, export it again")]
    Structure {
        /// Where.
        line: usize,
        /// What is there.
        found: String,
        /// What should be.
        wanted: String,
    },
    /// The file ends too early.
    #[error(
        "the file ends inside {open}, which begins on line {line}; it was cut short: copy or export it again"
    )]
    CutShort {
        /// Where the open part begins.
        line: usize,
        /// Which part.
        open: String,
    },
    /// An item without a beginning.
    #[error("the item on line {line}, \"{title}\", does not say when it begins; give it {wanted}")]
    NoStart {
        /// Where the item begins.
        line: usize,
        /// What it is called.
        title: String,
        /// What says it in this kind of file.
        wanted: &'static str,
    },
    /// A date or time that cannot be understood.
    #[error("line {line} has \"{found}\" as {field}, which is none; write {wanted}")]
    Value {
        /// Where.
        line: usize,
        /// Which property or column.
        field: String,
        /// What is there.
        found: String,
        /// How it is written.
        wanted: &'static str,
    },
    /// An item that ends before it begins.
    #[error(
        "the item on line {line}, \"{title}\", ends ({end}) before it begins ({start}); correct one of them"
    )]
    EndsBeforeStart {
        /// Where its end is said.
        line: usize,
        /// What it is called.
        title: String,
        /// When it begins.
        start: String,
        /// When it ends.
        end: String,
    },
    /// A table whose headings do not say what is needed.
    #[error(
        "line {line} has the headings {found}, and {needed} is missing; name the columns so, in English, Korean, Chinese, \
         Japanese, French or German"
    )]
    MissingColumns {
        /// The line of the headings.
        line: usize,
        /// The headings that are there.
        found: String,
        /// What is missing.
        needed: String,
    },
    /// A quotation mark that is never closed swallows the rest of the table.
    #[error(
        "the row on line {line} opens a quotation mark (\") that is not closed; close it, or write it twice"
    )]
    OpenQuote {
        /// Where the row begins.
        line: usize,
    },
    /// Dates such as 1/5/2026, where nothing tells the day from the month.
    #[error(
        "line {line} has the date {found}, and nothing in its column tells whether the day or the month comes first; \
         write 2026-01-05"
    )]
    AmbiguousDates {
        /// The first of them.
        line: usize,
        /// As it is written.
        found: String,
    },
    /// Two dates in a column that can only be read in different orders.
    #[error(
        "line {day_first} has the day before the month and line {month_first} the month before the day; write 2026-01-05 in both"
    )]
    MixedDates {
        /// A line with the day first.
        day_first: usize,
        /// A line with the month first.
        month_first: usize,
    },
    /// No items at all.
    #[error("it has no items; is it the right file?")]
    NoItems,
    /// More lines than a programme can have.
    #[error("it has more than {limit} lines, the last of them line {line}; a programme of a visit has fewer")]
    TooManyLines {
        /// The first line too many.
        line: usize,
        /// The limit.
        limit: usize,
    },
    /// More items than a programme can have.
    #[error(
        "it has more than {limit} items, the last of them on line {line}; a programme of a visit has fewer"
    )]
    TooManyItems {
        /// Where the first too many begins.
        line: usize,
        /// The limit.
        limit: usize,
    },
}

/// At most this many characters of a file's own words in a message.
const QUOTED: usize = 60;

/// The beginning of a text from the file, on one line, for a message.
pub(super) fn quote(text: &str) -> String {
    let mut out: String =
        text.trim().chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim().chars().nth(QUOTED).is_some() {
        out.push('…');
    }
    out
}
