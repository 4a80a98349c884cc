//! The lowest and highest values of a quantity in a run, and when they were reached.

use super::moment::Moment;
use super::quantities::Quantity;
use super::trajectory::Trajectory;

/// A value and when it was reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    pub at_min: f64,
    /// In the quantity's unit.
    pub value: f64,
}

/// The lowest and the highest value of a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremes {
    pub lowest: Reached,
    pub highest: Reached,
}

impl Extremes {
    /// Those of a quantity among moments; `None` where it is undefined in all of them. Of equal values the earlier one counts.
    pub fn among(quantity: Quantity, moments: &[Moment<'_>]) -> Option<Self> {
        let values = moments.iter().filter_map(|moment| {
            let value = quantity.at(moment)?;
            Some(Reached { at_min: moment.time_min, value })
        });
        values.fold(None, |found: Option<Self>, reached| {
            let Some(mut found) = found else { return Some(Self { lowest: reached, highest: reached }) };
            if reached.value < found.lowest.value {
                found.lowest = reached;
            }
            if reached.value > found.highest.value {
                found.highest = reached;
            }
            Some(found)
        })
    }
}

/// The moments at which a trajectory is looked at for extremes: its sample times.
pub fn sampled(trajectory: &Trajectory) -> Vec<Moment<'_>> {
    trajectory.sample_times_min().into_iter().map(|time_min| trajectory.at(time_min)).collect()
}
