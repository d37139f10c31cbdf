//! Whether a part of a file is a JPEG that can be shown, by its frame header (ITU-T T.81, B.2.2).

use super::Span;
use crate::media::bytes::Endian;
use crate::media::source::Source;

/// Segments before the frame header at most: previews have a dozen, with all of an ICC profile's pieces 270.
const MAX_SEGMENTS: usize = 300;

/// What a frame header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Samples per line.
    pub(super) width_px: u32,
    /// Number of lines.
    pub(super) height_px: u32,
}

/// The frame of the JPEG at the beginning of a part of a file. `None` when it is none, or lossless, or of 12 bits: raw data.
pub(super) fn frame_at(source: &Source, span: Span) -> Option<Frame> {
    if *source.at(span.at, 2) != *b"\xff\xd8" {
        return None;
    }
    let mut at = span.at.checked_add(2)?;
    for _ in 0..MAX_SEGMENTS {
        let start = source.at(at, 12);
        let [0xff, marker, ..] = *start else { return None };
        match marker {
            0xff => at += 1,
            0xc0..=0xc2 => return sound_frame(&start),
            // Other frames, scans, and what has no place here.
            0xc3 | 0xc5..=0xc7 | 0xc8..=0xcb | 0xcd..=0xcf | 0x00..=0x01 | 0xd0..=0xda => return None,
            _ => {
                let len = Endian::Big.u16(&start, 2).filter(|len| *len >= 2)?;
                at += 2 + u64::from(len);
            }
        }
        if at >= span.end() {
            return None;
        }
    }
    None
}

/// Marker, length, precision, lines, samples per line, components.
pub(super) fn sound_frame(segment: &[u8]) -> Option<Frame> {
    let len = Endian::Big.u16(segment, 2)?;
    let (precision, n_components) = (*segment.get(4)?, *segment.get(9)?);
    let (height, width) = (Endian::Big.u16(segment, 5)?, Endian::Big.u16(segment, 7)?);
    let is_sound = precision == 8
        && matches!(n_components, 1 | 3)
        && len == 8 + 3 * u16::from(n_components)
        && width > 0
        && height > 0;
    is_sound.then_some(Frame { width_px: width.into(), height_px: height.into() })
}
