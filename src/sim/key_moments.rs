//! The moments of a run that mattered: when the worst began, when the dearest was lowest, when the aim was reached.

use strum::IntoStaticStr;

use super::aim::AimOutcome;
use super::cost::{Cost, brought};
use super::quantities::Quantity;
use super::run::Run;
use super::warnings::{Warning, rules};

/// At most so many are chosen.
pub const MOST_MOMENTS: usize = 3;

/// Moments closer together than this show the same picture, min. Assumed.
const APART_MIN: f64 = 2.0;

/// Why a moment mattered. In kebab case, its name in message ids.
#[derive(Clone, Copy, Debug, PartialEq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Reason {
    /// A warning began.
    Onset(Warning),
    /// What fell most, by its thresholds, was at its lowest.
    Lowest {
        quantity: Quantity,
        value: f64,
    },
    AimReached,
    /// The collection ended, with the aim reached long before or never.
    End,
}

impl Reason {
    /// The name in message ids.
    pub const fn key(self) -> &'static str {
        self.into_str()
    }
}

/// A moment and why it mattered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeyMoment {
    pub at_min: f64,
    pub reason: Reason,
}

/// The moments that mattered, in the order of time: at most [`MOST_MOMENTS`], none within two minutes of another. Chosen in this order:
/// the onset of the worst warning that the run brought, the lowest of what fell most by its thresholds, the moment of the aim, the end of
/// the collection, the onsets of the other warnings, the worse first.
pub fn key_moments(run: &Run, aim: &AimOutcome, cost: &Cost) -> Vec<KeyMoment> {
    let mut onsets = brought(&run.warnings)
        .into_iter()
        .map(|warning| KeyMoment { at_min: warning.from_min, reason: Reason::Onset(warning) });
    let worst = onsets.next();
    let reached = aim.reached_min.map(|at_min| KeyMoment { at_min, reason: Reason::AimReached });
    let end = run.collection_min().map(|(_, at_min)| KeyMoment { at_min, reason: Reason::End });
    let wanted = [worst, deepest(run, cost), reached, end].into_iter().flatten().chain(onsets);
    let mut chosen: Vec<KeyMoment> = Vec::with_capacity(MOST_MOMENTS);
    for moment in wanted {
        let is_apart = chosen.iter().all(|other| (other.at_min - moment.at_min).abs() >= APART_MIN);
        if is_apart && chosen.len() < MOST_MOMENTS {
            chosen.push(moment);
        }
    }
    chosen.sort_by(|a, b| a.at_min.total_cmp(&b.at_min));
    chosen
}

/// When what fell most was lowest. Falls of different quantities are compared as shares of the way from the first threshold of their
/// warning to the last.
fn deepest(run: &Run, cost: &Cost) -> Option<KeyMoment> {
    let rules: Vec<_> = rules(&run.protocol.settings).collect();
    let depth = |fall: &super::cost::Fall| {
        let rule = rules.iter().find(|rule| rule.watched() == Some(fall.quantity) && rule.levels.len() > 1)?;
        let span = (rule.levels.first()?.threshold - rule.levels.last()?.threshold).abs();
        Some((fall.before - fall.lowest.value) / span)
    };
    let fallen = cost.falls.iter().filter_map(|fall| Some((depth(fall)?, fall))).filter(|(depth, _)| *depth > 0.0);
    let (_, fall) = fallen.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let reason = Reason::Lowest { quantity: fall.quantity, value: fall.lowest.value };
    Some(KeyMoment { at_min: fall.lowest.at_min, reason })
}
