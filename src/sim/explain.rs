//! Explanations of a warning: the share of each cause, from a run without it.

use strum::IntoEnumIterator;

use super::advice::{Advice, advice_in_pieces};
use super::cause::Cause;
use super::pieces::{at_once, pause};
use super::quantities::Quantity;
use super::run::Run;
use super::settings::SettingId;
use super::trajectory::Trajectory;
use super::warnings::{Warning, headlines};

/// The effect of one cause at the worst moment of a warning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CauseShare {
    pub cause: Cause,
    /// The value in a run without the cause.
    pub value_without: f64,
    /// Its effect as a share of all effects in the direction in which the value moved, percent. Negative if it held the value back;
    /// below −100 where it undid more than all others did alone, so reports give the value without it instead.
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
    /// Causes that take part but were left out of account, because the runs without them would take too long.
    pub not_tried: Vec<Cause>,
}

/// All explanations of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanations {
    pub explanations: Vec<Explanation>,
    pub advice: Advice,
}

impl Explanations {
    /// Computes all explanations of a run, without cancellation: takes some tenths of a second.
    pub fn of(run: &Run) -> Self {
        at_once(Self::in_pieces(run))
    }

    /// The same, with a pause before each run.
    pub async fn in_pieces(run: &Run) -> Self {
        let explanations =
            if can_explain(run) { explain_by(run, &WithoutEachCause::in_pieces(run).await) } else { Vec::new() };
        Self { explanations, advice: advice_in_pieces(run).await }
    }
}

/// Shares below this are not reported, percent.
const MIN_SHARE_PERCENT: f64 = 1.0;

/// The most solver steps of all runs without a cause together, since the core has no clock. A usual case takes a thousand.
const MOST_STEPS: usize = 20_000;

/// The same procedure without each of the causes that take part in it.
#[derive(Clone, Debug)]
pub struct WithoutEachCause {
    pub runs: Vec<(Cause, Trajectory)>,
    /// Causes that take part, but without which the run was not solved: it would have taken too long.
    pub not_tried: Vec<Cause>,
}

impl WithoutEachCause {
    /// Solves one run for each cause, within `MOST_STEPS`.
    pub fn of(run: &Run) -> Self {
        at_once(Self::in_pieces(run))
    }

    /// The same, with a pause before each run.
    pub async fn in_pieces(run: &Run) -> Self {
        let (mut runs, mut not_tried, mut steps) = (Vec::new(), Vec::new(), 0);
        for cause in Cause::iter().filter(|cause| takes_part(*cause, run)) {
            if steps >= MOST_STEPS {
                not_tried.push(cause);
                continue;
            }
            pause().await;
            let trajectory = Trajectory::solve_without(&run.protocol, cause);
            steps += trajectory.solver_steps();
            runs.push((cause, trajectory));
        }
        Self { runs, not_tried }
    }
}

/// Whether a warning of this run can be explained: it states a quantity.
pub fn can_explain(run: &Run) -> bool {
    headlines(&run.warnings).any(|warning| warning.id.quantity().is_some())
}

/// The causes of every warning that states a quantity, from one run without each cause.
pub fn explain(run: &Run) -> Vec<Explanation> {
    if can_explain(run) { explain_by(run, &WithoutEachCause::of(run)) } else { Vec::new() }
}

/// The causes of every warning that states a quantity, from runs without each cause that were solved before.
pub fn explain_by(run: &Run, without: &WithoutEachCause) -> Vec<Explanation> {
    let watched = headlines(&run.warnings).filter_map(|warning| Some((warning, warning.id.quantity()?)));
    watched
        .filter_map(|(warning, quantity)| {
            let explanation = explanation(run, warning, quantity, &without.runs)?;
            Some(Explanation { not_tried: without.not_tried.clone(), ..explanation })
        })
        .collect()
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
    let Shares { moved, causes } = shares_between(quantity, first, worst, worst_min, without);
    Some(Explanation { warning: *warning, worst_min, moved, causes, not_tried: Vec::new() })
}

/// How far a quantity has moved since the start, and the share of each cause in that.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Negative for a fall.
    pub moved: f64,
    /// As in an [`Explanation`].
    pub causes: Vec<CauseShare>,
}

/// The causes of where a quantity stands at a moment, from runs without each cause; `None` where it is undefined.
pub fn shares_at(run: &Run, quantity: Quantity, at_min: f64, without: &WithoutEachCause) -> Option<Shares> {
    let (first, now) = (quantity.at(&run.at(0.0))?, quantity.at(&run.at(at_min.min(run.end_min)))?);
    Some(shares_between(quantity, first, now, at_min, &without.runs))
}

fn shares_between(quantity: Quantity, first: f64, now: f64, at_min: f64, without: &[(Cause, Trajectory)]) -> Shares {
    let moved = now - first;
    // A positive effect pushed the value in the direction in which it moved.
    let effects: Vec<_> = without
        .iter()
        .filter_map(|(cause, trajectory)| {
            let value_without = quantity.at(&trajectory.at(at_min.min(trajectory.end_min)))?;
            Some((*cause, value_without, (now - value_without) * moved.signum()))
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
    Shares { moved, causes }
}
