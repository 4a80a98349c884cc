//! What is asked of one kind of warning: the level that the procedure brings first, and when.

use super::Warning;
use super::settings::Settings;
use super::warnings::{Direction, Severity, WarningId, headlines, rules};

/// A level of one kind of warning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AskedLevel {
    pub id: WarningId,
    pub severity: Severity,
    /// `None` where the warning states no threshold.
    pub threshold: Option<f64>,
}

impl AskedLevel {
    /// The level of a kind that the procedure brings first; if it brings none, the mildest that was not there before it, or else the
    /// worst. `None` where the kind is not watched in the case.
    pub fn of(warnings: &[Warning], settings: &Settings, id: WarningId) -> Option<Self> {
        let own = || headlines(warnings).filter(|warning| warning.id == id);
        if let Some(first) = own().find(|warning| !warning.present_before && warning.severity > Severity::Information) {
            return Some(Self::from(first));
        }
        let rule = rules(settings).find(|rule| rule.id == id)?;
        let levels = rule.levels.iter().filter(|level| level.severity > Severity::Information);
        let mut levels = levels.map(|level| Self {
            id,
            severity: level.severity,
            threshold: rule.states_threshold().then_some(level.threshold),
        });
        let was_before = |asked: &Self| own().any(|warning| warning.present_before && asked.is_reached_by(warning));
        levels.clone().find(|asked| !was_before(asked)).or_else(|| levels.next_back())
    }

    /// Whether a warning is of this level or a worse one of its kind.
    pub fn is_reached_by(&self, warning: &Warning) -> bool {
        let reaches = match (warning.threshold, self.threshold, self.id.spec().direction) {
            (Some(other), Some(own), Direction::Below) => other <= own,
            (Some(other), Some(own), Direction::Above) => other >= own,
            _ => true,
        };
        let is_as_bad = warning.severity > self.severity || (warning.severity == self.severity && reaches);
        warning.id == self.id && is_as_bad
    }

    /// When the procedure brings it, min; `None` if it does not.
    pub fn onset_min(&self, warnings: &[Warning]) -> Option<f64> {
        let reached = warnings.iter().filter(|warning| !warning.present_before && self.is_reached_by(warning));
        reached.map(|warning| warning.from_min).min_by(f64::total_cmp)
    }
}

impl From<&Warning> for AskedLevel {
    fn from(warning: &Warning) -> Self {
        // A limit in force says nothing of the level.
        let threshold = warning.threshold.filter(|_| warning.id.states_threshold());
        Self { id: warning.id, severity: warning.severity, threshold }
    }
}

/// The kinds that are asked about in a case: those with a threshold in numbers, information excluded.
pub fn kinds_with_threshold(settings: &Settings) -> impl Iterator<Item = WarningId> {
    let is_asked = |rule: &super::warnings::Rule| {
        rule.states_threshold() && rule.levels.iter().any(|level| level.severity > Severity::Information)
    };
    rules(settings).filter(is_asked).map(|rule| rule.id)
}
