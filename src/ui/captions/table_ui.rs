//! Draws what a table of captions would change, before it does.

use egui::ScrollArea;

use super::replace_ui::{ROW, hit_ui, texts};
use crate::session::{Changes, Command};
use crate::ui::ask::{Ask, Scene, grouped, n_photos};
use crate::ui::overlay::dialog_ui;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{Kind, button, wrapped};

/// Draws the dialog.
pub fn table_ui(ctx: &egui::Context, scene: &mut Scene<'_>) {
    let session = scene.session;
    let Some((path, changes)) = session.table() else { return };
    let closed = dialog_ui(ctx, "Captions from a table", 640.0, |ui| {
        let palette = theme::palette(ui);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        wrapped(ui, &name, Type::Strong, palette.text);
        for line in words(changes) {
            wrapped(ui, &line, Type::Body, palette.soft);
        }
        ui.add_space(space::S);
        let height = (ui.ctx().content_rect().height() - 340.0).clamp(70.0, 480.0);
        ScrollArea::vertical().id_salt("table").max_height(height).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            changes.hits.len(),
            |ui, rows| {
                for hit in changes.hits.get(rows).unwrap_or_default() {
                    hit_ui(ui, hit, scene);
                }
            },
        );
        ui.add_space(space::S);
        ui.add_enabled_ui(!changes.hits.is_empty(), |ui| {
            let label = format!("Change {}", texts(changes.hits.len()));
            if button(ui, Kind::Main, "", &label).clicked() {
                scene.ask(Ask::Command(Command::TakeCaptions));
            }
        });
    });
    if closed {
        scene.ask(Ask::Command(Command::RefuseCaptions));
    }
}

/// What is to be known of a table, a line each.
fn words(changes: &Changes) -> Vec<String> {
    let mut out = vec![if changes.hits.is_empty() {
        format!("{} read; every text is as it is here already.", n_photos(changes.n_rows))
    } else {
        format!(
            "{} read; {} would change. Empty cells change nothing.",
            n_photos(changes.n_rows),
            texts(changes.hits.len())
        )
    }];
    if changes.n_unknown > 0 {
        out.push(format!("{} of them are not open here and are passed over.", grouped(changes.n_unknown)));
    }
    if !changes.unknown_headings.is_empty() {
        out.push(format!("Columns that are not known: {}.", changes.unknown_headings.join(", ")));
    }
    out
}
