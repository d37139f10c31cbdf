//! The quiet list under a field: how what is typed may go on. Down and Up walk through it, Enter or Tab takes what is marked, Esc closes
//! it; a click takes, too. Nothing is marked until Down is pressed, so that typing, Enter, Tab and Ctrl+Enter do what they always do.

use egui::accesskit::Role;
use egui::{
    Align2, Area, Color32, Event, EventFilter, Id, ImeEvent, Key, Order, Rect, Response, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::model::caption::suggest::{MOST_RECENT, Offer, OfferKind, Recent, Typed};
use crate::model::collection::Collection;
use crate::model::notes::{Field, Subject};
use crate::model::text::LangTag;
use crate::session::Command;
use crate::ui::ask::{Ask, Scene};
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{elided, paint_line};

/// Height of a row, in points.
const ROW: f32 = 26.0;

/// The list is as wide as its field, and at least so wide, in points.
const LEAST_WIDTH: f32 = 220.0;

/// What may be offered is gathered anew so many seconds after the last time, when another field or photo is begun.
const GATHER_SECS: f64 = 10.0;

/// The list's memory.
#[derive(Default)]
pub struct SuggestState {
    open: Option<Open>,
    /// An offer that was clicked, for the field with this identity.
    clicked: Option<(Id, Offer, usize)>,
    /// What was written since it was gathered, the latest last.
    recent: Vec<Recent>,
    /// What is being written, and in which choice of photos.
    writing: Option<(u64, Recent)>,
    /// The state of notes that was gathered of, and when.
    gathered: Option<(u64, f64)>,
    /// An input method has a syllable in hand.
    composing: bool,
    /// Steps down that came with the very letters that opened the list.
    early_steps: usize,
}

/// A list that is open.
struct Open {
    id: Id,
    offers: Vec<Offer>,
    /// Characters before the cursor.
    cursor: usize,
    marked: Option<usize>,
}

/// The field that is typed into.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Its identity.
    pub id: Id,
    /// What is typed there.
    pub field: Field,
    /// In which language; `None` for fields without.
    pub lang: Option<&'a LangTag>,
    /// Of what: the first of the photos, the visit or the section.
    pub of: Option<&'a Subject>,
    /// Variables are filled in it: it is a template.
    pub is_template: bool,
    /// Grows with every other choice of what is written of.
    pub version: u64,
}

impl SuggestState {
    /// Reads the keys for a list that is open, before the field can see them, and puts an offer into the text that is taken. True when
    /// one was.
    pub fn take(&mut self, ui: &Ui, id: Id, text: &mut String) -> bool {
        let offer = match self.clicked.take_if(|(of, ..)| *of == id) {
            Some((_, offer, cursor)) => {
                ui.ctx().memory_mut(|memory| memory.request_focus(id));
                Some((offer, cursor))
            }
            None => self.pressed(ui, id),
        };
        let Some((offer, cursor)) = offer else { return false };
        self.open = None;
        let (whole, cursor) = offer.taken(text, cursor);
        *text = whole;
        super::text_ui::cursor_to(ui, id, cursor);
        true
    }

    /// What the keys of this frame take.
    fn pressed(&mut self, ui: &Ui, id: Id) -> Option<(Offer, usize)> {
        self.early_steps = 0;
        if !ui.memory(|memory| memory.has_focus(id)) {
            return None;
        }
        let mut open = self.open.take_if(|open| open.id == id);
        let mut taken = None;
        let composing = &mut self.composing;
        let early_steps = &mut self.early_steps;
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let (key, open_now) = match event {
                    Event::Ime(ImeEvent::Preedit { text, .. }) => {
                        *composing = !text.is_empty();
                        return true;
                    }
                    Event::Ime(ImeEvent::Commit(_)) => {
                        *composing = false;
                        return true;
                    }
                    Event::Key { key, pressed: true, modifiers, .. } if !modifiers.any() => (*key, &mut open),
                    _ => return true,
                };
                // The keys are the input method's as long as it has a syllable in hand.
                let Some(list) = open_now.as_mut().filter(|_| !*composing && taken.is_none()) else {
                    return true;
                };
                let marked = list.marked.and_then(|n| list.offers.get(n));
                match (key, marked) {
                    (Key::ArrowDown, _) => {
                        let last = list.offers.len().saturating_sub(1);
                        list.marked = Some(list.marked.map_or(0, |n| (n + 1).min(last)));
                        *early_steps += 1;
                    }
                    (Key::ArrowUp, Some(_)) => list.marked = list.marked.and_then(|n| n.checked_sub(1)),
                    (Key::Enter | Key::Tab, Some(offer)) => taken = Some((offer.clone(), list.cursor)),
                    (Key::Escape, _) => *open_now = None,
                    _ => return true,
                }
                false
            });
        });
        self.open = open;
        taken
    }

    /// Finds offers for what was typed, shows them, and takes note of what is written.
    pub fn follow(
        &mut self,
        ui: &Ui,
        response: &Response,
        place: &Place<'_>,
        (text, was_taken): (&str, bool),
        scene: &mut Scene<'_>,
    ) {
        let id = place.id;
        if response.changed() || was_taken {
            self.write(place, text);
        }
        if response.gained_focus() {
            self.gather(ui, scene);
        }
        if response.lost_focus() {
            self.left();
        }
        if !response.has_focus() && self.open.as_ref().is_none_or(|open| open.id != id) {
            return;
        }
        let cursor = TextEdit::load_state(ui.ctx(), id).and_then(|state| state.cursor.char_range());
        let cursor = cursor.map(|range| range.primary.index.0.max(range.secondary.index.0));
        if response.changed() && !was_taken {
            self.open = cursor.and_then(|cursor| self.offered(place, text, cursor, scene));
        } else if self.open.as_ref().is_some_and(|open| open.id == id && Some(open.cursor) != cursor) {
            self.open = None;
        }
        if let Some(open) = self.open.as_mut().filter(|open| open.id == id) {
            self.clicked = list_ui(ui, open, response.rect).map(|offer| (id, offer, open.cursor));
            if self.clicked.is_some() {
                ui.ctx().request_repaint();
            }
            let filter =
                EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        if !response.has_focus() {
            self.open = None;
        }
    }

    fn offered(&self, place: &Place<'_>, text: &str, cursor: usize, scene: &Scene<'_>) -> Option<Open> {
        let collection = scene.collection();
        let visit = match place.of {
            Some(Subject::Photo(photo)) => collection.whereabouts(*photo).map(|(visit, _)| &visit.id),
            Some(Subject::Visit(visit) | Subject::Section(visit, _)) => Some(visit),
            _ => None,
        };
        let day = day_of(place, collection);
        let &Place { field, lang, is_template, .. } = place;
        let typed = Typed { field, lang, text, cursor, visit, day, is_template };
        let offers = scene.session.suggestions().offers(&typed, &self.recent);
        let marked = self.early_steps.checked_sub(1).map(|n| n.min(offers.len().saturating_sub(1)));
        (!offers.is_empty()).then_some(Open { id: place.id, offers, cursor, marked })
    }

    /// Has what may be offered gathered anew, off this thread, when much may have changed.
    fn gather(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let (changes, now) = (scene.session.changes(), ui.input(|i| i.time));
        if self.gathered.is_none_or(|(at, when)| at != changes && now - when >= GATHER_SECS) {
            self.gathered = Some((changes, now));
            scene.ask(Ask::Command(Command::GatherSuggestions));
        }
    }

    /// Keeps what is being written; what was written before it elsewhere is offered from now on.
    fn write(&mut self, place: &Place<'_>, text: &str) {
        let here = Recent { field: place.field, lang: place.lang.cloned(), text: text.to_owned() };
        let goes_on = |(version, before): &(u64, Recent)| {
            *version == place.version && before.field == here.field && before.lang == here.lang
        };
        if !self.writing.as_ref().is_some_and(goes_on) {
            self.left();
        }
        self.writing = Some((place.version, here));
    }

    fn left(&mut self) {
        if let Some((_, written)) = self.writing.take()
            && !written.field.is_list()
            && !written.text.trim().is_empty()
        {
            self.recent.retain(|known| *known != written);
            self.recent.push(written);
            let n_over = self.recent.len().saturating_sub(MOST_RECENT);
            self.recent.drain(..n_over);
        }
    }
}

/// The day that decides which titles hold: of the photo, or the first one of the visit or section.
fn day_of(place: &Place<'_>, collection: &Collection) -> Option<jiff::civil::Date> {
    let photo = match place.of? {
        Subject::Photo(photo) => *photo,
        Subject::Visit(visit) => collection.visit(visit)?.photos().next()?,
        Subject::Section(visit, section) => *collection.section(visit, section)?.photos.first()?,
        Subject::Library | Subject::Device(_) => return None,
    };
    let taken = collection.captured(collection.photo(photo)?)?.for_order();
    taken.map(jiff::civil::DateTime::date)
}

/// Draws the list over what lies below the field, or above it where there is no room. Gives what is clicked.
fn list_ui(ui: &Ui, open: &mut Open, field: Rect) -> Option<Offer> {
    let palette = theme::palette(ui);
    let width = field.width().max(LEAST_WIDTH);
    let height = ROW * open.offers.len() as f32 + 2.0 * space::XS;
    let below = field.bottom() + space::XS / 2.0;
    let fits = below + height <= ui.ctx().content_rect().bottom();
    let top = if fits { below } else { field.top() - space::XS / 2.0 - height };
    let mut clicked = None;
    let area = Area::new(open.id.with("suggestions"))
        .order(Order::Foreground)
        .fixed_pos(pos2(field.left(), top))
        .fade_in(false);
    area.show(ui.ctx(), |ui| {
        let frame = egui::Frame::new()
            .fill(palette.float)
            .stroke(egui::Stroke::new(size::HAIR, palette.outline))
            .corner_radius(size::ROUND)
            .inner_margin(egui::Margin::symmetric(0, space::XS as i8));
        frame.show(ui, |ui| {
            ui.set_width(width - 2.0 * size::HAIR);
            ui.spacing_mut().item_spacing.y = 0.0;
            for (n, offer) in open.offers.iter().enumerate() {
                if row_ui(ui, offer, open.marked == Some(n), width - 2.0 * size::HAIR) {
                    clicked = Some(offer.clone());
                }
            }
        });
    });
    clicked
}

fn row_ui(ui: &mut Ui, offer: &Offer, is_marked: bool, width: f32) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ListBoxOption, true, format!("Suggestion: {}", offer.text));
        info.selected = Some(is_marked);
        info
    });
    let fill = match (is_marked, response.hovered()) {
        (true, _) => palette.accent_tint,
        (false, true) => palette.hover,
        (false, false) => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect.shrink2(vec2(space::XS, 0.0)), size::ROUND_S, fill);
    let remark = elided(ui.painter(), kind_words(offer.kind), Type::Small, palette.faint, 90.0);
    let at = Align2::RIGHT_CENTER.anchor_size(rect.right_center() - vec2(space::S, 0.0), remark.size());
    let left = rect.left_center() + vec2(space::S, 0.0);
    let room = at.left() - left.x - space::M;
    ui.painter().galley(at.min, remark, palette.faint);
    paint_line(ui.painter(), left, Align2::LEFT_CENTER, &offer.text, (Type::Body, palette.text), room);
    // At the press: the field loses the keyboard with it, and the list would be gone at the release.
    response.clicked() || (response.contains_pointer() && ui.input(|i| i.pointer.primary_pressed()))
}

const fn kind_words(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::Person => "person",
        OfferKind::Place => "place",
        OfferKind::Item => "programme",
        OfferKind::Earlier => "used before",
        OfferKind::Variable => "variable",
    }
}
