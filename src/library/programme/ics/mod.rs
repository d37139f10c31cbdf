//! Calendars: iCalendar of RFC 5545, with the names of RFC 7986, as Outlook, Google, Apple and Exchange write it.
//!
//! - [`lines`]: properties out of folded lines
//! - [`event`]: what one VEVENT says
//! - [`expand`]: items out of events, the repeating ones within the span of the others
//! - [`repeat`], [`time`], [`zone`]: their parts
//!
//! Only the repetition rules are worked out by a library (`rrule`, through `icalendar`): what parses whole calendars forgets on
//! which line a thing stands.

pub mod event;
pub mod expand;
pub mod lines;
pub mod repeat;
pub mod time;
pub mod zone;

use super::error::{Fault, quote};
use super::zones::Zone;
use super::{MOST_ITEMS, Reading, Remark, encoding_remark, tally, with_ends};
use crate::model::programme::Programme;
use crate::model::text::LangText;
use event::{Event, language};
use lines::Property;
use zone::{ZoneTable, Zones};

/// A calendar's parts.
#[derive(Debug, Default)]
struct Parts {
    /// The properties of the calendar itself.
    head: Vec<Property>,
    /// The line of each VEVENT and its properties, without those of its alarms.
    events: Vec<(usize, Vec<Property>)>,
    zones: Vec<ZoneTable>,
    /// Tasks and journals, which are no items.
    others: Option<(usize, usize)>,
}

/// Components inside each other: calendar, zone, observance; or calendar, event, alarm.
const MOST_OPEN: usize = 8;

/// The parts of a calendar, each with what stands directly in it.
fn parts(properties: Vec<Property>) -> Result<Parts, Fault> {
    let mut parts = Parts::default();
    let mut open: Vec<(String, usize)> = Vec::new();
    for property in properties {
        let value = || property.value.trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" => {
                let name = value();
                let inside = open.last().map(|(name, _)| name.as_str());
                match (inside, name.as_str()) {
                    (None | Some("VCALENDAR"), "VEVENT") => parts.events.push((property.line, Vec::new())),
                    (None | Some("VCALENDAR"), "VTIMEZONE") => parts.zones.push(ZoneTable::default()),
                    (None | Some("VCALENDAR"), "VTODO" | "VJOURNAL") => {
                        tally(&mut parts.others, property.line);
                    }
                    (Some("VTIMEZONE"), "STANDARD" | "DAYLIGHT") => {
                        if let Some(zone) = parts.zones.last_mut() {
                            zone.observances.push(Vec::new());
                        }
                    }
                    (Some("VEVENT"), "VEVENT" | "VCALENDAR") => {
                        let (found, wanted) = (format!("BEGIN:{name}"), "END:VEVENT".to_owned());
                        return Err(Fault::Structure { line: property.line, found, wanted });
                    }
                    _ => {}
                }
                if open.len() >= MOST_OPEN {
                    let (found, wanted) = (quote(&format!("BEGIN:{name}")), "an END".to_owned());
                    return Err(Fault::Structure { line: property.line, found, wanted });
                }
                open.push((name, property.line));
            }
            "END" => {
                let wanted = open.pop().map(|(name, _)| name);
                if wanted.as_deref() != Some(&value()) {
                    let found = quote(&format!("END:{}", property.value));
                    let wanted =
                        wanted.map_or_else(|| "BEGIN:VCALENDAR".to_owned(), |name| format!("END:{name}"));
                    return Err(Fault::Structure { line: property.line, found, wanted });
                }
            }
            _ => {
                let names: Vec<&str> = open.iter().map(|(name, _)| name.as_str()).collect();
                let into = match names.strip_prefix(&["VCALENDAR"]).unwrap_or(&names) {
                    [] => Some(&mut parts.head),
                    ["VEVENT"] => parts.events.last_mut().map(|(_, of)| of),
                    ["VTIMEZONE"] => parts.zones.last_mut().map(|of| &mut of.head),
                    ["VTIMEZONE", _] => parts.zones.last_mut().and_then(|zone| zone.observances.last_mut()),
                    _ => None,
                };
                if let Some(into) = into {
                    into.push(property);
                }
            }
        }
    }
    match open.pop() {
        Some((name, line)) => Err(Fault::CutShort { line, open: name }),
        None => Ok(parts),
    }
}

/// Reads a calendar.
///
/// # Errors
/// [`Fault`] where any part that makes up the programme cannot be understood.
pub fn read(bytes: &[u8]) -> Result<Reading, Fault> {
    let (properties, decoded) = lines::properties(bytes)?;
    let mut remarks: Vec<Remark> = encoding_remark(&decoded).into_iter().collect();
    let parts = parts(properties)?;
    if let Some((line, _)) = parts.events.get(MOST_ITEMS) {
        return Err(Fault::TooManyItems { line: *line, limit: MOST_ITEMS });
    }
    let head = |name: &str| parts.head.iter().find(|property| property.name == name);
    let mut zone = None;
    if let Some(named) = head("X-WR-TIMEZONE") {
        zone = Zone::named(&named.text());
        if zone.is_none() {
            let name = quote(&named.value);
            let message = format!("The calendar's zone \"{name}\" is not known and was left out of account.");
            remarks.push(Remark { line: named.line, message });
        }
    }
    let called_off = head("METHOD").is_some_and(|method| method.value.trim().eq_ignore_ascii_case("CANCEL"));
    let mut name = LangText::default();
    for property in parts.head.iter().filter(|p| matches!(p.name.as_str(), "NAME" | "X-WR-CALNAME")) {
        let language = language(property, &mut remarks);
        if name.get(&language).is_none() {
            name.set(language, property.text());
        }
    }
    if let Some((line, count)) = parts.others {
        let message =
            format!("{count} tasks or journal entries are no items of a programme and were left out.");
        remarks.push(Remark { line, message });
    }
    let mut zones = Zones::new(parts.zones, zone);
    let mut events = Vec::with_capacity(parts.events.len());
    for (line, properties) in parts.events {
        events.push(Event::read(line, properties, called_off, &mut remarks)?);
    }
    if events.is_empty() {
        return Err(Fault::NoItems);
    }
    let drafts = expand::drafts(events, &mut zones, &mut remarks)?;
    zone_remarks(&zones, &mut remarks);
    let items = with_ends(drafts, &mut remarks);
    let form = format!("calendar, {}", decoded.name);
    Ok(Reading { programme: Programme::new(name, items), form, columns: Vec::new(), remarks })
}

/// What is doubtful about the zones.
fn zone_remarks(zones: &Zones, remarks: &mut Vec<Remark>) {
    for (name, (line, count)) in &zones.unknown {
        let message = format!(
            "Nobody here knows the zone \"{}\", which {count} times are in: they are taken as local time, of whatever zone the \
             photos are in. Name a zone such as Asia/Seoul in the calendar if that is wrong.",
            quote(name)
        );
        remarks.push(Remark { line: *line, message });
    }
    if let Some((line, count)) = zones.only_utc {
        let message = format!(
            "{count} times are in UTC and the calendar names no zone: they are shown in UTC, and photos are placed by it."
        );
        remarks.push(Remark { line, message });
    }
    if let Some((line, count)) = zones.floating {
        let message =
            format!("{count} times name no zone: they are taken as local time where the photos were taken.");
        remarks.push(Remark { line, message });
    }
}
