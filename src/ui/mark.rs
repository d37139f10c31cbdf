//! The program's mark, two sheets of an album, one on the other: on the start page and as the icon of the window.

use egui::{Color32, IconData, Pos2, Rect, Ui, Vec2, pos2, vec2};

use super::theme::{self, DARK, Palette, size};

/// Edge of the square that the mark is drawn in, in points on the start page.
pub const EDGE: f32 = 56.0;
/// Edge of the window's icon in pixels; systems make it smaller themselves.
const ICON_PX: u32 = 128;
/// Points that are looked at in each pixel of the icon, across and down.
const SAMPLES: u32 = 4;

/// The mark in its square.
struct Mark {
    back: Rect,
    front: Rect,
    hills: [Pos2; 5],
    sun: Pos2,
}

const SUN: f32 = 3.0;

fn mark() -> Mark {
    let back = Rect::from_min_size(pos2(14.0, 2.0), vec2(38.0, 30.0));
    let front = Rect::from_min_size(pos2(2.0, 16.0), vec2(42.0, 32.0));
    let hills = [
        pos2(front.left() + 6.0, front.bottom() - 7.0),
        pos2(front.left() + 16.0, front.top() + 14.0),
        pos2(front.left() + 23.0, front.top() + 21.0),
        pos2(front.left() + 28.0, front.top() + 17.0),
        pos2(front.right() - 6.0, front.bottom() - 7.0),
    ];
    Mark { back, front, hills, sun: front.right_top() + vec2(-11.0, 9.0) }
}

/// Draws the mark with its top left at `at`.
pub fn paint(ui: &Ui, at: Pos2) {
    let (palette, mark, by) = (theme::palette(ui), mark(), at.to_vec2());
    ui.painter().rect_filled(mark.back.translate(by), size::ROUND_S, palette.pressed);
    ui.painter().rect_filled(mark.front.translate(by), size::ROUND_S, palette.accent);
    let hills = mark.hills.map(|point| point + by).to_vec();
    ui.painter().add(egui::Shape::line(hills, egui::Stroke::new(size::RING, palette.on_accent)));
    ui.painter().circle_filled(mark.sun + by, SUN, palette.on_accent);
}

/// The mark as the icon of the window, on nothing.
pub fn icon() -> IconData {
    // The back sheet has to stand out from light and dark bars alike.
    let palette = Palette { pressed: Color32::from_gray(140), ..DARK };
    let mark = mark();
    let mut rgba = Vec::with_capacity((ICON_PX * ICON_PX * 4) as usize);
    for n in 0..ICON_PX * ICON_PX {
        rgba.extend(pixel(&mark, &palette, n % ICON_PX, n / ICON_PX));
    }
    IconData { rgba, width: ICON_PX, height: ICON_PX }
}

/// One pixel of the icon: the mean of the points in it, with straight alpha.
fn pixel(mark: &Mark, palette: &Palette, x: u32, y: u32) -> [u8; 4] {
    let scale = EDGE / (ICON_PX * SAMPLES) as f32;
    let (mut sum, mut covered) = ([0_u32; 3], 0_u32);
    for n in 0..SAMPLES * SAMPLES {
        let (column, row) = (x * SAMPLES + n % SAMPLES, y * SAMPLES + n / SAMPLES);
        // The mark is 54 points wide and 48 high, with its corner 2 points in: so it stands in the middle.
        let point = pos2(column as f32 + 0.5, row as f32 + 0.5) * scale - vec2(1.0, 3.0);
        if let Some(color) = color_at(mark, palette, point) {
            covered += 1;
            for (sum, part) in sum.iter_mut().zip([color.r(), color.g(), color.b()]) {
                *sum += u32::from(part);
            }
        }
    }
    let [r, g, b] = sum.map(|sum| u8::try_from(sum / covered.max(1)).unwrap_or(u8::MAX));
    [r, g, b, u8::try_from(covered * 255 / (SAMPLES * SAMPLES)).unwrap_or(u8::MAX)]
}

fn color_at(mark: &Mark, palette: &Palette, point: Pos2) -> Option<Color32> {
    if in_sheet(mark.front, point) {
        let near_hills = mark.hills.array_windows().any(|[a, b]| distance(point, *a, *b) <= size::RING / 2.0);
        let drawn = near_hills || point.distance(mark.sun) <= SUN;
        return Some(if drawn { palette.on_accent } else { palette.accent });
    }
    in_sheet(mark.back, point).then_some(palette.pressed)
}

/// Whether a point is in a rectangle with round corners.
fn in_sheet(sheet: Rect, point: Pos2) -> bool {
    let round = f32::from(size::ROUND_S);
    let inner = sheet.shrink(round);
    inner.distance_to_pos(point) <= round
}

/// How far a point is from a line between two others.
fn distance(point: Pos2, from: Pos2, to: Pos2) -> f32 {
    let along: Vec2 = to - from;
    let part = ((point - from).dot(along) / along.length_sq()).clamp(0.0, 1.0);
    point.distance(from + along * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_the_mark_on_nothing() {
        let icon = icon();
        assert_eq!(icon.rgba.len(), (icon.width * icon.height * 4) as usize);
        let at = |x: u32, y: u32| {
            let n = ((y * icon.width + x) * 4) as usize;
            Color32::from_rgba_unmultiplied(
                icon.rgba[n],
                icon.rgba[n + 1],
                icon.rgba[n + 2],
                icon.rgba[n + 3],
            )
        };
        assert_eq!(at(0, 0), Color32::TRANSPARENT);
        assert_eq!(at(127, 127), Color32::TRANSPARENT);
        assert_eq!(at(14, 50), DARK.accent);
        let counts = |color: Color32| (0..128 * 128).filter(|n| at(n % 128, n / 128) == color).count();
        assert!(counts(DARK.accent) > 4_000 && counts(DARK.on_accent) > 150);
        assert!(counts(Color32::from_gray(140)) > 1_500);
    }
}
