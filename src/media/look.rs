//! What a picture looks like, coarsely: to find the same scene among the photos of another device.

use super::picture::Picture;
use crate::model::clock::pairs::Look;

/// Cells along a side; each row and each column gives one comparison fewer than its cells.
const CELLS: usize = 9;

/// Compares brightness from cell to cell along eight rows and eight columns of the picture's middle (at most 4:3, so that cameras of
/// different shapes see the same). Light, size and compression hardly change it.
pub fn look_of(picture: &Picture) -> Look {
    let rows = brightness(picture, CELLS, CELLS - 1);
    let columns = brightness(picture, CELLS - 1, CELLS);
    let along = |cells: &[u32], step: usize, is_last: &dyn Fn(usize) -> bool| {
        let mut bits = 0_u64;
        for (n, cell) in cells.iter().enumerate().filter(|(n, _)| !is_last(*n)) {
            bits = bits << 1 | u64::from(cells.get(n + step).is_some_and(|next| next > cell));
        }
        bits
    };
    let by_rows = along(&rows, 1, &|n| n % CELLS == CELLS - 1);
    let by_columns = along(&columns, CELLS - 1, &|n| n / (CELLS - 1) == CELLS - 1);
    Look(u128::from(by_rows) << 64 | u128::from(by_columns))
}

/// Mean brightness of `n_x` by `n_y` cells of the picture's middle, by rows; ITU-R BT.601 weights in 1/256.
fn brightness(picture: &Picture, n_x: usize, n_y: usize) -> Vec<u32> {
    let (width, height) = (picture.width_px as usize, picture.height_px as usize);
    let (used_x, used_y) = (width.min(height * 4 / 3).max(1), height.min(width * 4 / 3).max(1));
    let (left, top) = ((width - used_x) / 2, (height - used_y) / 2);
    let mut sums = vec![(0_u64, 0_u64); n_x * n_y];
    for (y, row) in picture.rgba.chunks_exact(width * 4).enumerate().skip(top).take(used_y) {
        let cell_y = (y - top) * n_y / used_y;
        for (x, pixel) in row.as_chunks::<4>().0.iter().enumerate().skip(left).take(used_x) {
            let [red, green, blue, _] = pixel.map(u64::from);
            let cell = cell_y * n_x + (x - left) * n_x / used_x;
            if let Some((sum, n)) = sums.get_mut(cell) {
                *sum += 77 * red + 150 * green + 29 * blue;
                *n += 1;
            }
        }
    }
    // A picture of fewer pixels than cells leaves some empty: they are dark.
    sums.into_iter().map(|(sum, n)| u32::try_from(sum / n.max(1)).unwrap_or(u32::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scene of soft blobs, drawn at any size, brightness and shift.
    fn scene(seed: u64, width_px: u32, height_px: u32, gain: f32, shift: f32) -> Picture {
        let blob = |n: u64| {
            let hash = blake3::hash(&(seed * 100 + n).to_le_bytes());
            let part = |k: usize| f32::from(hash.as_bytes()[k]) / 255.0;
            (part(0), part(1), 0.08 + 0.2 * part(2), part(3) * 2.0 - 1.0)
        };
        let blobs: Vec<_> = (0..14).map(blob).collect();
        let (middle, scale) = (width_px as f32 / 2.0, height_px as f32);
        let rgba = (0..height_px)
            .flat_map(|y| (0..width_px).map(move |x| (x, y)))
            .flat_map(|(x, y)| {
                let (u, v) = ((x as f32 - middle) / scale + 0.5 + shift, y as f32 / scale);
                let light: f32 = blobs
                    .iter()
                    .map(|(bx, by, size, height)| {
                        height * (-((u - bx).powi(2) + (v - by).powi(2)) / (size * size)).exp()
                    })
                    .sum();
                let level = (110.0 * gain + 70.0 * gain * light).clamp(0.0, 255.0) as u8;
                [level, level, level, 255]
            })
            .collect();
        Picture::new(width_px, height_px, rgba).unwrap()
    }

    #[test]
    fn the_same_scene_by_another_camera_is_near_and_another_scene_is_far() {
        let mut nearest_other = u32::MAX;
        for seed in 0..12 {
            let phone = look_of(&scene(seed, 160, 120, 1.0, 0.0));
            let camera = look_of(&scene(seed, 256, 171, 0.8, 0.01));
            assert!(phone.is_telling());
            assert!(phone.distance(camera) <= 20, "scene {seed}: {}", phone.distance(camera));
            for other in 0..12 {
                if other != seed {
                    nearest_other =
                        nearest_other.min(phone.distance(look_of(&scene(other, 256, 171, 1.0, 0.0))));
                }
            }
        }
        assert!(nearest_other > 26, "another scene is only {nearest_other} away");
    }

    #[test]
    fn an_even_picture_tells_nothing_and_tiny_ones_do_no_harm() {
        let even = Picture::new(64, 48, vec![90; 64 * 48 * 4]).unwrap();
        assert!(!look_of(&even).is_telling());
        for (width, height) in [(1, 1), (3, 200), (500, 2)] {
            let _ = look_of(&Picture::new(width, height, vec![7; (width * height * 4) as usize]).unwrap());
        }
    }
}
