//! Sentences that describe a state of the run: warnings, phases, and what a picture or a curve shows.

use super::Text;
use super::number::{clock, fixed, shortest};
use crate::sim::advice::{Advice, Avoidance, Remedy, Standing};
use crate::sim::cause::Cause;
use crate::sim::explain::{CauseShare, Explanation};
use crate::sim::quantities::Quantity;
use crate::sim::risks::{Risk, Survey};
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
        self.level_title(warning.id, warning.severity, warning.threshold)
    }

    /// The name of one level of a warning, as its title.
    pub(super) fn level_title(&self, id: WarningId, severity: Severity, threshold: Option<f64>) -> String {
        let message = format!("warning-{}", id.key());
        capitalized(&self.with(&message, &self.level_arguments(id, severity, threshold)))
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

    /// A warning in the fewest words, for a flag: calcium 1.00.
    pub fn flag_words(&self, id: WarningId, severity: Severity, threshold: Option<f64>) -> String {
        let arguments = self.level_arguments(id, severity, threshold);
        let flag = self.attribute_with(&format!("short-{}", id.key()), "flag", &arguments);
        flag.unwrap_or_else(|| self.short_warning(id, severity, threshold))
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
        self.level_words(warning.id, warning.severity, warning.threshold)
    }

    /// A level, where its kind is already named.
    pub(super) fn level_words(&self, id: WarningId, severity: Severity, threshold: Option<f64>) -> String {
        let arguments = self.level_arguments(id, severity, threshold);
        let level = self.attribute_with(&format!("warning-{}", id.key()), "level", &arguments);
        level.unwrap_or_else(|| self.severity(severity))
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

    /// The grade of the laboratory scale that begins at its threshold.
    pub fn warning_grade(&self, warning: &Warning) -> Option<String> {
        let grade = warning.id.ctcae_grade(warning.threshold?)?;
        Some(self.with("warning-grade", &[("grade", grade.to_string())]))
    }

    /// The name of a warning with its severity or threshold and, in brackets, the grade of the laboratory scale.
    pub fn warning_title_graded(&self, warning: &Warning) -> String {
        let title = self.warning_title(warning);
        self.warning_grade(warning).map_or_else(|| title.clone(), |grade| format!("{title} ({grade})"))
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
        self.with("warning-and", &[("now", now), ("next", self.level_from(worse))])
    }

    /// A level, where its kind is already named, and from when it lasts.
    pub fn level_from(&self, level: &Warning) -> String {
        let arguments = [("level", self.warning_level(level)), ("from", clock(level.from_min))];
        self.with("warning-level-from", &arguments)
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

    /// The causes of a warning: what caused it, with its share; then what counteracted it, with the value without it; then what was not
    /// tried.
    pub fn causes(&self, explanation: &Explanation) -> Vec<String> {
        let (pushed, held): (Vec<&CauseShare>, Vec<&CauseShare>) =
            explanation.causes.iter().partition(|share| share.share_percent > 0.0);
        let name = |cause: Cause| self.cause(cause);
        let pushed = pushed.into_iter().map(|share| {
            let percent = fixed(share.share_percent, 0);
            self.with("explain-cause", &[("cause", name(share.cause)), ("percent", percent)])
        });
        let held = held.into_iter().filter_map(|share| {
            let value = self.quantity_value(explanation.warning.id.quantity()?, share.value_without);
            Some(self.with("explain-held-cause", &[("cause", name(share.cause)), ("value", value)]))
        });
        let not_tried = explanation.not_tried.iter().map(|cause| name(*cause));
        let line = |id: &str, causes: Vec<String>| {
            (!causes.is_empty()).then(|| self.with(id, &[("causes", causes.join(", "))]))
        };
        let lines = [
            line("explain-causes", pushed.collect()),
            line("explain-held-back", held.collect()),
            line("explain-not-tried", not_tried.collect()),
        ];
        lines.into_iter().flatten().collect()
    }

    /// The changes that would have avoided a warning, one line for each way to take them.
    pub fn avoidance(&self, avoidance: &Avoidance) -> Vec<String> {
        let line = |standing: Standing, id: &str| {
            let changes: Vec<_> = avoidance.of(standing).map(|remedy| self.remedy_with_price(remedy)).collect();
            (!changes.is_empty()).then(|| self.with(id, &[("changes", changes.join("; "))]))
        };
        let advised = line(Standing::Advised, "explain-avoid").unwrap_or_else(|| self.get("explain-no-change"));
        let costly = line(Standing::Costly, "explain-avoid-costly");
        let other = line(Standing::OtherPatient, "explain-other-patient");
        [advised].into_iter().chain(costly).chain(other).collect()
    }

    /// The changed settings with their new values.
    pub fn remedy(&self, remedy: &Remedy) -> String {
        self.changes_in_words(&remedy.changes)
    }

    /// What a change costs: the share of the target cells that the bag still holds; `None` where there is no price to tell.
    pub fn price(&self, remedy: &Remedy) -> Option<String> {
        let kept = remedy.kept_percent.filter(|_| remedy.standing != Standing::OtherPatient)?;
        Some(self.with("explain-keeps", &[("percent", fixed(kept, 0))]))
    }

    fn remedy_with_price(&self, remedy: &Remedy) -> String {
        match self.price(remedy) {
            Some(price) => format!("{} ({price})", self.remedy(remedy)),
            None => self.remedy(remedy),
        }
    }

    /// What the search for changes left out; `None` if nothing.
    pub fn not_tried(&self, advice: &Advice) -> Option<String> {
        let settings = advice.not_tried.iter().map(|setting| self.setting_alone(*setting));
        let pairs = advice.pairs_not_tried.then(|| self.get("explain-pairs"));
        let left_out: Vec<_> = settings.chain(pairs).collect();
        (!left_out.is_empty()).then(|| self.with("explain-changes-not-tried", &[("settings", left_out.join(", "))]))
    }

    /// What a risk feels like, why it comes, and what the operator does.
    pub fn risk_words(&self, risk: &Risk) -> Vec<String> {
        let message = format!("risk-{}", risk.key);
        let parts = [("felt", "risk-felt"), ("why", "risk-why"), ("action", "risk-action"), ("note", "risk-note")];
        let words = parts.into_iter().filter_map(|(part, id)| Some((id, self.attribute(&message, part)?)));
        words.map(|(id, words)| self.with(id, &[("words", words)])).collect()
    }

    /// How often a risk occurs, and in whom.
    pub fn risk_incidence(&self, risk: &Risk) -> String {
        if risk.incidences.is_empty() {
            return self.get("summary-risk-rare");
        }
        let incidences = risk.incidences.iter().map(|incidence| {
            let percent = incidence.percent;
            let decimals = if percent < 1.0 { 2 } else { usize::from(percent < 20.0) };
            let [population, paper] = self.survey(incidence.survey);
            let arguments = [("percent", fixed(percent, decimals)), ("population", population), ("source", paper)];
            self.with("summary-risk-incidence", &arguments)
        });
        incidences.collect::<Vec<_>>().join("; ")
    }

    /// In whom a survey counted, and where it was published.
    pub fn survey(&self, survey: Survey) -> [String; 2] {
        let message = format!("survey-{}", survey.key());
        [self.get(&message), self.attribute(&message, "paper").unwrap_or_default()]
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

/// The words as within a sentence: with a small first letter, unless they begin with an abbreviation. Other capitals stay: CD34+, MCV.
pub fn in_line(words: &str) -> String {
    let mut letters = words.chars();
    let Some(first) = letters.next() else { return String::new() };
    let is_word = letters.clone().next().is_none_or(|second| !second.is_uppercase());
    if is_word { first.to_lowercase().chain(letters).collect() } else { words.to_owned() }
}

/// The words with a capital first letter, as in a title.
pub fn capitalized(words: &str) -> String {
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
