//! The paper on which a curve is drawn: how long and how high it is, and where the line begins.

use super::drawing::Spot;
use crate::sim::Run;
use crate::sim::quantities::Quantity;

/// See the sentence above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    pub end_min: f64,
    pub low: f64,
    pub high: f64,
    /// The value before the first draw: known, and not drawn.
    pub start: f64,
}

impl Paper {
    /// How high the paper for a quantity is. It must not tell what the run will do: only the start is used, and what thresholds there are.
    pub fn of(run: &Run, quantity: Quantity) -> Self {
        /// What the body holds within narrow bounds is drawn on a part of the axis.
        const NARROW: [Quantity; 6] = [
            Quantity::Hemoglobin,
            Quantity::Hematocrit,
            Quantity::RedCells,
            Quantity::IonizedCalcium,
            Quantity::BloodVolume,
            Quantity::Leukocrit,
        ];
        let start = quantity.at(&run.at(0.0)).unwrap_or(0.0);
        let (low, high) = if NARROW.contains(&quantity) && start > 0.0 {
            (0.55 * start, 1.2 * start)
        } else if start.abs() > 1e-9 {
            (0.0, 1.35 * start.abs())
        } else {
            // From nothing: a round number well above what comes tells little of it.
            let most = run.sample_times_min().into_iter().filter_map(|at| quantity.at(&run.at(at))).fold(0.0, f64::max);
            (0.0, round_above(1.8 * most.max(1e-6)))
        };
        // What the body does after it is no part of the question.
        Self { end_min: run.machine_end_min, low, high, start }
    }

    pub(super) fn held(&self, (at_min, value): Spot) -> Spot {
        (at_min.clamp(0.0, self.end_min), value.clamp(self.low, self.high))
    }
}

/// The next of 1, 2, 5, 10, 20, 50, …
fn round_above(value: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(value)));
    let found = [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|round| *round >= value);
    found.unwrap_or(10.0 * power)
}
