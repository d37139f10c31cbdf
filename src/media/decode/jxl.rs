//! JPEG XL, by jxl-oxide. Of an animation the first frame.

use std::borrow::Cow;

use jxl_oxide::{AllocTracker, InitializeResult, JxlImage, JxlThreadPool, PixelFormat, Render};

use super::decoder::{Decoded, Decoder, Fault, MIN_SHARE, Probe, Work};
use crate::media::colour::Colour;
use crate::media::container::heif::Nclx;
use crate::media::limits::Limits;
use crate::media::picture::{DeepPicture, Picture, Pixels};
use crate::model::orientation::Orientation;

/// Bytes that are given to the decoder between two looks at whether anybody still waits.
const STEP_BYTES: usize = 256 * 1024;

/// What the decoder holds for each pixel: planes of four bytes a number, of the frame and of what filters make of it.
const BYTES_A_PIXEL: u64 = 28;

/// One opened file.
pub(super) struct JxlDecoder<'a> {
    image: JxlImage,
    bytes: Cow<'a, [u8]>,
    n_read: usize,
    is_deep: bool,
    probe: Probe,
}

impl<'a> JxlDecoder<'a> {
    /// Reads the header.
    pub(super) fn open(bytes: Cow<'a, [u8]>, limits: &Limits) -> Result<Self, Fault> {
        let memory = usize::try_from(limits.max_decoded_bytes).unwrap_or(usize::MAX);
        let mut header = JxlImage::builder()
            // The threads of others are not for one picture: who waits for it may hold them all.
            .pool(JxlThreadPool::none())
            .alloc_tracker(AllocTracker::with_limit(memory))
            .build_uninit();
        let mut n_read = 0;
        let image = loop {
            let part = part_of(&bytes, n_read, 64 * 1024);
            let taken = header.feed_bytes(part).map_err(failed)?;
            n_read += taken;
            match header.try_init().map_err(failed)? {
                InitializeResult::Initialized(image) => break image,
                InitializeResult::NeedMoreData(more) if taken > 0 => header = more,
                InitializeResult::NeedMoreData(_) => return Err(failed("its header is cut short")),
            }
        };
        let colour = match image.rendered_cicp().map(Nclx::from) {
            Some(points) => points.unlike_srgb().map_or(Colour::Srgb, Colour::Cicp),
            None => Colour::Icc(image.rendered_icc()),
        };
        // What comes out of the decoder is upright; what EXIF says of it does not count.
        let (width_px, height_px) = (image.width(), image.height());
        let probe = Probe { width_px, height_px, orientation: Orientation::Upright, colour };
        let is_deep = image.image_header().metadata.bit_depth.bits_per_sample() > 8;
        Ok(Self { image, bytes, n_read, is_deep, probe })
    }

    /// Whether the first frame is there, and which share of it.
    fn share(&self) -> f64 {
        if self.image.num_loaded_keyframes() > 0 || self.image.is_loading_done() {
            return 1.0;
        }
        let n_frames = self.image.num_loaded_frames();
        let Some(frame) = self.image.frame(n_frames) else { return 0.0 };
        let begin = self.image.frame_offset(n_frames).unwrap_or(0);
        let there = self.bytes.len().saturating_sub(begin);
        (there as f64 / frame.toc().total_byte_size().max(1) as f64).min(1.0)
    }

    fn pixels<S: Default + Copy + jxl_oxide::FrameBufferSample>(
        &self,
        render: &Render,
        opaque: S,
        work: &Work<'_>,
    ) -> Result<Vec<S>, Fault> {
        let mut stream = render.stream();
        let (width, height) = (self.probe.width_px as usize, self.probe.height_px as usize);
        if (stream.width() as usize, stream.height() as usize) != (width, height) {
            return Err(failed("its frame has another size than it says"));
        }
        let n_channels = stream.channels() as usize;
        let format = self.image.pixel_format();
        let mut row = vec![S::default(); width * n_channels];
        let mut rgba = Vec::with_capacity(width * height * 4);
        for y in 0..height {
            if y % 64 == 0 {
                work.go_on()?;
            }
            stream.write_to_buffer(&mut row);
            for pixel in row.chunks_exact(n_channels) {
                rgba.extend_from_slice(&match (format, pixel) {
                    (PixelFormat::Gray, [grey, ..]) => [*grey, *grey, *grey, opaque],
                    (PixelFormat::Graya, [grey, alpha, ..]) => [*grey, *grey, *grey, *alpha],
                    (PixelFormat::Rgb, [r, g, b, ..]) => [*r, *g, *b, opaque],
                    (PixelFormat::Rgba, [r, g, b, alpha, ..]) => [*r, *g, *b, *alpha],
                    _ => return Err(failed("its colours are inks, which are not read")),
                });
            }
        }
        Ok(rgba)
    }
}

impl Decoder for JxlDecoder<'_> {
    fn probe(&self) -> &Probe {
        &self.probe
    }

    fn cost_bytes(&self, _at_least_px: Option<u32>) -> u64 {
        self.probe.n_pixels() * BYTES_A_PIXEL
    }

    fn decode(&mut self, _at_least_px: Option<u32>, work: &Work<'_>) -> Result<Decoded, Fault> {
        while self.image.num_loaded_keyframes() == 0 && !self.image.is_loading_done() {
            work.go_on()?;
            let part = part_of(&self.bytes, self.n_read, STEP_BYTES);
            match self.image.feed_bytes(part) {
                Ok(taken) if taken > 0 => self.n_read += taken,
                // The end of the file; or damage, before which there may be enough.
                _ => break,
            }
        }
        let share = self.share();
        if share < MIN_SHARE {
            return Err(failed("too much of it is missing"));
        }
        let is_whole = share >= 1.0 && self.image.num_loaded_keyframes() > 0;
        let render = if is_whole { self.image.render_frame(0) } else { self.image.render_loading_frame() };
        let render = render.map_err(failed)?;
        work.go_on()?;
        let (width_px, height_px) = (self.probe.width_px, self.probe.height_px);
        let pixels = if self.is_deep {
            let rgba = self.pixels(&render, u16::MAX, work)?;
            DeepPicture::new(width_px, height_px, rgba).map(Pixels::Sixteen)
        } else {
            let rgba = self.pixels(&render, u8::MAX, work)?;
            Picture::new(width_px, height_px, rgba).map(Pixels::Eight)
        };
        Ok(Decoded::new(pixels.ok_or_else(|| failed("it has no pixels"))?, is_whole))
    }
}

fn part_of(bytes: &[u8], at: usize, max: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.get(..max).unwrap_or(rest)
}

// By value, as `map_err` gives it.
#[allow(clippy::needless_pass_by_value)]
fn failed(why: impl ToString) -> Fault {
    Fault::Damaged(why.to_string())
}
