//! Why a warning came, in one sentence: the largest causes with their shares as fractions in words.

use super::Text;
use super::describe::{capitalized, in_line};
use crate::sim::advice::Remedy;
use crate::sim::cause::Cause;
use crate::sim::explain::{CauseShare, Explanation};
use crate::sim::warnings::{Direction, Severity, Warning, WarningId};
use crate::sim::{SettingId, Value};

/// Fractions that have a word, percent.
const FRACTIONS: [(f64, &str); 12] = [
    (100.0, "fraction-all"),
    (90.0, "fraction-nine-tenths"),
    (80.0, "fraction-four-fifths"),
    (75.0, "fraction-three-quarters"),
    (200.0 / 3.0, "fraction-two-thirds"),
    (60.0, "fraction-three-fifths"),
    (50.0, "fraction-half"),
    (40.0, "fraction-two-fifths"),
    (100.0 / 3.0, "fraction-third"),
    (25.0, "fraction-quarter"),
    (20.0, "fraction-fifth"),
    (10.0, "fraction-tenth"),
];

/// A second cause is named beside one that is below this share, if it reaches the other, percent.
const ENOUGH: f64 = 60.0;
const WORTH_NAMING: f64 = 15.0;

/// What a reader expects is denied where its share stays below this, percent.
const DENIED: f64 = 25.0;

/// The message of the fraction nearest to a share, percent.
fn fraction(percent: f64) -> &'static str {
    let away = |of: f64| (of - percent).abs();
    FRACTIONS.into_iter().min_by(|a, b| away(a.0).total_cmp(&away(b.0))).map_or("fraction-all", |(_, id)| id)
}

/// The cause that most would think of first, and the message that denies it.
const fn expected(id: WarningId) -> Option<(Cause, &'static str)> {
    match id {
        WarningId::Anemia | WarningId::HemoglobinFall | WarningId::LowHematocrit => {
            Some((Cause::CollectedRedCells, "why-not-red-cells"))
        }
        WarningId::Thrombocytopenia => Some((Cause::CollectedPlatelets, "why-not-platelets")),
        WarningId::LowNeutrophils | WarningId::LowLymphocytes => {
            Some((Cause::CollectedWhiteCells, "why-not-white-cells"))
        }
        _ => None,
    }
}

impl Text {
    /// The warning as a question: Why moderate anemia?
    pub fn warning_question(&self, warning: &Warning) -> String {
        let id = format!("warning-{}", warning.id.key());
        let arguments = self.level_arguments(warning.id, warning.severity, warning.threshold);
        self.attribute_with(&id, "why", &arguments)
            .unwrap_or_else(|| self.with("why-question", &[("warning", self.warning_in_line(warning))]))
    }

    /// The name of a warning within a sentence.
    pub fn warning_in_line(&self, warning: &Warning) -> String {
        let id = format!("warning-{}", warning.id.key());
        in_line(&self.with(&id, &self.level_arguments(warning.id, warning.severity, warning.threshold)))
    }

    /// The level of a warning beside others of its kind, in a word or a number.
    pub fn level_word(&self, warning: &Warning) -> String {
        let [(_, severity), (_, number), _] = self.level_arguments(warning.id, warning.severity, warning.threshold);
        let has_number = self.attribute(&format!("warning-{}", warning.id.key()), "level").is_some();
        if has_number && !number.is_empty() { number } else { severity }
    }

    /// So many of a severity: 2 moderate.
    pub fn severity_count(&self, severity: Severity, count: usize) -> String {
        self.with("warnings-count", &[("count", count.to_string()), ("severity", self.severity(severity))])
    }

    /// How many there are of each severity.
    pub fn severity_counts(&self, counts: &[(Severity, usize)]) -> String {
        let each = counts.iter().map(|(severity, count)| self.severity_count(*severity, *count));
        each.collect::<Vec<_>>().join(", ")
    }

    /// Settings with their new values; of several, those after the first as within a sentence.
    pub fn changes_in_words(&self, changes: &[(SettingId, Value)]) -> String {
        let words = changes.iter().enumerate().map(|(i, (setting, value))| {
            let name = self.setting(*setting);
            let name = if i == 0 { name } else { in_line(&name) };
            self.with("explain-change", &[("setting", name), ("value", self.value_with_unit(*setting, *value))])
        });
        words.collect::<Vec<_>>().join(&self.get("explain-and"))
    }

    /// The changed settings with their new values, within a sentence.
    pub fn remedy_in_line(&self, remedy: &Remedy) -> String {
        in_line(&self.remedy(remedy))
    }

    /// A cause as it stands in a list.
    pub fn cause(&self, cause: Cause) -> String {
        self.get(&format!("cause-{}", cause.key()))
    }

    /// A cause as it stands in a sentence, where that differs.
    pub fn cause_in_line(&self, cause: Cause) -> String {
        self.attribute(&format!("cause-{}", cause.key()), "line").unwrap_or_else(|| self.cause(cause))
    }

    /// Why the value moved: the largest causes with their shares; `None` where nothing has a share.
    pub fn why_sentence(&self, explanation: &Explanation) -> Option<String> {
        let pushed = |share: &&CauseShare| share.share_percent > 0.0;
        let mut pushing = explanation.causes.iter().filter(pushed);
        let first = pushing.next()?;
        let second =
            pushing.next().filter(|second| first.share_percent < ENOUGH && second.share_percent >= WORTH_NAMING);
        let change = if explanation.moved < 0.0 { "why-fall" } else { "why-rise" };
        let mut sentence = self.with(
            "why-share",
            &[
                ("share", capitalized(&self.get(fraction(first.share_percent)))),
                ("change", self.get(change)),
                ("cause", self.cause_in_line(first.cause)),
            ],
        );
        if let Some(second) = second {
            let arguments =
                [("share", self.get(fraction(second.share_percent))), ("cause", self.cause_in_line(second.cause))];
            sentence.push_str(&self.with("why-share-more", &arguments));
        }
        let named = [Some(first.cause), second.map(|second| second.cause)];
        if let Some((cause, denied)) = expected(explanation.warning.id)
            && is_adverse(explanation)
            && !named.contains(&Some(cause))
        {
            let share = explanation.causes.iter().find(|share| share.cause == cause);
            if share.is_none_or(|share| share.share_percent < DENIED) {
                sentence.push_str(&self.get(denied));
            }
        }
        sentence.push('.');
        Some(sentence)
    }
}

/// Whether the value moved toward the warning: one that was present before may be on its way back.
fn is_adverse(explanation: &Explanation) -> bool {
    match explanation.warning.id.spec().direction {
        Direction::Below => explanation.moved < 0.0,
        Direction::Above => explanation.moved > 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(id: WarningId, moved: f64, causes: &[(Cause, f64)]) -> String {
        let warning = Warning {
            id,
            severity: Severity::Moderate,
            threshold: Some(11.0),
            from_min: 6.0,
            to_min: None,
            value: None,
            present_before: false,
        };
        let share = |(cause, share_percent): &(Cause, f64)| CauseShare {
            cause: *cause,
            value_without: 0.0,
            share_percent: *share_percent,
        };
        let causes = causes.iter().map(share).collect();
        let explanation = Explanation { warning, worst_min: 60.0, moved, causes, not_tried: Vec::new() };
        Text::english().why_sentence(&explanation).unwrap_or_default()
    }

    #[test]
    fn the_largest_cause_is_named_with_its_share_and_what_is_expected_is_denied() {
        let causes = [(Cause::AnticoagulantFluid, 81.0), (Cause::SetAndPrime, 16.0), (Cause::CollectedRedCells, 3.0)];
        assert_eq!(
            said(WarningId::Anemia, -1.2, &causes),
            "Four fifths of the fall is water from the citrate, not lost red cells."
        );
    }

    #[test]
    fn two_causes_are_named_where_one_does_not_say_enough() {
        let causes = [(Cause::CollectedPlatelets, 52.0), (Cause::AnticoagulantFluid, 31.0), (Cause::SetAndPrime, 17.0)];
        assert_eq!(
            said(WarningId::Thrombocytopenia, -60.0, &causes),
            "Half of the fall is platelets in the bag, a third water from the citrate."
        );
    }

    #[test]
    fn a_rise_is_called_so_and_nothing_is_said_without_causes() {
        let causes = [(Cause::Refill, 98.0)];
        assert_eq!(said(WarningId::Leukostasis, 20.0, &causes), "Nearly all of the rise is refill from reserves.");
        assert_eq!(said(WarningId::CitrateRate, 0.0, &[]), "");
    }

    #[test]
    fn fractions_are_the_nearest_that_have_a_word() {
        for (percent, word) in
            [(97.0, "all"), (81.0, "four-fifths"), (66.0, "two-thirds"), (47.0, "half"), (8.0, "tenth")]
        {
            assert_eq!(fraction(percent), format!("fraction-{word}"), "{percent}");
        }
    }
}
