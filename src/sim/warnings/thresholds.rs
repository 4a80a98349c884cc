//! The thresholds that depend on the case, and those that have more than one level, each with its paper or as the rule of thumb it is.

use super::Severity;
use crate::model::machine::Prime;
use crate::model::patient::{Diagnosis, Patient, Pregnancy, Sex};
use crate::model::procedure::ReplacementFluid;
use crate::sim::moment::{Moment, Phase};
use crate::sim::settings::Settings;
use crate::sim::trajectory::Trajectory;

/// Hemoglobin below which WHO (Guideline on haemoglobin cutoffs, 2024) grades anemia mild, moderate, severe, g/dL; none below six months.
pub(super) fn anemia(Settings { patient, .. }: &Settings) -> Vec<(f64, Severity)> {
    let (mild, moderate, severe) = match (patient.pregnancy, patient.age_years) {
        (Pregnancy::SecondTrimester, _) => (10.5, 9.5, 7.0),
        (Pregnancy::FirstTrimester | Pregnancy::ThirdTrimester, _) => (11.0, 10.0, 7.0),
        (Pregnancy::NotPregnant, age) if age < 0.5 => return Vec::new(),
        (Pregnancy::NotPregnant, age) if age < 2.0 => (10.5, 9.5, 7.0),
        (Pregnancy::NotPregnant, age) if age < 5.0 => (11.0, 10.0, 7.0),
        (Pregnancy::NotPregnant, age) if age < 12.0 => (11.5, 11.0, 8.0),
        (Pregnancy::NotPregnant, age) if age < 15.0 => (12.0, 11.0, 8.0),
        (Pregnancy::NotPregnant, _) => match patient.sex {
            Sex::Male => (13.0, 11.0, 8.0),
            Sex::Female => (12.0, 11.0, 8.0),
        },
    };
    vec![(mild, Severity::Mild), (moderate, Severity::Moderate), (severe, Severity::Severe)]
}

/// Platelets, 10⁹/L. Donors are usually deferred below about 100, a procedure in a patient is often covered with platelets below 20 to
/// 50, and a transfusion without bleeding is usual below 10 (AABB, Ann Intern Med 2015;162:205).
pub(super) const THROMBOCYTOPENIA: &[(f64, Severity, Option<u8>)] = &[
    (150.0, Severity::Mild, Some(1)),
    (75.0, Severity::Moderate, Some(2)),
    (50.0, Severity::Severe, Some(3)),
    (25.0, Severity::Severe, Some(4)),
];

/// Neutrophils, 10⁹/L. Serious infection is feared below the second threshold.
pub(super) const LOW_NEUTROPHILS: &[(f64, Severity, Option<u8>)] =
    &[(1.0, Severity::Moderate, Some(3)), (0.5, Severity::Severe, Some(4))];

/// Lymphocytes, 10⁹/L.
pub(super) const LOW_LYMPHOCYTES: &[(f64, Severity, Option<u8>)] =
    &[(0.5, Severity::Moderate, Some(3)), (0.2, Severity::Severe, Some(4))];

/// Ionized calcium, mmol/L; 1.12 is a usual lower limit of normal. A donor whose calcium falls by a third tingles (Bolan 2001) and is
/// not dying, so grade 4 is severe; the heart is in danger below about 0.7, a rule of thumb.
pub(super) const LOW_CALCIUM: &[(f64, Severity, Option<u8>)] = &[
    (1.12, Severity::Mild, Some(1)),
    (1.0, Severity::Moderate, Some(2)),
    (0.9, Severity::Severe, Some(3)),
    (0.8, Severity::Severe, Some(4)),
    (0.7, Severity::LifeThreatening, None),
];

/// How many times the usual threshold makes leukostasis a severe concern whatever the patient feels. Assumed.
pub(super) const SEVERE_LEUKOSTASIS: f64 = 1.5;

/// White-cell count above which hyperleukocytosis is called so by convention, 10⁹/L (Blood 2015;125:3246).
pub(super) const HYPERLEUKOCYTOSIS: f64 = 100.0;

/// White-cell count above which leukostasis is usually feared in a diagnosis, 10⁹/L: monocytic cells are larger and stickier, chronic
/// and lymphoid ones less so.
pub(super) const fn leukostasis_count(diagnosis: Diagnosis) -> Option<f64> {
    match diagnosis {
        Diagnosis::AmlMonocytic => Some(50.0),
        Diagnosis::Aml | Diagnosis::CmlBlastCrisis => Some(HYPERLEUKOCYTOSIS),
        Diagnosis::Cml => Some(250.0),
        Diagnosis::All | Diagnosis::Cll => Some(400.0),
        _ => None,
    }
}

/// Whether a patient comes with so many white cells that leukostasis is feared.
pub fn has_leukostasis_count(patient: &Patient) -> bool {
    leukostasis_count(patient.diagnosis).is_some_and(|count| patient.white_cells_e9_per_l.sum() > count)
}

/// Leukostasis is a clinical diagnosis: with symptoms it is severe from the threshold, without them by the count alone.
pub(super) fn leukostasis(Settings { patient, .. }: &Settings) -> Vec<(f64, Severity)> {
    match (leukostasis_count(patient.diagnosis), patient.leukostasis_symptoms) {
        (threshold, true) => vec![(threshold.unwrap_or(HYPERLEUKOCYTOSIS), Severity::Severe)],
        (Some(count), false) => {
            vec![(count, Severity::Moderate), (SEVERE_LEUKOSTASIS * count, Severity::Severe)]
        }
        (None, false) => Vec::new(),
    }
}

/// The share of the blood volume above which a set is a risk, percent; lower for small children. A rule of thumb. Above it, practice
/// primes the set with red cells.
pub fn large_set_percent(patient: &Patient) -> f64 {
    const SMALL_CHILD_KG: f64 = 20.0;
    if patient.weight_kg < SMALL_CHILD_KG { 10.0 } else { 15.0 }
}

/// Whether the set holds so much of the blood that it is better primed with red cells.
pub fn needs_red_cell_prime(settings: &Settings) -> bool {
    let share_percent = 100.0 * settings.machine.set_volume_ml / settings.patient.total_blood_volume_ml();
    share_percent > large_set_percent(&settings.patient)
}

pub(super) fn extracorporeal_volume(settings: &Settings) -> Vec<(f64, Severity)> {
    vec![(large_set_percent(&settings.patient), Severity::Moderate)]
}

/// White-cell count above which red cells are better withheld, 10⁹/L, as both thicken blood: the leukostasis threshold, or 100 if none.
pub(super) fn thick_blood(settings: &Settings) -> Vec<(f64, Severity)> {
    vec![(leukostasis_count(settings.patient.diagnosis).unwrap_or(HYPERLEUKOCYTOSIS), Severity::Moderate)]
}

/// Interface drift from its set position that deserves a check, in units of interface position. A rule of thumb.
pub(super) const TOLERABLE_DRIFT: f64 = 0.5;

/// The white-cell count while red cells are given, as replacement or as a prime that a smaller or saline-primed set would not need. Where
/// the set holds a large part of the blood, as in an infant, there is no choice to warn of.
pub(super) fn are_red_cells_given_by_choice(moment: &Moment<'_>) -> bool {
    let (machine, procedure) = (&moment.settings.machine, &moment.settings.procedure);
    let replaced = procedure.replacement_fluid == ReplacementFluid::RedCells && procedure.replacement_flow_ml_min > 0.0;
    let primed = machine.prime == Prime::RedCells && moment.phase == Phase::Fill;
    let primed = primed && !needs_red_cell_prime(moment.settings);
    moment.return_is_open() && (replaced || primed)
}

/// The end of the procedure, if a change is scheduled at or after it.
pub(super) fn end_before_a_change(trajectory: &Trajectory) -> Option<f64> {
    let duration_min = trajectory.protocol.settings.procedure.duration_min;
    trajectory.protocol.changes.iter().any(|change| change.at_min >= duration_min).then_some(duration_min)
}
