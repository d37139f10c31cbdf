//! Text for a terminal: nothing that a file name or a caption holds may steer it.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;

use crate::model::problem::Problem;

/// Prints text on standard output. A reader that has seen enough (`| head`) is no fault.
pub(super) fn text(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    forgive_closed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Prints one JSON document on standard output.
pub(super) fn json(document: &impl Serialize) -> anyhow::Result<()> {
    let mut json = serde_json::to_string_pretty(document)?;
    json.push('\n');
    Ok(text(&json)?)
}

/// Tells something on standard error.
pub(super) fn remark(remark: &str) {
    // Where standard error is closed nobody wants to know.
    let _ = writeln!(io::stderr().lock(), "attache: {remark}");
}

fn forgive_closed(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// A path to be read by a person.
pub(super) fn path(path: &Path) -> String {
    plain(&path.to_string_lossy())
}

/// Text with control characters and marks that turn the direction of what follows written as `\u{…}`.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let steers = c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if steers {
            // Writing to a String cannot fail.
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// The list of Problems; nothing where there is none.
pub(super) fn problems(problems: &[Problem]) -> String {
    let lines: String =
        problems.iter().map(|problem| format!("  {}\n", plain(&problem.to_string()))).collect();
    if lines.is_empty() { lines } else { format!("Problems\n{lines}\n") }
}

/// "1 photo", "1,204 photos".
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{out} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(plain("a\u{1b}[31m\n\u{202e}b 만찬"), "a\\u{1b}[31m\\u{a}\\u{202e}b 만찬");
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(count(1, "photo", "photos"), "1 photo");
        assert_eq!(count(1204, "photo", "photos"), "1,204 photos");
        assert_eq!(count(123_456_789, "photo", "photos"), "123,456,789 photos");
    }
}
