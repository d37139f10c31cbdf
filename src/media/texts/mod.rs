//! Captions, names and places that a file carries as text.
//!
//! - [`xmp`], [`iptc`]: what the blocks say; [`charset`]: in which letters; [`namespaces`]: how XMP names its properties
//! - [`regions`]: who is where on the picture; [`tree`]: a property with all that it holds
//! - [`merge`]: both and EXIF made one, with what disagrees
//! - [`sidecar`]: XMP in a file of its own
//! - [`write`], [`write_iim`]: the way back

mod charset;
pub(super) mod iptc;
pub(super) mod merge;
pub mod namespaces;
pub mod regions;
pub mod sidecar;
mod tree;
pub mod write;
pub mod write_iim;
pub(super) mod xmp;

use super::md5::md5;

/// Whether a program that knows no XMP changed the IPTC records after XMP was written beside them: their digest is another one than
/// the one that was noted (Metadata Working Group, "Guidelines for Handling Image Metadata" 2.0, 3.2.1). Without a note nothing was
/// changed.
pub(super) fn is_iim_changed(block: &[u8], noted: Option<[u8; 16]>) -> bool {
    // In TIFF the records are filled up with zeros to whole longs.
    let without_padding = |n: usize| block.len().checked_sub(n).and_then(|len| block.split_at_checked(len));
    let fits = |noted| {
        (0..4)
            .filter_map(without_padding)
            .any(|(records, padding)| padding.iter().all(|b| *b == 0) && md5(records) == noted)
    };
    noted.is_some_and(|noted| !fits(noted))
}
