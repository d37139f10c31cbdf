//! Two delegations at the same time.

use std::path::PathBuf;

use jiff::SignedDuration;
use jiff::civil::date;
use jiff::tz::offset;

use super::*;
use crate::model::made;
use crate::model::notes::Key;
use crate::model::programme::{ItemTime, ProgrammeItem};

fn at(hours: f64) -> DateTime {
    date(2026, 1, 5).at(0, 0, 0, 0) + SignedDuration::from_secs((hours * 3_600.0) as i64)
}

const BEIJING: (f64, f64) = (39.9, 116.4);
const PARIS: (f64, f64) = (48.9, 2.3);

fn position((lat, lon): (f64, f64)) -> Position {
    Position::new(lat, lon).unwrap()
}

fn item(uid: &str, from: f64, hours: i8, place: Option<(f64, f64)>) -> ProgrammeItem {
    let time = |at| ItemTime { civil: at, offset: Some(offset(hours)) };
    ProgrammeItem {
        uid: uid.into(),
        start: time(at(from)),
        end: time(at(from + 1.0)),
        is_all_day: false,
        is_cancelled: false,
        title: LangText::default(),
        place: LangText::default(),
        position: place.map(position),
        persons: Vec::new(),
    }
}

/// Hours on the wall, device, position, own offset.
type Shot = (f64, &'static str, Option<(f64, f64)>, Option<i8>);

/// The programme and what told it, of each photo; and how many photos each visit has.
fn told(shots: &[Shot], with_places: bool) -> (Vec<(usize, PartyBy)>, Vec<usize>) {
    let there = |place| with_places.then_some(place);
    let president = [10.0, 15.0, 34.0].map(|from| item(&format!("p{from}"), from, 8, there(BEIJING)));
    let minister = [12.0, 17.0, 36.0].map(|from| item(&format!("m{from}"), from, 1, there(PARIS)));
    let programmes = [president, minister].map(|items| Programme::new(LangText::default(), items));
    let mut notes = Notes::default();
    let key = Key { subject: Subject::Library, field: Field::Programmes, lang: None };
    notes.put(key, Some(Value::Programmes(programmes.to_vec())));
    let devices: Vec<DeviceId> = shots.iter().map(|shot| DeviceId::from_stored(shot.1)).collect();
    let paths: Vec<PathBuf> = (0..shots.len()).map(|n| format!("/{n:03}").into()).collect();
    let photos: Vec<Groupable<'_>> = shots
        .iter()
        .enumerate()
        .map(|(n, (hours, _, here, own))| Groupable {
            id: made::id(n),
            civil: Some(at(*hours)),
            utc: own.map(|own| at(*hours) - SignedDuration::from_hours(i64::from(own))),
            own_offset: own.map(offset),
            uncertainty_secs: 1,
            path: &paths[n],
            device: Some(&devices[n]),
            position: here.map(position),
            place: None,
            previous: None,
        })
        .collect();
    let grouping = group_photos(&photos, &notes);
    let by = (0..shots.len()).map(|n| grouping.parties[&made::id(n)]).collect();
    (by, grouping.visits.iter().map(Visit::n_photos).collect())
}

#[test]
fn photos_go_to_their_delegation_by_place_device_clock_and_items() {
    use PartyBy::{Clock, Device, Items, Order, Place};
    let shots: [Shot; 10] = [
        (10.2, "phone p", Some(BEIJING), Some(8)),
        (12.2, "phone m", Some(PARIS), Some(1)),
        // No place: where the same phone was.
        (14.0, "phone p", None, None),
        (14.1, "phone m", None, None),
        // A clock alone, and a photo of its camera without.
        (16.5, "camera m", None, Some(1)),
        (20.0, "camera m", None, None),
        // Nothing but the hours of the items, and between them.
        (10.5, "old camera p", None, None),
        (15.5, "old camera p", None, None),
        (13.5, "old camera p", None, None),
        // Nothing at all.
        (22.0, "stranger", None, None),
    ];
    let (by, sizes) = told(&shots, true);
    let wanted = [
        (0, Place),
        (1, Place),
        (0, Device),
        (1, Device),
        (1, Clock),
        (1, Clock),
        (0, Items),
        (0, Items),
        (0, Items),
        (0, Order),
    ];
    assert_eq!(by, wanted);
    assert_eq!(sizes, [6, 4], "two visits at the same time");
    // A programme without places: clocks tell.
    let (by, _) = told(&shots[..4], false);
    assert_eq!(by, [(0, Clock), (1, Clock), (0, Clock), (1, Clock)]);
}

#[test]
fn the_order_of_photos_changes_no_delegation() {
    let shots: Vec<Shot> = (0..24)
        .map(|n| {
            let device = ["a", "b", "c"][n % 3];
            let here = (n % 5 == 0).then_some(if n % 3 == 0 { BEIJING } else { PARIS });
            (9.0 + n as f64 * 1.3, device, here, (n % 4 == 1).then_some(if n % 3 == 0 { 8 } else { 1 }))
        })
        .collect();
    let (by, sizes) = told(&shots, true);
    let reversed: Vec<Shot> = shots.iter().rev().copied().collect();
    let (back, again) = told(&reversed, true);
    assert_eq!((by, sizes), (back.into_iter().rev().collect(), again));
}
