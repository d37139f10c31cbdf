//! Draws photos that other devices took at the same moment: the selfie, and the picture of it being taken.

use egui::accesskit::Role;
use egui::{Color32, Sense, StrokeKind, Ui, WidgetInfo, vec2};
use jiff::SignedDuration;

use super::inspector_ui::part_ui;
use crate::model::clock::beside::{apart, beside};
use crate::model::clock::words::length;
use crate::model::collection::Collection;
use crate::model::photo::{Photo, PhotoId, PhotoKind};
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::textures::{State, Textures};
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::wrapped;

/// Height of the pictures, in points.
const HEIGHT: f32 = 72.0;
/// So many are shown; who took more within a minute is seen in the sheet.
const MOST: usize = 9;

/// The photos beside the one that is shown, found once for each arrangement.
#[derive(Default)]
pub struct Beside {
    made_of: Option<(u64, PhotoId)>,
    photos: Vec<PhotoId>,
}

/// Draws the strip; for a selfie also where there is nothing to show.
pub fn beside_ui(
    ui: &mut Ui,
    state: &mut Beside,
    textures: &mut Textures,
    photo: &Photo,
    scene: &mut Scene<'_>,
) {
    let made_of = Some((scene.collection().regroupings(), photo.id));
    if state.made_of != made_of {
        state.photos = beside(scene.collection(), photo.id);
        state.made_of = made_of;
    }
    let is_selfie = scene.collection().notes().kind(photo) == PhotoKind::Selfie;
    if state.photos.is_empty() && !is_selfie {
        return;
    }
    let palette = theme::palette(ui);
    ui.add_space(space::S);
    part_ui(ui, "At the same moment, by other devices");
    if state.photos.is_empty() {
        wrapped(ui, "No other device took a photo within a minute of this one", Type::Small, palette.soft);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        for other in state.photos.iter().take(MOST) {
            let Some(other) = scene.collection().photo(*other).cloned() else { continue };
            picture_ui(ui, textures, photo, &other, scene);
        }
    });
    let rest = state.photos.len().saturating_sub(MOST);
    if rest > 0 {
        wrapped(ui, &format!("and {} more", n_photos(rest)), Type::Small, palette.soft);
    }
}

fn picture_ui(ui: &mut Ui, textures: &mut Textures, photo: &Photo, other: &Photo, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let width = (HEIGHT * other.shape()).min(ui.max_rect().width());
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    let words = words(photo, other, scene.collection());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("At the same moment: {words}")));
    if ui.is_rect_visible(rect) {
        let edge_px = (rect.size().max_elem() * ui.pixels_per_point()).ceil() as u32;
        match textures.thumbnail(other.id, edge_px) {
            State::Ready(picture) => picture.paint(ui.painter(), rect, size::ROUND_S, Color32::WHITE),
            State::Pending | State::Failed => {
                ui.painter().rect_filled(rect, size::ROUND_S, palette.raised);
            }
        }
        if response.has_focus() || response.hovered() {
            ui.painter().rect_stroke(rect, size::ROUND_S, theme::focus_ring(palette), StrokeKind::Outside);
        }
    }
    if response.has_focus() {
        response.scroll_to_me(None);
    }
    if response.on_hover_text(words).clicked() {
        scene.ask(Ask::GoTo(other.id));
    }
}

/// "DSC0042.JPG, 12 s later, Sony ILCE-6400".
fn words(photo: &Photo, other: &Photo, collection: &Collection) -> String {
    let mut words = other.file_name();
    if let (Some(at), Some(then)) = (collection.captured(photo), collection.captured(other)) {
        words = format!("{words}, {}", apart_words(apart(then, at)));
    }
    match collection.notes().device_of(&other.device) {
        Some(device) => format!("{words}, {}", collection.device_name(&device)),
        None => words,
    }
}

fn apart_words(apart: SignedDuration) -> String {
    match apart.as_secs() {
        0 => "the same second".to_owned(),
        secs @ 1.. => format!("{} later", length(secs)),
        secs => format!("{} before", length(secs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_seconds() {
        let words = |secs| apart_words(SignedDuration::from_secs(secs));
        assert_eq!([words(0), words(12), words(-60)], ["the same second", "12 s later", "60 s before"]);
    }
}
