//! HEIC and AVIF: tile by tile, each made smaller at once where a smaller picture is wanted, so that no more is held than one tile
//! and what comes out. Nothing of the codecs' own work with containers, threads or colours is used.
//!
//! - `hevc`, `av1`: one coded picture into planes
//! - `cut`: what is left of one whose end is missing
//! - `yuv`: planes; `matrix`: what they mean; `canvas`: where they become red, green, blue

mod av1;
mod canvas;
mod cut;
mod hevc;
mod matrix;
mod yuv;

use std::panic::{AssertUnwindSafe, catch_unwind};

use canvas::Canvas;
use matrix::Coding;
use yuv::Yuv;

use super::decoder::{Decoded, Decoder, Fault, MIN_SHARE, Outside, Probe, Work};
use crate::media::colour::Colour;
use crate::media::container::heif::{Items, Nclx, Still, is_alpha};
use crate::media::resize::fitted;
use crate::media::source::Source;

/// How much longer than wanted a picture may be made before it is resized well: boxes of pixels are only a first step.
const SURPLUS: f64 = 1.5;

/// How many times longer than wanted a thumbnail must be to stand for the picture: cameras make theirs soft.
const THUMBNAIL_SURPLUS: u32 = 3;

/// How far width to height of a thumbnail may be from the picture's.
const MAX_ASPECT_DIFFERENCE: f64 = 0.02;

/// The greatest coded thumbnail that is read.
const MAX_THUMBNAIL_BYTES: usize = 2 * 1024 * 1024;

/// One opened HEIC or AVIF.
pub(super) struct HeifDecoder<'a> {
    source: &'a Source,
    items: Items,
    still: Still,
    alpha: Option<Alpha>,
    thumbnails: Vec<Still>,
    probe: Probe,
}

struct Alpha {
    still: Still,
    is_premultiplied: bool,
}

/// The coded bytes of an item.
struct Payload {
    bytes: Vec<u8>,
    /// How many more there should be: the file ends before.
    n_missing: usize,
}

/// The tiles of a picture, put together.
struct Painted {
    canvas: Canvas,
    /// How much of it there is.
    share: f64,
    /// What the coded pictures say of their colours.
    said: Option<Nclx>,
}

impl<'a> HeifDecoder<'a> {
    /// Reads the items.
    pub(super) fn open(source: &'a Source, outside: Outside) -> Result<Self, Fault> {
        let items = Items::read(source).map_err(damaged)?;
        let id = items.primary();
        let still = Still::of(&items, source, id).map_err(damaged)?;
        let alpha = items.referring(*b"auxl", id).find(|aux| is_alpha(&items, *aux)).and_then(|aux| {
            let is_premultiplied = items.references(*b"prem", id).contains(&aux);
            Some(Alpha { still: Still::of(&items, source, aux).ok()?, is_premultiplied })
        });
        let thumbnails = items
            .referring(*b"thmb", id)
            .filter_map(|small| Still::of(&items, source, small).ok())
            .filter(|small| stands_for(small, &still))
            .collect();
        let crop = still.turned.crop;
        let probe = Probe {
            width_px: crop.width_px,
            height_px: crop.height_px,
            orientation: still.turned.orientation,
            colour: outside.colour,
        };
        Ok(Self { source, items, still, alpha, thumbnails, probe })
    }

    /// The largest thumbnail, as far as it needs no more memory than that.
    pub(super) fn thumbnail(&self, max_pixels: u64, work: &Work<'_>) -> Option<(Decoded, Probe)> {
        let n_pixels = |still: &Still| u64::from(still.width_px) * u64::from(still.height_px);
        let small = self
            .thumbnails
            .iter()
            .filter(|still| n_pixels(still) <= max_pixels)
            .max_by_key(|s| n_pixels(s))?;
        let crop = small.turned.crop;
        let probe = Probe { width_px: crop.width_px, height_px: crop.height_px, ..self.probe.clone() };
        Some((self.small(small, work)?, probe))
    }

    /// A thumbnail, read without reading the file.
    fn small(&self, small: &Still, work: &Work<'_>) -> Option<Decoded> {
        let bytes = |id| {
            let bytes = self.items.bytes(self.source, id, MAX_THUMBNAIL_BYTES)?;
            Some(Payload { bytes, n_missing: 0 })
        };
        let Painted { canvas, share, said } = self.painted(small, 1, false, &bytes, work).ok()?;
        // A thumbnail that is not whole is none.
        let crop = small.turned.crop;
        let pixels = canvas.into_pixels(crop, (crop.width_px, crop.height_px)).filter(|_| share >= 1.0)?;
        Some(Decoded { pixels, is_whole: true, colour: self.colour(said) })
    }

    /// What the coded pictures say of their colours, where the container says nothing.
    fn colour(&self, said: Option<Nclx>) -> Option<Colour> {
        let is_said = self.still.colr.nclx.is_some_and(Nclx::names_colours);
        let colour = said.and_then(Nclx::unlike_srgb).map(Colour::Cicp);
        colour.filter(|_| !is_said && self.probe.colour == Colour::Srgb)
    }

    /// Decodes the tiles of a picture and puts them together.
    fn painted(
        &self,
        still: &Still,
        factor: u32,
        is_alpha: bool,
        bytes: &dyn Fn(u32) -> Option<Payload>,
        work: &Work<'_>,
    ) -> Result<Painted, Fault> {
        let is_deep = depth(&self.items, still) > 8;
        let size = (still.width_px, still.height_px);
        let mut canvas =
            Canvas::new(size, factor, is_deep).ok_or_else(|| damaged("its picture has no pixels"))?;
        let mut n_done = 0.0;
        let mut said = None;
        let mut first_fault = None;
        let mut place: Option<(u32, u32)> = None;
        for (n, id) in still.tiles.iter().enumerate() {
            work.go_on()?;
            let (yuv, share) = match self.tile(still, *id, bytes) {
                Ok(tile) => tile,
                Err(fault) => {
                    first_fault.get_or_insert(fault);
                    continue;
                }
            };
            // All tiles have the size of the first (6.6.2.3.1).
            let (width, height) = *place.get_or_insert_with(|| tile_size(still, &yuv));
            let (column, row) = (n as u32 % still.columns, n as u32 / still.columns);
            let coding = if is_alpha { Coding::ALPHA } else { Coding::of(still.colr.nclx, yuv.said) };
            canvas.paint(&yuv, coding, (column.saturating_mul(width), row.saturating_mul(height)), work)?;
            said = said.or(yuv.said);
            n_done += share;
        }
        let share = n_done / still.tiles.len().max(1) as f64;
        match first_fault {
            Some(fault) if share < MIN_SHARE => Err(fault),
            None if share < MIN_SHARE => Err(damaged("too much of it is missing")),
            _ => Ok(Painted { canvas, share, said }),
        }
    }

    /// One coded picture, and how much of it there is.
    fn tile(
        &self,
        still: &Still,
        id: u32,
        bytes: &dyn Fn(u32) -> Option<Payload>,
    ) -> Result<(Yuv, f64), Fault> {
        let missing = || damaged("a part of it is missing");
        let payload = bytes(id).filter(|payload| !payload.bytes.is_empty()).ok_or_else(missing)?;
        let (width, height) = still.tile_px;
        // Padding to whole blocks comes on top of what the item says.
        let max_pixels = (u64::from(width) + 128) * (u64::from(height) + 128);
        let property = |wanted: &[u8; 4]| {
            self.items.properties(id).find(|(kind, _)| *kind == wanted).map(|(_, body)| body)
        };
        let decoded = |payload: Vec<u8>| {
            // A panic costs one tile, not the picture.
            let attempt = AssertUnwindSafe(|| match property(b"hvcC") {
                Some(config) => hevc::decode(config, &payload, max_pixels),
                None => av1::decode(payload, max_pixels),
            });
            catch_unwind(attempt).unwrap_or_else(|_| Err(damaged("the decoder gave up")))
        };
        match payload {
            Payload { bytes, n_missing: 0 } => Ok((decoded(bytes)?, 1.0)),
            // Of many tiles those that are whole are enough; and HEVC's decoder takes nothing whose last block does not say that it is.
            _ if still.tiles.len() > 1 || property(b"hvcC").is_some() => Err(missing()),
            Payload { bytes, n_missing } => cut::decoded(bytes, n_missing, &decoded).ok_or_else(missing),
        }
    }

    /// How many times smaller the picture is made while it is decoded: a power of two that tiles can be divided by.
    fn factor(&self, at_least_px: Option<u32>) -> u32 {
        let Some(px) = at_least_px else { return 1 };
        let long_edge = f64::from(self.probe.width_px.max(self.probe.height_px));
        let (width, height) = self.still.tile_px;
        let mut factor = 1;
        while long_edge / f64::from(factor * 2) >= f64::from(px) * SURPLUS
            && factor < 16
            && (self.still.tiles.len() == 1 || (width % (factor * 2) == 0 && height % (factor * 2) == 0))
        {
            factor *= 2;
        }
        factor
    }
}

impl Decoder for HeifDecoder<'_> {
    fn probe(&self) -> &Probe {
        &self.probe
    }

    fn cost_bytes(&self, at_least_px: Option<u32>) -> u64 {
        let factor = u64::from(self.factor(at_least_px)).pow(2);
        let n = u64::from(self.still.width_px) * u64::from(self.still.height_px);
        let is_deep = depth(&self.items, &self.still) > 8;
        let n_canvases = if self.alpha.is_some() { 2 } else { 1 };
        let canvas = n / factor * if is_deep { 8 } else { 4 } * n_canvases;
        let tile = u64::from(self.still.tile_px.0) * u64::from(self.still.tile_px.1);
        let first = self.still.tiles.first().copied().unwrap_or(0);
        let is_hevc = self.items.properties(first).any(|(kind, _)| kind == b"hvcC");
        canvas + tile * if is_hevc { hevc::BYTES_A_PIXEL } else { av1::BYTES_A_PIXEL }
    }

    fn decode(&mut self, at_least_px: Option<u32>, work: &Work<'_>) -> Result<Decoded, Fault> {
        if let Some(px) = at_least_px.filter(|_| self.alpha.is_none()) {
            let long_edge = |still: &Still| still.turned.crop.width_px.max(still.turned.crop.height_px);
            let mut large: Vec<&Still> =
                self.thumbnails.iter().filter(|still| long_edge(still) / THUMBNAIL_SURPLUS >= px).collect();
            large.sort_by_key(|still| long_edge(still));
            if let Some(decoded) = large.into_iter().find_map(|small| self.small(small, work)) {
                return Ok(decoded);
            }
            work.go_on()?;
        }
        let file = self.source.whole().map_err(|error| damaged(&format!("it could not be read: {error}")))?;
        let bytes = |id| {
            let (mut bytes, mut n_missing) = (Vec::new(), 0_usize);
            for range in self.items.ranges(id)? {
                let start = usize::try_from(range.start).ok()?;
                let end = usize::try_from(range.end).unwrap_or(usize::MAX);
                let end = if range.end == u64::MAX { file.len() } else { end };
                // What goes on beyond the end of the file is cut.
                let part = file.get(start.min(file.len())..end.min(file.len()))?;
                n_missing = n_missing.checked_add(end.checked_sub(start)?.checked_sub(part.len())?)?;
                if bytes.len() + part.len() > file.len() {
                    return None;
                }
                bytes.extend_from_slice(part);
            }
            Some(Payload { bytes, n_missing })
        };
        let factor = self.factor(at_least_px);
        let Painted { mut canvas, share, said } = match self.painted(&self.still, factor, false, &bytes, work)
        {
            Ok(painted) => painted,
            // Better a small picture of all than none.
            Err(fault @ Fault::Damaged(_)) => {
                let small = self.thumbnail(u64::MAX, work).map(|(small, _)| small).ok_or(fault)?;
                return Ok(Decoded { is_whole: false, ..small });
            }
            Err(fault) => return Err(fault),
        };
        let mut is_whole = share >= 1.0;
        if let Some(Alpha { still, is_premultiplied }) = &self.alpha {
            // Without its alpha a picture is still one.
            match self.painted(still, factor, true, &bytes, work) {
                Ok(Painted { canvas: alpha, share: 1.0, .. }) => canvas.set_alpha(&alpha, *is_premultiplied),
                Ok(_) => is_whole = false,
                Err(_) => {}
            }
            work.go_on()?;
        }
        let probe = &self.probe;
        let size = fitted((probe.width_px, probe.height_px), at_least_px.unwrap_or(u32::MAX));
        let pixels = canvas
            .into_pixels(self.still.turned.crop, size)
            .ok_or_else(|| damaged("its picture has no pixels"))?;
        Ok(Decoded { pixels, is_whole, colour: self.colour(said) })
    }
}

/// Whether a thumbnail shows all of the picture, turned in the same way and in its colours.
fn stands_for(small: &Still, still: &Still) -> bool {
    let aspect =
        |still: &Still| f64::from(still.turned.crop.width_px) / f64::from(still.turned.crop.height_px);
    let has_colours =
        small.colr.icc.is_some() || small.colr.nclx.is_some_and(|nclx| nclx.unlike_srgb().is_some());
    small.turned.orientation == still.turned.orientation
        && (aspect(small) / aspect(still) - 1.0).abs() <= MAX_ASPECT_DIFFERENCE
        && (!has_colours || small.colr.icc == still.colr.icc)
}

/// How far tiles lie apart: as large as they are, or as their items say.
fn tile_size(still: &Still, yuv: &Yuv) -> (u32, u32) {
    if still.tiles.len() == 1 { (0, 0) } else { (yuv.width_px, yuv.height_px) }
}

/// Bits of a channel, by the configuration of the codec: ISO/IEC 14496-15, 8.3.3.1.2; AV1 Codec ISO Media File Format Binding, 2.3.3.
fn depth(items: &Items, still: &Still) -> u8 {
    let first = still.tiles.first().copied().unwrap_or(0);
    let bits = items.properties(first).find_map(|(kind, body)| match kind {
        b"hvcC" => body.get(17).map(|byte| 8 + (byte & 7)),
        b"av1C" => body.get(2).map(|byte| if byte & 0x40 == 0 { 8 } else { 10 }),
        _ => None,
    });
    bits.unwrap_or(8)
}

fn damaged(why: &str) -> Fault {
    Fault::Damaged(why.to_owned())
}
