//! The delegation list: who may be in the pictures, what they are called in each language, and with which title on which day.

use std::collections::HashMap;

use jiff::civil::Date;

use super::super::text::{LangTag, LangText};

/// Everyone on the list, by rank in the order of protocol, then in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(Vec<Person>);

/// One person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The short code to type between delimiters.
    pub code: Option<String>,
    /// Place in the order of protocol, 1 the first.
    pub rank: Option<u32>,
    /// The name by language: the native name, and romanisations.
    pub name: LangText,
    /// Titles, each with the days on which it holds.
    pub titles: Vec<Title>,
}

/// What a person is, for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// The title by language.
    pub text: LangText,
    /// The first day on which it holds; since ever when `None`.
    pub from: Option<Date>,
    /// The last day; to this day when `None`.
    pub to: Option<Date>,
}

impl Title {
    fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl Person {
    /// The title on a day; without a day the last one. `None` when none holds.
    pub fn title_on(&self, day: Option<Date>) -> Option<&Title> {
        match day {
            Some(day) => self.titles.iter().rev().find(|title| title.holds_on(day)),
            None => self.titles.last(),
        }
    }

    /// The name to show to a reader of this language.
    pub fn name_in(&self, lang: &LangTag) -> &str {
        self.name.best(lang).map(|(_, name)| name).unwrap_or_default()
    }

    /// Title and name in the order of the language: `President Kim Haneul`, `김하늘 대통령`, `金总统`.
    pub fn styled(&self, lang: &LangTag, day: Option<Date>) -> String {
        let name = self.name_in(lang);
        // A title in another language would not be understood; the name alone is.
        let title = self.title_on(day).and_then(|title| title.text.in_language(lang)).map(|(_, text)| text);
        match (title, lang.language()) {
            (None, _) => name.to_owned(),
            (Some(title), "ko") => format!("{name} {title}"),
            (Some(title), "ja") => format!("{name}{title}"),
            (Some(title), "zh") => format!("{title}{name}"),
            (Some(title), _) => format!("{title} {name}"),
        }
    }
}

impl People {
    /// A list of these persons.
    pub fn new(persons: impl IntoIterator<Item = Person>) -> Self {
        let mut persons: Vec<Person> = persons.into_iter().collect();
        persons.sort_by_key(|person| person.rank.unwrap_or(u32::MAX));
        Self(persons)
    }

    /// Everyone, in the order of protocol.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Person> {
        self.0.iter()
    }

    /// Whether nobody is on the list.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many are on the list.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The person with this code.
    pub fn by_code(&self, code: &str) -> Option<&Person> {
        self.0.iter().find(|person| person.code.as_deref() == Some(code))
    }

    /// An index by every name, for many questions.
    pub fn index(&self) -> PeopleIndex<'_> {
        let mut by_name = HashMap::new();
        for person in &self.0 {
            for (_, name) in person.name.iter() {
                by_name.entry(key_of(name)).or_insert(person);
            }
        }
        PeopleIndex { people: self, by_name }
    }
}

/// The list by name.
#[derive(Clone, Debug)]
pub struct PeopleIndex<'a> {
    people: &'a People,
    by_name: HashMap<String, &'a Person>,
}

impl<'a> PeopleIndex<'a> {
    /// The person who goes by this name in any language, or by this code.
    pub fn find(&self, name: &str) -> Option<&'a Person> {
        self.by_name.get(&key_of(name)).copied().or_else(|| self.people.by_code(name.trim()))
    }

    /// The list.
    pub const fn people(&self) -> &'a People {
        self.people
    }
}

/// A name without what writers do differently: case, and how many blanks.
pub(super) fn key_of(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A made-up delegation, for tests.
#[cfg(test)]
pub(super) fn made() -> People {
    use jiff::civil::date;
    let text = |pairs: &[(&str, &str)]| {
        let mut out = LangText::default();
        for (lang, text) in pairs {
            out.set(LangTag::parse(lang).unwrap(), *text);
        }
        out
    };
    let person = |code: &str, rank, names: &[(&str, &str)], titles: Vec<Title>| Person {
        code: Some(code.to_owned()),
        rank: Some(rank),
        name: text(names),
        titles,
    };
    let title = |pairs: &[(&str, &str)], from, to| Title { text: text(pairs), from, to };
    People::new([
        person(
            "orsa",
            2,
            &[("en", "Mira Orsa"), ("ko", "미라 오르사"), ("zh-Hans", "米拉·奥尔萨")],
            vec![title(&[("en", "Queen"), ("ko", "여왕"), ("zh-Hans", "女王")], None, None)],
        ),
        person(
            "han",
            1,
            &[("en", "Han Byeol"), ("ko", "한별"), ("zh-Hans", "韩星")],
            vec![
                title(
                    &[("en", "Prime Minister"), ("ko", "총리"), ("zh-Hans", "总理")],
                    None,
                    Some(date(2025, 6, 3)),
                ),
                title(
                    &[("en", "President"), ("ko", "대통령"), ("zh-Hans", "总统")],
                    Some(date(2025, 6, 4)),
                    None,
                ),
            ],
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn titles_hold_for_their_time_and_stand_where_the_language_has_them() {
        let people = made();
        let index = people.index();
        let han = index.find("han  byeol").unwrap();
        let styled = |lang: &str, day| han.styled(&LangTag::parse(lang).unwrap(), Some(day));
        assert_eq!(styled("en", date(2026, 1, 5)), "President Han Byeol");
        assert_eq!(styled("ko", date(2026, 1, 5)), "한별 대통령");
        assert_eq!(styled("zh-Hans", date(2026, 1, 5)), "总统韩星");
        assert_eq!(styled("en", date(2025, 6, 3)), "Prime Minister Han Byeol");
        assert_eq!(styled("fr", date(2026, 1, 5)), "Han Byeol", "no title that this reader understands");
        assert_eq!(styled("zh-Hant", date(2026, 1, 5)), "韩星", "a title in the other characters is none");
        assert_eq!(styled("zh-TW", date(2026, 1, 5)), "韩星");
        assert_eq!(styled("zh-CN", date(2026, 1, 5)), "总统韩星");
    }

    #[test]
    fn persons_are_found_by_any_name_and_by_code_and_stand_by_rank() {
        let people = made();
        let index = people.index();
        for name in ["Han Byeol", "한별", "han", "韩星"] {
            assert_eq!(index.find(name).and_then(|p| p.code.as_deref()), Some("han"), "{name}");
        }
        assert_eq!(index.find("Nobody"), None);
        let first = people.iter().next().unwrap();
        assert_eq!(first.code.as_deref(), Some("han"));
    }
}
