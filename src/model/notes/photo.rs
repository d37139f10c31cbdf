//! What holds of one photo: what its files say with people's words laid over it.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::super::photo::{Embedded, Photo, PhotoId, PhotoKind, Removed};
use super::super::place::{Location, LocationPart, Whereabouts};
use super::super::region::{Region, StoredRegions};
use super::super::said::location_field;
use super::super::text::{LangTag, LangText};
use super::super::visit::Placement;
use super::{Field, Flag, Key, Notes, Subject, Value};

impl Notes {
    /// A text field of a photo as it stands: the file's words with people's laid over them.
    pub fn photo_texts(&self, photo: &Photo, field: Field) -> LangText {
        let mut out = match field {
            Field::Title => photo.embedded.title.clone(),
            Field::Headline => photo.embedded.headline.clone(),
            Field::Caption => photo.embedded.caption.clone(),
            Field::AltText => photo.embedded.alt.clone(),
            Field::ExtendedDescription => photo.embedded.extended.clone(),
            Field::Event => photo.embedded.event.clone(),
            _ => LangText::default(),
        };
        self.overlay(&Subject::Photo(photo.id), field, &mut out);
        out
    }

    /// A line of a photo that has no language. What a person says of the photo goes before what a person says of its device, and that
    /// before the file.
    pub fn photo_line(&self, photo: &Photo, field: Field) -> Option<String> {
        let of_photo = Key { subject: Subject::Photo(photo.id), field, lang: None };
        let said = self.get(&of_photo).or_else(|| {
            // Most libraries say nothing of a device's photos.
            let of_device =
                || Some(Key { subject: Subject::Device(self.device_of(&photo.device)?), field, lang: None });
            (self.speaks_of_devices()).then(of_device).flatten().and_then(|key| self.get(&key))
        });
        let embedded = &photo.embedded;
        let line = match (said, field) {
            (Some(Value::Text(text)), _) => text.clone(),
            (_, Field::Creator) => embedded.creator.join("; "),
            (_, Field::Credit) => embedded.credit.clone()?,
            (_, Field::Copyright) => embedded.copyright.clone()?,
            (_, Field::Source) => embedded.source.clone()?,
            (_, Field::Instructions) => embedded.instructions.clone()?,
            (_, Field::SourceType) => embedded.source_type.clone()?,
            _ => {
                let (which, part) = field.location()?;
                embedded.location(which)?.get(part)?.to_owned()
            }
        };
        (!line.is_empty()).then_some(line)
    }

    /// The texts of a photo in a field that holds several: a person's, or else the file's.
    pub fn photo_list<'a>(&'a self, photo: &'a Photo, field: Field) -> &'a [String] {
        match (self.get(&Key { subject: Subject::Photo(photo.id), field, lang: None }), field) {
            (Some(Value::List(list)), _) => list,
            (_, Field::Keywords) => &photo.embedded.keywords,
            (_, Field::Persons) => &photo.embedded.persons,
            _ => &[],
        }
    }

    /// Where persons are on the upright picture: a person's marks, or else the file's.
    pub fn photo_regions(&self, photo: &Photo) -> Vec<Region> {
        match (self.said_regions(photo), photo.embedded.regions.as_deref()) {
            (Some(regions), _) => regions.to_vec(),
            (None, Some(stored)) => stored.upright(photo),
            (None, None) => Vec::new(),
        }
    }

    /// Texts that a person took away and that the photo's files have, or had before a sidecar said so.
    fn removed(&self, photo: &Photo) -> Vec<Removed> {
        let nobody = Self::default();
        let in_files = |field: Field, lang: Option<&LangTag>| match lang {
            Some(lang) => nobody.photo_texts(photo, field).get(lang).is_some(),
            None if field == Field::Regions => photo.embedded.regions.is_some(),
            None if field.is_list() => !nobody.photo_list(photo, field).is_empty(),
            None => nobody.photo_line(photo, field).is_some(),
        };
        let is_known = |of: &Removed| photo.embedded.removed.contains(of);
        let subject = Subject::Photo(photo.id);
        let said = self.of(&subject).filter(|(.., value)| match value {
            Value::Text(text) => text.is_empty(),
            Value::List(list) => list.is_empty(),
            Value::Regions(list) => list.is_empty(),
            _ => false,
        });
        let said = said.map(|(field, lang, _)| (field, lang.cloned()));
        let said = said.filter(|of| is_known(of) || in_files(of.0, of.1.as_ref()));
        let is_said = |of: &&Removed| {
            self.get(&Key { subject: subject.clone(), field: of.0, lang: of.1.clone() }).is_some()
        };
        let mut out: Vec<Removed> = said.collect();
        out.extend(photo.embedded.removed.iter().filter(|of| !is_said(of)).cloned());
        out.sort();
        out
    }

    fn said_regions(&self, photo: &Photo) -> Option<&[Region]> {
        match self.get(&Key { subject: Subject::Photo(photo.id), field: Field::Regions, lang: None }) {
            Some(Value::Regions(regions)) => Some(regions),
            _ => None,
        }
    }

    /// All texts of a photo as they stand, in the shape of those that a file carries: what is written where others look.
    pub fn standing_texts(&self, photo: &Photo) -> Embedded {
        let line = |field| self.photo_line(photo, field);
        let location = |which| {
            let mut out = Location::default();
            for part in LocationPart::ALL {
                let text = location_field(which, part).and_then(line);
                out.set(part, &text.unwrap_or_default());
            }
            (!out.is_empty()).then(|| Box::new(out))
        };
        let names = line(Field::Creator).unwrap_or_default();
        let is_of_file = names == photo.embedded.creator.join("; ");
        let creator = if is_of_file { photo.embedded.creator.clone() } else { split_names(&names) };
        let is_rated = matches!(
            self.get(&Key { subject: Subject::Photo(photo.id), field: Field::Rating, lang: None }),
            Some(Value::Number(_))
        );
        Embedded {
            title: self.photo_texts(photo, Field::Title),
            headline: self.photo_texts(photo, Field::Headline),
            caption: self.photo_texts(photo, Field::Caption),
            alt: self.photo_texts(photo, Field::AltText),
            extended: self.photo_texts(photo, Field::ExtendedDescription),
            event: self.photo_texts(photo, Field::Event),
            creator,
            credit: line(Field::Credit),
            copyright: line(Field::Copyright),
            keywords: self.photo_list(photo, Field::Keywords).to_vec(),
            persons: self.photo_list(photo, Field::Persons).to_vec(),
            source: line(Field::Source),
            instructions: line(Field::Instructions),
            source_type: line(Field::SourceType),
            created: location(Whereabouts::Created),
            shown: location(Whereabouts::Shown),
            rating: match self.flag(photo) {
                Flag::Reject => Some(-1),
                _ if is_rated => i8::try_from(self.rating(photo)).ok(),
                _ => photo.embedded.rating.filter(|stars| *stars >= 0),
            },
            regions: match self.said_regions(photo) {
                Some([]) => None,
                Some(regions) => Some(Box::new(StoredRegions::of_upright(regions, photo))),
                None => photo.embedded.regions.clone(),
            },
            taken: None,
            removed: self.removed(photo),
            sources: None,
        }
    }

    /// Stars, 0 to 5: a person's, or else the file's.
    pub fn rating(&self, photo: &Photo) -> u8 {
        let key = Key { subject: Subject::Photo(photo.id), field: Field::Rating, lang: None };
        match self.get(&key) {
            Some(Value::Number(stars)) => (*stars).min(5) as u8,
            _ => photo.embedded.rating.unwrap_or(0).clamp(0, 5) as u8,
        }
    }

    /// Picked or rejected: a person's word, or else the file's rating of -1.
    pub fn flag(&self, photo: &Photo) -> Flag {
        let key = Key { subject: Subject::Photo(photo.id), field: Field::Flag, lang: None };
        match self.get(&key) {
            Some(Value::Flag(flag)) => *flag,
            _ if photo.embedded.rating == Some(-1) => Flag::Reject,
            _ => Flag::None,
        }
    }

    /// Where a person put a photo.
    pub fn placement(&self, photo: PhotoId) -> Option<&Placement> {
        let key = Key { subject: Subject::Photo(photo), field: Field::Placement, lang: None };
        match self.get(&key) {
            Some(Value::Placement(placement)) => Some(placement),
            _ => None,
        }
    }

    /// The section in which time would have put a photo when a person put it elsewhere; empty for none.
    pub fn placed_against(&self, photo: PhotoId) -> Option<&str> {
        match self.get(&Key { subject: Subject::Photo(photo), field: Field::PlacedAgainst, lang: None })? {
            Value::Text(section) => Some(section),
            _ => None,
        }
    }

    /// When a person says that a photo was taken.
    pub fn taken(&self, photo: PhotoId) -> Option<(DateTime, Option<Offset>)> {
        self.time(photo, Field::Taken)
    }

    /// What a clock that is in the picture shows, as a person read it.
    pub fn shown_time(&self, photo: PhotoId) -> Option<DateTime> {
        self.time(photo, Field::ShownTime).map(|(civil, _)| civil)
    }

    fn time(&self, photo: PhotoId, field: Field) -> Option<(DateTime, Option<Offset>)> {
        match self.get(&Key { subject: Subject::Photo(photo), field, lang: None })? {
            Value::Time { civil, offset } => Some((*civil, *offset)),
            _ => None,
        }
    }

    /// What sort of picture a photo is: a person's word, or else the file's.
    pub fn kind(&self, photo: &Photo) -> PhotoKind {
        self.said_kind(photo.id).unwrap_or(photo.kind)
    }

    /// What sort of picture a person says that a photo is.
    pub fn said_kind(&self, photo: PhotoId) -> Option<PhotoKind> {
        match self.get(&Key { subject: Subject::Photo(photo), field: Field::Kind, lang: None })? {
            Value::Text(code) => PhotoKind::from_code(code),
            _ => None,
        }
    }
}

/// Names that a person typed into one line.
fn split_names(line: &str) -> Vec<String> {
    line.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
