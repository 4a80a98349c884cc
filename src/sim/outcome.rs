//! The outcome of a run: counts before and after, the product, and the collection efficiency of each class.

use super::derivation::Cells;
use super::outline::Outline;
use super::quantities::{Quantity, crits_percent};
use super::settings::Settings;
use super::warnings::has_leukostasis_count;
use crate::model::cells::{PerClass, WhiteCell};

/// The counts compared before and after, in the order of every report.
pub const COMPARED: [(Quantity, &str); 11] = [
    (Quantity::WhiteCells, "white_cells"),
    (Quantity::Class(WhiteCell::Neutrophil), "neutrophil"),
    (Quantity::Class(WhiteCell::ImmatureGranulocyte), "immature_granulocyte"),
    (Quantity::Class(WhiteCell::Lymphocyte), "lymphocyte"),
    (Quantity::Class(WhiteCell::Monocyte), "monocyte"),
    (Quantity::Class(WhiteCell::Blast), "blast"),
    (Quantity::Class(WhiteCell::Cd34), "cd34"),
    (Quantity::Hemoglobin, "hemoglobin"),
    (Quantity::Hematocrit, "hematocrit"),
    (Quantity::Platelets, "platelets"),
    (Quantity::IonizedCalcium, "ionized_calcium"),
];

/// A count at t = 0 and when the needle comes out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    pub quantity: Quantity,
    pub key: &'static str,
    pub before: f64,
    pub after: f64,
}

impl Comparison {
    /// Change in percent; `None` if the count before is zero.
    pub fn change_percent(&self) -> Option<f64> {
        (self.before > 0.0).then(|| 100.0 * (self.after / self.before - 1.0))
    }
}

/// Contents of the bag at the end. Shares are `None` if the bag is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Product {
    pub volume_ml: f64,
    pub hematocrit_percent: Option<f64>,
    pub leukocrit_percent: Option<f64>,
    pub white_cells_e9: PerClass<f64>,
    pub platelets_e9: f64,
}

/// Collection efficiency, percent of the cells processed; `None` if the patient has no such cells or no blood was processed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Efficiency {
    /// Relative to the mean of the counts before and after.
    pub ce1_percent: Option<f64>,
    /// Relative to the count before.
    pub ce2_percent: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    pub comparisons: Vec<Comparison>,
    /// Lymphocytes, monocytes and CD34+ cells together.
    pub mononuclear: Option<Comparison>,
    pub product: Product,
    pub efficiency: PerClass<Efficiency>,
    pub mononuclear_efficiency: Efficiency,
    pub white_cell_efficiency: Efficiency,
    pub platelet_efficiency: Efficiency,
    /// The patient's own blood drawn, anticoagulant excluded.
    pub processed_ml: f64,
    pub processed_blood_volumes: f64,
    pub anticoagulant_ml: f64,
    /// White cells in the bag as a share of those in the blood before, percent.
    pub removed_percent: f64,
}

/// CD34+ cell count below which collection is not worthwhile: 5 per microliter.
pub const WORTH_COLLECTING_E9_PER_L: f64 = 0.005;

/// The cells that a procedure is for: white cells where there are too many, granulocytes where starch floats them, CD34+ cells where
/// they were mobilized, else mononuclear cells.
pub fn target_cells(settings: &Settings) -> Cells {
    let patient = &settings.patient;
    if settings.machine.hydroxyethyl_starch {
        Cells::Class(WhiteCell::Neutrophil)
    } else if patient.diagnosis.is_depletion() || has_leukostasis_count(patient) {
        Cells::White
    } else if patient.white_cells_e9_per_l[WhiteCell::Cd34] >= WORTH_COLLECTING_E9_PER_L {
        Cells::Class(WhiteCell::Cd34)
    } else {
        Cells::Mononuclear
    }
}

/// White cells in the bag at the end as a share of those in the blood before, percent.
pub fn removed_percent(outline: &Outline) -> f64 {
    100.0 * outline.after.bag.white_cells_e9.sum() / outline.before.patient.white_cells_e9.sum()
}

impl Outcome {
    pub fn of(outline: &Outline) -> Self {
        let cell_volume_fl = &outline.body.patient.cell_volume_fl;
        let (first, last) = (outline.first(), outline.last());
        let comparisons = COMPARED
            .iter()
            .filter_map(|&(quantity, key)| {
                Some(Comparison { quantity, key, before: quantity.at(&first)?, after: quantity.at(&last)? })
            })
            .collect();

        let bag = &outline.after.bag;
        let crits = crits_percent(bag, cell_volume_fl);
        let product = Product {
            volume_ml: bag.volume_ml(cell_volume_fl),
            hematocrit_percent: crits.map(|(hematocrit, _)| hematocrit),
            leukocrit_percent: crits.map(|(_, leukocrit)| leukocrit),
            white_cells_e9: bag.white_cells_e9,
            platelets_e9: bag.platelets_e9,
        };

        let (before, after) = (&outline.before.patient, &outline.after.patient);
        let (volume_before_ml, volume_after_ml) = (before.volume_ml(cell_volume_fl), after.volume_ml(cell_volume_fl));
        let processed_ml = outline.pumped.processed_ml;
        let efficiency = |in_bag_e9: f64, before_e9: f64, after_e9: f64| {
            let before_e9_ml = before_e9 / volume_before_ml;
            let mean_e9_ml = 0.5 * (before_e9_ml + after_e9 / volume_after_ml);
            let percent_of = |count_e9_ml: f64| {
                let offered_e9 = count_e9_ml * processed_ml;
                (offered_e9 > 0.0).then(|| 100.0 * in_bag_e9 / offered_e9)
            };
            Efficiency { ce1_percent: percent_of(mean_e9_ml), ce2_percent: percent_of(before_e9_ml) }
        };
        let white = |sum: fn(&PerClass<f64>) -> f64| {
            efficiency(sum(&bag.white_cells_e9), sum(&before.white_cells_e9), sum(&after.white_cells_e9))
        };
        let per_liter = |cells: &PerClass<f64>, volume_ml: f64| cells.mononuclear() / volume_ml * 1000.0;
        let mononuclear = Comparison {
            quantity: Quantity::WhiteCells,
            key: "mononuclear",
            before: per_liter(&before.white_cells_e9, volume_before_ml),
            after: per_liter(&after.white_cells_e9, volume_after_ml),
        };
        Self {
            comparisons,
            mononuclear: (mononuclear.before > 0.0).then_some(mononuclear),
            product,
            efficiency: PerClass::from_fn(|class| {
                efficiency(bag.white_cells_e9[class], before.white_cells_e9[class], after.white_cells_e9[class])
            }),
            mononuclear_efficiency: white(PerClass::mononuclear),
            white_cell_efficiency: white(PerClass::sum),
            platelet_efficiency: efficiency(bag.platelets_e9, before.platelets_e9, after.platelets_e9),
            processed_ml,
            processed_blood_volumes: processed_ml / volume_before_ml,
            anticoagulant_ml: outline.pumped.anticoagulant_ml,
            removed_percent: removed_percent(outline),
        }
    }

    pub fn comparison(&self, quantity: Quantity) -> Option<&Comparison> {
        self.comparisons.iter().find(|comparison| comparison.quantity == quantity)
    }
}
