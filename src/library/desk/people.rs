//! The delegation list as a table (RFC 4180, with commas, semicolons or tabs): a row for each title of a person.
//!
//! Columns are found by their headings: `code`, `rank`, `name` and `title` each with a language (`name ko`, `title_en`, `이름`), `from` and
//! `to` for the days on which the title holds. Rows with one code, or with the same names, are one person.

use std::collections::BTreeMap;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord, Trim};
use jiff::civil::Date;

use super::super::programme::table::headings::language;
use super::{DeskError, Fault, text_of};
use crate::model::caption::people::{People, Person, Title};
use crate::model::text::{LangTag, LangText};

/// Words for columns and the language they speak, in lower case.
const WORDS: &[(Kind, &str, &str)] = &[
    (Kind::Code, "en", "code short shortcode abbreviation key"),
    (Kind::Code, "ko", "코드 약칭 약어"),
    (Kind::Code, "zh-Hans", "代码 缩写 简称"),
    (Kind::Rank, "en", "rank order precedence protocol no number"),
    (Kind::Rank, "ko", "서열 순위 순서 번호"),
    (Kind::Rank, "zh-Hans", "顺序 排名 序号 礼宾次序"),
    (Kind::Name, "en", "name person names"),
    (Kind::Name, "ko", "이름 성명 인물"),
    (Kind::Name, "zh-Hans", "姓名 名字"),
    (Kind::Name, "ja", "氏名 名前"),
    (Kind::Name, "fr", "nom"),
    (Kind::Title, "en", "title position function office role"),
    (Kind::Title, "ko", "직함 직위 직책"),
    (Kind::Title, "zh-Hans", "职务 头衔 职位"),
    (Kind::Title, "ja", "肩書 役職"),
    (Kind::Title, "fr", "fonction titre"),
    (Kind::From, "en", "from since validfrom start"),
    (Kind::From, "ko", "부터 시작 시작일"),
    (Kind::From, "zh-Hans", "起 开始 自"),
    (Kind::To, "en", "to until till validto end"),
    (Kind::To, "ko", "까지 종료 종료일"),
    (Kind::To, "zh-Hans", "止 结束 至"),
];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Code,
    Rank,
    Name,
    Title,
    From,
    To,
}

/// Reads a delegation list.
///
/// # Errors
/// [`DeskError`] where it cannot be read or a row cannot be understood.
pub fn read_people(path: &Path) -> Result<People, DeskError> {
    let fail = |fault| DeskError { what: "the delegation list", path: path.to_owned(), fault };
    parse_people(&text_of(path).map_err(fail)?).map_err(fail)
}

/// Whether the first row has headings of a delegation list: a name with a code, a rank or a title.
pub(super) fn is_list(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let kinds: Vec<Kind> = first
        .split(['\t', ';', ','])
        .filter_map(|cell| column(cell.trim_matches('"')))
        .map(|(kind, _)| kind)
        .collect();
    let has = |kind| kinds.contains(&kind);
    // A programme has a date.
    let is_programme = first.split(['\t', ';', ',']).any(is_date_heading);
    has(Kind::Name) && (has(Kind::Code) || has(Kind::Rank) || has(Kind::Title)) && !is_programme
}

fn is_date_heading(cell: &str) -> bool {
    use super::super::programme::table::headings::{Field, heading};
    heading(cell.trim_matches('"')).is_some_and(|heading| matches!(heading.field, Field::Date | Field::Time))
}

/// Reads a delegation list from its text.
///
/// # Errors
/// [`Fault`] where a row cannot be understood.
pub fn parse_people(text: &str) -> Result<People, Fault> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|delimiter| {
        // Of equals the last: a comma.
        first.bytes().filter(|byte| byte == delimiter).count()
    });
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = reader.records();
    let head = rows.next().transpose()?.unwrap_or_default();
    let columns: Vec<Option<(Kind, LangTag)>> = head.iter().map(column).collect();
    if !columns.iter().flatten().any(|(kind, _)| *kind == Kind::Name) {
        return Err(Fault::NoNames);
    }
    let mut persons: Vec<Person> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let row = row?;
        let Some(read) = person(&columns, &row)? else { continue };
        let key = read.code.clone().unwrap_or_else(|| format!("\n{:?}", read.name));
        let Some(known) = at.get(&key).and_then(|at| persons.get_mut(*at)) else {
            at.insert(key, persons.len());
            persons.push(read);
            continue;
        };
        known.titles.extend(read.titles);
        known.rank = known.rank.or(read.rank);
        for (lang, name) in read.name.iter() {
            known.name.set(lang.clone(), name);
        }
    }
    persons.retain(|person| !person.name.is_empty());
    for person in &mut persons {
        // The title that began last holds where several do.
        person.titles.sort_by_key(|title| title.from);
    }
    if persons.is_empty() { Err(Fault::Nobody) } else { Ok(People::new(persons)) }
}

/// The person of a row; `None` for a row without name and code.
fn person(columns: &[Option<(Kind, LangTag)>], row: &StringRecord) -> Result<Option<Person>, Fault> {
    let line = row.position().map_or(0, csv::Position::line);
    let mut out = Person::default();
    let (mut title, mut from, mut to) = (LangText::default(), None, None);
    for (column, cell) in columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
        let day = |column| {
            day_of(cell).ok_or_else(|| Fault::Value {
                line,
                column,
                found: cell.to_owned(),
                wanted: "2026-01-05",
            })
        };
        match column {
            Some((Kind::Code, _)) => out.code = Some(cell.trim_matches(['=', '\\']).to_owned()),
            Some((Kind::Rank, _)) => {
                let wanted = "a whole number, 1 for the first";
                let odd = |_| Fault::Value { line, column: "rank", found: cell.to_owned(), wanted };
                out.rank = Some(cell.parse().map_err(odd)?);
            }
            Some((Kind::Name, lang)) => out.name.set(lang.clone(), cell),
            Some((Kind::Title, lang)) => title.set(lang.clone(), cell),
            Some((Kind::From, _)) => from = Some(day("the first day of a title")?),
            Some((Kind::To, _)) => to = Some(day("the last day of a title")?),
            None => {}
        }
    }
    if !title.is_empty() {
        out.titles.push(Title { text: title, from, to });
    }
    // A further title of a person needs no name, only the code.
    Ok((!out.name.is_empty() || out.code.is_some()).then_some(out))
}

/// A day as spreadsheets of offices write it, the year first.
fn day_of(cell: &str) -> Option<Date> {
    let parts: Vec<&str> =
        cell.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// What a heading says.
fn column(cell: &str) -> Option<(Kind, LangTag)> {
    let text = cell.trim().to_lowercase();
    let whole = |text: &str| {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        WORDS.iter().find(|(.., words)| words.split(' ').any(|word| word == plain))
    };
    if let Some((kind, of_word, _)) = whole(&text) {
        return Some((*kind, LangTag::parse(of_word).ok()?));
    }
    let between = |c: char| matches!(c, '(' | '[' | '_' | '-' | ' ' | '.' | '/' | ':');
    text.char_indices().filter(|(_, c)| between(*c)).find_map(|(at, c)| {
        let before = text.get(..at)?;
        let after = text.get(at + c.len_utf8()..)?.trim_end_matches([')', ']']);
        let named = |word: &str, lang: &str| Some((whole(word)?.0, language(lang)?));
        named(before, after).or_else(|| named(after, before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const LIST: &str = "\u{feff}code,rank,name en,이름,name (zh-Hans),title en,직함,from,to\n\
        han,1,Han Byeol,한별,韩星,Prime Minister,총리,,2025-06-03\n\
        han,,,,,President,대통령,2025. 6. 4.,\n\
        orsa,2,Mira Orsa,,,Queen,여왕,,\n,,,,,,,,\n";

    #[test]
    fn rows_become_persons_with_their_titles() {
        let people = parse_people(LIST).unwrap();
        assert_eq!(people.len(), 2);
        let index = people.index();
        let han = index.find("한별").unwrap();
        assert_eq!(han.styled(&LangTag::en(), Some(date(2025, 6, 3))), "Prime Minister Han Byeol");
        let ko = LangTag::parse("ko").unwrap();
        assert_eq!(han.styled(&ko, Some(date(2026, 1, 5))), "한별 대통령");
        assert_eq!(index.find("orsa").map(|p| p.rank), Some(Some(2)));
        assert!(is_list(LIST) && !is_list("date,start,name,title\n") && !is_list("name\n"));
        let tabs = LIST.replace(',', "\t");
        assert_eq!(parse_people(&tabs).unwrap(), people);
    }

    #[test]
    fn what_cannot_be_understood_is_told_with_its_line() {
        let fault = |text: &str| parse_people(text).unwrap_err().to_string();
        assert!(fault("a,b\n1,2\n").contains("\"name\""));
        assert!(fault("name,rank\n").contains("nobody"));
        assert_eq!(
            fault("name,rank\nA,first\n"),
            "line 2 has \"first\" as rank, which is none; write a whole number, 1 for the first"
        );
        assert!(fault("name,from\nA,\nB,4/6/2025\n").starts_with("line 3"));
    }
}
