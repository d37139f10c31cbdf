//! Tables of text: CSV and its relatives, as spreadsheets save them (RFC 4180, with any of `,` `;` tab `|` between the cells).
//!
//! - [`headings`]: what the columns are
//! - [`dates`], [`times`]: what people write into them
//! - [`rows`]: items out of rows
//!
//! The delimiter is the one with which most headings are understood; the headings may stand below a title.
//!
//! Items of a table without a column `uid` are named after their day and start and, of several that begin together, their order:
//! `row/20260105T090000`, `row/20260105T090000/2`. So they keep their photos when their title, place or end is changed. One that
//! is moved in time gets another name; [`crate::model::programme::changes`] finds it again by its title.

pub mod dates;
pub mod headings;
pub mod rows;
pub mod times;

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord};

use super::encoding::{self, Decoded};
use super::error::{Fault, quote};
use super::{Column, Reading, Remark, encoding_remark, with_ends};
use crate::model::programme::Programme;
use crate::model::text::LangText;
use headings::{Field, Heading, heading};

/// One row of a table.
#[derive(Debug)]
pub struct Row {
    /// The line of the file on which it begins.
    pub line: usize,
    /// Its cells.
    pub cells: StringRecord,
}

/// The line of the headings is among the first rows.
const HEAD_ROWS: usize = 30;
/// Columns further to the right are not looked at.
const MOST_COLUMNS: usize = 200;
/// The most rows of a table, blank ones apart.
const MOST_ROWS: usize = 100_000;
/// A cell with more lines is a quotation mark that was never closed.
const LINES_OF_A_CELL: usize = 60;

/// Reads a table.
///
/// # Errors
/// [`Fault`] where the headings or any row cannot be understood.
pub fn read(bytes: &[u8]) -> Result<Reading, Fault> {
    let Some(decoded) = encoding::decode(bytes) else {
        let sound = std::str::from_utf8(bytes).map_or_else(|fault| fault.valid_up_to(), |_| 0);
        let before = bytes.get(..sound).unwrap_or_default();
        return Err(Fault::Encoding { line: 1 + before.iter().filter(|b| **b == b'\n').count() });
    };
    let mut remarks: Vec<Remark> = encoding_remark(&decoded).into_iter().collect();
    let text = lines_of(&decoded);
    let (delimiter, at) = delimiter(&text);
    let (rows, fault) = all_rows(&text, delimiter, usize::MAX);
    if let Some(fault) = fault {
        return Err(fault);
    }
    let Some(head) = rows.get(at) else { return Err(Fault::Empty) };
    let columns: Vec<Option<Heading>> = head.cells.iter().take(MOST_COLUMNS).map(heading).collect();
    complete(head, &columns)?;
    let drafts = rows::drafts(&columns, rows.get(at + 1..).unwrap_or_default(), &mut remarks)?;
    if drafts.is_empty() {
        return Err(Fault::NoItems);
    }
    let items = with_ends(drafts, &mut remarks);
    let between = match delimiter {
        b'\t' => "tab",
        b';' => "semicolon",
        b'|' => "vertical line",
        _ => "comma",
    };
    let form = format!("table with {between} between its cells, {}", decoded.name);
    let named = head.cells.iter().zip(&columns).filter(|(cell, _)| !cell.trim().is_empty());
    let columns = named
        .map(|(cell, column)| Column { heading: quote(cell), taken_for: column.as_ref().map(Heading::words) })
        .collect();
    Ok(Reading { programme: Programme::new(LangText::default(), items), form, columns, remarks })
}

/// The text with line ends that are counted, and without the line by which Excel names the delimiter, which stays as a blank one.
fn lines_of(decoded: &Decoded) -> String {
    let mut text = decoded.text.clone();
    if !text.contains('\n') {
        text = text.replace('\r', "\n");
    }
    let first = text.find('\n').unwrap_or(text.len());
    if text
        .get(..first)
        .is_some_and(|line| line.trim_matches(['"', '\r']).to_ascii_lowercase().starts_with("sep="))
    {
        text.replace_range(..first, "");
    }
    text
}

/// The delimiter with which most headings are understood, and the row of these headings; of equal ones that with more cells.
fn delimiter(text: &str) -> (u8, usize) {
    let mut best = ((0, 0), (b',', 0));
    for delimiter in [b',', b';', b'\t', b'|'] {
        let (rows, _) = all_rows(text, delimiter, HEAD_ROWS);
        for (at, row) in rows.iter().enumerate() {
            let known: BTreeSet<Field> =
                row.cells.iter().take(MOST_COLUMNS).filter_map(heading).map(|h| h.field).collect();
            // A heading that stands alone in its row is a title, and one more of them does not make up for a row further up.
            let found = if row.cells.iter().filter(|cell| !cell.trim().is_empty()).count() > 1 {
                known.len()
            } else {
                0
            };
            let worth = (found, if at == 0 { row.cells.len() } else { 0 });
            if worth > best.0 {
                best = (worth, (delimiter, at));
            }
        }
    }
    best.1
}

/// The rows of a table that are not blank, at most so many, and the fault behind which they cannot be told apart.
fn all_rows(text: &str, delimiter: u8, most: usize) -> (Vec<Row>, Option<Fault>) {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut rows, mut line, mut counted) = (Vec::new(), 1, 0);
    let mut cells = StringRecord::new();
    while rows.len() < most {
        match reader.read_record(&mut cells) {
            Ok(true) => {}
            // The text is UTF-8 and rows may differ in length: nothing else can go wrong.
            Ok(false) | Err(_) => break,
        }
        let from = cells.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(counted);
        // The reader begins a row at the blank lines before it.
        let behind = text.as_bytes().get(from..).unwrap_or_default();
        let from = from + behind.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        line +=
            text.as_bytes().get(counted..from).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
        counted = from.max(counted);
        if cells.iter().any(|cell| cell.matches('\n').count() > LINES_OF_A_CELL) {
            return (rows, Some(Fault::OpenQuote { line }));
        }
        if rows.len() >= MOST_ROWS {
            return (rows, Some(Fault::TooManyLines { line, limit: MOST_ROWS }));
        }
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells: cells.clone() });
        }
    }
    (rows, None)
}

/// Whether the headings say all that is needed.
fn complete(head: &Row, columns: &[Option<Heading>]) -> Result<(), Fault> {
    let has = |field| columns.iter().flatten().any(|heading| heading.field == field);
    let mut needed = Vec::new();
    if !has(Field::Title) {
        needed.push("a title (title, 제목, 标题)");
    }
    if !has(Field::Start) && !has(Field::Time) && !has(Field::Date) {
        needed.push("a date and a start (date, start; 날짜, 시작; 日期, 开始)");
    } else if !has(Field::Start) && !has(Field::Time) {
        needed.push("a start (start, 시작, 开始)");
    }
    if needed.is_empty() {
        return Ok(());
    }
    let found: Vec<String> =
        head.cells.iter().filter(|cell| !cell.trim().is_empty()).take(12).map(quote).collect();
    Err(Fault::MissingColumns {
        line: head.line,
        found: format!("\"{}\"", found.join("\", \"")),
        needed: needed.join(" and "),
    })
}

#[cfg(test)]
mod tests;
