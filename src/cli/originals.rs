//! `attache audit --originals`: what photos would give away if they went out as they are.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::model::exposure::Exposure;
use crate::model::photo::{Photo, PhotoId};

use super::json::{ProblemShape, shapes_of};
use super::{Outcome, Shared, headless, print};

/// Photos that are named for each finding, in text.
const MOST_NAMED: usize = 3;

/// Reads, counts and prints.
pub(super) fn run(paths: &[PathBuf], json: bool, shared: &Shared) -> anyhow::Result<Outcome> {
    let read = headless::read(paths, None, shared)?;
    let photos: Vec<&Photo> = read.collection.photos().map(AsRef::as_ref).collect();
    let exposure = Exposure::of(photos.iter().copied());
    let by_id: HashMap<PhotoId, &Photo> = photos.iter().map(|photo| (photo.id, *photo)).collect();
    let path = |id: &PhotoId| by_id.get(id).map(|photo| photo.original.path.to_string_lossy().into_owned());
    if json {
        let found = exposure.found.iter().map(|(secret, ids)| FoundShape {
            kind: secret.code(),
            n_photos: ids.len(),
            what: secret.words(),
            remedy: secret.remedy(),
            photos: ids.iter().filter_map(path).collect(),
        });
        print::json(&OriginalsDocument {
            schema: "attache.originals/1",
            found: found.collect(),
            problems: shapes_of(&read.problems),
            stats: StatsShape { n_photos: exposure.n_photos, n_devices_with_serial: exposure.n_devices },
        })?;
        return Ok(read.outcome());
    }
    let mut out = format!("{}\n", exposure.sentence());
    for (secret, ids) in &exposure.found {
        out.push_str(&format!("\n  {} {}. {}\n", ids.len(), secret.words(), secret.remedy()));
        for name in ids.iter().filter_map(path).take(MOST_NAMED) {
            out.push_str(&format!("      {}\n", print::plain(&name)));
        }
        if ids.len() > MOST_NAMED {
            out.push_str(&format!("      and {} more\n", ids.len() - MOST_NAMED));
        }
    }
    print::text(&out)?;
    Ok(read.outcome())
}

/// `attache.originals/1`.
#[derive(Serialize)]
struct OriginalsDocument {
    schema: &'static str,
    found: Vec<FoundShape>,
    problems: Vec<ProblemShape>,
    stats: StatsShape,
}

#[derive(Serialize)]
struct FoundShape {
    kind: &'static str,
    n_photos: usize,
    what: &'static str,
    remedy: &'static str,
    photos: Vec<String>,
}

#[derive(Serialize)]
struct StatsShape {
    n_photos: usize,
    n_devices_with_serial: usize,
}
