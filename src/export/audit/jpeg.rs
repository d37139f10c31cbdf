//! Reads a JPEG file marker by marker and lets pass only what a bare picture needs.
//!
//! Source: ITU-T T.81 (JPEG), annex B "Compressed data formats"; JFIF 1.02 for APP0.

use super::carried::{Audience, iptc_leaks, xmp_leaks};
use super::contents;
use super::report::{FindingKind, Leak};
use super::words::Known;

/// How a segment of XMP begins (XMP specification part 3, 1.1.3).
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// Segments of which there is one at most.
#[derive(Default)]
struct Seen {
    jfif: bool,
    xmp: bool,
    iptc: bool,
}

/// Everything in this file that is neither the picture itself nor a text that its audience may read.
pub fn leaks(data: &[u8], audience: Audience, known: &Known) -> Vec<Leak> {
    let mut leaks = Vec::new();
    if !data.starts_with(&[0xFF, 0xD8]) {
        leaks.push(Leak::new(FindingKind::NotUnderstood, "does not begin as a JPEG (no SOI)"));
        return leaks;
    }
    let mut at = 2_usize;
    let mut seen = Seen::default();
    loop {
        let (Some(0xFF), Some(&marker)) = (data.get(at).copied(), data.get(at + 1)) else {
            leaks.push(Leak::new(
                FindingKind::NotUnderstood,
                format!("is cut short or damaged at byte {at}: no marker where one must be"),
            ));
            return leaks;
        };
        match marker {
            // EOI: nothing may follow.
            0xD9 => {
                let rest = data.len() - (at + 2);
                if rest > 0 {
                    let what = contents::behind(data.get(at + 2..).unwrap_or_default());
                    leaks.push(Leak::new(
                        FindingKind::HiddenData,
                        format!("has {rest} bytes after the end of the picture{what}"),
                    ));
                }
                return leaks;
            }
            0xD8 => {
                leaks.push(Leak::new(
                    FindingKind::HiddenData,
                    format!("holds a second picture (SOI at byte {at})"),
                ));
                at += 2;
                continue;
            }
            0xFF => {
                leaks.push(Leak::new(FindingKind::HiddenData, format!("has filling bytes at byte {at}")));
                at += 1;
                continue;
            }
            _ => {}
        }
        let Some(length) = length_at(data, at + 2) else {
            leaks.push(Leak::new(FindingKind::NotUnderstood, format!("is cut short at byte {at}")));
            return leaks;
        };
        let body = data.get(at + 4..at + 2 + length).unwrap_or_default();
        match marker {
            0xE1 if body.starts_with(XMP) && !std::mem::replace(&mut seen.xmp, true) => {
                leaks.extend(xmp_leaks(body.get(XMP.len()..).unwrap_or_default(), audience, known));
            }
            0xED if !std::mem::replace(&mut seen.iptc, true) => {
                leaks.extend(iptc_leaks(body, audience, known));
            }
            _ => leaks.extend(segment_leak(marker, body, &mut seen.jfif)),
        }
        at += 2 + length;
        if marker == 0xDA {
            at = end_of_scan(data, at);
        }
    }
}

/// The length of a segment, which counts its own two bytes, if the file holds all of it.
fn length_at(data: &[u8], at: usize) -> Option<usize> {
    let length = usize::from(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?]));
    (length >= 2 && at + length <= data.len()).then_some(length)
}

fn segment_leak(marker: u8, body: &[u8], seen_jfif: &mut bool) -> Option<Leak> {
    let metadata = |what: &str| Some(Leak::new(FindingKind::Metadata, format!("holds {what}")));
    let odd = |what: &str| {
        Some(Leak::new(FindingKind::NotUnderstood, format!("holds {what} of a shape we never write")))
    };
    match marker {
        // JFIF: identifier, version, density, and a thumbnail of no pixels; nothing behind it.
        0xE0 if body.starts_with(b"JFIF\0") && !*seen_jfif => {
            *seen_jfif = true;
            if body.len() == 14 && body.ends_with(&[0, 0]) {
                None
            } else {
                metadata("a thumbnail within JFIF")
            }
        }
        0xE1 if body.starts_with(b"Exif\0") => {
            metadata(&format!("an EXIF block{}", contents::exif(body.get(6..).unwrap_or_default())))
        }
        0xE1 if body.starts_with(b"http://ns.adobe.com/") => metadata("a second XMP block, or a part of one"),
        0xED => metadata("a second IPTC or Photoshop block"),
        0xE0..=0xEF => metadata(&contents::application(marker & 0x0F, body)),
        0xFE => metadata("a comment"),
        0xDB => (!quantization_is_sound(body)).then(|| odd("a quantization table")).flatten(),
        0xC4 => (!huffman_is_sound(body)).then(|| odd("a Huffman table")).flatten(),
        // Baseline, extended and progressive frames: 6 bytes and 3 per component.
        0xC0..=0xC2 => {
            let n_components = body.get(5).copied().map_or(0, usize::from);
            (body.len() != 6 + 3 * n_components).then(|| odd("a frame header")).flatten()
        }
        0xDA => {
            let n_components = body.first().copied().map_or(0, usize::from);
            (body.len() != 4 + 2 * n_components).then(|| odd("a scan header")).flatten()
        }
        0xDD => (body.len() != 2).then(|| odd("a restart interval")).flatten(),
        _ => odd(&format!("a marker (FF {marker:02X})")),
    }
}

/// T.81, B.2.4.1: precision and identifier, then 64 elements of one or two bytes.
fn quantization_is_sound(mut body: &[u8]) -> bool {
    while let Some((head, rest)) = body.split_first() {
        let length = if head >> 4 == 0 { 64 } else { 128 };
        match rest.get(length..) {
            Some(next) => body = next,
            None => return false,
        }
    }
    true
}

/// T.81, B.2.4.2: class and identifier, 16 counts, then as many values.
fn huffman_is_sound(mut body: &[u8]) -> bool {
    while !body.is_empty() {
        let Some(counts) = body.get(1..17) else { return false };
        let n_values: usize = counts.iter().copied().map(usize::from).sum();
        match body.get(17 + n_values..) {
            Some(next) => body = next,
            None => return false,
        }
    }
    true
}

/// The first marker after the entropy-coded bytes of a scan (T.81, B.1.1.5: FF 00 is a byte, FF D0 to D7 are restarts).
fn end_of_scan(data: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(ff) = data.get(at..).and_then(|rest| rest.iter().position(|b| *b == 0xFF)) {
        at += ff;
        match data.get(at + 1) {
            Some(0x00 | 0xD0..=0xD7) => at += 2,
            _ => return at,
        }
    }
    data.len()
}
