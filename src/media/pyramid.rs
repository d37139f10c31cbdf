//! A full picture in levels of half the size each, cut into tiles: what a large view paints from, however large the picture is.
//!
//! Places are in pixels of the full picture. Level 0 is the full picture; the last level fits into one tile.

use std::sync::atomic::{AtomicBool, Ordering};

use fast_image_resize as fir;

use super::budget::{Budget, Kept};
use super::picture::Picture;
use super::resize::resample;

/// Edge of a tile in pixels of its level.
pub const TILE_PX: u32 = 512;

/// Pixels of the neighbours around each tile, where there are any: sampling between pixels needs them at the seams.
pub const BORDER_PX: u32 = 1;

/// One tile of a pyramid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    /// How often the full picture was halved.
    pub level: u8,
    /// Counted from the left.
    pub column: u32,
    /// Counted from the top.
    pub row: u32,
}

/// A rectangle of the full picture, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left border.
    pub left: f64,
    /// Upper border.
    pub top: f64,
    /// Right border.
    pub right: f64,
    /// Lower border.
    pub bottom: f64,
}

/// Which levels and tiles a picture of a size has. Pure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// Width of the full picture in pixels.
    pub width_px: u32,
    /// Its height.
    pub height_px: u32,
}

impl Levels {
    /// How many levels there are, at least 1.
    pub fn n_levels(self) -> u8 {
        let mut level = 0;
        while self.long_edge_px(level) > TILE_PX {
            level += 1;
        }
        level + 1
    }

    /// Width and height of a level in its pixels, at least 1 each.
    pub fn size(self, level: u8) -> (u32, u32) {
        let half = |px: u32| px.max(1).div_ceil(1_u32.checked_shl(level.into()).unwrap_or(u32::MAX));
        (half(self.width_px), half(self.height_px))
    }

    fn long_edge_px(self, level: u8) -> u32 {
        let (width, height) = self.size(level);
        width.max(height)
    }

    /// The smallest level that has at least one pixel for each of the screen, when a pixel of the full picture takes `scale` of
    /// the screen.
    pub fn level_for(self, scale: f64) -> u8 {
        let last = self.n_levels() - 1;
        // A hair below a half is a half: it comes from rounding.
        (0..last).find(|level| scale * f64::from(1_u32 << (level + 1)) > 1.000_1).unwrap_or(last)
    }

    /// The tiles of a level that an area touches, those nearest to its middle first.
    pub fn tiles_in(self, level: u8, area: Area) -> Vec<TileId> {
        let (width, height) = self.size(level);
        let (across, down) = self.pixel(level);
        let span = |from: f64, to: f64, pixel: f64, px: u32| {
            let n_tiles = px.div_ceil(TILE_PX);
            let edge = pixel * f64::from(TILE_PX);
            if from >= pixel * f64::from(px) || to <= 0.0 {
                return 0..0;
            }
            // Casts of floats stay within the numbers of the type.
            (from / edge).floor() as u32..((to / edge).ceil() as u32).min(n_tiles)
        };
        let columns = span(area.left, area.right, across, width);
        let rows = span(area.top, area.bottom, down, height);
        let mut tiles: Vec<TileId> =
            rows.flat_map(|row| columns.clone().map(move |column| TileId { level, column, row })).collect();
        let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        let from_middle = |tile: &TileId| {
            let area = self.area(*tile);
            let x = (area.left + area.right) / 2.0 - middle.0;
            let y = (area.top + area.bottom) / 2.0 - middle.1;
            x * x + y * y
        };
        tiles.sort_by(|a, b| from_middle(a).total_cmp(&from_middle(b)));
        tiles
    }

    /// What a tile shows.
    pub fn area(self, tile: TileId) -> Area {
        let (across, down) = self.pixel(tile.level);
        let (width, height) = (f64::from(self.width_px), f64::from(self.height_px));
        let edge = f64::from(TILE_PX);
        let (column, row) = (f64::from(tile.column), f64::from(tile.row));
        Area {
            left: (column * edge * across).min(width),
            top: (row * edge * down).min(height),
            right: ((column + 1.0) * edge * across).min(width),
            bottom: ((row + 1.0) * edge * down).min(height),
        }
    }

    /// The tile of the next smaller level in which the middle of this one lies; `None` for the last level.
    pub fn parent(self, tile: TileId) -> Option<TileId> {
        let level = tile.level + 1;
        (level < self.n_levels()).then_some(TileId { level, column: tile.column / 2, row: tile.row / 2 })
    }

    /// Width and height of a pixel of a level, in pixels of the full picture: about 2, 4, 8, as sizes are rounded up.
    pub fn pixel(self, level: u8) -> (f64, f64) {
        let (width, height) = self.size(level);
        (f64::from(self.width_px) / f64::from(width), f64::from(self.height_px) / f64::from(height))
    }
}

/// The pixels of one tile with those of its neighbours around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Width with the border, in pixels of the level.
    pub width_px: u32,
    /// Height with the border.
    pub height_px: u32,
    /// Pixels of the border at the left, 0 where the picture ends.
    pub left_px: u32,
    /// Pixels of the border at the top.
    pub top_px: u32,
    /// As in [`Picture::rgba`].
    pub rgba: Vec<u8>,
}

/// All levels of a picture. Holds its part of the memory budget as long as it is there.
pub struct Pyramid {
    levels: Levels,
    pictures: Vec<Picture>,
    is_opaque: bool,
    _kept: Kept<'static>,
}

impl std::fmt::Debug for Pyramid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pyramid").field("levels", &self.levels).finish_non_exhaustive()
    }
}

impl PartialEq for Pyramid {
    fn eq(&self, other: &Self) -> bool {
        self.pictures == other.pictures
    }
}

impl Pyramid {
    /// Halves a picture until it fits into one tile. `None` when it was cancelled.
    pub fn of(picture: Picture, cancel: &AtomicBool) -> Option<Self> {
        let levels = Levels { width_px: picture.width_px, height_px: picture.height_px };
        let is_opaque = !picture.has_transparency();
        let n_bytes: usize = (0..levels.n_levels())
            .map(|level| {
                let (width, height) = levels.size(level);
                width as usize * height as usize * 4
            })
            .sum();
        let kept = Budget::of_machine().keep(n_bytes as u64);
        let mut pictures = vec![picture];
        for level in 1..levels.n_levels() {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            let smaller = halved(pictures.last()?, levels.size(level), is_opaque)?;
            pictures.push(smaller);
        }
        Some(Self { levels, pictures, is_opaque, _kept: kept })
    }

    /// Its levels and tiles.
    pub const fn levels(&self) -> Levels {
        self.levels
    }

    /// Whether nothing shines through any pixel.
    pub const fn is_opaque(&self) -> bool {
        self.is_opaque
    }

    /// Whether a part of the picture is missing.
    pub fn incomplete(&self) -> bool {
        self.pictures.first().is_some_and(|picture| picture.incomplete)
    }

    /// The pixels of a tile; `None` when there is no such tile.
    pub fn tile(&self, tile: TileId) -> Option<Tile> {
        let picture = self.pictures.get(usize::from(tile.level))?;
        let span = |n: u32, px: u32| {
            let from = n.checked_mul(TILE_PX).filter(|from| *from < px)?;
            let first = from.saturating_sub(BORDER_PX);
            Some((first, from - first, from.saturating_add(TILE_PX + BORDER_PX).min(px) - first))
        };
        let (left, left_px, width_px) = span(tile.column, picture.width_px)?;
        let (top, top_px, height_px) = span(tile.row, picture.height_px)?;
        let mut rgba = Vec::with_capacity(width_px as usize * height_px as usize * 4);
        for line in top..top + height_px {
            let from = (line as usize * picture.width_px as usize + left as usize) * 4;
            rgba.extend_from_slice(picture.rgba.get(from..from + width_px as usize * 4)?);
        }
        Some(Tile { width_px, height_px, left_px, top_px, rgba })
    }
}

/// The picture at half its size: each pixel the mean of four.
fn halved(picture: &Picture, (width_px, height_px): (u32, u32), is_opaque: bool) -> Option<Picture> {
    let mut rgba = vec![0; width_px as usize * height_px as usize * 4];
    let box_filter = fir::ResizeAlg::Convolution(fir::FilterType::Box);
    let options = fir::ResizeOptions::new().resize_alg(box_filter).use_alpha(!is_opaque);
    let from = (picture.rgba.as_slice(), (picture.width_px, picture.height_px));
    let to = (rgba.as_mut_slice(), (width_px, height_px));
    resample::<fir::pixels::U8x4>(&mut fir::Resizer::new(), from, to, &options)?;
    Picture::new(width_px, height_px, rgba)
        .map(|smaller| Picture { incomplete: picture.incomplete, ..smaller })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Levels = Levels { width_px: 30_000, height_px: 3_000 };

    fn area(left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area { left, top, right, bottom }
    }

    #[test]
    fn levels_halve_until_one_tile_is_enough() {
        assert_eq!(WIDE.n_levels(), 7);
        assert_eq!(WIDE.size(0), (30_000, 3_000));
        assert_eq!(WIDE.size(6), (469, 47));
        assert_eq!(Levels { width_px: 512, height_px: 9 }.n_levels(), 1);
        assert_eq!(Levels { width_px: 513, height_px: 1 }.n_levels(), 2);
        assert_eq!(Levels { width_px: 513, height_px: 1 }.size(1), (257, 1));
        assert_eq!(Levels { width_px: u32::MAX, height_px: 1 }.n_levels(), 24);
    }

    #[test]
    fn a_level_has_a_pixel_for_each_of_the_screen_and_never_needs_four() {
        assert_eq!(WIDE.level_for(8.0), 0);
        assert_eq!(WIDE.level_for(1.0), 0);
        assert_eq!(WIDE.level_for(0.51), 0);
        assert_eq!(WIDE.level_for(0.5), 1);
        assert_eq!(WIDE.level_for(0.49), 1);
        assert_eq!(WIDE.level_for(0.25), 2);
        assert_eq!(WIDE.level_for(0.000_001), 6);
    }

    #[test]
    fn tiles_cover_what_is_seen_and_no_more() {
        let one = WIDE.tiles_in(0, area(600.0, 600.0, 700.0, 700.0));
        assert_eq!(one, [TileId { level: 0, column: 1, row: 1 }]);
        let seen = area(500.0, 0.0, 1_600.0, 512.0);
        let mut columns: Vec<u32> = WIDE.tiles_in(0, seen).iter().map(|tile| tile.column).collect();
        assert_eq!(WIDE.area(WIDE.tiles_in(0, seen)[0]).left, 1_024.0, "the middle first");
        columns.sort_unstable();
        assert_eq!(columns, [0, 1, 2, 3]);
        let all = WIDE.tiles_in(3, area(-900.0, -900.0, 90_000.0, 90_000.0));
        assert_eq!(all.len(), 8, "3750 x 375");
        let right = all.iter().map(|tile| WIDE.area(*tile).right).fold(0.0, f64::max);
        assert_eq!(right, 30_000.0);
        assert!(WIDE.tiles_in(0, area(-90.0, 0.0, -10.0, 90.0)).is_empty());
        assert!(WIDE.tiles_in(0, area(30_000.0, 0.0, 30_100.0, 90.0)).is_empty());
    }

    #[test]
    fn parents_lie_over_their_children() {
        let levels = Levels { width_px: 5_001, height_px: 3_777 };
        for tile in levels.tiles_in(0, area(0.0, 0.0, 5_001.0, 3_777.0)) {
            let mut at = tile;
            while let Some(parent) = levels.parent(at) {
                let (small, large) = (levels.area(tile), levels.area(parent));
                // Sizes of levels are rounded up: borders agree to less than a pixel of the parent.
                let slack = levels.pixel(parent.level).0;
                assert!(small.left >= large.left - slack && small.right <= large.right + slack, "{tile:?}");
                assert!(small.top >= large.top - slack && small.bottom <= large.bottom + slack, "{tile:?}");
                at = parent;
            }
            assert_eq!((at.column, at.row), (0, 0));
        }
    }

    #[test]
    fn tiles_hold_their_pixels_and_one_of_each_neighbour() {
        let pixel = |x: u32, y: u32| [(x % 251) as u8, (y % 241) as u8, (x / 251 * 16 + y / 241) as u8, 255];
        let rgba = (0..600).flat_map(|y| (0..1_100).flat_map(move |x| pixel(x, y))).collect();
        let picture = Picture::new(1_100, 600, rgba).unwrap();
        let pyramid = Pyramid::of(picture, &AtomicBool::new(false)).unwrap();
        assert!(pyramid.is_opaque() && !pyramid.incomplete());
        let tile = pyramid.tile(TileId { level: 0, column: 1, row: 1 }).unwrap();
        assert_eq!((tile.left_px, tile.top_px, tile.width_px, tile.height_px), (1, 1, 514, 89));
        assert_eq!(tile.rgba[..4], pixel(511, 511));
        assert_eq!(tile.rgba[tile.rgba.len() - 4..], pixel(1_024, 599));
        let last = pyramid.tile(TileId { level: 0, column: 2, row: 0 }).unwrap();
        assert_eq!((last.left_px, last.top_px, last.width_px, last.height_px), (1, 0, 77, 513));
        let half = pyramid.tile(TileId { level: 1, column: 0, row: 0 }).unwrap();
        assert_eq!((half.width_px, half.height_px), (513, 300));
        assert!(half.rgba[0] <= 1 && half.rgba[3] == 255);
        assert!(pyramid.tile(TileId { level: 0, column: 3, row: 0 }).is_none());
        assert!(pyramid.tile(TileId { level: 9, column: 0, row: 0 }).is_none());
    }

    #[test]
    fn nobody_waits_for_what_was_cancelled() {
        let picture = Picture::new(600, 600, vec![9; 600 * 600 * 4]).unwrap();
        assert!(Pyramid::of(picture, &AtomicBool::new(true)).is_none());
    }
}
