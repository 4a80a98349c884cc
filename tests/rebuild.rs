//! Promise: `assets/model.md` alone is enough to rebuild the core. `tests/rebuild.py` is written from that page, and gives the same numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use buffycoat::model::cells::WhiteCell;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::results::result;
use buffycoat::sim::settings::ValueKind;
use buffycoat::sim::{Change, Protocol, Run, SettingId, Settings, Value, simulate};
use serde_json::{Map, Value as Json, json};

/// Largest deviation, relative.
const TOLERANCE: f64 = 1e-3;

/// Number of random cases.
const RANDOM_CASES: u64 = 40;

/// When numbers are compared, as shares of the time from the first draw to the end of observation.
const MOMENTS: [f64; 9] = [0.01, 0.05, 0.13, 0.29, 0.47, 0.66, 0.83, 0.93, 1.0];

#[test]
fn the_model_page_alone_gives_the_same_numbers() {
    if !python_has_scipy() {
        eprintln!("Skipped: this needs python3 (3.10 or newer) with SciPy.");
        return;
    }
    let bundled = BUNDLED.iter().map(|case| (case.name.to_owned(), read(case.text).expect("a sound preset").protocol));
    let random = (1..=RANDOM_CASES).map(|number| (format!("random {number}"), random_case(number)));
    let cases: Vec<_> = bundled.chain(random).collect();
    let runs: Vec<Run> = cases.iter().map(|(_, protocol)| simulate(protocol).expect("a run")).collect();

    let asked = cases.iter().zip(&runs).map(|((_, protocol), run)| as_json(protocol, &moments(run))).collect();
    let answers = rebuilt(&asked);
    assert_eq!(answers.len(), runs.len());

    let (mut largest, mut faults) = (BTreeMap::<_, [f64; 2]>::new(), Vec::new());
    for (number, (((case, _), run), answer)) in cases.iter().zip(&runs).zip(&answers).enumerate() {
        for compared in compared(run, answer) {
            let deviation = compared.deviation();
            if deviation > TOLERANCE {
                faults.push(format!("{case}: {compared:?}"));
            }
            let of_cases = &mut largest.entry(compared.name).or_default()[usize::from(number >= BUNDLED.len())];
            *of_cases = of_cases.max(deviation);
        }
    }
    println!("largest relative deviation, bundled and random cases");
    for (name, [bundled, random]) in largest {
        println!("{bundled:9.1e} {random:9.1e}  {name}");
    }
    assert!(faults.is_empty(), "{} numbers differ:\n{}", faults.len(), faults.join("\n"));
}

fn python_has_scipy() -> bool {
    let asked =
        Command::new("python3").args(["-c", "import sys, scipy; sys.exit(sys.version_info < (3, 10))"]).output();
    asked.is_ok_and(|output| output.status.success())
}

/// What the rebuilt model answers to these cases.
fn rebuilt(cases: &Json) -> Vec<Json> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("cases.json");
    std::fs::write(&file, cases.to_string()).expect("a file");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rebuild.py");
    // One core is enough for matrices this small.
    let output =
        Command::new("python3").arg(script).arg(file).env("OPENBLAS_NUM_THREADS", "1").output().expect("python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn moments(run: &Run) -> Vec<f64> {
    MOMENTS.map(|share| share * run.end_min).to_vec()
}

/// A case as the script reads it: what every preset must give and what differs from the usual, by path.
fn as_json(protocol: &Protocol, times_min: &[f64]) -> Json {
    let usual = Settings::default();
    let mut settings = Map::new();
    for setting in SettingId::all() {
        let is_count = matches!(setting, SettingId::WhiteCells(_));
        let value = setting.get(&protocol.settings);
        if setting.row().required || is_count || value != setting.get(&usual) {
            settings.insert(setting.row().path.to_owned(), value_as_json(setting, value));
        }
    }
    let changes = protocol.changes.iter().map(|change| {
        let values = change.values.iter().map(|&(id, value)| (id.row().path.to_owned(), value_as_json(id, value)));
        json!({"at_min": change.at_min, "values": values.collect::<Map<_, _>>()})
    });
    json!({"settings": settings, "changes": changes.collect::<Vec<_>>(), "times": times_min})
}

fn value_as_json(setting: SettingId, value: Value) -> Json {
    match (value, &setting.row().kind) {
        (Value::Number(number), _) => json!(number),
        (Value::Switch(on), _) => json!(on),
        (Value::Choice(index), ValueKind::Choice { options, .. }) => json!(options[index]),
        (Value::Choice(_), _) => panic!("{setting:?} is no choice"),
        (Value::Estimated, _) => Json::Null,
    }
}

/// A quantity of a case at all its moments, or one result: the program's and the rebuilt model's.
#[derive(Debug)]
struct Compared {
    name: String,
    ours: Vec<Option<f64>>,
    rebuilt: Vec<Option<f64>>,
}

impl Compared {
    /// The largest relative deviation. A thousandth of the largest value, and of a change one point, counts as nothing.
    fn deviation(&self) -> f64 {
        let largest = self.ours.iter().flatten().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let negligible = if self.name.starts_with("change_percent.") { 1.0 } else { (1e-3 * largest).max(1e-9) };
        let deviations = self.ours.iter().zip(&self.rebuilt).map(|pair| match pair {
            (Some(ours), Some(rebuilt)) => (ours - rebuilt).abs() / (ours.abs() + negligible),
            (None, None) => 0.0,
            _ => f64::INFINITY,
        });
        deviations.fold(0.0, f64::max)
    }
}

/// Every number that the script gives, with the program's beside it.
fn compared(run: &Run, answer: &Json) -> Vec<Compared> {
    let mut list = Vec::new();
    let mut put = |name: &str, ours, rebuilt| list.push(Compared { name: name.to_owned(), ours, rebuilt });
    for (name, ours) in [("machine_end_min", run.machine_end_min), ("end_min", run.end_min)] {
        put(name, vec![Some(ours)], vec![answer[name].as_f64()]);
    }
    for (name, rebuilt) in answer["whole"].as_object().expect("results") {
        put(name, vec![result(run, name, None).expect("a result")], vec![rebuilt.as_f64()]);
    }
    let at_moments = answer["moments"].as_array().expect("moments");
    let quantities = at_moments.iter().flat_map(|moment| moment.as_object().expect("quantities").keys());
    for name in quantities.collect::<BTreeSet<_>>() {
        let ours = moments(run).into_iter().map(|time| at_moment(run, name, time)).collect();
        put(name, ours, at_moments.iter().map(|moment| moment[name].as_f64()).collect());
    }
    list
}

fn at_moment(run: &Run, name: &str, time_min: f64) -> Option<f64> {
    let Some(part) = name.strip_prefix("bag.") else {
        return Quantity::by_key(name).expect("a quantity").at(&run.at(time_min));
    };
    let bag = run.at(time_min).state.bag;
    let of_class = WhiteCell::ALL.into_iter().find(|class| part.strip_suffix("_e9") == Some(class.key()));
    Some(match (part, of_class) {
        (_, Some(class)) => bag.white_cells_e9[class],
        ("plasma_ml", _) => bag.plasma_ml,
        ("protein_ml", _) => bag.protein_ml,
        ("red_cells_ml", _) => bag.red_cells_ml,
        ("platelets_e9", _) => bag.platelets_e9,
        ("citrate_mmol", _) => bag.citrate_mmol,
        _ => panic!("{name}"),
    })
}

/// A sensible case, always the same for a number.
fn random_case(number: u64) -> Protocol {
    let mut random = Random { state: number };
    let mut settings = Settings::default();
    random_patient(&mut random, &mut settings);
    random_procedure(&mut random, &mut settings);

    let mut protocol = Protocol::new(settings);
    if random.chance(0.6) {
        let may_change: Vec<_> = SettingId::all().filter(|setting| setting.row().mid_run).collect();
        for _ in 0..=random.index(3) {
            let at_min = match random.index(8) {
                0 => 0.0,
                1 => protocol.settings.machine.interface_time_min,
                // Sometimes after the end, where it has no effect.
                _ => random.between(0.0, 1.05 * protocol.settings.procedure.duration_min),
            };
            let mut values: Vec<(SettingId, Value)> = Vec::new();
            for _ in 0..=random.index(3) {
                let setting = may_change[random.index(may_change.len())];
                let mut changed = protocol.settings.clone();
                random_value(&mut random, setting, &mut changed);
                values.retain(|&(before, _)| before != setting);
                values.push((setting, setting.get(&changed)));
            }
            protocol.changes.push(Change { at_min, values });
        }
    }
    protocol
}

fn random_patient(random: &mut Random, settings: &mut Settings) {
    let patient = &mut settings.patient;
    (patient.age_years, patient.height_m, patient.weight_kg) = match random.index(6) {
        0 => (random.between(0.3, 1.9), random.between(0.60, 0.85), random.between(6.0, 12.0)),
        1 => (random.between(2.0, 14.9), random.between(0.90, 1.60), random.between(13.0, 50.0)),
        _ => (random.between(15.0, 80.0), random.between(1.50, 1.95), random.between(48.0, 110.0)),
    };
    patient.hematocrit_percent = random.between(22.0, 48.0);
    patient.platelets_e9_per_l = random.between(15.0, 500.0);
    random_value(random, SettingId::Sex, settings);
    if random.chance(0.3) {
        let usual = settings.patient.total_blood_volume_ml();
        settings.patient.blood_volume_ml = Some(usual * random.between(0.85, 1.2));
    }
    let leukemic = random.chance(0.5);
    for class in WhiteCell::ALL {
        let (low, high) = match class {
            WhiteCell::Neutrophil => (0.5, 30.0),
            WhiteCell::ImmatureGranulocyte => (0.0, if leukemic { 60.0 } else { 0.0 }),
            WhiteCell::Lymphocyte => (0.3, 8.0),
            WhiteCell::Monocyte => (0.1, 3.0),
            WhiteCell::Blast => (0.0, if leukemic { 350.0 } else { 0.0 }),
            WhiteCell::Cd34 => (0.0, 0.1),
        };
        settings.patient.white_cells_e9_per_l[class] = random.between(low, high);
        if random.chance(0.2) {
            random_value(random, SettingId::CellVolume(class), settings);
            random_value(random, SettingId::RefillRatio(class), settings);
            random_value(random, SettingId::RefillHalfTime(class), settings);
        }
    }
    // A reserve so small that it does not count, and a patient without a spleen.
    if random.chance(0.2) {
        settings.patient.refill_ratio[WhiteCell::Blast] = 0.04;
        settings.patient.spleen_platelet_ratio = 0.0;
    }
    for setting in [SettingId::MeanRedCellVolume, SettingId::IonizedCalcium, SettingId::CitrateClearance] {
        random_value(random, setting, settings);
    }
}

fn random_procedure(random: &mut Random, settings: &mut Settings) {
    let always = [
        SettingId::InterfaceControl,
        SettingId::CollectFlow,
        SettingId::InterfacePosition,
        SettingId::InletFlow,
        SettingId::Duration,
        SettingId::InterfaceTime,
    ];
    let sometimes = [
        SettingId::SetVolume,
        SettingId::Prime,
        SettingId::PrimeHematocrit,
        SettingId::ProductHematocrit,
        SettingId::PackingFactor,
        SettingId::HydroxyethylStarch,
        SettingId::AnticoagulantLimit,
        SettingId::HoldToAnticoagulantLimit,
        SettingId::RinseBack,
        SettingId::RinseBackVolume,
        SettingId::BagCapacity,
        SettingId::AnticoagulantRatio,
        SettingId::ReplacementFluid,
        SettingId::ReplacementFlow,
        SettingId::CalciumInfusion,
        SettingId::BloodSamples,
        SettingId::Bleeding,
        SettingId::AnticoagulantCitrate,
    ];
    for setting in always {
        random_value(random, setting, settings);
    }
    for setting in sometimes {
        if random.chance(0.4) {
            random_value(random, setting, settings);
        }
    }
}

/// Gives a setting a value within what is usual.
fn random_value(random: &mut Random, setting: SettingId, settings: &mut Settings) {
    let value = match (&setting.row().kind, setting) {
        // Wider than usual: small bags fill, blood volume may pass its limit, and the packing factor reaches the most g-force.
        (_, SettingId::BagCapacity) => Value::Number(random.between(50.0, 400.0)),
        (_, SettingId::Bleeding) => Value::Number(random.between(0.5, 12.0)),
        (_, SettingId::PackingFactor) => Value::Number(random.between(3.0, 13.0)),
        (ValueKind::Number(number), _) => {
            let (low, high) = number.usual_range(settings);
            Value::Number(random.between(low, high))
        }
        (ValueKind::Switch { .. }, _) => Value::Switch(random.chance(0.5)),
        (ValueKind::Choice { options, .. }, _) => Value::Choice(random.index(options.len())),
    };
    setting.set(settings, &value);
}

/// Random numbers, the same on every machine: SplitMix64.
struct Random {
    state: u64,
}

impl Random {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low + (high - low) * ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn chance(&mut self, share: f64) -> bool {
        self.between(0.0, 1.0) < share
    }

    fn index(&mut self, count: usize) -> usize {
        self.between(0.0, count as f64) as usize
    }
}
