//! What follows from a case as it is, and from nothing else: its run with all curves, and why its warnings came.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use super::counterfactuals::Counterfactuals;
use super::run_curves::RunCurves;
use crate::picture::plot::Spot;
use crate::sim::Protocol;
use crate::sim::aim::{Aim, AimOutcome};
use crate::sim::cause::Cause;
use crate::sim::debrief::Debrief;
use crate::sim::explain::{CauseShare, Explanation, can_explain, explain_by};
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;

/// It dereferences to its [`RunCurves`].
pub struct RunView {
    curves: RunCurves,
    explanations: OnceCell<Vec<Explanation>>,
    /// With the aim it was made for.
    debrief: RefCell<Option<(Option<Aim>, Rc<Debrief>)>>,
    aim: Cell<Option<AimOutcome>>,
    counterfactuals: OnceCell<Counterfactuals>,
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

impl From<RunCurves> for RunView {
    fn from(curves: RunCurves) -> Self {
        Self {
            curves,
            explanations: OnceCell::new(),
            debrief: RefCell::default(),
            aim: Cell::default(),
            counterfactuals: OnceCell::new(),
            revision: 0,
            simulation_error: None,
        }
    }
}

impl RunView {
    /// # Errors
    /// The [`SimulationError`] when the protocol cannot be run.
    pub fn of(protocol: &Protocol) -> Result<Self, SimulationError> {
        RunCurves::of(protocol).map(Self::from)
    }

    /// Why each warning came. Computed on first use: dragging a slider with nothing open costs nothing.
    pub fn explanations(&self) -> &[Explanation] {
        let run = &self.curves.run;
        let explain = || if can_explain(run) { explain_by(run, self.counterfactuals().runs()) } else { Vec::new() };
        self.explanations.get_or_init(explain)
    }

    /// What caused the warning that tells how it hurts; nothing where that cannot be told apart.
    pub fn causes_of_harm(&self) -> &[CauseShare] {
        let Some(telling) = self.suffered().telling() else { return &[] };
        let explained = self.explanations().iter().find(|explained| explained.warning == telling);
        explained.map_or(&[], |explained| &explained.causes)
    }

    /// A quantity in the same procedure without one of its causes, over time, min; `None` where that cause takes no part, or was not
    /// tried. The runs are those that explain the warnings: they are solved once, and each curve is read once.
    pub fn curve_without(&self, quantity: Quantity, cause: Cause) -> Option<&[Spot]> {
        self.counterfactuals().curve(quantity, cause)
    }

    fn counterfactuals(&self) -> &Counterfactuals {
        self.counterfactuals.get_or_init(|| Counterfactuals::of(&self.curves.run))
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

    /// Whether and when it reaches an aim. Kept for the next time it is asked.
    pub fn aim_outcome(&self, aim: Aim) -> AimOutcome {
        let known = self.aim.get().filter(|known| known.aim == aim);
        let outcome = known.unwrap_or_else(|| AimOutcome::of(&aim, &self.curves.run));
        self.aim.set(Some(outcome));
        outcome
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

#[cfg(test)]
mod tests {
    use crate::app::state::testing::small_woman;
    use crate::sim::cause::Cause;

    #[test]
    fn a_curve_without_a_cause_passes_through_the_value_that_explains_its_warning() {
        let run = small_woman();
        for explained in run.explanations() {
            let quantity = explained.warning.id.quantity().expect("explained by its quantity");
            for share in &explained.causes {
                let curve = run.curve_without(quantity, share.cause).expect("its run was solved");
                let after = curve.partition_point(|point| point.0 < explained.worst_min).clamp(1, curve.len() - 1);
                let (low, high) = (curve[after - 1].1, curve[after].1);
                // Between two points the curve may bend.
                let heights = || curve.iter().map(|point| point.1);
                let bend = 0.05 * (heights().fold(low, f64::max) - heights().fold(low, f64::min)).max(1e-9);
                let within = low.min(high) - bend..=low.max(high) + bend;
                assert!(within.contains(&share.value_without), "{quantity:?} without {:?}", share.cause);
            }
        }
    }

    #[test]
    fn a_curve_is_read_once_and_none_is_there_without_a_cause_that_takes_no_part() {
        let run = small_woman();
        let quantity = run.explanations()[0].warning.id.quantity().expect("explained by its quantity");
        let cause = run.explanations()[0].causes[0].cause;
        let [first, again] = [(); 2].map(|()| run.curve_without(quantity, cause).expect("solved").as_ptr());
        assert_eq!(first, again);
        assert!(run.curve_without(quantity, Cause::Bleeding).is_none());
    }
}
