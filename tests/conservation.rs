//! Promise: nothing appears or vanishes, and nothing becomes negative or infinite, at any setting.

use buffycoat::sim::ledger::{Account, Balance, Inflow, Place};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::settings::{SettingId, Value, ValueKind};
use buffycoat::sim::{Change, Protocol, Settings, simulate};
use proptest::prelude::*;
use strum::IntoEnumIterator as _;

/// A number for each setting, from 0 at its least to 1 at its most.
pub fn anything() -> impl Strategy<Value = Vec<f64>> {
    // The ends are where things break: they come up often.
    let share = prop_oneof![2 => 0.0..=1.0, 1 => Just(0.0), 1 => Just(1.0)];
    proptest::collection::vec(share, SettingId::all().count())
}

/// The settings at these shares of their ranges.
pub fn settings_at(shares: &[f64]) -> Settings {
    let mut settings = Settings::default();
    for (setting, share) in SettingId::all().zip(shares) {
        let value = match &setting.row().kind {
            // Left to the estimate half of the time, and never at odds with the patient's size by a factor of a hundred.
            ValueKind::Number(number) if number.can_be_estimated() => {
                let estimate = number.in_force(&settings);
                if *share < 0.5 { Value::Estimated } else { Value::Number(estimate * (0.5 + share)) }
            }
            ValueKind::Number(number) => Value::Number(number.min + share * (number.max - number.min)),
            ValueKind::Switch { .. } => Value::Switch(*share > 0.5),
            ValueKind::Choice { options, .. } => {
                Value::Choice(((share * options.len() as f64) as usize).min(options.len() - 1))
            }
        };
        setting.set(&mut settings, &value);
    }
    // White cells of all classes at their most would be six times the highest count there is.
    for class in buffycoat::model::cells::WhiteCell::ALL {
        settings.patient.white_cells_e9_per_l[class] *= 0.15;
    }
    settings
}

/// A few changes of settings at any time, some of them at once and some after the end.
pub fn changes() -> impl Strategy<Value = Vec<Change>> {
    let mid_run: Vec<_> = SettingId::all().filter(|setting| setting.row().mid_run).collect();
    let one = (0.0..700.0_f64, 0..mid_run.len(), 0.0..=1.0_f64).prop_map(move |(at_min, index, share)| {
        let setting = mid_run[index];
        let value = match &setting.row().kind {
            ValueKind::Number(number) => Value::Number(number.min + share * (number.max - number.min)),
            ValueKind::Switch { .. } => Value::Switch(share > 0.5),
            ValueKind::Choice { options, .. } => {
                Value::Choice(((share * options.len() as f64) as usize).min(options.len() - 1))
            }
        };
        Change { at_min: at_min.floor(), values: vec![(setting, value)] }
    });
    proptest::collection::vec(one, 0..5)
}

/// How many random presets are tried: four hundred, or as many as `PROPTEST_CASES` says, for a long trial by hand.
pub fn trials() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400);
    ProptestConfig { cases, failure_persistence: None, max_global_rejects: u32::MAX, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(trials())]

    #[test]
    fn at_every_moment_everything_is_somewhere(
        shares in anything(),
        changes in changes(),
        moments in proptest::collection::vec(0.0..=1.0_f64, 6),
    ) {
        let protocol = Protocol { settings: settings_at(&shares), changes, ..Protocol::default() };
        prop_assume!(protocol.check().is_ok());
        let run = simulate(&protocol).expect("checked");
        let accounts: Vec<_> = Account::all().chain([Account::AllWhiteCells]).collect();
        for share in moments.into_iter().chain([0.0, 1.0]) {
            let moment = run.at(share * run.end_min);
            for account in &accounts {
                let balance = Balance::of(*account, &run, &moment);
                let closes = balance.difference().abs() <= 1e-9 * balance.size();
                prop_assert!(closes, "{}: {balance:?} at {}", account.key(), moment.time_min);
                // Water alone can be owed: by the tissues.
                for place in Place::iter().filter(|place| (*place, *account) != (Place::Reserve, Account::Fluid)) {
                    let lacks = -balance.at(place);
                    prop_assert!(lacks <= 1e-8 * balance.size().max(1.0), "{balance:?} at {}", moment.time_min);
                }
                for inflow in Inflow::iter() {
                    prop_assert!(balance.given(inflow) >= 0.0, "{inflow:?}: {balance:?}");
                }
            }
            let all = Balance::of(Account::AllWhiteCells, &run, &moment);
            let classes = accounts.iter().filter(|account| matches!(account, Account::WhiteCells(_)));
            let sum: f64 = classes.map(|account| Balance::of(*account, &run, &moment).at(Place::Bag)).sum();
            prop_assert!((sum - all.at(Place::Bag)).abs() <= 1e-12 * sum.abs());
        }
    }

    #[test]
    fn every_balance_closes_and_every_quantity_is_sound(shares in anything(), changes in changes()) {
        let protocol = Protocol { settings: settings_at(&shares), changes, ..Protocol::default() };
        prop_assume!(protocol.check().is_ok());
        let run = simulate(&protocol).expect("checked");
        prop_assert!(run.ledger.largest_relative_error < 1e-9, "ledger: {:e}", run.ledger.largest_relative_error);
        prop_assert!(run.solver_steps() < 200_000, "{} steps", run.solver_steps());
        for i in 0..=60 {
            let moment = run.at(run.end_min * f64::from(i) / 60.0);
            for quantity in Quantity::all() {
                let Some(value) = quantity.at(&moment) else { continue };
                let may_be_negative = quantity.row().is_signed;
                prop_assert!(value.is_finite(), "{quantity:?} is {value} at {}", moment.time_min);
                prop_assert!(may_be_negative || value >= -1e-9, "{quantity:?} is {value} at {}", moment.time_min);
            }
            if let Some((_, separation)) = moment.separation() {
                let flow = moment.settings.machine.collect_flow_ml_min;
                let collected = separation.collected.volume_ml(&moment.body.patient.cell_volume_fl);
                prop_assert!(collected <= flow * (1.0 + 1e-9), "the pump of {flow} mL/min brings {collected}");
            }
            // The solver answers to a billionth of what the patient has of each kind; a vessel may lack ten of those.
            let min = moment.blood_volume_ml();
            let sizes = run.before.patient.to_array().map(|size| size.max(min));
            for (vessel, blood) in
                [("patient", moment.state.patient), ("set", moment.state.set), ("bag", moment.state.bag)]
            {
                for (i, (part, size)) in blood.to_array().into_iter().zip(sizes).enumerate() {
                    let lacks = -part / size;
                    prop_assert!(lacks <= 1e-8, "the {vessel} lacks {lacks:e} of part {i} at {}", moment.time_min);
                }
            }
        }
    }
}

#[test]
fn the_extremes_together_are_sound_and_the_machine_says_when_it_cannot() {
    let mut settings = Settings::default();
    let extremes = [
        (SettingId::Age, 0.1),
        (SettingId::Weight, 2.0),
        (SettingId::Height, 0.45),
        (SettingId::Hematocrit, 10.0),
        (SettingId::InletFlow, 150.0),
        (SettingId::CollectFlow, 12.0),
        (SettingId::Duration, 600.0),
        (SettingId::PackingFactor, 15.0),
        (SettingId::BagCapacity, 4000.0),
        (SettingId::AnticoagulantRatio, 15.0),
    ];
    for (setting, value) in extremes {
        setting.set(&mut settings, &Value::Number(value));
    }
    settings.patient.white_cells_e9_per_l[buffycoat::model::cells::WhiteCell::Blast] = 1000.0;
    let run = simulate(&Protocol::new(settings)).expect("each within its range, and room for plasma");
    assert!(run.ledger.largest_relative_error < 1e-9);
    assert!(run.broken_off_min.is_some(), "12 mL/min out of a newborn cannot go on for ten hours");
    let warned: Vec<_> = run.warnings.iter().map(|warning| warning.id.key()).collect();
    for id in ["broken_off", "g_force_capped", "anticoagulant_limit", "extracorporeal_volume", "low_blood_volume"] {
        assert!(warned.contains(&id), "{id} is missing from {warned:?}");
    }
}

#[test]
fn a_reserve_too_small_to_matter_costs_no_more_work_than_none() {
    for ratio in [1e-12, 1e-6, 3e-4, 0.01, 0.05, 0.06] {
        let mut settings = Settings::default();
        settings.patient.white_cells_e9_per_l = buffycoat::model::cells::PerClass([5.0; 6]);
        settings.patient.spleen_platelet_ratio = ratio;
        settings.patient.refill_ratio = buffycoat::model::cells::PerClass([ratio; 6]);
        settings.patient.refill_half_time_min = buffycoat::model::cells::PerClass([5.0; 6]);
        settings.procedure.duration_min = 600.0;
        let run = simulate(&Protocol::new(settings)).expect("a sensible case");
        assert!(run.solver_steps() < 30_000, "{} steps with {ratio}", run.solver_steps());
        assert!(run.ledger.largest_relative_error < 1e-9);
    }
}

#[test]
fn the_set_keeps_its_volume_while_the_pumps_draw() {
    let mut settings = Settings::default();
    settings.patient.white_cells_e9_per_l = buffycoat::model::cells::PerClass([20.0; 6]);
    let volume_ml = settings.machine.set_volume_ml;
    let cell_volume_fl = settings.patient.cell_volume_fl;
    let run = simulate(&Protocol::new(settings)).expect("a sensible case");
    for i in 0..=180 {
        let set = run.at(f64::from(i)).state.set;
        assert!((set.volume_ml(&cell_volume_fl) / volume_ml - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_change_takes_effect_at_its_moment_and_not_before() {
    let mut protocol = Protocol::default();
    protocol.settings.patient.white_cells_e9_per_l = buffycoat::model::cells::PerClass([5.0; 6]);
    let plain = simulate(&protocol).expect("a sensible case");
    protocol.changes = vec![Change { at_min: 90.5, values: vec![(SettingId::InletFlow, Value::Number(70.0))] }];
    let changed = simulate(&protocol).expect("a sensible case");
    let flow = |time_min: f64| changed.at(time_min).flows().expect("drawing").inlet_ml_min;
    assert_eq!((flow(90.499), flow(90.5)), (50.0, 70.0));
    let processed = |run: &buffycoat::sim::Run, time_min: f64| run.at(time_min).pumped.processed_ml;
    assert!((processed(&changed, 90.5) - processed(&plain, 90.5)).abs() < 1e-6);
    let blood_per_inlet = 11.0 / 12.0;
    assert!((processed(&changed, 100.5) - processed(&plain, 100.5) - 10.0 * 20.0 * blood_per_inlet).abs() < 1e-6);
}

/// Every setting at one end or the other, together.
#[test]
fn extremes_together_give_sound_numbers_and_say_what_the_machine_could_not_do() {
    use buffycoat::model::cells::WhiteCell;
    use buffycoat::sim::warnings::WarningId;
    let mut could_not = 0;
    for (weight_kg, height_m, age_years) in [(2.0, 0.4, 0.0), (250.0, 2.3, 40.0)] {
        for inlet_flow_ml_min in [5.0, 150.0] {
            for hematocrit_percent in [10.0, 65.0] {
                for blasts in [1.0, 500.0, 1000.0] {
                    let mut settings = Settings::default();
                    let patient = &mut settings.patient;
                    (patient.weight_kg, patient.height_m, patient.age_years) = (weight_kg, height_m, age_years);
                    patient.hematocrit_percent = hematocrit_percent;
                    patient.white_cells_e9_per_l[WhiteCell::Blast] = blasts;
                    settings.procedure.inlet_flow_ml_min = inlet_flow_ml_min;
                    let protocol = Protocol::new(settings);
                    let Ok(run) = simulate(&protocol) else {
                        assert!(hematocrit_percent > 60.0 && blasts > 1.0, "only too many cells may be refused");
                        continue;
                    };
                    assert!(run.ledger.largest_relative_error < 1e-9);
                    for quantity in Quantity::all() {
                        let value = quantity.at(&run.at(0.5 * run.end_min));
                        let is_sound = |v: f64| v.is_finite() && (v >= 0.0 || quantity.row().is_signed);
                        assert!(value.is_none_or(is_sound), "{quantity:?}");
                    }
                    let limits = [
                        WarningId::BrokenOff,
                        WarningId::CollectLineSaturated,
                        WarningId::InterfaceLost,
                        WarningId::RedCellsSpill,
                        WarningId::GForceCapped,
                        WarningId::ExtracorporealVolume,
                        WarningId::AnticoagulantLimit,
                    ];
                    if run.warnings.iter().any(|warning| limits.contains(&warning.id)) {
                        could_not += 1;
                    } else {
                        assert!(inlet_flow_ml_min < 150.0, "150 mL/min is beyond the rotor and says so");
                    }
                }
            }
        }
    }
    assert!(could_not >= 12, "{could_not}");
}
