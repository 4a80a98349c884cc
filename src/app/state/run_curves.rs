//! A run and its curves, each computed on first use.

use std::cell::OnceCell;

use crate::model::root_finding::root;
use crate::picture::plot::{self, Axis, Spot};
use crate::sim::extremes::Reached;
use crate::sim::limits_of_life;
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;
use crate::sim::results::results;
use crate::sim::{Protocol, Run, simulate};
use crate::study::harm::{Loads, Suffered};

pub struct RunCurves {
    pub run: Run,
    /// In the order of the table of quantities.
    curves: Vec<OnceCell<Curve>>,
    results: OnceCell<Results>,
    past_life: OnceCell<Vec<(Quantity, Reached)>>,
    loads: OnceCell<Loads>,
}

/// Every single number of a run by its name.
pub type Results = Vec<(String, Option<f64>)>;

/// One quantity over the whole run, along each axis.
#[derive(Default)]
struct Curve {
    by_time: Vec<Spot>,
    by_processed: OnceCell<Vec<Spot>>,
}

impl RunCurves {
    /// # Errors
    /// The [`SimulationError`] when the protocol cannot be run.
    pub fn of(protocol: &Protocol) -> Result<Self, SimulationError> {
        let curves = Quantity::all().map(|_| OnceCell::new()).collect();
        let run = simulate(protocol)?;
        Ok(Self { run, curves, results: OnceCell::new(), past_life: OnceCell::new(), loads: OnceCell::new() })
    }

    /// All results of the run, found once.
    pub fn results(&self) -> &Results {
        self.results.get_or_init(|| results(&self.run))
    }

    /// What falls below a limit of life, found once.
    pub fn past_life(&self) -> &[(Quantity, Reached)] {
        self.past_life.get_or_init(|| limits_of_life::passed(&self.run))
    }

    /// What it puts on the body, found once.
    pub fn loads(&self) -> &Loads {
        self.loads.get_or_init(|| Loads::of(&self.run))
    }

    /// What harm is judged by.
    pub fn suffered(&self) -> Suffered<'_> {
        Suffered { run: &self.run, loads: self.loads(), past_life: self.past_life() }
    }

    /// A quantity over the whole run; moments at which it has no meaning are left out.
    pub fn points(&self, quantity: Quantity, axis: Axis) -> &[Spot] {
        let Some((_, cell)) = Quantity::all().zip(&self.curves).find(|(of, _)| *of == quantity) else { return &[] };
        let curve = cell.get_or_init(|| Curve { by_time: plot::curve(&self.run, quantity), ..Curve::default() });
        match axis {
            Axis::Time => &curve.by_time,
            Axis::Processed => curve.by_processed.get_or_init(|| {
                curve.by_time.iter().map(|(time_min, value)| (self.place(axis, *time_min), *value)).collect()
            }),
        }
    }

    /// Where a time, min, lies on an axis.
    pub fn place(&self, axis: Axis, time_min: f64) -> f64 {
        axis.place(&self.run, time_min)
    }

    /// The time, min, that lies at a place of an axis, or the nearest to it.
    pub fn time_at(&self, axis: Axis, place: f64) -> f64 {
        match axis {
            Axis::Time => place.clamp(0.0, self.run.end_min),
            Axis::Processed => root(|time_min| self.place(axis, time_min) - place, 0.0, self.run.pumps_stop_min()),
        }
    }

    /// The end of an axis.
    pub fn end(&self, axis: Axis) -> f64 {
        self.place(axis, self.run.end_min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{BUNDLED, read};

    #[test]
    fn a_time_is_found_again_at_its_place() {
        let run = RunCurves::of(&read(BUNDLED[0].text).unwrap().protocol).unwrap();
        for axis in [Axis::Time, Axis::Processed] {
            for time_min in [5.0, 40.0, 61.5] {
                let found = run.time_at(axis, run.place(axis, time_min));
                assert!((found - time_min).abs() < 1e-6, "{axis:?}: {found} for {time_min}");
            }
        }
    }
}
