//! The fields that texts are typed into. Every keystroke goes to the session at once; a code between its delimiters becomes its text as
//! soon as the second one is typed.

use egui::text::{CCursor, CCursorRange};
use egui::{Id, Response, TextEdit, Ui};

use super::data::Shared;
use super::inspector_ui::InspectorState;
use super::sources_ui::sources_ui;
use super::suggest_ui::Place;
use crate::model::caption::draft::is_draft;
use crate::model::caption::template::{Expander, list_of};
use crate::model::caption::write::CaptionEdit;
use crate::model::notes::{Field, Subject};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene};
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{self, field_label, text_button, wrapped};

/// One text with its label.
pub fn text_ui(
    ui: &mut Ui,
    state: &mut InspectorState,
    (field, label, rows): (Field, &str, usize),
    lang: Option<&LangTag>,
    scene: &mut Scene<'_>,
) {
    let Some(shared) = state.text(field, lang) else { return };
    let differs = shared == Shared::Differs;
    let mut text = shared.same().cloned().unwrap_or_default();
    let drafts = drafts_of(state, field, lang, scene);
    let remark = match (differs, text.chars().count()) {
        (true, _) => "differs".to_owned(),
        (false, 0) if state.side_by_side && lang.is_some() => "missing".to_owned(),
        (false, 0) => String::new(),
        (false, n) if rows > 1 && drafts.is_empty() => n.to_string(),
        _ => String::new(),
    };
    field_label(ui, label, &remark);
    if let Some(lang) = lang.cloned().filter(|_| !drafts.is_empty()) {
        draft_ui(ui, drafts, lang, scene);
    }
    let filed = state.filed(field).to_owned();
    let hint = if differs { "These photos differ; typing replaces all" } else { filed.as_str() };
    let id = state.id(field, lang);
    let name = lang.map_or_else(|| label.to_owned(), |lang| format!("{label} ({lang})"));
    let takes_keyboard = focus_ui(ui, state, (field, lang), &text, scene);
    let was_taken = state.suggest.take(ui, id, &mut text);
    let response = widgets::Field { id, name: &name, hint, rows }.show(ui, &mut text);
    findings_ui(ui, state, field, lang);
    sources_ui(ui, state, (field, label), lang, &text, scene);
    ui.add_space(space::XS);
    if takes_keyboard {
        response.scroll_to_me(None);
        // A dialog that has just closed keeps the keyboard for one more frame.
        if !response.has_focus() {
            state.focus = Some(field);
            ui.ctx().request_repaint();
        }
    }
    if response.gained_focus()
        && let Some(lang) = lang.cloned().filter(|lang| lang != scene.lang)
    {
        scene.ask(Ask::Language(lang));
    }
    if response.changed() || was_taken {
        replace_codes(ui, state, id, lang, &mut text, scene);
        let subjects = state.subjects().to_vec();
        let lang = lang.cloned();
        let revision = if field.is_list() {
            Revision::Caption(CaptionEdit::SetList { photos: state.photos(), field, list: list_of(&text) })
        } else {
            Revision::SetText { subjects, field, lang, text: text.clone() }
        };
        state.typed(field, &text);
        scene.ask(Ask::Command(Command::Revise(revision)));
    }
    let subject = state.subjects().first().cloned();
    if subject.as_ref().is_some_and(|subject| !matches!(subject, Subject::Device(_) | Subject::Library)) {
        let version = state.version();
        let place = Place { id, field, lang, of: subject.as_ref(), is_template: false, version };
        state.suggest.follow(ui, &response, &place, (&text, was_taken), scene);
    }
    end_typing(&response, state, field, scene);
}

/// Ends a step of typing when the field is left, and takes its text as it is kept.
fn end_typing(response: &Response, state: &mut InspectorState, field: Field, scene: &mut Scene<'_>) {
    if response.lost_focus() {
        state.left(field);
        scene.ask(Ask::Command(Command::EndTyping));
    }
}

/// Gives a field the keyboard that is to have it. Before the field is shown: what was typed in this very frame is for it.
fn focus_ui(
    ui: &Ui,
    state: &mut InspectorState,
    (field, lang): (Field, Option<&LangTag>),
    text: &str,
    scene: &Scene<'_>,
) -> bool {
    if state.focus != Some(field) || lang.is_some_and(|lang| lang != scene.lang) {
        return false;
    }
    state.focus = None;
    let id = state.id(field, lang);
    ui.ctx().memory_mut(|memory| memory.request_focus(id));
    cursor_to(ui, id, text.chars().count());
    true
}

/// Puts a code's text in its place, with the cursor behind it.
fn replace_codes(
    ui: &Ui,
    state: &InspectorState,
    id: Id,
    lang: Option<&LangTag>,
    text: &mut String,
    scene: &Scene<'_>,
) {
    if !text.contains(['=', '\\']) {
        return;
    }
    let collection = scene.collection();
    let (codes, people) = (collection.notes().codes(), collection.notes().people());
    let index = people.index();
    let expander = Expander { codes: &codes, people: &index };
    let first = state.photos().first().and_then(|photo| collection.photo(*photo));
    let day =
        first.and_then(|photo| collection.captured(photo)?.for_order()).map(jiff::civil::DateTime::date);
    let Some(replaced) = expander.codes_in(text, lang, day) else { return };
    let cursor = TextEdit::load_state(ui.ctx(), id).and_then(|state| state.cursor.char_range());
    // What stands behind the cursor stays behind it.
    let behind = text.chars().count().saturating_sub(cursor.map_or(0, |range| range.primary.index.0));
    *text = replaced;
    cursor_to(ui, id, text.chars().count().saturating_sub(behind));
}

/// The chosen photos of which this text is a draft.
fn drafts_of(
    state: &InspectorState,
    field: Field,
    lang: Option<&LangTag>,
    scene: &Scene<'_>,
) -> Vec<PhotoId> {
    let Some(lang) = lang.filter(|_| field == Field::Caption) else { return Vec::new() };
    let notes = scene.collection().notes();
    let photos = state.subjects().iter().filter_map(|subject| match subject {
        Subject::Photo(photo) => Some(*photo),
        _ => None,
    });
    photos.filter(|photo| is_draft(notes, *photo, field, lang)).collect()
}

fn draft_ui(ui: &mut Ui, photos: Vec<PhotoId>, lang: LangTag, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        let words = if photos.len() == 1 { "Draft".to_owned() } else { format!("{} drafts", photos.len()) };
        ui.label(egui::RichText::new(words).font(Type::SmallStrong.font()).color(palette.accent));
        if text_button(ui, "Accept")
            .on_hover_text("It is right as it stands. Writing on accepts it, too.")
            .clicked()
        {
            let accept = CaptionEdit::AcceptDrafts { photos, lang };
            scene.ask(Ask::Command(Command::Revise(Revision::Caption(accept))));
        }
    });
}

/// What the check says of this field.
fn findings_ui(ui: &mut Ui, state: &InspectorState, field: Field, lang: Option<&LangTag>) {
    let palette = theme::palette(ui);
    for finding in state.findings(field, lang) {
        let color = if finding.kind.is_grave() { palette.danger } else { palette.soft };
        wrapped(ui, &finding.words, Type::Small, color);
    }
}

/// Puts the cursor before this character of a field.
pub fn cursor_to(ui: &Ui, id: Id, at: usize) {
    let mut edit = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    edit.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(at))));
    edit.store(ui.ctx(), id);
}
