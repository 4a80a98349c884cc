//! The same aim at the least cost: a bounded search over what an operator sets, by what it costs the patient.
//!
//! Of two runs that reach the aim, the one that brings fewer and milder warnings is better; of equals there, the one that leaves more
//! platelets; of equals there, the shorter. The core has no clock, so the search makes at most [`MOST_RUNS`] runs of at most
//! [`MOST_STEPS`] solver steps together, always in the same order.

use strum::IntoEnumIterator as _;

use super::aim::{Aim, AimOutcome};
use super::candidate::Candidate;
use super::operator_steps::{describes_the_patient, may_give_red_cells, sides};
use super::pieces::{pause, unless};
use super::protocol::Protocol;
use super::run::Run;
use super::settings::{SettingId, Value};
use super::solver::Tolerance;
use super::trajectory::Trajectory;
use super::warnings;

/// The most runs that a search makes.
pub const MOST_RUNS: usize = 900;
/// The most solver steps of all runs of a search together. A usual run takes 60 to 120.
pub const MOST_STEPS: usize = 150_000;

/// The settings that are varied. The duration is not tried value by value: each run is as long as the aim asks for.
pub const VARIED: [SettingId; 4] =
    [SettingId::InletFlow, SettingId::CalciumInfusion, SettingId::CollectFlow, SettingId::InterfacePosition];

/// At most so many alternatives are told besides the best.
const MOST_ALTERNATIVES: usize = 3;

/// What the search found.
#[derive(Clone, Debug, PartialEq)]
pub struct LeastCost {
    /// What was to be reached: the case's aim, or the cells that the present run reached.
    pub aim: Aim,
    /// Whether the case states the aim.
    pub is_stated: bool,
    /// The present run.
    pub present: Candidate,
    /// The best of all that were tried, the present run among them; where none reaches the aim, the one that comes nearest.
    pub best: Candidate,
    /// Others that reach the aim and that no other beats in burden, platelets and time at once, the quickest last.
    pub alternatives: Vec<Candidate>,
    /// The number of runs made.
    pub runs: usize,
    /// What an operator could set besides and what was not varied.
    pub not_varied: Vec<SettingId>,
    /// Whether the search ended because it had used up its runs.
    pub used_up: bool,
}

impl LeastCost {
    /// Whether nothing that was tried is better than the present run.
    pub fn is_present(&self) -> bool {
        self.best.changes.is_empty()
    }
}

/// Looks for the run that reaches an aim at the least cost; without an aim, for the one that brings as many cells as this run.
///
/// Takes many runs, so use a background job. `canceled` is called before each run; when it returns true, the result is `None`.
pub fn least_cost(run: &Run, aim: Option<&Aim>, canceled: &dyn Fn() -> bool) -> Option<LeastCost> {
    unless(canceled, least_cost_in_pieces(run, aim)).flatten()
}

/// The same, with a pause before each run; `None` only if nothing was tried.
pub async fn least_cost_in_pieces(run: &Run, aim: Option<&Aim>) -> Option<LeastCost> {
    let mut search = Search::new(run, aim.copied().unwrap_or_else(|| Aim::as_reached(run)));
    let used_up = search.search().await.is_err();
    let best = search.tried.iter().min_by_key(|candidate| candidate.rank())?.clone();
    let alternatives = search.alternatives(&best);
    let present = search.tried.first()?.clone();
    let (runs, not_varied) = (search.runs, search.not_varied());
    Some(LeastCost {
        aim: search.aim,
        is_stated: aim.is_some(),
        present,
        best,
        alternatives,
        runs,
        not_varied,
        used_up,
    })
}

/// A search has made as many runs as it may.
struct UsedUp;

/// One value of each varied setting.
type Point = [Value; VARIED.len()];

struct Search<'a> {
    run: &'a Run,
    aim: Aim,
    /// Those of [`VARIED`] that the operator does not change in mid-run, and that have an effect.
    free: [bool; VARIED.len()],
    /// The present run first.
    tried: Vec<Candidate>,
    points: Vec<Point>,
    runs: usize,
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(run: &'a Run, aim: Aim) -> Self {
        let protocol = &run.protocol;
        let is_changed = |setting: SettingId| {
            protocol.changes.iter().flat_map(|change| &change.values).any(|(changed, _)| *changed == setting)
        };
        let free = VARIED.map(|setting| !is_changed(setting) && (setting.row().has_effect)(&protocol.settings));
        let present = Candidate::of(run, &run.warnings, &aim, Vec::new());
        let point = VARIED.map(|setting| setting.get(&protocol.settings));
        Self { run, aim, free, tried: vec![present], points: vec![point], runs: 1, steps: run.solver_steps() }
    }

    /// First a grid of flow and calcium, then steps in each setting from the best point, ever smaller.
    async fn search(&mut self) -> Result<(), UsedUp> {
        let present = self.points[0];
        self.try_point(present).await?;
        for flow in self.values(0, &present, FLOWS) {
            let mut point = present;
            point[0] = flow;
            for calcium in self.values(1, &point, CALCIUM_RATES) {
                point[1] = calcium;
                self.try_point(point).await?;
            }
        }
        for index in [2, 3] {
            let from = self.best_point();
            for value in self.values(index, &from, FEW) {
                let mut point = from;
                point[index] = value;
                self.try_point(point).await?;
            }
        }
        let mut stride = FIRST_STRIDE;
        while stride > 0 {
            let before = self.best_point();
            for index in 0..VARIED.len() {
                let from = self.best_point();
                for value in self.beside(index, &from, stride) {
                    let mut point = from;
                    point[index] = value;
                    self.try_point(point).await?;
                }
            }
            if self.best_point() == before {
                stride /= 2;
            }
        }
        Ok(())
    }

    fn best_point(&self) -> Point {
        let best = self.tried.iter().zip(&self.points).min_by_key(|(candidate, _)| candidate.rank());
        best.map_or(self.points[0], |(_, point)| *point)
    }

    /// All values that an operator would usually set in place of one of a point's, that one among them, from the least up.
    fn steps(&self, index: usize, point: &Point) -> Vec<f64> {
        let Value::Number(now) = point[index] else { return Vec::new() };
        if !self.free[index] {
            return vec![now];
        }
        let protocol = self.protocol(point);
        let usual = VARIED[index].row().number().map_or((now, now), |row| row.usual_range(&protocol.settings));
        let (mut least, mut most) = (now.min(usual.0), now.max(usual.1));
        if VARIED[index] == SettingId::CollectFlow {
            let present = SettingId::CollectFlow.get(&self.run.protocol.settings);
            let Value::Number(present) = present else { return vec![now] };
            (least, most) = (least.max(COLLECT_SHARES[0] * present), most.min(COLLECT_SHARES[1] * present));
        }
        let is_usual = |value: &f64| (least..=most).contains(value);
        let mut values = numbers(sides(VARIED[index], &protocol, false));
        values.retain(is_usual);
        values.push(now);
        values.sort_by(f64::total_cmp);
        values
    }

    /// So many of the values, evenly spread from the least to the most.
    fn values(&self, index: usize, point: &Point, count: usize) -> Vec<Value> {
        let all = self.steps(index, point);
        let Some(last) = all.len().checked_sub(1) else { return vec![point[index]] };
        let mut places: Vec<_> = (0..count).map(|i| (last * i).div_ceil((count - 1).max(1))).collect();
        places.dedup();
        places.into_iter().filter_map(|place| all.get(place)).map(|value| Value::Number(*value)).collect()
    }

    /// The values so many steps below and above that of a point.
    fn beside(&self, index: usize, point: &Point, stride: usize) -> Vec<Value> {
        let all = self.steps(index, point);
        let here = all.iter().position(|value| Value::Number(*value) == point[index]).unwrap_or(0);
        let places = [here.checked_sub(stride), here.checked_add(stride)];
        places.into_iter().flatten().filter_map(|place| all.get(place)).map(|value| Value::Number(*value)).collect()
    }

    /// The present protocol with a point's values.
    fn protocol(&self, point: &Point) -> Protocol {
        let mut protocol = self.run.protocol.clone();
        for (setting, value) in VARIED.into_iter().zip(point) {
            setting.set(&mut protocol.settings, value);
        }
        protocol
    }

    /// Runs a point as long as the aim asks for, unless it was run before.
    async fn try_point(&mut self, point: Point) -> Result<(), UsedUp> {
        if self.points.iter().skip(1).any(|known| *known == point) {
            return Ok(());
        }
        let mut protocol = self.protocol(&point);
        if protocol.check().is_err() {
            return Ok(());
        }
        let durations = self.durations();
        let Some(longest) = durations.last() else { return Ok(()) };
        protocol.settings.procedure.duration_min = *longest;
        // What happens does not depend on when it will end, so a run of the longest tells how long is long enough.
        let whole = self.solve(&protocol).await?;
        let needed_min = AimOutcome::of(&self.aim, &whole).reached_min.unwrap_or(*longest);
        let enough = durations.iter().filter(|duration| **duration >= needed_min - 1e-9);
        // A count may rise again in rinse-back: then a little longer.
        for duration_min in enough.take(TRIES) {
            protocol.settings.procedure.duration_min = *duration_min;
            let trajectory = self.solve(&protocol).await?;
            let found = Candidate::of(&trajectory, &warnings::find(&trajectory), &self.aim, self.changes(&protocol));
            let is_reached = found.aim.is_reached();
            self.tried.push(found);
            self.points.push(point);
            if is_reached {
                break;
            }
        }
        Ok(())
    }

    /// The durations that an operator could set, the present one among them, from the shortest up.
    fn durations(&self) -> Vec<f64> {
        let now = self.run.protocol.settings.procedure.duration_min;
        let mut durations = numbers(sides(SettingId::Duration, &self.run.protocol, false));
        durations.push(now);
        durations.sort_by(f64::total_cmp);
        durations
    }

    /// The settings of a protocol that differ from the present ones.
    fn changes(&self, protocol: &Protocol) -> Vec<(SettingId, Value)> {
        let (now, then) = (&self.run.protocol.settings, &protocol.settings);
        let all = VARIED.into_iter().chain([SettingId::Duration]);
        let mut changed: Vec<_> = all
            .filter(|setting| setting.get(now) != setting.get(then))
            .map(|setting| (setting, setting.get(then)))
            .collect();
        changed.sort_by_key(|(setting, _)| SettingId::all().position(|other| other == *setting));
        changed
    }

    async fn solve(&mut self, protocol: &Protocol) -> Result<Trajectory, UsedUp> {
        pause().await;
        if self.runs >= MOST_RUNS || self.steps >= MOST_STEPS {
            return Err(UsedUp);
        }
        let trajectory = Trajectory::solve(protocol, Tolerance::default());
        self.runs += 1;
        self.steps += trajectory.solver_steps();
        Ok(trajectory)
    }

    /// Those beside the best that nothing beats: the shortest, and others spread between.
    fn alternatives(&self, best: &Candidate) -> Vec<Candidate> {
        let reached: Vec<_> = self.tried.iter().filter(|candidate| candidate.aim.is_reached()).collect();
        let mut front: Vec<&Candidate> = Vec::new();
        for candidate in &reached {
            let is_beaten = reached.iter().any(|other| other.dominates(candidate));
            let is_known = front.iter().chain([&best]).any(|known| known.rank() == candidate.rank());
            if !is_beaten && !is_known {
                front.push(candidate);
            }
        }
        front.sort_by(|a, b| b.minutes.total_cmp(&a.minutes).then(a.rank().cmp(&b.rank())));
        // Runs that end within minutes of each other are one choice.
        let mut told = vec![best.minutes];
        front.retain(|candidate| {
            let is_apart = told.iter().all(|minutes| (minutes - candidate.minutes).abs() >= APART_MIN);
            if is_apart {
                told.push(candidate.minutes);
            }
            is_apart
        });
        let Some(last) = front.len().checked_sub(1) else { return Vec::new() };
        let count = front.len().min(MOST_ALTERNATIVES);
        let places = (0..count).map(|i| if count == 1 { last } else { last * i / (count - 1) });
        places.map(|place| front[place].clone()).collect()
    }

    /// What an operator could set besides.
    fn not_varied(&self) -> Vec<SettingId> {
        let varied = |setting: SettingId| {
            setting == SettingId::Duration
                || VARIED.iter().zip(self.free).any(|(varied, is_free)| is_free && *varied == setting)
        };
        let settings = &self.run.protocol.settings;
        let lowest = self.tried[0].hemoglobin_g_dl;
        let could_be_set = |setting: &SettingId| {
            let sides = sides(*setting, &self.run.protocol, may_give_red_cells(settings, lowest));
            sides.iter().any(|side| !side.is_empty())
        };
        SettingId::iter()
            .filter(|setting| setting.row().is_remedy && !describes_the_patient(*setting) && !varied(*setting))
            .filter(could_be_set)
            .collect()
    }
}

/// The numbers among values.
fn numbers(sides: Vec<Vec<Value>>) -> Vec<f64> {
    let number = |value| match value {
        Value::Number(number) => Some(number),
        _ => None,
    };
    sides.into_iter().flatten().filter_map(number).collect()
}

/// The collect flow stays within these shares of the present one, so that the product stays what was asked for. Assumed.
const COLLECT_SHARES: [f64; 2] = [0.5, 1.5];
/// Inlet flows of the grid.
const FLOWS: usize = 9;
/// Calcium infusions of the grid.
const CALCIUM_RATES: usize = 5;
/// Collect flows and interface positions tried from the grid's best.
const FEW: usize = 5;
/// Steps by which the search first leaves the best of the grid.
const FIRST_STRIDE: usize = 4;
/// Alternatives last at least so much longer or shorter than each other, min. Assumed.
const APART_MIN: f64 = 5.0;
/// Durations tried at one point.
const TRIES: usize = 3;
