//! Real photos against independent decoders: our picture of each at 256 pixels beside the one that Pillow and libheif gave, which
//! tests/reference/make.py wrote and which is committed. The photos themselves are not part of the project (see `corpus`);
//! without them nothing is compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use attache::media::{Limits, Picture, decode, read_photo};
use rayon::prelude::*;

use crate::support::env::real_photos;

/// Levels of 255 by which a picture may differ on average.
const MAX_DIFFERENCE: f64 = 3.0;

/// Pictures that may differ by more or have another size, each with its reason.
const ACCEPTED: &[(&str, &str)] = &[(
    "ianare+exif-py/tests/resources/raw/nikon_z_9_high_efficiency_compressed_dx_cropped_max_overexposed.dng",
    "we show the larger preview of its maker note, the reference has the small one of its first directory",
)];

/// Files that other decoders show and of which less is there than is worth showing: their data end in the first rows.
const DAMAGED: &[&str] = &[
    "bpatrik+pigallery2/test/backend/assets/edge_case_exif_data/date_error.JPG",
    "bpatrik+pigallery2/test/backend/assets/edge_case_exif_data/iso_error.jpg",
    "bpatrik+pigallery2/test/backend/assets/orientation/broken_orientation_exif2.jpg",
];

/// One line of tests/reference/pictures.tsv.
struct Reference {
    path: String,
    picture: Picture,
    size: (u32, u32),
}

fn references() -> Vec<Reference> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let list = std::fs::read_to_string(folder.join("pictures.tsv")).unwrap();
    let lines = list.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    lines
        .map(|fields| {
            let [path, _licence, picture, width, height] = fields[..] else { panic!("five fields") };
            Reference {
                path: path.to_owned(),
                picture: decode(&folder.join(picture), None, &Limits::default(), &AtomicBool::new(false))
                    .unwrap(),
                size: (width.parse().unwrap(), height.parse().unwrap()),
            }
        })
        .collect()
}

/// The mean difference of all channels, ours over white; `None` when the sizes differ.
fn difference(ours: &Picture, theirs: &Picture) -> Option<f64> {
    if (ours.width_px, ours.height_px) != (theirs.width_px, theirs.height_px) {
        return None;
    }
    let over_white = |pixel: &[u8; 4]| {
        let alpha = u32::from(pixel[3]);
        [pixel[0], pixel[1], pixel[2]].map(|n| (u32::from(n) * alpha + 255 * (255 - alpha)) / 255)
    };
    let channels = |picture: &Picture| -> Vec<u32> {
        picture.rgba.as_chunks::<4>().0.iter().flat_map(over_white).collect()
    };
    let (ours, theirs) = (channels(ours), channels(theirs));
    let sum: u64 = ours.iter().zip(&theirs).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    Some(sum as f64 / theirs.len() as f64)
}

#[test]
fn real_photos_look_as_other_decoders_show_them() {
    let Some(folder) = real_photos() else {
        println!("left out: no real photos beside the checkout");
        return;
    };
    let compared: Vec<(Reference, &str, Result<Option<f64>, String>)> = references()
        .into_par_iter()
        .map(|reference| {
            let path = folder.join(&reference.path);
            let format = read_photo(&path).map_or("?", |photo| photo.format.name());
            let ours = decode(&path, Some(256), &Limits::default(), &AtomicBool::new(false));
            let outcome = match &ours {
                Ok(picture) if picture.incomplete => Err("incomplete".to_owned()),
                Ok(picture) => Ok(difference(picture, &reference.picture)),
                Err(problem) => Err(problem.to_string()),
            };
            (reference, format, outcome)
        })
        .collect();
    let mut formats: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut faults = String::new();
    for (reference, format, outcome) in &compared {
        let Reference { path, size: (width, height), .. } = reference;
        let is_accepted = ACCEPTED.iter().any(|(accepted, _)| accepted == path);
        match outcome {
            Ok(Some(mean)) => {
                formats.entry(format).or_default().push(*mean);
                println!("{mean:6.2}  {format:10} {path}");
                if *mean >= MAX_DIFFERENCE && !is_accepted {
                    writeln!(faults, "{path}: differs by {mean:.2} levels").unwrap();
                }
            }
            Ok(None) if is_accepted => {}
            Ok(None) => writeln!(faults, "{path}: another size than of {width} x {height}").unwrap(),
            Err(_) if DAMAGED.contains(&path.as_str()) => {}
            Err(why) => writeln!(faults, "{path}: {why}").unwrap(),
        }
    }
    for (format, means) in &formats {
        let worst = means.iter().copied().fold(0.0, f64::max);
        let mean = means.iter().sum::<f64>() / means.len() as f64;
        println!("{format:10} {:4} pictures, mean {mean:.2}, worst {worst:.2}", means.len());
    }
    for (accepted, _) in ACCEPTED {
        assert!(
            compared.iter().any(|(r, ..)| r.path == *accepted),
            "{accepted} is accepted and not compared"
        );
    }
    assert!(faults.is_empty(), "{faults}");
}
