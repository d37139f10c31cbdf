//! A small mark at a field whose files contradict each other; behind it each value with its source, to be taken.

use egui::accesskit::Role;
use egui::{Align2, Color32, Sense, Ui, WidgetInfo, pos2, vec2};

use super::inspector_ui::InspectorState;
use super::sources::{Choice, choices};
use crate::model::caption::template::list_of;
use crate::model::caption::write::CaptionEdit;
use crate::model::notes::{Field, Key, Subject};
use crate::model::text::LangTag;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene};
use crate::ui::icons;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{elided, paint_icon, paint_line};

/// How wide the list of values is, in points.
const WIDTH: f32 = 320.0;

/// The height of a value with its source, in points.
const ROW: f32 = 44.0;

/// Draws the mark of a field of the one photo that is chosen, where there is something to choose.
pub(super) fn sources_ui(
    ui: &mut Ui,
    state: &InspectorState,
    (field, label): (Field, &str),
    lang: Option<&LangTag>,
    now: &str,
    scene: &mut Scene<'_>,
) {
    let [Subject::Photo(id)] = state.subjects() else { return };
    let id = *id;
    let Some(photo) = scene.collection().photo(id) else { return };
    let choices = choices(photo, field, lang, now);
    if choices.len() < 2 {
        return;
    }
    let key = Key { subject: Subject::Photo(id), field, lang: lang.cloned() };
    let is_decided = scene.collection().notes().get(&key).is_some();
    let response = mark_ui(ui, label, choices.len(), is_decided);
    let mut chosen = None;
    egui::Popup::menu(&response).show(|ui| {
        ui.set_width(WIDTH);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (n, choice) in choices.iter().enumerate() {
            let row = row_ui(ui, choice);
            if n == 0 && response.clicked() {
                row.request_focus();
            }
            if row.clicked() {
                chosen = Some(choice.text.clone());
                ui.close();
            }
        }
    });
    if let Some(text) = chosen {
        scene.ask(Ask::Command(Command::EndTyping));
        let revision = if field.is_list() {
            Revision::Caption(CaptionEdit::SetList { photos: vec![id], field, list: list_of(&text) })
        } else {
            Revision::SetText { subjects: vec![Subject::Photo(id)], field, lang: lang.cloned(), text }
        };
        scene.ask(Ask::Command(Command::Revise(revision)));
        scene.ask(Ask::Command(Command::EndTyping));
    }
}

/// Louder as long as nobody has decided.
fn mark_ui(ui: &mut Ui, label: &str, n: usize, is_decided: bool) -> egui::Response {
    let palette = theme::palette(ui);
    let color = if is_decided { palette.soft } else { palette.accent };
    let words = elided(ui.painter(), &format!("{n} values in the files"), Type::Small, color, WIDTH);
    let wanted = vec2(size::ICON + space::XS + words.size().x + space::S, 20.0);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let spoken = format!("{label}: the files say {n} things");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let lit = response.hovered() || response.has_focus();
    ui.painter().rect_filled(rect, size::ROUND, if lit { palette.hover } else { Color32::TRANSPARENT });
    let y = rect.center().y;
    paint_icon(ui.painter(), pos2(rect.left() + size::ICON / 2.0, y), icons::MERGE, Type::Badge, color);
    let at = pos2(rect.left() + size::ICON + space::XS, y - words.size().y / 2.0);
    ui.painter().galley(at, words, color);
    response.on_hover_text("The files of this photo contradict each other here: see each value, and take one")
}

fn row_ui(ui: &mut Ui, choice: &Choice) -> egui::Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let spoken = format!("Take {}, {}", choice.text, choice.from);
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, choice.holds, &spoken));
    let lit = response.hovered() || response.has_focus();
    let fill = if lit { palette.pressed } else { Color32::TRANSPARENT };
    ui.painter().rect_filled(rect, size::ROUND - 2, fill);
    let icon = if choice.holds { icons::CHECK } else { "" };
    paint_icon(ui.painter(), pos2(rect.left() + 16.0, rect.top() + 14.0), icon, Type::Icon, palette.accent);
    let left = rect.left() + 32.0;
    let room = rect.right() - left - space::S;
    let upper = pos2(left, rect.top() + 14.0);
    let lower = pos2(left, rect.bottom() - 13.0);
    paint_line(ui.painter(), upper, Align2::LEFT_CENTER, &choice.text, (Type::Body, palette.text), room);
    paint_line(ui.painter(), lower, Align2::LEFT_CENTER, &choice.from, (Type::Small, palette.soft), room);
    response.on_hover_text(&choice.text)
}
