//! What the tests share: photos made in code with chosen metadata, and an environment that touches nothing of the person's.
//!
//! Nothing here uses the program's own readers: what they are tested against must not come from them.
//! `examples/make_sample` and `benches/` use the same writers.

// Each binary that takes this module in uses another part of it; and a test that cannot set itself up should stop at once.
#![allow(
    dead_code,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod credentials_maker;
pub mod env;
pub mod exif_writer;
pub mod exiftool;
pub mod movie_maker;
pub mod photo_maker;
pub mod segments;
