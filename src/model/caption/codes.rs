//! Code replacements: a short code between two delimiters becomes a longer text.
//!
//! The file is Photo Mechanic's, unchanged: UTF-8 text, a line for each code, columns parted by tabs; the first column is the code, which
//! minds capitals, the second its replacement, further ones are reached as `=code#2=`, `=code#3=`; lines that begin with `//` are notes
//! (Camera Bits, "Introduction to Code Replacements in Photo Mechanic"). Both delimiters that its users know are understood, `=` and
//! `\`. Beyond that a first line `code`, `en`, `ko`, … binds each column to a language: then the language of the field chooses.

use std::collections::BTreeMap;

use super::super::text::LangTag;

/// What may stand around a code.
const DELIMITERS: [char; 2] = ['=', '\\'];

/// Characters of the longest code that is looked for; a text between two delimiters that is longer is no code.
const MAX_CODE: usize = 64;

/// Codes and what they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    of: BTreeMap<String, Vec<String>>,
    /// The language of each replacement column, where the first line says so.
    langs: Vec<LangTag>,
}

/// Something odd in a file of codes; the rest of it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// The line, from 1.
    pub line: usize,
    /// What is odd, as a sentence.
    pub words: String,
}

/// A text with its codes replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    /// The text.
    pub text: String,
    /// How many codes were replaced.
    pub n_replaced: usize,
    /// What stands between delimiters like a code and is none, with them: `=kmi=`.
    pub unknown: Vec<String>,
}

impl Codes {
    /// Reads a file of codes. What is odd is told; of a code that comes twice the last line holds, as in Photo Mechanic.
    pub fn parse(text: &str) -> (Self, Vec<Oddity>) {
        let mut codes = Self::default();
        let mut odd = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut is_first = true;
        for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line_number = n + 1;
            if line.trim().is_empty() || line.starts_with("//") {
                continue;
            }
            let mut cells = line.split('\t').map(str::trim);
            let code = cells.next().unwrap_or_default();
            let replacements: Vec<&str> = cells.collect();
            if std::mem::take(&mut is_first)
                && let Some(langs) = heading(code, &replacements)
            {
                codes.langs = langs;
                continue;
            }
            let words = if code.is_empty() {
                "has no code before the first tab".to_owned()
            } else if replacements.iter().all(|text| text.is_empty()) {
                format!("\"{code}\" has no replacement: a tab parts the code from its text")
            } else if code.contains(DELIMITERS) || code.contains('#') {
                format!("\"{code}\" has =, \\ or # in it and cannot be typed")
            } else if code.chars().count() > MAX_CODE {
                format!("\"{code}\" is longer than {MAX_CODE} characters")
            } else {
                if let Some(before) = seen.insert(code.to_owned(), line_number) {
                    let words = format!("\"{code}\" stands on line {before} already; this line holds");
                    odd.push(Oddity { line: line_number, words });
                }
                codes.of.insert(code.to_owned(), replacements.into_iter().map(str::to_owned).collect());
                continue;
            };
            odd.push(Oddity { line: line_number, words });
        }
        (codes, odd)
    }

    /// The codes as a file: what [`Codes::parse`] reads.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let mut line = |cells: Vec<&str>| {
            out += &cells.join("\t");
            out.push('\n');
        };
        if !self.langs.is_empty() {
            line(std::iter::once("code").chain(self.langs.iter().map(LangTag::as_str)).collect());
        }
        for (code, texts) in &self.of {
            line(std::iter::once(code.as_str()).chain(texts.iter().map(String::as_str)).collect());
        }
        out
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The languages that the columns are bound to, in order; none where the file does not say.
    pub fn langs(&self) -> &[LangTag] {
        &self.langs
    }

    /// Every code with its first replacement, by code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.of
            .iter()
            .map(|(code, texts)| (code.as_str(), texts.first().map(String::as_str).unwrap_or_default()))
    }

    /// What `code` or `code#2` stands for in a field of this language; `None` for a code that is not known or has no such column.
    pub fn replacement(&self, code: &str, lang: Option<&LangTag>) -> Option<&str> {
        let (code, column) = match code.split_once('#') {
            Some((code, number)) => (code, Some(number.parse::<usize>().ok()?.checked_sub(1)?)),
            None => (code, None),
        };
        let texts = self.of.get(code)?;
        let column = column.or_else(|| {
            let lang = lang?;
            self.langs
                .iter()
                .position(|bound| bound == lang)
                .or_else(|| self.langs.iter().position(|bound| bound.language() == lang.language()))
        });
        let text = texts.get(column.unwrap_or(0)).filter(|text| !text.is_empty());
        // A column that this line leaves empty says the same as the first.
        text.or_else(|| texts.first().filter(|text| !text.is_empty() && !self.langs.is_empty()))
            .map(String::as_str)
    }

    /// A text with every code that is known replaced.
    pub fn expand(&self, text: &str, lang: Option<&LangTag>) -> Expanded {
        expand_with(text, |code| self.replacement(code, lang).map(str::to_owned))
    }
}

/// A text with every code replaced that `replacement` knows.
pub fn expand_with(text: &str, replacement: impl Fn(&str) -> Option<String>) -> Expanded {
    let mut out = Expanded::default();
    let mut rest = text;
    while let Some(at) = rest.find(DELIMITERS) {
        let (before, from) = rest.split_at(at);
        out.text += before;
        let Some(delimiter) = from.chars().next() else { break };
        let inner = from.get(delimiter.len_utf8()..).unwrap_or_default();
        let code = code_before(inner, delimiter);
        match code.and_then(|code| Some((code, replacement(code)?))) {
            Some((code, text)) => {
                out.text += &text;
                out.n_replaced += 1;
                rest = inner.get(code.len() + delimiter.len_utf8()..).unwrap_or_default();
            }
            None => {
                // The second delimiter may open a code: only the first is passed over.
                let opens = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
                if let Some(code) = code.filter(|code| opens && looks_like_code(code)) {
                    out.unknown.push(format!("{delimiter}{code}{delimiter}"));
                }
                out.text.push(delimiter);
                rest = inner;
            }
        }
    }
    out.text += rest;
    out
}

/// What stands before the next delimiter, if it may be a code.
fn code_before(text: &str, delimiter: char) -> Option<&str> {
    let (code, _) = text.split_once(delimiter)?;
    let sound = !code.is_empty() && code.chars().take(MAX_CODE + 5).count() <= MAX_CODE + 4;
    (sound && !code.contains(['\n', '\t'])).then_some(code)
}

fn looks_like_code(code: &str) -> bool {
    code.chars().all(|c| c.is_alphanumeric() || matches!(c, '#' | '_' | '-' | '.'))
}

/// The languages of the columns, if this is a first line that names them.
fn heading(code: &str, cells: &[&str]) -> Option<Vec<LangTag>> {
    let is_heading = code.eq_ignore_ascii_case("code") && !cells.is_empty();
    is_heading.then(|| cells.iter().map(|cell| LangTag::parse(cell).ok()).collect::<Option<_>>()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LangTag {
        LangTag::parse(text).unwrap()
    }

    const PLAIN: &str = "// delegation\r\nkim\tPresident Kim of Haneul\tKim\r\nli\tPremier Li\r\n\r\n";

    #[test]
    fn files_of_photo_mechanic_are_read_as_they_are() {
        let (codes, odd) = Codes::parse(PLAIN);
        assert_eq!((codes.len(), odd.len()), (2, 0));
        let expand = |text: &str| codes.expand(text, Some(&LangTag::en())).text;
        assert_eq!(expand("=kim= greets \\li\\."), "President Kim of Haneul greets Premier Li.");
        assert_eq!(expand("=kim#2= speaks"), "Kim speaks");
        assert_eq!(expand("=kim#1="), "President Kim of Haneul");
        assert_eq!(codes.iter().next(), Some(("kim", "President Kim of Haneul")));
    }

    #[test]
    fn what_is_no_code_stays_and_what_looks_like_one_is_told() {
        let (codes, _) = Codes::parse(PLAIN);
        let got = codes.expand("a=b=c, 1 = 2, =Kim= and =li=\\", None);
        assert_eq!(got.text, "a=b=c, 1 = 2, =Kim= and Premier Li\\");
        assert_eq!(got.unknown, ["=Kim="]);
        assert_eq!(codes.expand("==kim=", None).text, "=President Kim of Haneul");
        assert_eq!(codes.expand("=kim#3= =kim#0= =kim#x=", None).n_replaced, 0);
        assert_eq!(codes.expand("=kim#3=", None).unknown, ["=kim#3="]);
        let long = format!("={}=", "가".repeat(5_000));
        assert_eq!(codes.expand(&long, None).text, long);
    }

    #[test]
    fn a_first_line_binds_columns_to_languages() {
        let text = "code\ten\tko\tzh-Hans\nkim\tPresident Kim\t김 대통령\t金总统\nli\tPremier Li\t\t\n";
        let (codes, odd) = Codes::parse(text);
        assert_eq!((codes.len(), odd), (2, Vec::new()));
        let expand = |text: &str, lang: &str| codes.expand(text, Some(&tag(lang))).text;
        assert_eq!(expand("=kim=", "ko"), "김 대통령");
        assert_eq!(expand("=kim=", "zh-Hant"), "金总统", "the nearest form of the language");
        assert_eq!(expand("=kim=", "fr"), "President Kim");
        assert_eq!(expand("=kim#3=", "ko"), "金总统", "a number says which");
        assert_eq!(Codes::parse(&codes.to_text()), (codes.clone(), Vec::new()));
        assert_eq!(expand("=li=", "ko"), "Premier Li", "what is left empty is as in the first column");
    }

    #[test]
    fn odd_lines_are_told_with_their_number() {
        let (codes, odd) = Codes::parse("\u{feff}a\tA\nb B\n\tC\na\tAA\nd=\tD\n");
        let lines: Vec<usize> = odd.iter().map(|odd| odd.line).collect();
        assert_eq!(lines, [2, 3, 4, 5]);
        assert!(odd[0].words.contains("no replacement"));
        assert_eq!(codes.replacement("a", None), Some("AA"));
    }
}
