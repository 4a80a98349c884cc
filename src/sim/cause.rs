//! Causes: what a procedure does to the blood, each of which can be left out of a run to see what it was worth.

use crate::model::blood::Blood;
use crate::model::cells::PerClass;

/// Something that moves a count or a volume. A run without it tells its share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    pub const ALL: [Self; 15] = [
        Self::SetAndPrime,
        Self::AnticoagulantFluid,
        Self::Citrate,
        Self::CollectedRedCells,
        Self::CollectedWhiteCells,
        Self::CollectedPlatelets,
        Self::CollectedPlasma,
        Self::ReplacementFluid,
        Self::CalciumInfusion,
        Self::BloodSamples,
        Self::Bleeding,
        Self::Refill,
        Self::SpleenPlatelets,
        Self::TissueFluid,
        Self::SlowLiver,
    ];

    /// The name in keys and message ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SetAndPrime => "set_and_prime",
            Self::AnticoagulantFluid => "anticoagulant_fluid",
            Self::Citrate => "citrate",
            Self::CollectedRedCells => "collected_red_cells",
            Self::CollectedWhiteCells => "collected_white_cells",
            Self::CollectedPlatelets => "collected_platelets",
            Self::CollectedPlasma => "collected_plasma",
            Self::ReplacementFluid => "replacement_fluid",
            Self::CalciumInfusion => "calcium_infusion",
            Self::BloodSamples => "blood_samples",
            Self::Bleeding => "bleeding",
            Self::Refill => "refill",
            Self::SpleenPlatelets => "spleen_platelets",
            Self::TissueFluid => "tissue_fluid",
            Self::SlowLiver => "slow_liver",
        }
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
