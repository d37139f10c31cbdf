//! What stands in the place of a picture until it is there: its own colours, blurred.
//!
//! Four by three colours of each picture become gradients of the style sheet, so that pages need neither script nor pictures within them, and their
//! policy stays as strict as it is. Three rows of a gradient across, faded into each other, are the picture at four by three pixels, smoothly enlarged.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use rayon::prelude::*;

use super::Rendition;
use crate::media::decode_kept_small;
use crate::model::photo::PhotoId;

const N_ACROSS: usize = 4;
const N_DOWN: usize = 3;

/// Average colours of a picture, row by row, red, green and blue each 0 to 255.
pub type Tint = [[u8; 3]; N_ACROSS * N_DOWN];

/// The colours of every photo, from the smallest of its pictures as it lies in the album's folder. A picture that cannot be read has none: then its
/// place is plain.
pub fn read(folder: &Path, renditions: &HashMap<PhotoId, Vec<Rendition>>) -> HashMap<PhotoId, Tint> {
    let tint = |renditions: &Vec<Rendition>| {
        let jpeg = std::fs::read(folder.join(&renditions.first()?.path)).ok()?;
        let small = decode_kept_small(&jpeg)?;
        Some(of_pixels(
            &small.rgba,
            usize::try_from(small.width_px).ok()?,
            usize::try_from(small.height_px).ok()?,
        ))
    };
    renditions.par_iter().filter_map(|(photo, renditions)| Some((*photo, tint(renditions)?))).collect()
}

/// Averages over fields of equal size.
fn of_pixels(rgba: &[u8], width: usize, height: usize) -> Tint {
    let mut sums = [[0_u64; 4]; N_ACROSS * N_DOWN];
    for (n, pixel) in rgba.chunks_exact(4).enumerate() {
        let (x, y) = (n % width.max(1), n / width.max(1));
        let field = (y * N_DOWN / height.max(1)).min(N_DOWN - 1) * N_ACROSS
            + (x * N_ACROSS / width.max(1)).min(N_ACROSS - 1);
        if let (Some(sum), [r, g, b, _]) = (sums.get_mut(field), pixel) {
            for (total, part) in sum.iter_mut().zip([*r, *g, *b, 1]) {
                *total += u64::from(part);
            }
        }
    }
    // A picture of a few pixels has fields without one: those take the colour of all.
    let all = sums.iter().fold([0; 4], |mut all, sum| {
        all.iter_mut().zip(sum).for_each(|(total, part)| *total += part);
        all
    });
    sums.map(|sum| if sum.last() == Some(&0) { all } else { sum })
        .map(|[r, g, b, n]| [r, g, b].map(|total| u8::try_from(total / n.max(1)).unwrap_or(u8::MAX)))
}

/// The rule of one picture: three rows of colours as three digits each.
pub fn rule(class: &str, tint: &Tint) -> String {
    let mut out = format!(".{class}{{");
    for (row, name) in tint.chunks_exact(N_ACROSS).zip(["a", "b", "c"]) {
        let colours: Vec<String> = row
            .iter()
            .map(|rgb| {
                rgb.iter().fold("#".to_owned(), |mut out, part| {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "{:x}", (u16::from(*part) + 8).min(255) / 17);
                    out
                })
            })
            .collect();
        let _ = write!(out, "--{name}:{};", colours.join(","));
    }
    out.pop();
    out.push_str("}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_four_by_three_colours() {
        // Left half red, right half blue, the lowest row of fields black.
        let pixels: Vec<u8> = (0..9)
            .flat_map(|y| {
                (0..8).flat_map(move |x| {
                    if y > 5 {
                        [0, 0, 0, 255]
                    } else if x < 4 {
                        [255, 0, 0, 255]
                    } else {
                        [0, 0, 255, 255]
                    }
                })
            })
            .collect();
        let tint = of_pixels(&pixels, 8, 9);
        assert_eq!(
            rule("c7", &tint),
            ".c7{--a:#f00,#f00,#00f,#00f;--b:#f00,#f00,#00f,#00f;--c:#000,#000,#000,#000}\n"
        );
        assert!(rule("c1234", &tint).len() <= 80);
        assert_eq!(of_pixels(&[1, 2, 3, 4], 1, 1), [[1, 2, 3]; 12]);
    }
}
