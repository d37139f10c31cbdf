//! Draws who wrote what when of one photo, with the way back to any of it.

use egui::{Align2, ScrollArea, Sense, Ui, pos2, vec2};

use super::data::{field_words, value_words};
use crate::model::caption::write::CaptionEdit;
use crate::model::notes::{Subject, Value};
use crate::session::{Command, Recorded, Revision};
use crate::ui::ask::{Ask, Scene};
use crate::ui::overlay::dialog_ui;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{Kind, button, paint_line, wrapped};
use crate::ui::words;

/// The height of a change, in points.
const ROW: f32 = 68.0;

/// Draws the list of a photo's changes.
pub fn history_ui(ctx: &egui::Context, subject: Option<&Subject>, scene: &mut Scene<'_>) {
    let Some(subject) = subject else { return scene.ask(Ask::Overlay(None)) };
    let closed = dialog_ui(ctx, "History", 640.0, |ui| {
        let palette = theme::palette(ui);
        let session = scene.session;
        let Some(changes) = session.history_of(subject) else {
            wrapped(ui, "Looking into the journal…", Type::Body, palette.soft);
            return;
        };
        if changes.is_empty() {
            wrapped(
                ui,
                "Nobody has changed anything here: all that is shown is what the files say.",
                Type::Body,
                palette.soft,
            );
            return;
        }
        let height = (ui.ctx().content_rect().height() - 220.0).clamp(120.0, 560.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("history").max_height(height).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            changes.len(),
            |ui, rows| {
                for change in changes.get(rows).unwrap_or_default() {
                    change_ui(ui, change, scene);
                }
            },
        );
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}

fn change_ui(ui: &mut Ui, recorded: &Recorded, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let change = &recorded.change;
    let field = field_words(change.key.field, change.key.lang.as_ref());
    let (old, new) = (value_words(change.old.as_ref()), value_words(change.new.as_ref()));
    let who = if recorded.who.is_empty() { "somebody" } else { &recorded.who };
    let head = format!("{field}  ·  {who}, {}", words::moment(recorded.at));
    response.widget_info(|| {
        let name = format!("{head}: from {old} to {new}");
        egui::WidgetInfo::labeled(egui::accesskit::Role::ListItem, true, name)
    });
    let room = rect.width() - 120.0;
    let lines = [
        (&head, Type::Small, palette.soft),
        (&old, Type::Body, palette.faint),
        (&new, Type::Body, palette.text),
    ];
    for (n, (text, kind, color)) in lines.into_iter().enumerate() {
        let at = pos2(rect.left(), rect.top() + 6.0 + 19.0 * n as f32);
        paint_line(ui.painter(), at, Align2::LEFT_TOP, text, (kind, color), room);
    }
    let Some(back) = way_back(recorded) else { return };
    let at = egui::Rect::from_min_size(
        pos2(rect.right() - 104.0, rect.center().y - size::CONTROL / 2.0),
        vec2(104.0 - space::S, size::CONTROL),
    );
    ui.scope_builder(egui::UiBuilder::new().max_rect(at), |ui| {
        let response = button(ui, Kind::Plain, "", "Go back");
        if response.on_hover_text(format!("{field} becomes: {old}")).clicked() {
            scene.ask(Ask::Command(Command::Revise(back)));
            scene.ask(Ask::Overlay(None));
        }
    });
}

/// What makes a text as it was before a change; only texts go back one by one.
fn way_back(recorded: &Recorded) -> Option<Revision> {
    let key = recorded.change.key.clone();
    let Subject::Photo(photo) = key.subject else { return None };
    if key.field.is_list() {
        let list = match &recorded.change.old {
            Some(Value::List(list)) => list.clone(),
            _ => Vec::new(),
        };
        return Some(Revision::Caption(CaptionEdit::SetList { photos: vec![photo], field: key.field, list }));
    }
    let text = match &recorded.change.old {
        Some(Value::Text(text)) => text.clone(),
        None => String::new(),
        Some(_) => return None,
    };
    key.field.is_text().then(|| Revision::SetText {
        subjects: vec![key.subject],
        field: key.field,
        lang: key.lang,
        text,
    })
}
