//! Many runs: the published studies the model must agree with, and sweeps over settings.

pub mod sweep;
pub mod validation;
