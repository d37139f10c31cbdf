//! Small buttons side by side that say what there is and show it.

use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::text::elided;
use crate::ui::theme::{self, Type, size};

/// How high they are, in points.
const HEIGHT: f32 = 24.0;

/// What stands before the words, as what they speak of is drawn elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Nothing.
    None,
    /// A hollow bar: something without a picture.
    Hollow,
    /// A full bar: pictures that stand out.
    Full,
}

/// One of them, called `name` by screen readers. `on` is what is shown now.
pub fn chip(ui: &mut Ui, label: &str, name: &str, glyph: Glyph, on: bool) -> Response {
    let palette = theme::palette(ui);
    let galley = elided(ui.painter(), label, Type::Small, palette.text, ui.available_width().max(80.0));
    let before = if glyph == Glyph::None { 0.0 } else { 15.0 };
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + before + 18.0, HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), on, name));
    if ui.is_rect_visible(rect) {
        let fill = match (on, response.hovered()) {
            (true, _) => palette.accent_tint,
            (_, true) => palette.hover,
            _ => palette.raised,
        };
        ui.painter().rect_filled(rect, size::ROUND, fill);
        let line = if on { palette.accent } else { Color32::TRANSPARENT };
        ui.painter().rect_stroke(rect, size::ROUND, Stroke::new(size::HAIR, line), StrokeKind::Inside);
        let mark = Rect::from_center_size(pos2(rect.left() + 14.0, rect.center().y), vec2(10.0, 10.0));
        match glyph {
            Glyph::None => {}
            Glyph::Hollow => {
                let line = Stroke::new(size::HAIR, palette.accent);
                ui.painter().rect_stroke(mark, size::ROUND_S, line, StrokeKind::Inside);
            }
            Glyph::Full => {
                let bar = Rect::from_center_size(mark.center(), vec2(4.0, 10.0));
                ui.painter().rect_filled(bar, 1, palette.accent);
            }
        }
        let at = pos2(rect.left() + 9.0 + before, rect.center().y);
        let at = Align2::LEFT_CENTER.anchor_size(at, galley.size());
        ui.painter().galley(at.min, galley, palette.text);
        if response.has_focus() {
            ui.painter().rect_stroke(rect, size::ROUND, theme::focus_ring(palette), StrokeKind::Inside);
        }
    }
    response
}
