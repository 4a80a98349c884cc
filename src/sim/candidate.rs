//! A run that was tried on the way to an aim: what it costs, and which of two costs less.

use super::aim::{Aim, AimOutcome};
use super::cost::is_brought;
use super::extremes::{Extremes, sampled};
use super::quantities::Quantity;
use super::settings::{SettingId, Value};
use super::trajectory::Trajectory;
use super::warnings::{Severity, Warning};

/// Platelet counts that differ by less are as good as each other, 10⁹/L. Assumed: a count is hardly better known than to a twentieth.
const PLATELET_STEP_E9_PER_L: f64 = 5.0;

/// How much a run burdens the patient: the levels of warnings that it brings, by severity, the worst first.
pub type Burden = [usize; 4];

/// A run that was tried, by its settings and its price.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The settings that differ from those of the present run, with their new values, in the order of files.
    pub changes: Vec<(SettingId, Value)>,
    pub aim: AimOutcome,
    /// Levels of warnings that it brings: life-threatening, severe, moderate, mild.
    pub burden: Burden,
    /// Lowest platelets of the run, 10⁹/L.
    pub platelets_e9_per_l: f64,
    /// Lowest hemoglobin of the run, g/dL.
    pub hemoglobin_g_dl: f64,
    /// Lowest ionized calcium of the run, mmol/L.
    pub calcium_mmol_l: f64,
    /// From the first draw until the needle comes out, min.
    pub minutes: f64,
}

impl Candidate {
    /// The price of a run.
    pub fn of(trajectory: &Trajectory, warnings: &[Warning], aim: &Aim, changes: Vec<(SettingId, Value)>) -> Self {
        let moments = sampled(trajectory);
        let lowest = |quantity| Extremes::among(quantity, &moments).map_or(f64::NAN, |found| found.lowest.value);
        Self {
            changes,
            aim: AimOutcome::of(aim, trajectory),
            burden: burden(warnings),
            platelets_e9_per_l: lowest(Quantity::Platelets),
            hemoglobin_g_dl: lowest(Quantity::Hemoglobin),
            calcium_mmol_l: lowest(Quantity::IonizedCalcium),
            minutes: trajectory.machine_end_min,
        }
    }

    /// By what it is judged: smaller is better. Platelets are compared in steps of `PLATELET_STEP_E9_PER_L` and times in whole minutes.
    pub fn rank(&self) -> (bool, i64, Burden, i64, i64) {
        let (missed, short) = (!self.aim.is_reached(), -self.aim.margin_percent());
        let short = if missed { whole(10.0 * short) } else { 0 };
        (missed, short, self.burden, -whole(self.platelets_e9_per_l / PLATELET_STEP_E9_PER_L), whole(self.minutes))
    }

    /// Whether it is at least as good in burden, platelets and time, and better in one.
    pub(super) fn dominates(&self, other: &Self) -> bool {
        let terms = |candidate: &Self| {
            let (_, _, burden, platelets, minutes) = candidate.rank();
            (burden, platelets, minutes)
        };
        let (own, others) = (terms(self), terms(other));
        own != others && own.0 <= others.0 && own.1 <= others.1 && own.2 <= others.2
    }
}

/// The nearest whole number.
fn whole(value: f64) -> i64 {
    libm::round(value) as i64
}

/// The levels of warnings that a run brings, each counted once, by severity.
pub fn burden(warnings: &[Warning]) -> Burden {
    const SEVERITIES: [Severity; 4] = [Severity::LifeThreatening, Severity::Severe, Severity::Moderate, Severity::Mild];
    let mut levels: Vec<&Warning> = Vec::new();
    for warning in warnings.iter().filter(|warning| is_brought(warning)) {
        let is_known = |known: &&Warning| {
            known.id == warning.id && known.severity == warning.severity && known.threshold == warning.threshold
        };
        if !levels.iter().any(is_known) {
            levels.push(warning);
        }
    }
    SEVERITIES.map(|severity| levels.iter().filter(|warning| warning.severity == severity).count())
}
