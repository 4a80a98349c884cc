//! Buffycoat: a teaching simulator of leukapheresis.

pub mod model;
pub mod sim;
