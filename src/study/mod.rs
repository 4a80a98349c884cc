//! Many runs: serial procedures, virtual patients, the published studies, sweeps over settings, and the ranges and the map they make.

pub mod cell_groups;
pub mod contours;
pub mod map;
pub mod patients;
pub mod rng;
pub mod serial_procedures;
pub mod sweep;
pub mod validation;
pub mod warning_ranges;
