//! A run: the course of a procedure and all that follows from it.

use std::ops::Deref;

use super::course::Course;
use super::ledger::Ledger;
use super::outcome::Outcome;
use super::protocol::{Protocol, Refusal};
use super::solver::Tolerance;
use super::warnings::{self, Warning};

/// A procedure that was run. It can be asked whatever its [`Course`] can.
#[derive(Clone, Debug)]
pub struct Run {
    course: Course,
    /// By onset.
    pub warnings: Vec<Warning>,
    pub outcome: Outcome,
    pub ledger: Ledger,
}

impl Deref for Run {
    type Target = Course;
    fn deref(&self) -> &Course {
        &self.course
    }
}

/// Runs a whole procedure with the default tolerance.
///
/// # Errors
/// The [`Refusal`] when the settings do not make sense together.
pub fn simulate(protocol: &Protocol) -> Result<Run, Refusal> {
    simulate_within(protocol, Tolerance::default())
}

/// Runs a whole procedure: the same protocol gives the same bits on every machine.
///
/// # Errors
/// The [`Refusal`] when the settings do not make sense together.
pub fn simulate_within(protocol: &Protocol, tolerance: Tolerance) -> Result<Run, Refusal> {
    protocol.check()?;
    let course = Course::solve(protocol, tolerance);
    Ok(Run { warnings: warnings::find(&course), outcome: Outcome::of(&course), ledger: Ledger::of(&course), course })
}
