//! `attache export`: an album of the visits in these folders.

use super::{ExportArgs, Outcome, Shared, headless};

/// Reads, groups, exports and prints.
pub(super) fn run(args: &ExportArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    super::remark_on_programme(args.programme.as_ref());
    let _read = headless::read(&args.paths, shared)?;
    anyhow::bail!("Export is not part of this build yet.")
}
