//! JPEG XL: a codestream, alone or in boxes with its metadata (ISO/IEC 18181-1, annex A; ISO/IEC 18181-2).

use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jxl_oxide::{InitializeResult, JxlImage, JxlThreadPool};

use super::boxes::{BoxAt, Boxes};
use super::heif::Nclx;
use super::{Blocks, exif_from_tiff_header};
use crate::media::credentials;
use crate::media::limits::{MAX_ICC_BYTES, MAX_XMP_BYTES};
use crate::media::source::Source;
use crate::model::orientation::Orientation;

/// The greatest Exif box that is read.
const MAX_EXIF_BYTES: usize = 1024 * 1024;

/// How far into the file the header is looked for: an ICC profile may be in it, and metadata before it.
const MAX_HEADER_BYTES: u64 = 8 * 1024 * 1024;

/// Bytes that are given to the decoder at a time.
const STEP_BYTES: usize = 64 * 1024;

pub(super) fn walk(source: &Source) -> Blocks {
    let mut blocks = Blocks::default();
    // What is no container ends at once: its first bytes are no box.
    for found in Boxes::of(source) {
        match &found.kind {
            // Four bytes say how far behind them the TIFF header is (9.4): it is looked for.
            b"Exif" => {
                blocks.exif =
                    blocks.exif.or_else(|| exif_from_tiff_header(&found.read(source, MAX_EXIF_BYTES)));
            }
            b"xml " => {
                blocks.xmp = blocks.xmp.or_else(|| Some(found.read(source, MAX_XMP_BYTES).into_owned()));
            }
            b"jumb" => {
                // The walk gives what is in the box; the reader wants the box.
                let body = found.read(source, credentials::MAX_BYTES);
                let size = u32::try_from(body.len().saturating_add(8)).unwrap_or(u32::MAX);
                blocks.c2pa = Some([&size.to_be_bytes()[..], b"jumb", &body].concat());
            }
            b"brob" => read_brotli(&mut blocks, &found, source),
            _ => {}
        }
    }
    match catch_unwind(AssertUnwindSafe(|| read_header(source))) {
        Ok(Some(image)) => {
            let header = image.image_header();
            (blocks.width_px, blocks.height_px) = (header.size.width, header.size.height);
            blocks.orientation = Orientation::from_exif(header.metadata.orientation);
            blocks.icc = image.original_icc().map(<[u8]>::to_vec).filter(|icc| icc.len() <= MAX_ICC_BYTES);
            let code_points = header.metadata.colour_encoding.cicp();
            blocks.cicp = code_points.and_then(|points| Nclx::from(points).unlike_srgb());
        }
        _ => blocks.fault = Some("its header is not there".to_owned()),
    }
    blocks
}

/// Reads as far as the header goes.
fn read_header(source: &Source) -> Option<JxlImage> {
    let mut image = JxlImage::builder().pool(JxlThreadPool::none()).build_uninit();
    let mut at = 0;
    while at < MAX_HEADER_BYTES {
        let part = source.at(at, STEP_BYTES);
        let taken = image.feed_bytes(&part).ok()?;
        match image.try_init().ok()? {
            InitializeResult::Initialized(image) => return Some(image),
            InitializeResult::NeedMoreData(more) if taken > 0 => image = more,
            InitializeResult::NeedMoreData(_) => return None,
        }
        at += taken as u64;
    }
    None
}

/// A box that is compressed by Brotli: its type, then its content (9.10).
fn read_brotli(blocks: &mut Blocks, found: &BoxAt, source: &Source) {
    let body = found.read(source, MAX_XMP_BYTES.max(MAX_EXIF_BYTES));
    let Some((kind, packed)) = body.split_first_chunk::<4>() else { return };
    let unpacked = |max: usize| {
        let mut out = Vec::new();
        let reader = brotli_decompressor::Decompressor::new(packed, 4096);
        // One byte more tells a content that is too large.
        reader.take(max as u64 + 1).read_to_end(&mut out).ok()?;
        (out.len() <= max).then_some(out)
    };
    match kind {
        b"Exif" if blocks.exif.is_none() => {
            blocks.exif = unpacked(MAX_EXIF_BYTES).and_then(|body| exif_from_tiff_header(&body));
        }
        b"xml " if blocks.xmp.is_none() => blocks.xmp = unpacked(MAX_XMP_BYTES),
        _ => {}
    }
}
