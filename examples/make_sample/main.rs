//! Draws the sample visit of `assets/sample`: pictures, their metadata, the programme and the table of what is true.
//!
//! `cargo run --example make_sample [FOLDER]` makes all of it again, the same to the byte on the same kind of machine.
//! `painter` is the brush, `cast`, `people` and `props` what scenes are made of, `scenes` what there was to see, `catalogue` who took what.

// A drawing that cannot be made should stop at once; this is no part of the program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]
#![allow(missing_docs)] // names of props say what they are

mod cast;
mod catalogue;
mod files;
mod painter;
mod people;
mod props;
mod scenes;

// The tests' own writers of photos.
#[allow(dead_code)]
#[path = "../../tests/support/exif_writer.rs"]
mod exif_writer;
#[allow(dead_code)]
#[path = "../../tests/support/photo_maker.rs"]
mod photo_maker;
#[allow(dead_code)]
#[path = "../../tests/support/segments.rs"]
mod segments;

use std::path::{Path, PathBuf};

use catalogue::{COPIES, Shot, shots};

fn main() {
    let folder = std::env::args_os().nth(1).map_or_else(sample_folder, PathBuf::from);
    let shots = shots();
    // Two halves of the drawing at the same time.
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (shots, folder) = (&shots, &folder);
            scope.spawn(move || {
                for shot in shots.iter().skip(part).step_by(2) {
                    write(&folder.join(path_of(shot)), &files::photo(shot));
                }
            });
        }
    });
    for (from, to) in COPIES {
        write(&folder.join(to), &std::fs::read(folder.join(from)).expect("the file that was just written"));
    }
    write(&folder.join("programme.ics"), files::programme().as_bytes());
    write(&folder.join("TRUTH.tsv"), files::truth(&shots).as_bytes());
    println!("{} photos in {}", shots.len() + COPIES.len(), folder.display());
}

fn sample_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample")
}

fn path_of(shot: &Shot) -> String {
    format!("{}/{}", shot.device.folder(), shot.file)
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
    std::fs::write(path, bytes).expect("a file that can be written");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A few of the pictures are drawn again (all of them take too long): one of each device, among them every way of storing.
    /// Text and metadata have to be the same; pixels may differ by a hair where a processor rounds differently.
    #[test]
    fn committed_sample_is_what_the_code_makes() {
        let folder = sample_folder();
        let shots = shots();
        assert_eq!(std::fs::read_to_string(folder.join("programme.ics")).unwrap(), files::programme());
        assert_eq!(std::fs::read_to_string(folder.join("TRUTH.tsv")).unwrap(), files::truth(&shots));
        for file in [
            "IMG_20260313_201144.jpg",
            "IMG_20260313_121530.jpg",
            "1Z8A0180.JPG",
            "DSC04263.JPG",
            "mmexport1773349565214.jpg",
        ] {
            let shot = shots.iter().find(|shot| shot.file == file).unwrap();
            let committed = std::fs::read(folder.join(path_of(shot))).unwrap();
            let made = files::photo(shot);
            let [a, b] = [&committed, &made]
                .map(|jpeg| turbojpeg::decompress(jpeg, turbojpeg::PixelFormat::RGB).unwrap());
            assert_eq!((a.width, a.height), (b.width, b.height), "{file}");
            let apart: u64 = a.pixels.iter().zip(&b.pixels).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            assert!(apart * 4 < a.pixels.len() as u64, "{file}: {apart} over {} values", a.pixels.len());
            let exif =
                |jpeg: &[u8]| exif::Reader::new().read_from_container(&mut std::io::Cursor::new(jpeg)).ok();
            let told = |jpeg: &[u8]| -> Option<Vec<String>> {
                Some(
                    exif(jpeg)?
                        .fields()
                        .filter(|f| f.ifd_num == exif::In::PRIMARY)
                        .map(|f| format!("{} {}", f.tag, f.display_value()))
                        .collect(),
                )
            };
            assert_eq!(told(&committed), told(&made), "{file}");
        }
    }

    #[test]
    fn every_photo_is_there_and_no_other() {
        let folder = sample_folder();
        let mut there = Vec::new();
        for device in
            std::fs::read_dir(&folder).unwrap().filter_map(Result::ok).filter(|entry| entry.path().is_dir())
        {
            let files = std::fs::read_dir(device.path()).unwrap().filter_map(Result::ok);
            there.extend(
                files.map(|file| {
                    file.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/")
                }),
            );
        }
        let mut want: Vec<String> =
            shots().iter().map(path_of).chain(COPIES.map(|(_, to)| to.to_owned())).collect();
        there.sort();
        want.sort();
        assert_eq!(there, want);
    }
}
