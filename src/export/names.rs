//! What pictures are called: names that say nothing of the original, and that are others whenever the bytes may be.

use std::fs;

use super::plan::PlannedPhoto;
use super::settings::MEDIA_VERSION;

/// Every byte of an original, as a hash. A photo's identity will not do here: it looks at the beginning and the end of the file, and
/// what was blacked out in the middle of a scan has the identity of what it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content([u8; 32]);

impl Content {
    /// Reads the original of a photo from end to end. One that cannot be read has the hash of its identity; it gives no picture anyway.
    pub fn of(photo: &PlannedPhoto) -> Self {
        let mut hasher = blake3::Hasher::new();
        let read = fs::File::open(&photo.original).and_then(|file| hasher.update_reader(file).map(|_| ()));
        if read.is_err() {
            hasher.reset().update(&photo.id.0);
        }
        Self(*hasher.finalize().as_bytes())
    }
}

/// Where a picture of this long edge lies within the album.
///
/// Of a photo of which only a part could be read the names are others ([`incomplete_path`]): it may be whole the next time.
pub fn media_path(content: &Content, edge_px: u32, jpeg_quality: u8, segments: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"attache media");
    hasher.update(&MEDIA_VERSION.to_le_bytes());
    hasher.update(&content.0);
    hasher.update(&edge_px.to_le_bytes());
    hasher.update(&[jpeg_quality]);
    hasher.update(segments);
    let hash = hasher.finalize().to_hex();
    format!("media/{}-{edge_px}.jpg", hash.get(..20).unwrap_or_default())
}

/// The name of the same picture as WebP, after that of the JPEG.
pub fn webp_path(jpeg: &str) -> String {
    format!("{}.webp", jpeg.strip_suffix(".jpg").unwrap_or(jpeg))
}

/// The name of a picture of which a part is missing, after that of the whole one.
pub fn incomplete_path(whole: &str) -> String {
    let hash = blake3::hash(format!("incomplete {whole}").as_bytes()).to_hex();
    let edge = whole.rsplit_once('-').map_or("", |(_, edge)| edge);
    format!("media/{}-{edge}", hash.get(..20).unwrap_or_default())
}
