//! The window as a whole: a frame, from the keys to the wishes.

use std::path::PathBuf;
use std::time::Duration;

use egui::{CentralPanel, Frame, Ui};

use super::actions::{Action, Binding, Facts, Place, bindings};
use super::ask::{Ask, Overlay, Scene};
use super::captions::CaptionsState;
use super::captions::check_ui::check_ui;
use super::captions::history_ui::history_ui;
use super::captions::replace_ui::replace_ui;
use super::captions::sidecars_ui::sidecars_ui;
use super::captions::table_ui::table_ui;
use super::captions::template_ui::template_ui;
use super::clocks::clocks_ui::ClocksState;
use super::clocks::data::visit_of_clock;
use super::inspector::inspector_ui::InspectorState;
use super::look;
use super::overlay::belong::{BelongForm, belong_ui};
use super::overlay::embargo::{EmbargoForm, embargo_ui};
use super::overlay::export::{ExportForm, export_ui};
use super::overlay::when::{WhenForm, shown_ui, taken_ui};
use super::overlay::{about, keys, problems};
use super::panels::{bars_ui, desk_ui, dragging_ui, middle_ui, notice_ui, sides_ui};
use super::programme::preview_ui::{PreviewState, preview_ui};
use super::selection::Selection;
use super::sheet::data::{Filter, Scope};
use super::sheet::state::SheetState;
use super::start;
use super::status::Stop;
use super::textures::Textures;
use super::theme::{self, size};
use super::viewer::viewer_ui::ViewerState;
use super::visit_page::page_ui::PageState;
use super::visits::visits_ui::VisitsState;
use crate::export::settings::ThemeChoice;
use crate::model::device::DeviceId;
use crate::model::notes::Subject;
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::model::visit::VisitId;
use crate::model::wording;
use crate::session::{Command, Session};

/// How long a frame may be busy with what jobs report.
const BUDGET: Duration = Duration::from_millis(10);

/// The window: the running program, what is on the screen, and pictures.
pub struct App {
    /// The running program.
    pub session: Session,
    /// What is on the screen.
    pub state: UiState,
    /// Pictures on the graphics card.
    pub textures: Textures,
    /// Where the sample visit is, if it came along.
    pub sample: Option<PathBuf>,
    /// There is no library: what people write is gone with the window.
    pub keeps_nothing: bool,
    bindings: Vec<(Binding, Action)>,
    /// How the library says that the window looks; `None` until the window has been made so.
    look: Option<look::Look>,
}

/// What is on the screen. Panels keep their own memory in it.
#[expect(missing_docs, reason = "each is named after its panel")]
pub struct UiState {
    pub scope: Scope,
    pub filter: Filter,
    pub selection: Selection,
    /// The visit or section that the inspector shows in place of photos.
    pub heading: Option<Subject>,
    /// The large view is open.
    pub large: bool,
    pub lang: LangTag,
    pub langs: Vec<LangTag>,
    /// Height of thumbnails that rows aim at.
    pub target: f32,
    pub show_visits: bool,
    pub show_inspector: bool,
    /// Widths of the panel of visits and of the inspector where there is room for them.
    pub panels: (f32, f32),
    pub overlay: Option<Overlay>,
    pub focus_search: bool,
    pub notice: Option<Notice>,
    pub sheet: SheetState,
    pub visits: VisitsState,
    pub inspector: InspectorState,
    pub viewer: ViewerState,
    pub clocks: ClocksState,
    pub export: ExportForm,
    pub when: WhenForm,
    /// The embargo that is being typed.
    pub embargo: EmbargoForm,
    pub belong: BelongForm,
    pub page: PageState,
    /// The page of a visit is one line.
    pub fold_page: bool,
    /// Items without a picture stand in the list and in the sheet.
    pub show_holes: bool,
    pub captions: CaptionsState,
    pub programme: PreviewState,
    /// The state of notes that the filter was last applied to.
    pub(super) filtered_at: u64,
    langs_of: Option<u64>,
    /// A text field had the keyboard at the end of the last frame. (The Escape key takes it away before a frame begins.)
    pub(super) typing: bool,
    /// The key that is being carried out came with Shift.
    pub(super) extend: bool,
}

/// Words that stand at the bottom for a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether "Undo" stands beside them.
    pub undo: bool,
    /// Whether "Show" stands beside them, which opens the Problems.
    pub show: bool,
    /// When they go, in the window's time.
    pub until: f64,
}

impl Default for UiState {
    fn default() -> Self {
        Self {
            scope: Scope::All,
            filter: Filter::default(),
            selection: Selection::default(),
            heading: None,
            large: false,
            lang: LangTag::en(),
            langs: wording::LANGUAGES.iter().filter_map(|lang| LangTag::parse(lang).ok()).collect(),
            target: size::THUMBNAIL.2,
            show_visits: true,
            show_inspector: true,
            panels: (size::VISITS, size::INSPECTOR),
            overlay: None,
            focus_search: false,
            notice: None,
            sheet: SheetState::default(),
            visits: VisitsState::default(),
            inspector: InspectorState::default(),
            viewer: ViewerState::default(),
            clocks: ClocksState::default(),
            export: ExportForm::default(),
            when: WhenForm::default(),
            embargo: EmbargoForm::default(),
            belong: BelongForm::default(),
            page: PageState::default(),
            fold_page: false,
            show_holes: true,
            captions: CaptionsState::default(),
            programme: PreviewState::default(),
            filtered_at: 0,
            langs_of: None,
            typing: false,
            extend: false,
        }
    }
}

impl App {
    /// A window on a session; its context is dressed by [`theme::install`].
    pub fn new(session: Session, sample: Option<PathBuf>) -> Self {
        Self {
            session,
            state: UiState::default(),
            textures: Textures::default(),
            sample,
            keeps_nothing: false,
            bindings: bindings(),
            look: None,
        }
    }

    /// Takes in what jobs reported, for a bounded time.
    pub fn take_in(&mut self, ctx: &egui::Context) {
        self.keep_look(ctx);
        let more = self.session.poll(BUDGET);
        let pictures = self.session.take_pictures();
        let full = self.session.take_full();
        let waiting = self.textures.receive(ctx, pictures, full);
        if more || waiting {
            ctx.request_repaint();
        }
        if let Some(target) = self.session.take_picked_target() {
            self.state.export.target = Some(target);
        }
        if let Some(folder) = self.session.take_picked_theme() {
            self.state.export.theme = ThemeChoice::Folder(folder);
        }
        if let Some(news) = self.session.take_news() {
            self.notice(ctx, news, true);
        }
        if let Some(words) = self.session.take_written() {
            let show = words.contains("see Problems");
            self.notice(ctx, words, false);
            if let Some(notice) = &mut self.state.notice {
                notice.show = show;
            }
        }
        if let Some(due) = self.session.in_step_due() {
            ctx.request_repaint_after(due);
        }
        let dropped: Vec<PathBuf> =
            ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !dropped.is_empty() {
            self.carry_out(ctx, Ask::Command(Command::Open(dropped)));
        }
        self.refresh();
        self.show_offer();
    }

    /// A programme or table of captions that was opened asks for a word, as soon as no other dialog is open.
    fn show_offer(&mut self) {
        let offers = [
            (Overlay::Programme, self.session.offer().is_some()),
            (Overlay::Table, self.session.table().is_some()),
        ];
        for (overlay, waits) in offers {
            match self.state.overlay {
                None if waits => self.state.overlay = Some(overlay),
                Some(open) if open == overlay && !waits => self.state.overlay = None,
                _ => {}
            }
        }
    }

    /// Makes the window as the library says, once; later has it kept when the person changed it.
    fn keep_look(&mut self, ctx: &egui::Context) {
        let Some(kept) = self.look else {
            let look = look::Look::restore(self.session.settings());
            look.give(ctx, &mut self.state);
            self.look = Some(look);
            return;
        };
        let look = look::Look::of(ctx, &self.state);
        // Not while a slider or an edge is being dragged: that would be written at every step.
        if look != kept && !ctx.input(|i| i.pointer.any_down()) {
            for ((name, value), (_, before)) in look.named().into_iter().zip(kept.named()) {
                if value != before {
                    self.session.keep_setting(name, value);
                }
            }
            self.look = Some(look);
        }
    }

    /// Lets go of what is no longer there, and finds the languages that are in use.
    fn refresh(&mut self) {
        let arrangement = self.session.collection().regroupings();
        if self.state.langs_of == Some(arrangement) {
            return;
        }
        self.state.langs_of = Some(arrangement);
        let collection = self.session.collection();
        self.state.selection.keep_only(|photo| collection.photo(photo).is_some());
        for (key, _) in collection.notes().iter() {
            if let Some(lang) =
                key.lang.filter(|lang| !self.state.langs.contains(lang) && *lang != LangTag::und())
            {
                self.state.langs.push(lang);
            }
        }
        let is_there = |subject: &Subject| match subject {
            Subject::Visit(visit) => collection.visit(visit).is_some(),
            Subject::Section(visit, section) => collection.section(visit, section).is_some(),
            Subject::Device(device) => collection.devices().iter().any(|known| known.id == *device),
            Subject::Library | Subject::Photo(_) => false,
        };
        // A device that was joined to another is that one now.
        let joined = |device: &DeviceId| collection.notes().joined_device(device.clone());
        if let Some(Subject::Device(device)) = &mut self.state.heading {
            *device = joined(device);
        }
        if let Scope::Device(device) = &mut self.state.scope {
            *device = joined(device);
        }
        self.state.heading = self.state.heading.take().filter(is_there);
        if let Scope::Visit(visit) = &self.state.scope
            && collection.visit(visit).is_none()
        {
            self.state.scope = Scope::All;
        }
        if self.state.scope == Scope::Undated && collection.grouping().undated.is_empty() {
            self.state.scope = Scope::All;
        }
        if let Scope::Device(device) = &self.state.scope
            && !collection.devices().iter().any(|known| known.id == *device)
        {
            self.state.scope = Scope::All;
        }
    }

    /// What can be done now.
    pub fn facts(&self) -> Facts {
        Facts {
            n_photos: self.session.collection().photos().len(),
            n_selected: self.state.selection.len(),
            large: self.state.large,
            heading: matches!(self.state.heading, Some(Subject::Visit(_) | Subject::Section(..))),
            keeps_nothing: self.keeps_nothing,
            in_step: self.session.keeps_in_step(),
            undo: self.session.undo_name().map(str::to_owned),
            redo: self.session.redo_name().map(str::to_owned),
        }
    }

    /// Carries out the keys that were pressed, in their order, before anything is drawn: what is typed after a key that opens a
    /// field goes into the field, however slow the machine is.
    fn keys(&mut self, ctx: &egui::Context) {
        if self.state.overlay.is_some() || egui::Popup::is_any_open(ctx) {
            return;
        }
        let elsewhere = ctx.memory(egui::Memory::focused).is_some() && !self.state.typing;
        let mut events = ctx.input_mut(|i| std::mem::take(&mut i.events)).into_iter().peekable();
        let mut kept = Vec::new();
        while let Some(event) = events.next() {
            let egui::Event::Key { key, pressed: true, modifiers, .. } = event else {
                kept.push(event);
                continue;
            };
            let facts = self.facts();
            let typing = self.state.typing || self.state.awaits_typing();
            let fits = |(binding, action): &(Binding, Action)| {
                let here = match binding.place {
                    Place::Anywhere => true,
                    Place::Sheet => !facts.large,
                    Place::Large => facts.large,
                };
                // A button that has the keyboard takes these keys itself.
                let for_button = elsewhere && is_for_widgets(key);
                here && (binding.while_typing || (!typing && !for_button))
                    && binding.key.logical_key == key
                    && modifiers.matches_logically(binding.key.modifiers)
                    && action.is_enabled(&facts)
            };
            let Some((_, action)) = self.bindings.iter().find(|bound| fits(bound)).copied() else {
                kept.push(event);
                continue;
            };
            // The letter of the key is not to be typed as well.
            events.next_if(|next| matches!(next, egui::Event::Text(_)));
            self.state.extend = modifiers.shift;
            self.carry_out(ctx, Ask::Do(action));
            self.state.extend = false;
        }
        ctx.input_mut(|i| i.events = kept);
    }

    /// Draws everything and carries out what was wished.
    pub fn frame(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.keys(&ctx);
        let facts = self.facts();
        let mut asks: Vec<Ask> = Vec::new();
        let lang = self.state.lang.clone();
        let langs = self.state.langs.clone();
        let mut stop = None;
        {
            let mut scene =
                Scene { session: &self.session, lang: &lang, langs: &langs, facts: &facts, asks: &mut asks };
            let state = &mut self.state;
            let started = facts.n_photos > 0 || self.session.scan().is_some();
            if started {
                stop = bars_ui(ui, state, &mut scene);
                desk_ui(ui, state, &mut scene);
                sides_ui(ui, state, &mut self.textures, &mut scene);
            }
            let canvas = Frame::new().fill(theme::palette(ui).canvas);
            CentralPanel::no_frame().frame(canvas).show(ui, |ui| {
                if started {
                    middle_ui(ui, state, &mut self.textures, &mut scene);
                } else {
                    start::start_ui(ui, self.sample.is_some(), &mut scene);
                }
            });
            match state.overlay {
                Some(Overlay::Problems) => problems::problems_ui(&ctx, &mut scene),
                Some(Overlay::Keys) => keys::keys_ui(&ctx, &mut scene),
                Some(Overlay::About) => about::about_ui(&ctx, &mut scene),
                Some(Overlay::Taken) => taken_ui(&ctx, &mut state.when, &mut scene),
                Some(Overlay::Shown) => shown_ui(&ctx, &mut state.when, &mut scene),
                Some(Overlay::Embargo) => embargo_ui(&ctx, &mut state.embargo, &mut scene),
                Some(Overlay::Belong) => belong_ui(&ctx, &mut state.belong, &mut scene),
                Some(Overlay::Programme) => preview_ui(&ctx, &mut state.programme, &mut scene),
                Some(Overlay::Sidecars) => sidecars_ui(&ctx, state.captions.sidecars.as_ref(), &mut scene),
                Some(Overlay::Table) => table_ui(&ctx, &mut scene),
                Some(Overlay::History) => history_ui(&ctx, state.captions.history.as_ref(), &mut scene),
                Some(Overlay::Check) => check_ui(&ctx, &mut state.captions.check, &mut scene),
                Some(Overlay::Template) => template_ui(&ctx, &mut state.captions.template, &mut scene),
                Some(Overlay::Replace) => replace_ui(&ctx, &mut state.captions.replace, &mut scene),
                Some(Overlay::Export) => stop = export_ui(&ctx, &mut state.export, &mut scene).or(stop),
                None => {}
            }
            notice_ui(ui, state, &mut scene);
            start::dropping_ui(ui);
            dragging_ui(ui);
        }
        for ask in asks {
            self.carry_out(&ctx, ask);
        }
        match stop {
            Some(Stop::Scan) => self.carry_out(&ctx, Ask::Command(Command::CancelScan)),
            Some(Stop::Sidecars) => self.carry_out(&ctx, Ask::Command(Command::CancelSidecars)),
            Some(Stop::Export) => self.carry_out(&ctx, Ask::Command(Command::CancelExport)),
            None => {}
        }
        self.textures.end_frame(&mut self.session);
        self.state.typing = ctx.text_edit_focused();
    }
}

impl UiState {
    /// The visit that is looked at: that of the scope, of the photo at hand, or the first.
    pub(super) fn visit_at_hand(&self, scene: &Scene<'_>) -> Option<VisitId> {
        let collection = scene.collection();
        let of_photo = || Some(collection.whereabouts(self.selection.lead()?)?.0.id.clone());
        match &self.scope {
            Scope::Visit(visit) => Some(visit.clone()),
            Scope::Device(device) if self.selection.is_empty() => visit_of_clock(collection, device),
            _ => of_photo().or_else(|| Some(collection.grouping().visits.first()?.id.clone())),
        }
    }

    /// Whether a field is about to take the keyboard.
    fn awaits_typing(&self) -> bool {
        self.focus_search
            || self.inspector.focus.is_some()
            || self.visits.awaits_typing()
            || self.viewer.marks.awaits_typing()
    }
}

/// Keys by which widgets are worked that have the keyboard.
const fn is_for_widgets(key: egui::Key) -> bool {
    use egui::Key;
    matches!(
        key,
        Key::Enter
            | Key::Space
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Escape
    )
}

/// The photo that keyboard steps start from.
pub(super) fn lead_place(state: &UiState) -> Option<usize> {
    state.selection.lead().and_then(|photo: PhotoId| state.sheet.shown.order.position(photo))
}
