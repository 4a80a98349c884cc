//! Procedure settings that the operator chooses: flows, duration, fluids given.

use strum::{VariantArray, VariantNames};

use super::blood::Blood;
use super::calcium::ACD_A_CITRATE_MMOL_ML;

/// Fluid given into the return line while the machine runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray, VariantNames)]
pub enum ReplacementFluid {
    #[default]
    Saline,
    /// Albumin, 5 %: expands plasma by its own volume.
    Albumin,
    Plasma,
    /// Packed red cells in additive solution.
    RedCells,
}

/// Hematocrit of packed red cells in additive solution, as a fraction. Usual product: 0.55–0.65.
pub const PACKED_RED_CELLS_HEMATOCRIT: f64 = 0.60;

impl ReplacementFluid {
    /// The name in files and messages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Saline => "Saline",
            Self::Albumin => "Albumin",
            Self::Plasma => "Plasma",
            Self::RedCells => "RedCells",
        }
    }

    /// Contents of one mL.
    fn per_ml(self) -> Blood {
        match self {
            Self::Saline => Blood { plasma_ml: 1.0, ..Blood::default() },
            Self::Albumin | Self::Plasma => Blood { plasma_ml: 1.0, protein_ml: 1.0, ..Blood::default() },
            Self::RedCells => Blood {
                plasma_ml: 1.0 - PACKED_RED_CELLS_HEMATOCRIT,
                red_cells_ml: PACKED_RED_CELLS_HEMATOCRIT,
                ..Blood::default()
            },
        }
    }
}

/// Whether blood is drawn, or the operator has paused: a faint, a clotting needle, a bag to be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, VariantArray, VariantNames)]
pub enum Draw {
    #[default]
    Running,
    /// No blood moves, but replacement fluid and calcium go on through the return line.
    PausedReturnOpen,
    /// Nothing moves.
    Paused,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Procedure {
    pub draw: Draw,
    /// Flow into the separator, anticoagulant included.
    pub inlet_flow_ml_min: f64,
    /// Inlet flow per part of anticoagulant: 12 means 1 : 12.
    pub anticoagulant_ratio: f64,
    pub anticoagulant_citrate_mmol_l: f64,
    /// From first draw to the end of collection.
    pub duration_min: f64,
    pub replacement_fluid: ReplacementFluid,
    pub replacement_flow_ml_min: f64,
    pub calcium_infusion_mmol_h: f64,
    /// Blood taken for tests, drawn evenly while the machine runs.
    pub blood_samples_ml: f64,
    /// Blood lost from a wound or into the gut while the machine draws; it stops when the procedure ends or is aborted.
    pub bleeding_ml_min: f64,
}

impl Default for Procedure {
    fn default() -> Self {
        Self {
            draw: Draw::default(),
            inlet_flow_ml_min: 50.0,
            anticoagulant_ratio: 12.0,
            anticoagulant_citrate_mmol_l: 1000.0 * ACD_A_CITRATE_MMOL_ML,
            duration_min: 180.0,
            replacement_fluid: ReplacementFluid::default(),
            replacement_flow_ml_min: 0.0,
            calcium_infusion_mmol_h: 0.0,
            blood_samples_ml: 0.0,
            bleeding_ml_min: 0.0,
        }
    }
}

impl Procedure {
    /// What the replacement pump delivers each minute.
    pub fn replacement_per_min(&self) -> Blood {
        self.replacement_fluid.per_ml() * self.replacement_flow_ml_min
    }
}

/// Anticoagulant as a flow: water and its citrate. Hydroxyethyl starch, where it is used, runs in with it and holds that water in the
/// vessels as protein would.
pub fn anticoagulant(flow_ml_min: f64, citrate_mmol_l: f64, hydroxyethyl_starch: bool) -> Blood {
    Blood {
        plasma_ml: flow_ml_min,
        protein_ml: if hydroxyethyl_starch { flow_ml_min } else { 0.0 },
        citrate_mmol: flow_ml_min * citrate_mmol_l / 1000.0,
        ..Blood::default()
    }
}
