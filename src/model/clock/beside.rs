//! Photos of other devices at the same moment: the selfie, and the picture of it being taken.

use jiff::SignedDuration;

use super::super::collection::Collection;
use super::super::photo::PhotoId;
use super::super::time::CaptureTime;

/// How far apart in time two photos of one moment may be.
pub const BESIDE: SignedDuration = SignedDuration::from_secs(60);

/// Photos of other devices within [`BESIDE`] of this one, nearest first. A photo that is not exact to the minute has none.
pub fn beside(collection: &Collection, photo: PhotoId) -> Vec<PhotoId> {
    let Some(this) = collection.photo(photo) else { return Vec::new() };
    let Some(at) = collection.captured(this).filter(|at| is_exact(at)) else { return Vec::new() };
    let device = collection.notes().device_of(&this.device);
    let Some((visit, _)) = collection.whereabouts(photo) else { return Vec::new() };
    let mut found: Vec<(SignedDuration, PhotoId)> = visit
        .photos()
        .filter(|id| *id != photo)
        .filter_map(|id| {
            let other = collection.photo(id)?;
            let time = collection.captured(other).filter(|time| is_exact(time))?;
            let apart = apart(at, time).abs();
            // The time first: to name the device of every photo of a visit would take longer.
            let is_beside = apart <= BESIDE
                && (device.is_none() || collection.notes().device_of(&other.device) != device);
            is_beside.then_some((apart, id))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, id)| id).collect()
}

fn is_exact(time: &CaptureTime) -> bool {
    time.dates_photo() && time.best.uncertainty_secs < 60
}

/// How long after `b` is `a`: by the instant where both are known, else by the clock on the wall.
pub fn apart(a: &CaptureTime, b: &CaptureTime) -> SignedDuration {
    match (a.utc(), b.utc()) {
        (Some(a), Some(b)) => a.duration_since(b),
        _ => a.civil().duration_since(b.civil()),
    }
}
