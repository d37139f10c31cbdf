//! `attache audit`: whether an exported album leaks anything, what originals would, and whether an archive package is what it was.

use anyhow::{Context as _, bail};

use crate::export::archive::bag;
use crate::export::audit::{audit_folder, page};
use crate::library::scan;

use super::{AuditArgs, Outcome, Shared, originals, print};

/// Audits and prints.
pub(super) fn run(args: &AuditArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    if args.originals {
        return originals::run(&args.paths, args.json, shared);
    }
    let [folder] = args.paths.as_slice() else {
        bail!("one album is audited at a time; give one folder, or --originals for photos");
    };
    if bag::is_bag(folder) {
        if args.report.is_some() {
            bail!(
                "{} is an archive package, of which there is no report as a page; leave --report out",
                print::path(folder)
            );
        }
        let report = bag::check(folder).with_context(|| format!("could not read {}", print::path(folder)))?;
        if args.json {
            print::json(&report.to_json())?;
        } else {
            let lines: Vec<String> = report.to_string().lines().map(print::plain).collect();
            print::text(&(lines.join("\n") + "\n"))?;
        }
        return Ok(if report.is_valid() { Outcome::Done } else { Outcome::WithProblems });
    }
    let report = audit_folder(folder)?;
    if let Some(file) = &args.report {
        // A page about the album is no part of it: beside its files it would be a leak itself.
        if scan::absolute(file).starts_with(scan::absolute(folder)) {
            bail!(
                "the report cannot go into the album that it is about; name a file outside of {}",
                print::path(folder)
            );
        }
        std::fs::write(file, page(&report, &args.lang))
            .with_context(|| format!("the report could not be written to {}", print::path(file)))?;
    }
    if args.json {
        print::json(&report.to_json())?;
    } else {
        let lines: Vec<String> = report.to_string().lines().map(print::plain).collect();
        print::text(&(lines.join("\n") + "\n"))?;
    }
    Ok(if report.is_clean() { Outcome::Done } else { Outcome::WithProblems })
}
