//! Promise: what is said to avoid a warning does, and is what a physician would sign.

use buffycoat::model::machine::{Prime, RinseBack};
use buffycoat::model::procedure::ReplacementFluid;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::advice::{Advice, Avoidance, MOST_RUNS, Remedy, Standing, WORTHWHILE_PERCENT, advice};
use buffycoat::sim::outcome::target_cells;
use buffycoat::sim::settings::ValueKind;
use buffycoat::sim::warnings::{Severity, Warning, WarningId, needs_red_cell_prime};
use buffycoat::sim::{Change, Protocol, Run, SettingId, Settings, Value, simulate};

fn bundled(name: &str) -> Protocol {
    crate::bundled(name).protocol
}

fn run(protocol: &Protocol) -> Run {
    simulate(protocol).expect("a sensible case")
}

fn advice_for(run: &Run) -> Advice {
    advice(run, &|| false).expect("not canceled")
}

fn changed(protocol: &Protocol, remedy: &Remedy) -> Run {
    let mut protocol = protocol.clone();
    for (setting, value) in &remedy.changes {
        setting.set(&mut protocol.settings, value);
    }
    run(&protocol)
}

/// Whether a run brings this warning, or one as bad of its kind.
fn brings(run: &Run, warning: &Warning) -> bool {
    run.warnings.iter().any(|found| found.id == warning.id && !warning.is_worse_than(found))
}

/// Every case with its settings, its run and its advice.
fn cases() -> impl Iterator<Item = (&'static str, Protocol, Run, Advice)> {
    BUNDLED.iter().map(|bundled| {
        let protocol = read(bundled.text).expect("sound").protocol;
        let run = run(&protocol);
        let advice = advice_for(&run);
        (bundled.name, protocol, run, advice)
    })
}

#[test]
fn every_change_avoids_its_warning_brings_no_other_and_keeps_what_it_says() {
    let mut checked = 0;
    for (name, protocol, before, advice) in cases() {
        for avoidance in &advice.avoidances {
            for remedy in &avoidance.remedies {
                let after = changed(&protocol, remedy);
                assert!(!brings(&after, &avoidance.warning), "{name}: {remedy:?}");
                for found in after.warnings.iter().filter(|found| found.severity > Severity::Information) {
                    assert!(brings(&before, found), "{name}: {remedy:?} brings {found:?}");
                }
                let cells = target_cells(&protocol.settings);
                let kept = 100.0 * cells.of(&after.after.bag) / cells.of(&before.after.bag);
                assert!(remedy.kept_percent.is_some_and(|told| (told - kept).abs() < 1e-9), "{name}: {remedy:?}");
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "only {checked} changes");
}

#[test]
fn every_change_is_one_that_a_physician_would_sign() {
    for (name, protocol, before, advice) in cases() {
        let settings = &protocol.settings;
        let hemoglobin = |time_min| buffycoat::sim::quantities::Quantity::Hemoglobin.at(&before.at(time_min));
        let lowest = before.sample_times_min().into_iter().filter_map(hemoglobin).fold(f64::MAX, f64::min);
        for avoidance in &advice.avoidances {
            assert!(!avoidance.warning.present_before);
            for remedy in &avoidance.remedies {
                for (setting, value) in &remedy.changes {
                    let told = format!("{name}: {remedy:?}");
                    assert_ne!(*setting, SettingId::HydroxyethylStarch, "{told}");
                    sound(*setting, *value, settings, lowest, &told);
                }
                let is_of_patient = |setting| matches!(setting, SettingId::Hematocrit | SettingId::Platelets);
                let is_other = remedy.changes.iter().any(|(setting, _)| is_of_patient(*setting));
                assert_eq!(remedy.standing == Standing::OtherPatient, is_other, "{name}: {remedy:?}");
                if remedy.standing == Standing::Advised {
                    assert!(remedy.kept_percent.is_some_and(|kept| kept >= WORTHWHILE_PERCENT), "{name}: {remedy:?}");
                }
            }
        }
    }
}

/// Checks one changed setting against a physician's list.
fn sound(setting: SettingId, value: Value, settings: &Settings, lowest_hemoglobin_g_dl: f64, told: &str) {
    let may_give_red_cells = needs_red_cell_prime(settings) || lowest_hemoglobin_g_dl < 7.0;
    match (setting, value) {
        (SettingId::InletFlow, Value::Number(flow)) => {
            assert!(flow >= if settings.patient.weight_kg > 25.0 { 10.0 } else { 6.0 }, "{told}");
        }
        (SettingId::Duration, Value::Number(minutes)) => {
            assert!(minutes >= settings.procedure.duration_min / 3.0 && minutes <= 360.0, "{told}");
        }
        (SettingId::SetVolume, Value::Number(volume)) => assert!([147.0, 163.0, 191.0].contains(&volume), "{told}"),
        (SettingId::Prime, Value::Choice(prime)) => {
            assert!(may_give_red_cells || prime != Prime::RedCells as usize, "{told}");
        }
        (SettingId::ReplacementFluid, Value::Choice(fluid)) => {
            assert!(may_give_red_cells || fluid != ReplacementFluid::RedCells as usize, "{told}");
            assert_ne!(fluid, ReplacementFluid::Plasma as usize, "{told}");
        }
        (SettingId::RinseBack, Value::Choice(rinse)) => assert_ne!(rinse, RinseBack::Never as usize, "{told}"),
        (SettingId::HoldToAnticoagulantLimit, on) => assert_eq!(on, Value::Switch(true), "{told}"),
        _ => {}
    }
    let step = match setting {
        SettingId::Duration => 5.0,
        SettingId::InletFlow | SettingId::SetVolume => 1.0,
        SettingId::CollectFlow | SettingId::CalciumInfusion | SettingId::ReplacementFlow => 0.1,
        _ => return,
    };
    if let (Value::Number(number), ValueKind::Number(row)) = (value, &setting.row().kind) {
        assert!(row.contains(number) && (number / step - (number / step).round()).abs() < 1e-6, "{told}");
    }
}

#[test]
fn one_step_less_would_not_do() {
    let protocol = bundled("small_anemic_woman");
    let before = run(&protocol);
    let mut checked = 0;
    for avoidance in &advice_for(&before).avoidances {
        for remedy in avoidance.remedies.iter().filter(|remedy| remedy.changes.len() == 1) {
            let [(setting, Value::Number(value))] = remedy.changes[..] else { continue };
            let step = if setting == SettingId::Duration { 5.0 } else { 1.0 };
            if matches!(setting, SettingId::InletFlow | SettingId::Duration) {
                let mut nearer = remedy.clone();
                nearer.changes = vec![(setting, Value::Number(value + step))];
                assert!(brings(&changed(&protocol, &nearer), &avoidance.warning), "{nearer:?} would do");
                checked += 1;
            }
        }
    }
    assert!(checked >= 4, "only {checked}");
}

#[test]
fn two_settings_together_spare_cells_where_one_alone_costs_too_many() {
    let before = run(&bundled("small_anemic_woman"));
    let advice = advice_for(&before);
    let is_mild_calcium = |avoidance: &&Avoidance| {
        avoidance.warning.id == WarningId::LowCalcium && avoidance.warning.threshold == Some(1.12)
    };
    let calcium = advice.avoidances.iter().find(is_mild_calcium).expect("calcium falls below 1.12");
    let kept = |settings: &[SettingId]| {
        let has = |remedy: &&Remedy| remedy.changes.iter().map(|(setting, _)| *setting).eq(settings.iter().copied());
        calcium.remedies.iter().find(has).and_then(|remedy| remedy.kept_percent)
    };
    // A slower inlet alone would end the treatment and is not told.
    assert_eq!(kept(&[SettingId::InletFlow]), None);
    let together = kept(&[SettingId::InletFlow, SettingId::CalciumInfusion]).expect("calcium lets it be less slow");
    assert!(together > 70.0, "{together}");
}

#[test]
fn a_canceled_search_answers_nothing() {
    assert_eq!(advice(&run(&bundled("healthy_donor")), &|| true), None);
}

#[test]
fn a_search_ends_whatever_the_file_and_says_what_it_left_out() {
    let mut protocol = bundled("small_anemic_woman");
    let flow = |i: u32| Value::Number(if i.is_multiple_of(2) { 20.0 } else { 80.0 });
    protocol.settings.procedure.duration_min = 600.0;
    protocol.settings.patient.refill_half_time_min.0 = [5.0; 6];
    protocol.changes = (1..400)
        .map(|i| Change { at_min: 1.5 * f64::from(i), values: vec![(SettingId::InletFlow, flow(i))] })
        .collect();
    let advice = advice_for(&run(&protocol));
    assert!(advice.runs < MOST_RUNS / 4, "{} runs", advice.runs);
    assert!(advice.pairs_not_tried && !advice.not_tried.is_empty(), "{advice:?}");
    for (name, _, _, advice) in cases() {
        assert!(advice.runs <= MOST_RUNS / 2 && !advice.pairs_not_tried, "{name}: {} runs", advice.runs);
    }
}

#[test]
fn a_count_too_small_to_mean_anything_takes_no_time() {
    let mut protocol = bundled("healthy_donor");
    let steps = run(&protocol).solver_steps();
    let blasts = SettingId::WhiteCells(buffycoat::model::cells::WhiteCell::Blast);
    blasts.set(&mut protocol.settings, &Value::Number(1e-320));
    assert!(run(&protocol).solver_steps() < 2 * steps);
}
