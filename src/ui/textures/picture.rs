//! A picture on the graphics card, in one part or several.

use egui::{Color32, ColorImage, Painter, Rect, Shape, TextureHandle, Vec2, pos2, vec2};

use crate::session::Picture as Pixels;

/// Edge of the parts that a large picture is cut into.
const PART_PX: u32 = 2048;

/// A picture that can be painted.
#[derive(Clone, Default)]
pub struct Picture {
    pub(super) parts: Vec<(Rect, TextureHandle)>,
    /// Width and height in pixels.
    pub size: Vec2,
    /// Whether a part of it is missing because its file is cut short or damaged.
    pub incomplete: bool,
}

impl Picture {
    /// Paints the picture into a rectangle.
    pub fn paint(&self, painter: &Painter, rect: Rect, rounding: u8, tint: Color32) {
        let scale = rect.size() / self.size;
        let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        for (part, texture) in &self.parts {
            let at = Rect::from_min_size(rect.min + part.min.to_vec2() * scale, part.size() * scale);
            if let [_] = self.parts.as_slice() {
                let shape =
                    egui::epaint::RectShape::filled(at, rounding, tint).with_texture(texture.id(), uv);
                painter.add(Shape::Rect(shape));
            } else if painter.clip_rect().intersects(at) {
                painter.image(texture.id(), at, uv, tint);
            }
        }
    }

    /// Bytes on the card.
    pub(super) fn bytes(&self) -> usize {
        (self.size.x * self.size.y) as usize * 4
    }
}

/// The rectangles that a picture is cut into, in its pixels.
pub(super) fn parts(width_px: u32, height_px: u32) -> Vec<Rect> {
    let step = |px: u32| (0..px).step_by(PART_PX as usize).map(move |from| (from, PART_PX.min(px - from)));
    step(height_px)
        .flat_map(|(y, h)| step(width_px).map(move |(x, w)| ((x, y), (w, h))))
        .map(|((x, y), (w, h))| Rect::from_min_size(pos2(x as f32, y as f32), vec2(w as f32, h as f32)))
        .collect()
}

/// A part of a picture, cut out of it.
pub(super) fn cut(pixels: &Pixels, part: Rect) -> ColorImage {
    let (x, y) = (part.left() as usize, part.top() as usize);
    let (w, h) = (part.width() as usize, part.height() as usize);
    let width = pixels.width_px as usize;
    if w == width {
        let rows = pixels.rgba.get(y * width * 4..(y + h) * width * 4).unwrap_or_default();
        return image([w, h], rows);
    }
    let mut bytes = Vec::with_capacity(w * h * 4);
    for line in y..y + h {
        let from = (line * width + x) * 4;
        bytes.extend_from_slice(pixels.rgba.get(from..from + w * 4).unwrap_or_default());
    }
    image([w, h], &bytes)
}

/// Photos are opaque nearly always: then nothing is to be multiplied.
fn image(size: [usize; 2], rgba: &[u8]) -> ColorImage {
    if rgba.iter().skip(3).step_by(4).all(|alpha| *alpha == 255) {
        ColorImage::from_rgba_premultiplied(size, rgba)
    } else {
        ColorImage::from_rgba_unmultiplied(size, rgba)
    }
}
