//! Text that knows how much room it has.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Color32, Galley, Painter, Pos2, Response, Ui};

use crate::ui::theme::Type;

/// One line of text, with "…" where it does not fit.
pub fn elided(painter: &Painter, text: &str, kind: Type, color: Color32, max_width: f32) -> Arc<Galley> {
    // What cannot be seen need not be laid out: captions may hold ten thousand characters and line breaks.
    let shown: String = text.chars().take(400).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut job = LayoutJob::single_section(shown, TextFormat::simple(kind.font(), color));
    job.wrap = TextWrapping::truncate_at_width(max_width.max(0.0));
    painter.layout_job(job)
}

/// Paints one line; `anchor` says which point of it is at `at`. Gives the right end of what was painted.
pub fn paint_line(
    painter: &Painter,
    at: Pos2,
    anchor: Align2,
    text: &str,
    look: (Type, Color32),
    max_width: f32,
) -> f32 {
    let galley = elided(painter, text, look.0, look.1, max_width);
    let rect = anchor.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, look.1);
    rect.right()
}

/// Paints an icon with its middle at `at`.
pub fn paint_icon(painter: &Painter, at: Pos2, icon: &str, kind: Type, color: Color32) {
    painter.text(at, Align2::CENTER_CENTER, icon, kind.font(), color);
}

/// A paragraph.
pub fn wrapped(ui: &mut Ui, text: &str, kind: Type, color: Color32) -> Response {
    ui.add(egui::Label::new(egui::RichText::new(text).font(kind.font()).color(color)).wrap())
}
