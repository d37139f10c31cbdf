//! What luma and chroma mean (ITU-T H.273, 8.3).

use crate::media::container::heif::Nclx;

/// Matrix and range of coded numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coding {
    /// MatrixCoefficients; 2 says nothing.
    pub(super) matrix: u8,
    /// Whether luma goes from 0 to the end, not from 16 to 235.
    pub(super) is_full_range: bool,
}

impl Coding {
    /// What the container says, else the stream; what nobody says is BT.601 of the limited range, as phones mean it.
    pub(super) fn of(container: Option<Nclx>, stream: Option<Nclx>) -> Self {
        let nobody = Self { matrix: 6, is_full_range: false };
        let of = |nclx: Nclx| Self { matrix: nclx.matrix, is_full_range: nclx.is_full_range };
        container.or(stream).map_or(nobody, of)
    }

    /// Alpha has no matrix, and all of the range (ISO/IEC 23008-12, 6.9; AV1 Image File Format, 4.1).
    pub(super) const ALPHA: Self = Self { matrix: 6, is_full_range: true };
}

/// Three sums of luma and chroma, and what is added: red, green, blue from 0 to `max`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix {
    /// By what Y, Cb and Cr are multiplied, for each colour.
    pub(super) by: [[f32; 3]; 3],
    /// What is added to each colour.
    pub(super) add: [f32; 3],
}

impl Matrix {
    /// For samples of some bits, into numbers up to `max`.
    pub(super) fn new(coding: Coding, depth: u32, max: f32) -> Self {
        let last = ((1_u32 << depth) - 1) as f32;
        let unit = (1_u32 << (depth - 8)) as f32;
        let (y_zero, y_by, c_by) = if coding.is_full_range {
            (0.0, max / last, max / last)
        } else {
            (16.0 * unit, max / (219.0 * unit), max / (224.0 * unit))
        };
        let c_zero = 128.0 * unit;
        let (kr, kb) = match coding.matrix {
            // Green, blue, red in the places of Y, Cb, Cr.
            0 => {
                let by = [[0.0, 0.0, y_by], [y_by, 0.0, 0.0], [0.0, y_by, 0.0]];
                return Self { by, add: [-y_zero * y_by; 3] };
            }
            // YCgCo.
            8 => return Self::of([[-1.0, 1.0], [1.0, 0.0], [-1.0, -1.0]], (y_zero, y_by), (c_zero, c_by)),
            1 => (0.2126, 0.0722),
            4 => (0.30, 0.11),
            7 => (0.212, 0.087),
            9 | 10 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
        let kg = 1.0 - kr - kb;
        let chroma = [
            [0.0, 2.0 * (1.0 - kr)],
            [-2.0 * kb * (1.0 - kb) / kg, -2.0 * kr * (1.0 - kr) / kg],
            [2.0 * (1.0 - kb), 0.0],
        ];
        Self::of(chroma, (y_zero, y_by), (c_zero, c_by))
    }

    fn of(chroma: [[f32; 2]; 3], (y_zero, y_by): (f32, f32), (c_zero, c_by): (f32, f32)) -> Self {
        Self {
            by: chroma.map(|[cb, cr]| [y_by, cb * c_by, cr * c_by]),
            add: chroma.map(|[cb, cr]| -y_zero * y_by - (cb + cr) * c_zero * c_by),
        }
    }
}
