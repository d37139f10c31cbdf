//! The list of Problems: what was tried, on which file, what happened, what to do.

use egui::{ScrollArea, Ui, pos2, vec2};

use super::dialog_ui;
use crate::model::problem::{Problem, ProblemKind};
use crate::session::Command;
use crate::ui::ask::{Ask, Scene, grouped};
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{Kind, button, icon_button, paint_icon, wrapped};
use crate::ui::{icons, words};

/// Draws the list.
pub fn problems_ui(ctx: &egui::Context, scene: &mut Scene<'_>) {
    let problems = scene.session.problems();
    let closed = dialog_ui(ctx, "Problems", 640.0, |ui| {
        let palette = theme::palette(ui);
        if problems.is_empty() {
            wrapped(ui, "Nothing went wrong.", Type::Body, palette.soft);
            return;
        }
        let lost = problems.iter().filter(|problem| problem.kind.loses_photo()).count();
        let text = match lost {
            0 => "Every photo is shown; some of what their files say could not be read.".to_owned(),
            1 => "One photo could not be shown. The rest is not affected.".to_owned(),
            n => format!("{} photos could not be shown. The rest is not affected.", grouped(n)),
        };
        wrapped(ui, &text, Type::Body, palette.soft);
        ui.add_space(space::XS);
        let height = (ui.ctx().content_rect().height() - 300.0).max(120.0);
        ScrollArea::vertical().id_salt("problems").max_height(height).show(ui, |ui| {
            ui.set_width(ui.available_width());
            // The list may be long; what is beyond a thousand is no longer read by anyone.
            for problem in problems.iter().take(1000) {
                problem_ui(ui, problem, scene.asks);
            }
        });
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            if button(ui, Kind::Plain, icons::COPY, "Copy list").clicked() {
                let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
                scene.asks.push(Ask::Copy(lines.join("\n")));
            }
            if button(ui, Kind::Plain, "", "Clear list").clicked() {
                scene.asks.push(Ask::Command(Command::ClearProblems));
            }
        });
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}

fn problem_ui(ui: &mut Ui, problem: &Problem, asks: &mut Vec<Ask>) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 1.0);
        let (rect, _) = ui.allocate_exact_size(vec2(22.0, 20.0), egui::Sense::hover());
        let lost = problem.kind.loses_photo();
        let (icon, color) = if lost { (icons::WARNING, palette.accent) } else { (icons::INFO, palette.soft) };
        paint_icon(ui.painter(), pos2(rect.center().x, rect.center().y), icon, Type::Icon, color);
        let room = ui.available_width() - size::CONTROL - space::M;
        ui.vertical(|ui| {
            ui.set_width(room);
            let name = problem.path.as_ref().and_then(|path| path.file_name());
            let name = name.map_or_else(
                || title_of(problem.kind).to_owned(),
                |name| name.to_string_lossy().into_owned(),
            );
            wrapped(ui, &name, Type::Strong, palette.text);
            wrapped(ui, &words::sentence(&problem.message), Type::Body, palette.text);
            if let Some(folder) = problem.path.as_ref().and_then(|path| path.parent()) {
                wrapped(ui, &folder.display().to_string(), Type::Small, palette.soft);
            }
        });
        if let Some(path) = &problem.path
            && icon_button(ui, icons::COPY, "Copy path", false)
                .on_hover_text("Copy the file's path")
                .clicked()
        {
            asks.push(Ask::Copy(path.display().to_string()));
        }
    });
    ui.add_space(space::S);
}

const fn title_of(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Library => "Library",
        ProblemKind::Export => "Export",
        ProblemKind::Sidecar => "Sidecar",
        ProblemKind::Credentials => "Content Credentials",
        _ => "Problem",
    }
}
