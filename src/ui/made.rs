//! Collections made up for the tests of the window.

use std::path::PathBuf;

use jiff::ToSpan as _;
use jiff::civil::date;

use crate::model::collection::Collection;
use crate::model::device::DeviceFacts;
use crate::model::edit::Edit;
use crate::model::notes::{Field, Key, Subject, Value};
use crate::model::orientation::Orientation;
use crate::model::photo::{Embedded, Format, Original, Photo, PhotoId, PhotoKind};
use crate::model::place::Place;
use crate::model::text::LangTag;
use crate::model::time::{CaptureTime, TimeClaim, TimeSource};

/// The identity of the made-up photo with this number.
pub fn id(n: usize) -> PhotoId {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&(n as u64).to_be_bytes());
    PhotoId(bytes)
}

/// So many photos of visits of two days, every tenth undated, in all shapes.
pub fn collection(n: usize) -> Collection {
    let mut collection = Collection::default();
    collection.insert((0..n).map(photo));
    collection
}

/// Says something of a photo; numbers go to [`Field::Rating`].
pub fn say(collection: &mut Collection, photo: PhotoId, field: Field, lang: Option<&str>, value: &str) {
    let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
    let value = match field {
        Field::Rating => Value::Number(value.parse().unwrap()),
        _ => Value::Text(value.to_owned()),
    };
    let key = Key { subject: Subject::Photo(photo), field, lang };
    let edit = Edit::against(collection.notes(), "made up", [(key, Some(value))]);
    collection.apply(&edit);
}

fn photo(n: usize) -> Photo {
    let (width_px, height_px) = [(4000, 3000), (3000, 4000), (6000, 4000), (4000, 2250), (9000, 2000)][n % 5];
    // 40 photos a day for two days, then a week until the next visit.
    let (visit, day, minute) = (n / 80, (n / 40) % 2, n % 40);
    let civil = date(2026, 1, 5).at(9, 0, 0, 0)
        + (7 * visit as i64 + day as i64).days()
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
        embedded: Embedded::default(),
        kind: PhotoKind::Unknown,
        kind_evidence: Vec::new(),
        problems: Vec::new(),
    }
}
