//! Promise: what a case tells a student to look for is what the program shows.

use std::ops::RangeInclusive;

use buffycoat::preset::{BUNDLED, assign};
use buffycoat::sim::results::result;
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

const STATED: [Stated; 48] = [
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
