//! The video that a phone keeps with a photo: found by what the file says, and believed only when it is there.
//!
//! - `xmp`: what XMP says (Google, Xiaomi, OPPO, vivo, Honor); `samsung`: Samsung's trailer; `apple`: the identifier that makes a
//!   Live Photo of two files
//! - `search`: where the video is when what the file says is wrong, or when it says nothing
//! - `movie`: what a video says of itself: length, sound, identifier
//!
//! The Motion Photo format 1.0 (developer.android.com/media/platform/motion-photo-format) warns readers itself that editors keep
//! the words and drop the video, so "readers must always confirm that a video is present".

pub(super) mod apple;
mod movie;
pub(super) mod samsung;
mod search;
mod xmp;

use std::ops::Range;
use std::path::Path;

use self::movie::{First, Found};
use self::xmp::Claims;
use super::container::boxes::Boxes;
use super::container::walk;
use super::decode::format_of;
use super::exif::read_exif;
use super::source::Source;
use crate::model::motion::{Motion, MotionClaim, MotionPlace, MotionScheme, Movie};
use crate::model::photo::Format;
use crate::model::problem::Problem;

/// Boxes of a HEIC file that are looked at for its video: real ones have below ten.
const MAX_BOXES: usize = 256;

/// Samsung's trailers without a video are shorter than this, but for those with a depth map.
const MIN_VIDEO_TRAILER_BYTES: u64 = 64 * 1024;

/// What one file says and holds.
pub(super) type Told = (Option<Motion>, Option<MotionClaim>);

/// The video in a file; where there is none, what the file says of one. `content_id` is Apple's identifier of the picture.
pub(super) fn find_motion(
    source: &Source,
    format: Format,
    xmp: Option<&[u8]>,
    content_id: Option<String>,
) -> Told {
    let claims = xmp.map(xmp::read_claims).unwrap_or_default();
    let motion = match format {
        Format::Jpeg => in_jpeg(source, &claims),
        Format::Heic | Format::Avif => in_boxes(source, &claims),
        Format::Png | Format::WebP | Format::Tiff | Format::Jxl | Format::Gif | Format::Bmp | Format::Raw => {
            None
        }
    };
    let claim = match (&motion, content_id) {
        (_, Some(id)) => Some(MotionClaim::Live(id)),
        (Some(_), None) => None,
        (None, None) => said_by(source, format, &claims).map(MotionClaim::Embedded),
    };
    (motion, claim)
}

/// Which scheme claims a video in the file.
fn said_by(source: &Source, format: Format, claims: &Claims) -> Option<MotionScheme> {
    let trailer = (format == Format::Jpeg).then(|| samsung::trailer(source)).flatten();
    trailer.and_then(|trailer| trailer.video_at).map(|_| MotionScheme::Samsung).or_else(|| claims.scheme())
}

/// Behind the picture of a JPEG file.
fn in_jpeg(source: &Source, claims: &Claims) -> Option<Motion> {
    let mut ends_as_jpeg = search::ends_as_jpeg(source, source.len());
    let mut said = Vec::new();
    if let Some(trailer) = (!ends_as_jpeg).then(|| samsung::trailer(source)).flatten() {
        said.extend(trailer.video_at.map(|at| (MotionScheme::Samsung, at)));
        // Whatever is behind the picture is in its blocks, and small ones hold no video.
        let is_small = source.len().saturating_sub(trailer.at) < MIN_VIDEO_TRAILER_BYTES;
        ends_as_jpeg = is_small && search::ends_as_jpeg(source, trailer.at);
    }
    said.extend(claims.places(source.len()));
    said_or_searched(source, &said, claims, !ends_as_jpeg)
}

/// At one of the places that the file names, else where a search finds it.
fn said_or_searched(
    source: &Source,
    said: &[(MotionScheme, u64)],
    claims: &Claims,
    everywhere: bool,
) -> Option<Motion> {
    for (scheme, at) in said {
        if let Some(found) = movie::read(source, *at..source.len(), First::FileType) {
            return Some(embedded(*scheme, *at, true, &found));
        }
    }
    let near: Vec<u64> = said.iter().map(|(_, at)| *at).collect();
    let (at, found) = search::search(source, &near, everywhere)?;
    let scheme = said.first().map(|(scheme, _)| *scheme).or_else(|| claims.scheme());
    let scheme = scheme.unwrap_or_else(|| search::unsaid_scheme(source));
    Some(embedded(scheme, at, false, &found))
}

/// In a file of boxes: in the box `mpvd` (Motion Photo format 1.0, "ISOBMFF image specific behavior"), or behind all boxes of the
/// picture, as a file of its own; where the boxes end before that, wherever it is claimed to be.
fn in_boxes(source: &Source, claims: &Claims) -> Option<Motion> {
    for (n, at) in Boxes::of(source).take(MAX_BOXES).enumerate() {
        let place: Range<u64> = match &at.kind {
            b"mpvd" => at.body.clone(),
            b"ftyp" if n > 0 => at.body.start.saturating_sub(8)..source.len(),
            _ => continue,
        };
        if let Some(found) = movie::read(source, place.clone(), First::FileType) {
            let scheme =
                if at.kind == *b"mpvd" { MotionScheme::MotionBox } else { MotionScheme::MotionPhoto };
            return Some(embedded(scheme, place.start, true, &found));
        }
    }
    let is_claimed = claims.scheme().is_some();
    said_or_searched(source, &claims.places(source.len()), claims, is_claimed)
}

fn embedded(scheme: MotionScheme, offset: u64, is_where_said: bool, found: &Found) -> Motion {
    Motion {
        place: MotionPlace::Embedded { offset, bytes: found.bytes, is_where_said },
        scheme,
        duration: found.movie.duration,
        sound: found.movie.sound,
    }
}

/// What a video file says of itself; `None` for what is no video of the MP4 and QuickTime family. No more is read of it than its
/// boxes.
///
/// # Errors
/// A [`Problem`] when the file cannot be read.
pub fn read_movie(path: &Path) -> Result<Option<Movie>, Problem> {
    let source = Source::open(path)?;
    Ok(movie::read(&source, 0..source.len(), First::AnyBox).map(|found| found.movie))
}

/// The content identifier of a picture, if it is one of a Live Photo. Reads its EXIF and nothing else.
///
/// # Errors
/// A [`Problem`] when the file cannot be read or is no picture that is read.
pub fn read_content_id(path: &Path) -> Result<Option<String>, Problem> {
    let source = Source::open(path)?;
    let format = format_of(path, source.head())?;
    Ok(walk(&source, format).exif.and_then(|exif| read_exif(exif).content_id))
}

#[cfg(test)]
mod tests;
