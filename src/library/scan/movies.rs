//! Which of the videos beside a photo is its own: by Apple's identifier in both, else by its name.

use std::time::Duration;

use crate::library::known::{FileRecord, KnownFile, KnownFiles, Was};
use crate::media;
use crate::model::motion::{Motion, MotionClaim, MotionPlace, MotionScheme, Movie};
use crate::model::photo::Photo;

use super::read::unchanged;
use super::walk::ListedFile;

/// What lasts longer is no moment kept with a photo, but a film that has the name of one: it stays a companion.
const LONGEST: Duration = Duration::from_secs(30);

/// What a video says of itself: remembered, or read now; then with what to remember.
pub(super) fn of(known: &KnownFiles, file: &ListedFile) -> (Option<Movie>, Option<FileRecord>) {
    match unchanged(known, file).map(|known| &known.was) {
        Some(Was::Movie(movie)) => (Some(movie.clone()), None),
        _ => read(file),
    }
}

/// What a video says of itself, read now, and what to remember.
pub(super) fn read(file: &ListedFile) -> (Option<Movie>, Option<FileRecord>) {
    // A fault in the reader must cost one video, not the scan.
    let read = std::panic::catch_unwind(|| media::read_movie(&file.path));
    let Ok(Ok(Some(movie))) = read else { return (None, None) };
    let was = Was::Movie(movie.clone());
    let new = KnownFile { bytes: file.bytes, modified_ns: file.modified_ns, format: None, was };
    (Some(movie), Some(FileRecord { path: file.path.clone(), file: new }))
}

/// The identifier of a picture of a Live Photo.
pub(super) fn content_id(photo: &Photo) -> Option<&str> {
    match &photo.motion_claim {
        Some(MotionClaim::Live(id)) => Some(id),
        Some(MotionClaim::Embedded(_)) | None => None,
    }
}

/// Looks into the videos beside a photo: the one with its identifier is its own, one with another identifier is not even a
/// companion, one without is its own by its name. Gives what to remember of them.
pub(super) fn pair(photo: &mut Photo, videos: &[ListedFile], known: &KnownFiles) -> Vec<FileRecord> {
    let mut records = Vec::new();
    let mut best: Option<Motion> = None;
    for video in videos {
        let (movie, record) = of(known, video);
        records.extend(record);
        let Some(movie) = movie else { continue };
        let scheme = match (content_id(photo), &movie.content_id) {
            (Some(picture), Some(video)) if picture.eq_ignore_ascii_case(video) => MotionScheme::LivePhoto,
            (Some(_), Some(_)) => {
                photo.companions.retain(|path| *path != video.path);
                continue;
            }
            _ if movie.duration.is_some_and(|duration| duration > LONGEST) => continue,
            _ => MotionScheme::SameName,
        };
        if best.as_ref().is_none_or(|best| best.scheme != MotionScheme::LivePhoto) {
            best = Some(Motion {
                place: MotionPlace::Companion { path: video.path.clone(), bytes: video.bytes },
                scheme,
                duration: movie.duration,
                sound: movie.sound,
            });
        }
    }
    // What lies in the file itself goes wherever the file goes, and so counts first.
    photo.motion = photo.motion.take().or(best);
    records
}
