//! Makes a folder of many photos and the library that knows them, to try the window with: how long it takes to open, and what it
//! needs.
//!
//! `cargo run --example make_library -- FOLDER 100000`, then `attache --library FOLDER/library FOLDER/photos`. The files are
//! links to a few small pictures; the library is written through its own interface, as if a scan had read each of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)] // a tool for whoever develops the program

use std::path::{Path, PathBuf};

use attache::library::known::{FileRecord, KnownFile, Was};
use attache::library::store::Store;
use attache::library::store::saved::SavedPhoto;
use attache::media::{Picture, encode_jpeg};
use attache::model::device::DeviceFacts;
use attache::model::orientation::Orientation;
use attache::model::photo::{Embedded, Format, Original, Photo, PhotoId, PhotoKind};
use attache::model::place::{Place, Position};
use attache::model::text::{LangTag, LangText};
use attache::model::time::{CaptureTime, OffsetSource, TimeClaim, TimeSource};
use jiff::ToSpan as _;
use jiff::civil::date;

/// Different pictures: enough that a screen looks like photos.
const N_PICTURES: usize = 64;

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(folder), Some(n)) = (args.next(), args.next().and_then(|n| n.parse::<usize>().ok())) else {
        println!("make_library FOLDER NUMBER");
        return;
    };
    let folder = std::path::absolute(folder).unwrap();
    let photos = folder.join("photos");
    std::fs::create_dir_all(&photos).expect("the folder");
    let store = Store::open(&folder.join("library")).expect("the library");
    for from in (0..n).step_by(2_000) {
        let records: Vec<FileRecord> =
            (from..n.min(from + 2_000)).map(|at| record(&folder, &photos, at)).collect();
        store.save_files(&records).expect("saving");
    }
    println!("{n} photos in {}", folder.display());
}

/// Makes file number `n` and what the library remembers of it.
fn record(folder: &Path, photos: &Path, n: usize) -> FileRecord {
    let picture = picture(folder, n % N_PICTURES);
    let visit = photos.join(format!("visit-{:04}", n / 400));
    std::fs::create_dir_all(&visit).unwrap();
    let path = visit.join(format!("IMG_{n:06}.JPG"));
    if !path.exists() {
        std::fs::hard_link(&picture, &path).unwrap();
    }
    let is = path.metadata().unwrap();
    let since = is.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    let (bytes, modified_ns) = (is.len(), i64::try_from(since.as_nanos()).ok());
    let original = Original { path: path.clone(), bytes, modified_ns };
    let photo = photo(n, original);
    let was = Was::Photo(photo.id, SavedPhoto::of(&photo).unwrap());
    FileRecord { path, file: KnownFile { bytes, modified_ns, format: Some(Format::Jpeg), was } }
}

/// A picture of stripes; made when it is first needed.
fn picture(folder: &Path, n: usize) -> PathBuf {
    let path = folder.join(format!("picture-{n}.jpg"));
    if !path.exists() {
        let upright = n.is_multiple_of(5);
        let (width, height) = if upright { (900_u32, 1200_u32) } else { (1200, 900) };
        let wave = |a: u32, b: u32| ((a * 7 / (n as u32 + 3) + b / 5) % 256) as u8;
        let rgba = (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [wave(x, y), wave(y, x), (n * 4) as u8, 255]))
            .collect();
        let picture = Picture::new(width, height, rgba).unwrap();
        std::fs::write(&path, encode_jpeg(&picture, 85).unwrap()).unwrap();
    }
    path
}

/// Photo number `n` of visits of 400 photos, three minutes apart, a week between.
fn photo(n: usize, original: Original) -> Photo {
    let mut id = [7; 32];
    id[..8].copy_from_slice(&(n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    let minutes = n as i64 * 3 + (n as i64 / 400) * 7 * 24 * 60;
    let civil = date(2005, 1, 3).at(9, 0, 0, 0).checked_add(minutes.minutes()).unwrap();
    let claim = |source| TimeClaim {
        source,
        civil,
        offset: Some(jiff::tz::offset(8)),
        offset_source: Some(OffsetSource::ExifOffset),
        uncertainty_secs: 1,
    };
    let towns =
        [("Beijing", "CN", 39.9, 116.4), ("Seoul", "KR", 37.57, 126.98), ("Tokyo", "JP", 35.69, 139.69)];
    let (town, country, lat, lon) = towns[(n / 400) % 3];
    let upright = (n % N_PICTURES).is_multiple_of(5);
    Photo {
        id: PhotoId(id),
        original,
        copies: Vec::new(),
        companions: Vec::new(),
        format: Format::Jpeg,
        width_px: if upright { 900 } else { 1200 },
        height_px: if upright { 1200 } else { 900 },
        orientation: Orientation::Upright,
        captured: Some(CaptureTime {
            best: claim(TimeSource::ExifOriginal),
            others: vec![claim(TimeSource::FileName)],
        }),
        device: DeviceFacts {
            make: Some("Canon".into()),
            model: Some("Canon EOS R5".into()),
            lens: Some("RF24-70mm F2.8 L IS USM".into()),
            serial: Some(format!("0123456{}", n % 7)),
            software: Some("Firmware Version 1.8.1".into()),
            ..DeviceFacts::default()
        },
        position: Position::new(lat, lon),
        place: Some(Place { name: town.into(), country: country.into() }),
        zone: None,
        embedded: Embedded {
            headline: LangText::of(LangTag::en(), "Welcome ceremony"),
            caption: LangText::of(
                LangTag::en(),
                "The delegations at the welcome ceremony in front of the hall",
            ),
            creator: vec!["The office's photographer".into()],
            credit: Some("Press office".into()),
            keywords: vec!["visit".into(), "ceremony".into(), "delegation".into()],
            ..Embedded::default()
        },
        kind: PhotoKind::Unknown,
        kind_evidence: Vec::new(),
        remarks: Vec::new(),
        motion: None,
        motion_claim: None,
        hidden: Default::default(),
        problems: Vec::new(),
    }
}
