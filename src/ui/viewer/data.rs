//! Zoom and place of the large view. Pure.

use egui::{Pos2, Rect, Vec2, vec2};

/// How large the photo is shown and which part of it is in the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Zoom {
    /// Points of the screen per pixel of the photo; `None` fits it into the window.
    pub scale: Option<f32>,
    /// How far the middle of the photo is from the middle of the window, in points.
    pub pan: Vec2,
}

/// Points per pixel at which a photo fits; never larger than its pixels.
pub fn fit_scale(room: Vec2, size: Vec2, pixels_per_point: f32) -> f32 {
    let scale = (room.x / size.x).min(room.y / size.y);
    scale.min(1.0 / pixels_per_point)
}

impl Zoom {
    /// Points per pixel now.
    pub fn scale_in(&self, room: Vec2, size: Vec2, pixels_per_point: f32) -> f32 {
        self.scale.unwrap_or_else(|| fit_scale(room, size, pixels_per_point))
    }

    /// Where the photo lies.
    pub fn rect(&self, room: Rect, size: Vec2, pixels_per_point: f32) -> Rect {
        let scale = self.scale_in(room.size(), size, pixels_per_point);
        Rect::from_center_size(room.center() + self.pan, size * scale)
    }

    /// Zooms by a factor about a point of the screen: what is under it stays under it. Below the size that fits, it fits.
    pub fn by(&mut self, factor: f32, about: Pos2, room: Rect, size: Vec2, pixels_per_point: f32) {
        let before = self.scale_in(room.size(), size, pixels_per_point);
        let fit = fit_scale(room.size(), size, pixels_per_point);
        let after = (before * factor).min(8.0 / pixels_per_point);
        if after <= fit * 1.001 {
            *self = Self::default();
            return;
        }
        let from_middle = about - room.center();
        self.pan = from_middle - (from_middle - self.pan) * (after / before);
        self.scale = Some(after);
        self.keep_in(room, size, pixels_per_point);
    }

    /// One pixel of the photo on one of the screen.
    pub fn actual(&mut self, about: Pos2, room: Rect, size: Vec2, pixels_per_point: f32) {
        let now = self.scale_in(room.size(), size, pixels_per_point);
        self.by(1.0 / (pixels_per_point * now), about, room, size, pixels_per_point);
    }

    /// Keeps the photo from leaving the window: no border comes farther in than the window's.
    pub fn keep_in(&mut self, room: Rect, size: Vec2, pixels_per_point: f32) {
        let shown = size * self.scale_in(room.size(), size, pixels_per_point);
        let slack = ((shown - room.size()) / 2.0).max(vec2(0.0, 0.0));
        self.pan = self.pan.clamp(-slack, slack);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    const ROOM: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(1000.0, 800.0) };

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let size = vec2(4000.0, 3000.0);
        let mut zoom = Zoom::default();
        let at = pos2(300.0, 250.0);
        let under = |zoom: &Zoom| (at - zoom.rect(ROOM, size, 1.0).min) / zoom.rect(ROOM, size, 1.0).size();
        let before = under(&zoom);
        zoom.by(2.0, at, ROOM, size, 1.0);
        assert!((under(&zoom) - before).length() < 1e-3);
        assert_eq!(zoom.scale, Some(0.5));
        zoom.by(0.1, at, ROOM, size, 1.0);
        assert_eq!(zoom, Zoom::default(), "it never gets smaller than the window");
    }

    #[test]
    fn small_photos_are_not_blown_up_and_actual_size_is_actual() {
        let small = vec2(200.0, 100.0);
        assert_eq!(Zoom::default().rect(ROOM, small, 1.0).size(), small);
        let mut zoom = Zoom::default();
        zoom.actual(ROOM.center(), ROOM, vec2(4000.0, 3000.0), 2.0);
        assert_eq!(zoom.scale, Some(0.5), "on a screen of two pixels to a point");
        zoom.pan = vec2(9999.0, 0.0);
        zoom.keep_in(ROOM, vec2(4000.0, 3000.0), 2.0);
        assert_eq!(zoom.pan, vec2(500.0, 0.0));
    }
}
