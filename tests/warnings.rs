//! Promise: a warning begins at the moment its threshold is passed, and ends only when the value is well back.

use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::warnings::{Direction, Rule, Severity, WarningId, headlines, rules};
use buffycoat::sim::{Change, Protocol, Run, SettingId, Value, simulate};

fn bundled(name: &str) -> Protocol {
    crate::bundled(name).protocol
}

fn run(protocol: &Protocol) -> Run {
    simulate(protocol).expect("a sensible case")
}

fn rule(run: &Run, id: WarningId) -> Rule {
    rules(&run.protocol.settings).find(|rule| rule.id == id).expect("a rule")
}

const OF_CONTINUOUS_QUANTITIES: [WarningId; 6] = [
    WarningId::Anemia,
    WarningId::Thrombocytopenia,
    WarningId::Leukostasis,
    WarningId::LowCalcium,
    WarningId::LowBloodVolume,
    WarningId::FluidOverload,
];

#[test]
fn a_warning_begins_at_its_threshold_and_ends_past_its_hysteresis() {
    let (mut begun, mut ended) = (0, 0);
    for bundled in BUNDLED {
        let run = run(&read(bundled.text).expect("sound").protocol);
        for warning in run.warnings.iter().filter(|warning| OF_CONTINUOUS_QUANTITIES.contains(&warning.id)) {
            let rule = rule(&run, warning.id);
            let quantity = warning.id.quantity().expect("a quantity");
            let threshold = warning.threshold.expect("a threshold");
            let value = |time_min| quantity.at(&run.at(time_min)).expect("always known");
            if warning.from_min > 0.0 {
                begun += 1;
                assert!((value(warning.from_min) - threshold).abs() < 1e-6, "{}: {warning:?}", bundled.name);
            }
            if let Some(to_min) = warning.to_min {
                ended += 1;
                let back = match rule.spec.direction {
                    Direction::Below => threshold + rule.spec.hysteresis,
                    Direction::Above => threshold - rule.spec.hysteresis,
                };
                assert!((value(to_min) - back).abs() < 1e-6, "{}: {warning:?}", bundled.name);
            }
        }
    }
    assert!(begun > 10 && ended > 3, "{begun} begun and {ended} ended: too few to mean anything");
}

#[test]
fn at_above_and_below_a_threshold_at_the_start() {
    let warning_with = |platelets: f64| {
        let mut protocol = bundled("healthy_donor");
        protocol.settings.patient.platelets_e9_per_l = platelets;
        let run = run(&protocol);
        let found = run.warnings.iter().find(|w| w.id == WarningId::Thrombocytopenia && w.threshold == Some(150.0));
        *found.expect("platelets fall below 150")
    };
    assert!(warning_with(149.9).present_before);
    let at = warning_with(150.0);
    assert!(!at.present_before && at.from_min < 1e-6, "150 is not below 150, but the first drop of blood makes it so");
    let above = warning_with(152.0);
    assert!(!above.present_before && above.from_min > 0.1);
}

#[test]
fn a_short_dip_is_seen() {
    // Just above the threshold at the end, below it only for a while after the prime came in.
    let mut protocol = bundled("healthy_donor");
    protocol.settings.procedure.duration_min = 10.0;
    let lowest = |run: &Run| {
        let seconds = (0..(run.end_min * 60.0) as u32).map(|second| f64::from(second) / 60.0);
        seconds.map(|time_min| Quantity::Hemoglobin.at(&run.at(time_min)).expect("known")).fold(f64::MAX, f64::min)
    };
    protocol.settings.patient.hematocrit_percent *= (13.0 - 0.005) / lowest(&run(&protocol));
    let warnings = run(&protocol).warnings;
    assert!(warnings.iter().any(|warning| warning.id == WarningId::Anemia && warning.from_min > 0.0), "{warnings:?}");
}

#[test]
fn a_change_that_comes_after_the_end_is_told_and_never_happens() {
    let mut protocol = bundled("healthy_donor");
    let without = run(&protocol).after;
    protocol.changes = vec![Change { at_min: 400.0, values: vec![(SettingId::InletFlow, Value::Number(20.0))] }];
    let with = run(&protocol);
    assert_eq!(with.after, without);
    assert!(with.warnings.iter().any(|warning| warning.id == WarningId::ChangeAfterEnd));
}

#[test]
fn a_level_that_outlasts_a_worse_one_keeps_its_line() {
    let mut protocol = bundled("all_child_red_cell_prime");
    protocol.settings.machine.prime_hematocrit_percent = 70.0;
    let run = run(&protocol);
    let shown: Vec<_> = headlines(&run.warnings).filter(|w| w.id == WarningId::Anemia).map(|w| w.severity).collect();
    assert!(shown.contains(&Severity::Mild) && shown.contains(&Severity::Moderate), "{shown:?}");
}

#[test]
fn thresholds_follow_age_sex_pregnancy_and_diagnosis() {
    let mild_anemia = |change: fn(&mut Protocol)| {
        let mut protocol = bundled("gcsf_donor");
        change(&mut protocol);
        rule(&run(&protocol), WarningId::Anemia).levels.first().map(|level| level.threshold)
    };
    assert_eq!(mild_anemia(|_| {}), Some(12.0));
    assert_eq!(mild_anemia(|p| SettingId::Sex.set(&mut p.settings, &Value::Choice(1))), Some(13.0));
    assert_eq!(mild_anemia(|p| SettingId::Pregnancy.set(&mut p.settings, &Value::Choice(2))), Some(10.5));
    assert_eq!(mild_anemia(|p| p.settings.patient.age_years = 8.0), Some(11.5));
    assert_eq!(mild_anemia(|p| p.settings.patient.age_years = 0.3), None, "no limits below six months");

    let leukostasis =
        |name| rule(&run(&bundled(name)), WarningId::Leukostasis).levels.first().map(|level| level.threshold);
    assert_eq!(leukostasis("aml_leukostasis_low_platelets"), Some(50.0));
    assert_eq!(leukostasis("cml_very_high_count"), Some(250.0));
    assert_eq!(leukostasis("cll_small_light_cells"), Some(400.0));
    assert_eq!(leukostasis("healthy_donor"), None);
}

#[test]
fn going_past_the_devices_limit_names_the_flow_it_would_hold_and_holding_keeps_it() {
    let mut protocol = bundled("small_anemic_woman");
    protocol.settings.machine.anticoagulant_limit_ml_min_per_l = 0.8;
    let past = run(&protocol);
    assert!(past.warnings.iter().any(|warning| warning.id == WarningId::AnticoagulantLimit));
    let limit = past.at(10.0).flows().expect("drawing").limit_inlet_ml_min;
    protocol.settings.machine.hold_to_anticoagulant_limit = true;
    let held = run(&protocol);
    assert!(!held.warnings.iter().any(|warning| warning.id == WarningId::AnticoagulantLimit));
    assert_eq!(held.at(10.0).flows().expect("drawing").inlet_ml_min, limit);
}
