//! A run: the trajectory of a procedure with its warnings, outcome and ledger.

use std::ops::Deref;

use super::ledger::Ledger;
use super::outcome::Outcome;
use super::protocol::{Protocol, SimulationError};
use super::solver::Tolerance;
use super::trajectory::Trajectory;
use super::warnings::{self, Warning};

/// A completed run. It dereferences to its [`Trajectory`].
#[derive(Clone, Debug)]
pub struct Run {
    trajectory: Trajectory,
    /// Ordered by onset.
    pub warnings: Vec<Warning>,
    pub outcome: Outcome,
    pub ledger: Ledger,
}

impl Deref for Run {
    type Target = Trajectory;
    fn deref(&self) -> &Trajectory {
        &self.trajectory
    }
}

/// Runs a whole procedure with the default tolerance.
///
/// # Errors
/// The [`SimulationError`] if the settings are inconsistent.
pub fn simulate(protocol: &Protocol) -> Result<Run, SimulationError> {
    simulate_within(protocol, Tolerance::default())
}

/// Runs a whole procedure. The same protocol gives the same bits on every machine.
///
/// # Errors
/// The [`SimulationError`] if the settings are inconsistent.
pub fn simulate_within(protocol: &Protocol, tolerance: Tolerance) -> Result<Run, SimulationError> {
    protocol.check()?;
    let trajectory = Trajectory::solve(protocol, tolerance);
    Ok(Run {
        warnings: warnings::find(&trajectory),
        outcome: Outcome::of(&trajectory),
        ledger: Ledger::of(&trajectory),
        trajectory,
    })
}
