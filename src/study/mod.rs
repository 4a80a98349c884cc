//! Many runs: following days, the published studies the model must agree with, sweeps over settings, the ranges and the map that
//! they draw, and virtual patients.

pub mod chance;
pub mod contours;
pub mod days;
pub mod map;
pub mod patients;
pub mod ranges;
pub mod sweep;
pub mod validation;
