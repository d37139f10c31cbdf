//! The zones of a calendar's times: by their names, or by the VTIMEZONE that the file has for them (RFC 5545, 3.6.5).

use std::collections::{BTreeMap, HashMap};

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::lines::Property;
use super::repeat::times;
use super::time::{When, moved, parse};
use crate::library::programme::zones::{Zone, parse_offset};
use crate::model::programme::ItemTime;

/// A VTIMEZONE as it stands in the file.
#[derive(Debug, Default)]
pub struct ZoneTable {
    /// Its own properties.
    pub head: Vec<Property>,
    /// The properties of each STANDARD and DAYLIGHT.
    pub observances: Vec<Vec<Property>>,
}

impl ZoneTable {
    fn value(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|property| property.name == name).map(|property| property.value.trim())
    }

    /// When its clocks change and to what, in order, and what they show before the first change.
    fn changes(&self, budget: &mut usize) -> Option<Changes> {
        let mut changes = Vec::new();
        for observance in self.observances.iter().take(50) {
            let get = |name: &str| observance.iter().find(|p| p.name == name).map(|p| p.value.trim());
            let start = parse(get("DTSTART")?, None)?.written();
            let offset = |name| parse_offset(get(name)?);
            let to = offset("TZOFFSETTO")?;
            let from = offset("TZOFFSETFROM").unwrap_or(to);
            let mut at = vec![start];
            // Rules of Windows begin in 1601: six hundred times lead beyond any visit.
            let all = (start, DateTime::MAX);
            let local = |utc: DateTime| moved(utc, i64::from(from.seconds()));
            for rule in observance.iter().filter(|p| p.name == "RRULE").take(2) {
                let given = 1_100.min(*budget);
                let mut own = given;
                at.extend(times(&rule.value, start, all, local, &mut own).ok()?.starts);
                *budget -= given - own;
            }
            for dates in observance.iter().filter(|p| p.name == "RDATE").take(100) {
                let dates = dates.value.split(',').take(1_000).filter_map(|date| parse(date.trim(), None));
                at.extend(dates.map(|when| when.written()));
            }
            changes.extend(at.into_iter().map(|at| (at, from, to)));
        }
        changes.sort_by_key(|(at, ..)| *at);
        let before = changes.first().map(|(_, from, _)| *from)?;
        Some(Changes { before, changes: changes.into_iter().map(|(at, _, to)| (at, to)).collect() })
    }
}

/// The changes of a zone's clocks.
#[derive(Debug)]
struct Changes {
    before: Offset,
    changes: Vec<(DateTime, Offset)>,
}

impl Changes {
    fn offset(&self, civil: DateTime) -> Offset {
        let at = self.changes.partition_point(|(change, _)| *change <= civil);
        at.checked_sub(1).and_then(|at| self.changes.get(at)).map_or(self.before, |(_, offset)| *offset)
    }
}

#[derive(Debug)]
enum Known {
    Zone(Zone),
    Table(Changes),
}

/// The zones of one calendar, found when they are first asked for.
#[derive(Debug, Default)]
pub struct Zones {
    /// How many times the rules of all tables may still be asked for.
    budget: usize,
    tables: HashMap<String, ZoneTable>,
    found: HashMap<String, Option<Known>>,
    /// The zone that the whole calendar names (`X-WR-TIMEZONE`): times in UTC are shown on its clocks.
    pub of_calendar: Option<Zone>,
    /// Names that nobody knows: the line of the first time that has it, and how many have.
    pub unknown: BTreeMap<String, (usize, usize)>,
    /// Times in UTC that could not be brought to the clocks of a place: the first line and how many.
    pub only_utc: Option<(usize, usize)>,
    /// Times of no zone: the first line and how many.
    pub floating: Option<(usize, usize)>,
}

impl Zones {
    /// The zones of a calendar with these tables.
    pub fn new(tables: Vec<ZoneTable>, of_calendar: Option<Zone>) -> Self {
        // More zones than there are: a damaged file.
        let named =
            tables.into_iter().take(500).filter_map(|table| Some((table.value("TZID")?.to_owned(), table)));
        Self { budget: 500_000, tables: named.collect(), of_calendar, ..Self::default() }
    }

    /// The time of an item, which stands on this line.
    pub fn item_time(&mut self, when: &When, line: usize) -> ItemTime {
        let civil = when.written();
        let count = |seen: &mut Option<(usize, usize)>| seen.get_or_insert((line, 0)).1 += 1;
        match when {
            When::Day(_) => ItemTime { civil, offset: None },
            When::Utc(utc) => match self.of_calendar.as_ref().and_then(|zone| zone.offset_at(*utc)) {
                Some(offset) => {
                    ItemTime { civil: moved(*utc, i64::from(offset.seconds())), offset: Some(offset) }
                }
                None => {
                    count(&mut self.only_utc);
                    ItemTime { civil, offset: Some(Offset::UTC) }
                }
            },
            When::Local(_, None) => {
                count(&mut self.floating);
                ItemTime { civil, offset: None }
            }
            When::Local(_, Some(name)) => {
                let offset = self.offset(name, civil);
                if offset.is_none() {
                    self.unknown.entry(name.clone()).or_insert((line, 0)).1 += 1;
                }
                ItemTime { civil, offset }
            }
        }
    }

    /// The time on the clocks that `like` is on: UTC is brought there where their offset is known.
    pub fn on_clocks_of(&mut self, when: &When, like: &When) -> DateTime {
        match (when, like) {
            (When::Utc(utc), When::Local(_, Some(name))) => self.offset(name, *utc).map_or(*utc, |offset| {
                let near = moved(*utc, i64::from(offset.seconds()));
                let sure = self.offset(name, near).unwrap_or(offset);
                moved(*utc, i64::from(sure.seconds()))
            }),
            _ => when.written(),
        }
    }

    fn offset(&mut self, name: &str, civil: DateTime) -> Option<Offset> {
        if !self.found.contains_key(name) {
            let known = Zone::named(name).map(Known::Zone).or_else(|| {
                let table = self.tables.get(name)?;
                let location = table.value("X-LIC-LOCATION").and_then(Zone::named);
                location.map(Known::Zone).or_else(|| table.changes(&mut self.budget).map(Known::Table))
            });
            self.found.insert(name.to_owned(), known);
        }
        match self.found.get(name)?.as_ref()? {
            Known::Zone(zone) => zone.offset(civil),
            Known::Table(changes) => Some(changes.offset(civil)),
        }
    }
}
