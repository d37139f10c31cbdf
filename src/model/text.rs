//! Texts in several languages.

use std::fmt;
use std::sync::{Arc, LazyLock};

/// A language tag of BCP 47 (RFC 5646), in its usual case: `en`, `ko`, `zh-Hans`, `und`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LangTag(Arc<str>);

/// Text that cannot be a language tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a language tag; use tags such as en, ko or zh-Hans (BCP 47)")]
pub struct NotALangTag(pub String);

impl LangTag {
    /// Text whose language nobody has said (RFC 5646, 4.1: `und`).
    pub fn und() -> Self {
        Self::shared("und")
    }

    /// English, the language that titles fall back to.
    pub fn en() -> Self {
        Self::shared("en")
    }

    /// Reads a tag and gives it its usual case (RFC 5646, 2.1.1). XMP's `x-default` is `und`.
    ///
    /// # Errors
    /// [`NotALangTag`] when it is not one subtag of 2 to 8 letters followed by subtags of 1 to 8 letters or digits.
    pub fn parse(text: &str) -> Result<Self, NotALangTag> {
        let refuse = || NotALangTag(text.to_owned());
        let trimmed = text.trim();
        if trimmed.eq_ignore_ascii_case("x-default") || trimmed.is_empty() {
            return if trimmed.is_empty() { Err(refuse()) } else { Ok(Self::und()) };
        }
        let mut out = String::with_capacity(trimmed.len());
        let mut after_singleton = false;
        for (n, subtag) in trimmed.split(['-', '_']).enumerate() {
            let letters = subtag.chars().all(|c| c.is_ascii_alphabetic());
            let sound = subtag.chars().all(|c| c.is_ascii_alphanumeric()) && (1..=8).contains(&subtag.len());
            if !sound || (n == 0 && !(letters && subtag.len() >= 2)) {
                return Err(refuse());
            }
            if n > 0 {
                out.push('-');
            }
            let lower = subtag.to_ascii_lowercase();
            match (n, subtag.len(), letters, after_singleton) {
                (1.., 4, true, false) => {
                    out.push_str(&lower[..1].to_ascii_uppercase());
                    out.push_str(&lower[1..]);
                }
                (1.., 2, true, false) => out.push_str(&lower.to_ascii_uppercase()),
                _ => out.push_str(&lower),
            }
            after_singleton |= subtag.len() == 1;
        }
        Ok(Self::shared(&out))
    }

    /// A tag of this text. Those in use everywhere are kept once: a library has a million of them.
    fn shared(text: &str) -> Self {
        static USUAL: LazyLock<[Arc<str>; 14]> = LazyLock::new(|| {
            ["en", "ko", "zh-Hans", "und", "zh-Hant", "ja", "ar", "fr", "de", "es", "pt", "ru", "it", "zh"]
                .map(Arc::from)
        });
        Self(USUAL.iter().find(|tag| &***tag == text).map_or_else(|| Arc::from(text), Arc::clone))
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone: `zh` of `zh-Hans`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or("und")
    }

    /// How Chinese of this tag is written, by its script subtag or its region; `None` for other languages, and where it does not say.
    pub fn chinese_form(&self) -> Option<ChineseForm> {
        if self.language() != "zh" {
            return None;
        }
        let of = |subtag: &str| match subtag {
            "Hans" => Some(ChineseForm::Simplified),
            "Hant" => Some(ChineseForm::Traditional),
            _ => None,
        };
        let by_region = |subtag: &str| match subtag {
            "CN" | "SG" | "MY" => Some(ChineseForm::Simplified),
            "TW" | "HK" | "MO" => Some(ChineseForm::Traditional),
            _ => None,
        };
        self.0.split('-').find_map(of).or_else(|| self.0.split('-').skip(1).find_map(by_region))
    }

    /// Whether the script of the language runs from right to left, by its script subtag or its language.
    pub fn is_right_to_left(&self) -> bool {
        match self.0.split('-').find(|s| s.len() == 4) {
            Some(script) => matches!(script, "Arab" | "Hebr" | "Thaa" | "Syrc" | "Nkoo" | "Adlm"),
            None => matches!(
                self.language(),
                "ar" | "he" | "fa" | "ur" | "ps" | "dv" | "yi" | "sd" | "ug" | "ckb"
            ),
        }
    }
}

impl fmt::Display for LangTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One of the two ways in which Chinese is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChineseForm {
    /// As on the mainland and in Singapore: 国会.
    Simplified,
    /// As in Hong Kong, Macao and Taiwan: 國會.
    Traditional,
}

/// One text in several languages. Never holds an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LangText(
    /// By tag. A handful: a map would take half a kilobyte for the one text that most photos have.
    Vec<(LangTag, Box<str>)>,
);

impl LangText {
    /// A text in one language; empty text gives nothing.
    pub fn of(lang: LangTag, text: impl Into<String>) -> Self {
        let mut out = Self::default();
        out.set(lang, text);
        out
    }

    /// Puts the text of a language; empty text takes it away.
    pub fn set(&mut self, lang: LangTag, text: impl Into<String>) {
        let text = text.into();
        match (self.0.binary_search_by(|(tag, _)| tag.cmp(&lang)), text.is_empty()) {
            (Ok(at), true) => drop(self.0.remove(at)),
            (Err(_), true) => {}
            (Ok(at), false) => self.0.splice(at..=at, [(lang, text.into())]).for_each(drop),
            (Err(at), false) => {
                self.0.reserve_exact(1);
                self.0.insert(at, (lang, text.into()));
            }
        }
    }

    /// The text in exactly this language.
    pub fn get(&self, lang: &LangTag) -> Option<&str> {
        self.entry(lang).map(|(_, text)| text)
    }

    /// The text to show to a reader of `lang`, and its own language: that language itself, another form of it,
    /// text of unknown language, English, then whatever there is.
    pub fn best(&self, lang: &LangTag) -> Option<(&LangTag, &str)> {
        self.entry(lang)
            .or_else(|| self.iter().find(|(tag, _)| tag.language() == lang.language()))
            .or_else(|| self.entry(&LangTag::und()))
            .or_else(|| self.entry(&LangTag::en()))
            .or_else(|| self.iter().next())
    }

    /// A text that can stand in one of `lang`: in that language, or in another form of it. What is in simplified Chinese never stands for
    /// traditional Chinese, or the reverse: neither their characters nor their words are the same.
    pub fn in_language(&self, lang: &LangTag) -> Option<(&LangTag, &str)> {
        let form = lang.chinese_form();
        let fits = |tag: &LangTag| {
            tag.language() == lang.language()
                && (form.is_none() || tag.chinese_form().is_none_or(|of| Some(of) == form))
        };
        self.entry(lang).or_else(|| self.iter().find(|(tag, _)| fits(tag)))
    }

    fn entry(&self, lang: &LangTag) -> Option<(&LangTag, &str)> {
        self.iter().find(|(tag, _)| *tag == lang)
    }

    /// Languages and texts, by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&LangTag, &str)> {
        self.0.iter().map(|(tag, text)| (tag, &**text))
    }

    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LangTag {
        LangTag::parse(text).unwrap()
    }

    #[test]
    fn tags_take_their_usual_case() {
        for (given, want) in [
            ("EN", "en"),
            ("zh-hans", "zh-Hans"),
            ("zh_Hans_cn", "zh-Hans-CN"),
            ("pt-br", "pt-BR"),
            ("x-default", "und"),
            ("sl-rozaj-1994", "sl-rozaj-1994"),
        ] {
            assert_eq!(tag(given).as_str(), want);
        }
        for bad in ["", "e", "en-", "1a", "한국어", "en--us", "abcdefghi", "../x"] {
            assert!(LangTag::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn best_prefers_the_reader_then_unknown_then_english() {
        let mut text = LangText::of(LangTag::en(), "Talks");
        assert_eq!(text.best(&tag("ko")).map(|t| t.1), Some("Talks"));
        text.set(LangTag::und(), "?");
        assert_eq!(text.best(&tag("ko")).map(|t| t.1), Some("?"));
        text.set(tag("zh-Hans"), "会谈");
        assert_eq!(text.best(&tag("zh-Hant")).map(|t| t.1), Some("会谈"));
        text.set(tag("zh-Hans"), "");
        assert_eq!(text.get(&tag("zh-Hans")), None);
    }
}
