//! What people say of photos, visits and sections, as facts in one shape: *of what, which field, in which language, which value*.
//!
//! Everything a person does ends up here through an [`super::edit::Edit`]; what files say is in [`super::photo`].

use std::collections::{BTreeMap, HashMap};

use super::clock::correction::ClockCorrection;
use super::device::{DeviceFacts, DeviceId, Role};
use super::photo::{Photo, PhotoId, PhotoKind};
use super::programme::Programme;
use super::text::{LangTag, LangText};
use super::visit::{Placement, SectionId, VisitId};
use jiff::civil::DateTime;
use jiff::tz::Offset;

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
    /// Creator of a photo, or of the photos of a device.
    Creator,
    /// Credit line of a photo, or of the photos of a device.
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
    /// On a visit, section or device: a person merged it into the one named here.
    JoinedTo,
    /// Hours without a photo that end a visit (of the library).
    GapHours,
    /// When a photo was taken, as a person says.
    Taken,
    /// What a clock that is in the picture shows.
    ShownTime,
    /// What sort of picture a photo is, as a person says.
    Kind,
    /// What a device is called.
    DeviceName,
    /// Whose a device is.
    Owner,
    /// What part a device plays.
    Role,
    /// How a device's clock is set right, over which stretches of time.
    ClockCorrections,
    /// Proposed corrections of a device's clock that a person does not want to see again.
    DismissedCorrections,
    /// Devices that a person said are not the same body as this one, a line each.
    RefusedJoins,
    /// The programmes of visits (of the library).
    Programmes,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 24] = [
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
        Self::Taken,
        Self::ShownTime,
        Self::Kind,
        Self::DeviceName,
        Self::Owner,
        Self::Role,
        Self::ClockCorrections,
        Self::DismissedCorrections,
        Self::RefusedJoins,
        Self::Programmes,
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
            Self::Taken => "taken",
            Self::ShownTime => "shown-time",
            Self::Kind => "kind",
            Self::DeviceName => "device-name",
            Self::Owner => "owner",
            Self::Role => "role",
            Self::ClockCorrections => "clock-corrections",
            Self::DismissedCorrections => "dismissed-corrections",
            Self::RefusedJoins => "refused-joins",
            Self::Programmes => "programmes",
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
            Self::Taken => "time",
            Self::ShownTime => "clock in the picture",
            Self::Kind => "kind",
            Self::DeviceName => "name",
            Self::Owner => "owner",
            Self::Role => "role",
            Self::ClockCorrections => "clock",
            Self::DismissedCorrections => "dismissal",
            Self::RefusedJoins => "refusal to join",
            Self::Programmes => "programme",
        }
    }

    /// Whether a change of it may give photos other times, or put them into other visits or sections, so that all is worked out anew.
    pub const fn regroups(self) -> bool {
        matches!(
            self,
            Self::Placement
                | Self::VisitBreak
                | Self::SectionBreak
                | Self::JoinedTo
                | Self::GapHours
                | Self::Taken
                | Self::ShownTime
                | Self::ClockCorrections
                | Self::DismissedCorrections
                | Self::Programmes
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
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// For text fields, and the identity in breaks and joins.
    Text(String),
    /// For [`Field::Rating`] (0 to 5) and [`Field::GapHours`] (1 to 8,760).
    Number(u32),
    /// For [`Field::Flag`].
    Flag(Flag),
    /// For [`Field::Placement`].
    Placement(Placement),
    /// For [`Field::Taken`] and [`Field::ShownTime`]: a time on the wall, and its offset where that is known.
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    of: HashMap<Subject, BTreeMap<(Field, Option<LangTag>), Value>>,
    /// How many facts are about devices: mostly none, and then nothing has to be looked up for them.
    n_device_facts: usize,
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
        let (is_of_device, is_some) = (matches!(subject, Subject::Device(_)), value.is_some());
        let old = match value {
            Some(value) => self.of.entry(subject).or_default().insert((field, lang), value),
            None => self.take(&subject, field, lang),
        };
        if is_of_device && is_some != old.is_some() {
            self.n_device_facts = self.n_device_facts.saturating_add_signed(if is_some { 1 } else { -1 });
        }
        old
    }

    fn take(&mut self, subject: &Subject, field: Field, lang: Option<LangTag>) -> Option<Value> {
        let facts = self.of.get_mut(subject)?;
        let old = facts.remove(&(field, lang));
        if facts.is_empty() {
            self.of.remove(subject);
        }
        old
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

    /// A line of a photo that has no language: creator, credit or copyright. What a person says of the photo goes before what a
    /// person says of its device, and that before the file.
    pub fn photo_line(&self, photo: &Photo, field: Field) -> Option<String> {
        let of_photo = Key { subject: Subject::Photo(photo.id), field, lang: None };
        let said = self.get(&of_photo).or_else(|| {
            // Most libraries say nothing of a device's photos.
            let of_device =
                || Some(Key { subject: Subject::Device(self.device_of(&photo.device)?), field, lang: None });
            (self.speaks_of_devices()).then(of_device).flatten().and_then(|key| self.get(&key))
        });
        let line = match (said, field) {
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

    /// How a device's clock is set right, in order of time.
    pub fn corrections(&self, device: &DeviceId) -> &[ClockCorrection] {
        self.correction_list(device, Field::ClockCorrections)
    }

    /// Proposed corrections of a device's clock that a person does not want to see again.
    pub fn dismissed(&self, device: &DeviceId) -> &[ClockCorrection] {
        self.correction_list(device, Field::DismissedCorrections)
    }

    fn correction_list(&self, device: &DeviceId, field: Field) -> &[ClockCorrection] {
        match self.get(&Key { subject: Subject::Device(device.clone()), field, lang: None }) {
            Some(Value::Corrections(list)) => list,
            _ => &[],
        }
    }

    /// The body that these facts name, after a person's joins.
    pub fn device_of(&self, facts: &DeviceFacts) -> Option<DeviceId> {
        facts.id().map(|id| self.joined_device(id))
    }

    /// The device that this one is counted as.
    pub fn joined_device(&self, device: DeviceId) -> DeviceId {
        let key = Key { subject: Subject::Device(device), field: Field::JoinedTo, lang: None };
        match (self.get(&key), key.subject) {
            (Some(Value::Text(target)), _) if !target.is_empty() => DeviceId::from_stored(target),
            (_, Subject::Device(device)) => device,
            // Not reached: the subject was made a device above.
            _ => DeviceId::from_stored(""),
        }
    }

    /// The devices that are counted as this one, by identity.
    pub fn devices_joined_to(&self, device: &DeviceId) -> impl Iterator<Item = DeviceId> {
        let mut joined: Vec<DeviceId> = self
            .of
            .iter()
            .filter_map(|(subject, facts)| match (subject, facts.get(&(Field::JoinedTo, None))) {
                (Subject::Device(id), Some(Value::Text(target))) if target == device.as_str() => {
                    Some(id.clone())
                }
                _ => None,
            })
            .collect();
        joined.sort();
        joined.into_iter()
    }

    /// Whether a person said that these are two bodies.
    pub fn refuses_join(&self, a: &DeviceId, b: &DeviceId) -> bool {
        let says = |of: &DeviceId, other: &DeviceId| {
            let said = self.device_line(of, Field::RefusedJoins).unwrap_or_default();
            said.lines().any(|line| line == other.as_str())
        };
        says(a, b) || says(b, a)
    }

    /// What a person said of a device in a field without language: name, owner, creator or credit.
    pub fn device_line(&self, device: &DeviceId, field: Field) -> Option<&str> {
        match self.get(&Key { subject: Subject::Device(device.clone()), field, lang: None }) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The programmes of visits.
    pub fn programmes(&self) -> &[Programme] {
        match self.get(&Key { subject: Subject::Library, field: Field::Programmes, lang: None }) {
            Some(Value::Programmes(programmes)) => programmes,
            _ => &[],
        }
    }

    /// What part a device plays.
    pub fn role(&self, device: &DeviceId) -> Role {
        self.device_line(device, Field::Role).and_then(Role::from_code).unwrap_or_default()
    }

    fn speaks_of_devices(&self) -> bool {
        self.n_device_facts > 0
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
