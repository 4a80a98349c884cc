//! Promise: a warning names its causes with their shares, and comes at its thresholds.

use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::cause::Cause;
use buffycoat::sim::explain::{Explanations, explain};
use buffycoat::sim::warnings::{Severity, WarningId, headlines};
use buffycoat::sim::{Protocol, Run, simulate};

fn bundled(name: &str) -> Protocol {
    crate::bundled(name).protocol
}

fn run(protocol: &Protocol) -> Run {
    simulate(protocol).expect("a sensible case")
}

fn shares(run: &Run, id: WarningId) -> Vec<(Cause, f64)> {
    let explanations = explain(run);
    let found = explanations.iter().find(|explanation| explanation.warning.id == id).expect("the warning is explained");
    found.causes.iter().map(|share| (share.cause, share.share_percent)).collect()
}

#[test]
fn what_pushes_a_value_adds_up_to_all_of_it() {
    for bundled in BUNDLED {
        for explanation in explain(&run(&read(bundled.text).expect("sound").protocol)) {
            let pushing: f64 = explanation.causes.iter().map(|share| share.share_percent.max(0.0)).sum();
            // Those of less than one percent are left out.
            let complete = explanation.causes.is_empty() || (85.0..=100.0 + 1e-9).contains(&pushing);
            assert!(complete, "{}: {explanation:?}", bundled.name);
        }
    }
}

#[test]
fn citrate_is_most_of_low_calcium_its_water_the_rest_and_a_slow_liver_its_companion() {
    let donor = shares(&run(&bundled("healthy_donor")), WarningId::LowCalcium);
    assert_eq!(donor[0].0, Cause::Citrate);
    assert_eq!(donor[1].0, Cause::AnticoagulantFluid);
    assert!(donor[0].1 > 80.0 && donor.iter().all(|(cause, _)| *cause != Cause::SlowLiver), "{donor:?}");
    let liver = shares(&run(&bundled("liver_failure_citrate")), WarningId::LowCalcium);
    assert!(liver.iter().any(|(cause, share)| *cause == Cause::SlowLiver && *share > 10.0), "{liver:?}");
}

#[test]
fn a_donor_is_diluted_and_one_who_bleeds_loses_red_cells() {
    let mut protocol = bundled("small_anemic_woman");
    let diluted = shares(&run(&protocol), WarningId::Anemia);
    assert!(diluted[0].0 == Cause::AnticoagulantFluid && diluted[0].1 > 50.0, "{diluted:?}");
    protocol.settings.procedure.bleeding_ml_min = 4.0;
    let bleeding = shares(&run(&protocol), WarningId::Anemia);
    assert!(bleeding.iter().any(|(cause, share)| *cause == Cause::Bleeding && *share > 0.0), "{bleeding:?}");
}

#[test]
fn the_spleen_holds_platelets_up() {
    let found = shares(&run(&bundled("small_anemic_woman")), WarningId::Thrombocytopenia);
    let spleen = found.iter().find(|(cause, _)| *cause == Cause::SpleenPlatelets);
    assert!(spleen.is_some_and(|(_, share)| *share < -5.0), "{found:?}");
}

#[test]
fn what_was_there_before_has_causes_but_no_remedy() {
    let run = run(&bundled("small_anemic_woman"));
    let explanations = Explanations::of(&run);
    assert!(headlines(&run.warnings).any(|warning| warning.present_before));
    assert!(explanations.advice.avoidances.iter().all(|avoidance| !avoidance.warning.present_before));
}

/// The worst severity of a warning in a case changed a little.
fn worst(name: &str, id: WarningId, change: impl Fn(&mut buffycoat::sim::Settings)) -> Option<Severity> {
    let mut protocol = bundled(name);
    change(&mut protocol.settings);
    run(&protocol).warnings.iter().filter(|warning| warning.id == id).map(|warning| warning.severity).max()
}

#[test]
fn each_warning_of_the_procedure_comes_above_its_threshold_and_not_at_or_below() {
    type Change = fn(&mut buffycoat::sim::Settings, f64);
    let cases: [(&str, WarningId, f64, f64, Change); 6] = [
        ("healthy_donor", WarningId::LeanAnticoagulant, 13.0, 13.1, |s, v| s.procedure.anticoagulant_ratio = v),
        ("healthy_donor", WarningId::BagFull, 400.0, 50.0, |s, v| s.machine.bag_capacity_ml = v),
        ("healthy_donor", WarningId::ProductTooRed, 1.0, 1.3, |s, v| s.machine.interface_position = v),
        ("healthy_donor", WarningId::LowNeutrophils, 3.9, 0.9, |s, v| {
            s.patient.white_cells_e9_per_l[buffycoat::model::cells::WhiteCell::Neutrophil] = v;
        }),
        ("healthy_donor", WarningId::LowHematocrit, 40.0, 23.0, |s, v| s.patient.hematocrit_percent = v),
        ("healthy_donor", WarningId::LargeVolume, 211.0, 400.0, |s, v| s.procedure.duration_min = v),
    ];
    for (name, id, quiet, loud, change) in cases {
        assert_eq!(worst(name, id, |settings| change(settings, quiet)), None, "{id:?} at {quiet}");
        assert!(worst(name, id, |settings| change(settings, loud)).is_some(), "{id:?} at {loud}");
    }
}

#[test]
fn leukostasis_is_as_severe_as_the_count_or_the_symptoms_make_it() {
    use buffycoat::model::cells::WhiteCell::Blast;
    let with = |blasts: f64, symptoms: bool| {
        worst("aml_non_responder", WarningId::Leukostasis, |settings| {
            settings.patient.white_cells_e9_per_l[Blast] = blasts;
            settings.patient.leukostasis_symptoms = symptoms;
        })
    };
    // Twenty other white cells circulate, and the threshold is 100.
    assert_eq!(with(70.0, true), None);
    assert_eq!(with(100.0, false), Some(Severity::Moderate));
    assert_eq!(with(100.0, true), Some(Severity::Severe));
    assert_eq!(with(145.0, false), Some(Severity::Severe));
    for name in ["aml_leukostasis_low_platelets", "all_infant_hyperleukocytosis", "t_all_adolescent"] {
        assert_eq!(worst(name, WarningId::Leukostasis, |_| {}), Some(Severity::Severe), "{name}");
    }
}

#[test]
fn low_calcium_threatens_life_only_where_the_heart_is_in_danger() {
    assert_eq!(worst("small_anemic_woman", WarningId::LowCalcium, |_| {}), Some(Severity::Severe));
    let slow = |settings: &mut buffycoat::sim::Settings| {
        settings.patient.citrate_clearance_ml_min_kg = 2.0;
        settings.procedure.inlet_flow_ml_min = 60.0;
        settings.machine.hold_to_anticoagulant_limit = false;
    };
    assert_eq!(worst("liver_failure_citrate", WarningId::LowCalcium, slow), Some(Severity::LifeThreatening));
    let grades = [(1.12, Some(1)), (1.0, Some(2)), (0.9, Some(3)), (0.8, Some(4)), (0.7, None)];
    for (threshold, grade) in grades {
        assert_eq!(WarningId::LowCalcium.ctcae_grade(threshold), grade);
    }
}

#[test]
fn a_prime_of_red_cells_that_an_infant_needs_is_not_scolded() {
    assert_eq!(worst("all_infant_hyperleukocytosis", WarningId::RedCellsTooEarly, |_| {}), None);
    let primed = |settings: &mut buffycoat::sim::Settings| {
        settings.machine.prime = buffycoat::model::machine::Prime::RedCells;
    };
    assert!(worst("aml_leukostasis_low_platelets", WarningId::RedCellsTooEarly, primed).is_some());
}

#[test]
fn red_cells_given_while_the_blood_is_thick_are_a_warning() {
    use buffycoat::model::procedure::ReplacementFluid;
    let given = |settings: &mut buffycoat::sim::Settings| {
        settings.procedure.replacement_fluid = ReplacementFluid::RedCells;
        settings.procedure.replacement_flow_ml_min = 2.0;
    };
    assert!(worst("aml_leukostasis_low_platelets", WarningId::RedCellsTooEarly, given).is_some());
    assert!(worst("healthy_donor", WarningId::RedCellsTooEarly, given).is_none());
}

#[test]
fn crowded_red_cells_spill_and_an_interface_left_alone_drifts() {
    let crowded = |settings: &mut buffycoat::sim::Settings| settings.patient.hematocrit_percent = 64.0;
    assert!(worst("healthy_donor", WarningId::RedCellsSpill, crowded).is_some());
    assert!(worst("healthy_donor", WarningId::RedCellsSpill, |_| {}).is_none());
    use buffycoat::model::machine::InterfaceControl;
    let alone = |settings: &mut buffycoat::sim::Settings| {
        settings.machine.interface_control = InterfaceControl::Fixed;
        settings.procedure.bleeding_ml_min = 5.0;
        settings.procedure.replacement_flow_ml_min = 5.0;
    };
    assert!(worst("healthy_donor", WarningId::InterfaceDrift, alone).is_some());
}
