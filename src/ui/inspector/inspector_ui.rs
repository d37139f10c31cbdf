//! Draws the inspector. Every keystroke in a field goes to the session at once; the field shows what the session holds.

use egui::{Id, KeyboardShortcut, ScrollArea, Ui};

use super::beside_ui::{Beside, beside_ui};
use super::clearance_ui::{Rulings, clearance_ui, rulings};
use super::data::{Marks, Shared, marks, text_of};
use super::device::{DEVICE_FIELDS, DeviceSheet};
use super::device_ui::device_ui;
use super::facts_ui;
use super::kind_ui::kind_ui;
use super::languages_ui::languages_ui;
use super::persons_ui::persons_ui;
use super::suggest_ui::SuggestState;
use super::text_ui::text_ui;
use crate::model::caption::check::{Desk, Finding, FindingKind, check};
use crate::model::collection::Collection;
use crate::model::device::DeviceId;
use crate::model::notes::{Field, Subject};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::session::{Command, Revision};
use crate::ui::actions::Action;
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::icons;
use crate::ui::textures::Textures;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{self, Kind, elided, wrapped};
use crate::ui::words;

/// A field with its label and the lines that are seen of it.
type Shown = (Field, &'static str, usize);

/// What every photo is described by, in the order of the Tab key.
pub const FIRST: [Shown; 4] = [
    (Field::Headline, "Headline", 1),
    (Field::Caption, "Caption", 5),
    (Field::AltText, "Alt text", 2),
    (Field::Persons, "Persons, left to right", 1),
];

/// What may be said beside that.
const MORE: [Shown; 11] = [
    (Field::Title, "Title", 1),
    (Field::Event, "Event", 1),
    (Field::Keywords, "Keywords", 1),
    (Field::ExtendedDescription, "Extended description", 3),
    (Field::ShownSublocation, "Place shown", 1),
    (Field::ShownCity, "City shown", 1),
    (Field::ShownRegion, "State or province shown", 1),
    (Field::ShownCountry, "Country shown", 1),
    (Field::ShownCountryCode, "Country code (ISO 3166-1)", 1),
    (Field::Instructions, "Instructions", 1),
    (Field::Source, "Source", 1),
];

/// Who made it, and whose it is.
const CREDIT: [Shown; 3] =
    [(Field::Creator, "Creator", 1), (Field::Credit, "Credit line", 1), (Field::Copyright, "Copyright", 1)];

/// The inspector's memory.
#[derive(Default)]
pub struct InspectorState {
    /// The subjects as they are now, in the order of the sheet.
    subjects: Vec<Subject>,
    made_of: Option<(u64, Option<Subject>)>,
    texts: Vec<(Field, Option<LangTag>, Shared<String>)>,
    marks: Option<Marks>,
    rulings: Option<Rulings>,
    read_of: Option<(u64, u64, LangTag)>,
    version: u64,
    /// A tag that is being typed, to work in another language.
    pub(super) new_tag: String,
    /// What is known of the device that is shown, and the arrangement that it was made of.
    pub(super) device: Option<(u64, DeviceSheet)>,
    beside: Beside,
    /// Every language has its column.
    pub side_by_side: bool,
    /// A photo has been chosen since the window opened.
    pub begun: bool,
    /// The fields of [`MORE`] are shown.
    more: bool,
    /// A list as it is being typed: what is kept of it has no blank at its end.
    typing: Option<(Field, String)>,
    /// What the check says of the one photo that is chosen.
    findings: Vec<Finding>,
    /// How what is typed may go on.
    pub(super) suggest: SuggestState,
    /// A field that is to have the keyboard with the next frame.
    pub focus: Option<Field>,
}

/// Identity of a field: the same for whatever is chosen, so that the cursor stays in it from photo to photo.
pub fn field_id(field: Field) -> Id {
    Id::unique(("inspector", field))
}

/// Languages that have a column each; more do not fit.
const COLUMNS: usize = 4;

/// How wide a column is when the inspector first opens with them, in points.
pub const COLUMN: f32 = 300.0;

impl InspectorState {
    /// The text of a field as it is shown.
    pub(super) fn text(&self, field: Field, lang: Option<&LangTag>) -> Option<Shared<String>> {
        if let Some((typed, text)) = &self.typing
            && *typed == field
        {
            return Some(Shared::Same(text.clone()));
        }
        self.texts.iter().find(|(f, l, _)| *f == field && l.as_ref() == lang).map(|(.., text)| text.clone())
    }

    /// What the files of a device say, which stands in an empty field of it.
    pub(super) fn filed(&self, field: Field) -> &str {
        self.device.as_ref().and_then(|(_, sheet)| sheet.filed(field)).unwrap_or_default()
    }

    /// What is shown.
    pub(super) fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The photos that are shown.
    pub(super) fn photos(&self) -> Vec<PhotoId> {
        self.subjects.iter().filter_map(photo_of).collect()
    }

    /// Grows with every other choice of photos.
    pub(super) const fn version(&self) -> u64 {
        self.version
    }

    /// Keeps a list as it is typed.
    pub(super) fn typed(&mut self, field: Field, text: &str) {
        self.typing = field.is_list().then(|| (field, text.to_owned()));
    }

    /// A field was left: it shows what is kept.
    pub(super) fn left(&mut self, field: Field) {
        self.typing.take_if(|(typed, _)| *typed == field);
    }

    /// What the check says of a field; what is only missing is seen without words.
    pub(super) fn findings(&self, field: Field, lang: Option<&LangTag>) -> impl Iterator<Item = &Finding> {
        let missing =
            |kind| matches!(kind, FindingKind::CaptionMissing | FindingKind::AltMissing | FindingKind::Draft);
        let here = move |finding: &&Finding| finding.field == field && finding.lang.as_ref() == lang;
        self.findings.iter().filter(here).filter(move |finding| !missing(finding.kind))
    }

    /// Puts the languages side by side, or back into one column.
    pub fn change_columns(&mut self) {
        self.side_by_side = !self.side_by_side;
        self.read_of = None;
    }

    /// Shows every field, so that any of them can have the keyboard.
    pub fn show_field(&mut self, field: Field) {
        if MORE.iter().any(|(more, ..)| *more == field) && !self.more {
            self.more = true;
            self.read_of = None;
        }
        self.focus = Some(field);
    }

    /// The field that has the keyboard.
    pub fn field_with_keyboard(&self, focused: Option<Id>, lang: &LangTag) -> Option<Field> {
        let all = FIRST.iter().chain(&MORE).chain(&CREDIT);
        all.map(|(field, ..)| *field).find(|field| {
            let lang = field.has_languages().then_some(lang);
            Some(self.id(*field, lang)) == focused
        })
    }

    /// Identity of a field: of each language apart where they stand side by side.
    pub(super) fn id(&self, field: Field, lang: Option<&LangTag>) -> Id {
        match lang.filter(|_| self.side_by_side) {
            Some(lang) => field_id(field).with(lang.as_str()),
            None => field_id(field),
        }
    }
}

/// Draws the inspector of photos, of a visit or section (`heading`), or of nothing.
pub fn inspector_ui(
    ui: &mut Ui,
    state: &mut InspectorState,
    textures: &mut Textures,
    photos: impl FnOnce() -> Vec<PhotoId>,
    selection: u64,
    heading: Option<&Subject>,
    scene: &mut Scene<'_>,
) {
    let made_of = (selection, heading.cloned());
    if state.made_of.as_ref() != Some(&made_of) {
        state.subjects = match heading {
            Some(subject) => vec![subject.clone()],
            None => photos().into_iter().map(Subject::Photo).collect(),
        };
        state.made_of = Some(made_of);
        state.typing = None;
        state.version += 1;
    }
    refresh(state, scene.session.collection(), scene.session.changes(), scene.lang, scene.langs);
    ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(16, 12)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            match state.subjects.as_slice() {
                [] => nothing_ui(ui),
                [Subject::Photo(_), ..] => photos_ui(ui, state, textures, scene),
                [Subject::Device(device)] => device_ui(ui, state, &device.clone(), scene),
                _ => heading_ui(ui, state, scene),
            }
        });
    });
}

/// Reads the texts anew when something changed.
fn refresh(
    state: &mut InspectorState,
    collection: &Collection,
    changes: u64,
    lang: &LangTag,
    langs: &[LangTag],
) {
    let read_of = (state.version, changes, lang.clone());
    if state.read_of.as_ref() == Some(&read_of) {
        return;
    }
    let of_photos = matches!(state.subjects.first(), Some(Subject::Photo(_)));
    let subjects = state.subjects.clone();
    let read =
        |field, lang: Option<&LangTag>| (field, lang.cloned(), text_of(collection, &subjects, field, lang));
    let device = match state.subjects.first() {
        Some(Subject::Device(device)) => Some(device.clone()),
        _ => None,
    };
    read_device(state, collection, device.as_ref());
    state.texts = if device.is_some() {
        DEVICE_FIELDS.iter().map(|(field, _)| read(*field, None)).collect()
    } else if of_photos {
        let more: &[Shown] = if state.more { &MORE } else { &[] };
        let fields = FIRST.iter().chain(more).chain(&CREDIT).map(|(field, ..)| *field);
        let beside = if state.side_by_side { langs } else { std::slice::from_ref(lang) };
        let (with, without): (Vec<Field>, Vec<Field>) = fields.partition(|field| field.has_languages());
        let with = with.into_iter().flat_map(|field| beside.iter().map(move |lang| read(field, Some(lang))));
        with.chain(without.into_iter().map(|field| read(field, None))).collect()
    } else {
        [Field::Title, Field::Caption].into_iter().map(|field| read(field, Some(lang))).collect()
    };
    let photos: Vec<PhotoId> = state.subjects.iter().filter_map(photo_of).collect();
    let is_visit = matches!(state.subjects.first(), Some(Subject::Visit(_)));
    state.rulings = (of_photos || is_visit).then(|| rulings(collection, &state.subjects));
    state.marks = of_photos.then(|| marks(collection, &photos));
    state.findings = match photos.as_slice() {
        [photo] => {
            let (codes, people) = (collection.notes().codes(), collection.notes().people());
            let langs = if state.side_by_side { langs } else { std::slice::from_ref(lang) };
            let desk = Desk { langs, codes: &codes, people: &people };
            check(collection, &[*photo], &desk)
        }
        _ => Vec::new(),
    };
    state.read_of = Some(read_of);
}

/// Finds what is known of a device, once for each arrangement.
fn read_device(state: &mut InspectorState, collection: &Collection, device: Option<&DeviceId>) {
    let arrangement = collection.regroupings();
    let is_read =
        |(made_of, sheet): &(u64, DeviceSheet)| *made_of == arrangement && Some(&sheet.device.id) == device;
    if !state.device.as_ref().is_some_and(is_read) {
        let sheet = device.and_then(|device| DeviceSheet::of(collection, device));
        state.device = sheet.map(|sheet| (arrangement, sheet));
    }
}

const fn photo_of(subject: &Subject) -> Option<PhotoId> {
    match subject {
        Subject::Photo(photo) => Some(*photo),
        _ => None,
    }
}

fn photos_ui(ui: &mut Ui, state: &mut InspectorState, textures: &mut Textures, scene: &mut Scene<'_>) {
    let photos: Vec<PhotoId> = state.subjects.iter().filter_map(photo_of).collect();
    let only = match photos.as_slice() {
        [photo] => scene.collection().photo(*photo).cloned(),
        _ => None,
    };
    let title = only.as_ref().map_or_else(|| n_photos(photos.len()), |photo| photo.file_name());
    title_ui(ui, &title, "");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let marks = state.marks.as_ref();
        let stars = marks.and_then(|marks| marks.stars.same()).copied();
        if let Some(stars) = widgets::stars(ui, stars) {
            scene.ask(Ask::Do(Action::Rate(stars)));
        }
        ui.add_space((ui.available_width() - 2.0 * size::CONTROL - space::XS).max(0.0));
        let flag = marks.and_then(|marks| marks.flag.same()).copied();
        if let Some(flag) = widgets::flags(ui, flag) {
            let photos = photos.clone();
            scene.ask(Ask::Command(Command::Revise(Revision::SetFlag { photos, flag })));
        }
    });
    ui.add_space(space::S);
    if state.side_by_side {
        columns_ui(ui, state, &photos, scene);
        let one: Vec<Shown> = FIRST.into_iter().filter(|(field, ..)| !field.has_languages()).collect();
        fields_ui(ui, state, &one, scene);
    } else {
        languages_ui(ui, state, &photos, scene);
        fields_ui(ui, state, &FIRST, scene);
    }
    let (icon, words) =
        if state.more { (icons::DOWN, "Fewer fields") } else { (icons::RIGHT, "More fields") };
    if widgets::button(ui, Kind::Quiet, icon, words).clicked() {
        state.more = !state.more;
        state.read_of = None;
    }
    if state.more {
        fields_ui(ui, state, &MORE, scene);
        if let Some(photo) = &only {
            facts_ui::created_ui(ui, photo, scene);
        }
    }
    if let Some(photo) = &only {
        facts_ui::facts_ui(ui, photo, scene);
    }
    kind_ui(ui, &photos, scene);
    rulings_ui(ui, state, scene);
    if let Some(photo) = &only {
        beside_ui(ui, &mut state.beside, textures, photo, scene);
    }
    ui.add_space(space::S);
    part_ui(ui, "Credit");
    fields_ui(ui, state, &CREDIT, scene);
    if let Some(photo) = &only {
        facts_ui::problems_ui(ui, photo);
    }
    ui.add_space(space::L);
}

fn rulings_ui(ui: &mut Ui, state: &InspectorState, scene: &mut Scene<'_>) {
    if let Some(rulings) = &state.rulings {
        clearance_ui(ui, rulings, &state.subjects, scene);
    }
}

fn fields_ui(ui: &mut Ui, state: &mut InspectorState, fields: &[Shown], scene: &mut Scene<'_>) {
    for shown in fields {
        let lang = shown.0.has_languages().then(|| scene.lang.clone());
        text_ui(ui, state, *shown, lang.as_ref(), scene);
        if shown.0 == Field::Persons {
            persons_ui(ui, &state.photos(), scene);
        }
    }
}

/// The texts in every language, a column for each, with more room for captions.
fn columns_ui(ui: &mut Ui, state: &mut InspectorState, photos: &[PhotoId], scene: &mut Scene<'_>) {
    languages_ui(ui, state, photos, scene);
    let langs: Vec<LangTag> = scene.langs.iter().take(COLUMNS).cloned().collect();
    ui.spacing_mut().item_spacing.x = space::M;
    ui.columns(langs.len().max(1), |columns| {
        for (ui, lang) in columns.iter_mut().zip(&langs) {
            ui.spacing_mut().item_spacing = egui::vec2(space::S, space::XS);
            let palette = theme::palette(ui);
            let color = if lang == scene.lang { palette.text } else { palette.soft };
            let name = egui::RichText::new(words::language_name(lang)).font(Type::Strong.font()).color(color);
            ui.label(name);
            for (field, label, rows) in FIRST.into_iter().filter(|(field, ..)| field.has_languages()) {
                let rows = if field == Field::Caption { rows + 3 } else { rows + 1 };
                text_ui(ui, state, (field, label, rows), Some(lang), scene);
            }
        }
    });
}

fn heading_ui(ui: &mut Ui, state: &mut InspectorState, scene: &mut Scene<'_>) {
    let Some(subject) = state.subjects.first().cloned() else { return };
    let kind = if matches!(subject, Subject::Visit(_)) { "Visit" } else { "Section" };
    title_ui(ui, &scene.title(&subject), kind);
    languages_ui(ui, state, &[], scene);
    for (field, label, rows) in [(Field::Title, "Title", 1), (Field::Caption, "Caption", 6)] {
        let lang = scene.lang.clone();
        text_ui(ui, state, (field, label, rows), Some(&lang), scene);
    }
    facts_ui::heading_facts_ui(ui, &subject, scene);
    rulings_ui(ui, state, scene);
}

fn nothing_ui(ui: &mut Ui) {
    let palette = theme::palette(ui);
    ui.add_space(space::S);
    ui.label(egui::RichText::new("No photo chosen").font(Type::Heading.font()));
    wrapped(
        ui,
        "Click a photo to caption it. Hold Ctrl or Shift to choose several and caption them together.",
        Type::Body,
        palette.soft,
    );
    ui.add_space(space::S);
    let useful = [
        Action::EditCaption,
        Action::CaptionNext,
        Action::Large,
        Action::Pick,
        Action::Reject,
        Action::Rate(5),
        Action::SelectAll,
        Action::Search,
        Action::Keys,
    ];
    for action in useful {
        key_ui(ui, action);
    }
}

/// One line of the table of keys.
pub fn key_ui(ui: &mut Ui, action: Action) {
    let palette = theme::palette(ui);
    let keys: Vec<KeyboardShortcut> = action.spec().keys.iter().map(|binding| binding.key).collect();
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 24.0), egui::Sense::hover());
    let left = widgets::paint_keys(ui, rect.right_center(), &keys);
    let look = (Type::Body, palette.text);
    let room = left - rect.left() - space::S;
    widgets::paint_line(
        ui.painter(),
        rect.left_center(),
        egui::Align2::LEFT_CENTER,
        action.spec().label,
        look,
        room,
    );
}

pub(super) fn title_ui(ui: &mut Ui, title: &str, kind: &str) {
    let palette = theme::palette(ui);
    if !kind.is_empty() {
        ui.label(egui::RichText::new(kind.to_uppercase()).font(Type::SmallStrong.font()).color(palette.soft));
    }
    let width = ui.available_width();
    let galley = elided(ui.painter(), title, Type::Heading, palette.text, width);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, 24.0), egui::Sense::hover());
    ui.painter().galley(rect.min, galley, palette.text);
    response.on_hover_text(title);
}

/// A small heading within the inspector.
pub fn part_ui(ui: &mut Ui, label: &str) {
    let palette = theme::palette(ui);
    ui.add_space(space::M);
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(egui::vec2(width, 1.0), egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, theme::hairline(palette));
    ui.add_space(space::S);
    ui.label(egui::RichText::new(label.to_uppercase()).font(Type::SmallStrong.font()).color(palette.soft));
}

/// The width of the panel.
pub const WIDTH: f32 = size::INSPECTOR;
