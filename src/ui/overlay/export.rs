//! The export dialog: what, in which languages, where to; then how far it is, and the finished album.

use std::path::PathBuf;

use egui::{ScrollArea, Ui};

use super::dialog_ui;
use super::export_check::{self, ExportCheck};
use super::export_exposure;
use crate::export::settings::ThemeChoice;
use crate::model::text::LangTag;
use crate::model::visit::VisitId;
use crate::session::state::ExportState;
use crate::ui::ask::{Ask, Scene, grouped, n_photos};
use crate::ui::icons;
use crate::ui::status::{Stop, bar_ui, part_of};
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{Field, Kind, button, field_label, wrapped};
use crate::ui::words;

/// What the person has chosen so far.
#[derive(Default)]
pub struct ExportForm {
    /// The title of the album; empty leaves it to the visit's.
    pub title: String,
    /// Languages, the first at the root.
    pub languages: Vec<LangTag>,
    /// Visits that stay out.
    pub left_out: Vec<VisitId>,
    /// Photos that nothing dates too.
    pub undated: bool,
    /// Only picks.
    pub only_picks: bool,
    /// Town and country of each photo.
    pub places: bool,
    /// Creator, credit and copyright lines.
    pub press: bool,
    /// How the pages look.
    pub theme: ThemeChoice,
    /// The folder.
    pub target: Option<PathBuf>,
    /// What was started from this dialog, so that its end is shown here.
    pub started: bool,
    /// What the check of captions says of the photos of this album.
    pub check: ExportCheck,
    begun: bool,
}

impl ExportForm {
    /// Fills in what is usual, once.
    pub fn begin(&mut self, langs: &[LangTag]) {
        if !self.begun {
            self.begun = true;
            self.places = true;
            self.languages = langs.to_vec();
        }
        self.started = false;
        self.check.begin();
    }

    /// The visits to export: `None` for all.
    pub fn visits(&self, all: impl Iterator<Item = VisitId>) -> Option<Vec<VisitId>> {
        let kept: Vec<VisitId> = all.filter(|visit| !self.left_out.contains(visit)).collect();
        (!self.left_out.is_empty()).then_some(kept)
    }
}

/// What the dialog wants of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Pick the folder in the system's dialog.
    PickTarget,
    /// Stop the export.
    Stop(Stop),
}

/// Draws the dialog.
pub fn export_ui(ctx: &egui::Context, form: &mut ExportForm, scene: &mut Scene<'_>) -> Option<Want> {
    let mut want = None;
    let state = scene.session.export().clone();
    let closed = dialog_ui(ctx, "Export album", size::DIALOG, |ui| match &state {
        ExportState::Running { step, n_done, n_total, remaining } => {
            let step = (step.as_str(), *n_done, *n_total, *remaining);
            want = running_ui(ui, step);
        }
        ExportState::Done { index, n_photos, n_left_out, audit } if form.started => {
            done_ui(ui, (index, audit.as_deref()), *n_photos, *n_left_out, form, scene);
        }
        ExportState::Cancelled if form.started => {
            let palette = theme::palette(ui);
            wrapped(ui, "The export was cancelled; nothing was left behind.", Type::Body, palette.soft);
            ui.add_space(space::S);
            want = form_ui(ui, form, scene);
        }
        ExportState::Failed(words) if form.started => {
            let palette = theme::palette(ui);
            wrapped(
                ui,
                "The album was not made; nothing half-done was left behind.",
                Type::Strong,
                palette.danger,
            );
            wrapped(ui, words, Type::Body, palette.text);
            ui.add_space(space::S);
            want = form_ui(ui, form, scene);
        }
        _ => want = form_ui(ui, form, scene),
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
    want
}

fn running_ui(ui: &mut Ui, step: (&str, usize, usize, Option<std::time::Duration>)) -> Option<Want> {
    let palette = theme::palette(ui);
    let (step, n_done, n_total, remaining) = step;
    let text = if n_total > 0 {
        format!("{step}: {} of {}", grouped(n_done), grouped(n_total))
    } else {
        step.to_owned()
    };
    wrapped(ui, &text, Type::Body, palette.text);
    let width = ui.available_width();
    bar_ui(ui, part_of(n_done, n_total), width);
    let left = remaining.map(|time| format!("{} left. ", words::duration(time))).unwrap_or_default();
    let text =
        format!("{left}You can close this and go on working; the line at the bottom shows how far it is.");
    wrapped(ui, &text, Type::Small, palette.soft);
    ui.add_space(space::S);
    button(ui, Kind::Plain, "", "Cancel export").clicked().then_some(Want::Stop(Stop::Export))
}

fn done_ui(
    ui: &mut Ui,
    (index, audit): (&std::path::Path, Option<&std::path::Path>),
    n: usize,
    n_left_out: usize,
    form: &mut ExportForm,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    wrapped(ui, &format!("The album is ready: {}.", n_photos(n)), Type::Strong, palette.text);
    let checked = "Every file was opened again and checked: no position, no serial number, no hidden data, no name of \
                   an original.";
    wrapped(ui, checked, Type::Body, palette.soft);
    if n_left_out > 0 {
        let text = format!("{} had to stay out; the Problems list says why.", n_photos(n_left_out));
        wrapped(ui, &text, Type::Body, palette.danger);
    }
    wrapped(ui, &index.display().to_string(), Type::Small, palette.soft);
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        if button(ui, Kind::Main, icons::BROWSER, "Open in browser").clicked() {
            scene.ask(Ask::OpenAlbum(index.to_path_buf()));
        }
        if let Some(audit) = audit
            && button(ui, Kind::Plain, icons::CHECK, "Show the audit").clicked()
        {
            scene.ask(Ask::OpenAlbum(audit.to_path_buf()));
        }
        if button(ui, Kind::Plain, "", "Export again").clicked() {
            form.started = false;
        }
    });
}

fn form_ui(ui: &mut Ui, form: &mut ExportForm, scene: &mut Scene<'_>) -> Option<Want> {
    let palette = theme::palette(ui);
    let mut want = None;
    export_check::refresh(form, scene);
    ui.spacing_mut().item_spacing.y = space::XS;
    field_label(ui, "Title", "");
    let id = egui::Id::unique("album title");
    let hint = "The visit's own title";
    Field { id, name: "Album title", hint, rows: 1 }.show(ui, &mut form.title);
    ui.add_space(space::S);
    field_label(ui, "Languages", "the first is the main one");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        for lang in scene.langs {
            let mut on = form.languages.contains(lang);
            if ui.checkbox(&mut on, words::language_name(lang)).changed() {
                form.languages.retain(|other| other != lang);
                if on {
                    form.languages.push(lang.clone());
                }
            }
        }
    });
    ui.add_space(space::S);
    visits_ui(ui, form, scene);
    ui.add_space(space::S);
    // Beside each other: in a low window every line counts.
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        ui.checkbox(&mut form.only_picks, "Only picked photos");
        ui.checkbox(&mut form.places, "Name the town and country of each photo");
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        ui.label("Theme");
        ui.radio_value(&mut form.theme, ThemeChoice::Gazette, "Gazette: white, typographic");
        ui.radio_value(&mut form.theme, ThemeChoice::Evening, "Evening: dark, led by pictures");
    });
    ui.checkbox(
        &mut form.press,
        "For the press: creator, credit and copyright lines; pictures carry all texts",
    );
    ui.add_space(space::S);
    field_label(ui, "Folder", "the album becomes a folder in it");
    ui.horizontal(|ui| {
        if button(ui, Kind::Plain, icons::FOLDER, "Choose folder…").clicked() {
            want = Some(Want::PickTarget);
        }
        let text = form
            .target
            .as_ref()
            .map_or_else(|| "Not chosen yet".to_owned(), |path| path.display().to_string());
        ui.add(egui::Label::new(egui::RichText::new(text).color(palette.soft)).truncate());
    });
    ui.add_space(space::S);
    export_check::clearance_ui(ui, form);
    // In a low window what went wrong is more urgent, and the button must stay in sight.
    if !form.started || ui.ctx().content_rect().height() >= 640.0 {
        export_exposure::line_ui(ui, &mut form.check);
    }
    export_check::line_ui(ui, &form.check, scene);
    export_check::question_ui(ui, &form.check, scene);
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let ready = form.target.is_some()
            && !form.languages.is_empty()
            && form.check.is_done()
            && export_check::may_go(form);
        ui.add_enabled_ui(ready, |ui| {
            if export_check::button_ui(ui, &mut form.check, scene) {
                form.started = true;
                scene.ask(Ask::StartExport);
            }
        });
        let text = "Rejected photos stay out. Pictures are re-encoded; nothing of the originals goes along.";
        wrapped(ui, text, Type::Small, palette.soft);
    });
    want
}

fn visits_ui(ui: &mut Ui, form: &mut ExportForm, scene: &Scene<'_>) {
    let collection = scene.collection();
    let visits = &collection.grouping().visits;
    field_label(ui, "Visits", "");
    // In a low window the list is short, so that the button below it stays in sight.
    let said = if form.started { 90.0 } else { 0.0 };
    let shown = if form.check.shows_exposure { 120.0 } else { 0.0 };
    let height = (ui.ctx().content_rect().height() - 540.0 - said - shown).clamp(52.0, 132.0);
    ScrollArea::vertical().id_salt("export visits").max_height(height).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        for visit in visits {
            let mut on = !form.left_out.contains(&visit.id);
            let label = format!("{}  ({})", scene.visit_title(&visit.id), grouped(visit.n_photos()));
            if ui.checkbox(&mut on, label).changed() {
                form.left_out.retain(|other| *other != visit.id);
                if !on {
                    form.left_out.push(visit.id.clone());
                }
            }
        }
        let n = collection.grouping().undated.len();
        if n > 0 {
            ui.checkbox(&mut form.undated, format!("Undated  ({})", grouped(n)));
        }
    });
}
