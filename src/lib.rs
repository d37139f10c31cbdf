//! Attaché: a desktop photo album for state visits.
//!
//! This page is the map of the house. A floor uses only the floors below it; data flows down as calls and comes back up as
//! values or Events. To find the place for a change, find the floor, then the room:
//!
//! | floor | module | what it is |
//! |---|---|---|
//! | 6 | [`ui`] | the window; the only place that names egui |
//! | 5 | [`session`] | the running program without a screen: Command in, Edit applied and stored, undo and redo, Event handled |
//! | 4 | [`jobs`] | work off the UI thread: bounded pool, priorities, cancel, progress |
//! | 3 | [`export`] | plan → images → pages → audit → publish |
//! | 2 | [`library`] | walking folders, the SQLite store, the thumbnail cache |
//! | 1 | [`media`] | what a file is, what it says, its pixels |
//! | 0 | [`model`] | photos, times, visits, notes, edits: plain values and pure functions |
//!
//! [`cli`] stands at the edge: arguments in, JSON or a window out.
//!
//! # What always holds
//! 1. `model` does no input or output, reads no clock, starts no thread and derives no serde.
//! 2. Originals are only ever opened for reading. What we write is the library, caches, exports, and sidecars when asked.
//! 3. A damaged file is a [`model::problem::Problem`] value, never a failed run, never a panic. Every decode has limits.
//! 4. Only [`session`] changes the library, only through an [`model::edit::Edit`]; every Edit has its inverse; it is stored
//!    before the screen calls it saved.
//! 5. Jobs own what they need and answer with Events; nothing slow runs while a frame is drawn.
//! 6. An export is written beside its target, audited, then renamed. It deletes only what its own manifest lists.
//! 7. A capture time is civil time plus an optional offset, and where each came from. Nothing turns civil time into UTC without one.
//! 8. Nothing opens a network connection. Exported pages load nothing from anywhere else.
//! 9. No `unwrap`, `expect`, `panic!` or failing index on paths that input drives; `unsafe` only inside dependencies.
//!
//! What is deliberately absent: a global state, a settings file, a plug-in system, a database server, any write beside an Original that nobody asked for.

pub mod cli;
pub mod export;
pub mod jobs;
pub mod library;
pub mod media;
pub mod model;
pub mod session;
pub mod ui;
