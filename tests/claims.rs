//! Promise: what a case tells a student to look for is what the program shows.

use std::ops::RangeInclusive;

use buffycoat::preset::{BUNDLED, assign};
use buffycoat::sim::aim::AimOutcome;
use buffycoat::sim::results::result;
use buffycoat::sim::warnings::{Severity, WarningId};
use buffycoat::sim::{Run, simulate};

use crate::bundled;

/// A bundled case with changes.
fn run(name: &str, changes: &[&str]) -> Run {
    let mut protocol = bundled(name).protocol;
    for change in changes {
        assign(&mut protocol.settings, change).expect("an assignment");
    }
    simulate(&protocol).expect("runs")
}

fn value(run: &Run, quantity: &str, at_min: Option<f64>) -> f64 {
    result(run, quantity, at_min).expect("a result").expect("a value")
}

/// A number that the text states of the case as it is, or with changes.
type Stated = (&'static str, &'static [&'static str], &'static str, RangeInclusive<f64>);

const STATED: [Stated; 54] = [
    ("all_child_red_cell_prime", &[], "change_percent.hemoglobin", 0.0..=10.0),
    ("all_child_red_cell_prime", &["machine.prime=Saline"], "change_percent.hemoglobin", -30.0..=-10.0),
    ("all_child_red_cell_prime", &[], "highest.citrate_mg_kg_min", 1.6..=3.0),
    ("aml_leukostasis_low_platelets", &[], "change_percent.white_cells", -50.0..=-42.0),
    ("aml_leukostasis_low_platelets", &["procedure.duration_min=240"], "lowest.platelets_e9_per_l", 15.0..=25.0),
    ("aml_non_responder", &[], "removed_percent.white_cells", 95.0..=105.0),
    ("aml_non_responder", &[], "change_percent.white_cells", -30.0..=-22.0),
    ("aml_non_responder", &[], "lowest.white_cells_e9_per_l", 120.0..=140.0),
    ("aml_non_responder", &["patient.refill_ratio.blast=1"], "change_percent.white_cells", -50.0..=-44.0),
    ("autoimmune_stem_cells", &["procedure.duration_min=120"], "lowest.platelets_e9_per_l", 75.0..=90.0),
    ("autoimmune_stem_cells", &["procedure.duration_min=120"], "product.cd34_e6_per_kg", 2.0..=4.0),
    ("car_t_lymphoma_low_lymphocytes", &[], "lowest.platelets_e9_per_l", 0.0..=75.0),
    ("cll_small_light_cells", &[], "removed_percent.white_cells", 70.0..=80.0),
    ("cll_small_light_cells", &[], "change_percent.white_cells", -60.0..=-50.0),
    ("cll_small_light_cells", &[], "change_percent.hemoglobin", -10.0..=-2.0),
    ("cml_pregnancy", &[], "removed_percent.white_cells", 29.0..=33.0),
    ("cml_pregnancy", &[], "change_percent.white_cells", -14.2..=-12.5),
    ("donor_faint_pause", &[], "product.cd34_e6_per_kg", 5.45..=5.55),
    ("donor_faint_pause", &["procedure.duration_min=255"], "product.cd34_e6_per_kg", 5.5..=6.0),
    ("donor_faint_pause", &["procedure.duration_min=270"], "product.cd34_e6_per_kg", 6.0..=6.5),
    ("gcsf_donor", &[], "product.cd34_e6_per_kg", 3.8..=4.2),
    ("gcsf_donor", &[], "lowest.hemoglobin_g_dl", 11.0..=12.0),
    ("gcsf_donor", &[], "lowest.platelets_e9_per_l", 100.0..=130.0),
    ("healthy_donor", &[], "lowest.ionized_calcium_mmol_l", 0.8..=1.0),
    ("leukemoid_reaction_sepsis", &[], "change_percent.white_cells", -12.0..=-10.0),
    ("leukemoid_reaction_sepsis", &["procedure.duration_min=274"], "change_percent.white_cells", -14.0..=-12.0),
    ("leukemoid_reaction_sepsis", &[], "change_percent.platelets", -11.0..=-9.0),
    ("leukemoid_reaction_sepsis", &["procedure.duration_min=274"], "change_percent.platelets", -15.0..=-13.0),
    ("leukemoid_reaction_sepsis", &["procedure.duration_min=274"], "lowest.hemoglobin_g_dl", 8.0..=11.0),
    ("leukocytosis_after_injury", &[], "processed_blood_volumes", 0.97..=1.03),
    ("leukocytosis_after_injury", &[], "efficiency.neutrophil.ce1_percent", 4.0..=6.0),
    ("leukocytosis_after_injury", &[], "change_percent.white_cells", -7.5..=-6.0),
    ("leukocytosis_after_injury", &[], "change_percent.hemoglobin", -6.6..=-5.5),
    ("leukocytosis_after_injury", &[], "change_percent.platelets", -6.6..=-5.5),
    ("leukocytosis_after_injury", &[], "lowest.ionized_calcium_mmol_l", 0.9..=1.0),
    ("liver_failure_citrate", &[], "lowest.ionized_calcium_mmol_l", 0.7..=0.8),
    (
        "all_child_red_cell_prime",
        &["procedure.calcium_infusion_mmol_h=1.5"],
        "lowest.ionized_calcium_mmol_l",
        0.9..=1.3,
    ),
    ("myeloma_low_platelets", &[], "product.cd34_e6_per_kg", 1.4..=1.6),
    ("myeloma_low_platelets", &[], "lowest.platelets_e9_per_l", 40.0..=50.0),
    ("neuroblastoma_infant", &[], "change_percent.hemoglobin", 2.0..=15.0),
    ("neuroblastoma_infant", &[], "change_percent.platelets", -66.0..=-55.0),
    ("neuroblastoma_infant", &["machine.prime=Saline"], "change_percent.platelets", -66.0..=-55.0),
    ("poor_vein_slow_inlet", &[], "processed_blood_volumes", 1.45..=1.65),
    ("poor_vein_slow_inlet", &[], "lowest.ionized_calcium_mmol_l", 1.0..=1.1),
    ("poor_vein_slow_inlet", &["procedure.inlet_flow_ml_min=50"], "lowest.ionized_calcium_mmol_l", 0.88..=0.95),
    ("poor_vein_slow_inlet", &["procedure.inlet_flow_ml_min=50"], "highest.anticoagulant_ml_min_per_l", 0.8..=1.2),
    ("small_anemic_woman", &[], "lowest.hemoglobin_g_dl", 8.0..=11.0),
    ("splenectomized_donor_platelets", &[], "lowest.platelets_e9_per_l", 110.0..=120.0),
    (
        "splenectomized_donor_platelets",
        &["patient.spleen_platelet_ratio=0.5"],
        "change_percent.platelets",
        -38.0..=-33.3,
    ),
    ("t_all_adolescent", &["procedure.replacement_flow_ml_min=0"], "highest.blood_volume_change_percent", 3.0..=4.5),
    ("transplant_rejection_photopheresis", &[], "product.hematocrit_percent", 1.5..=2.5),
    ("transplant_rejection_photopheresis", &["machine.interface_position=1"], "product.hematocrit_percent", 9.0..=11.0),
    ("transplant_rejection_photopheresis", &[], "lowest.hemoglobin_g_dl", 9.0..=11.0),
    ("transplant_rejection_photopheresis", &[], "lowest.platelets_e9_per_l", 100.0..=150.0),
];

/// A change that the text asks for, and how many times a number becomes what it was.
type Changed = (&'static str, &'static [&'static str], &'static str, RangeInclusive<f64>);

const CHANGED: [Changed; 18] = [
    ("all_infant_hyperleukocytosis", &["machine.collect_flow_ml_min=0.4"], "product.white_cells_e9", 0.5..=0.6),
    ("aml_non_responder", &["patient.refill_ratio.blast=1"], "product.white_cells_e9", 0.8..=0.97),
    ("car_t_lymphoma_low_lymphocytes", &["patient.hematocrit_percent=42"], "product.lymphocyte_e9", 1.0..=1.1),
    ("car_t_lymphoma_low_lymphocytes", &["patient.hematocrit_percent=42"], "product.platelets_e9", 1.2..=1.3),
    ("cml_very_high_count", &["machine.interface_position=0.3"], "product.white_cells_e9", 0.95..=1.06),
    ("cml_very_high_count", &["machine.interface_position=0.3"], "product.red_cells_ml", 0.3..=0.7),
    ("cml_very_high_count", &["machine.interface_position=0.3"], "product.platelets_e9", 2.0..=5.0),
    ("cml_very_high_count", &["procedure.replacement_flow_ml_min=0"], "change_percent.white_cells", 0.9..=0.99),
    ("gcsf_donor", &["patient.recipient_weight_kg=62"], "product.cd34_e6_per_kg", 1.2..=1.3),
    ("granulocyte_donor_starch", &["machine.hydroxyethyl_starch=false"], "product.neutrophil_e9", 0.125..=0.165),
    ("granulocyte_donor_starch", &["machine.hydroxyethyl_starch=false"], "change_percent.hemoglobin", 0.6..=0.9),
    ("myeloma_low_platelets", &["machine.packing_factor=4.5"], "product.cd34_e6_per_kg", 1.0..=1.03),
    ("myeloma_low_platelets", &["machine.packing_factor=4.5"], "change_percent.platelets", 1.01..=1.08),
    ("poor_vein_slow_inlet", &["procedure.inlet_flow_ml_min=50"], "product.lymphocyte_e9", 1.4..=1.6),
    ("poor_vein_slow_inlet", &["procedure.inlet_flow_ml_min=50"], "change_percent.platelets", 1.1..=1.3),
    ("splenectomized_donor_platelets", &["patient.spleen_platelet_ratio=0.5"], "product.platelets_e9", 1.02..=1.2),
    ("t_all_adolescent", &["procedure.replacement_flow_ml_min=0"], "change_percent.hemoglobin", 0.5..=0.8),
    ("transplant_rejection_photopheresis", &["machine.interface_position=1"], "product.mononuclear_e9", 0.28..=0.38),
];

/// What the covers state of the cases as they are: their titles, and their one sentence.
const COVERS: [(&str, &str, RangeInclusive<f64>); 42] = [
    ("cml_very_high_count", "before.white_cells_e9_per_l", 384.99..=385.01),
    ("cml_very_high_count", "removed_percent.white_cells", 33.0..=37.0),
    ("cml_very_high_count", "change_percent.white_cells", -25.5..=-22.0),
    ("cml_pregnancy", "removed_percent.white_cells", 30.5..=31.5),
    ("cml_pregnancy", "change_percent.white_cells", -13.5..=-12.5),
    ("cll_small_light_cells", "before.white_cells_e9_per_l", 418.99..=419.01),
    ("cll_small_light_cells", "removed_percent.white_cells", 72.0..=78.0),
    ("cll_small_light_cells", "change_percent.white_cells", -60.0..=-50.0),
    ("aml_leukostasis_low_platelets", "change_percent.white_cells", -49.0..=-44.0),
    ("aml_leukostasis_low_platelets", "change_percent.platelets", -36.0..=-31.0),
    ("transplant_rejection_photopheresis", "product.hematocrit_percent", 1.5..=2.5),
    ("small_anemic_woman", "lowest.hemoglobin_g_dl", 8.0..=11.0),
    ("liver_failure_citrate", "lowest.ionized_calcium_mmol_l", 0.7..=0.8),
    ("myeloma_low_platelets", "processed_blood_volumes", 3.95..=4.05),
    ("myeloma_low_platelets", "product.cd34_e6_per_kg", 1.45..=1.55),
    ("poor_vein_slow_inlet", "processed_blood_volumes", 1.55..=1.65),
    ("donor_faint_pause", "product.cd34_e6_per_kg", 5.45..=5.55),
    ("aml_non_responder", "removed_percent.white_cells", 97.0..=103.0),
    ("aml_non_responder", "change_percent.white_cells", -27.0..=-23.0),
    ("leukemoid_reaction_sepsis", "before.white_cells_e9_per_l", 61.99..=62.01),
    ("leukemoid_reaction_sepsis", "change_percent.white_cells", -11.8..=-10.5),
    ("leukocytosis_after_injury", "before.white_cells_e9_per_l", 23.99..=24.01),
    ("leukocytosis_after_injury", "after.white_cells", 21.5..=22.5),
    ("gcsf_donor", "product.cd34_e6_per_kg", 3.8..=4.2),
    ("healthy_donor", "change_percent.platelets", -36.5..=-31.0),
    ("splenectomized_donor_platelets", "change_percent.platelets", -50.0..=-46.0),
    ("granulocyte_donor_starch", "product.neutrophil_e9", 1.0..=1000.0),
    ("car_t_lymphoma_low_lymphocytes", "processed_blood_volumes", 2.45..=2.55),
    ("car_t_lymphoma_low_lymphocytes", "change_percent.platelets", -40.0..=-30.0),
    ("autoimmune_stem_cells", "product.cd34_e6_per_kg", 5.7..=6.5),
    ("all_infant_hyperleukocytosis", "before.white_cells_e9_per_l", 749.99..=750.01),
    ("all_infant_hyperleukocytosis", "highest.extracorporeal_percent", 38.0..=43.0),
    ("all_child_red_cell_prime", "highest.extracorporeal_percent", 14.5..=15.5),
    ("neuroblastoma_infant", "change_percent.hemoglobin", 2.0..=15.0),
    ("neuroblastoma_infant", "change_percent.platelets", -69.0..=-63.0),
    ("t_all_adolescent", "before.white_cells_e9_per_l", 479.99..=480.01),
    ("t_all_adolescent", "change_percent.white_cells", -43.0..=-38.0),
    // The first run says what calcium and hemoglobin come to.
    ("cml_very_high_count", "lowest.ionized_calcium_mmol_l", 0.9..=1.0),
    ("cml_very_high_count", "lowest.hemoglobin_g_dl", 8.0..=8.5),
    ("cml_very_high_count", "change_percent.platelets", -12.0..=-5.0),
    ("small_anemic_woman", "lowest.ionized_calcium_mmol_l", 0.8..=0.95),
    ("granulocyte_donor_starch", "removed_percent.white_cells", 55.0..=70.0),
];

#[test]
fn every_cover_says_what_happens() {
    for (name, quantity, range) in COVERS {
        let run = run(name, &[]);
        let found = match quantity.strip_prefix("before.") {
            Some(quantity) => value(&run, quantity, Some(0.0)),
            None => value(&run, quantity, None),
        };
        assert!(range.contains(&found), "{name}: {quantity} is {found}");
    }
    for bundled in BUNDLED {
        assert!(COVERS.iter().any(|(name, ..)| *name == bundled.name), "{} is not held to its words", bundled.name);
    }
    // Moderate anemia within ten minutes, in 45 kg.
    let woman = run("small_anemic_woman", &[]);
    let anemia = woman.warnings.iter().find(|warning| {
        warning.id == WarningId::Anemia && warning.severity == Severity::Moderate && warning.from_min > 0.0
    });
    assert!(anemia.expect("it comes").from_min <= 10.0);
    let settings = |name| bundled(name).protocol.settings;
    assert_eq!(settings("small_anemic_woman").patient.weight_kg, 45.0);
    assert_eq!(settings("all_infant_hyperleukocytosis").patient.weight_kg, 5.6);
    let vein = settings("poor_vein_slow_inlet").procedure;
    assert_eq!((vein.inlet_flow_ml_min, vein.duration_min), (28.0, 240.0));
    assert!(settings("t_all_adolescent").procedure.duration_min >= 180.0);
}

#[test]
fn a_cover_never_tells_a_missed_aim_as_a_success() {
    let wording =
        [("cml_very_high_count", "only"), ("cml_pregnancy", "only"), ("aml_non_responder", "only")].into_iter();
    let wording: Vec<_> = wording.chain([("gcsf_donor", "too few"), ("myeloma_low_platelets", "too few")]).collect();
    for case in BUNDLED {
        let preset = bundled(case.name);
        let Some(aim) = preset.aim else { continue };
        let is_missed = !AimOutcome::of(&aim, &run(case.name, &[])).is_reached();
        let words = wording.iter().find(|(name, _)| *name == case.name);
        assert_eq!(is_missed, words.is_some(), "{}", case.name);
        assert!(words.is_none_or(|(_, words)| preset.cover.in_short.contains(words)), "{}", case.name);
    }
}

#[test]
fn what_a_case_teaches_is_so() {
    // More leaves than the count shows: what is hidden outside the blood follows.
    for name in ["cml_very_high_count", "cml_pregnancy", "cll_small_light_cells", "aml_non_responder"] {
        let run = run(name, &[]);
        let removed = value(&run, "removed_percent.white_cells", None);
        assert!(removed > 1.2 * -value(&run, "change_percent.white_cells", None), "{name}");
    }
    // Dilution, not loss: red cells in the bag are next to none.
    let woman = run("small_anemic_woman", &[]);
    let lost_ml = value(&woman, "product.red_cells_ml", None);
    assert!(
        lost_ml < 0.01 * woman.before.patient.red_cells_ml && value(&woman, "change_percent.hemoglobin", None) < -8.0
    );
    // Platelets pay for each liter.
    let platelets = |at_min| value(&run("myeloma_low_platelets", &[]), "platelets_e9_per_l", Some(at_min));
    assert!(platelets(100.0) > platelets(200.0) && platelets(200.0) > platelets(300.0));
    // What a low count costs: with twice the lymphocytes the same price buys twice as many.
    let few = run("car_t_lymphoma_low_lymphocytes", &[]);
    let twice = run("car_t_lymphoma_low_lymphocytes", &["patient.white_cells_e9_per_l.lymphocyte=1.1"]);
    let yields = |run: &Run| value(run, "product.lymphocyte_e9", None);
    assert!((1.8..2.2).contains(&(yields(&twice) / yields(&few))));
    let price = |run: &Run| value(run, "change_percent.platelets", None);
    assert!((price(&few) / price(&twice) - 1.0).abs() < 0.05);
    // One set for every body.
    let volume_ml = |name| bundled(name).protocol.settings.machine.set_volume_ml;
    assert_eq!(volume_ml("all_infant_hyperleukocytosis"), volume_ml("healthy_donor"));
    let outside = |name| value(&run(name, &[]), "highest.extracorporeal_percent", None);
    assert!(outside("all_infant_hyperleukocytosis") > 10.0 * outside("healthy_donor"));
}

#[test]
fn every_number_stated_is_the_programs() {
    for (name, changes, quantity, range) in STATED {
        let found = value(&run(name, changes), quantity, None);
        assert!(range.contains(&found), "{name} {changes:?}: {quantity} is {found}");
    }
}

#[test]
fn every_change_asked_for_does_what_is_said() {
    for (name, changes, quantity, range) in CHANGED {
        let times = value(&run(name, changes), quantity, None) / value(&run(name, &[]), quantity, None);
        assert!(range.contains(&times), "{name} {changes:?}: {quantity} becomes {times} times what it was");
    }
}

#[test]
fn what_happens_at_a_time_happens_then() {
    // Half of the fall in hemoglobin comes in the first ten minutes.
    let donor = run("healthy_donor", &[]);
    let fall = |at_min| value(&donor, "change.hemoglobin_g_dl", Some(at_min));
    let half = fall(10.0) / fall(donor.machine_end_min);
    assert!((0.4..0.6).contains(&half), "{half}");
    // In a pause calcium climbs by itself, and no blood is lost by the faint.
    let faint = run("donor_faint_pause", &[]);
    let calcium = |at_min| value(&faint, "ionized_calcium_mmol_l", Some(at_min));
    assert!((0.925..0.935).contains(&calcium(45.0)) && (0.985..0.995).contains(&calcium(60.0)));
    assert_eq!(faint.after.lost.red_cells_ml, 0.0);
    // The last hour still fills the bag.
    let shorter = value(&run("gcsf_donor", &["procedure.duration_min=159"]), "product.cd34_e6_per_kg", None);
    assert!(value(&run("gcsf_donor", &[]), "product.cd34_e6_per_kg", None) > 1.2 * shorter);
    // Calcium still below 0.9 half an hour after the end, and half as far with a usual clearance.
    let liver = run("liver_failure_citrate", &[]);
    assert!(value(&liver, "ionized_calcium_mmol_l", Some(liver.end_min)) < 0.9);
    let usual = run("liver_failure_citrate", &["patient.citrate_clearance_ml_min_kg=9.8"]);
    let fall = |run: &Run| 1.22 - value(run, "lowest.ionized_calcium_mmol_l", None);
    assert!((0.4..0.6).contains(&(fall(&usual) / fall(&liver))), "{}", fall(&usual) / fall(&liver));
    // With saline the infant's hemoglobin falls by more than a fifth within the hour.
    let infant = run("neuroblastoma_infant", &["machine.prime=Saline"]);
    assert!(value(&infant, "change_percent.hemoglobin_g_dl", Some(60.0)) < -20.0);
    // A prime of albumin is no better than one of saline.
    let lowest = |changes| value(&run("small_anemic_woman", changes), "lowest.hemoglobin_g_dl", None);
    assert!(lowest(&["machine.prime=Albumin"]) <= lowest(&[]));
}

#[test]
fn every_case_says_what_to_look_for() {
    for bundled in BUNDLED {
        let preset = buffycoat::preset::read(bundled.text).expect("a sound preset");
        assert!(preset.look_for.len() > 60, "{}", bundled.name);
    }
}
