//! Photos in the order in which they are shown.

use std::collections::HashMap;
use std::ops::Range;

use super::photo::PhotoId;

/// Photos in an order, and where each of them is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    photos: Vec<PhotoId>,
    at: HashMap<PhotoId, usize>,
}

impl Order {
    /// An order of these photos.
    pub fn of(photos: Vec<PhotoId>) -> Self {
        let at = photos.iter().enumerate().map(|(n, photo)| (*photo, n)).collect();
        Self { photos, at }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.photos.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.photos.is_empty()
    }

    /// All of them.
    pub fn all(&self) -> &[PhotoId] {
        &self.photos
    }

    /// The photos from one place to another; fewer where the order ends.
    pub fn photos(&self, range: Range<usize>) -> &[PhotoId] {
        let end = range.end.min(self.photos.len());
        self.photos.get(range.start.min(end)..end).unwrap_or_default()
    }

    /// The photo at a place.
    pub fn get(&self, n: usize) -> Option<PhotoId> {
        self.photos.get(n).copied()
    }

    /// Where a photo is.
    pub fn position(&self, photo: PhotoId) -> Option<usize> {
        self.at.get(&photo).copied()
    }
}
