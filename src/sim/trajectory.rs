//! The trajectory of a procedure, solved from the first draw to the end of observation and readable at any time.

use std::ops::Deref;

use super::builder::Builder;
use super::cause::Cause;
use super::moment::Moment;
use super::outline::Outline;
use super::protocol::Protocol;
use super::solver::{Node, Tolerance};
use super::state::STATE_SIZE;

/// How long the patient is observed after the needle is out, min.
pub const AFTER_MIN: f64 = 30.0;

/// The procedure is aborted when the blood volume falls below this share of its initial value: no one would continue, and the model
/// has no equations for a patient in shock.
pub const STOP_AT_BLOOD_VOLUME: f64 = 0.60;

/// An error smaller than this share of what the patient has of a component does not matter.
pub(super) const NEGLIGIBLE: f64 = 1e-3;

/// A procedure from the first draw to the end of observation. It dereferences to its [`Outline`].
#[derive(Clone, Debug)]
pub struct Trajectory {
    pub(super) outline: Outline,
    pub(super) nodes: Vec<Node<STATE_SIZE>>,
}

impl Deref for Trajectory {
    type Target = Outline;
    fn deref(&self) -> &Outline {
        &self.outline
    }
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
        let nodes = &self.nodes[self.segment_at(time_min).nodes.clone()];
        let later = nodes.partition_point(|node| node.time <= time_min).clamp(1, nodes.len());
        let node = &nodes[later - 1];
        let next = nodes.get(later).unwrap_or(node);
        self.moment(time_min, node.at(next, time_min))
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
