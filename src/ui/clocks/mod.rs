//! The clock desk: a lane for each device over the time of a visit, and what speaks for setting its clock.

pub mod clocks_ui;
pub mod data;
mod lane_ui;
