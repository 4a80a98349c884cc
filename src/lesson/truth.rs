//! What is right at each step: what the author says of options, and what the run says of all else.

use std::sync::OnceLock;

use super::curve::{Direction, Stretch, curve_at, shape};
use super::step::{Seen, SeenAmong, Step, StepKind, Tolerance};
use crate::preset::Preset;
use crate::sim::cause::Cause;
use crate::sim::explain::{CauseShare, WithoutEachCause, shares_at};
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;
use crate::sim::{Protocol, Run, simulate};
use crate::study::patients::{Summary, patients, patients_in_pieces};

/// How many virtual patients the band of a curve is drawn from.
pub const PATIENTS: usize = 200;

/// A change counts as none below this share of the largest change of the curve, where the first value is certain.
const LEVEL_SHARE: f64 = 0.05;

/// What marking needs of one case: its run, and what is worked out from it once when it is first asked for.
#[derive(Debug)]
pub struct Grounds {
    pub run: Run,
    seed: u64,
    patients: OnceLock<Option<Summary>>,
    without: OnceLock<WithoutEachCause>,
}

impl Grounds {
    /// # Errors
    /// The [`SimulationError`] if the case cannot run.
    pub fn of(preset: &Preset) -> Result<Self, SimulationError> {
        let run = simulate(&preset.protocol)?;
        let seed = preset.virtual_patients.seed;
        Ok(Self { run, seed, patients: OnceLock::new(), without: OnceLock::new() })
    }

    /// [`PATIENTS`] virtual patients around the case, run when first asked for; `None` where they cannot run.
    pub fn patients(&self) -> Option<&Summary> {
        let run = || patients(&self.run.protocol, self.seed, PATIENTS, &|| false).ok().flatten();
        self.patients.get_or_init(run).as_ref()
    }

    /// Runs those patients now, with pauses.
    pub async fn run_patients(&self) {
        if self.patients.get().is_none() {
            let found = patients_in_pieces(&self.run.protocol, self.seed, PATIENTS).await.ok();
            // Whoever was quicker has found the same.
            let _ = self.patients.set(found);
        }
    }

    /// The run without each cause, solved when first asked for.
    pub fn without(&self) -> &WithoutEachCause {
        self.without.get_or_init(|| WithoutEachCause::of(&self.run))
    }

    /// Solves the run without each cause now, with pauses.
    pub async fn leave_out_each_cause(&self) {
        if self.without.get().is_none() {
            // Whoever was quicker has found the same.
            let _ = self.without.set(WithoutEachCause::in_pieces(&self.run).await);
        }
    }
}

/// A moment of a curve in the run and in its virtual patients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveMoment {
    pub min: f64,
    /// In the run.
    pub value: f64,
    /// The 5th and 95th percentile of the virtual patients.
    pub low: f64,
    pub high: f64,
}

/// What a drawn curve is held against, from the first draw until the needle comes out.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveTruth {
    /// In the order of time, at least two.
    pub moments: Vec<CurveMoment>,
    /// A change up to this counts as none: what the first value is uncertain by, half the band at the start. Where that is less, a
    /// twentieth of the largest change.
    pub level: f64,
}

impl CurveTruth {
    fn of(quantity: Quantity, grounds: &Grounds) -> Result<Self, NoTruth> {
        let run = &grounds.run;
        let summary = grounds.patients().ok_or(NoTruth::NoPatients)?;
        let band = summary.band(quantity).ok_or(NoTruth::NoBand)?;
        let during = summary.times_min.iter().zip(&band.points).filter(|(min, _)| **min <= run.machine_end_min);
        let moments: Vec<_> = during
            .filter_map(|(min, percentiles)| {
                let [low, .., high] = (*percentiles)?;
                Some(CurveMoment { min: *min, value: quantity.at(&run.at(*min))?, low, high })
            })
            .collect();
        let [first, .., _] = &moments[..] else { return Err(NoTruth::Undefined) };
        let largest = moments.iter().map(|moment| (moment.value - first.value).abs()).fold(0.0, f64::max);
        let level = (0.5 * (first.high - first.low)).max(LEVEL_SHARE * largest);
        Ok(Self { moments, level })
    }

    pub fn first(&self) -> CurveMoment {
        self.moments[0]
    }

    pub fn last(&self) -> CurveMoment {
        self.moments[self.moments.len() - 1]
    }

    /// The run's course in a few stretches.
    pub fn shape(&self) -> Vec<Stretch> {
        let samples: Vec<_> = self.moments.iter().map(|moment| (moment.min, moment.value)).collect();
        shape(&samples, self.level)
    }

    /// The course of a drawn curve likewise.
    pub fn shape_drawn(&self, points: &[(f64, f64)]) -> Vec<Stretch> {
        let samples: Vec<_> = self.moments.iter().filter_map(|at| Some((at.min, curve_at(points, at.min)?))).collect();
        shape(&samples, self.level)
    }

    pub fn direction(&self) -> Direction {
        Direction::of(self.last().value - self.first().value, self.level)
    }
}

/// What is right at a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Truth {
    /// The places of the right options, from 0, in their order.
    Places(Vec<usize>),
    /// The first places in their order: the links of a chain; places behind them do not belong.
    Order {
        links: usize,
    },
    Number {
        value: f64,
        /// How far off it may be, in its own unit.
        within: f64,
    },
    Causes {
        /// All that were left out of a run each, whether they matter or not: what can be picked.
        tried: Vec<Cause>,
        /// Largest first.
        shares: Vec<CauseShare>,
        pick: usize,
    },
    Curve(CurveTruth),
    Try {
        /// What is tried on.
        protocol: Box<Protocol>,
        /// The best that can be reached, in the measure of the step, where it is known.
        best: Option<f64>,
    },
}

/// Why nothing is right at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTruth {
    /// The step is not marked.
    Unmarked,
    /// No result has this name.
    UnknownResult,
    /// The run gives the number no meaning, or none at this moment.
    Undefined,
    /// None of these warnings comes in the run.
    NoWarning,
    /// None of these quantities goes this way.
    NoSuchChange,
    /// Virtual patients are not compared in this quantity.
    NoBand,
    /// The virtual patients of the case cannot run.
    NoPatients,
    /// Fewer causes matter than are to be picked.
    TooFewCauses { found: usize },
}

/// What is right at a step, on the run of its case.
///
/// # Errors
/// [`NoTruth`] where nothing is.
pub fn truth(step: &Step, grounds: &Grounds) -> Result<Truth, NoTruth> {
    let run = &grounds.run;
    Ok(match &step.kind {
        StepKind::Choose { right, .. } | StepKind::Vote { right, .. } => {
            let mut right = right.clone();
            right.sort_unstable();
            Truth::Places(right)
        }
        StepKind::Order { chain, .. } => Truth::Order { links: chain.len() },
        StepKind::Observe { among: SeenAmong::Warnings(ids), right, .. } => {
            // Minutes, so that what comes at once is right together.
            let onset = |id| run.warnings.iter().filter(move |warning| !warning.present_before && warning.id == id);
            let onsets: Vec<_> =
                ids.iter().map(|id| onset(*id).map(|warning| warning.from_min).reduce(f64::min)).collect();
            let is_last = *right == Seen::LastWarning;
            places_of_extreme(&onsets, is_last).ok_or(NoTruth::NoWarning).map(Truth::Places)?
        }
        StepKind::Observe { among: SeenAmong::Quantities(quantities), right, .. } => {
            let changes: Vec<_> = quantities.iter().map(|quantity| change_percent(*quantity, run)).collect();
            let is_largest = *right != Seen::LargestFall;
            let places = places_of_extreme(&changes, is_largest).ok_or(NoTruth::Undefined)?;
            let change = places.first().and_then(|place| changes[*place]).unwrap_or_default();
            match right {
                Seen::LargestFall if change >= 0.0 => return Err(NoTruth::NoSuchChange),
                Seen::LargestRise if change <= 0.0 => return Err(NoTruth::NoSuchChange),
                _ => Truth::Places(places),
            }
        }
        StepKind::Number { of, within, .. } => {
            let value = of.of(run).map_err(|_| NoTruth::UnknownResult)?.ok_or(NoTruth::Undefined)?;
            let within = match within {
                Tolerance::Absolute(within) => *within,
                Tolerance::Percent(percent) => value.abs() * percent / 100.0,
            };
            Truth::Number { value, within }
        }
        StepKind::Causes { of, at_min, pick, .. } => {
            let without = grounds.without();
            let shares = shares_at(run, *of, *at_min, without).ok_or(NoTruth::Undefined)?.causes;
            let found = shares.iter().filter(|share| share.share_percent > 0.0).count();
            if found < *pick {
                return Err(NoTruth::TooFewCauses { found });
            }
            let tried = without.runs.iter().map(|(cause, _)| *cause).collect();
            Truth::Causes { tried, shares, pick: *pick }
        }
        StepKind::Draw { quantity, .. } => Truth::Curve(CurveTruth::of(*quantity, grounds)?),
        StepKind::Try(_) => Truth::Try { protocol: Box::new(run.protocol.clone()), best: None },
        StepKind::Read { .. } | StepKind::Watch { .. } | StepKind::Contrast { .. } | StepKind::Say { .. } => {
            return Err(NoTruth::Unmarked);
        }
    })
}

/// By how much a quantity has changed when the needle comes out, percent of its start.
fn change_percent(quantity: Quantity, run: &Run) -> Option<f64> {
    let (first, last) = (quantity.at(&run.at(0.0))?, quantity.at(&run.at(run.machine_end_min))?);
    (first > 0.0).then(|| 100.0 * (last / first - 1.0))
}

/// The places of the largest or smallest value; all of them where several are the same.
fn places_of_extreme(values: &[Option<f64>], is_largest: bool) -> Option<Vec<usize>> {
    let choose = if is_largest { f64::max } else { f64::min };
    let extreme = values.iter().copied().flatten().reduce(choose)?;
    Some((0..values.len()).filter(|place| values[*place] == Some(extreme)).collect())
}
