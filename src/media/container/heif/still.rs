//! One picture of a file: a coded item, or a grid of them, and how it is cut and turned.

use super::fields::Fields;
use super::items::{Items, MAX_REFERENCES_DEEP};
use super::property::{Colr, Corners, Crop, clean_aperture, size};
use crate::media::source::Source;
use crate::model::orientation::Orientation;

/// A picture down to what its codec decodes.
#[derive(Clone, Debug)]
pub(in crate::media) struct Still {
    /// The coded items: one, or the tiles of a grid by rows.
    pub(in crate::media) tiles: Vec<u32>,
    /// How many tiles there are beside each other.
    pub(in crate::media) columns: u32,
    /// Width of all tiles together, in pixels, before it is cut.
    pub(in crate::media) width_px: u32,
    /// Their height.
    pub(in crate::media) height_px: u32,
    /// Size of one tile as its item says.
    pub(in crate::media) tile_px: (u32, u32),
    /// What is done to it then.
    pub(in crate::media) turned: Turned,
    /// Its colours.
    pub(in crate::media) colr: Colr,
}

/// How a picture is cut and then turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::media) struct Turned {
    /// The part that is shown.
    pub(in crate::media) crop: Crop,
    /// How that is turned.
    pub(in crate::media) orientation: Orientation,
}

impl Still {
    /// The picture of an item.
    ///
    /// # Errors
    /// In words for a person, when it cannot be one.
    pub(in crate::media) fn of(items: &Items, source: &Source, id: u32) -> Result<Self, &'static str> {
        // Identity derivations (6.6.2.1): the picture of another item, perhaps turned.
        let mut chain = vec![id];
        let mut coded = id;
        while items.kind(coded) == Some(*b"iden") {
            let [only] = items.references(*b"dimg", coded) else {
                return Err("a picture in it refers to none");
            };
            coded = *only;
            chain.push(coded);
            if chain.len() > MAX_REFERENCES_DEEP {
                return Err("its pictures refer to each other without end");
            }
        }
        let kind = items.kind(coded).ok_or("the picture that it names is not there")?;
        let (tiles, columns, (width_px, height_px)) = match &kind {
            b"grid" => grid(items, source, coded)?,
            b"hvc1" | b"hev1" | b"av01" | b"hvc2" => {
                (vec![coded], 1, size(items, coded).ok_or("its picture has no size")?)
            }
            b"iovl" => return Err("it is laid out of several pictures, which is not read"),
            _ => return Err("its picture is coded in a way that is not read"),
        };
        if width_px == 0 || height_px == 0 {
            return Err("its picture has no pixels");
        }
        let first = tiles.first().copied().unwrap_or(coded);
        Ok(Self {
            tile_px: size(items, first).unwrap_or((width_px, height_px)),
            columns,
            width_px,
            height_px,
            turned: turned(items, &chain, (width_px, height_px)),
            colr: Colr::of(items, chain.iter().copied().chain([first])),
            tiles,
        })
    }
}

type Grid = (Vec<u32>, u32, (u32, u32));

/// 6.6.2.3: rows and columns of tiles of one size; the last ones may reach over the edge.
fn grid(items: &Items, source: &Source, id: u32) -> Result<Grid, &'static str> {
    let bytes = items.bytes(source, id, 64).ok_or("the layout of its tiles is not there")?;
    let read = |mut fields: Fields<'_>| {
        fields.u8()?;
        let side_bytes = if fields.u8()? & 1 == 1 { 4 } else { 2 };
        let (rows, columns) = (u32::from(fields.u8()?) + 1, u32::from(fields.u8()?) + 1);
        let mut side = || u32::try_from(fields.uint(side_bytes)?).ok();
        Some((rows, columns, (side()?, side()?)))
    };
    let (rows, columns, size) = read(Fields(&bytes)).ok_or("the layout of its tiles is cut short")?;
    let tiles = items.references(*b"dimg", id);
    if tiles.len() as u64 != u64::from(rows) * u64::from(columns) {
        return Err("it does not have as many tiles as it says");
    }
    if tiles
        .iter()
        .any(|tile| !items.kind(*tile).is_some_and(|kind| matches!(&kind, b"hvc1" | b"hev1" | b"av01")))
    {
        return Err("its tiles are no coded pictures");
    }
    Ok((tiles.to_vec(), columns, size))
}

/// `clap`, `irot` and `imir` of the coded item, then of those that stand for it.
fn turned(items: &Items, chain: &[u32], (width_px, height_px): (u32, u32)) -> Turned {
    let mut crop = Crop { left_px: 0, top_px: 0, width_px, height_px };
    let mut corners = Corners::UPRIGHT;
    for (kind, body) in chain.iter().rev().flat_map(|id| items.properties(*id)) {
        let byte = body.first().copied().unwrap_or(0);
        match kind {
            b"irot" => corners = corners.rotated(byte & 3),
            b"imir" => corners = corners.mirrored(byte & 1),
            b"clap" => {
                let orientation = corners.orientation();
                let now = orientation.upright_size(crop.width_px, crop.height_px);
                if let Some(inner) = clean_aperture(body, now) {
                    crop = within(crop, stored(inner, now, orientation));
                }
            }
            _ => {}
        }
    }
    Turned { crop, orientation: corners.orientation() }
}

/// A part of a turned picture, where it is in the picture as stored.
fn stored(part: Crop, (width_px, height_px): (u32, u32), orientation: Orientation) -> Crop {
    let right = width_px - part.left_px - part.width_px;
    let below = height_px - part.top_px - part.height_px;
    let (left, top) = (part.left_px, part.top_px);
    let (left_px, top_px) = match orientation {
        Orientation::Upright => (left, top),
        Orientation::MirrorHorizontal => (right, top),
        Orientation::Rotate180 => (right, below),
        Orientation::MirrorVertical => (left, below),
        Orientation::Transpose => (top, left),
        Orientation::Rotate90 => (top, right),
        Orientation::Transverse => (below, right),
        Orientation::Rotate270 => (below, left),
    };
    let (width_px, height_px) = orientation.upright_size(part.width_px, part.height_px);
    Crop { left_px, top_px, width_px, height_px }
}

fn within(outer: Crop, inner: Crop) -> Crop {
    Crop { left_px: outer.left_px + inner.left_px, top_px: outer.top_px + inner.top_px, ..inner }
}
