//! What is typical of a diagnosis: blood, body and program of the machine as in the bundled case of it, each with its sources there.

use super::{BUNDLED, Bundled};
use crate::model::patient::{Diagnosis, Patient};
use crate::sim::settings::{SettingId, Settings, Value};

/// What belongs to one person alone, and is never taken from another case.
const OWN: [SettingId; 8] = [
    SettingId::Sex,
    SettingId::Age,
    SettingId::Weight,
    SettingId::Height,
    SettingId::Diagnosis,
    SettingId::Pregnancy,
    SettingId::BloodVolume,
    SettingId::RecipientWeight,
];

/// The diagnosis whose cases are taken for it. Of chronic myeloid leukemia in blast crisis there is none: as in acute myeloid leukemia its
/// blood is full of blasts, and leukostasis is feared from the same count.
const fn nearest(diagnosis: Diagnosis) -> Diagnosis {
    if let Diagnosis::CmlBlastCrisis = diagnosis { Diagnosis::Aml } else { diagnosis }
}

/// The bundled case of this diagnosis, or of the nearest one, whose patient is nearest in weight.
pub fn typical_of(diagnosis: Diagnosis, weight_kg: f64) -> Option<&'static Bundled> {
    // What is none of these has nothing typical.
    if diagnosis == Diagnosis::Other {
        return None;
    }
    let apart = |bundled: &&Bundled| {
        let patient = &bundled.preset()?.protocol.settings.patient;
        let is_of_it = patient.diagnosis == nearest(diagnosis);
        is_of_it.then(|| libm::fabs(libm::log(patient.weight_kg / weight_kg)))
    };
    let known = BUNDLED.iter().filter_map(|bundled| Some((apart(&bundled)?, bundled)));
    // The first of equals: cases stand in the order in which they tell most.
    known.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, bundled)| bundled)
}

/// What the settings take from a case that is typical, where they differ from it.
pub fn taken_from(typical: &Settings, settings: &Settings) -> Vec<(SettingId, Value)> {
    let shared = SettingId::all().filter(|setting| !OWN.contains(setting));
    let values = shared.map(|setting| (setting, setting.get(typical)));
    values.filter(|(setting, value)| setting.get(settings) != *value).collect()
}

/// Whether counts and hematocrit are those of a bundled case: nobody has written others.
pub fn is_untouched(patient: &Patient) -> bool {
    let blood =
        |patient: &Patient| (patient.hematocrit_percent, patient.platelets_e9_per_l, patient.white_cells_e9_per_l);
    BUNDLED.iter().filter_map(Bundled::preset).any(|case| blood(&case.protocol.settings.patient) == blood(patient))
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn a_diagnosis_brings_the_case_of_it_nearest_in_weight() {
        let name = |diagnosis, weight_kg| typical_of(diagnosis, weight_kg).map(|bundled| bundled.name);
        assert_eq!(name(Diagnosis::All, 6.0), Some("all_infant_hyperleukocytosis"));
        assert_eq!(name(Diagnosis::All, 60.0), Some("t_all_adolescent"));
        assert_eq!(name(Diagnosis::HealthyDonor, 80.0), Some("healthy_donor"));
        // Only what is named nothing more closely brings nothing.
        let without = Diagnosis::VARIANTS.iter().filter(|diagnosis| name(**diagnosis, 70.0).is_none());
        assert_eq!(without.collect::<Vec<_>>(), [&Diagnosis::Other]);
    }

    #[test]
    fn what_is_taken_makes_all_but_the_person_alike() {
        let [mut settings, typical] = ["healthy_donor", "cml_pregnancy"]
            .map(|name| Bundled::by_name(name).and_then(Bundled::preset).expect("bundled").protocol.settings.clone());
        let (sex, weight_kg) = (settings.patient.sex, settings.patient.weight_kg);
        for (setting, value) in taken_from(&typical, &settings) {
            setting.set(&mut settings, &value);
        }
        assert_eq!(settings.patient.white_cells_e9_per_l, typical.patient.white_cells_e9_per_l);
        assert_eq!(settings.machine, typical.machine);
        assert_eq!((settings.patient.sex, settings.patient.weight_kg), (sex, weight_kg));
        assert_eq!(settings.patient.diagnosis, Diagnosis::HealthyDonor);
        assert!(taken_from(&typical, &settings).is_empty());
    }
}
