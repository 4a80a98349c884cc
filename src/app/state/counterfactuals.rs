//! The runs without each cause of a warning, and their curves, each read on first use.

use std::cell::OnceCell;

use crate::picture::plot::{self, Spot};
use crate::sim::Run;
use crate::sim::cause::Cause;
use crate::sim::explain::WithoutEachCause;
use crate::sim::quantities::Quantity;

pub struct Counterfactuals {
    without: WithoutEachCause,
    /// For each run the quantities in the order of their table.
    curves: Vec<Vec<OnceCell<Vec<Spot>>>>,
}

impl Counterfactuals {
    /// Solves the run without each cause that takes part in it.
    pub fn of(run: &Run) -> Self {
        let without = WithoutEachCause::of(run);
        let curves = without.runs.iter().map(|_| Quantity::all().map(|_| OnceCell::new()).collect()).collect();
        Self { without, curves }
    }

    pub fn runs(&self) -> &WithoutEachCause {
        &self.without
    }

    /// A quantity over time, min, in the run without this cause.
    pub fn curve(&self, quantity: Quantity, cause: Cause) -> Option<&[Spot]> {
        let place = self.without.runs.iter().position(|(of, _)| *of == cause)?;
        let (_, trajectory) = &self.without.runs[place];
        let (_, cell) = Quantity::all().zip(self.curves.get(place)?).find(|(of, _)| *of == quantity)?;
        Some(cell.get_or_init(|| plot::curve(trajectory, quantity)))
    }
}
