//! Draws one lane: name, photos as marks that can be pulled along, what is proposed, and a field to type a correction into.

use egui::accesskit::Role;
use egui::{
    Align2, CursorIcon, EventFilter, Id, Key, Rect, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::clocks_ui::ClocksState;
use super::data::{DeskLane, Mark, Scale, reason, snapped};
use crate::model::clock::correction::ClockCorrection;
use crate::model::clock::typed::read_shift;
use crate::model::clock::words;
use crate::model::device::DeviceId;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene};
use crate::ui::icons;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{Kind, button, elided, icon_button, paint_icon, paint_line};

/// The height of a lane, in points.
const LANE: f32 = 52.0;

/// A lane that is being pulled.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pull {
    device: DeviceId,
    /// How far, in points.
    points: f32,
}

/// The widths of what stands left and right of the time, in points.
pub(super) fn columns(width: f32) -> (f32, f32) {
    if width < 1000.0 { (150.0, 330.0) } else { (220.0, 460.0) }
}

/// The field into which the correction of a device is typed.
pub(super) fn field_id(device: &DeviceId) -> Id {
    Id::unique(("correction", device.as_str()))
}

/// Draws the lane and carries what a person does to it into wishes.
pub(super) fn lane_ui(
    ui: &mut Ui,
    state: &mut ClocksState,
    lane: &DeskLane,
    scale: &Scale,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), LANE), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom(), theme::hairline(palette));
    let (left, right) = columns(rect.width());
    let name = Rect::from_min_size(rect.min, vec2(left - space::S, LANE));
    name_ui(ui, name, lane);
    let time = Rect::from_x_y_ranges(scale.left..=scale.left + scale.width, rect.y_range());
    if let Some(delta) = time_ui(ui, state, time, lane, scale, scene) {
        correct(lane, lane.moved_by(delta), scene);
    }
    let side = Rect::from_min_max(pos2(rect.right() - right + space::M, rect.top()), rect.max);
    ui.scope_builder(UiBuilder::new().max_rect(side), |ui| side_ui(ui, state, lane, scene));
}

fn correct(lane: &DeskLane, correction: ClockCorrection, scene: &mut Scene<'_>) {
    let device = lane.device.clone();
    scene.ask(Ask::Command(Command::Revise(Revision::CorrectClock { device, correction })));
}

fn name_ui(ui: &Ui, rect: Rect, lane: &DeskLane) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let doubted = lane.proposals.iter().any(|proposal| proposal.is_sure);
    let (icon, color) = if doubted { (icons::WARNING, palette.accent) } else { (icons::CLOCK, palette.soft) };
    paint_icon(painter, pos2(rect.left() + 12.0, rect.center().y), icon, Type::Icon, color);
    let x = rect.left() + 30.0;
    let width = rect.right() - x;
    let look = (Type::Strong, palette.text);
    paint_line(painter, pos2(x, rect.center().y - 9.0), Align2::LEFT_CENTER, &lane.name, look, width);
    let look = (Type::Small, palette.soft);
    paint_line(painter, pos2(x, rect.center().y + 9.0), Align2::LEFT_CENTER, &lane.remark(), look, width);
}

/// The photos of the lane over time. Gives by how many seconds a person moved them, once that is settled.
fn time_ui(
    ui: &Ui,
    state: &mut ClocksState,
    rect: Rect,
    lane: &DeskLane,
    scale: &Scale,
    scene: &mut Scene<'_>,
) -> Option<i64> {
    let id = Id::unique(("lane", lane.device.as_str()));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, ui.is_enabled(), lane.spoken()));
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    let mut moved = None;
    let exact = ui.input(|i| i.modifiers.shift);
    let near = scale.secs_of(6.0);
    if response.dragged() {
        let device = lane.device.clone();
        let pull = state.pull.get_or_insert(Pull { device, points: 0.0 });
        pull.points += response.drag_delta().x;
    }
    let pulled = state.pull.as_ref().filter(|pull| pull.device == lane.device);
    let delta = pulled.map(|pull| snapped(scale.secs_of(pull.points), near, exact));
    if response.drag_stopped() {
        state.pull = None;
        moved = delta.filter(|delta| *delta != 0);
    }
    if response.has_focus() {
        let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        moved = moved.or_else(|| nudged(ui));
        keys(ui, lane, scene);
    }
    paint(ui, rect, lane, scale, delta.unwrap_or(0), response.has_focus());
    if let Some(delta) = delta {
        told(ui, &words::shift(delta));
    } else if let Some(pointer) = response.hover_pos() {
        let under = marks_near(lane, scale, pointer.x);
        if let (Some(first), Some(last)) = (under.first(), under.last()) {
            hover_words(ui, under, first, last, scene);
            if response.clicked() {
                scene.ask(Ask::ChooseMany(under.iter().map(|mark| mark.photo).collect(), false));
            }
        }
    }
    response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    moved
}

/// By keyboard: arrows by a minute, with Shift by an hour, with Ctrl by a second.
fn nudged(ui: &Ui) -> Option<i64> {
    ui.input(|i| {
        let step = match (i.modifiers.shift, i.modifiers.command) {
            (true, _) => 3_600,
            (_, true) => 1,
            _ => 60,
        };
        match (i.key_pressed(Key::ArrowLeft), i.key_pressed(Key::ArrowRight)) {
            (true, false) => Some(-step),
            (false, true) => Some(step),
            _ => None,
        }
    })
}

/// Enter accepts what is proposed, Delete takes the correction back.
fn keys(ui: &Ui, lane: &DeskLane, scene: &mut Scene<'_>) {
    let (accept, back) = ui
        .input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Delete) || i.key_pressed(Key::Backspace)));
    if let Some(proposal) = lane.proposals.first().filter(|_| accept) {
        correct(lane, proposal.correction.clone(), scene);
    }
    if back && lane.standing.is_some() {
        correct(lane, lane.set_to(0), scene);
    }
}

fn paint(ui: &Ui, rect: Rect, lane: &DeskLane, scale: &Scale, delta_secs: i64, focused: bool) {
    let palette = theme::palette(ui);
    let painter = ui.painter().with_clip_rect(rect);
    let y = rect.center().y;
    painter.hline(rect.x_range(), y, Stroke::new(size::HAIR, palette.line));
    let shift = (delta_secs as f64 / scale.secs.max(1.0)) as f32 * scale.width;
    let ghost = delta_secs != 0;
    let proposed =
        lane.proposals.first().map(|p| (p.delta_secs as f64 / scale.secs.max(1.0)) as f32 * scale.width);
    let mut last = f32::NEG_INFINITY;
    for mark in &lane.marks {
        let x = scale.x(mark.at);
        // Marks that would lie on each other are one.
        if x - last < 1.5 {
            continue;
        }
        last = x;
        let bar = |x: f32, height: f32| Rect::from_center_size(pos2(x, y), vec2(3.0, height));
        if ghost {
            painter.rect_filled(bar(x, 12.0), 1, palette.faint);
            painter.rect_filled(bar(x + shift, 24.0), 1, palette.accent);
        } else {
            if let Some(proposed) = proposed {
                let stroke = Stroke::new(size::HAIR, palette.accent);
                painter.rect_stroke(bar(x + proposed, 20.0), 1, stroke, StrokeKind::Inside);
            }
            let color = if lane.standing.is_some() { palette.text } else { palette.soft };
            painter.rect_filled(bar(x, 22.0), 1, color);
        }
    }
    if focused {
        ui.painter().rect_stroke(
            rect.shrink(2.0),
            size::ROUND,
            theme::focus_ring(palette),
            StrokeKind::Inside,
        );
    }
}

fn marks_near<'a>(lane: &'a DeskLane, scale: &Scale, x: f32) -> &'a [Mark] {
    let (from, to) = (scale.time(x - 4.0), scale.time(x + 4.0));
    let begin = lane.marks.partition_point(|mark| mark.at < from);
    let end = lane.marks.partition_point(|mark| mark.at <= to);
    lane.marks.get(begin..end).unwrap_or_default()
}

/// Beside the pointer: by how much the lane is pulled.
fn told(ui: &Ui, text: &str) {
    let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
    let palette = theme::palette(ui);
    let layer = egui::LayerId::new(egui::Order::Tooltip, Id::unique("pulling a lane"));
    let painter = ui.ctx().layer_painter(layer);
    let galley = elided(&painter, text, Type::Strong, palette.on_accent, 240.0);
    let rect =
        Rect::from_min_size(pointer + vec2(14.0, -34.0), galley.size() + vec2(2.0 * space::S, space::XS));
    painter.rect_filled(rect, size::ROUND, palette.accent);
    painter.galley(rect.min + vec2(space::S, space::XS / 2.0), galley, palette.on_accent);
}

fn hover_words(ui: &Ui, under: &[Mark], first: &Mark, last: &Mark, scene: &Scene<'_>) {
    let clock = crate::ui::words::clock_with_seconds;
    let text = if under.len() == 1 {
        let name = scene.collection().photo(first.photo).map(|photo| photo.file_name()).unwrap_or_default();
        format!("{name} · {}", clock(first.at))
    } else {
        format!("{} · {} to {}", crate::ui::ask::n_photos(under.len()), clock(first.at), clock(last.at))
    };
    let palette = theme::palette(ui);
    let Some(pointer) = ui.ctx().pointer_hover_pos() else { return };
    let layer = egui::LayerId::new(egui::Order::Tooltip, Id::unique("on a lane"));
    let painter = ui.ctx().layer_painter(layer);
    let galley = elided(&painter, &text, Type::Small, palette.text, 320.0);
    let rect =
        Rect::from_min_size(pointer + vec2(12.0, -30.0), galley.size() + vec2(2.0 * space::S, space::S));
    painter.rect_filled(rect, size::ROUND, palette.float);
    painter.rect_stroke(rect, size::ROUND, theme::hairline(palette), StrokeKind::Inside);
    painter.galley(rect.min + vec2(space::S, space::XS), galley, palette.text);
}

/// What is proposed, and the field.
fn side_ui(ui: &mut Ui, state: &mut ClocksState, lane: &DeskLane, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let rect = ui.max_rect();
    let field = Rect::from_center_size(pos2(rect.right() - 46.0, rect.center().y), vec2(88.0, size::CONTROL));
    field_ui(ui, state, field, lane, scene);
    let mut room = Rect::from_min_max(rect.min, pos2(field.left() - space::S, rect.bottom()));
    if let Some(proposal) = lane.proposals.first() {
        let buttons =
            Rect::from_min_max(pos2(room.right() - 110.0, room.top()), room.max).shrink2(vec2(0.0, 12.0));
        room.max.x = buttons.left() - space::S;
        ui.scope_builder(UiBuilder::new().max_rect(buttons), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                let accept = button(ui, Kind::Main, "", "Accept")
                    .accessible_name(format!("Accept the correction of {}", lane.name));
                if accept.on_hover_text("Set this clock right over these days. Undo takes it back.").clicked()
                {
                    correct(lane, proposal.correction.clone(), scene);
                }
                let name = format!("Dismiss what is proposed for {}", lane.name);
                if icon_button(ui, icons::CLOSE, &name, false)
                    .on_hover_text("This clock is right: do not say so again")
                    .clicked()
                {
                    let dismissal = Revision::DismissProposal(proposal.clone());
                    scene.ask(Ask::Command(Command::Revise(dismissal)));
                }
            });
        });
        let painter = ui.painter().with_clip_rect(room);
        let head = words::standing(proposal.delta_secs);
        let y = rect.center().y;
        let look = (Type::Strong, palette.text);
        paint_line(&painter, pos2(room.left(), y - 9.0), Align2::LEFT_CENTER, &head, look, room.width());
        let why = reason(proposal, scene.collection());
        let look = (Type::Small, palette.soft);
        paint_line(&painter, pos2(room.left(), y + 9.0), Align2::LEFT_CENTER, &why, look, room.width());
        ui.interact(room, Id::unique(("why", lane.device.as_str())), Sense::hover()).on_hover_text(why);
    } else if lane.standing.as_ref().is_some_and(|c| !c.is_nothing()) {
        ui.scope_builder(UiBuilder::new().max_rect(room.shrink2(vec2(0.0, 12.0))), |ui| {
            let take_back = button(ui, Kind::Plain, icons::UNDO, "Take back")
                .accessible_name(format!("Take back the correction of {}", lane.name));
            if take_back.on_hover_text("Back to what this device's clock showed").clicked() {
                correct(lane, lane.set_to(0), scene);
            }
        });
    } else {
        let look = (Type::Small, palette.soft);
        let words = "Nothing speaks against this clock";
        paint_line(ui.painter(), room.left_center(), Align2::LEFT_CENTER, words, look, room.width());
    }
}

/// The field into which a correction is typed; Enter sets it.
fn field_ui(ui: &mut Ui, state: &mut ClocksState, rect: Rect, lane: &DeskLane, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let id = field_id(&lane.device);
    let standing = lane.standing.as_ref().map_or(0, |c| c.shift_secs);
    let shown = if standing == 0 { String::new() } else { words::shift(standing) };
    let mut text = match &state.typed {
        Some((device, text)) if *device == lane.device => text.clone(),
        _ => shown.clone(),
    };
    let hint = egui::RichText::new("+1 h").color(palette.faint);
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .font(Type::Body.font())
        .hint_text(hint)
        .margin(egui::Margin::symmetric(8, 6))
        .desired_width(rect.width());
    let response = ui.put(rect, edit).accessible_name(format!("Correction of {}", lane.name));
    if response.changed() {
        state.typed = Some((lane.device.clone(), text.clone()));
    }
    let is_mine = state.typed.as_ref().is_some_and(|(device, _)| *device == lane.device);
    if response.lost_focus() && is_mine {
        state.typed = None;
        let left_by_enter = ui.input(|i| i.key_pressed(Key::Enter));
        if left_by_enter && text.trim() != shown {
            let wanted = if text.trim().is_empty() { Ok(0) } else { read_shift(&text) };
            match wanted {
                Ok(secs) => correct(lane, lane.set_to(secs), scene),
                Err(why) => {
                    state.typed = Some((lane.device.clone(), text));
                    scene.ask(Ask::Notice(why.to_owned()));
                }
            }
        }
    }
    response.on_hover_text("What is added to this device's clock: +1 h, −90 s, +7:30. Empty takes it back.");
}
