//! What is read of every patient: courses of quantities, whether warnings occur, and the final numbers.

use super::summary::Occurrence;
use crate::model::cells::WhiteCell;
use crate::sim::outcome::Outcome;
use crate::sim::protocol::Protocol;
use crate::sim::quantities::Quantity;
use crate::sim::trajectory::Trajectory;
use crate::sim::warnings::{Direction, Rule, Subject, WarningId, rules};

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

/// What is asked of every patient.
pub struct Read {
    pub quantities: Vec<Quantity>,
    pub times_min: Vec<f64>,
    /// The warnings that are watched, all but those about the protocol as written; none where only bands are asked for.
    pub rules: Vec<Rule>,
    /// Where the number that a rule watches stands among the quantities.
    known: Vec<Option<usize>>,
    /// How many levels all rules have.
    levels: usize,
}

/// What was read of one patient.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The values of each quantity at each time; NaN where it is undefined.
    pub curves: Vec<f64>,
    /// Of each level of each rule.
    pub occurrences: Vec<Occurrence>,
    pub outcomes: [f64; OUTCOMES.len()],
}

/// Every warning watched in a case: thresholds follow from what is the same in all patients.
pub fn watched(protocol: &Protocol) -> Vec<Rule> {
    rules(&protocol.settings).filter(|rule| rule.spec.subject != Subject::Protocol && !rule.levels.is_empty()).collect()
}

impl Read {
    pub fn new(quantities: Vec<Quantity>, times_min: Vec<f64>, rules: Vec<Rule>) -> Self {
        let place = |rule: &Rule| rule.watched().and_then(|own| quantities.iter().position(|other| *other == own));
        let known = rules.iter().map(place).collect();
        let levels = rules.iter().map(|rule| rule.levels.len()).sum();
        Self { quantities, times_min, rules, known, levels }
    }

    /// Reads a solved trajectory.
    pub fn sample(&self, trajectory: &Trajectory) -> Sample {
        let moments = self.times_min.len();
        let mut curves = vec![f64::NAN; self.quantities.len() * moments];
        let mut occurrences = vec![Occurrence::default(); self.levels];
        let mut is_on = vec![false; self.levels];
        let mut watched = vec![f64::NAN; self.rules.len()];
        let mut is_first = true;
        for (time_min, place) in self.looked_at_min(trajectory) {
            let moment = trajectory.at(time_min);
            if let Some(place) = place {
                for (k, quantity) in self.quantities.iter().enumerate() {
                    curves[k * moments + place] = quantity.at(&moment).unwrap_or(f64::NAN);
                }
            }
            if self.rules.is_empty() {
                continue;
            }
            for ((value, rule), known) in watched.iter_mut().zip(&self.rules).zip(&self.known) {
                *value = match (place, known) {
                    (Some(place), Some(k)) => curves[k * moments + place],
                    _ => rule.value_at(&moment).unwrap_or(f64::NAN),
                };
            }
            self.watch(&watched, &mut is_on, &mut occurrences, is_first);
            is_first = false;
            if time_min == trajectory.machine_end_min {
                for (occurrence, is_on) in occurrences.iter_mut().zip(&is_on) {
                    occurrence.at_end = *is_on;
                }
            }
        }
        self.note_lasting(trajectory, &mut occurrences);
        let mut outcomes = [f64::NAN; OUTCOMES.len()];
        if !self.rules.is_empty() {
            let outcome = Outcome::of(trajectory);
            outcomes = OUTCOMES.map(|(_, of)| of(&outcome).unwrap_or(f64::NAN));
        }
        Sample { curves, occurrences, outcomes }
    }

    /// The times at which a trajectory is looked at, each with its place among those asked for. Where warnings are watched, they are also
    /// looked for where a segment begins, and as often until the run ends. Nothing is known after its end.
    fn looked_at_min(&self, trajectory: &Trajectory) -> Vec<(f64, Option<usize>)> {
        let asked = self.times_min.iter().enumerate().map(|(place, time_min)| (*time_min, Some(place)));
        let mut times: Vec<_> = asked.filter(|(time_min, _)| *time_min <= trajectory.end_min).collect();
        if !self.rules.is_empty() {
            let borders = trajectory.segments.iter().map(|segment| segment.from_min).chain([trajectory.end_min]);
            times.extend(borders.map(|time_min| (time_min, None)));
            // A case that was aborted ended before these do.
            if let [.., before, last] = self.times_min[..] {
                let step_min = last - before;
                let beyond = (1..MOST_BEYOND).map(|i| last + f64::from(i) * step_min);
                let beyond = beyond.take_while(|time_min| *time_min < trajectory.end_min && step_min > 0.0);
                times.extend(beyond.map(|time_min| (time_min, None)));
            }
            times.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        times
    }

    /// Watches all levels at one moment: an episode begins past the threshold and ends when the value is back by the hysteresis, or when
    /// there is none.
    fn watch(&self, values: &[f64], is_on: &mut [bool], occurrences: &mut [Occurrence], is_first: bool) {
        let mut first = 0;
        for (rule, value) in self.rules.iter().zip(values) {
            let own = first..first + rule.levels.len();
            first = own.end;
            let of_rule = rule.levels.iter().zip(&mut is_on[own.clone()]).zip(&mut occurrences[own]);
            for ((level, is_on), occurrence) in of_rule {
                let excess = match rule.spec.direction {
                    Direction::Below => level.threshold - value,
                    Direction::Above => value - level.threshold,
                };
                if *is_on {
                    *is_on = excess >= -rule.spec.hysteresis;
                } else if excess > 0.0 {
                    *is_on = true;
                    let before = is_first && rule.spec.subject == Subject::Body;
                    *(if before { &mut occurrence.before } else { &mut occurrence.came }) = true;
                }
            }
        }
    }

    /// Notes what lasts from a moment of the trajectory to its end.
    fn note_lasting(&self, trajectory: &Trajectory, occurrences: &mut [Occurrence]) {
        let ids = self.rules.iter().flat_map(|rule| rule.levels.iter().map(|_| rule.id));
        for (id, occurrence) in ids.zip(occurrences) {
            let lasts = match id {
                WarningId::BagFull => trajectory.bag_full_min.is_some(),
                WarningId::BrokenOff => trajectory.broken_off_min.is_some(),
                _ => false,
            };
            occurrence.came |= lasts;
            occurrence.at_end |= lasts;
        }
    }
}

/// As long as any procedure, in steps of a band.
const MOST_BEYOND: u32 = 1000;
