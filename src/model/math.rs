//! The few special functions that the equations need, built on `libm` so that every operating system gives the same bits.

use std::f64::consts::SQRT_2;

/// The standard normal distribution function, Φ(x).
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// A smooth ceiling: the share of `demand` that still fits through `capacity`, (1 + (demand/capacity)³)^(−1/3).
///
/// One for a small demand, capacity/demand for a large one. A capacity of zero lets nothing through.
pub fn share_that_fits(demand: f64, capacity: f64) -> f64 {
    if demand <= 0.0 {
        return 1.0;
    }
    if capacity <= 0.0 {
        return 0.0;
    }
    let load = demand / capacity;
    1.0 / libm::cbrt(1.0 + load * load * load)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_cdf_has_its_textbook_values() {
        assert_eq!(normal_cdf(0.0), 0.5);
        assert!((normal_cdf(1.959_963_984_540_054) - 0.975).abs() < 1e-12);
    }

    #[test]
    fn share_that_fits_runs_from_one_to_capacity_over_demand() {
        assert_eq!(share_that_fits(0.0, 1.0), 1.0);
        assert_eq!(share_that_fits(1.0, 0.0), 0.0);
        assert!((share_that_fits(1e-6, 1.0) - 1.0).abs() < 1e-12);
        assert!((share_that_fits(1e4, 1.0) * 1e4 - 1.0).abs() < 1e-9);
    }
}
