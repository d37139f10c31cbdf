//! A field that shows what is chosen and opens what else there is.

use egui::accesskit::Role;
use egui::{Align2, Popup, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::text::{paint_icon, paint_line};
use crate::ui::icons;
use crate::ui::theme::{self, Type, size, space};

/// As wide as there is room. `name` is what it is a choice of, for screen readers; `content` draws the rows of its menu and closes it.
pub fn choice(ui: &mut Ui, name: &str, value: &str, content: impl FnOnce(&mut Ui)) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), format!("{name}: {value}")));
    if ui.is_rect_visible(rect) {
        let fill = if response.hovered() { palette.hover } else { palette.raised };
        ui.painter().rect_filled(rect, size::ROUND, fill);
        let caret = pos2(rect.right() - space::M, rect.center().y);
        paint_icon(ui.painter(), caret, icons::DOWN, Type::Badge, palette.soft);
        let at = pos2(rect.left() + space::S, rect.center().y);
        let room = rect.width() - 2.0 * space::S - space::L;
        paint_line(ui.painter(), at, Align2::LEFT_CENTER, value, (Type::Body, palette.text), room);
        if response.has_focus() {
            let ring = theme::focus_ring(palette);
            ui.painter().rect_stroke(rect, size::ROUND, ring, egui::StrokeKind::Inside);
        }
    }
    Popup::menu(&response).show(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ui.set_width(super::MENU_WIDTH);
        content(ui);
    });
    response
}
