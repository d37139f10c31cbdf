//! The words of pages themselves: labels, counts, dates and places, in the reader's language.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};

use super::plan::{PlannedPhoto, PlannedSection, PlannedVisit, Taken};
use super::texts;
use crate::model::clearance::Embargo;
use crate::model::clock::words::offset as offset_words;
use crate::model::text::{LangTag, LangText};
use crate::model::wording;

static_loader! {
    static LOCALES = {
        locales: "./assets/locales",
        fallback_language: "en",
        // Numbers stand among words of the same direction in every language that we have words for.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// Labels that templates use as they are.
const LABELS: [&str; 16] = [
    "skip",
    "trail",
    "languages",
    "sections",
    "steps",
    "previous",
    "next",
    "back-to",
    "slideshow",
    "stop",
    "full-screen",
    "actual-size",
    "download",
    "permalink",
    "host",
    "guest",
];

/// Names of languages in themselves, for the language switch.
const LANGUAGE_NAMES: [(&str, &str); 18] = [
    ("en", "English"),
    ("ko", "한국어"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("zh", "中文"),
    ("ja", "日本語"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("pt", "Português"),
    ("it", "Italiano"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("he", "עברית"),
    ("fa", "فارسی"),
    ("vi", "Tiếng Việt"),
    ("id", "Bahasa Indonesia"),
    ("th", "ไทย"),
];

/// What a language calls itself; its tag where we do not know.
pub fn language_name(lang: &LangTag) -> String {
    LANGUAGE_NAMES
        .iter()
        .find(|(tag, _)| *tag == lang.as_str())
        .map_or_else(|| lang.as_str().to_owned(), |(_, name)| (*name).to_owned())
}

/// The words for readers of one language.
#[derive(Debug)]
pub struct Phrases {
    /// The language of the reader: whose texts are chosen.
    pub reader: LangTag,
    /// The language of these words: the reader's where we have it, English otherwise.
    pub lang: LangTag,
    id: LanguageIdentifier,
}

impl Phrases {
    /// The words for readers of this language.
    pub fn new(reader: &LangTag) -> Self {
        let lang = wording::words_language(reader);
        // Every language that we have words for is a sound identifier; English serves if one day one is not.
        let id = lang.as_str().parse().unwrap_or_default();
        Self { reader: reader.clone(), lang, id }
    }

    /// Labels for templates, with `_` in their names.
    pub fn labels(&self) -> BTreeMap<String, String> {
        LABELS.iter().map(|name| (name.replace('-', "_"), self.say(name))).collect()
    }

    /// One phrase.
    pub fn say(&self, name: &str) -> String {
        LOCALES.lookup(&self.id, name)
    }

    fn say_with(&self, name: &str, args: &[(&'static str, usize)]) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'static>> =
            args.iter().map(|(key, n)| (Cow::Borrowed(*key), FluentValue::from(*n))).collect();
        LOCALES.lookup_with_args(&self.id, name, &args)
    }

    /// "12 photos".
    pub fn n_photos(&self, n: usize) -> String {
        self.say_with("n-photos", &[("n", n)])
    }

    /// "3 visits".
    pub fn n_visits(&self, n: usize) -> String {
        self.say_with("n-visits", &[("n", n)])
    }

    /// "Photo 3 of 48".
    pub fn photo_of(&self, n: usize, total: usize) -> String {
        self.say_with("photo-of", &[("n", n), ("total", total)])
    }

    /// When a photo was taken, to the minute at most: "5 January 2026, 18:30".
    pub fn taken(&self, taken: Taken) -> String {
        match taken {
            Taken::Day(day) => wording::date(day, &self.lang),
            Taken::Minute(civil) => {
                let day = wording::date(civil.date(), &self.lang);
                let separator = match self.lang.language() {
                    "en" => ", ",
                    "ar" => "، ",
                    _ => " ",
                };
                format!("{day}{separator}{:02}:{:02}", civil.hour(), civil.minute())
            }
        }
    }

    /// That nothing may be published before a moment: "Under embargo until 5 January 2026, 18:00 (UTC+08:00)".
    pub fn embargo(&self, embargo: Embargo) -> String {
        let until = self.taken(Taken::Minute(embargo.civil));
        let until = format!("{until} (UTC{})", offset_words(embargo.offset));
        let args = HashMap::from([(Cow::Borrowed("until"), FluentValue::from(until))]);
        LOCALES.lookup_with_args(&self.id, "embargo", &args)
    }

    /// The heading of a visit, and the line below it: what people call it and where and when it was, or else
    /// where it was and when, or else when.
    pub fn visit_heading(&self, visit: &PlannedVisit) -> (LangText, Option<String>) {
        let place = visit.place.as_ref().map(|place| wording::place_name(place, &self.lang));
        let days = visit.days.map(|(from, to)| wording::date_range(from, to, &self.lang));
        if !visit.title.is_empty() {
            let line: Vec<String> = [place, days].into_iter().flatten().collect();
            return (visit.title.clone(), (!line.is_empty()).then(|| line.join(" · ")));
        }
        let found = |words: String| LangText::of(self.lang.clone(), words);
        match (place, days) {
            (Some(place), days) => (found(place), days),
            (None, Some(days)) => (found(days), None),
            (None, None) => (found(self.say("undated")), None),
        }
    }

    /// The heading of a section, and the line below it: what people call it and its day, or else its day.
    pub fn section_heading(&self, section: &PlannedSection) -> (LangText, Option<String>) {
        let day = section.day.map(|day| wording::date_with_weekday(day, &self.lang));
        if !section.title.is_empty() {
            return (section.title.clone(), day);
        }
        let words = day.unwrap_or_else(|| self.say("undated"));
        (LangText::of(self.lang.clone(), words), None)
    }

    /// What stands for a photo to who cannot see it: its alt text, headline or caption, or else when and where it was taken.
    pub fn alt(&self, photo: &PlannedPhoto) -> (LangTag, String) {
        let said = [&photo.alt, &photo.headline, &photo.caption]
            .into_iter()
            .find_map(|text| text.best(&self.reader));
        if let Some((lang, text)) = said {
            return (lang.clone(), texts::shortened(text, 300));
        }
        let taken = photo.taken.map(|taken| self.taken(taken));
        let place = photo.place.as_ref().map(|place| place.name.clone()).filter(|name| !name.is_empty());
        let words: Vec<String> = [Some(self.say("photo")), taken, place].into_iter().flatten().collect();
        (self.lang.clone(), words.join(&self.say("list-comma")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn phrases(tag: &str) -> Phrases {
        Phrases::new(&LangTag::parse(tag).unwrap())
    }

    #[test]
    fn counts_and_dates_are_in_the_language() {
        let taken = Taken::Minute(date(2026, 1, 5).at(18, 30, 12, 0));
        for (tag, count, when) in [
            ("en", "1 photo", "5 January 2026, 18:30"),
            ("ko", "사진 1장", "2026년 1월 5일 18:30"),
            ("zh-Hans", "1 张照片", "2026年1月5日 18:30"),
            ("zh-Hant", "1 张照片", "2026年1月5日 18:30"),
            ("ar", "صورة واحدة", "5 يناير 2026، 18:30"),
            ("fr", "1 photo", "5 January 2026, 18:30"),
        ] {
            assert_eq!(phrases(tag).n_photos(1), count, "{tag}");
            assert_eq!(phrases(tag).taken(taken), when, "{tag}");
        }
        assert_eq!(phrases("en").photo_of(3, 1200), "Photo 3 of 1200");
    }

    #[test]
    fn every_language_has_every_phrase() {
        let keys = |text: &'static str| -> Vec<&'static str> {
            text.lines()
                .filter(|line| !line.starts_with(['#', ' ', '}']))
                .filter_map(|line| line.split(" =").next())
                .collect()
        };
        let en = keys(include_str!("../../assets/locales/en.ftl"));
        assert!(en.len() > 20);
        assert_eq!(keys(include_str!("../../assets/locales/ko.ftl")), en);
        assert_eq!(keys(include_str!("../../assets/locales/zh-Hans.ftl")), en);
        let ar = keys(include_str!("../../assets/locales/ar.ftl"));
        for label in LABELS.into_iter().chain([
            "persons",
            "undated",
            "default-title",
            "photo-of",
            "n-photos",
            "n-visits",
        ]) {
            assert!(ar.contains(&label), "{label}");
        }
        for label in LABELS {
            assert!(en.contains(&label), "{label}");
        }
    }
}
