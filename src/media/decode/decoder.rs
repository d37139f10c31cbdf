//! What every decoder is: it tells what a header says before any pixel is made, and then makes as many as are wanted.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::media::colour::Colour;
use crate::media::picture::Pixels;
use crate::media::planes::StoredPlanes;
use crate::media::spare::Spare;
use crate::model::orientation::Orientation;
use crate::model::photo::Format;
use crate::model::problem::{Problem, ProblemKind};

/// The least share of a picture that is worth showing when the rest is missing.
pub(super) const MIN_SHARE: f64 = 0.25;

/// One opened file of one format. Opening reads headers only.
pub(super) trait Decoder {
    /// What the header says. Nothing is decoded.
    fn probe(&self) -> &Probe;

    /// Bytes that [`Decoder::decode`] holds at most at one time, its result included.
    fn cost_bytes(&self, at_least_px: Option<u32>) -> u64;

    /// The pixels as they are stored (not turned), the longer side at least so long where the picture is; all of them when `None`. Codecs
    /// that can decode smaller do. Looks at `work` between tiles or rows where the codec allows.
    ///
    /// # Errors
    /// A [`Fault`]. What lacks less than three quarters of its pixels is no fault but not [`Decoded::is_whole`].
    fn decode(&mut self, at_least_px: Option<u32>, work: &Work<'_>) -> Result<Decoded, Fault>;

    /// The same as planes of brightness and colour, at no more cost, where the file has them and all of them are sound. `None`
    /// otherwise; then [`Decoder::decode`] knows more.
    fn decode_planes(&mut self, _at_least_px: Option<u32>, _spare: &mut Spare) -> Option<StoredPlanes> {
        None
    }
}

/// What a header tells of a picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Probe {
    /// Width of the picture that [`Decoder::decode`] gives in full, in pixels, before it is turned.
    pub(super) width_px: u32,
    /// Its height.
    pub(super) height_px: u32,
    /// How to turn what comes out of the decoder.
    pub(super) orientation: Orientation,
    /// What the numbers that come out of the decoder mean.
    pub(super) colour: Colour,
}

/// What is known of a picture from outside its codec: from its container or its EXIF.
#[derive(Clone, Debug, Default)]
pub(super) struct Outside {
    /// How to turn it.
    pub(super) orientation: Orientation,
    /// What its numbers mean.
    pub(super) colour: Colour,
}

impl Probe {
    /// Width times height.
    pub(super) fn n_pixels(&self) -> u64 {
        u64::from(self.width_px) * u64::from(self.height_px)
    }

    /// The longer side in pixels.
    pub(super) fn long_edge_px(&self) -> u32 {
        self.width_px.max(self.height_px)
    }
}

/// Pixels out of a decoder: not turned, in the colours of its [`Probe`].
#[derive(Debug)]
pub(super) struct Decoded {
    /// In full, or a smaller copy.
    pub(super) pixels: Pixels,
    /// Whether nothing of the picture is missing. What is missing is grey.
    pub(super) is_whole: bool,
    /// What the numbers mean where only the coded picture says so: it counts before the [`Probe`]'s.
    pub(super) colour: Option<Colour>,
}

impl Decoded {
    /// Pixels in the colours of the probe.
    pub(super) const fn new(pixels: Pixels, is_whole: bool) -> Self {
        Self { pixels, is_whole, colour: None }
    }
}

/// Why there is no picture.
#[derive(Debug)]
pub(super) enum Fault {
    /// The header asks for more than the limits allow: width and height.
    TooLarge(u64, u64),
    /// It cannot be decoded, in the decoder's words.
    Damaged(String),
    /// It is sound, but this version does not show it: why, and what to do.
    NotShown(String),
    /// Nobody wants it any more.
    Cancelled,
    /// It took too long.
    TimedOut,
}

impl Fault {
    /// The Problem of that file.
    pub(super) fn into_problem(self, path: &Path, format: Format) -> Problem {
        let format = format.name();
        let (kind, message) = match self {
            Self::TooLarge(width, height) => (
                ProblemKind::TooLarge,
                format!("The picture of {width} x {height} px is larger than is read. Make it smaller."),
            ),
            Self::Damaged(why) => (
                ProblemKind::Damaged,
                format!("The {format} could not be decoded: {why}. Copy it again from where it came."),
            ),
            Self::NotShown(why) => (ProblemKind::FormatNotRead, format!("The {format} is not shown: {why}.")),
            Self::Cancelled => (ProblemKind::TimedOut, "Decoding the picture was cancelled.".to_owned()),
            Self::TimedOut => (
                ProblemKind::TimedOut,
                format!(
                    "Decoding the {format} took too long and was stopped. Open it in another program and save a JPEG of it beside it."
                ),
            ),
        };
        Problem::new(kind, path, message)
    }
}

/// A decode that takes longer is stopped: 20 s, and a second more for each five megapixels beyond fifty, which on a slow machine are
/// honest work and no fault. Decoders that were compiled without optimisation get ten times as long.
pub(super) fn max_time(n_pixels: u64) -> Duration {
    let seconds = 20 + n_pixels.saturating_sub(50_000_000) / 5_000_000;
    Duration::from_secs(if cfg!(debug_assertions) { seconds.saturating_mul(10) } else { seconds })
}

/// What a decoder looks at while it works: whether anybody still waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work<'a> {
    cancel: &'a AtomicBool,
    until: Instant,
}

impl<'a> Work<'a> {
    /// Work on so many pixels that begins now.
    pub(super) fn new(cancel: &'a AtomicBool, n_pixels: u64) -> Self {
        Self { cancel, until: Instant::now() + max_time(n_pixels) }
    }

    /// # Errors
    /// [`Fault::Cancelled`] or [`Fault::TimedOut`] when it is time to stop.
    pub(super) fn go_on(&self) -> Result<(), Fault> {
        if self.cancel.load(Ordering::Relaxed) {
            Err(Fault::Cancelled)
        } else if Instant::now() >= self.until {
            Err(Fault::TimedOut)
        } else {
            Ok(())
        }
    }
}
