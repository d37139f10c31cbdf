//! The list of visits at the left.

pub mod data;
pub mod visits_ui;
