use super::*;

fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(8 + body.len() as u32).to_be_bytes()[..], kind, body].concat()
}

fn superbox(label: &str, content: &[Vec<u8>]) -> Vec<u8> {
    let description = boxed(b"jumd", &[&[0; 16][..], &[3], label.as_bytes(), &[0]].concat());
    boxed(b"jumb", &[description, content.concat()].concat())
}

fn text(text: &str) -> Vec<u8> {
    let mut out = if text.len() < 24 { vec![0x60 | text.len() as u8] } else { vec![0x78, text.len() as u8] };
    out.extend(text.as_bytes());
    out
}

fn map(pairs: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![0xA0 | pairs.len() as u8];
    pairs.iter().for_each(|(key, value)| out.extend([text(key), value.clone()].concat()));
    out
}

fn array(items: &[Vec<u8>]) -> Vec<u8> {
    [&[0x80 | items.len() as u8][..], &items.concat()].concat()
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, content.len() as u8][..], content].concat()
}

/// A certificate, as far as its names go.
fn certificate(issuer: &str, subject: &str) -> Vec<u8> {
    let name = |text: &str| {
        let pair = der(0x30, &[der(6, &[0x55, 4, 10]), der(0x0C, text.as_bytes())].concat());
        der(0x30, &der(0x31, &pair))
    };
    let parts =
        [der(0xA0, &der(2, &[2])), der(2, &[1]), der(0x30, &[]), name(issuer), der(0x30, &[]), name(subject)];
    der(0x30, &der(0x30, &parts.concat()))
}

/// A manifest store with one manifest of this generator, and this source of the picture.
pub(in crate::media) fn store(generator: &str, source: &str) -> Vec<u8> {
    let info = map(&[("name", text(generator)), ("version", text("1.2"))]);
    let claim = map(&[("claim_generator_info", array(&[info])), ("instanceID", text("xmp:iid:1"))]);
    let source = format!("http://cv.iptc.org/newscodes/digitalsourcetype/{source}");
    let created = map(&[("action", text("c2pa.created")), ("digitalSourceType", text(&source))]);
    let cropped = map(&[("action", text("c2pa.cropped"))]);
    let actions = map(&[("actions", array(&[created, cropped]))]);
    let certificate = certificate("Some Authority", "Press Office");
    let chain = [vec![0xA1, 0x18, 33, 0x81, 0x58, certificate.len() as u8], certificate].concat();
    let signature = [vec![0xD2, 0x84, 0x58, chain.len() as u8], chain, vec![0xA0, 0xF6, 0x41, 0]].concat();
    let manifest = superbox(
        "urn:uuid:1",
        &[
            superbox("c2pa.assertions", &[superbox("c2pa.actions", &[boxed(b"cbor", &actions)])]),
            superbox("c2pa.claim", &[boxed(b"cbor", &claim)]),
            superbox("c2pa.signature", &[boxed(b"cbor", &signature)]),
        ],
    );
    superbox("c2pa", &[superbox("urn:uuid:0", &[]), manifest])
}

#[test]
fn a_store_says_who_made_it() {
    let found = read(&store("Camera", "digitalCapture")).unwrap();
    assert_eq!(found.generator.as_deref(), Some("Camera 1.2"));
    assert_eq!(found.signer.as_deref(), Some("Press Office"));
    assert_eq!(found.source.as_deref(), Some("digitalCapture"));
    assert_eq!(found.actions, ["created", "cropped"]);
    assert!(read(&store("Model", "trainedAlgorithmicMedia")).unwrap().says_made_by_model());
}

#[test]
fn older_claims_have_one_text() {
    let claim = map(&[("claim_generator", text("Adobe_Photoshop/26.0 c2pa-rs/0.31"))]);
    let manifest = superbox("m", &[superbox("c2pa.claim", &[boxed(b"cbor", &claim)])]);
    let found = read(&superbox("c2pa", &[manifest])).unwrap();
    assert_eq!(found.generator.as_deref(), Some("Adobe Photoshop 26.0"));
}

#[test]
fn damage_is_present_or_nothing() {
    let whole = store("Camera", "digitalCapture");
    assert_eq!(read(b""), None);
    assert_eq!(read(&superbox("other", &[])), None);
    assert_eq!(read(&superbox("c2pa", &[])), Some(Credentials::default()));
    for n in 0..whole.len() {
        // Anything but a panic.
        let _ = read(&whole[..n]);
        let mut flipped = whole.clone();
        flipped[n] ^= 0xFF;
        let _ = read(&flipped);
    }
}
