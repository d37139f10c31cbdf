//! Titles of visits and sections within the contact sheet: they can be clicked, dropped on, and have a menu.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Align2, Color32, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use super::ask::{Ask, Scene, n_photos};
use super::context_menu;
use super::sheet::data::Group;
use super::sheet::sheet_ui::Dragged;
use super::theme::{self, Type, size, space};
use super::visit_page::data::title_of;
use super::visit_page::holes::item_of;
use super::widgets::paint_line;
use super::words;
use crate::model::notes::Subject;
use crate::model::visit::{SectionId, VisitId};
use crate::session::{Command, Revision};

/// The title of a visit above its first section.
pub fn banner_ui(ui: &mut Ui, rect: Rect, visit: &VisitId, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let title = scene.visit_title(visit);
    let subject = Subject::Visit(visit.clone());
    let response = heading(ui, rect, Id::unique(("banner", visit)), &format!("Visit {title}"));
    let look = (Type::Title, palette.text);
    let at = pos2(rect.left(), rect.bottom() - space::S);
    paint_line(ui.painter(), at, Align2::LEFT_BOTTOM, &title, look, rect.width());
    respond(ui, &response, &subject, rect, scene);
}

/// The heading of a section: title, time and count, and its visit while it stays at the top.
pub fn section_ui(
    ui: &mut Ui,
    rect: Rect,
    visit: &VisitId,
    section: &SectionId,
    group: &Group,
    sticky: bool,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    let title = scene.section_title(visit, section);
    let subject = Subject::Section(visit.clone(), section.clone());
    let response = heading(ui, rect, Id::unique(("section", visit, section)), &format!("Section {title}"));
    let painter = ui.painter();
    let y = rect.center().y + 2.0;
    let mut end = paint_line(
        painter,
        pos2(rect.left(), y),
        Align2::LEFT_CENTER,
        &title,
        (Type::Heading, palette.text),
        rect.width() * 0.6,
    );
    let mut facts = vec![n_photos(group.range.len())];
    if let Some(section) = scene.collection().section(visit, section)
        && let (Some(start), Some(last)) = (section.start, section.end)
    {
        let (start, last) = (words::clock(start), words::clock(last));
        facts.insert(0, if start == last { start } else { format!("{start}–{last}") });
    }
    if sticky {
        facts.push(scene.visit_title(visit));
    }
    let soft = (Type::Small, palette.soft);
    end += space::M;
    paint_line(
        painter,
        pos2(end, y + 1.0),
        Align2::LEFT_CENTER,
        &facts.join("  ·  "),
        soft,
        rect.right() - end,
    );
    respond(ui, &response, &subject, rect, scene);
}

/// The thin heading of an item of the programme without a picture: photos can be dropped on it.
pub fn hole_ui(
    ui: &Ui,
    rect: Rect,
    visit: &VisitId,
    section: &SectionId,
    uid: &Arc<str>,
    scene: &mut Scene<'_>,
) {
    let Some(item) = item_of(scene.collection(), visit, uid) else { return };
    let palette = theme::palette(ui);
    let (title, time) = (title_of(item, scene.lang), words::item_time(item));
    let subject = Subject::Section(visit.clone(), section.clone());
    let name = format!("Item without a picture {title}, {time}");
    let response = heading(ui, rect, Id::unique(("hole", visit, section)), &name);
    let painter = ui.painter();
    let y = rect.center().y;
    painter.circle_stroke(pos2(rect.left() + 4.0, y), 3.0, Stroke::new(size::HAIR, palette.accent));
    let look = (Type::Body, palette.soft);
    let left = rect.left() + space::L;
    let end = paint_line(painter, pos2(left, y), Align2::LEFT_CENTER, &title, look, rect.width() * 0.6);
    let words = format!("{time}  ·  No picture yet");
    let soft = (Type::Small, palette.soft);
    let at = pos2(end + space::M, y + 1.0);
    let end = paint_line(painter, at, Align2::LEFT_CENTER, &words, soft, rect.right() - at.x);
    if rect.right() - end > 60.0 {
        painter.hline(end + space::M..=rect.right(), y, theme::hairline(palette));
    }
    drop_target(ui, &response, &subject, rect, scene);
    response.on_hover_text("Nobody photographed this, or its pictures lie elsewhere: drop them here");
}

fn heading(ui: &Ui, rect: Rect, id: Id, name: &str) -> Response {
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name));
    response
}

fn respond(ui: &Ui, response: &Response, subject: &Subject, rect: Rect, scene: &mut Scene<'_>) {
    drop_target(ui, response, subject, rect, scene);
    if response.double_clicked() {
        scene.ask(Ask::Rename(subject.clone()));
    } else if response.clicked() {
        scene.ask(Ask::Heading(subject.clone()));
    }
    response.context_menu(|ui| context_menu::heading_ui(ui, subject, scene));
}

/// Takes photos that are dropped on a visit or section.
pub fn drop_target(ui: &Ui, response: &Response, subject: &Subject, rect: Rect, scene: &mut Scene<'_>) {
    if response.dnd_hover_payload::<Dragged>().is_some() {
        let palette = theme::palette(ui);
        let tint: Color32 = palette.accent.gamma_multiply(0.18);
        ui.painter().rect_filled(rect, size::ROUND, tint);
        ui.painter().rect_stroke(rect, size::ROUND, theme::focus_ring(palette), StrokeKind::Inside);
    }
    if let Some(dragged) = response.dnd_release_payload::<Dragged>() {
        let photos = dragged.0.clone();
        let revision = match subject {
            Subject::Visit(visit) => Revision::MovePhotos { photos, visit: visit.clone(), section: None },
            Subject::Section(visit, section) => {
                Revision::MovePhotos { photos, visit: visit.clone(), section: Some(section.clone()) }
            }
            Subject::Library | Subject::Photo(_) | Subject::Device(_) => Revision::MoveToUndated(photos),
        };
        scene.ask(Ask::Command(Command::Revise(revision)));
    }
}
