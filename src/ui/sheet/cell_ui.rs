//! Draws one photo of the contact sheet, with its badges.

use egui::accesskit::Role;
use std::path::Path;

use egui::{
    Align2, Color32, DragAndDrop, Id, Painter, Pos2, Rect, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::data::{Order, has_caption};
use super::sheet_ui::Dragged;
use crate::model::clearance::{Party, Ruling};
use crate::model::motion::{Motion, MotionPlace};
use crate::model::notes::{Field, Flag};
use crate::model::photo::{Photo, PhotoId};
use crate::model::text::LangTag;
use crate::ui::ask::{Ask, Scene};
use crate::ui::selection::{How, Selection};
use crate::ui::textures::State;
use crate::ui::theme::{self, Palette, Type, size, space};
use crate::ui::widgets::{elided, paint_icon, paint_line};
use crate::ui::{context_menu, icons, words};

/// Where a photo is and how it stands.
pub struct CellLook {
    /// Where its thumbnail is.
    pub rect: Rect,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether it has the keyboard.
    pub lead: bool,
}

/// Draws one photo and takes clicks and drags on it.
pub fn cell_ui(
    ui: &mut Ui,
    id: PhotoId,
    look: &CellLook,
    picture: State<'_>,
    selection: &Selection,
    order: &Order,
    scene: &mut Scene<'_>,
) {
    let Some(photo) = scene.collection().photo(id).cloned() else { return };
    let whole = look.rect.with_max_y(look.rect.bottom() + size::BADGES);
    // Not a stop of the Tab key: the arrows go from photo to photo.
    let response = ui.interact(whole, Id::unique(("photo", id)), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| {
        let mut name = words::photo_name(&photo, scene.collection(), scene.langs);
        if picture.is_incomplete() {
            name.push_str(", part of the picture is missing");
        }
        WidgetInfo::selected(Role::GridCell, true, look.chosen, name)
    });
    if ui.is_rect_visible(whole) {
        paint(ui, &photo, look, picture, response.hovered(), scene);
    }
    if response.clicked() {
        let how = ui.input(|i| match (i.modifiers.shift, i.modifiers.command) {
            (true, _) => How::Extend,
            (_, true) => How::Toggle,
            _ => How::Only,
        });
        scene.ask(Ask::Choose(id, how));
    }
    if response.double_clicked() {
        scene.ask(Ask::Large(id));
    }
    if (response.secondary_clicked() || response.drag_started()) && !look.chosen {
        scene.ask(Ask::Choose(id, How::Only));
    }
    if response.drag_started() {
        let photos = if look.chosen { selection.in_order(order) } else { vec![id] };
        DragAndDrop::set_payload(ui.ctx(), Dragged(photos));
    }
    response.context_menu(|ui| {
        let photos = if look.chosen { selection.in_order(order) } else { vec![id] };
        context_menu::photo_ui(ui, &photos, scene);
    });
}

fn paint(ui: &Ui, photo: &Photo, look: &CellLook, picture: State<'_>, hovered: bool, scene: &Scene<'_>) {
    let palette = theme::palette(ui);
    let notes = scene.collection().notes();
    let painter = ui.painter();
    let flag = notes.flag(photo);
    if look.chosen {
        let ground = look.rect.expand(5.0).with_max_y(look.rect.bottom() + size::BADGES);
        painter.rect_filled(ground, size::ROUND, palette.accent_tint);
    }
    let tint = if flag == Flag::Reject { Color32::from_white_alpha(70) } else { Color32::WHITE };
    match picture {
        State::Ready(picture) => {
            let rect = fit(look.rect, picture.size);
            if rect != look.rect {
                painter.rect_filled(look.rect, size::ROUND_S, palette.raised);
            }
            picture.paint(painter, rect, size::ROUND_S, tint);
        }
        State::Pending => {
            painter.rect_filled(look.rect, size::ROUND_S, palette.raised.gamma_multiply(0.6));
        }
        State::Failed => {
            painter.rect_filled(look.rect, size::ROUND_S, palette.panel);
            painter.rect_stroke(look.rect, size::ROUND_S, theme::hairline(palette), StrokeKind::Inside);
            let at = look.rect.center() - vec2(0.0, 8.0);
            paint_icon(painter, at, icons::WARNING, Type::Icon, palette.soft);
            let name = photo.file_name();
            let at = look.rect.center() + vec2(0.0, 14.0);
            let look_of = (Type::Small, palette.soft);
            paint_line(painter, at, Align2::CENTER_CENTER, &name, look_of, look.rect.width() - 12.0);
        }
    }
    if look.chosen {
        painter.rect_stroke(
            look.rect.expand(1.0),
            size::ROUND_S,
            theme::focus_ring(palette),
            StrokeKind::Outside,
        );
    } else if hovered {
        let line = egui::Stroke::new(size::HAIR, palette.faint);
        painter.rect_stroke(look.rect, size::ROUND_S, line, StrokeKind::Outside);
    } else if look.lead {
        let line = egui::Stroke::new(size::HAIR, palette.accent);
        painter.rect_stroke(look.rect.expand(1.0), size::ROUND_S, line, StrokeKind::Outside);
    }
    badges(ui, photo, look.rect, scene);
}

/// The largest rectangle of this shape in the middle of `room`; all of it when the shape is nearly the same.
fn fit(room: Rect, size: egui::Vec2) -> Rect {
    let scale = (room.width() / size.x).min(room.height() / size.y);
    let fitted = size * scale;
    if (room.size() - fitted).abs().max_elem() <= 2.5 {
        room
    } else {
        Rect::from_center_size(room.center(), fitted)
    }
}

/// Whether a companion is the video that the badge of motion speaks of.
fn is_motion(photo: &Photo, companion: &Path) -> bool {
    let place = photo.motion.as_ref().map(|motion| &motion.place);
    matches!(place, Some(MotionPlace::Companion { path, .. }) if path == companion)
}

/// That there is a video, how long it is, and a speaker where it may be heard: that decides whether a press office may hand out the
/// file. Ends at `at`; gives where it begins. Where room is short the length goes first, the speaker last.
fn motion_badge(painter: &Painter, motion: &Motion, at: Pos2, room: f32, palette: &Palette) -> f32 {
    let mut right = at.x;
    let icon = |icon: &str, right: &mut f32| {
        paint_icon(painter, pos2(*right - 7.0, at.y), icon, Type::Badge, palette.soft);
        *right -= 16.0;
    };
    if motion.sound != Some(false) && room > 18.0 {
        icon(icons::SOUND, &mut right);
        right -= 2.0;
    }
    if let Some(length) = motion.duration.map(words::whole_seconds).filter(|_| room > 90.0) {
        let galley = elided(painter, &length, Type::Small, palette.soft, room);
        right -= galley.size().x;
        painter.galley(pos2(right, at.y - galley.size().y / 2.0), galley, palette.soft);
        right -= space::XS;
    }
    if room > 36.0 {
        icon(icons::MOTION, &mut right);
    }
    right - 2.0
}

/// The line under a thumbnail. Left what a person said, right what is still to do.
fn badges(ui: &Ui, photo: &Photo, rect: Rect, scene: &Scene<'_>) {
    let palette = theme::palette(ui);
    let notes = scene.collection().notes();
    let painter = ui.painter();
    let y = rect.bottom() + size::BADGES / 2.0 + 1.0;
    let mut left = rect.left();
    let right = rect.right();
    let mut icon = |icon: &str, kind: Type, color: Color32| {
        paint_icon(painter, pos2(left + 7.0, y), icon, kind, color);
        left += 16.0;
    };
    match notes.flag(photo) {
        Flag::Pick => icon(icons::PICKED, Type::BadgeFill, palette.accent),
        Flag::Reject => icon(icons::REJECT, Type::BadgeFill, palette.danger),
        Flag::None => {}
    }
    let visit = scene.collection().whereabouts(photo.id).map(|(visit, _)| &visit.id);
    let clearance = notes.clearance(photo.id, visit);
    if clearance.is_held() {
        icon(icons::ALERT, Type::Badge, palette.danger);
    } else if clearance.by(Party::Us) == Some(Ruling::Cleared) {
        icon(icons::CHECK, Type::Badge, palette.soft);
    }
    if clearance.embargo.is_some() {
        icon(icons::CLOCK, Type::Badge, palette.accent);
    }
    let stars = notes.rating(photo);
    if stars > 0 && rect.width() >= 150.0 {
        for _ in 0..stars {
            icon(icons::STAR, Type::BadgeFill, palette.accent);
        }
        left += space::XS;
    } else if stars > 0 {
        icon(icons::STAR, Type::BadgeFill, palette.accent);
        let look = (Type::SmallStrong, palette.accent);
        left = paint_line(painter, pos2(left, y), Align2::LEFT_CENTER, &stars.to_string(), look, 20.0)
            + space::XS;
    }
    let mut right = right;
    let missing: Vec<&str> =
        scene.langs.iter().filter(|lang| !has_caption(photo, notes, lang)).map(LangTag::language).collect();
    if missing.len() < scene.langs.len() && !missing.is_empty() {
        let galley =
            elided(painter, &missing.join(" "), Type::Small, palette.soft, (right - left - 16.0).max(0.0));
        right -= galley.size().x;
        painter.galley(pos2(right, y - galley.size().y / 2.0), galley, palette.soft);
        right -= 5.0;
        painter.circle_stroke(pos2(right - 3.0, y), 2.5, egui::Stroke::new(1.2, palette.accent));
        right -= 12.0;
    } else if missing.is_empty() {
        paint_icon(painter, pos2(right - 7.0, y), icons::CAPTION, Type::Badge, palette.soft);
        right -= 18.0;
    }
    let mut quiet = |icon: &str| {
        if right - left > 18.0 {
            paint_icon(painter, pos2(right - 7.0, y), icon, Type::Badge, palette.soft);
            right -= 18.0;
        }
    };
    if let Some((icon, _)) = words::kind_mark(notes.kind(photo)) {
        quiet(icon);
    }
    if photo.companions.iter().any(|path| !is_motion(photo, path)) {
        quiet(icons::COMPANION);
    }
    if let Some(found) = &photo.hidden.credentials
        && right - left > 40.0
    {
        let color = if found.says_made_by_model() { palette.danger } else { palette.soft };
        let galley = elided(painter, "CR", Type::Small, color, right - left);
        right -= galley.size().x;
        painter.galley(pos2(right, y - galley.size().y / 2.0), galley, color);
        right -= space::XS;
    }
    if let Some(motion) = &photo.motion {
        right = motion_badge(painter, motion, pos2(right, y), right - left, palette);
    }
    let caption = notes.photo_texts(photo, Field::Headline);
    let caption = if caption.is_empty() { notes.photo_texts(photo, Field::Caption) } else { caption };
    let time = scene
        .collection()
        .captured(photo)
        .filter(|captured| captured.dates_photo())
        .map(|c| words::clock(c.civil()));
    let text = caption
        .best(scene.lang)
        .map(|(_, text)| text.to_owned())
        .or(time)
        .or_else(|| Some(photo.file_name()));
    if let Some(text) = &text
        && right - left > 34.0
    {
        paint_line(
            painter,
            pos2(left, y),
            Align2::LEFT_CENTER,
            text,
            (Type::Small, palette.soft),
            right - left - space::S,
        );
    }
}
