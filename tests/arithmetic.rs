//! Promise: the arithmetic that is shown gives the numbers of the model, and its words can be worked out by hand.

use buffycoat::model::cells::WhiteCell;
use buffycoat::preset::{BUNDLED, read};
use buffycoat::sim::arithmetic::{Against, Arithmetic, Cells, Formula, leading_to, shown};
use buffycoat::sim::quantities::{Quantity, TABLE};
use buffycoat::sim::{Change, Run, SettingId, Value, simulate};
use buffycoat::text::Text;

const CELLS: [Cells; 3] = [Cells::White, Cells::Mononuclear, Cells::Class(WhiteCell::Neutrophil)];

/// Every case, and one in which the pumps change.
fn runs() -> Vec<Run> {
    let mut protocols: Vec<_> = BUNDLED.iter().map(|case| read(case.text).expect("sound").protocol).collect();
    let mut changed = protocols[0].clone();
    changed.changes = vec![
        Change { at_min: 20.0, values: vec![(SettingId::InletFlow, Value::Number(37.0))] },
        Change { at_min: 61.5, values: vec![(SettingId::AnticoagulantRatio, Value::Number(9.0))] },
        Change { at_min: 80.0, values: vec![(SettingId::CalciumInfusion, Value::Number(4.0))] },
    ];
    protocols.push(changed);
    protocols.iter().map(|protocol| simulate(protocol).expect("runs")).collect()
}

fn moments(run: &Run) -> Vec<f64> {
    (0..=12).map(|i| run.end_min * f64::from(i) / 12.0).collect()
}

#[test]
fn a_quantitys_arithmetic_gives_the_quantity_to_the_bit() {
    let mut compared = 0;
    // One more, whose blood volume is not what was entered.
    let mut drawn = read(BUNDLED[0].text).expect("sound").protocol;
    drawn.settings.patient.blood_volume_factor = 1.1;
    let drawn = simulate(&drawn).expect("runs");
    for run in runs().into_iter().chain([drawn]) {
        for moment in moments(&run).into_iter().map(|time_min| run.at(time_min)) {
            for row in TABLE {
                let Some(arithmetic) = Formula::Of(row.quantity).at(&run, &moment) else { continue };
                let value = row.quantity.at(&moment).expect("what has arithmetic has a value");
                // A bag that lacks a part by the solver's error is told to hold none.
                let result = if row.quantity.is_signed() { arithmetic.result } else { arithmetic.result.max(0.0) };
                assert_eq!(result.to_bits(), value.to_bits(), "{} at {}", row.key, moment.time_min);
                assert_eq!((arithmetic.unit, arithmetic.decimals), (row.unit, row.decimals));
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn the_arithmetic_of_a_run_gives_its_outcome_to_the_bit() {
    for run in runs() {
        let end = run.at(run.machine_end_min);
        let result = |formula: Formula| formula.at(&run, &end).map(|arithmetic| arithmetic.result);
        let outcome = &run.outcome;
        for (cells, efficiency) in CELLS.into_iter().zip([
            outcome.white_cell_efficiency,
            outcome.mononuclear_efficiency,
            outcome.efficiency[WhiteCell::Neutrophil],
        ]) {
            assert_eq!(result(Formula::Efficiency(cells, Against::MeanCount)), efficiency.ce1_percent);
            assert_eq!(result(Formula::Efficiency(cells, Against::CountBefore)), efficiency.ce2_percent);
        }
        assert_eq!(result(Formula::BloodVolumeBefore), Some(run.body.blood_volume_before_ml));
        let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-12 * b.abs(),
            (a, b) => a == b,
        };
        // The outcome adds the patient's blood up from its parts.
        assert!(close(result(Formula::Of(Quantity::ProcessedVolumes)), Some(outcome.processed_blood_volumes)));
        // The end of a stretch and the beginning of the next are the same moment, but for the last bits.
        assert!(close(result(Formula::Removed(Cells::White)), Some(outcome.removed_percent)));
        assert!(close(result(Formula::BagHematocrit), outcome.product.hematocrit_percent));
    }
}

#[test]
fn what_is_written_can_be_worked_out_by_hand() {
    let text = Text::english();
    let mut worked_out = 0;
    for run in runs() {
        for moment in moments(&run).into_iter().map(|time_min| run.at(time_min)) {
            let shown = CELLS.into_iter().flat_map(shown).flatten();
            let leading = TABLE.iter().flat_map(|row| leading_to(row.quantity));
            for arithmetic in shown.chain(leading).filter_map(|formula| formula.at(&run, &moment)) {
                check_by_hand(&text, &arithmetic);
                worked_out += 1;
            }
        }
    }
    assert!(worked_out > 1000);
}

/// Works out the line of numbers as it is written, and compares with the result as it is written.
fn check_by_hand(text: &Text, arithmetic: &Arithmetic) {
    let worked = text.worked(arithmetic);
    for words in [&worked.name, &worked.formula, &worked.result] {
        assert!(!words.is_empty() && !words.contains('{') && !words.starts_with("arithmetic-"), "{worked:?}");
    }
    if arithmetic.key == "given_volume" {
        assert!(worked.numbers.is_empty(), "there is nothing to work out");
        return;
    }
    let (line, expected) = match worked.numbers.split_once(" = ") {
        Some((line, expected)) => (line, by_hand(expected)),
        None => (worked.numbers.as_str(), arithmetic.result),
    };
    let found = by_hand(line);
    // Half of the last digit told, and what four digits of each number leave open.
    let open = 0.5 * libm::exp10(-(arithmetic.decimals as f64)) + 1e-3 * expected.abs();
    let cancels = if arithmetic.key.ends_with("_change") { 0.1 } else { 0.0 };
    assert!((found - expected).abs() <= open + cancels, "{worked:?}: {found} is not {expected}");
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
