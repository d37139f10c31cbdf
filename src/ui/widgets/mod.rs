//! The controls of the window. Each takes its room, senses, paints itself in the theme's colours and tells its name to
//! screen readers.

mod button;
mod chip;
mod choice;
mod field;
mod keycap;
mod menu;
mod slider;
mod stars;
mod text;

pub use button::{Kind, button, icon_button, tab, text_button};
pub use chip::{Glyph, chip};
pub use choice::choice;
pub use field::{Field, field_label};
pub use keycap::{paint_keys, shortcut_words};
pub use menu::{MENU_WIDTH, menu_gap, menu_item, menu_row};
pub use slider::slider;
pub use stars::{flags, stars};
pub use text::{elided, paint_icon, paint_line, wrapped};
