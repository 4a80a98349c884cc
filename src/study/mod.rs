//! Many runs: following days, the published studies the model must agree with, and sweeps over settings.

pub mod days;
pub mod sweep;
pub mod validation;
