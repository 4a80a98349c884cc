//! Several runs solved together: eight of them take the same steps, so that the processor works on several at once.
//!
//! Each step is as short as the run needs that needs the shortest. A run whose segments are shorter takes its share of every step, so all
//! arrive together; one that is not in the same kind of segment waits. What is found depends on which runs are together and on nothing
//! else: neither on the processor nor on the number of threads.

use std::cell::RefCell;

use pulp::Arch;

use super::builder::{Builder, Plan};
use super::kernels::{EightRuns, Eights, LookAhead, dispatch};
use super::outline::Outline;
use super::protocol::Protocol;
use super::solver::{End, Ended, IntegrationResult, Node, Span, Tolerance, take_steps};
use super::state::{SHOWN, STATE_SIZE, Vector, write_shown};
use super::stretch::Stretch;
use super::trajectory::Trajectory;

pub use super::lanes::{Eight, WIDTH};
use crate::model::channel::ReachCurve;
use crate::model::number::Numbers;
use crate::model::separator::Separator;

/// Error allowed per step of the virtual patients and of the cells of a map, relative to each value: fifty times that of a single run, and
/// still half a pixel of any band, which `tests/patients.rs` holds; `tests/sweeps.rs` holds what a cell tells.
pub const TOLERANCE: Tolerance = Tolerance { relative: 5e-5 };

/// Whether the processor's vector instructions are used. The answer is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Instructions {
    /// Those that it has.
    #[default]
    Best,
    /// None.
    Plain,
}

/// Memory of earlier runs for the nodes of the next ones: to ask the system for it anew takes as long as to fill it.
#[derive(Debug, Default)]
struct Spare {
    nodes: Vec<Vec<Node<STATE_SIZE>>>,
    of_eight: EightNodes,
}

impl Spare {
    fn take(&mut self) -> Vec<Node<STATE_SIZE>> {
        let mut nodes = self.nodes.pop().unwrap_or_default();
        nodes.clear();
        nodes
    }
}

thread_local! {
    /// Every thread has its own; what is found does not depend on what lies in it.
    static SPARE: RefCell<Spare> = RefCell::default();
}

/// Keeps the memory of runs that were read for the next ones of this thread.
pub fn recycle(read: Vec<Trajectory>) {
    SPARE.with_borrow_mut(|spare| spare.nodes.extend(read.into_iter().map(|trajectory| trajectory.nodes)));
}

/// The nodes of a stretch, in memory that is used again.
#[derive(Debug, Default)]
struct EightNodes {
    /// All of them, where nobody looks on.
    whole: Vec<Node<STATE_SIZE, Eight>>,
    /// Of all of them what is looked at, where somebody does.
    shown: Vec<Node<SHOWN, Eight>>,
    count: usize,
    is_seen: bool,
}

impl EightNodes {
    fn clear(&mut self, is_seen: bool) {
        (self.count, self.is_seen) = (0, is_seen);
    }

    /// Writes a node in its place: it is so large that to build it elsewhere first shows.
    fn push(&mut self, time: f64, [y, derivative, dense]: [&Eights; 3]) {
        if self.is_seen {
            let node = nth(&mut self.shown, self.count);
            node.time = time;
            write_shown(y, &mut node.y);
            write_shown(derivative, &mut node.derivative);
            write_shown(dense, &mut node.dense);
        } else {
            let node = nth(&mut self.whole, self.count);
            (node.time, node.y, node.derivative, node.dense) = (time, *y, *derivative, *dense);
        }
        self.count += 1;
    }

    fn shown(&self) -> &[Node<SHOWN, Eight>] {
        &self.shown[..if self.is_seen { self.count } else { 0 }]
    }

    fn whole(&self) -> &[Node<STATE_SIZE, Eight>] {
        &self.whole[..if self.is_seen { 0 } else { self.count }]
    }
}

/// The node at this place, which is at most one behind the last.
fn nth<const N: usize>(nodes: &mut Vec<Node<N, Eight>>, place: usize) -> &mut Node<N, Eight> {
    if nodes.len() <= place {
        let nothing = [Eight::default(); N];
        nodes.push(Node { time: 0.0, y: nothing, derivative: nothing, dense: nothing });
    }
    &mut nodes[place]
}

/// Who looks at runs while they are solved, so that nobody has to keep the whole solution.
pub trait Observer {
    /// A stretch of time was solved. What was read after the end of a run's segment is to be forgotten: the next stretch tells better.
    fn see(&mut self, stretch: &Stretch<'_>);

    /// A run was solved alone from here on, min.
    fn see_alone(&mut self, run: usize, from_min: f64, trajectory: &Trajectory);
}

/// Solves protocols that have passed [`Protocol::check`], in their order: [`WIDTH`] at a time.
pub fn solve_together(protocols: &[Protocol], tolerance: Tolerance, instructions: Instructions) -> Vec<Trajectory> {
    let mut found = Vec::with_capacity(protocols.len());
    for protocols in protocols.chunks(WIDTH) {
        let mut group = Group::new(protocols, tolerance, instructions);
        group.solve(None);
        found.extend(group.runs.into_iter().map(Builder::done));
    }
    found
}

/// Solves up to [`WIDTH`] protocols that have passed [`Protocol::check`] while an observer looks at them.
pub fn observe_together(
    protocols: &[Protocol],
    tolerance: Tolerance,
    instructions: Instructions,
    observer: &mut dyn Observer,
) -> Vec<Outline> {
    let mut group = Group::new(protocols, tolerance, instructions);
    group.solve(Some(observer));
    let alone_from_min = group.alone_from_min;
    let outline = |(run, builder): (usize, Builder<'_>)| {
        let Some(from_min) = alone_from_min[run] else { return builder.outline() };
        let trajectory = builder.done();
        observer.see_alone(run, from_min, &trajectory);
        trajectory.outline
    };
    group.runs.into_iter().enumerate().map(outline).collect()
}

/// Up to eight runs, each with the segment that it is in.
struct Group<'a> {
    arch: Arch,
    tolerance: Tolerance,
    runs: Vec<Builder<'a>>,
    plans: Vec<Option<Plan>>,
    /// From when on a run was solved alone.
    alone_from_min: [Option<f64>; WIDTH],
}

impl<'a> Group<'a> {
    fn new(protocols: &'a [Protocol], tolerance: Tolerance, instructions: Instructions) -> Self {
        let arch = match instructions {
            Instructions::Best => Arch::new(),
            Instructions::Plain => Arch::Scalar,
        };
        let nodes = || SPARE.with_borrow_mut(Spare::take);
        let build = |protocol| Builder::new(protocol, tolerance, None).with_nodes(nodes());
        let runs: Vec<_> = protocols.iter().map(build).collect();
        let plans = runs.iter().map(|_| None).collect();
        Self { arch, tolerance, runs, plans, alone_from_min: [None; WIDTH] }
    }

    fn solve(&mut self, mut observer: Option<&mut dyn Observer>) {
        let mut nodes = SPARE.with_borrow_mut(|spare| std::mem::take(&mut spare.of_eight));
        loop {
            for (run, plan) in self.runs.iter_mut().zip(&mut self.plans) {
                if plan.is_none() {
                    *plan = run.next_segment();
                }
            }
            let Some(first) = self.plans.iter().flatten().next() else { break };
            let joins = |plan: &Option<Plan>| plan.as_ref().is_some_and(|plan| are_alike(plan, first));
            let joined: Vec<usize> = (0..self.runs.len()).filter(|run| joins(&self.plans[*run])).collect();
            nodes.clear(observer.is_some());
            self.advance(&joined, &mut nodes, observer.as_deref_mut());
        }
        SPARE.with_borrow_mut(|spare| spare.of_eight = nodes);
    }

    /// Solves the segments of these runs until the first of them ends.
    fn advance(&mut self, joined: &[usize], nodes: &mut EightNodes, observer: Option<&mut (dyn Observer + '_)>) {
        // Who waits is stood in for by one who does not.
        let stand_ins: [usize; WIDTH] = std::array::from_fn(|run| if joined.contains(&run) { run } else { joined[0] });
        self.look_ahead(stand_ins);
        let present = stand_ins.map(|run| self.plans[run].as_ref().map(|plan| (&self.runs[run], plan)));
        let Some(first) = present[0] else { return };
        let present = present.map(|present| present.unwrap_or(first));
        let clock = Clock::new(present);
        let system = self.equations(present, &clock);
        let mut start = [Eight::default(); STATE_SIZE];
        for (lane, (run, _)) in present.iter().enumerate() {
            for (eight, number) in start.iter_mut().zip(run.start()) {
                eight.0[lane] = number;
            }
        }
        let span = Span { from: 0.0, to: clock.to, tolerance: self.tolerance, first_step: clock.first_step };
        let ending = take_steps(&span, &start, &system, |time, node| nodes.push(time, node));
        let is_over = ending.last.time >= clock.to;
        let is_seen = observer.is_some();
        if let Some(observer) = observer {
            let moments = present.map(|(run, plan)| run.moment(plan));
            observer.see(&Stretch::new(joined, &clock, nodes.shown(), &system, moments));
        }
        for &run in joined {
            let Some(mut plan) = self.plans[run].take() else { continue };
            let pace = clock.pace.0[run];
            let next_step = if pace > 0.0 { ending.next_step * pace } else { plan.first_step };
            if is_seen {
                // Where a segment ended shows in its last step: of what was seen no more is kept.
                self.runs[run].forget_nodes(&mut plan);
                if ending.ended == Ended::Reached {
                    let result = IntegrationResult { end: End::Reached, y: own(&ending.last.y, run), next_step };
                    self.runs[run].finish(plan, &result);
                    continue;
                }
                for node in ending.before.iter().chain([&ending.last]) {
                    self.runs[run].push(clock.node_of(node, run));
                }
            }
            for node in nodes.whole() {
                self.runs[run].push(clock.node_of(node, run));
            }
            let result = self.runs[run].ended(&plan, next_step);
            match ending.ended {
                // Whoever it was, each goes on alone.
                Ended::Undefined => {
                    self.runs[run].interrupt(&mut plan, next_step);
                    self.alone_from_min[run] = Some(self.runs[run].now_min());
                    self.runs[run].advance(plan);
                    self.runs[run].finish_alone();
                }
                Ended::Passed if !result.is_stopped() && !is_over => {
                    self.runs[run].interrupt(&mut plan, next_step);
                    self.plans[run] = Some(plan);
                }
                Ended::Reached | Ended::Passed => self.runs[run].finish(plan, &result),
            }
        }
    }

    /// Lets those of these runs look ahead whose port is open, unless they have: eight at once.
    fn look_ahead(&mut self, runs: [usize; WIDTH]) {
        let separators = runs.map(|run| self.plans[run].as_ref().and_then(|plan| plan.mode.open_separator()));
        let [Some(first), ..] = separators else { return };
        let separators = separators.map(|separator| separator.unwrap_or(first));
        let expected = separators.map(Separator::expected_hematocrits);
        let Some(some) = expected[0] else { return };
        if separators.iter().all(|separator| separator.ahead().is_some()) {
            return;
        }
        let expected_hematocrits =
            std::array::from_fn(|end| Eight(expected.map(|hematocrits| hematocrits.unwrap_or(some)[end])));
        let channel = Eight::gather(separators.map(|separator| &**separator));
        let mut ahead = ReachCurve::blank(Eight::default());
        dispatch(self.arch, LookAhead { channel: &channel, expected_hematocrits, ahead: &mut ahead });
        for (lane, run) in runs.into_iter().enumerate() {
            let plan = self.plans[run].as_mut();
            if let Some(separator) = plan.and_then(|plan| plan.mode.open_separator_mut()) {
                separator.keep_ahead(ahead.map(&mut |eight: &Eight| eight.0[lane]));
            }
        }
    }

    /// The equations of these runs in their segments, which are alike.
    fn equations(&self, present: [(&Builder<'_>, &Plan); WIDTH], clock: &Clock) -> EightRuns {
        let flows = present.map(|(_, plan)| plan.mode.flow());
        let scales = present.map(|(run, _)| run.scale());
        let open = present.map(|(_, plan)| plan.mode.open_channel());
        let ahead = open.map(|open| open.and_then(|(_, ahead)| ahead));
        EightRuns {
            arch: self.arch,
            physiology: Eight::gather(present.map(|(run, _)| run.body().physiology())),
            flow: Eight::gather(flows.each_ref()),
            channel: open[0].map(|first| Eight::gather(open.map(|open| open.unwrap_or(first).0))),
            ahead: ahead[0].map(|first| Eight::gather(ahead.map(|ahead| ahead.unwrap_or(first)))),
            room: Eight::gather(present.map(|(_, plan)| &plan.room)),
            scale: std::array::from_fn(|i| Eight(scales.map(|scale| scale[i]))),
            pace: clock.pace,
        }
    }
}

/// Whether two segments can be solved together.
fn are_alike(one: &Plan, other: &Plan) -> bool {
    let channels = match (one.mode.open_separator(), other.mode.open_separator()) {
        (Some(one), Some(other)) => {
            one.is_like(other) && one.expected_hematocrits().is_some() == other.expected_hematocrits().is_some()
        }
        (one, other) => one.is_none() && other.is_none(),
    };
    one.phase == other.phase && channels
}

/// The clock that runs share: it shows the minutes of the longest of their segments.
pub(super) struct Clock {
    to: f64,
    first_step: f64,
    from_min: [f64; WIDTH],
    to_min: [f64; WIDTH],
    /// Minutes of each run in a minute of the clock.
    pub pace: Eight,
}

impl Clock {
    fn new(present: [(&Builder<'_>, &Plan); WIDTH]) -> Self {
        let from_min = present.map(|(run, _)| run.now_min());
        let to_min = present.map(|(_, plan)| plan.to_min);
        let minutes: [f64; WIDTH] = std::array::from_fn(|run| to_min[run] - from_min[run]);
        let to = minutes.into_iter().fold(0.0, f64::max);
        let pace = minutes.map(|minutes| if to > 0.0 { minutes / to } else { 0.0 });
        let first_steps = present.iter().zip(pace).map(|((_, plan), pace)| plan.first_step / pace);
        Self { to, first_step: first_steps.fold(f64::INFINITY, f64::min), from_min, to_min, pace: Eight(pace) }
    }

    /// From when to when one run is in the stretch, min.
    pub const fn span_min(&self, run: usize) -> (f64, f64) {
        (self.from_min[run], self.to_min[run])
    }

    /// What the clock shows when a run is at this time.
    pub fn time_of(&self, run: usize, time_min: f64) -> f64 {
        let pace = self.pace.0[run];
        if pace > 0.0 { (time_min - self.from_min[run]) / pace } else { 0.0 }
    }

    /// One run's part of a node, on its own time.
    fn node_of(&self, node: &Node<STATE_SIZE, Eight>, run: usize) -> Node<STATE_SIZE> {
        let Node { time, y, derivative, dense } = node;
        let own_time = if *time < self.to { self.from_min[run] + self.pace.0[run] * time } else { self.to_min[run] };
        Node { time: own_time, y: own(y, run), derivative: own(derivative, run), dense: own(dense, run) }
    }
}

/// One run's values.
fn own(values: &Eights, run: usize) -> Vector {
    let mut own = [0.0; STATE_SIZE];
    for (own, eight) in own.iter_mut().zip(values) {
        *own = eight.0[run];
    }
    own
}
