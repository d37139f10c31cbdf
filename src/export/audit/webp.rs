//! Reads a WebP file chunk by chunk and lets pass only what a bare picture needs, and texts that its audience may read.
//!
//! Source: Google, "WebP Container Specification" (RFC 9649, section 2).

use super::carried::{Audience, xmp_leaks};
use super::contents;
use super::report::{FindingKind, Leak};
use super::words::Known;

/// Everything in this file that is neither the picture itself nor a text that its audience may read.
pub fn leaks(data: &[u8], audience: Audience, known: &Known) -> Vec<Leak> {
    let mut leaks = Vec::new();
    if data.get(..4) != Some(b"RIFF") || data.get(8..12) != Some(b"WEBP") {
        leaks.push(Leak::new(FindingKind::NotUnderstood, "does not begin as a WebP"));
        return leaks;
    }
    let riff_end = length_at(data, 4).map_or(usize::MAX, |length| length.saturating_add(8));
    let mut at = 12_usize;
    let mut seen: Vec<&[u8]> = Vec::new();
    while at < riff_end.min(data.len()) {
        let name = data.get(at..at + 4).unwrap_or_default();
        let Some(length) = length_at(data, at + 4) else { break };
        let body = data.get(at + 8..).and_then(|rest| rest.get(..length)).unwrap_or_default();
        let metadata = |what: String| Leak::new(FindingKind::Metadata, format!("holds {what}"));
        match name {
            b"VP8 " | b"VP8L" | b"ALPH" | b"VP8X" | b"XMP " if seen.contains(&name) => {
                leaks.push(Leak::new(FindingKind::HiddenData, "holds a second picture or block of its kind"));
            }
            b"VP8 " | b"VP8L" if seen.contains(&&b"VP8 "[..]) || seen.contains(&&b"VP8L"[..]) => {
                leaks.push(Leak::new(FindingKind::HiddenData, "holds a second picture"));
            }
            b"VP8 " | b"VP8L" | b"ALPH" => {}
            // Flags: ICC 0x20, alpha 0x10, EXIF 0x08, XMP 0x04, animation 0x02; the other bytes before the size are 0.
            b"VP8X" if matches!(body, [flags, 0, 0, 0, ..] if body.len() == 10 && flags & !0x14 == 0) => {}
            b"XMP " => leaks.extend(xmp_leaks(body, audience, known)),
            b"EXIF" => leaks.push(metadata(format!("an EXIF block{}", contents::exif(body)))),
            b"ICCP" => leaks.push(metadata("a colour profile, which may name a device".to_owned())),
            b"C2PA" => leaks.push(metadata("Content Credentials (C2PA), which tell its history".to_owned())),
            b"ANIM" | b"ANMF" => leaks.push(metadata("further pictures (an animation)".to_owned())),
            _ => leaks.push(metadata(format!("a chunk {}", String::from_utf8_lossy(name).escape_default()))),
        }
        seen.push(name);
        let padding = data.get(at.saturating_add(8).saturating_add(length));
        if length % 2 == 1 && padding.is_some_and(|byte| *byte != 0) {
            leaks.push(Leak::new(FindingKind::HiddenData, "hides something in its padding"));
        }
        // Chunks are padded to an even length.
        at = at.saturating_add(8).saturating_add(length).saturating_add(length % 2);
    }
    if riff_end < data.len() {
        let rest = data.get(riff_end..).unwrap_or_default();
        leaks.push(Leak::new(
            FindingKind::HiddenData,
            format!("has {} bytes after the end of the picture{}", rest.len(), contents::behind(rest)),
        ));
    } else if riff_end > data.len() || at != data.len() {
        leaks.push(Leak::new(FindingKind::NotUnderstood, "is cut short or damaged"));
    } else if !seen.iter().any(|name| matches!(*name, b"VP8 " | b"VP8L")) {
        leaks.push(Leak::new(FindingKind::NotUnderstood, "holds no picture"));
    }
    leaks
}

fn length_at(data: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 4] = data.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}
