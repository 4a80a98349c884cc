//! Promise: the solver follows the equations, to their closed solutions where there are any, and always to the same bits.

use buffycoat::model::blood::Blood;
use buffycoat::model::cells::{PerClass, WhiteCell};
use buffycoat::model::constants::Constants;
use buffycoat::model::machine::Machine;
use buffycoat::model::patient::Patient;
use buffycoat::model::procedure::Procedure;
use buffycoat::model::separator::Separability;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::dynamics::{Body, Drawing, MachineMode, rates};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::run::simulate_within;
use buffycoat::sim::solver::{FIRST_STEP, Task, Tolerance, integrate};
use buffycoat::sim::state::{COUPLED, STATE_SIZE, State};
use buffycoat::sim::{Settings, simulate};

const BLASTS: WhiteCell = WhiteCell::Blast;

/// A patient without refill, whose white cells take no room, on a machine that gives no anticoagulant and takes no volume.
fn wash_out(set_volume_ml: f64, collect_flow_ml_min: f64) -> (Body, Drawing, State) {
    let mut patient = Patient {
        cell_volume_fl: PerClass([1e-9; 6]),
        refill_ratio: PerClass([0.0; 6]),
        spleen_platelet_ratio: 0.0,
        // Cells of no size float only with odds to match.
        separability: Separability { flotation_odds_factor: 1e8, ..Separability::default() },
        ..Patient::default()
    };
    patient.white_cells_e9_per_l[BLASTS] = 100.0;
    let machine = Machine { set_volume_ml, collect_flow_ml_min, ..Machine::default() };
    let procedure = Procedure { anticoagulant_ratio: 1e12, ..Procedure::default() };
    let settings = Settings { patient, machine, procedure };
    let body = Body::new(&settings.patient, &Constants::default(), None);
    let blood = settings.patient.blood_before();
    let drawing = Drawing::new(&settings, &body, &blood, true, None);
    // The set begins full of the patient's own blood, so that nothing but the white cells changes.
    let set: Blood = blood * (set_volume_ml / body.before.blood_volume_ml);
    (body, drawing, State { patient: blood, set, ..State::default() })
}

/// Blasts in the patient and in the set after `minutes`, and the efficiency with which they were collected.
fn washed(set_volume_ml: f64, collect_flow_ml_min: f64, minutes: f64) -> (f64, f64, f64, f64) {
    let (body, drawing, start) = wash_out(set_volume_ml, collect_flow_ml_min);
    let entering = drawing.entering(&body, &start.patient);
    let efficiency = drawing.separator.separate(&entering, &body.patient.cell_volume_fl).efficiency[BLASTS];
    let per_min = drawing.flows.blood_ml_min / body.before.blood_volume_ml;
    let mode = MachineMode::Drawing(drawing);
    let task = Task {
        from: 0.0,
        to: minutes,
        start: &start.to_vector(),
        scale: &[1.0; STATE_SIZE],
        tolerance: Tolerance { relative: 1e-9 },
        coupled: COUPLED,
        first_step: FIRST_STEP,
    };
    let equations = |vector: &_| rates(&body, &mode, &State::coupled(vector)).to_vector();
    let end = State::from_vector(&integrate(&task, equations, |_| 1.0, &mut Vec::new()).y);
    let before = start.patient.white_cells_e9[BLASTS];
    (end.patient.white_cells_e9[BLASTS] / before, end.set.white_cells_e9[BLASTS] / before, efficiency, per_min)
}

#[test]
fn without_a_circuit_the_count_falls_as_a_pure_exponential() {
    let minutes = 60.0;
    // So little tubing is as good as none.
    let (left, _, efficiency, per_min) = washed(0.02, 1e-4, minutes);
    let expected = libm::exp(-efficiency * per_min * minutes);
    assert!(expected < 0.99, "the test must see a fall, not {expected}");
    assert!((left / expected - 1.0).abs() < 1e-6, "{left} instead of {expected}");
}

#[test]
fn with_a_circuit_the_count_follows_its_own_two_exponentials() {
    // So little is collected that the blood loses no volume, for so long that most of a class is washed out.
    let (minutes, set_volume_ml) = (5000.0, 190.0);
    let (in_patient, in_set, efficiency, out) = washed(set_volume_ml, 1e-6, minutes);
    // dp/dt = −out·p + back·s and ds/dt = (1 − E)·out·p − back·s, from p = 1 and s = set/blood volume.
    let flow = Procedure::default().inlet_flow_ml_min;
    let (back, pass) = (flow / set_volume_ml, (1.0 - efficiency) * out);
    let s0 = set_volume_ml * out / flow;
    let half = (out + back) / 2.0;
    let root = (half * half - out * back + back * pass).sqrt();
    let (fast, slow) = (-half - root, -half + root);
    let slope = -out + back * s0;
    let a = (slope - slow) / (fast - slow);
    let expected = a * libm::exp(fast * minutes) + (1.0 - a) * libm::exp(slow * minutes);
    assert!(expected < 0.7, "the test must see a fall, not {expected}");
    assert!((in_patient / expected - 1.0).abs() < 1e-6, "{in_patient} instead of {expected}");
    assert!(in_set < s0);
}

#[test]
fn the_same_case_gives_the_same_bits() {
    for bundled in BUNDLED {
        let preset = read(bundled.text).expect("a bundled preset");
        let (a, b) = (simulate(&preset.protocol).expect("runs"), simulate(&preset.protocol).expect("runs"));
        assert_eq!(a.after.to_vector().map(f64::to_bits), b.after.to_vector().map(f64::to_bits), "{}", bundled.name);
        let other = std::thread::spawn(move || simulate(&preset.protocol).map(|run| run.after.to_vector()));
        assert_eq!(other.join().expect("no panic"), Ok(a.after.to_vector()));
    }
}

#[test]
fn a_tighter_solver_moves_no_reported_number_by_a_thousandth() {
    for bundled in BUNDLED {
        let preset = read(bundled.text).expect("a bundled preset");
        let usual = simulate(&preset.protocol).expect("runs");
        let tolerance = Tolerance { relative: Tolerance::default().relative / 2.0 };
        let tight = simulate_within(&preset.protocol, tolerance).expect("runs");
        for i in 1..=40 {
            let time_min = usual.end_min * f64::from(i) / 40.0;
            let (a, b) = (usual.at(time_min), tight.at(time_min));
            for quantity in Quantity::all().filter(|quantity| *quantity != Quantity::BloodVolumeChange) {
                let (Some(a), Some(b)) = (quantity.at(&a), quantity.at(&b)) else { continue };
                assert!((a - b).abs() <= 1e-3 * b.abs() + 1e-9, "{}: {quantity:?} is {a} or {b}", bundled.name);
            }
        }
        for (a, b) in usual.outcome.comparisons.iter().zip(&tight.outcome.comparisons) {
            assert!((a.after - b.after).abs() <= 1e-3 * b.after.abs() + 1e-12, "{}: {}", bundled.name, a.key);
        }
        let (a, b) = (usual.outcome.product, tight.outcome.product);
        assert!((a.volume_ml / b.volume_ml - 1.0).abs() < 1e-3 && (a.platelets_e9 / b.platelets_e9 - 1.0).abs() < 1e-3);
        assert_eq!(usual.warnings.len(), tight.warnings.len());
        for (a, b) in usual.warnings.iter().zip(&tight.warnings) {
            assert!((a.from_min - b.from_min).abs() < 1e-3, "{:?}", a.id);
        }
    }
}
