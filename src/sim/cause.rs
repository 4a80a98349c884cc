//! Causes: effects of a procedure on the blood, each of which can be left out of a run to measure its share.

use strum::{EnumIter, IntoStaticStr, VariantNames};

use crate::model::blood::Blood;
use crate::model::cells::{CLASSES, PerClass};
use crate::model::number::Number;

/// Something that changes a count or a volume. A run without it shows its share. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Cause {
    /// The prime that reaches the patient, and the blood that is in the set meanwhile.
    SetAndPrime,
    /// Water of the anticoagulant, which dilutes the blood.
    AnticoagulantFluid,
    /// Citrate of the anticoagulant, which binds calcium.
    Citrate,
    /// Red cells that leave for the bag.
    CollectedRedCells,
    CollectedWhiteCells,
    CollectedPlatelets,
    CollectedPlasma,
    ReplacementFluid,
    CalciumInfusion,
    BloodSamples,
    Bleeding,
    /// White cells that enter from marrow, spleen and tissues.
    Refill,
    /// Platelets that the spleen releases.
    SpleenPlatelets,
    /// Water that follows protein, and tissue fluid that replaces lost blood.
    TissueFluid,
    /// A liver that clears citrate more slowly than usual.
    SlowLiver,
}

impl Cause {
    /// The keys of all, in their order.
    pub const KEYS: &'static [&'static str] = Self::VARIANTS;

    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// Removes from what is collected the part that this cause stands for.
    #[inline(always)]
    pub fn leave_out_of_collected<N: Number>(self, collected: &mut Blood<N>) {
        let nothing = collected.plasma_ml.same(0.0);
        match self {
            Self::CollectedRedCells => collected.red_cells_ml = nothing,
            Self::CollectedWhiteCells => collected.white_cells_e9 = PerClass([nothing; CLASSES]),
            Self::CollectedPlatelets => collected.platelets_e9 = nothing,
            Self::CollectedPlasma => {
                (collected.plasma_ml, collected.protein_ml, collected.citrate_mmol) = (nothing, nothing, nothing);
            }
            _ => {}
        }
    }

    /// Removes from the anticoagulant the part that this cause stands for.
    pub fn leave_out_of_anticoagulant(self, anticoagulant: &mut Blood) {
        match self {
            Self::AnticoagulantFluid => (anticoagulant.plasma_ml, anticoagulant.protein_ml) = (0.0, 0.0),
            Self::Citrate => anticoagulant.citrate_mmol = 0.0,
            _ => {}
        }
    }
}
