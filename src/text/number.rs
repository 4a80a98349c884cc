//! Numbers as people read them: fixed decimals, times of a clock, counts with powers of ten.

use super::Text;
use crate::sim::settings::Unit;

/// A number with this many decimals, and no minus sign before zero.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
        Some(rest) => format!("\u{2212}{rest}"),
        None => text,
    }
}

/// A number without trailing zeros.
pub fn shortest(value: f64, decimals: usize) -> String {
    let rounded = fixed(value, decimals);
    if rounded.contains('.') { rounded.trim_end_matches('0').trim_end_matches('.').to_owned() } else { rounded }
}

/// A multiple of a step with as many decimals as the step has: all labels of an axis have the same.
pub fn at_step(value: f64, step: f64) -> String {
    const MOST: usize = 6;
    /// Rounding of a step that was computed.
    const SAME: f64 = 1e-6;
    let mut scaled = step.abs();
    let mut decimals = 0;
    while decimals < MOST && (scaled - scaled.round()).abs() > SAME * scaled.max(1.0) {
        scaled *= 10.0;
        decimals += 1;
    }
    fixed(value, decimals)
}

/// A number with three significant digits, and at most two decimals.
pub fn rounded(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 99.5 || size == 0.0 => 0,
        size if size >= 9.95 => 1,
        _ => 2,
    };
    fixed(value, decimals)
}

/// Minutes as hours and minutes: 0:58, 3:00.
pub fn clock(minutes: f64) -> String {
    let whole = (minutes.max(0.0) + 1e-9).floor() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// A number of cells, 10⁹, as a power of ten: 2.6×10¹¹.
pub fn cell_count(e9: f64) -> String {
    let cells = e9 * 1e9;
    if cells < 1.0 { "0".to_owned() } else { power_of_ten(cells, 1) }
}

/// The digits of a power, from zero to nine.
pub const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// A number other than zero as digits and a power of ten: 2.6×10¹¹.
pub fn power_of_ten(value: f64, decimals: usize) -> String {
    let mut power = libm::floor(libm::log10(value.abs())) as i32;
    let mut digits = value / libm::exp10(f64::from(power));
    let next = 10.0 - 0.5 * libm::exp10(-(decimals as f64));
    if digits.abs() >= next {
        digits /= 10.0;
        power += 1;
    }
    let raised = |c: char| c.to_digit(10).and_then(|digit| SUPERSCRIPTS.chars().nth(digit as usize)).unwrap_or('⁻');
    let superscript: String = power.to_string().chars().map(raised).collect();
    format!("{}×10{superscript}", fixed(digits, decimals))
}

impl Unit {
    /// The unit's message id.
    pub const fn message(self) -> &'static str {
        match self {
            Self::One => "unit-one",
            Self::Years => "unit-years",
            Self::Kilogram => "unit-kg",
            Self::Meter => "unit-m",
            Self::Percent => "unit-percent",
            Self::E9PerL => "unit-e9-per-l",
            Self::E12PerL => "unit-e12-per-l",
            Self::GramPerDl => "unit-g-per-dl",
            Self::Ml => "unit-ml",
            Self::Femtoliter => "unit-fl",
            Self::MmolPerL => "unit-mmol-per-l",
            Self::MlPerMin => "unit-ml-per-min",
            Self::MlPerMinPerKg => "unit-ml-per-min-per-kg",
            Self::MlPerMinPerL => "unit-ml-per-min-per-l",
            Self::MgPerKgPerMin => "unit-mg-per-kg-per-min",
            Self::MmolPerH => "unit-mmol-per-h",
            Self::Min => "unit-min",
            Self::PerMin => "unit-per-min",
            Self::E9 => "unit-e9",
            Self::E6PerKg => "unit-e6-per-kg",
            Self::Liter => "unit-l",
            Self::Mmol => "unit-mmol",
            Self::MgPerMl => "unit-mg-per-ml",
            Self::LPerKg => "unit-l-per-kg",
        }
    }
}

impl Text {
    /// The unit's sign; empty where there is none.
    pub fn unit(&self, unit: Unit) -> String {
        if unit == Unit::One { String::new() } else { self.get(unit.message()) }
    }

    /// A number and its unit.
    pub fn quantity(&self, number: &str, unit: Unit) -> String {
        if unit == Unit::One { number.to_owned() } else { format!("{number}\u{a0}{}", self.get(unit.message())) }
    }

    /// An age as people say it: in months below two years.
    pub fn age(&self, years: f64) -> String {
        if years >= 2.0 {
            return self.quantity(&shortest(years, 1), Unit::Years);
        }
        let months = fixed(12.0 * years, 0);
        let is = if months == "1" { "one" } else { "many" };
        self.with("age-in-months", &[("months", months), ("is", is.to_owned())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{SettingId, Value};

    #[test]
    fn ages_below_two_years_are_told_in_months() {
        let text = Text::english();
        for (years, words) in
            [(0.0, "0 months"), (0.08, "1 month"), (0.35, "4 months"), (0.92, "11 months"), (1.5, "18 months")]
        {
            assert_eq!(text.age(years), words);
        }
        assert_eq!(text.age(2.0), "2\u{a0}y");
        assert_eq!(text.age(54.0), "54\u{a0}y");
        assert_eq!(text.setting_value(SettingId::Age, &Value::Number(0.35)), "4 months");
    }

    #[test]
    fn the_labels_of_an_axis_have_as_many_decimals_as_their_step() {
        let labels = |step: f64| (0..3).map(|i| at_step(f64::from(i) * step, step)).collect::<Vec<_>>();
        assert_eq!(labels(0.2), ["0.0", "0.2", "0.4"]);
        assert_eq!(at_step(1.0, 0.2), "1.0");
        assert_eq!(at_step(0.3, 0.1), "0.3");
        assert_eq!(labels(2.5), ["0.0", "2.5", "5.0"]);
        assert_eq!(labels(0.25), ["0.00", "0.25", "0.50"]);
        assert_eq!(labels(20.0), ["0", "20", "40"]);
        assert_eq!(at_step(-0.4, 0.2), "\u{2212}0.4");
        assert_eq!(at_step(1.0, f64::NAN), "1", "whatever the step, it ends");
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(fixed(-0.04, 1), "0.0");
        assert_eq!(fixed(-1.25, 1), "\u{2212}1.2");
        assert_eq!(clock(76.9), "1:16");
        assert_eq!(clock(180.0), "3:00");
        assert_eq!(cell_count(259.6), "2.6×10¹¹");
        assert_eq!(cell_count(9.99), "1.0×10¹⁰");
        assert_eq!(cell_count(0.0), "0");
        assert_eq!(power_of_ten(-3.1e-13, 0), "\u{2212}3×10⁻¹³");
        assert_eq!(power_of_ten(9.6e-4, 0), "1×10⁻³");
    }
}
