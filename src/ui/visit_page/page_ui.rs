//! Draws the page of a visit: title, dates, place, host and guest, what is missing, and its days. Folded it is one line.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{
    Align, Align2, Frame, Id, Layout, Margin, Rect, Sense, StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};
use jiff::civil::Date;

use super::data::Page;
use super::tally::{BIN_MINUTES, Counting, Tally};
use super::timeline_ui::{height_of, timeline_ui};
use crate::model::notes::{Field, Subject};
use crate::model::photo::{PhotoId, PhotoKind};
use crate::model::programme::reconsider::{Reconsidered, reconsidered};
use crate::model::text::LangTag;
use crate::model::visit::{Visit, VisitId};
use crate::model::wording;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene, grouped, n_photos};
use crate::ui::icons;
use crate::ui::sheet::data::Filter;
use crate::ui::sheet::sheet_ui::Dragged;
use crate::ui::textures::{State, Textures};
use crate::ui::theme::{self, Palette, Type, size, space};
use crate::ui::widgets::{Glyph, chip, elided, icon_button, paint_icon, paint_line, text_button};
use crate::ui::words;

/// How much of a frame may be spent on counting.
const COUNTING: Duration = Duration::from_millis(3);
/// The cover, in points.
const COVER: egui::Vec2 = vec2(112.0, 84.0);
/// Proposals about photos that were moved: more of them are told when these are answered.
const MOST_PROPOSALS: usize = 2;

/// The page's memory.
#[derive(Debug, Default)]
pub struct PageState {
    counting: Counting,
    page: Page,
    reconsidered: (Vec<Reconsidered>, Option<(VisitId, u64)>),
    made_of: Option<(VisitId, u64, u64, LangTag, BTreeMap<Date, (i64, i64)>)>,
    /// How often the page was laid out: for tests.
    pub n_made: usize,
}

/// What the page changes itself.
pub struct PageLook<'a> {
    /// What is left out of the sheet.
    pub filter: &'a mut Filter,
    /// The page is one line.
    pub folded: &'a mut bool,
    /// Items without a picture stand in the list and in the sheet.
    pub show_holes: &'a mut bool,
}

impl PageState {
    /// Counts and lays out what has changed, as far as a frame has time for it.
    fn refresh(&mut self, ui: &Ui, visit: &Visit, scene: &Scene<'_>) {
        let (collection, changes) = (scene.collection(), scene.session.changes());
        if !self.counting.run(collection, visit, scene.langs, changes, Instant::now() + COUNTING) {
            ui.ctx().request_repaint();
        }
        // While something is typed its words change with every key; the days wait until that is done.
        let typing = ui.ctx().text_edit_focused();
        let is_of = |(of, regroupings, n, lang, _): &(VisitId, u64, u64, LangTag, _)| {
            (of, *regroupings, lang) == (&visit.id, collection.regroupings(), scene.lang)
                && (typing || *n == changes)
        };
        // These change only with what is grouped where.
        let of = Some((visit.id.clone(), collection.regroupings()));
        if self.reconsidered.1 != of {
            self.reconsidered = (reconsidered(collection, visit), of);
            self.made_of = None;
        }
        let photographed = photographed(&self.counting.done);
        let is_fresh =
            self.made_of.as_ref().is_some_and(|made_of| is_of(made_of) && made_of.4 == photographed);
        if !is_fresh {
            self.page = Page::of(collection, visit, &photographed, &self.reconsidered.0, scene.lang);
            self.made_of =
                Some((visit.id.clone(), collection.regroupings(), changes, scene.lang.clone(), photographed));
            self.n_made += 1;
        }
    }
}

/// From when to when photos were taken on each day, in minutes since it began.
fn photographed(tally: &Tally) -> BTreeMap<Date, (i64, i64)> {
    let spans = tally.density.iter().filter_map(|(date, bins)| {
        let some = |bin: &super::tally::Bin| bin.placed + bin.unplaced > 0;
        let (first, last) = (bins.iter().position(some)?, bins.iter().rposition(some)?);
        Some((*date, (first as i64 * BIN_MINUTES, (last as i64 + 1) * BIN_MINUTES)))
    });
    spans.collect()
}

/// Draws the page into the upper part of `ui`; the rest is left to the photos.
pub fn page_ui(
    ui: &mut Ui,
    state: &mut PageState,
    id: &VisitId,
    look: &mut PageLook<'_>,
    textures: &mut Textures,
    scene: &mut Scene<'_>,
) {
    let session = scene.session;
    let Some(visit) = session.collection().visit(id) else { return };
    state.refresh(ui, visit, scene);
    let palette = theme::palette(ui);
    let room = ui.available_rect_before_wrap();
    ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
    let margin = Margin { left: 16, right: 8, top: 8, bottom: 8 };
    let frame = Frame::new().fill(palette.panel).inner_margin(margin);
    let response = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        if *look.folded {
            folded_ui(ui, state, visit, look, scene);
        } else {
            let counts = counts(&state.counting.done, scene);
            head_ui(ui, visit, &counts, look, textures, scene);
            ui.add_space(space::S);
            chips_ui(ui, state, look, scene);
            proposals_ui(ui, &state.page, scene);
            // A low window has no room for what is merely good to know.
            if room.height() > 560.0 {
                counts_ui(ui, &counts);
            }
            ui.add_space(space::S);
            // The photos keep the larger part of a low window.
            let used = ui.cursor().top() - room.top();
            let wanted = height_of(&state.page);
            let share = if room.height() > 560.0 { 0.54 } else { 0.6 };
            let most = (room.height() * share - used).max(64.0);
            timeline_ui(ui, &state.page, &state.counting.done, visit, wanted.min(most), scene);
        }
    });
    let rect = response.response.rect;
    ui.painter().hline(rect.x_range(), rect.bottom(), theme::hairline(palette));
}

/// Title, dates and what is missing in one line.
fn folded_ui(ui: &mut Ui, state: &PageState, visit: &Visit, look: &mut PageLook<'_>, scene: &Scene<'_>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.set_height(size::CONTROL);
        fold_ui(ui, look.folded);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL), Sense::click());
        let title = scene.visit_title(&visit.id);
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("Visit page of {title}")));
        let look_of = (Type::Heading, palette.text);
        let end = paint_line(
            ui.painter(),
            rect.left_center(),
            Align2::LEFT_CENTER,
            &title,
            look_of,
            rect.width() * 0.6,
        ) + space::M;
        let mut parts = missing(state, scene);
        parts.insert(0, when_words(visit, scene.lang));
        let words = parts.join("  ·  ");
        let soft = (Type::Small, palette.soft);
        paint_line(
            ui.painter(),
            pos2(end, rect.center().y + 1.0),
            Align2::LEFT_CENTER,
            &words,
            soft,
            rect.right() - end,
        );
        if response.on_hover_text(words).clicked() {
            *look.folded = false;
        }
    });
}

fn missing(state: &PageState, scene: &Scene<'_>) -> Vec<String> {
    let tally = &state.counting.done;
    let mut parts = Vec::new();
    parts.extend((state.page.n_holes > 0).then(|| holes_words(state.page.n_holes)));
    parts.extend((tally.n_unplaced > 0).then(|| unplaced_words(tally.n_unplaced)));
    let lacking = scene.langs.iter().zip(&tally.lacks).filter(|(_, n)| **n > 0);
    let lacking: Vec<String> = lacking.map(|(lang, n)| format!("{lang} {}", grouped(*n))).collect();
    parts.extend((!lacking.is_empty()).then(|| format!("no caption: {}", lacking.join(", "))));
    parts
}

fn holes_words(n: usize) -> String {
    format!("{} {} without a picture", grouped(n), if n == 1 { "item" } else { "items" })
}

fn unplaced_words(n: usize) -> String {
    format!("{} {} without an item", grouped(n), if n == 1 { "picture" } else { "pictures" })
}

fn when_words(visit: &Visit, lang: &LangTag) -> String {
    let dates = visit.from.zip(visit.to).map(|(from, to)| wording::date_range(from, to, lang));
    dates.unwrap_or_else(|| "No dates".to_owned())
}

fn fold_ui(ui: &mut Ui, folded: &mut bool) {
    let (icon, name) = if *folded {
        (icons::RIGHT, "Unfold the visit's page")
    } else {
        (icons::DOWN, "Fold the visit's page")
    };
    if icon_button(ui, icon, name, false).on_hover_text(format!("{name}   V")).clicked() {
        *folded = !*folded;
    }
}

/// Cover, title, dates and place, host and guest.
fn head_ui(
    ui: &mut Ui,
    visit: &Visit,
    counts: &[String],
    look: &mut PageLook<'_>,
    textures: &mut Textures,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    let wide = ui.available_width() > 560.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, 0.0);
        if wide {
            cover_ui(ui, &visit.id, textures, scene);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                let kind = if wide { Type::Title } else { Type::Heading };
                let field = Words { field: Field::Title, name: "Title of the visit", kind };
                let width = (ui.available_width() - size::CONTROL - space::XS).max(80.0);
                words_ui(ui, visit, &field, width, scene);
                fold_ui(ui, look.folded);
            });
            let width = ui.available_width();
            let (rect, response) = ui.allocate_exact_size(vec2(width, 18.0), Sense::hover());
            let facts = facts(visit, scene.lang);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &facts));
            let soft = (Type::Body, palette.soft);
            paint_line(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, &facts, soft, width);
            response.on_hover_text(counts.join("\n"));
            ui.add_space(space::XS);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let each = ((width - space::S) / 2.0).min(280.0);
                for (field, name) in [(Field::Host, "Host"), (Field::Guest, "Guest")] {
                    words_ui(ui, visit, &Words { field, name, kind: Type::Body }, each, scene);
                }
            });
        });
    });
}

/// "12–15 March 2026  ·  Port Lindell, Tonga  ·  47 photos".
fn facts(visit: &Visit, lang: &LangTag) -> String {
    let place = visit.place.as_ref().map(|place| wording::place_name(place, lang));
    let parts = [Some(when_words(visit, lang)), place, Some(n_photos(visit.n_photos()))];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ·  ")
}

/// A text of the visit that is typed where it stands.
struct Words {
    field: Field,
    name: &'static str,
    kind: Type,
}

fn words_ui(ui: &mut Ui, visit: &Visit, words: &Words, width: f32, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let subject = Subject::Visit(visit.id.clone());
    let collection = scene.collection();
    let texts = match words.field {
        Field::Title => collection.visit_title(visit),
        field => collection.notes().texts(&subject, field),
    };
    let mut text = texts.get(scene.lang).unwrap_or_default().to_owned();
    let is_title = words.field == Field::Title;
    let elsewhere = texts.best(scene.lang).map(|(_, text)| text.to_owned());
    let hint = elsewhere.unwrap_or_else(|| if is_title { words.name } else { "nobody named yet" }.to_owned());
    let hint = egui::RichText::new(hint).font(words.kind.font()).color(palette.soft);
    let id = Id::unique(("visit", words.field.code()));
    let is_focused = ui.memory(|m| m.has_focus(id));
    let height = if is_title { 34.0 } else { 26.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let hovered = ui.rect_contains_pointer(rect);
    // At rest it is the heading of the page, not a form.
    let fill = if is_focused { palette.field } else { palette.raised };
    if is_focused || hovered || !is_title {
        let fill = if is_title || is_focused { fill } else { palette.field };
        ui.painter().rect_filled(rect, size::ROUND, fill);
    }
    // Host and guest say which they are; the title says that itself.
    let mut place = rect;
    if !is_title {
        let at = rect.left_center() + vec2(space::S, 0.0);
        let soft = (Type::Small, palette.soft);
        place.min.x = paint_line(ui.painter(), at, Align2::LEFT_CENTER, words.name, soft, 80.0) + space::S;
        place.max.x -= space::XS;
    }
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .frame(Frame::NONE)
        .font(words.kind.font())
        .text_color(palette.text)
        .hint_text(hint)
        .align(Align2::LEFT_CENTER)
        .desired_width(place.width());
    let name = format!("{} ({})", words.name, scene.lang);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    let response = inner.add_sized(place.size(), edit).accessible_name(&name);
    if response.changed() {
        let (subjects, field, lang) = (vec![subject], words.field, Some(scene.lang.clone()));
        scene.ask(Ask::Command(Command::Revise(Revision::SetText { subjects, field, lang, text })));
    }
    if response.lost_focus() {
        scene.ask(Ask::Command(Command::EndTyping));
    }
    if is_focused {
        ui.painter().rect_stroke(rect, size::ROUND, theme::focus_ring(palette), StrokeKind::Inside);
    }
    response.on_hover_text(format!("{name}: click to write"));
}

/// The photo that stands for a visit, if one is chosen and there.
pub fn cover_of(visit: &VisitId, scene: &Scene<'_>) -> Option<PhotoId> {
    scene.collection().notes().cover(visit).filter(|photo| scene.collection().photo(*photo).is_some())
}

fn cover_ui(ui: &mut Ui, visit: &VisitId, textures: &mut Textures, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(COVER, Sense::click());
    let cover = cover_of(visit, scene);
    response.widget_info(|| {
        let name = if cover.is_some() { "Cover of the visit" } else { "No cover yet" };
        WidgetInfo::labeled(Role::Button, true, name)
    });
    let px = (COVER.x * ui.pixels_per_point()).ceil() as u32;
    match cover.map(|photo| textures.thumbnail(photo, px)) {
        Some(State::Ready(picture)) => {
            let scale = (rect.width() / picture.size.x).min(rect.height() / picture.size.y);
            ui.painter().rect_filled(rect, size::ROUND_S, palette.canvas);
            let at = Rect::from_center_size(rect.center(), picture.size * scale);
            picture.paint(ui.painter(), at, size::ROUND_S, egui::Color32::WHITE);
        }
        _ => {
            ui.painter().rect_filled(rect, size::ROUND_S, palette.raised);
            let at = rect.center() - vec2(0.0, 8.0);
            paint_icon(ui.painter(), at, icons::IMAGE, Type::Icon, palette.soft);
            let at = rect.center() + vec2(0.0, 12.0);
            let look = (Type::Small, palette.soft);
            paint_line(ui.painter(), at, Align2::CENTER_CENTER, "No cover", look, rect.width());
        }
    }
    if response.dnd_hover_payload::<Dragged>().is_some() {
        ui.painter().rect_stroke(rect, size::ROUND_S, theme::focus_ring(palette), StrokeKind::Inside);
    }
    if let Some(dragged) = response.dnd_release_payload::<Dragged>()
        && let Some(photo) = dragged.0.first()
    {
        scene.ask(Ask::Command(Command::Revise(cover_revision(visit, *photo))));
    }
    if response.clicked()
        && let Some(photo) = cover
    {
        scene.ask(Ask::GoTo(photo));
    }
    response.on_hover_text(
        "The photo that stands for the visit: drop one here, or choose \"Use as cover\" in its menu",
    );
}

/// Has a photo stand for a visit.
pub fn cover_revision(visit: &VisitId, photo: PhotoId) -> Revision {
    Revision::SetText {
        subjects: vec![Subject::Visit(visit.clone())],
        field: Field::Cover,
        lang: None,
        text: photo.hex(),
    }
}

/// What is missing; a click shows it.
fn chips_ui(ui: &mut Ui, state: &PageState, look: &mut PageLook<'_>, scene: &mut Scene<'_>) {
    let tally = &state.counting.done;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let (mut is_whole, mut is_captioned) = (true, true);
        if state.page.n_holes > 0 {
            is_whole = false;
            // It is lit only where something is left out: shown is how it should be.
            let hidden = if *look.show_holes { "" } else { ", hidden" };
            let words = format!("{}{hidden}", holes_words(state.page.n_holes));
            let hint = "Items that nobody photographed stand in the list and among the photos. Click to show or hide them.";
            if chip(ui, &words, &words, Glyph::Hollow, !*look.show_holes).on_hover_text(hint).clicked() {
                *look.show_holes = !*look.show_holes;
            }
        }
        if tally.n_unplaced > 0 {
            is_whole = false;
            let on = look.filter.unplaced;
            let hint = "Show only pictures that lie in no item of the programme. G says where they belong.";
            let words = unplaced_words(tally.n_unplaced);
            if chip(ui, &words, &words, Glyph::Full, on).on_hover_text(hint).clicked() {
                look.filter.unplaced = !on;
            }
        }
        if tally.n_undecided > 0 {
            is_whole = false;
            let on = look.filter.undecided;
            let n = tally.n_undecided;
            let words = format!("{} {} two items", grouped(n), if n == 1 { "picture fits" } else { "pictures fit" });
            let hint = "Several items that overlap speak for these alike. G says where they belong.";
            if chip(ui, &words, &words, Glyph::None, on).on_hover_text(hint).clicked() {
                look.filter.undecided = !on;
            }
        }
        for (lang, n) in scene.langs.iter().zip(&tally.lacks).filter(|(_, n)| **n > 0) {
            let before = if is_captioned { "No caption  " } else { "" };
            (is_whole, is_captioned) = (false, false);
            let on = look.filter.lacks.as_ref() == Some(lang);
            let verb = if *n == 1 { "lacks" } else { "lack" };
            let name = format!("{} {verb} a caption in {lang}", grouped(*n));
            let label = format!("{before}{lang} {}", grouped(*n));
            let hint = format!("Show only photos without a caption in {}", words::language_name(lang));
            if chip(ui, &label, &name, Glyph::None, on).on_hover_text(hint).clicked() {
                look.filter.lacks = (!on).then(|| lang.clone());
            }
        }
        if !state.page.has_programme {
            let hint = "Drop the programme of the visit on the window: a calendar (.ics) or a table (.csv)";
            if chip(ui, "No programme", "No programme", Glyph::None, false).on_hover_text(hint).clicked() {
                scene.ask(Ask::Notice(hint.to_owned()));
            }
        } else if is_whole && tally.n_photos > 0 {
            let palette = theme::palette(ui);
            let words = "Every item has a picture, every picture an item and a caption in every language.";
            ui.label(egui::RichText::new(words).font(Type::Small.font()).color(palette.soft));
        }
    });
}

/// Photos that a person moved and that time would by now put elsewhere: told, never done.
fn proposals_ui(ui: &mut Ui, page: &Page, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    for (title, found) in page.reconsidered.iter().take(MOST_PROPOSALS) {
        ui.add_space(6.0);
        let photos = &found.photos;
        let words = match photos.len() {
            1 => format!("1 photo that you moved would lie in “{title}” by its time"),
            n => format!("{} photos that you moved would lie in “{title}” by their time", grouped(n)),
        };
        ui.horizontal(|ui| {
            ui.set_height(22.0);
            ui.spacing_mut().item_spacing.x = space::M;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = |what: &str| format!("{what}: {words}");
                let keep = text_button(ui, "Keep").accessible_name(name("Keep"));
                if keep.on_hover_text("They stay where you put them; this is not asked again").clicked() {
                    let keep = Revision::KeepPlaces(photos.clone());
                    scene.ask(Ask::Command(Command::Revise(keep)));
                }
                let decide = text_button(ui, "Let time decide").accessible_name(name("Let time decide"));
                if decide.on_hover_text("They go where their time puts them").clicked() {
                    scene.ask(Ask::Command(Command::Revise(Revision::PutBack(photos.clone()))));
                }
                if text_button(ui, "Show").accessible_name(name("Show")).clicked() {
                    scene.asks.extend(photos.first().map(|first| Ask::GoTo(*first)));
                    scene.ask(Ask::ChooseMany(photos.clone(), false));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let width = ui.available_width();
                    let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
                    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
                    let at = pos2(rect.left() + 8.0, rect.center().y);
                    paint_icon(ui.painter(), at, icons::INFO, Type::Badge, palette.accent);
                    let at = pos2(rect.left() + 22.0, rect.center().y);
                    let look = (Type::Body, palette.text);
                    paint_line(ui.painter(), at, Align2::LEFT_CENTER, &words, look, width - 22.0);
                    response.on_hover_text(&words);
                });
            });
        });
    }
}

/// How many by which device and of which kind.
fn counts(tally: &Tally, scene: &Scene<'_>) -> Vec<String> {
    let mut devices: Vec<(String, usize)> = tally
        .devices
        .iter()
        .map(|(device, n)| {
            let name = device.as_ref().map(|device| scene.collection().device_name(device));
            (name.unwrap_or_else(|| "no known device".to_owned()), *n)
        })
        .collect();
    devices.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut parts: Vec<String> = devices.iter().map(|(name, n)| format!("{name} {}", grouped(*n))).collect();
    for (kind, n) in PhotoKind::ALL.into_iter().zip(tally.kinds).filter(|(_, n)| *n > 0) {
        if let Some((_, what)) = words::kind_mark(kind) {
            parts.push(format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" }));
        }
    }
    parts
}

fn counts_ui(ui: &mut Ui, parts: &[String]) {
    let palette = theme::palette(ui);
    let text = parts.join("  ·  ");
    ui.add_space(6.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let galley = elided(ui.painter(), &text, Type::Small, palette.soft, rect.width());
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, palette.soft);
    response.on_hover_text(parts.join("\n"));
}

/// The colours of the timeline's legend are those of the page.
pub(super) fn tone(palette: &Palette, placed: bool) -> egui::Color32 {
    if placed { palette.soft } else { palette.accent }
}
