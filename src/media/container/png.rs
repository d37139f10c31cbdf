//! PNG: chunks (PNG specification, third edition, sections 5 and 11).

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit as inflate;

use super::jpeg::{IPTC, IPTC_DIGEST, resource};
use super::{Blocks, exif_from_tiff_header};
use crate::media::bytes::Endian;
use crate::media::colour::Cicp;
use crate::media::credentials;
use crate::media::limits::{MAX_ICC_BYTES, MAX_PARTS, MAX_XMP_BYTES};
use crate::media::source::Source;

/// The greatest EXIF block that is read.
const MAX_EXIF_BYTES: usize = 1024 * 1024;

const XMP_KEYWORD: &[u8] = b"XML:com.adobe.xmp";

pub(super) fn walk(source: &Source) -> Blocks {
    let mut blocks = Blocks::default();
    let mut at = 8_u64;
    for _ in 0..MAX_PARTS {
        let header = source.at(at, 8);
        let (Some(len), Some(kind)) = (Endian::Big.u32(&header, 0), header.get(4..8)) else { break };
        let body = |max: usize| source.at(at + 8, usize::try_from(len).unwrap_or(usize::MAX).min(max));
        match kind {
            b"IHDR" => {
                let body = body(8);
                blocks.width_px = Endian::Big.u32(&body, 0).unwrap_or(0);
                blocks.height_px = Endian::Big.u32(&body, 4).unwrap_or(0);
            }
            b"eXIf" => blocks.exif = exif_from_tiff_header(&body(MAX_EXIF_BYTES)).or(blocks.exif),
            b"iCCP" => {
                blocks.icc = compressed(&body(MAX_ICC_BYTES), MAX_ICC_BYTES).map(|(_, profile)| profile);
            }
            // Primaries, transfer, matrix (0 for RGB), full range or not (11.3.2.6). It goes before a profile.
            b"cICP" => {
                if let [primaries, transfer, 0, 1] = *body(4) {
                    blocks.cicp = Some(Cicp { primaries, transfer });
                }
            }
            b"iTXt" => blocks.xmp = blocks.xmp.or_else(|| xmp_packet(&body(MAX_XMP_BYTES))),
            b"tEXt" => {
                let body = body(2 * MAX_EXIF_BYTES);
                if let Some((keyword, text)) = cut(&body) {
                    raw_profile(&mut blocks, keyword, text);
                }
            }
            b"zTXt" => {
                let body = body(MAX_EXIF_BYTES);
                if let Some((keyword, text)) = compressed(&body, 3 * MAX_EXIF_BYTES) {
                    raw_profile(&mut blocks, keyword, &text);
                }
            }
            b"caBX" => blocks.c2pa = Some(body(credentials::MAX_BYTES).into_owned()),
            b"IEND" => break,
            _ => {}
        }
        // Length, type, data, checksum.
        at += 12 + u64::from(len);
    }
    blocks
}

/// A keyword and what follows its NUL.
fn cut(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = body.iter().position(|b| *b == 0)?;
    Some((body.get(..end)?, body.get(end + 1..)?))
}

/// Keyword, NUL, compression method 0, zlib data: zTXt and iCCP (11.3.2.3, 11.3.3.3).
fn compressed(body: &[u8], max: usize) -> Option<(&[u8], Vec<u8>)> {
    let (keyword, rest) = cut(body)?;
    let (0, data) = rest.split_first()? else { return None };
    Some((keyword, inflate(data, max).ok()?))
}

/// An XMP packet of an iTXt chunk (XMP specification part 3, 1.1.5): keyword, compression flag and method, language tag,
/// translated keyword, text.
fn xmp_packet(body: &[u8]) -> Option<Vec<u8>> {
    let (keyword, rest) = cut(body)?;
    let [flag, _method, rest @ ..] = rest else { return None };
    if keyword != XMP_KEYWORD {
        return None;
    }
    let (_language, rest) = cut(rest)?;
    let (_translated, text) = cut(rest)?;
    if *flag == 0 { Some(text.to_vec()) } else { inflate(text, MAX_XMP_BYTES).ok() }
}

/// Metadata as ImageMagick wrote it before PNG had a chunk for it: name, length, then hexadecimal digits in lines.
fn raw_profile(blocks: &mut Blocks, keyword: &[u8], text: &[u8]) {
    let Some(kind) = keyword.strip_prefix(b"Raw profile type ") else { return };
    let mut lines = text.splitn(4, |b| *b == b'\n');
    let Some(digits) = lines.nth(3) else { return };
    let nibbles: Vec<u8> =
        digits.iter().filter_map(|b| char::from(*b).to_digit(16)?.try_into().ok()).collect();
    let bytes: Vec<u8> = nibbles.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect();
    match kind {
        b"exif" | b"APP1" | b"app1" if blocks.exif.is_none() => blocks.exif = exif_from_tiff_header(&bytes),
        b"xmp" if blocks.xmp.is_none() => blocks.xmp = Some(bytes),
        b"iptc" if blocks.iptc.is_none() => {
            blocks.iptc = Some(resource(&bytes, IPTC).map_or_else(|| bytes.clone(), <[u8]>::to_vec));
            blocks.iptc_digest = resource(&bytes, IPTC_DIGEST).and_then(|data| data.first_chunk().copied());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(chunks: &[(&[u8], Vec<u8>)]) -> Source {
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in chunks {
            out.extend((data.len() as u32).to_be_bytes());
            out.extend(*kind);
            out.extend(data);
            out.extend([0; 4]);
        }
        Source::from_bytes(out)
    }

    fn zlib(data: &[u8]) -> Vec<u8> {
        miniz_oxide::deflate::compress_to_vec_zlib(data, 6)
    }

    #[test]
    fn metadata_in_every_kind_of_chunk() {
        let header = (&b"IHDR"[..], [0, 0, 0, 15, 0, 0, 0, 7, 8, 2, 0, 0, 0].to_vec());
        let tiff = b"MM\0*\0\0\0\x08\0\0".to_vec();
        let exif = walk(&png(&[header.clone(), (b"eXIf", tiff.clone())]));
        assert_eq!((exif.width_px, exif.height_px, exif.exif), (15, 7, Some(tiff.clone())));

        let cicp = |range: u8| walk(&png(&[(b"cICP", vec![12, 13, 0, range])])).cicp;
        assert_eq!(cicp(1), Some(Cicp { primaries: 12, transfer: 13 }));
        assert_eq!(cicp(0), None);

        let hex: String = b"Exif\0\0".iter().chain(&tiff).map(|b| format!("{b:02x}")).collect();
        let profile = format!("\nexif\n      16\n{}\n{}\n", &hex[..8], &hex[8..]);
        let plain = [b"Raw profile type exif\0".as_slice(), profile.as_bytes()].concat();
        assert_eq!(walk(&png(&[(b"tEXt", plain)])).exif, Some(tiff.clone()));
        let packed = [b"Raw profile type APP1\0\0".as_slice(), &zlib(profile.as_bytes())].concat();
        assert_eq!(walk(&png(&[(b"zTXt", packed)])).exif, Some(tiff));

        let xmp = |flag: u8, text: &[u8]| [b"XML:com.adobe.xmp\0", &[flag, 0, 0, 0][..], text].concat();
        assert_eq!(walk(&png(&[(b"iTXt", xmp(0, b"<x/>"))])).xmp.as_deref(), Some(&b"<x/>"[..]));
        assert_eq!(walk(&png(&[(b"iTXt", xmp(1, &zlib(b"<x/>")))])).xmp.as_deref(), Some(&b"<x/>"[..]));
    }

    #[test]
    fn a_compression_bomb_is_not_unpacked() {
        let bomb = [b"Raw profile type exif\0\0".as_slice(), &zlib(&vec![b'0'; 64 << 20])].concat();
        assert!(walk(&png(&[(b"zTXt", bomb)])).exif.is_none());
    }
}
