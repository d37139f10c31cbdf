//! The inspector at the right: captions and what is known, of photos, visits and sections.

pub mod data;
pub mod facts_ui;
pub mod inspector_ui;
pub mod kind_ui;
pub mod when;
