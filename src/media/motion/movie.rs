//! What a video says of itself: length, tracks, sound, Apple's identifier (ISO/IEC 14496-12:2022, chapter 8; QuickTime File
//! Format, "Movie atoms" and "Metadata").
//!
//! Only the headers of the outer boxes and the box `moov` are read, never the pictures and the sound. Boxes are looked for on
//! fixed paths, so how deep they are nested does not matter.

use std::ops::Range;
use std::time::Duration;

use crate::media::bytes::{Endian, some_text, text_of};
use crate::media::container::boxes::{Boxes, boxes_in};
use crate::media::source::Source;
use crate::model::motion::Movie;

/// Outer boxes that are looked at; a fragmented video has two for each fragment.
const MAX_BOXES: usize = 1024;
/// The greatest `moov` that is read: that of a minute of video has 60 KB.
const MAX_MOOV_BYTES: usize = 2 * 1024 * 1024;
/// The greatest `ftyp`: 1000 brands.
const MAX_FTYP_BYTES: u64 = 4096;
/// Tracks that are looked at; an iPhone writes five.
const MAX_TRACKS: usize = 64;
/// Names of metadata that are looked at.
const MAX_KEYS: usize = 1024;
/// The longest identifier; Apple's is a UUID.
const MAX_ID_BYTES: usize = 256;
/// What says that it lasts longer than a day does not know how long it lasts.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Name of Apple's identifier among the keys of a video's metadata.
const CONTENT_ID: &[u8] = b"com.apple.quicktime.content.identifier";

/// How a video has to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    /// With `ftyp`, as every video that was put into a picture does.
    FileType,
    /// With any box of a video, as old QuickTime files do.
    AnyBox,
}

/// A video, and how long it is in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) movie: Movie,
    pub(super) bytes: u64,
}

/// Reads the video at the beginning of this part of a file. `None` when none begins there or when it has no tracks to play.
pub(super) fn read(source: &Source, range: Range<u64>, first: First) -> Option<Found> {
    let (start, mut end) = (range.start, range.start);
    let mut movie = None;
    for (n, at) in Boxes::within(source, range).take(MAX_BOXES).enumerate() {
        let may_begin =
            first == First::AnyBox || (at.kind == *b"ftyp" && (8..=MAX_FTYP_BYTES).contains(&at.len()));
        // What follows the video in its file, as Samsung's trailer does, is no box of a video.
        if !is_outer(at.kind) || (n == 0 && !may_begin) || (n > 0 && at.kind == *b"ftyp") {
            break;
        }
        end = at.body.end;
        if at.kind == *b"moov" && movie.is_none() {
            movie = Some(read_moov(&at.read(source, MAX_MOOV_BYTES))?);
        }
    }
    movie.map(|movie| Found { movie, bytes: end.saturating_sub(start) })
}

/// Whether a box stands at the outside of videos.
const fn is_outer(kind: [u8; 4]) -> bool {
    matches!(
        &kind,
        b"ftyp"
            | b"styp"
            | b"moov"
            | b"mdat"
            | b"free"
            | b"skip"
            | b"wide"
            | b"uuid"
            | b"udta"
            | b"meta"
            | b"moof"
            | b"mfra"
            | b"sidx"
            | b"ssix"
            | b"prft"
            | b"emsg"
            | b"pdin"
            | b"pnot"
    )
}

/// What is gathered in `moov`.
#[derive(Default)]
struct Moov {
    /// Units a second, and how many.
    length: Option<(u32, u64)>,
    /// Length of the fragments, in the units of the whole.
    fragments: Option<u64>,
    is_fragmented: bool,
    tracks: Vec<Track>,
    content_id: Option<String>,
}

/// What is gathered of one track.
#[derive(Default)]
struct Track {
    handler: [u8; 4],
    length: Option<(u32, u64)>,
    n_samples: Option<u32>,
}

fn read_moov(bytes: &[u8]) -> Option<Movie> {
    let mut moov = Moov::default();
    for (kind, body) in boxes_in(bytes) {
        match &kind {
            b"mvhd" => moov.length = length_of(body),
            b"trak" if moov.tracks.len() < MAX_TRACKS => moov.tracks.push(track(body)),
            b"mvex" => {
                moov.is_fragmented = true;
                moov.fragments = child(body, b"mehd").and_then(fragments_length);
            }
            b"meta" => moov.content_id = moov.content_id.or_else(|| content_id(body)),
            b"udta" => moov.content_id = moov.content_id.or_else(|| content_id(child(body, b"meta")?)),
            _ => {}
        }
    }
    let plays = |handler: &[u8; 4]| moov.tracks.iter().any(|track| track.handler == *handler);
    (plays(b"vide") || plays(b"soun")).then(|| Movie {
        duration: moov.duration(),
        sound: moov.sound(),
        content_id: moov.content_id,
    })
}

impl Moov {
    /// As the whole says; else its fragments; else its longest track.
    fn duration(&self) -> Option<Duration> {
        let of_fragments = || Some((self.length?.0, self.fragments?));
        let of_tracks = || self.tracks.iter().filter_map(|track| seconds(track.length)).max();
        seconds(self.length).or_else(|| seconds(of_fragments())).or_else(of_tracks)
    }

    /// A track of sound without samples is silent. Those of a fragmented video are elsewhere, so nothing is known of them.
    fn sound(&self) -> Option<bool> {
        let mut sound = Some(false);
        for track in self.tracks.iter().filter(|track| track.handler == *b"soun") {
            match track.n_samples {
                Some(1..) => return Some(true),
                Some(0) if !self.is_fragmented => {}
                _ => sound = None,
            }
        }
        sound
    }
}

/// A length in units of a second, when it is one.
fn seconds(length: Option<(u32, u64)>) -> Option<Duration> {
    let (units, n) = length.filter(|(units, n)| *units > 0 && *n > 0)?;
    let millis = u128::from(n) * 1000 / u128::from(units);
    let duration = Duration::from_millis(u64::try_from(millis).ok()?);
    (duration <= LONGEST).then_some(duration)
}

/// Time scale and duration of `mvhd` (8.2.2) or `mdhd` (8.4.2), which begin alike.
fn length_of(body: &[u8]) -> Option<(u32, u64)> {
    let be = Endian::Big;
    if *body.first()? == 1 {
        return Some((be.u32(body, 20)?, u64_at(body, 24)?)).filter(|(_, n)| *n != u64::MAX);
    }
    Some((be.u32(body, 12)?, be.u32(body, 16)?))
        .filter(|(_, n)| *n != u32::MAX)
        .map(|(units, n)| (units, n.into()))
}

/// The length in `mehd` (8.8.2).
fn fragments_length(body: &[u8]) -> Option<u64> {
    if *body.first()? == 1 { u64_at(body, 4) } else { Endian::Big.u32(body, 4).map(u64::from) }
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn child<'a>(body: &'a [u8], kind: &[u8; 4]) -> Option<&'a [u8]> {
    boxes_in(body).find(|found| found.0 == *kind).map(|found| found.1)
}

/// Handler (8.4.3), length, and how many samples there are (8.7.3).
fn track(body: &[u8]) -> Track {
    let mut track = Track::default();
    let Some(media) = child(body, b"mdia") else { return track };
    let handler = child(media, b"hdlr").and_then(|hdlr| hdlr.get(8..)?.first_chunk());
    track.handler = handler.copied().unwrap_or_default();
    track.length = child(media, b"mdhd").and_then(length_of);
    let table = child(media, b"minf").and_then(|minf| child(minf, b"stbl"));
    let sizes = table.and_then(|stbl| child(stbl, b"stsz").or_else(|| child(stbl, b"stz2")));
    track.n_samples = sizes.and_then(|stsz| Endian::Big.u32(stsz, 8));
    track
}

/// Apple's identifier in a box `meta`: its number among the `keys`, and the value with that number in `ilst`.
fn content_id(meta: &[u8]) -> Option<String> {
    // In QuickTime files the box has no version and flags, in MP4 files it has.
    let meta = if child(meta, b"hdlr").is_some() { meta } else { meta.get(4..)? };
    let number = key_number(child(meta, b"keys")?)?;
    let (_, item) = boxes_in(child(meta, b"ilst")?).find(|(kind, _)| u32::from_be_bytes(*kind) == number)?;
    // Type and language, then the value.
    let value = child(item, b"data")?.get(8..)?;
    some_text(text_of(value.get(..MAX_ID_BYTES).unwrap_or(value)))
}

/// Which of the keys is the identifier, counted from 1.
fn key_number(keys: &[u8]) -> Option<u32> {
    // Version and flags, how many there are; then for each its length, its namespace and its name: built like boxes.
    let number = boxes_in(keys.get(8..)?)
        .take(MAX_KEYS)
        .position(|(namespace, name)| namespace == *b"mdta" && name == CONTENT_ID)?;
    u32::try_from(number + 1).ok()
}
