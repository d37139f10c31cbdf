//! How much of a file is read and how large a picture may become.

use super::budget::Budget;

/// Bytes that metadata may lie in beyond the first and last ones of a file: ten times what the greatest real block has.
pub(super) const MAX_METADATA_READ_BYTES: u64 = 16 * 1024 * 1024;
/// Reads beyond the first and the last of a file: more than the segments and chunks of any real one.
pub(super) const MAX_METADATA_READS: u32 = 4096;
/// Segments, chunks or IFD entries that are looked at in one file.
pub(super) const MAX_PARTS: usize = 65_536;
/// The greatest XMP packet that is read, all its pieces together: what is larger is a depth map, not text.
pub(super) const MAX_XMP_BYTES: usize = 1024 * 1024;
/// The greatest ICC profile that is read.
pub(super) const MAX_ICC_BYTES: usize = 4 * 1024 * 1024;
/// The greatest IPTC block that is read.
pub(super) const MAX_IPTC_BYTES: usize = 1024 * 1024;

/// What a picture may need at most. Checked against its header, before anything is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Width times height as stored.
    pub max_pixels: u64,
    /// Length of the file in bytes.
    pub max_bytes: u64,
    /// Memory in bytes: four for each pixel that is made, and what the decoder of a progressive JPEG keeps of the whole picture,
    /// six for each stored pixel.
    pub max_decoded_bytes: u64,
}

impl Default for Limits {
    /// A panorama of 30,000 x 10,000 px or a 280-megapixel map passes, a header of 400 megapixels does not. Memory is bounded by 1.5 GB, or by
    /// all that decoding may take on a machine that has more: a picture that needs that waits until it is alone.
    fn default() -> Self {
        Self {
            max_pixels: 350_000_000,
            max_bytes: 1024 * 1024 * 1024,
            max_decoded_bytes: Budget::of_machine().total().max(1536 << 20),
        }
    }
}
