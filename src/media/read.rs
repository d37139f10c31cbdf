//! Everything that one file says, as a [`Photo`].

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::container::walk;
use super::decode::format_of;
use super::exif::read_exif;
use super::fingerprint::fingerprint_of;
use super::geocode::place_at;
use super::hidden::find_hidden;
use super::kind::{KindEvidence, kind_of, scanner};
use super::motion::find_motion;
use super::motion::samsung::{SamsungMarks, samsung_marks};
use super::source::Source;
use super::texts::iptc::read_iptc;
use super::texts::is_iim_changed;
use super::texts::merge::merge;
use super::texts::xmp::{Property, read_xmp};
use super::zone::zones_at;
use crate::model::photo::{Format, Original, Photo};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::time::CaptureTime;
use crate::model::time::lend::one_zone;
use crate::model::time::resolve::{TimeEvidence, resolve};

/// Reads what a file says of its photo: format, fingerprint, size, times, device, position, texts. No pixels are decoded and no
/// more is read than that needs. Companions and copies are left empty: they are found by looking at folders.
///
/// # Errors
/// A [`Problem`] when there is no photo to show: `Vanished`, `Unreadable`, `Empty`, `NotAPicture`. Lesser
/// faults are in [`Photo::problems`].
pub fn read_photo(path: &Path) -> Result<Photo, Problem> {
    read_source(path, &Source::open(path)?)
}

/// The same of a file that is open.
pub(super) fn read_source(path: &Path, source: &Source) -> Result<Photo, Problem> {
    let format = format_of(path, source.head())?;
    let blocks = walk(source, format);
    let hidden = find_hidden(&blocks);
    let mut exif = blocks.exif.map(read_exif).unwrap_or_default();
    let iptc = blocks.iptc.as_deref().map(read_iptc).unwrap_or_default();
    let xmp = blocks
        .xmp
        .as_deref()
        .map(|packet| read_xmp(packet, blocks.xmp_extended.as_deref()))
        .unwrap_or_default();
    if exif.device.also_named.is_none()
        && let (Some(model), Some(other)) = (&exif.device.model, xmp.first(Property::Model))
        && !model.eq_ignore_ascii_case(other)
    {
        exif.device.also_named = Some(other.to_owned());
    }
    let iim_changed = blocks.iptc.as_deref().is_some_and(|block| is_iim_changed(block, blocks.iptc_digest));
    let embedded = merge(&xmp, &iptc, &exif, iim_changed);
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut problems: Vec<Problem> = Vec::new();
    let faults = [("the file", &blocks.fault), ("EXIF", &exif.fault), ("XMP", &xmp.fault)];
    for (part, why) in faults.iter().filter_map(|(part, fault)| Some((part, fault.as_ref()?))) {
        let message = format!("Some of the metadata in {part} could not be read ({why}); the rest was.");
        problems.push(Problem::new(ProblemKind::MetadataDamaged, path, message));
    }
    if blocks.is_cut {
        let message = "The raw file ends before its data do; only the preview inside it can be shown. Copy the file again from its card.";
        problems.push(Problem::new(ProblemKind::Incomplete, path, message));
    }
    let is_samsung = exif.device.make.as_deref().is_some_and(|make| make.eq_ignore_ascii_case("samsung"));
    let samsung = if is_samsung { samsung_marks(source) } else { SamsungMarks::default() };
    let (kind, kind_evidence) = kind_of(&KindEvidence {
        device: &exif.device,
        comment: exif.comment.as_deref(),
        xiaomi: exif.xiaomi.as_deref(),
        file_name: &file_name,
        is_front: exif.is_front,
        is_samsung_front: samsung.is_front,
        file_source: exif.file_source,
    });
    let zones = exif.position.map(zones_at).unwrap_or_default();
    let evidence = TimeEvidence {
        original: exif.original,
        digitized: exif.digitized,
        modified: exif.modified,
        xmp: xmp.date().map(str::to_owned),
        iptc: iptc.created,
        gps: exif.gps_time,
        maker: samsung.taken_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()).map(civil_utc),
        zones: zones.clone(),
        is_scan: scanner(&exif.device, exif.file_source).is_some(),
        is_gopro: exif.device.make.as_deref().is_some_and(|make| make.eq_ignore_ascii_case("gopro")),
        file_name,
        file_time: source
            .modified_ns()
            .and_then(|ns| Timestamp::from_nanosecond(ns.into()).ok())
            .map(civil_utc),
    };
    let (captured, complaints) = resolve(&evidence, civil_utc(Timestamp::now()));
    problems
        .extend(complaints.into_iter().map(|message| Problem::new(ProblemKind::DateNonsense, path, message)));
    let captured_at = captured.as_ref().map(CaptureTime::civil);
    let (motion, motion_claim) = find_motion(source, format, blocks.xmp.as_deref(), exif.content_id);
    let (width_px, height_px) = match (blocks.width_px, blocks.height_px) {
        // The first directory of raw files speaks of a preview.
        (0, _) | (_, 0) if format != Format::Raw => exif.size_px.unwrap_or_default(),
        size => size,
    };
    Ok(Photo {
        id: fingerprint_of(source),
        original: Original { path: path.to_owned(), bytes: source.len(), modified_ns: source.modified_ns() },
        copies: Vec::new(),
        companions: Vec::new(),
        format,
        width_px,
        height_px,
        orientation: blocks.orientation.or(exif.orientation).unwrap_or_default(),
        captured,
        device: exif.device,
        position: exif.position,
        place: exif.position.and_then(place_at),
        zone: one_zone(&zones, captured_at),
        embedded,
        motion,
        motion_claim,
        hidden,
        kind,
        kind_evidence,
        remarks: exif.remarks,
        problems,
    })
}

fn civil_utc(timestamp: Timestamp) -> jiff::civil::DateTime {
    Offset::UTC.to_datetime(timestamp)
}
