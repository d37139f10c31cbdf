//! Draws the bar above the large view: the photo's name and place in the order, and what can be done.

use egui::{Align, Layout, Rect, Sense, Ui, pos2, vec2};

use super::viewer_ui::ViewerState;
use crate::model::photo::Photo;
use crate::ui::actions::{Action, Step};
use crate::ui::ask::{Ask, Scene, grouped};
use crate::ui::icons;
use crate::ui::sheet::data::Order;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{elided, icon_button};

/// Draws the bar into `bar`.
pub(super) fn bar_ui(
    ui: &mut Ui,
    state: &ViewerState,
    bar: Rect,
    photo: &Photo,
    order: &Order,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    let mut bar_ui = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(bar.shrink2(vec2(space::S, 0.0)))
            .layout(Layout::left_to_right(Align::Center)),
    );
    let ui = &mut bar_ui;
    ui.spacing_mut().item_spacing.x = space::XS;
    let name = "Back to the contact sheet (Esc)";
    if icon_button(ui, icons::BACK, name, false).on_hover_text(name).clicked() {
        // The key ends the marking of persons first; who clicks here wants to be back.
        if state.marks.on {
            scene.ask(Ask::Do(Action::MarkPersons));
        }
        scene.ask(Ask::Do(Action::Back));
    }
    ui.add_space(space::S);
    let name =
        elided(ui.painter(), &photo.file_name(), Type::Strong, palette.text, ui.available_width() * 0.4);
    let (rect, _) = ui.allocate_exact_size(vec2(name.size().x, size::CONTROL), Sense::hover());
    ui.painter().galley(pos2(rect.left(), rect.center().y - name.size().y / 2.0), name, palette.text);
    if let Some(n) = order.position(photo.id) {
        ui.add_space(space::XS);
        let place = format!("{} of {}", grouped(n + 1), grouped(order.len()));
        ui.label(egui::RichText::new(place).font(Type::Small.font()).color(palette.soft));
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        icon_action(ui, icons::RIGHT, "Next photo (→)", Action::Go(Step::Right), scene);
        icon_action(ui, icons::LEFT, "Previous photo (←)", Action::Go(Step::Left), scene);
        ui.add_space(space::S);
        icon_action(ui, icons::ZOOM_IN, "Zoom in (+)", Action::ZoomIn, scene);
        icon_action(ui, icons::ZOOM_OUT, "Zoom out (−)", Action::ZoomOut, scene);
        icon_action(ui, icons::FIT, "Fit (0)", Action::ZoomFit, scene);
        ui.add_space(space::S);
        let name = "Mark persons (F)";
        if icon_button(ui, icons::PEOPLE, name, state.marks.on).on_hover_text(name).clicked() {
            scene.ask(Ask::Do(Action::MarkPersons));
        }
        if let Some(percent) = state.percent(ui.pixels_per_point()) {
            let text =
                egui::RichText::new(format!("{percent:.0} %")).font(Type::Small.font()).color(palette.soft);
            ui.label(text);
        }
    });
}

fn icon_action(ui: &mut Ui, icon: &str, name: &str, action: Action, scene: &mut Scene<'_>) {
    if icon_button(ui, icon, name, false).on_hover_text(name).clicked() {
        scene.ask(Ask::Do(action));
    }
}
