//! What people say of photos, visits and sections, as facts in one shape: *of what, which field, in which language, which value*.
//!
//! Everything a person does ends up here through an [`super::edit::Edit`]; what files say is in [`super::photo`].

use std::collections::{BTreeMap, HashMap};

use super::photo::{Photo, PhotoId};
use super::text::{LangTag, LangText};
use super::visit::{Placement, SectionId, VisitId};

/// What is spoken of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The library as a whole: its settings.
    Library,
    /// A visit and its album.
    Visit(VisitId),
    /// A part of a visit.
    Section(VisitId, SectionId),
    /// A photo.
    Photo(PhotoId),
}

/// Which field of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Title, of photo, visit or section.
    Title,
    /// Headline of a photo.
    Headline,
    /// Caption, of photo, visit or section.
    Caption,
    /// Text for who cannot see the photo.
    AltText,
    /// Creator of a photo.
    Creator,
    /// Credit line of a photo.
    Credit,
    /// Copyright notice of a photo.
    Copyright,
    /// 0 to 5.
    Rating,
    /// Picked or rejected.
    Flag,
    /// The visit and section that a person put a photo into.
    Placement,
    /// On a photo: a person's boundary. A visit begins here, and this is its identity.
    VisitBreak,
    /// On a photo: a person's boundary. A section begins here, and this is its identity.
    SectionBreak,
    /// On a visit or section: a person merged it into the one named here.
    JoinedTo,
    /// Hours without a photo that end a visit (of the library).
    GapHours,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 14] = [
        Self::Title,
        Self::Headline,
        Self::Caption,
        Self::AltText,
        Self::Creator,
        Self::Credit,
        Self::Copyright,
        Self::Rating,
        Self::Flag,
        Self::Placement,
        Self::VisitBreak,
        Self::SectionBreak,
        Self::JoinedTo,
        Self::GapHours,
    ];

    /// The stable word for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Headline => "headline",
            Self::Caption => "caption",
            Self::AltText => "alt",
            Self::Creator => "creator",
            Self::Credit => "credit",
            Self::Copyright => "copyright",
            Self::Rating => "rating",
            Self::Flag => "flag",
            Self::Placement => "placement",
            Self::VisitBreak => "visit-break",
            Self::SectionBreak => "section-break",
            Self::JoinedTo => "joined-to",
            Self::GapHours => "gap-hours",
        }
    }

    /// The field that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// What to call it in a sentence: "Undo *caption* of 12 photos".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Headline => "headline",
            Self::Caption => "caption",
            Self::AltText => "alt text",
            Self::Creator => "creator",
            Self::Credit => "credit",
            Self::Copyright => "copyright",
            Self::Rating => "rating",
            Self::Flag => "pick",
            Self::Placement => "move",
            Self::VisitBreak | Self::SectionBreak => "split",
            Self::JoinedTo => "merge",
            Self::GapHours => "gap between visits",
        }
    }

    /// Whether a change of it may put photos into other visits or sections.
    pub const fn regroups(self) -> bool {
        matches!(
            self,
            Self::Placement | Self::VisitBreak | Self::SectionBreak | Self::JoinedTo | Self::GapHours
        )
    }
}

/// Whether a photo is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Chosen for the album.
    Pick,
    /// Not to be shown to anyone.
    Reject,
    /// Not decided.
    #[default]
    None,
}

/// What is said. A text may be empty: then a person took away what the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// For text fields, and the identity in breaks and joins.
    Text(String),
    /// For [`Field::Rating`] (0 to 5) and [`Field::GapHours`] (1 to 8,760).
    Number(u32),
    /// For [`Field::Flag`].
    Flag(Flag),
    /// For [`Field::Placement`].
    Placement(Placement),
}

/// Which fact: of what, which field, in which language. `lang` is `None` for fields that have none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Of what.
    pub subject: Subject,
    /// Which field.
    pub field: Field,
    /// In which language.
    pub lang: Option<LangTag>,
}

/// All that people have said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    of: HashMap<Subject, BTreeMap<(Field, Option<LangTag>), Value>>,
}

impl Notes {
    /// The value of a fact.
    pub fn get(&self, key: &Key) -> Option<&Value> {
        // The map of a subject holds a handful of facts; cloning the tag is one reference count.
        self.of.get(&key.subject)?.get(&(key.field, key.lang.clone()))
    }

    /// States a fact, or takes it back with `None`. Gives what held before.
    pub fn put(&mut self, key: Key, value: Option<Value>) -> Option<Value> {
        let Key { subject, field, lang } = key;
        match value {
            Some(value) => self.of.entry(subject).or_default().insert((field, lang), value),
            None => {
                let facts = self.of.get_mut(&subject)?;
                let old = facts.remove(&(field, lang));
                if facts.is_empty() {
                    self.of.remove(&subject);
                }
                old
            }
        }
    }

    /// What was said of a subject, by field and language.
    pub fn of(&self, subject: &Subject) -> impl Iterator<Item = (Field, Option<&LangTag>, &Value)> {
        self.of
            .get(subject)
            .into_iter()
            .flatten()
            .map(|((field, lang), value)| (*field, lang.as_ref(), value))
    }

    /// Every fact, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &Value)> {
        self.of.iter().flat_map(|(subject, facts)| {
            facts.iter().map(|((field, lang), value)| {
                (Key { subject: subject.clone(), field: *field, lang: lang.clone() }, value)
            })
        })
    }

    /// A text field in every language that a person wrote, empty texts left out.
    pub fn texts(&self, subject: &Subject, field: Field) -> LangText {
        let mut out = LangText::default();
        self.overlay(subject, field, &mut out);
        out
    }

    /// Lays what people said over `texts`: their words win, an empty one removes.
    fn overlay(&self, subject: &Subject, field: Field, texts: &mut LangText) {
        for (of_field, lang, value) in self.of(subject) {
            if let (true, Some(lang), Value::Text(text)) = (of_field == field, lang, value) {
                texts.set(lang.clone(), text.as_str());
            }
        }
    }

    /// A text field of a photo as it stands: the file's words with people's laid over them.
    pub fn photo_texts(&self, photo: &Photo, field: Field) -> LangText {
        let mut out = match field {
            Field::Title => photo.embedded.title.clone(),
            Field::Headline => photo.embedded.headline.clone(),
            Field::Caption => photo.embedded.caption.clone(),
            Field::AltText => photo.embedded.alt.clone(),
            _ => LangText::default(),
        };
        self.overlay(&Subject::Photo(photo.id), field, &mut out);
        out
    }

    /// A line of a photo that has no language: creator, credit or copyright.
    pub fn photo_line(&self, photo: &Photo, field: Field) -> Option<String> {
        let key = Key { subject: Subject::Photo(photo.id), field, lang: None };
        let line = match (self.get(&key), field) {
            (Some(Value::Text(text)), _) => text.clone(),
            (_, Field::Creator) => photo.embedded.creator.join("; "),
            (_, Field::Credit) => photo.embedded.credit.clone()?,
            (_, Field::Copyright) => photo.embedded.copyright.clone()?,
            _ => return None,
        };
        (!line.is_empty()).then_some(line)
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

    /// Hours without a photo that end a visit.
    pub fn gap_hours(&self) -> u32 {
        let key = Key { subject: Subject::Library, field: Field::GapHours, lang: None };
        match self.get(&key) {
            Some(Value::Number(hours)) => (*hours).clamp(1, 8_760),
            _ => super::visit::DEFAULT_GAP_HOURS,
        }
    }
}
