//! Promise: few virtual patients tell what many would. By how much better even points are than independent ones is measured on request.

use std::fmt::Write as _;

use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::Protocol;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::together::TOLERANCE;
use buffycoat::sim::trajectory::Trajectory;
use buffycoat::sim::warnings::{Direction, rules};
use buffycoat::study::deviations::Deviations;
use buffycoat::study::dispersion::{Dispersion, deviating};
use buffycoat::study::patients::{Room, percentiles};
use buffycoat::study::rng::Rng;
use rayon::prelude::*;

/// What of a patient is measured.
const QUANTITIES: [Quantity; 3] = [Quantity::Hemoglobin, Quantity::Platelets, Quantity::IonizedCalcium];
/// Moments of a run.
const MOMENTS: usize = 13;
/// An adult woman who loses red cells, a leukemia with few platelets, and a child.
const CASES: [&str; 3] = ["small_anemic_woman", "aml_leukostasis_low_platelets", "neuroblastoma_infant"];
/// Patients of the reference.
const MANY: u64 = 32_768;
/// The numbers of patients compared, and how often each, with other seeds.
const FEW: [usize; 8] = [16, 32, 40, 64, 100, 128, 256, 512];
const SEEDS: u64 = 24;
/// A seed that no case has, for the reference.
const REFERENCE: u64 = 1 << 40;

/// Where the numbers of a patient come from.
#[derive(Clone, Copy, Debug)]
enum Points {
    Independent,
    Even,
}

impl Points {
    fn patient(self, case: &Protocol, seed: u64, index: u64) -> Protocol {
        let (mut rng, mut deviations) = (Rng::new(seed, index), Deviations::new(seed, index));
        deviating(case, &Dispersion::default(), &mut || match self {
            Self::Independent => rng.normal(),
            Self::Even => deviations.normal(),
        })
    }
}

/// A case, and what is read of its patients.
struct Measured {
    case: Protocol,
    times_min: Vec<f64>,
    /// Levels of warnings: the place of the quantity, and the threshold.
    levels: Vec<(usize, f64)>,
}

impl Measured {
    fn of(name: &str) -> Self {
        let bundled = BUNDLED.iter().find(|bundled| bundled.name == name).expect("a bundled preset");
        let case = read(bundled.text).expect("a sound preset").protocol;
        let end_min = Trajectory::solve(&case, TOLERANCE).end_min;
        let times_min = (0..MOMENTS).map(|i| i as f64 * end_min / (MOMENTS - 1) as f64).collect();
        let mut levels = Vec::new();
        for rule in rules(&case.settings).filter(|rule| rule.spec.direction == Direction::Below) {
            if let Some(place) = QUANTITIES.iter().position(|own| Some(*own) == rule.watched()) {
                levels.extend(rule.levels.iter().map(|level| (place, level.threshold)));
            }
        }
        Self { case, times_min, levels }
    }

    /// The values of each quantity at each moment.
    fn patient(&self, points: Points, seed: u64, index: u64) -> Vec<f64> {
        let trajectory = Trajectory::solve(&points.patient(&self.case, seed, index), TOLERANCE);
        let at = |time_min: &f64| trajectory.at(*time_min);
        let moments: Vec<_> = self.times_min.iter().map(at).collect();
        let values = QUANTITIES.iter().flat_map(|quantity| moments.iter().map(|moment| quantity.at(moment)));
        values.map(|value| value.unwrap_or(f64::NAN)).collect()
    }

    fn patients(&self, points: Points, seed: u64, count: u64) -> Vec<Vec<f64>> {
        (0..count).into_par_iter().map(|index| self.patient(points, seed, index)).collect()
    }

    /// The 5th, 50th and 95th percentile of each quantity at each moment.
    fn bands(patients: &[Vec<f64>]) -> Vec<[f64; 3]> {
        let band = |place: usize| {
            let mut values: Vec<f64> = patients.iter().map(|patient| patient[place]).collect();
            values.retain(|value| value.is_finite());
            percentiles(&mut values, &mut Room::default())
                .map_or([f64::NAN; 3], |[low, _, middle, _, high]| [low, middle, high])
        };
        (0..QUANTITIES.len() * MOMENTS).map(band).collect()
    }

    /// The share of patients who come below each level.
    fn shares(&self, patients: &[Vec<f64>]) -> Vec<f64> {
        let share = |(quantity, threshold): &(usize, f64)| {
            let own = |patient: &&Vec<f64>| {
                patient[quantity * MOMENTS..(quantity + 1) * MOMENTS].iter().any(|value| value < threshold)
            };
            patients.iter().filter(own).count() as f64 / patients.len() as f64
        };
        self.levels.iter().map(share).collect()
    }
}

fn root_mean_square(errors: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = errors.fold((0_u32, 0.0), |(count, sum), error| (count + 1, sum + error * error));
    (sum / f64::from(count.max(1))).sqrt()
}

#[test]
fn even_points_tell_shares_twice_as_closely_as_independent_ones() {
    let measured = Measured::of("myeloma_low_platelets");
    let shares = measured.shares(&measured.patients(Points::Even, REFERENCE, 1024));
    let telling: Vec<_> = (0..shares.len()).filter(|i| (0.05..0.95).contains(&shares[*i])).collect();
    assert!(telling.len() > 2, "{shares:?}");
    let [independent, even] = [Points::Independent, Points::Even].map(|points| {
        let found = (1..=8).map(|seed| measured.shares(&measured.patients(points, seed, 64)));
        root_mean_square(found.flat_map(|found| telling.iter().map(|i| found[*i] - shares[*i]).collect::<Vec<_>>()))
    });
    assert!(even < 0.5 * independent, "{even} even, {independent} independent");
}

/// Prints the error of few patients against very many: of the edges and the middle of the bands, percent of the width of the band, and
/// of the shares in whom a warning comes, percentage points.
#[test]
#[ignore = "a measurement of minutes: run it with --release and --nocapture"]
fn errors_of_few_patients() {
    for name in CASES {
        let measured = Measured::of(name);
        let reference = measured.patients(Points::Independent, REFERENCE, MANY);
        let (bands, shares) = (Measured::bands(&reference), measured.shares(&reference));
        println!("{name}: shares {shares:.3?}");
        let of_all = |points| -> Vec<_> {
            (1..=SEEDS).map(|seed| measured.patients(points, seed, FEW[FEW.len() - 1] as u64)).collect()
        };
        let all = [Points::Independent, Points::Even].map(|points| (points, of_all(points)));
        for count in FEW {
            for (points, seeds) in &all {
                let few = |patients: &Vec<Vec<f64>>| patients[..count].to_vec();
                let mut line = format!("{count:5} {:12}", format!("{points:?}"));
                for (place, quantity) in QUANTITIES.into_iter().enumerate() {
                    // The first moment is known, but for the error of the count.
                    let own = place * MOMENTS + 1..(place + 1) * MOMENTS;
                    for k in 0..3 {
                        let errors = seeds.iter().flat_map(|patients| {
                            let found = Measured::bands(&few(patients));
                            let off = |place: usize| {
                                (found[place][k] - bands[place][k]) / (bands[place][2] - bands[place][0])
                            };
                            own.clone().map(off).collect::<Vec<_>>()
                        });
                        let _ = write!(line, "{:6.1}", 100.0 * root_mean_square(errors));
                    }
                    let _ = write!(line, " % {quantity:?}");
                }
                // Of levels that some pass and others do not.
                let telling: Vec<_> = (0..shares.len()).filter(|i| (0.02..0.98).contains(&shares[*i])).collect();
                let errors = seeds.iter().flat_map(|patients| {
                    let found = measured.shares(&few(patients));
                    telling.iter().map(|i| found[*i] - shares[*i]).collect::<Vec<_>>()
                });
                println!("{line} {:6.1} points of shares", 100.0 * root_mean_square(errors));
            }
        }
    }
}
