//! The fit of the model's constants to the published studies, and its cross-validation: how well is each paper foretold by the others?
//!
//! `cargo test --release --test integration fit -- --ignored --nocapture` fits and prints both scores. What it does:
//!
//! - Every row of the table is run. Its residual is the distance from the published value in half bands: one is the edge of what counts as
//!   inside. Its loss is ln(1 + residual²), so that a study that no model can meet does not pull all others along, divided by the
//!   root of the number of rows in its study, so that a long study does not outweigh several short ones. A wrong direction has a loss of
//!   its own.
//! - Each constant has a plausible range. Leaving its present value costs a little, more for a narrow range, so that a constant
//!   that few rows act on stays where it is.
//! - The fold of a paper fits all constants without any of its rows, from the same start, and scores them on it.

use std::collections::BTreeMap;
use std::path::Path;

use buffycoat::model::constants::Constants;
use buffycoat::preset::assign;
use buffycoat::sim::results::result;
use buffycoat::sim::{Protocol, Run, simulate};
use buffycoat::study::validation::{Published, Row, TABLE, read};
use rayon::prelude::*;

/// A constant that is fitted, and the range in which it is plausible.
struct Fitted {
    name: &'static str,
    range: (f64, f64),
    field: fn(&mut Constants) -> &mut f64,
}

macro_rules! fitted {
    ($name:ident, $from:literal ..= $to:literal) => {
        Fitted { name: stringify!($name), range: ($from, $to), field: |constants| &mut constants.$name }
    };
}

/// Every constant that is fitted, as on the model page.
const FITTED: [Fitted; 9] = [
    fitted!(flotation_odds, 1.0..=6.0),
    fitted!(layer_blur, 0.2..=0.8),
    fitted!(port_half_width, 0.5..=1.3),
    fitted!(platelet_band, -1.3..=-0.5),
    fitted!(starch_bed_gain, 0.05..=0.16),
    fitted!(product_hematocrit_at_center, 0.01..=0.06),
    fitted!(product_hematocrit_growth, 0.5..=2.0),
    fitted!(water_loss_per_min, 0.005..=0.022),
    fitted!(lymphocyte_half_time_min, 20.0..=120.0),
];

/// What leaving the present value by a whole range costs, in units of loss.
const COST_OF_A_RANGE: f64 = 2.0;
/// The loss of a wrong direction.
const WRONG_DIRECTION: f64 = 1.2;

/// A study with its runs prepared.
struct Case {
    paper: String,
    protocol: Protocol,
    /// Each row, with the other run of its difference.
    rows: Vec<(Row, Option<Protocol>)>,
}

fn cases() -> Vec<Case> {
    let table = read(TABLE).expect("the table is sound");
    let cases = table.studies.iter().map(|study| {
        let protocol = study.protocol(&table, Path::new("")).expect("a case");
        let with = |row: &Row| {
            let mut changed = protocol.clone();
            for assignment in &row.against {
                assign(&mut changed.settings, assignment).expect("an assignment");
            }
            (row.clone(), (!row.against.is_empty()).then_some(changed))
        };
        Case { paper: study.reference.clone(), rows: study.rows.iter().map(with).collect(), protocol }
    });
    cases.collect()
}

impl Case {
    /// What the model finds for each row with these constants.
    fn ours(&self, constants: &Constants) -> Vec<f64> {
        let run = |protocol: &Protocol| {
            simulate(&Protocol { constants: *constants, ..protocol.clone() }).expect("a sound case")
        };
        let value = |run: &Run, row: &Row| result(run, &row.quantity, row.at_min).ok().flatten().unwrap_or(f64::NAN);
        let base = run(&self.protocol);
        let ours = |(row, other): &(Row, Option<Protocol>)| {
            let first = value(&base, row);
            other.as_ref().map_or(first, |other| value(&run(other), row) - first)
        };
        self.rows.iter().map(ours).collect()
    }

    fn loss(&self, ours: &[f64]) -> f64 {
        let sum: f64 = self.rows.iter().zip(ours).map(|((row, _), ours)| loss(row, *ours)).sum();
        sum / (self.rows.len() as f64).sqrt()
    }
}

/// The published value that ours is compared with; none for a direction.
fn center(published: &Published) -> Option<f64> {
    match *published {
        Published::Spread { mean, .. } | Published::Lone(mean) => Some(mean),
        Published::Median { median, .. } => Some(median),
        Published::Range { low, high } => Some(f64::midpoint(low, high)),
        Published::Rises | Published::Falls | Published::Unchanged { .. } => None,
    }
}

fn is_inside(row: &Row, ours: f64) -> bool {
    let (low, high) = row.published.band(&row.unit);
    (low..=high).contains(&ours)
}

fn loss(row: &Row, ours: f64) -> f64 {
    let (low, high) = row.published.band(&row.unit);
    match center(&row.published) {
        Some(center) => {
            let residual = (ours - center) / if ours > center { high - center } else { center - low };
            (residual * residual).ln_1p()
        }
        None if is_inside(row, ours) => 0.0,
        None => WRONG_DIRECTION,
    }
}

/// The best constants for these cases, from the usual ones: each is moved in turn by a share of its range, the share halved
/// whenever no move helps (a pattern search, which needs no derivative where a direction flips).
fn fit(cases: &[&Case]) -> Constants {
    let start = Constants::default();
    let total = |constants: &Constants| {
        let misses: f64 = cases.iter().map(|case| case.loss(&case.ours(constants))).sum();
        let (mut constants, mut start) = (*constants, start);
        let moved = FITTED.iter().map(|fitted| {
            let shift = *(fitted.field)(&mut constants) - *(fitted.field)(&mut start);
            COST_OF_A_RANGE * (shift / (fitted.range.1 - fitted.range.0)).powi(2)
        });
        misses + moved.sum::<f64>()
    };
    let (mut best, mut least, mut step) = (start, total(&start), 0.08);
    while step > 0.004 {
        let mut has_moved = false;
        for fitted in &FITTED {
            for sign in [1.0, -1.0] {
                let mut tried = best;
                let value = (fitted.field)(&mut tried);
                *value =
                    (*value + sign * step * (fitted.range.1 - fitted.range.0)).clamp(fitted.range.0, fitted.range.1);
                let loss = total(&tried);
                if loss < least - 1e-9 {
                    (best, least, has_moved) = (tried, loss, true);
                    break;
                }
            }
        }
        if !has_moved {
            step /= 2.0;
        }
    }
    best
}

/// Prints how the model does against all rows with the constants that each case is given, and returns what it found.
fn report<'a>(name: &str, cases: &[Case], constants: impl Fn(&Case) -> &'a Constants) -> Vec<Vec<f64>> {
    let ours: Vec<Vec<f64>> = cases.iter().map(|case| case.ours(constants(case))).collect();
    let rows = || cases.iter().zip(&ours).flat_map(|(case, ours)| case.rows.iter().map(|(row, _)| row).zip(ours));
    let numbers = || rows().filter_map(|(row, ours)| Some((row, *ours, center(&row.published)?)));
    let inside = numbers().filter(|(row, ours, _)| is_inside(row, *ours)).count();
    let directions = || rows().filter(|(row, _)| center(&row.published).is_none());
    let right = directions().filter(|(row, ours)| is_inside(row, **ours)).count();
    let mut distances: Vec<f64> = numbers()
        .filter(|(_, _, center)| *center != 0.0)
        .map(|(_, ours, center)| 100.0 * ((ours - center) / center).abs())
        .collect();
    distances.sort_by(f64::total_cmp);
    let loss: f64 = cases.iter().zip(&ours).map(|(case, ours)| case.loss(ours)).sum();
    println!(
        "{name}: {inside} of {} numbers inside, {right} of {} directions right, median distance {:.1} %, loss {loss:.2}",
        numbers().count(),
        directions().count(),
        distances[distances.len() / 2],
    );
    ours
}

#[test]
#[ignore = "takes a minute in a release build"]
fn the_constants_and_what_they_foretell() {
    let cases = cases();
    let usual = Constants::default();
    report("as they are", &cases, |_| &usual);

    let mut fitted = fit(&cases.iter().collect::<Vec<_>>());
    let ours = report("fitted", &cases, |_| &fitted);
    for constant in &FITTED {
        let (from, to) = constant.range;
        println!("  {} {:.4} ({from} to {to})", constant.name, (constant.field)(&mut fitted));
    }

    let papers: Vec<&String> = {
        let mut papers: Vec<_> = cases.iter().map(|case| &case.paper).collect();
        papers.sort();
        papers.dedup();
        papers
    };
    let folds: BTreeMap<&String, Constants> = papers
        .into_par_iter()
        .map(|paper| (paper, fit(&cases.iter().filter(|case| case.paper != *paper).collect::<Vec<_>>())))
        .collect();
    let foretold = report("cross-validated", &cases, |case| &folds[&case.paper]);

    println!("{:14} {:52} {:>10} {:>10}  published", "row", "quantity", "fitted", "foretold");
    for ((case, ours), foretold) in cases.iter().zip(&ours).zip(&foretold) {
        for (((row, _), ours), foretold) in case.rows.iter().zip(ours).zip(foretold) {
            let mark = if is_inside(row, *foretold) { ' ' } else { '*' };
            println!("{:14}{mark}{:52} {ours:10.2} {foretold:10.2}  {:?}", row.id, row.quantity, row.published);
        }
    }
}
