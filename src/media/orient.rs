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
    let (out_width_px, out_height_px) = orientation.upright_size(picture.width_px, picture.height_px);
    let (out_width, out_height) = (out_width_px as usize, out_height_px as usize);
    let stored = picture.rgba.as_chunks::<4>().0;
    let mut rgba = vec![0; picture.rgba.len()];
    let out = rgba.as_chunks_mut::<4>().0;
    // Which stored pixel comes to stand at column x, row y.
    let stored_at = |x: usize, y: usize| match orientation {
        Orientation::Upright => y * width + x,
        Orientation::MirrorHorizontal => y * width + (width - 1 - x),
        Orientation::Rotate180 => (height - 1 - y) * width + (width - 1 - x),
        Orientation::MirrorVertical => (height - 1 - y) * width + x,
        Orientation::Transpose => x * width + y,
        Orientation::Rotate90 => (height - 1 - x) * width + y,
        Orientation::Transverse => (height - 1 - x) * width + (width - 1 - y),
        Orientation::Rotate270 => x * width + (width - 1 - y),
    };
    for top in (0..out_height).step_by(TILE_PX) {
        for left in (0..out_width).step_by(TILE_PX) {
            for y in top..(top + TILE_PX).min(out_height) {
                for x in left..(left + TILE_PX).min(out_width) {
                    if let (Some(to), Some(from)) =
                        (out.get_mut(y * out_width + x), stored.get(stored_at(x, y)))
                    {
                        *to = *from;
                    }
                }
            }
        }
    }
    Picture { width_px: out_width_px, height_px: out_height_px, rgba, incomplete: picture.incomplete }
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
