//! One AV1 picture, by dav1d in Rust.

use std::panic::{AssertUnwindSafe, catch_unwind};

use re_rav1d::dav1d::{self, PixelLayout, PlanarImageComponent};

use super::damaged;
use super::yuv::{Chroma, Plane, Samples, Yuv};
use crate::media::container::heif::Nclx;
use crate::media::decode::decoder::Fault;

/// What the decoder holds for each pixel at its peak: planes of two bytes, twice while it filters, and what it knows of each block.
pub(super) const BYTES_A_PIXEL: u64 = 16;

/// Pictures that are asked for before the first is there.
const MAX_ASKED: usize = 64;

/// Decodes the first picture of a payload.
///
/// # Errors
/// [`Fault::Damaged`] also for what has more pixels than that.
pub(super) fn decode(payload: Vec<u8>, max_pixels: u64) -> Result<Yuv, Fault> {
    let failed = |error: dav1d::Error| damaged(&error.to_string());
    let mut settings = dav1d::Settings::new();
    // One thread, which is this one: pictures are decoded beside each other, not each by many.
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_all_layers(false);
    settings.set_frame_size_limit(u32::try_from(max_pixels).unwrap_or(u32::MAX));
    let mut decoder = dav1d::Decoder::with_settings(&settings).map_err(failed)?;
    let mut sent = decoder.send_data(payload, None, None, None);
    for _ in 0..MAX_ASKED {
        match decoder.get_picture() {
            Ok(picture) => return yuv_of(&picture),
            Err(dav1d::Error::Again) => match sent {
                // All of it was taken, and it was no picture.
                Ok(()) => break,
                Err(dav1d::Error::Again) => sent = decoder.send_pending_data(),
                Err(error) => return Err(failed(error)),
            },
            Err(error) => return Err(failed(error)),
        }
    }
    Err(damaged("there is no picture in it"))
}

fn yuv_of(picture: &dav1d::Picture) -> Result<Yuv, Fault> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let depth = u32::try_from(picture.bit_depth()).unwrap_or(8).clamp(8, 16);
    let plane = |component: PlanarImageComponent, width: usize, height: usize| {
        let stride = picture.stride(component) as usize;
        let samples = Samples::Bytes { bytes: picture.plane(component), stride, is_deep: depth > 8 };
        Plane { width, height, samples }
    };
    let subsampled = match picture.pixel_layout() {
        PixelLayout::I400 => None,
        PixelLayout::I420 => Some((2, 2)),
        PixelLayout::I422 => Some((2, 1)),
        PixelLayout::I444 => Some((1, 1)),
    };
    let chroma = subsampled.map(|(sub_x, sub_y)| {
        let side = |component| plane(component, width.div_ceil(sub_x), height.div_ceil(sub_y));
        let planes = [side(PlanarImageComponent::U), side(PlanarImageComponent::V)];
        Chroma {
            planes,
            sub_x,
            sub_y,
            is_left: picture.chroma_location() == dav1d::pixel::ChromaLocation::Left,
        }
    });
    // Its names for code points panic for numbers that are kept for the future; 2 says nothing.
    let code = |ask: &dyn Fn() -> u8| catch_unwind(AssertUnwindSafe(ask)).unwrap_or(2);
    Ok(Yuv {
        width_px: picture.width(),
        height_px: picture.height(),
        depth,
        y: plane(PlanarImageComponent::Y, width, height),
        chroma,
        said: Some(Nclx {
            primaries: code(&|| picture.color_primaries() as u8),
            transfer: code(&|| picture.transfer_characteristic() as u8),
            matrix: picture.matrix_coefficients() as u8,
            is_full_range: picture.color_range() == dav1d::pixel::YUVRange::Full,
        }),
    })
}
