//! The line at the bottom: how many photos, what is going on, what went wrong.

use egui::{Align, Layout, Ui, pos2, vec2};

use super::actions::Action;
use super::ask::{Ask, Scene, grouped, n_photos};
use super::icons;
use super::theme::{self, Type, size, space};
use super::widgets::{elided, paint_icon};
use super::words;
use crate::session::state::{ExportState, SaveState};

/// What the line asks of the session beyond [`Ask`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Stop reading folders.
    Scan,
    /// Stop the export.
    Export,
    /// Stop writing sidecars.
    Sidecars,
}

/// Draws the line.
pub fn status_ui(ui: &mut Ui, n_shown: usize, scene: &mut Scene<'_>) -> Option<Stop> {
    let mut stop = None;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let palette = theme::palette(ui);
        let all = scene.facts.n_photos;
        let shown =
            if n_shown == all { n_photos(all) } else { format!("{} of {}", grouped(n_shown), n_photos(all)) };
        small(ui, &shown, palette.soft);
        if scene.facts.n_selected > 0 {
            small(ui, &format!("{} chosen", grouped(scene.facts.n_selected)), palette.accent);
        }
        problems_ui(ui, scene);
        clocks_ui(ui, scene);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            saved_ui(ui, scene);
            stop = jobs_ui(ui, scene);
        });
    });
    stop
}

fn small(ui: &mut Ui, text: &str, color: egui::Color32) -> egui::Response {
    ui.add(egui::Label::new(egui::RichText::new(text).font(Type::Small.font()).color(color)).truncate())
}

fn problems_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let n = scene.session.problems().len();
    let label = if n == 1 { "1 problem".to_owned() } else { format!("{} problems", grouped(n)) };
    if n > 0 {
        mark_ui(ui, icons::WARNING, &label, Action::Problems, scene);
    }
}

/// Clocks that are wrong are pointed out before anyone looks.
fn clocks_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let sure = scene.collection().proposals().iter().filter(|proposal| proposal.is_sure);
    let devices: std::collections::BTreeSet<_> = sure.map(|proposal| &proposal.device).collect();
    let label = match devices.len() {
        0 => return,
        1 => "1 clock seems wrong".to_owned(),
        n => format!("{} clocks seem wrong", grouped(n)),
    };
    mark_ui(ui, icons::CLOCK, &label, Action::Clocks, scene);
}

/// Words with an icon that lead to where they are explained.
fn mark_ui(ui: &mut Ui, icon: &str, label: &str, action: Action, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let galley = elided(ui.painter(), label, Type::Small, palette.text, 200.0);
    let wanted = vec2(galley.size().x + 36.0, size::STATUS - 6.0);
    let (rect, response) = ui.allocate_exact_size(wanted, egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, label));
    let fill = if response.hovered() { palette.hover } else { egui::Color32::TRANSPARENT };
    ui.painter().rect_filled(rect, size::ROUND, fill);
    paint_icon(ui.painter(), pos2(rect.left() + 13.0, rect.center().y), icon, Type::Badge, palette.accent);
    let at = pos2(rect.left() + 26.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.text);
    if response.on_hover_text(action.spec().tooltip).clicked() {
        scene.ask(Ask::Do(action));
    }
}

fn saved_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = theme::palette(ui);
    if scene.facts.keeps_nothing {
        let words = "The library could not be opened: what you write is gone when you close the window.";
        small(ui, "Nothing is kept", palette.danger).on_hover_text(words);
        return;
    }
    match scene.session.save_state() {
        SaveState::Saved if scene.facts.undo.is_some() => {
            small(ui, "Saved", palette.soft);
        }
        SaveState::Saved => {}
        SaveState::Saving => {
            small(ui, "Saving…", palette.soft);
        }
        SaveState::Failed(words) => {
            small(ui, "Not saved", palette.danger).on_hover_text(words);
        }
    }
}

fn jobs_ui(ui: &mut Ui, scene: &Scene<'_>) -> Option<Stop> {
    let mut stop = None;
    if let ExportState::Running { step, n_done, n_total, remaining } = scene.session.export() {
        let part = part_of(*n_done, *n_total);
        if progress_ui(ui, &format!("{step} {} of {}", grouped(*n_done), grouped(*n_total)), part, *remaining)
        {
            stop = Some(Stop::Export);
        }
    }
    if let Some(state) = scene.session.sidecars() {
        let words = format!("Writing sidecars {} of {}", grouped(state.n_done), grouped(state.n_total));
        if progress_ui(ui, &words, part_of(state.n_done, state.n_total), None) {
            stop = Some(Stop::Sidecars);
        }
    }
    if let Some(scan) = scene.session.scan() {
        let (words, part) = if scan.walked {
            let words = format!("Reading {} of {}", grouped(scan.n_done), grouped(scan.n_found));
            (words, part_of(scan.n_done, scan.n_found))
        } else {
            (format!("Looking for photos: {} found", grouped(scan.n_found)), None)
        };
        if progress_ui(ui, &words, part, scan.remaining) {
            stop = Some(Stop::Scan);
        }
    }
    stop
}

/// How much of a whole is done, 0 to 1.
pub fn part_of(n_done: usize, n_total: usize) -> Option<f32> {
    (n_total > 0).then(|| (n_done as f32 / n_total as f32).clamp(0.0, 1.0))
}

/// Words, a bar and a cross. True when the cross was clicked.
fn progress_ui(ui: &mut Ui, words: &str, part: Option<f32>, remaining: Option<std::time::Duration>) -> bool {
    let palette = theme::palette(ui);
    let mut stopped = false;
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), egui::Sense::click());
        let name = format!("Cancel: {words}");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
        let color = if response.hovered() { palette.text } else { palette.soft };
        paint_icon(ui.painter(), rect.center(), icons::CLOSE, Type::Badge, color);
        stopped = response.on_hover_text("Cancel; what was done so far stays").clicked();
        bar_ui(ui, part, 120.0);
        let left = remaining.map(|time| format!("  ·  {} left", words::duration(time))).unwrap_or_default();
        small(ui, &format!("{words}{left}"), palette.soft);
    });
    stopped
}

/// A thin bar that fills; without a part it says only that something is going on.
pub fn bar_ui(ui: &mut Ui, part: Option<f32>, width: f32) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 12.0), egui::Sense::hover());
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::accesskit::Role::ProgressIndicator, true, "Progress");
        info.value = part.map(f64::from);
        info
    });
    let rail = egui::Rect::from_center_size(rect.center(), vec2(width, 4.0));
    ui.painter().rect_filled(rail, 2, palette.pressed);
    let filled = match part {
        Some(part) => egui::Rect::from_min_size(rail.min, vec2(rail.width() * part, rail.height())),
        None => {
            let time = ui.input(|i| i.time);
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(33));
            let phase = (time * 0.7).fract() as f32;
            let start = rail.left() + (rail.width() + 40.0) * phase - 40.0;
            egui::Rect::from_min_size(pos2(start, rail.top()), vec2(40.0, rail.height())).intersect(rail)
        }
    };
    ui.painter().rect_filled(filled, 2, palette.accent);
}
