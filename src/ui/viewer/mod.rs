//! One photo in the whole window: `data`, what is where; `viewer_ui`, the photo; `bar_ui`, the bar above it; `over_ui`, what lies over it;
//! `marks`, `marks_ui`, `naming_ui`, the persons marked on it.

mod bar_ui;
pub mod data;
pub mod marks;
mod marks_ui;
mod naming_ui;
mod over_ui;
pub mod viewer_ui;
