//! Promise: many runs give the same bits whatever the number of threads, and a preset's run does not change unnoticed.

use std::fmt::Write as _;

use buffycoat::model::cells::WhiteCell;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::results::{result, results};
use buffycoat::sim::{Protocol, SettingId, Severity, Value, Warning, simulate};
use buffycoat::study::map::{Found, Map, cell_middles, first, worst};
use buffycoat::study::sweep::{Vary, VaryProblem, sweep};
use buffycoat::study::warning_ranges::ranges;

use super::assert_golden;

fn case(name: &str) -> Protocol {
    let found = BUNDLED.iter().find(|bundled| bundled.name == name).expect("a bundled preset");
    read(found.text).expect("sound").protocol
}

fn donor() -> Protocol {
    case("healthy_donor")
}

/// Every bit of a sweep on so many threads.
fn bits(threads: usize) -> Vec<(Vec<u64>, Vec<Option<u64>>)> {
    let varied = ["procedure.inlet_flow_ml_min=30..90:7", "procedure.duration_min=60..240:5"];
    let varied: Vec<_> = varied.iter().map(|vary| Vary::parse(vary).expect("sound")).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let points = pool.install(|| sweep(&donor(), &varied, &|| ())).expect("not too many");
    points
        .into_iter()
        .map(|point| {
            let results = point.results.expect("sensible cases");
            (
                point.values.iter().map(|value| value.to_bits()).collect(),
                results.into_iter().map(|(_, value)| value.map(f64::to_bits)).collect(),
            )
        })
        .collect()
}

#[test]
fn one_thread_and_two_give_the_same_bits_in_the_same_order() {
    let one = bits(1);
    assert_eq!(one, bits(2));
    assert_eq!(one.len(), 35);
    // The last setting varies fastest.
    assert_eq!(one[0].0[0], one[4].0[0]);
    assert_ne!(one[4].0[0], one[5].0[0]);
}

#[test]
fn a_point_of_a_sweep_is_the_single_run() {
    let varied = [Vary::parse("procedure.inlet_flow_ml_min=60..60:1").expect("sound")];
    let points = sweep(&donor(), &varied, &|| ()).expect("one run");
    let mut protocol = donor();
    protocol.settings.procedure.inlet_flow_ml_min = 60.0;
    assert_eq!(points[0].results.as_ref().expect("runs"), &results(&simulate(&protocol).expect("runs")));
}

#[test]
fn every_run_has_the_same_results_by_name() {
    let names = |protocol: &Protocol| -> Vec<String> {
        results(&simulate(protocol).expect("runs")).into_iter().map(|(name, _)| name).collect()
    };
    let mut without = donor();
    for class in WhiteCell::ALL.into_iter().filter(|class| class.is_mononuclear()) {
        without.settings.patient.white_cells_e9_per_l[class] = 0.0;
    }
    assert_eq!(names(&donor()), names(&without));
}

#[test]
fn ranges_are_read_or_refused() {
    let vary = Vary::parse("procedure.inlet_flow_ml_min=30..90:25").expect("sound");
    assert_eq!(vary.setting, SettingId::InletFlow);
    assert_eq!((vary.values.len(), vary.values[0], vary.values[24]), (25, 30.0, 90.0));
    for wrong in [
        "",
        "procedure.inlet_flow_ml_min",
        "procedure.inlet_flow_ml_min=30..90",
        "procedure.inlet_flow_ml_min=30:2",
        "procedure.inlet_flow_ml_min=30..90:0",
    ] {
        assert_eq!(Vary::parse(wrong), Err(VaryProblem::Form), "{wrong}");
    }
    assert!(matches!(Vary::parse("procedure.inlet_flow_ml_min=30..9000:2"), Err(VaryProblem::Setting(_))));
    assert!(matches!(Vary::parse("procedure.flow=30..90:2"), Err(VaryProblem::Setting(_))));
    assert!(matches!(Vary::parse("procedure.inlet_flow_ml_min=30..90:9999999"), Err(VaryProblem::TooMany)));
}

#[test]
fn following_days_cost_platelets_that_come_back_slowly_and_the_first_day_is_the_single_run() {
    let runs = buffycoat::study::serial_procedures::serial_procedures(&donor(), 3).expect("three sensible days");
    assert_eq!(results(&runs[0]), results(&simulate(&donor()).expect("runs")));
    let before = |day: usize, key: &str| {
        let found = results(&runs[day]).into_iter().find(|(name, _)| name == key);
        found.and_then(|(_, value)| value).expect("a number")
    };
    // The spleen gives some back overnight, the marrow a ninth of what is lacking.
    let after_first = before(0, "after.platelets");
    assert!(
        after_first < before(1, "before.platelets") && before(1, "before.platelets") < before(0, "before.platelets")
    );
    assert!(before(2, "before.platelets") < before(1, "before.platelets"));
    // Plasma comes back, so that dilution does not add up; red cells in set and bag are lost.
    let hemoglobin = [before(0, "before.hemoglobin"), before(0, "after.hemoglobin"), before(1, "before.hemoglobin")];
    assert!(hemoglobin[1] < hemoglobin[2] && hemoglobin[2] < hemoglobin[0], "{hemoglobin:?}");
    // Lymphocytes come from a large reserve.
    assert!(before(1, "before.lymphocyte") > 0.95 * before(0, "before.lymphocyte"));
}

/// A map of inlet flow and hematocrit, where very high counts leave no room: some cells cannot be run.
fn map_of_flow_and_hematocrit() -> Map {
    let x = cell_middles(SettingId::InletFlow, (5.0, 120.0), 13);
    Map::new(x, cell_middles(SettingId::Hematocrit, (15.0, 65.0), 11))
}

/// The map filled on so many threads, and how many cells came in each part.
fn filled(protocol: &Protocol, threads: usize) -> (Map, Vec<Vec<usize>>) {
    let empty = map_of_flow_and_hematocrit();
    let parts = std::sync::Mutex::new(Vec::new());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    pool.install(|| {
        empty.fill((protocol, None), &|| false, |part| parts.lock().expect("one thread hands in").push(part));
    });
    let (mut map, parts) = (empty, parts.into_inner().expect("all are in"));
    for part in &parts {
        map.take(part);
    }
    (map, parts.iter().map(|part| part.iter().map(|(place, _)| *place).collect()).collect())
}

#[test]
fn every_cell_of_a_map_tells_what_its_single_run_does() {
    /// A plot is less than a thousand points wide, and a run lasts hours.
    const SAME_MIN: f64 = 0.02;
    const SAME_PERCENT: f64 = 1e-3;
    let is_same = |cell: Option<Warning>, run: Option<Warning>| match (cell, run) {
        (Some(cell), Some(run)) => cell.is_same_level(&run) && (cell.from_min - run.from_min).abs() < SAME_MIN,
        (cell, run) => cell.is_none() && run.is_none(),
    };
    let mut protocol = case("cml_very_high_count");
    protocol.settings.patient.white_cells_e9_per_l.0 = [400.0, 400.0, 200.0, 100.0, 200.0, 0.0];
    let (map, _) = filled(&protocol, 2);
    assert!(map.is_full());
    let mut refused = 0;
    for (column, flow) in map.x.values.iter().enumerate() {
        for (row, hematocrit) in map.y.values.iter().enumerate() {
            let mut single = protocol.clone();
            SettingId::InletFlow.set(&mut single.settings, &Value::Number(*flow));
            SettingId::Hematocrit.set(&mut single.settings, &Value::Number(*hematocrit));
            match (map.cell(column, row), simulate(&single)) {
                (Found::Ran(cell), Ok(run)) => {
                    assert!((cell.removed_percent - run.outcome.removed_percent).abs() < SAME_PERCENT);
                    let brought = run.warnings.iter().filter(|warning| !warning.present_before);
                    let expected = brought.into_iter().find(|warning| warning.severity > Severity::Information);
                    assert!(is_same(cell.first, expected.copied()), "{:?} {expected:?}", cell.first);
                    assert_eq!(first(&run.warnings).as_ref(), expected);
                    assert!(is_same(cell.worst, worst(&run.warnings)), "{:?}", cell.worst);
                    assert!(run.warnings.iter().all(|warning| {
                        warning.present_before || cell.worst.is_none_or(|worst| warning.severity <= worst.severity)
                    }));
                }
                (Found::Refused, Err(_)) => refused += 1,
                (found, run) => panic!("{flow} {hematocrit}: {found:?} {:?}", run.err()),
            }
        }
    }
    assert!((1..map.columns() * map.rows()).contains(&refused), "{refused}");
}

#[test]
fn a_map_is_filled_in_one_order_from_coarse_to_fine_on_any_number_of_threads() {
    let protocol = case("small_anemic_woman");
    let (map, order) = filled(&protocol, 1);
    assert_eq!((map.clone(), order.clone()), filled(&protocol, 2));
    let order: Vec<_> = order.into_iter().flatten().collect();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..map.columns() * map.rows()).collect::<Vec<_>>(), "each cell once");
    assert_eq!(order[..4], [0, 8, 8 * 13, 8 * 13 + 8], "the corners of the coarsest squares first");
    // A cell that is not known yet shows the nearest coarser one.
    let mut begun = map_of_flow_and_hematocrit();
    begun.take(&vec![(0, map.cell(0, 0)), (8, map.cell(8, 0))]);
    assert_eq!((begun.nearest(7, 7), begun.nearest(9, 0)), (map.cell(0, 0), map.cell(8, 0)));
    assert_eq!(begun.nearest(0, 8), Found::NotYet);
}

#[test]
fn lines_of_equal_removal_go_between_less_and_more() {
    let (map, _) = filled(&donor(), 2);
    let removed = |column: usize, row: usize| match map.cell(column, row) {
        Found::Ran(cell) => cell.removed_percent,
        _ => panic!("a donor can be run"),
    };
    let level = removed(6, 5);
    let lines = map.removal_lines(level + 1e-6);
    assert!(!lines.is_empty());
    for (x, y) in lines.into_iter().flatten() {
        let around = [(x.floor(), y.floor()), (x.ceil(), y.ceil())].map(|(x, y)| removed(x as usize, y as usize));
        assert!((around[0] - level) * (around[1] - level) < 1e-4, "{around:?} {level}");
    }
    assert!(map_of_flow_and_hematocrit().removal_lines(level).is_empty(), "no lines over what is not known");
    assert!(map_of_flow_and_hematocrit().removal_levels().is_empty());
    let levels = map.removal_levels();
    assert!((2..=10).contains(&levels.len()) && levels.windows(2).all(|pair| pair[0] < pair[1]), "{levels:?}");
}

#[test]
fn a_canceled_map_and_canceled_ranges_stop() {
    let map = map_of_flow_and_hematocrit();
    map.fill((&donor(), None), &|| true, |_| panic!("nothing is handed in"));
    assert_eq!(ranges(&donor(), SettingId::InletFlow, (5.0, 120.0), &|| true), None);
}

#[test]
fn beyond_the_border_of_a_range_the_warning_comes_and_before_it_does_not() {
    let tried = [
        (SettingId::InletFlow, (5.0, 120.0)),
        (SettingId::Hematocrit, (15.0, 60.0)),
        (SettingId::Duration, (30.0, 360.0)),
        (SettingId::CollectFlow, (0.1, 12.0)),
    ];
    let mut borders = 0;
    for name in ["small_anemic_woman", "cml_very_high_count", "healthy_donor"] {
        let protocol = case(name);
        for (setting, reach) in tried {
            let found = ranges(&protocol, setting, reach, &|| false).expect("a number");
            let comes = |value: f64, id, severity, brought: bool| {
                let mut protocol = protocol.clone();
                setting.set(&mut protocol.settings, &Value::Number(value));
                let run = simulate(&protocol).expect("runs");
                run.warnings.iter().any(|warning| {
                    warning.id == id && warning.severity >= severity && !(brought && warning.present_before)
                })
            };
            for range in found {
                assert!(range.there_from <= range.from && range.to <= range.there_to);
                assert!(comes(range.there_from, range.id, range.severity, false), "{name} {setting:?} {range:?}");
                assert!(comes(range.there_to, range.id, range.severity, false), "{name} {setting:?} {range:?}");
                assert!(range.from <= range.to && range.severity > Severity::Information);
                assert!(comes(range.from, range.id, range.severity, true), "{name} {setting:?} {range:?}");
                assert!(comes(range.to, range.id, range.severity, true), "{name} {setting:?} {range:?}");
                let step = setting.row().number().expect("a number").step;
                for (clear, edge) in [(range.clear_below, range.from), (range.clear_above, range.to)] {
                    if let Some(clear) = clear {
                        assert!(!comes(clear, range.id, range.severity, false), "{name} {setting:?} {range:?}");
                        assert!((clear - edge).abs() <= step + 1e-9, "{name} {setting:?} {range:?}");
                        borders += 1;
                    }
                }
            }
        }
    }
    assert!(borders > 20, "{borders}");
}

#[test]
fn ranges_are_the_same_on_one_thread_and_two() {
    let protocol = case("small_anemic_woman");
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| ranges(&protocol, SettingId::InletFlow, (5.0, 120.0), &|| false))
    };
    assert_eq!(on(1), on(2));
    assert!(on(1).is_some_and(|ranges| !ranges.is_empty()));
    assert_eq!(ranges(&protocol, SettingId::Prime, (0.0, 1.0), &|| false), None, "no number");
}

/// A digest of all results of a run: FNV-1a over the bits.
fn digest(protocol: &Protocol) -> u64 {
    let run = simulate(protocol).expect("a bundled preset runs");
    let values = results(&run).into_iter().map(|(_, value)| value.unwrap_or(f64::NEG_INFINITY).to_bits());
    let states = run.sample_times_min().into_iter().flat_map(|time_min| run.at(time_min).state.to_vector());
    let onsets = run.warnings.iter().map(|warning| warning.from_min.to_bits());
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    for bits in values.chain(states.map(f64::to_bits)).chain(onsets) {
        for byte in bits.to_le_bytes() {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    digest
}

#[test]
fn every_preset_runs_to_the_bits_it_ran_to_before() {
    let mut found = String::new();
    for bundled in BUNDLED {
        let protocol = read(bundled.text).expect("sound").protocol;
        writeln!(found, "{:016x} {}", digest(&protocol), bundled.name).expect("a string takes anything");
    }
    assert_golden("digests.txt", &found);
}

#[test]
fn a_column_that_is_empty_at_the_start_can_be_read_later() {
    let run = simulate(&crate::bundled("healthy_donor").protocol).expect("runs");
    for name in ["mononuclear_ce1_percent", "product_hematocrit_percent", "collect_line_room_percent"] {
        assert_eq!(result(&run, name, Some(0.0)), Ok(None), "{name}");
        assert!(result(&run, name, Some(100.0)).is_ok_and(|found| found.is_some()), "{name}");
        assert_eq!(result(&run, &format!("change.{name}"), Some(100.0)), Ok(None), "nothing to compare {name} with");
    }
}
