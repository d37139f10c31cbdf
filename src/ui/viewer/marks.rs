//! Marks of persons over the large photo: what is under way with them. Pure.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::model::photo::PhotoId;
use crate::model::region::Area;

/// How far from a side or corner it is taken hold of, in points.
const REACH: f32 = 8.0;

/// What is shorter was a click, in points.
pub(super) const LEAST_DRAG: f32 = 6.0;

/// What is under way.
#[derive(Default)]
pub struct MarksState {
    /// Marks are shown, and can be made and changed.
    pub on: bool,
    /// Of which photo.
    pub(super) of: Option<PhotoId>,
    /// A box that is being drawn: its first corner, in parts of the picture.
    pub(super) drawn: Option<(f64, f64)>,
    /// A mark that is being dragged.
    pub(super) dragged: Option<Dragged>,
    /// Whose name is being asked for.
    pub(super) naming: Option<Naming>,
    /// The mark that is to have the keyboard with the next frame.
    pub(super) focus: Option<usize>,
    /// The mark that had it in the last frame.
    pub(super) had_focus: Option<usize>,
}

/// A mark under the pointer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dragged {
    pub(super) at: usize,
    pub(super) hold: Hold,
    /// Where it was, and where the pointer was then, in parts of the picture.
    pub(super) from: Area,
    pub(super) start: (f64, f64),
    pub(super) now: Area,
}

/// Where a mark is taken hold of: which of its sides follow the pointer. None: the whole of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hold {
    pub(super) left: bool,
    pub(super) right: bool,
    pub(super) top: bool,
    pub(super) bottom: bool,
}

/// A question for a name.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    /// The mark that gets it; `None` for a new one.
    pub(super) at: Option<usize>,
    pub(super) area: Area,
    pub(super) typed: String,
    /// Which row Enter takes.
    pub(super) row: usize,
    pub(super) begun: bool,
}

impl Naming {
    pub(super) const fn of(at: Option<usize>, area: Area) -> Self {
        Self { at, area, typed: String::new(), row: 0, begun: false }
    }
}

impl MarksState {
    /// Shows marks, or hides them.
    pub fn turn(&mut self, on: bool) {
        *self = Self { on, ..Self::default() };
    }

    /// Gives a mark the keyboard.
    pub const fn take_up(&mut self, at: usize) {
        self.on = true;
        self.focus = Some(at);
    }

    /// Whether a name is about to be typed.
    pub fn awaits_typing(&self) -> bool {
        self.on && self.naming.as_ref().is_some_and(|naming| !naming.begun)
    }

    /// Another photo is shown: what was under way ends.
    pub(super) fn turn_to(&mut self, photo: PhotoId) {
        if self.of != Some(photo) {
            let (on, focus) = (self.on, self.focus);
            *self = Self { on, focus, of: Some(photo), ..Self::default() };
        }
    }
}

impl Hold {
    /// What is taken hold of at a point in or at a mark.
    pub(super) fn at(point: Pos2, mark: Rect) -> Self {
        let near = |a: f32, b: f32, size: f32| (a - b).abs() <= REACH.min(size / 4.0);
        Self {
            left: near(point.x, mark.left(), mark.width()),
            right: near(point.x, mark.right(), mark.width()),
            top: near(point.y, mark.top(), mark.height()),
            bottom: near(point.y, mark.bottom(), mark.height()),
        }
    }

    /// The area after the pointer went so far, in parts of the picture.
    pub(super) fn apply(self, from: Area, by: (f64, f64)) -> Area {
        if self == Self::default() {
            return from.moved(by.0, by.1);
        }
        let ((left, top), (right, bottom)) = from.corners();
        let add = |at: f64, moves: bool, by: f64| if moves { at + by } else { at };
        Area::between(
            (add(left, self.left, by.0), add(top, self.top, by.1)),
            (add(right, self.right, by.0), add(bottom, self.bottom, by.1)),
        )
    }
}

/// Where an area lies on the screen, of a photo that lies in `photo`.
pub(super) fn rect_of(area: Area, photo: Rect) -> Rect {
    let ((left, top), (right, bottom)) = area.corners();
    let at = |x: f64, y: f64| photo.min + vec2(x as f32, y as f32) * photo.size();
    Rect::from_min_max(at(left, top), at(right, bottom))
}

/// A point of the screen in parts of the photo.
pub(super) fn parts_of(point: Pos2, photo: Rect) -> (f64, f64) {
    let size = photo.size().max(Vec2::splat(1.0));
    let at = (point - photo.min) / size;
    (f64::from(at.x), f64::from(at.y))
}

/// Where a popup of this size goes beside a mark: below it where there is room, else above, within `room`.
pub(super) fn beside(mark: Rect, size: Vec2, room: Rect) -> Pos2 {
    const GAP: f32 = 8.0;
    let below = mark.bottom() + GAP + size.y <= room.bottom();
    let y = if below { mark.bottom() + GAP } else { mark.top() - GAP - size.y };
    let x = mark.center().x - size.x / 2.0;
    let within = |at: f32, from: f32, to: f32| at.clamp(from, to.max(from));
    pos2(
        within(x, room.left() + GAP, room.right() - size.x - GAP),
        within(y, room.top() + GAP, room.bottom() - size.y - GAP),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHOTO: Rect = Rect { min: pos2(100.0, 50.0), max: pos2(500.0, 350.0) };
    const AREA: Area = Area { x: 500_000, y: 500_000, w: 200_000, h: 200_000 };

    #[test]
    fn points_of_the_screen_and_parts_of_the_photo_lead_into_each_other() {
        let rect = rect_of(AREA, PHOTO);
        assert!((rect.min - pos2(260.0, 170.0)).length() < 1e-3, "{rect:?}");
        let (a, b) = (parts_of(rect.min, PHOTO), parts_of(rect.max, PHOTO));
        let again = Area::between(a, b);
        assert!(again.x.abs_diff(AREA.x) < 2 && again.w.abs_diff(AREA.w) < 2, "{again:?}");
    }

    #[test]
    fn the_middle_moves_a_mark_and_its_sides_stretch_it() {
        let rect = rect_of(AREA, PHOTO);
        assert_eq!(Hold::at(rect.center(), rect), Hold::default());
        assert_eq!(Hold::default().apply(AREA, (0.1, 0.0)), Area { x: 600_000, ..AREA });
        let corner = Hold::at(rect.min + vec2(3.0, -3.0), rect);
        assert_eq!(corner, Hold { left: true, top: true, ..Hold::default() });
        assert_eq!(corner.apply(AREA, (0.1, 0.1)), Area { x: 550_000, y: 550_000, w: 100_000, h: 100_000 });
        let small = Rect::from_center_size(rect.center(), vec2(8.0, 8.0));
        assert_eq!(Hold::at(small.center(), small), Hold::default(), "a small one can still be moved");
    }

    #[test]
    fn the_question_for_a_name_stays_in_the_room() {
        let size = vec2(240.0, 200.0);
        for mark in [pos2(0.0, 0.0), pos2(700.0, 590.0), pos2(350.0, 10.0)] {
            let room = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0));
            let at =
                Rect::from_min_size(beside(Rect::from_center_size(mark, vec2(50.0, 50.0)), size, room), size);
            assert!(room.contains_rect(at), "{at:?}");
        }
    }
}
