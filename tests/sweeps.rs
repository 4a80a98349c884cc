//! Promise: many runs give the same bits whatever the number of threads, and a preset's run does not change unnoticed.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

use std::fmt::Write as _;
use std::path::Path;

use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::results::results;
use buffycoat::sim::{Protocol, SettingId, simulate};
use buffycoat::study::sweep::{Vary, VaryProblem, sweep};

fn donor() -> Protocol {
    let found = BUNDLED.iter().find(|bundled| bundled.name == "healthy_donor").expect("a bundled preset");
    read(found.text).expect("sound").protocol
}

/// Every bit of a sweep on so many threads.
fn bits(threads: usize) -> Vec<(Vec<u64>, Vec<Option<u64>>)> {
    let varied = ["procedure.inlet_flow_ml_min=30..90:7", "procedure.duration_min=60..240:5"];
    let varied: Vec<_> = varied.iter().map(|vary| Vary::parse(vary).expect("sound")).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let points = pool.install(|| sweep(&donor(), &varied)).expect("not too many");
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
    let points = sweep(&donor(), &varied).expect("one run");
    let mut protocol = donor();
    protocol.settings.procedure.inlet_flow_ml_min = 60.0;
    assert_eq!(points[0].results.as_ref().expect("runs"), &results(&simulate(&protocol).expect("runs")));
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
    let runs = buffycoat::study::days::on_days(&donor(), 3).expect("three sensible days");
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

/// A digest of all results of a run: FNV-1a over the bits.
fn digest(protocol: &Protocol) -> u64 {
    let run = simulate(protocol).expect("a bundled preset runs");
    let values = results(&run).into_iter().map(|(_, value)| value.unwrap_or(f64::NEG_INFINITY).to_bits());
    let states = run.telling_times_min().into_iter().flat_map(|time_min| run.at(time_min).state.to_vector());
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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/digests.txt");
    let mut found = String::new();
    for bundled in BUNDLED {
        let protocol = read(bundled.text).expect("sound").protocol;
        writeln!(found, "{:016x} {}", digest(&protocol), bundled.name).expect("a string takes anything");
    }
    if std::env::var_os("BUFFYCOAT_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, &found).expect("the folder of digests");
    }
    let golden = std::fs::read_to_string(&path).expect("the digests");
    assert_eq!(found, golden, "if the model was meant to change, run this test with BUFFYCOAT_WRITE_GOLDEN=1");
}
