//! Where the window lives: on a display, in a page of a browser, or in memory; files, and drawing without a GPU.
//!
//! Nothing in the window knows this room.

#[cfg(not(target_arch = "wasm32"))]
mod audience;
#[cfg(not(target_arch = "wasm32"))]
mod benchmark;
#[cfg(not(target_arch = "wasm32"))]
mod files;
pub mod headless;
mod options;
#[cfg(target_arch = "wasm32")]
pub mod page;
mod remembered;
#[cfg(not(target_arch = "wasm32"))]
mod remembering;
mod safekeeping;
#[cfg(not(target_arch = "wasm32"))]
mod screens;
#[cfg(not(target_arch = "wasm32"))]
mod window;

pub use super::paint::{export, rasterizer};
#[cfg(not(target_arch = "wasm32"))]
pub use files::SystemPicker;
pub use options::{Renderer, Theme, WindowOptions};
pub use remembered::Remembered;
#[cfg(not(target_arch = "wasm32"))]
pub use window::{Outcome, open, open_audience};
