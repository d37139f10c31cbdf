//! Who made it, of what, and under which licence.

use super::dialog_ui;
use crate::ui::ask::{Ask, Scene};
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::wrapped;

/// What others made that is part of the program.
const CREDITS: [(&str, &str); 5] = [
    ("Places", "Names and positions of towns from GeoNames (geonames.org), CC BY 4.0."),
    ("Time zones", "Borders of time zones from OpenStreetMap contributors, ODbL."),
    ("Type", "Inter by The Inter Project Authors, SIL Open Font License 1.1."),
    ("Icons", "Phosphor Icons, MIT licence."),
    ("Window", "egui and eframe by Emil Ernerfeldt and contributors, MIT or Apache 2.0."),
];

/// Draws it.
pub fn about_ui(ctx: &egui::Context, scene: &mut Scene<'_>) {
    let closed = dialog_ui(ctx, "About Attaché", 480.0, |ui| {
        let palette = theme::palette(ui);
        let version =
            concat!("Version ", env!("CARGO_PKG_VERSION"), ". Licence: MIT or Apache 2.0, as you like.");
        wrapped(ui, version, Type::Body, palette.text);
        let promise = "Photos are only ever read. Nothing leaves this machine: the program opens no network connection.";
        wrapped(ui, promise, Type::Body, palette.soft);
        ui.add_space(space::S);
        for (what, text) in CREDITS {
            ui.label(egui::RichText::new(what).font(Type::Strong.font()).color(palette.text));
            wrapped(ui, text, Type::Body, palette.soft);
        }
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}
