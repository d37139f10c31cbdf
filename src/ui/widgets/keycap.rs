//! Keys as they are printed on a keyboard.

use egui::{Key, KeyboardShortcut, Pos2, Rect, StrokeKind, Ui, pos2, vec2};

use super::text::elided;
use crate::ui::theme::{self, Type, size};

/// Height of a key.
const HEIGHT: f32 = 18.0;

/// What stands on the key.
fn cap(key: Key) -> &'static str {
    match key {
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::Questionmark => "?",
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Equals => "=",
        Key::Slash => "/",
        Key::Escape => "Esc",
        Key::PageUp => "Page Up",
        Key::PageDown => "Page Down",
        other => other.name(),
    }
}

/// A key with its modifiers, in words: "Ctrl+Shift+Z".
pub fn shortcut_words(ui: &Ui, shortcut: &KeyboardShortcut) -> String {
    let held = ui.ctx().format_modifiers(shortcut.modifiers);
    if held.is_empty() {
        cap(shortcut.logical_key).to_owned()
    } else {
        format!("{held}+{}", cap(shortcut.logical_key))
    }
}

/// Paints keys side by side so that they end at `right`; gives where they begin.
pub fn paint_keys(ui: &Ui, right: Pos2, keys: &[KeyboardShortcut]) -> f32 {
    let palette = theme::palette(ui);
    let mut x = right.x;
    for key in keys.iter().rev() {
        let galley = elided(ui.painter(), &shortcut_words(ui, key), Type::Small, palette.soft, 200.0);
        let width = (galley.size().x + 10.0).max(HEIGHT);
        let rect = Rect::from_min_size(pos2(x - width, right.y - HEIGHT / 2.0), vec2(width, HEIGHT));
        ui.painter().rect_filled(rect, size::ROUND_S, palette.raised);
        ui.painter().rect_stroke(rect, size::ROUND_S, theme::hairline(palette), StrokeKind::Inside);
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, palette.soft);
        x -= width + 4.0;
    }
    x
}
