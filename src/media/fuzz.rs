//! Doors for the fuzz targets (`fuzz/`), which give bytes where everybody else gives files.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::container::walk;
use super::limits::Limits;
use super::source::Source;
use crate::model::photo::Format;

/// A name that says nothing.
const NAME: &str = "fuzzed";

/// Everything that a file says: finding its metadata, then EXIF, IPTC, XMP, texts, times, device and place.
pub fn read(bytes: &[u8]) {
    let _ = super::read::read_source(Path::new(NAME), &Source::from_bytes(bytes.to_vec()));
}

/// The walk over the container of every format, whatever the file is.
pub fn walk_as_every_format(bytes: &[u8]) {
    let source = Source::from_bytes(bytes.to_vec());
    for format in Format::ALL {
        let _ = walk(&source, format);
    }
}

/// The smallest preview of a camera's raw file.
pub fn raw_preview(bytes: &[u8]) {
    let source = Source::from_bytes(bytes.to_vec());
    let limits = Limits { max_pixels: 4_000_000, max_decoded_bytes: 64 << 20, ..Limits::default() };
    let _ = super::decode::decode_source(&source, Format::Raw, Some(160), &limits, &AtomicBool::new(false));
}
