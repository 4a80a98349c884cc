//! What a challenge can reach: a bounded search over the settings that it frees, always in the same order, on all cores.
//!
//! Of two runs that meet the challenge, the one with the better measure is better; of two that do not, the one that misses by less.
//! The search makes at most [`MOST_RUNS`] runs of at most [`MOST_STEPS`] solver steps together.

use std::collections::HashSet;

use rayon::prelude::*;

use super::claim::{Claim, WarningAsked};
use super::mark::measured;
use super::step::{Measure, TryStep};
use crate::host::runs_at_once;
use crate::sim::pieces::{pause, unless};
use crate::sim::{Protocol, Run, SettingId, Value, operator_steps, simulate};

/// The most runs that a search makes.
pub const MOST_RUNS: usize = 1200;
/// The most solver steps of all runs of a search together. A usual run takes 60 to 120.
pub const MOST_STEPS: usize = 400_000;
/// A challenge frees at most so many settings: a grid of more is too coarse to prove anything.
pub const MOST_MOVES: usize = 4;

/// Values of each setting in the first grid, by the number of settings: some hundreds of runs.
const IN_GRID: [usize; MOST_MOVES] = [600, 28, 8, 5];

/// Runs made together before the bounds are looked at.
const TOGETHER: usize = 64;

/// One condition of a challenge.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Is to be so.
    Reach(Claim),
    /// Must not come.
    Without(WarningAsked),
}

/// Whether a run meets a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub asked: Asked,
    pub is_met: bool,
    /// What the run gives in place of the limit, in the unit of the result; `None` for a warning, and where the result has no meaning.
    pub value: Option<f64>,
}

/// The conditions of a challenge, each with what a run says to it, in the order of the file.
pub fn conditions(step: &TryStep, run: &Run) -> Vec<Condition> {
    let reach = step.reach.iter().map(|claim| Condition {
        asked: Asked::Reach(claim.clone()),
        is_met: claim.holds(run).unwrap_or(false),
        value: claim.value(run),
    });
    let without = step.without.iter().map(|asked| Condition {
        asked: Asked::Without(*asked),
        is_met: !asked.comes_in(run),
        value: None,
    });
    reach.chain(without).collect()
}

/// Whether a run meets all of a challenge.
pub fn is_met(step: &TryStep, run: &Run) -> bool {
    conditions(step, run).iter().all(|condition| condition.is_met)
}

/// A run that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Every setting that the challenge frees, with its value, in the order of the file.
    pub settings: Vec<(SettingId, f64)>,
    pub conditions: Vec<Condition>,
    /// What the challenge measures; `None` where it measures nothing, or where that has no meaning.
    pub measure: Option<f64>,
    /// By how much it misses what it misses: shares of the limits, and one or more for each warning that must not come.
    miss: f64,
}

impl Found {
    /// Whether it meets the challenge.
    pub fn is_met(&self) -> bool {
        self.conditions.iter().all(|condition| condition.is_met)
    }

    /// What it does not meet.
    pub fn missed(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|condition| !condition.is_met)
    }
}

/// What the search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The case as it is given.
    pub given: Found,
    /// The best of all that were tried; where none meets the challenge, the one that comes nearest.
    pub best: Found,
    /// The number of runs made.
    pub runs: usize,
}

impl Reach {
    pub fn is_reachable(&self) -> bool {
        self.best.is_met()
    }
}

/// The values that a challenge lets a student set and that the search looks at, from the least up: those of an operator
/// ([`operator_steps`]) where the case calls for them, and the value in force.
pub fn values(setting: SettingId, protocol: &Protocol) -> Vec<f64> {
    let Some(now) = number(setting, protocol) else { return Vec::new() };
    let sides = operator_steps::sides(setting, protocol, false).into_iter().flatten();
    let numbers = sides.filter_map(|value| if let Value::Number(value) = value { Some(value) } else { None });
    let mut values: Vec<_> = numbers.chain([now]).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// Looks for the best that the settings a challenge frees can reach from a case; `None` if it is called off, or the case cannot be run.
///
/// Two settings take about half a second; use a background job. `is_canceled` is asked before every few runs.
pub fn reach(protocol: &Protocol, step: &TryStep, is_canceled: &dyn Fn() -> bool) -> Option<Reach> {
    unless(is_canceled, reach_in_pieces(protocol, step)).flatten()
}

/// The same, with a pause before every few runs; `None` if the case cannot be run.
pub async fn reach_in_pieces(protocol: &Protocol, step: &TryStep) -> Option<Reach> {
    let axes: Vec<_> = step.moves.iter().map(|setting| (*setting, values(*setting, protocol))).collect();
    let start = axes.iter().map(|(setting, values)| {
        let now = number(*setting, protocol);
        values.iter().position(|value| Some(*value) == now).unwrap_or_default()
    });
    let start: Point = start.collect();
    let mut search = Search { protocol, step, axes, start, known: HashSet::new(), best: None, runs: 0, steps: 0 };
    search.try_all(vec![search.start.clone()]).await;
    let given = search.best.as_ref()?.1.clone();
    let mut stride = search.grid().await;
    while stride > 0 {
        if !search.beside(stride).await? {
            stride /= 2;
        }
    }
    let (_, best) = search.best?;
    Some(Reach { given, best, runs: search.runs })
}

/// For each freed setting the place of its value.
type Point = Vec<usize>;

struct Search<'a> {
    protocol: &'a Protocol,
    step: &'a TryStep,
    axes: Vec<(SettingId, Vec<f64>)>,
    start: Point,
    known: HashSet<Point>,
    best: Option<(Point, Found)>,
    runs: usize,
    steps: usize,
}

impl Search<'_> {
    /// Runs points evenly spread over all values; the answer is how far apart they lie.
    async fn grid(&mut self) -> usize {
        let count = IN_GRID.get(self.axes.len().wrapping_sub(1)).copied().unwrap_or(2);
        let mut points: Vec<Point> = vec![Vec::new()];
        let mut widest = 1;
        for (_, values) in &self.axes {
            let last = values.len() - 1;
            let apart = last.div_ceil(count - 1).max(1);
            widest = widest.max(apart);
            let places: Vec<_> = (0..last).step_by(apart).chain([last]).collect();
            points =
                points.iter().flat_map(|point| places.iter().map(|place| [&point[..], &[*place]].concat())).collect();
        }
        self.try_all(points).await;
        widest.next_power_of_two()
    }

    /// Runs the points around the best one; the answer is whether one of them is better.
    async fn beside(&mut self, stride: usize) -> Option<bool> {
        let (from, _) = self.best.clone()?;
        let mut points: Vec<Point> = vec![Vec::new()];
        for ((_, values), here) in self.axes.iter().zip(&from) {
            let places = [here.saturating_sub(stride), *here, (here + stride).min(values.len() - 1)];
            points =
                points.iter().flat_map(|point| places.iter().map(|place| [&point[..], &[*place]].concat())).collect();
        }
        self.try_all(points).await;
        Some(self.best.as_ref()?.0 != from)
    }

    /// Runs those of the points that were not run before, as far as the bounds let it.
    async fn try_all(&mut self, points: Vec<Point>) {
        let fresh: Vec<_> = points.into_iter().filter(|point| self.known.insert(point.clone())).collect();
        for some in fresh.chunks(TOGETHER) {
            if self.runs + some.len() > MOST_RUNS || self.steps > MOST_STEPS {
                break;
            }
            let mut found = Vec::with_capacity(some.len());
            for few in some.chunks(runs_at_once()) {
                pause().await;
                found.par_extend(few.par_iter().map(|point| self.found(point)));
            }
            self.runs += some.len();
            for (point, (found, steps)) in some.iter().zip(found.into_iter().flatten()) {
                self.steps += steps;
                if self.best.as_ref().is_none_or(|(at, best)| self.is_better((point, &found), (at, best))) {
                    self.best = Some((point.clone(), found));
                }
            }
        }
    }

    /// The run of a point and its solver steps; `None` where it cannot be run.
    fn found(&self, point: &Point) -> Option<(Found, usize)> {
        let settings = self.axes.iter().zip(point).map(|((setting, values), place)| (*setting, values[*place]));
        let settings: Vec<_> = settings.collect();
        let mut protocol = self.protocol.clone();
        for (setting, value) in &settings {
            setting.set(&mut protocol.settings, &Value::Number(*value));
        }
        let run = simulate(&protocol).ok()?;
        let conditions = conditions(self.step, &run);
        let miss = conditions.iter().map(|condition| miss(condition, &run)).sum();
        let measure = measured(self.step, &run);
        Some((Found { settings, conditions, measure, miss }, run.solver_steps()))
    }

    fn is_better(&self, (point, found): (&Point, &Found), (at, best): (&Point, &Found)) -> bool {
        // Smaller is better, in this order.
        let rank = |point: &Point, found: &Found| {
            let sign = if matches!(self.step.best.as_ref().map(|best| &best.measure), Some(Measure::Largest)) {
                -1.0
            } else {
                1.0
            };
            let measure = found.measure.map_or(f64::INFINITY, |value| sign * value);
            let is_missed = !found.is_met();
            let far = point.iter().zip(&self.start).map(|(a, b)| a.abs_diff(*b)).sum::<usize>();
            (is_missed, if is_missed { found.miss } else { 0.0 }, measure, far)
        };
        let (own, others) = (rank(point, found), rank(at, best));
        let order = own.0.cmp(&others.0).then(own.1.total_cmp(&others.1)).then(own.2.total_cmp(&others.2));
        order.then(own.3.cmp(&others.3)).is_lt()
    }
}

/// By how much a run misses a condition, as a share of its limit; a warning by one and the share of the run for which it stands, so that
/// the nearest miss is told by a number where it can be.
fn miss(condition: &Condition, run: &Run) -> f64 {
    if condition.is_met {
        return 0.0;
    }
    let of_warning = |asked: WarningAsked| {
        let own = run.warnings.iter().filter(|warning| warning.id == asked.id && warning.severity >= asked.from);
        let minutes = own.map(|warning| warning.to_min.unwrap_or(run.end_min) - warning.from_min);
        1.0 + minutes.fold(0.0, f64::max) / run.end_min.max(1.0)
    };
    match &condition.asked {
        Asked::Without(asked) | Asked::Reach(Claim::Never(asked)) => of_warning(*asked),
        Asked::Reach(Claim::AtLeast(_, limit) | Claim::AtMost(_, limit)) => {
            condition.value.map_or(1.0, |value| (value - limit).abs() / limit.abs().max(1e-9))
        }
        Asked::Reach(_) => 1.0,
    }
}

/// The number in force.
fn number(setting: SettingId, protocol: &Protocol) -> Option<f64> {
    setting.row().number().map(|number| number.in_force(&protocol.settings))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::lesson::{StepKind, read};

    /// A challenge on a small woman who is anemic.
    fn challenge(rest: &str) -> crate::lesson::Lesson {
        let text =
            format!("(version: 1, lesson: \"A\", preset: \"small_anemic_woman\", steps: [Try(task: \"B\", {rest})])");
        read(&text).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    fn search(lesson: &crate::lesson::Lesson) -> Reach {
        let StepKind::Try(step) = &lesson.steps[0].kind else { panic!("a challenge") };
        reach(&lesson.cases[0].protocol, step, &|| false).expect("it runs")
    }

    const TWO: &str = "move: [procedure.inlet_flow_ml_min, procedure.duration_min], \
                       reach: [AtLeast(\"product.lymphocyte_e9\", 1), AtLeast(\"lowest.platelets_e9_per_l\", 100)]";

    #[test]
    fn the_best_is_found_and_the_same_on_any_number_of_threads() {
        let lesson = challenge(&format!("{TWO}, best: Smallest(procedure.duration_min)"));
        let began = Instant::now();
        let found = search(&lesson);
        println!("{} runs in {:?}: {found:?}", found.runs, began.elapsed());
        assert!(found.is_reachable() && !found.given.is_met(), "{found:?}");
        let on_one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
        assert_eq!(on_one.install(|| search(&lesson)), found);
        // No shorter run reaches it at any flow.
        let (StepKind::Try(step), protocol) = (&lesson.steps[0].kind, &lesson.cases[0].protocol) else { return };
        let best = found.best.measure.expect("a measure");
        for flow in values(SettingId::InletFlow, protocol) {
            let mut protocol = protocol.clone();
            protocol.settings.procedure.inlet_flow_ml_min = flow;
            protocol.settings.procedure.duration_min = best - 5.0;
            assert!(!is_met(step, &simulate(&protocol).expect("it runs")), "{flow} mL/min");
        }
    }

    #[test]
    fn what_cannot_be_reached_is_told_by_its_nearest_miss() {
        let lesson = challenge(&TWO.replace("100)", "400)"));
        let found = search(&lesson);
        assert!(!found.is_reachable());
        let missed: Vec<_> = found.best.missed().collect();
        assert!(
            matches!(missed[..], [Condition { asked: Asked::Reach(Claim::AtLeast(..)), value: Some(_), .. }]),
            "{missed:?}"
        );
    }

    #[test]
    fn it_can_be_called_off() {
        let lesson = challenge(TWO);
        let StepKind::Try(step) = &lesson.steps[0].kind else { return };
        assert_eq!(reach(&lesson.cases[0].protocol, step, &|| true), None);
    }
}
