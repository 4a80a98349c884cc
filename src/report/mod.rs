//! A run written down: a summary to read, CSV and JSON to compute with.

pub mod csv;
pub mod json;
pub mod summary;
pub mod sweep;
pub mod validation;
