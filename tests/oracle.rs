//! Promise: an independent general-purpose solver gives the same curves.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

use buffycoat::model::blood::PARTS;
use buffycoat::model::cells::{CLASSES, PerClass};
use buffycoat::model::circuit::rinsed_per_min;
use buffycoat::model::machine::InterfaceControl;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::course::{Course, Stretch};
use buffycoat::sim::dynamics::{Body, Drawing, Drive, rates};
use buffycoat::sim::solver::Tolerance;
use buffycoat::sim::state::{State, Vector};
use buffycoat::sim::{SettingId, Value};
use differential_equations::prelude::{ExplicitRungeKutta, IVP};

/// Looked at in every stretch: shares of its length.
const MOMENTS: [f64; 6] = [0.03, 0.11, 0.29, 0.53, 0.81, 1.0];

const PART_NAMES: [&str; PARTS] = [
    "plasma",
    "protein",
    "red cells",
    "platelets",
    "citrate",
    "neutrophils",
    "immature granulocytes",
    "lymphocytes",
    "monocytes",
    "blasts",
    "CD34",
];

/// What the number at `index` of a state is.
fn name(index: usize) -> String {
    let body = 2 * PARTS;
    let taking = body + 2 * CLASSES + 2;
    let part = |vessel, index| format!("{vessel} {}", PART_NAMES[index]);
    match index {
        _ if index < PARTS => part("patient", index),
        _ if index < body => part("set", index - PARTS),
        _ if index < body + CLASSES => part("reserve", 5 + index - body),
        _ if index < body + 2 * CLASSES => part("depletion", 5 + index - body - CLASSES),
        _ if index == taking - 2 => "spleen platelets".to_owned(),
        _ if index == taking - 1 => "infused calcium".to_owned(),
        _ if index < taking + PARTS => part("bag", index - taking),
        _ if index < taking + 2 * PARTS => part("lost", index - taking - PARTS),
        _ if index == taking + 2 * PARTS => "tissue fluid".to_owned(),
        _ => "citrate cleared".to_owned(),
    }
}

/// The same equations from one moment to another: Verner's method of order 9, far closer than the solver under test.
fn oracle(body: &Body, drive: &Drive, from: f64, to: f64, start: &Vector, sizes: &Vector) -> Vector {
    const RELATIVE: f64 = 1e-11;
    let equations = |_: f64, vector: &Vector, rate: &mut Vector| {
        *rate = rates(body, drive, &State::acting(vector)).to_vector();
    };
    let least = sizes.iter().map(|size| size * RELATIVE).collect::<Vec<_>>();
    let method = ExplicitRungeKutta::rkv988e().rtol(RELATIVE).atol(least).max_steps(100_000);
    let solution = IVP::ode_from_fn(equations, from, to, *start).method(method).solve().expect("the oracle solves");
    let reached = solution.t.last().copied().expect("a time");
    assert!((reached - to).abs() <= 1e-12 * to, "the oracle stopped at {reached} instead of {to}");
    *solution.y.last().expect("a state")
}

/// The sizes below which an error does not matter: a thousandth of what the patient has of each kind.
fn sizes(course: &Course) -> Vector {
    let mut blood = course.before.patient;
    // Of these the patient has none at first: as much as would be felt, or as one cell in a million.
    let liters = course.body.blood_volume_before_ml / 1000.0;
    blood.citrate_mmol = liters;
    for count in &mut blood.white_cells_e9.0 {
        *count = count.max(1e-3 * liters);
    }
    let usual_min = 10.0;
    let kinds = State {
        patient: blood,
        set: blood,
        reserve_e9: blood.white_cells_e9,
        depletion_min: PerClass([usual_min; CLASSES]),
        spleen_platelets_e9: blood.platelets_e9,
        infused_calcium_mmol: liters,
        bag: blood,
        lost: blood,
        tissue_fluid_ml: blood.plasma_ml,
        citrate_cleared_mmol: blood.citrate_mmol,
    };
    kinds.to_vector().map(|kind| kind * 1e-3)
}

/// The drive of a stretch, with all that was read from the state when it began read from the oracle's.
fn drive(course: &Course, stretch: &Stretch, start: &State, before: Option<&Drive>) -> Drive {
    match stretch.drive() {
        Drive::Drawing(Drawing { collecting, .. }) => {
            let before = before.and_then(Drive::drawing);
            Drive::Drawing(Drawing::new(&stretch.settings, &course.body, &start.patient, *collecting, before))
        }
        Drive::RinsingBack { saline_ml_min, .. } => {
            let machine = &stretch.settings.machine;
            let (rinse_ml, rinse_min) = (machine.rinse_back_ml, stretch.to_min - stretch.from_min);
            Drive::RinsingBack {
                returned_per_min: rinsed_per_min(&start.set, machine.set_volume_ml, rinse_ml, rinse_min),
                saline_ml_min: *saline_ml_min,
            }
        }
        Drive::Off => Drive::Off,
    }
}

/// The largest deviation of a course from the oracle, as a share of the number's size, and where it is.
fn largest_deviation(course: &Course) -> (f64, String) {
    let sizes = sizes(course);
    let mut largest = (0.0, "nowhere".to_owned());
    let mut state = course.before.to_vector();
    let mut drive_before = None;
    for stretch in &course.stretches {
        let Stretch { phase, from_min, to_min, .. } = stretch;
        let drive = drive(course, stretch, &State::from_vector(&state), drive_before.as_ref());
        let mut now = *from_min;
        for share in MOMENTS {
            let then = from_min + share * (to_min - from_min);
            state = oracle(&course.body, &drive, now, then, &state, &sizes);
            now = then;
            for (i, (ours, theirs)) in course.at(now).state.to_vector().into_iter().zip(state).enumerate() {
                let deviation = (ours - theirs).abs() / theirs.abs().max(sizes[i]);
                assert!(deviation.is_finite(), "{}: {ours} or {theirs}", name(i));
                if deviation > largest.0 {
                    let place = format!("{} at {now:.2} min, {phase:?}: {ours}, not {theirs}", name(i));
                    largest = (deviation, place);
                }
            }
        }
        drive_before = Some(drive);
    }
    largest
}

#[test]
fn every_preset_agrees_with_the_oracle() {
    for bundled in BUNDLED {
        let preset = read(bundled.text).expect("a bundled preset");
        let course = Course::solve(&preset.protocol, Tolerance::default());
        let (deviation, place) = largest_deviation(&course);
        println!("{}: {deviation:.1e}, {place}", bundled.name);
        assert!(deviation <= 1e-6, "{} deviates by {deviation:.1e}: {place}", bundled.name);
    }
}

#[test]
fn an_interface_left_alone_and_touched_on_the_way_agrees_with_the_oracle() {
    let donor = BUNDLED.iter().find(|bundled| bundled.name == "gcsf_donor").expect("a bundled preset");
    let mut protocol = read(donor.text).expect("sound").protocol;
    protocol.settings.machine.interface_control = InterfaceControl::Fixed;
    let changes = [
        (30.0, SettingId::CalciumInfusion, 1.5),
        (60.0, SettingId::AnticoagulantRatio, 9.0),
        (90.0, SettingId::InterfacePosition, 0.3),
        (120.0, SettingId::PackingFactor, 5.0),
        (150.0, SettingId::CollectFlow, 1.5),
    ];
    for (at_min, setting, value) in changes {
        protocol.change_from(at_min, setting, Value::Number(value));
    }
    let course = Course::solve(&protocol, Tolerance::default());
    assert!(course.collection_min().is_some_and(|(_, to_min)| to_min > 150.0));
    let (deviation, place) = largest_deviation(&course);
    assert!(deviation <= 1e-6, "deviates by {deviation:.1e}: {place}");
}
