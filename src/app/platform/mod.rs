//! Where the window lives: on a display, or in memory; files, and drawing without a GPU. Nothing in the window knows this room.

mod audience;
mod benchmark;
mod files;
pub mod headless;
mod remembered;
mod safekeeping;
mod window;

pub use super::paint::{export, rasterizer};
pub use files::SystemPicker;
pub use remembered::Remembered;
pub use window::{Outcome, Renderer, Theme, WindowOptions, open, open_audience};
