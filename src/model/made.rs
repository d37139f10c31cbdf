//! Photos made up in memory, for tests and benches of everything above: no file stands behind them.

use std::path::PathBuf;
use std::time::Duration;

use jiff::ToSpan as _;
use jiff::civil::date;

use super::collection::Collection;
use super::device::DeviceFacts;
use super::motion::{Motion, MotionPlace, MotionScheme};
use super::orientation::Orientation;
use super::photo::{Embedded, Format, Original, Photo, PhotoId, PhotoKind};
use super::place::Place;
use super::time::{CaptureTime, TimeClaim, TimeSource};

/// The identity of the made-up photo with this number.
pub fn id(n: usize) -> PhotoId {
    let mut bytes = [0; 32];
    for (byte, of_n) in bytes.iter_mut().zip((n as u64).to_be_bytes()) {
        *byte = of_n;
    }
    PhotoId(bytes)
}

/// So many photos of visits of two days, every tenth undated, in all shapes.
pub fn collection(n: usize) -> Collection {
    let mut collection = Collection::default();
    collection.insert((0..n).map(photo));
    collection
}

/// A video of 2.8 s with sound in the file of a photo.
pub fn motion() -> Motion {
    Motion {
        place: MotionPlace::Embedded { offset: 3_000_000, bytes: 1_000_000, is_where_said: true },
        scheme: MotionScheme::Samsung,
        duration: Some(Duration::from_millis(2_800)),
        sound: Some(true),
    }
}

/// The made-up photo with this number.
pub fn photo(n: usize) -> Photo {
    let (width_px, height_px) = match n % 5 {
        0 => (4000, 3000),
        1 => (3000, 4000),
        2 => (6000, 4000),
        3 => (4000, 2250),
        _ => (9000, 2000),
    };
    // 40 photos a day for two days, then two weeks until the next visit: one country holds together over one.
    let (visit, day, minute) = (n / 80, (n / 40) % 2, n % 40);
    let civil = date(2026, 1, 5).at(9, 0, 0, 0)
        + (14 * visit as i64 + day as i64).days()
        + (10 * minute as i64).minutes();
    let claim = TimeClaim {
        source: TimeSource::ExifOriginal,
        civil,
        offset: None,
        offset_source: None,
        uncertainty_secs: 1,
    };
    Photo {
        id: id(n),
        original: Original {
            path: PathBuf::from(format!("/visit/IMG_{n:04}.JPG")),
            bytes: 4_000_000,
            modified_ns: None,
        },
        copies: Vec::new(),
        companions: Vec::new(),
        format: Format::Jpeg,
        width_px,
        height_px,
        orientation: Orientation::default(),
        captured: (n % 10 != 9).then_some(CaptureTime { best: claim, others: Vec::new() }),
        device: DeviceFacts {
            make: Some("Canon".into()),
            model: Some("Canon EOS R5".into()),
            ..DeviceFacts::default()
        },
        position: None,
        place: Some(Place { name: "Beijing".into(), country: "CN".into() }),
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
