//! Pictures that an earlier export made, taken over where they are to the byte what it wrote.
//!
//! The name of a picture says what is in it ([`super::names`]): every byte of its original, its size, the quality, the texts it carries. A picture of the same name is the same picture if its bytes are still those that were written; each is read and hashed before it is
//! used. Pictures come from the album that stands at the target, be it a folder or a zip file, and from a draft that a crash left
//! there: its journal names each picture once it is whole.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zip::ZipArchive;

use super::audit;
use super::files::{MANIFEST, SavedManifest, Written, sha256};
use super::html::Rendition;
use super::images::OfPhoto;
use super::names::{Content, media_path, webp_path};
use super::plan::PlannedPhoto;
use super::settings::EDGES_PX;
use super::zipped;
use crate::media::{self, Encoding};

/// The name of a draft's journal: a line of JSON for each picture that is whole. It never goes into an album.
pub const JOURNAL: &str = ".attache-journal";

/// Pictures that are there already.
#[derive(Debug, Default)]
pub struct Kept {
    /// By path within the album: where it lies, and what was written.
    pictures: HashMap<String, (Source, Written)>,
}

/// Where a picture lies.
#[derive(Clone, Debug)]
enum Source {
    /// In the folder of an album.
    Folder(PathBuf),
    /// In an album that is one zip file. One reads at a time; what takes long is done after reading.
    Zip(Arc<Mutex<ZipArchive<fs::File>>>),
}

impl Kept {
    /// The pictures of an album that stands, and of a draft that was abandoned.
    pub fn of(album: &Path, draft: Option<&Path>) -> Self {
        let mut kept = Self::default();
        let manifest = fs::read_to_string(album.join(MANIFEST)).unwrap_or_default();
        let manifest: Option<SavedManifest> = serde_json::from_str(&manifest).ok();
        let files = manifest.map(|manifest| manifest.files).unwrap_or_default();
        kept.add(&Source::Folder(album.to_owned()), files);
        if let Some(draft) = draft {
            let journal = fs::read_to_string(draft.join(JOURNAL)).unwrap_or_default();
            // The last line may be cut off; what it would have named is made again.
            let lines = journal.lines().filter_map(|line| serde_json::from_str(line).ok());
            kept.add(&Source::Folder(draft.to_owned()), lines.collect());
        }
        kept
    }

    /// The pictures of an album that is one zip file; none where it is something else.
    pub fn of_zip(path: &Path) -> Self {
        let mut kept = Self::default();
        if let Some((zip, manifest)) = zipped::open(path) {
            kept.add(&Source::Zip(Arc::new(Mutex::new(zip))), manifest.files);
        }
        kept
    }

    /// These, and before them those of another place.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        for (path, picture) in other.pictures {
            self.pictures.entry(path).or_insert(picture);
        }
        self
    }

    fn add(&mut self, from: &Source, files: Vec<Written>) {
        let pictures = files.into_iter().filter(|file| is_media_path(&file.path));
        self.pictures.extend(pictures.map(|file| (file.path.clone(), (from.clone(), file))));
    }

    /// Puts the pictures of a photo into `folder` if all of them are there and sound. Where WebP is wanted and the photo has none, it
    /// is made again: nothing says whether it would save bytes.
    pub(super) fn take(
        &self,
        photo: &PlannedPhoto,
        content: &Content,
        encoding: Encoding,
        folder: &Path,
    ) -> Option<OfPhoto> {
        if self.pictures.is_empty() {
            return None;
        }
        let (width_px, height_px) = photo.upright_px;
        // What a photo's head says of its size and what is in it can differ: then these names are not there, and it is made again.
        let edges = media::edges_of(&EDGES_PX, width_px.max(height_px));
        let mut out = OfPhoto::default();
        let mut sound = Vec::new();
        for edge_px in edges {
            let path = media_path(content, edge_px, encoding.jpeg_quality, &photo.segments);
            let jpeg = self.sound(&path)?;
            let (width_px, height_px) = media::jpeg_size(&jpeg.bytes)?;
            sound.push(jpeg);
            let webp = if encoding.webp { Some(webp_path(&path)) } else { None };
            if let Some(webp) = &webp {
                sound.push(self.sound(webp)?);
            }
            out.renditions.push(Rendition { path, width_px, height_px, webp });
        }
        for picture in sound {
            let path = picture.written.path.clone();
            if let Err(error) = place(picture.from.as_deref(), &picture.bytes, &folder.join(&path)) {
                tracing::warn!(%error, path, "a picture that is kept could not be taken over");
                out.files.iter().for_each(|placed| drop(fs::remove_file(folder.join(&placed.path))));
                return None;
            }
            out.files.push(picture.written);
        }
        Some(out)
    }

    /// A picture by its name, if it is what was written.
    fn sound(&self, path: &str) -> Option<Sound> {
        let (source, written) = self.pictures.get(path)?;
        let (from, bytes, is_bare) = match source {
            Source::Folder(folder) => {
                let from = folder.join(path);
                // A link would lead out of the album.
                if !fs::symlink_metadata(&from).ok()?.is_file() {
                    return None;
                }
                let bytes = fs::read(&from).ok()?;
                // What was noted beside it since would come along.
                let is_bare = audit::attributes::leaks(&from).is_empty();
                (Some(from), bytes, is_bare)
            }
            Source::Zip(zip) => {
                // A thread that panicked while reading left a place in the file, which the next one sets anew.
                let mut zip = zip.lock().unwrap_or_else(PoisonError::into_inner);
                let mut bytes = Vec::new();
                zip.by_name(path).ok()?.take(written.bytes.saturating_add(1)).read_to_end(&mut bytes).ok()?;
                (None, bytes, true)
            }
        };
        if bytes.len() as u64 != written.bytes || sha256(&bytes) != written.sha256 || !is_bare {
            return None;
        }
        Some(Sound { from, bytes, written: written.clone() })
    }
}

/// A picture whose bytes are those that were written.
struct Sound {
    /// The file, where it is one by itself.
    from: Option<PathBuf>,
    bytes: Vec<u8>,
    written: Written,
}

/// Puts a file where it is to be: by a second name for it where the file system has that, else by writing it again. Files of an album
/// are never written in place, so that both names hold the same for as long as they are there.
fn place(from: Option<&Path>, bytes: &[u8], to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let Some(from) = from else { return fs::File::create_new(to)?.write_all(bytes) };
    match fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        // What was left there by an attempt that failed halfway is not trusted.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => fs::File::create_new(to)?.write_all(bytes),
    }
}

/// `media/` and a plain name: nothing that leads elsewhere.
fn is_media_path(path: &str) -> bool {
    let name = path.strip_prefix("media/").unwrap_or_default();
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
        && !name.starts_with('.')
}

/// Notes in a draft which pictures are whole.
#[derive(Debug)]
pub struct Journal {
    file: Option<fs::File>,
}

impl Journal {
    /// The journal of a draft. Without one, on a disk that refuses it, a crash costs the pictures made so far and nothing else.
    pub fn begin(draft: &Path) -> Self {
        let file = fs::File::options().append(true).create(true).open(draft.join(JOURNAL));
        Self { file: file.inspect_err(|error| tracing::warn!(%error, "no journal of the export")).ok() }
    }

    /// Notes the pictures of a photo.
    pub fn note(&mut self, written: &[Written]) {
        let Some(file) = &mut self.file else { return };
        let mut lines = String::new();
        for line in written.iter().filter_map(|written| serde_json::to_string(written).ok()) {
            lines.push_str(&line);
            lines.push('\n');
        }
        if let Err(error) = file.write_all(lines.as_bytes()) {
            tracing::warn!(%error, "the journal of the export ends here");
            self.file = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_pictures() {
        assert!(is_media_path("media/0123abcd-512.jpg"));
        for path in
            ["media/../x.jpg", "media/.hidden", "media/a/b.jpg", "media/", "index.html", "/media/a.jpg"]
        {
            assert!(!is_media_path(path), "{path}");
        }
    }

    #[test]
    fn a_journal_that_was_cut_off_still_serves() {
        let draft = tempfile::tempdir().expect("a folder");
        let written =
            |n: u8| Written { path: format!("media/{n}-512.jpg"), bytes: 3, sha256: sha256(&[n; 3]) };
        let mut journal = Journal::begin(draft.path());
        journal.note(&[written(1), written(2)]);
        drop(journal);
        let path = draft.path().join(JOURNAL);
        let mut text = fs::read_to_string(&path).expect("it is there");
        text.truncate(text.len() - 10);
        fs::write(&path, text).expect("it can be written");
        let kept = Kept::of(Path::new("/nowhere"), Some(draft.path()));
        assert_eq!(kept.pictures.keys().collect::<Vec<_>>(), ["media/1-512.jpg"]);
    }
}
