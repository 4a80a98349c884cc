//! A run written down: a summary to read, CSV and JSON to compute with, a picture to show.

pub mod csv;
mod debrief;
pub mod json;
pub mod patients;
pub mod png;
pub mod print;
pub mod sheet;
pub mod summary;
pub mod svg;
mod svg_cells;
pub mod sweep;
pub mod validation;
