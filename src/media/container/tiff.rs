//! TIFF (TIFF 6.0, section 2): its directories are the EXIF, scattered over a file that may be very large.

use super::compact::{EXIF_POINTER, compact};
use super::ifd::{Directory, Entry, Ifds};
use super::jpeg::{IPTC, IPTC_DIGEST, resource};
use super::{Blocks, Marks};
use crate::media::credentials;
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
    // Photoshop's image resources.
    let photoshop = block(34377, MAX_IPTC_BYTES).unwrap_or_default();
    Blocks {
        xmp: block(700, MAX_XMP_BYTES),
        iptc: block(33723, MAX_IPTC_BYTES).or_else(|| resource(&photoshop, IPTC).map(<[u8]>::to_vec)),
        iptc_digest: resource(&photoshop, IPTC_DIGEST).and_then(|data| data.first_chunk().copied()),
        icc: block(34675, MAX_ICC_BYTES),
        c2pa: block(0xCD41, credentials::MAX_BYTES),
        marks: Marks { maker_note: has_maker_note(ifds, directory), ..Marks::default() },
        exif: Some(compact(ifds, &directory.entries)),
        ..Blocks::default()
    }
}

/// MakerNote in the directory of EXIF, or DNGPrivateData (DNG 1.7).
fn has_maker_note(ifds: &Ifds<'_>, directory: &Directory) -> bool {
    let exif = directory.entry(EXIF_POINTER).and_then(|entry| ifds.peek(ifds.uint(entry)?));
    directory.entry(0xC634).is_some() || exif.is_some_and(|exif| exif.entry(0x927C).is_some())
}

/// What the decoder of TIFF does not do itself: what a file needs besides.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::media) struct Repair {
    /// Bytes that are to stand in place of others: where, and which.
    pub(in crate::media) bytes: Vec<(usize, Vec<u8>)>,
    /// The colours of a palette whose numbers are then decoded as levels of grey.
    pub(in crate::media) palette: Option<Vec<[u8; 3]>>,
    /// Whether its inks are decoded as if they were red, green, blue and alpha: their profile is to be used, which the decoder does not.
    pub(in crate::media) is_inks: bool,
    /// Height of the picture where the file ends before it does; what is decoded is lower then.
    pub(in crate::media) full_height_px: Option<u32>,
}

/// Strips that are looked at.
const MAX_STRIPS: u32 = 1 << 20;

/// Palettes (TIFF 6.0, section 5) are not decoded by the decoder, and of a file that is cut short nothing is: such a file is made to say
/// that it is grey, or that it ends with its last whole strip.
pub(in crate::media) fn repair(source: &Source) -> Repair {
    let mut repair = Repair::default();
    let Some((ifds, first)) = Ifds::open(source, 0) else { return repair };
    let Some(directory) = ifds.peek(first) else { return repair };
    let uint = |tag| directory.entry(tag).and_then(|entry| ifds.uint(entry));
    let uints = |tag| directory.entry(tag).map(|entry| ifds.uints(entry, MAX_STRIPS)).unwrap_or_default();
    if directory.next != 0 && !directory.is_cut {
        // The first picture is what is shown: the decoder need not look for others, whose chain may be a loop.
        let next_at =
            usize::try_from(first).ok().and_then(|at| at.checked_add(2 + directory.entries.len() * 12));
        repair.bytes.extend(next_at.map(|at| (at, vec![0; 4])));
    }
    // Another number in an entry of one short or long.
    let set = |tag: u16, n: u32| -> Option<(usize, Vec<u8>)> {
        let index = directory.entries.iter().position(|entry| entry.tag == tag)?;
        let at = usize::try_from(first).ok()?.checked_add(2 + index * 12 + 8)?;
        let bytes = match directory.entries.get(index)?.kind {
            3 => ifds.endian.bytes_u16(u16::try_from(n).ok()?).to_vec(),
            4 => ifds.endian.bytes_u32(n).to_vec(),
            _ => return None,
        };
        Some((at, bytes))
    };
    if uint(0x0106) == Some(3) && uint(0x0102) == Some(8) {
        // All reds, then all greens, then all blues, of 16 bits each; some writers use only the lower 8.
        let map = uints(0x0140);
        let shift = if map.iter().any(|level| *level > 255) { 8 } else { 0 };
        let level = |n: usize| map.get(n).map(|level| u8::try_from(level >> shift).unwrap_or(255));
        let colour = |n: usize| Some([level(n)?, level(256 + n)?, level(512 + n)?]);
        repair.palette = (0..256).map(colour).collect();
        repair.bytes.extend(set(0x0106, 1).filter(|_| repair.palette.is_some()));
    }
    // Separated (section 16), four inks of 8 bits, with a profile, in a compression that does not depend on what the colours are.
    let is_plain = matches!(uint(0x0103), None | Some(1 | 5 | 8 | 32773 | 32946));
    let is_inks = uint(0x0106) == Some(5) && uint(0x0115) == Some(4) && uints(0x0102) == [8; 4];
    if is_inks && is_plain && directory.entry(34675).is_some() {
        let as_light = set(0x0106, 2);
        repair.is_inks = as_light.is_some();
        repair.bytes.extend(as_light);
    }
    let height = uint(0x0101).unwrap_or(0);
    let rows_per_strip = uint(0x0116).unwrap_or(height).clamp(1, height.max(1));
    let strips: Vec<(u32, u32)> = uints(0x0111).into_iter().zip(uints(0x0117)).collect();
    let is_there = |(at, len): &&(u32, u32)| u64::from(*at) + u64::from(*len) <= source.len();
    let n_whole = strips.iter().take_while(is_there).count();
    let is_planar = uint(0x011C) == Some(2);
    if let Some((at, len)) = strips.get(n_whole).filter(|_| !is_planar) {
        let rows = u32::try_from(n_whole).unwrap_or(u32::MAX).saturating_mul(rows_per_strip);
        // Without compression the rows of the strip that is cut count too.
        let row_bytes = u64::from(*len) / u64::from(rows_per_strip.min(height.saturating_sub(rows)).max(1));
        let rest = source.len().saturating_sub((*at).into()).checked_div(row_bytes).unwrap_or(0);
        let rest = if uint(0x0103) == Some(1) { u32::try_from(rest).unwrap_or(0) } else { 0 };
        let rows = rows.saturating_add(rest);
        if rows > 0 && rows < height {
            let n_strips = rows.div_ceil(rows_per_strip);
            repair.bytes.extend(set(0x0101, rows));
            repair
                .bytes
                .extend([0x0111, 0x0117].into_iter().flat_map(|tag| shortened(&ifds, first, tag, n_strips)));
            repair.full_height_px = Some(height);
        }
    }
    repair
}

/// The bytes that make an entry of many numbers one of fewer. What fits into the entry then has to stand in it.
fn shortened(ifds: &Ifds<'_>, first: u32, tag: u16, count: u32) -> Vec<(usize, Vec<u8>)> {
    let bytes = || -> Option<(usize, Vec<u8>)> {
        let directory = ifds.peek(first)?;
        let index = directory.entries.iter().position(|entry| entry.tag == tag)?;
        let entry = directory.entries.get(index)?;
        let mut bytes = ifds.endian.bytes_u32(count).to_vec();
        let fewer = Entry { count, ..*entry };
        if entry.n_bytes()? > 4 && fewer.n_bytes()? <= 4 {
            bytes.extend_from_slice(&ifds.source.at(ifds.place(entry)?, fewer.n_bytes()?));
        }
        Some((usize::try_from(first).ok()?.checked_add(2 + index * 12 + 4)?, bytes))
    };
    bytes().into_iter().collect()
}
