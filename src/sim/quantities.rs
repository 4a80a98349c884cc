//! Every reported quantity in one table: its key, its unit, and how it is read from a moment of a run.
//!
//! CSV columns, JSON keys, curves, numbers on screen and warnings all read this table.

use std::sync::LazyLock;

use strum::{EnumIter, IntoEnumIterator};

use super::moment::{Moment, Phase};
use super::old_names;
use super::settings::Unit;
use crate::model::blood::{Blood, HEMOGLOBIN_IN_RED_CELLS_G_DL};
use crate::model::calcium::CITRATE_MG_PER_MMOL;
use crate::model::cells::{PerClass, WhiteCell};

/// The name of a quantity in code, in the order of the CSV's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
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
    /// The name in columns and keys, unit included.
    pub key: &'static str,
    pub unit: Unit,
    /// Significant digits after the decimal point.
    pub decimals: usize,
    /// Whether it can be negative: true for changes and distances, false for amounts.
    pub is_signed: bool,
    read: Read,
}

/// How a quantity is read from a moment; `None` where it is undefined.
enum Read {
    Moment(fn(&Moment<'_>) -> Option<f64>),
    /// The count of a class of white cell.
    Class(WhiteCell),
}

macro_rules! row {
    (signed, $key:literal, $unit:ident, $decimals:literal, $read:expr) => {
        const { &Row { key: $key, unit: Unit::$unit, decimals: $decimals, is_signed: true, read: Read::Moment($read) } }
    };
    ($key:literal, $unit:ident, $decimals:literal, $read:expr) => {
        const { &Row { key: $key, unit: Unit::$unit, decimals: $decimals, is_signed: false, read: Read::Moment($read) } }
    };
}

impl Quantity {
    /// Every quantity; the count of a class appears once per class.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter().flat_map(|quantity| match quantity {
            Self::Class(_) => WhiteCell::ALL.map(Self::Class).to_vec(),
            _ => vec![quantity],
        })
    }

    /// The quantity with this key, current or of an earlier release.
    pub fn by_key(key: &str) -> Option<Self> {
        let key = old_names::current(key);
        Self::all().find(|quantity| quantity.row().key == key)
    }

    /// Its value at a moment; `None` where it is undefined. A negative amount is solver error and is returned as zero.
    pub fn at(self, moment: &Moment<'_>) -> Option<f64> {
        let row = self.row();
        let value = match row.read {
            Read::Moment(read) => read(moment)?,
            Read::Class(class) => per_liter(moment, moment.state.patient.white_cells_e9[class]),
        };
        Some(if row.is_signed { value } else { value.max(0.0) })
    }

    /// The row of the table.
    pub fn row(self) -> &'static Row {
        match self {
            Self::WhiteCells => row!("white_cells_e9_per_l", E9PerL, 2, |m| {
                Some(per_liter(m, m.state.patient.white_cells_e9.sum()))
            }),
            Self::Class(class) => {
                static ROWS: LazyLock<PerClass<Row>> = LazyLock::new(|| {
                    PerClass::from_fn(|class| Row {
                        key: format!("{}_e9_per_l", class.key()).leak(),
                        unit: Unit::E9PerL,
                        decimals: if class == WhiteCell::Cd34 { 4 } else { 2 },
                        is_signed: false,
                        read: Read::Class(class),
                    })
                });
                &ROWS[class]
            }
            Self::RedCells => row!("red_cells_e12_per_l", E12PerL, 2, |m| {
                Some(hematocrit(m) / m.body.patient.mean_red_cell_volume_fl * 1000.0)
            }),
            Self::Hematocrit => row!("hematocrit_percent", Percent, 1, |m| Some(100.0 * hematocrit(m))),
            Self::Hemoglobin => {
                row!("hemoglobin_g_dl", GramPerDl, 1, |m| { Some(HEMOGLOBIN_IN_RED_CELLS_G_DL * hematocrit(m)) })
            }
            Self::Platelets => {
                row!("platelets_e9_per_l", E9PerL, 0, |m| { Some(per_liter(m, m.state.patient.platelets_e9)) })
            }
            Self::IonizedCalcium => row!("ionized_calcium_mmol_l", MmolPerL, 2, |m| Some(ionized_calcium(m))),
            Self::BloodVolume => row!("blood_volume_ml", Ml, 0, |m| Some(m.blood_volume_ml())),
            Self::Processed => row!("processed_ml", Ml, 0, |m| Some(m.pumped.processed_ml)),
            Self::BagVolume => row!("bag_volume_ml", Ml, 0, |m| Some(m.state.bag.volume_ml(cell_volumes(m)))),
            Self::Leukocrit => row!("leukocrit_percent", Percent, 1, |m| {
                Some(100.0 * m.state.patient.white_cell_volume_ml(cell_volumes(m)) / m.blood_volume_ml())
            }),
            Self::BloodVolumeChange => row!(signed, "blood_volume_change_percent", Percent, 1, |m| {
                Some(100.0 * (m.blood_volume_ml() / m.body.blood_volume_before_ml - 1.0))
            }),
            Self::Citrate => row!("citrate_mmol_l", MmolPerL, 2, |m| Some(m.state.citrate_mmol_l(&m.body.patient))),
            Self::CitrateRate => row!("citrate_mg_kg_min", MgPerKgPerMin, 2, |m| {
                let citrate_mmol_min =
                    m.flows()?.anticoagulant_ml_min / 1000.0 * m.settings.procedure.anticoagulant_citrate_mmol_l;
                Some(citrate_mmol_min * CITRATE_MG_PER_MMOL / m.body.patient.weight_kg)
            }),
            Self::AnticoagulantRate => row!("anticoagulant_ml_min_per_l", MlPerMinPerL, 2, |m| {
                Some(m.flows()?.anticoagulant_ml_min / m.body.patient.entered_blood_volume_ml() * 1000.0)
            }),
            Self::ExtracorporealShare => row!("extracorporeal_percent", Percent, 1, |m| {
                let share = 100.0 * m.settings.machine.set_volume_ml / m.body.blood_volume_before_ml;
                m.phase.is_under_way().then_some(share)
            }),
            Self::LineRoom => row!("collect_line_room_percent", Percent, 0, |m| {
                m.drawing().filter(|drawing| drawing.collecting)?;
                m.port().map(|port| 100.0 * port.line_room)
            }),
            Self::BagWhiteCells => row!("bag_white_cells_e9", E9, 1, |m| Some(m.state.bag.white_cells_e9.sum())),
            Self::HemoglobinChange => row!(signed, "hemoglobin_change_g_dl", GramPerDl, 1, |m| {
                let before = m.body.patient.hematocrit_percent / 100.0;
                Some(HEMOGLOBIN_IN_RED_CELLS_G_DL * (hematocrit(m) - before))
            }),
            Self::ProcessedVolumes => row!("processed_blood_volumes", One, 2, |m| {
                Some(m.pumped.processed_ml / m.body.blood_volume_before_ml)
            }),
            Self::ProductHematocrit => row!("product_hematocrit_percent", Percent, 1, |m| {
                m.drawing().filter(|drawing| drawing.collecting)?;
                m.port().map(|port| 100.0 * port.product_hematocrit)
            }),
            Self::SpilledRedCells => row!("spilled_red_cells_percent", Percent, 1, |m| {
                m.drawing().filter(|drawing| drawing.collecting)?;
                m.port().map(|port| 100.0 * port.spilled_red_cell_share)
            }),
            Self::InterfaceDrift => row!(signed, "interface_drift", One, 2, |m| {
                let drawing = m.drawing().filter(|drawing| drawing.collecting)?;
                m.port().map(|port| port.position - drawing.separator.set_position())
            }),
            Self::AnticoagulantRatio => row!("anticoagulant_ratio", One, 1, |m| {
                m.flows()?;
                Some(m.settings.procedure.anticoagulant_ratio)
            }),
            Self::WhiteCellEfficiency => row!("white_cell_ce1_percent", Percent, 1, |m| {
                let before_e9 = m.body.patient.white_cells_e9_per_l.sum() * m.body.blood_volume_before_ml / 1000.0;
                collection_efficiency(m, before_e9, |blood| blood.white_cells_e9.sum())
            }),
            Self::MononuclearEfficiency => row!("mononuclear_ce1_percent", Percent, 1, |m| {
                let before_e9 =
                    m.body.patient.white_cells_e9_per_l.mononuclear() * m.body.blood_volume_before_ml / 1000.0;
                collection_efficiency(m, before_e9, |blood| blood.white_cells_e9.mononuclear())
            }),
            Self::PlateletEfficiency => row!("platelet_ce1_percent", Percent, 1, |m| {
                let before_e9 = m.body.patient.platelets_e9_per_l * m.body.blood_volume_before_ml / 1000.0;
                collection_efficiency(m, before_e9, |blood| blood.platelets_e9)
            }),
        }
    }
}

/// CE1 so far: cells in the bag as percent of those processed, by the mean of the counts at the start and now. `None` once the needle is
/// out: the counts go on changing, so the number would be meaningless.
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

fn hematocrit(moment: &Moment<'_>) -> f64 {
    moment.state.patient.red_cells_ml / moment.blood_volume_ml()
}

fn ionized_calcium(moment: &Moment<'_>) -> f64 {
    let patient = &moment.body.patient;
    moment.state.calcium_pool(patient).ionized_mmol_l(moment.state.citrate_mmol_l(patient))
}

/// Red and white cells as percent of the volume of blood; `None` if there is no blood.
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
    fn keys_are_unique_and_begin_as_promised() {
        let keys: Vec<_> = Quantity::all().map(|quantity| quantity.row().key).collect();
        assert!(keys.iter().enumerate().all(|(i, key)| !keys[..i].contains(key)));
        assert_eq!(
            keys[7..15].join(","),
            "red_cells_e12_per_l,hematocrit_percent,hemoglobin_g_dl,platelets_e9_per_l,ionized_calcium_mmol_l,blood_volume_ml,processed_ml,bag_volume_ml"
        );
    }
}
