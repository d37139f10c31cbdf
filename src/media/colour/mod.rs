//! Colours into sRGB; `hdr`: those that are brighter than its white.

mod hdr;

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::picture::{DeepPicture, Picture, Pixels};

/// What the numbers of pixels mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Colour {
    /// sRGB (IEC 61966-2-1), also for what says nothing.
    #[default]
    Srgb,
    /// Adobe RGB (1998), named by EXIF without a profile.
    AdobeRgb,
    /// An ICC profile.
    Icc(Vec<u8>),
    /// Code points of video.
    Cicp(Cicp),
}

/// Code points of ITU-T H.273 for RGB of the full range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cicp {
    /// ColourPrimaries (8.1): 1 is sRGB's, 9 BT.2020's, 12 Display P3's.
    pub(super) primaries: u8,
    /// TransferCharacteristics (8.2): 13 is sRGB's, 16 PQ, 18 HLG.
    pub(super) transfer: u8,
}

impl Cicp {
    /// Whether brighter light than white is coded: PQ or HLG.
    pub(super) const fn is_hdr(self) -> bool {
        matches!(self.transfer, 16 | 18)
    }
}

/// Brings pixels into sRGB of 8 bits.
pub(super) fn to_srgb(pixels: Pixels, colour: &Colour) -> Picture {
    let pixels = match (pixels, colour) {
        (pixels, Colour::Cicp(cicp)) if cicp.is_hdr() => {
            return hdr::tone_mapped(&sixteen_bits(pixels), *cicp);
        }
        (pixels, _) => pixels,
    };
    let mut picture = match pixels {
        Pixels::Eight(picture) => picture,
        Pixels::Sixteen(deep) => eight_bits(&deep),
    };
    match colour {
        Colour::Srgb => {}
        Colour::AdobeRgb => convert(&mut picture, &ColorProfile::new_adobe_rgb()),
        // Profiles that are damaged change nothing: a picture in slightly wrong colours is better than none.
        Colour::Icc(icc) => {
            if let Ok(profile) = ColorProfile::new_from_slice(icc) {
                convert(&mut picture, &profile);
            }
        }
        Colour::Cicp(cicp) => {
            if let Some(profile) = profile_of(*cicp) {
                convert(&mut picture, &profile);
            }
        }
    }
    picture
}

fn profile_of(cicp: Cicp) -> Option<ColorProfile> {
    Some(ColorProfile::new_from_cicp(moxcms::CicpProfile {
        color_primaries: moxcms::CicpColorPrimaries::try_from(cicp.primaries).ok()?,
        transfer_characteristics: moxcms::TransferCharacteristics::try_from(cicp.transfer).ok()?,
        matrix_coefficients: moxcms::MatrixCoefficients::Identity,
        full_range: true,
    }))
}

fn eight_bits(deep: &DeepPicture) -> Picture {
    let rgba = deep.rgba.iter().map(|number| eight_bits_of(*number)).collect();
    Picture { width_px: deep.width_px, height_px: deep.height_px, rgba, incomplete: false }
}

fn eight_bits_of(number: u16) -> u8 {
    // 257 is 65535 / 255.
    u8::try_from((u32::from(number) + 128) / 257).unwrap_or(u8::MAX)
}

fn sixteen_bits(pixels: Pixels) -> DeepPicture {
    match pixels {
        Pixels::Eight(Picture { width_px, height_px, rgba, .. }) => DeepPicture {
            width_px,
            height_px,
            rgba: rgba.iter().map(|byte| u16::from(*byte) * 257).collect(),
        },
        Pixels::Sixteen(deep) => deep,
    }
}

/// Brings pixels of a profile's colour space into sRGB, in place. Profiles that are neither of RGB nor of grey change nothing.
fn convert(picture: &mut Picture, profile: &ColorProfile) {
    match profile.color_space {
        DataColorSpace::Rgb => {}
        DataColorSpace::Gray => return convert_grey(picture, profile),
        _ => return,
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

/// A profile of grey has one curve; pixels of grey have three equal numbers.
fn convert_grey(picture: &mut Picture, profile: &ColorProfile) {
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    let levels: [u8; 256] = std::array::from_fn(|level| u8::try_from(level).unwrap_or(u8::MAX));
    let mut shown = [0; 3 * 256];
    let transform = profile.create_transform_8bit(Layout::Gray, &srgb, Layout::Rgb, options);
    if !transform.is_ok_and(|transform| transform.transform(&levels, &mut shown).is_ok()) {
        return;
    }
    let shown = shown.as_chunks::<3>().0;
    for pixel in picture.rgba.as_chunks_mut::<4>().0 {
        if let ([r, g, b, _], Some([red, green, blue])) = (*pixel, shown.get(usize::from(pixel[0])))
            && r == g
            && g == b
        {
            *pixel = [*red, *green, *blue, pixel[3]];
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
        let picture = Picture::new(1, 1, pixel.to_vec()).unwrap();
        to_srgb(Pixels::Eight(picture), &Colour::Icc(profile.encode().unwrap())).rgba
    }

    #[test]
    fn display_p3_red_is_stronger_than_srgb_can_show() {
        let p3 = ColorProfile::new_display_p3();
        let red = converted(&p3, [200, 60, 60, 255]);
        assert!(red[0] > 205 && red[1] < 60, "{red:?}");
        assert_eq!(converted(&p3, [128, 128, 128, 77]), [128, 128, 128, 77]);
    }

    #[test]
    fn adobe_rgb_without_a_profile_is_more_colourful_than_its_numbers() {
        let picture = Picture::new(1, 1, vec![60, 180, 60, 255]).unwrap();
        let shown = to_srgb(Pixels::Eight(picture), &Colour::AdobeRgb).rgba;
        // Adobe RGB (1998), 4.3: its green is far outside sRGB.
        assert!(shown[0] < 20 && shown[1] >= 180 && shown[3] == 255, "{shown:?}");
    }

    #[test]
    fn a_profile_of_grey_has_its_curve() {
        let linear = ColorProfile::new_gray_with_gamma(1.0);
        // Half of the light is 188 of 255 in sRGB (IEC 61966-2-1, 4.4).
        let half = converted(&linear, [128, 128, 128, 9]);
        assert!(half[..3].iter().all(|level| level.abs_diff(188) <= 1) && half[3] == 9, "{half:?}");
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
        let picture = Picture::new(1, 1, vec![1, 2, 3, 4]).unwrap();
        let same = to_srgb(Pixels::Eight(picture), &Colour::Icc(b"not a profile".to_vec()));
        assert_eq!(same.rgba, [1, 2, 3, 4]);
    }
}
