//! An export, from the command to its end.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::state::{ExportState, remaining};
use super::{Refusal, Session};
use crate::export::audit::page;
use crate::export::delivery::{PageSize, deliver, index_of};
use crate::export::{self, ExportReport, ExportSettings, Progress, Stage};
use crate::jobs::{ExportEnd, ExportProgress};
use crate::model::problem::ProblemKind;
use crate::model::text::LangTag;

impl Session {
    pub(super) fn start_export(&mut self, settings: &ExportSettings) -> Result<(), Refusal> {
        if self.export_job.is_some() {
            return Err(Refusal("An export is running: wait for its end, or cancel it."));
        }
        let plan = export::plan(&self.collection, settings);
        let form = plan.settings.form;
        let audits = self.audits.clone();
        let lang = plan.settings.languages.first().cloned().unwrap_or_else(LangTag::en);
        let job = self.jobs.export(move |report, cancel| {
            let tell = |progress: Progress| {
                report(ExportProgress {
                    step: words(progress.stage).to_owned(),
                    n_done: progress.n_done,
                    n_total: progress.n_total,
                });
            };
            let told = |page: PageSize| {
                let step = format!("Writing one page of {:.1} MB", page.n_bytes as f64 / 1e6);
                report(ExportProgress { step, n_done: 0, n_total: 0 });
            };
            match deliver(plan, &told, &tell, cancel) {
                Ok(report) => ExportEnd::Done {
                    index: index_of(form, &report.target),
                    n_photos: report.n_photos,
                    audit: write_audit(audits.as_deref(), &report, &lang),
                    problems: report.problems,
                },
                Err(error) if error.is_cancelled() => ExportEnd::Cancelled,
                Err(error) => ExportEnd::Failed(error.to_string()),
            }
        });
        self.export_job = Some((job, Instant::now()));
        self.export = ExportState::Running {
            step: words(Stage::Images).to_owned(),
            n_done: 0,
            n_total: 0,
            remaining: None,
        };
        Ok(())
    }

    pub(super) fn report_export(&mut self, progress: ExportProgress) {
        let ExportProgress { step, n_done, n_total } = progress;
        if let ExportState::Running { step: last, n_done: before, .. } = &self.export
            && *last == step
            && *before > n_done
        {
            // Workers report as they finish; the bar does not run backwards.
            return;
        }
        // Pictures take nearly all of the time; the rest is over before it can be told.
        let begun = self.export_job.map(|(_, begun)| begun);
        let remaining = begun.and_then(|begun| remaining(begun.elapsed(), n_done, n_total));
        self.export = ExportState::Running { step, n_done, n_total, remaining };
    }

    pub(super) fn end_export(&mut self, end: ExportEnd) {
        self.export = match end {
            ExportEnd::Done { index, n_photos, problems, audit } => {
                let n_left_out = problems
                    .iter()
                    .filter(|p| p.kind.loses_photo() && p.kind != ProblemKind::Incomplete)
                    .count();
                problems.into_iter().for_each(|problem| self.note_problem(problem));
                ExportState::Done { index, n_photos, n_left_out, audit }
            }
            ExportEnd::Cancelled => ExportState::Cancelled,
            ExportEnd::Failed(message) => ExportState::Failed(message),
        };
    }
}

/// Writes the audit as a page beside the library: into the album it cannot go. One for each album, named after the album's manifest.
fn write_audit(audits: Option<&Path>, report: &ExportReport, lang: &LangTag) -> Option<PathBuf> {
    let name = report.audit.manifest_sha256.as_deref()?.get(..16)?;
    let file = audits?.join(format!("audit-{name}.html"));
    let written =
        std::fs::create_dir_all(audits?).and_then(|()| std::fs::write(&file, page(&report.audit, lang)));
    match written {
        Ok(()) => Some(file),
        Err(error) => {
            tracing::warn!(%error, file = %file.display(), "the audit could not be kept as a page");
            None
        }
    }
}

const fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Images => "Making pictures",
        Stage::Pages => "Writing pages",
        Stage::Audit => "Auditing every file",
        Stage::Publish => "Putting the album into place",
        Stage::Pack => "Packing one file",
    }
}
