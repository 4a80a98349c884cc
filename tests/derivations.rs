//! Promise: the derivations that are shown can be worked out by hand, and give the numbers of the model.

use std::collections::BTreeSet;

use buffycoat::model::cells::WhiteCell;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::derivation::{Cells, Derivation, Equation, Formula, leading_to, shown};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::{Change, Run, SettingId, Value, simulate};
use buffycoat::text::{Text, in_line};
use strum::IntoEnumIterator;

const CELLS: [Cells; 3] = [Cells::White, Cells::Mononuclear, Cells::Class(WhiteCell::Neutrophil)];

/// Every case, one in which the pumps change, and one whose blood volume is not what was entered.
fn runs() -> Vec<Run> {
    let mut protocols: Vec<_> = BUNDLED.iter().map(|case| read(case.text).expect("sound").protocol).collect();
    let mut changed = protocols[0].clone();
    changed.changes = vec![
        Change { at_min: 20.0, values: vec![(SettingId::InletFlow, Value::Number(37.0))] },
        Change { at_min: 61.5, values: vec![(SettingId::AnticoagulantRatio, Value::Number(9.0))] },
        Change { at_min: 80.0, values: vec![(SettingId::CalciumInfusion, Value::Number(4.0))] },
    ];
    let mut drawn = protocols[0].clone();
    drawn.settings.patient.blood_volume_factor = 1.1;
    protocols.extend([changed, drawn]);
    protocols.iter().map(|protocol| simulate(protocol).expect("runs")).collect()
}

fn moments(run: &Run) -> Vec<f64> {
    (0..=12).map(|i| run.end_min * f64::from(i) / 12.0).collect()
}

#[test]
fn what_is_written_can_be_worked_out_by_hand() {
    let text = Text::english();
    let mut equations = BTreeSet::new();
    for run in runs() {
        for moment in moments(&run).into_iter().map(|time_min| run.at(time_min)) {
            let shown = CELLS.into_iter().flat_map(shown).flatten();
            let leading = Quantity::all().flat_map(leading_to);
            for derivation in shown.chain(leading).filter_map(|formula| formula.at(&run, &moment)) {
                check_by_hand(&text, &derivation);
                equations.insert(derivation.equation.key());
            }
        }
    }
    let unseen: Vec<_> = Equation::iter().filter(|equation| !equations.contains(equation.key())).collect();
    assert!(unseen.is_empty(), "never worked out: {unseen:?}");
}

/// Works out the line of numbers as it is written, and compares with the result as it is written.
fn check_by_hand(text: &Text, derivation: &Derivation) {
    let working = text.working(derivation);
    for words in [&working.name, &working.formula, &working.result] {
        assert!(!words.is_empty() && !words.contains('{') && !words.starts_with("arithmetic-"), "{working:?}");
    }
    if derivation.equation == Equation::GivenVolume {
        assert!(working.numbers.is_empty(), "there is nothing to work out");
        return;
    }
    let (line, expected) = match working.numbers.split_once(" = ") {
        Some((line, expected)) => (line, by_hand(expected)),
        None => (working.numbers.as_str(), derivation.result),
    };
    let found = by_hand(line);
    // Half of the last digit told, and what four digits of each number leave open.
    let open = 0.5 * libm::exp10(-(derivation.decimals as f64)) + 1e-3 * expected.abs();
    let cancels = if derivation.equation.key().ends_with("_change") { 0.1 } else { 0.0 };
    assert!((found - expected).abs() <= open + cancels, "{working:?}: {found} is not {expected}");
}

/// The value of a line as a calculator would give it: units are left out.
fn by_hand(line: &str) -> f64 {
    let mut bare = String::new();
    let mut in_unit = false;
    for letter in line.chars() {
        in_unit = (in_unit || letter == '\u{a0}') && !matches!(letter, ' ' | '(' | ')');
        if !in_unit {
            bare.push(letter);
        }
    }
    let letters: Vec<char> = bare.chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut hand = Hand { letters: &letters, at: 0 };
    let value = hand.sum();
    assert_eq!(hand.at, letters.len(), "{bare}");
    value
}

struct Hand<'a> {
    letters: &'a [char],
    at: usize,
}

impl Hand<'_> {
    fn takes(&mut self, letter: char) -> bool {
        let found = self.letters.get(self.at) == Some(&letter);
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            if self.takes('+') {
                value += self.product();
            } else if self.takes('−') {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.power();
        loop {
            if self.takes('×') {
                value *= self.power();
            } else if self.takes('÷') {
                value /= self.power();
            } else {
                return value;
            }
        }
    }

    fn power(&mut self) -> f64 {
        let value = self.one();
        if self.takes('³') {
            value * value * value
        } else if self.takes('^') {
            libm::pow(value, self.one())
        } else {
            value
        }
    }

    fn one(&mut self) -> f64 {
        if self.takes('−') {
            return -self.one();
        }
        if self.letters[self.at..].starts_with(&['l', 'o', 'g']) {
            self.at += 3;
            return libm::log10(self.one());
        }
        if self.takes('(') {
            let value = self.sum();
            assert!(self.takes(')'), "{:?}", self.letters);
            return value;
        }
        let digits: String =
            self.letters[self.at..].iter().take_while(|letter| letter.is_ascii_digit() || **letter == '.').collect();
        self.at += digits.len();
        digits.parse().unwrap_or_else(|_| panic!("no number at {} of {:?}", self.at, self.letters))
    }
}

#[test]
fn names_within_a_sentence_keep_the_capitals_of_abbreviations() {
    let text = Text::english();
    let name = |cells| text.formula_name(Formula::Removed(cells));
    assert_eq!(name(Cells::Class(WhiteCell::Cd34)), "Share of CD34+ cells removed");
    assert_eq!(name(Cells::Mononuclear), "Share of lymphocytes, monocytes, CD34+ removed");
    assert_eq!(name(Cells::Class(WhiteCell::Lymphocyte)), "Share of lymphocytes removed");
    for (words, within) in [
        ("CD34+ cells", "CD34+ cells"),
        ("Red-cell size (MCV)", "red-cell size (MCV)"),
        ("Collection efficiency (CE1) of platelets", "collection efficiency (CE1) of platelets"),
        ("", ""),
    ] {
        assert_eq!(in_line(words), within);
    }
}
