//! The state of a procedure: the contents of patient, reserves, set and bag, and what has left them.

use crate::model::blood::{Blood, PARTS};
use crate::model::calcium::{self, CalciumPool};
use crate::model::cells::{CLASSES, PerClass};
use crate::model::machine::Machine;
use crate::model::number::Number;
use crate::model::patient::Patient;

/// First patient, set and body, which are coupled; then bag and accounts, which are quadratures: no rate depends on them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct State<N = f64> {
    pub patient: Blood<N>,
    pub set: Blood<N>,
    pub reserve_e9: PerClass<N>,
    pub spleen_platelets_e9: N,
    /// Calcium infused or released by bone and not yet taken up, mmol.
    pub added_calcium_mmol: N,
    /// Calcium that bone releases, mmol/min.
    pub bone_release_mmol_min: N,
    /// Water that has moved from the blood into the tissues, mL; negative if the blood has gained water.
    pub tissue_fluid_ml: N,
    pub bag: Blood<N>,
    /// Blood lost to tests and bleeding.
    pub lost: Blood<N>,
    pub citrate_cleared_mmol: N,
}

/// Number of coupled values of a state; they come first.
pub const COUPLED: usize = 2 * PARTS + CLASSES + 4;

/// Number of values in a [`State`].
pub const STATE_SIZE: usize = COUPLED + 2 * PARTS + 1;

/// Number of values on which quantities depend: the patient's blood, the bag, and what calcium and water have moved.
pub(super) const SHOWN: usize = 2 * PARTS + 2;

/// Writes those values of a state to their place.
#[inline(always)]
pub(super) fn write_shown<T: Copy>(vector: &[T; STATE_SIZE], shown: &mut [T; SHOWN]) {
    shown[..PARTS].copy_from_slice(&vector[..PARTS]);
    shown[PARTS..2 * PARTS].copy_from_slice(&vector[COUPLED..COUPLED + PARTS]);
    shown[2 * PARTS] = vector[COUPLED - 3];
    shown[2 * PARTS + 1] = vector[COUPLED - 1];
}

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

    /// Calcium in the extracellular fluid of this patient.
    pub fn calcium_pool(&self, patient: &Patient) -> CalciumPool {
        self.calcium_pool_of(patient.weight_kg, patient.ionized_calcium_mmol_l)
    }

    /// The part of a state on which its rate of change depends; the rest is zero.
    pub fn coupled(vector: &Vector) -> Self {
        Self::from_coupled(vector, 0.0)
    }
}

impl<N: Number> State<N> {
    /// Sets negative parts of the bag to zero. Such a part is solver error; it is taken from the set, so that sums are preserved.
    #[inline(always)]
    pub fn make_bag_sound(vector: &mut [N; STATE_SIZE]) {
        let nothing = vector[0].same(0.0);
        for part in 0..PARTS {
            let in_bag = vector[COUPLED + part];
            let lacks = in_bag.is_below(nothing);
            vector[COUPLED + part] = N::choose(lacks, nothing, in_bag);
            vector[PARTS + part] = N::choose(lacks, vector[PARTS + part] + in_bag, vector[PARTS + part]);
        }
    }

    /// A state of which these values are known, the bag made sound, and no others.
    #[inline(always)]
    pub(super) fn from_shown(shown: &[N; SHOWN]) -> Self {
        let mut bag = [shown[0]; PARTS];
        for (in_bag, shown) in bag.iter_mut().zip(&shown[PARTS..2 * PARTS]) {
            *in_bag = shown.or_nothing();
        }
        Self {
            patient: Blood::from_slice(&shown[..PARTS]),
            bag: Blood::from_slice(&bag),
            added_calcium_mmol: shown[2 * PARTS],
            tissue_fluid_ml: shown[2 * PARTS + 1],
            ..Self::all(shown[0].same(0.0))
        }
    }

    /// Calcium in the extracellular fluid of a patient of this weight, who had this much ionized calcium before. Water without protein
    /// came without calcium.
    #[inline(always)]
    pub fn calcium_pool_of(&self, weight_kg: N, baseline_mmol_l: N) -> CalciumPool<N> {
        CalciumPool {
            baseline_mmol_l,
            weight_kg,
            added_mmol: self.added_calcium_mmol,
            calcium_free_ml: self.patient.plasma_ml - self.patient.protein_ml + self.tissue_fluid_ml,
        }
    }
}

impl<N: Copy> State<N> {
    #[inline(always)]
    pub fn to_vector(self) -> [N; STATE_SIZE] {
        let mut vector = [self.citrate_cleared_mmol; STATE_SIZE];
        let (coupled, quadratures) = vector.split_at_mut(COUPLED);
        coupled[..PARTS].copy_from_slice(&self.patient.to_array());
        coupled[PARTS..2 * PARTS].copy_from_slice(&self.set.to_array());
        let body = &mut coupled[2 * PARTS..];
        body[..CLASSES].copy_from_slice(&self.reserve_e9.0);
        body[CLASSES..].copy_from_slice(&[
            self.spleen_platelets_e9,
            self.added_calcium_mmol,
            self.bone_release_mmol_min,
            self.tissue_fluid_ml,
        ]);
        quadratures[..PARTS].copy_from_slice(&self.bag.to_array());
        quadratures[PARTS..2 * PARTS].copy_from_slice(&self.lost.to_array());
        vector
    }

    #[inline(always)]
    pub fn from_vector(vector: &[N; STATE_SIZE]) -> Self {
        let (coupled, quadratures) = vector.split_at(COUPLED);
        Self {
            bag: Blood::from_slice(&quadratures[..PARTS]),
            lost: Blood::from_slice(&quadratures[PARTS..2 * PARTS]),
            citrate_cleared_mmol: quadratures[2 * PARTS],
            ..Self::from_coupled(coupled, quadratures[0])
        }
    }

    /// The part of a state on which its rate of change depends, from the leading values of its vector; the rest is `nothing`.
    ///
    /// # Panics
    /// If there are fewer than [`COUPLED`] values.
    #[inline(always)]
    pub fn from_coupled(vector: &[N], nothing: N) -> Self {
        let body = &vector[2 * PARTS..COUPLED];
        let empty = Blood::from_slice(&[nothing; PARTS]);
        let mut reserve_e9 = PerClass([nothing; CLASSES]);
        reserve_e9.0.copy_from_slice(&body[..CLASSES]);
        Self {
            patient: Blood::from_slice(&vector[..PARTS]),
            set: Blood::from_slice(&vector[PARTS..2 * PARTS]),
            reserve_e9,
            spleen_platelets_e9: body[CLASSES],
            added_calcium_mmol: body[CLASSES + 1],
            bone_release_mmol_min: body[CLASSES + 2],
            tissue_fluid_ml: body[CLASSES + 3],
            bag: empty,
            lost: empty,
            citrate_cleared_mmol: nothing,
        }
    }

    /// A state, or a rate of change, of this number everywhere.
    #[inline(always)]
    pub fn all(number: N) -> Self {
        Self::from_coupled(&[number; COUPLED], number)
    }
}

/// What the pumps have delivered and drawn: known without solving, because pumps run at constant flows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pumped {
    /// Anticoagulant, saline and other fluids.
    pub given: Blood,
    pub calcium_given_mmol: f64,
    /// The patient's own blood drawn, anticoagulant excluded, mL.
    pub processed_ml: f64,
    pub anticoagulant_ml: f64,
    pub anticoagulant_citrate_mmol: f64,
    /// The part of the anticoagulant with starch in it.
    pub with_starch_ml: f64,
    /// Saline used for rinse-back.
    pub rinse_ml: f64,
}

impl Pumped {
    /// The totals after `minutes` more of pumps that deliver `per_min`.
    pub fn later(&self, per_min: &Self, minutes: f64) -> Self {
        Self {
            given: self.given + per_min.given * minutes,
            calcium_given_mmol: self.calcium_given_mmol + per_min.calcium_given_mmol * minutes,
            processed_ml: self.processed_ml + per_min.processed_ml * minutes,
            anticoagulant_ml: self.anticoagulant_ml + per_min.anticoagulant_ml * minutes,
            anticoagulant_citrate_mmol: self.anticoagulant_citrate_mmol + per_min.anticoagulant_citrate_mmol * minutes,
            with_starch_ml: self.with_starch_ml + per_min.with_starch_ml * minutes,
            rinse_ml: self.rinse_ml + per_min.rinse_ml * minutes,
        }
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
        assert_eq!(State::coupled(&vector).to_vector()[..COUPLED], vector[..COUPLED]);
        let mut shown = [0.0; SHOWN];
        write_shown(&vector, &mut shown);
        let (whole, known) = (State::from_vector(&vector), State::from_shown(&shown));
        assert_eq!((known.patient, known.bag), (whole.patient, whole.bag));
        assert_eq!(known.added_calcium_mmol, whole.added_calcium_mmol);
        assert_eq!(known.tissue_fluid_ml, whole.tissue_fluid_ml);
    }
}
