//! Draws what is known: when, where, by which device, which file; of visits and sections their days and places.

use egui::{Ui, pos2, vec2};

use super::data::{Fact, facts};
use super::inspector_ui::part_ui;
use super::when;
use crate::model::notes::Subject;
use crate::model::photo::Photo;
use crate::model::text::LangTag;
use crate::model::wording;
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::icons;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{field_label, paint_icon, text_button, wrapped};
use crate::ui::words;

/// What is known of one photo.
pub fn facts_ui(ui: &mut Ui, photo: &Photo, scene: &mut Scene<'_>) {
    part_ui(ui, "Details");
    let device = scene.collection().notes().device_of(&photo.device);
    for fact in facts(photo, scene.collection()) {
        fact_ui(ui, &fact);
        if let Some(device) = device.clone().filter(|_| fact.icon == icons::CAMERA) {
            ui.spacing_mut().interact_size.y = 18.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space(size::ICON + 2.0 + space::S);
                if text_button(ui, "Show this device").clicked() {
                    scene.ask(Ask::Heading(Subject::Device(device)));
                }
            });
        }
    }
}

/// The date created, among the fields: it is no text, and is changed where times are.
pub fn created_ui(ui: &mut Ui, photo: &Photo, scene: &Scene<'_>) {
    let palette = theme::palette(ui);
    let value = scene.collection().captured(photo).map(when::value);
    field_label(ui, "Date created", "Ctrl+T changes it");
    let color = if value.is_some() { palette.text } else { palette.soft };
    let words = value.unwrap_or_else(|| "Nothing says when".to_owned());
    wrapped(ui, &words, Type::Body, color)
        .on_hover_text("From the file, its device's clock, or what was said (Ctrl+T)");
    ui.add_space(space::XS);
}

/// Faults that were met while reading the photo.
pub fn problems_ui(ui: &mut Ui, photo: &Photo) {
    if photo.problems.is_empty() {
        return;
    }
    part_ui(ui, "Problems");
    for problem in &photo.problems {
        let how = vec![problem.message.clone()];
        let value = problem.kind.code().replace('-', " ");
        fact_ui(ui, &Fact { icon: icons::WARNING, value, how, doubtful: false });
    }
}

/// Days, place and size of a visit or section.
pub fn heading_facts_ui(ui: &mut Ui, subject: &Subject, scene: &Scene<'_>) {
    part_ui(ui, "Details");
    let fact = |icon, value: String, how: Vec<String>| Fact { icon, value, how, doubtful: false };
    let collection = scene.collection();
    match subject {
        Subject::Visit(id) => {
            let Some(visit) = collection.visit(id) else { return };
            if let (Some(from), Some(to)) = (visit.from, visit.to) {
                let mut how = vec!["First and last day of its photos; a day begins at 04:00".to_owned()];
                how.extend(visit.begins.words().map(|why| format!("Begins where it does: {why}")));
                fact_ui(ui, &fact(icons::CALENDAR, wording::date_range(from, to, &LangTag::en()), how));
            }
            if let Some(place) = &visit.place {
                let how = vec!["Where most of its photos with a position were taken".to_owned()];
                fact_ui(ui, &fact(icons::PLACE, wording::place_name(place, &LangTag::en()), how));
            }
            let sections = visit.sections.len();
            let how =
                vec![if sections == 1 { "1 section".to_owned() } else { format!("{sections} sections") }];
            fact_ui(ui, &fact(icons::IMAGES, n_photos(visit.n_photos()), how));
        }
        Subject::Section(visit, id) => {
            let Some(section) = collection.section(visit, id) else { return };
            if let (Some(start), Some(end)) = (section.start, section.end) {
                let day = wording::date_with_weekday(start.date(), &LangTag::en());
                let how = vec![format!("From {} to {}", words::clock(start), words::clock(end))];
                fact_ui(ui, &fact(icons::CALENDAR, day, how));
            }
            let how = vec![format!("In {}", scene.visit_title(visit))];
            fact_ui(ui, &fact(icons::IMAGES, n_photos(section.photos.len()), how));
        }
        Subject::Library | Subject::Photo(_) | Subject::Device(_) => {}
    }
}

pub(super) fn fact_ui(ui: &mut Ui, fact: &Fact) {
    let palette = theme::palette(ui);
    ui.add_space(space::XS);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 1.0);
        let (rect, _) = ui.allocate_exact_size(vec2(size::ICON + 2.0, 18.0), egui::Sense::hover());
        paint_icon(ui.painter(), pos2(rect.center().x, rect.center().y), fact.icon, Type::Icon, palette.soft);
        ui.vertical(|ui| {
            let color = if fact.doubtful { palette.soft } else { palette.text };
            wrapped(ui, &fact.value, Type::Body, color);
            for line in &fact.how {
                wrapped(ui, line, Type::Small, palette.soft);
            }
        });
    });
}
