//! A slider without a number.

use egui::{Key, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{self, size};

/// How long it is.
const LENGTH: f32 = 112.0;

/// The knob.
const RADIUS: f32 = 6.0;

/// A slider from `min` to `max`; the arrow keys move it while it has the keyboard.
pub fn slider(ui: &mut Ui, name: &str, value: &mut f32, min: f32, max: f32) -> Response {
    let (rect, mut response) = ui.allocate_exact_size(vec2(LENGTH, size::CONTROL), Sense::click_and_drag());
    let rail = Rect::from_center_size(rect.center(), vec2(LENGTH - 2.0 * RADIUS, 3.0));
    let before = *value;
    if let Some(at) = response.interact_pointer_pos() {
        let part = ((at.x - rail.left()) / rail.width()).clamp(0.0, 1.0);
        *value = min + part * (max - min);
    }
    if response.has_focus() {
        let step = (max - min) / 16.0;
        let pressed = |key| ui.input(|i| i.num_presses(key)) as f32;
        *value += step * (pressed(Key::ArrowRight) - pressed(Key::ArrowLeft));
        *value = value.clamp(min, max);
    }
    if *value != before {
        response.mark_changed();
    }
    let now = *value;
    response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), f64::from(now), name));
    if ui.is_rect_visible(rect) {
        let palette = theme::palette(ui);
        let x = rail.left() + rail.width() * ((now - min) / (max - min)).clamp(0.0, 1.0);
        ui.painter().rect_filled(rail, 2, palette.outline);
        ui.painter().rect_filled(rail.with_max_x(x), 2, palette.soft);
        let held = response.hovered() || response.dragged() || response.has_focus();
        let fill = if held { palette.accent } else { palette.text };
        ui.painter().circle_filled(pos2(x, rail.center().y), RADIUS, fill);
    }
    response
}
