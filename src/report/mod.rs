//! A run written down: a summary to read, CSV and JSON to compute with, pictures to show, sheets to print; and how a case is written.

pub mod animation;
pub mod class;
pub mod csv;
mod debrief;
pub mod json;
pub mod lesson_page;
mod palette;
pub mod patients;
pub mod png;
pub mod preset_page;
pub mod print;
pub mod rows;
pub mod sbml;
pub mod sheet;
pub mod summary;
pub mod svg;
mod svg_cells;
pub mod validation;
pub mod values;
