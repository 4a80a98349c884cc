//! Causes: what a procedure does to the blood, each of which can be left out of a run to see what it was worth.

use strum::{EnumIter, IntoStaticStr};

use crate::model::blood::Blood;
use crate::model::cells::PerClass;

/// Something that moves a count or a volume. A run without it tells its share. In snake case, its name in keys and message ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Cause {
    /// The prime that reaches the patient, and the blood that the set holds meanwhile.
    SetAndPrime,
    /// Water of the anticoagulant: it dilutes.
    AnticoagulantFluid,
    /// Citrate of the anticoagulant: it binds calcium.
    Citrate,
    /// Red cells, white cells, platelets and plasma that leave for the bag.
    CollectedRedCells,
    CollectedWhiteCells,
    CollectedPlatelets,
    CollectedPlasma,
    ReplacementFluid,
    CalciumInfusion,
    BloodSamples,
    Bleeding,
    /// White cells that come in from marrow, spleen and tissues.
    Refill,
    /// Platelets that the spleen lends.
    SpleenPlatelets,
    /// Water that follows protein, and fills in for lost blood.
    TissueFluid,
    /// A liver that clears citrate slower than usual.
    SlowLiver,
}

impl Cause {
    pub const fn key(self) -> &'static str {
        self.into_str()
    }

    /// What is left of a flow of fluid or of the separator's harvest without this cause.
    pub fn leave_out_of_collected(self, collected: &mut Blood) {
        match self {
            Self::CollectedRedCells => collected.red_cells_ml = 0.0,
            Self::CollectedWhiteCells => collected.white_cells_e9 = PerClass::default(),
            Self::CollectedPlatelets => collected.platelets_e9 = 0.0,
            Self::CollectedPlasma => {
                (collected.plasma_ml, collected.protein_ml, collected.citrate_mmol) = (0.0, 0.0, 0.0);
            }
            _ => {}
        }
    }

    /// The anticoagulant without this cause.
    pub fn leave_out_of_anticoagulant(self, anticoagulant: &mut Blood) {
        match self {
            Self::AnticoagulantFluid => anticoagulant.plasma_ml = 0.0,
            Self::Citrate => anticoagulant.citrate_mmol = 0.0,
            _ => {}
        }
    }
}
