//! Studies of many runs: serial procedures, virtual patients, published studies, sweeps over settings, warning ranges and the map.

pub mod cell_groups;
pub mod contours;
pub mod deviations;
pub mod dispersion;
pub mod harm;
pub mod hundred;
pub mod map;
pub mod of_hundred;
pub mod patients;
pub mod rng;
pub mod rows;
pub mod serial_procedures;
pub mod sweep;
pub mod validation;
pub mod warning_ranges;
