//! Items out of events: one for each, several for those that repeat.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::DateTime;

use super::event::{Event, shown};
use super::repeat::{MOST_DAYS, MOST_TIMES, stamp, times};
use super::time::{When, moved, whens};
use super::zone::Zones;
use crate::library::programme::error::{Fault, quote};
use crate::library::programme::{Draft, MOST_ITEMS, Remark, items, tally};
use crate::model::programme::{ItemTime, ProgrammeItem};

/// How many times all rules of a calendar may be asked for together: a second's work.
const BUDGET: usize = 500_000;
/// How many rules and lists of times one item may have.
const MOST_RULES: usize = 100;

/// The items of the events. Those that repeat are followed from the first day of the others to the last; where there are no
/// others, for 400 days. At most 1,000 times of each.
///
/// # Errors
/// [`Fault::EndsBeforeStart`], [`Fault::TooManyItems`], [`Fault::Value`] for an exception that is no date.
pub(super) fn drafts(
    events: Vec<Event>,
    zones: &mut Zones,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Draft>, Fault> {
    let (singles, repeating, mut changed) = sorted(events, remarks);
    let span = span(&singles);
    let mut out = Vec::with_capacity(singles.len());
    for event in &singles {
        out.push(draft(event, &event.start, event.uid.clone(), zones)?);
        enough(&out)?;
    }
    let mut budget = BUDGET;
    for event in &repeating {
        let mut changes = BTreeMap::new();
        for change in changed.remove(&event.uid).unwrap_or_default() {
            let Some(instead_of) = &change.instead_of else { continue };
            changes.insert(zones.on_clocks_of(instead_of, &event.start), change);
        }
        let starts = starts(event, span, &changes, &mut budget, zones, remarks)?;
        for start in starts {
            let uid = format!("{}/{}", event.uid, stamp(start));
            out.push(match changes.remove(&start) {
                Some(change) => draft(&change, &change.start, uid, zones)?,
                None => draft(event, &at(&event.start, start), uid, zones)?,
            });
            enough(&out)?;
        }
    }
    // Single times of an item that is not in the file, as when one of a series was sent alone.
    for change in changed.into_values().flatten() {
        let Some(instead_of) = &change.instead_of else { continue };
        let uid = format!("{}/{}", change.uid, stamp(instead_of.written()));
        out.push(draft(&change, &change.start, uid, zones)?);
        enough(&out)?;
    }
    if out.is_empty() {
        return Err(Fault::NoItems);
    }
    let mut nameless = None;
    out.iter().filter(|d| d.item.title.is_empty()).for_each(|draft| tally(&mut nameless, draft.line));
    if let Some((line, count)) = nameless {
        let message = format!("{}.", items(count, "has no title (SUMMARY)", "have no title (SUMMARY)"));
        remarks.push(Remark { line, message });
    }
    Ok(out)
}

fn enough(out: &[Draft]) -> Result<(), Fault> {
    match out.last() {
        Some(last) if out.len() > MOST_ITEMS => {
            Err(Fault::TooManyItems { line: last.line, limit: MOST_ITEMS })
        }
        _ => Ok(()),
    }
}

/// Events that happen once, those that repeat, and those that take the place of one time, by UID. Of several with the same UID
/// the one changed most often counts, then the last of the file (RFC 5545, 3.8.7.4).
fn sorted(
    events: Vec<Event>,
    remarks: &mut Vec<Remark>,
) -> (Vec<Event>, Vec<Event>, BTreeMap<String, Vec<Event>>) {
    let mut kept: Vec<Option<Event>> = Vec::with_capacity(events.len());
    let mut known: HashMap<(String, Option<DateTime>), usize> = HashMap::new();
    let mut without: HashMap<DateTime, usize> = HashMap::new();
    let mut nameless = None;
    for mut event in events {
        if event.uid.is_empty() {
            tally(&mut nameless, event.line);
            let start = event.start.written();
            let nth = without.entry(start).or_insert(0);
            *nth += 1;
            event.uid = format!("no-uid/{}/{nth}", stamp(start));
        }
        let key = (event.uid.clone(), event.instead_of.as_ref().map(When::written));
        let Some(at) = known.get(&key).copied() else {
            known.insert(key, kept.len());
            kept.push(Some(event));
            continue;
        };
        let Some(other) = kept.get_mut(at).and_then(Option::as_mut) else { continue };
        let wins = event.sequence >= other.sequence;
        let (stays, goes) = if wins { (event.line, other.line) } else { (other.line, event.line) };
        let message = format!(
            "The items on lines {} and {} have the same UID, \"{}\": the one on line {stays} was taken, as the later version. \
             Give them different UIDs if they are two.",
            stays.min(goes),
            stays.max(goes),
            quote(&event.uid)
        );
        remarks.push(Remark { line: goes, message });
        if wins {
            *other = event;
        }
    }
    if let Some((line, count)) = nameless {
        let message = format!(
            "{}: should the programme be read again with other times, they count as new.",
            items(count, "has no UID", "have no UID")
        );
        remarks.push(Remark { line, message });
    }
    let (mut singles, mut repeating, mut changed) = (Vec::new(), Vec::new(), BTreeMap::<_, Vec<_>>::new());
    for event in kept.into_iter().flatten() {
        if event.instead_of.is_some() {
            changed.entry(event.uid.clone()).or_default().push(event);
        } else if event.repeats.iter().any(|property| property.name != "EXDATE") {
            repeating.push(event);
        } else {
            singles.push(event);
        }
    }
    (singles, repeating, changed)
}

/// From the first day of these items to the last.
fn span(singles: &[Event]) -> Option<(DateTime, DateTime)> {
    let first = singles.iter().map(|event| event.start.written()).min()?;
    let last = singles.iter().map(|event| event.start.written()).max()?;
    Some((first.date().at(0, 0, 0, 0), last.date().at(23, 59, 59, 0)))
}

/// When a repeating item begins, each time, with those times that were changed.
fn starts(
    event: &Event,
    span: Option<(DateTime, DateTime)>,
    changes: &BTreeMap<DateTime, Event>,
    budget: &mut usize,
    zones: &mut Zones,
    remarks: &mut Vec<Remark>,
) -> Result<BTreeSet<DateTime>, Fault> {
    let start = event.start.written();
    let days = start.checked_add(MOST_DAYS.days()).unwrap_or(start);
    let span = span.unwrap_or((start, days));
    let mut out: BTreeSet<DateTime> = BTreeSet::new();
    // Nobody writes more than one rule; a damaged file may.
    for property in event.repeats.iter().take(MOST_RULES) {
        match property.name.as_str() {
            "RRULE" => {
                let offset = zones.item_time(&event.start, event.line).offset;
                let local = |utc: DateTime| match (&event.start, offset) {
                    (When::Local(..), Some(offset)) => moved(utc, i64::from(offset.seconds())),
                    _ => utc,
                };
                match times(&property.value, start, span, local, budget) {
                    Ok(times) => {
                        if *budget == 0 || times.starts.len() >= MOST_TIMES {
                            let message = "This item repeats more often than can be followed; its later times were left out.";
                            remarks.push(Remark { line: property.line, message: message.to_owned() });
                        }
                        out.extend(times.starts);
                    }
                    Err(why) => {
                        let message = format!(
                            "The rule by which \"{}\" repeats {why}: only its first time was taken.",
                            shown(&event.title)
                        );
                        remarks.push(Remark { line: property.line, message });
                        out.insert(start);
                    }
                }
            }
            "RDATE" => {
                out.insert(start);
                for when in whens(property)?.into_iter().take(MOST_TIMES) {
                    out.insert(zones.on_clocks_of(&when, &event.start));
                }
            }
            _ => {}
        }
    }
    let mut days = HashSet::new();
    for property in event.repeats.iter().filter(|p| p.name == "EXDATE") {
        for when in whens(property)? {
            match (&when, &event.start) {
                (When::Day(day), When::Local(..) | When::Utc(_)) => drop(days.insert(*day)),
                _ => drop(out.remove(&zones.on_clocks_of(&when, &event.start))),
            }
        }
    }
    out.retain(|at| (span.0..=span.1).contains(at) && !days.contains(&at.date()));
    // A time may have been moved into the programme or out of it: what was said of it counts.
    out.extend(changes.keys());
    if out.is_empty() {
        let message = format!(
            "No time of \"{}\", which repeats, lies between the first day of the other items and the last; it was left out.",
            shown(&event.title)
        );
        remarks.push(Remark { line: event.line, message });
    }
    Ok(out)
}

/// A time of the same form on the same clocks.
fn at(like: &When, civil: DateTime) -> When {
    match like {
        When::Day(_) => When::Day(civil.date()),
        When::Local(_, zone) => When::Local(civil, zone.clone()),
        When::Utc(_) => When::Utc(civil),
    }
}

/// The item of an event that begins at `start`, and ends as long after it as the event itself does.
fn draft(event: &Event, start: &When, uid: String, zones: &mut Zones) -> Result<Draft, Fault> {
    let by = start.written().duration_since(event.start.written()).as_secs();
    let begins = zones.item_time(start, event.line);
    let ends = match &event.end {
        Some((end, line)) => {
            let ends = zones.item_time(&at(end, moved(end.written(), by)), *line);
            if is_before(&ends, &begins) {
                return Err(Fault::EndsBeforeStart {
                    line: *line,
                    title: shown(&event.title),
                    start: begins.civil.to_string(),
                    end: ends.civil.to_string(),
                });
            }
            Some(ends)
        }
        None => None,
    };
    let item = ProgrammeItem {
        uid: Arc::from(uid),
        end: ends.unwrap_or_else(|| begins.clone()),
        start: begins,
        is_all_day: event.is_all_day,
        is_cancelled: event.is_cancelled,
        title: event.title.clone(),
        place: event.place.clone(),
        position: event.position,
        persons: event.persons.clone(),
    };
    Ok(Draft { line: event.line, item, has_end: event.end.is_some() })
}

/// Whether one time lies before another: by the instant where both are known, otherwise by the clock, with a day's grace where
/// one is on clocks that nobody knows: a flight east may land before it took off.
fn is_before(one: &ItemTime, other: &ItemTime) -> bool {
    match (one.utc(), other.utc()) {
        (Some(one), Some(other)) => one < other,
        (None, None) => one.civil < other.civil,
        _ => moved(one.civil, 26 * 3600) < other.civil,
    }
}
