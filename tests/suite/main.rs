//! Tests of the whole program, in one binary.

mod cli;
mod library;
mod session;
mod tidy;

#[path = "../support/mod.rs"]
mod support;

mod audit;
mod export;
mod made_photos;
