//! The building of a trajectory: which segment comes next, and what a solved one leaves behind.
//!
//! A segment is solved here for one run, or in [`super::together`] for several that share their steps.

use super::cause::Cause;
use super::dynamics::{Body, Drawing, MachineMode};
use super::moment::{Moment, Phase};
use super::outline::{Outline, Segment};
use super::protocol::{Change, Protocol};
use super::room::Room;
use super::settings::Settings;
use super::solver::{self, End, FIRST_STEP, IntegrationResult, Node, Tolerance, integrate};
use super::state::{COUPLED, Pumped, STATE_SIZE, State, Vector};
use super::trajectory::{AFTER_MIN, NEGLIGIBLE, STOP_AT_BLOOD_VOLUME, Trajectory};
use crate::model::circuit::{InletFlows, rinsed_per_min};
use crate::model::procedure::Draw;

/// Builds a trajectory segment by segment.
pub(super) struct Builder<'a> {
    protocol: &'a Protocol,
    tolerance: Tolerance,
    body: Body,
    scale: Vector,
    settings: Settings,
    /// From the first draw to the end of collection, as set at the start.
    duration_min: f64,
    /// Timed changes not made yet, the next one last.
    changes: Vec<&'a Change>,
    stage: Stage,
    /// How long the draw was paused so far.
    paused_min: f64,
    now_min: f64,
    before: State,
    state: State,
    pumped: Pumped,
    /// State, what was pumped, and when the needle came out.
    needle_out: Option<(State, Pumped, f64)>,
    segments: Vec<Segment>,
    nodes: Vec<Node<STATE_SIZE>>,
    next_step: f64,
    broken_off_min: Option<f64>,
    bag_full_min: Option<f64>,
}

/// How far the procedure is.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// The pumps draw in this phase until then, min, unless they are paused.
    Drawing(Phase, f64),
    RinsingBack,
    After,
    Over,
}

/// A segment that is to be solved.
pub(super) struct Plan {
    pub phase: Phase,
    pub mode: MachineMode,
    pub from_min: f64,
    pub to_min: f64,
    /// The first of its nodes.
    first_node: usize,
    /// The first step to try, min.
    pub first_step: f64,
    pub room: Room,
}

impl<'a> Builder<'a> {
    pub fn new(protocol: &'a Protocol, tolerance: Tolerance, without: Option<Cause>) -> Self {
        let settings = protocol.settings.clone();
        let body = Body::new(&settings.patient, &protocol.constants, without);
        let mut state = State::before(&body.patient, &settings.machine);
        if without == Some(Cause::SetAndPrime) {
            // The set starts full of the patient's own blood, so it returns what it takes.
            state.set = state.patient * (settings.machine.set_volume_ml / body.before.blood_volume_ml);
        }
        let duration_min = settings.procedure.duration_min;
        let mut changes = protocol.changes_by_time();
        changes.retain(|change| change.at_min < duration_min);
        changes.reverse();
        let mut builder = Self {
            protocol,
            tolerance,
            scale: error_scale(&state, body.before.blood_volume_ml),
            body,
            settings,
            duration_min,
            changes,
            stage: Stage::Over,
            paused_min: 0.0,
            now_min: 0.0,
            before: state,
            state,
            pumped: Pumped::default(),
            needle_out: None,
            segments: Vec::with_capacity(8),
            nodes: Vec::new(),
            next_step: FIRST_STEP,
            broken_off_min: None,
            bag_full_min: None,
        };
        builder.stage = builder.drawing(Phase::Fill);
        builder
    }

    /// With memory for its nodes.
    pub fn with_nodes(mut self, nodes: Vec<Node<STATE_SIZE>>) -> Self {
        self.nodes = nodes;
        self
    }

    /// Solves all segments, one run alone.
    pub fn solve(mut self) -> Trajectory {
        self.nodes.reserve(96);
        self.finish_alone();
        self.done()
    }

    /// Solves all segments to come.
    pub fn finish_alone(&mut self) {
        while let Some(plan) = self.next_segment() {
            self.advance(plan);
        }
    }

    /// The trajectory, when no segment is to come.
    pub fn done(mut self) -> Trajectory {
        let nodes = std::mem::take(&mut self.nodes);
        Trajectory { outline: self.outline(), nodes }
    }

    /// What is known without the nodes, when no segment is to come.
    pub fn outline(self) -> Outline {
        let (after, pumped, machine_end_min) = self.needle_out.unwrap_or((self.state, self.pumped, self.now_min));
        Outline {
            protocol: self.protocol.clone(),
            before: self.before,
            after,
            pumped,
            machine_end_min,
            end_min: self.now_min,
            broken_off_min: self.broken_off_min,
            bag_full_min: self.bag_full_min,
            body: self.body,
            segments: self.segments,
        }
    }

    /// The moment from which a segment goes on.
    pub fn moment<'b>(&'b self, plan: &'b Plan) -> Moment<'b> {
        let pumped = self.pumped.later(&plan.mode.pumped_per_min(), self.now_min - plan.from_min);
        Moment::new(self.now_min, (plan.phase, &self.settings, &plan.mode), &self.state, pumped, &self.body)
    }

    pub const fn body(&self) -> &Body {
        &self.body
    }

    pub const fn scale(&self) -> &Vector {
        &self.scale
    }

    pub fn start(&self) -> Vector {
        self.state.to_vector()
    }

    /// The drawing of a phase, until it ends by the settings at the start and the pauses so far.
    fn drawing(&self, phase: Phase) -> Stage {
        let Settings { machine, procedure, .. } = &self.protocol.settings;
        let inlet = InletFlows::new(machine, procedure, self.body.patient.entered_blood_volume_ml()).inlet_ml_min;
        let interface_min = machine.interface_time_min.min(self.duration_min);
        let end_min = match phase {
            Phase::Fill => (machine.set_volume_ml / inlet).min(interface_min),
            Phase::Establish => interface_min,
            _ => self.duration_min,
        };
        Stage::Drawing(phase, f64::min(end_min + self.paused_min, self.duration_min))
    }

    /// The next segment to be solved; `None` when observation has ended.
    pub fn next_segment(&mut self) -> Option<Plan> {
        loop {
            match self.stage {
                Stage::Drawing(phase, end_min) if self.now_min < end_min && self.broken_off_min.is_none() => {
                    return Some(self.next_pumped(phase, end_min));
                }
                Stage::Drawing(Phase::Fill, _) => self.stage = self.drawing(Phase::Establish),
                Stage::Drawing(Phase::Establish, _) => self.stage = self.drawing(Phase::Collect),
                Stage::Drawing(..) => self.stage = Stage::RinsingBack,
                Stage::RinsingBack => {
                    self.stage = Stage::After;
                    if self.settings.machine.rinses_back() {
                        return Some(self.rinse_back());
                    }
                }
                Stage::After => {
                    self.stage = Stage::Over;
                    self.needle_out = Some((self.state, self.pumped, self.now_min));
                    return Some(self.plan(Phase::After, MachineMode::Off, self.now_min + AFTER_MIN));
                }
                Stage::Over => return None,
            }
        }
    }

    /// Draws, separates and collects, or waits, up to the next change or to the end of the phase.
    fn next_pumped(&mut self, phase: Phase, phase_end_min: f64) -> Plan {
        while let Some(change) = self.changes.pop_if(|change| change.at_min <= self.now_min) {
            for (setting, value) in &change.values {
                setting.set(&mut self.settings, value);
            }
        }
        let next_change_min = self.changes.last().map_or(self.duration_min, |change| change.at_min);
        if self.settings.procedure.draw != Draw::Running {
            return self.plan(Phase::Paused, MachineMode::paused(&self.settings, &self.body), next_change_min);
        }
        let phase = if self.bag_full_min.is_some() { Phase::BagFull } else { phase };
        let collecting = phase == Phase::Collect;
        let before = self.segments.iter().rev().find_map(|before| before.mode.drawing());
        let drawing = Drawing::new(&self.settings, &self.body, &self.state.patient, collecting, before);
        self.plan(phase, MachineMode::Drawing(drawing), next_change_min.min(phase_end_min))
    }

    fn rinse_back(&self) -> Plan {
        let machine = &self.settings.machine;
        let inlet = InletFlows::new(machine, &self.settings.procedure, self.body.patient.entered_blood_volume_ml())
            .inlet_ml_min;
        let rinse_min = machine.rinse_back_ml / inlet;
        let mode = MachineMode::RinsingBack {
            returned_per_min: rinsed_per_min(&self.state.set, machine.set_volume_ml, machine.rinse_back_ml, rinse_min),
            saline_ml_min: inlet,
        };
        self.plan(Phase::RinseBack, mode, self.now_min + rinse_min)
    }

    fn plan(&self, phase: Phase, mode: MachineMode, to_min: f64) -> Plan {
        Plan {
            phase,
            mode,
            from_min: self.now_min,
            to_min,
            first_node: self.nodes.len(),
            // In an empty bag every error shows, and rinse-back or a pause changes all flows: they begin with a short step.
            first_step: match phase {
                Phase::Collect | Phase::Paused | Phase::RinseBack => self.next_step.min(FIRST_STEP),
                _ => self.next_step,
            },
            room: Room {
                least_volume_ml: STOP_AT_BLOOD_VOLUME * self.body.before.blood_volume_ml,
                capacity_ml: self.settings.machine.bag_capacity_ml,
                cell_volume_fl: self.body.patient.cell_volume_fl,
                watches_volume: phase.is_under_way(),
                watches_bag: phase == Phase::Collect,
            },
        }
    }

    /// Solves one segment alone, from where it stands.
    pub fn advance(&mut self, mut plan: Plan) {
        if let Some(separator) = plan.mode.open_separator_mut() {
            separator.look_ahead();
        }
        let task = solver::Task {
            from: self.now_min,
            to: plan.to_min,
            start: &self.state.to_vector(),
            scale: &self.scale,
            tolerance: self.tolerance,
            coupled: COUPLED,
            first_step: plan.first_step,
        };
        let (physiology, flow, channel) = (self.body.physiology(), plan.mode.flow(), plan.mode.open_channel());
        let result = integrate(
            &task,
            |vector| physiology.rates(&flow, channel, &State::coupled(vector)).to_vector(),
            |vector| plan.room.left(&State::from_vector(vector)),
            &mut self.nodes,
        );
        self.finish(plan, &result);
    }

    /// Forgets its nodes, those of a segment to be solved too: who looks on has seen them.
    pub fn forget_nodes(&mut self, plan: &mut Plan) {
        self.nodes.clear();
        plan.first_node = 0;
    }

    /// Appends a node that was solved elsewhere.
    pub fn push(&mut self, node: Node<STATE_SIZE>) {
        self.nodes.push(node);
    }

    /// Where a segment within its room ended that was solved elsewhere: at its zero within the last step where none is left, else at the
    /// last node.
    pub fn ended(&self, plan: &Plan, next_step: f64) -> IntegrationResult<STATE_SIZE> {
        solver::ended(&self.nodes[plan.first_node..], |vector| plan.room.left(&State::from_vector(vector)), next_step)
    }

    /// Puts a segment off that others have to interrupt: it goes on from its last node.
    pub fn interrupt(&mut self, plan: &mut Plan, next_step: f64) {
        let Some(last) = self.nodes.pop() else { return };
        self.now_min = last.time;
        self.state = State::from_vector(&last.y);
        plan.first_step = next_step;
    }

    /// When the present segment goes on, min.
    pub const fn now_min(&self) -> f64 {
        self.now_min
    }

    /// Stores a solved segment.
    pub fn finish(&mut self, plan: Plan, result: &IntegrationResult<STATE_SIZE>) {
        let to_min = match result.end {
            End::Reached => plan.to_min,
            End::Stopped(at_min) => {
                let room = &plan.room;
                let is_bag_full = room.is_bag_full(&State::from_vector(&result.y));
                *(if is_bag_full { &mut self.bag_full_min } else { &mut self.broken_off_min }) = Some(at_min);
                at_min
            }
        };
        let minutes = to_min - plan.from_min;
        if plan.phase == Phase::Paused {
            // Filling and settling go on where they were left.
            self.paused_min += minutes;
            if let Stage::Drawing(_, end_min) = &mut self.stage {
                *end_min = f64::min(*end_min + to_min - plan.from_min, self.duration_min);
            }
        }
        let pumped = self.pumped.later(&plan.mode.pumped_per_min(), minutes);
        self.segments.push(Segment {
            phase: plan.phase,
            from_min: plan.from_min,
            to_min,
            settings: self.settings.clone(),
            mode: plan.mode,
            pumped: self.pumped,
            nodes: plan.first_node..self.nodes.len(),
        });
        self.now_min = to_min;
        self.pumped = pumped;
        self.next_step = result.next_step;
        self.state = State::from_vector(&result.y);
    }
}

/// The sizes below which an error does not matter: a thousandth of what the patient has of each component.
fn error_scale(before: &State, blood_volume_ml: f64) -> Vector {
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
