//! What panels want done. They draw from values and say what they want; [`super::app`] carries it out after the frame.

use std::path::PathBuf;

use crate::model::caption::check::FindingKind;
use crate::model::collection::Collection;
use crate::model::notes::{Field, Subject};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::session::{Command, Session};

use super::actions::{Action, Facts};
use super::selection::How;
use super::sheet::data::Scope;

/// One wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// An action of the table, on what is chosen.
    Do(Action),
    /// Something of the session.
    Command(Command),
    /// Choose a photo.
    Choose(PhotoId, How),
    /// Choose several; `true` keeps those that were chosen.
    ChooseMany(Vec<PhotoId>, bool),
    /// Show another part of the collection.
    Show(Scope),
    /// Show a visit, section or device in the inspector, and the beginning of a section in the sheet.
    Heading(Subject),
    /// Bring the heading of a section, or of an item without a picture, into sight.
    Reveal(Subject),
    /// Choose a photo and bring it into sight, wherever it is.
    GoTo(PhotoId),
    /// Open the clock desk.
    Desk,
    /// Put the title of a visit or section into a field in its place.
    Rename(Subject),
    /// Merge a visit or section into the one above it.
    MergeUp(Subject),
    /// Go to a person's mark on a photo; make one in its middle where there is none.
    Mark(PhotoId, String),
    /// Show a photo large.
    Large(PhotoId),
    /// Open an overlay, or close it.
    Overlay(Option<Overlay>),
    /// Choose a photo and put the cursor into one of its fields.
    Field(PhotoId, Field, Option<LangTag>),
    /// Show what the check finds in these photos and languages, of one kind or all.
    Findings(Vec<PhotoId>, Vec<LangTag>, Option<FindingKind>),
    /// Work in this language.
    Language(LangTag),
    /// Say something for a moment.
    Notice(String),
    /// Open the finished album.
    OpenAlbum(PathBuf),
    /// Start the export that the dialog describes.
    StartExport,
    /// Put text on the clipboard.
    Copy(String),
}

/// What lies over the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The list of Problems.
    Problems,
    /// The export dialog.
    Export,
    /// The list of keys.
    Keys,
    /// Who made it and of what.
    About,
    /// When the chosen photos were taken.
    Taken,
    /// What a clock in the chosen photo shows.
    Shown,
    /// Until when the chosen photos may not be public.
    Embargo,
    /// Which item of the programme the chosen photos belong to.
    Belong,
    /// What the check of captions found.
    Check,
    /// How many sidecars would be written, and where.
    Sidecars,
    /// A table of captions that was opened and waits for a word.
    Table,
    /// Who wrote what when of a photo.
    History,
    /// Templates of captions.
    Template,
    /// Find and replace in captions.
    Replace,
    /// A programme that was opened and waits for a word.
    Programme,
}

/// What every panel may look at, and where it puts its wishes.
pub struct Scene<'a> {
    /// The running program.
    pub session: &'a Session,
    /// The language that is worked in: titles and captions are shown in it.
    pub lang: &'a LangTag,
    /// All languages that are offered.
    pub langs: &'a [LangTag],
    /// What can be done now.
    pub facts: &'a Facts,
    /// Wishes.
    pub asks: &'a mut Vec<Ask>,
}

impl Scene<'_> {
    /// Photos, notes and grouping.
    pub const fn collection(&self) -> &Collection {
        self.session.collection()
    }

    /// Wishes something.
    pub fn ask(&mut self, ask: Ask) {
        self.asks.push(ask);
    }

    /// The title of a visit in the language that is worked in.
    pub fn visit_title(&self, id: &crate::model::visit::VisitId) -> String {
        let collection = self.collection();
        let title = collection.visit(id).map(|visit| collection.visit_title(visit));
        title.and_then(|title| title.best(self.lang).map(|(_, text)| text.to_owned())).unwrap_or_default()
    }

    /// The title of a section in the language that is worked in.
    pub fn section_title(
        &self,
        visit: &crate::model::visit::VisitId,
        id: &crate::model::visit::SectionId,
    ) -> String {
        let collection = self.collection();
        let title = collection.section(visit, id).map(|section| collection.section_title(visit, section));
        title.and_then(|title| title.best(self.lang).map(|(_, text)| text.to_owned())).unwrap_or_default()
    }

    /// The title of a visit or section.
    pub fn title(&self, subject: &Subject) -> String {
        match subject {
            Subject::Visit(visit) => self.visit_title(visit),
            Subject::Section(visit, section) => self.section_title(visit, section),
            Subject::Device(device) => self.collection().device_name(device),
            Subject::Library | Subject::Photo(_) => String::new(),
        }
    }
}

/// "1,204".
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 photo", "1,204 photos".
pub fn n_photos(n: usize) -> String {
    if n == 1 { "1 photo".to_owned() } else { format!("{} photos", grouped(n)) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_are_set_apart() {
        for (n, want) in [(0, "0"), (999, "999"), (1204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(super::grouped(n), want);
        }
        assert_eq!(super::n_photos(1), "1 photo");
    }
}
