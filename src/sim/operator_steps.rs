//! The values at which an operator sets a machine: those that the search for changes that avoid a warning may propose.
//!
//! A value that no operator would set, or no physician would sign, is not among them.

use super::protocol::Protocol;
use super::settings::{Number, SettingId, Settings, Value, ValueKind};
use super::warnings::needs_red_cell_prime;
use crate::model::machine::{Prime, RinseBack};
use crate::model::patient::Patient;
use crate::model::procedure::ReplacementFluid;

/// Inlet flow below which pumps and interface of a separator are not steady, mL/min. From 25 kg a rule of thumb for adult devices; below,
/// the slowest of 37 collections in children of up to 25 kg ("Peripheral Blood Progenitor Cell Collection by Large-Volume Leukapheresis
/// in Low-Weight Children"), whose median was 20.
fn least_inlet_flow_ml_min(patient: &Patient) -> f64 {
    const SMALL_CHILD_KG: f64 = 25.0;
    if patient.weight_kg <= SMALL_CHILD_KG { 6.0 } else { 10.0 }
}

/// Volumes outside the body of sets for mononuclear cells, mL, as makers state them: Spectra Optia continuous and with chamber, and
/// Amicus between them.
const SET_VOLUMES_ML: [f64; 3] = [147.0, 163.0, 191.0];

/// The longest session that patients and staff usually bear, min.
const LONGEST_MIN: f64 = 360.0;

/// A shorter run than this share of the planned one is no treatment, as a fraction.
const SHORTEST_SHARE: f64 = 1.0 / 3.0;

/// The fastest calcium infusion that is proposed, mmol for each milliliter of anticoagulant. Assumed: a third more than the 0.5 mg that
/// kept donors comfortable (Bolan, Blood 2002;99:1878).
const MOST_CALCIUM_MMOL_ML: f64 = 0.0167;

/// Hemoglobin below which red cells are usually given, g/dL (AABB, JAMA 2023;330:1892: 7, in heart disease 8).
pub const RED_CELLS_BELOW_G_DL: f64 = 7.0;

/// Numbers in steps, from `min` to `max`.
struct Steps {
    min: f64,
    max: f64,
    step: f64,
}

impl Steps {
    /// The steps past a value: first those below it, then those above, each from the nearest outward.
    fn sides(&self, now: f64) -> [Vec<f64>; 2] {
        // Whole numbers of steps, so that 0.3 is 0.3 and not three times 0.1.
        let at = |count: f64| libm::round(count * self.step * 1e6) / 1e6;
        let within = |value: &f64| (self.min..=self.max).contains(value);
        let (below, above) = (libm::ceil(now / self.step - 1e-9) - 1.0, libm::floor(now / self.step + 1e-9) + 1.0);
        let down = (0..).map(|i| at(below - f64::from(i))).take_while(|value| *value >= self.min).filter(within);
        let up = (0..).map(|i| at(above + f64::from(i))).take_while(|value| *value <= self.max).filter(within);
        [down.collect(), up.collect()]
    }
}

/// Whether a setting is a property of the patient, which nobody chooses.
pub fn describes_the_patient(setting: SettingId) -> bool {
    matches!(setting, SettingId::Hematocrit | SettingId::Platelets)
}

/// The values other than the one in force that an operator could set, on each side of it from the nearest outward; a choice is a side of
/// its own. `may_give_red_cells` says whether this patient may need them.
pub fn sides(setting: SettingId, protocol: &Protocol, may_give_red_cells: bool) -> Vec<Vec<Value>> {
    let settings = &protocol.settings;
    if !(setting.row().has_effect)(settings) {
        return Vec::new();
    }
    match &setting.row().kind {
        ValueKind::Number(number) => {
            let now = number.in_force(settings);
            let sides = numbers(setting, number, settings, now);
            sides.into_iter().map(|side| side.into_iter().map(Value::Number).collect()).collect()
        }
        // Exceeding a limit that protects the patient is no remedy.
        ValueKind::Switch { get, .. } => {
            if get(settings) {
                vec![]
            } else {
                vec![vec![Value::Switch(true)]]
            }
        }
        ValueKind::Choice { options, get, .. } => {
            let now = get(settings);
            let others = (0..options.len()).filter(|option| *option != now);
            others
                .filter(|option| may_choose(setting, *option, settings, may_give_red_cells))
                .map(|option| vec![Value::Choice(option)])
                .collect()
        }
    }
}

/// The numbers past the one in force, first below it and then above.
fn numbers(setting: SettingId, number: &Number, settings: &Settings, now: f64) -> Vec<Vec<f64>> {
    let (usual_min, usual_max) = number.usual_range(settings);
    let steps = |min: f64, max: f64, step: f64| {
        Steps { min: min.max(number.min), max: max.min(number.max), step }.sides(now).to_vec()
    };
    match setting {
        SettingId::InletFlow => steps(least_inlet_flow_ml_min(&settings.patient), usual_max, 1.0),
        SettingId::CollectFlow => steps(now.min(usual_min), now.max(usual_max), 0.1),
        SettingId::Duration => steps(SHORTEST_SHARE * now, LONGEST_MIN, 5.0),
        SettingId::CalciumInfusion => {
            let procedure = &settings.procedure;
            let anticoagulant_ml_h = 60.0 * procedure.inlet_flow_ml_min / procedure.anticoagulant_ratio;
            steps(number.min, MOST_CALCIUM_MMOL_ML * anticoagulant_ml_h, 0.1)
        }
        SettingId::InterfacePosition => steps(-1.0, 1.0, 0.1),
        SettingId::ReplacementFlow => {
            let gives_red_cells = settings.procedure.replacement_fluid == ReplacementFluid::RedCells;
            steps(number.min, if gives_red_cells { now } else { usual_max }, 0.1)
        }
        SettingId::BloodSamples => steps(number.min, now, 1.0),
        SettingId::BagCapacity => steps(number.min, usual_max, 50.0),
        // A smaller set is another product; a larger one is never a remedy.
        SettingId::SetVolume => vec![SET_VOLUMES_ML.iter().rev().copied().filter(|volume| *volume < now).collect()],
        // Less citrate is a remedy; more is none, unless there was too little to prevent clotting.
        SettingId::AnticoagulantRatio => steps(if now > usual_max { usual_min } else { now }, usual_max, number.step),
        // Nobody is better for having come with counts further from health.
        SettingId::Hematocrit | SettingId::Platelets => steps(now.min(usual_min), now.max(usual_max), number.step),
        _ => steps(usual_min, usual_max, number.step),
    }
}

/// Whether a choice is one to propose: blood of others only where it is needed.
fn may_choose(setting: SettingId, option: usize, settings: &Settings, may_give_red_cells: bool) -> bool {
    match setting {
        SettingId::Prime => option != Prime::RedCells as usize || may_give_red_cells,
        SettingId::ReplacementFluid => {
            let is_given = settings.procedure.replacement_flow_ml_min > 0.0;
            let is_donated = option == ReplacementFluid::Plasma as usize;
            is_given && !is_donated && (option != ReplacementFluid::RedCells as usize || may_give_red_cells)
        }
        // What is in the set at the end is the patient's blood.
        SettingId::RinseBack => option != RinseBack::Never as usize,
        _ => true,
    }
}

/// Whether red cells of a donor may be proposed: the set holds a large share of the blood, or hemoglobin is or falls too low.
pub fn may_give_red_cells(settings: &Settings, lowest_hemoglobin_g_dl: f64) -> bool {
    needs_red_cell_prime(settings) || lowest_hemoglobin_g_dl < RED_CELLS_BELOW_G_DL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_leave_from_the_value_in_force_and_are_round() {
        let steps = Steps { min: 0.1, max: 0.8, step: 0.1 };
        assert_eq!(steps.sides(0.35), [vec![0.3, 0.2, 0.1], vec![0.4, 0.5, 0.6, 0.7, 0.8]]);
        assert_eq!(steps.sides(0.3), [vec![0.2, 0.1], vec![0.4, 0.5, 0.6, 0.7, 0.8]]);
        assert_eq!(Steps { min: 60.0, max: 200.0, step: 5.0 }.sides(179.0)[0].first(), Some(&175.0));
    }
}
