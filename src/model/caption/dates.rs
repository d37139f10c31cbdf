//! Dates and times in captions, as newspapers of each language write them.

use jiff::civil::{Date, DateTime};

use super::super::text::LangTag;
use super::super::wording;

/// Months as the Associated Press writes them before a day: March to July are never cut.
const AP_MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

/// A day as a caption has it: `Jan. 5, 2026`, `2026년 1월 5일`, `2026年1月5日`.
pub fn date(day: Date, lang: &LangTag) -> String {
    match lang.language() {
        "en" => {
            let month = AP_MONTHS.get(usize::from(day.month().unsigned_abs()).saturating_sub(1));
            format!("{} {}, {}", month.copied().unwrap_or_default(), day.day(), day.year())
        }
        "ja" => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        "ko" | "zh" => wording::date(day, lang),
        // No words of this language here: the one form that all of them can read.
        _ => day.to_string(),
    }
}

/// The day and its weekday: `Monday, Jan. 5, 2026`.
pub fn date_with_weekday(day: Date, lang: &LangTag) -> String {
    match lang.language() {
        "en" => {
            let whole = wording::date_with_weekday(day, lang);
            let weekday = whole.split(',').next().unwrap_or_default();
            format!("{weekday}, {}", date(day, lang))
        }
        "ko" | "zh" => wording::date_with_weekday(day, lang),
        _ => date(day, lang),
    }
}

/// A time of day to the minute: `6:30 p.m.`, `오후 6시 30분`, `18:30`.
pub fn time(at: DateTime, lang: &LangTag) -> String {
    let (hour, minute) = (at.hour(), at.minute());
    let half = if hour % 12 == 0 { 12 } else { hour % 12 };
    match lang.language() {
        "en" => format!("{half}:{minute:02} {}", if hour < 12 { "a.m." } else { "p.m." }),
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
        assert_eq!(got("fr"), ["2026-01-05", "18:05"]);
        assert_eq!(date_with_weekday(at.date(), &tag("en")), "Monday, Jan. 5, 2026");
        assert_eq!(date(day(2026, 6, 30), &tag("en-GB")), "June 30, 2026");
        assert_eq!(time(day(2026, 1, 5).at(0, 0, 0, 0), &tag("ko")), "오전 12시");
    }
}
