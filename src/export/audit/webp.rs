//! Reads a WebP file chunk by chunk and lets pass only what a bare picture needs.
//!
//! Source: Google, "WebP Container Specification" (RFC 9649, section 2).

use super::report::{FindingKind, Leak};

/// Everything in this file that is not the picture itself.
pub fn leaks(data: &[u8]) -> Vec<Leak> {
    let mut leaks = Vec::new();
    if data.get(..4) != Some(b"RIFF") || data.get(8..12) != Some(b"WEBP") {
        leaks.push(Leak::new(FindingKind::NotUnderstood, "does not begin as a WebP"));
        return leaks;
    }
    let riff_end = length_at(data, 4).map_or(usize::MAX, |length| length.saturating_add(8));
    let mut at = 12_usize;
    while at < riff_end.min(data.len()) {
        let name = data.get(at..at + 4).unwrap_or_default();
        let Some(length) = length_at(data, at + 4) else { break };
        match name {
            b"VP8 " | b"VP8L" | b"ALPH" => {}
            // Flags: ICC 0x20, alpha 0x10, EXIF 0x08, XMP 0x04, animation 0x02. Only alpha may be set.
            b"VP8X" if length == 10 && data.get(at + 8).is_some_and(|flags| flags & !0x10 == 0) => {}
            b"EXIF" => leaks.push(Leak::new(FindingKind::Metadata, "holds an EXIF block")),
            b"XMP " => leaks.push(Leak::new(FindingKind::Metadata, "holds an XMP block")),
            b"ICCP" => leaks
                .push(Leak::new(FindingKind::Metadata, "holds a colour profile, which may name a device")),
            _ => leaks.push(Leak::new(
                FindingKind::Metadata,
                format!("holds a chunk {}", String::from_utf8_lossy(name).escape_default()),
            )),
        }
        // Chunks are padded to an even length.
        at = at.saturating_add(8).saturating_add(length).saturating_add(length % 2);
    }
    if riff_end < data.len() {
        leaks.push(Leak::new(
            FindingKind::HiddenData,
            format!("has {} bytes after the end of the picture", data.len() - riff_end),
        ));
    } else if riff_end > data.len() || at != data.len() {
        leaks.push(Leak::new(FindingKind::NotUnderstood, "is cut short or damaged"));
    }
    leaks
}

fn length_at(data: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 4] = data.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}
