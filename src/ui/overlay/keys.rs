//! The list of keys, read from the table of actions.

use egui::{ScrollArea, Ui};

use super::dialog_ui;
use crate::ui::actions::Action;
use crate::ui::ask::{Ask, Scene};
use crate::ui::inspector::inspector_ui::key_ui;
use crate::ui::theme::{self, Type, space};

/// The headings, in two columns.
const COLUMNS: [&[&str]; 2] =
    [&["Select", "Look", "Window"], &["Caption", "Choose", "Arrange", "Edit", "Files"]];

/// Draws the list.
pub fn keys_ui(ctx: &egui::Context, scene: &mut Scene<'_>) {
    let closed = dialog_ui(ctx, "Keys", 760.0, |ui| {
        let height = (ui.ctx().content_rect().height() - 180.0).max(120.0);
        ScrollArea::vertical().id_salt("keys").max_height(height).show(ui, |ui| {
            // The bar at the side needs its own room.
            ui.set_width(ui.available_width() - space::M);
            ui.spacing_mut().item_spacing.x = space::XL + space::L;
            ui.columns(2, |columns| {
                for (column, groups) in columns.iter_mut().zip(COLUMNS) {
                    column.spacing_mut().item_spacing.y = 0.0;
                    for group in groups {
                        group_ui(column, group);
                    }
                }
            });
        });
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}

fn group_ui(ui: &mut Ui, group: &str) {
    let palette = theme::palette(ui);
    ui.label(egui::RichText::new(group.to_uppercase()).font(Type::SmallStrong.font()).color(palette.soft));
    ui.add_space(space::XS);
    for action in Action::ALL {
        let spec = action.spec();
        if spec.group == group && !spec.keys.is_empty() {
            key_ui(ui, *action);
        }
    }
    ui.add_space(space::L);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_in_a_column() {
        for action in Action::ALL.iter().filter(|action| !action.spec().keys.is_empty()) {
            let group = action.spec().group;
            assert!(COLUMNS.iter().any(|groups| groups.contains(&group)), "{group}");
        }
    }
}
