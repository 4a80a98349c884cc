//! A stretch of time in which several runs were solved together, and what is read of them at a moment within it.
//!
//! The equations of quantities are those of a single run: see [`Reading`].

use pulp::{Simd, WithSimd};

use super::kernels::{AheadOfEight, EightRuns, Eights, dispatch};
use super::lanes::{Eight, Lanes, Truth, WIDTH};
use super::moment::{Moment, Phase};
use super::quantities::Quantity;
use super::rates::{Flow, Physiology};
use super::reading::{Baseline, Reading};
use super::solver::within_step;
use super::state::{SHOWN, STATE_SIZE, State};
use super::together::Clock;
use super::warnings::Indicator;
use crate::model::channel::{AtPort, Channel};
use crate::model::number::{Number, Numbers};

/// A number that can be read at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Quantity(Quantity),
    Indicator(Indicator),
}

impl Column {
    /// Its value; `None` where it is undefined in all runs, no number in those where it is.
    #[inline(always)]
    pub fn of<R: Reading>(self, moment: &R) -> Option<R::Number> {
        match self {
            Self::Quantity(quantity) => quantity.of(moment),
            Self::Indicator(indicator) => indicator.of(moment),
        }
    }

    /// Whether it depends on the port.
    const fn needs_port(self) -> bool {
        matches!(
            self,
            Self::Quantity(
                Quantity::LineRoom | Quantity::ProductHematocrit | Quantity::SpilledRedCells | Quantity::InterfaceDrift
            ) | Self::Indicator(Indicator::InterfaceDrifts)
        )
    }
}

/// The solution of eight runs at the end of a step, as [`Node`](super::solver::Node) holds that of one.
#[derive(Debug)]
pub(super) struct EightNode {
    pub time: f64,
    pub y: Eights,
    pub derivative: Eights,
    pub dense: Eights,
}

/// A stretch of time in which several runs were solved together.
pub struct Stretch<'a> {
    pub(super) joined: &'a [usize],
    pub(super) clock: &'a Clock,
    pub(super) nodes: &'a [EightNode],
    pub(super) system: &'a EightRuns,
    /// Where each run stood at its beginning; who waits is stood in for by one who does not.
    pub(super) starts: [Moment<'a>; WIDTH],
    before: Baseline<Eight>,
    /// The channel wherever the pumps draw, its port open or not.
    channel: Option<Channel<Eight>>,
    processed_ml: Eight,
    processed_ml_min: Eight,
}

impl<'a> Stretch<'a> {
    pub(super) fn new(
        joined: &'a [usize],
        clock: &'a Clock,
        nodes: &'a [EightNode],
        system: &'a EightRuns,
        starts: [Moment<'a>; WIDTH],
    ) -> Self {
        let separators = starts.each_ref().map(|start| start.drawing().map(|drawing| &drawing.separator));
        let channel = separators[0].map(|first| Eight::gather(separators.map(|own| &**own.unwrap_or(first))));
        let per_min = |start: &Moment<'_>| start.drawing().map_or(0.0, |drawing| drawing.flows.blood_ml_min);
        Self {
            joined,
            clock,
            nodes,
            system,
            before: Eight::gather(starts.each_ref().map(|start| &start.body.before)),
            channel,
            processed_ml: Eight(starts.each_ref().map(|start| start.pumped.processed_ml)),
            processed_ml_min: Eight(starts.each_ref().map(per_min)),
            starts,
        }
    }

    /// The runs that were solved in it.
    pub const fn runs(&self) -> &[usize] {
        self.joined
    }

    pub const fn phase(&self) -> Phase {
        self.starts[0].phase
    }

    /// From when to when it is solved for one of its runs, min. What lies after a run's own segment is of no meaning.
    pub const fn span_min(&self, run: usize) -> (f64, f64) {
        self.clock.span_min(run)
    }

    /// Whether all its runs are at the same time at any moment of it.
    pub fn is_in_step(&self) -> bool {
        let first = self.span_min(self.joined[0]);
        self.joined.iter().all(|run| self.span_min(*run) == first)
    }

    /// Writes what is asked of each run when this one is at `time_min`; no number where it is undefined.
    pub fn read(&self, (run, time_min): (usize, f64), asked: &[Column], values: &mut [Eight]) {
        let time = self.clock.time_of(run, time_min);
        let later = self.nodes.partition_point(|node| node.time <= time).clamp(1, self.nodes.len());
        let node = &self.nodes[later - 1];
        let next = self.nodes.get(later).unwrap_or(node);
        let step = next.time - node.time;
        let share = if step > 0.0 { ((time - node.time) / step).clamp(0.0, 1.0) } else { 0.0 };
        let needs_port = asked.iter().any(|asked| asked.needs_port());
        let work = Look { of: self, node, next, step, share, needs_port, asked, values };
        dispatch(self.system.arch, work);
    }
}

/// A look at all runs of a stretch at one moment.
struct Look<'a> {
    of: &'a Stretch<'a>,
    node: &'a EightNode,
    next: &'a EightNode,
    /// From one node to the next, on the clock.
    step: f64,
    /// The share of the step after which the moment lies.
    share: f64,
    needs_port: bool,
    asked: &'a [Column],
    values: &'a mut [Eight],
}

impl WithSimd for Look<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for part in 0..Lanes::<S>::PARTS {
            let moment = self.moment(simd, part);
            for (asked, value) in self.asked.iter().zip(self.values.iter_mut()) {
                let undefined = moment.volume_ml.same(f64::NAN);
                asked.of(&moment).unwrap_or(undefined).store(value, part);
            }
        }
    }
}

impl<'a> Look<'a> {
    #[inline(always)]
    fn moment<S: Simd>(&self, simd: S, part: usize) -> Moments<'a, S> {
        let Stretch { system, clock, nodes, .. } = self.of;
        let mut load = |eight: &Eight| Lanes::load(simd, eight, part);
        let pace = load(&clock.pace);
        let (share, step) = (pace.same(self.share), pace * self.step);
        // No quantity depends on the rest of a state.
        let mut vector = [pace.same(0.0); STATE_SIZE];
        for i in SHOWN.into_iter().flatten() {
            let before = [load(&self.node.y[i]), load(&self.node.derivative[i]), load(&self.node.dense[i])];
            let after = [load(&self.next.y[i]), load(&self.next.derivative[i])];
            vector[i] = within_step(share, step, before, after);
        }
        State::make_bag_sound(&mut vector);
        let state = State::from_vector(&vector);
        let physiology = system.physiology.map(&mut load);
        let volume_ml = state.patient.volume_ml(&physiology.cell_volume_fl);
        let since_min = pace * (self.node.time + self.share * self.step - nodes[0].time);
        let processed_ml = load(&self.of.processed_ml) + load(&self.of.processed_ml_min) * since_min;
        let mut moments = Moments {
            starts: &self.of.starts,
            part,
            before: self.of.before.map(&mut load),
            physiology,
            volume_ml,
            processed_ml,
            state,
            loses_interface: None,
            port: None,
        };
        if let (Flow::Drawing { blood_ml_min, anticoagulant, .. }, Some(channel)) = (&system.flow, &self.of.channel) {
            let channel = channel.map(&mut load);
            let drawn = moments.physiology.drawn(&moments.state.patient, volume_ml, load(blood_ml_min));
            let entering = drawn + anticoagulant.map(&mut load);
            if self.needs_port && system.channel.is_some() {
                let ahead = AheadOfEight { curve: system.ahead.as_ref(), simd, part };
                moments.port = Some(channel.at_port(&entering, &moments.physiology.cell_volume_fl, ahead));
            }
            moments.loses_interface = Some(channel.loses_interface(channel.hematocrit_of(&entering)));
        }
        moments
    }
}

/// The same moment of as many runs as [`Lanes`].
struct Moments<'a, S: Simd> {
    starts: &'a [Moment<'a>; WIDTH],
    part: usize,
    state: State<Lanes<S>>,
    before: Baseline<Lanes<S>>,
    physiology: Physiology<Lanes<S>>,
    volume_ml: Lanes<S>,
    processed_ml: Lanes<S>,
    loses_interface: Option<Truth<S>>,
    port: Option<AtPort<Lanes<S>>>,
}

impl<S: Simd> Reading for Moments<'_, S> {
    type Number = Lanes<S>;

    #[inline(always)]
    fn state(&self) -> &State<Lanes<S>> {
        &self.state
    }

    #[inline(always)]
    fn before(&self) -> &Baseline<Lanes<S>> {
        &self.before
    }

    #[inline(always)]
    fn physiology(&self) -> &Physiology<Lanes<S>> {
        &self.physiology
    }

    #[inline(always)]
    fn blood_volume_ml(&self) -> Lanes<S> {
        self.volume_ml
    }

    #[inline(always)]
    fn processed_ml(&self) -> Lanes<S> {
        self.processed_ml
    }

    #[inline(always)]
    fn phase(&self) -> Phase {
        self.starts[0].phase
    }

    #[inline(always)]
    fn open_port(&self) -> Option<&AtPort<Lanes<S>>> {
        self.port.as_ref()
    }

    #[inline(always)]
    fn loses_interface(&self) -> Option<Truth<S>> {
        self.loses_interface
    }

    #[inline(always)]
    fn constant(&self, read: impl Fn(&Moment<'_>) -> Option<f64>) -> Option<Lanes<S>> {
        let mut all = Eight([f64::NAN; WIDTH]);
        let own = self.part * S::F64_LANES..(self.part + 1) * S::F64_LANES;
        for (number, start) in all.0[own.clone()].iter_mut().zip(&self.starts[own]) {
            *number = read(start).unwrap_or(f64::NAN);
        }
        Some(self.volume_ml.same(0.0).like(&all, self.part))
    }
}
