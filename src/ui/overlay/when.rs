//! Two small dialogs: when photos were taken, and what a clock in a picture shows.

use egui::{Id, Key, Ui};
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::dialog_ui;
use crate::model::clock::typed::{TIME_HINT, read_shown};
use crate::model::clock::typed_time::{read_offset, read_taken};
use crate::model::clock::words::offset as offset_words;
use crate::model::collection::Collection;
use crate::model::photo::PhotoId;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::inspector::when::value;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{Field, Kind, button, field_label, wrapped};

/// How wide the dialogs are, in points.
const WIDTH: f32 = 420.0;

/// What is being typed.
#[derive(Default)]
pub struct WhenForm {
    photos: Vec<PhotoId>,
    time: String,
    offset: String,
    refused: Option<&'static str>,
    /// The field has had the keyboard.
    begun: bool,
}

impl WhenForm {
    /// For the time of photos: that of the first stands in the field.
    pub fn of_taken(photos: Vec<PhotoId>, collection: &Collection) -> Self {
        let first = photos.first().and_then(|photo| collection.photo(*photo));
        let time = first.and_then(|photo| collection.captured(photo)).map(|captured| typed(captured.civil()));
        let said = first.and_then(|photo| collection.notes().taken(photo.id));
        let offset = said.and_then(|(_, offset)| offset).map(offset_words);
        Self { time: time.unwrap_or_default(), offset: offset.unwrap_or_default(), photos, ..Self::default() }
    }

    /// For the clock in a picture.
    pub fn of_shown(photo: PhotoId, collection: &Collection) -> Self {
        let shown = collection.notes().shown_time(photo);
        let time = shown.map(|civil| typed(civil).split_off(11)).unwrap_or_default();
        Self { photos: vec![photo], time, ..Self::default() }
    }

    /// What to revise to what is typed.
    fn taken(&self) -> Result<(DateTime, Option<Offset>), &'static str> {
        Ok((read_taken(&self.time)?, read_offset(&self.offset)?))
    }
}

/// "2026-01-05 18:30:12".
fn typed(civil: DateTime) -> String {
    let (date, time) = (civil.date(), civil.time());
    format!("{date} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// Draws the dialog for the time of photos.
pub fn taken_ui(ctx: &egui::Context, form: &mut WhenForm, scene: &mut Scene<'_>) {
    let closed = dialog_ui(ctx, "Set time", WIDTH, |ui| {
        let palette = theme::palette(ui);
        ui.spacing_mut().item_spacing.y = space::XS;
        wrapped(ui, &taken_words(form, scene.collection()), Type::Body, palette.soft);
        ui.add_space(space::S);
        let mut entered = field_ui(ui, form, "Date and time", "2026-01-05 18:30:12");
        field_label(ui, "Offset from UTC", "may be left empty");
        let id = Id::unique("typed offset");
        let field = Field { id, name: "Offset from UTC", hint: "+08:00", rows: 1 };
        let response = field.show(ui, &mut form.offset);
        entered |= is_entered(ui, &response);
        let set = end_ui(ui, form, "Set time", |ui| {
            let notes = scene.collection().notes();
            let is_said = form_said(&form.photos, |photo| notes.taken(photo).is_some());
            back_ui(ui, is_said)
        });
        match set {
            End::Back => done(Revision::SetTaken { photos: form.photos.clone(), taken: None }, scene),
            End::Set | End::None if entered || set == End::Set => match form.taken() {
                Ok(taken) => {
                    let photos = form.photos.clone();
                    done(Revision::SetTaken { photos, taken: Some(taken) }, scene);
                }
                Err(why) => form.refused = Some(why),
            },
            End::Set | End::None => {}
        }
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}

/// Draws the dialog for the clock in a picture.
pub fn shown_ui(ctx: &egui::Context, form: &mut WhenForm, scene: &mut Scene<'_>) {
    let closed = dialog_ui(ctx, "Clock in the picture", WIDTH, |ui| {
        let palette = theme::palette(ui);
        ui.spacing_mut().item_spacing.y = space::XS;
        let Some(photo) = form.photos.first().copied() else { return };
        let near = match clock_at(scene.collection(), photo) {
            Ok(near) => near,
            Err(why) => {
                wrapped(ui, why, Type::Body, palette.text);
                return;
            }
        };
        let name = scene.collection().photo(photo).map(|photo| photo.file_name()).unwrap_or_default();
        let text = format!(
            "Read the clock that is seen in {name}. The camera says {}. How far they are apart is then proposed for all photos of that camera on these days; nothing moves before you accept it.",
            crate::ui::words::clock_with_seconds(near)
        );
        wrapped(ui, &text, Type::Body, palette.soft);
        ui.add_space(space::S);
        let entered = field_ui(ui, form, "Time that the clock shows", "14:05:10");
        let set = end_ui(ui, form, "Propose", |ui| {
            let notes = scene.collection().notes();
            let is_said = notes.shown_time(photo).is_some();
            ui.add_enabled_ui(is_said, |ui| button(ui, Kind::Plain, "", "No clock in it").clicked()).inner
        });
        match set {
            End::Back => done(Revision::SetShownTime { photo, shown: None }, scene),
            End::Set | End::None if entered || set == End::Set => match read_shown(&form.time, near) {
                Ok(shown) => {
                    done(Revision::SetShownTime { photo, shown: Some(shown) }, scene);
                    if shown.duration_since(near).as_secs().abs() < 2 {
                        let text = "The camera's clock is right: the clock in the picture shows the same";
                        scene.ask(Ask::Notice(text.to_owned()));
                    } else {
                        scene.ask(Ask::Desk);
                    }
                }
                Err(why) => form.refused = Some(why),
            },
            End::Set | End::None => {}
        }
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}

/// What holds for the photo's device clock at this photo, by which a clock in the picture is read.
fn clock_at(collection: &Collection, photo: PhotoId) -> Result<DateTime, &'static str> {
    let known = collection.photo(photo).ok_or(TIME_HINT)?;
    let device = collection.notes().device_of(&known.device).ok_or(
        "This file does not say which device took it, so its clock sets no other photo right. Set the time of the photo itself.",
    )?;
    let ticks = collection.timeline().lane(&device).map(|lane| lane.ticks.as_slice()).unwrap_or_default();
    ticks.iter().find(|tick| tick.photo == photo).map(|tick| tick.civil).ok_or(
        "The time of this photo does not come from the camera's own clock, so it sets no other photo right. Set the time of the photo itself.",
    )
}

fn taken_words(form: &WhenForm, collection: &Collection) -> String {
    let now = |photo: &PhotoId| {
        let photo = collection.photo(*photo)?;
        Some((photo.file_name(), collection.captured(photo).map(value)))
    };
    match form.photos.as_slice() {
        [photo] => match now(photo) {
            Some((name, Some(now))) => format!("{name} is held to be of {now}."),
            Some((name, None)) => format!("Nothing says when {name} was taken."),
            None => String::new(),
        },
        photos => format!(
            "All {} get this one time. To move photos of one camera by the same amount, use the clock desk.",
            n_photos(photos.len())
        ),
    }
}

fn form_said(photos: &[PhotoId], says: impl Fn(PhotoId) -> bool) -> bool {
    photos.iter().any(|photo| says(*photo))
}

/// The field that has the keyboard at first. True when Enter was pressed in it.
fn field_ui(ui: &mut Ui, form: &mut WhenForm, name: &str, hint: &str) -> bool {
    field_label(ui, name, "");
    let id = Id::unique("typed time");
    // A dialog that has just opened does not take the keyboard with its first frame.
    if !form.begun {
        ui.ctx().memory_mut(|memory| memory.request_focus(id));
        let mut edit = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let end = egui::text::CCursor::new(form.time.chars().count());
        let whole = egui::text::CCursorRange::two(egui::text::CCursor::default(), end);
        edit.cursor.set_char_range(Some(whole));
        edit.store(ui.ctx(), id);
    }
    let response = Field { id, name, hint, rows: 1 }.show(ui, &mut form.time);
    form.begun |= response.has_focus() && !ui.is_sizing_pass();
    if response.changed() {
        form.refused = None;
    }
    is_entered(ui, &response)
}

fn is_entered(ui: &Ui, response: &egui::Response) -> bool {
    response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter))
}

/// What the row of buttons was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    None,
    Set,
    Back,
}

/// Why it was refused, and the buttons.
fn end_ui(ui: &mut Ui, form: &WhenForm, set: &str, back: impl FnOnce(&mut Ui) -> bool) -> End {
    let palette = theme::palette(ui);
    if let Some(why) = form.refused {
        wrapped(ui, why, Type::Small, palette.danger);
    }
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if button(ui, Kind::Main, "", set).clicked() {
            return End::Set;
        }
        if back(ui) { End::Back } else { End::None }
    })
    .inner
}

fn back_ui(ui: &mut Ui, enabled: bool) -> bool {
    ui.add_enabled_ui(enabled, |ui| button(ui, Kind::Plain, "", "As the file says").clicked()).inner
}

fn done(revision: Revision, scene: &mut Scene<'_>) {
    scene.ask(Ask::Command(Command::Revise(revision)));
    scene.ask(Ask::Overlay(None));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::device::DeviceFacts;
    use crate::model::made;
    use crate::model::photo::Photo;

    #[test]
    fn the_form_begins_with_what_holds() {
        let collection = made::collection(10);
        let form = WhenForm::of_taken(vec![made::id(0), made::id(1)], &collection);
        assert_eq!((form.time.as_str(), form.offset.as_str()), ("2026-01-05 09:00:00", ""));
        assert!(taken_words(&form, &collection).starts_with("All 2 photos get this one time"));
        let undated = WhenForm::of_taken(vec![made::id(9)], &collection);
        assert_eq!(taken_words(&undated, &collection), "Nothing says when IMG_0009.JPG was taken.");
        assert_eq!(undated.time, "");
    }

    #[test]
    fn a_clock_in_a_picture_of_no_known_device_is_refused_with_the_reason() {
        let mut collection = made::collection(10);
        collection.insert([Photo { device: DeviceFacts::default(), ..made::photo(10) }]);
        assert!(clock_at(&collection, made::id(0)).is_ok());
        assert!(clock_at(&collection, made::id(9)).is_err_and(|why| why.contains("camera's own clock")));
        assert!(clock_at(&collection, made::id(10)).is_err_and(|why| why.contains("which device")));
    }
}
