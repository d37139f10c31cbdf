//! What people say of photos, visits and sections, as facts in one shape: *of what, which field, in which language, which value*.
//!
//! Everything a person does ends up here through an [`super::edit::Edit`]; what files say is in [`super::photo`].

mod device;
mod facts;
mod field;
mod photo;

use std::collections::HashMap;
use std::sync::Arc;

use super::caption::codes::Codes;
use super::caption::people::People;
use super::caption::template::Template;
use super::clock::correction::ClockCorrection;
use super::device::DeviceId;
use super::photo::PhotoId;
use super::programme::Programme;
use super::region::Region;
use super::text::{LangTag, LangText};
use super::time::sidecar::LibraryId;
use super::visit::{Placement, SectionId, VisitId};
use jiff::civil::DateTime;
use jiff::tz::Offset;

use facts::Facts;
pub use field::Field;

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
    /// A body that takes photos, in this visit and the next.
    Device(DeviceId),
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
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// For text fields, and the identity in breaks and joins.
    Text(String),
    /// For fields that hold several short texts: [`Field::is_list`].
    List(Vec<String>),
    /// For [`Field::Rating`] (0 to 5) and [`Field::GapHours`] (1 to 8,760).
    Number(u32),
    /// For [`Field::Flag`].
    Flag(Flag),
    /// For [`Field::Placement`].
    Placement(Placement),
    /// For [`Field::Taken`], [`Field::ShownTime`] and [`Field::Embargo`]: a time on the wall, and its offset where that is known.
    Time {
        /// The time on the wall.
        civil: DateTime,
        /// Its offset from UTC.
        offset: Option<Offset>,
    },
    /// For [`Field::ClockCorrections`] and [`Field::DismissedCorrections`]: in order, and no two for one time.
    Corrections(Vec<ClockCorrection>),
    /// For [`Field::Programmes`]: those of all visits.
    Programmes(Vec<Programme>),
    /// For [`Field::Codes`].
    Codes(Arc<Codes>),
    /// For [`Field::People`].
    People(Arc<People>),
    /// For [`Field::Regions`], on the upright picture.
    Regions(Vec<Region>),
    /// For [`Field::Templates`], in the order in which they are offered; no two have one name.
    Templates(Vec<Template>),
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
#[derive(Clone, Debug, Default)]
pub struct Notes {
    of: HashMap<Subject, Facts>,
    /// How many facts are about devices: mostly none, and then nothing has to be looked up for them.
    n_device_facts: usize,
    /// Of which library they are.
    library: Option<LibraryId>,
}

/// The same is said; in whichever library.
impl PartialEq for Notes {
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of
    }
}

impl Notes {
    /// The library that they are of; `None` for those of no library.
    pub const fn library(&self) -> Option<LibraryId> {
        self.library
    }

    /// Says of which library they are.
    pub const fn set_library(&mut self, library: Option<LibraryId>) {
        self.library = library;
    }

    /// The value of a fact.
    pub fn get(&self, key: &Key) -> Option<&Value> {
        self.of.get(&key.subject)?.get(key.field, key.lang.as_ref())
    }

    /// States a fact, or takes it back with `None`. Gives what held before.
    pub fn put(&mut self, key: Key, value: Option<Value>) -> Option<Value> {
        let Key { subject, field, lang } = key;
        let (is_of_device, is_some) = (matches!(subject, Subject::Device(_)), value.is_some());
        let old = match value {
            Some(value) => self.of.entry(subject).or_default().insert(field, lang, value),
            None => self.take(&subject, field, lang.as_ref()),
        };
        if is_of_device && is_some != old.is_some() {
            self.n_device_facts = self.n_device_facts.saturating_add_signed(if is_some { 1 } else { -1 });
        }
        old
    }

    fn take(&mut self, subject: &Subject, field: Field, lang: Option<&LangTag>) -> Option<Value> {
        let facts = self.of.get_mut(subject)?;
        let old = facts.remove(field, lang);
        if facts.is_empty() {
            self.of.remove(subject);
        }
        old
    }

    /// What was said of a subject, by field and language.
    pub fn of(&self, subject: &Subject) -> impl Iterator<Item = (Field, Option<&LangTag>, &Value)> {
        self.of.get(subject).into_iter().flat_map(Facts::iter)
    }

    /// Every fact, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &Value)> {
        self.of.iter().flat_map(|(subject, facts)| {
            facts.iter().map(|(field, lang, value)| {
                (Key { subject: subject.clone(), field, lang: lang.cloned() }, value)
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

    /// The programmes of visits.
    pub fn programmes(&self) -> &[Programme] {
        match self.of_library(Field::Programmes) {
            Some(Value::Programmes(programmes)) => programmes,
            _ => &[],
        }
    }

    fn of_library(&self, field: Field) -> Option<&Value> {
        self.get(&Key { subject: Subject::Library, field, lang: None })
    }

    /// The code replacements.
    pub fn codes(&self) -> Arc<Codes> {
        match self.of_library(Field::Codes) {
            Some(Value::Codes(codes)) => Arc::clone(codes),
            _ => Arc::default(),
        }
    }

    /// The delegation list.
    pub fn people(&self) -> Arc<People> {
        match self.of_library(Field::People) {
            Some(Value::People(people)) => Arc::clone(people),
            _ => Arc::default(),
        }
    }

    /// The templates of captions.
    pub fn templates(&self) -> &[Template] {
        match self.of_library(Field::Templates) {
            Some(Value::Templates(templates)) => templates,
            _ => &[],
        }
    }

    /// The photo that a person chose to stand for a visit.
    pub fn cover(&self, visit: &VisitId) -> Option<PhotoId> {
        match self.get(&Key { subject: Subject::Visit(visit.clone()), field: Field::Cover, lang: None }) {
            Some(Value::Text(hex)) => PhotoId::from_hex(hex),
            _ => None,
        }
    }

    /// Hours without a photo that end a visit.
    pub fn gap_hours(&self) -> u32 {
        match self.of_library(Field::GapHours) {
            Some(Value::Number(hours)) => (*hours).clamp(1, 8_760),
            _ => super::visit::DEFAULT_GAP_HOURS,
        }
    }
}
