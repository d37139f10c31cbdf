//! Leaks in the containers of pictures: JPEG, WebP, PNG.

use attache::export::audit::report::FindingKind::{self, HiddenData, Metadata, NotUnderstood};

use super::first;
use super::plants::{Clean, Plant, insert};
use crate::support::exif_writer::{Exif, Ifd, Value};
use crate::support::movie_maker::{TestMovie, boxed, motion_photo_xmp, samsung_trailer};
use crate::support::photo_maker::TestPhoto;
use crate::support::segments::{Iptc, Xmp, exif_app1, segment, xmp_app1};

/// Behind the JFIF segment of our own JPEG files.
const AFTER_JFIF: usize = 20;

pub fn plants(clean: &Clean) -> Vec<Plant> {
    let jpeg = first(&clean.files, ".jpg");
    let webp = first(&clean.files, ".webp");
    [in_jpeg(&jpeg), in_webp(&webp), in_png("assets/icon.png")].concat()
}

/// Blocks of EXIF, each with one thing in it.
fn exif_blocks() -> Vec<(&'static str, Vec<u8>)> {
    let field = |ifd, tag, value: Value| {
        let mut exif = Exif::default();
        exif.set(ifd, tag, value);
        exif.to_bytes()
    };
    let mut position = Exif::default();
    position.set_position(39.9042, 116.4074);
    let mut gps_time = Exif::default();
    gps_time.set_gps_time("2026-01-05 10:30:12");
    let mut thumbnail = Exif::default();
    thumbnail.thumbnail = Some(TestPhoto::new().size(16, 12).jpeg());
    thumbnail.set(Ifd::Image, 0x0112, Value::short(1));
    vec![
        ("EXIF with a position", position.to_bytes()),
        ("EXIF with the time of GPS", gps_time.to_bytes()),
        ("EXIF with a serial number", field(Ifd::Exif, 0xA431, Value::text("0123456789"))),
        ("EXIF with the lens' serial number", field(Ifd::Exif, 0xA435, Value::text("99"))),
        ("EXIF with the owner's name", field(Ifd::Exif, 0xA430, Value::text("Kim"))),
        ("EXIF with an artist", field(Ifd::Image, 0x013B, Value::text("Kim"))),
        ("EXIF with a host computer", field(Ifd::Image, 0x013C, Value::text("Kim's laptop"))),
        (
            "EXIF with a maker note",
            field(Ifd::Exif, 0x927C, Value::Undefined(b"Apple iOS\0\0\x01MM".to_vec())),
        ),
        ("EXIF with a model", field(Ifd::Image, 0x0110, Value::text("Phone 9"))),
        ("EXIF with the time to the millisecond", field(Ifd::Exif, 0x9291, Value::text("123"))),
        ("EXIF with a comment", field(Ifd::Exif, 0x9286, Value::Undefined(b"ASCII\0\0\0at home".to_vec()))),
        ("EXIF with an image's identifier", field(Ifd::Exif, 0xA420, Value::text("f00d"))),
        ("EXIF of a Xiaomi phone, 0x8890", field(Ifd::Exif, 0x8890, Value::text("{\"x\":1}"))),
        (
            "EXIF of a Xiaomi phone, 0x9999",
            field(Ifd::Exif, 0x9999, Value::text("{\"sensor_type\":\"front\"}")),
        ),
        ("EXIF with a thumbnail", thumbnail.to_bytes()),
    ]
}

fn in_jpeg(path: &str) -> Vec<Plant> {
    let mut out = Vec::new();
    let mut plant = |name, kind, change: Box<dyn Fn(&mut Vec<u8>)>| {
        out.push(Plant::new(name, path, kind, change));
    };
    for (name, block) in exif_blocks() {
        let block = segment(0xE1, &exif_app1(&block));
        plant(name, Metadata, Box::new(move |d| insert(d, AFTER_JFIF, &block)));
    }
    let packet = |xmp: Xmp| xmp_app1(&xmp.to_packet());
    let text = |text: &str| vec![("x-default".to_owned(), text.to_owned())];
    let xmp_of = |xmp: &str| xmp_app1(xmp);
    let blocks: Vec<(&'static str, FindingKind, u8, Vec<u8>)> = vec![
        (
            "XMP with keywords",
            Metadata,
            0xE1,
            packet(Xmp { keywords: vec!["home".into()], ..Xmp::default() }),
        ),
        ("XMP with a caption", Metadata, 0xE1, packet(Xmp { caption: text("at home"), ..Xmp::default() })),
        ("XMP with persons", Metadata, 0xE1, packet(Xmp { persons: vec!["Kim".into()], ..Xmp::default() })),
        (
            "XMP with a date",
            Metadata,
            0xE1,
            packet(Xmp { date_created: Some("2026-01-05".into()), ..Xmp::default() }),
        ),
        ("XMP with a rating", Metadata, 0xE1, packet(Xmp { rating: Some(5), ..Xmp::default() })),
        (
            "XMP of a motion photo",
            Metadata,
            0xE1,
            xmp_of(&motion_photo_xmp(&[("video/mp4", "MotionPhoto", 9)])),
        ),
        ("XMP that is no XMP", Metadata, 0xE1, xmp_app1("<x/>")),
        ("extended XMP", Metadata, 0xE1, b"http://ns.adobe.com/xmp/extension/\0deadbeef".to_vec()),
        ("IPTC with a caption", Metadata, 0xED, Iptc(vec![(120, "at home".into())]).to_app13()),
        ("IPTC with a time", Metadata, 0xED, Iptc(vec![(60, "183012+0800".into())]).to_app13()),
        ("IPTC with the writer's name", Metadata, 0xED, Iptc(vec![(122, "Kim".into())]).to_app13()),
        (
            "a Photoshop block with a preview",
            Metadata,
            0xED,
            b"Photoshop 3.0\08BIM\x04\x0c\0\0\0\0\0\x01x".to_vec(),
        ),
        (
            "an ICC profile with a description",
            Metadata,
            0xE2,
            b"ICC_PROFILE\0\x01\x01Display of Kim".to_vec(),
        ),
        ("an index of further pictures (MPF)", Metadata, 0xE2, b"MPF\0II*\0\x08\0\0\0".to_vec()),
        ("a gain map's description", Metadata, 0xE2, b"urn:iso:std:iso:ts:21496:-1\0\0\0".to_vec()),
        ("FlashPix with sound", Metadata, 0xE2, b"FPXR\0\0RIFF".to_vec()),
        ("APP3 of a phone", Metadata, 0xE3, b"Meta\0\0x".to_vec()),
        ("APP4 of a phone", Metadata, 0xE4, b"QualcommDual\0".to_vec()),
        ("APP5 of a phone", Metadata, 0xE5, b"ssuniqueid\0\x0bXXXX".to_vec()),
        ("APP6 of a camera", Metadata, 0xE6, b"GoPro\0DEVC".to_vec()),
        ("APP7 of a phone", Metadata, 0xE7, b"HUAWEI\0x".to_vec()),
        ("APP10 with a comment", Metadata, 0xEA, b"UNICODE\0x".to_vec()),
        (
            "Content Credentials",
            Metadata,
            0xEB,
            [&b"JP\0\x01\0\0\0\x01"[..], &boxed(b"jumb", b"c2pa")].concat(),
        ),
        ("APP12 of a camera", Metadata, 0xEC, b"[picture info]\nSerial=1".to_vec()),
        ("APP14 of Adobe", Metadata, 0xEE, b"Adobe\0\x64\0\0\0\0\x01".to_vec()),
        ("APP15", Metadata, 0xEF, b"Q 82".to_vec()),
        ("a comment", Metadata, 0xFE, b"taken by Kim".to_vec()),
        ("a JFXX thumbnail", Metadata, 0xE0, b"JFXX\0\x10thumbnail".to_vec()),
        ("a second JFIF header", Metadata, 0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec()),
        ("words in a quantization table", NotUnderstood, 0xDB, b"hidden words".to_vec()),
        ("words in a Huffman table", NotUnderstood, 0xC4, b"hidden words, and more of them".to_vec()),
        ("words in a restart interval", NotUnderstood, 0xDD, b"words".to_vec()),
        ("a marker that no picture has", NotUnderstood, 0xF0, b"words".to_vec()),
    ];
    for (name, kind, marker, body) in blocks {
        let block = segment(marker, &body);
        plant(name, kind, Box::new(move |d| insert(d, AFTER_JFIF, &block)));
    }
    plant("a thumbnail within JFIF", Metadata, Box::new(|d| (d[18], d[19]) = (1, 1)));
    plant("filling before a marker", HiddenData, Box::new(|d| insert(d, AFTER_JFIF, &[0xFF])));
    plant("a second beginning", HiddenData, Box::new(|d| insert(d, AFTER_JFIF, &[0xFF, 0xD8])));
    for (name, behind) in trailers() {
        plant(name, HiddenData, Box::new(move |d| d.extend(&behind)));
    }
    plant("the same picture again behind the end", HiddenData, Box::new(|d| d.extend(d.clone())));
    plant("half a file", NotUnderstood, Box::new(|d| d.truncate(d.len() / 2)));
    plant("no bytes", NotUnderstood, Box::new(Vec::clear));
    out
}

/// What phones and people put behind the end of a picture.
fn trailers() -> Vec<(&'static str, Vec<u8>)> {
    let movie = TestMovie::new().bytes();
    vec![
        ("a video with sound behind the end", movie.clone()),
        ("a silent video behind the end", TestMovie::new().silent().bytes()),
        ("Samsung's trailer with a video", samsung_trailer(&[(0x0A30, "MotionPhoto_Data", &movie)])),
        ("Samsung's trailer without a video", samsung_trailer(&[])),
        ("a gain map behind the end", TestPhoto::new().size(16, 12).jpeg()),
        ("an archive behind the end", b"PK\x03\x04\x14\0\0\0".to_vec()),
        ("one byte behind the end", vec![0]),
        ("a box mpvd behind the end", boxed(b"mpvd", &movie)),
    ]
}

fn chunk_of_webp(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = name.to_vec();
    out.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
    out.extend(body);
    out.extend(vec![0; body.len() % 2]);
    out
}

/// Adds a chunk at the end, and says so in the length of the file.
fn append(data: &mut Vec<u8>, chunk: &[u8]) {
    data.extend(chunk);
    let length = u32::try_from(data.len() - 8).unwrap();
    data[4..8].copy_from_slice(&length.to_le_bytes());
}

fn in_webp(path: &str) -> Vec<Plant> {
    let mut out = Vec::new();
    for (name, block) in exif_blocks() {
        let chunk = chunk_of_webp(b"EXIF", &block);
        out.push(Plant::new(name, path, Metadata, move |d| append(d, &chunk)));
    }
    let captioned = Xmp { caption: vec![("en".into(), "at home".into())], ..Xmp::default() }.to_packet();
    let chunks: [(&'static str, FindingKind, &[u8; 4], Vec<u8>); 9] = [
        ("XMP that is no XMP", Metadata, b"XMP ", b"abcd".to_vec()),
        ("XMP with a caption", Metadata, b"XMP ", captioned.into_bytes()),
        ("an ICC profile", Metadata, b"ICCP", b"Display of Kim".to_vec()),
        ("Content Credentials", Metadata, b"C2PA", boxed(b"jumb", b"c2pa")),
        ("an animation", Metadata, b"ANMF", vec![0; 24]),
        ("flags of EXIF", Metadata, b"VP8X", vec![8, 0, 0, 0, 39, 0, 0, 29, 0, 0]),
        ("words in a header", Metadata, b"VP8X", vec![0, b'k', b'i', b'm', 39, 0, 0, 29, 0, 0]),
        ("a chunk of nobody", Metadata, b"kims", b"words".to_vec()),
        ("a second picture", HiddenData, b"VP8 ", b"other picture".to_vec()),
    ];
    for (name, kind, chunk, body) in chunks {
        let chunk = chunk_of_webp(chunk, &body);
        out.push(Plant::new(name, path, kind, move |d| append(d, &chunk)));
    }
    for (name, behind) in trailers() {
        out.push(Plant::new(name, path, HiddenData, move |d| d.extend(&behind)));
    }
    out.push(Plant::new("half a file", path, NotUnderstood, |d| d.truncate(d.len() / 2)));
    out.push(Plant::new("a picture of another kind", path, NotUnderstood, |d| *d = TestPhoto::new().jpeg()));
    out
}

fn chunk_of_png(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    out.extend(name);
    out.extend(body);
    let crc = [&name[..], body].concat().iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    });
    out.extend((!crc).to_be_bytes());
    out
}

/// Behind IHDR.
const AFTER_HEAD: usize = 33;

fn in_png(path: &str) -> Vec<Plant> {
    let mut out = Vec::new();
    for (name, block) in exif_blocks() {
        let chunk = chunk_of_png(b"eXIf", &block);
        out.push(Plant::new(name, path, Metadata, move |d| insert(d, AFTER_HEAD, &chunk)));
    }
    let chunks: [(&'static str, FindingKind, &[u8; 4], &[u8]); 11] = [
        ("text", Metadata, b"tEXt", b"Author\0Kim"),
        ("packed text", Metadata, b"zTXt", b"Author\0\0Kim"),
        ("text of any language", Metadata, b"iTXt", b"Title\0\0\0ko\0\0Kim"),
        ("XMP", Metadata, b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>"),
        ("an ICC profile", Metadata, b"iCCP", b"Display of Kim\0\0x"),
        ("the time of its last change", Metadata, b"tIME", &[7, 234, 1, 5, 18, 30, 12]),
        ("Content Credentials", Metadata, b"caBX", b"jumbc2pa"),
        ("an animation", Metadata, b"fdAT", b"frame"),
        ("sizes of the display", Metadata, b"pHYs", &[0; 9]),
        ("a chunk of nobody", Metadata, b"zzZz", b"words"),
        ("words in a chunk that has a length", HiddenData, b"gAMA", b"words of Kim"),
    ];
    for (name, kind, chunk, body) in chunks {
        let chunk = chunk_of_png(chunk, body);
        out.push(Plant::new(name, path, kind, move |d| insert(d, AFTER_HEAD, &chunk)));
    }
    out.push(Plant::new("words in place of a checksum", path, NotUnderstood, |d| {
        d[29..33].copy_from_slice(b"kim!");
    }));
    for (name, behind) in trailers() {
        out.push(Plant::new(name, path, HiddenData, move |d| d.extend(&behind)));
    }
    out.push(Plant::new("half a file", path, NotUnderstood, |d| d.truncate(d.len() / 2)));
    out
}
