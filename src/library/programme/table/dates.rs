//! Dates as people write them into tables.

use jiff::civil::Date;

/// A date as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// One reading.
    Sure(Date),
    /// `1/5/2026`: the first number, the second, the year.
    Slashed(i8, i8, i16),
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `5/1/2026` is in January.
    DayFirst,
    /// `1/5/2026` is in January.
    MonthFirst,
}

impl Written {
    /// Which order it can only be in; `None` where both serve or one makes no difference.
    pub fn tells(self) -> Option<Order> {
        match self {
            Self::Slashed(first, 1..=12, _) if first > 12 => Some(Order::DayFirst),
            Self::Slashed(1..=12, second, _) if second > 12 => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// The date, when the order is known.
    pub fn date(self, order: Option<Order>) -> Option<Date> {
        match (self, order) {
            (Self::Sure(date), _) => Some(date),
            (Self::Slashed(day, month, year), Some(Order::DayFirst)) => Date::new(year, month, day).ok(),
            (Self::Slashed(month, day, year), Some(Order::MonthFirst)) => Date::new(year, month, day).ok(),
            (Self::Slashed(both, other, year), None) if both == other => Date::new(year, both, both).ok(),
            (Self::Slashed(..), None) => None,
        }
    }
}

const MONTHS: [&str; 12] = [
    "january januar janvier jänner enero",
    "february februar février fevrier febrero",
    "march märz maerz mrz mars marzo",
    "april avril abril",
    "may mai mayo",
    "june juni juin junio",
    "july juli juillet julio",
    "august août aout agosto",
    "september septembre septiembre sept",
    "october oktober octobre octubre",
    "november novembre noviembre",
    "december dezember décembre decembre diciembre",
];

/// Names of weekdays that stand before or behind a date, in lower case; the short ones only whole.
const WEEKDAYS: &str = " mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday mo di mi \
     do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lun mar mer jeu ven sam dim lundi mardi mercredi \
     jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo 월 화 수 목 금 토 일 월요일 화요일 수요일 \
     목요일 금요일 토요일 일요일 周一 周二 周三 周四 周五 周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 週一 週二 週三 \
     週四 週五 週六 週日 月 火 水 木 金 土 日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 ";

/// The date at the beginning of a text and what follows it, or `None` where there is none. `text` is plain ([`super::headings::plain`]).
pub fn scan(text: &str) -> Option<(Written, &str)> {
    let text = text.trim();
    if text.len() > 200 {
        return None;
    }
    let (written, rest) = numbers(text).or_else(|| named(text)).or_else(|| {
        let (word, rest) = letters(text)?;
        let rest = rest.trim_start_matches([',', '.', ' ']);
        is_weekday(word).then(|| numbers(rest).or_else(|| named(rest)))?
    })?;
    Some((written, without_weekday(rest)))
}

/// `2026-01-05`, `2026. 1. 5.`, `2026年1月5日`, `20260105`, `05.01.2026`, `1/5/2026`, `5 January 2026`, `5-Jan-2026`.
fn numbers(text: &str) -> Option<(Written, &str)> {
    let (first, rest) = digits(text)?;
    match first.len() {
        8 => {
            let part = |from: usize, to: usize| first.get(from..to)?.parse::<i16>().ok();
            Some((sure(part(0, 4)?, part(4, 6)?, part(6, 8)?)?, rest))
        }
        4 => {
            let (month, rest) = digits(separated(rest, &['-', '/', '.', '년', '年'])?)?;
            let (day, rest) = digits(separated(rest, &['-', '/', '.', '월', '月'])?)?;
            let trimmed = rest.trim_start();
            let rest = trimmed.strip_prefix(['.', '일', '日', '号', '號']).unwrap_or(rest);
            let written = sure(first.parse().ok()?, short(month)?, short(day)?)?;
            // More digits than a day has: something else.
            (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((written, rest))
        }
        1 | 2 => {
            let first = short(first)?;
            let separator = rest.trim_start().chars().next()?;
            if let Some((second, behind)) = separated(rest, &['.', '/', '-']).and_then(digits) {
                let (year, behind) = digits(separated(behind, &[separator])?)?;
                let (second, year) =
                    (short(second)?, if year.len() == 4 { year.parse().ok()? } else { return None });
                let written = match separator {
                    '.' => sure(year, second, first)?,
                    _ => slashed(first, second, year)?,
                };
                return Some((written, behind));
            }
            let rest =
                ["st", "nd", "rd", "th", "er"].iter().find_map(|s| rest.strip_prefix(s)).unwrap_or(rest);
            let rest = rest.trim_start_matches(['.', ' ', '-']);
            let rest = rest.strip_prefix("de ").or_else(|| rest.strip_prefix("of ")).unwrap_or(rest);
            let (word, rest) = letters(rest)?;
            let rest = rest.trim_start_matches(['.', ',', ' ', '-']);
            let (year, rest) = digits(rest.strip_prefix("de ").unwrap_or(rest))?;
            (year.len() == 4).then_some(())?;
            Some((sure(year.parse().ok()?, month(word)?, first)?, rest))
        }
        _ => None,
    }
}

/// `January 5, 2026`.
fn named(text: &str) -> Option<(Written, &str)> {
    let (word, rest) = letters(text)?;
    let month = month(word)?;
    let (day, rest) = digits(rest.trim_start_matches(['.', ' ']))?;
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|s| rest.strip_prefix(s)).unwrap_or(rest);
    let (year, rest) = digits(rest.trim_start_matches([',', ' ']))?;
    (year.len() == 4).then_some(())?;
    Some((sure(year.parse().ok()?, month, short(day)?)?, rest))
}

fn sure(year: i16, month: i16, day: i16) -> Option<Written> {
    let sound = (1900..=2200).contains(&year);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    sound.then_some(Written::Sure(date))
}

fn slashed(first: i16, second: i16, year: i16) -> Option<Written> {
    let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
    let possible = [(first, second), (second, first)].iter().any(|(m, d)| Date::new(year, *m, *d).is_ok());
    (possible && (1900..=2200).contains(&year)).then_some(Written::Slashed(first, second, year))
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// A number of one or two digits.
fn short(digits: &str) -> Option<i16> {
    if digits.len() <= 2 { digits.parse().ok() } else { None }
}

fn letters(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// What follows a separator and the blanks around it.
fn separated<'a>(text: &'a str, by: &[char]) -> Option<&'a str> {
    Some(text.trim_start().strip_prefix(by)?.trim_start())
}

/// The number of a month by its name or the first three letters of it or more.
fn month(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name.starts_with(&word)))?;
    i16::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    !word.is_empty() && WEEKDAYS.contains(&format!(" {} ", word.to_lowercase()))
}

/// What follows a weekday, in brackets or not, and a comma.
fn without_weekday(rest: &str) -> &str {
    let rest = rest.trim_start_matches([',', ' ', '\n']);
    let (opened, inner) = match rest.strip_prefix(['(', '[']) {
        Some(inner) => (true, inner),
        None => (false, rest),
    };
    match letters(inner) {
        Some((word, behind)) if is_weekday(word) => {
            let behind = behind.trim_start_matches('.');
            let behind = if opened { behind.strip_prefix([')', ']']).unwrap_or(behind) } else { behind };
            behind.trim_start_matches([',', ' ', '\n'])
        }
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_of_many_countries() {
        let want = Written::Sure(date(2026, 1, 5));
        for text in [
            "2026-01-05",
            "2026/1/5",
            "2026.1.5",
            "2026. 1. 5.",
            "20260105",
            "2026년 1월 5일",
            "2026年1月5日",
            "2026年01月05日 星期一",
            "2026. 1. 5.(월)",
            "05.01.2026",
            "5.1.2026",
            "5 January 2026",
            "5 Jan 2026",
            "Monday, 5 January 2026",
            "Mon 5 Jan. 2026",
            "January 5, 2026",
            "Jan 5th 2026",
            "5. Januar 2026",
            "Montag, 5. Januar 2026",
            "5 janvier 2026",
            "5-Jan-2026",
            "5 de enero de 2026",
            "2026-01-05 (Mon)",
            "2026年1月5日（周一）".replace(['（', '）'], " ").as_str(),
        ] {
            assert_eq!(scan(text).map(|(date, rest)| (date, rest.trim())), Some((want, "")), "{text}");
        }
        assert_eq!(scan("2026-01-05 09:00"), Some((want, "09:00")));
        assert_eq!(scan("2026-01-05T09:00:00Z"), Some((want, "T09:00:00Z")));
        assert_eq!(scan("1er mars 2026").map(|d| d.0), Some(Written::Sure(date(2026, 3, 1))));
        for none in [
            "",
            "09:00",
            "9.30",
            "2026",
            "2026-13-05",
            "05.01.26",
            "1월 5일",
            "State banquet",
            "32/1/2026",
            "2026-1-500",
            "May",
        ] {
            assert_eq!(scan(none), None, "{none}");
        }
    }

    #[test]
    fn the_order_of_slashed_dates() {
        let slashed = |text: &str| scan(text).unwrap().0;
        assert_eq!(slashed("13/1/2026").tells(), Some(Order::DayFirst));
        assert_eq!(slashed("1/13/2026").tells(), Some(Order::MonthFirst));
        assert_eq!(slashed("1/5/2026").tells(), None);
        assert_eq!(slashed("1/5/2026").date(None), None);
        assert_eq!(slashed("1/5/2026").date(Some(Order::MonthFirst)), Some(date(2026, 1, 5)));
        assert_eq!(slashed("1-5-2026").date(Some(Order::DayFirst)), Some(date(2026, 5, 1)));
        assert_eq!(slashed("5/5/2026").date(None), Some(date(2026, 5, 5)));
    }
}
