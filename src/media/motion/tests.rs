//! Files of boxes, as far as their outside goes: whether their pictures are read is another matter.

use super::*;

fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(8 + body.len() as u32).to_be_bytes()[..], kind, body].concat()
}

/// A video of two seconds with one track.
fn video() -> Vec<u8> {
    let numbers = |values: &[u32]| values.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<u8>>();
    let mvhd = boxed(b"mvhd", &numbers(&[0, 0, 0, 1000, 2000]));
    let hdlr = boxed(b"hdlr", &[&[0; 8], &b"vide"[..], &[0; 12]].concat());
    let stsz = boxed(b"stsz", &numbers(&[0, 1, 60]));
    let mdia = boxed(b"mdia", &[hdlr, boxed(b"minf", &boxed(b"stbl", &stsz))].concat());
    let moov = boxed(b"moov", &[mvhd, boxed(b"trak", &mdia)].concat());
    [boxed(b"ftyp", b"mp42\0\0\0\0"), boxed(b"mdat", &[0x5A; 600]), moov].concat()
}

fn picture() -> Vec<u8> {
    [boxed(b"ftyp", b"heic\0\0\0\0mif1"), boxed(b"meta", &[0; 40]), boxed(b"mdat", &[7; 300])].concat()
}

fn check(bytes: Vec<u8>, xmp: Option<&str>, want: Option<(MotionScheme, u64, u64)>) {
    let source = Source::from_bytes(bytes);
    let (motion, claim) = find_motion(&source, Format::Heic, xmp.map(str::as_bytes), None);
    let got = motion.map(|motion| match motion.place {
        MotionPlace::Embedded { offset, bytes, .. } => (motion.scheme, offset, bytes),
        MotionPlace::Companion { .. } => (motion.scheme, 0, 0),
    });
    assert_eq!(got, want);
    assert_eq!(claim.is_some(), xmp.is_some() && want.is_none());
}

const CLAIM: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
    <rdf:Description xmlns:G='http://ns.google.com/photos/1.0/camera/' G:MotionPhoto='1'/></rdf:RDF></x:xmpmeta>";

#[test]
fn the_video_of_a_heic_file_is_in_its_box_or_behind_it() {
    let (picture, video) = (picture(), video());
    let (at, len) = (picture.len() as u64, video.len() as u64);
    let joined = |parts: &[&[u8]]| parts.concat();
    let in_box = boxed(b"mpvd", &video);
    check(joined(&[&picture, &in_box]), Some(CLAIM), Some((MotionScheme::MotionBox, at + 8, len)));
    check(joined(&[&picture, &in_box]), None, Some((MotionScheme::MotionBox, at + 8, len)));
    let with_trailer = boxed(b"mpvd", &joined(&[&video, &boxed(b"sefd", &[1; 90])]));
    check(joined(&[&picture, &with_trailer]), None, Some((MotionScheme::MotionBox, at + 8, len)));
    check(joined(&[&picture, &video]), None, Some((MotionScheme::MotionPhoto, at, len)));
    check(picture.clone(), Some(CLAIM), None);
    check(picture.clone(), None, None);
    check(joined(&[&picture, &boxed(b"mpvd", b"")]), Some(CLAIM), None);
    // What is claimed is searched for.
    let twice = boxed(b"mpvd", &boxed(b"mpvd", &video));
    check(joined(&[&picture, &twice]), Some(CLAIM), Some((MotionScheme::MotionPhoto, at + 16, len)));
    check(joined(&[&picture, &twice]), None, None);
}

#[test]
fn boxes_that_lie_hold_no_video_but_what_is_there() {
    let (picture, video) = (picture(), video());
    let at = picture.len() as u64;
    let lying =
        |size: u64| [&picture[..], &1_u32.to_be_bytes(), b"mpvd", &size.to_be_bytes(), &video].concat();
    for size in [1 << 63, u64::MAX, 1 << 32] {
        let want = (MotionScheme::MotionBox, at + 16, video.len() as u64);
        check(lying(size), None, Some(want));
    }
    // An empty box, and behind it a file of its own.
    check(lying(16), None, Some((MotionScheme::MotionPhoto, at + 16, video.len() as u64)));
    for size in [0, 15, 17, 40] {
        check(lying(size), Some(CLAIM), Some((MotionScheme::MotionPhoto, at + 16, video.len() as u64)));
        check(lying(size), None, None);
    }
}
