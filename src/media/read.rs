//! Everything that one file says, as a [`Photo`].

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::container::walk;
use super::decode::format_of;
use super::exif::read_exif;
use super::fingerprint::fingerprint_of;
use super::geocode::place_at;
use super::source::Source;
use crate::model::photo::{Embedded, Original, Photo, PhotoKind};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::text::{LangTag, LangText};
use crate::model::time::resolve::{TimeEvidence, resolve};

/// Reads what a file says of its photo: format, fingerprint, size, times, device, position, texts. No pixels are decoded and no
/// more is read than that needs. Companions and copies are left empty: they are found by looking at folders.
///
/// # Errors
/// A [`Problem`] when there is no photo to show: `Vanished`, `Unreadable`, `Empty`, `NotAPicture`, `FormatNotRead`. Lesser
/// faults are in [`Photo::problems`].
pub fn read_photo(path: &Path) -> Result<Photo, Problem> {
    let source = Source::open(path)?;
    let format = format_of(path, source.head())?;
    let blocks = walk(&source, format);
    let exif = blocks.exif.map(read_exif).unwrap_or_default();
    let mut problems: Vec<Problem> = Vec::new();
    if let Some(why) = blocks.fault.or(exif.fault) {
        let message = format!("Some of the metadata could not be read ({why}); the rest was.");
        problems.push(Problem::new(ProblemKind::MetadataDamaged, path, message));
    }
    let und =
        |text: Option<String>| text.map_or_else(LangText::default, |text| LangText::of(LangTag::und(), text));
    let embedded = Embedded {
        caption: und(exif.description),
        creator: exif.artist.into_iter().collect(),
        copyright: exif.copyright,
        ..Embedded::default()
    };
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let evidence = TimeEvidence {
        original: exif.original,
        digitized: exif.digitized,
        modified: exif.modified,
        gps: exif.gps_time,
        file_name,
        file_time: source
            .modified_ns()
            .and_then(|ns| Timestamp::from_nanosecond(ns.into()).ok())
            .map(civil_utc),
        ..TimeEvidence::default()
    };
    let (captured, complaints) = resolve(&evidence, civil_utc(Timestamp::now()));
    problems
        .extend(complaints.into_iter().map(|message| Problem::new(ProblemKind::DateNonsense, path, message)));
    Ok(Photo {
        id: fingerprint_of(&source),
        original: Original { path: path.to_owned(), bytes: source.len(), modified_ns: source.modified_ns() },
        copies: Vec::new(),
        companions: Vec::new(),
        format,
        width_px: blocks.width_px,
        height_px: blocks.height_px,
        orientation: exif.orientation.unwrap_or_default(),
        captured,
        device: exif.device,
        position: exif.position,
        place: exif.position.and_then(place_at),
        embedded,
        kind: PhotoKind::Unknown,
        kind_evidence: Vec::new(),
        problems,
    })
}

fn civil_utc(timestamp: Timestamp) -> jiff::civil::DateTime {
    Offset::UTC.to_datetime(timestamp)
}
