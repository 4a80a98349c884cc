//! Virtual patients: many who look like the case at the bedside but differ in what cannot be seen there, sampled with a seed.
//!
//! *Such patients* share everything known before the needle goes in: sex, age, size, diagnosis, counts, and every setting of machine
//! and procedure. What differs is listed in [`Dispersion`].

use rayon::prelude::*;

use super::rng::Rng;
use crate::model::cells::WhiteCell;
use crate::sim::Protocol;
use crate::sim::outcome::Outcome;
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;
use crate::sim::settings::{SettingId, Value};
use crate::sim::solver::Tolerance;
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{Severity, Subject, Warning, WarningId, find, rules};

/// SD of blood volume around its estimate, as a share. Limits of ±25 % around the predicted plasma and red-cell volumes include 98 % of
/// healthy adults (Pearson, Br J Haematol 1995;89:748), which gives an SD of a tenth.
pub const BLOOD_VOLUME_SD: f64 = 0.10;

/// SD of citrate clearance, natural logarithm. Published: 687 ± 354 mL/min in 12 volunteers (Zheng, PLoS One 2013;8:e65992), a
/// coefficient of variation of 0.51 that includes body size and measurement error; 0.4 is assumed to be the patient.
pub const CITRATE_CLEARANCE_LOG_SD: f64 = 0.40;

/// SD of platelets in the spleen per platelet in the blood, natural logarithm. Of labeled platelets, 59.2 ± 9.3 % were found in the
/// blood of healthy people, 97.8 % without a spleen (Organ distribution and fate of human platelets, 12 volunteers).
pub const SPLEEN_RATIO_LOG_SD: f64 = 0.40;

/// SD of the reserve of leukemic cells (blasts, immature granulocytes) per cell in the blood, natural logarithm. Assumed: published
/// are 1 to 12 (Blood 1963;21:164), and patients whose counts fall by more than half are not rare.
pub const LEUKEMIC_RESERVE_LOG_SD: f64 = 1.5;

/// SD of the half-time of their exchange, natural logarithm. Assumed: from 180 min to that patient's 40 min is 1.5 SD.
pub const LEUKEMIC_HALF_TIME_LOG_SD: f64 = 1.0;

/// SD of reserve and half-time of the other classes, natural logarithm: a factor of 1.5. Assumed.
pub const RESERVE_LOG_SD: f64 = 0.40;

/// SD of the modal density of a class of cells between patients, g/mL. In healthy people the medians of monocytes were 1.067–1.077
/// and of lymphocytes 1.073–1.077; in 4 of 14 leukemias the blasts were lighter than 1.068, in the others denser (Blood 1976;48:361).
/// The means of studies with different gradients are not comparable, so the value is assumed with these in view. With 0.0015,
/// collection of granulocytes varies more than published in G5 and about as much as in G2. The density of the bed varies too; it
/// shifts all classes alike and is included here.
pub const CELL_DENSITY_SD_G_ML: f64 = 0.0015;

/// SD of the true position of the port among the layers, in units of interface position (millimeters). Assumed: device and operator
/// see a color, not a layer. It varies the product's hematocrit by about a quarter; with a larger value, collection from the median
/// patient would be far below the published means.
pub const INTERFACE_POSITION_SD: f64 = 0.15;

/// SD of the blur of the layers, natural logarithm: a factor of 1.4. Assumed; clumps, rouleaux and protein differ.
pub const LAYER_BLUR_LOG_SD: f64 = 0.35;

/// SD of the odds that a cell floats out of the bed, natural logarithm: 0.57 to 0.85 of the lymphocytes around the usual 0.73. Assumed;
/// clumps, faltering veins and pauses differ. Chosen between two studies: with more, granulocytes of G5 would scatter over twice as much
/// as published; with less, the mix of T1 a good quarter less.
pub const FLOTATION_ODDS_LOG_SD: f64 = 0.72;

/// How much such patients differ in each property: standard deviations, of natural logarithms where the name says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispersion {
    pub blood_volume: f64,
    pub citrate_clearance_log: f64,
    pub spleen_ratio_log: f64,
    pub leukemic_reserve_log: f64,
    pub leukemic_half_time_log: f64,
    pub reserve_log: f64,
    pub cell_density_g_ml: f64,
    pub interface_position: f64,
    pub layer_blur_log: f64,
    pub flotation_odds_log: f64,
}

impl Default for Dispersion {
    fn default() -> Self {
        Self {
            blood_volume: BLOOD_VOLUME_SD,
            citrate_clearance_log: CITRATE_CLEARANCE_LOG_SD,
            spleen_ratio_log: SPLEEN_RATIO_LOG_SD,
            leukemic_reserve_log: LEUKEMIC_RESERVE_LOG_SD,
            leukemic_half_time_log: LEUKEMIC_HALF_TIME_LOG_SD,
            reserve_log: RESERVE_LOG_SD,
            cell_density_g_ml: CELL_DENSITY_SD_G_ML,
            interface_position: INTERFACE_POSITION_SD,
            layer_blur_log: LAYER_BLUR_LOG_SD,
            flotation_odds_log: FLOTATION_ODDS_LOG_SD,
        }
    }
}

impl Dispersion {
    /// No differences between patients.
    pub const NONE: Self = Self {
        blood_volume: 0.0,
        citrate_clearance_log: 0.0,
        spleen_ratio_log: 0.0,
        leukemic_reserve_log: 0.0,
        leukemic_half_time_log: 0.0,
        reserve_log: 0.0,
        cell_density_g_ml: 0.0,
        interface_position: 0.0,
        layer_blur_log: 0.0,
        flotation_odds_log: 0.0,
    };
}

/// The protocol of one virtual patient: the case, with its hidden properties sampled.
///
/// A seed and index give the same deviations while the case is changed, so bands move with a slider and do not flicker.
pub fn virtual_patient(case: &Protocol, dispersion: &Dispersion, seed: u64, index: u64) -> Protocol {
    // The order of the samples is part of what a seed means: add new ones at the end.
    let mut rng = Rng::new(seed, index);
    let mut protocol = case.clone();
    let patient = &mut protocol.settings.patient;
    patient.blood_volume_factor *= 1.0 + dispersion.blood_volume * rng.normal();
    patient.citrate_clearance_ml_min_kg *= factor(dispersion.citrate_clearance_log, &mut rng);
    patient.spleen_platelet_ratio *= factor(dispersion.spleen_ratio_log, &mut rng);
    let interface_offset = dispersion.interface_position * rng.normal();
    patient.separability.blur_factor *= factor(dispersion.layer_blur_log, &mut rng);
    patient.separability.flotation_odds_factor *= factor(dispersion.flotation_odds_log, &mut rng);
    for class in WhiteCell::ALL {
        let is_leukemic = matches!(class, WhiteCell::Blast | WhiteCell::ImmatureGranulocyte);
        let (reserve, half_time) = if is_leukemic {
            (dispersion.leukemic_reserve_log, dispersion.leukemic_half_time_log)
        } else {
            (dispersion.reserve_log, dispersion.reserve_log)
        };
        patient.separability.density_shift_g_ml[class] += dispersion.cell_density_g_ml * rng.normal();
        patient.refill_ratio[class] *= factor(reserve, &mut rng);
        patient.refill_half_time_min[class] *= factor(half_time, &mut rng);
    }
    displace_interface(&mut protocol, interface_offset);
    protocol
}

/// A log-normal factor with median one.
fn factor(log_sd: f64, rng: &mut Rng) -> f64 {
    libm::exp(log_sd * rng.normal())
}

/// Offsets the interface position from its setting, at the start and at every later change.
fn displace_interface(protocol: &mut Protocol, offset: f64) {
    protocol.settings.machine.interface_position += offset;
    for (setting, value) in protocol.changes.iter_mut().flat_map(|change| &mut change.values) {
        if let (SettingId::InterfacePosition, Value::Number(position)) = (*setting, value) {
            *position += offset;
        }
    }
}

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

/// The number of such patients in whom a warning of one level occurs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: Option<f64>,
    pub before: usize,
    pub came: usize,
    pub at_end: usize,
    pub case: Occurrence,
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
    /// starts in no more patients than a worse one of its kind is left out.
    pub fn telling_shares(&self) -> Vec<Share> {
        let is_outdone = |share: &Share| {
            let is_worse =
                |other: &&Share| other.id == share.id && other.severity > share.severity && other.before == 0;
            self.shares.iter().filter(is_worse).any(|other| other.came >= share.came)
        };
        let is_telling = |share: &&Share| {
            if share.severity == Severity::Information {
                return false;
            }
            let goes = share.before > 0 && share.at_end < self.count;
            goes || (share.before == 0 && share.came > 0 && !is_outdone(share))
        };
        let mut telling: Vec<_> = self.shares.iter().filter(is_telling).copied().collect();
        telling.sort_by(|a, b| b.severity.cmp(&a.severity).then(b.came.cmp(&a.came)));
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
    let is_of_level = |warning: &&Warning| warning.id == level.id && warning.severity == level.severity;
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
