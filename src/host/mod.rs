//! What the program stands on: clock, files and work beside the window, on a desktop or in a page of a browser.
//!
//! This room alone asks which of the two it is; all others ask it what can be done. Both sides offer the same names.

#[cfg(not(target_arch = "wasm32"))]
mod desktop;
#[cfg(target_arch = "wasm32")]
mod page;

#[cfg(not(target_arch = "wasm32"))]
pub use desktop::{HAS_THREADS, OWNS_WINDOW, files, now, process_id, runs_at_once, start_work};
#[cfg(target_arch = "wasm32")]
pub use page::{HAS_THREADS, OWN_FOLDER, OWNS_WINDOW, files, now, process_id, runs_at_once, start_work};
/// A moment of a clock that never goes back.
pub use web_time::Instant;
