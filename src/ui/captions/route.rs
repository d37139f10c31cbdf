//! The actions of captioning carried out.

use std::time::Instant;

use crate::model::caption::marks::{MarkEdit, is_one};
use crate::model::caption::write::{CaptionEdit, Copied};
use crate::model::notes::Subject;
use crate::model::photo::PhotoId;
use crate::model::region::{Region, beginning};
use crate::session::{Command, DeskKind, Revision};
use crate::ui::actions::Action;
use crate::ui::app::App;
use crate::ui::ask::Overlay;

impl App {
    /// Does one of the actions of captioning to the chosen photos, in their order.
    pub fn caption_action(&mut self, ctx: &egui::Context, action: Action, chosen: Vec<PhotoId>) {
        let lang = self.state.lang.clone();
        match action {
            Action::NextLanguage => self.next_language(ctx),
            Action::SideBySide => {
                self.state.inspector.change_columns();
                self.state.show_inspector = true;
            }
            Action::DraftCaptions => {
                self.caption(ctx, CaptionEdit::Draft { photos: chosen, langs: self.state.langs.clone() });
            }
            Action::AcceptDrafts => self.caption(ctx, CaptionEdit::AcceptDrafts { photos: chosen, lang }),
            Action::CheckCaptions => {
                self.state.captions.check.begin(self.chosen_or_shown(chosen));
                self.state.overlay = Some(Overlay::Check);
            }
            Action::Replace => {
                self.state.captions.replace.begin(self.chosen_or_shown(chosen));
                self.state.overlay = Some(Overlay::Replace);
            }
            Action::Template => self.template(chosen),
            Action::TemplateAgain => match self.state.captions.template.last.clone() {
                Some(template) => self.caption(ctx, CaptionEdit::Apply { photos: chosen, template }),
                None => self.template(chosen),
            },
            Action::CopyCaptions => self.copy_captions(ctx),
            Action::PasteCaptions => match self.state.captions.copied.clone() {
                Some(copied) => self.caption(ctx, CaptionEdit::Paste { photos: chosen, copied }),
                None => self.notice(ctx, "No captions were copied yet".to_owned(), false),
            },
            Action::History => {
                if let Some(photo) = chosen.first() {
                    let subject = Subject::Photo(*photo);
                    self.command(ctx, Command::FindHistory(subject.clone()));
                    self.state.captions.history = Some(subject);
                    self.state.overlay = Some(Overlay::History);
                }
            }
            Action::ExportCaptions => {
                let (photos, langs) = (self.chosen_or_shown(chosen), self.state.langs.clone());
                self.command(ctx, Command::PickCaptionsTarget { photos, langs });
            }
            Action::TakeCaptions => self.command(ctx, Command::PickCaptions),
            Action::PickCodes => self.command(ctx, Command::PickDesk(DeskKind::Codes)),
            Action::PickPeople => self.command(ctx, Command::PickDesk(DeskKind::People)),
            _ => {}
        }
    }

    fn next_language(&mut self, ctx: &egui::Context) {
        let focused = ctx.memory(egui::Memory::focused);
        let field = self.state.inspector.field_with_keyboard(focused, &self.state.lang);
        let langs = &self.state.langs;
        let at = langs.iter().position(|lang| *lang == self.state.lang).map_or(0, |at| at + 1);
        if let Some(next) = langs.get(at % langs.len().max(1)).cloned() {
            self.work_in(next);
        }
        if let Some(field) = field {
            self.edit(field);
        }
    }

    fn caption(&mut self, ctx: &egui::Context, change: CaptionEdit) {
        self.revise(ctx, Revision::Caption(change));
    }

    fn template(&mut self, chosen: Vec<PhotoId>) {
        let templates = self.session.collection().notes().templates();
        self.state.captions.template.begin(chosen, templates, &self.state.lang);
        self.state.overlay = Some(Overlay::Template);
    }

    fn copy_captions(&mut self, ctx: &egui::Context) {
        let lead = self.state.selection.lead().and_then(|photo| self.session.collection().photo(photo));
        let copied = lead.map(|photo| Copied::of(self.session.collection(), photo)).unwrap_or_default();
        let words = match copied.len() {
            0 => "This photo has no captions to copy".to_owned(),
            1 => "1 text copied".to_owned(),
            n => format!("{n} texts copied"),
        };
        self.state.captions.copied = Some(copied).filter(|copied| !copied.is_empty());
        self.notice(ctx, words, false);
    }

    /// Begins or ends the marking of persons on the large photo.
    pub(in crate::ui) fn mark_persons(&mut self) {
        let on = !(self.state.large && self.state.viewer.marks.on);
        self.open_large();
        self.state.viewer.marks.turn(on);
    }

    fn open_large(&mut self) {
        if !self.state.large {
            self.state.large = self.state.selection.lead().is_some();
            self.state.viewer.open(Instant::now());
        }
    }

    /// Goes to a person's mark on a photo, or makes one in its middle, to be put in its place by keys.
    pub(in crate::ui) fn mark(&mut self, ctx: &egui::Context, photo: PhotoId, name: String) {
        let collection = self.session.collection();
        let Some(known) = collection.photo(photo) else { return };
        let regions = collection.notes().photo_regions(known);
        let people = collection.notes().people();
        let index = people.index();
        let at = regions.iter().position(|region| is_one(&region.name, &name, &index));
        let area = beginning(known, (0.5, 0.5));
        self.open_large();
        if at.is_none() {
            self.command(ctx, Command::EndTyping);
            self.revise(ctx, Revision::Mark(MarkEdit::Add { photo, region: Region { name, area } }));
        }
        self.state.viewer.marks.take_up(at.unwrap_or(regions.len()));
    }

    /// The chosen photos where there are several, or else all that are shown.
    fn chosen_or_shown(&self, chosen: Vec<PhotoId>) -> Vec<PhotoId> {
        if chosen.len() > 1 { chosen } else { self.state.sheet.shown.order.all().to_vec() }
    }
}
