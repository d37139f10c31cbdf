//! Draws the inspector. Every keystroke in a field goes to the session at once; the field shows what the session holds.

use egui::{Id, KeyboardShortcut, ScrollArea, Ui};

use super::beside_ui::{Beside, beside_ui};
use super::data::{Marks, Shared, marks, text_of};
use super::device::{DEVICE_FIELDS, DeviceSheet};
use super::device_ui::device_ui;
use super::facts_ui;
use super::kind_ui::kind_ui;
use crate::model::collection::Collection;
use crate::model::device::DeviceId;
use crate::model::notes::{Field, Subject};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::session::{Command, Revision};
use crate::ui::actions::Action;
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::icons;
use crate::ui::sheet::data::has_caption;
use crate::ui::textures::Textures;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{self, Kind, elided, field_label, icon_button, tab, wrapped};
use crate::ui::words;

/// The texts of photos, in the order of the Tab key.
const PHOTO_FIELDS: [(Field, &str, usize); 4] = [
    (Field::Headline, "Headline", 1),
    (Field::Caption, "Caption", 5),
    (Field::AltText, "Alt text", 2),
    (Field::Title, "Title", 1),
];

/// Lines of photos that have no language.
const LINES: [(Field, &str); 3] =
    [(Field::Creator, "Creator"), (Field::Credit, "Credit line"), (Field::Copyright, "Copyright")];

/// The inspector's memory.
#[derive(Default)]
pub struct InspectorState {
    /// The subjects as they are now, in the order of the sheet.
    subjects: Vec<Subject>,
    made_of: Option<(u64, Option<Subject>)>,
    texts: Vec<(Field, Option<LangTag>, Shared<String>)>,
    marks: Option<Marks>,
    read_of: Option<(u64, u64, LangTag)>,
    version: u64,
    /// A tag that is being typed, to work in another language.
    new_tag: String,
    /// What is known of the device that is shown, and the arrangement that it was made of.
    pub(super) device: Option<(u64, DeviceSheet)>,
    beside: Beside,
    /// A field that is to have the keyboard with the next frame.
    pub focus: Option<Field>,
}

/// Identity of a field: the same for whatever is chosen, so that the cursor stays in it from photo to photo.
pub fn field_id(field: Field) -> Id {
    Id::unique(("inspector", field))
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
        state.version += 1;
    }
    refresh(state, scene.session.collection(), scene.session.changes(), scene.lang);
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
fn refresh(state: &mut InspectorState, collection: &Collection, changes: u64, lang: &LangTag) {
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
        let texts = PHOTO_FIELDS.iter().map(|(field, ..)| read(*field, Some(lang)));
        texts.chain(LINES.iter().map(|(field, _)| read(*field, None))).collect()
    } else {
        [Field::Title, Field::Caption].into_iter().map(|field| read(field, Some(lang))).collect()
    };
    let photos: Vec<PhotoId> = state.subjects.iter().filter_map(photo_of).collect();
    state.marks = of_photos.then(|| marks(collection, &photos));
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
    languages_ui(ui, state, &photos, scene);
    for (field, label, rows) in PHOTO_FIELDS {
        let lang = scene.lang.clone();
        text_ui(ui, state, (field, label, rows), Some(lang), scene);
    }
    if let Some(photo) = &only {
        facts_ui::facts_ui(ui, photo, scene);
    }
    kind_ui(ui, &photos, scene);
    if let Some(photo) = &only {
        beside_ui(ui, &mut state.beside, textures, photo, scene);
    }
    ui.add_space(space::S);
    part_ui(ui, "Credit");
    for (field, label) in LINES {
        text_ui(ui, state, (field, label, 1), None, scene);
    }
    if let Some(photo) = &only {
        facts_ui::problems_ui(ui, photo);
    }
    ui.add_space(space::L);
}

fn heading_ui(ui: &mut Ui, state: &mut InspectorState, scene: &mut Scene<'_>) {
    let Some(subject) = state.subjects.first().cloned() else { return };
    let kind = if matches!(subject, Subject::Visit(_)) { "Visit" } else { "Section" };
    title_ui(ui, &scene.title(&subject), kind);
    languages_ui(ui, state, &[], scene);
    for (field, label, rows) in [(Field::Title, "Title", 1), (Field::Caption, "Caption", 6)] {
        let lang = scene.lang.clone();
        text_ui(ui, state, (field, label, rows), Some(lang), scene);
    }
    facts_ui::heading_facts_ui(ui, &subject, scene);
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

/// Tabs of languages, with a dot on those in which a chosen photo lacks its caption, and a field for further ones.
fn languages_ui(ui: &mut Ui, state: &mut InspectorState, photos: &[PhotoId], scene: &mut Scene<'_>) {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
        for lang in scene.langs {
            // Of very many photos the first few hundred tell enough for a dot.
            let lacks = photos.iter().take(300).filter_map(|photo| scene.collection().photo(*photo));
            let dot = lacks.into_iter().any(|photo| !has_caption(photo, scene.collection().notes(), lang));
            let name = words::language_name(lang);
            let on = lang == scene.lang;
            if tab(ui, &name, &format!("{name} ({lang})"), on, dot).on_hover_text(lang.as_str()).clicked() {
                chosen = Some(lang.clone());
            }
        }
        // What files say is often in no stated language: it has a tab of its own, but nobody is to write in it.
        let und = LangTag::und();
        let mut first = photos.iter().take(300).filter_map(|photo| scene.collection().photo(*photo));
        if *scene.lang == und || first.any(|photo| has_caption(photo, scene.collection().notes(), &und)) {
            let name = words::language_name(&und);
            if tab(ui, &name, &format!("{name} ({und})"), *scene.lang == und, false).clicked() {
                chosen = Some(und);
            }
        }
        let more = icon_button(ui, icons::PLUS, "Another language", false).on_hover_text("Another language");
        egui::Popup::menu(&more)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| new_language_ui(ui, &mut state.new_tag, &mut chosen));
    });
    ui.add_space(space::XS);
    if let Some(lang) = chosen {
        scene.ask(Ask::Language(lang));
    }
}

fn new_language_ui(ui: &mut Ui, tag: &mut String, chosen: &mut Option<LangTag>) {
    let palette = theme::palette(ui);
    egui::Frame::new().inner_margin(egui::Margin::same(8)).show(ui, |ui| {
        ui.set_width(220.0);
        wrapped(ui, "Language tag (BCP 47), such as fr, ja or zh-Hant", Type::Small, palette.soft);
        let field =
            widgets::Field { id: Id::unique("new language"), name: "Language tag", hint: "fr", rows: 1 };
        let response = field.show(ui, tag);
        let entered = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let parsed = LangTag::parse(tag);
        if let (Err(error), false) = (&parsed, tag.trim().is_empty()) {
            wrapped(ui, &error.to_string(), Type::Small, palette.danger);
        }
        ui.add_enabled_ui(parsed.is_ok(), |ui| {
            if (widgets::button(ui, Kind::Main, "", "Add language").clicked() || entered)
                && let Ok(lang) = parsed
            {
                *chosen = Some(lang);
                tag.clear();
                ui.close();
            }
        });
    });
}

/// One text with its label.
pub(super) fn text_ui(
    ui: &mut Ui,
    state: &mut InspectorState,
    (field, label, rows): (Field, &str, usize),
    lang: Option<LangTag>,
    scene: &mut Scene<'_>,
) {
    let found = state.texts.iter().find(|(f, l, _)| *f == field && *l == lang).map(|(.., text)| text.clone());
    let Some(shared) = found else { return };
    let differs = shared == Shared::Differs;
    let mut text = shared.same().cloned().unwrap_or_default();
    let remark = match (differs, text.chars().count()) {
        (true, _) => "differs".to_owned(),
        (false, 0) => String::new(),
        (false, n) if rows > 1 => n.to_string(),
        _ => String::new(),
    };
    field_label(ui, label, &remark);
    let filed =
        state.device.as_ref().and_then(|(_, sheet)| sheet.filed(field)).unwrap_or_default().to_owned();
    let hint = if differs { "These photos differ; typing replaces all" } else { filed.as_str() };
    let id = field_id(field);
    let name = lang.as_ref().map_or_else(|| label.to_owned(), |lang| format!("{label} ({lang})"));
    let takes_keyboard = state.focus == Some(field);
    if takes_keyboard {
        state.focus = None;
        // Before the field is shown: what was typed in this very frame is for it.
        ui.ctx().memory_mut(|memory| memory.request_focus(id));
        cursor_to_end(ui, id, &text);
    }
    let response = widgets::Field { id, name: &name, hint, rows }.show(ui, &mut text);
    ui.add_space(space::XS);
    if takes_keyboard {
        response.scroll_to_me(None);
    }
    if response.changed() {
        let subjects = state.subjects.clone();
        scene.ask(Ask::Command(Command::Revise(Revision::SetText { subjects, field, lang, text })));
    }
    if response.lost_focus() {
        scene.ask(Ask::Command(Command::EndTyping));
    }
}

/// Puts the cursor behind the text.
pub fn cursor_to_end(ui: &Ui, id: Id, text: &str) {
    let mut edit = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursor::new(text.chars().count());
    edit.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
    edit.store(ui.ctx(), id);
}

/// The width of the panel.
pub const WIDTH: f32 = size::INSPECTOR;
