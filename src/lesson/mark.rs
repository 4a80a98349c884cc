//! How what a student gave is marked: a verdict for each step, and what was right in it.

use super::claim::ResultAt;
use super::curve::{Direction, curve_at};
use super::step::{BestOf, Given, Step, StepKind, TryStep};
use super::truth::{CurveTruth, Truth};
use crate::sim::cause::Cause;
use crate::sim::explain::CauseShare;
use crate::sim::settings::{SettingId, Value};
use crate::sim::{Protocol, Run, simulate};

/// How an answer is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    Right,
    Partly,
    Wrong,
    /// Own words, or what there is no truth for.
    Unmarked,
}

impl Verdict {
    const fn of(is_right: bool, is_partly: bool) -> Self {
        match (is_right, is_partly) {
            (true, _) => Self::Right,
            (false, true) => Self::Partly,
            (false, false) => Self::Wrong,
        }
    }
}

/// A verdict, and what was right or not in the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub verdict: Verdict,
    pub detail: Detail,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// The answer is not of the kind that the step asks for, or is not marked.
    Nothing,
    Places {
        /// What is right and was chosen.
        found: Vec<usize>,
        /// What is right and was not chosen.
        missed: Vec<usize>,
        wrong: Vec<usize>,
    },
    Order {
        /// Links that stand in the right order among each other, at most.
        in_order: usize,
        /// Places that do not belong into the chain and were put there.
        foreign: Vec<usize>,
    },
    Number {
        right: f64,
        /// What was given, less what is right.
        off: f64,
    },
    Causes {
        found: Vec<Cause>,
        missed: Vec<Cause>,
        wrong: Vec<Cause>,
    },
    Curve(CurveMark),
    Try(TryMark),
}

/// A tick, with what was drawn and what is true.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick<T> {
    pub is_right: bool,
    pub drawn: T,
    pub truth: T,
}

/// The three ticks of a drawn curve.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveMark {
    /// Where it goes on the whole.
    pub direction: Tick<Direction>,
    /// When it is furthest from its start, minutes; `None` where it is to stay level.
    pub extreme_min: Option<Tick<f64>>,
    /// The share of the time, from 0 to 1, in which it lies among the 5th to 95th percentile of the virtual patients. What was not drawn does
    /// not.
    pub inside_share: f64,
    pub is_inside: bool,
    /// Until when it lies there without a break; `None` where it does not even at the start.
    pub inside_until_min: Option<f64>,
    /// By how much it ends above the band, or below it where negative, in the unit of the quantity; `None` where it was not drawn so far.
    pub off_at_end: Option<f64>,
}

/// A drawn curve is inside where it is so for this share of the time.
pub const INSIDE_SHARE: f64 = 0.75;

/// The time of an extreme is right within this share of the whole time …
pub const EXTREME_SHARE_OF_TIME: f64 = 0.1;

/// … or where the run has gone this share of its way to it: a curve that levels off has no sharp end.
pub const EXTREME_SHARE_OF_WAY: f64 = 0.9;

/// How a challenge was met.
#[derive(Clone, Debug, PartialEq)]
pub struct TryMark {
    pub is_reached: bool,
    /// Of what is to be so, the places of what is not.
    pub missed: Vec<usize>,
    /// Of what must not come, the places of what came.
    pub came: Vec<usize>,
    /// What is measured of it; `None` where nothing is, or where it was not reached.
    pub measured: Option<f64>,
    /// How much of what is possible that is, percent; `None` where the best is not known.
    pub of_possible_percent: Option<f64>,
}

/// Marks an answer.
pub fn mark(step: &Step, truth: &Truth, given: &Given) -> Mark {
    match (truth, given, &step.kind) {
        (Truth::Places(right), Given::Places(chosen), _) => of_places(right, chosen),
        (Truth::Order { links }, Given::Places(order), _) => of_order(*links, order),
        (Truth::Number { value, within }, Given::Number(number), _) => of_number(*value, *within, *number),
        (Truth::Causes { shares, pick, .. }, Given::Causes(picked), _) => of_causes(shares, *pick, picked),
        (Truth::Curve(truth), Given::Curve(points), _) => {
            let mark = CurveMark::of(truth, points);
            Mark { verdict: mark.verdict(), detail: Detail::Curve(mark) }
        }
        (Truth::Try { protocol, best }, Given::Settings(settings), StepKind::Try(step)) => {
            of_try(step, protocol, *best, settings)
        }
        _ => Mark { verdict: Verdict::Unmarked, detail: Detail::Nothing },
    }
}

/// Partly right is more right than wrong ones.
fn of_places(right: &[usize], chosen: &[usize]) -> Mark {
    let (found, missed): (Vec<_>, Vec<_>) = right.iter().partition(|place| chosen.contains(place));
    let wrong: Vec<_> = chosen.iter().copied().filter(|place| !right.contains(place)).collect();
    let verdict = Verdict::of(missed.is_empty() && wrong.is_empty(), found.len() > wrong.len());
    Mark { verdict, detail: Detail::Places { found, missed, wrong } }
}

/// Partly right is one slip: one link out of its place, or one that does not belong.
fn of_order(links: usize, order: &[usize]) -> Mark {
    let own: Vec<_> = order.iter().copied().filter(|place| *place < links).collect();
    let foreign: Vec<_> = order.iter().copied().filter(|place| *place >= links).collect();
    let in_order = longest_rise(&own);
    let slips = links - in_order + foreign.len();
    Mark {
        verdict: Verdict::of(slips == 0 && own.len() == links, slips <= 1 && links > 2),
        detail: Detail::Order { in_order, foreign },
    }
}

/// The length of the longest part of a list, with gaps, that rises.
fn longest_rise(list: &[usize]) -> usize {
    let mut lengths: Vec<usize> = Vec::with_capacity(list.len());
    for (place, value) in list.iter().enumerate() {
        let before = list[..place].iter().zip(&lengths).filter(|(other, _)| *other < value);
        lengths.push(1 + before.map(|(_, length)| *length).max().unwrap_or(0));
    }
    lengths.into_iter().max().unwrap_or(0)
}

/// Partly right is no more than twice as far off as may be.
fn of_number(right: f64, within: f64, number: f64) -> Mark {
    let off = number - right;
    // A number is given in decimals: what is on the edge is not outside for a last bit.
    let is_within = |most: f64| off.abs() <= most * (1.0 + 1e-9);
    Mark { verdict: Verdict::of(is_within(within), is_within(2.0 * within)), detail: Detail::Number { right, off } }
}

/// Partly right is more right than wrong ones. A cause whose share is the same as that of the last right one is right as well.
fn of_causes(shares: &[CauseShare], pick: usize, picked: &[Cause]) -> Mark {
    let least = pick.checked_sub(1).and_then(|last| shares.get(last)).map_or(f64::INFINITY, |last| last.share_percent);
    let is_right = |cause: &Cause| shares.iter().any(|share| share.cause == *cause && share.share_percent >= least);
    let (found, wrong): (Vec<_>, Vec<_>) = picked.iter().copied().partition(is_right);
    let largest = shares.iter().take(pick).map(|share| share.cause);
    let missed: Vec<_> =
        largest.filter(|cause| !picked.contains(cause)).take(pick.saturating_sub(found.len())).collect();
    let verdict = Verdict::of(missed.is_empty() && wrong.is_empty(), found.len() >= wrong.len() && !found.is_empty());
    Mark { verdict, detail: Detail::Causes { found, missed, wrong } }
}

impl CurveMark {
    /// The ticks of the curve through these points.
    pub fn of(truth: &CurveTruth, points: &[(f64, f64)]) -> Self {
        let drawn: Vec<_> = truth.moments.iter().map(|moment| curve_at(points, moment.min)).collect();
        let inside: Vec<bool> = truth
            .moments
            .iter()
            .zip(&drawn)
            .map(|(moment, drawn)| drawn.is_some_and(|drawn| (moment.low..=moment.high).contains(&drawn)))
            .collect();
        let inside_share = inside.iter().filter(|inside| **inside).count() as f64 / inside.len() as f64;
        let until = inside.iter().take_while(|inside| **inside).count();
        let last = truth.last();
        let off_at_end = drawn
            .last()
            .copied()
            .flatten()
            .map(|drawn| if drawn > last.high { drawn - last.high } else { (drawn - last.low).min(0.0) });
        Self {
            direction: direction(truth, &drawn),
            extreme_min: extreme(truth, &drawn),
            inside_share,
            is_inside: inside_share >= INSIDE_SHARE,
            inside_until_min: until.checked_sub(1).map(|until| truth.moments[until].min),
            off_at_end,
        }
    }

    /// Right with all ticks; a curve that goes the wrong way is wrong wherever it lies.
    pub fn verdict(&self) -> Verdict {
        let is_timed = self.extreme_min.is_none_or(|extreme| extreme.is_right);
        Verdict::of(self.direction.is_right && is_timed && self.is_inside, self.direction.is_right)
    }
}

/// Which way the drawn curve goes; one that ends as far from its start as the run does, goes as it.
fn direction(truth: &CurveTruth, drawn: &[Option<f64>]) -> Tick<Direction> {
    let mut known = drawn.iter().copied().flatten();
    let first = known.next().unwrap_or_default();
    let change = known.next_back().unwrap_or(first) - first;
    let true_change = truth.last().value - truth.first().value;
    let (drawn, truly) = (Direction::of(change, truth.level), truth.direction());
    let is_near = (change - true_change).abs() <= truth.level && change * true_change > 0.0;
    Tick { is_right: drawn == truly || is_near, drawn, truth: truly }
}

/// When both are furthest from their start. What goes the other way is not right at any time.
fn extreme(truth: &CurveTruth, drawn: &[Option<f64>]) -> Option<Tick<f64>> {
    let furthest = |samples: &mut dyn Iterator<Item = (f64, f64)>| {
        let first = samples.next()?;
        let far = |sample: &(f64, f64)| (sample.1 - first.1).abs();
        // The first of those that are as far.
        let found = samples.fold(first, |found, sample| if far(&sample) > far(&found) { sample } else { found });
        Some((found.0, found.1 - first.1))
    };
    let moments = &truth.moments;
    let (true_min, moved) = furthest(&mut moments.iter().map(|moment| (moment.min, moment.value)))?;
    if moved.abs() <= truth.level {
        return None;
    }
    let sampled = moments.iter().zip(drawn).filter_map(|(moment, drawn)| Some((moment.min, (*drawn)?)));
    let (drawn_min, drawn_moved) = furthest(&mut { sampled }).unwrap_or((0.0, 0.0));
    let then = moments.iter().find(|moment| moment.min >= drawn_min).unwrap_or(&moments[0]);
    let way = (then.value - moments[0].value) / moved;
    let whole_min = truth.last().min - truth.first().min;
    let is_near = (drawn_min - true_min).abs() <= EXTREME_SHARE_OF_TIME * whole_min || way >= EXTREME_SHARE_OF_WAY;
    Some(Tick { is_right: is_near && drawn_moved * moved > 0.0, drawn: drawn_min, truth: true_min })
}

fn of_try(step: &TryStep, protocol: &Protocol, best: Option<f64>, settings: &[(SettingId, Value)]) -> Mark {
    let mut protocol = protocol.clone();
    for (setting, value) in settings.iter().filter(|(setting, _)| step.moves.contains(setting)) {
        setting.set(&mut protocol.settings, value);
    }
    let mark = simulate(&protocol).map_or_else(|_| TryMark::not_run(step), |run| TryMark::of(step, &run, best));
    let is_partly = mark.missed.len() < step.reach.len();
    Mark { verdict: Verdict::of(mark.is_reached, is_partly), detail: Detail::Try(mark) }
}

impl TryMark {
    /// What cannot run reaches nothing.
    fn not_run(step: &TryStep) -> Self {
        let missed = (0..step.reach.len()).collect();
        Self { is_reached: false, missed, came: Vec::new(), measured: None, of_possible_percent: None }
    }

    /// How a run meets a challenge.
    pub fn of(step: &TryStep, run: &Run, best: Option<f64>) -> Self {
        let missed: Vec<_> =
            (0..step.reach.len()).filter(|place| !step.reach[*place].holds(run).unwrap_or(false)).collect();
        let came: Vec<_> = (0..step.without.len()).filter(|place| step.without[*place].comes_in(run)).collect();
        let is_reached = missed.is_empty() && came.is_empty();
        let measured = if is_reached { measured(step, run) } else { None };
        let of_possible_percent = step
            .best
            .as_ref()
            .zip(measured)
            .zip(best)
            .and_then(|((best, measured), possible)| best.measure.percent_of_possible(measured, possible));
        Self { is_reached, missed, came, measured, of_possible_percent }
    }
}

/// What is measured of a challenge in a run, whether reached or not.
pub fn measured(step: &TryStep, run: &Run) -> Option<f64> {
    match &step.best.as_ref()?.of {
        BestOf::Setting(setting) => match setting.get(&run.protocol.settings) {
            Value::Number(value) => Some(value),
            _ => None,
        },
        BestOf::Result(result) => ResultAt::of(result, run).ok().flatten(),
    }
}
