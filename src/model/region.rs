//! Where persons are on a picture: rectangles with names, as other programs keep them, too.
//!
//! Files count along the picture as it is stored (Metadata Working Group, "Guidelines for Handling Image Metadata" 2.0, 5.9.1; IPTC's
//! image regions are taken the same way). People mark what they look at, which stands upright. Both are here, and the way between them.

use super::orientation::Orientation;
use super::photo::Photo;

/// A whole side of a picture, in the unit of [`Area`].
pub const WHOLE: u32 = 1_000_000;

/// The shortest side of a mark, in the unit of [`Area`]: what is smaller cannot be hit any more.
pub const LEAST: u32 = 8_000;

/// A rectangle on a picture: its middle and its size, in millionths of the picture's width and height. Whole numbers, so that what is
/// written and read again is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area {
    /// The middle, from the left.
    pub x: u32,
    /// The middle, from the top.
    pub y: u32,
    /// The width.
    pub w: u32,
    /// The height.
    pub h: u32,
}

/// A person's place on a picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    /// Who it is; empty where a program found a face and nobody said whose.
    pub name: String,
    /// Where.
    pub area: Area,
}

/// The middle of all marks in percent from the left and from the top, in steps of five: what a cut of the picture must keep.
pub fn focus(regions: &[Region]) -> Option<(u8, u8)> {
    let corners = regions.iter().map(|region| region.area.corners());
    let ((left, top), (right, bottom)) =
        corners.reduce(|(a, b), (c, d)| ((a.0.min(c.0), a.1.min(c.1)), (b.0.max(d.0), b.1.max(d.1))))?;
    let percent = |from: f64, to: f64| ((from + to) * 10.0).round().clamp(0.0, 20.0) as u8 * 5;
    Some((percent(left, right), percent(top, bottom)))
}

/// The marks of a file, along the picture as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredRegions {
    /// Width and height in pixels of the picture that they were made on, where the file says.
    pub applied_px: Option<(u32, u32)>,
    /// The marks.
    pub list: Vec<Region>,
}

impl Area {
    /// The area of a middle and a size in parts of the picture, 0 to 1; `None` for what is none.
    pub fn of_middle(x: f64, y: f64, w: f64, h: f64) -> Option<Self> {
        let is_part = |part: f64| (0.0..=1.0).contains(&part);
        let is_area = is_part(x) && is_part(y) && is_part(w) && is_part(h);
        let area = Self { x: millionths(x), y: millionths(y), w: millionths(w), h: millionths(h) };
        (is_area && area.w > 0 && area.h > 0).then_some(area)
    }

    /// The area of an upper left corner and a size in parts of the picture; what lies over the edge is left out.
    pub fn of_corner(left: f64, top: f64, w: f64, h: f64) -> Option<Self> {
        Self::of_middle(left + w / 2.0, top + h / 2.0, w, h)
    }

    /// The area between two corners in parts of the picture, in any order: within the picture, and large enough to be hit.
    pub fn between(a: (f64, f64), b: (f64, f64)) -> Self {
        let span = |a: f64, b: f64| {
            let (from, to) = (a.min(b).clamp(0.0, 1.0), a.max(b).clamp(0.0, 1.0));
            let least = f64::from(LEAST) / f64::from(WHOLE);
            let size = (to - from).max(least);
            (from.min(1.0 - size) + size / 2.0, size)
        };
        let ((x, w), (y, h)) = (span(a.0, b.0), span(a.1, b.1));
        Self { x: millionths(x), y: millionths(y), w: millionths(w), h: millionths(h) }
    }

    /// Its upper left and lower right corner, in parts of the picture.
    pub fn corners(self) -> ((f64, f64), (f64, f64)) {
        let (x, y, w, h) = (part(self.x), part(self.y), part(self.w), part(self.h));
        ((x - w / 2.0, y - h / 2.0), (x + w / 2.0, y + h / 2.0))
    }

    /// The same elsewhere, by parts of the picture; it stays within.
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        let to = |at: u32, size: u32, by: f64| {
            let half = part(size) / 2.0;
            millionths((part(at) + by).clamp(half.min(0.5), (1.0 - half).max(0.5)))
        };
        Self { x: to(self.x, self.w, dx), y: to(self.y, self.h, dy), ..self }
    }

    /// The same, larger or smaller about its middle by parts of the picture; it stays within.
    pub fn resized(self, dw: f64, dh: f64) -> Self {
        let to = |size: u32, by: f64| {
            millionths((part(size) + by).clamp(f64::from(LEAST) / f64::from(WHOLE), 1.0))
        };
        Self { w: to(self.w, dw), h: to(self.h, dh), ..self }.moved(0.0, 0.0)
    }

    /// Where it is on the upright picture, of an area on the stored one (CIPA DC-008-2023, 4.6.5.1.5).
    pub const fn upright(self, orientation: Orientation) -> Self {
        let Self { x, y, w, h } = self;
        let from_end = WHOLE.saturating_sub(x);
        let from_bottom = WHOLE.saturating_sub(y);
        match orientation {
            Orientation::Upright => self,
            Orientation::MirrorHorizontal => Self { x: from_end, y, w, h },
            Orientation::Rotate180 => Self { x: from_end, y: from_bottom, w, h },
            Orientation::MirrorVertical => Self { x, y: from_bottom, w, h },
            Orientation::Transpose => Self { x: y, y: x, w: h, h: w },
            Orientation::Rotate90 => Self { x: from_bottom, y: x, w: h, h: w },
            Orientation::Transverse => Self { x: from_bottom, y: from_end, w: h, h: w },
            Orientation::Rotate270 => Self { x: y, y: from_end, w: h, h: w },
        }
    }

    /// Where it is on the stored picture, of an area on the upright one.
    pub const fn stored(self, orientation: Orientation) -> Self {
        match orientation {
            Orientation::Rotate90 => self.upright(Orientation::Rotate270),
            Orientation::Rotate270 => self.upright(Orientation::Rotate90),
            other => self.upright(other),
        }
    }
}

impl StoredRegions {
    /// The marks of an upright picture, as a file of this photo keeps them.
    pub fn of_upright(regions: &[Region], photo: &Photo) -> Self {
        let to_stored = |region: &Region| Region {
            name: region.name.clone(),
            area: region.area.stored(photo.orientation),
        };
        let size = (photo.width_px, photo.height_px);
        Self {
            applied_px: Some(size).filter(|(w, h)| *w > 0 && *h > 0),
            list: regions.iter().map(to_stored).collect(),
        }
    }

    /// The marks on the upright picture. A writer that turned the picture before it marked it is known by the shape of what it marked.
    pub fn upright(&self, photo: &Photo) -> Vec<Region> {
        let is_long = |(w, h): (u32, u32)| w.cmp(&h);
        let was_upright = photo.orientation.swaps_sides()
            && self.applied_px.is_some_and(|applied| {
                is_long(applied) == is_long(photo.upright_size())
                    && is_long(applied) != is_long((photo.width_px, photo.height_px))
            });
        let orientation = if was_upright { Orientation::Upright } else { photo.orientation };
        let list = self.list.iter();
        list.map(|region| Region { name: region.name.clone(), area: region.area.upright(orientation) })
            .collect()
    }
}

/// The area of a mark that is made by a click about this point of the upright picture, in parts of it: a square, as faces fill one.
pub fn beginning(photo: &Photo, middle: (f64, f64)) -> Area {
    const SHARE: f64 = 0.14;
    let (width, height) = photo.upright_size();
    let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let side = SHARE * width.min(height);
    let (half_w, half_h) = (side / width / 2.0, side / height / 2.0);
    Area::between((middle.0 - half_w, middle.1 - half_h), (middle.0 + half_w, middle.1 + half_h))
}

fn part(millionths: u32) -> f64 {
    f64::from(millionths) / f64::from(WHOLE)
}

fn millionths(part: f64) -> u32 {
    // The caller has seen to it that it is between 0 and 1; other values end there.
    (part * f64::from(WHOLE)).round().clamp(0.0, f64::from(WHOLE)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made;

    const AT: Area = Area { x: 200_000, y: 300_000, w: 100_000, h: 50_000 };

    #[test]
    fn all_eight_orientations_lead_upright_and_back() {
        for (orientation, want) in Orientation::ALL.into_iter().zip([
            (200_000, 300_000),
            (800_000, 300_000),
            (800_000, 700_000),
            (200_000, 700_000),
            (300_000, 200_000),
            (700_000, 200_000),
            (700_000, 800_000),
            (300_000, 800_000),
        ]) {
            let upright = AT.upright(orientation);
            assert_eq!((upright.x, upright.y), want, "{orientation:?}");
            let sides = if orientation.swaps_sides() { (AT.h, AT.w) } else { (AT.w, AT.h) };
            assert_eq!((upright.w, upright.h), sides, "{orientation:?}");
            assert_eq!(upright.stored(orientation), AT, "{orientation:?}");
        }
    }

    #[test]
    fn a_writer_that_marked_the_upright_picture_is_known_by_its_shape() {
        let mut photo = made::photo(0);
        photo.orientation = Orientation::Rotate90;
        let marks = |applied| StoredRegions {
            applied_px: Some(applied),
            list: vec![Region { name: "A".into(), area: AT }],
        };
        assert_eq!(marks((4000, 3000)).upright(&photo)[0].area, AT.upright(Orientation::Rotate90));
        assert_eq!(marks((3000, 4000)).upright(&photo)[0].area, AT);
        let stored = StoredRegions::of_upright(&marks((1, 1)).list, &photo);
        assert_eq!(stored.applied_px, Some((4000, 3000)));
        assert_eq!(stored.upright(&photo)[0].area, AT);
    }

    #[test]
    fn marks_stay_within_the_picture() {
        let corner = Area::between((0.95, 1.4), (1.2, 0.9));
        assert_eq!((corner.corners().1.0, corner.corners().1.1), (1.0, 1.0));
        assert_eq!(Area::between((1.0, 1.0), (1.0, 1.0)).w, LEAST);
        assert_eq!(AT.moved(-1.0, 2.0), Area { x: 50_000, y: 975_000, ..AT });
        assert_eq!(AT.resized(-1.0, -1.0), Area { w: LEAST, h: LEAST, ..AT });
        let whole = AT.resized(2.0, 2.0);
        assert_eq!((whole.x, whole.w), (500_000, WHOLE));
    }

    #[test]
    fn what_is_no_area_is_refused() {
        for (x, y, w, h) in
            [(f64::NAN, 0.5, 0.1, 0.1), (1.2, 0.5, 0.1, 0.1), (0.5, 0.5, 0.0, 0.1), (0.5, 0.5, 400.0, 300.0)]
        {
            assert_eq!(Area::of_middle(x, y, w, h), None);
        }
        assert_eq!(Area::of_corner(0.1, 0.2, 0.2, 0.2), Area::of_middle(0.2, 0.3, 0.2, 0.2));
    }
}
