//! `attache export`: an album of the visits in these folders.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::export::delivery::{DeliveryError, Form, PageSize, deliver, index_of};
use crate::export::{self, ExportReport, ExportSettings, Profile, Progress, Stage};
use crate::library::scan;
use crate::model::clearance::{Needs, tally_words};
use crate::model::problem::Problem;
use crate::model::visit::VisitId;

use super::json::{ProblemShape, shapes_of};
use super::{ExportArgs, Outcome, PartyArg, ProfileArg, Shared, headless, print};

/// Reads, groups, exports and prints.
pub(super) fn run(args: &ExportArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    let mut read = headless::read(&args.paths, args.programme.as_deref(), shared)?;
    // An album that stands among the photos it was made of is no source of photos.
    let target = scan::absolute(&args.out);
    read.collection.remove_paths(|path| path.starts_with(&target));
    read.problems.retain(|problem| !problem.path.as_ref().is_some_and(|path| path.starts_with(&target)));

    let settings = settings(args);
    let form = settings.form;
    let plan = export::plan(&read.collection, &settings);
    let cancel = stop_on_interrupt();
    let bar = progress_bar();
    let told = |page: PageSize| {
        let megabytes = page.n_bytes as f64 / 1e6;
        let photos = print::count(page.n_photos, "photo", "photos");
        bar.suspend(|| print::remark(&format!("The page will have {megabytes:.1} MB with {photos}.")));
    };
    let report = deliver(plan, &told, &|progress| show(&bar, progress), &cancel);
    bar.finish_and_clear();
    let report = report.map_err(in_options)?;
    let index = index_of(form, &report.target);

    let mut problems = read.problems.clone();
    problems.extend(report.problems.iter().cloned());
    if args.json {
        print::json(&ExportDocument::of(&report, &index, &problems))?;
    } else {
        print::text(&summary(&report, &index, &problems))?;
    }
    if args.open {
        open(&index);
    }
    let lost = problems.iter().any(|problem| problem.kind.loses_photo());
    Ok(if lost { Outcome::WithProblems } else { Outcome::Done })
}

/// The same, with the options that help.
fn in_options(error: DeliveryError) -> anyhow::Error {
    let is_too_long = matches!(error, DeliveryError::TooLong { .. });
    let error = anyhow::Error::from(error);
    if is_too_long {
        anyhow::anyhow!(
            "{error} (--visit ID and --only-picks take fewer photos, a name that ends in .zip a zip file, --max-mb allows more)"
        )
    } else {
        error
    }
}

fn settings(args: &ExportArgs) -> ExportSettings {
    ExportSettings {
        visits: (!args.visit.is_empty()).then(|| args.visit.iter().map(|id| VisitId::new(id)).collect()),
        undated: args.undated,
        languages: args.lang.clone(),
        title: args.title.clone(),
        only_picks: args.only_picks,
        places: !args.no_places,
        profile: match args.profile {
            ProfileArg::Public => Profile::Public,
            ProfileArg::Press => Profile::Press,
        },
        needs: Needs {
            us: args.cleared_by.contains(&PartyArg::Us),
            host: args.cleared_by.contains(&PartyArg::Host),
        },
        as_of: Some(jiff::Timestamp::now()),
        theme: args.theme.as_str().into(),
        base_url: args.base_url.clone(),
        webp: args.webp,
        license: args.license.clone(),
        acquire_license: args.acquire_license.clone(),
        form: Form::of(&args.out),
        most_page_bytes: u64::from(args.max_mb).saturating_mul(1_000_000),
        ..ExportSettings::to(&args.out)
    }
}

/// A flag that Ctrl+C sets, so that the export stops and removes what it wrote. A second Ctrl+C ends the program at once.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    let cancel = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let twice = signal_hook::flag::register_conditional_shutdown(signal, 3, Arc::clone(&cancel));
        let once = signal_hook::flag::register(signal, Arc::clone(&cancel));
        if let Err(error) = twice.and(once) {
            // Without it Ctrl+C still ends the program; only the unfinished folder would stay.
            tracing::warn!(%error, "interrupts are not handled");
        }
    }
    cancel
}

/// A bar on standard error; hidden where that is no terminal.
pub(super) fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {pos} of {len}  {wide_bar}  {eta}");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn show(bar: &ProgressBar, progress: Progress) {
    let words = match progress.stage {
        Stage::Images => "Making pictures",
        Stage::Pages => "Writing pages",
        Stage::Audit => "Looking for leaks",
        Stage::Publish => "Publishing",
        Stage::Pack => "Packing",
    };
    // Threads report out of order: only a new stage may go back.
    if bar.message() != words {
        bar.set_message(words);
        bar.set_length(progress.n_total as u64);
        bar.set_position(progress.n_done as u64);
    } else if progress.n_done as u64 > bar.position() {
        bar.set_position(progress.n_done as u64);
    }
}

fn open(index: &Path) {
    if let Err(error) = opener::open(index) {
        print::remark(&format!(
            "{} could not be opened in a browser: {error}. Open it by hand.",
            print::path(index)
        ));
    }
}

fn summary(report: &ExportReport, index: &Path, problems: &[Problem]) -> String {
    let mut out = print::problems(problems);
    if !report.behind.is_empty() {
        out.push_str(&format!("Stayed behind: {}.\n", tally_words(&report.behind)));
    }
    if report.n_undated_left_out > 0 {
        out.push_str(&format!(
            "{} left out, because nothing says when they were taken; --undated takes them in.\n",
            print::count(report.n_undated_left_out, "undated photo", "undated photos")
        ));
    }
    out.push_str(&format!(
        "{} of {}, {}, {:.1} MB, no leak found\n{}\n",
        print::count(report.n_photos, "photo", "photos"),
        print::count(report.n_visits, "visit", "visits"),
        print::count(report.n_files, "file", "files"),
        report.n_bytes as f64 / 1_000_000.0,
        print::path(index),
    ));
    out
}

/// `attache.export/1`.
#[derive(Serialize)]
struct ExportDocument {
    schema: &'static str,
    out: String,
    index: String,
    problems: Vec<ProblemShape>,
    stats: StatsShape,
}

#[derive(Serialize)]
struct StatsShape {
    n_photos: usize,
    n_visits: usize,
    n_files: usize,
    n_bytes: u64,
    n_undated_left_out: usize,
    n_not_cleared: usize,
}

impl ExportDocument {
    fn of(report: &ExportReport, index: &Path, problems: &[Problem]) -> Self {
        Self {
            schema: "attache.export/1",
            out: report.target.to_string_lossy().into_owned(),
            index: index.to_string_lossy().into_owned(),
            problems: shapes_of(problems),
            stats: StatsShape {
                n_photos: report.n_photos,
                n_visits: report.n_visits,
                n_files: report.n_files,
                n_bytes: report.n_bytes,
                n_undated_left_out: report.n_undated_left_out,
                n_not_cleared: report.behind.values().sum(),
            },
        }
    }
}
