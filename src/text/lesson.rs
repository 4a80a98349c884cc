//! What is said in lessons: drawn lines in words, results by their names, and what a challenge asks for.

use super::Text;
use super::describe::{capitalized, quantity_number};
use super::number::{clock, rounded};
use crate::lesson::{Asked, Claim, Condition, Direction, ResultAt, Stretch, WarningAsked};
use crate::sim::Severity;
use crate::sim::quantities::Quantity;
use crate::sim::results::{column, is_percent};

impl Text {
    /// The course of a curve in words: "Falls by a fifth in the first two hours, then stays level."
    pub fn drawn_shape(&self, quantity: Quantity, shape: &[Stretch], end_min: f64) -> String {
        let parts: Vec<_> = shape.iter().map(|stretch| self.stretch(quantity, stretch, shape.len(), end_min)).collect();
        let Some((first, rest)) = parts.split_first() else { return self.get("shape-nothing") };
        let mut sentence = capitalized(first);
        for part in rest {
            sentence = self.with("shape-then", &[("before", sentence), ("next", part.clone())]);
        }
        format!("{sentence}.")
    }

    fn stretch(&self, quantity: Quantity, stretch: &Stretch, of: usize, end_min: f64) -> String {
        let (message, timed) = match stretch.direction {
            Direction::Level => return self.get("shape-stays-level"),
            Direction::Falls => ("shape-falls-by", "shape-falls-by-until"),
            Direction::Rises => ("shape-rises-by", "shape-rises-by-until"),
        };
        let amount = match stretch.change_percent() {
            Some(percent) => self.share_of_start(percent.abs()),
            None => quantity_number(quantity, (stretch.to - stretch.from).abs()),
        };
        let is_whole = of == 1 || stretch.to_min > 0.98 * end_min;
        let arguments = [("amount", amount), ("time", clock(stretch.to_min))];
        self.with(if is_whole { message } else { timed }, &arguments)
    }

    /// A share in everyday words where it is near one: a fifth, a third; else percent.
    fn share_of_start(&self, percent: f64) -> String {
        /// The shares that have a name, percent.
        const NAMED: [(f64, &str); 8] = [
            (10.0, "part-tenth"),
            (20.0, "part-fifth"),
            (25.0, "part-quarter"),
            (33.3, "part-third"),
            (50.0, "part-half"),
            (66.7, "part-two-thirds"),
            (75.0, "part-three-quarters"),
            (100.0, "part-whole"),
        ];
        let near = NAMED.iter().find(|(share, _)| (percent - share).abs() <= 0.06 * share + 0.5);
        near.map_or_else(
            || self.with("part-percent", &[("percent", format!("{percent:.0}"))]),
            |(_, message)| self.get(message),
        )
    }

    /// A result's name in words, and its unit.
    pub fn result_named(&self, of: &ResultAt) -> (String, String) {
        let name = self.result_name(&of.name).unwrap_or_else(|| of.name.replace(['_', '.'], " "));
        let name = match of.at_min {
            Some(at_min) => self.with("result-at", &[("what", name), ("at", at_min.to_string())]),
            None => name,
        };
        let unit = if is_percent(&of.name) { "unit-percent" } else { unit_of(&column(&of.name)) };
        (name, if unit.is_empty() { String::new() } else { self.get(unit) })
    }

    /// What a challenge asks for.
    pub fn condition(&self, asked: &Asked) -> String {
        match asked {
            Asked::Reach(claim) => self.claim(claim),
            Asked::Without(warning) => self.with("claim-never", &[("warning", self.asked_warning(*warning))]),
        }
    }

    /// What the run gives instead, where that is a number.
    pub fn condition_value(&self, condition: &Condition) -> Option<String> {
        let value = condition.value?;
        let Asked::Reach(Claim::AtLeast(of, _) | Claim::AtMost(of, _)) = &condition.asked else { return None };
        let (_, unit) = self.result_named(of);
        Some(self.with("claim-now", &[("value", format!("{} {unit}", rounded(value)))]))
    }

    /// A claim about a run, as what is to be so.
    pub fn claim(&self, claim: &Claim) -> String {
        let limit = |of: &ResultAt, limit: f64| {
            let (name, unit) = self.result_named(of);
            [("name", capitalized(&name)), ("limit", format!("{} {unit}", rounded(limit)))]
        };
        match claim {
            Claim::AtLeast(of, least) => self.with("claim-at-least", &limit(of, *least)),
            Claim::AtMost(of, most) => self.with("claim-at-most", &limit(of, *most)),
            Claim::More(a, b) => {
                let [(a, _), (b, _)] = [a, b].map(|of| self.result_named(of));
                self.with("claim-more", &[("first", capitalized(&a)), ("second", b)])
            }
            Claim::Comes(asked) => self.with("claim-comes", &[("warning", self.asked_warning(*asked))]),
            Claim::Never(asked) => self.with("claim-never", &[("warning", self.asked_warning(*asked))]),
            Claim::First(id) => self.with("claim-first", &[("warning", self.asked_kind(*id))]),
        }
    }

    fn asked_warning(&self, asked: WarningAsked) -> String {
        let kind = self.asked_kind(asked.id);
        if asked.from <= Severity::Mild {
            return kind;
        }
        self.with("claim-warning-from", &[("warning", kind), ("severity", self.severity(asked.from))])
    }
}

/// The message of the unit with which a result's name ends; none where it has none.
fn unit_of(name: &str) -> &'static str {
    const ENDINGS: [(&str, &str); 8] = [
        ("_e9_per_l", "unit-e9-per-l"),
        ("_e6_per_kg", "unit-e6-per-kg"),
        ("_e12_per_l", "unit-e12-per-l"),
        ("_e9", "unit-e9"),
        ("_g_dl", "unit-g-per-dl"),
        ("_mmol_l", "unit-mmol-per-l"),
        ("_ml", "unit-ml"),
        ("_min", "unit-min"),
    ];
    ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map_or("", |(_, unit)| *unit)
}
