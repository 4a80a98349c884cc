//! Promise: on the studies nearest to its purpose the model agrees with what was published.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

use buffycoat::model::cells::WhiteCell;
use buffycoat::model::machine::Machine;
use buffycoat::model::patient::{Diagnosis, Patient, Sex};
use buffycoat::model::procedure::Procedure;
use buffycoat::sim::outcome::Comparison;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::{Protocol, Run, Settings, simulate};

/// An adult donor: no study gives single patients, so one man of usual size and usual counts stands for all.
fn donor() -> Patient {
    let mut patient = Patient { weight_kg: 78.0, height_m: 1.78, hematocrit_percent: 43.0, ..Patient::default() };
    patient.white_cells_e9_per_l[WhiteCell::Neutrophil] = 3.9;
    patient.white_cells_e9_per_l[WhiteCell::Lymphocyte] = 1.9;
    patient.white_cells_e9_per_l[WhiteCell::Monocyte] = 0.5;
    patient.white_cells_e9_per_l[WhiteCell::Cd34] = 0.002;
    patient
}

/// An adult with acute leukemia: the few other cells of such blood, all the rest blasts.
fn leukemia(white_cells_e9_per_l: f64, platelets_e9_per_l: f64) -> Patient {
    let mut patient = Patient {
        sex: Sex::Male,
        weight_kg: 75.0,
        height_m: 1.75,
        diagnosis: Diagnosis::Aml,
        hematocrit_percent: 25.0,
        platelets_e9_per_l,
        ..Patient::default()
    };
    let others = [
        (WhiteCell::Neutrophil, 5.0),
        (WhiteCell::ImmatureGranulocyte, 6.0),
        (WhiteCell::Lymphocyte, 4.0),
        (WhiteCell::Monocyte, 5.0),
    ];
    for (class, count) in others {
        patient.white_cells_e9_per_l[class] = count;
    }
    patient.white_cells_e9_per_l[WhiteCell::Blast] =
        white_cells_e9_per_l - others.iter().map(|(_, count)| count).sum::<f64>();
    patient
}

fn run(patient: Patient, machine: Machine, procedure: Procedure) -> Run {
    simulate(&Protocol::new(Settings { patient, machine, procedure })).expect("a sensible case")
}

/// Minutes that draw this many blood volumes at this flow.
fn minutes_for(volumes: f64, patient: &Patient, inlet_flow_ml_min: f64) -> f64 {
    volumes * patient.total_blood_volume_ml() / (inlet_flow_ml_min * (1.0 - 1.0 / 12.0))
}

fn change_percent(run: &Run, quantity: Quantity) -> f64 {
    run.outcome.comparison(quantity).and_then(Comparison::change_percent).expect("the patient has some")
}

#[track_caller]
fn assert_within(what: &str, ours: f64, low: f64, high: f64) {
    println!("{what}: {ours:.2} (published {low} to {high})");
    assert!((low..=high).contains(&ours), "{what}: {ours:.2} is outside {low} to {high}");
}

#[test]
fn l1_unmobilised_donors_lose_lymphocytes_monocytes_and_platelets_but_no_granulocytes() {
    let run = run(
        donor(),
        Machine { collect_flow_ml_min: 1.0, ..Machine::default() },
        Procedure { inlet_flow_ml_min: 55.0, duration_min: 92.0, ..Procedure::default() },
    );
    assert_within("lymphocytes", change_percent(&run, Quantity::Class(WhiteCell::Lymphocyte)), -27.0, -23.0);
    assert_within("monocytes", change_percent(&run, Quantity::Class(WhiteCell::Monocyte)), -25.3, -18.7);
    assert_within("platelets", change_percent(&run, Quantity::Platelets), -20.0, -17.0);
    assert_within("hemoglobin", change_percent(&run, Quantity::Hemoglobin), -7.0, -5.0);
    assert_within("neutrophils", change_percent(&run, Quantity::Class(WhiteCell::Neutrophil)), -5.0, 5.0);
}

#[test]
fn t1_therapeutic_depletion_halves_the_white_count() {
    let patient = leukemia(180.0, 60.0);
    let duration_min = minutes_for(1.75, &patient, 55.0);
    let run = run(
        patient,
        Machine { collect_flow_ml_min: 4.5, interface_position: 0.3, ..Machine::default() },
        Procedure { inlet_flow_ml_min: 55.0, duration_min, ..Procedure::default() },
    );
    assert_within("white cells", change_percent(&run, Quantity::WhiteCells), -71.5, -29.1);
    assert_within("CE1", run.outcome.white_cell_efficiency.ce1_percent.unwrap(), 33.9, 73.5);
}

#[test]
fn t2_a_slow_collect_flow_leaves_more_behind() {
    let patient = leukemia(250.0, 85.0);
    let duration_min = minutes_for(1.65, &patient, 55.0);
    let run = run(
        patient,
        Machine { collect_flow_ml_min: 1.8, interface_position: 0.3, ..Machine::default() },
        Procedure { inlet_flow_ml_min: 55.0, duration_min, ..Procedure::default() },
    );
    assert_within("white cells", change_percent(&run, Quantity::WhiteCells), -50.0, -15.2);
    assert_within("platelets", change_percent(&run, Quantity::Platelets), -19.5, -13.5);
    assert_within("white cells in the bag, 10⁹", run.outcome.product.white_cells_e9.sum(), 271.0, 579.0);
}

#[test]
fn c1_ionised_calcium_falls_by_a_third_at_a_fixed_citrate_rate() {
    let patient = donor();
    // 1.6 mg/kg/min of citrate as ACD-A at 21.3 mg/mL.
    let anticoagulant_ml_min = 1.6 * patient.weight_kg / 21.3;
    let run = run(
        patient,
        Machine::default(),
        Procedure {
            inlet_flow_ml_min: 12.0 * anticoagulant_ml_min,
            anticoagulant_ratio: 12.0,
            duration_min: 90.0,
            ..Procedure::default()
        },
    );
    let change_at = |time_min: f64| {
        let value = |time_min| Quantity::IonisedCalcium.at(&run.at(time_min)).unwrap();
        100.0 * (value(time_min) / value(0.0) - 1.0)
    };
    assert_within("ionised calcium at 90 min", change_at(90.0), -36.0, -30.0);
    assert!(change_at(90.0) < change_at(60.0) - 1.0, "citrate has not reached its plateau");
}
