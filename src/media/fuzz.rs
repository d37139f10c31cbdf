//! Doors for the fuzz targets (`fuzz/`), which give bytes where everybody else gives files.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::container::walk;
use super::limits::Limits;
use super::source::Source;
use super::texts::regions::{Rewritten, Standard, read_regions, rewrite};
use super::texts::sidecar::sidecar_of;
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

/// A sidecar: its texts, and its marks put in their own place again, which must give a text that says the same.
///
/// # Panics
/// When marks that were written again are not those that were read.
pub fn sidecar(bytes: &[u8]) {
    let _ = sidecar_of(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let marks = read_regions(text);
    for standard in [Standard::Mwg, Standard::Iptc] {
        if let Rewritten::Text(written) = rewrite(text, standard, marks.as_ref()) {
            let again = read_regions(&written);
            let names = |marks: &Option<crate::model::region::StoredRegions>| {
                let list = marks.iter().flat_map(|marks| &marks.list);
                list.map(|mark| mark.name.clone()).collect::<std::collections::BTreeSet<String>>()
            };
            assert!(names(&again).is_subset(&names(&marks)), "a name out of nowhere");
        }
    }
}

/// A manifest store of Content Credentials.
pub fn credentials(bytes: &[u8]) {
    let _ = super::credentials::read(bytes);
}
