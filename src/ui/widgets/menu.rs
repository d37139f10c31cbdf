//! Rows of menus.

use egui::accesskit::Role;
use egui::{Align2, Color32, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::keycap::shortcut_words;
use super::text::{paint_icon, paint_line};
use crate::ui::actions::{Action, Facts};
use crate::ui::theme::{self, Type, size, space};

/// How wide menus are.
pub const MENU_WIDTH: f32 = 264.0;

/// A row that does an action; greyed where it cannot be done. True when it was chosen.
pub fn menu_item(ui: &mut Ui, action: Action, facts: &Facts) -> bool {
    let spec = action.spec();
    let keys = action.shortcut().map(|key| shortcut_words(ui, &key)).unwrap_or_default();
    let enabled = action.is_enabled(facts);
    let response =
        ui.add_enabled_ui(enabled, |ui| menu_row(ui, spec.icon, &action.label(facts), &keys, false)).inner;
    let clicked = response.clicked();
    if !spec.tooltip.is_empty() {
        response.on_hover_text(spec.tooltip);
    }
    if clicked {
        ui.close();
    }
    clicked
}

/// A row of a menu: icon, words, and what stands at the right end. `on` puts a tick before it.
pub fn menu_row(ui: &mut Ui, icon: &str, label: &str, right: &str, on: bool) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(MENU_WIDTH, size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, ui.is_enabled(), on, label));
    if ui.is_rect_visible(rect) {
        let lit = ui.is_enabled() && (response.hovered() || response.has_focus());
        let fill = if lit { palette.pressed } else { Color32::TRANSPARENT };
        ui.painter().rect_filled(rect, size::ROUND - 2, fill);
        let text = if ui.is_enabled() { palette.text } else { palette.faint };
        let soft = if ui.is_enabled() { palette.soft } else { palette.faint };
        let y = rect.center().y;
        let icon = if on { crate::ui::icons::CHECK } else { icon };
        let icon_color = if on { palette.accent } else { soft };
        paint_icon(ui.painter(), pos2(rect.left() + 16.0, y), icon, Type::Icon, icon_color);
        let mut room = rect.width() - 32.0 - space::S;
        if !right.is_empty() {
            let galley = super::elided(ui.painter(), right, Type::Small, soft, room);
            room -= galley.size().x + space::M;
            let at = Align2::RIGHT_CENTER.anchor_size(pos2(rect.right() - space::S, y), galley.size());
            ui.painter().galley(at.min, galley, soft);
        }
        let at = pos2(rect.left() + 32.0, y);
        paint_line(ui.painter(), at, Align2::LEFT_CENTER, label, (Type::Body, text), room);
    }
    response
}

/// A hairline between groups of a menu.
pub fn menu_gap(ui: &mut Ui) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(MENU_WIDTH, 9.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, theme::hairline(palette));
}
