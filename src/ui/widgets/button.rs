//! Buttons and tabs.

use egui::accesskit::Role;
use egui::{Align2, Color32, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::text::{elided, paint_icon};
use crate::ui::theme::{self, Type, size, space};

/// How loud a button is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The one thing to do next; at most one in sight.
    Main,
    /// An ordinary button.
    Plain,
    /// A button without a ground until the pointer is over it.
    Quiet,
}

/// A button with an icon (may be empty) and words.
pub fn button(ui: &mut Ui, kind: Kind, icon: &str, label: &str) -> Response {
    let palette = theme::palette(ui);
    let painter = ui.painter().clone();
    let galley = elided(&painter, label, Type::Body, palette.text, ui.available_width().max(40.0));
    let icon_room = if icon.is_empty() { 0.0 } else { size::ICON + 6.0 };
    let pad = if kind == Kind::Quiet { space::S } else { space::M };
    let wanted = vec2(galley.size().x + icon_room + 2.0 * pad, size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    if ui.is_rect_visible(rect) {
        let (mut fill, text) = colours(ui, kind, &response, false);
        if !ui.is_enabled() && kind == Kind::Main {
            fill = palette.raised;
        }
        paint_ground(ui, rect, fill, &response);
        let text = if ui.is_enabled() { text } else { palette.faint };
        let mut x = rect.left() + pad;
        if !icon.is_empty() {
            paint_icon(&painter, pos2(x + size::ICON / 2.0, rect.center().y), icon, Type::Icon, text);
            x += icon_room;
        }
        let at = Align2::LEFT_CENTER.anchor_size(pos2(x, rect.center().y), galley.size());
        painter.galley_with_override_text_color(at.min, galley, text);
    }
    response
}

/// A button that is only an icon; its words are its tooltip and its name.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str, on: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), on, name));
    if ui.is_rect_visible(rect) {
        let (fill, text) = colours(ui, Kind::Quiet, &response, on);
        paint_ground(ui, rect, fill, &response);
        let text = if ui.is_enabled() { text } else { theme::palette(ui).faint };
        paint_icon(ui.painter(), rect.center(), icon, Type::Icon, text);
    }
    response
}

/// Words in the accent colour that can be clicked, within text.
pub fn text_button(ui: &mut Ui, label: &str) -> Response {
    let palette = theme::palette(ui);
    let galley = elided(ui.painter(), label, Type::Body, palette.accent, ui.available_width().max(48.0));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), label));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if response.hovered() || response.has_focus() {
        let line = Stroke::new(size::HAIR, palette.accent);
        ui.painter().hline(rect.x_range(), rect.bottom() + 1.0, line);
    }
    ui.painter().galley(rect.min, galley, palette.accent);
    response
}

/// One tab of several; `dot` marks that something is missing behind it.
pub fn tab(ui: &mut Ui, label: &str, name: &str, on: bool, dot: bool) -> Response {
    let palette = theme::palette(ui);
    let kind = if on { Type::Strong } else { Type::Body };
    let color = if on { palette.text } else { palette.soft };
    let galley = elided(ui.painter(), label, kind, color, ui.available_width().max(30.0));
    let dot_room = if dot { 10.0 } else { 0.0 };
    // In a narrow panel three languages and the field for more still stand in one row.
    let margin = if ui.max_rect().width() < 280.0 { 6.0 } else { 10.0 };
    let wanted = vec2(galley.size().x + dot_room + 2.0 * margin, size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), on, name));
    if ui.is_rect_visible(rect) {
        let (fill, _) = colours(ui, Kind::Quiet, &response, false);
        let fill = if on { palette.pressed } else { fill };
        paint_ground(ui, rect, fill, &response);
        let at = Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + margin, rect.center().y), galley.size());
        ui.painter().galley(at.min, galley, color);
        if dot {
            ui.painter().circle_filled(pos2(at.right() + 7.0, rect.center().y), 2.5, palette.accent);
        }
    }
    response
}

fn colours(ui: &Ui, kind: Kind, response: &Response, on: bool) -> (Color32, Color32) {
    let palette = theme::palette(ui);
    let pressed = response.is_pointer_button_down_on();
    let hovered = response.hovered();
    match kind {
        Kind::Main if pressed => (palette.accent, palette.on_accent),
        Kind::Main if hovered => (palette.accent_hover, palette.on_accent),
        Kind::Main => (palette.accent, palette.on_accent),
        _ if pressed => (palette.pressed, palette.text),
        _ if hovered => (palette.hover, palette.text),
        _ if on => (palette.pressed, palette.text),
        Kind::Plain => (palette.raised, palette.text),
        Kind::Quiet => (Color32::TRANSPARENT, palette.text),
    }
}

fn paint_ground(ui: &Ui, rect: egui::Rect, fill: Color32, response: &Response) {
    let rounding = size::ROUND;
    if ui.is_enabled() || fill != Color32::TRANSPARENT {
        ui.painter().rect_filled(rect, rounding, fill);
    }
    if response.has_focus() {
        let ring = theme::focus_ring(theme::palette(ui));
        ui.painter().rect_stroke(rect, rounding, ring, StrokeKind::Inside);
    }
}
