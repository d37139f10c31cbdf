//! Floor 5: the running program without a screen.

pub mod command;
pub mod history;
