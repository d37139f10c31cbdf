//! Draws the large view: the photo, and above it a bar with its name and place in the order.

use egui::accesskit::Role;
use egui::{Align, Align2, Color32, Id, Layout, Rect, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::data::Zoom;
use crate::model::photo::{Photo, PhotoId};
use crate::ui::actions::{Action, Step};
use crate::ui::ask::{Ask, Scene, grouped};
use crate::ui::sheet::data::Order;
use crate::ui::textures::{State, Textures};
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{elided, icon_button, paint_icon, paint_line};
use crate::ui::{context_menu, icons, words};

/// The large view's memory.
#[derive(Default)]
pub struct ViewerState {
    zoom: Zoom,
    of: Option<PhotoId>,
    room: Option<Rect>,
    size: Vec2,
}

impl ViewerState {
    /// Zooms by a key: in, out, fit, actual size.
    pub fn zoom(&mut self, action: Action, pixels_per_point: f32) {
        let Some(room) = self.room else { return };
        let about = room.center();
        match action {
            Action::ZoomIn => self.zoom.by(1.25, about, room, self.size, pixels_per_point),
            Action::ZoomOut => self.zoom.by(0.8, about, room, self.size, pixels_per_point),
            Action::ZoomActual => self.zoom.actual(about, room, self.size, pixels_per_point),
            _ => self.zoom = Zoom::default(),
        }
    }
}

/// Draws the photo `id` into the whole of `ui`.
pub fn viewer_ui(
    ui: &mut Ui,
    state: &mut ViewerState,
    textures: &mut Textures,
    id: PhotoId,
    order: &Order,
    scene: &mut Scene<'_>,
) {
    let Some(photo) = scene.collection().photo(id).cloned() else {
        scene.ask(Ask::Do(Action::Back));
        return;
    };
    if state.of != Some(id) {
        *state = ViewerState { of: Some(id), ..ViewerState::default() };
    }
    let whole = ui.available_rect_before_wrap();
    let (bar, room) = whole.split_top_bottom_at_y(whole.top() + 44.0);
    ui.painter().rect_filled(whole, 0, theme::palette(ui).canvas);
    photo_ui(ui, state, textures, &photo, room, scene);
    neighbours(ui, textures, id, order, room);
    bar_ui(ui, state, bar, &photo, order, scene);
}

fn photo_ui(
    ui: &mut Ui,
    state: &mut ViewerState,
    textures: &mut Textures,
    photo: &Photo,
    room: Rect,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    let room = room.shrink2(vec2(space::S, 0.0)).with_max_y(room.bottom() - space::S);
    let response = ui.interact(room, Id::unique("large photo"), Sense::CLICK | Sense::DRAG);
    let name = words::photo_name(photo, scene.collection().notes(), scene.langs);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Large view of {name}")));
    let scale = ui.pixels_per_point();
    let (width, height) = photo.upright_size();
    let known = if width > 0 { Some(vec2(width as f32, height as f32)) } else { None };
    let fit_px = (room.size().max_elem() * scale / 256.0).ceil() as u32 * 256;
    // Beyond the pixels that fit the window the full picture is needed.
    let closer = state.zoom.scale.is_some();
    let thumbnail = textures.any_thumbnail(photo.id).cloned();
    let large = textures.large(photo.id, if closer { None } else { Some(fit_px) });
    let picture = match large {
        State::Ready(picture) => Some(picture),
        _ => thumbnail.as_ref(),
    };
    state.room = Some(room);
    state.size = known.or(picture.map(|picture| picture.size)).unwrap_or(vec2(3.0, 2.0));
    pointer(ui, state, &response, room, scale);
    let rect = state.zoom.rect(room, state.size, scale);
    let painter = ui.painter_at(room);
    if let Some(picture) = picture {
        picture.paint(&painter, rect, 0, Color32::WHITE);
    }
    match large {
        State::Failed => {
            paint_icon(
                &painter,
                room.center() - vec2(0.0, 40.0),
                icons::WARNING,
                Type::IconBig,
                palette.soft,
            );
            let at = room.center() + vec2(0.0, 8.0);
            let title = (Type::Heading, palette.text);
            paint_line(
                &painter,
                at,
                Align2::CENTER_CENTER,
                "This photo cannot be shown",
                title,
                room.width(),
            );
            let look = (Type::Body, palette.soft);
            paint_line(
                &painter,
                at + vec2(0.0, 24.0),
                Align2::CENTER_CENTER,
                "The Problems list says why, and what to do.",
                look,
                room.width() - 80.0,
            );
        }
        State::Pending if picture.is_none() => {
            let look = (Type::Body, palette.soft);
            paint_line(&painter, room.center(), Align2::CENTER_CENTER, "Reading…", look, room.width());
        }
        State::Pending | State::Ready(_) => {}
    }
    if response.double_clicked() {
        scene.ask(Ask::Do(if closer { Action::ZoomFit } else { Action::ZoomActual }));
    }
    response.context_menu(|ui| context_menu::photo_ui(ui, scene));
}

fn pointer(ui: &Ui, state: &mut ViewerState, response: &egui::Response, room: Rect, scale: f32) {
    if let Some(at) = response.hover_pos() {
        let (wheel, pinch) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
        let factor = pinch * (wheel / 240.0).exp();
        if (factor - 1.0).abs() > 1e-4 {
            state.zoom.by(factor, at, room, state.size, scale);
        }
    }
    if response.dragged() && state.zoom.scale.is_some() {
        state.zoom.pan += response.drag_delta();
        state.zoom.keep_in(room, state.size, scale);
    }
    if state.zoom.scale.is_some() && response.hovered() {
        let icon = if response.dragged() { egui::CursorIcon::Grabbing } else { egui::CursorIcon::Grab };
        ui.ctx().set_cursor_icon(icon);
    }
}

fn neighbours(ui: &Ui, textures: &mut Textures, id: PhotoId, order: &Order, room: Rect) {
    let Some(n) = order.position(id) else { return };
    let fit_px = (room.size().max_elem() * ui.pixels_per_point() / 256.0).ceil() as u32 * 256;
    for near in [n.checked_add(1), n.checked_sub(1)].into_iter().flatten() {
        if let Some(photo) = order.get(near) {
            textures.prepare(photo, Some(fit_px));
        }
    }
}

fn bar_ui(ui: &mut Ui, state: &ViewerState, bar: Rect, photo: &Photo, order: &Order, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let mut bar_ui = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(bar.shrink2(vec2(space::S, 0.0)))
            .layout(Layout::left_to_right(Align::Center)),
    );
    let ui = &mut bar_ui;
    ui.spacing_mut().item_spacing.x = space::XS;
    icon_action(ui, icons::BACK, "Back to the contact sheet (Esc)", Action::Back, scene);
    ui.add_space(space::S);
    let name =
        elided(ui.painter(), &photo.file_name(), Type::Strong, palette.text, ui.available_width() * 0.4);
    let (rect, _) = ui.allocate_exact_size(vec2(name.size().x, size::CONTROL), Sense::hover());
    ui.painter().galley(pos2(rect.left(), rect.center().y - name.size().y / 2.0), name, palette.text);
    if let Some(n) = order.position(photo.id) {
        ui.add_space(space::XS);
        let place = format!("{} of {}", grouped(n + 1), grouped(order.len()));
        ui.label(egui::RichText::new(place).font(Type::Small.font()).color(palette.soft));
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        icon_action(ui, icons::RIGHT, "Next photo (→)", Action::Go(Step::Right), scene);
        icon_action(ui, icons::LEFT, "Previous photo (←)", Action::Go(Step::Left), scene);
        ui.add_space(space::S);
        icon_action(ui, icons::ZOOM_IN, "Zoom in (+)", Action::ZoomIn, scene);
        icon_action(ui, icons::ZOOM_OUT, "Zoom out (−)", Action::ZoomOut, scene);
        icon_action(ui, icons::FIT, "Fit (0)", Action::ZoomFit, scene);
        if let Some(room) = state.room {
            let scale = ui.pixels_per_point();
            let percent = state.zoom.scale_in(room.size(), state.size, scale) * scale * 100.0;
            let text =
                egui::RichText::new(format!("{percent:.0} %")).font(Type::Small.font()).color(palette.soft);
            ui.label(text);
        }
    });
}

fn icon_action(ui: &mut Ui, icon: &str, name: &str, action: Action, scene: &mut Scene<'_>) {
    if icon_button(ui, icon, name, false).on_hover_text(name).clicked() {
        scene.ask(Ask::Do(action));
    }
}
