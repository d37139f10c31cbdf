//! Days and countries in a text against those of the photo.

use jiff::civil::Date;

use super::super::super::notes::Field;
use super::super::super::text::LangTag;
use super::super::super::wording;
use super::super::dates;
use super::{Case, FindingKind};

/// A time that is less sure than this contradicts nothing, in seconds.
const MAX_UNCERTAINTY_SECS: u32 = 12 * 3_600;

/// Compares what a text says with what is known.
pub(super) fn check_text(case: &mut Case<'_>, field: Field, lang: &LangTag, text: &str) {
    if let Some(day) = day_of(case) {
        let said: Vec<Date> = days_in(text, day.year());
        // A text that names several days may speak of others as well; none of them the photo's is odd.
        if !said.is_empty() && !said.contains(&day) {
            let days: Vec<String> = said.iter().map(|day| dates::date(*day, lang)).collect();
            let words =
                format!("It says {}, and the photo was taken on {}", days.join(", "), dates::date(day, lang));
            case.find(FindingKind::Contradiction, field, Some(lang), words);
        }
    }
    if let Some(place) = &case.photo.place {
        let own = wording::country_name(&place.country, lang);
        let others = wording::countries_in(text, lang);
        if !others.is_empty() && !others.contains(&place.country.as_str()) && !text.contains(&place.name) {
            let names: Vec<String> = others.iter().map(|code| wording::country_name(code, lang)).collect();
            let words = format!("It names {}, and the photo was taken in {own}", names.join(", "));
            case.find(FindingKind::Contradiction, field, Some(lang), words);
        }
    }
}

fn day_of(case: &Case<'_>) -> Option<Date> {
    let captured = case.collection.captured(case.photo)?;
    let sure = captured.best.uncertainty_secs <= MAX_UNCERTAINTY_SECS;
    captured.for_order().filter(|_| sure).map(jiff::civil::DateTime::date)
}

/// Every day that a text names, in the ways of English, Korean, Chinese and Japanese and of ISO 8601; without a year, of `year`.
fn days_in(text: &str, year: i16) -> Vec<Date> {
    let mut out = Vec::new();
    let tokens = tokens(text);
    let number = |n: usize| match tokens.get(n) {
        Some(Token::Number(value)) => Some(*value),
        _ => None,
    };
    let word = |n: usize| match tokens.get(n) {
        Some(Token::Word(word)) => Some(word.as_str()),
        _ => None,
    };
    let is_year = |value: u32| (1_900..=2_199).contains(&value);
    for n in 0..tokens.len() {
        let found = if let Some(month) = word(n).and_then(en_month) {
            // "Jan. 5, 2026", "5 January 2026", "January 5"
            let of_year = |n: usize| number(n).filter(|value| is_year(*value));
            match (number(n + 1).filter(|day| *day <= 31), n.checked_sub(1).and_then(number)) {
                (_, Some(day)) if day <= 31 => Some((of_year(n + 1), month, day)),
                (Some(day), _) => Some((of_year(n + 2), month, day)),
                _ => None,
            }
        } else if let (Some(month), Some(unit)) = (number(n), word(n + 1))
            && matches!(unit, "월" | "月")
            && let (Some(day), Some(unit)) = (number(n + 2), word(n + 3))
            && (unit.starts_with('일') || unit.starts_with('日') || unit.starts_with('号'))
        {
            // "2026년 1월 5일", "1月5日"
            let before = |unit: &str| matches!(unit, "년" | "年");
            let of_year = match (n.checked_sub(2).and_then(number), n.checked_sub(1).and_then(word)) {
                (Some(value), Some(unit)) if before(unit) => Some(value),
                _ => None,
            };
            Some((of_year, month, day))
        } else if let (Some(of_year), Some("-"), Some(month), Some("-"), Some(day)) =
            (number(n), word(n + 1), number(n + 2), word(n + 3), number(n + 4))
            && is_year(of_year)
        {
            Some((Some(of_year), month, day))
        } else {
            None
        };
        if let Some((of_year, month, day)) = found
            && let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day))
            && let Ok(of_year) = i16::try_from(of_year.unwrap_or(u32::from(year.unsigned_abs())))
            && let Ok(day) = Date::new(of_year, month, day)
            && !out.contains(&day)
        {
            out.push(day);
        }
    }
    out
}

#[derive(Debug)]
enum Token {
    Number(u32),
    Word(String),
}

/// Numbers and words; hyphens are words of their own, other marks part words.
fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let take = |of: fn(char) -> bool| rest.find(|c| !of(c)).unwrap_or(rest.len());
        let end = if c.is_ascii_digit() {
            let end = take(|c| c.is_ascii_digit());
            out.extend(rest.get(..end).and_then(|digits| digits.parse().ok()).map(Token::Number));
            end
        } else if c.is_alphabetic() {
            let end = take(char::is_alphabetic);
            out.extend(rest.get(..end).map(|word| Token::Word(word.to_owned())));
            end
        } else {
            if c == '-' {
                out.push(Token::Word("-".to_owned()));
            }
            c.len_utf8()
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    out
}

/// The number of an English month, whole or cut as newspapers cut it.
fn en_month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    // In small letters these are verbs: "may", "march".
    let (true, word) = (word.starts_with(|c: char| c.is_ascii_uppercase()), word.to_ascii_lowercase()) else {
        return None;
    };
    let is =
        |month: &&str| *month == word || (word.len() >= 3 && word.len() <= 4 && month.starts_with(&word));
    MONTHS.iter().zip(1..).find(|(month, _)| is(month)).map(|(_, n)| n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_found_as_newspapers_write_them() {
        let day = date(2026, 1, 5);
        for text in [
            "in Beijing on Monday, Jan. 5, 2026.",
            "on 5 January 2026",
            "on January 5",
            "2026년 1월 5일 오전",
            "1월 5일에",
            "2026年1月5日，北京",
            "1月5日在北京",
            "taken 2026-01-05 by",
        ] {
            assert_eq!(days_in(text, 2026), [day], "{text}");
        }
        for text in ["room 5 may be", "on the 5th", "in May", "12-34-56", "99월 99일", "the march of 5,000"]
        {
            assert_eq!(days_in(text, 2026), [] as [Date; 0], "{text}");
        }
    }
}
