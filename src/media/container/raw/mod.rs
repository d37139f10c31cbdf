//! Camera raw files: their metadata, and where the pictures lie that the camera put into them for showing.
//!
//! Developing raw data is not our business. Each family is walked by its own structure (`tiff` for all that are TIFF in disguise, `raf`, `cr3`, `crw`);
//! a `scan` for a whole JPEG serves files whose structure names none. Every candidate is checked by its `frame` header: the raw data of
//! some makers are JPEG too, lossless.

mod cr3;
mod crw;
mod frame;
mod maker_note;
mod raf;
mod scan;
mod tiff;

use super::Blocks;
use crate::media::source::Source;
use frame::frame_at;

/// A preview whose longer side has so many pixels is good enough not to look for hidden ones.
const GOOD_PREVIEW_PX: u32 = 640;

/// Previews that are looked at in one file.
const MAX_PREVIEWS: usize = 32;

/// What one raw file holds.
#[derive(Debug, Default)]
pub(in crate::media) struct Raw {
    /// Its metadata. The size is that of the raw picture.
    pub(in crate::media) blocks: Blocks,
    /// The pictures for showing, largest first; those that the end of the file cuts off are left out when there are whole ones.
    pub(in crate::media) previews: Vec<Preview>,
    /// Whether the file ends before the data that it names.
    pub(in crate::media) is_cut: bool,
}

/// One picture for showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::media) struct Preview {
    /// Its width in pixels.
    pub(in crate::media) width_px: u32,
    /// Its height in pixels.
    pub(in crate::media) height_px: u32,
    /// What it is, and where.
    pub(in crate::media) form: Form,
}

/// How a preview is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::media) enum Form {
    /// A JPEG.
    Jpeg(Span),
    /// Red, green, blue, 8 bits each, rows from the top, in strips.
    Rgb(Vec<Span>),
}

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::media) struct Span {
    /// Where it begins.
    pub(in crate::media) at: u64,
    /// Its length in bytes.
    pub(in crate::media) len: u64,
}

impl Span {
    const fn end(self) -> u64 {
        self.at.saturating_add(self.len)
    }
}

impl Preview {
    /// The longer side in pixels.
    pub(in crate::media) fn long_edge_px(&self) -> u32 {
        self.width_px.max(self.height_px)
    }

    /// The last byte of the file that it needs.
    fn end(&self) -> u64 {
        match &self.form {
            Form::Jpeg(span) => span.end(),
            Form::Rgb(strips) => strips.iter().map(|span| span.end()).max().unwrap_or(0),
        }
    }
}

/// What the structure of a file names, not looked at yet.
#[derive(Default)]
struct Named {
    blocks: Blocks,
    /// What may be JPEGs.
    jpegs: Vec<Span>,
    /// Pictures without compression.
    plain: Vec<Preview>,
    /// The end of the data that the structure names.
    end: u64,
}

/// Reads the metadata of a raw file.
pub(super) fn walk(source: &Source) -> Blocks {
    let mut named = named(source);
    if named.blocks.width_px == 0 {
        // Nothing says how large the raw picture is: as large as what can be shown of it.
        if let Some(largest) = previews(source, &named).first() {
            (named.blocks.width_px, named.blocks.height_px) = (largest.width_px, largest.height_px);
        }
    }
    named.blocks.is_cut = named.end > source.len();
    named.blocks
}

/// Reads the metadata of a raw file and finds the previews that its structure names.
pub(in crate::media) fn read_structure(source: &Source) -> Raw {
    let named = named(source);
    let mut previews = previews(source, &named);
    retain_whole(&mut previews, source);
    Raw { is_cut: named.end > source.len(), blocks: named.blocks, previews }
}

/// As [`read_structure`]; where that finds no good preview, all of the file is looked at.
pub(in crate::media) fn read_raw(source: &Source) -> Raw {
    let mut raw = read_structure(source);
    let good_px = match raw.blocks.width_px.max(raw.blocks.height_px) {
        0 => GOOD_PREVIEW_PX,
        px => px.min(GOOD_PREVIEW_PX),
    };
    if !raw.previews.iter().any(|preview| preview.long_edge_px() >= good_px && preview.end() <= source.len())
    {
        raw.previews.extend(scan::jpegs(source).into_iter().filter_map(|span| jpeg(source, span)));
        sort(&mut raw.previews);
        retain_whole(&mut raw.previews, source);
    }
    raw
}

/// What the end of the file cuts off is of use only where nothing else is left.
fn retain_whole(previews: &mut Vec<Preview>, source: &Source) {
    if previews.iter().any(|preview| preview.end() <= source.len()) {
        previews.retain(|preview| preview.end() <= source.len());
    }
}

/// The metadata of a preview itself: of interest is its profile.
pub(in crate::media) fn jpeg_blocks(source: &Source, preview: Span) -> Blocks {
    super::jpeg::walk_at(source, preview.at)
}

fn named(source: &Source) -> Named {
    raf::walk(source)
        .or_else(|| cr3::walk(source))
        .or_else(|| crw::walk(source))
        .or_else(|| tiff::walk(source))
        .unwrap_or_default()
}

fn previews(source: &Source, named: &Named) -> Vec<Preview> {
    let mut previews = named.plain.clone();
    previews.extend(named.jpegs.iter().take(MAX_PREVIEWS).filter_map(|span| jpeg(source, *span)));
    sort(&mut previews);
    previews
}

/// Largest first, each once.
fn sort(previews: &mut Vec<Preview>) {
    previews
        .sort_by_key(|preview| std::cmp::Reverse(u64::from(preview.width_px) * u64::from(preview.height_px)));
    previews.dedup();
}

fn jpeg(source: &Source, span: Span) -> Option<Preview> {
    let frame = frame_at(source, span)?;
    Some(Preview { width_px: frame.width_px, height_px: frame.height_px, form: Form::Jpeg(span) })
}

#[cfg(test)]
mod tests;
