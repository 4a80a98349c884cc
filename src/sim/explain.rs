//! Explanations of a warning: the share of each cause, from runs without it, and the smallest single change that avoids the warning.

use strum::IntoEnumIterator;

use super::cause::Cause;
use super::protocol::Protocol;
use super::quantities::Quantity;
use super::run::Run;
use super::settings::{Number, SettingId, Settings, Value, ValueKind};
use super::solver::Tolerance;
use super::trajectory::Trajectory;
use super::warnings::{self, Warning, headlines};

/// The effect of one cause at the worst moment of a warning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CauseShare {
    pub cause: Cause,
    /// The value in a run without the cause.
    pub value_without: f64,
    /// Its share of all effects in the direction in which the value moved, percent; negative if it held the value back.
    pub share_percent: f64,
}

/// The causes of a warning.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    pub warning: Warning,
    /// When its value was furthest from the start.
    pub worst_min: f64,
    /// Change of the value since the start; negative for a fall.
    pub moved: f64,
    /// Largest share first; shares below one percent are left out.
    pub causes: Vec<CauseShare>,
}

/// A change of one setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remedy {
    pub setting: SettingId,
    /// The value nearest to the current one that avoids the warning and raises no other; `None` if none was found.
    pub value: Option<Value>,
}

/// What would have avoided a warning: one entry for each setting that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Avoidance {
    pub warning: Warning,
    pub remedies: Vec<Remedy>,
}

impl Remedy {
    /// Distance from the value in force, as a share of the setting's range. A choice or a switch counts as 1.
    fn size(&self, settings: &Settings) -> f64 {
        match (self.setting.row().number(), self.value) {
            (Some(number), Some(Value::Number(value))) => {
                (value - number.in_force(settings)).abs() / (number.max - number.min)
            }
            _ => 1.0,
        }
    }
}

impl Avoidance {
    /// The changes that avoid the warning, smallest share of the setting's range first.
    pub fn smallest_first(&self, settings: &Settings) -> Vec<(SettingId, Value)> {
        let mut found: Vec<_> = self.remedies.iter().filter(|remedy| remedy.value.is_some()).collect();
        found.sort_by(|a, b| a.size(settings).total_cmp(&b.size(settings)));
        found.into_iter().filter_map(|remedy| Some((remedy.setting, remedy.value?))).collect()
    }
}

/// All explanations of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanations {
    pub explanations: Vec<Explanation>,
    pub avoidances: Vec<Avoidance>,
}

impl Explanations {
    /// Computes all explanations of a run, without cancellation: takes some tenths of a second.
    pub fn of(run: &Run) -> Self {
        Self { explanations: explain(run), avoidances: avoidances(run, &|| false).unwrap_or_default() }
    }
}

/// Shares below this are not reported, percent.
const MIN_SHARE_PERCENT: f64 = 1.0;

/// The causes of every warning that states a quantity, from one run without each cause.
pub fn explain(run: &Run) -> Vec<Explanation> {
    let watched: Vec<_> =
        headlines(&run.warnings).filter_map(|warning| Some((warning, warning.id.quantity()?))).collect();
    if watched.is_empty() {
        return Vec::new();
    }
    let without: Vec<_> = Cause::iter()
        .filter(|cause| takes_part(*cause, run))
        .map(|cause| (cause, Trajectory::solve_without(&run.protocol, cause)))
        .collect();
    watched.into_iter().filter_map(|(warning, quantity)| explanation(run, warning, quantity, &without)).collect()
}

/// Whether a cause is present in this run.
fn takes_part(cause: Cause, run: &Run) -> bool {
    let settings = &run.protocol.settings;
    let any = |setting: SettingId, used: f64| {
        let changed = run.protocol.changes.iter().flat_map(|change| &change.values);
        used > 0.0 || changed.into_iter().any(|(changed, _)| *changed == setting)
    };
    let (patient, procedure) = (&settings.patient, &settings.procedure);
    match cause {
        Cause::ReplacementFluid => any(SettingId::ReplacementFlow, procedure.replacement_flow_ml_min),
        Cause::CalciumInfusion => any(SettingId::CalciumInfusion, procedure.calcium_infusion_mmol_h),
        Cause::BloodSamples => procedure.blood_samples_ml > 0.0,
        Cause::Bleeding => any(SettingId::Bleeding, procedure.bleeding_ml_min),
        Cause::SpleenPlatelets => patient.spleen_platelet_ratio > 0.0,
        Cause::SlowLiver => {
            let usual = crate::model::patient::Patient::default().citrate_clearance_ml_min_kg;
            patient.citrate_clearance_ml_min_kg < usual
        }
        _ => true,
    }
}

fn explanation(
    run: &Run,
    warning: &Warning,
    quantity: Quantity,
    without: &[(Cause, Trajectory)],
) -> Option<Explanation> {
    let until_min = warning.to_min.unwrap_or(run.end_min);
    let first = quantity.at(&run.at(0.0))?;
    let during =
        run.sample_times_min().into_iter().filter(|time_min| (warning.from_min..=until_min).contains(time_min));
    let (worst_min, worst) = during
        .filter_map(|time_min| Some((time_min, quantity.at(&run.at(time_min))?)))
        .max_by(|a, b| (a.1 - first).abs().total_cmp(&(b.1 - first).abs()))?;
    let moved = worst - first;
    // A positive effect pushed the value in the direction in which it moved.
    let effects: Vec<_> = without
        .iter()
        .filter_map(|(cause, trajectory)| {
            let value_without = quantity.at(&trajectory.at(worst_min.min(trajectory.end_min)))?;
            Some((*cause, value_without, (worst - value_without) * moved.signum()))
        })
        .collect();
    let pushing: f64 = effects.iter().map(|(_, _, effect)| effect.max(0.0)).sum();
    let mut causes: Vec<_> = effects
        .into_iter()
        .filter(|_| pushing > 0.0)
        .map(|(cause, value_without, effect)| CauseShare {
            cause,
            value_without,
            share_percent: 100.0 * effect / pushing,
        })
        .filter(|share| share.share_percent.abs() >= MIN_SHARE_PERCENT)
        .collect();
    causes.sort_by(|a, b| b.share_percent.total_cmp(&a.share_percent));
    Some(Explanation { warning: *warning, worst_min, moved, causes })
}

/// Points tried on each side of the current value before the border is searched.
const POINTS_EACH_SIDE: usize = 8;
/// Bisection steps in the search for the border.
const HALVINGS: usize = 6;

/// The smallest change of each single setting that avoids each warning the procedure caused.
///
/// Takes many runs, so use a background job. `canceled` is called before each run; when it returns true, the result is `None`.
pub fn avoidances(run: &Run, canceled: &dyn Fn() -> bool) -> Option<Vec<Avoidance>> {
    let brought: Vec<_> = headlines(&run.warnings).filter(|warning| !warning.present_before).collect();
    let mut avoidances: Vec<_> =
        brought.iter().map(|warning| Avoidance { warning: **warning, remedies: Vec::new() }).collect();
    if avoidances.is_empty() {
        return Some(avoidances);
    }
    for setting in SettingId::all().filter(|setting| setting.row().is_remedy) {
        let search = RemedySearch { run, setting, canceled };
        let tried = search.tried()?;
        for avoidance in &mut avoidances {
            let value = search.smallest(&avoidance.warning, &tried)?;
            avoidance.remedies.push(Remedy { setting, value });
        }
    }
    Some(avoidances)
}

/// A value and the warnings of its run; `None` if it cannot run.
type Tried = (Value, Option<Vec<Warning>>);

struct RemedySearch<'a> {
    run: &'a Run,
    setting: SettingId,
    canceled: &'a dyn Fn() -> bool,
}

impl RemedySearch<'_> {
    /// Runs the initial values: for a number, several on each side, from the current one outward.
    fn tried(&self) -> Option<Vec<Vec<Tried>>> {
        let settings = &self.run.protocol.settings;
        let values: Vec<Vec<Value>> = match &self.setting.row().kind {
            ValueKind::Number(number) => {
                let now = number.in_force(settings);
                [number.min, number.max].into_iter().map(|end| outward(now, end, number)).collect()
            }
            ValueKind::Switch { get, .. } => vec![vec![Value::Switch(!get(settings))]],
            ValueKind::Choice { options, get, .. } => {
                let now = get(settings);
                (0..options.len()).filter(|option| *option != now).map(|option| vec![Value::Choice(option)]).collect()
            }
        };
        values
            .into_iter()
            .map(|side| side.into_iter().map(|value| Some((value, self.warnings_at(value)?))).collect())
            .collect()
    }

    /// The warnings with this value; the outer `None` means canceled.
    #[expect(clippy::option_option, reason = "canceled and cannot run are two answers")]
    fn warnings_at(&self, value: Value) -> Option<Option<Vec<Warning>>> {
        if (self.canceled)() {
            return None;
        }
        let mut protocol: Protocol = self.run.protocol.clone();
        self.setting.set(&mut protocol.settings, &value);
        if protocol.check().is_err() {
            return Some(None);
        }
        Some(Some(warnings::find(&Trajectory::solve(&protocol, Tolerance::default()))))
    }

    /// Whether these warnings lack the given one and include none that the run does not have now.
    fn is_better(&self, without: &Warning, warnings: Option<&[Warning]>) -> bool {
        let Some(warnings) = warnings else { return false };
        let is_gone = !warnings.iter().any(|found| found.id == without.id && found.severity >= without.severity);
        let is_old =
            |found: &Warning| self.run.warnings.iter().any(|old| old.id == found.id && old.severity >= found.severity);
        is_gone && warnings.iter().all(is_old)
    }

    /// The nearest value that avoids a warning; the outer `None` means canceled.
    #[expect(clippy::option_option, reason = "canceled and nothing found are two answers")]
    fn smallest(&self, warning: &Warning, tried: &[Vec<Tried>]) -> Option<Option<Value>> {
        let mut best: Option<(f64, Value)> = None;
        for side in tried {
            let Some(first) = side.iter().position(|(_, found)| self.is_better(warning, found.as_deref())) else {
                continue;
            };
            let value = match (side[first].0, self.setting.row().number()) {
                (Value::Number(good), Some(number)) => {
                    let bad = match first.checked_sub(1).map(|before| side[before].0) {
                        Some(Value::Number(bad)) => bad,
                        _ => number.in_force(&self.run.protocol.settings),
                    };
                    Value::Number(self.border(warning, bad, good, number)?)
                }
                (value, _) => value,
            };
            let change = match (value, self.setting.row().number()) {
                (Value::Number(value), Some(number)) => (value - number.in_force(&self.run.protocol.settings)).abs(),
                _ => 0.0,
            };
            if best.is_none_or(|(smallest, _)| change < smallest) {
                best = Some((change, value));
            }
        }
        Some(best.map(|(_, value)| value))
    }

    /// Bisects between a value with the warning and one without, then rounds to the setting's step if that still avoids the warning.
    fn border(&self, warning: &Warning, mut bad: f64, mut good: f64, number: &Number) -> Option<f64> {
        for _ in 0..HALVINGS {
            if (good - bad).abs() <= number.step {
                break;
            }
            let middle = 0.5 * (bad + good);
            if self.is_better(warning, self.warnings_at(Value::Number(middle))?.as_deref()) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        let steps = good / number.step;
        let round = if good > bad { libm::ceil(steps - 1e-9) } else { libm::floor(steps + 1e-9) } * number.step;
        let is_sound = number.contains(round) && round != good;
        if is_sound && self.is_better(warning, self.warnings_at(Value::Number(round))?.as_deref()) {
            return Some(round);
        }
        Some(good)
    }
}

/// Values from the current one outward to an end, closer together near the current one.
fn outward(now: f64, end: f64, number: &Number) -> Vec<Value> {
    if (end - now).abs() < number.step {
        return Vec::new();
    }
    (1..=POINTS_EACH_SIDE)
        .map(|i| {
            let share = i as f64 / POINTS_EACH_SIDE as f64;
            // Exactly the end, without rounding.
            Value::Number(if i == POINTS_EACH_SIDE { end } else { now + (end - now) * share * share })
        })
        .collect()
}
