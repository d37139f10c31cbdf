//! Dates and times in captions, as newspapers of each language write them.

use jiff::civil::{Date, DateTime};

use super::super::text::LangTag;
use super::super::wording;

/// Months as the Associated Press writes them before a day: March to July are never cut.
const AP_MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

/// Words and patterns of a language: the formats `long` and `full` of its Gregorian calendar in Unicode CLDR 48.2.0 (cldr-dates-full,
/// ca-gregorian.json), with the digits of ASCII. Months as they stand in a date.
struct Words {
    lang: &'static str,
    months: [&'static str; 12],
    /// From Monday on.
    weekdays: [&'static str; 7],
    /// `d`, `m` and `y` stand for day, month and year.
    long: &'static str,
    /// What stands between weekday and date.
    comma: &'static str,
}

const WORDS: [Words; 6] = [
    Words {
        lang: "ar",
        months: wording::AR_MONTHS,
        weekdays: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
        long: "{d} {m} {y}",
        comma: "، ",
    },
    Words {
        lang: "de",
        months: [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        long: "{d}. {m} {y}",
        comma: ", ",
    },
    Words {
        lang: "es",
        months: [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        long: "{d} de {m} de {y}",
        comma: ", ",
    },
    Words {
        lang: "fr",
        months: [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        long: "{d} {m} {y}",
        comma: " ",
    },
    Words {
        lang: "pt",
        months: [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        weekdays: [
            "segunda-feira",
            "terça-feira",
            "quarta-feira",
            "quinta-feira",
            "sexta-feira",
            "sábado",
            "domingo",
        ],
        long: "{d} de {m} de {y}",
        comma: ", ",
    },
    Words {
        lang: "ru",
        months: [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
        weekdays: ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
        long: "{d} {m} {y} г.",
        comma: ", ",
    },
];

/// Weekdays of Japanese, from Monday on (CLDR as above).
const JA_WEEKDAYS: [&str; 7] = ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"];

fn words_of(lang: &LangTag) -> Option<&'static Words> {
    WORDS.iter().find(|words| words.lang == lang.language())
}

/// The months of a language in small letters, as they stand in its dates; `None` for languages whose dates have numbers, for English
/// ([`en_month`]) and for those that we know no months of.
pub fn months(lang: &LangTag) -> Option<[String; 12]> {
    words_of(lang).map(|words| words.months.map(str::to_lowercase))
}

/// The number of an English month, whole or cut as newspapers cut it. In small letters these are other words: "may", "march".
pub fn en_month(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let is_cut = |month: &str| (3..=4).contains(&lower.len()) && month.starts_with(&lower);
    let is = |month: &str| lower == month || is_cut(month);
    let at = wording::EN_MONTHS.iter().position(|month| is(&month.to_lowercase()))?;
    word.starts_with(|c: char| c.is_ascii_uppercase()).then(|| u32::try_from(at + 1).ok()).flatten()
}

/// A day as a caption has it: `Jan. 5, 2026`, `2026년 1월 5일`, `2026年1月5日`, `5 يناير 2026`.
pub fn date(day: Date, lang: &LangTag) -> String {
    let month = usize::from(day.month().unsigned_abs()).saturating_sub(1);
    match lang.language() {
        "en" => {
            let month = AP_MONTHS.get(month).copied().unwrap_or_default();
            format!("{month} {}, {}", day.day(), day.year())
        }
        "ja" => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        "ko" | "zh" => wording::date(day, lang),
        _ => match words_of(lang) {
            // The first of a month is the first in French, and every other day a number (Académie française).
            Some(words) => {
                let is_first = words.lang == "fr" && day.day() == 1;
                let number = if is_first { "1er".to_owned() } else { day.day().to_string() };
                let month = words.months.get(month).copied().unwrap_or_default();
                let year = day.year().to_string();
                words.long.replace("{d}", &number).replace("{m}", month).replace("{y}", &year)
            }
            // No words of this language here: the one form that all of them can read.
            None => day.to_string(),
        },
    }
}

/// The day and its weekday: `Monday, Jan. 5, 2026`.
pub fn date_with_weekday(day: Date, lang: &LangTag) -> String {
    let n = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    match lang.language() {
        "en" => {
            let whole = wording::date_with_weekday(day, lang);
            let weekday = whole.split(',').next().unwrap_or_default();
            format!("{weekday}, {}", date(day, lang))
        }
        "ko" | "zh" => wording::date_with_weekday(day, lang),
        "ja" => format!("{}{}", date(day, lang), JA_WEEKDAYS.get(n).copied().unwrap_or_default()),
        _ => match words_of(lang) {
            Some(words) => {
                let weekday = words.weekdays.get(n).copied().unwrap_or_default();
                format!("{weekday}{}{}", words.comma, date(day, lang))
            }
            None => date(day, lang),
        },
    }
}

/// A time of day to the minute: `6:30 p.m.`, `오후 6시 30분`, `18:30`.
pub fn time(at: DateTime, lang: &LangTag) -> String {
    let (hour, minute) = (at.hour(), at.minute());
    let half = if hour % 12 == 0 { 12 } else { hour % 12 };
    match lang.language() {
        "en" => format!("{half}:{minute:02} {}", if hour < 12 { "a.m." } else { "p.m." }),
        "ar" => format!("{half}:{minute:02} {}", if hour < 12 { "ص" } else { "م" }),
        "ja" => format!("{hour}:{minute:02}"),
        "ko" => {
            let part = if hour < 12 { "오전" } else { "오후" };
            if minute == 0 { format!("{part} {half}시") } else { format!("{part} {half}시 {minute}분") }
        }
        _ => format!("{hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn each_language_has_its_own() {
        let at = day(2026, 1, 5).at(18, 5, 0, 0);
        let tag = |text: &str| LangTag::parse(text).unwrap();
        let got = |lang: &str| [date(at.date(), &tag(lang)), time(at, &tag(lang))];
        assert_eq!(got("en"), ["Jan. 5, 2026", "6:05 p.m."]);
        assert_eq!(got("ko"), ["2026년 1월 5일", "오후 6시 5분"]);
        assert_eq!(got("zh-Hans"), ["2026年1月5日", "18:05"]);
        assert_eq!(got("zh-Hant"), ["2026年1月5日", "18:05"]);
        assert_eq!(got("ja"), ["2026年1月5日", "18:05"]);
        assert_eq!(got("ar"), ["5 يناير 2026", "6:05 م"]);
        assert_eq!(got("fr"), ["5 janvier 2026", "18:05"]);
        assert_eq!(got("de-AT")[0], "5. Januar 2026");
        assert_eq!(got("es")[0], "5 de enero de 2026");
        assert_eq!(got("pt-BR")[0], "5 de janeiro de 2026");
        assert_eq!(got("ru")[0], "5 января 2026 г.");
        assert_eq!(got("sv"), ["2026-01-05", "18:05"]);
        assert_eq!(date(day(2026, 5, 1), &tag("fr")), "1er mai 2026");
        let whole = |lang: &str| date_with_weekday(at.date(), &tag(lang));
        assert_eq!(whole("ja"), "2026年1月5日月曜日");
        assert_eq!(whole("ar"), "الاثنين، 5 يناير 2026");
        assert_eq!(whole("fr"), "lundi 5 janvier 2026");
        assert_eq!(whole("ru"), "понедельник, 5 января 2026 г.");
        assert_eq!(date_with_weekday(at.date(), &tag("en")), "Monday, Jan. 5, 2026");
        assert_eq!(date(day(2026, 6, 30), &tag("en-GB")), "June 30, 2026");
        assert_eq!(time(day(2026, 1, 5).at(0, 0, 0, 0), &tag("ko")), "오전 12시");
    }
}
