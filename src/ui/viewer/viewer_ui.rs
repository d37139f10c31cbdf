//! Draws the large view: the photo, sharp as soon as can be, and what lies over and above it.

use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Color32, Id, Rect, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::bar_ui::bar_ui;
use super::data::{Sharpness, Zoom, fit_px};
use super::marks::MarksState;
use super::marks_ui::marks_ui;
use super::over_ui::{Over, over_ui};
use crate::model::photo::{Photo, PhotoId};
use crate::ui::actions::Action;
use crate::ui::ask::{Ask, Scene};
use crate::ui::sheet::data::Order;
use crate::ui::textures::{Full, Picture, State, Textures, View};
use crate::ui::theme::{self, space};
use crate::ui::{context_menu, words};

/// Steps that follow each other faster than this are a key held down: nothing is made for what only flashes by.
const RUSH_SECS: f64 = 0.15;

/// The window has had its size for so long before a picture is made for it.
const SETTLE_SECS: f64 = 0.15;

/// What takes longer than this is said to be on its way; what is sooner there would only flicker.
const PATIENCE_SECS: f64 = 0.4;

/// Photos ahead whose thumbnails stand ready as stand-ins.
const N_AHEAD: usize = 8;

/// Size of stand-ins, in pixels.
const STAND_IN_PX: u32 = 512;

/// The large view's memory.
#[derive(Default)]
pub struct ViewerState {
    pub(super) zoom: Zoom,
    of: Option<PhotoId>,
    pub(super) room: Option<Rect>,
    pub(super) size: Vec2,
    sharpness: Sharpness,
    /// Where in the order the photo is, and whether the last step led forwards.
    place: Option<usize>,
    backwards: bool,
    /// When the last two steps were, in the window's time.
    steps: (f64, f64),
    fit: Fit,
    /// Since when something is waited for that is looked at.
    waits: Option<f64>,
    /// Persons that are marked on it.
    pub marks: MarksState,
}

/// For which size pictures are made.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    /// Longer side in pixels of the screen.
    px: u32,
    /// What it would be now, and since when.
    next: (u32, f64),
}

impl ViewerState {
    /// Zooms by a key: in, out, fit, actual size.
    pub fn zoom(&mut self, action: Action, pixels_per_point: f32) {
        let Some(room) = self.room else { return };
        let about = room.center();
        match action {
            Action::ZoomIn => self.zoom.step(true, about, room, self.size, pixels_per_point),
            Action::ZoomOut => self.zoom.step(false, about, room, self.size, pixels_per_point),
            Action::ZoomActual => self.zoom.actual(about, room, self.size, pixels_per_point),
            _ => self.zoom = Zoom::default(),
        }
    }

    /// The large view is opened, with the whole photo in it.
    pub fn open(&mut self, now: Instant) {
        *self = Self::default();
        self.begin(now);
    }

    /// A key or click wants another photo shown: from now on it is measured how soon it is sharp.
    pub fn begin(&mut self, now: Instant) {
        self.sharpness.begin(now);
    }

    /// How long it took from the key or click to the frame that painted the photo sharp; `None` until it is.
    pub const fn sharp_after(&self) -> Option<Duration> {
        self.sharpness.took()
    }

    /// Pixels of the screen for a hundred of the photo.
    pub(super) fn percent(&self, pixels_per_point: f32) -> Option<f32> {
        let scale = self.zoom.scale_in(self.room?.size(), self.size, pixels_per_point);
        Some(scale * pixels_per_point * 100.0)
    }

    /// Goes to another photo. Zoom and place stay where it has the same size: so pictures of a series are compared.
    fn turn_to(&mut self, photo: &Photo, place: Option<usize>, now: f64) {
        let size = upright(photo);
        if size.is_none_or(|size| size != self.size) {
            self.zoom = Zoom::default();
        }
        if let (Some(from), Some(to)) = (self.place, place) {
            self.backwards = to < from;
        }
        self.of = Some(photo.id);
        self.place = place;
        self.steps = (self.steps.1, now);
        self.fit = Fit::default();
    }

    /// How long steps must have paused before something is made, if they came fast.
    fn rush_secs(&self, now: f64) -> Option<f64> {
        let left = self.steps.1 + RUSH_SECS - now;
        (self.steps.1 - self.steps.0 < RUSH_SECS && left > 0.0).then_some(left)
    }

    /// Whether something has been waited for so long that it is to be said.
    fn waits_long(&mut self, ui: &Ui, waits: bool) -> bool {
        if !waits {
            self.waits = None;
            return false;
        }
        let now = ui.input(|i| i.time);
        let left = *self.waits.get_or_insert(now) + PATIENCE_SECS - now;
        if left > 0.0 {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
        }
        left <= 0.0
    }

    /// The size to make pictures for: the one that fits, once the window has kept it for a moment.
    fn fit_px(&mut self, ui: &Ui, fits_px: u32) -> u32 {
        let now = ui.input(|i| i.time);
        if self.fit.px == 0 {
            self.fit = Fit { px: fits_px, next: (fits_px, now) };
        }
        if self.fit.next.0 != fits_px {
            self.fit.next = (fits_px, now);
        }
        let left = self.fit.next.1 + SETTLE_SECS - now;
        if left <= 0.0 {
            self.fit.px = fits_px;
        } else if self.fit.px != fits_px {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
        }
        self.fit.px
    }
}

/// Width and height as it is looked at, where they are known.
fn upright(photo: &Photo) -> Option<Vec2> {
    let (width, height) = photo.upright_size();
    (width > 0 && height > 0).then(|| vec2(width as f32, height as f32))
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
    let now = ui.input(|i| i.time);
    if state.of != Some(id) {
        state.turn_to(&photo, order.position(id), now);
    }
    let whole = ui.available_rect_before_wrap();
    let (bar, room) = whole.split_top_bottom_at_y(whole.top() + 44.0);
    let room = room.shrink2(vec2(space::S, 0.0)).with_max_y(room.bottom() - space::S);
    ui.painter().rect_filled(whole, 0, theme::palette(ui).canvas);
    photo_ui(ui, state, textures, &photo, room, scene);
    match state.rush_secs(now) {
        Some(left) => ui.ctx().request_repaint_after(Duration::from_secs_f64(left)),
        // Its own picture first: what is made beside it takes the processor from putting it on the screen.
        None if matches!(textures.large(id, state.fit.px), State::Pending) => {}
        None => neighbours(ui, state, textures, order, room, scene),
    }
    stand_ins(state, textures, order);
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
    let response = ui.interact(room, Id::unique("large photo"), Sense::CLICK | Sense::DRAG);
    let name = words::photo_name(photo, scene.collection(), scene.langs);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Large view of {name}")));
    let scale = ui.pixels_per_point();
    let there = textures.any_large(photo.id).or_else(|| textures.any_thumbnail(photo.id)).cloned();
    state.room = Some(room);
    state.size = upright(photo).or(there.as_ref().map(|picture| picture.size)).unwrap_or(vec2(3.0, 2.0));
    let fits_px = match upright(photo) {
        Some(size) => fit_px(room.size(), size, scale),
        None => (room.size().max_elem() * scale).ceil() as u32,
    };
    let edge_px = state.fit_px(ui, fits_px);
    pointer(ui, state, &response, room, scale);

    let is_rushed = state.rush_secs(ui.input(|i| i.time)).is_some() && !textures.has_large(photo.id, edge_px);
    let failed = !is_rushed && matches!(textures.large(photo.id, edge_px), State::Failed);
    if there.is_none() && !failed {
        textures.thumbnail(photo.id, STAND_IN_PX);
    }
    let rect = state.zoom.rect(room, state.size, scale);
    let painter = ui.painter_at(room);
    let paint = |picture: &Option<Picture>| {
        if let Some(picture) = picture {
            picture.paint(&painter, rect, 0, Color32::WHITE);
        }
    };
    let mut over =
        Over { failed, incomplete: there.as_ref().is_some_and(|p| p.incomplete), ..Over::default() };
    let is_sharp = if state.zoom.scale.is_none() || is_rushed || failed {
        textures.keep_full(photo.id);
        paint(&there);
        textures.has_large(photo.id, edge_px)
    } else {
        let full = textures.full(photo.id);
        over.full_failed = matches!(full, Full::Failed);
        over.full_pending = matches!(full, Full::Pending);
        let under_px = there.as_ref().map_or(0.0, |picture| picture.size.x);
        let view = View { rect, room, pixels_per_point: scale, under_px };
        let is_sharp = textures.paint_full(&painter, &view, || paint(&there));
        if !is_sharp && !over.full_failed && !over.full_pending {
            ui.ctx().request_repaint();
        }
        is_sharp
    };
    if is_sharp && let Some(took) = state.sharpness.reach(Instant::now()) {
        tracing::info!("sharp after {:.1} ms", took.as_secs_f64() * 1_000.0);
    }
    let waits_long = state.waits_long(ui, over.full_pending || there.is_none() && !failed);
    over.full_pending &= waits_long;
    over.pending = there.is_none() && waits_long;
    marks_ui(ui, &mut state.marks, photo, (rect, room), &response, scene);
    over_ui(ui, state, there.as_ref(), over, photo, room, scene);
    if response.double_clicked() && !state.marks.on {
        match (state.zoom.scale, ui.input(|i| i.pointer.interact_pos())) {
            (None, Some(at)) => state.zoom.actual(at, room, state.size, scale),
            _ => state.zoom = Zoom::default(),
        }
    }
    response.context_menu(|ui| context_menu::photo_ui(ui, &[photo.id], scene));
}

fn pointer(ui: &Ui, state: &mut ViewerState, response: &egui::Response, room: Rect, scale: f32) {
    if let Some(at) = response.hover_pos() {
        let (wheel, pinch) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
        let factor = pinch * (wheel / 240.0).exp();
        if (factor - 1.0).abs() > 1e-4 {
            state.zoom.by(factor, at, room, state.size, scale);
        }
    }
    // While persons are marked, the primary button draws.
    let pans = !state.marks.on || response.dragged_by(egui::PointerButton::Middle);
    if response.dragged() && pans && state.zoom.scale.is_some() {
        state.zoom.pan += response.drag_delta();
    }
    // The window may have become larger.
    state.zoom.keep_in(room, state.size, scale);
    if state.zoom.scale.is_some() && response.hovered() && !state.marks.on {
        let icon = if response.dragged() { egui::CursorIcon::Grabbing } else { egui::CursorIcon::Grab };
        ui.ctx().set_cursor_icon(icon);
    }
}

/// Photos of the order beside the one that is shown: so many in the direction of the last step.
fn beside(state: &ViewerState, n: usize, order: &Order) -> Option<PhotoId> {
    let place = state.place?;
    order.get(if state.backwards { place.checked_sub(n)? } else { place.checked_add(n)? })
}

/// Has large pictures of the neighbours made: two where the last step leads, one behind.
fn neighbours(
    ui: &Ui,
    state: &ViewerState,
    textures: &mut Textures,
    order: &Order,
    room: Rect,
    scene: &Scene<'_>,
) {
    let behind = ViewerState { place: state.place, backwards: !state.backwards, ..ViewerState::default() };
    let near = [beside(state, 1, order), beside(state, 2, order), beside(&behind, 1, order)];
    for photo in near.into_iter().flatten() {
        let size = scene.collection().photo(photo).and_then(|photo| upright(photo));
        if let Some(size) = size {
            textures.prepare(photo, fit_px(room.size(), size, ui.pixels_per_point()));
        }
    }
}

/// Thumbnails of what the arrow leads to: they are what is seen while it is held down.
fn stand_ins(state: &ViewerState, textures: &mut Textures, order: &Order) {
    for photo in (1..=N_AHEAD).filter_map(|n| beside(state, n, order)) {
        textures.ahead(photo, STAND_IN_PX);
    }
}
