//! Draws the contact sheet: only the rows that are seen.

use egui::accesskit::Role;
use egui::containers::scroll_area::{DragScroll, ScrollSource};
use egui::{Align2, DragAndDrop, Id, Pos2, Rect, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::cell_ui::{CellLook, cell_ui};
use super::data::{Filter, Group, Scope};
use super::layout::{Measures, What, cells};
use super::state::{Band, SheetState};
use crate::model::photo::PhotoId;
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::selection::Selection;
use crate::ui::textures::Textures;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{elided, paint_line};
use crate::ui::{headings, icons};

/// Photos that are being dragged.
pub struct Dragged(pub Vec<PhotoId>);

/// What the sheet is drawn from.
pub struct Look<'a> {
    /// Which part of the collection.
    pub scope: &'a Scope,
    /// What is left out of it.
    pub filter: &'a Filter,
    /// Change whenever the collection may show otherwise: what is grouped where, and what people wrote.
    pub revision: (u64, u64),
    /// Height of thumbnails that rows aim at.
    pub target: f32,
    /// What is chosen.
    pub selection: &'a Selection,
}

/// Draws the sheet into the whole of `ui`.
pub fn sheet_ui(
    ui: &mut Ui,
    state: &mut SheetState,
    textures: &mut Textures,
    look: &Look<'_>,
    scene: &mut Scene<'_>,
) {
    let room = ui.available_rect_before_wrap();
    let measures = Measures {
        width: (room.width() - 2.0 * space::L).max(120.0).floor(),
        target: look.target,
        gap: 10.0,
        badges: size::BADGES,
        heading: size::HEADING,
        hole: size::HOLE,
        banner: 64.0,
    };
    state.refresh(scene.collection(), look.revision, look.scope, look.filter, measures);
    state.seen = room.height();
    if state.is_sifting() {
        ui.ctx().request_repaint();
    }

    let ground = ui.interact(room, Id::unique("sheet"), Sense::CLICK | Sense::DRAG);
    ground.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Contact sheet"));
    let mut area = ScrollArea::vertical()
        .id_salt("sheet")
        .auto_shrink(false)
        .scroll_source(ScrollSource { drag: DragScroll::OnTouch, ..ScrollSource::default() });
    if let Some(offset) = state.scroll_to.take() {
        area = area.vertical_scroll_offset(offset as f32);
    }
    area.show_viewport(ui, |ui, viewport| {
        ui.set_width(room.width());
        ui.set_height(state.layout.height() as f32 + space::XL);
        state.scrolled_to(f64::from(viewport.top().max(0.0)));
        let origin = pos2(room.left() + space::L, room.top());
        rows_ui(ui, state, textures, look, scene, origin);
        prepare(ui, state, textures);
        band_ui(ui, state, look, scene, origin, &ground);
        sticky_ui(ui, state, scene, origin);
    });
    state.hold();
    if ground.clicked() {
        scene.ask(Ask::ChooseMany(Vec::new(), false));
    }
}

fn rows_ui(
    ui: &mut Ui,
    state: &mut SheetState,
    textures: &mut Textures,
    look: &Look<'_>,
    scene: &mut Scene<'_>,
    origin: Pos2,
) {
    let Some(measures) = state.measures else { return };
    let (mut n_cells, mut n_rows) = (0, 0);
    let offset = state.offset;
    for row in state.layout.between(offset, offset + f64::from(state.seen)) {
        n_rows += 1;
        let top = origin.y + (row.top - offset) as f32;
        match &row.what {
            What::Banner(group) => {
                if let Some(visit) = state.shown.groups.get(*group).and_then(|group| group.visit.clone()) {
                    let rect = Rect::from_min_size(pos2(origin.x, top), vec2(measures.width, row.height));
                    headings::banner_ui(ui, rect, &visit, scene);
                } else {
                    let at = pos2(origin.x, top + row.height - space::M);
                    let text = theme::palette(ui).text;
                    let look = (Type::Title, text);
                    paint_line(ui.painter(), at, Align2::LEFT_BOTTOM, "Undated", look, measures.width);
                }
            }
            What::Heading(group) => {
                // The one that stays at the top is drawn last, over the photos.
                if let Some(group) = state.shown.groups.get(*group)
                    && (row.top >= offset || group.hole.is_some())
                {
                    heading_ui(ui, pos2(origin.x, top), measures.width, group, scene, false);
                }
            }
            What::Photos(_) => {
                for cell in cells(&state.shown, &measures, row) {
                    let Some(photo) = state.shown.order.get(cell.n) else { continue };
                    n_cells += 1;
                    let min = pos2(origin.x + cell.x, top);
                    let rect = Rect::from_min_size(min, vec2(cell.width, cell.height));
                    let cell_look = CellLook {
                        rect,
                        chosen: look.selection.contains(photo),
                        lead: look.selection.lead() == Some(photo),
                    };
                    let picture = textures.thumbnail(photo, edge_px(ui, cell.width, cell.height));
                    cell_ui(ui, photo, &cell_look, picture, look.selection, &state.shown.order, scene);
                }
            }
        }
    }
    state.work.n_cells = n_cells;
    state.work.n_rows = n_rows;
}

/// Asks for the thumbnails that scrolling on leads to.
fn prepare(ui: &Ui, state: &SheetState, textures: &mut Textures) {
    let Some(measures) = state.measures else { return };
    for row in state.rows_ahead() {
        for cell in cells(&state.shown, &measures, row) {
            if let Some(photo) = state.shown.order.get(cell.n) {
                textures.ahead(photo, edge_px(ui, cell.width, cell.height));
            }
        }
    }
}

/// The long edge of a thumbnail in pixels of the screen.
fn edge_px(ui: &Ui, width: f32, height: f32) -> u32 {
    (width.max(height) * ui.pixels_per_point()).ceil() as u32
}

/// The heading of the group that is being scrolled through stays at the top; the next one pushes it out.
fn sticky_ui(ui: &mut Ui, state: &SheetState, scene: &mut Scene<'_>, origin: Pos2) {
    let Some((n, row)) = state.layout.heading_at(state.offset) else { return };
    let (Some(group), Some(measures)) = (state.shown.groups.get(n), state.measures) else { return };
    if row.top >= state.offset || group.hole.is_some() {
        return;
    }
    let end = state.layout.heading_of(n + 1).map_or(f64::INFINITY, |next| {
        let begins_visit = state.shown.groups.get(n + 1).is_some_and(|next| next.begins_visit);
        next.top - if state.banners && begins_visit { f64::from(measures.banner) } else { 0.0 }
    });
    let pushed = (end - state.offset - f64::from(measures.heading)).min(0.0) as f32;
    heading_ui(ui, pos2(origin.x, origin.y + pushed), measures.width, group, scene, true);
}

fn heading_ui(ui: &mut Ui, at: Pos2, width: f32, group: &Group, scene: &mut Scene<'_>, sticky: bool) {
    if let (Some(uid), Some(visit), Some(section)) = (&group.hole, &group.visit, &group.section) {
        let rect = Rect::from_min_size(at, vec2(width, size::HOLE));
        headings::hole_ui(ui, rect, visit, section, uid, scene);
        return;
    }
    let rect = Rect::from_min_size(at, vec2(width, size::HEADING));
    let palette = theme::palette(ui);
    let ground = rect.expand2(vec2(space::L, 0.0));
    if sticky {
        ui.painter().rect_filled(ground, 0, palette.canvas);
        ui.painter().hline(ground.x_range(), ground.bottom(), theme::hairline(palette));
    }
    match (&group.visit, &group.section) {
        (Some(visit), Some(section)) => headings::section_ui(ui, rect, visit, section, group, sticky, scene),
        _ => {
            let baseline = rect.center().y;
            let look = (Type::Heading, palette.text);
            let x = paint_line(
                ui.painter(),
                pos2(rect.left(), baseline),
                Align2::LEFT_CENTER,
                "Photos that nothing dates",
                look,
                rect.width(),
            );
            let count = elided(ui.painter(), &n_photos(group.range.len()), Type::Small, palette.soft, 200.0);
            let y = baseline - count.size().y / 2.0;
            ui.painter().galley(pos2(x + space::M, y), count, palette.soft);
        }
    }
}

fn band_ui(
    ui: &Ui,
    state: &mut SheetState,
    look: &Look<'_>,
    scene: &mut Scene<'_>,
    origin: Pos2,
    ground: &egui::Response,
) {
    let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
    let in_sheet = |at: Pos2| pos2(at.x - origin.x, at.y - origin.y + state.offset as f32);
    if ground.drag_started() && !DragAndDrop::has_any_payload(ui.ctx()) {
        let from = ui.input(|i| i.pointer.press_origin()).unwrap_or(pointer);
        let keep = ui.input(|i| i.modifiers.command || i.modifiers.shift);
        let kept = if keep { look.selection.in_order(&state.shown.order) } else { Vec::new() };
        state.band = Some(Band { from: in_sheet(from), kept: kept.into_iter().collect() });
    }
    let Some(band) = state.band.clone() else { return };
    if !ground.dragged() {
        state.band = None;
        return;
    }
    let palette = theme::palette(ui);
    let to = in_sheet(pointer);
    let on_screen = |at: Pos2| pos2(at.x + origin.x, at.y + origin.y - state.offset as f32);
    let rect = Rect::from_two_pos(on_screen(band.from), on_screen(to));
    ui.painter().rect_filled(rect, size::ROUND_S, palette.accent.gamma_multiply(0.12));
    let line = egui::Stroke::new(size::HAIR, palette.accent);
    ui.painter().rect_stroke(rect, size::ROUND_S, line, StrokeKind::Inside);
    let mut photos: Vec<PhotoId> = state.touched(band.from, to);
    photos.extend(band.kept);
    scene.ask(Ask::ChooseMany(photos, false));
    // The sheet follows a band that is drawn past its edge.
    let clip = ui.clip_rect();
    let pull = (pointer.y - clip.bottom()).max(0.0) + (pointer.y - clip.top()).min(0.0);
    if pull != 0.0 {
        let limit = (state.layout.height() - f64::from(state.seen)).max(0.0);
        state.scroll_to = Some((state.offset + f64::from(pull.clamp(-40.0, 40.0))).clamp(0.0, limit));
        ui.ctx().request_repaint();
    }
}

/// What stands where no photo is: nothing matches the search.
pub fn nothing_ui(ui: &mut Ui, filtered: bool) -> bool {
    let palette = theme::palette(ui);
    let mut clear = false;
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.32);
        let icon = if filtered { icons::SEARCH } else { icons::IMAGES };
        ui.label(egui::RichText::new(icon).font(Type::IconBig.font()).color(palette.faint));
        ui.add_space(space::S);
        let (title, text) = if filtered {
            ("No photo matches", "Every word of the search must occur in a name, caption, place or device.")
        } else {
            ("Nothing here", "There is no photo in this part of the collection.")
        };
        ui.label(egui::RichText::new(title).font(Type::Heading.font()));
        ui.label(egui::RichText::new(text).color(palette.soft));
        ui.add_space(space::M);
        if filtered {
            clear = crate::ui::widgets::button(ui, crate::ui::widgets::Kind::Plain, "", "Show all again")
                .clicked();
        }
    });
    clear
}
