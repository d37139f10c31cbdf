//! Dates, ranges and countries in the words of a language: the titles that visits and sections have until a person names them.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Weekday};

use super::place::Place;
use super::text::{ChineseForm, LangTag, LangText};
use super::visit::SectionId;

/// The languages that titles are found in.
pub const LANGUAGES: [&str; 3] = ["en", "ko", "zh-Hans"];

/// The languages whose dates and countries are known: an album's own words can be in these.
pub const PAGE_LANGUAGES: [&str; 4] = ["en", "ko", "zh-Hans", "ar"];

/// Names of countries by ISO 3166-1 alpha-2 code, in the order of [`PAGE_LANGUAGES`]. The file's head tells its source.
static TERRITORIES: LazyLock<HashMap<&'static str, [&'static str; 4]>> = LazyLock::new(|| {
    include_str!("../../assets/locales/territories.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, [cells.next()?, cells.next()?, cells.next()?, cells.next()?]))
        })
        .collect()
});

/// Languages that captions have further names of countries in.
const MORE_LANGUAGES: [&str; 8] = ["ar", "de", "es", "fr", "ja", "pt", "ru", "zh-Hant"];

/// Names of countries in each of [`MORE_LANGUAGES`], by code. The file's head tells its source.
static MORE_TERRITORIES: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../../assets/locales/territories_more.tsv").lines();
    let cells = lines.filter(|line| !line.starts_with('#')).map(|line| line.split('\t'));
    cells.filter_map(|mut cells| Some((cells.next()?, cells.collect()))).collect()
});

/// Months in English.
pub(super) const EN_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Months of the Gregorian calendar in Arabic (CLDR 48.2, `ar`, months in format, wide).
pub(super) const AR_MONTHS: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

/// Which of the languages we have words for serves a reader of `lang`: an index into [`PAGE_LANGUAGES`], English if none does.
fn language_index(lang: &LangTag) -> usize {
    PAGE_LANGUAGES
        .iter()
        .position(|l| *l == lang.as_str())
        .or_else(|| PAGE_LANGUAGES.iter().position(|l| l.split('-').next() == Some(lang.language())))
        .unwrap_or(0)
}

/// The language among [`PAGE_LANGUAGES`] that serves a reader of `lang`; English if none does.
pub fn words_language(lang: &LangTag) -> LangTag {
    let code = PAGE_LANGUAGES.get(language_index(lang)).copied().unwrap_or("en");
    LangTag::parse(code).unwrap_or_else(|_| LangTag::en())
}

/// The name of a country; its code where we know no name.
pub fn country_name(code: &str, lang: &LangTag) -> String {
    let is_traditional = lang.chinese_form() == Some(ChineseForm::Traditional);
    let language = if is_traditional { "zh-Hant" } else { lang.language() };
    let more = MORE_LANGUAGES.iter().position(|more| *more == language);
    if let Some(name) = more.and_then(|n| MORE_TERRITORIES.get(code)?.get(n)) {
        return (*name).to_owned();
    }
    TERRITORIES
        .get(code)
        .and_then(|names| names.get(language_index(lang)))
        .map_or_else(|| code.to_owned(), |name| (*name).to_owned())
}

/// The languages that names of countries are known in.
pub fn country_languages() -> impl Iterator<Item = &'static str> {
    PAGE_LANGUAGES.into_iter().filter(|lang| *lang != "ar").chain(MORE_LANGUAGES)
}

/// Code and name of every country in one of [`country_languages`].
pub fn country_names(lang: &str) -> Vec<(&'static str, &'static str)> {
    let page = PAGE_LANGUAGES.iter().position(|known| *known == lang);
    let more = MORE_LANGUAGES.iter().position(|known| *known == lang);
    let of_page = TERRITORIES.iter().filter_map(|(code, names)| Some((*code, *names.get(page?)?)));
    if page.is_some() {
        return of_page.collect();
    }
    MORE_TERRITORIES.iter().filter_map(|(code, names)| Some((*code, *names.get(more?)?))).collect()
}

/// A town with its country, in the order of the language.
pub fn place_name(place: &Place, lang: &LangTag) -> String {
    let country = country_name(&place.country, lang);
    if place.name.is_empty() || place.name == country {
        return country;
    }
    match language_index(lang) {
        0 => format!("{}, {country}", place.name),
        3 => format!("{}، {country}", place.name),
        _ => format!("{country} {}", place.name),
    }
}

/// A day: `5 January 2026`, `2026년 1월 5일`, `2026年1月5日`.
pub fn date(day: Date, lang: &LangTag) -> String {
    let (y, m, d) = (day.year(), day.month(), day.day());
    match language_index(lang) {
        1 => format!("{y}년 {m}월 {d}일"),
        2 => format!("{y}年{m}月{d}日"),
        3 => format!("{d} {} {y}", ar_month(day)),
        _ => format!("{d} {} {y}", en_month(day)),
    }
}

/// A day with its weekday: `Monday, 5 January 2026`.
pub fn date_with_weekday(day: Date, lang: &LangTag) -> String {
    let n = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    let pick = |names: [&'static str; 7]| names.get(n).copied().unwrap_or_default();
    match language_index(lang) {
        1 => {
            let weekday = pick(["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"]);
            format!("{} {weekday}", date(day, lang))
        }
        2 => {
            let weekday = pick(["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]);
            format!("{} {weekday}", date(day, lang))
        }
        3 => {
            let weekday = pick(["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]);
            format!("{weekday}، {}", date(day, lang))
        }
        _ => format!("{}, {}", en_weekday(day.weekday()), date(day, lang)),
    }
}

/// Two days as a range, with what they share said once: `4–7 January 2026`, `2026년 1월 4일~7일`, `2026年1月4日至7日`.
pub fn date_range(from: Date, to: Date, lang: &LangTag) -> String {
    if from == to {
        return date(from, lang);
    }
    let same_year = from.year() == to.year();
    let same_month = same_year && from.month() == to.month();
    let (m, d) = (to.month(), to.day());
    match (language_index(lang), same_year, same_month) {
        (1, _, true) => format!("{}~{d}일", date(from, lang)),
        (1, true, _) => format!("{}~{m}월 {d}일", date(from, lang)),
        (1, ..) => format!("{}~{}", date(from, lang), date(to, lang)),
        (2, _, true) => format!("{}至{d}日", date(from, lang)),
        (2, true, _) => format!("{}至{m}月{d}日", date(from, lang)),
        (2, ..) => format!("{}至{}", date(from, lang), date(to, lang)),
        (_, _, true) => format!("{}–{}", from.day(), date(to, lang)),
        (3, true, false) => format!("{} {} – {}", from.day(), ar_month(from), date(to, lang)),
        (_, true, _) => format!("{} {} – {}", from.day(), en_month(from), date(to, lang)),
        _ => format!("{} – {}", date(from, lang), date(to, lang)),
    }
}

/// What a visit is called until a person names it: "Beijing, China · 4–7 January 2026".
pub fn visit_title(place: Option<&Place>, from: Option<Date>, to: Option<Date>) -> LangText {
    in_every_language(|lang| {
        let dates = from.zip(to).map(|(from, to)| date_range(from, to, lang));
        match (place.map(|p| place_name(p, lang)), dates) {
            (Some(place), Some(dates)) => format!("{place} · {dates}"),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => match language_index(lang) {
                1 => "날짜 없음".to_owned(),
                2 => "日期不明".to_owned(),
                _ => "Undated".to_owned(),
            },
        }
    })
}

/// What a section is called until a person names it: its day.
pub fn section_title(id: &SectionId, start: Option<DateTime>) -> LangText {
    let day = start.map(super::visit::day_of);
    in_every_language(|lang| match day {
        Some(day) => date_with_weekday(day, lang),
        None => id.to_string(),
    })
}

/// What photos are called that were taken after an item of the programme: "After Talks".
pub fn after(title: &LangText) -> LangText {
    in_every_language(|lang| {
        let name = title.best(lang).map(|(_, text)| text).unwrap_or_default();
        match language_index(lang) {
            1 => format!("{name} 이후"),
            2 => format!("{name}之后"),
            _ => format!("After {name}"),
        }
    })
}

/// The title of a further part of a day, or of what came after an item, with its time: "After Talks, 15:40".
pub fn from_time(title: &LangText, begins: DateTime) -> LangText {
    let time = format!("{:02}:{:02}", begins.hour(), begins.minute());
    in_every_language(|lang| {
        let name = title.best(lang).map(|(_, text)| text).unwrap_or_default();
        let comma = if language_index(lang) == 0 { "," } else { "" };
        format!("{name}{comma} {time}")
    })
}

fn in_every_language(words: impl Fn(&LangTag) -> String) -> LangText {
    let mut out = LangText::default();
    for lang in LANGUAGES.iter().filter_map(|l| LangTag::parse(l).ok()) {
        let text = words(&lang);
        out.set(lang, text);
    }
    out
}

fn en_month(day: Date) -> &'static str {
    let n = usize::from(day.month().unsigned_abs());
    EN_MONTHS.get(n.saturating_sub(1)).copied().unwrap_or_default()
}

fn ar_month(day: Date) -> &'static str {
    let n = usize::from(day.month().unsigned_abs());
    AR_MONTHS.get(n.saturating_sub(1)).copied().unwrap_or_default()
}

const fn en_weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    fn tag(text: &str) -> LangTag {
        LangTag::parse(text).unwrap()
    }

    #[test]
    fn arabic_has_its_own_dates_and_countries() {
        let ar = tag("ar-SA");
        assert_eq!(date(day(2026, 1, 5), &ar), "5 يناير 2026");
        assert_eq!(date_with_weekday(day(2026, 1, 5), &ar), "الاثنين، 5 يناير 2026");
        assert_eq!(date_range(day(2026, 1, 30), day(2026, 2, 2), &ar), "30 يناير – 2 فبراير 2026");
        assert_eq!(date_range(day(2026, 1, 4), day(2026, 1, 7), &ar), "4–7 يناير 2026");
        assert_eq!(country_name("CN", &ar), "الصين");
    }

    #[test]
    fn ranges_say_what_they_share_once() {
        let cases = [
            ((2026, 1, 4), (2026, 1, 7), "4–7 January 2026", "2026년 1월 4일~7일", "2026年1月4日至7日"),
            ((2026, 1, 4), (2026, 1, 4), "4 January 2026", "2026년 1월 4일", "2026年1月4日"),
            (
                (2026, 1, 30),
                (2026, 2, 2),
                "30 January – 2 February 2026",
                "2026년 1월 30일~2월 2일",
                "2026年1月30日至2月2日",
            ),
            (
                (2025, 12, 30),
                (2026, 1, 2),
                "30 December 2025 – 2 January 2026",
                "2025년 12월 30일~2026년 1월 2일",
                "2025年12月30日至2026年1月2日",
            ),
        ];
        for ((y, m, d), (y2, m2, d2), en, ko, zh) in cases {
            let (from, to) = (day(y, m, d), day(y2, m2, d2));
            assert_eq!(date_range(from, to, &tag("en")), en);
            assert_eq!(date_range(from, to, &tag("ko")), ko);
            assert_eq!(date_range(from, to, &tag("zh-Hans")), zh);
        }
    }

    #[test]
    fn titles_name_place_and_dates() {
        let beijing = Place { name: "Beijing".into(), country: "CN".into() };
        let title = visit_title(Some(&beijing), Some(day(2026, 1, 4)), Some(day(2026, 1, 7)));
        assert_eq!(title.get(&tag("en")), Some("Beijing, China · 4–7 January 2026"));
        assert_eq!(title.get(&tag("ko")), Some("중국 Beijing · 2026년 1월 4일~7일"));
        assert_eq!(date_with_weekday(day(2026, 1, 5), &tag("ko")), "2026년 1월 5일 월요일");
        assert_eq!(date_with_weekday(day(2026, 1, 5), &tag("fr")), "Monday, 5 January 2026");
        assert_eq!(country_name("KR", &tag("ja")), "韓国");
        assert_eq!(country_name("CN", &tag("zh-TW")), "中國");
        assert_eq!(country_name("US", &tag("fr-CA")), "États-Unis");
        assert_eq!(country_name("XQ", &tag("en")), "XQ");
    }
}
