//! Promise: virtual patients are the same for the same seed, share what is known for certain, and their sentences are true.

use std::fmt::Write as _;

use buffycoat::preset::{BUNDLED, VirtualPatients, read};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::solver::Tolerance;
use buffycoat::sim::stretch::{Column, Stretch};
use buffycoat::sim::together::{Eight, Instructions, Observer, TOLERANCE, WIDTH, observe_together, solve_together};
use buffycoat::sim::trajectory::Trajectory;
use buffycoat::sim::warnings::{Severity, WarningId};
use buffycoat::sim::{Protocol, SettingId, Value, simulate};
use buffycoat::study::dispersion::{Dispersion, virtual_patient};
use buffycoat::study::patients::{Asked, Course, MOMENTS, Patients, QUANTITIES, Share, Summary, bands, patients};
use buffycoat::text::{Text, per_hundred};

use super::assert_golden;

fn bundled(name: &str) -> Protocol {
    crate::bundled(name).protocol
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

/// The finest that a band can be drawn: a thousandth of all that the middle nine tenths take up while the procedure runs. The tallest
/// plot is less than a thousand points high.
fn pixel(summary: &Summary, quantity: Quantity) -> f64 {
    let points = || summary.band(quantity).expect("a band").points.iter().flatten();
    let lowest = points().map(|point| point[0]).fold(f64::INFINITY, f64::min);
    let highest = points().map(|point| point[4]).fold(f64::NEG_INFINITY, f64::max);
    if lowest < highest { (highest - lowest) / 1000.0 } else { 1e-9 }
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
        let (band, pixel) = (summary.band(quantity).expect("a band"), pixel(&summary, quantity));
        for (time_min, point) in summary.times_min.iter().zip(&band.points) {
            let value = quantity.at(&run.at(*time_min));
            assert_eq!(point.is_some(), value.is_some(), "{quantity:?} at {time_min}");
            let (Some(point), Some(value)) = (point, value) else { continue };
            assert_eq!(*point, [point[0]; 5], "{quantity:?} at {time_min}");
            assert!((point[0] - value).abs() < pixel, "{quantity:?} at {time_min}: {} for {value}", point[0]);
        }
    }
    for share in &summary.shares {
        let all_or_none = |is_so: bool| if is_so { 3 } else { 0 };
        assert_eq!(share.came, all_or_none(share.case.came), "{share:?}");
        assert_eq!(share.before, all_or_none(share.case.before), "{share:?}");
        assert_eq!(share.at_any_time, all_or_none(share.case.at_any_time()), "{share:?}");
        assert_eq!(share.at_end, all_or_none(share.case.at_end), "{share:?}");
    }
    for outcome in &summary.outcomes {
        let case = outcome.case.expect("a number");
        assert!((outcome.mean - case).abs() < 1e-3 * case.abs().max(1.0), "{outcome:?}");
    }
}

#[test]
fn no_patient_is_a_pixel_from_where_a_finer_solver_finds_them() {
    for bundled in BUNDLED {
        let case = read(bundled.text).expect("sound").protocol;
        let summary = around(&case, Dispersion::default(), 1, 24);
        let pixels = QUANTITIES.map(|quantity| pixel(&summary, quantity));
        let protocols: Vec<_> = (0..24).map(|index| virtual_patient(&case, &Dispersion::default(), 1, index)).collect();
        let solved = solve_together(&protocols, TOLERANCE, Instructions::Best);
        for (index, (patient, quick)) in protocols.iter().zip(&solved).enumerate() {
            let fine = Trajectory::solve(patient, Tolerance::default());
            for time_min in &summary.times_min {
                let (quick, fine) = (quick.at(*time_min), fine.at(*time_min));
                for (quantity, pixel) in QUANTITIES.into_iter().zip(pixels) {
                    let (Some(quick), Some(fine)) = (quantity.at(&quick), quantity.at(&fine)) else { continue };
                    let error = (quick - fine).abs() / pixel;
                    assert!(error < 1.0, "{} {index} at {time_min}: {quantity:?} off by {error} pixels", bundled.name);
                }
            }
        }
    }
}

/// A digest of all states at all sample times: FNV-1a over the bits.
fn digest(trajectories: &[Trajectory]) -> u64 {
    let states = |run: &Trajectory| {
        let times = run.sample_times_min();
        times.iter().flat_map(|time| run.at(*time).state.to_vector()).chain(times.clone()).collect::<Vec<_>>()
    };
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    for byte in trajectories.iter().flat_map(states).flat_map(|number| number.to_bits().to_le_bytes()) {
        digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    digest
}

#[test]
fn patients_solved_together_have_the_bits_they_had_before_with_vector_instructions_and_without() {
    let mut found = String::new();
    for bundled in BUNDLED {
        let case = read(bundled.text).expect("sound").protocol;
        let patient = |index: usize| virtual_patient(&case, &Dispersion::default(), 1, index as u64);
        let eight: Vec<_> = (0..WIDTH).map(patient).collect();
        let digest_by = |instructions| digest(&solve_together(&eight, TOLERANCE, instructions));
        let best = digest_by(Instructions::Best);
        assert_eq!(best, digest_by(Instructions::Plain), "{}", bundled.name);
        writeln!(found, "{best:016x} {}", bundled.name).expect("a string takes anything");
    }
    assert_golden("digests_of_patients.txt", &found);
}

/// Compares what is read of eight at once with what is read of each alone.
struct Compared<'a> {
    alone: &'a [Trajectory],
    compared: usize,
}

impl Observer for Compared<'_> {
    fn see(&mut self, stretch: &Stretch<'_>) {
        let asked: Vec<_> = Quantity::all().map(Column::Quantity).collect();
        let mut values = vec![Eight::default(); asked.len()];
        for &run in stretch.runs() {
            let (from_min, to_min) = stretch.span_min(run);
            for time_min in (0..9).map(|i| from_min + f64::from(i) / 9.0 * (to_min - from_min)) {
                let moment = self.alone[run].at(time_min);
                // After the end of its own segment the values mean nothing.
                if moment.phase != stretch.phase() {
                    continue;
                }
                stretch.reader([&asked, &[]]).read(run, &[(time_min, 0)], [&mut values, &mut []]);
                for (quantity, value) in Quantity::all().zip(&values) {
                    let (together, alone) = (value.0[run], quantity.at(&moment).unwrap_or(f64::NAN));
                    let is_same = (together - alone).abs() <= 1e-9 * alone.abs().max(1e-3);
                    let is_neither = together.is_nan() && alone.is_nan();
                    assert!(is_same || is_neither, "{quantity:?} at {time_min}: {together} for {alone}");
                    self.compared += usize::from(is_same);
                }
            }
        }
    }

    fn see_alone(&mut self, _: usize, _: f64, _: &Trajectory) {}
}

#[test]
fn what_is_read_of_eight_at_once_is_what_is_read_of_each_alone() {
    for bundled in BUNDLED {
        let case = read(bundled.text).expect("sound").protocol;
        let patient = |index: usize| virtual_patient(&case, &Dispersion::default(), 1, index as u64);
        let eight: Vec<_> = (0..WIDTH).map(patient).collect();
        let alone = solve_together(&eight, TOLERANCE, Instructions::Best);
        let mut compared = Compared { alone: &alone, compared: 0 };
        let outlines = observe_together(&eight, TOLERANCE, Instructions::Best, &mut compared);
        assert!(compared.compared > 3000, "{}: {}", bundled.name, compared.compared);
        for (outline, trajectory) in outlines.iter().zip(&alone) {
            assert_eq!((outline.after, outline.end_min), (trajectory.after, trajectory.end_min));
        }
    }
}

#[test]
fn who_stops_early_or_pauses_is_solved_as_well_as_alone_and_disturbs_nobody() {
    let paused = |case: &mut Protocol| {
        case.change_from(40.0, SettingId::Draw, Value::Choice(1));
        case.change_from(55.0, SettingId::Draw, Value::Choice(0));
    };
    let mut full = bundled("cml_very_high_count");
    SettingId::BagCapacity.set(&mut full.settings, &Value::Number(150.0));
    let mut bleeding = bundled("small_anemic_woman");
    SettingId::Bleeding.set(&mut bleeding.settings, &Value::Number(12.0));
    let mut fixed = bundled("myeloma_low_platelets");
    SettingId::InterfaceControl.set(&mut fixed.settings, &Value::Choice(2));
    paused(&mut fixed);
    let mut stopped = 0;
    for case in [full, bleeding, fixed] {
        // Of nine the last is solved alone, and runs of other lengths are among them.
        let patient = |index: u64| {
            let mut patient = virtual_patient(&case, &Dispersion::default(), 1, index);
            SettingId::InletFlow.set(&mut patient.settings, &Value::Number(40.0 + 4.0 * index as f64));
            patient
        };
        let protocols: Vec<_> = (0..=WIDTH as u64).map(patient).collect();
        let [best, plain] = [Instructions::Best, Instructions::Plain]
            .map(|instructions| solve_together(&protocols, Tolerance::default(), instructions));
        assert_eq!(digest(&best), digest(&plain));
        for (protocol, together) in protocols.iter().zip(&best) {
            let alone = Trajectory::solve(protocol, Tolerance::default());
            let phases = |run: &Trajectory| run.segments.iter().map(|segment| segment.phase).collect::<Vec<_>>();
            assert_eq!(phases(together), phases(&alone));
            assert_eq!(together.bag_full_min.is_some(), alone.bag_full_min.is_some());
            assert_eq!(together.broken_off_min.is_some(), alone.broken_off_min.is_some());
            assert!((together.end_min - alone.end_min).abs() < 1e-3, "{} {}", together.end_min, alone.end_min);
            stopped += usize::from(alone.bag_full_min.or(alone.broken_off_min).is_some());
            for quantity in [Quantity::Platelets, Quantity::IonizedCalcium, Quantity::BloodVolume, Quantity::BagVolume]
            {
                let last = alone.end_min.min(together.end_min);
                for time_min in (0..40).map(|i| last * f64::from(i) / 40.0) {
                    let at = |run: &Trajectory| quantity.at(&run.at(time_min)).expect("a number");
                    let (one, other) = (at(together), at(&alone));
                    assert!((one - other).abs() < 1e-3 * other.abs() + 0.02, "{quantity:?} {time_min}: {one} {other}");
                }
            }
        }
    }
    assert!((6..3 * WIDTH).contains(&stopped), "{stopped} stopped");
}

#[test]
fn bands_of_chosen_quantities_are_those_of_the_whole_summary() {
    let case = bundled("myeloma_low_platelets");
    let summary = around(&case, Dispersion::default(), 3, 30);
    let chosen = [Quantity::Platelets, Quantity::IonizedCalcium];
    let drawn = VirtualPatients { seed: 3, count: 30 };
    let found = bands(&case, drawn, &chosen, &summary.times_min, &|| false).expect("runs").expect("not canceled");
    assert_eq!(found.iter().collect::<Vec<_>>(), chosen.map(|quantity| summary.band(quantity).expect("a band")));
    let some = [summary.times_min[7], summary.times_min[50]];
    let found = bands(&case, drawn, &chosen[..1], &some, &|| false).expect("runs").expect("not canceled");
    let all = &summary.band(Quantity::Platelets).expect("a band").points;
    assert_eq!(found[0].points, [all[7], all[50]]);
    assert_eq!(bands(&case, drawn, &[], &some, &|| false).expect("runs"), Some(Vec::new()));
    assert_eq!(bands(&case, drawn, &chosen, &some, &|| true).expect("runs"), None);
}

#[test]
fn bands_reach_to_the_end_of_every_run() {
    let mut case = bundled("myeloma_low_platelets");
    for flow in 40..80 {
        SettingId::InletFlow.set(&mut case.settings, &Value::Number(f64::from(flow)));
        let asked = Asked { quantities: vec![Quantity::Platelets], fates: false };
        let mut patients = Patients::asked(&case, Dispersion::default(), 1, &asked).expect("a sensible case");
        assert!(patients.grow(2, &|| false).expect("sensible patients"));
        assert!(patients.summary().bands[0].points.iter().all(Option::is_some), "{flow} mL/min");
    }
}

#[test]
fn what_is_known_for_certain_is_the_same_in_all() {
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
        known.settings.patient.hematocrit_percent = hidden.hematocrit_percent;
        known.settings.patient.platelets_e9_per_l = hidden.platelets_e9_per_l;
        known.settings.patient.white_cells_e9_per_l = hidden.white_cells_e9_per_l;
        known.settings.patient.ionized_calcium_mmol_l = hidden.ionized_calcium_mmol_l;
        let offset = patient.settings.machine.interface_position - case.settings.machine.interface_position;
        let (_, Value::Number(later)) = patient.changes[0].values[0] else { panic!("a position") };
        assert!((later - 0.3 - offset).abs() < 1e-12, "the port is off by as much wherever it is set");
        known.settings.machine.interface_position = case.settings.machine.interface_position;
        known.changes.clone_from(&case.changes);
        assert_eq!(known, case);
    }
}

#[test]
fn no_patient_has_more_cells_than_blood_can_hold() {
    let mut case = bundled("cml_very_high_count");
    let patient = &mut case.settings.patient;
    patient.hematocrit_percent = 100.0 * (0.85 - patient.leukocrit()) - 1e-6;
    case.check().expect("it just runs");
    let share = |index: u64| {
        let patient = virtual_patient(&case, &Dispersion::default(), 1, index);
        patient.check().unwrap_or_else(|error| panic!("{index}: {error}"));
        patient.settings.patient.hematocrit_percent / 100.0 + patient.settings.patient.leukocrit()
    };
    let shares: Vec<f64> = (0..200).map(share).collect();
    let at_limit = shares.iter().filter(|share| **share > 0.85 - 1e-9).count();
    assert!((60..140).contains(&at_limit), "{at_limit} of 200 would hold more");
}

#[test]
fn bands_are_in_order_and_start_as_wide_as_the_counts_err() {
    let case = bundled("small_anemic_woman");
    let summary = around(&case, Dispersion::default(), 1, 100);
    for band in &summary.bands {
        for point in band.points.iter().flatten() {
            assert!(point.windows(2).all(|pair| pair[0] <= pair[1]), "{band:?}");
        }
    }
    let ends = |quantity| {
        let points = &summary.band(quantity).expect("a band").points;
        (points[0].expect("a count"), points[MOMENTS - 1].expect("a count"))
    };
    let (first, last) = ends(Quantity::Platelets);
    let on_paper = case.settings.patient.platelets_e9_per_l;
    assert!(first[1] < on_paper && on_paper < first[3], "half of them lie about the measured count: {first:?}");
    // Nine in ten lie within 1.64 SD on either side.
    let width = (first[4] - first[0]) / on_paper;
    assert!((width / (2.0 * 1.645 * 0.026) - 1.0).abs() < 0.25, "{width}");
    assert!(last[4] - last[0] > first[4] - first[0], "{first:?} {last:?}");
    let (first, _) = ends(Quantity::BloodVolumeChange);
    assert!(first[4] - first[0] < 1e-9, "what is no measurement has no width: {first:?}");
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
fn two_levels_of_one_severity_are_counted_apart() {
    let summary = around(&bundled("myeloma_low_platelets"), Dispersion::default(), 1, 200);
    let below = |threshold: f64| {
        let is_it = |share: &&Share| share.id == WarningId::Thrombocytopenia && share.threshold == Some(threshold);
        *summary.shares.iter().find(is_it).expect("watched")
    };
    let (below_50, below_25) = (below(50.0), below(25.0));
    assert_eq!(below_50.severity, below_25.severity);
    assert!(below_25.at_any_time < below_50.at_any_time, "{below_25:?} {below_50:?}");
}

#[test]
fn a_count_near_a_threshold_is_beyond_it_from_the_start_in_some() {
    let mut case = bundled("myeloma_low_platelets");
    case.settings.patient.platelets_e9_per_l = 76.0;
    let text = Text::english();
    let summary = around(&case, Dispersion::default(), 1, 200);
    let is_below_75 = |share: &&Share| share.id == WarningId::Thrombocytopenia && share.threshold == Some(75.0);
    let share = summary.shares.iter().find(is_below_75).expect("watched");
    assert!(share.before > 20 && share.came > 20 && share.at_any_time == 200, "{share:?}");
    let sentence = text.such_patients(share, 200).expect("a sentence");
    let before = per_hundred(share.before, 200);
    assert_eq!(sentence, format!("All such patients have platelets below 75\u{a0}×10⁹/L ({before} % before)"));
    // A count that falls below a threshold in most: who is below from the start is no news once most have passed it.
    let mut leukemia = bundled("aml_leukostasis_low_platelets");
    let count = leukemia.settings.patient.white_cells_e9_per_l.sum();
    for class in &mut leukemia.settings.patient.white_cells_e9_per_l.0 {
        *class *= 150.0 / count;
    }
    let summary = around(&leukemia, Dispersion::default(), 1, 200);
    let severe = summary.shares.iter().find(|share| share.id == WarningId::Leukostasis).expect("watched");
    assert_eq!(severe.course(), Course::Ends, "{severe:?}");
    assert_eq!(severe.told(200), 200 - severe.at_end);
}

#[test]
fn every_share_has_its_sentence() {
    let text = Text::english();
    let (mut told, mut from_the_start) = (0, 0);
    for bundled in BUNDLED {
        let summary = around(&read(bundled.text).expect("sound").protocol, Dispersion::default(), 1, 60);
        for share in summary.telling_shares() {
            let sentence = text.such_patients(&share, summary.count);
            let sentence = sentence.unwrap_or_else(|| panic!("{}: {share:?} is said nowhere", bundled.name));
            assert!(sentence.contains("such patients") && !sentence.contains(['{', '$']), "{sentence}");
            assert!(!sentence.contains("  ") && !sentence.ends_with(' '), "a number is missing: {sentence}");
            told += 1;
            let may_start_so = share.course() == Course::Occurs && share.before > 0;
            assert_eq!(sentence.ends_with("before)"), may_start_so, "{sentence}");
            from_the_start += usize::from(may_start_so);
        }
        for share in &summary.shares {
            let (least, most) = (share.before.max(share.came), share.before + share.came);
            assert!((least..=most).contains(&share.at_any_time) && share.at_end <= share.at_any_time, "{share:?}");
        }
        for outcome in &summary.outcomes {
            assert!(outcome.percentiles[0] <= outcome.percentiles[4], "{outcome:?}");
        }
    }
    assert!(told > 40 && from_the_start > 3, "{told}, {from_the_start} of them from the start");
}
