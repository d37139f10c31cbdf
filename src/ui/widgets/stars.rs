//! Stars and flags that are set by a click.

use egui::accesskit::Role;
use egui::{Rect, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::text::paint_icon;
use crate::model::notes::Flag;
use crate::ui::icons;
use crate::ui::theme::{self, Type, size, space};

/// Five stars; `None` where the photos differ. Gives the number that was clicked; clicking the last given star takes all away.
pub fn stars(ui: &mut Ui, given: Option<u8>) -> Option<u8> {
    let palette = theme::palette(ui);
    let mut clicked = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for n in 1..=5_u8 {
            let (rect, response) = ui.allocate_exact_size(vec2(22.0, size::CONTROL), Sense::click());
            let name = if n == 1 { "1 star".to_owned() } else { format!("{n} stars") };
            let on = given.is_some_and(|given| given >= n);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, given == Some(n), &name));
            let (icon, kind, color) = match (on, response.hovered()) {
                (true, _) => (icons::STAR, Type::IconFill, palette.accent),
                (false, true) => (icons::STAR, Type::Icon, palette.text),
                (false, false) => (icons::STAR, Type::Icon, palette.faint),
            };
            paint_icon(ui.painter(), rect.center(), icon, kind, color);
            focus(ui, rect, &response);
            if response.clicked() {
                clicked = Some(if given == Some(n) { 0 } else { n });
            }
        }
    });
    clicked
}

/// Pick and reject; `None` where the photos differ. Gives what was clicked; clicking what is set takes it away.
pub fn flags(ui: &mut Ui, set: Option<Flag>) -> Option<Flag> {
    let palette = theme::palette(ui);
    let mut clicked = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for (flag, icon, name, color) in [
            (Flag::Pick, icons::PICKED, "Pick (P)", palette.accent),
            (Flag::Reject, icons::REJECT, "Reject (X)", palette.danger),
        ] {
            let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::CONTROL), Sense::click());
            let on = set == Some(flag);
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, name));
            let fill = if response.hovered() { palette.hover } else { palette.raised };
            ui.painter().rect_filled(rect, size::ROUND, fill);
            let kind = if on { Type::IconFill } else { Type::Icon };
            paint_icon(ui.painter(), rect.center(), icon, kind, if on { color } else { palette.soft });
            focus(ui, rect, &response);
            if response.on_hover_text(name).clicked() {
                clicked = Some(if on { Flag::None } else { flag });
            }
        }
    });
    clicked
}

fn focus(ui: &Ui, rect: Rect, response: &egui::Response) {
    if response.has_focus() {
        let ring = theme::focus_ring(theme::palette(ui));
        ui.painter().rect_stroke(rect, size::ROUND, ring, egui::StrokeKind::Inside);
    }
}
