//! Promise: a warning names its causes with their shares, and the smallest change that would have avoided it really does.

use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::cause::Cause;
use buffycoat::sim::explain::{Explanations, avoidances, explain};
use buffycoat::sim::settings::ValueKind;
use buffycoat::sim::warnings::{Severity, Warning, WarningId, headlines};
use buffycoat::sim::{Protocol, Run, SettingId, Value, simulate};

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

/// Whether the settings as changed still bring this warning, or one as bad of its kind.
fn brings(protocol: &Protocol, warning: &Warning) -> bool {
    run(protocol).warnings.iter().any(|found| found.id == warning.id && found.severity >= warning.severity)
}

#[test]
fn the_smallest_change_avoids_the_warning_and_a_little_less_does_not() {
    let protocol = bundled("small_anemic_woman");
    let run = run(&protocol);
    let avoidances = avoidances(&run, &|| false).expect("not canceled");
    let mut checked = 0;
    for avoidance in &avoidances {
        for remedy in &avoidance.remedies {
            let Some(value) = remedy.value else { continue };
            let mut changed = protocol.clone();
            remedy.setting.set(&mut changed.settings, &value);
            assert!(!brings(&changed, &avoidance.warning), "{remedy:?} does not avoid {:?}", avoidance.warning);
            if let (Value::Number(value), ValueKind::Number(number)) = (value, &remedy.setting.row().kind) {
                let now = number.in_force(&protocol.settings);
                // Two steps back toward the present value, or a twentieth of the way on coarse searches.
                let back = (2.0 * number.step).max(0.05 * (value - now).abs());
                if (value - now).abs() > 2.0 * back {
                    let less = value - back * (value - now).signum();
                    remedy.setting.set(&mut changed.settings, &Value::Number(less));
                    let others_come = simulate(&changed).expect("sensible").warnings.len() > run.warnings.len();
                    assert!(brings(&changed, &avoidance.warning) || others_come, "{remedy:?}: {less} would do");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 5, "only {checked} borders looked at");
    let calcium = avoidances.iter().find(|avoidance| avoidance.warning.id == WarningId::LowCalcium).expect("calcium");
    assert!(calcium.remedies.iter().any(|r| r.setting == SettingId::CalciumInfusion && r.value.is_some()));
    assert!(calcium.remedies.iter().any(|r| r.value.is_none()), "no value of some setting avoids it");
}

#[test]
fn a_canceled_search_answers_nothing() {
    assert_eq!(avoidances(&run(&bundled("healthy_donor")), &|| true), None);
}

#[test]
fn what_was_there_before_has_causes_but_no_remedy() {
    let run = run(&bundled("small_anemic_woman"));
    let explanations = Explanations::of(&run);
    assert!(headlines(&run.warnings).any(|warning| warning.present_before));
    assert!(explanations.avoidances.iter().all(|avoidance| !avoidance.warning.present_before));
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
