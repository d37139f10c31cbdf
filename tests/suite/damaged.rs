//! Damaged photos: cut short at every sixteenth, with bits flipped, with absurd metadata, or not photos at all.
//! None of them panics, none takes long, and each that is no photo gives a Problem that says so.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use attache::media::{Limits, Picture, decode, embedded_thumbnail, read_photo};
use attache::model::problem::{Problem, ProblemKind};

use crate::support::exif_writer::{Ifd, Value};
use crate::support::photo_maker::TestPhoto;

/// What one damaged file may cost, in an unoptimised build on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);

/// A photo with all that we read, in each format.
fn sound_photos() -> Vec<(&'static str, Vec<u8>)> {
    let photo = TestPhoto::new()
        .size(120, 90)
        .taken("2026-01-05 18:30:12.345", Some("+08:00"))
        .digitized("2026-01-05 18:30:12", Some("+08:00"))
        .device("Xiaomi", "24117RK2CG")
        .lens("front camera")
        .serial("0123")
        .orientation(6)
        .gps(39.9042, 116.4074)
        .gps_time("2026-01-05 10:30:12")
        .description("Welcome")
        .caption("ko", "환영식")
        .caption("zh-Hans", "欢迎仪式")
        .rating(4)
        .iptc(120, "Welcome ceremony")
        .xiaomi("front")
        .thumbnail();
    let mut out =
        vec![("jpg", photo.jpeg()), ("png", photo.png()), ("webp", photo.webp()), ("tif", photo.tiff())];
    out.push(("jpg", photo.big_endian().jpeg()));
    out
}

/// Runs everything that reads a file over it, and bounds the time.
fn try_all(path: &Path) -> (Result<(), Problem>, Result<Picture, Problem>) {
    let started = Instant::now();
    let read = read_photo(path).map(|_| ());
    let never = AtomicBool::new(false);
    let full = decode(path, None, &Limits::default(), &never);
    let _small = decode(path, Some(40), &Limits::default(), &never);
    let _thumbnail = embedded_thumbnail(path);
    assert!(started.elapsed() < LONGEST, "{} took {:?}", path.display(), started.elapsed());
    (read, full)
}

fn with_file<T>(name: &str, bytes: &[u8], run: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    run(&path)
}

/// A small generator of numbers (SplitMix64): the same flips on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

#[test]
fn sound_photos_are_read_and_decoded() {
    for (extension, bytes) in sound_photos() {
        with_file(&format!("a.{extension}"), &bytes, |path| {
            let (read, decoded) = try_all(path);
            assert_eq!(read, Ok(()), "{extension}");
            let picture = decoded.unwrap();
            assert!(picture.width_px.max(picture.height_px) == 120, "{extension}");
        });
    }
}

#[test]
fn cut_at_every_sixteenth() {
    for (extension, bytes) in sound_photos() {
        for n in 1..16 {
            with_file(&format!("a.{extension}"), &bytes[..bytes.len() * n / 16], |path| {
                let (read, decoded) = try_all(path);
                assert_eq!(read, Ok(()), "{extension} {n}/16: its beginning says what it is");
                if let Err(problem) = decoded {
                    assert_eq!(problem.kind, ProblemKind::Damaged, "{extension} {n}/16: {problem}");
                    assert_eq!(problem.path.as_deref(), Some(path));
                }
            });
        }
    }
}

#[test]
fn a_jpeg_cut_in_its_pixels_still_shows_what_is_left() {
    let bytes = TestPhoto::new().size(320, 240).jpeg();
    let whole = with_file("a.jpg", &bytes, try_all).1.unwrap();
    let part = with_file("a.jpg", &bytes[..bytes.len() * 3 / 4], try_all).1.unwrap();
    assert_eq!((part.width_px, part.height_px), (320, 240));
    assert!(part.incomplete && !whole.incomplete);
    let first_rows = 320 * 4 * 16;
    let difference: u64 =
        whole.rgba[..first_rows].iter().zip(&part.rgba).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(difference / (first_rows as u64) < 4, "the first rows are those of the whole picture");
}

#[test]
fn flipped_bits() {
    let mut numbers = Numbers(20_260_105);
    for (extension, bytes) in sound_photos() {
        for _ in 0..40 {
            let mut damaged = bytes.clone();
            // Half of the flips go where the metadata is.
            for _ in 0..=numbers.below(8) {
                let reach = if numbers.below(2) == 0 { damaged.len() } else { damaged.len().min(2_000) };
                let at = numbers.below(reach);
                damaged[at] ^= 1 << numbers.below(8);
            }
            with_file(&format!("a.{extension}"), &damaged, |path| {
                let _ = try_all(path);
            });
        }
    }
}

#[test]
fn files_that_are_no_photos_say_so() {
    let kind =
        |name: &str, bytes: &[u8]| with_file(name, bytes, |path| read_photo(path).err().map(|p| p.kind));
    assert_eq!(kind("a.jpg", b""), Some(ProblemKind::Empty));
    assert_eq!(kind("a.jpg", b"not a picture, whatever the name says"), Some(ProblemKind::NotAPicture));
    assert_eq!(kind("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), None, "a HEIC with nothing in it");
    assert_eq!(kind("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  "), Some(ProblemKind::NotAPicture));
    assert_eq!(kind("a.jpg", b"\xff\xd8\xff"), None, "the beginning of a JPEG is one, if a poor one");
    let gone = Path::new("/nonexistent/folder/a.jpg");
    assert_eq!(read_photo(gone).err().map(|p| p.kind), Some(ProblemKind::Vanished));
    assert_eq!(
        decode(gone, None, &Limits::default(), &AtomicBool::new(false)).err().map(|p| p.kind),
        Some(ProblemKind::Vanished)
    );
}

#[test]
fn wrong_extension_is_no_matter() {
    let (_, png) = sound_photos().swap_remove(1);
    with_file("a.jpg", &png, |path| {
        let photo = read_photo(path).unwrap();
        assert_eq!(photo.format, attache::model::photo::Format::Png);
        assert_eq!((photo.width_px, photo.height_px), (120, 90));
        assert!(try_all(path).1.is_ok());
    });
}

#[test]
fn a_header_of_400_megapixels_is_refused_before_anything_is_allocated() {
    let mut jpeg = TestPhoto::new().jpeg();
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x4e, 0x20, 0x4e, 0x20]);
    let mut png = TestPhoto::new().png();
    png[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    for (name, bytes) in [("a.jpg", jpeg), ("a.png", png)] {
        with_file(name, &bytes, |path| {
            let photo = read_photo(path).unwrap();
            assert_eq!((photo.width_px, photo.height_px), (20_000, 20_000), "{name}");
            let (_, decoded) = try_all(path);
            assert_eq!(decoded.err().map(|p| p.kind), Some(ProblemKind::TooLarge), "{name}");
        });
    }
}

/// The checksum of PNG chunks (PNG specification, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8)
            .fold(crc ^ u32::from(*byte), |crc: u32, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn a_panorama_of_30_000_pixels_is_fine() {
    let bytes = TestPhoto::new().size(30_000, 100).jpeg();
    with_file("a.jpg", &bytes, |path| {
        let picture = decode(path, Some(2048), &Limits::default(), &AtomicBool::new(false)).unwrap();
        assert_eq!((picture.width_px, picture.height_px), (2048, 7));
        assert_eq!(try_all(path).1.unwrap().width_px, 30_000);
    });
}

#[test]
fn exif_that_points_at_itself_or_counts_to_the_sky() {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut out = tag.to_le_bytes().to_vec();
        out.extend(kind.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(value.to_le_bytes());
        out
    };
    let model = entry(0x0110, 2, 4, u32::from_le_bytes(*b"Mi9\0"));
    for (what, entries, next) in [
        ("next directory is this one", vec![model.clone()], 8),
        ("EXIF directory is this one", vec![model.clone(), entry(0x8769, 4, 1, 8)], 0),
        ("GPS directory is this one", vec![model.clone(), entry(0x8825, 4, 1, 8)], 8),
        ("a count beyond the file", vec![model.clone(), entry(0x010F, 2, u32::MAX, 8)], 0),
        ("a count that overflows", vec![entry(0x9286, 12, 0x2000_0001, 8), model.clone()], 0),
        ("an unknown type", vec![entry(0x0112, 999, 1, 6), model.clone()], u32::MAX),
    ] {
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend((entries.len() as u16).to_le_bytes());
        tiff.extend(entries.concat());
        tiff.extend(next.to_le_bytes());
        let mut jpeg = b"\xff\xd8\xff\xe1".to_vec();
        jpeg.extend((tiff.len() as u16 + 8).to_be_bytes());
        jpeg.extend(b"Exif\0\0");
        jpeg.extend(&tiff);
        jpeg.extend(&TestPhoto::new().jpeg()[2..]);
        for (name, bytes) in [("a.jpg", &jpeg), ("a.tif", &tiff)] {
            with_file(name, bytes, |path| {
                let photo = read_photo(path).unwrap();
                assert_eq!(photo.device.model.as_deref(), Some("Mi9"), "{name}: {what}");
                let _ = try_all(path);
            });
        }
    }
}

#[test]
fn dates_and_places_that_cannot_be_are_told() {
    let photo = TestPhoto::new()
        .tag(Ifd::Exif, 0x9003, Value::text("0000:00:00 00:00:00"))
        .tag(Ifd::Exif, 0x9004, Value::text("    :  :     :  :  "))
        .gps(0.0, 0.0);
    with_file("IMG_20260105_183012.jpg", &photo.jpeg(), |path| {
        let photo = read_photo(path).unwrap();
        let nonsense = photo.problems.iter().filter(|p| p.kind == ProblemKind::DateNonsense).count();
        assert_eq!(nonsense, 2);
        assert_eq!(photo.captured.unwrap().civil().to_string(), "2026-01-05T18:30:12");
        assert_eq!(photo.position, None);
    });
}

#[test]
fn cancelled_decoding_stops() {
    with_file("a.jpg", &TestPhoto::new().jpeg(), |path| {
        let outcome = decode(path, None, &Limits::default(), &AtomicBool::new(true));
        assert_eq!(outcome.err().map(|p| p.kind), Some(ProblemKind::TimedOut));
    });
}
