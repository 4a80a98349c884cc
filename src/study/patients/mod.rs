//! Virtual patients: many who look like the case on paper but differ in what is not known or known only roughly, sampled with a seed.
//!
//! What they share and how they differ is said in [`super::dispersion`].

mod percentiles;
mod summary;

use rayon::prelude::*;

use super::dispersion::{Dispersion, virtual_patient};
use crate::model::cells::WhiteCell;
use crate::preset::VirtualPatients;
use crate::sim::Protocol;
use crate::sim::outcome::Outcome;
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;
use crate::sim::solver::Tolerance;
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{Severity, Subject, Warning, WarningId, find, rules};
use percentiles::mean_and_sd;
pub use percentiles::{PERCENTILES, Percentiles, percentiles};
pub use summary::{Band, Course, Occurrence, OutcomeSpread, Share, Summary};

/// Number of moments compared, evenly spaced over the case's own run.
pub const MOMENTS: usize = 91;

/// The quantities compared at each moment where no others are asked for.
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

/// What is read of every patient.
#[derive(Clone, Debug)]
struct Read {
    quantities: Vec<Quantity>,
    times_min: Vec<f64>,
    levels: Vec<WatchedLevel>,
}

/// Virtual patients around one case, run in batches of any size: the first hundred of five hundred are the same hundred.
#[derive(Clone, Debug)]
pub struct Patients {
    protocol: Protocol,
    dispersion: Dispersion,
    seed: u64,
    read: Read,
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
        let times_min = (0..MOMENTS).map(|i| i as f64 * step_min).collect();
        let read = Read { quantities: QUANTITIES.to_vec(), times_min, levels: levels(protocol) };
        let case = read.sample(&trajectory);
        Ok(Self { protocol: protocol.clone(), dispersion, seed, read, case, samples: Vec::new() })
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
        Ok(self.read.sample(&trajectory))
    }

    /// Summarizes the patients, or the case alone if none has been run.
    pub fn summary(&self) -> Summary {
        let rows = if self.samples.is_empty() { std::slice::from_ref(&self.case) } else { &self.samples };
        let column = |read: &dyn Fn(&Sample) -> f64| -> Vec<f64> {
            rows.iter().map(read).filter(|value| value.is_finite()).collect()
        };
        let outcomes = OUTCOMES.iter().enumerate().filter_map(|(i, (key, _))| {
            let mut values = column(&|sample| sample.outcomes[i]);
            let (mean, sd) = mean_and_sd(&values);
            let case = Some(self.case.outcomes[i]).filter(|value| value.is_finite());
            Some(OutcomeSpread { key, case, mean, sd, percentiles: percentiles(&mut values)? })
        });
        Summary {
            seed: self.seed,
            count: self.samples.len(),
            times_min: self.read.times_min.clone(),
            bands: self.read.bands(rows),
            shares: self.read.levels.iter().enumerate().map(|(i, level)| self.share(i, level)).collect(),
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

/// The bands of chosen quantities at chosen times alone, in their order: what costs least where no more is asked. `None` if canceled.
///
/// # Errors
/// The [`SimulationError`] if the case or one of the patients cannot run.
pub fn bands(
    protocol: &Protocol,
    drawn: VirtualPatients,
    quantities: &[Quantity],
    times_min: &[f64],
    canceled: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Vec<Band>>, SimulationError> {
    let mut patients = Patients::around(protocol, Dispersion::default(), drawn.seed)?;
    patients.read = Read { quantities: quantities.to_vec(), times_min: times_min.to_vec(), levels: Vec::new() };
    Ok(patients.grow(drawn.count, canceled)?.then(|| patients.read.bands(&patients.samples)))
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

impl Read {
    fn sample(&self, trajectory: &Trajectory) -> Sample {
        let moments = self.times_min.len();
        let mut curves = vec![f64::NAN; self.quantities.len() * moments];
        // An aborted run ends before the case's own; nothing is known after its end.
        let known = self.times_min.iter().enumerate().filter(|(_, time_min)| **time_min <= trajectory.end_min);
        for (i, &time_min) in known {
            let moment = trajectory.at(time_min);
            for (k, quantity) in self.quantities.iter().enumerate() {
                curves[k * moments + i] = quantity.at(&moment).unwrap_or(f64::NAN);
            }
        }
        let (warnings, outcome) = (find(trajectory), Outcome::of(trajectory));
        let needle_out_min = trajectory.machine_end_min;
        Sample {
            curves,
            occurrences: self.levels.iter().map(|level| occurrence(level, &warnings, needle_out_min)).collect(),
            outcomes: OUTCOMES.map(|(_, of)| of(&outcome).unwrap_or(f64::NAN)),
        }
    }

    /// The bands of some patients, on all cores.
    fn bands(&self, patients: &[Sample]) -> Vec<Band> {
        let moments = self.times_min.len();
        let point = |values: &mut Vec<f64>, place: usize| {
            values.clear();
            values.extend(patients.iter().map(|sample| sample.curves[place]).filter(|value| value.is_finite()));
            percentiles(values)
        };
        let places = 0..self.quantities.len() * moments;
        let points: Vec<_> = places.into_par_iter().map_init(Vec::new, point).collect();
        let of_each = self.quantities.iter().zip(points.chunks(moments.max(1)));
        of_each.map(|(quantity, points)| Band { quantity: *quantity, points: points.to_vec() }).collect()
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
