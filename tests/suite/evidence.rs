//! What one file says of its time, against facts of real trips and of real photos whose own offset is known.
//!
//! The lists are looked for in `trips` beside the real photos; without them nothing is compared.

use std::fs;
use std::sync::Arc;

use attache::media::{read_photo, zones_at};
use attache::model::place::Position;
use attache::model::time::file_name::claim_of_name;
use attache::model::time::offset::snap;
use attache::model::time::resolve::{ExifStamp, TimeEvidence, resolve};
use attache::model::time::zone::offset_in_zone;
use attache::model::time::{OffsetSource, TimeSource};
use jiff::civil::DateTime;

use crate::support::env::real_photos;

/// One row of a list: what the EXIF of one photo said.
struct Row {
    original: DateTime,
    name: String,
    offset_secs: Option<i32>,
    position: Option<Position>,
    gps: Option<DateTime>,
}

fn civil(text: &str) -> Option<DateTime> {
    DateTime::strptime("%Y:%m:%d %H:%M:%S", text.get(..19)?).ok()
}

fn rows() -> Option<Vec<Row>> {
    let trips = real_photos()?.parent()?.join("trips");
    let mut rows = Vec::new();
    for file in ["four-phones", "one-camera-no-gps", "three-countries"] {
        for line in fs::read_to_string(trips.join(file).with_extension("tsv")).ok()?.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let number = |n: usize| cells.get(n)?.parse::<f64>().ok();
            let minutes = |text: &str| -> Option<i32> {
                let (hours, minutes) = text.get(1..)?.split_once(':')?;
                Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
            };
            rows.push(Row {
                original: civil(cells[0]).unwrap(),
                name: cells[1].to_owned(),
                offset_secs: minutes(cells[6]).map(|m| if cells[6].starts_with('-') { -m } else { m } * 60),
                position: number(7).zip(number(8)).and_then(|(lat, lon)| Position::new(lat, lon)),
                gps: civil(&format!("{} {}", cells[9], cells[10])),
            });
        }
    }
    Some(rows)
}

#[test]
fn trips_tell_their_offsets_again_without_the_tag() {
    let Some(rows) = rows() else {
        println!("left out: no lists of trips beside the real photos");
        return;
    };
    let now = jiff::civil::date(2026, 1, 1).at(0, 0, 0, 0);
    let (mut n_with_evidence, mut n_right, mut n_agree) = (0, 0, 0);
    for row in &rows {
        let zones: Vec<Arc<str>> = row.position.map(zones_at).unwrap_or_default();
        let lent = |gps, zones: &[Arc<str>]| {
            let date_time = Some(row.original.strftime("%Y:%m:%d %H:%M:%S").to_string());
            let original = ExifStamp { date_time, ..Default::default() };
            let evidence = TimeEvidence { original, gps, zones: zones.to_vec(), ..Default::default() };
            let best = resolve(&evidence, now).0.unwrap().best;
            assert_eq!(best.civil, row.original, "the time on the wall stays what it is");
            best.offset.map(jiff::tz::Offset::seconds)
        };
        if row.gps.is_none() && zones.is_empty() {
            assert_eq!(lent(None, &[]), None, "{}: nothing is guessed", row.name);
            continue;
        }
        let found = lent(row.gps, &zones);
        if let Some(wanted) = row.offset_secs {
            n_with_evidence += 1;
            n_right += usize::from(found == Some(wanted));
            assert!(found.is_none_or(|found| found == wanted), "{}: {found:?}, not {wanted}", row.name);
        }
        // GPS time and zone are two witnesses who know nothing of each other.
        if let (Some(by_gps), Some(by_zone)) = (lent(row.gps, &[]), lent(None, &zones)) {
            assert_eq!(by_gps, by_zone, "{}", row.name);
            n_agree += 1;
        }
    }
    println!(
        "{} rows; {n_right} of {n_with_evidence} offsets told right, {n_agree} by GPS and zone alike",
        rows.len()
    );
    assert!(n_right * 100 >= n_with_evidence * 95, "{n_right} of {n_with_evidence}");
}

#[test]
fn names_of_trips_say_what_the_camera_says() {
    let Some(rows) = rows() else {
        println!("left out: no lists of trips beside the real photos");
        return;
    };
    let mut n_told = 0;
    for row in &rows {
        let Some(claim) = claim_of_name(&row.name) else { continue };
        let apart = claim.civil.duration_since(row.original).as_secs().abs();
        assert!(apart <= 5, "{}: {} s from {}", row.name, apart, row.original);
        n_told += 1;
    }
    assert!(n_told >= 10, "{n_told} names tell a time");
}

/// Real photos that carry their offset: what GPS time and zone would have said instead.
#[test]
fn real_photos_whose_offset_is_known_bear_the_witnesses_out() {
    let Some(folder) = real_photos() else {
        println!("left out: no real photos beside the checkout");
        return;
    };
    let (mut n_gps, mut n_zone, mut n_maker) = (0, 0, 0);
    let index = fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    for path in index.lines().skip(1).filter_map(|line| line.split('\t').next()) {
        let Ok(photo) = read_photo(&folder.join(path)) else { continue };
        let Some(captured) = &photo.captured else { continue };
        let best = &captured.best;
        let (Some(offset), Some(OffsetSource::ExifOffset)) = (best.offset, best.offset_source) else {
            continue;
        };
        for other in &captured.others {
            let by_clock = snap(best.civil, other.civil);
            match other.source {
                TimeSource::Gps if by_clock.is_some() => n_gps += 1,
                TimeSource::Maker => n_maker += 1,
                _ => continue,
            }
            assert_eq!(by_clock, Some(offset), "{path}: {:?}", other.source);
        }
        if let Some(there) = photo.zone.as_deref().and_then(|zone| offset_in_zone(zone, best.civil)) {
            // A camera that was not set to summer time.
            let is_set = path != "mindeng+nom-exif/testdata/canon-r6.cr3";
            n_zone += usize::from(is_set);
            assert_eq!(there.near(Some(offset)) == offset, is_set, "{path}: {:?}", photo.zone);
        }
    }
    println!("offsets borne out: {n_gps} by GPS time, {n_zone} by the zone, {n_maker} by Samsung's trailer");
    assert!(n_gps >= 3 && n_zone >= 3 && n_maker >= 1);
}
