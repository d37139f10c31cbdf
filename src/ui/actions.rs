//! Everything that can be done by name: label, tooltip, icon and keys in one table. Toolbar, menus, the keyboard and the list
//! of keys all read it.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::icons;

/// Something that a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table says what each does")]
pub enum Action {
    OpenFolder,
    OpenSample,
    Export,
    /// Write sidecars of the chosen photos, or of all that are shown.
    WriteSidecars,
    SidecarsInStep,
    Search,
    Undo,
    Redo,
    SelectAll,
    SelectNone,
    Large,
    Back,
    ShowPicked,
    CaptionNext,
    CaptionPrevious,
    NextLanguage,
    SideBySide,
    DraftCaptions,
    AcceptDrafts,
    CheckCaptions,
    Template,
    TemplateAgain,
    Replace,
    CopyCaptions,
    PasteCaptions,
    History,
    ExportCaptions,
    TakeCaptions,
    PickCodes,
    PickPeople,
    EditCaption,
    MarkPersons,
    OrderByMarks,
    Rate(u8),
    Pick,
    Reject,
    Unmark,
    SplitVisit,
    SplitSection,
    NewVisit,
    ToUndated,
    PutBack,
    BelongTo,
    UseAsCover,
    Rename,
    MergeUp,
    CopyPath,
    Clear,
    ClearByHost,
    Hold,
    Embargo,
    SetTime,
    ShownTime,
    ThumbnailsLarger,
    ThumbnailsSmaller,
    ZoomIn,
    ZoomOut,
    ZoomFit,
    ZoomActual,
    Go(Step),
    ToggleVisits,
    ToggleInspector,
    Clocks,
    TogglePage,
    ToggleHoles,
    Appearance,
    FullScreen,
    Problems,
    Rescan,
    Keys,
    About,
}

/// A step from the photo that has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named after the keys")]
pub enum Step {
    Left,
    Right,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

/// Where a key works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the contact sheet and in the large view.
    Anywhere,
    /// In the contact sheet.
    Sheet,
    /// In the large view.
    Large,
}

/// One key that does something.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The key with its modifiers.
    pub key: KeyboardShortcut,
    /// Where it works.
    pub place: Place,
    /// Whether it also works while a text is being typed.
    pub while_typing: bool,
}

/// What the window says of an action.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The words on the button or in the menu; "…" at the end when more is asked.
    pub label: &'static str,
    /// What it does, in a sentence.
    pub tooltip: &'static str,
    /// Its icon; empty for none.
    pub icon: &'static str,
    /// Its keys; the first is the one that menus show.
    pub keys: &'static [Binding],
    /// Under which heading the list of keys has it.
    pub group: &'static str,
}

/// What the window knows that decides what can be done now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Photos in the collection.
    pub n_photos: usize,
    /// Photos that are chosen.
    pub n_selected: usize,
    /// The large view is open.
    pub large: bool,
    /// A visit or section is what the inspector shows.
    pub heading: bool,
    /// There is no library to keep anything in.
    pub keeps_nothing: bool,
    /// Sidecars are written by themselves.
    pub in_step: bool,
    /// Behind "Undo", when there is something to undo.
    pub undo: Option<String>,
    /// Behind "Redo".
    pub redo: Option<String>,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const PLAIN: Modifiers = Modifiers::NONE;

const fn bind(modifiers: Modifiers, key: Key, place: Place, while_typing: bool) -> Binding {
    Binding { key: KeyboardShortcut::new(modifiers, key), place, while_typing }
}

/// Works wherever the person is, text fields included.
const fn always(modifiers: Modifiers, key: Key) -> Binding {
    bind(modifiers, key, Place::Anywhere, true)
}

/// Works except in text fields.
const fn plain(key: Key) -> Binding {
    bind(PLAIN, key, Place::Anywhere, false)
}

const fn in_sheet(key: Key) -> Binding {
    bind(PLAIN, key, Place::Sheet, false)
}

const fn in_large(key: Key) -> Binding {
    bind(PLAIN, key, Place::Large, false)
}

macro_rules! table {
    ($($action:pat => $group:literal, $label:literal, $icon:expr, $tooltip:literal, [$($key:expr),* $(,)?];)*) => {
        impl Action {
            /// The words, icon and keys of this action.
            pub const fn spec(self) -> Spec {
                match self {
                    $($action => Spec {
                        group: $group, label: $label, icon: $icon, tooltip: $tooltip, keys: const { &[$($key),*] },
                    },)*
                }
            }
        }
    };
}

table! {
    Action::OpenFolder => "Files", "Open folder…", icons::OPEN,
        "Read every photo in a folder and the folders in it. Originals are never changed.", [always(CTRL, Key::O)];
    Action::OpenSample => "Files", "Try the sample visit", icons::IMAGES,
        "A small made-up visit of four days, to try everything on.", [];
    Action::Rescan => "Files", "Look again", icons::REDO, "Look for photos that were added, moved or removed.",
        [bind(PLAIN, Key::F5, Place::Anywhere, true)];
    Action::Export => "Files", "Export…", icons::EXPORT,
        "Make an HTML album to publish: every picture re-encoded, nothing of the originals in it.", [always(CTRL, Key::E)];
    Action::WriteSidecars => "Files", "Write sidecars", icons::EXPORT,
        "Write captions and names into XMP files beside the photos, where other programs read them. Originals are never changed.", [];
    Action::SidecarsInStep => "Files", "Keep sidecars in step", icons::REDO,
        "Write sidecars by themselves, a moment after captions change: in this library, until you say otherwise.", [];
    Action::Undo => "Edit", "Undo", icons::UNDO, "Take the last change back.", [always(CTRL, Key::Z)];
    Action::Redo => "Edit", "Redo", icons::REDO, "Do again what was undone.",
        [always(CTRL_SHIFT, Key::Z), always(CTRL, Key::Y)];
    Action::Search => "Edit", "Search", icons::SEARCH, "Find photos by name, caption, place or device.",
        [always(CTRL, Key::F), plain(Key::Slash)];
    Action::SelectAll => "Select", "Select all", icons::GRID, "Choose every photo that is shown.",
        [bind(CTRL, Key::A, Place::Anywhere, false)];
    Action::SelectNone => "Select", "Select none", "", "Choose no photo.", [bind(CTRL, Key::D, Place::Anywhere, false), in_sheet(Key::Escape)];
    Action::Go(Step::Left) => "Select", "Previous photo", icons::BACK, "Hold Shift to choose on the way.",
        [plain(Key::ArrowLeft)];
    Action::Go(Step::Right) => "Select", "Next photo", icons::NEXT, "Hold Shift to choose on the way.",
        [plain(Key::ArrowRight)];
    Action::Go(Step::Up) => "Select", "Row above", "", "Hold Shift to choose on the way.", [in_sheet(Key::ArrowUp)];
    Action::Go(Step::Down) => "Select", "Row below", "", "Hold Shift to choose on the way.", [in_sheet(Key::ArrowDown)];
    Action::Go(Step::PageUp) => "Select", "A screen up", "", "", [in_sheet(Key::PageUp)];
    Action::Go(Step::PageDown) => "Select", "A screen down", "", "", [in_sheet(Key::PageDown)];
    Action::Go(Step::First) => "Select", "First photo", "", "", [plain(Key::Home)];
    Action::Go(Step::Last) => "Select", "Last photo", "", "", [plain(Key::End)];
    Action::Large => "Look", "Look at it large", icons::FIT, "Show the photo in the whole window.",
        [in_sheet(Key::Enter), in_sheet(Key::Space)];
    Action::Back => "Look", "Back", icons::BACK, "Back to the contact sheet.",
        [in_large(Key::Escape), in_large(Key::Enter), in_large(Key::Space)];
    Action::ZoomIn => "Look", "Zoom in", icons::ZOOM_IN, "", [in_large(Key::Plus), in_large(Key::Equals)];
    Action::ZoomOut => "Look", "Zoom out", icons::ZOOM_OUT, "", [in_large(Key::Minus)];
    Action::ZoomFit => "Look", "Fit", icons::FIT, "The whole photo in the window.", [in_large(Key::Num0)];
    Action::ZoomActual => "Look", "Actual size", icons::GRID, "One pixel of the photo on one of the screen.",
        [in_large(Key::Num1)];
    Action::ThumbnailsLarger => "Look", "Larger thumbnails", icons::ZOOM_IN, "",
        [in_sheet(Key::Plus), in_sheet(Key::Equals)];
    Action::ThumbnailsSmaller => "Look", "Smaller thumbnails", icons::ZOOM_OUT, "", [in_sheet(Key::Minus)];
    Action::EditCaption => "Caption", "Write the caption", icons::CAPTION, "Put the cursor into the caption.",
        [plain(Key::C), plain(Key::F2)];
    Action::CaptionNext => "Caption", "Save and go to the next photo", icons::NEXT,
        "What is typed is saved with every keystroke; this goes on to the next photo in the same field.",
        [always(CTRL, Key::Enter)];
    Action::CaptionPrevious => "Caption", "Save and go to the previous photo", icons::BACK, "",
        [always(CTRL_SHIFT, Key::Enter)];
    Action::NextLanguage => "Caption", "Next language", icons::LANGUAGE,
        "Write in the next of the languages, in the same field.", [always(CTRL, Key::L)];
    Action::SideBySide => "Caption", "Languages side by side", icons::GRID,
        "A column for each language, to write and compare them together.", [bind(PLAIN, Key::F6, Place::Anywhere, true)];
    Action::DraftCaptions => "Caption", "Draft captions", icons::CAPTION,
        "Write a first caption from programme, place, date and persons where there is none, marked as a draft.", [plain(Key::D)];
    Action::AcceptDrafts => "Caption", "Accept drafts", icons::CHECK,
        "The drafts of the chosen photos in this language are right as they stand.", [bind(CTRL_SHIFT, Key::D, Place::Anywhere, true)];
    Action::CheckCaptions => "Caption", "Check captions…", icons::CHECK,
        "What is missing, left over, or contradicts the photos: of those that are chosen, or of all that are shown.",
        [plain(Key::K), bind(PLAIN, Key::F4, Place::Anywhere, true)];
    Action::Template => "Caption", "Template…", icons::RENAME,
        "Fill several fields of the chosen photos at once.", [plain(Key::M)];
    Action::TemplateAgain => "Caption", "Apply the template again", icons::REDO,
        "Lay the template that was applied last over the chosen photos.", [bind(CTRL_SHIFT, Key::M, Place::Anywhere, true)];
    Action::Replace => "Caption", "Find and replace…", icons::SEARCH,
        "Replace words in the captions of the chosen photos, or of all that are shown.", [bind(CTRL, Key::H, Place::Anywhere, true)];
    Action::CopyCaptions => "Caption", "Copy captions", icons::COPY,
        "Take the captions of the photo that has the keyboard, in every language.", [bind(CTRL_SHIFT, Key::C, Place::Anywhere, true)];
    Action::PasteCaptions => "Caption", "Paste captions", icons::CAPTION,
        "Write the copied captions into the chosen photos.", [bind(CTRL_SHIFT, Key::V, Place::Anywhere, true)];
    Action::History => "Caption", "History…", icons::UNDO,
        "Who wrote what of this photo, and when, and the way back.", [plain(Key::H)];
    Action::ExportCaptions => "Caption", "Export captions as a table…", icons::EXPORT,
        "A row for each photo, a column for each field and language: of the chosen photos, or of all that are shown.", [];
    Action::TakeCaptions => "Caption", "Take captions from a table…", icons::OPEN,
        "Read such a table back: what it would change is shown first.", [];
    Action::PickCodes => "Caption", "Code replacements…", icons::KEYBOARD,
        "A text file with tabs: code, text. =code= becomes the text as you type. Files of Photo Mechanic work as they are.", [];
    Action::MarkPersons => "Caption", "Mark persons", icons::PEOPLE,
        "Click a face on the large photo, or drag a box around it, and say who it is.", [plain(Key::F)];
    Action::OrderByMarks => "Caption", "Order persons by marks", icons::PEOPLE,
        "Put the persons shown into the order in which they are marked, from left to right.", [plain(Key::L)];
    Action::PickPeople => "Caption", "Delegation list…", icons::PEOPLE,
        "A table of persons: code, rank, name and title in each language, from and to.", [];
    Action::Rate(0) => "Choose", "No stars", icons::STAR, "", [in_sheet(Key::Num0), always(CTRL, Key::Num0)];
    Action::Rate(1) => "Choose", "1 star", icons::STAR, "", [in_sheet(Key::Num1), always(CTRL, Key::Num1)];
    Action::Rate(2) => "Choose", "2 stars", icons::STAR, "", [plain(Key::Num2), always(CTRL, Key::Num2)];
    Action::Rate(3) => "Choose", "3 stars", icons::STAR, "", [plain(Key::Num3), always(CTRL, Key::Num3)];
    Action::Rate(4) => "Choose", "4 stars", icons::STAR, "", [plain(Key::Num4), always(CTRL, Key::Num4)];
    Action::Rate(_) => "Choose", "5 stars", icons::STAR, "", [plain(Key::Num5), always(CTRL, Key::Num5)];
    Action::Pick => "Choose", "Pick", icons::PICKED, "Choose the photo for the album.", [plain(Key::P)];
    Action::Reject => "Choose", "Reject", icons::REJECT, "Leave the photo out of every album.", [plain(Key::X)];
    Action::Unmark => "Choose", "Neither", icons::DOT, "Neither picked nor rejected.", [plain(Key::U)];
    Action::ShowPicked => "Choose", "Show only picks", icons::PICKED, "", [];
    Action::Clear => "Choose", "Cleared by us", icons::CHECK,
        "We let the photos out. Once anything of a visit is cleared, only what is cleared is exported.", [plain(Key::A)];
    Action::ClearByHost => "Choose", "Cleared by the host", icons::CHECK, "The host lets the photos out.",
        [bind(Modifiers::SHIFT, Key::A, Place::Anywhere, false)];
    Action::Hold => "Choose", "Hold back", icons::ALERT, "We do not let the photos out.", [plain(Key::Y)];
    Action::Embargo => "Choose", "Embargo…", icons::CLOCK, "Until when the photos may not be public.", [];
    Action::SplitVisit => "Arrange", "Begin a visit here", icons::SPLIT,
        "The photo and all that follow it in its visit become a visit of their own.", [];
    Action::SplitSection => "Arrange", "Begin a section here", icons::SPLIT,
        "The photo and all that follow it in its section become a section of their own.", [plain(Key::B)];
    Action::NewVisit => "Arrange", "Move to a new visit", icons::PLUS, "", [bind(CTRL_SHIFT, Key::N, Place::Anywhere, false)];
    Action::ToUndated => "Arrange", "Move to Undated", icons::UNDATED, "", [];
    Action::PutBack => "Arrange", "Put back where its date says", icons::CALENDAR, "", [];
    Action::BelongTo => "Arrange", "These belong to…", icons::CALENDAR,
        "Put the photos into an item of the programme, or another section of the visit.", [plain(Key::G)];
    Action::UseAsCover => "Arrange", "Use as cover", icons::IMAGE, "The photo stands for its visit.", [];
    Action::MergeUp => "Arrange", "Merge with the one above", icons::MERGE,
        "Put the visit or section that is chosen together with the one above it.", [plain(Key::J)];
    Action::Rename => "Arrange", "Rename", icons::RENAME, "", [];
    Action::SetTime => "Arrange", "Set time…", icons::CLOCK,
        "Say when the photos were taken, whatever their files say.", [bind(CTRL, Key::T, Place::Anywhere, false)];
    Action::ShownTime => "Arrange", "Clock in the picture…", icons::EYE,
        "Read a clock that is seen in the photo: the clock of the camera is set right by it.",
        [bind(CTRL_SHIFT, Key::T, Place::Anywhere, false)];
    Action::CopyPath => "Files", "Copy the file's path", icons::COPY, "", [];
    Action::ToggleVisits => "Window", "Visits", icons::SIDEBAR, "Show or hide the list of visits.",
        [bind(PLAIN, Key::F7, Place::Anywhere, true)];
    Action::ToggleInspector => "Window", "Inspector", icons::SIDEBAR, "Show or hide captions and facts.",
        [plain(Key::I), bind(PLAIN, Key::F8, Place::Anywhere, true)];
    Action::Clocks => "Window", "Clocks", icons::CLOCK,
        "A lane for each device over the time of the visit: see which clock is wrong, and set it right.",
        [plain(Key::T), bind(PLAIN, Key::F9, Place::Anywhere, true)];
    Action::TogglePage => "Window", "Visit page", icons::CALENDAR,
        "Fold the page of the visit to a line, or unfold it.", [plain(Key::V)];
    Action::ToggleHoles => "Window", "Items without a picture", icons::EYE,
        "Show or hide them in the list and among the photos.", [];
    Action::Appearance => "Window", "Light or dark", icons::SUN, "Change between the dark and the light appearance.", [];
    Action::FullScreen => "Window", "Full screen", icons::FIT, "", [bind(PLAIN, Key::F11, Place::Anywhere, true)];
    Action::Problems => "Window", "Problems", icons::ALERT, "What could not be read or done, and what to do about it.", [];
    Action::Keys => "Window", "Keys", icons::KEYBOARD, "Every key and what it does.",
        [plain(Key::Questionmark), bind(PLAIN, Key::F1, Place::Anywhere, true)];
    Action::About => "Window", "About Attaché", icons::INFO, "", [];
}

impl Action {
    /// Everything that can be done, in the order of the list of keys.
    pub const ALL: &[Self] = &[
        Self::OpenFolder,
        Self::OpenSample,
        Self::Rescan,
        Self::Export,
        Self::WriteSidecars,
        Self::SidecarsInStep,
        Self::CopyPath,
        Self::Undo,
        Self::Redo,
        Self::Search,
        Self::SelectAll,
        Self::SelectNone,
        Self::Go(Step::Left),
        Self::Go(Step::Right),
        Self::Go(Step::Up),
        Self::Go(Step::Down),
        Self::Go(Step::PageUp),
        Self::Go(Step::PageDown),
        Self::Go(Step::First),
        Self::Go(Step::Last),
        Self::EditCaption,
        Self::CaptionNext,
        Self::CaptionPrevious,
        Self::NextLanguage,
        Self::SideBySide,
        Self::DraftCaptions,
        Self::AcceptDrafts,
        Self::CheckCaptions,
        Self::Template,
        Self::TemplateAgain,
        Self::Replace,
        Self::CopyCaptions,
        Self::PasteCaptions,
        Self::History,
        Self::ExportCaptions,
        Self::TakeCaptions,
        Self::PickCodes,
        Self::PickPeople,
        Self::MarkPersons,
        Self::OrderByMarks,
        Self::Rate(0),
        Self::Rate(1),
        Self::Rate(2),
        Self::Rate(3),
        Self::Rate(4),
        Self::Rate(5),
        Self::Pick,
        Self::Reject,
        Self::Unmark,
        Self::ShowPicked,
        Self::Clear,
        Self::ClearByHost,
        Self::Hold,
        Self::Embargo,
        Self::SplitSection,
        Self::SplitVisit,
        Self::NewVisit,
        Self::ToUndated,
        Self::PutBack,
        Self::BelongTo,
        Self::UseAsCover,
        Self::MergeUp,
        Self::Rename,
        Self::SetTime,
        Self::ShownTime,
        Self::Large,
        Self::Back,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomFit,
        Self::ZoomActual,
        Self::ThumbnailsLarger,
        Self::ThumbnailsSmaller,
        Self::ToggleVisits,
        Self::ToggleInspector,
        Self::Clocks,
        Self::TogglePage,
        Self::ToggleHoles,
        Self::Appearance,
        Self::FullScreen,
        Self::Problems,
        Self::Keys,
        Self::About,
    ];

    /// Whether it can be done now.
    pub const fn is_enabled(self, facts: &Facts) -> bool {
        match self {
            Self::Undo => facts.undo.is_some(),
            Self::Redo => facts.redo.is_some(),
            Self::Export
            | Self::WriteSidecars
            | Self::CheckCaptions
            | Self::ExportCaptions
            | Self::TakeCaptions
            | Self::Replace
            | Self::SelectAll
            | Self::Go(_)
            | Self::Rescan
            | Self::ShowPicked
            | Self::Clocks => facts.n_photos > 0,
            Self::Rename | Self::MergeUp => facts.heading,
            Self::Clear | Self::ClearByHost | Self::Hold | Self::Embargo => {
                facts.n_selected > 0 || facts.heading
            }
            Self::SelectNone
            | Self::Large
            | Self::EditCaption
            | Self::CaptionNext
            | Self::CaptionPrevious
            | Self::DraftCaptions
            | Self::AcceptDrafts
            | Self::Template
            | Self::TemplateAgain
            | Self::CopyCaptions
            | Self::PasteCaptions
            | Self::Rate(_)
            | Self::Pick
            | Self::Reject
            | Self::Unmark
            | Self::SplitVisit
            | Self::SplitSection
            | Self::NewVisit
            | Self::ToUndated
            | Self::CopyPath
            | Self::MarkPersons
            | Self::OrderByMarks
            | Self::SetTime
            | Self::BelongTo
            | Self::PutBack => facts.n_selected > 0,
            Self::ShownTime | Self::UseAsCover | Self::History => facts.n_selected == 1,
            Self::Back | Self::ZoomIn | Self::ZoomOut | Self::ZoomFit | Self::ZoomActual => facts.large,
            Self::OpenFolder
            | Self::OpenSample
            | Self::SidecarsInStep
            | Self::NextLanguage
            | Self::SideBySide
            | Self::PickCodes
            | Self::PickPeople
            | Self::Search
            | Self::ThumbnailsLarger
            | Self::ThumbnailsSmaller
            | Self::ToggleVisits
            | Self::ToggleInspector
            | Self::TogglePage
            | Self::ToggleHoles
            | Self::Appearance
            | Self::FullScreen
            | Self::Problems
            | Self::Keys
            | Self::About => true,
        }
    }

    /// The label as it stands now: "Undo caption of 12 photos".
    pub fn label(self, facts: &Facts) -> String {
        let name = match self {
            Self::Undo => facts.undo.as_deref(),
            Self::Redo => facts.redo.as_deref(),
            Self::SidecarsInStep if facts.in_step => return "Stop keeping sidecars in step".to_owned(),
            Self::WriteSidecars if facts.n_selected > 0 => {
                return format!("{} of {}…", self.spec().label, super::ask::n_photos(facts.n_selected));
            }
            Self::WriteSidecars => return format!("{} of all photos shown…", self.spec().label),
            _ => None,
        };
        let label = self.spec().label;
        name.map_or_else(|| label.to_owned(), |name| format!("{label} {name}"))
    }

    /// The key that menus show.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        self.spec().keys.first().map(|binding| binding.key)
    }
}

/// Every key of the window, those with most modifiers first: Ctrl+Shift+Z is looked for before Ctrl+Z.
pub fn bindings() -> Vec<(Binding, Action)> {
    let mut all: Vec<(Binding, Action)> =
        Action::ALL.iter().flat_map(|action| action.spec().keys.iter().map(|key| (*key, *action))).collect();
    let weight = |m: Modifiers| [m.command, m.shift, m.alt].iter().filter(|held| **held).count();
    all.sort_by_key(|(binding, _)| std::cmp::Reverse(weight(binding.key.modifiers)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let all = bindings();
        for (n, (a, first)) in all.iter().enumerate() {
            for (b, second) in &all[n + 1..] {
                let meet = a.place == b.place || a.place == Place::Anywhere || b.place == Place::Anywhere;
                assert!(!(meet && a.key == b.key), "{:?} does both {first:?} and {second:?}", a.key);
            }
        }
    }

    #[test]
    fn keys_without_ctrl_do_not_fire_while_typing() {
        for (binding, action) in bindings().into_iter().filter(|(b, _)| b.while_typing) {
            let held = binding.key.modifiers;
            let function_key = binding.key.logical_key.name().starts_with('F');
            assert!(held.command || function_key, "{action:?} would swallow a letter");
        }
    }

    #[test]
    fn every_action_is_listed_once_and_has_words() {
        for (n, action) in Action::ALL.iter().enumerate() {
            assert!(!action.spec().label.is_empty() && !action.spec().group.is_empty());
            assert!(!Action::ALL[n + 1..].contains(action), "{action:?} is listed twice");
        }
        let facts = Facts { undo: Some("caption of 12 photos".into()), ..Facts::default() };
        assert_eq!(Action::Undo.label(&facts), "Undo caption of 12 photos");
        assert_eq!(Action::Redo.label(&facts), "Redo");
        assert!(!Action::Redo.is_enabled(&facts));
    }
}
