//! Crossings: the exact times at which a quantity passes a value.

use super::quantities::Quantity;
use super::trajectory::Trajectory;
use crate::model::root_finding::root;

/// The times at which a quantity passes a value, up or down, in order, min.
///
/// The result depends on the trajectory alone, so a caller can stand on one crossing and look for the next.
pub fn crossings(trajectory: &Trajectory, quantity: Quantity, value: f64) -> Vec<f64> {
    let excess = |time_min: f64| quantity.at(&trajectory.at(time_min)).map(|now| now - value);
    let known: Vec<_> =
        trajectory.sample_times_min().into_iter().map(|time_min| (time_min, excess(time_min))).collect();
    let crossing = |pair: &[(f64, Option<f64>)]| {
        let [(from_min, Some(before)), (to_min, Some(after))] = *pair else { return None };
        let passes = (before > 0.0) != (after > 0.0);
        passes.then(|| root(|time_min| excess(time_min).unwrap_or_default(), from_min, to_min))
    };
    known.windows(2).filter_map(crossing).collect()
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
        let found = crossings(&run, quantity, value);
        assert!(!found.is_empty());
        for time_min in found {
            assert!((at(time_min) - value).abs() < 1e-9, "{} is not {value}", at(time_min));
            assert!((at(time_min - 0.1) > value) != (at(time_min + 0.1) > value));
        }
        assert!(crossings(&run, quantity, 2.0 * at(0.0)).is_empty());
    }

    #[test]
    fn what_rises_from_a_value_passes_it_where_it_begins_to_rise() {
        let run = run();
        let (collection_from_min, _) = run.collection_min().unwrap();
        let found = crossings(&run, Quantity::BagVolume, 0.0);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((found[0] - collection_from_min).abs() < 1e-9);
    }
}
