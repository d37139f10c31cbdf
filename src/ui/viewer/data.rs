//! Zoom and place of the large view, and how soon it is sharp. Pure.

use std::time::{Duration, Instant};

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

/// The longer side in pixels of the screen at which a photo fits: what the large view asks for.
pub fn fit_px(room: Vec2, size: Vec2, pixels_per_point: f32) -> u32 {
    let fitted = size * fit_scale(room, size, pixels_per_point) * pixels_per_point;
    (fitted.max_elem().round() as u32).max(1)
}

/// Pixels of the screen per pixel of the photo that keys step through. Above 1 they are whole, so that all pixels are equally large.
const STEPS: [f32; 18] = [
    1.0 / 64.0,
    1.0 / 48.0,
    1.0 / 32.0,
    1.0 / 24.0,
    1.0 / 16.0,
    1.0 / 12.0,
    1.0 / 8.0,
    1.0 / 6.0,
    1.0 / 4.0,
    1.0 / 3.0,
    1.0 / 2.0,
    2.0 / 3.0,
    1.0,
    2.0,
    3.0,
    4.0,
    6.0,
    8.0,
];

/// The largest of these.
const MAX: f32 = 8.0;

impl Zoom {
    /// Points per pixel now.
    pub fn scale_in(&self, room: Vec2, size: Vec2, pixels_per_point: f32) -> f32 {
        self.scale.unwrap_or_else(|| fit_scale(room, size, pixels_per_point))
    }

    /// Where the photo lies: on whole pixels of the screen, so that its own are not smeared over two.
    pub fn rect(&self, room: Rect, size: Vec2, pixels_per_point: f32) -> Rect {
        let whole = |v: Vec2| (v * pixels_per_point).round() / pixels_per_point;
        let mut shown = size * self.scale_in(room.size(), size, pixels_per_point);
        if self.scale.is_none() {
            shown = whole(shown);
        }
        let min = room.center() + self.pan - shown / 2.0;
        Rect::from_min_size(whole(min.to_vec2()).to_pos2(), shown)
    }

    /// Zooms one step of the keys in or out.
    pub fn step(&mut self, inwards: bool, about: Pos2, room: Rect, size: Vec2, pixels_per_point: f32) {
        let now = self.scale_in(room.size(), size, pixels_per_point) * pixels_per_point;
        let next = if inwards {
            STEPS.into_iter().find(|step| *step > now * 1.01)
        } else {
            STEPS.into_iter().rev().find(|step| *step < now * 0.99)
        };
        if let Some(next) = next {
            self.by(next / now, about, room, size, pixels_per_point);
        }
    }

    /// Zooms by a factor about a point of the screen: what is under it stays under it. Below the size that fits, it fits.
    pub fn by(&mut self, factor: f32, about: Pos2, room: Rect, size: Vec2, pixels_per_point: f32) {
        let before = self.scale_in(room.size(), size, pixels_per_point);
        let fit = fit_scale(room.size(), size, pixels_per_point);
        let after = (before * factor).min(MAX / pixels_per_point);
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

/// How long it takes from the key that shows a photo to the frame that paints it sharp.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sharpness {
    began: Option<Instant>,
    took: Option<Duration>,
}

impl Sharpness {
    /// A key or click wants a photo shown.
    pub fn begin(&mut self, now: Instant) {
        *self = Self { began: Some(now), took: None };
    }

    /// A frame that shows it sharp has been drawn. The first one counts.
    pub fn reach(&mut self, now: Instant) -> Option<Duration> {
        self.took = Some(now - self.began.take()?);
        self.took
    }

    /// How long it took, once it is sharp.
    pub const fn took(&self) -> Option<Duration> {
        self.took
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
    fn keys_step_through_round_numbers_and_end_at_the_size_that_fits() {
        let size = vec2(4000.0, 3000.0);
        let mut zoom = Zoom::default();
        let mut seen = Vec::new();
        for _ in 0..9 {
            zoom.step(true, ROOM.center(), ROOM, size, 2.0);
            seen.push(zoom.scale.unwrap() * 2.0);
        }
        // Two pixels of the screen to a point: it fits at 0.5.
        assert_eq!(seen, [2.0 / 3.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 8.0, 8.0]);
        for _ in 0..7 {
            zoom.step(false, ROOM.center(), ROOM, size, 2.0);
        }
        assert_eq!(zoom, Zoom::default());
    }

    #[test]
    fn photos_lie_on_whole_pixels() {
        let size = vec2(4001.0, 2997.0);
        let mut zoom = Zoom::default();
        for (n, pan) in [0.0, 0.3, 17.77, -200.1].into_iter().enumerate() {
            zoom.pan = vec2(pan, pan);
            zoom.scale = [None, Some(0.5), Some(1.0 / 3.0), Some(0.5)][n];
            let rect = zoom.rect(ROOM, size, 2.0);
            for side in [rect.left(), rect.top()] {
                assert!((side * 2.0 - (side * 2.0).round()).abs() < 1e-3, "{side}");
            }
        }
        let fitted = Zoom::default().rect(ROOM, size, 2.0);
        assert_eq!((fitted.width() * 2.0) as u32, fit_px(ROOM.size(), size, 2.0));
        assert_eq!(fit_px(ROOM.size(), vec2(30_000.0, 3_000.0), 1.0), 1_000);
        assert_eq!(fit_px(ROOM.size(), vec2(3_000.0, 4_000.0), 1.0), 800);
        assert_eq!(fit_px(ROOM.size(), vec2(200.0, 100.0), 1.0), 200);
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
