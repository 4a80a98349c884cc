//! The equations of eight runs and the solver's sums over them, each a small kernel that is compiled for every set of instructions.
//!
//! A kernel works on as many runs as fit into a register; what it computes of each run is written in [`super::rates`], [`super::solver`] and
//! [`super::room`], once for one run and for several.

use pulp::{Arch, Scalar128b, Simd, WithSimd};

use super::lanes::{Eight, Lanes, Truth};
use super::pairs::{MOST_STABLE, STAGES};
use super::rates::{Flow, Physiology};
use super::room::Room;
use super::solver::{System, needed};
use super::state::{COUPLED, STATE_SIZE, State};
use crate::model::blood::{Blood, PARTS};
use crate::model::channel::{Ahead, Channel, REACHES, ReachCurve};
use crate::model::number::{Number, Numbers};

/// The values of a state in eight runs.
pub(super) type Eights = [Eight; STATE_SIZE];

/// Works with the instructions of a processor; where it has none for vectors, on two numbers at a time, as any compiler can.
pub(super) fn dispatch<W: WithSimd>(arch: Arch, work: W) -> W::Output {
    match arch {
        Arch::Scalar => Scalar128b.vectorize(work),
        arch => arch.dispatch(work),
    }
}

/// The equations of eight runs in segments of one kind.
pub(super) struct EightRuns {
    pub arch: Arch,
    pub physiology: Physiology<Eight>,
    pub flow: Flow<Eight>,
    /// The channel where the port is open, and what was computed ahead of its reach.
    pub channel: Option<Channel<Eight>>,
    pub ahead: Option<ReachCurve<Eight>>,
    pub room: Room<Eight>,
    /// For each value, the size below which its error does not matter.
    pub scale: Eights,
    /// Minutes of each run in a minute of the clock.
    pub pace: Eight,
}

impl System<STATE_SIZE> for EightRuns {
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
        dispatch(self.arch, Bend { pace: &self.pace, step, k, dense });
    }

    fn has_passed(&self, y: &Eights) -> bool {
        dispatch(self.arch, HasPassed { room: &self.room, y })
    }
}

/// Computes ahead what the ports of eight runs can reach.
pub(super) struct LookAhead<'a> {
    pub channel: &'a Channel<Eight>,
    /// From the least to the most.
    pub expected_hematocrits: [Eight; 2],
    pub ahead: &'a mut ReachCurve<Eight>,
}

impl WithSimd for LookAhead<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for part in 0..Lanes::<S>::PARTS {
            let mut load = |eight: &Eight| Lanes::load(simd, eight, part);
            let [from, to] = [load(&self.expected_hematocrits[0]), load(&self.expected_hematocrits[1])];
            let ahead = self.channel.map(&mut load).reach_ahead([from, to]);
            ahead.write(self.ahead, |number, eight| number.store(eight, part));
        }
    }
}

struct Rates<'a> {
    of: &'a EightRuns,
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
        for (y, eight) in y.iter_mut().zip(self.y) {
            *y = load(eight);
        }
        let state = State::from_coupled(&y, y[0].same(0.0));
        let rate = physiology.rates(flow, open, &state).to_vector();
        for (rate, out) in rate.iter().zip(self.rate.iter_mut()) {
            rate.store(out, part);
        }
    }
}

/// What was computed ahead for some of eight runs.
#[derive(Clone, Copy)]
pub(super) struct AheadOfEight<'a, S> {
    pub curve: Option<&'a ReachCurve<Eight>>,
    pub simd: S,
    pub part: usize,
}

impl<S: Simd> Ahead<Lanes<S>> for AheadOfEight<'_, S> {
    #[inline(always)]
    #[expect(
        clippy::manual_map,
        reason = "a closure of that size stays outside of the kernel, without its instructions"
    )]
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
                let value = MOST_STABLE.stage_value(STAGE, step, load(&self.y[i]), |earlier| load(&self.k[earlier][i]));
                value.store(&mut self.end[i], part);
            }
        }
    }
}

struct Errors<'a> {
    of: &'a EightRuns,
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
                largest = MOST_STABLE.error_of(step, scale, y, end, |stage| load(&self.k[stage][i]), largest);
            }
            largest.store(&mut all, part);
        }
        all
    }
}

struct Bend<'a> {
    pace: &'a Eight,
    step: f64,
    k: &'a [Eights; STAGES],
    dense: &'a mut Eights,
}

impl WithSimd for Bend<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for part in 0..Lanes::<S>::PARTS {
            let load = |eight: &Eight| Lanes::load(simd, eight, part);
            let step = load(self.pace) * self.step;
            for (i, dense) in self.dense.iter_mut().enumerate() {
                MOST_STABLE.dense_value(step, |stage| load(&self.k[stage][i])).store(dense, part);
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
            let nothing = load(&self.y[0]).same(0.0);
            let (mut patient, mut bag) = ([nothing; PARTS], [nothing; PARTS]);
            for i in 0..PARTS {
                (patient[i], bag[i]) = (load(&self.y[i]), load(&self.y[COUPLED + i]));
            }
            let (patient, bag) = (Blood::from_slice(&patient), Blood::from_slice(&bag));
            let left = self.room.map(&mut load).left(&State { patient, bag, ..State::all(nothing) });
            left.is_below(nothing).is_somewhere()
        })
    }
}
