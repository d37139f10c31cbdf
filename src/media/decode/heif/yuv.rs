//! Planes of luma and chroma, whatever number type a codec puts them in.

use re_rav1d::dav1d;

use crate::media::container::heif::Nclx;

/// One decoded picture of a codec.
pub(super) struct Yuv {
    /// Width of luma in pixels.
    pub(super) width_px: u32,
    /// Height of luma.
    pub(super) height_px: u32,
    /// Bits of a sample.
    pub(super) depth: u32,
    /// Luma.
    pub(super) y: Plane,
    /// Both chroma planes; none of a picture without colour.
    pub(super) chroma: Option<Chroma>,
    /// What the stream says of its numbers.
    pub(super) said: Option<Nclx>,
}

/// Chroma and how it lies under luma.
pub(super) struct Chroma {
    /// Cb and Cr.
    pub(super) planes: [Plane; 2],
    /// Columns of luma to one of chroma: 1 or 2.
    pub(super) sub_x: usize,
    /// Rows of luma to one of chroma: 1 or 2.
    pub(super) sub_y: usize,
    /// Whether a sample stands at the left column of its two, not between them.
    pub(super) is_left: bool,
}

/// Samples by rows.
pub(super) struct Plane {
    /// Samples of a row.
    pub(super) width: usize,
    /// Number of rows.
    pub(super) height: usize,
    /// The numbers.
    pub(super) samples: Samples,
}

/// Numbers as a codec gives them.
pub(super) enum Samples {
    /// Rows without gaps.
    Words(Vec<i32>),
    /// Rows of `stride` bytes, of one byte or, when `is_deep`, two bytes a sample.
    Bytes { bytes: dav1d::Plane, stride: usize, is_deep: bool },
}

impl Plane {
    /// One row; what a codec did not give stays as it was.
    pub(super) fn row(&self, y: usize, out: &mut [f32]) {
        let y = y.min(self.height.saturating_sub(1));
        match &self.samples {
            Samples::Words(words) => {
                let row = words.get(y * self.width..).unwrap_or_default();
                out.iter_mut().zip(row).for_each(|(out, sample)| *out = *sample as f32);
            }
            Samples::Bytes { bytes, stride, is_deep: false } => {
                let row = bytes.get(y * stride..).unwrap_or_default();
                out.iter_mut().zip(row).for_each(|(out, sample)| *out = f32::from(*sample));
            }
            Samples::Bytes { bytes, stride, is_deep: true } => {
                let row = bytes.get(y * stride..).unwrap_or_default().as_chunks::<2>().0;
                out.iter_mut().zip(row).for_each(|(out, two)| *out = f32::from(u16::from_ne_bytes(*two)));
            }
        }
    }
}
