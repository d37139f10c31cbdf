//! What decides over an export before it goes out: what may go, what the originals hold, and what the check of captions says.

use egui::Ui;

use super::export::ExportForm;
use crate::export::ExportSettings;
use crate::export::clearing::{Outlook, outlook};
use crate::model::caption::check::{Finding, FindingKind};
use crate::model::clearance::tally_words;
use crate::model::collection::Collection;
use crate::model::exposure::Exposure;
use crate::model::text::LangTag;
use crate::model::visit::VisitId;
use crate::session::Command;
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::captions::data::{export_words, n_placeholders};
use crate::ui::icons;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{Kind, button, text_button, wrapped};

/// Checks of exports have numbers of their own, above those of the list of findings.
const FIRST_TICKET: u64 = 1 << 32;

/// So many placeholders are told before the person decides; the list has all.
const MOST_TOLD: usize = 3;

/// What was checked for the export that the dialog describes.
#[derive(Default)]
pub struct ExportCheck {
    of: Option<Checked>,
    ticket: u64,
    /// The last check that was asked for has not come back.
    waiting: bool,
    /// Which photos it takes, and which stay behind.
    outlook: Outlook,
    found: Option<Vec<Finding>>,
    words: String,
    n_placeholders: usize,
    /// What the originals would give away.
    pub(super) exposure: Exposure,
    /// Whether all of that is shown.
    pub(super) shows_exposure: bool,
    /// Placeholders are in what goes out, and the person is asked whether it goes out all the same.
    asking: bool,
}

/// What decides which findings there are.
#[derive(Clone, PartialEq, Eq)]
struct Checked {
    changes: u64,
    left_out: Vec<VisitId>,
    undated: bool,
    only_picks: bool,
    langs: Vec<LangTag>,
}

impl ExportCheck {
    /// Checks anew: the dialog was opened.
    pub fn begin(&mut self) {
        *self = Self { ticket: self.ticket, ..Self::default() };
    }

    /// How many photos go out.
    pub const fn n_photos(&self) -> usize {
        self.outlook.photos.len()
    }

    /// Whether what was found is known. Until then nothing goes out.
    pub const fn is_done(&self) -> bool {
        self.found.is_some()
    }

    /// Whether the album would be of other photos or in other languages.
    fn is_of_another(&self, form: &ExportForm) -> bool {
        self.of.as_ref().is_none_or(|of| {
            of.undated != form.undated
                || of.only_picks != form.only_picks
                || of.left_out != form.left_out
                || of.langs != form.languages
        })
    }
}

/// Asks for a check when the album would be another one, and takes in what the last one found. A job makes it.
pub fn refresh(form: &mut ExportForm, scene: &mut Scene<'_>) {
    let changes = scene.session.changes();
    let is_of_another = form.check.is_of_another(form);
    // While photos arrive one check follows the other, and what the last one found stands.
    let is_stale = !form.check.waiting && form.check.of.as_ref().is_some_and(|of| of.changes != changes);
    if is_of_another || is_stale {
        let outlook = outlook_of(form, scene.collection());
        let photos = outlook.photos.clone();
        let langs = form.languages.clone();
        let check = &mut form.check;
        check.ticket = check.ticket.max(FIRST_TICKET) + 1;
        check.waiting = true;
        if is_of_another {
            (check.found, check.asking) = (None, false);
        }
        let of = photos.iter().filter_map(|id| scene.session.collection().photo(*id).map(AsRef::as_ref));
        check.exposure = Exposure::of(of);
        check.outlook = outlook;
        check.of = Some(Checked {
            changes,
            left_out: form.left_out.clone(),
            undated: form.undated,
            only_picks: form.only_picks,
            langs: langs.clone(),
        });
        scene.ask(Ask::Command(Command::CheckCaptions { ticket: check.ticket, photos, langs }));
        return;
    }
    let (ticket, findings) = scene.session.findings();
    let check = &mut form.check;
    if check.waiting && ticket == check.ticket {
        // What is written in a language that stays at home does not go out.
        let goes_out = |finding: &&Finding| {
            finding.lang.as_ref().is_none_or(|lang| form.languages.contains(lang) || *lang == LangTag::und())
        };
        let findings: Vec<Finding> = findings.iter().filter(goes_out).cloned().collect();
        check.words = export_words(&findings, check.outlook.photos.len(), &form.languages);
        check.n_placeholders = n_placeholders(&findings);
        check.found = Some(findings);
        check.waiting = false;
    }
}

/// What the album that the dialog describes would take.
fn outlook_of(form: &ExportForm, collection: &Collection) -> Outlook {
    let all = collection.grouping().visits.iter().map(|visit| visit.id.clone());
    let settings = ExportSettings {
        visits: form.visits(all),
        undated: form.undated,
        only_picks: form.only_picks,
        as_of: Some(jiff::Timestamp::now()),
        ..ExportSettings::to("")
    };
    outlook(collection, &settings)
}

/// Who stays behind, and until when an embargo keeps everything from the public.
pub fn clearance_ui(ui: &mut Ui, form: &ExportForm) {
    let palette = theme::palette(ui);
    let Outlook { photos, behind, embargo } = &form.check.outlook;
    if !behind.is_empty() {
        let n: usize = behind.values().sum();
        let stay = if n == 1 { "stays" } else { "stay" };
        let text = format!("{} {stay} behind: {}.", n_photos(n), tally_words(behind));
        wrapped(ui, &text, Type::Body, if photos.is_empty() { palette.danger } else { palette.text });
    }
    if let Some(embargo) = embargo {
        let (text, color) = if form.press {
            (format!("Under embargo until {embargo}: every page will say so."), palette.text)
        } else {
            let text =
                format!("Under embargo until {embargo}: until then only an album for the press can be made.");
            (text, palette.danger)
        };
        wrapped(ui, &text, Type::Body, color);
    }
}

/// Whether clearance and embargo let such an album out.
pub fn may_go(form: &ExportForm) -> bool {
    let outlook = &form.check.outlook;
    (form.press || outlook.embargo.is_none()) && (!outlook.photos.is_empty() || outlook.behind.is_empty())
}

/// One line of counts, with the way to the list.
pub fn line_ui(ui: &mut Ui, check: &ExportCheck, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        let Some(found) = &check.found else {
            ui.label(egui::RichText::new("Reading the captions…").color(palette.soft));
            return;
        };
        let color = if check.n_placeholders > 0 { palette.danger } else { palette.soft };
        if !found.is_empty() {
            if text_button(ui, "Show findings").clicked() {
                show(check, None, scene);
            }
            ui.add_space(space::S);
        }
        let words = egui::RichText::new(&check.words).font(Type::Body.font()).color(color);
        ui.add(egui::Label::new(words).truncate()).on_hover_text(&check.words);
    });
}

/// The button that makes the album; true when it is to be made. Where placeholders are left it says so, and asks once.
pub fn button_ui(ui: &mut Ui, check: &mut ExportCheck, scene: &mut Scene<'_>) -> bool {
    let n = check.n_placeholders;
    if n == 0 {
        return button(ui, Kind::Main, icons::EXPORT, "Make the album").clicked();
    }
    if check.asking {
        let anyway = button(ui, Kind::Main, icons::EXPORT, "Export anyway").clicked();
        if button(ui, Kind::Plain, "", "Show them").clicked() {
            show(check, Some(FindingKind::LeftOver), scene);
        }
        return anyway;
    }
    let label = if n == 1 {
        "Make the album with 1 placeholder…".to_owned()
    } else {
        format!("Make the album with {n} placeholders…")
    };
    check.asking = button(ui, Kind::Main, icons::EXPORT, &label).clicked();
    false
}

/// What would go out, while the person is asked.
pub fn question_ui(ui: &mut Ui, check: &ExportCheck, scene: &Scene<'_>) {
    if !check.asking || check.n_placeholders == 0 {
        return;
    }
    let palette = theme::palette(ui);
    let found = check.found.iter().flat_map(|found| found.iter());
    let left: Vec<&Finding> = found.filter(|finding| finding.kind == FindingKind::LeftOver).collect();
    for finding in left.iter().take(MOST_TOLD) {
        let file = scene.collection().photo(finding.photo).map(|photo| photo.file_name()).unwrap_or_default();
        wrapped(ui, &format!("{file}: {}", finding.words), Type::Small, palette.danger);
    }
    if let more @ 1.. = left.len().saturating_sub(MOST_TOLD) {
        wrapped(ui, &format!("and {more} more"), Type::Small, palette.danger);
    }
}

fn show(check: &ExportCheck, kind: Option<FindingKind>, scene: &mut Scene<'_>) {
    let langs = check.of.as_ref().map(|of| of.langs.clone()).unwrap_or_default();
    scene.ask(Ask::Findings(check.outlook.photos.clone(), langs, kind));
}
