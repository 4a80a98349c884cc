//! Virtual patients: many who look like the case on paper but differ in what is not known or known only roughly, sampled with a seed.
//!
//! What they share and how they differ is said in [`super::dispersion`].

mod look;
mod percentiles;
mod read;
mod summary;
mod watch;

use std::ops::Range;

use rayon::prelude::*;

use super::dispersion::{Dispersion, virtual_patient};
use crate::host::runs_at_once;
use crate::model::cells::WhiteCell;
use crate::preset::VirtualPatients;
use crate::sim::Protocol;
use crate::sim::outline::Outline;
use crate::sim::pieces::pause;
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;
use crate::sim::solver::Tolerance;
use crate::sim::together::{Instructions, TOLERANCE, WIDTH, observe_together};
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{Level, Rule, Warning, find};
use look::Look;
use percentiles::mean_and_sd;
pub use percentiles::{PERCENTILES, Percentiles, Room, percentiles};
use read::{InWhom, OUTCOMES, Read, Sample, Who, all, watched};
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

/// Points of bands that are found together.
const SIDE_BY_SIDE: usize = 8;

/// What of virtual patients is asked for: the less it is, the more of them are run in the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The quantities whose bands are wanted.
    pub quantities: Vec<Quantity>,
    /// Whether warnings and the outcome are.
    pub fates: bool,
}

impl Default for Asked {
    /// Everything.
    fn default() -> Self {
        Self { quantities: QUANTITIES.to_vec(), fates: true }
    }
}

/// Virtual patients around one case, run in batches of any size: the first hundred of five hundred are the same hundred.
pub struct Patients {
    protocol: Protocol,
    dispersion: Dispersion,
    seed: u64,
    read: Read,
    /// The case, as the first and only one of its group.
    case: [Sample; 1],
    /// Of its warnings the very ones that are listed.
    occurrences: Vec<Occurrence>,
    /// Of all that were run, a group each, so of a few more than are counted.
    samples: Vec<Sample>,
    count: usize,
}

impl Patients {
    /// The case itself, with no virtual patients yet.
    ///
    /// # Errors
    /// The [`SimulationError`] if the case cannot run.
    pub fn around(protocol: &Protocol, dispersion: Dispersion, seed: u64) -> Result<Self, SimulationError> {
        Self::asked(protocol, dispersion, seed, &Asked::default())
    }

    /// The same, of whom only this is asked. What is told of it has the same bits as where everything is.
    ///
    /// # Errors
    /// The [`SimulationError`] if the case cannot run.
    pub fn asked(
        protocol: &Protocol,
        dispersion: Dispersion,
        seed: u64,
        asked: &Asked,
    ) -> Result<Self, SimulationError> {
        protocol.check()?;
        let trajectory = Trajectory::solve(protocol, Tolerance::default());
        let step_min = trajectory.end_min / (MOMENTS - 1) as f64;
        // Rounding must not put the last moment after the end, where nothing is known.
        let times_min = (0..MOMENTS).map(|i| (i as f64 * step_min).min(trajectory.end_min)).collect();
        let rules = if asked.fates { watched(protocol) } else { Vec::new() };
        let read = Read::new(asked.quantities.clone(), times_min, rules);
        let occurrences = occurrences(&read.rules, &trajectory);
        let case = [Look::at_one(&read, &trajectory)];
        Ok(Self {
            protocol: protocol.clone(),
            dispersion,
            seed,
            read,
            case,
            occurrences,
            samples: Vec::new(),
            count: 0,
        })
    }

    /// Number of patients run so far.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Runs more patients, up to `count` in total, on all cores; the result does not depend on the number of cores. Returns false if
    /// canceled, which leaves the patients that were there before. `canceled` is asked once for each group that is solved together.
    ///
    /// # Errors
    /// The [`SimulationError`] of a patient who cannot run.
    pub fn grow(&mut self, count: usize, canceled: &(dyn Fn() -> bool + Sync)) -> Result<bool, SimulationError> {
        let groups = self.samples.len()..count.div_ceil(WIDTH);
        let run = |group: usize| (!canceled()).then(|| self.run(group * WIDTH..(group + 1) * WIDTH));
        let groups = groups.into_par_iter().map(run).collect::<Option<Vec<_>>>();
        let Some(groups) = groups else { return Ok(false) };
        for group in groups {
            self.samples.push(group?);
        }
        self.count = self.count.max(count);
        Ok(true)
    }

    /// Runs the patients of one group. Who they are depends on nothing but their indices, and so does what is found of each.
    fn run(&self, group: Range<usize>) -> Result<Sample, SimulationError> {
        let drawn = |index: usize| virtual_patient(&self.protocol, &self.dispersion, self.seed, index as u64);
        let protocols: Vec<Protocol> = group.map(drawn).collect();
        protocols.iter().try_for_each(Protocol::check)?;
        // No ledger and no list of results: the user waits for five hundred runs.
        let mut look = Look::new(&self.read);
        let outlines = observe_together(&protocols, TOLERANCE, Instructions::Best, &mut look);
        Ok(look.done(&outlines.iter().collect::<Vec<&Outline>>()))
    }

    /// The groups with those in each who are counted; that of the case alone if no patient has been run.
    fn groups(&self) -> impl Iterator<Item = (&Sample, Who)> {
        let (samples, count) = if self.count == 0 { (&self.case[..], 1) } else { (&self.samples[..], self.count) };
        let counted = move |(group, sample): (usize, _)| (sample, all(count - (group * WIDTH).min(count)));
        samples.iter().enumerate().map(counted)
    }

    /// The bands, on all cores; those of the case alone if no patient has been run.
    fn bands(&self) -> Vec<Band> {
        let (quantities, moments) = (self.read.quantities.len(), self.read.times_min.len());
        let groups: Vec<_> = self.groups().map(|(sample, who)| (&sample.curves, who.count_ones() as usize)).collect();
        // What lies side by side in memory is fetched at once.
        let points = |(values, room): &mut ([Vec<f64>; SIDE_BY_SIDE], Room), block: usize| {
            let places = block * SIDE_BY_SIDE..((block + 1) * SIDE_BY_SIDE).min(quantities * moments);
            let mut counts = [0; SIDE_BY_SIDE];
            for values in values.iter_mut() {
                values.resize(groups.len() * WIDTH, 0.0);
            }
            for (curves, counted) in &groups {
                for ((eight, values), count) in curves[places.clone()].iter().zip(values.iter_mut()).zip(&mut counts) {
                    if *counted == WIDTH && eight.is_finite() {
                        values[*count..*count + WIDTH].copy_from_slice(&eight.0);
                        *count += WIDTH;
                        continue;
                    }
                    for value in &eight.0[..*counted] {
                        values[*count] = *value;
                        *count += usize::from(value.is_finite());
                    }
                }
            }
            let found = values.iter_mut().zip(counts).take(places.len());
            let found = found.map(|(values, count)| {
                values.truncate(count);
                percentiles(values, room)
            });
            found.collect::<Vec<_>>()
        };
        let blocks = 0..(quantities * moments).div_ceil(SIDE_BY_SIDE);
        let points: Vec<_> = blocks.into_par_iter().map_init(Default::default, points).flatten_iter().collect();
        let band = |(k, quantity): (usize, &Quantity)| Band {
            quantity: *quantity,
            points: points.iter().skip(k).step_by(quantities).copied().collect(),
        };
        self.read.quantities.iter().enumerate().map(band).collect()
    }

    /// Summarizes the patients, or the case alone if none has been run.
    pub fn summary(&self) -> Summary {
        let outcomes = OUTCOMES.iter().enumerate().filter_map(|(i, (key, _))| {
            let case = Some(self.case[0].outcomes[i].0[0]).filter(|value| value.is_finite());
            let of_group = |(sample, who): (&'_ Sample, Who)| {
                let counted = who.count_ones() as usize;
                sample.outcomes[i].0.into_iter().take(counted)
            };
            let mut values: Vec<f64> = self.groups().flat_map(of_group).filter(|value| value.is_finite()).collect();
            let (mean, sd) = mean_and_sd(&values);
            Some(OutcomeSpread { key, case, mean, sd, percentiles: percentiles(&mut values, &mut Room::default())? })
        });
        let levels = self.read.rules.iter().flat_map(|rule| rule.levels.iter().map(move |level| (rule, level)));
        Summary {
            seed: self.seed,
            count: self.count,
            times_min: self.read.times_min.clone(),
            bands: self.bands(),
            shares: levels.enumerate().map(|(place, (rule, level))| self.share(place, rule, level)).collect(),
            outcomes: outcomes.collect(),
        }
    }

    fn share(&self, place: usize, rule: &Rule, level: &Level) -> Share {
        let how_many = |in_whom: fn(&InWhom) -> Who| {
            let of_group = |(sample, who): (&Sample, Who)| (in_whom(&sample.occurrences[place]) & who).count_ones();
            if self.count == 0 { 0 } else { self.groups().map(of_group).sum::<u32>() as usize }
        };
        Share {
            id: rule.id,
            severity: level.severity,
            threshold: rule.states_threshold().then_some(level.threshold),
            before: how_many(|occurrence| occurrence.before),
            came: how_many(|occurrence| occurrence.came),
            at_any_time: how_many(|occurrence| occurrence.before | occurrence.came),
            at_end: how_many(|occurrence| occurrence.at_end),
            case: self.occurrences[place],
        }
    }
}

impl Drop for Patients {
    fn drop(&mut self) {
        look::recycle(std::mem::take(&mut self.samples));
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

/// The same, with a pause before every few patients.
///
/// # Errors
/// The [`SimulationError`] if the case or one of the patients cannot run.
pub async fn patients_in_pieces(protocol: &Protocol, seed: u64, count: usize) -> Result<Summary, SimulationError> {
    let mut patients = Patients::around(protocol, Dispersion::default(), seed)?;
    while patients.count() < count {
        pause().await;
        patients.grow(count.min(patients.count().saturating_add(runs_at_once())), &|| false)?;
    }
    pause().await;
    Ok(patients.summary())
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
    patients.read = Read::new(quantities.to_vec(), times_min.to_vec(), Vec::new());
    Ok(patients.grow(drawn.count, canceled)?.then(|| patients.bands()))
}

/// Whether each level of each rule occurs in a trajectory.
fn occurrences(rules: &[Rule], trajectory: &Trajectory) -> Vec<Occurrence> {
    let warnings = find(trajectory);
    let of_level = |(rule, level): (&Rule, &Level)| {
        // Two levels may be equally severe.
        let is_of_level = |warning: &&Warning| {
            let is_alike = warning.id == rule.id && warning.severity == level.severity;
            is_alike && (!rule.states_threshold() || warning.threshold == Some(level.threshold))
        };
        let mut occurrence = Occurrence::default();
        for warning in warnings.iter().filter(is_of_level) {
            occurrence.before |= warning.present_before;
            occurrence.came |= !warning.present_before;
            occurrence.at_end |= warning.is_on_at(trajectory.machine_end_min);
        }
        occurrence
    };
    rules.iter().flat_map(|rule| rule.levels.iter().map(move |level| (rule, level))).map(of_level).collect()
}
