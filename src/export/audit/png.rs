//! Reads a PNG file chunk by chunk and lets pass only what a bare picture needs.
//!
//! Source: W3C Portable Network Graphics (Third Edition), 5 "Datastream structure" and 11 "Chunk specifications".

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
    loop {
        let Some((length, name)) = chunk_head(data, at) else {
            leaks
                .push(Leak::new(FindingKind::NotUnderstood, format!("is cut short or damaged at byte {at}")));
            return leaks;
        };
        if !ALLOWED.contains(&&name) {
            let what = match &name {
                b"eXIf" => "an EXIF block".to_owned(),
                b"iCCP" => "a colour profile, which may name a device".to_owned(),
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
                    format!("has {} bytes after the end of the picture", rest + length),
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
