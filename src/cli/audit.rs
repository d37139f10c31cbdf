//! `attache audit`: whether an exported album leaks anything.

use super::{AuditArgs, Outcome};

/// Audits and prints.
pub(super) fn run(_args: &AuditArgs) -> anyhow::Result<Outcome> {
    anyhow::bail!("Audit is not part of this build yet.")
}
