//! Asks who a mark is: a field beside it, with those who may be meant below.

use egui::accesskit::Role;
use egui::{Align2, Area, Color32, Frame, Id, Key, Margin, Order, Rect, Sense, Ui, WidgetInfo, vec2};

use super::marks::{MarksState, beside, rect_of};
use super::marks_ui::revise;
use crate::model::caption::marks::{MarkEdit, suggestions};
use crate::model::photo::Photo;
use crate::model::region::Region;
use crate::session::Command;
use crate::ui::ask::{Ask, Scene};
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{Field, paint_line};

/// How wide it is, in points.
const WIDTH: f32 = 248.0;

/// Names that are offered.
const MOST: usize = 7;

/// What a row is worth.
struct Row {
    name: String,
    /// What stands at its end.
    remark: String,
}

/// Draws the question, and marks or names whom it is answered with.
pub(super) fn naming_ui(
    ui: &Ui,
    state: &mut MarksState,
    photo: &Photo,
    (rect, room): (Rect, Rect),
    scene: &mut Scene<'_>,
) {
    let Some(mut naming) = state.naming.take() else { return };
    let regions = scene.collection().notes().photo_regions(photo);
    let mut rows = rows(photo, &naming.typed, scene);
    let height = size::CONTROL + space::M + rows.len() as f32 * size::ROW + 2.0 * space::S;
    let at = beside(rect_of(naming.area, rect), vec2(WIDTH + 2.0 * space::S, height), room);
    let mut chosen = None;
    let mut closed = ui.input_mut(|i| naming.begun && i.consume_key(egui::Modifiers::NONE, Key::Escape));
    Area::new(Id::unique("who is this")).order(Order::Foreground).fixed_pos(at).constrain(false).show(
        ui.ctx(),
        |ui| {
            let palette = theme::palette(ui);
            let frame = Frame::new()
                .fill(palette.float)
                .stroke(theme::hairline(palette))
                .corner_radius(size::ROUND_L)
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(Margin::same(8));
            frame.show(ui, |ui| {
                ui.set_width(WIDTH);
                ui.spacing_mut().item_spacing.y = 0.0;
                // The arrows are for the rows, not for the text.
                let (up, down, enter) = ui.input_mut(|i| {
                    let plain = egui::Modifiers::NONE;
                    let up = i.consume_key(plain, Key::ArrowUp);
                    let down = i.consume_key(plain, Key::ArrowDown);
                    (up, down, naming.begun && i.key_pressed(Key::Enter))
                });
                naming.row = (naming.row + usize::from(down)).min(rows.len().saturating_sub(1));
                naming.row = naming.row.saturating_sub(usize::from(up));
                let id = Id::unique("name of a marked person");
                let field = Field { id, name: "Name of the person", hint: "Who is this?", rows: 1 };
                let response = field.show(ui, &mut naming.typed);
                if !naming.begun {
                    response.request_focus();
                    naming.begun = response.has_focus();
                    ui.ctx().request_repaint();
                }
                if response.changed() {
                    naming.row = 0;
                    rows = self::rows(photo, &naming.typed, scene);
                }
                ui.add_space(space::XS);
                for (n, row) in rows.iter().enumerate() {
                    if row_ui(ui, row, n == naming.row) {
                        chosen = Some(row.name.clone());
                    }
                }
                if enter {
                    chosen = chosen.take().or_else(|| rows.get(naming.row).map(|row| row.name.clone()));
                    closed |= chosen.is_none();
                }
            });
        },
    );
    match (chosen, naming.at) {
        (Some(name), None) => {
            scene.ask(Ask::Command(Command::EndTyping));
            revise(MarkEdit::Add { photo: photo.id, region: Region { name, area: naming.area } }, scene);
            state.focus = Some(regions.len());
        }
        (Some(name), Some(at)) => {
            scene.ask(Ask::Command(Command::EndTyping));
            revise(MarkEdit::Name { photo: photo.id, at, name }, scene);
            state.focus = Some(at);
        }
        (None, at) if closed => state.focus = at,
        (None, _) => state.naming = Some(naming),
    }
}

/// Those who may be meant, and what is typed, if it is nobody's name.
fn rows(photo: &Photo, typed: &str, scene: &Scene<'_>) -> Vec<Row> {
    let people = scene.collection().notes().people();
    let index = people.index();
    let lang = scene.lang;
    let remark = |name: &str| {
        let named = index.find(name).map(|person| person.name_in(lang).to_owned());
        named.filter(|named| named != name).unwrap_or_default()
    };
    let offered = suggestions(scene.collection(), photo, typed, MOST).into_iter();
    let mut out: Vec<Row> = offered.map(|name| Row { remark: remark(&name), name }).collect();
    let typed = typed.trim();
    if !typed.is_empty() && !out.iter().any(|row| row.name == typed) {
        out.push(Row { name: typed.to_owned(), remark: "as typed".to_owned() });
    }
    out
}

fn row_ui(ui: &mut Ui, row: &Row, on: bool) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::click());
    let spoken = format!("Mark as {}", row.name);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, on, &spoken));
    let fill = match (on, response.hovered()) {
        (true, _) => palette.pressed,
        (_, true) => palette.hover,
        _ => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, size::ROUND, fill);
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let room = inner.width() * 0.4;
    let soft = (Type::Small, palette.soft);
    paint_line(ui.painter(), inner.right_center(), Align2::RIGHT_CENTER, &row.remark, soft, room);
    let name = (Type::Body, palette.text);
    let left = if row.remark.is_empty() { inner.width() } else { inner.width() - room };
    paint_line(ui.painter(), inner.left_center(), Align2::LEFT_CENTER, &row.name, name, left);
    response.clicked()
}
