//! Real photos against an independent reader: what we read of each is what exiftool reads, value by value.
//!
//! The photos are not part of the project. They are looked for in `../shared/photos` beside the checkout or where
//! `ATTACHE_PHOTOS` says, with `exiftool.json` (`exiftool -json -G1 -n` and dates as text); without them nothing is compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use attache::media::{Limits, decode, embedded_thumbnail, read_photo, sniff};
use attache::model::photo::{Format, Photo};
use attache::model::problem::ProblemKind;
use attache::model::time::{OffsetSource, TimeClaim, TimeSource};
use rayon::prelude::*;
use serde_json::Value;

use crate::support::env::real_photos;

/// Differences that stay, each with its reason: path, field, reason.
const ACCEPTED: &[(&str, &str, &str)] = &[
    (ENDLESS, "serial", MAKER_NOTE),
    (MONGOLIA, "serial", MAKER_NOTE),
    (CORRUPTED, "serial", MAKER_NOTE),
    (D3100, "serial", MAKER_NOTE),
    (CR2, "width", RAW_SIZE),
    (CR2, "height", RAW_SIZE),
    (ARW, "width", EXIF_SIZE),
    (ARW, "height", EXIF_SIZE),
    (ORF, "width", STUMP),
    (ORF, "height", STUMP),
    (RW2, "width", STUMP),
    (RW2, "height", STUMP),
    (LEICA, "exif-original", STUMP),
    (NO_TZ, "width", NO_FRAME_BUT_EXIF),
    (NO_TZ, "height", NO_FRAME_BUT_EXIF),
    (CORRUPTED, "width", NO_FRAME_BUT_EXIF),
    (CORRUPTED, "height", NO_FRAME_BUT_EXIF),
    (CUT_HEIC, "height", CLEAN),
    (CUT_LIVE, "height", CLEAN),
    (NO_TZ, "make", FOUND_MORE),
    (NO_TZ, "model", FOUND_MORE),
    (NO_TZ, "exif-original", FOUND_MORE),
    (NO_TZ, "exif-create-date", FOUND_MORE),
    (NO_TZ, "exif-modify-date", FOUND_MORE),
    (NO_TZ, "position", FOUND_MORE),
    (FUZZED, "width", NO_FRAME),
    (FUZZED, "height", NO_FRAME),
    (CUT_COMMENT, "width", LIKE_LIBJPEG),
    (CUT_COMMENT, "height", LIKE_LIBJPEG),
    (HP, "lens", A_NUMBER),
    (HP, "serial", A_NUMBER),
    (
        "python-pillow+Pillow/Tests/images/broken_exif_dpi.jpg",
        "serial",
        "it is in IFD0, which the list leaves out",
    ),
];

const ENDLESS: &str = "mindeng+nom-exif/testdata/endless_loop.jpg";
const MONGOLIA: &str = "LycheeOrg+Lychee/tests/Samples/mongolia.jpeg";
const D3100: &str = "ianare+exif-py/tests/resources/jpg/tests/nikon_D3100_TypeError.jpg";
const MAKER_NOTE: &str =
    "from the maker note, which the list leaves out; exiftool reads the same number there";
const CR2: &str = "bep+imagemeta/testdata/images/sample.cr2";
const RAW_SIZE: &str =
    "the preview's; CR2 names the size of the raw picture in its EXIF only, which the list leaves out";
const ARW: &str = "sindresorhus+file-type/fixture/fixture-sony-zv-e10.arw";
const EXIF_SIZE: &str =
    "from the EXIF, which the list leaves out: the directory of the raw picture is cut off";
const ORF: &str = "sindresorhus+file-type/fixture/fixture.orf";
const RW2: &str = "sindresorhus+file-type/fixture/fixture.rw2";
const LEICA: &str = "sindresorhus+file-type/fixture/fixture-Leica-M10.dng";
const STUMP: &str = "exiftool gives up on the cut directory; we keep what is there";
const CORRUPTED: &str = "bpatrik+pigallery2/test/backend/assets/edge_case_exif_data/corrupted_city.JPG";
const NO_FRAME_BUT_EXIF: &str = "no frame header: the size is the EXIF's";
const CUT_HEIC: &str = "saimn+sigal/tests/sample/pictures/dir1/test1/outdoor.heic";
const CUT_LIVE: &str = "bpatrik+pigallery2/test/backend/assets/live_photo/IMG_7943.HEIC";
const CLEAN: &str =
    "the coded size is even; the clean aperture, which is what everybody shows, is a row less";
const NO_TZ: &str = "mindeng+nom-exif/testdata/exif-no-tz.jpg";
const FOUND_MORE: &str = "exiftool gives up on the file after its EXIF and drops it; we keep it";
const FUZZED: &str =
    "drewnoakes+metadata-extractor-images/jpg/ImageTestSuite/c8bc97335529d069a753c67475b8c82c.jpg";
const NO_FRAME: &str = "no sound frame header: exiftool takes a size out of rubbish between the segments";
const CUT_COMMENT: &str =
    "drewnoakes+metadata-extractor-images/jpg/ImageTestSuite/d3b044a94486cae0224c002800ddd642.jpg";
const LIKE_LIBJPEG: &str =
    "exiftool gives up at a comment of no length; we find the frame that libjpeg finds";
const HP: &str = "thorsted+digicam_corpus/HP/Photosmart M417/HPIM0005.JPG";
const A_NUMBER: &str = "a whole number where the standard has a name: it names nothing";

/// At most this share of the values that exiftool gives may differ. What we alone find is no value of its, but is listed too.
const MAX_DIFFERENT: f64 = 0.01;

#[test]
fn real_photos_say_what_exiftool_says() {
    let Some(folder) = real_photos() else {
        println!("left out: no real photos beside the checkout");
        return;
    };
    let json = fs::read_to_string(folder.join("exiftool.json")).unwrap();
    let entries: Vec<BTreeMap<String, Value>> = serde_json::from_str(&json).unwrap();
    let mut tally = Tally::default();
    for entry in &entries {
        let source = entry["SourceFile"].as_str().unwrap().trim_start_matches("./");
        let path = folder.join(source);
        match read_photo(&path) {
            Ok(photo) => {
                tally.n_photos += 1;
                compare(&mut tally, source, &photo, &Expected(entry));
            }
            Err(problem) => {
                let format = sniff(&fs::read(&path).unwrap());
                let may_fail = match problem.kind {
                    ProblemKind::NotAPicture => format.is_none(),
                    ProblemKind::Empty => true,
                    _ => false,
                };
                assert!(may_fail, "{problem}");
                // What exiftool takes for one of the formats that we read must not be lost.
                let kind = entry.get("File:FileType").and_then(Value::as_str).unwrap_or_default();
                let ours = ["JPEG", "PNG", "TIFF", "WEBP", "Extended WEBP"].contains(&kind);
                tally.check(source, "readable", Some(!ours), Some(true));
            }
        }
    }
    tally.judge();
}

fn compare(tally: &mut Tally, source: &str, photo: &Photo, expected: &Expected) {
    tally.check(source, "make", photo.device.make.clone(), expected.text(&["IFD0:Make", "ExifIFD:Make"]));
    tally.check(source, "model", photo.device.model.clone(), expected.text(&["IFD0:Model", "ExifIFD:Model"]));
    tally.check(
        source,
        "lens",
        photo.device.lens.clone(),
        expected.text(&["ExifIFD:LensModel", "IFD0:LensModel"]),
    );
    tally.check(source, "serial", photo.device.serial.clone(), expected.text(&["ExifIFD:SerialNumber"]));
    for (source_of, date, subsec) in [
        (TimeSource::ExifOriginal, "DateTimeOriginal", Some("ExifIFD:SubSecTimeOriginal")),
        (TimeSource::ExifCreateDate, "CreateDate", None),
        (TimeSource::ExifModified, "ModifyDate", None),
    ] {
        let written = expected.text(&[&format!("ExifIFD:{date}"), &format!("IFD0:{date}")]);
        let subsec = subsec.and_then(|key| expected.text(&[key]));
        let wanted = written.and_then(|text| civil(&text, subsec.as_deref()));
        let ours = claim(photo, source_of).map(|claim| {
            let with_fraction = source_of == TimeSource::ExifOriginal;
            let exact = claim.civil.to_string();
            if with_fraction { exact } else { exact.split('.').next().unwrap().to_owned() }
        });
        tally.check(source, source_of.code(), ours, wanted);
    }
    if let Some(original) = claim(photo, TimeSource::ExifOriginal) {
        let written =
            expected.text(&["ExifIFD:OffsetTimeOriginal"]).filter(|text| text.starts_with(['+', '-']));
        let ours = original.offset.filter(|_| original.offset_source == Some(OffsetSource::ExifOffset));
        // Our reader also takes the offset from the sibling tags, which exiftool lists on their own.
        if written.is_some() {
            tally.check(
                source,
                "offset",
                ours.map(|offset| offset.seconds() / 60),
                written.as_deref().map(minutes),
            );
        }
    }
    let known = |value: u32| Some(f64::from(value)).filter(|value| *value > 0.0);
    let orientation =
        expected.number(&["IFD0:Orientation", "ExifIFD:Orientation"]).filter(|n| (1.0..=8.0).contains(n));
    // Upright is what a file without the tag is.
    let turned = known(photo.orientation.exif().into()).filter(|n| orientation.is_some() || *n > 1.0);
    tally.check(source, "orientation", turned, orientation);
    let size = |name: &str| {
        // Of raw files the directory of the raw picture comes before those of its previews.
        let keys = ["File", "PNG", "RIFF", "SubIFD", "IFD0"].map(|group| format!("{group}:{name}"));
        expected.number(&keys.each_ref().map(String::as_str))
    };
    tally.check(source, "width", known(photo.width_px), size("ImageWidth"));
    tally.check(source, "height", known(photo.height_px), size("ImageHeight"));
    let degrees = |key: &str| expected.number(&[key]);
    let place = degrees("Composite:GPSLatitude")
        .zip(degrees("Composite:GPSLongitude"))
        .filter(|at| *at != (0.0, 0.0));
    let rounded = |(lat, lon): (f64, f64)| ((lat * 1e6).round(), (lon * 1e6).round());
    let ours = photo.position.map(|at| (at.lat, at.lon));
    tally.check(source, "position", ours.map(rounded), place.map(rounded));
    tally.check(source, "rating", photo.embedded.rating.map(f64::from), expected.number(&["XMP-xmp:Rating"]));
    for (field, text, key) in [
        ("title", &photo.embedded.title, "XMP-dc:Title"),
        ("caption", &photo.embedded.caption, "XMP-dc:Description"),
        ("caption", &photo.embedded.caption, "IPTC:Caption-Abstract"),
        ("headline", &photo.embedded.headline, "IPTC:Headline"),
    ] {
        if let Some(wanted) = expected.text(&[key]).filter(|wanted| !wanted.is_empty()) {
            let taken = text.iter().map(|(_, text)| text);
            let found = taken.chain(said(photo, None)).any(|text| plain(text) == plain(&wanted));
            tally.check(source, field, Some(found), Some(true));
        }
    }
    for (field, line, keys) in [
        ("copyright", &photo.embedded.copyright, &["XMP-dc:Rights"]),
        ("credit", &photo.embedded.credit, &["IPTC:Credit"]),
    ] {
        if let Some(wanted) = expected.text(keys).filter(|wanted| !wanted.is_empty()) {
            // What was not taken, as EXIF says something else, is kept.
            let found = said(photo, line.as_deref()).any(|text| plain(text) == plain(&wanted));
            tally.check(source, field, Some(found), Some(true));
        }
    }
    for (field, list, key) in [
        ("keywords", &photo.embedded.keywords, "XMP-dc:Subject"),
        ("creator", &photo.embedded.creator, "XMP-dc:Creator"),
        ("persons", &photo.embedded.persons, "XMP-iptcExt:PersonInImage"),
    ] {
        if let Some(wanted) = expected.list(key) {
            let mut once: Vec<String> = Vec::new();
            wanted.into_iter().for_each(|name| {
                if !once.contains(&name) {
                    once.push(name);
                }
            });
            let kept = photo.embedded.disagreements().iter().any(|other| *other.text == *once.join("; "));
            tally.check(source, field, Some(*list == once || kept), Some(true));
        }
    }
}

/// A line and everything that the files say beside what was taken.
fn said<'a>(photo: &'a Photo, line: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    line.into_iter().chain(photo.embedded.disagreements().iter().map(|other| &*other.text))
}

fn claim(photo: &Photo, source: TimeSource) -> Option<&TimeClaim> {
    let captured = photo.captured.as_ref()?;
    std::iter::once(&captured.best).chain(&captured.others).find(|claim| claim.source == source)
}

/// exiftool's date as ours; `None` for what is no date at all.
fn civil(text: &str, subsec: Option<&str>) -> Option<String> {
    let digits: Vec<u32> =
        text.get(..19)?.split([':', ' ', '-', 'T']).filter_map(|part| part.parse().ok()).collect();
    let [year, month, day, hour, minute, second] = digits[..] else { return None };
    if year < 1900 || !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 {
        return None;
    }
    let fraction = subsec.unwrap_or_default().trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{point}{fraction}"))
}

fn minutes(offset: &str) -> i32 {
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset[1..].split_once(':').unwrap();
    sign * (hours.parse::<i32>().unwrap() * 60 + minutes.parse::<i32>().unwrap())
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Expected<'a>(&'a BTreeMap<String, Value>);

impl Expected<'_> {
    fn text(&self, keys: &[&str]) -> Option<String> {
        let value = keys.iter().find_map(|key| self.0.get(*key))?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some(text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned())
            .filter(|t| !t.is_empty())
    }

    fn number(&self, keys: &[&str]) -> Option<f64> {
        keys.iter().find_map(|key| self.0.get(*key))?.as_f64()
    }

    fn list(&self, key: &str) -> Option<Vec<String>> {
        let one = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match self.0.get(key)? {
            Value::Array(values) => Some(values.iter().map(one).collect()),
            value => Some(vec![one(value)]),
        }
    }
}

#[derive(Default)]
struct Tally {
    n_photos: usize,
    n_values: usize,
    n_different: usize,
    different: Vec<(String, String, String)>,
}

impl Tally {
    /// Counts a value that exiftool gives, and notes where the readers differ.
    #[expect(clippy::needless_pass_by_value, reason = "values made for this one call")]
    fn check<T: PartialEq + std::fmt::Debug>(
        &mut self,
        path: &str,
        field: &str,
        ours: Option<T>,
        wanted: Option<T>,
    ) {
        self.n_values += usize::from(wanted.is_some());
        self.n_different += usize::from(wanted.is_some() && ours != wanted);
        if ours != wanted {
            self.different.push((
                path.to_owned(),
                field.to_owned(),
                format!("ours {ours:?}, exiftool {wanted:?}"),
            ));
        }
    }

    fn judge(&self) {
        println!(
            "{} photos, {} values of exiftool's, {} of them different, {} that we alone find",
            self.n_photos,
            self.n_values,
            self.n_different,
            self.different.len() - self.n_different
        );
        let is_accepted =
            |path: &str, field: &str| ACCEPTED.iter().any(|(p, f, _)| (*p, *f) == (path, field));
        let new: Vec<String> = self
            .different
            .iter()
            .filter(|(path, field, _)| !is_accepted(path, field))
            .map(|(path, field, what)| format!("{path}: {field}: {what}"))
            .collect();
        assert!(new.is_empty(), "values that differ without a reason:\n{}", new.join("\n"));
        for (path, field, _) in ACCEPTED {
            let still = self.different.iter().any(|(p, f, _)| (p.as_str(), f.as_str()) == (*path, *field));
            assert!(still, "{path}: {field} agrees now; take it out of the list");
        }
        let share = self.n_different as f64 / self.n_values as f64;
        assert!(share <= MAX_DIFFERENT, "{share:.4} of the values differ");
        assert!(self.n_photos > 50, "only {} photos were read", self.n_photos);
    }
}

/// Every real file, of whatever kind: nothing in it makes us panic, and what is decoded has the size that was read.
#[test]
fn real_photos_decode_to_the_size_they_say() {
    let Some(folder) = real_photos() else {
        println!("left out: no real photos beside the checkout");
        return;
    };
    let never = AtomicBool::new(false);
    let limits = Limits::default();
    let n_decoded =
        files_of(&folder).par_iter().filter(|path| decodes_to_its_size(path, &limits, &never)).count();
    assert!(n_decoded > 50, "only {n_decoded} were decoded");
}

/// Whether a file is decoded at all; if it is, it must have the size that it says.
fn decodes_to_its_size(path: &Path, limits: &Limits, never: &AtomicBool) -> bool {
    let Ok(photo) = read_photo(path) else { return false };
    let Ok(picture) = decode(path, Some(64), limits, never) else { return false };
    if photo.format == Format::Raw {
        // What is shown is the camera's preview, which may have black bars or be cropped.
        return picture.long_edge_px() <= 64;
    }
    let (width, height) = photo.upright_size();
    let name = path.display();
    assert_eq!(picture.long_edge_px(), width.max(height).min(64), "{name}");
    let wanted =
        f64::from(width.min(height)) * f64::from(picture.long_edge_px()) / f64::from(width.max(height));
    let short = f64::from(picture.width_px.min(picture.height_px));
    assert!((short - wanted.max(1.0)).abs() <= 0.5, "{name}: {short}, not {wanted}");
    if let Some(thumbnail) = embedded_thumbnail(path) {
        assert_eq!(thumbnail.width_px > thumbnail.height_px, width > height, "{name}");
    }
    true
}

fn files_of(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    files
}
