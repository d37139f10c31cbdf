//! What lies over the window: the list of Problems, the export, the keys, times that are typed, who made it.

pub mod about;
pub mod belong;
pub mod embargo;
pub mod export;
pub mod export_check;
mod export_exposure;
pub mod keys;
pub mod problems;
pub mod when;

use egui::{Align, Align2, Id, Layout, Margin, Modal, Ui, vec2};

use super::icons;
use super::theme::{self, Type, size, space};
use super::widgets::{icon_button, paint_line};

/// Shows a dialog with a title and a cross. True when it is to be closed.
pub fn dialog_ui(ctx: &egui::Context, title: &str, width: f32, content: impl FnOnce(&mut Ui)) -> bool {
    let room = ctx.content_rect();
    let width = width.min(room.width() - 2.0 * space::XL);
    let dark = ctx.theme() == egui::Theme::Dark;
    let palette = if dark { &theme::DARK } else { &theme::LIGHT };
    let frame = egui::Frame::new()
        .fill(palette.float)
        .stroke(theme::hairline(palette))
        .corner_radius(size::ROUND_L)
        .inner_margin(Margin::same(20))
        .shadow(ctx.global_style().visuals.window_shadow);
    let modal = Modal::new(Id::unique(("dialog", title))).backdrop_color(palette.scrim).frame(frame);
    let response = modal.show(ctx, |ui| {
        ui.set_width(width);
        ui.set_max_height(room.height() - 120.0);
        let (rect, _) = ui.allocate_exact_size(vec2(width, size::CONTROL), egui::Sense::hover());
        let heading = ui.interact(rect, Id::unique(("dialog title", title)), egui::Sense::hover());
        heading.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Heading, true, title));
        let look = (Type::Heading, palette.text);
        paint_line(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, title, look, width - 40.0);
        let mut closed = false;
        let layout = Layout::right_to_left(Align::Center);
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect).layout(layout), |ui| {
            closed = icon_button(ui, icons::CLOSE, "Close", false).clicked();
        });
        ui.add_space(space::S);
        content(ui);
        closed
    });
    response.inner || response.should_close()
}
