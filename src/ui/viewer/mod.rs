//! One photo in the whole window: `data`, what is where; `viewer_ui`, the photo; `bar_ui`, the bar above it; `over_ui`, what lies over it.

mod bar_ui;
pub mod data;
mod over_ui;
pub mod viewer_ui;
