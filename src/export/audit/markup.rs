//! The letters of a page: where a tag ends, its attributes, its character references.

/// Where a tag that begins at 0 ends: behind the first `>` outside double quotes.
pub(super) fn end_of_tag(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Attributes as `name="value"` or a bare `name`; `None` where they are written in any other way.
pub(super) fn attributes(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut out = Vec::new();
    let mut rest = text.trim_ascii();
    while !rest.is_empty() {
        let n = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(rest.len());
        if n == 0 {
            return None;
        }
        let (name, after) = rest.split_at(n);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"')?;
                (value, after)
            }
            None => ("", after),
        };
        if !after.is_empty() && !after.starts_with(|c: char| c.is_ascii_whitespace()) {
            return None;
        }
        out.push((name, value));
        rest = after.trim_ascii_start();
    }
    Some(out)
}

/// Character references resolved: the five of XML, the blank, and numbers (WHATWG HTML, 13.5).
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let resolved = after.split_once(';').filter(|(name, _)| name.len() <= 8).and_then(|(name, next)| {
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                _ => {
                    let digits = name.strip_prefix('#')?;
                    let hex = digits.strip_prefix(['x', 'X']);
                    let n =
                        hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
                    char::from_u32(n)?
                }
            };
            Some((c, next))
        });
        match resolved {
            Some((c, next)) => {
                out.push(c);
                rest = next;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// At most 80 characters in one line, for a message.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}
