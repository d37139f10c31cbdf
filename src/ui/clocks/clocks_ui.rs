//! Draws the clock desk: a head, an axis of time, and a lane for each device.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::data::{Desk, Scale};
use super::lane_ui::{self, Pull, lane_ui};
use crate::model::device::DeviceId;
use crate::model::text::LangTag;
use crate::model::visit::VisitId;
use crate::model::wording;
use crate::ui::actions::Action;
use crate::ui::ask::{Ask, Scene};
use crate::ui::icons;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{elided, icon_button, text_button, wrapped};

/// The height of the axis, in points.
const AXIS: f32 = 22.0;

/// The desk's memory.
#[derive(Default)]
pub struct ClocksState {
    /// Whether it is to be seen.
    pub open: bool,
    desk: Desk,
    made_of: Option<(u64, u64, Option<VisitId>)>,
    /// What part of the span is looked at: its beginning, in seconds from that of the span, and its length. `None` is all.
    zoom: Option<(f64, f64)>,
    pub(super) pull: Option<Pull>,
    /// What is being typed, for which device.
    pub(super) typed: Option<(DeviceId, String)>,
}

impl ClocksState {
    /// Whether a field of the desk is being typed into.
    pub fn is_typing(&self, ui: &Ui) -> bool {
        self.typed.as_ref().is_some_and(|(device, _)| ui.memory(|m| m.has_focus(lane_ui::field_id(device))))
    }
}

/// Draws the desk of a visit.
pub fn clocks_ui(ui: &mut Ui, state: &mut ClocksState, visit: Option<&VisitId>, scene: &mut Scene<'_>) {
    let made_of = Some((scene.collection().regroupings(), scene.session.changes(), visit.cloned()));
    if state.made_of != made_of {
        if state.desk.visit.as_ref() != visit {
            state.zoom = None;
        }
        state.desk = Desk::of(scene.collection(), visit);
        state.made_of = made_of;
    }
    head_ui(ui, state, visit, scene);
    let desk = std::mem::take(&mut state.desk);
    match desk.span {
        Some(span) => lanes_ui(ui, state, &desk, span, scene),
        None => {
            let words = "No photo here goes back to a camera's own clock: there is nothing to set right.";
            ui.add_space(space::M);
            wrapped(ui, words, Type::Body, theme::palette(ui).soft);
        }
    }
    state.desk = desk;
}

fn head_ui(ui: &mut Ui, state: &mut ClocksState, visit: Option<&VisitId>, scene: &mut Scene<'_>) {
    ui.horizontal(|ui| {
        ui.set_height(size::CONTROL);
        let palette = theme::palette(ui);
        let title = egui::RichText::new("Clocks").font(Type::Strong.font()).color(palette.text);
        ui.label(title);
        if let Some(visit) = visit {
            let name = scene.visit_title(visit);
            let text = egui::RichText::new(name).font(Type::Body.font()).color(palette.soft);
            ui.add(egui::Label::new(text).truncate());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::CLOSE, "Close the clock desk", false)
                .on_hover_text("Close (T)")
                .clicked()
            {
                scene.ask(Ask::Do(Action::Clocks));
            }
            if state.zoom.is_some() && text_button(ui, "Whole visit").clicked() {
                state.zoom = None;
            }
        });
    });
}

fn lanes_ui(
    ui: &mut Ui,
    state: &mut ClocksState,
    desk: &Desk,
    span: (DateTime, DateTime),
    scene: &mut Scene<'_>,
) {
    let (left, right) = lane_ui::columns(ui.available_width());
    let room = ui.available_rect_before_wrap();
    let area = Rect::from_min_max(
        pos2(room.left() + left, room.top()),
        pos2((room.right() - right).max(room.left() + left + 40.0), room.bottom()),
    );
    // A little air at both ends, and room for a lane to be pulled into.
    let whole = span.1.duration_since(span.0).as_secs_f64().max(600.0);
    let air = whole * 0.04 + 300.0;
    let (at, secs) = state.zoom.unwrap_or((-air, whole + 2.0 * air));
    let from = span.0.checked_add(SignedDuration::from_secs(at as i64)).unwrap_or(span.0);
    let scale = Scale { from, secs, left: area.left(), width: area.width() };
    axis_ui(ui, area, &scale, desk);
    zoom_ui(ui, area, &scale, state, (at, secs), whole + 2.0 * air);
    ui.add_space(AXIS);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("lanes").auto_shrink(false).show(ui, |ui| {
        for lane in &desk.lanes {
            lane_ui(ui, state, lane, &scale, scene);
        }
    });
}

fn axis_ui(ui: &Ui, area: Rect, scale: &Scale, desk: &Desk) {
    let palette = theme::palette(ui);
    let painter = ui.painter().with_clip_rect(area);
    for (n, (_, start, end)) in desk.bands.iter().enumerate() {
        let band =
            Rect::from_x_y_ranges(scale.x(*start) - 3.0..=scale.x(*end) + 3.0, area.top()..=area.bottom());
        let fill = if n % 2 == 0 { palette.raised } else { palette.hover };
        painter.rect_filled(band, size::ROUND_S, fill.gamma_multiply(0.45));
    }
    let step = scale.step_secs(76.0);
    let day = scale.from.date().at(0, 0, 0, 0);
    let first = (scale.from.duration_since(day).as_secs() / step) * step;
    let mut last_day = None;
    for n in 0..200 {
        let Ok(time) = day.checked_add(SignedDuration::from_secs(first + n * step)) else { break };
        let x = scale.x(time);
        if x > area.right() {
            break;
        }
        if x < area.left() {
            continue;
        }
        painter.vline(x, area.y_range(), egui::Stroke::new(size::HAIR, palette.line));
        let is_new_day = last_day != Some(time.date());
        last_day = Some(time.date());
        let words = if is_new_day && (time.hour() == 0 || n <= 1) {
            wording::date(time.date(), &LangTag::en())
        } else if step < 60 {
            crate::ui::words::clock_with_seconds(time)
        } else {
            crate::ui::words::clock(time)
        };
        let at = pos2(x + space::XS, area.top() + AXIS / 2.0);
        let galley = elided(&painter, &words, Type::Small, palette.soft, 110.0);
        // A word that is cut by the end says nothing.
        if at.x + galley.size().x <= area.right() {
            painter.galley(pos2(at.x, at.y - galley.size().y / 2.0), galley, palette.soft);
        }
    }
}

/// The wheel over the axis or a lane zooms around the pointer; dragging the axis moves along.
fn zoom_ui(ui: &Ui, area: Rect, scale: &Scale, state: &mut ClocksState, now: (f64, f64), all: f64) {
    let axis = Rect::from_min_size(area.min, vec2(area.width(), AXIS));
    let response = ui.interact(axis, egui::Id::unique("time axis"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, "Time axis"));
    let response = response.on_hover_cursor(egui::CursorIcon::Grab);
    if response.dragged() && response.drag_delta().x != 0.0 {
        state.zoom = Some((now.0 - scale.secs_of(response.drag_delta().x), now.1));
    }
    if response.double_clicked() {
        state.zoom = None;
    }
    let hovered = ui.rect_contains_pointer(area);
    let (zoom, scroll) = ui.input(|i| (i.zoom_delta(), i.smooth_scroll_delta()));
    let by_wheel = if ui.rect_contains_pointer(axis) { f64::from(scroll.y / 200.0).exp() } else { 1.0 };
    let factor = f64::from(zoom) * by_wheel;
    if let Some(pointer) = ui.ctx().pointer_hover_pos()
        && hovered
        && (factor - 1.0).abs() > 1e-6
    {
        let secs = (now.1 / factor).clamp(60.0, all);
        let share = f64::from((pointer.x - area.left()) / area.width().max(1.0));
        state.zoom = (secs < all).then_some((now.0 + (now.1 - secs) * share, secs));
    }
}
