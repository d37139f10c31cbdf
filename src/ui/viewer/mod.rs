//! One photo in the whole window.

pub mod data;
pub mod viewer_ui;
