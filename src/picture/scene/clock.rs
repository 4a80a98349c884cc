//! The scene clock: what the pumps have moved since the scene began to move, at its slowed speed.

use super::contents::{collect_flow_ml_min, return_flow_ml_min};
use super::pumps::ML_PER_TURN;
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
    /// In a drawing that repeats, how far it is through, from 0 to 1: then all of the above is what a whole round moves.
    pub round: Option<f64>,
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

/// About how long a drawing that repeats takes, s, and the least and most.
const ROUND_S: f64 = 4.5;
const ROUND_RANGE_S: (f64, f64) = (3.0, 6.0);

/// How long a drawing of a moment takes until it repeats, s: where that is neither short nor long, as long as the faster pump takes for
/// whole thirds of a turn, after which its three rollers have changed places.
pub fn round_s(moment: &Moment<'_>) -> f64 {
    let fastest_ml_min = moment.flows().map_or(0.0, |flows| flows.inlet_ml_min).max(return_flow_ml_min(moment));
    if fastest_ml_min <= 0.0 {
        return ROUND_S;
    }
    let third_s = ML_PER_TURN / 3.0 / fastest_ml_min * 60.0 * slowdown(moment);
    let (least_s, most_s) = ROUND_RANGE_S;
    ((ROUND_S / third_s).round() * third_s).clamp(least_s, most_s)
}

impl SceneClock {
    /// In a drawing of a moment that repeats after [`round_s`], the clock at a share of the round, from 0 to 1.
    ///
    /// Blood moves at the speed that the window shows it at. Pumps, rotor and drops move at the nearest one at which they are back in place.
    pub fn in_round(moment: &Moment<'_>, share: f64) -> Self {
        let mut clock = Self::default();
        clock.advance(moment, round_s(moment));
        Self { round: Some(share), ..clock }
    }

    /// How far something has come that looks the same after a turn, or after one of so many equal parts of it: in turns, from 0 to 1.
    pub(super) fn turns(&self, turns: f64, alike: f64) -> f32 {
        let come = match self.round {
            None => turns,
            Some(_) if turns == 0.0 => 0.0,
            Some(share) => (turns * alike).round().max(1.0) / alike * share,
        };
        come.rem_euclid(1.0) as f32
    }

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
