//! A programme that was opened, before anything of it is taken over.

pub mod data;
pub mod preview_ui;
