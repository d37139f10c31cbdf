//! The texts of a photo for JSON and for reading: what holds, where it is from, and what the files say beside it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::notes::{Field, Key, Notes, Subject};
use crate::model::photo::Photo;
use crate::model::place::{Location, LocationPart, Whereabouts};
use crate::model::region::{Area, Region, WHOLE};
use crate::model::said::{OtherText, TextSource, location_field};
use crate::model::text::{LangTag, LangText};

/// The fields that are written into metadata, in the order in which they are shown, with their labels.
pub(super) const SHOWN: [(Field, &str); 14] = [
    (Field::Title, "Title"),
    (Field::Headline, "Headline"),
    (Field::Caption, "Caption"),
    (Field::AltText, "Alt text"),
    (Field::ExtendedDescription, "Described"),
    (Field::Event, "Event"),
    (Field::Creator, "Creator"),
    (Field::Credit, "Credit"),
    (Field::Copyright, "Copyright"),
    (Field::Source, "Source"),
    (Field::Instructions, "Instructions"),
    (Field::Keywords, "Keywords"),
    (Field::Persons, "Persons"),
    (Field::SourceType, "Made by"),
];

/// One text that holds.
pub(super) struct Held {
    pub(super) field: Field,
    pub(super) label: &'static str,
    pub(super) lang: Option<LangTag>,
    pub(super) text: String,
    /// Where in the files; `None` when a person said it.
    pub(super) from: Option<TextSource>,
}

/// Every text of a photo as it stands, with where it is from.
pub(super) fn held(notes: &Notes, photo: &Photo) -> Vec<Held> {
    let mut out = Vec::new();
    let is_said = |field, lang: Option<&LangTag>| {
        notes.get(&Key { subject: Subject::Photo(photo.id), field, lang: lang.cloned() }).is_some()
    };
    for (field, label) in SHOWN {
        if field.has_languages() {
            for (lang, text) in notes.photo_texts(photo, field).iter() {
                let from = (!is_said(field, Some(lang))).then(|| photo.embedded.source_of(field, Some(lang)));
                out.push(Held { field, label, lang: Some(lang.clone()), text: text.to_owned(), from });
            }
            continue;
        }
        let text = if field.is_list() {
            Some(notes.photo_list(photo, field).join(", ")).filter(|text| !text.is_empty())
        } else {
            notes.photo_line(photo, field)
        };
        if let Some(text) = text {
            out.push(Held { field, label, lang: None, from: from_file(notes, photo, field, &text), text });
        }
    }
    for (which, label) in [(Whereabouts::Created, "Taken in"), (Whereabouts::Shown, "Shows")] {
        for field in LocationPart::ALL.into_iter().filter_map(|part| location_field(which, part)) {
            if let Some(text) = notes.photo_line(photo, field) {
                out.push(Held {
                    field,
                    label,
                    lang: None,
                    from: from_file(notes, photo, field, &text),
                    text,
                });
            }
        }
    }
    out
}

/// Where in the files a line or a list is from, unless a person said it, of the photo or of its device.
fn from_file(notes: &Notes, photo: &Photo, field: Field, text: &str) -> Option<TextSource> {
    let nobody = Notes::default();
    let in_files = match field.is_list() {
        true => Some(nobody.photo_list(photo, field).join(", ")),
        false => nobody.photo_line(photo, field),
    };
    let said = notes.get(&Key { subject: Subject::Photo(photo.id), field, lang: None }).is_some();
    (!said && in_files.as_deref() == Some(text)).then(|| photo.embedded.source_of(field, None))
}

/// The fields of JSON that came after its first shape; those that say nothing are left out.
#[derive(Serialize)]
pub(super) struct MoreTexts {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extended: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    event: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location_created: Option<LocationShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location_shown: Option<LocationShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    regions: Vec<RegionShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    text_sources: Vec<SourceShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    text_conflicts: Vec<ConflictShape>,
}

/// A person's place on the upright picture: the middle and the size of a rectangle, in parts of the picture's width and height.
#[derive(Serialize)]
struct RegionShape {
    name: Option<String>,
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

impl RegionShape {
    fn of(region: Region) -> Self {
        let Area { x, y, w, h } = region.area;
        let part = |millionths: u32| f64::from(millionths) / f64::from(WHOLE);
        let name = Some(region.name).filter(|name| !name.is_empty());
        Self { name, x: part(x), y: part(y), w: part(w), h: part(h) }
    }
}

#[derive(Serialize)]
struct LocationShape {
    sublocation: Option<String>,
    city: Option<String>,
    region: Option<String>,
    country: Option<String>,
    country_code: Option<String>,
}

/// Where the text of a field is from: `library`, or a property of the file, or of a sidecar.
#[derive(Serialize)]
struct SourceShape {
    field: &'static str,
    lang: Option<String>,
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// What the files say beside the text that was taken.
#[derive(Serialize)]
struct ConflictShape {
    #[serde(flatten)]
    of: SourceShape,
    text: String,
}

impl SourceShape {
    fn of(field: Field, lang: Option<&LangTag>, from: Option<&TextSource>) -> Self {
        Self {
            field: field.code(),
            lang: lang.map(|lang| lang.as_str().to_owned()),
            from: from.map_or_else(|| "library".to_owned(), |from| from.property(field)),
            file: from.and_then(TextSource::sidecar).map(str::to_owned),
        }
    }
}

impl MoreTexts {
    pub(super) fn of(photo: &Photo, notes: &Notes) -> Self {
        let texts = |field| by_tag(&notes.photo_texts(photo, field));
        let conflict = |other: &OtherText| ConflictShape {
            of: SourceShape::of(other.field, other.lang.as_ref(), Some(&other.from)),
            text: other.text.to_string(),
        };
        let held = held(notes, photo);
        Self {
            extended: texts(Field::ExtendedDescription),
            event: texts(Field::Event),
            source: notes.photo_line(photo, Field::Source),
            instructions: notes.photo_line(photo, Field::Instructions),
            source_type: notes.photo_line(photo, Field::SourceType),
            location_created: location(notes, photo, Whereabouts::Created),
            location_shown: location(notes, photo, Whereabouts::Shown),
            regions: notes.photo_regions(photo).into_iter().map(RegionShape::of).collect(),
            text_sources: held
                .iter()
                .map(|held| SourceShape::of(held.field, held.lang.as_ref(), held.from.as_ref()))
                .collect(),
            text_conflicts: photo.embedded.disagreements().iter().map(conflict).collect(),
        }
    }
}

fn by_tag(of: &LangText) -> BTreeMap<String, String> {
    of.iter().map(|(lang, text)| (lang.as_str().to_owned(), text.to_owned())).collect()
}

fn location(notes: &Notes, photo: &Photo, which: Whereabouts) -> Option<LocationShape> {
    let mut whole = Location::default();
    for part in LocationPart::ALL {
        let text = location_field(which, part).and_then(|field| notes.photo_line(photo, field));
        whole.set(part, &text.unwrap_or_default());
    }
    let part = |part| whole.get(part).map(str::to_owned);
    (!whole.is_empty()).then(|| LocationShape {
        sublocation: part(LocationPart::Sublocation),
        city: part(LocationPart::City),
        region: part(LocationPart::Region),
        country: part(LocationPart::Country),
        country_code: part(LocationPart::CountryCode),
    })
}
