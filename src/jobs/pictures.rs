//! Making one picture: from the cache, from the thumbnail in the file, or from the Original.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::library::thumbnails::ThumbnailCache;
use crate::media::{self, Limits, Picture};
use crate::model::photo::PhotoId;
use crate::model::problem::Problem;

/// The sizes that are kept in the cache, by long edge in pixels. Others are made from the next larger one.
const KEPT_PX: [u32; 3] = [256, 512, 1024];

/// The size that is kept for a wanted one; `None` when it is too large to be kept.
fn kept_px(edge_px: u32) -> Option<u32> {
    KEPT_PX.into_iter().find(|kept| *kept >= edge_px)
}

/// What a quick look gives.
pub(super) enum Quick {
    /// From the cache: nothing better is to come.
    Final(Picture),
    /// The thumbnail in the file, for the time being.
    Provisional(Picture),
    /// Nothing.
    Nothing,
}

/// A thumbnail without decoding the Original.
pub(super) fn quick_thumbnail(cache: &ThumbnailCache, photo: PhotoId, path: &Path, edge_px: u32) -> Quick {
    if let Some(kept) = kept_px(edge_px).and_then(|kept| cache.load(photo, kept)) {
        return Quick::Final(fit(kept, edge_px));
    }
    match media::embedded_thumbnail(path) {
        Some(picture) => Quick::Provisional(fit(picture, edge_px)),
        None => Quick::Nothing,
    }
}

/// A thumbnail from the Original, which is then kept. The second value tells, once, that it could not be kept.
pub(super) fn make_thumbnail(
    cache: &ThumbnailCache,
    photo: PhotoId,
    path: &Path,
    edge_px: u32,
    cancel: &AtomicBool,
) -> (Result<Picture, Problem>, Option<Problem>) {
    let kept = kept_px(edge_px);
    let made_px = kept.unwrap_or(edge_px);
    let decoded = match media::decode(path, Some(made_px), &Limits::default(), cancel) {
        // As the cache keeps it: a photo must not look different when it is seen again.
        Ok(decoded) => fit(decoded, made_px).over_white(),
        Err(problem) => return (Err(problem), None),
    };
    let not_kept = kept.and_then(|kept| cache.save(photo, kept, &decoded));
    (Ok(fit(decoded, edge_px)), not_kept)
}

/// A picture for the large view.
pub(super) fn make_large(path: &Path, edge_px: u32, cancel: &AtomicBool) -> Result<Picture, Problem> {
    Ok(fit(media::decode(path, Some(edge_px), &Limits::default(), cancel)?, edge_px))
}

/// Not larger than wanted.
fn fit(picture: Picture, edge_px: u32) -> Picture {
    if picture.width_px.max(picture.height_px) <= edge_px {
        picture
    } else {
        media::resize(&picture, edge_px)
    }
}
