//! Draws the preview of a programme: what it is, what it would do, and its days and items.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Align2, Color32, Key, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::data::{ItemRow, Preview, Row, moves_words};
use crate::session::{Command, Offer};
use crate::ui::ask::{Ask, Scene};
use crate::ui::icons;
use crate::ui::overlay::dialog_ui;
use crate::ui::theme::{self, Palette, Type, size, space};
use crate::ui::widgets::{Kind, button, elided, paint_icon, paint_line, text_button, wrapped};

/// How wide the dialog is, in points.
const WIDTH: f32 = 760.0;
/// How wide the times and the counts at both sides of the items are.
const COLUMNS: (f32, f32) = (112.0, 96.0);

/// The dialog's memory.
#[derive(Debug, Default)]
pub struct PreviewState {
    preview: Preview,
    /// The upper edge of each row, and the end of the last.
    tops: Vec<f32>,
    made_of: Option<(u64, u64, String, bool)>,
    /// Of a programme that was read before, also what has not changed is shown.
    all: bool,
    /// The file whose preview has been seen: the key that opened it is not taken for the answer.
    seen: Option<PathBuf>,
}

impl PreviewState {
    fn refresh(&mut self, offer: &Offer, scene: &Scene<'_>) {
        let lang = scene.lang.as_str().to_owned();
        let made_of = (scene.session.offer_revision(), scene.collection().regroupings(), lang, self.all);
        if self.made_of.as_ref() == Some(&made_of) {
            return;
        }
        self.preview = Preview::of(offer, scene.collection().photos().len(), scene.lang, self.all);
        let mut top = 0.0;
        self.tops = vec![top];
        for row in &self.preview.rows {
            top += height_of(row);
            self.tops.push(top);
        }
        self.made_of = Some(made_of);
    }
}

fn height_of(row: &Row) -> f32 {
    match row {
        Row::Remark(_) => 40.0,
        Row::Day(..) => 38.0,
        Row::Item(item) => {
            let lines = [!item.facts.is_empty(), !item.change.is_empty()];
            30.0 + 17.0 * lines.into_iter().filter(|there| *there).count() as f32
        }
    }
}

/// Draws the dialog for the programme that is offered.
pub fn preview_ui(ctx: &egui::Context, state: &mut PreviewState, scene: &mut Scene<'_>) {
    let Some(offer) = scene.session.offer() else { return };
    let file = offer.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    state.refresh(offer, scene);
    let begins = state.seen.as_ref() != Some(&offer.path);
    let entered = !begins && ctx.input(|i| i.key_pressed(Key::Enter));
    if begins {
        state.seen = Some(offer.path.clone());
        // A field below the dialog does not keep the keyboard.
        ctx.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
    }
    let mut answer = None;
    let closed = match &offer.reading {
        Ok(_) => {
            let title = match offer.effect.as_ref().and_then(|effect| effect.changes.as_ref()) {
                Some(_) => "Programme, read again",
                None => "Programme",
            };
            dialog_ui(ctx, title, WIDTH, |ui| answer = sound_ui(ui, state, offer, &file))
        }
        Err(why) => dialog_ui(ctx, "This programme cannot be used", 520.0, |ui| {
            if refused_ui(ui, &file, why) {
                answer = Some(false);
            }
        }),
    };
    // A button that has the keyboard takes the key itself.
    let by_key = entered && ctx.memory(egui::Memory::focused).is_none();
    let is_sound = offer.reading.is_ok();
    if closed || answer.is_some() || by_key {
        state.seen = None;
    }
    if closed || answer == Some(false) || (by_key && !is_sound) {
        scene.ask(Ask::Command(Command::RefuseProgramme));
        scene.ask(Ask::Overlay(None));
    } else if answer == Some(true) || by_key {
        scene.ask(Ask::Command(Command::UseProgramme));
        scene.ask(Ask::Overlay(None));
    }
}

/// Why it cannot be used. True when that was read.
fn refused_ui(ui: &mut Ui, file: &str, why: &str) -> bool {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = space::S;
    wrapped(ui, file, Type::Strong, palette.text);
    wrapped(ui, &format!("{}.", crate::ui::words::sentence(why)), Type::Body, palette.text);
    wrapped(
        ui,
        "Nothing of it was taken over. Correct the file and open it again.",
        Type::Body,
        palette.soft,
    );
    ui.add_space(space::S);
    button(ui, Kind::Main, "", "OK").clicked()
}

/// What a programme says and does. True to use it, false to leave it.
fn sound_ui(ui: &mut Ui, state: &mut PreviewState, offer: &Offer, file: &str) -> Option<bool> {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = space::XS;
    let preview = &state.preview;
    let begin = ui.cursor().top();
    wrapped(ui, &preview.name, Type::Strong, palette.text);
    let facts: Vec<&str> = std::iter::once(file).chain(preview.facts.iter().map(String::as_str)).collect();
    wrapped(ui, &facts.join("  ·  "), Type::Small, palette.soft);
    if !preview.columns.is_empty() {
        wrapped(ui, &format!("Columns:   {}", preview.columns), Type::Small, palette.soft);
    }
    ui.add_space(space::S);
    wrapped(ui, &preview.effect, Type::Body, palette.text);
    if !preview.changes.is_empty() {
        wrapped(ui, &preview.changes, Type::Body, palette.text);
    }
    let changes = offer.effect.as_ref().and_then(|effect| effect.changes.as_ref());
    let can_fold = changes.is_some_and(|changes| !changes.is_empty() && changes.n_same > 0);
    if let Some(moves) = offer.effect.as_ref().and_then(moves_words) {
        wrapped(ui, &moves, Type::Body, palette.soft);
    }
    if can_fold {
        let words = if state.all { "Show only what changed" } else { "Show all items" };
        if text_button(ui, words).clicked() {
            state.all = !state.all;
        }
    }
    ui.add_space(space::S);
    let used = ui.cursor().top() - begin;
    let all = state.tops.last().copied().unwrap_or_default();
    let most = (ui.ctx().content_rect().height() - used - 250.0).max(120.0);
    rows_ui(ui, state, all.min(most), palette);
    ui.add_space(space::M);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let words = if offer.effect.as_ref().is_some_and(|effect| effect.changes.is_some()) {
            "Use the new programme"
        } else {
            "Use this programme"
        };
        let using = button(ui, Kind::Main, "", words).on_hover_text("Enter. Undo takes it back.").clicked();
        let leave = button(ui, Kind::Plain, "", "Cancel").on_hover_text("Esc").clicked();
        if using { Some(true) } else { leave.then_some(false) }
    })
    .inner
}

fn rows_ui(ui: &mut Ui, state: &PreviewState, height: f32, palette: &Palette) {
    let width = ui.available_width();
    let (frame, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    ui.painter().rect_filled(frame, size::ROUND, palette.field);
    let mut list = ui.new_child(egui::UiBuilder::new().max_rect(frame));
    ScrollArea::vertical().id_salt("programme items").auto_shrink(false).show_viewport(
        &mut list,
        |ui, seen| {
            let all = state.tops.last().copied().unwrap_or_default();
            ui.set_height(all);
            ui.set_width(width);
            let origin = ui.max_rect().min;
            let first = state.tops.partition_point(|top| *top <= seen.top()).saturating_sub(1);
            for (n, row) in state.preview.rows.iter().enumerate().skip(first) {
                let (Some(top), Some(bottom)) = (state.tops.get(n), state.tops.get(n + 1)) else { break };
                if *top >= seen.bottom() {
                    break;
                }
                let rect = Rect::from_min_max(
                    pos2(origin.x + space::M, origin.y + top),
                    pos2(origin.x + width - space::L, origin.y + bottom),
                );
                row_ui(ui, n, row, rect, palette);
            }
        },
    );
}

fn row_ui(ui: &Ui, n: usize, row: &Row, rect: Rect, palette: &Palette) {
    let response = ui.interact(rect, egui::Id::unique(("programme row", n)), Sense::hover());
    let painter = ui.painter();
    match row {
        Row::Remark(text) => {
            response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, text));
            let at = pos2(rect.left() + 8.0, rect.top() + 14.0);
            paint_icon(painter, at, icons::INFO, Type::Badge, palette.accent);
            let mut job = egui::text::LayoutJob::simple(
                text.clone(),
                Type::Small.font(),
                palette.text,
                rect.width() - 24.0,
            );
            job.wrap.max_rows = 2;
            let galley = painter.layout_job(job);
            let y = rect.center().y - galley.size().y / 2.0;
            painter.galley(pos2(rect.left() + 24.0, y), galley, palette.text);
            response.on_hover_text(text);
        }
        Row::Day(day, n_items) => {
            let words = format!("{n_items} {}", if *n_items == 1 { "item" } else { "items" });
            response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{day}, {words}")));
            let y = rect.bottom() - 13.0;
            let look = (Type::SmallStrong, palette.soft);
            paint_line(painter, pos2(rect.left(), y), Align2::LEFT_CENTER, day, look, rect.width() - 90.0);
            let look = (Type::Small, palette.soft);
            paint_line(painter, pos2(rect.right(), y), Align2::RIGHT_CENTER, &words, look, 90.0);
        }
        Row::Item(item) => {
            response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, item.spoken()));
            painter.hline(rect.x_range(), rect.top(), theme::hairline(palette));
            if item_ui(ui, item, rect, palette) {
                response.on_hover_text(item.spoken());
            }
        }
    }
}

/// Draws an item. True where not all of its words have room.
fn item_ui(ui: &Ui, item: &ItemRow, rect: Rect, palette: &Palette) -> bool {
    let painter = ui.painter();
    let text = if item.is_off { palette.soft } else { palette.text };
    let mut y = rect.top() + 15.0;
    let mut is_cut = false;
    let mut line = |x: f32, y: f32, words: &str, look: (Type, Color32), room: f32| {
        let galley = elided(painter, words, look.0, look.1, room);
        is_cut |= galley.elided;
        painter.galley(pos2(x, y - galley.size().y / 2.0), galley, look.1);
    };
    line(rect.left(), y, &item.time, (Type::Body, palette.soft), COLUMNS.0 - space::S);
    let left = rect.left() + COLUMNS.0;
    let room = (rect.right() - COLUMNS.1 - left).max(60.0);
    let title = elided(painter, &item.title, Type::Strong, text, room);
    let width = title.size().x;
    let title_is_cut = title.elided;
    painter.galley(pos2(left, y - title.size().y / 2.0), title, text);
    if item.is_off {
        painter.hline(left..=left + width, y + 1.0, Stroke::new(size::HAIR, text));
    }
    if !item.others.is_empty() && room - width > 60.0 {
        let look = (Type::Body, palette.soft);
        line(left + width + space::M, y, &item.others, look, room - width - space::M);
    }
    let is_empty = item.photos == "No picture";
    let photos = (Type::Small, if is_empty { palette.accent } else { palette.soft });
    paint_line(painter, pos2(rect.right(), y), Align2::RIGHT_CENTER, &item.photos, photos, COLUMNS.1);
    let has_no_room = !item.others.is_empty() && room - width <= 60.0;
    let room = rect.right() - left;
    for (words, color) in [(&item.facts, palette.soft), (&item.change, palette.accent)] {
        if !words.is_empty() {
            y += 17.0;
            line(left, y, words, (Type::Small, color), room);
        }
    }
    is_cut || title_is_cut || has_no_room
}
