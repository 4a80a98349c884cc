//! Buffycoat: a teaching simulator of leukapheresis. Teaching model, not for patient care.
//!
//! The program is this library and a `main` that calls [`cli::main`]. Another program can run a case in a few lines:
//!
//! ```
//! use buffycoat::preset;
//! use buffycoat::sim::quantities::Quantity;
//! use buffycoat::sim::{SettingId, Value, simulate};
//!
//! let mut case = preset::load("presets/healthy_donor.ron".as_ref())?;
//! SettingId::InletFlow.set(&mut case.protocol.settings, &Value::Number(70.0));
//! let run = simulate(&case.protocol)?;
//! let hemoglobin_g_dl = Quantity::Hemoglobin.at(&run.at(60.0));
//! println!("{}: {hemoglobin_g_dl:.1?} g/dL after an hour", case.title);
//! for warning in &run.warnings {
//!     println!("{} from minute {:.0}", warning.id.key(), warning.from_min);
//! }
//! println!("{:.1} × 10⁹ white cells in the bag", run.outcome.product.white_cells_e9.sum());
//! Ok(())
//! ```
//!
//! The same case gives the same bits on every machine. Without the feature `window` nothing of a window is compiled in.
//!
//! - A case is a [`preset::Preset`]: [`preset::load`] reads a file, [`preset::read`] a text, and [`preset::BUNDLED`] are those that come with
//!   the program.
//! - [`sim::SettingId`] names what can be set, each with its unit and range in [`sim::SettingId::row`].
//! - [`sim::simulate`] makes a [`sim::Run`], which tells of any moment ([`at`](sim::trajectory::Trajectory::at)) every
//!   [`sim::quantities::Quantity`], and has its warnings, ledger and outcome. It takes a fifth of a millisecond.
//! - [`study`] runs many at once on all cores: sweeps, virtual patients, following days.
//! - [`text::Text`] says all of it in words; [`report`] writes tables, JSON, pages and pictures.
//!
//! The modules are the rooms of a house, from the ground up: each uses only those above it in this list.

/// What the program stands on: clock, files and work beside the window, on a desktop or in a page of a browser.
pub mod host;

/// What is simulated: blood, patient, separator, circuit, citrate. Pure equations.
pub mod model;
/// A protocol in, a run out: settings, integration, warnings, ledger, outcome.
pub mod sim;

/// Cases as RON files: reading, checking, saving.
pub mod preset;

/// Many runs: sweeps, virtual patients, and the published studies.
pub mod study;

/// Lessons that ask before they show, and how their answers are marked by the run.
pub mod lesson;

/// Every word, number and unit.
pub mod text;

/// The scene as named plain shapes, without a toolkit.
pub mod picture;

/// A run written down: summary, CSV, JSON, picture.
pub mod report;

/// What a crash leaves behind.
pub mod crash;

/// The window.
#[cfg(feature = "window")]
pub mod app;

/// The command line; a page in a browser has none.
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
