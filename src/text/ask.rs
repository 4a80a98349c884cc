//! The answer to when a warning comes: its onset, the values of a setting that keep it away, and in how many such patients it comes.

use super::Text;
use super::describe::in_line;
use super::number::clock;
use crate::sim::asked::AskedLevel;
use crate::sim::warning_groups::worst_of;
use crate::sim::warnings::WarningId;
use crate::sim::{SettingId, Value, Warning};
use crate::study::patients::{Course, Share, Summary};
use crate::study::warning_ranges::Range;

/// What a setting does to an asked level, as far as its sweep tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// At these values it would not come; or, where it does not come now, it would.
    Values(String),
    /// It comes at every value of the slider.
    Whatever(String),
    /// A shorter run does not avoid it.
    NotByShorter,
}

impl Text {
    /// The message id of a question.
    pub fn question_message(id: WarningId) -> String {
        format!("ask-{}", id.key())
    }

    /// "When does moderate anemia come?"
    pub fn question(&self, asked: &AskedLevel) -> String {
        let level = self.level_arguments(asked.id, asked.severity, asked.threshold);
        self.with(&Self::question_message(asked.id), &level)
    }

    /// The kind of warning, without a level.
    pub fn asked_kind(&self, id: WarningId) -> String {
        self.get(&format!("kind-{}", id.key()))
    }

    /// When it comes in a run, and what it worsens to.
    pub fn onset_answer(&self, asked: &AskedLevel, warnings: &[Warning]) -> String {
        let title = self.asked_title(asked);
        let Some(onset_min) = asked.onset_min(warnings) else {
            let was_before = warnings.iter().any(|warning| warning.present_before && asked.is_reached_by(warning));
            return self.with(if was_before { "answer-before" } else { "answer-never" }, &[("warning", title)]);
        };
        let arguments = vec![("warning", title), ("from", clock(onset_min))];
        let worse =
            worst_of(warnings, asked.id).filter(|worst| !worst.present_before && AskedLevel::from(*worst) != *asked);
        let Some(worse) = worse else { return self.with("answer-comes", &arguments) };
        let worse = [("worst", self.warning_title(worse)), ("since", clock(worse.from_min))];
        self.with("answer-comes-worse", &[arguments, worse.to_vec()].concat())
    }

    /// The name of the level, as a warning's title.
    pub fn asked_title(&self, asked: &AskedLevel) -> String {
        self.level_title(asked.id, asked.severity, asked.threshold)
    }

    /// What the slider of a setting does to a level that comes at this value, or does not: from all its ranges. `None` where the sweep
    /// tells nothing.
    pub fn effect(
        &self,
        (setting, reach): (SettingId, (f64, f64)),
        (asked, comes): (&AskedLevel, bool),
        value: f64,
        ranges: &[Range],
    ) -> Option<Effect> {
        let is_asked = |range: &&Range| {
            let is_same = (range.id, range.severity) == (asked.id, asked.severity);
            is_same && (asked.threshold.is_none() || range.threshold == asked.threshold)
        };
        let own: Vec<_> = ranges.iter().filter(is_asked).collect();
        if !comes {
            return self.would_come(setting, reach, value, &own);
        }
        let here = own.iter().find(|range| (range.from..=range.to).contains(&value))?;
        // Beyond the border it stays away only if it does not come again further on.
        let below = here.clear_below.filter(|_| own.iter().all(|range| range.there_to >= here.from));
        let above = here.clear_above.filter(|_| own.iter().all(|range| range.there_from <= here.to));
        match (below, above) {
            (None, None) if setting == SettingId::Duration && here.from <= reach.0 => Some(Effect::NotByShorter),
            (None, None) => {
                let is_everywhere = here.from <= reach.0 && here.to >= reach.1;
                is_everywhere.then(|| Effect::Whatever(self.within(setting)))
            }
            (below, above) => Some(Effect::Values(self.beyond(setting, below, above))),
        }
    }

    /// Where a level would come that does not come now; `None` where it comes nowhere.
    fn would_come(&self, setting: SettingId, reach: (f64, f64), value: f64, own: &[&Range]) -> Option<Effect> {
        let below = own.iter().filter(|range| range.to < value).max_by(|a, b| a.to.total_cmp(&b.to));
        let above = own.iter().filter(|range| range.from > value).min_by(|a, b| a.from.total_cmp(&b.from));
        let (below, above) = (below.filter(|range| range.from <= reach.0), above.filter(|range| range.to >= reach.1));
        let (below, above) = (below.map(|range| range.to), above.map(|range| range.from));
        (below.is_some() || above.is_some()).then(|| Effect::Values(self.beyond(setting, below, above)))
    }

    /// "inlet flow up to 10 mL/min or from 70 mL/min".
    fn beyond(&self, setting: SettingId, below: Option<f64>, above: Option<f64>) -> String {
        let told = |value: f64| self.value_with_unit(setting, Value::Number(value));
        let up_to = below.map(|value| self.with("answer-up-to", &[("value", told(value))]));
        let from = above.map(|value| self.with("answer-at-least", &[("value", told(value))]));
        let values = match (up_to, from) {
            (Some(up_to), Some(from)) => self.with("answer-or", &[("one", up_to), ("other", from)]),
            (up_to, from) => up_to.or(from).unwrap_or_default(),
        };
        format!("{} {values}", self.within(setting))
    }

    /// The name of a setting within a sentence.
    fn within(&self, setting: SettingId) -> String {
        in_line(&self.full_setting(setting))
    }

    /// What the settings do to a level, in up to three sentences.
    pub fn effects(&self, comes: bool, effects: &[Effect]) -> Vec<String> {
        let mut sentences = Vec::new();
        let list = |of: fn(&Effect) -> Option<&String>| effects.iter().filter_map(of).cloned().collect::<Vec<_>>();
        let values = list(|effect| if let Effect::Values(words) = effect { Some(words) } else { None });
        if !values.is_empty() {
            let id = if comes { "answer-not-with" } else { "answer-with" };
            sentences.push(self.with(id, &[("values", values.join("; "))]));
        }
        let whatever = list(|effect| if let Effect::Whatever(words) = effect { Some(words) } else { None });
        if !whatever.is_empty() {
            sentences.push(self.with("answer-whatever", &[("settings", whatever.join(", "))]));
        }
        if effects.contains(&Effect::NotByShorter) {
            sentences.push(self.get("answer-not-shorter"));
        }
        sentences
    }

    /// In how many such patients the level comes; `None` where that is not counted.
    pub fn asked_of_patients(&self, asked: &AskedLevel, summary: &Summary) -> Option<String> {
        let is_asked =
            |share: &&Share| (share.id, share.severity, share.threshold) == (asked.id, asked.severity, asked.threshold);
        let share = summary.shares.iter().find(is_asked).filter(|share| share.course() == Course::Occurs)?;
        Some(self.with("answer-patients", &[("sentence", self.such_patients(share, summary.count)?)]))
    }
}
