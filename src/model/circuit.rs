//! The tubing set: its pump flows, what leaves the set, and how it is rinsed back.

use super::blood::Blood;
use super::cells::PerClass;
use super::machine::Machine;
use super::number::Number;
use super::procedure::Procedure;

/// Share of each component that rinse-back leaves in the set; usually 10–15 %.
pub const RINSE_BACK_RESIDUE: f64 = 0.12;

/// Saline needed to clear a set, as a share of its volume: about 125 mL for a set of 190 mL.
pub const RINSE_TO_CLEAR: f64 = 125.0 / 190.0;

/// Flows of the draw-side pumps, mL/min.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InletFlows {
    /// Flow into the separator, anticoagulant included.
    pub inlet_ml_min: f64,
    /// The patient's own blood.
    pub blood_ml_min: f64,
    pub anticoagulant_ml_min: f64,
    /// The highest inlet flow within the device's anticoagulant limit.
    pub limit_inlet_ml_min: f64,
}

impl InletFlows {
    /// `blood_volume_ml` is the volume that the operator entered before the procedure, because devices dose by it.
    pub fn new(machine: &Machine, procedure: &Procedure, blood_volume_ml: f64) -> Self {
        let ratio = procedure.anticoagulant_ratio;
        let limit_inlet_ml_min = machine.anticoagulant_limit_ml_min_per_l * blood_volume_ml / 1000.0 * ratio;
        let inlet_ml_min = if machine.hold_to_anticoagulant_limit {
            procedure.inlet_flow_ml_min.min(limit_inlet_ml_min)
        } else {
            procedure.inlet_flow_ml_min
        };
        let anticoagulant_ml_min = inlet_ml_min / ratio;
        Self {
            inlet_ml_min,
            blood_ml_min: inlet_ml_min - anticoagulant_ml_min,
            anticoagulant_ml_min,
            limit_inlet_ml_min,
        }
    }

    /// Whether the anticoagulant flow exceeds the device's limit.
    pub fn exceed_limit(&self) -> bool {
        self.inlet_ml_min > self.limit_inlet_ml_min * (1.0 + 1e-12)
    }
}

/// What the set returns each minute at this flow: a well-mixed store with residence time volume / flow.
///
/// Most of a set's volume is the channel and what follows it, so the store lies behind the separator: blood is separated as it
/// enters, and the set holds what is on its way back.
#[inline(always)]
pub fn returned_per_min<N: Number>(set: &Blood<N>, flow_ml_min: N, cell_volume_fl: &PerClass<N>) -> Blood<N> {
    *set * (flow_ml_min / set.volume_ml(cell_volume_fl))
}

/// What rinse-back returns to the patient each minute, evenly over `rinse_min`.
///
/// Saline displaces the set's contents as a plug while the pumps run it partly empty: [`RINSE_TO_CLEAR`] of the set's volume returns all
/// but the residue. Less saline returns less; any excess reaches the patient as saline.
pub fn rinsed_per_min(set_at_start: &Blood, set_volume_ml: f64, rinse_ml: f64, rinse_min: f64) -> Blood {
    let to_clear_ml = RINSE_TO_CLEAR * set_volume_ml;
    let cleared = (rinse_ml / to_clear_ml).min(1.0);
    let saline = Blood { plasma_ml: (rinse_ml - to_clear_ml).max(0.0), ..Blood::default() };
    (*set_at_start * ((1.0 - RINSE_BACK_RESIDUE) * cleared) + saline) * (1.0 / rinse_min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_saline_brings_back_more_blood_until_the_set_is_clear() {
        let set = Blood { plasma_ml: 120.0, red_cells_ml: 70.0, ..Blood::default() };
        let returned = |rinse_ml| rinsed_per_min(&set, 190.0, rinse_ml, 1.0);
        assert!((returned(125.0).red_cells_ml - 70.0 * 0.88).abs() < 0.1);
        assert!((returned(62.5).red_cells_ml - 70.0 * 0.44).abs() < 0.1);
        assert!((returned(225.0).plasma_ml - returned(125.0).plasma_ml - 100.0).abs() < 1.0);
    }
}
