use std::path::PathBuf;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::model::arrange;
use crate::model::collection::Collection;
use crate::model::device::DeviceFacts;
use crate::model::edit::Edit;
use crate::model::notes::Key;
use crate::model::orientation::Orientation;
use crate::model::photo::{Embedded, Format, Original, Photo, PhotoKind};
use crate::model::text::LangTag;
use crate::model::time::{CaptureTime, TimeClaim, TimeSource};

/// A photo number `n` taken so many minutes after midnight on 4 January 2026; undated when `None`.
fn photo(n: u32, minutes: Option<i64>) -> Photo {
    let mut id = [0; 32];
    id[..4].copy_from_slice(&n.to_be_bytes());
    let captured = minutes.map(|minutes| CaptureTime {
        best: TimeClaim {
            source: TimeSource::ExifOriginal,
            civil: date(2026, 1, 4).at(0, 0, 0, 0).checked_add(minutes.minutes()).unwrap(),
            offset: None,
            offset_source: None,
            uncertainty_secs: 1,
        },
        others: Vec::new(),
    });
    Photo {
        id: PhotoId(id),
        original: Original { path: PathBuf::from(format!("/p/{n:06}.jpg")), bytes: 1, modified_ns: None },
        copies: Vec::new(),
        companions: Vec::new(),
        format: Format::Jpeg,
        width_px: 4,
        height_px: 3,
        orientation: Orientation::Upright,
        captured,
        device: DeviceFacts::default(),
        position: None,
        place: None,
        zone: None,
        embedded: Embedded::default(),
        motion: None,
        motion_claim: None,
        hidden: Default::default(),
        kind: PhotoKind::Unknown,
        kind_evidence: Vec::new(),
        remarks: Vec::new(),
        problems: Vec::new(),
    }
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

fn collection(minutes: &[Option<i64>]) -> Collection {
    let mut collection = Collection::default();
    collection.insert(minutes.iter().enumerate().map(|(n, m)| photo(n as u32, *m)));
    collection
}

fn id(n: u32) -> PhotoId {
    photo(n, None).id
}

/// Visits and sections with the numbers of their photos, one line a visit.
fn drawn(collection: &Collection) -> Vec<String> {
    let number = |id: &PhotoId| u32::from_be_bytes(id.0[..4].try_into().unwrap()).to_string();
    let list = |photos: &[PhotoId]| photos.iter().map(number).collect::<Vec<_>>().join(" ");
    let grouping = collection.grouping();
    let visits = grouping.visits.iter().map(|visit| {
        let sections = visit.sections.iter().map(|s| format!("{}[{}]", s.id, list(&s.photos)));
        format!("{}: {}", visit.id, sections.collect::<Vec<_>>().join(" "))
    });
    let undated = (!grouping.undated.is_empty()).then(|| format!("undated: {}", list(&grouping.undated)));
    visits.chain(undated).collect()
}

fn apply(collection: &mut Collection, edit: &Edit) {
    let before = collection.clone();
    collection.apply(edit);
    // Whatever was done can be taken back without a trace.
    let mut back = collection.clone();
    back.apply(&edit.inverse());
    assert_eq!(drawn(&back), drawn(&before), "undo of {}", edit.name);
    assert_eq!(back.notes(), before.notes());
}

#[test]
fn a_gap_ends_a_visit_and_four_in_the_morning_ends_a_day() {
    let got = collection(&[
        Some(10 * HOUR),
        Some(DAY + 2 * HOUR),      // 02:00 next day: still the banquet
        Some(DAY + 4 * HOUR),      // 04:00: a new day
        Some(DAY + 40 * HOUR),     // exactly 36 h later: the same visit
        Some(DAY + 76 * HOUR + 1), // a minute more than 36 h: another
        None,
    ]);
    assert_eq!(
        drawn(&got),
        [
            "2026-01-04: 2026-01-04[0 1] 2026-01-05[2] 2026-01-06[3]",
            "2026-01-08: 2026-01-08[4]",
            "undated: 5"
        ]
    );
    let visit = &got.grouping().visits[0];
    assert_eq!(visit.title.get(&LangTag::en()), Some("4–6 January 2026"));
}

#[test]
fn a_file_time_dates_nothing() {
    let mut stray = photo(9, Some(0));
    stray.captured.as_mut().unwrap().best.source = TimeSource::FileTime;
    let mut got = collection(&[Some(0)]);
    got.insert([stray]);
    assert_eq!(drawn(&got), ["2026-01-03: 2026-01-03[0]", "undated: 9"]);
}

#[test]
fn a_visit_keeps_its_identity_when_earlier_photos_come() {
    let mut got = collection(&[Some(2 * DAY)]);
    assert_eq!(got.grouping().visits[0].id.as_str(), "2026-01-05");
    got.insert([photo(7, Some(DAY))]);
    assert_eq!(got.grouping().visits[0].id.as_str(), "2026-01-05");
    assert_eq!(got.grouping().visits[0].n_photos(), 2);
}

#[test]
fn moves_splits_and_merges_hold_and_can_be_undone() {
    let mut got = collection(&[Some(HOUR * 9), Some(HOUR * 10), Some(HOUR * 11), Some(10 * DAY), None]);
    let (a, b) = (got.grouping().visits[0].id.clone(), got.grouping().visits[1].id.clone());
    let edit = arrange::merge_visits(&got, &[a.clone(), b.clone()]);
    apply(&mut got, &edit);
    assert_eq!(drawn(&got), ["2026-01-04: 2026-01-04[0 1 2] 2026-01-13[3]", "undated: 4"]);

    let edit = arrange::split_visit(&got, id(1));
    apply(&mut got, &edit);
    assert_eq!(
        drawn(&got),
        ["2026-01-04: 2026-01-04[0]", "2026-01-04-2: 2026-01-04[1 2] 2026-01-13[3]", "undated: 4"]
    );

    // Photos that come later find their side of a person's boundary.
    got.insert([photo(20, Some(HOUR * 9 + 30)), photo(21, Some(HOUR * 10 + 30))]);
    assert_eq!(
        drawn(&got),
        ["2026-01-04: 2026-01-04[0 20]", "2026-01-04-2: 2026-01-04[1 21 2] 2026-01-13[3]", "undated: 4"]
    );

    let edit = arrange::move_photos(&got, &[id(4), id(0)], &VisitId::new("2026-01-04-2"), None);
    apply(&mut got, &edit);
    assert_eq!(drawn(&got)[1], "2026-01-04: 2026-01-04[20]");
    assert_eq!(drawn(&got)[0], "2026-01-04-2: 2026-01-04[0 1 21 2] 2026-01-13[3 4]");

    let edit = arrange::move_to_undated(&got, &[id(2)]);
    apply(&mut got, &edit);
    let edit = arrange::put_back(&got, &[id(0), id(4)]);
    apply(&mut got, &edit);
    assert_eq!(
        drawn(&got),
        ["2026-01-04: 2026-01-04[0 20]", "2026-01-04-2: 2026-01-04[1 21] 2026-01-13[3]", "undated: 2 4"]
    );
}

#[test]
fn a_merged_visit_can_be_split_where_it_was_joined() {
    // The earlier visit was taken into the later one, so the name belongs to the later stretch.
    let mut got = collection(&[Some(0), Some(10 * DAY)]);
    let (a, b) = (got.grouping().visits[0].id.clone(), got.grouping().visits[1].id.clone());
    let edit = arrange::merge_visits(&got, &[b.clone(), a]);
    apply(&mut got, &edit);
    assert_eq!(drawn(&got), ["2026-01-13: 2026-01-03[0] 2026-01-13[1]"]);
    let edit = arrange::split_visit(&got, id(1));
    apply(&mut got, &edit);
    assert_eq!(drawn(&got), ["2026-01-13: 2026-01-03[0]", "2026-01-13-2: 2026-01-13[1]"]);
    assert!(arrange::split_visit(&got, id(1)).is_empty(), "the first photo has nothing before it");
}

#[test]
fn sections_split_merge_and_take_photos() {
    let mut got = collection(&[Some(HOUR * 9), Some(HOUR * 10), Some(HOUR * 11), Some(DAY + HOUR * 9)]);
    let edit = arrange::split_section(&got, id(1));
    apply(&mut got, &edit);
    assert_eq!(drawn(&got), ["2026-01-04: 2026-01-04[0] 2026-01-04-2[1 2] 2026-01-05[3]"]);
    let visit = got.grouping().visits[0].id.clone();
    let ids: Vec<SectionId> = ["2026-01-04-2", "2026-01-05"].map(SectionId::new).to_vec();
    let edit = arrange::merge_sections(&got, &visit, &ids);
    apply(&mut got, &edit);
    assert_eq!(drawn(&got), ["2026-01-04: 2026-01-04[0] 2026-01-04-2[1 2 3]"]);
    let edit = arrange::move_photos(&got, &[id(2)], &visit, Some(&SectionId::new("2026-01-04")));
    apply(&mut got, &edit);
    assert_eq!(drawn(&got), ["2026-01-04: 2026-01-04[0 2] 2026-01-04-2[1 3]"]);
    let edit = arrange::split_section(&got, id(3));
    apply(&mut got, &edit);
    assert_eq!(drawn(&got), ["2026-01-04: 2026-01-04[0 2] 2026-01-04-2[1] 2026-01-05-2[3]"]);
}

#[test]
fn a_new_visit_of_chosen_photos_never_takes_a_name_in_use() {
    let mut got = collection(&[Some(HOUR * 9), Some(HOUR * 10), None]);
    let (edit, new) = arrange::move_to_new_visit(&got, &[id(1), id(2)]);
    assert_eq!(new.as_str(), "2026-01-04-2");
    apply(&mut got, &edit);
    assert_eq!(drawn(&got), ["2026-01-04: 2026-01-04[0]", "2026-01-04-2: 2026-01-04[1 2]"]);
}

#[test]
fn joins_in_a_ring_end() {
    let mut notes = Notes::default();
    for (from, to) in [("2026-01-04", "x"), ("x", "2026-01-04")] {
        let subject = Subject::Visit(VisitId::new(from));
        let key = Key { subject, field: Field::JoinedTo, lang: None };
        notes.put(key, Some(Value::Text(to.to_owned())));
    }
    let mut got = Collection::new(notes, HashMap::from([(id(0), VisitId::new("2026-01-04"))]));
    got.insert([photo(0, Some(HOUR * 9))]);
    assert_eq!(drawn(&got), ["x: 2026-01-04[0]"]);
}

#[test]
fn copies_are_one_photo() {
    let mut got = Collection::default();
    let mut copy = photo(0, Some(0));
    copy.original.path = PathBuf::from("/a/copy.jpg");
    got.insert([photo(0, Some(0)), copy]);
    let one = got.photo(id(0)).unwrap();
    assert_eq!(got.photos().len(), 1);
    assert_eq!(one.original.path, PathBuf::from("/a/copy.jpg"));
    assert_eq!(one.copies, [PathBuf::from("/p/000000.jpg")]);
    got.remove_paths(|path| path.starts_with("/a"));
    assert_eq!(got.photo(id(0)).unwrap().original.path, PathBuf::from("/p/000000.jpg"));
    got.remove_paths(|path| path.starts_with("/p"));
    assert_eq!(got.photos().len(), 0);
}

proptest! {
    #[test]
    fn the_order_of_photos_changes_nothing(minutes in prop::collection::vec(0..(20 * DAY), 1..60), seed in 0..u64::MAX) {
        let photos: Vec<Photo> = minutes.iter().enumerate().map(|(n, m)| photo(n as u32, Some(*m))).collect();
        let mut shuffled: Vec<(u64, Photo)> = photos
            .iter()
            .map(|p| (u64::from(p.id.0[3]).wrapping_mul(seed | 1).rotate_left(17), p.clone()))
            .collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut a = Collection::default();
        a.insert(photos);
        let mut b = Collection::default();
        b.insert(shuffled.into_iter().map(|(_, p)| p));
        prop_assert_eq!(drawn(&a), drawn(&b));
        let n: usize = a.grouping().visits.iter().map(Visit::n_photos).sum();
        prop_assert_eq!(n, minutes.len());
    }

    #[test]
    fn photos_that_come_later_move_none_across_a_persons_boundary(
        minutes in prop::collection::vec(0..(12 * DAY), 2..40),
        at in 0..1_000_usize,
        later in prop::collection::vec(0..(12 * DAY), 1..40),
    ) {
        let mut got = collection(&minutes.iter().map(|m| Some(*m)).collect::<Vec<_>>());
        let at = id((at % minutes.len()) as u32);
        let order: Vec<PhotoId> = got.order().all().to_vec();
        let edit = arrange::split_visit(&got, at);
        got.apply(&edit);
        let n = order.iter().position(|photo| *photo == at).unwrap();
        let (before, after) = order.split_at(n);
        let is_first = edit.is_empty();
        got.insert(later.iter().enumerate().map(|(n, m)| photo(1_000 + n as u32, Some(*m))));
        let visits = |side: &[PhotoId]| -> std::collections::BTreeSet<VisitId> {
            side.iter().map(|photo| got.whereabouts(*photo).unwrap().0.id.clone()).collect()
        };
        prop_assert!(is_first || visits(before).is_disjoint(&visits(after)));
    }
}
