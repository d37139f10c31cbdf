//! Which files of a folder are one photo: RAW+JPEG pairs, Live Photos and motion videos, sidecars. Pure, but for asking what
//! a file is where its name does not tell.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::model::photo::Format;
use crate::model::sidecar::Sidecar;

use super::walk::ListedFile;

/// A file to be read as a photo, and those that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The file to be read.
    pub(super) main: ListedFile,
    /// Twins, videos and sidecars, by path.
    pub(super) companions: Vec<PathBuf>,
    /// Those of them that are videos.
    pub(super) videos: Vec<ListedFile>,
    /// Those of them that are XMP sidecars, to be read.
    pub(super) sidecars: Vec<ListedFile>,
    /// What was found beside it and not used, and why, in words for a person.
    pub(super) remarks: Vec<String>,
    /// Whether a person named this very file.
    pub(super) is_asked_for: bool,
}

impl Unit {
    /// All its files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.main.path).chain(&self.companions)
    }

    /// Whether its name or a person says that it is a picture.
    pub(super) fn is_named_picture(&self) -> bool {
        self.is_asked_for || is_named_picture(&self.main.path)
    }
}

/// The files of a folder, sorted out.
#[derive(Debug, Default)]
pub(super) struct Grouped {
    /// What is to be read.
    pub(super) units: Vec<Unit>,
    /// Pictures that belong to another one, and what they are.
    pub(super) twins: Vec<(ListedFile, Format)>,
}

/// Name endings of pictures. They only decide whether a file that is no picture is worth telling of.
const PICTURES: [&str; 42] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "heic", "heif", "hif", "avif", "jxl", "gif",
    "bmp", // Cameras' raw files.
    "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "iiq", "kdc", "mef", "mos", "mrw", "nef",
    "nrw", "orf", "pef", "raf", "rw2", "rwl", "sr2", "srf", "srw", "x3f", "gpr", "ori",
];

/// Those of them that are cameras' raw files.
const RAW: [&str; 27] = [
    "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "iiq", "kdc", "mef", "mos", "mrw", "nef",
    "nrw", "orf", "pef", "raf", "rw2", "rwl", "sr2", "srf", "srw", "x3f", "gpr", "ori",
];

/// Name endings of videos that phones and cameras write beside a picture.
const VIDEOS: [&str; 8] = ["mov", "mp4", "m4v", "3gp", "avi", "mts", "m2ts", "webm"];

/// Name endings of the two files of a Live Photo.
const LIVE_PICTURES: [&str; 4] = ["heic", "heif", "jpg", "jpeg"];
const LIVE_VIDEOS: [&str; 2] = ["mov", "mp4"];

/// Name endings of what is written about a picture, never a picture to be shown: metadata, a phone's edits, a video's poster,
/// a raw converter's settings.
const SIDECARS: [&str; 5] = ["xmp", "aae", "thm", "pp3", "dop"];

/// Whether the name says that it is a picture.
pub(in crate::library) fn is_named_picture(path: &Path) -> bool {
    has_ending(path, &PICTURES)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| endings.iter().any(|x| e.eq_ignore_ascii_case(x)))
}

/// What twins have in common: the name without its ending, in lower case, and without what phones add to tell
/// the two apart (`PXL_1.RAW-01.COVER.jpg` and `PXL_1.RAW-02.ORIGINAL.dng`).
fn pair_key(path: &Path) -> Vec<u8> {
    let mut key = path.file_stem().unwrap_or_default().as_encoded_bytes().to_ascii_lowercase();
    if let Some(at) = key.windows(5).position(|part| part == b".raw-") {
        key.truncate(at);
    }
    key
}

/// What is asked of files where their names do not tell enough.
pub(super) trait Ask {
    /// What a file is; asked only where two pictures share a name.
    fn format_of(&mut self, file: &ListedFile) -> Option<Format>;
    /// Apple's identifier of a video; asked only where no picture has its name.
    fn id_of_video(&mut self, file: &ListedFile) -> Option<String>;
    /// What a sidecar says; asked only where several pictures have its name.
    fn sidecar(&mut self, file: &ListedFile) -> Option<Sidecar>;
    /// Apple's identifier of a picture; asked only where a video with one looks for its picture.
    fn id_of_picture(&mut self, file: &ListedFile) -> Option<String>;
}

/// Sorts out the files of one folder.
pub(super) fn group_files(files: Vec<ListedFile>, ask: &mut dyn Ask) -> Grouped {
    let mut groups: BTreeMap<Vec<u8>, Group> = BTreeMap::new();
    let mut sidecars = Vec::new();
    for file in files {
        if has_ending(&file.path, &SIDECARS) {
            sidecars.push(file);
            continue;
        }
        let group = groups.entry(pair_key(&file.path)).or_default();
        if has_ending(&file.path, &VIDEOS) { group.videos.push(file) } else { group.pictures.push(file) }
    }
    let mut grouped = Grouped::default();
    // Whose a sidecar is: by the whole name of a file, and by what twins have in common.
    let mut by_name: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut by_key: HashMap<Vec<u8>, (usize, std::ops::Range<usize>)> = HashMap::new();
    for (key, group) in groups {
        let (units, twins, main) = group.sort_out(ask);
        let base = grouped.units.len();
        let owner = base + main;
        for (n, unit) in units.iter().enumerate() {
            by_name.insert(lower_name(&unit.main.path), base + n);
        }
        if let Some(unit) = units.get(main) {
            by_name.extend(unit.companions.iter().map(|path| (lower_name(path), owner)));
            by_key.insert(key, (owner, base..base + units.len()));
        }
        grouped.units.extend(units);
        grouped.twins.extend(twins);
    }
    for sidecar in sidecars {
        let stem = sidecar.path.file_stem().unwrap_or_default().as_encoded_bytes().to_ascii_lowercase();
        let is_xmp = has_ending(&sidecar.path, &["xmp"]);
        let owner = match (by_name.get(&stem), by_key.get(&pair_key(&sidecar.path))) {
            (Some(owner), _) => Some(*owner),
            (None, Some((_, of_name))) if is_xmp && of_name.len() > 1 => {
                let pictures = grouped.units.get_mut(of_name.clone()).unwrap_or_default();
                owner_by_content(&sidecar, pictures, ask).map(|n| of_name.start + n)
            }
            (None, Some((owner, _))) => Some(*owner),
            (None, None) => None,
        };
        if let Some(unit) = owner.and_then(|n| grouped.units.get_mut(n)) {
            unit.companions.push(sidecar.path.clone());
            if is_xmp {
                unit.sidecars.push(sidecar);
            }
        }
    }
    pair_by_id(&mut grouped.units, ask);
    for unit in &mut grouped.units {
        unit.companions.sort();
    }
    grouped.units.sort_by(|a, b| a.main.path.cmp(&b.main.path));
    grouped
}

/// Which of several pictures of one name a sidecar `a.xmp` is of: the one that it names, else the only raw one, as raw converters
/// write such names; else none, and each picture says so.
fn owner_by_content(sidecar: &ListedFile, pictures: &mut [Unit], ask: &mut dyn Ask) -> Option<usize> {
    let says = ask.sidecar(sidecar);
    let is_of = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        says.as_ref().and_then(|says| says.is_of(&name))
    };
    let named = pictures.iter().position(|unit| unit.paths().any(|path| is_of(path) == Some(true)));
    let names_another = pictures.iter().flat_map(Unit::paths).any(|path| is_of(path).is_some());
    if named.is_some() || names_another {
        return named;
    }
    let mut raw = (0..pictures.len()).filter(|n| {
        let unit = pictures.get(*n);
        unit.is_some_and(|unit| unit.paths().any(|path| has_ending(path, &RAW)))
    });
    if let (Some(only), None) = (raw.next(), raw.next()) {
        return Some(only);
    }
    let name = sidecar.path.file_name().unwrap_or_default().to_string_lossy();
    for unit in pictures {
        unit.remarks.push(format!(
            "{name}: several pictures have this name, and it does not say which of them it is of; rename it to the whole name of its \
             picture, such as {}.xmp",
            unit.main.path.file_name().unwrap_or_default().to_string_lossy()
        ));
    }
    None
}

fn lower_name(path: &Path) -> Vec<u8> {
    path.file_name().unwrap_or_default().as_encoded_bytes().to_ascii_lowercase()
}

/// Pictures of a folder that are asked for their identifier when nothing in their names says that a video is theirs.
const MAX_ASKED: usize = 500;

/// Gives videos that have no picture of their name to the picture with the same identifier: some programs that fetch photos from a
/// phone add to the names of videos (`IMG_7943.HEIC` and `IMG_7943_HEVC.MOV`).
fn pair_by_id(units: &mut Vec<Unit>, ask: &mut dyn Ask) {
    let mut lone: Vec<(String, ListedFile)> = Vec::new();
    if !units.iter().any(is_live_picture) {
        return;
    }
    for unit in units.iter().filter(|unit| may_be_live_video(&unit.main.path)) {
        lone.extend(ask.id_of_video(&unit.main).map(|id| (id, unit.main.clone())));
    }
    let mut ids: HashMap<PathBuf, Option<String>> = HashMap::new();
    for (id, video) in lone {
        let video_key = pair_key(&video.path);
        let alike = |unit: &&mut Unit| video_key.starts_with(&pair_key(&unit.main.path));
        let n_pictures = units.iter().filter(|unit| is_live_picture(unit)).count();
        let mut has_id = |unit: &&mut Unit| {
            let known = ids.entry(unit.main.path.clone()).or_insert_with(|| ask.id_of_picture(&unit.main));
            known.as_deref().is_some_and(|of| of.eq_ignore_ascii_case(&id))
        };
        let by_name = units.iter_mut().filter(|unit| is_live_picture(unit)).filter(alike).find(&mut has_id);
        let owner = match by_name {
            None if n_pictures <= MAX_ASKED => {
                units.iter_mut().filter(|unit| is_live_picture(unit)).find(&mut has_id)
            }
            by_name => by_name,
        };
        if let Some(owner) = owner {
            owner.companions.push(video.path.clone());
            owner.videos.push(video.clone());
            units.retain(|unit| unit.main != video);
        }
    }
}

/// Whether its name says that it may be the video of a Live Photo.
pub(super) fn may_be_live_video(path: &Path) -> bool {
    has_ending(path, &LIVE_VIDEOS)
}

/// Whether it may be the picture of a Live Photo whose video has not been found yet.
fn is_live_picture(unit: &Unit) -> bool {
    unit.videos.is_empty() && has_ending(&unit.main.path, &LIVE_PICTURES)
}

/// Files that share a name but for its ending.
#[derive(Default)]
struct Group {
    pictures: Vec<ListedFile>,
    videos: Vec<ListedFile>,
}

impl Group {
    /// Units, twins, and which unit the companions went to.
    fn sort_out(self, ask: &mut dyn Ask) -> (Vec<Unit>, Vec<(ListedFile, Format)>, usize) {
        let alone = |main| Unit {
            main,
            companions: Vec::new(),
            videos: Vec::new(),
            sidecars: Vec::new(),
            remarks: Vec::new(),
            is_asked_for: false,
        };
        let mut companions: Vec<PathBuf> = Vec::new();
        let mut twins = Vec::new();
        let (mut units, main);
        if self.pictures.len() < 2 {
            units = self.pictures.into_iter().map(alone).collect::<Vec<_>>();
            main = 0;
        } else {
            let told: Vec<_> = self.pictures.into_iter().map(|file| (ask.format_of(&file), file)).collect();
            let best = told.iter().filter_map(|(format, _)| format.map(rank)).min();
            let has_main = best.is_some_and(|best| best < rank(Format::Raw));
            units = Vec::new();
            let mut ranks = Vec::new();
            for (format, file) in told {
                match format {
                    Some(Format::Raw) if has_main => {
                        companions.push(file.path.clone());
                        twins.push((file, Format::Raw));
                    }
                    _ => {
                        ranks.push(format.map_or(u8::MAX, rank));
                        units.push(alone(file));
                    }
                }
            }
            main = ranks.iter().position(|rank| Some(*rank) == best).unwrap_or(0);
        }
        if units.is_empty() {
            // Videos by themselves: their bytes may yet say that they are pictures.
            return (self.videos.into_iter().map(alone).collect(), twins, 0);
        }
        companions.extend(self.videos.iter().map(|video| video.path.clone()));
        if let Some(unit) = units.get_mut(main) {
            unit.companions = companions;
            unit.videos = self.videos;
        }
        (units, twins, main)
    }
}

/// Which of several pictures with one name is the photo: the smallest. Raw comes last.
const fn rank(format: Format) -> u8 {
    match format {
        Format::Raw => 9,
        Format::Jpeg => 0,
        Format::Heic => 1,
        Format::Avif => 2,
        Format::Jxl => 3,
        Format::Tiff => 4,
        Format::Png => 5,
        Format::WebP => 6,
        Format::Gif | Format::Bmp => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What files are by their endings, and identifiers that are in their names: `IMG_1+ID.HEIC`.
    struct Told;

    impl Ask for Told {
        fn format_of(&mut self, file: &ListedFile) -> Option<Format> {
            let ending = file.path.extension()?.to_str()?.to_lowercase();
            match ending.as_str() {
                "jpg" => Some(Format::Jpeg),
                "heic" => Some(Format::Heic),
                "png" => Some(Format::Png),
                "nef" | "dng" | "cr3" => Some(Format::Raw),
                _ => None,
            }
        }

        fn id_of_video(&mut self, file: &ListedFile) -> Option<String> {
            Some(file.path.file_stem()?.to_str()?.split_once('+')?.1.to_owned())
        }

        fn id_of_picture(&mut self, file: &ListedFile) -> Option<String> {
            self.id_of_video(file)
        }

        /// What it says is in its name: `a@png.xmp` would not be found, so by the folder's rule: only those named `told.xmp` speak.
        fn sidecar(&mut self, file: &ListedFile) -> Option<Sidecar> {
            let is_told = file.path.file_stem()? == "told";
            Some(Sidecar { of: is_told.then(|| "png".to_owned()), ..Sidecar::default() })
        }
    }

    /// Groups files by their names, told what they are by their endings, and shows the result as `main <- companions`.
    fn check(names: &[&str], want: &[&str]) {
        let files = names
            .iter()
            .map(|name| ListedFile { path: Path::new("/card").join(name), bytes: 1, modified_ns: Some(1) })
            .collect();
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let got: Vec<String> = group_files(files, &mut Told)
            .units
            .iter()
            .map(|unit| {
                let companions: Vec<String> = unit.companions.iter().map(|path| name(path)).collect();
                format!("{} <- {}", name(&unit.main.path), companions.join(" "))
            })
            .map(|line| line.trim_end_matches(" <- ").to_owned())
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn raw_is_the_companion_of_its_jpeg_and_alone_it_stays() {
        check(&["a.JPG", "a.NEF", "b.NEF"], &["a.JPG <- a.NEF", "b.NEF"]);
        check(
            &["PXL_1.RAW-01.COVER.jpg", "PXL_1.RAW-02.ORIGINAL.dng"],
            &["PXL_1.RAW-01.COVER.jpg <- PXL_1.RAW-02.ORIGINAL.dng"],
        );
    }

    #[test]
    fn live_photos_keep_their_video() {
        check(
            &["IMG_1.HEIC", "IMG_1.MOV", "IMG_2.JPG", "img_2.mp4"],
            &["IMG_1.HEIC <- IMG_1.MOV", "IMG_2.JPG <- img_2.mp4"],
        );
        check(&["IMG_3.MOV"], &["IMG_3.MOV"]);
    }

    #[test]
    fn live_photos_find_their_video_by_its_identifier() {
        check(&["a+ID.HEIC", "a+ID_HEVC.MOV"], &["a+ID.HEIC", "a+ID_HEVC.MOV"]);
        check(&["b+ID.HEIC", "c+id.MOV", "d+other.MOV"], &["b+ID.HEIC <- c+id.MOV", "d+other.MOV"]);
        check(&["b+ID.HEIC", "b+ID.MOV", "c+ID.MOV"], &["b+ID.HEIC <- b+ID.MOV", "c+ID.MOV"]);
        check(&["b.JPG", "c+ID.JPG", "x+ID.mov", "y+ID.mov"], &["b.JPG", "c+ID.JPG <- x+ID.mov", "y+ID.mov"]);
        check(&["b+ID.PNG", "x+ID.mov"], &["b+ID.PNG", "x+ID.mov"]);
    }

    #[test]
    fn sidecars_find_their_photo_by_whole_name_first() {
        check(
            &["a.jpg", "a.jpg.xmp", "a.png", "a.png.xmp", "a.xmp"],
            &["a.jpg <- a.jpg.xmp", "a.png <- a.png.xmp"],
        );
        check(&["told.jpg", "told.png", "told.xmp"], &["told.jpg", "told.png <- told.xmp"]);
        check(&["d.jpg", "d.heic", "d.nef", "d.xmp"], &["d.heic", "d.jpg <- d.nef d.xmp"]);
        check(&["b.jpg", "b.nef", "b.nef.xmp", "b.AAE"], &["b.jpg <- b.AAE b.nef b.nef.xmp"]);
        check(&["c.nef", "c.xmp", "lonely.xmp"], &["c.nef <- c.xmp"]);
    }

    #[test]
    fn different_pictures_of_one_name_stay_apart() {
        check(&["a.jpg", "a.png", "A.jpg", "a.txt"], &["A.jpg", "a.jpg", "a.png", "a.txt"]);
    }
}
