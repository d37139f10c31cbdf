//! `attache audit`: whether an exported album leaks anything.

use crate::export::audit::audit_folder;

use super::{AuditArgs, Outcome, print};

/// Audits and prints.
pub(super) fn run(args: &AuditArgs) -> anyhow::Result<Outcome> {
    let report = audit_folder(&args.folder)?;
    if args.json {
        print::json(&report.to_json())?;
    } else {
        let lines: Vec<String> = report.to_string().lines().map(print::plain).collect();
        print::text(&(lines.join("\n") + "\n"))?;
    }
    Ok(if report.is_clean() { Outcome::Done } else { Outcome::WithProblems })
}
