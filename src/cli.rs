//! The edge: arguments in; a window, text or JSON out. See [`run`].
//!
//! Exit codes: 0 done; 1 done, with problems that lost something, an audit that found a leak, or a check that found what must
//! not go out; 2 wrong use; 3 could not do it.
//! With `--json` one document goes to standard output and nothing else; progress and remarks go to standard error.

mod archive;
mod audit;
mod captions;
mod check;
mod export;
mod headless;
mod inspect;
mod json;
mod json_hidden;
mod originals;
mod print;
mod scan;
mod sidecars;
mod texts;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, Parser, Subcommand};

use crate::model::text::LangTag;

/// A desktop photo album for state visits.
///
/// Opens folders of photos, works out when, where and by which device each was taken, groups them into one album per visit, lets
/// people caption them in several languages, and exports albums that leak nothing. Originals are only ever read.
#[derive(Debug, Parser)]
#[command(name = "attache", version, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// Folders and files to open in the window.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    shared: Shared,
}

/// What every command understands.
#[derive(Clone, Debug, Args)]
pub struct Shared {
    /// The library to use, in place of the one in your data folder. ATTACHE_LIBRARY names one, too.
    #[arg(long, global = true, value_name = "FILE")]
    pub library: Option<PathBuf>,

    /// Hours without a photo that end a visit, for this run; otherwise what the library says, or 36.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=8760))]
    pub gap_hours: Option<u32>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read folders and tell what is there: visits, devices, undated photos, problems.
    Scan(ScanArgs),
    /// Tell what is known of each file, and how it is known.
    Inspect(InspectArgs),
    /// Write an album of the visits in these folders as web pages.
    Export(ExportArgs),
    /// Open every file of an exported album and look for leaks; check an archive package against its manifests.
    Audit(AuditArgs),
    /// Tell what is missing, left over or wrong in captions; exit 1 when something must not go out.
    Check(CheckArgs),
    /// Write all captions as a table, or take a table over into the library.
    Captions(CaptionsArgs),
    /// Pack originals with all that is known of them into a folder for keeping, in the form of BagIt: all photos, whatever is cleared,
    /// held back or under embargo.
    Archive(ArchiveArgs),
    /// Write what the library says of these photos into XMP sidecars beside them. Originals are not touched.
    Sidecars(SidecarsArgs),
}

/// `attache scan`.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Folders and files to read.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The visit's programme, a calendar (.ics) or table (.csv): its items become the sections, for this run.
    #[arg(long, value_name = "FILE")]
    pub programme: Option<PathBuf>,

    /// Print one JSON document (attache.scan/1).
    #[arg(long)]
    pub json: bool,
}

/// `attache inspect`.
#[derive(Debug, Args)]
pub struct InspectArgs {
    /// Files to look at.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Print one JSON document (attache.inspect/1).
    #[arg(long)]
    pub json: bool,
}

/// `attache export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Folders and files to read.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The folder of the album: a new one, an empty one, or an older album of ours, which is replaced. A name that ends in .zip: the
    /// album as one file. A name that ends in .html: one page for mail, with the pictures in it.
    #[arg(long, value_name = "DIR|NAME.zip|NAME.html")]
    pub out: PathBuf,

    /// The visit's programme, a calendar (.ics) or table (.csv): its items become the sections, for this run.
    #[arg(long, value_name = "FILE")]
    pub programme: Option<PathBuf>,

    /// Only this visit, as `attache scan` names it; may be given several times.
    #[arg(long, value_name = "ID")]
    pub visit: Vec<String>,

    /// Also the photos that nothing dates, on a page of their own.
    #[arg(long)]
    pub undated: bool,

    /// Only photos that were picked in the window.
    #[arg(long)]
    pub only_picks: bool,

    /// Languages of the pages (BCP 47), the first one at the root: en,ko,zh-Hans.
    #[arg(long, value_name = "TAG", value_delimiter = ',', default_value = "en", value_parser = LangTag::parse)]
    pub lang: Vec<LangTag>,

    /// Title of the album.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// Do not say in which town and country photos were taken.
    #[arg(long)]
    pub no_places: bool,

    /// Who the album is for.
    #[arg(long, value_enum, default_value_t)]
    pub profile: ProfileArg,

    /// Only what these cleared, even where they cleared nothing yet. Who cleared anything in a visit is asked for the rest anyway.
    #[arg(long, value_enum, value_name = "PARTY", value_delimiter = ',')]
    pub cleared_by: Vec<PartyArg>,

    /// How the pages look: gazette (white, typographic), evening (dark, led by pictures), or the folder of a theme of your own.
    #[arg(long, value_name = "NAME|DIR", default_value = "gazette")]
    pub theme: String,

    /// Where the album will be published (https://…): whole addresses for cards of social media, a feed and a site map.
    #[arg(long, value_name = "URL", value_parser = crate::export::html::address::base_url)]
    pub base_url: Option<String>,

    /// Where on the web it is written what may be done with the pictures (https://…): search engines are told, as IPTC has it.
    #[arg(long, value_name = "URL", value_parser = crate::export::html::address::web_page)]
    pub license: Option<String>,

    /// Where on the web the right to use a picture is asked for (https://…).
    #[arg(long, value_name = "URL", value_parser = crate::export::html::address::web_page)]
    pub acquire_license: Option<String>,

    /// Pictures also as WebP, where that saves bytes: readers load less, the export takes longer. Not in the one page for mail.
    #[arg(long)]
    pub webp: bool,

    /// The most megabytes that one page for mail may have.
    #[arg(long, value_name = "N", default_value_t = 25)]
    pub max_mb: u32,

    /// Open the album in the browser when it is done.
    #[arg(long)]
    pub open: bool,

    /// Print one JSON document (attache.export/1).
    #[arg(long)]
    pub json: bool,
}

/// Who an album is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ProfileArg {
    /// For everyone; pictures carry creator, credit, copyright and alt text.
    #[default]
    Public,
    /// The same pages with creator, credit and copyright lines; pictures carry all texts as XMP and IPTC-IIM.
    Press,
}

/// Who lets photos out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PartyArg {
    /// The office that makes the album.
    Us,
    /// The host of the visit.
    Host,
}

/// `attache audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// The folder or zip file of an exported album, or the folder of an archive package; with --originals folders and files of photos.
    #[arg(required = true, value_name = "DIR")]
    pub paths: Vec<PathBuf>,

    /// Tell what these photos would give away if they went out as they are: positions, serial numbers, hidden video. Exit code 0.
    #[arg(long, conflicts_with = "report")]
    pub originals: bool,

    /// Also write the result as a page for people to read, into this file.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// The language of that page (BCP 47): en, ko, zh-Hans.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = LangTag::parse)]
    pub lang: LangTag,

    /// Print one JSON document (attache.audit/1; of a package attache.bag/1; with --originals attache.originals/1).
    #[arg(long)]
    pub json: bool,
}

/// `attache archive`.
#[derive(Debug, Args)]
pub struct ArchiveArgs {
    /// Folders and files to archive.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The folder of the package: a new or an empty one, outside of the folders to archive.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// The visit's programme, a calendar (.ics) or table (.csv): its items become the sections, for this run.
    #[arg(long, value_name = "FILE")]
    pub programme: Option<PathBuf>,

    /// Only this visit, as `attache scan` names it; may be given several times. Without it everything, the undated too.
    #[arg(long, value_name = "ID")]
    pub visit: Vec<String>,

    /// Who hands it over, for bag-info.txt.
    #[arg(long, value_name = "TEXT")]
    pub organization: Option<String>,

    /// Print one JSON document (attache.archive/1).
    #[arg(long)]
    pub json: bool,
}

/// `attache check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Folders and files whose captions are checked.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The visit's programme, a calendar (.ics) or table (.csv), for this run.
    #[arg(long, value_name = "FILE")]
    pub programme: Option<PathBuf>,

    /// The delegation list, in place of the one in the library.
    #[arg(long, value_name = "FILE")]
    pub delegation: Option<PathBuf>,

    /// Code replacements, in place of those in the library.
    #[arg(long, value_name = "FILE")]
    pub codes: Option<PathBuf>,

    /// Languages (BCP 47) in which everything is to be there: en,ko,zh-Hans. Without it, those in which any of these photos has a headline,
    /// caption or alt text, in its files or in the library; English where none has.
    #[arg(long, value_name = "TAG", value_delimiter = ',', value_parser = LangTag::parse)]
    pub lang: Vec<LangTag>,

    /// Print one JSON document (attache.check/1).
    #[arg(long)]
    pub json: bool,
}

/// `attache captions`.
#[derive(Debug, Args)]
pub struct CaptionsArgs {
    /// Folders and files whose captions are meant.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Write the captions into this table: CSV in UTF-8, a row for each photo, a column for each field and language.
    #[arg(long, value_name = "FILE", conflicts_with = "from", required_unless_present = "from")]
    pub out: Option<PathBuf>,

    /// Take over what differs in this table; empty cells change nothing.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,

    /// Tell what the table would change, and change nothing.
    #[arg(long, requires = "from")]
    pub dry_run: bool,

    /// Languages (BCP 47) of the table; those that there are texts in otherwise.
    #[arg(long, value_name = "TAG", value_delimiter = ',', requires = "out", value_parser = LangTag::parse)]
    pub lang: Vec<LangTag>,

    /// Print one JSON document (attache.captions/1).
    #[arg(long)]
    pub json: bool,
}

/// `attache sidecars`.
#[derive(Debug, Args)]
pub struct SidecarsArgs {
    /// Folders and files whose photos get sidecars.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The language (BCP 47) that stands for all where a program asks for one.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = LangTag::parse)]
    pub lang: LangTag,

    /// Tell what would be written, and write nothing.
    #[arg(long)]
    pub dry_run: bool,

    /// Print one JSON document (attache.sidecars/1).
    #[arg(long)]
    pub json: bool,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Done, but something was lost, or a leak was found.
    WithProblems,
}

/// Runs the program with these arguments, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let began = Instant::now();
    start_log();
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Where not even this can be printed there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let shared = &cli.shared;
    let result = match &cli.command {
        None => open_window(began, &cli.paths, shared),
        Some(Command::Scan(args)) => scan::run(args, shared),
        Some(Command::Inspect(args)) => inspect::run(args, shared),
        Some(Command::Export(args)) => export::run(args, shared),
        Some(Command::Audit(args)) => audit::run(args, shared),
        Some(Command::Check(args)) => check::run(args, shared),
        Some(Command::Captions(args)) => captions::run(args, shared),
        Some(Command::Archive(args)) => archive::run(args, shared),
        Some(Command::Sidecars(args)) => sidecars::run(args, shared),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::WithProblems) => ExitCode::from(1),
        Err(error) => {
            print::remark(&format!("{error:#}"));
            ExitCode::from(3)
        }
    }
}

fn open_window(began: Instant, paths: &[PathBuf], shared: &Shared) -> anyhow::Result<Outcome> {
    let start = crate::ui::Start {
        began: Some(began),
        paths: paths.to_vec(),
        library: shared.library.clone(),
        gap_hours: shared.gap_hours,
        sample: sample_visit(),
    };
    crate::ui::run(start)?;
    Ok(Outcome::Done)
}

/// The sample visit that comes along: in the source tree, or beside an installed program.
fn sample_visit() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    program
        .ancestors()
        .skip(1)
        .flat_map(|folder| [folder.join("assets/sample"), folder.join("share/attache/sample")])
        .find(|folder| folder.is_dir())
}

/// ATTACHE_LOG=debug and the like: what happened, on standard error.
fn start_log() {
    use tracing_subscriber::EnvFilter;
    let Ok(filter) = EnvFilter::try_from_env("ATTACHE_LOG") else { return };
    // A second start in one process (tests) keeps the first log.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
