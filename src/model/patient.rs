//! The patient: body, blood counts, blood volume, and how the body responds to a procedure.

use strum::{VariantArray, VariantNames};

use super::blood::Blood;
use super::cells::{CLASSES, PerClass, WhiteCell};
use super::math::soft_excess;
use super::number::{Number, Numbers};
use super::separator::Separability;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray, VariantNames)]
pub enum Sex {
    #[default]
    Female,
    Male,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray, VariantNames)]
pub enum Pregnancy {
    #[default]
    NotPregnant,
    FirstTrimester,
    SecondTrimester,
    ThirdTrimester,
}

/// Why the patient is here. It sets the count above which leukostasis is feared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray, VariantNames)]
pub enum Diagnosis {
    HealthyDonor,
    MobilizedDonor,
    Aml,
    AmlMonocytic,
    All,
    Cml,
    CmlBlastCrisis,
    Cll,
    Lymphoma,
    Myeloma,
    SolidTumor,
    Autoimmune,
    TransplantRejection,
    LeukemoidReaction,
    #[default]
    Other,
}

impl Diagnosis {
    /// Whether white cells are removed because there are too many, not to be used.
    pub const fn is_depletion(self) -> bool {
        matches!(
            self,
            Self::Aml | Self::AmlMonocytic | Self::Cml | Self::CmlBlastCrisis | Self::Cll | Self::LeukemoidReaction
        )
    }
}

/// A patient at the time of the first draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Patient {
    pub sex: Sex,
    pub age_years: f64,
    pub weight_kg: f64,
    pub height_m: f64,
    pub diagnosis: Diagnosis,
    pub pregnancy: Pregnancy,
    /// Breathless, drowsy or confused from the white cells: a finding at the bedside, which no count replaces.
    pub leukostasis_symptoms: bool,
    pub hematocrit_percent: f64,
    pub platelets_e9_per_l: f64,
    pub white_cells_e9_per_l: PerClass<f64>,
    /// Replaces the estimate from sex, age, weight and height, e.g. when plasma is expanded in pregnancy or massive hyperleukocytosis.
    pub blood_volume_ml: Option<f64>,
    /// Weight of the person who will receive the stem cells, kg; the patient's own if none is given.
    pub recipient_weight_kg: Option<f64>,
    pub mean_red_cell_volume_fl: f64,
    /// Ionized calcium before the procedure.
    pub ionized_calcium_mmol_l: f64,
    /// Whole-body citrate clearance. Liver failure lowers it: 150–350 instead of about 690 mL/min in an adult.
    pub citrate_clearance_ml_min_kg: f64,
    /// Platelets in the spleen per platelet in the blood: usually 0.5 (a third of all; Aster, J Clin Invest 1966;45:645), 0 after
    /// splenectomy, 0.7–1.5 with a large spleen.
    pub spleen_platelet_ratio: f64,
    pub cell_volume_fl: PerClass<f64>,
    /// Cells in marrow, spleen and vessel walls ready to refill the blood, per cell in the blood.
    pub refill_ratio: PerClass<f64>,
    pub refill_half_time_min: PerClass<f64>,
    /// True blood volume divided by the volume that was estimated or measured; unknown at the bedside. 1 for a case; virtual patients
    /// differ.
    pub blood_volume_factor: f64,
    pub separability: Separability,
}

impl Default for Patient {
    fn default() -> Self {
        Self {
            sex: Sex::Male,
            age_years: 34.0,
            weight_kg: 80.0,
            height_m: 1.80,
            diagnosis: Diagnosis::default(),
            pregnancy: Pregnancy::default(),
            leukostasis_symptoms: false,
            hematocrit_percent: 44.0,
            platelets_e9_per_l: 240.0,
            white_cells_e9_per_l: PerClass::default(),
            blood_volume_ml: None,
            recipient_weight_kg: None,
            mean_red_cell_volume_fl: 90.0,
            ionized_calcium_mmol_l: 1.22,
            citrate_clearance_ml_min_kg: 9.8,
            spleen_platelet_ratio: 0.5,
            cell_volume_fl: PerClass::from_fn(WhiteCell::usual_volume_fl),
            refill_ratio: PerClass::from_fn(|class| class.usual_refill().reserve_ratio),
            refill_half_time_min: PerClass::from_fn(|class| class.usual_refill().half_time_min),
            blood_volume_factor: 1.0,
            separability: Separability::default(),
        }
    }
}

impl Patient {
    /// Blood volume, mL.
    pub fn total_blood_volume_ml(&self) -> f64 {
        self.blood_volume_factor * self.entered_blood_volume_ml()
    }

    /// The weight by which stem cells are dosed, kg.
    pub fn dosing_weight_kg(&self) -> f64 {
        self.recipient_weight_kg.unwrap_or(self.weight_kg)
    }

    /// Blood volume as the operator enters it, mL: the case's own value if given; otherwise Nadler from 15 years (Surgery 1962;51:224) or
    /// Linderkamp below (Eur J Pediatr 1977;125:227).
    pub fn entered_blood_volume_ml(&self) -> f64 {
        self.blood_volume_ml
            .unwrap_or_else(|| estimated_blood_volume_ml(self.sex, self.age_years, self.height_m, self.weight_kg))
    }

    /// The blood volume that this body defends, mL: the estimate, or the case's own value if that is smaller.
    pub fn usual_blood_volume_ml(&self) -> f64 {
        let estimate_ml = estimated_blood_volume_ml(self.sex, self.age_years, self.height_m, self.weight_kg);
        self.blood_volume_factor * self.blood_volume_ml.map_or(estimate_ml, |volume_ml| volume_ml.min(estimate_ml))
    }

    /// White cells as a share of the blood volume, as a fraction.
    pub fn leukocrit(&self) -> f64 {
        // Cells per liter times the volume of one: 10⁹/L · fL = 10⁻⁶.
        (0..CLASSES).map(|k| self.white_cells_e9_per_l.0[k] * self.cell_volume_fl.0[k]).sum::<f64>() * 1e-6
    }

    /// The patient's circulating blood before the procedure. Protein is set to balance the plasma volume.
    pub fn blood_before(&self) -> Blood {
        let volume_ml = self.total_blood_volume_ml();
        let liters = volume_ml / 1000.0;
        let red_cells_ml = volume_ml * self.hematocrit_percent / 100.0;
        let plasma_ml = volume_ml * (1.0 - self.leukocrit()) - red_cells_ml;
        Blood {
            plasma_ml,
            protein_ml: plasma_ml,
            red_cells_ml,
            white_cells_e9: PerClass(self.white_cells_e9_per_l.0.map(|count| count * liters)),
            platelets_e9: self.platelets_e9_per_l * liters,
            citrate_mmol: 0.0,
        }
    }
}

/// The equation that estimates blood volume from body size, with its coefficients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum VolumeEstimate {
    /// Nadler, from 15 years: `per_m3`·h³ + `per_kg`·w + `constant`, L.
    Nadler { per_m3: f64, per_kg: f64, constant: f64 },
    /// Linderkamp, below: 10 to the power of `per_log_kg`·log₁₀ w + `per_cm`·h + `constant`, mL.
    Linderkamp { per_log_kg: f64, per_cm: f64, constant: f64 },
}

impl VolumeEstimate {
    pub fn new(sex: Sex, age_years: f64) -> Self {
        if age_years >= 15.0 {
            return match sex {
                Sex::Male => Self::Nadler { per_m3: 0.3669, per_kg: 0.03219, constant: 0.6041 },
                Sex::Female => Self::Nadler { per_m3: 0.3561, per_kg: 0.03308, constant: 0.1833 },
            };
        }
        let (per_log_kg, per_cm, constant) = match sex {
            _ if age_years < 2.0 => (0.7891, 0.004132, 1.8117),
            Sex::Female if age_years >= 7.0 => (0.6412, 0.001270, 2.2169),
            Sex::Male | Sex::Female => (0.6459, 0.002743, 2.0324),
        };
        Self::Linderkamp { per_log_kg, per_cm, constant }
    }

    /// The estimated blood volume, mL.
    pub fn volume_ml(self, height_m: f64, weight_kg: f64) -> f64 {
        match self {
            Self::Nadler { per_m3, per_kg, constant } => {
                let h3 = height_m * height_m * height_m;
                1000.0 * (per_m3 * h3 + per_kg * weight_kg + constant)
            }
            Self::Linderkamp { per_log_kg, per_cm, constant } => {
                libm::exp10(per_log_kg * libm::log10(weight_kg) + per_cm * height_m * 100.0 + constant)
            }
        }
    }
}

/// Nadler's estimate from 15 years, Linderkamp's below, mL.
fn estimated_blood_volume_ml(sex: Sex, age_years: f64, height_m: f64, weight_kg: f64) -> f64 {
    VolumeEstimate::new(sex, age_years).volume_ml(height_m, weight_kg)
}

/// Rate at which vessels that are too full lose water, 1/min: 14 mL/min in an adult who is overfilled by a liter. Fitted within what is
/// published: infused Ringer's solution leaves at 34 to 133 mL/min per doubled blood volume (Anesthesiology 1999;90:81).
pub const WATER_LOSS_PER_MIN: f64 = 0.0135;

/// Excess of blood volume, as a share, within which the loss begins gently. Numerical: without it the loss would begin with a kink.
pub const WATER_LOSS_BEND: f64 = 0.005;

/// Tissue fluid that enters the blood after blood loss, mL/min per mL of usual blood volume at full loss; it grows with the square of
/// the deficit: 0.4 mL/min in an adult at a tenth, 1.5 mL/min at a fifth. Assumed, from experience with bleeding.
pub const REFILL_PER_MIN: f64 = 0.0075;

/// The blood volume that a patient's vessels hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VesselVolume<N = f64> {
    /// Blood volume before, mL.
    pub before_ml: N,
    /// The volume that the body defends against loss, mL.
    pub usual_ml: N,
    /// Plasma protein before, as mL of plasma.
    pub protein_before_ml: N,
}

impl<N> Numbers for VesselVolume<N> {
    type Number = N;
    type Of<M> = VesselVolume<M>;

    #[inline(always)]
    fn map<M: Copy>(&self, replace: &mut impl FnMut(&N) -> M) -> VesselVolume<M> {
        VesselVolume {
            before_ml: replace(&self.before_ml),
            usual_ml: replace(&self.usual_ml),
            protein_before_ml: replace(&self.protein_before_ml),
        }
    }
}

impl<N: Number> VesselVolume<N> {
    /// Water drawn from the tissues into the blood, mL/min; negative when it leaves.
    ///
    /// Tissue fluid replaces a deficit against the usual volume. Water leaves only vessels that are fuller than before, and protein that
    /// was given holds its own volume: so saline leaks out and albumin stays, but blood that is short of volume keeps its water. The
    /// less plasma is left, the less of it leaves.
    #[inline(always)]
    pub fn fluid_from_tissues_ml_min(&self, blood: &Blood<N>, volume_ml: N, water_loss_per_min: N) -> N {
        let deficit = (volume_ml / self.usual_ml).complement().or_nothing();
        let bend_ml = self.before_ml * WATER_LOSS_BEND;
        let held_ml = soft_excess(blood.protein_ml - self.protein_before_ml, bend_ml);
        let excess_ml = soft_excess(volume_ml - self.before_ml - held_ml, bend_ml);
        let plasma_left = blood.plasma_ml / self.protein_before_ml;
        deficit * REFILL_PER_MIN * deficit * self.usual_ml - water_loss_per_min * plasma_left * excess_ml
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn volume(sex: Sex, age_years: f64, weight_kg: f64, height_m: f64) -> f64 {
        Patient { sex, age_years, weight_kg, height_m, ..Patient::default() }.total_blood_volume_ml()
    }

    #[test]
    fn blood_volumes_match_worked_examples() {
        assert!((volume(Sex::Male, 34.0, 80.0, 1.80) - 5320.0).abs() < 10.0);
        assert!((volume(Sex::Female, 29.0, 62.0, 1.66) - 3860.0).abs() < 10.0);
        assert!((volume(Sex::Male, 4.0, 16.0, 1.02) - 1230.0).abs() < 10.0);
        assert!((volume(Sex::Female, 11.0 / 12.0, 8.2, 0.71) - 670.0).abs() < 5.0);
    }

    #[test]
    fn parts_of_the_blood_fill_its_volume() {
        let mut patient = Patient::default();
        patient.white_cells_e9_per_l[WhiteCell::Blast] = 600.0;
        let blood = patient.blood_before();
        assert!((blood.volume_ml(&patient.cell_volume_fl) - patient.total_blood_volume_ml()).abs() < 1e-9);
        assert!((patient.leukocrit() - 0.21).abs() < 1e-12);
    }
}
