//! What the originals of an export would give away, before they go out without it.

use egui::{ScrollArea, Ui};

use super::export_check::ExportCheck;
use crate::ui::ask::grouped;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{text_button, wrapped};

/// Height of the list, at most.
const LIST_HEIGHT: f32 = 112.0;

/// One line, and on request everything that is counted, with what becomes of it.
pub fn line_ui(ui: &mut Ui, check: &mut ExportCheck) {
    let palette = theme::palette(ui);
    if check.exposure.found.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        let label = if check.shows_exposure { "Hide details" } else { "What is removed" };
        if text_button(ui, label).clicked() {
            check.shows_exposure = !check.shows_exposure;
        }
        ui.add_space(space::S);
        let sentence = check.exposure.sentence();
        let words = egui::RichText::new(&sentence).font(Type::Body.font()).color(palette.soft);
        ui.add(egui::Label::new(words).truncate()).on_hover_text(&sentence);
    });
    if !check.shows_exposure {
        return;
    }
    ScrollArea::vertical().id_salt("exposure").max_height(LIST_HEIGHT).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (secret, photos) in &check.exposure.found {
            let words = format!("{} {}", grouped(photos.len()), secret.words());
            wrapped(ui, &words, Type::Body, palette.text);
            wrapped(ui, secret.remedy(), Type::Small, palette.soft);
        }
    });
}
