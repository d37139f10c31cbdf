//! The contact sheet: every photo that is shown, in sections, in rows of nearly equal height.

pub mod cell_ui;
pub mod data;
pub mod layout;
pub mod sheet_ui;
pub mod state;
