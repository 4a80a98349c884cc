//! The application's own widgets, each written in four steps: size, interact, describe, paint.

pub mod band;
pub mod bubble;
pub mod card;
pub mod chip;
pub mod drag;
pub mod drop_down;
pub mod elided;
pub mod focus;
pub mod icon;
pub mod markdown;
pub mod person;
pub mod scroll;
pub mod segmented;
pub mod table_row;
pub mod track;
pub mod value_field;
pub mod worked;
