//! Many runs: following days, virtual patients, the published studies, sweeps over settings, and the ranges and the map they draw.

pub mod cell_groups;
pub mod chance;
pub mod contours;
pub mod days;
pub mod map;
pub mod patients;
pub mod ranges;
pub mod sweep;
pub mod validation;
