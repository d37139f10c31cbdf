//! XMP in a file of its own (XMP specification part 3, 1.1.6).

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::iptc::IptcFacts;
use super::merge::merge;
use super::xmp::{Property, read_xmp};
use crate::media::exif::ExifFacts;
use crate::media::source::unreadable;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::sidecar::Sidecar;
use crate::model::time::sidecar::{SidecarDate, read_correction};

/// The longest sidecar that is read: ten times what a raw converter with many masks writes.
pub const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Reads a sidecar.
///
/// # Errors
/// A [`Problem`] when it cannot be opened, or is longer than [`MOST_BYTES`].
pub fn read_sidecar(path: &Path) -> Result<Sidecar, Problem> {
    let bytes = read_bytes(path)?;
    Ok(sidecar_of(&bytes))
}

/// The bytes of a sidecar.
///
/// # Errors
/// As of [`read_sidecar`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let failed = |error| unreadable(path, &error);
    // Asked before it is opened: opening a pipe would wait for its writer.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Problem::new(ProblemKind::Unreadable, path, "This is not a file; it was left out."));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        let message = "The sidecar is longer than 16 MB, more than any program writes; it was not read.";
        return Err(Problem::new(ProblemKind::MetadataDamaged, path, message));
    }
    Ok(bytes)
}

/// What the bytes of a sidecar say.
pub fn sidecar_of(bytes: &[u8]) -> Sidecar {
    let facts = read_xmp(bytes, None);
    // Adobe's programs say the ending of the file, Lightroom its name too, darktable the name of what it developed.
    let of = [Property::RawFileName, Property::SidecarFor, Property::DerivedFrom]
        .into_iter()
        .find_map(|property| facts.first(property));
    let name =
        |text: &str| text.rsplit(['/', '\\']).next().unwrap_or(text).trim_start_matches('.').to_lowercase();
    let written = |property| facts.first(property).map(str::to_owned);
    let taken = SidecarDate {
        created: written(Property::DateCreated),
        original: written(Property::DateTimeOriginal),
        correction: read_correction(&facts.list(Property::Corrected)),
    };
    let mut texts = merge(&facts, &IptcFacts::default(), &ExifFacts::default(), false);
    texts.taken = (!taken.is_empty()).then(|| Box::new(taken));
    Sidecar { texts, of: of.map(name), fault: facts.fault }
}
