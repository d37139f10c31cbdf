//! Tests of the whole program, in one binary.

// A test that cannot set itself up should stop at once, in its helpers too: clippy's own exception is for test functions alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

mod again;
mod archive;
mod captions_cli;
mod captions_window;
mod clearance;
mod cli;
mod clocks;
mod colours;
mod devices;
mod iso_pictures;
mod large;
mod library;
mod marks;
mod motion;
mod odd_files;
mod outputs;
mod pictures;
mod programme;
mod programme_window;
mod reference;
mod session;
mod sidecar_dates;
mod sidecars;
mod sources_window;
mod tidy;
mod trips;
mod ui;
mod visit_page;

#[path = "../support/mod.rs"]
mod support;

mod audit;
mod browser;
mod carried;
mod corpus;
mod damaged;
mod evidence;
mod export;
mod export_cli;
mod exposure;
mod made_photos;
mod metadata;
mod themes;
