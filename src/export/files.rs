//! Files of an album on their way to the disk, with what the manifest says of them.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::settings::{EDGES_PX, ExportSettings};

/// The schema of `manifest.json`.
pub const SCHEMA: &str = "attache.album/1";

/// The name of the manifest within the album.
pub const MANIFEST: &str = "manifest.json";

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Written {
    /// Its path within the album, with `/`.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its content in hexadecimal digits.
    pub sha256: String,
}

/// `manifest.json`: every file of the album but itself, and how it was made. No time of day of the run.
#[derive(Debug, Serialize, Deserialize)]
pub struct SavedManifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// The program and its version.
    pub generator: String,
    /// What was chosen.
    pub settings: SavedSettings,
    /// Files by path.
    pub files: Vec<Written>,
}

/// [`ExportSettings`] as they stand in the manifest, without the target: that is a path of the machine.
#[derive(Debug, Serialize, Deserialize)]
pub struct SavedSettings {
    title: Option<String>,
    languages: Vec<String>,
    visits: Option<Vec<String>>,
    undated: bool,
    only_picks: bool,
    places: bool,
    profile: String,
    edges_px: Vec<u32>,
    jpeg_quality: u8,
    #[serde(default)]
    webp: bool,
    theme: String,
    base_url: Option<String>,
    #[serde(default)]
    license: Option<String>,
    #[serde(default)]
    acquire_license: Option<String>,
}

impl SavedManifest {
    /// The manifest of these files.
    pub fn new(settings: &ExportSettings, mut files: Vec<Written>) -> Self {
        files.sort();
        let visits = settings.visits.as_ref().map(|ids| ids.iter().map(ToString::to_string).collect());
        Self {
            schema: SCHEMA.to_owned(),
            generator: concat!("attache ", env!("CARGO_PKG_VERSION")).to_owned(),
            settings: SavedSettings {
                title: settings.title.as_deref().map(super::texts::clean_line),
                languages: settings.languages.iter().map(ToString::to_string).collect(),
                visits,
                undated: settings.undated,
                only_picks: settings.only_picks,
                places: settings.places,
                profile: settings.profile.code().to_owned(),
                edges_px: EDGES_PX.to_vec(),
                jpeg_quality: settings.jpeg_quality,
                webp: settings.webp,
                theme: settings.theme.code().to_owned(),
                base_url: settings.base_url.clone(),
                license: settings.license.clone(),
                acquire_license: settings.acquire_license.clone(),
            },
            files,
        }
    }

    /// The manifest as text.
    ///
    /// # Errors
    /// None in practice: every value of it has a form in JSON.
    pub fn to_text(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

/// Writes one file into an album that is being made, and the folders it needs.
///
/// # Errors
/// What the system says: no space, no such folder, no right to write.
pub fn write_file(album: &Path, path: &str, data: &[u8]) -> io::Result<Written> {
    let target = album.join(path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(&target)?;
    file.write_all(data)?;
    Ok(Written { path: path.to_owned(), bytes: data.len() as u64, sha256: sha256(data) })
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(data: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(data).iter().fold(String::with_capacity(64), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
