//! HEIC, AVIF and JPEG XL: small real files, whole, turned, cut, in all codings, damaged.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use attache::media::{Limits, Picture, decode, read_photo};
use attache::model::orientation::Orientation;
use attache::model::problem::{Problem, ProblemKind};

const RED: [u8; 4] = [255, 0, 0, 255];
const GREEN: [u8; 4] = [0, 255, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];
const WHITE: [u8; 4] = [255; 4];

fn made(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/data").join(name)
}

fn decoded(path: &Path, at_least_px: Option<u32>) -> Result<Picture, Problem> {
    decode(path, at_least_px, &Limits::default(), &AtomicBool::new(false))
}

fn pixel(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let at = ((y * picture.width_px + x) * 4) as usize;
    picture.rgba[at..at + 4].try_into().unwrap()
}

fn is_near(got: [u8; 4], want: [u8; 4], by: u8) -> bool {
    got.iter().zip(want).all(|(got, want)| got.abs_diff(want) <= by)
}

/// Size and the middles of the corner squares, from the left above, by rows.
fn check_corners(name: &str, size: (u32, u32), want: [[u8; 4]; 4], by: u8) {
    let picture = decoded(&made(name), None).unwrap();
    assert_eq!((picture.width_px, picture.height_px), size, "{name}");
    assert!(!picture.incomplete, "{name}");
    let square = size.0.min(size.1) / 4;
    let (near, far) = (square / 2, |side: u32| side - square / 2 - 1);
    let at = [(near, near), (far(size.0), near), (near, far(size.1)), (far(size.0), far(size.1))];
    for ((x, y), want) in at.into_iter().zip(want) {
        let got = pixel(&picture, x, y);
        assert!(is_near(got, want, by), "{name} at {x}, {y}: {got:?} for {want:?}");
    }
}

#[test]
fn all_codings_show_the_same_colours() {
    for (name, by) in [
        ("420.avif", 16),
        ("422.avif", 16),
        ("444.avif", 12),
        ("identity.avif", 12),
        ("ycgco.avif", 12),
        ("plain.heic", 16),
        ("naked.jxl", 0),
        ("lossy.jxl", 24),
    ] {
        check_corners(name, (48, 32), [RED, GREEN, BLUE, WHITE], by);
    }
    // Tiles beside and below each other.
    check_corners("grid.avif", (192, 128), [RED, GREEN, BLUE, WHITE], 12);
    let [red, green, blue] = [54, 182, 18].map(|grey| [grey, grey, grey, 255]);
    let grey = decoded(&made("grey.avif"), None).unwrap();
    for ((x, y), luma) in [((3, 3), red), ((44, 3), green), ((3, 28), blue)] {
        let got = pixel(&grey, x, y);
        // Its matrix may be BT.601 or BT.709: red is 54 or 76 then.
        assert!(got[0] == got[1] && got[1] == got[2] && is_near(got, luma, 40), "{got:?} for {luma:?}");
    }
}

#[test]
fn what_the_container_says_of_turning_and_cutting_is_done() {
    // A quarter turn counter-clockwise, then left and right exchanged; its EXIF says something else, which does not count.
    check_corners("turned.avif", (32, 48), [WHITE, GREEN, BLUE, RED], 16);
    let photo = read_photo(&made("turned.avif")).unwrap();
    assert_eq!((photo.width_px, photo.height_px, photo.orientation), (48, 32, Orientation::Transverse));
    // 24 x 16 about a centre 6 to the right and 4 above the middle: from (18, 4).
    let cut = decoded(&made("clap.avif"), None).unwrap();
    assert_eq!((cut.width_px, cut.height_px), (24, 16));
    for ((x, y), want) in [((0, 0), [98, 33, 128, 255]), ((0, 15), [98, 156, 128, 255]), ((23, 1), GREEN)] {
        let got = pixel(&cut, x, y);
        assert!(is_near(got, want, 12), "at {x}, {y}: {got:?} for {want:?}");
    }
}

#[test]
fn alpha_is_kept_and_what_is_premultiplied_divided() {
    for name in ["alpha.avif", "premultiplied.avif", "alpha.heic", "alpha.jxl"] {
        let picture = decoded(&made(name), None).unwrap();
        let (left, right) = (pixel(&picture, 3, 3), pixel(&picture, 44, 3));
        assert!(is_near(left, RED, 16), "{name}: {left:?}");
        assert!(is_near(right, [0, 255, 0, 64], 24), "{name}: {right:?}");
    }
}

#[test]
fn reference_white_of_hdr_is_nearly_white() {
    // 203 cd/m² becomes 229; its bare code is 148 of 255 in PQ, 191 in HLG.
    for name in ["pq.avif", "hlg.avif", "pq.jxl"] {
        let picture = decoded(&made(name), None).unwrap();
        let got = pixel(&picture, 20, 16);
        assert!(is_near(got, [229, 229, 229, 255], 2), "{name}: {got:?}");
    }
    // The same number without a word on light is only grey.
    for name in ["12-bit.avif", "10-bit.heic"] {
        let picture = decoded(&made(name), None).unwrap();
        assert!(is_near(pixel(&picture, 20, 16), [148, 148, 148, 255], 2), "{name}");
    }
}

#[test]
fn a_smaller_picture_has_the_wanted_edge_and_its_colours() {
    for name in ["420.avif", "plain.heic", "naked.jxl", "grid.avif"] {
        for px in [24, 15, 6, 1] {
            let picture = decoded(&made(name), Some(px)).unwrap();
            assert_eq!(picture.long_edge_px(), px, "{name}");
        }
        let picture = decoded(&made(name), Some(12)).unwrap();
        let (left, right) = (pixel(&picture, 0, 7), pixel(&picture, 11, 7));
        assert!(left[2] > 230 && left[0] < 40 && right[0] > 230, "{name}: {left:?} {right:?}");
    }
}

#[test]
fn metadata_is_found() {
    for name in ["turned.avif", "plain.heic"] {
        assert_eq!(read_photo(&made(name)).unwrap().device.make.as_deref(), Some("Maker"), "{name}");
    }
}

#[test]
fn damage_is_a_problem_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let limits = Limits { max_pixels: 1_000_000, max_decoded_bytes: 64 << 20, ..Limits::default() };
    for name in ["grid.avif", "alpha.avif", "plain.heic", "alpha.heic", "lossy.jxl", "alpha.jxl"] {
        let sound = fs::read(made(name)).unwrap();
        let try_it = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            let _ = read_photo(&path);
            decode(&path, Some(16), &limits, &AtomicBool::new(false))
        };
        for n in 1..12 {
            let cut = try_it(&sound[..sound.len() * n / 12]);
            assert!(
                cut.is_err() || name.ends_with("jxl") || cut.is_ok_and(|picture| n > 2 || picture.incomplete)
            );
        }
        // Every 17th byte in turn, to something else.
        for at in (0..sound.len().min(900)).step_by(17) {
            for value in [0xff, sound[at] ^ 0x11] {
                let mut bad = sound.clone();
                bad[at] = value;
                let _ = try_it(&bad);
            }
        }
    }
}

#[test]
fn a_grid_that_is_cut_short_shows_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.avif");
    let sound = fs::read(made("grid.avif")).unwrap();
    // The tiles lie one behind the other: the last ones are lost.
    fs::write(&path, &sound[..sound.len() * 7 / 10]).unwrap();
    let picture = decoded(&path, None).unwrap();
    assert!(picture.incomplete);
    assert!(is_near(pixel(&picture, 16, 16), RED, 12));
    assert_eq!(pixel(&picture, 180, 120), [128, 128, 128, 255]);
    fs::write(&path, &sound[..sound.len() * 3 / 10]).unwrap();
    assert_eq!(decoded(&path, None).unwrap_err().kind, ProblemKind::Damaged);
}

#[test]
fn headers_that_promise_too_much_are_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.avif");
    let sound = fs::read(made("grid.avif")).unwrap();
    let places = |name: &[u8]| -> Vec<usize> {
        sound.windows(4).enumerate().filter(|(_, found)| *found == name).map(|(at, _)| at + 4).collect()
    };
    // ImageSpatialExtentsProperty (ISO/IEC 23008-12, 6.5.3): version and flags, width, height.
    let mut huge = sound.clone();
    for at in places(b"ispe") {
        huge[at + 4..at + 12].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    }
    fs::write(&path, &huge).unwrap();
    assert_eq!(decoded(&path, Some(256)).unwrap_err().kind, ProblemKind::TooLarge);
    // ImageGrid (6.6.2.3.2): version, flags, rows - 1, columns - 1, width, height: ten thousand tiles that are not there.
    let grid = sound.windows(8).position(|found| found == [0, 0, 1, 2, 0, 192, 0, 128]).unwrap();
    let mut many = sound.clone();
    many[grid + 2..grid + 4].copy_from_slice(&[99, 99]);
    fs::write(&path, &many).unwrap();
    let outcome = decoded(&path, Some(256));
    assert!(outcome.as_ref().is_err_and(|problem| problem.kind == ProblemKind::Damaged), "{outcome:?}");
}

#[test]
fn a_picture_of_one_piece_that_is_cut_shows_its_upper_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let sound = fs::read(made("tall.avif")).unwrap();
    let whole = decoded(&made("tall.avif"), None).unwrap();
    let data = sound.windows(4).position(|found| found == b"mdat").unwrap();
    let row = |picture: &Picture, y: u32| -> Vec<[u8; 4]> {
        (0..picture.width_px).map(|x| pixel(picture, x, y)).collect()
    };
    let mut n_shown = 0;
    for sixteenths in [2, 8, 12, 15] {
        fs::write(&path, &sound[..data + (sound.len() - data) * sixteenths / 16]).unwrap();
        let picture = match decoded(&path, None) {
            Ok(picture) => picture,
            Err(problem) => {
                assert!(sixteenths == 2 && problem.kind == ProblemKind::Damaged, "{problem}");
                continue;
            }
        };
        assert!(picture.incomplete);
        let n_there = (0..512).take_while(|y| row(&picture, *y) == row(&whole, *y)).count() as u32;
        assert!(n_there >= 128 && n_there >= n_shown, "{sixteenths}/16 of the bytes: {n_there} rows");
        let is_grey = |y: u32| row(&picture, y).iter().all(|pixel| *pixel == [128, 128, 128, 255]);
        assert!((n_there..512).all(is_grey), "{sixteenths}/16");
        n_shown = n_there;
    }
    assert!(n_shown >= 384, "{n_shown}");
}

#[test]
fn of_a_cut_picture_that_cannot_be_shown_its_thumbnail_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.heic");
    let sound = fs::read(made("thumbnail.heic")).unwrap();
    let whole = decoded(&made("thumbnail.heic"), None).unwrap();
    assert_eq!((whole.long_edge_px(), whole.incomplete), (256, false));
    fs::write(&path, &sound[..sound.len() - 40]).unwrap();
    let small = decoded(&path, None).unwrap();
    assert_eq!((small.long_edge_px(), small.incomplete), (64, true));
}

#[test]
fn hdr_that_only_the_coded_picture_names_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.avif");
    for name in ["pq.avif", "hlg.avif"] {
        let mut file = fs::read(made(name)).unwrap();
        let place = file.windows(8).position(|found| found == b"colrnclx").unwrap();
        // A property that nobody knows.
        file[place..place + 4].copy_from_slice(b"free");
        fs::write(&path, &file).unwrap();
        let got = pixel(&decoded(&path, None).unwrap(), 20, 16);
        assert!(is_near(got, [229, 229, 229, 255], 2), "{name}: {got:?}");
    }
}
