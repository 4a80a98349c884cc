//! How long a procedure takes to simulate: whole, its trajectory alone, and by general-purpose solvers of the same equations.
#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark may stop where it stands")]

use buffycoat::preset::{BUNDLED, Preset, VirtualPatients, read};
use buffycoat::sim::advice::advice;
use buffycoat::sim::dynamics::rates;
use buffycoat::sim::explain::explain;
use buffycoat::sim::outline::Segment;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::solver::Tolerance;
use buffycoat::sim::state::{State, Vector};
use buffycoat::sim::together::{Instructions, TOLERANCE, WIDTH, solve_together};
use buffycoat::sim::trajectory::Trajectory;
use buffycoat::sim::{SettingId, simulate};
use buffycoat::study::dispersion::{Dispersion, virtual_patient};
use buffycoat::study::map::{Map, cell_middles};
use buffycoat::study::patients::{bands, patients};
use buffycoat::study::warning_ranges::ranges;
use differential_equations::prelude::{BackwardDifferentiationFormula, ExplicitRungeKutta, IVP};
use divan::Bencher;

/// Three hours, a donor, a patient with a very high count, and the longest procedure, which takes most steps.
const PRESETS: [&str; 4] = ["small_anemic_woman", "healthy_donor", "cml_very_high_count", "myeloma_low_platelets"];

fn main() {
    divan::main();
}

fn text(name: &str) -> &'static str {
    BUNDLED.iter().find(|bundled| bundled.name == name).expect("bundled").text
}

fn preset(name: &str) -> Preset {
    read(text(name)).expect("a bundled preset")
}

/// Trajectory, warnings, ledger and outcome.
#[divan::bench(args = PRESETS)]
fn whole_run(bencher: Bencher, name: &str) {
    let protocol = preset(name).protocol;
    bencher.bench_local(|| simulate(&protocol).expect("runs"));
}

#[divan::bench(args = PRESETS)]
fn trajectory(bencher: Bencher, name: &str) {
    let protocol = preset(name).protocol;
    bencher.bench_local(|| Trajectory::solve(&protocol, Tolerance::default()));
}

/// The shares of all causes of all warnings.
#[divan::bench(args = PRESETS)]
fn cause_shares(bencher: Bencher, name: &str) {
    let run = simulate(&preset(name).protocol).expect("runs");
    bencher.bench_local(|| explain(&run));
}

/// What would have avoided each warning, in steps that an operator sets.
#[divan::bench(args = PRESETS, sample_count = 5, sample_size = 1)]
fn smallest_changes(bencher: Bencher, name: &str) {
    let run = simulate(&preset(name).protocol).expect("runs");
    bencher.bench_local(|| advice(&run, &|| false));
}

/// First warning and removal of every pair of inlet flow and duration, on all cores.
#[divan::bench(args = [32, 64, 128], sample_count = 5, sample_size = 1)]
fn map_of_settings(bencher: Bencher, side: usize) {
    let protocol = preset("small_anemic_woman").protocol;
    let x = cell_middles(SettingId::InletFlow, (5.0, 120.0), side);
    let map = Map::new(x, cell_middles(SettingId::Duration, (30.0, 360.0), side));
    bencher.bench_local(|| map.fill((&protocol, None), &|| false, |part| drop(divan::black_box(part))));
}

/// Where on one control's track each warning would come.
#[divan::bench(args = PRESETS)]
fn ranges_of_inlet_flow(bencher: Bencher, name: &str) {
    let protocol = preset(name).protocol;
    bencher.bench_local(|| ranges(&protocol, SettingId::InletFlow, (5.0, 120.0), &|| false));
}

/// Five hundred virtual patients with their bands and shares, on all cores.
#[divan::bench(args = PRESETS, sample_count = 10, sample_size = 1)]
fn five_hundred_patients(bencher: Bencher, name: &str) {
    let protocol = preset(name).protocol;
    bencher.bench_local(|| patients(&protocol, 1, 500, &|| false).expect("runs"));
}

/// The band of one quantity in two hundred patients, as the marking of an answer asks for it.
#[divan::bench(args = PRESETS, sample_count = 10, sample_size = 1)]
fn one_band(bencher: Bencher, name: &str) {
    let protocol = preset(name).protocol;
    let times_min: Vec<f64> = (0..91).map(|i| 2.0 * f64::from(i)).collect();
    let drawn = VirtualPatients { seed: 1, count: 200 };
    bencher.bench_local(|| bands(&protocol, drawn, &[Quantity::Platelets], &times_min, &|| false).expect("runs"));
}

/// How the cost grows with their number, on one core and on two.
#[divan::bench(args = [100, 500, 1000, 5000, 10_000], consts = [1, 2], sample_count = 10, sample_size = 1)]
fn so_many_patients<const CORES: usize>(bencher: Bencher, count: usize) {
    let protocol = preset("cml_very_high_count").protocol;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(CORES).build().expect("a pool");
    bencher.bench_local(|| pool.install(|| patients(&protocol, 1, count, &|| false).expect("runs")));
}

/// The trajectories of eight virtual patients, solved together: with the vector instructions of this processor, and without.
#[divan::bench(args = PRESETS, consts = [true, false])]
fn eight_together<const BEST: bool>(bencher: Bencher, name: &str) {
    let protocol = preset(name).protocol;
    let patient = |index: usize| virtual_patient(&protocol, &Dispersion::default(), 1, index as u64);
    let eight: Vec<_> = (0..WIDTH).map(patient).collect();
    let instructions = if BEST { Instructions::Best } else { Instructions::Plain };
    bencher.bench_local(|| solve_together(&eight, TOLERANCE, instructions));
}

#[divan::bench(args = PRESETS)]
fn parsing(bencher: Bencher, name: &str) {
    let text = text(name);
    bencher.bench_local(|| read(divan::black_box(text)).expect("a bundled preset"));
}

/// Goes over the segments of a trajectory with another solver: the end state, no curves.
fn again(bencher: Bencher, name: &str, solve: impl Fn(&Trajectory, &Segment, &Vector, Vector) -> Vector) {
    let protocol = preset(name).protocol;
    let trajectory = Trajectory::solve(&protocol, Tolerance::default());
    // Absolute tolerances that give the same number of steps, within a twentieth, as the scale of the trajectory's own solver.
    let min = trajectory.before.to_vector().map(|number| 1e-6 * (1e-3 * number.abs()).max(1e-3));
    bencher.bench_local(|| {
        let before = trajectory.before.to_vector();
        trajectory.segments.iter().fold(before, |state, segment| solve(&trajectory, segment, &min, state))
    });
}

/// The equations of one segment, as the general-purpose solvers want them.
macro_rules! solve_with {
    ($method:expr) => {
        |trajectory: &Trajectory, segment: &Segment, min: &Vector, start: Vector| {
            let equations = |_: f64, vector: &Vector, rate: &mut Vector| {
                *rate = rates(&trajectory.body, segment.mode(), &State::coupled(vector)).to_vector();
            };
            let method = $method.rtol(Tolerance::default().relative).atol(min.to_vec()).max_steps(100_000);
            let task = IVP::ode_from_fn(equations, segment.from_min, segment.to_min, start).method(method);
            *task.solve().expect("solves").y.last().expect("a state")
        }
    };
}

#[divan::bench(args = PRESETS)]
fn general_dormand_prince(bencher: Bencher, name: &str) {
    again(bencher, name, solve_with!(ExplicitRungeKutta::dopri5()));
}

#[divan::bench(args = PRESETS)]
fn general_bdf(bencher: Bencher, name: &str) {
    again(bencher, name, solve_with!(BackwardDifferentiationFormula::adaptive()));
}
