//! A stretch of time in which several runs were solved together, and what is read of them at a moment within it.
//!
//! The equations of quantities are those of a single run: see [`Reading`].

use pulp::{Simd, WithSimd};

use super::kernels::{AheadOfEight, EightRuns, dispatch};
use super::lanes::{Eight, Lanes, Truth, WIDTH};
use super::moment::{Moment, Phase};
use super::quantities::Quantity;
use super::rates::{Flow, Physiology};
use super::reading::{Baseline, Reading};
use super::solver::{Node, within_step};
use super::state::{SHOWN, State};
use super::together::Clock;
use super::warnings::Indicator;
use crate::model::blood::Blood;
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

    /// Whether it stays the same through a segment of a run.
    const fn is_constant(self) -> bool {
        matches!(
            self,
            Self::Quantity(
                Quantity::CitrateRate
                    | Quantity::AnticoagulantRate
                    | Quantity::ExtracorporealShare
                    | Quantity::AnticoagulantRatio
            ) | Self::Indicator(Indicator::AnticoagulantLimitIsExceeded | Indicator::GForceIsCapped)
        )
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

/// A stretch of time in which several runs were solved together.
pub struct Stretch<'a> {
    pub(super) joined: &'a [usize],
    pub(super) clock: &'a Clock,
    pub(super) nodes: &'a [Node<SHOWN, Eight>],
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
        nodes: &'a [Node<SHOWN, Eight>],
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

    /// A reader of what is asked of its runs, for one place and for another.
    pub fn reader<'b>(&'b self, asked: [&'b [Column]; 2]) -> Reader<'b> {
        let constant = |column: &Column| {
            let of = |start: &Moment<'_>| column.of(start).unwrap_or(f64::NAN);
            column.is_constant().then(|| Eight(self.starts.each_ref().map(of)))
        };
        Reader {
            of: self,
            asked,
            constants: asked.map(|asked| asked.iter().map(constant).collect()),
            needs_port: asked.into_iter().flatten().any(|asked| asked.needs_port()),
        }
    }
}

/// Reads what is asked of the runs of a stretch.
pub struct Reader<'a> {
    of: &'a Stretch<'a>,
    asked: [&'a [Column]; 2],
    /// Of each of them its value throughout the stretch, if it is constant.
    constants: [Vec<Option<Eight>>; 2],
    needs_port: bool,
}

impl Reader<'_> {
    /// Writes what is asked of each run when this one is at each of these times, min, to the row of this number in each place; no number
    /// where it is undefined.
    pub fn read(&self, run: usize, looks: &[(f64, usize)], rows: [&mut [Eight]; 2]) {
        let Stretch { clock, nodes, system, .. } = self.of;
        let look = |(time_min, row): &(f64, usize)| {
            let time = clock.time_of(run, *time_min);
            let later = nodes.partition_point(|node| node.time <= time).clamp(1, nodes.len());
            let node = &nodes[later - 1];
            let next = nodes.get(later).unwrap_or(node);
            let step = next.time - node.time;
            let share = if step > 0.0 { ((time - node.time) / step).clamp(0.0, 1.0) } else { 0.0 };
            Look { node, next, step, share, row: *row }
        };
        let looks: Vec<_> = looks.iter().map(look).collect();
        dispatch(system.arch, Looks { reader: self, all: &looks, rows });
    }
}

/// A look at all runs of a stretch at one moment.
struct Look<'a> {
    node: &'a Node<SHOWN, Eight>,
    next: &'a Node<SHOWN, Eight>,
    /// From one node to the next, on the clock.
    step: f64,
    /// The share of the step after which the moment lies.
    share: f64,
    /// Where what is seen is written.
    row: usize,
}

/// Several looks, one after another.
struct Looks<'a> {
    reader: &'a Reader<'a>,
    all: &'a [Look<'a>],
    rows: [&'a mut [Eight]; 2],
}

impl WithSimd for Looks<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let Reader { of, asked, constants, needs_port } = self.reader;
        for part in 0..Lanes::<S>::PARTS {
            let mut moment = Moments::new(of, simd, part);
            for look in self.all {
                moment.move_to(look, of, *needs_port);
                for ((asked, constants), rows) in asked.iter().zip(constants).zip(&mut self.rows) {
                    let row = rows[look.row * asked.len()..].iter_mut();
                    for ((asked, constant), value) in asked.iter().zip(constants).zip(row) {
                        let seen = match constant {
                            Some(constant) => Lanes::load(simd, constant, part),
                            None => asked.of(&moment).unwrap_or(moment.volume_ml.same(f64::NAN)),
                        };
                        seen.store(value, part);
                    }
                }
            }
        }
    }
}

/// What enters the channel, and the channel, its port open or not.
struct Drawing<N> {
    blood_ml_min: N,
    anticoagulant: Blood<N>,
    channel: Channel<N>,
}

/// The same moment of as many runs as [`Lanes`].
struct Moments<'a, S: Simd> {
    simd: S,
    starts: &'a [Moment<'a>; WIDTH],
    part: usize,
    before: Baseline<Lanes<S>>,
    physiology: Physiology<Lanes<S>>,
    /// Wherever the pumps draw.
    drawing: Option<Drawing<Lanes<S>>>,
    state: State<Lanes<S>>,
    volume_ml: Lanes<S>,
    processed_ml: Lanes<S>,
    loses_interface: Option<Truth<S>>,
    port: Option<AtPort<Lanes<S>>>,
}

impl<'a, S: Simd> Moments<'a, S> {
    /// Of these runs, at no moment yet.
    #[inline(always)]
    fn new(of: &'a Stretch<'a>, simd: S, part: usize) -> Self {
        let mut load = |eight: &Eight| Lanes::load(simd, eight, part);
        let drawing = match (&of.system.flow, &of.channel) {
            (Flow::Drawing { blood_ml_min, anticoagulant, .. }, Some(channel)) => Some(Drawing {
                blood_ml_min: load(blood_ml_min),
                anticoagulant: anticoagulant.map(&mut load),
                channel: channel.map(&mut load),
            }),
            _ => None,
        };
        let nothing = load(&of.system.pace).same(0.0);
        Self {
            simd,
            starts: &of.starts,
            part,
            before: of.before.map(&mut load),
            physiology: of.system.physiology.map(&mut load),
            drawing,
            state: State::all(nothing),
            volume_ml: nothing,
            processed_ml: nothing,
            loses_interface: None,
            port: None,
        }
    }

    #[inline(always)]
    fn move_to(&mut self, look: &Look<'_>, of: &Stretch<'_>, needs_port: bool) {
        let (simd, part) = (self.simd, self.part);
        let load = |eight: &Eight| Lanes::load(simd, eight, part);
        let pace = load(&of.clock.pace);
        let (share, step) = (pace.same(look.share), pace * look.step);
        let mut shown = [pace; SHOWN];
        for (i, value) in shown.iter_mut().enumerate() {
            let before = [load(&look.node.y[i]), load(&look.node.derivative[i]), load(&look.node.dense[i])];
            let after = [load(&look.next.y[i]), load(&look.next.derivative[i])];
            *value = within_step(share, step, before, after);
        }
        self.state = State::from_shown(&shown);
        self.volume_ml = self.state.patient.volume_ml(&self.physiology.cell_volume_fl);
        let since_min = pace * (look.node.time + look.share * look.step - of.nodes[0].time);
        self.processed_ml = load(&of.processed_ml) + load(&of.processed_ml_min) * since_min;
        let Some(Drawing { blood_ml_min, anticoagulant, channel }) = &self.drawing else { return };
        let entering = self.physiology.drawn(&self.state.patient, self.volume_ml, *blood_ml_min) + *anticoagulant;
        if needs_port && of.system.channel.is_some() {
            let ahead = AheadOfEight { curve: of.system.ahead.as_ref(), simd, part };
            self.port = Some(channel.at_port(&entering, &self.physiology.cell_volume_fl, ahead));
        }
        self.loses_interface = Some(channel.loses_interface(channel.hematocrit_of(&entering)));
    }
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
