//! The outline of a procedure: its segments, and the states at its ends, without the solution between them.

use std::ops::Range;

use super::dynamics::{Body, MachineMode};
use super::moment::{Moment, Phase};
use super::protocol::Protocol;
use super::settings::Settings;
use super::state::{Pumped, State, Vector};

/// A stretch of time with one phase and one setting.
#[derive(Clone, Debug)]
pub struct Segment {
    pub phase: Phase,
    pub from_min: f64,
    pub to_min: f64,
    /// The settings in force.
    pub settings: Settings,
    pub(super) mode: MachineMode,
    /// What had been pumped by its start.
    pub(super) pumped: Pumped,
    /// Its nodes among those of the trajectory.
    pub(super) nodes: Range<usize>,
}

impl Segment {
    /// What the machine does during the segment. With the equations, this is all that another solver needs to recompute it.
    pub fn mode(&self) -> &MachineMode {
        &self.mode
    }
}

/// What is known of a procedure from the first draw to the end of observation, but for the solution within its segments.
#[derive(Clone, Debug)]
pub struct Outline {
    pub protocol: Protocol,
    pub body: Body,
    pub segments: Vec<Segment>,
    /// The state at t = 0.
    pub before: State,
    /// The state when the needle comes out.
    pub after: State,
    /// What had been pumped when the needle came out.
    pub pumped: Pumped,
    /// When the needle comes out.
    pub machine_end_min: f64,
    pub end_min: f64,
    /// When the procedure was aborted for low blood volume.
    pub broken_off_min: Option<f64>,
    /// When the bag was full.
    pub bag_full_min: Option<f64>,
}

impl Outline {
    /// The moment of the first draw.
    pub fn first(&self) -> Moment<'_> {
        self.moment(0.0, self.before.to_vector())
    }

    /// The moment when the needle comes out.
    pub fn last(&self) -> Moment<'_> {
        self.moment(self.machine_end_min, self.after.to_vector())
    }

    /// The moment at which the procedure is in this state.
    pub(super) fn moment(&self, time_min: f64, mut vector: Vector) -> Moment<'_> {
        State::make_bag_sound(&mut vector);
        let segment = self.segment_at(time_min);
        let pumped = segment.pumped.later(&segment.mode.pumped_per_min(), time_min - segment.from_min);
        let here = (segment.phase, &segment.settings, &segment.mode);
        Moment::new(time_min, here, &State::from_vector(&vector), pumped, &self.body)
    }

    /// The segment at `time_min`; at a boundary, the later one.
    pub(super) fn segment_at(&self, time_min: f64) -> &Segment {
        let later = self.segments.partition_point(|segment| segment.from_min <= time_min);
        &self.segments[later.saturating_sub(1)]
    }

    /// When collection began and ended; `None` if there was none.
    pub fn collection_min(&self) -> Option<(f64, f64)> {
        let mut collecting = self.segments.iter().filter(|segment| segment.phase == Phase::Collect);
        let first = collecting.next()?;
        Some((first.from_min, collecting.next_back().unwrap_or(first).to_min))
    }

    /// What the machine does, each with the time at which it begins, min.
    pub fn phases(&self) -> Vec<(Phase, f64)> {
        let mut phases: Vec<_> = self.segments.iter().map(|segment| (segment.phase, segment.from_min)).collect();
        phases.dedup_by_key(|(phase, _)| *phase);
        phases
    }

    /// When the set is rinsed back, or the needle comes out: drawing, paused or not, has ended.
    pub fn pumps_stop_min(&self) -> f64 {
        let under_way = self.segments.iter().filter(|segment| segment.phase.is_under_way());
        under_way.map(|segment| segment.to_min).next_back().unwrap_or(0.0)
    }
}
