//! The few special functions that the equations need, built on `libm` so that every operating system gives the same bits.

use std::f64::consts::{PI, SQRT_2};

use super::number::Number;

/// The standard normal distribution function, Φ(x).
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// Mean of the positive part of a normally distributed number: SD·(φ(t) + t·Φ(t)), with t = mean/SD.
pub fn mean_excess(mean: f64, sd: f64) -> f64 {
    let t = mean / sd;
    let density = libm::exp(-0.5 * t * t) / libm::sqrt(2.0 * PI);
    (sd * (density + t * normal_cdf(t))).max(0.0)
}

/// A smooth hinge: value/(1 + e^(−value/bend)). It is zero at zero, the value itself far above, and next to nothing far below.
#[inline(always)]
pub fn soft_excess<N: Number>(value: N, bend: N) -> N {
    value / (((value.same(0.0) - value) / bend).exponential() + 1.0)
}

/// A smooth ceiling: the share of `demand` that still fits through `capacity`, (1 + (demand/capacity)³)^(−1/3).
///
/// One for a small demand, capacity/demand for a large one. A capacity of zero lets nothing through.
#[inline(always)]
pub fn share_that_fits<N: Number>(demand: N, capacity: N) -> N {
    let nothing = demand.same(0.0);
    let fits = (demand / capacity).share_at_load();
    let some_fits = N::choose(capacity.is_up_to(nothing), nothing, fits);
    N::choose(demand.is_up_to(nothing), demand.same(1.0), some_fits)
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
    fn mean_excess_is_the_mean_far_above_zero_and_nothing_far_below() {
        assert!((mean_excess(10.0, 1.0) - 10.0).abs() < 1e-12);
        assert!(mean_excess(-10.0, 1.0).abs() < 1e-12);
        // The mean of |x|/2 of a standard normal number.
        assert!((mean_excess(0.0, 1.0) - 0.398_942_280_401_432_7).abs() < 1e-15);
    }

    #[test]
    fn soft_excess_is_the_excess_and_hardly_ever_less_than_nothing() {
        assert_eq!(soft_excess(0.0, 0.1), 0.0);
        assert!((soft_excess(5.0, 0.1) - 5.0).abs() < 1e-12 && soft_excess(-5.0, 0.1).abs() < 1e-12);
        assert!((0..1000).all(|i| soft_excess(-0.001 * f64::from(i), 0.1) > -0.028));
        assert_eq!(soft_excess(-1e9, 0.1), 0.0);
    }

    #[test]
    fn share_that_fits_runs_from_one_to_capacity_over_demand() {
        assert_eq!(share_that_fits(0.0, 1.0), 1.0);
        assert_eq!(share_that_fits(1.0, 0.0), 0.0);
        assert!((share_that_fits(1e-6, 1.0) - 1.0).abs() < 1e-12);
        assert!((share_that_fits(1e4, 1.0) * 1e4 - 1.0).abs() < 1e-9);
    }
}
