//! Warnings of a run: when each threshold was crossed, by root search with hysteresis. What is watched stands in the table.

mod indicator;
mod table;
mod thresholds;

use strum::IntoEnumIterator;

pub use super::episode::Direction;
use super::episode::{Episode, Watch};
use super::moment::Moment;
use super::quantities::Quantity;
use super::settings::Settings;
use super::trajectory::Trajectory;
pub use indicator::Indicator;
use table::Watched;
pub use table::{Level, Severity, Source, Subject, Topic, WarningId, WarningSpec};
pub use thresholds::{has_leukostasis_count, large_set_percent, needs_red_cell_prime};

/// A warning raised by a run, at one severity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warning {
    pub id: WarningId,
    pub severity: Severity,
    pub threshold: Option<f64>,
    pub from_min: f64,
    /// `None` if it lasts to the end of the trajectory.
    pub to_min: Option<f64>,
    /// The worst value meanwhile; for conditions without a watched number, the stated quantity at the onset.
    pub value: Option<f64>,
    /// It was present before the first draw; only for warnings about the body.
    pub present_before: bool,
}

impl Warning {
    /// Whether it is of a worse level than another of its kind: more severe or, at the same severity, past a further threshold.
    pub fn is_worse_than(&self, other: &Self) -> bool {
        let further = match (self.threshold, other.threshold, self.id.spec().direction) {
            (Some(own), Some(other), Direction::Below) => own < other,
            (Some(own), Some(other), Direction::Above) => own > other,
            _ => false,
        };
        self.severity > other.severity || (self.severity == other.severity && further)
    }

    /// Whether it is of the same kind, severity and threshold as another.
    pub fn is_same_level(&self, other: &Self) -> bool {
        (self.id, self.severity, self.threshold) == (other.id, other.severity, other.threshold)
    }

    pub fn is_on_at(&self, time_min: f64) -> bool {
        self.from_min <= time_min && self.to_min.is_none_or(|to_min| time_min < to_min)
    }

    /// When the stated value was reached, among the sampled times; the onset if it states none.
    pub fn worst_min(&self, trajectory: &Trajectory) -> f64 {
        let (Some(worst), Some(quantity)) = (self.value, self.id.quantity()) else { return self.from_min };
        let until_min = self.to_min.unwrap_or(trajectory.end_min);
        let during =
            trajectory.sample_times_min().into_iter().filter(|time_min| (self.from_min..=until_min).contains(time_min));
        let away =
            |time_min: f64| quantity.at(&trajectory.at(time_min)).map_or(f64::INFINITY, |value| (value - worst).abs());
        let nearest = [self.from_min].into_iter().chain(during).map(|time_min| (time_min, away(time_min)));
        nearest.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(self.from_min, |(time_min, _)| time_min)
    }
}

/// A warning with its thresholds in one case.
pub struct Rule {
    pub id: WarningId,
    pub spec: WarningSpec,
    /// In order of increasing severity.
    pub levels: Vec<Level>,
}

/// The rules watched in a case.
pub fn rules(settings: &Settings) -> impl Iterator<Item = Rule> {
    WarningId::iter().map(|id| {
        let spec = id.spec();
        Rule { id, spec, levels: spec.levels(settings) }
    })
}

/// All warnings of a run, ordered by onset.
pub fn find(trajectory: &Trajectory) -> Vec<Warning> {
    let times_min = trajectory.sample_times_min();
    let moments: Vec<_> = times_min.iter().map(|&time_min| trajectory.at(time_min)).collect();
    let mut found = Vec::new();
    let mut values = Vec::with_capacity(moments.len());
    for rule in rules(&trajectory.protocol.settings) {
        values.clear();
        if !rule.levels.is_empty() {
            values.extend(moments.iter().map(|moment| rule.value_at(moment)));
        }
        for level in &rule.levels {
            let (direction, hysteresis) = (rule.spec.direction, rule.spec.hysteresis);
            let watch = Watch { direction, threshold: level.threshold, hysteresis };
            let episodes = match rule.spec.watched {
                Watched::Since(since) => since(trajectory).map(lasting).into_iter().collect(),
                _ => watch.episodes(&times_min, &values, |time_min| rule.value_at(&trajectory.at(time_min))),
            };
            found.extend(episodes.into_iter().map(|episode| rule.warning(*level, &episode, trajectory)));
        }
    }
    found.sort_by(|a, b| a.from_min.total_cmp(&b.from_min).then(b.severity.cmp(&a.severity)));
    found
}

/// An episode from a moment to the end, without a value.
const fn lasting(from_min: f64) -> Episode {
    Episode { from_min: Some(from_min), to_min: None, worst: f64::NAN }
}

/// The warnings worth listing: leaves out a level crossed together with a worse one of its kind that lasts at least as long.
pub fn headlines(warnings: &[Warning]) -> impl Iterator<Item = &Warning> {
    warnings.iter().filter(|warning| {
        !warnings.iter().any(|other| {
            let lasts_as_long = other.to_min.unwrap_or(f64::INFINITY) >= warning.to_min.unwrap_or(f64::INFINITY);
            let is_worse = other.id == warning.id && other.is_worse_than(warning);
            is_worse && other.from_min == warning.from_min && lasts_as_long
        })
    })
}

impl Rule {
    /// Whether its thresholds are numbers to report.
    pub const fn states_threshold(&self) -> bool {
        self.id.states_threshold()
    }

    /// The quantity whose curve can be compared with the thresholds.
    pub const fn watched(&self) -> Option<Quantity> {
        match self.spec.watched {
            Watched::Stated => self.spec.quantity,
            Watched::Number(_) | Watched::YesOrNo(_) | Watched::Since(_) => None,
        }
    }

    /// The watched number; `None` where it is undefined.
    pub fn value_at(&self, moment: &Moment<'_>) -> Option<f64> {
        match self.spec.watched {
            Watched::Stated => self.spec.quantity?.at(moment),
            Watched::Number(indicator) | Watched::YesOrNo(indicator) => indicator.of(moment),
            Watched::Since(_) => None,
        }
    }

    /// What is watched beside the quantities.
    pub const fn indicator(&self) -> Option<Indicator> {
        match self.spec.watched {
            Watched::Number(indicator) | Watched::YesOrNo(indicator) => Some(indicator),
            Watched::Stated | Watched::Since(_) => None,
        }
    }

    fn warning(&self, level: Level, episode: &Episode, trajectory: &Trajectory) -> Warning {
        let from_min = episode.from_min.unwrap_or(0.0);
        let onset = || trajectory.at(from_min);
        // Without a watched number, the stated value is the one at the onset.
        let (threshold, value) = if self.states_threshold() {
            (Some(level.threshold), Some(episode.worst))
        } else {
            let threshold = self.spec.threshold_in_force.map(|threshold| threshold(onset().settings));
            (threshold, self.spec.quantity.and_then(|quantity| quantity.at(&onset())))
        };
        Warning {
            id: self.id,
            severity: level.severity,
            threshold,
            from_min,
            to_min: episode.to_min,
            value,
            present_before: episode.from_min.is_none() && self.spec.subject == Subject::Body,
        }
    }
}
