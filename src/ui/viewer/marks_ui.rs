//! Draws marks of persons over the large photo: click a face or drag a box around it, and say who it is.

use egui::accesskit::Role;
use egui::{
    Align2, Color32, CursorIcon, EventFilter, Id, Key, Modifiers, PointerButton, Rect, Response, Sense,
    Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::marks::{Dragged, Hold, LEAST_DRAG, MarksState, Naming, parts_of, rect_of};
use super::naming_ui::naming_ui;
use crate::model::caption::marks::MarkEdit;
use crate::model::photo::Photo;
use crate::model::region::{Area, Region, beginning};
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene};
use crate::ui::theme::{self, Palette, Type, size, space};
use crate::ui::widgets::elided;

/// How far a key moves a mark, or makes it larger, in parts of the longer side of the picture.
const NUDGE: f64 = 0.005;

/// How wide a name may be under a narrow mark, in points.
const NAME: f32 = 180.0;

/// Draws the marks of a photo that lies at `rect`, and takes the clicks on it.
pub(super) fn marks_ui(
    ui: &mut Ui,
    state: &mut MarksState,
    photo: &Photo,
    (rect, room): (Rect, Rect),
    on_photo: &Response,
    scene: &mut Scene<'_>,
) {
    state.turn_to(photo.id);
    if !state.on {
        return;
    }
    let regions = scene.collection().notes().photo_regions(photo);
    draw_new(ui, state, photo, rect, on_photo);
    let mut focused = None;
    for (at, region) in regions.iter().enumerate() {
        let area = match state.dragged {
            Some(dragged) if dragged.at == at => dragged.now,
            _ => region.area,
        };
        let response = mark_ui(ui, state, at, region, rect_of(area, rect), room);
        drag(ui, state, (at, region), &response, rect, photo, scene);
        // After that: Enter is a click to whoever does not know better.
        if response.has_focus() {
            focused = Some(at);
            keys_ui(ui, state, photo, (at, region), &response, scene);
        }
    }
    if state.had_focus != focused && state.had_focus.is_some() {
        // What comes next is a step of its own.
        scene.ask(Ask::Command(Command::EndTyping));
    }
    state.had_focus = focused;
    let palette = theme::palette(ui);
    if let Some(from) = state.drawn
        && let Some(to) = on_photo.interact_pointer_pos()
    {
        let area = Area::between(from, parts_of(to, rect));
        frame(ui, rect_of(area, rect), room, palette.accent, true);
    }
    if let Some(naming) = &state.naming {
        frame(ui, rect_of(naming.area, rect), room, palette.accent, true);
    } else if regions.is_empty() && state.drawn.is_none() {
        hint_ui(ui, room);
    }
    naming_ui(ui, state, photo, (rect, room), scene);
}

/// A click on the photo, or a box that is dragged on it, asks for a name.
fn draw_new(ui: &Ui, state: &mut MarksState, photo: &Photo, rect: Rect, response: &Response) {
    let start = ui.input(|i| i.pointer.press_origin());
    if response.drag_started_by(PointerButton::Primary) {
        state.naming = None;
        state.drawn = start.filter(|at| rect.contains(*at)).map(|at| parts_of(at, rect));
    }
    if response.drag_stopped_by(PointerButton::Primary)
        && let Some(from) = state.drawn.take()
        && let Some(to) = response.interact_pointer_pos()
    {
        let area = Area::between(from, parts_of(to, rect));
        let drawn = rect_of(area, rect).size();
        let is_box = drawn.max_elem() >= LEAST_DRAG;
        state.naming = Some(Naming::of(None, if is_box { area } else { beginning(photo, from) }));
    } else if response.clicked_by(PointerButton::Primary)
        && let Some(at) = response.interact_pointer_pos()
    {
        let was_asking = state.naming.take().is_some();
        if rect.contains(at) && !was_asking {
            state.naming = Some(Naming::of(None, beginning(photo, parts_of(at, rect))));
        }
    }
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
}

fn mark_ui(
    ui: &mut Ui,
    state: &mut MarksState,
    at: usize,
    region: &Region,
    mark: Rect,
    room: Rect,
) -> Response {
    let palette = theme::palette(ui);
    let id = id_of(at);
    let reach = mark.expand(2.0).intersect(room);
    let response = ui.interact(reach, id, Sense::click_and_drag());
    let name = if region.name.is_empty() { "Who is this?" } else { region.name.as_str() };
    let spoken =
        if region.name.is_empty() { "Mark without a name".to_owned() } else { format!("Mark of {name}") };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    if state.focus == Some(at) {
        state.focus = None;
        response.request_focus();
    }
    let has_focus = response.has_focus();
    if has_focus {
        let ours = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, ours));
    }
    let color = if has_focus { palette.accent } else { Color32::WHITE };
    frame(ui, mark, room, color, has_focus);
    label(ui, palette, mark, room, name, has_focus);
    if response.hovered() {
        let hold = ui.input(|i| i.pointer.hover_pos()).map(|at| Hold::at(at, mark)).unwrap_or_default();
        ui.ctx().set_cursor_icon(cursor(hold));
    }
    response
}

/// The keys of the mark that has the keyboard: arrows move it, with Shift they make it larger or smaller.
fn keys_ui(
    ui: &Ui,
    state: &mut MarksState,
    photo: &Photo,
    (at, region): (usize, &Region),
    response: &Response,
    scene: &mut Scene<'_>,
) {
    if state.naming.is_some() {
        return;
    }
    let (width, height) = photo.upright_size();
    let longer = f64::from(width.max(height).max(1));
    let step = |side: u32| NUDGE * longer / f64::from(side.max(1));
    let (step_x, step_y) = (step(width), step(height));
    let mut area = region.area;
    for (key, x, y) in [
        (Key::ArrowLeft, -1.0, 0.0),
        (Key::ArrowRight, 1.0, 0.0),
        (Key::ArrowUp, 0.0, -1.0),
        (Key::ArrowDown, 0.0, 1.0),
    ] {
        let (larger, moved) = ui.input_mut(|i| {
            (i.count_and_consume_key(Modifiers::SHIFT, key), i.count_and_consume_key(Modifiers::NONE, key))
        });
        let (larger, moved) = (larger as f64, moved as f64);
        area = area.moved(moved * x * step_x, moved * y * step_y);
        // Up is larger, as right is.
        area = area.resized(larger * 2.0 * x * step_x, -larger * 2.0 * y * step_y);
    }
    if area != region.area {
        place(photo, at, area, scene);
    }
    let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    if pressed(Key::Delete) || pressed(Key::Backspace) {
        scene.ask(Ask::Command(Command::EndTyping));
        revise(MarkEdit::Remove { photo: photo.id, at }, scene);
    } else if pressed(Key::Enter) {
        state.naming = Some(Naming::of(Some(at), region.area));
    } else if pressed(Key::Escape) {
        response.surrender_focus();
    }
}

/// A mark is dragged by its middle, its sides or its corners.
fn drag(
    ui: &Ui,
    state: &mut MarksState,
    (at, region): (usize, &Region),
    response: &Response,
    rect: Rect,
    photo: &Photo,
    scene: &mut Scene<'_>,
) {
    if response.double_clicked() {
        state.naming = Some(Naming::of(Some(at), region.area));
    } else if response.clicked() || response.drag_started() {
        state.naming = None;
        response.request_focus();
    }
    if response.drag_started_by(PointerButton::Primary)
        && let Some(start) = ui.input(|i| i.pointer.press_origin())
    {
        let hold = Hold::at(start, rect_of(region.area, rect));
        let (from, start) = (region.area, parts_of(start, rect));
        state.dragged = Some(Dragged { at, hold, from, start, now: from });
    }
    let Some(dragged) = state.dragged.as_mut().filter(|dragged| dragged.at == at) else { return };
    if let Some(pointer) = response.interact_pointer_pos() {
        let now = parts_of(pointer, rect);
        let by = (now.0 - dragged.start.0, now.1 - dragged.start.1);
        dragged.now = dragged.hold.apply(dragged.from, by);
        ui.ctx().set_cursor_icon(cursor(dragged.hold));
    }
    if response.drag_stopped() {
        let area = dragged.now;
        state.dragged = None;
        if area != region.area {
            scene.ask(Ask::Command(Command::EndTyping));
            place(photo, at, area, scene);
            scene.ask(Ask::Command(Command::EndTyping));
        }
    }
}

fn place(photo: &Photo, at: usize, area: Area, scene: &mut Scene<'_>) {
    revise(MarkEdit::Place { photo: photo.id, at, area }, scene);
}

pub(super) fn revise(edit: MarkEdit, scene: &mut Scene<'_>) {
    scene.ask(Ask::Command(Command::Revise(Revision::Mark(edit))));
}

fn id_of(at: usize) -> Id {
    Id::unique(("mark of a person", at))
}

const fn cursor(hold: Hold) -> CursorIcon {
    match hold {
        Hold { left: true, top: true, .. } | Hold { right: true, bottom: true, .. } => CursorIcon::ResizeNwSe,
        Hold { right: true, top: true, .. } | Hold { left: true, bottom: true, .. } => CursorIcon::ResizeNeSw,
        Hold { left: true, .. } | Hold { right: true, .. } => CursorIcon::ResizeHorizontal,
        Hold { top: true, .. } | Hold { bottom: true, .. } => CursorIcon::ResizeVertical,
        _ => CursorIcon::Move,
    }
}

/// A box that is seen on any photo: light with a dark edge. With its corners where it can be taken hold of.
fn frame(ui: &Ui, mark: Rect, room: Rect, color: Color32, corners: bool) {
    let painter = ui.painter_at(room);
    let edge = Stroke::new(size::HAIR, Color32::from_black_alpha(150));
    let width = if corners { size::RING } else { 1.5 };
    painter.rect_stroke(mark, size::ROUND_S, Stroke::new(width, color), StrokeKind::Inside);
    painter.rect_stroke(mark, size::ROUND_S, edge, StrokeKind::Outside);
    if corners && mark.size().min_elem() > 24.0 {
        for corner in [mark.left_top(), mark.right_top(), mark.left_bottom(), mark.right_bottom()] {
            let knob = Rect::from_center_size(corner, Vec2::splat(7.0));
            painter.rect(knob, 1, color, edge, StrokeKind::Outside);
        }
    }
}

/// The name under a mark, or over it where the photo ends.
fn label(ui: &Ui, palette: &Palette, mark: Rect, room: Rect, name: &str, strong: bool) {
    let painter = ui.painter_at(room);
    let (ground, color) =
        if strong { (palette.accent, palette.on_accent) } else { (palette.float, palette.text) };
    let words = elided(&painter, name, Type::SmallStrong, color, NAME.max(mark.width()));
    let pill = words.size() + vec2(2.0 * space::S, space::XS);
    let below = mark.bottom() + space::XS + pill.y <= room.bottom();
    let y = if below { mark.bottom() + space::XS } else { mark.top() - space::XS - pill.y };
    let x = (mark.center().x - pill.x / 2.0).clamp(room.left(), (room.right() - pill.x).max(room.left()));
    let rect = Rect::from_min_size(pos2(x, y), pill);
    painter.rect(
        rect,
        size::ROUND,
        ground.gamma_multiply(0.92),
        theme::hairline(palette),
        StrokeKind::Outside,
    );
    painter.galley(rect.min + vec2(space::S, space::XS / 2.0), words, color);
}

/// What to do while there is no mark.
fn hint_ui(ui: &mut Ui, room: Rect) {
    let palette = theme::palette(ui);
    let text = "Click a face, or drag a box around it, and say who it is.  Esc ends.";
    let words = elided(ui.painter(), text, Type::Body, palette.text, room.width() - 2.0 * space::XL);
    let pill = words.size() + vec2(2.0 * space::M, space::M);
    let rect = Align2::CENTER_TOP.anchor_size(room.center_top() + vec2(0.0, space::M), pill);
    let response = ui.interact(rect, Id::unique("how to mark persons"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let ground = palette.float.gamma_multiply(0.94);
    ui.painter().rect(rect, size::ROUND, ground, theme::hairline(palette), StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(space::M, space::M / 2.0), words, palette.text);
}
