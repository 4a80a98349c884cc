//! What people type into a field of numbers: with a unit that fits, as a time, past the range; and the sentence for what cannot be taken.

use super::Text;
use super::number::{SUPERSCRIPTS, clock, shortest};
use crate::sim::settings::Unit;

/// How a field writes its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// Minutes as hours and minutes.
    Time,
    Number {
        unit: Unit,
        decimals: usize,
    },
}

/// What a field of numbers takes.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub form: Form,
    pub least: f64,
    pub most: f64,
    /// It holds multiples of this; of nothing, any number.
    pub grain: f64,
}

/// What was made of what was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// `None` leaves the value as it is.
    pub value: Option<f64>,
    /// What must be said of it: why it was not taken, or not as it was typed.
    pub remark: Option<String>,
}

/// Why something typed is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Number,
    Time,
    /// More than one number, as from two cells of a table.
    Several,
    /// A comma that may part thousands or decimals.
    Comma,
    Unit,
}

/// What a unit measures, as powers of volume, time, mass, amount and length.
type Dimension = [i8; 5];

const NONE: Dimension = [0; 5];
const VOLUME: Dimension = [1, 0, 0, 0, 0];
const TIME: Dimension = [0, 1, 0, 0, 0];
const MASS: Dimension = [0, 0, 1, 0, 0];
const AMOUNT: Dimension = [0, 0, 0, 1, 0];
const LENGTH: Dimension = [0, 0, 0, 0, 1];

const DAY_MIN: f64 = 24.0 * 60.0;
const YEAR_MIN: f64 = 365.25 * DAY_MIN;

/// Units as people write them, in small letters and without signs of powers, and their sizes in mL, min, g, mmol and m.
static UNITS: [(&[&str], Dimension, f64); 29] = [
    (&["", "cells"], NONE, 1.0),
    (&["%", "percent"], NONE, 0.01),
    (&["k", "thousand", "103"], NONE, 1e3),
    (&["106"], NONE, 1e6),
    (&["109"], NONE, 1e9),
    (&["1012"], NONE, 1e12),
    (&["l", "liter", "liters", "litre", "litres"], VOLUME, 1e3),
    (&["dl"], VOLUME, 1e2),
    (&["ml", "cc"], VOLUME, 1.0),
    (&["µl", "μl", "ul", "mm3"], VOLUME, 1e-3),
    (&["nl"], VOLUME, 1e-6),
    (&["fl", "µm3", "μm3"], VOLUME, 1e-12),
    (&["s", "sec", "second", "seconds"], TIME, 1.0 / 60.0),
    (&["min", "mins", "minute", "minutes"], TIME, 1.0),
    (&["h", "hr", "hrs", "hour", "hours"], TIME, 60.0),
    (&["d", "day", "days"], TIME, DAY_MIN),
    (&["week", "weeks"], TIME, 7.0 * DAY_MIN),
    (&["month", "months"], TIME, YEAR_MIN / 12.0),
    (&["y", "yr", "yrs", "year", "years"], TIME, YEAR_MIN),
    (&["kg"], MASS, 1e3),
    (&["g"], MASS, 1.0),
    (&["mg"], MASS, 1e-3),
    (&["lb", "lbs"], MASS, 453.592_37),
    (&["mol"], AMOUNT, 1e3),
    (&["mmol"], AMOUNT, 1.0),
    (&["m"], LENGTH, 1.0),
    (&["cm"], LENGTH, 0.01),
    (&["in"], LENGTH, 0.0254),
    (&["ft"], LENGTH, 0.3048),
];

/// What a unit measures, and its size.
fn dimension_and_size(unit: &str) -> Option<(Dimension, f64)> {
    let plain = unit.to_lowercase().replace(" per ", "/").replace([' ', '^'], "");
    let digit = |c: char| SUPERSCRIPTS.chars().position(|raised| raised == c).map_or(c, |n| char::from(b'0' + n as u8));
    let plain: String = plain.chars().map(digit).collect();
    let mut whole = (NONE, 1.0);
    for (i, name) in plain.trim_start_matches(['×', 'x', '*', '·']).split('/').enumerate() {
        let (_, dimension, size) = UNITS.iter().find(|(names, ..)| names.contains(&name))?;
        let sign = if i == 0 { 1 } else { -1 };
        whole.0.iter_mut().zip(dimension).for_each(|(sum, power)| *sum += sign * power);
        whole.1 *= if i == 0 { *size } else { 1.0 / size };
    }
    Some(whole)
}

/// What is typed, in small letters and on one line, with the signs that keyboards have.
fn plain(typed: &str) -> String {
    let words: Vec<_> = typed.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('\u{2212}', "-")
}

/// The number that the text begins with, and what comes after it.
fn leading_number(text: &str) -> Result<(f64, &str), Unreadable> {
    /// More signs than any number that means something.
    const LONGEST: usize = 32;
    let run = text.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '+' | '-')).unwrap_or(text.len());
    if let Some((whole, rest)) = text[..run].split_once(',') {
        let parts_thousands = rest.len() == 3 && !matches!(whole.trim_start_matches(['+', '-']), "" | "0");
        if parts_thousands || rest.contains([',', '.']) || whole.contains('.') {
            return Err(Unreadable::Comma);
        }
    }
    if !text.starts_with(|c: char| matches!(c, '0'..='9' | '.' | ',' | '+' | '-')) {
        return Err(Unreadable::Number);
    }
    let number = |end| text.get(..end)?.replace(',', ".").parse::<f64>().ok();
    let longest = (1..=text.len().min(LONGEST)).rev().find_map(|end| Some((number(end)?, end)));
    let (number, end) = longest.filter(|(number, _)| number.is_finite()).ok_or(Unreadable::Number)?;
    Ok((number, text[end..].trim_start()))
}

/// A number in the unit of this sign, from one with a unit that measures the same, or without a unit; a ratio of one to it, too.
fn number(typed: &str, sign: &str) -> Result<f64, Unreadable> {
    let text = plain(typed);
    let ratio = text.split_once(':').filter(|(one, _)| sign.is_empty() && one.trim_end() == "1");
    let (number, unit) = leading_number(ratio.map_or(text.as_str(), |(_, ratio)| ratio.trim_start()))?;
    if unit.is_empty() {
        return Ok(number);
    }
    match (dimension_and_size(unit), dimension_and_size(sign)) {
        (Some((typed, size)), Some((own, own_size))) if typed == own => Ok(tidy(number * (size / own_size))),
        _ if unit.split(' ').any(|word| word.starts_with(|c: char| c.is_ascii_digit())) => Err(Unreadable::Several),
        _ => Err(Unreadable::Unit),
    }
}

/// Removes the last bits that a change of units leaves behind.
fn tidy(value: f64) -> f64 {
    let tidied = (value * 1e9).round() / 1e9;
    if tidied.is_finite() { tidied } else { value }
}

/// Minutes from `2:30`, `2:30:00`, `2h30`, `2.5 h`, `90 s` or `150 min`; a plain number is minutes.
///
/// # Errors
/// What is wrong with it.
pub fn minutes(typed: &str) -> Result<f64, Unreadable> {
    let text = plain(typed);
    let clock = match text.split_once('h') {
        Some((hours, rest)) if rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{hours}:{}", rest.trim_end_matches("min").trim_end_matches('m'))
        }
        _ => text.trim_end_matches('h').to_owned(),
    };
    if clock.contains(':') {
        let below_60 = |part: &str| part.parse::<u8>().ok().filter(|part| *part < 60).map(f64::from);
        let parts: Vec<_> = clock.split(':').map(str::trim).collect();
        let hours_and_minutes =
            |hours: &str, minutes| Some(60.0 * f64::from(hours.parse::<u16>().ok()?) + below_60(minutes)?);
        let read = match parts[..] {
            [hours, minutes] => hours_and_minutes(hours, minutes),
            [hours, minutes, seconds] => {
                hours_and_minutes(hours, minutes).zip(below_60(seconds)).map(|(m, s)| m + s / 60.0)
            }
            _ => None,
        };
        return read.ok_or(Unreadable::Time);
    }
    number(&text, "min").map_err(|unreadable| match unreadable {
        Unreadable::Number | Unreadable::Unit => Unreadable::Time,
        other => other,
    })
}

impl Text {
    /// A value as its field writes it.
    pub fn in_field(&self, form: Form, value: f64) -> String {
        match form {
            Form::Time => clock(value),
            Form::Number { unit, decimals } => self.quantity(&shortest(value, decimals), unit),
        }
    }

    /// What a field that holds a value makes of what was typed. What it wrote itself changes nothing.
    pub fn read_typed(&self, field: &Field, value: f64, typed: &str) -> Reading {
        let shown = self.in_field(field.form, value);
        if plain(typed) == plain(&shown) {
            return Reading::default();
        }
        let read = match field.form {
            Form::Time | Form::Number { unit: Unit::Min, .. } => minutes(typed),
            Form::Number { unit, .. } => number(typed, &self.unit(unit)),
        };
        match read {
            Ok(read) => self.held(field, read),
            Err(unreadable) => {
                let why = self.unreadable(field.form, unreadable, typed);
                let stays = self.with("typed-stays", &[("value", shown)]);
                Reading { value: None, remark: Some(format!("{why} {stays}")) }
            }
        }
    }

    /// A number held to what the field takes, and what is said of that.
    fn held(&self, field: &Field, read: f64) -> Reading {
        let value = field.hold(read);
        let id = match field.form {
            _ if read > field.most => "typed-cut",
            Form::Time if read < field.least => "typed-raised-time",
            Form::Number { .. } if read < field.least => "typed-raised",
            _ if (value - read).abs() > 1e-9 * read.abs().max(1.0) => "typed-rounded",
            _ => return Reading { value: Some(value), remark: None },
        };
        let arguments = [("value", self.in_field(field.form, value)), ("minutes", shortest(read, 2))];
        Reading { value: Some(value), remark: Some(self.with(id, &arguments)) }
    }

    fn unreadable(&self, form: Form, unreadable: Unreadable, typed: &str) -> String {
        /// More than this is not said again.
        const LONGEST: usize = 24;
        let unit = match form {
            Form::Time => self.unit(Unit::Min),
            Form::Number { unit, .. } => self.unit(unit),
        };
        let id = match unreadable {
            Unreadable::Number => "typed-no-number",
            Unreadable::Time => "typed-no-time",
            Unreadable::Several => "typed-several",
            Unreadable::Comma => "typed-comma",
            Unreadable::Unit if unit.is_empty() => "typed-no-unit",
            Unreadable::Unit => "typed-other-unit",
        };
        let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut quoted: String = words.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        if quoted.len() < words.len() {
            quoted.push('…');
        }
        self.with(id, &[("typed", quoted), ("unit", unit)])
    }
}

impl Field {
    /// The nearest value that it takes.
    pub fn hold(&self, value: f64) -> f64 {
        let grained = if self.grain > 0.0 { tidy((value / self.grain).round() * self.grain) } else { value };
        grained.clamp(self.least, self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::SettingId;

    const FLOW: Field =
        Field { form: Form::Number { unit: Unit::MlPerMin, decimals: 1 }, least: 5.0, most: 150.0, grain: 0.0 };

    fn read(field: &Field, typed: &str) -> Reading {
        Text::english().read_typed(field, 55.0, typed)
    }

    #[test]
    fn units_that_fit_are_taken_and_turned_into_the_field_s() {
        for (unit, typed, value) in [
            (Unit::MlPerMin, "70.5", 70.5),
            (Unit::MlPerMin, "70,5", 70.5),
            (Unit::MlPerMin, "70.5 mL/min", 70.5),
            (Unit::MlPerMin, "70mL/min", 70.0),
            (Unit::MlPerMin, "70 ml per minute", 70.0),
            (Unit::MlPerMin, "4.2 L/h", 70.0),
            (Unit::MlPerMin, "1e2", 100.0),
            (Unit::Ml, "4.5 L", 4500.0),
            (Unit::Percent, "38 %", 38.0),
            (Unit::Percent, "0.42 L/L", 42.0),
            (Unit::GramPerDl, "84 g/L", 8.4),
            (Unit::Kilogram, "154 lb", 69.853_224_98),
            (Unit::Kilogram, "3200 g", 3.2),
            (Unit::Meter, "172 cm", 1.72),
            (Unit::Years, "18 months", 1.5),
            (Unit::E9PerL, "250 ×10⁹/L", 250.0),
            (Unit::E9PerL, "250 x10^9/L", 250.0),
            (Unit::E9PerL, "250e9/L", 250.0),
            (Unit::E9PerL, "250 K/µL", 250.0),
            (Unit::E9PerL, "250000/µL", 250.0),
            (Unit::E9PerL, "4.5/nL", 4.5),
            (Unit::MlPerMinPerKg, "9 mL/kg/min", 9.0),
            (Unit::One, "\u{2212}0.5", -0.5),
            (Unit::One, "1 : 12", 12.0),
        ] {
            assert_eq!(number(typed, &Text::english().unit(unit)), Ok(value), "{typed}");
        }
    }

    #[test]
    fn what_a_field_writes_it_reads() {
        let text = Text::english();
        for setting in SettingId::all().map(SettingId::row) {
            let Some(row) = setting.number() else { continue };
            for value in [row.min, row.max] {
                let written = text.quantity(&shortest(value, 3), setting.unit);
                assert_eq!(number(&written, &text.unit(setting.unit)), Ok(value), "{written}");
            }
        }
    }

    #[test]
    fn what_is_no_value_is_refused_for_its_reason() {
        for (typed, why) in [
            ("", Unreadable::Number),
            ("abc", Unreadable::Number),
            ("nan", Unreadable::Number),
            ("inf", Unreadable::Number),
            ("1e999", Unreadable::Number),
            ("70\t44", Unreadable::Several),
            ("70 44", Unreadable::Several),
            ("70 mL/min 44", Unreadable::Several),
            ("1,250", Unreadable::Comma),
            ("1,250.5", Unreadable::Comma),
            ("70 kg", Unreadable::Unit),
            ("70 mL", Unreadable::Unit),
            ("70 µ", Unreadable::Unit),
        ] {
            assert_eq!(number(typed, "mL/min"), Err(why), "{typed:?}");
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for typed in [
            "2:30",
            "2:30:00",
            "02:30",
            "2:30 h",
            "2h30",
            "2 h 30 min",
            "2h30m",
            "2.5 h",
            "2,5 hours",
            "150",
            "150 min",
            "9000s",
        ] {
            assert_eq!(minutes(typed), Ok(150.0), "{typed}");
        }
        assert_eq!(minutes("1.5"), Ok(1.5));
        assert_eq!(minutes("0:00:30"), Ok(0.5));
        for typed in ["2:75", "2h75", "2:30:60", "1.5:30", "2:", ":", "1:2:3:4", "2:-5", "2:30 min", "90 mL", "x", ""] {
            assert_eq!(minutes(typed), Err(Unreadable::Time), "{typed}");
        }
    }

    #[test]
    fn what_is_not_taken_as_typed_is_said() {
        let said = |field: &Field, typed: &str| {
            let reading = read(field, typed);
            (reading.value, reading.remark.unwrap_or_default())
        };
        assert_eq!(said(&FLOW, "70mL/min"), (Some(70.0), String::new()));
        assert_eq!(said(&FLOW, "9999"), (Some(150.0), "Cut to 150\u{a0}mL/min, the most allowed.".to_owned()));
        assert_eq!(said(&FLOW, "1"), (Some(5.0), "Raised to 5\u{a0}mL/min, the least allowed.".to_owned()));
        let (value, why) = said(&FLOW, "70\t44");
        assert_eq!(value, None);
        assert!(why.contains("“70 44” is more than one number") && why.ends_with("It stays 55\u{a0}mL/min."), "{why}");
        assert!(said(&FLOW, "70 kg").1.starts_with("“70 kg”: this is in mL/min."));
        let whole =
            Field { form: Form::Number { unit: Unit::One, decimals: 0 }, least: 20.0, most: 2000.0, grain: 1.0 };
        assert_eq!(said(&whole, "33.4"), (Some(33.0), "Rounded to 33.".to_owned()));
        let duration = Field { form: Form::Time, least: 10.0, most: 600.0, grain: 0.0 };
        let (value, why) = said(&duration, "1.5");
        assert!(value == Some(10.0) && why.contains("1.5 min") && why.contains("1.5 h"), "{why}");
        let (value, why) = said(&duration, "2:75");
        assert!(value.is_none() && why.contains("“2:75”"), "{why}");
        assert!(said(&FLOW, &"9".repeat(400)).1.chars().count() < 90);
    }

    #[test]
    fn what_the_field_wrote_itself_changes_nothing() {
        let exact = Text::english().read_typed(&FLOW, 55.123, "55.1\u{a0}mL/min");
        assert_eq!(exact, Reading::default());
    }
}
