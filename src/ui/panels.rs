//! The window's panels, put side by side, and what floats over them.

use std::time::Duration;

use egui::{Frame, Margin, Panel, Ui, pos2};

use super::actions::Action;
use super::app::UiState;
use super::ask::{Ask, Scene};
use super::clocks::clocks_ui::clocks_ui;
use super::inspector::inspector_ui::{COLUMN, inspector_ui};
use super::sheet::data::{Filter, Scope};
use super::sheet::sheet_ui::{Dragged, Look, nothing_ui, sheet_ui};
use super::status::{Stop, status_ui};
use super::textures::Textures;
use super::theme::{self, Type, size, space};
use super::toolbar::{Bar, toolbar_ui};
use super::viewer::viewer_ui::viewer_ui;
use super::visit_page::page_ui::{PageLook, page_ui};
use super::visits::visits_ui::visits_ui;
use super::widgets;

pub(super) fn bars_ui(ui: &mut Ui, state: &mut UiState, scene: &mut Scene<'_>) -> Option<Stop> {
    let palette = theme::palette(ui);
    let bar_frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 0));
    Panel::top("toolbar").exact_size(size::TOOLBAR).resizable(false).frame(bar_frame).show(ui, |ui| {
        let mut bar = Bar {
            filter: &mut state.filter,
            target: &mut state.target,
            focus_search: &mut state.focus_search,
        };
        toolbar_ui(ui, &mut bar, scene);
    });
    let n_shown = state.sheet.shown.order.len();
    let status_frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 0));
    Panel::bottom("status")
        .exact_size(size::STATUS)
        .resizable(false)
        .frame(status_frame)
        .show(ui, |ui| status_ui(ui, n_shown, scene))
        .inner
}

pub(super) fn sides_ui(ui: &mut Ui, state: &mut UiState, textures: &mut Textures, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let arrangement = scene.collection().regroupings();
    let narrow = ui.available_width() < 1100.0;
    if state.show_visits && !state.large {
        let frame =
            Frame::new().fill(palette.panel).inner_margin(Margin { left: 4, right: 4, top: 8, bottom: 0 });
        let (least, most) = size::VISITS_RANGE;
        let panel = Panel::left(if narrow { "visits, narrow" } else { "visits" })
            .default_size(if narrow { 200.0 } else { state.panels.0 })
            .size_range(least..=if narrow { 220.0 } else { most })
            .frame(frame)
            .show(ui, |ui| {
                let heading = state.heading.as_ref();
                let holes = state.show_holes;
                visits_ui(ui, &mut state.visits, &state.scope, heading, (arrangement, holes), scene);
            });
        if !narrow {
            state.panels.0 = panel.response.rect.width();
        }
    }
    if state.show_inspector {
        let (least, most) = size::INSPECTOR_RANGE;
        let frame = Frame::new().fill(palette.panel);
        // Columns that are remembered from last time make no room before there is something to write.
        state.inspector.begun |= !state.selection.is_empty();
        let wide = state.inspector.side_by_side && state.inspector.begun;
        let (name, wanted, range) = match (wide, narrow) {
            (true, _) => {
                let room = ui.available_width() - size::LEAST_SHEET;
                let columns = COLUMN * scene.langs.len().min(4) as f32;
                ("inspector, wide", columns.min(room), least..=room.max(least))
            }
            (false, true) => ("inspector, narrow", 280.0, least..=300.0),
            (false, false) => ("inspector", state.panels.1, least..=most),
        };
        let panel = Panel::right(name).default_size(wanted).size_range(range).frame(frame).show(ui, |ui| {
            let (selection, order) = (&state.selection, &state.sheet.shown.order);
            let photos = || selection.in_order(order);
            let heading = state.heading.as_ref();
            inspector_ui(ui, &mut state.inspector, textures, photos, selection.revision(), heading, scene);
        });
        if !narrow && !wide {
            state.panels.1 = panel.response.rect.width();
        }
    }
}

/// The clock desk below the sheet, so that it is seen at once what moves.
pub(super) fn desk_ui(ui: &mut Ui, state: &mut UiState, scene: &mut Scene<'_>) {
    if !state.clocks.open || state.large {
        return;
    }
    let palette = theme::palette(ui);
    let visit = state.visit_at_hand(scene);
    let frame =
        Frame::new().fill(palette.panel).inner_margin(Margin { left: 12, right: 12, top: 4, bottom: 0 });
    let most = (ui.available_height() - 160.0).max(160.0);
    Panel::bottom("clocks")
        .default_size(size::CLOCKS.min(most))
        .size_range(130.0..=most)
        .resizable(true)
        .frame(frame)
        .show(ui, |ui| clocks_ui(ui, &mut state.clocks, visit.as_ref(), scene));
}

pub(super) fn middle_ui(ui: &mut Ui, state: &mut UiState, textures: &mut Textures, scene: &mut Scene<'_>) {
    state.filter.holes = state.show_holes;
    // While a caption is typed the filter waits: a photo does not leave the sheet under the cursor.
    if !ui.ctx().text_edit_focused() || ui.ctx().memory(|m| m.has_focus(super::toolbar::search_id())) {
        state.filtered_at = scene.session.changes();
    }
    let notes = if state.filter.reads_notes() { state.filtered_at } else { 0 };
    if state.large
        && let Some(photo) = state.selection.lead()
    {
        viewer_ui(ui, &mut state.viewer, textures, photo, &state.sheet.shown.order, scene);
        return;
    }
    if let Scope::Visit(visit) = &state.scope {
        let mut look = PageLook {
            filter: &mut state.filter,
            folded: &mut state.fold_page,
            show_holes: &mut state.show_holes,
        };
        page_ui(ui, &mut state.page, visit, &mut look, textures, scene);
    }
    let look = Look {
        scope: &state.scope,
        filter: &state.filter,
        revision: (scene.collection().regroupings(), notes),
        target: state.target,
        selection: &state.selection,
    };
    let room = ui.available_rect_before_wrap();
    sheet_ui(ui, &mut state.sheet, textures, &look, scene);
    if state.sheet.shown.order.is_empty() && scene.facts.n_photos > 0 {
        let filtered = !state.filter.is_open();
        let mut over = ui.new_child(egui::UiBuilder::new().max_rect(room));
        if nothing_ui(&mut over, filtered) {
            state.filter = Filter::default();
        }
    }
}

/// Beside the pointer: how many photos are being dragged.
pub(super) fn dragging_ui(ui: &Ui) {
    let Some(dragged) = egui::DragAndDrop::payload::<Dragged>(ui.ctx()) else { return };
    let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    let palette = theme::palette(ui);
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("dragging"));
    let painter = ui.ctx().layer_painter(layer);
    let text = super::ask::n_photos(dragged.0.len());
    let galley = widgets::elided(&painter, &text, Type::Strong, palette.on_accent, 200.0);
    let rect = egui::Rect::from_min_size(
        pointer + egui::vec2(14.0, 10.0),
        galley.size() + egui::vec2(2.0 * space::S, space::S),
    );
    painter.rect_filled(rect, size::ROUND, palette.accent);
    painter.galley(rect.min + egui::vec2(space::S, space::XS), galley, palette.on_accent);
}

pub(super) fn notice_ui(ui: &Ui, state: &mut UiState, scene: &mut Scene<'_>) {
    let Some(notice) = &state.notice else { return };
    let left = notice.until - ui.input(|i| i.time);
    if left <= 0.0 {
        state.notice = None;
        return;
    }
    ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
    let palette = theme::palette(ui);
    let room = ui.ctx().content_rect();
    let at = pos2(room.center().x, room.bottom() - size::STATUS - space::L);
    egui::Area::new(egui::Id::unique("notice"))
        .order(egui::Order::Foreground)
        .pivot(egui::Align2::CENTER_BOTTOM)
        .fixed_pos(at)
        .show(ui.ctx(), |ui| {
            Frame::new()
                .fill(palette.float)
                .stroke(theme::hairline(palette))
                .corner_radius(size::ROUND)
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(Margin::symmetric(14, 8))
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = space::L;
                        ui.label(notice.text.as_str());
                        if notice.show && widgets::text_button(ui, "Show").clicked() {
                            scene.ask(Ask::Do(Action::Problems));
                        }
                        if notice.undo && widgets::text_button(ui, "Undo").clicked() {
                            scene.ask(Ask::Do(Action::Undo));
                        }
                    });
                });
        });
}
