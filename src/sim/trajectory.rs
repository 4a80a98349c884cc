//! The trajectory of a procedure, solved from the first draw to the end of observation and readable at any time.

use std::ops::Range;

use super::cause::Cause;
use super::dynamics::{Body, Drawing, MachineMode, rates};
use super::moment::{Moment, Phase};
use super::protocol::Protocol;
use super::settings::Settings;
use super::solver::{self, End, FIRST_STEP, Node, Tolerance, integrate};
use super::state::{COUPLED, Pumped, STATE_SIZE, State, Vector};
use crate::model::circuit::{InletFlows, rinsed_per_min};
use crate::model::procedure::Draw;

/// How long the patient is observed after the needle is out, min.
pub const AFTER_MIN: f64 = 30.0;

/// The procedure is aborted when the blood volume falls below this share of its initial value: no one would continue, and the model
/// has no equations for a patient in shock.
pub const STOP_AT_BLOOD_VOLUME: f64 = 0.60;

/// A segment of the trajectory with one phase and one setting.
#[derive(Clone, Debug)]
pub struct Segment {
    pub phase: Phase,
    pub from_min: f64,
    pub to_min: f64,
    /// The settings in force.
    pub settings: Settings,
    mode: MachineMode,
    /// What had been pumped by its start.
    pumped: Pumped,
    /// Its nodes among those of the trajectory.
    nodes: Range<usize>,
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
    nodes: Vec<Node<STATE_SIZE>>,
}

/// Builds a trajectory segment by segment.
struct Builder<'a> {
    protocol: &'a Protocol,
    tolerance: Tolerance,
    body: Body,
    scale: Vector,
    settings: Settings,
    now_min: f64,
    state: State,
    pumped: Pumped,
    segments: Vec<Segment>,
    nodes: Vec<Node<STATE_SIZE>>,
    next_step: f64,
    broken_off_min: Option<f64>,
    bag_full_min: Option<f64>,
}

impl<'a> Builder<'a> {
    fn new(protocol: &'a Protocol, tolerance: Tolerance, without: Option<Cause>) -> Self {
        let settings = protocol.settings.clone();
        let body = Body::new(&settings.patient, &protocol.constants, without);
        let mut state = State::before(&body.patient, &settings.machine);
        if without == Some(Cause::SetAndPrime) {
            // The set starts full of the patient's own blood, so it returns what it takes.
            state.set = state.patient * (settings.machine.set_volume_ml / body.blood_volume_before_ml);
        }
        Self {
            protocol,
            tolerance,
            scale: error_scale(&state, body.blood_volume_before_ml),
            body,
            settings,
            now_min: 0.0,
            state,
            pumped: Pumped::default(),
            segments: Vec::with_capacity(8),
            nodes: Vec::with_capacity(96),
            next_step: FIRST_STEP,
            broken_off_min: None,
            bag_full_min: None,
        }
    }

    fn solve(mut self) -> Trajectory {
        let before = self.state;
        self.pump();
        if self.settings.machine.rinses_back() {
            self.rinse_back();
        }
        let (after, pumped, machine_end_min) = (self.state, self.pumped, self.now_min);
        self.advance(Phase::After, MachineMode::Off, machine_end_min + AFTER_MIN);
        Trajectory {
            protocol: self.protocol.clone(),
            before,
            after,
            pumped,
            machine_end_min,
            end_min: self.now_min,
            broken_off_min: self.broken_off_min,
            bag_full_min: self.bag_full_min,
            body: self.body,
            segments: self.segments,
            nodes: self.nodes,
        }
    }

    /// Draws, separates and collects for the set duration, one segment between changes at a time.
    fn pump(&mut self) {
        let Settings { machine, procedure, .. } = &self.settings;
        let duration_min = procedure.duration_min;
        let inlet = InletFlows::new(machine, procedure, self.body.patient.entered_blood_volume_ml()).inlet_ml_min;
        let interface_min = machine.interface_time_min.min(duration_min);
        let fill_min = (machine.set_volume_ml / inlet).min(interface_min);

        let changes = self.protocol.changes_by_time();
        let mut changes = changes.into_iter().filter(|change| change.at_min < duration_min).peekable();
        let mut paused_min = 0.0;
        for (phase, phase_end_min) in
            [(Phase::Fill, fill_min), (Phase::Establish, interface_min), (Phase::Collect, duration_min)]
        {
            let mut phase_end_min = f64::min(phase_end_min + paused_min, duration_min);
            while self.now_min < phase_end_min && self.broken_off_min.is_none() {
                while let Some(change) = changes.next_if(|change| change.at_min <= self.now_min) {
                    for (setting, value) in &change.values {
                        setting.set(&mut self.settings, value);
                    }
                }
                let next_change_min = changes.peek().map_or(duration_min, |change| change.at_min);
                if self.settings.procedure.draw != Draw::Running {
                    let from_min = self.now_min;
                    self.advance(Phase::Paused, MachineMode::paused(&self.settings, &self.body), next_change_min);
                    // Filling and settling go on where they were left.
                    paused_min += self.now_min - from_min;
                    phase_end_min = f64::min(phase_end_min + self.now_min - from_min, duration_min);
                    continue;
                }
                let segment_end_min = next_change_min.min(phase_end_min);
                let phase = if self.bag_full_min.is_some() { Phase::BagFull } else { phase };
                let collecting = phase == Phase::Collect;
                let before = self.segments.iter().rev().find_map(|before| before.mode.drawing());
                let drawing = Drawing::new(&self.settings, &self.body, &self.state.patient, collecting, before);
                self.advance(phase, MachineMode::Drawing(drawing), segment_end_min);
            }
        }
    }

    fn rinse_back(&mut self) {
        let machine = &self.settings.machine;
        let inlet = InletFlows::new(machine, &self.settings.procedure, self.body.patient.entered_blood_volume_ml())
            .inlet_ml_min;
        let rinse_min = machine.rinse_back_ml / inlet;
        let mode = MachineMode::RinsingBack {
            returned_per_min: rinsed_per_min(&self.state.set, machine.set_volume_ml, machine.rinse_back_ml, rinse_min),
            saline_ml_min: inlet,
        };
        self.advance(Phase::RinseBack, mode, self.now_min + rinse_min);
    }

    /// Solves one segment and stores it.
    fn advance(&mut self, phase: Phase, mode: MachineMode, to_min: f64) {
        let first_node = self.nodes.len();
        let cell_volume_fl = self.body.patient.cell_volume_fl;
        let least_volume_ml = STOP_AT_BLOOD_VOLUME * self.body.blood_volume_before_ml;
        let capacity_ml = self.settings.machine.bag_capacity_ml;
        // Room left before blood volume or bag stops the pumps or the port.
        let volume_left_ml =
            |vector: &Vector| State::coupled(vector).patient.volume_ml(&cell_volume_fl) - least_volume_ml;
        let bag_left_ml = |vector: &Vector| capacity_ml - State::from_vector(vector).bag.volume_ml(&cell_volume_fl);
        let task = solver::Task {
            from: self.now_min,
            to: to_min,
            start: &self.state.to_vector(),
            scale: &self.scale,
            tolerance: self.tolerance,
            coupled: COUPLED,
            // In an empty bag every error shows, and rinse-back or a pause changes all flows: they begin with a short step.
            first_step: match phase {
                Phase::Collect | Phase::Paused | Phase::RinseBack => self.next_step.min(FIRST_STEP),
                _ => self.next_step,
            },
        };
        let result = integrate(
            &task,
            |vector| rates(&self.body, &mode, &State::coupled(vector)).to_vector(),
            |vector| match phase {
                Phase::Collect => volume_left_ml(vector).min(bag_left_ml(vector)),
                _ if phase.is_under_way() => volume_left_ml(vector),
                _ => 1.0,
            },
            &mut self.nodes,
        );
        let to_min = match result.end {
            End::Reached => to_min,
            End::Stopped(at_min) => {
                let is_bag_full = phase == Phase::Collect && bag_left_ml(&result.y) < volume_left_ml(&result.y);
                *(if is_bag_full { &mut self.bag_full_min } else { &mut self.broken_off_min }) = Some(at_min);
                at_min
            }
        };
        let pumped = self.pumped.later(&mode.pumped_per_min(), to_min - self.now_min);
        self.segments.push(Segment {
            phase,
            from_min: self.now_min,
            to_min,
            settings: self.settings.clone(),
            mode,
            pumped: self.pumped,
            nodes: first_node..self.nodes.len(),
        });
        self.now_min = to_min;
        self.pumped = pumped;
        self.next_step = result.next_step;
        self.state = State::from_vector(&result.y);
    }
}

/// The sizes below which an error does not matter: a thousandth of what the patient has of each component.
fn error_scale(before: &State, blood_volume_ml: f64) -> Vector {
    const NEGLIGIBLE: f64 = 1e-3;
    let mut blood = before.patient;
    blood.plasma_ml = blood_volume_ml;
    blood.protein_ml = blood_volume_ml;
    blood.citrate_mmol = blood_volume_ml / 1000.0;
    for count in &mut blood.white_cells_e9.0 {
        // An absent class stays absent; a scale of one cell per µL avoids a division by zero.
        *count = count.max(1e-6 * blood_volume_ml);
    }
    let scale = State {
        patient: blood,
        set: blood,
        reserve_e9: blood.white_cells_e9,
        spleen_platelets_e9: blood.platelets_e9,
        added_calcium_mmol: 1.0,
        bone_release_mmol_min: 2e-6 * blood_volume_ml,
        bag: blood,
        lost: blood,
        tissue_fluid_ml: blood_volume_ml,
        citrate_cleared_mmol: blood.citrate_mmol,
    };
    scale.to_vector().map(|size| size * NEGLIGIBLE)
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
        Moment {
            time_min,
            phase: segment.phase,
            settings: &segment.settings,
            state: State::from_vector(&vector),
            pumped: segment.pumped.later(&segment.mode.pumped_per_min(), time_min - segment.from_min),
            body: &self.body,
            mode: &segment.mode,
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
