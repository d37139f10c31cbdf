//! Colours into sRGB.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::picture::Picture;

/// Brings pixels of a profile's colour space into sRGB, in place. Profiles that are damaged, or not of RGB, change nothing:
/// a picture in slightly wrong colours is better than none.
pub(super) fn to_srgb(picture: &mut Picture, icc: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(icc) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options) else {
        return;
    };
    let mut changed = [0; PROBES.len()];
    if transform.transform(&PROBES, &mut changed).is_err() || is_near(&PROBES, &changed) {
        return;
    }
    // A few rows at a time: the copy that is read from stays in the processor's cache.
    let row_bytes = picture.width_px as usize * 4;
    let mut row = Vec::with_capacity(row_bytes);
    for pixels in picture.rgba.chunks_mut(row_bytes.max(4)) {
        row.clear();
        row.extend_from_slice(pixels);
        if transform.transform(&row, pixels).is_err() {
            return;
        }
    }
}

/// Pixels that any two different colour spaces change differently: strong colours, and greys for the curve.
const PROBES: [u8; 32] = [
    220, 30, 30, 255, 30, 220, 30, 255, 30, 30, 220, 255, 200, 160, 120, 255, 40, 40, 40, 255, 90, 90, 90,
    255, 128, 128, 128, 255, 200, 200, 200, 255,
];

/// Whether no level differs by more than two of 255, which nobody can see.
fn is_near(a: &[u8], b: &[u8]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(profile: &ColorProfile, pixel: [u8; 4]) -> Vec<u8> {
        let mut picture = Picture::new(1, 1, pixel.to_vec()).unwrap();
        to_srgb(&mut picture, &profile.encode().unwrap());
        picture.rgba
    }

    #[test]
    fn display_p3_red_is_stronger_than_srgb_can_show() {
        let p3 = ColorProfile::new_display_p3();
        let red = converted(&p3, [200, 60, 60, 255]);
        assert!(red[0] > 205 && red[1] < 60, "{red:?}");
        assert_eq!(converted(&p3, [128, 128, 128, 77]), [128, 128, 128, 77]);
    }

    #[test]
    fn srgb_and_rubbish_change_nothing() {
        assert_eq!(converted(&ColorProfile::new_srgb(), [200, 60, 7, 255]), [200, 60, 7, 255]);
        let mut picture = Picture::new(1, 1, vec![1, 2, 3, 4]).unwrap();
        to_srgb(&mut picture, b"not a profile");
        assert_eq!(picture.rgba, [1, 2, 3, 4]);
    }
}
