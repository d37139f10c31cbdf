//! One HEVC picture, by heic-decoder. It takes whole files only: each picture is handed to it as a file of its own.

use super::damaged;
use super::yuv::{Chroma, Plane, Samples, Yuv};
use crate::media::container::heif::Nclx;
use crate::media::decode::decoder::Fault;

/// What the decoder holds for each pixel of 4:4:4 at its peak: three planes of four bytes, twice while it filters or cuts them, what it
/// knows of each block, and the mark of each sample.
pub(super) const BYTES_A_PIXEL: u64 = 32;

/// Decodes a picture from its configuration (`hvcC`) and its payload.
///
/// # Errors
/// [`Fault::Damaged`] also for what has more pixels than that.
pub(super) fn decode(config: &[u8], payload: &[u8], max_pixels: u64) -> Result<Yuv, Fault> {
    let file = file_of(config, payload).ok_or_else(|| damaged("a part of it is too long"))?;
    let failed = |error: heic_decoder::HeifError| damaged(&error.to_string());
    let said = heic_decoder::probe(&file).map_err(failed)?;
    if said.coded_width as u64 * said.coded_height as u64 > max_pixels {
        return Err(damaged("a part of it is larger than the file says"));
    }
    let image = heic_decoder::decode(&file).map_err(failed)?;
    let plane = |width: usize, height: usize, words: Vec<i32>| {
        // Rows are read without looking again.
        (words.len() == width * height && width > 0 && height > 0)
            .then_some(Plane { width, height, samples: Samples::Words(words) })
            .ok_or_else(|| damaged("its planes do not fit"))
    };
    let (width, height) = (image.width, image.height);
    let (sub_x, sub_y) = match image.chroma_format_idc {
        1 => (2, 2),
        2 => (2, 1),
        _ => (1, 1),
    };
    let chroma = if image.chroma_format_idc == 0 {
        None
    } else {
        let planes = [
            plane(image.cb_width, image.cb_height, image.cb)?,
            plane(image.cb_width, image.cb_height, image.cr)?,
        ];
        Some(Chroma { planes, sub_x, sub_y, is_left: image.chroma_sampling.origin_x < 0.25 })
    };
    Ok(Yuv {
        width_px: u32::try_from(width).map_err(|_| damaged("it is too wide"))?,
        height_px: u32::try_from(height).map_err(|_| damaged("it is too high"))?,
        depth: image.bit_depth_luma.clamp(8, 16),
        y: plane(width, height, image.y)?,
        chroma,
        said: image.color_info.map(|info| {
            let code = |n: u16| u8::try_from(n).unwrap_or(2);
            Nclx {
                primaries: code(info.color_primaries),
                transfer: code(info.transfer_characteristics),
                matrix: code(info.matrix_coefficients),
                is_full_range: info.full_range,
            }
        }),
    })
}

/// A HEIC with one item and one property.
fn file_of(config: &[u8], payload: &[u8]) -> Option<Vec<u8>> {
    let ftyp = boxed(b"ftyp", &[b"heic\0\0\0\0mif1heic"])?;
    let meta = |at: u32| {
        let len = u32::try_from(payload.len()).ok()?;
        let full = [0; 4];
        let hdlr = boxed(b"hdlr", &[&full, &[0; 4], b"pict", &[0; 13]])?;
        let pitm = boxed(b"pitm", &[&full, &[0, 1]])?;
        let infe = boxed(b"infe", &[&[2, 0, 0, 0], &[0, 1, 0, 0], b"hvc1\0"])?;
        let iinf = boxed(b"iinf", &[&full, &[0, 1], &infe])?;
        let extent = [&at.to_be_bytes()[..], &len.to_be_bytes()].concat();
        let iloc = boxed(b"iloc", &[&full, &[0x44, 0, 0, 1], &[0, 1, 0, 0], &[0, 1], &extent])?;
        let ipco = boxed(b"ipco", &[&boxed(b"hvcC", &[config])?])?;
        let ipma = boxed(b"ipma", &[&full, &[0, 0, 0, 1], &[0, 1, 1, 0x81]])?;
        let iprp = boxed(b"iprp", &[&ipco, &ipma])?;
        boxed(b"meta", &[&full, &hdlr, &pitm, &iinf, &iloc, &iprp])
    };
    // The size of the box does not depend on what it says.
    let at = u32::try_from(ftyp.len() + meta(0)?.len() + 8).ok()?;
    Some([ftyp, meta(at)?, boxed(b"mdat", &[payload])?].concat())
}

fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Option<Vec<u8>> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    let size = u32::try_from(len + 8).ok()?;
    let mut out = Vec::with_capacity(len + 8);
    out.extend_from_slice(&size.to_be_bytes());
    out.extend_from_slice(kind);
    parts.iter().for_each(|part| out.extend_from_slice(part));
    Some(out)
}
