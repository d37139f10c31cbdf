//! Floor 6: the window, and the only place that names egui.
//!
//! A frame goes through [`app`]: what jobs answered is taken in for at most 10 ms, keys become [`actions::Action`]s, every
//! panel draws itself from the session's collection and says in [`ask::Ask`]s what the person wants, and the app carries the
//! asks out when the frame is drawn. Nothing here opens a file, decodes a picture or waits.
//!
//! - [`window`]: the window from its opening on; [`opening`]: the library opened while the window is made; [`app`]: the album in it; `panels`: how they stand; [`ask`]: what panels want; [`route`]: asks and actions carried out
//! - [`actions`]: label, tooltip, shortcut and icon of everything that can be done
//! - [`theme`], [`icons`], [`widgets`]: every colour, size and control
//! - [`look`]: how the person likes the window, kept in the library
//! - [`textures`]: pictures on the graphics card, bounded; [`selection`]: which photos are chosen
//! - one module a panel: [`toolbar`], [`visits`], [`sheet`], [`inspector`], [`viewer`], [`clocks`], [`programme`], [`visit_page`], [`status`], [`start`], and what
//!   lies over them in [`overlay`]

pub mod actions;
pub mod app;
pub mod ask;
pub mod captions;
pub mod clocks;
pub mod context_menu;
pub mod headings;
pub mod icons;
pub mod inspector;
pub mod look;
pub mod mark;
pub mod opening;
pub mod overlay;
mod panels;
pub mod programme;
pub mod route;
pub mod run;
pub mod selection;
pub mod sheet;
pub mod start;
pub mod status;
pub mod textures;
pub mod theme;
pub mod toolbar;
pub mod viewer;
pub mod visit_page;
pub mod visits;
pub mod widgets;
pub mod window;
pub mod words;

#[cfg(test)]
mod made;

pub use run::{RunError, Start, run};
