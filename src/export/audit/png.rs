//! Reads a PNG file chunk by chunk and lets pass only what a bare picture needs.
//!
//! Source: W3C Portable Network Graphics (Third Edition), 5 "Datastream structure" and 11 "Chunk specifications".

use super::contents;
use super::report::{FindingKind, Leak};

/// The only chunks that may be there. `sRGB` and `gAMA` say how to show the colours, in 1 and 4 bytes.
const ALLOWED: [&[u8; 4]; 7] = [b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND"];

/// Everything in this file that is not the picture itself.
pub fn leaks(data: &[u8]) -> Vec<Leak> {
    let mut leaks = Vec::new();
    if !data.starts_with(b"\x89PNG\r\n\x1a\n") {
        leaks.push(Leak::new(FindingKind::NotUnderstood, "does not begin as a PNG"));
        return leaks;
    }
    let mut at = 8_usize;
    let mut seen: Vec<[u8; 4]> = Vec::new();
    loop {
        let Some((length, name)) = chunk_head(data, at) else {
            leaks
                .push(Leak::new(FindingKind::NotUnderstood, format!("is cut short or damaged at byte {at}")));
            return leaks;
        };
        let body = data.get(at + 8..at + 8 + length).unwrap_or_default();
        let checksum = data.get(at + 8 + length..at + 12 + length).unwrap_or_default();
        if checksum != crc(&name, body).to_be_bytes() {
            let name = String::from_utf8_lossy(&name).escape_default().to_string();
            leaks.push(Leak::new(
                FindingKind::NotUnderstood,
                format!("has a chunk {name} whose checksum does not fit"),
            ));
        }
        // The lengths of those that have one: what is longer could hold words.
        let length_is_sound = match &name {
            b"IHDR" => length == 13,
            b"sRGB" => length == 1,
            b"gAMA" => length == 4,
            b"PLTE" => length <= 768 && length.is_multiple_of(3),
            b"tRNS" => length <= 256,
            _ => true,
        };
        if !length_is_sound || (seen.contains(&name) && &name != b"IDAT") {
            let reason = "holds a chunk that is too long, or there twice";
            leaks.push(Leak::new(FindingKind::HiddenData, reason));
        }
        seen.push(name);
        if !ALLOWED.contains(&&name) {
            let what = match &name {
                b"eXIf" => format!("an EXIF block{}", contents::exif(body)),
                b"caBX" => "Content Credentials (C2PA), which tell its history".to_owned(),
                b"acTL" | b"fcTL" | b"fdAT" => "further pictures (an animation)".to_owned(),
                b"iCCP" => "a colour profile, which may name a device".to_owned(),
                b"iTXt" if body.starts_with(b"XML:com.adobe.xmp\0") => "an XMP block".to_owned(),
                b"tEXt" | b"zTXt" | b"iTXt" => "text".to_owned(),
                b"tIME" => "the time of its last change".to_owned(),
                _ => format!("a chunk {}", String::from_utf8_lossy(&name).escape_default()),
            };
            leaks.push(Leak::new(FindingKind::Metadata, format!("holds {what}")));
        }
        at += 12 + length;
        if &name == b"IEND" {
            let rest = data.len() - at;
            if rest > 0 || length > 0 {
                leaks.push(Leak::new(
                    FindingKind::HiddenData,
                    format!(
                        "has {} bytes after the end of the picture{}",
                        rest + length,
                        contents::behind(data.get(at..).unwrap_or_default())
                    ),
                ));
            }
            return leaks;
        }
    }
}

/// Length and name of the chunk at a byte, if the file holds all of it.
fn chunk_head(data: &[u8], at: usize) -> Option<(usize, [u8; 4])> {
    let head: [u8; 8] = data.get(at..at.checked_add(8)?)?.try_into().ok()?;
    let [a, b, c, d, name @ ..] = head;
    let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?;
    (at.checked_add(length)?.checked_add(12)? <= data.len()).then_some((length, name))
}

/// The checksum of a chunk (PNG, 5.5): CRC-32 of its name and its bytes.
fn crc(name: &[u8; 4], body: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in name.iter().chain(body) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}
