//! What the properties of a picture's item say (ISO/IEC 23008-12, 6.5; ISO/IEC 14496-12, 12.1.4 and 12.1.5).

use super::fields::Fields;
use super::items::Items;
use crate::media::colour::Cicp;
use crate::media::limits::MAX_ICC_BYTES;
use crate::model::orientation::Orientation;

/// Colour, by the two sorts of `colr`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::media) struct Colr {
    /// The ICC profile (`prof`, `rICC`).
    pub(in crate::media) icc: Option<Vec<u8>>,
    /// The code points (`nclx`).
    pub(in crate::media) nclx: Option<Nclx>,
}

/// Code points of ITU-T H.273.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::media) struct Nclx {
    /// ColourPrimaries (8.1).
    pub(in crate::media) primaries: u8,
    /// TransferCharacteristics (8.2).
    pub(in crate::media) transfer: u8,
    /// MatrixCoefficients (8.3).
    pub(in crate::media) matrix: u8,
    /// Whether luma goes from 0 to the end, not from 16 to 235.
    pub(in crate::media) is_full_range: bool,
}

impl From<[u8; 4]> for Nclx {
    /// From primaries, transfer, matrix and range.
    fn from([primaries, transfer, matrix, range]: [u8; 4]) -> Self {
        Self { primaries, transfer, matrix, is_full_range: range != 0 }
    }
}

impl Nclx {
    /// Whether it says anything of colours: code point 2 says nothing.
    pub(in crate::media) const fn names_colours(self) -> bool {
        self.primaries != 2 || self.transfer != 2
    }

    /// Primaries and transfer where they mean other colours than sRGB's. What says nothing, and what encoders of video write for
    /// ordinary pictures (BT.709 and BT.601), is sRGB to everybody.
    pub(in crate::media) fn unlike_srgb(self) -> Option<Cicp> {
        let primaries = if matches!(self.primaries, 4 | 8..=12 | 22) { self.primaries } else { 1 };
        let transfer = if matches!(self.transfer, 4 | 5 | 8 | 16..=18) { self.transfer } else { 13 };
        ((primaries, transfer) != (1, 13)).then_some(Cicp { primaries, transfer })
    }
}

impl Colr {
    /// The first of each sort among the properties of some items.
    pub(super) fn of(items: &Items, ids: impl Iterator<Item = u32>) -> Self {
        let mut colr = Self::default();
        for (_, body) in ids.flat_map(|id| items.properties(id)).filter(|(kind, _)| *kind == b"colr") {
            let Some((kind, rest)) = body.split_first_chunk::<4>() else { continue };
            match kind {
                b"prof" | b"rICC" if colr.icc.is_none() && rest.len() <= MAX_ICC_BYTES => {
                    colr.icc = Some(rest.to_vec());
                }
                b"nclx" if colr.nclx.is_none() => colr.nclx = nclx(Fields(rest)),
                _ => {}
            }
            if colr.icc.is_some() && colr.nclx.is_some() {
                break;
            }
        }
        colr
    }
}

fn nclx(mut fields: Fields<'_>) -> Option<Nclx> {
    let mut code = || u8::try_from(fields.u16()?).ok();
    let (primaries, transfer, matrix) = (code()?, code()?, code()?);
    // QuickTime's sort, which some writers use, has no range.
    let is_full_range = fields.u8().is_some_and(|byte| byte & 0x80 != 0);
    Some(Nclx { primaries, transfer, matrix, is_full_range })
}

/// Width and height (`ispe`).
pub(super) fn size(items: &Items, id: u32) -> Option<(u32, u32)> {
    let (_, body) = items.properties(id).find(|(kind, _)| *kind == b"ispe")?;
    let mut fields = Fields(body);
    fields.version()?;
    Some((fields.u32()?, fields.u32()?))
}

/// Whether an item holds the alpha of another (`auxC`).
pub(in crate::media) fn is_alpha(items: &Items, id: u32) -> bool {
    items.properties(id).filter(|(kind, _)| *kind == b"auxC").any(|(_, body)| {
        let urn = body.get(4..).unwrap_or_default().split(|byte| *byte == 0).next();
        matches!(
            urn,
            Some(
                b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
                    | b"urn:mpeg:hevc:2015:auxid:1"
                    | b"urn:mpeg:avc:2015:auxid:1"
            )
        )
    })
}

/// A part of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::media) struct Crop {
    /// Columns left out at the left.
    pub(in crate::media) left_px: u32,
    /// Rows left out at the top.
    pub(in crate::media) top_px: u32,
    /// Columns that stay, at least 1.
    pub(in crate::media) width_px: u32,
    /// Rows that stay, at least 1.
    pub(in crate::media) height_px: u32,
}

/// A clean aperture (`clap`) of a picture: sizes as fractions, and how far its centre is from the picture's.
pub(super) fn clean_aperture(body: &[u8], (width_px, height_px): (u32, u32)) -> Option<Crop> {
    let mut fields = Fields(body);
    let mut axis = [(0, 0); 4];
    for fraction in &mut axis {
        *fraction = (fields.u32()?, fields.u32()?);
    }
    let [width, height, x, y] = axis;
    let (left_px, width_px) = along(width_px, width, x)?;
    let (top_px, height_px) = along(height_px, height, y)?;
    Some(Crop { left_px, top_px, width_px, height_px })
}

/// First pixel and number of pixels along one side.
fn along(all_px: u32, (n, n_by): (u32, u32), (offset, offset_by): (u32, u32)) -> Option<(u32, u32)> {
    let stays_px = n.checked_div(n_by)?.clamp(1, all_px);
    let offset = f64::from(offset.cast_signed()) / f64::from(offset_by.max(1));
    let first = (f64::from(all_px) - f64::from(stays_px)) / 2.0 + offset;
    // Saturating: negative and what is no number become 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let first_px = (first.round() as u32).min(all_px - stays_px);
    Some((first_px, stays_px))
}

/// Turns on top of turns, by where the corners of a picture come to stand: left and right above, left and right below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Corners([u8; 4]);

impl Corners {
    pub(super) const UPRIGHT: Self = Self([0, 1, 2, 3]);

    /// `irot`: quarter turns counter-clockwise.
    pub(super) fn rotated(self, n: u8) -> Self {
        let turn = |[a, b, c, d]: [u8; 4]| [b, d, a, c];
        Self((0..n % 4).fold(self.0, |corners, _| turn(corners)))
    }

    /// `imir`: axis 0 exchanges above and below, axis 1 left and right.
    pub(super) const fn mirrored(self, axis: u8) -> Self {
        let [a, b, c, d] = self.0;
        Self(if axis & 1 == 0 { [c, d, a, b] } else { [b, a, d, c] })
    }

    /// The same as EXIF names it.
    pub(super) const fn orientation(self) -> Orientation {
        match self.0 {
            [1, 0, ..] => Orientation::MirrorHorizontal,
            [3, 2, ..] => Orientation::Rotate180,
            [2, 3, ..] => Orientation::MirrorVertical,
            [0, 2, ..] => Orientation::Transpose,
            [2, 0, ..] => Orientation::Rotate90,
            [3, 1, ..] => Orientation::Transverse,
            [1, 3, ..] => Orientation::Rotate270,
            _ => Orientation::Upright,
        }
    }
}
