//! The first window: it says what the program is for and offers the ways to begin.

use egui::{Align2, Sense, Ui, pos2, vec2};

use super::actions::Action;
use super::ask::{Ask, Scene};
use super::theme::{self, Type, size, space};
use super::widgets::{Kind, button, paint_icon, paint_line};
use super::{icons, mark};
use crate::session::Command;

/// How wide the column is.
const WIDTH: f32 = 460.0;

/// Draws the start page.
pub fn start_ui(ui: &mut Ui, has_sample: bool, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let room = ui.available_rect_before_wrap();
    let recent: Vec<_> = scene.session.recent().iter().take(6).cloned().collect();
    let height = 372.0 + recent.len() as f32 * size::ROW;
    let width = WIDTH.min(room.width() - 2.0 * space::L);
    let top = (room.height() - height).max(0.0) * 0.42;
    let column = egui::Rect::from_min_size(
        pos2(room.center().x - width / 2.0, room.top() + top.max(space::XL)),
        vec2(width, height),
    );
    let mut column_ui = ui.new_child(egui::UiBuilder::new().max_rect(column));
    let ui = &mut column_ui;
    ui.spacing_mut().item_spacing.y = space::S;
    let (rect, _) = ui.allocate_exact_size(vec2(mark::EDGE, mark::EDGE), Sense::hover());
    mark::paint(ui, rect.min);
    ui.add_space(space::S);
    ui.label(egui::RichText::new("Attaché").font(Type::Title.font()).color(palette.text));
    let text = "Albums of state visits: open the folders that came home, caption in several languages, and export \
                pages that give nothing away. Originals are only ever read.";
    super::widgets::wrapped(ui, text, Type::Body, palette.soft);
    ui.add_space(space::M);
    ui.horizontal(|ui| {
        let open = Action::OpenFolder.spec();
        if button(ui, Kind::Main, open.icon, open.label).on_hover_text(open.tooltip).clicked() {
            scene.ask(Ask::Do(Action::OpenFolder));
        }
        if has_sample {
            let sample = Action::OpenSample.spec();
            if button(ui, Kind::Plain, sample.icon, sample.label).on_hover_text(sample.tooltip).clicked() {
                scene.ask(Ask::Do(Action::OpenSample));
            }
        }
    });
    ui.add_space(space::S);
    drop_ui(ui, width);
    if !recent.is_empty() {
        ui.add_space(space::M);
        let title = egui::RichText::new("OPENED LAST").font(Type::SmallStrong.font()).color(palette.soft);
        ui.label(title);
        ui.spacing_mut().item_spacing.y = 0.0;
        for path in recent {
            if recent_ui(ui, &path, width) {
                scene.ask(Ask::Command(Command::Open(vec![path])));
            }
        }
    }
}

fn drop_ui(ui: &mut Ui, width: f32) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 72.0), Sense::hover());
    let hovered = ui.input(|i| !i.raw.hovered_files.is_empty());
    let color = if hovered { palette.accent } else { palette.line };
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    let line = egui::Stroke::new(size::HAIR, color);
    ui.painter().extend(egui::Shape::dashed_line(&corners, line, 5.0, 4.0));
    let middle = rect.center();
    let text = "or drop folders and photos anywhere here";
    let galley = super::widgets::elided(ui.painter(), text, Type::Body, palette.soft, width - 60.0);
    let left = middle.x - (galley.size().x + 26.0) / 2.0;
    paint_icon(ui.painter(), pos2(left + 8.0, middle.y), icons::IMAGES, Type::Icon, palette.soft);
    let at = pos2(left + 26.0, middle.y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.soft);
}

fn recent_ui(ui: &mut Ui, path: &std::path::Path, width: f32) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::ROW), Sense::click());
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("Open {}", path.display()))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(vec2(space::S, 0.0)), size::ROUND, palette.raised);
    }
    let y = rect.center().y;
    paint_icon(ui.painter(), pos2(rect.left() + 8.0, y), icons::FOLDER, Type::Icon, palette.soft);
    let left = rect.left() + 26.0;
    let look = (Type::Body, palette.text);
    let end = paint_line(ui.painter(), pos2(left, y), Align2::LEFT_CENTER, &name, look, width * 0.5);
    let parent = path.parent().map(|parent| parent.display().to_string()).unwrap_or_default();
    let look = (Type::Small, palette.soft);
    paint_line(
        ui.painter(),
        pos2(end + space::M, y),
        Align2::LEFT_CENTER,
        &parent,
        look,
        rect.right() - end - space::M,
    );
    response.on_hover_text(path.display().to_string()).clicked()
}

/// While files are held over the window: says that they may be dropped.
pub fn dropping_ui(ui: &Ui) {
    if ui.input(|i| i.raw.hovered_files.is_empty()) {
        return;
    }
    let palette = theme::palette(ui);
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("dropping"));
    let painter = ui.ctx().layer_painter(layer);
    let rect = ui.ctx().content_rect();
    painter.rect_filled(rect, 0, palette.scrim);
    painter.rect_stroke(rect.shrink(6.0), size::ROUND, theme::focus_ring(palette), egui::StrokeKind::Inside);
    let on_scrim = egui::Color32::from_gray(240);
    paint_icon(&painter, rect.center() - vec2(0.0, 34.0), icons::IMAGES, Type::IconBig, on_scrim);
    let at = rect.center() + vec2(0.0, 14.0);
    painter.text(at, Align2::CENTER_CENTER, "Drop to open", Type::Heading.font(), on_scrim);
}
