//! The check of captions: what is missing, left over, or contradicts what is known, per photo, field and language. It changes nothing;
//! each finding says what is wrong and where, so that one click leads there.

mod chinese;
mod countries;
mod days;
mod facts;
mod form;
mod names;

use super::super::collection::Collection;
use super::super::notes::{Field, Flag};
use super::super::photo::{Photo, PhotoId};
use super::super::text::LangTag;
use super::codes::Codes;
use super::draft::is_draft;
use super::people::{People, PeopleIndex};

/// Characters that an alt text should have at most (IPTC, "Guidelines for accessibility": about one or two sentences).
pub const ALT_TARGET: usize = 125;

/// Characters that an alt text may have at most (IPTC Photo Metadata Standard 2025.1, Alt Text).
pub const ALT_MOST: usize = 250;

/// Something that should be looked at before the photo goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which photo.
    pub photo: PhotoId,
    /// Which field.
    pub field: Field,
    /// In which language; `None` for fields without.
    pub lang: Option<LangTag>,
    /// What sort of thing.
    pub kind: FindingKind,
    /// What is wrong, as a sentence.
    pub words: String,
}

/// What sort of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// A placeholder, a code or a variable was left in.
    LeftOver,
    /// A person has another title on that day.
    TitleOutOfDate,
    /// The text is in another script than its language is written in.
    WrongScript,
    /// A day or place in the text is not that of the photo.
    Contradiction,
    /// The row from left to right and the persons shown do not agree.
    RowDiffers,
    /// A person is not on the delegation list.
    PersonUnknown,
    /// A draft leaves out a title, as there is none in its language.
    TitleMissing,
    /// Nobody has accepted the draft.
    Draft,
    /// No caption in one of the languages.
    CaptionMissing,
    /// No alt text in one of the languages.
    AltMissing,
    /// Longer than the field should be, or than older programs can read.
    TooLong,
}

impl FindingKind {
    /// All kinds, the gravest first.
    pub const ALL: [Self; 11] = [
        Self::LeftOver,
        Self::TitleOutOfDate,
        Self::WrongScript,
        Self::Contradiction,
        Self::RowDiffers,
        Self::PersonUnknown,
        Self::TitleMissing,
        Self::Draft,
        Self::CaptionMissing,
        Self::AltMissing,
        Self::TooLong,
    ];

    /// The stable word for JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeftOver => "left-over",
            Self::TitleOutOfDate => "title-out-of-date",
            Self::WrongScript => "wrong-script",
            Self::Contradiction => "contradiction",
            Self::RowDiffers => "row-differs",
            Self::PersonUnknown => "person-unknown",
            Self::TitleMissing => "title-missing",
            Self::Draft => "draft",
            Self::CaptionMissing => "caption-missing",
            Self::AltMissing => "alt-missing",
            Self::TooLong => "too-long",
        }
    }

    /// A heading for findings of this sort.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::LeftOver => "Left over",
            Self::TitleOutOfDate => "Title out of date",
            Self::WrongScript => "Wrong language",
            Self::Contradiction => "Contradicts the photo",
            Self::RowDiffers => "From left to right",
            Self::PersonUnknown => "Not on the list",
            Self::TitleMissing => "Title missing",
            Self::Draft => "Drafts",
            Self::CaptionMissing => "No caption",
            Self::AltMissing => "No alt text",
            Self::TooLong => "Too long",
        }
    }

    /// Whether what goes out would be wrong, and not only incomplete.
    pub const fn is_grave(self) -> bool {
        matches!(self, Self::LeftOver | Self::TitleOutOfDate | Self::WrongScript | Self::Contradiction)
    }
}

/// What captions are checked against.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The languages in which everything is to be there; the first is the one that older fields hold.
    pub langs: &'a [LangTag],
    /// The codes that were set up.
    pub codes: &'a Codes,
    /// The delegation list.
    pub people: &'a People,
}

/// One photo under the check.
struct Case<'a> {
    collection: &'a Collection,
    photo: &'a Photo,
    desk: &'a Desk<'a>,
    people: &'a PeopleIndex<'a>,
    findings: Vec<Finding>,
}

impl Case<'_> {
    fn find(&mut self, kind: FindingKind, field: Field, lang: Option<&LangTag>, words: impl Into<String>) {
        let finding = Finding { photo: self.photo.id, field, lang: lang.cloned(), kind, words: words.into() };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// Checks photos, in their order. Rejected ones go nowhere and are passed over.
pub fn check(collection: &Collection, photos: &[PhotoId], desk: &Desk<'_>) -> Vec<Finding> {
    let index = desk.people.index();
    let found = photos
        .iter()
        .filter_map(|id| collection.photo(*id))
        .map(|photo| check_one(collection, photo, desk, &index));
    found.flatten().collect()
}

fn check_one<'a>(
    collection: &'a Collection,
    photo: &'a Photo,
    desk: &'a Desk<'a>,
    people: &'a PeopleIndex<'a>,
) -> Vec<Finding> {
    if collection.notes().flag(photo) == Flag::Reject {
        return Vec::new();
    }
    let mut case = Case { collection, photo, desk, people, findings: Vec::new() };
    for lang in desk.langs {
        missing(&mut case, lang);
    }
    let fields = Field::ALL.iter().copied().filter(|field| field.has_languages());
    for field in fields {
        for (lang, text) in collection.notes().photo_texts(photo, field).iter() {
            form::check_text(&mut case, field, Some(lang), text);
            if is_draft(collection.notes(), photo.id, field, lang) {
                names::check_draft(&mut case, field, lang, text);
                case.find(FindingKind::Draft, field, Some(lang), "This is a draft that nobody has accepted");
            }
            if matches!(field, Field::Caption | Field::Headline) {
                names::check_text(&mut case, field, lang, text);
                facts::check_text(&mut case, field, lang, text);
            }
        }
    }
    for field in Field::ALL.iter().copied().filter(|field| !field.has_languages() && !field.is_list()) {
        if let Some(line) = collection.notes().photo_line(photo, field) {
            form::check_text(&mut case, field, None, &line);
        }
    }
    names::check_persons(&mut case);
    case.findings.sort_by_key(|finding| finding.kind);
    case.findings
}

fn missing(case: &mut Case<'_>, lang: &LangTag) {
    let notes = case.collection.notes();
    let has = |field| notes.photo_texts(case.photo, field).get(lang).is_some();
    let (caption, alt) = (has(Field::Caption), has(Field::AltText));
    if !caption {
        case.find(FindingKind::CaptionMissing, Field::Caption, Some(lang), format!("No caption in {lang}"));
    }
    if !alt {
        case.find(FindingKind::AltMissing, Field::AltText, Some(lang), format!("No alt text in {lang}"));
    }
}

#[cfg(test)]
mod tests;
