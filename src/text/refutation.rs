//! Sentences that tell the author of a lesson what its run refutes.

use super::Text;
use super::number::{fixed, shortest};
use crate::preset::{Missed, Refutation};

impl Text {
    /// What the run says against a step of a lesson, and what to do.
    pub(super) fn refutation(&self, refutation: &Refutation) -> String {
        let (id, arguments): (&str, Vec<(&str, String)>) = match refutation {
            Refutation::NoRun(error) => return self.simulation_error(error),
            Refutation::RightIsWrong { found: None } => ("refuted-right", vec![]),
            Refutation::RightIsWrong { found: Some(value) } => {
                ("refuted-right-value", vec![("value", number_in_file(*value))])
            }
            Refutation::WrongIsRight { found: None } => ("refuted-wrong", vec![]),
            Refutation::WrongIsRight { found: Some(value) } => {
                ("refuted-wrong-value", vec![("value", number_in_file(*value))])
            }
            Refutation::NoValue => ("refuted-no-value", vec![]),
            Refutation::NoneComes => ("refuted-none-comes", vec![]),
            Refutation::NoSuchChange => ("refuted-no-such-change", vec![]),
            Refutation::TooClose { first, second } => {
                let [first_value, second_value] = [first, second].map(|(_, value)| number_in_file(*value));
                let (first, second) = (first.0.clone(), second.0.clone());
                let arguments = [
                    ("first", first),
                    ("first-value", first_value),
                    ("second", second),
                    ("second-value", second_value),
                ];
                ("refuted-too-close", arguments.to_vec())
            }
            Refutation::AsksOtherwise { step, original: Some(original) } => {
                ("refuted-asks-otherwise", vec![("step", step.to_string()), ("original", original.clone())])
            }
            Refutation::AsksOtherwise { step, original: None } => {
                ("refuted-asks-more", vec![("count", (step - 1).to_string())])
            }
            Refutation::NoBand => ("refuted-no-band", vec![]),
            Refutation::TooFewCauses { found } => ("refuted-too-few-causes", vec![("found", found.to_string())]),
            Refutation::CloseCauses { last, next: None } => {
                ("refuted-small-cause", vec![("last", self.cause(last.0)), ("share", fixed(last.1, 0))])
            }
            Refutation::CloseCauses { last, next: Some(next) } => {
                let arguments = [
                    ("last", self.cause(last.0)),
                    ("last-share", fixed(last.1, 0)),
                    ("next", self.cause(next.0)),
                    ("next-share", fixed(next.1, 0)),
                ];
                ("refuted-close-causes", arguments.to_vec())
            }
            Refutation::Alike => ("refuted-alike", vec![]),
            Refutation::MetAsGiven => ("refuted-met-as-given", vec![]),
            Refutation::OutOfReach { missed, settings } => {
                let missed: Vec<_> = missed.iter().map(|missed| self.missed(missed)).collect();
                let settings = self.settings_of_challenge(settings);
                ("refuted-out-of-reach", vec![("missed", missed.join("; ")), ("settings", settings)])
            }
        };
        self.with(id, &arguments)
    }

    /// The settings of a run as a call states them.
    pub fn settings_of_challenge(&self, settings: &[(&'static str, f64)]) -> String {
        settings.iter().map(|(path, value)| format!("{path}={}", shortest(*value, 2))).collect::<Vec<_>>().join(", ")
    }

    fn missed(&self, missed: &Missed) -> String {
        let name = |name: &&'static str| ("name", (*name).to_owned());
        match missed {
            Missed::Number { name, found: Some(found), limit } => {
                let (found, limit) = apart(*found, *limit);
                self.with("missed-number", &[("name", name.clone()), ("found", found), ("limit", limit)])
            }
            Missed::Number { name, found: None, .. } => self.with("missed-no-value", &[("name", name.clone())]),
            Missed::NotMore { name, than } => {
                self.with("missed-not-more", &[("name", name.clone()), ("than", than.clone())])
            }
            Missed::Comes { name: of } => self.with("missed-comes", &[name(of)]),
            Missed::NotThere { name: of } => self.with("missed-not-there", &[name(of)]),
            Missed::NotFirst { name: of } => self.with("missed-not-first", &[name(of)]),
        }
    }
}

/// A result as a file would state it.
pub fn number_in_file(value: f64) -> String {
    shortest(value, if value.abs() < 1.0 { 3 } else { 2 })
}

/// Two numbers with as many decimals as tell them apart: 3.6 and 4.0.
fn apart(found: f64, limit: f64) -> (String, String) {
    let at = |decimals: usize| (fixed(found, decimals), fixed(limit, decimals));
    (1..6).map(at).find(|(found, limit)| found != limit).unwrap_or_else(|| at(6))
}
