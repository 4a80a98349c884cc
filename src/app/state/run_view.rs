//! What follows from the case as it is now, and from nothing else: its run with all curves, and why its warnings came.

use std::cell::{OnceCell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use super::run_curves::RunCurves;
use crate::sim::Protocol;
use crate::sim::aim::Aim;
use crate::sim::debrief::Debrief;
use crate::sim::explain::{Explanation, explain};
use crate::sim::protocol::SimulationError;

/// It dereferences to its [`RunCurves`].
pub struct RunView {
    curves: RunCurves,
    explanations: OnceCell<Vec<Explanation>>,
    /// With the aim it was made for.
    debrief: RefCell<Option<(Option<Aim>, Rc<Debrief>)>>,
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
        Ok(Self {
            curves,
            explanations: OnceCell::new(),
            debrief: RefCell::default(),
            revision: 0,
            simulation_error: None,
        })
    }

    /// Why each warning came. Computed on first use: dragging a slider with nothing open costs nothing.
    pub fn explanations(&self) -> &[Explanation] {
        self.explanations.get_or_init(|| explain(&self.curves.run))
    }

    /// Its debrief with the aim that the case states. Computed on first use.
    pub fn debrief(&self, aim: Option<Aim>) -> Rc<Debrief> {
        let mut known = self.debrief.borrow_mut();
        match &*known {
            Some((of, debrief)) if *of == aim => Rc::clone(debrief),
            _ => {
                let debrief = Rc::new(Debrief::of(&self.curves.run, aim.as_ref()));
                *known = Some((aim, Rc::clone(&debrief)));
                debrief
            }
        }
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
