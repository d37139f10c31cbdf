//! `attache captions`: all captions as a table, and what a table changes taken back into the library.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use crate::library::desk::{Changes, read_captions, save_captions};
use crate::library::scan::absolute;
use crate::model::caption::replace::Hit;
use crate::model::caption::write::CaptionEdit;
use crate::model::collection::Collection;
use crate::model::notes::Field;
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;

use super::headless::{self, Headless};
use super::json::{ProblemShape, photos_by_path, shapes_of};
use super::{CaptionsArgs, Outcome, Shared, print};

/// Reads, writes the table or takes one over, and prints.
pub(super) fn run(args: &CaptionsArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    match (&args.out, &args.from) {
        (Some(out), _) => write_table(args, &absolute(out), shared),
        (None, Some(from)) => take_table(args, from, shared),
        (None, None) => anyhow::bail!("name a table: --out FILE to write one, --from FILE to take one over"),
    }
}

fn write_table(args: &CaptionsArgs, out: &Path, shared: &Shared) -> anyhow::Result<Outcome> {
    let read = headless::read(&args.paths, None, shared)?;
    let photos: Vec<PhotoId> = photos_by_path(&read.collection).iter().map(|photo| photo.id).collect();
    let langs = if args.lang.is_empty() { langs_of(&read.collection) } else { args.lang.clone() };
    save_captions(out, &read.collection, &photos, &langs)?;
    if args.json {
        let stats = StatsShape { n_photos: photos.len(), ..StatsShape::default() };
        print::json(&CaptionsDocument::of(out, &read, args, stats))?;
    } else {
        let langs: Vec<&str> = langs.iter().map(LangTag::as_str).collect();
        let n = print::count(photos.len(), "photo", "photos");
        print::text(&format!("captions of {n} in {} written\n{}\n", langs.join(", "), print::path(out)))?;
    }
    Ok(read.outcome())
}

/// The languages that any text is in, English first where there is none.
fn langs_of(collection: &Collection) -> Vec<LangTag> {
    let fields = || Field::ALL.iter().copied().filter(|field| field.is_text() && field.has_languages());
    let mut langs: BTreeSet<LangTag> = BTreeSet::new();
    for photo in collection.photos() {
        for field in fields() {
            langs.extend(collection.notes().photo_texts(photo, field).iter().map(|(lang, _)| lang.clone()));
        }
    }
    if langs.is_empty() {
        langs.insert(LangTag::en());
    }
    langs.into_iter().collect()
}

fn take_table(args: &CaptionsArgs, from: &Path, shared: &Shared) -> anyhow::Result<Outcome> {
    let read = headless::read(&args.paths, None, shared)?;
    let changes = read_captions(from, &read.collection)?;
    if !args.dry_run && !changes.hits.is_empty() {
        let edit = CaptionEdit::Take(changes.hits.clone()).to_edit(&read.collection);
        headless::save_edit(&edit, shared)
            .context("the captions could not be stored; nothing of the table was taken over")?;
    }
    if args.json {
        let stats = StatsShape {
            n_photos: read.collection.photos().len(),
            n_rows: changes.n_rows,
            n_rows_of_others: changes.n_unknown,
            n_changes: changes.hits.len(),
        };
        let mut document = CaptionsDocument::of(from, &read, args, stats);
        document.changes = changes.hits.iter().map(|hit| ChangeShape::of(hit, &read.collection)).collect();
        document.unknown_headings.clone_from(&changes.unknown_headings);
        print::json(&document)?;
    } else {
        print::text(&told(&changes, &read.collection, args.dry_run))?;
    }
    Ok(read.outcome())
}

fn told(changes: &Changes, collection: &Collection, dry: bool) -> String {
    let mut out = String::new();
    let mut last = None;
    for hit in &changes.hits {
        if last != Some(hit.photo) {
            last = Some(hit.photo);
            let path = collection.photo(hit.photo).map(|photo| print::path(&photo.original.path));
            out.push_str(&format!("{}\n", path.unwrap_or_default()));
        }
        let lang = hit.lang.as_ref().map(|lang| format!(" {lang}")).unwrap_or_default();
        let before = if hit.before.is_empty() { "nothing".to_owned() } else { print::plain(&hit.before) };
        out.push_str(&format!("  {}{lang}: {before} -> {}\n", hit.field.code(), print::plain(&hit.after)));
    }
    if !changes.unknown_headings.is_empty() {
        let headings: Vec<String> = changes.unknown_headings.iter().map(|head| print::plain(head)).collect();
        out.push_str(&format!("Columns that are not known: {}\n", headings.join(", ")));
    }
    if changes.n_unknown > 0 {
        let rows = print::count(changes.n_unknown, "row is of a photo", "rows are of photos");
        out.push_str(&format!("{rows} that is not in these folders\n"));
    }
    let verb = if dry { "to change" } else { "changed" };
    out.push_str(&format!("{} {verb}\n", print::count(changes.hits.len(), "text", "texts")));
    out
}

/// `attache.captions/1`.
#[derive(Serialize)]
struct CaptionsDocument {
    schema: &'static str,
    table: String,
    /// Whether the table was written, and not read.
    written: bool,
    dry_run: bool,
    changes: Vec<ChangeShape>,
    unknown_headings: Vec<String>,
    problems: Vec<ProblemShape>,
    stats: StatsShape,
}

/// A text that a table changes.
#[derive(Serialize)]
struct ChangeShape {
    id: String,
    path: String,
    field: &'static str,
    lang: Option<String>,
    before: String,
    after: String,
}

#[derive(Default, Serialize)]
struct StatsShape {
    n_photos: usize,
    n_rows: usize,
    n_rows_of_others: usize,
    n_changes: usize,
}

impl ChangeShape {
    fn of(hit: &Hit, collection: &Collection) -> Self {
        let photo = collection.photo(hit.photo);
        Self {
            id: hit.photo.hex(),
            path: photo.map(|photo| photo.original.path.to_string_lossy().into_owned()).unwrap_or_default(),
            field: hit.field.code(),
            lang: hit.lang.as_ref().map(|lang| lang.as_str().to_owned()),
            before: hit.before.clone(),
            after: hit.after.clone(),
        }
    }
}

impl CaptionsDocument {
    fn of(table: &Path, read: &Headless, args: &CaptionsArgs, stats: StatsShape) -> Self {
        Self {
            schema: "attache.captions/1",
            table: table.to_string_lossy().into_owned(),
            written: args.out.is_some(),
            dry_run: args.dry_run,
            changes: Vec::new(),
            unknown_headings: Vec::new(),
            problems: shapes_of(&read.problems),
            stats,
        }
    }
}
