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
    let mut copy = Vec::with_capacity(ROW_BYTES);
    for part in picture.rgba.chunks_mut(ROW_BYTES) {
        copy.clear();
        copy.extend_from_slice(part);
        if transform.transform(&copy, part).is_err() {
            return;
        }
    }
}

/// Turns inks into light, in place: four bytes of cyan, magenta, yellow, black become red, green, blue, 255. JPEG holds inks upside
/// down (255 is none), as Adobe's programs write them.
pub(super) fn inks_to_srgb(pixels: &mut [u8], icc: Option<&[u8]>) {
    let profile = icc.and_then(|icc| ColorProfile::new_from_slice(icc).ok());
    let transform =
        profile.filter(|profile| profile.color_space == DataColorSpace::Cmyk).and_then(|profile| {
            let options = TransformOptions::default();
            profile.create_transform_8bit(Layout::Rgba, &ColorProfile::new_srgb(), Layout::Rgba, options).ok()
        });
    for part in pixels.chunks_mut(ROW_BYTES) {
        let upright: Vec<u8> = part.iter().map(|ink| 255 - ink).collect();
        let done = transform.as_ref().is_some_and(|transform| transform.transform(&upright, part).is_ok());
        for (pixel, inks) in part.as_chunks_mut::<4>().0.iter_mut().zip(upright.as_chunks::<4>().0) {
            if !done {
                // Without a profile: each ink takes its light away, black takes all.
                let [c, m, y, k] = inks.map(|ink| 255 - u32::from(ink));
                *pixel = [c, m, y, 255].map(|light| u8::try_from(light * k / 255).unwrap_or(255));
            }
            pixel[3] = 255;
        }
    }
}

/// Bytes that are converted at a time: a copy of them stays in the processor's cache.
const ROW_BYTES: usize = 16 * 1024;

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
    fn inks_without_a_profile_take_light_away() {
        let mut pixels = [255, 255, 255, 255, 0, 255, 255, 255, 255, 255, 255, 0, 255, 128, 255, 255];
        inks_to_srgb(&mut pixels, None);
        assert_eq!(pixels, [255, 255, 255, 255, 0, 255, 255, 255, 0, 0, 0, 255, 255, 128, 255, 255]);
    }

    #[test]
    fn srgb_and_rubbish_change_nothing() {
        assert_eq!(converted(&ColorProfile::new_srgb(), [200, 60, 7, 255]), [200, 60, 7, 255]);
        let mut picture = Picture::new(1, 1, vec![1, 2, 3, 4]).unwrap();
        to_srgb(&mut picture, b"not a profile");
        assert_eq!(picture.rgba, [1, 2, 3, 4]);
    }
}
