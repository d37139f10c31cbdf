//! Turning stored pixels upright.

use super::picture::Picture;
use crate::model::orientation::Orientation;

/// Pixels of a square that is turned at a time, so that rows and columns stay in the processor's cache.
const TILE_PX: usize = 32;

/// Turns a picture as its orientation says.
pub(super) fn upright(picture: Picture, orientation: Orientation) -> Picture {
    if orientation == Orientation::Upright {
        return picture;
    }
    let (width, height) = (picture.width_px as usize, picture.height_px as usize);
    let (width_px, height_px) = orientation.upright_size(picture.width_px, picture.height_px);
    let turned = turned(picture.rgba.as_chunks::<4>().0, width, height, orientation);
    Picture { width_px, height_px, rgba: turned.into_flattened(), incomplete: picture.incomplete }
}

/// Turns `width` x `height` pixels of any kind as the orientation says.
pub(super) fn turned<T: Copy + Default>(
    stored: &[T],
    width: usize,
    height: usize,
    orientation: Orientation,
) -> Vec<T> {
    let (out_width, out_height) = if orientation.swaps_sides() { (height, width) } else { (width, height) };
    let (right, bottom) = (width.saturating_sub(1), height.saturating_sub(1));
    // Which stored pixel comes to stand at the left of row y, and whether the next one to the right is stored a column or a row on.
    let row = |y: usize| match orientation {
        Orientation::Upright => (y * width, 1),
        Orientation::MirrorHorizontal => (y * width + right, -1),
        Orientation::Rotate180 => ((bottom - y) * width + right, -1),
        Orientation::MirrorVertical => ((bottom - y) * width, 1),
        Orientation::Transpose => (y, width.cast_signed()),
        Orientation::Rotate90 => (bottom * width + y, -width.cast_signed()),
        Orientation::Transverse => (bottom * width + (right - y), -width.cast_signed()),
        Orientation::Rotate270 => (right - y, width.cast_signed()),
    };
    let mut out = vec![T::default(); stored.len()];
    for top in (0..out_height).step_by(TILE_PX) {
        for left in (0..out_width).step_by(TILE_PX) {
            for y in top..(top + TILE_PX).min(out_height) {
                let (begin, step) = row(y);
                let columns = left..(left + TILE_PX).min(out_width);
                let mut from = begin.wrapping_add_signed(step.wrapping_mul(left.cast_signed()));
                for to in
                    out.get_mut(y * out_width..).and_then(|row| row.get_mut(columns)).unwrap_or_default()
                {
                    if let Some(pixel) = stored.get(from) {
                        *to = *pixel;
                    }
                    from = from.wrapping_add_signed(step);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters as red values, so that a picture reads as text.
    fn letters(rows: &[&str]) -> Picture {
        let rgba = rows.iter().flat_map(|row| row.bytes()).flat_map(|b| [b, 0, 0, 255]).collect();
        Picture::new(rows[0].len() as u32, rows.len() as u32, rgba).unwrap()
    }

    #[test]
    fn all_eight_stand_upright() {
        // How "ABC / DEF" is stored for each value (CIPA DC-008-2023, figure of tag 0x0112).
        let upright_picture = letters(&["ABC", "DEF"]);
        for (value, stored) in [
            (1, vec!["ABC", "DEF"]),
            (2, vec!["CBA", "FED"]),
            (3, vec!["FED", "CBA"]),
            (4, vec!["DEF", "ABC"]),
            (5, vec!["AD", "BE", "CF"]),
            (6, vec!["CF", "BE", "AD"]),
            (7, vec!["FC", "EB", "DA"]),
            (8, vec!["DA", "EB", "FC"]),
        ] {
            let orientation = Orientation::from_exif(value).unwrap();
            assert_eq!(upright(letters(&stored), orientation), upright_picture, "{value}");
        }
    }

    #[test]
    fn larger_than_a_tile() {
        let rgba: Vec<u8> = (0..70 * 45).flat_map(|n: u32| n.to_le_bytes()).collect();
        let picture = Picture::new(70, 45, rgba).unwrap();
        let there = upright(picture.clone(), Orientation::Rotate90);
        assert_eq!((there.width_px, there.height_px), (45, 70));
        assert_eq!(upright(there, Orientation::Rotate270), picture);
    }
}
