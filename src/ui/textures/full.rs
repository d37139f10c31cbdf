//! The full picture of the photo that is looked at closely: of its tiles only those in sight are on the graphics card.
//!
//! A tile that is not there yet is stood in for by a coarser one, and that by the picture that was there before: nothing is
//! ever blank. At exactly 100 % and from 200 % on pixels are shown as they are, since whoever looks that closely judges them; between
//! the two, where that would make some pixels wider than others, they are smoothed.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Color32, ColorImage, Painter, Rect, TextureHandle, TextureOptions, pos2};

use crate::model::photo::PhotoId;
use crate::session::{Area, FullPicture, Pyramid, Session, TileId};

/// Bytes of tiles that stay on the card beside those in sight.
const LIMIT_BYTES: usize = 128 << 20;

/// What is there of the full picture.
#[derive(Clone, Debug, Default)]
pub enum Full {
    /// It is on its way.
    #[default]
    Pending,
    /// Here it is.
    Ready(Arc<Pyramid>),
    /// It cannot be shown; the Problems list says why.
    Failed,
}

/// Where a full picture is painted.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Where all of it lies, in points; most of it may be out of sight.
    pub rect: Rect,
    /// What is seen.
    pub room: Rect,
    /// Pixels of the screen per point.
    pub pixels_per_point: f32,
    /// Width in pixels of the picture that stands in where nothing better is there; 0 for none.
    pub under_px: f32,
}

/// A tile and whether its pixels stay sharp squares when they are magnified.
type Key = (TileId, bool);

struct Card {
    texture: TextureHandle,
    /// The tile without its border, within the texture.
    inner: Rect,
    bytes: usize,
    used: u64,
}

/// The tiles of one full picture on the graphics card.
pub(super) struct FullSize {
    limit_bytes: usize,
    photo: Option<PhotoId>,
    full: Full,
    asked: bool,
    cards: HashMap<Key, Card>,
    bytes: usize,
    frame: u64,
}

impl Default for FullSize {
    fn default() -> Self {
        Self::with_limit(LIMIT_BYTES)
    }
}

impl FullSize {
    fn with_limit(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            photo: None,
            full: Full::Pending,
            asked: false,
            cards: HashMap::new(),
            bytes: 0,
            frame: 0,
        }
    }

    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// What is there of a photo; asks for it.
    pub(super) fn get(&mut self, photo: PhotoId) -> &Full {
        if self.photo != Some(photo) {
            *self = Self { photo: Some(photo), ..Self::with_limit(self.limit_bytes) };
        }
        self.asked = true;
        &self.full
    }

    /// Keeps what is there of a photo without asking for it.
    pub(super) fn keep(&mut self, photo: PhotoId) {
        self.asked |= self.photo == Some(photo);
    }

    pub(super) const fn is_pending(&self) -> bool {
        self.photo.is_some() && matches!(self.full, Full::Pending)
    }

    pub(super) fn receive(&mut self, arrived: FullPicture) {
        if self.photo == Some(arrived.photo) {
            self.full = arrived.pyramid.map_or(Full::Failed, Full::Ready);
        }
    }

    /// Lets go of a picture that the frame did not ask for, and of tiles that were not seen for longest.
    pub(super) fn end_frame(&mut self, session: &mut Session) {
        if !std::mem::take(&mut self.asked) && self.photo.is_some() {
            *self = Self::with_limit(self.limit_bytes);
        }
        session.show_full(self.photo);
        if self.bytes > self.limit_bytes {
            let frame = self.frame;
            let unseen = self.cards.iter().filter(|(_, card)| card.used != frame);
            let mut by_age: Vec<(u64, Key)> = unseen.map(|(key, card)| (card.used, *key)).collect();
            by_age.sort_unstable();
            for (_, key) in by_age {
                if self.bytes <= self.limit_bytes {
                    break;
                }
                if let Some(card) = self.cards.remove(&key) {
                    self.bytes -= card.bytes;
                }
            }
        }
        self.frame += 1;
    }

    /// Paints what is seen, sharp where it is there. Hands missing tiles to the card as far as `room_bytes` goes. True when all that is seen is
    /// sharp; otherwise more comes with the next frame. `under` paints what there was before, where it is needed.
    pub(super) fn paint(
        &mut self,
        painter: &Painter,
        view: &View,
        room_bytes: &mut usize,
        under: impl FnOnce(),
    ) -> bool {
        let Full::Ready(pyramid) = self.full.clone() else {
            under();
            return false;
        };
        let levels = pyramid.levels();
        let full = (f64::from(levels.width_px), f64::from(levels.height_px));
        // Of the screen, in its pixels, for one of the picture.
        let scale = f64::from(view.rect.width() * view.pixels_per_point) / full.0;
        let level = levels.level_for(scale);
        let as_they_are = level == 0 && shows_pixels(scale);
        let seen = seen(view, full);
        let mut tiles = levels.tiles_in(level, seen);
        let wanted: Vec<Key> = tiles.drain(..).map(|tile| (tile, as_they_are)).collect();
        let top = TileId { level: levels.n_levels() - 1, column: 0, row: 0 };
        for key in std::iter::once((top, false)).chain(wanted.iter().copied()) {
            self.ensure(painter, &pyramid, key, room_bytes);
        }
        let place = Place { view, full };
        let missing: Vec<TileId> =
            wanted.iter().filter(|key| !self.cards.contains_key(key)).map(|(tile, _)| *tile).collect();
        if missing.is_empty() {
            self.ahead(painter, &pyramid, level, seen, as_they_are, room_bytes);
        } else {
            under();
            for tile in &missing {
                self.paint_stand_in(painter, &pyramid, *tile, &place);
            }
        }
        for key in wanted {
            if let Some(card) = self.cards.get_mut(&key) {
                card.used = self.frame;
                place.paint(painter, card, levels.area(key.0), levels.area(key.0));
            }
        }
        missing.is_empty()
    }

    /// Tiles around those in sight, so that dragging finds them there.
    fn ahead(
        &mut self,
        painter: &Painter,
        pyramid: &Pyramid,
        level: u8,
        seen: Area,
        as_they_are: bool,
        room_bytes: &mut usize,
    ) {
        let levels = pyramid.levels();
        let edge = levels.pixel(level).0 * 256.0;
        let wider = Area {
            left: seen.left - edge,
            top: seen.top - edge,
            right: seen.right + edge,
            bottom: seen.bottom + edge,
        };
        // One a frame: nobody waits for them.
        let next = levels
            .tiles_in(level, wider)
            .into_iter()
            .map(|tile| (tile, as_they_are))
            .find(|key| !self.cards.contains_key(key));
        if let Some(key) = next
            && self.bytes < self.limit_bytes
            && *room_bytes > 0
        {
            self.ensure(painter, pyramid, key, room_bytes);
            painter.ctx().request_repaint();
        }
    }

    fn ensure(&mut self, painter: &Painter, pyramid: &Pyramid, key: Key, room_bytes: &mut usize) {
        if self.cards.contains_key(&key) || *room_bytes == 0 {
            return;
        }
        let Some(tile) = pyramid.tile(key.0) else { return };
        let size = [tile.width_px as usize, tile.height_px as usize];
        let image = if pyramid.is_opaque() {
            ColorImage::from_rgba_premultiplied(size, &tile.rgba)
        } else {
            ColorImage::from_rgba_unmultiplied(size, &tile.rgba)
        };
        let options = if key.1 { TextureOptions::NEAREST } else { TextureOptions::LINEAR };
        let texture = painter.ctx().load_texture("tile", image, options);
        let (left, top) = (tile.left_px as f32, tile.top_px as f32);
        let inner = inner_px(pyramid, key.0);
        let whole = (tile.width_px as f32, tile.height_px as f32);
        let inner = Rect::from_min_max(
            pos2(left / whole.0, top / whole.1),
            pos2((left + inner.0) / whole.0, (top + inner.1) / whole.1),
        );
        let bytes = tile.rgba.len();
        *room_bytes = room_bytes.saturating_sub(bytes);
        self.bytes += bytes;
        self.cards.insert(key, Card { texture, inner, bytes, used: self.frame });
    }

    /// Paints the finest coarser tile that is there over the place of another.
    fn paint_stand_in(&mut self, painter: &Painter, pyramid: &Pyramid, tile: TileId, place: &Place<'_>) {
        let levels = pyramid.levels();
        let area = levels.area(tile);
        let mut at = Some(tile);
        while let Some(candidate) = at {
            // The same tile may be there for another magnification.
            for key in [(candidate, true), (candidate, false)] {
                if let Some(card) = self.cards.get_mut(&key) {
                    card.used = self.frame;
                    // Where the stand-in is finer it stays.
                    if levels.size(candidate.level).0 as f32 > place.view.under_px {
                        place.paint(painter, card, levels.area(candidate), area);
                    }
                    return;
                }
            }
            at = levels.parent(candidate);
        }
    }
}

/// Whether pixels of the picture are shown as squares, when one takes `scale` pixels of the screen.
fn shows_pixels(scale: f64) -> bool {
    (scale - 1.0).abs() < 1e-4 || scale >= 2.0
}

/// What is seen of the picture, in its pixels.
fn seen(view: &View, full: (f64, f64)) -> Area {
    let room = view.room.intersect(view.rect);
    let across = full.0 / f64::from(view.rect.width());
    let down = full.1 / f64::from(view.rect.height());
    Area {
        left: f64::from(room.left() - view.rect.left()) * across,
        top: f64::from(room.top() - view.rect.top()) * down,
        right: f64::from(room.right() - view.rect.left()) * across,
        bottom: f64::from(room.bottom() - view.rect.top()) * down,
    }
}

/// Width and height of a tile without its border, in pixels of its level.
fn inner_px(pyramid: &Pyramid, tile: TileId) -> (f32, f32) {
    let levels = pyramid.levels();
    let area = levels.area(tile);
    let (across, down) = levels.pixel(tile.level);
    (((area.right - area.left) / across).round() as f32, ((area.bottom - area.top) / down).round() as f32)
}

/// From pixels of the full picture to points of the screen.
struct Place<'a> {
    view: &'a View,
    full: (f64, f64),
}

impl Place<'_> {
    /// Neighbours compute the same number for the border that they share: no gap is left between them.
    fn rect(&self, area: Area) -> Rect {
        let rect = self.view.rect;
        let x = |px: f64| rect.left() + (px / self.full.0 * f64::from(rect.width())) as f32;
        let y = |px: f64| rect.top() + (px / self.full.1 * f64::from(rect.height())) as f32;
        Rect::from_min_max(pos2(x(area.left), y(area.top)), pos2(x(area.right), y(area.bottom)))
    }

    /// Paints of a card that shows `shown` the part `area`.
    fn paint(&self, painter: &Painter, card: &Card, shown: Area, area: Area) {
        let share = |at: f64, from: f64, to: f64| ((at - from) / (to - from)) as f32;
        let u = |at: f64| card.inner.left() + card.inner.width() * share(at, shown.left, shown.right);
        let v = |at: f64| card.inner.top() + card.inner.height() * share(at, shown.top, shown.bottom);
        let uv = Rect::from_min_max(pos2(u(area.left), v(area.top)), pos2(u(area.right), v(area.bottom)));
        painter.image(card.texture.id(), self.rect(area), uv, Color32::WHITE);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use egui::{Context, LayerId, vec2};

    use super::*;
    use crate::session::Picture as Pixels;
    use crate::ui::made::id;

    fn pyramid(width_px: u32, height_px: u32) -> Arc<Pyramid> {
        let pixels =
            Pixels::new(width_px, height_px, vec![255; (width_px * height_px * 4) as usize]).unwrap();
        Arc::new(Pyramid::of(pixels, &AtomicBool::new(false)).unwrap())
    }

    fn room() -> Rect {
        Rect::from_min_size(pos2(0.0, 0.0), vec2(1_000.0, 800.0))
    }

    fn view(left: f32, scale: f32, size: (u32, u32)) -> View {
        let size = vec2(size.0 as f32, size.1 as f32) * scale;
        View {
            rect: Rect::from_min_size(pos2(-left, 0.0), size),
            room: room(),
            pixels_per_point: 1.0,
            under_px: 0.0,
        }
    }

    #[test]
    fn tiles_come_as_the_frames_have_room_and_go_when_they_are_out_of_sight() {
        let ctx = Context::default();
        let painter = Painter::new(ctx, LayerId::background(), room());
        let mut session = Session::in_memory(|| {}).unwrap();
        let limit = 5 << 20;
        let mut full = FullSize::with_limit(limit);
        assert!(matches!(full.get(id(1)), Full::Pending));
        full.receive(FullPicture { photo: id(2), pyramid: Some(pyramid(600, 600)) });
        assert!(full.is_pending(), "that was another photo's");
        let size = (7_000, 600);
        full.receive(FullPicture { photo: id(1), pyramid: Some(pyramid(size.0, size.1)) });
        let mut frames = 0;
        let mut stood_in = 0;
        while !full.paint(&painter, &view(0.0, 1.0, size), &mut (1 << 20), || stood_in += 1) {
            frames += 1;
            assert!(frames < 20);
        }
        assert!(frames >= 2, "no frame hands over more than it has room for");
        assert_eq!(stood_in, frames);
        for left in (0..6_000).step_by(200) {
            full.get(id(1));
            full.paint(&painter, &view(left as f32, 1.0, size), &mut (64 << 20), || {});
            full.end_frame(&mut session);
            // What is seen stays, whatever it takes: three tiles across and two down.
            assert!(full.bytes() <= limit + 2 * 514 * 514 * 4, "{}", full.bytes());
        }
        full.end_frame(&mut session);
        assert_eq!(full.bytes(), 0, "nobody asked for it any more");
    }

    #[test]
    fn pixels_are_pixels_at_a_hundred_per_cent_and_in_the_loupe() {
        assert!(shows_pixels(1.0) && shows_pixels(2.0) && shows_pixels(8.0));
        assert!(!shows_pixels(0.5) && !shows_pixels(1.3));
    }

    #[test]
    fn tiles_at_a_hundred_per_cent_lie_on_whole_pixels() {
        let size = (2_001, 1_003);
        let pyramid = pyramid(size.0, size.1);
        let view = view(777.0, 1.0, size);
        let place = Place { view: &view, full: (f64::from(size.0), f64::from(size.1)) };
        let levels = pyramid.levels();
        for tile in levels.tiles_in(0, seen(&view, place.full)) {
            let rect = place.rect(levels.area(tile));
            assert_eq!(rect.min.to_vec2().floor(), rect.min.to_vec2());
            let inner = inner_px(&pyramid, tile);
            assert_eq!(rect.size(), vec2(inner.0, inner.1));
        }
    }
}
