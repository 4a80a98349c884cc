//! Where the window lives: on a display, or in memory; files, and drawing without a GPU. Nothing in the window knows this room.

mod benchmark;
mod files;
pub mod headless;
pub mod rasterizer;
mod remembered;
mod safekeeping;
mod window;

pub use files::SystemPicker;
pub use window::{Outcome, Renderer, Theme, WindowOptions, open};
