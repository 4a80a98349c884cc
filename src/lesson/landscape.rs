//! How far every pair of values gets in a challenge that frees two settings: a map of what can be reached.

use rayon::prelude::*;

use super::condition::conditions;
use super::mark::measured;
use super::reach::values;
use super::step::{Measure, TryStep};
use crate::sim::{Protocol, SettingId, Value, simulate};

/// The most values of a setting that are looked at: spread evenly over all, the ends among them. What reaches a challenge may be a strip
/// only one or two of an operator's steps wide.
pub const MOST_VALUES: usize = 61;

/// What a pair of values comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ground {
    /// It cannot be run.
    Refused,
    /// It misses so many of the conditions; the first of them by its place among [`conditions`].
    Missed { first: usize, count: usize },
    /// It meets all; with what the challenge measures, where it measures anything.
    Reached { measure: Option<f64> },
}

/// The map; its rows are filled one after the other, from the least value of the second setting up.
#[derive(Clone, Debug, PartialEq)]
pub struct Landscape {
    /// The setting that grows to the right, and the one that grows upward.
    pub settings: [SettingId; 2],
    pub values: [Vec<f64>; 2],
    ground: Vec<Ground>,
}

impl Landscape {
    /// The map of a challenge, nothing filled in yet; `None` where it does not free two settings.
    pub fn new(protocol: &Protocol, step: &TryStep) -> Option<Self> {
        let settings: [SettingId; 2] = step.moves.as_slice().try_into().ok()?;
        let values = settings.map(|setting| thinned(&values(setting, protocol)));
        let is_plane = values.iter().all(|values| values.len() > 1);
        is_plane.then_some(Self { settings, values, ground: Vec::new() })
    }

    /// How many columns and rows it has when it is whole.
    pub fn size(&self) -> (usize, usize) {
        (self.values[0].len(), self.values[1].len())
    }

    /// Runs the next row, at most [`MOST_VALUES`] runs; `false` when there is none.
    pub fn fill_row(&mut self, protocol: &Protocol, step: &TryStep) -> bool {
        let (columns, rows) = self.size();
        let row = self.ground.len() / columns;
        if row >= rows {
            return false;
        }
        let found: Vec<_> = self.values[0]
            .par_iter()
            .map(|x| {
                let mut protocol = protocol.clone();
                for (setting, value) in self.settings.into_iter().zip([*x, self.values[1][row]]) {
                    setting.set(&mut protocol.settings, &Value::Number(value));
                }
                ground(&protocol, step)
            })
            .collect();
        self.ground.extend(found);
        row + 1 < rows
    }

    /// What a pair of values comes to, by their places; `None` while its row is not filled.
    pub fn at(&self, column: usize, row: usize) -> Option<Ground> {
        let columns = self.size().0;
        (column < columns).then(|| self.ground.get(row * columns + column).copied()).flatten()
    }

    /// The middle of all pairs that miss nothing but this condition, in shares of the width and height, and their share of all; `None`
    /// where there are none.
    pub fn middle_of_missed(&self, condition: usize) -> Option<([f64; 2], f64)> {
        let (columns, rows) = self.size();
        let only = Ground::Missed { first: condition, count: 1 };
        let own = self.ground.iter().enumerate().filter(|(_, ground)| **ground == only);
        let places: Vec<_> = own.map(|(place, _)| [place % columns, place / columns]).collect();
        let count = places.len() as f64;
        let middle = |axis: usize, size: usize| {
            let sum: f64 = places.iter().map(|place| place[axis] as f64 + 0.5).sum();
            sum / count / size as f64
        };
        (count > 0.0).then(|| ([middle(0, columns), middle(1, rows)], count / (columns * rows) as f64))
    }

    /// The best pair that reaches the challenge, with what it measures; the first of several.
    pub fn best(&self, which: Option<&Measure>) -> Option<([f64; 2], Option<f64>)> {
        let sign = if matches!(which, Some(Measure::Largest)) { -1.0 } else { 1.0 };
        let reached = self.ground.iter().enumerate().filter_map(|(place, ground)| match ground {
            Ground::Reached { measure } => Some((place, *measure)),
            Ground::Refused | Ground::Missed { .. } => None,
        });
        let rank = |measure: Option<f64>| measure.map_or(f64::INFINITY, |measure| sign * measure);
        let (place, measure) = reached.min_by(|a, b| rank(a.1).total_cmp(&rank(b.1)))?;
        let columns = self.size().0;
        Some(([self.values[0][place % columns], self.values[1][place / columns]], measure))
    }

    /// The share of all pairs looked at that reach the challenge.
    pub fn share_reached(&self) -> f64 {
        let reached = self.ground.iter().filter(|ground| matches!(ground, Ground::Reached { .. })).count();
        reached as f64 / self.ground.len().max(1) as f64
    }
}

fn ground(protocol: &Protocol, step: &TryStep) -> Ground {
    let Ok(run) = simulate(protocol) else { return Ground::Refused };
    let conditions = conditions(step, &run);
    let mut missed = conditions.iter().enumerate().filter(|(_, condition)| !condition.is_met).map(|(place, _)| place);
    match missed.next() {
        None => Ground::Reached { measure: measured(step, &run) },
        Some(first) => Ground::Missed { first, count: 1 + missed.count() },
    }
}

/// At most [`MOST_VALUES`] of them.
fn thinned(values: &[f64]) -> Vec<f64> {
    let last = values.len().saturating_sub(1);
    let count = values.len().min(MOST_VALUES);
    let mut places: Vec<usize> = (0..count).map(|place| place * last / (count - 1).max(1)).collect();
    places.dedup();
    places.into_iter().map(|place| values[place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{BUNDLED, BundledLesson, Lesson, StepKind, reach};

    #[test]
    fn the_map_of_every_challenge_agrees_with_the_search() {
        std::thread::scope(|scope| {
            for lesson in BUNDLED.iter().filter_map(BundledLesson::lesson) {
                scope.spawn(move || {
                    for step in &lesson.steps {
                        if let StepKind::Try(asked) = &step.kind {
                            hold(lesson, &lesson.case_of(step).protocol, asked);
                        }
                    }
                });
            }
        });
    }

    /// Nothing on the map is better than what the search found.
    fn hold(lesson: &Lesson, protocol: &Protocol, asked: &TryStep) {
        let mut map = Landscape::new(protocol, asked).expect("two settings");
        // Every other value is enough to see it, and a quarter of the time.
        map.values = map.values.map(|values| values.into_iter().step_by(2).collect());
        while map.fill_row(protocol, asked) {}
        let (columns, rows) = map.size();
        assert!(map.at(columns - 1, rows - 1).is_some() && map.at(columns, 0).is_none());
        let share = map.share_reached();
        assert!(share > 0.0 && share < 0.7, "{}: {share}", lesson.title);
        let which = asked.best.as_ref().map(|best| &best.measure);
        let (_, on_grid) = map.best(which).expect("reached");
        let reach = reach(protocol, asked, &|| false).expect("not called off");
        let found = reach.best.measure;
        if let (Some(on_grid), Some(found), Some(which)) = (on_grid, found, which) {
            let is_no_better = match which {
                Measure::Smallest => on_grid >= found - 1e-9,
                Measure::Largest => on_grid <= found + 1e-9,
            };
            assert!(is_no_better, "{}: {on_grid} against {found}", lesson.title);
        }
    }
}
