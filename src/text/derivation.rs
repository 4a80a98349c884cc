//! A formula in words, the same with its numbers, and the result.

use super::Text;
use super::describe::{in_line, quantity_number};
use super::number::{fixed, shortest};
use crate::sim::derivation::{Against, Cells, Derivation, Formula, Span, Term};
use crate::sim::quantities::Quantity;
use crate::sim::settings::Unit;

/// A result as it would be worked out on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    /// What is worked out.
    pub name: String,
    pub formula: String,
    /// The same with numbers in place of words.
    pub numbers: String,
    pub result: String,
    /// The result as it follows the numbers: what they are equal to, or where the equation holds.
    pub conclusion: String,
    /// The span it covers, where that is not a moment and the name does not say so.
    pub span: Option<String>,
}

/// Significant digits of a measured or computed number in a formula: enough that the result comes out as printed.
const DIGITS: i32 = 4;

impl Text {
    pub fn working(&self, derivation: &Derivation) -> Working {
        let id = format!("arithmetic-{}", derivation.equation.key());
        let with_terms = |attribute, terms: &[Term]| {
            let arguments: Vec<_> = terms.iter().map(|term| (term.symbol, self.term(term))).collect();
            self.attribute_with(&id, attribute, &arguments).unwrap_or_default()
        };
        let result = self.derived(derivation);
        let concludes = if derivation.equation.is_balance() { "arithmetic-holds" } else { "arithmetic-equals" };
        let numbers: Vec<_> = derivation.parts.iter().map(|terms| with_terms("numbers", terms)).collect();
        Working {
            name: self.formula_name(derivation.formula),
            formula: derivation.parts.first().map(|terms| with_terms("words", terms)).unwrap_or_default(),
            numbers: numbers.join(" + "),
            conclusion: self.with(concludes, &[("result", result.clone())]),
            result,
            span: self.formula_span(derivation.formula),
        }
    }

    /// A formula that has no meaning at this moment: without numbers.
    pub fn no_working(&self, formula: Formula) -> Working {
        Working {
            name: self.formula_name(formula),
            formula: String::new(),
            numbers: String::new(),
            result: "–".to_owned(),
            conclusion: "–".to_owned(),
            span: self.formula_span(formula),
        }
    }

    fn formula_span(&self, formula: Formula) -> Option<String> {
        match formula.span() {
            Span::Start | Span::Moment => None,
            Span::WholeRun => Some(self.get("arithmetic-span-run")),
        }
    }

    /// The name of what a formula gives.
    pub fn formula_name(&self, formula: Formula) -> String {
        match formula {
            Formula::Of(quantity) => self.quantity_name(quantity),
            Formula::BloodVolumeBefore => self.get("arithmetic-name-volume-before"),
            Formula::AllCalcium => self.get("arithmetic-name-all-calcium"),
            Formula::BagHematocrit => self.get("arithmetic-name-bag-hematocrit"),
            Formula::Removed(cells) => self.with("arithmetic-name-removed", &[("cells", self.cells(cells))]),
            Formula::Efficiency(cells, against) => {
                let id = match against {
                    Against::MeanCount => "arithmetic-name-ce1",
                    Against::CountBefore => "arithmetic-name-ce2",
                };
                self.with(id, &[("cells", self.cells(cells))])
            }
        }
    }

    fn cells(&self, cells: Cells) -> String {
        let id = match cells {
            Cells::White => "arithmetic-white".to_owned(),
            Cells::Mononuclear => "arithmetic-mononuclear".to_owned(),
            Cells::Class(class) => format!("class-{}", class.key()),
        };
        in_line(&self.get(&id))
    }

    /// The result with its unit; of a volume of liters, in both.
    fn derived(&self, derivation: &Derivation) -> String {
        let number = match derivation.formula {
            Formula::Of(quantity) => quantity_number(quantity, derivation.result),
            _ => fixed(derivation.result, derivation.decimals),
        };
        let result = self.quantity(&number, derivation.unit);
        let is_of_liters = matches!(
            derivation.formula,
            Formula::BloodVolumeBefore | Formula::Of(Quantity::BloodVolume | Quantity::Processed)
        );
        if is_of_liters {
            let liters = self.quantity(&fixed(derivation.result / 1000.0, 2), Unit::Liter);
            return self.with("arithmetic-liters", &[("volume", result), ("liters", liters)]);
        }
        result
    }

    /// A number of a formula with its unit.
    fn term(&self, term: &Term) -> String {
        let number = if term.is_exact { term.value } else { to_digits(term.value, DIGITS) };
        // Rounded, to drop digits that come from floating point.
        self.quantity(&shortest(number, 9), term.unit)
    }
}

/// The number rounded to so many significant digits; digits before the point are kept.
pub fn to_digits(value: f64, digits: i32) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let places = digits - 1 - libm::floor(libm::log10(value.abs())) as i32;
    // Less than a millionth does not matter beside the other numbers of a formula.
    let power = libm::exp10(f64::from(places.clamp(0, 6)));
    (value * power).round() / power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_mean_something_are_kept() {
        assert_eq!(to_digits(4913.62, 4), 4914.0);
        assert_eq!(to_digits(123_456.7, 4), 123_457.0);
        assert_eq!(to_digits(0.012_345_6, 4), 0.012_35);
        assert_eq!(to_digits(-9.2136, 4), -9.214);
        assert_eq!(to_digits(0.0, 4), 0.0);
    }
}
