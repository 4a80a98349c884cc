//! Promise: what every textbook says of a change of setting comes out of the equations, for any sensible case.

use buffycoat::model::cells::WhiteCell;
use buffycoat::model::machine::{InterfaceControl, Prime};
use buffycoat::model::procedure::ReplacementFluid;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::outcome::Comparison;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::results::results;
use buffycoat::sim::warnings::WarningId;
use buffycoat::sim::{Change, Protocol, Run, SettingId, Settings, Value, simulate};
use proptest::prelude::*;

fn run(settings: &Settings) -> Run {
    simulate(&Protocol::new(settings.clone())).expect("a sensible case")
}

/// Change of a count over the procedure, percent.
fn change(run: &Run, quantity: Quantity) -> f64 {
    run.outcome.comparison(quantity).and_then(Comparison::change_percent).expect("the patient has some")
}

fn class_change(run: &Run, class: WhiteCell) -> f64 {
    change(run, Quantity::Class(class))
}

prop_compose! {
    /// An adult donor or patient on usual settings.
    fn sensible()(
        weight_kg in 50.0..100.0_f64,
        hematocrit in 30.0..46.0_f64,
        platelets in 80.0..350.0_f64,
        neutrophils in 2.0..30.0_f64,
        lymphocytes in 0.8..4.0_f64,
        flow in 40.0..65.0_f64,
        collect in 0.8..2.0_f64,
        duration in 120.0..240.0_f64,
    ) -> Settings {
        let mut settings = Settings::default();
        let patient = &mut settings.patient;
        patient.weight_kg = weight_kg;
        patient.height_m = 1.40 + weight_kg / 250.0;
        patient.hematocrit_percent = hematocrit;
        patient.platelets_e9_per_l = platelets;
        patient.white_cells_e9_per_l[WhiteCell::Neutrophil] = neutrophils;
        patient.white_cells_e9_per_l[WhiteCell::ImmatureGranulocyte] = 0.5;
        patient.white_cells_e9_per_l[WhiteCell::Lymphocyte] = lymphocytes;
        patient.white_cells_e9_per_l[WhiteCell::Monocyte] = 0.5;
        patient.white_cells_e9_per_l[WhiteCell::Cd34] = 0.02;
        settings.procedure.inlet_flow_ml_min = flow;
        settings.machine.collect_flow_ml_min = collect;
        settings.procedure.duration_min = duration;
        settings
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn longer_takes_more_but_each_liter_less(base in sensible()) {
        let mut longer = base.clone();
        longer.procedure.duration_min *= 1.5;
        // Immature cells refill slowly: they show the law itself.
        let class = WhiteCell::ImmatureGranulocyte;
        let (short, long) = (run(&base), run(&longer));
        prop_assert!(class_change(&long, class) < class_change(&short, class));
        prop_assert!(change(&long, Quantity::Platelets) < change(&short, Quantity::Platelets));
        let per_liter = |run: &Run| run.outcome.product.white_cells_e9[class] / run.outcome.processed_ml;
        prop_assert!(per_liter(&long) < per_liter(&short));
    }

    #[test]
    fn a_spleen_spares_platelets(base in sensible()) {
        let mut without = base.clone();
        without.patient.spleen_platelet_ratio = 0.0;
        prop_assert!(change(&run(&without), Quantity::Platelets) < change(&run(&base), Quantity::Platelets));
    }

    #[test]
    fn faster_is_sooner_done_with_fewer_platelets_for_each_liter_and_less_calcium(base in sensible()) {
        let mut faster = base.clone();
        faster.procedure.inlet_flow_ml_min *= 1.4;
        faster.procedure.duration_min /= 1.4;
        let (slow, fast) = (run(&base), run(&faster));
        let liters = |run: &Run| run.outcome.processed_ml;
        prop_assert!((liters(&fast) / liters(&slow) - 1.0).abs() < 1e-9, "the same volume");
        let per_liter = |run: &Run| run.outcome.product.platelets_e9 / run.outcome.processed_ml;
        prop_assert!(per_liter(&fast) < per_liter(&slow));
        let citrate = |run: &Run| Quantity::CitrateRate.at(&run.at(30.0)).expect("drawing");
        prop_assert!(citrate(&fast) > citrate(&slow));
        let calcium = |run: &Run| Quantity::IonizedCalcium.at(&run.at(60.0)).expect("always known");
        prop_assert!(calcium(&fast) < calcium(&slow));
    }

    #[test]
    fn toward_the_red_cells_come_granulocytes_and_red_cells_but_fewer_platelets(base in sensible()) {
        let at = |position: f64| {
            let mut settings = base.clone();
            settings.machine.interface_position = position;
            run(&settings)
        };
        let (plasma_side, red_side) = (at(-0.5), at(0.5));
        let product = |run: &Run| run.outcome.product;
        prop_assert!(product(&red_side).white_cells_e9[WhiteCell::Neutrophil] > product(&plasma_side).white_cells_e9[WhiteCell::Neutrophil]);
        prop_assert!(product(&red_side).hematocrit_percent > product(&plasma_side).hematocrit_percent);
        prop_assert!(change(&red_side, Quantity::Platelets) > change(&plasma_side, Quantity::Platelets));
    }

    #[test]
    fn packing_less_spares_platelets_and_hardly_touches_stem_cells(base in sensible()) {
        let mut softer = base.clone();
        softer.machine.packing_factor = 4.0;
        let (soft, hard) = (run(&softer), run(&base));
        prop_assert!(change(&soft, Quantity::Platelets) > change(&hard, Quantity::Platelets));
        let stem = |run: &Run| run.outcome.efficiency[WhiteCell::Cd34].ce2_percent.expect("has stem cells");
        prop_assert!((stem(&soft) / stem(&hard) - 1.0).abs() < 0.1, "{} and {}", stem(&soft), stem(&hard));
    }

    #[test]
    fn a_lower_hematocrit_lowers_the_yield_of_stem_cells(base in sensible()) {
        let with = |hematocrit: f64| {
            let mut settings = base.clone();
            settings.patient.hematocrit_percent = hematocrit;
            run(&settings).outcome.efficiency[WhiteCell::Cd34].ce2_percent.expect("has stem cells")
        };
        prop_assert!(with(28.0) < with(42.0));
    }

    #[test]
    fn starch_lifts_neutrophils_and_leaves_mononuclear_cells(base in sensible()) {
        let mut starch = base.clone();
        starch.machine.hydroxyethyl_starch = true;
        let (plain, starch) = (run(&base), run(&starch));
        let of = |run: &Run, class| run.outcome.efficiency[class].ce1_percent.expect("has some");
        prop_assert!(of(&starch, WhiteCell::Neutrophil) > 2.5 * of(&plain, WhiteCell::Neutrophil));
        prop_assert!((of(&starch, WhiteCell::Lymphocyte) / of(&plain, WhiteCell::Lymphocyte) - 1.0).abs() < 0.15);
    }

    #[test]
    fn a_full_collect_line_takes_a_smaller_share_until_it_runs_faster(base in sensible()) {
        let with = |blasts: f64, collect: f64| {
            let mut settings = base.clone();
            settings.patient.hematocrit_percent = 26.0;
            settings.patient.white_cells_e9_per_l[WhiteCell::Blast] = blasts;
            settings.machine.collect_flow_ml_min = collect;
            run(&settings).outcome.efficiency[WhiteCell::Blast].ce1_percent.expect("has blasts")
        };
        prop_assert!(with(400.0, 2.0) < 0.8 * with(20.0, 2.0));
        prop_assert!(with(400.0, 6.0) > with(400.0, 2.0));
    }

    #[test]
    fn a_smaller_or_paler_patient_falls_deeper_and_a_red_cell_prime_prevents_it(base in sensible()) {
        let mut small = base.clone();
        small.patient.blood_volume_ml = Some(0.6 * base.patient.total_blood_volume_ml());
        let mut primed = small.clone();
        primed.machine.prime = Prime::RedCells;
        primed.machine.prime_hematocrit_percent = base.patient.hematocrit_percent;
        let early = |settings: &Settings| {
            let run = run(settings);
            let at = |time_min| Quantity::Hemoglobin.at(&run.at(time_min)).expect("always known");
            at(10.0) / at(0.0)
        };
        prop_assert!(early(&small) < early(&base));
        prop_assert!(1.0 - early(&primed) < 0.3 * (1.0 - early(&small)), "{} against {}", early(&primed), early(&small));
        let mut pale = base.clone();
        pale.patient.hematocrit_percent = 0.8 * base.patient.hematocrit_percent;
        let fall = |settings: &Settings| 1.0 - early(settings);
        prop_assert!(fall(&pale) > 0.95 * fall(&base), "the same set takes as large a share from fewer red cells");
    }

    #[test]
    fn albumin_holds_volume_longer_than_saline(base in sensible()) {
        let with = |fluid| {
            let mut settings = base.clone();
            settings.procedure.replacement_fluid = fluid;
            settings.procedure.replacement_flow_ml_min = 3.0;
            let run = run(&settings);
            Quantity::BloodVolume.at(&run.at(run.end_min)).expect("always known")
        };
        prop_assert!(with(ReplacementFluid::Albumin) > with(ReplacementFluid::Saline));
    }

    #[test]
    fn more_g_collects_more_mononuclear_cells_and_platelets(base in sensible()) {
        let at = |packing_factor: f64| {
            let mut settings = base.clone();
            settings.machine.packing_factor = packing_factor;
            run(&settings)
        };
        let (loose, tight) = (at(2.7), at(8.1));
        let efficiency = |run: &Run| run.outcome.mononuclear_efficiency.ce2_percent.expect("has mononuclear cells");
        prop_assert!(efficiency(&tight) > efficiency(&loose) + 5.0);
        prop_assert!(tight.outcome.product.platelets_e9 > loose.outcome.product.platelets_e9);
    }

    #[test]
    fn counts_of_lymphocytes_and_stem_cells_level_off_and_do_not_come_back(base in sensible()) {
        let mut long = base.clone();
        long.procedure.duration_min = 300.0;
        let run = run(&long);
        for class in [WhiteCell::Lymphocyte, WhiteCell::Cd34] {
            let count = |time_min: f64| Quantity::Class(class).at(&run.at(time_min)).expect("always known");
            let (before, early, late, last) = (count(0.0), count(60.0), count(200.0), count(299.0));
            prop_assert!(late <= early && last <= 1.005 * late, "{class:?}: {before} {early} {late} {last}");
            prop_assert!(before - early > 3.0 * (late - last), "{class:?}: {before} {early} {late} {last}");
        }
    }

    #[test]
    fn fluid_without_calcium_dilutes_calcium(base in sensible()) {
        let mut more = base.clone();
        more.procedure.replacement_flow_ml_min = 5.0;
        let calcium = |settings: &Settings| {
            let run = run(settings);
            Quantity::IonizedCalcium.at(&run.at(100.0)).expect("always known")
        };
        prop_assert!(calcium(&more) < calcium(&base) - 0.01);
    }

    #[test]
    fn the_fall_of_a_leukemic_count_holds_when_the_collect_flow_follows_it(count in 120.0..250.0_f64, times in 1.2..2.0_f64) {
        let fall = |count: f64| {
            let mut settings = crate::bundled("aml_leukostasis_low_platelets").protocol.settings;
            settings.patient.white_cells_e9_per_l[WhiteCell::Blast] = count;
            settings.machine.collect_flow_ml_min = 2.0 * count / 100.0;
            settings.machine.bag_capacity_ml = 4000.0;
            change(&run(&settings), Quantity::WhiteCells)
        };
        prop_assert!(fall(count * times) < fall(count) + 1.5, "{} {}", fall(count), fall(count * times));
    }
}

#[test]
fn calcium_falls_fast_then_levels_off_as_bone_answers() {
    let run = run(&crate::bundled("healthy_donor").protocol.settings);
    let calcium = |time_min: f64| Quantity::IonizedCalcium.at(&run.at(time_min)).expect("always known");
    let lost = |from_min: f64, to_min: f64| calcium(from_min) - calcium(to_min);
    assert!(lost(30.0, 90.0) < lost(0.0, 30.0));
    assert!(lost(90.0, 150.0) < 0.2 * lost(0.0, 30.0), "{}", lost(90.0, 150.0));
    assert!(calcium(200.0) > calcium(150.0), "in the third hour it comes back");
}

#[test]
fn a_child_is_not_dried_out_and_saline_dilutes_its_blood() {
    for name in ["all_child_red_cell_prime", "neuroblastoma_infant", "all_infant_hyperleukocytosis"] {
        let mut settings = crate::bundled(name).protocol.settings;
        for prime in [settings.machine.prime, Prime::Saline] {
            settings.machine.prime = prime;
            let run = run(&settings);
            let lowest = run
                .sample_times_min()
                .into_iter()
                .filter_map(|time_min| Quantity::BloodVolumeChange.at(&run.at(time_min)));
            let lowest = lowest.fold(f64::INFINITY, f64::min);
            assert!(lowest > -1.0, "{name} with {prime:?}: {lowest} % of the blood volume");
        }
    }
}

#[test]
fn a_full_bag_stops_collecting_and_says_so() {
    let mut protocol = crate::bundled("healthy_donor").protocol;
    protocol.settings.machine.bag_capacity_ml = 100.0;
    let run = simulate(&protocol).expect("runs");
    let full_min = run.bag_full_min.expect("the bag is full");
    assert!((run.outcome.product.volume_ml / 100.0 - 1.0).abs() < 1e-6, "{}", run.outcome.product.volume_ml);
    let warning = run.warnings.iter().find(|warning| warning.id == WarningId::BagFull).expect("a warning");
    assert_eq!(warning.from_min, full_min);
    assert_eq!(run.collection_min().expect("it collected before").1, full_min);
    // The machine goes on drawing and returning until the set time, and spares the platelets meanwhile.
    assert_eq!(run.pumps_stop_min(), protocol.settings.procedure.duration_min);
    let collecting = simulate(&crate::bundled("healthy_donor").protocol).expect("runs");
    assert!(change(&run, Quantity::Platelets) > change(&collecting, Quantity::Platelets) + 10.0);
    assert!(run.ledger.largest_relative_error < 1e-9);
}

#[test]
fn an_operator_who_watches_the_color_gets_the_product_that_is_set() {
    for (name, hematocrit_percent) in [("healthy_donor", 2.0), ("gcsf_donor", 4.0), ("myeloma_low_platelets", 1.5)] {
        let mut protocol = crate::bundled(name).protocol;
        protocol.settings.machine.interface_control = InterfaceControl::ByColor;
        protocol.settings.machine.product_hematocrit_percent = hematocrit_percent;
        let found =
            simulate(&protocol).expect("runs").outcome.product.hematocrit_percent.expect("something is collected");
        // Red cells that spill over come on top.
        assert!((found - hematocrit_percent).abs() < 0.3, "{name}: {found} instead of {hematocrit_percent}");
    }
}

/// A bundled case whose interface nobody follows.
fn left_alone(name: &str) -> Protocol {
    let bundled = BUNDLED.iter().find(|bundled| bundled.name == name).expect("a bundled preset");
    let mut protocol = read(bundled.text).expect("sound").protocol;
    protocol.settings.machine.interface_control = InterfaceControl::Fixed;
    protocol
}

const LEFT_ALONE: [&str; 3] = ["gcsf_donor", "healthy_donor", "small_anemic_woman"];

#[test]
fn who_touches_the_calcium_pump_does_not_touch_the_interface() {
    for name in LEFT_ALONE {
        let plain = left_alone(name);
        let mut touched = plain.clone();
        let infusion_mmol_h = plain.settings.procedure.calcium_infusion_mmol_h;
        for i in 1..=16 {
            let value = Value::Number(infusion_mmol_h + 0.001 * f64::from(i));
            touched.change_from(10.0 * f64::from(i), SettingId::CalciumInfusion, value);
        }
        let platelets = |protocol: &Protocol| simulate(protocol).expect("runs").outcome.product.platelets_e9;
        let (plain, touched) = (platelets(&plain), platelets(&touched));
        assert!((touched / plain - 1.0).abs() < 1e-6, "{name}: {touched} for {plain}");
    }
}

#[test]
fn a_setting_set_to_what_it_is_changes_nothing() {
    for mut protocol in LEFT_ALONE.map(left_alone) {
        for control in [InterfaceControl::Fixed, InterfaceControl::Followed] {
            protocol.settings.machine.interface_control = control;
            let plain = results(&simulate(&protocol).expect("runs"));
            for setting in SettingId::all().filter(|setting| setting.row().mid_run) {
                let mut same = protocol.clone();
                let values = vec![(setting, setting.get(&protocol.settings))];
                same.changes = [21.0, 60.5, 61.0].map(|at_min| Change { at_min, values: values.clone() }).to_vec();
                for ((name, plain), (_, same)) in plain.iter().zip(results(&simulate(&same).expect("runs"))) {
                    // The extremes are those among the moments looked at.
                    if name.starts_with("lowest.") || name.starts_with("highest.") {
                        continue;
                    }
                    let (plain, same) = (plain.unwrap_or_default(), same.unwrap_or_default());
                    let room = 1e-5 * plain.abs().max(1e-3);
                    assert!((plain - same).abs() <= room, "{setting:?}: {name} is {same} for {plain}");
                }
            }
        }
    }
}

#[test]
fn a_drifting_interface_shows_in_the_color_of_the_line() {
    for name in LEFT_ALONE {
        let run = simulate(&left_alone(name)).expect("runs");
        let (from_min, to_min) = run.collection_min().expect("something is collected");
        let at = |quantity: Quantity, time_min: f64| quantity.at(&run.at(time_min)).expect("collecting");
        let last_min = to_min - 0.1;
        let drift = at(Quantity::InterfaceDrift, last_min) - at(Quantity::InterfaceDrift, from_min);
        let (first, last) = (at(Quantity::ProductHematocrit, from_min), at(Quantity::ProductHematocrit, last_min));
        assert!(drift < -0.1, "{name}: red cells are lost, and the port comes nearer the plasma: {drift}");
        assert!(last / first < libm::exp(0.8 * drift), "{name}: {first} and {last} % with a drift of {drift}");
    }
}
