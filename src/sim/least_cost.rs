//! The same aim at the least cost: a bounded search over what an operator sets, by what it costs the patient.
//!
//! Of two runs that reach the aim, the one that brings fewer and milder warnings is better; of equals there, the one that leaves more
//! platelets; of equals there, the shorter. The core has no clock, so the search makes at most [`MOST_RUNS`] runs of at most
//! [`MOST_STEPS`] solver steps together, always in the same order.

use strum::IntoEnumIterator as _;

use super::aim::{Aim, AimOutcome};
use super::cost::is_brought;
use super::extremes::{Extremes, sampled};
use super::operator_steps::{describes_the_patient, may_give_red_cells, sides};
use super::protocol::Protocol;
use super::quantities::Quantity;
use super::run::Run;
use super::settings::{SettingId, Value};
use super::solver::Tolerance;
use super::trajectory::Trajectory;
use super::warnings::{self, Severity, Warning};

/// The most runs that a search makes.
pub const MOST_RUNS: usize = 900;
/// The most solver steps of all runs of a search together. A usual run takes 60 to 120.
pub const MOST_STEPS: usize = 150_000;

/// The settings that are varied. The duration is not tried value by value: each run is as long as the aim asks for.
pub const VARIED: [SettingId; 4] =
    [SettingId::InletFlow, SettingId::CalciumInfusion, SettingId::CollectFlow, SettingId::InterfacePosition];

/// Platelet counts that differ by less are as good as each other, 10⁹/L. Assumed: a count is hardly better known than to a twentieth.
const PLATELET_STEP_E9_PER_L: f64 = 5.0;

/// At most so many alternatives are told besides the best.
const MOST_ALTERNATIVES: usize = 3;

/// How much a run burdens the patient: the levels of warnings that it brings, by severity, the worst first.
pub type Burden = [usize; 4];

/// A run that was tried, by its settings and its price.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The settings that differ from those of the present run, with their new values, in the order of files.
    pub changes: Vec<(SettingId, Value)>,
    pub aim: AimOutcome,
    /// Levels of warnings that it brings: life-threatening, severe, moderate, mild.
    pub burden: Burden,
    /// Lowest platelets of the run, 10⁹/L.
    pub platelets_e9_per_l: f64,
    /// Lowest hemoglobin of the run, g/dL.
    pub hemoglobin_g_dl: f64,
    /// Lowest ionized calcium of the run, mmol/L.
    pub calcium_mmol_l: f64,
    /// From the first draw until the needle comes out, min.
    pub minutes: f64,
}

impl Candidate {
    /// By what it is judged: smaller is better. Platelets are compared in steps of [`PLATELET_STEP_E9_PER_L`] and times in whole minutes.
    pub fn rank(&self) -> (bool, i64, Burden, i64, i64) {
        let (missed, short) = (!self.aim.is_reached(), -self.aim.margin_percent());
        let short = if missed { whole(10.0 * short) } else { 0 };
        (missed, short, self.burden, -whole(self.platelets_e9_per_l / PLATELET_STEP_E9_PER_L), whole(self.minutes))
    }

    /// Whether it is at least as good in burden, platelets and time, and better in one.
    fn dominates(&self, other: &Self) -> bool {
        let terms = |candidate: &Self| {
            let (_, _, burden, platelets, minutes) = candidate.rank();
            (burden, platelets, minutes)
        };
        let (own, others) = (terms(self), terms(other));
        own != others && own.0 <= others.0 && own.1 <= others.1 && own.2 <= others.2
    }
}

/// The nearest whole number.
fn whole(value: f64) -> i64 {
    libm::round(value) as i64
}

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
    let mut search = Search::new(run, aim.copied().unwrap_or_else(|| Aim::as_reached(run)), canceled);
    let used_up = match search.search() {
        Err(Stop::Canceled) => return None,
        Err(Stop::UsedUp) => true,
        Ok(()) => false,
    };
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

/// Why a search ends early.
enum Stop {
    Canceled,
    UsedUp,
}

/// One value of each varied setting.
type Point = [Value; VARIED.len()];

struct Search<'a> {
    run: &'a Run,
    aim: Aim,
    canceled: &'a dyn Fn() -> bool,
    /// Those of [`VARIED`] that the operator does not change in mid-run, and that have an effect.
    free: [bool; VARIED.len()],
    /// The present run first.
    tried: Vec<Candidate>,
    points: Vec<Point>,
    runs: usize,
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(run: &'a Run, aim: Aim, canceled: &'a dyn Fn() -> bool) -> Self {
        let protocol = &run.protocol;
        let is_changed = |setting: SettingId| {
            protocol.changes.iter().flat_map(|change| &change.values).any(|(changed, _)| *changed == setting)
        };
        let free = VARIED.map(|setting| !is_changed(setting) && (setting.row().has_effect)(&protocol.settings));
        let present = candidate(run, &run.warnings, &aim, Vec::new());
        let point = VARIED.map(|setting| setting.get(&protocol.settings));
        Self { run, aim, canceled, free, tried: vec![present], points: vec![point], runs: 1, steps: run.solver_steps() }
    }

    /// First a grid of flow and calcium, then steps in each setting from the best point, ever smaller.
    fn search(&mut self) -> Result<(), Stop> {
        let present = self.points[0];
        self.try_point(present)?;
        for flow in self.values(0, &present, FLOWS) {
            let mut point = present;
            point[0] = flow;
            for calcium in self.values(1, &point, CALCIUM_RATES) {
                point[1] = calcium;
                self.try_point(point)?;
            }
        }
        for index in [2, 3] {
            let from = self.best_point();
            for value in self.values(index, &from, FEW) {
                let mut point = from;
                point[index] = value;
                self.try_point(point)?;
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
                    self.try_point(point)?;
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
        let (least, most) = VARIED[index].row().number().map_or((now, now), |row| row.usual_range(&protocol.settings));
        let is_usual = |value: &f64| (now.min(least)..=now.max(most)).contains(value);
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
    fn try_point(&mut self, point: Point) -> Result<(), Stop> {
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
        let whole = self.solve(&protocol)?;
        let needed_min = AimOutcome::of(&self.aim, &whole).reached_min.unwrap_or(*longest);
        let enough = durations.iter().filter(|duration| **duration >= needed_min - 1e-9);
        // A count may rise again in rinse-back: then a little longer.
        for duration_min in enough.take(TRIES) {
            protocol.settings.procedure.duration_min = *duration_min;
            let trajectory = self.solve(&protocol)?;
            let found = candidate(&trajectory, &warnings::find(&trajectory), &self.aim, self.changes(&protocol));
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

    fn solve(&mut self, protocol: &Protocol) -> Result<Trajectory, Stop> {
        if (self.canceled)() {
            return Err(Stop::Canceled);
        }
        if self.runs >= MOST_RUNS || self.steps >= MOST_STEPS {
            return Err(Stop::UsedUp);
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

/// What a run costs.
fn candidate(trajectory: &Trajectory, warnings: &[Warning], aim: &Aim, changes: Vec<(SettingId, Value)>) -> Candidate {
    let moments = sampled(trajectory);
    let lowest = |quantity| Extremes::among(quantity, &moments).map_or(f64::NAN, |found| found.lowest.value);
    Candidate {
        changes,
        aim: AimOutcome::of(aim, trajectory),
        burden: burden(warnings),
        platelets_e9_per_l: lowest(Quantity::Platelets),
        hemoglobin_g_dl: lowest(Quantity::Hemoglobin),
        calcium_mmol_l: lowest(Quantity::IonizedCalcium),
        minutes: trajectory.machine_end_min,
    }
}

/// The levels of warnings that a run brings, each counted once, by severity.
pub fn burden(warnings: &[Warning]) -> Burden {
    const SEVERITIES: [Severity; 4] = [Severity::LifeThreatening, Severity::Severe, Severity::Moderate, Severity::Mild];
    let mut levels: Vec<&Warning> = Vec::new();
    for warning in warnings.iter().filter(|warning| is_brought(warning)) {
        let is_known = |known: &&Warning| {
            known.id == warning.id && known.severity == warning.severity && known.threshold == warning.threshold
        };
        if !levels.iter().any(is_known) {
            levels.push(warning);
        }
    }
    SEVERITIES.map(|severity| levels.iter().filter(|warning| warning.severity == severity).count())
}
