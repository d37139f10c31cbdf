//! The window as a whole: a frame, from the keys to the wishes.

use std::path::PathBuf;
use std::time::Duration;

use egui::{CentralPanel, Frame, Margin, Panel, Ui, pos2};

use super::actions::{Action, Binding, Facts, Place, bindings};
use super::ask::{Ask, Overlay, Scene};
use super::clocks::clocks_ui::{ClocksState, clocks_ui};
use super::clocks::data::visit_of_clock;
use super::inspector::inspector_ui::{InspectorState, inspector_ui};
use super::look;
use super::overlay::export::{ExportForm, Want, export_ui};
use super::overlay::when::{WhenForm, shown_ui, taken_ui};
use super::overlay::{about, keys, problems};
use super::selection::Selection;
use super::sheet::data::{Filter, Scope};
use super::sheet::sheet_ui::{Dragged, Look, nothing_ui, sheet_ui};
use super::sheet::state::SheetState;
use super::start;
use super::status::{Stop, status_ui};
use super::textures::Textures;
use super::theme::{self, Type, size, space};
use super::toolbar::{Bar, toolbar_ui};
use super::viewer::viewer_ui::{ViewerState, viewer_ui};
use super::visits::visits_ui::{VisitsState, visits_ui};
use super::widgets;
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
    /// The state of notes that the filter was last applied to.
    filtered_at: u64,
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
        let dropped: Vec<PathBuf> =
            ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !dropped.is_empty() {
            self.carry_out(ctx, Ask::Command(Command::Open(dropped)));
        }
        self.refresh();
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
        let mut want = None;
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
                Some(Overlay::Export) => want = export_ui(&ctx, &mut state.export, &mut scene),
                None => {}
            }
            notice_ui(ui, state, &mut scene);
            start::dropping_ui(ui);
            dragging_ui(ui);
        }
        for ask in asks {
            self.carry_out(&ctx, ask);
        }
        if let Some(Want::Stop(job)) = want {
            stop = Some(job);
        }
        if want == Some(Want::PickTarget) {
            self.carry_out(&ctx, Ask::Command(Command::PickExportTarget));
        }
        match stop {
            Some(Stop::Scan) => self.carry_out(&ctx, Ask::Command(Command::CancelScan)),
            Some(Stop::Export) => self.carry_out(&ctx, Ask::Command(Command::CancelExport)),
            None => {}
        }
        self.textures.end_frame(&mut self.session);
        self.state.typing = ctx.text_edit_focused();
    }
}

impl UiState {
    /// The visit that is looked at: that of the scope, of the photo at hand, or the first.
    fn visit_at_hand(&self, scene: &Scene<'_>) -> Option<VisitId> {
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
        self.focus_search || self.inspector.focus.is_some() || self.visits.awaits_typing()
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

fn bars_ui(ui: &mut Ui, state: &mut UiState, scene: &mut Scene<'_>) -> Option<Stop> {
    let palette = theme::palette(ui);
    let bar_frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 0));
    Panel::top("toolbar").exact_size(size::TOOLBAR).resizable(false).frame(bar_frame).show(ui, |ui| {
        let mut bar = Bar {
            filter: &mut state.filter,
            target: &mut state.target,
            focus_search: &mut state.focus_search,
        };
        toolbar_ui(ui, &mut bar, scene);
    });
    let n_shown = state.sheet.shown.order.len();
    let status_frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 0));
    Panel::bottom("status")
        .exact_size(size::STATUS)
        .resizable(false)
        .frame(status_frame)
        .show(ui, |ui| status_ui(ui, n_shown, scene))
        .inner
}

fn sides_ui(ui: &mut Ui, state: &mut UiState, textures: &mut Textures, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let arrangement = scene.collection().regroupings();
    let narrow = ui.available_width() < 1100.0;
    if state.show_visits && !state.large {
        let frame =
            Frame::new().fill(palette.panel).inner_margin(Margin { left: 4, right: 4, top: 8, bottom: 0 });
        let (least, most) = size::VISITS_RANGE;
        let panel = Panel::left(if narrow { "visits, narrow" } else { "visits" })
            .default_size(if narrow { 200.0 } else { state.panels.0 })
            .size_range(least..=if narrow { 220.0 } else { most })
            .frame(frame)
            .show(ui, |ui| {
                let heading = state.heading.as_ref();
                visits_ui(ui, &mut state.visits, &state.scope, heading, arrangement, scene);
            });
        if !narrow {
            state.panels.0 = panel.response.rect.width();
        }
    }
    if state.show_inspector {
        let (least, most) = size::INSPECTOR_RANGE;
        let frame = Frame::new().fill(palette.panel);
        let panel = Panel::right(if narrow { "inspector, narrow" } else { "inspector" })
            .default_size(if narrow { 280.0 } else { state.panels.1 })
            .size_range(least..=if narrow { 300.0 } else { most })
            .frame(frame)
            .show(ui, |ui| {
                let (selection, order) = (&state.selection, &state.sheet.shown.order);
                let photos = || selection.in_order(order);
                let heading = state.heading.as_ref();
                inspector_ui(
                    ui,
                    &mut state.inspector,
                    textures,
                    photos,
                    selection.revision(),
                    heading,
                    scene,
                );
            });
        if !narrow {
            state.panels.1 = panel.response.rect.width();
        }
    }
}

/// The clock desk below the sheet, so that it is seen at once what moves.
fn desk_ui(ui: &mut Ui, state: &mut UiState, scene: &mut Scene<'_>) {
    if !state.clocks.open || state.large {
        return;
    }
    let palette = theme::palette(ui);
    let visit = state.visit_at_hand(scene);
    let frame =
        Frame::new().fill(palette.panel).inner_margin(Margin { left: 12, right: 12, top: 4, bottom: 0 });
    let most = (ui.available_height() - 160.0).max(160.0);
    Panel::bottom("clocks")
        .default_size(size::CLOCKS.min(most))
        .size_range(130.0..=most)
        .resizable(true)
        .frame(frame)
        .show(ui, |ui| clocks_ui(ui, &mut state.clocks, visit.as_ref(), scene));
}

fn middle_ui(ui: &mut Ui, state: &mut UiState, textures: &mut Textures, scene: &mut Scene<'_>) {
    // While a caption is typed the filter waits: a photo does not leave the sheet under the cursor.
    if !ui.ctx().text_edit_focused() || ui.ctx().memory(|m| m.has_focus(super::toolbar::search_id())) {
        state.filtered_at = scene.session.changes();
    }
    let notes = if state.filter.reads_notes() { state.filtered_at } else { 0 };
    let look = Look {
        scope: &state.scope,
        filter: &state.filter,
        revision: (scene.collection().regroupings(), notes),
        target: state.target,
        selection: &state.selection,
    };
    if state.large
        && let Some(photo) = state.selection.lead()
    {
        viewer_ui(ui, &mut state.viewer, textures, photo, &state.sheet.shown.order, scene);
        return;
    }
    let room = ui.available_rect_before_wrap();
    sheet_ui(ui, &mut state.sheet, textures, &look, scene);
    if state.sheet.shown.order.is_empty() && scene.facts.n_photos > 0 {
        let filtered = !state.filter.is_open();
        let mut over = ui.new_child(egui::UiBuilder::new().max_rect(room));
        if nothing_ui(&mut over, filtered) {
            state.filter = Filter::default();
        }
    }
}

/// Beside the pointer: how many photos are being dragged.
fn dragging_ui(ui: &Ui) {
    let Some(dragged) = egui::DragAndDrop::payload::<Dragged>(ui.ctx()) else { return };
    let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    let palette = theme::palette(ui);
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("dragging"));
    let painter = ui.ctx().layer_painter(layer);
    let text = super::ask::n_photos(dragged.0.len());
    let galley = widgets::elided(&painter, &text, Type::Strong, palette.on_accent, 200.0);
    let rect = egui::Rect::from_min_size(
        pointer + egui::vec2(14.0, 10.0),
        galley.size() + egui::vec2(2.0 * space::S, space::S),
    );
    painter.rect_filled(rect, size::ROUND, palette.accent);
    painter.galley(rect.min + egui::vec2(space::S, space::XS), galley, palette.on_accent);
}

fn notice_ui(ui: &Ui, state: &mut UiState, scene: &mut Scene<'_>) {
    let Some(notice) = &state.notice else { return };
    let left = notice.until - ui.input(|i| i.time);
    if left <= 0.0 {
        state.notice = None;
        return;
    }
    ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
    let palette = theme::palette(ui);
    let room = ui.ctx().content_rect();
    let at = pos2(room.center().x, room.bottom() - size::STATUS - space::L);
    egui::Area::new(egui::Id::unique("notice"))
        .order(egui::Order::Foreground)
        .pivot(egui::Align2::CENTER_BOTTOM)
        .fixed_pos(at)
        .show(ui.ctx(), |ui| {
            Frame::new()
                .fill(palette.float)
                .stroke(theme::hairline(palette))
                .corner_radius(size::ROUND)
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(Margin::symmetric(14, 8))
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = space::L;
                        ui.label(notice.text.as_str());
                        if notice.undo && widgets::text_button(ui, "Undo").clicked() {
                            scene.ask(Ask::Do(Action::Undo));
                        }
                    });
                });
        });
}

/// The photo that keyboard steps start from.
pub(super) fn lead_place(state: &UiState) -> Option<usize> {
    state.selection.lead().and_then(|photo: PhotoId| state.sheet.shown.order.position(photo))
}
