//! The shape in which the texts of a photo's files are saved.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::notes::Field;
use crate::model::photo::{Embedded, Removed};
use crate::model::place::{Location, LocationPart};
use crate::model::region::{Area, Region, StoredRegions};
use crate::model::said::{OtherText, TextSource, TextSources};
use crate::model::sidecar::Sidecar;
use crate::model::text::{LangTag, LangText};
use crate::model::time::sidecar::{SidecarDate, correction_words, read_correction};

/// A text by language tag.
pub(super) type Texts = BTreeMap<String, String>;

/// Version 1 of the texts in a photo's files. Absent means that they say nothing.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct EmbeddedV1 {
    #[serde(skip_serializing_if = "Texts::is_empty")]
    title: Texts,
    #[serde(skip_serializing_if = "Texts::is_empty")]
    headline: Texts,
    #[serde(skip_serializing_if = "Texts::is_empty")]
    caption: Texts,
    #[serde(skip_serializing_if = "Texts::is_empty")]
    alt: Texts,
    #[serde(skip_serializing_if = "Texts::is_empty")]
    extended: Texts,
    #[serde(skip_serializing_if = "Texts::is_empty")]
    event: Texts,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    creator: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    persons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copyright: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<LocationV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<LocationV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regions: Option<StoredRegionsV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken: Option<TakenV1>,
    /// Field, language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    removed: Vec<(String, Option<String>)>,
    /// Field, language, source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    from: Vec<(String, Option<String>, String)>,
    /// Field, language, source, text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<(String, Option<String>, String, String)>,
}

/// A mark of a person: name, middle and size in millionths.
#[derive(PartialEq, Serialize, Deserialize)]
pub(super) struct RegionV1(String, u32, u32, u32, u32);

impl RegionV1 {
    pub(super) fn of(region: &Region) -> Self {
        let Area { x, y, w, h } = region.area;
        Self(region.name.clone(), x, y, w, h)
    }

    pub(super) fn restore(self) -> Region {
        let Self(name, x, y, w, h) = self;
        Region { name, area: Area { x, y, w, h } }
    }
}

/// The date of a sidecar, its correction in the words in which it stands there.
#[derive(PartialEq, Serialize, Deserialize)]
struct TakenV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    corrected: Vec<String>,
}

impl TakenV1 {
    fn of(date: &SidecarDate) -> Self {
        let corrected = date.correction.as_ref().map(correction_words).unwrap_or_default();
        Self { created: date.created.clone(), original: date.original.clone(), corrected }
    }

    fn restore(self) -> SidecarDate {
        let correction = read_correction(&self.corrected);
        SidecarDate { created: self.created, original: self.original, correction }
    }
}

/// The marks of a file.
#[derive(PartialEq, Serialize, Deserialize)]
struct StoredRegionsV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    applied: Option<(u32, u32)>,
    list: Vec<RegionV1>,
}

impl StoredRegionsV1 {
    fn of(regions: &StoredRegions) -> Self {
        Self { applied: regions.applied_px, list: regions.list.iter().map(RegionV1::of).collect() }
    }

    fn restore(self) -> StoredRegions {
        let list = self.list.into_iter().map(RegionV1::restore).collect();
        StoredRegions { applied_px: self.applied, list }
    }
}

/// A location, its parts from the near to the far.
type LocationV1 = [Option<String>; LocationPart::ALL.len()];

pub(super) fn texts(of: &LangText) -> Texts {
    of.iter().map(|(lang, text)| (lang.as_str().to_owned(), text.to_owned())).collect()
}

pub(super) fn lang_text(of: Texts) -> LangText {
    let mut out = LangText::default();
    for (lang, text) in of {
        if let Ok(lang) = LangTag::parse(&lang) {
            out.set(lang, text);
        }
    }
    out
}

fn location(of: &Location) -> LocationV1 {
    LocationPart::ALL.map(|part| of.get(part).map(str::to_owned))
}

fn restore_location(saved: LocationV1) -> Box<Location> {
    let mut out = Location::default();
    for (part, text) in LocationPart::ALL.into_iter().zip(saved) {
        out.set(part, &text.unwrap_or_default());
    }
    Box::new(out)
}

fn sources(of: &Embedded) -> Option<&TextSources> {
    of.sources.as_deref()
}

fn tag(lang: Option<&LangTag>) -> Option<String> {
    lang.map(|lang| lang.as_str().to_owned())
}

fn from((field, lang, from): &(Field, Option<LangTag>, TextSource)) -> (String, Option<String>, String) {
    (field.code().to_owned(), tag(lang.as_ref()), from.code())
}

fn other(of: &OtherText) -> (String, Option<String>, String, String) {
    (of.field.code().to_owned(), tag(of.lang.as_ref()), of.from.code(), of.text.to_string())
}

fn restore_from(
    (field, lang, from): (String, Option<String>, String),
) -> Option<(Field, Option<LangTag>, TextSource)> {
    let lang = lang.map(|lang| LangTag::parse(&lang)).transpose().ok()?;
    Some((Field::from_code(&field)?, lang, TextSource::from_code(&from)?))
}

fn restore_removed((field, lang): (String, Option<String>)) -> Option<Removed> {
    let lang = lang.map(|lang| LangTag::parse(&lang)).transpose().ok()?;
    Some((Field::from_code(&field)?, lang))
}

fn restore_other((field, lang, from, text): (String, Option<String>, String, String)) -> Option<OtherText> {
    let (field, lang, from) = restore_from((field, lang, from))?;
    Some(OtherText { field, lang, text: text.into(), from })
}

impl EmbeddedV1 {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn of(embedded: &Embedded) -> Self {
        Self {
            title: texts(&embedded.title),
            headline: texts(&embedded.headline),
            caption: texts(&embedded.caption),
            alt: texts(&embedded.alt),
            extended: texts(&embedded.extended),
            event: texts(&embedded.event),
            creator: embedded.creator.clone(),
            keywords: embedded.keywords.clone(),
            persons: embedded.persons.clone(),
            credit: embedded.credit.clone(),
            copyright: embedded.copyright.clone(),
            source: embedded.source.clone(),
            instructions: embedded.instructions.clone(),
            source_type: embedded.source_type.clone(),
            created: embedded.created.as_deref().map(location),
            shown: embedded.shown.as_deref().map(location),
            rating: embedded.rating,
            regions: embedded.regions.as_deref().map(StoredRegionsV1::of),
            taken: embedded.taken.as_deref().map(TakenV1::of),
            removed: embedded
                .removed
                .iter()
                .map(|(field, lang)| (field.code().to_owned(), tag(lang.as_ref())))
                .collect(),
            from: sources(embedded)
                .map(|sources| sources.not_xmp.iter().map(from).collect())
                .unwrap_or_default(),
            others: embedded.disagreements().iter().map(other).collect(),
        }
    }

    pub(super) fn restore(self) -> Embedded {
        let sources = TextSources {
            not_xmp: self.from.into_iter().filter_map(restore_from).collect(),
            others: self.others.into_iter().filter_map(restore_other).collect(),
            sidecars: Vec::new(),
        };
        Embedded {
            title: lang_text(self.title),
            headline: lang_text(self.headline),
            caption: lang_text(self.caption),
            alt: lang_text(self.alt),
            extended: lang_text(self.extended),
            event: lang_text(self.event),
            creator: self.creator,
            keywords: self.keywords,
            persons: self.persons,
            credit: self.credit,
            copyright: self.copyright,
            source: self.source,
            instructions: self.instructions,
            source_type: self.source_type,
            created: self.created.map(restore_location),
            shown: self.shown.map(restore_location),
            rating: self.rating,
            regions: self.regions.map(|regions| Box::new(regions.restore())),
            taken: self.taken.map(|taken| Box::new(taken.restore())),
            removed: self.removed.into_iter().filter_map(restore_removed).collect(),
            sources: (!sources.is_empty()).then(|| Box::new(sources)),
        }
    }
}

/// What a sidecar says. The name of its first field tells it from a video.
#[derive(Serialize, Deserialize)]
struct SidecarV1 {
    sidecar: EmbeddedV1,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
}

/// What a sidecar says, as JSON.
pub(super) fn save_sidecar(sidecar: &Sidecar) -> Option<String> {
    let Sidecar { texts, of, fault } = sidecar;
    let saved = SidecarV1 { sidecar: EmbeddedV1::of(texts), of: of.clone(), fault: fault.clone() };
    serde_json::to_string(&saved).ok()
}

/// The sidecar of what [`save_sidecar`] wrote; `None` when it is something else.
pub(super) fn restore_sidecar(json: &str) -> Option<Sidecar> {
    let SidecarV1 { sidecar, of, fault } = serde_json::from_str(json).ok()?;
    Some(Sidecar { texts: sidecar.restore(), of, fault })
}
