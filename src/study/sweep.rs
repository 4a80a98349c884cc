//! A sweep: one case run over ranges of its settings, on all cores, in an order independent of their number.

use rayon::prelude::*;

use crate::preset::{self, Problem, ProblemKind};
use crate::sim::protocol::SimulationError;
use crate::sim::results::results;
use crate::sim::settings::ValueKind;
use crate::sim::warnings::WarningId;
use crate::sim::{Protocol, Run, SettingId, Value, simulate};

/// One setting and the evenly spaced values it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    pub setting: SettingId,
    pub values: Vec<f64>,
}

/// Why a `FIELD=FROM..TO:COUNT` is rejected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum VaryProblem {
    #[error("not of the form FIELD=FROM..TO:COUNT")]
    Form,
    #[error("the setting is not a number")]
    NotANumber,
    #[error("more than {MAX_RUNS} runs")]
    TooMany,
    #[error("the setting cannot be assigned")]
    Setting(Problem),
}

impl VaryProblem {
    /// The setting is varied twice: one column cannot hold two values.
    pub fn repeated(setting: SettingId) -> Self {
        let field = setting.row().path.to_owned();
        Self::Setting(Problem { kind: ProblemKind::RepeatedField, field, position: None })
    }
}

/// Upper limit on the runs of one sweep.
pub const MAX_RUNS: usize = 1_000_000;

impl Vary {
    /// Reads `FIELD=FROM..TO:COUNT`, such as `procedure.inlet_flow_ml_min=30..90:25`.
    ///
    /// # Errors
    /// A [`VaryProblem`] if the text is malformed or fails the checks of an assignment.
    pub fn parse(text: &str) -> Result<Self, VaryProblem> {
        let (path, range) = text.split_once('=').ok_or(VaryProblem::Form)?;
        let (range, count) = range.rsplit_once(':').ok_or(VaryProblem::Form)?;
        let (from, to) = range.split_once("..").ok_or(VaryProblem::Form)?;
        let count: usize = count.trim().parse().ok().filter(|count| *count > 0).ok_or(VaryProblem::Form)?;
        if count > MAX_RUNS {
            return Err(VaryProblem::TooMany);
        }
        // Both ends go through the preset reader, which checks paths and ranges.
        let mut settings = crate::sim::Settings::default();
        let mut end = |value: &str| -> Result<(SettingId, f64), VaryProblem> {
            let number: f64 = value.trim().parse().map_err(|_| VaryProblem::Form)?;
            let setting = preset::assign(&mut settings, &format!("{}={}", path.trim(), value.trim()))
                .map_err(VaryProblem::Setting)?;
            match setting.row().kind {
                ValueKind::Number(_) => Ok((setting, number)),
                ValueKind::Switch { .. } | ValueKind::Choice { .. } => Err(VaryProblem::NotANumber),
            }
        };
        let ((setting, from), (_, to)) = (end(from)?, end(to)?);
        let step = if count > 1 { (to - from) / (count - 1) as f64 } else { 0.0 };
        let value = |i: usize| if i + 1 == count && count > 1 { to } else { from + step * i as f64 };
        Ok(Self { setting, values: (0..count).map(value).collect() })
    }
}

/// One run of a sweep: its values, and its results or why it could not run.
#[derive(Clone, Debug)]
pub struct Point {
    pub values: Vec<f64>,
    pub results: Result<Vec<(String, Option<f64>)>, SimulationError>,
    /// The first warning that was not present before, and its onset, min.
    pub first_warning: Option<(&'static str, f64)>,
    /// When each warning first comes, min; not told of a sweep.
    pub onsets_min: Vec<(WarningId, Option<f64>)>,
}

/// Every combination of the varied values, the last varying fastest. `done` is told of each run.
///
/// # Errors
/// [`VaryProblem::TooMany`], or [`VaryProblem::Setting`] if a setting is varied twice.
pub fn sweep(protocol: &Protocol, varied: &[Vary], done: &(dyn Fn() + Sync)) -> Result<Vec<Point>, VaryProblem> {
    let twice = (1..varied.len()).find(|&i| varied[..i].iter().any(|before| before.setting == varied[i].setting));
    if let Some(i) = twice {
        return Err(VaryProblem::repeated(varied[i].setting));
    }
    let count = run_count(varied)?;
    let run = |index| {
        let point = point(protocol, varied, index);
        done();
        point
    };
    Ok((0..count).into_par_iter().map(run).collect())
}

/// The number of runs of a sweep.
///
/// # Errors
/// [`VaryProblem::TooMany`].
pub fn run_count(varied: &[Vary]) -> Result<usize, VaryProblem> {
    let count = varied.iter().try_fold(1_usize, |count, vary| count.checked_mul(vary.values.len()));
    count.filter(|count| *count <= MAX_RUNS).ok_or(VaryProblem::TooMany)
}

fn point(protocol: &Protocol, varied: &[Vary], mut index: usize) -> Point {
    let mut protocol = protocol.clone();
    let mut values = vec![0.0; varied.len()];
    for (slot, vary) in values.iter_mut().zip(varied).rev() {
        *slot = vary.values[index % vary.values.len()];
        index /= vary.values.len();
        vary.setting.set(&mut protocol.settings, &Value::Number(*slot));
    }
    let run = simulate(&protocol);
    let first_warning = run.as_ref().ok().and_then(first_warning);
    Point { values, results: run.map(|run| results(&run)), first_warning, onsets_min: Vec::new() }
}

pub(super) fn first_warning(run: &Run) -> Option<(&'static str, f64)> {
    run.warnings.iter().find(|warning| !warning.present_before).map(|warning| (warning.id.key(), warning.from_min))
}
