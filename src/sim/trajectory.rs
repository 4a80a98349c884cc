//! The trajectory of a procedure, solved from the first draw to the end of observation and readable at any time.

use std::ops::Range;

use super::builder::Builder;
use super::cause::Cause;
use super::dynamics::{Body, MachineMode};
use super::moment::{Moment, Phase};
use super::protocol::Protocol;
use super::settings::Settings;
use super::solver::{Node, Tolerance};
use super::state::{Pumped, STATE_SIZE, State};

/// How long the patient is observed after the needle is out, min.
pub const AFTER_MIN: f64 = 30.0;

/// The procedure is aborted when the blood volume falls below this share of its initial value: no one would continue, and the model
/// has no equations for a patient in shock.
pub const STOP_AT_BLOOD_VOLUME: f64 = 0.60;

/// An error smaller than this share of what the patient has of a component does not matter.
pub(super) const NEGLIGIBLE: f64 = 1e-3;

/// A segment of the trajectory with one phase and one setting.
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

/// A procedure from the first draw to the end of observation.
#[derive(Clone, Debug)]
pub struct Trajectory {
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
    pub(super) nodes: Vec<Node<STATE_SIZE>>,
}

impl Trajectory {
    /// Solves a protocol that has passed [`Protocol::check`].
    pub fn solve(protocol: &Protocol, tolerance: Tolerance) -> Self {
        Builder::new(protocol, tolerance, None).solve()
    }

    /// Solves a protocol without one cause.
    pub fn solve_without(protocol: &Protocol, cause: Cause) -> Self {
        Builder::new(protocol, Tolerance::default(), Some(cause)).solve()
    }

    /// The trajectory at `time_min`, clamped to 0 and the end.
    pub fn at(&self, time_min: f64) -> Moment<'_> {
        let time_min = if time_min.is_nan() { 0.0 } else { time_min.clamp(0.0, self.end_min) };
        let segment = self.stretch_at(time_min);
        let nodes = &self.nodes[segment.nodes.clone()];
        let later = nodes.partition_point(|node| node.time <= time_min).clamp(1, nodes.len());
        let node = &nodes[later - 1];
        let next = nodes.get(later).unwrap_or(node);
        let mut vector = node.at(next, time_min);
        State::make_bag_sound(&mut vector);
        let state = State::from_vector(&vector);
        Moment {
            time_min,
            phase: segment.phase,
            settings: &segment.settings,
            blood_volume_ml: state.patient.volume_ml(&self.body.patient.cell_volume_fl),
            state,
            pumped: segment.pumped.later(&segment.mode.pumped_per_min(), time_min - segment.from_min),
            body: &self.body,
            mode: &segment.mode,
            port: std::cell::OnceCell::new(),
            separation: std::cell::OnceCell::new(),
        }
    }

    /// The segment at `time_min`; at a boundary, the later one.
    fn stretch_at(&self, time_min: f64) -> &Segment {
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

    /// The moment itself while the pumps draw, else the last one before it at which they did; the start where they never did.
    pub fn last_drawing(&self, time_min: f64) -> Moment<'_> {
        let moment = self.at(time_min);
        if moment.phase.is_drawing() {
            return moment;
        }
        let mut drawing = self.segments.iter().rev().filter(|segment| segment.phase.is_drawing());
        let last = drawing.find(|segment| segment.from_min <= time_min);
        self.at(last.map_or(0.0, |segment| segment.from_min.max(segment.to_min - 1e-6)))
    }

    /// Number of steps the solver took.
    pub fn solver_steps(&self) -> usize {
        self.nodes.len() - self.segments.len()
    }

    /// Times at which to sample the solution: the ends of the solver's steps and the middle of each.
    pub fn sample_times_min(&self) -> Vec<f64> {
        let mut times = Vec::with_capacity(2 * self.nodes.len() + 1);
        for segment in &self.segments {
            for pair in self.nodes[segment.nodes.clone()].windows(2) {
                // The step in which a procedure was aborted reaches beyond its segment.
                times.push(pair[0].time);
                times.push(0.5 * (pair[0].time + pair[1].time.min(segment.to_min)));
            }
        }
        times.push(self.end_min);
        times
    }
}
