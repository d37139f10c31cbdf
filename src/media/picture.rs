//! Pixels in memory.

/// A picture: upright, in sRGB, 8 bits, red green blue alpha, the colour not multiplied by alpha, rows from the top without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels, at least 1.
    pub width_px: u32,
    /// Height in pixels, at least 1.
    pub height_px: u32,
    /// `width_px * height_px * 4` bytes.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// A picture of these pixels; `None` when their number does not fit or a side is 0.
    pub fn new(width_px: u32, height_px: u32, rgba: Vec<u8>) -> Option<Self> {
        let n_bytes = u64::from(width_px) * u64::from(height_px) * 4;
        (n_bytes > 0 && n_bytes == rgba.len() as u64).then_some(Self { width_px, height_px, rgba })
    }

    /// The longer side in pixels.
    pub fn long_edge_px(&self) -> u32 {
        self.width_px.max(self.height_px)
    }

    /// Whether any pixel lets something through.
    pub fn has_transparency(&self) -> bool {
        self.rgba.as_chunks::<4>().0.iter().any(|[.., alpha]| *alpha != 255)
    }
}
