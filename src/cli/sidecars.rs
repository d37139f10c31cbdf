//! `attache sidecars`: what the library says of photos, written beside them.

use serde::Serialize;

use crate::library::sidecar::{Done, Habits, plan, write};
use crate::model::problem::Problem;

use super::json::{ProblemShape, photos_by_path, shapes_of};
use super::{Outcome, Shared, SidecarsArgs, headless, print};

/// Reads, writes and prints.
pub(super) fn run(args: &SidecarsArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    let read = headless::read(&args.paths, None, shared)?;
    let mut habits = Habits::default();
    let (mut done, mut failed): (Vec<Done>, Vec<Problem>) = (Vec::new(), Vec::new());
    for photo in photos_by_path(&read.collection) {
        let Some(job) = plan(photo, read.collection.notes(), &args.lang) else { continue };
        match write(&job, &mut habits, args.dry_run) {
            Ok(it) => done.push(it),
            Err(problem) => failed.push(problem),
        }
    }
    let outcome = if failed.is_empty() { read.outcome() } else { Outcome::WithProblems };
    let mut problems = read.problems.clone();
    problems.extend(failed.iter().cloned());
    if args.json {
        print::json(&SidecarsDocument::of(&done, &problems, failed.len(), args.dry_run))?;
    } else {
        print::text(&summary(&done, &problems, failed.len(), args.dry_run))?;
    }
    Ok(outcome)
}

fn summary(done: &[Done], problems: &[Problem], n_failed: usize, dry: bool) -> String {
    let mut out = String::new();
    for Done { path, is_new, changed, kept, .. } in done.iter().filter(|done| !done.changed.is_empty()) {
        let what = if *is_new { "new" } else { "changed" };
        out.push_str(&format!("{}  {what}: {}\n", print::path(path), changed.join(", ")));
        for name in kept {
            out.push_str(&format!(
                "  {name} was left as it is: it holds more than one, or more than we know of\n"
            ));
        }
    }
    out.push_str(&print::problems(problems));
    let n_written = done.iter().filter(|done| !done.changed.is_empty()).count();
    let verb = if dry { "to write" } else { "written" };
    out.push_str(&format!(
        "{} {verb}, {} as they should be, {n_failed} not written\n",
        print::count(n_written, "sidecar", "sidecars"),
        done.len() - n_written,
    ));
    out
}

/// `attache.sidecars/1`.
#[derive(Serialize)]
struct SidecarsDocument {
    schema: &'static str,
    dry_run: bool,
    sidecars: Vec<SidecarShape>,
    problems: Vec<ProblemShape>,
    stats: StatsShape,
}

#[derive(Serialize)]
struct SidecarShape {
    path: String,
    photo: String,
    new: bool,
    changed: Vec<&'static str>,
    kept: Vec<&'static str>,
}

#[derive(Serialize)]
struct StatsShape {
    n_written: usize,
    n_unchanged: usize,
    n_failed: usize,
}

impl SidecarsDocument {
    fn of(done: &[Done], problems: &[Problem], n_failed: usize, dry_run: bool) -> Self {
        let written: Vec<&Done> = done.iter().filter(|done| !done.changed.is_empty()).collect();
        let shape = |done: &&Done| SidecarShape {
            path: done.path.to_string_lossy().into_owned(),
            photo: done.original.to_string_lossy().into_owned(),
            new: done.is_new,
            changed: done.changed.clone(),
            kept: done.kept.clone(),
        };
        Self {
            schema: "attache.sidecars/1",
            dry_run,
            sidecars: written.iter().map(shape).collect(),
            problems: shapes_of(problems),
            stats: StatsShape { n_written: written.len(), n_unchanged: done.len() - written.len(), n_failed },
        }
    }
}
