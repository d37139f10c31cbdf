//! "These belong to…": the items of the visit's programme and its other sections, found by typing.

use egui::accesskit::Role;
use egui::{Align2, Color32, Id, Key, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::dialog_ui;
use crate::model::photo::PhotoId;
use crate::model::visit::{SectionId, VisitId};
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::theme::{self, Type, size, space};
use crate::ui::visit_page::data::destinations;
use crate::ui::widgets::{Field, paint_line, wrapped};

/// How wide the dialog is, in points.
const WIDTH: f32 = 480.0;

/// One place that photos can belong to.
struct Place {
    section: SectionId,
    title: String,
    when: String,
    /// What is looked for in it.
    words: String,
}

/// What is chosen and typed.
#[derive(Default)]
pub struct BelongForm {
    photos: Vec<PhotoId>,
    visit: Option<VisitId>,
    search: String,
    /// Which row Enter takes.
    at: usize,
    begun: bool,
    places: Option<Vec<Place>>,
}

impl BelongForm {
    /// For these photos, in the sections of this visit.
    pub fn of(photos: Vec<PhotoId>, visit: VisitId) -> Self {
        Self { photos, visit: Some(visit), ..Self::default() }
    }

    /// The places that hold every word of the search.
    fn found<'a>(places: &'a [Place], search: &str) -> Vec<&'a Place> {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        places.iter().filter(|place| words.iter().all(|word| place.words.contains(word))).collect()
    }
}

fn places(visit: &VisitId, scene: &Scene<'_>) -> Vec<Place> {
    let collection = scene.collection();
    let Some(visit) = collection.visit(visit) else { return Vec::new() };
    let all = destinations(collection, visit, scene.lang).into_iter();
    // An item is found by its title in any language.
    all.map(|place| Place {
        words: format!("{}\n{}\n{}", place.title, place.other_titles, place.when).to_lowercase(),
        section: place.section,
        title: place.title,
        when: place.when,
    })
    .collect()
}

/// Draws the dialog.
pub fn belong_ui(ctx: &egui::Context, form: &mut BelongForm, scene: &mut Scene<'_>) {
    let Some(visit) = form.visit.clone() else { return scene.ask(Ask::Overlay(None)) };
    // It begins at where the first photo is: where it belongs is mostly near.
    let begins = form.places.is_none();
    let places = form.places.take().unwrap_or_else(|| places(&visit, scene));
    if begins
        && let Some(section) = form.photos.first().and_then(|photo| scene.collection().whereabouts(*photo))
    {
        form.at = places.iter().position(|place| place.section == section.1.id).unwrap_or(0);
    }
    let one = form.photos.len() == 1;
    let title = if one { "This photo belongs to…" } else { "These photos belong to…" };
    let mut chosen = None;
    let closed = dialog_ui(ctx, title, WIDTH, |ui| {
        let palette = theme::palette(ui);
        ui.spacing_mut().item_spacing.y = space::XS;
        wrapped(
            ui,
            &format!(
                "{} will stay there, whatever {} time says.",
                n_photos(form.photos.len()),
                if one { "its" } else { "their" }
            ),
            Type::Small,
            palette.soft,
        );
        let found = |form: &BelongForm| BelongForm::found(&places, &form.search).len();
        // The arrows are for the rows, not for the text.
        let (up, down, enter) = ui.input_mut(|i| {
            let plain = egui::Modifiers::NONE;
            let (up, down) = (i.consume_key(plain, Key::ArrowUp), i.consume_key(plain, Key::ArrowDown));
            (up, down, form.begun && i.key_pressed(Key::Enter))
        });
        form.at = (form.at + usize::from(down)).min(found(form).saturating_sub(1));
        form.at = form.at.saturating_sub(usize::from(up));
        let id = Id::unique("belong search");
        let field = Field { id, name: "Find an item", hint: "Type to find an item", rows: 1 };
        let response = field.show(ui, &mut form.search);
        if !form.begun {
            response.request_focus();
            form.begun = response.has_focus() || !ui.is_sizing_pass();
        }
        if response.changed() {
            form.at = 0;
        }
        let found = BelongForm::found(&places, &form.search);
        chosen = rows_ui(ui, &found, form.at, begins || up || down).or_else(|| {
            let place = found.get(form.at).filter(|_| enter)?;
            Some(place.section.clone())
        });
        if found.is_empty() {
            wrapped(ui, "No item is called so.", Type::Body, palette.soft);
        }
    });
    form.places = Some(places);
    if closed || chosen.is_some() {
        scene.ask(Ask::Overlay(None));
    }
    if let Some(section) = chosen {
        let photos = form.photos.clone();
        let revision = Revision::MovePhotos { photos, visit, section: Some(section) };
        scene.ask(Ask::Command(Command::Revise(revision)));
    }
}

fn rows_ui(ui: &mut Ui, found: &[&Place], at: usize, moved: bool) -> Option<SectionId> {
    let mut chosen = None;
    let height = (ui.ctx().content_rect().height() - 300.0).clamp(120.0, 420.0);
    let all = found.len() as f32 * size::ROW;
    ui.add_space(space::XS);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area =
        ScrollArea::vertical().id_salt("belong").max_height(height).min_scrolled_height(height.min(all));
    if moved {
        area = area.vertical_scroll_offset((at as f32 * size::ROW - height / 2.0).max(0.0));
    }
    area.show_rows(ui, size::ROW, found.len(), |ui, range| {
        ui.set_width(ui.available_width());
        for n in range {
            let Some(place) = found.get(n) else { continue };
            if row_ui(ui, place, n == at) {
                chosen = Some(place.section.clone());
            }
        }
    });
    chosen
}

fn row_ui(ui: &mut Ui, place: &Place, on: bool) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::click());
    let spoken = [place.title.as_str(), place.when.as_str()].join(", ");
    let spoken = format!("Belongs to {}", spoken.trim_end_matches(", "));
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, on, &spoken));
    let fill = match (on, response.hovered()) {
        (true, _) => palette.pressed,
        (_, true) => palette.hover,
        _ => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, size::ROUND, fill);
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let soft = (Type::Small, palette.soft);
    let when = inner.width() * 0.42;
    paint_line(ui.painter(), inner.right_center(), Align2::RIGHT_CENTER, &place.when, soft, when);
    // What lies between the items is less often meant.
    let look = (Type::Body, if place.when.is_empty() { palette.soft } else { palette.text });
    let room = inner.width() - when - space::S;
    paint_line(ui.painter(), inner.left_center(), Align2::LEFT_CENTER, &place.title, look, room);
    response.clicked()
}
