//! The application's own widgets, each written in four steps: size, interact, describe, paint.

pub mod axis_marks;
pub mod band;
pub mod bubble;
pub mod card;
pub mod chip;

#[cfg_attr(not(test), expect(dead_code, reason = "the view that explains a warning will show it"))]
pub mod curve_chart;
pub mod drag;
pub mod drop_down;
pub mod elided;
pub mod focus;
pub mod icon;
pub mod markdown;
pub mod page;
pub mod person;
pub mod roving;
pub mod scroll;
pub mod segmented;
pub mod still_plot;
pub mod table_row;
pub mod track;
pub mod value_field;
pub mod worked;
