//! What a person can ask for.

use std::path::PathBuf;

use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::export::ExportSettings;
use crate::library::desk::DeskKind;
use crate::model::arrange::{self, n_photos};
use crate::model::caption::marks::MarkEdit;
use crate::model::caption::write::{CaptionEdit, set_text};
use crate::model::clearance::{Embargo, Party, Ruling};
use crate::model::clock::correction::ClockCorrection;
use crate::model::clock::propose::Proposal;
use crate::model::clock::revise;
use crate::model::collection::Collection;
use crate::model::device::DeviceId;
use crate::model::edit::Edit;
use crate::model::notes::{Field, Flag, Key, Subject, Value};
use crate::model::photo::{PhotoId, PhotoKind};
use crate::model::text::LangTag;
use crate::model::visit::{SectionId, VisitId};

/// A change to what is said of photos, visits and sections: everything that can be undone.
#[derive(Clone, Debug, PartialEq)]
pub enum Revision {
    /// Writes a text field of photos, visits or sections. `lang` is `None` for creator, credit and copyright.
    SetText {
        /// Of what; the same text for all.
        subjects: Vec<Subject>,
        /// Which field.
        field: Field,
        /// In which language.
        lang: Option<LangTag>,
        /// The new text; empty means "nothing, whatever the file says".
        text: String,
    },
    /// A change of captioning: lists, templates, drafts, replacements.
    Caption(CaptionEdit),
    /// Marks a person on a photo, or changes a mark.
    Mark(MarkEdit),
    /// Gives stars, 0 to 5.
    SetRating {
        /// To which photos.
        photos: Vec<PhotoId>,
        /// How many.
        stars: u8,
    },
    /// Picks, rejects, or neither.
    SetFlag {
        /// Which photos.
        photos: Vec<PhotoId>,
        /// What they become.
        flag: Flag,
    },
    /// Puts photos into a visit, and into a section of it when that is named.
    MovePhotos {
        /// Which photos.
        photos: Vec<PhotoId>,
        /// Into which visit.
        visit: VisitId,
        /// Into which section; by day when `None`.
        section: Option<SectionId>,
    },
    /// Puts photos into a visit of their own.
    MoveToNewVisit(Vec<PhotoId>),
    /// Puts photos among the undated.
    MoveToUndated(Vec<PhotoId>),
    /// Takes back what a person said of where these photos belong.
    PutBack(Vec<PhotoId>),
    /// Leaves photos where a person put them, although time by now says otherwise: it is not asked again.
    KeepPlaces(Vec<PhotoId>),
    /// Begins a new visit at this photo.
    SplitVisit(PhotoId),
    /// Begins a new section at this photo.
    SplitSection(PhotoId),
    /// The first visit takes in the others.
    MergeVisits(Vec<VisitId>),
    /// The first section takes in the others.
    MergeSections(VisitId, Vec<SectionId>),
    /// Hours without a photo that end a visit, 1 to 8,760.
    SetGapHours(u32),
    /// Sets a device's clock right over a stretch of time; a correction of nothing takes that stretch back.
    CorrectClock {
        /// Whose clock.
        device: DeviceId,
        /// By how much, over which stretch.
        correction: ClockCorrection,
    },
    /// Takes every correction of a device's clock back.
    UncorrectClock(DeviceId),
    /// Does not show a proposed correction again.
    DismissProposal(Proposal),
    /// Says when photos were taken; `None` goes back to their files.
    SetTaken {
        /// Which photos.
        photos: Vec<PhotoId>,
        /// The time on the wall, and its offset where that is known.
        taken: Option<(DateTime, Option<Offset>)>,
    },
    /// Says what a clock in a picture shows, so that the clock of the device can be set by it.
    SetShownTime {
        /// The picture.
        photo: PhotoId,
        /// What its clock shows, with the day.
        shown: Option<DateTime>,
    },
    /// Says what sort of picture photos are; `None` goes back to what their files say.
    SetKind {
        /// Which photos.
        photos: Vec<PhotoId>,
        /// What they are.
        kind: Option<PhotoKind>,
    },
    /// Says whether a party lets photos or a visit out; `None` takes what it said back.
    SetClearance {
        /// Which photos, or which visit.
        subjects: Vec<Subject>,
        /// Who says so.
        party: Party,
        /// What.
        ruling: Option<Ruling>,
    },
    /// Says until when photos or a visit may not be published; `None` takes that back.
    SetEmbargo {
        /// Which photos, or which visit.
        subjects: Vec<Subject>,
        /// Until when.
        embargo: Option<Embargo>,
    },
    /// Has a device counted as another: both names are of one body.
    JoinDevices {
        /// The one.
        device: DeviceId,
        /// The other, which stays.
        into: DeviceId,
    },
    /// Takes a join back.
    SeparateDevice(DeviceId),
    /// Says that two devices are two bodies: joining them is not offered again.
    RefuseJoin {
        /// The one.
        device: DeviceId,
        /// The other.
        other: DeviceId,
    },
}

/// Everything that a person can ask of the running program.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens folders and files beside what is open.
    Open(Vec<PathBuf>),
    /// Closes a folder: its photos leave the window, what was said of them stays in the library.
    Close(PathBuf),
    /// Looks again at everything that is open.
    Rescan,
    /// Stops reading folders; what was read stays.
    CancelScan,
    /// Lets the person pick folders in the system's own dialog; they open when picked.
    PickFolders,
    /// Lets the person pick where an album goes: see [`super::Session::take_picked_target`].
    PickExportTarget,
    /// Lets the person pick the folder of a theme: see [`super::Session::take_picked_theme`].
    PickTheme,
    /// Lets the person pick a file of code replacements or a delegation list in the system's own dialog; it is used when picked.
    PickDesk(DeskKind),
    /// Lets the person pick a table of captions; what it would change is told before anything does: see [`super::Session::table`].
    PickCaptions,
    /// Lets the person pick where the captions of these photos go as a table.
    PickCaptionsTarget {
        /// Of which photos, in this order.
        photos: Vec<PhotoId>,
        /// In which languages.
        langs: Vec<LangTag>,
    },
    /// Takes over what a table of captions would change.
    TakeCaptions,
    /// Does not take it over.
    RefuseCaptions,
    /// Checks the captions of photos: see [`super::Session::findings`].
    CheckCaptions {
        /// Comes back with the findings, so that those of another check are not taken for these.
        ticket: u64,
        /// Of which photos.
        photos: Vec<PhotoId>,
        /// In which languages.
        langs: Vec<LangTag>,
    },
    /// Gathers how texts may go on: see [`super::Session::suggestions`].
    GatherSuggestions,
    /// Finds what was said of a subject, and when: see [`super::Session::history_of`].
    FindHistory(Subject),
    /// A change that can be undone.
    Revise(Revision),
    /// What is typed from now on is a step of its own.
    EndTyping,
    /// Takes the last change back.
    Undo,
    /// Does the last undone change again.
    Redo,
    /// Makes an album.
    Export(ExportSettings),
    /// Stops the export; nothing half-written stays.
    CancelExport,
    /// Writes what the library says of these photos into sidecars beside them; the language stands for all others where a program asks
    /// for one.
    WriteSidecars(Vec<PhotoId>, LangTag),
    /// Stops the writing of sidecars; what is written stays.
    CancelSidecars,
    /// Has sidecars written by themselves after captions change, or not any more.
    KeepInStep(bool),
    /// Takes the Problems off the list.
    ClearProblems,
    /// Has photos placed by the programme that [`super::Session::offer`] gives.
    UseProgramme,
    /// Leaves that programme alone.
    RefuseProgramme,
}

/// Why a command did nothing, in words for the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub &'static str);

impl Revision {
    /// Whether it goes by where photos are now.
    pub const fn goes_by_grouping(&self) -> bool {
        matches!(
            self,
            Self::MoveToNewVisit(_)
                | Self::SplitVisit(_)
                | Self::SplitSection(_)
                | Self::MergeVisits(_)
                | Self::MergeSections(..)
        )
    }

    /// The edit that makes this change to the collection as it stands.
    ///
    /// # Errors
    /// A [`Refusal`] when it would change nothing and the person should know why.
    pub fn to_edit(&self, collection: &Collection) -> Result<Edit, Refusal> {
        let edit = match self {
            Self::SetText { subjects, field, lang, text } => {
                let name = format!("{} of {}", field.words(), of_what(subjects, collection));
                return Ok(set_text(collection, name, subjects, (*field, lang.as_ref()), text));
            }
            Self::Caption(change) => change.to_edit(collection),
            Self::Mark(change @ MarkEdit::Order(_)) => change.to_edit(collection),
            Self::Mark(change) => return Ok(change.to_edit(collection)),
            Self::SetRating { photos, stars } => {
                let value = Value::Number(u32::from(*stars).min(5));
                return Ok(for_photos(collection, photos, Field::Rating, "rating", &value));
            }
            Self::SetFlag { photos, flag } => {
                let name = match flag {
                    Flag::Pick => "pick",
                    Flag::Reject => "rejection",
                    Flag::None => "unmarking",
                };
                return Ok(for_photos(collection, photos, Field::Flag, name, &Value::Flag(*flag)));
            }
            Self::MovePhotos { photos, visit, section } => {
                return Ok(arrange::move_photos(collection, photos, visit, section.as_ref()));
            }
            Self::MoveToNewVisit(photos) => arrange::move_to_new_visit(collection, photos).0,
            Self::MoveToUndated(photos) => return Ok(arrange::move_to_undated(collection, photos)),
            Self::PutBack(photos) => arrange::put_back(collection, photos),
            Self::KeepPlaces(photos) => arrange::keep_places(collection, photos),
            Self::SplitVisit(at) => arrange::split_visit(collection, *at),
            Self::SplitSection(at) => arrange::split_section(collection, *at),
            Self::MergeVisits(visits) => arrange::merge_visits(collection, visits),
            Self::MergeSections(visit, sections) => arrange::merge_sections(collection, visit, sections),
            Self::SetGapHours(hours) => {
                let key = Key { subject: Subject::Library, field: Field::GapHours, lang: None };
                let value = Value::Number((*hours).clamp(1, 8_760));
                return Ok(Edit::against(collection.notes(), "gap between visits", [(key, Some(value))]));
            }
            Self::CorrectClock { device, correction } => {
                revise::correct_clock(collection, device, correction)
            }
            Self::UncorrectClock(device) => revise::uncorrect_clock(collection, device),
            Self::DismissProposal(proposal) => revise::dismiss_proposal(collection, proposal),
            Self::SetTaken { photos, taken } => revise::set_taken(collection, photos, *taken),
            Self::SetShownTime { photo, shown } => {
                let device = collection.photo(*photo).and_then(|photo| photo.device.id());
                if device.is_none() && shown.is_some() {
                    return Err(Refusal(
                        "This file does not say which device took it, so its clock sets no other photo right. Set the time of the photo itself.",
                    ));
                }
                revise::set_shown_time(collection, *photo, *shown)
            }
            Self::SetKind { photos, kind } => revise::set_kind(collection, photos, *kind),
            Self::SetClearance { subjects, party, ruling } => {
                let name = match ruling {
                    Some(Ruling::Cleared) => "clearance",
                    Some(Ruling::Held) => "hold",
                    None => "withdrawal of clearance",
                };
                let value = ruling.map(|ruling| Value::Text(ruling.code().to_owned()));
                for_subjects(collection, subjects, party.field(), name, value.as_ref())
            }
            Self::SetEmbargo { subjects, embargo } => {
                let value = embargo.map(|at| Value::Time { civil: at.civil, offset: Some(at.offset) });
                for_subjects(collection, subjects, Field::Embargo, "embargo", value.as_ref())
            }
            Self::JoinDevices { device, into } => revise::join_devices(collection, device, into),
            Self::SeparateDevice(device) => revise::separate_device(collection, device),
            Self::RefuseJoin { device, other } => revise::refuse_join(collection, device, other),
        };
        if edit.is_empty() { Err(self.refusal()) } else { Ok(edit) }
    }

    const fn refusal(&self) -> Refusal {
        Refusal(match self {
            Self::SplitVisit(_) => "Nothing to split: this photo is the first of its visit, or in none.",
            Self::SplitSection(_) => "Nothing to split: this photo is the first of its section, or in none.",
            Self::MergeVisits(_) => "Nothing to merge: choose two visits.",
            Self::MergeSections(..) => "Nothing to merge: choose two sections of one visit.",
            Self::Caption(_) => "Nothing would change.",
            Self::Mark(_) => "The persons are in the order of their marks, or nobody is marked.",
            Self::PutBack(_) => "These photos are already where their dates put them.",
            Self::KeepPlaces(_) => "These photos stay where they are already.",
            Self::CorrectClock { .. } | Self::UncorrectClock(_) => "That is how this clock stands already.",
            Self::SetShownTime { .. } => "That is what the clock in this picture is known to show already.",
            Self::SetTaken { .. } => "That is the time that these photos have already.",
            Self::SetKind { .. } => "That is the kind that these photos have already.",
            Self::SetClearance { .. } | Self::SetEmbargo { .. } => "That is what is said of them already.",
            Self::JoinDevices { .. } | Self::SeparateDevice(_) | Self::RefuseJoin { .. } => {
                "These devices are counted that way already."
            }
            _ => "There is nothing to change: no photo is selected.",
        })
    }
}

fn for_photos(collection: &Collection, photos: &[PhotoId], field: Field, name: &str, value: &Value) -> Edit {
    let wanted = photos.iter().map(|photo| {
        let key = Key { subject: Subject::Photo(*photo), field, lang: None };
        (key, Some(value.clone()))
    });
    Edit::against(collection.notes(), format!("{name} of {}", n_photos(photos.len())), wanted)
}

/// One fact of several photos, or of a visit.
fn for_subjects(
    collection: &Collection,
    subjects: &[Subject],
    field: Field,
    name: &str,
    value: Option<&Value>,
) -> Edit {
    let wanted = subjects.iter().map(|subject| {
        let key = Key { subject: subject.clone(), field, lang: None };
        (key, value.cloned())
    });
    Edit::against(collection.notes(), format!("{name} of {}", of_what(subjects, collection)), wanted)
}

/// "1 photo", "12 photos", "visit", "section", "Sony ILCE-6400".
fn of_what(subjects: &[Subject], collection: &Collection) -> String {
    match subjects {
        [Subject::Visit(_)] => "visit".to_owned(),
        [Subject::Section(..)] => "section".to_owned(),
        [Subject::Device(device)] => collection.device_name(device),
        _ => n_photos(subjects.len()),
    }
}
