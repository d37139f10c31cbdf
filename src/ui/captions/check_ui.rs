//! Draws the list of what the check of captions found: by kind, each row leading to its field.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Align2, Color32, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::data::{counts, field_words, summary};
use crate::model::caption::check::{Finding, FindingKind};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::session::Command;
use crate::ui::ask::{Ask, Scene, grouped};
use crate::ui::icons;
use crate::ui::overlay::dialog_ui;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{Kind, button, paint_icon, paint_line, tab, wrapped};

/// The height of a row, in points.
const ROW: f32 = 44.0;

/// What was checked, and what was found.
#[derive(Default)]
pub struct CheckState {
    photos: Vec<PhotoId>,
    /// The languages that everything is to be there in; those of the window when `None`.
    langs: Option<Vec<LangTag>>,
    kind: Option<FindingKind>,
    /// The state of notes that a check was asked for at.
    asked_at: Option<u64>,
    /// The number of the check that was asked for last.
    ticket: u64,
    findings: Arc<Vec<Finding>>,
    /// The check that the rest was worked out from, and for which kind.
    made_of: Option<(u64, Option<FindingKind>)>,
    counts: Vec<(FindingKind, usize)>,
    summary: String,
    /// Places of the findings that are shown.
    shown: Vec<usize>,
}

impl CheckState {
    /// Checks these photos from now on.
    pub fn begin(&mut self, photos: Vec<PhotoId>) {
        self.begin_with(photos, None, self.kind);
    }

    /// Checks these photos in these languages, and shows what is of one kind first.
    pub fn begin_with(
        &mut self,
        photos: Vec<PhotoId>,
        langs: Option<Vec<LangTag>>,
        kind: Option<FindingKind>,
    ) {
        *self = Self { photos, langs, kind, ticket: self.ticket, ..Self::default() };
    }

    /// Asks for a check when something changed, and takes in what one found. The check itself is made by a job.
    fn refresh(&mut self, scene: &mut Scene<'_>) {
        let now = scene.session.changes();
        if self.asked_at != Some(now) {
            self.asked_at = Some(now);
            self.ticket += 1;
            let langs = self.langs.clone().unwrap_or_else(|| scene.langs.to_vec());
            let (ticket, photos) = (self.ticket, self.photos.clone());
            scene.ask(Ask::Command(Command::CheckCaptions { ticket, photos, langs }));
        }
        let (ticket, findings) = scene.session.findings();
        if ticket != self.ticket || self.made_of == Some((ticket, self.kind)) {
            return;
        }
        self.findings = Arc::clone(findings);
        self.counts = counts(findings);
        if !self.counts.iter().any(|(kind, _)| Some(*kind) == self.kind) {
            self.kind = None;
        }
        self.made_of = Some((ticket, self.kind));
        self.summary = summary(findings, self.photos.len());
        let fits = |finding: &Finding| self.kind.is_none_or(|kind| finding.kind == kind);
        self.shown =
            findings.iter().enumerate().filter(|(_, finding)| fits(finding)).map(|(n, _)| n).collect();
    }
}

/// Draws the list.
pub fn check_ui(ctx: &egui::Context, state: &mut CheckState, scene: &mut Scene<'_>) {
    state.refresh(scene);
    let closed = dialog_ui(ctx, "Check of captions", 720.0, |ui| {
        let palette = theme::palette(ui);
        if state.made_of.is_none() {
            wrapped(ui, "Reading the captions…", Type::Body, palette.soft);
            return;
        }
        wrapped(ui, &state.summary, Type::Body, palette.soft);
        ui.add_space(space::S);
        kinds_ui(ui, state);
        ui.add_space(space::S);
        let height = (ui.ctx().content_rect().height() - 340.0).clamp(120.0, 520.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("findings").max_height(height).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            state.shown.len(),
            |ui, rows| {
                for n in state.shown.get(rows).unwrap_or_default() {
                    if let Some(finding) = state.findings.get(*n) {
                        row_ui(ui, finding, scene);
                    }
                }
            },
        );
        ui.add_space(space::M);
        if !state.shown.is_empty() && button(ui, Kind::Plain, icons::COPY, "Copy list").clicked() {
            let found = state.shown.iter().filter_map(|n| state.findings.get(*n));
            let lines: Vec<String> = found.map(|finding| line(finding, scene)).collect();
            scene.ask(Ask::Copy(lines.join("\n")));
        }
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}

fn kinds_ui(ui: &mut Ui, state: &mut CheckState) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        let all = format!("All {}", grouped(state.findings.len()));
        if tab(ui, &all, "All findings", state.kind.is_none(), false).clicked() {
            state.kind = None;
        }
        for (kind, n) in state.counts.clone() {
            let label = format!("{} {}", kind.heading(), grouped(n));
            if tab(ui, &label, &label, state.kind == Some(kind), kind.is_grave()).clicked() {
                state.kind = Some(kind);
            }
        }
    });
}

fn file_of(finding: &Finding, scene: &Scene<'_>) -> String {
    scene.collection().photo(finding.photo).map(|photo| photo.file_name()).unwrap_or_default()
}

fn line(finding: &Finding, scene: &Scene<'_>) -> String {
    let field = field_words(finding.field, finding.lang.as_ref());
    format!("{}\t{field}\t{}\t{}", file_of(finding, scene), finding.kind.heading(), finding.words)
}

fn row_ui(ui: &mut Ui, finding: &Finding, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let field = field_words(finding.field, finding.lang.as_ref());
    let file = file_of(finding, scene);
    response.widget_info(|| {
        WidgetInfo::labeled(Role::ListItem, true, format!("{}, {file}, {field}", finding.words))
    });
    if ui.is_rect_visible(rect) {
        let fill = if response.hovered() { palette.raised } else { Color32::TRANSPARENT };
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 1.0)), size::ROUND, fill);
        if response.has_focus() {
            let ring = theme::focus_ring(palette);
            ui.painter().rect_stroke(rect.shrink(1.0), size::ROUND, ring, egui::StrokeKind::Inside);
        }
        let (icon, color) = if finding.kind.is_grave() {
            (icons::WARNING, palette.danger)
        } else {
            (icons::INFO, palette.soft)
        };
        paint_icon(ui.painter(), pos2(rect.left() + 16.0, rect.center().y), icon, Type::Icon, color);
        let left = rect.left() + 36.0;
        let room = rect.width() - 48.0;
        let at = pos2(left, rect.top() + 5.0);
        paint_line(ui.painter(), at, Align2::LEFT_TOP, &finding.words, (Type::Body, palette.text), room);
        let below = format!("{file}  ·  {field}");
        let at = pos2(left, rect.bottom() - 5.0);
        paint_line(ui.painter(), at, Align2::LEFT_BOTTOM, &below, (Type::Small, palette.soft), room);
    }
    if response.clicked() {
        scene.ask(Ask::Overlay(None));
        scene.ask(Ask::Field(finding.photo, finding.field, finding.lang.clone()));
    }
}
