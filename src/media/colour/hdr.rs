//! High dynamic range into sRGB: PQ and HLG (ITU-R BT.2100) with their highlights rolled off, not cut and not washed out.
//!
//! White in SDR is the reference white of HDR, 203 cd/m² (ITU-R BT.2408, 2.2). Light up to 1,000 cd/m² is brought below it by the
//! curve of ITU-R BT.2390, 5.4.1: what is darker than 88 cd/m² stays as it is, so that faces keep their brightness; reference white
//! itself becomes 0.78 of SDR's white (229 of 255), 1,000 cd/m² all of it. The brightest of three colours is brought down and the
//! other two with it, so that hues stay; what lies outside sRGB then moves towards grey until it fits.

use std::sync::OnceLock;

use super::Cicp;
use crate::media::picture::{DeepPicture, Picture};

/// Reference white, in cd/m².
const WHITE: f32 = 203.0;

/// The brightest light that is told from brighter, in cd/m²: what HLG means by its greatest number, and most of PQ is mastered for.
const PEAK: f32 = 1000.0;

/// Steps of the tables over linear light, which stand in the order of its square root: close where it is dark.
const N_STEPS: usize = 4096;

/// Tone-maps pixels of PQ (16) or HLG (18).
pub(super) fn tone_mapped(deep: &DeepPicture, cicp: Cicp) -> Picture {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    let tables = TABLES.get_or_init(Tables::new);
    let to_srgb = primaries_to_srgb(cicp.primaries);
    let is_hlg = cicp.transfer == 18;
    let mut rgba = Vec::with_capacity(deep.rgba.len());
    for [r, g, b, alpha] in deep.rgba.as_chunks::<4>().0 {
        // Light of 1 is reference white.
        let light =
            if is_hlg { tables.of_hlg([*r, *g, *b]) } else { [*r, *g, *b].map(|code| tables.of_pq(code)) };
        let brightest = light[0].max(light[1]).max(light[2]);
        let by = look_up(&tables.roll_off, brightest / (PEAK / WHITE));
        let srgb = fitted(times(&to_srgb, light.map(|light| light * by)));
        let [r, g, b] = srgb.map(|light| tables.code(light));
        rgba.extend_from_slice(&[r, g, b, super::eight_bits_of(*alpha)]);
    }
    Picture { width_px: deep.width_px, height_px: deep.height_px, rgba, incomplete: false }
}

struct Tables {
    /// Light of each code of PQ, in steps of 16.
    pq: Vec<f32>,
    /// Scene light of each code of HLG, in steps of 16.
    hlg: Vec<f32>,
    /// By what scene light is multiplied (BT.2100, table 5: OOTF), over luminance.
    ootf: Vec<f32>,
    /// By what light is multiplied to be shown in SDR, over the brightest colour from 0 to [`PEAK`].
    roll_off: Vec<f32>,
    /// Codes of sRGB over light.
    srgb: Vec<u8>,
}

impl Tables {
    fn new() -> Self {
        let over_codes =
            |light: fn(f32) -> f32| (0..=N_STEPS).map(|n| light(n as f32 / N_STEPS as f32)).collect();
        let over_light = |factor: fn(f32) -> f32| {
            (0..=N_STEPS).map(|n| factor((n as f32 / N_STEPS as f32).powi(2))).collect()
        };
        Self {
            pq: over_codes(|code| pq_light(code) / WHITE),
            hlg: over_codes(hlg_light),
            // Gamma of 1.2 for a display of 1,000 cd/m².
            ootf: over_light(|luminance| luminance.powf(0.2) * PEAK / WHITE),
            roll_off: over_light(roll_off),
            srgb: (0..=N_STEPS).map(|n| srgb_code((n as f32 / N_STEPS as f32).powi(2))).collect(),
        }
    }

    fn of_pq(&self, code: u16) -> f32 {
        between(&self.pq, f32::from(code) / f32::from(u16::MAX))
    }

    fn of_hlg(&self, codes: [u16; 3]) -> [f32; 3] {
        let scene = codes.map(|code| between(&self.hlg, f32::from(code) / f32::from(u16::MAX)));
        let luminance = 0.2627 * scene[0] + 0.6780 * scene[1] + 0.0593 * scene[2];
        let by = look_up(&self.ootf, luminance);
        scene.map(|light| light * by)
    }

    fn code(&self, light: f32) -> u8 {
        let step = (light.clamp(0.0, 1.0).sqrt() * N_STEPS as f32).round();
        self.srgb.get(step as usize).copied().unwrap_or(u8::MAX)
    }
}

/// A value of a table over numbers from 0 to 1.
fn between(table: &[f32], at: f32) -> f32 {
    let step = at.clamp(0.0, 1.0) * N_STEPS as f32;
    let low = table.get(step as usize).copied().unwrap_or(0.0);
    let high = table.get(step as usize + 1).copied().unwrap_or(low);
    low + (high - low) * step.fract()
}

/// A value of a table over light from 0 to 1, by its square root.
fn look_up(table: &[f32], light: f32) -> f32 {
    between(table, light.clamp(0.0, 1.0).sqrt())
}

/// PQ's light in cd/m² (BT.2100, table 4: EOTF).
fn pq_light(code: f32) -> f32 {
    let root = code.powf(1.0 / M2);
    10_000.0 * ((root - C1).max(0.0) / (C2 - C3 * root)).powf(1.0 / M1)
}

/// PQ's code of light in cd/m².
fn pq_code(light: f32) -> f32 {
    let root = (light / 10_000.0).powf(M1);
    ((C1 + C2 * root) / (1.0 + C3 * root)).powf(M2)
}

const M1: f32 = 0.159_301_76;
const M2: f32 = 78.84375;
const C1: f32 = 0.835_937_5;
const C2: f32 = 18.851_563;
const C3: f32 = 18.6875;

/// HLG's scene light from 0 to 1 (BT.2100, table 5: inverse OETF).
fn hlg_light(code: f32) -> f32 {
    const A: f32 = 0.178_832_77;
    const B: f32 = 1.0 - 4.0 * A;
    const C: f32 = 0.559_910_7;
    if code <= 0.5 { code * code / 3.0 } else { (((code - C) / A).exp() + B) / 12.0 }
}

/// What light from 0 to 1 (of [`PEAK`]) is multiplied by, to lie below [`WHITE`]: BT.2390, 5.4.1, in the space of PQ.
fn roll_off(light: f32) -> f32 {
    let light = light * PEAK;
    let peak = pq_code(PEAK);
    let code = pq_code(light) / peak;
    let most = pq_code(WHITE) / peak;
    let knee = 1.5 * most - 0.5;
    if code <= knee {
        return 1.0;
    }
    let t = (code - knee) / (1.0 - knee);
    let (t2, t3) = (t * t, t * t * t);
    let bent = (2.0 * t3 - 3.0 * t2 + 1.0) * knee
        + (t3 - 2.0 * t2 + t) * (1.0 - knee)
        + (-2.0 * t3 + 3.0 * t2) * most;
    pq_light(bent * peak) / light
}

/// The code of light in sRGB (IEC 61966-2-1).
fn srgb_code(light: f32) -> u8 {
    let curved = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (curved * 255.0).round() as u8
}

/// From linear light of some primaries to that of sRGB.
fn primaries_to_srgb(primaries: u8) -> [[f32; 3]; 3] {
    match primaries {
        // BT.2020 (ITU-R BT.2407, 2.1).
        9 => [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]],
        // P3 with the white of daylight (SMPTE EG 432-1).
        11 | 12 => [[1.2249, -0.2247, 0.0], [-0.0420, 1.0419, 0.0], [-0.0197, -0.0786, 1.0979]],
        _ => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    }
}

fn times(matrix: &[[f32; 3]; 3], [r, g, b]: [f32; 3]) -> [f32; 3] {
    matrix.map(|row| row[0] * r + row[1] * g + row[2] * b)
}

/// A colour moved towards the grey of its luminance until it has no part below 0 or above 1.
fn fitted(rgb: [f32; 3]) -> [f32; 3] {
    let (low, high) = (rgb[0].min(rgb[1]).min(rgb[2]), rgb[0].max(rgb[1]).max(rgb[2]));
    if low >= 0.0 && high <= 1.0 {
        return rgb;
    }
    let grey = (0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]).clamp(0.0, 1.0);
    let mut keep = 1.0_f32;
    if low < 0.0 {
        keep = keep.min(grey / (grey - low));
    }
    if high > 1.0 {
        keep = keep.min((1.0 - grey) / (high - grey));
    }
    rgb.map(|light| grey + (light - grey) * keep)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cicp: (u8, u8), rgb: [f32; 3]) -> [u8; 3] {
        let [r, g, b] = rgb.map(|code| (code * 65535.0).round() as u16);
        let deep = DeepPicture::new(1, 1, vec![r, g, b, 65535]).unwrap();
        let picture = tone_mapped(&deep, Cicp { primaries: cicp.0, transfer: cicp.1 });
        picture.rgba[..3].try_into().unwrap()
    }

    fn near(got: [u8; 3], want: [u8; 3]) -> bool {
        got.iter().zip(want).all(|(got, want)| got.abs_diff(want) <= 1)
    }

    #[test]
    fn reference_white_is_white_and_not_its_code() {
        // BT.2100: 203 cd/m² is 58 % of PQ and 75 % of HLG; the bare codes would be 148 and 191.
        for (transfer, code) in [(16, 0.5807), (18, 0.75)] {
            let white = shown((9, transfer), [code; 3]);
            assert!(near(white, [229; 3]), "{transfer}: {white:?}");
        }
        // 1,000 cd/m² and all that is brighter is white; nothing is black.
        assert_eq!(shown((9, 16), [0.7518; 3]), [255; 3]);
        assert_eq!(shown((9, 16), [1.0; 3]), [255; 3]);
        assert_eq!(shown((9, 18), [1.0; 3]), [255; 3]);
        assert_eq!(shown((9, 16), [0.0; 3]), [0; 3]);
    }

    #[test]
    fn what_is_darker_keeps_its_brightness() {
        // 36.54 cd/m² is 18 % of reference white: 118 of 255 in sRGB.
        let grey = shown((9, 16), [pq_code(WHITE * 0.18); 3]);
        assert!(near(grey, [118; 3]), "{grey:?}");
    }

    #[test]
    fn brighter_is_never_darker() {
        for transfer in [16, 18] {
            let levels: Vec<u8> = (0..=200).map(|n| shown((9, transfer), [n as f32 / 200.0; 3])[0]).collect();
            assert!(levels.is_sorted(), "{levels:?}");
        }
    }

    #[test]
    fn primaries_are_mapped_and_what_is_outside_keeps_its_hue() {
        // Grey is grey in all of them.
        for primaries in [1, 9, 12] {
            let [r, g, b] = shown((primaries, 16), [0.45; 3]);
            assert!(r.abs_diff(g) <= 1 && g.abs_diff(b) <= 1);
        }
        // sRGB's red of 100 cd/m² written with the primaries of BT.2020 (BT.2087: 0.6274, 0.0691, 0.0164) is red of sRGB again.
        let red = [62.74, 6.91, 1.64].map(pq_code);
        let [r, g, b] = shown((9, 16), red);
        assert!(r > 170 && g < 12 && b < 12, "{:?}", [r, g, b]);
        // A green that sRGB has not stays the greenest there is for its brightness.
        let [r, g, b] = shown((9, 16), [0.0, pq_code(100.0), 0.0]);
        assert!(g > 150 && r < 20 && b < g / 3 * 2, "{:?}", [r, g, b]);
    }
}
