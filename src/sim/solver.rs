//! Explicit Runge–Kutta solvers of order 5 with error control and dense output: Dormand and Prince, J Comput Appl Math 1980;6:19.
//!
//! The equations are smooth between changes and, at usual settings, hardly stiff (the fastest time constant is the residence in the set,
//! minutes), so steps of minutes reach a relative error below 10⁻⁷. As Runge–Kutta methods they keep every linear balance to rounding.

use super::pairs::{MOST_EXACT, STAGES};
use crate::model::number::Number;
use crate::model::root_finding::root;

/// How closely the solver follows the equations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Error allowed per step, relative to each component.
    pub relative: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { relative: 1e-6 }
    }
}

/// The solution at the end of a step, with what is needed to interpolate up to the next node.
#[derive(Clone, Debug)]
pub struct Node<const N: usize, V = f64> {
    pub time: f64,
    pub y: [V; N],
    pub(super) derivative: [V; N],
    /// The fourth-order term of the step that begins here; zero at the last.
    pub(super) dense: [V; N],
}

impl<const N: usize> Node<N> {
    /// The solution at `time`, between this node and the `next` of the same segment (order 4).
    pub fn at(&self, next: &Self, time: f64) -> [f64; N] {
        let step = next.time - self.time;
        if step <= 0.0 || time <= self.time {
            return self.y;
        }
        let theta = (time - self.time) / step;
        if theta >= 1.0 {
            return next.y;
        }
        std::array::from_fn(|i| {
            let next = [next.y[i], next.derivative[i]];
            within_step(theta, step, [self.y[i], self.derivative[i], self.dense[i]], next)
        })
    }
}

/// A value within a step, this share of it after its beginning (order 4), from the node before (value, rate of change, fourth-order term)
/// and the node after (value, rate of change).
#[inline(always)]
pub(super) fn within_step<V: Number>(share: V, step: V, before: [V; 3], after: [V; 2]) -> V {
    let ([y, derivative, dense], [next_y, next_derivative]) = (before, after);
    let rest = share.complement();
    let rise = next_y - y;
    let bend = step * derivative - rise;
    let bend_back = rise - step * next_derivative - bend;
    y + share * (rise + rest * (bend + share * (bend_back + rest * dense)))
}

/// Why the solver returned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    Reached,
    /// The event occurred at this time within the last step, or the rates stopped being finite there.
    Stopped(f64),
}

/// Lower bound on the step, min, which bounds the work for any settings. The fastest possible equation, a reserve of the smallest size
/// at the greatest urgency, takes thirty times longer to settle.
const MIN_STEP: f64 = 5e-4;

/// Default first step, min.
pub const FIRST_STEP: f64 = 0.25;

/// An integration problem without its equations.
pub struct Task<'a, const N: usize> {
    pub from: f64,
    pub to: f64,
    pub start: &'a [f64; N],
    /// For each value, the size below which its error does not matter.
    pub scale: &'a [f64; N],
    pub tolerance: Tolerance,
    /// The rates depend on this many leading values; the rest are quadratures.
    pub coupled: usize,
    /// The first step to try.
    pub first_step: f64,
}

/// How an integration ended.
pub struct IntegrationResult<const N: usize> {
    pub end: End,
    pub y: [f64; N],
    /// A suitable first step for continuing.
    pub next_step: f64,
}

impl<const N: usize> IntegrationResult<N> {
    /// Whether the integration stopped before its end.
    pub(super) const fn is_stopped(&self) -> bool {
        matches!(self.end, End::Stopped(_))
    }
}

/// Integrates `rates` and appends the nodes of the solution, first and last included, to `nodes`.
///
/// When `event` is negative at the end of a step, the integration stops at its zero within that step; the last node is then the end of
/// that step.
pub fn integrate<const N: usize>(
    task: &Task<'_, N>,
    rates: impl Fn(&[f64; N]) -> [f64; N],
    event: impl Fn(&[f64; N]) -> f64,
    nodes: &mut Vec<Node<N>>,
) -> IntegrationResult<N> {
    let system = Single { scale: task.scale, coupled: task.coupled, rates, event: &event };
    let span = Span { from: task.from, to: task.to, tolerance: task.tolerance, first_step: task.first_step };
    let first = nodes.len();
    let keep = |time: f64, [y, derivative, dense]: [&[f64; N]; 3]| {
        nodes.push(Node { time, y: *y, derivative: *derivative, dense: *dense });
    };
    let Ending { ended: how, last, next_step, .. } = take_steps(&span, task.start, &system, keep);
    match how {
        Ended::Reached | Ended::Passed => ended(&nodes[first..], event, next_step),
        Ended::Undefined => IntegrationResult { end: End::Stopped(last.time), y: last.y, next_step },
    }
}

/// How an integration ended whose last step is that of the last two nodes: at the event within it, or at the last node.
pub(super) fn ended<const N: usize>(
    nodes: &[Node<N>],
    event: impl Fn(&[f64; N]) -> f64,
    next_step: f64,
) -> IntegrationResult<N> {
    let last = &nodes[nodes.len() - 1];
    let has_passed = event(&last.y) < 0.0;
    if !has_passed || nodes.len() < 2 {
        return IntegrationResult { end: End::Reached, y: last.y, next_step };
    }
    let before = &nodes[nodes.len() - 2];
    let stop = root(|time| event(&before.at(last, time)), before.time, last.time);
    IntegrationResult { end: End::Stopped(stop), y: before.at(last, stop), next_step }
}

/// What is integrated: the equations of one run, or of several that share their steps. `Value` holds one value of the state for each.
pub(super) trait System<const N: usize> {
    type Value: Copy + Default;

    /// Writes the rates of change.
    fn write_rates(&self, y: &[Self::Value; N], rate: &mut [Self::Value; N]);

    /// Writes where a stage after the first is evaluated: [`Pair::stage_value`](super::pairs::Pair::stage_value) of each value.
    fn write_stage(
        &self,
        stage: usize,
        step: f64,
        y: &[Self::Value; N],
        k: &[[Self::Value; N]; STAGES],
        end: &mut [Self::Value; N],
    );

    /// The largest error of a step: [`Pair::error_of`](super::pairs::Pair::error_of) of all values. Infinite where one is undefined.
    fn largest_error(
        &self,
        step: f64,
        y: &[Self::Value; N],
        end: &[Self::Value; N],
        k: &[[Self::Value; N]; STAGES],
    ) -> f64;

    /// Writes the fourth-order term of the dense polynomial: [`Pair::dense_value`](super::pairs::Pair::dense_value) of each value.
    fn write_dense(&self, step: f64, k: &[[Self::Value; N]; STAGES], dense: &mut [Self::Value; N]);

    /// Whether the event has occurred.
    fn has_passed(&self, y: &[Self::Value; N]) -> bool;
}

/// Where an integration goes, on the solver's own clock.
pub(super) struct Span {
    pub from: f64,
    pub to: f64,
    pub tolerance: Tolerance,
    pub first_step: f64,
}

/// How the steps ended: at the last node in any case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ended {
    Reached,
    /// The event occurred within the last step.
    Passed,
    /// The rates are not finite after the last node.
    Undefined,
}

/// Where steps ended.
pub(super) struct Ending<const N: usize, V> {
    pub ended: Ended,
    /// The last node, and the one before where the event occurred between them.
    pub last: Node<N, V>,
    pub before: Option<Node<N, V>>,
    /// A suitable first step for continuing.
    pub next_step: f64,
}

/// Takes steps and hands over each node, first and last included: its time, values, rates of change, and the fourth-order terms of the
/// step that begins there.
pub(super) fn take_steps<const N: usize, S: System<N>>(
    span: &Span,
    start: &[S::Value; N],
    system: &S,
    mut keep: impl FnMut(f64, [&[S::Value; N]; 3]),
) -> Ending<N, S::Value> {
    let nothing = [S::Value::default(); N];
    let mut time = span.from;
    let mut step = span.first_step;
    let mut next_step = step;
    let mut k = [nothing; STAGES];
    // Two places take turns: to copy eight runs' values shows.
    let (mut one, mut other) = (*start, *start);
    let (mut y, mut end) = (&mut one, &mut other);
    let mut dense = nothing;
    system.write_rates(y, &mut k[0]);
    let mut was_rejected = false;
    let mut before = None;
    let ended = loop {
        if time >= span.to {
            break Ended::Reached;
        }
        // Stretch the last step rather than leave a sliver, so that the end is met exactly.
        let last = time + step * 1.01 >= span.to;
        if last {
            step = span.to - time;
        }
        for stage in 1..STAGES {
            system.write_stage(stage, step, y, &k, end);
            system.write_rates(end, &mut k[stage]);
        }
        let error = system.largest_error(step, y, end, &k) / span.tolerance.relative;
        if !error.is_finite() && step <= MIN_STEP {
            break Ended::Undefined;
        }
        if error > 1.0 && step > MIN_STEP {
            step = (step * step_factor(error, was_rejected)).max(MIN_STEP);
            next_step = step;
            was_rejected = true;
            continue;
        }
        system.write_dense(step, &k, &mut dense);
        keep(time, [y, &k[0], &dense]);
        let began = time;
        time = if last { span.to } else { time + step };
        std::mem::swap(&mut y, &mut end);
        if system.has_passed(y) {
            before = Some(Node { time: began, y: *end, derivative: k[0], dense });
            k[0] = k[STAGES - 1];
            break Ended::Passed;
        }
        k[0] = k[STAGES - 1];
        let wanted = (step * step_factor(error, was_rejected)).max(MIN_STEP);
        was_rejected = false;
        // A last step that was cut short says little about the next one.
        next_step = if last { next_step.max(wanted) } else { wanted };
        step = wanted;
    };
    keep(time, [y, &k[0], &nothing]);
    Ending { ended, last: Node { time, y: *y, derivative: k[0], dense: nothing }, before, next_step }
}

/// The equations of one run.
struct Single<'a, const N: usize, R, E> {
    scale: &'a [f64; N],
    coupled: usize,
    rates: R,
    event: E,
}

impl<const N: usize, R: Fn(&[f64; N]) -> [f64; N], E: Fn(&[f64; N]) -> f64> System<N> for Single<'_, N, R, E> {
    type Value = f64;

    fn write_rates(&self, y: &[f64; N], rate: &mut [f64; N]) {
        *rate = (self.rates)(y);
    }

    fn write_stage(&self, stage: usize, step: f64, y: &[f64; N], k: &[[f64; N]; STAGES], end: &mut [f64; N]) {
        for i in 0..needed(stage, self.coupled, N) {
            end[i] = MOST_EXACT.stage_value(stage, step, y[i], |earlier| k[earlier][i]);
        }
    }

    fn largest_error(&self, step: f64, y: &[f64; N], end: &[f64; N], k: &[[f64; N]; STAGES]) -> f64 {
        let mut largest = 0.0;
        for i in 0..N {
            largest = MOST_EXACT.error_of(step, self.scale[i], y[i], end[i], |stage| k[stage][i], largest);
        }
        largest
    }

    fn write_dense(&self, step: f64, k: &[[f64; N]; STAGES], dense: &mut [f64; N]) {
        for i in 0..N {
            dense[i] = MOST_EXACT.dense_value(step, |stage| k[stage][i]);
        }
    }

    fn has_passed(&self, y: &[f64; N]) -> bool {
        (self.event)(y) < 0.0
    }
}

/// How many values a stage needs: quadratures are needed only at the end of the step.
#[inline(always)]
pub(super) const fn needed(stage: usize, coupled: usize, all: usize) -> usize {
    if stage < STAGES - 1 { coupled } else { all }
}

/// The next step as a multiple of this one: 0.9·error^(−1/5), between a fifth and five. Right after a rejected step it may not grow
/// (Hairer, Nørsett, Wanner, II.4), because the difficult part is near.
fn step_factor(error: f64, was_rejected: bool) -> f64 {
    let max = if was_rejected { 1.0 } else { 5.0 };
    if error <= 0.0 { max } else { (0.9 * libm::exp(-0.2 * libm::log(error))).clamp(0.2, max) }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    fn task<'a, const N: usize>(start: &'a [f64; N], scale: &'a [f64; N], relative: f64) -> Task<'a, N> {
        let tolerance = Tolerance { relative };
        Task { from: 0.0, to: 10.0, start, scale, tolerance, coupled: N, first_step: FIRST_STEP }
    }

    #[test]
    fn follows_an_oscillator_between_and_at_its_steps() {
        let mut nodes = Vec::new();
        let task = task(&[0.0, 1.0], &[1.0; 2], 1e-9);
        let result = integrate(&task, |y| [y[1], -y[0]], |_| 1.0, &mut nodes);
        assert_eq!(result.end, End::Reached);
        assert!((result.y[0] - libm::sin(10.0)).abs() < 1e-7);
        for pair in nodes.windows(2) {
            let middle = pair[0].time + 0.37 * (pair[1].time - pair[0].time);
            assert!((pair[0].at(&pair[1], middle)[0] - libm::sin(middle)).abs() < 1e-6, "at {middle}");
        }
    }

    #[test]
    fn stops_where_the_condition_turns() {
        let mut nodes = Vec::new();
        let task = task(&[4.0], &[1.0], 1e-7);
        let result = integrate(&task, |_| [-1.0], |y| y[0] - 1.0, &mut nodes);
        let End::Stopped(time) = result.end else { panic!("did not stop") };
        assert!((time - 3.0).abs() < 1e-9 && (result.y[0] - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_step_does_not_grow_right_after_one_was_rejected() {
        // A clock, and a value driven by it: at rest until 5, then oscillating fast.
        let evaluations = Cell::new(0);
        let rates = |y: &[f64; 2]| {
            evaluations.set(evaluations.get() + 1);
            [1.0, if y[0] < 5.0 { 0.0 } else { 20.0 * libm::cos(20.0 * y[0]) }]
        };
        let evaluations_at_step_end = RefCell::new(vec![1]);
        let watch = |_: &[f64; 2]| {
            evaluations_at_step_end.borrow_mut().push(evaluations.get());
            1.0
        };
        let mut nodes = Vec::new();
        integrate(&task(&[0.0; 2], &[1.0; 2], 1e-7), rates, watch, &mut nodes);
        let steps: Vec<f64> = nodes.windows(2).map(|pair| pair[1].time - pair[0].time).collect();
        let counts = evaluations_at_step_end.into_inner();
        let mut rejected = 0;
        for (count, step) in counts.windows(2).zip(steps.windows(2)) {
            // Six evaluations: the step was accepted at once.
            if count[1] - count[0] > 6 {
                rejected += 1;
                assert!(step[1] <= step[0] * 1.000_001, "{} after {}", step[1], step[0]);
            }
        }
        assert!(rejected > 0, "nothing was rejected");
    }
}
