//! The lines of a calendar: RFC 5545, 3.1. Own reading, because messages name the line of the file, which is lost where a
//! calendar is unfolded first and parsed then.

use crate::library::programme::encoding::{self, Decoded};
use crate::library::programme::error::{Fault, quote};

/// The most properties of a calendar: 20,000 items with fifty each.
const MOST_LINES: usize = 1_000_000;
/// The most parameters of a property.
const MOST_PARAMS: usize = 1_000;

/// One property with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// Its name in capitals, without a group before it.
    pub name: String,
    /// Names of parameters in capitals and their values, several values of one parameter behind each other.
    pub params: Vec<(String, String)>,
    /// Its value as it stands, with its escapes.
    pub value: String,
}

impl Property {
    /// The first value of a parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value as text (RFC 5545, 3.3.11): `\n`, `\,`, `\;` and `\\` undone, blanks at its ends taken away.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.value.len());
        let mut chars = self.value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => out.push('\n'),
                    // Some programs escape more than they need to, such as the colon.
                    Some(other) => out.push(other),
                    None => out.push('\\'),
                },
                c => out.push(c),
            }
        }
        out.trim().to_owned()
    }
}

/// The properties of a calendar in their order, and how its text was encoded. Lines are put together as bytes before they are
/// decoded, because a fold may lie in the middle of a character (RFC 5545, 3.1).
///
/// # Errors
/// [`Fault::Folding`] for a line that is neither a property nor goes on from the one before, [`Fault::Encoding`].
pub fn properties(bytes: &[u8]) -> Result<(Vec<Property>, Decoded), Fault> {
    let wide = if encoding::is_utf16(bytes) { Some(encoding::decode(bytes)) } else { None };
    let narrow = match &wide {
        Some(Some(decoded)) => decoded.text.as_bytes(),
        Some(None) => return Err(Fault::Encoding { line: 1 }),
        None => bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes),
    };
    let (unfolded, numbers) = unfold(narrow)?;
    let Some(mut decoded) = encoding::decode(&unfolded) else {
        return Err(Fault::Encoding { line: numbers.get(line_of_fault(&unfolded)).copied().unwrap_or(1) });
    };
    if let Some(line) = numbers.get(MOST_LINES) {
        return Err(Fault::TooManyLines { line: *line, limit: MOST_LINES });
    }
    let mut out = Vec::with_capacity(numbers.len());
    for (text, line) in decoded.text.split('\n').zip(numbers) {
        let Some(property) = content_line(text, line) else {
            return Err(Fault::Folding { line, found: quote(text) });
        };
        out.push(property);
    }
    if let Some(Some(wide)) = wide {
        decoded.name = wide.name;
    }
    decoded.text = String::new();
    Ok((out, decoded))
}

/// How many line ends lie before the first byte that is no UTF-8.
fn line_of_fault(bytes: &[u8]) -> usize {
    let sound = std::str::from_utf8(bytes).map_or_else(|fault| fault.valid_up_to(), |_| 0);
    bytes.get(..sound).unwrap_or_default().iter().filter(|b| **b == b'\n').count()
}

/// The logical lines, each ended by `\n` but the last, and the line of the file on which each begins. Blank lines are left out.
fn unfold(bytes: &[u8]) -> Result<(Vec<u8>, Vec<usize>), Fault> {
    // Calendars of old Macintosh programs end their lines with CR alone.
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut out = Vec::with_capacity(bytes.len());
    let mut numbers = Vec::new();
    for (at, raw) in bytes.split(|b| *b == end).enumerate() {
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        // A blank line that goes on from another adds its blanks to it: some programs fold so.
        if raw.is_empty() || numbers.is_empty() && raw.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match raw.split_first() {
            Some((b' ' | b'\t', rest)) if !numbers.is_empty() => out.extend_from_slice(rest),
            Some((b' ' | b'\t', rest)) => {
                let found = quote(&String::from_utf8_lossy(rest));
                return Err(Fault::Folding { line: at + 1, found });
            }
            _ => {
                if !numbers.is_empty() {
                    out.push(b'\n');
                }
                numbers.push(at + 1);
                out.extend_from_slice(raw);
            }
        }
    }
    Ok((out, numbers))
}

/// `name *(";" param) ":" value`. Values of parameters may stand in quotes, in which `:`, `;` and `,` are plain, and have the
/// escapes of RFC 6868.
fn content_line(text: &str, line: usize) -> Option<Property> {
    let name_end = text.find([';', ':'])?;
    let (name, mut rest) = text.split_at(name_end);
    // vCard and some calendars put a group before the name.
    let name = name.rsplit('.').next().unwrap_or(name).trim_end();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
        return None;
    }
    let mut params = Vec::new();
    while let Some(after) = rest.strip_prefix(';') {
        let key_end = after.find(['=', ';', ':'])?;
        let (key, after_key) = after.split_at(key_end);
        let key = key.trim().to_ascii_uppercase();
        rest = after_key;
        let mut before = '=';
        while let Some(value) = rest.strip_prefix(before) {
            let (value, behind) = match value.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"')?,
                None => value.split_at(value.find([',', ';', ':'])?),
            };
            if params.len() >= MOST_PARAMS {
                return None;
            }
            params.push((key.clone(), undo_carets(value)));
            rest = behind;
            before = ',';
        }
        if !rest.starts_with([';', ':']) {
            return None;
        }
    }
    let value = rest.strip_prefix(':')?;
    Some(Property { line, name: name.to_ascii_uppercase(), params, value: value.to_owned() })
}

/// RFC 6868, 3.1: `^n` is a new line, `^^` a caret, `^'` a quotation mark.
fn undo_carets(value: &str) -> String {
    if !value.contains('^') {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        let undone = match (c, chars.peek()) {
            ('^', Some('n')) => '\n',
            ('^', Some('^')) => '^',
            ('^', Some('\'')) => '"',
            _ => {
                out.push(c);
                continue;
            }
        };
        chars.next();
        out.push(undone);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<Property> {
        properties(text).unwrap().0
    }

    #[test]
    fn folds_are_undone_even_inside_a_character() {
        let text = "SUMMARY;LANGUAGE=ko:공식 환영식\r\nLOCATION:A\r\n";
        let mut folded = text.as_bytes().to_vec();
        for at in (22..34).rev() {
            folded.splice(at..at, *b"\r\n ");
        }
        let got = read(&folded);
        assert_eq!(got[0].text(), "공식 환영식");
        assert_eq!((got[1].line, got[1].value.as_str()), (14, "A"));
        assert_eq!(read(b"SUMMARY:one\n\t two\n\n  three\r\nX:1")[0].value, "one two three");
        assert_eq!(read(b"A:1\rB:2\r 3\r")[1].value, "23");
    }

    #[test]
    fn parameters_in_quotes_in_lists_and_with_carets() {
        let got =
            read(b"attendee;CN=\"Kim; Minji: Dr.\";ROLE=CHAIR;MEMBER=\"mailto:a\",\"mailto:b\":mailto:x");
        assert_eq!(got[0].name, "ATTENDEE");
        assert_eq!(got[0].param("CN"), Some("Kim; Minji: Dr."));
        assert_eq!(got[0].params.iter().filter(|(key, _)| key == "MEMBER").count(), 2);
        assert_eq!(got[0].value, "mailto:x");
        assert_eq!(read(b"X;CN=the ^'old^' ^^ one^nline:v")[0].param("CN"), Some("the \"old\" ^ one\nline"));
    }

    #[test]
    fn escapes_of_text() {
        let text = |value: &str| {
            Property { line: 1, name: String::new(), params: Vec::new(), value: value.to_owned() }.text()
        };
        assert_eq!(
            text(r" Harbour\, Port Lindell\nGate 2\; left \\ right\: end\"),
            "Harbour, Port Lindell\nGate 2; left \\ right: end\\"
        );
    }

    #[test]
    fn broken_lines_are_named() {
        for (text, at, words) in [
            (&b"BEGIN:VCALENDAR\nSUMMARY:Talks of the\ndelegations\nEND:VCALENDAR"[..], 3, "delegations"),
            (b" X:1\n", 1, "X:1"),
            (b"A:1\nB;CN=\"open:1\n", 2, "B;CN=\"open:1"),
            (b"A:1\n:2\n", 2, ":2"),
            (b"A:1\nB;X\n", 2, "B;X"),
            (b"A:1\nB;X=1,2\n", 2, "B;X=1,2"),
        ] {
            let fault = properties(text).unwrap_err();
            assert!(
                matches!(&fault, Fault::Folding { line, found } if *line == at && found == words),
                "{fault}"
            );
        }
    }
}
