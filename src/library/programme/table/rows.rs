//! Items out of the rows of a table.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::Row;
use super::dates::{Order, Written, scan};
use super::headings::{Field, Heading, Language, language_of, plain};
use super::times::{Clock, Times, times};
use crate::library::programme::error::{Fault, quote};
use crate::library::programme::zones::Zone;
use crate::library::programme::{Draft, MOST_ITEMS, Remark, items, tally};
use crate::model::programme::changes::MADE_UID;
use crate::model::programme::{ItemTime, ProgrammeItem};
use crate::model::text::LangText;

const DATE: &str = "2026-01-05, 05.01.2026, 2026년 1월 5일 or 2026年1月5日";
const TIME: &str = "09:00, 9:00 AM, 오전 9:00 or 上午9:00";

/// Words for an item that was called off.
const CANCELLED: &str = "|cancelled|canceled|cancel|called off|취소|취소됨|取消|已取消|annulé|annulée|abgesagt|entfällt|キャンセル|中止|cancelado|annullato|";
/// Words for one that was not.
const CONFIRMED: &str = "|confirmed|ok|tentative|planned|new|changed|확정|예정|변경|잠정|确认|已确认|确定|暂定|確認|確定|予定|confirmé|confirmée|prévu|bestätigt|geplant|";

/// What is doubtful in several rows in the same way.
#[derive(Default)]
struct Doubts {
    no_time: Option<(usize, usize)>,
    over_midnight: Option<(usize, usize)>,
    no_zone: Option<(usize, usize)>,
    no_title: Option<(usize, usize)>,
    status: BTreeMap<String, usize>,
    zones: BTreeMap<String, (usize, usize)>,
}

/// The items of the rows below the headings.
///
/// # Errors
/// [`Fault`] for a date or time that cannot be understood, an end before its start, too many items.
pub(in crate::library::programme) fn drafts(
    columns: &[Option<Heading>],
    rows: &[Row],
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Draft>, Fault> {
    let table = Table { columns, order: order(columns, rows)?, beside: beside(columns) };
    let mut doubts = Doubts::default();
    let (mut out, mut day): (Vec<Draft>, Option<Date>) = (Vec::new(), None);
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let Some(mut draft) = table.draft(row, &mut day, &mut doubts)? else { continue };
        if out.len() >= MOST_ITEMS {
            return Err(Fault::TooManyItems { line: row.line, limit: MOST_ITEMS });
        }
        let uid = table.text(row, Field::Uid);
        let nth = seen.entry(if uid.is_empty() { made_uid(&draft.item) } else { uid.clone() }).or_insert(0);
        *nth += 1;
        draft.item.uid = match (uid.is_empty(), *nth) {
            (true, 1) => made_uid(&draft.item).into(),
            (true, nth) => format!("{}/{nth}", made_uid(&draft.item)).into(),
            (false, nth) => {
                if nth > 1 {
                    let message = format!(
                        "The uid \"{}\" stands further up too: the row further down was taken.",
                        quote(&uid)
                    );
                    remarks.push(Remark { line: row.line, message });
                }
                uid.into()
            }
        };
        out.push(draft);
    }
    doubts.tell(remarks);
    Ok(out)
}

/// The name of an item after its day and start.
fn made_uid(item: &ProgrammeItem) -> String {
    let (date, time) = (item.start.civil.date(), item.start.civil.time());
    let day = format!("{MADE_UID}{:04}{:02}{:02}", date.year(), date.month(), date.day());
    match item.is_all_day {
        true => day,
        false => format!("{day}T{:02}{:02}{:02}", time.hour(), time.minute(), time.second()),
    }
}

/// Which number is the day in dates such as 1/5/2026, by those of the table that can only be read in one way.
fn order(columns: &[Option<Heading>], rows: &[Row]) -> Result<Option<Order>, Fault> {
    let dated: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(at, heading)| {
            let field = heading.as_ref().map(|heading| heading.field);
            // The day may stand alone in the first cell of a row above its items.
            *at == 0 || matches!(field, Some(Field::Date | Field::EndDate | Field::Start | Field::End))
        })
        .map(|(at, _)| at)
        .collect();
    let (mut day_first, mut month_first, mut open) = (None, None, None);
    for row in rows {
        for cell in dated.iter().filter_map(|at| row.cells.get(*at)) {
            let Some((written, _)) = scan(&plain(cell)) else { continue };
            match written.tells() {
                Some(Order::DayFirst) => _ = day_first.get_or_insert(row.line),
                Some(Order::MonthFirst) => _ = month_first.get_or_insert(row.line),
                None if written.date(None).is_none() => _ = open.get_or_insert((row.line, quote(cell))),
                None => {}
            }
        }
    }
    match (day_first, month_first, open) {
        (Some(day_first), Some(month_first), _) => Err(Fault::MixedDates { day_first, month_first }),
        (Some(_), None, _) => Ok(Some(Order::DayFirst)),
        (None, Some(_), _) => Ok(Some(Order::MonthFirst)),
        (None, None, Some((line, found))) => Err(Fault::AmbiguousDates { line, found }),
        (None, None, None) => Ok(None),
    }
}

/// The fields that have columns in several languages.
fn beside(columns: &[Option<Heading>]) -> HashSet<Field> {
    let mut languages: HashMap<Field, HashSet<String>> = HashMap::new();
    for heading in columns.iter().flatten() {
        let language = match &heading.language {
            Language::Named(tag) => tag.to_string(),
            Language::OfWord(code) => (*code).to_owned(),
        };
        languages.entry(heading.field).or_default().insert(language);
    }
    languages.into_iter().filter(|(_, languages)| languages.len() > 1).map(|(field, _)| field).collect()
}

struct Table<'a> {
    columns: &'a [Option<Heading>],
    order: Option<Order>,
    beside: HashSet<Field>,
}

impl Table<'_> {
    /// The headings and cells of a field that say something.
    fn cells<'r>(&self, row: &'r Row, field: Field) -> impl Iterator<Item = (&Heading, &'r str)> {
        let columns = self.columns.iter().zip(row.cells.iter());
        columns.filter_map(move |(heading, cell)| {
            let heading = heading.as_ref().filter(|heading| heading.field == field)?;
            Some((heading, cell.trim())).filter(|(_, cell)| !cell.is_empty())
        })
    }

    /// The first cell of a field.
    fn text(&self, row: &Row, field: Field) -> String {
        self.cells(row, field).next().map(|(_, cell)| cell.to_owned()).unwrap_or_default()
    }

    fn words(&self, row: &Row, field: Field) -> LangText {
        let mut out = LangText::default();
        for (heading, cell) in self.cells(row, field) {
            let language = language_of(cell, heading, self.beside.contains(&field));
            if out.get(&language).is_none() {
                out.set(language, cell);
            }
        }
        out
    }

    /// The date at the beginning of a cell, and what follows.
    fn dated(&self, text: &str) -> Option<(Date, String)> {
        let (written, rest): (Written, &str) = scan(text)?;
        Some((written.date(self.order)?, rest.to_owned()))
    }

    /// The date of a field's cell, which must be one.
    fn date(&self, row: &Row, field: Field) -> Result<Option<(Date, String)>, Fault> {
        let cell = plain(&self.text(row, field));
        if cell.trim().is_empty() {
            return Ok(None);
        }
        let fault =
            || Fault::Value { line: row.line, field: "date".into(), found: quote(&cell), wanted: DATE };
        self.dated(&cell).map(Some).ok_or_else(fault)
    }

    /// The date, if one is there, and the times of a field's cell.
    fn times(&self, row: &Row, field: Field, what: &str) -> Result<(Option<Date>, Times), Fault> {
        let cell = plain(&self.text(row, field));
        let (date, rest) = self.dated(&cell).map_or((None, cell.clone()), |(date, rest)| (Some(date), rest));
        let fault =
            || Fault::Value { line: row.line, field: what.to_owned(), found: quote(&cell), wanted: TIME };
        Ok((date, times(&rest).map_err(|()| fault())?))
    }

    /// The item of a row; `None` for a row that only says which day follows, or nothing of an item.
    fn draft(&self, row: &Row, day: &mut Option<Date>, doubts: &mut Doubts) -> Result<Option<Draft>, Fault> {
        let title = self.words(row, Field::Title);
        let filled = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        if filled == 1 {
            // A day's heading, or a remark below the table.
            let only = row.cells.iter().find(|cell| !cell.trim().is_empty()).map(plain).unwrap_or_default();
            match self.dated(&only) {
                Some((date, rest)) if rest.is_empty() => *day = Some(date),
                _ => tally(&mut doubts.no_time, row.line),
            }
            return Ok(None);
        }
        let dated = self.date(row, Field::Date)?;
        let says_date = dated.is_some();
        let behind_date = dated.as_ref().map(|(_, rest)| rest.clone()).unwrap_or_default();
        let (start_date, mut start) = self.times(row, Field::Start, "start")?;
        if start == Times::None {
            start = self.times(row, Field::Time, "time")?.1;
        }
        if start == Times::None && !behind_date.is_empty() {
            start = times(&behind_date).unwrap_or(Times::None);
        }
        let (end_date, end) = self.times(row, Field::End, "end")?;
        if let Some(date) = start_date.or(dated.map(|(date, _)| date)) {
            *day = Some(date);
        }
        let fills_day = matches!(
            self.text(row, Field::AllDay).to_lowercase().as_str(),
            "true" | "yes" | "1" | "x" | "예" | "是"
        );
        let (from, until) = match start {
            Times::From(from, until) if !fills_day => (Some(from), until),
            Times::None if !says_date && !fills_day => {
                // Nothing says when: not an item.
                if title.is_empty() {
                    return Ok(None);
                }
                tally(&mut doubts.no_time, row.line);
                return Ok(None);
            }
            _ => (None, None),
        };
        let Some(date) = *day else {
            let title =
                title.best(&crate::model::text::LangTag::en()).map(|(_, t)| quote(t)).unwrap_or_default();
            return Err(Fault::NoStart { line: row.line, title, wanted: "a date, in its row or further up" });
        };
        if title.is_empty() {
            tally(&mut doubts.no_title, row.line);
        }
        let last_day = match self.date(row, Field::EndDate)? {
            Some((date, _)) => Some(date),
            None => end_date,
        };
        let zone = self.zone(row, doubts);
        let until = until.or(if let Times::From(end, _) = end { Some(end) } else { None });
        let (start, end, has_end) = match from {
            None => {
                let last = last_day.unwrap_or(date).max(date).saturating_add(1.day());
                let midnight =
                    |day: Date| ItemTime { civil: day.to_datetime(Time::midnight()), offset: None };
                (midnight(date), midnight(last), true)
            }
            Some(from) => {
                let start = time_at(date, from, zone.as_ref());
                if start.offset.is_none() {
                    tally(&mut doubts.no_zone, row.line);
                }
                match until {
                    None => (start.clone(), start, false),
                    Some(until) => (
                        start.clone(),
                        self.end(row, (date, from), (last_day, until), zone.as_ref(), doubts)?,
                        true,
                    ),
                }
            }
        };
        let item = ProgrammeItem {
            uid: Arc::from(""),
            start,
            end,
            is_all_day: from.is_none(),
            is_cancelled: self.is_cancelled(row, doubts),
            title,
            place: self.words(row, Field::Place),
            position: None,
            persons: persons(&self.text(row, Field::Persons)),
        };
        Ok(Some(Draft { line: row.line, item, has_end }))
    }

    /// When an item ends: on its day, or on the next where it begins after noon and ends before seven in the morning.
    fn end(
        &self,
        row: &Row,
        (date, from): (Date, Clock),
        (last_day, until): (Option<Date>, Clock),
        zone: Option<&Zone>,
        doubts: &mut Doubts,
    ) -> Result<ItemTime, Fault> {
        let mut end_day = last_day.unwrap_or(date);
        if last_day.is_none()
            && until.minutes < from.minutes
            && from.minutes >= 12 * 60
            && until.minutes <= 7 * 60
        {
            end_day = date.saturating_add(1.day());
            tally(&mut doubts.over_midnight, row.line);
        }
        let (start, end) = (time_at(date, from, zone), time_at(end_day, until, zone));
        let is_before = match (start.utc(), end.utc()) {
            (Some(start), Some(end)) => end < start,
            _ => end.civil < start.civil,
        };
        if is_before {
            let title = self.cells(row, Field::Title).next().map(|(_, cell)| quote(cell)).unwrap_or_default();
            return Err(Fault::EndsBeforeStart {
                line: row.line,
                title,
                start: start.civil.to_string(),
                end: end.civil.to_string(),
            });
        }
        Ok(end)
    }

    fn zone(&self, row: &Row, doubts: &mut Doubts) -> Option<Zone> {
        let name = plain(&self.text(row, Field::Zone));
        let zone = Zone::named(&name);
        if zone.is_none() && !name.is_empty() {
            doubts.zones.entry(quote(&name)).or_insert((row.line, 0)).1 += 1;
        }
        zone
    }

    fn is_cancelled(&self, row: &Row, doubts: &mut Doubts) -> bool {
        let status = plain(&self.text(row, Field::Status)).trim().to_lowercase();
        let is = |words: &str| words.contains(&format!("|{status}|"));
        if !status.is_empty() && !is(CANCELLED) && !is(CONFIRMED) {
            doubts.status.entry(quote(&status)).or_insert(row.line);
        }
        !status.is_empty() && is(CANCELLED)
    }
}

/// A time of day on a day, on the clocks of a zone or at the distance from UTC that stands behind it. 24:00 is the next midnight.
fn time_at(date: Date, clock: Clock, zone: Option<&Zone>) -> ItemTime {
    let midnight: DateTime = date.to_datetime(Time::midnight());
    let civil = midnight.checked_add(i64::from(clock.minutes).minutes()).unwrap_or(midnight);
    let offset: Option<Offset> = clock.offset.or_else(|| zone?.offset(civil));
    ItemTime { civil, offset }
}

/// Names in a cell: between semicolons, ideographic commas or line ends where there are any, otherwise between commas.
fn persons(cell: &str) -> Vec<String> {
    let strong = [';', '；', '、', '\n'];
    let by: &[char] = if cell.contains(strong) { &strong } else { &[',', '，'] };
    cell.split(by).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

impl Doubts {
    fn tell(self, remarks: &mut Vec<Remark>) {
        let mut tell = |line, message| remarks.push(Remark { line, message });
        if let Some((line, count)) = self.no_time {
            tell(line, format!("{count} rows say neither a date nor a time and were left out, as remarks."));
        }
        if let Some((line, count)) = self.over_midnight {
            let what = items(
                count,
                "ends earlier in the day than it begins and is",
                "end earlier in the day than they begin and are",
            );
            tell(line, format!("{what} taken to end on the next day."));
        }
        if let Some((line, count)) = self.no_title {
            tell(line, format!("{}.", items(count, "has no title", "have no title")));
        }
        if let Some((line, count)) = self.no_zone {
            let message = format!(
                "{count} times name no zone: they are taken as local time where the photos were taken. A column \"zone\" with names \
                 such as Asia/Seoul says it."
            );
            tell(line, message);
        }
        for (name, (line, count)) in self.zones {
            let message = format!(
                "Nobody here knows the zone \"{name}\", which {count} rows name: their times are taken as local time. Write a name \
                 such as Asia/Seoul."
            );
            tell(line, message);
        }
        for (status, line) in self.status {
            tell(
                line,
                format!(
                    "The status \"{status}\" is not understood; items that have it are taken to have happened."
                ),
            );
        }
    }
}
