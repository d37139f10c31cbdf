//! Wishes and actions carried out.

use std::time::Instant;

use egui::ViewportCommand;

use super::actions::{Action, Step};
use super::app::{App, Notice, lead_place};
use super::ask::{Ask, Overlay};
use super::captions::sidecars_ui::SidecarsForm;
use super::overlay::belong::BelongForm;
use super::overlay::when::WhenForm;
use super::selection::How;
use super::sheet::data::{Filter, Scope};
use super::theme::size;
use super::visit_page::page_ui::cover_revision;
use crate::export::delivery::Form;
use crate::model::caption::marks::MarkEdit;
use crate::model::caption::write::CaptionEdit;
use crate::model::clearance::{Party, Ruling};
use crate::model::notes::{Field, Flag, Subject};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::model::visit::{SectionId, VisitId};
use crate::session::{Command, ExportSettings, Profile, Revision};
use crate::ui::overlay::embargo::EmbargoForm;

/// How long a notice stands, in seconds.
const NOTICE_SECS: f64 = 5.0;

impl App {
    /// Does what a panel or key wished.
    pub fn carry_out(&mut self, ctx: &egui::Context, ask: Ask) {
        match ask {
            Ask::Do(action) => self.act(ctx, action),
            Ask::Command(command) => self.command(ctx, command),
            Ask::Choose(photo, how) => self.choose(ctx, photo, how),
            Ask::ChooseMany(photos, keep) => {
                self.end_typing(ctx);
                self.state.heading = None;
                self.state.selection.choose_many(&photos, keep);
            }
            Ask::Show(scope) => self.show(scope),
            Ask::Heading(subject) => self.show_heading(subject),
            Ask::Reveal(subject) => self.reveal(subject),
            Ask::GoTo(photo) => self.go_to(ctx, photo),
            Ask::Desk => (self.state.clocks.open, self.state.large) = (true, false),
            Ask::Rename(subject) => self.rename(&subject),
            Ask::MergeUp(subject) => self.merge_up(ctx, &subject),
            Ask::Large(photo) => {
                self.choose(ctx, photo, How::Only);
                self.state.large = true;
                self.state.viewer.open(Instant::now());
            }
            Ask::Mark(photo, name) => self.mark(ctx, photo, name),
            Ask::Overlay(overlay) => self.state.overlay = overlay,
            Ask::Language(lang) => self.work_in(lang),
            Ask::Field(photo, field, lang) => {
                self.go_to(ctx, photo);
                if let Some(lang) = lang {
                    self.work_in(lang);
                }
                self.edit(field);
            }
            Ask::Findings(photos, langs, kind) => {
                self.state.captions.check.begin_with(photos, Some(langs), kind);
                self.state.overlay = Some(Overlay::Check);
            }
            Ask::Notice(text) => self.notice(ctx, text, false),
            Ask::OpenAlbum(index) => self.session.open_in_browser(index),
            Ask::StartExport => self.start_export(ctx),
            Ask::Copy(text) => {
                ctx.copy_text(text);
                self.notice(ctx, "Copied".to_owned(), false);
            }
        }
    }

    fn act(&mut self, ctx: &egui::Context, action: Action) {
        let chosen = || self.state.selection.in_order(&self.state.sheet.shown.order);
        match action {
            Action::OpenFolder => self.command(ctx, Command::PickFolders),
            Action::OpenSample => {
                if let Some(sample) = self.sample.clone() {
                    self.command(ctx, Command::Open(vec![sample]));
                }
            }
            Action::Export => {
                self.state.export.begin(&self.state.langs);
                self.state.overlay = Some(Overlay::Export);
            }
            Action::WriteSidecars => {
                let chosen = if self.state.selection.is_empty() {
                    self.state.sheet.shown.order.all().to_vec()
                } else {
                    chosen()
                };
                let first = self.state.langs.first().cloned().unwrap_or_else(LangTag::en);
                match self.session.preview_sidecars(&chosen, &first) {
                    Ok(preview) => {
                        self.state.captions.sidecars = Some(SidecarsForm { photos: chosen, first, preview });
                        self.state.overlay = Some(Overlay::Sidecars);
                    }
                    Err(refusal) => self.notice(ctx, refusal.to_string(), false),
                }
            }
            Action::SidecarsInStep => {
                let on = !self.session.keeps_in_step();
                self.command(ctx, Command::KeepInStep(on));
                let words = if on {
                    "From now on sidecars are written a moment after captions change"
                } else {
                    "Sidecars are written only when you ask for it"
                };
                self.notice(ctx, words.to_owned(), false);
            }
            Action::Search => self.state.focus_search = true,
            Action::Undo => self.command(ctx, Command::Undo),
            Action::Redo => self.command(ctx, Command::Redo),
            Action::Rescan => self.command(ctx, Command::Rescan),
            Action::SelectAll => {
                let all = self.state.sheet.shown.order.all().to_vec();
                self.carry_out(ctx, Ask::ChooseMany(all, false));
            }
            Action::SelectNone => self.state.selection.clear(),
            Action::Go(step) => self.go(ctx, step),
            Action::Large => {
                self.state.large = self.state.selection.lead().is_some();
                self.state.viewer.open(Instant::now());
            }
            // The first step back ends the marking.
            Action::Back if self.state.viewer.marks.on => self.state.viewer.marks.turn(false),
            Action::Back => self.back(),
            Action::EditCaption => self.edit(Field::Caption),
            Action::CaptionNext => self.caption_step(ctx, Step::Right),
            Action::CaptionPrevious => self.caption_step(ctx, Step::Left),
            Action::NextLanguage
            | Action::SideBySide
            | Action::DraftCaptions
            | Action::AcceptDrafts
            | Action::CheckCaptions
            | Action::Template
            | Action::TemplateAgain
            | Action::Replace
            | Action::CopyCaptions
            | Action::PasteCaptions
            | Action::History
            | Action::ExportCaptions
            | Action::TakeCaptions
            | Action::PickCodes
            | Action::PickPeople => self.caption_action(ctx, action, chosen()),
            Action::MarkPersons => self.mark_persons(),
            Action::OrderByMarks => self.revise(ctx, Revision::Mark(MarkEdit::Order(chosen()))),
            Action::Rate(stars) => self.revise(ctx, Revision::SetRating { photos: chosen(), stars }),
            Action::Pick => self.revise(ctx, Revision::SetFlag { photos: chosen(), flag: Flag::Pick }),
            Action::Reject => self.revise(ctx, Revision::SetFlag { photos: chosen(), flag: Flag::Reject }),
            Action::Unmark => self.revise(ctx, Revision::SetFlag { photos: chosen(), flag: Flag::None }),
            Action::Clear | Action::ClearByHost | Action::Hold | Action::Embargo => {
                self.clearance(ctx, action, chosen());
            }
            Action::ShowPicked => {
                let flag = &mut self.state.filter.flag;
                *flag = if flag.is_none() { Some(Flag::Pick) } else { None };
            }
            Action::SplitVisit => self.split(ctx, Revision::SplitVisit),
            Action::SplitSection => self.split(ctx, Revision::SplitSection),
            Action::NewVisit => self.arrange(ctx, Revision::MoveToNewVisit(chosen())),
            Action::ToUndated => self.arrange(ctx, Revision::MoveToUndated(chosen())),
            Action::PutBack => self.arrange(ctx, Revision::PutBack(chosen())),
            Action::BelongTo => self.belong_to(ctx, chosen()),
            Action::UseAsCover => {
                if let Some(photo) = chosen().first().copied()
                    && let Some((visit, _)) = self.session.collection().whereabouts(photo)
                {
                    let revision = cover_revision(&visit.id, photo);
                    self.revise(ctx, revision);
                }
            }
            Action::Rename => {
                if let Some(subject) = self.state.heading.clone() {
                    self.rename(&subject);
                }
            }
            Action::MergeUp => {
                if let Some(subject) = self.state.heading.clone() {
                    self.merge_up(ctx, &subject);
                }
            }
            Action::CopyPath => self.copy_paths(ctx),
            Action::SetTime => {
                self.state.when = WhenForm::of_taken(chosen(), self.session.collection());
                self.state.overlay = Some(Overlay::Taken);
            }
            Action::ShownTime => {
                if let Some(photo) = chosen().first() {
                    self.state.when = WhenForm::of_shown(*photo, self.session.collection());
                    self.state.overlay = Some(Overlay::Shown);
                }
            }
            Action::ThumbnailsLarger => self.state.target = (self.state.target * 1.2).min(size::THUMBNAIL.1),
            Action::ThumbnailsSmaller => self.state.target = (self.state.target / 1.2).max(size::THUMBNAIL.0),
            Action::ZoomIn | Action::ZoomOut | Action::ZoomFit | Action::ZoomActual => {
                self.state.viewer.zoom(action, ctx.pixels_per_point());
            }
            Action::ToggleVisits => self.state.show_visits = !self.state.show_visits,
            Action::ToggleInspector => self.state.show_inspector = !self.state.show_inspector,
            Action::Clocks => self.state.clocks.open = !self.state.clocks.open,
            Action::TogglePage => self.state.fold_page = !self.state.fold_page,
            Action::ToggleHoles => self.state.show_holes = !self.state.show_holes,
            Action::Appearance => {
                let dark = ctx.theme() == egui::Theme::Dark;
                ctx.set_theme(if dark { egui::Theme::Light } else { egui::Theme::Dark });
            }
            Action::FullScreen => {
                let full = ctx.input(|i| i.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
            Action::Problems => self.state.overlay = Some(Overlay::Problems),
            Action::Keys => self.state.overlay = Some(Overlay::Keys),
            Action::About => self.state.overlay = Some(Overlay::About),
        }
    }

    pub(super) fn command(&mut self, ctx: &egui::Context, command: Command) {
        let arranges = matches!(
            &command,
            Command::Revise(
                Revision::MovePhotos { .. }
                    | Revision::MoveToNewVisit(_)
                    | Revision::MoveToUndated(_)
                    | Revision::PutBack(_)
                    | Revision::SplitVisit(_)
                    | Revision::SplitSection(_)
                    | Revision::MergeVisits(_)
                    | Revision::MergeSections(..)
                    | Revision::KeepPlaces(_)
                    | Revision::Caption(
                        CaptionEdit::Apply { .. }
                            | CaptionEdit::Draft { .. }
                            | CaptionEdit::AcceptDrafts { .. }
                            | CaptionEdit::Paste { .. }
                            | CaptionEdit::Replace { .. }
                    )
            ) | Command::UseProgramme
        );
        match self.session.command(command) {
            Ok(()) if arranges => {
                let name = self.session.undo_name().unwrap_or_default().to_owned();
                self.notice(ctx, format!("Done: {name}"), true);
            }
            Ok(()) => {}
            Err(refusal) => self.notice(ctx, refusal.to_string(), false),
        }
    }

    pub(super) fn revise(&mut self, ctx: &egui::Context, revision: Revision) {
        self.command(ctx, Command::Revise(revision));
    }

    /// A revision that puts photos elsewhere.
    fn arrange(&mut self, ctx: &egui::Context, revision: Revision) {
        self.revise(ctx, revision);
    }

    fn split(&mut self, ctx: &egui::Context, revision: fn(PhotoId) -> Revision) {
        let first = self.state.selection.in_order(&self.state.sheet.shown.order).first().copied();
        if let Some(photo) = first {
            self.revise(ctx, revision(photo));
        }
    }

    fn choose(&mut self, ctx: &egui::Context, photo: PhotoId, how: How) {
        self.end_typing(ctx);
        self.state.heading = None;
        self.state.selection.choose(photo, how, &self.state.sheet.shown.order);
    }

    /// Chooses a photo wherever it is: what hides it makes way.
    fn go_to(&mut self, ctx: &egui::Context, photo: PhotoId) {
        if self.state.sheet.shown.order.position(photo).is_none() {
            let visit = self.session.collection().whereabouts(photo).map(|(visit, _)| visit.id.clone());
            self.state.scope = visit.map_or(Scope::All, Scope::Visit);
            self.state.filter = Filter::default();
        }
        if self.state.large {
            self.state.viewer.begin(Instant::now());
        }
        self.choose(ctx, photo, How::Only);
        self.state.sheet.reveal_later(Subject::Photo(photo));
    }

    /// Brings the heading of a section into sight; it may have no photos.
    fn reveal(&mut self, subject: Subject) {
        if let Subject::Section(visit, _) = &subject {
            if !matches!(&self.state.scope, Scope::Visit(shown) if shown == visit) {
                self.show(Scope::Visit(visit.clone()));
            }
            self.state.large = false;
            self.state.filter = Filter::default();
            self.state.show_holes = true;
            self.state.sheet.reveal_later(subject);
        }
    }

    /// Asks which item photos belong to: of their visit, or of the one that is shown.
    fn belong_to(&mut self, ctx: &egui::Context, photos: Vec<PhotoId>) {
        let collection = self.session.collection();
        let of_photos = photos.iter().find_map(|photo| collection.whereabouts(*photo));
        let visit = match (&self.state.scope, of_photos) {
            (Scope::Visit(visit), _) => Some(visit.clone()),
            (_, Some((visit, _))) => Some(visit.id.clone()),
            _ => collection.grouping().visits.first().map(|visit| visit.id.clone()),
        };
        match visit {
            Some(visit) => {
                self.state.belong = BelongForm::of(photos, visit);
                self.state.overlay = Some(Overlay::Belong);
            }
            None => self.notice(ctx, "There is no visit that they could belong to.".to_owned(), false),
        }
    }

    /// Of the visit that is shown in the inspector, or else of the chosen photos.
    fn clearance(&mut self, ctx: &egui::Context, action: Action, photos: Vec<PhotoId>) {
        let subjects = match &self.state.heading {
            Some(visit @ Subject::Visit(_)) => vec![visit.clone()],
            _ => photos.into_iter().map(Subject::Photo).collect(),
        };
        let (party, ruling) = match action {
            Action::Clear => (Party::Us, Ruling::Cleared),
            Action::ClearByHost => (Party::Host, Ruling::Cleared),
            Action::Hold => (Party::Us, Ruling::Held),
            _ => {
                self.state.embargo = EmbargoForm::of(subjects, self.session.collection());
                self.state.overlay = Some(Overlay::Embargo);
                return;
            }
        };
        self.revise(ctx, Revision::SetClearance { subjects, party, ruling: Some(ruling) });
    }

    fn end_typing(&mut self, ctx: &egui::Context) {
        self.command(ctx, Command::EndTyping);
    }

    /// A step of the arrows; Shift extends what is chosen.
    fn go(&mut self, ctx: &egui::Context, step: Step) {
        let Some(n) = self.state.sheet.step(lead_place(&self.state), step) else { return };
        let Some(photo) = self.state.sheet.shown.order.get(n) else { return };
        if self.state.large && self.state.selection.lead() != Some(photo) {
            self.state.viewer.begin(Instant::now());
        }
        let extend = self.state.extend && !self.state.large;
        self.choose(ctx, photo, if extend { How::Extend } else { How::Only });
        self.state.sheet.reveal(photo);
    }

    /// Goes to the next photo and keeps the cursor in the same field.
    fn caption_step(&mut self, ctx: &egui::Context, step: Step) {
        let focused = ctx.memory(egui::Memory::focused);
        let field = self.state.inspector.field_with_keyboard(focused, &self.state.lang);
        // Shift goes the other way here; it chooses nothing more.
        self.state.extend = false;
        self.go(ctx, step);
        self.edit(field.unwrap_or(Field::Caption));
    }

    pub(super) fn work_in(&mut self, lang: LangTag) {
        if !self.state.langs.contains(&lang) && lang != LangTag::und() {
            self.state.langs.push(lang.clone());
        }
        self.state.lang = lang;
    }

    pub(super) fn edit(&mut self, field: Field) {
        self.state.show_inspector = true;
        self.state.inspector.show_field(field);
    }

    /// Back from the large view to where the sheet was.
    fn back(&mut self) {
        self.state.large = false;
        if let Some(photo) = self.state.selection.lead() {
            self.state.sheet.reveal(photo);
        }
    }

    fn show(&mut self, scope: Scope) {
        self.state.large = false;
        self.state.heading = None;
        self.state.selection.clear();
        self.state.scope = scope;
    }

    fn show_heading(&mut self, subject: Subject) {
        self.state.selection.clear();
        let in_scope = match (&self.state.scope, &subject) {
            (Scope::All, _) => true,
            // Sections stand among the device's photos, too, when it took some of theirs.
            (Scope::Device(_), section) => {
                self.state.sheet.shown.groups.iter().any(|group| group.subject().as_ref() == Some(section))
            }
            (Scope::Visit(shown), Subject::Section(visit, _) | Subject::Visit(visit)) => shown == visit,
            _ => false,
        };
        if let (false, Subject::Section(visit, _)) = (in_scope, &subject) {
            self.state.scope = Scope::Visit(visit.clone());
        }
        if matches!(subject, Subject::Section(..)) {
            self.state.sheet.reveal_later(subject.clone());
        }
        self.state.heading = Some(subject);
    }

    fn rename(&mut self, subject: &Subject) {
        let collection = self.session.collection();
        let title = match subject {
            Subject::Visit(id) => collection.visit(id).map(|visit| collection.visit_title(visit)),
            Subject::Section(visit, id) => {
                collection.section(visit, id).map(|section| collection.section_title(visit, section))
            }
            Subject::Library | Subject::Photo(_) | Subject::Device(_) => None,
        };
        let title = title.and_then(|t| t.best(&self.state.lang).map(|(_, text)| text.to_owned()));
        self.state.show_visits = true;
        self.state.visits.rename(subject, title.unwrap_or_default());
    }

    fn merge_up(&mut self, ctx: &egui::Context, subject: &Subject) {
        let collection = self.session.collection();
        let visits = &collection.grouping().visits;
        let revision = match subject {
            Subject::Visit(id) => {
                let n = visits.iter().position(|visit| visit.id == *id);
                let above: Option<VisitId> = n
                    .and_then(|n| n.checked_sub(1))
                    .and_then(|n| visits.get(n))
                    .map(|visit| visit.id.clone());
                Revision::MergeVisits(above.into_iter().chain([id.clone()]).collect())
            }
            Subject::Section(visit, id) => {
                let sections =
                    collection.visit(visit).map(|visit| visit.sections.as_slice()).unwrap_or_default();
                let n = sections.iter().position(|section| section.id == *id);
                let above: Option<SectionId> = n
                    .and_then(|n| n.checked_sub(1))
                    .and_then(|n| sections.get(n))
                    .map(|section| section.id.clone());
                Revision::MergeSections(visit.clone(), above.into_iter().chain([id.clone()]).collect())
            }
            Subject::Library | Subject::Photo(_) | Subject::Device(_) => return,
        };
        self.revise(ctx, revision);
    }

    fn copy_paths(&mut self, ctx: &egui::Context) {
        let photos = self.state.selection.in_order(&self.state.sheet.shown.order);
        let collection = self.session.collection();
        let paths: Vec<String> = photos
            .iter()
            .filter_map(|photo| collection.photo(*photo))
            .map(|photo| photo.original.path.display().to_string())
            .collect();
        self.carry_out(ctx, Ask::Copy(paths.join("\n")));
    }

    pub(super) fn notice(&mut self, ctx: &egui::Context, text: String, undo: bool) {
        let until = ctx.input(|i| i.time) + NOTICE_SECS;
        self.state.notice = Some(Notice { text, undo, show: false, until });
    }

    fn start_export(&mut self, ctx: &egui::Context) {
        let form = &self.state.export;
        let Some(target) = form.path() else { return };
        let visits = self.session.collection().grouping().visits.iter().map(|visit| visit.id.clone());
        let title = form.title.trim();
        let settings = ExportSettings {
            visits: form.visits(visits),
            undated: form.undated,
            languages: form.languages.clone(),
            title: (!title.is_empty()).then(|| title.to_owned()),
            only_picks: form.only_picks,
            places: form.places,
            theme: form.theme.clone(),
            form: form.form,
            webp: form.webp && form.form != Form::Page,
            most_page_bytes: form.most_page_bytes(),
            as_of: Some(jiff::Timestamp::now()),
            profile: if form.press { Profile::Press } else { Profile::Public },
            ..ExportSettings::to(target)
        };
        self.command(ctx, Command::Export(settings));
    }
}
