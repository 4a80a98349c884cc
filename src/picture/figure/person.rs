//! Who is drawn: what of a patient is seen, at one moment of a run.

use super::anatomy::{BodyKind, HairKind};
use super::{Complexion, REDNESS_MAX};
use crate::model::blood::HEMOGLOBIN_IN_RED_CELLS_G_DL;
use crate::model::patient::{Diagnosis, Patient, Pregnancy, Sex};
use crate::sim::quantities::Quantity;
use crate::sim::{Moment, Run};

/// A patient as seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    pub sex: Sex,
    pub age_years: f64,
    pub height_m: f64,
    pub weight_kg: f64,
    pub pregnancy: Pregnancy,
    pub hemoglobin_g_dl: f64,
    /// The blood in the vessels, without what is outside.
    pub blood_ml: f64,
    /// Picks skin and hair: any number.
    pub looks: u8,
}

/// Density of blood, kg/L: a usual value.
const BLOOD_DENSITY_KG_L: f64 = 1.06;

/// Hemoglobin at which no redness is left, g/dL. A drawing rule.
const PALEST_G_DL: f64 = 6.0;

impl Person {
    /// The patient of a run at a time.
    pub fn of(run: &Run, time_min: f64) -> Self {
        Self::at(&run.at(time_min))
    }

    /// The patient at a moment.
    pub fn at(moment: &Moment<'_>) -> Self {
        let hemoglobin_g_dl = Quantity::Hemoglobin.at(moment).unwrap_or_default();
        Self::with_blood(&moment.body.patient, hemoglobin_g_dl, moment.blood_volume_ml())
    }

    /// A patient before any procedure.
    pub fn before(patient: &Patient) -> Self {
        let hemoglobin_g_dl = HEMOGLOBIN_IN_RED_CELLS_G_DL * patient.hematocrit_percent / 100.0;
        Self::with_blood(patient, hemoglobin_g_dl, patient.total_blood_volume_ml())
    }

    fn with_blood(patient: &Patient, hemoglobin_g_dl: f64, blood_ml: f64) -> Self {
        let pregnancy = if patient.sex == Sex::Female { patient.pregnancy } else { Pregnancy::NotPregnant };
        Self {
            sex: patient.sex,
            age_years: patient.age_years,
            height_m: patient.height_m,
            weight_kg: patient.weight_kg,
            pregnancy,
            hemoglobin_g_dl,
            blood_ml,
            looks: looks(patient.diagnosis, patient.sex, patient.age_years),
        }
    }

    /// Whether this patient is drawn lying, as an infant.
    pub fn is_infant(&self) -> bool {
        self.age_years < INFANT_UNTIL_YEARS
    }

    /// Blood as a share of the body's mass.
    pub fn blood_share(&self) -> f64 {
        BLOOD_DENSITY_KG_L * self.blood_ml / 1000.0 / self.weight_kg
    }

    /// Weight by the square of height, kg/m².
    pub fn body_mass_index(&self) -> f64 {
        self.weight_kg / (self.height_m * self.height_m)
    }

    /// The colors, by skin and hemoglobin.
    pub fn complexion(&self) -> Complexion {
        let healthy = healthy_hemoglobin_g_dl(self.sex, self.age_years, self.pregnancy);
        let redness = (self.hemoglobin_g_dl - PALEST_G_DL) / (healthy - PALEST_G_DL);
        let skin = self.looks % 5;
        // Dark skins have dark hair.
        let hair = match (skin, self.age_years >= GRAY_FROM_YEARS) {
            (_, true) => 5,
            (0, _) => [0, 4, 2][usize::from(self.looks / 5 % 3)],
            (2, _) => [2, 0, 4][usize::from(self.looks / 5 % 3)],
            (1, _) => 1,
            _ => 3,
        };
        Complexion { skin, hair, redness: (redness.clamp(0.0, 1.0) * f64::from(REDNESS_MAX)).round() as u8 }
    }

    /// The two bodies that this one lies between, and how far it is from the first to the second.
    pub(super) fn build(&self) -> (BodyKind, BodyKind, f64) {
        use BodyKind::{Adolescent, Child, Infant, Man, Pregnant, Woman};
        let between = |from: f64, to: f64| ((self.age_years - from) / (to - from)).clamp(0.0, 1.0);
        match (self.sex, self.age_years) {
            _ if self.is_infant() => (Infant, Infant, 0.0),
            (Sex::Female, age) if age >= WOMAN_FROM_YEARS => match self.pregnancy {
                Pregnancy::NotPregnant => (Woman, Woman, 0.0),
                Pregnancy::FirstTrimester => (Woman, Pregnant, 0.15),
                Pregnancy::SecondTrimester => (Woman, Pregnant, 1.0),
                Pregnancy::ThirdTrimester => (Woman, Pregnant, 1.35),
            },
            (Sex::Male, age) if age >= 14.0 => (Adolescent, Man, between(14.0, 20.0)),
            _ => (Child, Adolescent, between(5.0, 14.0)),
        }
    }

    pub(super) fn hair(&self) -> HairKind {
        match self.sex {
            _ if self.is_infant() => HairKind::Down,
            Sex::Male if self.age_years < 12.0 => HairKind::Fringe,
            Sex::Male if self.looks % 5 >= 3 || self.age_years < 18.0 => HairKind::Cropped,
            Sex::Male => HairKind::Short,
            Sex::Female if self.age_years >= BOB_FROM_YEARS => HairKind::Bob,
            Sex::Female if self.looks / 5 % 2 == 1 => HairKind::Bun,
            Sex::Female => HairKind::Long,
        }
    }
}

/// From here on a child is drawn as one that can stand. A drawing rule, as are the three below.
const INFANT_UNTIL_YEARS: f64 = 2.0;
const WOMAN_FROM_YEARS: f64 = 16.0;
const BOB_FROM_YEARS: f64 = 50.0;
const GRAY_FROM_YEARS: f64 = 60.0;

/// Usual hemoglobin in health, g/dL: means by age and sex (Dallman, in Rudolph, Pediatrics, 16th ed. 1977, p. 1111). In pregnancy lower
/// by as much as the WHO's limit of anemia is.
pub fn healthy_hemoglobin_g_dl(sex: Sex, age_years: f64, pregnancy: Pregnancy) -> f64 {
    let mean = match (sex, age_years) {
        (_, age) if age < 0.5 => 11.5,
        (_, age) if age < 2.0 => 12.0,
        (_, age) if age < 6.0 => 12.5,
        (_, age) if age < 12.0 => 13.5,
        (Sex::Female, _) => 14.0,
        (Sex::Male, age) if age < 18.0 => 14.5,
        (Sex::Male, _) => 15.5,
    };
    mean - match pregnancy {
        Pregnancy::NotPregnant => 0.0,
        Pregnancy::FirstTrimester | Pregnancy::ThirdTrimester => 1.0,
        Pregnancy::SecondTrimester => 1.5,
    }
}

/// A number for how somebody looks, the same whenever the case is opened and while its numbers are changed.
fn looks(diagnosis: Diagnosis, sex: Sex, age_years: f64) -> u8 {
    let stage = [2.0, 12.0, 18.0, 35.0, 50.0, 60.0].iter().filter(|from| age_years >= **from).count() as u32;
    // Spread by a multiplicative hash (Knuth).
    let mixed = (diagnosis as u32 * 14 + sex as u32 * 7 + stage + 1).wrapping_mul(2_654_435_769);
    (mixed >> 24) as u8
}
