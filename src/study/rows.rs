//! Runs that are told one by one: each virtual patient, each of several days.

use rayon::prelude::*;

use super::dispersion::{Dispersion, virtual_patient};
use super::serial_procedures::serial_procedures;
use super::sweep::{Point, first_warning};
use crate::host::runs_at_once;
use crate::preset::VirtualPatients;
use crate::sim::pieces::{at_once, pause};
use crate::sim::protocol::SimulationError;
use crate::sim::results::results;
use crate::sim::settings::ValueKind;
use crate::sim::warnings::WarningId;
use crate::sim::{Protocol, Run, SettingId, Value, simulate};

/// Runs, each with the values that distinguish it from the others.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The names of the values, units included.
    pub columns: Vec<&'static str>,
    pub points: Vec<Point>,
}

/// Every virtual patient: a number from 1, and the settings that were drawn. `done` is told of each that has been run.
///
/// # Errors
/// The [`SimulationError`] if the case cannot run; a patient who cannot has a row that says so.
pub fn patients(
    protocol: &Protocol,
    drawn: VirtualPatients,
    done: &(dyn Fn() + Sync),
) -> Result<Rows, SimulationError> {
    at_once(patients_in_pieces(protocol, drawn, done))
}

/// The same, with a pause before every few patients.
///
/// # Errors
/// The [`SimulationError`] if the case cannot run; a patient who cannot has a row that says so.
pub async fn patients_in_pieces(
    protocol: &Protocol,
    drawn: VirtualPatients,
    done: &(dyn Fn() + Sync),
) -> Result<Rows, SimulationError> {
    protocol.check()?;
    let draw = |index: usize| virtual_patient(protocol, &Dispersion::default(), drawn.seed, index as u64);
    let differing: Vec<_> = (0..drawn.count.min(2)).map(draw).collect();
    let is_drawn = |setting: SettingId| {
        let values: Vec<_> = differing.iter().map(|patient| setting.get(&patient.settings)).collect();
        let are_numbers = values.iter().all(|value| matches!(value, Value::Number(_)));
        are_numbers && values.iter().any(|value| *value != setting.get(&protocol.settings))
    };
    let settings = settings_that(is_drawn);
    let point = |index: usize| {
        let patient = draw(index);
        let point = point(index + 1, &settings, &patient, simulate(&patient));
        done();
        point
    };
    let mut points = Vec::with_capacity(drawn.count);
    while points.len() < drawn.count {
        pause().await;
        let next = points.len()..drawn.count.min(points.len().saturating_add(runs_at_once()));
        points.par_extend(next.into_par_iter().map(point));
    }
    Ok(Rows { columns: columns("patient", &settings), points })
}

/// The same procedure on following days: a number from 1, and the counts of the morning.
///
/// # Errors
/// The [`SimulationError`] of the first day that cannot run.
pub fn days(protocol: &Protocol, count: usize) -> Result<Rows, SimulationError> {
    let runs = serial_procedures(protocol, count)?;
    let counts = settings_that(|setting| {
        matches!(setting, SettingId::Hematocrit | SettingId::Platelets | SettingId::WhiteCells(_))
    });
    let point = |(day, run): (usize, Run)| {
        let protocol = run.protocol.clone();
        point(day + 1, &counts, &protocol, Ok(run))
    };
    Ok(Rows { columns: columns("day", &counts), points: runs.into_iter().enumerate().map(point).collect() })
}

/// The settings that are numbers and are asked for.
fn settings_that(is_asked: impl Fn(SettingId) -> bool) -> Vec<SettingId> {
    let is_number = |setting: &SettingId| matches!(setting.row().kind, ValueKind::Number(_));
    SettingId::all().filter(is_number).filter(|setting| is_asked(*setting)).collect()
}

fn columns(number: &'static str, settings: &[SettingId]) -> Vec<&'static str> {
    std::iter::once(number).chain(settings.iter().map(|setting| setting.row().path)).collect()
}

fn point(number: usize, settings: &[SettingId], protocol: &Protocol, run: Result<Run, SimulationError>) -> Point {
    let value = |setting: &SettingId| match setting.get(&protocol.settings) {
        Value::Number(value) => value,
        Value::Switch(_) | Value::Choice(_) | Value::Estimated => 0.0,
    };
    let values = std::iter::once(number as f64).chain(settings.iter().map(value)).collect();
    let onsets_min = run.as_ref().map_or_else(|_| Vec::new(), onsets);
    let first_warning = run.as_ref().ok().and_then(first_warning);
    Point { values, results: run.map(|run| results(&run)), first_warning, onsets_min }
}

/// When each warning first comes, min: 0 where it was present before, `None` where it never comes.
fn onsets(run: &Run) -> Vec<(WarningId, Option<f64>)> {
    let onset = |id: WarningId| {
        let of_it = run.warnings.iter().filter(|warning| warning.id == id);
        of_it.map(|warning| if warning.present_before { 0.0 } else { warning.from_min }).min_by(f64::total_cmp)
    };
    WarningId::ALL.iter().map(|id| (*id, onset(*id))).collect()
}
