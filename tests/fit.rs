//! The fit of the model's constants to the published studies, and its cross-validation: how well is each paper foretold by the others?
//!
//! `cargo test --release --test integration fit -- --ignored --nocapture` fits and prints both scores. What it does:
//!
//! - Every number of the table is run. Its residual is the distance from the published value in half bands: one is the edge of what counts
//!   as inside. Its loss is ln(1 + residual²), so that a study that no model can meet does not pull all others along, divided by the
//!   root of the number of rows in its study, so that a long study does not outweigh several short ones. Directions and slopes are scored
//!   and not fitted.
//! - Each constant has a plausible range. Every fit starts in its middle, which no row has seen, and leaving the middle costs a little, so
//!   that a constant that few rows act on stays there.
//! - The fold of a paper fits all constants without any of its rows and scores them on it.

use std::collections::BTreeMap;
use std::path::Path;

use buffycoat::model::constants::Constants;
use buffycoat::study::validation::{Row, RowKind, Study, TABLE, Table, median, read, values_with};
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

/// What leaving the middle by a whole range costs, in units of loss.
const COST_OF_A_RANGE: f64 = 2.0;

/// A study with its table.
struct Case<'a> {
    table: &'a Table,
    study: &'a Study,
}

impl Case<'_> {
    /// What the model finds for each row with these constants.
    fn ours(&self, constants: &Constants) -> Vec<f64> {
        values_with(self.study, self.table, Path::new(""), constants).expect("every row runs")
    }

    fn rows_with<'b>(&'b self, ours: &'b [f64]) -> impl Iterator<Item = (&'b Row, f64)> {
        self.study.rows.iter().zip(ours.iter().copied())
    }

    fn loss(&self, ours: &[f64]) -> f64 {
        let losses: Vec<f64> = self.rows_with(ours).filter_map(|(row, ours)| loss(row, ours)).collect();
        losses.iter().sum::<f64>() / (losses.len().max(1) as f64).sqrt()
    }
}

fn is_inside(row: &Row, ours: f64) -> bool {
    let (low, high) = row.band();
    (low..=high).contains(&ours)
}

/// The loss of a number; `None` for a direction or a slope, which is scored and not fitted.
fn loss(row: &Row, ours: f64) -> Option<f64> {
    let center = row.published.center().filter(|_| row.kind() == RowKind::Number)?;
    let (low, high) = row.band();
    let residual = (ours - center) / if ours > center { high - center } else { center - low };
    Some(libm::log1p(residual * residual))
}

/// Every constant in the middle of its range.
fn middle() -> Constants {
    let mut constants = Constants::default();
    for fitted in &FITTED {
        *(fitted.field)(&mut constants) = f64::midpoint(fitted.range.0, fitted.range.1);
    }
    constants
}

/// The best constants for these cases, from the middle: each is moved in turn by a share of its range, the share halved
/// whenever no move helps (a pattern search, which needs no derivative where a direction flips).
fn fit(cases: &[&Case<'_>]) -> Constants {
    let start = middle();
    let total = |constants: &Constants| {
        let misses: f64 = cases.iter().map(|case| case.loss(&case.ours(constants))).sum();
        let (mut constants, mut start) = (*constants, start);
        let moved = FITTED.iter().map(|fitted| {
            let shift = *(fitted.field)(&mut constants) - *(fitted.field)(&mut start);
            let share = shift / (fitted.range.1 - fitted.range.0);
            COST_OF_A_RANGE * share * share
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
fn report<'a>(name: &str, cases: &[Case<'_>], constants: impl Fn(&Case<'_>) -> &'a Constants) -> Vec<Vec<f64>> {
    let ours: Vec<Vec<f64>> = cases.iter().map(|case| case.ours(constants(case))).collect();
    let rows = || cases.iter().zip(&ours).flat_map(|(case, ours)| case.rows_with(ours));
    let count = |kind: RowKind| {
        let of_kind: Vec<_> = rows().filter(|(row, _)| row.kind() == kind).collect();
        (of_kind.iter().filter(|(row, ours)| is_inside(row, *ours)).count(), of_kind.len())
    };
    let distances = rows().filter(|(row, _)| row.kind() == RowKind::Number).filter_map(|(row, ours)| {
        let center = row.published.center().filter(|center| *center != 0.0)?;
        Some(100.0 * ((ours - center) / center).abs())
    });
    let loss: f64 = cases.iter().zip(&ours).map(|(case, ours)| case.loss(ours)).sum();
    let [numbers, slopes, directions] = [RowKind::Number, RowKind::Slope, RowKind::Direction].map(count);
    println!(
        "{name}: {} of {} numbers inside, median distance {:.1} %, loss {loss:.2}; {} of {} directions and {} of {} slopes right",
        numbers.0,
        numbers.1,
        median(distances.collect()).expect("there are numbers"),
        directions.0,
        directions.1,
        slopes.0,
        slopes.1,
    );
    ours
}

#[test]
#[ignore = "takes a minute in a release build"]
fn the_constants_and_what_they_foretell() {
    let table = read(TABLE).expect("the table is sound");
    let cases: Vec<_> = table.studies.iter().map(|study| Case { table: &table, study }).collect();
    let usual = Constants::default();
    report("as they are", &cases, |_| &usual);

    let mut fitted = fit(&cases.iter().collect::<Vec<_>>());
    let ours = report("fitted", &cases, |_| &fitted);
    for constant in &FITTED {
        let (from, to) = constant.range;
        println!("  {} {:.4} ({from} to {to})", constant.name, (constant.field)(&mut fitted));
    }

    let papers: Vec<&String> = {
        let mut papers: Vec<_> = cases.iter().map(|case| &case.study.reference).collect();
        papers.sort();
        papers.dedup();
        papers
    };
    let folds: BTreeMap<&String, Constants> = papers
        .into_par_iter()
        .map(|paper| (paper, fit(&cases.iter().filter(|case| case.study.reference != *paper).collect::<Vec<_>>())))
        .collect();
    let foretold = report("cross-validated", &cases, |case| &folds[&case.study.reference]);

    println!("{:14} {:52} {:>10} {:>10}  published", "row", "quantity", "fitted", "foretold");
    for ((case, ours), foretold) in cases.iter().zip(&ours).zip(&foretold) {
        for ((row, ours), foretold) in case.rows_with(ours).zip(foretold) {
            let mark = if is_inside(row, *foretold) { ' ' } else { '*' };
            println!("{:14}{mark}{:52} {ours:10.2} {foretold:10.2}  {:?}", row.id, row.quantity, row.published);
        }
    }
}
