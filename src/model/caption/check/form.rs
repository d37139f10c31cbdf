//! The form of a text: nothing left over in it, in the script of its language, no longer than its field.

use super::super::super::notes::Field;
use super::super::super::text::LangTag;
use super::super::variables::is_variable;
use super::chinese;
use super::{ALT_MOST, ALT_TARGET, Case, FindingKind};

/// Words by which desks mark what is still to come. Those of Latin letters stand alone, not within a word.
const PLACEHOLDERS: [&str; 22] = [
    "name to come",
    "names to come",
    "title to come",
    "to come",
    "tk",
    "tktk",
    "tbc",
    "tbd",
    "xxx",
    "xxxx",
    "???",
    "lorem ipsum",
    "이름 확인",
    "확인 필요",
    "확인 요망",
    "추후 확인",
    "미정",
    "待定",
    "待补",
    "待核实",
    "待確認",
    "某某",
];

/// Bytes that IPTC-IIM 4.2 (chapter 6) gives each field; older programs read no more.
const IIM_BYTES: &[(Field, usize)] = &[
    (Field::Title, 64),
    (Field::Headline, 256),
    (Field::Caption, 2_000),
    (Field::Instructions, 256),
    (Field::Creator, 32),
    (Field::Credit, 32),
    (Field::Source, 32),
    (Field::Copyright, 128),
    (Field::ShownCity, 32),
    (Field::ShownSublocation, 32),
    (Field::ShownRegion, 32),
    (Field::ShownCountry, 64),
];

/// Looks at one text. `lang` is `None` for fields without languages.
pub(super) fn check_text(case: &mut Case<'_>, field: Field, lang: Option<&LangTag>, text: &str) {
    left_over(case, field, lang, text);
    if let Some(lang) = lang
        && let Some(words) = wrong_script(text, lang)
    {
        case.find(FindingKind::WrongScript, field, Some(lang), words);
    } else if let Some(lang) = lang
        && let Some(words) = chinese::wrong_form(text, lang)
    {
        case.find(FindingKind::WrongScript, field, Some(lang), words);
    }
    let n = text.chars().count();
    if field == Field::AltText && n > ALT_TARGET {
        let words = if n > ALT_MOST {
            format!("The alt text has {n} characters; {ALT_MOST} are the most")
        } else {
            format!("The alt text has {n} characters; {ALT_TARGET} are enough for most pictures")
        };
        case.find(FindingKind::TooLong, field, lang, words);
    }
    // Only one language fits into the fields that have none.
    let goes_to_iim = lang.is_none_or(|lang| case.desk.langs.first() == Some(lang));
    if let Some((_, limit)) = IIM_BYTES.iter().find(|(of, _)| *of == field && goes_to_iim)
        && text.len() > *limit
    {
        let words = format!("{} bytes; programs that read IPTC-IIM see {limit} of them", text.len());
        case.find(FindingKind::TooLong, field, lang, words);
    }
}

fn left_over(case: &mut Case<'_>, field: Field, lang: Option<&LangTag>, text: &str) {
    let lower = text.to_lowercase();
    if let Some(word) = PLACEHOLDERS.iter().find(|word| stands_alone(&lower, word)) {
        case.find(FindingKind::LeftOver, field, lang, format!("\"{word}\" is still in the text"));
    }
    for name in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
        if is_variable(name) {
            let words = format!("The variable {{{name}}} has no value for this photo");
            case.find(FindingKind::LeftOver, field, lang, words);
        }
    }
    for code in case.desk.codes.expand(text, lang).unknown {
        let words = format!("{code} looks like a code and stands for nothing");
        case.find(FindingKind::LeftOver, field, lang, words);
    }
}

/// Whether a word is in a text and no letter or digit of its own script touches it. Marks and other scripts have no words.
fn stands_alone(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let latin = word.starts_with(|c: char| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !latin || !(is_part(before) || is_part(after))
    })
}

/// Scripts that are told apart (Unicode blocks of their letters).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Hangul,
    Han,
    Kana,
    Cyrillic,
    Arabic,
    Other,
}

fn script_of(c: char) -> Option<Script> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match c {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' => Script::Han,
        '\u{3041}'..='\u{30FF}' => Script::Kana,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{600}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => Script::Arabic,
        _ => Script::Other,
    })
}

/// So many kana in a Chinese text are Japanese words, and no single sign.
const MOST_KANA: usize = 2;

/// Why a text cannot be of this language; `None` when it may be. Names in other scripts are borne, up to seven letters in ten.
fn wrong_script(text: &str, lang: &LangTag) -> Option<String> {
    let own: &[Script] = match lang.language() {
        "ko" => &[Script::Hangul],
        "zh" => &[Script::Han],
        "ja" => &[Script::Kana, Script::Han],
        "ru" | "uk" | "bg" | "kk" | "ky" | "mn" => &[Script::Cyrillic],
        "ar" | "fa" | "ur" => &[Script::Arabic],
        "en" | "fr" | "de" | "es" | "it" | "pt" | "nl" | "pl" | "tr" | "vi" | "id" | "ms" | "sv" | "da"
        | "nb" | "fi" | "cs" => &[Script::Latin],
        _ => return None,
    };
    let scripts: Vec<Script> = text.chars().filter_map(script_of).collect();
    if scripts.is_empty() {
        return None;
    }
    let share =
        |of: &[Script]| scripts.iter().filter(|script| of.contains(script)).count() * 10 / scripts.len();
    // Chinese has neither Hangul nor kana but in a name or two; `の` stands on shop signs.
    let is_zh = lang.language() == "zh";
    let foreign = is_zh && share(&[Script::Hangul, Script::Kana]) >= 3;
    let n_kana = text.chars().filter(|c| *c != 'の' && script_of(*c) == Some(Script::Kana)).count();
    if is_zh && n_kana >= MOST_KANA && !foreign && share(own) >= 3 {
        return Some(format!("There is Japanese in this text of {lang}"));
    }
    (share(own) < 3 || foreign).then(|| format!("This text does not look like {lang}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_belong_to_languages() {
        let wrong = |text: &str, lang: &str| wrong_script(text, &LangTag::parse(lang).unwrap()).is_some();
        for (text, lang) in [
            ("한별 대통령과 Mira Orsa 여왕", "ko"),
            ("韩星总统与Mira会谈", "zh-Hans"),
            ("大統領と会談した", "ja"),
            ("2026. 1. 5.", "ko"),
            ("Ms. 김 speaks", "en"),
            ("پادشاه گچپژ", "ar"),
            ("فخامة الرئيس Han", "ar"),
            ("女王参观优の良品商店", "zh-Hans"),
            ("anything at all", "und"),
            ("anything", "tlh"),
        ] {
            assert!(!wrong(text, lang), "{text} is {lang}");
        }
        for (text, lang) in [
            ("President Han speaks", "ko"),
            ("한별 대통령", "en"),
            ("한별 대통령", "zh-Hans"),
            ("大統領と会談したのは", "zh-Hans"),
            ("会谈", "ko"),
            ("韩国总统与日本首相举行会谈した后在北京", "zh-Hans"),
        ] {
            assert!(wrong(text, lang), "{text} is not {lang}");
        }
    }

    #[test]
    fn placeholders_stand_alone() {
        for text in ["tk", "the queen (tk), left", "name to come", "김 미정"] {
            assert!(PLACEHOLDERS.iter().any(|word| stands_alone(text, word)), "{text}");
        }
        for text in ["atk", "tked", "catkin", "outcome"] {
            assert!(!PLACEHOLDERS.iter().any(|word| stands_alone(text, word)), "{text}");
        }
    }
}
