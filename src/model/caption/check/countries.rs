//! The countries that a text names, in the words of its language.
//!
//! A false alarm costs more than a country that is not found: a name counts only where it stands as a word, and names that are words of
//! everyday, too, are passed over. For the photo's own country the least trace of its name is enough.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::super::super::text::{ChineseForm, LangTag};
use super::super::super::wording;

/// Names that are also a first name, a city, part of other names, or a word: the language and the code.
const ALSO_WORDS: [(&str, &str); 21] = [
    // Michael Jordan, Chad, the State of Georgia, New Jersey.
    ("en", "JO"),
    ("en", "TD"),
    ("en", "GE"),
    ("en", "JE"),
    ("de", "JE"),
    ("fr", "JE"),
    ("es", "JE"),
    ("pt", "JE"),
    // Maurice, Dominique; the city of Granada; a meeting.
    ("fr", "MU"),
    ("fr", "DM"),
    ("es", "MU"),
    ("es", "GD"),
    ("es", "RE"),
    ("pt", "MU"),
    ("pt", "GD"),
    ("pt", "RE"),
    // "Of that"; financial; a means; fifty thousand; "going".
    ("ru", "TG"),
    ("ar", "ML"),
    ("ko", "SD"),
    ("ko", "OM"),
    ("ko", "GH"),
];

/// Words before a name that make it another one: New Mexico, Northern Ireland.
const OTHER_WITH: [&str; 3] = ["New ", "Northern ", "Nueva "];

/// Code and name of countries by the first letter of the name.
type Index = HashMap<char, Vec<(&'static str, &'static str)>>;

/// By the key of a language: see [`key`].
static INDEXES: LazyLock<HashMap<&'static str, Index>> = LazyLock::new(|| {
    let languages = wording::country_languages();
    let of = |lang: &'static str| {
        let mut out = Index::new();
        for (code, name) in wording::country_names(lang) {
            if let Some(first) = name.chars().next()
                && !ALSO_WORDS.contains(&(lang, code))
            {
                out.entry(first).or_default().push((code, name));
            }
        }
        (lang, out)
    };
    languages.map(of).collect()
});

/// How the names of a language are kept.
fn key(lang: &LangTag) -> &str {
    match lang.language() {
        "zh" if lang.chinese_form() == Some(ChineseForm::Traditional) => "zh-Hant",
        "zh" => "zh-Hans",
        language => language,
    }
}

/// The codes of the countries that a text names, by code; none where we know no names in its language.
pub(super) fn countries_in(text: &str, lang: &LangTag) -> Vec<&'static str> {
    let Some(index) = INDEXES.get(key(lang)) else { return Vec::new() };
    let mut found: Vec<(&'static str, &'static str)> = Vec::new();
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        for (code, name) in index.get(&c).into_iter().flatten() {
            if rest.starts_with(name) && stands_alone(text, at, name) && !found.contains(&(code, name)) {
                found.push((code, name));
            }
        }
    }
    // "Niger" in "Nigeria", "Guinea" in "Papua New Guinea": the longer name is meant.
    let names: Vec<&str> = found.iter().map(|(_, name)| *name).collect();
    found.retain(|(_, name)| !names.iter().any(|other| other != name && other.contains(name)));
    let codes: HashSet<&'static str> = found.into_iter().map(|(code, _)| code).collect();
    let mut codes: Vec<&'static str> = codes.into_iter().collect();
    codes.sort_unstable();
    codes
}

/// Whether a text names this country in any form of its name: `Chinas`, `в Китае`, `주중한국대사`.
pub(super) fn names_country(text: &str, code: &str, lang: &LangTag) -> bool {
    let name = wording::country_name(code, lang);
    // Russian names lose their last letter when they are bent.
    let n_kept =
        if lang.language() == "ru" { name.chars().count().saturating_sub(1).max(3) } else { usize::MAX };
    let stem: String = name.chars().take(n_kept).collect();
    !stem.is_empty() && text.contains(&stem)
}

/// Whether a name that begins here in a text is no part of a longer word. Chinese and Japanese words are parted by nothing; Arabic and
/// Korean ones have other words hung to them: the former before, the latter behind.
fn stands_alone(text: &str, at: usize, name: &str) -> bool {
    let before = text.get(..at).unwrap_or_default();
    if OTHER_WITH.iter().any(|with| before.ends_with(with)) {
        return false;
    }
    let is_letter = |c: Option<char>, of: fn(char) -> bool| c.is_some_and(of);
    let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
    match name.chars().next() {
        Some('\u{AC00}'..='\u{D7A3}') => {
            !is_letter(before.chars().next_back(), |c| matches!(c, '\u{AC00}'..='\u{D7A3}'))
        }
        Some('\u{600}'..='\u{6FF}') => !is_letter(after, |c| matches!(c, '\u{620}'..='\u{64A}')),
        Some('\u{3041}'..='\u{9FFF}') => true,
        _ => {
            !is_letter(before.chars().next_back(), char::is_alphabetic)
                && !is_letter(after, char::is_alphabetic)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, lang: &str) -> Vec<&'static str> {
        countries_in(text, &LangTag::parse(lang).unwrap())
    }

    #[test]
    fn countries_are_found_in_the_words_of_each_language() {
        for (lang, text, want) in [
            ("en", "a treaty of China and France", &["CN", "FR"][..]),
            ("en", "Papua New Guinea and Nigeria", &["NG", "PG"]),
            ("ko", "프랑스에서 열린 중국 만찬", &["CN", "FR"]),
            ("zh-Hans", "中国与法国", &["CN", "FR"]),
            ("zh-Hant", "中國與法國", &["CN", "FR"]),
            ("ja", "中国とフランス", &["CN", "FR"]),
            ("fr", "entre la Chine et le Brésil", &["BR", "CN"]),
            ("de", "zwischen China und Österreich", &["AT", "CN"]),
            ("es", "entre España y China", &["CN", "ES"]),
            ("pt", "entre o Brasil e a China", &["BR", "CN"]),
            ("ru", "Китай и Франция подписали", &["CN", "FR"]),
            ("ar", "بين الصين وفرنسا", &["CN", "FR"]),
            ("sv", "mellan Kina och Frankrike", &[]),
        ] {
            assert_eq!(found(text, lang), want, "{lang}: {text}");
        }
    }

    #[test]
    fn words_that_only_look_like_countries_are_none() {
        for (lang, text) in [
            ("en", "Michael Jordan in New Jersey and New Mexico"),
            ("fr", "le ministre Maurice Dupont"),
            ("es", "Reunión bilateral en Granada"),
            ("pt", "Reunião de trabalho"),
            ("ru", "Того же дня"),
            ("ko", "협력이란 무엇인가, 교통 수단"),
            ("ar", "تعاون مالي"),
            ("de", "Romanistik"),
            ("fr", "Brésilien"),
        ] {
            assert_eq!(found(text, lang), [] as [&str; 0], "{lang}: {text}");
        }
        let named = |text: &str, lang: &str| names_country(text, "CN", &LangTag::parse(lang).unwrap());
        assert!(named("Chinas Präsident", "de") && named("в Китае", "ru") && named("주중국대사", "ko"));
        assert!(!named("in France", "en"));
    }
}
