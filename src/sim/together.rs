//! Several runs solved together: eight of them take the same steps, so that the processor works on several at once.
//!
//! Each step is as short as the run needs that needs the shortest. A run whose segments are shorter takes its share of every step, so all
//! arrive together; one that is not in the same kind of segment waits. What is found depends on which runs are together and on nothing
//! else: neither on the processor nor on the number of threads.

use pulp::Arch;

use super::builder::{Builder, Plan};
use super::kernels::{EightRuns, Eights};
use super::lanes::Eight;
use super::protocol::Protocol;
use super::solver::{Ended, Node, Span, Tolerance, take_steps};
use super::state::STATE_SIZE;
use super::trajectory::Trajectory;

pub use super::lanes::WIDTH;

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
pub struct Spare {
    nodes: Vec<Vec<Node<STATE_SIZE>>>,
}

impl Spare {
    /// Keeps the memory of runs that were read.
    pub fn keep(&mut self, read: Vec<Trajectory>) {
        self.nodes.extend(read.into_iter().map(|trajectory| trajectory.nodes));
    }

    fn take(&mut self) -> Vec<Node<STATE_SIZE>> {
        let mut nodes = self.nodes.pop().unwrap_or_default();
        nodes.clear();
        nodes
    }
}

/// Solves protocols that have passed [`Protocol::check`], in their order: [`WIDTH`] at a time.
pub fn solve_together(
    protocols: &[Protocol],
    tolerance: Tolerance,
    instructions: Instructions,
    spare: &mut Spare,
) -> Vec<Trajectory> {
    let arch = match instructions {
        Instructions::Best => Arch::new(),
        Instructions::Plain => Arch::Scalar,
    };
    let mut found = Vec::with_capacity(protocols.len());
    for protocols in protocols.chunks(WIDTH) {
        let build = |protocol| Builder::new(protocol, tolerance, None).with_nodes(spare.take());
        let runs: Vec<_> = protocols.iter().map(build).collect();
        let plans = runs.iter().map(|_| None).collect();
        found.extend(Group { arch, tolerance, runs, plans }.solve());
    }
    found
}

/// Up to eight runs, each with the segment that it is in.
struct Group<'a> {
    arch: Arch,
    tolerance: Tolerance,
    runs: Vec<Builder<'a>>,
    plans: Vec<Option<Plan>>,
}

impl Group<'_> {
    fn solve(mut self) -> Vec<Trajectory> {
        loop {
            for (run, plan) in self.runs.iter_mut().zip(&mut self.plans) {
                if plan.is_none() {
                    *plan = run.next_segment();
                }
            }
            let Some(first) = self.plans.iter().flatten().next() else { break };
            let joins = |plan: &Option<Plan>| plan.as_ref().is_some_and(|plan| are_alike(plan, first));
            let joined: Vec<usize> = (0..self.runs.len()).filter(|run| joins(&self.plans[*run])).collect();
            self.advance(&joined);
        }
        self.runs.into_iter().map(Builder::done).collect()
    }

    /// Solves the segments of these runs until the first of them ends.
    fn advance(&mut self, joined: &[usize]) {
        // Who waits is stood in for by one who does not.
        let stand_ins: [usize; WIDTH] = std::array::from_fn(|run| if joined.contains(&run) { run } else { joined[0] });
        let present = stand_ins.map(|run| self.plans[run].as_ref().map(|plan| (&self.runs[run], plan)));
        let Some(first) = present[0] else { return };
        let present = present.map(|present| present.unwrap_or(first));
        let clock = Clock::new(present);
        let system = self.equations(present, &clock);
        let starts = present.map(|(run, _)| run.start());
        let start: Eights = std::array::from_fn(|i| Eight(starts.map(|start| start[i])));
        let span = Span { from: 0.0, to: clock.to, tolerance: self.tolerance, first_step: clock.first_step };
        let mut is_over = false;
        let (ended, next_step) = take_steps(&span, &start, &system, |time, node| {
            is_over = time >= clock.to;
            for &run in joined {
                self.runs[run].push(clock.node_of(time, node, run));
            }
        });
        for &run in joined {
            let Some(mut plan) = self.plans[run].take() else { continue };
            let pace = clock.pace.0[run];
            let next_step = if pace > 0.0 { next_step * pace } else { plan.first_step };
            let result = self.runs[run].ended(&plan, next_step);
            match ended {
                // Whoever it was, each goes on alone.
                Ended::Undefined => {
                    self.runs[run].interrupt(&mut plan, next_step);
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
}

impl Group<'_> {
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
    let channels = match (one.mode.open_channel(), other.mode.open_channel()) {
        (Some((one, ahead)), Some((other, other_ahead))) => {
            one.is_like(other) && ahead.is_some() == other_ahead.is_some()
        }
        (one, other) => one.is_none() && other.is_none(),
    };
    one.phase == other.phase && channels
}

/// The clock that runs share: it shows the minutes of the longest of their segments.
struct Clock {
    to: f64,
    first_step: f64,
    from_min: [f64; WIDTH],
    to_min: [f64; WIDTH],
    /// Minutes of each run in a minute of the clock.
    pace: Eight,
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

    /// One run's part of a node, on its own time.
    fn node_of(&self, time: f64, node: [&Eights; 3], run: usize) -> Node<STATE_SIZE> {
        let own_time = if time < self.to { self.from_min[run] + self.pace.0[run] * time } else { self.to_min[run] };
        let own = |values: &Eights| {
            let mut own = [0.0; STATE_SIZE];
            for (own, eight) in own.iter_mut().zip(values) {
                *own = eight.0[run];
            }
            own
        };
        let [y, derivative, dense] = node;
        Node { time: own_time, y: own(y), derivative: own(derivative), dense: own(dense) }
    }
}
