//! A WebP that carries what its JPEG does.
//!
//! Source: Google, "WebP Container Specification" (RFC 9649, section 2.7).

use super::carried::xmp_of;

/// The chunk "VP8X" says by this bit that there is XMP.
const HAS_XMP: u8 = 0x04;

/// The WebP of a picture of this size with the texts of these segments of a JPEG. What is no lossy WebP of one chunk stays as it is.
pub fn with_texts(webp: Vec<u8>, (width_px, height_px): (u32, u32), segments: &[u8]) -> Vec<u8> {
    let (Some(xmp), Some(picture)) = (xmp_of(segments), webp.get(12..)) else { return webp };
    if !webp.starts_with(b"RIFF") || !picture.starts_with(b"VP8 ") {
        return webp;
    }
    let mut head = vec![HAS_XMP, 0, 0, 0];
    for side in [width_px, height_px] {
        head.extend(side.saturating_sub(1).to_le_bytes().iter().take(3));
    }
    let mut body = b"WEBP".to_vec();
    chunk(&mut body, b"VP8X", &head);
    body.extend(picture);
    chunk(&mut body, b"XMP ", xmp);
    let mut out = Vec::new();
    chunk(&mut out, b"RIFF", &body);
    out
}

/// Adds a chunk, padded to an even length.
fn chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend(name);
    out.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_stays_and_the_texts_are_read() {
        let mut bare = Vec::new();
        chunk(&mut bare, b"RIFF", b"WEBPVP8 \x04\0\0\0abcd");
        assert_eq!(with_texts(bare.clone(), (16, 16), b""), bare);
        let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>";
        let segment = [b"\xff\xe1\0".as_slice(), &[xmp.len() as u8 + 2], xmp].concat();
        let made = with_texts(bare, (2048, 300), &segment);
        assert_eq!(&made[12..30], b"VP8X\x0a\0\0\0\x04\0\0\0\xff\x07\0\x2b\x01\0");
        assert_eq!(&made[30..42], b"VP8 \x04\0\0\0abcd");
        assert!(made.ends_with(b"meta/\"/>") || made.ends_with(b"meta/\"/>\0"));
    }
}
