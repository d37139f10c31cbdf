//! Traditional characters in simplified Chinese, and the reverse. Only characters that one of the two alone has are looked at, so that
//! what both share (后, 里, 台) is never taken for a fault; rare ones, and words that only differ in usage, are not found.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::super::text::{ChineseForm, LangTag};

/// So many characters are named; the rest is like them.
const MOST_NAMED: usize = 5;

/// Characters of one form only, simplified and traditional. The file's head tells how they were chosen.
static ONE_SIDED: LazyLock<[HashSet<char>; 2]> = LazyLock::new(|| {
    let mut lines = include_str!("../../../../assets/locales/one_sided.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    [0, 1].map(|_| lines.next().unwrap_or_default().chars().collect())
});

/// What is wrong with a Chinese text of this tag; `None` where the tag does not say how it is written, or nothing is.
pub(super) fn wrong_form(text: &str, lang: &LangTag) -> Option<String> {
    let form = lang.chinese_form()?;
    let [simplified, traditional] = &*ONE_SIDED;
    let (others, is_written, other) = match form {
        ChineseForm::Simplified => (traditional, "simplified", "traditional"),
        ChineseForm::Traditional => (simplified, "traditional", "simplified"),
    };
    let mut found: Vec<char> = Vec::new();
    for c in text.chars().filter(|c| others.contains(c)) {
        if !found.contains(&c) {
            found.push(c);
        }
    }
    let named: Vec<String> = found.iter().take(MOST_NAMED).map(char::to_string).collect();
    let more = if found.len() > MOST_NAMED { " …" } else { "" };
    match found.len() {
        0 => None,
        1 => Some(format!("{} is a {other} character, and {lang} is {is_written} Chinese", named.join(" "))),
        _ => Some(format!(
            "{}{more} are {other} characters, and {lang} is {is_written} Chinese",
            named.join(" ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_one_form_alone_has_is_told() {
        let wrong = |text: &str, lang: &str| wrong_form(text, &LangTag::parse(lang).unwrap());
        for (text, lang) in [
            ("总统韩星与女王会谈后在人民大会堂", "zh-Hans"),
            ("總統韓星與女王會談後於人民大會堂", "zh-Hant"),
            ("皇后、公里、台北、面對、雲、余、范、松、丑、只", "zh-TW"),
            ("皇后、公里、台北、面对、云、余、范、松、丑、只", "zh-CN"),
            ("李昇、陈喆", "zh-Hans"),
            ("國會", "zh"),
            ("国会", "ja"),
            ("國會", "ko"),
            ("", "zh-Hans"),
        ] {
            assert_eq!(wrong(text, lang), None, "{text} {lang}");
        }
        let told = wrong("國家主席会談", "zh-Hans").unwrap();
        assert_eq!(told, "國 談 are traditional characters, and zh-Hans is simplified Chinese");
        let told = wrong("在北京舉行会議", "zh-HK").unwrap();
        assert_eq!(told, "会 is a simplified character, and zh-HK is traditional Chinese");
        assert!(wrong("總統與國會議長會談", "zh-SG").unwrap().contains(" …"));
    }
}
