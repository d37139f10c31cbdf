//! Who of the persons shown is marked on the photo, with the way to mark them by keyboard alone.

use egui::Ui;

use crate::model::caption::marks::{MarkEdit, by_marks, is_one};
use crate::model::notes::Field;
use crate::model::photo::PhotoId;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene};
use crate::ui::theme::space;
use crate::ui::widgets::{Glyph, chip, text_button};

/// A chip for each person of one photo, and what puts them into the order of their marks.
pub(super) fn persons_ui(ui: &mut Ui, photos: &[PhotoId], scene: &mut Scene<'_>) {
    let [photo] = photos else { return };
    let Some(photo) = scene.collection().photo(*photo).cloned() else { return };
    let notes = scene.collection().notes();
    let persons = notes.photo_list(&photo, Field::Persons).to_vec();
    let regions = notes.photo_regions(&photo);
    if persons.is_empty() && regions.is_empty() {
        return;
    }
    let people = notes.people();
    let index = people.index();
    let ordered = by_marks(&persons, &regions, &index);
    // What files of other programs mark is not always among the persons that they name.
    let label = if ordered.len() > persons.len() {
        "Name who is marked, left to right"
    } else {
        "Order by marks, left to right"
    };
    let marked: Vec<bool> =
        persons.iter().map(|name| regions.iter().any(|region| is_one(&region.name, name, &index))).collect();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
        for (name, marked) in persons.iter().zip(marked) {
            let (glyph, spoken) = if marked {
                (Glyph::Full, format!("Go to the mark of {name}"))
            } else {
                (Glyph::Hollow, format!("Mark {name} on the photo"))
            };
            if chip(ui, name, &spoken, glyph, false).on_hover_text(&spoken).clicked() {
                scene.ask(Ask::Mark(photo.id, name.clone()));
            }
        }
    });
    if ordered != persons && text_button(ui, label).clicked() {
        let order = MarkEdit::Order(vec![photo.id]);
        scene.ask(Ask::Command(Command::Revise(Revision::Mark(order))));
    }
    ui.add_space(space::XS);
}
