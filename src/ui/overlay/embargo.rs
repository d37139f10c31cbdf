//! Until when photos or a visit may not be public.

use egui::{Id, Key};
use jiff::tz::Offset;

use super::dialog_ui;
use crate::model::clearance::Embargo;
use crate::model::collection::Collection;
use crate::model::notes::Subject;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{Field, Kind, button, field_label, wrapped};

/// How wide the dialog is, in points.
const WIDTH: f32 = 420.0;

/// What is being typed.
#[derive(Default)]
pub struct EmbargoForm {
    subjects: Vec<Subject>,
    text: String,
    /// The offset that counts where none is typed: that of the place of the photos.
    offset: Option<Offset>,
    is_said: bool,
    refused: Option<&'static str>,
    begun: bool,
}

impl EmbargoForm {
    /// For these photos, or this visit: what was said of the first stands in the field.
    pub fn of(subjects: Vec<Subject>, collection: &Collection) -> Self {
        let notes = collection.notes();
        let photo = match subjects.first() {
            Some(Subject::Photo(photo)) => Some(*photo),
            Some(Subject::Visit(visit)) => collection.visit(visit).and_then(|visit| visit.photos().next()),
            _ => None,
        };
        let captured =
            photo.and_then(|photo| collection.photo(photo)).and_then(|photo| collection.captured(photo));
        let said = subjects.iter().find_map(|subject| notes.embargo(subject));
        Self {
            text: said.map(|embargo| embargo.to_string()).unwrap_or_default(),
            offset: captured.and_then(|captured| captured.best.offset),
            is_said: said.is_some(),
            subjects,
            ..Self::default()
        }
    }
}

/// Draws the dialog.
pub fn embargo_ui(ctx: &egui::Context, form: &mut EmbargoForm, scene: &mut Scene<'_>) {
    let mut set = None;
    let closed = dialog_ui(ctx, "Embargo", WIDTH, |ui| {
        let palette = theme::palette(ui);
        ui.spacing_mut().item_spacing.y = space::XS;
        let of = match form.subjects.as_slice() {
            [Subject::Visit(visit)] => scene.visit_title(visit),
            all => n_photos(all.len()),
        };
        let text = format!(
            "{of}: before this moment no public album is made of them. An album for the press says on every page until when."
        );
        wrapped(ui, &text, Type::Body, palette.soft);
        ui.add_space(space::S);
        let label = match form.offset {
            Some(offset) => format!(
                "without an offset by the clock of the place, UTC{}",
                crate::model::clock::words::offset(offset)
            ),
            None => "with its offset from UTC".to_owned(),
        };
        field_label(ui, "Until", &label);
        let id = Id::unique("typed embargo");
        if !form.begun {
            ui.ctx().memory_mut(|memory| memory.request_focus(id));
        }
        let field = Field { id, name: "Embargo until", hint: "2026-01-05 18:00 +08:00", rows: 1 };
        let response = field.show(ui, &mut form.text);
        form.begun |= response.has_focus() && !ui.is_sizing_pass();
        if response.changed() {
            form.refused = None;
        }
        let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        if let Some(why) = form.refused {
            wrapped(ui, why, Type::Small, palette.danger);
        }
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            if button(ui, Kind::Main, "", "Set embargo").clicked() || entered {
                match Embargo::read(&form.text, form.offset) {
                    Ok(embargo) => set = Some(Some(embargo)),
                    Err(why) => form.refused = Some(why),
                }
            }
            let end = ui.add_enabled_ui(form.is_said, |ui| button(ui, Kind::Plain, "", "End it").clicked());
            if end.inner {
                set = Some(None);
            }
        });
    });
    if let Some(embargo) = set {
        let subjects = form.subjects.clone();
        scene.ask(Ask::Command(Command::Revise(Revision::SetEmbargo { subjects, embargo })));
        scene.ask(Ask::Overlay(None));
    } else if closed {
        scene.ask(Ask::Overlay(None));
    }
}
