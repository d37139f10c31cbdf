//! The export dialog: what, in which languages, where to; then how far it is, and the finished album.

use std::path::PathBuf;

use egui::{ScrollArea, Ui};

use super::dialog_ui;
use super::export_check::{self, ExportCheck};
use super::export_exposure;
use crate::export::delivery::{Form, MOST_PAGE_BYTES};
use crate::export::settings::ThemeChoice;
use crate::model::text::LangTag;
use crate::model::visit::VisitId;
use crate::session::Command;
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
    /// Pictures as WebP too.
    pub webp: bool,
    /// As what it goes out.
    pub form: Form,
    /// The most megabytes that one page may have.
    pub most_page_mb: u32,
    /// The folder in which it will lie.
    pub target: Option<PathBuf>,
    /// What was started from this dialog, so that its end is shown here.
    pub started: bool,
    /// What the check of captions says of the photos of this album.
    pub check: ExportCheck,
    /// What stands below the choices took so much in the last frame, in points.
    footer_height: f32,
    /// The choices were higher than their room in the last frame.
    is_scrolling: bool,
    begun: bool,
}

impl ExportForm {
    /// Fills in what is usual, once.
    pub fn begin(&mut self, langs: &[LangTag]) {
        if !self.begun {
            self.begun = true;
            self.places = true;
            self.most_page_mb = MOST_PAGE_MB;
            self.languages = langs.to_vec();
        }
        self.started = false;
        self.check.begin();
    }

    /// Where the album will lie.
    pub fn path(&self) -> Option<PathBuf> {
        self.target.as_ref().map(|folder| folder.join(self.form.usual_name()))
    }

    /// The most bytes that one page may have.
    pub fn most_page_bytes(&self) -> u64 {
        u64::from(self.most_page_mb).saturating_mul(1_000_000)
    }

    /// The visits to export: `None` for all.
    pub fn visits(&self, all: impl Iterator<Item = VisitId>) -> Option<Vec<VisitId>> {
        let kept: Vec<VisitId> = all.filter(|visit| !self.left_out.contains(visit)).collect();
        (!self.left_out.is_empty()).then_some(kept)
    }
}

/// The most megabytes of one page before a person says otherwise.
const MOST_PAGE_MB: u32 = (MOST_PAGE_BYTES / 1_000_000) as u32;

/// The list of visits scrolls above this height, in points.
const VISITS_HEIGHT: f32 = 132.0;

/// So much of the choices is seen in the lowest window, in points.
const LEAST_CHOICES: f32 = 96.0;

/// The labels before rows of choices, in points.
const LABEL_WIDTH: f32 = 48.0;

/// What a photo comes to in the one page, in megabytes: 1280 px at quality 82 in base64 were 0.18 for real phone photos and 0.58 for grainy
/// ones of 12 MP. The page's own length is told when it is there.
const MB_PER_PHOTO: f64 = 0.25;

/// Draws the dialog. Gives what is to be stopped.
pub fn export_ui(ctx: &egui::Context, form: &mut ExportForm, scene: &mut Scene<'_>) -> Option<Stop> {
    let mut stop = None;
    let state = scene.session.export().clone();
    let closed = dialog_ui(ctx, "Export album", size::DIALOG, |ui| match &state {
        ExportState::Running { step, n_done, n_total, remaining } => {
            let step = (step.as_str(), *n_done, *n_total, *remaining);
            stop = running_ui(ui, step);
        }
        ExportState::Done { index, n_photos, n_left_out, audit } if form.started => {
            done_ui(ui, (index, audit.as_deref()), *n_photos, *n_left_out, form, scene);
        }
        ExportState::Cancelled if form.started => {
            let palette = theme::palette(ui);
            wrapped(ui, "The export was cancelled; nothing was left behind.", Type::Body, palette.soft);
            ui.add_space(space::S);
            form_ui(ui, form, scene);
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
            form_ui(ui, form, scene);
        }
        _ => form_ui(ui, form, scene),
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
    stop
}

fn running_ui(ui: &mut Ui, step: (&str, usize, usize, Option<std::time::Duration>)) -> Option<Stop> {
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
    button(ui, Kind::Plain, "", "Cancel export").clicked().then_some(Stop::Export)
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
        // A zip file is sent on, not looked at.
        let (icon, text, opens) = match (form.form, index.parent()) {
            (Form::Zip, Some(folder)) => (icons::FOLDER, "Show the folder", folder),
            _ => (icons::BROWSER, "Open in browser", index),
        };
        if button(ui, Kind::Main, icon, text).clicked() {
            scene.ask(Ask::OpenAlbum(opens.to_path_buf()));
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

fn form_ui(ui: &mut Ui, form: &mut ExportForm, scene: &mut Scene<'_>) {
    export_check::refresh(form, scene);
    // In a low window the choices scroll; what decides, and the button, stay in sight below them.
    let height = (ui.available_height() - form.footer_height).max(LEAST_CHOICES);
    // The scroll bar floats: it must not lie over what is beneath it.
    let bar = if form.is_scrolling { space::M } else { 0.0 };
    let choices = ScrollArea::vertical().id_salt("export choices").auto_shrink([false, true]);
    let shown = choices.max_height(height).show(ui, |ui| {
        ui.set_width(ui.available_width() - bar);
        choices_ui(ui, form, scene);
    });
    form.is_scrolling = shown.content_size.y > shown.inner_rect.height() + 1.0;
    let top = ui.cursor().top();
    footer_ui(ui, form, scene);
    form.footer_height = ui.min_rect().bottom() - top + space::S;
}

fn choices_ui(ui: &mut Ui, form: &mut ExportForm, scene: &mut Scene<'_>) {
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
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        ui.checkbox(&mut form.only_picks, "Only picked photos");
        ui.checkbox(&mut form.places, "Name the town and country of each photo");
    });
    ui.checkbox(
        &mut form.press,
        "For the press: creator, credit and copyright lines; pictures carry all texts",
    );
    ui.add_space(space::S);
    as_what_ui(ui, form, scene);
}

/// What goes out and what not, and the button.
fn footer_ui(ui: &mut Ui, form: &mut ExportForm, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        if button(ui, Kind::Plain, icons::FOLDER, "Choose folder…").clicked() {
            scene.ask(Ask::Command(Command::PickExportTarget));
        }
        let text = form.path().map_or_else(|| "Not chosen yet".to_owned(), |path| path.display().to_string());
        ui.add(egui::Label::new(egui::RichText::new(text).color(palette.soft)).truncate());
    });
    ui.add_space(space::S);
    export_check::clearance_ui(ui, form);
    export_exposure::line_ui(ui, &mut form.check);
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
}

/// Folder, file or page, and how it looks.
fn as_what_ui(ui: &mut Ui, form: &mut ExportForm, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        row_label(ui, "As");
        for (value, text) in [
            (Form::Folder, "Folder, for a web server"),
            (Form::Zip, "Zip file"),
            (Form::Page, "One page, for mail"),
        ] {
            ui.radio_value(&mut form.form, value, text);
        }
    });
    if form.form == Form::Page {
        ui.horizontal_wrapped(|ui| {
            let mb = form.check.n_photos() as f64 * MB_PER_PHOTO;
            let text = format!("About {mb:.0} MB with its pictures in it; a plain page of one look. At most");
            ui.label(egui::RichText::new(text).color(palette.soft));
            let most = egui::DragValue::new(&mut form.most_page_mb).range(1..=2000).suffix(" MB");
            ui.add(most).on_hover_text("Mail servers mostly take 10 to 25 MB");
        });
    } else {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            row_label(ui, "Theme");
            ui.radio_value(&mut form.theme, ThemeChoice::Gazette, "Gazette, white");
            ui.radio_value(&mut form.theme, ThemeChoice::Evening, "Evening, dark");
            let (is_own, text) = match &form.theme {
                ThemeChoice::Folder(folder) => {
                    (true, format!("Own: {}", folder.file_name().unwrap_or_default().to_string_lossy()))
                }
                _ => (false, "Own folder…".to_owned()),
            };
            if ui.radio(is_own, text).clicked() {
                scene.ask(Ask::Command(Command::PickTheme));
            }
        });
        let text = "Pictures also as WebP: pages load faster, the export takes longer";
        ui.checkbox(&mut form.webp, text);
    }
}

/// What a row of choices is about, as wide as that of the next row.
fn row_label(ui: &mut Ui, text: &str) {
    ui.allocate_ui_with_layout(
        egui::vec2(LABEL_WIDTH, size::CONTROL),
        egui::Layout::left_to_right(egui::Align::Center),
        |ui| {
            ui.set_min_width(LABEL_WIDTH);
            ui.label(text)
        },
    );
}

fn visits_ui(ui: &mut Ui, form: &mut ExportForm, scene: &Scene<'_>) {
    let collection = scene.collection();
    let visits = &collection.grouping().visits;
    field_label(ui, "Visits", "");
    ScrollArea::vertical().id_salt("export visits").max_height(VISITS_HEIGHT).show(ui, |ui| {
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
