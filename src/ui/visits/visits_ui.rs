//! Draws the list of visits and devices: counts, a dot where captions are missing, rename in place, drop photos on a row.

use std::collections::HashSet;

use egui::accesskit::Role;
use egui::{Align2, Color32, Id, Key, Rect, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::data::{Missing, Of, Row, clock_fault, device_facts, device_label, rows};
use crate::model::notes::{Field, Subject};
use crate::model::visit::VisitId;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene, grouped, n_photos};
use crate::ui::sheet::data::Scope;
use crate::ui::theme::{self, Type, size, space};
use crate::ui::widgets::{elided, icon_button, paint_icon, paint_line};
use crate::ui::{context_menu, headings, icons};

/// The list's memory.
#[derive(Default)]
pub struct VisitsState {
    rows: Vec<Row>,
    made_of: Option<((u64, bool), usize, bool)>,
    folded: HashSet<VisitId>,
    with_devices: bool,
    missing: Missing,
    renaming: Option<Renaming>,
}

struct Renaming {
    subject: Subject,
    text: String,
    /// The field has had the keyboard.
    begun: bool,
}

impl VisitsState {
    /// Whether the field for a title is about to take the keyboard.
    pub fn awaits_typing(&self) -> bool {
        self.renaming.as_ref().is_some_and(|renaming| !renaming.begun)
    }

    /// Puts the title of a visit or section into a field.
    pub fn rename(&mut self, subject: &Subject, title: String) {
        if let Subject::Section(visit, _) = subject {
            self.folded.remove(visit);
            self.made_of = None;
        }
        self.renaming = Some(Renaming { subject: subject.clone(), text: title, begun: false });
    }
}

/// Draws the list. `arrangement` changes with what is grouped where, and tells whether items without a picture are shown.
pub fn visits_ui(
    ui: &mut Ui,
    state: &mut VisitsState,
    scope: &Scope,
    heading: Option<&Subject>,
    arrangement: (u64, bool),
    scene: &mut Scene<'_>,
) {
    let made_of = Some((arrangement, state.folded.len(), state.with_devices));
    if state.made_of != made_of {
        state.rows = rows(scene.collection(), &state.folded, state.with_devices, arrangement.1);
        state.made_of = made_of;
    }
    title_ui(ui, scene);
    let mut toggled = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("visits").auto_shrink(false).show_rows(
        ui,
        size::ROW,
        state.rows.len(),
        |ui, range| {
            for n in range {
                let Some(row) = state.rows.get(n) else { continue };
                if let Some(renaming) = &mut state.renaming
                    && row.of == Of::Heading(renaming.subject.clone())
                {
                    if rename_ui(ui, renaming, scene) {
                        state.renaming = None;
                    }
                    continue;
                }
                let dot = match &row.of {
                    Of::Heading(subject) => state.missing.in_subject(
                        scene.session.collection(),
                        subject,
                        scene.langs,
                        scene.session.changes(),
                    ),
                    Of::All | Of::Undated | Of::Devices | Of::Device(_) | Of::Hole(_) => false,
                };
                let fault = match &row.of {
                    Of::Device(device) => clock_fault(scene.collection(), &device.id),
                    _ => None,
                };
                if row_ui(ui, row, is_on(row, scope, heading), dot, fault.as_deref(), scene) {
                    toggled = Some(row.of.clone());
                }
            }
        },
    );
    match toggled {
        Some(Of::Heading(Subject::Visit(visit))) if !state.folded.remove(&visit) => {
            state.folded.insert(visit);
        }
        Some(Of::Devices) => state.with_devices = !state.with_devices,
        _ => {}
    }
}

fn title_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    ui.horizontal(|ui| {
        ui.add_space(space::M);
        let palette = theme::palette(ui);
        let text = egui::RichText::new("VISITS").font(Type::SmallStrong.font()).color(palette.soft);
        ui.label(text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(space::XS);
            let name = "Add a folder";
            if icon_button(ui, icons::PLUS, name, false).on_hover_text(name).clicked() {
                scene.ask(Ask::Do(crate::ui::actions::Action::OpenFolder));
            }
        });
    });
}

fn is_on(row: &Row, scope: &Scope, heading: Option<&Subject>) -> bool {
    match &row.of {
        Of::Heading(subject) if heading.is_some() => heading == Some(subject),
        Of::Heading(Subject::Visit(id)) => *scope == Scope::Visit(id.clone()),
        Of::Heading(_) => false,
        Of::All => heading.is_none() && *scope == Scope::All,
        Of::Undated => heading.is_none() && *scope == Scope::Undated,
        Of::Devices | Of::Hole(_) => false,
        Of::Device(device) => match heading {
            Some(Subject::Device(shown)) => *shown == device.id,
            _ => *scope == Scope::Device(device.id.clone()),
        },
    }
}

/// Draws a row. True when its sections are to be folded or unfolded.
fn row_ui(ui: &mut Ui, row: &Row, on: bool, dot: bool, fault: Option<&str>, scene: &mut Scene<'_>) -> bool {
    let palette = theme::palette(ui);
    let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::click());
    let rect = whole.shrink2(vec2(space::XS, 1.0));
    let (indent, icon, label) = look_of(row, scene);
    response.widget_info(|| {
        let missing = if dot { ", captions missing" } else { "" };
        let name = match &row.of {
            Of::Devices => format!("Devices, {}", grouped(row.count)),
            Of::Hole(hole) => format!("{label}, {}, no picture yet", hole.time),
            Of::Device(device) => {
                let fault = fault.map(|fault| format!(", its clock seems {fault}")).unwrap_or_default();
                format!("{label}, {}, {}{fault}", n_photos(row.count), device_facts(device).join(", "))
            }
            _ => format!("{label}, {}{missing}", n_photos(row.count)),
        };
        WidgetInfo::selected(Role::TreeItem, true, on, name)
    });
    if !ui.is_rect_visible(rect) {
        return false;
    }
    let fill = match (on, response.hovered()) {
        (true, _) => palette.pressed,
        (_, true) => palette.raised,
        _ => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, size::ROUND, fill);
    let y = rect.center().y;
    let fold = Rect::from_center_size(pos2(rect.left() + 12.0, y), vec2(20.0, rect.height()));
    let mut folds = false;
    if let Some(unfolded) = row.unfolded {
        let name = if unfolded { "Fold" } else { "Unfold" };
        let fold_response = ui.interact(fold, response.id.with("fold"), Sense::CLICK);
        fold_response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} {label}")));
        folds = fold_response.clicked();
        let color = if fold_response.hovered() { palette.text } else { palette.soft };
        let caret = if unfolded { icons::DOWN } else { icons::RIGHT };
        paint_icon(ui.painter(), fold.center(), caret, Type::Badge, color);
    } else if !icon.is_empty() {
        paint_icon(ui.painter(), pos2(rect.left() + 13.0, y), icon, Type::Icon, palette.soft);
    }
    let words = if let Of::Hole(_) = &row.of { "–".to_owned() } else { grouped(row.count) };
    let count = elided(ui.painter(), &words, Type::Small, palette.soft, 60.0);
    let count_at = pos2(rect.right() - space::S - count.size().x, y - count.size().y / 2.0);
    let mut room_to = count_at.x - space::S;
    ui.painter().galley(count_at, count, palette.soft);
    if dot {
        ui.painter().circle_filled(pos2(room_to - 2.0, y), 2.5, palette.accent);
        room_to -= 12.0;
    }
    if fault.is_some() {
        paint_icon(ui.painter(), pos2(room_to - 6.0, y), icons::CLOCK, Type::Badge, palette.accent);
        room_to -= 18.0;
    }
    let left = rect.left() + indent;
    let kind = if indent < 30.0 { Type::Strong } else { Type::Body };
    let color = if indent < 30.0 || on { palette.text } else { palette.soft };
    paint_line(ui.painter(), pos2(left, y), Align2::LEFT_CENTER, &label, (kind, color), room_to - left);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, size::ROUND, theme::focus_ring(palette), egui::StrokeKind::Inside);
    }
    if let Of::Hole(_) = &row.of {
        let line = egui::Stroke::new(size::HAIR, palette.accent);
        ui.painter().circle_stroke(pos2(left - 10.0, y), 3.0, line);
    }
    let hover = if dot { format!("{label}\nSome captions are missing") } else { label };
    respond(ui, row, &response, rect, &hover, folds, scene);
    folds || row.of == Of::Devices && response.clicked()
}

fn look_of(row: &Row, scene: &Scene<'_>) -> (f32, &'static str, String) {
    match &row.of {
        Of::All => (28.0, icons::IMAGES, "All photos".to_owned()),
        Of::Undated => (28.0, icons::UNDATED, "Undated".to_owned()),
        Of::Devices => (28.0, icons::CAMERA, "Devices".to_owned()),
        Of::Device(device) => (36.0, "", device_label(device, scene.collection())),
        Of::Heading(subject @ Subject::Visit(_)) => {
            let icon = if row.unfolded.is_none() { icons::CALENDAR } else { "" };
            (28.0, icon, scene.title(subject))
        }
        Of::Heading(subject) => (36.0, "", scene.title(subject)),
        Of::Hole(hole) => {
            let title = hole.title.best(scene.lang).map(|(_, text)| text.to_owned());
            (36.0, "", title.unwrap_or_else(|| "An item without a title".to_owned()))
        }
    }
}

fn respond(
    ui: &Ui,
    row: &Row,
    response: &egui::Response,
    rect: Rect,
    label: &str,
    folds: bool,
    scene: &mut Scene<'_>,
) {
    match &row.of {
        Of::All => {
            if response.clicked() {
                scene.ask(Ask::Show(Scope::All));
            }
        }
        Of::Undated => {
            headings::drop_target(ui, response, &Subject::Library, rect, scene);
            if response.clicked() {
                scene.ask(Ask::Show(Scope::Undated));
            }
        }
        Of::Hole(hole) => {
            let subject = Subject::Section(hole.visit.clone(), hole.section.clone());
            headings::drop_target(ui, response, &subject, rect, scene);
            if response.clicked() {
                scene.ask(Ask::Reveal(subject));
            }
            response
                .clone()
                .on_hover_text(format!("{label}\n{}\nNo picture yet: drop photos here", hole.time));
        }
        // A click unfolds it.
        Of::Devices => {}
        Of::Device(device) => {
            if response.clicked() {
                scene.ask(Ask::Show(Scope::Device(device.id.clone())));
                scene.ask(Ask::Heading(Subject::Device(device.id.clone())));
            }
            let facts = device_facts(device).join("\n");
            let fault = clock_fault(scene.collection(), &device.id);
            let fault = fault.map(|fault| format!("\nIts clock seems {fault}")).unwrap_or_default();
            response.clone().on_hover_text(format!("{label}\n{facts}{fault}"));
        }
        Of::Heading(subject) => {
            headings::drop_target(ui, response, subject, rect, scene);
            if response.double_clicked() {
                scene.ask(Ask::Rename(subject.clone()));
            } else if response.clicked() && !folds {
                if let Subject::Visit(visit) = subject {
                    scene.ask(Ask::Show(Scope::Visit(visit.clone())));
                }
                scene.ask(Ask::Heading(subject.clone()));
            }
            if !response.context_menu_opened() {
                response.clone().on_hover_text(label);
            }
            response.context_menu(|ui| context_menu::heading_ui(ui, subject, scene));
        }
    }
}

/// The field in which a title is typed. True when it is done.
fn rename_ui(ui: &mut Ui, renaming: &mut Renaming, scene: &mut Scene<'_>) -> bool {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::hover());
    let rect = rect.shrink2(vec2(space::XS, 1.0));
    let edit = TextEdit::singleline(&mut renaming.text)
        .id(Id::unique("rename"))
        .font(Type::Body.font())
        .margin(egui::Margin::symmetric(8, 4));
    let response = ui.put(rect, edit).accessible_name("New title");
    if !renaming.begun {
        response.request_focus();
        renaming.begun = true;
        let mut edit_state = TextEdit::load_state(ui.ctx(), response.id).unwrap_or_default();
        let end = egui::text::CCursor::new(renaming.text.chars().count());
        let whole = egui::text::CCursorRange::two(egui::text::CCursor::default(), end);
        edit_state.cursor.set_char_range(Some(whole));
        edit_state.store(ui.ctx(), response.id);
        return false;
    }
    if !response.lost_focus() {
        return false;
    }
    if !ui.input(|i| i.key_pressed(Key::Escape)) {
        scene.ask(Ask::Command(Command::Revise(Revision::SetText {
            subjects: vec![renaming.subject.clone()],
            field: Field::Title,
            lang: Some(scene.lang.clone()),
            text: renaming.text.trim().to_owned(),
        })));
        scene.ask(Ask::Command(Command::EndTyping));
    }
    true
}
