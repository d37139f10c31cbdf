//! The days that a text names, in the ways of the languages that we write dates in, and of ISO 8601.

use jiff::civil::Date;

use super::super::super::text::LangTag;
use super::super::dates;

/// A day, or the days from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) from: Date,
    pub(super) to: Date,
}

impl Days {
    /// Whether a day is one of them.
    pub(super) fn holds(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// Every day that a text of a language names; without a year, of `year`. English, Korean and Chinese dates are found in every text.
pub(super) fn days_in(text: &str, lang: &LangTag, year: i16) -> Vec<Days> {
    let tokens = Tokens { all: tokens(text), months: dates::months(lang), year };
    let mut found: Vec<Found> = Vec::new();
    for n in 0..tokens.all.len() {
        let new = tokens.named_month(n).or_else(|| tokens.numbered_month(n)).or_else(|| tokens.iso(n));
        let Some(new) = new else { continue };
        match found.last_mut() {
            // "30 January – 2 February 2026"
            Some(before)
                if before.end + 1 == new.begin
                    && tokens.is_to(before.end)
                    && before.days.to <= new.days.from =>
            {
                before.days.to = new.days.to;
                before.end = new.end;
            }
            _ => found.push(new),
        }
    }
    let mut out: Vec<Days> = Vec::new();
    for Found { days, .. } in found {
        if !out.contains(&days) {
            out.push(days);
        }
    }
    out
}

/// Days with the words that name them, the last one excluded.
struct Found {
    days: Days,
    begin: usize,
    end: usize,
}

#[derive(Debug)]
enum Token {
    Number(u32),
    Word(String),
}

struct Tokens {
    all: Vec<Token>,
    /// The months of the text's language, in small letters.
    months: Option<[String; 12]>,
    year: i16,
}

/// Words and marks between the first and the last day of several.
const TO: [&str; 15] =
    ["-", "to", "and", "bis", "und", "au", "et", "al", "y", "a", "e", "по", "и", "إلى", "至"];

/// Words that may stand between day, month and year: `5 de enero de 2026`, `1er mai`, `1º de janeiro`.
const BETWEEN: [&str; 7] = ["de", "del", "er", "º", "of", "st", "th"];

impl Tokens {
    fn number(&self, n: usize) -> Option<u32> {
        match self.all.get(n) {
            Some(Token::Number(value)) => Some(*value),
            _ => None,
        }
    }

    fn word(&self, n: usize) -> Option<&str> {
        match self.all.get(n) {
            Some(Token::Word(word)) => Some(word.as_str()),
            _ => None,
        }
    }

    fn day(&self, n: usize) -> Option<u32> {
        self.number(n).filter(|day| (1..=31).contains(day))
    }

    fn year_at(&self, n: usize) -> Option<u32> {
        self.number(n).filter(|year| (1_900..=2_199).contains(year))
    }

    fn is_to(&self, n: usize) -> bool {
        self.word(n).is_some_and(|word| TO.contains(&word.to_lowercase().as_str()))
    }

    fn is_between(&self, n: usize) -> bool {
        self.word(n).is_some_and(|word| BETWEEN.contains(&word.to_lowercase().as_str()))
    }

    /// "Jan. 5, 2026", "5 January 2026", "January 5", "5. Januar 2026", "5 de enero de 2026", "4–7 January".
    fn named_month(&self, n: usize) -> Option<Found> {
        let word = self.word(n)?;
        let lower = word.to_lowercase();
        let own = self.months.iter().flatten().position(|month| *month == lower);
        let own = own.and_then(|at| u32::try_from(at + 1).ok());
        // Only English has the month before the day.
        let english = dates::en_month(word);
        let month = own.or(english)?;
        // "the 5th of January", "5 de enero"
        let n_between =
            (1..=2).take_while(|back| n.checked_sub(*back).is_some_and(|at| self.is_between(at))).count();
        let before = n.checked_sub(n_between + 1).and_then(|at| Some((at, self.day(at)?)));
        if let Some((at, last)) = before {
            // "4–7 January"
            let first =
                at.checked_sub(2).filter(|_| self.is_to(at - 1)).and_then(|at| Some((at, self.day(at)?)));
            let (begin, first) = first.unwrap_or((at, last));
            let at_year = if self.is_between(n + 1) { n + 2 } else { n + 1 };
            let year = self.year_at(at_year);
            let end = if year.is_some() { at_year + 1 } else { n + 1 };
            return self.found((begin, end), year, month, (first, last));
        }
        english?;
        let first = self.day(n + 1)?;
        // "Jan. 4-7, 2026", but not "Jan. 4 to March 2"
        let last = self
            .day(n + 3)
            .filter(|_| self.is_to(n + 2) && self.word(n + 4).and_then(dates::en_month).is_none());
        let at_year = if last.is_some() { n + 4 } else { n + 2 };
        let year = self.year_at(at_year);
        let end = if year.is_some() { at_year + 1 } else { at_year };
        self.found((n, end), year, month, (first, last.unwrap_or(first)))
    }

    /// "2026년 1월 5일", "1月5日", "1월 4일~7일".
    fn numbered_month(&self, n: usize) -> Option<Found> {
        let month =
            self.number(n).filter(|_| self.word(n + 1).is_some_and(|unit| matches!(unit, "월" | "月")))?;
        let is_day = |n: usize| {
            self.word(n).is_some_and(|unit| ["일", "日", "号", "號"].iter().any(|day| unit.starts_with(day)))
        };
        let first = self.day(n + 2).filter(|_| is_day(n + 3))?;
        let is_to = self.word(n + 3).is_some_and(|unit| unit.ends_with("부터"))
            || self.word(n + 3).is_some_and(|unit| unit.ends_with('至'));
        let at_last = if is_to { n + 4 } else { n + 5 };
        let last = self.day(at_last).filter(|_| (is_to || self.is_to(n + 4)) && is_day(at_last + 1));
        let end = if last.is_some() { at_last + 2 } else { n + 4 };
        let before = |unit: &str| matches!(unit, "년" | "年");
        let year = n.checked_sub(2).filter(|at| self.word(at + 1).is_some_and(before));
        let year = year.and_then(|at| Some((at, self.number(at)?)));
        let begin = year.map_or(n, |(at, _)| at);
        self.found((begin, end), year.map(|(_, year)| year), month, (first, last.unwrap_or(first)))
    }

    /// "2026-01-05".
    fn iso(&self, n: usize) -> Option<Found> {
        let year =
            self.year_at(n).filter(|_| self.word(n + 1) == Some("-") && self.word(n + 3) == Some("-"))?;
        let day = self.day(n + 4)?;
        self.found((n, n + 5), Some(year), self.number(n + 2)?, (day, day))
    }

    fn found(
        &self,
        (begin, end): (usize, usize),
        year: Option<u32>,
        month: u32,
        (first, last): (u32, u32),
    ) -> Option<Found> {
        let year = year.and_then(|year| i16::try_from(year).ok()).unwrap_or(self.year);
        let month = i8::try_from(month).ok()?;
        let date = |day: u32| Date::new(year, month, i8::try_from(day).ok()?).ok();
        let (from, to) = (date(first)?, date(last)?);
        (from <= to).then_some(Found { days: Days { from, to }, begin, end })
    }
}

/// Numbers and words; dashes are words of their own, other marks part words.
fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let take = |of: fn(char) -> bool| rest.find(|c| !of(c)).unwrap_or(rest.len());
        let end = if digit(c).is_some() {
            let end = take(|c| digit(c).is_some());
            let digits: String = rest.get(..end).unwrap_or_default().chars().filter_map(digit).collect();
            out.extend(digits.parse().ok().map(Token::Number));
            end
        } else if is_letter(c) {
            let end = take(is_letter);
            out.extend(rest.get(..end).map(|word| Token::Word(word.to_owned())));
            end
        } else {
            if matches!(c, '-' | '‐' | '‑' | '–' | '—' | '~' | '～' | '〜') {
                out.push(Token::Word("-".to_owned()));
            }
            c.len_utf8()
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    out
}

/// A letter, or a vowel mark of Arabic on one.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{64b}'..='\u{652}')
}

/// The digit of ASCII that a digit of Latin or Arabic texts stands for.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    char::from_digit(u32::from(c).checked_sub(u32::from(zero))?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn found(text: &str, lang: &str) -> Vec<(Date, Date)> {
        let days = days_in(text, &LangTag::parse(lang).unwrap(), 2026);
        days.iter().map(|days| (days.from, days.to)).collect()
    }

    #[test]
    fn days_are_found_as_newspapers_write_them() {
        let day = date(2026, 1, 5);
        for (lang, text) in [
            ("en", "in Beijing on Monday, Jan. 5, 2026."),
            ("en", "on 5 January 2026"),
            ("en", "on the 5th of January"),
            ("en", "on January 5"),
            ("ko", "2026년 1월 5일 오전"),
            ("ko", "1월 5일에"),
            ("zh-Hans", "2026年1月5日，北京"),
            ("zh-Hans", "1月5日在北京"),
            ("sv", "taken 2026-01-05 by"),
            ("fr", "le lundi 5 janvier 2026"),
            ("de", "am 5. Januar 2026 in Peking"),
            ("de", "am Montag, 5. JANUAR"),
            ("es", "el 5 de enero de 2026"),
            ("es", "el 5 de enero del 2026"),
            ("pt", "em 5 de janeiro"),
            ("ru", "5 января 2026 г."),
            ("ar", "في 5 يناير 2026"),
            ("ar", "في ٥ يناير ٢٠٢٦"),
            ("fr", "5 January"),
        ] {
            assert_eq!(found(text, lang), [(day, day)], "{text}");
        }
        assert_eq!(found("le 1er mai", "fr"), [(date(2026, 5, 1), date(2026, 5, 1))]);
        assert_eq!(found("em 1º de março de 2025", "pt"), [(date(2025, 3, 1), date(2025, 3, 1))]);
        for (lang, text) in [
            ("en", "room 5 may be"),
            ("en", "on the 5th"),
            ("en", "in May"),
            ("en", "12-34-56"),
            ("ko", "99월 99일"),
            ("en", "the march of 5,000"),
            ("fr", "janvier 5"),
            ("fr", "31 février"),
            ("es", "las 5 casas del mayo"),
            ("ru", "мая 5"),
            ("en", "5 janvier"),
        ] {
            assert_eq!(found(text, lang), [], "{text}");
        }
    }

    #[test]
    fn days_from_to_are_all_of_them() {
        let days = (date(2026, 1, 4), date(2026, 1, 7));
        for (lang, text) in [
            ("en", "4–7 January 2026"),
            ("en", "Jan. 4-7, 2026"),
            ("en", "January 4 to 7"),
            ("ko", "2026년 1월 4일~7일"),
            ("ko", "1월 4일부터 7일까지"),
            ("zh-Hans", "2026年1月4日至7日"),
            ("fr", "du 4 au 7 janvier 2026"),
            ("de", "vom 4. bis 7. Januar"),
            ("ru", "4–7 января"),
            ("ar", "4–7 يناير 2026"),
        ] {
            assert_eq!(found(text, lang), [days], "{text}");
        }
        let over = [(date(2026, 1, 30), date(2026, 2, 2))];
        assert_eq!(found("30 January – 2 February 2026", "en"), over);
        assert_eq!(found("Jan. 30 to Feb. 2, 2026", "en"), over);
        assert_eq!(found("2026년 1월 30일~2월 2일", "ko"), over);
        assert_eq!(found("5 January, not 6 January", "en").len(), 2);
    }
}
