//! Several runs solved together: eight of them take the same steps, so that the processor works on several at once.
//!
//! Each step is as short as the run needs that needs the shortest. A run whose segments are shorter takes its share of every step, so all
//! arrive together; one that is not in the same kind of segment waits. What is found depends on which runs are together and on nothing
//! else: neither on the processor nor on the number of threads.

use pulp::{Arch, Scalar128b, Simd, WithSimd};

use super::builder::{Builder, Plan, Room};
use super::dynamics::MachineMode;
use super::lanes::{Eight, Lanes, Truth};
use super::protocol::Protocol;
use super::rates::{Flow, Physiology};
use super::solver::{
    Ended, Node, STAGES, Span, System, Tolerance, dense_value, error_of, needed, stage_value, take_steps,
};
use super::state::{COUPLED, STATE_SIZE, State};
use super::trajectory::Trajectory;
use crate::model::channel::{Ahead, Channel, REACHES, ReachCurve};
use crate::model::number::{Number, Numbers};

pub use super::lanes::WIDTH;

/// The values of a state in eight runs.
type Eights = [Eight; STATE_SIZE];

/// Whether the processor's vector instructions are used. The answer is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Instructions {
    /// Those that it has.
    #[default]
    Best,
    /// None.
    Plain,
}

/// Solves up to [`WIDTH`] protocols that have passed [`Protocol::check`], in their order.
pub fn solve_together(protocols: &[Protocol], tolerance: Tolerance, instructions: Instructions) -> Vec<Trajectory> {
    let arch = match instructions {
        Instructions::Best => Arch::new(),
        Instructions::Plain => Arch::Scalar,
    };
    let mut found = Vec::with_capacity(protocols.len());
    for protocols in protocols.chunks(WIDTH) {
        let runs = protocols.iter().map(|protocol| Builder::new(protocol, tolerance, None)).collect();
        found.extend(Group { arch, tolerance, plans: protocols.iter().map(|_| None).collect(), runs }.solve());
    }
    found
}

/// Works with the instructions of a processor; where it has none for vectors, on two numbers at a time, as any compiler can.
fn dispatch<W: WithSimd>(arch: Arch, work: W) -> W::Output {
    match arch {
        Arch::Scalar => Scalar128b.vectorize(work),
        arch => arch.dispatch(work),
    }
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
                    *plan = run.next();
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
        let Some(clock) = Clock::new(&self.runs, &self.plans, stand_ins) else { return };
        let Some(system) = Together::new(self.arch, &self.runs, &self.plans, stand_ins, &clock) else { return };
        let starts = stand_ins.map(|run| self.runs[run].start());
        let start: Eights = std::array::from_fn(|i| Eight(std::array::from_fn(|run| starts[run][i])));
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
    from_min: Eight,
    to_min: Eight,
    /// Minutes of each run in a minute of the clock.
    pace: Eight,
}

impl Clock {
    fn new(runs: &[Builder<'_>], plans: &[Option<Plan>], stand_ins: [usize; WIDTH]) -> Option<Self> {
        let (mut from_min, mut to_min, mut first_min) = (Eight::default(), Eight::default(), Eight::default());
        for (place, run) in stand_ins.into_iter().enumerate() {
            let plan = plans.get(run)?.as_ref()?;
            from_min.0[place] = runs.get(run)?.now_min();
            to_min.0[place] = plan.to_min;
            first_min.0[place] = plan.first_step;
        }
        let minutes: [f64; WIDTH] = std::array::from_fn(|run| to_min.0[run] - from_min.0[run]);
        let to = minutes.into_iter().fold(0.0, f64::max);
        let pace = Eight(minutes.map(|minutes| if to > 0.0 { minutes / to } else { 0.0 }));
        let first_step = (0..WIDTH).map(|run| first_min.0[run] / pace.0[run]).fold(f64::INFINITY, f64::min);
        Some(Self { to, first_step, from_min, to_min, pace })
    }

    /// One run's part of a node, on its own time.
    fn node_of(&self, time: f64, node: [&Eights; 3], run: usize) -> Node<STATE_SIZE> {
        let own_time = if time < self.to { self.from_min.0[run] + self.pace.0[run] * time } else { self.to_min.0[run] };
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

/// The equations of eight runs in segments of one kind.
struct Together {
    arch: Arch,
    physiology: Physiology<Eight>,
    flow: Flow<Eight>,
    channel: Option<Channel<Eight>>,
    ahead: Option<ReachCurve<Eight>>,
    room: Room<Eight>,
    scale: Eights,
    pace: Eight,
}

impl Together {
    fn new(
        arch: Arch,
        runs: &[Builder<'_>],
        plans: &[Option<Plan>],
        stand_ins: [usize; WIDTH],
        clock: &Clock,
    ) -> Option<Self> {
        let first = plans.get(stand_ins[0])?.as_ref()?;
        let modes: [&MachineMode; WIDTH] =
            stand_ins.map(|run| plans[run].as_ref().map_or(&first.mode, |plan| &plan.mode));
        let rooms = stand_ins.map(|run| plans[run].as_ref().map_or(&first.room, |plan| &plan.room));
        let flows = modes.map(MachineMode::flow);
        let scales = stand_ins.map(|run| runs[run].scale());
        let open = modes.map(MachineMode::open_channel);
        let channel = open[0].map(|first| Eight::gather(open.map(|open| open.unwrap_or(first).0)));
        let ahead = open[0].and_then(|(_, ahead)| ahead);
        let ahead =
            ahead.map(|first| Eight::gather(open.map(|open| open.and_then(|(_, ahead)| ahead).unwrap_or(first))));
        Some(Self {
            arch,
            physiology: Eight::gather(stand_ins.map(|run| runs[run].body().physiology())),
            flow: Eight::gather(flows.each_ref()),
            channel,
            ahead,
            room: Eight::gather(rooms),
            scale: std::array::from_fn(|i| Eight(std::array::from_fn(|run| scales[run][i]))),
            pace: clock.pace,
        })
    }
}

impl System<STATE_SIZE> for Together {
    type Value = Eight;

    fn write_rates(&self, y: &Eights, rate: &mut Eights) {
        dispatch(self.arch, Rates { of: self, y, rate });
    }

    fn write_stage(&self, stage: usize, step: f64, y: &Eights, k: &[Eights; STAGES], end: &mut Eights) {
        let (pace, arch) = (&self.pace, self.arch);
        match stage {
            1 => dispatch(arch, StageEnd::<1> { pace, step, y, k, end }),
            2 => dispatch(arch, StageEnd::<2> { pace, step, y, k, end }),
            3 => dispatch(arch, StageEnd::<3> { pace, step, y, k, end }),
            4 => dispatch(arch, StageEnd::<4> { pace, step, y, k, end }),
            5 => dispatch(arch, StageEnd::<5> { pace, step, y, k, end }),
            _ => dispatch(arch, StageEnd::<6> { pace, step, y, k, end }),
        }
    }

    fn largest_error(&self, step: f64, y: &Eights, end: &Eights, k: &[Eights; STAGES]) -> f64 {
        let largest = dispatch(self.arch, Errors { of: self, step, y, end, k });
        largest.0.into_iter().fold(0.0, f64::max)
    }

    fn write_dense(&self, step: f64, k: &[Eights; STAGES], dense: &mut Eights) {
        dispatch(self.arch, Dense { pace: &self.pace, step, k, dense });
    }

    fn has_passed(&self, y: &Eights) -> bool {
        dispatch(self.arch, HasPassed { room: &self.room, y })
    }
}

struct Rates<'a> {
    of: &'a Together,
    y: &'a Eights,
    rate: &'a mut Eights,
}

impl WithSimd for Rates<'_> {
    type Output = ();

    /// A copy for each kind of flow and for an open or closed port: so all numbers stay in registers.
    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        for part in 0..Lanes::<S>::PARTS {
            let mut load = |eight: &Eight| Lanes::load(simd, eight, part);
            match (&self.of.flow, &self.of.channel) {
                (Flow::Drawing { blood_ml_min, anticoagulant, infusions }, channel) => {
                    let flow = Flow::Drawing {
                        blood_ml_min: load(blood_ml_min),
                        anticoagulant: anticoagulant.map(&mut load),
                        infusions: infusions.map(&mut load),
                    };
                    match channel {
                        Some(channel) => {
                            let ahead = AheadOfEight { curve: self.of.ahead.as_ref(), simd, part };
                            self.write(simd, part, &flow, Some((&channel.map(&mut load), ahead)));
                        }
                        None => self.write(simd, part, &flow, None),
                    }
                }
                (Flow::Paused(infusions), _) => {
                    self.write(simd, part, &Flow::Paused(infusions.map(&mut load)), None);
                }
                (Flow::RinsingBack { returned_per_min, saline_ml_min }, _) => {
                    let (returned_per_min, saline_ml_min) = (returned_per_min.map(&mut load), load(saline_ml_min));
                    let flow = Flow::RinsingBack { returned_per_min, saline_ml_min };
                    self.write(simd, part, &flow, None);
                }
                (Flow::Off, _) => self.write(simd, part, &Flow::Off, None),
            }
        }
    }
}

impl Rates<'_> {
    #[inline(always)]
    fn write<S: Simd>(
        &mut self,
        simd: S,
        part: usize,
        flow: &Flow<Lanes<S>>,
        open: Option<(&Channel<Lanes<S>>, AheadOfEight<'_, S>)>,
    ) {
        let mut load = |eight: &Eight| Lanes::load(simd, eight, part);
        let physiology = self.of.physiology.map(&mut load);
        let mut y = [load(&self.y[0]); COUPLED];
        for i in 0..COUPLED {
            y[i] = load(&self.y[i]);
        }
        let state = State::from_coupled(&y, y[0].same(0.0));
        let rate = physiology.rates(flow, open, &state).to_vector();
        for i in 0..STATE_SIZE {
            rate[i].store(&mut self.rate[i], part);
        }
    }
}

/// What was computed ahead for some of eight runs.
#[derive(Clone, Copy)]
struct AheadOfEight<'a, S> {
    curve: Option<&'a ReachCurve<Eight>>,
    simd: S,
    part: usize,
}

impl<S: Simd> Ahead<Lanes<S>> for AheadOfEight<'_, S> {
    #[inline(always)]
    fn at(self, entering_hematocrit: Lanes<S>) -> Option<([Lanes<S>; REACHES], Truth<S>)> {
        match self.curve {
            Some(curve) => Some(curve.at(entering_hematocrit, |eight| Lanes::load(self.simd, eight, self.part))),
            None => None,
        }
    }
}

struct StageEnd<'a, const STAGE: usize> {
    pace: &'a Eight,
    step: f64,
    y: &'a Eights,
    k: &'a [Eights; STAGES],
    end: &'a mut Eights,
}

impl<const STAGE: usize> WithSimd for StageEnd<'_, STAGE> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for part in 0..Lanes::<S>::PARTS {
            let load = |eight: &Eight| Lanes::load(simd, eight, part);
            let step = load(self.pace) * self.step;
            for i in 0..needed(STAGE, COUPLED, STATE_SIZE) {
                let value = stage_value(STAGE, step, load(&self.y[i]), |earlier| load(&self.k[earlier][i]));
                value.store(&mut self.end[i], part);
            }
        }
    }
}

struct Errors<'a> {
    of: &'a Together,
    step: f64,
    y: &'a Eights,
    end: &'a Eights,
    k: &'a [Eights; STAGES],
}

impl WithSimd for Errors<'_> {
    type Output = Eight;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Eight {
        let mut all = Eight::default();
        for part in 0..Lanes::<S>::PARTS {
            let load = |eight: &Eight| Lanes::load(simd, eight, part);
            let step = load(&self.of.pace) * self.step;
            let mut largest = load(&all);
            for i in 0..STATE_SIZE {
                let (scale, y, end) = (load(&self.of.scale[i]), load(&self.y[i]), load(&self.end[i]));
                largest = error_of(step, scale, y, end, |stage| load(&self.k[stage][i]), largest);
            }
            largest.store(&mut all, part);
        }
        all
    }
}

struct Dense<'a> {
    pace: &'a Eight,
    step: f64,
    k: &'a [Eights; STAGES],
    dense: &'a mut Eights,
}

impl WithSimd for Dense<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for part in 0..Lanes::<S>::PARTS {
            let load = |eight: &Eight| Lanes::load(simd, eight, part);
            let step = load(self.pace) * self.step;
            for (i, dense) in self.dense.iter_mut().enumerate() {
                dense_value(step, |stage| load(&self.k[stage][i])).store(dense, part);
            }
        }
    }
}

struct HasPassed<'a> {
    room: &'a Room<Eight>,
    y: &'a Eights,
}

impl WithSimd for HasPassed<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        (0..Lanes::<S>::PARTS).any(|part| {
            let mut load = |eight: &Eight| Lanes::load(simd, eight, part);
            let mut y = [load(&self.y[0]); STATE_SIZE];
            for (y, eight) in y.iter_mut().zip(self.y) {
                *y = load(eight);
            }
            let state = State::from_vector(&y);
            let left = self.room.map(&mut load).left(&state);
            left.is_below(left.same(0.0)).is_somewhere()
        })
    }
}
