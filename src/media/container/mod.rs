//! Where in a file its metadata lies: a structured walk over each container, bounded and safe against cycles.
//!
//! The walk finds blocks and copies them; what they say is read by [`super::exif`], [`super::iptc`] and [`super::xmp`].

pub(super) mod boxes;
mod compact;
pub(super) mod heif;
mod ifd;
mod jpeg;
mod jxl;
mod png;
pub(super) mod raw;
pub(super) mod tiff;
pub(super) mod webp;

use super::colour::Cicp;
use super::source::Source;
use crate::model::orientation::Orientation;
use crate::model::photo::Format;

/// The metadata blocks of one file.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Width as stored; 0 when not found.
    pub(super) width_px: u32,
    /// Height as stored; 0 when not found.
    pub(super) height_px: u32,
    /// EXIF, from the TIFF header on.
    pub(super) exif: Option<Vec<u8>>,
    /// The XMP packet.
    pub(super) xmp: Option<Vec<u8>>,
    /// Extended XMP, put together (XMP specification part 3, 1.1.3.1).
    pub(super) xmp_extended: Option<Vec<u8>>,
    /// The IPTC-IIM records.
    pub(super) iptc: Option<Vec<u8>>,
    /// The MD5 digest that those records had when a program that knows XMP wrote them.
    pub(super) iptc_digest: Option<[u8; 16]>,
    /// The ICC profile, put together.
    pub(super) icc: Option<Vec<u8>>,
    /// How to turn the picture, where the container itself says so; EXIF's word does not count then.
    pub(super) orientation: Option<Orientation>,
    /// What its numbers mean, where the container says so in code points.
    pub(super) cicp: Option<Cicp>,
    /// Whether the file ends before the data that its structure names. Told of raw files, whose preview may yet be whole.
    pub(super) is_cut: bool,
    /// What lies beside the picture and is not read.
    pub(super) marks: Marks,
    /// The manifest store of Content Credentials (C2PA 2.1, A.3).
    pub(super) c2pa: Option<Vec<u8>>,
    /// What was wrong with the container, in words for a person.
    pub(super) fault: Option<String>,
}

/// What was passed by on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// The maker's notes of a file whose EXIF is read without them.
    pub(super) maker_note: bool,
    /// Blocks of a device's maker, or of a program.
    pub(super) vendor: bool,
    /// An index of further pictures (CIPA DC-007).
    pub(super) more_pictures: bool,
    /// A gain map (ISO 21496-1, or Apple's).
    pub(super) gain_map: bool,
}

/// Walks the container of a file. Formats that are not read give nothing.
pub(super) fn walk(source: &Source, format: Format) -> Blocks {
    match format {
        Format::Jpeg => jpeg::walk(source),
        Format::Png => png::walk(source),
        Format::WebP => webp::walk(source),
        Format::Tiff => tiff::walk(source),
        Format::Raw => raw::walk(source),
        Format::Heic | Format::Avif => heif::walk(source),
        Format::Jxl => jxl::walk(source),
        Format::Gif | Format::Bmp => Blocks::default(),
    }
}

/// EXIF blocks begin with a TIFF header; some writers put `Exif\0\0` or a few bytes more in front of it.
fn exif_from_tiff_header(block: &[u8]) -> Option<Vec<u8>> {
    let at = block.windows(4).take(64).position(|window| matches!(window, b"II*\0" | b"MM\0*"))?;
    block.get(at..).map(<[u8]>::to_vec)
}
