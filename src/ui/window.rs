//! The window from its opening on: the album, or, where the library cannot be opened, why not and what can be done.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use egui::{CentralPanel, Context, Frame, Ui, ViewportCommand, pos2, vec2};

use super::app::App;
use super::opening::Opening;
use super::run::Start;
use super::theme::{self, Type, space};
use super::widgets::{Kind, button, wrapped};
use super::{icons, mark, words};
use crate::session::{Session, StoreError};

/// How wide the words are.
const WIDTH: f32 = 520.0;

/// Opening the library is said only when it takes longer than this, in seconds.
const PATIENCE_SECS: f64 = 0.5;

/// Why there is no library; empty once there is one, or none is wanted.
pub type Refused = Rc<RefCell<Option<StoreError>>>;

/// The window, whether or not the library could be opened.
pub struct Window {
    start: Start,
    /// The library is being opened; whether nothing is to be kept, and since when it is waited for, in the window's time.
    opening: Option<(Opening, bool, Option<f64>)>,
    /// The album, once there is one.
    pub app: Option<App>,
    refused: Refused,
    /// Photos were seen, and the log says when.
    has_shown: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    TryAgain,
    KeepNothing,
    Close,
}

impl Window {
    /// A window that is opened with `start`, whose library is being opened; `refused` is told why it could not be.
    pub fn new(ctx: &Context, start: Start, opening: Opening, refused: Refused) -> Self {
        opening.wakes(ctx);
        Self { start, opening: Some((opening, false, None)), app: None, refused, has_shown: false }
    }

    /// Whether the library is still being opened.
    pub const fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    fn choose(&mut self, ctx: &Context, choice: Choice) {
        if choice == Choice::Close {
            return ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        let keeps_nothing = choice == Choice::KeepNothing;
        let opening = Opening::begin(&self.start, keeps_nothing);
        opening.wakes(ctx);
        self.opening = Some((opening, keeps_nothing, None));
    }

    /// Takes the session when it is there.
    fn take_session(&mut self) {
        let Some((opening, keeps_nothing, _)) = &self.opening else { return };
        match opening.take() {
            None => return,
            Some(Ok(session)) => {
                self.refused.replace(None);
                self.app = Some(self.album(session, *keeps_nothing));
            }
            Some(Err(error)) => drop(self.refused.replace(Some(error))),
        }
        self.opening = None;
    }

    fn album(&self, session: Session, keeps_nothing: bool) -> App {
        let mut app = App::new(session, self.start.sample.clone());
        app.keeps_nothing = keeps_nothing;
        app
    }

    /// Takes in what jobs reported.
    pub fn take_in(&mut self, ctx: &Context) {
        self.take_session();
        if let Some(app) = &mut self.app {
            app.take_in(ctx);
            if let Some(error) = app.session.take_unsound() {
                self.refused.replace(Some(error));
                self.app = None;
                return;
            }
            if app.state.sheet.work.n_cells > 0 && !self.has_shown {
                // Said a frame later, when that one has been painted.
                self.has_shown = true;
                app.session.hold_scans(false);
                if let Some(began) = self.start.began {
                    let (ms, n) = (began.elapsed().as_millis(), app.session.collection().photos().len());
                    tracing::info!("first grid painted after {ms} ms, with {n} photos");
                }
            }
        }
    }

    /// Draws a frame.
    pub fn frame(&mut self, ui: &mut Ui) {
        if let Some(app) = &mut self.app {
            app.frame(ui);
            if !self.has_shown && app.state.sheet.work.n_cells > 0 {
                ui.ctx().request_repaint();
            }
            return;
        }
        let canvas = Frame::new().fill(theme::palette(ui).canvas);
        if let Some((_, _, since)) = &mut self.opening {
            CentralPanel::no_frame().frame(canvas).show(ui, |ui| opening_ui(ui, since));
            return;
        }
        let text = self.refused.borrow().as_ref().map(ToString::to_string).unwrap_or_default();
        let choice = CentralPanel::no_frame().frame(canvas).show(ui, |ui| refused_ui(ui, &text)).inner;
        if let Some(choice) = choice {
            self.choose(&ui.ctx().clone(), choice);
            ui.ctx().request_repaint();
        }
    }
}

/// Nothing at first; then that the library is being opened.
fn opening_ui(ui: &mut Ui, since: &mut Option<f64>) {
    let now = ui.input(|i| i.time);
    let left = *since.get_or_insert(now) + PATIENCE_SECS - now;
    if left > 0.0 {
        return ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
    }
    ui.centered_and_justified(|ui| {
        let words = egui::RichText::new("Opening the library…").font(Type::Body.font());
        ui.label(words.color(theme::palette(ui).soft));
    });
}

/// Says why the library could not be opened and what can be done.
fn refused_ui(ui: &mut Ui, text: &str) -> Option<Choice> {
    let palette = theme::palette(ui);
    let room = ui.available_rect_before_wrap();
    let width = WIDTH.min(room.width() - 2.0 * space::L);
    let top = room.top() + (room.height() * 0.2).max(space::L);
    let column = egui::Rect::from_min_max(
        pos2(room.center().x - width / 2.0, top),
        pos2(room.center().x + width / 2.0, room.bottom()),
    );
    let mut column_ui = ui.new_child(egui::UiBuilder::new().max_rect(column));
    let ui = &mut column_ui;
    ui.spacing_mut().item_spacing.y = space::S;
    let (rect, _) = ui.allocate_exact_size(vec2(mark::EDGE, mark::EDGE), egui::Sense::hover());
    mark::paint(ui, rect.min);
    ui.add_space(space::S);
    let title = egui::RichText::new("The library could not be opened").font(Type::Title.font());
    ui.label(title.color(palette.text));
    wrapped(ui, &format!("{}.", words::sentence(text).trim_end_matches('.')), Type::Body, palette.text);
    ui.add_space(space::XS);
    let keep = "The library holds captions, stars, picks and how visits are arranged. Without keeping anything you can look at \
                photos and export albums, but what you write is gone with the window. Neither photos nor the \
                library are changed by that.";
    wrapped(ui, keep, Type::Body, palette.soft);
    ui.add_space(space::M);
    let mut choice = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for (kind, icon, label, what) in [
            (Kind::Main, icons::REDO, "Try again", Choice::TryAgain),
            (Kind::Plain, icons::EYE, "Open without keeping anything", Choice::KeepNothing),
            (Kind::Quiet, "", "Close", Choice::Close),
        ] {
            if button(ui, kind, icon, label).clicked() {
                choice = Some(what);
            }
        }
    });
    choice
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.take_in(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        let palette = if visuals.dark_mode { theme::DARK } else { theme::LIGHT };
        palette.canvas.to_normalized_gamma_f32()
    }
}
