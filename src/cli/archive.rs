//! `attache archive`: originals with all that is known of them, for keeping.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde_json::Value as Json;

use crate::export::archive::{self, ArchivePlan, ArchiveReport, ArchiveSettings};
use crate::library::scan;
use crate::model::problem::Problem;
use crate::model::visit::VisitId;

use super::export::{progress_bar, stop_on_interrupt};
use super::headless::Headless;
use super::json::{ProblemShape, ScanDocument, shapes_of};
use super::{ArchiveArgs, Outcome, Shared, headless, print};

/// Reads, groups, packs and prints.
pub(super) fn run(args: &ArchiveArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    let read = headless::read(&args.paths, args.programme.as_deref(), shared)?;
    let settings = ArchiveSettings {
        target: args.out.clone(),
        roots: args.paths.iter().map(|path| scan::absolute(path)).collect(),
        visits: (!args.visit.is_empty()).then(|| args.visit.iter().map(|id| VisitId::new(id)).collect()),
        organization: args.organization.clone(),
        as_of: Some(jiff::Timestamp::now()),
    };
    let plan = archive::plan(&read.collection, &settings);
    let visits = description(&read, &plan)?;
    let cancel = stop_on_interrupt();
    let bar = progress_bar();
    bar.set_message("Copying and checking");
    let show = |n: usize, of: usize| {
        bar.set_length(of as u64);
        // Threads report out of order.
        bar.set_position((n as u64).max(bar.position()));
    };
    let report = archive::run(&plan, visits, &show, &cancel);
    bar.finish_and_clear();
    let report = report?;
    if args.json {
        print::json(&ArchiveDocument::of(&report, &read.problems))?;
    } else {
        print::text(&summary(&report, &read.problems))?;
    }
    Ok(read.outcome())
}

/// The document of `attache scan --json`, of what is archived alone, with paths within the package in place of the machine's, and
/// without what differs from run to run.
fn description(read: &Headless, plan: &ArchivePlan) -> anyhow::Result<Vec<u8>> {
    let mut document = serde_json::to_value(ScanDocument::of(read))?;
    let places = plan.places();
    let is_here = |path: &Json| path.as_str().is_some_and(|path| places.contains_key(path));
    let list = |document: &mut Json, name: &str, keep: &dyn Fn(&Json) -> bool| {
        if let Some(all) = document.get_mut(name).and_then(Json::as_array_mut) {
            all.retain(keep);
        }
    };
    list(&mut document, "photos", &|photo| photo.get("path").is_some_and(is_here));
    list(&mut document, "undated", &is_here);
    list(&mut document, "problems", &|problem| problem.get("path").is_some_and(is_here));
    let named = |name: &str| -> HashSet<String> {
        let photos = document.get("photos").and_then(Json::as_array).into_iter().flatten();
        photos.filter_map(|photo| photo.get(name)?.as_str().map(str::to_owned)).collect()
    };
    let (visits, devices) = (named("visit"), named("device"));
    let is_named = |of: &Json, names: &HashSet<String>| {
        of.get("id").and_then(Json::as_str).is_some_and(|id| names.contains(id))
    };
    list(&mut document, "visits", &|visit| is_named(visit, &visits));
    list(&mut document, "devices", &|device| is_named(device, &devices));
    if let Some(document) = document.as_object_mut() {
        // How long it took, and how many files were looked at.
        document.remove("stats");
    }
    for photo in document.get_mut("photos").and_then(Json::as_array_mut).into_iter().flatten() {
        // Files with the same bytes are not in the package again.
        if let Some(copies) = photo.get_mut("copies") {
            *copies = Json::Array(Vec::new());
        }
    }
    put_in_place(&mut document, &places);
    let mut out = serde_json::to_vec_pretty(&document)?;
    out.push(b'\n');
    Ok(out)
}

/// Every text that is the path of an archived file becomes its path within the package.
fn put_in_place(value: &mut Json, places: &HashMap<String, String>) {
    match value {
        Json::String(text) => {
            if let Some(place) = places.get(text) {
                text.clone_from(place);
            }
        }
        Json::Array(values) => values.iter_mut().for_each(|value| put_in_place(value, places)),
        Json::Object(values) => values.iter_mut().for_each(|(_, value)| put_in_place(value, places)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn summary(report: &ArchiveReport, problems: &[Problem]) -> String {
    let mut out = print::problems(problems);
    if report.n_taken_over > 0 {
        out.push_str(&format!(
            "{} of a run that was interrupted taken over.\n",
            print::count(report.n_taken_over, "file", "files")
        ));
    }
    out.push_str(&format!(
        "{}, {}, {:.1} MB, each read back and found the same\n{}\nNot for publishing: originals hold all that their devices wrote. All photos are in it, whatever is cleared.\n",
        print::count(report.n_photos, "photo", "photos"),
        print::count(report.n_files, "file", "files"),
        report.n_bytes as f64 / 1_000_000.0,
        print::path(&report.target),
    ));
    if let Some(words) = report.withheld.words() {
        out.push_str(&format!("Take care whom you give it to: {words}.\n"));
    }
    out
}

/// `attache.archive/1`.
#[derive(Serialize)]
struct ArchiveDocument {
    schema: &'static str,
    out: String,
    problems: Vec<ProblemShape>,
    stats: StatsShape,
}

#[derive(Serialize)]
struct StatsShape {
    n_photos: usize,
    n_files: usize,
    n_bytes: u64,
    n_taken_over: usize,
    n_held: usize,
    n_not_cleared: usize,
    n_embargoed: usize,
}

impl ArchiveDocument {
    fn of(report: &ArchiveReport, problems: &[Problem]) -> Self {
        let ArchiveReport { target, n_photos, n_files, n_bytes, n_taken_over, withheld } = report;
        Self {
            schema: "attache.archive/1",
            out: target.to_string_lossy().into_owned(),
            problems: shapes_of(problems),
            stats: StatsShape {
                n_photos: *n_photos,
                n_files: *n_files,
                n_bytes: *n_bytes,
                n_taken_over: *n_taken_over,
                n_held: withheld.n_held(),
                n_not_cleared: withheld.n_not_cleared(),
                n_embargoed: withheld.n_embargoed,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::archive::withheld::Withheld;
    use crate::model::clearance::{Behind, Party};

    #[test]
    fn whoever_packs_is_told_what_was_not_to_be_published() {
        let mut report = ArchiveReport {
            target: "package".into(),
            n_photos: 3,
            n_files: 5,
            n_bytes: 1_000_000,
            n_taken_over: 0,
            withheld: Withheld::default(),
        };
        let free = summary(&report, &[]);
        assert!(free.ends_with("All photos are in it, whatever is cleared.\n"), "{free}");
        report.withheld.behind.insert(Behind::Held(Party::Host), 2);
        let told = summary(&report, &[]);
        assert_eq!(told, format!("{free}Take care whom you give it to: 2 held by the host.\n"));
        let document = serde_json::to_value(ArchiveDocument::of(&report, &[])).unwrap();
        assert_eq!(document["stats"]["n_held"], 2);
    }
}
