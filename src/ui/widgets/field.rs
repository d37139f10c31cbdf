//! Text fields with a name.

use egui::{Id, Key, KeyboardShortcut, Modifiers, Response, TextEdit, Ui};

use super::text::elided;
use crate::ui::theme::{self, Type, space};

/// A field that a text is typed into.
pub struct Field<'a> {
    /// Stays the same while the photo below changes, so that the cursor stays.
    pub id: Id,
    /// Its name for screen readers.
    pub name: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// Lines that are seen at first; 1 is a single line that Enter leaves.
    pub rows: usize,
}

impl Field<'_> {
    /// Shows the field; it changes `text` as it is typed into. It is as wide as there is room.
    pub fn show(&self, ui: &mut Ui, text: &mut String) -> Response {
        let palette = theme::palette(ui);
        let hint = egui::RichText::new(self.hint).color(palette.faint);
        let edit = if self.rows > 1 { TextEdit::multiline(text) } else { TextEdit::singleline(text) };
        let edit = edit
            .id(self.id)
            .font(Type::Body.font())
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .desired_rows(self.rows)
            .margin(egui::Margin::symmetric(8, 6))
            .lock_focus(false);
        // Ctrl+Enter goes to the next photo; it is no line break.
        let edit = if self.rows > 1 {
            edit.return_key(KeyboardShortcut::new(Modifiers::NONE, Key::Enter))
        } else {
            edit
        };
        ui.add(edit).accessible_name(self.name)
    }
}

/// The small label above a field, with an optional remark at the right end of the line.
pub fn field_label(ui: &mut Ui, label: &str, remark: &str) {
    let palette = theme::palette(ui);
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(egui::vec2(width, 18.0), egui::Sense::hover());
    let name = elided(ui.painter(), label, Type::Small, palette.soft, width);
    let room = width - name.size().x - space::S;
    let y = rect.center().y - name.size().y / 2.0;
    ui.painter().galley(egui::pos2(rect.left(), y), name, palette.soft);
    if !remark.is_empty() {
        let remark = elided(ui.painter(), remark, Type::Small, palette.faint, room);
        ui.painter().galley(egui::pos2(rect.right() - remark.size().x, y), remark, palette.faint);
    }
}
