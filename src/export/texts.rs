//! People's words on their way into a page: without what HTML forbids, and without what a machine wrote.

use super::audit::words;
use crate::model::text::LangText;

/// All languages of a text, cleaned; those that become empty are gone.
pub fn clean(text: &LangText) -> LangText {
    let mut out = LangText::default();
    for (lang, words) in text.iter() {
        out.set(lang.clone(), clean_text(words));
    }
    out
}

/// A text with its lines: no control characters but line feeds, no surrounding blanks.
///
/// HTML forbids the other control characters and noncharacters even as references (HTML, 13.2.3.5 "Preprocessing the input
/// stream", parse errors `control-character-in-input-stream` and `noncharacter-in-input-stream`).
pub fn clean_text(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
    lines.chars().filter(|c| *c == '\n' || is_allowed(*c)).collect::<String>().trim().to_owned()
}

/// A text in one line.
pub fn clean_line(text: &str) -> String {
    clean_text(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in one line of at most `n_chars` characters, cut between words where it can be.
pub fn shortened(text: &str, n_chars: usize) -> String {
    let line = clean_line(text);
    if line.chars().count() <= n_chars {
        return line;
    }
    let head: String = line.chars().take(n_chars.saturating_sub(1)).collect();
    let at_word = head.rfind(' ').filter(|at| *at > head.len() / 2).and_then(|at| head.get(..at));
    format!("{}…", at_word.unwrap_or(&head).trim_end())
}

fn is_allowed(c: char) -> bool {
    let noncharacter = matches!(u32::from(c), 0xFDD0..=0xFDEF) || u32::from(c) & 0xFFFE == 0xFFFE;
    !c.is_control() && !noncharacter
}

/// Why words that a file carries are not for readers, to follow "the caption that the file carries".
pub fn tells_too_much(text: &str) -> Option<String> {
    words::leaks_in_words(text, &words::Known::default()).into_iter().next().map(|leak| leak.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_lines_stay() {
        for (given, want) in [
            ("  a\r\nb\rc\t d \u{0}\u{1b}\u{7f}\u{85}", "a\nb\nc  d"),
            ("\u{fffe}x\u{1ffff}\u{fdd0}", "x"),
            ("مرحبا\u{202e}abc", "مرحبا\u{202e}abc"),
            ("가\u{2028}나", "가\n나"),
        ] {
            assert_eq!(clean_text(given), want);
        }
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(shortened("one two three", 20), "one two three");
        assert_eq!(shortened("one two three", 10), "one two…");
        assert_eq!(shortened("가나다라마바사", 4), "가나다…");
    }
}
