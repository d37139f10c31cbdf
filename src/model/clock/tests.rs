use std::collections::HashMap;
use std::path::PathBuf;

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use jiff::tz::{Offset, offset};
use proptest::prelude::*;

use super::correction::ClockCorrection;
use super::evidence::Evidence;
use super::pairs::Look;
use super::propose::{Proposal, propose};
use super::revise::correct_clock;
use super::{Clocked, Timeline, establish};
use crate::model::collection::Collection;
use crate::model::device::{DeviceFacts, DeviceId};
use crate::model::made;
use crate::model::notes::{Field, Key, Notes, Subject, Value};
use crate::model::photo::{Photo, PhotoId};
use crate::model::time::{CaptureTime, OffsetSource, TimeClaim, TimeSource};

/// A photo as a file tells it.
#[derive(Clone)]
struct Told {
    id: PhotoId,
    path: PathBuf,
    device: DeviceId,
    captured: Option<CaptureTime>,
    zone: Option<&'static str>,
}

fn device(name: &str) -> DeviceId {
    DeviceId::from_stored(name)
}

fn at(minutes: i64) -> DateTime {
    date(2026, 1, 5).at(9, 0, 0, 0).checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

fn told(n: usize, of: &str, minutes: i64, own: Option<i8>) -> Told {
    let best = TimeClaim {
        source: TimeSource::ExifOriginal,
        civil: at(minutes),
        offset: own.map(offset),
        offset_source: own.map(|_| OffsetSource::ExifOffset),
        uncertainty_secs: 1,
    };
    Told {
        id: made::id(n),
        path: PathBuf::from(format!("/v/{of}/IMG_{n:04}.JPG")),
        device: device(of),
        captured: Some(CaptureTime { best, others: Vec::new() }),
        zone: None,
    }
}

impl Told {
    /// With GPS time, so many seconds after what the clock shows at `hours`.
    fn with_gps(mut self, hours: i8, later_secs: i64, zone: Option<&'static str>) -> Self {
        if let Some(captured) = &mut self.captured {
            let utc = captured.best.civil.checked_sub(SignedDuration::from_hours(hours.into())).unwrap();
            captured.others.push(TimeClaim {
                source: TimeSource::Gps,
                civil: utc.checked_add(SignedDuration::from_secs(later_secs)).unwrap(),
                offset: Some(Offset::UTC),
                offset_source: Some(OffsetSource::Utc),
                uncertainty_secs: 1,
            });
        }
        self.zone = zone;
        self
    }

    fn clocked(&self) -> Clocked<'_> {
        Clocked {
            id: self.id,
            path: &self.path,
            device: Some(&self.device),
            captured: self.captured.as_ref(),
            zone: self.zone,
            sidecar: None,
        }
    }
}

fn timeline(photos: &[Told], notes: &Notes) -> Timeline {
    establish(&photos.iter().map(Told::clocked).collect::<Vec<_>>(), notes)
}

fn offset_of(timeline: &Timeline, photo: &Told) -> Option<(i32, OffsetSource)> {
    let captured = timeline.time_of(photo.id).or(photo.captured.as_ref())?;
    Some((captured.best.offset?.seconds() / 3_600, captured.best.offset_source?))
}

fn proposals(photos: &[Told], notes: &Notes) -> Vec<Proposal> {
    propose(&timeline(photos, notes), notes, &HashMap::new())
}

fn corrected(device: &DeviceId, correction: ClockCorrection) -> Notes {
    let mut notes = Notes::default();
    let key = Key { subject: Subject::Device(device.clone()), field: Field::ClockCorrections, lang: None };
    notes.put(key, Some(Value::Corrections(vec![correction])));
    notes
}

#[test]
fn the_item_that_was_on_lends_its_offset_to_who_knows_nothing_better() {
    use crate::model::programme::{ItemTime, Programme, ProgrammeItem};
    let item = |uid: &str, from: i64, to: i64, hours: i8| {
        let time = |minutes| ItemTime { civil: at(minutes), offset: Some(offset(hours)) };
        ProgrammeItem {
            uid: uid.into(),
            start: time(from),
            end: time(to),
            is_all_day: false,
            is_cancelled: false,
            title: crate::model::text::LangText::default(),
            place: crate::model::text::LangText::default(),
            position: None,
            persons: Vec::new(),
        }
    };
    let items = [item("talks", 0, 60, 8), item("lunch", 120, 180, 8), item("elsewhere", 150, 180, 7)];
    let mut notes = Notes::default();
    let key = Key { subject: Subject::Library, field: Field::Programmes, lang: None };
    notes.put(key, Some(Value::Programmes(vec![Programme::new(Default::default(), items)])));
    let photos = [
        told(0, "bare", 30, None),
        // Between items, and in two of different lands at once.
        told(1, "bare", 90, None),
        told(2, "bare", 160, None),
        // Own tags stay, and who was elsewhere by his own tags an hour ago is not brought here.
        told(3, "home", 30, Some(9)),
        told(4, "flown", -130, Some(5)),
        told(5, "flown", 30, None),
        told(6, "flown", 190, Some(5)),
    ];
    let line = timeline(&photos[..3], &notes);
    let found: Vec<_> = photos[..3].iter().map(|photo| offset_of(&line, photo)).collect();
    assert_eq!(found, [Some((8, OffsetSource::Programme)), None, None], "and it lends none to others");
    assert_eq!(line.time_of(photos[0].id).unwrap().best.civil, at(30), "the wall stays as it is");
    let line = timeline(&photos[3..], &notes);
    assert_eq!(offset_of(&line, &photos[3]), Some((9, OffsetSource::ExifOffset)));
    assert_ne!(offset_of(&line, &photos[5]).map(|(_, by)| by), Some(OffsetSource::Programme));
    // What has nothing but UTC is on no wall.
    let mut utc = told(7, "pixel", 30, Some(0));
    utc.captured.as_mut().unwrap().best.offset_source = Some(OffsetSource::Utc);
    assert_eq!(offset_of(&timeline(&[utc.clone()], &notes), &utc), Some((0, OffsetSource::Utc)));
}

#[test]
fn an_offset_is_carried_within_a_stretch_and_not_over_a_flight() {
    let photos = [
        told(0, "phone", 0, Some(9)),
        told(1, "phone", 60, None),
        told(2, "phone", 120, Some(9)),
        // In the air: nobody can say.
        told(3, "phone", 240, None),
        // Just before the first photo of the other land.
        told(4, "phone", 350, None),
        told(5, "phone", 360, Some(8)),
        told(6, "phone", 400, None),
        // A night and a morning later.
        told(7, "phone", 400 + 13 * 60, None),
    ];
    let line = timeline(&photos, &Notes::default());
    let carried = |n: usize| offset_of(&line, &photos[n]);
    assert_eq!(carried(1), Some((9, OffsetSource::Device)));
    assert_eq!(carried(3), None);
    assert_eq!(carried(4), Some((8, OffsetSource::Device)));
    assert_eq!(carried(6), Some((8, OffsetSource::Device)));
    assert_eq!(carried(7), None);
    assert_eq!(carried(0), Some((9, OffsetSource::ExifOffset)));
}

#[test]
fn a_position_speaks_for_few_hours_where_nothing_follows() {
    let photos = [
        told(0, "phone", 0, None).with_gps(8, 1, Some("Asia/Shanghai")),
        told(1, "phone", 100, None),
        told(2, "phone", 190, None),
    ];
    let line = timeline(&photos, &Notes::default());
    assert_eq!(offset_of(&line, &photos[0]), Some((8, OffsetSource::GpsTime)));
    assert_eq!(offset_of(&line, &photos[1]), Some((8, OffsetSource::Device)));
    // Ten minutes further on, the phone itself speaks no more; the visit does, and less surely.
    assert_eq!(offset_of(&line, &photos[2]), None);
}

#[test]
fn other_devices_lend_an_offset_when_they_agree() {
    let camera = told(9, "camera", 10, None);
    let agree = [told(0, "phone", 0, Some(8)), told(1, "other", 20, Some(8)), camera.clone()];
    let line = timeline(&agree, &Notes::default());
    assert_eq!(offset_of(&line, &camera), Some((8, OffsetSource::Visit)));
    assert_eq!(line.time_of(camera.id).unwrap().best.uncertainty_secs, 3_600);
    let differ = [told(0, "phone", 0, Some(8)), told(1, "other", 20, Some(9)), camera.clone()];
    assert_eq!(offset_of(&timeline(&differ, &Notes::default()), &camera), None);
}

#[test]
fn utc_becomes_the_clock_on_the_wall() {
    let mut pixel = told(1, "pixel", -8 * 60 + 10, None);
    if let Some(captured) = &mut pixel.captured {
        captured.best.source = TimeSource::FileName;
        (captured.best.offset, captured.best.offset_source) = (Some(Offset::UTC), Some(OffsetSource::Utc));
    }
    pixel.zone = Some("Asia/Shanghai");
    let line = timeline(std::slice::from_ref(&pixel), &Notes::default());
    let time = line.time_of(pixel.id).unwrap();
    assert_eq!((time.civil(), time.best.offset), (at(10), Some(offset(8))));
    assert_eq!(time.utc(), Some(at(10 - 8 * 60)));
}

#[test]
fn undated_photos_stand_between_their_neighbours() {
    let mut lost = told(5, "phone", 0, None);
    lost.captured = None;
    let photos = [told(4, "phone", 30, Some(8)), lost.clone(), told(6, "phone", 40, Some(8))];
    let line = timeline(&photos, &Notes::default());
    let time = line.time_of(lost.id).unwrap();
    assert_eq!((time.best.source, time.civil()), (TimeSource::Neighbours, at(35)));
    assert_eq!(time.best.uncertainty_secs, 600);
    let far = [told(4, "phone", 30, Some(8)), lost.clone(), told(6, "phone", 4_000, Some(8))];
    assert_eq!(timeline(&far, &Notes::default()).time_of(lost.id), None);
}

#[test]
fn a_wrong_clock_is_proposed_by_gps_and_a_right_one_is_not() {
    for shift_secs in [3_600, 27_000, -86_400, 90] {
        // The clock shows `shift` too much: GPS says it is earlier.
        let wrong = (0..5).map(|n| {
            told(n, "camera", 20 * n as i64, Some(8)).with_gps(8, 1 - shift_secs, Some("Asia/Shanghai"))
        });
        let right = (10..15).map(|n| {
            told(n, "phone", 20 * n as i64, Some(8)).with_gps(8, (n % 4) as i64, Some("Asia/Shanghai"))
        });
        let photos: Vec<Told> = wrong.chain(right).collect();
        let found = proposals(&photos, &Notes::default());
        assert_eq!(found.len(), 1, "{shift_secs}: {found:?}");
        assert!((found[0].correction.shift_secs + shift_secs).abs() <= 2);
        assert!(found[0].is_sure && found[0].n_photos == 5 && found[0].device == device("camera"));
        // Once it is accepted, nothing more is proposed, and the instants are right.
        let notes = corrected(&found[0].device, found[0].correction.clone());
        assert_eq!(proposals(&photos, &notes), []);
        let line = timeline(&photos, &notes);
        let want = at(0).checked_sub(SignedDuration::from_secs(shift_secs - 1)).unwrap();
        assert_eq!(line.time_of(made::id(0)).unwrap().civil(), want);
    }
}

#[test]
fn one_old_position_fix_is_no_wrong_clock() {
    let photos: Vec<Told> = (0..6)
        .map(|n| {
            told(n, "phone", 20 * n as i64, Some(8)).with_gps(
                8,
                if n == 3 { -400 } else { 0 },
                Some("Asia/Shanghai"),
            )
        })
        .collect();
    assert_eq!(proposals(&photos, &Notes::default()), []);
    let alone = [told(0, "phone", 0, Some(8)).with_gps(8, -400, Some("Asia/Shanghai"))];
    let found = proposals(&alone, &Notes::default());
    assert!(found.len() == 1 && !found[0].is_sure, "told when asked, not before: {found:?}");
}

#[test]
fn a_phone_that_kept_the_time_of_home_is_told_so() {
    let photos: Vec<Told> = (0..3)
        .map(|n| told(n, "phone", 20 * n as i64, Some(9)).with_gps(9, 0, Some("Asia/Shanghai")))
        .collect();
    let found = proposals(&photos, &Notes::default());
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.correction.shift_secs, one.correction.offset), (-3_600, Some(offset(8))));
    assert!(matches!(one.evidence[0], Evidence::HomeTime { n_photos: 3, .. }));
    let line = timeline(&photos, &corrected(&one.device, one.correction.clone()));
    // The instant stays what it was.
    assert_eq!(line.time_of(made::id(0)).unwrap().utc(), photos[0].captured.as_ref().unwrap().utc());
}

#[test]
fn a_clock_that_was_set_at_noon_is_two_stretches() {
    let gps = |n: usize, minutes, late| {
        told(n, "camera", minutes, Some(8)).with_gps(8, late, Some("Asia/Shanghai"))
    };
    let photos = [gps(0, 0, 3_600), gps(1, 60, 3_600), gps(2, 240, 0), gps(3, 300, 0), gps(4, 2_000, 0)];
    let found = proposals(&photos, &Notes::default());
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.correction.shift_secs, one.correction.to, one.n_photos), (3_600, Some(at(150)), 2));
}

#[test]
fn a_clock_in_a_picture_sets_its_device() {
    let mut notes = Notes::default();
    let key = Key { subject: Subject::Photo(made::id(1)), field: Field::ShownTime, lang: None };
    let shown = at(20).checked_add(SignedDuration::from_secs(75)).unwrap();
    notes.put(key, Some(Value::Time { civil: shown, offset: None }));
    let photos: Vec<Told> = (0..4).map(|n| told(n, "camera", 20 * n as i64, None)).collect();
    let found = proposals(&photos, &notes);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.correction.shift_secs, one.n_photos, one.against.len()), (75, 4, 0));
    // Of the wrong device: GPS speaks against it.
    let photos: Vec<Told> = (0..4)
        .map(|n| told(n, "phone", 20 * n as i64, Some(8)).with_gps(8, 0, Some("Asia/Shanghai")))
        .collect();
    assert_eq!(proposals(&photos, &notes)[0].against.len(), 1);
}

#[test]
fn devices_that_saw_the_same_scenes_find_each_other() {
    let look = |n: u64| {
        let bytes = *blake3::hash(&n.to_le_bytes()).as_bytes();
        Look(u128::from_le_bytes(*bytes.first_chunk::<16>().unwrap()))
    };
    let phone = (0..10).map(|n| told(n, "phone", 15 * n as i64, Some(8)));
    let camera = (0..10).map(|n| told(100 + n, "camera", 15 * n as i64 + 60, None));
    let photos: Vec<Told> = phone.chain(camera).collect();
    let looks: HashMap<PhotoId, Look> =
        (0..10).flat_map(|n| [(made::id(n), look(n as u64)), (made::id(100 + n), look(n as u64))]).collect();
    let found = propose(&timeline(&photos, &Notes::default()), &Notes::default(), &looks);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.device.as_str(), one.correction.shift_secs, one.is_sure), ("camera", -3_600, true));
    let notes = corrected(&one.device, one.correction.clone());
    assert_eq!(propose(&timeline(&photos, &notes), &notes, &looks), []);
}

#[test]
fn a_correction_holds_for_photos_that_come_later_and_can_be_taken_back() {
    let mut collection = Collection::default();
    let facts = DeviceFacts { make: Some("Canon".into()), model: Some("R5".into()), ..Default::default() };
    let photo = |n: usize| Photo { device: facts.clone(), ..made::photo(n) };
    collection.insert([photo(0)]);
    let filed = collection.captured(&photo(0)).unwrap().civil();
    let canon = facts.id().unwrap();
    let correction = ClockCorrection { from: None, to: None, shift_secs: 3_600, offset: Some(offset(8)) };
    let edit = correct_clock(&collection, &canon, &correction);
    collection.apply(&edit);
    collection.insert([photo(1)]);
    for n in 0..2 {
        let time = collection.captured(collection.photo(made::id(n)).unwrap()).unwrap().clone();
        assert_eq!(
            time.civil().duration_since(photo(n).captured.unwrap().civil()),
            SignedDuration::from_hours(1)
        );
        assert_eq!(time.best.offset_source, Some(OffsetSource::Person));
        assert_eq!(time.others[0].civil, photo(n).captured.unwrap().civil(), "what the file says is kept");
    }
    collection.apply(&edit.inverse());
    assert_eq!(collection.captured(&photo(0)).unwrap().civil(), filed);
}

#[test]
fn a_hundred_thousand_photos_of_a_device_without_any_offset_take_no_time_squared() {
    let photos: Vec<Told> = (0..100_000).map(|n| told(n, "camera", n as i64, None)).collect();
    assert_eq!(timeline(&photos, &Notes::default()).lanes()[0].ticks.len(), 100_000);
}

proptest! {
    /// Whatever part of the offsets is lost, none of those that are carried is another than the true one, as long as nobody
    /// travels faster than by air and comes back the same day without a photo that knows of it.
    #[test]
    fn what_is_lost_is_never_found_wrong(
        gaps in prop::collection::vec(1_i64..400, 40),
        lost in prop::collection::vec(any::<bool>(), 40),
        flight in 5_usize..35,
    ) {
        let mut minutes = 0;
        let photos: Vec<(Told, i8)> = gaps.iter().enumerate().map(|(n, gap)| {
            // Clocks are set back an hour on the way.
            minutes += if n == flight { gap + 160 } else { *gap };
            let offset = if n < flight { 9 } else { 8 };
            (told(n, "phone", minutes, (!lost[n]).then_some(offset)), offset)
        }).collect();
        let all: Vec<Told> = photos.iter().map(|(told, _)| told.clone()).collect();
        let line = timeline(&all, &Notes::default());
        for (photo, truth) in &photos {
            if let Some((found, _)) = offset_of(&line, photo) {
                prop_assert_eq!(found, i32::from(*truth));
            }
        }
    }

    /// Photos of one instant stay in the order of their names, whichever clock is corrected by nothing and back.
    #[test]
    fn equal_instants_keep_their_order(shift in -50_000_i64..50_000) {
        let mut collection = Collection::default();
        collection.insert((0..40).map(|n| {
            let mut photo = made::photo(n);
            let captured = photo.captured.as_mut();
            captured.into_iter().for_each(|captured| captured.best.civil = at(0));
            photo
        }));
        let order = |collection: &Collection| {
            collection.order().all().iter().map(|id| collection.photo(*id).unwrap().file_name()).collect::<Vec<_>>()
        };
        let before = order(&collection);
        let device = collection.devices()[0].id.clone();
        let correction = ClockCorrection { from: None, to: None, shift_secs: shift, offset: None };
        let edit = correct_clock(&collection, &device, &correction);
        collection.apply(&edit);
        let dated = |names: &[String]| names.iter().filter(|name| !name.contains('9')).cloned().collect::<Vec<_>>();
        prop_assert_eq!(dated(&order(&collection)), dated(&before));
        collection.apply(&edit.inverse());
        prop_assert_eq!(order(&collection), before);
    }

    #[test]
    fn the_order_in_which_photos_come_changes_nothing(order in Just((0..30).collect::<Vec<usize>>()).prop_shuffle()) {
        let photos: Vec<Told> = (0..30)
            .map(|n| told(n, if n % 3 == 0 { "a" } else { "b" }, (n as i64 / 4) * 50, (n % 5 == 0).then_some(8)))
            .collect();
        let mixed: Vec<Told> = order.iter().map(|n| photos[*n].clone()).collect();
        prop_assert_eq!(timeline(&photos, &Notes::default()), timeline(&mixed, &Notes::default()));
    }
}
