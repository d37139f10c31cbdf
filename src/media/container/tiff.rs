//! TIFF (TIFF 6.0, section 2): its directories are the EXIF, scattered over a file that may be very large.

use super::Blocks;
use super::compact::compact;
use super::ifd::{Directory, Ifds};
use crate::media::limits::{MAX_ICC_BYTES, MAX_IPTC_BYTES, MAX_XMP_BYTES};
use crate::media::source::Source;

pub(super) fn walk(source: &Source) -> Blocks {
    let Some((ifds, first)) = Ifds::open(source, 0) else { return Blocks::default() };
    let Some(directory) = ifds.peek(first) else {
        let fault = Some("its directory lies outside of it".to_owned());
        return Blocks { fault, ..Blocks::default() };
    };
    let mut blocks = blocks_of(&ifds, &directory);
    let side = |tag| directory.entry(tag).and_then(|entry| ifds.uint(entry)).unwrap_or(0);
    (blocks.width_px, blocks.height_px) = (side(0x0100), side(0x0101));
    blocks
}

/// The metadata of a main directory.
pub(super) fn blocks_of(ifds: &Ifds<'_>, directory: &Directory) -> Blocks {
    let block = |tag, max| directory.entry(tag).and_then(|entry| ifds.value(entry, max));
    Blocks {
        xmp: block(700, MAX_XMP_BYTES),
        iptc: block(33723, MAX_IPTC_BYTES),
        icc: block(34675, MAX_ICC_BYTES),
        exif: Some(compact(ifds, &directory.entries)),
        ..Blocks::default()
    }
}
