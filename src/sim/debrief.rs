//! The debrief of a run: its aim, its price and the moments that mattered.

use super::aim::{Aim, AimOutcome};
use super::cost::Cost;
use super::key_moments::{KeyMoment, key_moments};
use super::run::Run;

/// What came of a run, as every debrief tells it. What could have been better takes a search: [`least_cost`](super::least_cost).
#[derive(Clone, Debug, PartialEq)]
pub struct Debrief {
    pub aim: AimOutcome,
    /// Whether the case states the aim; otherwise it is what the run reached.
    pub is_stated: bool,
    pub cost: Cost,
    pub moments: Vec<KeyMoment>,
}

impl Debrief {
    /// The debrief of a run with the aim that its case states.
    pub fn of(run: &Run, aim: Option<&Aim>) -> Self {
        let outcome = AimOutcome::of(&aim.copied().unwrap_or_else(|| Aim::as_reached(run)), run);
        let cost = Cost::of(run, &outcome);
        let moments = key_moments(run, &outcome, &cost);
        Self { aim: outcome, is_stated: aim.is_some(), cost, moments }
    }
}
