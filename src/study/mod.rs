//! Many runs: following days, the published studies the model must agree with, and sweeps over one setting, two or more.

pub mod contours;
pub mod days;
pub mod map;
pub mod ranges;
pub mod sweep;
pub mod validation;
