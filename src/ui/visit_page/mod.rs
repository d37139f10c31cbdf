//! The page of a visit, above its photos: what it is, what is missing, and its days.

pub mod data;
pub mod holes;
pub mod page_ui;
pub mod tally;
mod timeline_ui;
