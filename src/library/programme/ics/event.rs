//! What one VEVENT says: RFC 5545, 3.6.1 and 3.8.

use jiff::ToSpan;

use super::lines::Property;
use super::time::{When, after, when};
use crate::library::programme::Remark;
use crate::library::programme::error::{Fault, quote};
use crate::model::place::Position;
use crate::model::text::{LangTag, LangText};

/// At most this many persons or languages of one item are kept.
const MOST_NAMED: usize = 500;

/// One VEVENT.
#[derive(Clone, Debug)]
pub struct Event {
    /// Where it begins in the file.
    pub line: usize,
    /// Its UID; empty where it has none.
    pub uid: String,
    /// How often it was changed (3.8.7.4): of several the highest counts.
    pub sequence: i64,
    /// Which time of a repeating item it takes the place of.
    pub instead_of: Option<When>,
    /// When it begins.
    pub start: When,
    /// When it ends, if it says so, and the line that does.
    pub end: Option<(When, usize)>,
    /// It fills days.
    pub is_all_day: bool,
    /// It was called off.
    pub is_cancelled: bool,
    /// What it is called.
    pub title: LangText,
    /// Where it is.
    pub place: LangText,
    /// Where it is on the globe.
    pub position: Option<Position>,
    /// Who takes part.
    pub persons: Vec<String>,
    /// RRULE, RDATE and EXDATE.
    pub repeats: Vec<Property>,
}

impl Event {
    /// Reads the properties of a VEVENT that begins on this line. `called_off` where the whole calendar is a cancellation.
    ///
    /// # Errors
    /// [`Fault::NoStart`], [`Fault::Value`].
    pub fn read(
        line: usize,
        properties: Vec<Property>,
        called_off: bool,
        remarks: &mut Vec<Remark>,
    ) -> Result<Self, Fault> {
        let get = |name: &str| properties.iter().find(|property| property.name == name);
        let is =
            |name: &str, want: &str| get(name).is_some_and(|p| p.value.trim().eq_ignore_ascii_case(want));
        let title = words(&properties, "SUMMARY", remarks);
        let Some(begins) = get("DTSTART") else {
            let title = shown(&title);
            return Err(Fault::NoStart { line, title, wanted: "a DTSTART" });
        };
        let start = when(begins)?;
        let end = match (get("DTEND"), get("DURATION"), &start) {
            (Some(ends), _, _) => Some((when(ends)?, ends.line)),
            (None, Some(lasts), _) => Some((moved_to(&start, lasts)?, lasts.line)),
            // A day is a day long (3.6.1).
            (None, None, When::Day(day)) => Some((When::Day(day.saturating_add(1.day())), begins.line)),
            (None, None, _) => None,
        };
        let end = match (&start, end) {
            // Some write the last day instead of the one after it.
            (When::Day(first), Some((When::Day(last), line))) if last == *first => {
                Some((When::Day(first.saturating_add(1.day())), line))
            }
            (_, end) => end,
        };
        let instead_of = get("RECURRENCE-ID").map(when).transpose()?;
        if let Some(range) = get("RECURRENCE-ID").filter(|p| p.param("RANGE").is_some()) {
            let message =
                "This change counts for all later times too (RANGE); only the one it names was changed.";
            remarks.push(Remark { line: range.line, message: message.to_owned() });
        }
        let position = get("GEO").map(|geo| (geo.line, position(&geo.value))).or_else(|| {
            // Apple: geo:37.5665,126.9780
            let structured = get("X-APPLE-STRUCTURED-LOCATION")?;
            Some((
                structured.line,
                position(&structured.value.trim().strip_prefix("geo:")?.replacen(',', ";", 1)),
            ))
        });
        if let Some((line, None)) = position {
            let message = "The position (GEO) is none on the globe and was left out.".to_owned();
            remarks.push(Remark { line, message });
        }
        Ok(Self {
            line,
            uid: get("UID").map(Property::text).unwrap_or_default(),
            sequence: get("SEQUENCE").and_then(|p| p.value.trim().parse().ok()).unwrap_or(0),
            instead_of,
            is_all_day: matches!(start, When::Day(_)) || is("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE"),
            start,
            end,
            is_cancelled: called_off || is("STATUS", "CANCELLED") || is("STATUS", "CANCELED"),
            place: words(&properties, "LOCATION", remarks),
            title,
            position: position.and_then(|(_, position)| position),
            persons: persons(&properties),
            repeats: properties
                .into_iter()
                .filter(|p| matches!(p.name.as_str(), "RRULE" | "RDATE" | "EXDATE"))
                .collect(),
        })
    }
}

/// The time after `start` by a duration, in the same form.
fn moved_to(start: &When, lasts: &Property) -> Result<When, Fault> {
    let end = after(start.written(), lasts)?;
    Ok(match start {
        When::Day(_) => When::Day(end.date()),
        When::Local(_, zone) => When::Local(end, zone.clone()),
        When::Utc(_) => When::Utc(end),
    })
}

/// The title to show in a message.
pub fn shown(title: &LangText) -> String {
    title.best(&LangTag::en()).map_or_else(|| "without a title".to_owned(), |(_, text)| quote(text))
}

/// The language that a property names (3.2.10); unknown where it names none.
pub fn language(property: &Property, remarks: &mut Vec<Remark>) -> LangTag {
    let Some(named) = property.param("LANGUAGE") else { return LangTag::und() };
    LangTag::parse(named).unwrap_or_else(|fault| {
        remarks
            .push(Remark { line: property.line, message: format!("{fault}; its text is kept without one.") });
        LangTag::und()
    })
}

/// A text in its languages: the property itself, which some repeat, and extensions of its name that name a language
/// (`X-EXAMPLE-SUMMARY;LANGUAGE=ko`). The first of a language counts.
fn words(properties: &[Property], name: &str, remarks: &mut Vec<Remark>) -> LangText {
    let mut out = LangText::default();
    let own = properties.iter().filter(|p| p.name == name);
    let extended = properties.iter().filter(|p| {
        let suffix = p.name.strip_prefix("X-").and_then(|rest| rest.strip_suffix(name));
        suffix.is_some_and(|vendor| vendor.ends_with('-')) && p.param("LANGUAGE").is_some()
    });
    for property in own.chain(extended).take(MOST_NAMED) {
        let language = language(property, remarks);
        if out.get(&language).is_none() {
            out.set(language, property.text());
        }
    }
    out
}

/// Who takes part by name (CN, 3.2.2): not rooms and things, not those who declined, and no bare addresses.
fn persons(properties: &[Property]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for property in properties.iter().filter(|p| matches!(p.name.as_str(), "ATTENDEE" | "ORGANIZER")) {
        let is = |param: &str, wants: &[&str]| {
            property
                .param(param)
                .is_some_and(|value| wants.iter().any(|want| value.eq_ignore_ascii_case(want)))
        };
        if is("CUTYPE", &["ROOM", "RESOURCE"]) || is("PARTSTAT", &["DECLINED"]) {
            continue;
        }
        let name = property.param("CN").unwrap_or_default().trim();
        let is_name = !name.is_empty() && !name.contains('@');
        if is_name && out.len() < MOST_NAMED && !out.iter().any(|known| known == name) {
            out.push(name.to_owned());
        }
    }
    out
}

/// `latitude;longitude` in degrees (3.8.1.6).
fn position(value: &str) -> Option<Position> {
    let (lat, lon) = value.split_once(';')?;
    Position::new(lat.trim().parse().ok()?, lon.trim().parse().ok()?)
}
