//! Virtual patients: many who look like the case on paper but differ in what is not known or known only roughly, sampled with a seed.
//!
//! What they share and how they differ is said in [`super::dispersion`].

use rayon::prelude::*;

use super::dispersion::{Dispersion, virtual_patient};
use crate::model::cells::WhiteCell;
use crate::sim::Protocol;
use crate::sim::asked::AskedLevel;
use crate::sim::outcome::Outcome;
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;
use crate::sim::solver::Tolerance;
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{Severity, Subject, Warning, WarningId, find, rules};

/// Number of moments compared, evenly spaced over the case's own run.
pub const MOMENTS: usize = 91;

/// The quantities compared at each moment.
pub const QUANTITIES: [Quantity; 23] = [
    Quantity::WhiteCells,
    Quantity::Class(WhiteCell::Neutrophil),
    Quantity::Class(WhiteCell::ImmatureGranulocyte),
    Quantity::Class(WhiteCell::Lymphocyte),
    Quantity::Class(WhiteCell::Monocyte),
    Quantity::Class(WhiteCell::Blast),
    Quantity::Class(WhiteCell::Cd34),
    Quantity::RedCells,
    Quantity::Hematocrit,
    Quantity::Hemoglobin,
    Quantity::Platelets,
    Quantity::IonizedCalcium,
    Quantity::Citrate,
    Quantity::BloodVolume,
    Quantity::BloodVolumeChange,
    Quantity::BagVolume,
    Quantity::BagWhiteCells,
    Quantity::Leukocrit,
    Quantity::ExtracorporealShare,
    Quantity::ProductHematocrit,
    Quantity::WhiteCellEfficiency,
    Quantity::MononuclearEfficiency,
    Quantity::PlateletEfficiency,
];

/// A final number of a run.
type OfOutcome = fn(&Outcome) -> Option<f64>;

/// The final numbers compared, by their names among the results of a run.
const OUTCOMES: [(&str, OfOutcome); 10] = [
    ("change_percent.white_cells", |outcome| change_percent(outcome, Quantity::WhiteCells)),
    ("change_percent.hemoglobin", |outcome| change_percent(outcome, Quantity::Hemoglobin)),
    ("change_percent.platelets", |outcome| change_percent(outcome, Quantity::Platelets)),
    ("efficiency.white_cells.ce1_percent", |outcome| outcome.white_cell_efficiency.ce1_percent),
    ("efficiency.neutrophil.ce1_percent", |outcome| outcome.efficiency[WhiteCell::Neutrophil].ce1_percent),
    ("efficiency.mononuclear.ce1_percent", |outcome| outcome.mononuclear_efficiency.ce1_percent),
    ("efficiency.platelets.ce1_percent", |outcome| outcome.platelet_efficiency.ce1_percent),
    ("product.white_cells_e9", |outcome| Some(outcome.product.white_cells_e9.sum())),
    ("product.volume_ml", |outcome| Some(outcome.product.volume_ml)),
    ("product.hematocrit_percent", |outcome| outcome.product.hematocrit_percent),
];

fn change_percent(outcome: &Outcome, quantity: Quantity) -> Option<f64> {
    outcome.comparison(quantity)?.change_percent()
}

/// The percentiles of a band, from its lower edge to its upper.
pub const PERCENTILES: [f64; 5] = [5.0, 25.0, 50.0, 75.0, 95.0];

/// The values at [`PERCENTILES`].
pub type Percentiles = [f64; PERCENTILES.len()];

/// The course of one quantity in such patients.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub quantity: Quantity,
    /// At each moment; `None` where the quantity is undefined in all of them.
    pub points: Vec<Option<Percentiles>>,
}

/// One number of the outcome in such patients.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeSpread {
    /// Its name among the results of a run.
    pub key: &'static str,
    /// The case's own value.
    pub case: Option<f64>,
    pub mean: f64,
    pub sd: f64,
    pub percentiles: Percentiles,
}

/// Whether a warning of one level occurs in a patient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occurrence {
    /// It was present before the first draw.
    pub before: bool,
    /// It started during the trajectory.
    pub came: bool,
    /// It was active when the needle came out.
    pub at_end: bool,
}

impl Occurrence {
    /// It was present at some time, from the start or later.
    pub const fn at_any_time(self) -> bool {
        self.before || self.came
    }
}

/// What is worth saying of a level: in how many patients it occurs, or in how many it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    Occurs,
    /// Fewer have it when the needle comes out than before the first draw.
    Ends,
}

/// The number of such patients in whom a warning of one level occurs.
///
/// A count near a threshold is truly above it in some patients and below it in others, so a level may be present from the start in
/// some, start during the run in others, and both in one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: Option<f64>,
    /// Patients in whom it was present before the first draw.
    pub before: usize,
    /// Patients in whom it started during the trajectory.
    pub came: usize,
    /// Patients in whom it was present at some time, from the start or later.
    pub at_any_time: usize,
    /// Patients in whom it was active when the needle came out.
    pub at_end: usize,
    pub case: Occurrence,
}

impl From<&Share> for AskedLevel {
    fn from(share: &Share) -> Self {
        Self { id: share.id, severity: share.severity, threshold: share.threshold }
    }
}

impl Share {
    pub const fn course(&self) -> Course {
        if self.at_end < self.before { Course::Ends } else { Course::Occurs }
    }

    /// The number of patients, of `count`, of whom the sentence is true: those who have it at some time, or those who are free of it
    /// when the needle comes out.
    pub const fn told(&self, count: usize) -> usize {
        match self.course() {
            Course::Occurs => self.at_any_time,
            Course::Ends => count.saturating_sub(self.at_end),
        }
    }

    /// Whether the same sentence is true of the case.
    pub const fn is_true_of_case(&self) -> bool {
        match self.course() {
            Course::Occurs => self.case.at_any_time(),
            Course::Ends => !self.case.at_end,
        }
    }
}

/// Summary of many virtual patients.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub seed: u64,
    /// Number of patients run.
    pub count: usize,
    pub times_min: Vec<f64>,
    /// In the order of [`QUANTITIES`].
    pub bands: Vec<Band>,
    /// One for each level watched in the case, in the order of its rules.
    pub shares: Vec<Share>,
    pub outcomes: Vec<OutcomeSpread>,
}

impl Summary {
    pub fn band(&self, quantity: Quantity) -> Option<&Band> {
        self.bands.iter().find(|band| band.quantity == quantity)
    }

    /// The shares worth reporting, the worst and most frequent first: levels that start in some patients or pass in some. A level that
    /// occurs in no more patients than a worse one of its kind is left out.
    pub fn telling_shares(&self) -> Vec<Share> {
        // The levels of a kind follow each other, the worse ones later.
        let is_outdone = |place: usize, share: &Share| {
            let worse = self.shares[place + 1..].iter().filter(|other| other.id == share.id);
            worse.filter(|other| other.course() == Course::Occurs).any(|other| other.at_any_time >= share.at_any_time)
        };
        let is_telling = |(place, share): &(usize, &Share)| {
            share.severity != Severity::Information
                && match share.course() {
                    Course::Ends => true,
                    Course::Occurs => share.at_any_time > share.before && !is_outdone(*place, share),
                }
        };
        let mut telling: Vec<_> = self.shares.iter().enumerate().filter(is_telling).map(|(_, share)| *share).collect();
        telling.sort_by(|a, b| b.severity.cmp(&a.severity).then(b.at_any_time.cmp(&a.at_any_time)));
        telling
    }

    pub fn outcome(&self, key: &str) -> Option<&OutcomeSpread> {
        self.outcomes.iter().find(|outcome| outcome.key == key)
    }
}

/// A level watched in the case.
#[derive(Clone, Copy, Debug)]
struct WatchedLevel {
    id: WarningId,
    severity: Severity,
    threshold: Option<f64>,
}

/// The stored data of one patient's run.
#[derive(Clone, Debug)]
struct Sample {
    /// The values of each quantity at each moment; NaN where it is undefined.
    curves: Vec<f64>,
    occurrences: Vec<Occurrence>,
    outcomes: [f64; OUTCOMES.len()],
}

/// Virtual patients around one case, run in batches of any size: the first hundred of five hundred are the same hundred.
#[derive(Clone, Debug)]
pub struct Patients {
    protocol: Protocol,
    dispersion: Dispersion,
    seed: u64,
    times_min: Vec<f64>,
    levels: Vec<WatchedLevel>,
    case: Sample,
    samples: Vec<Sample>,
}

impl Patients {
    /// The case itself, with no virtual patients yet.
    ///
    /// # Errors
    /// The [`SimulationError`] if the case cannot run.
    pub fn around(protocol: &Protocol, dispersion: Dispersion, seed: u64) -> Result<Self, SimulationError> {
        protocol.check()?;
        let trajectory = Trajectory::solve(protocol, Tolerance::default());
        let step_min = trajectory.end_min / (MOMENTS - 1) as f64;
        let times_min: Vec<f64> = (0..MOMENTS).map(|i| i as f64 * step_min).collect();
        let levels = levels(protocol);
        let case = sample(&trajectory, &times_min, &levels);
        Ok(Self { protocol: protocol.clone(), dispersion, seed, times_min, levels, case, samples: Vec::new() })
    }

    /// Number of patients run so far.
    pub fn count(&self) -> usize {
        self.samples.len()
    }

    /// Runs more patients, up to `count` in total, on all cores; the result does not depend on the number of cores. Returns false if
    /// canceled, which leaves the patients that were there before.
    ///
    /// # Errors
    /// The [`SimulationError`] of a patient who cannot run.
    pub fn grow(&mut self, count: usize, canceled: &(dyn Fn() -> bool + Sync)) -> Result<bool, SimulationError> {
        let batch: Option<Result<Vec<Sample>, SimulationError>> = (self.samples.len()..count)
            .into_par_iter()
            .map(|index| if canceled() { None } else { Some(self.run(index as u64)) })
            .collect::<Option<Vec<_>>>()
            .map(|batch| batch.into_iter().collect());
        match batch {
            None => Ok(false),
            Some(batch) => {
                self.samples.extend(batch?);
                Ok(true)
            }
        }
    }

    fn run(&self, index: u64) -> Result<Sample, SimulationError> {
        let protocol = virtual_patient(&self.protocol, &self.dispersion, self.seed, index);
        protocol.check()?;
        // No ledger and no list of results: the user waits for five hundred runs.
        let trajectory = Trajectory::solve(&protocol, Tolerance::default());
        Ok(sample(&trajectory, &self.times_min, &self.levels))
    }

    /// Summarizes the patients, or the case alone if none has been run.
    pub fn summary(&self) -> Summary {
        let rows = if self.samples.is_empty() { std::slice::from_ref(&self.case) } else { &self.samples };
        let column = |read: &dyn Fn(&Sample) -> f64| -> Vec<f64> {
            rows.iter().map(read).filter(|value| value.is_finite()).collect()
        };
        let points: Vec<_> = (0..QUANTITIES.len() * MOMENTS)
            .into_par_iter()
            .map(|place| {
                percentiles(
                    &mut rows.iter().map(|sample| sample.curves[place]).filter(|v| v.is_finite()).collect::<Vec<_>>(),
                )
            })
            .collect();
        let bands = QUANTITIES.iter().zip(points.chunks(MOMENTS));
        let outcomes = OUTCOMES.iter().enumerate().filter_map(|(i, (key, _))| {
            let mut values = column(&|sample| sample.outcomes[i]);
            let (mean, sd) = mean_and_sd(&values);
            let case = Some(self.case.outcomes[i]).filter(|value| value.is_finite());
            Some(OutcomeSpread { key, case, mean, sd, percentiles: percentiles(&mut values)? })
        });
        Summary {
            seed: self.seed,
            count: self.samples.len(),
            times_min: self.times_min.clone(),
            bands: bands.map(|(quantity, points)| Band { quantity: *quantity, points: points.to_vec() }).collect(),
            shares: self.levels.iter().enumerate().map(|(i, level)| self.share(i, level)).collect(),
            outcomes: outcomes.collect(),
        }
    }

    fn share(&self, place: usize, level: &WatchedLevel) -> Share {
        let how_many = |is_so: fn(&Occurrence) -> bool| {
            self.samples.iter().filter(|sample| is_so(&sample.occurrences[place])).count()
        };
        Share {
            id: level.id,
            severity: level.severity,
            threshold: level.threshold,
            before: how_many(|occurrence| occurrence.before),
            came: how_many(|occurrence| occurrence.came),
            at_any_time: how_many(|occurrence| occurrence.at_any_time()),
            at_end: how_many(|occurrence| occurrence.at_end),
            case: self.case.occurrences[place],
        }
    }
}

/// Runs `count` virtual patients at once; `None` if canceled.
///
/// # Errors
/// The [`SimulationError`] if the case or one of the patients cannot run.
pub fn patients(
    protocol: &Protocol,
    seed: u64,
    count: usize,
    canceled: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Summary>, SimulationError> {
    let mut patients = Patients::around(protocol, Dispersion::default(), seed)?;
    Ok(patients.grow(count, canceled)?.then(|| patients.summary()))
}

/// Every level watched in the case, except for warnings about the protocol as written.
fn levels(protocol: &Protocol) -> Vec<WatchedLevel> {
    rules(&protocol.settings)
        .filter(|rule| rule.spec.subject != Subject::Protocol)
        .flat_map(|rule| {
            let (id, states_threshold) = (rule.id, rule.states_threshold());
            rule.levels.into_iter().map(move |level| WatchedLevel {
                id,
                severity: level.severity,
                threshold: states_threshold.then_some(level.threshold),
            })
        })
        .collect()
}

fn sample(trajectory: &Trajectory, times_min: &[f64], levels: &[WatchedLevel]) -> Sample {
    let mut curves = vec![f64::NAN; QUANTITIES.len() * MOMENTS];
    // An aborted run ends before the case's own; nothing is known after its end.
    for (i, &time_min) in times_min.iter().enumerate().filter(|(_, time_min)| **time_min <= trajectory.end_min) {
        let moment = trajectory.at(time_min);
        for (k, quantity) in QUANTITIES.iter().enumerate() {
            curves[k * MOMENTS + i] = quantity.at(&moment).unwrap_or(f64::NAN);
        }
    }
    let (warnings, outcome) = (find(trajectory), Outcome::of(trajectory));
    Sample {
        curves,
        occurrences: levels.iter().map(|level| occurrence(level, &warnings, trajectory.machine_end_min)).collect(),
        outcomes: OUTCOMES.map(|(_, of)| of(&outcome).unwrap_or(f64::NAN)),
    }
}

fn occurrence(level: &WatchedLevel, warnings: &[Warning], needle_out_min: f64) -> Occurrence {
    // Two levels may be equally severe. Thresholds follow from what is the same in all patients.
    let is_of_level = |warning: &&Warning| {
        let is_alike = warning.id == level.id && warning.severity == level.severity;
        is_alike && level.threshold.is_none_or(|threshold| warning.threshold == Some(threshold))
    };
    let mut occurrence = Occurrence::default();
    for warning in warnings.iter().filter(is_of_level) {
        occurrence.before |= warning.present_before;
        occurrence.came |= !warning.present_before;
        occurrence.at_end |= warning.is_on_at(needle_out_min);
    }
    occurrence
}

/// The values at [`PERCENTILES`], interpolated linearly; `None` if there are no values.
fn percentiles(values: &mut [f64]) -> Option<Percentiles> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    Some(PERCENTILES.map(|percent| {
        let place = percent / 100.0 * last as f64;
        let (below, share) = (place as usize, place.fract());
        let (low, high) = (values[below], values[(below + 1).min(last)]);
        low + share * (high - low)
    }))
}

fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, libm::sqrt(squares / (count - 1.0).max(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_neighbors() {
        let mut values: Vec<f64> = (0..=20).rev().map(f64::from).collect();
        assert_eq!(percentiles(&mut values), Some([1.0, 5.0, 10.0, 15.0, 19.0]));
        assert_eq!(percentiles(&mut [3.0]), Some([3.0; 5]));
        assert_eq!(percentiles(&mut []), None);
    }
}
