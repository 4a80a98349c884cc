//! Root search: the exact moment a continuous quantity passes a threshold.

use super::course::Course;
use super::quantities::Quantity;

/// The point in `[from, to]` where `f` changes sign, to the last bits of `f64`; `f` has different signs at the ends.
///
/// Illinois' variant of false position: as safe as halving, and much quicker on the smooth curves met here.
pub fn root(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let (mut low, mut high) = (from, to);
    let (mut f_low, mut f_high) = (f(low), f(high));
    if f_low == 0.0 {
        return low;
    }
    for round in 0..100 {
        if (high - low).abs() <= 1e-12 * high.abs().max(1.0) {
            break;
        }
        // Every third round halves, so that the interval shrinks whatever the curve does.
        let guess = if round % 3 == 2 { 0.5 * (low + high) } else { (low * f_high - high * f_low) / (f_high - f_low) };
        let f_guess = f(guess);
        if f_guess == 0.0 {
            return guess;
        }
        if (f_guess < 0.0) == (f_high < 0.0) {
            (high, f_high) = (guess, f_guess);
            f_low *= 0.5;
        } else {
            (low, f_low) = (guess, f_guess);
            f_high *= 0.5;
        }
    }
    high
}

/// The moments of a course in which a quantity passes a value, up or down, in their order, min.
///
/// The same moments whoever asks and from wherever, so that one can stand on such a moment and look for the next.
pub fn passings(course: &Course, quantity: Quantity, value: f64) -> Vec<f64> {
    let excess = |time_min: f64| quantity.at(&course.at(time_min)).map(|now| now - value);
    let known: Vec<_> = course.telling_times_min().into_iter().map(|time_min| (time_min, excess(time_min))).collect();
    let passing = |pair: &[(f64, Option<f64>)]| {
        let [(from_min, Some(before)), (to_min, Some(after))] = *pair else { return None };
        let passes = (before > 0.0) != (after > 0.0);
        passes.then(|| root(|time_min| excess(time_min).unwrap_or_default(), from_min, to_min))
    };
    known.windows(2).filter_map(passing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cells::WhiteCell;
    use crate::sim::{Protocol, Run, simulate};

    fn run() -> Run {
        let mut protocol = Protocol::default();
        protocol.settings.patient.white_cells_e9_per_l[WhiteCell::Lymphocyte] = 2.0;
        simulate(&protocol).unwrap()
    }

    #[test]
    fn a_course_is_at_the_value_in_each_of_its_passings() {
        let run = run();
        let quantity = Quantity::Platelets;
        let at = |time_min| quantity.at(&run.at(time_min)).unwrap();
        let value = 0.5 * (at(0.0) + at(run.machine_end_min));
        let found = passings(&run, quantity, value);
        assert!(!found.is_empty());
        for time_min in found {
            assert!((at(time_min) - value).abs() < 1e-9, "{} is not {value}", at(time_min));
            assert!((at(time_min - 0.1) > value) != (at(time_min + 0.1) > value));
        }
        assert!(passings(&run, quantity, 2.0 * at(0.0)).is_empty());
    }

    #[test]
    fn what_rises_from_a_value_passes_it_where_it_begins_to_rise() {
        let run = run();
        let (collection_from_min, _) = run.collection_min().unwrap();
        let found = passings(&run, Quantity::BagVolume, 0.0);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((found[0] - collection_from_min).abs() < 1e-9);
    }

    #[test]
    fn finds_roots_of_curved_functions() {
        assert!((root(|x| x * x - 2.0, 0.0, 2.0) - 2.0_f64.sqrt()).abs() < 1e-11);
        assert!((root(|x| libm::exp(-x) - 0.5, 0.0, 40.0) - std::f64::consts::LN_2).abs() < 1e-11);
    }
}
