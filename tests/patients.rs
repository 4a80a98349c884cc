//! Promise: virtual patients are the same for the same seed, and differ as much as real ones do.

use std::path::Path;

use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::outcome::Comparison;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::warnings::{Severity, WarningId};
use buffycoat::sim::{Protocol, SettingId, Value, simulate};
use buffycoat::study::patients::{Dispersion, MOMENTS, Patients, QUANTITIES, Summary, patients, virtual_patient};
use buffycoat::study::rng::Rng;
use buffycoat::study::validation;
use buffycoat::text::Text;

fn bundled(name: &str) -> Protocol {
    crate::bundled(name).protocol
}

fn study(id: &str) -> Protocol {
    let table = validation::read(validation::TABLE).expect("the table is sound");
    let study = table.studies.iter().find(|study| study.id == id).expect("a study");
    study.protocol(&table, Path::new("")).expect("a case")
}

fn around(protocol: &Protocol, dispersion: Dispersion, seed: u64, count: usize) -> Summary {
    let mut patients = Patients::around(protocol, dispersion, seed).expect("a sensible case");
    assert!(patients.grow(count, &|| false).expect("sensible patients"));
    patients.summary()
}

/// All that a summary says, to the last bit: as text, in which a number stands with as many digits as tell it from its neighbors.
fn bits(summary: &Summary) -> String {
    format!("{summary:?}")
}

#[test]
fn the_same_seed_is_the_same_patients_whatever_the_number_of_threads() {
    let case = bundled("myeloma_low_platelets");
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| bits(&around(&case, Dispersion::default(), 3, 40)))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_ne!(one, bits(&around(&case, Dispersion::default(), 4, 40)), "another seed is other patients");
}

#[test]
fn the_first_hundred_stay_the_same_when_more_are_asked_for() {
    let case = bundled("myeloma_low_platelets");
    let mut growing = Patients::around(&case, Dispersion::default(), 1).expect("a sensible case");
    assert_eq!(growing.summary().count, 0);
    for count in [10, 30] {
        assert!(growing.grow(count, &|| false).expect("sensible patients"));
        assert_eq!(bits(&growing.summary()), bits(&around(&case, Dispersion::default(), 1, count)));
    }
    assert!(!growing.grow(60, &|| true).expect("sensible patients"), "it was called off");
    assert_eq!(growing.count(), 30, "what was there stays");
    assert_eq!(patients(&case, 1, 20, &|| true).expect("a sensible case"), None);
}

#[test]
fn patients_who_do_not_differ_are_the_case() {
    let mut case = bundled("cml_very_high_count");
    case.change_from(60.0, SettingId::InterfacePosition, Value::Number(0.3));
    assert_eq!(virtual_patient(&case, &Dispersion::NONE, 1, 5), case);
    let run = simulate(&case).expect("runs");
    let summary = around(&case, Dispersion::NONE, 1, 3);
    assert_eq!((summary.times_min.len(), summary.times_min[MOMENTS - 1]), (MOMENTS, run.end_min));
    for quantity in QUANTITIES {
        let band = summary.band(quantity).expect("a band");
        for (time_min, point) in summary.times_min.iter().zip(&band.points) {
            assert_eq!(*point, quantity.at(&run.at(*time_min)).map(|value| [value; 5]), "{quantity:?} at {time_min}");
        }
    }
    for share in &summary.shares {
        let all_or_none = |is_so: bool| if is_so { 3 } else { 0 };
        assert_eq!(share.came, all_or_none(share.case.came), "{share:?}");
        assert_eq!(share.at_end, all_or_none(share.case.at_end), "{share:?}");
    }
}

#[test]
fn what_is_known_at_the_bedside_is_the_same_in_all() {
    let mut case = bundled("cml_very_high_count");
    case.change_from(60.0, SettingId::InterfacePosition, Value::Number(0.3));
    for index in 0..20 {
        let patient = virtual_patient(&case, &Dispersion::default(), 1, index);
        let mut known = patient.clone();
        let hidden = &case.settings.patient;
        known.settings.patient.blood_volume_factor = 1.0;
        known.settings.patient.separability = hidden.separability.clone();
        known.settings.patient.citrate_clearance_ml_min_kg = hidden.citrate_clearance_ml_min_kg;
        known.settings.patient.spleen_platelet_ratio = hidden.spleen_platelet_ratio;
        known.settings.patient.refill_ratio = hidden.refill_ratio;
        known.settings.patient.refill_half_time_min = hidden.refill_half_time_min;
        let offset = patient.settings.machine.interface_position - case.settings.machine.interface_position;
        let (_, Value::Number(later)) = patient.changes[0].values[0] else { panic!("a position") };
        assert!((later - 0.3 - offset).abs() < 1e-12, "the port is off by as much wherever it is set");
        known.settings.machine.interface_position = case.settings.machine.interface_position;
        known.changes.clone_from(&case.changes);
        assert_eq!(known, case);
    }
}

#[test]
fn bands_are_in_order_and_start_from_the_counts_that_were_measured() {
    let summary = around(&bundled("small_anemic_woman"), Dispersion::default(), 1, 100);
    for band in &summary.bands {
        for point in band.points.iter().flatten() {
            assert!(point.windows(2).all(|pair| pair[0] <= pair[1]), "{band:?}");
        }
    }
    let platelets = &summary.band(Quantity::Platelets).expect("a band").points;
    let (first, last) = (platelets[0].expect("a count"), platelets[MOMENTS - 1].expect("a count"));
    assert!(first[4] - first[0] < 1e-9 && last[4] - last[0] > 5.0, "{first:?} {last:?}");
}

#[test]
fn a_level_that_the_case_just_misses_is_passed_by_some() {
    let case = bundled("myeloma_low_platelets");
    let summary = around(&case, Dispersion::default(), 1, 200);
    let share = |id, severity| {
        summary.shares.iter().find(|share| share.id == id && share.severity == severity).copied().expect("watched")
    };
    let below_50 = share(WarningId::Thrombocytopenia, Severity::Severe);
    assert_eq!(below_50.threshold, Some(50.0));
    assert!(below_50.before == 0 && (10..190).contains(&below_50.came), "{below_50:?}");
    let below_75 = share(WarningId::Thrombocytopenia, Severity::Moderate);
    assert!(below_75.came >= below_50.came && below_75.case.came, "{below_75:?}");
}

#[test]
fn every_share_has_its_sentence() {
    let text = Text::english();
    let mut told = 0;
    for bundled in BUNDLED {
        let summary = around(&read(bundled.text).expect("sound").protocol, Dispersion::default(), 1, 60);
        for share in summary.telling_shares() {
            let sentence = text.such_patients(&share, summary.count);
            let sentence = sentence.unwrap_or_else(|| panic!("{}: {share:?} is said nowhere", bundled.name));
            assert!(sentence.contains("such patients") && !sentence.contains(['{', '$']), "{sentence}");
            assert!(!sentence.contains("  ") && !sentence.ends_with(' '), "a number is missing: {sentence}");
            told += 1;
        }
        for outcome in &summary.outcomes {
            assert!(outcome.percentiles[0] <= outcome.percentiles[4], "{outcome:?}");
        }
    }
    assert!(told > 40, "{told}");
}

fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (count - 1.0)).sqrt())
}

/// Study T1's 87 procedures are not one case. Its abstract gives neither diagnoses, counts, volumes nor flows; assumed is what the
/// other published depletions say of theirs.
fn procedure_of_t1(index: u64) -> Protocol {
    // Of ten patients five have acute myeloid leukemia, and the count of two of those hardly falls (40 % in one series).
    const MIX: [&str; 10] = [
        "T1",
        "aml_non_responder",
        "T1",
        "t_all_adolescent",
        "cml_very_high_count",
        "T1",
        "aml_non_responder",
        "t_all_adolescent",
        "cml_pregnancy",
        "cll_small_light_cells",
    ];
    let name = MIX[index as usize % MIX.len()];
    let mut protocol = if name == "T1" { study("T1") } else { bundled(name) };
    let mut rng = Rng::new(1, index);
    // Counts of 154 to 599 in T2, T3, T4 and T10.
    let whole = protocol.clone();
    let factor = libm::exp(0.5 * rng.normal());
    for count in &mut protocol.settings.patient.white_cells_e9_per_l.0 {
        *count *= factor;
    }
    if protocol.check().is_err() {
        protocol = whole;
    }
    // The usual 1.25 to 2 blood volumes, taken for the mean and one standard deviation.
    let volumes = 1.625 + 0.375 * rng.normal();
    // The operator collects faster at higher counts: 2 mL/min in T2, 10 in T3.
    let settings = &mut protocol.settings;
    let by_count = 4.0 * settings.patient.white_cells_e9_per_l.sum() / 186.0;
    settings.machine.collect_flow_ml_min = (by_count * libm::exp(0.5 * rng.normal())).clamp(1.0, 12.0);
    let procedure = &mut settings.procedure;
    let blood_ml_min = procedure.inlet_flow_ml_min * (1.0 - 1.0 / procedure.anticoagulant_ratio);
    procedure.duration_min = volumes * settings.patient.total_blood_volume_ml() / blood_ml_min;
    protocol
}

/// White cell change and CE1, percent, of a thousand procedures as mixed as those of T1.
fn mixed_as_t1(dispersion: &Dispersion) -> [(f64, f64); 2] {
    let outcomes = (0..1000).map(|index| {
        let outcome = simulate(&virtual_patient(&procedure_of_t1(index), dispersion, 1, index))
            .expect("a sensible patient")
            .outcome;
        let change = outcome.comparison(Quantity::WhiteCells).and_then(Comparison::change_percent);
        let efficiency = outcome.white_cell_efficiency.ce1_percent;
        (change.expect("there were cells"), efficiency.expect("something was processed"))
    });
    let (changes, efficiencies): (Vec<_>, Vec<_>) = outcomes.unzip();
    [mean_and_sd(&changes), mean_and_sd(&efficiencies)]
}

#[test]
fn patients_as_mixed_as_those_of_a_study_differ_as_much_as_it_says() {
    let (ours, known) = (mixed_as_t1(&Dispersion::default()), mixed_as_t1(&Dispersion::NONE));
    for (k, (name, published)) in [("white cell change", 21.2), ("CE1", 19.8)].into_iter().enumerate() {
        let ((mean, sd), (_, known_sd)) = (ours[k], known[k]);
        let off = 100.0 * (sd / published - 1.0);
        let said = format!(
            "{name} {mean:.1} ± {sd:.1} %, of that by what is known before {known_sd:.1}; T1 has ± {published}: {off:+.0} %"
        );
        println!("{said}");
        // The mix was chosen with the published spread in view, so what is hidden must be seen for itself: as squares add.
        let hidden_sd = (sd * sd - known_sd * known_sd).sqrt();
        assert!(off.abs() < 25.0 && hidden_sd > 3.0, "{said}, {hidden_sd:.1} by what is hidden");
    }
}

#[test]
fn no_single_assumption_carries_the_spread_around_the_case_of_a_study() {
    let (all, none) = (Dispersion::default(), Dispersion::NONE);
    let alone = [
        ("blood volume", Dispersion { blood_volume: all.blood_volume, ..none }),
        (
            "leukemic reserve",
            Dispersion {
                leukemic_reserve_log: all.leukemic_reserve_log,
                leukemic_half_time_log: all.leukemic_half_time_log,
                ..none
            },
        ),
        ("other reserves", Dispersion { reserve_log: all.reserve_log, ..none }),
        ("cell density", Dispersion { cell_density_g_ml: all.cell_density_g_ml, ..none }),
        ("interface position", Dispersion { interface_position: all.interface_position, ..none }),
        ("blur of the layers", Dispersion { layer_blur_log: all.layer_blur_log, ..none }),
        ("odds of flotation", Dispersion { flotation_odds_log: all.flotation_odds_log, ..none }),
    ];
    let case = study("T1");
    let sd = |dispersion| {
        let summary = around(&case, dispersion, 1, 500);
        summary.outcome("change_percent.white_cells").expect("an outcome").sd
    };
    let together = sd(all);
    println!("together {together:.1}");
    // Those of the study differ by 21.2 points, but also in diagnosis, count, volume and flow.
    assert!((8.0..21.2).contains(&together), "such patients: {together:.1} points");
    for (name, dispersion) in alone {
        let alone = sd(dispersion);
        println!("{name} {alone:.1}");
        // The reserve of leukemic cells differs most, as published; it is the only one that may carry more than half.
        let may_carry = if name == "leukemic reserve" { 1.0 } else { 0.5 };
        assert!(alone * alone < may_carry * together * together, "{name} alone: {alone:.1} of {together:.1} points");
    }
}

#[test]
fn granulocytes_are_collected_as_unevenly_as_published() {
    for (id, published) in [("G5", 7.8), ("G5-nohes", 9.1), ("G2-low", 17.0), ("G2-high", 12.0)] {
        let summary = around(&study(id), Dispersion::default(), 1, 300);
        let found = summary.outcome("efficiency.neutrophil.ce1_percent").expect("an outcome");
        println!("{id}: {:.1} ± {:.1}, published ± {published}", found.mean, found.sd);
        assert!((0.5..2.0).contains(&(found.sd / published)), "{id}: {:.1} where {published} is published", found.sd);
    }
}
