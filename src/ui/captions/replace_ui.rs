//! Draws find and replace: every text that would change is seen before it does.

use egui::{Align2, Id, ScrollArea, Sense, Ui, pos2, vec2};

use super::data::field_words;
use crate::model::caption::replace::{Hit, Search, hits};
use crate::model::caption::write::CaptionEdit;
use crate::model::photo::PhotoId;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene, grouped, n_photos};
use crate::ui::icons;
use crate::ui::overlay::dialog_ui;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{Field, Kind, button, choice, field_label, menu_row, paint_line, wrapped};
use crate::ui::words;

/// The height of a row, in points.
pub(super) const ROW: f32 = 64.0;

/// What is being looked for, and where.
#[derive(Default)]
pub struct ReplaceForm {
    photos: Vec<PhotoId>,
    search: Search,
    hits: Vec<Hit>,
    looked_at: Option<(u64, Search)>,
    /// The field has had the keyboard.
    begun: bool,
}

impl ReplaceForm {
    /// Looks in these photos from now on.
    pub fn begin(&mut self, photos: Vec<PhotoId>) {
        (self.photos, self.looked_at, self.begun) = (photos, None, false);
    }

    fn refresh(&mut self, scene: &Scene<'_>) {
        let now = (scene.session.changes(), self.search.clone());
        if self.looked_at.as_ref() != Some(&now) {
            self.hits = hits(scene.collection(), &self.photos, &self.search);
            self.looked_at = Some(now);
        }
    }
}

/// Draws the dialog.
pub fn replace_ui(ctx: &egui::Context, form: &mut ReplaceForm, scene: &mut Scene<'_>) {
    form.refresh(scene);
    let closed = dialog_ui(ctx, "Find and replace", 640.0, |ui| {
        let palette = theme::palette(ui);
        ui.spacing_mut().item_spacing.y = space::XS;
        field_label(ui, "Find", "");
        let id = Id::unique("find in captions");
        if !std::mem::replace(&mut form.begun, true) {
            ui.ctx().memory_mut(|memory| memory.request_focus(id));
        }
        Field { id, name: "Find", hint: "", rows: 1 }.show(ui, &mut form.search.find);
        field_label(ui, "Replace with", "");
        let id = Id::unique("replace in captions");
        Field { id, name: "Replace with", hint: "", rows: 1 }.show(ui, &mut form.search.with);
        ui.add_space(space::XS);
        ui.horizontal(|ui| {
            ui.checkbox(&mut form.search.match_case, "Capitals count");
            ui.add_space(space::M);
            ui.allocate_ui(vec2(220.0, 28.0), |ui| language_ui(ui, &mut form.search, scene));
        });
        ui.add_space(space::S);
        let found = if form.search.find.is_empty() {
            format!("Looks through the captions of {}.", n_photos(form.photos.len()))
        } else {
            format!("{} of {} would change.", texts(form.hits.len()), n_photos(form.photos.len()))
        };
        wrapped(ui, &found, Type::Body, palette.soft);
        let height = (ui.ctx().content_rect().height() - 480.0).clamp(70.0, 380.0);
        ScrollArea::vertical().id_salt("hits").max_height(height).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            form.hits.len(),
            |ui, rows| {
                for hit in form.hits.get(rows).unwrap_or_default() {
                    hit_ui(ui, hit, scene);
                }
            },
        );
        ui.add_space(space::S);
        ui.add_enabled_ui(!form.hits.is_empty(), |ui| {
            let label = format!("Replace in {}", texts(form.hits.len()));
            if button(ui, Kind::Main, "", &label).clicked() {
                let replace =
                    CaptionEdit::Replace { photos: form.photos.clone(), search: form.search.clone() };
                scene.ask(Ask::Command(Command::Revise(Revision::Caption(replace))));
                scene.ask(Ask::Overlay(None));
            }
        });
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}

pub(super) fn texts(n: usize) -> String {
    if n == 1 { "1 text".to_owned() } else { format!("{} texts", grouped(n)) }
}

fn language_ui(ui: &mut Ui, search: &mut Search, scene: &Scene<'_>) {
    let value = search.lang.as_ref().map_or_else(|| "Every language".to_owned(), words::language_name);
    choice(ui, "Language", &value, |ui| {
        if menu_row(ui, icons::LANGUAGE, "Every language", "", search.lang.is_none()).clicked() {
            search.lang = None;
            ui.close();
        }
        for lang in scene.langs {
            let on = search.lang.as_ref() == Some(lang);
            if menu_row(ui, "", &words::language_name(lang), "", on).clicked() {
                search.lang = Some(lang.clone());
                ui.close();
            }
        }
    });
}

pub(super) fn hit_ui(ui: &mut Ui, hit: &Hit, scene: &Scene<'_>) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let file = scene.collection().photo(hit.photo).map(|photo| photo.file_name()).unwrap_or_default();
    let head = format!("{file}  ·  {}", field_words(hit.field, hit.lang.as_ref()));
    let (before, after) = around(&hit.before, &hit.after);
    let lines = [
        (&head, Type::Small, palette.soft),
        (&before, Type::Body, palette.faint),
        (&after, Type::Body, palette.text),
    ];
    for (n, (text, kind, color)) in lines.into_iter().enumerate() {
        let at = pos2(rect.left(), rect.top() + 4.0 + 19.0 * n as f32);
        paint_line(ui.painter(), at, Align2::LEFT_TOP, text, (kind, color), rect.width());
    }
}

/// Both texts from a little before where they begin to differ.
fn around(before: &str, after: &str) -> (String, String) {
    const KEPT: usize = 24;
    let same = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
    let skip = same.saturating_sub(KEPT);
    let cut = |text: &str| {
        let rest: String = text.chars().skip(skip).collect();
        if skip > 0 { format!("…{rest}") } else { rest }
    };
    (cut(before), cut(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_shown_where_they_differ() {
        assert_eq!(around("abc", "abd"), ("abc".into(), "abd".into()));
        let (before, after) = around(&format!("{}x", "가".repeat(40)), &format!("{}y", "가".repeat(40)));
        assert_eq!(before, format!("…{}x", "가".repeat(24)));
        assert_eq!(after.chars().count(), 26);
    }
}
