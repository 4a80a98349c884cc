//! Recruitment of cells from reserves outside the bloodstream (marrow, spleen, vessel walls) when counts fall.

use std::f64::consts::LN_2;

use super::cells::Refill;

/// Half-time of platelet exchange between spleen and blood, min (radiolabeled platelets).
pub const SPLEEN_HALF_TIME_MIN: f64 = 10.0;

/// A reserve below this many cells per cell in the blood is treated as none: it would fill and empty in seconds without changing a
/// count.
pub const MIN_RESERVE_RATIO: f64 = 0.05;

/// No reserve responds more than this many times faster than at rest. Assumed; at γ = 0.2/min, 95 min of full depletion reach it.
pub const MAX_URGENCY: f64 = 20.0;

/// Cells moving from reserve to blood, 10⁹/min; negative when the blood gives.
///
/// J = (ln 2/τ)·(1 + γA)·(R/ρ − W·V₀/V): the reserve responds to the *count*, so a shrinking blood volume draws fewer cells.
/// `depletion_min` is A, the memory of how long the count has been low; `volume_ratio` is V₀/V.
pub fn recruited_e9_min(refill: &Refill, reserve_e9: f64, blood_e9: f64, volume_ratio: f64, depletion_min: f64) -> f64 {
    if refill.reserve_ratio < MIN_RESERVE_RATIO {
        return 0.0;
    }
    let urgency = (1.0 + refill.mobilization_per_min * depletion_min.max(0.0)).min(MAX_URGENCY);
    LN_2 / refill.half_time_min * urgency * (reserve_e9 / refill.reserve_ratio - blood_e9 * volume_ratio)
}

/// How fast the memory of depletion grows: dA/dt = 1 − c/c₀, never taking A below zero.
pub fn depletion_rate(count: f64, count_before: f64, depletion_min: f64) -> f64 {
    if count_before <= 0.0 {
        return 0.0;
    }
    let rate = 1.0 - count / count_before;
    if depletion_min <= 0.0 { rate.max(0.0) } else { rate }
}

/// The exchange of platelets with the spleen: the same equation, without mobilization.
pub fn spleen_refill(spleen_platelet_ratio: f64) -> Refill {
    Refill { reserve_ratio: spleen_platelet_ratio, half_time_min: SPLEEN_HALF_TIME_MIN, mobilization_per_min: 0.0 }
}
