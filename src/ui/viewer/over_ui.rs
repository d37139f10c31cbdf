//! Draws what lies over the large photo: why it cannot be shown, what is missing, and where one is in it.

use egui::text::LayoutJob;
use egui::{Align2, Color32, Id, Rect, Sense, StrokeKind, Ui, Vec2, pos2, vec2};

use super::viewer_ui::ViewerState;
use crate::model::photo::Photo;
use crate::ui::ask::Scene;
use crate::ui::icons;
use crate::ui::textures::Picture;
use crate::ui::theme::{self, Palette, Type, size, space};
use crate::ui::widgets::{elided, paint_icon};

/// Longer side of the overview, in points.
const OVERVIEW: f32 = 168.0;

/// How wide the words in the middle are.
const WORDS: f32 = 460.0;

/// What is to be told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Over {
    /// The photo cannot be shown.
    pub(super) failed: bool,
    /// Nothing of it is there yet, and has not been for a while.
    pub(super) pending: bool,
    /// A part of it is missing.
    pub(super) incomplete: bool,
    /// It is looked at closely, but cannot be shown in full.
    pub(super) full_failed: bool,
    /// It is looked at closely, and its full picture has been on its way for a while.
    pub(super) full_pending: bool,
}

/// Draws it. `there` is what is painted of the photo.
pub(super) fn over_ui(
    ui: &mut Ui,
    state: &mut ViewerState,
    there: Option<&Picture>,
    over: Over,
    photo: &Photo,
    room: Rect,
    scene: &Scene<'_>,
) {
    let palette = theme::palette(ui);
    if let (Some(picture), Some(_)) = (there, state.zoom.scale) {
        overview_ui(ui, state, picture, room);
    }
    let why = || {
        let problems = scene.session.problems();
        let of_it = problems.iter().rev().find(|problem| {
            problem.path.as_ref() == Some(&photo.original.path) && problem.kind.loses_photo()
        });
        of_it
            .map_or("The Problems list says why, and what to do.", |problem| problem.message.as_str())
            .to_owned()
    };
    if over.failed && there.is_none() {
        failed_ui(ui, palette, room, &why());
    } else if over.failed {
        let text = format!("Only the small picture inside the file can be shown. {}", why());
        line_ui(ui, palette, room, icons::WARNING, &text);
    } else if over.full_failed {
        line_ui(ui, palette, room, icons::WARNING, &format!("It cannot be shown in full. {}", why()));
    } else if over.incomplete {
        let text = "Part of this picture is missing; its file was damaged or cut short";
        line_ui(ui, palette, room, icons::WARNING, text);
    } else if over.pending {
        let text = elided(ui.painter(), "Reading…", Type::Body, palette.soft, room.width());
        let at = Align2::CENTER_CENTER.anchor_size(room.center(), text.size()).min;
        ui.painter().galley(at, text, palette.soft);
    } else if over.full_pending {
        line_ui(ui, palette, room, icons::ZOOM_IN, "Reading every pixel…");
    }
}

/// In the middle: that it cannot be shown, and why.
fn failed_ui(ui: &mut Ui, palette: &Palette, room: Rect, why: &str) {
    let painter = ui.painter_at(room);
    let width = WORDS.min(room.width() - 2.0 * space::L);
    let title = elided(&painter, "This photo cannot be shown", Type::Heading, palette.text, width);
    let mut job = LayoutJob::simple(why.to_owned(), Type::Body.font(), palette.soft, width);
    job.halign = egui::Align::Center;
    let words = painter.layout_job(job);
    let height = size::ICON_BIG + space::L + title.size().y + space::S + words.size().y;
    let whole = Rect::from_center_size(room.center(), vec2(width, height));
    let response = ui.interact(whole, Id::unique("why there is no photo"), Sense::hover());
    let told = format!("This photo cannot be shown. {why}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &told));
    let mut top = whole.top();
    let middle = room.center().x;
    let icon = pos2(middle, top + size::ICON_BIG / 2.0);
    paint_icon(&painter, icon, icons::WARNING, Type::IconBig, palette.soft);
    top += size::ICON_BIG + space::L;
    let below = top + title.size().y + space::S;
    painter.galley(pos2(middle - title.size().x / 2.0, top), title, palette.text);
    painter.galley(pos2(middle, below), words, palette.soft);
}

/// A quiet line at the bottom of the photo. It is named for screen readers, too.
fn line_ui(ui: &mut Ui, palette: &Palette, room: Rect, icon: &str, text: &str) {
    let width = (room.width() - 2.0 * space::XL).min(900.0);
    let words = elided(ui.painter(), text, Type::Body, palette.text, width - 52.0);
    let wide = vec2(words.size().x + size::ICON + space::S + 2.0 * space::M, size::CONTROL);
    let rect = Align2::CENTER_BOTTOM.anchor_size(room.center_bottom() - vec2(0.0, space::L), wide);
    let response = ui.interact(rect, Id::unique("line over the photo"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, text));
    let painter = ui.painter_at(room);
    painter.rect(
        rect,
        size::ROUND,
        palette.float.gamma_multiply(0.94),
        theme::hairline(palette),
        StrokeKind::Inside,
    );
    let at = pos2(rect.left() + space::M + size::ICON / 2.0, rect.center().y);
    paint_icon(&painter, at, icon, Type::Icon, palette.accent);
    let at = pos2(rect.left() + space::M + size::ICON + space::S, rect.center().y - words.size().y / 2.0);
    painter.galley(at, words, palette.text);
    response.on_hover_text(text);
}

/// A small picture of the whole with a frame around what is seen. Pressing in it leads there.
fn overview_ui(ui: &Ui, state: &mut ViewerState, picture: &Picture, room: Rect) {
    let scale = state.zoom.scale_in(room.size(), state.size, ui.pixels_per_point());
    let shown = state.size * scale;
    let longest = OVERVIEW.min(room.size().min_elem() * 0.4);
    if shown.x <= room.width() + 1.0 && shown.y <= room.height() + 1.0 || longest < 60.0 {
        return;
    }
    // A panorama is no thinner than can be hit.
    let fitted = (state.size * (longest / state.size.max_elem())).max(Vec2::splat(12.0));
    let rect = Align2::RIGHT_BOTTOM.anchor_size(room.right_bottom() - Vec2::splat(space::L), fitted);
    let painter = ui.painter_at(room);
    let frame = rect.expand(space::XS);
    let palette = theme::palette(ui);
    painter.rect(frame, size::ROUND_S, palette.float, theme::hairline(palette), StrokeKind::Outside);
    picture.paint(&painter, rect, 0, Color32::from_gray(170));
    let lies = state.zoom.rect(room, state.size, ui.pixels_per_point());
    let share = |at: egui::Pos2| rect.min + (at - lies.min) / lies.size() * rect.size();
    let seen = Rect::from_min_max(share(room.min), share(room.max)).intersect(rect);
    let clear = painter.with_clip_rect(seen.intersect(room));
    picture.paint(&clear, rect, 0, Color32::WHITE);
    painter.rect_stroke(seen, 0, egui::Stroke::new(1.5, palette.accent), StrokeKind::Outside);
    let response = ui.interact(frame, Id::unique("overview"), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, "Overview of the whole photo")
    });
    if let Some(at) = response.interact_pointer_pos() {
        let middle = (at - rect.min) / rect.size() - Vec2::splat(0.5);
        state.zoom.pan = -middle * shown;
        state.zoom.keep_in(room, state.size, ui.pixels_per_point());
        ui.ctx().request_repaint();
    }
}
