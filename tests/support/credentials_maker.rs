//! Content Credentials made in code, as far as their boxes go: no signature would hold. C2PA 2.1, 11 and A.3; ISO 19566-5; RFC 8949.

use super::movie_maker::boxed;
use super::segments::segment;

fn superbox(label: &str, content: &[u8]) -> Vec<u8> {
    let description = boxed(b"jumd", &[&[0; 16][..], &[3], label.as_bytes(), &[0]].concat());
    boxed(b"jumb", &[description, content.to_vec()].concat())
}

fn text(text: &str) -> Vec<u8> {
    [&[0x78, text.len() as u8][..], text.as_bytes()].concat()
}

fn map(pairs: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let pairs_in = pairs.iter().flat_map(|(key, value)| [text(key), value.clone()].concat());
    std::iter::once(0xA0 | pairs.len() as u8).chain(pairs_in).collect()
}

/// A manifest store that names its generator and the last word of a digital source type.
pub fn store(generator: &str, source: &str) -> Vec<u8> {
    let claim = map(&[("claim_generator_info", map(&[("name", text(generator))]))]);
    let source = format!("http://cv.iptc.org/newscodes/digitalsourcetype/{source}");
    let action = map(&[("action", text("c2pa.created")), ("digitalSourceType", text(&source))]);
    let actions = map(&[("actions", [vec![0x81], action].concat())]);
    let assertion = superbox("c2pa.actions.v2", &boxed(b"cbor", &actions));
    let parts = [superbox("c2pa.assertions", &assertion), superbox("c2pa.claim.v2", &boxed(b"cbor", &claim))];
    superbox("c2pa", &superbox("urn:c2pa:1", &parts.concat()))
}

/// The JPEG with this store behind its SOI, in one segment.
pub fn with_credentials(jpeg: &[u8], store: &[u8]) -> Vec<u8> {
    let body = [&b"JP\0\x01\0\0\0\x01"[..], store].concat();
    [&jpeg[..2], &segment(0xEB, &body), &jpeg[2..]].concat()
}
