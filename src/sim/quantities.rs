//! Every reported quantity in one table: key, unit, and how it is read from a moment of a run.
//!
//! Columns of the CSV, keys of the JSON, curves, numbers on screen and warnings all read this table.

use super::moment::{Moment, Phase};
use super::old_names;
use super::settings::Unit;
use crate::model::blood::{Blood, HEMOGLOBIN_IN_RED_CELLS_G_DL};
use crate::model::calcium::{self, ACD_A_CITRATE_MMOL_ML, CITRATE_MG_PER_MMOL};
use crate::model::cells::{PerClass, WhiteCell};

/// The name of a quantity in code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    WhiteCells,
    Class(WhiteCell),
    RedCells,
    Hematocrit,
    Hemoglobin,
    Platelets,
    IonizedCalcium,
    BloodVolume,
    Processed,
    BagVolume,
    Leukocrit,
    BloodVolumeChange,
    Citrate,
    CitrateRate,
    AnticoagulantRate,
    ExtracorporealShare,
    LineRoom,
    BagWhiteCells,
    HemoglobinChange,
    ProcessedVolumes,
    ProductHematocrit,
    SpilledRedCells,
    InterfaceDrift,
    AnticoagulantRatio,
    WhiteCellEfficiency,
    MononuclearEfficiency,
    PlateletEfficiency,
}

/// One row of the table.
pub struct Row {
    pub quantity: Quantity,
    /// The name in columns and keys, unit included.
    pub key: &'static str,
    pub unit: Unit,
    /// Digits after the point that mean something.
    pub decimals: usize,
    read: fn(&Moment<'_>) -> Option<f64>,
}

impl Quantity {
    /// The row of the table.
    ///
    /// # Panics
    /// Never: a test holds that every quantity has its row.
    #[expect(clippy::expect_used, reason = "a test holds that every quantity has its row")]
    pub fn row(self) -> &'static Row {
        TABLE.iter().find(|row| row.quantity == self).expect("every quantity has a row")
    }

    /// Whether it can be below zero: changes and distances, not amounts.
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::BloodVolumeChange | Self::HemoglobinChange | Self::InterfaceDrift)
    }

    /// The quantity with this key, of today or of an earlier release.
    pub fn by_key(key: &str) -> Option<Self> {
        let key = old_names::current(key);
        TABLE.iter().find(|row| row.key == key).map(|row| row.quantity)
    }

    /// Its value at a moment; `None` where it has no meaning. An amount below nothing by less than the solver's error is none.
    pub fn at(self, moment: &Moment<'_>) -> Option<f64> {
        self.row().at(moment)
    }
}

impl Row {
    /// The quantity's value at a moment, as [`Quantity::at`]: for whoever asks for the same one many times.
    pub fn at(&self, moment: &Moment<'_>) -> Option<f64> {
        let value = (self.read)(moment)?;
        Some(if self.quantity.is_signed() { value } else { value.max(0.0) })
    }
}

const fn row(
    quantity: Quantity,
    key: &'static str,
    unit: Unit,
    decimals: usize,
    read: fn(&Moment<'_>) -> Option<f64>,
) -> Row {
    Row { quantity, key, unit, decimals, read }
}

/// The table, in the order of the CSV's columns.
pub static TABLE: &[Row] = &[
    row(Quantity::WhiteCells, "white_cells_e9_per_l", Unit::E9PerL, 2, |m| {
        Some(per_liter(m, m.state.patient.white_cells_e9.sum()))
    }),
    row(Quantity::Class(WhiteCell::Neutrophil), "neutrophil_e9_per_l", Unit::E9PerL, 2, |m| {
        Some(class(m, WhiteCell::Neutrophil))
    }),
    row(Quantity::Class(WhiteCell::ImmatureGranulocyte), "immature_granulocyte_e9_per_l", Unit::E9PerL, 2, |m| {
        Some(class(m, WhiteCell::ImmatureGranulocyte))
    }),
    row(Quantity::Class(WhiteCell::Lymphocyte), "lymphocyte_e9_per_l", Unit::E9PerL, 2, |m| {
        Some(class(m, WhiteCell::Lymphocyte))
    }),
    row(Quantity::Class(WhiteCell::Monocyte), "monocyte_e9_per_l", Unit::E9PerL, 2, |m| {
        Some(class(m, WhiteCell::Monocyte))
    }),
    row(Quantity::Class(WhiteCell::Blast), "blast_e9_per_l", Unit::E9PerL, 2, |m| Some(class(m, WhiteCell::Blast))),
    row(Quantity::Class(WhiteCell::Cd34), "cd34_e9_per_l", Unit::E9PerL, 4, |m| Some(class(m, WhiteCell::Cd34))),
    row(Quantity::RedCells, "red_cells_e12_per_l", Unit::E12PerL, 2, |m| {
        Some(hematocrit(m) / m.body.patient.mean_red_cell_volume_fl * 1000.0)
    }),
    row(Quantity::Hematocrit, "hematocrit_percent", Unit::Percent, 1, |m| Some(100.0 * hematocrit(m))),
    row(Quantity::Hemoglobin, "hemoglobin_g_dl", Unit::GramPerDl, 1, |m| {
        Some(HEMOGLOBIN_IN_RED_CELLS_G_DL * hematocrit(m))
    }),
    row(Quantity::Platelets, "platelets_e9_per_l", Unit::E9PerL, 0, |m| {
        Some(per_liter(m, m.state.patient.platelets_e9))
    }),
    row(Quantity::IonizedCalcium, "ionized_calcium_mmol_l", Unit::MmolPerL, 2, |m| Some(ionized_calcium(m))),
    row(Quantity::BloodVolume, "blood_volume_ml", Unit::Ml, 0, |m| Some(m.blood_volume_ml())),
    row(Quantity::Processed, "processed_ml", Unit::Ml, 0, |m| Some(m.pumped.processed_ml)),
    row(Quantity::BagVolume, "bag_volume_ml", Unit::Ml, 0, |m| Some(m.state.bag.volume_ml(cell_volumes(m)))),
    row(Quantity::Leukocrit, "leukocrit_percent", Unit::Percent, 1, |m| {
        Some(100.0 * m.state.patient.white_cell_volume_ml(cell_volumes(m)) / m.blood_volume_ml())
    }),
    row(Quantity::BloodVolumeChange, "blood_volume_change_percent", Unit::Percent, 1, |m| {
        Some(100.0 * (m.blood_volume_ml() / m.body.blood_volume_before_ml - 1.0))
    }),
    row(Quantity::Citrate, "citrate_mmol_l", Unit::MmolPerL, 2, |m| Some(m.state.citrate_mmol_l(&m.body.patient))),
    row(Quantity::CitrateRate, "citrate_mg_kg_min", Unit::MgPerKgPerMin, 2, |m| {
        let citrate_mmol_min = m.flows()?.anticoagulant_ml_min * ACD_A_CITRATE_MMOL_ML;
        Some(citrate_mmol_min * CITRATE_MG_PER_MMOL / m.body.patient.weight_kg)
    }),
    row(Quantity::AnticoagulantRate, "anticoagulant_ml_min_per_l", Unit::MlPerMinPerL, 2, |m| {
        Some(m.flows()?.anticoagulant_ml_min / m.body.patient.entered_blood_volume_ml() * 1000.0)
    }),
    row(Quantity::ExtracorporealShare, "extracorporeal_percent", Unit::Percent, 1, |m| {
        m.flows()?;
        Some(100.0 * m.settings.machine.set_volume_ml / m.body.blood_volume_before_ml)
    }),
    row(Quantity::LineRoom, "collect_line_room_percent", Unit::Percent, 0, |m| {
        m.drawing().filter(|drawing| drawing.collecting)?;
        m.separation().map(|(_, separation)| 100.0 * separation.line_room)
    }),
    row(Quantity::BagWhiteCells, "bag_white_cells_e9", Unit::E9, 1, |m| Some(m.state.bag.white_cells_e9.sum())),
    row(Quantity::HemoglobinChange, "hemoglobin_change_g_dl", Unit::GramPerDl, 1, |m| {
        let before = m.body.patient.hematocrit_percent / 100.0;
        Some(HEMOGLOBIN_IN_RED_CELLS_G_DL * (hematocrit(m) - before))
    }),
    row(Quantity::ProcessedVolumes, "processed_blood_volumes", Unit::One, 2, |m| {
        Some(m.pumped.processed_ml / m.body.blood_volume_before_ml)
    }),
    row(Quantity::ProductHematocrit, "product_hematocrit_percent", Unit::Percent, 1, |m| {
        m.drawing().filter(|drawing| drawing.collecting)?;
        m.separation().map(|(_, separation)| 100.0 * separation.product_hematocrit)
    }),
    row(Quantity::SpilledRedCells, "spilled_red_cells_percent", Unit::Percent, 1, |m| {
        m.drawing().filter(|drawing| drawing.collecting)?;
        m.separation().map(|(_, separation)| 100.0 * separation.spilled_red_cell_share)
    }),
    row(Quantity::InterfaceDrift, "interface_drift", Unit::One, 2, |m| {
        m.drawing().filter(|drawing| drawing.collecting)?;
        m.separation().map(|(_, separation)| separation.port_position - m.settings.machine.interface_position)
    }),
    row(Quantity::AnticoagulantRatio, "anticoagulant_ratio", Unit::One, 1, |m| {
        m.flows()?;
        Some(m.settings.procedure.anticoagulant_ratio)
    }),
    row(Quantity::WhiteCellEfficiency, "white_cell_ce1_percent", Unit::Percent, 1, |m| {
        let before_e9 = m.body.patient.white_cells_e9_per_l.sum() * m.body.blood_volume_before_ml / 1000.0;
        collection_efficiency(m, before_e9, |blood| blood.white_cells_e9.sum())
    }),
    row(Quantity::MononuclearEfficiency, "mononuclear_ce1_percent", Unit::Percent, 1, |m| {
        let before_e9 = m.body.patient.white_cells_e9_per_l.mononuclear() * m.body.blood_volume_before_ml / 1000.0;
        collection_efficiency(m, before_e9, |blood| blood.white_cells_e9.mononuclear())
    }),
    row(Quantity::PlateletEfficiency, "platelet_ce1_percent", Unit::Percent, 1, |m| {
        let before_e9 = m.body.patient.platelets_e9_per_l * m.body.blood_volume_before_ml / 1000.0;
        collection_efficiency(m, before_e9, |blood| blood.platelets_e9)
    }),
];

/// CE1 so far: what is in the bag as percent of what was processed, by the mean of the counts at the start and now. Once the needle
/// is out the counts go on changing, and the number would mean nothing.
fn collection_efficiency(m: &Moment<'_>, before_e9: f64, count_e9: fn(&Blood) -> f64) -> Option<f64> {
    if m.phase == Phase::After {
        return None;
    }
    let mean_e9_ml =
        0.5 * (before_e9 / m.body.blood_volume_before_ml + count_e9(&m.state.patient) / m.blood_volume_ml());
    let offered_e9 = mean_e9_ml * m.pumped.processed_ml;
    (offered_e9 > 0.0).then(|| 100.0 * count_e9(&m.state.bag) / offered_e9)
}

fn cell_volumes<'a>(moment: &'a Moment<'_>) -> &'a PerClass<f64> {
    &moment.body.patient.cell_volume_fl
}

fn per_liter(moment: &Moment<'_>, count_e9: f64) -> f64 {
    count_e9 / moment.blood_volume_ml() * 1000.0
}

fn class(moment: &Moment<'_>, class: WhiteCell) -> f64 {
    per_liter(moment, moment.state.patient.white_cells_e9[class])
}

fn hematocrit(moment: &Moment<'_>) -> f64 {
    moment.state.patient.red_cells_ml / moment.blood_volume_ml()
}

fn ionized_calcium(moment: &Moment<'_>) -> f64 {
    let patient = &moment.body.patient;
    calcium::ionized_calcium_mmol_l(
        patient.ionized_calcium_mmol_l,
        moment.state.citrate_mmol_l(patient),
        moment.state.infused_calcium_mmol,
        patient.weight_kg,
    )
}

/// Red and white cells as percent of a volume of blood; `None` when there is none.
pub fn crits_percent(blood: &Blood, cell_volume_fl: &PerClass<f64>) -> Option<(f64, f64)> {
    let volume_ml = blood.volume_ml(cell_volume_fl);
    (volume_ml > 0.0).then(|| {
        (100.0 * blood.red_cells_ml / volume_ml, 100.0 * blood.white_cell_volume_ml(cell_volume_fl) / volume_ml)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quantity_has_its_row() {
        let mut all = vec![
            Quantity::WhiteCells,
            Quantity::RedCells,
            Quantity::Hematocrit,
            Quantity::Hemoglobin,
            Quantity::Platelets,
            Quantity::IonizedCalcium,
            Quantity::BloodVolume,
            Quantity::Processed,
            Quantity::BagVolume,
            Quantity::Leukocrit,
            Quantity::BloodVolumeChange,
            Quantity::Citrate,
            Quantity::CitrateRate,
            Quantity::AnticoagulantRate,
            Quantity::ExtracorporealShare,
            Quantity::LineRoom,
            Quantity::BagWhiteCells,
            Quantity::HemoglobinChange,
            Quantity::ProcessedVolumes,
            Quantity::ProductHematocrit,
            Quantity::SpilledRedCells,
            Quantity::InterfaceDrift,
            Quantity::AnticoagulantRatio,
            Quantity::WhiteCellEfficiency,
            Quantity::MononuclearEfficiency,
            Quantity::PlateletEfficiency,
        ];
        all.extend(WhiteCell::ALL.map(Quantity::Class));
        assert_eq!(all.len(), TABLE.len());
        assert!(all.into_iter().all(|quantity| quantity.row().quantity == quantity));
    }

    #[test]
    fn keys_are_unique_and_begin_as_promised() {
        let keys: Vec<_> = TABLE.iter().map(|row| row.key).collect();
        assert!(keys.iter().enumerate().all(|(i, key)| !keys[..i].contains(key)));
        assert_eq!(
            keys[7..15].join(","),
            "red_cells_e12_per_l,hematocrit_percent,hemoglobin_g_dl,platelets_e9_per_l,ionized_calcium_mmol_l,blood_volume_ml,processed_ml,bag_volume_ml"
        );
    }
}
