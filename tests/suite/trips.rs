//! Facts of real trips as photos, through the whole reading: offsets that were lost are found again and never wrong, and a clock that is
//! set wrong is proposed to be set right.
//!
//! The lists are looked for in `trips` beside the real photos; without them nothing is compared.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::PathBuf;

use attache::media::read_photo;
use attache::model::clock::pairs::Look;
use attache::model::collection::Collection;
use attache::model::device::DeviceId;
use attache::model::photo::{Photo, PhotoId};
use attache::model::time::OffsetSource;
use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::support::env::{TestEnv, real_photos};
use super::support::photo_maker::TestPhoto;

const TRIPS: [&str; 3] = ["four-phones", "one-camera-no-gps", "three-countries"];

/// One row of a list.
#[derive(Clone)]
struct Row {
    taken: DateTime,
    name: String,
    make: String,
    model: String,
    lens: String,
    offset: Option<String>,
    position: Option<(f64, f64)>,
    gps: Option<DateTime>,
}

fn rows(trip: &str) -> Option<Vec<Row>> {
    let path = real_photos()?.parent()?.join("trips").join(trip).with_extension("tsv");
    let stamp = |text: &str| DateTime::strptime("%Y:%m:%d %H:%M:%S", text.get(..19)?).ok();
    let list = fs::read_to_string(path).ok()?;
    let rows = list.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |n: usize| cells[n].parse::<f64>().ok();
        Row {
            taken: stamp(cells[0]).unwrap(),
            name: cells[1].to_owned(),
            make: cells[2].to_owned(),
            model: cells[3].to_owned(),
            lens: cells[4].to_owned(),
            offset: (!cells[6].is_empty()).then(|| cells[6].to_owned()),
            position: number(7).zip(number(8)),
            gps: stamp(&format!("{} {}", cells[9], cells[10])),
        }
    });
    Some(rows.collect())
}

fn left_out() {
    println!("left out: no lists of trips beside the real photos");
}

impl Row {
    /// The row as a file whose clock was so many seconds ahead, read as any photo is.
    fn photo(&self, env: &TestEnv, n: usize, ahead_secs: i64) -> Photo {
        let shown = self.taken.checked_add(SignedDuration::from_secs(ahead_secs)).unwrap();
        let mut photo = TestPhoto::new().size(16, 16).seed(n as u32);
        photo = photo.taken(&shown.strftime("%Y-%m-%d %H:%M:%S").to_string(), self.offset.as_deref());
        photo = photo.device(&self.make, &self.model);
        if !self.lens.is_empty() {
            photo = photo.lens(&self.lens);
        }
        if let Some((lat, lon)) = self.position {
            photo = photo.gps(lat, lon);
        }
        if let Some(utc) = self.gps {
            photo = photo.gps_time(&utc.strftime("%Y-%m-%d %H:%M:%S").to_string());
        }
        // Names that tell a time tell that of the same clock.
        let told = self.taken.strftime("%Y%m%d").to_string();
        let name = if self.name.contains(&told) {
            format!("IMG_{}.jpg", shown.strftime("%Y%m%d_%H%M%S"))
        } else {
            self.name.clone()
        };
        let path: PathBuf = env.path(format!("trip/{n}/{name}"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        photo.write(&path);
        read_photo(&path).unwrap()
    }
}

fn seconds(offset: &str) -> i32 {
    let (hours, minutes) = offset[1..].split_once(':').unwrap();
    let secs = hours.parse::<i32>().unwrap() * 3_600 + minutes.parse::<i32>().unwrap() * 60;
    if offset.starts_with('-') { -secs } else { secs }
}

#[test]
fn of_offsets_that_are_lost_none_is_found_wrong_and_nearly_all_are_found() {
    let env = TestEnv::new();
    let (mut n_lost, mut n_near, mut n_near_found, mut n_found) = (0, 0, 0, 0);
    for trip in TRIPS {
        let Some(rows) = rows(trip) else { return left_out() };
        let whole: Vec<Photo> = rows.iter().enumerate().map(|(n, row)| row.photo(&env, n, 0)).collect();
        let bare: Vec<Photo> = rows
            .iter()
            .enumerate()
            .map(|(n, row)| {
                Row { offset: None, position: None, gps: None, ..row.clone() }.photo(&env, 1_000 + n, 0)
            })
            .collect();
        for seed in 0..24_u64 {
            // Half of the photos, others each time.
            let is_lost = |n: usize| blake3::hash(&[seed as u8, n as u8]).as_bytes()[0] & 1 == 1;
            let mut collection = Collection::default();
            collection
                .insert((0..rows.len()).map(|n| if is_lost(n) { bare[n].clone() } else { whole[n].clone() }));
            for (n, row) in rows.iter().enumerate().filter(|(n, row)| is_lost(*n) && row.offset.is_some()) {
                let wanted = seconds(row.offset.as_deref().unwrap());
                let captured = collection.captured(collection.photo(bare[n].id).unwrap()).unwrap();
                let found = captured.best.offset.map(jiff::tz::Offset::seconds);
                assert!(
                    found.is_none_or(|found| found == wanted),
                    "{trip}, {}: {found:?}, not {wanted}",
                    row.name
                );
                assert_eq!(found.is_some(), captured.best.offset_source == Some(OffsetSource::Device));
                let near = |m: usize, other: &Row| {
                    let apart = other.taken.duration_since(row.taken).abs();
                    !is_lost(m)
                        && other.offset.is_some()
                        && other.model == row.model
                        && apart <= SignedDuration::from_mins(150)
                };
                let has_evidence = rows.iter().enumerate().any(|(m, other)| near(m, other));
                n_lost += 1;
                n_found += usize::from(found.is_some());
                n_near += usize::from(has_evidence);
                n_near_found += usize::from(has_evidence && found.is_some());
            }
        }
    }
    println!(
        "{n_lost} offsets lost, {n_found} found again; {n_near_found} of {n_near} with evidence in their stretch"
    );
    assert!(n_near > 300 && n_near_found * 100 >= n_near * 95, "{n_near_found} of {n_near}");
}

/// The shifts that occur: summer time, home time, the wrong day, and a clock that drifted.
const SHIFTS: [i64; 4] = [3_600, 27_000, -86_400, 90];

#[test]
fn a_clock_that_is_wrong_is_proposed_right_by_gps_and_no_other_is() {
    let env = TestEnv::new();
    let mut n_proposed = 0;
    for trip in TRIPS {
        let Some(rows) = rows(trip) else { return left_out() };
        let right: Vec<Photo> = rows.iter().enumerate().map(|(n, row)| row.photo(&env, n, 0)).collect();
        let mut collection = Collection::default();
        collection.insert(right.clone());
        assert_eq!(collection.proposals(), [], "{trip}: all clocks are right as they are");
        let mut with_gps: BTreeMap<DeviceId, Vec<usize>> = BTreeMap::new();
        for (n, row) in rows.iter().enumerate().filter(|(_, row)| row.gps.is_some() && row.position.is_some())
        {
            with_gps.entry(right[n].device.id().unwrap()).or_default().push(n);
            assert!(row.gps.is_some());
        }
        for (device, known) in &with_gps {
            for (s, shift) in SHIFTS.into_iter().enumerate() {
                let mut collection = Collection::default();
                collection.insert(rows.iter().enumerate().map(|(n, row)| {
                    if right[n].device.id().as_ref() == Some(device) {
                        row.photo(&env, 10_000 * (s + 1) + n, shift)
                    } else {
                        right[n].clone()
                    }
                }));
                let proposals = collection.proposals();
                assert!(!proposals.is_empty(), "{trip}, {device}, {shift}: nothing proposed for {known:?}");
                for proposal in proposals {
                    assert_eq!(proposal.device, *device, "{trip}, {shift}");
                    // The fix of the tablet's one photo is nine seconds old.
                    let slack = if device.as_str().contains("ipad") { 9 } else { 2 };
                    let off = proposal.correction.shift_secs + shift;
                    assert!(off.abs() <= slack, "{trip}, {device}, {shift}: {off} s off");
                    n_proposed += 1;
                }
                // Every photo that another clock speaks for is moved, once all is accepted.
                let moved = |n: &&usize| {
                    let clock = rows[**n].taken.checked_add(SignedDuration::from_secs(shift)).unwrap();
                    proposals.iter().any(|proposal| proposal.correction.covers(clock))
                };
                assert_eq!(known.iter().filter(moved).count(), known.len(), "{trip}, {device}, {shift}");
            }
        }
    }
    println!("{n_proposed} corrections proposed, all right");
}

#[test]
fn cameras_without_gps_are_set_by_what_another_device_saw() {
    let env = TestEnv::new();
    for trip in ["one-camera-no-gps", "three-countries"] {
        let Some(rows) = rows(trip) else { return left_out() };
        let rows: Vec<Row> =
            rows.into_iter().filter(|row| row.gps.is_none() && row.offset.is_some()).collect();
        let look = |n: usize| {
            Look(u128::from_le_bytes(*blake3::hash(&n.to_le_bytes()).as_bytes().first_chunk().unwrap()))
        };
        for (s, shift) in SHIFTS.into_iter().chain([0]).enumerate() {
            let mut looks: HashMap<PhotoId, Look> = HashMap::new();
            let mut photos = Vec::new();
            for (n, row) in rows.iter().enumerate() {
                let wrong = row.photo(&env, 1_000 * s + n, shift);
                // A phone at its side whose clock is right, and which knows it by GPS.
                let offset = seconds(row.offset.as_deref().unwrap());
                let taken = row.taken.checked_add(SignedDuration::from_secs((n % 3) as i64)).unwrap();
                let companion = Row {
                    taken,
                    name: format!("companion{n}.jpg"),
                    make: "Fairphone".into(),
                    model: "FP5".into(),
                    lens: String::new(),
                    offset: row.offset.clone(),
                    position: None,
                    gps: taken.checked_sub(SignedDuration::from_secs(offset.into())).ok(),
                }
                .photo(&env, 1_000 * s + 500 + n, 0);
                looks.extend([(wrong.id, look(n)), (companion.id, look(n))]);
                photos.extend([wrong, companion]);
            }
            let mut collection = Collection::default();
            collection.insert(photos);
            collection.add_looks(looks);
            for proposal in collection.proposals() {
                assert!(!proposal.device.as_str().contains("fairphone"), "{trip}, {shift}: {proposal:?}");
                let off = proposal.correction.shift_secs + shift;
                assert!(off.abs() <= 2, "{trip}, {shift}: {off} s off");
            }
            assert_eq!(collection.proposals().is_empty(), shift == 0, "{trip}, {shift}");
        }
    }
}

/// Visits as they were looked at and found right, with the reason why each begins.
const VISITS: &str = include_str!("trips.txt");

#[test]
fn visits_begin_where_a_person_would_put_them() {
    let env = TestEnv::new();
    for trip in TRIPS {
        let Some(rows) = rows(trip) else { return left_out() };
        let mut collection = Collection::default();
        collection.insert(rows.iter().enumerate().map(|(n, row)| row.photo(&env, n, 0)));
        let found = collection.grouping().visits.iter().map(|visit| {
            let days = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let why = visit.begins.words().unwrap_or_default();
            format!("{trip}: {}..{} {} photos, {why}", days(visit.from), days(visit.to), visit.n_photos())
        });
        let found: Vec<String> = found.map(|line| line.trim_end_matches(", ").to_owned()).collect();
        let wanted: Vec<&str> = VISITS
            .lines()
            .filter(|line| line.starts_with(&format!("{trip}: ")))
            .map(|line| line.split(" | ").next().unwrap().trim_end())
            .collect();
        assert_eq!(found.join("\n"), wanted.join("\n"), "{trip}");
    }
}
