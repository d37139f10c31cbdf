//! What divides visits, case by case.

use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use jiff::tz::{Offset, offset};

use super::*;
use crate::model::made;
use crate::model::notes::Key;
use crate::model::programme::{ItemTime, ProgrammeItem};

/// A photo: hours after midnight on Monday, 5 January 2026 on the wall there, whose device took it, where, and the offset its file tells.
#[derive(Clone, Copy)]
struct Shot {
    hours: f64,
    device: &'static str,
    at: Option<At>,
    offset: Option<i8>,
}

#[derive(Clone, Copy)]
enum At {
    Seoul,
    Beijing,
    Doha,
    Paris,
    Nice,
    Monaco,
    Ventimiglia,
}
use At::{Beijing, Doha, Monaco, Nice, Paris, Seoul, Ventimiglia};

impl At {
    fn facts(self) -> (Place, Position, i8) {
        let (name, country, lat, lon, hours) = match self {
            Seoul => ("Seoul", "KR", 37.45, 126.45, 9),
            Beijing => ("Beijing", "CN", 40.07, 116.60, 8),
            Doha => ("Doha", "QA", 25.26, 51.61, 3),
            Paris => ("Paris", "FR", 49.01, 2.55, 1),
            Nice => ("Nice", "FR", 43.70, 7.27, 1),
            Monaco => ("Monaco", "MC", 43.73, 7.42, 1),
            Ventimiglia => ("Ventimiglia", "IT", 43.79, 7.61, 1),
        };
        let place = Place { name: name.to_owned(), country: country.to_owned() };
        (place, Position::new(lat, lon).unwrap(), hours)
    }
}

/// With a position, and the offset that follows from it.
fn at(hours: f64, device: &'static str, at: At) -> Shot {
    Shot { hours, device, at: Some(at), offset: Some(at.facts().2) }
}

/// With an offset alone.
fn clock(hours: f64, device: &'static str, offset: i8) -> Shot {
    Shot { hours, device, at: None, offset: Some(offset) }
}

fn monday() -> DateTime {
    date(2026, 1, 5).at(0, 0, 0, 0)
}

fn grouped_from(begin: DateTime, shots: &[Shot], notes: &Notes) -> Vec<(String, usize)> {
    let devices: Vec<DeviceId> = shots.iter().map(|shot| DeviceId::from_stored(shot.device)).collect();
    let places: Vec<_> = shots.iter().map(|shot| shot.at.map(At::facts)).collect();
    let paths: Vec<PathBuf> = (0..shots.len()).map(|n| PathBuf::from(format!("/{n:04}.jpg"))).collect();
    let photos: Vec<Groupable<'_>> = shots
        .iter()
        .enumerate()
        .map(|(n, shot)| {
            let civil = begin.checked_add(SignedDuration::from_secs((shot.hours * 3_600.0) as i64)).unwrap();
            let own: Option<Offset> = shot.offset.map(offset);
            let utc = own.map(|own| civil - SignedDuration::from_secs(i64::from(own.seconds())));
            Groupable {
                id: made::id(n),
                civil: Some(civil),
                utc,
                own_offset: own,
                uncertainty_secs: 1,
                path: Path::new(&paths[n]),
                device: (!shot.device.is_empty()).then_some(&devices[n]),
                position: places[n].as_ref().map(|facts| facts.1),
                place: places[n].as_ref().map(|facts| &facts.0),
                previous: None,
            }
        })
        .collect();
    let visits = group_photos(&photos, notes).visits;
    visits.iter().map(|visit| (visit.begins.code().to_owned(), visit.n_photos())).collect()
}

/// Why each visit begins, and how many photos it has.
fn grouped(shots: &[Shot]) -> Vec<(String, usize)> {
    grouped_from(monday(), shots, &Notes::default())
}

fn is(got: &[(String, usize)], wanted: &[(&str, usize)]) {
    let got: Vec<(&str, usize)> = got.iter().map(|(why, n)| (why.as_str(), *n)).collect();
    assert_eq!(got, wanted);
}

#[test]
fn a_day_trip_has_two_borders() {
    // Monday in Seoul, Tuesday in Beijing from noon to evening, back at night.
    let by_position = [
        at(10.0, "phone", Seoul),
        at(20.0, "phone", Seoul),
        at(32.0, "phone", Seoul),
        at(35.0, "phone", Beijing),
        at(37.0, "phone", Beijing),
        at(41.0, "phone", Beijing),
        at(45.0, "phone", Seoul),
        at(57.0, "phone", Seoul),
    ];
    is(&grouped(&by_position), &[("start", 3), ("country", 3), ("country", 2)]);
    let by_clock = by_position.map(|shot| Shot { at: None, ..shot });
    is(&grouped(&by_clock), &[("start", 3), ("offset", 3), ("offset", 2)]);
    // The delegation's camera has no position and takes pictures on board: they go to the side of the longer gap's end.
    let mut with_camera = by_position.to_vec();
    with_camera.extend([31.9, 32.4, 34.8].map(|hours| Shot {
        hours,
        device: "camera",
        at: None,
        offset: None,
    }));
    is(&grouped(&with_camera), &[("start", 5), ("country", 4), ("country", 2)]);
    // Everything on one day.
    is(&grouped(&by_position[2..7]), &[("start", 1), ("country", 3), ("country", 1)]);
}

#[test]
fn a_stopover_and_the_airport_at_home_go_with_the_journey() {
    let journey = [
        at(8.0, "phone", Seoul),
        at(13.0, "phone", Doha),
        at(14.0, "phone", Doha),
        at(20.0, "phone", Paris),
        at(40.0, "phone", Paris),
        at(50.0, "phone", Paris),
    ];
    is(&grouped(&journey), &[("start", 6)]);
    // Days at home before it are no stopover, and then the airport belongs to home.
    let mut from_home = vec![at(-20.0, "phone", Seoul), at(-10.0, "phone", Seoul)];
    from_home.extend(journey);
    is(&grouped(&from_home), &[("start", 3), ("country", 5)]);
    // A working lunch with many pictures is a visit.
    let mut lunch = vec![at(-20.0, "phone", Seoul), at(8.0, "phone", Seoul)];
    lunch.extend((0..30).map(|n| at(13.0 + f64::from(n) / 15.0, "phone", Doha)));
    lunch.extend(journey[3..].iter().copied());
    is(&grouped(&lunch), &[("start", 2), ("country", 30), ("country", 3)]);
}

#[test]
fn near_borders_are_crossed_for_lunch_and_divide_after_a_night_only() {
    let day = [at(10.0, "phone", Nice), at(14.0, "phone", Monaco), at(18.0, "phone", Nice)];
    is(&grouped(&day), &[("start", 3)]);
    // From one hotel, on three days.
    let days = [10.0, 18.0, 34.0, 40.0, 58.0, 66.0]
        .map(|hours| at(hours, "phone", if hours == 34.0 || hours == 40.0 { Monaco } else { Nice }));
    is(&grouped(&days), &[("start", 6)]);
    let moved: Vec<Shot> = (0..12_i32)
        .map(|n| (f64::from(n / 2 * 24 + n % 2 * 6 + 10), if n < 6 { Monaco } else { Ventimiglia }))
        .map(|(hours, there)| at(hours, "phone", there))
        .collect();
    is(&grouped(&moved), &[("start", 6), ("country", 6)]);
}

#[test]
fn a_camera_left_on_home_time_divides_nothing() {
    // The phone is in Beijing throughout; the camera, at +9, alone on the second day.
    let shots = [
        clock(10.0, "phone", 8),
        clock(18.0, "phone", 8),
        clock(36.0, "camera", 9),
        clock(44.0, "camera", 9),
        clock(60.0, "phone", 8),
    ];
    is(&grouped(&shots), &[("start", 5)]);
    // It is set right over night.
    let set = [
        at(10.0, "phone", Beijing),
        clock(19.0, "camera", 9),
        clock(33.0, "camera", 8),
        at(34.0, "phone", Beijing),
    ];
    is(&grouped(&set), &[("start", 4)]);
    // It stays on home time while the phone flies on.
    let flown = [
        at(10.0, "phone", Seoul),
        clock(18.0, "camera", 9),
        clock(33.0, "camera", 9),
        at(34.0, "phone", Beijing),
        at(50.0, "phone", Beijing),
    ];
    is(&grouped(&flown), &[("start", 2), ("country", 3)]);
}

#[test]
fn strays_tear_nothing_apart() {
    // Forwarded from home, with its position, at noon of a day in Beijing.
    let visit = |hours: f64| at(hours, "phone", Beijing);
    let mut shots = vec![visit(10.0), visit(18.0), visit(33.0), visit(43.0), visit(57.0)];
    shots.push(at(38.0, "at home", Seoul));
    is(&grouped(&shots), &[("start", 6)]);
    // The only photo of its night.
    shots.push(at(25.0, "at home", Seoul));
    is(&grouped(&shots), &[("start", 7)]);
    // A wrong fix: nobody is that fast; and one slow enough, from the same phone.
    let fix = [visit(10.0), at(11.2, "phone", Seoul), visit(11.4), visit(18.0)];
    is(&grouped(&fix), &[("start", 4)]);
    let slow = [visit(10.0), at(14.0, "phone", Seoul), visit(18.0), visit(40.0)];
    is(&grouped(&slow), &[("start", 4)]);
    // Of another decade.
    shots.push(at(-90_000.0, "phone", Seoul));
    is(&grouped(&shots), &[("start", 1), ("gap", 7)]);
}

#[test]
fn what_is_alike_on_both_sides_holds_over_a_long_gap_but_not_at_home() {
    let week = [at(10.0, "a", Paris), at(20.0, "a", Paris), at(10.0 + 7.0 * 24.0, "b", Nice)];
    is(&grouped(&week), &[("start", 3)]);
    let longer = [at(0.0, "a", Paris), at(1.0 + 7.0 * 24.0, "a", Paris)];
    is(&grouped(&longer), &[("start", 1), ("gap", 1)]);
    // A person's own limit is taken at its word.
    let mut notes = Notes::default();
    let key = Key { subject: Subject::Library, field: Field::GapHours, lang: None };
    notes.put(key, Some(Value::Number(48)));
    is(&grouped_from(monday(), &week, &notes), &[("start", 2), ("gap", 1)]);
    // By clocks: one whole day without a photo, not two.
    let day = [clock(12.0, "a", 8), clock(12.0 + 55.0, "b", 8)];
    is(&grouped(&day), &[("start", 2)]);
    let days = [clock(12.0, "a", 8), clock(12.0 + 61.0, "a", 8)];
    is(&grouped(&days), &[("start", 1), ("gap", 1)]);
    // Every other day in one country for two months is life.
    let home: Vec<Shot> = (0..35).map(|n| at(f64::from(n) * 48.0, "a", Seoul)).collect();
    assert_eq!(grouped(&home).len(), 35);
}

#[test]
fn over_the_date_line_the_clock_goes_back_and_the_visit_goes_on() {
    // Off from Tonga on Monday evening at +13, in Hawaii at -10 on the morning of the same Monday.
    let shots = [
        clock(8.0, "phone", 13),
        clock(14.0, "phone", 13),
        clock(20.0, "phone", 13),
        clock(6.0, "phone", -10),
        clock(12.0, "phone", -10),
        clock(18.0, "phone", -10),
        clock(15.0, "", -10),
    ];
    is(&grouped(&shots), &[("start", 3), ("offset", 4)]);
    // And back on Wednesday morning, on Thursday evening by the wall there.
    let mut back = shots.to_vec();
    back.extend([clock(54.0, "phone", -10), clock(88.0, "phone", 13), clock(100.0, "phone", 13)]);
    is(&grouped(&back), &[("start", 3), ("offset", 5), ("offset", 2)]);
}

#[test]
fn summer_time_is_no_journey() {
    // The night of 29 March 2026 in Europe, on a phone that tells no place.
    let eve = date(2026, 3, 28).at(0, 0, 0, 0);
    let shots = [clock(18.0, "phone", 1), clock(34.0, "phone", 2)];
    is(&grouped_from(eve, &shots, &Notes::default()), &[("start", 2)]);
    is(&grouped(&shots), &[("start", 1), ("offset", 1)]);
}

#[test]
fn a_programme_holds_its_visit_together_and_parts_it_from_the_next() {
    let item = |uid: &str, from: i64, to: i64| {
        let time = |hours| ItemTime { civil: monday() + SignedDuration::from_hours(hours), offset: None };
        ProgrammeItem {
            uid: uid.into(),
            start: time(from),
            end: time(to),
            is_all_day: false,
            is_cancelled: false,
            title: LangText::default(),
            place: LangText::default(),
            position: None,
            persons: Vec::new(),
        }
    };
    let shots = [
        at(10.0, "phone", Seoul),
        at(30.0, "phone", Seoul),
        at(34.0, "phone", Beijing),
        at(50.0, "phone", Beijing),
        at(56.0, "phone", Beijing),
        at(90.0, "phone", Beijing),
    ];
    is(&grouped(&shots), &[("start", 2), ("country", 4)]);
    let mut notes = Notes::default();
    let key = Key { subject: Subject::Library, field: Field::Programmes, lang: None };
    let programmes = |items: Vec<Vec<ProgrammeItem>>| {
        Value::Programmes(items.into_iter().map(|items| Programme::new(LangText::default(), items)).collect())
    };
    let one = vec![item("talks", 10, 11), item("farewell", 80, 81)];
    notes.put(key.clone(), Some(programmes(vec![one])));
    is(&grouped_from(monday(), &shots, &notes), &[("start", 6)]);
    let two = vec![vec![item("talks", 10, 11)], vec![item("farewell", 62, 63)]];
    notes.put(key, Some(programmes(two)));
    is(&grouped_from(monday(), &shots, &notes), &[("start", 2), ("country", 4)]);
}

#[test]
fn boundaries_say_why() {
    let words = |boundary: Boundary| boundary.words().unwrap_or_default();
    let border = Boundary::Country { from: "VN".into(), to: "HK".into() };
    assert_eq!(words(border), "from Vietnam to Hong Kong");
    assert_eq!(
        words(Boundary::Offset { from: offset(7), to: offset(-3) }),
        "clocks went from +07:00 to -03:00"
    );
    assert_eq!(words(Boundary::Gap(41 * 3_600 + 700)), "1 day 17 h without a photo");
    assert_eq!(words(Boundary::Start), "");
}
