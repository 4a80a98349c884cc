//! What follows from the case as it is now, and from nothing else: its run with all curves, and why its warnings came.

use std::cell::OnceCell;
use std::ops::Deref;

use super::run_curves::RunCurves;
use crate::sim::Protocol;
use crate::sim::explain::{Explanation, explain};
use crate::sim::protocol::SimulationError;

/// It dereferences to its [`RunCurves`].
pub struct RunView {
    curves: RunCurves,
    explanations: OnceCell<Vec<Explanation>>,
    /// Which run this is, counted from the window's first: what was found for another one is stale.
    pub revision: u64,
    /// Why the settings as they are now cannot be run; the run is the last that could.
    pub simulation_error: Option<SimulationError>,
}

impl Deref for RunView {
    type Target = RunCurves;
    fn deref(&self) -> &RunCurves {
        &self.curves
    }
}

impl RunView {
    /// # Errors
    /// The [`SimulationError`] when the protocol cannot be run.
    pub fn of(protocol: &Protocol) -> Result<Self, SimulationError> {
        let curves = RunCurves::of(protocol)?;
        Ok(Self { curves, explanations: OnceCell::new(), revision: 0, simulation_error: None })
    }

    /// Why each warning came. Computed on first use: dragging a slider with nothing open costs nothing.
    pub fn explanations(&self) -> &[Explanation] {
        self.explanations.get_or_init(|| explain(&self.curves.run))
    }

    /// Replaces the run and returns the one before.
    pub fn replace(&mut self, next: Self) -> RunCurves {
        let revision = self.revision + 1;
        std::mem::replace(self, Self { revision, ..next }).curves
    }

    /// Follows a changed protocol and returns the run before. One that cannot be run leaves the last run in view and sets `error`.
    pub fn follow(&mut self, protocol: &Protocol) -> Option<RunCurves> {
        if self.simulation_error.is_none() && *protocol == self.run.protocol {
            return None;
        }
        match Self::of(protocol) {
            Ok(next) => Some(self.replace(next)),
            Err(error) => {
                self.simulation_error = Some(error);
                None
            }
        }
    }
}
