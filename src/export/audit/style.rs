//! Style sheets and scripts: what an album may have of them.

use super::inline;
use super::report::{FindingKind, Leak};
use super::terms::Terms;

/// Functions of CSS that load nothing.
const FUNCTIONS: [&str; 41] = [
    "var",
    "calc",
    "min",
    "max",
    "clamp",
    "minmax",
    "repeat",
    "rgb",
    "hsl",
    "oklch",
    "color-mix",
    "linear-gradient",
    "radial-gradient",
    "cubic-bezier",
    "fit-content",
    "not",
    "is",
    "where",
    "has",
    "lang",
    "dir",
    "nth-child",
    "nth-of-type",
    "env",
    "translate",
    "translatex",
    "translatey",
    "scale",
    "rotate",
    "light-dark",
    "counter",
    "attr",
    "supports",
    "and",
    "or",
    "blur",
    "inset",
    "view-transition-group",
    "view-transition-image-pair",
    "view-transition-old",
    "view-transition-new",
];

/// Rules of CSS that load nothing.
const AT_RULES: [&str; 8] =
    ["media", "supports", "page", "charset", "layer", "view-transition", "keyframes", "container"];

/// Everything in a style sheet that could load something or hide something.
pub fn css_leaks(text: &str, terms: &Terms<'_>) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let text = &without_pictures(text, terms, &mut leaks);
    let mut add = |kind, reason: String| leaks.push(Leak::new(kind, reason));
    if text.contains('\\') {
        add(FindingKind::NotUnderstood, "has a backslash, behind which anything can hide".to_owned());
    }
    if text.contains("/*") {
        add(FindingKind::NotUnderstood, "has a comment, which nobody needs to read an album".to_owned());
    }
    for word in ["://", "url", "image-set", "@import", "expression", "behavior", "-moz-binding"] {
        if text.to_ascii_lowercase().contains(word) {
            add(FindingKind::OutsideUrl, format!("may load something: \"{word}\""));
        }
    }
    for (at, _) in text.match_indices('(') {
        let name = word_before(text, at);
        if !name.is_empty() && !FUNCTIONS.contains(&name.to_ascii_lowercase().as_str()) {
            add(FindingKind::NotUnderstood, format!("uses {name}()"));
        }
    }
    for (at, _) in text.match_indices('@') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let n = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let name = rest.get(..n).unwrap_or_default();
        if !AT_RULES.contains(&name) {
            add(FindingKind::NotUnderstood, format!("has a rule @{name}"));
        }
    }
    leaks
}

/// The text without `url("data:image/…")`, each of which is looked at as the picture that it is.
fn without_pictures(text: &str, terms: &Terms<'_>, leaks: &mut Vec<Leak>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("url(") {
        out.push_str(before);
        let quoted = after.strip_prefix('"').and_then(|address| address.split_once("\")"));
        let found =
            quoted.or_else(|| after.split_once(')')).filter(|(address, _)| inline::is_inline(address));
        match found {
            Some((address, next)) => {
                leaks.extend(inline::leaks(address, terms));
                rest = next;
            }
            None => {
                out.push_str("url(");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A script passes only when it is, byte by byte, one that we ship: nobody can tell by reading what a script may do.
pub fn script_leaks(script: &[u8]) -> Vec<Leak> {
    if crate::export::theme::SCRIPTS.iter().any(|known| known.as_bytes() == script) {
        return Vec::new();
    }
    vec![Leak::new(FindingKind::ActiveContent, "is not a script that this version of Attaché writes")]
}

const fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// The name that ends right before a byte.
fn word_before(text: &str, at: usize) -> &str {
    let head = text.get(..at).unwrap_or_default();
    let from = head.char_indices().rev().find(|(_, c)| !is_name(*c)).map_or(0, |(n, c)| n + c.len_utf8());
    head.get(from..).unwrap_or_default()
}
