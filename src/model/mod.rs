//! Floor 0: what the program is about, as plain values.
//!
//! Nothing here reads a file, asks for the time of day, starts a thread or knows how it is saved.
//! In reading order:
//!
//! - [`photo`]: one picture with its companions and everything that its files say of it
//! - [`motion`]: the video that a phone keeps with it
//! - [`hidden`]: what a file carries that no viewer shows; [`exposure`]: all of that in many photos, counted
//! - [`orientation`], [`time`], [`device`], [`place`], [`text`]: the parts of that
//! - [`region`]: where persons are on a picture
//! - [`notes`]: what people say of photos, visits and sections
//! - [`clearance`]: who lets a photo out, who holds it, and until when
//! - [`edit`]: one reversible change to the notes
//! - [`programme`]: what was to happen when and where
//! - [`visit`]: photos into visits and sections, a pure function
//! - [`arrange`]: the edits that move, split and merge
//! - [`collection`]: photos + notes + grouping, the state that everything above shows
//! - [`problem`]: a fault as a value
//! - [`wording`]: dates and ranges in the words of a language

pub mod arrange;
pub mod caption;
pub mod clearance;
pub mod clock;
pub mod collection;
pub mod device;
pub mod edit;
pub mod exposure;
pub mod hidden;
pub mod joining;
#[doc(hidden)]
pub mod made;
pub mod motion;
pub mod notes;
pub mod order;
pub mod orientation;
pub mod photo;
pub mod place;
pub mod problem;
pub mod programme;
pub mod region;
pub mod said;
pub mod sidecar;
pub mod text;
pub mod time;
pub mod visit;
pub mod wording;
