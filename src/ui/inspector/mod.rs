//! The inspector at the right: captions and what is known, of photos, visits, sections and devices.

pub mod beside_ui;
pub mod clearance_ui;
pub mod data;
pub mod device;
pub mod device_ui;
pub mod facts_ui;
pub mod inspector_ui;
pub mod kind_ui;
mod languages_ui;
mod persons_ui;
pub mod sources;
mod sources_ui;
pub mod suggest_ui;
pub mod text_ui;
pub mod when;
