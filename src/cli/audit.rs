//! `attache audit`: whether an exported album leaks anything, what originals would, and whether an archive package is what it was.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::export::archive::bag;
use crate::export::audit::report::FindingKind;
use crate::export::audit::zip::audit_entries;
use crate::export::audit::{AuditReport, Known, audit_folder, page};
use crate::export::files::write_file;
use crate::library::scan;

use super::{AuditArgs, Outcome, Shared, originals, print};

/// Audits a zip file: how it is packed, and everything in it as a folder.
fn audit_zip_file(path: &Path) -> anyhow::Result<AuditReport> {
    let folder = tempfile::tempdir()?;
    let known = Known::default().with_account();
    let mut take = |name: &str, data: &[u8]| write_file(folder.path(), name, data).map(|_| ());
    let packed = audit_entries(path, &known, &mut take)?;
    // A name that leads out of the folder, or stands there twice, is not unpacked.
    if packed.findings.iter().any(|finding| finding.kind != FindingKind::Metadata) {
        return Ok(packed);
    }
    let mut report = audit_folder(folder.path())?;
    report.findings.extend(packed.findings);
    report.findings.sort();
    Ok(report)
}

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
    let report = if folder.is_file() { audit_zip_file(folder)? } else { audit_folder(folder)? };
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
