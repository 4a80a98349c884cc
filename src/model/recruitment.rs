//! Recruitment of cells from reserves outside the bloodstream (marrow, spleen, vessel walls) when counts fall.

use std::f64::consts::LN_2;

use super::cells::Refill;
use super::number::Number;

/// Half-time of platelet exchange between spleen and blood, min (radiolabeled platelets).
pub const SPLEEN_HALF_TIME_MIN: f64 = 10.0;

/// A reserve below this many cells per cell in the blood is treated as none: it would fill and empty in seconds without changing a
/// count.
pub const MIN_RESERVE_RATIO: f64 = 0.05;

/// Cells moving from reserve to blood, 10⁹/min; negative when the blood gives.
///
/// J = (ln 2/τ)·(R/ρ − W·V₀/V): plain exchange. The reserve responds to the *count*, so a shrinking blood volume draws fewer cells.
/// `volume_ratio` is V₀/V.
#[inline(always)]
pub fn recruited_e9_min<N: Number>(refill: &Refill<N>, reserve_e9: N, blood_e9: N, volume_ratio: N) -> N {
    let is_none = refill.reserve_ratio.is_below(reserve_e9.same(MIN_RESERVE_RATIO));
    let lacking_e9 = reserve_e9 / refill.reserve_ratio - blood_e9 * volume_ratio;
    let exchanged = reserve_e9.same(LN_2) / refill.half_time_min * lacking_e9;
    N::choose(is_none, reserve_e9.same(0.0), exchanged)
}

/// The exchange of platelets with the spleen: the same equation.
pub fn spleen_refill(spleen_platelet_ratio: f64) -> Refill {
    Refill { reserve_ratio: spleen_platelet_ratio, half_time_min: SPLEEN_HALF_TIME_MIN }
}
