//! What is asked of every patient, and what was read of eight: courses of quantities, whether warnings occur, and the final numbers.

use std::ops::Range;

use crate::model::cells::WhiteCell;
use crate::sim::outcome::Outcome;
use crate::sim::protocol::Protocol;
use crate::sim::quantities::Quantity;
use crate::sim::stretch::Column;
use crate::sim::together::{Eight, WIDTH};
use crate::sim::warnings::{Direction, Rule, Subject, rules};

/// A final number of a run.
type OfOutcome = fn(&Outcome) -> Option<f64>;

/// The final numbers compared, by their names among the results of a run.
pub const OUTCOMES: [(&str, OfOutcome); 10] = [
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

/// Every warning watched in a case: thresholds follow from what is the same in all patients.
pub fn watched(protocol: &Protocol) -> Vec<Rule> {
    rules(&protocol.settings).filter(|rule| rule.spec.subject != Subject::Protocol && !rule.levels.is_empty()).collect()
}

/// What is asked of every patient.
pub struct Read {
    pub quantities: Vec<Quantity>,
    pub times_min: Vec<f64>,
    /// The warnings that are watched, all but those about the protocol as written; none where only bands are asked for.
    pub rules: Vec<Rule>,
    /// All that is looked at: the quantities, then what the rules watch beside them.
    pub columns: Vec<Column>,
    /// How the rules watch them; no such thing where a warning lasts from a moment of the run to its end.
    pub watched: Vec<Watched>,
}

/// How one rule watches a column.
pub struct Watched {
    pub rule: usize,
    /// Among the columns of quantities (0) or those beside them (1).
    pub column: (usize, usize),
    /// One where the rule watches for what is above its thresholds, minus one for what is below.
    pub sign: f64,
    /// The threshold that is passed first, times the sign.
    pub mildest: f64,
    /// Where its levels lie among those of all rules.
    pub levels: Range<usize>,
}

impl Read {
    pub fn new(quantities: Vec<Quantity>, times_min: Vec<f64>, rules: Vec<Rule>) -> Self {
        let mut columns: Vec<_> = quantities.iter().copied().map(Column::Quantity).collect();
        let mut place = 0;
        let mut watch = |(rule, own): (usize, &Rule)| {
            let levels = place..place + own.levels.len();
            place = levels.end;
            let asked = own.watched().map(Column::Quantity).or(own.indicator().map(Column::Indicator))?;
            let known = columns.iter().position(|column| *column == asked);
            let column = known.unwrap_or_else(|| {
                columns.push(asked);
                columns.len() - 1
            });
            let beside = column.checked_sub(quantities.len());
            let sign = match own.spec.direction {
                Direction::Below => -1.0,
                Direction::Above => 1.0,
            };
            Some(Watched {
                rule,
                column: beside.map_or((0, column), |beside| (1, beside)),
                sign,
                mildest: own.levels.iter().map(|level| sign * level.threshold).fold(f64::INFINITY, f64::min),
                levels,
            })
        };
        let watched = rules.iter().enumerate().filter_map(&mut watch).collect();
        Self { quantities, times_min, rules, columns, watched }
    }

    /// The columns of quantities, and those that are watched beside them.
    pub fn columns(&self) -> [&[Column]; 2] {
        let (quantities, beside) = self.columns.split_at(self.quantities.len());
        [quantities, beside]
    }

    /// How many levels all rules have.
    pub fn levels(&self) -> usize {
        self.rules.iter().map(|rule| rule.levels.len()).sum()
    }
}

/// Some of [`WIDTH`] patients, a bit for each.
pub type Who = u8;

/// So many of them, from the first.
pub const fn all(count: usize) -> Who {
    if count >= WIDTH { Who::MAX } else { (1 << count) - 1 }
}

/// In whom one level of a warning occurs.
#[derive(Clone, Copy, Debug, Default)]
pub struct InWhom {
    pub before: Who,
    pub came: Who,
    pub at_end: Who,
}

/// What was read of [`WIDTH`] patients.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The values of each quantity at each time, those of one time side by side; no number where it is undefined.
    pub curves: Vec<Eight>,
    /// Of each level of each rule.
    pub occurrences: Vec<InWhom>,
    pub outcomes: [Eight; OUTCOMES.len()],
}
