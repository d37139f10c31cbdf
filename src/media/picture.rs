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
    /// Whether a part is missing because its file is cut short or damaged; it is grey.
    pub incomplete: bool,
}

impl Picture {
    /// A picture of these pixels; `None` when their number does not fit or a side is 0.
    pub fn new(width_px: u32, height_px: u32, rgba: Vec<u8>) -> Option<Self> {
        let n_bytes = u64::from(width_px) * u64::from(height_px) * 4;
        (n_bytes > 0 && n_bytes == rgba.len() as u64).then_some(Self {
            width_px,
            height_px,
            rgba,
            incomplete: false,
        })
    }

    /// The longer side in pixels.
    pub fn long_edge_px(&self) -> u32 {
        self.width_px.max(self.height_px)
    }

    /// Laid over white, as it is in an album. As it is where nothing is transparent.
    #[must_use]
    pub fn over_white(mut self) -> Self {
        for [r, g, b, alpha] in self.rgba.as_chunks_mut::<4>().0 {
            for colour in [r, g, b] {
                let sum = u32::from(*colour) * u32::from(*alpha) + 255 * (255 - u32::from(*alpha));
                *colour = u8::try_from((sum + 127) / 255).unwrap_or(255);
            }
            *alpha = 255;
        }
        self
    }

    /// Whether any pixel lets something through.
    pub fn has_transparency(&self) -> bool {
        self.rgba.as_chunks::<4>().0.iter().any(|[.., alpha]| *alpha != 255)
    }
}

/// Pixels of one depth.
#[derive(Debug)]
pub(super) enum Pixels {
    /// 8 bits a channel.
    Eight(Picture),
    /// 16 bits a channel, of the full range.
    Sixteen(DeepPicture),
}

/// A picture of 16 bits a channel: red green blue alpha, the colour not multiplied by alpha, rows from the top without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DeepPicture {
    /// Width in pixels, at least 1.
    pub(super) width_px: u32,
    /// Height in pixels, at least 1.
    pub(super) height_px: u32,
    /// `width_px * height_px * 4` numbers.
    pub(super) rgba: Vec<u16>,
}

impl DeepPicture {
    /// A picture of these pixels; `None` when their number does not fit or a side is 0.
    pub(super) fn new(width_px: u32, height_px: u32, rgba: Vec<u16>) -> Option<Self> {
        let n = u64::from(width_px) * u64::from(height_px) * 4;
        (n > 0 && n == rgba.len() as u64).then_some(Self { width_px, height_px, rgba })
    }
}
