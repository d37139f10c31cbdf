//! `attache scan`: what is in these folders.

use std::fmt::Write as _;

use crate::model::text::{LangTag, LangText};
use crate::model::visit::Visit;

use super::headless::{self, Headless};
use super::json::ScanDocument;
use super::{Outcome, ScanArgs, Shared, print};

/// Reads, groups and prints.
pub(super) fn run(args: &ScanArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    let read = headless::read(&args.paths, args.programme.as_deref(), shared)?;
    if args.json {
        print::json(&ScanDocument::of(&read))?;
    } else {
        print::text(&summary(&read))?;
    }
    Ok(read.outcome())
}

/// A title in the language that the command line speaks.
fn english(title: &LangText) -> String {
    print::plain(title.best(&LangTag::en()).map_or("", |(_, text)| text))
}

fn summary(read: &Headless) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_summary(read, &mut out);
    out
}

fn write_summary(read: &Headless, out: &mut String) -> std::fmt::Result {
    let collection = &read.collection;
    for visit in &collection.grouping().visits {
        write_visit(read, visit, out)?;
    }
    let undated = &collection.grouping().undated;
    if !undated.is_empty() {
        writeln!(out, "Undated  {}", print::count(undated.len(), "photo", "photos"))?;
        writeln!(out, "  Nothing in these files says when they were taken.\n")?;
    }
    let devices = collection.devices();
    if !devices.is_empty() {
        writeln!(out, "Devices")?;
        let names: Vec<String> = devices
            .iter()
            .map(|device| {
                let name = device.facts.name().unwrap_or_else(|| device.id.to_string());
                match &device.facts.serial {
                    Some(serial) => print::plain(&format!("{name} (serial {serial})")),
                    None => print::plain(&name),
                }
            })
            .collect();
        let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        for (device, name) in devices.iter().zip(names) {
            writeln!(out, "  {name:<width$}  {}", print::count(device.n_photos, "photo", "photos"))?;
        }
        writeln!(out)?;
    }
    write_problems(read, out)?;
    writeln!(
        out,
        "{} in {}, {}, {:.1} s",
        print::count(collection.photos().len(), "photo", "photos"),
        print::count(read.stats.n_files, "file", "files"),
        print::count(read.problems.len(), "problem", "problems"),
        read.elapsed_ms as f64 / 1_000.0
    )
}

fn write_visit(read: &Headless, visit: &Visit, out: &mut String) -> std::fmt::Result {
    let title = english(&read.collection.visit_title(visit));
    writeln!(out, "{title}  {}  [{}]", print::count(visit.n_photos(), "photo", "photos"), visit.id)?;
    for section in &visit.sections {
        let title = english(&read.collection.section_title(&visit.id, section));
        let times = match (section.start, section.end) {
            (Some(start), Some(end)) => {
                format!("{:02}:{:02}–{:02}:{:02}", start.hour(), start.minute(), end.hour(), end.minute())
            }
            _ => String::new(),
        };
        writeln!(out, "  {title:<32}  {times:<11}  {:>6}", section.photos.len())?;
    }
    writeln!(out)
}

pub(super) fn write_problems(read: &Headless, out: &mut String) -> std::fmt::Result {
    if read.problems.is_empty() {
        return Ok(());
    }
    writeln!(out, "Problems")?;
    for problem in &read.problems {
        writeln!(out, "  {}", print::plain(&problem.to_string()))?;
    }
    writeln!(out)
}

impl Headless {
    /// Whether something is missing from what was read.
    pub(super) fn outcome(&self) -> Outcome {
        let photos = self.collection.photos().flat_map(|photo| &photo.problems);
        let lost = self.problems.iter().chain(photos).any(|problem| problem.kind.loses_photo());
        if lost { Outcome::WithProblems } else { Outcome::Done }
    }
}
