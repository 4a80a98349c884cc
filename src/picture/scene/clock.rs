//! The scene clock: what the pumps have moved since the scene began to move, at its slowed speed.

use super::contents::{collect_flow_ml_min, return_flow_ml_min};
use crate::sim::Moment;

/// What the pumps have moved, mL, and how far the rotor has turned.
///
/// Cells, pumps and drops depend on it alone, so that the same moment and clock always give the same picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SceneClock {
    pub inlet_ml: f64,
    pub anticoagulant_ml: f64,
    pub returned_ml: f64,
    pub collected_ml: f64,
    /// Replacement fluid.
    pub given_ml: f64,
    pub calcium_ml: f64,
    pub rotor_turns: f64,
}

/// How much slower than in reality cells move when time runs at its true speed: a tube of 4 mm at 50 mL/min would be a blur.
const SLOWED: f64 = 6.0;
/// Flows above this, mL/min, are slowed further, so that the picture never strobes.
const FASTEST_DRAWN_ML_MIN: f64 = 90.0;
/// How much slower than in reality the rotor turns: 2000 rpm become a quarter turn per second.
pub const ROTOR_SLOWED: f64 = 133.0;

/// Calcium concentration of the infusion: calcium gluconate 10 %.
pub(super) const CALCIUM_MMOL_ML: f64 = 0.23;

/// How much slower than in reality the blood moves in the scene.
pub fn slowdown(moment: &Moment<'_>) -> f64 {
    let fastest = moment.flows().map_or(0.0, |flows| flows.inlet_ml_min).max(return_flow_ml_min(moment));
    SLOWED * (fastest / FASTEST_DRAWN_ML_MIN).max(1.0)
}

impl SceneClock {
    /// Moves the scene on by `seconds` of the viewer's time, at the flows of `moment`.
    pub fn advance(&mut self, moment: &Moment<'_>, seconds: f64) {
        let minutes = seconds / 60.0 / slowdown(moment);
        let (inlet, anticoagulant) =
            moment.flows().map_or((0.0, 0.0), |flows| (flows.inlet_ml_min, flows.anticoagulant_ml_min));
        let procedure = &moment.settings.procedure;
        self.inlet_ml += inlet * minutes;
        self.anticoagulant_ml += anticoagulant * minutes;
        self.collected_ml += collect_flow_ml_min(moment) * minutes;
        self.returned_ml += return_flow_ml_min(moment) * minutes;
        if moment.return_is_open() {
            self.given_ml += procedure.replacement_flow_ml_min * minutes;
            self.calcium_ml += procedure.calcium_infusion_mmol_h / 60.0 / CALCIUM_MMOL_ML * minutes;
        }
        let rpm = moment.drawing().map_or(0.0, |drawing| drawing.separator.rotor_rpm);
        self.rotor_turns += rpm * seconds / 60.0 / ROTOR_SLOWED;
    }
}
