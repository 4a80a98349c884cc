//! What a challenge asks of a run: each condition, whether it is met, and by how much it is missed.

use super::claim::{Claim, WarningAsked};
use super::step::TryStep;
use crate::sim::Run;

/// One condition of a challenge.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Is to be so.
    Reach(Claim),
    /// Must not come.
    Without(WarningAsked),
}

/// Whether a run meets a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub asked: Asked,
    pub is_met: bool,
    /// What the run gives in place of the limit, in the unit of the result; `None` for a warning, and where the result has no meaning.
    pub value: Option<f64>,
}

/// The conditions of a challenge, each with what a run says to it, in the order of the file.
pub fn conditions(step: &TryStep, run: &Run) -> Vec<Condition> {
    let reach = step.reach.iter().map(|claim| Condition {
        asked: Asked::Reach(claim.clone()),
        is_met: claim.holds(run).unwrap_or(false),
        value: claim.value(run),
    });
    let without = step.without.iter().map(|asked| Condition {
        asked: Asked::Without(*asked),
        is_met: !asked.comes_in(run),
        value: None,
    });
    reach.chain(without).collect()
}

/// What a challenge asks for, in the order of [`conditions`].
pub fn all_asked(step: &TryStep) -> Vec<Asked> {
    let reach = step.reach.iter().cloned().map(Asked::Reach);
    reach.chain(step.without.iter().copied().map(Asked::Without)).collect()
}

/// Whether a run meets all of a challenge.
pub fn is_met(step: &TryStep, run: &Run) -> bool {
    conditions(step, run).iter().all(|condition| condition.is_met)
}

/// By how much a run misses a condition, as a share of its limit; a warning by one and the share of the run for which it stands, so that
/// the nearest miss is told by a number where it can be.
pub(super) fn miss(condition: &Condition, run: &Run) -> f64 {
    if condition.is_met {
        return 0.0;
    }
    let of_warning = |asked: WarningAsked| {
        let own = run.warnings.iter().filter(|warning| warning.id == asked.id && warning.severity >= asked.from);
        let minutes = own.map(|warning| warning.to_min.unwrap_or(run.end_min) - warning.from_min);
        1.0 + minutes.fold(0.0, f64::max) / run.end_min.max(1.0)
    };
    match &condition.asked {
        Asked::Without(asked) | Asked::Reach(Claim::Never(asked)) => of_warning(*asked),
        Asked::Reach(Claim::AtLeast(_, limit) | Claim::AtMost(_, limit)) => {
            condition.value.map_or(1.0, |value| (value - limit).abs() / limit.abs().max(1e-9))
        }
        Asked::Reach(_) => 1.0,
    }
}
