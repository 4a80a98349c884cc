//! Promise: an independent general-purpose solver gives the same curves.

use buffycoat::model::blood::PARTS;
use buffycoat::model::cells::CLASSES;
use buffycoat::model::circuit::rinsed_per_min;
use buffycoat::model::machine::InterfaceControl;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::dynamics::{Body, Drawing, MachineMode, rates};
use buffycoat::sim::outline::Segment;
use buffycoat::sim::solver::Tolerance;
use buffycoat::sim::state::{State, Vector};
use buffycoat::sim::trajectory::Trajectory;
use buffycoat::sim::{SettingId, Value};
use differential_equations::prelude::{ExplicitRungeKutta, IVP};

/// Looked at in every segment: shares of its length.
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

/// The coupled numbers of the body after the reserves.
const BODY_NAMES: [&str; 4] = ["spleen platelets", "added calcium", "calcium released by bone", "tissue fluid"];

/// What the number at `index` of a state is.
fn name(index: usize) -> String {
    let body = 2 * PARTS;
    let coupled = body + CLASSES;
    let taking = coupled + BODY_NAMES.len();
    let part = |vessel, index| format!("{vessel} {}", PART_NAMES[index]);
    match index {
        _ if index < PARTS => part("patient", index),
        _ if index < body => part("set", index - PARTS),
        _ if index < coupled => part("reserve", 5 + index - body),
        _ if index < taking => BODY_NAMES[index - coupled].to_owned(),
        _ if index < taking + PARTS => part("bag", index - taking),
        _ if index < taking + 2 * PARTS => part("lost", index - taking - PARTS),
        _ => "citrate cleared".to_owned(),
    }
}

/// The same equations from one moment to another: Verner's method of order 9, far closer than the solver under test.
fn oracle(body: &Body, mode: &MachineMode, from: f64, to: f64, start: &Vector, sizes: &Vector) -> Vector {
    const RELATIVE: f64 = 1e-11;
    let equations = |_: f64, vector: &Vector, rate: &mut Vector| {
        *rate = rates(body, mode, &State::coupled(vector)).to_vector();
    };
    let min = sizes.iter().map(|size| size * RELATIVE).collect::<Vec<_>>();
    let method = ExplicitRungeKutta::rkv988e().rtol(RELATIVE).atol(min).max_steps(100_000);
    let solution = IVP::ode_from_fn(equations, from, to, *start).method(method).solve().expect("the oracle solves");
    let reached = solution.t.last().copied().expect("a time");
    assert!((reached - to).abs() <= 1e-12 * to, "the oracle stopped at {reached} instead of {to}");
    *solution.y.last().expect("a state")
}

/// The sizes below which an error does not matter: a thousandth of what the patient has of each kind.
fn sizes(trajectory: &Trajectory) -> Vector {
    let mut blood = trajectory.before.patient;
    // Of these the patient has none at first: as much as would be felt, or as one cell in a million.
    let liters = trajectory.body.before.blood_volume_ml / 1000.0;
    blood.citrate_mmol = liters;
    for count in &mut blood.white_cells_e9.0 {
        *count = count.max(1e-3 * liters);
    }
    let kinds = State {
        patient: blood,
        set: blood,
        reserve_e9: blood.white_cells_e9,
        spleen_platelets_e9: blood.platelets_e9,
        added_calcium_mmol: liters,
        bone_release_mmol_min: 0.01 * liters,
        bag: blood,
        lost: blood,
        // What moves between plasma and tissues is known as well as the plasma: to a hundredth of it.
        tissue_fluid_ml: 10.0 * blood.plasma_ml,
        citrate_cleared_mmol: blood.citrate_mmol,
    };
    kinds.to_vector().map(|kind| kind * 1e-3)
}

/// The mode of a segment, with all that was read from the state when it began read from the oracle's.
fn mode(trajectory: &Trajectory, segment: &Segment, start: &State, before: Option<&MachineMode>) -> MachineMode {
    match segment.mode() {
        MachineMode::Drawing(Drawing { collecting, .. }) => {
            let before = before.and_then(MachineMode::drawing);
            MachineMode::Drawing(Drawing::new(&segment.settings, &trajectory.body, &start.patient, *collecting, before))
        }
        MachineMode::RinsingBack { saline_ml_min, .. } => {
            let machine = &segment.settings.machine;
            let (rinse_ml, rinse_min) = (machine.rinse_back_ml, segment.to_min - segment.from_min);
            MachineMode::RinsingBack {
                returned_per_min: rinsed_per_min(&start.set, machine.set_volume_ml, rinse_ml, rinse_min),
                saline_ml_min: *saline_ml_min,
            }
        }
        MachineMode::Paused(infusions) => MachineMode::Paused(*infusions),
        MachineMode::Off => MachineMode::Off,
    }
}

/// The largest deviation of a trajectory from the oracle, as a share of the number's size, and where it is.
fn largest_deviation(trajectory: &Trajectory) -> (f64, String) {
    let sizes = sizes(trajectory);
    let mut largest = (0.0, "nowhere".to_owned());
    let mut state = trajectory.before.to_vector();
    let mut mode_before = None;
    for segment in &trajectory.segments {
        let Segment { phase, from_min, to_min, .. } = segment;
        let mode = mode(trajectory, segment, &State::from_vector(&state), mode_before.as_ref());
        let mut now = *from_min;
        for share in MOMENTS {
            let then = from_min + share * (to_min - from_min);
            state = oracle(&trajectory.body, &mode, now, then, &state, &sizes);
            now = then;
            for (i, (ours, theirs)) in trajectory.at(now).state.to_vector().into_iter().zip(state).enumerate() {
                let deviation = (ours - theirs).abs() / theirs.abs().max(sizes[i]);
                assert!(deviation.is_finite(), "{}: {ours} or {theirs}", name(i));
                if deviation > largest.0 {
                    let place = format!("{} at {now:.2} min, {phase:?}: {ours}, not {theirs}", name(i));
                    largest = (deviation, place);
                }
            }
        }
        mode_before = Some(mode);
    }
    largest
}

#[test]
fn every_preset_agrees_with_the_oracle() {
    for bundled in BUNDLED {
        let preset = read(bundled.text).expect("a bundled preset");
        let trajectory = Trajectory::solve(&preset.protocol, Tolerance::default());
        let (deviation, place) = largest_deviation(&trajectory);
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
    let trajectory = Trajectory::solve(&protocol, Tolerance::default());
    assert!(trajectory.collection_min().is_some_and(|(_, to_min)| to_min > 150.0));
    let (deviation, place) = largest_deviation(&trajectory);
    assert!(deviation <= 1e-6, "deviates by {deviation:.1e}: {place}");
}
