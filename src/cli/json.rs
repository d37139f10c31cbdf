//! The shapes of `--json`: a stable contract. Fields may be added, never renamed.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::tz::Offset;
use serde::Serialize;

use crate::model::clearance::{Clearance, Embargo, Ruling};
use crate::model::clock::correction::ClockCorrection;
use crate::model::clock::evidence::Evidence;
use crate::model::clock::words as clock_words;
use crate::model::collection::Collection;
use crate::model::device::{Device, Role};
use crate::model::motion::{Motion, MotionPlace};
use crate::model::notes::{Field, Flag, Key, Subject, Value};
use crate::model::photo::{Photo, PhotoId};
use crate::model::problem::Problem;
use crate::model::text::LangText;
use crate::model::time::explain::{Explanation, explain};
use crate::model::time::{CaptureTime, OffsetSource, TimeClaim};
use crate::model::visit::Visit;

use super::headless::Headless;
use super::json_hidden::HiddenShape;
use super::texts::MoreTexts;

/// `attache.scan/1`.
#[derive(Serialize)]
pub(super) struct ScanDocument {
    schema: &'static str,
    photos: Vec<PhotoShape>,
    devices: Vec<DeviceShape>,
    visits: Vec<VisitShape>,
    undated: Vec<String>,
    problems: Vec<ProblemShape>,
    stats: StatsShape,
}

/// `attache.inspect/1`.
#[derive(Serialize)]
pub(super) struct InspectDocument {
    schema: &'static str,
    photos: Vec<PhotoShape>,
    problems: Vec<ProblemShape>,
}

type Texts = BTreeMap<String, String>;

#[derive(Serialize)]
struct PhotoShape {
    id: String,
    path: String,
    format: &'static str,
    bytes: u64,
    width: u32,
    height: u32,
    orientation: u8,
    captured: Option<CapturedShape>,
    device: Option<String>,
    lens: Option<String>,
    software: Option<String>,
    owner: Option<String>,
    also_named: Option<String>,
    motion: Option<MotionShape>,
    motion_claim: Option<&'static str>,
    hidden: HiddenShape,
    kind: &'static str,
    kind_evidence: Vec<String>,
    remarks: Vec<String>,
    position: Option<PositionShape>,
    place: Option<PlaceShape>,
    zone: Option<String>,
    visit: Option<String>,
    section: Option<String>,
    /// Why it is in its item of the programme.
    placed: Option<String>,
    title: Texts,
    headline: Texts,
    caption: Texts,
    alt: Texts,
    creator: Vec<String>,
    credit: Option<String>,
    copyright: Option<String>,
    keywords: Vec<String>,
    persons: Vec<String>,
    #[serde(flatten)]
    more: MoreTexts,
    rating: Option<i8>,
    flag: Option<&'static str>,
    clearance: ClearanceShape,
    companions: Vec<String>,
    copies: Vec<String>,
    problems: Vec<PhotoProblemShape>,
}

/// Who lets it out, and until when it may not be public: the photo's own, or else its visit's.
#[derive(Serialize)]
struct ClearanceShape {
    us: Option<&'static str>,
    host: Option<&'static str>,
    embargo: Option<String>,
}

impl ClearanceShape {
    fn of(clearance: &Clearance) -> Self {
        let until = |embargo: Embargo| format!("{}{}", embargo.civil, offset_text(embargo.offset));
        Self {
            us: clearance.us.map(Ruling::code),
            host: clearance.host.map(Ruling::code),
            embargo: clearance.embargo.map(until),
        }
    }
}

#[derive(Serialize)]
struct CapturedShape {
    #[serde(flatten)]
    best: ClaimShape,
    others: Vec<ClaimShape>,
    explanations: Vec<ExplanationShape>,
}

/// How a claim that lost stands to the one that holds, in words.
#[derive(Serialize)]
struct ExplanationShape {
    text: String,
    disagrees: bool,
}

#[derive(Serialize)]
struct ClaimShape {
    civil: String,
    offset: Option<String>,
    utc: Option<String>,
    source: &'static str,
    offset_source: Option<&'static str>,
    uncertainty_secs: u32,
}

/// The video of a photo. `offset` is null for a companion, `path` for a video in the photo's own file.
#[derive(Serialize)]
struct MotionShape {
    kind: &'static str,
    scheme: &'static str,
    seconds: Option<f64>,
    sound: Option<bool>,
    offset: Option<u64>,
    bytes: u64,
    path: Option<String>,
    /// Whether the video was not where the file says, or the file says nothing.
    rescued: bool,
}

#[derive(Serialize)]
struct PositionShape {
    lat: f64,
    lon: f64,
}

#[derive(Serialize)]
struct PlaceShape {
    name: String,
    country: String,
}

#[derive(Serialize)]
struct PhotoProblemShape {
    kind: &'static str,
    message: String,
}

#[derive(Serialize)]
struct DeviceShape {
    id: String,
    make: Option<String>,
    model: Option<String>,
    name: Option<String>,
    serial: Option<String>,
    n_photos: usize,
    owner: Option<String>,
    role: Option<&'static str>,
    clock_correction_secs: Option<i64>,
    clock_corrections: Vec<CorrectionShape>,
    clock_proposals: Vec<ProposalShape>,
    /// Other identities of the same body, as a person said.
    joined: Vec<String>,
}

/// Times are civil, on the device's own clock; `to` is the first that is not meant any more.
#[derive(Serialize)]
struct CorrectionShape {
    from: Option<String>,
    to: Option<String>,
    shift_secs: i64,
    offset: Option<String>,
}

#[derive(Serialize)]
struct ProposalShape {
    #[serde(flatten)]
    correction: CorrectionShape,
    sure: bool,
    n_photos: usize,
    evidence: Vec<String>,
    against: Vec<String>,
}

#[derive(Serialize)]
struct VisitShape {
    id: String,
    title: Texts,
    from: Option<String>,
    to: Option<String>,
    country: Option<String>,
    place: Option<String>,
    n_photos: usize,
    caption: Texts,
    sections: Vec<SectionShape>,
    host: Texts,
    guest: Texts,
    /// Why it begins where it does: `start`, `gap`, `country`, `offset`, `programme` or `person`.
    begins: &'static str,
    /// Items of the programme that have no picture, by uid.
    unphotographed: Vec<String>,
}

#[derive(Serialize)]
struct SectionShape {
    id: String,
    title: Texts,
    start: Option<String>,
    end: Option<String>,
    programme_uid: Option<String>,
    caption: Texts,
    photos: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct ProblemShape {
    path: Option<String>,
    kind: &'static str,
    message: String,
}

#[derive(Serialize)]
struct StatsShape {
    n_files: usize,
    n_photos: usize,
    n_failed: usize,
    elapsed_ms: u64,
}

/// A path as JSON can hold it: what is not Unicode is replaced.
fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn texts(of: &LangText) -> Texts {
    of.iter().map(|(lang, text)| (lang.as_str().to_owned(), text.to_owned())).collect()
}

/// `+08:00`; with seconds only where there are any.
pub(super) fn offset_text(offset: Offset) -> String {
    let secs = offset.seconds();
    let (sign, secs) = (if secs < 0 { '-' } else { '+' }, secs.unsigned_abs());
    let (hours, minutes, rest) = (secs / 3_600, secs / 60 % 60, secs % 60);
    if rest == 0 {
        format!("{sign}{hours:02}:{minutes:02}")
    } else {
        format!("{sign}{hours:02}:{minutes:02}:{rest:02}")
    }
}

impl ClaimShape {
    fn of(claim: &TimeClaim) -> Self {
        let alone = CaptureTime { best: claim.clone(), others: Vec::new() };
        Self {
            civil: claim.civil.to_string(),
            offset: claim.offset.map(offset_text),
            utc: alone.utc().map(|utc| format!("{utc}Z")),
            source: claim.source.code(),
            offset_source: claim.offset_source.map(OffsetSource::code),
            uncertainty_secs: claim.uncertainty_secs,
        }
    }
}

impl PhotoShape {
    fn of(photo: &Photo, collection: &Collection) -> Self {
        let notes = collection.notes();
        let text = |field| texts(&notes.photo_texts(photo, field));
        let place = collection.whereabouts(photo.id);
        let said = |field| notes.get(&Key { subject: Subject::Photo(photo.id), field, lang: None });
        Self {
            id: photo.id.hex(),
            path: path_text(&photo.original.path),
            format: photo.format.code(),
            bytes: photo.original.bytes,
            width: photo.width_px,
            height: photo.height_px,
            orientation: photo.orientation.exif(),
            captured: collection.captured(photo).map(|captured| CapturedShape {
                best: ClaimShape::of(&captured.best),
                others: captured.others.iter().map(ClaimShape::of).collect(),
                explanations: explain(captured, photo.zone.as_deref())
                    .into_iter()
                    .map(|Explanation { text, disagrees, .. }| ExplanationShape { text, disagrees })
                    .collect(),
            }),
            device: notes.device_of(&photo.device).map(|id| id.to_string()),
            lens: photo.device.lens.clone(),
            software: photo.device.software.clone(),
            owner: photo.device.owner.clone(),
            also_named: photo.device.also_named.clone(),
            motion: photo.motion.as_ref().map(MotionShape::of),
            motion_claim: photo.missing_motion().map(|claim| claim.scheme().code()),
            hidden: HiddenShape::of(&photo.hidden),
            kind: notes.kind(photo).code(),
            kind_evidence: photo.kind_evidence.clone(),
            remarks: photo.remarks.clone(),
            position: photo.position.map(|p| PositionShape { lat: p.lat, lon: p.lon }),
            place: photo.place.clone().map(|p| PlaceShape { name: p.name, country: p.country }),
            zone: photo.zone.as_deref().map(str::to_owned),
            visit: place.map(|(visit, _)| visit.id.to_string()),
            section: place.map(|(_, section)| section.id.to_string()),
            placed: collection.why_placed(photo.id),
            title: text(Field::Title),
            headline: text(Field::Headline),
            caption: text(Field::Caption),
            alt: text(Field::AltText),
            creator: match said(Field::Creator) {
                Some(Value::Text(line)) => {
                    line.split("; ").filter(|name| !name.is_empty()).map(str::to_owned).collect()
                }
                _ => photo.embedded.creator.clone(),
            },
            credit: notes.photo_line(photo, Field::Credit),
            copyright: notes.photo_line(photo, Field::Copyright),
            keywords: notes.photo_list(photo, Field::Keywords).to_vec(),
            persons: notes.photo_list(photo, Field::Persons).to_vec(),
            more: MoreTexts::of(photo, notes),
            rating: match said(Field::Rating) {
                Some(_) => i8::try_from(notes.rating(photo)).ok(),
                None => photo.embedded.rating,
            },
            flag: match notes.flag(photo) {
                Flag::Pick => Some("pick"),
                Flag::Reject => Some("reject"),
                Flag::None => None,
            },
            clearance: ClearanceShape::of(&notes.clearance(photo.id, place.map(|(visit, _)| &visit.id))),
            companions: photo.companions.iter().map(|path| path_text(path)).collect(),
            copies: photo.copies.iter().map(|path| path_text(path)).collect(),
            problems: photo
                .problems
                .iter()
                .map(|p| PhotoProblemShape { kind: p.kind.code(), message: p.message.clone() })
                .collect(),
        }
    }
}

impl MotionShape {
    fn of(motion: &Motion) -> Self {
        let (kind, offset, bytes, path, rescued) = match &motion.place {
            MotionPlace::Embedded { offset, bytes, is_where_said } => {
                ("embedded", Some(*offset), *bytes, None, !is_where_said)
            }
            MotionPlace::Companion { path, bytes } => {
                ("companion", None, *bytes, Some(path_text(path)), false)
            }
        };
        let seconds = motion.duration.map(|duration| duration.as_secs_f64());
        Self {
            kind,
            scheme: motion.scheme.code(),
            seconds,
            sound: motion.sound,
            offset,
            bytes,
            path,
            rescued,
        }
    }
}

impl DeviceShape {
    fn of(device: Device, collection: &Collection) -> Self {
        let Device { id, facts, n_photos } = device;
        let notes = collection.notes();
        let corrections = notes.corrections(&id);
        let proposals = collection.proposals().iter().filter(|proposal| proposal.device == id);
        let words = |evidence: &[Evidence]| {
            evidence.iter().map(|evidence| clock_words::evidence(evidence, collection)).collect()
        };
        Self {
            id: id.to_string(),
            name: notes.device_line(&id, Field::DeviceName).map(str::to_owned).or_else(|| facts.name()),
            make: facts.make,
            model: facts.model,
            serial: facts.serial,
            n_photos,
            owner: notes.device_line(&id, Field::Owner).map(str::to_owned),
            role: Some(notes.role(&id)).filter(|role| *role != Role::Unknown).map(Role::code),
            clock_correction_secs: corrections.last().map(|correction| correction.shift_secs),
            clock_corrections: corrections.iter().map(CorrectionShape::of).collect(),
            clock_proposals: proposals
                .map(|proposal| ProposalShape {
                    correction: CorrectionShape::of(&proposal.correction),
                    sure: proposal.is_sure,
                    n_photos: proposal.n_photos,
                    evidence: words(&proposal.evidence),
                    against: words(&proposal.against),
                })
                .collect(),
            joined: notes.devices_joined_to(&id).map(|id| id.to_string()).collect(),
        }
    }
}

impl CorrectionShape {
    fn of(correction: &ClockCorrection) -> Self {
        Self {
            from: correction.from.map(|time| time.to_string()),
            to: correction.to.map(|time| time.to_string()),
            shift_secs: correction.shift_secs,
            offset: correction.offset.map(offset_text),
        }
    }
}

impl VisitShape {
    fn of(visit: &Visit, collection: &Collection) -> Self {
        let caption = |subject| texts(&collection.notes().texts(&subject, Field::Caption));
        let sections = visit.sections.iter().map(|section| SectionShape {
            id: section.id.to_string(),
            title: texts(&collection.section_title(&visit.id, section)),
            start: section.start.map(|time| time.to_string()),
            end: section.end.map(|time| time.to_string()),
            programme_uid: section.item.as_deref().map(str::to_owned),
            caption: caption(Subject::Section(visit.id.clone(), section.id.clone())),
            photos: paths_of(&section.photos, collection),
        });
        let said = |field| texts(&collection.notes().texts(&Subject::Visit(visit.id.clone()), field));
        Self {
            id: visit.id.to_string(),
            title: texts(&collection.visit_title(visit)),
            from: visit.from.map(|day| day.to_string()),
            to: visit.to.map(|day| day.to_string()),
            country: visit.place.as_ref().map(|place| place.country.clone()),
            place: visit.place.as_ref().map(|place| place.name.clone()),
            n_photos: visit.n_photos(),
            caption: caption(Subject::Visit(visit.id.clone())),
            host: said(Field::Host),
            guest: said(Field::Guest),
            begins: visit.begins.code(),
            sections: sections.collect(),
            unphotographed: visit.unphotographed.iter().map(ToString::to_string).collect(),
        }
    }
}

fn paths_of(photos: &[PhotoId], collection: &Collection) -> Vec<String> {
    photos
        .iter()
        .filter_map(|id| collection.photo(*id))
        .map(|photo| path_text(&photo.original.path))
        .collect()
}

/// Photos by path.
pub(super) fn photos_by_path(collection: &Collection) -> Vec<&Photo> {
    let mut photos: Vec<&Photo> = collection.photos().map(AsRef::as_ref).collect();
    photos.sort_by(|a, b| a.original.path.cmp(&b.original.path));
    photos
}

pub(super) fn shapes_of(problems: &[Problem]) -> Vec<ProblemShape> {
    problems
        .iter()
        .map(|problem| ProblemShape {
            path: problem.path.as_deref().map(path_text),
            kind: problem.kind.code(),
            message: problem.message.clone(),
        })
        .collect()
}

fn photo_shapes(collection: &Collection) -> Vec<PhotoShape> {
    photos_by_path(collection).into_iter().map(|photo| PhotoShape::of(photo, collection)).collect()
}

impl ScanDocument {
    pub(super) fn of(read: &Headless) -> Self {
        let collection = &read.collection;
        Self {
            schema: "attache.scan/1",
            photos: photo_shapes(collection),
            devices: collection
                .devices()
                .iter()
                .cloned()
                .map(|device| DeviceShape::of(device, collection))
                .collect(),
            visits: collection.grouping().visits.iter().map(|v| VisitShape::of(v, collection)).collect(),
            undated: paths_of(&collection.grouping().undated, collection),
            problems: shapes_of(&read.problems),
            stats: StatsShape {
                n_files: read.stats.n_files,
                n_photos: collection.photos().len(),
                n_failed: read.stats.n_failed,
                elapsed_ms: read.elapsed_ms,
            },
        }
    }
}

impl InspectDocument {
    pub(super) fn of(read: &Headless) -> Self {
        Self {
            schema: "attache.inspect/1",
            photos: photo_shapes(&read.collection),
            problems: shapes_of(&read.problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_written_as_the_contract_says() {
        let cases = [
            (28_800, "+08:00"),
            (-12_600, "-03:30"),
            (0, "+00:00"),
            (20_700, "+05:45"),
            (-1_521, "-00:25:21"),
        ];
        for (secs, want) in cases {
            assert_eq!(offset_text(Offset::from_seconds(secs).unwrap()), want);
        }
    }
}
