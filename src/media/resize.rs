//! Smaller pictures of pictures.
//!
//! Levels are averaged as they are stored, not as light. Real photos hardly show the difference (at 512 px a mean of 0.4 levels of 255, a
//! structural similarity of 0.998; 2 levels and 0.994 under strong grain). Fine bright lines or lamps on black would come out brighter as
//! light (17 against 39 of 255 in a made example), but browsers and other programs shrink levels too, so that the sizes of one picture
//! would no longer look the same, and a JPEG could not be shrunk without turning it to light first.

use fast_image_resize as fir;
use fir::images::{TypedImage, TypedImageRef};

use super::picture::{DeepPicture, Picture, Pixels};

/// The picture with its longer side at `long_edge_px`, by Lanczos with three lobes. Never enlarges: a smaller picture is copied.
pub fn resize(picture: &Picture, long_edge_px: u32) -> Picture {
    let size = fitted((picture.width_px, picture.height_px), long_edge_px);
    shrink(picture, size).unwrap_or_else(|| picture.clone())
}

/// Shrinks pixels to a size that is no larger than their own, without a copy where they have that size.
pub(super) fn shrunk_to(pixels: Pixels, size: (u32, u32)) -> Pixels {
    match pixels {
        Pixels::Eight(picture) => Pixels::Eight(shrink(&picture, size).unwrap_or(picture)),
        Pixels::Sixteen(deep) => Pixels::Sixteen(shrink_deep(&deep, size).unwrap_or(deep)),
    }
}

/// Width and height that fit a picture into a longer side, at least 1 each, never enlarged.
pub(super) fn fitted((width_px, height_px): (u32, u32), long_edge_px: u32) -> (u32, u32) {
    let from = width_px.max(height_px);
    let to = long_edge_px.max(1);
    if from <= to {
        return (width_px, height_px);
    }
    let side = |px: u32| {
        let scaled = (u64::from(px) * u64::from(to) + u64::from(from) / 2) / u64::from(from);
        u32::try_from(scaled).unwrap_or(to).max(1)
    };
    (side(width_px), side(height_px))
}

/// `None` when the picture is not larger than that.
fn shrink(picture: &Picture, (width_px, height_px): (u32, u32)) -> Option<Picture> {
    if width_px >= picture.width_px && height_px >= picture.height_px {
        return None;
    }
    let n_bytes = width_px as usize * height_px as usize * 4;
    let mut rgba = vec![0; n_bytes];
    // Without transparency alpha is a fourth colour that stays 255; with it the colours of clear pixels must not bleed.
    let options = fir::ResizeOptions::new().use_alpha(picture.has_transparency());
    let from = (picture.rgba.as_slice(), (picture.width_px, picture.height_px));
    let to = (rgba.as_mut_slice(), (width_px, height_px));
    resample::<fir::pixels::U8x4>(&mut fir::Resizer::new(), from, to, &options)?;
    Picture::new(width_px, height_px, rgba)
        .map(|smaller| Picture { incomplete: picture.incomplete, ..smaller })
}

/// Pixels of one kind as bytes, with their width and height, to another size. `None` when the bytes are too few.
///
/// Only this names the kind: asking for it while the program runs would compile the resizer for all thirteen.
pub(super) fn resample<P: fir::PixelTrait>(
    resizer: &mut fir::Resizer,
    (from, (from_width, from_height)): (&[u8], (u32, u32)),
    (to, (width, height)): (&mut [u8], (u32, u32)),
    options: &fir::ResizeOptions,
) -> Option<()> {
    let from = TypedImageRef::<P>::from_buffer(from_width, from_height, from).ok()?;
    let mut to = TypedImage::<P>::from_buffer(width, height, to).ok()?;
    resizer.resize_typed(&from, &mut to, options).ok()
}

fn shrink_deep(deep: &DeepPicture, (width_px, height_px): (u32, u32)) -> Option<DeepPicture> {
    if width_px >= deep.width_px && height_px >= deep.height_px {
        return None;
    }
    let mut rgba = vec![0_u16; width_px as usize * height_px as usize * 4];
    let from = (bytemuck::cast_slice(&deep.rgba), (deep.width_px, deep.height_px));
    let to = (bytemuck::cast_slice_mut(&mut rgba), (width_px, height_px));
    resample::<fir::pixels::U16x4>(&mut fir::Resizer::new(), from, to, &fir::ResizeOptions::new())?;
    DeepPicture::new(width_px, height_px, rgba)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(width_px: u32, height_px: u32, pixel: [u8; 4]) -> Picture {
        Picture::new(width_px, height_px, pixel.repeat((width_px * height_px) as usize)).unwrap()
    }

    #[test]
    fn shrinks_to_the_long_edge_and_keeps_colour() {
        let small = resize(&flat(400, 300, [10, 200, 30, 255]), 100);
        assert_eq!((small.width_px, small.height_px), (100, 75));
        assert!(small.rgba.chunks(4).all(|p| p == [10, 200, 30, 255]));
        assert_eq!(resize(&flat(3, 3000, [1, 2, 3, 255]), 100).width_px, 1);
    }

    #[test]
    fn never_enlarges() {
        let picture = flat(40, 30, [1, 2, 3, 255]);
        assert_eq!(resize(&picture, 100), picture);
        assert_eq!(resize(&picture, 40), picture);
    }

    #[test]
    fn clear_pixels_do_not_bleed() {
        let mut picture = flat(64, 64, [255, 0, 0, 255]);
        for pixel in picture.rgba.chunks_mut(4).skip(32 * 64) {
            pixel.copy_from_slice(&[0, 255, 0, 0]);
        }
        let small = resize(&picture, 16);
        assert!(small.rgba.chunks(4).all(|p| p[3] == 0 || (p[0] > 250 && p[1] < 5)));
    }
}
