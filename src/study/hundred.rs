//! A hundred patients who look like the case at the bedside, one by one: how low each came, and what of the aim each reached.

use std::ops::Range;

use rayon::prelude::*;

use super::dispersion::{Dispersion, virtual_patient};
use crate::sim::Protocol;
use crate::sim::aim::{Aim, AimOutcome};
use crate::sim::cost::PAID_WITH;
use crate::sim::extremes::{Extremes, sampled};
use crate::sim::solver::Tolerance;
use crate::sim::trajectory::Trajectory;

/// How many are run.
pub const COUNT: usize = 100;

/// How one patient fared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fared {
    /// The lowest values of [`PAID_WITH`], each in its unit.
    pub lowest: [f64; PAID_WITH.len()],
    pub aim: AimOutcome,
}

impl Fared {
    /// How a solved run fared.
    pub fn of(trajectory: &Trajectory, aim: &Aim) -> Self {
        let moments = sampled(trajectory);
        let lowest = PAID_WITH
            .map(|quantity| Extremes::among(quantity, &moments).map_or(f64::NAN, |extremes| extremes.lowest.value));
        Self { lowest, aim: AimOutcome::of(aim, trajectory) }
    }
}

/// The first [`COUNT`] virtual patients of a seed, those left out whose blood could not be; `None` if canceled.
pub fn hundred(protocol: &Protocol, aim: &Aim, seed: u64, canceled: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Fared>> {
    some_of_hundred(protocol, aim, (seed, 0..COUNT), canceled)
}

/// Those of them at these places.
pub fn some_of_hundred(
    protocol: &Protocol,
    aim: &Aim,
    (seed, places): (u64, Range<usize>),
    canceled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Fared>> {
    let fared = |index: u64| {
        let patient = virtual_patient(protocol, &Dispersion::default(), seed, index);
        patient.check().ok()?;
        Some(Fared::of(&Trajectory::solve(&patient, Tolerance::default()), aim))
    };
    let all: Option<Vec<_>> = places.into_par_iter().map(|index| (!canceled()).then(|| fared(index as u64))).collect();
    Some(all?.into_iter().flatten().collect())
}
