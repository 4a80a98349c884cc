//! Citrate in the body, and the ionized calcium it binds.

use super::number::Number;

/// Citrate in ACD-A, mmol per mL of solution (21.3 mg/mL).
pub const ACD_A_CITRATE_MMOL_ML: f64 = 0.1128;

/// Molar mass of citrate as dosed, mg per mmol: 21.3 mg in 0.1128 mmol.
pub const CITRATE_MG_PER_MMOL: f64 = 21.3 / ACD_A_CITRATE_MMOL_ML;

/// Distribution volume of citrate, L/kg: with a clearance of 9.8 mL/min/kg its half-life is 32 min.
pub const CITRATE_SPACE_L_KG: f64 = 0.45;

/// Affinity of citrate for calcium in plasma, L/mmol, against competing magnesium and protons: the middle of the chemical range of 1.7
/// to 3.2.
pub const CITRATE_AFFINITY_L_MMOL: f64 = 2.5;

/// Distribution volume of calcium, L/kg: the extracellular fluid.
pub const CALCIUM_SPACE_L_KG: f64 = 0.25;

/// Protein-bound calcium per ionized calcium, averaged over the extracellular fluid: about 0.8 in plasma, 0.25 between cells.
pub const PROTEIN_BOUND_PER_IONIZED: f64 = 0.4;

/// Rate at which added calcium leaves for bone and kidney, 1/min: a half-life of about an hour. Assumed.
pub const CALCIUM_UPTAKE_PER_MIN: f64 = 0.0116;

/// Time that parathyroid hormone needs to release calcium from bone, min. Assumed: the hormone rises in minutes, bone answers in hours.
pub const BONE_DELAY_MIN: f64 = 120.0;

/// Calcium that bone releases in time, mmol/min per kg, for each unit by which ionized calcium is below normal, as a share: as readily
/// as it takes up an excess.
pub const BONE_RELEASE_MMOL_MIN_KG: f64 = 0.005;

/// Citrate in the patient's plasma, mmol/L.
#[inline(always)]
pub fn citrate_mmol_l<N: Number>(citrate_mmol: N, weight_kg: N) -> N {
    citrate_mmol / (weight_kg * CITRATE_SPACE_L_KG)
}

/// Citrate metabolized by liver, kidney and muscle, mmol/min.
#[inline(always)]
pub fn citrate_cleared_mmol_min<N: Number>(citrate_mmol: N, weight_kg: N, clearance_ml_min_kg: N) -> N {
    citrate_mmol_l(citrate_mmol, weight_kg) * clearance_ml_min_kg * weight_kg / 1000.0
}

/// Calcium in the extracellular fluid, and the fluid that dilutes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalciumPool<N = f64> {
    pub baseline_mmol_l: N,
    pub weight_kg: N,
    /// Infused or released by bone, and not yet taken up, mmol.
    pub added_mmol: N,
    /// Calcium-free fluid that has been added to blood and tissues, mL.
    pub calcium_free_ml: N,
}

impl<N: Number> CalciumPool<N> {
    /// All calcium that takes part, mmol/L: ionized or bound to protein or citrate.
    #[inline(always)]
    pub fn all_mmol_l(&self) -> N {
        let space_l = self.weight_kg * CALCIUM_SPACE_L_KG;
        let before_mmol_l = self.baseline_mmol_l * (1.0 + PROTEIN_BOUND_PER_IONIZED);
        (before_mmol_l + self.added_mmol / space_l) / (self.calcium_free_ml / (space_l * 1000.0) + 1.0)
    }

    /// Ionized calcium at equilibrium with protein and citrate, mmol/L.
    ///
    /// All calcium is (1 + β)·i + K·i·C/(1 + K·i), with C total citrate.
    #[inline(always)]
    pub fn ionized_mmol_l(&self, citrate_mmol_l: N) -> N {
        const K: f64 = CITRATE_AFFINITY_L_MMOL;
        let held = 1.0 + PROTEIN_BOUND_PER_IONIZED;
        let all_mmol_l = self.all_mmol_l();
        // The positive root of held·K·i² + (held + K·C − K·all)·i − all = 0.
        let b = (citrate_mmol_l - all_mmol_l) * K + held;
        let root = (b * b + all_mmol_l * (4.0 * held * K)).square_root();
        // Two forms of the same root: each avoids the cancellation of the other.
        let is_positive = b.same(0.0).is_below(b);
        N::choose(is_positive, all_mmol_l * 2.0 / (b + root), (root - b) / (2.0 * held * K))
    }

    /// What bone aims to release at this ionized calcium, mmol/min.
    #[inline(always)]
    pub fn bone_release_mmol_min(&self, ionized_mmol_l: N) -> N {
        let lacking = (ionized_mmol_l / self.baseline_mmol_l).complement().or_nothing();
        self.weight_kg * BONE_RELEASE_MMOL_MIN_KG * lacking
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_citrate_nothing_changes_and_added_calcium_binds_citrate() {
        let pool = CalciumPool { baseline_mmol_l: 1.22, weight_kg: 70.0, added_mmol: 0.0, calcium_free_ml: 0.0 };
        assert!((pool.ionized_mmol_l(0.0) - 1.22).abs() < 1e-12);
        let low = pool.ionized_mmol_l(0.8);
        let treated = CalciumPool { added_mmol: 5.0, ..pool }.ionized_mmol_l(0.8);
        assert!((0.8..0.95).contains(&low) && treated > low && treated < 1.22, "{low} {treated}");
    }

    #[test]
    fn calcium_free_fluid_dilutes_calcium_even_without_citrate() {
        let pool = CalciumPool { baseline_mmol_l: 1.22, weight_kg: 70.0, added_mmol: 0.0, calcium_free_ml: 1750.0 };
        // A tenth more extracellular fluid.
        assert!((pool.ionized_mmol_l(0.0) - 1.22 / 1.1).abs() < 1e-12);
    }
}
