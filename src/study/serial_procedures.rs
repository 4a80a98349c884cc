//! Several procedures on consecutive days: each starts with the counts that the previous day left.

use crate::model::cells::PerClass;
use crate::sim::dynamics::{Body, MachineMode, rates};
use crate::sim::protocol::{Protocol, SimulationError};
use crate::sim::solver::{FIRST_STEP, Task, Tolerance, integrate};
use crate::sim::state::{COUPLED, STATE_SIZE, State};
use crate::sim::{Run, simulate};

/// Hours from the start of one procedure to the start of the next.
pub const DAY_H: f64 = 24.0;

/// Mean life of a platelet in the blood, days; sets the rate at which the marrow restores the usual count. Usual value.
pub const PLATELET_LIFE_DAYS: f64 = 9.0;

/// Runs the same procedure on this many days; each starts with the counts that the day before left.
///
/// # Errors
/// The [`SimulationError`] of the first day that cannot run.
pub fn serial_procedures(protocol: &Protocol, days: usize) -> Result<Vec<Run>, SimulationError> {
    let usual = &protocol.settings.patient;
    let mut runs: Vec<Run> = Vec::with_capacity(days);
    for _ in 0..days {
        let next = match runs.last() {
            None => protocol.clone(),
            Some(run) => next_day(run, protocol, usual.platelets_e9_per_l),
        };
        runs.push(simulate(&next)?);
    }
    Ok(runs)
}

/// The protocol of the day after a run. Overnight the body keeps exchanging cells, restores its blood volume, and makes platelets.
fn next_day(run: &Run, protocol: &Protocol, usual_platelets_e9_per_l: f64) -> Protocol {
    let state = overnight(run);
    let blood = state.patient;
    let mut protocol = protocol.clone();
    let patient = &mut protocol.settings.patient;
    let volume_ml = run.body.before.blood_volume_ml;
    let per_liter = |amount: f64| amount / volume_ml * 1000.0;
    patient.hematocrit_percent = 100.0 * blood.red_cells_ml / volume_ml;
    patient.white_cells_e9_per_l = PerClass(blood.white_cells_e9.0.map(per_liter));
    let lacking = usual_platelets_e9_per_l - per_liter(blood.platelets_e9);
    let regained = 1.0 - libm::exp(-DAY_H / 24.0 / PLATELET_LIFE_DAYS);
    patient.platelets_e9_per_l = per_liter(blood.platelets_e9) + regained * lacking;
    protocol
}

/// The state at the end of the day, from the end of the trajectory without the machine. Drinking and eating restore the blood volume
/// with plasma; no red cells are made overnight.
fn overnight(run: &Run) -> State {
    let body = Body::new(&run.body.patient, &run.protocol.constants, None);
    let mut start = run.at(run.end_min).state;
    let lacking_ml = run.body.before.blood_volume_ml - start.patient.volume_ml(&body.patient.cell_volume_fl);
    start.patient.plasma_ml = (start.patient.plasma_ml + lacking_ml).max(0.0);
    start.patient.protein_ml = start.patient.plasma_ml;
    let start = start.to_vector();
    let scale = start.map(|size| 1e-3 * size.abs().max(1e-3));
    let task = Task {
        from: run.end_min,
        to: (DAY_H * 60.0).max(run.end_min + 60.0),
        start: &start,
        scale: &scale,
        tolerance: Tolerance::default(),
        coupled: COUPLED,
        first_step: FIRST_STEP,
    };
    let equations = |vector: &[f64; STATE_SIZE]| rates(&body, &MachineMode::Off, &State::coupled(vector)).to_vector();
    State::from_vector(&integrate(&task, equations, |_| 1.0, &mut Vec::new()).y)
}
