//! The whole state of a procedure: what is where, and what has come and gone.

use crate::model::blood::{Blood, PARTS};
use crate::model::calcium;
use crate::model::cells::{CLASSES, PerClass};
use crate::model::machine::Machine;
use crate::model::patient::Patient;

/// Patient, set and bag; reserves; and the accounts that make every balance checkable.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct State {
    pub patient: Blood,
    pub set: Blood,
    pub bag: Blood,
    /// Anticoagulant, saline and other fluids given so far.
    pub given: Blood,
    /// Blood taken for tests so far.
    pub sampled: Blood,
    pub reserve_e9: PerClass<f64>,
    /// Memory of depletion that drives mobilisation, min.
    pub depletion_min: PerClass<f64>,
    pub spleen_platelets_e9: f64,
    /// Water that has moved from the blood into the tissues, mL; negative when the blood has gained.
    pub tissue_fluid_ml: f64,
    pub citrate_cleared_mmol: f64,
    /// Infused calcium not yet taken up, mmol.
    pub infused_calcium_mmol: f64,
    pub calcium_given_mmol: f64,
    /// The patient's own blood drawn, anticoagulant excluded, mL.
    pub processed_ml: f64,
    pub anticoagulant_ml: f64,
}

/// How many numbers a [`State`] has.
pub const STATE_SIZE: usize = 5 * PARTS + 2 * CLASSES + 7;

/// A state, or its rate of change, as the solver sees it.
pub type Vector = [f64; STATE_SIZE];

impl State {
    /// The state at t = 0: the set primed, the needle in, nothing drawn.
    pub fn before(patient: &Patient, machine: &Machine) -> Self {
        let blood = patient.blood_before();
        Self {
            patient: blood,
            set: machine.primed_set(),
            reserve_e9: PerClass::from_fn(|class| patient.refill_ratio[class] * blood.white_cells_e9[class]),
            spleen_platelets_e9: patient.spleen_platelet_ratio * blood.platelets_e9,
            ..Self::default()
        }
    }

    /// The patient's citrate, mmol/L.
    pub fn citrate_mmol_l(&self, patient: &Patient) -> f64 {
        calcium::citrate_mmol_l(self.patient.citrate_mmol, patient.weight_kg)
    }

    pub fn to_vector(self) -> Vector {
        let mut vector = [0.0; STATE_SIZE];
        let bloods = [self.patient, self.set, self.bag, self.given, self.sampled];
        for (slot, blood) in vector.chunks_exact_mut(PARTS).zip(bloods) {
            slot.copy_from_slice(&blood.to_array());
        }
        let rest = &mut vector[5 * PARTS..];
        rest[..CLASSES].copy_from_slice(&self.reserve_e9.0);
        rest[CLASSES..2 * CLASSES].copy_from_slice(&self.depletion_min.0);
        rest[2 * CLASSES..].copy_from_slice(&[
            self.spleen_platelets_e9,
            self.tissue_fluid_ml,
            self.citrate_cleared_mmol,
            self.infused_calcium_mmol,
            self.calcium_given_mmol,
            self.processed_ml,
            self.anticoagulant_ml,
        ]);
        vector
    }

    pub fn from_vector(vector: &Vector) -> Self {
        let blood = |place: usize| Blood::from_slice(&vector[place * PARTS..(place + 1) * PARTS]);
        let rest = &vector[5 * PARTS..];
        let mut state = Self {
            patient: blood(0),
            set: blood(1),
            bag: blood(2),
            given: blood(3),
            sampled: blood(4),
            spleen_platelets_e9: rest[2 * CLASSES],
            tissue_fluid_ml: rest[2 * CLASSES + 1],
            citrate_cleared_mmol: rest[2 * CLASSES + 2],
            infused_calcium_mmol: rest[2 * CLASSES + 3],
            calcium_given_mmol: rest[2 * CLASSES + 4],
            processed_ml: rest[2 * CLASSES + 5],
            anticoagulant_ml: rest[2 * CLASSES + 6],
            ..Self::default()
        };
        state.reserve_e9.0.copy_from_slice(&rest[..CLASSES]);
        state.depletion_min.0.copy_from_slice(&rest[CLASSES..2 * CLASSES]);
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vector_and_state_are_the_same_numbers() {
        let mut vector = [0.0; STATE_SIZE];
        for (i, number) in vector.iter_mut().enumerate() {
            *number = i as f64;
        }
        assert_eq!(State::from_vector(&vector).to_vector(), vector);
    }
}
