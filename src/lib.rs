//! Buffycoat: a teaching simulator of leukapheresis. The map of the house, from the ground up: each room uses only those below it.

/// What is simulated: blood, patient, separator, circuit, citrate. Pure equations.
pub mod model;
/// A protocol in, a run out: settings, integration, warnings, ledger, outcome.
pub mod sim;

/// Cases as RON files: reading, checking, saving.
pub mod preset;

/// Many runs: sweeps, virtual patients, and the published studies.
pub mod study;

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

/// The command line.
pub mod cli;
