//! Sorts of files that no real one among the test photos is: made in code, or small ones of our own (`data/README.md`).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use attache::media::{Limits, Picture, decode, encode_jpeg, read_photo};
use attache::model::problem::{Problem, ProblemKind};
use turbojpeg::{Compressor, Image, PixelFormat};

const GREY: [u8; 4] = [128, 128, 128, 255];

fn made(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/data").join(name)
}

fn decoded(bytes: &[u8]) -> Result<Picture, Problem> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs::write(&path, bytes).unwrap();
    decode(&path, None, &Limits::default(), &AtomicBool::new(false))
}

fn row(picture: &Picture, y: u32) -> &[[u8; 4]] {
    let width = picture.width_px as usize;
    &picture.rgba.as_chunks::<4>().0[y as usize * width..(y as usize + 1) * width]
}

/// Rows from the top that both show alike.
fn n_alike(one: &Picture, other: &Picture) -> u32 {
    (0..one.height_px).take_while(|y| row(one, *y) == row(other, *y)).count() as u32
}

fn flat(width: u32, height: u32, [r, g, b]: [u8; 3]) -> Picture {
    Picture::new(width, height, [r, g, b, 255].repeat((width * height) as usize)).unwrap()
}

/// An APPn segment behind the start of a JPEG.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let len = (body.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &len, body, &jpeg[2..]].concat()
}

/// A profile of inks (ICC.1:2010, 10.10, lut8Type) to whom cyan is red, and any other mixture grey or white.
fn strange_inks() -> Vec<u8> {
    let fixed = |n: f64| ((n * 65_536.0).round() as u32).to_be_bytes();
    let identity: Vec<u8> = (0..=255).collect();
    let mut lut = b"mft1\0\0\0\0\x04\x03\x02\0".to_vec();
    for n in [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0] {
        lut.extend(fixed(n));
    }
    lut.extend(identity.repeat(4));
    for inks in 0..16 {
        // Lightness, and both colours about 128: red of sRGB, white, and a grey.
        lut.extend(match inks {
            0b1000 => [136, 209, 195],
            0 => [255, 128, 128],
            _ => [100, 128, 128],
        });
    }
    lut.extend(identity.repeat(3));
    let mut profile = vec![0; 128];
    profile[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    profile[12..24].copy_from_slice(b"prtrCMYKLab ");
    profile[36..40].copy_from_slice(b"acsp");
    for (n, light) in [0.9642, 1.0, 0.8249].into_iter().enumerate() {
        profile[68 + n * 4..72 + n * 4].copy_from_slice(&fixed(light));
    }
    profile.extend([&[0, 0, 0, 1], b"A2B0".as_slice(), &[0, 0, 0, 144]].concat());
    profile.extend((lut.len() as u32).to_be_bytes());
    profile.extend(lut);
    let len = (profile.len() as u32).to_be_bytes();
    profile[..4].copy_from_slice(&len);
    profile
}

fn is_red([r, g, b, a]: [u8; 4]) -> bool {
    r > 225 && g < 50 && b < 50 && a == 255
}

#[test]
fn the_profile_of_inks_is_used_in_jpeg_and_tiff() {
    let icc = strange_inks();
    let (width, height) = (16, 16);
    // As Adobe's programs write them, upside down: nothing but cyan.
    let pixels = [0, 255, 255, 255].repeat(width * height);
    let image =
        Image { pixels: pixels.as_slice(), width, pitch: width * 4, height, format: PixelFormat::CMYK };
    let jpeg = Compressor::new().unwrap().compress_to_vec(image).unwrap();
    let [r, g, b, _] = row(&decoded(&jpeg).unwrap(), 8)[8];
    assert!(r < 20 && g > 235 && b > 235, "cyan without a profile: {r} {g} {b}");
    let body = [b"ICC_PROFILE\0\x01\x01".as_slice(), &icc].concat();
    let picture = decoded(&with_segment(&jpeg, 0xe2, &body)).unwrap();
    assert!(is_red(row(&picture, 8)[8]), "{:?}", row(&picture, 8)[8]);

    // TIFF 6.0, section 16: inks the right way up.
    let n_entries = 10_u32;
    let behind = 8 + 2 + n_entries * 12 + 4;
    let bits_at = behind;
    let icc_at = bits_at + 8;
    let pixels_at = icc_at + icc.len() as u32;
    let n_pixels = (width * height) as u32;
    let entries: [(u16, u16, u32, u32); 10] = [
        (0x0100, 3, 1, width as u32),
        (0x0101, 3, 1, height as u32),
        (0x0102, 3, 4, bits_at),
        (0x0103, 3, 1, 1),
        (0x0106, 3, 1, 5),
        (0x0111, 4, 1, pixels_at),
        (0x0115, 3, 1, 4),
        (0x0116, 3, 1, height as u32),
        (0x0117, 4, 1, n_pixels * 4),
        (34675, 7, icc.len() as u32, icc_at),
    ];
    let mut tiff = b"II*\0\x08\0\0\0\x0a\0".to_vec();
    for (tag, kind, count, value) in entries {
        tiff.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        tiff.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    }
    tiff.extend([0; 4]);
    tiff.extend([8, 0, 8, 0, 8, 0, 8, 0]);
    tiff.extend(&icc);
    tiff.extend([255, 0, 0, 0].repeat(n_pixels as usize));
    let picture = decoded(&tiff).unwrap();
    assert!(is_red(row(&picture, 8)[8]) && !picture.incomplete, "{:?}", row(&picture, 8)[8]);
}

#[test]
fn of_several_jpegs_in_a_file_the_first_is_shown() {
    let first = encode_jpeg(&flat(48, 32, [200, 40, 40]), 90).unwrap();
    let second = encode_jpeg(&flat(24, 16, [40, 40, 200]), 90).unwrap();
    let alone = decoded(&first).unwrap();
    // Multi-Picture Format (CIPA DC-007-2009): an index in the first, the others behind it.
    let index = b"MPF\0II*\0\x08\0\0\0\x01\0\x01\xb0\x04\0\x01\0\0\0\x02\0\0\0\0\0\0\0";
    let mpo = [with_segment(&first, 0xe2, index), second.clone()].concat();
    // Ultra HDR: as before, and XMP that names a gain map (hdrgm) whose picture lies behind.
    let xmp = br#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"/></rdf:RDF></x:xmpmeta>"#;
    let body = [b"http://ns.adobe.com/xap/1.0/\0".as_slice(), xmp].concat();
    let ultra = [with_segment(&with_segment(&first, 0xe2, index), 0xe1, &body), second].concat();
    for (what, file) in [("MPO", mpo), ("Ultra HDR", ultra)] {
        assert_eq!(decoded(&file).unwrap(), alone, "{what}");
    }
}

#[test]
fn a_jpeg_cut_between_restart_markers_shows_what_was_before() {
    let sound = fs::read(made("restarts.jpg")).unwrap();
    let whole = decoded(&sound).unwrap();
    assert!(!whole.incomplete);
    // A marker behind every row of blocks, which are 16 pixels high.
    let markers: Vec<usize> = (0..sound.len() - 1)
        .filter(|at| sound[*at] == 0xff && (0xd0..=0xd7).contains(&sound[at + 1]))
        .collect();
    assert_eq!(markers.len(), 7);
    for (n, at) in markers.iter().enumerate().skip(1) {
        for end in [*at, at + 2] {
            let picture = decoded(&sound[..end]).unwrap();
            let n_rows = (n as u32 + 1) * 16;
            assert!(picture.incomplete && n_alike(&whole, &picture) >= n_rows - 1, "{n}");
            assert_eq!(row(&picture, 127)[30], GREY, "{n}");
        }
    }
    // A part that is lost in the middle does not shift what follows.
    let gap = [&sound[..markers[3]], &sound[markers[4]..]].concat();
    let picture = decoded(&gap).unwrap();
    assert!(picture.incomplete && n_alike(&whole, &picture) >= 63);
}

#[test]
fn a_cut_webp_shows_its_upper_rows() {
    let lossy = fs::read(made("tall.webp")).unwrap();
    let mut lossless = std::io::Cursor::new(Vec::new());
    let whole = decoded(&lossy).unwrap();
    image::RgbaImage::from_raw(64, 512, whole.rgba.clone())
        .unwrap()
        .write_to(&mut lossless, image::ImageFormat::WebP)
        .unwrap();
    for (what, sound) in [("lossy", lossy), ("lossless", lossless.into_inner())] {
        let mut n_shown = 0;
        for sixteenths in [3, 12, 15] {
            let picture = match decoded(&sound[..sound.len() * sixteenths / 16]) {
                Ok(picture) => picture,
                Err(problem) => {
                    assert!(sixteenths == 3 && problem.kind == ProblemKind::Damaged, "{what}: {problem}");
                    continue;
                }
            };
            let n_there = n_alike(&whole, &picture);
            println!("{what}, {sixteenths}/16 of the bytes: {n_there} rows");
            assert!(picture.incomplete && n_there >= 128 && n_there >= n_shown, "{what}: {n_there} rows");
            assert!((n_there..512).all(|y| row(&picture, y).iter().all(|pixel| *pixel == GREY)), "{what}");
            n_shown = n_there;
        }
        assert!(n_shown >= 256, "{what}: {n_shown}");
    }
}

#[test]
fn metadata_that_is_packed_in_jpeg_xl_are_read() {
    let photo = read_photo(&made("brob.jxl")).unwrap();
    assert_eq!(photo.device.model.as_deref(), Some("Jay"));
    assert_eq!((photo.width_px, photo.height_px), (48, 32));
}

#[test]
fn a_picture_whose_bytes_are_those_of_other_items() {
    let want = decoded(&fs::read(made("420.avif")).unwrap()).unwrap();
    assert_eq!(decoded(&fs::read(made("by-item.avif")).unwrap()).unwrap(), want);
}
