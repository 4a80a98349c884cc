//! Buffycoat: a teaching simulator of leukapheresis.

pub mod app;
pub mod cli;
pub mod model;
pub mod picture;
pub mod preset;
pub mod report;
pub mod sim;
pub mod text;
