//! Sentences that describe a state of the run: warnings, phases, and what a picture or a curve shows.

use super::Text;
use super::number::{clock, fixed, shortest};
use crate::sim::explain::{Avoidance, CauseShare, Explanation};
use crate::sim::quantities::Quantity;
use crate::sim::risks::Risk;
use crate::sim::settings::Unit;
use crate::sim::warnings::{Direction, Severity, Source, Warning, WarningId};
use crate::sim::{Moment, Phase, Run};

/// Severity, threshold as a number, and threshold with its unit.
type LevelArguments = [(&'static str, String); 3];

impl Text {
    /// A quantity's value at a moment with its unit; a dash where it has no meaning.
    pub fn quantity_at(&self, quantity: Quantity, moment: &Moment<'_>) -> String {
        quantity.at(moment).map_or_else(|| "–".to_owned(), |value| self.quantity_value(quantity, value))
    }

    /// A quantity's value with its unit.
    pub fn quantity_value(&self, quantity: Quantity, value: f64) -> String {
        let row = quantity.row();
        self.quantity(&quantity_number(quantity, value), row.unit)
    }

    pub fn quantity_name(&self, quantity: Quantity) -> String {
        self.get(&format!("quantity-{}", quantity.row().key))
    }

    pub fn phase(&self, phase: Phase) -> String {
        self.get(&format!("phase-{}", phase.key()))
    }

    /// Where a threshold comes from.
    pub fn source(&self, source: Source) -> String {
        self.get(&format!("source-{}", source.key()))
    }

    pub fn severity(&self, severity: Severity) -> String {
        self.get(&format!("severity-{}", severity.key()))
    }

    /// The name of a warning with its severity or threshold.
    pub fn warning_title(&self, warning: &Warning) -> String {
        let id = format!("warning-{}", warning.id.key());
        capitalized(&self.with(&id, &self.level_arguments(warning.id, warning.severity, warning.threshold)))
    }

    /// What the messages of a warning say of one level: its severity, and its threshold as a number and with its unit.
    pub(super) fn level_arguments(&self, id: WarningId, severity: Severity, threshold: Option<f64>) -> LevelArguments {
        let (number, threshold) = match (threshold, id.quantity()) {
            (Some(threshold), Some(quantity)) => {
                // A fall has a size, not a sign.
                let number = threshold_number(quantity, threshold.abs());
                (number.clone(), self.quantity(&number, quantity.row().unit))
            }
            _ => (String::new(), String::new()),
        };
        [("severity", self.severity(severity)), ("number", number), ("threshold", threshold)]
    }

    /// The level of a warning beside the quantity it is about; `None` where it has no words of its own there.
    pub fn level_beside(&self, id: WarningId, severity: Severity, threshold: Option<f64>) -> Option<String> {
        let arguments = self.level_arguments(id, severity, threshold);
        self.attribute_with(&format!("warning-{}", id.key()), "beside", &arguments)
    }

    /// A warning in a few words that stand within a line: moderate anemia, platelets < 50.
    pub fn short_warning(&self, id: WarningId, severity: Severity, threshold: Option<f64>) -> String {
        let arguments = self.level_arguments(id, severity, threshold);
        self.with(&format!("short-{}", id.key()), &arguments)
    }

    /// A current warning, beside the quantity it is about: what it is, and since when.
    pub fn warning_standing(&self, warning: &Warning) -> [String; 2] {
        let state = self.level_beside(warning.id, warning.severity, warning.threshold);
        let state = state.unwrap_or_else(|| self.warning_title(warning));
        let since = if warning.present_before {
            self.get("callout-from-start")
        } else {
            self.with("callout-since", &[("from", clock(warning.from_min))])
        };
        [state, since]
    }

    /// The level of a warning, where its kind is already named.
    pub fn warning_level(&self, warning: &Warning) -> String {
        let arguments = self.level_arguments(warning.id, warning.severity, warning.threshold);
        let level = self.attribute_with(&format!("warning-{}", warning.id.key()), "level", &arguments);
        level.unwrap_or_else(|| self.severity(warning.severity))
    }

    /// When it lasts, and its worst value.
    pub fn warning_detail(&self, warning: &Warning, run: &Run) -> String {
        let mut parts = vec![match (warning.present_before, warning.to_min) {
            (true, None) => self.get("warning-before-and-throughout"),
            (true, Some(to_min)) => self.with("warning-before-until", &[("to", clock(to_min))]),
            (false, None) => self.with("warning-from", &[("from", clock(warning.from_min))]),
            (false, Some(to_min)) => {
                self.with("warning-from-until", &[("from", clock(warning.from_min)), ("to", clock(to_min))])
            }
        }];
        parts.extend(self.warning_worst(warning, run));
        parts.join(" · ")
    }

    /// Its worst value, or what its message has instead; for the anticoagulant limit, the flow that would keep to it.
    pub fn warning_worst(&self, warning: &Warning, run: &Run) -> Option<String> {
        let (value, quantity) = (warning.value?, warning.id.quantity()?);
        let flow = run.at(warning.from_min).flows().map(|flows| fixed(flows.limit_inlet_ml_min, 0));
        let arguments = [("value", self.quantity_value(quantity, value)), ("flow", flow.unwrap_or_default())];
        let own = self.attribute_with(&format!("warning-{}", warning.id.key()), "worst", &arguments);
        let is_low = value < 0.0 || warning.id.spec().direction == Direction::Below;
        let id = if is_low { "warning-worst-low" } else { "warning-worst-high" };
        Some(own.unwrap_or_else(|| self.with(id, &arguments)))
    }

    /// Since when a level has lasted, and until when it will.
    pub fn warning_now(&self, warning: &Warning) -> String {
        let since = if warning.present_before {
            self.get("warning-now-from-start")
        } else {
            self.with("warning-now-since", &[("from", clock(warning.from_min))])
        };
        let until = warning.to_min.map(|to_min| self.with("warning-until", &[("to", clock(to_min))]));
        [since].into_iter().chain(until).collect::<Vec<_>>().join(" ")
    }

    /// When a past level lasted.
    pub fn warning_over(&self, warning: &Warning) -> String {
        let times = [("from", clock(warning.from_min)), ("to", clock(warning.to_min.unwrap_or(warning.from_min)))];
        self.with("warning-over", &times)
    }

    /// The words about a level, and from when a worse one of its kind follows.
    pub fn warning_and(&self, now: String, worse: &Warning) -> String {
        let arguments = [("level", self.warning_level(worse)), ("from", clock(worse.from_min))];
        let next = self.with("warning-level-from", &arguments);
        self.with("warning-and", &[("now", now), ("next", next)])
    }

    /// How the body responds; `None` where it notices nothing.
    pub fn body_answer(&self, id: WarningId) -> Option<String> {
        let message = format!("body-{}", id.key());
        self.has(&message).then(|| self.get(&message))
    }

    /// What a warning means, in plain words.
    pub fn warning_meaning(&self, id: WarningId) -> String {
        self.get(&format!("warning-meaning-{}", id.key()))
    }

    /// The causes of a warning with their shares: first what caused it, then what counteracted it.
    pub fn causes(&self, explanation: &Explanation) -> Vec<String> {
        let (pushed, held): (Vec<_>, Vec<_>) = explanation.causes.iter().partition(|share| share.share_percent > 0.0);
        let line = |id: &str, shares: Vec<&CauseShare>| {
            let causes = shares.into_iter().map(|share| {
                let cause = self.get(&format!("cause-{}", share.cause.key()));
                let percent = fixed(share.share_percent.abs(), 0);
                self.with("explain-cause", &[("cause", cause), ("percent", percent)])
            });
            self.with(id, &[("causes", causes.collect::<Vec<_>>().join(", "))])
        };
        let mut lines = Vec::new();
        if !pushed.is_empty() {
            lines.push(line("explain-causes", pushed));
        }
        if !held.is_empty() {
            lines.push(line("explain-held-back", held));
        }
        lines
    }

    /// The changes that would have avoided a warning.
    pub fn avoidance(&self, avoidance: &Avoidance) -> String {
        let found = avoidance.remedies.iter().filter_map(|remedy| {
            let value = self.setting_value(remedy.setting, &remedy.value?);
            let setting = self.get(&Self::setting_message(remedy.setting));
            Some(self.with("explain-change", &[("setting", setting), ("value", value)]))
        });
        let found: Vec<_> = found.collect();
        if found.is_empty() {
            return self.get("explain-no-change");
        }
        self.with("explain-avoid", &[("changes", found.join("; "))])
    }

    /// How often a risk occurs, and in whom.
    pub fn risk_incidence(&self, risk: &Risk) -> String {
        if risk.incidences.is_empty() {
            return self.get("summary-risk-rare");
        }
        let incidences = risk.incidences.iter().map(|incidence| {
            let percent = incidence.percent;
            let decimals = if percent < 1.0 { 2 } else { usize::from(percent < 50.0) };
            let arguments = [
                ("percent", fixed(percent, decimals)),
                ("population", incidence.population.to_owned()),
                ("source", incidence.source.to_owned()),
            ];
            self.with("summary-risk-incidence", &arguments)
        });
        incidences.collect::<Vec<_>>().join("; ")
    }

    /// What a curve shows now, in a sentence.
    pub fn curve_sentence(&self, quantity: Quantity, run: &Run, time_min: f64) -> String {
        let name = self.quantity_name(quantity);
        let (now, end) = (run.at(time_min), run.at(run.machine_end_min));
        let arguments = [
            ("name", name),
            ("time", clock(time_min)),
            ("now", self.quantity_at(quantity, &now)),
            ("before", self.quantity_at(quantity, &run.at(0.0))),
            ("after", self.quantity_at(quantity, &end)),
        ];
        self.with("describe-curve", &arguments)
    }

    /// What the scene shows now, in a sentence.
    pub fn scene_sentence(&self, moment: &Moment<'_>) -> String {
        let arguments = [
            ("time", clock(moment.time_min)),
            ("phase", self.phase(moment.phase)),
            ("volume", self.quantity_at(Quantity::BloodVolume, moment)),
            ("processed", self.quantity_at(Quantity::Processed, moment)),
            ("bag", self.quantity_at(Quantity::BagVolume, moment)),
        ];
        self.with("describe-scene", &arguments)
    }
}

/// The words with a capital first letter, as in a title.
fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A value with its significant digits: counts below ten show decimals.
pub fn quantity_number(quantity: Quantity, value: f64) -> String {
    let decimals = match quantity {
        Quantity::WhiteCells | Quantity::Class(_) => match value.abs() {
            size if size >= 99.5 => 0,
            size if size >= 9.95 => 1,
            size if size >= 0.1 => 2,
            _ => 3,
        },
        _ => quantity.row().decimals,
    };
    fixed(value, decimals)
}

/// A threshold as it is usually written: counts and percentages without trailing zeros.
pub fn threshold_number(quantity: Quantity, threshold: f64) -> String {
    match quantity.row().unit {
        Unit::E9PerL | Unit::Percent | Unit::One => shortest(threshold, 2),
        Unit::MgPerKgPerMin => fixed(threshold, 1),
        _ => quantity_number(quantity, threshold),
    }
}
