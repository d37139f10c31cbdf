//! The shapes in which facts and values are saved, apart from the model's own types, so that either can change alone.
//!
//! What files say can be read again, so an older [`FACTS_VERSION`] is not translated but read anew; what people say cannot, so
//! [`ValueV1`] must be understood forever.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use super::saved_captions::{PersonV1, TemplateV1};
use super::saved_hidden::HiddenV1;
use super::saved_programme::ProgrammeV1;
use super::saved_texts::{EmbeddedV1, RegionV1};
use crate::model::caption::codes::Codes;
use crate::model::caption::people::People;
use crate::model::clock::correction::ClockCorrection;
use crate::model::device::DeviceFacts;
use crate::model::motion::{Motion, MotionClaim, MotionPlace, MotionScheme, Movie};
use crate::model::notes::{Flag, Value};
use crate::model::orientation::Orientation;
use crate::model::photo::{Format, Original, Photo, PhotoId, PhotoKind};
use crate::model::place::{Place, Position};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::time::{CaptureTime, OffsetSource, TimeClaim, TimeSource};
use crate::model::visit::{Placement, SectionId, VisitId};

/// Goes up when files would say more or something else if they were read again: then they are.
pub const FACTS_VERSION: i64 = 12;

/// What a file said of its photo: [`PhotoV1`] as JSON. It is turned into a [`Photo`] only when it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedPhoto(Box<str>);

impl SavedPhoto {
    /// The facts of a photo, without what the file system says of its files.
    pub fn of(photo: &Photo) -> Option<Self> {
        serde_json::to_string(&PhotoV1::of(photo)).ok().map(|json| Self(json.into()))
    }

    /// The facts as they were saved before.
    pub(super) fn from_stored(json: String) -> Self {
        Self(json.into())
    }

    /// The text to save.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The photo of these facts; `None` when they cannot be understood.
    pub fn restore(&self, id: PhotoId, original: Original) -> Option<Photo> {
        serde_json::from_str::<PhotoV1>(&self.0).ok()?.restore(id, original)
    }
}

/// A video in the photo's own file. One that is a companion is no fact of the file, and is found anew.
#[derive(Serialize, Deserialize)]
struct MotionV1 {
    scheme: String,
    offset: u64,
    bytes: u64,
    is_where_said: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sound: Option<bool>,
}

/// What a file says of a video that is not in it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MotionClaimV1 {
    Embedded(String),
    Live(String),
}

impl MotionV1 {
    fn of(motion: &Motion) -> Option<Self> {
        let MotionPlace::Embedded { offset, bytes, is_where_said } = motion.place else { return None };
        Some(Self {
            scheme: motion.scheme.code().to_owned(),
            offset,
            bytes,
            is_where_said,
            duration_ms: motion.duration.map(millis),
            sound: motion.sound,
        })
    }

    fn restore(self) -> Option<Motion> {
        let Self { offset, bytes, is_where_said, .. } = self;
        Some(Motion {
            place: MotionPlace::Embedded { offset, bytes, is_where_said },
            scheme: MotionScheme::from_code(&self.scheme)?,
            duration: self.duration_ms.map(Duration::from_millis),
            sound: self.sound,
        })
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl MotionClaimV1 {
    fn of(claim: &MotionClaim) -> Self {
        match claim {
            MotionClaim::Embedded(scheme) => Self::Embedded(scheme.code().to_owned()),
            MotionClaim::Live(id) => Self::Live(id.clone()),
        }
    }

    fn restore(self) -> Option<MotionClaim> {
        Some(match self {
            Self::Embedded(scheme) => MotionClaim::Embedded(MotionScheme::from_code(&scheme)?),
            Self::Live(id) => MotionClaim::Live(id),
        })
    }
}

/// Version 1 of what a video file says of itself.
#[derive(Serialize, Deserialize)]
struct MovieV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sound: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_id: Option<String>,
}

/// What a video says of itself, as JSON.
pub(super) fn save_movie(movie: &Movie) -> Option<String> {
    let Movie { duration, sound, content_id } = movie.clone();
    serde_json::to_string(&MovieV1 { duration_ms: duration.map(millis), sound, content_id }).ok()
}

/// The video of what [`save_movie`] wrote.
pub(super) fn restore_movie(json: &str) -> Option<Movie> {
    let MovieV1 { duration_ms, sound, content_id } = serde_json::from_str(json).ok()?;
    Some(Movie { duration: duration_ms.map(Duration::from_millis), sound, content_id })
}

/// Version 1 of a photo's facts. Absent means not known.
#[derive(Serialize, Deserialize)]
struct PhotoV1 {
    format: String,
    width_px: u32,
    height_px: u32,
    orientation: u8,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    claims: Vec<ClaimV1>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    make: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lens: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    serial: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    software: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    also_named: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    position: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(default, skip_serializing_if = "EmbeddedV1::is_empty")]
    texts: EmbeddedV1,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    motion: Option<MotionV1>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    motion_claim: Option<MotionClaimV1>,
    #[serde(default, skip_serializing_if = "HiddenV1::is_none")]
    hidden: HiddenV1,
    kind: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kind_evidence: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    problems: Vec<(String, String)>,
}

/// One claim of a time, best first.
#[derive(Serialize, Deserialize)]
struct ClaimV1 {
    source: String,
    civil: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offset: Option<(i32, String)>,
    uncertainty_secs: u32,
}

impl ClaimV1 {
    fn of(claim: &TimeClaim) -> Self {
        Self {
            source: claim.source.code().to_owned(),
            civil: claim.civil.to_string(),
            offset: claim.offset.zip(claim.offset_source).map(|(o, s)| (o.seconds(), s.code().to_owned())),
            uncertainty_secs: claim.uncertainty_secs,
        }
    }

    fn restore(self) -> Option<TimeClaim> {
        let (offset, offset_source) = match self.offset {
            Some((secs, source)) => {
                (Some(Offset::from_seconds(secs).ok()?), Some(OffsetSource::from_code(&source)?))
            }
            None => (None, None),
        };
        Some(TimeClaim {
            source: TimeSource::from_code(&self.source)?,
            civil: self.civil.parse::<DateTime>().ok()?,
            offset,
            offset_source,
            uncertainty_secs: self.uncertainty_secs,
        })
    }
}

impl PhotoV1 {
    fn of(photo: &Photo) -> Self {
        let claims = photo.captured.iter().flat_map(|c| std::iter::once(&c.best).chain(&c.others));
        let device = photo.device.clone();
        Self {
            format: photo.format.code().to_owned(),
            width_px: photo.width_px,
            height_px: photo.height_px,
            orientation: photo.orientation.exif(),
            claims: claims.map(ClaimV1::of).collect(),
            make: device.make,
            model: device.model,
            lens: device.lens,
            serial: device.serial,
            software: device.software,
            owner: device.owner,
            also_named: device.also_named,
            // As text: JSON numbers would come back a little different.
            position: photo.position.map(|p| (p.lat.to_string(), p.lon.to_string())),
            place: photo.place.clone().map(|p| (p.name, p.country)),
            zone: photo.zone.as_deref().map(str::to_owned),
            texts: EmbeddedV1::of(&photo.embedded),
            motion: photo.motion.as_ref().and_then(MotionV1::of),
            motion_claim: photo.motion_claim.as_ref().map(MotionClaimV1::of),
            hidden: HiddenV1::of(&photo.hidden),
            kind: photo.kind.code().to_owned(),
            kind_evidence: photo.kind_evidence.clone(),
            remarks: photo.remarks.clone(),
            problems: photo.problems.iter().map(|p| (p.kind.code().to_owned(), p.message.clone())).collect(),
        }
    }

    fn restore(self, id: PhotoId, original: Original) -> Option<Photo> {
        let mut claims =
            self.claims.into_iter().map(ClaimV1::restore).collect::<Option<Vec<_>>>()?.into_iter();
        let captured = claims.next().map(|best| CaptureTime { best, others: claims.collect() });
        let problems = self
            .problems
            .into_iter()
            .map(|(kind, message)| {
                Some(Problem::new(ProblemKind::from_code(&kind)?, original.path.clone(), message))
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Photo {
            id,
            original,
            copies: Vec::new(),
            companions: Vec::new(),
            format: Format::from_code(&self.format)?,
            width_px: self.width_px,
            height_px: self.height_px,
            orientation: Orientation::from_exif(u32::from(self.orientation))?,
            captured,
            device: DeviceFacts {
                make: self.make,
                model: self.model,
                lens: self.lens,
                serial: self.serial,
                software: self.software,
                owner: self.owner,
                also_named: self.also_named,
            },
            position: self
                .position
                .and_then(|(lat, lon)| Position::new(lat.parse().ok()?, lon.parse().ok()?)),
            place: self.place.map(|(name, country)| Place { name, country }),
            zone: self.zone.map(Into::into),
            embedded: self.texts.restore(),
            motion: self.motion.and_then(MotionV1::restore),
            motion_claim: self.motion_claim.and_then(MotionClaimV1::restore),
            hidden: self.hidden.restore(),
            kind: PhotoKind::from_code(&self.kind)?,
            kind_evidence: self.kind_evidence,
            remarks: self.remarks,
            problems,
        })
    }
}

/// Version 1 of a value that a person gave.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ValueV1 {
    Text(String),
    List(Vec<String>),
    Number(u32),
    Flag(FlagV1),
    Placement {
        visit: Option<String>,
        section: Option<String>,
    },
    Time {
        civil: String,
        offset: Option<i32>,
    },
    Corrections(Vec<CorrectionV1>),
    Programmes(Vec<ProgrammeV1>),
    /// As a file of codes: see [`Codes::to_text`].
    Codes(String),
    People(Vec<PersonV1>),
    Templates(Vec<TemplateV1>),
    Regions(Vec<RegionV1>),
}

/// Times are civil, on the device's own clock; shift and offset in seconds.
#[derive(Serialize, Deserialize)]
struct CorrectionV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    shift: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offset: Option<i32>,
}

impl CorrectionV1 {
    fn of(correction: &ClockCorrection) -> Self {
        Self {
            from: correction.from.map(|time| time.to_string()),
            to: correction.to.map(|time| time.to_string()),
            shift: correction.shift_secs,
            offset: correction.offset.map(Offset::seconds),
        }
    }

    fn restore(self) -> Result<ClockCorrection, serde_json::Error> {
        Ok(ClockCorrection {
            from: self.from.as_deref().map(civil).transpose()?,
            to: self.to.as_deref().map(civil).transpose()?,
            shift_secs: self.shift,
            offset: self.offset.map(offset).transpose()?,
        })
    }
}

fn civil(text: &str) -> Result<DateTime, serde_json::Error> {
    text.parse().map_err(serde::de::Error::custom)
}

fn offset(seconds: i32) -> Result<Offset, serde_json::Error> {
    Offset::from_seconds(seconds).map_err(serde::de::Error::custom)
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FlagV1 {
    Pick,
    Reject,
    None,
}

/// A value as JSON.
pub(super) fn save_value(value: &Value) -> Result<String, serde_json::Error> {
    serde_json::to_string(&match value {
        Value::Text(text) => ValueV1::Text(text.clone()),
        Value::List(list) => ValueV1::List(list.clone()),
        Value::Number(number) => ValueV1::Number(*number),
        Value::Flag(Flag::Pick) => ValueV1::Flag(FlagV1::Pick),
        Value::Flag(Flag::Reject) => ValueV1::Flag(FlagV1::Reject),
        Value::Flag(Flag::None) => ValueV1::Flag(FlagV1::None),
        Value::Placement(Placement { visit, section }) => ValueV1::Placement {
            visit: visit.as_ref().map(ToString::to_string),
            section: section.as_ref().map(ToString::to_string),
        },
        Value::Time { civil, offset } => {
            ValueV1::Time { civil: civil.to_string(), offset: offset.map(Offset::seconds) }
        }
        Value::Corrections(list) => ValueV1::Corrections(list.iter().map(CorrectionV1::of).collect()),
        Value::Programmes(list) => ValueV1::Programmes(list.iter().map(ProgrammeV1::of).collect()),
        Value::Codes(codes) => ValueV1::Codes(codes.to_text()),
        Value::People(people) => ValueV1::People(people.iter().map(PersonV1::of).collect()),
        Value::Templates(list) => ValueV1::Templates(list.iter().map(TemplateV1::of).collect()),
        Value::Regions(list) => ValueV1::Regions(list.iter().map(RegionV1::of).collect()),
    })
}

/// The value of what [`save_value`] wrote.
pub(super) fn restore_value(json: &str) -> Result<Value, serde_json::Error> {
    Ok(match serde_json::from_str(json)? {
        ValueV1::Text(text) => Value::Text(text),
        ValueV1::List(list) => Value::List(list),
        ValueV1::Number(number) => Value::Number(number),
        ValueV1::Flag(FlagV1::Pick) => Value::Flag(Flag::Pick),
        ValueV1::Flag(FlagV1::Reject) => Value::Flag(Flag::Reject),
        ValueV1::Flag(FlagV1::None) => Value::Flag(Flag::None),
        ValueV1::Placement { visit, section } => Value::Placement(Placement {
            visit: visit.as_deref().map(VisitId::new),
            section: section.as_deref().map(SectionId::new),
        }),
        ValueV1::Time { civil: time, offset: of } => {
            Value::Time { civil: civil(&time)?, offset: of.map(offset).transpose()? }
        }
        ValueV1::Corrections(list) => {
            Value::Corrections(list.into_iter().map(CorrectionV1::restore).collect::<Result<_, _>>()?)
        }
        ValueV1::Programmes(list) => {
            Value::Programmes(list.into_iter().map(ProgrammeV1::restore).collect::<Result<_, _>>()?)
        }
        ValueV1::Codes(text) => Value::Codes(Arc::new(Codes::parse(&text).0)),
        ValueV1::People(list) => {
            let persons = list.into_iter().map(PersonV1::restore).collect::<Result<Vec<_>, _>>()?;
            Value::People(Arc::new(People::new(persons)))
        }
        ValueV1::Regions(list) => Value::Regions(list.into_iter().map(RegionV1::restore).collect()),
        ValueV1::Templates(list) => {
            Value::Templates(list.into_iter().map(TemplateV1::restore).collect::<Result<_, _>>()?)
        }
    })
}
